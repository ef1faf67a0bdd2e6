"""Tables on a terminal: the ledger, the quantities of a point, and what its bounds say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from darktmm.numeric.constraints import Assessment, Constraint
from darktmm.papers.arxiv_2603_25704.quantities import Quantity, Report
from darktmm.report.sentences import to_terminal

if TYPE_CHECKING:  # they bring the algebra, which the numbers of a point do without
    from darktmm.papers.ledger import Entry, Failure
    from darktmm.papers.mutations import Mutation
    from darktmm.papers.paper import Paper
    from darktmm.report.console import Step

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
    paper: Paper, point: Any, names: Sequence[str], step: Step
) -> tuple[list[Entry], list[Failure]]:
    """Build the ledger."""
    from darktmm.papers.ledger import Entry, build

    entries: list[Entry] = []
    failures: list[Failure] = []

    def progress(name: str) -> None:
        step((len(entries) + len(failures)) / len(names), f"judging {name}")

    for item in build(paper, point, names, progress):
        (entries if isinstance(item, Entry) else failures).append(item)  # type: ignore[arg-type]
    return entries, failures


def statements(paper: Paper, names: Sequence[str] | None = None) -> Group:
    """Id, verdict on record and title of statements, by section; nothing is computed."""
    shown = {name: paper.statements[name] for name in names or paper.statements}
    width = max(map(len, shown))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=width)
    section = None
    for name, statement in shown.items():
        if statement.section != section:
            section = statement.section
            grid.add_row(Text(f"[{section}]", style="bold"))
        verdict = paper.reviewed.get(name, "-")
        title = Text(to_terminal(statement.title))
        grid.add_row(name, Text(verdict, style=COLOURS.get(verdict, "")), title)
    return Group(grid)


def ledger_table(entries: Iterable[Entry], title: str, width: int) -> Table | Group:
    """One line a row, with the most severe finding; on a narrow terminal, the finding below."""
    rows = [
        (e.id, e.verdict, "" if e.ratio is None else f"{e.ratio:.6g}", to_terminal(e.headline))
        for e in entries
    ]
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
    from darktmm.report.text import plain

    lines: list[Text] = []
    for name, latex in (("printed", entry.printed), ("derived", entry.derived)):
        if latex:
            lines.append(Text(f"{name}:  {plain(latex)}"))
    lines += [Text(f"- {f.verdict.word}: {to_terminal(f.text)}") for f in entry.findings]
    if entry.where:
        lines.append(Text(f"where they part: {to_terminal(entry.where)}"))
    if entry.ratio is not None:
        lines.append(Text(f"printed/derived: {entry.ratio:.12g}"))
    lines += [
        Text(f"route: {to_terminal(name)}, residual {residual:.1e}")
        for name, residual in entry.routes
    ]
    if entry.no_route:
        lines.append(Text(f"no second route: {to_terminal(entry.no_route)}"))
    title = Text(f"{entry.id}: {to_terminal(entry.title)}")
    return Panel(Group(*lines), title=title, title_align="left")


def mutation_table(found: Iterable[Mutation]) -> Table:
    """What follows when a printed side or the theory is changed."""
    table = Table(title="What follows when one thing is changed", title_justify="left")
    for heading in ("statement", "side", "mutation", "what moved"):
        table.add_column(heading)
    table.add_column("reason, where nothing has to")
    for m in found:
        moved = Text(", ".join(m.moved), style="" if m.noticed or m.reason else "red")
        table.add_row(Text(m.statement), m.side, Text(m.name), moved, Text(to_terminal(m.reason)))
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
    rows = "1 row" if len(entries) == 1 else f"{len(entries)} rows"
    return f"{rows}: {words}{failed}"


# --- quantities -----------------------------------------------------------------------------------

CHIEF = (
    *("heavy_masses", "transition_coefficient_muB", "mu_eff_solar_muB", "borexino_limit_muB"),
    *("radiative_neutrino_mass", "vector_form_factor", "br_mu_e_gamma", "delta_a_mu", "delta_a_e"),
    *("aprime_br_invisible", "z_width_heavy_neutral", "oblique_T", "z_aprime_mixing"),
    *("loop_epsilon", "unitarity_scale"),
)
"""Quantities that one looks at first."""


def chief_quantities(table: Mapping[str, Quantity]) -> Table:
    """One line a quantity: of a matrix its largest element."""
    shown = Table(title="What follows from the point", title_justify="left")
    shown.add_column("quantity", no_wrap=True)
    for name in ("derived", "printed"):
        shown.add_column(name, justify="right", no_wrap=True)
    shown.add_column("unit", no_wrap=True)
    for name in CHIEF:
        q = table[name]
        largest = " (largest)" if np.ndim(q.derived) > 1 else ""
        shown.add_row(f"{name}{largest}", _brief(q.derived), _brief(q.printed), q.unit)
    return shown


def _brief(value: Any) -> str:
    """On one line: a number, two of them, or the largest modulus of a matrix."""
    if value is not None and np.ndim(value) > 1:
        return _number(np.abs(value).max())
    return ", ".join(_number(x) for x in np.atleast_1d(value)) if value is not None else "-"


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


# --- bounds -----------------------------------------------------------------------------------------

Verdict = tuple[Constraint, Assessment]

NEAR = 0.1
"""Fraction of its limit from which on a bound is shown without being asked for."""


def _applying(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that say something, the most severe first."""
    found = [(c, a) for c, a in verdicts if a.applies[0]]
    return sorted(found, key=lambda pair: -float(pair[1].ratio[0]))


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


