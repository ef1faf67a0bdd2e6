r"""Neutrino transition dipole and radiative mass by brute force, in unrotated fields.

This module is the devil's advocate of the package.  It shares nothing with an analytic
derivation: no mass eigenstates, no Feynman parameters, no loop functions, no Dirac algebra on
paper.  It keeps what the path integral hands out, explicit 4x4 Dirac matrices, an explicit 8x8
fermion propagator, an explicit 2n x 2n scalar propagator, explicit spinors, and integrates over
the four Euclidean loop momenta numerically.  Natural units; masses in GeV, T and R in GeV^-1.

The theory
----------
Metric (+,-,-,-), sigma^{mu nu} = (i/2)[gamma^mu, gamma^nu], P_{L,R} = (1 -+ gamma5)/2,
D_mu = d_mu + i g_D Q A'_mu, S_a = (S_aR + i S_aI)/sqrt2, a = 1..n, nu_i massless Majorana::

    L = Nbar i Dslash N + (D S_a)^dagger (D S_a) - m_D Nbar N
        - 1/2 [ m_L overline{(N_L)^c} N_L + m_R overline{(N_R)^c} N_R + h.c. ]
        - [ lambda_{ia} nubar_i P_R N S_a + lambda_{ia}^* Nbar P_L nu_i S_a^* ]
        - 1/2 S_R^T M2_R S_R - 1/2 S_I^T M2_I S_I - S_R^T M2_RI S_I .

Nambu form of the fermion
-------------------------
Let Psi = (N, N^c) and Psibar = (Nbar, overline{N^c}), eight components.  For anticommuting
fields psibar X chi = overline{chi^c} (C X^T C^-1) psi^c, with C X^T C^-1 = +X for X = 1, gamma5
and -X for X = gamma^mu.  Hence, with tau acting in the (N, N^c) plane,

* kinetic and mass terms:  1/2 Psibar K Psi,
  K(k) = [[kslash - m_D, -(m_L P_R + m_R P_L)], [-(m_L P_L + m_R P_R), kslash - m_D]] ;
* gauge current:  -g_D Q_N A'_mu 1/2 Psibar gamma^mu tau_3 Psi  (N^c has the opposite charge) ;
* Yukawa:  nubar P_R N = overline{N^c} P_R nu and Nbar P_L nu = nubar P_L N^c because
  nu = nu^c.  The *whole* interaction can thus be written with nubar on the left or, equally
  well, with nu on the right, each neutrino field appearing once:
  L_Y = -nubar_i V_i Psi = -Psibar Vbar_i nu_i,
  V_i = (lambda_{ia} S_a P_R, lambda^*_{ia} S_a^* P_L),
  Vbar_i = (lambda^*_{ia} S_a^* P_L, lambda_{ia} S_a P_R)^T .

Writing the emission vertex the first way and the absorption vertex the second way exhausts both
Majorana contractions of nu exactly once; <Psi Psibar> = i K^-1 contains <N Nbar>, <N N> and
<Nbar Nbar>.  The 1/2 in front of a bilinear in Psi is eaten by its two equal contractions.

Rules from exp(i int L), and the two diagrams
---------------------------------------------
With phi = (S_1R..S_nR, S_1I..S_nI) the scalar current is L = g_D Q_S A'^mu phi^T E d_mu phi,
E = [[0, 1], [-1, 0]] (x) 1_n, since S^* d S - dS^* S = i (S_R d S_I - S_I d S_R).  A field d_mu phi
contracted with the incoming line (momentum k) gives -i k_mu, with the outgoing line (k') +i k'_mu,
and E is antisymmetric, so that the vertex is  i g_D Q_S (-i)(k + k')^mu E_{out,in}
= g_D Q_S (k + k')^mu E_{out,in}.  (On S itself E = -i, the textbook -i g_D Q_S (k + k')^mu.)

For nu_i(p) + A'(q) -> nu_j(p'), q = p' - p, the internal fermion enters with momentum l::

    iM_F = int d4l/(2 pi)^4 ubar_j (-i V_ja) [i K^-1(l+q)] (-i g_D Q_N gamma^mu tau_3) [i K^-1(l)]
           (-i Vbar_ib) u_i [i Delta(p-l)]_ab eps_mu
    iM_S = int d4l/(2 pi)^4 ubar_j (-i V_ja) [i K^-1(l)] (-i Vbar_ib) u_i
           [i Delta(p'-l) g_D Q_S (p + p' - 2l)^mu E i Delta(p-l)]_ab eps_mu

with Delta(k) = (k^2 - M2)^-1.  No closed fermion loop, hence no further sign.

Kinematics
----------
The form factors are wanted at p^2 = p'^2 = q^2 = 0.  For real momenta this means p parallel to p'
and every dipole structure vanishes.  We therefore take *complex* lightlike momenta,
p = |a>[b|, p' = |a>[b'| (or with a and b exchanged): all invariants vanish identically, the
form factors are exactly those at q^2 = 0 and no extrapolation is needed.  Since the momenta are a
small fraction of the lightest internal mass, no pole is met by the Wick rotation l^0 = i l_4 and
the integrand on each Euclidean sphere is a rapidly converging polynomial in the direction of l,
which a product Gauss rule integrates exactly.  The logarithm of the radius is integrated by the
trapezoidal rule, exponentially accurate as the nearest singularities sit at Im log|l| = pi/2.
:func:`dipole_at` accepts any other massless kinematics (for instance real ones), which is how
the complex route is itself cross-examined.

The vector form factor
----------------------
Fermion and scalar diagrams diverge logarithmically, their sum does not because Q_N + Q_S = 0.
Four-dimensional symmetric integration violates the U(1)_D Ward identity by a finite surface term.
That term depends on neither masses nor their U(1)_D breaking, so we subtract the same integrand
with U(1)_D-symmetric masses, whose value in any gauge-invariant regularisation is zero (q.Gamma = 0
for a neutral neutrino).  The difference falls off like l^-6 and is unambiguous.  The masses of the
subtracted theory are *not* those of the symmetric limit of the given one, so that f = 0 for a
symmetric theory is a result and not a tautology.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    PAULI,
    SIGMA,
    Complex,
    Real,
    slash,
)

__all__ = [
    "BruteForceAmplitude",
    "Dipole",
    "Quadrature",
    "RadiativeMass",
    "UnrotatedTheory",
    "dipole_at",
    "null_momenta",
    "radiative_mass",
    "transition_amplitude",
]

FLAVOURS: Final = 3

TAU_3: Final[Complex] = np.diag([1.0, -1.0]).astype(complex)


# --------------------------------------------------------------------------------------------
# The theory
# --------------------------------------------------------------------------------------------


def finite_real(name: str, value: Any) -> float:
    """A finite real number.

    Raises:
        ValueError: it is none; the message says which field is wrong and why.
    """
    array = np.asarray(value)
    if array.shape != () or array.dtype.kind not in "iuf" or not np.isfinite(array):
        raise ValueError(f"{name} = {value!r}: must be a finite real number")
    return float(array)


def finite_real_matrix(name: str, value: ArrayLike, size: int) -> Real:
    """A finite real (size, size) matrix as a read-only float array.

    Raises:
        ValueError: it is none; the message names it.
    """
    array = np.asarray(value)
    if array.shape != (size, size):
        raise ValueError(f"{name} has shape {array.shape}: must be ({size}, {size})")
    if array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)):
        raise ValueError(f"{name} = {array.tolist()}: must be real and finite")
    matrix = np.array(array, dtype=float)
    matrix.setflags(write=False)
    return matrix


def require_symmetric(name: str, matrix: Real) -> None:
    """A matrix is its own transpose, up to the rounding of a product that made it.

    Raises:
        ValueError: it is not.
    """
    if not np.allclose(matrix, matrix.T, rtol=0.0, atol=1e-12 * float(np.max(np.abs(matrix)))):
        raise ValueError(f"{name} = {matrix.tolist()}: must be symmetric")


@dataclass(frozen=True, eq=False)
class UnrotatedTheory:
    r"""The Lagrangian of the module docstring, in the basis in which it is written.

    Parameters
    ----------
    m_L, m_R, m_D : float
        Majorana and Dirac masses of N [GeV], any real sign; the mass matrix
        [[m_L, m_D], [m_D, m_R]] must be invertible (no massless line in the loop).
    mass_squared_R, mass_squared_I : (n, n)
        Real symmetric mass-squared matrices of S_R and S_I [GeV^2].
    yukawa : (3, n)
        lambda_{ia}, complex.
    g_D, Q_N, Q_S : float
        Gauge coupling and charges; the Yukawa term demands Q_N + Q_S = 0.
    mass_squared_RI : (n, n), optional
        L contains -S_R^T M2_RI S_I, any real matrix (zero if omitted).  The full 2n x 2n
        matrix must be positive definite.
    """

    m_L: float
    m_R: float
    m_D: float
    mass_squared_R: ArrayLike
    mass_squared_I: ArrayLike
    yukawa: ArrayLike
    g_D: float
    Q_N: float
    Q_S: float
    mass_squared_RI: ArrayLike | None = None

    def __post_init__(self) -> None:
        for name in ("m_L", "m_R", "m_D", "g_D", "Q_N", "Q_S"):
            object.__setattr__(self, name, finite_real(name, getattr(self, name)))
        if abs(self.Q_N + self.Q_S) > 1e-12 * max(abs(self.Q_N), abs(self.Q_S)):
            raise ValueError(
                f"Q_S = {self.Q_S}: must be -Q_N = {-self.Q_N}, the Yukawa term is otherwise "
                "not invariant under U(1)_D"
            )

        yukawa = np.asarray(self.yukawa)
        if yukawa.ndim != 2 or yukawa.shape[0] != FLAVOURS or yukawa.shape[1] < 1:
            raise ValueError(f"yukawa has shape {yukawa.shape}: must be ({FLAVOURS}, n), n >= 1")
        if yukawa.dtype.kind not in "iufc" or not np.all(np.isfinite(yukawa)):
            raise ValueError(f"yukawa = {yukawa.tolist()}: must be finite complex numbers")
        yukawa = np.array(yukawa, dtype=complex)
        yukawa.setflags(write=False)
        object.__setattr__(self, "yukawa", yukawa)

        n = yukawa.shape[1]
        for name in ("mass_squared_R", "mass_squared_I"):
            matrix = finite_real_matrix(name, getattr(self, name), n)
            require_symmetric(name, matrix)
            object.__setattr__(self, name, matrix)
        mixing = np.zeros((n, n)) if self.mass_squared_RI is None else self.mass_squared_RI
        object.__setattr__(
            self, "mass_squared_RI", finite_real_matrix("mass_squared_RI", mixing, n)
        )

        for name, block in (
            ("mass_squared_R", self.mass_squared_R),
            ("mass_squared_I", self.mass_squared_I),
            ("the full scalar mass-squared matrix", self.scalar_mass_squared),
        ):
            lowest = float(np.linalg.eigvalsh(np.asarray(block))[0])
            if lowest <= 0.0:
                raise ValueError(
                    f"{name} = {np.asarray(block).tolist()}: must be positive definite, "
                    f"its lowest eigenvalue is {lowest:g}"
                )
        masses = self._fermion_masses()
        if masses[-1] <= 1e-8 * masses[0] or masses[0] == 0.0:
            raise ValueError(
                f"(m_L, m_R, m_D) = ({self.m_L}, {self.m_R}, {self.m_D}): m_L m_R - m_D^2 must "
                "not vanish, a massless internal fermion is not supported"
            )

    @classmethod
    def from_full_scalar_matrix(
        cls,
        *,
        m_L: float,
        m_R: float,
        m_D: float,
        scalar_mass_squared: ArrayLike,
        yukawa: ArrayLike,
        g_D: float,
        Q_N: float,
        Q_S: float,
    ) -> UnrotatedTheory:
        """The theory from the 2n x 2n matrix of phi = (S_1R..S_nR, S_1I..S_nI) [GeV^2]."""
        columns = np.shape(yukawa)
        n = int(columns[1]) if len(columns) == 2 else 0
        full = finite_real_matrix("scalar_mass_squared", scalar_mass_squared, 2 * n)
        require_symmetric("scalar_mass_squared", full)
        return cls(
            m_L=m_L,
            m_R=m_R,
            m_D=m_D,
            mass_squared_R=full[:n, :n],
            mass_squared_I=full[n:, n:],
            yukawa=yukawa,
            g_D=g_D,
            Q_N=Q_N,
            Q_S=Q_S,
            mass_squared_RI=full[:n, n:],
        )

    @property
    def scalar_count(self) -> int:
        """n, the number of complex scalars."""
        return int(np.asarray(self.yukawa).shape[1])

    @property
    def scalar_mass_squared(self) -> Real:
        """The 2n x 2n mass-squared matrix of phi = (S_R, S_I) [GeV^2]."""
        mixing = np.asarray(self.mass_squared_RI)
        return np.block(
            [
                [np.asarray(self.mass_squared_R), mixing],
                [mixing.T, np.asarray(self.mass_squared_I)],
            ]
        )

    def _fermion_masses(self) -> Real:
        """Moduli of the masses, largest first; they only set scales of the quadrature."""
        majorana = np.array([[self.m_L, self.m_D], [self.m_D, self.m_R]])
        masses: Real = np.linalg.svd(majorana, compute_uv=False)
        return masses

    def mass_range(self) -> tuple[float, float]:
        """(lightest, heaviest) mass in the loop [GeV], used to scale momenta and cut-offs."""
        scalars = np.sqrt(np.linalg.eigvalsh(self.scalar_mass_squared))
        every = np.concatenate([self._fermion_masses(), scalars])
        return float(every.min()), float(every.max())

    def inverse_propagator(self, k: Complex) -> Complex:
        """K(k) in L = 1/2 Psibar K Psi, Psi = (N, N^c); k (..., 4) -> (..., 8, 8) [GeV]."""
        diagonal = slash(k) - self.m_D * np.eye(4)
        kernel = np.zeros((*k.shape[:-1], 8, 8), dtype=complex)
        kernel[..., :4, :4] = diagonal
        kernel[..., 4:, 4:] = diagonal
        # overline{(N_L)^c} N_L = overline{N^c} P_L N, and its hermitian conjugate Nbar P_R N^c.
        kernel[..., :4, 4:] = -(self.m_L * P_R + self.m_R * P_L)
        kernel[..., 4:, :4] = -(self.m_L * P_L + self.m_R * P_R)
        return kernel

    def fermion_propagator(self, k: Complex) -> Complex:
        """K(k)^-1, numerically; <Psi Psibar> = i K^-1.  Shape (..., 8, 8) [GeV^-1]."""
        return np.asarray(np.linalg.inv(self.inverse_propagator(k)), dtype=np.complex128)

    def scalar_propagator(self, k: Complex) -> Complex:
        """Delta(k) = (k^2 - M2)^-1; <phi phi^T> = i Delta.  Shape (..., 2n, 2n) [GeV^-2]."""
        square = np.einsum("...m,mn,...n->...", k, METRIC, k)
        size = 2 * self.scalar_count
        kernel = square[..., None, None] * np.eye(size) - self.scalar_mass_squared
        return np.asarray(np.linalg.inv(kernel), dtype=np.complex128)

    def emission_vertex(self) -> Complex:
        """V in L_Y = -nubar_i V_{i alpha} phi_alpha Psi, shape (3, 2n, 4, 8)."""
        direct, conjugate = self._yukawa_on_real_scalars()
        vertex = np.zeros((*direct.shape, 4, 8), dtype=complex)
        vertex[..., :4] = direct[..., None, None] * P_R  # lambda S nubar P_R N
        vertex[..., 4:] = conjugate[..., None, None] * P_L  # lambda^* S^* nubar P_L N^c
        return vertex

    def absorption_vertex(self) -> Complex:
        """Vbar in L_Y = -Psibar Vbar_{i alpha} phi_alpha nu_i, shape (3, 2n, 8, 4)."""
        direct, conjugate = self._yukawa_on_real_scalars()
        vertex = np.zeros((*direct.shape, 8, 4), dtype=complex)
        vertex[..., :4, :] = conjugate[..., None, None] * P_L  # lambda^* S^* Nbar P_L nu
        vertex[..., 4:, :] = direct[..., None, None] * P_R  # lambda S overline{N^c} P_R nu
        return vertex

    def _yukawa_on_real_scalars(self) -> tuple[Complex, Complex]:
        """Coefficients of phi_alpha in lambda_{ia} S_a and lambda^*_{ia} S^*_a, (3, 2n) each."""
        yukawa = np.asarray(self.yukawa, dtype=np.complex128)
        direct: Complex = np.hstack([yukawa, 1j * yukawa]).astype(np.complex128) / np.sqrt(2.0)
        return direct, np.conj(direct)

    def scalar_generator(self) -> Real:
        """E in L = g_D Q_S A'^mu phi^T E d_mu phi, shape (2n, 2n)."""
        return np.kron(np.array([[0.0, 1.0], [-1.0, 0.0]]), np.eye(self.scalar_count))

    def ward_reference(self) -> UnrotatedTheory:
        """A theory with the same couplings and U(1)_D-symmetric masses: its exact f is zero."""
        lightest, heaviest = self.mass_range()
        scale = np.sqrt(lightest * heaviest)
        symmetric = scale**2 * np.eye(self.scalar_count)
        return replace(
            self,
            m_L=0.0,
            m_R=0.0,
            m_D=scale,
            mass_squared_R=symmetric,
            mass_squared_I=symmetric,
            mass_squared_RI=None,
        )


