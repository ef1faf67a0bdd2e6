"""HPS at Jefferson Lab: A' radiated by electrons on a heavy target, A' → e⁺e⁻."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import prompt
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (prompt(curve("HPS 2018"), "peak in the e⁺e⁻ mass, electrons on a fixed target"),)
