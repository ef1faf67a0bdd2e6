"""Limits on decays that change the flavour of a charged lepton, as constraints."""

from __future__ import annotations

from darktmm.numeric.constraints.base import Assessment, Constraint, assess, experimental
from darktmm.numeric.inputs.data import Measurement
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.dipoles import branching_ratio

DIPOLE_ALONE = "the dipole alone: photon off shell, Z and boxes are left out"


def limit_on(
    entry: Measurement,
    parent: str,
    daughter: str,
    measured: str,
    per_radiative_decay: float = 1.0,
    assumption: str = "",
) -> Constraint:
    """An upper limit on a rate that the dipole parent → daughter γ controls.

    Args:
        entry: the limit.
        parent, daughter: leptons.
        measured: what was measured.
        per_radiative_decay: rate over BR(parent → daughter γ).
        assumption: beyond what the radiative decay needs.
    """
    reasons = ("one-loop dipole, leading order in the lepton masses, measured lifetime",)

    def law(predictions: Predictions) -> Assessment:
        rate = branching_ratio(predictions.charged_dipole, parent, daughter)
        return assess(per_radiative_decay * rate, entry.value, reasons)

    return experimental(
        entry,
        name=f"{entry.quantity} ({entry.name})",
        group="flavour",
        measured=measured,
        assumption=assumption,
        law=law,
        alone=True,
    )
