r"""The charged-lepton dipole by brute force, in unrotated fields.

The sibling of `numeric.models.dark.brute_force.neutral`, with the same refusal to be clever: explicit 4x4 Dirac
matrices, an explicit 2n x 2n scalar propagator, explicit momenta, a numerical integral over the
four Euclidean loop momenta. No mass eigenstates, no Feynman parameters, no loop functions.

The theory
----------
Metric (+,-,-,-), D_mu = d_mu + i e Q A_mu with Q = -1 for the leptons and for E, neutral scalars
S_a = (S_aR + i S_aI)/sqrt2, a = 1..n::

    L = Ebar (i Dslash - M_E) E - [ y_{alpha a} lbar_alpha P_R E S_a + h.c. ]
        - 1/2 S_R^T M2_R S_R - 1/2 S_I^T M2_I S_I .

What is computed
----------------
D in L = -(e m_beta/2) D_{alpha beta} lbar_alpha sigma^{rho nu} P_R l_beta F_{rho nu} + h.c. A Dirac
moment L = (mu/2) psibar sigma F psi has the vertex Gamma^mu = mu i sigma^{mu nu} q_nu, q = p' - p
incoming, so that Gamma^mu contains -e m_beta D i sigma^{mu nu} q_nu P_R.

With phi = (S_R, S_I), V_alpha = (y_alpha, i y_alpha)/sqrt2 and the photon on E only::

    iM = int d4k/(2 pi)^4 ubar (-i V_alpha P_R) i S(p'-k) (i e gamma^mu) i S(p-k) (-i V_beta^* P_L) u
         x i Delta(k),     S(k) = (kslash - M_E)^-1, Delta(k) = (k^2 - M2)^-1 .

The external momentum runs through E. The Wick rotation then meets no pole for any scalar, however
light, as long as the mass of the lepton is below M_E.

The external mass
-----------------
The lepton that comes in is on its mass shell, pslash u = m u, with the other one and the photon
massless; that is the kinematics of the decay, in the rest frame. Between such spinors the vertex is
a combination of gamma^mu P_L, i sigma^{mu nu} q_nu P_R and q^mu P_R. The coefficient of the second,
divided by m, is analytic in m^2 up to the threshold (M_E + M_phi)^2. Its mean over N points of a
circle |m^2| = r is its value at m = 0 up to (r/M_E^2)^N (Cauchy): no expansion, no extrapolation.
The logarithmic divergence multiplies gamma^mu P_L alone; it is taken out, together with most of the
rounding error, by subtracting the integrand at vanishing external momenta.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    Complex,
    slash,
)
from darktmm.numeric.models.dark.brute_force.partner import (
    SEED_IN,
    SEED_OUT,
    Loop,
    checked,
    euclidean_grid,
)

__all__ = ["charged_dipole"]

MASS_FRACTION: Final = 0.1
"""|m|/M_E of the external lepton."""

CIRCLE: Final = 6
"""Points on the circle in m²; the error is MASS_FRACTION^(2·CIRCLE)."""

POLAR_ORDER: Final = 6
ULTRAVIOLET_EFOLDS: Final = 17.0

CHARGE: Final = -1.0
"""Electric charge of E and of the leptons."""


def charged_dipole(
    y: ArrayLike, mass_squared_R: ArrayLike, mass_squared_I: ArrayLike, M_E: float
) -> Complex:
    """D_{alpha beta} of the module docstring: A_R of arXiv:2603.25704 (25) is D[0, 1].

    Parameters
    ----------
    y : (3, n)
        Yukawa couplings y_{alpha a}, complex; rows e, mu, tau.
    mass_squared_R, mass_squared_I : (n, n)
        Real symmetric, positive definite mass-squared matrices of S_R and S_I [GeV^2].
    M_E : float
        Mass of E [GeV], positive.

    Returns
    -------
    (3, 3) complex [GeV^-2], outgoing flavour first; good to about 1e-10 of its largest entry unless
    the scalars are much heavier than E.

    Raises
    ------
    ValueError
        A shape, an entry or a mass is not as above; the message names it.
    """
    loop = checked(y, mass_squared_R, mass_squared_I, M_E)
    momenta, weights = euclidean_grid(loop.scales, POLAR_ORDER, ULTRAVIOLET_EFOLDS)
    scalars = weights[:, None] * loop.scalar(momenta).reshape(len(weights), -1)
    at_rest = loop.fermion(-momenta)
    phases = np.exp(1j * np.pi * np.arange(CIRCLE) / CIRCLE)  # of m; those of m² close a circle
    kernels = [
        _dipole_kernel(MASS_FRACTION * loop.heavy * phase, momenta, scalars, at_rest, loop)
        for phase in phases
    ]
    return loop.in_flavours(np.mean(kernels, axis=0).reshape(loop.masses.shape))


def _dipole_kernel(
    m: complex, momenta: Complex, scalars: Complex, at_rest: Complex, loop: Loop
) -> Complex:
    """D per pair of real scalars at an external mass m, flattened (2n 2n,) [GeV^-2].

    The spinors are contracted first, so that a polarisation is a number at every loop momentum.
    """
    p = m * np.array([1.0, 0.0, 0.0, 0.0], dtype=complex)
    p_out = m / 2 * np.array([1.0, 0.6, 0.0, 0.8], dtype=complex)  # and q = p' - p is lightlike
    q = p_out - p
    u = (slash(p) + m * np.eye(4)) @ SEED_IN
    # Left-handed, ubar = ubar P_R: then only structures that end on the left-handed lepton are left.
    ubar = SEED_OUT @ slash(p_out) @ P_R
    u, ubar = u / np.linalg.norm(u), ubar / np.linalg.norm(ubar)

    right = loop.fermion(p - momenta) @ (P_L @ u)
    left = ubar @ P_R @ loop.fermion(p_out - momenta)
    currents = np.einsum("ka,mab,kb->mk", left, GAMMA, right, optimize=True)
    currents -= np.einsum(
        "ka,mab,kb->mk", ubar @ P_R @ at_rest, GAMMA, at_rest @ (P_L @ u), optimize=True
    )
    # Two Yukawa vertices -i, the photon -i e Q, three propagators i; d4k = i d4k_E; -i from iM to M.
    # The e is left out here and in the operator.
    amplitude = (-1j) ** 2 * (-1j * CHARGE) * 1j**3 * 1j * (-1j) * currents @ scalars

    structures = np.stack(
        [
            -m * np.einsum("a,mnab,n,b->m", ubar, 1j * SIGMA, METRIC @ q, P_R @ u),
            np.einsum("a,mab,b->m", ubar, GAMMA, P_L @ u),
            q * (ubar @ P_R @ u),
        ],
        axis=-1,
    )
    size = np.abs(structures).max(axis=0)
    solution = np.linalg.lstsq(structures / size, amplitude, rcond=None)[0]
    coefficient: Complex = solution[0] / size[0]
    return coefficient
