"""Anomalous moment of the electron: one electron in a Penning trap against the Standard Model.

The prediction needs α from elsewhere. Recoil of rubidium (2020, the default) and of caesium (2018)
disagree by more than five standard deviations: with one the measurement lies 2.1σ above the
prediction, with the other 3.9σ below.
"""

from __future__ import annotations

from darktmm.numeric.constraints.anomalous_moment import comparison
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.published import NEWEST, published

THEORY = {"Rb": "a_e SM, alpha(Rb 2020)", "Cs": "a_e SM, alpha(Cs 2018)"}


def constraint(
    alpha: str = "Rb", experiment: str | int = NEWEST, *, strict: bool = False
) -> Constraint:
    """The comparison of a_e.

    Args:
        alpha: "Rb" or "Cs", the atom whose recoil gives α.
        experiment: which entry, see `numeric.constraints.published`.
        strict: see `numeric.constraints.anomalous_moment`.

    Raises:
        ValueError: no such atom or entry.
    """
    if alpha not in THEORY:
        raise ValueError(f"alpha = {alpha!r}: must be one of {', '.join(THEORY)}")
    entries = published("a_e", experiment), published("a_e SM", THEORY[alpha])
    return comparison("e", *entries, strict=strict)
