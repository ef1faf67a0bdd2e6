"""Three ways to one difference: two lose every digit, one loses none, and the reference is right."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from darktmm.numeric import kernels
from darktmm.report.figures import ALL, Data, accuracy

Get = Callable[[str], Data]


def test_only_one_way_keeps_its_digits(data: Get) -> None:
    """The others have none left when the splitting is the square root of a rounding."""
    found = data("accuracy")
    assert found["one integral"].max() < 1e-14
    degenerate = found["splitting"] < 1e-9
    for name in ("closed form", "difference of integrals"):
        assert found[name][degenerate].min() > 0.5
        assert found[name][found["splitting"] > 0.5].max() < 1e-11


def test_errors_grow_with_the_square_of_the_degeneracy(data: Get) -> None:
    """Two splittings, each of which costs its digits."""
    found = data("accuracy")
    chosen = (found["splitting"] > 1e-6) & (found["splitting"] < 1e-2)
    slope, _ = np.polyfit(
        np.log(found["splitting"][chosen]), np.log(found["closed form"][chosen]), 1
    )
    assert slope == pytest.approx(-2, abs=0.3)


def test_reference_is_certified(data: Get) -> None:
    """It lies within what ball arithmetic encloses."""
    pytest.importorskip("flint")
    found = data("accuracy")
    for k in (0, 40, 80, 120):
        step = found["splitting"][k]
        masses = [accuracy.HEAVY]
        for m in (accuracy.EVEN, accuracy.ODD):
            masses += [m, m * (1 + step)]
        middle, radius = kernels.evaluate("path_difference", *masses, precision="certified")
        assert abs(found["reference"][k] - middle) <= radius + 2e-16 * abs(middle)


def test_caption_says_where_the_digits_go(data: Get) -> None:
    """At splittings between 1e-9 and 1e-6, never for the integral."""
    found = data("accuracy")
    assert 1e-9 < accuracy.lost(found, "closed form") < 1e-6
    assert accuracy.lost(found, "one integral") == 0
    assert "never above" in ALL["accuracy"].caption(found)
