"""Sec. 3.1, the anomalous moment of the muon: (32) and the sentences below it, as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.models.dark import M_E
from darktmm.derive.symbols import M_LEPTON
from darktmm.papers.arxiv_2603_25704.printed.mu_e_gamma import product
from darktmm.papers.statement import Printed, constant


def anomalous_moment() -> sp.Expr:
    """(32)."""
    return M_LEPTON**2 / (24 * sp.pi**2 * M_E**2) * product("mu", "mu")


ANOMALOUS_MOMENT = Printed(
    r"\Delta a_{\mu}\simeq\frac{m_{\mu}^{2}}{24\pi^{2}M_{E}^{2}}\sum_{a=1,2}|y_{\mu a}|^{2}",
    lambda _theory: anomalous_moment(),
)

NATURAL = Printed(r"\Delta a_\mu\sim\mathcal{O}(10^{-13})", constant(-13))
"""Order of magnitude for y_e ~ y_μ."""

DEVIATION = Printed(r"\Delta a_\mu\sim10^{-9}\ \text{incompatible}", constant(1e-9))
