"""Majorana fermions, as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.models.scotogenic import M_I, M_R, heavy, yukawa
from darktmm.papers.statement import Printed, constant

SIGNS = Printed(
    r"C\Gamma_i^TC^{-1}=\eta_i\Gamma_i,\quad \eta_i=\begin{cases}+1&1,\,\gamma_5,\,\gamma^\mu\gamma_5\\"
    r"-1&\gamma^\mu,\,\sigma^{\mu\nu}\end{cases}",
    constant({"scalar": 1, "pseudoscalar": 1, "axial": 1, "vector": -1, "tensor": -1}),
)
"""A. Denner, H. Eck, O. Hahn, J. Küblbeck, Nucl. Phys. B387 (1992) 467."""

ANTISYMMETRY = Printed(
    r"\mu_{ij}=-\mu_{ji},\quad \mu_{ii}=0",
    constant({"transposed": sp.Integer(-1), "diagonal": sp.S.Zero}),
)
"""J. Schechter, J. W. F. Valle, Phys. Rev. D24 (1981) 1883: moments of Majorana neutrinos."""


def _mass(normalisation: sp.Expr) -> sp.Expr:
    m = heavy(1).mass
    terms = (s**2 / (s**2 - m**2) * sp.log(s**2 / m**2) for s in (M_R, M_I))
    even, odd = terms
    return yukawa(1, "e") * yukawa(1, "mu") * m / normalisation * (even - odd)


_BRACKET = (
    r"\left[\frac{m_R^2}{m_R^2-M_i^2}\ln\frac{m_R^2}{M_i^2}"
    r"-\frac{m_I^2}{m_I^2-M_i^2}\ln\frac{m_I^2}{M_i^2}\right]"
)

MA = Printed(
    r"(\mathcal M_\nu)_{\alpha\beta}=\sum_i\frac{h_{\alpha i}h_{\beta i}M_i}{16\pi^2}" + _BRACKET,
    constant(_mass(16 * sp.pi**2)),
)
"""E. Ma, Phys. Rev. D73 (2006) 077301, hep-ph/0601225, one heavy fermion."""

MERLE_PLATSCHER = Printed(
    r"(\mathcal M_\nu)_{\alpha\beta}=\sum_i\frac{h_{\alpha i}h_{\beta i}M_i}{32\pi^2}" + _BRACKET,
    constant(_mass(32 * sp.pi**2)),
)
"""A. Merle, M. Platscher, JHEP 11 (2015) 148, arXiv:1507.06314, one heavy fermion."""
