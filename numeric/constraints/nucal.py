"""NuCal at Serpukhov: protons on a dump, A' → e⁺e⁻ behind it.

A' comes from π⁰ → γ A', from proton bremsstrahlung, or both (Tsai 2021).
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        displaced(curve("NuCal, pi0"), "A' from π⁰ → γ A', A' → e⁺e⁻ behind a proton dump"),
        displaced(
            curve("NuCal, bremsstrahlung"),
            "A' from proton bremsstrahlung, A' → e⁺e⁻ behind a proton dump",
        ),
        displaced(curve("NuCal, Tsai 2021"), "A' → e⁺e⁻ behind a proton dump, all sources"),
    )
