"""The ledger: every statement with what is known about it, and the lines of code behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from darktmm.papers.ledger import Entry
from darktmm.papers.paper import Paper
from darktmm.papers.statement import Verdict
from darktmm.report.page.source import Place, derivers, place_of

VERDICTS = tuple(
    v.word
    for v in (
        Verdict.CONFIRMED,
        Verdict.CONVENTION,
        Verdict.DEFINITION,
        Verdict.INPUT,
        Verdict.INCONSISTENT,
        Verdict.UNSUPPORTED,
        Verdict.CORRECTED,
    )
)
"""From what holds to what does not."""

HOLDS = VERDICTS[:4]
"""Verdicts of statements that stand."""

_NAMES = (
    (re.compile(r"eq0*(\d+)([a-z]?)"), r"(\1\2)"),
    (re.compile(r"fig(\d+)"), r"Fig. \1"),
    (re.compile(r"table(\d+)"), r"Table \1"),
    (re.compile(r"claim-.*"), "claim"),
    (re.compile(r"beyond-.*"), "not asked"),
)


def number(name: str) -> str:
    """How a statement is referred to: (22), Fig. 7, claim."""
    for pattern, words in _NAMES:
        if match := pattern.fullmatch(name):
            return match.expand(words)
    return ""


@dataclass(frozen=True)
class Row:
    """One statement as it is shown.

    Attributes:
        entry: what was computed.
        judge: the code that judges it.
        derivers: the code that derives what it is judged by.
    """

    entry: Entry
    judge: Place
    derivers: tuple[Place, ...]

    @property
    def findings(self) -> list[tuple[str, str]]:
        """(verdict, sentence), the headline first."""
        found = [(f.verdict.word, f.text) for f in self.entry.findings]
        first = next(f for f in found if f[1] == self.entry.headline)
        return [first, *(f for f in found if f is not first)]

    @property
    def marks(self) -> tuple[str | None, str | None]:
        """LaTeX of the part that stands out on the printed and on the derived side."""
        return self.entry.differs or (None, None)

    @property
    def worst(self) -> float | None:
        """The largest residual of a route."""
        return max((residual for _, residual in self.entry.routes), default=None)


@dataclass(frozen=True)
class Shown:
    """A ledger as it is shown.

    Attributes:
        sections: (name, rows), in the order of the paper.
        counts: how many rows have which verdict, for those that occur.
    """

    sections: tuple[tuple[str, tuple[Row, ...]], ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(count for _, count in self.counts)


def counts(entries: Sequence[Entry]) -> tuple[tuple[str, int], ...]:
    """How many rows have which verdict, for those that occur, in the order of `VERDICTS`."""
    found = Counter(e.verdict for e in entries)
    return tuple((v, found[v]) for v in VERDICTS if found[v])


def title_of(section: str) -> str:
    """Of a section, as a heading."""
    return f"Section {section}" if section[:1].isdigit() else section.capitalize()


def shown(paper: Paper, entries: Sequence[Entry]) -> Shown:
    """Rows by section, each section where it first occurs."""
    sections: dict[str, list[Row]] = {}
    for entry in entries:
        judge = paper.statements[entry.id].judge
        row = Row(entry, place_of(judge), derivers(judge))
        sections.setdefault(entry.section, []).append(row)
    return Shown(tuple((name, tuple(rows)) for name, rows in sections.items()), counts(entries))
