"""Widths of the charged partner E, GeV, for many points at once; see `derive.models.dark.partner_decays`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables.dark_photon import above_threshold
from darktmm.numeric.models.dark.point import FloatArray
from darktmm.numeric.models.dark.sample import Sample

Law = Callable[..., Any]


@cache
def _laws() -> tuple[tuple[Law, ...], Law]:
    """Γ(M_E, M_a, M_W, g, θ) for a = 1, 2, and Γ(M_E, M_S) for a unit coupling."""
    import sympy as sp

    from darktmm.derive.models.dark import M_1, M_2, M_E, THETA
    from darktmm.derive.models.dark import partner_decays as decays
    from darktmm.derive.models.dark.electroweak import M_W, G

    w = tuple(
        sp.lambdify((M_E, mass, M_W, G, THETA), decays.w_width(a), "numpy")
        for a, mass in ((1, M_1), (2, M_2))
    )
    unit = decays.scalar_width().subs(decays.COUPLING, 1)
    return w, sp.lambdify((M_E, decays.M_SCALAR), unit, "numpy")


def w_width(sample: Sample) -> FloatArray:
    """Σ_a Γ(E → N_a W), W on shell, (n,); g = 2(√2 G_F)^½ M_W."""
    weak = electroweak()
    coupling = 2 * math.sqrt(math.sqrt(2) * weak.G_F) * weak.M_W
    angle, heavy = sample.majorana_angle, sample.heavy_masses
    mass = np.full(len(sample), weak.M_W)
    total = np.zeros(len(sample))
    for a, law in enumerate(_laws()[0]):
        total += above_threshold(law, sample.M_E, heavy[:, a], mass, coupling, angle)
    return total


def scalar_widths(sample: Sample) -> tuple[FloatArray, FloatArray]:
    """Γ(E → ℓ_α S), (n, 3, 2g), and the masses M_S, (n, 2g): H first, then A."""
    scalars = np.concatenate([sample.M_H, sample.M_A], axis=1)
    rotation = np.concatenate([sample.O_R, sample.O_I], axis=2)
    squares = (sample.y.real @ rotation) ** 2 + (sample.y.imag @ rotation) ** 2
    mass = sample.M_E[:, None]
    unit = np.where(scalars < mass, _laws()[1](mass, scalars), 0.0)
    return squares * unit[:, None], scalars


# --- shares -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decays:
    """Two-body decays of E at n points.

    Attributes:
        shares: of e, μ, τ with each scalar in E → ℓ S, (n, 3, 2g); NaN where none is open.
        scalars: their masses, GeV, (n, 2g).
        leptonic: share of E → ℓ S, the rest being E → N W with W on shell, (n,).
    """

    shares: FloatArray
    scalars: FloatArray
    leptonic: FloatArray


def decays(sample: Sample) -> Decays:
    """From the widths at tree level."""
    widths, scalars = scalar_widths(sample)
    total = widths.sum(axis=(1, 2))
    with np.errstate(invalid="ignore"):
        shares = widths / total[:, None, None]
        leptonic = total / (total + w_width(sample))
    return Decays(shares, scalars, leptonic)
