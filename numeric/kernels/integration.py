"""From masses to values: fixed rules where all is plain, the trapezoid rule everywhere else.

A point is plain if all its masses are in range and κ lies within a class of `rules`. Every path
marks the others with NaN; only those are examined, refused by name, or handed to the trapezoid
rule, which knows no limit on κ and accepts massless lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from darktmm.derive.memo import cache
from darktmm.numeric.kernels._generated import FORMS
from darktmm.numeric.kernels.check import LARGEST, SMALLEST, refuse_bad_masses, refuse_divergence
from darktmm.numeric.kernels.form import Form
from darktmm.numeric.kernels.quadrature import MASSLESS, step, window
from darktmm.numeric.kernels.rules import BOTTOM, CLASSES, LIMITS, packed, rule

Array = NDArray[np.float64]

CHUNK = 1 << 15
"""Points that are worked on at a time; what is allocated beyond the result is of this order."""

_STRIP = 1024  # a strip times the nodes of a rule stays in the cache
_TOLERANCE = 1e-17  # aliasing of the trapezoid rule
_DEPTH = 40.0  # and how far it goes, in e-folds below the maximum


PAYS = 1 << 12
"""Points after which it pays to import numba, and to load what it compiled."""


class Compiler:
    """What a process has asked for, and what it has loaded.

    Attributes:
        asked: number of points, up to `PAYS`.
        points: name → (function of one point, its packed rules, number of masses); empty before `module`
            is loaded, or without numba.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.points: dict[str, tuple[Callable[..., float], Array, int]] = {}

    @cached_property
    def module(self) -> ModuleType | None:
        """The compiled functions, if numba is there; loop functions use them from now on."""
        try:
            from darktmm.numeric.kernels import _compiled
        except ImportError:
            return None
        self.asked = PAYS
        for name, form in FORMS.items():
            point = getattr(_compiled, f"{name}_point")
            self.points[name] = point, packed(form.power), len(form.arguments)
        return _compiled

    def worthwhile(self, points: int) -> ModuleType | None:
        """`module`, if so many points were, or are now, asked for."""
        self.asked = min(self.asked + points, PAYS)
        return self.module if self.asked >= PAYS else None


COMPILER: Final = Compiler()
"""Of this process."""


def compiled() -> ModuleType | None:
    """The compiled functions, if numba is there."""
    return COMPILER.module


def _power(x: Any, n: int) -> Any:
    result = 1.0
    for _ in range(n):
        result = result * x
    return result


def integrate(form: Form, masses: Sequence[Array], module: ModuleType | None) -> Array:
    """The function at masses that have been broadcast to one shape, compiled if it is in `module`."""
    many = getattr(module, form.name, None)
    # The registry's function of that name, not a namesake made elsewhere.
    if many is not None and getattr(module, "PARTS", {}).get(form.name) is not form.parts:
        many = None
    result = np.empty(masses[0].shape)
    flat = result.reshape(-1)
    lines = [m.reshape(-1) if m.flags.c_contiguous else m.flat for m in masses]
    examined = False
    for start in range(0, flat.size, CHUNK):
        chunk = [np.asarray(line[start : start + CHUNK]) for line in lines]
        value = flat[start : start + CHUNK]
        if many is not None:
            # Read-only arrays are another type to numba; a copy is cheaper than a compilation.
            missing = many(
                *(c if c.flags.writeable else c.copy() for c in chunk), packed(form.power), value
            )
        else:
            missing = _fixed_rules(form, np.stack(chunk), value)
        if missing:
            rest = np.flatnonzero(np.isnan(value))
            if not examined:
                refuse_bad_masses(form, masses)
                refuse_divergence(form, masses)
                examined = True
            value[rest] = trapezoid(form, np.stack([c[rest] for c in chunk]))
    return result


