"""The ledger: every verdict is computed, and it moves when what is printed or derived moves."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sympy as sp

import darktmm.derive.basis
import darktmm.derive.lagrangian
from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.errors import NotDiagonalError
from darktmm.derive.fields import ComplexScalar, RealScalar, bilinear
from darktmm.derive.lagrangian import Lagrangian, with_conjugate
from darktmm.derive.laws import kinetic_mixing, scattering
from darktmm.derive.loops.functions import M_A1, M_H1, M, path_function
from darktmm.derive.loops.integrals import SimplexIntegral, integrate_simplex
from darktmm.derive.models.dark import (
    M_DIRAC,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA_I,
    THETA_R,
    DarkModel,
    N,
    feynman_rules,
    splitting,
    transition,
    yukawa,
)
from darktmm.papers.arxiv_2603_25704 import matrix_routes, printed, signs
from darktmm.papers.arxiv_2603_25704 import symbolic as ledger
from darktmm.papers.arxiv_2603_25704.recorded_symbolic import RECORDED
from darktmm.papers.row import Finding, Row, Verdict


def clear_caches() -> None:
    """Forget everything that was derived."""
    for name, module in list(sys.modules.items()):
        if name == "derive" or name.startswith("derive."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """The ledger as it stands."""
    clear_caches()
    return {row.id: row for row in ledger.derive_ledger()}


@pytest.fixture
def fresh(rows: dict[str, Row]) -> Iterator[None]:
    """No derivation is remembered across an alteration, on either side of it."""
    clear_caches()
    yield
    clear_caches()


@pytest.fixture
def altered(rows: dict[str, Row], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Exchange what is printed; only the comparison with it is forgotten, not the physics."""

    def forget() -> None:
        for f in (signs.statements, signs.by_id, signs.consistent_sets, signs.irreconcilable):
            f.cache_clear()

    def alter(name: str, value: Any) -> None:
        assert hasattr(printed, name)
        monkeypatch.setattr(printed, name, value)
        forget()

    yield alter
    monkeypatch.undo()
    forget()


def verdicts(row: Row) -> list[str]:
    """The words of its findings, in order."""
    return [f.verdict.word for f in row.findings]


# --- completeness -------------------------------------------------------------------------------


SECTION_2 = {f"eq{n:02d}" for n in range(3, 24)} | {"eq18a", "table1"}
SECTION_3 = {f"eq{n}" for n in (*range(24, 30), *range(32, 36))}


def test_every_row_is_there(rows: dict[str, Row]) -> None:
    """(3)–(23), the unnumbered Lagrangian, Table 1, (24)–(29), (32)–(35) and 21 claims."""
    assert set(ledger.ORDER) >= SECTION_2 | SECTION_3
    claims = set(ledger.ORDER) - SECTION_2 - SECTION_3
    assert len(claims) == 21
    assert all(name.startswith("claim-") for name in claims)
    assert len(set(ledger.ORDER)) == len(ledger.ORDER) == 54
    assert list(rows) == list(ledger.ORDER)
    assert set(ledger.DERIVATIONS) == set(ledger.ORDER) == set(RECORDED)


@pytest.mark.parametrize("name", ledger.ORDER)
def test_verdict_is_computed_and_recorded(rows: dict[str, Row], name: str) -> None:
    """The verdict that was reviewed is the one that the derivation gives today."""
    assert rows[name].verdict.word == RECORDED[name]
    assert rows[name].title and rows[name].printed


@pytest.mark.parametrize("name", ledger.ORDER)
def test_routes_agree_exactly(rows: dict[str, Row], name: str) -> None:
    """Every second route leaves the residual 0, not a small number."""
    for route in rows[name].routes:
        assert route.residual == 0, route.name