# --------------------------------------------------------------------------------------------
# Quadrature in Euclidean momentum space
# --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quadrature:
    """Numerical knobs.

    With the defaults T is good to about 1e-11 when all masses are comparable.  The brute-force sum
    knows nothing of the cancellations that suppress T and m_nu when U(1)_D breaking is weak
    (M2_R close to M2_I, N much heavier than the scalars): rounding then costs relative accuracy,
    which the returned uncertainties show.

    Parameters
    ----------
    momentum_fraction : float
        Largest component of the external momenta in units of the lightest internal mass.
    polar_order : int
        Nodes per polar angle of S^3; spherical polynomials of degree 2*polar_order - 1 are exact.
    radial_step : float
        Step of the trapezoidal rule in log|l|.
    infrared_efolds, ultraviolet_efolds : float
        The radius runs from lightest*exp(-infrared) to heaviest*exp(+ultraviolet).
    """

    momentum_fraction: float = 3e-2
    polar_order: int = 5
    radial_step: float = 0.28
    infrared_efolds: float = 9.0
    ultraviolet_efolds: float = 16.0

    def __post_init__(self) -> None:
        for name in ("radial_step", "infrared_efolds", "ultraviolet_efolds"):
            if not finite_real(name, getattr(self, name)) > 0.0:
                raise ValueError(f"{name} = {getattr(self, name)!r}: must be positive")
        if not 0.0 < finite_real("momentum_fraction", self.momentum_fraction) < 0.5:
            raise ValueError(
                f"momentum_fraction = {self.momentum_fraction!r}: must lie in (0, 0.5), below "
                "every threshold"
            )
        if not isinstance(self.polar_order, int) or self.polar_order < 3:
            raise ValueError(f"polar_order = {self.polar_order!r}: must be an integer >= 3")


