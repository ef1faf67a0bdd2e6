"""The paper's formulas as they stand, to be shown beside the derived ones."""

from __future__ import annotations

import numpy as np

from darktmm.numeric import kernels
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.kernels.form import of_law
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import laws


def delta_loop(point: Parameters) -> FloatArray | None:
    """ΔJ_α of (23) with (21), GeV⁻²; None unless there are two scalar generations."""
    p = point.only
    if point.generations != 2:
        return None
    masses = (*p.M_H, *p.M_A)
    loop = of_law(laws.delta_loop)
    return np.array([kernels.evaluate(loop, abs(m), *masses) for m in p.heavy_masses])


def transition_coefficient(point: Parameters) -> FloatArray | None:
    """μ_ij of (22) as element [j, i], GeV⁻¹; real, because (22) takes an imaginary part.

    The angles are those of 2×2 rotations; None for anything else.
    """
    p = point.only
    loop = delta_loop(point)
    if loop is None or p.angles is None:
        return None
    theta_r, theta_i = p.angles
    lam = p.coupling.conj()
    tensor = np.outer(lam[:, 1], lam[:, 0])
    tensor = tensor - tensor.T  # [j, i]: λ*_j2 λ*_i1 − λ*_i2 λ*_j1
    prefactor = laws.moment_prefactor(p.g_D, p.Q_S, theta_r, theta_i)
    return np.asarray(prefactor * float(p.heavy_masses @ loop) * tensor.imag)


# --- section 3 ----------------------------------------------------------------------------------

_DIGITS = 60


def wilson_coefficient(point: Parameters) -> complex | None:
    """A_R of (25) and (26), GeV⁻²; None unless there are two scalars with angles.

    (26) is 0/0 at M_Φ = M_E: evaluated next to it.
    """
    p = point.only
    import mpmath

    if p.angles is None:
        return None
    with mpmath.workdps(_DIGITS):
        M_E = mpmath.mpf(float(p.M_E))
        aside = 1 + mpmath.mpf(10) ** (-_DIGITS // 6)
        scalars = [mpmath.mpf(float(m)) for m in (*p.M_H, *p.M_A)]
        scalars = [m * aside if m == M_E else m for m in scalars]
        y = [mpmath.mpmathify(complex(x)) for x in p.y[:2].ravel()]
        return complex(laws.wilson_coefficient(*y, *p.angles, M_E, *scalars))


def branching_ratio(A_R: complex) -> float:
    """First form of (29)."""
    return float(laws.branching_ratio(abs(A_R) ** 2, constants().alpha, electroweak().G_F))


def yukawa_bound(M_E: float, limit: float) -> float:
    """√|Σ_a y_ea y*_μa| at a limit on BR, from the second form of (29)."""
    unit = laws.branching_per_product(M_E, constants().alpha, electroweak().G_F)
    return float((limit / unit) ** 0.25)


def anomalous_moment(point: Parameters, lepton: str) -> float | None:
    """(32), with the electron in place of the muon if asked; None unless there are two scalars."""
    if point.generations != 2:
        return None
    row = ("e", "mu").index(lepton)
    mass = electroweak().m_e if row == 0 else electroweak().m_mu
    return float(laws.anomalous_moment(mass, point.only.M_E)) * float(
        np.sum(np.abs(point.only.y[row]) ** 2)
    )
