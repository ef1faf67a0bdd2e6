"""Printed over derived: one row for each statement with a number, signs shown, the worst named."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from darktmm.papers.ledger import Entry
from darktmm.report.figures import ALL, Data, ratios

Get = Callable[[str], Data]


def test_a_row_for_each_number(data: Get) -> None:
    """None for a statement without; modulus and phase."""
    found = data("ratios")
    equations = ["eq01", "eq02", "eq03", "eq04", "eq06"]
    assert list(found["id"]) == [
        *equations,
        *(f"claim-{n}" for n in ("one", "two", "three", "four")),
    ]
    np.testing.assert_allclose(found["modulus"], [6.7, 7.64e3, 1, 1, 0, 0.3, 0.5, 1.2, 0.00724])
    np.testing.assert_allclose(found["phase"], [np.pi, 0, 0, np.pi / 2, 0, 0, 0, 0, 0])


def test_caption_counts(data: Get) -> None:
    """Those that differ, those with another sign, and the one that is farthest off."""
    caption = ALL["ratios"].caption(data("ratios"))
    assert "9 statements" in caption and "7 differ" in caption and "2 have another sign" in caption
    assert r"$7.64\times10^{3}$ (2)," in caption


def test_signs_are_drawn(data: Get) -> None:
    """Hollow marks where printed and derived differ by more than a factor; numbers beside them."""
    (axes,) = ALL["ratios"].draw(data("ratios")).axes
    hollow = [line for line in axes.get_lines() if line.get_markerfacecolor() == "white"]
    assert len(hollow) == 2
    words = {text.get_text() for text in axes.texts}
    assert {"$-6.7$", r"$1\,e^{1.57i}$", "$0.3$", "$0$"} <= words


def test_numbers_stay_in_the_frame(data: Get) -> None:
    """Beside the outermost marks as well, where titles begin; arrows for zero begin at the frame."""
    picture = ALL["ratios"].draw(data("ratios"))
    picture.draw_without_rendering()
    (axes,) = picture.axes
    frame = axes.get_window_extent()
    assert len(axes.texts) == len(data("ratios")["id"])
    for text in axes.texts:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1, text.get_text()


def test_of_the_ledger(entries: list[Entry]) -> None:
    """The rows that were verified, in their order."""
    found = ALL["ratios"].given(entries=entries).data()
    assert list(found["id"]) == [e.id for e in entries if e.ratio is not None]
    for name, modulus in zip(found["id"], found["modulus"], strict=True):
        (entry,) = (e for e in entries if e.id == name)
        assert entry.ratio is not None and modulus == abs(entry.ratio)


def test_nothing_to_compare() -> None:
    """Then it says so, and a picture is drawn nevertheless."""
    figure = ALL["ratios"].given(entries=[])
    found = figure.data()
    assert figure.caption(found) == "No statement has a number to compare."
    figure.draw(found)


def test_titles_are_typeset() -> None:
    """Powers of ten and particles as formulas, once; what is too long ends in whole words."""
    assert ratios._title("eq36", "of order 1e-5 in mu -> e gamma") == (
        r"of order $10^{-5}$ in $\mu\to e\gamma$  (36)"
    )
    assert ratios._title("claim", r"a limit on $\mu\to e\gamma$") == r"a limit on $\mu\to e\gamma$"
    long = ratios._title("claim", "many words " * 5 + "and mu -> e gamma at the end of it")
    assert long.endswith(" …") and long.count("$") % 2 == 0 and len(long) <= ratios._WIDEST + 2
