"""The main job: derive, judge, evaluate, draw, write the page, summarise.

What is searched takes longest, and goes on in a process of its own while everything else is done.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import signs
from darktmm.papers.arxiv_2603_25704.quantities import report as evaluate
from darktmm.papers.arxiv_2603_25704.theory import paper_model, theory
from darktmm.papers.ledger import Entry, Failure
from darktmm.papers.paper import DEFAULT, Paper, paper, papers
from darktmm.report import document, figures, latex, page, record, tables
from darktmm.report.aside import Aside
from darktmm.report.console import progress
from darktmm.report.derivation import show_lagrangian, show_result
from darktmm.report.figures import Written
from darktmm.report.files import write_text
from darktmm.report.points import NAMES, bundled
from darktmm.report.sentences import to_terminal

FIGURES = "figures"
"""Folder of the figures, beside the page."""

NEEDS_LEDGER = "ratios"
"""The figure that shows all statements."""

SEARCHED = ("claim-hierarchy",)
"""Statements about maxima, which are searched for."""


@dataclass(frozen=True)
class Ledger:
    """A paper, judged."""

    paper: Paper
    entries: list[Entry] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """One line for each reason why it does not stand."""
        return tables.problems(self.entries, self.failures)


class Steps:
    """What is being done, a line each, with the seconds that it took."""

    def __init__(self, console: Console) -> None:
        self.console, self.start = console, time.perf_counter()

    def done(self, what: str) -> None:
        """Something is."""
        self.console.print(f"{time.perf_counter() - self.start:6.0f} s  {what}")


# --- what is done -----------------------------------------------------------------------------------


def derivation(out: Path, steps: Steps) -> None:
    """Every result of the chain, for a terminal and for a paper."""
    text = Console(record=True, width=110, file=io.StringIO(), highlight=False, markup=False)
    model = paper_model()
    show_lagrangian(text)
    with progress("deriving") as step:
        for k, name in enumerate(CHAIN):
            step(k / len(CHAIN), f"deriving {name}")
            text.print(show_result(name, text.width))
            write_text(out / "latex" / f"{name}.tex", latex.block(derive_result(name, model)))
    write_text(out / "derivation.txt", text.export_text())
    steps.done(f"derived {len(CHAIN)} results")


def evaluations(out: Path, steps: Steps) -> None:
    """The points that come with the package."""
    for name in NAMES:
        point = Parameters.from_file(bundled(name))
        options = {"point_file": f"{name}.toml", "mu_e_gamma": None, "window": "published"}
        text = record.evaluation(evaluate(point), options, point)
        write_text(out / f"evaluate-{name}.json", text)
    steps.done(f"evaluated {len(NAMES)} points")


def judged(name: str, rows: Sequence[str] | None = None) -> Ledger:
    """Rows of a paper's ledger, at the reference point where the paper has one."""
    found = paper(name)
    at = None if found.point is None else found.point(bundled("reference"))
    with progress(f"judging {name}") as step:
        chosen = list(found.statements) if rows is None else list(rows)
        entries, failures = tables.run_ledger(found, at, chosen, step) if chosen else ([], [])
    return Ledger(found, entries, failures)


def searches(out: Path) -> tuple[list[Entry], list[Failure], list[Written]]:
    """The rows and the figures that are searched for; figures go on from what the rows found."""
    ledger = judged(DEFAULT, SEARCHED)
    drawn = [f.write(out / FIGURES) for f in figures.ALL.values() if f.searches]
    return ledger.entries, ledger.failures, drawn


def _ledgers_and_figures(
    out: Path, steps: Steps, meanwhile: Sequence[Callable[[Path, Steps], None]] = ()
) -> tuple[dict[str, Ledger], list[Written]]:
    """All papers and all figures; what is searched runs beside whatever else is done here."""
    order = list(paper().statements)
    with Aside(searches, out) as searching:
        for do in meanwhile:
            do(out, steps)
        main = judged(DEFAULT, [name for name in order if name not in SEARCHED])
        steps.done(f"judged {len(main.entries)} statements of {main.paper.reference}")
        ledgers = {name: judged(name) for name in papers() if name != DEFAULT}
        for ledger in ledgers.values():
            steps.done(f"judged {len(ledger.entries)} statements of {ledger.paper.name}")
        drawn = {}
        for name, figure in figures.ALL.items():
            if not figure.searches and name != NEEDS_LEDGER:
                with progress(f"drawing {name}") as step:
                    drawn[name] = figure.write(out / FIGURES, step)
        steps.done(f"drew {len(drawn)} figures")
        with progress("searching the largest moments"):
            entries, failures, searched = searching.result()
    steps.done(f"searched the largest moments: {len(entries)} statements, {len(searched)} figures")
    main.entries.extend(entries)
    main.failures.extend(failures)
    main.entries.sort(key=lambda e: order.index(e.id))
    drawn |= {written.name: written for written in searched}
    drawn |= _ratios(out, main.entries)
    return {DEFAULT: main, **ledgers}, [drawn[name] for name in figures.ALL]


