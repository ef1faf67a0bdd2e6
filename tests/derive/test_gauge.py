"""Gauge theories from data: algebra, anomalies, vacuum, Goldstone bosons; what is wrong is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.basis import rotation
from darktmm.derive.breaking import BrokenTheory, check_broken
from darktmm.derive.covariant import strengths
from darktmm.derive.errors import DerivationError, GaugeTheoryError, NotOrthogonalError
from darktmm.derive.fields import (
    MU,
    NU,
    ComplexScalar,
    ComplexVector,
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
from darktmm.derive.gauge import (
    ISOSPIN,
    PAULI,
    GaugeGroup,
    GaugeTheory,
    Multiplet,
    structure_constants,
)
from darktmm.derive.invariance import LocalVariation, check_local_invariance, ghost_lagrangian
from darktmm.derive.lagrangian import (
    FieldStrength,
    Lagrangian,
    fermion_kinetic,
    scalar_kinetic,
    terms,
    with_conjugate,
)
from darktmm.derive.vertices import FeynmanRules

QUICK = settings(deadline=None, max_examples=10, derandomize=True, database=None)

G, V0, LAMBDA, XI = sp.symbols("g v lambda xi", positive=True)
W = tuple(VectorBoson(f"W{a}") for a in (1, 2, 3))
SU2 = GaugeGroup("SU2", W, G)
B = VectorBoson("B")
U1 = GaugeGroup("Y", (B,), G)


def gell_mann() -> list[np.ndarray[Any, Any]]:
    """λ^a/2 of SU(3), as numpy matrices."""
    found = []
    for i, j in ((0, 1), (0, 2), (1, 2)):
        symmetric, antisymmetric = np.zeros((3, 3), complex), np.zeros((3, 3), complex)
        symmetric[i, j] = symmetric[j, i] = 1
        antisymmetric[i, j], antisymmetric[j, i] = -1j, 1j
        found += [symmetric, antisymmetric]
    found += [np.diag([1, -1, 0]).astype(complex), np.diag([1, 1, -2]) / np.sqrt(3) + 0j]
    return [m / 2 for m in found]


def spin(twice: int) -> tuple[sp.Matrix, ...]:
    """J_x, J_y, J_z of spin twice/2."""
    j = sp.Rational(twice, 2)
    m = [j - k for k in range(twice + 1)]
    raising = sp.Matrix(
        twice + 1,
        twice + 1,
        lambda r, c: sp.sqrt(j * (j + 1) - m[c] * m[r]) if r + 1 == c else 0,
    )
    return (raising + raising.T) / 2, (raising - raising.T) / (2 * sp.I), sp.diag(*m)


def scalars(n: int) -> tuple[ComplexScalar, ...]:
    return tuple(ComplexScalar(f"phi_{k}") for k in range(n))


# --- algebra ------------------------------------------------------------------------------------


def test_isospin_has_the_levi_civita_symbol() -> None:
    expected = {p: sp.LeviCivita(*p) for p in permutations(range(3))}
    assert structure_constants(ISOSPIN) == expected


@pytest.mark.parametrize("twice", [1, 2, 3, 4])
def test_every_spin_obeys_one_algebra(twice: int) -> None:
    matrices = spin(twice)
    assert structure_constants(matrices) == structure_constants(ISOSPIN)
    both = GaugeTheory(
        (SU2,),
        (
            Multiplet("doublet", scalars(2), {"SU2": ISOSPIN}),
            Multiplet("other", scalars(twice + 1), {"SU2": matrices}),
        ),
    )
    both.check_algebra()


def test_numpy_matrices_are_generators() -> None:
    """SU(3): totally antisymmetric, f^{123} = 1, f^{458} = √3/2 within rounding."""
    exact = [sp.Matrix(m).applyfunc(lambda x: sp.nsimplify(x, [sp.sqrt(3)])) for m in gell_mann()]
    f = structure_constants(exact)
    # pairs (1,2), (4,5), (6,7) are (0,1), (2,3), (4,5) here
    assert f[0, 1, 6] == 1
    assert f[2, 3, 7] == sp.sqrt(3) / 2
    assert all(f[b, a, c] == -x and f[a, c, b] == -x for (a, b, c), x in f.items())
    half = [np.array(m.tolist(), dtype=complex) for m in ISOSPIN]
    theory = GaugeTheory((SU2,), (Multiplet("doublet", scalars(2), {"SU2": half}),))
    theory.check_algebra()
    for key, value in theory.structure["SU2"].items():
        assert abs(value - sp.LeviCivita(*key)) < 1e-12


def doublet_with(matrices: Any) -> Multiplet:
    return Multiplet("doublet", scalars(2), {"SU2": matrices})


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: doublet_with((sp.I * PAULI[0], *ISOSPIN[1:])), "doublet: .* not hermitian"),
        (lambda: doublet_with((sp.eye(3), *ISOSPIN[1:])), "doublet: .* shape"),
        (lambda: Multiplet("x", scalars(1), {}, "left"), "x: chirality 'left'"),
        (
            lambda: Multiplet("real", (RealScalar("a"), RealScalar("b")), {"SU2": ISOSPIN}),
            "real: .* not imaginary",
        ),
    ],
    ids=["hermitian", "shape", "chirality", "real"],
)
def test_a_multiplet_that_is_none_is_refused(build: Any, message: str) -> None:
    with pytest.raises(GaugeTheoryError, match=message):
        build()


@pytest.mark.parametrize(
    ("multiplets", "message"),
    [
        ([doublet_with(ISOSPIN[:2])], "doublet: 2 generators"),
        ([doublet_with((ISOSPIN[0], ISOSPIN[1], sp.eye(2)))], "doublet, SU2: the commutator"),
        ([doublet_with((ISOSPIN[0], ISOSPIN[1], ISOSPIN[1]))], "doublet, SU2: .* dependent"),
        ([doublet_with((*ISOSPIN[:2], 2 * ISOSPIN[2]))], "SU2: .* not antisymmetric"),
        (
            [
                doublet_with(ISOSPIN),
                Multiplet("turned", scalars(2), {"SU2": [-m for m in ISOSPIN]}),
            ],
            "turned: .* do not obey the algebra of doublet",
        ),
        (
            [doublet_with(ISOSPIN), Multiplet("doubled", scalars(2), {"SU2": PAULI})],
            "doubled: .* do not obey",
        ),
        ([Multiplet("x", scalars(1), {"SU3": sp.eye(1)})], "x: no group SU3"),
        (
            [Multiplet("x", scalars(2), {"SU2": ISOSPIN, "Y": [sp.diag(1, 2)]})],
            "x: generators of SU2 and Y do not commute",
        ),
        ([], "SU2: neither structure constants nor matrices"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_an_algebra_that_does_not_close_is_refused(
    multiplets: list[Multiplet], message: str
) -> None:
    with pytest.raises(GaugeTheoryError, match=message):
        GaugeTheory((SU2, U1), tuple(multiplets)).check_algebra()


def test_stated_structure_constants_are_held_against_the_matrices() -> None:
    right = structure_constants(ISOSPIN)
    wrong = {key: -f for key, f in right.items()}
    matter = (doublet_with(ISOSPIN),)
    GaugeTheory((replace(SU2, structure=right),), matter).check_algebra()
    GaugeTheory((replace(SU2, structure=right),), ()).check_algebra()
    with pytest.raises(GaugeTheoryError, match="stated structure constants"):
        GaugeTheory((replace(SU2, structure=wrong),), matter).check_algebra()


def test_the_field_strength_is_the_commutator_of_covariant_derivatives() -> None:
    """[D_μ, D_ν]Φ = i g T^a F^a Φ, derivatives taken by Leibniz and not by the formula of F."""
    theory = GaugeTheory((SU2,), (doublet_with(ISOSPIN),))
    found = list(strengths(theory, SU2, {}))

    def gauge(index: sp.Symbol) -> sp.Matrix:
        return sum(
            (m * VectorComponent(w, index) for m, w in zip(ISOSPIN, W, strict=True)), sp.zeros(2)
        )

    def turned(first: sp.Symbol, second: sp.Symbol) -> sp.Matrix:
        """∂_μ(igA_ν) + (igA_μ)(igA_ν), what of D_μD_ν − ∂_μ∂_ν − … is no derivative of Φ."""
        moved = gauge(second).applyfunc(
            lambda x: x.xreplace({c: Partial(c, first) for c in x.atoms(VectorComponent)})
        )
        return sp.I * G * moved - G**2 * gauge(first) * gauge(second)

    commutator = turned(MU, NU) - turned(NU, MU)
    expected = sum((sp.I * G * m * f for m, f in zip(ISOSPIN, found, strict=True)), sp.zeros(2))
    assert (commutator - expected).applyfunc(sp.expand).is_zero_matrix


# --- anomalies ----------------------------------------------------------------------------------


def generation(**hypercharges: sp.Rational) -> GaugeTheory:
    """One generation with hypercharges of Q, u, d, L, e; without fields."""
    y = {
        "Q": sp.Rational(1, 6),
        "u": sp.Rational(2, 3),
        "d": -sp.Rational(1, 3),
        "L": -sp.Rational(1, 2),
        "e": -sp.S.One,
        **hypercharges,
    }
    doublets = tuple(
        Multiplet(n, (), {"SU2": ISOSPIN, "Y": y[n]}, "L", c) for n, c in (("Q", 3), ("L", 1))
    )
    singlets = tuple(
        Multiplet(n, (), {"Y": y[n]}, "R", c) for n, c in (("u", 3), ("d", 3), ("e", 1))
    )
    return GaugeTheory((SU2, U1), (*doublets, *singlets))


def test_a_generation_is_free_of_anomalies() -> None:
    generation().check_anomalies()


@QUICK
@given(
    name=st.sampled_from("QudLe"),
    shift=st.fractions(-2, 2, max_denominator=6).filter(lambda x: x not in (0,)),
)
def test_one_other_hypercharge_is_an_anomaly(name: str, shift: Fraction) -> None:
    plain = {"Q": (1, 6), "u": (2, 3), "d": (-1, 3), "L": (-1, 2), "e": (-1, 1)}
    value = sp.Rational(*plain[name]) + sp.Rational(shift.numerator, shift.denominator)
    if name in "ude" and abs(value) == abs(sp.Rational(*plain[name])):
        return
    with pytest.raises(GaugeTheoryError, match=r"anomaly: .* left minus right"):
        generation(**{name: value}).check_anomalies()


def test_leptons_without_quarks_are_anomalous() -> None:
    whole = generation()
    leptons = replace(whole, multiplets=tuple(m for m in whole.multiplets if m.name in "Le"))
    with pytest.raises(GaugeTheoryError, match="SU2 1, SU2 1, Y 1"):
        leptons.check_anomalies()


def test_vector_like_matter_has_no_anomaly() -> None:
    q = sp.Symbol("q", real=True)
    psi = DiracFermion("psi")
    GaugeTheory((U1,), (Multiplet("psi", (psi,), {"Y": q}),)).check_anomalies()
    with pytest.raises(GaugeTheoryError, match=r"2\*q\*\*3"):
        GaugeTheory((U1,), (Multiplet("psi", (psi,), {"Y": q}, "L"),)).check_anomalies()


# --- the abelian Higgs model --------------------------------------------------------------------

X = VectorBoson("X", mass=G * V0, gauge_parameter=XI)
PHI = ComplexScalar("Phi")
RHO = RealScalar("rho", mass=sp.sqrt(2 * LAMBDA) * V0)
GOLDSTONE = RealScalar("G_X", mass=sp.sqrt(XI) * G * V0)


def higgs_potential(vacuum: sp.Expr = V0) -> sp.Expr:
    return sp.expand(-LAMBDA * (sp.conjugate(PHI) * PHI - vacuum**2 / 2) ** 2)


def abelian_higgs(
    shift: sp.Expr | None = None,
    potential: sp.Expr | None = None,
    vector: VectorBoson = X,
    extra: Mapping[str, sp.Expr] | None = None,
    others: Mapping[Field, sp.Expr] | None = None,
) -> BrokenTheory:
    """U(1) with one scalar of unit charge."""
    theory = GaugeTheory(
        (GaugeGroup("X", (B,), G),),
        (Multiplet("Phi", (PHI,), {"X": 1}),),
        {"potential": higgs_potential() if potential is None else potential, **(extra or {})},
    )
    if shift is None:
        shift = (V0 + RHO + sp.I * GOLDSTONE) / sp.sqrt(2)
    return BrokenTheory(theory, {B: vector}, {PHI: shift, **(others or {})})


def test_the_abelian_higgs_model_comes_out_in_its_mass_basis() -> None:
    broken = abelian_higgs()
    broken.check()
    check_local_invariance(broken, broken.lagrangian)
    assert set(broken.lagrangian.parts) == {"vectors", "scalars", "potential", "gauge_fixing"}
    rules = FeynmanRules(broken.lagrangian)
    assert not rules.linear
    assert rules.metric(RHO, X, X) == 2 * sp.I * G**2 * V0
    assert broken.partners[X] in (G * V0 * GOLDSTONE, -G * V0 * GOLDSTONE)
    assert not broken.lagrangian.parts["vectors"].has(RHO)


def test_the_unitary_gauge_has_no_goldstone_boson() -> None:
    vector = VectorBoson("X", mass=G * V0, gauge_parameter=sp.oo)
    broken = abelian_higgs((V0 + RHO) / sp.sqrt(2), vector=vector)
    broken.check()
    assert "gauge_fixing" not in broken.lagrangian.parts


def test_ghosts_have_the_mass_of_the_goldstone_boson() -> None:
    ghosts = ghost_lagrangian(abelian_higgs())
    (eta,) = (f for f in ghosts.atoms(Field) if f.ghost)
    anti = sp.conjugate(eta)
    assert eta.mass**2 == GOLDSTONE.mass**2
    quadratic = sp.Add(*(t.expression for t in terms(ghosts) if len(t.operators) == 2))
    expected = Partial(anti, MU) * Partial(eta, MU) - eta.mass**2 * anti * eta
    assert sp.expand(quadratic - expected) == 0
    # a real photon-like ghost meets the Higgs boson only
    assert sp.expand(ghosts - expected) == -XI * G**2 * V0 * RHO * anti * eta


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"potential": higgs_potential(2 * V0)}, "vacuum: .*rho"),
        ({"shift": (V0 + RHO) / sp.sqrt(2)}, "X: its Goldstone boson is missing"),
        (
            {"shift": (V0 + RHO + 2 * sp.I * GOLDSTONE) / sp.sqrt(2)},
            "X: its Goldstone boson is wrong",
        ),
        ({"shift": (V0 + 2 * RHO + sp.I * GOLDSTONE) / sp.sqrt(2)}, "kinetic term of rho"),
        (
            {"potential": higgs_potential() + LAMBDA * (PHI**2 + sp.conjugate(PHI) ** 2)},
            "not invariant",
        ),
        ({"extra": {"mass": X.mass**2 * VectorComponent(B, MU) ** 2 / 2}}, "mass: .*by hand"),
        ({"vector": VectorBoson("X", mass=2 * G * V0, gauge_parameter=XI)}, "mass term of X and X"),
        ({"vector": 2 * X}, "rotation of the vectors"),
        ({"vector": sp.I * X}, "is not real"),
        ({"others": {ComplexScalar("S"): RHO}}, "S: the theory has no such field"),
    ],
    ids=[
        "vacuum",
        "missing",
        "wrong",
        "stretched",
        "explicit breaking",
        "mass by hand",
        "other mass",
        "not orthogonal",
        "not real",
        "no such field",
    ],
)
def test_a_broken_theory_that_is_wrong_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(DerivationError, match=message):
        abelian_higgs(**changed).check()


def test_a_potential_that_gives_the_goldstone_boson_a_mass_is_refused() -> None:
    phases = LAMBDA * V0**2 * (PHI - sp.conjugate(PHI)) ** 2
    broken = abelian_higgs(potential=sp.expand(higgs_potential() + phases))
    with pytest.raises(GaugeTheoryError, match=r"potential: .* Goldstone boson of X"):
        _ = broken.partners


@pytest.mark.parametrize("factor", [-1, 2, 0])
def test_a_gauge_fixing_term_that_does_not_cancel_the_mixing_is_refused(factor: int) -> None:
    parts = dict(abelian_higgs().lagrangian.parts)
    parts["gauge_fixing"] = sp.expand(
        parts["gauge_fixing"].xreplace({GOLDSTONE: factor * GOLDSTONE})
    )
    with pytest.raises(DerivationError, match=r"term of G_X and (G_X|X)"):
        check_broken(Lagrangian(parts=parts))


@pytest.mark.parametrize("part", ["scalars", "potential"])
def test_one_other_sign_is_not_gauge_invariant(part: str) -> None:
    """δ of every single interaction is different from zero: no sign can be changed alone."""
    broken = abelian_higgs()
    variation = LocalVariation(broken)
    for term in terms(broken.lagrangian.parts[part]):
        changed = [t for t in variation(term.expression) if t.coefficient != 0]
        assert changed, term.expression
    bent = dict(broken.lagrangian.parts)
    first = next(t for t in terms(bent[part]) if len(t.operators) == 3)
    bent[part] -= 2 * first.expression
    with pytest.raises(GaugeTheoryError, match="not gauge invariant"):
        check_local_invariance(broken, Lagrangian(parts=bent))


# --- Stueckelberg -------------------------------------------------------------------------------

SIGMA = RealScalar("sigma", mass=sp.sqrt(XI) * G * V0)


def test_a_stated_stueckelberg_mass_is_accepted() -> None:
    psi = DiracFermion("psi", mass=sp.Symbol("m", positive=True))
    theory = GaugeTheory(
        (GaugeGroup("X", (B,), G),),
        (Multiplet("psi", (psi,), {"X": 1}),),
        {"mass": -psi.mass * bilinear(psi, psi)},
        {B: (G * V0, SIGMA)},
    )
    broken = BrokenTheory(theory, {B: X})
    broken.check()
    check_local_invariance(broken, broken.lagrangian)
    assert broken.partners[X] == G * V0 * SIGMA


def test_a_stueckelberg_mass_of_a_non_abelian_vector_is_refused() -> None:
    theory = GaugeTheory((SU2,), (doublet_with(ISOSPIN),), {}, {W[0]: (V0, SIGMA)})
    with pytest.raises(GaugeTheoryError, match=r"W1: .*abelian"):
        theory.check()


# --- SU(2) broken by a triplet -------------------------------------------------------------------


def georgi_glashow() -> BrokenTheory:
    """A real triplet leaves U(1): real generators, a complex and a massless vector."""
    triplet = tuple(RealScalar(f"t_{a}") for a in (1, 2, 3))
    adjoint = tuple(
        sp.Matrix(3, 3, lambda b, c, a=a: -sp.I * sp.LeviCivita(a, b, c)) for a in range(3)
    )
    square = sum(t**2 for t in triplet) - V0**2
    theory = GaugeTheory(
        (SU2,),
        (Multiplet("triplet", triplet, {"SU2": adjoint}),),
        {"potential": sp.expand(-LAMBDA * square**2 / 4)},
    )
    charged = ComplexVector("V", charges={"EM": 1}, mass=G * V0, gauge_parameter=XI)
    photon = VectorBoson("A", gauge_parameter=1)
    plus = ComplexScalar("G_V", charges={"EM": 1}, mass=sp.sqrt(XI) * G * V0)
    higgs = RealScalar("rho", mass=sp.sqrt(2 * LAMBDA) * V0)
    root = sp.sqrt(2)
    vectors = {
        W[0]: (charged + sp.conjugate(charged)) / root,
        W[1]: sp.I * (charged - sp.conjugate(charged)) / root,
        W[2]: photon,
    }
    fields = {
        triplet[0]: (plus + sp.conjugate(plus)) / root,
        triplet[1]: sp.I * (plus - sp.conjugate(plus)) / root,
        triplet[2]: V0 + higgs,
    }
    return BrokenTheory(theory, vectors, fields)


def test_a_real_triplet_breaks_su2_to_u1() -> None:
    broken = georgi_glashow()
    broken.check()
    check_local_invariance(broken, broken.lagrangian)
    charged, photon = (next(v for v in broken.physical if v.name == n) for n in ("V", "A"))
    # the charge that the photon sees is g, from the commutator as from the scalars
    rules = FeynmanRules(broken.lagrangian)
    vvv = rules.triple(charged, sp.conjugate(charged), photon).coefficients
    assert {abs(c) for row in vvv for c in row} == {0, G}
    (plus,) = broken.partners[charged].atoms(Field)
    current = rules.current(plus, sp.conjugate(plus), photon)
    assert current.first == -current.second
    assert abs(current.first) == G


def test_a_rotation_that_mixes_mass_eigenstates_is_refused() -> None:
    broken = georgi_glashow()
    angle = sp.Symbol("x", real=True)
    wrong = dict(broken.vectors)
    turned = rotation(angle) * sp.Matrix([wrong[W[1]], wrong[W[2]]])
    wrong[W[1]], wrong[W[2]] = turned
    with pytest.raises(DerivationError, match="changes the charge EM"):
        replace(broken, vectors=wrong).check()
    stretched = {**broken.vectors, W[2]: 2 * broken.vectors[W[2]]}
    with pytest.raises(NotOrthogonalError, match="rotation of the vectors"):
        _ = replace(broken, vectors=stretched).rotation


# --- terms of the author --------------------------------------------------------------------------


def test_a_majorana_mass_of_a_charged_field_is_refused() -> None:
    psi = DiracFermion("psi")
    mass = with_conjugate(bilinear(charge_conjugate(psi), psi, chirality="L"))
    theory = GaugeTheory((U1,), (Multiplet("psi", (psi,), {"Y": 1}),), {"mass": mass})
    with pytest.raises(GaugeTheoryError, match="mass: not invariant under Y"):
        theory.check_invariance()
    neutral = replace(theory, multiplets=(Multiplet("psi", (psi,), {"Y": 0}),))
    neutral.check_invariance()


def test_a_derivative_among_the_terms_is_refused() -> None:
    theory = GaugeTheory(
        (U1,), (Multiplet("Phi", (PHI,), {"Y": 1}),), {"kinetic": scalar_kinetic(PHI)}
    )
    with pytest.raises(GaugeTheoryError, match="derivatives"):
        theory.check_invariance()


def test_kinetic_terms_agree_with_the_abelian_covariant_derivative() -> None:
    """Matrices of one entry are charges: two independent builders of D_μ."""
    q = sp.Rational(2, 3)
    v = VectorBoson("V", group="V", coupling=G)
    phi = ComplexScalar("S", charges={"V": q})
    psi = DiracFermion("psi", charges={"V": q})
    chi = MajoranaFermion("chi")
    theory = GaugeTheory(
        (GaugeGroup("V", (v,), G),),
        (
            Multiplet("S", (phi,), {"V": q}),
            Multiplet("psi", (psi,), {"V": q}),
            Multiplet("chi", (chi,)),
        ),
    )
    broken = BrokenTheory(theory)
    assert sp.expand(broken.scalar_kinetic - scalar_kinetic(phi, (v,))) == 0
    expected = fermion_kinetic(psi, (v,)) + fermion_kinetic(chi)
    assert sp.expand(broken.fermion_kinetic - expected) == 0
    strength = FieldStrength(v, MU, NU).doit()
    assert sp.expand(broken.vector_kinetic + strength**2 / 4) == 0
