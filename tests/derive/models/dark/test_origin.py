"""Operators that break the gauge symmetry: found by the engine, and what they have to be."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import Bilinear, ChargeConjugate
from darktmm.derive.lagrangian import Doublet, normal_form, su2_variation, terms, u1_breaking
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_DIRAC,
    M_LEFT,
    M_RIGHT,
    Q_N,
    Q_S,
    DarkModel,
    E,
    N,
    dark_model,
    origin,
)
from darktmm.derive.models.dark.origin import (
    H_0,
    H_PLUS,
    HIGGS,
    S_MANDELSTAM,
    V,
    dark_higgs,
    dark_vacuum,
    doublet_splitting,
    electroweak_vacuum,
    in_vacuum,
    invariants,
    lowest,
    majorana,
    radial_cancellation,
    radial_in_cartesian_fields,
    scalar_splitting,
)
from darktmm.derive.models.dark_higgs import GOLDSTONE, M_RADIAL, QUARTIC, RADIAL, V_D
from darktmm.derive.symbols import G_FERMI

QUICK = settings(deadline=None, max_examples=8, derandomize=True, database=None)
DOUBLETS = (Doublet(N, E), HIGGS)
ROOT = sp.sqrt(2)

FOUND = {
    ("m_L", 2): (6, V**2 * V_D / (2 * ROOT)),
    ("m_L", 1): (7, V**2 * V_D**2 / 4),
    ("m_R", 2): (6, V**2 * V_D / (2 * ROOT)),
    ("m_R", 1): (7, V**2 * V_D**2 / 4),
    ("b", 2): (3, V_D / ROOT),
    ("b", 1): (4, V_D**2 / 2),
    ("split", 2): (5, V**2 / 2),
    ("split", 1): (5, V**2 / 2),
}
BREAKINGS = {
    "m_L": majorana("L"),
    "m_R": majorana("R"),
    "b": scalar_splitting(),
    "split": doublet_splitting(),
}


# --- what is found ------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), FOUND)
@pytest.mark.parametrize("sign", [1, -1])
def test_lowest_dimension(name: str, size: int, sign: int) -> None:
    """Dimension and vacuum value: one factor v/√2 or v_D/√2 for each field."""
    found = lowest(BREAKINGS[name], sign * size)
    assert (found.dimension, found.vacuum) == FOUND[name, size]


def test_diagonal_splitting_of_the_scalars() -> None:
    for charge in (2, 1):
        diagonal, mixed = (lowest(scalar_splitting(1, b), charge) for b in (1, 2))
        assert (diagonal.dimension, diagonal.vacuum) == (mixed.dimension, mixed.vacuum)


@pytest.mark.parametrize("name", ["m_L", "m_R", "b"])
def test_a_dark_higgs_of_three_units_is_of_no_use(name: str) -> None:
    with pytest.raises(DerivationError, match=r"no operator up to dimension 8 .* charge 3 Q_N"):
        lowest(BREAKINGS[name], 3)


def test_without_a_neutral_combination_the_reason_is_named() -> None:
    """Ψ^cΨ alone has hypercharge; with two Higgs doublets it lacks the dark charge only."""
    rejected = lowest(majorana("L"), 2).rejected
    assert rejected[r"\Psi\Psi"] == "charge -1 of Y, 2*Q_N of D"
    assert rejected[r"\Psi\Psi H H"] == "charge 2*Q_N of D"
    assert rejected[r"\Psi\Psi \varphi^*"] == "charge -1 of Y"
    assert lowest(doublet_splitting(), 2).rejected[r"\bar\Psi\Psi"] == "no mass in the vacuum"


@QUICK
@given(st.sampled_from([-2, -1, 1, 2]), st.sampled_from(["m_L", "b"]))
def test_lowest_dimension_by_counting_charges(charge: int, name: str) -> None:
    """No field, no engine: the least number of H, H†, φ, φ† that balances Y and D."""
    half_hypercharge, dark = {"m_L": (-2, 2), "b": (0, -2)}[name]
    start = {"m_L": 3, "b": 2}[name]
    least = min(
        start + a + b + c + d
        for a, b, c, d in product(range(5), repeat=4)
        if half_hypercharge + a - b == 0 and dark + charge * (c - d) == 0
    )
    assert lowest(BREAKINGS[name], charge).dimension == least


# --- invariance, by other means -----------------------------------------------------------------


def numbers_for(fields: dict[sp.Expr, complex], expression: sp.Expr) -> complex:
    """An operator with bilinears as products of numbers: \\overline{ψ^c}χ → ψχ, ψ̄χ → ψ*χ."""
    total = 0j
    for term in terms(expression):
        value = complex(term.coefficient)
        for op in term.operators:
            if isinstance(op, Bilinear):
                bar = op.bar
                left = (
                    fields[bar.field]
                    if isinstance(bar, ChargeConjugate)
                    else fields[bar].conjugate()
                )
                value *= left * fields[op.ket]
            elif isinstance(op, sp.conjugate):
                value *= fields[op.args[0]].conjugate()
            else:
                value *= fields[op]
        total += value
    return total


def rotated(fields: dict[sp.Expr, complex], rng: np.random.Generator) -> dict[sp.Expr, complex]:
    """A random finite element of SU(2) × U(1)_Y × U(1)_D."""
    a, b = rng.normal(size=2) + 1j * rng.normal(size=2)
    norm = np.sqrt(abs(a) ** 2 + abs(b) ** 2)
    u = np.array([[a, b], [-b.conjugate(), a.conjugate()]]) / norm
    hyper, dark = rng.uniform(0, 6, 2)
    turned = dict(fields)
    for d in DOUBLETS:
        turned[d.upper], turned[d.lower] = u @ [fields[d.upper], fields[d.lower]]
    for f in turned:
        y, q = (complex(f.charge(g).subs({Q_N: 1, Q_S: -1})).real for g in ("Y", "D"))
        turned[f] *= np.exp(1j * (hyper * y + dark * q))
    return turned


@pytest.mark.parametrize(("name", "size"), FOUND)
def test_operators_are_invariant_under_finite_transformations(name: str, size: int) -> None:
    """Random group elements on numbers; with one sign changed the operator is refused."""
    rng = np.random.default_rng(5)
    breaking = BREAKINGS[name]
    phi = dark_higgs(size)
    scalars = dark_model(generations=2, mixing="symbols").scalars
    for operator in lowest(breaking, size).operators:
        expression = operator.expression
        pieces = [t.expression for t in terms(expression)]
        fields = {f: complex(*rng.normal(size=2)) for f in (N, E, H_PLUS, H_0, phi, *scalars)}
        value = numbers_for(fields, expression)
        for _ in range(3):
            turned = rotated(fields, rng)
            assert numbers_for(turned, expression) == pytest.approx(value, rel=1e-10)
            if len(pieces) > 1:
                wrong = expression - 2 * pieces[0]
                before, after = (numbers_for(f, wrong) for f in (fields, turned))
                assert abs(after - before) > 1e-3 * abs(before)


def singlets(spins: list[list[float]]) -> int:
    """Number of SU(2) singlets by weights: those of T₃ = 0 less those of T₃ = 1."""
    totals = [sum(w) for w in product(*spins)]
    return totals.count(0.0) - totals.count(1.0)


def test_number_of_invariants() -> None:
    """Sym²(½) ⊗ Sym²(½) has one singlet, ½⊗½⊗½⊗½ two: as many as the engine finds."""
    triplet, half = [-1.0, 0.0, 1.0], [-0.5, 0.5]
    pairs = BREAKINGS["m_L"].fields
    higgs = [H_PLUS**2, H_PLUS * H_0, H_0**2]
    found = invariants([p * h for p in pairs for h in higgs], DOUBLETS)
    assert len(found) == singlets([triplet, triplet]) == 1
    dirac = BREAKINGS["split"].fields
    mixed = [a * sp.conjugate(b) for a in (H_PLUS, H_0) for b in (H_PLUS, H_0)]
    found = invariants([p * h for p in dirac for h in mixed], DOUBLETS)
    assert len(found) == singlets([half] * 4) == comb(4, 2) - comb(4, 1) == 2
    assert len(pairs) == 3 and len(dirac) == 4


def test_a_triplet_without_partner_has_no_invariant() -> None:
    """Ψ^cΨ is symmetric: a triplet; \\bar ΨΨ has one singlet, which splits nothing."""
    assert invariants(BREAKINGS["m_L"].fields, DOUBLETS) == []
    (singlet,) = invariants(BREAKINGS["split"].fields, DOUBLETS)
    weights = dict(doublet_splitting().mass)
    assert sum(weights[next(iter(t.operators))] * t.coefficient for t in terms(singlet)) == 0


@pytest.mark.parametrize(("name", "size"), FOUND)
def test_engine_calls_them_neutral_and_the_masses_not(name: str, size: int) -> None:
    """u1_breaking and su2_variation, on the operator and on what is left of it in the vacuum."""
    for operator in lowest(BREAKINGS[name], size).operators:
        for group in ("Y", "D", "EM"):
            charges = u1_breaking(operator.expression, group)
            assert {q.subs(Q_S, -Q_N) for q in charges} <= {0}
        assert not su2_variation(operator.expression, DOUBLETS)
        left = in_vacuum(operator.expression, dark_higgs(size))
        if name != "b":
            assert su2_variation(left, DOUBLETS)
        if name != "split":
            assert u1_breaking(left, "D")
        assert not u1_breaking(left, "EM")


# --- what becomes of them -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "symbol"), [("m_L", M_LEFT), ("m_R", M_RIGHT)])
def test_the_mass_is_that_of_6(name: str, symbol: sp.Symbol) -> None:
    """In the vacuum the operator is the monomial that m multiplies in (6), and nothing else."""
    part = normal_form(DarkModel().printed().parts["L_LNV"])
    found = lowest(BREAKINGS[name], 2)
    (operator,) = found.operators
    left = in_vacuum(operator.expression, dark_higgs(2))
    (term,) = terms(left)
    assert term.coefficient == found.vacuum
    assert part.coeff(sp.Mul(*term.operators)) == -symbol / 2


def test_the_splitting_is_that_of_the_doublet() -> None:
    """(Ψ̄H)(H†Ψ) and (Ψ̄H̃)(H̃†Ψ) leave one of E and N a mass each."""
    masses = {normal_form(m) for m, _ in doublet_splitting().mass}
    part = normal_form(DarkModel().printed().parts["L_new"])
    for operator in lowest(doublet_splitting(), 2).operators:
        (term,) = terms(in_vacuum(operator.expression, dark_higgs(2)))
        assert {sp.Mul(*term.operators)} < masses
    assert {part.coeff(m) for m in masses} == {-M_DIRAC, -E.mass}


@pytest.mark.parametrize(("name", "size"), FOUND)
def test_scale_gives_the_mass_back(name: str, size: int) -> None:
    """m = Λ^(4−d) ∏⟨field⟩; another power does not."""
    found = lowest(BREAKINGS[name], size)
    mass = sp.Symbol("size", positive=True)
    scale = found.scale(mass)
    d = found.dimension
    power = 1 if d == 4 else 4 - d
    assert sp.simplify(scale**power * found.vacuum - mass) == 0
    assert sp.simplify(scale ** (power + 1) * found.vacuum - mass) != 0
    assert sp.simplify(scale**power * found.vacuum / 2 - mass) != 0


def test_vacuum_values() -> None:
    """v = (√2 G_F)^(−1/2); m_A' = g_D|Q_φ|v_D."""
    assert sp.simplify(electroweak_vacuum() - (ROOT * G_FERMI) ** sp.Rational(-1, 2)) == 0
    for charge in (-2, -1, 1, 2):
        expected = DARK_PHOTON.mass / (G_D * abs(charge) * sp.Abs(Q_N))
        assert sp.simplify(dark_vacuum(charge) - expected) == 0


