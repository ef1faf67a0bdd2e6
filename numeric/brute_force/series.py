"""Polynomials in one small parameter, cut off: the first axis counts its powers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from darktmm.numeric.brute_force.dirac import Complex

__all__ = ["cauchy", "off_shell", "product", "reciprocal"]


def cauchy(multiply: Callable[[Complex, Complex], Complex], a: Complex, b: Complex) -> Complex:
    """Cauchy's product of two polynomials; what vanishes identically is not multiplied."""
    present = [(k, n) for k in range(len(a)) if a[k].any() for n in range(len(b)) if b[n].any()]
    first = multiply(a[0], b[0])
    result = np.zeros((len(a), *first.shape), dtype=complex)
    for k, n in present:
        if k + n < len(a):
            result[k + n] += first if k == n == 0 else multiply(a[k], b[n])
    return result


def product(subscripts: str, a: Complex, b: Complex) -> Complex:
    """Cauchy's product of two polynomials of arrays, with `subscripts` of einsum for the arrays."""
    return cauchy(lambda x, y: np.einsum(subscripts, x, y), a, b)


def reciprocal(a: Complex) -> Complex:
    """1/a, entry by entry."""
    result = [1 / a[0]]
    for n in range(1, len(a)):
        rest = sum((a[k] * result[n - k] for k in range(2, n + 1)), start=a[1] * result[n - 1])
        result.append(-rest / a[0])
    return np.stack(result)


def off_shell(k: Complex, mass: float) -> Complex:
    """k^2 - m^2 for k of shape (orders, ..., 4), without cancellation for k near (m, 0, 0, 0)."""
    below, above = k[..., 0].copy(), k[..., 0].copy()
    below[0] -= mass
    above[0] += mass
    space = product("...m,...m->...", k[..., 1:], k[..., 1:])
    return product("...,...->...", below, above) - space