@pytest.mark.parametrize("name", ledger.ORDER)
def test_a_row_without_derivation_is_an_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict cannot be had without computing it."""
    monkeypatch.delitem(ledger.DERIVATIONS, name)
    with pytest.raises(KeyError):
        ledger.derive_row(name)


def test_a_row_without_finding_has_no_verdict() -> None:
    """Nothing computed, nothing judged; otherwise the most severe finding counts."""
    with pytest.raises(ValueError, match="no finding"):
        _ = Row("empty", "nothing", ()).verdict
    order = [Verdict.DEFINITION, Verdict.CONFIRMED, Verdict.CONVENTION, Verdict.INCONSISTENT]
    order += [Verdict.UNSUPPORTED, Verdict.CORRECTED]
    assert order == sorted(order)
    findings = tuple(Finding(v, v.word) for v in order)
    assert Row("all", "all", findings).verdict is Verdict.CORRECTED


COMPARED = {
    *("eq15", "eq16", "eq20", "eq21", "eq22", "eq25", "eq26", "eq28", "eq29", "eq32", "eq35"),
    "claim-width-normalisation",
}


def test_every_correction_differs_from_what_is_printed(rows: dict[str, Row]) -> None:
    """Where numbers are given for a corrected row, printed and derived expression differ."""
    assert {row.id for row in rows.values() if row.numbers} == COMPARED
    for name in COMPARED:
        claimed, derived = rows[name].numbers or (0, 0)
        assert rows[name].verdict is Verdict.CORRECTED
        assert sp.expand(claimed - derived) != 0


def test_general_mass_splitting_changes_no_verdict_on_the_loop() -> None:
    """The rows on the sum of diagrams hold for m_L ≠ m_R as for m_L = m_R."""
    general = DarkModel(neutrinos=2, majorana_angle=sp.Symbol("theta", real=True))
    for name in ("eq13", "claim-antisymmetrisation", "claim-mass-correction-divergent"):
        assert ledger.derive_row(name, general).verdict.word == RECORDED[name]


# --- signs --------------------------------------------------------------------------------------


def test_no_convention_satisfies_every_printed_sign(rows: dict[str, Row]) -> None:
    """Sixteen conventions, none without a failure; (20)–(22) and (8)–Sec. 3.2 clash in each."""
    table = signs.consistent_sets(ledger.paper_model())
    assert len(table) == 16
    assert all(failing for _, failing in table)
    assert set(signs.irreconcilable(ledger.paper_model())) == {
        ("eq20", "eq22"),
        ("eq08", "Sec. 3.2"),
    }


def test_the_choice_keeps_every_vertex(rows: dict[str, Row]) -> None:
    """S = (S_R − iS_I)/√2, the rest as derived: no convention with the ε of (8) does better."""
    table = signs.consistent_sets(ledger.paper_model())
    failing = {tuple(choice.items()): set(bad) for choice, bad in table}
    chosen = failing[tuple(signs.CHOICE.items())]
    assert chosen == {"eq20", "Sec. 3.2", "text below (8)"}
    with_eq08 = [len(bad) for bad in failing.values() if "eq08" not in bad]
    assert len(chosen) == min(with_eq08)


def test_parities_of_the_derived_signs(rows: dict[str, Row]) -> None:
    """Gauge vertices are odd in D_μ, scalar currents also in S, the axial one also in N."""
    odd = {name: s.odd for name, s in signs.by_id(ledger.paper_model()).items()}
    assert odd["eq12"] == {"D", "N"}
    assert odd["eq18a"] == odd["eq18"] == odd["claim-vertex-rule"] == {"D", "S"}
    assert odd["eq20"] == odd["eq22"] == {"D"}
    assert odd["eq08"] == odd["Sec. 3.2"] == {"epsilon"}
    assert odd["text below (8)"] == {"D", "epsilon"}


# --- what is printed, altered -------------------------------------------------------------------

X, Y = printed.X, printed.Y
EQ15, EQ18A, EQ18, EQ20, EQ21 = (
    printed.eq15_integrand,
    printed.eq18a,
    printed.eq18,
    printed.eq20_normalisation,
    printed.eq21,
)
EQ12, EQ17, EQ22, RULE = (
    printed.eq12_rule,
    printed.eq17,
    printed.eq22_prefactor,
    printed.vertex_rule,
)


@pytest.mark.parametrize("factor", [-1, 2, Q_S / Q_N], ids=("sign", "2", "charge of S"))
def test_eq12_altered(altered: Callable[..., None], factor: sp.Expr) -> None:
    """(12) with another sign, factor or charge is no longer confirmed."""
    altered("eq12_rule", lambda: factor * EQ12())
    assert verdicts(ledger.derive_row("eq12"))[0] == "corrected"


@pytest.mark.parametrize("row", ["eq15", "eq16"])
def test_eq15_corrected_is_confirmed(altered: Callable[..., None], row: str) -> None:
    """With the derived numerator, −(xM_2 − yM_1), (15) and (16) are confirmed."""
    altered("eq15_integrand", lambda a, b, x=X, y=Y: -(x * b - y * a))
    assert ledger.derive_row(row).verdict.word == "confirmed"


@pytest.mark.parametrize(
    "integrand",
    [
        lambda a, b, x=X, y=Y: -EQ15(a, b, x, y),
        lambda a, b, x=X, y=Y: 2 * EQ15(a, b, x, y),
        lambda a, b, x=X, y=Y: EQ15(b, a, x, y),
        lambda a, b, x=X, y=Y: EQ15(-a, b, x, y),
        lambda a, b, x=X, y=Y: x * b - y * a,
        lambda a, b, x=X, y=Y: -(x * a - y * b),
    ],
    ids=("sign", "2", "masses swapped", "one mass", "right up to sign", "right but swapped"),
)
@pytest.mark.parametrize("row", ["eq15", "eq16"])
def test_eq15_altered(
    altered: Callable[..., None],
    rows: dict[str, Row],
    row: str,
    integrand: Callable[..., sp.Expr],
) -> None:
    """Another numerator is still wrong, but not by twice the derived one and a Gordon piece."""
    altered("eq15_integrand", integrand)
    changed = ledger.derive_row(row)
    assert changed.verdict is Verdict.CORRECTED
    assert changed.findings != rows[row].findings
    assert changed.numbers != rows[row].numbers


@pytest.mark.parametrize("side", [0, 1])
def test_eq17_altered(altered: Callable[..., None], side: int) -> None:
    """(17) is an identity only with its sign, and the second route says by how much it fails."""
    left_right = [*EQ17()]
    left_right[side] *= -1
    altered("eq17", lambda: tuple(left_right))
    row = ledger.derive_row("eq17")
    assert verdicts(row)[0] == "corrected"
    assert row.routes[0].residual != 0


@pytest.mark.parametrize(("row", "formula"), [("eq18a", EQ18A), ("eq18", EQ18)])
@pytest.mark.parametrize(
    ("factor", "verdict"), [(-1, "confirmed"), (2, "corrected"), (sp.I, "corrected")]
)
def test_scalar_current_altered(
    altered: Callable[..., None], row: str, formula: Any, factor: Any, verdict: str
) -> None:
    """−(18) is what S = (S_R + iS_I)/√2 gives; a factor 2 no convention gives."""
    altered(row, lambda model: factor * formula(model))
    assert verdicts(ledger.derive_row(row))[0] == verdict


@pytest.mark.parametrize("row", ["eq18", "eq18a"])
def test_one_vertex_of_the_scalar_current_altered(altered: Callable[..., None], row: str) -> None:
    """Reversing a single vertex of the Lagrangian is seen, whichever it is."""
    original = {"eq18": EQ18, "eq18a": EQ18A}[row]
    legs = {
        "eq18": lambda model: (model.even[1], model.odd[1]),
        "eq18a": lambda model: (model.real_parts[0][1], model.real_parts[1][1]),
    }[row]

    def reversed_one(model: DarkModel) -> sp.Expr:
        first, second = legs(model)
        flipped = original(model)
        for term in sp.Add.make_args(original(model)):
            if {first, second} <= term.atoms(RealScalar):
                flipped -= 2 * term
        return flipped

    altered(row, reversed_one)
    assert ledger.derive_row(row).verdict.word == "corrected"


def test_eq18_mixing_altered(altered: Callable[..., None]) -> None:
    """θ_R ↔ θ_I turns H_1A_2 and H_2A_1 against H_1A_1 and H_2A_2: no one sign fits all vertices."""
    swap = {THETA_R: THETA_I, THETA_I: THETA_R}
    altered("eq18", lambda model: EQ18(model).subs(swap, simultaneous=True))
    assert verdicts(ledger.derive_row("eq18"))[0] == "corrected"
    assert "inconsistent" in verdicts(ledger.derive_row("claim-vertex-rule"))


@pytest.mark.parametrize(
    ("factor", "expected"),
    [(-1, ["inconsistent", "confirmed"]), (2, ["inconsistent", "corrected"])],
)
def test_vertex_rule_altered(
    altered: Callable[..., None], factor: int, expected: list[str]
) -> None:
    """The prose rule with another sign contradicts (18) but then agrees with (4)."""
    altered("vertex_rule", lambda: factor * RULE())
    assert verdicts(ledger.derive_row("claim-vertex-rule")) == expected


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        (-1, ["confirmed", "confirmed"]),
        (2, ["corrected", "corrected"]),
        (sp.Rational(1, 2), ["corrected", "corrected"]),
        (sp.pi, ["corrected", "corrected"]),
    ],
)
def test_eq20_altered(altered: Callable[..., None], factor: Any, expected: list[str]) -> None:
    """−g_DQ_S/64π² per path is right; any other magnitude is not."""
    altered("eq20_normalisation", lambda: factor * EQ20())
    assert verdicts(ledger.derive_row("eq20")) == expected


def test_eq20_with_the_right_sign_agrees_with_eq22(altered: Callable[..., None]) -> None:
    """One sign in (20) is all that separates it from (22)."""
    altered("eq20_normalisation", lambda: -EQ20())
    assert ("eq20", "eq22") not in signs.irreconcilable(ledger.paper_model())


def _weight(*monomials: tuple[tuple[int, int, int], int]) -> sp.Expr:
    """The loop function of (21) with another weight in x, y and 1 − x − y."""
    return integrate_simplex(
        1, (M_A1**2, M_H1**2, M**2), [(powers, sp.Integer(c)) for powers, c in monomials]
    )


def test_eq21_corrected_is_confirmed(altered: Callable[..., None]) -> None:
    """With the weight 1 − x − y, (21) is the derived loop function, and (22) inherits nothing."""
    altered("eq21", lambda: _weight(((0, 0, 0), 1), ((1, 0, 0), -1), ((0, 1, 0), -1)))
    assert ledger.derive_row("eq21").verdict.word == "confirmed"
    assert verdicts(ledger.derive_row("eq22"))[2] == "confirmed"


@pytest.mark.parametrize(
    "formula",
    [
        lambda: -path_function().expression,
        lambda: 2 * path_function().expression,
        lambda: path_function().expression.subs({M: M_H1, M_H1: M}, simultaneous=True),
        lambda: _weight(((1, 0, 0), 1)),
        lambda: _weight(((0, 0, 0), 1)),
    ],
    ids=("sign", "2", "one mass swapped", "weight x", "weight 1"),
)
def test_eq21_nearly_right_is_not_confirmed(
    altered: Callable[..., None], rows: dict[str, Row], formula: Callable[[], sp.Expr]
) -> None:
    """One sign, one factor, one mass or one weight away from the derived J is corrected."""
    altered("eq21", formula)
    assert ledger.derive_row("eq21").verdict is Verdict.CORRECTED
    assert ledger.derive_row("eq21").numbers != rows["eq21"].numbers
    assert ledger.derive_row("eq22").numbers != rows["eq22"].numbers


def test_dimensionless_loop_function_would_be_confirmed(altered: Callable[..., None]) -> None:
    """Only a J times a mass squared would be dimensionless, as the text has it."""
    altered("eq21", lambda: M**2 * EQ21())
    assert ledger.derive_row("claim-loop-function-dimensionless").verdict.word == "confirmed"


@pytest.mark.parametrize(
    ("factor", "first"),
    [
        (sp.Rational(1, 2), "confirmed"),
        (-1, "corrected"),
        (2, "corrected"),
        (-sp.Rational(1, 2), "corrected"),
    ],
)
def test_eq22_prefactor_altered(
    altered: Callable[..., None], rows: dict[str, Row], factor: Any, first: str
) -> None:
    """1/128π² with the printed sign is right; every other prefactor is reported with its ratio."""
    altered("eq22_prefactor", lambda i=1, j=2: factor * EQ22(i, j))
    row = ledger.derive_row("eq22")
    assert verdicts(row)[0] == first
    assert row.findings != rows["eq22"].findings


def test_eq22_conjugated(altered: Callable[..., None], rows: dict[str, Row]) -> None:
    """λ in place of λ* is not a number times the derived prefactor."""
    altered("eq22_prefactor", lambda i=1, j=2: sp.conjugate(EQ22(i, j)))
    row = ledger.derive_row("eq22")
    assert verdicts(row)[0] == "corrected"
    assert row.findings != rows["eq22"].findings


def test_eq22_sign_decides_what_contradicts_eq20(altered: Callable[..., None]) -> None:
    """With the other sign (22) and (20) go together, and (20) is wrong with respect to (12)."""
    altered("eq22_prefactor", lambda i=1, j=2: -EQ22(i, j))
    assert ("eq20", "eq22") not in signs.irreconcilable(ledger.paper_model())
    assert verdicts(ledger.derive_row("eq20"))[1] == "corrected"


@pytest.mark.parametrize("pair", sorted(printed.EQ23_PATTERN))
def test_eq23_altered(altered: Callable[..., None], pair: tuple[int, int]) -> None:
    """One sign of the four in (23) reversed: not the combination of the coherent sum."""
    altered("EQ23_PATTERN", {**printed.EQ23_PATTERN, pair: -printed.EQ23_PATTERN[pair]})
    assert ledger.derive_row("eq23").verdict is Verdict.CORRECTED


def test_eq08_mass_term_altered(altered: Callable[..., None]) -> None:
    """½m²A'A' gives a massless photon and is confirmed; ½m²AA and twice the mass are not A'A'."""
    altered("eq08_mass_matrix", lambda mass: sp.diag(0, mass**2))
    assert verdicts(ledger.derive_row("eq08"))[0] == "confirmed"
    altered("eq08_mass_matrix", lambda mass: 2 * sp.diag(0, mass**2))
    assert verdicts(ledger.derive_row("eq08"))[0] == "corrected"


@pytest.mark.parametrize(("name", "value"), [("EQ08_MIXING", -1), ("SECTION_3_2_MIXING", 1)])
def test_mixing_sign_altered(altered: Callable[..., None], name: str, value: int) -> None:
    """With one sign of ε changed (8) and Sec. 3.2 agree."""
    altered(name, value)
    assert verdicts(ledger.derive_row("eq08"))[1] == "confirmed"
    assert ("eq08", "Sec. 3.2") not in signs.irreconcilable(ledger.paper_model())


@pytest.mark.parametrize(
    ("member", "group"), [(f, g) for f, column in printed.TABLE_1.items() for g in column]
)
def test_table_altered(altered: Callable[..., None], member: str, group: str) -> None:
    """Each charge of Table 1 is held against the Lagrangian's own."""
    column = {**printed.TABLE_1[member], group: printed.TABLE_1[member][group] + 1}
    altered("TABLE_1", {**printed.TABLE_1, member: column})
    assert ledger.derive_row("table1").verdict is Verdict.CORRECTED


