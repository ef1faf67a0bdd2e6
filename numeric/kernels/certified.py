r"""Values with a proof: ball arithmetic on the closed form.

With R(τ) the integrand, the residue theorem on a keyhole around the positive axis gives

.. math:: \int_0^\infty R\,d\tau = -\sum_i\operatorname{Res}_{z=-x_i}\, R(z)\,\ln(-z) .

Nothing is shared with the quadrature. The cancellation between the residues is real, and is paid
for: the working precision is doubled until the ball that arithmetic itself encloses the value in
is small enough. Masses are taken as the exact rational numbers that the doubles are, so equal
masses are recognised exactly, and are poles of higher order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.kernels.check import refuse_bad_masses, refuse_divergence
from darktmm.numeric.kernels.form import Form

Array = NDArray[np.float64]

ACCURACY = 80
"""Bits to which a certified value is known before it is rounded to a double."""

_MOST_BITS = 1 << 15


def certified(form: Form, masses: Sequence[Array]) -> tuple[Array, Array] | tuple[float, float]:
    """(midpoint, radius) at every point; the exact value lies within."""
    refuse_bad_masses(form, masses)
    refuse_divergence(form, masses)
    shape = masses[0].shape
    midpoint, radius = np.empty(shape), np.empty(shape)
    for index in np.ndindex(shape):
        midpoint[index], radius[index] = _rounded(enclose(form, [float(m[index]) for m in masses]))
    return (midpoint, radius) if shape else (float(midpoint), float(radius))


def enclose(form: Form, masses: Sequence[float]) -> Any:
    """The value as an `arb`, accurate to `ACCURACY` bits; exactly 0 where it is.

    Raises:
        ArithmeticError: masses so close that the digits asked for do not suffice.
    """
    from flint import ctx

    before = ctx.prec, ctx.cap
    ctx.cap = max(ctx.cap, form.degree + 1)  # longest series: a pole in which all masses coincide
    try:
        bits = 256
        while bits <= _MOST_BITS:
            ctx.prec = bits
            value = _residues(form, masses)
            if value == 0 or value.rel_accuracy_bits() >= ACCURACY:
                return value
            bits *= 2
    finally:
        ctx.prec, ctx.cap = before
    raise ArithmeticError(f"{form.name}: cancellation exceeds {_MOST_BITS} bits at {list(masses)}")


def _residues(form: Form, masses: Sequence[float]) -> Any:
    from flint import arb, arb_series

    prefactor, numerator, nodes = form.parts(*(arb(m) for m in masses))
    if prefactor == 0:
        return arb(0)
    power, coefficients = form.power, [arb(c) for c in numerator]
    poles: list[tuple[Any, int]] = []
    for x, times in zip(nodes, form.multiplicities, strict=True):
        if x == 0:  # cancels against the numerator, or the integral would diverge
            power -= times
            continue
        known = [k for k, (y, _) in enumerate(poles) if y == x]
        if known:
            poles[known[0]] = x, poles[known[0]][1] + times
        else:
            poles.append((x, times))
    while coefficients[0] == 0:  # only with massless lines
        coefficients.pop(0)
        power += 1
    total = arb(0)
    for x, order in poles:
        z = arb_series([-x, 1], prec=order)
        term = (-z).log()
        polynomial = arb_series([0], prec=order)
        for c in reversed(coefficients):
            polynomial = polynomial * z + c
        term *= polynomial
        for _ in range(power):
            term *= z
        for y, times in poles:
            if y is not x:
                for _ in range(times):
                    term /= z + y
        total -= term[order - 1]
    over, under = form.scale
    return prefactor * total * over / under


def _rounded(value: Any) -> tuple[float, float]:
    """The nearest double, and a double that bounds its distance from every point of the ball."""
    from flint import arb

    midpoint = float(value.mid())
    distance = float(abs(value - arb(midpoint)).upper())
    return midpoint, math.nextafter(distance, math.inf) if distance else 0.0
