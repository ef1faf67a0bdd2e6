"""The largest kinetic mixing that the chosen bounds allow at a point.

Everything but ε stays as it is. Bounds exclude bands of ε as well as what lies above a limit, so that
the allowed set may have gaps: the whole range is looked at, and its largest allowed value is returned,
however much is excluded below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from darktmm.numeric.arrays import BoolArray, FloatArray
from darktmm.numeric.constraints import chosen, standard
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions, aprime_widths
from darktmm.numeric.predictions import Predictions

SMALLEST, LARGEST = 1e-9, 0.99
"""Range of ε that is looked at; |ε| < 1 keeps the kinetic term positive."""

_PER_DECADE = 64
_REFINEMENTS = 6


@dataclass(frozen=True)
class Portal:
    """What was found.

    Attributes:
        value: largest allowed |ε|; 0 if none is.
        active: name of the bound that forbids more; None if nothing does below `LARGEST`.
    """

    value: float
    active: str | None


def epsilon_grid() -> FloatArray:
    """Values of ε that are looked at, pure numbers, (n,)."""
    decades = np.log10(LARGEST / SMALLEST)
    return np.geomspace(SMALLEST, LARGEST, int(decades * _PER_DECADE) + 1)


def with_epsilon(here: DarkPredictions, epsilon: FloatArray) -> Predictions:
    """One point at many values of ε: only the widths change."""
    n = len(epsilon)
    at = here.parameters.with_(epsilon=epsilon)

    def widths(there: Predictions) -> Mapping[str, FloatArray]:
        return aprime_widths(at, there.transition_moment, there.neutrino_vector, there.z_mixing)

    return here.repeated(n, epsilon=epsilon, aprime_widths=widths)


def _first_excluder(
    here: DarkPredictions, constraints: Sequence[Constraint], epsilon: float
) -> str | None:
    """The most severe of the bounds that exclude a value of ε."""
    at = with_epsilon(here, np.array([epsilon]))
    found = [(c.name, c(at)) for c in constraints]
    excluding = [(float(a.ratio[0]), name) for name, a in found if a.excluded[0]]
    return max(excluding)[1] if excluding else None


def _allowed(
    here: DarkPredictions, constraints: Sequence[Constraint], epsilon: FloatArray
) -> BoolArray:
    at = with_epsilon(here, epsilon)
    allowed = np.ones(len(epsilon), dtype=bool)
    for constraint in constraints:
        allowed &= ~constraint(at).excluded
    return allowed


def largest_epsilon(
    here: DarkPredictions, constraints: Sequence[Constraint], sign: float = 1.0
) -> Portal:
    """The largest |ε| in [1e-9, 0.99] that no constraint excludes, for ε of one sign.

    Args:
        here: one point with a dark photon; its ε is ignored.
        constraints: those whose verdict depends on ε; one that excludes the point at every ε makes
            the result 0.
        sign: of ε, 1 or −1.
    """
    grid = epsilon_grid()
    allowed = np.flatnonzero(_allowed(here, constraints, sign * grid))
    if not len(allowed):
        return Portal(0.0, _first_excluder(here, constraints, sign * SMALLEST))
    last = int(allowed[-1])
    if last == len(grid) - 1:
        return Portal(LARGEST, None)
    low, high = grid[last], grid[last + 1]
    for _ in range(_REFINEMENTS):
        fine = np.geomspace(low, high, 33)
        inside = np.flatnonzero(_allowed(here, constraints, sign * fine[:-1]))
        edge = int(inside[-1]) if len(inside) else 0
        low, high = fine[edge], fine[edge + 1]
    return Portal(float(low), _first_excluder(here, constraints, sign * float(high)))


def largest_epsilon_at(point: Parameters, mass: float) -> Portal:
    """The largest |ε| that searches for a dark photon of this mass leave to a point."""
    bounds = chosen(standard(), groups=("dark-photon",))
    return largest_epsilon(DarkPredictions(point.with_(m_aprime=mass, epsilon=0.5)), bounds)
