"""Partial waves of φ: normalisation, states, Pfaffian of pairings, and the scale they give."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from darktmm.derive.basis import trig_normal
from darktmm.derive.laws.two_body import GAMMA, slash
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    M_LEFT,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    DarkModel,
)
from darktmm.derive.models.dark import longitudinal as lo
from darktmm.derive.models.dark import unitarity as un
from darktmm.derive.vertices import Chiral
from darktmm.numeric.constraints.perturbativity import LARGEST

GENERAL = DarkModel(majorana_angle=THETA, neutrinos=2)
M = sp.Symbol("m", positive=True)
E_HALF = un.ROOT_S / 2
Y = un.Y_LEFT


# --- normalisation and states ----------------------------------------------------------------------


def test_normalisation() -> None:
    """a = M/16π from the phase space, by ∫d³k/((2π)³(2E)²)·2πδ(√s − 2E) over a sphere."""
    k = sp.Symbol("k", positive=True)
    density = 4 * sp.pi * k**2 / ((2 * sp.pi) ** 3 * (2 * k) ** 2) * 2 * sp.pi / 2
    assert sp.simplify(density / 2 - un.normalisation()) == 0
    assert un.normalisation() != 1 / (32 * sp.pi)


@pytest.mark.parametrize("helicity", un.HELICITIES)
def test_spinors_are_helicity_states(helicity: int) -> None:
    """p̸u = 0, u†u = 2E, spin along the momentum; v of the same helicity has the other chirality."""
    angle = sp.Symbol("vartheta", positive=True)
    u = un.spinor(helicity, angle)
    n = (sp.sin(angle), 0, sp.cos(angle))
    momentum = (E_HALF, *(E_HALF * x for x in n))
    assert (slash(momentum) * u).applyfunc(sp.trigsimp).is_zero_matrix
    assert sp.simplify((u.H * u)[0, 0] - 2 * E_HALF) == 0
    gamma5 = sp.I * GAMMA[0] * GAMMA[1] * GAMMA[2] * GAMMA[3]
    spin = sum((c * gamma5 * GAMMA[0] * g for c, g in zip(n, GAMMA[1:], strict=True)), sp.zeros(4))
    assert (spin * u - helicity * u).applyfunc(sp.trigsimp).is_zero_matrix
    v = un.outgoing(u)
    assert (slash(momentum) * v).applyfunc(sp.trigsimp).is_zero_matrix
    assert (gamma5 * u - helicity * u).is_zero_matrix and (gamma5 * v + helicity * v).is_zero_matrix


def test_pairing_is_antisymmetric() -> None:
    one, other = un.spinor(-1, sp.S(0)), un.spinor(-1, sp.pi)
    rule = Chiral(sp.Symbol("a"), sp.Symbol("b"))
    assert sp.expand(un.pairing(one, rule, other) + un.pairing(other, rule, one)) == 0
    assert un.pairing(one, rule, other) != 0


# --- N N → φφ --------------------------------------------------------------------------------------


def test_pair_wave_does_not_depend_on_the_basis() -> None:
    """Summed over N₁N₁, N₁N₂, N₂N₂ with the contact rules of the mass basis, at any angle."""
    total = sp.S.Zero
    for a, b in combinations_with_replacement((1, 2), 2):
        rule = lo.fermion_contact(GENERAL, a, b).scaled(-sp.I)
        states = sp.Rational(1, 2) if a == b else 1  # identical fermions, squared
        for h in un.HELICITIES:
            amplitude = un.pairing(un.spinor(h, sp.S(0)), rule, un.spinor(h, sp.pi))
            total += states * sp.expand(amplitude * sp.conjugate(amplitude)) / 2  # identical φ
    total = total * un.normalisation() ** 2
    physical = GENERAL.physical_parameters()
    expected = un.pair_wave(GENERAL).subs({m: physical[m] for m in (M_LEFT, M_RIGHT)}) ** 2
    difference = (total - expected).subs({M_1: -3, M_2: 7, Q_N: 1, G_D: 1, DARK_PHOTON.mass: 1})
    assert trig_normal(sp.expand_trig(sp.simplify(difference))) == 0
    assert trig_normal(sp.expand_trig(sp.simplify(difference + expected))) != 0


def test_scale() -> None:
    """Λ = 4πm_A'²/(g_D²Q_N²√(2m_L² + 2m_R²)); 2πm_A'²/(g_D²Q_N²m) for m_L = m_R = m."""
    strength = G_D**2 * Q_N**2 / DARK_PHOTON.mass**2
    inverse = un.inverse_scale(GENERAL)
    assert (
        sp.simplify(inverse - strength * sp.sqrt(2 * (M_LEFT**2 + M_RIGHT**2)) / (4 * sp.pi)) == 0
    )
    equal = inverse.subs({M_LEFT: M, M_RIGHT: M})
    assert sp.simplify(equal - strength * M / (2 * sp.pi)) == 0
    assert sp.simplify(equal - strength * M / sp.pi) != 0
    assert inverse.subs({M_LEFT: 0, M_RIGHT: 0}) == 0
    ratio = inverse.subs(DARK_PHOTON.mass, 2 * DARK_PHOTON.mass) / inverse
    assert sp.simplify(ratio) == sp.Rational(1, 4)


def test_what_the_states_are_worth() -> None:
    """One helicity of one species is √2·√2 below the coherent sum for m_L = m_R."""
    coherent = un.pair_wave(GENERAL).subs({M_LEFT: M, M_RIGHT: M})
    alone = un.single_pair_wave(GENERAL).subs(M_LEFT, M)
    assert sp.simplify(coherent / alone) == 2
    assert un.single_pair_wave(GENERAL, 1).subs(M_RIGHT, M) == alone


def test_a_dirac_fermion_with_an_axial_charge() -> None:
    r"""√s = 2πm_X²/(g_A²m_f): :math:`-m\bar\psi e^{2ig_A\gamma_5\varphi/m_X}\psi`, by numbers.

    Two longitudinal X are identical, :math:`f\bar f` are not, and the two helicities add coherently.
    One helicity alone, or X counted as different, would have √2 more or less.
    """
    m, g, m_x, root_s = 0.3, 0.2, 0.7, 11.0
    contact = 4 * g**2 * m / m_x**2  # of φφψ̄ψ: twice ½(2g/m_X)²m
    waves = [contact * root_s / (16 * math.pi) / math.sqrt(2) for _ in range(2)]
    scale = root_s * 0.5 / math.hypot(*waves)
    assert scale == pytest.approx(2 * math.pi * m_x**2 / (g**2 * m), rel=1e-12)
    # two Majorana fermions of one mass and opposite axial charges are that Dirac fermion
    values = {M_LEFT: m, M_RIGHT: m, G_D: g, Q_N: 1, DARK_PHOTON.mass: m_x}
    assert float(1 / un.inverse_scale(GENERAL).subs(values)) == pytest.approx(scale, rel=1e-12)


# --- N N → N N -------------------------------------------------------------------------------------

GAMMA_N = [np.array(g.tolist(), dtype=complex) for g in GAMMA]
CHARGE = 1j * GAMMA_N[2] @ GAMMA_N[0]
GAMMA5 = 1j * GAMMA_N[0] @ GAMMA_N[1] @ GAMMA_N[2] @ GAMMA_N[3]


def textbook_exchange(y: complex, final: int, initial: int, crossed: int = 1) -> complex:
    r"""a₀ of χχ → χχ with :math:`-\frac12\varphi\bar\chi(yP_L+y^*P_R)\chi`, ū u and v̄ v by hand.

    s: (ū₃Γv₄)(v̄₂Γu₁), t: (ū₃Γu₁)(v̄₂Γv₄), with the relative minus sign of Bhabha scattering; the
    same t as (ū₃Γu₁)(ū₄Γu₂) has that of Møller scattering relative to u. `crossed` = −1 breaks it.
    """
    gamma = y * (np.eye(4) - GAMMA5) / 2 + np.conj(y) * (np.eye(4) + GAMMA5) / 2

    def u(h: int, angle: float) -> np.ndarray:
        c, s = math.cos(angle / 2), math.sin(angle / 2)
        return np.array([-s, c, 0, 0] if h < 0 else [0, 0, c, s], dtype=complex)

    def bar(w: np.ndarray) -> np.ndarray:
        return w.conj() @ GAMMA_N[0]

    def v(h: int, angle: float) -> np.ndarray:
        return CHARGE @ bar(u(h, angle))

    def amplitude(x: float) -> complex:
        angle = math.acos(x)
        u1, u2 = u(initial, 0.0), u(initial, math.pi)
        v2 = v(initial, math.pi)
        u3, u4, v4 = u(final, angle), u(final, angle + math.pi), v(final, angle + math.pi)
        s = (bar(u3) @ gamma @ v4) * (bar(v2) @ gamma @ u1)
        t = (bar(u3) @ gamma @ u1) * (bar(v2) @ gamma @ v4) / (-(1 - x) / 2)
        cross = (bar(u4) @ gamma @ u1) * (bar(u3) @ gamma @ u2) / (-(1 + x) / 2)
        return complex(s - t - crossed * cross)

    parts = [
        quad(lambda x, p=part: getattr(amplitude(x), p), -1, 1)[0] / 2 for part in ("real", "imag")
    ]
    return complex(*parts) / (16 * math.pi) / 2


def test_one_majorana_fermion() -> None:
    """|a₀| = Y²/8π: s, t and u of Y² each between opposite helicities, s alone between equal ones."""
    y = 1.3
    found = np.array([[textbook_exchange(y, f, i) for i in (-1, 1)] for f in (-1, 1)])
    eigenvalue = float(un.exchange_eigenvalue().subs(Y, y))
    assert np.abs(np.linalg.eigvals(found)).max() == pytest.approx(eigenvalue, rel=1e-9)
    assert eigenvalue == pytest.approx(y**2 / (8 * math.pi), rel=1e-12)
    # a sign of an exchange, a Dirac fermion's s alone, one Majorana contraction
    wrong = np.array([[textbook_exchange(y, f, i, -1) for i in (-1, 1)] for f in (-1, 1)])
    assert abs(np.abs(np.linalg.eigvals(wrong)).max() / eigenvalue - 1) > 0.1
    assert abs(float(un.exchange_eigenvalue().subs(Y, y / 2)) / eigenvalue - 1) > 0.1


def test_the_phase_of_a_coupling_is_a_phase_of_the_states() -> None:
    y = 1.3 * np.exp(0.7j)
    found = np.array([[textbook_exchange(y, f, i) for i in (-1, 1)] for f in (-1, 1)])
    assert np.abs(np.linalg.eigvals(found)).max() == pytest.approx(1.69 / (8 * math.pi), rel=1e-9)


def test_matrix_of_two_species() -> None:
    """Hermitian; N_L and N_R^c together reach 3y²/16π, and each alone y²/8π."""
    matrix = un.exchange_matrix()
    assert matrix == matrix.H
    for i, j in product(range(6), repeat=2):
        helicities = un.CHANNELS[i][:2], un.CHANNELS[j][:2]
        mixed = [a != b for a, b in helicities]
        assert mixed[0] == mixed[1] or matrix[i, j] == 0  # each species in pairs
    equal = matrix.subs(un.Y_RIGHT, Y)
    assert {sp.Abs(x / Y**2) for x in equal.eigenvals()} == {
        3 / (16 * sp.pi),
        1 / (16 * sp.pi),
    }
    assert un.exchange_eigenvalue() == Y**2 / (8 * sp.pi)


def test_the_criterion_of_perturbativity_is_this_wave() -> None:
    assert un.largest_yukawa() == 2 * sp.sqrt(sp.pi)
    assert float(un.largest_yukawa()) == pytest.approx(LARGEST, rel=1e-14)


# --- scalars ---------------------------------------------------------------------------------------


def test_scalar_waves() -> None:
    """One generation: b = (M_H² − M_A²)/2 in every channel of φφ, H H, A A, φH, φA by hand."""
    model = DarkModel(generations=1, neutrinos=2)
    contact = lo.scalar_contact(model)
    (h,), (a,) = model.even, model.odd
    quartic = 2 * G_D**2 * Q_S**2 / DARK_PHOTON.mass**2 * (h.mass**2 - a.mass**2)
    assert sp.simplify(contact - sp.diag(quartic, -quartic)).is_zero_matrix
    splitting = h.mass**2 - a.mass**2
    assert sp.simplify(un.elastic_wave(model) * splitting - quartic / (16 * sp.pi)) == 0
    # φφ → H H and A A: ½ each for two identical pairs, √2 for the two together
    norm = sp.sqrt(2) * quartic / (16 * sp.pi) / 2
    assert sp.simplify(un.annihilation_wave(model) * splitting - norm) == 0
    assert un.largest_quartic() == 8 * sp.pi


def test_annihilation_by_counting_channels() -> None:
    """Σ over X_aX_b of |L_ab|², ½ for a = b, is ¼ Tr L² of (even, odd)."""
    rng = np.random.default_rng(5)
    splitting = rng.normal(size=(3, 3))
    splitting = splitting + splitting.T
    values = {G_D: 0.6, Q_S: -1, DARK_PHOTON.mass: 0.8}
    strength = float(lo.contact_strength(GENERAL).subs(values))
    total = 0.0
    for sign in (1, -1):
        for a, b in combinations_with_replacement(range(3), 2):
            identical = 2 if a == b else math.sqrt(2)
            wave = sign * strength * splitting[a, b] / (16 * math.pi) / identical
            total += wave**2
    expected = float(un.annihilation_wave(GENERAL).subs(values)) * np.linalg.norm(splitting)
    assert math.sqrt(total) == pytest.approx(expected, rel=1e-12)


def test_result_is_exact() -> None:
    law = un.result(GENERAL)
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
