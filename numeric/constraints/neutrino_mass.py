"""Mass of the neutrinos from the end point of tritium β decay, against the radiative mass.

KATRIN bounds m_β² = Σ_i |U_ei|² m_i². Oscillations keep the three masses within 0.05 eV of each
other once one of them reaches the bound, so that it holds for the largest of them; and no element of
a mass matrix exceeds the largest mass.
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.constraints.base import Assessment, Constraint, assess, experimental
from darktmm.numeric.constraints.published import entry_of
from darktmm.numeric.predictions import Predictions


def end_point(name: str | None = None) -> Constraint:
    """max |m_ij|, eV, against the upper limit of entry `name`; by default of the newest."""
    entry = entry_of("m_nu", name)
    reasons = (
        "largest element of the one-loop mass matrix against the limit on the neutrino mass",
        "radiative mass: not known",
    )

    def law(predictions: Predictions) -> Assessment:
        largest = np.abs(predictions.neutrino_mass).max(axis=(1, 2))
        return assess(largest, entry.value, reasons, np.where(np.isnan(largest), 1, 0))

    return experimental(
        entry,
        name="neutrino mass",
        group="consistency",
        measured=f"end point of tritium β decay, {entry.source}",
        assumption="no cancellation between the radiative mass and one at tree level",
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (end_point(),)
