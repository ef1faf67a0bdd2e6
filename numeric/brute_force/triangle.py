r"""One-loop triangles f_i(p) + V(q) -> f_j(p'), numerically: any fermions, scalars and vectors in the loop.

Metric (+,-,-,-). Every vertex is i x (tensor), every propagator

    fermion  i (kslash + m)/(k^2 - m^2),      scalar  i/(k^2 - m^2),
    vector  -i [g^{ab} - (1 - xi) k^a k^b/(k^2 - xi M^2)]/(k^2 - M^2),    xi = inf: the unitary gauge,

and iM = eps_mu ubar_j i Gamma^mu u_i = int d4k/(2 pi)^4 (the product), with q = p' - p carried in. At q^2 = 0

    Gamma^mu = sum_X [f_X gamma^mu + mu_X i sigma^{mu nu} q_nu + g_X q^mu] P_X,   X = L, R.

The loop momentum is Wick rotated, k^0 -> i k_4. Nothing is done to the Dirac algebra: the numerators of the
lines are averaged over the directions of the loop momentum as tensors, and meet explicit 4x4 matrices
afterwards. Nothing is done to the external legs either: Gamma^mu between (p'slash + m_j) and (pslash + m_i)
is fitted to the structures above.

To first order in the external masses
-------------------------------------
The lines are polynomials in t for p, q -> t p, t q, cut off at t^2. On the mass shell the term t^n of Gamma^mu
gives f_X of order n in m_i, m_j, and mu_X, g_X of order n - 1. So f_X of n = 0, 1 and mu_X, g_X of n = 1, 2 are
exact coefficients, for arbitrarily small external masses; on every Euclidean sphere the integrand is a
polynomial in the direction, for which a product Gauss rule is exact.

Exact external masses
---------------------
The heavier lepton is at rest and q = (q0, s, is, q0): complex, lightlike for every s, with p'^2 = m_j^2. The lines
are polynomials in s, cut off at s^2, which suffices to tell the structures apart, also where q0 = 0. The
loop momentum is shifted along the time axis such that no line can reach its pole as k^0 turns; below the
threshold m < m_fermion + m_boson that is possible. The directions crowd where a line comes close to its pole,
and the angle to the time axis keeps away from it in the complex plane.

What diverges
-------------
In a finite gauge mu_X and g_X converge diagram by diagram. f_X has a logarithm, pole ln(cutoff^2/Lambda^2),
which is taken out as C/(l^2 + Lambda^2)^2 under the integral. This is MS-bar at Lambda up to constants
proportional to the pole (four dimensions, l^a l^b -> g^{ab} l^2/4).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    Complex,
    Numbers,
    Real,
    slash,
)
from darktmm.numeric.brute_force.series import cauchy, off_shell, product, reciprocal

__all__ = [
    "BosonRadiates",
    "Fermion",
    "FermionRadiates",
    "FormFactors",
    "Scalar",
    "Vector",
    "chiral",
    "current",
    "form_factors",
    "scalar_current",
    "scalar_vector",
    "three_vectors",
]

ORDERS: Final = 3
"""Powers 0, 1, 2 of the small parameter."""

RADIAL_STEP: Final = 0.25
"""Of log l, where the nearest poles, of order 5 at most, are at Im log l = pi/2."""

POLYNOMIAL_NODES: Final = 5
"""Of a Gauss rule for the numerators, which have degree 8 at most."""

INFRARED_EFOLDS: Final = 7.0
MASSLESS_EFOLDS: Final = 24.0
ULTRAVIOLET_EFOLDS: Final = 12.5
UNITARY_EFOLDS: Final = 8.0
"""In the unitary gauge f grows like l^2, and its rounding with it: mu is good to 1e-7 at best."""


# --- lines and vertices ----------------------------------------------------------------------


def check_mass(mass: float) -> None:
    """A mass is finite and not negative.

    Raises:
        ValueError: it is not.
    """
    if not (np.isfinite(mass) and mass >= 0):
        raise ValueError(f"mass = {mass!r}: must be finite and not negative")


@dataclass(frozen=True)
class Line:
    """A line.

    Attributes:
        mass: of the line, in the unit of the momenta.
    """

    mass: float

    def __post_init__(self) -> None:
        check_mass(self.mass)

    @property
    def masses(self) -> tuple[float, ...]:
        """Where its poles are."""
        return (self.mass,)


class Fermion(Line):
    """A fermion line."""


class Scalar(Line):
    """A scalar line."""

    def propagator(self, k: Complex) -> Complex:
        """i/(k^2 - m^2), shape (orders, points, 1, 1)."""
        return 1j * reciprocal(off_shell(k, self.mass))[..., None, None]


@dataclass(frozen=True)
class Vector(Line):
    """A vector line in the gauge xi; inf is the unitary one.

    Attributes:
        xi: gauge parameter.
    """

    xi: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.xi > 0:
            raise ValueError(f"xi = {self.xi!r}: must be positive, or inf")
        if math.isinf(self.xi) and self.mass == 0:
            raise ValueError("a massless vector has no unitary gauge")

    @property
    def masses(self) -> tuple[float, ...]:
        """Where its poles are."""
        if self.xi == 1 or math.isinf(self.xi):
            return (self.mass,)
        return (self.mass, math.sqrt(self.xi) * self.mass)

    def propagator(self, k: Complex) -> Complex:
        """Shape (orders, points, 4, 4), both indices up."""
        common = -1j * reciprocal(off_shell(k, self.mass))
        transverse = common[..., None, None] * METRIC
        if self.xi == 1:
            return transverse
        if math.isinf(self.xi):
            longitudinal = common / self.mass**2
        else:
            second = reciprocal(off_shell(k, math.sqrt(self.xi) * self.mass))
            longitudinal = (1 - self.xi) * product("...,...->...", common, second)
        twice = product("...a,...b->...ab", k, k)
        return transverse - product("...,...ab->...ab", longitudinal, twice)


Boson: TypeAlias = Scalar | Vector


def chiral(left: complex, right: complex) -> Complex:
    """a_L P_L + a_R P_R, for a scalar."""
    return left * P_L + right * P_R


def current(left: complex, right: complex) -> Complex:
    """gamma^mu (g_L P_L + g_R P_R), for a vector."""
    return GAMMA @ chiral(left, right)


def scalar_current(first: complex, second: complex) -> Complex:
    """c_1 k_1^mu + c_2 k_2^mu for V -> scalars 1, 2 with incoming momenta k_1, k_2."""
    tensor = np.zeros((3, 4, 4, 1, 1), dtype=complex)
    tensor[1, :, :, 0, 0] = first * np.eye(4)
    tensor[2, :, :, 0, 0] = second * np.eye(4)
    return tensor


def scalar_vector(coupling: complex, *, scalar_first: bool) -> Complex:
    """c g^{mu a} for V, a scalar and a vector; `scalar_first`: the scalar is boson 1."""
    constant = coupling * METRIC.astype(complex)
    return constant[:, :, None] if scalar_first else constant[:, None, :]


def three_vectors(coefficients: Complex) -> Complex:
    """sum_XY c[X, Y] k_X^{index of Y} g^{the other two}; X, Y = 0 (V), 1, 2 (bosons 1 and 2), momenta in.

    Returns (X, component of k_X, mu, index of boson 2, index of boson 1).

    Raises:
        ValueError: not three by three coefficients.
    """
    coefficients = np.asarray(coefficients, dtype=complex)
    if coefficients.shape != (3, 3):
        raise ValueError(f"coefficients of shape {coefficients.shape}: must be (3, 3)")
    one, g = np.eye(4), METRIC
    on_leg = np.stack(
        [
            np.einsum("nm,ba->nmba", one, g),
            np.einsum("na,mb->nmba", one, g),
            np.einsum("nb,ma->nmba", one, g),
        ]
    )
    return np.einsum("xy,ynmba->xnmba", coefficients, on_leg)


# --- diagrams --------------------------------------------------------------------------------


def _emitter(vertex: Complex, boson: Boson, name: str) -> Complex:
    """Dirac matrices with the index of the boson first and lowered, shape (1 or 4, 4, 4)."""
    vertex = np.asarray(vertex, dtype=complex)
    wanted = (4, 4, 4) if isinstance(boson, Vector) else (4, 4)
    if vertex.shape != wanted:
        raise ValueError(f"{name} of shape {vertex.shape}: {boson} needs {wanted}")
    if isinstance(boson, Vector):
        return np.einsum("ab,bst->ast", METRIC, vertex)
    return vertex[None]


@dataclass(frozen=True, eq=False)
class FermionRadiates:
    """f_i -> F_1 + B, F_1 + V -> F_2, F_2 + B -> f_j.

    Attributes:
        absorb: V on the fermions, Dirac matrices (4, 4, 4) with mu first.
        start, end: at f_i and f_j, Dirac matrices (4, 4) for a scalar, (4, 4, 4) for a vector.
        first, second: the fermions before and after V.
        boson: B.
    """

    start: Complex
    absorb: Complex
    end: Complex
    first: Fermion
    second: Fermion
    boson: Boson

    def __post_init__(self) -> None:
        _emitter(self.start, self.boson, "start")
        _emitter(self.end, self.boson, "end")
        if np.shape(self.absorb) != (4, 4, 4):
            raise ValueError(f"absorb of shape {np.shape(self.absorb)}: must be (4, 4, 4)")

    @property
    def lines(self) -> tuple[Fermion | Boson, ...]:
        """The three propagators, in the order of `offsets`."""
        return (self.boson, self.first, self.second)

    def offsets(self, p: Complex, q: Complex) -> Complex:
        """Momentum of each line less that of the boson, up to orientation."""
        return np.stack([0 * p, -p, -p - q])

    @property
    def matrices(self) -> Complex:
        """(5 of F_2, 5 of F_1, mu, b, a, 4, 4): the slot 5 is the mass."""
        line = _numerators()
        start, end = (_emitter(v, self.boson, "") for v in (self.start, self.end))
        left = np.einsum("bst,vtu->bvsu", 1j * end, 1j * line)
        right = np.einsum("wst,atu->wasu", 1j * line, 1j * start)
        middle = np.einsum("bvsu,mut->bvmst", left, 1j * np.asarray(self.absorb))
        return np.einsum("bvmsu,waut->vwmbast", middle, right)

    def vertex(self, k: Complex, p: Complex, q: Complex, weights: Complex) -> Complex:
        """Gamma^mu averaged over directions: k (orders, radii, directions, 4) -> (orders, radii, 4, 4, 4)."""
        before, after = _line(self.first, p - k), _line(self.second, p + q - k)
        pair = product("rdv,rdw->rdvw", after, before)
        boson = self.boson.propagator(k) * weights[:, None, None]
        moments = _moments(pair, boson)
        return np.einsum("nrvwba,vwmbast->nrmst", moments, self.matrices, optimize=True)


@dataclass(frozen=True, eq=False)
class BosonRadiates:
    """f_i -> F + B_1, B_1 + V -> B_2, F + B_2 -> f_j.

    Attributes:
        start, end: at f_i and f_j, Dirac matrices (4, 4) for a scalar, (4, 4, 4) for a vector.
        absorb: V on the bosons, from `scalar_current`, `scalar_vector` or `three_vectors`; the momenta
            that come in are q, that of B_1, and minus that of B_2.
        fermion: F.
        first, second: the bosons before and after V.
    """

    start: Complex
    absorb: Complex
    end: Complex
    fermion: Fermion
    first: Boson
    second: Boson

    def __post_init__(self) -> None:
        _emitter(self.start, self.first, "start")
        _emitter(self.end, self.second, "end")
        bosons = tuple(4 if isinstance(b, Vector) else 1 for b in (self.second, self.first))
        shape = (4, *bosons) if len(set(bosons)) == 2 else (3, 4, 4, *bosons)
        if np.shape(self.absorb) != shape:
            raise ValueError(f"absorb of shape {np.shape(self.absorb)}: must be {shape}")

    @property
    def lines(self) -> tuple[Fermion | Boson, ...]:
        """The three propagators, in the order of `offsets`."""
        return (self.first, self.second, self.fermion)

    def offsets(self, p: Complex, q: Complex) -> Complex:
        """Momentum of each line less that of B_1, up to orientation."""
        return np.stack([0 * p, q, -p])

    @property
    def matrices(self) -> Complex:
        """(5 of F, b, a, 4, 4): the slot 5 is the mass."""
        start = _emitter(self.start, self.first, "")
        end = _emitter(self.end, self.second, "")
        return np.einsum("bsu,vuw,awt->vbast", 1j * end, 1j * _numerators(), 1j * start)

    def vertex(self, k: Complex, p: Complex, q: Complex, weights: Complex) -> Complex:
        """Gamma^mu averaged over directions: k (orders, radii, directions, 4) -> (orders, radii, 4, 4, 4)."""
        fermion = _line(self.fermion, p - k)
        first, second = self.first.propagator(k), self.second.propagator(k + q)
        # b mu a instead of mu b a: rows (b mu) meet B_1, columns (mu a) meet B_2
        absorb = 1j * np.swapaxes(self.absorb, -3, -2)
        # the indices of V are up; those of the propagators that it meets come down
        if isinstance(self.first, Vector):
            first = METRIC @ first
        if isinstance(self.second, Vector):
            second = second @ METRIC
        b, _, a = absorb.shape[-3:]
        points = k.shape[:-1]
        if absorb.ndim == 5:  # linear in the momenta
            incoming = np.concatenate([np.broadcast_to(q, k.shape), k, -k - q], axis=-1)
            absorb = (incoming @ absorb.reshape(12, -1)).reshape(*points, b * 4, a)
            half = cauchy(np.matmul, absorb, first)
        else:
            half = absorb.reshape(b * 4, a) @ first
        bosons = cauchy(np.matmul, second, half.reshape(*points, b, 4 * a))
        moments = _moments(fermion * weights[:, None], bosons.reshape(*points, b, 4, a))
        return np.einsum("nrvbma,vbast->nrmst", moments, self.matrices, optimize=True)


Diagram: TypeAlias = FermionRadiates | BosonRadiates


def _numerators() -> Complex:
    """The five matrices that a fermion line consists of: gamma_mu for k^mu, and 1 for the mass."""
    return np.concatenate([np.einsum("mn,nst->mst", METRIC, GAMMA), np.eye(4)[None]])


def _line(fermion: Fermion, k: Complex) -> Complex:
    """(k^mu, m)/(k^2 - m^2), shape (..., 5)."""
    propagator = reciprocal(off_shell(k, fermion.mass))
    slot = np.zeros((*k.shape[:-1], 1), dtype=complex)
    slot[0] = fermion.mass
    return product("...v,...->...v", np.concatenate([k, slot], axis=-1), propagator)


def _moments(a: Complex, b: Complex) -> Complex:
    """Sum over directions (axis 2) of the product, all other axes kept: (orders, radii, *a, *b)."""
    orders, radii, points = a.shape[:3]
    left = a.reshape(orders, radii, points, -1).swapaxes(2, 3)
    right = b.reshape(orders, radii, points, -1)
    return cauchy(np.matmul, left, right).reshape(orders, radii, *a.shape[3:], *b.shape[3:])


# --- kinematics and the fit ------------------------------------------------------------------


class _Kinematics(NamedTuple):
    """External momenta as polynomials, and the linear map from Gamma^mu to the six coefficients."""

    p: Complex
    q: Complex
    fit: Complex  # (grades, 6, orders, 4, 4, 4)


_STRUCTURES: Final = ("f_L", "f_R", "mu_L", "mu_R", "g_L", "g_R")


def _structures(q: Complex) -> Complex:
    """gamma^mu P_X, i sigma^{mu nu} q_nu P_X, q^mu P_X as matrices, shape (6, orders, 4, 4, 4)."""
    plain = np.zeros((len(q), 4, 4, 4), dtype=complex)
    plain[0] = GAMMA
    dipole = 1j * np.einsum("mnst,on->omst", SIGMA, q @ METRIC)
    along = np.einsum("om,st->omst", q, np.eye(4))
    return np.stack([x @ chirality for x in (plain, dipole, along) for chirality in (P_L, P_R)])


def _fit(left: Complex, right: Complex, structures: Complex) -> Complex:
    """Pseudo-inverse of the structures between left and right, composed with that sandwich.

    left, right (orders, 4, 4); structures (6, orders, 4, 4, 4). Returns (6, orders, 4, 4, 4).
    """
    orders = len(left)
    sandwich = np.zeros((orders, 4, 4, orders, 4, 4), dtype=complex)
    for a in range(orders):
        for b in range(orders - a):
            for c in range(orders - a - b):
                sandwich[a + b + c, :, :, b] += np.einsum("su,vt->stuv", left[a], right[c])
    rows = np.einsum("nstouv,xomuv->nmstx", sandwich, structures)
    design = rows.reshape(-1, len(structures))
    inverse, rank = np.linalg.pinv(design, rcond=1e-11), np.linalg.matrix_rank(design, tol=1e-11)
    if rank < len(structures):
        raise ArithmeticError(f"{rank} of {len(structures)} structures can be told apart")
    inverse = inverse.reshape(len(structures), orders, 4, 4, 4)
    return np.einsum("xnmst,nstouv->xomuv", inverse, sandwich)


def _momenta(m_in: float, m_out: float) -> tuple[Complex, Complex]:
    """p and q as polynomials in s: q = (q0, s, is, q0) in units of the larger mass, which is at rest."""
    heavy = max(m_in, m_out)
    energy = (m_out**2 - m_in**2) / (2 * heavy)
    q = np.zeros((ORDERS, 4), dtype=complex)
    q[0] = [energy, 0, 0, energy]
    q[1] = [0, heavy, 1j * heavy, 0]
    rest = np.zeros((ORDERS, 4), dtype=complex)
    rest[0, 0] = heavy
    return (rest if m_in >= m_out else rest - q), q


def _exact(m_in: float, m_out: float) -> _Kinematics:
    """The momenta are polynomials in s, the coefficients do not depend on it."""
    p, q = _momenta(m_in, m_out)
    unit = np.zeros((ORDERS, 4, 4), dtype=complex)
    unit[0] = np.eye(4)
    fit = _fit(slash(p + q) + m_out * unit, slash(p) + m_in * unit, _structures(q))
    return _Kinematics(p, q, fit[None])


def _expanded(m_in: float, m_out: float) -> _Kinematics:
    """The momenta are t times those on the mass shell; every power of t is fitted by itself."""
    p, q = (momentum.sum(axis=0) for momentum in _momenta(m_in, m_out))
    left, right = slash(p + q) + m_out * np.eye(4), slash(p) + m_in * np.eye(4)
    one = _fit(left[None], right[None], _structures(q[None]))[:, 0]
    fit = np.zeros((ORDERS, len(one), ORDERS, 4, 4, 4), dtype=complex)
    for order in range(ORDERS):
        fit[order, :, order] = one
    ray = np.zeros((2, ORDERS, 4), dtype=complex)
    ray[:, 1] = p, q
    return _Kinematics(ray[0], ray[1], fit)


# --- integration -----------------------------------------------------------------------------


def _product_rule(angle: Numbers, weight: Numbers, polar: int) -> tuple[Complex, Complex]:
    """Wick-rotated unit vectors (points, 4) from angles to the equator of S^3, and weights."""
    nodes, w_z = np.polynomial.legendre.leggauss(polar)
    turns = 2 * POLYNOMIAL_NODES
    around = 2 * np.pi * np.arange(turns) / turns
    a, z, phi = np.meshgrid(angle, nodes, around, indexing="ij")
    rho = np.sqrt(1 - z**2)
    space = [np.cos(a) * x for x in (rho * np.cos(phi), rho * np.sin(phi), z)]
    unit = np.stack([1j * np.sin(a), *space], axis=-1)
    weights = np.einsum("a,z,t->azt", weight, w_z / 2, np.full(turns, 1 / turns))
    return unit.reshape(-1, 4), weights.ravel()


def _polynomial_directions() -> tuple[Complex, Complex]:
    """Directions for a polynomial in them; the weights sum to one."""
    chi = np.pi * np.arange(1, POLYNOMIAL_NODES + 1) / (POLYNOMIAL_NODES + 1)
    weight = np.sin(chi) ** 2 * 2 / (POLYNOMIAL_NODES + 1)
    return _product_rule(np.pi / 2 - chi, weight.astype(complex), POLYNOMIAL_NODES)


def _directions(below: float, above: float, polar: int) -> tuple[Complex, Complex]:
    """Directions that crowd near the equator, where the time component is small; the weights sum to one.

    Args:
        below, above: the angle, along the imaginary axis, at which the nearest poles are. The path
            of integration passes in the middle.
        polar: nodes along z.
    """
    below, above = min(below, 1.0), min(above, 1.0)
    middle, width = (above - below) / 2, (above + below) / 2
    stretch = math.asinh(math.pi / 2 / width)
    nodes = math.ceil(_gauss_nodes(math.asinh(math.pi / 2 / stretch)))
    u, w = np.polynomial.legendre.leggauss(nodes)
    flat = width * np.sinh(stretch * u)
    angle = flat + 1j * middle * np.cos(flat)
    slope = width * stretch * np.cosh(stretch * u) * (1 - 1j * middle * np.sin(flat))
    return _product_rule(angle, w * slope * np.cos(angle) ** 2 * 2 / np.pi, polar)


def _gauss_nodes(log_ellipse: float) -> float:
    """Nodes of a Gauss rule that reaches 1e-11, for an integrand analytic in Bernstein's ellipse."""
    return POLYNOMIAL_NODES + 12.7 / log_ellipse


