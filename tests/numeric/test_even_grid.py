"""Interpolation without a search: the same as numpy's, each node computed once and when needed."""

from __future__ import annotations

import numpy as np

from darktmm.numeric.even_grid import Table

GRID = np.linspace(-3.0, 5.0, 41)
VALUES = np.random.default_rng(61).normal(size=(2, 41))


def table(grid: np.ndarray = GRID) -> tuple[Table, list[float]]:
    """Two rows of values, and a record of the nodes that were asked for."""
    asked: list[float] = []

    def look_up(nodes: np.ndarray) -> np.ndarray:
        asked.extend(nodes)
        return VALUES[:, np.searchsorted(grid, nodes)]

    return Table(grid, look_up, rows=2), asked


def test_same_as_numpy() -> None:
    """Between nodes, on nodes, beyond both ends; another grid gives something else."""
    x = np.concatenate([np.random.default_rng(62).uniform(-4, 6, 5000), GRID, [-1e300, 1e300]])
    x = np.concatenate([x, [-np.inf, np.inf]])
    expected = np.stack([np.interp(x, GRID, row) for row in VALUES])
    np.testing.assert_allclose(table()[0](x), expected, rtol=0, atol=1e-13)
    assert np.abs(table(GRID + 0.01)[0](x) - expected).max() > 1e-3


def test_shape_and_nan() -> None:
    x = np.array([[0.1, np.nan], [2.0, -7.0]])
    found = table()[0](x)
    assert found.shape == (2, 2, 2) and np.isnan(found[:, 0, 1]).all()
    assert not np.isnan(found[:, [0, 1, 1], [0, 0, 1]]).any()
    assert table()[0](0.3).shape == (2,)


def test_nodes_are_computed_once_and_when_needed() -> None:
    """One point asks for its two neighbours; what is known is not asked for again."""
    one, asked = table()
    first = one(0.31)
    np.testing.assert_allclose(asked, GRID[[16, 17]])
    one(0.25)
    assert len(asked) == 2
    one(np.linspace(-4, 6, 400))
    assert sorted(asked) == list(GRID)
    assert np.array_equal(one(0.31), first)