# --- Secs. 3.2 and 3.3, altered -----------------------------------------------------------------

EQ33, EQ34, EQ35, UNIT = (
    printed.eq33_integrand,
    printed.eq34,
    printed.eq35_prefactor,
    printed.eq35_unit,
)
T, W = scattering.RECOIL, scattering.MEDIATOR


@pytest.mark.parametrize(
    "integrands",
    [
        lambda massive, photon: (-massive, photon),
        lambda massive, photon: (2 * massive, photon),
        lambda massive, photon: (massive / EQ34(), photon),
        lambda massive, photon: (massive.subs(scattering.ENERGY, 2 * scattering.ENERGY), photon),
        lambda massive, photon: (massive, 2 * photon),
        lambda massive, photon: (massive, 1 / T + 1 / scattering.ENERGY),
        lambda massive, photon: (photon, massive),
    ],
    ids=("sign", "2", "F, not its square", "energy", "photon 2", "photon sign", "swapped"),
)
def test_eq33_altered(altered: Callable[..., None], integrands: Callable[..., Any]) -> None:
    """Either side of (33) multiplied, or with another spectrum: corrected, and a route says so."""
    assert verdicts(ledger.derive_row("eq33")) == ["confirmed", "definition"]
    altered("eq33_integrand", lambda: integrands(*EQ33()))
    row = ledger.derive_row("eq33")
    assert verdicts(row) == ["corrected", "definition"]
    assert any(route.residual != 0 for route in row.routes)