class _Grid(NamedTuple):
    """Wick-rotated momenta and weights of int d4l/(2 pi)^4 (the i of d4l = i d4l_E excluded)."""

    momenta: Complex  # (points, 4), contravariant (i l_4, l_x, l_y, l_z) [GeV]
    weights: Real  # (points,) [GeV^4]

    def chunks(self, points: int = 1024) -> Iterator[tuple[Complex, Real]]:
        """The grid in portions that fit into a processor cache."""
        for start in range(0, len(self.weights), points):
            portion = slice(start, start + points)
            yield self.momenta[portion], self.weights[portion]


def sphere(order: int) -> tuple[Real, Real]:
    """Product Gauss rule on S^3: unit vectors (points, 4), weights summing to 2 pi^2."""
    step = np.pi / (order + 1)
    chi = step * np.arange(1, order + 1)  # Gauss-Chebyshev of the second kind: sin^2(chi) dchi
    chi_weight = step * np.sin(chi) ** 2
    cosine, cosine_weight = np.polynomial.legendre.leggauss(order)
    azimuth = np.pi / order * np.arange(2 * order)
    angles = np.meshgrid(chi, np.arccos(cosine), azimuth, indexing="ij")
    x, theta, phi = (angle.ravel() for angle in angles)
    directions = np.stack(
        [
            np.cos(x),
            np.sin(x) * np.sin(theta) * np.cos(phi),
            np.sin(x) * np.sin(theta) * np.sin(phi),
            np.sin(x) * np.cos(theta),
        ],
        axis=-1,
    )
    weights = np.einsum("a,b,c->abc", chi_weight, cosine_weight, np.full(2 * order, np.pi / order))
    return directions, weights.ravel()


