"""Couplings of the would-be Goldstone boson: two routes, a third by numbers, and what they forbid."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.basis import trig_normal
from darktmm.derive.lagrangian import check_hermitian
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    scalar_mass,
)
from darktmm.derive.models.dark import longitudinal as lo
from darktmm.derive.models.dark.feynman_rules import heavy_current
from darktmm.derive.vertices import Chiral
from tests.derive.helicity import P_L, P_R, bar, boost, kallen_momentum, slash, u

GENERAL = DarkModel(majorana_angle=THETA, neutrinos=2)
BASE = DarkModel(neutrinos=2)
PAIRS = [(a, b) for a in (1, 2) for b in (1, 2)]
UNIT = G_D * Q_N / DARK_PHOTON.mass
CHARGES = {G_D: 0.7, Q_N: 1, Q_S: -1, DARK_PHOTON.mass: 0.4}

masses = st.floats(0.05, 50.0)
signed = st.builds(lambda x, s: s * x, masses, st.sampled_from((-1, 1)))
angles = st.floats(-3.0, 3.0)


def vanishes(expression: sp.Expr) -> bool:
    return sp.simplify(trig_normal(sp.expand_trig(expression.subs(Q_S, -Q_N)))) == 0


def same(one: Chiral, other: Chiral) -> bool:
    return vanishes(one.left - other.left) and vanishes(one.right - other.right)


# --- one φ, two routes ----------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_variation_of_the_masses_is_the_vector_vertex_on_shell(a: int, b: int) -> None:
    """As identities in M₁, M₂, θ; another sign, factor or mass is another rule."""
    varied, vector = (
        lo.fermion_coupling(GENERAL, a, b),
        lo.fermion_coupling_from_vector(GENERAL, a, b),
    )
    assert same(varied, vector)
    assert not same(varied, vector.scaled(-1))
    assert not same(varied, vector.scaled(sp.Rational(1, 2)))  # one Majorana contraction of two
    lighter = Chiral(vector.left.subs(M_1, 2 * M_1), vector.right)
    assert (M_1 in vector.left.free_symbols) == (not same(varied, lighter))
    assert not same(varied, Chiral(vector.right, vector.left))


@pytest.mark.parametrize("phases", [(sp.I, sp.S.One), (sp.S.One, sp.I)])
def test_routes_agree_wherever_the_sign_of_a_mass_is_kept(phases: tuple[sp.Expr, sp.Expr]) -> None:
    model = DarkModel(majorana_angle=THETA, neutrinos=2, phases=phases)
    for a, b in PAIRS:
        assert same(lo.fermion_coupling(model, a, b), lo.fermion_coupling_from_vector(model, a, b))
    assert lo.fermion_strengths(model) == lo.fermion_strengths(GENERAL)


@pytest.mark.parametrize(("k", "m"), PAIRS)
def test_splitting_of_the_scalars_is_the_vector_vertex_on_shell(k: int, m: int) -> None:
    """μ_km = ∓g_D Q_S (M_H² − M_A²) cos/sin(θ_I − θ_R)/m_A'."""
    split, vector = lo.trilinear(GENERAL, k, m), lo.trilinear_from_vector(GENERAL, k, m)
    assert vanishes(split - vector)
    assert not vanishes(split + vector)
    overlap = (GENERAL.rotations[0].T * GENERAL.rotations[1])[k - 1, m - 1]
    expected = UNIT * (scalar_mass("H", k) ** 2 - scalar_mass("A", m) ** 2) * overlap
    assert vanishes(sp.I * split - expected) or vanishes(sp.I * split + expected)
    assert not vanishes(split - vector.subs(scalar_mass("A", m), 2 * scalar_mass("A", m)))