def _ratios(out: Path, entries: Sequence[Entry]) -> dict[str, Written]:
    """The figure of all statements."""
    figure = figures.ALL[NEEDS_LEDGER].given(entries=entries)
    return {NEEDS_LEDGER: figure.write(out / FIGURES)}


def _page(out: Path, ledgers: Mapping[str, Ledger], drawn: Sequence[Written], steps: Steps) -> Path:
    entries = {name: ledger.entries for name, ledger in ledgers.items()}
    with progress("writing the page") as step:
        start = page.build(out, entries, drawn, progress=lambda name: step(0.0, f"writing {name}"))
    steps.done("wrote the page")
    return start


def _document(folder: Path, ledger: Ledger, drawn: Sequence[Written], steps: Steps) -> Path:
    shown = [document.Drawn(w.name, w.caption, w.paths["pdf"]) for w in drawn]
    with progress("writing the document"):
        article = document.write(folder, ledger.paper, ledger.entries, shown)
    steps.done("wrote the document")
    return article


# --- what the commands ask for ----------------------------------------------------------------------


def site(console: Console, out: Path) -> Path:
    """The page alone, with its figures; returns what to open."""
    steps = Steps(console)
    return _page(out, *_ledgers_and_figures(out, steps), steps)


def article(console: Console, folder: Path) -> Path:
    """The document alone, with its figures; returns what to compile."""
    steps = Steps(console)
    ledgers, drawn = _ledgers_and_figures(folder, steps)
    return _document(folder, ledgers[DEFAULT], drawn, steps)


def run(console: Console, out: Path) -> bool:
    """Do everything; True when every ledger stands."""
    steps = Steps(console)
    ledgers, drawn = _ledgers_and_figures(out, steps, (derivation, evaluations))
    main = ledgers[DEFAULT]
    at = Parameters.from_file(bundled("reference"))
    options = {
        **{"row": None, "point": "reference.toml", "paper_name": DEFAULT},
        **{"listed": False, "mutations": False},
    }
    text = record.ledger(main.paper, main.entries, main.failures, options, at)
    write_text(out / "ledger.json", text)
    _document(out / "document", main, drawn, steps)
    start = _page(out, ledgers, drawn, steps)
    problems = [line for ledger in ledgers.values() for line in ledger.problems]
    console.print(summary(main, problems))
    console.print(str(start), soft_wrap=True)
    return not problems


def summary(ledger: Ledger, problems: Sequence[str]) -> Panel:
    """On one screen: how many verdicts, what follows from them, whether all is well."""
    by_id = {e.id: e for e in ledger.entries}
    lines = [tables.tally(ledger.entries, ledger.failures), ""]
    for name in CONSEQUENTIAL:
        if name in by_id:
            e = by_id[name]
            ratio = "" if e.ratio is None else f" [printed/derived = {e.ratio:.4g}]"
            lines.append(f"{name}: {to_terminal(e.headline)}{ratio}")
    pairs = ", ".join(f"{a} with {b}" for a, b in signs.irreconcilable(theory()))
    lines += [
        f"No single convention of signs satisfies: {pairs}.",
        "",
        *(problems or ["Every verdict equals the one on record, and all routes agree."]),
        "Beside the page: derivation.txt, ledger.json, evaluate-*.json, latex/, document/, figures/.",
        "Now open:",
    ]
    return Panel(Text("\n".join(lines)), title="darktmm", title_align="left")


CONSEQUENTIAL = (
    "eq22",
    "eq28",
    "claim-mass-correction-divergent",
    "claim-meg-caps-tensor",
    "claim-invisible-decay",
    "beyond-z-width",
    "claim-hierarchy",
)
"""Rows that the summary shows."""
