"""Decays of the dark photon: channels that are closed, phases, the Dirac limit, neutrinos."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.laws import kinetic_mixing, two_body
from darktmm.derive.laws.current_scattering import F_JI
from darktmm.derive.laws.dipole import T
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
    aprime_decays,
)
from darktmm.derive.symbols import M_LEPTON
from tests.derive import helicity
from tests.derive.helicity import Decay, dipole_vertex, vector_vertex
from tests.derive.laws.test_two_body import agree, same

PRECISION = 1e-11
"""Both routes are numbers in double precision."""

MOTHER = 2.3
NEUTRINO_DIPOLE = {"T": 0.31 - 0.22j, "f": -0.15 + 0.27j}


def published_lepton_width(alpha: sp.Expr, m: sp.Symbol) -> sp.Expr:
    """arXiv:0906.0580: αε²m_A'/3 · (1 + 2m_ℓ²/m_A'²)√(1 − 4m_ℓ²/m_A'²)."""
    x, epsilon = m**2 / DARK_PHOTON.mass**2, kinetic_mixing.EPSILON
    return alpha * epsilon**2 * DARK_PHOTON.mass / 3 * (1 + 2 * x) * sp.sqrt(1 - 4 * x)


@pytest.mark.parametrize("mass", [sp.Rational(1, 10), sp.Rational(49, 100), sp.Integer(0)])
def test_leptons(mass: sp.Rational) -> None:
    """Γ(A' → ℓ⁺ℓ⁻), at any sign of ε."""
    alpha = ELEMENTARY_CHARGE**2 / (4 * sp.pi)
    published = published_lepton_width(alpha, M_LEPTON)
    point = {M_LEPTON: mass, DARK_PHOTON.mass: 1}
    ours = aprime_decays.lepton_width()
    assert same(ours.subs(point), published.subs(point))
    assert not same(ours.subs(point), published.subs({**point, M_LEPTON: mass + 1}))
    assert not same(ours.subs(point), 2 * published.subs(point))
    assert ours.subs(kinetic_mixing.EPSILON, -kinetic_mixing.EPSILON) == ours


def complex_scalar_width(mother: sp.Expr, mass: sp.Expr, charge: sp.Expr) -> sp.Expr:
    """Scalar QED: (gQ)²M/(48π)·(1 − 4m²/M²)^{3/2}."""
    return charge**2 * mother / (48 * sp.pi) * (1 - 4 * mass**2 / mother**2) ** sp.Rational(3, 2)


# --- the dark model -----------------------------------------------------------------------------

BASE = DarkModel(neutrinos=2)
GENERAL = DarkModel(neutrinos=2, majorana_angle=THETA)
M_APRIME = DARK_PHOTON.mass
PAIRS = ((1, 1), (2, 2), (1, 2))


def test_equal_majorana_masses_close_the_diagonal_channels() -> None:
    """m_L = m_R: A' couples N_1 to N_2 only; A' → N_1N_1 and A' → N_2N_2 vanish."""
    assert aprime_decays.heavy_width(BASE, 1, 1) == 0
    assert aprime_decays.heavy_width(BASE, 2, 2) == 0
    assert aprime_decays.heavy_width(BASE, 1, 2) != 0


def test_axial_couplings_for_any_angle() -> None:
    """g_R = −g_L = ∓Q_N g_D cos 2θ for N_1N_1 and N_2N_2, −Q_N g_D sin 2θ for N_1N_2."""
    angles = -sp.cos(2 * THETA), sp.cos(2 * THETA), -sp.sin(2 * THETA)
    expected = dict(zip(PAIRS, angles, strict=True))
    for pair, angle in expected.items():
        rule = aprime_decays.heavy_coupling(GENERAL, *pair)
        assert same(rule.right, Q_N * G_D * angle)
        assert same(rule.left, -rule.right)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("first", [0.3, -0.3])
def test_heavy_widths_from_the_charge_of_n(pair: tuple[int, int], first: float) -> None:
    r"""−g_DQ_N A'_μ N̄γ^μN with N = Σ(O_Lα P_L + O_Rα P_R)N_α, contracted by hand, spinor by spinor."""
    angle, charge = 0.4, 0.83
    rows = (-np.sin(angle), np.cos(angle)), (np.cos(angle), np.sin(angle))
    masses = {1: first, 2: 0.9}
    a, b = pair

    def vertex(out: int, into: int) -> helicity.Vertex:
        return vector_vertex(*(-charge * row[out - 1] * row[into - 1] for row in rows))

    decay = Decay(MOTHER, masses[a], masses[b], seed=7)
    by_hand = decay.majorana(vertex(a, b), vertex(b, a)) / (2 if a == b else 1)
    point = {G_D: charge, Q_N: 1, THETA: angle, M_APRIME: MOTHER, M_1: masses[1], M_2: masses[2]}
    ours = aprime_decays.heavy_width(GENERAL, a, b)
    assert agree(float(ours.subs(point)), by_hand)
    wrong = {**point, THETA: angle + 0.1}
    assert not agree(float(ours.subs(wrong)), by_hand)
    if a != b:
        assert not agree(float(ours.subs({**point, M_1: -first})), by_hand)


@pytest.mark.parametrize("phases", [(sp.I, sp.S.One), (sp.S.One, sp.I), (sp.I, sp.I)])
def test_majorana_phases_are_a_convention(phases: tuple[sp.Expr, sp.Expr]) -> None:
    """A sign kept in the mass or moved into the field: the same width."""
    phased = DarkModel(neutrinos=2, majorana_angle=THETA, phases=phases)
    moved = {n: eta**2 * n for n, eta in zip((M_1, M_2), phases, strict=True)}
    for pair in PAIRS:
        ours = aprime_decays.heavy_width(phased, *pair).subs(moved, simultaneous=True)
        assert same(ours, aprime_decays.heavy_width(GENERAL, *pair))
    if phases[0] != phases[1]:
        unmoved = aprime_decays.heavy_width(phased, 1, 2)
        assert not same(unmoved, aprime_decays.heavy_width(GENERAL, 1, 2))


def test_dirac_limit() -> None:
    """M_1 = −M_2: N_1N_2 is the Dirac pair N N̄ of charge g_DQ_N. With M_1 = +M_2 it is not."""
    mass = sp.Symbol("m_D", positive=True)
    dirac = two_body.dirac_pair_width()(M_APRIME, mass, mass, G_D * Q_N, G_D * Q_N)
    pair = aprime_decays.heavy_width(BASE, 1, 2)
    assert same(pair.subs({M_1: -mass, M_2: mass}), dirac)
    assert not same(pair.subs({M_1: mass, M_2: mass}), dirac)


def test_sum_over_pairs_does_not_depend_on_the_angle() -> None:
    """Without masses N_1, N_2 are one Dirac fermion in any basis."""
    massless = {M_1: 0, M_2: 0}
    total = sum(aprime_decays.heavy_width(GENERAL, *pair).subs(massless) for pair in PAIRS)
    dirac = two_body.dirac_pair_width()(M_APRIME, 0, 0, G_D * Q_N, G_D * Q_N)
    assert same(total, dirac)
    assert not same(total - aprime_decays.heavy_width(GENERAL, 1, 2).subs(massless), dirac)


def test_scalars() -> None:
    """Σ_km Γ(A' → H_kA_m) at equal masses is that of two complex scalars; mixing is C = O_R^T O_I."""
    mass = sp.Symbol("M_S", positive=True)
    equal = {s.mass: mass for s in (*BASE.even, *BASE.odd)}
    single = complex_scalar_width(M_APRIME, mass, G_D * Q_S)
    widths = {
        (k, m): aprime_decays.scalar_width(BASE, k, m).subs(equal, simultaneous=True)
        for k in BASE.indices
        for m in BASE.indices
    }
    point = {mass: sp.Rational(1, 5), M_APRIME: 1}
    total = sum(widths.values())
    assert same(total.subs(point), 2 * single.subs(point))
    share = {(1, 1): sp.cos(THETA_I - THETA_R) ** 2, (1, 2): sp.sin(THETA_I - THETA_R) ** 2}
    for pair, expected in share.items():
        assert same(widths[pair].subs(point), expected * single.subs(point))
    assert not same(widths[1, 1].subs(point), single.subs(point))


def test_scalars_of_the_same_cp_are_not_produced() -> None:
    """No H_kH_l and no A_kA_l at the vertex."""
    for family in (BASE.even, BASE.odd):
        assert not BASE.rules.current(family[0], family[1], DARK_PHOTON)
        assert not BASE.rules.current(family[0], family[0], DARK_PHOTON)


def test_neutrinos() -> None:
    """M³|T|²/24π, M|f|²/12π, and half of that with f_ii for a pair of identical neutrinos."""
    t, f = NEUTRINO_DIPOLE["T"], NEUTRINO_DIPOLE["f"]
    decay = Decay(MOTHER, 0, 0, seed=8)
    widths = {
        "T": aprime_decays.neutrino_dipole_width().subs(T, t),
        "f": aprime_decays.neutrino_vector_width(False).subs(F_JI, f),
        "f_ii": aprime_decays.neutrino_vector_width(True).subs(aprime_decays.F_II, 0.27),
    }
    ours = {name: float(w.subs(M_APRIME, MOTHER)) for name, w in widths.items()}
    spinors = {
        "T": decay.dirac(dipole_vertex(t, -np.conj(t), decay.q)),
        "f": decay.dirac(vector_vertex(f, -np.conj(f))),
        # L = ½ f_ii ν̄γ^μ(P_L − P_R)ν A'_μ: the two contractions restore f_ii.
        "f_ii": decay.majorana(*2 * [vector_vertex(0.27 / 2, -0.27 / 2)]) / 2,
    }
    for name, width in ours.items():
        assert agree(width, spinors[name])
        assert not agree(width, 2 * spinors[name])
        assert not agree(width, decay.dirac(vector_vertex(f, 0)))


def test_neutrinos_do_not_tell_the_amplitudes_apart() -> None:
    """T and f together: the sum of both widths, because T flips the chirality and f does not."""
    assert not any(aprime_decays.neutrino_interference())
    t, f = NEUTRINO_DIPOLE["T"], NEUTRINO_DIPOLE["f"]
    decay = Decay(MOTHER, 0, 0, seed=8)
    parts = dipole_vertex(t, -np.conj(t), decay.q), vector_vertex(f, -np.conj(f))
    together = decay.dirac(helicity.plus(*parts))
    assert agree(together, decay.dirac(parts[0]) + decay.dirac(parts[1]))
    heavy = Decay(MOTHER, 0.4, 0.5, seed=8)
    parts = dipole_vertex(t, -np.conj(t), heavy.q), vector_vertex(f, -np.conj(f))
    together = heavy.dirac(helicity.plus(*parts))
    assert not agree(together, heavy.dirac(parts[0]) + heavy.dirac(parts[1]))


@pytest.mark.parametrize("model", [BASE, GENERAL], ids=("m_L=m_R", "theta"))
def test_result(model: DarkModel) -> None:
    """The equations are exact, and the remark names the channels that are closed."""
    found = aprime_decays.result(model)
    assert all(not e.right.has(sp.Float) for e in found.formulas)
    closed = "$N_1N_1$, $N_2N_2$" if model is BASE else "none"
    assert f"does not couple to {closed}" in found.remarks[1]
    assert "do not interfere" in found.remarks[2]
