r"""Sums over scalar generations, Σᵢⱼ Uᵢ Vⱼ J(M; Hᵢ, Aⱼ), factorised under the integral sign.

.. math:: \tfrac12\int_0^\infty d\tau\,\frac{\tau^2}{(\tau+M^2)^2}
    \Big(\sum_i\frac{U_i}{\tau+H_i}\Big)\Big(\sum_j\frac{V_j}{\tau+A_j}\Big)

costs 2n terms per node, not n². Unitarity makes ΣU vanish, and the sums cancel as soon as the
masses are close. Abel's summation carries that out before any number is computed: with partial sums
:math:`S_k = U_1+\dots+U_k`,

.. math:: \sum_i\frac{U_i}{\tau+H_i} = \frac{S_n}{\tau+H_n}
    + \sum_{k<n} S_k\,\frac{H_{k+1}-H_k}{(\tau+H_k)(\tau+H_{k+1})} .

What remains are sums of couplings, whose cancellations belong to the caller, and splittings, which
are taken as (M_{k+1} − M_k)(M_{k+1} + M_k).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from darktmm.numeric.kernels._generated import FORMS
from darktmm.numeric.kernels.check import as_arrays, refuse_bad_masses, refuse_divergence
from darktmm.numeric.kernels.quadrature import step
from darktmm.numeric.kernels.rules import BOTTOM, CLASSES, LIMITS, rule

Array = NDArray[np.float64]

Weighted = NDArray[np.inexact[Any]]
"""Real or complex, as the weights are."""

_STRIP = 128


def path_pairs(
    M: ArrayLike, U: ArrayLike, M_H: ArrayLike, V: ArrayLike, M_A: ArrayLike
) -> Weighted:
    """Σᵢⱼ Uᵢ Vⱼ J(M; Hᵢ, Aⱼ).

    Args:
        M: fermion mass, any shape that broadcasts with the leading axes of the others.
        U: real or complex weights of the CP-even scalars, along the last axis.
        M_H: their masses, likewise.
        V: weights of the CP-odd scalars.
        M_A: their masses.

    Raises:
        ValueError: weights that are not finite, or as many as there are masses.
    """
    form = FORMS["path"]
    weights = [np.asarray(w) for w in (U, V)]
    for name, w in zip("UV", weights, strict=True):
        if w.dtype.kind not in "iufc" or not np.all(np.isfinite(w)):
            raise ValueError(f"path_pairs: {name}: weights are finite numbers")
    fermion, even, odd = np.asarray(M), np.asarray(M_H), np.asarray(M_A)
    for name, w, m in (("M_H", weights[0], even), ("M_A", weights[1], odd)):
        if not m.ndim or not w.ndim or m.shape[-1] != w.shape[-1]:
            raise ValueError(f"path_pairs: {name} and its weights differ in their last axis")
    lead = np.broadcast_shapes(fermion.shape, *(a.shape[:-1] for a in (even, odd, *weights)))

    def spread(a: NDArray[Any]) -> NDArray[Any]:
        return np.broadcast_to(a, (*lead, a.shape[-1])).reshape(-1, a.shape[-1])

    u, v, h, a = (spread(x) for x in (*weights, even, odd))
    (m,) = as_arrays(form, (fermion, even[..., 0], odd[..., 0]))[:1]
    m = np.broadcast_to(m, lead).reshape(-1)
    h, a = h.astype(float), a.astype(float)
    refuse_bad_masses(form, (m, h, a))
    refuse_divergence(form, (m, h.min(axis=1), a.min(axis=1)))
    result = np.empty(len(m), np.result_type(u, v, float))
    everything = np.concatenate([m[:, None], h, a], axis=1) ** 2
    low = np.min(everything, axis=1)
    with np.errstate(divide="ignore"):
        index = np.searchsorted(LIMITS, np.max(everything, axis=1) / low)
    for k in np.unique(index):
        members = np.flatnonzero(index == k)
        for start in range(0, members.size, _STRIP):
            at = members[start : start + _STRIP]
            if k < len(CLASSES):
                unit, (tau, weight) = low[at] / BOTTOM[k], rule(int(k))
            else:
                unit, tau, weight = _wide(everything[at])
            ratio = tau / (tau + (m[at] ** 2 / unit)[:, None])
            left = _line(tau, u[at], h[at], unit)
            right = _line(tau, v[at], a[at], unit)
            result[at] = 0.5 * np.sum(weight * ratio**2 * left * right, axis=1) / unit
    result = result.reshape(lead)
    return result if lead else result[()]


def _line(tau: Array, couplings: Weighted, masses: Array, unit: Array) -> Weighted:
    """Σᵢ Uᵢ/(τ + mᵢ²) at every node, by Abel's summation in order of mass; τ in units."""
    order = np.argsort(masses, axis=1)
    masses = np.take_along_axis(masses, order, axis=1)
    partial = np.cumsum(np.take_along_axis(couplings, order, axis=1), axis=1)
    below, above = masses[:, :-1], masses[:, 1:]
    steps = partial[:, :-1] * ((above - below) * (above + below) / unit[:, None])
    squares = masses**2 / unit[:, None]
    previous = 1 / (tau + squares[:, :1])
    total = partial[:, -1:] / (tau + squares[:, -1:])
    for k in range(steps.shape[1]):
        following = 1 / (tau + squares[:, k + 1 : k + 2])
        total = total + steps[:, k : k + 1] * (previous * following)
        previous = following
    return total


def _wide(squares: Array) -> tuple[Array, Array, Array]:
    """The trapezoid rule, for points beyond all classes or with massless lines."""
    positive = np.where(squares > 0, squares, np.inf)
    unit = np.max(squares, axis=1)
    bottom = float(np.min(positive / unit[:, None]))
    h = step(2, 4, 1e-17)
    tau = np.exp(np.arange(np.log(bottom) - 40.0, 41.0, h))
    return unit, tau, h * tau
