r"""The neutrino dipole diagram by diagram, in mass eigenstates that are found numerically.

`neutral` integrates the whole amplitude and never sees a mass eigenstate. Here its two propagators are
taken apart,

.. math:: K^{-1}(k) = \sum_\alpha V_\alpha\,\frac{\not k+M_\alpha}{k^2-M_\alpha^2}\,\bar V_\alpha,\qquad
          \Delta(k) = \sum_s \frac{e_se_s^T}{k^2-m_s^2},

with :math:`\Psi = (N, N^c) = \sum_\alpha V_\alpha N_\alpha` (eight by four), Mα signed, and e_s the
eigenvectors of the scalar mass matrix, CP-even ones first. Every term is one ordered path, integrated over
the same grid with explicit matrices and spinors. Rules and factors of i are those of `neutral`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    Complex,
    Real,
    slash,
    square,
)
from darktmm.numeric.models.dark.brute_force.neutral import (
    TAU_3,
    Quadrature,
    UnrotatedTheory,
    grids,
    null_momenta,
    null_spinors,
    sandwich,
)

__all__ = ["Paths"]

PROJECTOR = {"L": P_L, "R": P_R}


@dataclass(frozen=True, eq=False)
class Paths:
    """Ordered paths of one theory; degenerate states have no paths of their own.

    Attributes:
        theory: couplings and masses; CP-even and CP-odd scalars must not mix.
        quadrature: numerical settings.
    """

    theory: UnrotatedTheory
    quadrature: Quadrature = field(default_factory=Quadrature)

    @cached_property
    def _heavy(self) -> tuple[Real, Complex, Complex]:
        """Signed masses, lightest first, V_α (2, 8, 4) and its bar (2, 4, 8)."""
        t = self.theory
        masses, O = np.linalg.eigh(np.array([[t.m_L, t.m_D], [t.m_D, t.m_R]]))
        same, swapped = (
            np.einsum("a,st->ast", O[0], first) + np.einsum("a,st->ast", O[1], second)
            for first, second in ((P_L, P_R), (P_R, P_L))
        )
        return masses, np.concatenate([same, swapped], axis=1), np.concatenate([swapped, same], 2)

    @cached_property
    def _scalars(self) -> tuple[Real, Real]:
        """Squared masses and eigenvectors (columns) of (S_R, S_I): H_1 … H_n, A_1 … A_n."""
        n = self.theory.scalar_count
        if np.any(np.asarray(self.theory.mass_squared_RI)):
            raise ValueError("mass_squared_RI: CP-even and CP-odd scalars must not mix")
        vectors = np.zeros((2 * n, 2 * n))
        squares = []
        for block, matrix in (
            (slice(0, n), self.theory.mass_squared_R),
            (slice(n, 2 * n), self.theory.mass_squared_I),
        ):
            values, vectors[block, block] = np.linalg.eigh(np.asarray(matrix))
            squares.append(values)
        return np.concatenate(squares), vectors

    def _couplings(self) -> tuple[Complex, Complex]:
        """P_L parts of the vertices that emit ν_j and absorb ν_i, (2, 2n, 3) each."""
        _, v, bar = self._heavy
        _, e = self._scalars
        out = np.einsum("jsuA,aAv,sb->abjuv", self.theory.emission_vertex(), v, e)
        into = np.einsum("auA,isAv,sb->abiuv", bar, self.theory.absorption_vertex(), e)
        left, right = (np.einsum("...uv,vu->...", x, P_L) / 2 for x in (out, into))
        return left, right

    def _integrated(self, integrand: Any) -> Complex:
        """∫d⁴l/(2π)⁴, mean of two grids, fitted to iσ^{μν}q_νP_L; `integrand` returns (4, …, 4, 4)."""
        p, p_out = null_momenta(
            self.quadrature.momentum_fraction * self.theory.mass_range()[0], "L"
        )
        outer = null_spinors(p, p_out, "L", "L")
        q = p_out - p
        dipole = sandwich(1j * np.einsum("mnab,n->mab", SIGMA, METRIC @ q) @ P_L, outer)
        design = np.stack([dipole, q * sandwich(P_L, outer)], axis=-1)
        results = []
        for grid in grids(self.theory, self.quadrature):
            vertex = sandwich(sum(integrand(l, w, p, p_out) for l, w in grid.chunks()), outer)
            fit = np.linalg.lstsq(design, vertex.reshape(4, -1), rcond=None)[0][0]
            results.append(fit.reshape(vertex.shape[1:]))
        # As in `neutral`: two Yukawa vertices, three propagators, d⁴l = i d⁴l_E, and M from iM.
        mean: Complex = (-1j) ** 2 * 1j**3 * 1j * (-1j) * np.mean(results, axis=0)
        return mean

    def _lines(self, k: Complex) -> Complex:
        """(k̸ + M_α)/(k² − M_α²), shape (2, points, 4, 4)."""
        masses = self._heavy[0][:, None]
        below = square(k) - masses**2
        above = slash(k) + masses[..., None, None] * np.eye(4)
        lines: Complex = above / below[..., None, None]
        return lines

    def _scalar_lines(self, k: Complex) -> Complex:
        """1/(k² − m_s²), shape (points, 2n)."""
        lines: Complex = 1 / (square(k)[:, None] - self._scalars[0])
        return lines

    def scalar_loops(self, outgoing: str = "L", incoming: str = "L") -> Complex:
        r"""Dipole of :math:`P_X(\not l+M_\alpha)P_Y(p+p'-2l)^\mu` between its propagators, couplings 1.

        Args:
            outgoing, incoming: projectors at the two Yukawa vertices.

        Returns:
            Shape (2, 2n, 2n): fermion, scalar before and after the vector. GeV⁻¹.
        """
        size = 2 * self.theory.scalar_count

        def integrand(l: Complex, weights: Real, p: Complex, p_out: Complex) -> Complex:
            before, after = self._scalar_lines(p - l), self._scalar_lines(p_out - l)
            pairs = (before[:, :, None] * after[:, None, :]).reshape(-1, size**2)
            current = weights[:, None] * (p + p_out - 2 * l)
            density = (current[:, :, None] * pairs[:, None]).reshape(len(weights), -1)
            loops = self._lines(l).reshape(2, -1, 16).transpose(0, 2, 1) @ density
            shaped = loops.reshape(2, 4, 4, 4, size, size).transpose(3, 0, 4, 5, 1, 2)
            return PROJECTOR[outgoing] @ shaped @ PROJECTOR[incoming]

        return self._integrated(integrand)

    @cached_property
    def fermion_loops(self) -> Complex:
        r"""Dipole of :math:`P_L S_\beta\,\bar V_\beta\gamma^\mu\tau_3V_\alpha\,S_\alpha P_L`, Yukawas 1.

        Shape (2, 2, 2n): N_α before, N_β after the vector, scalar. GeV⁻¹.
        """
        _, v, bar = self._heavy
        gamma = np.einsum("nN,mab->mnaNb", TAU_3, GAMMA).reshape(4, 8, 8)
        current = np.einsum("buA,mAB,aBv->abmuv", bar, gamma, v)

        def integrand(l: Complex, weights: Real, p: Complex, p_out: Complex) -> Complex:
            inner, outer = self._lines(l), self._lines(l + p_out - p)
            scalars = weights[:, None] * self._scalar_lines(p - l)
            lines = (
                outer[None, :, :, None] @ current[:, :, None] @ inner[:, None, :, None]
            )  # (α, β, points, μ, 4, 4)
            loops = np.einsum("abxmuv,xs->mabsuv", lines, scalars, optimize=True)
            closed: Complex = P_L @ loops @ P_L
            return closed

        return self._integrated(integrand)

    @cached_property
    def scalar_radiated(self) -> Complex:
        """T_ji of each path in which a scalar radiates, (2, 2n, 2n, 3, 3): α, before, after, j, i."""
        out, into = self._couplings()
        e = self._scalars[1]
        generator = e.T @ self.theory.scalar_generator() @ e
        gauge = self.theory.g_D * self.theory.Q_S * generator.T
        paths: Complex = np.einsum("st,ast,atj,asi->astji", gauge, self.scalar_loops(), out, into)
        return paths

    @cached_property
    def fermion_radiated(self) -> Complex:
        """T_ji of each path N_α → N_β, (2, 2, 2n, 3, 3): α, β, scalar, j, i."""
        out, into = self._couplings()
        gauge = -1j * self.theory.g_D * self.theory.Q_N
        paths: Complex = gauge * np.einsum("abs,bsj,asi->absji", self.fermion_loops, out, into)
        return paths
