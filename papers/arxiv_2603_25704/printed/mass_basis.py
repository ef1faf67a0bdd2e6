"""Sec. 2.2, mass basis and misalignment: (9)–(12), as printed."""

from __future__ import annotations

from typing import Any

import sympy as sp

from darktmm.derive.fields import GAMMA5, bilinear
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.models.dark import (
    G_D,
    M_DIRAC,
    M_MAJORANA,
    Q_N,
    Q_S,
    THETA_I,
    THETA_R,
    N,
    coupling,
    yukawa,
)
from darktmm.papers.statement import Printed, constant


def _neutrino_portal(theory: Any) -> sp.Expr:
    model = theory.model
    total = -sp.Add(
        *(
            yukawa(flavour, a) * bilinear(model.nu_flavour[flavour], N, chirality="R") * s
            for flavour in model.flavours
            for a, s in zip(model.indices, model.scalars, strict=True)
        )
    )
    return sp.expand(with_conjugate(total))


NEUTRINO_PORTAL = Printed(
    r"\mathcal{L}_{\nu NS}=-\sum_{\alpha=e,\mu}\sum_{a=1,2}y_{\alpha a}\bar{\nu}_{\alpha L}"
    r"N_{R}S_{a}+\text{h.c.}",
    _neutrino_portal,
)


def _in_mass_basis(theory: Any) -> sp.Expr:
    model = theory.model
    return -sp.Add(
        *(
            coupling(i, a) * bilinear(nu, N, chirality="R") * s
            + sp.conjugate(coupling(i, a)) * bilinear(N, nu, chirality="L") * sp.conjugate(s)
            for i, nu in model.nu.items()
            for a, s in zip(model.indices, model.scalars, strict=True)
        )
    )


MASS_BASIS_PORTAL = Printed(
    r"\mathcal{L}_{\text{mass}}^{\nu}=-\sum_{i=1}^{3}\sum_{a=1,2}\left(\lambda_{ia}\bar{\nu}_{i}"
    r"P_{R}NS_{a}+\lambda_{ia}^{*}\bar{N}P_{L}\nu_{i}S_{a}^{*}\right)",
    _in_mass_basis,
)


def _eigenstates(theory: Any) -> dict[str, sp.Expr]:
    first, second = theory.model.heavy.states
    return {
        "M_1": M_MAJORANA - M_DIRAC,
        "M_2": M_MAJORANA + M_DIRAC,
        "N": sp.expand((second + GAMMA5 * first) / sp.sqrt(2)),
    }


EIGENSTATES = Printed(r"M_{1,2}=m\mp m_D,\quad N=\tfrac{1}{\sqrt2}(N_2+\gamma_5N_1)", _eigenstates)

INDEPENDENT_MIXING = Printed(r"\theta_R\neq\theta_I,\ M_{H_k}\neq M_{A_k}", constant(True))


def projected(kind: str, k: int, i: int = 1) -> sp.Expr:
    """λ̃*_iH_k (kind "H") or λ̃*_iA_k (kind "A")."""
    angle = THETA_R if kind == "H" else THETA_I
    first, second = (sp.conjugate(coupling(i, a)) for a in (1, 2))
    if k == 1:
        return first * sp.cos(angle) - second * sp.sin(angle)
    return first * sp.sin(angle) + second * sp.cos(angle)


COUPLINGS = Printed(
    r"\tilde{\lambda}_{iH_{1}}^{*}=\lambda_{i1}^{*}\cos\theta_{R}-\lambda_{i2}^{*}\sin\theta_{R},"
    r"\ \tilde{\lambda}_{iH_{2}}^{*}=\lambda_{i1}^{*}\sin\theta_{R}+\lambda_{i2}^{*}\cos\theta_{R},"
    r"\ \tilde{\lambda}_{iA_{1}}^{*}=\lambda_{i1}^{*}\cos\theta_{I}-\lambda_{i2}^{*}\sin\theta_{I},"
    r"\ \tilde{\lambda}_{iA_{2}}^{*}=\lambda_{i1}^{*}\sin\theta_{I}+\lambda_{i2}^{*}\cos\theta_{I}",
    constant({f"{kind}{k}": projected(kind, k) for kind in "HA" for k in (1, 2)}),
)

VERTEX_RULE = Printed(
    r"-g_DQ_S\sin(\theta_R-\theta_I)(p_{\rm in}+p_{\rm out})^\mu",
    constant(-G_D * Q_S * sp.sin(THETA_R - THETA_I)),
)
"""Coefficient of (p_in + p_out)^μ for H_1 in and A_2 out."""

AXIAL_CURRENT = Printed(
    r"\mathcal{L}_{\text{gauge}}\supset-g_{D}Q^{D}_{N}\overline{N_{1}}\gamma^{\mu}\gamma_{5}N_{2}"
    r"A^{\prime}_{\mu},\quad -ig_{D}Q^{D}_{N}\gamma^{\mu}\gamma_{5}",
    constant({"L": -G_D * Q_N, "vertex": -sp.I * G_D * Q_N}),
)
"""Coefficient in the Lagrangian, and in the vertex factor printed below (12)."""

DECAY_TO_N1 = Printed(r"A'\to N_1N_1", constant(True))