class _Route(NamedTuple):
    """Time and z components of the lines at l = 0, and their masses, one entry a pole."""

    shift: float
    energies: Real
    spaces: Real
    masses: Real

    @property
    def gaps(self) -> Real:
        """How far every line stays from its pole."""
        return np.sqrt(np.maximum(self.masses**2 - self.energies**2, 0))


def _route(diagram: Diagram, p: Complex, q: Complex) -> _Route:
    """The shift of the loop momentum with which the lines stay farthest from their poles."""
    offsets = diagram.offsets(p[0], q[0]).real
    entries = [
        (o[0], o[3], m) for line, o in zip(diagram.lines, offsets, strict=True) for m in line.masses
    ]
    energy, space, mass = np.array(entries).T
    massless = energy[mass == 0]
    if len(massless):
        candidates = [-float(massless[0])]
    else:
        candidates = [
            (side * energy[j] * mass[i] - energy[i] * mass[j]) / (mass[j] - side * mass[i])
            for i in range(len(mass))
            for j in range(len(mass))
            for side in (1, -1)
            if mass[j] != side * mass[i]
        ] + [-float(e) for e in energy]

    def closest(shift: float) -> float:
        lines = np.abs(energy + shift)
        return float(np.max(lines[mass > 0] / mass[mass > 0], initial=0.0))

    shift = min(candidates, key=closest)
    # a massless boson leaves a lepton of the same mass on its shell, at l = 0 only
    if closest(shift) > 1 + 1e-12 or (not len(massless) and closest(shift) > 1 - 1e-9):
        raise ValueError("external masses at or above the threshold of a pair of lines")
    if np.any(np.abs(massless + shift) > 1e-12 * np.max(np.abs(energy), initial=0)):
        raise ValueError("two massless lines with different momenta")
    return _Route(shift, energy + shift, space, mass)