@given(signed, signed, angles, st.integers(0, 3), st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_equivalence_theorem_between_spinors(
    first: float, second: float, angle: float, pair: int, seed: int
) -> None:
    """ū(p')q̸(c_L P_L + c_R P_R)u(p)/m_A' with explicit spinors in flight, against the mass terms."""
    a, b = PAIRS[pair]
    values = {**CHARGES, M_1: first, M_2: second, THETA: angle}
    heavy = {1: first, 2: second}
    rng = np.random.default_rng(seed)
    total = abs(heavy[a]) + abs(heavy[b]) + 1.0
    k = kallen_momentum(total, abs(heavy[a]), abs(heavy[b]))
    n = rng.normal(size=3)
    n *= k / np.linalg.norm(n)
    frame = boost(0.5 * np.array([0.6, 0.0, 0.8]))
    final = frame @ np.array([math.hypot(k, heavy[a]), *n])
    initial = frame @ np.array([math.hypot(k, heavy[b]), *-n])
    q = final - initial

    def number(rule: Chiral) -> np.ndarray:
        left, right = (complex(sp.sympify(x).subs(values)) for x in (rule.left, rule.right))
        return left * P_L + right * P_R

    vector = slash(q) @ number(heavy_current(GENERAL, a, b)) * (-1j) / values[DARK_PHOTON.mass]
    scalar = number(lo.fermion_coupling(GENERAL, a, b))
    scale = np.abs(slash(q)).max() * total / values[DARK_PHOTON.mass]
    for s in (0, 1):
        for t in (0, 1):
            ends = bar(u(final, heavy[a], s)), u(initial, heavy[b], t)
            assert abs(ends[0] @ (vector - scalar) @ ends[1]) < 1e-11 * scale


# --- all orders, by rotating the components --------------------------------------------------------


def rotated_fermion_masses(m_l: float, m_r: float, m_d: float, alpha: float) -> np.ndarray:
    """N_L → e^{iα}N_L and N_R^c → e^{−iα}N_R^c in the mass matrix."""
    phase = np.diag([np.exp(1j * alpha), np.exp(-1j * alpha)])
    return phase @ np.array([[m_l, m_d], [m_d, m_r]]) @ phase


@given(signed, signed, masses)
@settings(max_examples=6, deadline=None)
def test_both_orders_are_derivatives_of_a_rotated_mass_matrix(
    m_l: float, m_r: float, m_d: float
) -> None:
    """Y and K of −½N(M + φY + ½φ²K)N: from the Lagrangian, and from phases on two components."""
    angle = 0.5 * math.atan2(2 * m_d, m_l - m_r)
    c, s = math.cos(angle), math.sin(angle)
    mixing = np.array([[-s, c], [c, s]])
    diagonal = mixing.T @ np.array([[m_l, m_d], [m_d, m_r]]) @ mixing
    values = {**CHARGES, M_1: diagonal[0, 0], M_2: diagonal[1, 1], THETA: angle}
    step = 1e-3  # of α; α = −(g/m_A')φ with Q_N = 1
    rate = -CHARGES[G_D] / CHARGES[DARK_PHOTON.mass]
    samples = [rotated_fermion_masses(m_l, m_r, m_d, k * step) for k in (-2, -1, 0, 1, 2)]
    first = (samples[0] - 8 * samples[1] + 8 * samples[3] - samples[4]) / (12 * step) * rate
    second = (-samples[0] + 16 * samples[1] - 30 * samples[2] + 16 * samples[3] - samples[4]) / (
        12 * step**2
    )
    second = second * rate**2
    size = abs(m_l) + abs(m_r) + m_d
    for expected, rule in ((first, lo.fermion_coupling), (second, lo.fermion_contact)):
        turned = mixing.T @ expected @ mixing
        found = np.array(
            [
                [complex((sp.I * rule(GENERAL, a, b).left).subs(values)) for b in (1, 2)]
                for a in (1, 2)
            ]
        )
        np.testing.assert_allclose(found, turned, atol=1e-7 * size * rate**2)
        assert np.abs(found - 2 * turned).max() > 1e-3 * max(abs(m_l), abs(m_r))
        assert np.abs(found + turned).max() > 1e-3 * max(abs(m_l), abs(m_r))


@given(masses, masses, masses, masses, angles, angles)
@settings(max_examples=6, deadline=None)
def test_scalars_by_rotating_components(
    h1: float, h2: float, a1: float, a2: float, theta_r: float, theta_i: float
) -> None:
    """(S_R, S_I) turned by Q_Sα in ½Φ²: first order −[M², J], second [[M², J], J]."""

    def turn(t: float) -> np.ndarray:
        return np.array([[math.cos(t), math.sin(t)], [-math.sin(t), math.cos(t)]])

    zero = np.zeros((2, 2))
    states = np.block([[turn(theta_r), zero], [zero, turn(theta_i)]])
    squares = states @ np.diag([h1**2, h2**2, a1**2, a2**2]) @ states.T
    generator = np.kron(np.array([[0.0, -1.0], [1.0, 0.0]]), np.eye(2))  # dΦ/d(Qα)
    # Q_S α of Q_S = −1
    rate = -CHARGES[G_D] / CHARGES[DARK_PHOTON.mass] * CHARGES[Q_S]
    once = generator.T @ squares + squares @ generator
    twice = generator.T @ once + once @ generator
    first, second = (
        -states.T @ x @ states * rate**n for n, x in ((1, once), (2, twice))
    )  # V is −L
    symbols = [scalar_mass(x, k) for x in "HA" for k in (1, 2)]
    values = {
        **CHARGES,
        **dict(zip(symbols, (h1, h2, a1, a2), strict=True)),
        THETA_R: theta_r,
        THETA_I: theta_i,
    }
    size = np.abs(squares).max() * abs(rate)
    found = np.array(
        [[complex(lo.trilinear(GENERAL, k, m).subs(values)) for m in (1, 2)] for k in (1, 2)]
    )
    np.testing.assert_allclose(found, 1j * first[:2, 2:], atol=1e-11 * size)
    contact = np.array(lo.scalar_contact(GENERAL).subs(values)).astype(float)
    np.testing.assert_allclose(contact, second, atol=1e-11 * size * abs(rate))
    # criterion: the eigenvalues, and the trilinear coupling under them
    strength = float(lo.contact_strength(GENERAL).subs(CHARGES))
    r, i = (
        turn(t) @ np.diag([x**2, y**2]) @ turn(t).T
        for t, x, y in ((theta_r, h1, h2), (theta_i, a1, a2))
    )
    largest = strength * np.abs(np.linalg.eigvalsh(r - i)).max()
    assert largest == pytest.approx(np.abs(np.linalg.eigvalsh(second)).max(), rel=1e-9, abs=1e-9)
    heavier = np.maximum.outer([h1, h2], [a1, a2])
    assert (np.abs(found) ** 2 <= largest * heavier**2 / 2 * (1 + 1e-9) + 1e-12).all()


@pytest.mark.parametrize("power", [1, 2])
def test_the_lagrangian_of_phi_is_hermitian(power: int) -> None:
    check_hermitian(lo.order(GENERAL, power))


# --- what the couplings are ------------------------------------------------------------------------


def test_equal_majorana_masses() -> None:
    """m_L = m_R: all of it between N₁ and N₂, g_D Q_N(M₁ + M₂)/m_A' = 2g_D Q_N m/m_A'."""
    matrix = lo.yukawa_matrix(BASE)
    assert vanishes(matrix[0, 0]) and vanishes(matrix[1, 1])
    assert vanishes(sp.Abs(matrix[0, 1]) ** 2 - UNIT**2 * sp.Abs(M_1 + M_2) ** 2)
    left, right = lo.fermion_strengths(GENERAL)
    m = sp.Symbol("m", positive=True)
    for strength in (left, right):
        (mass,) = (s for s in strength.free_symbols if s.name in ("m_L", "m_R"))
        assert (
            sp.simplify(strength.subs(mass, m) - 2 * G_D * sp.Abs(Q_N) * m / DARK_PHOTON.mass) == 0
        )


def test_lengths_do_not_depend_on_the_basis() -> None:
    """O Y Oᵀ is the diagonal matrix between N_L and N_R^c."""
    mixing = GENERAL.heavy.matrix
    flavour = (mixing * lo.yukawa_matrix(GENERAL) * mixing.T).applyfunc(
        lambda x: trig_normal(sp.expand(x))
    )
    physical = GENERAL.physical_parameters()
    expected = [x.subs(physical) for x in lo.flavour_yukawas(GENERAL)]
    assert flavour[0, 1] == 0
    for found, value in zip(flavour.diagonal(), expected, strict=True):
        assert vanishes(found - value) and not vanishes(found + value)


def test_nothing_is_left_of_an_exact_symmetry() -> None:
    """m_L = m_R = 0, and H and A with the same masses and mixings."""
    dirac = {M_2: -M_1, THETA: sp.pi / 4}
    equal = {scalar_mass("A", k): scalar_mass("H", k) for k in (1, 2)} | {THETA_I: THETA_R}
    for a, b in PAIRS:
        for rule in (lo.fermion_coupling(GENERAL, a, b), lo.fermion_contact(GENERAL, a, b)):
            assert sp.simplify(rule.left.subs(dirac)) == sp.simplify(rule.right.subs(dirac)) == 0
        assert trig_normal(lo.trilinear(GENERAL, a, b).subs(equal)) == 0
    assert lo.scalar_contact(GENERAL).subs(equal).applyfunc(trig_normal).is_zero_matrix
    assert (
        not lo.scalar_contact(GENERAL).subs(THETA_I, THETA_R).applyfunc(trig_normal).is_zero_matrix
    )


def test_powers_of_the_mass() -> None:
    """1/m_A' for one φ, 1/m_A'² for two; the Yukawa term of (5) gives none."""
    for power in (1, 2, 3):
        scaled = lo.order(GENERAL, power).subs(DARK_PHOTON.mass, 1)
        assert sp.expand(lo.order(GENERAL, power) * DARK_PHOTON.mass**power - scaled) == 0
    assert {sp.expand(c) for c in lo.breaking(GENERAL)} == {2 * Q_N, -2 * Q_N, 2 * Q_S, -2 * Q_S}


def test_no_even_scalar_and_odd_scalar_into_two() -> None:
    """φφH_kA_m is absent."""
    contact = lo.scalar_contact(GENERAL)
    assert contact[:2, 2:].is_zero_matrix and contact[2:, :2].is_zero_matrix


def test_result_is_exact() -> None:
    law = lo.result(BASE)
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
