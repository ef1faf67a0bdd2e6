"""CHARM at CERN: protons on a dump, η and η' → γ A', A' → e⁺e⁻ behind it."""

from __future__ import annotations

from numeric.constraints.base import Constraint
from numeric.constraints.curves import displaced
from numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (displaced(curve("CHARM, Gninenko 2012"), "A' → e⁺e⁻ behind a proton dump"),)