@dataclass(frozen=True)
class FormFactors:
    """Coefficients of Gamma^mu at q^2 = 0, each as (L, R), shape (2,).

    Attributes:
        f: of gamma^mu, a pure number.
        mu: of i sigma^{mu nu} q_nu, 1/mass.
        g: of q^mu, 1/mass.
        pole: the pole of f.
    """

    f: Complex
    mu: Complex
    g: Complex
    pole: Complex = field(default_factory=lambda: np.zeros(2, dtype=complex))

    def __add__(self, other: FormFactors) -> FormFactors:
        return FormFactors(
            self.f + other.f, self.mu + other.mu, self.g + other.g, self.pole + other.pole
        )

    @classmethod
    def nothing(cls) -> FormFactors:
        """The sum of no diagrams."""
        return cls(*(np.zeros(2, dtype=complex) for _ in range(4)))


def form_factors(
    diagram: Diagram, m_in: float, m_out: float, *, exact: bool = False, scale: float = 1.0
) -> FormFactors:
    """One diagram at q^2 = 0.

    Args:
        diagram: lines and vertices.
        m_in, m_out: external masses.
        exact: keep them exactly; otherwise f, mu and g to first order.
        scale: Lambda, at which the logarithm of f is taken out.

    Raises:
        ValueError: exact external masses at or above a threshold, or both zero.
        ArithmeticError: mu does not converge (unitary gauge).
    """
    for mass in (m_in, m_out):
        check_mass(mass)
    heavy = max(m_in, m_out)
    if exact:
        if heavy == 0:
            raise ValueError("exact external masses that are both zero")
        kinematics = _exact(m_in, m_out)
        route = _route(diagram, kinematics.p, kinematics.q)
        total, pole = _integrated(
            diagram, kinematics, _routed_shells(diagram, route), route.shift, scale
        )
        return FormFactors(total[0, :2], total[0, 2:4], total[0, 4:], pole)
    kinematics = _expanded(m_in / heavy, m_out / heavy) if heavy else _expanded(1, 1)
    total, pole = _integrated(diagram, kinematics, _polynomial_shells(diagram), 0.0, scale)
    return FormFactors(
        total[0, :2] + heavy * total[1, :2],
        total[1, 2:4] + heavy * total[2, 2:4],
        total[1, 4:] + heavy * total[2, 4:],
        pole,
    )


