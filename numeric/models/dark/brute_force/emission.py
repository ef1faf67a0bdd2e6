r"""The vector coupling of A' to charged leptons by brute force, in unrotated fields.

The sibling of `neutral` and `charged`: explicit 4x4 Dirac matrices, an explicit 2n x 2n scalar propagator,
explicit momenta, a numerical integral over the four Euclidean loop momenta. No mass eigenstates, no
Feynman parameters, no loop functions.

The theory
----------
Metric (+,-,-,-), D_mu = d_mu + i g_D Q A'_mu, S_a = (S_aR + i S_aI)/sqrt2, a = 1..n::

    L = Ebar (i Dslash - M_E) E + (D S_a)^dagger (D S_a)
        - [ y_{alpha a} lbar_alpha P_R E S_a + h.c. ]
        - 1/2 S_R^T M2_R S_R - 1/2 S_I^T M2_I S_I ,      Q_E = -Q_S .

What is computed
----------------
f in L = f_{alpha beta} A'_mu lbar_alpha gamma^mu P_L l_beta at q^2 = 0, leptons massless. With
phi = (S_R, S_I), V_alpha = (y_alpha, i y_alpha)/sqrt2 and the scalar current as in
`numeric.models.dark.brute_force.neutral`, L = g_D Q_S A'^mu phi^T G d_mu phi, G = [[0, 1], [-1, 0]] (x) 1_n::

    iM_F = int d4l/(2 pi)^4 ubar (-i V_alpha P_R) [i S(l+q)] (-i g_D Q_E gamma^mu) [i S(l)]
           (-i V_beta^* P_L) u [i Delta(p-l)] eps_mu
    iM_S = int d4l/(2 pi)^4 ubar (-i V_alpha P_R) [i S(l)] (-i V_beta^* P_L) u
           [i Delta(p'-l) g_D Q_S (p + p' - 2l)^mu G i Delta(p-l)] eps_mu

with S(k) = (kslash - M_E)^-1, Delta(k) = (k^2 - M2)^-1, at complex lightlike momenta with a lightlike
difference. The sum of both converges only after the same integrand of a theory with unbroken U(1)_D, at
other masses, is subtracted; what is subtracted is zero in any gauge-invariant regularisation.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    P_L,
    P_R,
    Complex,
    Real,
    slash,
)
from darktmm.numeric.models.dark.brute_force.neutral import finite_real, null_momenta
from darktmm.numeric.models.dark.brute_force.partner import (
    SEED_IN,
    SEED_OUT,
    Loop,
    checked,
    euclidean_grid,
)

__all__ = ["lepton_vector_coupling"]

MOMENTUM_FRACTION: Final = 1e-2
"""Largest component of an external momentum in units of the lightest mass."""

POLAR_ORDER: Final = 4
ULTRAVIOLET_EFOLDS: Final = 16.0


def lepton_vector_coupling(
    y: ArrayLike,
    mass_squared_R: ArrayLike,
    mass_squared_I: ArrayLike,
    M_E: float,
    g_D: float = 1.0,
    Q_S: float = -1.0,
) -> Complex:
    """f_{alpha beta} of the module docstring, outgoing flavour first, (3, 3) complex.

    Good to about 1e-9 of g_D y^2/(16 pi^2) for comparable masses.

    Parameters
    ----------
    y : (3, n)
        Yukawa couplings y_{alpha a}, complex; rows e, mu, tau.
    mass_squared_R, mass_squared_I : (n, n)
        Real symmetric, positive definite mass-squared matrices of S_R and S_I [GeV^2].
    M_E : float
        Mass of E [GeV], positive.
    g_D, Q_S : float
        Dark gauge coupling and charge of S.

    Raises
    ------
    ValueError
        A shape, an entry or a mass is not as above; the message names it.
    """
    loop = checked(y, mass_squared_R, mass_squared_I, M_E)
    charge = finite_real("g_D", g_D) * finite_real("Q_S", Q_S)
    mean = float(np.mean(np.diag(loop.masses)))
    unbroken = Loop(loop.couplings, np.eye(len(loop.masses)) * mean * 1.7, 1.3 * loop.heavy)
    grid = euclidean_grid(loop.scales, POLAR_ORDER, ULTRAVIOLET_EFOLDS)
    momenta = null_momenta(MOMENTUM_FRACTION * float(loop.scales.min()), "L")
    kernel = _kernel(*momenta, *grid, loop) - _kernel(*momenta, *grid, unbroken)
    return charge * loop.in_flavours(kernel)


def _kernel(p: Complex, p_out: Complex, momenta: Complex, weights: Real, loop: Loop) -> Complex:
    """f per pair of real scalars, (2n, 2n), for g_D Q_S = 1."""
    n = len(loop.masses) // 2
    generator = np.kron(np.array([[0.0, 1.0], [-1.0, 0.0]]), np.eye(n))
    u = P_L @ slash(p) @ SEED_IN
    ubar = SEED_OUT @ slash(p_out) @ P_R
    u, ubar = u / np.linalg.norm(u), ubar / np.linalg.norm(ubar)

    before, after = loop.fermion(momenta), loop.fermion(momenta + (p_out - p))
    into, out = loop.scalar(p - momenta), loop.scalar(p_out - momenta)
    # Two Yukawa vertices -i, three propagators i, d4l = i d4l_E, and -i from iM to M.
    common = (-1j) ** 2 * 1j**3 * 1j * (-1j)

    left, right = (ubar @ P_R) @ after, before @ (P_L @ u)
    currents = np.einsum("ka,mab,kb->km", left, GAMMA, right)
    radiated_by_e = common * (-1j * -1.0) * np.einsum("k,km,kab->mab", weights, currents, into)
    line = np.einsum("a,kab,b->k", ubar @ P_R, before, P_L @ u)
    flow = (p + p_out - 2 * momenta) * (weights * line)[:, None]
    radiated_by_s = common * np.einsum("km,kab->mab", flow, out @ generator @ into)

    amplitude = (radiated_by_e + radiated_by_s).reshape(4, -1)
    structure = np.einsum("a,mab,b->m", ubar, GAMMA, u)[:, None]
    solution = np.linalg.lstsq(structure, amplitude, rcond=None)[0]
    coefficient: Complex = solution[0].reshape(2 * n, 2 * n)
    return coefficient
