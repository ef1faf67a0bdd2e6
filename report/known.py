"""The table of known answers, for a terminal and as JSON: model, derived, published, ratio, gauge, time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from darktmm.report import record
from darktmm.report.sentences import to_terminal
from darktmm.report.tables import COLOURS, WIDE
from darktmm.report.text import plain

if TYPE_CHECKING:
    from darktmm.papers.known_answers.table import Row
    from darktmm.papers.ledger import Failure
    from darktmm.report.console import Step


def run(names: Sequence[str] | None, step: Step) -> tuple[list[Row], list[Failure]]:
    """Derive and judge; all rows by default."""
    from darktmm.papers.known_answers import PAPER
    from darktmm.papers.known_answers.table import Row, rows

    chosen = list(PAPER.statements) if names is None else list(names)
    found: list[Row] = []
    failures: list[Failure] = []

    def progress(name: str) -> None:
        step((len(found) + len(failures)) / len(chosen), f"deriving {name}")

    for item in rows(chosen, progress):
        (found if isinstance(item, Row) else failures).append(item)  # type: ignore[arg-type]
    return found, failures


def _gauge(row: Row) -> str:
    return "-" if row.gauge is None else f"{row.gauge:.0e}"


def _ratio(row: Row) -> str:
    return "" if row.ratio is None else f"{row.ratio:.6g}"


def table(rows: Iterable[Row], width: int) -> Table | Group:
    """One line a known answer; on a narrow terminal, formulas below."""
    if width < WIDE:
        lines: list[Any] = []
        for row in rows:
            verdict = (row.verdict, COLOURS[row.verdict])
            model = to_terminal(row.model)
            lines.append(Text.assemble(row.id, "  ", verdict, f"  {_ratio(row)}  {model}"))
            ways = "route" if row.routes == 1 else "routes"
            text = f"gauge {_gauge(row)}, {row.routes} {ways}, {row.seconds:.1f} s"
            lines.append(Padding(Text(text), (0, 0, 0, 4)))
        return Group(*lines)
    shown = Table(title="Known answers", title_justify="left", show_lines=True)
    for heading in ("model", "derived", "literature"):
        shown.add_column(heading)
    for heading in ("ratio", "gauge", "routes", "s"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        shown.add_row(
            Text.assemble(to_terminal(row.model), "\n", (row.id, COLOURS[row.verdict])),
            Text(plain(row.derived)),
            Text(plain(row.literature)),
            _ratio(row),
            _gauge(row),
            f"{row.routes}: {row.agreement:.0e}" if row.agreement is not None else "-",
            f"{row.seconds:.1f}",
        )
    return shown


def as_json(rows: Iterable[Row], failures: Iterable[Failure], options: Mapping[str, Any]) -> str:
    """Known answers, and what could not be judged of them; the schema is "known"."""
    content = {
        "rows": [row.as_json() for row in rows],
        "failures": [{"id": f.id, "reason": f.reason} for f in failures],
    }
    return record.document("known", options, None, content)
