r"""Oblique T and the moment from a massive vector by brute force: matrices and momentum integrals.

Shares nothing with an analytic derivation: no mass eigenstates, no Feynman parameters, no traces on
paper.  Explicit Dirac matrices, an explicit 16x16 propagator of the unrotated doublet, numerical
Euclidean loop integrals.  Metric (+,-,-,-), D_mu = d_mu + i g Q V_mu, masses in GeV.

Oblique T
---------
Psi = (N, E, N^c, E^c), sixteen components, and L = 1/2 Psibar (i dslash - M) Psi with

    M = [[diag(m_D, M_E), n (m_L P_R + m_R P_L)], [n (m_L P_L + m_R P_R), diag(m_D, M_E)]],

n = diag(1, 0).  The current psibar gamma^mu T psi of psi = (N, E) is 1/2 Psibar gamma^mu G Psi with
G = diag(T, -T^T), the conjugates having the opposite charges.  The integral over Psi is the square
root of a determinant, half of a Dirac loop.  Per g^2, with S(l) = (lslash - M)^-1 and l^0 = i l_4,

    4 i Pi_aa = -1/2 int d4l/(2 pi)^4 Tr[gamma^mu G_a S gamma_mu G_a S],
    Pi_aa = -1/8 int d4l_E/(2 pi)^4 Tr[gamma^mu G_a S gamma_mu G_a S],

and the trace depends on the length of l only.  In Pi_11 - Pi_33 the quadratic divergence and the
ambiguity of l^mu l^nu -> g^{mu nu} l^2/4 drop out, both being traces of T_1^2 = T_3^2 with mass
matrices.  A logarithm is left, C/l^4, from the masses B_a = [G_a, M] by which the currents are not
conserved, C = 1/4 Tr[B_1 B_1^dagger - B_3 B_3^dagger].  MS-bar at the scale Lambda is the
subtraction of C/(l^2 + Lambda^2)^2, whose own value in that scheme is zero.  With any other C the
integral would not exist.

The anomalous moment
--------------------
A vector of mass M and coupling kappa corrects ubar' gamma^mu u by

    Gamma^mu = kappa^2 int d4l_E/(2 pi)^4 gamma^a S(p' - k) gamma^mu S(p - k) gamma_a / (k^2 - M^2).

The lepton is on its mass shell, in its rest frame; q = s (0, 1, i, 0) is complex and lightlike, so
that p'^2 = p^2 and q^2 = 0 exactly.  The loop momentum is l = p - k - (1 - b) p with 0 < b < M/m:
neither line then meets a pole as l^0 turns into i l_4.  The form factors are fitted to the matrix
between the spinor projectors, averaged over the directions of l, for each length of l.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    Complex,
    Real,
)

__all__ = ["Doublet", "anomalous_moment", "number_correlator", "oblique_T"]

PANEL_NODES: Final = 12
"""Gauss-Legendre nodes per e-fold of the radius."""

LOWERED: Final[Complex] = np.einsum("mn,nab->mab", METRIC, GAMMA)


def _positive(name: str, value: float) -> float:
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} = {value!r}: must be finite and positive")
    return float(value)


def _euclidean(
    profile: Callable[[float], complex], lightest: float, heaviest: float, efolds: float = 8.0
) -> complex:
    """int d4l_E/(2 pi)^4 of a function of the length of l that falls like l^-6.

    Panels in log l up to three times the heaviest scale; beyond, l^-2 is the variable, in which
    what is left is a power series.
    """
    node, weight = np.polynomial.legendre.leggauss(PANEL_NODES)
    low, high = math.log(lightest) - efolds, math.log(3 * heaviest)
    edges = np.linspace(low, high, math.ceil(high - low) + 1)
    total = 0j
    for left, right in pairwise(edges):
        for x, w in zip(node, weight, strict=True):
            length = math.exp((left + right + (right - left) * x) / 2)
            total += w * (right - left) / 2 * length**4 * profile(length)
    for x, w in zip((node + 1) / 2, weight / 2, strict=True):
        length = 3 * heaviest / math.sqrt(x)
        total += w / (2 * x) * length**4 * profile(length)
    return total * 2 * math.pi**2 / (2 * math.pi) ** 4  # the sphere, and the measure


# --------------------------------------------------------------------------------------------
# Oblique T
# --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doublet:
    """Masses of Psi = (N, E) as they stand in the Lagrangian; signs are free.

    Attributes:
        m_L, m_R, m_D: Majorana and Dirac masses of N, GeV.
        M_E: mass of E, GeV.

    Raises:
        ValueError: a mass is not finite, or N or E is massless.
    """

    m_L: float
    m_R: float
    m_D: float
    M_E: float

    def __post_init__(self) -> None:
        for name in ("m_L", "m_R", "m_D", "M_E"):
            if not np.isfinite(getattr(self, name)):
                raise ValueError(f"{name} = {getattr(self, name)!r}: must be finite")
        if self.scales[0] <= 1e-12 * self.scales[1]:
            raise ValueError(f"{self}: a massless fermion is not supported")

    @property
    def scales(self) -> tuple[float, float]:
        """(lightest, heaviest) mass."""
        neutral = np.linalg.svd(
            np.array([[self.m_L, self.m_D], [self.m_D, self.m_R]]), compute_uv=False
        )
        every = [*neutral, abs(self.M_E)]
        return float(min(every)), float(max(every))

    @property
    def mass_matrix(self) -> Complex:
        """M, 16 x 16: (N, E, N^c, E^c) times Dirac index."""
        dirac = np.kron(np.diag([self.m_D, self.M_E]), np.eye(4))
        neutral = np.diag([1.0, 0.0])
        above = np.kron(neutral, self.m_L * P_R + self.m_R * P_L)
        below = np.kron(neutral, self.m_L * P_L + self.m_R * P_R)
        return np.block([[dirac, above], [below, dirac]])

    def propagator(self, l: Complex) -> Complex:
        """(lslash - M)^-1."""
        slash = np.einsum("m,mab->ab", METRIC @ l, GAMMA)
        kernel = np.kron(np.eye(4), slash) - self.mass_matrix
        return np.asarray(np.linalg.inv(kernel), dtype=complex)


def generator(isospin: Real) -> Complex:
    """G = diag(T, -T^T), 16 x 16."""
    zero = np.zeros((2, 2))
    return np.kron(np.block([[isospin, zero], [zero, -isospin.T]]), np.eye(4)).astype(complex)


T_1: Final[Complex] = generator(np.array([[0.0, 0.5], [0.5, 0.0]]))
T_3: Final[Complex] = generator(np.diag([0.5, -0.5]))


def current_trace(doublet: Doublet, current: Complex, l: Complex) -> complex:
    """Tr[gamma^mu G S gamma_mu G S] at one loop momentum."""
    line = current @ doublet.propagator(l)
    total = 0j
    for upper, lower in zip(GAMMA, LOWERED, strict=True):
        total += np.trace(np.kron(np.eye(4), upper) @ line @ np.kron(np.eye(4), lower) @ line)
    return complex(total)


def non_conservation(doublet: Doublet) -> float:
    """C, GeV^2: the coefficient of the logarithm."""
    mass = doublet.mass_matrix
    first, third = (np.linalg.norm(g @ mass - mass @ g) ** 2 for g in (T_1, T_3))
    return float(first - third) / 4


def oblique_T(doublet: Doublet, scale: float, M_W: float, s_W2: float) -> float:
    """T in MS-bar at `scale` (Lambda, GeV).

    The absolute error is about 1e-12 (heaviest mass/M_W)^2: what a nearly exact symmetry leaves of T
    is known to fewer digits.

    Raises:
        ValueError: `scale`, `M_W` or `s_W2` is not positive and finite.
    """
    scale, M_W, s_W2 = (
        _positive(n, v) for n, v in (("scale", scale), ("M_W", M_W), ("s_W2", s_W2))
    )
    logarithm = non_conservation(doublet)

    def profile(length: float) -> complex:
        l = np.array([1j * length, 0, 0, 0])
        difference = current_trace(doublet, T_1, l) - current_trace(doublet, T_3, l)
        return -difference / 8 - logarithm / (length**2 + scale**2) ** 2

    lightest, heaviest = doublet.scales
    polarisation = _euclidean(profile, min(lightest, scale), max(heaviest, scale)).real
    return 4 * math.pi / s_W2 * polarisation / M_W**2  # g^2/alpha = 4 pi/s_W^2


def number_correlator(doublet: Doublet, scale: float) -> float:
    """Pi(0) of the current Nbar gamma^mu N in MS-bar at `scale`, GeV^2.

    A Dirac N conserves the current: its Pi(0) is zero in a scheme that respects it, and is subtracted
    under the integral, with the mass for which the ambiguity of l^mu l^nu -> g^{mu nu} l^2/4, a trace of
    squared masses, drops out. The logarithm that is left belongs to m_L and m_R.

    Raises:
        ValueError: `scale` is not positive and finite.
    """
    scale = _positive("scale", scale)
    current = generator(np.diag([1.0, 0.0]))
    dirac = math.hypot(doublet.m_D, math.hypot(doublet.m_L, doublet.m_R) / math.sqrt(2))
    conserving = Doublet(0.0, 0.0, dirac, doublet.M_E)
    commutator = current @ doublet.mass_matrix - doublet.mass_matrix @ current
    logarithm = float(np.linalg.norm(commutator) ** 2) / 4

    def profile(length: float) -> complex:
        l = np.array([1j * length, 0, 0, 0])
        difference = current_trace(doublet, current, l) - current_trace(conserving, current, l)
        return -difference / 8 - logarithm / (length**2 + scale**2) ** 2

    lightest, heaviest = doublet.scales
    return _euclidean(profile, min(lightest, scale), max(heaviest, scale)).real


# --------------------------------------------------------------------------------------------
# The anomalous moment
# --------------------------------------------------------------------------------------------


def _directions(nodes: int) -> tuple[Real, Real]:
    """Unit vectors (l_4, l_1, l_2, l_3) and weights that sum to one; fine in l_4, coarse elsewhere."""
    chi = np.pi * np.arange(1, nodes + 1) / (nodes + 1)  # Chebyshev, weight sin^2
    w_chi = np.sin(chi) ** 2 * 2 / (nodes + 1)
    polar, w_z = np.polynomial.legendre.leggauss(3)
    azimuth = 2 * np.pi * np.arange(8) / 8
    c, z, phi = np.meshgrid(np.cos(chi), polar, azimuth, indexing="ij")
    s, rho = np.sqrt(1 - c**2), np.sqrt(1 - z**2)
    unit = np.stack([c, s * rho * np.cos(phi), s * rho * np.sin(phi), s * z], axis=-1)
    weight = w_chi[:, None, None] * w_z[None, :, None] / 2 * np.ones(8) / 8
    return unit.reshape(-1, 4), weight.reshape(-1)


def _slashes(k: Complex) -> Complex:
    return np.einsum("...m,mab->...ab", k @ METRIC, GAMMA)


def vertex_integrand(
    l: Complex, p: Complex, q: Complex, share: float, mass: float, axial: bool = False
) -> Complex:
    """gamma^a S(p'-k) gamma^mu S(p-k) gamma_a/(k^2 - M^2), shape (n, 4, 4, 4), for m = 1.

    Args:
        l: loop momenta, shape (n, 4); the lepton carries l + (1 - share) p.
        share: b, the part of p that the vector carries.
        mass: M.
        axial: gamma^a gamma5 in place of gamma^a.
    """
    before = l + (1 - share) * p
    k = p - before
    s_in, s_out = (np.linalg.inv(_slashes(line) - np.eye(4)) for line in (before, before + q))
    gamma5 = P_R - P_L
    emission = [lower @ gamma5 for lower in LOWERED] if axial else list(LOWERED)
    absorption = [upper @ gamma5 for upper in GAMMA] if axial else list(GAMMA)
    middle = s_out[:, None] @ GAMMA @ s_in[:, None]
    total = sum(a @ middle @ e for a, e in zip(absorption, emission, strict=True))
    boson = np.einsum("nm,mk,nk->n", k, METRIC, k) - mass**2
    return np.asarray(total / boson[:, None, None, None], dtype=complex)


def anomalous_moment(
    ratio: float, coupling_squared: float, *, nodes: int = 40, axial: bool = False
) -> float:
    """a_l = F_2(0) for kappa^2 = `coupling_squared` and M/m = `ratio`.

    Args:
        nodes: directions along the time axis; light vectors need more.
        axial: an axial coupling instead, for its transverse part; the result must be another one.

    Raises:
        ValueError: `ratio` or `coupling_squared` is not positive and finite.
    """
    mass = _positive("ratio", ratio)
    kappa2 = _positive("coupling_squared", coupling_squared)
    share = mass / (2 + mass)
    gap = math.sqrt(1 - (1 - share) ** 2)
    p = np.array([1, 0, 0, 0], dtype=complex)
    q = np.asarray(gap / 50 * np.array([0, 1, 1j, 0]), dtype=complex)
    left, right = _slashes(p + q) + np.eye(4), _slashes(p) + np.eye(4)
    dipole = 1j * np.einsum("mnab,n->mab", SIGMA, METRIC @ q) / 2
    longitudinal = q[:, None, None] * np.eye(4)
    structures = [left @ x @ right for x in (GAMMA, dipole, longitudinal)]
    basis = np.stack([x.ravel() for x in structures], axis=1)
    unit, weight = _directions(nodes)
    euclidean = np.asarray(unit * np.array([1j, 1, 1, 1]), dtype=complex)

    def profile(length: float) -> complex:
        l = np.asarray(length * euclidean, dtype=complex)
        integrand = vertex_integrand(l, p, q, share, mass, axial)
        averaged = left @ np.einsum("n,nmab->mab", weight, integrand) @ right
        fit, *_ = np.linalg.lstsq(basis, averaged.ravel(), rcond=None)
        return complex(fit[1])

    return kappa2 * _euclidean(profile, min(gap, mass), max(1.0, mass)).real
