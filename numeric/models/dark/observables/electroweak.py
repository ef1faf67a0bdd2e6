r"""Z → N_aN_b and the oblique parameter T, for many points at once.

T is logarithmically divergent, because the masses of (4) and (6) break SU(2)_L explicitly
(`derive.models.dark.oblique`): it is given for a scale Λ at which nothing contributes at tree level. For
m_L = m_R, divergence and remainder vanish together on the lines M_E = M₂ and M_E = −M₁.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables.dark_photon import HEAVY_PAIRS, above_threshold
from darktmm.numeric.models.dark.point import FloatArray
from darktmm.numeric.models.dark.sample import Sample

SCALE = 1e4
"""Λ in GeV: the masses are taken to be generated there."""

_MASSLESS = 1e-30
"""In units of M_E: what stands for a massless N in T, far below rounding."""

_NODES = 48
_BLOCK = 1 << 13


@cache
def _z_laws() -> tuple[Callable[..., Any], ...]:
    """Γ(Z → N_aN_b)(M_Z, M_a, M_b, g/2c_W, θ) for 11, 12, 22."""
    import sympy as sp

    from darktmm.derive.models.dark import THETA, dark_model
    from darktmm.derive.models.dark.electroweak import PAIRS, z_pair_widths

    model = dark_model(neutrinos=2, majorana_angle=THETA)
    by_pair = dict(zip(PAIRS, z_pair_widths(model), strict=True))
    return tuple(
        sp.lambdify(by_pair[pair].arguments, by_pair[pair].expression, "numpy")
        for pair in HEAVY_PAIRS
    )


def z_width(sample: Sample) -> FloatArray:
    """Σ Γ(Z → N_aN_b), GeV, shape (n,); (g/2c_W)² = √2 G_F M_Z²."""
    weak = electroweak()
    coupling = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    mass = np.full(len(sample), weak.M_Z)
    heavy, angle = sample.heavy_masses, sample.majorana_angle
    total = np.zeros(len(sample))
    for (a, b), law in zip(HEAVY_PAIRS, _z_laws(), strict=True):
        total += above_threshold(law, mass, heavy[:, a - 1], heavy[:, b - 1], coupling, angle)
    return total


@cache
def _integrand() -> Callable[..., Any]:
    """dT/dx of `derive.models.dark.oblique`, arguments x, M₁, M₂, θ, M_E, Λ, M_W, s_W²."""
    import sympy as sp

    from darktmm.derive.models.dark.oblique import oblique_T as formula

    x = sp.Symbol("x", positive=True)
    law = formula()
    return sp.lambdify((x, *law.arguments), law.integrand(x), "numpy", cse=True)


@cache
def _rule() -> tuple[FloatArray, FloatArray]:
    """Nodes and weights on (0, 1), crowded at both ends where the logarithms live."""
    u, w = np.polynomial.legendre.leggauss(_NODES)
    u, w = (u + 1) / 2, w / 2
    # x = u⁴(35 − 84u + 70u² − 20u³): three derivatives vanish at 0 and 1
    return u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3), w * 140 * (u * (1 - u)) ** 3


def oblique_T(sample: Sample, scale: float = SCALE) -> FloatArray:
    """T at the scale Λ, shape (n,); see `derive.models.dark.oblique` for what Λ means.

    To about 2e-9 of (largest mass/M_W)², for masses that differ by orders of magnitude.

    Raises:
        ValueError: Λ is not a positive number.
    """
    if not (np.isfinite(scale) and scale > 0):
        raise ValueError(f"scale = {scale}: must be a positive number (GeV)")
    weak = electroweak()
    nodes, weights = _rule()
    result = np.empty(len(sample))
    angle = sample.majorana_angle
    # M² ln M² → 0 for a massless N; its logarithm alone would be infinite.
    heavy = np.where(sample.heavy_masses == 0, _MASSLESS * sample.M_E[:, None], sample.heavy_masses)
    for start in range(0, len(sample), _BLOCK):
        part = slice(start, start + _BLOCK)
        columns = (heavy[part, 0], heavy[part, 1], angle[part], sample.M_E[part])
        values = _integrand()(
            nodes, *(c[:, None] for c in columns), scale, weak.M_W, weak.sin2_theta_w
        )
        result[part] = np.broadcast_to(values, (len(columns[0]), len(nodes))) @ weights
    return result
