r"""A broken gauge theory from matrices: vertices as numbers, in R_xi gauges.

Vectors A^A and scalars phi_k are real, all gauge couplings are contained in the matrices:

    D_mu psi = d_mu psi + i A^A_mu (t^L_A P_L + t^R_A P_R) psi,      D_mu phi = d_mu phi + A^A_mu theta_A phi,
    [t_A, t_B] = i c_{ABC} t_C,      F^C = d A^C - d A^C - c_{ABC} A^A A^B,
    L = -1/4 F F + 1/2 (D phi)^2 + psibar i Dslash psi - psibar (Y_k P_R + Y_k^dagger P_L) psi phi_k,
    L_gf = -1/(2 xi) (d A^A - xi phi^T theta_A v)^2,      phi -> v + phi.

Names are given to complex combinations, A^A = sum_n a^A_n V_n and phi = sum_s g_s S_s; the Goldstone boson of
V_n is g = theta_A v a^A_n/M_n, of mass sqrt(xi) M_n. What follows, with momenta in and d -> -ik, i x

    F F V   -gamma^mu (t^L P_L + t^R P_R)            V V V   -i c_{yzx} k_x^y g^{xz} over all permutations
    F F S   -(Y P_R + Y^dagger P_L)                  V S S   -i (k_1 - k_2)^mu g_1^T theta g_2
    V V S   g^{mu nu} [(theta_1 v).(theta_2 g) + (theta_2 v).(theta_1 g)]

is not typed but contracted from L term by term.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

import numpy as np

from darktmm.numeric.brute_force.dirac import P_L, P_R, Complex, Numbers, Real
from darktmm.numeric.brute_force.theory import Absorption, Bilinear
from darktmm.numeric.brute_force.triangle import (
    Boson,
    Scalar,
    Vector,
    current,
    scalar_current,
    scalar_vector,
    three_vectors,
)

__all__ = ["BrokenGauge", "NamedScalar", "NamedVector", "on_real_components", "structure_constants"]

ROUNDING = 1e-10


def on_real_components(generator: Numbers) -> Real:
    """theta of (sqrt2 Re Phi, sqrt2 Im Phi) where D Phi = (d + i A t) Phi for complex Phi."""
    x = 1j * np.asarray(generator, dtype=complex)
    return np.block([[x.real, -x.imag], [x.imag, x.real]])


def structure_constants(generators: Numbers) -> Real:
    """c_{ABC} of [t_A, t_B] = i c_{ABC} t_C, for linearly independent matrices (n, d, d).

    Raises:
        ValueError: the algebra does not close, or c is not antisymmetric.
    """
    t = np.asarray(generators, dtype=complex)
    n = len(t)
    commutators = np.einsum("axy,byz->abxz", t, t) - np.einsum("bxy,ayz->abxz", t, t)
    basis = t.reshape(n, -1).T
    solution, *_ = np.linalg.lstsq(basis, -1j * commutators.reshape(n * n, -1).T, rcond=None)
    if not np.allclose(basis @ solution, -1j * commutators.reshape(n * n, -1).T, atol=ROUNDING):
        raise ValueError("the algebra does not close")
    c = solution.T.reshape(n, n, n)
    if not np.allclose(c, -c.swapaxes(1, 2), atol=ROUNDING) or np.abs(c.imag).max() > ROUNDING:
        raise ValueError("the structure constants are not real and antisymmetric")
    return np.asarray(c.real)


@dataclass(frozen=True, eq=False)
class NamedVector:
    """A^A = ... + a^A V; the name of its Goldstone boson is empty for a massless vector.

    Attributes:
        components: a^A, one for each generator.
        xi: gauge parameter; inf is the unitary gauge.
        goldstone: name of its Goldstone boson.
    """

    components: Numbers
    xi: float = 1.0
    goldstone: str = ""


@dataclass(frozen=True, eq=False)
class NamedScalar:
    """phi = ... + g S.

    Attributes:
        components: g, one for each real scalar.
        mass: GeV.
    """

    components: Numbers
    mass: float


@dataclass(frozen=True, eq=False)
class BrokenGauge:
    """The Lagrangian above; psi lists Dirac fields with a definite mass, by name.

    Attributes:
        left, right: t^L, t^R on psi, shape (n, f, f).
        theta: on the real scalars, (n, s, s).
        structure: c_{ABC}.
        vacuum: v, (s,).
        yukawa: Y_k, (s, f, f).
        fermions: f names.
        vectors, scalars: by name; of a complex field both conjugates. Goldstones are found here.
    """

    left: Numbers
    right: Numbers
    theta: Real
    structure: Real
    vacuum: Real
    yukawa: Numbers
    fermions: tuple[str, ...]
    vectors: Mapping[str, NamedVector]
    scalars: Mapping[str, NamedScalar]

    def __post_init__(self) -> None:
        """The gauge symmetry itself: of the Yukawa couplings, and of the algebra."""
        # Under psi -> (1 - i w t) psi, phi -> (1 - w theta) phi the Yukawa term does not change.
        change = (
            1j * np.einsum("axy,kyz->akxz", self.left, self.yukawa)
            - 1j * np.einsum("kxy,ayz->akxz", self.yukawa, self.right)
            - np.einsum("jxy,ajk->akxy", self.yukawa, self.theta)
        )
        if np.abs(change).max() > ROUNDING * max(1.0, np.abs(self.yukawa).max()):
            raise ValueError("the Yukawa couplings break the gauge symmetry")
        for t in (self.left, self.right, -1j * np.asarray(self.theta)):
            commutators = np.einsum("axy,byz->abxz", t, t) - np.einsum("bxy,ayz->abxz", t, t)
            if not np.allclose(
                commutators, 1j * np.einsum("abc,cxy->abxy", self.structure, t), atol=ROUNDING
            ):
                raise ValueError("a representation does not follow the structure constants")

    @property
    def mass_matrix(self) -> Complex:
        """Of psi: L = -psibar (M P_R + M^dagger P_L) psi."""
        return np.einsum("kxy,k->xy", self.yukawa, self.vacuum)

    def vector_mass(self, name: str) -> float:
        """From |theta v|^2."""
        return float(np.linalg.norm(self._tilt(self.vectors[name].components)))

    def _tilt(self, components: Numbers) -> Complex:
        """theta_A v a^A, without the numerical dust of an unbroken direction."""
        tilt = np.einsum("a,akj,j->k", components, self.theta, self.vacuum)
        return np.where(np.abs(tilt) < ROUNDING * np.abs(self.vacuum).max(), 0, tilt)

    def all_scalars(self) -> dict[str, NamedScalar]:
        """The physical ones and the Goldstones.

        Raises:
            ValueError: a massive vector without a Goldstone boson, or a massless one with one.
        """
        goldstones = {}
        for name, vector in self.vectors.items():
            mass = self.vector_mass(name)
            if (mass > 0) != bool(vector.goldstone):
                raise ValueError(f"{name} of mass {mass} and its Goldstone boson do not match")
            if mass > 0:
                goldstones[vector.goldstone] = NamedScalar(
                    self._tilt(vector.components) / mass, math.sqrt(vector.xi) * mass
                )
        return {**self.scalars, **goldstones}

    def bosons(self) -> dict[str, Boson]:
        """Lines of all vectors and scalars."""
        lines: dict[str, Boson] = {
            name: Vector(self.vector_mass(name), vector.xi) for name, vector in self.vectors.items()
        }
        lines.update({name: Scalar(s.mass) for name, s in self.all_scalars().items()})
        return lines

    def bilinears(self) -> list[Bilinear]:
        """All couplings of two fermions that are not zero."""
        terms = []
        for name, vector in self.vectors.items():
            left, right = (
                -np.einsum("a,axy->xy", vector.components, t) for t in (self.left, self.right)
            )
            terms += self._pairs(
                name,
                np.einsum("xy,mst->xymst", left, current(1, 0))
                + np.einsum("xy,mst->xymst", right, current(0, 1)),
            )
        for name, scalar in self.all_scalars().items():
            y = -np.einsum("k,kxy->xy", scalar.components, self.yukawa)
            h = -np.einsum("k,kyx->xy", scalar.components, self.yukawa.conj())
            terms += self._pairs(
                name, np.einsum("xy,st->xyst", y, P_R) + np.einsum("xy,st->xyst", h, P_L)
            )
        return terms

    def _pairs(self, boson: str, matrices: Complex) -> list[Bilinear]:
        return [
            Bilinear(bar, field, boson, matrices[x, y])
            for x, bar in enumerate(self.fermions)
            for y, field in enumerate(self.fermions)
            if np.abs(matrices[x, y]).max() > 1e-14
        ]

    def absorptions(self, external: str) -> list[Absorption]:
        """All couplings of one vector to two bosons that are not zero."""
        a = self.vectors[external].components
        theta = np.einsum("a,akj->kj", a, self.theta)
        scalars = self.all_scalars()
        found = []
        for one, two in combinations_with_replacement(scalars, 2):
            g_1, g_2 = scalars[one].components, scalars[two].components
            # A d phi^T theta phi
            tensor = scalar_current(-1j * g_1 @ theta @ g_2, -1j * g_2 @ theta @ g_1)
            found.append(Absorption(external, one, two, tensor))
        for name, scalar in scalars.items():
            for other, vector in self.vectors.items():
                # 1/2 (A theta (v + phi))^2
                b = vector.components
                on_scalar = np.einsum("a,akj,j->k", b, self.theta, scalar.components)
                coupling = self._tilt(a) @ on_scalar + self._tilt(b) @ theta @ scalar.components
                tensor = scalar_vector(coupling, scalar_first=True)
                found.append(Absorption(external, name, other, tensor))
        for one, two in combinations_with_replacement(self.vectors, 2):
            legs = (a, self.vectors[one].components, self.vectors[two].components)
            coefficients = np.zeros((3, 3), dtype=complex)
            for x, y, z in permutations(range(3)):
                # c_{ABC} d_mu A^C_nu A^{A mu} A^{B nu}
                coefficients[x, y] += -1j * np.einsum(
                    "abc,a,b,c", self.structure, legs[y], legs[z], legs[x]
                )
            found.append(Absorption(external, one, two, three_vectors(coefficients)))
        return [x for x in found if np.abs(x.tensor).max() > 1e-14]
