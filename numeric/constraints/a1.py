"""A1 at Mainz: A' radiated by electrons on a heavy target, A' → e⁺e⁻."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import prompt
from darktmm.numeric.inputs.data import curve

PEAK = "peak in the e⁺e⁻ mass, electrons on a fixed target"


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        prompt(curve("A1 2011"), PEAK),
        prompt(curve("A1 2014"), PEAK),
    )
