"""BaBar: e⁺e⁻ → γ A', with A' → ℓ⁺ℓ⁻ (2014) or nothing but the photon (2017)."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import invisible, prompt
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        prompt(curve("BaBar 2014"), "peak in the ℓ⁺ℓ⁻ mass of e⁺e⁻ → γ ℓ⁺ℓ⁻"),
        invisible(curve("BaBar 2017"), "peak in the missing mass of e⁺e⁻ → γ + nothing"),
    )
