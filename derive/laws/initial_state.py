r"""A photon from the initial state, in the leading logarithm: :math:`e(p)\to e(k)+\gamma(q)`, k = p − q off shell.

.. math:: d\sigma = \frac\alpha{2\pi}\,P(x)\,dx\,\frac{dq_T^2}{q_T^2}\;\hat\sigma\big((1-x)s\big),

x being the share of the energy that the photon takes. Spinors are explicit matrices at an explicit photon of
angle 2 arctan r; in the limit r → 0

.. math:: \sum_\epsilon\not k\not\epsilon\not p\not\epsilon^*\not k\to -k^2\,c\,(1-x)\not p .
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE, METRIC
from darktmm.derive.formula import Formula
from darktmm.derive.laws.two_body import GAMMA, Momentum, slash
from darktmm.derive.memo import cache

X = sp.Symbol("x", positive=True)
"""Energy of the photon over that of the beam."""

_R = sp.Symbol("r", positive=True)


def _dot(a: Momentum, b: Momentum) -> sp.Expr:
    return sum((s * u * v for s, u, v in zip(METRIC, a, b, strict=True)), sp.S.Zero)


@cache
def collinear_coefficient() -> sp.Expr:
    """c: what the emission multiplies |𝓜|² with, times −k² and without e²."""
    p, n = (1, 0, 0, 1), (1, 0, 0, -1)
    q = tuple(X * v for v in (1 + _R**2, 2 * _R, 0, 1 - _R**2))
    k = tuple(a - b for a, b in zip(p, q, strict=True))
    total = sp.zeros(4)
    for mu in range(4):
        for nu in range(4):
            # physical polarisations: transverse to q and to a light-like n
            share = (q[mu] * n[nu] + n[mu] * q[nu]) / _dot(q, n) - (METRIC[mu] if mu == nu else 0)
            total += METRIC[mu] * METRIC[nu] * share * GAMMA[mu] * slash(p) * GAMMA[nu]
    above = (slash(n) * slash(k) * total * slash(k)).trace()
    below = (1 - X) * (slash(n) * slash(p)).trace() * -_dot(k, k)
    return sp.factor(sp.limit(sp.cancel(above / below), _R, 0))


@cache
def splitting_function() -> Formula:
    """P(x), from the phase space of the photon, dx dq_T²/x, −k² = q_T²/x, and the flux (1 − x)."""
    azimuth = 2 * sp.pi / 2  # d²q_T = ½ dq_T² dφ
    phase_space = azimuth / (2 * (2 * sp.pi) ** 3) / X
    emission = ELEMENTARY_CHARGE**2 * X * collinear_coefficient()
    unit = ELEMENTARY_CHARGE**2 / (4 * sp.pi) / (2 * sp.pi)
    right = sp.factor(emission * phase_space * (1 - X) / unit)
    return Formula(
        "splitting_function",
        "P(x)",
        right,
        (X,),
        0,
        "G. Altarelli, G. Parisi, Nucl. Phys. B126 (1977) 298",
    )
