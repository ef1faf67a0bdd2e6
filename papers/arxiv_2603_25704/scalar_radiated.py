"""Sec. 2.3, diagrams in which the scalar radiates: (18)–(23)."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import M_A1, M_H1, M, loop_factor, positive
from darktmm.derive.loops.integrals import integrate_simplex
from darktmm.derive.loops.triangle import (
    SCALAR_RADIATES,
    Diagram,
    diagrams,
    form_factor_polynomials,
)
from darktmm.derive.models.dark import DarkModel
from darktmm.derive.vertices import Current
from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged

SECTION = Section("2.3")

X, Y = sp.symbols("x y", positive=True)


def path(model: DarkModel) -> Diagram:
    """The triangle of N₂ in which H₁ turns into A₁."""
    for d in diagrams(model.rules, model.nu[1], model.nu[2], model.vectors[0]):
        if d.topology == SCALAR_RADIATES and d.fermions == (model.heavy.states[1],):
            if d.scalars == (model.even[0], model.odd[0]):
                return d
    raise ArithmeticError("there is no diagram in which H_1 turns into A_1")


def loop_of_path(model: DarkModel) -> sp.Expr:
    """J of that triangle: the dipole divided by its three couplings, the internal mass and 1/16π²."""
    diagram = path(model)
    assert isinstance(diagram.vector, Current)
    couplings = diagram.incoming.left * diagram.outgoing.left * diagram.vector.first
    dipole = diagram.form_factors(("sigma_L",), massless=True)["sigma_L"]
    mass = diagram.fermions[0].mass
    loop = sp.cancel(sp.factor(dipole) / (couplings * mass * loop_factor()))
    h, a = (s.mass for s in diagram.scalars)
    return positive(loop.subs({mass: M, h: M_H1, a: M_A1}, simultaneous=True))


def scalar_weight(routing: tuple[int, int] = (0, 0)) -> sp.Expr:
    """What the numerator of a radiating scalar leaves under the integral, one at x = y = 0."""
    names = sp.symbols("x y M1 g1 g2 aL bL m_i m_j")
    values = (X, Y, 1, 1, -1, 1, 1, 0, 0)
    numerator = form_factor_polynomials(SCALAR_RADIATES, routing)["sigma_L"].as_expr()
    weight = sp.expand(numerator.subs(dict(zip(names, values, strict=True)), simultaneous=True))
    return sp.expand(weight / weight.subs({X: 0, Y: 0}))


def over_simplex(numerator: sp.Expr, nodes: tuple[sp.Expr, ...]) -> sp.Expr:
    """∫dx dy numerator/Δ."""
    monomials = [((*powers, 0), value) for powers, value in sp.Poly(numerator, X, Y).terms()]
    return integrate_simplex(1, nodes, monomials)


@SECTION.statement("Loop function J", printed.PATH_FUNCTION)
def eq21(claimed: sp.Expr, theory: Theory) -> Judgement:
    derived = loop_of_path(theory.model)
    nodes = (M_A1**2, M_H1**2, M**2)
    weight = scalar_weight()
    off_the_fermion = over_simplex(X + Y, nodes)
    return Judgement(
        findings=(
            judged(
                sp.expand(claimed - derived) == 0,
                Finding(Verdict.CONFIRMED, "The derived loop function."),
                Finding(
                    Verdict.CORRECTED,
                    f"The weight is {sp.sstr(weight, order='rev-lex')}, the parameter of the internal "
                    "fermion: p + p' - 2k averages to that times p + p'."
                    + (
                        " x + y is the weight of radiation off the fermion."
                        if sp.expand(claimed - off_the_fermion) == 0
                        else ""
                    ),
                ),
            ),
        ),
        derived=(Formula("path", r"\mathcal{J}(M,M_{H_1},M_{A_1})", derived, dimension=-2),),
        where="shift of the loop momentum in (p + p' - 2k)^mu",
        compared=(claimed, derived),
        routes=(
            Route(
                "another routing of the loop momentum",
                lambda: over_simplex(scalar_weight((1, -2)), nodes),
                lambda: derived,
            ),
        ),
    )
