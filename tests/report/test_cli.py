"""The command line: what it prints, writes and returns."""

from __future__ import annotations

import copy
import io
import json
import math
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import EDITS, Outcome, Verified, assert_refused, edited, load, read, run
from jsonschema import Draft202012Validator
from rich.cells import cell_len
from rich.console import Console
from typer.main import get_command

import darktmm
from darktmm.derive.models.dark.chain import CHAIN
from darktmm.numeric.constraints import standard
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.ledger import TOLERANCE
from darktmm.papers.paper import paper
from darktmm.papers.statement import Finding, Judgement, Route, Verdict
from darktmm.report import record, reproduce
from darktmm.report.aside import Aside
from darktmm.report.cli import app
from darktmm.report.files import WriteError, check
from darktmm.report.points import NAMES, bundled
from darktmm.report.program import MEANING, PATIENCE, Code
from darktmm.report.sentences import to_terminal
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


def test_order_of_the_keys(verified: Verified) -> None:
    """As in the schema, which `load` has checked; verdicts are those there are."""
    for row in verified.rows:
        assert list(row) == ROW_KEYS
    (words,) = re.findall(r'"verdict": {\s*"enum": (\[.*?\])', record.schema("ledger"), re.DOTALL)
    assert set(json.loads(words)) == {v.word for v in Verdict}


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
    assert [row["id"] for row in load(path)["rows"]] == ["eq10", "eq05"]
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
    data = load(path)
    assert data["rows"][-1]["id"] == "eq10"
    failed = {f["id"] for f in data["failures"]}
    assert failed == ({CHEAP, NUMBER} if "Error" in said or "no finding" in said else set())


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


NUMBER_AT = re.compile(r"\$?(-?[\d.]+)(?:\\times10\^\{(-?\d+)\})?\$? at ([\d.]+) ([MG])eV")
"""A ratio and the mass at which it is, in a sentence."""


def at_masses(sentence: str) -> dict[str, float]:
    """Ratios by mass."""
    found = NUMBER_AT.findall(sentence)
    return {f"{m} {u}eV": float(f"{x}e{power or 0}") for x, power, m, u in found}


