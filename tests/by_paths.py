r"""The moment and the radiative mass of one point, loop by loop: a route beside the momentum integral.

Coefficients come from `numeric.models.dark.laws`, loop functions from `numeric.kernels`. The
sum over scalar pairs is

.. math:: T_{ji} = \sum_\alpha\kappa_\alpha M_\alpha\sum_{km}w^{ji}_{km}\,
          \mathcal J(M_\alpha,M_{H_k},M_{A_m}),\qquad
          w^{ji}_{km} = C_{km}(\tilde\lambda^*_{jA_m}\tilde\lambda^*_{iH_k}-\tilde\lambda^*_{jH_k}
          \tilde\lambda^*_{iA_m}),\quad C = O_R^TO_I .

Rows and columns of w sum to zero, because O_R and O_I are orthogonal. J may therefore be replaced
by its mixed difference against one reference pair, which the kernels evaluate with both splittings
factored out: nothing cancels when scalars are nearly degenerate.

The sum over the heavy fermions cancels too, when lepton number is nearly conserved. It is an element
of a function of the Majorana mass matrix 𝓜 = (m_L, m_D; m_D, m_R),

.. math:: \sum_\alpha O_{R\alpha}^2M_\alpha\,g(M_\alpha^2)
          = [\mathcal M\,g(\mathcal M^2)]_{RR}
          = [\mathcal M]_{RR}\,(g_1-M_1^2g_{12}) + [\mathcal M^3]_{RR}\,g_{12},

with :math:`g_{12}` the divided difference of g between M₁² and M₂² (Newton's formula, exact for two
eigenvalues). For m_L = m_R = m both elements carry a factor m, so that the lepton-number violation
stands in front of the sum instead of being left over by it. This form is used where the two masses
have opposite signs and nearly equal size; elsewhere the plain sum is the accurate one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.derive.loops.functions import mass_slope, path_difference_slope
from darktmm.numeric import kernels
from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.kernels.form import of_law
from darktmm.numeric.kernels.source import momentum_integral
from darktmm.numeric.laws import law
from darktmm.numeric.models.dark.moments import EV_PER_GEV
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.paths import mass_normalisations, moment_normalisations


@law("M_1", "M_2", "M_H1", "M_H2", "M_A1", "M_A2")
def _path_difference_slope() -> Any:
    """ΔJ: its divided difference in the squared mass of N, as a momentum integral."""
    return momentum_integral(path_difference_slope())


@law("M_1", "M_2", "M_H", "M_A")
def _mass_function_slope() -> Any:
    """The mass function: its divided difference in the squared mass of N."""
    return momentum_integral(mass_slope())


def pair_weights(p: Parameters) -> ComplexArray:
    """w^{ji}_{km}, shape (3, 3, n, n), indices [j, i, k, m]."""
    point = p.only
    even, odd = point.physical_couplings
    current = point.O_R.T @ point.O_I
    product = np.einsum("ik,jm->jikm", even, odd)
    return current * (product - product.swapaxes(0, 1))


PSEUDO_DIRAC = 2.0
"""Largest ratio of |M₁| and |M₂| at which masses of opposite sign are summed by Newton's formula."""


def _right_shares(p: Parameters) -> FloatArray:
    """O_Rα², the second row of `MajoranaPair.matrix` squared."""
    point = p.only
    return np.array([np.cos(point.majorana_angle), np.sin(point.majorana_angle)]) ** 2


def _common(p: Parameters, kappa: FloatArray) -> float:
    """κ_α/O_Rα², the same for both heavy fermions."""
    right = _right_shares(p)
    largest = int(np.argmax(right))
    return float(kappa[largest] / right[largest])


def _right_handed_element(p: Parameters, value: Any, slope: Any) -> Any:
    """[𝓜 g(𝓜²)]_RR = Σ_α O_Rα² M_α g(M_α²).

    Args:
        value: g as a function of |M|.
        slope: [g(M₁²) − g(M₂²)]/(M₁² − M₂²) as a function of |M₁|, |M₂|.
    """
    point = p.only
    first, second = point.heavy_masses
    low, high = sorted(np.abs(point.heavy_masses))
    if first * second >= 0 or high > PSEUDO_DIRAC * low:
        shares = _right_shares(p) * point.heavy_masses
        return sum(w * value(abs(mass)) for w, mass in zip(shares, (first, second), strict=True))
    matrix = np.array([[point.m_L, point.m_D], [point.m_D, point.m_R]])
    cube = matrix @ matrix @ matrix
    g, g_12 = value(abs(first)), slope(abs(first), abs(second))
    return point.m_R * (g - first**2 * g_12) + cube[1, 1] * g_12


def heavy_sum(p: Parameters, k: int = 0, m: int = 0, reference: int = -1) -> float:
    """Σ_α O_Rα² M_α ΔJ_α for the pairs (H_k, H_ref) and (A_m, A_ref), GeV⁻¹."""
    point = p.only
    pairs = (point.M_H[k], point.M_H[reference], point.M_A[m], point.M_A[reference])
    return float(
        _right_handed_element(
            p,
            lambda mass: kernels.path_difference(mass, *pairs),
            lambda a, b: kernels.evaluate(of_law(_path_difference_slope), a, b, *pairs),
        )
    )


def bubble_sum(p: Parameters, scalars: Any, reference: float) -> Any:
    """Σ_α O_Rα² M_α times the mass function of each scalar against a reference scalar, GeV."""
    return _right_handed_element(
        p,
        lambda mass: kernels.mass(mass, scalars, reference),
        lambda a, b: kernels.evaluate(of_law(_mass_function_slope), a, b, scalars, reference),
    )


def mass_per_coupling(p: Parameters, scalars: Any, reference: float) -> Any:
    """What each scalar adds to m_ij per product of couplings, against a reference scalar, GeV."""
    return _common(p, mass_normalisations(p)[0]) * bubble_sum(p, scalars, reference)


def transition_coefficient(p: Parameters) -> ComplexArray:
    """T_ji, the coefficient of iσ^{μν}q_ν P_L in ν_i + A' → ν_j, GeV⁻¹, element [j, i].

    Source: replaces arXiv:2603.25704 (22).
    """
    point = p.only
    weights = pair_weights(p)
    kappa = _common(p, moment_normalisations(p)[0])
    total = np.zeros((3, 3), dtype=complex)
    for k in range(point.generations - 1):
        for m in range(point.generations - 1):
            total += weights[:, :, k, m] * (kappa * heavy_sum(p, k, m))
    return total


def radiative_neutrino_mass(p: Parameters) -> ComplexArray:
    r"""One-loop m_ij in :math:`-\tfrac12m_{ij}\overline{\nu_{iL}^c}\nu_{jL}`, eV, symmetric 3×3.

    Bubbles are measured against that of one CP-odd scalar, which drops out of the sum.
    """
    point = p.only
    even, odd = point.physical_couplings
    reference = float(point.M_A[-1])
    total: ComplexArray = np.zeros((3, 3), dtype=complex)
    for couplings, scalars, sign in ((even, point.M_H, 1), (odd, point.M_A, -1)):
        bubbles = mass_per_coupling(p, scalars, reference)
        total += sign * (couplings * bubbles) @ couplings.T
    return total * EV_PER_GEV
