"""Self-energies of A' and Z in the dark model, radiative mass of A', and S: against matrices and closed forms."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.vacuum_polarisation import (
    fermion_form,
    fermion_polarisation,
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
from darktmm.derive.vertices import Chiral
from darktmm.numeric.brute_force.dirac import GAMMA, P_L, P_R
from darktmm.numeric.brute_force.dirac import METRIC as G_MUNU
from darktmm.numeric.models.dark.brute_force.electroweak import _euclidean
from tests.derive.loops.test_vacuum_polarisation import integrated

MODEL = dark_model(neutrinos=2, majorana_angle=THETA)
VECTOR, AXIAL = Chiral(sp.I, sp.I), Chiral(-sp.I, sp.I)
M = sp.Symbol("M", positive=True)


def test_zero_momentum_agrees_with_the_rules() -> None:
    """Π_A'A'(0) of the model: with and without q²."""
    full = fermion_polarisation(MODEL.rules, DARK_PHOTON, DARK_PHOTON).at_zero()
    old = vacuum_polarisation(MODEL.rules, DARK_PHOTON, DARK_PHOTON)
    point = {M_1: sp.Rational(-3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(3, 5)}
    point |= {M_E: 2, UV_POLE: sp.Rational(1, 7), Q_N: 1, aprime_mass.G_D: 1}
    assert abs((full - old).subs(point).doit().evalf(30)) < 1e-20
    assert abs(old.subs(point).doit().evalf(30)) > 1e-3


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


def test_unsplit_doublet() -> None:
    """S = 0 for m_L = m_R = 0, m_D = M_E, term by term of the logarithms."""
    value = S.right.subs({M_1: -M_E, M_2: M_E, THETA: sp.pi / 4}).doit()
    assert sp.simplify(value) == 0
    assert sp.simplify(S.right.subs({M_1: M_E, M_2: M_E, THETA: sp.pi / 4}).doit()) != 0


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
    value = S.right.subs(point).doit().evalf(20)
    flipped = {**point, M_1: -point[M_1], M_2: -point[M_2]}
    assert abs(S.right.subs(flipped).doit().evalf(20) - value) < 1e-17
    one = {**point, M_1: -point[M_1]}
    assert abs(S.right.subs(one).doit().evalf(20) - value) > 1e-3


def test_s_is_the_derivative_of_the_correlators() -> None:
    """4π[Π'_NN − Π'_EE] by difference quotients of quadratures at space-like q²."""
    point = {M_1: sp.Rational(-3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(3, 5)}
    h = mp.mpf("1e-7")
    slopes = []
    for form, values in ((mixing.correlator_form(), point), (mixing.charged_form(), {M_E: 2})):
        slopes.append((integrated(form, h, values) - integrated(form, -h, values)) / (2 * h))
    expected = 4 * mp.pi * (slopes[0] - slopes[1])
    value = S.right.subs({**point, M_E: 2}).doit().evalf(20)
    assert abs(mp.mpf(str(value)) / expected - 1) < 1e-9


def test_results_are_exact() -> None:
    for law in (aprime_mass.result(MODEL), mixing.result(MODEL), oblique.result(MODEL)):
        assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