# An arbitrary rotation in R^4: the second grid must not look at the integrand from the same side.
_ROTATION: Final[Real] = np.linalg.qr(
    np.array(
        [[0.9, -0.4, 0.3, 0.2], [0.1, 0.8, -0.5, 0.4], [-0.6, 0.2, 0.7, 0.5], [0.3, 0.6, 0.1, -0.9]]
    )
)[0]


def grids(theory: UnrotatedTheory, quadrature: Quadrature) -> tuple[_Grid, _Grid]:
    """Two quadratures as different as possible.

    The second has its radial nodes half a step away, one e-fold less at either end and a rotated
    sphere.  Half the difference of the two results therefore estimates, conservatively, the error
    of their mean, be it due to the step, to the cut-offs, to the sphere or to rounding.
    """
    lightest, heaviest = theory.mass_range()
    directions, solid_angle = sphere(quadrature.polar_order)
    step = quadrature.radial_step

    def grid(offset: float, trim: float, rotation: Real) -> _Grid:
        low = np.log(lightest) - quadrature.infrared_efolds + trim
        high = np.log(heaviest) + quadrature.ultraviolet_efolds - trim
        radius = np.exp(np.arange(low + offset * step, high, step))
        euclidean = np.einsum("r,sm->rsm", radius, directions @ rotation.T).reshape(-1, 4)
        # l^3 dl = l^4 dlog(l)
        weights = np.einsum("r,s->rs", step * radius**4, solid_angle).ravel() / (2 * np.pi) ** 4
        momenta = euclidean.astype(complex)
        momenta[:, 0] *= 1j  # l^0 = i l_4
        return _Grid(momenta, weights)

    one_efold = step * np.ceil(1.0 / step)  # a whole number of steps, to preserve the offset
    return grid(0.0, 0.0, np.eye(4)), grid(0.5, one_efold, _ROTATION)


