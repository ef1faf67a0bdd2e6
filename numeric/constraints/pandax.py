"""PandaX-4T: electrons in 3.7 t of liquid xenon, 1.54 t yr.

The recast is for pp neutrinos with an allowed beta spectrum and recoils of 1-30 keV (from memory).
The published limit holds for free electrons, and so does the recast; binding in xenon changes the
spectrum below a few keV.
"""

from __future__ import annotations

from numeric.constraints.base import Constraint
from numeric.constraints.published import published
from numeric.constraints.scattering import solar_constraint, window
from numeric.inputs.data import solar


def constraint(limit: str | int = "PandaX-4T 2025") -> Constraint:
    """The limit on the effective moment of solar neutrinos.

    Args:
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such limit on this quantity.
    """
    return solar_constraint(
        published("mu_nu solar, xenon", limit),
        window("pandax"),
        solar().survival_pp.value,
        "recoil spectrum of electrons hit by solar neutrinos, liquid xenon",
        "events of pp neutrinos on free electrons",
    )
