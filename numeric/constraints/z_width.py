r"""Invisible width of the Z: room left by the number of neutrinos, against Z → N_a N_b.

.. math:: \Gamma_{\nu\bar\nu} = \frac{G_FM_Z^3}{12\sqrt2\,\pi},\qquad
          \Gamma(Z\to NN) \le (N_\nu + 1.645\,\sigma - 3)\,\Gamma_{\nu\bar\nu},

one-sided, 95 %. N_ν is measured from the hadronic peak cross section: everything that is neither
hadrons nor a pair of charged leptons counts, also an N that decays late or softly.

Source: Review of Particle Physics, Electroweak Model.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.numeric.constraints.base import Assessment, Constraint, assess, experimental
from darktmm.numeric.constraints.confidence import ONE_SIDED_95, sigma
from darktmm.numeric.constraints.published import entry_of
from darktmm.numeric.inputs.data import Measurement, electroweak
from darktmm.numeric.predictions import Predictions


def neutrino_width() -> float:
    """Γ(Z → νν̄) of one neutrino at lowest order, GeV."""
    weak = electroweak()
    return weak.G_F * weak.M_Z**3 / (12 * math.sqrt(2) * math.pi)


def allowed(entry: Measurement) -> float:
    """Width beside three neutrinos that a number of neutrinos leaves at 95 %, GeV; may be negative.

    Raises:
        ValueError: the entry has no uncertainty.
    """
    return (entry.value + ONE_SIDED_95 * sigma(entry) - 3) * neutrino_width()


def invisible_width(name: str | None = None) -> Constraint:
    """Γ(Z → NN), GeV, against entry `name` of the number of neutrinos; by default the newest.

    Raises:
        ValueError: N_ν lies so far below 3 that this limit would exclude the three neutrinos alone.
    """
    entry = entry_of("N_nu", name)
    limit = allowed(entry)
    if limit <= 0:
        raise ValueError(
            f"{entry.name}: N_nu = {entry.value} +- {entry.uncertainty} leaves no room above 3; "
            f"must be > {3 - ONE_SIDED_95 * sigma(entry):.4f}"
        )
    reasons = (
        "width into N pairs against what N_ν leaves above three neutrinos",
        "width into N pairs: not known",
    )

    def law(predictions: Predictions) -> Assessment:
        width = predictions.z_width
        return assess(width, limit, reasons, np.isnan(width))

    return experimental(
        entry,
        name="Z invisible width",
        group="consistency",
        measured=f"number of neutrinos from the Z line shape, {entry.source}",
        confidence="95% CL, one-sided",
        assumption="N leaves no hadrons and no lepton pair that the line shape would count as such",
        unit="GeV",
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (invisible_width(),)
