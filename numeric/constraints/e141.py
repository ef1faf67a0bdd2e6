"""E141 at SLAC: electrons on a dump, A' → e⁺e⁻ behind it."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (displaced(curve("E141"), "A' → e⁺e⁻ behind an electron dump"),)