@pytest.mark.parametrize(
    "formula",
    [
        lambda: -EQ34(),
        lambda: 2 * EQ34(),
        lambda: EQ34().subs(W, 2 * W),
        lambda: 2 * ELECTRON_MASS * T / (2 * ELECTRON_MASS * T - W**2),
        lambda: ELECTRON_MASS * T / (ELECTRON_MASS * T + W**2),
    ],
    ids=("sign", "2", "mass", "timelike", "q² = −m_e T"),
)
def test_eq34_altered(altered: Callable[..., None], formula: Callable[[], sp.Expr]) -> None:
    """Another propagator is not the ratio of cross-sections."""
    assert verdicts(ledger.derive_row("eq34")) == ["confirmed"]
    altered("eq34", formula)
    row = ledger.derive_row("eq34")
    assert verdicts(row) == ["corrected"]
    assert row.routes[0].residual != 0


@pytest.mark.parametrize("factor", [-1, 2, sp.Rational(1, 2)])
def test_momentum_transfer_altered(altered: Callable[..., None], factor: Any) -> None:
    """q² = −2m_e T, with its sign."""
    altered("momentum_transfer", lambda: -2 * factor * ELECTRON_MASS * T)
    assert verdicts(ledger.derive_row("eq34")) == ["corrected"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "eq35_prefactor",
            lambda: 2 * EQ35(),
            ["corrected", "corrected", "corrected", "confirmed", "definition"],
        ),
        (
            "eq35_prefactor",
            lambda: -EQ35(),
            ["corrected", "corrected", "corrected", "inconsistent", "definition"],
        ),
        (
            "eq35_unit",
            lambda: 1 / UNIT(),
            ["confirmed", "corrected", "corrected", "inconsistent", "definition"],
        ),
        (
            "eq35_unit",
            lambda: sp.S.One,
            ["confirmed", "confirmed", "corrected", "inconsistent", "definition"],
        ),
        (
            "eq22_projection",
            lambda value: value,
            ["confirmed", "corrected", "confirmed", "inconsistent", "definition"],
        ),
        (
            "eq22_prefactor",
            lambda i=1, j=2: EQ22(i, j) / 2,
            ["confirmed", "corrected", "corrected", "confirmed", "definition"],
        ),
    ],
    ids=("2", "sign", "over mu_B", "in 1/GeV", "whole tensor", "half of (22)"),
)
def test_eq35_altered(
    altered: Callable[..., None], name: str, value: Any, expected: list[str]
) -> None:
    """Prefactor, unit, tensor and agreement with (22) are judged each by itself."""
    before = ["confirmed", "corrected", "corrected", "inconsistent", "definition"]
    assert verdicts(ledger.derive_row("eq35")) == before
    altered(name, value)
    assert verdicts(ledger.derive_row("eq35")) == expected


