"""Everything that belongs to the site, written to a folder: pages, style, script, fonts, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

import darktmm
from darktmm.papers.ledger import Entry
from darktmm.papers.paper import DEFAULT, Paper
from darktmm.papers.paper import paper as paper_of
from darktmm.report.files import write_bytes, write_text
from darktmm.report.mathml import flowing, inline
from darktmm.report.page import derivation, figures, front, gallery, ledger, numbers
from darktmm.report.page.words import first_sentence, significant, typeset
from darktmm.report.sentences import to_terminal

START = "index.html"
"""The page to open first."""

PARTS = (
    ("ledger.html", "Ledger"),
    ("derivation.html", "Derivation"),
    ("figures.html", "Figures"),
    ("numbers.html", "Numbers"),
    ("gallery.html", "Other papers"),
)
"""File and name of each page beside the first, in the order of the menu."""


def build(
    out: Path,
    ledgers: Mapping[str, Sequence[Entry]],
    drawn: Sequence[figures.Drawn] = (),
    beside: Sequence[str] | None = None,
    progress: Callable[[str], None] = lambda page: None,
) -> Path:
    """Write the site.

    Args:
        out: folder; figures that lie in it are linked, others copied into it.
        ledgers: entries by name of the paper; the default one has to be among them.
        drawn: figures that were written.
        beside: results that the derivation shows beside those on the way to the moment; all by default.
        progress: called with the name of each page before it is made.

    Returns:
        The page to open first.

    Raises:
        KeyError: the ledger of the default paper is missing.
        WriteError: the folder cannot be written.
    """
    site = _Site(out, ledgers, drawn, beside)
    for name, data in site.assets():
        write_bytes(out / name, data)
    for name, content in site.pages():
        progress(name)
        write_text(out / name, content())
    return out / START


class _Site:
    def __init__(
        self,
        out: Path,
        ledgers: Mapping[str, Sequence[Entry]],
        drawn: Sequence[figures.Drawn],
        beside: Sequence[str] | None,
    ) -> None:
        self.beside = beside
        self.judged = paper_of(DEFAULT)
        self.entries = ledgers[DEFAULT]
        self.others = {name: found for name, found in ledgers.items() if name != DEFAULT}
        self.shown, self.copies = figures.linked(drawn, out)

    @cached_property
    def environment(self) -> Environment:
        """Templates and what they may call."""
        environment = Environment(
            loader=PackageLoader("darktmm.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            sentence=typeset,
            plain=to_terminal,
            first=first_sentence,
            flow=flowing,
            inline=_inline,
            digits=significant,
            number=ledger.number,
        )
        environment.globals.update(
            menu=PARTS, start=START, version=darktmm.__version__, verdicts=ledger.VERDICTS
        )
        return environment

    def pages(self) -> list[tuple[str, Callable[[], str]]]:
        """Name and maker of every page."""
        made: list[tuple[str, Callable[[], str]]] = [
            (START, self._front),
            ("ledger.html", lambda: self._ledger("ledger.html", self.judged, self.entries)),
            ("derivation.html", self._derivation),
            (
                "figures.html",
                lambda: self._render("figures.html", "figures.html", figures=self.shown),
            ),
            (
                "numbers.html",
                lambda: self._render("numbers.html", "numbers.html", **numbers.tables()),
            ),
            ("gallery.html", self._gallery),
        ]
        for name, entries in self.others.items():
            made.append((gallery.file_of(name), self._other(name, entries)))
        return made

    def _other(self, name: str, entries: Sequence[Entry]) -> Callable[[], str]:
        return lambda: self._ledger(gallery.file_of(name), paper_of(name), entries)

    def _render(self, template: str, here: str, **context: Any) -> str:
        page = self.environment.get_template(template)
        return page.render(here=here, paper=self.judged, **context)

    def _front(self) -> str:
        context = front.front(self.judged, self.entries, self.shown)
        return self._render("front.html", START, front=context)

    def _ledger(self, here: str, judged: Paper, entries: Sequence[Entry]) -> str:
        page = self.environment.get_template("ledger.html")
        return page.render(here=here, paper=judged, ledger=ledger.shown(judged, entries))

    def _derivation(self) -> str:
        chapters = derivation.chapters(self.beside)
        return self._render("derivation.html", "derivation.html", chapters=chapters)

    def _gallery(self) -> str:
        cards = [gallery.card(paper_of(name), found) for name, found in self.others.items()]
        return self._render("gallery.html", "gallery.html", cards=cards)

    def assets(self) -> list[tuple[str, bytes]]:
        """Style, script, fonts with their licence, and figures from elsewhere."""
        found = [(f"static/{name}", item.read_bytes()) for name, item in _static()]
        return [*found, *((name, path.read_bytes()) for name, path in self.copies.items())]


def _inline(latex: str) -> Any:
    from markupsafe import Markup

    return Markup(inline(latex))


def _static(folder: Traversable | None = None, prefix: str = "") -> list[tuple[str, Traversable]]:
    found = []
    for item in sorted(
        (folder or files("darktmm.report") / "static").iterdir(), key=lambda i: i.name
    ):
        name = prefix + item.name
        found += _static(item, f"{name}/") if item.is_dir() else [(name, item)]
    return found