class _Shell(NamedTuple):
    """Spheres of the same rule: radii, step in log l, directions with weights."""

    radii: Real
    step: float
    directions: Complex
    weights: Complex


def _radii(diagram: Diagram, scales: Real, step: float) -> Real:
    """Even in log l, from below the smallest to above the largest scale."""
    massless = any(mass == 0 for line in diagram.lines for mass in line.masses)
    unitary = any(isinstance(line, Vector) and math.isinf(line.xi) for line in diagram.lines)
    low = math.log(scales.min()) - (MASSLESS_EFOLDS if massless else INFRARED_EFOLDS)
    high = math.log(scales.max()) + (UNITARY_EFOLDS if unitary else ULTRAVIOLET_EFOLDS)
    return np.exp(np.arange(low, high, step))


def _polynomial_shells(diagram: Diagram) -> Iterator[_Shell]:
    """For lines that are expanded in the external momenta."""
    masses = np.array([m for line in diagram.lines for m in line.masses])
    if not np.any(masses > 0):
        raise ValueError("no mass in the loop")
    radii = _radii(diagram, masses[masses > 0], RADIAL_STEP)
    directions, weights = _polynomial_directions()
    for start in range(0, len(radii), 16):
        yield _Shell(radii[start : start + 16], RADIAL_STEP, directions, weights)


