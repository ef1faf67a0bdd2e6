"""The ledger as one HTML page: no script, no network; formulas are MathML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from darktmm.papers.ledger import Entry
from darktmm.papers.paper import Paper
from darktmm.report.tables import tally


def mathml(latex: str) -> str:
    """LaTeX as MathML."""
    from latex2mathml.converter import convert

    tidy = latex.replace(r"\not{p}", r"\not p").replace(r"\Big", "").replace(r"\tfrac", r"\frac")
    return str(convert(tidy, display="block"))


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("darktmm.report"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["mathml"] = lambda latex: Markup(mathml(latex))
    environment.filters["shown"] = lambda ratio: f"{ratio:.8g}"
    return environment


def page(paper: Paper, entries: Sequence[Entry], figures: Sequence[tuple[str, str]] = ()) -> str:
    """The whole page.

    Args:
        paper: whose statements they are.
        entries: the ledger.
        figures: (file name beside the page, caption).
    """
    template = _environment().get_template("ledger.html")
    return str(
        template.render(
            title=paper.title,
            reference=paper.reference,
            entries=entries,
            figures=figures,
            tally=tally(entries, ()),
        )
    )