def _fixed_rules(form: Form, masses: Array, result: Array) -> int:
    """Points in order of their class; then (coefficients of ∏(τ+x)) · (powers of the nodes)."""
    size = np.abs(masses)
    plain = (size.min(axis=0) >= SMALLEST) & (size.max(axis=0) <= LARGEST)
    for signed, mass in zip(form.signed, masses, strict=True):
        if not signed:
            plain &= mass > 0
    with np.errstate(all="ignore"):
        prefactor, numerator, nodes = form.parts(*masses)
        x = np.array(nodes)
        low = x.min(axis=0)
        kappa = np.where(plain, x.max(axis=0) / low, np.inf)
    index = np.zeros(low.shape, np.uint8)
    for limit in LIMITS:  # faster than a binary search, which mispredicts its branches
        index += kappa > limit
    order = np.argsort(index, kind="stable")
    stops = np.cumsum(np.bincount(index, minlength=len(CLASSES) + 1))
    order = order[: stops[-2]]  # those beyond all classes come last
    unit = low[order] / BOTTOM[index[order]]
    below = np.empty((form.degree + 1, len(order)))
    for start in range(0, len(order), _STRIP):
        strip = slice(start, start + _STRIP)
        scaled = np.take(x, order[strip], axis=1) / unit[strip]
        below[:, strip] = _product(scaled, form.multiplicities)
    _, prefactor, *upper = (
        np.broadcast_to(c, low.shape)[order] for c in (low, prefactor, *numerator)
    )
    above = np.array([c * _power(unit, j) for j, c in enumerate(upper)])
    total = np.empty(len(order))
    for k in range(len(CLASSES)):
        for start in range(stops[k - 1] if k else 0, stops[k], _STRIP):
            strip = slice(start, min(start + _STRIP, stops[k]))
            total[strip] = _matrix_rule(k, form.power, above[:, strip], below[:, strip])
    total *= prefactor / _power(unit, form.degree - 1 - form.power)
    over, under = form.scale
    result[:] = np.nan
    result[order] = total * over / under + 0.0
    return len(result) - len(order)


@cache
def _node_powers(index: int, power: int, degree: int) -> tuple[Array, Array]:
    """τʲ at the nodes of a class, plain, and divided by the weight of τᵃ dτ."""
    tau, weight = rule(index)
    powers = tau ** np.arange(degree + 1)[:, None]
    return powers, powers / (weight * tau**power)


def _matrix_rule(index: int, power: int, above: Array, below: Array) -> Array:
    """Σ w τᵃ N(τ)/D(τ) over the nodes of a class, N and D given by their coefficients."""
    powers, weighted = _node_powers(index, power, len(below) - 1)
    # With D divided by the weight, a value is a plain sum of reciprocals.
    terms = np.matmul(below.T, weighted)
    numerator = np.matmul(above.T, powers[: len(above)]) if len(above) > 1 else 1.0
    np.divide(numerator, terms, out=terms)
    total = np.matmul(terms, np.ones(terms.shape[1]))
    return np.asarray(total * above[0] if len(above) == 1 else total)


def _product(x: Array, multiplicities: Sequence[int]) -> Array:
    """Coefficients of ∏(τ + x)^r, constant term first; all positive."""
    table = np.zeros((sum(multiplicities) + 1, x.shape[1]))
    table[0] = 1.0
    degree = 0
    for node, times in zip(x, multiplicities, strict=True):
        for _ in range(times):
            table[1 : degree + 2] = table[: degree + 1] + node * table[1 : degree + 2]
            table[0] *= node
            degree += 1
    return table


def trapezoid(form: Form, masses: Array) -> Array:
    """The function at masses[:, k] for all k, whatever their range.

    Raises:
        OverflowError: masses too far apart for double precision.
    """
    result = np.empty(masses.shape[1])
    for start in range(0, len(result), _STRIP):
        chunk = slice(start, start + _STRIP)
        result[chunk] = _trapezoid(form, masses[:, chunk])
    if not np.all(np.isfinite(result)):
        raise OverflowError(f"{form.name}: masses too far apart for double precision")
    return result


def _trapezoid(form: Form, masses: Array) -> Array:
    # In units of a power of two near the largest mass; exact.
    exponent = np.frexp(np.max(np.abs(masses), axis=0))[1]
    prefactor, numerator, nodes = form.parts(*np.ldexp(masses, -exponent))
    x = np.array(nodes)
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log(x), MASSLESS)
    order = np.argsort(logs, axis=0)
    logs = np.take_along_axis(logs, order, axis=0)
    times = np.array(form.multiplicities, float)[order]
    lower, upper = np.full(x.shape[1], np.inf), np.full(x.shape[1], -np.inf)
    h = np.inf
    for j, c in enumerate(numerator):
        low, high = window(logs, times, form.power + j, _DEPTH)
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
        for node, r in zip(nodes, form.multiplicities, strict=True):
            ratio = tau / (tau + node)
            for _ in range(r):
                value *= ratio
    over, under = form.scale
    total = prefactor * (h * np.sum(value, axis=0)) * over / under
    return np.ldexp(total, form.dimension * exponent) + 0.0