# --- radial mode ----------------------------------------------------------------------------------


def test_growth_is_cancelled_by_the_radial_mode() -> None:
    """contact + exchange → 0 for s → ∞, contact alone for m_h → ∞; a factor 2 or a sign is seen."""
    law = radial_cancellation()
    assert law.contact == 1 / V_D**2
    assert sp.limit(law.total, S_MANDELSTAM, sp.oo) == 0
    assert sp.limit(law.total, M_RADIAL, sp.oo) == law.contact
    for wrong in (law.contact - law.exchange, 2 * law.contact + law.exchange):
        assert sp.limit(wrong, S_MANDELSTAM, sp.oo) != 0
    assert sp.limit(law.total * S_MANDELSTAM, S_MANDELSTAM, sp.oo) == -(M_RADIAL**2) / V_D**2


def test_polar_and_cartesian_fields_agree() -> None:
    """A contact term and a derivative coupling, or the potential: one amplitude."""
    assert sp.simplify(radial_cancellation().total - radial_in_cartesian_fields()) == 0
    assert radial_cancellation().exchange != radial_in_cartesian_fields()
    model = origin.completed()
    rule = model.scalar_rule(RADIAL, GOLDSTONE, GOLDSTONE)
    assert sp.simplify(rule + 2 * sp.I * QUARTIC * V_D) == 0


def test_result_is_exact() -> None:
    law = origin.result(DarkModel())
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
    assert len(law.remarks) == 6
