"""The completed Lagrangian: invariant before, the known model after Φ has its vacuum value."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import MU, Partial, VectorComponent
from darktmm.derive.lagrangian import gauge_variation, normal_form, substitute, terms
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
    THETA_I,
    THETA_R,
    DarkModel,
)
from darktmm.derive.models.dark.origin import (
    fermion_equivalence,
    radial_cancellation,
    scalar_equivalence,
)
from darktmm.derive.models.dark_higgs import (
    GOLDSTONE,
    M_RADIAL,
    QUARTIC,
    RADIAL,
    V_D,
    Y_LEFT,
    Y_RIGHT,
    DarkHiggsModel,
    coefficient,
    cubic,
    polar,
    soft,
)
from darktmm.numeric.brute_force.dirac import GAMMA, P_L, P_R

BASE = DarkModel(neutrinos=1, majorana_angle=THETA)
MODEL = DarkHiggsModel(BASE)
PAIRS = [(a, b) for a in (1, 2) for b in (1, 2)]
VACUUM = {RADIAL: sp.S.Zero, GOLDSTONE: sp.S.Zero}


def same_rule(first: Any, second: Any) -> bool:
    """Equal for Q_S = −Q_N."""
    return all(
        trig_normal((a - b).subs(Q_S, -Q_N)) == 0 for a, b in zip(first, second, strict=True)
    )


# --- symmetric phase ----------------------------------------------------------------------------


def test_hermitian_and_a_lorentz_scalar_in_both_phases() -> None:
    MODEL.symmetric().check()
    MODEL.broken.check()
    MODEL.mass_basis.check()


def test_invariant_under_the_dark_u1() -> None:
    MODEL.check_gauge_invariance()
    full = MODEL.symmetric().expression
    assert normal_form(gauge_variation(full, DARK_PHOTON).subs(Q_S, -Q_N)) == 0


@pytest.mark.parametrize("charge", [2 * Q_N, -Q_N, Q_N, sp.S.Zero, -4 * Q_N], ids=str)
def test_another_charge_is_refused_by_name(charge: sp.Expr) -> None:
    with pytest.raises(DerivationError, match=r"L_yukawa: not invariant.*must have -2\*Q_N"):
        DarkHiggsModel(BASE, charge).check_gauge_invariance()


def test_a_charge_that_only_the_scalars_see() -> None:
    """Without the fermion term the cubic coupling is named."""

    class WithoutYukawa(DarkHiggsModel):
        def yukawa(self) -> sp.Expr:
            return sp.S.Zero

    WithoutYukawa(BASE).check_gauge_invariance()
    with pytest.raises(DerivationError, match="L_cubic"):
        WithoutYukawa(BASE, Q_N).check_gauge_invariance()


def test_weak_isospin_is_broken_as_in_the_paper() -> None:
    """The electroweak vacuum value is inserted: y_L and y_R carry hypercharge, (6) as before."""
    lagrangian = MODEL.symmetric()
    broken = lagrangian.breaking("L_yukawa")
    original = BASE.printed().breaking("L_LNV")
    assert set(broken) - {"U(1)_D"} == set(original) - {"U(1)_D"} == {"U(1)_Y", "SU(2)_L"}
    assert set(broken["U(1)_Y"]) == set(original["U(1)_Y"])
    assert not lagrangian.breaking("L_higgs")


# --- broken phase -------------------------------------------------------------------------------


def test_masses_are_those_of_the_model() -> None:
    """(6) and L_split, term by term; a factor 2 or a sign is seen."""
    wanted = BASE.completed()
    names = {"L_yukawa": "L_LNV", "L_cubic": "L_split"}
    for ours, theirs in names.items():
        mass = MODEL.mass_terms(ours).subs(MODEL.couplings)
        other = wanted.parts[theirs]
        if theirs == "L_split":
            mass += MODEL.symmetric().parts["L_soft"]
        assert sp.expand(mass - other) == 0
        assert sp.expand(2 * mass - other) != 0 and sp.expand(mass + other) != 0
    swapped = {Y_LEFT: MODEL.couplings[Y_RIGHT], Y_RIGHT: MODEL.couplings[Y_LEFT]}
    assert sp.expand(MODEL.mass_terms("L_yukawa").subs(swapped) - wanted.parts["L_LNV"]) != 0


def test_couplings() -> None:
    root = sp.sqrt(2)
    assert MODEL.couplings[Y_LEFT] == root * M_LEFT / V_D
    assert MODEL.couplings[Y_RIGHT] == root * M_RIGHT / V_D
    assert MODEL.couplings[cubic(2, 1)] == root * soft(1, 2) / V_D


def test_masses_of_vector_radial_and_goldstone_mode() -> None:
    """m_A' = g_D|Q_Φ|v_D, m_h² = 2λ_Φv_D², φ massless, no tadpole."""
    assert MODEL.vector_mass() == G_D * sp.Abs(2 * Q_N) * V_D
    assert sp.simplify(MODEL.mixing() ** 2 - MODEL.vector_mass() ** 2) == 0
    assert sp.simplify(MODEL.radial_mass() ** 2 - 2 * QUARTIC * V_D**2) == 0
    higgs = MODEL.broken.parts["L_higgs"]
    assert coefficient(higgs, GOLDSTONE, GOLDSTONE) == 0 == coefficient(higgs, RADIAL)
    for field in (RADIAL, GOLDSTONE):
        derivative = Partial(field, MU)
        assert coefficient(higgs, derivative, derivative) == sp.Rational(1, 2)
    single = DarkHiggsModel(BASE, -Q_N)
    assert single.vector_mass() == G_D * sp.Abs(Q_N) * V_D


