"""BESIII: e⁺e⁻ → γ A', A' → ℓ⁺ℓ⁻."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import prompt
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (prompt(curve("BESIII 2017"), "peak in the ℓ⁺ℓ⁻ mass of e⁺e⁻ → γ ℓ⁺ℓ⁻"),)
