"""The electroweak theory: couplings that are known, the gauge symmetry, and what is refused."""

from __future__ import annotations

import pickle
from itertools import product

import pytest
import sympy as sp

from darktmm.derive.breaking import BrokenTheory, check_broken
from darktmm.derive.conventions import COVARIANT_SIGN, ELEMENTARY_CHARGE
from darktmm.derive.errors import DerivationError, GaugeTheoryError
from darktmm.derive.fields import MU, Field, Partial, quantum
from darktmm.derive.invariance import (
    LocalVariation,
    check_local_invariance,
    ghost_fields,
    ghost_lagrangian,
)
from darktmm.derive.lagrangian import Lagrangian, terms, u1_breaking
from darktmm.derive.models.electroweak import (
    C_W,
    M_Z,
    NEUTRINOS,
    S_W,
    UNBROKEN,
    VEV,
    Electroweak,
    Mixing,
    squares,
    theory,
)
from darktmm.derive.symbols import M_W, G
from darktmm.derive.vertices import Chiral

E = ELEMENTARY_CHARGE
HALF = sp.Rational(1, 2)
KINDS = pytest.mark.parametrize("kind", NEUTRINOS)
BOSONS = ("vectors", "scalars", "potential")


def small(kind: str, gauge: str = "general") -> Electroweak:
    """One charged lepton; two neutrinos in a seesaw."""
    return theory(kind, gauge, ("e",))


def spelled(expression: sp.Expr) -> sp.Expr:
    """In g and c_W with e = g s_W."""
    return squares(sp.expand(expression.xreplace({E: G * S_W})))


# --- the whole ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gauge", ["general", "feynman", "unitary"])
@KINDS
def test_everything_is_hermitian_charge_conserving_and_in_its_mass_basis(
    kind: str, gauge: str
) -> None:
    model = small(kind, gauge)
    model.check()
    assert not model.rules.linear
    assert model.rules.contact


def test_three_families() -> None:
    model = theory("majorana")
    model.check()
    assert len(model.neutrinos) == len(model.charged) == 3
    assert theory("majorana") is model


def test_every_field_has_the_mass_of_the_lagrangian() -> None:
    model = small("dirac")
    found = {f.name: f.mass for f in model.lagrangian.fields}
    xi = {v.name: v.gauge_parameter for v in (model.W, model.Z, model.photon)}
    assert found["W"] == M_W
    assert found["Z"] == M_Z
    assert found["A"] == 0
    assert found["G_W"] ** 2 == xi["W"] * M_W**2
    assert found["G_Z"] ** 2 == xi["Z"] * M_Z**2
    for name, mass in found.items():
        if mass != 0:
            heavier = {
                f: type(f)(f.name, **_kwargs(f)) for f in model.lagrangian.fields if f.name == name
            }
            bent = Lagrangian(
                parts={k: p.xreplace(heavier) for k, p in model.lagrangian.parts.items()}
            )
            with pytest.raises(DerivationError, match=f"mass [LR ]*term of {name} and {name}"):
                check_broken(bent, squares)


def _kwargs(field: Field) -> dict[str, object]:
    _, kwargs = field.__getnewargs_ex__()
    return {**kwargs, "mass": 2 * field.mass}


# --- couplings ------------------------------------------------------------------------------------


@KINDS
def test_the_photon_sees_the_charge(kind: str) -> None:
    """−s·ieQ for fermions, and the same charge of W and its Goldstone boson."""
    model = small(kind)
    rules, photon = model.rules, model.photon
    electron = model.charged["e"]
    unit = -COVARIANT_SIGN * sp.I * E
    assert rules.vector(electron, electron, photon) == Chiral(-unit, -unit)
    assert all(
        not rules.vector(a, b, photon)
        for a in model.neutrinos.values()
        for b in model.neutrinos.values()
    )
    plus, minus = model.goldstone, sp.conjugate(model.goldstone)
    # e Q (k_1 − k_2) for φ(k_1) φ†(k_2): i·(−i)(−s e Q)·i
    current = rules.current(plus, minus, photon)
    assert (current.first, current.second) == (unit, -unit)
    w, anti = model.W, sp.conjugate(model.W)
    vvv = rules.triple(w, anti, photon).coefficients
    yang_mills = sp.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    assert sp.Matrix(vvv) == unit * yang_mills
    assert sp.Matrix(rules.triple(w, anti, model.Z).coefficients) == unit / E * G * C_W * yang_mills
    assert rules.metric(plus, anti, photon) ** 2 == -((E * M_W) ** 2)


