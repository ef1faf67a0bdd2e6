"""Every line of `derive.conventions`, held against explicit matrices or against the Lagrangian."""

from __future__ import annotations

import re
from itertools import permutations, product
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive import conventions
from darktmm.derive import dirac_matrices as dm
from darktmm.derive.basis import components
from darktmm.derive.conventions import (
    ELECTRON_MASS,
    ELEMENTARY_CHARGE,
    KINETIC_MIXING_SIGN,
    METRIC,
    bohr_magneton,
    opposite,
    through,
)
from darktmm.derive.dirac import Element, OnShell, reduce_on_shell, sigma_q
from darktmm.derive.fields import (
    GAMMA5,
    MU,
    P_L,
    P_R,
    Bilinear,
    ChargeConjugate,
    ComplexScalar,
    DiracFermion,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.lagrangian import (
    covariant_derivative,
    fermion_kinetic,
    gauge_variation,
    normal_form,
    scalar_kinetic,
)
from darktmm.derive.loops import triangle
from darktmm.derive.vertices import FeynmanRules

QUICK = settings(deadline=None, max_examples=40, derandomize=True, database=None)
BOTH = pytest.mark.parametrize("rep", [dm.CHIRAL, dm.DIRAC], ids=lambda r: r.name)
ONE = dm.Matrix.unit()

PSI = DiracFermion("psi_em", charges={"EM": sp.Symbol("Q", real=True)})
CHI = DiracFermion("chi_em")
NEUTRAL = MajoranaFermion("N_em")
PHOTON = VectorBoson("A", group="EM", coupling=ELEMENTARY_CHARGE)
SCALAR = ComplexScalar("S_em", charges={"EM": sp.Symbol("Q", real=True)})


# --- the algebra --------------------------------------------------------------------------------


@BOTH
def test_clifford_algebra_has_the_stated_metric(rep: dm.Representation) -> None:
    for mu, nu in product(range(4), repeat=2):
        expected = dm.Matrix.unit(2 * METRIC[mu] if mu == nu else 0)
        assert dm.anticommutator(rep.gamma[mu], rep.gamma[nu]) == expected


@BOTH
def test_the_other_metric_is_refused_by_the_matrices(rep: dm.Representation) -> None:
    for mu in range(4):
        assert dm.anticommutator(rep.gamma[mu], rep.gamma[mu]) != dm.Matrix.unit(-2 * METRIC[mu])


@BOTH
def test_hermiticity_of_the_gammas(rep: dm.Representation) -> None:
    g0 = rep.gamma[0]
    for gamma in rep.gamma:
        assert g0 @ gamma.adjoint() @ g0 == gamma
    assert g0 @ rep.gamma5.adjoint() @ g0 == -rep.gamma5


@BOTH
def test_sigma_of_the_engine_is_half_i_commutator(rep: dm.Representation) -> None:
    """`sigma_q` writes iσ^{μν}q_ν as −½[γ^μ, q̸]; the matrices sum the definition over ν."""
    point = dm.Kinematics.of((2, 0, 0, 0), (3, 1, 2, 2), 2, 0)
    for mu in range(4):
        written = dm.evaluate(sigma_q(sp.QQ(1)), point, rep)[mu]
        defined = dm.Matrix.unit(0)
        for nu in range(4):
            half_commutator = dm.commutator(rep.gamma[mu], rep.gamma[nu]).scaled(sp.I / 2)
            defined = defined + half_commutator.scaled(sp.I * METRIC[nu]).scaled(point.q[nu])
        assert written == defined
        assert defined.is_zero is False


@BOTH
def test_gamma5_and_projectors(rep: dm.Representation) -> None:
    g = rep.gamma
    assert rep.gamma5 == (g[0] @ g[1] @ g[2] @ g[3]).scaled(sp.I)
    assert rep.gamma5 @ rep.gamma5 == ONE
    for gamma in g:
        assert dm.anticommutator(rep.gamma5, gamma).is_zero
    left, right = rep.projectors["L"], rep.projectors["R"]
    assert left == (ONE - rep.gamma5).scaled(sp.Rational(1, 2))
    assert (left @ left, right @ right) == (left, right)
    assert (left @ right).is_zero and left + right == ONE
    # the engine's GAMMA5 is the same combination
    coefficients = [GAMMA5.coeff(P_L), GAMMA5.coeff(P_R)]
    assert left.scaled(coefficients[0]) + right.scaled(coefficients[1]) == rep.gamma5


def test_gamma5_is_diagonal_in_the_chiral_representation() -> None:
    diagonal = [dm.CHIRAL.gamma5[k, k] for k in range(4)]
    assert diagonal == [dm.number(x) for x in (-1, -1, 1, 1)]


@BOTH
@pytest.mark.parametrize("chirality", conventions.CHIRALITIES)
@pytest.mark.parametrize("word", [(), (0,), (1, 3), (0, 2, 1), (3, 3, 0, 2)])
def test_projector_carried_through_gammas(
    rep: dm.Representation, chirality: str, word: tuple[int, ...]
) -> None:
    chain = ONE
    for index in word:
        chain = chain @ rep.gamma[index]
    moved = through(chirality, len(word))
    assert rep.projectors[chirality] @ chain == chain @ rep.projectors[moved]
    assert rep.projectors[chirality] @ chain != chain @ rep.projectors[opposite(moved)]


@BOTH
def test_levi_civita_and_the_trace_that_fixes_it(rep: dm.Representation) -> None:
    """The printed trace formula, with the printed ε^{0123}, must be what matrices give."""
    text = conventions.__doc__ or ""
    printed_epsilon = re.search(r"\\varepsilon\^\{0123\}\s*=\s*([+-]?)1", text)
    printed_trace = re.search(r"=\s*([+-]?)4i\\varepsilon\^\{\\mu", text)
    assert printed_epsilon is not None and printed_trace is not None
    epsilon = -1 if printed_epsilon[1] == "-" else 1
    assert epsilon == conventions.LEVI_CIVITA_0123
    factor = -4 if printed_trace[1] == "-" else 4
    for indices in permutations(range(4)):
        chain = rep.gamma5
        for index in indices:
            chain = chain @ rep.gamma[index]
        symbol = epsilon * sp.LeviCivita(*indices)
        assert chain.trace() == dm.number(factor * sp.I * symbol)


@BOTH
def test_charge_conjugation_matrix(rep: dm.Representation) -> None:
    c = rep.charge_conjugation
    inverse = c.adjoint()
    assert c @ inverse == ONE
    assert c.transposed() == -c
    for mu in range(4):
        assert c @ rep.lowered(mu).transposed() @ inverse == -rep.lowered(mu)
        for nu in range(mu):
            assert c @ rep.sigma(mu, nu).transposed() @ inverse == -rep.sigma(mu, nu)
    assert c @ rep.gamma5.transposed() @ inverse == rep.gamma5


@BOTH
def test_charge_conjugate_spinor(rep: dm.Representation) -> None:
    """ψᶜ = Cψ̄ᵀ = Cγ⁰ᵀψ*: an involution, opposite in chirality, with bar −ψᵀC⁻¹."""
    c, g0 = rep.charge_conjugation, rep.gamma[0]
    star = c @ g0.transposed()  # ψᶜ = star ψ*
    conjugate = star.adjoint().transposed()
    assert star @ conjugate == ONE
    for chirality in conventions.CHIRALITIES:
        projector = rep.projectors[chirality]
        flipped = rep.projectors[opposite(chirality)]
        assert star @ projector.adjoint().transposed() == flipped @ star
    # the bar of psi^c is psi^T star^T* gamma^0 = -psi^T C^-1
    assert star.adjoint() @ g0 @ c == -ONE
    assert charge_conjugate(P_L * PSI) == P_R * ChargeConjugate(PSI)
    assert charge_conjugate(charge_conjugate(sp.I * P_L * PSI)) == sp.I * P_L * PSI
    assert charge_conjugate(sp.I * P_L * PSI) == -sp.I * P_R * ChargeConjugate(PSI)


INDEX = [sp.Symbol(f"i{k}") for k in range(4)]
words = st.lists(st.integers(0, 3), max_size=4)


def _matrix(line: Bilinear, values: dict[sp.Symbol, int], rep: dm.Representation) -> dm.Matrix:
    chain = ONE
    for index in line.indices:
        chain = chain @ rep.gamma[values[index]]
    return chain @ rep.projectors[line.chirality]


@QUICK
@given(values=words, chirality=st.sampled_from("LR"), rep=st.sampled_from([dm.CHIRAL, dm.DIRAC]))
def test_flip_and_conjugation_of_bilinears(
    values: list[int], chirality: str, rep: dm.Representation
) -> None:
    r"""Γ' = CΓᵀC⁻¹ for the flip, γ⁰Γ†γ⁰ for the hermitian conjugate, for whatever chain."""
    names = dict(zip(INDEX, values, strict=False))
    line = bilinear(PSI, CHI, *names, chirality=chirality)
    matrix = _matrix(line, names, rep)
    c, g0 = rep.charge_conjugation, rep.gamma[0]
    sign, twin = line.flipped()
    flipped = c @ matrix.transposed() @ c.adjoint()
    assert _matrix(twin, names, rep).scaled(sign) == flipped
    assert (twin.bar, twin.ket) == (ChargeConjugate(CHI), ChargeConjugate(PSI))
    assert _matrix(twin, names, rep).scaled(-sign) != flipped
    conjugate = sp.conjugate(line)
    assert _matrix(conjugate, names, rep) == g0 @ matrix.adjoint() @ g0
    assert (conjugate.bar, conjugate.ket) == (CHI, PSI)


# --- fields and amplitudes ----------------------------------------------------------------------


def test_covariant_derivative_sign_is_the_same_for_every_field() -> None:
    q = PSI.charge("EM")
    for phi in (PSI, SCALAR):
        gauge = covariant_derivative(phi, MU, [PHOTON]) - Partial(phi, MU)
        expected = sp.I * ELEMENTARY_CHARGE * q * VectorComponent(PHOTON, MU) * phi
        assert sp.expand(gauge - expected) == 0
    current = fermion_kinetic(PSI, [PHOTON]) - fermion_kinetic(PSI)
    expected = -ELEMENTARY_CHARGE * q * VectorComponent(PHOTON, MU) * bilinear(PSI, PSI, MU)
    assert sp.expand(current - expected) == 0


@pytest.mark.parametrize("kinetic", [fermion_kinetic, scalar_kinetic], ids=["fermion", "scalar"])
def test_covariant_derivative_sign_belongs_to_the_gauge_transformation(
    kinetic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = PSI if kinetic is fermion_kinetic else SCALAR
    assert normal_form(gauge_variation(kinetic(field, [PHOTON]), PHOTON)) == 0
    with monkeypatch.context() as other_sign:
        other_sign.setattr("darktmm.derive.lagrangian.COVARIANT_SIGN", -conventions.COVARIANT_SIGN)
        mutant = kinetic(field, [PHOTON])
    assert normal_form(gauge_variation(mutant, PHOTON)) != 0


def test_real_components_of_a_complex_scalar() -> None:
    real, imaginary = RealScalar("S_R"), RealScalar("S_I")
    value = components([SCALAR], [real], [imaginary])[SCALAR]
    assert sp.expand(value - (real + sp.I * imaginary) / sp.sqrt(2)) == 0
    conjugate = sp.conjugate(value)
    assert sp.expand(value * conjugate - (real**2 + imaginary**2) / 2) == 0
    assert sp.expand((value - conjugate) / (sp.I * sp.sqrt(2))) == imaginary


def test_momentum_transfer_is_what_the_vector_brings_in() -> None:
    """Line after the vector minus line before it is p' − p, and that is the q of iσ^{μν}q_ν."""
    before, after, _ = triangle._lines((0, 0))
    assert (after.k - before.k, after.p - before.p, after.p_prime - before.p_prime) == (0, -1, 1)
    point = dm.Kinematics.real_vector(2, 3, (sp.Rational(1, 3), 0, 0), (1, 2))
    assert point.q == dm.plus(point.p_prime, point.p, -1)
    assert dm.dot(point.q, point.q) == dm.ZERO
    element = sigma_q(sp.QQ(1))
    right = {("sigma", x): 1 for x in "LR"}
    assert dm.residual(element, right, point) == 0
    assert dm.residual(element, dict.fromkeys(right, -1), point) != 0


def test_dirac_moment_of_the_electron_is_the_bohr_magneton() -> None:
    """Gordon turns the tree vertex −eQγ^μ into a moment: +μ_B for Q = −1, sign included."""
    electron = DiracFermion("electron_em", charges={"EM": -1}, mass=ELECTRON_MASS)
    vertex = FeynmanRules(fermion_kinetic(electron, [PHOTON])).vector(electron, electron, PHOTON)
    assert vertex.left == vertex.right
    m = sp.ring("m", sp.QQ)[1]
    shell = OnShell(
        dot=lambda a, b: m**2, mass_in=m, mass_out=m, dimension=4 + 0 * m, truncate=lambda c: c
    )
    gordon = reduce_on_shell(sigma_q(1 + 0 * m), shell)
    # ū'iσq u = g ū'γ^μu + k (p + p')^μ ū'u, hence γ^μ contains (1/g) iσq
    per_gamma = gordon["gamma", "L"]
    assert per_gamma == gordon["gamma", "R"] == 2 * m
    moment = vertex.left / sp.I / per_gamma.as_expr().subs("m", ELECTRON_MASS)
    assert moment == bohr_magneton()
    assert -moment != bohr_magneton()
    assert bohr_magneton() == ELEMENTARY_CHARGE / (2 * ELECTRON_MASS)


def test_kinetic_mixing_sign_gives_charges_of_the_sign_of_epsilon() -> None:
    """A → A + εA' removes +(ε/2)FF': what couples to A with eQ then couples to A' with +εeQ."""
    f, g, eps = sp.symbols("F F' epsilon")

    def lagrangian(photon: sp.Expr, sign: int) -> sp.Expr:
        return -(photon**2) / 4 - g**2 / 4 + sign * eps / 2 * photon * g

    def mixing(sign: int, shift: sp.Expr) -> sp.Expr:
        return sp.expand(lagrangian(f + shift, sign)).coeff(eps, 1).coeff(f, 1)

    assert mixing(KINETIC_MIXING_SIGN, eps * g) == 0
    assert mixing(-KINETIC_MIXING_SIGN, eps * g) != 0
    assert mixing(KINETIC_MIXING_SIGN, -eps * g) != 0


def test_majorana_field_is_its_own_conjugate() -> None:
    assert charge_conjugate(NEUTRAL) == NEUTRAL
    assert charge_conjugate(P_L * NEUTRAL) == P_R * NEUTRAL
    with pytest.raises(ValueError, match="self-conjugate"):
        MajoranaFermion("X", charges={"EM": 1})


def test_element_multiplication_knows_opposite_projectors() -> None:
    left = Element.chiral(sp.QQ(1), sp.QQ(0))
    gamma = Element.word(sp.QQ(1), "mu")
    assert (left * gamma).terms == Element.chiral(sp.QQ(0), sp.QQ(1), "mu").terms
