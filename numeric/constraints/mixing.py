"""Kinetic mixing against electroweak precision data, whatever A' decays into.

Mixing with hypercharge shifts the mass and the couplings of the Z. For m_A' ≪ M_Z the shift depends
on ε alone; nearer to M_Z it grows like 1/(1 − m_A'²/M_Z²).
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.constraints.base import (
    ABSENT,
    Assessment,
    Constraint,
    absent,
    assess,
    experimental,
)
from darktmm.numeric.inputs.data import default
from darktmm.numeric.predictions import Predictions

HEAVIEST = 10.0
"""Mass of A', GeV, up to which (m_A'/M_Z)² is about 1 %."""

REASONS = (
    "|ε| against the limit for m_A' far below M_Z",
    ABSENT,
    f"mass of {HEAVIEST:g} GeV or more: not far below M_Z, where the bound depends on the mass",
)


def precision() -> Constraint:
    """|ε| against the limit from the Z pole and the mass of the W."""
    entry = default("epsilon, electroweak precision")

    def law(predictions: Predictions) -> Assessment:
        heavy = predictions.m_aprime >= HEAVIEST
        case = np.select([absent(predictions), heavy], [1, 2], 0)
        return assess(np.abs(predictions.epsilon), entry.value, REASONS, case)

    return experimental(
        entry,
        name="electroweak precision",
        group="dark-photon",
        measured=f"electroweak observables, {entry.source}",
        assumption="A' mixes with hypercharge and not by mass with the Z",
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (precision(),)
