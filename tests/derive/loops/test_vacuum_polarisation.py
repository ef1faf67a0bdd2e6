"""Vector–vector loops at any q²: Ward identities, β functions, literature, brute force with matrices."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath as mp
import pytest
import sympy as sp

from darktmm.derive.basis import components
from darktmm.derive.dirac import Element
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import (
    MU,
    ComplexScalar,
    DiracFermion,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import scalar_kinetic, substitute
from darktmm.derive.laws.electroweak import doublet_kinetic
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.vacuum_polarisation import (
    METRIC,
    MOMENTA,
    Q_SQUARED,
    FeynmanForm,
    X,
    _quadratic,
    fermion_form,
    fermion_polarisation,
    loop,
    scalar_polarisation,
    seagull,
    trace,
)
from darktmm.derive.symbols import W_3, B
from darktmm.derive.vertices import Chiral, FeynmanRules

CHARGE = sp.Symbol("g", positive=True)
V = VectorBoson("V", group="U", coupling=CHARGE)
VECTOR, AXIAL = Chiral(sp.I, sp.I), Chiral(-sp.I, sp.I)
M = sp.Symbol("M", positive=True)


def integrated(form: FeynmanForm, q2: float, values: dict[Any, Any] | None = None) -> mp.mpf:
    """Π(q²) without its pole, by quadrature."""
    law = form.integrand().subs(UV_POLE, 0).subs(values or {}).subs(Q_SQUARED, q2)
    f = sp.lambdify(X, law, "mpmath")
    with mp.workdps(25):
        return mp.quad(f, [0, 0.25, 0.5, 0.75, 1])


# --- the loop of fermions -----------------------------------------------------------------------


def test_trace_with_a_momentum() -> None:
    """Tr q̸q̸ = 4q², Tr γ^αq̸γ_αq̸ = 4(2−D)q²; two momenta are refused."""
    ring = mixing_ring()
    d, q2 = ring
    one = d**0
    assert trace(Element.word(one, "q", "q"), d, {"q": q2}) == 4 * q2
    assert trace(Element.word(one, "a", "q", "a", "q"), d, {"q": q2}) == 4 * (2 - d) * q2
    assert trace(Element.word(one, "q", "a", "q", "a"), d, {"q": q2}) == 4 * (2 - d) * q2
    assert trace(Element.word(one, "q", "q", "q", "q"), d, {"q": q2}) == 4 * q2**2
    with pytest.raises(DerivationError, match="one momentum"):
        trace(Element.word(one, "q", "p"), d, {"q": q2, "p": q2})


def mixing_ring() -> tuple[Any, Any]:
    from sympy.polys.rings import ring

    _, d, q2 = ring("D,q2", sp.QQ)
    return d, q2


def test_quantum_electrodynamics() -> None:
    """Π = −(2e²/4π²) q² ∫x(1−x)(Δ_ε − ln Δ), M. E. Peskin, D. V. Schroeder (7.90); β = e³/12π²."""
    form = fermion_form(VECTOR, VECTOR, M, M)
    expected = -2 * X * (1 - X) * Q_SQUARED / (4 * sp.pi**2)
    expected *= UV_POLE - sp.log(M**2 - X * (1 - X) * Q_SQUARED)
    assert sp.simplify(sp.expand_log(form.integrand() - expected, force=True)) == 0
    slope = sp.expand_log(form.slope().doit(), force=True)
    assert sp.simplify(slope + (UV_POLE - 2 * sp.log(M)) / (12 * sp.pi**2)) == 0
    assert sp.simplify(slope - (UV_POLE - 2 * sp.log(M)) / (12 * sp.pi**2)) != 0


def test_a_conserved_current_is_transverse() -> None:
    """Π + q²Π_qq = 0 for a vector current and equal masses; not for another, not for different ones."""
    q2 = Q_SQUARED

    def defect(rule: Chiral, m1: sp.Expr, m2: sp.Expr) -> sp.Expr:
        metric, momenta = (
            fermion_form(rule, rule, m1, m2, s).integrand() for s in (METRIC, MOMENTA)
        )
        return sp.simplify(metric + q2 * momenta)

    assert defect(VECTOR, M, M) == 0
    assert defect(AXIAL, M, -M) == 0  # the sign of a mass is a chiral rotation
    assert defect(AXIAL, M, M) != 0
    assert defect(VECTOR, M, 2 * M) != 0


def test_at_zero_it_is_the_loop_without_momentum() -> None:
    """For masses and chiralities all different, by closed forms."""
    left, right = Chiral(sp.I * 3, sp.I * 5), Chiral(sp.I * 2, -sp.I * 7)
    m1, m2 = sp.Rational(3, 2), -sp.Rational(7, 3)
    a, b = fermion_form(left, right, m1, m2).at_zero(), loop(left, right, m1, m2)
    assert abs((a - b).subs(UV_POLE, sp.Rational(1, 3)).doit().evalf(30)) < 1e-25
    wrong = fermion_form(left, right, m1, -m2).at_zero()
    assert abs((wrong - b).subs(UV_POLE, 0).doit().evalf(30)) > 1e-3


def test_slope_is_the_derivative() -> None:
    """Folded, against the difference quotient of a quadrature."""
    form = fermion_form(AXIAL, Chiral(sp.I, 2 * sp.I), sp.Rational(3, 2), sp.Rational(-7, 3))
    slope = form.slope().subs(UV_POLE, 0).doit().evalf(20)
    h = mp.mpf("1e-6")
    quotient = (integrated(form, h) - integrated(form, -h)) / (2 * h)
    assert abs(quotient / mp.mpf(str(slope)) - 1) < 1e-9


def test_unknown_structure() -> None:
    with pytest.raises(DerivationError, match="transverse"):
        fermion_form(VECTOR, VECTOR, M, M, "transverse")


# --- scalars ------------------------------------------------------------------------------------


@cache
def scalar_qed(split: bool = False) -> tuple[sp.Expr, FeynmanRules]:
    """A complex scalar as two real ones."""
    s = ComplexScalar("S", charges={"U": 1})
    r = RealScalar("R", mass=M)
    i = RealScalar("I", mass=2 * M if split else M)
    expression = substitute(scalar_kinetic(s, (V,)), components([s], [r], [i]))
    return expression, FeynmanRules(expression)


def scalar_form(structure: str = METRIC, split: bool = False) -> FeynmanForm:
    return scalar_polarisation(*scalar_qed(split), V, V, structure)


def test_seagull_is_read_from_the_lagrangian() -> None:
    """g²S*SV² = ½g²(R² + I²)V²: ig² for two identical vectors; another vector has none."""
    expression, _ = scalar_qed()
    other = VectorBoson("W", group="X", coupling=CHARGE)
    for name in "RI":
        assert seagull(expression, RealScalar(name, mass=M), V, V) == CHARGE**2
        assert seagull(expression, RealScalar(name, mass=M), V, other) == 0
    both = scalar_kinetic(ComplexScalar("S", charges={"U": 1, "X": 3}), (V, other))
    s = ComplexScalar("S", charges={"U": 1, "X": 3})
    real = substitute(both, components([s], [RealScalar("R")], [RealScalar("I")]))
    assert seagull(real, RealScalar("R"), V, other) == 3 * CHARGE**2
    assert seagull(real, RealScalar("R"), other, other) == 9 * CHARGE**2


def test_scalar_ward_identity() -> None:
    """Π(0) = 0, Π + q²Π_qq = 0 with the seagulls; without them Π(0) is not even finite."""
    form, momenta = scalar_form(), scalar_form(MOMENTA)
    assert sp.simplify(sp.expand_log(form.at_zero().doit(), force=True)) == 0
    pole = sp.expand(form.integrand()).coeff(UV_POLE)
    other = sp.expand(momenta.integrand()).coeff(UV_POLE)
    assert sp.simplify(sp.integrate(pole + Q_SQUARED * other, (X, 0, 1))) == 0
    values = {M: sp.Rational(3, 2), CHARGE: 1}
    for q2 in (-5.0, 3.0):
        sum_ = integrated(form, q2, values) + q2 * integrated(momenta, q2, values)
        assert abs(sum_) < 1e-18 * max(1, abs(integrated(form, q2, values))) + 1e-20
    without = FeynmanForm(tuple(term for term in form.terms if term.flow))
    assert len(without.terms) == len(form.terms) - 2
    assert without.at_zero().diff(UV_POLE) != 0


def test_scalar_beta_function() -> None:
    """A complex scalar has a quarter of a Dirac fermion, β = g³/48π²; without mixing with anything."""
    slope = scalar_form().slope().diff(UV_POLE)
    fermion = fermion_form(VECTOR, VECTOR, M, M).slope().diff(UV_POLE)
    assert sp.simplify(slope / CHARGE**2 - fermion / 4) == 0
    assert sp.simplify(slope + CHARGE**2 / (48 * sp.pi**2)) == 0


def test_tadpole_against_its_closed_form() -> None:
    """(l²/D)/(l²−Δ)² → ½Δ(pole)(Δ_ε + 1 − ln Δ): A₀(M) = M²(Δ_ε + 1 − ln M²)."""
    remainder, pole = _quadratic()
    assert remainder == 1
    assert pole == sp.I / (32 * sp.pi**2)


def test_split_scalars_are_finite_and_positive() -> None:
    """(M_R²−M_I²)² ∫x(1−x)/Δ per g²/16π²; the trapezoid rule's error, by closed form."""
    form = scalar_form(split=True)
    assert sp.simplify(form.at_zero().diff(UV_POLE)) == 0
    value = form.at_zero().subs({UV_POLE: 0, M: 1, CHARGE: 1}).doit().evalf(20)
    expected = mp.quad(lambda x: x * (1 - x) * 9 / (x + 4 * (1 - x)), [0, 1]) / (16 * mp.pi**2)
    assert abs(value / expected - 1) < 1e-14
    assert value > 0


