"""A site for tests, built once: every row of the paper, those that are computed in full among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from darktmm.papers.ledger import Entry
from darktmm.papers.paper import DEFAULT, paper
from darktmm.papers.statement import Finding, Verdict
from darktmm.report.page import build

OTHER = "known_answers"
"""The paper of the gallery."""

BESIDE = ("kinetic-mixing", "anomalous-moment")
"""Results that the derivation shows beside those on the way to the moment, two of many."""

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 210" width="320" height="210">'
    '<rect width="320" height="210" fill="#fff"/><path d="M20 190L300 20" stroke="#000"/></svg>'
)


@dataclass(frozen=True)
class Picture:
    """A figure that was written."""

    name: str
    title: str
    caption: str
    paths: Mapping[str, Path]


def recorded(name: str, computed: Mapping[str, Entry]) -> list[Entry]:
    """Every row of a paper; what was not computed has the verdict on record and what is printed."""
    judged = paper(name)
    rows = []
    for key, statement in judged.statements.items():
        verdict = Verdict[judged.reviewed.get(key, "confirmed").upper()]
        stand_in = Entry(
            key,
            statement.title,
            statement.section,
            statement.printed.latex,
            statement.printed.latex,
            (Finding(verdict, f"{statement.title}, as on record."),),
            reviewed=judged.reviewed.get(key),
        )
        rows.append(computed.get(key, stand_in))
    return rows


def drawn(folder: Path) -> list[Picture]:
    """Three figures, with the names that the first page asks for."""
    summary = paper(DEFAULT).summary
    assert summary is not None
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name in summary.figures:
        paths = {"svg": folder / f"{name}.svg", "csv": folder / f"{name}.csv"}
        paths["svg"].write_text(PICTURE)
        paths["csv"].write_text("# m\nm,mu\n1,2\n")
        caption = rf"Largest $\mu_{{\rm eff}}$ against $m_{{A'}}$: {name}."
        found.append(Picture(name, rf"The moment $\mu$, {name} & more", caption, paths))
    return found


def made(out: Path, entries: Sequence[Entry]) -> Path:
    """Build the site; returns the first page."""
    computed = {e.id: e for e in entries}
    ledgers = {name: recorded(name, computed) for name in (DEFAULT, OTHER)}
    return build(out, ledgers, drawn(out / "figures"), BESIDE)
