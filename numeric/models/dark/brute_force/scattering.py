r"""ν e → ν e through a dipole, with explicit spinors: no trace, no spin sum, no closed form.

.. math:: \mathcal M = \bar u_R(k')\,i\sigma^{\mu\nu}q_\nu\,T\,P_L\,u_L(k)\;\frac{c}{q^2-M^2}\;
          \bar u_{s'}(p')\gamma_\mu u_s(p),\qquad q = k'-k,

in the rest frame of the electron, neutrinos massless. Natural units.
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    SIGMA,
    Complex,
    Real,
)
from darktmm.numeric.models.dark.brute_force.spinors import barred, spinors


def momenta(recoil: float, energy: float, mass: float) -> tuple[Real, Real, Real, Real]:
    """k, p, k', p' of a neutrino of this energy that leaves the electron with this kinetic energy."""
    outgoing = energy - recoil
    # (k − k')² = −2·mass·recoil fixes the angle of the neutrino.
    cosine = 1 - mass * recoil / (energy * outgoing)
    direction = np.array([np.sqrt(max(0.0, 1 - cosine**2)), 0.0, cosine])
    k = np.array([energy, 0.0, 0.0, energy])
    p = np.array([mass, 0.0, 0.0, 0.0])
    k_out = np.concatenate([[outgoing], outgoing * direction])
    return k, p, k_out, k + p - k_out


def amplitudes(
    T: complex, charge: float, mediator: float, recoil: float, energy: float, mass: float
) -> Complex:
    """M for every spin, shape (2, 2, 2, 2): ν after and before, e after and before.

    P_L leaves one helicity of the neutrino before and one after.
    """
    k, p, k_out, p_out = momenta(recoil, energy, mass)
    q = k_out - k
    vertex = 1j * T * np.einsum("mnab,n->mab", SIGMA, METRIC @ q) @ P_L
    upper = barred(spinors(k_out)) @ vertex @ spinors(k)
    lower = barred(spinors(p_out, mass)) @ GAMMA @ spinors(p, mass)
    contracted: Complex = np.einsum("mij,mn,nkl->ijkl", upper, METRIC, lower)
    return charge / (q @ METRIC @ q - mediator**2) * contracted


def recoil_spectrum(
    T: complex, charge: float, mediator: float, recoil: float, energy: float, mass: float
) -> float:
    """dσ/dT_e = |M|²/(32π m E²), spins of the electron averaged and summed."""
    spins = amplitudes(T, charge, mediator, recoil, energy, mass)
    return float(np.sum(np.abs(spins) ** 2) / 2 / (32 * np.pi * mass * energy**2))
