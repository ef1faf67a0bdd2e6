r"""How far ε has to be tuned: what the loop of E makes of it, beside the value and beside its limits.

E carries electric and dark charge. From Λ = 10 TeV down to M_E its loop shifts ε by
`loop_epsilon`, of order 10⁻², where experiments allow 10⁻⁵ to
10⁻³. This is no bound: a value at Λ can cancel it. `constraints` is therefore empty.
"""

from __future__ import annotations

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints import babar, na64
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.predictions import Predictions

TO_THE_VALUE = "value"
"""Key of |ε_loop|/|ε| in `tunings`."""


@cache
def _searches() -> tuple[Constraint, ...]:
    """Upper limits on |ε|√BR of NA64 and BaBar; a band has no value that is allowed from below."""
    return tuple(c for c in (*na64.constraints(), *babar.constraints()) if c.name not in BANDS)


BANDS = ("NA64 2020",)


def tunings(predictions: Predictions) -> dict[str, FloatArray]:
    """|ε_loop| over |ε|, and over the largest |ε| that each search allows, (n,) each, by name.

    The limits are for the branching ratios of the point; NaN where a search does not apply, or without
    a dark photon, and infinite at ε = 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        per_value = np.abs(predictions.loop_epsilon) / np.abs(predictions.epsilon)
        # ratio = |ε|√BR/limit, so that |ε|/ratio is the limit on |ε|
        of_searches = {s.name: per_value * s(predictions).ratio for s in _searches()}
    return {TO_THE_VALUE: per_value, **of_searches}


def largest_allowed(predictions: Predictions) -> FloatArray:
    """The strongest of the limits on |ε|, (n,); NaN where no search applies."""
    best = np.full(predictions.size, np.nan)
    for search in _searches():
        verdict = search(predictions)
        with np.errstate(divide="ignore", invalid="ignore"):
            best = np.fmin(best, np.abs(predictions.epsilon) / verdict.ratio)
    return best


def constraints() -> tuple[Constraint, ...]:
    """None: a tuning is not a bound."""
    return ()
