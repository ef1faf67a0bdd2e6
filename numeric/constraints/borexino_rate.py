r"""Borexino: the rate of 7Be neutrinos against A', through its one-loop vector coupling and its dipole.

.. math:: r_{\min} \le R/R_{\rm SM} \le r_{\max},

R being the coherent sum over final states of Z, W and A' with the full hermitian f_ji, plus the dipole
(`numeric.processes.solar_rate`): both signs of ε count, and interference may lower the rate as well as
raise it. r is the measured flux over that of the solar model, 95 %, two-sided, the errors of both
combined.

**Norm.** A rate is the square of a norm over recoil, helicities and final states,

.. math:: \|g\|^2 = \sum_iP_i\sum_j\int dT\Big[|g_L|^2+|g_R|^2\Big(1-\frac TE\Big)^2
          -\mathrm{Re}\,(g_Lg_R^*)\frac{m_eT}{E^2}\Big]_{ji},

the bracket being positive up to the largest recoil (`derive.laws.current_scattering`). Hence

.. math:: \sqrt{R} \ge \sqrt{R_\eta} - \sqrt{R_{\rm SM}},\qquad
          \sqrt{R_\eta/R_{\rm SM}} > 1 + \sqrt{r_{\max}} \;\Rightarrow\; R/R_{\rm SM} > r_{\max},

whatever the phases are: `norm_constraint` is implied by the exact bound, and a check of it.

f and T are taken at q² = 0: 2m_eT stays below 1 MeV². Radiative corrections to R_SM, a few per cent,
are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.constraints.base import (
    Assessment,
    Constraint,
    absent,
    assess,
    assess_interval,
    experimental,
)
from darktmm.numeric.constraints.confidence import TWO_SIDED_95, sigma
from darktmm.numeric.constraints.scattering import REASONS as RECAST
from darktmm.numeric.constraints.scattering import window
from darktmm.numeric.inputs.data import default, solar
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes import solar_rate
from darktmm.numeric.processes.mass_mixing import fermion_couplings, universal_neutrino_coupling
from darktmm.numeric.processes.solar import physical, shares, solar_moment
from darktmm.numeric.processes.solar_rate import Recoils

NODES = 8
"""Gauss–Legendre in ln T: the poles of the propagator lie at ln w ± iπ."""

REASONS = (
    "rate through Z, W and A', interference included, against the measured one",
    *RECAST[1:],
)
NORM_REASONS = (
    "rate through A' alone against the measured one, interference as destructive as it can be",
    *RECAST[1:],
)

Couplings = Callable[[Predictions], tuple[FloatArray, FloatArray]]
"""f_u, (n,), and (c_L, c_R), (n, 2), that A' has beyond f_ji and kinetic mixing."""


@cache
def recoils() -> Recoils:
    """The published window."""
    x, weights = np.polynomial.legendre.leggauss(NODES)
    low, high = window("published").T_min, window("published").upper_edge
    half = math.log(high / low) / 2
    kinetic = low * np.exp(half * (x + 1))
    return Recoils(window("published").E_nu, kinetic, weights * half * kinetic)


# --- rates --------------------------------------------------------------------------------------


def standard_rate(survival: float) -> float:
    """R_SM, the cross-section in the window per neutrino, a share P_ee of them ν_e; GeV⁻².

    Raises:
        ValueError: P_ee is not a probability.
    """
    if not 0 <= survival <= 1:
        raise ValueError(f"survival = {survival}: must lie in [0, 1]")
    return float(solar_rate.standard_rate(survival, recoils()))


def exchange_rate(mass: FloatArray) -> FloatArray:
    """R_η per (εf)², GeV⁻², for m_A' in GeV; NaN for NaN.

    Raises:
        ValueError: a mass is negative.
    """
    form = solar_rate.vector_form(recoils()).sum(axis=(1, 2))
    square = solar_rate.propagator(np.asarray(mass, dtype=float), recoils()) ** 2
    return np.asarray(solar_rate.electron_coupling() ** 2 * (square @ form))


