r"""How far ε has to be tuned: what the loop of E makes of it, beside the value and beside its limits.

E carries electric and dark charge. From Λ = 10 TeV down to M_E its loop shifts ε by
`numeric.models.dark.observables.self_energies.loop_epsilon`, of order 10⁻², where experiments allow 10⁻⁵ to
10⁻³. This is no bound: a value at Λ can cancel it. `constraints` is therefore empty.
"""

from __future__ import annotations

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.constraints import babar, na64
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.models.dark.observables.electroweak import SCALE
from darktmm.numeric.models.dark.observables.observables import Observables
from darktmm.numeric.models.dark.observables.self_energies import epsilon_tuning, loop_epsilon
from darktmm.numeric.models.dark.point import FloatArray

TO_THE_VALUE = "value"
"""Key of |ε_loop|/|ε| in `tunings`."""


@cache
def _searches() -> tuple[Constraint, ...]:
    """Upper limits on |ε|√BR of NA64 and BaBar; a band has no value that is allowed from below."""
    return tuple(c for c in (*na64.constraints(), *babar.constraints()) if c.name not in BANDS)


BANDS = ("NA64 2020",)


def tunings(observables: Observables, scale: float = SCALE) -> dict[str, FloatArray]:
    """|ε_loop| over |ε|, and over the largest |ε| that each search allows, (n,) each, by name.

    The limits are for the branching ratios of the point; NaN where a search does not apply.

    Raises:
        ValueError: Λ is not a positive number.
    """
    sample = observables.sample
    loop = np.abs(loop_epsilon(sample, scale))
    found = {TO_THE_VALUE: epsilon_tuning(sample, scale)}
    for search in _searches():
        verdict = search(observables)
        with np.errstate(divide="ignore", invalid="ignore"):
            # ratio = |ε|√BR/limit, so that |ε|/ratio is the limit on |ε|
            found[search.name] = loop * verdict.ratio / np.abs(sample.epsilon)
    return found


def largest_allowed(observables: Observables) -> FloatArray:
    """The strongest of the limits on |ε|, (n,); NaN where no search applies."""
    best = np.full(observables.size, np.nan)
    for search in _searches():
        verdict = search(observables)
        with np.errstate(divide="ignore", invalid="ignore"):
            best = np.fmin(best, np.abs(observables.sample.epsilon) / verdict.ratio)
    return best


def constraints() -> tuple[Constraint, ...]:
    """None: a tuning is not a bound."""
    return ()
