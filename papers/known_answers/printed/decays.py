"""Radiative decays, as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models import scotogenic
from darktmm.derive.models.lavoura import LEFT, M_B, M_F, Q_B, Q_F, RIGHT
from darktmm.papers.statement import Printed, constant

T = (M_F / M_B) ** 2
"""t, fermion over boson."""

Pair = tuple[sp.Expr, sp.Expr]
"""A function for each line that radiates, F and B."""


def _kept() -> Pair:
    """The mass outside flips the chirality: F radiates, B radiates."""
    fermion = (T**2 - 5 * T - 2) / (12 * (T - 1) ** 3) + T * sp.log(T) / (2 * (T - 1) ** 4)
    scalar = (2 * T**2 + 5 * T - 1) / (12 * (T - 1) ** 3) - T**2 * sp.log(T) / (2 * (T - 1) ** 4)
    return fermion, scalar


def _flip() -> Pair:
    """F flips the chirality: F radiates, B radiates."""
    fermion = (T - 3) / (2 * (T - 1) ** 2) + sp.log(T) / (T - 1) ** 3
    scalar = (T + 1) / (2 * (T - 1) ** 2) - T * sp.log(T) / (T - 1) ** 3
    return fermion, scalar


def sigma_right(kept: Pair, flip: Pair) -> sp.Expr:
    """σ_R from the functions of both lines; the same for a scalar and for a vector B."""
    (l_1, l_2), (r_1, r_2) = LEFT, RIGHT
    outside, inside = (Q_F * f + Q_B * b for f, b in (kept, flip))
    lam, rho, zeta = (
        sp.conjugate(second) * first for second, first in ((l_2, l_1), (r_2, r_1), (l_2, r_1))
    )
    bracket = (lam * M_IN + rho * M_OUT) * outside + zeta * M_F * inside
    return bracket / (16 * sp.pi**2 * M_B**2)


KEPT = Printed(
    r"f_F=\frac{t^2-5t-2}{12(t-1)^3}+\frac{t\ln t}{2(t-1)^4},\quad "
    r"f_B=\frac{2t^2+5t-1}{12(t-1)^3}-\frac{t^2\ln t}{2(t-1)^4}",
    constant(_kept()),
)
"""L. Lavoura, Eur. Phys. J. C29 (2003) 191, hep-ph/0302221, for light external fermions."""

FLIP = Printed(
    r"f_F=\frac{t-3}{2(t-1)^2}+\frac{\ln t}{(t-1)^3},\quad "
    r"f_B=\frac{t+1}{2(t-1)^2}-\frac{t\ln t}{(t-1)^3}",
    constant(_flip()),
)

SIGMA_RIGHT = Printed(
    r"\sigma_R=\frac1{16\pi^2m_B^2}\Big\{(\lambda m_1+\rho m_2)\left[Q_Ff_F+Q_Bf_B\right]"
    r"+\zeta m_F\left[Q_Ff_F^{\rm flip}+Q_Bf_B^{\rm flip}\right]\Big\}",
    constant(sigma_right(_kept(), _flip())),
)
r""":math:`\lambda=L_2^*L_1,\ \rho=R_2^*R_1,\ \zeta=L_2^*R_1`, with :math:`Q_B=Q_F-Q_f`."""


def _scotogenic() -> sp.Expr:
    x = (scotogenic.heavy(1).mass / scotogenic.M_PLUS) ** 2
    function = 1 - 6 * x + 3 * x**2 + 2 * x**3 - 6 * x**2 * sp.log(x)
    couplings = sp.conjugate(scotogenic.yukawa(1, "e")) * scotogenic.yukawa(1, "mu")
    normalisation = 2 * (4 * sp.pi) ** 2 * scotogenic.M_PLUS**2
    return couplings / normalisation * function / (6 * (1 - x) ** 4)


SCOTOGENIC_DIPOLE = Printed(
    r"A_D=\sum_i\frac{y_{i\beta}^*y_{i\alpha}}{2(4\pi)^2}\frac{F_2(\xi_i)}{m_{\eta^+}^2},\quad "
    r"F_2(x)=\frac{1-6x+3x^2+2x^3-6x^2\ln x}{6(1-x)^4}",
    constant(_scotogenic()),
)
"""T. Toma, A. Vicente, JHEP 01 (2014) 160, arXiv:1312.2840, one heavy fermion."""

NEUTRAL_CHARGE = Printed(
    r"\Lambda_\mu(p,p)=-\frac{\partial\Sigma(p)}{\partial p^\mu}\ \Rightarrow\ F_1(0)=0\ \text{for}\ Q=0",
    constant((sp.S.Zero, sp.S.Zero)),
)
"""J. C. Ward, Phys. Rev. 78 (1950) 182, for a particle without charge; γ^μP_L and γ^μP_R."""
