"""Tables on a terminal, and the JSON of quantities."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from darktmm.numeric.constraints import Assessment, Constraint
from darktmm.papers.arxiv_2603_25704.quantities import Quantity, Report, verdict_data
from darktmm.report.text import plain

if TYPE_CHECKING:  # they bring the algebra, which the numbers of a point do without
    from darktmm.papers.ledger import Entry, Failure
    from darktmm.papers.mutations import Mutation
    from darktmm.papers.paper import Paper

COLOURS = {
    "confirmed": "green",
    "convention": "cyan",
    "definition": "blue",
    "input": "blue",
    "inconsistent": "yellow",
    "unsupported": "magenta",
    "corrected": "red",
}


WIDE = 120
"""Columns from which on the ledger is a table."""


def run_ledger(
    console: Console, paper: Paper, point: Any, names: Sequence[str]
) -> tuple[list[Entry], list[Failure]]:
    """Build the ledger with a progress bar."""
    from darktmm.papers.ledger import Entry, build

    entries: list[Entry] = []
    failures: list[Failure] = []
    columns = (TextColumn("{task.description:45}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("ledger", total=len(names))
        for item in build(paper, point, names, lambda name: bar.update(task, description=name)):
            (entries if isinstance(item, Entry) else failures).append(item)  # type: ignore[arg-type]
            bar.advance(task)
    return entries, failures


def ledger_table(entries: Iterable[Entry], title: str, width: int) -> Table | Group:
    """One line a row, with the most severe finding; on a narrow terminal, the finding below."""
    rows = []
    for e in entries:
        verdict = e.verdict
        finding = e.headline
        rows.append((e.id, verdict, "" if e.ratio is None else f"{e.ratio:.6g}", finding))
    if width < WIDE:
        lines: list[Text | Padding] = []
        for name, verdict, ratio, finding in rows:
            head = Text.assemble(name, "  ", (verdict, COLOURS[verdict]))
            lines.append(head + Text(f"  printed/derived {ratio}") if ratio else head)
            lines.append(Padding(Text(finding), (0, 0, 0, 4)))
        return Group(*lines)
    table = Table(title=f"Ledger: {title}", title_justify="left")
    table.add_column("id", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("printed/derived", justify="right", no_wrap=True)
    table.add_column("finding")
    for name, verdict, ratio, finding in rows:
        table.add_row(name, Text(verdict, style=COLOURS[verdict]), ratio, Text(finding))
    return table


def details(entry: Entry) -> Panel:
    """Everything about one row."""
    lines: list[Text] = []
    for name, latex in (("printed", entry.printed), ("derived", entry.derived)):
        if latex:
            lines.append(Text(f"{name}:  {plain(latex)}"))
    lines += [Text(f"- {f.verdict.word}: {f.text}") for f in entry.findings]
    if entry.where:
        lines.append(Text(f"where they part: {entry.where}"))
    if entry.ratio is not None:
        lines.append(Text(f"printed/derived: {entry.ratio:.12g}"))
    lines += [Text(f"route: {name}, residual {residual:.1e}") for name, residual in entry.routes]
    if entry.no_route:
        lines.append(Text(f"no second route: {entry.no_route}"))
    title = Text(f"{entry.id}: {entry.title}")
    return Panel(Group(*lines), title=title, title_align="left")


def mutation_table(found: Iterable[Mutation]) -> Table:
    """What follows when a printed side or the theory is changed."""
    table = Table(title="What follows when one thing is changed", title_justify="left")
    for heading in ("statement", "side", "mutation", "what moved"):
        table.add_column(heading)
    table.add_column("reason, where nothing has to")
    for m in found:
        moved = Text(", ".join(m.moved), style="" if m.noticed or m.reason else "red")
        table.add_row(Text(m.statement), m.side, Text(m.name), moved, Text(m.reason))
    return table


def problems(entries: Iterable[Entry], failures: Iterable[Failure]) -> list[str]:
    """One line for each reason why the ledger does not stand."""
    found = [f"{f.id}: {f.reason}" for f in failures]
    found += [f"{e.id}: {p}" for e in entries for p in e.problems]
    return found


def tally(entries: Sequence[Entry], failures: Sequence[Failure]) -> str:
    """How many rows have which verdict."""
    counts = Counter(e.verdict for e in entries)
    words = ", ".join(f"{counts[v]} {v}" for v in COLOURS if counts[v])
    failed = f", {len(failures)} not derived" if failures else ""
    return f"{len(entries)} rows: {words}{failed}"


# --- quantities -----------------------------------------------------------------------------------


def quantities(table: Mapping[str, Quantity], width: int) -> Group:
    """Derived and printed: side by side where there is room, else one under the other."""
    blocks: list[Any] = []
    for name, q in table.items():
        columns = [("derived", _format(q.derived)), ("printed", _format(q.printed))]
        widest = [max(map(len, text.splitlines())) for _, text in columns]
        blocks.append(Text(f"{name} [{q.unit}]", style="bold"))
        shown = Table()
        if sum(widest) + 8 <= width:
            for heading, _ in columns:
                shown.add_column(heading, no_wrap=True)
            shown.add_row(*(Text(text) for _, text in columns))
        else:
            shown.show_lines = True
            shown.add_column("")
            shown.add_column("", no_wrap=True)
            for heading, text in columns:
                shown.add_row(heading, Text(text))
        blocks.append(shown)
    return Group(*blocks)


def _format(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        widest = max(map(len, value))
        return "\n".join(f"{name:{widest}}  {_number(np.asarray(x))}" for name, x in value.items())
    array = np.asarray(value)
    if array.ndim == 0:
        return _number(array[()])
    cells = [[_number(x) for x in row] for row in np.atleast_2d(array)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in cells
    )


def _number(x: Any) -> str:
    x = x + 0.0  # minus zero is zero
    if not np.iscomplexobj(x):
        return f"{x:.4g}"
    if x.imag == 0:
        return f"{x.real:.4g}"
    return f"{x.imag:.4g}i" if x.real == 0 else f"{x.real:.4g}{x.imag:+.4g}i"


def outside(report: Report) -> Panel | None:
    """In front of everything else: whether the theory itself holds at the point."""
    if not report.outside:
        return None
    ratios = {c.name: float(a.ratio[0]) for c, a in report.verdicts}
    lines = [Text("One loop means nothing here; no limit below is a statement about this theory.")]
    lines += [
        Text(f"- {name}: {ratios[name]:.3g} times what is allowed") for name in report.outside
    ]
    title = Text("outside perturbation theory", style="bold red")
    return Panel(Group(*lines), title=title, title_align="left", border_style="red")


def constraints(verdicts: Sequence[tuple[Constraint, Assessment]], width: int) -> Group:
    """Bounds that apply, the most severe first; then those that do not, and why."""
    applying = [(c, a) for c, a in verdicts if a.applies[0]]
    applying.sort(key=lambda pair: -float(pair[1].ratio[0]))
    shown = Table(title="Bounds that apply (ratio > 1: excluded)", title_justify="left")
    for name in ("bound", "ratio", "value", "limit", "unit"):
        shown.add_column(name, no_wrap=name != "bound", justify="left")
    for c, a in applying:
        style = "bold red" if a.excluded[0] else ""
        numbers = (f"{x[0]:.3g}" for x in (a.ratio, a.value, a.limit))
        shown.add_row(*(Text(x, style=style) for x in (c.name, *numbers, c.unit)))
    silent: dict[str, list[str]] = {}
    for c, a in verdicts:
        if not a.applies[0]:
            silent.setdefault(a.reasons[int(a.case[0])], []).append(c.name)
    lines = [Text(f"- {reason}: {'; '.join(names)}") for reason, names in silent.items()]
    if lines:
        lines.insert(0, Text("\nBounds that say nothing at this point", style="bold"))
    return Group(shown, *lines)


def report_json(report: Report) -> str:
    """The stable JSON form: complex numbers as [re, im], matrices as nested lists."""
    from darktmm.numeric.inputs.data import bibtex

    payload = {
        name: {"derived": plain_data(q.derived), "printed": plain_data(q.printed), "unit": q.unit}
        for name, q in report.quantities.items()
    }
    found = [verdict_data(c, a) for c, a in report.verdicts]
    keys = sorted({v["reference"] for v in found} - {""})
    data = {
        "outside_perturbation_theory": report.outside,
        "quantities": payload,
        "constraints": found,
        "bibliography": {key: bibtex(key) for key in keys},
    }
    return json.dumps(data, indent=2, allow_nan=False, ensure_ascii=False) + "\n"


def plain_data(value: Any) -> Any:
    """Arrays and complex numbers as JSON has them; minus zero is zero."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {name: plain_data(x) for name, x in value.items()}
    array = np.asarray(value)
    if array.ndim:
        return [plain_data(x) for x in array]
    if np.iscomplexobj(array):
        return [float(array.real) + 0.0, float(array.imag) + 0.0]
    return float(array) + 0.0
