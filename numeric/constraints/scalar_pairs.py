r"""Two dark scalars by exchange of E: leptonic decays of τ and μ, single photons at LEP.

**τ → ℓ Φ Φ′** looks like τ → ℓ ν ν̄ and adds to its rate,

.. math:: \frac{\Gamma(\tau\to e\,\Phi\Phi')}{\Gamma(\tau\to e\nu\bar\nu)} \le
          \Big(\frac{g_\tau}{g_\mu}\Big)^2_{\rm upper} - 1 ,

since g_τ/g_μ is measured with τ → e, and g_τ/g_e with τ → μ. The upper end is that of the interval of
±1.96σ around what was measured.

**μ → e Φ Φ′** shortens the life of the muon. G_F then is smaller than what is taken from it, and the first
row of the CKM matrix appears as 1/(1 + δ). What is measured lies 2.3σ below 1, on the side to which δ leads;
δ may be as large as the lower end of the interval around the *measured* value allows. That is weaker than an
interval around the Standard Model.

**e⁺e⁻ → Φ Φ′ γ** adds to the single photons from which N_ν is determined, N_ν = 2.92(5): 1.6σ below three,
away from where ΦΦ′ leads. One-sided this would leave nothing, R ≤ 0.002 in units of one neutrino. It is put
around three, where 1.645σ are left, and twice that is allowed: radiation is in the leading logarithm,
efficiencies are taken to be equal, one energy stands for all of LEP above the Z, and one cut on the photon for
those of four experiments. ΦΦ′ has softer photons than the return to the Z: for heavy E, R is 1.5 times
smaller for photons from x = 0.1 on instead of 0.05, and 1.3 times smaller at 189 GeV.

All scalars count as invisible: the lightest one is stable if U(1)_D parity is, heavier ones are taken to decay
into it and what escapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from darktmm.numeric.arrays import BoolArray, FloatArray
from darktmm.numeric.constraints.base import Assessment, Constraint, assess, experimental
from darktmm.numeric.constraints.confidence import ONE_SIDED_95, TWO_SIDED_95, sigma
from darktmm.numeric.constraints.published import entry_of
from darktmm.numeric.constraints.universality import FIRST_ROW
from darktmm.numeric.inputs.data import Measurement
from darktmm.numeric.predictions import LEP_ENERGY, SMALLEST_PHOTON, THRESHOLD, Predictions
from darktmm.numeric.processes.leptons import mass

HEAVY = 10.0
"""M_E in units of the decaying lepton from which on the law holds, to 2 %."""

MARGIN = 2.0
"""How much more of single photons is allowed than what σ of N_ν leaves."""

SINGLE_PHOTON = "N_nu, single photon"

COUPLING_OF = {"e": "g_tau/g_mu, tau", "mu": "g_tau/g_e, tau"}
"""What is measured with τ → e and with τ → μ."""

_INVISIBLE = "all scalars escape or decay into what is not seen"


def has_open_pair(predictions: Predictions, energy: float) -> BoolArray:
    """Whether twice the lightest scalar is lighter than `energy`, (n,)."""
    return np.asarray(2 * predictions.lightest_scalar < energy * (1 - THRESHOLD))


WIDTHS: dict[tuple[str, str], Callable[[Predictions], FloatArray]] = {
    ("tau", "e"): lambda p: p.tau_e_scalars,
    ("tau", "mu"): lambda p: p.tau_mu_scalars,
    ("mu", "e"): lambda p: p.mu_e_scalars,
}
"""Γ(parent → daughter Φ Φ′)/Γ(parent → daughter ν ν̄)."""


def _decay(parent: str, daughter: str, entry: Measurement, limit: float, said: str) -> Constraint:
    """Γ(parent → daughter Φ Φ′)/Γ(parent → daughter ν ν̄) against a limit on it.

    Raises:
        ValueError: the limit is not positive: the entry would exclude the Standard Model.
    """
    if not limit > 0:
        raise ValueError(f"{entry.name}: leaves {limit:.2g} of the rate, must be > 0")
    reasons = (
        f"width relative to {parent} → {daughter} ν ν̄ against what is left of it",
        f"no two scalars are together lighter than {parent}",
        f"M_E below {HEAVY:g} m_{parent}: momenta are not small",
    )
    heavy, light, value = mass(parent), mass(daughter), WIDTHS[parent, daughter]

    def law(predictions: Predictions) -> Assessment:
        closed = ~has_open_pair(predictions, heavy - light)
        near = HEAVY * heavy > predictions.partner_mass
        return assess(value(predictions), limit, reasons, np.select([closed, near], [1, 2], 0))

    return experimental(
        entry,
        name=f"{parent} -> {daughter} S S",
        group="flavour",
        measured=f"{said}, {entry.source}",
        confidence="95% CL",
        assumption=(
            f"tree level, heavy E; {_INVISIBLE}; efficiencies as for neutrinos; loops at the W left "
            "out"
        ),
        unit="1",
        law=law,
        alone=True,
    )


def tau_decay(daughter: str, name: str | None = None) -> Constraint:
    """τ → e Φ Φ′ or τ → μ Φ Φ′ against entry `name` of g_τ/g_μ or g_τ/g_e; by default the newest.

    Raises:
        ValueError: no such daughter.
    """
    if daughter not in COUPLING_OF:
        raise ValueError(f"daughter = {daughter!r}: must be one of {', '.join(COUPLING_OF)}")
    quantity = COUPLING_OF[daughter]
    entry = entry_of(quantity, name)
    upper = entry.value + TWO_SIDED_95 * sigma(entry)
    said = f"{quantity.split(',')[0]} from τ → {daughter} ν ν̄"
    return _decay("tau", daughter, entry, upper**2 - 1, said)


def muon_decay(name: str | None = None) -> Constraint:
    """μ → e Φ Φ′ against entry `name` of the first row of the CKM matrix; by default the newest."""
    entry = entry_of(FIRST_ROW, name)
    lowest = 1 + entry.value - TWO_SIDED_95 * sigma(entry)
    return _decay(
        "mu", "e", entry, 1 / lowest - 1, "first row of the CKM matrix with G_F of the muon"
    )


def single_photons(name: str | None = None) -> Constraint:
    """e⁺e⁻ → Φ Φ′ γ in units of one neutrino against entry `name` of N_ν; by default the newest."""
    entry = entry_of(SINGLE_PHOTON, name)
    limit = MARGIN * (max(entry.value - 3, 0.0) + ONE_SIDED_95 * sigma(entry))
    energy = LEP_ENERGY
    largest = energy * math.sqrt(1 - SMALLEST_PHOTON)
    reasons = (
        f"photons with two scalars in units of one neutrino, √s = {energy:g} GeV, against "
        f"{MARGIN:g} times what N_ν leaves",
        f"no two scalars are together lighter than {largest:.0f} GeV",
    )

    def law(predictions: Predictions) -> Assessment:
        closed = ~has_open_pair(predictions, largest)
        return assess(predictions.single_photons, limit, reasons, closed)

    return experimental(
        entry,
        name="LEP, single photons",
        group="collider",
        measured=f"number of neutrinos from single photons, {entry.source}",
        confidence="95% CL, one-sided",
        assumption=(
            f"tree level; photon from the initial state, leading logarithm; {_INVISIBLE}; limit "
            f"around three neutrinos (the measured value is lower), times {MARGIN:g}"
        ),
        unit="1",
        law=law,
        alone=True,
    )


def constraints() -> tuple[Constraint, ...]:
    """The bounds of this file."""
    return (tau_decay("e"), tau_decay("mu"), muon_decay(), single_photons())
