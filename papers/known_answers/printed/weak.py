"""The electroweak theory with massive neutrinos, as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models.electroweak import C_W, LEPTON_MASSES
from darktmm.derive.models.neutrino_moments import R
from darktmm.derive.symbols import G_FERMI, M_MUON, M_W, pmns
from darktmm.papers.statement import Printed, constant

X = sp.Symbol("x", positive=True)
"""m_i²/M_W²."""


def _moment() -> sp.Expr:
    bracket = 1 + 1 / (1 - R) - 2 * R / (1 - R) ** 2 - 2 * R**2 * sp.log(R) / (1 - R) ** 3
    return ELEMENTARY_CHARGE * G_FERMI * M_IN / (4 * sp.sqrt(2) * sp.pi**2) * 3 * bracket / 4


DIRAC_MOMENT = Printed(
    r"\mu_{kk}=\frac{eG_Fm_k}{4\sqrt2\pi^2}\sum_\ell|U_{\ell k}|^2f(a_\ell),\quad "
    r"f(a)=\frac34\left[1+\frac1{1-a}-\frac{2a}{(1-a)^2}-\frac{2a^2\ln a}{(1-a)^3}\right]",
    constant(_moment()),
)
"""P. B. Pal, L. Wolfenstein 1982, as in Giunti, Studenikin, RMP 87 (2015) 531; for one lepton."""


def _majorana() -> tuple[sp.Expr, sp.Expr]:
    products = {
        m: sp.conjugate(pmns(a, 2)) * pmns(a, 1) / M_W**2 * m**2 for a, m in LEPTON_MASSES.items()
    }
    total = sp.Add(*products.values())
    bar = sp.conjugate(total)
    unit = 3 * sp.I * ELEMENTARY_CHARGE * G_FERMI / (16 * sp.sqrt(2) * sp.pi**2)
    return (
        -unit * (M_IN + M_OUT) * (total - bar) / (2 * sp.I),
        unit * (M_OUT - M_IN) * (total + bar) / 2,
    )


MAJORANA_TRANSITION = Printed(
    r"\mu^M_{kj}\simeq-\frac{3ieG_F}{16\sqrt2\pi^2}(m_k+m_j)\sum_\ell\mathrm{Im}\left[U^*_{\ell k}U_{\ell j}\right]"
    r"\frac{m_\ell^2}{M_W^2},\quad \epsilon^M_{kj}\simeq\frac{3ieG_F}{16\sqrt2\pi^2}(m_k-m_j)"
    r"\sum_\ell\mathrm{Re}\left[U^*_{\ell k}U_{\ell j}\right]\frac{m_\ell^2}{M_W^2}",
    constant(_majorana()),
)
r"""R. E. Shrock 1982, as in Giunti, Studenikin, RMP 87 (2015) 531; ν_j → ν_k, here 1 → 2.

Which sign of ε is meant follows from the chirality of the loop. Only :math:`\nu_L` couples, so that what a mass
outside flips is :math:`\overline{\nu_k}\sigma F(m_kP_L+m_jP_R)\nu_j`, with :math:`P_L` the mass of the *outgoing*
neutrino; of Majorana neutrinos :math:`m_kS-m_jS^*` then stands with :math:`P_L`, for
:math:`S\propto\sum_\ell U^*_{\ell k}U_{\ell j}m_\ell^2`. The printed pair has that in
:math:`\mu-i\gamma_5\epsilon`, and its mirror image, :math:`m_kS^*-m_jS` up to a sign, in :math:`\mu+i\gamma_5\epsilon`.
It is true, then, for :math:`\gamma_5=i\gamma^0\gamma^1\gamma^2\gamma^3` and :math:`\mu-i\gamma_5\epsilon`. The
overall sign is that of a moment along the spin of a positive charge, :math:`-\boldsymbol\mu\cdot\boldsymbol B`.
"""


def decay_function(x: sp.Expr) -> sp.Expr:
    """F(x) of μ → eγ."""
    polynomial = 10 - 43 * x + 78 * x**2 - 49 * x**3 + 4 * x**4 + 18 * x**3 * sp.log(x)
    return polynomial / (3 * (1 - x) ** 4)


MU_E_GAMMA = Printed(
    r"\sigma_R=-\frac{G_Fm_\mu}{16\sqrt2\pi^2}\sum_iU_{ei}U^*_{\mu i}F(x_i),\quad "
    r"F(x)=\frac{10-43x+78x^2-49x^3+4x^4+18x^3\ln x}{3(1-x)^4}",
    constant(decay_function(X)),
)
"""T. P. Cheng, L.-F. Li, Phys. Rev. Lett. 45 (1980) 1908; x_i = m_i²/M_W², exact."""


def _g_gamma() -> sp.Expr:
    return -(2 * X**3 + 5 * X**2 - X) / (4 * (1 - X) ** 3) - 3 * X**3 * sp.log(X) / (
        2 * (1 - X) ** 4
    )


G_GAMMA = Printed(
    r"G_\gamma(x)=-\frac{2x^3+5x^2-x}{4(1-x)^3}-\frac{3x^3\ln x}{2(1-x)^4}", constant(_g_gamma())
)
"""A. Ilakovac, A. Pilaftsis, Nucl. Phys. B437 (1995) 491, hep-ph/9403398: heavy neutrinos of a seesaw."""


def _muon() -> tuple[sp.Expr, sp.Expr]:
    unit = G_FERMI * M_MUON**2 / (8 * sp.sqrt(2) * sp.pi**2)
    sine2 = 1 - C_W**2
    return (
        unit * sp.Rational(10, 3),
        unit * ((-1 + 4 * sine2) ** 2 - 5) / 3,
    )


MUON_MOMENT = Printed(
    r"a_\mu^W=\frac{G_Fm_\mu^2}{8\sqrt2\pi^2}\frac{10}3,\quad "
    r"a_\mu^Z=\frac{G_Fm_\mu^2}{8\sqrt2\pi^2}\frac{(-1+4s_W^2)^2-5}3",
    constant(_muon()),
)
"""R. Jackiw, S. Weinberg, Phys. Rev. D5 (1972) 2396, and others of that year; leading in the mass of the muon."""