def test_folded_integral() -> None:
    """∫₀¹dx of the integrand, not done."""
    form = fermion_form(VECTOR, VECTOR, M, M)
    assert isinstance(form.integral(), sp.Integral)
    value = form.integral().subs({M: 1, Q_SQUARED: -4, UV_POLE: 0}).evalf(15)
    assert abs(value - integrated(form, -4.0, {M: 1})) < 1e-12


def chiral_doublet(m_up: sp.Expr, m_down: sp.Expr, hypercharge: sp.Expr) -> sp.Expr:
    """S of a doublet whose right-handed halves are singlets."""
    up, down = (
        DiracFermion(n, mass=m, charges={"Y": hypercharge}) for n, m in (("u", m_up), ("d", m_down))
    )
    total = doublet_kinetic(up, down, "L")
    for f, isospin in ((up, sp.Rational(1, 2)), (down, -sp.Rational(1, 2))):
        singlet = bilinear(f, f, MU, chirality="R") * VectorComponent(B, MU)
        total -= B.coupling * (hypercharge + isospin) * singlet
    form = fermion_polarisation(FeynmanRules(sp.expand(total)), W_3, B)
    slope = form.slope() / (W_3.coupling * B.coupling)
    return sp.expand(-16 * sp.pi * slope)


def test_chiral_doublet() -> None:
    """S = (1/6π)[1 − 2Y ln(m_u²/m_d²)], M. E. Peskin, T. Takeuchi, Phys. Rev. Lett. 65 (1990) 964."""
    y = sp.Rational(1, 6)
    degenerate = chiral_doublet(M, M, y)
    assert sp.simplify(sp.expand_log(degenerate.doit(), force=True) - 1 / (6 * sp.pi)) == 0
    split = chiral_doublet(sp.Rational(173), sp.Rational(5), y)
    assert sp.expand(split).coeff(UV_POLE) == 0
    expected = (1 - 2 * y * sp.log(sp.Rational(173, 5) ** 2)) / (6 * sp.pi)
    value = split.subs(UV_POLE, 0).doit().evalf(20)
    assert abs(value - expected.evalf(20)) < 1e-15
    assert abs(value + expected.evalf(20)) > 1e-3


def test_complex_scalar_in_the_original_fields_is_not_read() -> None:
    """Only real scalars are summed over: a complex one is split first."""
    s = ComplexScalar("S", charges={"U": 1})
    expression = scalar_kinetic(s, (V,))
    assert scalar_polarisation(expression, FeynmanRules(expression), V, V).terms == ()
