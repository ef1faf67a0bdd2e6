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
    METRIC,
    P_L,
    P_R,
    Complex,
    Real,
    slash,
)
from darktmm.numeric.models.dark.brute_force.neutral import (
    FLAVOURS,
    _finite_real,
    _finite_real_matrix,
    _require_symmetric,
    _sphere,
    null_momenta,
)

__all__ = ["lepton_vector_coupling"]

MOMENTUM_FRACTION: Final = 1e-2
"""Largest component of an external momentum in units of the lightest mass."""

POLAR_ORDER: Final = 4
RADIAL_STEP: Final = 0.28
INFRARED_EFOLDS: Final = 10.0
ULTRAVIOLET_EFOLDS: Final = 16.0

_SEED_IN: Final[Complex] = np.array([0.3 + 0.5j, -0.8 + 0.2j, 0.6 - 0.4j, 0.7 + 0.9j])
_SEED_OUT: Final[Complex] = np.array([0.9 - 0.1j, 0.4 + 0.7j, -0.5 + 0.3j, 0.2 - 0.8j])


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
    couplings = np.asarray(y, dtype=complex)
    if couplings.ndim != 2 or couplings.shape[0] != FLAVOURS or couplings.shape[1] < 1:
        raise ValueError(f"y has shape {couplings.shape}: must be ({FLAVOURS}, n), n >= 1")
    if not np.all(np.isfinite(couplings)):
        raise ValueError(f"y = {couplings.tolist()}: must be finite complex numbers")
    n = couplings.shape[1]
    blocks = []
    for name, value in (("mass_squared_R", mass_squared_R), ("mass_squared_I", mass_squared_I)):
        matrix = _finite_real_matrix(name, value, n)
        _require_symmetric(name, matrix)
        if float(np.linalg.eigvalsh(matrix)[0]) <= 0.0:
            raise ValueError(f"{name} = {matrix.tolist()}: must be positive definite")
        blocks.append(matrix)
    heavy = _finite_real("M_E", M_E)
    if heavy <= 0.0:
        raise ValueError(f"M_E = {heavy}: must be positive")
    charge = _finite_real("g_D", g_D) * _finite_real("Q_S", Q_S)

    nothing = np.zeros((n, n))
    masses = np.block([[blocks[0], nothing], [nothing, blocks[1]]])
    scales = np.append(np.sqrt(np.linalg.eigvalsh(masses)), heavy)
    unbroken = np.eye(2 * n) * float(np.mean(np.diag(masses))) * 1.7
    momenta, weights = _euclidean_grid(scales)
    p, p_out = null_momenta(MOMENTUM_FRACTION * float(scales.min()), "L")
    kernel = _kernel(p, p_out, momenta, weights, masses, heavy)
    kernel -= _kernel(p, p_out, momenta, weights, unbroken, 1.3 * heavy)
    on_real_scalars = np.hstack([couplings, 1j * couplings]) / np.sqrt(2.0)
    coupling: Complex = charge * on_real_scalars @ kernel @ on_real_scalars.conj().T
    return coupling


def _euclidean_grid(scales: Real) -> tuple[Complex, Real]:
    """Wick-rotated momenta (points, 4) and weights of int d4l/(2 pi)^4, the i of d4l excluded."""
    directions, solid_angle = _sphere(POLAR_ORDER)
    low, high = np.log(scales.min()) - INFRARED_EFOLDS, np.log(scales.max()) + ULTRAVIOLET_EFOLDS
    radius = np.exp(np.arange(low, high, RADIAL_STEP))
    momenta = np.einsum("r,sm->rsm", radius, directions).reshape(-1, 4).astype(complex)
    momenta[:, 0] *= 1j  # l^0 = i l_4
    # l^3 dl = l^4 dlog(l)
    weights = np.einsum("r,s->rs", RADIAL_STEP * radius**4, solid_angle).ravel() / (2 * np.pi) ** 4
    return momenta, weights


def _kernel(
    p: Complex, p_out: Complex, momenta: Complex, weights: Real, masses: Real, heavy: float
) -> Complex:
    """f per pair of real scalars, (2n, 2n), for g_D Q_S = 1."""
    n = len(masses) // 2
    generator = np.kron(np.array([[0.0, 1.0], [-1.0, 0.0]]), np.eye(n))
    u = P_L @ slash(p) @ _SEED_IN
    ubar = _SEED_OUT @ slash(p_out) @ P_R
    u, ubar = u / np.linalg.norm(u), ubar / np.linalg.norm(ubar)

    before, after = _fermion(momenta, heavy), _fermion(momenta + (p_out - p), heavy)
    into, out = _scalar(p - momenta, masses), _scalar(p_out - momenta, masses)
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


def _square(k: Complex) -> Complex:
    value: Complex = np.einsum("...m,mn,...n->...", k, METRIC, k)
    return value


def _fermion(k: Complex, heavy: float) -> Complex:
    """(kslash - M_E)^-1, numerically; (points, 4, 4) [GeV^-1]."""
    return np.asarray(np.linalg.inv(slash(k) - heavy * np.eye(4)), dtype=np.complex128)


def _scalar(k: Complex, masses: Real) -> Complex:
    """(k^2 - M2)^-1, numerically; (points, 2n, 2n) [GeV^-2]."""
    inverse = _square(k)[:, None, None] * np.eye(len(masses)) - masses
    return np.asarray(np.linalg.inv(inverse), dtype=np.complex128)
