r"""Fixed quadrature rules, one per class of κ = max xᵢ / min xᵢ.

An integrand :math:`F=\tau^p/\prod(\tau+x_i)` is analytic in τ except on the cut
[−max x, −min x], and so is :math:`F\,d\tau` at both ends of (0, ∞). The map

.. math:: \tau = \frac{1+u}{1-u}\;\exp\Big(B\,\frac{\arcsin\alpha u}{\arcsin\alpha}\Big)

keeps that property at u = ±1 (τ vanishes, or diverges, like the first power), and for B > 0
stretches the middle over the e-folds between the masses. Gauss–Legendre in u then converges
geometrically. For α → 0, B = 0 it is the Möbius map, exact for equal masses; the arcsine
(Hale and Trefethen, SIAM J. Numer. Anal. 46 (2008) 930) recovers most of the factor π/2 by which
Gauss points are denser in the middle than they need be.

The rules know neither the function nor the masses: by Feynman parameters (see `quadrature`) their
error on any product is bounded by that on τᵖ/(τ+ξ)^q with ξ in the class. The table was found by
search; what it is worth is bounded in ball arithmetic by the tests.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from darktmm.derive.memo import cache

Array = NDArray[np.float64]


class RuleClass(NamedTuple):
    """For ln κ ≤ `span`, `points` nodes of the map (B = `stretch`, α = `bend`) suffice."""

    span: float
    points: int
    stretch: float
    bend: float


CLASSES = (
    RuleClass(3.0, 16, 0.347, 0.01),
    RuleClass(4.5, 20, 0.707, 0.01),
    RuleClass(6.2, 24, 1.163, 0.01),
    RuleClass(7.7, 28, 1.647, 0.30),
    RuleClass(9.4, 32, 2.205, 0.01),
    RuleClass(11.0, 36, 2.724, 0.30),
    RuleClass(12.5, 40, 3.302, 0.50),
    RuleClass(14.2, 44, 4.000, 0.60),
    RuleClass(15.5, 48, 4.486, 0.60),
    RuleClass(17.2, 52, 5.297, 0.70),
    RuleClass(18.9, 56, 5.827, 0.70),
    RuleClass(20.4, 60, 6.609, 0.76),
    RuleClass(21.8, 64, 7.041, 0.76),
    RuleClass(23.4, 68, 7.896, 0.82),
    RuleClass(25.2, 72, 8.559, 0.82),
    RuleClass(26.8, 76, 9.197, 0.82),
    RuleClass(28.2, 80, 9.788, 0.82),
    RuleClass(29.7, 84, 10.510, 0.86),
    RuleClass(31.4, 88, 11.233, 0.86),
    RuleClass(32.9, 92, 12.110, 0.89),
    RuleClass(34.5, 96, 12.673, 0.89),
    RuleClass(36.5, 100, 13.597, 0.89),
    RuleClass(37.6, 104, 14.176, 0.89),
    RuleClass(40.6, 112, 15.304, 0.89),
)
"""In increasing order; the numbers of classes and of points are multiples of four."""

LIMITS = np.exp([c.span for c in CLASSES])
"""Largest κ of each class. Beyond the last one the trapezoid rule takes over."""

BOTTOM = np.exp([-c.span / 2 for c in CLASSES])
"""Where the smallest xᵢ is put, in units of τ; the largest is then at most at 1/BOTTOM."""


def gauss_legendre(points: int) -> tuple[Array, Array]:
    """Angles θ < π/2 and weights of one half of a Gauss–Legendre rule with u = cos θ.

    The weights decide about the last digits, so the three-term recurrence is written for the
    differences Pⱼ − Pⱼ₋₁, driven by y = 1 − u = 2 sin²(θ/2), and Newton's method runs in θ, where
    the roots are evenly spread. Nothing is lost near the ends then.
    """
    theta: Any = math.pi * (np.arange(points // 2) + 0.75) / (points + 0.5)
    for _ in range(4):  # quadratic, from three digits
        y = 2 * np.sin(theta / 2) ** 2
        value, difference = np.ones_like(y), np.zeros_like(y)
        for j in range(1, points + 1):
            difference = ((j - 1) * difference - (2 * j - 1) * y * value) / j
            value = value + difference
        slope = points * (difference - y * value) / np.sin(theta)  # dP/dθ
        theta = theta - value / slope
    weight: Array = 2 / slope**2
    return theta, weight


@cache
def rule(index: int) -> tuple[Array, Array]:
    """Nodes τ and weights (for dτ, both positive) of a class, in units centred on it."""
    _, points, stretch, bend = CLASSES[index]
    theta, weight = gauss_legendre(points)
    u, sine = np.cos(theta), np.sin(theta)
    scale = stretch / math.asin(bend)
    tau = np.exp(scale * np.arcsin(bend * u)) / np.tan(theta / 2) ** 2
    slope = scale * bend / np.hypot(math.sqrt((1 - bend) * (1 + bend)), bend * sine)
    weight *= slope + 2 / sine**2  # du → d ln τ, even in u
    return np.concatenate([tau, 1 / tau]), np.concatenate([weight * tau, weight / tau])


@cache
def packed(power: int) -> Array:
    """All rules in one array, as compiled code takes them; weights for τᵖ dτ.

    Number of classes; for each its limit, bottom, and first and last place of its nodes; then the
    nodes, each followed by its weight.
    """
    begin = 1 + 4 * len(CLASSES)
    head: list[float] = [len(CLASSES)]
    body: list[Array] = []
    for k, (_, points, _, _) in enumerate(CLASSES):
        tau, weight = rule(k)
        body.append(np.stack([tau, weight * tau**power], axis=1).ravel())
        head += [LIMITS[k], BOTTOM[k], begin, begin + 2 * points]
        begin += 2 * points
    return np.concatenate([np.array(head), *body])
