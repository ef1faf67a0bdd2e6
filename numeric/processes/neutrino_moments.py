r"""Moments of neutrinos from the W and the charged leptons: every phase, both orderings.

.. math:: \mu^M_{ji}\propto(m_i+m_j)\,i\,\mathrm{Im}\,S_{ji},\qquad
          \varepsilon^M_{ji}\propto(m_j-m_i)\,\mathrm{Re}\,S_{ji},\qquad
          S_{ji} = \sum_\ell U^*_{\ell j}U_{\ell i}\,\frac{F(m_\ell)-F(m_e)}{F(0)} ,

the laws from `derive.models.neutrino_moments`. Rows of U are orthogonal, so that F(m_e) may be subtracted
for i ≠ j. Majorana phases turn S_ji in the complex plane:
its modulus is reached by either part. |S_ji|² is a polynomial of second degree in cos δ, whose maximum is
known exactly.

Masses of neutrinos in eV, all others in GeV, moments in Bohr magnetons. Matrices have the outgoing
neutrino in the row.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import mpmath
import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.inputs import Oscillation, constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.kernels import evaluate
from darktmm.numeric.kernels.form import of_law
from darktmm.numeric.processes import laws
from darktmm.numeric.processes.leptons import FLAVOURS, mass
from darktmm.numeric.processes.mixing import pmns

EV_PER_GEV = 1e9

PAIRS = ((1, 0), (2, 0), (2, 1))
"""(outgoing, incoming) of the three transitions."""


# --- masses and mixing ----------------------------------------------------------------------------


def masses(fit: Oscillation, lightest: ArrayLike) -> FloatArray:
    """m_1, m_2, m_3, eV, along the last axis, in either ordering."""
    squares = np.array([0.0, fit.delta_m21, fit.delta_m3l])
    return np.sqrt(np.asarray(lightest)[..., None] ** 2 + squares - squares.min())


def lightest_for_sum(fit: Oscillation, total: float) -> float | None:
    """Lightest mass at which the three add up to `total`; None if they always add up to more."""
    if np.sum(masses(fit, 0.0)) > total:
        return None
    return float(brentq(lambda m: np.sum(masses(fit, m)) - total, 0.0, total))


def mixing(
    fit: Oscillation, delta: float | None = None, phases: tuple[float, float] = (0.0, 0.0)
) -> ComplexArray:
    """U with the angles of a fit, its δ or another one, and Majorana phases α₂₁, α₃₁ in rad; pure numbers, (3, 3)."""
    dirac = fit.delta_cp if delta is None else delta
    return pmns(fit.theta_12, fit.theta_13, fit.theta_23, dirac, *phases)


# --- the loop -------------------------------------------------------------------------------------


@cache
def _closed() -> tuple[mpmath.mpf, ...]:
    """F(m_ℓ)/F(0) of e, μ, τ from the closed form, which cancels in powers of m_ℓ²/M_W²; 40 digits are left."""
    with mpmath.workdps(60):
        ratios = [(mpmath.mpf(mass(x)) / electroweak().M_W) ** 2 for x in FLAVOURS]
        return tuple(laws.neutrino_loop(r) for r in ratios)


def loops() -> FloatArray:
    """F(m_ℓ)/F(0) of e, μ, τ, ratios, shape (3,)."""
    return np.array([float(x) for x in _closed()])


@cache
def split_loops() -> FloatArray:
    """[F(m_ℓ) − F(m_e)]/F(0) of e, μ, τ, ratios, shape (3,)."""
    first, *_ = _closed()
    with mpmath.workdps(60):
        return np.array([float(x - first) for x in _closed()])


def split_by_momentum() -> FloatArray:
    """`split_loops` from one momentum integral, ratios, shape (3,); to 1e-11, for terms of both signs."""
    form, m_w = of_law(laws.neutrino_loop_splitting), electroweak().M_W
    lightest = mass(FLAVOURS[0])
    return np.array([0.0, *(evaluate(form, mass(x), lightest, m_w) for x in FLAVOURS[1:])])


def flavour_sums(u: ComplexArray) -> ComplexArray:
    """S_ji, pure numbers, shape (..., 3, 3) from U of shape (..., 3, 3); i ≠ j."""
    return np.asarray(np.einsum("...lj,l,...li->...ji", u.conj(), split_loops(), u))


def _unit() -> float:
    """Bohr magnetons per eV of mass, S = 1."""
    return (
        float(laws.neutrino_moment_unit(electroweak().G_F, constants().electron_mass)) / EV_PER_GEV
    )


def majorana(
    heights: FloatArray, sums: ComplexArray, i: int, j: int
) -> tuple[ComplexArray, ComplexArray]:
    """(f^M, f^E) of ν_i → ν_j, μ_B, shape of `sums`.

    Args:
        heights: m_1, m_2, m_3 in eV, shape (..., 3).
        sums: S_ji, shape (...).
        i, j: from 0.
    """
    magnetic, electric = laws.majorana_form_factors(
        heights[..., i], heights[..., j], np.real(sums), np.imag(sums)
    )
    return np.asarray(_unit() * magnetic), np.asarray(_unit() * electric)


def dirac(
    heights: FloatArray, sums: ComplexArray, i: int, j: int
) -> tuple[ComplexArray, ComplexArray]:
    """(f^M, f^E) of ν_i → ν_j for Dirac neutrinos, μ_B, shape of `sums`; arguments as of `majorana`."""
    magnetic, electric = laws.dirac_form_factors(
        heights[..., i], heights[..., j], np.real(sums), np.imag(sums)
    )
    return np.asarray(_unit() * magnetic), np.asarray(_unit() * electric)


def diagonal(fit: Oscillation, height: float, i: int = 0) -> float:
    """Magnetic moment of the Dirac neutrino ν_i of that mass in eV, along its spin."""
    shares = np.abs(mixing(fit)[:, i]) ** 2
    one = np.full(3, height)
    magnetic, _ = dirac(one, np.asarray(shares @ loops() + 0j), i, i)
    return float(magnetic.real / laws.neutrino_magneton())


# --- over all phases ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Modulus:
    """|S_ji|² = a + b cos δ + c cos²δ.

    Attributes:
        a, b, c: real.
    """

    a: float
    b: float
    c: float

    @property
    def largest(self) -> float:
        """Of |S_ji|, over all δ: at an end, or where the parabola has its top."""
        found = [self.a + self.b + self.c, self.a - self.b + self.c]
        if self.c < 0 and abs(self.b) < -2 * self.c:
            found.append(self.a - self.b**2 / (4 * self.c))
        return float(np.sqrt(max(found)))

    @property
    def typical(self) -> float:
        """Root of the mean square over δ."""
        return float(np.sqrt(self.a + self.c / 2))


def modulus(fit: Oscillation, i: int, j: int) -> Modulus:
    """|S_ji| as a function of δ; from its values at δ = 0, π/2, π."""
    ahead, across, back = (
        abs(flavour_sums(mixing(fit, delta))[j, i]) ** 2 for delta in (0.0, np.pi / 2, np.pi)
    )
    return Modulus(across, (ahead - back) / 2, (ahead + back) / 2 - across)


@dataclass(frozen=True)
class Sizes:
    """Moduli of moments of Majorana neutrinos, the largest of the three pairs.

    Attributes:
        magnetic, electric: over all phases.
        typical: of the magnetic one, root mean square over all phases.
    """

    magnetic: float
    electric: float
    typical: float


def sizes(fit: Oscillation, lightest: float) -> Sizes:
    """Over all Dirac and Majorana phases; no phase is sampled."""
    heights = masses(fit, lightest)
    magnetic, electric, typical = [], [], []
    for j, i in PAIRS:
        s = modulus(fit, i, j)
        # A Majorana phase turns S into its real or its imaginary part.
        magnetic.append(abs(majorana(heights, np.asarray(1j * s.largest), i, j)[0]))
        electric.append(abs(majorana(heights, np.asarray(s.largest + 0j), i, j)[1]))
        typical.append(abs(majorana(heights, np.asarray(1j * s.typical), i, j)[0]) / np.sqrt(2))
    return Sizes(float(max(magnetic)), float(max(electric)), float(max(typical)))


def dirac_transition(fit: Oscillation, lightest: float) -> float:
    """Largest magnetic transition moment of Dirac neutrinos, over all δ."""
    heights = masses(fit, lightest)
    return max(
        float(abs(dirac(heights, np.asarray(modulus(fit, i, j).largest + 0j), i, j)[0]))
        for j, i in PAIRS
    )


# --- as heavy as double beta decay allows ---------------------------------------------------------


def effective_mass(u: ComplexArray, heights: FloatArray) -> FloatArray:
    """|m_ββ| = |Σ_i U_ei² m_i|, eV, shape of U without its last two axes."""
    return np.asarray(np.abs(np.sum(u[..., 0, :] ** 2 * heights, axis=-1)))


def heaviest(fit: Oscillation, limit: float) -> float:
    """Largest lightest mass for which some phases keep |m_ββ| below the limit; 0 where none does.

    Three complex numbers of given moduli add up to no less than the largest minus the two others.
    """
    shares = np.abs(mixing(fit)[0]) ** 2

    def least(lightest: float) -> float:
        moduli = shares * masses(fit, lightest)
        return float(max(0.0, 2 * moduli.max() - moduli.sum()))

    if least(0.0) > limit:
        return 0.0
    top = 1.0
    while least(top) <= limit:
        top *= 2
    return float(brentq(lambda m: least(m) - limit, 0.0, top))


@dataclass(frozen=True)
class Heaviest:
    """The largest magnetic moment within a limit on |m_ββ|.

    Attributes:
        moment: reached, Bohr magnetons.
        ceiling: proved not to be exceeded: all phases at their best for moment and mass at once.
        lightest: mass at which it is reached, eV.
        phases: δ, α₂₁, α₃₁ there.
    """

    moment: float
    ceiling: float
    lightest: float
    phases: tuple[float, float, float]


GRID = 24
"""Values of each phase from which the search starts."""


def within_double_beta(fit: Oscillation, limit: float) -> Heaviest:
    """Largest magnetic moment over the lightest mass and all phases, |m_ββ| ≤ `limit` in eV."""
    top = heaviest(fit, limit)
    ceiling = sizes(fit, top).magnetic
    angles = 2 * np.pi * np.arange(GRID) / GRID

    def largest(u: ComplexArray) -> tuple[FloatArray, FloatArray]:
        """Moment and lightest mass for every U; no moment where no mass is light enough."""
        low, high = np.zeros(len(u)), np.full(len(u), top)
        for _ in range(55):
            middle = (low + high) / 2
            fits = effective_mass(u, masses(fit, middle)) <= limit
            low, high = np.where(fits, middle, low), np.where(fits, high, middle)
        heights, s = masses(fit, low), flavour_sums(u)
        moments = [np.abs(majorana(heights, s[:, j, i], i, j)[0]) for j, i in PAIRS]
        return np.max(moments, axis=0) * (effective_mass(u, heights) <= limit), low

    def at(phases: FloatArray) -> tuple[float, float]:
        delta, *rest = phases
        moment, lightest = largest(mixing(fit, delta, tuple(rest))[None])
        return float(moment[0]), float(lightest[0])

    grid = np.array(list(itertools.product(angles, repeat=3)))
    several = np.array([mixing(fit, delta, tuple(rest)) for delta, *rest in grid])
    best = minimize(
        lambda x: -at(x)[0] / ceiling,
        grid[np.argmax(largest(several)[0])],
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-10},
    )
    moment, lightest = at(best.x)
    delta, a_21, a_31 = map(float, best.x)
    return Heaviest(moment, ceiling, lightest, (delta, a_21, a_31))
