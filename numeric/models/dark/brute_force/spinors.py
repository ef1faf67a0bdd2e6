r"""Widths and a magnetic moment from explicit spinors: no trace, no invariant, no Gordon identity.

Metric (+,-,-,-), Dirac matrices of `numeric.models.dark.brute_force.neutral`, in which the upper half of a
spinor is left-handed and u(p) = (sqrt(p.sigma) xi, sqrt(p.sigmabar) xi), v(p) with the opposite sign below.

With L = -(e m/2) D ebar sigma^{rho nu} P_R mu F_{rho nu} + h.c. and F -> i(q eps* - eps* q) for the photon
that leaves,

    |M| = e m |D| |ubar_e sigma^{rho nu} q_rho eps*_nu P_R u_mu|,

and with L = -(4 G_F/sqrt2) (nubar gamma^rho P_L mu)(ebar gamma_rho P_L nu_e) + h.c. the tree-level decay. Its
phase space is nested: mu -> e (nu nubar) at every mass of the pair, and the pair decays in its rest frame; the
squared amplitude is a polynomial there, so that Gauss's rule is exact.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    PAULI,
    SIGMA,
    Complex,
    Real,
)

__all__ = ["moment_per_dipole", "muon_width", "radiative_width", "spinors"]

NODES: Final = 6
"""Of every Gauss rule; the squared amplitude has degree 2 in an angle and 3 in the mass of a pair."""


def spinors(p: Real, mass: float = 0.0, sign: int = 1) -> Complex:
    """u(p) (sign +1) or v(p) (sign -1) for both spins, as columns, shape (4, 2)."""
    length = float(np.linalg.norm(p[1:]))
    axis = p[1:] / length if length else np.array([0.0, 0.0, 1.0])
    spin = np.einsum("i,iab->ab", axis, PAULI[1:])
    along, against = (PAULI[0] + spin) / 2, (PAULI[0] - spin) / 2
    # E - |p| without cancellation
    large = p[0] + length
    big, small = np.sqrt(large), mass / np.sqrt(large)
    return np.vstack([small * along + big * against, sign * (big * along + small * against)])


def barred(spinor: Complex) -> Complex:
    """ubar, as rows."""
    return np.asarray(spinor.conj().T @ GAMMA[0])


def radiative_width() -> float:
    """Gamma(mu -> e gamma)/(alpha m^5 |D|^2), massless electron, by helicity amplitudes at m = 1."""
    axis = np.array([0.48, 0.6, 0.64])
    first = np.cross(axis, [1.0, 0, 0])
    first /= np.linalg.norm(first)
    polarisations = (np.append(0, first), np.append(0, np.cross(axis, first)))
    electron, photon = np.append(0.5, 0.5 * axis), np.append(0.5, -0.5 * axis)
    total = 0.0
    for polarisation in polarisations:
        vertex = np.einsum("r,n,rnab->ab", METRIC @ photon, METRIC @ polarisation, SIGMA) @ P_R
        amplitudes = barred(spinors(electron)) @ vertex @ spinors(np.array([1.0, 0, 0, 0]), 1.0)
        total += float(np.sum(np.abs(amplitudes) ** 2))
    # e^2 = 4 pi alpha; half for the spins of the muon, 1/2m, two-body phase space 1/8 pi
    return 4 * np.pi * total / 2 / 2 / (8 * np.pi)


def _boosted(k: Real, velocity: Real) -> Real:
    """k of a frame that moves with this velocity."""
    square = float(velocity @ velocity)
    gamma = 1 / np.sqrt(1 - square)
    along = float(velocity @ k[1:])
    space = k[1:] + velocity * (gamma * k[0] + (gamma - 1) * along / square)
    return np.append(gamma * (k[0] + along), space)


def muon_width() -> float:
    """Gamma(mu -> e nubar nu)/(G_F^2 m^5), massless leptons, by explicit spinors at m = 1."""
    x, weight = np.polynomial.legendre.leggauss(NODES)
    muon = spinors(np.array([1.0, 0, 0, 0]), 1.0)
    currents = np.einsum("rab,bc->rac", GAMMA, P_L)
    angles = 2 * np.pi * np.arange(NODES) / NODES
    total = 0.0
    for s, w_s in zip((1 + x) / 2, weight / 2, strict=True):  # squared mass of the pair
        energy = (1 - s) / 2
        electron = np.array([energy, 0, 0, energy])
        velocity = np.array([0, 0, -energy / (1 - energy)])
        out = barred(spinors(electron))
        for c, w_c in zip(x, weight / 2, strict=True):
            for phi in angles:
                axis = np.array([*np.sqrt(1 - c**2) * np.array([np.cos(phi), np.sin(phi)]), c])
                neutrino, antineutrino = (
                    _boosted(np.sqrt(s) / 2 * np.append(1, side * axis), velocity)
                    for side in (1, -1)
                )
                neutral = barred(spinors(neutrino)) @ currents @ muon
                charged = out @ currents @ spinors(antineutrino, sign=-1)
                amplitudes = np.einsum("rij,rs,skl->ijkl", neutral, METRIC, charged)
                # phase space: (1 - s)/8 pi for mu -> e + pair, ds/2 pi, 1/8 pi for the pair
                measure = w_s * w_c / NODES * (1 - s) / (8 * np.pi) ** 2 / (2 * np.pi)
                total += measure * float(np.sum(np.abs(amplitudes) ** 2))
    return 8 * total / 2 / 2  # (4/sqrt2)^2, spins of the muon, 1/2m


def moment_per_dipole(charge: float = -1.0) -> float:
    """Delta a/(m^2 D) of a lepton with D_mu = d_mu + i e Q A_mu, Q = `charge`, and m = 1.

    In the frame p' = -p the space-like current flips the spin by i(sigma x q) times g/2, for gamma^mu with
    g = 2 exactly: the ratio of what the dipole adds to the tree.

    Raises:
        ArithmeticError: the dipole does not flip the spin as the current does.
    """
    q = np.array([0.0, 0.3, -0.5, 0.7])
    energy = np.sqrt(1 + q[1:] @ q[1:] / 4)
    into, out = (spinors(np.append(energy, side * q[1:] / 2), 1.0) for side in (-1, 1))
    tree = -charge * barred(out) @ GAMMA[1:] @ into
    # With its h.c. the operator is -(m/2) D lbar sigma l F, real D: the vertex -m D i sigma^{mu nu} q_nu.
    added = -barred(out) @ np.einsum("mnab,n->mab", 1j * SIGMA, METRIC @ q)[1:] @ into
    ratio = np.vdot(tree, added) / np.vdot(tree, tree)
    if not np.allclose(added, ratio * tree, rtol=0, atol=1e-12 * np.abs(added).max()):
        raise ArithmeticError("the dipole does not flip the spin as the current does")
    return float(ratio.real)
