"""Widths of the charged partner E, GeV, for many points at once; see `derive.models.dark.partner_decays`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.observables.dark_photon import above_threshold
from darktmm.numeric.models.dark.parameters import Parameters

Law = Callable[..., Any]


def w_width(p: Parameters) -> FloatArray:
    """Σ_a Γ(E → N_a W), GeV, W on shell, (n,); g = 2(√2 G_F)^½ M_W."""
    weak = electroweak()
    coupling = 2 * math.sqrt(math.sqrt(2) * weak.G_F) * weak.M_W
    angle, heavy = p.majorana_angle, p.heavy_masses
    mass = np.full(len(p), weak.M_W)
    total = np.zeros(len(p))
    for a in range(2):
        total += above_threshold(laws.w_widths[a], p.M_E, heavy[:, a], mass, coupling, angle)
    return total


def scalar_widths(p: Parameters) -> tuple[FloatArray, FloatArray]:
    """Γ(E → ℓ_α S), GeV, (n, 3, 2g), and the masses M_S, GeV, (n, 2g): H first, then A."""
    scalars = np.concatenate([p.M_H, p.M_A], axis=1)
    rotation = np.concatenate([p.O_R, p.O_I], axis=2)
    squares = (p.y.real @ rotation) ** 2 + (p.y.imag @ rotation) ** 2
    mass = p.M_E[:, None]
    unit = np.where(scalars < mass, laws.scalar_width(mass, scalars), 0.0)
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


def decays(p: Parameters) -> Decays:
    """From the widths at tree level."""
    widths, scalars = scalar_widths(p)
    total = widths.sum(axis=(1, 2))
    with np.errstate(invalid="ignore"):
        shares = widths / total[:, None, None]
        leptonic = total / (total + w_width(p))
    return Decays(shares, scalars, leptonic)
