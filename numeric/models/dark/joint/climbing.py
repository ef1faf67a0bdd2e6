r"""Many places climb at once, by sequential linear programming with an exact penalty.

In logarithms the moment and the bounds on it are nearly planes, so that a step d from a place is that of a
linear programme, in units of the scales of the coordinates:

.. math:: \max_d\; g\cdot d - P\sum_k s_k,\qquad c_k + J_k\cdot d \le s_k,\quad s_k\ge 0,\quad |d_i|\le r,

with value and excesses c (> 0: violated), their gradients g and J, and a radius r for each place that follows
its success. A step that fails is tried once more with c as it was found at its end: along a curved bound the
first step leaves the allowed region, the second returns to it. All places and all differences are evaluated in
one batch, and from round to round the worst places are given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from darktmm.numeric.arrays import FloatArray, IntArray

Evaluate = Callable[[FloatArray, IntArray], tuple[FloatArray, FloatArray]]
"""Value, (n,), and excesses, (n, k), of n points with their discrete choices."""

PENALTY = 4.0
"""ln μ lost per e-fold by which a bound is exceeded; the moment never rises faster than that."""

DIFFERENCE = 1e-6
"""Step of the gradients in units of the scale of a coordinate."""

_ROUNDS = ((15, 1.0), (10, 0.5), (15, 0.25), (30, 0.08))
"""Steps, and the share of the places that take them."""

_FEWEST = 4
"""Places that are never given up for others."""

_LARGEST, _SMALLEST = 8.0, 1e-3
"""Radii: a place whose radius falls below has arrived."""

_SHRINK, _GROW = 0.4, 2.0
"""Of the radius, after a step that fails twice and after one that brings half of what was promised or more."""

_DOUBT = 8.0
"""Further ln μ for each e-fold, where it is asked which places go on."""

_NATURAL = 6.0
"""Largest power with which anything depends on a coordinate where nothing nearly cancels."""

_STEEPEST = 1e3
"""Of a gradient; above, it is that of a point that does not exist."""


def merit(value: FloatArray, excess: FloatArray) -> FloatArray:
    """The value less what the violated bounds cost, a pure number (ln μ), (n,)."""
    lost: FloatArray = PENALTY * np.maximum(excess, 0.0).sum(axis=-1)
    return value - lost


@dataclass
class _Climber:
    """One place on its way; coordinates in units of their scales.

    Attributes:
        x: the best so far.
        trial: where it looks next.
        merit: of x.
        radius: of the region of trust.
        corrected: whether the trial is the second after one that failed.
        promised: gain at the trial, were everything linear.
        slopes: c, g, J at x, once x was evaluated.
    """

    x: FloatArray
    trial: FloatArray
    merit: float = -np.inf
    radius: float = 1.0
    corrected: bool = False
    promised: float = 0.0
    slopes: tuple[FloatArray, FloatArray, FloatArray] | None = field(default=None, repr=False)

    @property
    def promise(self) -> float:
        """Its merit, with what it violates weighed more: what is far from allowed may stay so."""
        if self.slopes is None:
            return -np.inf
        return self.merit - _DOUBT * float(np.maximum(self.slopes[0], 0.0).sum())

    def hear(
        self,
        reached: float,
        c: FloatArray,
        g: FloatArray,
        J: FloatArray,
        low: FloatArray,
        high: FloatArray,
    ) -> None:
        """What was found at the trial, from which the next one follows."""
        if reached > self.merit:
            if self.slopes is not None:
                share = (reached - self.merit) / self.promised if self.promised > 0 else 0.0
                self.radius *= _GROW if share > 0.5 else 1.0 if share > 0.25 else 0.5
                self.radius = min(self.radius, _LARGEST)
            self.x, self.merit, self.slopes, self.corrected = self.trial, reached, (c, g, J), False
        elif self.slopes is None or self.corrected:
            self.radius *= _SHRINK
            self.corrected = False
        else:
            self.corrected = True
        if self.slopes is None:
            return
        here, g, J = self.slopes
        bent = c - J @ (self.trial - self.x) if self.corrected else here
        reach = self.radius / np.maximum(1.0, np.abs(np.vstack([g, J])).max(axis=0) / _NATURAL)
        lowest, highest = np.maximum(low - self.x, -reach), np.minimum(high - self.x, reach)
        step = _step(g, bent, J, np.minimum(lowest, 0.0), np.maximum(highest, 0.0))
        lost = np.maximum(here + J @ step, 0.0).sum() - np.maximum(here, 0.0).sum()
        self.promised = float(g @ step - PENALTY * lost)
        self.trial = np.clip(self.x + step, low, high)


def _step(
    g: FloatArray, c: FloatArray, J: FloatArray, low: FloatArray, high: FloatArray
) -> FloatArray:
    """The linear programme; bounds that no step can reach are left out."""
    near = c + np.where(J > 0, J * high, J * low).sum(axis=1) > 0
    c, J = c[near], J[near]
    n, k = len(g), len(c)
    if k == 0:
        return np.where(g > 0, high, np.where(g < 0, low, 0.0))
    found = linprog(
        np.concatenate([-g, np.full(k, PENALTY)]),
        A_ub=np.hstack([J, -np.eye(k)]),
        b_ub=-c,
        bounds=np.concatenate([np.stack([low, high], axis=1), np.tile([0.0, np.inf], (k, 1))]),
        method="highs",
    )
    return np.zeros(n) if found.x is None else np.asarray(found.x[:n])


def climb(
    evaluate: Evaluate,
    edges: tuple[FloatArray, FloatArray],
    scale: FloatArray,
    x: FloatArray,
    codes: IntArray,
) -> tuple[FloatArray, FloatArray]:
    """Where places end, and their merit.

    Args:
        evaluate: see `Evaluate`.
        edges: smallest and largest value of each coordinate, (m,) each; equal: it does not move.
        scale: of each coordinate, (m,).
        x: the places, (n, m).
        codes: their discrete choices, which do not change, (n,).

    Returns:
        Places, (n, m), in the units of the coordinates, and `merit`, (n,); not sorted.
    """
    low, high = edges
    free = np.flatnonzero(high > low)
    unit = scale[free]
    inner = low[free] / unit, high[free] / unit
    climbers = [_Climber(place, place) for place in np.clip(x, low, high)[:, free] / unit]
    alive = list(range(len(x)))

    def full(rows: FloatArray, of: Iterable[int]) -> FloatArray:
        """All coordinates of trials."""
        points = x[list(of)].copy()
        points[:, free] = np.clip(rows * unit, low[free], high[free])
        return points

    for rounds, share in _ROUNDS:
        if (most := max(_FEWEST, round(share * len(x)))) < len(alive):
            alive = sorted(alive, key=lambda k: -climbers[k].promise)[:most]
        for _ in range(rounds):
            if not (alive := [k for k in alive if climbers[k].radius > _SMALLEST]):
                break
            trials = np.array([climbers[k].trial for k in alive])
            change = np.where(trials + DIFFERENCE > inner[1], -DIFFERENCE, DIFFERENCE)
            rows = np.repeat(trials[:, None], 1 + len(free), axis=1)
            rows[:, np.arange(len(free)) + 1, np.arange(len(free))] += change
            of = np.repeat(alive, 1 + len(free))
            value, excess = evaluate(full(rows.reshape(len(of), -1), of), codes[of])
            value, excess = value.reshape(rows.shape[:2]), excess.reshape(*rows.shape[:2], -1)
            for k, v, e, d in zip(alive, value, excess, change, strict=True):
                g, J = (v[1:] - v[0]) / d, ((e[1:] - e[0]) / d[:, None]).T
                g, J = (np.where(np.abs(a) < _STEEPEST, a, 0.0) for a in (g, J))
                climbers[k].hear(float(merit(v[0], e[0])), e[0], g, J, *inner)
    reached = full(np.array([c.x for c in climbers]), range(len(x)))
    return reached, np.array([c.merit for c in climbers])
