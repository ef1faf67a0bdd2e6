r"""An article about a paper: derivation, ledger, figures, references.

    main.tex                     the article; compile it with pdflatex, bibtex, pdflatex, pdflatex
    equations/RESULT/FORMULA.tex an equation of the derivation, labelled eq:RESULT:FORMULA, for an \input
    equations/folded-integral.tex  the loop integral that many of them contain
    equations/ledger/ID-1.tex    what follows in place of a printed statement, labelled eq:ledger:ID:1
    ledger.tex                   the table of statements, verdicts and findings
    figures/, references.bib

An equation needs amsmath and amssymb and nothing else of the article.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import darktmm
from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.report.files import write_text
from darktmm.report.latex import FOLDED, FOLDED_MEANS, equations, glossary, ledger
from darktmm.report.page.ledger import number
from darktmm.report.sentences import escape, to_latex, to_terminal
from darktmm.report.tables import tally
from darktmm.report.typeset import display, equals

if TYPE_CHECKING:
    from jinja2 import Environment

    from darktmm.derive.result import Result
    from darktmm.papers.ledger import Entry
    from darktmm.papers.paper import Paper

COLUMN = 440.0
"""Width that an equation may have, points: that of the page less room for its number and for the estimate."""

FOLDED_FILE = "equations/folded-integral"
"""File with the definition of the folded loop integral."""

_NUMBER = 25.0
"""Width of the number of an equation, points."""


@dataclass(frozen=True)
class Drawn:
    """A figure that exists.

    Attributes:
        name: of its file in the document.
        caption: a sentence or more.
        path: PDF; copied into the folder of the document unless it is there.
    """

    name: str
    caption: str
    path: Path


@dataclass(frozen=True)
class Chapter:
    """A result as the article shows it.

    Attributes:
        name, title, source, remarks: of the result.
        equations: files, relative to the article.
        symbols: (symbols, meaning), LaTeX.
    """

    name: str
    title: str
    source: str
    remarks: tuple[str, ...]
    equations: tuple[str, ...]
    symbols: tuple[tuple[str, str], ...]


def write(
    folder: Path,
    paper: Paper,
    entries: Sequence[Entry],
    figures: Iterable[Drawn] = (),
    names: Iterable[str] = CHAIN,
) -> Path:
    """Write the whole document; returns the path of the article.

    Args:
        folder: made if it is not there; what it holds already stays, except for files of the same names.
        paper: whose statements they are.
        entries: the ledger.
        figures: in the order in which they are shown.
        names: of the results of the derivation.

    Raises:
        WriteError: a file cannot be written.
    """
    chapters = [_chapter(folder, derive_result(name, dark_model(neutrinos=2))) for name in names]
    derived = {e.id: _derived(folder, e) for e in entries}
    drawn = [(figure.name, figure.caption) for figure in _copied(folder, figures)]
    folded = display(*FOLDED, "eq:folded-integral", COLUMN - _NUMBER)
    write_text(folder / f"{FOLDED_FILE}.tex", f"{folded}\n")
    write_text(folder / "ledger.tex", ledger(entries))
    write_text(folder / "references.bib", _references())
    article = folder / "main.tex"
    write_text(article, _article(paper, entries, chapters, derived, drawn))
    return article


def _chapter(folder: Path, result: Result) -> Chapter:
    paths = []
    for name, text in equations(result, COLUMN - _NUMBER).items():
        paths.append(f"equations/{result.name}/{name}")
        write_text(folder / f"{paths[-1]}.tex", f"{text}\n")
    return Chapter(
        result.name,
        result.title,
        result.source,
        result.remarks,
        tuple(paths),
        tuple(glossary(result)),
    )


def _derived(folder: Path, entry: Entry) -> tuple[str, ...]:
    """Files with what follows in place of a statement, one an equation."""
    paths = []
    for k, latex in enumerate(entry.derived.split(r",\quad ") if entry.derived else (), start=1):
        paths.append(f"equations/ledger/{entry.id}-{k}")
        text = display(*equals(latex), f"eq:ledger:{entry.id}:{k}", COLUMN - _NUMBER)
        write_text(folder / f"{paths[-1]}.tex", f"{text}\n")
    return tuple(paths)


def _copied(folder: Path, figures: Iterable[Drawn]) -> list[Drawn]:
    found = list(figures)
    for figure in found:
        target = folder / "figures" / f"{figure.name}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.resolve() != figure.path.resolve():
            shutil.copyfile(figure.path, target)
    return found


def _references() -> str:
    """Every source of the data; the paper is among them."""
    return files("darktmm.numeric.inputs").joinpath("bibliography.bib").read_text("utf-8")


def _article(
    paper: Paper,
    entries: Sequence[Entry],
    chapters: Sequence[Chapter],
    derived: Mapping[str, tuple[str, ...]],
    figures: Sequence[tuple[str, str]],
) -> str:
    rows = {e.id: e for e in entries}
    summary = paper.summary
    first = [rows[name] for name in summary.consequential if name in rows] if summary else []
    return str(
        _environment()
        .get_template("main.tex")
        .render(
            title=to_latex(summary.question if summary else paper.title),
            reference=to_latex(paper.reference),
            version=darktmm.__version__,
            tally=to_latex(tally(entries, ())),
            claims=to_latex(summary.claims) if summary else "",
            consequential=first,
            folded=FOLDED_FILE,
            folded_means=FOLDED_MEANS,
            chapters=chapters,
            entries=entries,
            derived=derived,
            figures=figures,
        )
    )


def _environment() -> Environment:
    """Templates with marks that LaTeX does not know."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("darktmm.report", "templates/document"),
        undefined=StrictUndefined,
        autoescape=False,
        block_start_string="((*",
        block_end_string="*))",
        variable_start_string="(((",
        variable_end_string=")))",
        comment_start_string="((#",
        comment_end_string="#))",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = to_latex
    environment.filters["number"] = number
    environment.filters["bookmark"] = lambda sentence: escape(to_terminal(sentence))
    return environment
