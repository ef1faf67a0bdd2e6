r"""What the quadrature rules are worth, proved for all masses of a class.

By Feynman parameters the relative error of a rule on any integrand of the project is at most the
largest error on τᵖ/(τ+ξ)^q with ξ in the class. That error is an analytic function of σ = ln ξ,
and is bounded here on the whole interval: Taylor series in ball arithmetic around points half an
e-fold apart, Cauchy's estimate on a disc of radius 2 for what is cut off. Nodes and weights are the
doubles that the kernels use.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from darktmm.numeric.kernels import FORMS
from darktmm.numeric.kernels.quadrature import aliasing, step
from darktmm.numeric.kernels.rules import BOTTOM, CLASSES, LIMITS, gauss_legendre, packed, rule

BOUND = 6e-15
FAMILIES = sorted(
    {
        (form.power + j, form.degree)
        for form in FORMS.values()
        for j in range(len(form.parts(*(1.0,) * len(form.arguments))[1]))
    }
)
HALF, RADIUS, TERMS, PIECES = 0.25, 2.0, 36, 16


def worst(index: int, p: int, q: int) -> float:
    """Upper bound of |Q/I − 1| over all ξ of a class."""
    from flint import arb, arb_poly, arb_series, ctx

    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = 160, TERMS
    try:
        nodes = [(arb(t), arb(w) * arb(t) ** p) for t, w in zip(*rule(index), strict=True)]
        beta = arb(math.factorial(p) * math.factorial(q - p - 2)) / math.factorial(q - 1)
        end = CLASSES[index].span / 2 + 1e-9
        exponential = arb_series([0, 1], prec=TERMS).exp()
        count = math.ceil(end / HALF)
        half, radius = arb(end / count), arb(RADIUS)
        result = 0.0
        for centre in (np.arange(count) * 2 + 1 - count) * (end / count):
            xi = arb(float(centre)).exp()
            series = xi * exponential
            error = arb_series([0], prec=TERMS)
            # |τ + e^σ| ≥ (τ + |e^σ|) cos(Im σ/2) on the disc
            maximum = arb(0)
            for tau, weight in nodes:
                error += weight / (tau + series) ** q
                maximum += weight / ((tau + xi * (-radius).exp()) * (radius / 2).cos()) ** q
            error = error * series ** (q - p - 1) / beta - 1
            maximum *= (xi * radius.exp()) ** (q - p - 1) / beta
            ratio = half / radius
            tail = maximum * ratio**TERMS / (1 - ratio)
            polynomial = arb_poly([error[k] for k in range(TERMS)])
            width = half / PIECES
            for j in range(PIECES):
                moved = polynomial(arb_poly([half * (2 * j + 1 - PIECES) / PIECES, 1]))
                bound = sum((abs(moved[k]) * width**k for k in range(TERMS)), tail)
                result = max(result, float(bound.upper()))
        return result
    finally:
        ctx.prec, ctx.cap = before


@pytest.mark.parametrize("index", range(0, len(CLASSES), 4))
def test_error_bound_of_the_mixed_difference(index: int) -> None:
    pytest.importorskip("flint")
    assert worst(index, 2, 6) <= BOUND


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_error_bound_of_every_family(family: tuple[int, int]) -> None:
    pytest.importorskip("flint")
    assert max(worst(index, *family) for index in range(len(CLASSES))) <= BOUND


def test_the_bound_can_say_no() -> None:
    """A rule that is used beyond its class is seen to fail."""
    pytest.importorskip("flint")
    wide = CLASSES[3]._replace(span=CLASSES[3].span + 3)
    original = CLASSES[3]
    try:
        globals()["CLASSES"] = (*CLASSES[:3], wide, *CLASSES[4:])
        assert worst(3, 2, 6) > 10 * BOUND
    finally:
        globals()["CLASSES"] = (*CLASSES[:3], original, *CLASSES[4:])


def test_gauss_legendre_against_ball_arithmetic() -> None:
    flint = pytest.importorskip("flint")
    for points in sorted({c.points for c in CLASSES}):
        theta, weight = gauss_legendre(points)
        for k in range(0, points // 2, 5):
            root, exact = flint.arb.legendre_p_root(points, k, weight=True)
            assert theta[k] == pytest.approx(float(root.acos()), rel=4e-16)
            assert weight[k] == pytest.approx(float(exact), rel=2e-14)


def test_rules_are_positive_and_packed_as_documented() -> None:
    table = packed(2)
    assert table[0] == len(CLASSES)
    for k in range(len(CLASSES)):
        tau, weight = rule(k)
        assert np.all(tau > 0)
        assert np.all(weight > 0)
        limit, bottom, begin, end = table[1 + 4 * k : 5 + 4 * k]
        assert (limit, bottom) == (LIMITS[k], BOTTOM[k])
        line = table[int(begin) : int(end)].reshape(-1, 2)
        assert np.array_equal(line[:, 0], tau)
        assert np.array_equal(line[:, 1], weight * tau**2)


def test_aliasing_is_the_error_of_the_trapezoid_rule() -> None:
    """Coarse steps, where the error is visible: never above the bound, and close to it."""
    for p, q in FAMILIES:
        exact = math.gamma(p + 1) * math.gamma(q - p - 1) / math.gamma(q)
        for h in (1.0, 1.5, 2.0):
            bound = aliasing(p, q, h)
            worst_error = 0.0
            for shift in np.linspace(0, 1, 64, endpoint=False):
                tau = np.exp(h * (np.arange(-60, 61) + shift))
                rough = h * np.sum((tau / (tau + 1)) ** (p + 1) / (tau + 1) ** (q - p - 1))
                worst_error = max(worst_error, abs(rough / exact - 1))
            assert 0.9 * bound <= worst_error <= 1.1 * bound
        assert aliasing(p, q, step(p, q, 1e-17)) <= 1e-17
