"""LHCb: A' → μ⁺μ⁻ in pp collisions, prompt or displaced.

The displaced exclusion is a chain of islands, joined into one band where the data file says so.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced, prompt
from darktmm.numeric.inputs.data import curve


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        prompt(curve("LHCb 2020, prompt"), "peak in the prompt μ⁺μ⁻ mass in pp collisions"),
        displaced(curve("LHCb 2020, displaced"), "displaced A' → μ⁺μ⁻ in pp collisions"),
    )
