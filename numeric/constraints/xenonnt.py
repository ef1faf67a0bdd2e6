"""XENONnT: electrons in 5.9 t of liquid xenon, 1.16 t yr.

The recast is for pp neutrinos with an allowed beta spectrum and recoils of 1-140 keV (from memory).
The published limit holds for free electrons, and so does the recast; binding in xenon changes the
spectrum below a few keV.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.scattering import xenon_constraint


def constraint(limit: str | int = "XENONnT 2022") -> Constraint:
    """The limit on the effective moment of solar neutrinos; see `xenon_constraint`."""
    return xenon_constraint("xenonnt", limit)