# --------------------------------------------------------------------------------------------
# Loop integrals with open spinor and flavour indices
# --------------------------------------------------------------------------------------------


def _vertex_functions(
    theory: UnrotatedTheory, p: Complex, p_out: Complex, grid: _Grid
) -> tuple[Complex, Complex]:
    """Gamma^mu_{ji}(p, p') of the two diagrams, M = eps_mu ubar_j Gamma^mu_{ji} u_i.

    Returns (fermion radiated, scalar radiated), each of shape (4, 3, 3, 4, 4): Lorentz index,
    flavours j and i, Dirac matrix.  Dimensionless.
    """
    size = 2 * theory.scalar_count
    generator = theory.scalar_generator()
    current = np.einsum("nN,mab->naNbm", TAU_3, GAMMA).reshape(8, 32)  # gamma^mu tau_3
    on_fermion = np.zeros((4 * 8 * 8, size * size), dtype=complex)
    on_scalar = np.zeros((8 * 8, 4 * size * size), dtype=complex)

    for momenta, weights in grid.chunks():
        points = len(weights)
        fermion_in = theory.fermion_propagator(momenta)
        fermion_out = theory.fermion_propagator(momenta + (p_out - p))
        scalar_in = theory.scalar_propagator(p - momenta)
        scalar_out = theory.scalar_propagator(p_out - momenta)

        # Fermion radiated: K^-1(l+q) gamma^mu tau_3 K^-1(l), with rows (mu, spinor).
        inserted = (fermion_out.reshape(-1, 8) @ current).reshape(points, 8, 8, 4)
        lines = inserted.transpose(0, 3, 1, 2).reshape(points, 32, 8) @ fermion_in
        weighted = weights[:, None, None] * scalar_in
        on_fermion += lines.reshape(points, -1).T @ weighted.reshape(points, -1)

        # Scalar radiated: momenta k = p - l in, k' = p' - l out.
        current_density = weights[:, None] * (p + p_out - 2 * momenta)
        lines = scalar_out @ generator @ scalar_in
        weighted = current_density[:, :, None, None] * lines[:, None]
        on_scalar += fermion_in.reshape(points, -1).T @ weighted.reshape(points, -1)

    fermion_kernel = on_fermion.reshape(4, 8, 8, size, size)
    scalar_kernel = on_scalar.reshape(8, 8, 4, size, size).transpose(2, 0, 1, 3, 4)

    # Factors of i: two Yukawa vertices, three propagators, the gauge vertex; then d4l = i d4l_E,
    # and a last -i from iM to M.
    common = (-1j) ** 2 * 1j**3 * 1j * (-1j)
    gauge_fermion = -1j * theory.g_D * theory.Q_N
    gauge_scalar = theory.g_D * theory.Q_S
    emission, absorption = theory.emission_vertex(), theory.absorption_vertex()

    def close(kernel: Complex) -> Complex:
        closed: Complex = np.einsum(
            "jasA,mABab,ibBt->mjist", emission, kernel, absorption, optimize=True
        )
        return closed

    return (
        common * gauge_fermion * close(fermion_kernel),
        common * gauge_scalar * close(scalar_kernel),
    )


