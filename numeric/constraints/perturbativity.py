"""Couplings small enough for one loop to mean something: every one at most √(4π)."""

from __future__ import annotations

import math

import numpy as np

from numeric.constraints.base import Assessment, Constraint, assess
from numeric.observables.observables import Observables

LARGEST = math.sqrt(4 * math.pi)
"""Coupling at which the expansion parameter g²/4π is 1."""


def _yukawa(observables: Observables) -> Assessment:
    largest = np.abs(observables.sample.y).max(axis=(1, 2))
    return assess(largest, LARGEST, ("largest |y_αa| against √(4π)",))


def _gauge(observables: Observables) -> Assessment:
    sample = observables.sample
    charge = np.maximum(np.abs(sample.Q_N), np.abs(sample.Q_S))
    return assess(sample.g_D * charge, LARGEST, ("g_D times the largest charge against √(4π)",))


YUKAWA = Constraint(
    name="perturbative Yukawa couplings",
    group="consistency",
    measured="nothing: loop expansion in y²/4π",
    confidence="",
    assumption="the one-loop result is the leading term of an expansion",
    unit="1",
    reference="",
    law=_yukawa,
)

GAUGE = Constraint(
    name="perturbative gauge coupling",
    group="consistency",
    measured="nothing: loop expansion in α_D = g_D²/4π",
    confidence="",
    assumption="the one-loop result is the leading term of an expansion",
    unit="1",
    reference="",
    law=_gauge,
)


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return YUKAWA, GAUGE
