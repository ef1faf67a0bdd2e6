"""Sec. 3.1, the dipole μ → e: (24)–(29), as printed."""

from __future__ import annotations

from typing import Any

import sympy as sp

from darktmm.derive.fields import bilinear
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.laws.muon_decay import A_R_SQUARED
from darktmm.derive.models.dark import M_E, THETA_I, THETA_R, E, scalar_mass, yukawa
from darktmm.derive.models.dark.charged_dipole import X
from darktmm.derive.models.dark.radiative_decay import PRODUCT_SQUARED
from darktmm.derive.symbols import ALPHA, G_FERMI, M_LEPTON
from darktmm.papers.statement import Printed, constant

F_2 = sp.Function(r"\tilde{F}_2")
"""(26), unevaluated."""


def interaction(theory: Any) -> sp.Expr:
    """(24), h.c. included."""
    model = theory.model
    total = -sum(
        yukawa(flavour, a) * bilinear(model.charged_leptons[flavour], E, chirality="R") * s
        for a, s in zip(model.indices, model.scalars, strict=True)
        for flavour in ("e", "mu")
    )
    return sp.expand(with_conjugate(total))


INTERACTION = Printed(
    r"\mathcal{L}_{\text{int}}\supset-\sum_{a=1,2}\left(y_{ea}\bar{e}_{L}E_{R}S_{a}"
    r"+y_{\mu a}\bar{\mu}_{L}E_{R}S_{a}+\text{h.c.}\right)",
    interaction,
)


def effective_coupling(flavour: str, kind: str, k: int) -> sp.Expr:
    """ỹ_αH_k (kind "H") or ỹ_αA_k (kind "A"): the projection of (11)."""
    angle = THETA_R if kind == "H" else THETA_I
    first, second = (yukawa(flavour, a) for a in (1, 2))
    if k == 1:
        return first * sp.cos(angle) - second * sp.sin(angle)
    return first * sp.sin(angle) + second * sp.cos(angle)


def _pair(kind: str, k: int) -> sp.Expr:
    """ỹ_eΦ ỹ*_μΦ."""
    return effective_coupling("e", kind, k) * sp.conjugate(effective_coupling("mu", kind, k))


def wilson_coefficient() -> sp.Expr:
    """(25), F̃₂ unevaluated."""
    terms = (
        _pair(kind, k) * F_2((scalar_mass(kind, k) / M_E) ** 2) for kind in "HA" for k in (1, 2)
    )
    return sp.Add(*terms) / (32 * sp.pi**2 * M_E**2)


WILSON_COEFFICIENT = Printed(
    r"A_{R}=\frac{1}{32\pi^{2}M_{E}^{2}}\sum_{\Phi\in\{H_{k},A_{m}\}}\tilde{y}_{e\Phi}"
    r"\tilde{y}_{\mu\Phi}^{*}\tilde{F}_{2}\left(x_{\Phi}\right)",
    lambda _theory: wilson_coefficient(),
)


def loop_function(x: sp.Expr = X) -> sp.Expr:
    """(26)."""
    return (2 + 3 * x - 6 * x**2 + x**3 + 6 * x * sp.log(x)) / (6 * (1 - x) ** 4)


def evaluated(expression: sp.Expr) -> sp.Expr:
    """An expression with (26) written out."""
    return expression.replace(F_2, loop_function)


LOOP_FUNCTION = Printed(
    r"\tilde{F}_{2}(x)=\frac{2+3x-6x^{2}+x^{3}+6x\ln x}{6(1-x)^{4}}",
    lambda _theory: loop_function(),
)

LIMIT = Printed(r"\tilde F_2(0)=\frac{1}{3}", constant(sp.Rational(1, 3)))


def product(first: str, second: str) -> sp.Expr:
    """Σ_a y_αa y*_βa."""
    return sp.Add(*(yukawa(first, a) * sp.conjugate(yukawa(second, a)) for a in (1, 2)))


SUMS = Printed(
    r"\sum_{k=1,2}\tilde{y}_{eH_{k}}\tilde{y}_{\mu H_{k}}^{*}=\sum_{a=1,2}y_{ea}y_{\mu a}^{*},"
    r"\quad\sum_{m=1,2}\tilde{y}_{eA_{m}}\tilde{y}_{\mu A_{m}}^{*}=\sum_{a=1,2}y_{ea}y_{\mu a}^{*}",
    lambda _theory: {
        **{kind: sp.Add(*(_pair(kind, k) for k in (1, 2))) for kind in "HA"},
        "product": product("e", "mu"),
    },
)
"""Left-hand sides by kind of scalar, and what both are said to be."""


def decoupled() -> sp.Expr:
    """(28)."""
    return product("e", "mu") / (48 * sp.pi**2 * M_E**2)


DECOUPLED = Printed(
    r"A_{R}\simeq\frac{1}{48\pi^{2}M_{E}^{2}}\sum_{a=1,2}y_{ea}y_{\mu a}^{*}",
    lambda _theory: decoupled(),
)

SHIELDING = Printed(
    r"\partial A_R/\partial\theta_{R,I}=0", constant({"theta_R": sp.S.Zero, "theta_I": sp.S.Zero})
)

INTERFERENCE = Printed(r"i\cdot(-i)=+1", constant(1))


def widths() -> dict[str, sp.Expr]:
    """Γ(μ → eγ) and Γ_total in the text above (29)."""
    return {
        "radiative": ALPHA * M_LEPTON**5 / 8 * A_R_SQUARED,
        "total": G_FERMI**2 * M_LEPTON**5 / (192 * sp.pi**3),
    }


WIDTHS = Printed(
    r"\Gamma(\mu\to e\gamma)\simeq\frac{\alpha_{\text{em}}m_{\mu}^{5}}{8}|A_{R}|^{2},\quad"
    r"\Gamma_{\text{total}}\simeq\frac{G_{F}^{2}m_{\mu}^{5}}{192\pi^{3}}",
    lambda _theory: widths(),
)


def branching_ratio() -> tuple[sp.Expr, sp.Expr]:
    """(29): through |A_R|², and through the Yukawas."""
    first = 24 * sp.pi**3 * ALPHA / G_FERMI**2 * A_R_SQUARED
    return first, ALPHA / (96 * sp.pi * G_FERMI**2 * M_E**4) * PRODUCT_SQUARED


BRANCHING_RATIO = Printed(
    r"\text{BR}(\mu\to e\gamma)=\frac{24\pi^{3}\alpha_{\text{em}}}{G_{F}^{2}}|A_{R}|^{2}\simeq"
    r"\frac{\alpha_{\text{em}}}{96\pi G_{F}^{2}M_{E}^{4}}\left|\sum_{a=1,2}y_{ea}y_{\mu a}^{*}\right|^{2}",
    lambda _theory: branching_ratio(),
)
