"""Anomalous moments, as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.models.charged_scalar import C_P, C_S, M_F, M_H, M_MU
from darktmm.papers.known_answers.theory import ALPHA, M_LEPTON, M_V, X
from darktmm.papers.statement import Printed, constant

SCHWINGER = Printed(r"a_\ell=\frac{\alpha}{2\pi}", constant(ALPHA / (2 * sp.pi)))
"""J. Schwinger, Phys. Rev. 73 (1948) 416."""

VECTOR = Printed(
    r"a_\ell=\frac{\alpha'}{2\pi}\int_0^1dz\,\frac{2m_\ell^2z(1-z)^2}{m_\ell^2(1-z)^2+m_V^2z}",
    constant(
        ALPHA
        / (2 * sp.pi)
        * 2
        * M_LEPTON**2
        * X**2
        * (1 - X)
        / (M_LEPTON**2 * X**2 + M_V**2 * (1 - X))
    ),
)
"""M. Pospelov, Phys. Rev. D80 (2009) 095002, arXiv:0811.1030; z = 1 − x."""


def _leveille(kept: sp.Expr, flip: sp.Expr, denominator: sp.Expr) -> sp.Expr:
    scalar, pseudo = (sp.conjugate(c) * c for c in (C_S, C_P))
    even = kept + M_F / M_MU * flip
    odd = kept - M_F / M_MU * flip
    return M_MU**2 / (8 * sp.pi**2) * (scalar * even + pseudo * odd) / denominator


NEUTRAL_SCALAR = Printed(
    r"a_\mu=\frac{m_\mu^2}{8\pi^2}\int_0^1dx\,\frac{C_S^2\left[x^2-x^3+\frac{m_F}{m_\mu}x^2\right]"
    r"+C_P^2[m_F\to-m_F]}{m_\mu^2x^2+(m_F^2-m_\mu^2)x+m_H^2(1-x)}",
    constant(
        _leveille(X**2 - X**3, X**2, M_MU**2 * X**2 + (M_F**2 - M_MU**2) * X + M_H**2 * (1 - X))
    ),
)
"""J. P. Leveille, Nucl. Phys. B137 (1978) 63; the fermion has the charge of the muon."""

CHARGED_SCALAR = Printed(
    r"a_\mu=\frac{m_\mu^2}{8\pi^2}\int_0^1dx\,\frac{C_S^2\left[x^3-x^2+\frac{m_F}{m_\mu}(x^2-x)\right]"
    r"+C_P^2[m_F\to-m_F]}{m_\mu^2x^2+(m_H^2-m_\mu^2)x+m_F^2(1-x)}",
    constant(
        _leveille(X**3 - X**2, X**2 - X, M_MU**2 * X**2 + (M_H**2 - M_MU**2) * X + M_F**2 * (1 - X))
    ),
)
"""The same source; the scalar has the charge of the muon."""
