r"""The anomalous magnetic moment of a charged lepton from a massive vector A' in the loop.

.. math:: \Gamma^\mu = g_0\Big[F_1\gamma^\mu+\frac{F_2}{2m_\ell}\,i\sigma^{\mu\nu}q_\nu\Big],
          \qquad a_\ell = F_2(0),

:math:`g_0\gamma^\mu` being the vertex of tree level. A' couples to the electromagnetic current with
the strength that kinetic mixing gives it. The current is conserved: the :math:`k^\alpha k^\beta` part
of the propagator contributes to F₁ only, so that the Feynman gauge is as good as any. Nothing is
expanded in the mass of the lepton, which is also the mass in the loop.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import COVARIANT_SIGN, ELEMENTARY_CHARGE
from darktmm.derive.fields import MU, DiracFermion, VectorComponent, bilinear
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import fermion_kinetic
from darktmm.derive.latex import tex
from darktmm.derive.laws.kinetic_mixing import EPSILON, current_coupling
from darktmm.derive.loops.integrals import momentum_integral
from darktmm.derive.loops.triangle import VECTOR_EXCHANGED, external_square, form_factor_polynomials
from darktmm.derive.memo import cache
from darktmm.derive.result import Result
from darktmm.derive.symbols import ALPHA, DARK_PHOTON, M_LEPTON, PHOTON
from darktmm.derive.vertices import FeynmanRules

Z, R = sp.Symbol("z", positive=True), sp.Symbol("r", positive=True)
"""Feynman parameter of A', and (m_A'/m_ℓ)²."""

_SOURCE = "M. Pospelov, Phys. Rev. D80 (2009) 095002"

LEPTON = DiracFermion("ell", charges={"EM": -1}, mass=M_LEPTON)


@cache
def rules() -> FeynmanRules:
    """Rules of the lepton with the photon and, through kinetic mixing, with A'."""
    current = LEPTON.charge("EM") * bilinear(LEPTON, LEPTON, MU)
    mixing = current_coupling() * current * VectorComponent(DARK_PHOTON, MU)
    return FeynmanRules(sp.expand(fermion_kinetic(LEPTON, (PHOTON,)) + mixing))


@cache
def _simplex_integrand() -> tuple[sp.Expr, sp.Expr]:
    """(numerator of iσ^{μν}q_ν, Δ) in the Feynman parameters x, y, for unit couplings."""
    x, y = sp.symbols("x y")
    units = {sp.Symbol(c): 1 for c in ("aL", "aR", "bL", "bR", "g1", "g2")}
    values = {
        **units,
        **{sp.Symbol(m): M_LEPTON for m in ("m_i", "m_j", "M1", "M2")},
        sp.Symbol("D"): 4,
    }
    polynomials = form_factor_polynomials(VECTOR_EXCHANGED, exact=True)
    left, right = (
        sp.expand(polynomials[f"sigma_{c}"].as_expr().subs(values, simultaneous=True)) for c in "LR"
    )
    if left != right or left.has(sp.Symbol("loop_sq")):
        raise ArithmeticError(f"the dipole is neither parity-even nor finite: {left}, {right}")
    outside = external_square().as_expr().subs(values, simultaneous=True)
    inside = (x + y) * M_LEPTON**2 + (1 - x - y) * R * M_LEPTON**2
    return left, sp.expand(inside - outside)


@cache
def _moment() -> tuple[sp.Expr, sp.Expr]:
    """(a_ℓ for r → 0, integrand over z whose integral is then 1), rational and positive."""
    x, y = sp.symbols("x y")
    numerator, delta = _simplex_integrand()
    numerator, delta = (sp.expand(f.subs(y, 1 - Z - x)) for f in (numerator, delta))
    if delta.has(x):
        raise ArithmeticError(f"Δ = {delta} depends on both parameters of the lepton line")
    line = sp.factor(sp.integrate(numerator, (x, 0, 1 - Z)) / delta)
    remainder, _, _ = momentum_integral(0, 3)
    exchanged = rules().vector(LEPTON, LEPTON, DARK_PHOTON).left
    # iΓ^μ: two vertices of A', three propagators; the vertex of the photon is that of tree level.
    dipole = sp.I**3 * exchanged**2 * sp.factorial(2) * remainder * line
    moment = sp.factor(2 * M_LEPTON * dipole)
    light = sp.integrate(sp.cancel(moment.subs(R, 0)), (Z, 0, 1))
    above, below = sp.fraction(sp.factor(moment / light))
    # Each power of r has a positive coefficient: nothing cancels in Δ.
    integrand = above / sp.collect(sp.expand(below), R, sp.factor)
    return light.subs(ELEMENTARY_CHARGE**2, 4 * sp.pi * ALPHA), integrand


@cache
def light() -> Formula:
    """The moment for r → 0: that of the photon, times ε²."""
    return Formula(
        "vector_loop_light",
        r"a_\ell\big|_{m_{A'}\to0}",
        _moment()[0],
        (ALPHA, EPSILON),
        0,
        "J. Schwinger, Phys. Rev. 73 (1948) 416",
    )


@cache
def integrand() -> Formula:
    """What the moment is the integral of over 0 < z < 1, in units of `light`."""
    return Formula("vector_loop_integrand", r"I(z,r)", _moment()[1], (Z, R), 0, _SOURCE)


@cache
def vector_loop() -> Formula:
    """The moment as one integral over the Feynman parameter of A'."""
    right = light().right * sp.Integral(integrand().right, (Z, 0, 1))
    return Formula("vector_loop", r"a_\ell", right, (ALPHA, EPSILON, R), 0, _SOURCE)


@cache
def heavy() -> Formula:
    """Leading term for r → ∞."""
    tail = sp.integrate(sp.expand(sp.limit(R * integrand().right, R, sp.oo)), (Z, 0, 1))
    right = light().right * tail / R
    left = r"a_\ell\big|_{m_{A'}\gg m_\ell}"
    return Formula("vector_loop_heavy", left, right, (ALPHA, EPSILON, R), 0, _SOURCE)


def result(model: object) -> Result:
    """The moment and its two limits."""
    del model  # QED with one more vector
    ratio = Formula("ratio", "r", (DARK_PHOTON.mass / M_LEPTON) ** 2)
    return Result(
        "vector-loop",
        "Anomalous magnetic moment from $A'$ in the loop",
        "(8); not in the paper",
        (vector_loop(), light(), heavy(), ratio),
        (
            r"The moment is positive for every mass and either sign of $\varepsilon$.",
            f"Strength of $A'$ at the vertex: ${tex(current_coupling())}$ times the charge, with "
            rf"$D_\mu=\partial_\mu{'+' if COVARIANT_SIGN > 0 else '-'}igQV_\mu$.",
        ),
    )
