"""Where a function on a grid vanishes."""

from __future__ import annotations

from typing import cast

import numpy as np
from contourpy import LineType, contour_generator

from darktmm.numeric.arrays import FloatArray


def zero_lines(x: FloatArray, y: FloatArray, values: FloatArray) -> list[FloatArray]:
    """Lines on which it vanishes, straight within a cell, (n, 2) each; none where it is not known.

    Args:
        x, y: along the axes, increasing, (columns,) and (rows,).
        values: (rows, columns); NaN where they are not known.
    """
    generator = contour_generator(x, y, np.ma.masked_invalid(values), line_type=LineType.Separate)
    return cast("list[FloatArray]", generator.lines(0.0))
