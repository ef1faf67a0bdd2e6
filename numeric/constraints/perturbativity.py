"""Couplings small enough for one loop to mean something: every one at most √(4π)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from numeric.constraints.base import Assessment, Constraint, assess
from numeric.inputs.data import electroweak
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


@cache
def _longitudinal() -> Callable[..., Any]:
    r"""Couplings of W_L to E and N_a over g/M_W, as functions of M₁, M₂, θ, M_E.

    A longitudinal W is its derivative over M_W: between :math:`\bar N_a` and E,
    :math:`\not q(c_LP_L+c_RP_R)` with q = p' − p is :math:`(c_LM_a-c_RM_E)P_L+(c_RM_a-c_LM_E)P_R`.
    It vanishes where the doublet is not split.
    """
    import sympy as sp

    from derive.models.dark import M_1, M_2, M_E, THETA, dark_model
    from derive.results.electroweak import G, w_coupling

    model = dark_model(neutrinos=2, majorana_angle=THETA)
    found = []
    for a, mass in ((1, M_1), (2, M_2)):
        plus, _ = w_coupling(model, a)
        left, right = (c / G for c in (plus.left, plus.right))
        found += [left * mass - right * M_E, right * mass - left * M_E]
    return sp.lambdify((M_1, M_2, THETA, M_E), found, "numpy")


def _w_boson(observables: Observables) -> Assessment:
    sample, weak = observables.sample, electroweak()
    heavy = sample.heavy_masses
    couplings = _longitudinal()(heavy[:, 0], heavy[:, 1], sample.majorana_angle, sample.M_E)
    # g/M_W = 2 (√2 G_F)^½
    scale = 2 * math.sqrt(math.sqrt(2) * weak.G_F)
    largest = np.max(np.abs(np.broadcast_arrays(*couplings)), axis=0)
    reason = "coupling of a longitudinal W to E and N, from their splitting, against √(4π)"
    return assess(scale * largest, LARGEST, (reason,))


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


W_BOSON = Constraint(
    name="perturbative W coupling",
    group="consistency",
    measured="nothing: loop expansion in the coupling of longitudinal W bosons",
    confidence="",
    assumption="E and N keep their weak charges while their masses break SU(2)_L",
    unit="1",
    reference="",
    law=_w_boson,
)


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return YUKAWA, GAUGE, W_BOSON
