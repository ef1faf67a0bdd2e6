"""Feynman rules: by hand for small theories and the dark model, and what relates them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import UnknownFieldError
from darktmm.derive.fields import (
    GAMMA5,
    MU,
    NU,
    ChargeConjugate,
    ComplexScalar,
    DiracFermion,
    Field,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.lagrangian import FieldStrength, fermion_kinetic, scalar_kinetic, with_conjugate
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
from darktmm.derive.vertices import Chiral, Current, FeynmanRules, State, conjugate_state

QUICK = settings(deadline=None, max_examples=20, derandomize=True, database=None)

G, Q = sp.Symbol("g", positive=True), sp.Symbol("Q", real=True)
A_L, A_R = sp.symbols("a_L a_R", complex=True)
MOMENT = sp.Symbol("moment", real=True)
V = VectorBoson("V", group="X", coupling=G)
PSI, CHI = DiracFermion("psi_v", charges={"X": Q}), DiracFermion("chi_v", charges={"X": Q})
S = ComplexScalar("S_v", charges={"X": Q})
H, N1, N2 = RealScalar("h"), MajoranaFermion("n_1"), MajoranaFermion("n_2")
STRANGER = RealScalar("stranger")
I = sp.I


def sigma(bar: Any, ket: Any, chirality: str | None = None) -> sp.Expr:
    """½ bar σ^{μν} [P_X] ket F_{μν}."""
    commutator = bilinear(bar, ket, MU, NU, chirality=chirality) - bilinear(
        bar, ket, NU, MU, chirality=chirality
    )
    return sp.expand(I / 4 * commutator * FieldStrength(V, MU, NU))


def conjugated(rule: Chiral) -> Chiral:
    """Coefficients of the operator in L, conjugated: the rule is i times them."""
    left, right = (sp.conjugate(c / I) for c in (rule.left, rule.right))
    return Chiral(I * left, I * right)


def same(a: Chiral, b: Chiral) -> bool:
    differences = (trig_normal(a.left - b.left), trig_normal(a.right - b.right))
    return differences == (0, 0)


def swapped(rule: Chiral) -> Chiral:
    return Chiral(rule.right, rule.left)


# --- small theories -----------------------------------------------------------------------------


def test_charged_dirac_fermion() -> None:
    rules = FeynmanRules(fermion_kinetic(PSI, [V]))
    assert rules.vector(PSI, PSI, V) == Chiral(-I * G * Q, -I * G * Q)
    conjugate = ChargeConjugate(PSI)
    # against the fermion number the charge is the opposite one
    assert rules.vector(conjugate, conjugate, V) == Chiral(I * G * Q, I * G * Q)
    assert not rules.vector(conjugate, PSI, V)
    assert rules.vector_partners(PSI, V) == [PSI]


def test_chiral_current_against_the_arrow_has_the_other_chirality() -> None:
    rules = FeynmanRules(fermion_kinetic(PSI, [V], "L"))
    conjugate = ChargeConjugate(PSI)
    assert rules.vector(PSI, PSI, V) == Chiral(left=-I * G * Q)
    assert rules.vector(conjugate, conjugate, V) == Chiral(right=I * G * Q)


def test_yukawa_of_dirac_fermions() -> None:
    rules = FeynmanRules(with_conjugate(A_R * bilinear(PSI, CHI, chirality="R") * S))
    assert rules.yukawa(PSI, CHI, S) == Chiral(right=I * A_R)
    assert rules.yukawa(CHI, PSI, sp.conjugate(S)) == Chiral(left=I * sp.conjugate(A_R))
    assert rules.yukawa(ChargeConjugate(CHI), ChargeConjugate(PSI), S) == Chiral(right=I * A_R)
    assert not rules.yukawa(PSI, CHI, sp.conjugate(S))
    assert rules.yukawa_partners(CHI) == [(PSI, S)]
    assert rules.yukawa_partners(PSI) == [(CHI, sp.conjugate(S))]


def test_scalar_current() -> None:
    """(∂S* − igQVS*)(∂S + igQVS): the charge flows with S, as for the fermion above."""
    rules = FeynmanRules(scalar_kinetic(S, [V]))
    conjugate = sp.conjugate(S)
    # −igQ (k_S − k_{S*}) for momenta of what S and S* annihilate: p + p' of the scalar line
    assert rules.current(S, conjugate, V) == Current(-I * G * Q, I * G * Q)
    assert rules.current(conjugate, S, V) == Current(I * G * Q, -I * G * Q)
    assert rules.scalar_partners(S, V) == [conjugate]
    assert not rules.current(S, S, V)


def test_derivative_of_a_current_of_real_scalars() -> None:
    other = RealScalar("h_b")
    term = A_L * VectorComponent(V, MU) * H * Partial(other, MU)
    # i c (−i k) = c k for the differentiated line
    assert FeynmanRules(term).current(H, other, V) == Current(0, A_L)


@pytest.mark.parametrize("half", [1, sp.Rational(1, 2)])
def test_both_contractions_of_identical_majorana_fields(half: sp.Expr) -> None:
    """A bilinear of one Majorana field counts twice; of two different ones, once in each order."""
    scalar = FeynmanRules(-half * A_L * bilinear(N1, N1, chirality="L") * H)
    assert scalar.yukawa(N1, N1, H) == Chiral(left=-2 * half * I * A_L)
    mixed = FeynmanRules(-A_L * bilinear(N1, N2, chirality="L") * H)
    assert mixed.yukawa(N1, N2, H) == mixed.yukawa(N2, N1, H) == Chiral(left=-I * A_L)
    axial = FeynmanRules(half * G * VectorComponent(V, MU) * bilinear(N1, GAMMA5 * N1, MU))
    assert axial.vector(N1, N1, V) == Chiral(-2 * half * I * G, 2 * half * I * G)
    dirac = FeynmanRules(-half * A_L * bilinear(PSI, PSI, chirality="L") * H)
    assert dirac.yukawa(PSI, PSI, H) == Chiral(left=-half * I * A_L)


def test_vector_current_of_one_majorana_field_vanishes() -> None:
    rules = FeynmanRules(VectorComponent(V, MU) * bilinear(N1, N1, MU))
    assert not rules.vector(N1, N1, V)
    assert rules.vector_partners(N1, V) == []
    two = FeynmanRules(I * VectorComponent(V, MU) * bilinear(N1, N2, MU))
    assert two.vector(N1, N2, V) == Chiral(-1, -1)
    assert two.vector(N2, N1, V) == Chiral(1, 1)


def test_lepton_number_violating_yukawa_reaches_the_conjugate() -> None:
    rules = FeynmanRules(
        with_conjugate(A_L * bilinear(charge_conjugate(PSI), PSI, chirality="L") * H)
    )
    assert rules.yukawa(ChargeConjugate(PSI), PSI, H) == Chiral(left=2 * I * A_L)
    assert rules.yukawa(PSI, ChargeConjugate(PSI), H) == Chiral(right=2 * I * sp.conjugate(A_L))
    assert not rules.yukawa(PSI, PSI, H)


# --- dipoles ------------------------------------------------------------------------------------


def test_dipole_of_a_dirac_field_is_its_moment() -> None:
    """L = ½ μ ψ̄σ^{μν}ψ F_{μν} gives i·μ·(iσ^{μν}q_ν)."""
    rules = FeynmanRules(MOMENT * sigma(PSI, PSI))
    assert rules.dipole(PSI, PSI, V) == Chiral(I * MOMENT, I * MOMENT)
    conjugate = ChargeConjugate(PSI)
    assert rules.dipole(conjugate, conjugate, V) == Chiral(-I * MOMENT, -I * MOMENT)
    # F_{νμ} = −F_{μν}
    other = FeynmanRules(
        MOMENT * sigma(PSI, PSI).subs(FieldStrength(V, MU, NU), FieldStrength(V, NU, MU))
    )
    assert other.dipole(PSI, PSI, V) == Chiral(-I * MOMENT, -I * MOMENT)


def test_electric_dipole() -> None:
    r"""L = −(i/2) d ψ̄σ^{μν}γ5ψ F_{μν} is hermitian and has imaginary, opposite halves."""
    rules = FeynmanRules(-I * MOMENT * sigma(PSI, GAMMA5 * PSI))
    assert rules.dipole(PSI, PSI, V) == Chiral(-MOMENT, MOMENT)
    assert same(swapped(conjugated(rules.dipole(PSI, PSI, V))), rules.dipole(PSI, PSI, V))


def test_majorana_fields_have_transition_moments_only() -> None:
    """½Σμ_ij over all i, j: the vertex is i(μ_ij − μ_ji), so every pair counts twice."""
    states = (N1, N2)
    matrix = sp.Matrix(2, 2, lambda i, j: sp.Symbol(f"mu_{i}{j}", complex=True))
    operator = sum(
        (matrix[i, j] * sigma(states[i], states[j], "L") for i, j in product(range(2), repeat=2)),
        sp.S.Zero,
    )
    rules = FeynmanRules(with_conjugate(operator))
    for i, j in product(range(2), repeat=2):
        expected = I * (matrix[i, j] - matrix[j, i])
        rule = rules.dipole(states[i], states[j], V)
        assert sp.expand(rule.left - expected) == 0
        assert sp.expand(rule.right - I * sp.conjugate(matrix[j, i] - matrix[i, j])) == 0
    assert not rules.dipole(N1, N1, V)
    antisymmetric = rules.dipole(N1, N2, V).left.subs(matrix[1, 0], -matrix[0, 1])
    assert sp.expand(antisymmetric - 2 * I * matrix[0, 1]) == 0


# --- relations between vertices -----------------------------------------------------------------


def random_theory(a: int, b: int) -> sp.Expr:
    """Every kind of cubic vertex with complex couplings."""
    c = [sp.Integer(a) + I * k + sp.Symbol(f"c_{k}", complex=True) for k in range(6)]
    return with_conjugate(
        c[0] * bilinear(PSI, CHI, chirality="R") * H
        + c[1] * bilinear(PSI, N1, chirality="L") * H
        + c[2] * VectorComponent(V, MU) * bilinear(N1, N2, MU, chirality="L")
        + c[3] * VectorComponent(V, MU) * bilinear(PSI, CHI, MU, chirality="R")
        + c[4] * sigma(PSI, N2, "L")
        + c[5] * bilinear(charge_conjugate(PSI), CHI, chirality="L") * H
        + b * bilinear(N1, N2, chirality="R") * H
    )


def line_states() -> list[State]:
    return [PSI, CHI, ChargeConjugate(PSI), ChargeConjugate(CHI), N1, N2]


@QUICK
@given(a=st.integers(-3, 3), b=st.integers(-3, 3))
def test_hermiticity_relates_vertices(a: int, b: int) -> None:
    """V(a ← b) and V(b ← a): equal chiralities for γ^μ, opposite ones for scalars and dipoles."""
    rules = FeynmanRules(random_theory(a, b))
    seen = 0
    for out, into in product(line_states(), repeat=2):
        yukawa, vector = rules.yukawa(out, into, H), rules.vector(out, into, V)
        dipole = rules.dipole(out, into, V)
        assert same(yukawa, swapped(conjugated(rules.yukawa(into, out, H))))
        assert same(vector, conjugated(rules.vector(into, out, V)))
        assert same(dipole, swapped(conjugated(rules.dipole(into, out, V))))
        seen += bool(yukawa) + bool(vector) + bool(dipole)
    assert seen > 15


@QUICK
@given(a=st.integers(-3, 3), b=st.integers(-3, 3))
def test_reading_against_the_flow(a: int, b: int) -> None:
    """b ← a equals aᶜ ← bᶜ: same scalar, −γ^μ with chiralities exchanged, −σ."""
    rules = FeynmanRules(random_theory(a, b))
    for out, into in product(line_states(), repeat=2):
        back = conjugate_state(into), conjugate_state(out)
        assert same(rules.yukawa(out, into, H), rules.yukawa(*back, H))
        assert same(rules.vector(out, into, V), swapped(rules.vector(*back, V)).scaled(-1))
        assert same(rules.dipole(out, into, V), rules.dipole(*back, V).scaled(-1))


def test_non_hermitian_theory_violates_the_relation() -> None:
    rules = FeynmanRules(A_R * bilinear(PSI, CHI, chirality="R") * H)
    forward, backward = rules.yukawa(PSI, CHI, H), rules.yukawa(CHI, PSI, H)
    assert not same(forward, swapped(conjugated(backward)))


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


def test_only_cubic_vertices_are_read() -> None:
    rules = FeynmanRules(bilinear(PSI, PSI) + bilinear(PSI, PSI) * H**2 + H**3 + H**4)
    assert not rules.yukawa(PSI, PSI, H)
    assert isinstance(next(iter(rules.fields)), Field)
