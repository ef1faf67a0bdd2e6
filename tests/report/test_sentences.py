"""Sentences with formulas in them, on a terminal, a page and in a document."""

from __future__ import annotations

import re

import pytest

from darktmm.report.sentences import Piece, escape, formulas, pieces, to_html, to_latex, to_terminal

SENTENCE = r"At $m_{A'}<10$ MeV & below, $\frac{x+y}{z}$ costs \$5, 100 % of it."


def test_pieces() -> None:
    """Words and formulas in turn; an escaped dollar is a word."""
    assert pieces(SENTENCE) == [
        Piece(False, "At "),
        Piece(True, "m_{A'}<10"),
        Piece(False, " MeV & below, "),
        Piece(True, r"\frac{x+y}{z}"),
        Piece(False, " costs $5, 100 % of it."),
    ]
    assert formulas(SENTENCE) == ["m_{A'}<10", r"\frac{x+y}{z}"]
    assert pieces("") == [] and pieces("$x$") == [Piece(True, "x")]


@pytest.mark.parametrize("sentence", ["$x", "a $x$ and $", "$$", "a $ $ b", r"\$x$"])
@pytest.mark.parametrize("show", [to_terminal, to_html, to_latex, formulas])
def test_a_dollar_needs_a_partner(sentence: str, show: object) -> None:
    """An odd number of dollars, and nothing between two, is an error wherever it is shown."""
    with pytest.raises(ValueError, match=r"unbalanced \$|empty formula"):
        show(sentence)  # type: ignore[operator]


def test_terminal() -> None:
    """Fractions keep brackets; words are as they are."""
    expected = "At m_A' < 10 MeV & below, (x + y)/z costs $5, 100 % of it."
    assert to_terminal(SENTENCE) == expected


def test_page() -> None:
    """Words are escaped, formulas are MathML, and the whole is not escaped again."""
    shown = to_html(SENTENCE)
    assert shown.count("<math") == shown.count("</math>") == 2
    words = re.sub(r"<math.*?</math>", "#", shown)
    assert words == "At # MeV &amp; below, # costs $5, 100 % of it."
    assert shown.__html__() == shown
    assert to_html("<b> & $x$").startswith("&lt;b&gt; &amp; <math")


def test_document() -> None:
    """Words are escaped, formulas stay."""
    assert to_latex(SENTENCE) == (
        r"At $m_{A'}<10$ MeV \& below, $\frac{x+y}{z}$ costs \$5, 100 \% of it."
    )
    assert to_latex("Nothing to do.") == escape("Nothing to do.") == "Nothing to do."
