"""Feynman rules: by hand for small theories and the dark model, and what relates them."""

from __future__ import annotations

import pickle
from itertools import product
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import DerivationError, UnreadableTermError
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
from darktmm.derive.vertices import Chiral, Current, FeynmanRules, State, conjugate_state

QUICK = settings(deadline=None, max_examples=8, derandomize=True, database=None)

G, Q = sp.Symbol("g", positive=True), sp.Symbol("Q", real=True)
A_L, A_R = sp.symbols("a_L a_R", complex=True)
MOMENT = sp.Symbol("moment", real=True)
V = VectorBoson("V", group="X", coupling=G)
PSI, CHI = DiracFermion("psi_v", charges={"X": Q}), DiracFermion("chi_v", charges={"X": Q})
S = ComplexScalar("S_v", charges={"X": Q})
H, N1, N2 = RealScalar("h"), MajoranaFermion("n_1"), MajoranaFermion("n_2")
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


@pytest.mark.parametrize(
    "term",
    [
        FieldStrength(V, MU, NU) * bilinear(PSI, CHI, MU),
        FieldStrength(V, MU, NU) * bilinear(PSI, CHI),
        VectorComponent(V, MU) * bilinear(PSI, CHI, MU, NU),
        H * bilinear(PSI, CHI, MU, NU),
        Partial(H, MU) * bilinear(PSI, CHI, MU),
        H * bilinear(PSI, Partial(CHI, MU), MU),
        Partial(VectorComponent(V, NU), MU) * bilinear(PSI, CHI, MU, NU),
        H * Partial(H, MU) * Partial(VectorComponent(V, MU), NU),
        VectorComponent(V, MU) * VectorComponent(V, MU) * VectorComponent(V, NU),
    ],
    ids=str,
)
def test_what_makes_no_rule_is_refused_by_name(term: sp.Expr) -> None:
    """Nothing is dropped: a cubic term that is no rule of ours is an error that spells it."""
    with pytest.raises(UnreadableTermError, match="makes no rule"):
        FeynmanRules(term)


def test_rules_can_be_pickled() -> None:
    rules = FeynmanRules(fermion_kinetic(PSI, [V]))
    again = pickle.loads(pickle.dumps(rules))
    assert again.vector(PSI, PSI, V) == rules.vector(PSI, PSI, V)


@pytest.mark.parametrize("chirality", ["left", "l", "V", ""])
def test_an_unknown_chirality_is_refused(chirality: str) -> None:
    with pytest.raises(DerivationError, match="chirality"):
        bilinear(PSI, CHI, chirality=chirality)


def test_three_vectors() -> None:
    """c ∂_μX_ν Y^μ V^ν: i·c·(−i k) = c k of the differentiated line, on the line of its index."""
    x, y = VectorBoson("X"), VectorBoson("Y")
    term = (
        A_L * Partial(VectorComponent(x, NU), MU) * VectorComponent(y, MU) * VectorComponent(V, NU)
    )
    rule = FeynmanRules(term).triple(x, y, V)
    assert rule.coefficients == ((0, A_L, 0), (0, 0, 0), (0, 0, 0))
    assert FeynmanRules(term).triple(V, x, y).coefficients[1] == (0, 0, A_L)
    assert FeynmanRules(term).boson_partners(x, V) == [y]


def test_a_scalar_and_two_vectors() -> None:
    """Identical vectors count twice."""
    x = VectorBoson("X")
    both = VectorComponent(V, MU) * VectorComponent(x, MU)
    assert FeynmanRules(A_L * H * both).metric(H, V, x) == I * A_L
    assert FeynmanRules(A_L * H * VectorComponent(V, MU) ** 2).metric(H, V, V) == 2 * I * A_L


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


def test_every_term_is_kept_somewhere() -> None:
    mass, contact, quartic, tadpole = bilinear(PSI, PSI), bilinear(PSI, PSI) * H**2, H**4, G * H
    rules = FeynmanRules(mass + contact + H**3 + quartic + tadpole)
    assert not rules.yukawa(PSI, PSI, H)
    assert isinstance(next(iter(rules.fields)), Field)
    assert sp.expand(sp.Add(*(t.expression for t in rules.contact)) - contact - quartic) == 0
    assert sp.expand(sp.Add(*(t.expression for t in rules.quadratic)) - mass) == 0
    assert [t.expression for t in rules.linear] == [tadpole]
    with pytest.raises(DerivationError, match="vacuum"):
        rules.validate()
