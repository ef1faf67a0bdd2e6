# ruff: noqa
# fmt: off
# mypy: disable-error-code="untyped-decorator, no-untyped-def, misc"
"""Compiled loop functions. Written by `python -m darktmm.numeric.laws`; edit `compiled.template` instead.

One pass over a block of points: find the class of each from κ, sort the block by class (a counting
sort), and run the rule of each class over its points, four nodes per division. The denominator is
a polynomial in τ with positive coefficients, so Horner's rule loses nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from darktmm.numeric.kernels import _generated
from darktmm.numeric.kernels.check import LARGEST, SMALLEST

PARTS = {name: form.parts for name, form in _generated.FORMS.items()}
"""What has been compiled."""

BLOCK = 16384
"""Points that are sorted together: enough of each class to fill vectors."""

STRIP = 256
"""Points whose coefficients stay in the cache while the nodes pass by; a multiple of 16."""

# fma, but no reordering; only the sum over the nodes of a single point may be split up.
_many = njit(cache=True, error_model="numpy", fastmath={"contract"})
_one = njit(cache=True, error_model="numpy", fastmath={"contract", "reassoc"})
_inline = njit(cache=True, error_model="numpy", fastmath={"contract"})


@_inline
def _sort(kappa: Any, n: int, rules: Any, index: Any, order: Any, stops: Any) -> bool:
    """Points in order of their class; class k ends at stops[k]. True if there is only one."""
    classes = len(stops) - 1
    stops[:] = 0
    k = 0
    while k < classes and not kappa[0] <= rules[1 + 4 * k]:
        k += 1
    if k < classes:
        lower, upper = rules[1 + 4 * (k - 1)] if k else -1.0, rules[1 + 4 * k]
        inside = 0
        for p in range(n):
            inside += (kappa[p] <= upper) & (kappa[p] > lower)
        if inside == n:
            stops[k:] = n
            for p in range(n):
                order[p] = p
            return True
    for p in range(n):
        index[p] = 0
    for k in range(0, classes, 4):  # four at a time: half of the traffic
        l0, l1 = rules[1 + 4 * k], rules[5 + 4 * k]
        l2, l3 = rules[9 + 4 * k], rules[13 + 4 * k]
        for p in range(n):
            x = kappa[p]  # a NaN ends up beyond all classes
            index[p] += (
                np.int32(not x <= l0) + np.int32(not x <= l1)
                + np.int32(not x <= l2) + np.int32(not x <= l3)
            )
    for p in range(n):
        stops[index[p]] += 1
    total = 0
    for k in range(classes + 1):
        total, stops[k] = total + stops[k], total
    for p in range(n):
        k = index[p]
        order[stops[k]] = p
        stops[k] += 1
    return False

@_inline
def _nodes_path(M: Any, M_H1: Any, M_A1: Any):
    """Largest and smallest squared mass."""
    nodes = ((M*M), (M_A1*M_A1), (M_H1*M_H1),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_path(unit: float, M: Any, M_H1: Any, M_A1: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (1) * z
    nodes = ((M*M), (M_A1*M_A1), (M_H1*M_H1),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[1]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    x = z * nodes[2]
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    return (prefactor, e0, e1, e2, e3,)


@_many
def path(M: Any, M_H1: Any, M_A1: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((3, STRIP)), np.empty((5, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M[start : start + n]
        v1 = M_H1[start : start + n]
        v2 = M_A1[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_path(v0[p], v1[p], v2[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0) & (v2[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                    m2 = v2[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    m2 = mass[2, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                        m2[p] = v2[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                for p in range(size):
                    low, _ = _nodes_path(m0[p], m1[p], m2[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p] = _ingredients_path(
                        low / bottom, m0[p], m1[p], m2[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        p0 = (((t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = (((t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = (((t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = (((t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.5 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def path_point(rules: Any, M: Any, M_H1: Any, M_A1: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_path(M, M_H1, M_A1)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M >= 0.0 and M_H1 >= 0.0 and M_A1 >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4 = _ingredients_path(low / rules[2 + 4 * k], M, M_H1, M_A1)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / ((((t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 0.5 * c0 * acc + 0.0

@_inline
def _nodes_path_difference(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any):
    """Largest and smallest squared mass."""
    nodes = ((M*M), (M_A1*M_A1), (M_A2*M_A2), (M_H1*M_H1), (M_H2*M_H2),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_path_difference(unit: float, M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = ((M_A1 - M_A2)*(M_A1 + M_A2)*(M_H1 - M_H2)*(M_H1 + M_H2)) * z * z * z
    nodes = ((M*M), (M_A1*M_A1), (M_A2*M_A2), (M_H1*M_H1), (M_H2*M_H2),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[1]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    x = z * nodes[2]
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    x = z * nodes[3]
    e0, e1, e2, e3, e4 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x
    x = z * nodes[4]
    e0, e1, e2, e3, e4, e5 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x * e4, e4 + x
    return (prefactor, e0, e1, e2, e3, e4, e5,)


@_many
def path_difference(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((5, STRIP)), np.empty((7, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M[start : start + n]
        v1 = M_H1[start : start + n]
        v2 = M_H2[start : start + n]
        v3 = M_A1[start : start + n]
        v4 = M_A2[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_path_difference(v0[p], v1[p], v2[p], v3[p], v4[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0) & (v2[p] >= 0.0) & (v3[p] >= 0.0) & (v4[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                    m2 = v2[first:last]
                    m3 = v3[first:last]
                    m4 = v4[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    m2 = mass[2, :size]
                    m3 = mass[3, :size]
                    m4 = mass[4, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                        m2[p] = v2[here[p]]
                        m3[p] = v3[here[p]]
                        m4[p] = v4[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                r5 = part[5, :padded]
                r6 = part[6, :padded]
                for p in range(size):
                    low, _ = _nodes_path_difference(m0[p], m1[p], m2[p], m3[p], m4[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p], r5[p], r6[p] = _ingredients_path_difference(
                        low / bottom, m0[p], m1[p], m2[p], m3[p], m4[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                    r5[p] = r5[size - 1]
                    r6[p] = r6[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        c5 = r5[p]
                        c6 = r6[p]
                        p0 = (((((t0 + c6) * t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = (((((t1 + c6) * t1 + c5) * t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = (((((t2 + c6) * t2 + c5) * t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = (((((t3 + c6) * t3 + c5) * t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.5 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def path_difference_point(rules: Any, M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_path_difference(M, M_H1, M_H2, M_A1, M_A2)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M >= 0.0 and M_H1 >= 0.0 and M_H2 >= 0.0 and M_A1 >= 0.0 and M_A2 >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4, c5, c6 = _ingredients_path_difference(low / rules[2 + 4 * k], M, M_H1, M_H2, M_A1, M_A2)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / ((((((t0 + c6) * t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 0.5 * c0 * acc + 0.0

@_inline
def _nodes_path_kernel(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any):
    """Largest and smallest squared mass."""
    nodes = ((M*M), (M_A1*M_A1), (M_A2*M_A2), (M_H1*M_H1), (M_H2*M_H2),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_path_kernel(unit: float, M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (1) * z * z * z
    nodes = ((M*M), (M_A1*M_A1), (M_A2*M_A2), (M_H1*M_H1), (M_H2*M_H2),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[1]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    x = z * nodes[2]
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    x = z * nodes[3]
    e0, e1, e2, e3, e4 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x
    x = z * nodes[4]
    e0, e1, e2, e3, e4, e5 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x * e4, e4 + x
    return (prefactor, e0, e1, e2, e3, e4, e5,)


@_many
def path_kernel(M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((5, STRIP)), np.empty((7, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M[start : start + n]
        v1 = M_H1[start : start + n]
        v2 = M_H2[start : start + n]
        v3 = M_A1[start : start + n]
        v4 = M_A2[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_path_kernel(v0[p], v1[p], v2[p], v3[p], v4[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0) & (v2[p] >= 0.0) & (v3[p] >= 0.0) & (v4[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                    m2 = v2[first:last]
                    m3 = v3[first:last]
                    m4 = v4[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    m2 = mass[2, :size]
                    m3 = mass[3, :size]
                    m4 = mass[4, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                        m2[p] = v2[here[p]]
                        m3[p] = v3[here[p]]
                        m4[p] = v4[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                r5 = part[5, :padded]
                r6 = part[6, :padded]
                for p in range(size):
                    low, _ = _nodes_path_kernel(m0[p], m1[p], m2[p], m3[p], m4[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p], r5[p], r6[p] = _ingredients_path_kernel(
                        low / bottom, m0[p], m1[p], m2[p], m3[p], m4[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                    r5[p] = r5[size - 1]
                    r6[p] = r6[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        c5 = r5[p]
                        c6 = r6[p]
                        p0 = (((((t0 + c6) * t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = (((((t1 + c6) * t1 + c5) * t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = (((((t2 + c6) * t2 + c5) * t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = (((((t3 + c6) * t3 + c5) * t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.5 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def path_kernel_point(rules: Any, M: Any, M_H1: Any, M_H2: Any, M_A1: Any, M_A2: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_path_kernel(M, M_H1, M_H2, M_A1, M_A2)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M >= 0.0 and M_H1 >= 0.0 and M_H2 >= 0.0 and M_A1 >= 0.0 and M_A2 >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4, c5, c6 = _ingredients_path_kernel(low / rules[2 + 4 * k], M, M_H1, M_H2, M_A1, M_A2)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / ((((((t0 + c6) * t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 0.5 * c0 * acc + 0.0

@_inline
def _nodes_fermion_radiated(M_1: Any, M_2: Any, M_Phi: Any):
    """Largest and smallest squared mass."""
    nodes = ((M_1*M_1), (M_2*M_2), (M_Phi*M_Phi),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_fermion_radiated(unit: float, M_1: Any, M_2: Any, M_Phi: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (M_1 - M_2) * z * z
    n0 = (-M_1*M_2)
    n1 = (1) * unit
    nodes = ((M_1*M_1), (M_2*M_2), (M_Phi*M_Phi),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[1]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    x = z * nodes[2]
    e0, e1, e2, e3, e4 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x
    return (prefactor, n0, n1, e0, e1, e2, e3, e4,)


@_many
def fermion_radiated(M_1: Any, M_2: Any, M_Phi: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((3, STRIP)), np.empty((8, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M_1[start : start + n]
        v1 = M_2[start : start + n]
        v2 = M_Phi[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_fermion_radiated(v0[p], v1[p], v2[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v2[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                    m2 = v2[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    m2 = mass[2, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                        m2[p] = v2[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                r5 = part[5, :padded]
                r6 = part[6, :padded]
                r7 = part[7, :padded]
                for p in range(size):
                    low, _ = _nodes_fermion_radiated(m0[p], m1[p], m2[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p], r5[p], r6[p], r7[p] = _ingredients_fermion_radiated(
                        low / bottom, m0[p], m1[p], m2[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                    r5[p] = r5[size - 1]
                    r6[p] = r6[size - 1]
                    r7[p] = r7[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        c5 = r5[p]
                        c6 = r6[p]
                        c7 = r7[p]
                        p0 = ((((t0 + c7) * t0 + c6) * t0 + c5) * t0 + c4) * t0 + c3
                        p1 = ((((t1 + c7) * t1 + c6) * t1 + c5) * t1 + c4) * t1 + c3
                        p2 = ((((t2 + c7) * t2 + c6) * t2 + c5) * t2 + c4) * t2 + c3
                        p3 = ((((t3 + c7) * t3 + c6) * t3 + c5) * t3 + c4) * t3 + c3
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * (c2 * t0 + c1) * p1 + w1 * (c2 * t1 + c1) * p0
                        right = w2 * (c2 * t2 + c1) * p3 + w3 * (c2 * t3 + c1) * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.5 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def fermion_radiated_point(rules: Any, M_1: Any, M_2: Any, M_Phi: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_fermion_radiated(M_1, M_2, M_Phi)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M_Phi >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4, c5, c6, c7 = _ingredients_fermion_radiated(low / rules[2 + 4 * k], M_1, M_2, M_Phi)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 * (c2 * t0 + c1) / (((((t0 + c7) * t0 + c6) * t0 + c5) * t0 + c4) * t0 + c3)
    return 0.5 * c0 * acc + 0.0

@_inline
def _nodes_lepton_fermion_flip(M_F: Any, M_B: Any):
    """Largest and smallest squared mass."""
    nodes = ((M_B*M_B), (M_F*M_F),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_lepton_fermion_flip(unit: float, M_F: Any, M_B: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (1) * z
    nodes = ((M_B*M_B), (M_F*M_F),)
    x = z * nodes[0]
    e0 = x
    x = z * nodes[1]
    e0, e1 = e0 * x, e0 + x
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    return (prefactor, e0, e1, e2, e3,)


@_many
def lepton_fermion_flip(M_F: Any, M_B: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((2, STRIP)), np.empty((5, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M_F[start : start + n]
        v1 = M_B[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_lepton_fermion_flip(v0[p], v1[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                for p in range(size):
                    low, _ = _nodes_lepton_fermion_flip(m0[p], m1[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p] = _ingredients_lepton_fermion_flip(
                        low / bottom, m0[p], m1[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        p0 = (((t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = (((t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = (((t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = (((t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 1.0 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def lepton_fermion_flip_point(rules: Any, M_F: Any, M_B: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_lepton_fermion_flip(M_F, M_B)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M_F >= 0.0 and M_B >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4 = _ingredients_lepton_fermion_flip(low / rules[2 + 4 * k], M_F, M_B)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / ((((t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 1.0 * c0 * acc + 0.0

@_inline
def _nodes_lepton_scalar_flip(M_F: Any, M_B: Any):
    """Largest and smallest squared mass."""
    nodes = ((M_B*M_B), (M_F*M_F),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_lepton_scalar_flip(unit: float, M_F: Any, M_B: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (1) * z
    nodes = ((M_B*M_B), (M_F*M_F),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[1]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    return (prefactor, e0, e1, e2, e3,)


@_many
def lepton_scalar_flip(M_F: Any, M_B: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((2, STRIP)), np.empty((5, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M_F[start : start + n]
        v1 = M_B[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_lepton_scalar_flip(v0[p], v1[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                for p in range(size):
                    low, _ = _nodes_lepton_scalar_flip(m0[p], m1[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p] = _ingredients_lepton_scalar_flip(
                        low / bottom, m0[p], m1[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        p0 = (((t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = (((t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = (((t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = (((t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.5 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def lepton_scalar_flip_point(rules: Any, M_F: Any, M_B: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_lepton_scalar_flip(M_F, M_B)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M_F >= 0.0 and M_B >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4 = _ingredients_lepton_scalar_flip(low / rules[2 + 4 * k], M_F, M_B)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / ((((t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 0.5 * c0 * acc + 0.0

@_inline
def _nodes_lepton_fermion_conserving(M_F: Any, M_B: Any):
    """Largest and smallest squared mass."""
    nodes = ((M_B*M_B), (M_F*M_F),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_lepton_fermion_conserving(unit: float, M_F: Any, M_B: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (1) * z
    nodes = ((M_B*M_B), (M_F*M_F),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[1]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    e0, e1, e2, e3, e4 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x
    return (prefactor, e0, e1, e2, e3, e4,)


@_many
def lepton_fermion_conserving(M_F: Any, M_B: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((2, STRIP)), np.empty((6, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M_F[start : start + n]
        v1 = M_B[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_lepton_fermion_conserving(v0[p], v1[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                r5 = part[5, :padded]
                for p in range(size):
                    low, _ = _nodes_lepton_fermion_conserving(m0[p], m1[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p], r5[p] = _ingredients_lepton_fermion_conserving(
                        low / bottom, m0[p], m1[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                    r5[p] = r5[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        c5 = r5[p]
                        p0 = ((((t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = ((((t1 + c5) * t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = ((((t2 + c5) * t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = ((((t3 + c5) * t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.16666666666666666 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def lepton_fermion_conserving_point(rules: Any, M_F: Any, M_B: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_lepton_fermion_conserving(M_F, M_B)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M_F >= 0.0 and M_B >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4, c5 = _ingredients_lepton_fermion_conserving(low / rules[2 + 4 * k], M_F, M_B)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / (((((t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 0.16666666666666666 * c0 * acc + 0.0

@_inline
def _nodes_lepton_scalar_conserving(M_F: Any, M_B: Any):
    """Largest and smallest squared mass."""
    nodes = ((M_B*M_B), (M_F*M_F),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_lepton_scalar_conserving(unit: float, M_F: Any, M_B: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = (1) * z
    nodes = ((M_B*M_B), (M_F*M_F),)
    x = z * nodes[0]
    e0 = x
    e0, e1 = e0 * x, e0 + x
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    x = z * nodes[1]
    e0, e1, e2, e3 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x
    e0, e1, e2, e3, e4 = e0 * x, e0 + x * e1, e1 + x * e2, e2 + x * e3, e3 + x
    return (prefactor, e0, e1, e2, e3, e4,)


@_many
def lepton_scalar_conserving(M_F: Any, M_B: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((2, STRIP)), np.empty((6, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M_F[start : start + n]
        v1 = M_B[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_lepton_scalar_conserving(v0[p], v1[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                r4 = part[4, :padded]
                r5 = part[5, :padded]
                for p in range(size):
                    low, _ = _nodes_lepton_scalar_conserving(m0[p], m1[p])
                    r0[p], r1[p], r2[p], r3[p], r4[p], r5[p] = _ingredients_lepton_scalar_conserving(
                        low / bottom, m0[p], m1[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                    r4[p] = r4[size - 1]
                    r5[p] = r5[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        c4 = r4[p]
                        c5 = r5[p]
                        p0 = ((((t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1
                        p1 = ((((t1 + c5) * t1 + c4) * t1 + c3) * t1 + c2) * t1 + c1
                        p2 = ((((t2 + c5) * t2 + c4) * t2 + c3) * t2 + c2) * t2 + c1
                        p3 = ((((t3 + c5) * t3 + c4) * t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = 0.16666666666666666 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def lepton_scalar_conserving_point(rules: Any, M_F: Any, M_B: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_lepton_scalar_conserving(M_F, M_B)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M_F >= 0.0 and M_B >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3, c4, c5 = _ingredients_lepton_scalar_conserving(low / rules[2 + 4 * k], M_F, M_B)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / (((((t0 + c5) * t0 + c4) * t0 + c3) * t0 + c2) * t0 + c1)
    return 0.16666666666666666 * c0 * acc + 0.0

@_inline
def _nodes_mass(M: Any, M_H1: Any, M_A1: Any):
    """Largest and smallest squared mass."""
    nodes = ((M*M), (M_A1*M_A1), (M_H1*M_H1),)
    low, high = nodes[0], nodes[0]
    for x in nodes:
        low, high = min(low, x), max(high, x)
    return low, high


@_inline
def _ingredients_mass(unit: float, M: Any, M_H1: Any, M_A1: Any):
    """Prefactor, numerator, and ∏(τ + x) without its leading coefficient 1, τ in `unit`s."""
    z = 1.0 / unit
    prefactor = ((M_A1 - M_H1)*(M_A1 + M_H1)) * z
    nodes = ((M*M), (M_A1*M_A1), (M_H1*M_H1),)
    x = z * nodes[0]
    e0 = x
    x = z * nodes[1]
    e0, e1 = e0 * x, e0 + x
    x = z * nodes[2]
    e0, e1, e2 = e0 * x, e0 + x * e1, e1 + x
    return (prefactor, e0, e1, e2,)


@_many
def mass(M: Any, M_H1: Any, M_A1: Any, rules: Any, out: Any) -> int:
    """Fills `out`; returns how many points are beyond all classes, and NaN there."""
    classes, missing = int(rules[0]), 0
    kappa, total = np.empty(BLOCK), np.empty(STRIP)
    index, order = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.uint32)
    stops = np.empty(classes + 1, np.int64)
    mass, part = np.empty((3, STRIP)), np.empty((4, STRIP))
    for start in range(0, len(out), BLOCK):
        n = min(BLOCK, len(out) - start)
        v0 = M[start : start + n]
        v1 = M_H1[start : start + n]
        v2 = M_A1[start : start + n]
        value = out[start : start + n]
        for p in range(n):
            low, high = _nodes_mass(v0[p], v1[p], v2[p])
            plain = (low >= SMALLEST**2) & (high <= LARGEST**2) & (v0[p] >= 0.0) & (v1[p] >= 0.0) & (v2[p] >= 0.0)
            kappa[p] = high / low if plain else np.nan
        uniform = _sort(kappa, n, rules, index, order, stops)
        last = 0
        for k in range(classes):
            while last < stops[k]:
                first, last = last, min(last + STRIP, stops[k])
                size = last - first
                here = order[first:last]
                if uniform:  # nothing has moved
                    m0 = v0[first:last]
                    m1 = v1[first:last]
                    m2 = v2[first:last]
                else:
                    m0 = mass[0, :size]
                    m1 = mass[1, :size]
                    m2 = mass[2, :size]
                    for p in range(size):
                        m0[p] = v0[here[p]]
                        m1[p] = v1[here[p]]
                        m2[p] = v2[here[p]]
                bottom = rules[2 + 4 * k]
                # Whole vectors only: what is left over of the last one repeats the last point.
                padded = (size + 15) // 16 * 16
                acc = total[:padded]
                r0 = part[0, :padded]
                r1 = part[1, :padded]
                r2 = part[2, :padded]
                r3 = part[3, :padded]
                for p in range(size):
                    low, _ = _nodes_mass(m0[p], m1[p], m2[p])
                    r0[p], r1[p], r2[p], r3[p] = _ingredients_mass(
                        low / bottom, m0[p], m1[p], m2[p]
                    )
                for p in range(size, padded):
                    r0[p] = r0[size - 1]
                    r1[p] = r1[size - 1]
                    r2[p] = r2[size - 1]
                    r3[p] = r3[size - 1]
                for p in range(padded):
                    acc[p] = 0.0
                for q in range(int(rules[3 + 4 * k]), int(rules[4 + 4 * k]), 8):
                    t0, t1, t2, t3 = rules[q], rules[q + 2], rules[q + 4], rules[q + 6]
                    w0, w1, w2, w3 = rules[q + 1], rules[q + 3], rules[q + 5], rules[q + 7]
                    for p in range(padded):
                        c1 = r1[p]
                        c2 = r2[p]
                        c3 = r3[p]
                        p0 = ((t0 + c3) * t0 + c2) * t0 + c1
                        p1 = ((t1 + c3) * t1 + c2) * t1 + c1
                        p2 = ((t2 + c3) * t2 + c2) * t2 + c1
                        p3 = ((t3 + c3) * t3 + c2) * t3 + c1
                        d01, d23 = p0 * p1, p2 * p3
                        left = w0 * p1 + w1 * p0
                        right = w2 * p3 + w3 * p2
                        acc[p] += (left * d23 + right * d01) / (d01 * d23)
                for p in range(size):
                    value[here[p]] = -1.0 * r0[p] * acc[p] + 0.0  # no −0
        for p in range(last, n):
            value[order[p]] = np.nan
        missing += n - last
    return missing


@_one
def mass_point(rules: Any, M: Any, M_H1: Any, M_A1: Any) -> float:
    """One point; NaN for anything that is not plainly inside a class."""
    low, high = _nodes_mass(M, M_H1, M_A1)
    if not (low >= SMALLEST**2 and high <= LARGEST**2 and M >= 0.0 and M_H1 >= 0.0 and M_A1 >= 0.0):
        return np.nan
    k = 0
    while k < int(rules[0]) and high / low > rules[1 + 4 * k]:
        k += 1
    if k == int(rules[0]):
        return np.nan
    c0, c1, c2, c3 = _ingredients_mass(low / rules[2 + 4 * k], M, M_H1, M_A1)
    line = rules[int(rules[3 + 4 * k]) : int(rules[4 + 4 * k])]
    acc = 0.0
    for q in range(len(line) // 2):
        t0, w0 = line[2 * q], line[2 * q + 1]
        acc += w0 / (((t0 + c3) * t0 + c2) * t0 + c1)
    return -1.0 * c0 * acc + 0.0
