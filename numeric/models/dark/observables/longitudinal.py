r"""Couplings of the longitudinal A' and the energy at which unitarity ends, for many points at once.

Laws: `derive.models.dark.longitudinal` and `derive.models.dark.unitarity`. What breaks U(1)_D is taken from
where it is small by itself: m_L and m_R for N, and for the scalars

.. math:: \big[O_R^T(M_R^2-M_I^2)O_I\big]_{km} = (M_{H_k}-M_{A_m})(M_{H_k}+M_{A_m})\,C_{km},\qquad
          C=O_R^TO_I ,

whose singular values are the lengths of the eigenvalues of :math:`M_R^2-M_I^2`. With P the matrix of
whole numbers nearest to C (a relabelling of A, or zero), :math:`C=P+O_R^T(O_I-O_RP)`: equal mixings
give P identically, and nearly equal ones lose nothing that O_R and O_I still know.
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters

__all__ = [
    "fermion_coupling",
    "heaviest_loop_mass",
    "inverse_unitarity_scale",
    "mass_over_scale",
    "scalar_breaking",
    "scalar_coupling",
    "trilinear_coupling",
    "unitarity_scale",
]


# --- fermions -----------------------------------------------------------------------------------


def fermion_coupling(p: Parameters) -> FloatArray:
    """Largest singular value of the Yukawa matrix of φ and N, a pure number, shape (n,).

    g_D|Q_N|(M₁ + M₂)/m_A' for m_L = m_R; NaN without a dark photon.
    """
    values = laws.fermion_strengths(p.m_L, p.m_R, p.g_D, p.Q_N, p.m_aprime)
    return np.maximum(*values)


def inverse_unitarity_scale(p: Parameters) -> FloatArray:
    """1/Λ, GeV⁻¹, shape (n,): zero where nothing grows with energy; NaN without a dark photon."""
    value: FloatArray = laws.inverse_scale(p.m_L, p.m_R, p.g_D, p.Q_N, p.m_aprime)
    return value


def unitarity_scale(p: Parameters) -> FloatArray:
    """Λ, GeV, shape (n,): N N → A'A' reaches |a₀| = ½; infinite where no amplitude grows.

    A Λ below the masses is no energy of a collision: it says that there is no energy at which one
    vertex at a time is an expansion.
    """
    inverse = inverse_unitarity_scale(p)
    with np.errstate(divide="ignore", over="ignore"):
        return 1 / inverse


def heaviest_loop_mass(p: Parameters, *, charged: bool = True) -> FloatArray:
    """The heaviest of N₁, N₂, E, H and A, GeV, shape (n,).

    Args:
        charged: with E, which is in the loops of μ → eγ, T and the mixing with the Z, but not in
            those of the moment and of F₁.
    """
    every = [np.abs(p.heavy_masses), p.M_H, p.M_A]
    if charged:
        every.append(p.M_E[:, None])
    return np.concatenate(every, axis=1).max(axis=1)


def mass_over_scale(p: Parameters) -> FloatArray:
    """The heaviest mass in the loops over the scale of unitarity Λ, a ratio, (n,); zero where there is none."""
    return heaviest_loop_mass(p) * inverse_unitarity_scale(p)


# --- scalars ------------------------------------------------------------------------------------


def scalar_breaking(p: Parameters) -> FloatArray:
    """O_Rᵀ(M_R² − M_I²)O_I, GeV², shape (n, g, g), rows H, columns A."""
    overlap = p.O_R.swapaxes(1, 2) @ p.O_I
    nearest = np.rint(overlap)
    rest = p.O_R.swapaxes(1, 2) @ (p.O_I - p.O_R @ nearest)
    even, odd = p.M_H[:, :, None], p.M_A[:, None, :]
    return (even - odd) * (even + odd) * (nearest + rest)


def scalar_coupling(p: Parameters) -> FloatArray:
    """The quartic coupling whose wave is that of two φ and two scalars, shape (n,).

    The largest |eigenvalue| of L, or the norm of φφ → SS where that is more (three generations);
    NaN without a dark photon.
    """
    matrix = scalar_breaking(p)
    largest = np.linalg.svd(matrix, compute_uv=False)[:, 0]
    norm = np.sqrt(np.square(matrix).sum(axis=(1, 2)))
    elastic, annihilation = laws.scalar_waves(p.g_D, p.Q_S, p.m_aprime)
    return np.maximum(elastic * largest, annihilation * norm)


def trilinear_coupling(p: Parameters) -> FloatArray:
    """|μ_km| of φH_kA_m, GeV, shape (n, g, g); NaN without a dark photon."""
    strength = laws.trilinear(p.g_D, p.Q_S, p.m_aprime)
    return np.asarray(strength)[:, None, None] * np.abs(scalar_breaking(p))