@pytest.mark.parametrize("power", [1, 3])
def test_eq35_with_another_power_of_the_splitting(altered: Callable[..., None], power: int) -> None:
    """The moment is of second order in the splitting: another power is not a number times it."""
    ratio = printed.SPLITTING / splitting.M_S**2
    altered("eq35_prefactor", lambda: EQ35() * ratio ** (power - 2))
    assert verdicts(ledger.derive_row("eq35"))[0] == "corrected"


@pytest.mark.parametrize(("name", "value"), [("EQ08_MIXING", -1), ("SECTION_3_2_MIXING", 1)])
def test_kinetic_mixing_sign_altered(altered: Callable[..., None], name: str, value: int) -> None:
    """The same sign in both places, whichever it is, is no contradiction."""
    row = "claim-kinetic-mixing-sign"
    assert verdicts(ledger.derive_row(row)) == ["inconsistent", "definition"]
    altered(name, value)
    assert verdicts(ledger.derive_row(row)) == ["confirmed", "definition"]


def test_both_mixing_signs_altered(altered: Callable[..., None]) -> None:
    """Reversed in both places they still contradict each other."""
    altered("EQ08_MIXING", -printed.EQ08_MIXING)
    altered("SECTION_3_2_MIXING", -printed.SECTION_3_2_MIXING)
    assert verdicts(ledger.derive_row("claim-kinetic-mixing-sign"))[0] == "inconsistent"


