"""Other papers that the same engine was held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from darktmm.papers.ledger import Entry
from darktmm.papers.paper import Paper
from darktmm.report.page.ledger import counts


@dataclass(frozen=True)
class Card:
    """A paper in the gallery.

    Attributes:
        paper: which.
        file: of its ledger.
        counts: how many rows have which verdict.
        entries: its rows.
    """

    paper: Paper
    file: str
    counts: tuple[tuple[str, int], ...]
    entries: Sequence[Entry]


def file_of(name: str) -> str:
    """The page with the ledger of a paper."""
    return f"ledger-{name.replace('_', '-')}.html"


def card(paper: Paper, entries: Sequence[Entry]) -> Card:
    """What the gallery shows of a paper."""
    return Card(paper, file_of(paper.name), counts(entries), entries)