@KINDS
def test_currents_of_w_and_z(kind: str) -> None:
    model = small(kind)
    rules, electron = model.rules, model.charged["e"]
    s = -COVARIANT_SIGN * sp.I
    for i, nu in model.neutrinos.items():
        u = model.U("e", i)
        assert rules.vector(nu, electron, model.W) == Chiral(s * G / sp.sqrt(2) * sp.conjugate(u))
        barred = rules.vector(electron, nu, sp.conjugate(model.W))
        assert barred == Chiral(s * G / sp.sqrt(2) * u)
    z = rules.vector(electron, electron, model.Z)
    sine = 1 - C_W**2
    assert sp.expand(z.left - s * G / C_W * (-HALF + sine)) == 0
    assert sp.expand(z.right - s * G / C_W * sine) == 0
    for (i, a), (j, b) in product(model.neutrinos.items(), repeat=2):
        overlap = model.U.overlap(i, j) if kind == "seesaw" else sp.Integer(i == j)
        both = rules.vector(a, b, model.Z)
        assert sp.expand(both.left - s * G / (2 * C_W) * overlap) == 0
        flipped = 0 if kind == "dirac" else sp.conjugate(overlap)
        assert sp.expand(both.right + s * G / (2 * C_W) * flipped) == 0


@KINDS
def test_goldstone_bosons_couple_to_the_divergence_of_the_current(kind: str) -> None:
    r"""δV = ∂α, δK = −M²α: K couples as −∂J/M², and i∂̸ψ = mψ makes masses of it."""
    model = small(kind)
    rules, electron = model.rules, model.charged["e"]
    cases = [(nu, electron, model.W, model.goldstone) for nu in model.neutrinos.values()]
    cases += [(electron, electron, model.Z, model.neutral_goldstone)]
    if kind != "seesaw":  # C_ij m_j is there with the other masses, by Σ m_i U_i² = 0
        cases += [(nu, nu, model.Z, model.neutral_goldstone) for nu in model.neutrinos.values()]
    for out, into, vector, scalar in cases:
        current = rules.vector(out, into, vector)
        weight = -sp.I * model.broken.partners[vector].coeff(scalar) / vector.mass**2
        left = weight * (out.mass * current.left - into.mass * current.right)
        right = weight * (out.mass * current.right - into.mass * current.left)
        found = rules.yukawa(out, into, scalar)
        assert found
        assert sp.expand(found.left - left) == 0
        assert sp.expand(found.right - right) == 0


@pytest.mark.parametrize(("kind", "power"), [("dirac", 1), ("majorana", 2), ("seesaw", 1)])
def test_the_higgs_boson_knows_the_dimension_of_the_mass(kind: str, power: int) -> None:
    model = small(kind)
    h = model.higgs
    electron = model.charged["e"]
    found = model.rules.yukawa(electron, electron, h)
    assert found.left == found.right == -sp.I * electron.mass / VEV
    nu = model.neutrinos[1]
    weight = model.U.overlap(1, 1) if kind == "seesaw" else 1
    twice = 2 if kind == "seesaw" else 1  # ν_L and ν_R are one field
    assert (
        sp.expand(
            model.rules.yukawa(nu, nu, h).left + sp.I * twice * power * weight * nu.mass / VEV
        )
        == 0
    )
    assert model.rules.metric(h, model.W, sp.conjugate(model.W)) == sp.I * G * M_W
    assert model.rules.metric(h, model.Z, model.Z) == sp.I * G * M_W / C_W**2


# --- the gauge symmetry ---------------------------------------------------------------------------


