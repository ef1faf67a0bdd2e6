"""NOMAD at CERN: π⁰ → γ A' from the neutrino target, A' → e⁺e⁻ in the detector."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (displaced(curve("NOMAD, Gninenko 2012"), "A' → e⁺e⁻ far behind a neutrino target"),)