# --------------------------------------------------------------------------------------------
# Kinematics, spinors and the fit
# --------------------------------------------------------------------------------------------

# Generic two-component spinors; nothing depends on them.
_ANGLE: Final[Complex] = np.array([0.8 + 0.3j, -0.5 + 0.6j])
_SQUARE: Final[tuple[Complex, Complex]] = (
    np.array([0.7 - 0.2j, 0.4 + 0.9j]),
    np.array([-0.3 + 0.8j, 0.9 + 0.1j]),
)
# Generic Dirac spinors from which pslash projects the solutions of the massless Dirac equation.
_SEED_IN: Final[Complex] = np.array([0.3 + 0.5j, -0.8 + 0.2j, 0.6 - 0.4j, 0.7 + 0.9j])
_SEED_OUT: Final[Complex] = np.array([0.9 - 0.1j, 0.4 + 0.7j, -0.5 + 0.3j, 0.2 - 0.8j])


def null_momenta(scale: float, chirality: str) -> tuple[Complex, Complex]:
    """Complex p, p' with p^2 = p'^2 = (p' - p)^2 = 0 and a non-vanishing dipole structure.

    With p^0 + p.sigma = a b^T the momentum is lightlike because the determinant vanishes.  Sharing
    one of the two spinors between p and p' makes p' - p lightlike as well.

    Parameters
    ----------
    scale : float
        The largest modulus of a momentum component [GeV].
    chirality : {"L", "R"}
        Sharing a leaves ubar sigma.q P_L u different from zero, sharing b the P_R one.

    Raises
    ------
    ValueError
        The chirality is neither.
    """
    if chirality not in ("L", "R"):
        raise ValueError(f"chirality = {chirality!r}: must be 'L' or 'R'")
    bispinors = np.stack([np.outer(_ANGLE, square) for square in _SQUARE])
    if chirality == "R":
        bispinors = bispinors.transpose(0, 2, 1)
    momenta = 0.5 * np.einsum("mab,pba->pm", PAULI, bispinors)
    momenta *= scale / np.max(np.abs(momenta))
    return momenta[0], momenta[1]


def null_spinors(p: Complex, p_out: Complex, chirality_in: str, chirality_out: str) -> Complex:
    """|u(p)> <ubar(p')| as a 4x4 matrix, normalised to unit largest entry.

    u = P pslash chi solves pslash u = 0, ubar = chibar p'slash P' solves ubar p'slash = 0 as both
    momenta are lightlike; P and P' are the projectors next to the vertex.
    """
    projectors = {"L": P_L, "R": P_R}
    u = projectors[chirality_in] @ slash(p) @ _SEED_IN
    ubar = _SEED_OUT @ slash(p_out) @ projectors[chirality_out]
    outer: Complex = np.outer(u, ubar)
    outer /= np.max(np.abs(outer))
    return outer


def sandwich(vertex: Complex, outer: Complex) -> Complex:
    """ubar X u for X of shape (..., 4, 4)."""
    value: Complex = np.einsum("...st,ts->...", vertex, outer)
    return value


class _Fit(NamedTuple):
    coefficient: Complex  # (3, 3), of the first structure
    misfit: float  # largest part of the amplitude outside the span of the structures
    size: float  # largest amplitude


def _fit(amplitude: Complex, structures: list[Complex]) -> _Fit:
    """Least squares of A^mu_{ji} = sum_s c^s_{ji} B_s^mu over the four polarisations mu."""
    design = np.stack(structures, axis=-1)
    data = amplitude.reshape(4, -1)
    solution = np.linalg.lstsq(design, data, rcond=None)[0]
    misfit = float(np.max(np.abs(design @ solution - data)))
    return _Fit(solution[0].reshape(FLAVOURS, FLAVOURS), misfit, float(np.max(np.abs(data))))


