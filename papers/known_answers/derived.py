r"""From a Lagrangian to what the literature prints: exact moments, dipoles, and when two forms are one.

The engine has :math:`\Gamma^\mu\ni\Gamma_X\,i\sigma^{\mu\nu}q_\nu P_X` with the photon incoming; the literature on
radiative decays :math:`e\,\sigma_X` with the photon outgoing, hence :math:`\Gamma_X=-e\,\sigma_X`. A moment needs no
such choice: it is the ratio of two terms of one vertex, :math:`\gamma^\mu+\frac a{2m}i\sigma^{\mu\nu}q_\nu`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.fields import DiracFermion, VectorBoson
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.loops.amplitude import amplitude, diagrams, folded, vacuum_terms
from darktmm.derive.loops.integrals import SimplexIntegral, momentum_integral
from darktmm.derive.loops.tadpoles import VacuumTerm, tadpoles
from darktmm.derive.loops.triangle import (
    M_IN,
    M_OUT,
    SCALAR_RADIATES,
    VECTOR_EXCHANGED,
    Diagram,
    FormFactors,
    external_square,
    form_factor_polynomials,
)
from darktmm.derive.memo import cache
from darktmm.derive.symbols import PHOTON
from darktmm.derive.vertices import FeynmanRules, State
from darktmm.papers.known_answers.theory import Theory, X
from darktmm.papers.statement import Finding, Verdict, judged
from darktmm.papers.wording import shown

Routing = tuple[int, int]


@cache
def normal(expression: sp.Expr) -> sp.Expr:
    """Logarithms of single masses, each with one rational function in front; zero only if it vanishes."""
    plain = sp.expand_log(sp.sympify(expression).doit(), force=True)
    logarithms = {f: sp.Dummy() for f in plain.atoms(sp.log)}
    parts = sp.collect(
        sp.expand(plain.xreplace(logarithms)), list(logarithms.values()), evaluate=False
    )
    back = {dummy: f for f, dummy in logarithms.items()}
    return sp.Add(*(sp.factor(c) * key.xreplace(back) for key, c in parts.items()))


def same(first: sp.Expr, second: sp.Expr, theory: Theory) -> bool:
    """Whether two expressions in rational functions and logarithms are identical: refuted by numbers, or proved."""
    one, other = theory.number(first), theory.number(second)
    if abs(one - other) > 1e-12 * max(abs(one), abs(other)):
        return False
    return bool(sp.expand(normal(first - second)) == 0)


def factor(claimed: sp.Expr, derived: sp.Expr, theory: Theory) -> sp.Expr | None:
    """claimed/derived if that is one rational number for all values of the symbols."""
    above, below = theory.number(claimed), theory.number(derived)
    if below == 0 or abs((above / below).imag) > 1e-12 * abs(above / below):
        return None
    ratio = sp.nsimplify((above / below).real, rational=True, tolerance=1e-12)
    return ratio if ratio.q < 1000 and same(claimed, ratio * derived, theory) else None


def compared(
    claimed: sp.Expr, derived: sp.Expr, theory: Theory, right: str, wrong: str = ""
) -> Finding:
    """Confirmed, or by which factor not; a number where it is no factor."""
    times = factor(claimed, derived, theory)
    if times == 1:
        return Finding(Verdict.CONFIRMED, right)
    if times is not None:
        return Finding(Verdict.CORRECTED, f"Printed is {shown(times)} times derived.{wrong}")
    above, below = theory.number(claimed), theory.number(derived)
    apart = f"{above / below:.4g} times" if below else f"{above:.4g} where there is nothing in"
    return Finding(Verdict.CORRECTED, f"Not the derived function: {apart} the derived one here.")


# --- moments, exact in the mass of the lepton ---------------------------------------------------


def exchanged(rules: FeynmanRules, lepton: DiracFermion, vector: VectorBoson) -> Diagram:
    """The vertex of the photon, with a vector across it."""
    rule = rules.vector(lepton, lepton, vector)
    photon = rules.vector(lepton, lepton, PHOTON)
    return Diagram(VECTOR_EXCHANGED, (lepton, lepton), (vector,), rule, rule, photon)


def _integrand(diagram: Diagram, mass: sp.Expr, routing: Routing) -> sp.Expr:
    """m(σ_L + σ_R) of one diagram as an integrand over `X`, the share of the lines that radiate."""
    x, y = sp.symbols("x y")
    vertex = diagram.couplings()
    first, second = vertex["g1"], vertex["g2"]
    numbers = {
        **{"m_i": mass, "m_j": mass, "D": sp.Integer(4), "g1": first, "g2": second},
        **{"M1": diagram.fermions[0].mass, "M2": diagram.fermions[-1].mass},
        **{"aL": diagram.incoming.left, "aR": diagram.incoming.right},
        **{"bL": diagram.outgoing.left, "bR": diagram.outgoing.right},
    }
    values = {sp.Symbol(name): value for name, value in numbers.items()}
    polynomials = form_factor_polynomials(diagram.topology, routing, exact=True)
    numerator, outside = (
        sp.expand(p.as_expr().subs(values, simultaneous=True).subs(y, X - x))
        for p in (polynomials["sigma_L"] + polynomials["sigma_R"], external_square())
    )
    (operator, *_), fermion = diagram.bosons, diagram.fermions[0].mass ** 2
    boson = (operator.args[0] if isinstance(operator, sp.conjugate) else operator).mass ** 2
    if diagram.topology == SCALAR_RADIATES:
        fermion, boson = boson, fermion
    delta = sp.expand(X * fermion + (1 - X) * boson - outside)
    if numerator.has(sp.Symbol("loop_sq")) or delta.has(x):
        raise ArithmeticError("the moment diverges, or depends on how the radiating line is cut")
    remainder, _, _ = momentum_integral(0, 3)
    lines = len(diagram.fermions) + len(diagram.bosons)
    overall = sp.I**lines / sp.I * sp.factorial(2) * remainder
    return mass * overall * sp.integrate(numerator, (x, 0, X)) / delta


def moment(
    lagrangian: Lagrangian,
    lepton: DiracFermion,
    vector: VectorBoson | None = None,
    routing: Routing = (0, 0),
) -> sp.Expr:
    r""":math:`da/dx`: the anomalous moment is its integral over 0 < x < 1, exact in all masses.

    Args:
        lagrangian: with the photon.
        lepton: whose moment.
        vector: what is exchanged; without one, all scalars of the Lagrangian are.
        routing: of the loop momentum, on which nothing depends.
    """
    rules = FeynmanRules(lagrangian)
    found: Iterable[Diagram] = (
        (d for d in diagrams(rules, lepton, lepton, PHOTON) if not d.vectors)
        if vector is None
        else (exchanged(rules, lepton, vector),)
    )
    tree = rules.vector(lepton, lepton, PHOTON).left / sp.I
    total = sum(_integrand(d, lepton.mass, routing) for d in found)
    return sp.factor(total / tree)


# --- dipoles of radiative decays ----------------------------------------------------------------


def dipole(
    lagrangian: Lagrangian,
    incoming: State,
    outgoing: State,
    *,
    topology: str | None = None,
    routing: Routing = (0, 0),
) -> tuple[sp.Expr, sp.Expr]:
    """(σ_L, σ_R) of incoming → outgoing + γ, of first order in the masses outside; folded."""
    vertex: FormFactors = amplitude(
        FeynmanRules(lagrangian),
        incoming,
        outgoing,
        PHOTON,
        structures=("sigma_L", "sigma_R"),
        topology=topology,
        routing=routing,
    )
    left, right = (sp.expand(-vertex[f"sigma_{x}"] / ELEMENTARY_CHARGE) for x in "LR")
    return left, right


@cache
def collected(expression: sp.Expr) -> sp.Expr:
    """A sum of folded integrals with factored coefficients."""
    expanded = sp.expand(expression)
    folded = sorted(expanded.atoms(SimplexIntegral), key=sp.default_sort_key)
    return sp.Add(*(sp.factor(expanded.coeff(f)) * f for f in folded))


# --- with vectors in the loop ---------------------------------------------------------------------

GAUGE = "another gauge parameter"
"""Name of the route that follows every statement with a massive vector in the loop."""


@dataclass(frozen=True)
class Loops:
    """Triangles in the gauge ξ, as vacuum integrals, those with a photon inside left out.

    Attributes:
        diagrams: the triangles.
        terms: structure → vacuum integrals.
    """

    diagrams: tuple[Diagram, ...]
    terms: Mapping[str, Sequence[VacuumTerm]]

    def __getitem__(self, structure: str) -> sp.Expr:
        """Folded, for D → 4."""
        return folded(self.terms[structure])


def whole(lagrangian: Lagrangian, incoming: State, outgoing: State) -> Loops:
    """The dipole of incoming → outgoing + γ."""
    return _whole(lagrangian.expression, incoming, outgoing)


@cache
def _whole(lagrangian: sp.Expr, incoming: State, outgoing: State) -> Loops:
    rules = FeynmanRules(lagrangian)
    rules.validate()
    triangles = tuple(
        d for d in diagrams(rules, incoming, outgoing, PHOTON) if PHOTON not in d.bosons
    )
    m_out = M_IN if incoming == outgoing else M_OUT
    masses = {outgoing.mass: m_out, incoming.mass: M_IN, M_IN: M_IN, M_OUT: m_out}
    terms: dict[str, list[VacuumTerm]] = {"sigma_L": [], "sigma_R": []}
    for d in triangles:
        for structure, found in vacuum_terms(d, masses).items():
            if structure in terms:
                terms[structure].extend(found)
    return Loops(triangles, terms)


def first_order(expression: sp.Expr) -> sp.Expr:
    """What is of order zero and one in both masses outside together; no integral depends on them."""
    none = {M_IN: sp.S.Zero, M_OUT: sp.S.Zero}
    slopes = (s * sp.diff(expression, s).xreplace(none) for s in none)
    return expression.xreplace(none) + sp.Add(*slopes)


def dipole_with_vectors(
    lagrangian: Lagrangian, incoming: State, outgoing: State
) -> tuple[sp.Expr, sp.Expr]:
    """(σ_L, σ_R) for any ξ, of first order in the masses outside; folded."""
    return _dipole(lagrangian.expression, incoming, outgoing)


@cache
def _dipole(lagrangian: sp.Expr, incoming: State, outgoing: State) -> tuple[sp.Expr, sp.Expr]:
    vertex = _whole(lagrangian, incoming, outgoing)
    left, right = (sp.expand(first_order(-vertex[f"sigma_{x}"] / ELEMENTARY_CHARGE)) for x in "LR")
    return left, right


def gauge_dependence(
    lagrangian: Lagrangian, incoming: State, outgoing: State, xi: sp.Symbol
) -> bool:
    """Whether ξ is left anywhere in σ_R, written as a sum of independent one-point functions."""
    return _depends(lagrangian.expression, incoming, outgoing, xi)


@cache
def _depends(lagrangian: sp.Expr, incoming: State, outgoing: State, xi: sp.Symbol) -> bool:
    terms = _whole(lagrangian, incoming, outgoing).terms["sigma_R"]
    kept = [replace(t, coefficient=first_order(t.coefficient)) for t in terms]
    return tadpoles(kept).depends_on(xi)


def gauge_free(lagrangian: Lagrangian, incoming: State, outgoing: State, xi: sp.Symbol) -> Finding:
    """That the gauge parameter drops out, or does not."""
    left = gauge_dependence(lagrangian, incoming, outgoing, xi)
    return judged(
        not left,
        Finding(Verdict.CONFIRMED, rf"{shown(xi)} drops out before any integral is done."),
        Finding(Verdict.CORRECTED, f"{shown(xi)} is left."),
    )
