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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.point import FloatArray
from darktmm.numeric.models.dark.sample import Sample

LARGEST = math.sqrt(4 * math.pi)
"""Coupling at which the expansion parameter g²/4π is 1."""

CHARGES = (1, 2)
"""|Q_φ| in units of |Q_N|."""


@dataclass(frozen=True)
class Law:
    """One operator: the mass is Λ^(4−d) times a product of vacuum values.

    Attributes:
        dimension: d.
        vacuum: the product as a function of v and v_D.
    """

    dimension: int
    vacuum: Callable[..., Any]


@cache
def _vacuum_values() -> tuple[Callable[..., Any], Mapping[int, Callable[..., Any]]]:
    """v(G_F) and, for each |Q_φ|, v_D(m_A', g_D, Q_N)."""
    import sympy as sp

    from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_N
    from darktmm.derive.models.dark.origin import FERMI, dark_vacuum, electroweak_vacuum

    arguments = (DARK_PHOTON.mass, G_D, Q_N)
    dark = {q: sp.lambdify(arguments, dark_vacuum(q), "numpy") for q in CHARGES}
    return sp.lambdify(FERMI, electroweak_vacuum(), "numpy"), dark


@cache
def _laws(charge: int) -> Mapping[str, Law]:
    """The lowest operators for m_L, m_R, b_ab and M_N − M_E."""
    import sympy as sp

    from darktmm.derive.models.dark.origin import V, all_breakings, lowest
    from darktmm.derive.models.dark_higgs import V_D

    names = ("m_L", "m_R", "b", "M_N - M_E")
    laws = {}
    for name, breaking in zip(names, all_breakings(), strict=True):
        origin = lowest(breaking, charge)
        laws[name] = Law(origin.dimension, sp.lambdify((V, V_D), origin.vacuum, "numpy"))
    return laws


def _check(charge: int) -> None:
    if charge not in CHARGES:
        raise ValueError(f"charge = {charge!r}: |Q_phi| must be one of {CHARGES}, in units of Q_N")


def electroweak_vacuum() -> float:
    """v, GeV."""
    return float(_vacuum_values()[0](electroweak().G_F))


def dark_vacuum(sample: Sample, charge: int = 2) -> FloatArray:
    """v_D for |Q_φ| = charge·|Q_N|; infinite where A' does not couple, NaN without A'.

    Raises:
        ValueError: |Q_φ| is neither 1 nor 2 units.
    """
    _check(charge)
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        values = _vacuum_values()[1][charge](sample.m_aprime, sample.g_D, sample.Q_N)
    return np.asarray(values, dtype=float)


def heaviest_mass(sample: Sample) -> FloatArray:
    """The largest mass in the loops: E, N_α, H_k, A_k."""
    masses = (sample.M_E[:, None], np.abs(sample.heavy_masses), sample.M_H, sample.M_A)
    return np.asarray(np.concatenate(masses, axis=1).max(axis=1))


def heaviest_dark_mass(sample: Sample) -> FloatArray:
    """The largest mass in the loops of neutrinos: N_α, H_k, A_k."""
    masses = (np.abs(sample.heavy_masses), sample.M_H, sample.M_A)
    return np.asarray(np.concatenate(masses, axis=1).max(axis=1))


def soft_masses(sample: Sample) -> FloatArray:
    r"""b_ab of L_split, GeV², shape (n, g, g).

    :math:`2b=O_R\left[M_H^2-WM_A^2W^T\right]O_R^T` with :math:`W=O_R^TO_I`. Orthogonality of W turns
    the bracket into a sum of differences :math:`M_{H_k}^2-M_{A_m}^2`, and :math:`W-1` is formed from
    :math:`O_I-O_R`: nothing cancels for nearly equal spectra and angles.
    """
    turned = np.swapaxes(sample.O_R, 1, 2)
    W = np.eye(sample.M_H.shape[1]) + turned @ (sample.O_I - sample.O_R)
    H, A = sample.M_H[:, :, None], sample.M_A[:, None, :]
    difference = (H - A) * (H + A)  # k, m
    half = np.einsum("nkm,nlm,nkm->nkl", W, W, difference) / 2
    bracket = half + np.swapaxes(half, 1, 2)
    return np.asarray(sample.O_R @ bracket @ turned / 2)


def _breakings(sample: Sample) -> dict[str, FloatArray]:
    """Size of m_L, m_R, the largest b_ab, and M_N − M_E."""
    return {
        "m_L": np.abs(sample.m_L),
        "m_R": np.abs(sample.m_R),
        "b": np.abs(soft_masses(sample)).max(axis=(1, 2)),
        "M_N - M_E": np.abs(sample.m_D - sample.M_E),
    }


def _required(law: Law, size: FloatArray, v: float, v_D: FloatArray) -> FloatArray:
    """Λ for d > 4, the coefficient for d ≤ 4."""
    with np.errstate(all="ignore"):
        vacuum = np.broadcast_to(law.vacuum(v, v_D), size.shape)
        if law.dimension <= 4:
            return np.where(size == 0, 0.0, size / vacuum)
        power = 1 / (law.dimension - 4)
        scale = vacuum**power / size**power
    return np.where(size == 0, np.inf, scale)


