r"""Vector–vector loops of N, E and the scalars, for many points at once.

Mass of A', mixing of A' with Z and photon, and the oblique parameter S:
`derive.models.dark.z_aprime_mixing`, `derive.models.dark.aprime_mass`,
`derive.models.dark.oblique`. What diverges is given in the
:math:`\overline{\rm MS}` scheme at a scale Λ, at which nothing contributes at tree level.

What breaks U(1)_D or isospin stands in front of every integral, and is formed from the masses of the
Lagrangian: m_L + m_R, (m_L − m_R)/2R, M_H − M_A, m_D − M_E. Results are good to about 1e-14 of the
logarithms that they contain, for all masses and splittings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.predictions import SCALE
from darktmm.numeric.processes import mass_mixing

_MASSLESS = 1e-30
"""In units of M_E: what stands for a massless N."""

_STEP, _NODES = 0.45, 84
_BLOCK = 1 << 12


@cache
def _rule() -> tuple[FloatArray, FloatArray, FloatArray]:
    """x, 1 − x and weights for ∫₀¹dx: the trapezoid rule in u, x = 1/(1 + e^−u).

    xM₁² + (1−x)M₂² is a ratio of exponentials and a constant: it has its zeros at Im u = π, for all
    masses. The error is of the order of e^(−2π²/h), whatever they are.
    """
    u = _STEP * np.arange(-_NODES, _NODES + 1)
    x, rest = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
    return x, rest, _STEP * x * rest


def _scale(scale: float) -> float:
    if not (np.isfinite(scale) and scale > 0):
        raise ValueError(f"scale = {scale}: must be a positive number (GeV)")
    return float(scale)


# --- masses of N ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Heavy:
    """Signed masses of N and what they are made of, GeV, each (n,).

    Attributes:
        first, second: M₁, M₂, not zero.
        trace: M₁ + M₂ = m_L + m_R.
        cosine, sine: of 2θ.
        splitting: |M_α| − M_E.
        charged: M_E.
    """

    first: FloatArray
    second: FloatArray
    trace: FloatArray
    cosine: FloatArray
    sine: FloatArray
    splitting: tuple[FloatArray, FloatArray]
    charged: FloatArray


def _heavy(p: Parameters) -> _Heavy:
    trace, half = p.m_L + p.m_R, (p.m_L - p.m_R) / 2
    radius = np.hypot(p.m_D, half)
    safe = np.where(radius > 0, radius, 1.0)
    cosine = np.where(radius > 0, half / safe, 0.0)
    sine = np.where(radius > 0, p.m_D / safe, 1.0)
    # √(m_D² + half²) − m_D without a difference
    total = radius + p.m_D
    excess = half * (half / np.where(total > 0, total, 1.0))
    common = (p.m_D - p.M_E) + excess
    first, second = p.heavy_masses.T
    splitting = (
        np.where(first <= 0, common - trace / 2, first - p.M_E),
        np.where(second >= 0, common + trace / 2, -second - p.M_E),
    )
    light = _MASSLESS * p.M_E
    return _Heavy(
        first=np.where(first == 0, light, first),
        second=np.where(second == 0, light, second),
        trace=trace,
        cosine=cosine,
        sine=sine,
        splitting=splitting,
        charged=p.M_E,
    )


def _blocks(p: Parameters) -> Iterator[tuple[slice, Parameters]]:
    for start in range(0, len(p), _BLOCK):
        part = slice(start, start + _BLOCK)
        yield part, p[part]


def _integrated(law: Callable[..., Any], p: Parameters, *rest: float) -> FloatArray:
    """∫dx law(x, M₁, M₂, trace, cos 2θ, sin 2θ, ...)."""
    nodes, _, weights = _rule()
    result = np.empty(len(p))
    for part, block in _blocks(p):
        h = _heavy(block)
        columns = (h.first, h.second, h.trace, h.cosine, h.sine)
        values = law(nodes, *(c[:, None] for c in columns), *rest)
        result[part] = np.broadcast_to(values, (len(block), len(nodes))) @ weights
    return result


# --- the current of N at q² = 0 -------------------------------------------------------------------


def correlator(p: Parameters, scale: float = SCALE) -> FloatArray:
    """Π_NN(0) of the current N̄γ^μN, GeV², (n,); zero for m_L = m_R = 0.

    Raises:
        ValueError: Λ is not a positive number.
    """
    return _integrated(laws.correlator, p, _scale(scale))


def _current(p: Parameters, which: str) -> FloatArray:
    weak = electroweak()
    neutral = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    values = laws.currents(p.g_D, p.Q_N, neutral, weak.sin2_theta_w, constants().elementary_charge)
    return np.broadcast_to(values[which], (len(p),))


# --- radiative mass -------------------------------------------------------------------------------


def scalar_mass(p: Parameters) -> FloatArray:
    """δm²_A' of all pairs H_kA_m, GeV², (n,)."""
    nodes, _, weights = _rule()
    total = np.zeros(len(p))
    for part, block in _blocks(p):
        mixing = block.O_R.swapaxes(1, 2) @ block.O_I
        charges = (block.g_D[:, None], block.Q_S[:, None])
        for k in range(mixing.shape[1]):
            for m in range(mixing.shape[2]):
                even, odd = block.M_H[:, k], block.M_A[:, m]
                inside = (
                    laws.scalar_splitting(nodes, even[:, None], odd[:, None], *charges) @ weights
                )
                breaking = (even - odd) * (even + odd) * mixing[:, k, m]
                total[part] += breaking**2 * inside
    return total


