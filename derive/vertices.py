r"""Feynman rules, by differentiating the Lagrangian.

Rules are the coefficients of :math:`i\mathcal L`, with all momenta running *into* the vertex, so
that ∂_μ acting on an incoming quantum of momentum k is −ik_μ.

Fermions follow A. Denner, H. Eck, O. Hahn, J. Küblbeck, Nucl. Phys. B387 (1992) 467: along a chosen
fermion flow each bilinear :math:`\bar a\,\Gamma\,b` is a vertex *b → a* with Γ and, read backwards,
a vertex :math:`a^c\to b^c` with :math:`\Gamma'=C\Gamma^TC^{-1}`. For Majorana fields the two may be
the same vertex; then both contractions are summed. No sign has to be remembered.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.errors import UnknownFieldError
from darktmm.derive.fields import (
    Bilinear,
    ChargeConjugate,
    Field,
    Partial,
    VectorBoson,
    VectorComponent,
    _conjugate_atom,
)
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, Term, terms

State = Field | ChargeConjugate
"""A line with a direction: ψ, or ψᶜ when it is traversed against the fermion number."""


DIRAC_MU, DIRAC_5 = (
    sp.Symbol(r"\gamma^\mu", commutative=False),
    sp.Symbol("gamma_5", commutative=False),
)
"""γ^μ and γ5 as they are written in a formula: the order matters."""

_P_LEFT, _P_RIGHT = (sp.Symbol(f"P_{x}", commutative=False) for x in "LR")


@dataclass(frozen=True)
class Chiral:
    """left·P_L + right·P_R."""

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
    r"""φ₁φ₂V vertex :math:`c_1k_1^\mu + c_2k_2^\mu`, momenta incoming."""

    first: sp.Expr = sp.S.Zero
    second: sp.Expr = sp.S.Zero

    def __bool__(self) -> bool:
        return self.first != 0 or self.second != 0


class FeynmanRules:
    """Every cubic vertex of a Lagrangian, indexed by the lines that meet in it."""

    def __init__(self, lagrangian: Lagrangian | sp.Expr) -> None:
        expression = lagrangian.expression if isinstance(lagrangian, Lagrangian) else lagrangian
        self.fields: set[Field] = expression.atoms(Field)
        self._yukawa: dict[tuple[State, State, sp.Expr], Chiral] = defaultdict(Chiral)
        self._vector: dict[tuple[State, State, VectorBoson], Chiral] = defaultdict(Chiral)
        self._dipole: dict[tuple[State, State, VectorBoson], Chiral] = defaultdict(Chiral)
        self._scalar: dict[tuple[sp.Expr, sp.Expr, VectorBoson], sp.Expr] = defaultdict(
            lambda: sp.S.Zero
        )
        for term in terms(expression):
            self._read(term)

    def _read(self, term: Term) -> None:
        bilinears = term.bilinears
        bosons = [op for op in term.operators if not isinstance(op, Bilinear)]
        if len(bilinears) == 1 and len(bosons) == 1:
            self._read_fermion(term.coefficient, bilinears[0], bosons[0])
        elif not bilinears and len(bosons) == 3:
            self._read_scalar(term.coefficient, bosons)

    def _read_fermion(self, coefficient: sp.Expr, line: Bilinear, boson: sp.Expr) -> None:
        readings: list[tuple[int, Bilinear]] = [(1, line), line.flipped()]
        for sign, b in readings:
            rule = Chiral.of(b.chirality, sp.I * sign * coefficient)
            if isinstance(boson, FieldStrength) and len(b.indices) == 2:
                # F_{μν} → −i(q_μ ε_ν − q_ν ε_μ) for an incoming vector, so that
                # γ^μγ^ν F_{μν} → i[ε̸, q̸], and [ε̸, q̸] = −2·iσ^{μν}q_ν ε_μ.
                forward = 1 if b.indices == tuple(boson.args[1:]) else -1
                key = (b.bar, b.ket, boson.field)
                self._dipole[key] = self._dipole[key] + rule.scaled(-2 * sp.I * forward)
            elif isinstance(boson, VectorComponent) and len(b.indices) == 1:
                key = (b.bar, b.ket, boson.field)
                self._vector[key] = self._vector[key] + rule
            elif not b.indices and not isinstance(boson, (Partial, VectorComponent, FieldStrength)):
                self._yukawa[b.bar, b.ket, boson] = self._yukawa[b.bar, b.ket, boson] + rule

    def _read_scalar(self, coefficient: sp.Expr, bosons: list[sp.Expr]) -> None:
        vectors = [b for b in bosons if isinstance(b, VectorComponent)]
        derivatives = [b for b in bosons if isinstance(b, Partial)]
        plain = [b for b in bosons if not isinstance(b, (VectorComponent, Partial))]
        if len(vectors) == len(derivatives) == len(plain) == 1:
            # i·c·(−i k) for the differentiated, incoming line
            key = (derivatives[0].field, plain[0], vectors[0].field)
            self._scalar[key] += coefficient

    def _require(self, *lines: sp.Expr) -> None:
        for line in lines:
            for name in line.atoms(Field):
                if name not in self.fields:
                    raise UnknownFieldError(f"vertex: the Lagrangian contains no field {name}")

    def yukawa(self, outgoing: State, incoming: State, scalar: sp.Expr) -> Chiral:
        """i(a P_L + b P_R) for incoming → outgoing with the operator `scalar` at the vertex."""
        self._require(outgoing, incoming, scalar)
        return self._yukawa.get((outgoing, incoming, scalar), Chiral())

    def vector(self, outgoing: State, incoming: State, vector: VectorBoson) -> Chiral:
        """iγ^μ(a P_L + b P_R)."""
        self._require(outgoing, incoming, vector)
        return self._vector.get((outgoing, incoming, vector), Chiral())

    def dipole(self, outgoing: State, incoming: State, vector: VectorBoson) -> Chiral:
        """i·iσ^{μν}q_ν(a P_L + b P_R), of an operator that contains the field strength."""
        self._require(outgoing, incoming, vector)
        return self._dipole.get((outgoing, incoming, vector), Chiral())

    def current(self, first: sp.Expr, second: sp.Expr, vector: VectorBoson) -> Current:
        """c₁k₁^μ + c₂k₂^μ for two scalar operators and a vector."""
        self._require(first, second, vector)
        empty = sp.S.Zero
        return Current(
            self._scalar.get((first, second, vector), empty),
            self._scalar.get((second, first, vector), empty),
        )

    def yukawa_partners(self, incoming: State) -> list[tuple[State, sp.Expr]]:
        """(fermion, scalar operator) pairs that `incoming` can turn into."""
        return [
            (out, s) for (out, ket, s), rule in self._yukawa.items() if ket == incoming and rule
        ]

    def vector_partners(self, incoming: State, vector: VectorBoson) -> list[State]:
        """Fermions that `incoming` turns into by absorbing the vector."""
        return [
            out
            for (out, ket, v), rule in self._vector.items()
            if (ket, v) == (incoming, vector) and rule
        ]

    def scalar_partners(self, operator: sp.Expr, vector: VectorBoson) -> list[sp.Expr]:
        """Scalar operators that meet `operator` in a vertex with the vector."""
        partners = []
        for (first, second, v), rule in self._scalar.items():
            if v == vector and rule != 0 and operator in (first, second):
                other = second if operator == first else first
                if other not in partners:
                    partners.append(other)
        return partners


def conjugate_state(state: State) -> State:
    """The same line, traversed the other way."""
    return _conjugate_atom(state)


__all__ = ["DIRAC_5", "DIRAC_MU", "Chiral", "Current", "FeynmanRules", "State", "conjugate_state"]
