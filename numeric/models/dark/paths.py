r"""Single diagrams: loops and coefficients from which `numeric.models.dark.moments` leaves out what cancels."""

from __future__ import annotations

import numpy as np

from darktmm.numeric import kernels
from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters


def moment_normalisations(p: Parameters) -> FloatArray:
    """κ_α of T_ji = Σ_α κ_α M_α Σ_km w_km J(M_α, M_Hk, M_Am), pure numbers, (n, 2)."""
    values = laws.path_normalisations(p.g_D, p.Q_S, p.majorana_angle)
    return np.stack(np.broadcast_arrays(*values), axis=-1)


def mass_normalisations(p: Parameters) -> FloatArray:
    """κ_α of the radiative mass, pure numbers, (n, 2)."""
    return np.stack(np.broadcast_arrays(*laws.mass_normalisations(p.majorana_angle)), axis=-1)


def delta_loop(p: Parameters, k: int = 0, m: int = 0, reference: int = -1) -> FloatArray:
    """ΔJ_α for the pairs (H_k, H_ref) and (A_m, A_ref), GeV⁻², (n, 2).

    With two scalar generations and the defaults this is (23).
    """
    even, odd = p.M_H[:, [k, reference], None], p.M_A[:, [m, reference], None]
    return np.asarray(
        kernels.path_difference(
            np.abs(p.heavy_masses), even[:, 0], even[:, 1], odd[:, 0], odd[:, 1]
        )
    )


def fermion_radiated_directions(p: Parameters) -> tuple[ComplexArray, ComplexArray]:
    """Σ_Φ T_ji of N₁ → N₂ and of N₂ → N₁, GeV⁻¹, (n, 3, 3) each."""
    values = laws.fermion_radiated_coefficients(p.g_D, p.Q_N, p.majorana_angle)
    first, second = p.heavy_masses.T[:, :, None]
    of_even, of_odd = values[:2], values[2:]

    def direction(start: FloatArray, end: FloatArray, which: int) -> ComplexArray:
        total: ComplexArray = np.zeros((len(p), 3, 3), dtype=complex)
        for couplings, masses, factors in zip(
            p.physical_couplings, (p.M_H, p.M_A), (of_even, of_odd), strict=True
        ):
            loops = kernels.fermion_radiated(start, end, masses)
            factor = np.broadcast_to(factors[which], (len(p),))[:, None] * loops
            total += (couplings * factor[:, None]) @ couplings.swapaxes(1, 2)
        return total

    return direction(first, second, 0), direction(second, first, 1)


def fermion_radiated(p: Parameters) -> ComplexArray:
    """T_ji of all diagrams in which the heavy fermion radiates, GeV⁻¹: zero, from the sum, (n, 3, 3)."""
    forward, backward = fermion_radiated_directions(p)
    return forward + backward
