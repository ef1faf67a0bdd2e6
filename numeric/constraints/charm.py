"""CHARM at CERN: protons on a dump, η and η' → γ A', A' → e⁺e⁻ behind it."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (displaced(curve("CHARM, Gninenko 2012"), "A' → e⁺e⁻ behind a proton dump"),)