def _fit_dipole(vertex: Complex, p: Complex, p_out: Complex, chirality: str) -> _Fit:
    """Coefficient [GeV^-1] of i sigma^{mu nu} q_nu P next to q^mu P, the only other structure."""
    outer = null_spinors(p, p_out, chirality, chirality)
    projector = {"L": P_L, "R": P_R}[chirality]
    q = p_out - p
    dipole = 1j * np.einsum("mnab,n->mab", SIGMA, METRIC @ q) @ projector
    longitudinal = q[:, None, None] * projector
    return _fit(sandwich(vertex, outer), [sandwich(dipole, outer), sandwich(longitudinal, outer)])


def _fit_vector(vertex: Complex, p: Complex, p_out: Complex, chirality: str) -> _Fit:
    """Coefficient of gamma^mu P, the only helicity-preserving structure at q^2 = 0."""
    opposite = {"L": "R", "R": "L"}[chirality]
    outer = null_spinors(p, p_out, chirality, opposite)
    return _fit(sandwich(vertex, outer), [sandwich(GAMMA, outer)])


# --------------------------------------------------------------------------------------------
# Results
# --------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Dipole:
    """Gamma^mu contains T_ji i sigma^{mu nu} q_nu P_L + R_ji i sigma^{mu nu} q_nu P_R.

    Attributes
    ----------
    T, R : (3, 3)
        Coefficients of P_L and P_R, first index the outgoing flavour j [GeV^-1].
    """

    T: Complex
    R: Complex


@dataclass(frozen=True, eq=False)
class BruteForceAmplitude:
    """nu_i(p) + A'(q) -> nu_j(p') at q^2 = 0, M = eps_mu ubar_j Gamma^mu_{ji} u_i.

    Attributes
    ----------
    fermion_radiated, scalar_radiated, total : Dipole
        A' on the internal fermion, on the internal scalar, and the sum.
    f : (3, 3)
        Coefficient of gamma^mu P_L in the sum of the diagrams, dimensionless.
    f_partner : (3, 3)
        Coefficient of gamma^mu P_R; the Majorana nature of the neutrinos demands -f^T.
    residual : float
        Largest part of any amplitude outside the span of the Lorentz structures, relative to the
        largest amplitude of the same helicity configuration.
    uncertainty_T : float
        Absolute error estimate of every entry of every T and R [GeV^-1].
    uncertainty_f : float
        Absolute error estimate of every entry of f and f_partner.
    """

    fermion_radiated: Dipole
    scalar_radiated: Dipole
    total: Dipole
    f: Complex
    f_partner: Complex
    residual: float
    uncertainty_T: float
    uncertainty_f: float


@dataclass(frozen=True, eq=False)
class RadiativeMass:
    """One-loop Majorana mass matrix, L = -1/2 m_ij overline{(nu_iL)^c} nu_jL + h.c.

    Attributes
    ----------
    matrix : (3, 3)
        m_ij [GeV].
    partner : (3, 3)
        The coefficient of -1/2 nubar_i P_R nu_j; hermiticity demands matrix^*.
    uncertainty : float
        Absolute error estimate of every entry [GeV].
    """

    matrix: Complex
    partner: Complex
    uncertainty: float


def transition_amplitude(
    theory: UnrotatedTheory, quadrature: Quadrature | None = None
) -> BruteForceAmplitude:
    """The one-loop amplitude of nu_i + A' -> nu_j at q^2 = 0, by numerical loop integration.

    Parameters
    ----------
    theory : UnrotatedTheory
        The couplings and masses.
    quadrature : Quadrature, optional
        Numerical settings.
    """
    settings = quadrature or Quadrature()
    scale = settings.momentum_fraction * theory.mass_range()[0]
    reference = theory.ward_reference()
    dipoles = np.zeros((2, 2, 2, FLAVOURS, FLAVOURS), dtype=complex)  # grid, chirality, diagram
    vectors = np.zeros((2, 2, FLAVOURS, FLAVOURS), dtype=complex)  # grid, chirality
    residual = 0.0

    for g, grid in enumerate(grids(theory, settings)):
        for c, chirality in enumerate("LR"):
            p, p_out = null_momenta(scale, chirality)
            diagrams = _vertex_functions(theory, p, p_out, grid)
            fits = [_fit_dipole(vertex, p, p_out, chirality) for vertex in diagrams]
            dipoles[g, c] = [fit.coefficient for fit in fits]

            size = max(fit.size for fit in fits)
            residual = max(residual, _ratio(max(fit.misfit for fit in fits), size))

        # Helicity is preserved for both chiralities at the last momenta: no need for others.
        subtraction = _vertex_functions(reference, p, p_out, grid)
        finite = diagrams[0] + diagrams[1] - subtraction[0] - subtraction[1]
        for c, chirality in enumerate("LR"):
            fit = _fit_vector(finite, p, p_out, chirality)
            vectors[g, c] = fit.coefficient
            raw = max(_fit_vector(vertex, p, p_out, chirality).size for vertex in diagrams)
            residual = max(residual, _ratio(fit.misfit, raw))

    mean = dipoles.mean(axis=0)
    fermion, scalar = (Dipole(T=mean[0, d], R=mean[1, d]) for d in range(2))
    vector_mean = vectors.mean(axis=0)
    return BruteForceAmplitude(
        fermion_radiated=fermion,
        scalar_radiated=scalar,
        total=Dipole(T=fermion.T + scalar.T, R=fermion.R + scalar.R),
        f=vector_mean[0],
        f_partner=vector_mean[1],
        residual=residual,
        uncertainty_T=2 * _half_difference(dipoles),  # the total is a sum of two
        uncertainty_f=_half_difference(vectors),
    )


