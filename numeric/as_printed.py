"""The paper's formulas of section 2 as they stand, to be shown beside the derived ones."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from numeric import kernels
from numeric.point import FloatArray, Point


@cache
def _loop_function() -> Any:
    """ΔJ of (23) with the J of (21), splittings factored out."""
    from derive.integrals import mixed_difference
    from derive.ledger import printed
    from derive.results.loop_functions import LoopFunction, path_difference

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

    from derive.ledger import printed
    from derive.models.dark import G_D, Q_S, THETA_I, THETA_R

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
