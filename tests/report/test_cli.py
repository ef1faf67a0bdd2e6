"""The command line: what it prints, writes and returns."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from derive.ledger import DERIVATIONS, ORDER, Finding, Route, Row, Verdict
from derive.ledger.recorded import RECORDED
from derive.results import CHAIN
from numeric.confront import TOLERANCE
from report.cli import app
from report.points import NAMES, bundled

Outcome = Any  # what CliRunner.invoke returns; typer does not export its name


ROW_KEYS = [
    "id",
    "title",
    "verdict",
    "findings",
    "printed",
    "derived",
    "ratio",
    "routes",
    "where",
]

UNITS = {
    "transition_coefficient": "GeV^-1",
    "transition_moment_magnetic": "GeV^-1",
    "transition_moment_magnetic_muB": "mu_B",
    "transition_moment_electric": "GeV^-1",
    "transition_moment_electric_muB": "mu_B",
    "delta_loop": "GeV^-2",
    "fermion_radiated": "GeV^-1",
    "radiative_neutrino_mass": "eV",
}

CHEAP = "eq17"
"""A row that needs no brute force."""


def run(*arguments: str | Path, columns: int = 120) -> Outcome:
    """The command in this process, on a terminal so many columns wide."""
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": str(columns)})


def load(path: Path) -> Any:
    """JSON as the standard has it: NaN and infinities are no numbers."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


def assert_refused(outcome: Outcome, *named: str) -> None:
    """Exit code 2, one line that names what is wrong, no traceback."""
    assert outcome.exit_code == 2, (outcome.exit_code, outcome.exception)
    assert outcome.stderr.startswith("error: ")
    assert all(word in outcome.stderr for word in named), outcome.stderr
    assert "Traceback" not in outcome.output


# --- verify ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Any]:
    """The whole ledger, once: outcome and JSON."""
    path = tmp_path_factory.mktemp("verify") / "new" / "ledger.json"
    outcome = run("verify", "--json", path)
    return outcome, load(path)


def test_the_ledger_stands(verified: tuple[Outcome, Any]) -> None:
    """Exit code 0: every verdict computed and equal to the recorded one."""
    outcome, rows = verified
    assert outcome.exit_code == 0, outcome.output
    assert [row["id"] for row in rows] == list(ORDER)
    assert {row["id"]: row["verdict"] for row in rows} == RECORDED


def test_schema_of_the_ledger(verified: tuple[Outcome, Any]) -> None:
    """Keys, their order and types."""
    words = {v.word for v in Verdict}
    for row in verified[1]:
        assert list(row) == ROW_KEYS
        assert row["verdict"] in words
        assert row["title"]
        assert row["findings"]
        assert all(isinstance(text, str) and text for text in row["findings"])
        assert isinstance(row["printed"], str | None)
        assert isinstance(row["derived"], str | None)
        assert isinstance(row["ratio"], float | None)
        assert isinstance(row["where"], str)
        for route in row["routes"]:
            assert list(route) == ["name", "residual"]
            assert isinstance(route["name"], str)
            assert isinstance(route["residual"], float)


def test_routes_agree(verified: tuple[Outcome, Any]) -> None:
    """All residuals within the tolerance; the moment is reached by brute force too."""
    rows = {row["id"]: row for row in verified[1]}
    assert all(r["residual"] <= TOLERANCE for row in rows.values() for r in row["routes"])
    assert any("brute-force" in r["name"] for r in rows["eq22"]["routes"])


def test_ratios(verified: tuple[Outcome, Any]) -> None:
    """printed/derived as the README says; none where there is nothing to divide."""
    ratios = {row["id"]: row["ratio"] for row in verified[1]}
    assert ratios["eq22"] == pytest.approx(35.5, rel=1e-2)
    assert ratios["eq21"] == pytest.approx(4.03, rel=1e-2)
    assert ratios["eq20"] == pytest.approx(-ratios["eq21"], rel=1e-12)
    assert ratios["eq05"] is None


def test_every_row_is_printed(verified: tuple[Outcome, Any]) -> None:
    """One line a row and the tally."""
    output = verified[0].output
    assert all(name in output for name in ORDER)
    assert f"{len(ORDER)} rows:" in output


@pytest.mark.parametrize("columns", [80, 120])
def test_findings_are_legible(columns: int) -> None:
    """The finding stands beside or below its row, on a narrow terminal too."""
    longest = "claim-diagonal-vector-current-vanishes"
    output = run("verify", "--id", longest, columns=columns).output
    above_the_details = " ".join(output.split("╭")[0].replace("│", " ").split())
    assert longest in above_the_details
    assert "confirmed" in above_the_details
    assert "By self-conjugacy alone" in above_the_details


