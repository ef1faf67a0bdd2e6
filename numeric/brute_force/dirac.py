"""Explicit Dirac matrices, chiral representation: gamma^0 = [[0,1],[1,0]], gamma^i = [[0,s_i],[-s_i,0]].

Metric (+,-,-,-), sigma^{mu nu} = (i/2)[gamma^mu, gamma^nu], P_{L,R} = (1 -+ gamma5)/2, psi^c = C psibar^T.
The upper half of a spinor is left-handed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CHARGE_CONJUGATION",
    "GAMMA",
    "GAMMA5",
    "METRIC",
    "PAULI",
    "P_L",
    "P_R",
    "SIGMA",
    "Complex",
    "Numbers",
    "Real",
    "slash",
    "square",
]

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
Numbers = Real | Complex

METRIC: Final[Real] = np.diag([1.0, -1.0, -1.0, -1.0])
PAULI: Final[Complex] = np.array(
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]], dtype=complex
)


def _dirac_matrices() -> Complex:
    """gamma^mu with the Lorentz index first, shape (4, 4, 4)."""
    gamma = np.zeros((4, 4, 4), dtype=complex)
    gamma[:, :2, 2:] = PAULI  # sigma^mu
    gamma[:, 2:, :2] = np.einsum("mn,nab->mab", METRIC, PAULI)  # sigmabar^mu
    return gamma


GAMMA: Final[Complex] = _dirac_matrices()
GAMMA5: Final[Complex] = 1j * GAMMA[0] @ GAMMA[1] @ GAMMA[2] @ GAMMA[3]
P_L: Final[Complex] = (np.eye(4) - GAMMA5) / 2
P_R: Final[Complex] = (np.eye(4) + GAMMA5) / 2
CHARGE_CONJUGATION: Final[Complex] = 1j * GAMMA[2] @ GAMMA[0]
SIGMA: Final[Complex] = 0.5j * (
    np.einsum("mab,nbc->mnac", GAMMA, GAMMA) - np.einsum("nab,mbc->mnac", GAMMA, GAMMA)
)


def slash(k: Complex) -> Complex:
    """kslash = k_mu gamma^mu for contravariant k of shape (..., 4); shape (..., 4, 4)."""
    slashed: Complex = (k @ METRIC @ GAMMA.reshape(4, 16)).reshape(*k.shape[:-1], 4, 4)
    return slashed


def square(k: Complex) -> Complex:
    """k^2 = k_mu k^mu along the last axis."""
    value: Complex = np.einsum("...m,mn,...n->...", k, METRIC, k)
    return value
