"""Couplings of the doublet to Z, W and photon, and the widths they give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.lagrangian import check_hermitian, gauge_variation, substitute
from darktmm.derive.laws import electroweak as weak
from darktmm.derive.laws.two_body import dirac_pair_width
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    THETA,
    DarkModel,
    E,
)
from darktmm.derive.models.dark import electroweak as ew
from darktmm.derive.symbols import G_PRIME, M_Z, NEUTRAL, PHOTON, THETA_W, B, G, Z
from darktmm.derive.vertices import FeynmanRules
from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
)

BASE = DarkModel()
GENERAL = DarkModel(majorana_angle=THETA)
C_W, S_W = sp.cos(THETA_W), sp.sin(THETA_W)
UNIT = G / (2 * C_W)


def vanishes(expression: sp.Expr) -> bool:
    return trig_normal(sp.expand_trig(sp.simplify(expression))) == 0


# --- couplings ----------------------------------------------------------------------------------


def test_equal_majorana_masses_leave_one_axial_coupling() -> None:
    """m_L = m_R: N₁N₁ and N₂N₂ decouple, N₁N₂ is axial with the strength of a neutrino."""
    for a in (1, 2):
        assert not ew.z_coupling(BASE, a, a)
    pair = ew.z_coupling(BASE, 1, 2)
    assert vanishes(pair.left + pair.right)
    assert vanishes(pair.left**2 - weak.neutrino_coupling().left ** 2)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(1, 1, sp.cos(2 * THETA)), (2, 2, -sp.cos(2 * THETA)), (1, 2, sp.sin(2 * THETA))],
)
def test_couplings_for_any_angle(a: int, b: int, expected: sp.Expr) -> None:
    """The isospin ½τ₃ of (N_L, N_R^c) between mass eigenstates; all of it axial."""
    c = ew.z_coupling(GENERAL, a, b)
    assert vanishes(c.left - UNIT * expected)
    assert vanishes(c.left + c.right)
    assert not vanishes(c.left - c.right)


def test_photon_is_blind_to_n_and_sees_e() -> None:
    """−s·eQ of E with e = g sin θ_W; nothing between N's."""
    rules = ew.rules(GENERAL)
    n1, n2 = GENERAL.heavy.states
    assert not any(rules.vector(a, b, PHOTON) for a in (n1, n2) for b in (n1, n2, E))
    charge = ew.photon_coupling(GENERAL)
    expected = -COVARIANT_SIGN * G * S_W * E.charge("EM")
    assert vanishes(charge.left - expected) and vanishes(charge.right - expected)
    assert not vanishes(charge.left + expected)


def test_z_couples_to_isospin_and_charge() -> None:
    """−s (g/c_W)(T₃ − Q s_W²) of E and of a neutrino."""
    charged, neutrino = ew.z_coupling_charged(GENERAL), weak.neutrino_coupling()
    half = sp.Rational(1, 2)
    expected = -COVARIANT_SIGN * 2 * UNIT * (-half + S_W**2)
    assert vanishes(charged.left - expected) and vanishes(charged.right - expected)
    assert not vanishes(charged.left - expected.subs(S_W, C_W))
    assert vanishes(neutrino.left + COVARIANT_SIGN * UNIT) and neutrino.right == 0


def test_charged_current() -> None:
    """Only W⁺ takes E to N; both chiralities, each with g²/2 shared by N₁ and N₂."""
    pairs = [ew.w_coupling(GENERAL, a) for a in (1, 2)]
    assert not any(minus for _, minus in pairs)
    for chirality in ("left", "right"):
        total = sum(getattr(plus, chirality) ** 2 for plus, _ in pairs)
        assert vanishes(total - G**2 / 2)


def test_the_gauge_lagrangian_is_hermitian_and_invariant() -> None:
    """Global T^a by the doublet's own components, local U(1)_Y."""
    kinetic = weak.doublet_kinetic(GENERAL.heavy.dirac, E)
    check_hermitian(kinetic)
    assert gauge_variation(kinetic, B) == 0
    assert gauge_variation(kinetic + kinetic.subs(G_PRIME, G), B) != 0


# --- widths -------------------------------------------------------------------------------------


def helicity_width(m_v: float, m1: float, m2: float, g_l: complex, g_r: complex) -> float:
    """Γ of a pair of different particles from explicit matrices at explicit momenta."""
    k2 = (m_v**2 - (m1 + m2) ** 2) * (m_v**2 - (m1 - m2) ** 2) / (4 * m_v**2)
    k = np.sqrt(k2) * np.array([0.48, 0.6, 0.64])
    slash = [
        np.einsum("m,mab->ab", METRIC @ np.array([np.sqrt(k2 + m * m), *(sign * k)]), GAMMA)
        for m, sign in ((m1, 1), (m2, -1))
    ]
    outgoing, antiparticle = slash[0] + m1 * np.eye(4), slash[1] - m2 * np.eye(4)
    vertices = [gamma @ (g_l * P_L + g_r * P_R) for gamma in GAMMA]
    square = 0j
    for i in (1, 2, 3):  # polarisations of a vector at rest
        barred = GAMMA[0] @ vertices[i].conj().T @ GAMMA[0]
        square += np.trace(outgoing @ vertices[i] @ antiparticle @ barred)
    return float((square / 3).real * np.sqrt(k2) / (8 * np.pi * m_v**2))


