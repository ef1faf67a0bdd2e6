r"""ℓ_β → ℓ_α Φ₁Φ₂ and e⁺e⁻ → Φ₁Φ₂ γ by exchange of E, for many points at once.

The laws are those of `derive.models.dark.scalar_pairs`. Pairs (Φ₁, Φ₂) are summed over, each once, those of
two identical scalars with ½.

Decays are to lowest order in m_β²/M_E² and come as a multiple of :math:`\ell_\beta\to\ell_\alpha\nu
\bar\nu` at lowest order.

Pairs from e⁺e⁻ come with a photon of energy x√s/2 from the initial state, in the leading logarithm,

.. math:: \frac{d\sigma}{dx} \propto \frac{1+(1-x)^2}x\,\sigma\big((1-x)s\big),

where the factor in front, with α, the logarithm and the cut on the angle, is the same for all that is not
seen: it drops out of the ratio to one neutrino that the Z gives. Photons radiated off E are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray, Numbers
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.predictions import LEP_ENERGY, SMALLEST_PHOTON, THRESHOLD
from darktmm.numeric.processes.leptons import FLAVOURS, check_decay, mass, row

Law = Callable[..., Any]

_DECAY_NODES = 12
_PHOTON_NODES = 12
_SMALL = 0.3
"""B/D below which the series of the angular integrals is used."""

_BLOCK = 1 << 14


# --- couplings ------------------------------------------------------------------------------------


def couplings(p: Parameters) -> tuple[ComplexArray, FloatArray]:
    r"""c_αΦ of :math:`-c\,\bar\ell_\alpha P_RE\,\Phi`, (n, 3, 2g), and masses, GeV, (n, 2g): H, then A."""
    even, odd = laws.vertex_factors()
    c = np.concatenate([even * (p.y @ p.O_R), odd * (p.y @ p.O_I)], axis=2)
    return c, np.concatenate([p.M_H, p.M_A], axis=1)


@dataclass(frozen=True)
class _Pairs:
    """One pair of scalars at the points at which it is open.

    Attributes:
        rows: the points.
        first, second: masses, GeV.
        direct, crossed: a and b, c_α1 c*_β2 and c_α2 c*_β1.
        symmetry: ½ for two identical scalars.
    """

    rows: Any
    first: FloatArray
    second: FloatArray
    direct: ComplexArray
    crossed: ComplexArray
    symmetry: float


def _pairs(p: Parameters, out: str, into: str, energy: float) -> Iterator[_Pairs]:
    """Pairs that are lighter than `energy` somewhere and couple there, in blocks of points."""
    c, masses = couplings(p)
    left, right = c[:, row(out)], c[:, row(into)].conj()
    for i, j in combinations_with_replacement(range(masses.shape[1]), 2):
        direct, crossed = left[:, i] * right[:, j], left[:, j] * right[:, i]
        is_open = masses[:, i] + masses[:, j] < energy * (1 - THRESHOLD)
        found = np.flatnonzero(is_open & ((direct != 0) | (crossed != 0)))
        for start in range(0, len(found), _BLOCK):
            rows = found[start : start + _BLOCK]
            yield _Pairs(
                rows,
                masses[rows, i],
                masses[rows, j],
                direct[rows],
                crossed[rows],
                0.5 if i == j else 1.0,
            )


@cache
def _unit_rule(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Gauss–Legendre on (0, 1)."""
    u, w = np.polynomial.legendre.leggauss(nodes)
    return (u + 1) / 2, w / 2


# --- decays ---------------------------------------------------------------------------------------


def _pair_mass_rule(smallest: Any, largest: float) -> tuple[FloatArray, FloatArray]:
    """Nodes in s between two masses and weights, crowded at both ends, where roots begin."""
    u, w = _unit_rule(_DECAY_NODES)
    low = np.atleast_1d(np.asarray(smallest, dtype=float) ** 2)[:, None]
    span = (largest - np.sqrt(low)) * (largest + np.sqrt(low))
    return low + span * u**2 * (3 - 2 * u), span * w * 6 * u * (1 - u)


@cache
def standard_width(parent: str, daughter: str) -> float:
    """Γ(parent → daughter ν ν̄) at lowest order with the mass of the daughter, GeV."""
    heavy, light = mass(parent), mass(daughter)
    s, weights = _pair_mass_rule(0.0, heavy - light)
    return float(np.sum(laws.standard_spectrum(heavy, light, s, electroweak().G_F) * weights))


def relative_width(p: Parameters, parent: str, daughter: str) -> FloatArray:
    """Σ Γ(parent → daughter Φ₁Φ₂)/Γ(parent → daughter ν ν̄), a ratio, (n,); zero where no pair is open.

    To lowest order in the mass of the parent over M_E.

    Raises:
        ValueError: the parent is not heavier than the daughter, or no such lepton.
    """
    check_decay(parent, daughter)
    heavy, light = mass(parent), mass(daughter)
    total = np.zeros(len(p))
    for pair in _pairs(p, daughter, parent, heavy - light):
        s, weights = _pair_mass_rule(pair.first + pair.second, heavy - light)
        spectra = laws.pair_spectra(heavy, light, pair.first[:, None], pair.second[:, None], s)
        even, odd, mixed = (np.sum(x * weights, axis=1) for x in spectra)
        plus, minus = (pair.direct + pair.crossed) / 2, (pair.direct - pair.crossed) / 2
        width = np.abs(plus) ** 2 * even + np.abs(minus) ** 2 * odd
        width += (plus * minus.conj()).real * mixed
        total[pair.rows] += pair.symmetry * width
    return np.asarray(total / p.M_E**4 / standard_width(parent, daughter))


