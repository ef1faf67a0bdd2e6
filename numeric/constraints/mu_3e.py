"""SINDRUM: no decay μ⁺ → e⁺e⁺e⁻ among stopped muons.

In the dipole approximation the rate is 0.6 % of that of μ → eγ. Boxes with four Yukawa couplings can
exceed it where the couplings are of order one; they are not modelled.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.lepton_flavour import DIPOLE_ALONE, limit_on
from darktmm.numeric.constraints.published import NEWEST, published
from darktmm.numeric.processes.dipoles import three_electron_ratio


def constraint(limit: str | int = NEWEST) -> Constraint:
    """The limit on BR(μ → 3e).

    Args:
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such limit on this quantity.
    """
    return limit_on(
        published("mu -> 3e", limit),
        "mu",
        "e",
        "stopped muons: three tracks from one vertex",
        three_electron_ratio(),
        DIPOLE_ALONE,
    )