@pytest.mark.parametrize(
    "masses",
    [(-0.3, 0.7), (0.3, 0.7), (-20.0, 25.0), (45.0, 45.0), (-45.0, 45.0)],
)
def test_widths_by_spin_sum(masses: tuple[float, float]) -> None:
    """Each pair at a generic angle, masses of either sign."""
    m_z, g_z, angle = 91.2, 0.37, 0.6
    strengths = {
        "N1 N1": np.cos(2 * angle),
        "N2 N2": -np.cos(2 * angle),
        "N1 N2": np.sin(2 * angle),
    }
    for formula, (a, b) in zip(ew.z_pair_widths(GENERAL), ew.PAIRS, strict=True):
        pair = masses[a - 1], masses[b - 1]
        g = g_z * strengths[formula.name.removeprefix("Z -> ")]
        expected = helicity_width(m_z, *pair, g, -g) / (2 if a == b else 1)
        value = float(formula(m_z, *pair, g_z, angle))
        assert value == pytest.approx(expected, rel=1e-12)
        wrong = helicity_width(m_z, *pair, g, g) / (2 if a == b else 1)
        assert abs(value / wrong - 1) > 1e-5  # a vector coupling is something else


@pytest.mark.parametrize("model", [BASE, GENERAL], ids=("m_L=m_R", "theta"))
def test_two_more_neutrinos(model: DarkModel) -> None:
    """N ≪ M_Z: Γ(Z → NN) = 2 Γ(Z → νν̄), whatever the Majorana masses."""
    assert ew.equivalent_neutrinos(model) == 2
    widths = sum(f(M_Z, 0, 0, NEUTRAL, THETA) for f in ew.z_pair_widths(GENERAL))
    neutrino = dirac_pair_width()(M_Z, 0, 0, NEUTRAL, 0)
    assert vanishes(widths - 2 * neutrino)
    assert not vanishes(widths - neutrino)


def test_one_chirality_alone_would_be_one_neutrino() -> None:
    """The same sum with the isospin of N_R taken away."""
    heavy = GENERAL.heavy
    left_only = weak.in_z_and_photon(weak.doublet_kinetic(heavy.dirac, E, "L"), heavy.dirac)
    rules = FeynmanRules(substitute(left_only, heavy.replacement()))
    total = sp.S.Zero
    for a, b in ew.PAIRS:
        c = rules.vector(heavy.states[a - 1], heavy.states[b - 1], Z)
        total += sum(sp.Abs(x) ** 2 for x in (c.left, c.right)) / (2 if a == b else 1)
    assert vanishes(total.doit() - weak.neutrino_coupling().left ** 2)


def test_width_of_one_neutrino() -> None:
    """G_F M_Z³/(12√2 π) with g/2c_W = (√2 G_F)^½ M_Z."""
    fermi = sp.Symbol("G_F", positive=True)
    strength = sp.sqrt(sp.sqrt(2) * fermi) * M_Z
    width = dirac_pair_width()(M_Z, 0, 0, strength, 0)
    assert sp.simplify(width / (fermi * M_Z**3 / (12 * sp.sqrt(2) * sp.pi))) == 1


def test_where_the_sign_of_a_mass_is_kept_does_not_matter() -> None:
    """η₁ = i with mass −M₁ against η₁ = 1 with mass M₁."""
    phased = DarkModel(majorana_angle=THETA, phases=(sp.I, sp.S.One))
    values = {M_1: sp.Rational(3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(2, 5)}

    def width(formula: Any, sign: int) -> sp.Expr:
        first, second = values[M_1] * sign, values[M_2]
        pair = {"11": (first, first), "22": (second, second), "12": (first, second)}
        return formula(3, *pair[formula.name[-4] + formula.name[-1]], 1, values[THETA]).evalf(30)

    for a, b in zip(ew.z_pair_widths(phased), ew.z_pair_widths(GENERAL), strict=True):
        assert abs(width(a, 1) - width(b, -1)) < sp.Rational(1, 10**25)
    mixed = [f[2] for f in (ew.z_pair_widths(phased), ew.z_pair_widths(GENERAL))]
    assert abs(width(mixed[0], 1) - width(mixed[1], 1)) > sp.Rational(1, 1000)


def test_result_is_exact() -> None:
    law = ew.result(BASE)
    assert law.formulas[-1].right == 2
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
