"""Straight lines between values on an even grid: no search, the index is the position."""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.models.dark.point import FloatArray


def interpolate(x: Any, grid: FloatArray, values: FloatArray) -> FloatArray:
    """`np.interp` for an even grid; constant beyond both ends, NaN where x is. Shape of x."""
    position = (np.asarray(x) - grid[0]) / ((grid[-1] - grid[0]) / (len(grid) - 1))
    # fmax and fmin put NaN on the first node; the fraction remembers it.
    index = np.fmin(np.fmax(position, 0.0), len(grid) - 2.0).astype(np.intp)
    fraction = np.clip(position - index, 0.0, 1.0)
    return np.asarray(values[index] + fraction * (values[index + 1] - values[index]))