def test_chosen_rows(tmp_path: Path) -> None:
    """--id, more than once: these rows, with everything that is known about them."""
    path = tmp_path / "rows.json"
    outcome = run("verify", "--id", "eq10", "--id", "eq05", "--json", path)
    assert outcome.exit_code == 0
    assert [row["id"] for row in load(path)] == ["eq10", "eq05"]
    assert "route: doublet contraction" in outcome.output
    assert str(path) in outcome.output.replace("\n", "")


def test_unknown_row(tmp_path: Path) -> None:
    """Refused by name before anything is computed or written."""
    path = tmp_path / "ledger.json"
    assert_refused(run("verify", "--id", CHEAP, "--id", "eq99", "--json", path), "eq99", CHEAP)
    assert not path.exists()


def test_a_changed_record_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Computed and recorded are named."""
    monkeypatch.setitem(RECORDED, CHEAP, "corrected")
    outcome = run("verify", "--id", CHEAP)
    assert outcome.exit_code == 1
    assert f"{CHEAP}: computed {Verdict.CONFIRMED.word}, recorded corrected" in outcome.output


def test_a_deleted_record_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict that nobody reviewed does not pass."""
    monkeypatch.delitem(RECORDED, CHEAP)
    outcome = run("verify", "--id", CHEAP)
    assert outcome.exit_code == 1
    assert f"{CHEAP}: no verdict is recorded" in outcome.output


