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
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables.charged import FLAVOURS, _row, mass
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray
from darktmm.numeric.models.dark.sample import Sample

Law = Callable[..., Any]

LEP_ENERGY = 200.0
"""√s in GeV, that of most of the single photons at LEP above the Z."""

SMALLEST_PHOTON = 0.05
"""Smallest x; the largest is 1."""

_EDGE = 1e-9
"""Relative distance from a threshold within which a pair counts as closed."""

_DECAY_NODES = 12
_PHOTON_NODES = 12
_SERIES_TERMS = 14
_SMALL = 0.3
"""B/D below which the series of the angular integrals is used."""

_BLOCK = 1 << 14


# --- couplings ------------------------------------------------------------------------------------


@cache
def _vertex_factors() -> tuple[complex, complex]:
    """c/ỹ of H and of A."""
    from darktmm.derive.models.dark.scalar_pairs import vertex_factors

    even, odd = (complex(x) for x in vertex_factors())
    return even, odd


def couplings(sample: Sample) -> tuple[ComplexArray, FloatArray]:
    r"""c_αΦ of :math:`-c\,\bar\ell_\alpha P_RE\,\Phi`, (n, 3, 2g), and masses, GeV, (n, 2g): H, then A."""
    even, odd = _vertex_factors()
    c = np.concatenate([even * (sample.y @ sample.O_R), odd * (sample.y @ sample.O_I)], axis=2)
    return c, np.concatenate([sample.M_H, sample.M_A], axis=1)


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


def _pairs(sample: Sample, out: str, into: str, energy: float) -> Iterator[_Pairs]:
    """Pairs that are lighter than `energy` somewhere and couple there, in blocks of points."""
    c, masses = couplings(sample)
    left, right = c[:, _row(out)], c[:, _row(into)].conj()
    for i, j in combinations_with_replacement(range(masses.shape[1]), 2):
        direct, crossed = left[:, i] * right[:, j], left[:, j] * right[:, i]
        is_open = masses[:, i] + masses[:, j] < energy * (1 - _EDGE)
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


def has_open_pair(sample: Sample, energy: float) -> Any:
    """Whether two of the scalars, or twice the lightest one, are lighter than `energy`, (n,)."""
    return 2 * np.minimum(sample.M_H.min(axis=1), sample.M_A.min(axis=1)) < energy * (1 - _EDGE)