def test_bosons_are_gauge_invariant_and_every_sign_counts() -> None:
    model = small("dirac")
    parts = {name: model.lagrangian.parts[name] for name in (*BOSONS, "gauge_fixing")}
    check_local_invariance(model.broken, Lagrangian(parts=parts), spelled)
    variation = LocalVariation(model.broken)
    bosons = [t for name in BOSONS for t in terms(parts[name]) if len(t.operators) == 3]
    for term in bosons:  # L is invariant, so 2δ(term) is what another sign would leave
        left: dict[sp.Expr, sp.Expr] = {}
        for t in variation(term.expression):
            key = sp.Mul(*t.operators)
            left[key] = left.get(key, 0) + t.coefficient
        assert any(sp.expand(x) != 0 for x in left.values()), term.expression
    vvv = next(t for t in terms(parts["vectors"]) if len(t.operators) == 3)
    bent = {"vectors": 2 * vvv.expression, "gauge_fixing": parts["gauge_fixing"]}
    with pytest.raises(GaugeTheoryError, match="not gauge invariant"):
        check_local_invariance(model.broken, Lagrangian(parts=bent), spelled)


@pytest.mark.parametrize("kind", ["dirac", "majorana"])
def test_fermions_are_gauge_invariant_with_their_goldstone_bosons(kind: str) -> None:
    model = small(kind)
    parts = {k: p for k, p in model.lagrangian.parts.items() if k not in BOSONS}

    def normal(x: sp.Expr) -> sp.Expr:
        return spelled(model.U.columns(model.U.columns(x)))

    check_local_invariance(model.broken, Lagrangian(parts=parts), normal)
    goldstones = {model.goldstone, model.neutral_goldstone}
    for name in ("yukawa", "weinberg" if kind == "majorana" else "neutrino_yukawa"):
        term = next(
            t for t in terms(parts[name]) if goldstones & t.fields() and len(t.operators) == 2
        )
        bent = {**parts, name: parts[name] - 2 * term.expression}
        with pytest.raises(GaugeTheoryError, match="not gauge invariant"):
            check_local_invariance(model.broken, Lagrangian(parts=bent), normal)


def test_a_seesaw_is_gauge_invariant_if_nu_alpha_has_no_majorana_mass() -> None:
    """With m_1 : m_2 = 9 : 16, U = (4/5, 3i/5); one other mass, or one other phase, is refused."""
    model = small("seesaw")
    m = sp.Symbol("m", positive=True)
    first, second = model.masses.values()
    parts = {k: p for k, p in model.lagrangian.parts.items() if k not in BOSONS}
    entries = (model.U("e", 1), model.U("e", 2))

    def check(heavy: sp.Expr, phase: sp.Expr) -> None:
        values = {first: 9 * m, second: heavy}
        values |= dict(zip(entries, (sp.Rational(4, 5), phase * sp.Rational(3, 5)), strict=True))
        at = Lagrangian(
            parts={
                k: sp.Add(*(t.coefficient.subs(values) * sp.Mul(*t.operators) for t in terms(p)))
                for k, p in parts.items()
            }
        )
        check_local_invariance(model.broken, at, lambda x: spelled(x.subs(values)))

    check(16 * m, sp.I)
    for heavy, phase in ((15 * m, sp.I), (16 * m, sp.S.One)):
        with pytest.raises(GaugeTheoryError, match="not gauge invariant"):
            check(heavy, phase)


# --- unitarity is a rewriting ---------------------------------------------------------------------


def test_rewritings_hold_for_a_unitary_matrix_and_are_not_silent() -> None:
    u = Mixing(("e", "mu"), 2)
    number = sp.Matrix([[3, 4 * sp.I], [4 * sp.I, 3]]) / 5
    values = {u(a, i): number[r, i - 1] for r, a in enumerate(u.flavours) for i in u.indices}
    for i, j in product(u.indices, repeat=2):
        overlap = u.overlap(i, j)
        assert overlap != int(i == j)  # nothing is rewritten unasked
        assert u.columns(overlap) == int(i == j)
        assert sp.simplify(overlap.subs(values) - int(i == j)) == 0
    expression = sp.conjugate(u("e", 2)) * u("mu", 2) * u("e", 1)
    for rewriting in (u.rows, u.columns):
        changed = rewriting(expression)
        assert sp.simplify((changed - expression).subs(values)) == 0
    assert u.rows(expression) != sp.expand(expression)


