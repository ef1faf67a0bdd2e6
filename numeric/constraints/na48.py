"""NA48/2 at CERN: π⁰ → γ A', A' → e⁺e⁻, from kaon decays."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import prompt
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (prompt(curve("NA48/2 2015"), "peak in the e⁺e⁻ mass of π⁰ → γ e⁺e⁻"),)
