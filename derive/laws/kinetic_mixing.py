r"""Kinetic mixing: which shift makes the kinetic terms canonical, and which coupling it leaves."""

from __future__ import annotations

import sympy as sp

from darktmm.derive import conventions
from darktmm.derive.formula import Formula
from darktmm.derive.result import Result

EPSILON = sp.Symbol("epsilon", real=True)


def kinetic_matrix() -> sp.Matrix:
    r"""K in :math:`-\tfrac14 F^TKF`, F = (F_{μν}, F'_{μν}), for the sign of ε that `conventions` states."""
    return sp.Matrix(
        [
            [1, -conventions.KINETIC_MIXING_SIGN * EPSILON],
            [-conventions.KINETIC_MIXING_SIGN * EPSILON, 1],
        ]
    )


def shift() -> sp.Expr:
    """c in A → A + c A' that removes the mixed kinetic term exactly."""
    c = sp.Symbol("c")
    change = sp.Matrix([[1, c], [0, 1]])
    mixed = (change.T * kinetic_matrix() * change)[0, 1]
    (solution,) = sp.solve(mixed, c)
    return solution


def current_coupling() -> sp.Expr:
    """κ in L = κ A'_μ J^μ_em after the shift: −s·e A_μJ^μ of D = ∂ + s·ieQA goes along."""
    return -conventions.COVARIANT_SIGN * conventions.ELEMENTARY_CHARGE * shift()


def remaining_kinetic() -> sp.Expr:
    """Normalisation of A' that is left after the shift, 1 − ε²."""
    change = sp.Matrix([[1, shift()], [0, 1]])
    return sp.expand((change.T * kinetic_matrix() * change)[1, 1])


def mass_eigenvalues(matrix: sp.Matrix) -> list[sp.Expr]:
    """Squared masses of a mass term ½ VᵀM²V, for canonical kinetic terms."""
    return sorted(matrix.eigenvals(), key=sp.default_sort_key)


def result(model: object) -> Result:
    """The shift and the induced coupling."""
    del model
    sign = "+" if conventions.KINETIC_MIXING_SIGN > 0 else "-"
    return Result(
        "kinetic-mixing",
        "Kinetic mixing of the photon with $A'$",
        "(8)",
        (
            Formula("shift", r"A_\mu\to A_\mu + c\,A'_\mu,\quad c", shift()),
            Formula("induced-coupling", r"\mathcal{L}/(A'_\mu J^\mu_{\rm em})", current_coupling()),
            Formula("normalisation", r"Z_{A'}", remaining_kinetic()),
        ),
        (
            rf"The term in the Lagrangian is ${sign}\frac{{\varepsilon}}{{2}}F_{{\mu\nu}}F'^{{\mu\nu}}$.",
            r"The sign of the induced coupling is that of $\varepsilon$ times the one sign of $D_\mu$.",
        ),
    )
