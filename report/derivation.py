"""The derivation on a terminal, step by step."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import derive_result
from darktmm.report.console import waiting
from darktmm.report.program import in_other_letters
from darktmm.report.sentences import to_terminal
from darktmm.report.text import equation


def show_lagrangian(console: Console) -> None:
    """The parts of the Lagrangian, where they come from, and which symmetries they break."""
    model = dark_model(neutrinos=2)
    lagrangian = model.completed()
    with waiting("checking the Lagrangian"):
        lagrangian.check()
        broken = {name: lagrangian.breaking(name) for name in lagrangian.parts}
    table = Table(title="The Lagrangian, part by part", title_justify="left", expand=True)
    table.add_column("part", no_wrap=True)
    table.add_column("source")
    table.add_column("terms", justify="right")
    table.add_column("breaks (computed)")
    for name, part in lagrangian.parts.items():
        table.add_row(
            name,
            to_terminal(lagrangian.source.get(name, "")),
            str(len(part.args)),
            _breaking(broken[name]),
        )
    console.print(table)
    console.print("Every part is hermitian and a Lorentz scalar.\n")


def _breaking(report: dict[str, Any]) -> str:
    if not report:
        return "nothing"
    words = []
    for symmetry, what in report.items():
        if symmetry.startswith("U(1)"):
            charges = ", ".join(str(q) for q in what)
            words.append(f"{symmetry}: charges {charges}")
        else:
            words.append(f"{symmetry}: {', '.join(what)}")
    return "; ".join(words)


def show_result(name: str, width: int, encoding: str = "utf-8") -> Panel:
    """One result: equations, then what was proved on the way.

    Args:
        name: of the result.
        width: of the console.
        encoding: of the console; where it lacks letters, equations are in other ones, on one line each.
    """
    result = derive_result(name, dark_model(neutrinos=2))
    pictures = encoding.lower().startswith("utf")
    letters = str if pictures else in_other_letters
    blocks: list[Any] = []
    for e in result.formulas:
        written = equation(e.left, e.right, width - 4 if pictures else 0)
        blocks += [Text(letters(written)), Text("")]
    remarks = (letters(f"- {to_terminal(remark)}") for remark in result.remarks)
    blocks += [Text(remark, style="italic") for remark in remarks]
    title = f"{result.name}: {to_terminal(result.title)}  [{to_terminal(result.source)}]"
    return Panel(Group(*blocks), title=Text(letters(title)), title_align="left")
