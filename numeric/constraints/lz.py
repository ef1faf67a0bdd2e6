"""LZ: electrons in 5.5 t of liquid xenon, first 60 days.

The recast is for pp neutrinos with an allowed beta spectrum and recoils of 1.5-15 keV (from memory).
The published limit holds for free electrons, and so does the recast; binding in xenon changes the
spectrum below a few keV.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.scattering import xenon_constraint


def constraint(limit: str | int = "LZ 2023") -> Constraint:
    """The limit on the effective moment of solar neutrinos; see `xenon_constraint`."""
    return xenon_constraint("lz", limit)