# --- single photons --------------------------------------------------------------------------------


def _angular(ratio: FloatArray, logarithm: FloatArray) -> tuple[FloatArray, FloatArray]:
    """J_P and J_D of r < 1 and L = artanh r, shape of r."""
    large = ratio > _SMALL
    power = np.where(large, 0.0, ratio**2)
    found = []
    closed = laws.angular_integrals(
        np.where(large, ratio, _SMALL), np.where(large, logarithm, np.arctanh(_SMALL))
    )
    for exact, coefficients in zip(closed, laws.angular_series(), strict=True):
        expanded = np.polynomial.polynomial.polyval(power, coefficients)
        found.append(np.where(large, exact, expanded))
    return found[0], found[1]


def cross_section(
    s: Numbers, M_E: Numbers, first: Numbers, second: Numbers, product: Any
) -> FloatArray:
    """σ(e⁺e⁻ → Φ₁Φ₂) of two different scalars at tree level, GeV⁻², shape of s.

    Args:
        s: GeV², above threshold.
        M_E, first, second: masses, GeV.
        product: c_e1 c*_e2.
    """
    middle, half_range = laws.pair_denominators(s, M_E, first, second)
    # D − B without the cancellation of light E: (D − M_E²)² − B² = (m₁m₂)²
    far = middle + half_range
    near = np.maximum(M_E**2 + (first * second) ** 2 / (far - M_E**2), np.finfo(np.float64).tiny)
    ratio = half_range / middle
    p_shape, d_shape = _angular(ratio, 0.5 * np.log(far / near))
    p_wave, d_wave = laws.partial_waves(half_range / np.sqrt(s), s, middle, ratio)
    c = np.asarray(product)
    return np.asarray(c.imag**2 * p_wave * p_shape + c.real**2 * d_wave * d_shape)


def radiator(x: Any) -> Any:
    """Spectrum of collinear photons from the initial state, see `derive.laws.initial_state`, up to a common factor."""
    return (1 + (1 - x) ** 2) / x


def neutrino_cross_section(s: Numbers) -> FloatArray:
    """σ(e⁺e⁻ → ν ν̄) of one neutrino through the Z at lowest order, GeV⁻², shape of s (GeV²)."""
    weak = electroweak()
    coupling = math.sqrt(math.sqrt(2) * weak.G_F) * weak.M_Z
    angle = math.asin(math.sqrt(weak.sin2_theta_w))
    return np.asarray(laws.neutrino_cross_section(s, weak.M_Z, weak.Gamma_Z, coupling, angle))


@cache
def photons_with_neutrino(energy: float = LEP_ENERGY) -> float:
    """∫dx of one neutrino from `SMALLEST_PHOTON` to 1, GeV⁻², in units of the common factor.

    In s = M_Z² + M_ZΓ_Z tan φ, which takes out the resonance, in pieces.
    """
    weak = electroweak()
    square, width = weak.M_Z**2, weak.M_Z * weak.Gamma_Z
    largest = (1 - SMALLEST_PHOTON) * energy**2
    edges = [0.0, *(x * square for x in (0.5, 0.9, 1.1, 2.0) if x * square < largest), largest]
    angles = np.arctan((np.array(edges) - square) / width)
    span = np.diff(angles)[:, None]
    u, w = _unit_rule(60)
    angle = angles[:-1, None] + span * u
    s = square + width * np.tan(angle)
    values = radiator(1 - s / energy**2) * neutrino_cross_section(s) / energy**2
    return float(np.sum(values * width / np.cos(angle) ** 2 * w * span))


def single_photons(p: Parameters, energy: float = LEP_ENERGY) -> FloatArray:
    """σ(e⁺e⁻ → Φ₁Φ₂ γ) summed over pairs, in units of one neutrino of the Z, (n,).

    Args:
        p: the points.
        energy: √s, GeV.

    Raises:
        ValueError: the energy is not that of a machine above the Z.
    """
    if not (np.isfinite(energy) and energy > electroweak().M_Z):
        raise ValueError(f"energy = {energy}: must be larger than the mass of the Z, in GeV")
    total = np.zeros(len(p))
    u, w = _unit_rule(_PHOTON_NODES)
    lepton = FLAVOURS[0]
    for pair in _pairs(p, lepton, lepton, energy * math.sqrt(1 - SMALLEST_PHOTON)):
        first, second = pair.first[:, None], pair.second[:, None]
        logarithm = np.log((1 - ((first + second) / energy) ** 2) / SMALLEST_PHOTON)
        x = SMALLEST_PHOTON * np.exp(logarithm * u)
        s = (1 - x) * energy**2
        sigma = cross_section(s, p.M_E[pair.rows, None], first, second, pair.direct[:, None])
        total[pair.rows] += pair.symmetry * np.sum(radiator(x) * sigma * logarithm * x * w, axis=1)
    return np.asarray(total / photons_with_neutrino(energy))


__all__ = [
    "couplings",
    "cross_section",
    "neutrino_cross_section",
    "photons_with_neutrino",
    "radiator",
    "relative_width",
    "single_photons",
    "standard_width",
]
