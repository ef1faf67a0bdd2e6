"""What a bound is, and what it says about a set of points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from darktmm.numeric.arrays import BoolArray, FloatArray
from darktmm.numeric.constraints.confidence import level
from darktmm.numeric.inputs.data import Measurement
from darktmm.numeric.predictions import NotPredicted, Predictions

APPLIES = 0
"""Case 0 of every assessment: the bound applies."""

ABSENT = "dark photon: none given"
"""Why a bound on A' does not apply to a point without one."""


VALUE_OVER_LIMIT = "value/limit"
LIMIT_OVER_VALUE = "limit/value"
FROM_CENTRE = "(value - centre)/(limit - centre)"
WITHIN_BAND = "min(value/limit, far_edge/value)"
"""What `ratio` is: for a limit from above, from below, on both sides, and for an excluded band."""


@dataclass(frozen=True)
class Assessment:
    """A bound at n points.

    Attributes:
        value: what the model predicts, in the unit of the constraint, shape (n,); NaN if unknown.
        limit: what is allowed; NaN where the bound does not apply. Of an allowed interval the end on the
            side of the value, of an excluded band the lower edge.
        ratio: > 1 means excluded, whichever way round the limit is; NaN where it does not apply.
        case: index into `reasons`; 0 where the bound applies.
        reasons: one sentence per case; the first says how the bound was applied.
        rule: what `ratio` is, in terms of the others: `VALUE_OVER_LIMIT`, ….
        centre: of an allowed interval, NaN for other rules.
        far_edge: upper end of an excluded band, NaN for other rules.
    """

    value: FloatArray
    limit: FloatArray
    ratio: FloatArray
    case: NDArray[np.int8]
    reasons: tuple[str, ...]
    rule: str
    centre: FloatArray
    far_edge: FloatArray

    @property
    def applies(self) -> BoolArray:
        """Where the bound says something."""
        return self.case == APPLIES

    @property
    def excluded(self) -> BoolArray:
        """Where it says no."""
        return self.applies & (self.ratio > 1)


def assess(
    value: ArrayLike,
    limit: ArrayLike,
    reasons: tuple[str, ...],
    case: ArrayLike = APPLIES,
    *,
    lower: bool = False,
) -> Assessment:
    """A limit from one side; limits and ratios outside case 0 are blanked.

    Args:
        value: prediction, shape (n,) or broadcastable to it.
        limit: upper limit on it (lower limit if `lower`).
        reasons: one sentence per case.
        case: 0 where the bound applies, else the index of the reason why not.
        lower: the limit is one from below.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.divide(limit, value) if lower else np.divide(value, limit)
    rule = LIMIT_OVER_VALUE if lower else VALUE_OVER_LIMIT
    return _assessment(rule, value, limit, ratio, reasons, case)


def assess_interval(
    value: FloatArray,
    centre: float,
    half_width: float,
    reasons: tuple[str, ...],
    case: ArrayLike = APPLIES,
) -> Assessment:
    """|value − centre| against the half width; the limit is the edge on the side of the value."""
    distance = value - centre
    limit = centre + np.where(distance < 0, -half_width, half_width)
    ratio = np.abs(distance) / half_width
    return _assessment(FROM_CENTRE, value, limit, ratio, reasons, case, centre=centre)


def assess_band(
    value: FloatArray,
    low: FloatArray,
    high: FloatArray,
    reasons: tuple[str, ...],
    case: ArrayLike = APPLIES,
) -> Assessment:
    """Excluded between two edges: the ratio is above 1 inside the band and only there."""
    with np.errstate(divide="ignore", over="ignore"):  # a small value is far below the band
        ratio = np.minimum(value / low, high / value)
    return _assessment(WITHIN_BAND, value, low, ratio, reasons, case, far_edge=high)


def _assessment(
    rule: str,
    value: Any,
    limit: Any,
    ratio: Any,
    reasons: tuple[str, ...],
    case: Any,
    *,
    centre: Any = np.nan,
    far_edge: Any = np.nan,
) -> Assessment:
    """An assessment of arrays of one shape; everything but the value is blank outside case 0."""
    given = np.atleast_1d(value), limit, ratio, centre, far_edge, case
    values, *blanked, cases = np.broadcast_arrays(*given)
    blank = cases != APPLIES
    limits, ratios, centres, edges = (np.where(blank, np.nan, a) for a in blanked)
    return Assessment(
        np.asarray(values, dtype=float),
        limits,
        ratios,
        np.asarray(cases, dtype=np.int8),
        reasons,
        rule,
        centres,
        edges,
    )


def absent(predictions: Predictions) -> BoolArray:
    """Where there is no dark photon."""
    return np.isnan(predictions.m_aprime) | np.isnan(predictions.epsilon)


@dataclass(frozen=True)
class Constraint:
    """One experimental or theoretical bound.

    Attributes:
        name: as in the command line and in JSON.
        group: "solar", "direct" (reactors, stars), "flavour", "moment" (g − 2), "dark-photon",
            "collider" or "consistency".
        measured: what was measured, in a sentence.
        confidence: of the limit; "" where there is none.
        assumption: what has to be true for the recast.
        unit: of value and limit.
        reference: key of the BibTeX entry; "" for a bound of theory.
        law: the recast; it asks for what it needs, and where the model does not predict that the bound
            does not apply.
        entry: the published number it rests on, where that is a single one.
    """

    name: str
    group: str
    measured: str
    confidence: str
    assumption: str
    unit: str
    reference: str
    law: Callable[[Predictions], Assessment]
    entry: str = ""

    @property
    def theoretical(self) -> bool:
        """Whether it is a condition under which the theory itself makes sense."""
        return not self.reference

    def __call__(self, predictions: Predictions) -> Assessment:
        """What the bound says about these points."""
        try:
            return self.law(predictions)
        except NotPredicted as missing:
            unknown = np.full(predictions.size, np.nan)
            return assess(unknown, unknown, (self.measured, str(missing)), 1)


def experimental(
    published: Measurement,
    *,
    group: str,
    measured: str,
    assumption: str,
    law: Callable[[Predictions], Assessment],
    name: str = "",
    confidence: str = "",
    unit: str = "",
    alone: bool = False,
) -> Constraint:
    """A bound from a published number, of which it has name, confidence, unit and reference unless stated.

    Args:
        published: the number, or the first one where there are several.
        group, measured, assumption, law, name, confidence, unit: see `Constraint`.
        alone: whether the bound rests on this number only.
    """
    return Constraint(
        name=name or published.name,
        group=group,
        measured=measured,
        confidence=confidence or level(published),
        assumption=assumption,
        unit=unit or published.unit,
        reference=published.bibtex,
        law=law,
        entry=published.name if alone else "",
    )


def theoretical(
    name: str, expansion: str, assumption: str, law: Callable[[Predictions], Assessment]
) -> Constraint:
    """A bound that nothing was measured for: where the theory itself ends."""
    return Constraint(
        name=name,
        group="consistency",
        measured=f"nothing: {expansion}",
        confidence="",
        assumption=assumption,
        unit="1",
        reference="",
        law=law,
    )


LEADING = "the one-loop result is the leading term of an expansion"
"""What a limit on a coupling assumes."""


def largest_ratio(assessments: dict[str, Assessment], shape: tuple[int, ...]) -> FloatArray:
    """The most excluded ratio at each point; 0 where nothing applies."""
    worst = np.zeros(shape)
    for a in assessments.values():
        worst = np.fmax(worst, np.where(a.applies, a.ratio, 0.0))
    return worst
