"""Interpolation without a search: the same as numpy's."""

from __future__ import annotations

import numpy as np

from darktmm.numeric.even_grid import interpolate

GRID = np.linspace(-3.0, 5.0, 41)
VALUES = np.random.default_rng(61).normal(size=41)


def test_same_as_numpy() -> None:
    """Between nodes, on nodes, beyond both ends; another grid gives something else."""
    x = np.concatenate([np.random.default_rng(62).uniform(-4, 6, 5000), GRID, [-1e300, 1e300]])
    x = np.concatenate([x, [-np.inf, np.inf]])
    expected = np.interp(x, GRID, VALUES)
    np.testing.assert_allclose(interpolate(x, GRID, VALUES), expected, rtol=0, atol=1e-13)
    assert np.abs(interpolate(x, GRID + 0.01, VALUES) - expected).max() > 1e-3


def test_shape_and_nan() -> None:
    x = np.array([[0.1, np.nan], [2.0, -7.0]])
    found = interpolate(x, GRID, VALUES)
    assert found.shape == (2, 2) and np.isnan(found[0, 1])
    assert not np.isnan(found[[0, 1, 1], [0, 0, 1]]).any()
    assert interpolate(0.3, GRID, VALUES).shape == ()