@pytest.mark.slow
def test_the_readme_concludes_what_was_computed(whole: Verified) -> None:
    """“What is left of the conclusion”: each number and comparative against the rows."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    conclusion = readme.split("**What is left of the conclusion.**")[1].partition("\n## ")[0]
    by_id = {e.id: [f.text for f in e.findings] for e in whole.entries}
    printed = at_masses(by_id["claim-marginal-at-gd-half"][0].split("; ")[0])
    assert "thousands at 1 MeV and of 10⁷ at 1 GeV" in conclusion
    assert 1e3 < 1 / printed["1 MeV"] < 1e4 and 1e7 < 1 / printed["1 GeV"] < 1e8
    ratios, dipoles, _, _, direct = by_id["claim-hierarchy"]
    assert "by less than 0.1 % at 1 MeV" in dipoles
    assert "the maximum at 1 MeV changes by less than 0.1 %" in " ".join(conclusion.split())
    (rise,) = re.findall(r"change by ([\d.]+) % at 1 GeV", dipoles)
    assert "that at 1 GeV by about a third" in conclusion and abs(float(rise) - 100 / 3) < 5
    searched = ratios.split("within every bound: ")[1].split(" as well: ")
    half, free = (at_masses(part.partition(";")[0]) for part in searched)
    assert "less than a millionth" in conclusion and max(free.values()) < 1e-6
    assert "smaller by many orders of magnitude below 1 GeV" in conclusion
    assert half["1 MeV"] < 1e-8 * free["1 MeV"] and half["1 GeV"] < free["1 GeV"]
    assert "No direct bound is active" in " ".join(conclusion.split()) and direct.startswith(
        "No direct"
    )
    (mass,) = re.findall(r"\((\d+ eV)\)", conclusion)
    assert f"masses of {mass} " in by_id["beyond-neutrino-mass"][0]


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
    rule = [line for line in output.splitlines() if "T₂₁^(H₁,12) = g_D Q_N/" in line]
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
    """Each row that it singles out, with its most severe finding; which signs clash; what differs."""
    ledger = reproduce.Ledger(PAPER, whole.entries)
    console = Console(record=True, width=200, file=io.StringIO())
    console.print(reproduce.summary(ledger, ledger.problems))
    shown = " ".join(console.export_text().replace("│", " ").split())
    by_id = {entry.id: entry for entry in whole.entries}
    for name in reproduce.CONSEQUENTIAL:
        row = by_id[name]
        assert f"{name}: {' '.join(to_terminal(row.headline).split())}" in shown
    assert "eq20 with eq22" in shown and "eq08 with Sec. 3.2" in shown
    assert "Every verdict equals the one on record" in shown
    console.print(reproduce.summary(ledger, ["eq22: computed confirmed, recorded corrected"]))
    shown = console.export_text()
    assert (
        "eq22: computed confirmed" in shown
        and "Every verdict" not in shown.split("eq22: computed")[1]
    )


def test_reproduce_ends_with_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step a line with the seconds, a summary, and the path of the page as the last line.

    What takes long is left out: nothing is searched, few rows are judged, no figure is drawn.
    """
    few = ("eq05", "eq17")
    statements = {name: PAPER.statements[name] for name in few}
    monkeypatch.setitem(PAPER.__dict__, "statements", statements)
    monkeypatch.setattr(reproduce, "papers", lambda: (PAPER.name,))
    monkeypatch.setattr(reproduce, "CHAIN", ("dipole",))
    monkeypatch.setattr(reproduce, "show_lagrangian", lambda console: None)
    monkeypatch.setattr(reproduce.signs, "irreconcilable", lambda theory: [("eq20", "eq22")])
    monkeypatch.setattr(reproduce, "Aside", _nothing_found)
    monkeypatch.setattr(reproduce.figures, "ALL", {})
    monkeypatch.setattr(reproduce, "_ratios", lambda out, entries: {})
    monkeypatch.setattr(reproduce, "_document", lambda *_: tmp_path)
    built: dict[str, Any] = {}

    def build(out: Path, ledgers: Any, drawn: Any, progress: Any) -> Path:
        built.update(ledgers)
        progress("index.html")
        return out / "index.html"

    monkeypatch.setattr(reproduce.page, "build", build)
    outcome = run("reproduce", "--out", tmp_path / "out")
    assert outcome.exit_code == 0, outcome.output
    assert outcome.output.rstrip().splitlines()[-1] == str(tmp_path / "out" / "index.html")
    assert [e.id for e in built[PAPER.name]] == list(few)
    ledger = load(tmp_path / "out" / "ledger.json")
    assert [row["id"] for row in ledger["rows"]] == list(few) and ledger["point"] is not None
    for name in NAMES:
        assert load(tmp_path / "out" / f"evaluate-{name}.json")["point"]["gauge"]
    assert (tmp_path / "out" / "latex" / "dipole.tex").is_file()
    assert "dipole" in (tmp_path / "out" / "derivation.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"^ +\d+ s  [a-z]", outcome.output, re.MULTILINE)) >= 5


class _nothing_found:
    """In place of a search in another process."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> _nothing_found:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def result(self) -> tuple[list[Any], list[Any], list[Any]]:
        return [], [], []


# --- known answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 160])
def test_known_answers(columns: int) -> None:
    """Model, ratio, gauge and routes, with the formulas where there is room; others are refused by name."""
    output = run("known", "--id", "schwinger", columns=columns).output
    assert "One photon across the vertex" in output and "schwinger" in output
    assert ("α/(2π)" in output) == (columns > 120)
    assert_refused(run("known", "--id", "gell-mann"), "gell-mann", "schwinger")


def test_a_known_answer_that_is_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1, and why."""
    answers = paper("known_answers")
    changed = replace(answers.statements["schwinger"], judge=_turned_over)
    monkeypatch.setitem(answers.statements, "schwinger", changed)  # type: ignore[arg-type]
    outcome = run("known", "--id", "schwinger")
    assert outcome.exit_code == Code.DIFFERS
    assert "schwinger: computed corrected, recorded confirmed" in outcome.output


# --- another process -------------------------------------------------------------------------------


def test_aside() -> None:
    """A result, an error as it was raised, and an end when it is left."""
    with Aside(math.factorial, 10) as product:
        assert product.result() == math.factorial(10)
    with Aside(check, "") as refused, pytest.raises(WriteError, match="no name is given"):
        refused.result()
    begin = time.monotonic()
    with Aside(time.sleep, 60) as sleeping:
        process = sleeping._process
    assert time.monotonic() - begin < 30
    assert not process.is_alive()


PARENT = """
import os, signal, sys, time
from darktmm.report.aside import Aside
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell puts aside is deaf to it
    with Aside(time.sleep, 60) as child:
        print(child._process.pid, flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_process_does_not_outlive_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    """However that one ends."""
    path = tmp_path / "parent.py"
    path.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(1)
        parent.send_signal(number)
        parent.wait()
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists():
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
            if state == "Z":  # nobody has asked for its exit code
                return
        time.sleep(0.05)
    raise AssertionError("it lives")


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


# --- point and schema -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_example_to_start_from(tmp_path: Path, name: str) -> None:
    """`darktmm point NAME > my.toml`, byte by byte what is shipped; the first one without a name."""
    outcome = run("point", name)
    assert outcome.exit_code == 0
    assert outcome.stdout_bytes == bundled(name).read_bytes()
    path = tmp_path / "my.toml"
    path.write_bytes(outcome.stdout_bytes)
    assert run("evaluate", path).exit_code == 0
    if name == NAMES[0]:
        assert run("point").stdout_bytes == outcome.stdout_bytes


def test_which_examples_there_are() -> None:
    """Each on a line, with what it is."""
    lines = run("point", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(NAMES)
    assert all(line.endswith(".") and len(line.split()) > 5 for line in lines)
    assert_refused(run("point", "benchmark"), "benchmark", *NAMES)


@pytest.mark.parametrize("kind", record.KINDS)
def test_the_schema_is_published(kind: str) -> None:
    """`darktmm schema KIND` prints one that is a schema, and describes every quantity and bound."""
    outcome = run("schema", kind)
    assert outcome.exit_code == 0
    schema = json.loads(outcome.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == record.identifier(kind)
    assert "[real part, imaginary part]" in schema["$defs"]["complex"]["description"]
    assert {"schema", "version", "options", "point"} <= set(schema["required"])


def test_a_schema_that_does_not_exist() -> None:
    """Refused with those there are."""
    assert_refused(run("schema", "figure"), "figure", *record.KINDS)


def test_a_schema_says_no() -> None:
    """A number without its imaginary part, a key that is missing, one too many."""
    data = json.loads(run("evaluate", bundled("reference"), "--json", "-").stdout)
    read(json.dumps(data))
    for spoil in (
        lambda d: d["quantities"]["A_R"].update(derived=1.0),
        lambda d: d["constraints"][0].pop("ratio_is"),
        lambda d: d.update(more=1),
        lambda d: d["options"].pop("window"),
        lambda d: d["constraints"][0].update(ratio=None),
    ):
        spoiled = copy.deepcopy(data)
        spoil(spoiled)
        with pytest.raises(AssertionError):
            read(json.dumps(spoiled))


# --- JSON on standard output ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", bundled("reference")),
        ("verify", "--id", CHEAP),
        ("known", "--id", "schwinger"),
        ("joint", "--strategy", "derived", "--mass", "0.1"),
    ],
    ids=lambda c: c[0],
)
def test_json_to_standard_output(tmp_path: Path, command: tuple[Any, ...]) -> None:
    """`--json -`: nothing else there; what people read goes to standard error; the same as in a file."""
    outcome = run(*command, "--json", "-")
    assert outcome.exit_code == 0
    data = read(outcome.stdout)
    assert outcome.stderr
    path = tmp_path / "data.json"
    assert run(*command, "--json", path).exit_code == 0
    again = load(path)
    for row in (*again.get("rows", ()), *data.get("rows", ())):
        row.pop("seconds", None)  # what the first one derived costs the second nothing
    assert again == data
    assert data["version"] == darktmm.__version__


def test_options_are_repeated(tmp_path: Path) -> None:
    """Defaults included; the point as a point file has it, so that the result can be had again."""
    out = tmp_path / "out.json"
    arguments = ("--mu-e-gamma", "2024", "--json", out)
    assert run("evaluate", bundled("reference"), *arguments).exit_code == 0
    data = load(out)
    file = str(bundled("reference"))
    assert data["options"] == {"point_file": file, "mu_e_gamma": "2024", "window": "published"}
    again = Parameters.from_table(data["point"])
    written = tmp_path / "again.toml"
    written.write_text(again.to_toml(), encoding="utf-8")
    assert run("evaluate", written, *arguments).exit_code == 0
    repeated = load(out)
    assert repeated["excluded_by"] == data["excluded_by"]
    for name in ("transition_coefficient", "radiative_neutrino_mass", "borexino_limit_muB"):
        found, expected = (flat(d["quantities"][name]["derived"]) for d in (repeated, data))
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12 * max(map(abs, expected)))
    assert run("verify", "--id", CHEAP, "--json", out).exit_code == 0
    data = load(out)
    assert data["options"]["row"] == [CHEAP] and data["point"] is None
    assert data["paper"]["name"] == PAPER.name


def flat(value: Any) -> list[float]:
    """The numbers in nested lists."""
    return [x for v in value for x in flat(v)] if isinstance(value, list) else [value]


# --- the program -----------------------------------------------------------------------------------


def program(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "darktmm", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_help() -> None:
    """`python -m darktmm --help` lists the commands, and every exit code with its meaning."""
    done = program("--help", COLUMNS="200")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    for command in get_command(app).commands:  # type: ignore[attr-defined]
        assert re.search(rf"^│ {command} ", text, re.MULTILINE), command
    for code, meaning in MEANING.items():
        assert re.search(rf"^ +{code.value}  {re.escape(meaning)} *$", text, re.MULTILINE), code


def test_exit_codes_are_distinct_and_in_the_readme() -> None:
    """Each with its meaning."""
    assert set(MEANING) == set(Code) and len({c.value for c in Code}) == len(Code)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for code, meaning in MEANING.items():
        assert f"| {code.value} | {meaning} |" in readme


def test_version() -> None:
    """One line."""
    outcome = run("--version")
    assert (outcome.exit_code, outcome.stdout) == (0, f"darktmm {darktmm.__version__}\n")


@pytest.mark.parametrize("arguments", [["judge"], ["verify", "--rows"], ["evaluate"], ["plot"]])
def test_wrong_usage(arguments: list[str]) -> None:
    """Unknown commands and options, missing arguments: exit code 2."""
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("darktmm ev", {"evaluate"}),
        ("darktmm point ", set(NAMES)),
        ("darktmm verify --id eq2", {name for name in ORDER if name.startswith("eq2")}),
        ("darktmm joint --without fl", {"flavour"}),
        ("darktmm derive --result ", set(CHAIN)),
        ("darktmm schema le", {"ledger"}),
        ("darktmm known --id sch", {"schwinger"}),
    ],
)
def test_completion(words: str, found: set[str]) -> None:
    """Commands, and the words that options take, as a shell asks for them."""
    done = program(
        _DARKTMM_COMPLETE="complete_bash",
        _TYPER_COMPLETE_ARGS=words,
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split(" ")) - 1),
    )
    assert set(done.stdout.decode().split("\n")) - {""} == found, done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_any_terminal(encoding: str) -> None:
    """What it cannot show is written in other letters."""
    commands = (["evaluate", bundled("reference"), "--all"], ["verify", "--id", "eq22"])
    for command in commands:
        done = program(*command, PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
        text = done.stdout.decode(encoding)
        assert "\\u" not in text and "\\x" not in text
    done = program("derive", "--result", "kinetic-mixing", PYTHONIOENCODING=encoding, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode(encoding).splitlines()
    assert any("= 1 - epsilon^2" in line for line in lines)  # no exponent stands on another line
    assert {len(line) for line in lines} == {80}  # and no frame is torn


@pytest.mark.parametrize(
    "name", ["[b]", "[/]", "[red]x[/red]", ":smile:", "a b", "ε", "\x1b[31m", "a\nb"]
)
def test_names_are_words(tmp_path: Path, name: str) -> None:
    """Never markup, emoji or commands of a terminal, in a message or where something was written."""
    assert_refused(run("evaluate", tmp_path / name))
    assert name.encode("unicode_escape").decode() in run("evaluate", name).stderr.encode(
        "unicode_escape"
    ).decode().replace("\\\\", "\\")
    if name.isprintable():
        path = tmp_path / f"{name}.json".replace("/", "")
        outcome = run("evaluate", bundled("reference"), "--json", path)
        assert f"written to {path}" in outcome.output


@pytest.mark.parametrize("command", [("verify",), ("derive",), ("joint", "--masses", "60")])
def test_interrupted(command: tuple[str, ...]) -> None:
    """Ctrl-C: within a second, one line, its own code."""
    with subprocess.Popen(
        [sys.executable, "-m", "darktmm", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as running:
        time.sleep(1.5)
        assert running.poll() is None
        begin = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
        assert time.monotonic() - begin < 1
    assert said == b"interrupted\n"
    assert running.returncode == Code.INTERRUPTED


IMPORTING = """
import sys
class Told:
    def find_spec(self, name, *_):
        if name == {module!r}:
            sys.meta_path.remove(self)
            print("importing", flush=True)
sys.meta_path.insert(0, Told())
sys.argv = ["darktmm", *{command!r}]
from darktmm.report.program import main
main()
"""


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("typer", ["--help"]),
        ("numpy", ["evaluate", str(bundled("reference"))]),
        ("sympy.core", ["derive"]),
        ("matplotlib.figure", ["plot", "zeros"]),
    ],
)
def test_interrupted_while_importing(module: str, command: list[str], tmp_path: Path) -> None:
    """Before there is anything to interrupt: the same line, and no traceback of an import."""
    source = IMPORTING.format(module=module, command=command)
    with subprocess.Popen(
        [sys.executable, "-c", source],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None and running.stdout.readline() == b"importing\n"
        begin = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
        assert time.monotonic() - begin < 1
    assert said == b"interrupted\n"
    assert running.returncode == Code.INTERRUPTED


@pytest.mark.parametrize("command", [("plot", "fig7"), ("joint", "--mass", "1"), ("verify",)])
def test_a_sign_of_life(command: tuple[str, ...], tmp_path: Path) -> None:
    """On a terminal, long before there is a result: what is being done, and for how long."""
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "darktmm", *command],
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.DEVNULL,
        stderr=slave,
    ) as running:
        os.close(slave)
        seen, end = b"", time.monotonic() + 20
        while b"0:00:0" not in seen and time.monotonic() < end:
            if select.select([master], [], [], 0.1)[0]:
                seen += os.read(master, 4096)
        assert running.poll() is None
        running.kill()
    os.close(master)
    assert re.search(rb"(drawing|searching|judging|reading|today).*0:00:0", seen, re.DOTALL), seen


BUSY = """
import hashlib
from darktmm.report import cli, program
def app(**_):
    print("busy", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"x", b"y", 200_000_000)
cli.app = app
program.main()
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, Code.INTERRUPTED), (signal.SIGTERM, Code.TERMINATED)]
)
def test_interrupted_in_compiled_code(number: signal.Signals, code: Code) -> None:
    """Where Python does not get a word in, the process ends all the same."""
    with subprocess.Popen(
        [sys.executable, "-c", BUSY], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None and running.stdout.readline() == b"busy\n"
        time.sleep(0.3)
        begin = time.monotonic()
        running.send_signal(number)
        _, said = running.communicate()
        assert PATIENCE / 2 < time.monotonic() - begin < 1
    assert said == b"interrupted\n"
    assert running.returncode == code


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    """And has a code that means no verdict."""
    source = "from darktmm.report import cli, program; cli.app = lambda **_: 1 / 0; program.main()"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, check=False)
    assert done.returncode == Code.BROKEN
    assert b"ZeroDivisionError" in done.stderr


