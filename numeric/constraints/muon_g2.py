"""Anomalous moment of the muon: storage rings at BNL and Fermilab against the Standard Model.

With the prediction of 2025 there is no discrepancy, 38(64)e-11. With that of 2020, taken from
e⁺e⁻ data, and the average of 2023 it was 249(48)e-11, which a model would have to supply.
"""

from __future__ import annotations

from darktmm.numeric.constraints.anomalous_moment import comparison
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.published import NEWEST, published


def constraint(
    experiment: str | int = NEWEST, theory: str | int = NEWEST, *, strict: bool = False
) -> Constraint:
    """The comparison of a_μ.

    Args:
        experiment, theory: which entries, see `numeric.constraints.published`.
        strict: see `numeric.constraints.anomalous_moment`; makes a model explain 249(48)e-11.

    Raises:
        ValueError: no such entry.
    """
    entries = published("a_mu", experiment), published("a_mu SM", theory)
    return comparison("mu", *entries, strict=strict)