def dipole_at(
    theory: UnrotatedTheory,
    p: ArrayLike,
    p_out: ArrayLike,
    chirality: str = "L",
    quadrature: Quadrature | None = None,
) -> tuple[Complex, Complex]:
    """The dipole coefficient at arbitrary massless momenta, where q^2 need not vanish.

    Parameters
    ----------
    theory : UnrotatedTheory
        The couplings and masses.
    p, p_out : (4,)
        Contravariant lightlike momenta [GeV], small against the internal masses.
    chirality : {"L", "R"}
        "L" for T, "R" for R.
    quadrature : Quadrature, optional
        Numerical settings; momentum_fraction plays no role here.

    Returns
    -------
    (fermion radiated, scalar radiated) : (3, 3) arrays [GeV^-1].

    Raises
    ------
    ValueError
        A momentum is not a finite lightlike four-vector, or the chirality is neither.
    """
    settings = quadrature or Quadrature()
    incoming, outgoing = np.asarray(p, dtype=complex), np.asarray(p_out, dtype=complex)
    for name, momentum in (("p", incoming), ("p_out", outgoing)):
        if momentum.shape != (4,) or not np.all(np.isfinite(momentum)):
            raise ValueError(f"{name} = {momentum}: must be a finite four-vector")
        if abs(momentum @ METRIC @ momentum) > 1e-12 * np.max(np.abs(momentum)) ** 2:
            raise ValueError(f"{name} = {momentum}: must be lightlike")
    if chirality not in ("L", "R"):
        raise ValueError(f"chirality = {chirality!r}: must be 'L' or 'R'")
    results = []
    for grid in grids(theory, settings):
        diagrams = _vertex_functions(theory, incoming, outgoing, grid)
        results.append([_fit_dipole(v, incoming, outgoing, chirality)[0] for v in diagrams])
    mean = np.mean(results, axis=0)
    return mean[0], mean[1]


def radiative_mass(theory: UnrotatedTheory, quadrature: Quadrature | None = None) -> RadiativeMass:
    """The one-loop neutrino mass matrix at zero momentum.

    The effective term -1/2 nubar_j (m_ji P_L + m^*_ji P_R) nu_i contributes -i m_ji ubar_j P_L u_i
    to iM (its 1/2 is eaten by the two contractions), to be compared with::

        iM = int d4l/(2 pi)^4 ubar_j (-i V_ja) [i K^-1(l)] (-i Vbar_ib) u_i [i Delta(-l)]_ab .

    The leading large-momentum behaviour cancels between S_R and S_I since <S S> vanishes for equal
    masses; the integrand of the sum falls off like l^-6.
    """
    settings = quadrature or Quadrature()
    emission, absorption = theory.emission_vertex(), theory.absorption_vertex()
    size = 2 * theory.scalar_count
    results = []
    for grid in grids(theory, settings):
        summed = np.zeros((8 * 8, size * size), dtype=complex)
        for momenta, weights in grid.chunks():
            fermion = theory.fermion_propagator(momenta).reshape(-1, 8 * 8)
            scalar = theory.scalar_propagator(-momenta).reshape(-1, size * size)
            summed += fermion.T @ (weights[:, None] * scalar)
        kernel = summed.reshape(8, 8, size, size)
        closed = np.einsum("jasA,ABab,ibBt->jist", emission, kernel, absorption, optimize=True)
        # (-i)^2 from the vertices, i^2 from the propagators, i from d4l = i d4l_E; iM = -i m.
        mass = (-1j) ** 2 * 1j**2 * 1j / (-1j) * closed
        # A multiple of P_L has half its trace on either left-handed component.
        results.append([np.einsum("jist,ts->ji", mass, chiral) / 2 for chiral in (P_L, P_R)])
    stacked = np.array(results)
    mean = stacked.mean(axis=0)
    return RadiativeMass(matrix=mean[0], partner=mean[1], uncertainty=_half_difference(stacked))


def _half_difference(pair: Complex) -> float:
    """Half the largest difference between the results of the two grids (first axis)."""
    return float(np.max(np.abs(pair[0] - pair[1]))) / 2


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else 0.0