def _routed_shells(diagram: Diagram, route: _Route) -> Iterator[_Shell]:
    """For lines that carry the external momenta: as fine as their poles are close."""
    scales = np.concatenate([route.masses, route.gaps, np.abs(route.spaces)])
    scales = scales[scales > 1e-9 * route.masses.max()]
    moving = route.spaces != 0
    # the poles are at l = |space| exp(+- i angle), and at angle pi/2 for a line without space component
    angle = float(np.min(np.arctan2(route.gaps, np.abs(route.spaces))[moving], initial=np.pi / 2))
    polar = POLYNOMIAL_NODES
    if np.any(moving):
        polar = math.ceil(_gauss_nodes(math.log((1 + math.sin(angle)) / math.cos(angle))))
    step = RADIAL_STEP * angle / (np.pi / 2)
    for radius in _radii(diagram, scales, step):
        with np.errstate(divide="ignore"):
            reach = ((radius - np.abs(route.spaces)) ** 2 + route.gaps**2) / (
                2 * radius * route.energies
            )
        below = math.asinh(np.min(reach[reach > 0], initial=np.inf))
        above = math.asinh(np.min(-reach[reach < 0], initial=np.inf))
        yield _Shell(np.array([radius]), step, *_directions(below, above, polar))


def _integrated(
    diagram: Diagram, kinematics: _Kinematics, shells: Iterable[_Shell], time: float, scale: float
) -> tuple[Complex, Complex]:
    """int d4l_E/(2 pi)^4 of the six coefficients (grades, 6), and the poles of f (2,)."""
    p, q, fit = kinematics
    flat = fit.transpose(0, 2, 3, 4, 5, 1).reshape(fit.shape[0], -1, fit.shape[1])
    profiles: list[Complex] = []
    lengths: list[Real] = []
    steps: list[Real] = []
    for radii, step, directions, weights in shells:
        k = np.zeros((ORDERS, len(radii), len(weights), 4), dtype=complex)
        k[0] = radii[:, None, None] * directions
        k[0, ..., 0] += time
        gamma = diagram.vertex(k, p[:, None, None], q[:, None, None], weights)
        rows = gamma.swapaxes(0, 1).reshape(len(radii), -1)
        profiles.append(np.einsum("ro,gox->rgx", rows, flat))
        lengths.append(radii)
        steps.append(np.full(len(radii), step))
    length = np.concatenate(lengths)
    # 2 pi^2 of the sphere over (2 pi)^4, and l^3 dl = l^4 dlog l
    profile: Complex = np.concatenate(profiles) * (length**4 / (8 * np.pi**2))[:, None, None]
    _require_convergence(diagram, profile[-1])
    logarithm = profile[-1, 0, :2].copy()
    # what is taken out, C/(l^2 + Lambda^2)^2, is zero in MS-bar at Lambda
    profile[:, 0, :2] -= logarithm / (1 + (scale / length[:, None]) ** 2) ** 2
    # P dlog l = P/2 dlog l^2
    return np.einsum("r,rgx->gx", np.concatenate(steps), profile), 0.5 * logarithm


def _require_convergence(diagram: Diagram, last: Complex) -> None:
    """At the cutoff mu and g, shape (grades, 6), are small in units of the largest mass M.

    A grade n has the dimension M^-n; what converges falls like l^-2, what does not grows. The exact one has the
    dimension M^-1.
    """
    heavy = max(m for line in diagram.lines for m in line.masses)
    strength = np.abs(diagram.matrices).max()
    if isinstance(diagram, BosonRadiates):
        dimension = 1 if np.ndim(diagram.absorb) == 3 else 0
        strength *= np.abs(diagram.absorb).max() / heavy**dimension
    powers = np.ones(1)
    if len(last) > 1:  # nothing is taken from the grade 0
        powers, last = np.arange(1.0, len(last)), last[1:]
    if np.any(np.abs(last[:, 2:]).max(axis=1) * heavy**powers > 1e-4 * strength):
        raise ArithmeticError("the moment of this diagram does not converge")
