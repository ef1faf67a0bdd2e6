"""Words of the page: sentences typeset, shortened, numbers with a few digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from darktmm.papers.wording import digits
from darktmm.report.sentences import pieces, to_html

if TYPE_CHECKING:
    from markupsafe import Markup

_END = re.compile(r"(?<=[A-Za-z\d%)$'])\.\s+(?=[A-Z\d($])")
_ABBREVIATED = re.compile(r"(\b(Sec|Eq|Fig|Ref|Phys|Rev|Lett|vs|e\.g|i\.e|cf|approx))\.?$")


def typeset(sentence: str) -> Markup:
    """A sentence as HTML."""
    return to_html(sentence)


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence; what stands in a formula ends none."""
    plain = "".join(
        f"${'x' * (len(p.text))}$" if p.is_formula else p.text.replace("$", r"\$")
        for p in pieces(text)
    )
    for end in _END.finditer(plain):
        if not _ABBREVIATED.search(plain[: end.start()]):
            return text[: end.start() + 1]
    return text


def significant(value: float, count: int = 3) -> str:
    """LaTeX of a number with so many digits."""
    return digits(value + 0.0, f".{count}g")
