r"""The largest flavour structure of the moment that the Yukawa matrix may have.

At given masses and mixings :math:`T_{ji} = K\,(\lambda^*_{j2}\lambda^*_{i1}-\lambda^*_{i2}\lambda^*_{j1})`
with two scalars, so that what the Sun measures is K times

.. math:: \Lambda = \Big[\sum_iP_i\sum_j|\lambda_{j2}\lambda_{i1}-\lambda_{i2}\lambda_{j1}|^2\Big]^{1/2}.

**Two flavours, analytically.** With y_τ = 0 the minors are :math:`\det y\cdot U_{\tau k}` up to a phase
(`derive.results.charged_dipole`), and Hadamard's inequality with :math:`|y_{\alpha a}|\le Y` gives
:math:`|\det y|\le|y_e||y_\mu|\le2Y^2`, attained by orthogonal rows of entries of modulus Y: exactly
where μ → eγ vanishes for heavy E. No limit on μ → eγ, however strong, lowers this maximum.

**Where the rate of 7Be neutrinos decides**, it bounds ε f and not the entries of y: what counts is Λ
for a given size of f. A matrix that suits the weights P_i does better than Hadamard's.

**Three flavours.** Three vectors in two dimensions cannot be mutually orthogonal, so that τ → ℓγ bounds
y_τ. The maximum over all twelve real parameters is found by sequential quadratic programming from
several seeded starts, the analytic maximum among them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from numeric.point import ComplexArray, FloatArray

_SEED, _STARTS = 20260326, 4


@dataclass(frozen=True)
class Limits:
    """What bounds the Yukawa matrix.

    Attributes:
        entry: largest |y_αa|.
        products: largest |(y X y†)_αβ| for (e, μ), (e, τ), (μ, τ); X is `metric`.
        metric: (2, 2), the real symmetric matrix of `derive.results.charged_dipole`, normalised to
            1 for M_E ≫ M_Φ.
        current: (2, 2), the real symmetric matrix of the vector form factor, f = λ X λ†; None where
            f is not bounded.
        amplitude: largest [Σ_i P_i Σ_j |f_ji|²]^½.
    """

    entry: float
    products: tuple[float, float, float]
    metric: FloatArray
    current: FloatArray | None = None
    amplitude: float = math.inf


def flavour_structure(y: ComplexArray, U: ComplexArray, P: FloatArray) -> float:
    """Λ, (3, 2) → number."""
    lam = U.conj().T @ y
    minors = np.outer(lam[:, 1], lam[:, 0])
    minors = minors - minors.T
    return float(np.sqrt(P @ np.sum(np.abs(minors) ** 2, axis=0)))


def two_flavours(limits: Limits) -> ComplexArray:
    """The analytic maximum at y_τ = 0 for X ∝ 1; rows of modulus Y, orthogonal."""
    y = np.zeros((3, 2), dtype=complex)
    y[0], y[1] = limits.entry * np.array([1, 1]), limits.entry * np.array([1, -1])
    return y


def amplitude(y: ComplexArray, current: FloatArray, U: ComplexArray, P: FloatArray) -> float:
    """[Σ_i P_i Σ_j |f_ji|²]^½ of f = λ X λ†."""
    lam = U.conj().T @ y
    f = lam @ current @ lam.conj().T
    return float(np.sqrt(P @ np.sum(np.abs(f) ** 2, axis=0)))


def largest(
    limits: Limits, U: ComplexArray, P: FloatArray, near: ComplexArray | None = None
) -> ComplexArray:
    """The Yukawa matrix (3, 2) that maximises Λ within the limits.

    Args:
        limits: on the Yukawa matrix.
        U: mixing matrix.
        P: shares of the mass eigenstates in the beam.
        near: the only start; by default the analytic maximum of two flavours and others. Scaled
            down until it is allowed, it is what any result is compared with.
    """
    random = np.random.default_rng(_SEED)
    others = 0 if near is not None else _STARTS - 1
    if near is None:
        near = _orthogonalised(two_flavours(limits), limits.metric)
    scale = float(np.abs(near).max())
    first = near / scale
    starts = [first]
    for _ in range(others):
        noise = random.normal(size=(3, 2)) + 1j * random.normal(size=(3, 2))
        starts.append(_shrunk(first * np.exp(0.3j * noise.real) + 0.1 * noise))
    used = float(np.max(_fractions(near, limits, U, P))) / _MARGIN
    found = [near / np.sqrt(max(1.0, used))]
    for start in starts:
        y = _polished(start, scale, limits, U, P)
        if y is not None:
            found.append(y)
    return max(found, key=lambda y: flavour_structure(y, U, P))


def _shrunk(y: ComplexArray) -> ComplexArray:
    return y / max(1.0, float(np.abs(y).max()))


def _orthogonalised(y: ComplexArray, metric: FloatArray) -> ComplexArray:
    """y_μ turned until y_e X y_μ† = 0, then both rows brought back within the largest entry."""
    largest_entry = np.abs(y).max()
    normal = (y[0] @ metric)[::-1].conj() * np.array([1, -1])
    y = y.copy()
    y[1] = normal * largest_entry / np.abs(normal).max()
    return y


def _unpack(v: FloatArray) -> ComplexArray:
    return (v[:6] + 1j * v[6:]).reshape(3, 2)


def _pack(y: ComplexArray) -> FloatArray:
    return np.concatenate([y.real.ravel(), y.imag.ravel()])


def _products(y: ComplexArray, metric: FloatArray) -> ComplexArray:
    matrix = y @ metric @ y.conj().T
    return np.array([matrix[0, 1], matrix[0, 2], matrix[1, 2]])


def _fractions(y: ComplexArray, limits: Limits, U: ComplexArray, P: FloatArray) -> FloatArray:
    """What is used up of each limit; quadratic in y."""
    products = np.abs(_products(y, limits.metric)) / np.array(limits.products)
    current = np.zeros((2, 2)) if limits.current is None else limits.current
    size = amplitude(y, current, U, P) / limits.amplitude
    return np.array([*products, size, float(np.abs(y).max() / limits.entry) ** 2])


_MARGIN = 1 - 1e-9
"""Solutions are kept this far inside, so that rounding does not put them outside."""


def _polished(
    start: ComplexArray, scale: float, limits: Limits, U: ComplexArray, P: FloatArray
) -> ComplexArray | None:
    """A local maximum; the search is done in units of `scale`."""
    allowed = np.array(limits.products) * _MARGIN / scale**2
    entry = limits.entry / scale

    def inequalities(v: FloatArray) -> FloatArray:
        y = _unpack(v)
        entries = _MARGIN - np.abs(y.ravel() / entry) ** 2
        parts = _products(y, limits.metric) / allowed
        bounds = [entries, 1 - np.abs(parts) ** 2]
        if limits.current is not None:
            size = amplitude(scale * y, limits.current, U, P) / limits.amplitude
            bounds.append(np.array([_MARGIN - size]))
        return np.concatenate(bounds)

    found: Any = minimize(
        lambda v: -flavour_structure(_unpack(v), U, P),
        _pack(start),
        method="SLSQP",
        constraints=[{"type": "ineq", "fun": inequalities}],
        options={"maxiter": 300, "ftol": 1e-12},
    )
    y = scale * _unpack(found.x)
    used = float(np.max(_fractions(y, limits, U, P))) / _MARGIN
    return y / np.sqrt(max(1.0, used)) if used < 1 + 1e-3 else None
