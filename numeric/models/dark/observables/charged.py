r"""Dipoles of the charged leptons at a point: radiative decays, conversion, anomalous moments.

.. math:: D_{\alpha\beta} = \kappa\sum_\Phi\tilde y_{\alpha\Phi}\tilde y^*_{\beta\Phi}\,
          f(M_E,M_\Phi),\qquad
          \Gamma(\beta\to\alpha\gamma) = c\,\alpha\,m_\beta^5\,|D_{\alpha\beta}|^2 .

κ, c and the coefficients of the anomalous moment come from `derive.models.dark.chain`, f from
`numeric.kernels`. α is that of zero momentum. Left out are the mass of the daughter, relative
corrections of 2(m_α/m_β)², 0.7 % for τ → μγ, and the running of the dipole between M_E and the
lepton, leading logarithm 4α/π ln(M_E/m): 9 % of Δa_μ and 17 % of BR(μ → eγ) at 2 TeV, downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric import kernels
from darktmm.numeric.even_grid import interpolate
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.inputs.targets import nucleus
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray
from darktmm.numeric.models.dark.sample import Sample

FLAVOURS = ("e", "mu", "tau")


@dataclass(frozen=True)
class Coefficients:
    """Numbers that the derivation supplies.

    Attributes:
        dipole: κ.
        width: Γ/(α m⁵ |D|²).
        moment: Δa/(m² D).
        decoupled: M_E² D_αβ / Σ_a y_αa y*_βa for M_E ≫ M_Φ.
    """

    dipole: float
    width: float
    moment: float
    decoupled: float


@cache
def coefficients() -> Coefficients:
    """The same for every point and every pair of leptons."""
    from darktmm.derive.models.dark import M_E, charged_dipole, dark_model, radiative_decay

    model = dark_model()
    unit = radiative_decay.ALPHA * charged_dipole.M_LEPTON**5 * radiative_decay.A_R_SQUARED
    heavy = charged_dipole.decoupling_limit(model) * M_E**2
    return Coefficients(
        dipole=float(charged_dipole.normalisation(model)),
        width=float(radiative_decay.radiative_width() / unit),
        moment=float(charged_dipole.moment_coefficient(model)),
        decoupled=float((heavy / charged_dipole.hermitian_product("e", "mu")).cancel()),
    )


def mass(lepton: str) -> float:
    """GeV.

    Raises:
        ValueError: no such lepton.
    """
    return float(getattr(electroweak(), f"m_{FLAVOURS[_row(lepton)]}"))


def _row(lepton: str) -> int:
    if lepton not in FLAVOURS:
        raise ValueError(f"lepton = {lepton!r}: must be one of {', '.join(FLAVOURS)}")
    return FLAVOURS.index(lepton)


def _lifetime(lepton: str) -> float:
    """1/Γ in GeV⁻¹, as measured."""
    from scipy.constants import physical_constants

    hbar = physical_constants["reduced Planck constant in eV s"][0] * 1e-9
    return float(getattr(electroweak(), f"tau_{lepton}") / hbar)


# --- dipoles --------------------------------------------------------------------------------


def dipole_matrix(sample: Sample) -> ComplexArray:
    r"""D_αβ, GeV⁻², hermitian, (n, 3, 3); D_eμ is the A_R of arXiv:2603.25704 (25).

    :math:`D=\kappa\,yXy^\dagger` with the real metric :math:`X=O_Rf(M_H)O_R^T+O_If(M_A)O_I^T`.
    """
    metric = sum(
        (mixing * kernels.lepton_fermion_conserving(sample.M_E[:, None], scalars)[:, None])
        @ mixing.swapaxes(1, 2)
        for mixing, scalars in ((sample.O_R, sample.M_H), (sample.O_I, sample.M_A))
    )
    y = sample.y
    return coefficients().dipole * (y @ metric @ y.conj().swapaxes(1, 2))


def branching_ratio(D: ComplexArray, parent: str, daughter: str) -> FloatArray:
    """BR(parent → daughter γ): the width of the dipole times the measured lifetime.

    Args:
        D: shape (..., 3, 3).
        parent, daughter: "mu" and "e", "tau" and "mu", "tau" and "e".

    Raises:
        ValueError: the parent is not heavier than the daughter, or no such lepton.
    """
    if _row(parent) <= _row(daughter):
        raise ValueError(f"parent = {parent!r}: must be heavier than daughter = {daughter!r}")
    element = D[..., _row(daughter), _row(parent)]
    return _per_dipole(parent) * (element.real**2 + element.imag**2)


def _per_dipole(parent: str) -> float:
    """BR/|D|², GeV⁴."""
    width = coefficients().width * constants().alpha * mass(parent) ** 5
    return width * _lifetime(parent)


def yukawa_bound(M_E: Any, limit: float, parent: str = "mu") -> Any:
    """√|Σ_a y_αa y*_βa| that saturates a limit on BR(β → αγ), for M_E ≫ M_Φ.

    Replaces arXiv:2603.25704 (31).
    """
    dipole = math.sqrt(limit / _per_dipole(parent))
    return M_E * math.sqrt(dipole / abs(coefficients().decoupled))


# --- what the dipole μ → eγ* does besides ---------------------------------------------------


def three_electron_ratio() -> float:
    r"""BR(μ → 3e)/BR(μ → eγ) = α/3π (ln m_μ²/m_e² − 11/4), if the dipole is all there is.

    Source: Y. Kuno, Y. Okada, Rev. Mod. Phys. 73 (2001) 151. The photon's charge radius, the Z and
    boxes are left out; boxes grow with the fourth power of the Yukawas.
    """
    logarithm = 2 * math.log(mass("mu") / mass("e"))
    return constants().alpha / (3 * math.pi) * (logarithm - 11 / 4)


def conversion_ratio(target: str) -> float:
    r"""CR(μN → eN)/BR(μ → eγ) = π D²/(τ_μ ω_capt), if the dipole is all there is.

    D is the overlap integral in units of :math:`m_\mu^{5/2}`. From :math:`\omega_{\rm conv}
    =2G_F^2|A|^2D^2` and :math:`\mathrm{BR}=384\pi^2|A|^2` of R. Kitano, M. Koike, Y. Okada, Phys.
    Rev. D 66 (2002) 096002, with :math:`G_F^2m_\mu^5/192\pi^3` replaced by 1/τ_μ.

    Raises:
        KeyError: no such nucleus.
    """
    atom = nucleus(target)
    return math.pi * atom.overlap**2 / (electroweak().tau_mu * atom.capture_rate)


# --- decays of E ----------------------------------------------------------------------------


def lepton_shares(sample: Sample) -> FloatArray:
    """Shares of e, μ, τ in E → ℓ S summed over open scalars, (n, 3); NaN where none is open.

    |M|² ∝ p_E·p_ℓ and the phase space ∝ |p_ℓ| are both proportional to M_E² − M_S².
    """
    widths = np.zeros((len(sample), 3))
    for masses, rotation in ((sample.M_H, sample.O_R), (sample.M_A, sample.O_I)):
        opening = np.maximum(1 - (masses / sample.M_E[:, None]) ** 2, 0) ** 2
        squares = (sample.y.real @ rotation) ** 2 + (sample.y.imag @ rotation) ** 2
        widths += (squares @ opening[:, :, None])[:, :, 0]
    with np.errstate(invalid="ignore"):
        return widths / widths.sum(axis=1, keepdims=True)


# --- anomalous moments ----------------------------------------------------------------------


def anomalous_moment(D: ComplexArray, lepton: str) -> FloatArray:
    """Δa_ℓ of E and the scalars in the loop; shape of D without its last two axes."""
    row = _row(lepton)
    return coefficients().moment * mass(lepton) ** 2 * D[..., row, row].real


@cache
def _vector_loop() -> tuple[float, float, Any]:
    """The moment for r → 0 over ε², r times the integral for r → ∞, and the integrand(z, r)."""
    import sympy as sp

    from darktmm.derive.laws.kinetic_mixing import EPSILON
    from darktmm.derive.laws.vector_loop import ALPHA, R, Z, vector_loop

    loop = vector_loop()
    light = (loop.prefactor / EPSILON**2).subs(ALPHA, constants().alpha)
    heavy = sp.cancel(loop.heavy() / loop.prefactor * R)
    return float(light), float(heavy), sp.lambdify((Z, R), loop.expression, "numpy")


_REACH, _STEP = 40.0, 0.4


def vector_integral(r: Any) -> FloatArray:
    """∫dz of the loop of A' and ℓ, r = (m_A'/m_ℓ)² > 0; tends to 1 for r → 0. Shape of r.

    Trapezoid rule in s = ln z/(1 − z): the zeros of the denominator stay at |Im s| ≥ π/2 for every
    r, so that the error is of order exp(−π²/step).
    """
    _, _, integrand = _vector_loop()
    s = np.arange(-_REACH, _REACH + _STEP, _STEP)
    z, rest = 1 / (1 + np.exp(-s)), 1 / (1 + np.exp(s))
    values = integrand(z, np.asarray(r, dtype=float)[..., None])
    return _STEP * np.sum(values * z * rest, axis=-1)


_DECADES, _GRID = 16, 1 << 14


@cache
def _vector_table() -> tuple[FloatArray, FloatArray]:
    """The integral times 1 + r/heavy on a grid of ln r; 1 at both ends."""
    _, heavy, _ = _vector_loop()
    grid = math.log(10) * np.linspace(-_DECADES, _DECADES, _GRID)
    r = np.exp(grid)
    return grid, vector_integral(r) * (1 + r / heavy)


def kinetic_mixing_moment(m_aprime: Any, epsilon: Any, lepton: str) -> FloatArray:
    """Δa_ℓ of A' in the loop, positive; interpolated in ln m to one part in a million."""
    light, heavy, _ = _vector_loop()
    grid, shape = _vector_table()
    r = (np.asarray(m_aprime, dtype=float) / mass(lepton)) ** 2
    logarithm = np.log(np.maximum(r, math.exp(grid[0])))
    return light * np.square(epsilon) * interpolate(logarithm, grid, shape) / (1 + r / heavy)