@cache
def _unit_rule(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Gauss–Legendre on (0, 1)."""
    u, w = np.polynomial.legendre.leggauss(nodes)
    return (u + 1) / 2, w / 2


# --- decays ---------------------------------------------------------------------------------------


@cache
def _decay_laws() -> tuple[Law, Law]:
    """dΓ/ds M_E⁴ of |z₊|², |z₋|² and Re z₊z₋*, and that of the Standard Model.

    Arguments m_β, m_α, m₁, m₂, s; of the latter m_β, m_α, s, G_F.
    """
    import sympy as sp

    from darktmm.derive.models.dark import scalar_pairs as pairs

    arguments = (pairs.M_PARENT, pairs.M_DAUGHTER, pairs.M_ONE, pairs.M_TWO, pairs.S)
    density = pairs.phase_space_density()
    plus, minus = pairs.SYMMETRIC, pairs.ANTISYMMETRIC
    terms = (
        pairs.decay_square(plus, plus),
        pairs.decay_square(minus, minus),
        pairs.decay_square(plus, minus) + pairs.decay_square(minus, plus),
    )
    together = sp.lambdify(arguments, [density * x for x in terms], "numpy", cse=True)
    standard = (density * pairs.standard_square()).subs({pairs.M_ONE: 0, pairs.M_TWO: 0})
    return together, sp.lambdify(
        (pairs.M_PARENT, pairs.M_DAUGHTER, pairs.S, pairs.G_FERMI), standard, "numpy"
    )


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
    return float(np.sum(_decay_laws()[1](heavy, light, s, electroweak().G_F) * weights))


def relative_width(sample: Sample, parent: str, daughter: str) -> FloatArray:
    """Σ Γ(parent → daughter Φ₁Φ₂)/Γ(parent → daughter ν ν̄), (n,); zero where no pair is open.

    To lowest order in the mass of the parent over M_E.

    Raises:
        ValueError: the parent is not heavier than the daughter, or no such lepton.
    """
    if _row(parent) <= _row(daughter):
        raise ValueError(f"parent = {parent!r}: must be heavier than daughter = {daughter!r}")
    heavy, light = mass(parent), mass(daughter)
    law, _ = _decay_laws()
    total = np.zeros(len(sample))
    for pair in _pairs(sample, daughter, parent, heavy - light):
        s, weights = _pair_mass_rule(pair.first + pair.second, heavy - light)
        spectra = law(heavy, light, pair.first[:, None], pair.second[:, None], s)
        even, odd, mixed = (np.sum(x * weights, axis=1) for x in spectra)
        plus, minus = (pair.direct + pair.crossed) / 2, (pair.direct - pair.crossed) / 2
        width = np.abs(plus) ** 2 * even + np.abs(minus) ** 2 * odd
        width += (plus * minus.conj()).real * mixed
        total[pair.rows] += pair.symmetry * width
    return np.asarray(total / sample.M_E**4 / standard_width(parent, daughter))


# --- single photons --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Collision:
    """Functions of the cross sections.

    Attributes:
        middle: D(s, M_E, m₁, m₂).
        half_range: B(s, m₁, m₂).
        waves: σ per a_I² J_P and per a_R² J_D, of k, s, D, r.
        closed: J_P and J_D of r and L.
        series: their coefficients in powers of r².
        neutrino: σ(s, M_Z, Γ_Z, g/2c_W, θ_W) of one neutrino.
    """

    middle: Law
    half_range: Law
    waves: Law
    closed: Law
    series: FloatArray
    neutrino: Law


@cache
def _collision() -> _Collision:
    import sympy as sp

    from darktmm.derive.models.dark import M_E
    from darktmm.derive.models.dark import scalar_pairs as pairs
    from darktmm.derive.models.dark.electroweak import M_Z, NEUTRAL, THETA_W

    middle, half_range = pairs.denominators()
    masses = (pairs.M_ONE, pairs.M_TWO)
    return _Collision(
        sp.lambdify((pairs.S, M_E, *masses), middle, "numpy"),
        sp.lambdify((pairs.S, *masses), half_range, "numpy"),
        sp.lambdify(
            (pairs.MOMENTUM, pairs.S, pairs.MIDDLE, pairs.RATIO), pairs.partial_waves(), "numpy"
        ),
        sp.lambdify((pairs.RATIO, pairs.HALF_LOGARITHM), pairs.angular_integrals(), "numpy"),
        np.array(pairs.angular_series(_SERIES_TERMS), dtype=float),
        sp.lambdify(
            (pairs.S, M_Z, pairs.WIDTH_Z, NEUTRAL, THETA_W), pairs.neutrino_cross_section(), "numpy"
        ),
    )


def _angular(ratio: FloatArray, logarithm: FloatArray) -> tuple[FloatArray, FloatArray]:
    """J_P and J_D of r < 1 and L = artanh r, shape of r."""
    laws = _collision()
    large = ratio > _SMALL
    power = np.where(large, 0.0, ratio**2)
    found = []
    closed = laws.closed(
        np.where(large, ratio, _SMALL), np.where(large, logarithm, np.arctanh(_SMALL))
    )
    for exact, coefficients in zip(closed, laws.series, strict=True):
        expanded = np.polynomial.polynomial.polyval(power, coefficients)
        found.append(np.where(large, exact, expanded))
    return found[0], found[1]


def cross_section(s: Any, M_E: Any, first: Any, second: Any, product: Any) -> FloatArray:
    """σ(e⁺e⁻ → Φ₁Φ₂) of two different scalars at tree level, GeV⁻².

    Args:
        s: GeV², above threshold.
        M_E, first, second: masses, GeV.
        product: c_e1 c*_e2.
    """
    laws = _collision()
    middle, half_range = laws.middle(s, M_E, first, second), laws.half_range(s, first, second)
    # D − B without the cancellation of light E: (D − M_E²)² − B² = (m₁m₂)²
    far = middle + half_range
    near = np.maximum(M_E**2 + (first * second) ** 2 / (far - M_E**2), np.finfo(np.float64).tiny)
    ratio = half_range / middle
    p_shape, d_shape = _angular(ratio, 0.5 * np.log(far / near))
    p_wave, d_wave = laws.waves(half_range / np.sqrt(s), s, middle, ratio)
    c = np.asarray(product)
    return np.asarray(c.imag**2 * p_wave * p_shape + c.real**2 * d_wave * d_shape)


def radiator(x: Any) -> Any:
    """Spectrum of collinear photons from the initial state, up to a common factor."""
    return (1 + (1 - x) ** 2) / x


def neutrino_cross_section(s: Any) -> FloatArray:
    """σ(e⁺e⁻ → ν ν̄) of one neutrino through the Z at lowest order, GeV⁻²."""
    weak = electroweak()
    coupling = math.sqrt(math.sqrt(2) * weak.G_F) * weak.M_Z
    angle = math.asin(math.sqrt(weak.sin2_theta_w))
    return np.asarray(_collision().neutrino(s, weak.M_Z, weak.Gamma_Z, coupling, angle))


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


def single_photons(sample: Sample, energy: float = LEP_ENERGY) -> FloatArray:
    """σ(e⁺e⁻ → Φ₁Φ₂ γ) summed over pairs, in units of one neutrino of the Z, (n,).

    Args:
        sample: the points.
        energy: √s, GeV.

    Raises:
        ValueError: the energy is not that of a machine above the Z.
    """
    if not (np.isfinite(energy) and energy > electroweak().M_Z):
        raise ValueError(f"energy = {energy}: must be larger than the mass of the Z, in GeV")
    total = np.zeros(len(sample))
    u, w = _unit_rule(_PHOTON_NODES)
    lepton = FLAVOURS[0]
    for pair in _pairs(sample, lepton, lepton, energy * math.sqrt(1 - SMALLEST_PHOTON)):
        first, second = pair.first[:, None], pair.second[:, None]
        logarithm = np.log((1 - ((first + second) / energy) ** 2) / SMALLEST_PHOTON)
        x = SMALLEST_PHOTON * np.exp(logarithm * u)
        s = (1 - x) * energy**2
        sigma = cross_section(s, sample.M_E[pair.rows, None], first, second, pair.direct[:, None])
        total[pair.rows] += pair.symmetry * np.sum(radiator(x) * sigma * logarithm * x * w, axis=1)
    return np.asarray(total / photons_with_neutrino(energy))


__all__ = [
    "couplings",
    "cross_section",
    "has_open_pair",
    "neutrino_cross_section",
    "photons_with_neutrino",
    "radiator",
    "relative_width",
    "single_photons",
    "standard_width",
]
