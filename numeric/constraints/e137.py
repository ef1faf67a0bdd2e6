"""E137 at SLAC: electrons on a dump, A' → e⁺e⁻ behind it, in two reinterpretations."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced
from darktmm.numeric.inputs.data import curve

DECAY = "A' → e⁺e⁻ behind an electron dump"


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        displaced(curve("E137, Andreas 2012"), DECAY),
        displaced(curve("E137, Bjorken 2009"), DECAY),
    )
