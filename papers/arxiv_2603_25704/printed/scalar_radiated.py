"""Sec. 2.3, diagrams in which the scalar radiates: (18)–(23), as printed."""

from __future__ import annotations

from typing import Any

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE, bohr_magneton
from darktmm.derive.fields import MU, TwoSided, VectorComponent
from darktmm.derive.loops.functions import M_A1, M_A2, M_H1, M_H2, M
from darktmm.derive.loops.integrals import integrate_simplex, mixed_difference
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    Q_S,
    THETA_I,
    THETA_R,
    DarkModel,
    coupling,
)
from darktmm.papers.statement import Printed, constant


def _two_way(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    return VectorComponent(DARK_PHOTON, MU) * TwoSided(first, second, MU).doit()


def component_current(model: DarkModel) -> sp.Expr:
    """The unnumbered Lagrangian before (18)."""
    pairs = zip(*model.real_parts, strict=True)
    return sp.expand(-G_D * Q_S * sp.Add(*(_two_way(r, i) for r, i in pairs)))


def physical_current(model: DarkModel) -> sp.Expr:
    """(18)."""
    (h1, h2), (a1, a2) = model.even, model.odd
    aligned = sp.cos(THETA_R - THETA_I) * (_two_way(h1, a1) + _two_way(h2, a2))
    crossed = sp.sin(THETA_I - THETA_R) * (_two_way(h1, a2) - _two_way(h2, a1))
    return sp.expand(-G_D * Q_S * (aligned + crossed))


def path_normalisation() -> sp.Expr:
    """Coefficient of M_α C λ̃*λ̃* J in (20), in GeV⁻¹ (μ_B written out)."""
    value = G_D * Q_S / (32 * sp.pi**2 * ELEMENTARY_CHARGE) * ELECTRON_MASS * bohr_magneton()
    return sp.simplify(value)


def path_function() -> sp.Expr:
    """(21): weight x + y, x with M_Φ2 (here M_A), y with M_Φ1 (here M_H)."""
    nodes = (M_A1**2, M_H1**2, M**2)
    return integrate_simplex(1, nodes, [((1, 0, 0), sp.S.One), ((0, 1, 0), sp.S.One)])


def path_difference(path: sp.Expr) -> sp.Expr:
    """(23) for a given J, splittings factored out."""
    return mixed_difference(path, (M_H1**2, M_H2**2), (M_A1**2, M_A2**2))


def tensor(i: int, j: int) -> sp.Expr:
    """λ*_j2 λ*_i1 − λ*_i2 λ*_j1."""
    return sp.conjugate(coupling(j, 2) * coupling(i, 1)) - sp.conjugate(
        coupling(i, 2) * coupling(j, 1)
    )


def moment_prefactor() -> sp.Expr:
    """(22) before the flavour tensor."""
    return G_D * Q_S / (64 * sp.pi**2) * sp.sin(2 * (THETA_I - THETA_R))


def moment() -> dict[str, Any]:
    """(22): what stands before the sum, what is taken of the tensor, J."""
    return {"prefactor": moment_prefactor(), "tensor": sp.im(tensor(1, 2)), "J": path_function()}


COMPONENT_CURRENT = Printed(
    r"\mathcal{L}_{S-A^{\prime}}=-g_{D}Q^{D}_{S}A^{\prime\mu}\sum_{a=1,2}S_{aR}"
    r"\overleftrightarrow{\partial_{\mu}}S_{aI}",
    lambda theory: component_current(theory.model),
)

PHYSICAL_CURRENT = Printed(
    r"\mathcal{L}_{S-A^{\prime}}=-g_{D}Q^{D}_{S}A^{\prime\mu}\Big[\cos(\theta_{R}-\theta_{I})"
    r"\left(H_{1}\overleftrightarrow{\partial_{\mu}}A_{1}+H_{2}\overleftrightarrow{\partial_{\mu}}A_{2}\right)"
    r"+\sin(\theta_{I}-\theta_{R})\left(H_{1}\overleftrightarrow{\partial_{\mu}}A_{2}"
    r"-H_{2}\overleftrightarrow{\partial_{\mu}}A_{1}\right)\Big]",
    lambda theory: physical_current(theory.model),
)

PATH_AMPLITUDE = Printed(
    r"i\mathcal{M}^{\mu}_{\Phi_{1}\Phi_{2},\alpha}=\int\frac{d^{4}k}{(2\pi)^{4}}\overline{u}_{j}"
    r"\left(\frac{\tilde{\lambda}_{j\Phi_{2}}^{*}}{2}P_{R}\right)\frac{i(\not{k}+M_{\alpha})}"
    r"{k^{2}-M_{\alpha}^{2}}\left(\frac{\tilde{\lambda}_{i\Phi_{1}}^{*}}{2}P_{L}\right)u_{i}"
    r"\frac{iV^{\mu}}{D_{\Phi_{2}}D_{\Phi_{1}}},\ V^{\mu}=-ig_{D}Q^{D}_{S}C_{\Phi_{1}\Phi_{2}}"
    r"(p+p^{\prime}-2k)^{\mu}",
    constant(
        {
            "projectors": ("R", "L"),
            "vertex per coupling": sp.Rational(1, 2),
            "CP-odd vertex over CP-even": sp.S.One,
        }
    ),
)

PROJECTOR_IDENTITY = Printed(r"P_R(\not k+M_\alpha)P_L=M_\alpha P_R", constant(("R", "L", "R")))
"""X, Y, Z of P_X(k̸ + M)P_Y = M P_Z."""

PATH_MOMENT = Printed(
    r"\mu_{ij}^{(\Phi_{1}\Phi_{2},\alpha)}=\frac{g_{D}Q^{D}_{S}}{32\pi^{2}e}\left(m_{e}M_{\alpha}"
    r"\right)C_{\Phi_{1}\Phi_{2}}\left(\tilde{\lambda}_{j\Phi_{2}}^{*}\tilde{\lambda}_{i\Phi_{1}}^{*}\right)"
    r"\mathcal{J}(M_{\alpha},M_{\Phi_{1}},M_{\Phi_{2}})\mu_{B}",
    lambda _theory: path_normalisation(),
)

PATH_FUNCTION = Printed(
    r"\mathcal{J}(M_{\alpha},M_{\Phi_{1}},M_{\Phi_{2}})=\int_{0}^{1}dx\int_{0}^{1-x}dy"
    r"\frac{x+y}{xM_{\Phi_{2}}^{2}+yM_{\Phi_{1}}^{2}+(1-x-y)M_{\alpha}^{2}}",
    lambda _theory: path_function(),
)

DIMENSION_OF_J = Printed(r"[\mathcal{J}]=0", constant(0))

ANTISYMMETRISATION = Printed(r"\mathcal{A}_{ij}=\mu_{ij}-\mu_{ji}", constant({"ij": 1, "ji": -1}))

MOMENT = Printed(
    r"\mu_{ij}=\frac{g_{D}Q^{D}_{S}}{64\pi^{2}}\sin(2(\theta_{I}-\theta_{R}))\cdot\text{Im}"
    r"(\lambda_{j2}^{*}\lambda_{i1}^{*}-\lambda_{i2}^{*}\lambda_{j1}^{*})\sum_{\alpha=1,2}M_{\alpha}"
    r"\Delta\mathcal{J}_{\alpha}",
    lambda _theory: moment(),
)

COMBINATION = Printed(
    r"\Delta\mathcal{J}_{\alpha}=\mathcal{J}(M_{\alpha},M_{H_{1}},M_{A_{1}})"
    r"+\mathcal{J}(M_{\alpha},M_{H_{2}},M_{A_{2}})-\mathcal{J}(M_{\alpha},M_{H_{1}},M_{A_{2}})"
    r"-\mathcal{J}(M_{\alpha},M_{H_{2}},M_{A_{1}})",
    constant({(1, 1): 1, (2, 2): 1, (1, 2): -1, (2, 1): -1}),
)
"""Sign of J(M_α, M_Hk, M_Am) by (k, m)."""

CONDITIONS = Printed(
    r"\lambda\ \text{tensor}\neq0,\ \sin2(\theta_I-\theta_R)\neq0,\ \Delta\mathcal{J}_\alpha\neq0",
    lambda _theory: (
        tensor(1, 2),
        sp.sin(2 * (THETA_I - THETA_R)),
        path_difference(path_function()),
    ),
)
"""What must not vanish."""

DIVERGENT_MASS = Printed(r"\delta m_\nu\to\infty", constant(True))
"""Whether the radiative mass has an ultraviolet pole."""
