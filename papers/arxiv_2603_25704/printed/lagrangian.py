"""Sec. 2.1, fields and Lagrangian: (3)–(8) and Table 1, as printed."""

from __future__ import annotations

from typing import Any

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.fields import bilinear, charge_conjugate
from darktmm.derive.lagrangian import Doublet, fermion_kinetic, scalar_kinetic, with_conjugate
from darktmm.derive.laws.kinetic_mixing import EPSILON
from darktmm.derive.models.dark import M_DIRAC, M_E, M_MAJORANA, E, N, yukawa
from darktmm.derive.symbols import M_APRIME
from darktmm.papers.statement import Printed, constant

PARTS = Printed(
    r"\mathcal{L}=\mathcal{L}_{\text{SM}}+\mathcal{L}_{\text{new}}+\mathcal{L}_{\text{int}}"
    r"+\mathcal{L}_{\text{LNV}}",
    constant(("L_lepton", "L_new", "L_int", "L_LNV")),
)
"""Of L_SM only the kinetic terms of the leptons matter here."""

HALF = sp.Rational(1, 2)


def _table(isospin: sp.Expr, hypercharge: sp.Expr, dark: int, electric: int) -> dict[str, sp.Expr]:
    return {"T3": isospin, "Y": hypercharge, "D": dark, "EM": electric}


TABLE_1 = Printed(
    r"L_{\alpha L}:(\mathbf{2},-\tfrac12,0),\ \Psi:(\mathbf{2},-\tfrac12,+1),\ "
    r"S_{1,2}:(\mathbf{1},0,-1);\ Q_{\rm EM}:\ 0/-1,\,0/-1,\,0",
    constant(
        {
            "N": _table(HALF, -HALF, 1, 0),
            "E": _table(-HALF, -HALF, 1, -1),
            "nu": _table(HALF, -HALF, 0, 0),
            "l": _table(-HALF, -HALF, 0, -1),
            "S": _table(sp.S.Zero, sp.S.Zero, -1, 0),
        }
    ),
)
"""By component; T3 is the place in the doublet."""

CHARGE_OF_E = Printed(r"Q_E=-1", constant(-1))


def _dark_terms(theory: Any) -> sp.Expr:
    model = theory.model
    fermions = sum(
        (
            fermion_kinetic(f, model.vectors) - m * bilinear(f, f)
            for f, m in ((N, M_DIRAC), (E, M_E))
        ),
        sp.S.Zero,
    )
    scalars = sum(
        (
            scalar_kinetic(s, model.vectors)
            - sp.Symbol(f"M_S{a}", positive=True) ** 2 * sp.conjugate(s) * s
            for a, s in zip(model.indices, model.scalars, strict=True)
        ),
        sp.S.Zero,
    )
    return sp.expand(fermions + scalars)


DARK_TERMS = Printed(
    r"\mathcal{L}_{\text{new}}=\bar{\Psi}i\not{D}\Psi-M_{N}\overline{N}N-M_{E}\overline{E}E"
    r"+\sum_{a=1,2}\left[(D_{\mu}S_{a})^{\dagger}(D^{\mu}S_{a})-M_{S_{a}}^{2}S_{a}^{\dagger}S_{a}\right]",
    _dark_terms,
)
"""M_N is what Sec. 2.2 calls m_D."""


def _portal(theory: Any) -> tuple[sp.Expr, sp.Expr]:
    model, psi = theory.model, Doublet(N, E)
    first = second = sp.S.Zero
    for flavour in model.flavours:
        nu, charged = model.nu_flavour[flavour], model.charged_leptons[flavour]
        light = Doublet(nu, charged)
        for a, s in zip(model.indices, model.scalars, strict=True):
            y = yukawa(flavour, a)
            pairs = ((light.upper, psi.upper), (light.lower, psi.lower))
            first -= y * sp.Add(*(bilinear(l, p, chirality="R") for l, p in pairs)) * s
            second -= y * bilinear(nu, N, chirality="R") * s
            second -= y * bilinear(charged, E, chirality="R") * s
    return sp.expand(with_conjugate(first)), sp.expand(with_conjugate(second))


PORTAL = Printed(
    r"\mathcal{L}_{\text{int}}=-\sum_{\alpha=e,\mu}\sum_{a=1,2}y_{\alpha a}\bar{L}_{\alpha}"
    r"P_{R}\Psi S_{a}+\text{h.c.}=-\sum_{\alpha=e,\mu}\sum_{a=1,2}y_{\alpha a}"
    r"\left(\bar{\nu}_{\alpha L}N_{R}+\bar{\ell}_{\alpha L}E_{R}\right)S_{a}+\text{h.c.}",
    _portal,
)
"""First line with the doublets contracted, second line by components."""


def _majorana(_theory: Any) -> sp.Expr:
    conjugate = charge_conjugate(N)
    insertion = -HALF * M_MAJORANA * sp.Add(*(bilinear(conjugate, N, chirality=x) for x in "LR"))
    return sp.expand(with_conjugate(insertion))


MAJORANA_INSERTION = Printed(
    r"\mathcal{L}_{\text{LNV}}=-\frac{1}{2}m\left(\overline{N_{L}^{c}}N_{L}"
    r"+\overline{N_{R}^{c}}N_{R}\right)+\text{h.c.}",
    _majorana,
)

DIAGONAL_VECTOR = Printed(
    r"\bar\nu_i\gamma^\mu\nu_i=0,\ \overline{N_1}\gamma^\mu N_1=0", constant(sp.S.Zero)
)

OFF_DIAGONAL_VECTOR = Printed(
    r"\bar\nu_i\gamma^\mu\nu_jA'_\mu\ \text{forbidden}", constant(sp.S.Zero)
)
"""The coupling."""

OPERATOR = Printed(
    r"\mathcal{L}_{\text{eff}}\supset\frac{1}{2}\mu_{ij}^{D}\bar{\nu}_{i}^{c}\sigma_{\mu\nu}"
    r"\nu_{j}F^{\prime\mu\nu}+\text{h.c.}",
    constant(HALF),
)
"""The number before μ."""

ANTISYMMETRIC = Printed(r"\mu_{ii}^D=0", constant(sp.S.Zero))
"""What is left of the bilinear for i = j."""

MIXING = Printed(
    r"\mathcal{L}_{\text{mix}}\supset-\frac{1}{4}F_{\mu\nu}F^{\mu\nu}-\frac{1}{4}"
    r"F^{\prime}_{\mu\nu}F^{\prime\mu\nu}+\frac{\epsilon}{2}F_{\mu\nu}F^{\prime\mu\nu}"
    r"+\frac{1}{2}m_{A^{\prime}}^{2}A_{\mu}A^{\prime\mu}",
    constant(
        {
            "mixing": 1,
            "mass": sp.Matrix([[0, M_APRIME**2 / 2], [M_APRIME**2 / 2, 0]]),
            "shift": EPSILON,
            "coupling": EPSILON * ELEMENTARY_CHARGE,
        }
    ),
)
"""Sign of (ε/2)F F'; M² in ½VᵀM²V, V = (A, A'); and from the text below: c of A → A + c A', and
the coefficient of A'_μ J^μ_em."""
