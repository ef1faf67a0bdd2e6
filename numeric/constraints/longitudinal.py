r"""Longitudinal A': its couplings perturbative, its unitarity scale above the masses in the loops.

.. math:: \frac{2g_D|Q_N|\max(|m_L|,|m_R|)}{m_{A'}}\le\sqrt{4\pi},\qquad
          \frac{2g_D^2Q_S^2}{m_{A'}^2}\|M_R^2-M_I^2\|\le8\pi,\qquad
          \max(|M_\alpha|,M_E,M_H,M_A)\le\Lambda ,

each from a tree-level partial wave that reaches :math:`|a_0|=\tfrac12`
(`derive.models.dark.unitarity`): N N → N N, A' S → A' S and N N → A'A'. Without masses that break U(1)_D
all three are satisfied by zero. For m_L = m_R the first is the criterion for the longitudinal W,
:math:`g_D|Q_N|(M_1+M_2)/m_{A'}\le\sqrt{4\pi}`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.base import (
    ABSENT,
    LEADING,
    Assessment,
    Constraint,
    assess,
    theoretical,
)
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes import unitarity


def _law(
    value: Callable[[Predictions], FloatArray], limit: Callable[[], float], reason: str
) -> Callable[[Predictions], Assessment]:
    def law(predictions: Predictions) -> Assessment:
        unknown = np.isnan(predictions.m_aprime)
        return assess(value(predictions), limit(), (reason, ABSENT), unknown)

    return law


FERMIONS = theoretical(
    "perturbative coupling of longitudinal A' (fermions)",
    "partial wave of N N → N N by exchange of a longitudinal A'",
    LEADING,
    _law(
        lambda p: p.longitudinal_fermion,
        unitarity.largest_yukawa,
        "largest coupling of a longitudinal A' to N, from m_L and m_R, against √(4π)",
    ),
)
SCALARS = theoretical(
    "perturbative coupling of longitudinal A' (scalars)",
    "partial wave of A' S → A' S with longitudinal A'",
    LEADING,
    _law(
        lambda p: p.longitudinal_scalar,
        unitarity.largest_quartic,
        "quartic coupling of two longitudinal A' and two scalars, from their splitting, against 8π",
    ),
)
SCALE = theoretical(
    "unitarity scale above the loop masses",
    "partial wave of N N → A' A' with longitudinal A'",
    "nothing that restores U(1)_D is lighter than the particles in the loops",
    _law(
        lambda p: p.mass_over_unitarity,
        lambda: 1.0,
        "heaviest of N, E, H, A over the energy at which N N → A'A' violates unitarity",
    ),
)


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return FERMIONS, SCALARS, SCALE
