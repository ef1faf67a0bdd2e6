r"""Sec. 2.2 by explicit matrices: the Nambu field Ψ = (N, N^c) of eight components, numerical mixing.

:math:`\mathcal L=\tfrac12\bar\Psi(\not k-\mathcal M)\Psi-g_DQ_NA'_\mu\tfrac12\bar\Psi\gamma^\mu\tau_3\Psi`, as in
`numeric.models.dark.brute_force.neutral`; masses and mixing come from numerical eigenvalues.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.brute_force.dirac import (
    CHARGE_CONJUGATION,
    GAMMA,
    P_L,
    P_R,
)
from darktmm.numeric.models.dark.brute_force.neutral import TAU_3, UnrotatedTheory

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]


def moduli_of_masses(theory: UnrotatedTheory) -> Real:
    """|M| of the poles of the 8×8 propagator, each four times, in ascending order."""
    at_rest = theory.inverse_propagator(np.zeros(4, dtype=complex))
    energies = np.linalg.eigvals(np.kron(np.eye(2), GAMMA[0]) @ -at_rest)
    return np.sort(np.abs(energies))


def states(m_L: float, m_R: float, m_D: float) -> Complex:
    """Ψ = Σ W_α N_α, shape (2, 8, 4): N_1 has the smaller signed mass; the sign of N_α makes O_Rα positive."""
    _, rotation = np.linalg.eigh([[m_L, m_D], [m_D, m_R]])
    left, right = rotation * np.sign(rotation[1])
    return np.array(
        [
            np.vstack([a * P_L + b * P_R, b * P_L + a * P_R])
            for a, b in zip(left, right, strict=True)
        ]
    )


def _barred(state: Complex) -> Complex:
    return np.asarray(GAMMA[0] @ state.conj().T @ np.kron(np.eye(2), GAMMA[0]))


def gauge_vertex(basis: Complex, out: int, into: int, coupling: float) -> Complex:
    """i × (-coupling/2) Ψbar γ^μ τ_3 Ψ between N_into and N_out, both contractions; shape (4, 4, 4)."""

    def between(a: int, b: int) -> Complex:
        return np.array([_barred(basis[a - 1]) @ np.kron(TAU_3, g) @ basis[b - 1] for g in GAMMA])

    # psibar Gamma chi = chibar (C Gamma^T C^-1) psi for Majorana fields; C^-1 = -C.
    flipped = -CHARGE_CONJUGATION @ np.swapaxes(between(into, out), -1, -2) @ CHARGE_CONJUGATION
    return np.asarray(-1j * coupling / 2 * (between(out, into) + flipped))


def chiral_vertex(left: complex, right: complex) -> Complex:
    """γ^μ(left P_L + right P_R), shape (4, 4, 4)."""
    return np.asarray(GAMMA @ (left * P_L + right * P_R))


def yukawa_vertex(theory: UnrotatedTheory, mixing: Real, state: Complex, scalar: int) -> complex:
    """Coefficient of P_L in the vertex ν_1 → N_α φ_scalar, φ = mixing^T (S_R, S_I)."""
    rows = np.einsum("a,ast->st", mixing[:, scalar], theory.absorption_vertex()[0])
    vertex = -1j * _barred(state) @ rows
    return complex(np.trace(vertex @ P_L) / 2)


def current_coefficients(
    g_D: float, Q_S: float, even: Real, odd: Real, k: int, m: int
) -> tuple[float, float]:
    """c_1, c_2 of the vertex c_1 k_H + c_2 k_A of H_k A_m A', from |D_μ S|² on numbers.

    Of L = c A'·(φ ∂χ) the rule is c times the incoming momentum of χ: i c (-i k).
    """
    n = len(even)

    def lagrangian(field: Complex, gradient: Complex, vector: float) -> float:
        return float(np.sum(np.abs(gradient + 1j * g_D * Q_S * vector * field) ** 2))

    def complex_field(h: float, a: float) -> Complex:
        return (even @ (h * np.eye(n)[k - 1]) + 1j * odd @ (a * np.eye(n)[m - 1])) / np.sqrt(2)

    def linear(field: Complex, gradient: Complex) -> float:
        return (lagrangian(field, gradient, 1) - lagrangian(field, gradient, -1)) / 2

    first = linear(complex_field(0, 1), complex_field(1, 0))  # ∂H A
    second = linear(complex_field(1, 0), complex_field(0, 1))  # H ∂A
    return first, second
