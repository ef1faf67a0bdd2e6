"""Sec. 1, magnetic moments in the Standard Model: (1), (2), as printed, and the literature they are from."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models.electroweak import LEPTON_MASSES
from darktmm.derive.symbols import G_FERMI, M_W, pmns
from darktmm.papers.statement import Printed, constant

M_NU = sp.Symbol(r"m_{\nu_i}", positive=True)


def dirac_moment() -> sp.Expr:
    """(1)."""
    return 3 * ELEMENTARY_CHARGE * G_FERMI * M_NU / (8 * sp.sqrt(2) * sp.pi**2)


DIRAC = Printed(
    r"\mu_{\nu}^{ii}=\frac{3eG_{F}m_{\nu_{i}}}{8\sqrt{2}\pi^{2}}", constant(dirac_moment())
)

DIRAC_PER_EV = Printed(
    r"\mu_{\nu}^{ii}\approx 3.2\times 10^{-19}\left(\frac{m_{\nu_{i}}}{1\text{eV}}\right)\mu_{B}",
    constant(3.2e-19),
)


def majorana_moment() -> sp.Expr:
    """(2) without its ∝, for the indices j, i: U_{jℓ} is read as U_{ℓj}, j = 2 and i = 1."""
    flavours = (
        pmns(flavour, 2) * sp.conjugate(pmns(flavour, 1)) * m**2 / M_W**2
        for flavour, m in LEPTON_MASSES.items()
    )
    return ELEMENTARY_CHARGE * G_FERMI * (M_IN + M_OUT) * sp.Add(*flavours)


MAJORANA = Printed(
    r"\mu_{ij}^{\text{M}}\propto eG_{F}(m_{i}+m_{j})\sum_{\ell}U_{i\ell}U^{*}_{j\ell}"
    r"\frac{m_{\ell}^{2}}{M_{W}^{2}}",
    constant(majorana_moment()),
)

MAJORANA_SIZE = Printed(
    r"\mu_{ij}^{\text{M}}\sim\mathcal{O}(10^{-23})\mu_{B}",
    constant({"order": -23, "effective": 0.156, "sum": 0.07}),
)
"""Order of magnitude in μ_B; |m_ββ| ≲ 0.036–0.156 eV and Σm_ν ≲ 0.07 eV as quoted in the same section."""


def pal_wolfenstein(r: sp.Expr) -> sp.Expr:
    """f(r), for a route: P. B. Pal, L. Wolfenstein 1982, as in C. Giunti, A. Studenikin, RMP 87 (2015) 531."""
    bracket = 1 + 1 / (1 - r) - 2 * r / (1 - r) ** 2 - 2 * r**2 * sp.log(r) / (1 - r) ** 3
    return sp.Rational(3, 4) * bracket


def published_moment(r: sp.Expr) -> sp.Expr:
    """μ_ii of a Dirac neutrino with one charged lepton, per eG_F m."""
    return pal_wolfenstein(r) / (4 * sp.sqrt(2) * sp.pi**2)
