"""Vacuum polarisation and T: Ward identities, literature, divergence, stability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from sympy.polys.rings import ring

from darktmm.derive.basis import trig_normal
from darktmm.derive.dirac import Element
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import DiracFermion
from darktmm.derive.lagrangian import substitute
from darktmm.derive.laws.electroweak import doublet_kinetic
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.vacuum_polarisation import (
    loop,
    on_unit_interval,
    trace,
    vacuum_polarisation,
)
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    THETA,
    DarkModel,
    oblique,
)
from darktmm.derive.models.dark.electroweak import gauge_basis_rules, rules
from darktmm.derive.models.dark.oblique import S_W2, SCALE
from darktmm.derive.symbols import (
    M_W,
    PHOTON,
    THETA_W,
    W_1,
    W_3,
    G,
    Z,
)
from darktmm.derive.vertices import Chiral, FeynmanRules

GENERAL = DarkModel(majorana_angle=THETA)
T = oblique.oblique_T()
ONE = Chiral(sp.S.One, sp.S.One)

POINT = {
    M_1: sp.Rational(-3, 10),
    M_2: sp.Rational(7, 10),
    THETA: sp.Rational(3, 5),
    M_E: sp.Rational(19, 10),
    SCALE: 5,
    M_W: 80,
    S_W2: sp.Rational(2, 9),
}


def at(expression: sp.Expr, **changes: Any) -> sp.Expr:
    """Closed form at the point, 30 digits."""
    point = {**POINT, **{s: changes[s.name] for s in POINT if s.name in changes}}
    return expression.subs(point, simultaneous=True).doit().evalf(30)


# --- the loop -----------------------------------------------------------------------------------


def test_trace() -> None:
    """Tr γ^αγ_α = 4D, Tr γ^αγ^βγ_αγ_β = 4(2−D)D; an open index is refused."""
    _, d = ring("D", sp.QQ)
    assert trace(Element.word(d**0, "a", "a"), d) == 4 * d
    assert trace(Element.word(d**0, "a", "b", "a", "b"), d) == 4 * (2 - d) * d
    assert trace(Element.word(d**0, "a", "b", "b", "a"), d) == 4 * d**2
    with pytest.raises(DerivationError, match="not fully contracted"):
        trace(Element.word(d**0, "a", "b"), d)


def test_conserved_currents_have_no_mass_term() -> None:
    """Π(0) = 0 for a vector current and equal masses, identically; not for an axial one."""
    m = sp.Symbol("m", positive=True)
    axial = Chiral(-sp.S.One, sp.S.One)
    assert loop(ONE, ONE, m, m) == 0
    assert loop(axial, axial, m, m) != 0
    assert loop(axial, axial, m, -m) == 0  # the sign of a mass is a chiral rotation
    assert loop(ONE, ONE, m, -m) != 0


def test_loop_by_numbers() -> None:
    """The folded loop against −2/16π²·∫dx[(LL'+RR')Δ − (LR'+RL')m₁m₂](ln Δ), masses different."""
    l, r, m1, m2 = 0.3, 0.8, 0.7, -1.9
    rule = Chiral(sp.I * l, sp.I * r)
    value = loop(rule, rule, sp.Float(m1), sp.Float(m2)).subs(UV_POLE, 0)
    folded = float(value.replace(lambda e: isinstance(e, SimplexIntegral), lambda e: e.doit()))

    def integrand(x: Any, sign: int = 1) -> Any:
        delta = x * m1**2 + (1 - x) * m2**2
        return ((l * l + r * r) * delta - sign * 2 * l * r * m1 * m2) * mp.log(delta)

    def direct(sign: int) -> float:
        return float(-2 / (4 * mp.pi) ** 2 * mp.quad(lambda x: integrand(x, sign), [0, 1]))

    assert folded == pytest.approx(direct(1), rel=1e-12)
    assert abs(folded / direct(-1) - 1) > 0.1


def test_photon_stays_massless_and_does_not_mix_with_z() -> None:
    """Π_AA(0) = Π_AZ(0) = 0."""
    for second in (PHOTON, Z):
        assert trig_normal(sp.expand(vacuum_polarisation(rules(GENERAL), PHOTON, second))) == 0
    assert vacuum_polarisation(rules(GENERAL), Z, Z) != 0


def test_definition_by_masses() -> None:
    """Π_WW/M_W² − Π_ZZ/M_Z² with M_W = c_W M_Z is what is called (Π₁₁ − Π₃₃)g²/M_W²."""
    physical = rules(GENERAL)
    w, z = (vacuum_polarisation(physical, v, v) for v in (W_1, Z))
    gauge = {G: 1, THETA_W: sp.Rational(1, 2), UV_POLE: 0}
    by_mass = at((w - sp.cos(THETA_W) ** 2 * z).subs(gauge))
    assert abs(at(oblique.difference(GENERAL).subs(gauge)) - by_mass) < sp.Rational(1, 10**25)
    assert abs(at(oblique.difference(GENERAL).subs(gauge)) - at((w - z).subs(gauge))) > 1e-5


def test_unit_interval() -> None:
    """The one-dimensional form of folded integrals; three masses are refused."""
    x = sp.Symbol("x", positive=True)
    for integral in (
        SimplexIntegral(0, 2, 5),
        SimplexIntegral(1, 2, 2, 5),
        SimplexIntegral(2, 3, 3),
    ):
        value = sp.integrate(on_unit_interval(integral, x), (x, 0, 1))
        assert abs((value - integral.doit()).evalf(20)) < sp.Rational(1, 10**15)
    with pytest.raises(DerivationError, match="3 different"):
        on_unit_interval(SimplexIntegral(1, 2, 3, 5), x)


# --- literature ---------------------------------------------------------------------------------


def theta_plus(y1: Any, y2: Any) -> Any:
    """L. Lavoura, J. P. Silva, Phys. Rev. D47 (1993) 2046."""
    return y1 + y2 - 2 * y1 * y2 / (y1 - y2) * mp.log(y1 / y2)


def theta_minus(m1: Any, m2: Any) -> Any:
    """The same, for masses instead of their squares, so that a sign can be given."""
    y1, y2 = m1**2, m2**2
    return 2 * m1 * m2 * ((y1 + y2) / (y1 - y2) * mp.log(y1 / y2) - 2)


def polarisation_difference(source: FeynmanRules) -> sp.Expr:
    return vacuum_polarisation(source, W_1, W_1) - vacuum_polarisation(source, W_3, W_3)


def in_lavoura_silva_units(difference: sp.Expr) -> sp.Expr:
    """g²(Π₁₁ − Π₃₃) → 16π s²c²M_Z² T = 16π s² M_W² T, with g² = 4πα/s²."""
    return (difference * 16 * sp.pi * 4 * sp.pi).subs(G, 1)


def test_chiral_doublet() -> None:
    """Top and bottom: θ₊ (M. Veltman, Nucl. Phys. B123 (1977) 89)."""
    masses = sp.Rational(173), sp.Rational(5)
    charges = {"Y": sp.Rational(1, 6)}
    top, bottom = (
        DiracFermion(n, mass=m, charges=charges) for n, m in zip("tb", masses, strict=True)
    )
    source = FeynmanRules(doublet_kinetic(top, bottom, "L"))
    value = in_lavoura_silva_units(polarisation_difference(source))
    assert sp.expand(value).coeff(UV_POLE) == 0
    number = value.subs(UV_POLE, 0).doit().evalf(20)
    expected = theta_plus(mp.mpf(173) ** 2, mp.mpf(5) ** 2)
    assert abs(number / expected - 1) < 1e-12
    assert number > 0
    assert abs(number / theta_plus(mp.mpf(172) ** 2, mp.mpf(5) ** 2) - 1) > 1e-3


def _doublet_with_singlet(broken: bool = False) -> tuple[sp.Expr, Any]:
    """Vector-like doublet (N, E) and singlet N', mixed by equal Yukawa couplings; M_E = M_NN."""
    m1, m2, c, s = sp.Rational(3), sp.Rational(7), sp.Rational(4, 5), sp.Rational(3, 5)
    m_e = c**2 * m1 + s**2 * m2 + (1 if broken else 0)
    charges = {"Y": -sp.Rational(1, 2)}
    neutral = DiracFermion("N0", charges=charges)
    states = [DiracFermion(f"n{k}", mass=m) for k, m in ((1, m1), (2, m2))]
    charged = DiracFermion("E0", charges=charges, mass=m_e)
    kinetic = substitute(
        doublet_kinetic(neutral, charged), {neutral: c * states[0] + s * states[1]}
    )
    value = in_lavoura_silva_units(polarisation_difference(FeynmanRules(kinetic)))
    masses = [mp.mpf(int(m)) for m in (m1, m2)]
    e = mp.mpf(int(m_e.p)) / int(m_e.q)
    shares = [mp.mpf(16) / 25, mp.mpf(9) / 25]
    both = lambda a, b: 2 * (theta_plus(a**2, b**2) + theta_minus(a, b))
    expected = sum(v * both(m, e) for v, m in zip(shares, masses, strict=True))
    expected -= shares[0] * shares[1] * both(*masses)
    return value, expected