def test_rows_of_a_seesaw_are_orthonormal_and_its_columns_are_not() -> None:
    u = Mixing(("e",), 2)
    row = sum(sp.conjugate(u("e", i)) * u("e", i) for i in u.indices)
    assert u.rows(row) == 1
    with pytest.raises(DerivationError, match="columns: 1 rows of 2"):
        u.columns(row)


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"neutrinos": "weyl"}, "neutrinos: 'weyl'"),
        ({"gauge": "landau"}, "gauge: 'landau'"),
        ({"flavours": ("e", "nu")}, "flavours: no charged lepton nu"),
        ({"neutrinos": "dirac", "states": 4}, "states: 4 with 3"),
        ({"neutrinos": "seesaw", "states": 3}, "states: 3 with 3"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_theory_that_does_not_exist_is_refused(choice: dict[str, str], message: str) -> None:
    with pytest.raises(DerivationError, match=message):
        theory(**choice)


def test_a_wrong_mixing_angle_or_vacuum_is_refused() -> None:
    model = small("dirac")
    broken = model.broken
    vectors = dict(broken.vectors)
    w3, hyper = UNBROKEN[2], broken.gauge_vectors[-1]
    vectors[w3], vectors[hyper] = model.photon, model.Z
    with pytest.raises(DerivationError, match=r"Goldstone|EM|mass|kinetic"):
        BrokenTheory(model.symmetric, vectors, broken.fields, squares).check()
    (lower,) = (h for h, x in broken.fields.items() if x.has(model.higgs))
    elsewhere = {**broken.fields, lower: broken.fields[lower] + M_W / G}
    with pytest.raises(GaugeTheoryError, match="vacuum"):
        BrokenTheory(model.symmetric, broken.vectors, elsewhere, squares).check()
    for name, replaced in (
        ("W", {h: 0 * x if x == model.goldstone else x for h, x in broken.fields.items()}),
        ("Z", {**broken.fields, lower: (VEV + model.higgs) / sp.sqrt(2)}),
    ):
        with pytest.raises(GaugeTheoryError, match=f"{name}: its Goldstone boson is missing"):
            _ = BrokenTheory(model.symmetric, broken.vectors, replaced, squares).partners


# --- ghosts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("gauge", ["general", "feynman"])
def test_ghosts_have_the_masses_of_their_goldstone_bosons_and_the_charge_of_w(gauge: str) -> None:
    model = small("dirac", gauge)
    found = ghost_lagrangian(model.broken)
    assert u1_breaking(found, "EM") == {}
    ghosts = ghost_fields(model.broken)
    goldstones = {"W": model.goldstone, "Z": model.neutral_goldstone}
    quadratic = sp.Add(*(t.expression for t in terms(found) if len(t.operators) == 2))
    expected = sp.S.Zero
    for op, ghost in ghosts.items():
        anti, vector = sp.conjugate(ghost), quantum(op)
        expected += Partial(anti, MU) * Partial(ghost, MU) - ghost.mass**2 * anti * ghost
        partner = goldstones.get(vector.name)
        assert ghost.mass**2 == (partner.mass**2 if partner else 0)
    assert len(ghosts) == 4  # W, W†, Z and the photon
    assert spelled(quadratic - expected) == 0


def test_the_photon_sees_the_charge_of_ghosts() -> None:
    """−s·ieQ times the momentum of the antighost, from the variation of the gauge-fixing function."""
    model = small("dirac")
    rules = model.rules_with_ghosts
    for op, ghost in ghost_fields(model.broken).items():
        current = rules.current(sp.conjugate(ghost), ghost, model.photon)
        unit = -COVARIANT_SIGN * sp.I * E * ghost.charge("EM")
        assert (current.first, current.second) == (-unit, 0)
        charges = {model.W: 1, sp.conjugate(model.W): -1}
        assert ghost.charge("EM") == charges.get(op, 0)


def test_the_theory_survives_pickling() -> None:
    model = small("majorana")
    again = pickle.loads(pickle.dumps(model.lagrangian))
    assert again.expression == model.lagrangian.expression
    assert {f.name: f.mass for f in again.fields} == {
        f.name: f.mass for f in model.lagrangian.fields
    }