def test_dark_photon_vertices_are_unchanged() -> None:
    """Of N_α, of H_k and A_m; general θ, θ_R, θ_I."""
    old, new = BASE.rules, MODEL.rules
    states = BASE.heavy.states
    for a, b in PAIRS:
        one = old.vector(states[a - 1], states[b - 1], DARK_PHOTON)
        two = new.vector(states[a - 1], states[b - 1], DARK_PHOTON)
        assert one and same_rule((one.left, one.right), (two.left, two.right))
        even, odd = BASE.even[a - 1], BASE.odd[b - 1]
        first, second = (r.current(even, odd, DARK_PHOTON) for r in (old, new))
        assert first and same_rule((first.first, first.second), (second.first, second.second))
        assert not same_rule((first.first,), (second.second,))


def test_radial_mode_couples_to_masses() -> None:
    """Breaking masses grow as v_D + h: a rule is −i/v_D times the element of the mass matrix."""
    for name in ("L_yukawa", "L_cubic"):
        part = MODEL.broken.parts[name]
        linear = sp.expand(sp.diff(part, RADIAL).subs(VACUUM))
        assert sp.expand(V_D * linear - MODEL.mass_terms(name)) == 0
        assert sp.expand(2 * V_D * linear - MODEL.mass_terms(name)) != 0
    O, masses = BASE.heavy.matrix, BASE.heavy.mass_matrix()
    for a, b in PAIRS:
        element = sum(O[x, a - 1] * O[x, b - 1] * masses[x, x] for x in (0, 1))
        rule = MODEL.rules.yukawa(*(BASE.heavy.states[x - 1] for x in (a, b)), RADIAL)
        for value in (rule.left, rule.right):
            assert trig_normal(value + sp.I * element / V_D) == 0
            assert trig_normal(value - sp.I * element / V_D) != 0
    # the vector: 2m²/v_D
    vector = VectorComponent(DARK_PHOTON, MU)
    higgs = MODEL.broken.parts["L_higgs"]
    ratio = coefficient(higgs, RADIAL, vector, vector) / coefficient(higgs, vector, vector)
    assert sp.simplify(ratio - 2 / V_D) == 0


# --- Goldstone boson ----------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_goldstone_boson_is_the_longitudinal_vector(a: int, b: int) -> None:
    """N_αN_β for m_L ≠ m_R and H_kA_m, from Φ and from the A'-vertices."""
    assert fermion_equivalence(MODEL, a, b) == (0, 0)
    assert scalar_equivalence(MODEL, a, b) == 0


def test_equivalence_sees_a_wrong_theory() -> None:
    """Factor 2 in a Yukawa coupling, a sign, a swapped mass, a wrong charge of A'."""

    class Wrong(DarkHiggsModel):
        factor: sp.Expr = sp.Integer(2)

        def yukawa(self) -> sp.Expr:
            return self.factor * super().yukawa()

        def scalar_cubic(self) -> sp.Expr:
            return self.factor * super().scalar_cubic()

        @property
        def couplings(self) -> dict[sp.Symbol, sp.Expr]:  # type: ignore[override]
            return MODEL.couplings

    class Flipped(Wrong):
        factor = sp.Integer(-1)

    for wrong in (Wrong(BASE), Flipped(BASE), DarkHiggsModel(BASE, -Q_N)):
        assert fermion_equivalence(wrong, 1, 2) != (0, 0)
        assert scalar_equivalence(wrong, 1, 2) != 0