def test_vector_like_doublet_with_singlet() -> None:
    """Masses from a Higgs doublet: finite, and θ₊ + θ₋ of Lavoura and Silva."""
    value, expected = _doublet_with_singlet()
    assert sp.expand(value).coeff(UV_POLE) == 0
    assert abs(value.subs(UV_POLE, 0).doit().evalf(20) / expected - 1) < 1e-12
    broken, _ = _doublet_with_singlet(broken=True)
    assert sp.expand(broken).coeff(UV_POLE) != 0


def test_dirac_pair_against_lavoura_silva() -> None:
    """Without the singlet their θ₊ + θ₋ is not all: single-mass logarithms no longer cancel."""
    n, e, scale = mp.mpf(3), mp.mpf(7), mp.mpf(20)
    point = {M_DIRAC: 3, M_E: 7, SCALE: 20, M_W: 1, S_W2: 1 / (16 * sp.pi)}
    value = mp.mpf(str(oblique.dirac().subs(point).doit().evalf(25)))
    two_point = 2 * (theta_plus(n**2, e**2) + theta_minus(n, e))
    single = n * mp.log(scale**2 / n**2) - e * mp.log(scale**2 / e**2)
    assert abs(value / (two_point + 4 * (n - e) * single) - 1) < 1e-12
    assert abs(value / two_point - 1) > 0.1


