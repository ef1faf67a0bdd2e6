"""Feynman rules of the dark model: axial couplings, currents, phases that are a convention."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import UnknownFieldError
from darktmm.derive.fields import (
    MU,
    ChargeConjugate,
    ComplexScalar,
    DiracFermion,
    MajoranaFermion,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.loops.triangle import amplitude, diagrams
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    Q_N,
    Q_S,
    THETA,
    DarkModel,
    coupling,
)
from darktmm.derive.vertices import Chiral, FeynmanRules
from tests.derive.test_vertices import conjugated, same, swapped

G, Q = sp.Symbol("g", positive=True), sp.Symbol("Q", real=True)
V = VectorBoson("V", group="X", coupling=G)
PSI, CHI = DiracFermion("psi_v", charges={"X": Q}), DiracFermion("chi_v", charges={"X": Q})
S = ComplexScalar("S_v", charges={"X": Q})
H, N1, N2 = RealScalar("h"), MajoranaFermion("n_1"), MajoranaFermion("n_2")
STRANGER = RealScalar("stranger")
I = sp.I


# --- the dark model -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model() -> DarkModel:
    return DarkModel()


def test_yukawa_rules_of_the_dark_model(model: DarkModel) -> None:
    """−λ_ia ν̄_iP_R N S_a with N = (N₂ + γ5N₁)/√2 and S_a = (S_aR + iS_aI)/√2."""
    rules, (even, odd) = model.rules, model.rotations
    for i, state, k in product((1, 2, 3), model.heavy.states, range(2)):
        h = sum(coupling(i, a) * even[a - 1, k] for a in model.indices)
        phi = sum(coupling(i, a) * odd[a - 1, k] for a in model.indices)
        nu, half = model.nu[i], sp.Rational(1, 2)
        expected = Chiral(-I * half * sp.conjugate(h), -I * half * h)
        assert same(rules.yukawa(nu, state, model.even[k]), expected)
        assert same(rules.yukawa(state, nu, model.even[k]), expected)
        odd_rule = Chiral(-half * sp.conjugate(phi), half * phi)
        assert same(rules.yukawa(nu, state, model.odd[k]), odd_rule)
        assert not same(rules.yukawa(nu, state, model.odd[k]), odd_rule.scaled(-1))


def test_dark_photon_is_axial_between_the_heavy_states(model: DarkModel) -> None:
    n1, n2 = model.heavy.states
    axial = Chiral(I * G_D * Q_N, -I * G_D * Q_N)
    assert model.rules.vector(n1, n2, DARK_PHOTON) == axial
    assert model.rules.vector(n2, n1, DARK_PHOTON) == axial
    assert not model.rules.vector(n1, n1, DARK_PHOTON)
    assert not model.rules.vector(n2, n2, DARK_PHOTON)


def test_diagonal_dark_charges_away_from_maximal_mixing() -> None:
    """cos 2θ on the diagonal (with the factor two of identical fields), sin 2θ off it."""
    model = DarkModel(majorana_angle=THETA)
    n1, n2 = model.heavy.states
    c, s = sp.cos(THETA), sp.sin(THETA)
    charge = I * G_D * Q_N
    for out, into, value in (
        (n1, n1, c**2 - s**2),
        (n2, n2, s**2 - c**2),
        (n1, n2, 2 * s * c),
        (n2, n1, 2 * s * c),
    ):
        rule = model.rules.vector(out, into, DARK_PHOTON)
        assert same(rule, Chiral(charge * value, -charge * value))


def test_scalar_currents_connect_even_with_odd(model: DarkModel) -> None:
    """Q g V^μ(S_R ∂_μ S_I − S_I ∂_μ S_R), with overlaps O_RᵀO_I."""
    even, odd = model.rotations
    overlap = even.T * odd
    for k, j in product(range(2), repeat=2):
        rule = model.rules.current(model.even[k], model.odd[j], DARK_PHOTON)
        value = G_D * Q_S * overlap[k, j]
        assert trig_normal(rule.first + value) == 0 == trig_normal(rule.second - value)
        assert not model.rules.current(model.even[k], model.even[j], DARK_PHOTON)
        assert not model.rules.current(model.odd[k], model.odd[j], DARK_PHOTON)
        assert set(model.rules.scalar_partners(model.even[k], DARK_PHOTON)) == set(model.odd)


def test_hermiticity_of_the_dark_rules(model: DarkModel) -> None:
    fermions = [*model.heavy.states, *model.nu.values()]
    for out, into in product(fermions, repeat=2):
        for scalar in (*model.even, *model.odd):
            rule = model.rules.yukawa(out, into, scalar)
            assert same(rule, swapped(conjugated(model.rules.yukawa(into, out, scalar))))
            assert same(rule, model.rules.yukawa(into, out, scalar))  # Majorana
        vector = model.rules.vector(out, into, DARK_PHOTON)
        assert same(vector, conjugated(model.rules.vector(into, out, DARK_PHOTON)))


# --- where the sign of a Majorana mass is kept --------------------------------------------------

PHASES = [(I, sp.S.One), (sp.S.One, I), (I, I)]


@pytest.mark.parametrize("phases", PHASES, ids=str)
@pytest.mark.parametrize("angle", [sp.pi / 4, THETA], ids=str)
def test_rules_follow_the_phase_of_the_field(phases: tuple[Any, Any], angle: sp.Expr) -> None:
    """N_α → (ηP_L + η*P_R)N_α carries every vertex along."""
    plain = DarkModel(majorana_angle=angle)
    phased = DarkModel(majorana_angle=angle, phases=phases)
    eta = dict(zip(plain.heavy.states, phases, strict=True))
    for state, scalar in product(eta, (*plain.even, *plain.odd)):
        before = plain.rules.yukawa(plain.nu[1], state, scalar)
        after = phased.rules.yukawa(plain.nu[1], state, scalar)
        expected = Chiral(eta[state] * before.left, sp.conjugate(eta[state]) * before.right)
        assert same(after, expected)
        if eta[state] == I:
            assert not same(after, before)
    for out, into in product(eta, repeat=2):
        before = plain.rules.vector(out, into, DARK_PHOTON)
        after = phased.rules.vector(out, into, DARK_PHOTON)
        left = sp.conjugate(eta[out]) * eta[into]
        expected = Chiral(left * before.left, sp.conjugate(left) * before.right)
        assert same(after, expected)


def _loop_invariants(model: DarkModel, masses: tuple[sp.Expr, sp.Expr]) -> Iterator[sp.Expr]:
    """Products of vertices and chirality-flipping masses along a closed or open fermion line."""
    rules, nu = model.rules, model.nu
    mass = dict(zip(model.heavy.states, masses, strict=True))
    scalar = model.even[0]
    for first in model.heavy.states:
        into = rules.yukawa(first, nu[1], scalar)
        out = rules.yukawa(nu[2], first, scalar)
        yield out.left * mass[first] * into.left
        yield out.right * into.left
        for second in model.heavy.states:
            vector = rules.vector(second, first, DARK_PHOTON)
            leaving = rules.yukawa(nu[2], second, scalar)
            # P_L M₂ γ^μ P_R k̸ P_L, and P_L k̸ γ^μ P_L M₁ P_L
            yield leaving.left * mass[second] * vector.right * into.left
            yield leaving.left * vector.left * mass[first] * into.left


@pytest.mark.parametrize("phases", PHASES, ids=str)
def test_physics_does_not_know_where_the_phase_is_kept(phases: tuple[Any, Any]) -> None:
    plain = list(_loop_invariants(DarkModel(), (M_1, M_2)))
    signed = tuple(eta**2 * m for eta, m in zip(phases, (M_1, M_2), strict=True))
    phased = list(_loop_invariants(DarkModel(phases=phases), signed))
    assert [trig_normal(a - b) for a, b in zip(plain, phased, strict=True)] == [0] * len(plain)
    forgotten = list(_loop_invariants(DarkModel(phases=phases), (M_1, M_2)))
    assert any(trig_normal(a - b) != 0 for a, b in zip(plain, forgotten, strict=True))


@pytest.mark.parametrize(("topology", "structure"), [("fermion", "gamma_L"), ("scalar", "sigma_L")])
def test_amplitudes_do_not_know_it_either(topology: str, structure: str) -> None:
    """ν₁ → ν₂ + A', loop integrals folded: only M₁ → −M₁ in front of them tells the two apart."""

    def form_factor(model: DarkModel) -> sp.Expr:
        factors = amplitude(
            model.rules,
            model.nu[1],
            model.nu[2],
            DARK_PHOTON,
            topology=topology,
            structures=(structure,),
            massless=True,
        )
        return factors[structure]

    plain = sp.expand(form_factor(DarkModel()))
    phased = form_factor(DarkModel(phases=(I, sp.S.One)))
    assert plain != 0
    assert sp.expand(plain - phased.subs(M_1, -M_1)) == 0
    assert sp.expand(plain - phased) != 0


# --- fields that are not there ------------------------------------------------------------------


def test_unknown_fields_are_refused(model: DarkModel) -> None:
    rules = FeynmanRules(bilinear(PSI, CHI) * H + VectorComponent(V, MU) * bilinear(PSI, PSI, MU))
    dark_rules, nu = model.rules, model.nu[1]
    ghost = MajoranaFermion("ghost")
    for question in (
        lambda: rules.yukawa(PSI, CHI, STRANGER),
        lambda: rules.yukawa(ChargeConjugate(DiracFermion("ghost")), CHI, H),
        lambda: rules.vector(PSI, CHI, DARK_PHOTON),
        lambda: rules.dipole(PSI, ghost, V),
        lambda: rules.current(H, sp.conjugate(S), V),
        lambda: list(diagrams(dark_rules, ghost, nu, DARK_PHOTON)),
        lambda: list(diagrams(dark_rules, nu, nu, V)),
        lambda: amplitude(dark_rules, nu, ghost, DARK_PHOTON),
    ):
        with pytest.raises(UnknownFieldError, match="contains no field"):
            question()
    assert not rules.yukawa(PSI, PSI, H)  # known fields that do not meet are no error