def test_goldstone_couplings_from_the_variation_of_the_masses() -> None:
    """No Φ and no A'-vertex: δ(mass terms) under U(1)_D with α = −φ/(Q_Φ v_D)."""
    wanted = BASE.completed()
    (alpha,) = (
        x
        for x in gauge_variation(wanted.parts["L_LNV"], DARK_PHOTON).atoms(sp.Symbol)
        if x.name == "alpha"
    )
    for ours, theirs in (("L_yukawa", "L_LNV"), ("L_cubic", "L_split")):
        variation = gauge_variation(wanted.parts[theirs], DARK_PHOTON)
        expected = variation.subs(alpha, GOLDSTONE / (2 * Q_N * V_D)).subs(Q_S, -Q_N)
        part = MODEL.broken.parts[ours].subs(MODEL.couplings)
        linear = sp.expand(sp.diff(part, GOLDSTONE).subs(VACUUM) * GOLDSTONE)
        assert normal_form(sp.expand(linear - expected)) == 0
        assert normal_form(sp.expand(linear + expected)) != 0
        assert normal_form(sp.expand(linear - 2 * expected)) != 0


def test_nothing_couples_to_the_goldstone_boson_if_u1_is_exact() -> None:
    exact = {M_1: -M_2, THETA: sp.pi / 4}
    for a, b in PAIRS:
        rule = MODEL.rules.yukawa(*(BASE.heavy.states[x - 1] for x in (a, b)), GOLDSTONE)
        assert sp.simplify(rule.left.subs(exact)) == 0 == sp.simplify(rule.right.subs(exact))
        assert rule
        even, odd = BASE.even[a - 1], BASE.odd[b - 1]
        equal = {
            THETA_I: THETA_R,
            **{o.mass: e.mass for e, o in zip(BASE.even, BASE.odd, strict=True)},
        }
        value = MODEL.scalar_rule(even, odd, GOLDSTONE)
        assert trig_normal(value.subs(equal)) == 0 != value


def test_goldstone_coupling_to_scalars_is_the_difference_of_squares() -> None:
    """±(M_H² − M_A²)/v_D · ½ times the overlap (O_RᵀO_I)_km, |Q_Φ| = 2|Q_S|."""
    even, odd = BASE.rotations
    overlap = even.T * odd
    for k, m in PAIRS:
        value = MODEL.scalar_rule(BASE.even[k - 1], BASE.odd[m - 1], GOLDSTONE)
        difference = BASE.even[k - 1].mass ** 2 - BASE.odd[m - 1].mass ** 2
        expected = difference * overlap[k - 1, m - 1] / (2 * V_D)
        assert trig_normal(value**2 + expected**2) == 0
        assert trig_normal(value**2 + 4 * expected**2) != 0


# --- NN → A'A': explicit spinors ------------------------------------------------------------------

MASSES = (0.7, 1.3)
ANGLE, CHARGE, COUPLING, VALUE, RADIAL_MASS = 0.5, 1.0, 0.4, 2.0, 30.0
O = np.array([[-np.sin(ANGLE), np.cos(ANGLE)], [np.cos(ANGLE), np.sin(ANGLE)]])
MATRIX = O @ np.diag(MASSES) @ O.T
BREAKING = MATRIX[0, 0] * np.outer(O[0], O[0]) + MATRIX[1, 1] * np.outer(O[1], O[1])
VECTOR_MASS = 2 * COUPLING * CHARGE * VALUE


FLAT = np.array([1.0, -1.0, -1.0, -1.0])


def slash(p: Any) -> Any:
    return np.einsum("m,mab->ab", FLAT * p, GAMMA)


def momenta(energy: float, masses: tuple[float, float], angle: float) -> tuple[Any, Any, float]:
    one = (energy**2 + masses[0] ** 2 - masses[1] ** 2) / (2 * energy)
    k = np.sqrt(one**2 - masses[0] ** 2)
    direction = np.array([np.sin(angle), 0, np.cos(angle)])
    return np.array([one, *k * direction]), np.array([energy - one, *-k * direction]), k


def spinors(energy: float, a: int, b: int) -> tuple[Any, Any, Any, Any]:
    """Momenta along z, u(p₁) and v̄(p₂) of all spins."""
    p_1, p_2, _ = momenta(energy, (MASSES[a], MASSES[b]), 0.0)
    norm = np.sqrt(energy)
    u = (slash(p_1) + MASSES[a] * np.eye(4)) / norm
    bar = GAMMA[0] @ (slash(p_2) - MASSES[b] * np.eye(4)) / norm
    return p_1, p_2, u, bar.conj().T


