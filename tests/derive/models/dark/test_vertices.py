"""Feynman rules of the dark model: axial couplings, currents, phases that are a convention."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
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
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.latex import tex
from darktmm.derive.loops.amplitude import amplitude, diagrams
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
    feynman_rules,
    yukawa,
)
from darktmm.derive.symbols import charges
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


# --- each rule once for all scalars -------------------------------------------------------------

MODELS = {
    "angles": DarkModel(neutrinos=2),
    "one generation": DarkModel(generations=1, neutrinos=1, mixing="symbols"),
    "three generations": DarkModel(generations=3, neutrinos=2, mixing="symbols"),
    "any angle": DarkModel(neutrinos=1, majorana_angle=THETA),
    "phase": DarkModel(neutrinos=1, phases=(I, sp.S.One)),
}


def _at(model: DarkModel, kind: str, i: int, k: int) -> list[dict[sp.Expr, sp.Expr]]:
    """λ_ia and the element of the mixing matrix, for each generation."""
    matrix = model.rotations[kind == "A"]
    symbols = feynman_rules.LAMBDA_IA, feynman_rules.MIXING[kind]
    return [
        dict(zip(symbols, (coupling(i, a), matrix[a - 1, k]), strict=True)) for a in model.indices
    ]


@pytest.mark.parametrize("name", MODELS)
def test_the_exported_yukawa_rule_is_that_of_every_scalar(name: str) -> None:
    """Σ_a of the summand of each printed formula, against the engine."""
    model = MODELS[name]
    printed = {f.name: f.right for f in feynman_rules.result(model).formulas}
    for kind, scalars in (("H", model.even), ("A", model.odd)):
        for alpha, state in enumerate(model.heavy.states, start=1):
            right = printed.get(f"yukawa-{kind}", printed.get(f"yukawa-{kind}-N{alpha}"))
            (total,) = right.atoms(sp.Sum)
            assert total.limits == ((feynman_rules.GENERATION, 1, model.generations),)
            term = right.subs(total, total.function)
            for i, k in product(model.nu, range(model.generations)):
                rule = model.rules.yukawa(state, model.nu[i], scalars[k]).spelled()
                values = _at(model, kind, i, k)
                assert trig_normal(rule - sum(term.subs(v) for v in values)) == 0
                conjugate = term.subs(
                    feynman_rules.LAMBDA_IA, sp.conjugate(feynman_rules.LAMBDA_IA)
                )
                for wrong in (-term, 2 * term, conjugate):
                    assert trig_normal(rule - sum(wrong.subs(v) for v in values)) != 0
                if model.generations > 1:
                    other = _at(model, kind, i, (k + 1) % model.generations)
                    assert trig_normal(rule - sum(term.subs(v) for v in other)) != 0


def test_heavy_states_share_a_rule_only_if_they_do() -> None:
    """At θ = π/4 one formula serves N_1 and N_2; at another angle, or with a phase, each has its own."""
    number = {
        name: sum(f.name.startswith("yukawa") for f in feynman_rules.result(model).formulas)
        for name, model in MODELS.items()
    }
    assert number == {
        **dict.fromkeys(("angles", "one generation", "three generations"), 2),
        **dict.fromkeys(("any angle", "phase"), 4),
    }


@pytest.mark.parametrize("name", ["angles", "three generations"])
def test_the_exported_current_is_that_of_every_pair(name: str) -> None:
    """C = O_RᵀO_I, not its transpose and not O_R O_Iᵀ."""
    model = MODELS[name]
    printed = {f.name: f.right for f in feynman_rules.result(model).formulas}
    even, odd = model.rotations
    summand = printed["overlap"].function
    for k, m in product(model.indices, repeat=2):
        rule = model.rules.current(model.even[k - 1], model.odd[m - 1], DARK_PHOTON)
        value = rule.first * feynman_rules.K_H + rule.second * feynman_rules.K_A
        overlap = sum(
            summand.subs({feynman_rules.MIXING["H"]: even[a, k - 1]}).subs(
                {feynman_rules.MIXING["A"]: odd[a, m - 1]}
            )
            for a in range(model.generations)
        )
        right = printed["scalar-current"]
        assert trig_normal(value - right.subs(feynman_rules.OVERLAP, overlap)) == 0
        assert trig_normal(value + right.subs(feynman_rules.OVERLAP, overlap)) != 0
        if k != m:
            transposed = (odd.T * even)[k - 1, m - 1]
            assert trig_normal(value - right.subs(feynman_rules.OVERLAP, transposed)) != 0
        if model.mixing == "angles":
            angles = printed[f"overlap-{k}{m}"]
            assert trig_normal(sp.expand_trig(angles) - overlap) == 0
            assert trig_normal(sp.expand_trig(angles) + overlap) != 0


class _OneDoubled(DarkModel):
    """The Yukawa couplings of the second generation doubled."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        part = base.parts["L_int"]
        doubled = {yukawa(f, 2): 2 * yukawa(f, 2) for f in self.flavours}
        return Lagrangian(
            {**base.parts, "L_int": sp.expand(part.subs(doubled))},
            base.vectors,
            base.doublets,
            base.u1,
            base.source,
        )


class _UnequalCharges(DarkModel):
    """S_a with a times the charge of S_1."""

    @cached_property
    def scalars(self) -> list[ComplexScalar]:
        return [
            ComplexScalar(f"S_{a}", charges=charges(sp.S.Zero, sp.S.Zero, a * Q_S))
            for a in self.indices
        ]


def test_a_lagrangian_without_the_compact_form_is_refused() -> None:
    """Generations that couple differently have no sum over a with one coefficient."""
    for alpha, kind in product((1, 2), "HA"):
        with pytest.raises(ArithmeticError, match="summed"):
            feynman_rules.yukawa(_OneDoubled(neutrinos=1), alpha, kind)
        assert feynman_rules.yukawa(_UnequalCharges(neutrinos=1), alpha, kind) != 0
    with pytest.raises(ArithmeticError, match="O_R"):
        feynman_rules.overlap_current(_UnequalCharges(neutrinos=1))
    assert feynman_rules.overlap_current(_OneDoubled(neutrinos=1)) != 0


def test_mixing_matrices_are_typeset() -> None:
    """R_11 keeps its name and is written (O_R)_{11}; T_ji's partner R_ji is no mixing."""
    even, odd = MODELS["three generations"].rotations
    assert (even[0, 0].name, tex(even[0, 1]), tex(odd[2, 0])) == (
        "R_11",
        "(O_R)_{12}",
        "(O_I)_{31}",
    )
    assert tex(even[0, 0] ** 2) == "(O_R)_{11}^2"
    assert tex(sp.Symbol("R_ji")) == "R_{ji}"


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
