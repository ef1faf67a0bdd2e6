"""How a confidence level is written."""

from __future__ import annotations

from numeric.inputs.data import Curve, Measurement


def level(entry: Measurement | Curve) -> str:
    """As in "90% CL"; empty where the source gives none."""
    return "" if entry.confidence is None else f"{entry.confidence:.0%} CL"