def test_a_deleted_derivation_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A row without derivation is a failure, the others are still written."""
    monkeypatch.delitem(DERIVATIONS, CHEAP)
    path = tmp_path / "rows.json"
    outcome = run("verify", "--id", CHEAP, "--id", "eq10", "--json", path)
    assert outcome.exit_code == 1
    assert f"{CHEAP}: there is no derivation" in outcome.output
    assert "1 not derived" in outcome.output
    assert [row["id"] for row in load(path)] == ["eq10"]


def _raises(model: object) -> Row:
    raise ArithmeticError("the sum contains other loop functions")


def _finds_nothing(model: object) -> Row:
    return Row(CHEAP, "nothing", ())


def _disagrees(model: object) -> Row:
    finding = Finding(Verdict.CONFIRMED, "It holds.")
    return Row(CHEAP, "two routes", (finding,), routes=(Route("the other route", 1),))  # type: ignore[arg-type]


def _turned_over(model: object) -> Row:
    return Row(CHEAP, "another verdict", (Finding(Verdict.CORRECTED, "It does not hold."),))


@pytest.mark.parametrize(
    ("derivation", "said"),
    [
        (_raises, "ArithmeticError: the sum contains other loop functions"),
        (_finds_nothing, "no finding was computed"),
        (_disagrees, "route 'the other route' is off by 1.0e+00"),
        (_turned_over, "computed corrected, recorded confirmed"),
    ],
)
def test_a_derivation_that_breaks_is_noticed(
    monkeypatch: pytest.MonkeyPatch, derivation: Callable[[object], Row], said: str
) -> None:
    """An error, an empty row, a route that disagrees, another verdict: exit code 1, and why."""
    monkeypatch.setitem(DERIVATIONS, CHEAP, derivation)
    outcome = run("verify", "--id", CHEAP)
    assert outcome.exit_code == 1
    assert said in outcome.output


# --- evaluate --------------------------------------------------------------------------------


def edited(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    """The reference point with some lines replaced; a line is found by its beginning."""
    lines = bundled("reference").read_text(encoding="utf-8").splitlines()
    for key, new in replacements:
        found = [k for k, line in enumerate(lines) if line.startswith(f"{key} =")]
        assert len(found) == 1, key
        lines[found[0]] = new
    path = tmp_path / "point.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


POINTS: dict[str, tuple[tuple[str, str], ...]] = {
    "as it is": (),
    "m < m_D": (("m", "m = 0.2"),),
    "m = m_D": (("m", "m = 0.3"),),
    "m = 0": (("m", "m = 0"),),
    "m_D = 0": (("m_D", "m_D = 0"),),
    "m_L != m_R": (("m", "m_L = 0.9\nm_R = -1.3"),),
    "H1 = A1": (("M_A", "M_A = [0.25, 0.4]"),),
    "degenerate CP-even scalars": (("M_H", "M_H = [0.25, 0.25]"),),
    "all scalars degenerate": (("M_H", "M_H = [0.25, 0.25]"), ("M_A", "M_A = [0.25, 0.25]")),
    "scalar as heavy as N_1": (("M_H", "M_H = [0.8, 1.4]"),),
    "reflection": (("theta_R", "O_R = [[0.6, 0.8], [0.8, -0.6]]"),),
    "no coupling": (("g_D", "g_D = 0.0"),),
    "one generation": (
        ("M_H", "M_H = [0.25]"),
        ("M_A", "M_A = [0.2]"),
        ("theta_R", "O_R = [[1.0]]"),
        ("theta_I", "O_I = [[1.0]]"),
        ("y", "y = [[[0.08, 0.01]], [[0.03, -0.01]]]"),
    ),
    "three generations": (
        ("M_H", "M_H = [0.25, 0.35, 0.5]"),
        ("M_A", "M_A = [0.2, 0.4, 0.6]"),
        ("theta_R", "O_R = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]"),
        ("theta_I", "O_I = [[0.6, 0.8, 0], [-0.8, 0.6, 0], [0, 0, 1]]"),
        ("y", "y = [[[0.1, 0], [0.2, 0.1], [0, 0.3]], [[0.1, 0.2], [0, 0.1], [0.3, 0]]]"),
    ),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _is_complex(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))


def _is_matrix(value: Any, element: Callable[[Any], bool]) -> bool:
    return len(value) == 3 and all(len(row) == 3 and all(map(element, row)) for row in value)


@pytest.mark.parametrize("name", POINTS)
def test_quantities(tmp_path: Path, name: str) -> None:
    """Names, units and shapes are the same at every point; complex numbers are [re, im]."""
    path = tmp_path / "out" / "point.json"
    outcome = run("evaluate", edited(tmp_path, *POINTS[name]), "--json", path)
    assert outcome.exit_code == 0, outcome.output
    data = load(path)
    assert list(data) == ["quantities"]
    quantities = data["quantities"]
    assert set(UNITS) <= set(quantities)
    for key, entry in quantities.items():
        assert list(entry) == ["derived", "printed", "unit"], key
    assert {key: quantities[key]["unit"] for key in UNITS} == UNITS
    for key in (*(k for k in UNITS if k.startswith("transition")), "fermion_radiated"):
        assert _is_matrix(quantities[key]["derived"], _is_complex), key
    assert _is_matrix(quantities["radiative_neutrino_mass"]["derived"], _is_complex)
    two = "generation" not in name
    assert (quantities["delta_loop"]["derived"] is not None) == two
    assert (quantities["delta_loop"]["printed"] is not None) == two
    assert not two or all(map(_is_number, quantities["delta_loop"]["derived"]))
    if two and name != "reflection":
        assert _is_matrix(quantities["transition_coefficient"]["printed"], _is_number)


def test_values_at_the_reference_point(tmp_path: Path) -> None:
    """The JSON holds the numbers of the Python interface, to the last digit."""
    from numeric import moments
    from numeric.point import Point

    path = tmp_path / "point.json"
    assert run("evaluate", bundled("reference"), "--json", path).exit_code == 0
    quantities = load(path)["quantities"]
    value = moments.transition_coefficient(Point.from_file(bundled("reference")))
    for row, expected in zip(quantities["transition_coefficient"]["derived"], value, strict=True):
        assert [complex(*pair) for pair in row] == expected.tolist()
    magnetic, electric = (
        quantities[f"transition_moment_{kind}"]["derived"][1][0]
        for kind in ("magnetic", "electric")
    )
    assert complex(*magnetic) - 1j * complex(*electric) == value[1, 0]


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", ["as it is", "all scalars degenerate"])
def test_quantities_are_printed_with_their_names(tmp_path: Path, name: str, columns: int) -> None:
    """Each name in one piece, with its unit, also above a table of zeros."""
    outcome = run("evaluate", edited(tmp_path, *POINTS[name]), columns=columns)
    assert outcome.exit_code == 0
    missing = [f"{k} [{u}]" for k, u in UNITS.items() if f"{k} [{u}]" not in outcome.output]
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_bundled_points_evaluate(name: str) -> None:
    """The points that come with the package."""
    assert run("evaluate", bundled(name)).exit_code == 0


@pytest.mark.parametrize(
    ("replacements", "named"),
    [
        ((("m_D", "m_D = -0.3"),), "fermion.m_D = -0.3"),
        ((("M_H", "M_H = [0.25, nan]"),), "scalar.M_H[1] = nan"),
        ((("Q_S", "Q_S = 1"),), "gauge.Q_S = 1.0"),
        ((("Q_S", "Q_X = 1"),), "gauge.Q_X"),
        ((("y", "y = 0.1"),), "yukawa.y = 0.1"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "verify"])
def test_a_wrong_point_is_refused(
    tmp_path: Path, command: str, replacements: tuple[tuple[str, str], ...], named: str
) -> None:
    """Exit code 2, the key and its value, nothing written."""
    point, out = edited(tmp_path, *replacements), tmp_path / "out.json"
    arguments = [point] if command == "evaluate" else ["--id", CHEAP, "--point", point]
    assert_refused(run(command, *arguments, "--json", out), named)
    assert not out.exists()


@pytest.mark.parametrize(
    "replacements",
    [
        (("M_H", "M_H = [1e-30, 0.35]"),),
        (("M_A", "M_A = [1e30, 0.35]"),),
        (("y", "y = [[[1e200, 0], [0, 1]], [[1, 0], [0, 1e200]]]"),),
    ],
)
def test_a_point_beyond_double_precision_is_refused(
    tmp_path: Path, replacements: tuple[tuple[str, str], ...]
) -> None:
    """What cannot be computed is refused like what is wrong: no traceback, no NaN, no file."""
    out = tmp_path / "out.json"
    assert_refused(run("evaluate", edited(tmp_path, *replacements), "--json", out))
    assert not out.exists()


@pytest.mark.parametrize("command", ["evaluate", "verify"])
def test_no_such_point(tmp_path: Path, command: str) -> None:
    """A missing file, a folder, a file that is not TOML: named."""
    words = tmp_path / "words.toml"
    words.write_text("a point", encoding="utf-8")
    for path in (tmp_path / "nowhere.toml", words, tmp_path):
        arguments = [path] if command == "evaluate" else ["--id", CHEAP, "--point", path]
        assert_refused(run(command, *arguments), str(path))


# --- verify elsewhere ------------------------------------------------------------------------

NUMERICAL = (
    "eq15",
    "eq20",
    "eq22",
    "claim-antisymmetrisation",
    "claim-fermion-radiated-vanishes",
    "claim-off-diagonal-vector-violates-gauge",
    "claim-mass-correction-divergent",
)


def assert_stands(point: Path) -> None:
    """The rows with numerical routes pass."""
    ids = [word for name in NUMERICAL for word in ("--id", name)]
    outcome = run("verify", *ids, "--point", point)
    assert outcome.exit_code == 0, outcome.output[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("name", POINTS)
def test_the_ledger_stands_at_other_points(tmp_path: Path, name: str) -> None:
    """Verdicts do not depend on the point, and no route disagrees where something vanishes."""
    assert_stands(edited(tmp_path, *POINTS[name]))


@pytest.mark.slow
def test_the_ledger_stands_at_the_point_of_the_paper() -> None:
    """m_D = 0, so that both heavy neutrinos have one mass."""
    assert_stands(bundled("paper"))


# --- derive and latex ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def derivation() -> Outcome:
    """The whole derivation, once."""
    return run("derive", columns=140)


def test_the_derivation_step_by_step(derivation: Outcome) -> None:
    """The Lagrangian with its broken symmetries, then every result in order."""
    assert derivation.exit_code == 0
    output = derivation.output
    assert "L_LNV" in output
    assert "Every part is hermitian" in output
    starts = [output.index(f"─ {name}: ") for name in CHAIN]
    assert starts == sorted(starts)


def test_no_latex_on_a_terminal(derivation: Outcome) -> None:
    """Equations are Unicode: no command of LaTeX is left over."""
    left = [line for line in derivation.output.splitlines() if "\\" in line]
    assert not left, left[:5]


def test_nothing_is_wider_than_the_terminal() -> None:
    """An equation that does not fit is written on lines that do, not cut in two-dimensional form."""
    output = run("derive", "--result", "feynman-rules", columns=80).output
    rule = [line for line in output.splitlines() if "V(ν_i→N_1H_1)" in line]
    bars = [line for line in output.splitlines() if "────────" in line and "⎜" not in line]
    assert rule
    assert all(line.startswith(("╭", "╰")) for line in bars), bars[:3]


@pytest.mark.parametrize("command", ["derive", "latex"])
def test_one_result(command: str) -> None:
    """--result: this one and no other."""
    outcome = run(command, "--result", "dipole")
    assert outcome.exit_code == 0
    assert "dipole: " in outcome.output
    assert "kinetic-mixing" not in outcome.output


@pytest.mark.parametrize("command", ["derive", "latex"])
def test_unknown_result(command: str) -> None:
    """Refused by name, with those there are."""
    assert_refused(run(command, "--result", "anapole"), "anapole", *CHAIN)


# --- the program -----------------------------------------------------------------------------


def test_help() -> None:
    """`python -m report.cli --help` runs and lists the commands."""
    done = subprocess.run(
        [sys.executable, "-m", "report.cli", "--help"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for command in ("derive", "latex", "verify", "evaluate", "reproduce"):
        assert command in done.stdout


@pytest.mark.parametrize("arguments", [["judge"], ["verify", "--rows"], ["evaluate"]])
def test_wrong_usage(arguments: list[str]) -> None:
    """Unknown commands and options, missing arguments: exit code 2."""
    assert run(*arguments).exit_code == 2