def majorana_scale(sample: Sample, charge: int = 2) -> FloatArray:
    """Λ for the larger of |m_L| and |m_R|: dimension 6 for charge 2, 7 for charge 1."""
    scales = origin_scales(sample, charge)
    return np.minimum(scales["Lambda(m_L)"], scales["Lambda(m_R)"])


def doublet_scale(sample: Sample) -> FloatArray:
    """Λ for M_N − M_E, dimension 5, with M_N = m_D as in (4)."""
    size = _breakings(sample)["M_N - M_E"]
    unused = np.full(len(sample), np.nan)  # no dark Higgs field in this operator
    return _required(_laws(2)["M_N - M_E"], size, electroweak_vacuum(), unused)


def trilinear(sample: Sample) -> FloatArray:
    """μ for the largest |b_ab|, a coupling of dimension 1 of a φ with two units of charge."""
    size = _breakings(sample)["b"]
    return _required(_laws(2)["b"], size, electroweak_vacuum(), dark_vacuum(sample))


def quartic(sample: Sample) -> FloatArray:
    """The number λ in λ S_aS_bφφ for the largest |b_ab|, for a φ with one unit of charge."""
    size = _breakings(sample)["b"]
    return _required(_laws(1)["b"], size, electroweak_vacuum(), dark_vacuum(sample, 1))


def yukawa(sample: Sample) -> FloatArray:
    """The larger of |y_L| and |y_R| of `derive.models.dark_higgs`, below the electroweak scale."""
    size = np.maximum(np.abs(sample.m_L), np.abs(sample.m_R))
    with np.errstate(all="ignore"):
        value = _yukawa_law()(size, dark_vacuum(sample))
    return np.where(size == 0, 0.0, value)


@cache
def _yukawa_law() -> Callable[..., Any]:
    import sympy as sp

    from darktmm.derive.models.dark import M_LEFT
    from darktmm.derive.models.dark_higgs import V_D, Y_LEFT, DarkHiggsModel

    return sp.lambdify((M_LEFT, V_D), DarkHiggsModel().couplings[Y_LEFT], "numpy")


def largest_majorana_mass(sample: Sample) -> FloatArray:
    """|m_L|, |m_R| for a Yukawa coupling √(4π) of the dark Higgs field, GeV."""
    return dark_vacuum(sample) * (LARGEST / _yukawa_law()(1.0, 1.0))


@cache
def _radial_law() -> Callable[..., Any]:
    import sympy as sp

    from darktmm.derive.models.dark_higgs import QUARTIC, V_D, DarkHiggsModel

    return sp.lambdify((QUARTIC, V_D), DarkHiggsModel().radial_mass(), "numpy")


def largest_radial_mass(sample: Sample) -> FloatArray:
    r"""m_h for λ_Φ = 4π, GeV: where the growth of :math:`NN\to A'_LA'_L` ends at the latest."""
    return np.asarray(_radial_law()(LARGEST**2, dark_vacuum(sample)))


def origin_scales(sample: Sample, charge: int = 2) -> dict[str, FloatArray]:
    """What each breaking needs, beside the masses; GeV.

    For charge 2: v_D, Λ(m_L), Λ(m_R), μ(b), Λ(M_N − M_E), M_E, the heaviest mass. For charge 1 the
    quartic coupling λ(b), a number, takes the place of μ(b).

    Raises:
        ValueError: |Q_φ| is neither 1 nor 2 units.
    """
    v, v_D, sizes = electroweak_vacuum(), dark_vacuum(sample, charge), _breakings(sample)
    table = {"v_D": v_D}
    for name, law in _laws(charge).items():
        symbol = {3: "mu", 4: "lambda"}.get(law.dimension, "Lambda")
        table[f"{symbol}({name})"] = _required(law, sizes[name], v, v_D)
    return {**table, "M_E": sample.M_E, "heaviest mass": heaviest_mass(sample)}


def lowest_scale(sample: Sample, charge: int = 2) -> FloatArray:
    """The smallest Λ that the point needs; where there is no dark photon, that of M_N − M_E."""
    scales = origin_scales(sample, charge)
    cuts = [value for name, value in scales.items() if name.startswith("Lambda")]
    return np.asarray(np.fmin.reduce(cuts))


def allowed_masses(
    sample: Sample, scale: FloatArray | None = None, charge: int = 2
) -> dict[str, FloatArray]:
    """The largest m_L, m_R and |M_N − M_E| that operators of a given scale leave, GeV.

    Args:
        scale: Λ in GeV, shape (n,); M_E unless given, the least that a theory with E allows.

    Raises:
        ValueError: a scale is not positive, or |Q_φ| is neither 1 nor 2 units.
    """
    v, v_D = electroweak_vacuum(), dark_vacuum(sample, charge)
    at = sample.M_E if scale is None else scale
    if np.any(bad := ~(at > 0)):
        raise ValueError(f"scale = {at[bad][0]}: must be positive (GeV)")
    with np.errstate(all="ignore"):
        return {
            name: np.broadcast_to(law.vacuum(v, v_D) / at ** (law.dimension - 4), at.shape)
            for name, law in _laws(charge).items()
            if law.dimension > 4
        }
