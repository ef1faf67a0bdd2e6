r"""The local gauge symmetry in mass eigenstates: a proof, and the ghosts.

.. math:: \delta V^a_\mu = \partial_\mu\alpha^a + g f^{abc}\alpha^bV^c_\mu,\qquad
          \delta\Phi = -ig\,\alpha^aT^a\Phi

acts on mass eigenstates with the vacuum expectation value as the constant of δφ. A Lagrangian without
gauge fixing does not change at all, not even by a total derivative: one wrong sign among its vertices is
found. The ghosts of :math:`\mathcal F_V` are :math:`-\bar\eta_V\,\delta\mathcal F_V` with
:math:`\alpha^a\to\eta^a`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from darktmm.derive.basis import Normal
from darktmm.derive.breaking import BrokenTheory, coefficient
from darktmm.derive.conventions import CHIRALITIES, COVARIANT_SIGN, opposite, through
from darktmm.derive.covariant import collected, collected_terms, component
from darktmm.derive.errors import GaugeTheoryError
from darktmm.derive.fields import (
    MU,
    NU,
    Bilinear,
    ChargeConjugate,
    Field,
    Ghost,
    Partial,
    RealScalar,
    VectorComponent,
    charge_conjugate,
    linear_fermion,
    quantum,
)
from darktmm.derive.gauge import GaugeGroup
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, Term, terms

Spinors = list[tuple[sp.Expr, sp.Expr]]
"""δψ of one chirality: coefficient, with its parameter α, and spinor."""


@dataclass(frozen=True)
class LocalVariation:
    """δ of the operators of a broken theory, for all gauge transformations at once.

    Attributes:
        broken: the theory.
    """

    broken: BrokenTheory

    @cached_property
    def parameters(self) -> dict[Field, RealScalar]:
        """Gauge field V^a → α^a."""
        return {v: RealScalar(f"alpha_{v.name}") for v in self.broken.gauge_vectors}

    def _group(self, vector: Field) -> GaugeGroup:
        return next(g for g in self.broken.theory.groups if vector in g.vectors)

    def vector(self, op: sp.Expr, index: sp.Symbol) -> sp.Expr:
        """δV_μ of V or V†."""
        column = self.broken.quanta.index(op)
        total = sp.S.Zero
        for k, v in enumerate(self.broken.gauge_vectors):
            weight = sp.conjugate(self.broken.rotation[k, column])
            if weight != 0:
                total += weight * self._gauge_vector(v, index)
        return collected(total, self.broken.normal)

    def _gauge_vector(self, vector: Field, index: sp.Symbol) -> sp.Expr:
        group = self._group(vector)
        a = group.vectors.index(vector)
        total = Partial(self.parameters[vector], index)
        for (x, b, c), f in self.broken.theory.structure[group.name].items():
            if x == a:
                other = group.vectors[c]
                turned = component(self.broken.vectors.get(other, other), index)
                alpha = self.parameters[group.vectors[b]]
                total += COVARIANT_SIGN * group.coupling * f * alpha * turned
        return total

    @cached_property
    def scalars(self) -> dict[sp.Expr, sp.Expr]:
        """φ and φ† → δφ and δφ†."""
        changed: dict[sp.Expr, sp.Expr] = {}
        for m in self.broken.theory.multiplets:
            if m.spinor or not (m.components and m.copies):
                continue
            spelled = [self.broken.fields.get(c, c) for c in m.components]
            for i, phi in enumerate(spelled):
                delta = sp.S.Zero
                for name, matrices in m.matrices.items():
                    group = self.broken.theory.group(name)
                    for v, matrix in zip(group.vectors, matrices, strict=True):
                        row = sp.Add(*(matrix[i, j] * x for j, x in enumerate(spelled)))
                        delta -= COVARIANT_SIGN * sp.I * group.coupling * self.parameters[v] * row
                self._project(changed, phi, delta, m.real)
        for v, (mass, sigma) in self.broken.theory.stueckelberg.items():
            shift = -mass * self.parameters[v]
            self._project(changed, self.broken.fields.get(sigma, sigma), shift, True)
        for op, delta in list(changed.items()):
            changed[op] = collected(delta, self.broken.normal)
            if not op.self_conjugate:
                changed[sp.conjugate(op)] = sp.conjugate(changed[op])
        return changed

    @staticmethod
    def _project(changed: dict[sp.Expr, sp.Expr], phi: sp.Expr, delta: sp.Expr, real: bool) -> None:
        """Φ = Σ R φ + S φ† with canonical φ is inverted by φ = Σ R*Φ + S Φ†."""
        for state in phi.atoms(Field):
            along = coefficient(phi, state)
            against = along if state.self_conjugate else coefficient(phi, sp.conjugate(state))
            total = sp.conjugate(along) * delta
            if not real:
                total += against * sp.conjugate(sp.expand(delta))
            changed[state] = changed.get(state, sp.S.Zero) + total

    @cached_property
    def _spinors(self) -> dict[tuple[Field, str], Spinors]:
        """(ψ, chirality) → δψ, of the multiplets as they stand."""
        changed: dict[tuple[Field, str], Spinors] = {}
        for m in self.broken.theory.multiplets:
            if not (m.spinor and m.components and m.copies):
                continue
            for x in (m.chirality,) if m.chirality else CHIRALITIES:
                spelled = [_of_chirality(self.broken.fields.get(c, c), x) for c in m.components]
                for name, matrices in m.matrices.items():
                    group = self.broken.theory.group(name)
                    for v, matrix in zip(group.vectors, matrices, strict=True):
                        factor = -COVARIANT_SIGN * sp.I * group.coupling * self.parameters[v]
                        for i, here in enumerate(spelled):
                            for j, there in enumerate(spelled):
                                if matrix[i, j] == 0:
                                    continue
                                for r, state in here:
                                    entry = changed.setdefault((state, x), [])
                                    weight = factor * matrix[i, j] * sp.conjugate(r)
                                    entry.extend((weight * s, other) for s, other in there)
        return changed

    def spinor(self, psi: sp.Expr, chirality: str) -> Spinors:
        """δψ of one chirality, ψ being a spinor, its charge conjugate or a derivative of these."""
        if isinstance(psi, Partial):
            index = psi.index
            inner = self.spinor(psi.field, chirality)
            return [
                entry
                for c, chi in inner
                for entry in ((_gradient(c, index), chi), (c, Partial(chi, index)))
            ]
        if isinstance(psi, ChargeConjugate):
            return _conjugated(self._spinors.get((psi.field, opposite(chirality)), []))
        own = self._spinors.get((psi, chirality), [])
        if psi.self_conjugate and not own:
            return _conjugated(self._spinors.get((psi, opposite(chirality)), []))
        return own

    def operator(self, op: sp.Expr) -> sp.Expr:
        """δ of any operator of a Lagrangian."""
        if isinstance(op, Bilinear):
            n = len(op.indices)
            bars = self.spinor(op.bar, through(opposite(op.chirality), n))
            kets = self.spinor(op.ket, op.chirality)
            return sp.Add(
                *(sp.conjugate(c) * op.func(chi, *op.args[1:]) for c, chi in bars),
                *(c * op.func(*op.args[:3], chi) for c, chi in kets),
            )
        if isinstance(op, FieldStrength):
            return self.operator_sum(op.doit())
        if isinstance(op, VectorComponent):
            return self.vector(op.operator, op.index)
        if isinstance(op, Partial):
            return _gradient(self.operator(op.field), op.index)
        return self.scalars.get(op, sp.S.Zero)

    def operator_sum(self, expression: sp.Expr) -> sp.Expr:
        """δ of a linear combination of operators."""
        return sp.Add(*(t.coefficient * self.operator(t.operators[0]) for t in terms(expression)))

    def __call__(self, expression: sp.Expr) -> Iterator[Term]:
        """δL, term by term; dummy indices and twins of bilinears are told apart by one choice."""
        known: dict[sp.Expr, list[Term]] = {}
        chosen: dict[sp.Expr, tuple[int, tuple[sp.Expr, ...]]] = {}
        for term in terms(expression):
            for k, op in enumerate(term.operators):
                if op not in known:
                    known[op] = list(terms(self.operator(op)))
                rest = (*term.operators[:k], *term.operators[k + 1 :])
                for new in known[op]:
                    product = sp.Mul(*rest, *new.operators)
                    if product not in chosen:
                        chosen[product] = _chosen(product)
                    sign, ops = chosen[product]
                    yield Term(sign * term.coefficient * new.coefficient, ops)


def check_local_invariance(
    broken: BrokenTheory, lagrangian: Lagrangian, normal: Normal | None = None
) -> None:
    """Prove that all parts but the gauge fixing are invariant, together.

    Args:
        normal: brings coefficients to one form, with the unitarity of mixing matrices where it is needed.

    Raises:
        GaugeTheoryError: naming a parameter and what is left over.
    """
    expression = lagrangian.without("gauge_fixing").expression
    left = collected_terms(LocalVariation(broken)(expression), normal or broken.normal)
    if left:
        shown = min((t.expression for t in left), key=lambda x: len(str(x)))
        raise GaugeTheoryError(
            f"Lagrangian: not gauge invariant, {len(left)} terms remain such as {shown}"
        )


# --- ghosts -----------------------------------------------------------------------------------------


def ghost_fields(broken: BrokenTheory) -> dict[sp.Expr, Ghost]:
    """V → η; a complex vector has two, for V and for V†."""
    found = {}
    for op in broken.quanta:
        v = quantum(op)
        if broken.fixed(v):
            sign, mark = (1, "") if op == v else (-1, "_bar")
            charges = {group: sign * q for group, q in v.charges.items()}
            mass = sp.sqrt(v.gauge_parameter) * v.mass
            found[op] = Ghost(f"eta_{v.name}{mark}", charges=charges, mass=mass)
    return found


def ghost_lagrangian(broken: BrokenTheory) -> sp.Expr:
    """−η̄ δF[η], the derivative of F moved onto the antighost."""
    variation = LocalVariation(broken)
    fields = ghost_fields(broken)
    parameters = {
        alpha: sp.Add(
            *(
                broken.rotation[broken.gauge_vectors.index(v), n] * fields.get(op, sp.S.Zero)
                for n, op in enumerate(broken.quanta)
            )
        )
        for v, alpha in variation.parameters.items()
    }
    total = sp.S.Zero
    for op, ghost in fields.items():
        v, antighost = quantum(op), sp.conjugate(ghost)
        partner = broken.partners[v] if op == v else sp.conjugate(broken.partners[v])
        total += Partial(antighost, MU) * variation.vector(op, MU)
        total += v.gauge_parameter * antighost * variation.operator_sum(partner)
    return broken.finished(_with_ghosts(total, parameters))


def _with_ghosts(expression: sp.Expr, parameters: Mapping[RealScalar, sp.Expr]) -> sp.Expr:
    moved = {
        Partial(alpha, MU): sp.Add(
            *(t.coefficient * Partial(t.operators[0], MU) for t in terms(ghost))
        )
        for alpha, ghost in parameters.items()
    }
    return sp.expand(expression).xreplace(moved).xreplace(dict(parameters))


# --- products -----------------------------------------------------------------------------------------


def _of_chirality(spinor: sp.Expr, chirality: str) -> list[tuple[sp.Expr, sp.Expr]]:
    return [(c, psi) for c, x, psi in linear_fermion(spinor) if x in (None, chirality)]


def _conjugated(entries: Spinors) -> Spinors:
    return [(sp.conjugate(c), charge_conjugate(chi)) for c, chi in entries]


def _gradient(expression: sp.Expr, index: sp.Symbol) -> sp.Expr:
    """∂_μ of a polynomial in operators, by Leibniz; ∂_μ∂_ν in one order."""
    total = sp.S.Zero
    for term in terms(expression):
        for k, op in enumerate(term.operators):
            rest = sp.Mul(*term.operators[:k], *term.operators[k + 1 :])
            total += term.coefficient * rest * _ordered(op, index)
    return total


def _ordered(op: sp.Expr, index: sp.Symbol) -> sp.Expr:
    if isinstance(op, Partial):
        first, second = sorted((op.index, index), key=str)
        return Partial(Partial(op.field, first), second)
    return Partial(op, index)


_SWAPPED = {MU: NU, NU: MU}


def _chosen(product: sp.Expr) -> tuple[int, tuple[sp.Expr, ...]]:
    """One of the equal forms of a product of operators, and the sign to it."""
    sign, here = 1, []
    (term,) = terms(product)
    for op in term.operators:
        twin = op
        if isinstance(op, Bilinear) and not op.has(Partial):
            by, flipped = op.flipped()
            if str(flipped) < str(op):
                sign, twin = sign * by, flipped
        here.append(twin)
    dummies = product.atoms(sp.Symbol) & {MU, NU}
    if not dummies:
        return sign, tuple(here)
    swapped = _SWAPPED if len(dummies) == 2 else {dummies.pop(): MU}
    there = [_reordered(op.xreplace(swapped)) for op in here]
    return sign, tuple(min(here, there, key=lambda ops: str(sp.Mul(*ops))))


def _reordered(op: sp.Expr) -> sp.Expr:
    """∂_μ∂_ν in one order again, after an exchange of indices."""
    if isinstance(op, Partial) and isinstance(op.field, Partial):
        return _ordered(op.field, op.index)
    return op


__all__ = [
    "LocalVariation",
    "check_local_invariance",
    "ghost_fields",
    "ghost_lagrangian",
]
