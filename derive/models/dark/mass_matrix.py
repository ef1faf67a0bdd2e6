r"""Polynomials in the physical masses and the angle of N that depend on its mass matrix alone.

The way back of :math:`\begin{pmatrix}m_L&m_D\\m_D&m_R\end{pmatrix}=O\,\mathrm{diag}(M_1,M_2)\,O^T`: what is
symmetric under a relabelling of N₁ and N₂ is a polynomial in m_L, m_R and m_D.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.memo import cache
from darktmm.derive.models.dark.lagrangian import (
    M_DIRAC,
    M_LEFT,
    M_RIGHT,
    THETA,
    DarkModel,
    variant,
)


def in_lagrangian_masses(model: DarkModel, polynomial: sp.Expr) -> sp.Expr:
    """A polynomial in M₁, M₂, sin θ and cos θ, with any coefficients, in terms of m_L, m_R and m_D.

    Raises:
        ArithmeticError: it depends on more than the mass matrix of N.
    """
    eliminated, basis = _definitions(model)
    total = sp.S.Zero
    for powers, coefficient in sp.Poly(polynomial, *eliminated).terms():
        monomial = sp.Mul(*(x**n for x, n in zip(eliminated, powers, strict=True)))
        total += coefficient * basis.reduce(monomial)[1]
    total = sp.expand(total)
    if total.has(*eliminated):
        raise ArithmeticError(f"{polynomial} is no function of m_L, m_R, m_D")
    return total


@cache
def _definitions(model: DarkModel) -> tuple[tuple[sp.Expr, ...], sp.GroebnerBasis]:
    """cos θ, sin θ, M₁, M₂, and a basis of the relations between them and m_L, m_R, m_D."""
    general = variant(model, majorana_angle=THETA)
    angle = sp.cos(THETA), sp.sin(THETA)
    eliminated = (*angle, *(n.mass for n in general.heavy.states))
    relations = [
        *(value - mass for mass, value in general.fermion_masses().items()),
        sum(x**2 for x in angle) - 1,
    ]
    names = (*eliminated, M_LEFT, M_RIGHT, M_DIRAC)
    return eliminated, sp.groebner(relations, *names, order="lex", domain=sp.QQ)
