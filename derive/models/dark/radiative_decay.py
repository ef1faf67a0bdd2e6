r"""The radiative decay of the muon, :math:`\mu\to e\gamma`, through E and the scalars."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.laws.muon_decay import A_R_SQUARED, branching_ratio, muon_width, radiative_width
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_E, DarkModel
from darktmm.derive.models.dark.charged_dipole import (
    closed_form,
    decoupling_limit,
    hermitian_product,
    normalisation,
)
from darktmm.derive.result import Result

PRODUCT_SQUARED = sp.Symbol(r"\left|\sum_ay_{ea}y^*_{\mu a}\right|^2", positive=True)


@cache
def asymptotic_branching_ratio(model: DarkModel) -> sp.Expr:
    """BR for M_E ≫ M_Φ, through the squared modulus of the hermitian product of the Yukawas.

    Raises:
        ArithmeticError: A_R is not proportional to that product.
    """
    share = sp.cancel(decoupling_limit(model) / hermitian_product("e", "mu"))
    if share.free_symbols - {M_E}:
        raise ArithmeticError(f"A_R is {share} times the product of the Yukawas")
    return branching_ratio().subs(A_R_SQUARED, share**2 * PRODUCT_SQUARED)


def result(model: DarkModel) -> Result:
    """Dipole, width, branching ratio, and what is left of them for heavy E."""
    tilde = [sp.Symbol(rf"\tilde y_{{{s}\Phi}}{c}") for s, c in (("e", ""), (r"\mu", "^*"))]
    loop = sp.Symbol(r"f_F(M_E,M_{\Phi})", positive=True)
    return Result(
        "mu-e-gamma",
        "Radiative decay of the muon",
        "(24)-(29)",
        (
            Formula("A-R", r"A_R\big|_\Phi", sp.Mul(normalisation(model), *tilde, loop)),
            Formula("f-F", "M_E^2f_F", closed_form()),
            Formula("A-R-heavy", r"A_R\big|_{M_E\gg M_\Phi}", sp.factor(decoupling_limit(model))),
            Formula("radiative-width", r"\Gamma(\mu\to e\gamma)", radiative_width()),
            Formula("muon-width", r"\Gamma(\mu\to e\bar\nu_e\nu_\mu)", muon_width()),
            Formula("branching-ratio", r"\mathrm{BR}(\mu\to e\gamma)", branching_ratio()),
            Formula(
                "branching-ratio-heavy",
                r"\mathrm{BR}(\mu\to e\gamma)\big|_{M_E\gg M_\Phi}",
                asymptotic_branching_ratio(model),
            ),
        ),
        (
            "$E$ radiates; the external muon flips the chirality. CP-even and CP-odd scalars add up.",
            r"$A_R=\kappa\,y_eXy_\mu^\dagger$ with a positive definite $X$: it vanishes exactly on a "
            "direction on which the flavour structure of the dark moment does not.",
        ),
    )
