"""Couplings small enough for one loop to mean something: every one at most √(4π)."""

from __future__ import annotations

import math
from collections.abc import Callable

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.base import LEADING, Assessment, Constraint, assess, theoretical
from darktmm.numeric.predictions import Predictions

LARGEST = math.sqrt(4 * math.pi)
"""Coupling at which the expansion parameter g²/4π is 1."""


def _law(
    value: Callable[[Predictions], FloatArray], coupling: str
) -> Callable[[Predictions], Assessment]:
    return lambda predictions: assess(value(predictions), LARGEST, (f"{coupling} against √(4π)",))


YUKAWA = theoretical(
    "perturbative Yukawa couplings",
    "loop expansion in y²/4π",
    LEADING,
    _law(lambda p: p.largest_yukawa, "largest |y_αa|"),
)
GAUGE = theoretical(
    "perturbative gauge coupling",
    "loop expansion in α_D = g_D²/4π",
    LEADING,
    _law(lambda p: p.largest_gauge, "g_D times the largest charge"),
)
W_BOSON = theoretical(
    "perturbative W coupling",
    "loop expansion in the coupling of longitudinal W bosons",
    "E and N keep their weak charges while their masses break SU(2)_L",
    _law(
        lambda p: p.longitudinal_w, "coupling of a longitudinal W to E and N, from their splitting,"
    ),
)


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return YUKAWA, GAUGE, W_BOSON
