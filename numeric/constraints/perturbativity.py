"""Couplings small enough for one loop to mean something: every one at most √(4π)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.constraints.base import Assessment, Constraint, assess
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables.observables import Observables

Law = Callable[[Observables], Assessment]

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
    """`longitudinal_strength` for P_L and P_R as a function of M₁, M₂, θ, M_E, GeV²."""
    import sympy as sp

    from darktmm.derive.models.dark import M_1, M_2, M_E, THETA, dark_model
    from darktmm.derive.models.dark.electroweak import longitudinal_strength

    model = dark_model(neutrinos=2, majorana_angle=THETA)
    return sp.lambdify((M_1, M_2, THETA, M_E), list(longitudinal_strength(model)), "numpy")


def _w_boson(observables: Observables) -> Assessment:
    sample = observables.sample
    masses = sample.heavy_masses.T
    squares = np.broadcast_arrays(*_longitudinal()(*masses, sample.majorana_angle, sample.M_E))
    # g/M_W = 2 (√2 G_F)^½; rounding may leave a square of an unsplit doublet below zero.
    scale = 2 * math.sqrt(math.sqrt(2) * electroweak().G_F)
    largest = scale * np.sqrt(np.maximum(np.max(squares, axis=0), 0.0))
    reason = "coupling of a longitudinal W to E and N, from their splitting, against √(4π)"
    return assess(largest, LARGEST, (reason,))


def _theory(name: str, expansion: str, assumption: str, law: Law) -> Constraint:
    """A bound that nothing was measured for."""
    return Constraint(
        name=f"perturbative {name}",
        group="consistency",
        measured=f"nothing: loop expansion in {expansion}",
        confidence="",
        assumption=assumption,
        unit="1",
        reference="",
        law=law,
    )


_LEADING = "the one-loop result is the leading term of an expansion"

YUKAWA = _theory("Yukawa couplings", "y²/4π", _LEADING, _yukawa)
GAUGE = _theory("gauge coupling", "α_D = g_D²/4π", _LEADING, _gauge)
W_BOSON = _theory(
    "W coupling",
    "the coupling of longitudinal W bosons",
    "E and N keep their weak charges while their masses break SU(2)_L",
    _w_boson,
)


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return YUKAWA, GAUGE, W_BOSON