# --- the divergence -----------------------------------------------------------------------------


def test_divergence() -> None:
    """dT/d ln Λ² = [(m_D − M_E)² − (m_L² + m_R²)/2]/(4π s_W² M_W²)."""
    breaking = (M_DIRAC - M_E) ** 2 - (M_LEFT**2 + M_RIGHT**2) / 2
    expected = breaking / (4 * sp.pi * S_W2 * M_W**2)
    assert sp.expand(oblique.divergence() - expected) == 0
    for symbol in (M_DIRAC, M_LEFT, M_E):
        assert sp.expand(oblique.divergence() - expected.subs(symbol, 2 * symbol)) != 0


def _scale_dependence(m_e: sp.Expr) -> sp.Expr:
    return at(T.right, M_E=m_e) - at(T.right, M_E=m_e, Lambda=7)


def test_finite_where_the_two_breakings_compensate() -> None:
    """m_L² + m_R² = 2(m_D − M_E)²: Λ drops out; elsewhere it does not."""
    matrix = GENERAL.heavy.mass_matrix().subs(POINT)
    m_l, m_r, m_d = matrix[0, 0], matrix[1, 1], matrix[0, 1]
    compensated = m_d + sp.sqrt((m_l**2 + m_r**2) / 2)
    assert abs(_scale_dependence(compensated)) < sp.Rational(1, 10**25)
    assert abs(_scale_dependence(compensated * sp.Rational(101, 100))) > sp.Rational(1, 10**8)


def test_unbroken_isospin() -> None:
    """m_L = m_R = 0, m_D = M_E: T = 0 term by term."""
    same = {M_1: -M_E, M_2: M_E, THETA: sp.pi / 4}
    assert T.right.subs(same) == 0
    assert T.right.subs({**same, M_1: -2 * M_E, M_2: 2 * M_E}) != 0


