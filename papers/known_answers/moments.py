"""Anomalous magnetic moments: Schwinger, a massive vector, Leveille's scalars."""

from __future__ import annotations

import numpy as np
import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.models import charged_scalar, neutral_scalar
from darktmm.numeric.models.dark.brute_force.electroweak import anomalous_moment
from darktmm.papers.known_answers import routes
from darktmm.papers.known_answers.derived import compared, moment
from darktmm.papers.known_answers.printed import moments as printed
from darktmm.papers.known_answers.theory import (
    ALPHA,
    KAPPA,
    LEPTON,
    M_LEPTON,
    M_V,
    VECTOR,
    Theory,
    X,
)
from darktmm.papers.statement import Judgement, Route, Section

SECTION = Section("moments")

ANOTHER = (1, -2)
"""A routing of the loop momentum."""


def across(theory: Theory, routing: tuple[int, int] = (0, 0)) -> sp.Expr:
    """da/dx of the lepton with V across the vertex, κ² = 4πα."""
    found = moment(theory.lagrangians["vector exchange"], LEPTON, VECTOR, routing)
    return sp.factor(found.subs(KAPPA, sp.sqrt(4 * sp.pi * ALPHA)))


def integrated(theory: Theory, integrand: sp.Expr) -> float:
    """Number of ∫₀¹dx at the theory's values; α in units of itself."""
    at = integrand.xreplace({**theory.values, X: X, ALPHA: sp.S.One})
    nodes, weights = np.polynomial.legendre.leggauss(80)
    values = sp.lambdify(X, at, "numpy")((nodes + 1) / 2)
    return float(np.real(weights / 2 @ values))


def shown(integrand: sp.Expr) -> sp.Expr:
    """The numerator ordered by couplings, the denominator by masses."""
    above, below = sp.fraction(integrand)
    squares = {
        sp.conjugate(c) * c: sp.Abs(c) ** 2 for c in (charged_scalar.C_S, charged_scalar.C_P)
    }
    common, inside = sp.factor_terms(sp.expand(above).subs(squares)).as_independent(sp.Abs)
    numerator = sp.collect(sp.expand(inside), list(squares.values()), sp.factor)
    masses = [s**2 for s in sorted(below.free_symbols - {X}, key=str)]
    number, delta = sp.factor_terms(below).as_independent(*masses)
    return common / number * numerator / sp.collect(sp.expand(delta), masses, sp.factor)


@SECTION.statement("One photon across the vertex", printed.SCHWINGER)
def schwinger(claimed: sp.Expr, theory: Theory) -> Judgement:
    """α/2π, as what is left of a vector whose mass goes to zero."""

    def light(routing: tuple[int, int]) -> sp.Expr:
        return sp.integrate(sp.cancel(across(theory, routing).subs(M_V, 0)), (X, 0, 1))

    derived = light((0, 0))
    return Judgement(
        (compared(claimed, derived, theory, "What is left of a vector without mass."),),
        (Formula("schwinger", r"a_\ell\big|_{m_V\to0}", derived),),
        compared=(claimed, derived),
        routes=(
            Route("another routing of the loop momentum", lambda: light(ANOTHER), lambda: derived),
        ),
    )


@SECTION.statement("A massive vector across the vertex", printed.VECTOR)
def massive_vector(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The integrand of a massive vector across the vertex, exact in both masses."""
    derived = across(theory)
    ratio = float(theory.values[M_V] / theory.values[M_LEPTON])
    return Judgement(
        (compared(claimed, derived, theory, "The derived integrand, exact in both masses."),),
        (Formula("vector", r"\frac{da_\ell}{dx}", shown(derived)),),
        compared=(claimed, derived),
        routes=(
            Route(
                "another routing of the loop momentum",
                lambda: across(theory, ANOTHER),
                lambda: derived,
            ),
            Route(
                "matrices, spinors and a numerical momentum integral",
                lambda: anomalous_moment(ratio, 4 * np.pi),
                lambda: integrated(theory, derived),
            ),
        ),
    )


def _scalar(claimed: sp.Expr, theory: Theory, kind: str) -> Judgement:
    model = {"neutral scalar": neutral_scalar, "charged scalar": charged_scalar}[kind]
    lagrangian = theory.lagrangians[kind]
    derived = moment(lagrangian, model.MUON)
    muon, fermion, scalar = (float(theory.values[m]) for m in (model.M_MU, model.M_F, model.M_H))
    c_s, c_p = (complex(theory.values[c]) for c in (model.C_S, model.C_P))
    return Judgement(
        (
            compared(
                claimed, derived, theory, "The derived integrand, exact in the mass of the muon."
            ),
        ),
        (Formula(kind, r"\frac{da_\mu}{dx}", shown(derived)),),
        compared=(claimed, derived),
        routes=(
            Route(
                "another routing of the loop momentum",
                lambda: moment(lagrangian, model.MUON, routing=ANOTHER),
                lambda: derived,
            ),
            Route(
                "matrices, spinors and a numerical momentum integral",
                lambda: routes.scalar_moment(
                    (muon, fermion, scalar), (c_s, c_p), kind == "neutral scalar"
                ),
                lambda: integrated(theory, derived),
            ),
        ),
    )


@SECTION.statement("A neutral scalar and a charged fermion", printed.NEUTRAL_SCALAR)
def leveille_neutral(claimed: sp.Expr, theory: Theory) -> Judgement:
    """Leveille's integrand: the fermion has the charge."""
    return _scalar(claimed, theory, "neutral scalar")


@SECTION.statement("A charged scalar and a neutral fermion", printed.CHARGED_SCALAR)
def leveille_charged(claimed: sp.Expr, theory: Theory) -> Judgement:
    """Leveille's integrand: the scalar has the charge."""
    return _scalar(claimed, theory, "charged scalar")
