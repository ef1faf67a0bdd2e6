"""The parameter points that come with the package."""

from __future__ import annotations

from darktmm.numeric.inputs import POINTS as NAMES
from darktmm.numeric.inputs import point_file as bundled

__all__ = ["NAMES", "bundled"]
