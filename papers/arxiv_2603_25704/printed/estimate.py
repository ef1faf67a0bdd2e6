"""Sec. 3.3, how the moment scales for small splittings: (35), as printed."""

from __future__ import annotations

from typing import Any

import sympy as sp

from darktmm.derive.conventions import bohr_magneton
from darktmm.derive.models.dark import G_D, Q_S, THETA_I, THETA_R
from darktmm.derive.models.dark.splitting import F_OF_T, M_N, M_S
from darktmm.papers.arxiv_2603_25704.printed.scalar_radiated import tensor
from darktmm.papers.statement import Printed

SPLITTING = sp.Symbol(r"\delta M_S^2", positive=True)
"""Of the squared masses."""


def scaling() -> sp.Expr:
    """What stands before the flavour tensor and μ_B; f has no definition in the paper."""
    angles = sp.sin(2 * (THETA_I - THETA_R))
    return G_D * Q_S * M_N / (64 * sp.pi**2 * M_S**2) * angles * (SPLITTING / M_S**2) ** 2 * F_OF_T


def small_splitting() -> dict[str, Any]:
    """(35) in its three factors."""
    return {"scaling": scaling(), "tensor": sp.im(tensor(1, 2)), "unit": bohr_magneton()}


SMALL_SPLITTING = Printed(
    r"\mu_{ij}\simeq\frac{g_{D}Q_{S}^{D}m_{N}}{64\pi^{2}M_{S}^{2}}\sin(2(\theta_{I}-\theta_{R}))"
    r"\cdot\text{Im}(\lambda_{j2}^{*}\lambda_{i1}^{*}-\lambda_{i2}^{*}\lambda_{j1}^{*})\cdot"
    r"\left(\frac{\delta M_{S}^{2}}{M_{S}^{2}}\right)^{2}\cdot f\left(\frac{m_{N}^{2}}{M_{S}^{2}}\right)\mu_{B}",
    lambda _theory: small_splitting(),
)
