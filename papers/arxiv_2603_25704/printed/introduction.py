"""Sec. 1, magnetic moments in the Standard Model: (1), (2), as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE, bohr_magneton
from darktmm.derive.symbols import G_FERMI
from darktmm.papers.statement import Printed, constant

M_NU = sp.Symbol(r"m_{\nu_i}", positive=True)


def dirac_moment() -> sp.Expr:
    """(1) in Bohr magnetons."""
    moment = 3 * ELEMENTARY_CHARGE * G_FERMI * M_NU / (8 * sp.sqrt(2) * sp.pi**2)
    return sp.cancel(moment / bohr_magneton())


DIRAC_PER_EV = Printed(
    r"\mu_{\nu}^{ii}=\frac{3eG_{F}m_{\nu_{i}}}{8\sqrt{2}\pi^{2}}\approx 3.2\times 10^{-19}"
    r"\left(\frac{m_{\nu_{i}}}{1\text{eV}}\right)\mu_{B}",
    constant(3.2e-19),
)

MAJORANA = Printed(
    r"\mu_{ij}^{\text{M}}\propto eG_{F}(m_{i}+m_{j})\sum_{\ell}U_{i\ell}U^{*}_{j\ell}"
    r"\frac{m_{\ell}^{2}}{M_{W}^{2}},\quad\sim\mathcal{O}(10^{-23})\mu_{B}",
    constant({"order": -23, "effective": 0.156, "sum": 0.07}),
)
"""Order of magnitude in μ_B; |m_ββ| ≲ 0.036–0.156 eV and Σm_ν ≲ 0.07 eV as quoted in the same section."""
