"""Radiative decays and moments with a massive gauge boson in the loop, as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.models import left_right
from darktmm.derive.models.lavoura import LEFT, M_B, M_F, Q_B, Q_F, RIGHT
from darktmm.derive.symbols import G_FERMI, M_MUON
from darktmm.papers.known_answers.printed.decays import Pair, T, sigma_right
from darktmm.papers.statement import Printed, constant


def _kept() -> Pair:
    """The mass outside flips the chirality: F radiates, B radiates."""
    fermion = -(5 * T**4 - 14 * T**3 + 39 * T**2 - 38 * T + 8 - 18 * T**2 * sp.log(T))
    vector = -(4 * T**4 - 49 * T**3 + 78 * T**2 - 43 * T + 10 + 18 * T**3 * sp.log(T))
    return fermion / (12 * (1 - T) ** 4), vector / (12 * (1 - T) ** 4)


def _flip() -> Pair:
    """F flips the chirality: F radiates, B radiates."""
    fermion = 4 - 3 * T - T**3 + 6 * T * sp.log(T)
    vector = 4 - 15 * T + 12 * T**2 - T**3 - 6 * T**2 * sp.log(T)
    return fermion / (2 * (1 - T) ** 3), vector / (2 * (1 - T) ** 3)


KEPT = Printed(
    r"v_F=-\frac{5t^4-14t^3+39t^2-38t+8-18t^2\ln t}{12(1-t)^4},\quad "
    r"v_B=-\frac{4t^4-49t^3+78t^2-43t+10+18t^3\ln t}{12(1-t)^4}",
    constant(_kept()),
)
"""L. Lavoura, Eur. Phys. J. C29 (2003) 191, hep-ph/0302221, a gauge boson with its Goldstone boson."""

FLIP = Printed(
    r"v_F^{\rm flip}=\frac{4-3t-t^3+6t\ln t}{2(1-t)^3},\quad "
    r"v_B^{\rm flip}=\frac{4-15t+12t^2-t^3-6t^2\ln t}{2(1-t)^3}",
    constant(_flip()),
)

SIGMA_RIGHT = Printed(
    r"\sigma_R=\frac1{16\pi^2m_B^2}\Big\{(\lambda m_1+\rho m_2)\left[Q_Fv_F+Q_Bv_B\right]"
    r"+\zeta m_F\left[Q_Fv_F^{\rm flip}+Q_Bv_B^{\rm flip}\right]\Big\}",
    constant(sigma_right(_kept(), _flip())),
)
r""":math:`\lambda=L_2^*L_1,\ \rho=R_2^*R_1,\ \zeta=L_2^*R_1`, with :math:`Q_B=Q_F-Q_f`."""


def _left_right() -> sp.Expr:
    ratio = (left_right.M_1 / left_right.M_2) ** 2
    flipped = left_right.LEPTON.mass * (1 - ratio) * sp.sin(2 * left_right.ZETA)
    kept = sp.Rational(3, 4) * left_right.M_NU * (1 + ratio)
    return ELEMENTARY_CHARGE * G_FERMI / (2 * sp.sqrt(2) * sp.pi**2) * (flipped + kept)


LEFT_RIGHT = Printed(
    r"\mu_\nu=\frac{eG_F}{2\sqrt2\pi^2}\left[m_\ell\left(1-\frac{M_1^2}{M_2^2}\right)\sin2\zeta"
    r"+\frac34m_\nu\left(1+\frac{M_1^2}{M_2^2}\right)\right]",
    constant(_left_right()),
)
r"""J. E. Kim 1976; Bég, Marciano, Ruderman 1978; Shrock 1982, for m_ℓ ≪ M; G_F/√2 = g²/8M_1².

True, sign of sin 2ζ included, for :math:`W_1=\cos\zeta\,W_L-\sin\zeta\,W_R,\ W_2=\sin\zeta\,W_L+\cos\zeta\,W_R`,
both W with the same sign of g in :math:`\bar\ell\gamma^\mu(W_LP_L+W_RP_R)\nu` and masses
:math:`m_\ell,m_\nu>0`. By hand: a vector with couplings :math:`g_L,g_R` gives
:math:`\frac1{M^2}[\frac32m_\nu(g_L^2+g_R^2)-4m_\ell g_Lg_R]`, and :math:`g_Lg_R` is
:math:`\mp\frac12\sin2\zeta` for :math:`W_{1,2}`. The sign of g in :math:`D_\mu` does not matter, a relative one of
:math:`W_R`, or of a mass, turns it: :math:`\ell_R\to-\ell_R` takes :math:`(m_\ell,\zeta)` to
:math:`(-m_\ell,-\zeta)`, so that the product alone has a meaning.
"""


def _flavoured() -> sp.Expr:
    return sigma_right(_kept(), _flip()).subs({Q_F: -1, Q_B: 0})


FLAVOURED = Printed(
    r"\sigma_R=-\frac1{16\pi^2m_B^2}\left\{(L_2^*L_1m_1+R_2^*R_1m_2)\,v_F+L_2^*R_1m_F\,v_F^{\rm flip}\right\}",
    constant(_flavoured()),
)
"""P. Langacker, M. Plümacher, Phys. Rev. D62 (2000) 013006, in the notation of Lavoura."""


def _leptoquark() -> sp.Expr:
    left, right = LEFT[0], RIGHT[0]
    squares = sp.conjugate(left) * left + sp.conjugate(right) * right
    product = (sp.conjugate(left) * right + left * sp.conjugate(right)) / 2
    return 3 * M_MUON**2 / (24 * sp.pi**2 * M_B**2) * (squares - 2 * M_F / M_MUON * product)


LEPTOQUARK = Printed(
    r"a_\mu=\frac{N_cm_\mu^2}{24\pi^2M_B^2}\left[|L|^2+|R|^2-\frac{2m_b}{m_\mu}\mathrm{Re}\,L^*R\right]",
    constant(_leptoquark()),
)
"""Gauge leptoquark of charge 2/3, for m_b ≪ M_B."""
