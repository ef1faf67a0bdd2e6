r"""The trapezoid rule in ln τ, and why it is exact.

With τ = e^s the integrand :math:`\tau^{p+1}/\prod(\tau+x_i)` is analytic in |Im s| < π and decays
exponentially at both ends; there the trapezoid rule of step h has an error of order
:math:`e^{-2\pi^2/h}` (Trefethen and Weideman, SIAM Review 56 (2014) 385).

Feynman parameters make a bound of that, uniform in the masses:
:math:`\prod_i(\tau+x_i)^{-1}` is a positive average of :math:`(\tau+\xi)^{-q}` over
ξ between the smallest and the largest :math:`x_i`. So the relative error of *any* rule with
positive integrand is at most its error on the family :math:`\tau^p/(\tau+\xi)^q`. For the
trapezoid rule, Poisson's summation formula gives the latter in closed form, the same for all ξ:

.. math:: \Big|\frac{\Gamma(p+1+i\omega)\,\Gamma(q-p-1-i\omega)}
    {\Gamma(p+1)\,\Gamma(q-p-1)}\Big|\cdot 2\,(1+\dots),\qquad \omega=2\pi/h .
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from darktmm.derive.memo import cache

Array = NDArray[np.float64]


def aliasing(p: int, q: int, h: float) -> float:
    """Bound on the relative error of the trapezoid rule of step h on τᵖ/(τ+ξ)^q dτ.

    |Γ(n+iω)|² = πω/sinh(πω) ∏_{0<k<n}(k²+ω²); the multiples 2ω, 3ω, … add less than one part
    in a million.
    """
    omega = 2 * math.pi / h
    ratio = math.pi * omega / math.sinh(math.pi * omega)
    for n in (p + 1, q - p - 1):
        for k in range(1, n):
            ratio *= math.hypot(k, omega) / k
    return 2.000002 * ratio


@cache
def step(p: int, q: int, tolerance: float) -> float:
    """The largest step, on a grid of 1/64, that keeps `aliasing` below the tolerance."""
    sixty_fourths = 64
    while aliasing(p, q, sixty_fourths / 64) > tolerance:
        sixty_fourths -= 1
    return sixty_fourths / 64


MASSLESS = -1e4
"""Stands for ln 0: below the logarithm of any double, and of any square of one."""


def window(logs: Array, multiplicities: Array, power: int, depth: float) -> tuple[Array, Array]:
    r"""Where in s = ln τ the integrand exceeds :math:`e^{-\text{depth}}` of its maximum.

    The logarithm of :math:`\tau^{a+1}/\prod(\tau+x_i)^{r_i}` is, to within Σr ln 2, concave and
    piecewise linear: the lowest of as many straight lines as there are gaps between masses. Its
    superlevel set is therefore the intersection of those of the lines.

    Args:
        logs: ln xᵢ, sorted along axis 0.
        multiplicities: rᵢ in the same order.
        power: a.
        depth: how far down, in e-folds.
    """
    none = np.zeros_like(logs[:1])
    slopes = power + 1 - np.concatenate([none, np.cumsum(multiplicities, axis=0)])
    weighted = np.cumsum(multiplicities * logs, axis=0)
    offsets = np.concatenate([none, weighted]) - weighted[-1]
    level = np.max(slopes[1:] * logs + offsets[1:], axis=0) - depth
    with np.errstate(divide="ignore"):
        crossings = (level - offsets) / slopes
    lower = np.max(crossings, axis=0, where=slopes > 0, initial=-np.inf)
    upper = np.min(crossings, axis=0, where=slopes < 0, initial=np.inf)
    return lower, upper
