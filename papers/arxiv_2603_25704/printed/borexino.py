"""Sec. 3.2, scattering through a massive mediator and kinetic mixing: (33), (34), as printed."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.laws.scattering import ENERGY, MEDIATOR, RECOIL
from darktmm.papers.statement import Printed, constant

Q_SQUARED = sp.Symbol("q^2", real=True)


def shape_factor() -> sp.Expr:
    """(34), last form."""
    product = 2 * ELECTRON_MASS * RECOIL
    return product / (product + MEDIATOR**2)


def integrands() -> tuple[sp.Expr, sp.Expr]:
    """Under the integrals on the left and on the right of (33)."""
    spectrum = 1 / RECOIL - 1 / ENERGY
    return spectrum * shape_factor() ** 2, spectrum


def shape() -> Mapping[str, sp.Expr]:
    """(34) and the text above it."""
    return {
        "q^2": -2 * ELECTRON_MASS * RECOIL,
        "ratio of propagators": Q_SQUARED / (Q_SQUARED - MEDIATOR**2),
        "F": shape_factor(),
    }


RECAST = Printed(
    r"(\mu_{\text{eff}}^{\text{limit}})^{2}\int_{T_{\text{min}}}^{T_{\text{max}}}"
    r"\left(\frac{1}{T_{e}}-\frac{1}{E_{\nu}}\right)\mathcal{F}^{2}(T_{e},M_{A^{\prime}})\,dT_{e}"
    r"=(\mu_{\text{Borexino}}^{\text{limit}})^{2}\int_{T_{\text{min}}}^{T_{\text{max}}}"
    r"\left(\frac{1}{T_{e}}-\frac{1}{E_{\nu}}\right)dT_{e}",
    lambda _theory: integrands(),
)

SHAPE_FACTOR = Printed(
    r"\mathcal{F}(T_{e},M_{A^{\prime}})=\frac{q^{2}}{q^{2}-M_{A^{\prime}}^{2}}"
    r"=\frac{2m_{e}T_{e}}{2m_{e}T_{e}+M_{A^{\prime}}^{2}}",
    lambda _theory: shape(),
)

KINETIC_MIXING = Printed(
    r"\mathcal{L}_{\text{mix}}=-\frac{\epsilon}{2}F_{\mu\nu}F^{\prime\mu\nu}", constant(-1)
)
"""Sign of (ε/2)F F'."""