def constraints(verdicts: Sequence[Verdict], everything: bool = False) -> Group:
    """Bounds that apply, the most severe first; those that do not, and why, if everything is wanted."""
    applying = _applying(verdicts)
    listed = [(c, a) for c, a in applying if everything or a.ratio[0] >= NEAR]
    shown = Table(title="Bounds that apply (ratio > 1: excluded)", title_justify="left")
    shown.add_column("bound")
    for name in ("ratio", "value", "limit", "unit"):
        shown.add_column(name, no_wrap=True)
    for c, a in listed:
        style = "bold red" if a.excluded[0] else ""
        digits = enough(a.value[0], a.limit[0])
        numbers = (f"{x[0]:.{digits}g}" for x in (a.value, a.limit))
        cells = (f"{a.ratio[0]:.3g}", *numbers, c.unit)
        shown.add_row(*(Text(x, style=style) for x in (c.name, *cells)))
    left = len(applying) - len(listed)
    silent: dict[str, list[str]] = {}
    for c, a in verdicts:
        if not a.applies[0]:
            silent.setdefault(a.reasons[int(a.case[0])], []).append(c.name)
    number = sum(map(len, silent.values()))
    if not everything:
        rest = [f"{left} more are below {NEAR:.0%} of their limits"] * (left > 0)
        rest += [f"{number} bounds say nothing here"] * (number > 0)
        return Group(shown, *([Text(f"{'; '.join(rest)}: --all shows them.")] if rest else []))
    lines = [Text(f"- {reason}: {'; '.join(names)}") for reason, names in silent.items()]
    if lines:
        lines.insert(0, Text("\nBounds that say nothing at this point", style="bold"))
    return Group(shown, *lines)


DIGITS = 8
"""At most, to tell a value from its limit."""


def enough(value: float, limit: float) -> int:
    """Three digits, or as many as it takes to tell a value from its limit."""
    for digits in range(3, DIGITS):
        if f"{value:.{digits}g}" != f"{limit:.{digits}g}":
            return digits
    return DIGITS


def verdict(report: Report) -> Text:
    """The last word: allowed or excluded, by what, and by how much."""
    applying = _applying(report.verdicts)
    if not applying:
        return Text("allowed: no bound applies", style="bold")
    excluding = [(c.name, a.ratio[0]) for c, a in applying if a.excluded[0]]
    if not excluding:
        closest, at = applying[0]
        return Text.assemble(
            ("allowed", "bold green"),
            f" by all {len(applying)} bounds that apply; the closest is {closest.name}, ",
            f"at {100 * at.ratio[0]:.3g} % of what it allows",
        )
    (worst, ratio), *others = excluding
    by = [f"{worst} ({ratio:.3g} times what is allowed)"]
    by += [f"{name} ({ratio:.3g})" for name, ratio in others]
    number = f" by {len(excluding)} of {len(applying)} bounds that apply: "
    return Text.assemble(("excluded", "bold red"), number, ", ".join(by))
