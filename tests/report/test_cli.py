"""The command line: what it prints, writes and returns."""

from __future__ import annotations

import io
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import EDITS, Outcome, Verified, assert_refused, edited, load, run
from rich.console import Console

from darktmm.derive.models.dark.chain import CHAIN
from darktmm.numeric.constraints import standard
from darktmm.papers.ledger import TOLERANCE
from darktmm.papers.paper import paper
from darktmm.papers.statement import Finding, Judgement, Route, Verdict
from darktmm.report import reproduce
from darktmm.report.points import bundled
from darktmm.report.tables import COLOURS

ROW_KEYS = [
    "id",
    "title",
    "section",
    "verdict",
    "findings",
    "printed",
    "derived",
    "ratio",
    "routes",
    "no_route",
    "where",
]

PAPER = paper()
ORDER = list(PAPER.statements)
RECORDED: dict[str, str] = PAPER.reviewed  # type: ignore[assignment]

CHEAP = "eq17"
"""A row that needs no brute force."""

NUMBER = "eq30"
"""A row that needs a number."""


# --- verify ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_ledger_stands(whole: Verified) -> None:
    """Exit code 0: every verdict computed and equal to the recorded one."""
    assert whole.exit_code == 0, whole.output
    assert [row["id"] for row in whole.rows] == ORDER
    assert {row["id"]: row["verdict"] for row in whole.rows} == RECORDED
    assert Counter(row["verdict"] for row in whole.rows) == Counter(RECORDED.values())


def test_schema_of_the_ledger(verified: Verified) -> None:
    """Keys, their order and types."""
    words = {v.word for v in Verdict}
    for row in verified.rows:
        assert list(row) == ROW_KEYS
        assert row["verdict"] in words
        assert row["title"]
        assert row["findings"]
        assert all(isinstance(text, str) and text for text in row["findings"])
        assert isinstance(row["printed"], str | None)
        assert isinstance(row["no_route"], str | None)
        assert isinstance(row["derived"], str | None)
        assert isinstance(row["ratio"], float | None)
        assert isinstance(row["where"], str)
        for route in row["routes"]:
            assert list(route) == ["name", "residual"]
            assert isinstance(route["name"], str)
            assert isinstance(route["residual"], float)


def test_routes_agree(verified: Verified) -> None:
    """All residuals within the tolerance; the moment is reached by brute force too."""
    rows = {row["id"]: row for row in verified.rows}
    assert all(r["residual"] <= TOLERANCE for row in rows.values() for r in row["routes"])
    assert any("brute-force" in r["name"] for r in rows["eq22"]["routes"])


def test_ratios(verified: Verified) -> None:
    """printed/derived as the README says; none where there is nothing to divide."""
    ratios = {row["id"]: row["ratio"] for row in verified.rows}
    assert ratios["eq22"] == pytest.approx(35.5, rel=1e-2)
    assert ratios["eq21"] == pytest.approx(4.03, rel=1e-2)
    assert ratios["eq20"] == pytest.approx(-ratios["eq21"], rel=1e-12)
    assert ratios["eq26"] == pytest.approx(2, rel=1e-4)  # up to M_Φ²/M_E²
    assert ratios["eq29"] == pytest.approx(8, rel=1e-12)
    # (29) is 8 times too large: 0.086 against 8^¼ of what it gives for 3.1e-13.
    in_29 = (3.1e-13 * 96 * math.pi * 1.1663788e-5**2 * 2000**4 * 137.035999) ** 0.25
    assert ratios["claim-number-0086"] == pytest.approx(0.086 / in_29, rel=1e-6)
    assert ratios["eq31"] == pytest.approx(0.086 / in_29 / 8**0.25, rel=1e-6)
    assert ratios["claim-width-normalisation"] == pytest.approx(0.5, rel=1e-12)
    assert ratios["eq05"] is ratios["claim-lhc-1270"] is None


def test_every_row_is_printed(verified: Verified) -> None:
    """One line a row, and a tally that adds up."""
    names = [row["id"] for row in verified.rows]
    recorded = [RECORDED[name] for name in names]
    assert all(name in verified.output for name in names)
    tally = verified.output[verified.output.rindex(f"{len(names)} rows:") :]
    counts = re.findall(r"(\d+) ([a-z]+)", tally.partition(":")[2])
    assert {word: int(n) for n, word in counts} == Counter(recorded)
    assert [word for _, word in counts] == [v for v in COLOURS if v in recorded]


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
    assert "route: finite SU(2), hypercharge and dark rotations" in outcome.output
    assert str(path) in outcome.output.replace("\n", "")


def test_unknown_row(tmp_path: Path) -> None:
    """Refused by name before anything is computed or written."""
    path = tmp_path / "ledger.json"
    assert_refused(run("verify", "--id", CHEAP, "--id", "eq99", "--json", path), "eq99", CHEAP)
    assert not path.exists()


def test_a_changed_record_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Computed and recorded are named, for a row with numbers and one without."""
    monkeypatch.setitem(RECORDED, CHEAP, "corrected")
    monkeypatch.setitem(RECORDED, NUMBER, "confirmed")
    outcome = run("verify", "--id", CHEAP, "--id", NUMBER)
    assert outcome.exit_code == 1
    assert f"{CHEAP}: computed confirmed, recorded corrected" in outcome.output
    assert f"{NUMBER}: computed input, recorded confirmed" in outcome.output


def test_a_deleted_record_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict that nobody reviewed does not pass."""
    for name in (CHEAP, NUMBER):
        monkeypatch.delitem(RECORDED, name)
    outcome = run("verify", "--id", CHEAP, "--id", NUMBER)
    assert outcome.exit_code == 1
    for name in (CHEAP, NUMBER):
        assert f"{name}: no verdict is recorded" in outcome.output


