"""Amplitudes from explicit spinors and polarisation vectors, summed one helicity at a time.

The second route to every spin sum of `derive.laws`: no trace, no completeness relation, not even
the same representation of the Dirac matrices. A spinor is written down at a numeric momentum, in a
frame in which nothing is at rest. numpy only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Vertex = Sequence[Array]

METRIC = np.diag([1.0, -1.0, -1.0, -1.0])
_ONE, _X = np.eye(2), np.array([[0, 1], [1, 0]])
_Y, _Z = np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])

# The standard representation, γ⁰ = diag(1, 1, −1, −1).
GAMMA = [np.kron(_Z, _ONE).astype(complex)] + [np.kron(1j * _Y, s) for s in (_X, _Y, _Z)]
GAMMA5 = np.kron(_X, _ONE).astype(complex)
P_L, P_R = (np.eye(4) - GAMMA5) / 2, (np.eye(4) + GAMMA5) / 2
CHARGE_CONJUGATION = 1j * GAMMA[2] @ GAMMA[0]
SPINS = (0, 1)


def dot(a: Array, b: Array) -> Any:
    """a·b; nothing is conjugated."""
    return a @ METRIC @ b


def slash(p: Array) -> Array:
    """γ_μ p^μ."""
    return sum(s * c * g for s, c, g in zip(np.diag(METRIC), p, GAMMA, strict=True))


# --- states -------------------------------------------------------------------------------------


def u(p: Array, mass: float, spin: int) -> Array:
    """Particle; a negative mass is that of γ5 ψ."""
    xi = np.eye(2)[spin]
    energy = np.sqrt(abs(mass) ** 2 + p[1:] @ p[1:])
    sigma_p = p[1] * _X + p[2] * _Y + p[3] * _Z
    root = np.sqrt(energy + abs(mass))
    spinor = np.concatenate([root * xi, sigma_p @ xi / root])
    return GAMMA5 @ spinor if mass < 0 else spinor


def bar(spinor: Array) -> Array:
    """u†γ⁰."""
    return spinor.conj() @ GAMMA[0]


def v(p: Array, mass: float, spin: int) -> Array:
    """Antiparticle, Cū^T: the phase that a Majorana field needs."""
    return CHARGE_CONJUGATION @ bar(u(p, mass, spin))


def boost(velocity: Array) -> Array:
    """Lorentz matrix that sets a particle at rest moving with this velocity."""
    square = velocity @ velocity
    gamma = 1 / np.sqrt(1 - square)
    matrix = np.eye(4)
    matrix[0, 0] = gamma
    matrix[0, 1:] = matrix[1:, 0] = gamma * velocity
    matrix[1:, 1:] += (gamma - 1) * np.outer(velocity, velocity) / square
    return matrix


def any_velocity(rng: np.random.Generator) -> Array:
    """Direction at random, speed between 0.2 and 0.7."""
    n = rng.normal(size=3)
    return rng.uniform(0.2, 0.7) * n / np.linalg.norm(n)


def kallen_momentum(mass: float, m_1: float, m_2: float) -> float:
    """|k| of a decay at rest."""
    total, difference = m_1 + m_2, m_1 - m_2
    return float(np.sqrt((mass**2 - total**2) * (mass**2 - difference**2)) / (2 * mass))


# --- vertices -----------------------------------------------------------------------------------


def chiral(left: complex, right: complex) -> Array:
    """left P_L + right P_R."""
    return left * P_L + right * P_R


def vector_vertex(left: complex, right: complex) -> Vertex:
    """γ^μ(left P_L + right P_R)."""
    return [g @ chiral(left, right) for g in GAMMA]


def dipole_vertex(left: complex, right: complex, q: Array) -> Vertex:
    """iσ^{μν}q_ν(left P_L + right P_R), from the definition of σ."""
    lowered = METRIC @ q
    result = []
    for mu in range(4):
        sigma = (0.5j * (GAMMA[mu] @ GAMMA[nu] - GAMMA[nu] @ GAMMA[mu]) for nu in range(4))
        contracted = sum(1j * s * lowered[nu] for nu, s in enumerate(sigma))
        result.append(contracted @ chiral(left, right))
    return result


def plus(one: Vertex, other: Vertex) -> Vertex:
    """Sum of two vertices."""
    return [a + b for a, b in zip(one, other, strict=True)]


def current(left: Array, vertex: Vertex, right: Array) -> Array:
    """left Γ^μ right, four numbers."""
    return np.array([left @ g @ right for g in vertex])


# --- decays -------------------------------------------------------------------------------------


class Decay:
    """A vector of mass M decays into k₁ and k₂ in flight, in a random direction.

    Attributes:
        q, k_1, k_2: momenta.
        polarisations: three real vectors ε^μ, orthonormal and orthogonal to q.
    """

    def __init__(self, mass: float, m_1: float, m_2: float, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.mass, self.m_1, self.m_2 = mass, m_1, m_2
        self.momentum = kallen_momentum(mass, m_1, m_2)
        n = rng.normal(size=3)
        three = self.momentum * n / np.linalg.norm(n)
        flight = boost(any_velocity(rng))
        self.k_1 = flight @ np.array([np.hypot(m_1, self.momentum), *three])
        self.k_2 = flight @ np.array([np.hypot(m_2, self.momentum), *-three])
        self.q = flight @ np.array([mass, 0, 0, 0])
        self.polarisations = [flight @ np.eye(4)[i] for i in (1, 2, 3)]

    def width(self, square: float) -> float:
        """|k|/(8πM²) of the averaged square."""
        return self.momentum / (8 * np.pi * self.mass**2) * square / 3

    def fermions(self, amplitude: Callable[[int, int], Array]) -> float:
        """Width from M^μ(s₁, s₂), summed over spins and averaged over polarisations."""
        square = sum(
            abs(dot(eps, amplitude(s, t))) ** 2
            for eps, s, t in product(self.polarisations, SPINS, SPINS)
        )
        return self.width(square)

    def dirac(self, vertex: Vertex) -> float:
        """f₁(k₁) and anti-f₂(k₂)."""
        return self.fermions(
            lambda s, t: current(bar(u(self.k_1, self.m_1, s)), vertex, v(self.k_2, self.m_2, t))
        )

    def majorana(self, vertex: Vertex, transposed: Vertex) -> float:
        r"""Both Wick contractions of :math:`\bar\chi_1\Gamma\chi_2+\bar\chi_2\Gamma'\chi_1`.

        The second creates χ₁ with v and χ₂ with ū; the interchange of two fermions is its sign.
        """

        def amplitude(s: int, t: int) -> Array:
            u_1, v_1 = (f(self.k_1, self.m_1, s) for f in (u, v))
            u_2, v_2 = (f(self.k_2, self.m_2, t) for f in (u, v))
            return current(bar(u_1), vertex, v_2) - current(bar(u_2), transposed, v_1)

        return self.fermions(amplitude)

    def scalars(self, c_1: complex, c_2: complex) -> float:
        """c₁k₁ + c₂k₂ with incoming momenta, both of them outgoing here."""
        amplitude = -c_1 * self.k_1 - c_2 * self.k_2
        return self.width(sum(abs(dot(eps, amplitude)) ** 2 for eps in self.polarisations))


# --- scattering ---------------------------------------------------------------------------------


class Scattering:
    """ν(k) e(p) → ν(k') e(p') with the recoil T of an electron at rest, seen from a moving frame."""

    def __init__(self, energy: float, recoil: float, mass: float, seed: int) -> None:
        rng = np.random.default_rng(seed)
        out = energy - recoil
        cosine = 1 - mass * recoil / (energy * out)
        azimuth = rng.uniform(0, 2 * np.pi)
        sine = np.sqrt(1 - cosine**2)
        direction = np.array([sine * np.cos(azimuth), sine * np.sin(azimuth), cosine])
        momenta = [
            np.array([energy, 0, 0, energy]),
            np.array([mass, 0, 0, 0]),
            np.array([out, *out * direction]),
        ]
        flight = boost(any_velocity(rng))
        self.k, self.p, self.k_out = (flight @ x for x in momenta)
        self.p_out = self.k + self.p - self.k_out
        self.q = self.k_out - self.k
        self.mass = mass

    def square(self, left: complex, right: complex, mediator: float, handed: Array = P_L) -> float:
        """Σ|M|² for iσ^{μν}q_ν(left P_L + right P_R) and a unit charge, one initial helicity of ν.

        The propagator is that of a massive vector, q_μq_ν/M² included.
        """
        neutrino = dipole_vertex(left, right, self.q)
        propagator = -METRIC + np.outer(METRIC @ self.q, METRIC @ self.q) / mediator**2
        propagator = propagator / (dot(self.q, self.q) - mediator**2)
        total = 0.0
        for s, t, a, b in product(SPINS, repeat=4):
            upper = current(bar(u(self.k_out, 0, t)), neutrino, handed @ u(self.k, 0, s))
            lower = current(
                bar(u(self.p_out, self.mass, b)), vector_vertex(1, 1), u(self.p, self.mass, a)
            )
            total += abs(upper @ propagator @ lower) ** 2
        return total
