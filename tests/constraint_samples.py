"""Predictions made by hand, for tests of constraints: points of the dark model with plain numbers put in."""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.constraints.base import Assessment, Constraint
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.predictions import QUANTITIES, Predictions

PARAMETERS: dict[str, Any] = {
    "m_L": 0.0,
    "m_R": 0.0,
    "m_D": 300.0,
    "M_E": 300.0,
    "M_H": [0.25, 0.35],
    "M_A": [0.2, 0.4],
    "O_R": np.eye(2),
    "O_I": np.eye(2),
    "y": np.array([[0.1, 0.0], [0.0, 0.1], [0.0, 0.0]], dtype=complex),
    "g_D": 0.5,
    "Q_N": 1.0,
    "Q_S": -1.0,
    "U": np.eye(3, dtype=complex),
    "m_aprime": 0.05,
    "epsilon": 1e-4,
}
ZERO = np.zeros((3, 3), dtype=complex)
PREDICTIONS: dict[str, Any] = {
    "transition_moment": ZERO,
    "neutrino_vector": ZERO,
    "charged_dipole": ZERO,
    "neutrino_mass": ZERO,
    "z_width": 0.0,
    "oblique_T": 0.0,
}


def points(**changes: Any) -> Parameters:
    """Parameters; what is not changed is the same for all."""
    return Parameters(**(PARAMETERS | changes))


def many(n: int, widths: dict[str, Any], **changes: Any) -> Predictions:
    """n points; what is changed is given per point, what is not is the same for all."""
    parameters = points(**{k: v for k, v in changes.items() if k in PARAMETERS})
    given = {k: v for k, v in changes.items() if k in QUANTITIES and k not in PARAMETERS}
    unknown = changes.keys() - PARAMETERS.keys() - given.keys()
    assert not unknown, unknown
    if len(parameters) == 1:
        parameters = parameters.repeated(n)
    return DarkPredictions(parameters).replaced(aprime_widths=widths, **(PREDICTIONS | given))


def one(widths: dict[str, float] | None = None, **changes: Any) -> Predictions:
    """One point; invisible and visible widths are equal unless given."""
    return many(1, {"N_1 N_2": 1.0, "e e": 1.0} if widths is None else widths, **changes)


def part(predictions: Predictions, index: int) -> Predictions:
    """The point at `index` alone."""
    return predictions[index : index + 1]


def verdict(constraint: Constraint, predictions: Predictions) -> str:
    """The reason, for a single point."""
    found = constraint(predictions)
    return found.reasons[int(found.case[0])]


def assert_same(batch: Assessment, index: int, single: Assessment) -> None:
    """One element of a batch is the assessment of that point alone, to the last digit."""
    for name in ("value", "limit", "ratio", "case"):
        np.testing.assert_array_equal(getattr(batch, name)[index], getattr(single, name)[0], name)
    assert batch.reasons == single.reasons
