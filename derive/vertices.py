r"""Feynman rules, by differentiating the Lagrangian.

Rules are the coefficients of :math:`i\mathcal L`, with all momenta running *into* the vertex, so
that ∂_μ acting on an incoming quantum of momentum k is −ik_μ.

Every term is read. Cubic vertices are indexed by the lines that meet in them; a term that is linear
or quadratic in the fields makes no vertex, and one with four fields or more is kept in `contact`: who
sums diagrams asks there whether a term was left out. What is none of these is refused by name.

Fermions follow A. Denner, H. Eck, O. Hahn, J. Küblbeck, Nucl. Phys. B387 (1992) 467: along a chosen
fermion flow each bilinear :math:`\bar a\,\Gamma\,b` is a vertex *b → a* with Γ and, read backwards,
a vertex :math:`a^c\to b^c` with :math:`\Gamma'=C\Gamma^TC^{-1}`. For Majorana fields the two may be
the same vertex; then both contractions are summed. No sign has to be remembered.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any, TypeAlias

import sympy as sp

from darktmm.derive.errors import DerivationError, UnknownFieldError, UnreadableTermError
from darktmm.derive.fields import (
    Bilinear,
    ChargeConjugate,
    Field,
    Partial,
    VectorComponent,
    _conjugate_atom,
    is_spinor,
    quantum,
)
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, Term, check_hermitian, terms
from darktmm.derive.quadratic import check_states

State = Field | ChargeConjugate
"""A line with a direction: ψ, or ψᶜ when it is traversed against the fermion number."""

Boson: TypeAlias = Any
"""The operator φ, φ†, V or V† at a vertex; V stands for V_μ."""


DIRAC_MU, DIRAC_5 = (
    sp.Symbol(r"\gamma^\mu", commutative=False),
    sp.Symbol("gamma_5", commutative=False),
)
"""γ^μ and γ5 as they are written in a formula: the order matters."""

_P_LEFT, _P_RIGHT = (sp.Symbol(f"P_{x}", commutative=False) for x in "LR")


@dataclass(frozen=True)
class Chiral:
    """left·P_L + right·P_R.

    Attributes:
        left, right: coefficients of P_L and P_R.
    """

    left: sp.Expr = sp.S.Zero
    right: sp.Expr = sp.S.Zero

    def __add__(self, other: Chiral) -> Chiral:
        return Chiral(self.left + other.left, self.right + other.right)

    def scaled(self, factor: sp.Expr) -> Chiral:
        """Both chiralities times a number."""
        return Chiral(factor * self.left, factor * self.right)

    @classmethod
    def of(cls, chirality: str, value: sp.Expr) -> Chiral:
        """value·P_X."""
        return cls(left=value) if chirality == "L" else cls(right=value)

    def spelled(self) -> sp.Expr:
        """a P_L + b P_R with projectors that commute with no Dirac matrix."""
        return self.left * _P_LEFT + self.right * _P_RIGHT

    def on_gamma(self) -> sp.Expr:
        """γ^μ(a P_L + b P_R) as v γ^μ + a γ^μγ5, in this order: γ^μγ5 = −γ5γ^μ."""
        vector, axial = (self.right + self.left) / 2, (self.right - self.left) / 2
        return sp.simplify(vector) * DIRAC_MU + sp.simplify(axial) * DIRAC_MU * DIRAC_5

    def __bool__(self) -> bool:
        return self.left != 0 or self.right != 0


@dataclass(frozen=True)
class Current:
    r"""φ₁φ₂V vertex :math:`c_1k_1^\mu + c_2k_2^\mu`, momenta incoming.

    Attributes:
        first, second: c₁, c₂.
    """

    first: sp.Expr = sp.S.Zero
    second: sp.Expr = sp.S.Zero

    def __bool__(self) -> bool:
        return self.first != 0 or self.second != 0


Gradient = tuple[tuple[sp.Expr, sp.Expr, sp.Expr], ...]


@dataclass(frozen=True)
class Triple:
    r"""V₁V₂V₃ vertex :math:`\sum_{XY}c_{XY}\,k_X^{\alpha_Y}g^{\alpha_Z\alpha_{Z'}}`, momenta incoming.

    X is the line whose momentum it is, Y the line that carries the index of the momentum; the metric
    joins the two others.

    Attributes:
        coefficients: c_XY, three rows X of three.
    """

    coefficients: Gradient = ((sp.S.Zero,) * 3,) * 3

    def __bool__(self) -> bool:
        return any(c != 0 for row in self.coefficients for c in row)


class FeynmanRules:
    """The vertices of a Lagrangian, indexed by the lines that meet in them.

    Attributes:
        fields: every field of the Lagrangian.
        lagrangian: the expression that was read.
        contact: terms with four fields or more.
        relations: parameters of the Lagrangian by masses and angles, used where masses are compared.
        assumption: why the fields are mass eigenstates although the parameters do not show it (free
            symbols for a mixing matrix, say); None: it is proved by `validate`.

    Raises:
        UnreadableTermError: a cubic term has no rule here.
    """

    def __init__(
        self,
        lagrangian: Lagrangian | sp.Expr,
        relations: Mapping[sp.Expr, sp.Expr] | None = None,
        assumption: str | None = None,
    ) -> None:
        expression = lagrangian.expression if isinstance(lagrangian, Lagrangian) else lagrangian
        self.lagrangian: sp.Expr = sp.sympify(expression)
        self.fields: set[Field] = self.lagrangian.atoms(Field)
        self.contact: list[Term] = []
        self.relations, self.assumption = dict(relations or {}), assumption
        self.linear: list[Term] = []
        self.quadratic: list[Term] = []
        self._valid = False
        self._yukawa: dict[tuple[State, State, Boson], Chiral] = {}
        self._vector: dict[tuple[State, State, Boson], Chiral] = {}
        self._dipole: dict[tuple[State, State, Boson], Chiral] = {}
        self._scalar: dict[tuple[Boson, Boson, Boson], sp.Expr] = {}
        self._metric: dict[tuple[Boson, Boson, Boson], sp.Expr] = {}
        self._triple: dict[tuple[Boson, Boson, Boson], dict[tuple[int, int], sp.Expr]] = {}
        for term in terms(self.lagrangian):
            self._read(term)

    # --- reading --------------------------------------------------------------------------------

    def _read(self, term: Term) -> None:
        bilinears = term.bilinears
        bosons = [op for op in term.operators if not isinstance(op, Bilinear)]
        quanta = 2 * len(bilinears) + len(bosons)
        if any(is_spinor(b) for b in bosons) or any(n != 2 for n in term.indices().values()):
            raise _unreadable(term, "it is no Lorentz scalar")
        if quanta == 1:
            self.linear.append(term)
        elif quanta == 2:
            self.quadratic.append(term)
        elif quanta > 3:
            self.contact.append(term)
        elif bilinears and bosons:
            self._read_fermion(term, bilinears[0], bosons[0])
        elif len(bosons) == 3:
            for spelled in terms(sp.Mul(term.coefficient, *map(_spelled, bosons))):
                self._read_bosons(spelled)

    def _read_fermion(self, term: Term, line: Bilinear, boson: sp.Expr) -> None:
        plain = isinstance(boson, Field | sp.conjugate)
        if isinstance(line.bar, Partial) or isinstance(line.ket, Partial):
            raise _unreadable(term, "a derivative acts on a spinor")
        for sign, b in ((1, line), line.flipped()):
            rule = Chiral.of(b.chirality, sp.I * sign * term.coefficient)
            if isinstance(boson, FieldStrength) and len(b.indices) == 2:
                # F_{μν} → −i(q_μ ε_ν − q_ν ε_μ) for an incoming vector, so that
                # γ^μγ^ν F_{μν} → i[ε̸, q̸], and [ε̸, q̸] = −2·iσ^{μν}q_ν ε_μ.
                forward = 1 if b.indices == tuple(boson.args[1:]) else -1
                _add(self._dipole, (b.bar, b.ket, boson.operator), rule.scaled(-2 * sp.I * forward))
            elif isinstance(boson, VectorComponent) and len(b.indices) == 1:
                _add(self._vector, (b.bar, b.ket, boson.operator), rule)
            elif plain and not b.indices:
                _add(self._yukawa, (b.bar, b.ket, boson), rule)
            else:
                raise _unreadable(term, "neither a Yukawa coupling, a current nor a dipole")

    def _read_bosons(self, term: Term) -> None:
        """Three bosons: every way to attach the lines to the operators is a contraction."""
        bare = [_bare(op) for op in term.operators]
        derivatives = [k for k, op in enumerate(term.operators) if isinstance(op, Partial)]
        vectors = [k for k, op in enumerate(term.operators) if _index(op) is not None]
        if any(isinstance(op, Partial) and isinstance(op.field, Partial) for op in term.operators):
            raise _unreadable(term, "second derivatives")
        kind = (len(vectors), len(derivatives))
        rule = sp.I * term.coefficient
        for order in permutations(range(3)):
            lines = tuple(bare[k] for k in order)
            if kind == (1, 1):
                # i·c·(−i k) for the differentiated, incoming line; filed as (differentiated, other, V)
                (d,), (v,) = derivatives, vectors
                if d == v:
                    raise _unreadable(term, "a divergence of a vector")
                if order[2] == v and order[0] == d:
                    _add(self._scalar, lines, -sp.I * rule)
            elif kind == (2, 0):
                if order[0] not in vectors:  # filed as (scalar, V, V')
                    _add(self._metric, lines, rule)
            elif kind == (3, 1):
                (d,) = derivatives
                moved = term.operators[d].index
                other = next(k for k in vectors if _index(term.operators[k]) == moved)
                place = {k: position for position, k in enumerate(order)}
                entry = self._triple.setdefault(lines, {})
                _add(entry, (place[d], place[other]), -sp.I * rule)
            elif kind != (0, 0):  # three scalars meet in no loop of two fermions and a vector
                raise _unreadable(term, f"{kind[0]} vectors with {kind[1]} derivatives")

    def validate(self) -> None:
        """Whether loops may be built from these rules: hermitian, at a vacuum, in mass eigenstates.

        Raises:
            NotHermitianError: L differs from L† (ghosts aside).
            NotDiagonalError: a field that is no mass eigenstate, or whose mass is another.
            DerivationError: a term linear in a field; the vacuum is elsewhere.
        """
        if self._valid:
            return
        if self.linear:
            left = sp.Add(*(t.expression for t in self.linear))
            raise DerivationError(f"vacuum: the Lagrangian has the linear terms {left}")
        physical = (t for t in terms(self.lagrangian) if not any(f.ghost for f in t.fields()))
        check_hermitian(sp.Add(*(t.expression for t in physical)))
        if self.assumption is None:
            quadratic = sp.Add(*(t.expression for t in self.quadratic))
            check_states(quadratic.subs(self.relations, simultaneous=True))
        self._valid = True

    # --- asking ---------------------------------------------------------------------------------

    def _require(self, *lines: sp.Expr) -> None:
        for line in lines:
            for name in line.atoms(Field):
                if name not in self.fields:
                    raise UnknownFieldError(f"vertex: the Lagrangian contains no field {name}")

    def yukawa(self, outgoing: State, incoming: State, scalar: Boson) -> Chiral:
        """i(a P_L + b P_R) for incoming → outgoing with the operator `scalar` at the vertex."""
        self._require(outgoing, incoming, scalar)
        return self._yukawa.get((outgoing, incoming, scalar), Chiral())

    def vector(self, outgoing: State, incoming: State, vector: Boson) -> Chiral:
        """iγ^μ(a P_L + b P_R)."""
        self._require(outgoing, incoming, vector)
        return self._vector.get((outgoing, incoming, vector), Chiral())

    def dipole(self, outgoing: State, incoming: State, vector: Boson) -> Chiral:
        """i·iσ^{μν}q_ν(a P_L + b P_R), of an operator that contains the field strength."""
        self._require(outgoing, incoming, vector)
        return self._dipole.get((outgoing, incoming, vector), Chiral())

    def emitted(self, outgoing: State, incoming: State, boson: Boson) -> Chiral:
        """The rule of a scalar or of a vector, whichever `boson` is."""
        if quantum(boson).spin == 0:
            return self.yukawa(outgoing, incoming, boson)
        return self.vector(outgoing, incoming, boson)

    def current(self, first: Boson, second: Boson, vector: Boson) -> Current:
        """c₁k₁^μ + c₂k₂^μ for two scalar operators and a vector."""
        self._require(first, second, vector)
        empty = sp.S.Zero
        return Current(
            self._scalar.get((first, second, vector), empty),
            self._scalar.get((second, first, vector), empty),
        )

    def metric(self, scalar: Boson, first: Boson, second: Boson) -> sp.Expr:
        """c of the vertex c·g^{αβ} of a scalar and two vectors."""
        self._require(scalar, first, second)
        return self._metric.get((scalar, first, second), sp.S.Zero)

    def triple(self, first: Boson, second: Boson, third: Boson) -> Triple:
        """Three vectors."""
        self._require(first, second, third)
        table = self._triple.get((first, second, third), {})
        row = range(3)
        return Triple(tuple(tuple(table.get((x, y), sp.S.Zero) for y in row) for x in row))  # type: ignore[misc]

    def radiated(self, first: Boson, second: Boson, vector: Boson) -> Current | sp.Expr | Triple:
        """The vertex of two bosons of a loop and an external vector, whatever their spins."""
        spins = quantum(first).spin, quantum(second).spin
        if spins == (0, 0):
            return self.current(first, second, vector)
        if spins == (1, 1):
            return self.triple(first, second, vector)
        scalar, other = (first, second) if spins[0] == 0 else (second, first)
        return self.metric(scalar, other, vector)

    def currents(self) -> Mapping[tuple[State, State, Boson], Chiral]:
        """All vertices γ^μ: (outgoing, incoming, vector) → rule."""
        return self._vector

    def dipoles(self) -> Mapping[tuple[State, State, Boson], Chiral]:
        """All vertices iσ^{μν}q_ν."""
        return self._dipole

    # --- walking --------------------------------------------------------------------------------

    def yukawa_partners(self, incoming: State) -> list[tuple[State, Boson]]:
        """(fermion, scalar operator) pairs that `incoming` can turn into."""
        return [
            (out, s) for (out, ket, s), rule in self._yukawa.items() if ket == incoming and rule
        ]

    def partners(self, incoming: State) -> Iterator[tuple[State, Boson]]:
        """(fermion, scalar or vector operator) pairs that `incoming` can turn into."""
        yield from self.yukawa_partners(incoming)
        for (out, ket, v), rule in self._vector.items():
            if ket == incoming and rule:
                yield out, v

    def vector_partners(self, incoming: State, vector: Boson) -> list[State]:
        """Fermions that `incoming` turns into by absorbing the vector."""
        return [
            out
            for (out, ket, v), rule in self._vector.items()
            if (ket, v) == (incoming, vector) and rule
        ]

    def scalar_partners(self, operator: Boson, vector: Boson) -> list[Boson]:
        """Scalar operators that meet `operator` in a vertex with the vector."""
        return [b for b in self.boson_partners(operator, vector) if quantum(b).spin == 0]

    def boson_partners(self, operator: Boson, vector: Boson) -> list[Boson]:
        """Scalar and vector operators that meet `operator` in a vertex with the vector."""
        partners: dict[Boson, None] = {}
        tables: tuple[dict[tuple[Boson, Boson, Boson], Any], ...]
        tables = (self._scalar, self._metric, self._triple)
        for table in tables:
            for key, rule in table.items():
                if vector in key and rule not in (0, {}):
                    rest = list(key)
                    rest.remove(vector)
                    if operator in rest:
                        rest.remove(operator)
                        partners[rest[0]] = None
        return [b for b in partners if self.radiated(operator, b, vector)]


def _add(table: dict[Any, Any], key: Hashable, rule: Any) -> None:
    table[key] = table[key] + rule if key in table else rule


def _spelled(operator: sp.Expr) -> sp.Expr:
    return operator.doit() if isinstance(operator, FieldStrength) else operator


def _bare(operator: sp.Expr) -> Boson:
    """φ or V of ∂φ, V_μ and ∂_νV_μ."""
    if isinstance(operator, Partial):
        return _bare(operator.field)
    return operator.operator if isinstance(operator, VectorComponent) else operator


def _index(operator: sp.Expr) -> sp.Symbol | None:
    """μ of V_μ and ∂_νV_μ; None of a scalar."""
    if isinstance(operator, Partial):
        return _index(operator.field)
    return operator.index if isinstance(operator, VectorComponent) else None


def _unreadable(term: Term, why: str) -> UnreadableTermError:
    return UnreadableTermError(f"term: {term.expression} makes no rule ({why})")


def conjugate_state(state: State) -> State:
    """The same line, traversed the other way."""
    return _conjugate_atom(state)


__all__ = [
    "DIRAC_5",
    "DIRAC_MU",
    "Boson",
    "Chiral",
    "Current",
    "FeynmanRules",
    "State",
    "Triple",
    "conjugate_state",
]
