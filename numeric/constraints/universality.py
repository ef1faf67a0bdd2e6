r"""Universality of the charged current, unitarity of the CKM matrix, and neutrinos of the Z.

New particles change W ℓ ν and Z ν ν by one loop, `numeric.processes.weak_couplings`:

.. math:: \frac{g_\alpha}{g_\beta} = \sqrt{\frac{K_\alpha}{K_\beta}},\qquad
          |V_{ud}|^2+|V_{us}|^2+|V_{ub}|^2 = \frac1{K_\mu},\qquad
          N_\nu = \mathrm{tr}\,(1+\varepsilon^Z)^\dagger(1+\varepsilon^Z) .

In the third one Z ℓ ℓ, to which N_ν is normalised, is unchanged. Each is compared with the interval
of ±1.96σ around what was measured. Where that interval does not contain what the Standard Model
predicts, it would exclude points without any new physics; it is then put around the prediction. This
is so for the first row of the CKM matrix, measured 2.3σ below 1, from which these loops lead away:
the measured value would give the stronger bound.

Leptonic τ decays with N Φ or A′ radiated off a neutrino count as leptonic decays too if what is
radiated is not seen, and add to the rates.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from darktmm.numeric.arrays import BoolArray, FloatArray
from darktmm.numeric.constraints.base import Assessment, Constraint, assess_interval, experimental
from darktmm.numeric.constraints.confidence import TWO_SIDED_95, sigma
from darktmm.numeric.constraints.published import entry_of
from darktmm.numeric.inputs.data import Measurement, electroweak
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes import weak_couplings

RATIOS = (("mu", "e"), ("tau", "mu"), ("tau", "e"))
"""Couplings g_first/g_second from leptonic decays of τ and μ."""

FIRST_ROW = "|V_ud|^2 + |V_us|^2 + |V_ub|^2 - 1"

_VERTEX = "small momenta compared with M_E; box diagrams of order y⁴ left out"


def _interval(entry: Measurement, standard: float) -> tuple[float, float, str]:
    """Centre, half width at 95 %, and what the centre is.

    Raises:
        ValueError: the entry has no uncertainty.
    """
    half_width = TWO_SIDED_95 * sigma(entry)
    if abs(entry.value - standard) <= half_width:
        return entry.value, half_width, "the measured value"
    return standard, half_width, "the Standard Model (the measured value disfavours it)"


def _against(
    entry: Measurement,
    standard: float,
    value: Callable[[Predictions], FloatArray],
    closed: Callable[[Predictions], BoolArray],
    otherwise: str,
    *,
    name: str,
    measured: str,
    assumption: str,
) -> Constraint:
    """A prediction against its interval, where the threshold named in `otherwise` is closed."""
    centre, half_width, meaning = _interval(entry, standard)
    reasons = (f"distance from {meaning} against 1.96 standard deviations", otherwise)

    def law(predictions: Predictions) -> Assessment:
        case = ~closed(predictions)
        return assess_interval(value(predictions), centre, half_width, reasons, case)

    return experimental(
        entry,
        name=name,
        group="consistency",
        measured=f"{measured}, {entry.source}",
        confidence="95% CL",
        assumption=assumption,
        law=law,
        alone=True,
    )


def _tau_is_light(predictions: Predictions) -> BoolArray:
    """Whether τ lies below E and the lightest scalar."""
    lightest = predictions.partner_mass + predictions.lightest_scalar
    return np.asarray(lightest > electroweak().m_tau)


def _z_is_light(predictions: Predictions) -> BoolArray:
    """Whether Z lies below two N."""
    return np.asarray(2 * predictions.neutral_mass > electroweak().M_Z)


_OPEN = "τ → E Φ is open: momenta in the loop are not small"


def universality(first: str, second: str, name: str | None = None) -> Constraint:
    """g_first/g_second against entry `name`; by default the newest."""
    return _against(
        entry_of(f"g_{first}/g_{second}, tau", name),
        1.0,
        lambda predictions: weak_couplings.ratio(predictions.w_shift, first, second),
        _tau_is_light,
        _OPEN,
        name=f"lepton universality ({first}/{second})",
        measured=f"g_{first}/g_{second}",
        assumption=f"{_VERTEX}; neither N Φ nor A′ is radiated in τ and μ decays",
    )


def ckm_unitarity(name: str | None = None) -> Constraint:
    """What G_F of the muon makes of the first row of the CKM matrix, against entry `name`."""
    return _against(
        entry_of(FIRST_ROW, name),
        0.0,
        lambda predictions: weak_couplings.first_row(predictions.w_shift) - 1,
        _tau_is_light,
        _OPEN,
        name="G_F and CKM unitarity",
        measured="first row of the CKM matrix",
        assumption=f"{_VERTEX}; V_us from K → π e ν or relative to V_ud; N Φ not radiated by muons",
    )


def neutrino_number(name: str | None = None) -> Constraint:
    """N_ν of three neutrinos with a corrected Z ν ν, against entry `name`."""
    return _against(
        entry_of("N_nu", name),
        3.0,
        lambda predictions: weak_couplings.neutrino_number(predictions.z_neutrino_shift),
        _z_is_light,
        "Z → N N is open: see the invisible width of the Z",
        name="number of neutrinos (Z nu nu vertex)",
        measured="number of neutrinos from the Z line shape",
        assumption="M_Z small compared with the masses in the loop, where Z ℓ ℓ then is unchanged",
    )


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (
        *(universality(first, second) for first, second in RATIOS),
        ckm_unitarity(),
        neutrino_number(),
    )
