"""The main job: derive, judge, evaluate, write, summarise."""

from __future__ import annotations

import io
import time
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
from darktmm.papers.paper import paper
from darktmm.report import figures, latex, ledger, page, tables
from darktmm.report.derivation import show_lagrangian, show_result
from darktmm.report.points import NAMES, bundled

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

MASSES = 30
"""Of the dark photon, on each curve of Fig. 7."""

SEARCHED = 3
"""The same where each point is a search; `darktmm plot` draws more."""


def run(console: Console, out: Path) -> bool:
    """Do everything; True when the ledger stands."""
    start = time.perf_counter()
    record = Console(record=True, width=110, file=io.StringIO(), highlight=False)
    show_lagrangian(record)
    for name in CHAIN:
        console.print(f"deriving  {name}")
        record.print(show_result(name, record.width))
        model = paper_model()
        ledger.write_text(out / "latex" / f"{name}.tex", latex.block(derive_result(name, model)))
    ledger.write_text(out / "derivation.txt", record.export_text())

    console.print("judging   every statement of the paper")
    judged = paper()
    reference = Parameters.from_file(bundled("reference"))
    entries, failures = tables.run_ledger(console, judged, reference, list(judged.statements))
    ledger.write_json(entries, out / "ledger.json")
    ledger.write_text(out / "latex" / "ledger.tex", latex.ledger(entries))

    for name in NAMES:
        console.print(f"evaluating  the {name} point")
        point = Parameters.from_file(bundled(name))
        ledger.write_text(out / f"evaluate-{name}.json", tables.report_json(evaluate(point)))

    console.print("drawing   figures and the page")
    drawn = [
        (name, draw(reference, out / name))
        for name, draw in (
            ("printed-against-derived.png", figures.printed_against_derived),
            ("zeros.png", figures.zeros),
        )
    ]
    for figure in ("fig6", "fig7"):
        for version in figures.VERSIONS:
            console.print(f"drawing   {figure}, {version}")
            count = SEARCHED if (figure, version) == ("fig7", "today") else MASSES
            path, caption = figures.draw(figure, version, out, count)
            drawn.append((path.name, caption))
    ledger.write_text(out / "ledger.html", page.page(judged, entries, drawn))

    problems = tables.problems(entries, failures)
    console.print(_summary(entries, failures, problems, out, time.perf_counter() - start))
    return not problems


def _summary(
    entries: list[Entry],
    failures: list[Failure],
    problems: list[str],
    out: Path,
    seconds: float,
) -> Panel:
    by_id = {e.id: e for e in entries}
    lines = [tables.tally(entries, failures), ""]
    for name in CONSEQUENTIAL:
        if name in by_id:
            e = by_id[name]
            worst = e.headline
            ratio = "" if e.ratio is None else f" [printed/derived = {e.ratio:.4g}]"
            lines.append(f"{name}: {worst}{ratio}")
    pairs = ", ".join(f"{a} with {b}" for a, b in signs.irreconcilable(theory()))
    lines += [
        f"No single convention of signs satisfies: {pairs}.",
        "",
        *(problems or ["Every verdict equals the one on record, and all routes agree."]),
        f"{seconds:.0f} s. Look at {out}/ledger.html first; then derivation.txt, ledger.json, "
        "latex/, evaluate-*.json.",
    ]
    return Panel(Text("\n".join(lines)), title="darktmm", title_align="left")
