"""The largest kinetic mixing that the chosen bounds allow at a point.

Everything but ε stays as it is. Bounds exclude bands of ε as well as what lies above a limit, so that
the allowed set may have gaps: the whole range is looked at, and its largest allowed value is returned,
however much is excluded below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from darktmm.numeric.constraints import chosen, standard
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.models.dark.observables.observables import Observables, at, widths
from darktmm.numeric.models.dark.point import FloatArray, Point
from darktmm.numeric.models.dark.sample import Sample

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


def columns(sample: Sample) -> dict[str, Any]:
    """The arrays of a sample by name."""
    return {field.name: getattr(sample, field.name) for field in fields(Sample)}


def repeated(sample: Sample, n: int) -> Sample:
    """One point n times."""
    return Sample(**{name: np.repeat(v, n, axis=0) for name, v in columns(sample).items()})


def plain(value: Any) -> Any:
    """A numpy scalar as a Python float; arrays as they are."""
    return float(value) if np.ndim(value) == 0 else value


def epsilon_grid() -> FloatArray:
    """Values of ε that are looked at, (n,)."""
    decades = np.log10(LARGEST / SMALLEST)
    return np.geomspace(SMALLEST, LARGEST, int(decades * _PER_DECADE) + 1)


def with_epsilon(observables: Observables, epsilon: FloatArray) -> Observables:
    """One point at many values of ε: only the widths change."""
    if observables.size != 1:
        raise ValueError(f"observables: {observables.size} points, must be 1")
    n = len(epsilon)
    same = {
        field.name: np.repeat(getattr(observables, field.name), n, axis=0)
        for field in fields(Observables)
        if field.name not in ("sample", "widths")
    }
    sample = Sample(**{**columns(repeated(observables.sample, n)), "epsilon": epsilon})
    found = widths(sample, same["transition"], same["vector"], same["z_mixing"])
    return Observables(sample=sample, widths=found, **same)


def _first_excluder(
    observables: Observables, constraints: Sequence[Constraint], epsilon: float
) -> str | None:
    """The most severe of the bounds that exclude a value of ε."""
    at = with_epsilon(observables, np.array([epsilon]))
    found = [(c.name, c(at)) for c in constraints]
    excluding = [(float(a.ratio[0]), name) for name, a in found if a.excluded[0]]
    return max(excluding)[1] if excluding else None


def _allowed(
    observables: Observables, constraints: Sequence[Constraint], epsilon: FloatArray
) -> np.ndarray:
    at = with_epsilon(observables, epsilon)
    allowed = np.ones(len(epsilon), dtype=bool)
    for constraint in constraints:
        allowed &= ~constraint(at).excluded
    return allowed


def largest_epsilon(
    observables: Observables, constraints: Sequence[Constraint], sign: float = 1.0
) -> Portal:
    """The largest |ε| in [1e-9, 0.99] that no constraint excludes, for ε of one sign.

    Args:
        observables: of one point with a dark photon; its ε is ignored.
        constraints: those whose verdict depends on ε; one that excludes the point at every ε makes
            the result 0.
        sign: of ε, 1 or −1.
    """
    grid = epsilon_grid()
    allowed = np.flatnonzero(_allowed(observables, constraints, sign * grid))
    if not len(allowed):
        return Portal(0.0, _first_excluder(observables, constraints, sign * SMALLEST))
    last = int(allowed[-1])
    if last == len(grid) - 1:
        return Portal(LARGEST, None)
    low, high = grid[last], grid[last + 1]
    for _ in range(_REFINEMENTS):
        fine = np.geomspace(low, high, 33)
        inside = np.flatnonzero(_allowed(observables, constraints, sign * fine[:-1]))
        edge = int(inside[-1]) if len(inside) else 0
        low, high = fine[edge], fine[edge + 1]
    return Portal(float(low), _first_excluder(observables, constraints, sign * float(high)))


def largest_epsilon_at(point: Point, mass: float) -> Portal:
    """The largest |ε| that searches for a dark photon of this mass leave to a point."""
    bounds = chosen(standard(), groups=("dark-photon",))
    return largest_epsilon(at(point.with_(m_aprime=mass, epsilon=0.5)), bounds)
