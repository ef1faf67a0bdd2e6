r"""Corrections to W l nu, Z nu nu and Z l l by brute force: matrices and a momentum integral.

Shares nothing with an analytic derivation: no mass eigenstates, no Feynman parameters, no trace on
paper, no integration by parts.  The explicit 16x16 propagator of the unrotated doublet of
`numeric.models.dark.brute_force.electroweak`, unrotated scalars, explicit Dirac matrices and a numerical Euclidean
integral.  Metric (+,-,-,-), masses in GeV.

With L = -y_{ia} (nubar_i P_R N + lbar_i P_R E) S_a + h.c., S(l) = (lslash - M)^-1 for
Psi = (N, E, N^c, E^c), G = diag(T, -T^T) the current 1/2 Psibar gamma^mu G Psi (its 1/2 is eaten by two
contractions), and Delta(l) = <S_a S_b^*> the scalar propagator without its i, at vanishing external
momenta

    iM   = int d4l/(2 pi)^4 (-i y_ia P_R) [i S(l)] (-i g gamma^mu G) [i S(l)] (-i y*_jb P_L) [i Delta_ab(l)]

to be compared with the tree, -i g gamma^mu P_L.  A leg is the same without the current; its
external momentum p is led along the fermion, and the coefficient of i pslash P_L is the derivative
d/dp_mu, with dS = -S gamma^mu S dp_mu.  By d4l = i d4l_E, and since gamma_mu gamma^mu P_L has the
trace 8,

    V/g     = - int d4l_E/(2 pi)^4  y_ia y*_jb Delta_ab  v(S gamma^mu G S),
    Sigma   = - int d4l_E/(2 pi)^4  y_ia y*_jb Delta_ab  v(S gamma^mu S),
    v(X)    = 1/8 Tr[gamma_mu P_R X_{oi} P_L],

o and i being N (for a neutrino) or E (for a charged lepton).  In V/g - Sigma/2 - Sigma/2 the logarithms
cancel, and with momenta led along the fermion also the surface terms, pointwise where the masses are
large compared with their splittings.  What is left falls like l^-6.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    P_L,
    P_R,
    Complex,
    Real,
)
from darktmm.numeric.models.dark.brute_force.electroweak import (
    LOWERED,
    Doublet,
    _euclidean,
    generator,
)

__all__ = ["CURRENTS", "DIRECTION", "correction", "integrand"]

DIRECTION: Final[Complex] = np.array([0.36 + 0j, 0.48, 0.64, 0.48])
"""Of the loop momentum, Euclidean; nothing depends on it."""

RAISING: Final[Real] = np.array([[0.0, 1.0], [0.0, 0.0]])
ISOSPIN: Final[Real] = np.diag([0.5, -0.5])

UPPER, LOWER = 0, 1
CURRENTS: Final[dict[str, tuple[Real, int, int]]] = {
    "W l nu": (RAISING, UPPER, LOWER),
    "Z nu nu": (ISOSPIN, UPPER, UPPER),
    "Z l l": (ISOSPIN, LOWER, LOWER),
}
"""Isospin of the current, member of the doublet that leaves, member that comes in."""


def _block(matrix: Complex, row: int, column: int) -> Complex:
    """The 4x4 block of Psi_row, Psibar_column."""
    return matrix[4 * row : 4 * row + 4, 4 * column : 4 * column + 4]


def _vector_part(matrix: Complex, mu: int) -> complex:
    return complex(np.trace(LOWERED[mu] @ P_R @ matrix @ P_L)) / 8


def integrand(
    doublet: Doublet, name: str, l: Complex, legs: tuple[float, float] = (0.5, 0.5)
) -> complex:
    """v of vertex minus legs at one loop momentum, GeV^-2; `legs` are the shares of each."""
    isospin, out, into = CURRENTS[name]
    tree = isospin[out, into]
    current, line = generator(isospin), doublet.propagator(l)
    total = 0j
    for mu, gamma in enumerate(GAMMA):
        full = np.kron(np.eye(4), gamma)
        total += _vector_part(_block(line @ full @ current @ line, out, into), mu) / tree
        for member, share in zip((out, into), legs, strict=True):
            total -= share * _vector_part(_block(line @ full @ line, member, member), mu)
    return total


def correction(
    doublet: Doublet,
    name: str,
    mass_squared_R: Real,
    mass_squared_I: Real,
    yukawa: Complex,
    legs: tuple[float, float] = (0.5, 0.5),
) -> Complex:
    """epsilon_ij of lepton j -> lepton i, shape (3, 3).

    Parameters
    ----------
    doublet : Doublet
        Masses of N and E.
    name : str
        One of `CURRENTS`.
    mass_squared_R, mass_squared_I : (n, n)
        Mass matrices of S_R and S_I [GeV^2].
    yukawa : (3, n)
        y_ia.
    legs : (float, float)
        Shares of the self-energies; (1/2, 1/2) unless a test wants it wrong.

    Raises
    ------
    ValueError
        No such current.
    """
    if name not in CURRENTS:
        raise ValueError(f"name = {name!r}: must be one of {', '.join(CURRENTS)}")
    matrices = [np.asarray(m, dtype=float) for m in (mass_squared_R, mass_squared_I)]
    scalars = np.sqrt(np.concatenate([np.linalg.eigvalsh(m) for m in matrices]))
    low, high = min(scalars.min(), doublet.scales[0]), max(scalars.max(), doublet.scales[1])
    n = len(matrices[0])

    def metric(a: int, b: int) -> complex:
        def profile(length: float) -> complex:
            # <S_a S_b^*> = (<S_R S_R> + <S_I S_I>)/2, and l^2 = -length^2
            even, odd = (np.linalg.inv(-(length**2) * np.eye(n) - m) for m in matrices)
            momentum = length * DIRECTION * np.array([1j, 1, 1, 1])  # l^0 = i l_4
            return complex(even[a, b] + odd[a, b]) / 2 * integrand(doublet, name, momentum, legs)

        return _euclidean(profile, low, high)

    x = np.array([[metric(a, b) for b in range(n)] for a in range(n)])
    y = np.asarray(yukawa, dtype=complex)
    return np.asarray(-y @ x @ y.conj().T, dtype=complex)
