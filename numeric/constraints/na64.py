"""NA64 at CERN: electrons stopped in an active dump.

Missing energy signals an A' that leaves unseen; e⁺e⁻ behind the dump one that decays (2020).
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.curves import displaced, invisible
from darktmm.numeric.inputs.data import curve

MISSING = "missing energy of electrons stopped in an active dump"


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        invisible(curve("NA64 2019"), MISSING),
        invisible(curve("NA64 2023"), MISSING),
        displaced(curve("NA64 2020"), "A' → e⁺e⁻ behind the dump"),
    )
