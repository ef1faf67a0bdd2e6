r"""Limits on a moment with a massive mediator, at a fixed number of events: (33) and (34).

.. math:: \mu_{\rm limit}(m) = \mu_0\sqrt{\frac{R(0)}{R(m)}},\qquad
          R(m) = \int_{T_{\min}}^{T_{\max}}\!dT\,\rho(T)\Big(\frac T{T+w}\Big)^2,\qquad
          w = \frac{m^2}{2m_e},

with ρ = 1/T − 1/E_ν for neutrinos of one energy. What is kept fixed is the number of events in the
window; a fit to the shape would weigh the recoil energies differently. Energies and masses in GeV.
The cross-section is derived in `derive.laws.scattering`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray, Numbers
from darktmm.numeric.constraints.base import ABSENT, Assessment, Constraint, assess, experimental
from darktmm.numeric.constraints.published import published
from darktmm.numeric.even_grid import Table
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import Measurement, solar
from darktmm.numeric.inputs.targets import recoil_windows
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.solar import (
    physical,
    reactor_moment,
    shares,
    solar_moment,
    through_mixing,
)

SPECTRA = ("line", "beta")


@dataclass(frozen=True)
class Window:
    """Which recoils are counted, and which neutrinos cause them.

    Attributes:
        T_min: threshold on the kinetic energy of the electron, GeV.
        T_max: upper edge, GeV; None where only kinematics closes the window.
        E_nu: energy of the neutrinos, GeV; the end point if the spectrum is continuous.
        spectrum: "line", or "beta" for the allowed shape without Coulomb correction.

    Raises:
        ValueError: naming what is not finite, not positive, or in the wrong order.
    """

    T_min: float
    T_max: float | None
    E_nu: float
    spectrum: str = "line"

    def __post_init__(self) -> None:
        for name in ("T_min", "T_max", "E_nu"):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and value > 0):
                raise ValueError(f"{name} = {value}: must be finite and > 0")
        if self.spectrum not in SPECTRA:
            raise ValueError(f"spectrum = {self.spectrum!r}: must be one of {', '.join(SPECTRA)}")
        if self.T_min >= self.upper_edge:
            raise ValueError(f"T_min = {self.T_min}: must be below T_max = {self.upper_edge}")

    @property
    def upper_edge(self) -> float:
        """The smaller of T_max and 2E²/(mₑ + 2E), where the neutrino comes straight back."""
        kinematic = 2 * self.E_nu**2 / (constants().electron_mass + 2 * self.E_nu)
        return kinematic if self.T_max is None else min(self.T_max, kinematic)

    def density(self, recoil: FloatArray) -> FloatArray:
        """ρ(T) in GeV⁻¹: the spectrum of recoils through a massless mediator, up to a factor."""
        if self.spectrum == "line":
            return 1 / recoil - 1 / self.E_nu
        # The neutrino that can just transfer T; E_nu and 1/T − 1/E are averaged above it.
        lowest = (recoil + np.sqrt(recoil * (recoil + 2 * constants().electron_mass))) / 2
        nodes, weights = _beta_rule()
        energies = lowest[:, None] + (self.E_nu - lowest[:, None]) * nodes
        flux = _beta_spectrum(energies, self.E_nu) * (self.E_nu - lowest[:, None]) * weights
        return np.sum(flux * (1 / recoil[:, None] - 1 / energies), axis=1)


def _beta_rule() -> tuple[FloatArray, FloatArray]:
    """Gauss–Legendre on [0, 1] after x = 1 − (1 − s)²: the flux ends with a square root."""
    s, weights = np.polynomial.legendre.leggauss(_NODES)
    s, weights = (s + 1) / 2, weights / 2
    return 1 - (1 - s) ** 2, weights * 2 * (1 - s)


def _beta_spectrum(energy: FloatArray, end_point: float) -> FloatArray:
    """E_ν² Eₑ pₑ / Q⁴ with Eₑ = Q − E_ν + mₑ: phase space, matrix element constant."""
    electron = end_point - energy + constants().electron_mass
    momentum = np.sqrt((end_point - energy) * (electron + constants().electron_mass))
    return energy**2 * electron * momentum / end_point**4


@cache
def windows() -> dict[str, Window]:
    """The windows with a name: "paper" and "published" are those of Borexino, 7Be neutrinos."""
    sun = solar()
    line = sun.be7_lines[0].energy
    table = {
        "paper": Window(sun.paper_threshold, None, line),
        "published": Window(sun.window[0], None, line),
    }
    for name, recoil in recoil_windows().items():
        energy = sun.pp_end_point if recoil.E_nu is None else recoil.E_nu
        spectrum = "beta" if recoil.E_nu is None else "line"
        table[name] = Window(recoil.T_min, recoil.T_max, energy, spectrum)
    return table


def window(name: str) -> Window:
    """A window by name.

    Raises:
        KeyError: no such window; the message lists those there are.
    """
    if name not in windows():
        raise KeyError(f"window {name!r}: not one of {sorted(windows())}")
    return windows()[name]


# --- the integral ---------------------------------------------------------------------------

_NODES = 40


@cache
def _rule(window: Window) -> tuple[FloatArray, FloatArray]:
    """Recoils and weights of ∫dT ρ(T): Gauss–Legendre in ln T.

    (T/(T + w))² has its pole at ln T = ln w ± iπ, so that the rule converges alike for every w.
    """
    x, weights = np.polynomial.legendre.leggauss(_NODES)
    half = math.log1p((window.upper_edge - window.T_min) / window.T_min) / 2
    recoil = window.T_min * np.exp(half * (x + 1))
    return recoil, weights * half * recoil * window.density(recoil)


def mass_recoil(mass: Numbers) -> FloatArray:
    """w = m²/2mₑ, GeV: the recoil at which −q² = m².

    Raises:
        ValueError: a mass is negative or not a number.
    """
    masses = np.asarray(mass, dtype=float)
    bad = ~(masses >= 0)
    if np.any(bad):
        raise ValueError(f"mass = {masses[bad][0]}: must be >= 0")
    return masses**2 / (2 * constants().electron_mass)


def rate(mass: Numbers, window: Window) -> FloatArray:
    """R(m), dimensionless, by quadrature; shape of `mass`."""
    w = mass_recoil(mass)[..., None]
    recoil, weights = _rule(window)
    return ((recoil / (recoil + w)) ** 2) @ weights


def local_exponent(mass: Numbers, window: Window) -> FloatArray:
    """d ln μ_limit/d ln m: 0 for a light mediator, 2 for a heavy one."""
    w = mass_recoil(mass)[..., None]
    recoil, weights = _rule(window)
    events = (recoil / (recoil + w)) ** 2
    return 2 * ((events * w / (recoil + w)) @ weights) / (events @ weights)


_SERIES_BELOW, _TERMS = 0.25, 28


def rate_closed_form(mass: Numbers, window: Window) -> FloatArray:
    r"""R(m) in logarithms, for neutrinos of one energy; nothing cancels for any mass.

    With s = T_min + w and t = (T − T_min)/s,

    .. math:: R = \frac{T_{\min}}s\Big(1-\frac{T_{\min}}{E_\nu}\Big)A_0
              +\Big(1-\frac{2T_{\min}}{E_\nu}\Big)A_1-\frac s{E_\nu}A_2,\qquad
              A_k = \int_0^u\frac{t^k\,dt}{(1+t)^2},\quad u=\frac{T_{\max}-T_{\min}}s .

    A₁ and A₂ are the remainders of ln(1 + u) after one and two terms; where u is small they are
    summed as series in v = u/(1 + u).

    Raises:
        ValueError: the window is for a continuous spectrum.
    """
    if window.spectrum != "line":
        raise ValueError(f"spectrum = {window.spectrum!r}: the closed form is for 'line'")
    low, high, energy = window.T_min, window.upper_edge, window.E_nu
    s = low + mass_recoil(mass)
    u = (high - low) / s
    v = u / (1 + u)
    n = np.arange(1, _TERMS)
    small = np.minimum(v, _SERIES_BELOW)[..., None] ** n
    tail_1, tail_2 = small @ (1 / (n + 1)), small @ ((n - 1) / (n + 1))
    log = np.log1p(u)
    a_1 = np.where(v < _SERIES_BELOW, v * tail_1, log - v)
    a_2 = np.where(v < _SERIES_BELOW, v * tail_2, u - 2 * log + v)
    return low / s * (1 - low / energy) * v + (1 - 2 * low / energy) * a_1 - s / energy * a_2


# --- the limit ------------------------------------------------------------------------------

_BEYOND, _GRID = 1e9, 1 << 13


@cache
def _table(window: Window) -> tuple[float, Table]:
    """w₀, and μ_limit/μ₀ divided by 1 + w/w₀ over ln w; it tends to 1 at both ends.

    w₀² = ∫ρT²/∫ρ, so that 1 + w/w₀ is the limit of a heavy mediator, and of none.
    """
    recoil, weights = _rule(window)
    scale = math.sqrt(weights @ recoil**2 / weights.sum())
    ends = math.log(window.T_min / _BEYOND), math.log(window.upper_edge * _BEYOND)

    def shape(logarithm: FloatArray) -> FloatArray:
        w = np.exp(logarithm)
        events = ((recoil / (recoil + w[:, None])) ** 2) @ weights
        return np.asarray(np.sqrt(weights.sum() / events) / (1 + w / scale))

    return scale, Table(np.linspace(*ends, _GRID), shape)


def recast_limit(mass: Numbers, mu_0: float, window: Window) -> FloatArray:
    """μ_limit(m) in the unit of μ₀, the published limit for a massless mediator.

    Interpolated between the nodes of a grid in ln m, one part in a million; exact for m → 0 and
    m → ∞. Shape of `mass`.

    Source: arXiv:2603.25704 (33), (34).

    Raises:
        ValueError: a mass is negative or not a number, or μ₀ is not positive.
    """
    if not (math.isfinite(mu_0) and mu_0 > 0):
        raise ValueError(f"mu_0 = {mu_0}: must be finite and > 0")
    w = mass_recoil(mass)
    scale, table = _table(window)
    logarithm = np.log(np.maximum(w, math.exp(table.grid[0])))
    return np.asarray(mu_0 * (1 + w / scale) * table(logarithm)[0])


Moment = Callable[[Predictions], tuple[FloatArray, Any]]
"""Effective moment in μ_B, shape (n,), and the case of each point: 0, or the index of a reason."""

REASONS = (
    "limit for the photon, recast for the propagator of A' at a fixed number of events",
    ABSENT,
    "mixing matrix: cannot meet the measured survival probability",
)


def law(moment: Moment, mu_0: float, window: Window) -> Callable[[Predictions], Assessment]:
    """The recast as the law of a constraint.

    Args:
        moment: what the experiment measures.
        mu_0: published limit for the photon, μ_B.
        window: recoils that are counted.
    """

    def assessed(predictions: Predictions) -> Assessment:
        mass = predictions.m_aprime
        given = ~np.isnan(mass)
        value, case = moment(predictions)
        limit = recast_limit(np.where(given, mass, 0.0), mu_0, window)
        return assess(value, limit, REASONS, np.where(given, case, 1))

    return assessed


def solar_neutrinos(survival: float) -> Moment:
    """The effective moment of solar neutrinos with this P_ee."""

    def moment(predictions: Predictions) -> tuple[FloatArray, Any]:
        P = shares(predictions.pmns, survival)
        good = physical(P)
        P[~good] = np.nan
        value = solar_moment(predictions.transition_moment, P)
        return through_mixing(value, predictions.epsilon), np.where(good, 0, 2)

    return moment


def reactor_neutrinos(predictions: Predictions) -> tuple[FloatArray, Any]:
    """The effective moment of ν̄_e near a reactor."""
    value = reactor_moment(predictions.transition_moment, predictions.pmns)
    return through_mixing(value, predictions.epsilon), 0


def solar_constraint(
    entry: Measurement, window: Window, survival: float, measured: str, assumption: str
) -> Constraint:
    """A limit on the effective moment of solar neutrinos, as a constraint."""
    return experimental(
        entry,
        group="solar",
        measured=measured,
        assumption=f"{assumption}; the dipole alone scatters, not the vector form factor",
        law=law(solar_neutrinos(survival), entry.value, window),
    )


def xenon_constraint(name: str, limit: str | int) -> Constraint:
    """A limit from solar pp neutrinos in liquid xenon.

    Args:
        name: of the recoil window.
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such limit on this quantity.
    """
    return solar_constraint(
        published("mu_nu solar, xenon", limit),
        window(name),
        solar().survival_pp.value,
        "recoil spectrum of electrons hit by solar neutrinos, liquid xenon",
        "events of pp neutrinos on free electrons",
    )
