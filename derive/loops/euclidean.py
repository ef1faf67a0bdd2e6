r"""From divided differences to one positive momentum integral: the form in which numbers are made.

Every loop function is linear in simplex integrals, and each of those is a Euclidean integral over
:math:`\tau=l_E^2` (see `derive.loops.integrals`). Brought over a common denominator and factored over the
integers, the sum reads

.. math:: P(m)\int_0^\infty d\tau\;\tau^a\,\frac{\sum_j c_j(m)\,\tau^j}{\prod_i(\tau+x_i)^{r_i}} .

The prefactor P collects whatever does not depend on τ: mass splittings come out as
(M₁ − M₂)(M₁ + M₂), which loses no digit. If no coefficient c_j can be negative, the integral has
condition number O(1) in each x_i: relative changes of x_i change it by at most r_i times as much.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.integrals import SimplexIntegral

TAU = sp.Symbol("tau", positive=True)
"""The Euclidean momentum squared."""


@dataclass(frozen=True)
class EuclideanForm:
    """scale · P ∫ dτ τᵃ (Σ cⱼ τʲ) / Π (τ + xᵢ)^rᵢ.

    Attributes:
        scale: the rational content, kept apart so that it can stay exact.
        prefactor: the factors of P that depend on masses, primitive over the integers.
        power: a.
        numerator: c₀, c₁, …; c₀ is not identically zero.
        nodes: pairs (xᵢ, rᵢ), all xᵢ different.
    """

    scale: sp.Rational
    prefactor: sp.Expr
    power: int
    numerator: tuple[sp.Expr, ...]
    nodes: tuple[tuple[sp.Expr, int], ...]

    def integrand(self) -> sp.Expr:
        """What is integrated over τ, prefactor included."""
        polynomial = sum(c * TAU**j for j, c in enumerate(self.numerator))
        denominator = sp.Mul(*((TAU + x) ** r for x, r in self.nodes))
        return self.scale * self.prefactor * TAU**self.power * polynomial / denominator

    @property
    def degree(self) -> int:
        """Number of propagators, Σ rᵢ."""
        return sum(r for _, r in self.nodes)

    @property
    def families(self) -> tuple[tuple[int, int], ...]:
        """The exponents (p, q) of the one-parameter family τᵖ/(τ+ξ)^q that each cⱼ belongs to."""
        return tuple((self.power + j, self.degree) for j, c in enumerate(self.numerator) if c != 0)


def euclidean_form(expression: sp.Expr) -> EuclideanForm:
    """Fold a sum of simplex integrals into one momentum integral.

    Args:
        expression: linear in `SimplexIntegral` (p ≥ 1), coefficients polynomial in masses.

    Raises:
        DerivationError: not linear in simplex integrals, zero, or without a momentum integral.
    """
    terms: dict[SimplexIntegral, sp.Expr] = {}
    for term in sp.Add.make_args(sp.expand(expression)):
        integrals = [f for f in sp.Mul.make_args(term) if isinstance(f, SimplexIntegral)]
        if len(integrals) != 1:
            raise DerivationError(f"expression: {term} is not linear in SimplexIntegral")
        terms[integrals[0]] = terms.get(integrals[0], sp.S.Zero) + term / integrals[0]
    if not terms:
        raise DerivationError("expression: vanishes identically")

    common: Counter[sp.Expr] = Counter()
    for integral in terms:
        common |= Counter(integral.nodes)
    total = sp.S.Zero
    for integral, coefficient in terms.items():
        missing = common - Counter(integral.nodes)
        cofactor = sp.Mul(*((TAU + x) ** r for x, r in missing.items()))
        # euclidean() = weight τᵏ / Π(τ + x); the product is put back by hand, unexpanded.
        own = sp.Mul(*((TAU + x) for x in integral.nodes))
        total += coefficient * (integral.euclidean(TAU) * own) * cofactor

    content, factors = sp.factor_list(sp.expand(total))
    prefactor, polynomial, power = sp.S.One, sp.S.One, 0
    nodes = dict(common)
    for factor, exponent in factors:
        if TAU not in factor.free_symbols:
            prefactor *= factor**exponent
        elif factor == TAU:
            power = int(exponent)
        elif factor - TAU in nodes:  # a propagator that cancels
            nodes[factor - TAU] -= int(exponent)
        else:
            polynomial *= factor**exponent
    if any(r < 0 for r in nodes.values()):
        raise DerivationError("expression: more propagators cancel than there are")
    sign = sp.S.NegativeOne if sp.LC(polynomial, TAU).could_extract_minus_sign() else sp.S.One
    content *= sign
    coefficients = tuple(
        sp.factor(sign * c) for c in reversed(sp.Poly(polynomial, TAU).all_coeffs())
    )
    ordered = sorted(((x, r) for x, r in nodes.items() if r), key=sp.default_sort_key)
    return EuclideanForm(content, prefactor, power, coefficients, tuple(ordered))
