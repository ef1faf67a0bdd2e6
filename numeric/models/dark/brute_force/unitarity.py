r"""Partial waves of N, S and massive A' from helicity amplitudes: spinors, vectors, propagators.

Shares nothing with the derivation by a Goldstone boson: there is none here. Fields are not rotated,
the vector is massive and in unitary gauge, every helicity amplitude is a number, and the angle is
integrated numerically. What grows with energy has to come out of the cancellation of diagrams.

The theory
----------
Metric (+,-,-,-), D_mu = d_mu + i g Q A'_mu, Psi = (N, N^c) as in `numeric.models.dark.brute_force.neutral`,

    L = 1/2 Psibar [kslash - M] Psi - g Q_N A'_mu 1/2 Psibar gamma^mu tau_3 Psi
        + 1/2 |d Phi + g Q_S A' J Phi|^2 - 1/2 Phi^T M2 Phi,    Phi = (S_R, S_I),

J = [[0, -1], [1, 0]], since S = (S_R + i S_I)/sqrt2. Psi is real in the sense of Majorana,
Psi^c = tau_1 Psi, so that Psibar = -(tau_1 Psi)^T C^-1: with a wave w for each leg, all momenta
running in,

    J^mu(i, j) = -(tau_1 w_i)^T C^-1 gamma^mu tau_3 w_j = -J^mu(j, i),

a bilinear contracted in both ways. Incoming legs have the mass eigenstate's u, outgoing ones its
v = C ubar^T, at a negative momentum; M is then the sum over pairings with the sign of the
permutation. The vector's propagator is -i (g_mn - q_m q_n/m^2)/(q^2 - m^2).

Spinors and polarisation vectors of an outgoing pair are those of the incoming pair, turned about y:
one set of phases for both.

Partial waves
-------------
a_0 = 1/(32 pi) [(2 p_i/sqrt s)(2 p_f/sqrt s)]^1/2 int dcos M, a pair of identical particles
carrying 1/sqrt2.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    CHARGE_CONJUGATION,
    GAMMA,
    METRIC,
    P_L,
    P_R,
    Complex,
    Real,
)

__all__ = ["BrokenTheory", "Leg"]

ANGLES: Final = 24
"""Gauss-Legendre nodes in cos."""

TAU_1: Final[Complex] = np.kron(np.array([[0.0, 1.0], [1.0, 0.0]]), np.eye(4)).astype(complex)
BAR: Final[Complex] = -TAU_1.T @ np.kron(np.eye(2), np.linalg.inv(CHARGE_CONJUGATION))
"""w^T BAR is the barred wave."""
VERTEX: Final[Complex] = np.array([np.kron(np.diag([1.0, -1.0]), g) for g in GAMMA])
"""gamma^mu tau_3."""


class Leg(NamedTuple):
    """A leg with its momentum running in: eight components, four or 2n, for a spin ½, 1 or 0."""

    momentum: Complex
    wave: Complex


def _dot(a: Complex, b: Complex) -> complex:
    return complex(a @ METRIC @ b)


def _slash(k: Complex) -> Complex:
    return np.asarray(np.einsum("m,mab->ab", METRIC @ k, GAMMA), dtype=complex)


def _direction(angle: float) -> Real:
    return np.array([math.sin(angle), 0.0, math.cos(angle)])


def _spinor(momentum: float, mass: float, helicity: int, angle: float) -> Complex:
    """u of signed mass: (pslash - M) u = 0."""
    c, s = math.cos(angle / 2), math.sin(angle / 2)
    two = np.array([c, s] if helicity > 0 else [-s, c], dtype=complex)
    large = math.sqrt(math.hypot(momentum, mass) + momentum)
    small = abs(mass) / large
    left, right = (small, large) if helicity > 0 else (large, small)
    # gamma5 u has the opposite mass
    return np.concatenate([math.copysign(1.0, mass) * left * two, right * two])


@dataclass(frozen=True)
class BrokenTheory:
    """Masses as they stand in the Lagrangian, GeV.

    Attributes:
        m_L, m_R, m_D: of N.
        even, odd: mass matrices M_R² and M_I² of the scalars, GeV², n × n.
        coupling: g_D Q_N = −g_D Q_S.
        m_aprime: mass of A', GeV.
    """

    m_L: float
    m_R: float
    m_D: float
    even: Real
    odd: Real
    coupling: float
    m_aprime: float

    def __post_init__(self) -> None:
        for name in ("m_L", "m_R", "m_D", "coupling", "m_aprime"):
            if not np.isfinite(getattr(self, name)):
                raise ValueError(f"{name} = {getattr(self, name)!r}: must be finite")
        if self.m_aprime <= 0:
            raise ValueError(f"m_aprime = {self.m_aprime!r}: must be positive")
        for name in ("even", "odd"):
            matrix = getattr(self, name)
            if not np.allclose(matrix, matrix.T) or np.linalg.eigvalsh(matrix)[0] <= 0:
                raise ValueError(f"{name} = {matrix!r}: must be symmetric and positive")

    # --- states -----------------------------------------------------------------------------

    @cached_property
    def fermions(self) -> tuple[Real, Real]:
        """Signed masses of N₁, N₂ and the rotation, columns."""
        values, vectors = np.linalg.eigh([[self.m_L, self.m_D], [self.m_D, self.m_R]])
        return values, vectors

    @cached_property
    def scalars(self) -> tuple[Real, Real]:
        """Masses of H₁ … H_n, A₁ … A_n, and their components in Φ, columns."""
        (even, r), (odd, i) = (np.linalg.eigh(m) for m in (self.even, self.odd))
        zero = np.zeros_like(r)
        return np.sqrt(np.concatenate([even, odd])), np.block([[r, zero], [zero, i]])

    @cached_property
    def squares(self) -> Real:
        """M2 in Φ."""
        zero = np.zeros_like(self.even)
        return np.block([[self.even, zero], [zero, self.odd]])

    def _four(self, momentum: float, mass: float, angle: float) -> Complex:
        energy = math.hypot(momentum, mass)
        return np.array([energy, *(momentum * _direction(angle))], dtype=complex)

    def fermion(self, species: int, helicity: int, momentum: float, angle: float) -> Leg:
        """N with the wave (N, N^c), incoming."""
        masses, vectors = self.fermions
        mass, (left, right) = float(masses[species]), vectors[:, species]
        u = _spinor(momentum, mass, helicity, angle)
        upper, lower = (left * P_L + right * P_R) @ u, (left * P_R + right * P_L) @ u
        return Leg(self._four(momentum, mass, angle), np.concatenate([upper, lower]))

    def scalar(self, species: int, momentum: float, angle: float) -> Leg:
        """H or A, incoming."""
        masses, vectors = self.scalars
        return Leg(
            self._four(momentum, float(masses[species]), angle),
            vectors[:, species].astype(complex),
        )

    def vector(self, helicity: int, momentum: float, angle: float) -> Leg:
        """A' of helicity −1, 0, 1, incoming."""
        m = self.m_aprime
        k = self._four(momentum, m, angle)
        if helicity == 0:
            wave = np.array([momentum, *(k[0] * _direction(angle))]) / m
        else:
            c, s = math.cos(angle), math.sin(angle)
            wave = -np.array([0, helicity * c, 1j, -helicity * s]) / math.sqrt(2)
        return Leg(k, np.asarray(wave, dtype=complex))

    @staticmethod
    def outgoing(leg: Leg) -> Leg:
        """The same particle in the final state: v = C ubar^T, ε*, at a negative momentum."""
        wave = leg.wave.conj()
        if len(wave) == 8:
            # N^c of the wave of v is C Nbar^T of the wave of u, and the other way round.
            flip = np.kron(np.array([[0, 1], [1, 0]]), CHARGE_CONJUGATION @ GAMMA[0].T)
            wave = flip @ wave
        return Leg(-leg.momentum, np.asarray(wave, dtype=complex))

    # --- amplitudes -------------------------------------------------------------------------

    def _propagated(self, one: Complex, other: Complex, q: Complex) -> complex:
        """J^m (g_mn − q_m q_n/m²) J^n/(q² − m²)."""
        square = self.m_aprime**2
        longitudinal = _dot(one, q) * _dot(q, other) / square
        return (_dot(one, other) - longitudinal) / (_dot(q, q) - square)

    def _current(self, one: Leg, other: Leg) -> Complex:
        """The current of two legs that meet an A', without g."""
        if len(one.wave) == 8:
            return np.einsum("a,mab,b->m", one.wave @ BAR, VERTEX, other.wave)
        # i g (−i)(k_1 − k_2) Φ_1^T J Φ_2 is −i g times this
        n = len(self.even)
        turn = one.wave[n:] @ other.wave[:n] - one.wave[:n] @ other.wave[n:]
        return np.asarray(1j * turn * (one.momentum - other.momentum), dtype=complex)

    def exchange(self, legs: Sequence[Leg]) -> complex:
        """M of four fermions, or four scalars, by exchange of A' in s, t and u.

        H A → H A has a pole in u where the heavier can decay into the lighter and A': it has an
        amplitude, but no partial wave of lowest order.
        """
        fermions = len(legs[0].wave) == 8
        total = 0j
        for sign, (i, j, k, l) in zip(
            (1, -1 if fermions else 1, 1), ((0, 1, 2, 3), (0, 2, 1, 3), (0, 3, 1, 2)), strict=True
        ):
            q = legs[i].momentum + legs[j].momentum
            one, other = self._current(legs[i], legs[j]), self._current(legs[k], legs[l])
            total += sign * self._propagated(one, other, np.asarray(q))
        return self.coupling**2 * total

    def two_vectors(self, first: Leg, second: Leg, vectors: Sequence[Leg]) -> complex:
        """M of two fermions, or two scalars, and two A'."""
        fermions = len(first.wave) == 8
        total = 0j
        for one, other in (vectors, vectors[::-1]):
            k = np.asarray(second.momentum + other.momentum, dtype=complex)
            if fermions:
                ends = [np.einsum("m,mab->ab", METRIC @ leg.wave, VERTEX) for leg in (one, other)]
                line = ends[0] @ np.linalg.inv(self._kernel(k)) @ ends[1]
                total -= complex(first.wave @ BAR @ line @ second.wave)
            else:
                middle = np.linalg.inv(_dot(k, k) * np.eye(len(self.squares)) - self.squares)
                left, right = self._turned(one, first, k), self._turned(other, second, -k)
                total += complex(left @ middle @ right)
        if not fermions:
            contact = 2 * _dot(vectors[0].wave, vectors[1].wave)
            total += contact * complex(first.wave @ second.wave)
        return self.coupling**2 * total

    def _kernel(self, k: Complex) -> Complex:
        """kslash − M of (N, N^c)."""
        above = self.m_L * P_R + self.m_R * P_L
        below = self.m_L * P_L + self.m_R * P_R
        mass = np.block([[self.m_D * np.eye(4), above], [below, self.m_D * np.eye(4)]])
        return np.asarray(np.kron(np.eye(2), _slash(k)) - mass, dtype=complex)

    def _turned(self, vector: Leg, scalar: Leg, inner: Complex) -> Complex:
        """ε·(k − k') JΦ at a vertex into which k' = `inner` runs."""
        n = len(self.even)
        rotated = np.concatenate([-scalar.wave[n:], scalar.wave[:n]])
        return np.asarray(_dot(vector.wave, scalar.momentum - inner) * rotated, dtype=complex)

    def pair_width(self) -> float:
        """Width of A' into all N_aN_b, GeV; A' may be any vector that couples to N like it."""
        masses, total = np.abs(self.fermions[0]), 0.0
        for a, b in ((0, 0), (0, 1), (1, 1)):
            if masses[a] + masses[b] >= self.m_aprime:
                continue
            k = self.momentum(self.m_aprime, (float(masses[a]), float(masses[b])))
            currents = [
                self._current(
                    self.outgoing(self.fermion(a, h, k, 0.0)),
                    self.outgoing(self.fermion(b, f, k, math.pi)),
                )
                for h in (-1, 1)
                for f in (-1, 1)
            ]
            # at rest the three polarisations are the spatial axes
            square = self.coupling**2 * sum(float(np.sum(np.abs(j[1:]) ** 2)) for j in currents) / 3
            total += square * k / (8 * math.pi * self.m_aprime**2) / (1 + (a == b))
        return total

    # --- partial waves ------------------------------------------------------------------------

    def momentum(self, root_s: float, masses: tuple[float, float]) -> float:
        """|p| of a pair in its rest frame.

        Raises:
            ValueError: the energy is below the threshold.
        """
        total, difference = masses[0] + masses[1], masses[0] - masses[1]
        if root_s <= total:
            raise ValueError(f"root_s = {root_s}: must be > {total}, the threshold")
        product = (root_s - total) * (root_s + total) * (root_s - difference)
        return math.sqrt(product * (root_s + difference)) / (2 * root_s)

    def wave(
        self,
        root_s: float,
        initial: tuple[float, float],
        final: tuple[float, float],
        amplitude: Callable[[float, float, float], complex],
        identical: int,
    ) -> complex:
        """a₀ of amplitude(p, p', angle); `identical` pairs of the two are of identical particles."""
        p, k = self.momentum(root_s, initial), self.momentum(root_s, final)
        nodes, weights = np.polynomial.legendre.leggauss(ANGLES)
        total = sum(w * amplitude(p, k, math.acos(x)) for x, w in zip(nodes, weights, strict=True))
        flux = 2 * math.sqrt(p * k) / root_s
        return complex(flux * total / (32 * math.pi) / math.sqrt(2) ** identical)

    def fermions_to_vectors(
        self, root_s: float, species: tuple[int, int], helicity: int
    ) -> complex:
        """a₀ of N_aN_b, both of this helicity, into two longitudinal A'."""
        a, b = species

        def amplitude(p: float, k: float, angle: float) -> complex:
            incoming = (self.fermion(a, helicity, p, 0.0), self.fermion(b, helicity, p, math.pi))
            vectors = [self.outgoing(self.vector(0, k, x)) for x in (angle, angle + math.pi)]
            return self.two_vectors(*incoming, vectors)

        masses = np.abs(self.fermions[0])
        pair = float(masses[a]), float(masses[b])
        return self.wave(root_s, pair, (self.m_aprime,) * 2, amplitude, 1 + (a == b))

    def fermion_matrix(self, root_s: float) -> Complex:
        """a₀ between N₁N₁, N₁N₂, N₂N₂ of equal helicities −, +: 6 × 6."""
        masses = np.abs(self.fermions[0])
        channels = [(a, b, h) for a, b in ((0, 0), (0, 1), (1, 1)) for h in (-1, 1)]
        matrix = np.empty((6, 6), dtype=complex)
        for column, (a, b, h) in enumerate(channels):
            for row, (c, d, f) in enumerate(channels):

                def amplitude(
                    p: float,
                    k: float,
                    angle: float,
                    ends: tuple[int, ...] = (a, b, h, c, d, f),
                ) -> complex:
                    one, two, before, three, four, after = ends
                    final = (
                        self.fermion(three, after, k, angle),
                        self.fermion(four, after, k, angle + math.pi),
                    )
                    initial = (
                        self.fermion(one, before, p, 0.0),
                        self.fermion(two, before, p, math.pi),
                    )
                    return self.exchange([*initial, *map(self.outgoing, final)])

                pairs = [(float(masses[i]), float(masses[j])) for i, j in ((a, b), (c, d))]
                matrix[row, column] = self.wave(
                    root_s, pairs[0], pairs[1], amplitude, (a == b) + (c == d)
                )
        return matrix

    def fermion_eigenvalue(self, root_s: float) -> float:
        """Largest |eigenvalue| of N N and A'_L A'_L together, without A'A' → A'A', which is zero."""
        channels = [(pair, h) for pair in ((0, 0), (0, 1), (1, 1)) for h in (-1, 1)]
        column = np.array([self.fermions_to_vectors(root_s, *c) for c in channels])
        matrix = np.zeros((7, 7), dtype=complex)
        matrix[:6, :6] = self.fermion_matrix(root_s)
        matrix[6, :6], matrix[:6, 6] = column, column.conj()
        return float(np.abs(np.linalg.eigvals(matrix)).max())

    def scalars_to_vectors(self, root_s: float, species: tuple[int, int]) -> complex:
        """a₀ of two scalars into two longitudinal A'."""
        a, b = species

        def amplitude(p: float, k: float, angle: float) -> complex:
            vectors = [self.outgoing(self.vector(0, k, x)) for x in (angle, angle + math.pi)]
            return self.two_vectors(self.scalar(a, p, 0.0), self.scalar(b, p, math.pi), vectors)

        pair = float(self.scalars[0][a]), float(self.scalars[0][b])
        return self.wave(root_s, pair, (self.m_aprime,) * 2, amplitude, 1 + (a == b))

    def elastic(self, root_s: float, initial: int, final: int) -> complex:
        """a₀ of a longitudinal A' on a scalar."""

        def amplitude(p: float, k: float, angle: float) -> complex:
            vectors = [
                self.vector(0, p, math.pi),
                self.outgoing(self.vector(0, k, angle + math.pi)),
            ]
            return self.two_vectors(
                self.scalar(initial, p, 0.0), self.outgoing(self.scalar(final, k, angle)), vectors
            )

        pairs = [(float(self.scalars[0][x]), self.m_aprime) for x in (initial, final)]
        return self.wave(root_s, pairs[0], pairs[1], amplitude, 0)
