"""Labels: beside their curve, along it, off everything else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from darktmm.report.figures import labels, style
from darktmm.report.figures.labels import Box, Label


@pytest.fixture
def axes() -> Any:
    """An empty frame, ten by ten."""
    with style.journal():
        _, found = style.canvas(style.ONE_COLUMN, 3.0)
        found.set(xlim=(0, 10), ylim=(0, 10))
        yield found


def test_along_the_curve(axes: Any) -> None:
    """Rotated with it, above by default, within a line of it."""
    x = np.linspace(0, 10, 50)
    axes.plot(x, x)
    assert labels.place(axes, [Label("along", x, x, "black")]) == []
    (text,) = axes.texts
    slope = np.degrees(
        np.arctan2(*np.diff(axes.transData.transform([[0, 0], [1, 1]]), axis=0)[0][::-1])
    )
    assert text.get_rotation() == pytest.approx(slope, abs=0.5)
    px, py = text.get_position()
    assert 0 < py - px < 1.5


def test_never_upside_down(axes: Any) -> None:
    """A curve that runs to the left is read from the left."""
    x = np.linspace(10, 0, 50)
    labels.place(axes, [Label("backwards", x, np.full(50, 5.0), "black")])
    assert axes.texts[0].get_rotation() % 360 == pytest.approx(0, abs=0.1)


def test_two_do_not_cover_each_other(axes: Any) -> None:
    """Both want the middle of the same line."""
    x = np.linspace(0, 10, 50)
    y = np.full(50, 5.0)
    both = [Label(word, x, y, "black", sides=(1,)) for word in ("first", "second")]
    labels.place(axes, both)
    first, second = map(labels.box_of, axes.texts)
    assert not first.overlaps(second)


def test_dispensable_ones_are_left_out(axes: Any) -> None:
    """Where there is no room for two, the second is returned; if it is indispensable, it is written."""
    x, y = np.array([4.0, 6.0]), np.array([5.0, 5.0])
    labels.place(axes, [Label("some words that fill it", x, y, "black", sides=(1,))])
    extra = Label("as long as the others here", x, y, "black", sides=(1,), dispensable=True)
    assert labels.place(axes, [extra]) == [extra]
    assert len(axes.texts) == 1


def test_crosses_as_little_as_possible(axes: Any) -> None:
    """The side on which there is no other curve."""
    x = np.linspace(0, 10, 50)
    axes.plot(x, np.full(50, 5.0))
    axes.plot(x, np.full(50, 5.4))
    labels.place(axes, [Label("below", x, np.full(50, 5.0), "black")])
    assert axes.texts[0].get_position()[1] < 5


def test_far_labels_have_a_line(axes: Any) -> None:
    """From the words back to the curve."""
    x = np.linspace(0, 10, 50)
    labels.place(axes, [Label("far", x, np.full(50, 5.0), "black", distance=20.0, sides=(1,))])
    (line,) = axes.get_lines()
    assert min(line.get_ydata()) == pytest.approx(5.0, abs=0.05)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Box(0, 0, 1, 1, 0.3), True),
        (Box(3, 0, 1, 1, 0.0), False),
        (Box(2.2, 0, 1, 1, np.pi / 4), True),
        (Box(2.2, 2.2, 1, 1, np.pi / 4), False),  # only the boxes around them meet
    ],
)
def test_rectangles(other: Box, expected: bool) -> None:
    """Overlap of rotated rectangles."""
    square = Box(0, 0, 1, 1, 0.0)
    assert square.overlaps(other) is expected and other.overlaps(square) is expected
