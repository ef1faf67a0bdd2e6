"""Straight lines between values on an even grid: no search, the index is the position.

A value is computed when a point first falls beside its node: one point costs two nodes, a million
points the whole grid, and both see the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray

_STRIP = 1 << 5
"""Nodes that are computed together."""


class Table:
    """Functions of one variable on an even grid.

    Args:
        grid: nodes, evenly spaced.
        function: of nodes, (k,); values, (rows, k), or (k,) for one row.
        rows: how many functions there are.
    """

    def __init__(
        self, grid: FloatArray, function: Callable[[FloatArray], Any], rows: int = 1
    ) -> None:
        self.grid = grid
        self._function = function
        self._values = np.empty((rows, len(grid)))
        self._missing = np.ones(len(grid), dtype=bool)

    def __call__(self, x: Any) -> FloatArray:
        """Each row as by `np.interp`: constant beyond both ends, NaN where x is; (rows, shape of x)."""
        step = (self.grid[-1] - self.grid[0]) / (len(self.grid) - 1)
        position = (np.asarray(x) - self.grid[0]) / step
        # fmax and fmin put NaN on the first node; the fraction remembers it.
        index = np.fmin(np.fmax(position, 0.0), len(self.grid) - 2.0).astype(np.intp)
        self._compute(index)
        fraction = np.clip(position - index, 0.0, 1.0)
        low, high = self._values[:, index], self._values[:, index + 1]
        return np.asarray(low + fraction * (high - low))

    def _compute(self, index: Any) -> None:
        """Fill the nodes on both sides, where that has not been done."""
        if not (self._missing[index].any() or self._missing[index + 1].any()):
            return
        wanted = np.zeros_like(self._missing)
        wanted[index] = wanted[index + 1] = True
        nodes = np.flatnonzero(wanted & self._missing)
        for start in range(0, len(nodes), _STRIP):
            strip = nodes[start : start + _STRIP]
            self._values[:, strip] = self._function(self.grid[strip])
        self._missing[nodes] = False
