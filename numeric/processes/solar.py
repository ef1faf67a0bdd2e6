r"""What scattering experiments measure of the matrix T_ji: the composition of their neutrinos.

**Solar.** The Sun sends an incoherent mixture of mass eigenstates, a share P_i of ν_i. Each scatters
with its left-handed component, so that the rate measures

.. math:: \mu_\odot^2 = \sum_iP_i\sum_j|T_{ji}|^2 .

No phase of the mixing matrix enters except through T itself. The shares follow from the measured
survival probability: with :math:`\sum_iP_i|U_{ei}|^2=P_{ee}` and P₃ = \|U_e3\|²,

.. math:: P_2 = \frac{P_{ee}-P_3|U_{e3}|^2-(1-P_3)|U_{e1}|^2}{|U_{e2}|^2-|U_{e1}|^2},\qquad
          P_1 = 1-P_2-P_3 .

**Reactors.** Close to the source the beam is a coherent ν̄_e. The state is
:math:`|\bar\nu_e\rangle=\sum_iU_{ei}|\bar\nu_i\rangle`, and a right-handed Majorana ν_i scatters
through R = −T*:

.. math:: \mu_e^2 = \sum_j\Big|\sum_iU_{ei}R_{ji}\Big|^2 = \sum_j\Big|\sum_iU^*_{ei}T_{ji}\Big|^2 ,

the same as for a beam of ν_e, :math:`|\nu_e\rangle=\sum_iU^*_{ei}|\nu_i\rangle`.

**Stars.** A plasmon decays into every pair. A pair i < j of Majorana neutrinos has the squared
couplings \|T\|² + \|R\|² = 2\|T_ij\|², a Dirac neutrino of moment μ has 2μ², so that

.. math:: \mu_\star^2 = \sum_{i<j}|T_{ij}|^2 = \tfrac12\sum_{ij}|T_{ij}|^2 .
"""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray, Numbers
from darktmm.numeric.inputs import constants

ELECTRON = 0


def _squared(z: ComplexArray) -> FloatArray:
    return z.real**2 + z.imag**2


def shares(U: ComplexArray, survival: Numbers) -> FloatArray:
    """P_i that solve the equations above, physical or not, (n, 3); not finite if |U_e1| = |U_e2|.

    Shares of the rate, pure numbers.

    Args:
        U: mixing matrices, (n, 3, 3), rows e, μ, τ.
        survival: P_ee of the neutrinos in question, a number or shape (n,).
    """
    e1, e2, third = _squared(U[:, ELECTRON]).T
    with np.errstate(divide="ignore", invalid="ignore"):
        second = (survival - third * third - (1 - third) * e1) / (e2 - e1)
    return np.stack([1 - second - third, second, third], axis=-1)


def physical(P: FloatArray) -> Any:
    """Where all three shares are probabilities, (n,)."""
    return np.all((P >= 0) & (P <= 1), axis=-1)


def composition(U: ComplexArray, survival: Numbers) -> FloatArray:
    """P_i, (n, 3), as `shares`.

    Raises:
        ValueError: naming the share that is not a probability, and P_ee.
    """
    P = shares(U, survival)
    good = physical(P)
    if not np.all(good):
        row = int(np.argmin(good))
        wrong = int(np.argmin((P[row] >= 0) & (P[row] <= 1)))
        value = float(np.broadcast_to(survival, good.shape)[row])
        raise ValueError(
            f"P_{wrong + 1} = {P[row, wrong]}: must lie in [0, 1]; P_ee = {value} cannot be met "
            f"with |U_ei|^2 = {_squared(U[row, ELECTRON]).tolist()}"
        )
    return P


def solar_moment(T: ComplexArray, P: FloatArray) -> FloatArray:
    """√(Σ_i P_i Σ_j |T_ji|²), in the unit of T, (n,).

    Args:
        T: (n, 3, 3), element [j, i].
        P: (n, 3).
    """
    return np.sqrt(np.einsum("ni,nji->n", P, _squared(T)))


def reactor_moment(T: ComplexArray, U: ComplexArray) -> FloatArray:
    """√(Σ_j |Σ_i U*_ei T_ji|²), in the unit of T, (n,)."""
    amplitude = (T @ U[:, ELECTRON, :, None].conj())[..., 0]
    return np.sqrt(np.sum(_squared(amplitude), axis=-1))


def stellar_moment(T: ComplexArray) -> FloatArray:
    """√(½ Σ_ij |T_ij|²), in the unit of T, (n,)."""
    return np.sqrt(np.sum(_squared(T), axis=(1, 2)) / 2)


def through_mixing(moment: FloatArray, epsilon: FloatArray) -> FloatArray:
    """|ε| μ / μ_B: a moment as a photon would show it.

    Args:
        moment: μ, GeV⁻¹, any shape.
        epsilon: ε, of a shape that broadcasts with it.

    Returns:
        Bohr magnetons μ_B, of the common shape.
    """
    return np.abs(epsilon) * moment / constants().bohr_magneton