def test_kinetic_mixing_even_only_in_the_square(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coupling that is not odd in ε would make widths depend on the sign."""
    epsilon = kinetic_mixing.EPSILON
    monkeypatch.setattr(kinetic_mixing, "current_coupling", lambda: epsilon + epsilon**2)
    assert verdicts(ledger.derive_row("claim-kinetic-mixing-sign"))[1] == "inconsistent"


# --- the model, altered -------------------------------------------------------------------------


def _with(base: Lagrangian, **parts: sp.Expr) -> Lagrangian:
    expanded = {name: sp.expand(part) for name, part in parts.items()}
    return Lagrangian({**base.parts, **expanded}, base.vectors, base.doublets, base.u1, base.source)


class OneYukawaSign(DarkModel):
    """+y_μ2 ν̄_μ P_R N S_2 in place of −."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        line = bilinear(self.nu_flavour["mu"], N, chirality="R") * self.scalars[1]
        return _with(base, L_int=base.parts["L_int"] + with_conjugate(2 * yukawa("mu", 2) * line))


class EveryYukawaSign(DarkModel):
    """All Yukawa couplings reversed: a redefinition of N."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        return _with(base, L_int=-base.parts["L_int"])


class OneConjugatedScalar(DarkModel):
    """S_2* in place of S_2 in the Yukawa term."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        star = {self.scalars[1]: sp.conjugate(self.scalars[1])}
        return _with(base, L_int=base.parts["L_int"].subs(star, simultaneous=True))


class MajoranaSign(DarkModel):
    """m_R with the other sign."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        return _with(base, L_LNV=base.parts["L_LNV"].subs(M_RIGHT, -M_RIGHT))


class DiracSign(DarkModel):
    """m_D with the other sign."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        return _with(base, L_new=base.parts["L_new"] + 2 * M_DIRAC * bilinear(N, N))


class ScalarCurrentSign(DarkModel):
    """D_μS with the other sign, D_μΨ as it is."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        return _with(base, L_new=base.parts["L_new"].subs(Q_S, -Q_S))


class FermionCurrentSign(DarkModel):
    """D_μΨ with the other sign, D_μS as it is."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        return _with(base, L_new=base.parts["L_new"].subs(Q_N, -Q_N))


class OppositeScalarCharge(DarkModel):
    """S with the dark charge −Q_S."""

    @property
    def scalars(self) -> list[ComplexScalar]:  # type: ignore[override]
        return [ComplexScalar(f"S_{a}", charges={"D": -Q_S}) for a in self.indices]


def _same_moment(first: DarkModel, second: DarkModel, sign: int = 1) -> bool:
    difference = transition.coefficient(first, 1, 2) - sign * transition.coefficient(second, 1, 2)
    difference = sp.expand(difference)
    return all(
        trig_normal(difference.coeff(i)) == 0 for i in difference.atoms(SimplexIntegral)
    ) and not difference.xreplace(dict.fromkeys(difference.atoms(SimplexIntegral), 0))


PAPER = DarkModel(neutrinos=2)


def test_one_yukawa_sign(fresh: None) -> None:
    """One sign in (5) breaks SU(2)_L and the definition of λ; four rows notice."""
    model = OneYukawaSign(neutrinos=2)
    for row in ("eq05", "eq10", "eq11", "eq14"):
        assert ledger.derive_row(row, model).verdict is Verdict.CORRECTED
    assert not _same_moment(model, PAPER)


def test_every_yukawa_sign(fresh: None, rows: dict[str, Row]) -> None:
    """All signs together change the vertices and not the moment, which is quadratic in them."""
    model = EveryYukawaSign(neutrinos=2)
    n2, nu, h1 = model.heavy.states[1], model.nu[1], model.even[0]
    assert model.rules.yukawa(n2, nu, h1).left == -PAPER.rules.yukawa(n2, nu, h1).left
    for row in ("eq05", "eq10"):
        assert ledger.derive_row(row, model).verdict is Verdict.CORRECTED
    assert ledger.derive_row("eq11", model).findings != rows["eq11"].findings
    assert _same_moment(model, PAPER)


def test_one_conjugation(fresh: None) -> None:
    """S_2* in (5) is charged under U(1)_D; the vector form factor is then divergent."""
    model = OneConjugatedScalar(neutrinos=2)
    for row in ("eq05", "table1", "eq10", "eq11", "eq23", "claim-three-conditions"):
        assert ledger.derive_row(row, model).verdict is Verdict.CORRECTED
    with pytest.raises(ArithmeticError, match="diverges"):
        ledger.derive_row("claim-f1-vanishes", model)


@pytest.mark.parametrize("model", [MajoranaSign(neutrinos=2), DiracSign(neutrinos=2)])
def test_one_mass_sign(fresh: None, model: DarkModel) -> None:
    """With one mass sign changed the rotation leaves masses that are not those of the states."""
    with pytest.raises(NotDiagonalError, match="mass"):
        ledger.derive_row("claim-majorana-masses", model)


def test_sign_of_the_scalar_current(fresh: None, rows: dict[str, Row]) -> None:
    """D_μS with the other sign: vertices and T reverse, (18) is confirmed, U(1)_D is lost."""
    model = ScalarCurrentSign(neutrinos=2)
    here, there = (feynman_rules.scalar_current(m, 1, 2) for m in (model, PAPER))
    assert (here.first, here.second) == (-there.first, -there.second)
    assert _same_moment(model, PAPER, -1)
    for row in ("eq18a", "eq18", "claim-vertex-rule"):
        assert ledger.derive_row(row, model).verdict.word == "confirmed"
    assert "-2 times" in ledger.derive_row("eq22", model).findings[0].text
    with pytest.raises(ArithmeticError, match="diverges"):
        ledger.derive_row("claim-off-diagonal-vector-violates-gauge", model)


def test_sign_of_the_fermion_current(fresh: None) -> None:
    """D_μΨ with the other sign: (12) fails; the moment, radiated by scalars, does not notice."""
    model = FermionCurrentSign(neutrinos=2)
    assert ledger.derive_row("eq12", model).verdict is Verdict.CORRECTED
    assert _same_moment(model, PAPER)
    with pytest.raises(ArithmeticError, match="diverges"):
        ledger.derive_row("claim-f1-vanishes", model)


def test_charge_of_the_scalar(fresh: None) -> None:
    """−Q_S for S: (5) is charged, Table 1 does not add up, T reverses its sign."""
    model = OppositeScalarCharge(neutrinos=2)
    for row in ("eq05", "table1"):
        assert ledger.derive_row(row, model).verdict is Verdict.CORRECTED
    assert _same_moment(model, PAPER, -1)


# --- the conventions, altered -------------------------------------------------------------------


def test_sign_of_the_covariant_derivative(
    fresh: None, rows: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """D = ∂ − igQA reverses every gauge vertex and T, without another edit."""
    before = transition.coefficient(PAPER, 1, 2)
    axial = feynman_rules.heavy_current(PAPER, 1, 2)
    current = feynman_rules.scalar_current(PAPER, 1, 2)
    clear_caches()
    monkeypatch.setattr(darktmm.derive.lagrangian, "COVARIANT_SIGN", -1)
    model = DarkModel(neutrinos=2)
    assert feynman_rules.heavy_current(model, 1, 2) == axial.scaled(-sp.S.One)
    assert feynman_rules.scalar_current(model, 1, 2).first == -current.first
    assert sp.expand(transition.coefficient(model, 1, 2) + before) == 0
    assert ledger.derive_row("eq12").verdict is Verdict.CORRECTED
    for row in ("eq18a", "eq18", "eq20", "claim-vertex-rule"):
        assert ledger.derive_row(row).verdict.word == "confirmed"
    assert "-2 times" in ledger.derive_row("eq22").findings[0].text


def test_sign_of_the_imaginary_component(
    fresh: None, rows: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """S = (S_R − iS_I)/√2 is A → −A: the vertices of A reverse, T does not, (18) is confirmed."""
    before = transition.coefficient(PAPER, 1, 2)
    current = feynman_rules.scalar_current(PAPER, 1, 2)
    clear_caches()
    monkeypatch.setattr(darktmm.derive.basis, "SCALAR_PHASE_SIGN", -1)
    model = DarkModel(neutrinos=2)
    assert feynman_rules.scalar_current(model, 1, 2).first == -current.first
    assert sp.expand(transition.coefficient(model, 1, 2) - before) == 0
    for row in ("eq18a", "eq18", "claim-vertex-rule"):
        assert ledger.derive_row(row).verdict.word == "confirmed"
    for row in ("eq11", "eq19"):
        assert ledger.derive_row(row).findings != rows[row].findings
    for row in ("eq20", "eq22", "eq23"):
        assert ledger.derive_row(row).findings == rows[row].findings


@contextmanager
def engine_with(**conventions: int) -> Iterator[Any]:
    """The ledger of an engine that was loaded with other lines in `derive.conventions`."""

    def loaded() -> list[str]:
        return [name for name in sys.modules if name == "derive" or name.startswith("derive.")]

    kept = {name: sys.modules.pop(name) for name in loaded()}
    try:
        stated = importlib.import_module("darktmm.derive.conventions")
        for name, value in conventions.items():
            assert hasattr(stated, name)
            setattr(stated, name, value)
        yield importlib.import_module("darktmm.papers.arxiv_2603_25704.symbolic")
    finally:
        for name in loaded():
            del sys.modules[name]
        sys.modules.update(kept)


@pytest.mark.parametrize(
    ("conventions", "changed", "unchanged"),
    [
        ({}, {}, ("eq12", "eq20")),
        (
            {"COVARIANT_SIGN": -1},
            {"eq12": "corrected", "eq18": "confirmed", "eq20": "confirmed", "eq08": "corrected"},
            ("eq19", "eq21", "eq23", "claim-antisymmetrisation"),
        ),
        (
            {"SCALAR_PHASE_SIGN": -1},
            {"eq18a": "confirmed", "eq18": "confirmed"},
            ("eq08", "eq12", "eq20", "eq22", "eq23"),
        ),
        ({"KINETIC_MIXING_SIGN": -1}, {"eq08": "corrected"}, ("eq12", "eq18")),
    ],
    ids=("none", "D", "S", "epsilon"),
)
def test_one_line_in_the_conventions(
    rows: dict[str, Row],
    conventions: dict[str, int],
    changed: dict[str, str],
    unchanged: tuple[str, ...],
) -> None:
    """A sign that is stated once is changed in one place, and the right rows follow."""
    before = {name: [f.text for f in row.findings] for name, row in rows.items()}
    with engine_with(**conventions) as other:
        after = {name: other.derive_row(name) for name in (*changed, *unchanged)}
    for name, verdict in changed.items():
        assert after[name].verdict.word == verdict
        assert [f.text for f in after[name].findings] != before[name]
    for name in unchanged:
        assert after[name].verdict.word == RECORDED[name]
        assert [f.text for f in after[name].findings] == before[name]


# --- the matrix routes can fail -----------------------------------------------------------------


def test_matrix_routes_are_not_zero_by_construction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The printed projector identity fails by a number; the wrong numerator is found out."""
    assert matrix_routes.projector_identity(*printed.PROJECTOR_IDENTITY) > 0
    assert matrix_routes.true_projector_identity() == 0
    matrix_routes.form_factor_residual.cache_clear()
    monkeypatch.setattr(
        matrix_routes, "form_factor_polynomials", lambda topology: {"gamma_L": sp.Integer(1)}
    )
    assert matrix_routes.fermion_numerator() > 0
    assert matrix_routes.scalar_numerator() > 0
    matrix_routes.form_factor_residual.cache_clear()
