"""Vector–vector loops at any q²: Ward identities, β functions, literature, brute force with matrices."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from darktmm.derive.basis import components, trig_normal
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
    vacuum_polarisation,
)
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    Q_N,
    THETA,
    THETA_I,
    THETA_R,
    aprime_mass,
    dark_model,
    oblique,
)
from darktmm.derive.models.dark import z_aprime_mixing as mixing
from darktmm.derive.models.dark.electroweak import W_3, B, doublet_kinetic
from darktmm.derive.vertices import Chiral, FeynmanRules
from darktmm.numeric.models.dark.brute_force.electroweak import _euclidean
from darktmm.numeric.models.dark.brute_force.neutral import GAMMA, P_L, P_R
from darktmm.numeric.models.dark.brute_force.neutral import METRIC as G_MUNU

MODEL = dark_model(neutrinos=2, majorana_angle=THETA)
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


def test_zero_momentum_agrees_with_the_rules() -> None:
    """Π_A'A'(0) of the model: with and without q²."""
    full = fermion_polarisation(MODEL.rules, DARK_PHOTON, DARK_PHOTON).at_zero()
    old = vacuum_polarisation(MODEL.rules, DARK_PHOTON, DARK_PHOTON)
    point = {M_1: sp.Rational(-3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(3, 5)}
    point |= {M_E: 2, UV_POLE: sp.Rational(1, 7), Q_N: 1, aprime_mass.G_D: 1}
    assert abs((full - old).subs(point).doit().evalf(30)) < 1e-20
    assert abs(old.subs(point).doit().evalf(30)) > 1e-3


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


def brute_scalars(squares: np.ndarray, charge: float, sign: int = 1) -> float:
    """Π(0) of (S_R, S_I) without mass eigenstates, Feynman parameters or poles.

    iΠ^{μν} = ½∫(gQ)²(2l)^μ(2l)^ν Tr[E iΔ E iΔ] + seagull, E the rotation of S_R into S_I. With E²=−1
    the seagull is what makes the loop of commuting E and Δ vanish: Tr[EΔEΔ] → Tr[EΔEΔ] + Tr[ΔΔ].
    """
    n = len(squares) // 2
    rotation = np.block([[np.zeros((n, n)), np.eye(n)], [-np.eye(n), np.zeros((n, n))]])

    def profile(length: float) -> complex:
        d = np.linalg.inv(length**2 * np.eye(2 * n) + squares)
        e = rotation @ d
        return complex(charge**2 / 2 * length**2 * (np.trace(e @ e) + sign * np.trace(d @ d)))

    eigen = np.sqrt(np.linalg.eigvalsh(squares))
    return _euclidean(profile, eigen[0], eigen[-1]).real


SCALARS = {"H": (0.7, 1.9), "A": (0.4, 1.2), "R": 0.3, "I": 1.1}


def mass_squares(**changes: Any) -> np.ndarray:
    """Squared masses of (S_R, S_I), unrotated."""
    p = SCALARS | changes
    blocks = []
    for masses, angle in ((p["H"], p["R"]), (p["A"], p["I"])):
        o = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        blocks.append(o @ np.diag(np.square(masses)) @ o.T)
    zero = np.zeros((2, 2))
    return np.block([[blocks[0], zero], [zero, blocks[1]]])


@cache
def derived_scalars() -> float:
    even, odd = MODEL.even, MODEL.odd
    values: dict[Any, Any] = {THETA_R: SCALARS["R"], THETA_I: SCALARS["I"]}
    values |= {h.mass: sp.Rational(str(m)) for h, m in zip(even, SCALARS["H"], strict=True)}
    values |= {a.mass: sp.Rational(str(m)) for a, m in zip(odd, SCALARS["A"], strict=True)}
    law = aprime_mass.scalars(MODEL).subs(values).doit()
    return float(law.subs({aprime_mass.G_D: 1, aprime_mass.Q_S: 1}).evalf(20))


def test_scalar_mass_against_matrices() -> None:
    """Rotated scalars with different angles, against propagators of S_R and S_I."""
    assert derived_scalars() == pytest.approx(brute_scalars(mass_squares(), 1.0), rel=1e-9)
    for wrong in ({"R": 0.4}, {"H": (1.9, 0.7)}, {"A": (0.4, 1.21)}):
        assert abs(derived_scalars() / brute_scalars(mass_squares(**wrong), 1.0) - 1) > 1e-3
    assert abs(derived_scalars() / brute_scalars(mass_squares(), 2.0) - 1) > 0.5


def test_scalar_mass_of_diagrams_is_the_factored_one() -> None:
    """Two generations: loops and seagulls, not yet factored, against Σ C²K; poles drop out."""
    assert aprime_mass.scalar_divergence(MODEL) == 0
    values: dict[Any, Any] = {THETA_R: SCALARS["R"], THETA_I: SCALARS["I"], UV_POLE: 0}
    for fields, masses in ((MODEL.even, SCALARS["H"]), (MODEL.odd, SCALARS["A"])):
        values |= {f.mass: sp.Rational(str(m)) for f, m in zip(fields, masses, strict=True)}
    diagrams = aprime_mass.scalar_form(MODEL).at_zero().subs(values).doit()
    number = float(diagrams.subs({aprime_mass.G_D: 1, aprime_mass.Q_S: 1}).evalf(20))
    assert number == pytest.approx(derived_scalars(), rel=1e-12)


def test_scalar_mass_vanishes_for_equal_spectra() -> None:
    even, odd = MODEL.even, MODEL.odd
    same = {a.mass: h.mass for h, a in zip(even, odd, strict=True)} | {THETA_I: THETA_R}
    assert trig_normal(aprime_mass.scalars(MODEL).subs(same)) == 0
    half = {odd[0].mass: even[0].mass} | {THETA_I: THETA_R}
    assert trig_normal(aprime_mass.scalars(MODEL).subs(half)) != 0


# --- the current of N, with matrices ------------------------------------------------------------

GENERIC = (0.7, 1.3, 0.4)
SCALE = 5.0


def nambu_mass(m_L: float, m_R: float, m_D: float) -> np.ndarray:
    """M of (N, N^c), 8×8."""
    one = np.eye(4)
    upper, lower = m_L * P_R + m_R * P_L, m_L * P_L + m_R * P_R
    return np.block([[m_D * one, upper], [lower, m_D * one]])


G_NAMBU = np.kron(np.diag([1.0, -1.0]), np.eye(4))


def propagators(momenta: np.ndarray, mass: np.ndarray) -> np.ndarray:
    slashes = np.einsum("nm,mk,kab->nab", momenta, G_MUNU, GAMMA)
    size = len(mass) // 4
    return np.linalg.inv(
        np.einsum("ij,nab->niajb", np.eye(size), slashes).reshape(-1, len(mass), len(mass)) - mass
    )


def trace_at(
    mass: np.ndarray, current: np.ndarray, first: np.ndarray, second: np.ndarray, index: int
) -> np.ndarray:
    """Tr[γ^i G S(l) γ^i G S(l')] for momenta (n, 4)."""
    gamma = current @ np.kron(np.eye(len(mass) // 4), GAMMA[index])
    return np.trace(
        gamma @ propagators(first, mass) @ gamma @ propagators(second, mass), axis1=1, axis2=2
    )


def brute_difference(masses: tuple[float, float, float], reference: float, q: float) -> float:
    """[Π_NN − Π_ref](−Q²) − the same at 0, one transverse direction, l integrated over all four.

    Π^{11} = −Π = −½∫d⁴l_E/(2π)⁴ Tr[γ¹G S(l−q/2) γ¹G S(l+q/2)], q along z. Over the directions
    perpendicular to q the integrand is of second degree: six of them are enough.
    """
    heavy = nambu_mass(*masses)
    light = nambu_mass(0.0, 0.0, reference)
    k = np.arange(1, 25)
    cosine = np.cos(np.pi * k / 25)
    weight = np.sin(np.pi * k / 25) ** 2 * 2 / 25
    sine = np.sqrt(1 - cosine**2)
    directions = []
    for axis in range(3):
        for s in (1, -1):
            unit = np.zeros((len(k), 4), dtype=complex)
            unit[:, 3] = cosine
            unit[:, axis] = s * sine * (1j if axis == 0 else 1)
            directions.append(unit)
    shift = np.array([0, 0, 0, q / 2])

    def profile(length: float) -> complex:
        total = 0j
        for unit in directions:
            l = length * unit
            for sign, mass in ((1, heavy), (-1, light)):
                moved = trace_at(mass, G_NAMBU, l - shift, l + shift, 1)
                still = trace_at(mass, G_NAMBU, l, l, 1)
                total += sign * np.sum(weight * (moved - still)) / len(directions)
        return total / 2

    eigen = np.abs(np.linalg.eigvalsh([[masses[0], masses[2]], [masses[2], masses[1]]]))
    return _euclidean(profile, min(eigen.min(), reference, q), max(eigen.max(), reference, q)).real


def eigen(masses: tuple[float, float, float]) -> dict[Any, float]:
    m_L, m_R, m_D = masses
    angle = np.arctan2(2 * m_D, m_L - m_R) / 2
    o = np.array([[-np.sin(angle), np.cos(angle)], [np.cos(angle), np.sin(angle)]])
    values = np.diag(o.T @ np.array([[m_L, m_D], [m_D, m_R]]) @ o)
    return {M_1: values[0], M_2: values[1], THETA: angle}


def derived_difference(
    masses: tuple[float, float, float], reference: float, q: float, **changes: Any
) -> float:
    values: dict[Any, Any] = eigen(masses)
    values = {s: changes.get(s.name, v) for s, v in values.items()}
    form = mixing.correlator_form()
    dirac = fermion_form(VECTOR, VECTOR, M, M)
    total = integrated(form, -(q**2), values) - integrated(form, 0, values)
    total -= integrated(dirac, -(q**2), {M: reference}) - integrated(dirac, 0, {M: reference})
    return float(total)


def test_dirac_loop_at_space_like_momentum() -> None:
    """Two Dirac fermions, m_L = m_R = 0: N against E, what S and the running of ε are made of."""
    brute = brute_difference((0.0, 0.0, 0.6), 1.1, 2.0)
    assert derived_difference((0.0, 0.0, 0.6), 1.1, 2.0) == pytest.approx(brute, rel=1e-6)
    assert brute > 0  # −(q²/2π²)∫x(1−x)(−ln Δ) with q² < 0, larger for the lighter one
    for wrong in ((0.0, 0.0, 0.61), (0.6, 0.6, 0.0)):
        assert abs(derived_difference(wrong, 1.1, 2.0) / brute - 1) > 1e-3


def test_folded_integral() -> None:
    """∫₀¹dx of the integrand, not done."""
    form = fermion_form(VECTOR, VECTOR, M, M)
    assert isinstance(form.integral(), sp.Integral)
    value = form.integral().subs({M: 1, Q_SQUARED: -4, UV_POLE: 0}).evalf(15)
    assert abs(value - integrated(form, -4.0, {M: 1})) < 1e-12


@pytest.mark.parametrize("q", [0.5, 3.0])
def test_majorana_loop_at_space_like_momentum(q: float) -> None:
    """m_L ≠ m_R, from explicit propagators of (N, N^c)."""
    brute = brute_difference(GENERIC, 1.1, q)
    assert derived_difference(GENERIC, 1.1, q) == pytest.approx(brute, rel=1e-6)
    for wrong in (
        {"theta": 0.2},
        {"M_1": -eigen(GENERIC)[M_1]},
        {"M_2": 1.02 * eigen(GENERIC)[M_2]},
    ):
        assert abs(derived_difference(GENERIC, 1.1, q, **wrong) / brute - 1) > 1e-4
    assert abs(2 * derived_difference(GENERIC, 1.1, q) / brute - 1) > 0.5


def brute_at_zero(masses: tuple[float, float, float]) -> float:
    """Π_NN(0) in MS-bar: minus a Dirac N of the same Tr M†M, whose Π(0) vanishes, and the logarithm.

    The reference takes the quadratic divergence along; C = ¼Tr[G, M][G, M]† is the coefficient of
    1/l⁴, and C/(l² + Λ²)² has no value of its own in this scheme.
    """
    m_L, m_R, m_D = masses
    heavy = nambu_mass(*masses)
    light = nambu_mass(0, 0, float(np.sqrt(m_D**2 + (m_L**2 + m_R**2) / 2)))
    c = float(np.linalg.norm(G_NAMBU @ heavy - heavy @ G_NAMBU) ** 2) / 4

    def profile(length: float) -> complex:
        l = np.array([[1j * length, 0, 0, 0]])
        total = 0j
        for sign, mass in ((1, heavy), (-1, light)):
            for mu in range(4):
                total += sign * G_MUNU[mu, mu] * trace_at(mass, G_NAMBU, l, l, mu)[0]
        return -total / 8 - c / (length**2 + SCALE**2) ** 2

    values = [abs(x) for x in (m_L, m_R, m_D) if x]
    return _euclidean(profile, min(values) / 3, max(*values, SCALE)).real


def derived_at_zero(masses: tuple[float, float, float], **changes: Any) -> float:
    values: dict[Any, Any] = eigen(masses)
    values = {s: changes.get(s.name, v) for s, v in values.items()}
    law = mixing.at_scale(mixing.unnamed(mixing.correlator()))
    point = {s: sp.Rational(float(v)) for s, v in values.items()}
    return float(law.subs({**point, oblique.SCALE: changes.get("Lambda", SCALE)}).doit().evalf(25))


@pytest.mark.parametrize("masses", [GENERIC, (0.6, 0.6, 1.4), (-0.5, 0.2, 1.0), (0.3, 0.3, 0.0)])
def test_correlator_against_matrices(masses: tuple[float, float, float]) -> None:
    assert derived_at_zero(masses) == pytest.approx(brute_at_zero(masses), rel=1e-8)


@pytest.mark.parametrize(
    "wrong",
    [{"Lambda": 1.0001 * SCALE}, {"theta": 0.3}, {"M_1": -eigen(GENERIC)[M_1]}],
    ids=lambda w: next(iter(w)),
)
def test_correlator_says_no(wrong: dict[str, float]) -> None:
    assert abs(derived_at_zero(GENERIC, **wrong) / brute_at_zero(GENERIC) - 1) > 1e-6
    assert abs(derived_at_zero(GENERIC) / brute_at_zero((0.7, -1.3, 0.4)) - 1) > 1e-3
    assert derived_at_zero(GENERIC) == pytest.approx(brute_at_zero((1.3, 0.7, 0.4)), rel=1e-8)


# --- radiative mass -----------------------------------------------------------------------------


def test_divergence_of_the_mass() -> None:
    """dδm²/d ln Λ² = g_D²Q_N²(m_L² + m_R²)/4π²: no m_D, no M_E."""
    expected = (aprime_mass.G_D * Q_N) ** 2 * (M_LEFT**2 + M_RIGHT**2) / (4 * sp.pi**2)
    assert sp.expand(aprime_mass.divergence() - expected) == 0
    assert sp.expand(aprime_mass.divergence() - 2 * expected) != 0
    assert not aprime_mass.divergence().has(M_DIRAC, M_E)


def test_mass_vanishes_where_the_symmetry_is_exact() -> None:
    exact = mixing.unnamed(aprime_mass.fermions()).subs(
        {M_1: -M_DIRAC, M_2: M_DIRAC, THETA: sp.pi / 4}
    )
    assert sp.expand(exact) == 0
    broken = mixing.unnamed(aprime_mass.fermions()).subs(
        {M_1: -M_DIRAC, M_2: 2 * M_DIRAC, THETA: sp.pi / 4}
    )
    assert sp.expand(broken) != 0


def test_manifest_form_has_the_breaking_in_front() -> None:
    """Every term has M₁ + M₂ or cos 2θ squared as a factor."""
    value = sp.expand(mixing.correlator().diff(UV_POLE))
    assert value.subs({mixing.TRACE: 0, mixing.COS_2: 0}) == 0
    for term in sp.Add.make_args(sp.expand(mixing.correlator())):
        assert term.has(mixing.TRACE) != term.has(mixing.COS_2)


# --- S ------------------------------------------------------------------------------------------

S = oblique.oblique_S()


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


def test_unsplit_doublet() -> None:
    """S = 0 for m_L = m_R = 0, m_D = M_E, term by term of the logarithms."""
    value = S.expression.subs({M_1: -M_E, M_2: M_E, THETA: sp.pi / 4}).doit()
    assert sp.simplify(value) == 0
    assert sp.simplify(S.expression.subs({M_1: M_E, M_2: M_E, THETA: sp.pi / 4}).doit()) != 0


def test_dirac_pair() -> None:
    """(2/3π) ln(m_D/M_E): the difference of two vector currents, with T₃Y = ∓¼."""
    expected = 2 * sp.log(M_DIRAC / M_E) / (3 * sp.pi)
    assert sp.simplify(sp.expand_log(oblique.dirac_S() - expected, force=True)) == 0
    # third route: vacuum polarisations of quantum electrodynamics
    slopes = [fermion_form(VECTOR, VECTOR, m, m).slope().doit() for m in (M_DIRAC, M_E)]
    third = 4 * sp.pi * (slopes[0] - slopes[1])
    assert sp.simplify(sp.expand_log(third - expected, force=True)) == 0
    assert oblique.isospin_times_hypercharge(mixing.N) == -sp.Rational(1, 4)
    assert oblique.isospin_times_hypercharge(mixing.E) == sp.Rational(1, 4)


def test_s_does_not_know_the_sign_of_all_masses() -> None:
    point = {M_1: sp.Rational(-3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(3, 5), M_E: 2}
    value = S.expression.subs(point).doit().evalf(20)
    flipped = {**point, M_1: -point[M_1], M_2: -point[M_2]}
    assert abs(S.expression.subs(flipped).doit().evalf(20) - value) < 1e-17
    one = {**point, M_1: -point[M_1]}
    assert abs(S.expression.subs(one).doit().evalf(20) - value) > 1e-3


def test_s_is_the_derivative_of_the_correlators() -> None:
    """4π[Π'_NN − Π'_EE] by difference quotients of quadratures at space-like q²."""
    point = {M_1: sp.Rational(-3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(3, 5)}
    h = mp.mpf("1e-7")
    slopes = []
    for form, values in ((mixing.correlator_form(), point), (mixing.charged_form(), {M_E: 2})):
        slopes.append((integrated(form, h, values) - integrated(form, -h, values)) / (2 * h))
    expected = 4 * mp.pi * (slopes[0] - slopes[1])
    value = S.expression.subs({**point, M_E: 2}).doit().evalf(20)
    assert abs(mp.mpf(str(value)) / expected - 1) < 1e-9


def test_results_are_exact() -> None:
    for law in (aprime_mass.result(MODEL), mixing.result(MODEL), oblique.result(MODEL)):
        assert not any(sp.sympify(e.right).has(sp.Float) for e in law.equations)
        assert all(e.left in law.latex for e in law.equations)


def test_complex_scalar_in_the_original_fields_is_not_read() -> None:
    """Only real scalars are summed over: a complex one is split first."""
    s = ComplexScalar("S", charges={"U": 1})
    expression = scalar_kinetic(s, (V,))
    assert scalar_polarisation(expression, FeynmanRules(expression), V, V).terms == ()