# --- eighty columns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", bundled("reference")),
        ("evaluate", bundled("reference"), "--all"),
        ("verify", "--id", CHEAP),
        ("verify", "--list"),
        ("known", "--id", "schwinger", "--id", "leveille-neutral"),
        ("joint", "--strategy", "paper", "--masses", "20"),
        ("--help",),
        ("joint", "--help"),
    ],
    ids=lambda c: " ".join(map(str, c[:1])),
)
def test_everything_fits(command: tuple[Any, ...]) -> None:
    """On a terminal of 80 columns no line is longer."""
    outcome = run(*command, columns=80)
    assert outcome.exit_code == 0
    assert max(map(cell_len, outcome.output.splitlines())) <= 80


def test_list_of_rows() -> None:
    """`verify --list`: id, verdict on record and title of each, in order, in a moment; --id chooses."""
    output = run("verify", "--list", columns=160).output
    lines = [line.split() for line in output.splitlines() if not line.startswith("[")]
    assert [(line[0], line[1]) for line in lines] == [(name, RECORDED[name]) for name in ORDER]
    assert run("verify", "--list", "--id", CHEAP).output.count("\n") == 2
    assert run("verify", "--list", "--paper", "known_answers").exit_code == 0
    assert_refused(run("verify", "--list", "--json", "-"), "--json")
