r"""What a loop turns the external vector into, at q = 0: :math:`i\Pi_{VV'}g^{\mu\nu}`.

A photon that becomes a Z on its way to the fermion line gives it a charge; with the triangles and the legs
the sum is zero for a neutrino, and for a charged lepton the charge of tree level. Bosons of any spin run
in the loop, ghosts with their sign, and a contact term closes on itself. A loop of fermions that meet a
massless vector in a conserved current is a total derivative at q = 0; any other is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import sympy as sp

from darktmm.derive.errors import IncompleteError
from darktmm.derive.fields import Bilinear, Ghost, Vector, VectorComponent, quantum
from darktmm.derive.lagrangian import Term
from darktmm.derive.loops.expansion import GAUGE, METRIC, Vacuum
from darktmm.derive.loops.lines import Part, parts
from darktmm.derive.loops.tadpoles import VacuumTerm
from darktmm.derive.vertices import Boson, Chiral, Current, FeynmanRules, State, Triple

_K, _D = sp.Symbol("K"), sp.Symbol("D")

Piece = tuple[sp.Expr, tuple[tuple[str, str], ...], tuple[str, ...]]
"""coefficient · ∏ g^{ij} · ∏ k^i."""


def _contracted(pieces: Sequence[Piece]) -> sp.Expr:
    """Every index occurs twice in a product of the pieces: g^i_i = D, k·k = K."""
    coefficient = sp.Mul(*(c for c, *_ in pieces))
    pairs = [list(pair) for _, metrics, _ in pieces for pair in metrics]
    momenta = [i for _, _, vectors in pieces for i in vectors]
    while pairs:
        i, j = pairs.pop()
        if i == j:
            coefficient *= _D
        elif j in momenta:
            momenta[momenta.index(j)] = i
        elif i in momenta:
            momenta[momenta.index(i)] = j
        else:  # g^{ij} gives the other j the name i
            other = next(pair for pair in pairs if j in pair)
            other[other.index(j)] = i
    return coefficient * _K ** sp.Rational(len(momenta), 2)


def _line(part: Part, i: str, j: str) -> Piece:
    """The numerator of a boson line between two indices."""
    if part.name == METRIC:
        return -sp.S.One, ((i, j),), ()
    return (sp.S.One, (), (i, j)) if part.name == GAUGE else (sp.S.One, (), ())


def _vertex(rule: Current | Triple | sp.Expr, a: str, b: str, mu: str, sign: int) -> list[Piece]:
    """Lines a and b with momenta ±k and ∓k at a vector μ of momentum zero."""
    if isinstance(rule, Current):
        return [(sign * (rule.first - rule.second), (), (mu,))]
    if isinstance(rule, Triple):
        c = rule.coefficients
        places = (a, b, mu)
        return [(sign * (c[0][y] - c[1][y]), (_others(places, y),), (places[y],)) for y in range(3)]
    return [(rule, ((a or b, mu),), ())]


def _others(places: tuple[str, str, str], y: int) -> tuple[str, str]:
    first, second = (p for k, p in enumerate(places) if k != y)
    return first, second


def _terms(whole: sp.Expr, nodes: tuple[sp.Expr, ...], weight: sp.Expr) -> list[VacuumTerm]:
    """Powers of K and D; 1/D projects on g^{μν}."""
    found = sp.Poly(sp.expand(whole), _K, _D)
    return [
        VacuumTerm(Vacuum(r, nodes), d - 1, 0, weight * c) for (r, d), c in found.terms() if c != 0
    ]


def mixing(rules: FeynmanRules, vector: Boson, other: Boson) -> list[VacuumTerm]:
    """iΠ of vector → other at q = 0.

    Raises:
        IncompleteError: vectors of a non-abelian group run in the loop and the rules have no ghosts; or a
            fermion loop that is no total derivative.
    """
    _check_fermions(rules, vector, other)
    found: list[VacuumTerm] = []
    ghosts = any(f.ghost for f in rules.fields)
    for a, b in _pairs(rules, vector):
        back = rules.radiated(sp.conjugate(a), sp.conjugate(b), other)
        if not back:
            continue
        if not ghosts and {quantum(a).spin, quantum(b).spin} == {1}:
            raise IncompleteError(
                f"ghosts: {a} and {b} turn {vector} into {other}, and the rules have none"
            )
        found.extend(_bubble(rules, a, b, vector, other))
    for term in rules.contact:
        found.extend(_seagull(term, vector, other))
    return found


def _pairs(rules: FeynmanRules, vector: Boson) -> Iterator[tuple[Boson, Boson]]:
    """Ordered pairs of operators that meet the vector."""
    operators = {op for f in rules.fields if f.spin in (0, 1) for op in (f, sp.conjugate(f))}
    for a in sorted(operators, key=str):
        for b in rules.boson_partners(a, vector):
            yield a, b


def _bubble(
    rules: FeynmanRules, a: Boson, b: Boson, vector: Boson, other: Boson
) -> Iterator[VacuumTerm]:
    first = rules.radiated(a, b, vector)
    second = rules.radiated(sp.conjugate(a), sp.conjugate(b), other)
    one, two = (name if quantum(x).spin == 1 else "" for name, x in (("a", a), ("b", b)))
    primed = tuple(f"{n}'" if n else "" for n in (one, two))
    sign = -1 if isinstance(quantum(a), Ghost) else 1
    for line_a, line_b in product(parts(quantum(a)), parts(quantum(b))):
        lines = (_line(line_a, one, primed[0]), _line(line_b, two, primed[1]))
        whole = sp.Add(
            *(
                _contracted((v, w, *lines, (sp.S.One, (("mu", "nu"),), ())))
                for v in _vertex(first, one, two, "mu", 1)
                for w in _vertex(second, primed[0], primed[1], "nu", -1)
            )
        )
        # Ordered pairs count every bubble twice, and of two identical lines one has to be halved.
        weight = sign * sp.I**2 * line_a.weight * line_b.weight / 2
        yield from _terms(whole, (*line_a.nodes, *line_b.nodes), weight)


def _seagull(term: Term, vector: Boson, other: Boson) -> Iterator[VacuumTerm]:
    """A contact of the two vectors and a line that closes on itself."""
    operators = list(term.operators)
    if len(operators) != 4 or any(isinstance(op, Bilinear) for op in operators):
        return
    bare = [op.operator if isinstance(op, VectorComponent) else op for op in operators]
    for i, j in product(range(4), repeat=2):
        if i == j or (bare[i], bare[j]) != (vector, other):
            continue
        rest = [k for k in range(4) if k not in (i, j)]
        p, q = (bare[k] for k in rest)
        if p != sp.conjugate(q):
            continue
        mu, nu = (operators[k].index for k in (i, j))
        for part in parts(quantum(p)):
            if isinstance(quantum(p), Vector):
                inner = [operators[k].index for k in rest]
                names = {mu: "mu", nu: "nu"} if mu != nu else {mu: "mu"}
                labels = [names.get(x, str(x)) for x in inner]
                if mu == nu:
                    labels = ["rho", "rho"]
                pieces = [
                    _line(part, *labels),
                    (sp.S.One, (("mu", "nu" if mu != nu else "mu"),), ()),
                ]
            else:
                pieces = [(sp.S.One, (("mu", "mu"),), ())]
            weight = sp.I * sp.I * term.coefficient * part.weight
            yield from _terms(_contracted(pieces), part.nodes, weight)


def _check_fermions(rules: FeynmanRules, vector: Boson, other: Boson) -> None:
    """Both vectors on one fermion line, the external one not a diagonal vector current: refused."""
    shared = [
        (out, into, rule)
        for (out, into, v), rule in rules.currents().items()
        if v == vector and rule and rules.vector(into, out, other)
    ]
    for out, into, rule in shared:
        if out != into or rule.left != rule.right or quantum(vector).mass != 0:
            raise IncompleteError(
                f"fermions: the loop of {into}, {out} between {vector} and {other}"
            )


def through_mixing(
    rules: FeynmanRules, incoming: State, outgoing: State, vector: Boson
) -> dict[str, list[VacuumTerm]]:
    """What vector → other → fermion line adds to γ^μP_X in Γ^μ.

    The propagator of `other` at q = 0 is :math:`ig_{\\mu\\nu}/M^2`.

    Raises:
        IncompleteError: `other` is massless too.
    """
    total: dict[str, list[VacuumTerm]] = {"gamma_L": [], "gamma_R": []}
    for (out, into, other), rule in rules.currents().items():
        if (out, into) != (outgoing, incoming) or other == vector or not rule:
            continue
        turned = mixing(rules, vector, other)
        mass = quantum(other).mass
        if turned and mass == 0:
            raise IncompleteError(f"mixing: {vector} and {other}, both massless")
        for name, value in _sides(rule):
            total[name] += [
                VacuumTerm(t.vacuum, t.in_dimension, t.average, t.coefficient * value / mass**2)
                for t in turned
            ]
    return total


def _sides(rule: Chiral) -> tuple[tuple[str, sp.Expr], ...]:
    return ("gamma_L", rule.left), ("gamma_R", rule.right)


__all__ = ["mixing", "through_mixing"]
