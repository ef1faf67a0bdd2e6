"""Where a printed and a derived formula differ: the smallest part that says it."""

from __future__ import annotations

import pytest
import sympy as sp

from darktmm.papers.ledger import differing
from darktmm.papers.statement import Finding, Judgement, Verdict, coefficients

X, Y = sp.symbols("x y")
FOUND = (Finding(Verdict.CORRECTED, "It differs."),)


@pytest.mark.parametrize(
    ("printed", "derived", "numbers"),
    [
        (X / 48, X / 192, (48, 192)),
        (X / 48, -X / 192, (48, 192)),
        ((X + Y) / 2, (X - Y) / 4, (2, 4)),
        (3 * X, X / 2, (3, sp.Rational(1, 2))),
        (X / sp.pi**2 / 64, Y / sp.pi**2 / 64, None),
        (X, -X, None),
    ],
)
def test_numbers_in_front(
    printed: sp.Expr, derived: sp.Expr, numbers: tuple[sp.Expr, sp.Expr] | None
) -> None:
    """Unit fractions by their denominators, as they stand in a formula; a sign is no number."""
    assert coefficients(printed, derived) == numbers


@pytest.mark.parametrize(
    ("differs", "latex"),
    [((X + Y, 1 - X), ("x + y", "1 - x")), ((X, X), None), (None, None)],
)
def test_what_is_the_same_does_not_differ(
    differs: tuple[sp.Basic, sp.Basic] | None, latex: tuple[str, str] | None
) -> None:
    """A part is named only where it differs."""
    assert differing(Judgement(FOUND, differs=differs)) == latex
