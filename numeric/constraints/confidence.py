"""Confidence levels: how they are written, and how many standard deviations they are."""

from __future__ import annotations

from darktmm.numeric.inputs.data import Curve, Measurement

ONE_SIDED_95 = 1.645
"""Standard deviations below which 95 % of a normal distribution lie."""

TWO_SIDED_95 = 1.959963984540054
"""Standard deviations on either side that hold 95 % of it."""


def level(entry: Measurement | Curve) -> str:
    """As in "90% CL"; empty where the source gives none."""
    return "" if entry.confidence is None else f"{entry.confidence:.0%} CL"


def sigma(entry: Measurement) -> float:
    """One standard deviation.

    Raises:
        ValueError: the entry has no uncertainty.
    """
    if entry.uncertainty is None:
        raise ValueError(f"{entry.name}: has no uncertainty")
    return entry.uncertainty
