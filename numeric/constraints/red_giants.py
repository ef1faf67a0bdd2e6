r"""Red giants: plasmons that decay into neutrinos delay the ignition of helium.

The luminosity at the tip of the red-giant branch limits the moment for the photon. What decays has
the mass of the plasma frequency, :math:`K^2=\omega_p^2` with ω_p ≈ 10 keV. Through kinetic mixing the
amplitude is that of the photon times :math:`K^2/(K^2-m^2)`: one for a dark photon much lighter than
ω_p, a resonance at ω_p, where a shift of the limit cannot describe it, and (ω_p/m)² beyond, where the
limit has no force left. It is used below 1 keV only and not continued.
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.constraints.base import ABSENT, Assessment, Constraint, assess, experimental
from darktmm.numeric.constraints.published import NEWEST, published
from darktmm.numeric.inputs.targets import red_giant
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.solar import stellar_moment, through_mixing

REASONS = (
    "A' lighter than a plasmon propagates like a photon: |ε| times the moment of all pairs",
    ABSENT,
    "mass not far below the plasma frequency, about 10 keV: resonance or suppression (ω_p/m)²",
)


def constraint(limit: str | int = NEWEST) -> Constraint:
    """The limit on the sum over all pairs of neutrinos.

    Args:
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such limit on this quantity.
    """
    entry = published("mu_nu stars", limit)
    heaviest = red_giant().largest_mass

    def law(predictions: Predictions) -> Assessment:
        mass = predictions.m_aprime
        value = through_mixing(stellar_moment(predictions.transition_moment), predictions.epsilon)
        case = np.select([np.isnan(mass), mass >= heaviest], [1, 2], 0)
        return assess(value, entry.value, REASONS, case)

    return experimental(
        entry,
        group="direct",
        measured="luminosity at the tip of the red-giant branch",
        assumption="no other cooling; neutrinos leave the star",
        law=law,
    )
