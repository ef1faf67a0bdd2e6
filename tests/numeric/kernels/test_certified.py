"""The certificate: ball arithmetic encloses what double precision returns."""

from __future__ import annotations

import numpy as np
import pytest

from darktmm.numeric import kernels

pytest.importorskip("flint", reason="the certified path needs python-flint")


def masses(count: int, seed: int) -> np.ndarray:
    """Log-uniform over eight decades, splittings of either pair down to 1e-15."""
    rng = np.random.default_rng(seed)
    m, h, a = 10.0 ** rng.uniform(-4, 4, (3, count))
    split_h, split_a = 1 + 10.0 ** rng.uniform(-15, 0, (2, count))
    return np.stack([m, h, h * split_h, a, a * split_a])


def test_the_interval_is_as_wide_as_rounding_and_contains_the_double() -> None:
    """|double − midpoint| ≤ radius + 1e-14 |midpoint| at 10⁴ points, with a radius below one ulp.

    The certificate is about the exact value; the double may lie outside by its own rounding, and by
    no more than that.
    """
    points = masses(10_000, 11)
    middle, radius = kernels.evaluate("path_difference", *points, precision="certified")
    double = kernels.evaluate("path_difference", *points)
    assert np.all(radius <= 2.0**-52 * np.abs(middle))
    assert np.all(np.abs(double - middle) <= radius + 1e-14 * np.abs(middle))
    # The check can fail: three more rounding units would be seen.
    assert not np.all(np.abs(double * (1 + 3e-14) - middle) <= radius + 1e-14 * np.abs(middle))


def test_the_interval_contains_an_independent_high_precision_value() -> None:
    """Exact rational masses, closed form with 120 digits: inside the interval."""
    import sympy as sp

    from darktmm.derive.loops.functions import path_difference

    function = path_difference()
    for point in masses(12, 12).T:
        exact = function(*(sp.Rational(float(x)) for x in point)).doit().evalf(120)
        middle, radius = kernels.evaluate("path_difference", *point, precision="certified")
        assert abs(sp.Rational(float(middle)) - exact) <= sp.Rational(float(radius))
