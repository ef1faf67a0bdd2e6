r"""Borexino: the rate of 7Be neutrinos against exchange of A' through its one-loop vector coupling.

A' exchange shifts the weak couplings of the electron by
:math:`\eta_{ji} = \varepsilon e f_{ji}/2\sqrt2\,G_F(m_{A'}^2+2m_eT)`. A rate is the square of a norm
over recoil, helicities and final states ν_j, averaged over the incoming ν_i,

.. math:: \|g\|^2 = \sum_iP_i\sum_j\int dT\Big[|g_L|^2+|g_R|^2\Big(1-\frac TE\Big)^2
          -\mathrm{Re}\,(g_Lg_R^*)\frac{m_eT}{E^2}\Big]_{ji},

the bracket being positive up to the largest recoil (`derive.results.current_scattering`). Hence

.. math:: \sqrt{R_{\rm total}} \ge \sqrt{R_\eta} - \sqrt{R_{\rm SM}}

whatever the phases are, and a point is excluded if

.. math:: \sqrt{R_\eta/R_{\rm SM}} > 1 + \sqrt{r_{\max}},

r_max being the largest allowed ratio of the measured flux to that of the solar model: 95 %, one-sided,
the errors of both combined. Weaker couplings may be excluded by the interference, which is not used.

f is taken at q² = 0: 2m_eT stays below 1 MeV². The Sun is neutral: A' does not change oscillation. The
dipole flips the helicity and could only add to the rate. Radiative corrections to R_SM, a few per cent,
are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from numeric.constraints.base import Assessment, Constraint, assess
from numeric.constraints.confidence import ONE_SIDED_95
from numeric.constraints.scattering import REASONS as RECAST
from numeric.constraints.scattering import window
from numeric.inputs import constants
from numeric.inputs.data import default, electroweak, solar
from numeric.observables.observables import Observables
from numeric.observables.solar import physical, shares, solar_moment
from numeric.point import ComplexArray, FloatArray

NODES = 8
"""Gauss–Legendre in ln T: the poles of the propagator lie at ln w ± iπ."""

REASONS = (
    "rate through A' alone against the measured one, interference as destructive as it can be",
    *RECAST[1:],
)


@cache
def _laws() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """dσ/dT of (T, g_L, g_R) through Z and W, and of (T, m_A') per (εf)² through A', GeV⁻³."""
    import sympy as sp

    from derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE
    from derive.results import current_scattering as currents
    from derive.results.aprime_decays import F_JI
    from derive.results.kinetic_mixing import EPSILON
    from derive.results.radiative_decay import G_FERMI
    from derive.results.scattering import ENERGY, MEDIATOR, RECOIL

    weak = currents.standard_model().subs(G_FERMI, electroweak().G_F)
    dark = currents.cross_section().subs({sp.Abs(F_JI): 1, EPSILON: 1})
    known = {
        ENERGY: window("published").E_nu,
        ELECTRON_MASS: constants().electron_mass,
        ELEMENTARY_CHARGE: constants().elementary_charge,
    }
    return (
        sp.lambdify((RECOIL, currents.G_L, currents.G_R), weak.subs(known), "numpy"),
        sp.lambdify((RECOIL, MEDIATOR), dark.subs(known), "numpy"),
    )


@cache
def _rule() -> tuple[FloatArray, FloatArray]:
    """Recoils and weights of ∫dT over the published window."""
    x, weights = np.polynomial.legendre.leggauss(NODES)
    low, high = window("published").T_min, window("published").upper_edge
    half = math.log(high / low) / 2
    recoil = low * np.exp(half * (x + 1))
    return recoil, weights * half * recoil


# --- rates --------------------------------------------------------------------------------------


def weak_couplings() -> tuple[tuple[float, float], tuple[float, float]]:
    """(g_L, g_R) of ν_e, which meets the W as well, and of ν_μ and ν_τ, at tree level."""
    sin2 = electroweak().sin2_theta_w
    return (sin2 + 0.5, sin2), (sin2 - 0.5, sin2)


def standard_rate(survival: float) -> float:
    """R_SM, the cross-section in the window per neutrino, a share P_ee of them ν_e; GeV⁻².

    Raises:
        ValueError: P_ee is not a probability.
    """
    if not 0 <= survival <= 1:
        raise ValueError(f"survival = {survival}: must lie in [0, 1]")
    recoil, weights = _rule()
    weak, _ = _laws()
    electron, other = (float(weak(recoil, *g) @ weights) for g in weak_couplings())
    return survival * electron + (1 - survival) * other


def exchange_rate(mass: FloatArray) -> FloatArray:
    """R_η per (εf)², GeV⁻², for m_A' in GeV; NaN for NaN.

    Raises:
        ValueError: a mass is negative.
    """
    if np.any(mass < 0):
        raise ValueError(f"mass = {mass[mass < 0][0]}: must be >= 0")
    _, dark = _laws()
    total = np.zeros(np.shape(mass))
    for recoil, weight in zip(*_rule(), strict=True):
        total += weight * dark(recoil, mass)
    return total


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


# --- the bound ----------------------------------------------------------------------------------


def largest_ratio() -> float:
    """r_max: measured flux over that of the solar model, plus 1.645 standard deviations."""
    measured, model = default("flux(7Be)"), default("flux(7Be), SSM")
    assert measured.uncertainty is not None and model.uncertainty is not None
    ratio = measured.value / model.value
    error = math.hypot(measured.uncertainty / measured.value, model.uncertainty / model.value)
    return ratio * (1 + ONE_SIDED_95 * error)


def constraint() -> Constraint:
    """The limit on √(R_η/R_SM)."""
    limit = 1 + math.sqrt(largest_ratio())
    survival = solar().survival_be7.value

    def law(observables: Observables) -> Assessment:
        sample = observables.sample
        P = shares(sample.U, survival)
        good = physical(P)
        P[~good] = np.nan
        value = relative_amplitude(observables.vector, P, sample.epsilon, sample.m_aprime)
        given = ~(np.isnan(sample.m_aprime) | np.isnan(sample.epsilon))
        return assess(value, limit, REASONS, np.where(given, np.where(good, 0, 2), 1))

    return Constraint(
        name="Borexino rate",
        group="solar",
        measured="rate of electrons hit by 7Be neutrinos, scintillator, over that of the solar model",
        confidence="95% CL, one-sided",
        assumption=(
            "number of recoils above "
            f"{window('published').T_min * 1e6:.0f} keV from the 862 keV line, not their spectrum; "
            f"P_ee = {survival:g}; vector coupling at q² = 0"
        ),
        unit="1",
        reference=default("flux(7Be)").bibtex,
        law=law,
    )
