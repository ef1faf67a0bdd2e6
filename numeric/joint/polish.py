r"""The best Yukawa matrix where the vector coupling limits the moment.

At fixed masses the moment goes with Λ(y), the rate of solar neutrinos through the vector form factor
with :math:`F(y)=[\sum_iP_i\sum_j|(\lambda X\lambda^\dagger)_{ji}|^2]^{1/2}`, and kinetic mixing is limited
by searches for A' as well:

.. math:: \max_{y,\,\epsilon}\ \epsilon\,\Lambda(y)\quad\text{with}\quad \epsilon F(y)\le c,\quad
          \epsilon\le\epsilon_{\rm portal},\quad |y_{\alpha a}|\le Y,\quad
          |(yX_\gamma y^\dagger)_{\alpha\beta}|\le p_{\alpha\beta} .

Where the rate is the tighter limit, what counts is Λ/F: solar neutrinos are mostly ν₁ and ν₂, so that a
coupling of ν₃ costs little rate. All functions are polynomials; their gradients are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from numeric.joint.yukawa import Limits
from numeric.point import ComplexArray, FloatArray

_MARGIN = 1 - 1e-9


@dataclass(frozen=True)
class Problem:
    """One optimisation.

    Attributes:
        limits: on entries and products.
        U, P: mixing matrix and shares of the mass eigenstates.
        vector: X of the form factor, (2, 2), real symmetric, in units of which c is given.
        rate: c; infinite where no scattering rate was chosen.
        portal: largest ε.
    """

    limits: Limits
    U: ComplexArray
    P: FloatArray
    vector: FloatArray
    rate: float
    portal: float

    # Each function returns its value and its derivative with respect to y*, as a matrix (3, 2); the
    # derivative with respect to (Re y, Im y) is twice its real and imaginary part.

    def structure(self, y: ComplexArray) -> tuple[float, ComplexArray]:
        """Λ²."""
        lam = self.U.conj().T @ y
        gram, norms = lam @ lam.conj().T, np.sum(np.abs(lam) ** 2, axis=1)
        value = norms.sum() * (self.P @ norms) - self.P @ np.sum(np.abs(gram) ** 2, axis=0)
        weights = self.P[:, None] + self.P[None, :]
        slope = (self.P @ norms + self.P * norms.sum())[:, None] * lam - (weights * gram) @ lam
        return float(value), self.U @ slope

    def amplitude(self, y: ComplexArray) -> tuple[float, ComplexArray]:
        """F²."""
        lam = self.U.conj().T @ y
        f = lam @ self.vector @ lam.conj().T
        value = self.P @ np.sum(np.abs(f) ** 2, axis=0)
        weights = self.P[:, None] + self.P[None, :]
        return float(value), self.U @ ((weights * f) @ lam @ self.vector)

    def product(self, y: ComplexArray, i: int, j: int) -> tuple[float, ComplexArray]:
        """|(y X_γ y†)_ij|²."""
        metric = self.limits.metric
        element = y[i] @ metric @ y[j].conj()
        slope = np.zeros((3, 2), dtype=complex)
        slope[i] = element * (metric @ y[j])
        slope[j] = element.conj() * (metric @ y[i])
        return float(abs(element) ** 2), slope

    def value(self, y: ComplexArray) -> float:
        """ε Λ at the largest allowed ε."""
        structure, amplitude = self.structure(y)[0], self.amplitude(y)[0]
        if structure <= 0:
            return 0.0
        limit = np.inf if amplitude == 0 else self.rate / np.sqrt(amplitude)
        return float(min(self.portal, limit) * np.sqrt(structure))

    def starts(self, y: ComplexArray) -> list[ComplexArray]:
        """y itself, and for each pair of mass eigenstates the best pair of orthogonal couplings."""
        found = [y]
        for i, j in ((0, 1), (0, 2), (1, 2)):
            lam = np.zeros((3, 2), dtype=complex)
            lam[i, 0], lam[j, 1] = (self.P[j] / self.P[i]) ** 0.25, 1.0
            found.append(self._scaled(self.U @ lam, np.abs(y).max()))
        return found

    def _scaled(self, y: ComplexArray, entry: float) -> ComplexArray:
        scaled: ComplexArray = y * (min(entry, self.limits.entry) / np.abs(y).max())
        return scaled

    def solve(self, start: ComplexArray) -> ComplexArray:
        """A local maximum; the start where nothing better is allowed."""
        best, value = start, self._allowed_value(start)
        for first in self.starts(start):
            y = self._local(first)
            found = self._allowed_value(y)
            if found > value:
                best, value = y, found
        return best

    def _allowed_value(self, y: ComplexArray) -> float:
        return self.value(y) if self.respected(y) else 0.0

    def respected(self, y: ComplexArray) -> bool:
        """Whether entries and products are within their limits."""
        products = [self.product(y, i, j)[0] for i, j in _PAIRS]
        small = np.sqrt(products) <= np.array(self.limits.products)
        return bool(np.all(small) and np.abs(y).max() <= self.limits.entry)

    def _local(self, start: ComplexArray) -> ComplexArray:
        scale = float(np.abs(start).max())  # variables of order 1
        products = np.array(self.limits.products) * _MARGIN
        log_rate, log_portal = np.log(self.rate), np.log(self.portal)

        def unpack(v: FloatArray) -> ComplexArray:
            return np.asarray(scale * (v[:6] + 1j * v[6:12]).reshape(3, 2), dtype=complex)

        def pack(slope: ComplexArray, of_epsilon: float) -> FloatArray:
            flat = 2 * scale * slope.ravel()
            return np.concatenate([flat.real, flat.imag, [of_epsilon]])

        def cost(v: FloatArray) -> tuple[float, FloatArray]:
            value, slope = self.structure(unpack(v))
            value = max(value, 1e-300)
            return -0.5 * np.log(value) - v[12], -pack(0.5 * slope / value, 1.0)

        def rows(v: FloatArray) -> tuple[FloatArray, FloatArray]:
            y = unpack(v)
            amplitude, slope = self.amplitude(y)
            values = [log_rate - v[12] - 0.5 * np.log(amplitude), log_portal - v[12]]
            nothing = np.zeros((3, 2), dtype=complex)
            slopes = [-pack(0.5 * slope / amplitude, 1.0), -pack(nothing, 1.0)]
            for (i, j), limit in zip(_PAIRS, products, strict=True):
                size, change = self.product(y, i, j)
                values.append(1 - size / limit**2)
                slopes.append(-pack(change / limit**2, 0.0))
            bound = (self.limits.entry * _MARGIN) ** 2
            for a, b in np.ndindex(3, 2):
                change = np.zeros((3, 2), dtype=complex)
                change[a, b] = y[a, b] / bound
                values.append(1 - abs(y[a, b]) ** 2 / bound)
                slopes.append(-pack(change, 0.0))
            return np.array(values), np.array(slopes)

        epsilon = np.log(self.value(start) / np.sqrt(max(self.structure(start)[0], 1e-300)))
        flat = (start / scale).ravel()
        result: Any = minimize(
            cost,
            np.concatenate([flat.real, flat.imag, [epsilon]]),
            jac=True,
            method="SLSQP",
            constraints=[
                {"type": "ineq", "fun": lambda v: rows(v)[0], "jac": lambda v: rows(v)[1]}
            ],
            options={"maxiter": 200, "ftol": 1e-10},
        )
        return self._inside(unpack(result.x))

    def _inside(self, y: ComplexArray) -> ComplexArray:
        """Scaled down until nothing is exceeded by rounding or by an unfinished search."""
        products = [np.sqrt(self.product(y, i, j)[0]) for i, j in _PAIRS]
        excess = max(
            (np.abs(y).max() / self.limits.entry) ** 2,
            *(a / b for a, b in zip(products, self.limits.products, strict=True)),
        )
        scaled: ComplexArray = y * min(1.0, float(np.sqrt(_MARGIN / excess)))
        return scaled


_PAIRS = ((0, 1), (0, 2), (1, 2))
