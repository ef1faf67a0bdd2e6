r"""What a mixing of A' with the Z by mass, δ_Z = Π_ZA'(0)/M_Z², does to masses and couplings.

A' couples to everything that the Z couples to, and the masses are pushed apart:
`derive.models.dark.z_aprime_mixing`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.processes import laws

FERMIONS = ("nu", "e", "u", "d")


def mass_shifts(delta: FloatArray, m_aprime: FloatArray) -> tuple[FloatArray, FloatArray]:
    """δM_Z²/M_Z² and δm²_A'/m²_A', relative, to second order in δ_Z, (n,) each.

    NaN without a dark photon and for m_A' = M_Z.
    """
    m_z = electroweak().M_Z
    mass = np.where(m_aprime == m_z, np.nan, m_aprime)
    of_z, of_aprime = laws.mass_shifts(delta, m_z, mass)
    return of_z / m_z**2, of_aprime / mass**2


@cache
def _induced() -> dict[str, Any]:
    """(g_L, g_R)/δ_Z of A' by mass mixing, and g_V/ε by kinetic mixing, of `FERMIONS`."""
    weak = electroweak()
    angle = math.asin(math.sqrt(weak.sin2_theta_w))
    neutral = math.sqrt(math.sqrt(2) * weak.G_F) * weak.M_Z
    couplings = laws.induced_couplings(angle, neutral)
    charges = laws.mixing_charges(constants().elementary_charge)
    return {name: (couplings[name], charges[name]) for name in FERMIONS}


def universal_neutrino_coupling(delta: FloatArray) -> FloatArray:
    """What mass mixing adds to every f_ii (coefficient of γ^μP_L), a pure number, (n,); f_ji + this δ_ji."""
    (left, _), _ = _induced()["nu"]
    return np.asarray(left * delta)


def fermion_couplings(
    name: str, delta: FloatArray, epsilon: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """(g_V, g_A) of Γ^μ = γ^μ(g_V + g_Aγ₅) of A' to nu, e, u or d, pure numbers, (n,) each.

    Args:
        name: one of `FERMIONS`.
        delta: δ_Z.
        epsilon: adds what kinetic mixing gives, NaN where it is NaN.

    Raises:
        ValueError: no such fermion.
    """
    if name not in FERMIONS:
        raise ValueError(f"name = {name!r}: must be one of {', '.join(FERMIONS)}")
    (left, right), charge = _induced()[name]
    vector = (left + right) / 2 * delta
    if epsilon is not None:
        vector = vector + charge * epsilon
    return vector, (right - left) / 2 * delta