def _raises(*_: object) -> Judgement:
    raise ArithmeticError("the sum contains other loop functions")


def _finds_nothing(*_: object) -> Judgement:
    return Judgement(())


def _disagrees(*_: object) -> Judgement:
    finding = Finding(Verdict.CONFIRMED, "It holds.")
    return Judgement((finding,), routes=(Route("the other route", lambda: 1.0, lambda: 2.0),))


def _turned_over(*_: object) -> Judgement:
    return Judgement((Finding(Verdict.CORRECTED, "It does not hold."),))


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        (_raises, "ArithmeticError: the sum contains other loop functions"),
        (_finds_nothing, "no finding was computed"),
        (_disagrees, "route 'the other route' is off by 5.0e-01"),
        (_turned_over, "computed corrected, recorded confirmed"),
    ],
)
def test_a_derivation_that_breaks_is_noticed(
    monkeypatch: pytest.MonkeyPatch, judge: Callable[..., Judgement], said: str, tmp_path: Path
) -> None:
    """An error, no finding, a route that disagrees, another verdict: exit code 1, and why.

    The other rows are still written.
    """
    monkeypatch.setitem(RECORDED, NUMBER, RECORDED[CHEAP])
    for name in (CHEAP, NUMBER):
        changed = replace(PAPER.statements[name], judge=judge)
        monkeypatch.setitem(PAPER.statements, name, changed)  # type: ignore[arg-type]
    path = tmp_path / "rows.json"
    outcome = run("verify", "--id", CHEAP, "--id", NUMBER, "--id", "eq10", "--json", path)
    assert outcome.exit_code == 1
    assert outcome.output.count(said) == 2
    assert load(path)[-1]["id"] == "eq10"


README_ROW = re.compile(r"^\| `([\w-]+)` \| (\w+) \|([^|]*)\| (.*) \|$", re.MULTILINE)


@pytest.mark.slow
def test_the_readme_says_what_was_computed(whole: Verified) -> None:
    """Each row of its table: verdict, ratio to the digits given, and whole sentences of a finding."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = README_ROW.findall(readme)
    assert len(rows) > 15
    by_id = {e.id: e for e in whole.entries}
    for name, verdict, ratio, sentence in rows:
        entry, text = by_id[name], sentence.replace(r"\|", "|")
        assert entry.verdict == verdict, name
        if ratio.strip():
            assert ratio.strip() == f"{entry.ratio:.6g}", name
        assert text.endswith(".") and any(f.text.startswith(text) for f in entry.findings), name


# --- verify elsewhere ------------------------------------------------------------------------

WITH_NUMERICAL_ROUTES = (
    "eq15",
    "eq20",
    "eq22",
    "claim-antisymmetrisation",
    "claim-fermion-radiated-vanishes",
    "claim-off-diagonal-vector-violates-gauge",
    "claim-mass-correction-divergent",
    "eq25",
    "beyond-t-parameter",
)


def assert_stands(point: Path) -> None:
    """The rows with numerical routes pass."""
    ids = [word for name in WITH_NUMERICAL_ROUTES for word in ("--id", name)]
    outcome = run("verify", *ids, "--point", point)
    assert outcome.exit_code == 0, outcome.output[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITS)
def test_the_ledger_stands_at_other_points(tmp_path: Path, name: str) -> None:
    """Verdicts do not depend on the point, and no route disagrees where something vanishes."""
    assert_stands(edited(tmp_path, *EDITS[name]))


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
    output = run("derive", "--result", "fermion-radiated", columns=80).output
    rule = [line for line in output.splitlines() if "T_21^(H_1,12) = Q_N·g_D" in line]
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


# --- reproduce -------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_summary(whole: Verified) -> None:
    """Each row that it singles out, with its most severe finding; which signs clash; where to look."""
    console = Console(record=True, width=200, file=io.StringIO())
    console.print(reproduce._summary(whole.entries, [], [], Path("out"), 1.0))
    shown = " ".join(console.export_text().replace("│", " ").split())
    by_id = {entry.id: entry for entry in whole.entries}
    for name in reproduce.CONSEQUENTIAL:
        row = by_id[name]
        assert f"{name}: {' '.join(row.headline.split())}" in shown
    assert "eq20 with eq22" in shown and "eq08 with Sec. 3.2" in shown
    assert "Every verdict equals the one on record" in shown
    assert "out/ledger.html" in shown


# --- cite ------------------------------------------------------------------------------------


def test_every_bound_can_be_cited() -> None:
    """One entry of BibTeX for each reference of a bound, sorted, complete."""
    outcome = run("cite")
    assert outcome.exit_code == 0
    keys = re.findall(r"^@\w+\{([^,]+),$", outcome.output, flags=re.MULTILINE)
    assert keys == sorted({c.reference for c in standard()} - {""})
    for entry in outcome.output.split("\n\n")[:-1]:
        assert entry.startswith("@") and entry.rstrip().endswith("}")
        assert re.search(r"^\s*year = \{\d{4}\}", entry, flags=re.MULTILINE), entry


# --- the program -----------------------------------------------------------------------------


def test_help() -> None:
    """`python -m darktmm.report.cli --help` runs and lists the commands."""
    done = subprocess.run(
        [sys.executable, "-m", "darktmm.report.cli", "--help"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    commands = ("derive", "latex", "verify", "evaluate", "joint", "plot", "cite", "reproduce")
    for command in commands:
        assert command in done.stdout


@pytest.mark.parametrize("arguments", [["judge"], ["verify", "--rows"], ["evaluate"], ["plot"]])
def test_wrong_usage(arguments: list[str]) -> None:
    """Unknown commands and options, missing arguments: exit code 2."""
    assert run(*arguments).exit_code == 2
