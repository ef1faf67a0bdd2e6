r"""Exclusion curves in the plane of mass and kinetic mixing, for a dark photon with any branching.

Every curve assumes that A' decays in one way only: into nothing seen (branching 1), or as kinetic
mixing alone has it. The yield of a search for a prompt or a missing A' is production × branching,

.. math:: n \propto \epsilon^2\,\mathrm{BR},

so that a model with another branching is compared at :math:`|\epsilon|\sqrt{\mathrm{BR}}`. A decay
behind shielding depends on the lifetime as well,

.. math:: n \propto \epsilon^2\,\mathrm{BR}_{\rm vis}\,e^{-L\Gamma/\gamma}\,
          (1 - e^{-\ell\Gamma/\gamma}).

For small ε this is :math:`\epsilon^2\,\Gamma_{\rm vis}\,\ell/\gamma`: the lower edge of the excluded
band does not see invisible decays. At the upper edge the exponential cuts at a fixed Γ, hence at
:math:`\epsilon_{\rm hi}\sqrt{\mathrm{BR}_{\rm vis}}`.

Γ_vis is that of e, μ and τ pairs: hadrons are not modelled. Where they matter, above 2 m_π and for
invisible widths no larger than the leptonic one, the visible share comes out too small and the
invisible one too large.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.base import (
    ABSENT,
    Assessment,
    Constraint,
    absent,
    assess,
    assess_band,
)
from darktmm.numeric.constraints.confidence import level
from darktmm.numeric.inputs.data import Curve
from darktmm.numeric.predictions import Predictions

GROUP = "dark-photon"
UNKNOWN = "branching ratio: A' has no width, or one that is not known"

VISIBLE_SHARE = 0.9
"""Smallest visible branching at which a band is used as published: its upper edge then moves by about
1 − √0.9 = 5 %, the accuracy to which the curves are read."""


def invisible(curve: Curve, measured: str) -> Constraint:
    """An upper limit on ε from missing energy, mass or momentum: |ε| √BR_inv against the curve."""
    reasons = (
        "ε² BR_inv is what the search is sensitive to: |ε| √BR_inv against the published limit",
        ABSENT,
        outside(curve),
        UNKNOWN,
        "no invisible decay",
    )

    def law(predictions: Predictions) -> Assessment:
        share = predictions.br_invisible
        value = np.abs(predictions.epsilon) * np.sqrt(share)
        limit = curve.at(predictions.m_aprime)
        return assess(value, limit, reasons, _case(predictions, limit, share, share == 0))

    assumption = (
        "narrow A'; neutrinos and dark states leave no energy behind; an A' that decays visibly "
        f"beyond the detector is not counted as missing; {_reading(curve)}"
    )
    return _constraint(curve, f"{curve.name} invisible", measured, assumption, law)


def prompt(curve: Curve, measured: str) -> Constraint:
    """An upper limit on ε from a peak in a mass spectrum: |ε| √BR_vis against the curve.

    Promptness needs no condition: at these ε kinetic mixing alone decays at once, and every
    further channel only shortens the lifetime.
    """
    reasons = (
        "BR into the observed pair is its share among visible decays times BR_vis: |ε| √BR_vis "
        "against the limit published for pure kinetic mixing",
        ABSENT,
        outside(curve),
        UNKNOWN,
    )

    def law(predictions: Predictions) -> Assessment:
        share = visible_share(predictions)
        value = np.abs(predictions.epsilon) * np.sqrt(share)
        limit = curve.at(predictions.m_aprime)
        return assess(value, limit, reasons, _case(predictions, limit, share))

    return _constraint(curve, curve.name, measured, f"narrow A'; {_reading(curve)}", law)


def displaced(curve: Curve, measured: str) -> Constraint:
    """A band of ε excluded by decays away from the target: ε_lo < |ε| < ε_hi.

    The ratio is the smaller of |ε|/ε_lo and ε_hi/|ε|: above 1 inside the band and only there.
    """
    reasons = (
        "A' decays as kinetic mixing has it: excluded between the two edges of the published band, "
        "the limit is the lower one",
        ABSENT,
        outside(curve),
        UNKNOWN,
        "invisible decays shorten the lifetime; not recast",
    )

    def law(predictions: Predictions) -> Assessment:
        epsilon = np.abs(predictions.epsilon)
        share = visible_share(predictions)
        low, high = curve.band(predictions.m_aprime)
        case = _case(predictions, low, share, share < VISIBLE_SHARE)
        return assess_band(epsilon, low, high, reasons, case)

    assumption = f"at least {VISIBLE_SHARE:.0%} of the decays are visible; {_reading(curve)}"
    return _constraint(curve, curve.name, measured, assumption, law)


def visible_share(predictions: Predictions) -> FloatArray:
    """Γ(A' → ℓℓ)/Γ, not 1 − BR_inv, which would leave only rounding where it is small."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return predictions.leptonic_width / predictions.total_width


def outside(curve: Curve) -> str:
    """The sentence for masses that the experiment did not reach."""
    low, high = curve.domain
    return f"mass outside the measured range {low:g} GeV to {high:g} GeV"


def _reading(curve: Curve) -> str:
    return f"curve read at some masses, to {curve.accuracy:.0%}, and interpolated between them"


def _case(
    predictions: Predictions, edge: FloatArray, share: FloatArray, closed: Any = False
) -> NDArray[np.intp]:
    """Index of the first reason that speaks against the bound."""
    missing = absent(predictions)
    return np.select([missing, np.isnan(edge), np.isnan(share), closed], [1, 2, 3, 4], 0)


def _constraint(
    curve: Curve,
    name: str,
    measured: str,
    assumption: str,
    law: Callable[[Predictions], Assessment],
) -> Constraint:
    return Constraint(
        name=name,
        group=GROUP,
        measured=f"{measured}; {curve.source}",
        confidence=level(curve),
        assumption=assumption,
        unit="1",
        reference=curve.bibtex,
        law=law,
    )
