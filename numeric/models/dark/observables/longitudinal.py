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

from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.models.dark.point import FloatArray
from darktmm.numeric.models.dark.sample import Sample

__all__ = [
    "fermion_coupling",
    "heaviest_loop_mass",
    "inverse_unitarity_scale",
    "largest_fermion_coupling",
    "largest_scalar_coupling",
    "scalar_breaking",
    "scalar_coupling",
    "trilinear_coupling",
    "unitarity_scale",
]


def _compiled(arguments: Any, expression: Any) -> Callable[..., Any]:
    import sympy as sp

    law: Callable[..., Any] = sp.lambdify(arguments, expression, "numpy")
    return law


@cache
def _fermion_law() -> Callable[..., Any]:
    """The two singular values of Y as functions of m_L, m_R, g_D, Q_N, m_A'."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, M_LEFT, M_RIGHT, Q_N, dark_model
    from darktmm.derive.models.dark.longitudinal import fermion_strengths

    strengths = fermion_strengths(dark_model(neutrinos=2))
    return _compiled((M_LEFT, M_RIGHT, G_D, Q_N, DARK_PHOTON.mass), list(strengths))


@cache
def _scalar_laws() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """16π times the waves of φX → φX and φφ → XX, per eigenvalue and per norm of M_R² − M_I²."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_S, dark_model
    from darktmm.derive.models.dark.unitarity import annihilation_wave, elastic_wave, normalisation

    model, arguments = dark_model(neutrinos=2), (G_D, Q_S, DARK_PHOTON.mass)
    elastic, annihilation = (
        _compiled(arguments, wave(model) / normalisation())
        for wave in (elastic_wave, annihilation_wave)
    )
    return elastic, annihilation


@cache
def _trilinear_law() -> Callable[..., Any]:
    """μ per element of O_Rᵀ(M_R² − M_I²)O_I, one generation; arguments g_D, Q_S, m_A'."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_S, dark_model
    from darktmm.derive.models.dark.longitudinal import trilinear

    model = dark_model(generations=1, neutrinos=2)
    (even,), (odd,) = model.even, model.odd
    per_splitting = abs(trilinear(model, 1, 1) / (even.mass**2 - odd.mass**2)).simplify()
    return _compiled((G_D, Q_S, DARK_PHOTON.mass), per_splitting)


@cache
def _scale_law() -> Callable[..., Any]:
    """1/Λ as a function of m_L, m_R, g_D, Q_N, m_A'."""
    from darktmm.derive.models.dark import DARK_PHOTON, G_D, M_LEFT, M_RIGHT, Q_N, dark_model
    from darktmm.derive.models.dark.unitarity import inverse_scale

    law = inverse_scale(dark_model(neutrinos=2))
    return _compiled((M_LEFT, M_RIGHT, G_D, Q_N, DARK_PHOTON.mass), law)


@cache
def largest_fermion_coupling() -> float:
    """|Y| at which N N → N N reaches |a₀| = ½: √(4π)."""
    from darktmm.derive.models.dark.unitarity import largest_yukawa

    return float(largest_yukawa())


@cache
def largest_scalar_coupling() -> float:
    """Quartic coupling at which a longitudinal A' and a scalar reach |a₀| = ½: 8π."""
    from darktmm.derive.models.dark.unitarity import largest_quartic

    return float(largest_quartic())


# --- fermions -----------------------------------------------------------------------------------


def fermion_coupling(sample: Sample) -> FloatArray:
    """Largest singular value of the Yukawa matrix of φ and N, shape (n,).

    g_D|Q_N|(M₁ + M₂)/m_A' for m_L = m_R; NaN without a dark photon.
    """
    values = _fermion_law()(sample.m_L, sample.m_R, sample.g_D, sample.Q_N, sample.m_aprime)
    return np.maximum(*values)


def inverse_unitarity_scale(sample: Sample) -> FloatArray:
    """1/Λ, GeV⁻¹, shape (n,): zero where nothing grows with energy; NaN without a dark photon."""
    value: FloatArray = _scale_law()(
        sample.m_L, sample.m_R, sample.g_D, sample.Q_N, sample.m_aprime
    )
    return value


def unitarity_scale(sample: Sample) -> FloatArray:
    """Λ, GeV, shape (n,): N N → A'A' reaches |a₀| = ½; infinite where no amplitude grows.

    A Λ below the masses is no energy of a collision: it says that there is no energy at which one
    vertex at a time is an expansion.
    """
    inverse = inverse_unitarity_scale(sample)
    with np.errstate(divide="ignore", over="ignore"):
        return 1 / inverse


def heaviest_loop_mass(sample: Sample, *, charged: bool = True) -> FloatArray:
    """The heaviest of N₁, N₂, E, H and A, GeV, shape (n,).

    Args:
        charged: with E, which is in the loops of μ → eγ, T and the mixing with the Z, but not in
            those of the moment and of F₁.
    """
    every = [np.abs(sample.heavy_masses), sample.M_H, sample.M_A]
    if charged:
        every.append(sample.M_E[:, None])
    return np.concatenate(every, axis=1).max(axis=1)


# --- scalars ------------------------------------------------------------------------------------


def scalar_breaking(sample: Sample) -> FloatArray:
    """O_Rᵀ(M_R² − M_I²)O_I, GeV², shape (n, g, g), rows H, columns A."""
    overlap = sample.O_R.swapaxes(1, 2) @ sample.O_I
    nearest = np.rint(overlap)
    rest = sample.O_R.swapaxes(1, 2) @ (sample.O_I - sample.O_R @ nearest)
    even, odd = sample.M_H[:, :, None], sample.M_A[:, None, :]
    return (even - odd) * (even + odd) * (nearest + rest)


def scalar_coupling(sample: Sample) -> FloatArray:
    """The quartic coupling whose wave is that of two φ and two scalars, shape (n,).

    The largest |eigenvalue| of L, or the norm of φφ → SS where that is more (three generations);
    NaN without a dark photon.
    """
    matrix = scalar_breaking(sample)
    largest = np.linalg.svd(matrix, compute_uv=False)[:, 0]
    norm = np.sqrt(np.square(matrix).sum(axis=(1, 2)))
    elastic, annihilation = (law(sample.g_D, sample.Q_S, sample.m_aprime) for law in _scalar_laws())
    return np.maximum(elastic * largest, annihilation * norm)


def trilinear_coupling(sample: Sample) -> FloatArray:
    """|μ_km| of φH_kA_m, GeV, shape (n, g, g); NaN without a dark photon."""
    strength = _trilinear_law()(sample.g_D, sample.Q_S, sample.m_aprime)
    return np.asarray(strength)[:, None, None] * np.abs(scalar_breaking(sample))
