"""Printed over derived, for every statement that has a number to compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.papers.ledger import Entry, build
from darktmm.papers.paper import DEFAULT, Paper, paper
from darktmm.papers.wording import digits, named
from darktmm.report.figures import style
from darktmm.report.figures.figure import Data, Figure, Progress, numbers, words

EQUAL = 1e-6
"""Of ratios that differ from one by no more than that nothing is said."""


def judged(which: Paper, progress: Progress) -> list[Entry]:
    """Entries of all statements that are judged within seconds."""
    names = [name for name, statement in which.statements.items() if not statement.slow]
    entries = []
    for k, item in enumerate(build(which, None, names)):
        progress(k / len(names), f"judging {item.id}")
        if isinstance(item, Entry):
            entries.append(item)
    return entries


def compute(
    progress: Progress, entries: Sequence[Entry] | None = None, name: str = DEFAULT
) -> Data:
    """Ratios in the order of the paper.

    Args:
        progress: told what is being judged.
        entries: of a ledger that exists already; judged anew by default, without what takes minutes.
        name: of the paper.
    """
    found = judged(paper(name), progress) if entries is None else entries
    shown = [e for e in found if e.ratio is not None]
    progress(1.0, "ratios of the ledger")
    return Data(
        (
            words("id", "of the statement", [e.id for e in shown]),
            words("title", "of the statement", [e.title for e in shown]),
            words(
                "verdict", "of the statement, not of this number alone", [e.verdict for e in shown]
            ),
            numbers("modulus", "1", "|printed/derived|", [abs(e.ratio or 0) for e in shown]),
            numbers(
                "phase", "rad", "arg(printed/derived)", [np.angle(e.ratio or 0) for e in shown]
            ),
        )
    )


_MARKS = {
    "confirmed": ("o", style.GREEN),
    "convention": ("o", style.GREEN),
    "input": ("D", style.GREY),
    "definition": ("D", style.GREY),
    "inconsistent": ("v", style.PURPLE),
    "unsupported": ("^", style.ORANGE),
    "corrected": ("s", style.VERMILION),
}
"""How verdicts are drawn."""

_ROW = 0.205
"""Height of a row, inch."""

_WIDEST = 66
"""Letters of a title."""


def equation(name: str) -> str:
    """(22) of eq22, (1) of eq01; nothing for a claim."""
    return f"({name.removeprefix('eq').lstrip('0')})" if name.startswith("eq") else ""


def draw(data: Data) -> Any:
    """A row for each statement: a bar from one, a mark, and the number."""
    count = len(data["id"])
    picture, axes = style.canvas(style.TWO_COLUMNS, 0.75 + _ROW * count)
    modulus, phase = data["modulus"], data["phase"]
    rows = np.arange(count)[::-1]
    low, high = _range(modulus)
    axes.set(xscale="log", xlim=(low, high), ylim=(-0.7, count - 0.3))
    axes.axvline(1, **style.STROKES["derived"].line_of(1.2), zorder=1)
    for y, size, angle, verdict in zip(rows, modulus, phase, data["verdict"], strict=True):
        _bar(axes, y, size, angle, _MARKS[verdict])
    axes.set_yticks(
        rows, [style.primes(_title(i, t)) for i, t in zip(data["id"], data["title"], strict=True)]
    )
    axes.tick_params(axis="y", which="both", length=0, labelsize=7.5)
    axes.set_xlabel("printed / derived")
    axes.grid(axis="y", color="#e4e4e4", lw=0.5, zorder=0)
    axes.set_axisbelow(True)
    _legend(axes, list(dict.fromkeys(data["verdict"])), bool(np.any(np.abs(phase) > EQUAL)))
    return picture


_ROOM = 0.16
"""Of the axis, on either side, for the number beside the outermost mark."""


def _range(modulus: FloatArray) -> tuple[float, float]:
    """Ends of the axis: the marks, and room for a number behind the outermost."""
    low, high = np.log(min([0.3, *modulus[modulus > 0]])), np.log(max([3.0, *modulus]))
    room = _ROOM / (1 - 2 * _ROOM) * (high - low)
    return float(np.exp(low - room)), float(np.exp(high + room))


def _nothing(axes: Any, y: float, colour: str) -> None:
    """Zero, where there is a number: beyond every scale."""
    low, _ = axes.get_xlim()
    axes.plot([1, low], [y, y], color=colour, lw=1.4, zorder=2)
    axes.plot(low * 1.04, y, "<", color=colour, ms=5, zorder=3)
    axes.annotate(
        "$0$",
        (low, y),
        (8, 0),
        textcoords="offset points",
        va="center",
        bbox={"boxstyle": "square,pad=0.15", "fc": "white", "ec": "none"},
        fontsize=7.5,
        color=colour,
    )


def _number(size: float, angle: float) -> str:
    text = digits(size, ".3g")
    if abs(abs(angle) - np.pi) < EQUAL:
        return f"$-{text}$"
    return f"${text}$" if abs(angle) < EQUAL else rf"${text}\,e^{{{angle:.2f}i}}$"


def _title(name: str, title: str) -> str:
    number = equation(name)
    return f"{_short(_typeset(title))}{f'  {number}' if number else ''}"


_POWER = re.compile(r"\b(\d(?:\.\d+)?e[+-]?\d+)\b")


def _typeset(title: str) -> str:
    """Particles, symbols and powers of ten as formulas, where they are not yet."""
    if "$" in title:
        return title
    parts = _POWER.split(title)
    return "".join(
        f"${digits(float(p), '.2g')}$" if k % 2 else named(p) for k, p in enumerate(parts)
    )


def _short(title: str) -> str:
    """As many whole words as fit, no formula cut in two."""
    if len(title) <= _WIDEST:
        return title
    words = title[:_WIDEST].split(" ")[:-1]
    while " ".join(words).count("$") % 2:
        words.pop()
    return " ".join((*words, "…"))


def draw_equations(data: Data) -> Any:
    """Equations that differ, by number: a bar from what was derived to what is printed."""
    off = (np.abs(data["modulus"] - 1) > EQUAL) | (np.abs(data["phase"]) > EQUAL)
    shown = [k for k, name in enumerate(data["id"]) if equation(name) and off[k]]
    picture, axes = style.canvas(style.ONE_COLUMN, 0.7 + 0.16 * max(len(shown), 1))
    modulus = data["modulus"][shown]
    axes.set(xscale="log", xlim=_range(modulus), ylim=(-0.7, len(shown) - 0.3))
    axes.axvline(1, **style.STROKES["derived"].line_of(1.2), zorder=1)
    rows = range(len(shown))[::-1]
    for y, k, size in zip(rows, shown, modulus, strict=True):
        _bar(axes, y, size, data["phase"][k], _MARKS[data["verdict"][k]])
    axes.set_yticks(rows, [equation(data["id"][k]) for k in shown])
    axes.tick_params(axis="y", which="both", length=0)
    axes.set_xlabel("printed / derived, equations that differ")
    axes.grid(axis="y", color="#e4e4e4", lw=0.5, zorder=0)
    axes.set_axisbelow(True)
    return picture


def _bar(axes: Any, y: float, size: float, angle: float, look: tuple[str, str]) -> None:
    """From one to the ratio, its mark hollow where the sign is another, and the number."""
    mark, colour = look
    if size == 0:
        _nothing(axes, y, colour)
        return
    axes.plot([1, size], [y, y], color=colour, lw=1.4, zorder=2)
    opposite = abs(angle) > EQUAL
    axes.plot(size, y, mark, color=colour, ms=5, mfc="white" if opposite else colour, zorder=3)
    axes.annotate(
        _number(size, angle),
        (size, y),
        (6 if size >= 1 else -6, 0),
        textcoords="offset points",
        ha="left" if size >= 1 else "right",
        va="center",
        fontsize=7.5,
        color=colour,
    )


def _legend(axes: Any, verdicts: Sequence[str], opposite: bool) -> None:
    """What the marks mean, above the axes."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker=_MARKS[v][0], color=_MARKS[v][1], lw=1.2, ms=4.5, label=v)
        for v in verdicts
    ]
    if opposite:
        handles.append(
            Line2D(
                [],
                [],
                marker="s",
                color=style.BLACK,
                mfc="white",
                lw=0,
                ms=4.5,
                label="hollow: opposite sign",
            )
        )
    axes.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=len(handles),
        frameon=False,
        fontsize=7.5,
        handlelength=1.2,
        columnspacing=1.2,
    )


def caption(data: Data) -> str:
    """How many, how far, which way."""
    modulus = data["modulus"]
    if not len(modulus):
        return "No statement has a number to compare."
    with np.errstate(divide="ignore"):
        size = np.abs(np.log(modulus))
    worst = int(np.argmax(np.where(np.isfinite(size), size, 0)))
    opposite = int(np.sum(np.abs(data["phase"]) > EQUAL))
    off = int(np.sum(np.abs(modulus - 1) > EQUAL))
    which = equation(str(data["id"][worst])) or f"({_typeset(str(data['title'][worst]))})"
    return (
        f"Printed over derived for the {len(modulus)} statements that have a number to compare, formulas at the "
        f"reference point: {off} differ, by up to a factor ${digits(float(modulus[worst]), '.3g')}$ {which}, "
        f"{opposite} have another sign (hollow). Marks are verdicts, which concern the statement as a whole."
    )


FIGURES = (
    Figure(
        "ratios",
        "Printed over derived, statement by statement",
        compute,
        draw,
        caption,
        glance=draw_equations,
    ),
)
