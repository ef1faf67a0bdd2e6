"""Types of arrays: every function of `numeric` takes and returns them, the points along the first axis."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
ComplexArray = NDArray[np.complex128]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int_]

Numbers = FloatArray | float
"""One number for all points, or one for each."""
