"""Sec. 2.3, diagrams in which the scalar radiates: (18)–(23), as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.loops.functions import M_A1, M_H1, M
from darktmm.derive.loops.integrals import integrate_simplex
from darktmm.papers.statement import Printed, constant


def path_function() -> sp.Expr:
    """(21): weight x + y, x with M_Φ2 (here M_A), y with M_Φ1 (here M_H)."""
    nodes = (M_A1**2, M_H1**2, M**2)
    return integrate_simplex(1, nodes, [((1, 0, 0), sp.S.One), ((0, 1, 0), sp.S.One)])


PATH_FUNCTION = Printed(
    r"\mathcal{J}(M_{\alpha},M_{\Phi_{1}},M_{\Phi_{2}})=\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{x+y}{xM_{\Phi_{2}}^{2}+yM_{\Phi_{1}}^{2}+(1-x-y)M_{\alpha}^{2}}",
    lambda _theory: path_function(),
)

COMBINATION = Printed(
    r"\Delta\mathcal{J}_{\alpha}=\mathcal{J}(M_{\alpha},M_{H_{1}},M_{A_{1}})"
    r"+\mathcal{J}(M_{\alpha},M_{H_{2}},M_{A_{2}})-\mathcal{J}(M_{\alpha},M_{H_{1}},M_{A_{2}})"
    r"-\mathcal{J}(M_{\alpha},M_{H_{2}},M_{A_{1}})",
    constant({(1, 1): 1, (2, 2): 1, (1, 2): -1, (2, 1): -1}),
)
"""Sign of J(M_α, M_Hk, M_Am) by (k, m)."""
