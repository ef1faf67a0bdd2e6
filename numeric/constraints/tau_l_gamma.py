"""Belle and BaBar: no decays τ → μγ and τ → eγ among the pairs of taus made at B factories."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.lepton_flavour import limit_on
from darktmm.numeric.constraints.published import NEWEST, published


def constraint(daughter: str, limit: str | int = NEWEST) -> Constraint:
    """The limit on BR(τ → ℓγ).

    Args:
        daughter: "mu" or "e".
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such daughter, or no such limit on this quantity.
    """
    if daughter not in ("mu", "e"):
        raise ValueError(f"daughter = {daughter!r}: must be 'mu' or 'e'")
    entry = published(f"tau -> {daughter} gamma", limit)
    return limit_on(entry, "tau", daughter, "pairs of taus from electron-positron collisions")
