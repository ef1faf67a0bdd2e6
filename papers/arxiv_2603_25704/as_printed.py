"""The paper's formulas as they stand, to be shown beside the derived ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric import kernels
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.point import FloatArray, Point


@cache
def _loop_function() -> Any:
    """ΔJ of (23) with the J of (21), splittings factored out."""
    from darktmm.derive.loops.functions import LoopFunction, path_difference
    from darktmm.derive.loops.integrals import mixed_difference
    from darktmm.papers.arxiv_2603_25704 import printed

    reference = path_difference()
    _, h1, h2, a1, a2 = reference.arguments
    expression = mixed_difference(printed.eq21(), (h1**2, h2**2), (a1**2, a2**2))
    return LoopFunction(
        "path_difference_as_printed",
        reference.latex_name,
        reference.arguments,
        expression,
        reference.dimension,
        "arXiv:2603.25704 (21), (23) as printed",
    )


def delta_loop(point: Point) -> FloatArray | None:
    """ΔJ_α of (23) with (21), GeV⁻²; None unless there are two scalar generations."""
    if point.generations != 2:
        return None
    masses = (*point.M_H, *point.M_A)
    return np.array(
        [kernels.evaluate(_loop_function(), abs(m), *masses) for m in point.heavy_masses]
    )


@cache
def _prefactor() -> Any:
    import sympy as sp

    from darktmm.derive.models.dark import G_D, Q_S, THETA_I, THETA_R
    from darktmm.papers.arxiv_2603_25704 import printed

    coefficient = sp.cancel(printed.eq22_prefactor() / printed.tensor(1, 2))
    return sp.lambdify((G_D, Q_S, THETA_R, THETA_I), coefficient, "math")


def transition_coefficient(point: Point) -> FloatArray | None:
    """μ_ij of (22) as element [j, i], GeV⁻¹; real, because (22) takes an imaginary part.

    The angles are those of 2×2 rotations; None for anything else.
    """
    loop = delta_loop(point)
    if loop is None or point.angles is None:
        return None
    theta_r, theta_i = point.angles
    lam = point.coupling.conj()
    tensor = np.outer(lam[:, 1], lam[:, 0])
    tensor = tensor - tensor.T  # [j, i]: λ*_j2 λ*_i1 − λ*_i2 λ*_j1
    value = _prefactor()(point.g_D, point.Q_S, theta_r, theta_i) * float(point.heavy_masses @ loop)
    return value * tensor.imag


# --- section 3 ----------------------------------------------------------------------------------

_DIGITS = 60


@cache
def _wilson_coefficient() -> Any:
    """(25) with (26) as a function of y_e, y_μ, angles and masses, in extended precision."""
    import sympy as sp

    from darktmm.derive.models.dark import M_E, THETA_I, THETA_R, scalar_mass, yukawa
    from darktmm.papers.arxiv_2603_25704 import printed

    couplings = [yukawa(flavour, a) for flavour in ("e", "mu") for a in (1, 2)]
    masses = [scalar_mass(kind, k) for kind in "HA" for k in (1, 2)]
    arguments = (*couplings, THETA_R, THETA_I, M_E, *masses)
    return sp.lambdify(arguments, printed.eq25(), "mpmath")


def wilson_coefficient(point: Point) -> complex | None:
    """A_R of (25) and (26), GeV⁻²; None unless there are two scalars with angles.

    (26) is 0/0 at M_Φ = M_E: evaluated next to it.
    """
    import mpmath

    if point.angles is None:
        return None
    with mpmath.workdps(_DIGITS):
        M_E = mpmath.mpf(float(point.M_E))
        aside = 1 + mpmath.mpf(10) ** (-_DIGITS // 6)
        scalars = [mpmath.mpf(float(m)) for m in (*point.M_H, *point.M_A)]
        scalars = [m * aside if m == M_E else m for m in scalars]
        y = [mpmath.mpmathify(complex(x)) for x in point.y[:2].ravel()]
        return complex(_wilson_coefficient()(*y, *point.angles, M_E, *scalars))


def branching_ratio(A_R: complex) -> float:
    """First form of (29)."""
    from darktmm.derive.models.dark.radiative_decay import A_R_SQUARED, ALPHA, G_FERMI
    from darktmm.papers.arxiv_2603_25704 import printed

    values = {ALPHA: constants().alpha, G_FERMI: electroweak().G_F, A_R_SQUARED: abs(A_R) ** 2}
    return float(printed.eq29()[0].subs(values))


def yukawa_bound(M_E: float, limit: float) -> float:
    """√|Σ_a y_ea y*_μa| at a limit on BR, from the second form of (29)."""
    from darktmm.derive.models.dark import M_E as MASS
    from darktmm.derive.models.dark.radiative_decay import ALPHA, G_FERMI, PRODUCT_SQUARED
    from darktmm.papers.arxiv_2603_25704 import printed

    values = {ALPHA: constants().alpha, G_FERMI: electroweak().G_F, MASS: M_E, PRODUCT_SQUARED: 1}
    return float((limit / printed.eq29()[1].subs(values)) ** 0.25)


def anomalous_moment(point: Point, lepton: str) -> float | None:
    """(32), with the electron in place of the muon if asked; None unless there are two scalars."""
    from darktmm.derive.models.dark import M_E
    from darktmm.derive.models.dark.charged_dipole import M_LEPTON
    from darktmm.papers.arxiv_2603_25704 import printed

    if point.generations != 2:
        return None
    row = ("e", "mu").index(lepton)
    mass = electroweak().m_e if row == 0 else electroweak().m_mu
    per_coupling = printed.eq32() / printed.product("mu", "mu")
    unit = float(per_coupling.subs({M_LEPTON: mass, M_E: point.M_E}))
    return unit * float(np.sum(np.abs(point.y[row]) ** 2))