@pytest.mark.parametrize("triplet", [{M_1: -M_E}, {M_2: M_E}], ids=("N_1", "N_2"))
def test_custodial_triplet(triplet: dict[sp.Symbol, sp.Expr]) -> None:
    """θ = π/4: one N degenerate with E makes a triplet of the custodial SU(2) with it; T = 0."""
    assert sp.expand(T.right.subs({**triplet, THETA: sp.pi / 4})) == 0
    wrong = {k: -v for k, v in triplet.items()}
    assert sp.expand(T.right.subs({**wrong, THETA: sp.pi / 4})) != 0


def test_small_splitting() -> None:
    """(δM)²[ln(Λ²/M²) − 2/3]/(4π s_W² M_W²)."""
    expected = (M_E - M_DIRAC) ** 2 * (2 * sp.log(SCALE / M_E) - sp.Rational(2, 3))
    expected /= 4 * sp.pi * S_W2 * M_W**2
    difference = sp.expand_log(oblique.small_splitting() - expected, force=True)
    assert sp.simplify(difference) == 0
    point = {**POINT, M_E: 2, M_DIRAC: 2 - sp.Rational(1, 10**6)}
    ratio = (oblique.dirac() / expected).subs(point).doit().evalf(40, maxn=400)
    assert sp.Rational(1, 10**8) < abs(ratio - 1) < sp.Rational(1, 10**5)


# --- numbers ------------------------------------------------------------------------------------


def _numeric() -> Callable[..., float]:
    """∫dx of the integrand, x = 1/(1 + e^−u), trapezoidal in u."""
    x = sp.Symbol("x")
    integrand = sp.lambdify((x, *T.arguments), on_unit_interval(T.right, x), "numpy")
    u = np.linspace(-60, 60, 2401)
    nodes, weights = 1 / (1 + np.exp(-u)), (u[1] - u[0]) / (2 + np.exp(u) + np.exp(-u))

    def evaluate(*values: float) -> float:
        return float(np.sum(weights * integrand(nodes, *values)))

    return evaluate


evaluate = _numeric()


@pytest.mark.parametrize("splitting", ["1e-1", "1e-3", "1e-6", "1e-9"])
def test_no_digit_is_lost_in_a_splitting(splitting: str) -> None:
    """m_D = M_E(1 − δ), m_L = m_R = M_E δ/3, in double precision against 80 digits."""
    heavy = 2000.0
    d = heavy * (1 - float(splitting))
    m = (heavy - d) / 3
    values = (m - d, m + d, np.pi / 4, heavy, 1e4, 80.4, 0.223)
    exact = dict(zip(T.arguments, map(sp.Rational, values), strict=True))
    exact[THETA] = sp.pi / 4
    closed = T.right.subs(exact).doit().evalf(30, maxn=600)
    assert abs(evaluate(*values) / closed - 1) < 1e-10
    shifted = (values[0], values[1] * (1 + 1e-6 * float(splitting)), *values[2:])
    assert abs(evaluate(*shifted) / closed - 1) > 1e-8 or float(splitting) < 1e-8


def test_light_neutral_fermion() -> None:
    """m_N = 0.1 GeV under M_E = 2 TeV: T is of order 10²–10³, closed form and quadrature."""
    values = (-0.1, 0.1001, 0.785, 2000.0, 1e4, 80.4, 0.223)
    exact = dict(zip(T.arguments, map(sp.Rational, values), strict=True))
    closed = T.right.subs(exact).doit().evalf(30, maxn=600)
    assert abs(evaluate(*values) / closed - 1) < 1e-10
    assert closed > 100


def test_sign_of_both_masses_is_a_convention() -> None:
    """Signed masses: T changes with their relative sign, not if all three change."""
    base = at(T.right)
    flipped = at(T.right, M_1=-POINT[M_1], M_2=-POINT[M_2], M_E=-POINT[M_E])
    assert abs(base - flipped) < sp.Rational(1, 10**25)
    assert abs(base - at(T.right, M_1=-POINT[M_1])) > abs(base) / 100


def test_gauge_basis_knows_no_hypercharge() -> None:
    """Π₁₁ and Π₃₃ come from W¹ and W³ alone."""
    assert gauge_basis_rules(GENERAL) is gauge_basis_rules(GENERAL)
    assert oblique.difference(GENERAL).free_symbols == {G, M_1, M_2, M_E, THETA, UV_POLE}


def test_result_is_exact() -> None:
    law = oblique.result(GENERAL)
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
