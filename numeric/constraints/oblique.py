r"""Oblique parameters of the doublet: T against the electroweak fit with S and U free, and S with T.

T₀ ± 1.96σ is the marginal interval at 95 %. The doublet's S and U are not used, which is the weaker
bound: along S = U = 0 the fit leaves T half as much room.

S and T together are compared through

.. math:: \chi^2 = \frac{s^2-2\rho st+t^2}{1-\rho^2},\qquad
          s = \frac{S-S_0}{\sigma_S},\quad t = \frac{T-T_0}{\sigma_T},

at 95 % for two parameters. S is a derivative at q² = 0: it says nothing about an N lighter than the Z.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.numeric.constraints.base import (
    Assessment,
    Constraint,
    assess,
    assess_interval,
    experimental,
)
from darktmm.numeric.constraints.confidence import TWO_SIDED_95, sigma
from darktmm.numeric.constraints.published import entry_of
from darktmm.numeric.inputs.data import electroweak, measurement
from darktmm.numeric.predictions import SCALE, Predictions


def t_parameter(name: str | None = None) -> Constraint:
    """|T − T₀| against 1.96σ of entry `name`; by default the newest fit.

    The limit is the edge of the interval on the side of T.

    Raises:
        ValueError: the entry has no uncertainty.
    """
    entry = entry_of("T", name)
    centre, half_width = entry.value, TWO_SIDED_95 * sigma(entry)
    reasons = (
        "distance from the fitted value against 1.96 standard deviations",
        "T is not finite, or needs a scale",
    )

    def law(predictions: Predictions) -> Assessment:
        t = predictions.oblique_T
        return assess_interval(t, centre, half_width, reasons, ~np.isfinite(t))

    return experimental(
        entry,
        name="oblique T",
        group="consistency",
        measured=f"electroweak fit, {entry.source}",
        confidence="95% CL",
        assumption="S and U of the doublet within what the fit leaves free",
        law=law,
    )


CHI_SQUARED = -2 * math.log(0.05)
"""χ² of two parameters at 95 %: its distribution is 1 − e^(−χ²/2)."""

FITS = {"U free": "PDG 2024", "U = 0": "PDG 2024, U = 0"}


def s_and_t(fit: str = "U free") -> Constraint:
    """χ² of (S, T) against the electroweak fit.

    Args:
        fit: one of `FITS`.

    Raises:
        ValueError: no such fit.
    """
    if fit not in FITS:
        raise ValueError(f"fit = {fit!r}: must be one of {', '.join(FITS)}")
    s_fit, t_fit = (measurement(f"{name} {FITS[fit]}") for name in ("S", "T"))
    rho = measurement(f"corr(S,T) {FITS[fit]}").value
    widths = sigma(s_fit), sigma(t_fit)
    reasons = (
        f"χ² of S and T with correlation {rho:g} against 95 % for two parameters, {fit}",
        "S or T is not finite, or needs a scale",
        "N or E not heavier than the Z, S not a derivative at q² = 0",
    )

    def law(predictions: Predictions) -> Assessment:
        t_value, s_value = predictions.oblique_T, predictions.oblique_S
        s = (s_value - s_fit.value) / widths[0]
        t = (t_value - t_fit.value) / widths[1]
        # (s − ρt)² + (1 − ρ²)t² cannot become negative by rounding
        chi_squared = (s - rho * t) ** 2 / (1 - rho**2) + t**2
        infinite = ~(np.isfinite(t_value) & np.isfinite(s_value))
        light = predictions.oblique_threshold <= electroweak().M_Z
        case = np.select([infinite, light], [1, 2], 0)
        return assess(chi_squared, CHI_SQUARED, reasons, case)

    return experimental(
        s_fit,
        name="oblique S and T",
        group="consistency",
        measured=f"electroweak fit, {s_fit.source}",
        confidence="95% CL",
        assumption=f"Λ = {SCALE / 1e3:g} TeV in T; U of the doublet as the fit has it, {fit}",
        unit="1",
        law=law,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bound of this file."""
    return (t_parameter(),)
