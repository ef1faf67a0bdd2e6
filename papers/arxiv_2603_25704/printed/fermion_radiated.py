"""Sec. 2.3, form factors and diagrams in which the fermion radiates: (13)–(17), as printed."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.loops.functions import M_PHI
from darktmm.derive.models.dark import M_1, M_2
from darktmm.papers.statement import Printed, constant

X, Y = sp.symbols("x y", positive=True)
"""Feynman parameters of the line after and before the vector."""

FORM_FACTORS = Printed(
    r"\mathcal{M}_{ij}^{\mu}=\bar{u}_{j}(p^{\prime})\left[\gamma^{\mu}F_{1}(q^{2})"
    r"+\frac{i\sigma^{\mu\nu}q_{\nu}}{2m_{e}}F_{2}(q^{2})+\dots\right]u_{i}(p)",
    constant({"dipole per F_2": 1 / (2 * ELECTRON_MASS), "index of the incoming neutrino": 1}),
)

AMPLITUDE = Printed(
    r"i\mathcal{M}^{\mu}_{\Phi,12}=C_{\Phi ij}\int\frac{d^{4}k}{(2\pi)^{4}}\frac{\overline{u}_{j}"
    r"P_{L}\left[(\not{p}^{\prime}-\not{k}+M_{2})\gamma^{\mu}\gamma_{5}(\not{p}-\not{k}+M_{1})\right]P_{L}u_{i}}"
    r"{[(p^{\prime}-k)^{2}-M_{2}^{2}][(p-k)^{2}-M_{1}^{2}][k^{2}-M_{\Phi}^{2}]}",
    constant(
        {
            "projectors": ("L", "L"),
            "vertex": (sp.S.NegativeOne, sp.S.One),
            "masses": (M_2, M_1),
            "scalar": M_PHI,
        }
    ),
)
"""Projectors of the outgoing and the incoming vertex, left and right part of γ^μγ5, masses after and before it."""


def numerator(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Of (15) for N_first → N_second; (16) exchanges the masses."""
    return second * (1 + X - Y) - first * (1 - X + Y)


DIPOLE_12 = Printed(
    r"\mu_{L,12}^{(\Phi)}=\frac{C_{\Phi ij}}{16\pi^{2}}\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{M_{2}(1+x-y)-M_{1}(1-x+y)}{\Delta_{\Phi,12}(x,y)}",
    constant(numerator(M_1, M_2)),
)

DIPOLE_21 = Printed(
    r"\mu_{L,21}^{(\Phi)}=\frac{C_{\Phi ij}}{16\pi^{2}}\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{M_{1}(1+x-y)-M_{2}(1-x+y)}{\Delta_{\Phi,21}(x,y)}",
    constant(numerator(M_2, M_1)),
)

ANTISYMMETRY = Printed(
    r"M_{1}(1+y-x)-M_{2}(1-y+x)=-\left[M_{2}(1+x-y)-M_{1}(1-x+y)\right]",
    constant((M_1 * (1 + Y - X) - M_2 * (1 - Y + X), -(M_2 * (1 + X - Y) - M_1 * (1 - X + Y)))),
)

NO_VECTOR = Printed(r"F_{1}(q^{2})\equiv 0", constant(sp.S.Zero))

NO_DIPOLE = Printed(r"\mu_{L}^{\text{Fermion-Rad}}\equiv 0", constant(sp.S.Zero))
