r"""Sentences with formulas in them: words, and LaTeX between dollars, `the width $\Gamma_Z$ costs \$5`.

A finding, a remark or a caption is written once and shown on a terminal, on a page and in a document.
"""

from __future__ import annotations

import re
from html import escape as escape_html
from typing import TYPE_CHECKING, NamedTuple

from darktmm.derive.memo import cache

if TYPE_CHECKING:
    from markupsafe import Markup
    from pylatexenc.latexencode import UnicodeToLatexEncoder

_DOLLAR = re.compile(r"(?<!\\)\$")

_MATH = r"<math(?:(?!</math>).)*</math>"
_BESIDE = re.compile(rf"[(\[]+{_MATH}[.,;:!?)\]]*|{_MATH}[.,;:!?)\]]+", re.DOTALL)
"""A formula with brackets and stops, between which no line may end."""


class Piece(NamedTuple):
    """Words, or LaTeX of a formula."""

    is_formula: bool
    text: str


def pieces(sentence: str) -> list[Piece]:
    r"""Words and formulas in turn, without the dollars; `\$` among the words is a dollar.

    >>> pieces(r"mass $m_{A'}$, \$5")
    [Piece(is_formula=False, text='mass '), Piece(is_formula=True, text="m_{A'}"), Piece(is_formula=False, text=', $5')]

    Raises:
        ValueError: a dollar has no partner, or there is nothing between two.
    """
    parts = _DOLLAR.split(sentence)
    if len(parts) % 2 == 0:
        raise ValueError(f"unbalanced $: {sentence}")
    if any(not formula.strip() for formula in parts[1::2]):
        raise ValueError(f"empty formula: {sentence}")
    found = [
        Piece(bool(k % 2), part if k % 2 else part.replace(r"\$", "$"))
        for k, part in enumerate(parts)
    ]
    return [piece for piece in found if piece.text]


def formulas(sentence: str) -> list[str]:
    """LaTeX of every formula in a sentence.

    Raises:
        ValueError: a dollar has no partner.
    """
    return [piece.text for piece in pieces(sentence) if piece.is_formula]


def to_terminal(sentence: str) -> str:
    """One line of Unicode.

    >>> to_terminal(r"for $m_{A'}>10$ MeV")
    "for m_A' > 10 MeV"

    Raises:
        ValueError: a dollar has no partner.
    """
    from darktmm.report.text import plain

    return "".join(plain(text) if is_formula else text for is_formula, text in pieces(sentence))


def to_html(sentence: str) -> Markup:
    """Words escaped, formulas as MathML.

    Raises:
        ValueError: a dollar has no partner.
    """
    from markupsafe import Markup

    from darktmm.report.mathml import inline

    html = "".join(
        inline(text) if is_formula else escape_html(text, quote=False)
        for is_formula, text in pieces(sentence)
    )
    return Markup(_BESIDE.sub(r'<span class="kept">\g<0></span>', html))


def to_latex(sentence: str) -> str:
    """Words escaped, formulas as they are.

    Raises:
        ValueError: a dollar has no partner.
    """
    return "".join(
        f"${text}$" if is_formula else escape(text) for is_formula, text in pieces(sentence)
    )


@cache
def _encoder() -> UnicodeToLatexEncoder:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(non_ascii_only=False, unknown_char_policy="unihex")


def escape(text: str) -> str:
    """Plain words for LaTeX."""
    return str(_encoder().unicode_to_latex(text))