def fermion_mass(p: Parameters, scale: float = SCALE) -> FloatArray:
    """δm²_A' of N at Λ, GeV², (n,)."""
    return _current(p, "N A'") ** 2 * correlator(p, scale)


def radiative_mass(p: Parameters, scale: float = SCALE) -> FloatArray:
    """δm²_A' of all loops at Λ, GeV², (n,); zero where U(1)_D is exact."""
    return fermion_mass(p, scale) + scalar_mass(p)


def mass_tuning(p: Parameters, scale: float = SCALE) -> FloatArray:
    """|δm²_A'|/m²_A', a ratio, (n,): above 1, m_A' needs a cancellation; NaN without a dark photon."""
    return np.abs(radiative_mass(p, scale)) / p.m_aprime**2


# --- mixing with the Z ----------------------------------------------------------------------------


def z_mixing(p: Parameters, scale: float = SCALE) -> FloatArray:
    """δ_Z = Π_ZA'(0)/M_Z² at Λ, a pure number, (n,)."""
    product = _current(p, "N Z") * _current(p, "N A'")
    return product * correlator(p, scale) / electroweak().M_Z ** 2


def z_mixing_running(p: Parameters) -> FloatArray:
    """dδ_Z/d ln Λ, a pure number, (n,)."""
    product = _current(p, "N Z") * _current(p, "N A'")
    return product * laws.correlator_running(p.m_L, p.m_R) / electroweak().M_Z ** 2


def mixing_mass_tuning(p: Parameters, scale: float = SCALE) -> FloatArray:
    """|δm²_A'|/m²_A' by mixing with the Z, to second order in δ_Z, a ratio, (n,)."""
    return np.abs(mass_mixing.mass_shifts(z_mixing(p, scale), p.m_aprime)[1])


# --- derivatives at q² = 0: S, and kinetic mixing -------------------------------------------------


def _relative_slope(p: Parameters) -> tuple[FloatArray, float]:
    """Π'_NN(0) − Π'_EE(0), and the coefficient of the pole that both have.

    Logarithms are those of Δ/M_E²: where N is nearly degenerate with E, of 1 plus the splitting.
    """
    nodes, rest, weights = _rule()
    total = np.zeros(len(p))
    for part, block in _blocks(p):
        h = _heavy(block)
        columns = [c[:, None] for c in (h.first, h.second, h.trace, h.cosine, h.sine)]
        masses = (h.first / h.charged, h.second / h.charged)
        off = [d / h.charged * (2 + d / h.charged) for d in h.splitting]
        for (log_part, plain), (i, j) in laws.slope_parts(nodes, *columns):
            if i == j:
                deviation, ratio = off[i][:, None], masses[i][:, None] ** 2
            else:
                deviation = nodes * off[i][:, None] + rest * off[j][:, None]
                ratio = nodes * masses[i][:, None] ** 2 + rest * masses[j][:, None] ** 2
            near = np.abs(deviation) < 0.5
            logarithm = np.where(
                near, np.log1p(np.where(near, deviation, 0.0)), np.log(np.where(near, 1.0, ratio))
            )
            value = plain - log_part * logarithm
            total[part] += np.broadcast_to(value, (len(block), len(nodes))) @ weights
    return total, laws.slope_of_pole()


def correlator_slopes(p: Parameters, scale: float = SCALE) -> tuple[FloatArray, FloatArray]:
    """Π'(0) of the currents N̄γ^μN and ĒγμE at Λ, pure numbers, (n,) each."""
    relative, pole = _relative_slope(p)
    charged = pole * 2 * np.log(_scale(scale) / p.M_E)
    return relative + charged, charged


def oblique_S(p: Parameters) -> FloatArray:
    """S of the doublet, a pure number, (n,); zero where it is not split."""
    return laws.oblique_S() * _relative_slope(p)[0]


def z_kinetic_mixing(p: Parameters, scale: float = SCALE) -> FloatArray:
    """Π'_ZA'(0) at Λ, a pure number, (n,): what A' couples to Z at q² is suppressed by q²/M_Z² beside it."""
    neutral, charged = correlator_slopes(p, scale)
    with_z = _current(p, "N Z") * neutral + _current(p, "E Z") * charged
    return with_z * _current(p, "N A'")


def loop_epsilon(p: Parameters, scale: float = SCALE) -> FloatArray:
    """What the loop of E adds to ε below M_E, if ε vanishes at Λ; a pure number, (n,)."""
    e = constants().elementary_charge
    return laws.loop_epsilon(p.g_D, p.Q_N, e, p.M_E, _scale(scale))


def epsilon_running(p: Parameters) -> FloatArray:
    """dε/d ln Λ above M_E, a pure number, (n,)."""
    e = constants().elementary_charge
    value = laws.epsilon_running(p.g_D, p.Q_N, e)
    return np.broadcast_to(value, (len(p),))


def epsilon_tuning(p: Parameters, scale: float = SCALE) -> FloatArray:
    """|ε_loop|/|ε|, a ratio, (n,): above 1, ε needs a cancellation; NaN without, infinite at ε = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.abs(loop_epsilon(p, scale)) / np.abs(p.epsilon)


# --- q² ≠ 0 ---------------------------------------------------------------------------------------


def correlator_at(p: Parameters, q_squared: float, scale: float = SCALE) -> FloatArray:
    """Π_NN(q²) for space-like q², GeV², (n,); to rounding of the largest squared mass or q².

    Raises:
        ValueError: q² is positive (N could be produced) or not finite.
    """
    if not (np.isfinite(q_squared) and q_squared <= 0):
        raise ValueError(f"q_squared = {q_squared}: must be finite and <= 0 (GeV²)")
    return _integrated(laws.correlator_at, p, _scale(scale), float(q_squared))