def unitary_gauge(energy: float, a: int, b: int, angle: float, radial: bool = True) -> Any:
    """Exchange of N_c with A' couplings by hand, and of h: NN → A'_LA'_L."""
    p_1, _, u, bar = spinors(energy, a, b)
    k_1, k_2, k = momenta(energy, (VECTOR_MASS, VECTOR_MASS), angle)
    polarisations = [np.array([k, *(x[0] * x[1:] / k)]) / VECTOR_MASS for x in (k_1, k_2)]
    axial = -COUPLING * CHARGE * (np.outer(O[0], O[0]) - np.outer(O[1], O[1]))
    total = np.zeros((4, 4), dtype=complex)
    for first, second, q in ((0, 1, k_1), (1, 0, k_2)):
        for c in (0, 1):
            inner = p_1 - q
            vertices = [slash(polarisations[x]) @ (P_L - P_R) for x in (first, second)]
            square = inner @ (FLAT * inner) - MASSES[c] ** 2
            propagator = (slash(inner) + MASSES[c] * np.eye(4)) / square
            chain = axial[b, c] * vertices[1] @ propagator @ vertices[0] * axial[c, a]
            total -= chain
    if radial:
        product = polarisations[0] @ (FLAT * polarisations[1])
        s = energy**2
        strength = (-BREAKING[b, a] / VALUE) * (2 * VECTOR_MASS**2 / VALUE) * product
        total -= strength / (s - RADIAL_MASS**2) * np.eye(4)
    return bar @ total @ u


def with_goldstone_bosons(energy: float, a: int, b: int, angle: float) -> Any:
    """The same from the rules of the model: Yukawa couplings of φ, and what h leaves."""
    p_1, _, u, bar = spinors(energy, a, b)
    k_1, k_2, _ = momenta(energy, (0.0, 0.0), angle)
    numbers = {M_1: MASSES[0], M_2: MASSES[1], THETA: ANGLE, V_D: VALUE}
    states = BASE.heavy.states

    def vertex(out: int, into: int) -> Any:
        rule = MODEL.rules.yukawa(states[out], states[into], GOLDSTONE)
        left, right = (complex(sp.N(x.subs(numbers))) / 1j for x in (rule.left, rule.right))
        return left * P_L + right * P_R

    total = np.zeros((4, 4), dtype=complex)
    for q in (k_1, k_2):
        for c in (0, 1):
            inner = p_1 - q
            square = inner @ (FLAT * inner) - MASSES[c] ** 2
            propagator = (slash(inner) + MASSES[c] * np.eye(4)) / square
            total -= vertex(b, c) @ propagator @ vertex(c, a)
    law = radial_cancellation().total
    s = sp.Symbol("s", positive=True)
    rest = float(law.subs({V_D: VALUE, M_RADIAL: RADIAL_MASS, s: energy**2}))
    total += rest * BREAKING[b, a] * np.eye(4)
    return bar @ total @ u


def largest(amplitude: Any) -> float:
    return float(np.abs(amplitude).max())


@pytest.mark.parametrize(("a", "b"), [(0, 0), (0, 1), (1, 1)])
def test_radial_mode_ends_the_growth(a: int, b: int) -> None:
    """Without h the amplitude of explicit spinors doubles with the energy, with h it does not."""
    energies = (2e3, 4e3, 8e3)
    bare = [largest(unitary_gauge(e, a, b, 0.9, radial=False)) for e in energies]
    cured = [largest(unitary_gauge(e, a, b, 0.9)) for e in energies]
    assert bare[1] / bare[0] == pytest.approx(2, rel=1e-3) == bare[2] / bare[1]
    assert all(abs(y / x - 1) < 1e-2 for x, y in pairwise(cured))
    assert cured[2] < bare[2] / 100


@pytest.mark.parametrize(("a", "b"), [(0, 0), (0, 1), (1, 1)])
def test_longitudinal_vectors_are_goldstone_bosons(a: int, b: int) -> None:
    """Two independent amplitudes agree, (±i)² = −1 apart, up to masses over energy."""
    differences = []
    for energy in (300.0, 3000.0):
        one, two = (f(energy, a, b, 0.9) for f in (unitary_gauge, with_goldstone_bosons))
        differences.append(largest(one + two) / largest(one))
        assert largest(one - two) / largest(one) > 0.5
    assert differences[0] < 3e-2
    assert differences[1] < 3e-3


# --- polar fields ---------------------------------------------------------------------------------


def test_polar_fields_describe_the_same_vacuum() -> None:
    """|Φ|² knows no φ, and the first order is that of the cartesian fields."""
    square = sp.expand(polar(3) * sp.conjugate(polar(3)))
    assert all(square.coeff(GOLDSTONE, n) == 0 for n in (1, 2, 3))
    assert sp.expand(square.coeff(GOLDSTONE, 0) - (V_D + RADIAL) ** 2 / 2) == 0
    linear = sp.diff(polar(), GOLDSTONE).subs(VACUUM)
    assert linear == sp.I / sp.sqrt(2)


def test_number_of_terms_is_not_zero() -> None:
    """The comparison is not one of nothing with nothing."""
    assert sum(1 for _ in terms(MODEL.broken.parts["L_yukawa"])) == 12
    assert substitute(MODEL.yukawa(), {MODEL.higgs: sp.sqrt(2) * RADIAL}).has(RADIAL)
