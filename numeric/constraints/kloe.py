"""KLOE at Frascati: φ → η A' (2012) and e⁺e⁻ → γ A' with A' → e⁺e⁻, μ⁺μ⁻, π⁺π⁻.

The pion channel shares in the branching of kinetic mixing as the leptons do: see `curves`.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import prompt
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        prompt(curve("KLOE 2012"), "peak in the e⁺e⁻ mass of φ → η e⁺e⁻"),
        prompt(curve("KLOE 2014"), "peak in the μ⁺μ⁻ mass of e⁺e⁻ → γ μ⁺μ⁻"),
        prompt(curve("KLOE 2015"), "peak in the e⁺e⁻ mass of e⁺e⁻ → γ e⁺e⁻"),
        prompt(curve("KLOE 2016"), "peak in the π⁺π⁻ mass of e⁺e⁻ → γ π⁺π⁻"),
        prompt(curve("KLOE 2018"), "peak in the μ⁺μ⁻ and π⁺π⁻ masses of e⁺e⁻ → γ A'"),
    )