def relative_amplitude(
    f: ComplexArray, P: FloatArray, epsilon: FloatArray, mass: FloatArray
) -> FloatArray:
    """√(R_η/R_SM), (n,).

    Args:
        f: coefficient of γ^μ P_L, (n, 3, 3), element [j, i].
        P: shares of the mass eigenstates, (n, 3).
        epsilon, mass: of the dark photon, (n,).
    """
    coupling = np.abs(epsilon) * solar_moment(f, P)
    return coupling * np.sqrt(exchange_rate(mass) / standard_rate(solar().survival_be7.value))


# --- the bounds ---------------------------------------------------------------------------------


@cache
def _measured() -> tuple[float, float]:
    """Measured flux over that of the solar model, and its standard deviation."""
    measured, model = default("flux(7Be)"), default("flux(7Be), SSM")
    ratio = measured.value / model.value
    error = math.hypot(sigma(measured) / measured.value, sigma(model) / model.value)
    return ratio, ratio * error


def largest_ratio() -> float:
    """r_max: measured flux over that of the solar model, plus 1.96 standard deviations."""
    ratio, error = _measured()
    return ratio + TWO_SIDED_95 * error


def smallest_ratio() -> float:
    """r_min, the same minus 1.96 standard deviations."""
    ratio, error = _measured()
    return ratio - TWO_SIDED_95 * error


def _composition(predictions: Predictions) -> tuple[FloatArray, Any]:
    """P_i, NaN where they are not probabilities, and the case of each point."""
    P = shares(predictions.pmns, solar().survival_be7.value)
    good = physical(P)
    P[~good] = np.nan
    return P, np.select([absent(predictions), ~good], [1, 2], 0)


def through_the_z(predictions: Predictions) -> tuple[FloatArray, FloatArray]:
    """What mass mixing with the Z adds to A': to every f_ii, and to the electron, left and right."""
    delta = predictions.z_mixing
    vector, axial = fermion_couplings("e", delta)
    electron = np.stack([vector - axial, vector + axial], axis=1)
    return universal_neutrino_coupling(delta), electron


def constraint(couplings: Couplings | None = None) -> Constraint:
    """The limits on R/R_SM.

    Args:
        couplings: what A' couples to beyond f_ji and kinetic mixing; by default nothing.
    """
    low, high = smallest_ratio(), largest_ratio()
    centre, half = (high + low) / 2, (high - low) / 2

    def law(predictions: Predictions) -> Assessment:
        P, case = _composition(predictions)
        universal, electron = (None, None) if couplings is None else couplings(predictions)
        value = solar_rate.rate(
            predictions.neutrino_vector,
            predictions.transition_moment,
            predictions.pmns,
            P,
            predictions.epsilon,
            predictions.m_aprime,
            recoils(),
            universal=universal,
            electron=electron,
        ).total
        return assess_interval(value, centre, half, REASONS, case)

    return _constraint(
        "Borexino rate",
        "rate of electrons hit by 7Be neutrinos over that of the Standard Model: measured flux over "
        f"that of the solar model, between {low:.3f} and {high:.3f}, errors of both combined",
        "95% CL, two-sided",
        "vector coupling and dipole at q² = 0, coherent with Z and W",
        law,
    )


def norm_constraint() -> Constraint:
    """The limit on √(R_η/R_SM) that holds for any interference; weaker than `constraint`."""
    limit = 1 + math.sqrt(largest_ratio())

    def law(predictions: Predictions) -> Assessment:
        P, case = _composition(predictions)
        value = relative_amplitude(
            predictions.neutrino_vector, P, predictions.epsilon, predictions.m_aprime
        )
        return assess(value, limit, NORM_REASONS, case)

    return _constraint(
        "Borexino rate (norm)",
        "rate of electrons hit by 7Be neutrinos, scintillator, over that of the solar model",
        "95% CL, upper end of a two-sided interval",
        "vector coupling at q² = 0, any interference",
        law,
    )


def _constraint(
    name: str, measured: str, confidence: str, assumption: str, law: Callable[..., Assessment]
) -> Constraint:
    return experimental(
        default("flux(7Be)"),
        name=name,
        group="solar",
        measured=measured,
        confidence=confidence,
        assumption=(
            "number of recoils above "
            f"{window('published').T_min * 1e6:.0f} keV from the 862 keV line, not their spectrum; "
            f"P_ee = {solar().survival_be7.value:g}; {assumption}"
        ),
        unit="1",
        law=law,
    )
