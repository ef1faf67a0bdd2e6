r"""Z → N_aN_b, the oblique parameter T and longitudinal W bosons, for many points at once.

T is logarithmically divergent, because the masses of (4) and (6) break SU(2)_L explicitly
(`derive.models.dark.oblique`): it is given for a scale Λ at which nothing contributes at tree level. For
m_L = m_R, divergence and remainder vanish together on the lines M_E = M₂ and M_E = −M₁.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.observables.dark_photon import HEAVY_PAIRS, above_threshold
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.predictions import SCALE

_MASSLESS = 1e-30
"""In units of M_E: what stands for a massless N in T, far below rounding."""

_NODES = 48
_BLOCK = 1 << 13


def z_width(p: Parameters) -> FloatArray:
    """Σ Γ(Z → N_aN_b), GeV, shape (n,); (g/2c_W)² = √2 G_F M_Z²."""
    weak = electroweak()
    coupling = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    mass = np.full(len(p), weak.M_Z)
    heavy, angle = p.heavy_masses, p.majorana_angle
    total = np.zeros(len(p))
    for a, b in HEAVY_PAIRS:
        law = laws.z_pair_widths[a, b]
        total += above_threshold(law, mass, heavy[:, a - 1], heavy[:, b - 1], coupling, angle)
    return total


@cache
def _rule() -> tuple[FloatArray, FloatArray]:
    """Nodes and weights on (0, 1), crowded at both ends where the logarithms live."""
    u, w = np.polynomial.legendre.leggauss(_NODES)
    u, w = (u + 1) / 2, w / 2
    # x = u⁴(35 − 84u + 70u² − 20u³): three derivatives vanish at 0 and 1
    return u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3), w * 140 * (u * (1 - u)) ** 3


def oblique_T(p: Parameters, scale: float = SCALE) -> FloatArray:
    """T at the scale Λ, a pure number, shape (n,); see `derive.models.dark.oblique` for what Λ means.

    To about 2e-9 of (largest mass/M_W)², for masses that differ by orders of magnitude.

    Raises:
        ValueError: Λ is not a positive number.
    """
    if not (np.isfinite(scale) and scale > 0):
        raise ValueError(f"scale = {scale}: must be a positive number (GeV)")
    weak = electroweak()
    nodes, weights = _rule()
    result = np.empty(len(p))
    angle = p.majorana_angle
    # M² ln M² → 0 for a massless N; its logarithm alone would be infinite.
    heavy = np.where(p.heavy_masses == 0, _MASSLESS * p.M_E[:, None], p.heavy_masses)
    for start in range(0, len(p), _BLOCK):
        part = slice(start, start + _BLOCK)
        columns = (heavy[part, 0], heavy[part, 1], angle[part], p.M_E[part])
        values = laws.oblique_T(
            nodes, *(c[:, None] for c in columns), scale, weak.M_W, weak.sin2_theta_w
        )
        result[part] = np.broadcast_to(values, (len(columns[0]), len(nodes))) @ weights
    return result


def longitudinal_w(p: Parameters) -> FloatArray:
    """The larger coupling of a longitudinal W to E and N, from their splitting, a pure number, (n,)."""
    masses = (*p.heavy_masses.T, p.majorana_angle, p.M_E)
    squares = np.broadcast_arrays(*laws.longitudinal_strength(*masses))
    # g/M_W = 2 (√2 G_F)^½; rounding may leave a square of an unsplit doublet below zero.
    scale = 2 * math.sqrt(math.sqrt(2) * electroweak().G_F)
    return np.asarray(scale * np.sqrt(np.maximum(np.max(squares, axis=0), 0.0)))
