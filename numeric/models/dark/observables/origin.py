r"""The scales at which the masses that break the gauge symmetry have to be generated.

`derive.models.dark.origin` finds the operators of lowest dimension: for |Q_φ| = 2|Q_N|,

.. math:: (\Psi H)(\Psi H)\varphi^*/\Lambda^2\to m_L, m_R,\qquad
          \mu_{ab}S_aS_b\varphi\to b_{ab},\qquad
          (\bar\Psi H)(H^\dagger\Psi)/\Lambda\to M_N-M_E ,

with coefficient 1 where the mass stands in the Lagrangian. A description in terms of Ψ, S and A'
makes sense up to Λ only: Λ has to be above every mass in the loops. Vacuum values: v from G_F, v_D
from m_A' = g_D|Q_φ|v_D, that is: A' has no other source of mass. Scales in GeV, shape (n,); Λ is
infinite where nothing is broken, and NaN where it needs the mass of a dark photon that is not given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.laws import CHARGES
from darktmm.numeric.models.dark.parameters import Parameters

LARGEST = math.sqrt(4 * math.pi)
"""Coupling at which the expansion parameter g²/4π is 1."""


def _check(charge: int) -> None:
    if charge not in CHARGES:
        raise ValueError(f"charge = {charge!r}: |Q_phi| must be one of {CHARGES}, in units of Q_N")


def electroweak_vacuum() -> float:
    """v, GeV."""
    return float(laws.electroweak_vacuum(electroweak().G_F))


def dark_vacuum(p: Parameters, charge: int = 2) -> FloatArray:
    """v_D for |Q_φ| = charge·|Q_N|, GeV, (n,); infinite where A' does not couple, NaN without A'.

    Raises:
        ValueError: |Q_φ| is neither 1 nor 2 units.
    """
    _check(charge)
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        values = laws.dark_vacuum(p.m_aprime, p.g_D, p.Q_N)[charge]
    return np.asarray(values, dtype=float)


def heaviest_mass(p: Parameters) -> FloatArray:
    """The largest mass in the loops, GeV, (n,): E, N_α, H_k, A_k."""
    masses = (p.M_E[:, None], np.abs(p.heavy_masses), p.M_H, p.M_A)
    return np.asarray(np.concatenate(masses, axis=1).max(axis=1))


def heaviest_dark_mass(p: Parameters) -> FloatArray:
    """The largest mass in the loops of neutrinos, GeV, (n,): N_α, H_k, A_k."""
    masses = (np.abs(p.heavy_masses), p.M_H, p.M_A)
    return np.asarray(np.concatenate(masses, axis=1).max(axis=1))


def soft_masses(p: Parameters) -> FloatArray:
    r"""b_ab of L_split, GeV², shape (n, g, g).

    :math:`2b=O_R\left[M_H^2-WM_A^2W^T\right]O_R^T` with :math:`W=O_R^TO_I`. Orthogonality of W turns
    the bracket into a sum of differences :math:`M_{H_k}^2-M_{A_m}^2`, and :math:`W-1` is formed from
    :math:`O_I-O_R`: nothing cancels for nearly equal spectra and angles.
    """
    turned = np.swapaxes(p.O_R, 1, 2)
    W = np.eye(p.M_H.shape[1]) + turned @ (p.O_I - p.O_R)
    H, A = p.M_H[:, :, None], p.M_A[:, None, :]
    difference = (H - A) * (H + A)  # k, m
    half = np.einsum("nkm,nlm,nkm->nkl", W, W, difference) / 2
    bracket = half + np.swapaxes(half, 1, 2)
    return np.asarray(p.O_R @ bracket @ turned / 2)


def _breakings(p: Parameters) -> dict[str, FloatArray]:
    """Size of m_L, m_R, the largest b_ab, and M_N − M_E."""
    return {
        "m_L": np.abs(p.m_L),
        "m_R": np.abs(p.m_R),
        "b": np.abs(soft_masses(p)).max(axis=(1, 2)),
        "M_N - M_E": np.abs(p.m_D - p.M_E),
    }


def _dimensions(charge: int) -> Mapping[str, int]:
    """Of the lowest operators for m_L, m_R, b_ab and M_N − M_E."""
    dimensions: Mapping[str, int] = laws.breaking_dimensions()[charge]
    return dimensions


def _required(charge: int, name: str, size: FloatArray, v_D: FloatArray) -> FloatArray:
    """Λ for d > 4, the coefficient for d ≤ 4."""
    dimension = _dimensions(charge)[name]
    with np.errstate(all="ignore"):
        vacua = laws.breaking_vacua(electroweak_vacuum(), v_D)
        vacuum = np.broadcast_to(vacua[charge][name], size.shape)
        if dimension <= 4:
            return np.where(size == 0, 0.0, size / vacuum)
        power = 1 / (dimension - 4)
        scale = vacuum**power / size**power
    return np.where(size == 0, np.inf, scale)


def majorana_scale(p: Parameters, charge: int = 2) -> FloatArray:
    """Λ for the larger of |m_L| and |m_R|, GeV, (n,): dimension 6 for charge 2, 7 for charge 1."""
    scales = origin_scales(p, charge)
    return np.minimum(scales["Lambda(m_L)"], scales["Lambda(m_R)"])


def doublet_scale(p: Parameters) -> FloatArray:
    """Λ for M_N − M_E, GeV, (n,): dimension 5, with M_N = m_D as in (4)."""
    size = _breakings(p)["M_N - M_E"]
    unused = np.full(len(p), np.nan)  # no dark Higgs field in this operator
    return _required(2, "M_N - M_E", size, unused)


def trilinear(p: Parameters) -> FloatArray:
    """μ for the largest |b_ab|, GeV, (n,): a coupling of dimension 1 of a φ with two units of charge."""
    size = _breakings(p)["b"]
    return _required(2, "b", size, dark_vacuum(p))


def quartic(p: Parameters) -> FloatArray:
    """The pure number λ in λ S_aS_bφφ for the largest |b_ab|, (n,), for a φ with one unit of charge."""
    size = _breakings(p)["b"]
    return _required(1, "b", size, dark_vacuum(p, 1))


def yukawa(p: Parameters) -> FloatArray:
    """The larger of |y_L| and |y_R| of `derive.models.dark_higgs`, pure numbers, (n,).

    Below the electroweak scale.
    """
    size = np.maximum(np.abs(p.m_L), np.abs(p.m_R))
    with np.errstate(all="ignore"):
        value = laws.dark_yukawa(size, dark_vacuum(p))
    return np.where(size == 0, 0.0, value)


def largest_majorana_mass(p: Parameters) -> FloatArray:
    """|m_L|, |m_R| for a Yukawa coupling √(4π) of the dark Higgs field, GeV, (n,)."""
    return dark_vacuum(p) * (LARGEST / laws.dark_yukawa(1.0, 1.0))


def largest_radial_mass(p: Parameters) -> FloatArray:
    r"""m_h for λ_Φ = 4π, GeV, (n,): where the growth of :math:`NN\to A'_LA'_L` ends at the latest."""
    return np.asarray(laws.radial_mass(LARGEST**2, dark_vacuum(p)))


def origin_scales(p: Parameters, charge: int = 2) -> dict[str, FloatArray]:
    """What each breaking needs, beside the masses, GeV, (n,) each.

    For charge 2: v_D, Λ(m_L), Λ(m_R), μ(b), Λ(M_N − M_E), M_E, the heaviest mass. For charge 1 the
    quartic coupling λ(b), a number, takes the place of μ(b).

    Raises:
        ValueError: |Q_φ| is neither 1 nor 2 units.
    """
    v_D, sizes = dark_vacuum(p, charge), _breakings(p)
    table = {"v_D": v_D}
    for name, dimension in _dimensions(charge).items():
        symbol = {3: "mu", 4: "lambda"}.get(dimension, "Lambda")
        table[f"{symbol}({name})"] = _required(charge, name, sizes[name], v_D)
    return {**table, "M_E": p.M_E, "heaviest mass": heaviest_mass(p)}


def lowest_scale(p: Parameters, charge: int = 2) -> FloatArray:
    """The smallest Λ that the point needs, GeV, (n,); where there is no dark photon, that of M_N − M_E."""
    scales = origin_scales(p, charge)
    cuts = [value for name, value in scales.items() if name.startswith("Lambda")]
    return np.asarray(np.fmin.reduce(cuts))


def allowed_masses(
    p: Parameters, scale: FloatArray | None = None, charge: int = 2
) -> dict[str, FloatArray]:
    """The largest m_L, m_R and |M_N − M_E| that operators of a given scale leave, GeV.

    Args:
        scale: Λ in GeV, shape (n,); M_E unless given, the least that a theory with E allows.

    Raises:
        ValueError: a scale is not positive, or |Q_φ| is neither 1 nor 2 units.
    """
    v_D = dark_vacuum(p, charge)
    at = p.M_E if scale is None else scale
    if np.any(bad := ~(at > 0)):
        raise ValueError(f"scale = {at[bad][0]}: must be positive (GeV)")
    with np.errstate(all="ignore"):
        vacua = laws.breaking_vacua(electroweak_vacuum(), v_D)[charge]
        return {
            name: np.broadcast_to(vacua[name] / at ** (dimension - 4), at.shape)
            for name, dimension in _dimensions(charge).items()
            if dimension > 4
        }
