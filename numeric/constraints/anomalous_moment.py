r"""A measured anomalous moment against its prediction, as a constraint on both sides.

What a model adds is that of its charged particles plus that of A' in the loop:

.. math:: |\Delta a_\ell - \delta| \le 1.96\,\sigma,\qquad
          \delta = a^{\rm exp}_\ell-a^{\rm SM}_\ell,\quad
          \sigma^2=\sigma_{\rm exp}^2+\sigma_{\rm SM}^2 .

Where the Standard Model itself is outside, this would exclude every model that adds nothing. Unless
asked to be strict, a point is then excluded only if it is worse than the Standard Model, by the same
1.96² in χ²: the allowed distance is :math:`\sqrt{1.96^2\sigma^2+\delta^2}`.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.base import Assessment, Constraint, assess_interval, experimental
from darktmm.numeric.constraints.confidence import TWO_SIDED_95, sigma
from darktmm.numeric.inputs.data import Measurement
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.dipoles import anomalous_moment, kinetic_mixing_moment

ABSOLUTE = "E and scalars, and A' where there is one, against experiment minus prediction: 1.96σ"
RELATIVE = f"{ABSOLUTE} beyond the distance of the Standard Model, which is outside itself"


def predicted(predictions: Predictions, lepton: str) -> FloatArray:
    """Δa_ℓ of the model, (n,)."""
    given = ~np.isnan(predictions.m_aprime)
    mixing = kinetic_mixing_moment(
        np.where(given, predictions.m_aprime, 1.0),
        np.where(given, predictions.epsilon, 0.0),
        lepton,
    )
    return anomalous_moment(predictions.charged_dipole, lepton) + mixing


def comparison(
    lepton: str, experiment: Measurement, theory: Measurement, *, strict: bool
) -> Constraint:
    """The constraint from an experiment and a prediction.

    Args:
        lepton: "e" or "mu".
        experiment, theory: a_ℓ with their uncertainties.
        strict: 1.96σ even where the Standard Model is outside.

    Raises:
        ValueError: an entry without uncertainty.
    """
    difference = experiment.value - theory.value
    width = TWO_SIDED_95 * math.hypot(sigma(experiment), sigma(theory))
    reasons = (ABSOLUTE,)
    if abs(difference) > width and not strict:
        width, reasons = math.hypot(width, difference), (RELATIVE,)

    def law(predictions: Predictions) -> Assessment:
        return assess_interval(predicted(predictions, lepton), difference, width, reasons)

    return experimental(
        experiment,
        name=f"{experiment.name} - {theory.name}",
        group="moment",
        measured=f"{experiment.source}; prediction: {theory.source}",
        confidence="95% CL",
        assumption="uncertainties normal and independent",
        unit="1",
        law=law,
    )
