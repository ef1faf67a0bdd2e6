"""Many points at once, in blocks of bounded size; numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from numeric.kernels.form import Form
from numeric.kernels.quadrature import MASSLESS, step, window

Array = NDArray[np.float64]

_BLOCK = 512
_TOLERANCE = 1e-17
_DEPTH = 40.0


def integrate(form: Form, masses: Array) -> Array:
    """The function at masses[:, k] for all k."""
    result = np.empty(masses.shape[1])
    for start in range(0, len(result), _BLOCK):
        chunk = slice(start, start + _BLOCK)
        result[chunk] = _block(form, masses[:, chunk])
    if not np.all(np.isfinite(result)):
        raise OverflowError(f"{form.name}: masses too far apart for double precision")
    return result


def _block(form: Form, masses: Array) -> Array:
    # In units of a power of two near the largest mass nothing over- or underflows; exact.
    exponent = np.frexp(np.max(np.abs(masses), axis=0))[1]
    prefactor, numerator, nodes = form.parts(*np.ldexp(masses, -exponent))
    x = np.array(nodes)
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log(x), MASSLESS)
    order = np.argsort(logs, axis=0)
    r = np.array(form.multiplicities)[:, None]
    sorted_r = np.take_along_axis(np.broadcast_to(r, x.shape), order, axis=0).astype(float)
    sorted_logs = np.take_along_axis(logs, order, axis=0)
    lower, upper = np.full(x.shape[1], np.inf), np.full(x.shape[1], -np.inf)
    h = np.inf
    for j, c in enumerate(numerator):
        low, high = window(sorted_logs, sorted_r, form.power + j, _DEPTH)
        present = np.asarray(c) != 0
        lower = np.minimum(lower, low, out=lower, where=present)
        upper = np.maximum(upper, high, out=upper, where=present)
        h = min(h, step(form.power + j, form.degree, _TOLERANCE))
    points = int(np.ceil(np.max(upper - lower) / h)) + 1
    tau = np.exp(lower + h * np.arange(points)[:, None])
    value = np.zeros_like(tau)
    for c in reversed(numerator):
        value = value * tau + c
    # τ^{a+1}/∏(τ+x)^r as a product of factors τ/(τ+x) ≤ 1
    with np.errstate(over="ignore", invalid="ignore"):
        value *= tau ** float(form.power + 1 - form.degree)
    for node, times in zip(nodes, form.multiplicities, strict=True):
        ratio = tau / (tau + node)
        for _ in range(times):
            value *= ratio
    over, under = form.scale
    return (
        np.ldexp(prefactor * (h * np.sum(value, axis=0)) * over / under, form.dimension * exponent)
        + 0.0
    )
