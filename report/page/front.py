"""The first page: what is claimed, what became of it, and what limits the central quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from darktmm.papers.ledger import Entry
from darktmm.papers.paper import Paper, Summary
from darktmm.papers.wording import listed
from darktmm.report.mathml import lines
from darktmm.report.page.figures import Shown
from darktmm.report.page.ledger import HOLDS, counts


@dataclass(frozen=True)
class Front:
    """What the first page shows.

    Attributes:
        summary: what the paper claims.
        answer: what follows and what does not, in a sentence each.
        counts: how many rows have which verdict.
        central: the entry whose derived formula stands on the page; None if it could not be judged.
        survives, fails: entries that hold, and that do not.
        bounds: the entry on what limits the central quantity; None likewise.
        figures: those that matter most, or the first ones there are.
    """

    summary: Summary
    answer: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    central: Entry | None
    survives: tuple[Entry, ...]
    fails: tuple[Entry, ...]
    bounds: Entry | None
    figures: tuple[Shown, ...]

    @property
    def formula(self) -> str:
        """The first derived equation of the central entry; "" if there is none."""
        return "" if self.central is None else lines(self.central.derived)[0]


def front(paper: Paper, entries: Sequence[Entry], figures: Sequence[Shown]) -> Front:
    """Choose what is shown, by verdict; what could not be judged is left out.

    Raises:
        ValueError: the paper has no summary.
    """
    summary = paper.summary
    if summary is None:
        raise ValueError(f"{paper.name}: has no summary")
    rows = {e.id: e for e in entries}
    chosen = [rows[name] for name in summary.consequential if name in rows]
    named = [f for name in summary.figures for f in figures if f.name == name]
    return Front(
        summary=summary,
        answer=answer(summary, rows),
        counts=counts(entries),
        central=rows.get(summary.central),
        survives=tuple(e for e in chosen if e.verdict in HOLDS),
        fails=tuple(e for e in chosen if e.verdict not in HOLDS),
        bounds=rows.get(summary.bounds),
        figures=tuple(named or figures[:3]),
    )


def answer(summary: Summary, rows: dict[str, Entry]) -> tuple[str, ...]:
    """What follows, and what does not: a sentence each, where there is something to say."""
    judged = [(words, rows[name].verdict) for words, name in summary.parts if name in rows]
    held = [words for words, verdict in judged if verdict in HOLDS]
    lost = [words for words, verdict in judged if verdict not in HOLDS]
    sentences = []
    if held:
        sentences.append(_sentence(held, "follows", "follow"))
    if lost:
        sentences.append(_sentence(lost, "does not", "do not"))
    return tuple(sentences)


def _sentence(subjects: Sequence[str], singular: str, plural: str) -> str:
    text = f"{listed(subjects)} {singular if len(subjects) == 1 else plural}."
    return text[0].upper() + text[1:]
