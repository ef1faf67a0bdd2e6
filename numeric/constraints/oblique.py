"""Oblique parameter T of the doublet, against the electroweak fit with S and U free.

T₀ ± 1.96σ is the marginal interval at 95 %. The doublet's S and U are not used, which is the weaker
bound: along S = U = 0 the fit leaves T half as much room.
"""

from __future__ import annotations

import numpy as np

from numeric.constraints.base import Assessment, Constraint, assess
from numeric.constraints.confidence import TWO_SIDED_95
from numeric.inputs.data import default, measurement
from numeric.observables.observables import Observables


def t_parameter(name: str | None = None) -> Constraint:
    """|T − T₀| against 1.96σ of entry `name`; by default the newest fit.

    The limit is the edge of the interval on the side of T.
    """
    entry = default("T") if name is None else measurement(name)
    if entry.uncertainty is None:
        raise ValueError(f"{entry.name}: has no uncertainty")
    centre, half_width = entry.value, TWO_SIDED_95 * entry.uncertainty
    reasons = (
        "distance from the fitted value against 1.96 standard deviations",
        "T is not finite, or needs a scale",
    )

    def law(observables: Observables) -> Assessment:
        t = observables.oblique_T
        distance = t - centre
        limit = centre + np.where(distance < 0, -half_width, half_width)
        ratio = np.abs(distance) / half_width
        return assess(t, limit, reasons, ~np.isfinite(t), ratio=ratio)

    return Constraint(
        name="oblique T",
        group="consistency",
        measured=f"electroweak fit, {entry.source}",
        confidence="95% CL",
        assumption="S and U of the doublet within what the fit leaves free",
        unit=entry.unit,
        reference=entry.bibtex,
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (t_parameter(),)
