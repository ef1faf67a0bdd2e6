r"""Dipoles with the external masses kept: nothing is expanded, and thresholds may be crossed.

With :math:`u=x+y` and :math:`v=x/u` the denominator of a triangle at q² = 0 is quadratic in u,

.. math:: \Delta = M_o^2+u\,[vM_x^2+(1-v)M_y^2-M_o^2-m^2(v)]+u^2m^2(v),\qquad
          m^2(v) = v\,m_j^2+(1-v)\,m_i^2 ,

:math:`M_o` being the line opposite the vector. Above the threshold :math:`m>M_o+M_{x,y}` it vanishes
twice for 0 < u < 1; the :math:`-i\epsilon` of the propagators says on which side of the real axis the
integral over u passes: above the first zero and below the second.

The Feynman gauge is used, where a dipole converges diagram by diagram. γ^μ has legs, which are expanded in
the masses (`derive.loops.legs`), and is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath as mp
import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.integrals import momentum_integral
from darktmm.derive.loops.triangle import (
    M_IN,
    M_OUT,
    Diagram,
    external_square,
    form_factor_polynomials,
)
from darktmm.derive.memo import cache

U, V = sp.symbols("u v", positive=True)
"""Share of the radiating line, and of its part behind the vector in it."""

DIPOLES = ("sigma_L", "sigma_R")


@dataclass(frozen=True)
class ParameterIntegral:
    r""":math:`\int_0^1\!u\,du\int_0^1\!dv\;N(u,v)/\Delta(u,v)`.

    Attributes:
        numerator: polynomial in `U`, `V`.
        delta: coefficients of 1, u and u² in Δ, linear in `V`.
    """

    numerator: sp.Expr
    delta: tuple[sp.Expr, sp.Expr, sp.Expr]

    def value(self, numbers: Mapping[sp.Expr, Any], digits: int = 20) -> Any:
        """The integral at numerical masses and couplings.

        Args:
            numbers: symbol → number, for every symbol that occurs.
            digits: decimal digits carried; the result is good to some five fewer.

        Raises:
            DerivationError: a symbol has no number.
        """
        missing = self.numerator.free_symbols | set().union(*(d.free_symbols for d in self.delta))
        missing -= {U, V, *numbers}
        if missing:
            raise DerivationError(f"numbers: {sorted(map(str, missing))} have no value")
        with mp.workdps(digits):
            at = {s: _number(x, digits) for s, x in numbers.items()}
            numerator, *delta = (
                sp.lambdify((U, V), e.subs(at), "mpmath") for e in (self.numerator, *self.delta)
            )
            polynomial = sp.Poly(sp.expand(self.numerator.subs(at)), V)
            flat = not any(sp.sympify(d.subs(at)).has(V) for d in self.delta)
            if flat:  # v occurs in the numerator only
                mean = sp.Add(*(c / (k + 1) for (k,), c in polynomial.terms()))
                line = sp.lambdify(U, mean, "mpmath")
                return _along(line, tuple(d(0, 0) for d in delta))
            return mp.quad(
                lambda v: _along(lambda u: numerator(u, v), tuple(d(0, v) for d in delta)), [0, 1]
            )


def _number(x: Any, digits: int) -> sp.Expr:
    return sp.Float(sp.sympify(x), digits) if sp.sympify(x).is_real else sp.N(x, digits)


def _along(numerator: Any, delta: tuple[Any, Any, Any]) -> Any:
    """∫u du N(u)/Δ(u) from 0 to 1, past the zeros of Δ on the side of −iε."""
    c0, c1, c2 = delta

    def integrand(u: Any) -> Any:
        return u * numerator(u) / (c0 + u * (c1 + u * c2))

    return mp.quad(integrand, _path(c0, c1, c2))


def _path(c0: Any, c1: Any, c2: Any) -> list[Any]:
    """Corners of the path of integration."""
    if c2 == 0:
        return [mp.mpf(0), mp.mpf(1)]
    middle, discriminant = -c1 / (2 * c2), c1**2 - 4 * c0 * c2
    if discriminant > 0 and 0 < middle < 1 and c0 + c1 + c2 > 0 and c0 > 0:
        half = min(middle, 1 - middle) / 2
        return [0, mp.mpc(middle / 2, half), middle, mp.mpc((1 + middle) / 2, -half), 1]
    # A light line opposite the vector makes a narrow peak at u² ~ Δ(0)/c2.
    edge = mp.sqrt(abs(c0 / c2))
    return [0, edge, 1] if 0 < edge < 1 else [0, 1]


@cache
def _polynomial(topology: str, structure: str) -> tuple[sp.Expr, bool]:
    expression = form_factor_polynomials(topology, exact=True)[structure].as_expr()
    return expression, expression.has(sp.Symbol("loop_sq"))


def exact(diagram: Diagram, structure: str) -> ParameterIntegral:
    """One triangle, as an integral over two Feynman parameters.

    Raises:
        DerivationError: the structure is no dipole, or a vector of the loop is not in Feynman's gauge.
    """
    if structure not in DIPOLES:
        raise DerivationError(f"structure: {structure!r} is not one of {DIPOLES}")
    for v in diagram.vectors:
        if v.gauge_parameter != 1:
            raise DerivationError(f"gauge_parameter: {v.gauge_parameter} of {v}, expected 1")
    expression, divergent = _polynomial(diagram.topology, structure)
    if divergent:
        raise DerivationError(f"structure: {structure} of {diagram.topology} diverges")
    x, y = sp.symbols("x y")
    parameters = {x: U * V, y: U * (1 - V)}
    couplings = {sp.Symbol(name): value for name, value in diagram.couplings().items()}
    masses = {sp.Symbol("m_i"): M_IN, sp.Symbol("m_j"): M_OUT, sp.Symbol("D"): sp.Integer(4)}
    remainder, _, _ = momentum_integral(0, 3)
    overall = sp.I**3 / sp.I * sp.factorial(2) * remainder
    numerator = expression.subs({**couplings, **masses, **parameters}, simultaneous=True)
    behind, before, opposite = diagram.nodes()
    outside = external_square().as_expr().subs({**masses, **parameters}, simultaneous=True)
    inside = U * V * behind + U * (1 - V) * before + (1 - U) * opposite
    delta = sp.Poly(sp.expand(inside - outside), U)
    c0, c1, c2 = (delta.coeff_monomial(U**k) for k in range(3))
    return ParameterIntegral(sp.expand(overall * numerator), (c0, c1, c2))


def dipole(
    diagrams: Sequence[Diagram], structure: str, numbers: Mapping[sp.Expr, Any], digits: int = 20
) -> Any:
    """The sum of the triangles at numerical masses; complex above a threshold.

    Args:
        numbers: symbol → number, `M_IN` and `M_OUT` among them.
    """
    return mp.fsum(exact(d, structure).value(numbers, digits) for d in diagrams)


__all__ = ["DIPOLES", "ParameterIntegral", "dipole", "exact"]
