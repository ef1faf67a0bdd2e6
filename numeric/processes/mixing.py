"""The mixing matrix of neutrinos."""

from __future__ import annotations

import math

import numpy as np

from darktmm.numeric.arrays import ComplexArray


def pmns(
    theta_12: float,
    theta_13: float,
    theta_23: float,
    delta_cp: float,
    alpha_21: float = 0.0,
    alpha_31: float = 0.0,
) -> ComplexArray:
    """U = U_PDG · diag(1, e^{iα₂₁/2}, e^{iα₃₁/2}), rows e, μ, τ.

    Source: Particle Data Group, *Neutrino Masses, Mixing, and Oscillations*.

    Args:
        theta_12, theta_13, theta_23: mixing angles, rad.
        delta_cp: Dirac phase, rad.
        alpha_21, alpha_31: Majorana phases, rad.

    Returns:
        Pure numbers, shape (3, 3).
    """
    s12, s13, s23 = (math.sin(t) for t in (theta_12, theta_13, theta_23))
    c12, c13, c23 = (math.cos(t) for t in (theta_12, theta_13, theta_23))
    e = np.exp(1j * delta_cp)
    u = np.array(
        [
            [c12 * c13, s12 * c13, s13 / e],
            [-s12 * c23 - c12 * s13 * s23 * e, c12 * c23 - s12 * s13 * s23 * e, c13 * s23],
            [s12 * s23 - c12 * s13 * c23 * e, -c12 * s23 - s12 * s13 * c23 * e, c13 * c23],
        ]
    )
    return u * np.exp(0.5j * np.array([0.0, alpha_21, alpha_31]))
