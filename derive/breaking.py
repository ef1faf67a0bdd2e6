r"""A gauge theory in its vacuum: mass eigenstates, Goldstone bosons, R_ξ gauges, ghosts.

The scalars' kinetic terms mix a massive vector with the gradient of a combination K of scalars,

.. math:: \mathcal L \supset V_\mu\,\partial^\mu K_V\quad\text{(real V)},\qquad
          V^\dagger_\mu\,\partial^\mu K_V + \text{h.c.}\quad\text{(complex V)},\qquad |K_V| = M_V ,

and with :math:`\mathcal F_V = \partial^\mu V_\mu - \xi_VK_V` the gauge-fixing term
:math:`-\frac1{2\xi}\mathcal F^2`, or :math:`-\frac1\xi\mathcal F^\dagger\mathcal F`, leaves of the mixing a
total derivative and gives the Goldstone boson the squared mass :math:`\xi M_V^2`. Nobody has to say
which scalar that is. In the unitary gauge, ξ = ∞, there is none. `derive.invariance` has the ghosts, and the proof
that what came out is gauge invariant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp

from darktmm.derive.basis import Normal, check_rotation, trig_normal
from darktmm.derive.covariant import (
    collected,
    collected_terms,
    component,
    covariant_components,
    fermion_terms,
    gradient,
    replaced,
    strengths,
)
from darktmm.derive.errors import GaugeTheoryError
from darktmm.derive.fields import (
    MU,
    Field,
    Partial,
    Vector,
    VectorBoson,
    VectorComponent,
    quantum,
)
from darktmm.derive.gauge import GaugeTheory
from darktmm.derive.lagrangian import (
    Lagrangian,
    Term,
    gauge_variation,
    normal_form,
    renamed_indices,
    terms,
    u1_breaking,
)
from darktmm.derive.quadratic import check_mass_basis

_HALF = sp.Rational(1, 2)


@dataclass(frozen=True)
class BrokenTheory:
    """A gauge theory in terms of its mass eigenstates.

    Attributes:
        theory: in the fields in which the gauge symmetry is linear.
        vectors: gauge field → combination of physical vectors (and conjugates of complex ones).
        fields: component of a multiplet → combination of mass eigenstates, with the vacuum
            expectation value as its constant; components that are absent stay as they are.
        normal: brings coefficients to one form; it must know the relations between mixing angles.
        names: coefficients that are given a name in the end, as g·sin θ → e.

    Raises:
        GaugeTheoryError: a wrong vacuum, or a Goldstone boson that is missing or massive.
        NotOrthogonalError: the vectors are not rotated by a unitary matrix.
    """

    theory: GaugeTheory
    vectors: Mapping[Field, sp.Expr] = field(default_factory=dict)
    fields: Mapping[Field, sp.Expr] = field(default_factory=dict)
    normal: Normal = trig_normal
    names: Mapping[sp.Expr, sp.Expr] = field(default_factory=dict)

    # --- the vectors ------------------------------------------------------------------------------

    @cached_property
    def gauge_vectors(self) -> tuple[Field, ...]:
        """V^a of all groups."""
        return tuple(v for g in self.theory.groups for v in g.vectors)

    @cached_property
    def physical(self) -> tuple[Vector, ...]:
        """The mass eigenstates."""
        found = sp.Add(*(self.vectors.get(v, v) for v in self.gauge_vectors)).atoms(Vector)
        found |= {f for v in self.gauge_vectors for f in self.vectors.get(v, v).atoms(Vector)}
        return tuple(sorted(found, key=str))

    @cached_property
    def quanta(self) -> tuple[sp.Expr, ...]:
        """V of a real, V and V† of a complex vector."""
        return tuple(op for v in self.physical for op in dict.fromkeys((v, barred(v))))

    @cached_property
    def rotation(self) -> sp.Matrix:
        """M of V^a = Σ M_{aX} X, proved to be unitary, and V^a real."""
        rows = []
        for v in self.gauge_vectors:
            spelled = self.vectors.get(v, v)
            along = component(spelled, MU)
            if self.normal(sp.expand(along - sp.conjugate(along))) != 0:
                raise GaugeTheoryError(f"{v}: {spelled} is not real")
            rows.append([coefficient(spelled, x) for x in self.quanta])
        matrix = sp.Matrix(rows)
        check_rotation(matrix, "rotation of the vectors", self.normal)
        return matrix

    # --- parts ------------------------------------------------------------------------------------

    @cached_property
    def vector_kinetic(self) -> sp.Expr:
        """−¼F^aF^a."""
        _ = self.rotation  # proved
        total = sp.S.Zero
        for group in self.theory.groups:
            for strength in strengths(self.theory, group, self.vectors):
                total -= sp.expand(strength**2) / 4
        return self.finished(total)

    @cached_property
    def _scalar_raw(self) -> sp.Expr:
        total = sp.S.Zero
        for m in self.theory.multiplets:
            if m.spinor or not (m.components and m.copies):
                continue
            derivatives = covariant_components(
                self.theory, m, self.fields, self.vectors, MU, self.normal
            )
            norm = _HALF if m.real else sp.S.One
            total += norm * sp.Add(*(sp.expand(sp.conjugate(d) * d) for d in derivatives))
        for v, (mass, sigma) in self.theory.stueckelberg.items():
            shifted = gradient(self.fields.get(sigma, sigma), MU) + mass * component(
                self.vectors.get(v, v), MU
            )
            total += _HALF * sp.expand(shifted**2)
        return collected(total, self.normal)

    @property
    def scalar_kinetic(self) -> sp.Expr:
        """|D_μφ|² of every scalar multiplet, vector masses included."""
        return self._named(self._scalar_raw)

    @cached_property
    def fermion_kinetic(self) -> sp.Expr:
        """ψ̄iD̸ψ of every fermion multiplet."""
        total = sp.S.Zero
        for m in self.theory.multiplets:
            if m.spinor and m.components and m.copies:
                total += fermion_terms(self.theory, m, self.fields, self.vectors, self.normal)
        return self.finished(total)

    @cached_property
    def _spelled(self) -> dict[str, list[Term]]:
        found = {
            name: collected_terms(replaced(part, self.fields), self.normal)
            for name, part in self.theory.terms.items()
        }
        slopes = collected_terms(
            (
                t
                for part in found.values()
                for t in part
                if len(t.operators) == 1 and not t.bilinears
            ),
            self.normal,
        )
        if slopes:
            raise GaugeTheoryError(
                "vacuum: the potential is not at its minimum, there remain "
                f"{', '.join(str(t.expression) for t in slopes)}"
            )
        return found

    @cached_property
    def spelled_terms(self) -> dict[str, sp.Expr]:
        """The terms of the author, in mass eigenstates; constants are dropped.

        Raises:
            GaugeTheoryError: a term linear in a field is left: the vacuum is not where it is said.
        """
        return {
            name: self._named(sp.Add(*(t.expression for t in part if t.operators)))
            for name, part in self._spelled.items()
        }

    def finished(self, expression: sp.Expr) -> sp.Expr:
        """Every product once, its coefficient in normal form, with the names."""
        return self._named(collected(expression, self.normal))

    def _named(self, expression: sp.Expr) -> sp.Expr:
        return expression.xreplace(dict(self.names)) if self.names else expression

    # --- Goldstone bosons, gauge fixing -------------------------------------------------------------

    @cached_property
    def partners(self) -> dict[Vector, sp.Expr]:
        """K_V of every massive vector: M_V times its Goldstone boson.

        Raises:
            GaugeTheoryError: naming a vector with a mass of which the Goldstone boson is missing or
                wrong, or one that has to stay massless.
        """
        mixing: dict[Vector, sp.Expr] = dict.fromkeys(self.physical, sp.S.Zero)
        squares: dict[Vector, sp.Expr] = dict.fromkeys(self.physical, sp.S.Zero)
        for term in terms(self._scalar_raw):
            if len(term.operators) != 2:
                continue
            vectors = [op for op in term.operators if isinstance(op, VectorComponent)]
            if len(vectors) == 2:
                a, b = (op.operator for op in vectors)
                if a == barred(b):
                    v = quantum(a)
                    squares[v] += term.coefficient * (2 if v.self_conjugate else 1)
            elif len(vectors) == 1:
                (v,) = vectors
                (moved,) = (op for op in term.operators if op is not v)
                if v.operator == barred(v.field):
                    mixing[v.field] += term.coefficient * moved.field
        found = {}
        for v in self.physical:
            partner = collected(mixing[v], self.normal)
            if v.gauge_parameter == sp.oo and partner == 0:
                found[v] = partner
                continue
            norm = sp.Add(*(t.coefficient * sp.conjugate(t.coefficient) for t in terms(partner)))
            square = self.normal(sp.expand(squares[v]))
            if self.normal(sp.expand(norm - square)) != 0:
                kind = "is missing" if partner == 0 else f"is wrong ({partner})"
                raise GaugeTheoryError(
                    f"{v}: its Goldstone boson {kind}: the squared mass is {square}, "
                    f"the squared mixing {self.normal(sp.expand(norm))}"
                )
            found[v] = partner
        self._check_flat(found)
        return found

    def _check_flat(self, partners: Mapping[Vector, sp.Expr]) -> None:
        """A Goldstone boson has no mass without gauge fixing."""
        for v, partner in partners.items():
            goldstones = partner.atoms(Field)
            for name, part in self._spelled.items():
                for term in part:
                    quadratic = len(term.operators) == 2 and not term.bilinears
                    if quadratic and goldstones & term.fields():
                        raise GaugeTheoryError(
                            f"{name}: {term.expression} gives a mass to the Goldstone boson of {v}"
                        )

    @staticmethod
    def fixed(v: Vector) -> bool:
        """Whether a gauge-fixing term belongs to a vector."""
        return v.gauge_parameter not in (None, sp.oo)

    def fixing(self, v: Vector, index: sp.Symbol) -> sp.Expr:
        """∂V − ξK."""
        xi = v.gauge_parameter
        return Partial(VectorComponent(v, index), index) - xi * self.partners[v]

    @cached_property
    def gauge_fixing(self) -> sp.Expr:
        """−|∂V − ξK|²/ξ, half of it for a real vector, for every vector that has a ξ."""
        nu = sp.Symbol("nu")
        total = sp.S.Zero
        for v in self.physical:
            if self.fixed(v):
                norm = _HALF if v.self_conjugate else sp.S.One
                square = sp.conjugate(self.fixing(v, MU)) * self.fixing(v, nu)
                total -= norm * sp.expand(square / v.gauge_parameter)
        return self.finished(total)

    # --- the whole -----------------------------------------------------------------------------------

    @cached_property
    def lagrangian(self) -> Lagrangian:
        """All parts but the ghosts.

        Raises:
            GaugeTheoryError: also for a name that is not one of the theory.
        """
        self._check_names()
        self.theory.check()
        parts = {
            "vectors": self.vector_kinetic,
            "scalars": self.scalar_kinetic,
            "fermions": self.fermion_kinetic,
            **self.spelled_terms,
            "gauge_fixing": self.gauge_fixing,
        }
        parts = {name: part for name, part in parts.items() if part != 0}
        groups = {group for f in (*self.physical, *self._states) for group in f.charges}
        return Lagrangian(parts=parts, u1=tuple(sorted(groups)))

    def _check_names(self) -> None:
        known = {c for m in self.theory.multiplets for c in m.components}
        known |= {sigma for _, sigma in self.theory.stueckelberg.values()}
        for names, allowed in ((self.fields, known), (self.vectors, set(self.gauge_vectors))):
            if unknown := sorted(set(names) - allowed, key=str):
                raise GaugeTheoryError(f"{unknown[0]}: the theory has no such field to be replaced")

    @cached_property
    def _states(self) -> set[Field]:
        """The mass eigenstates of scalars and fermions."""
        components = [c for m in self.theory.multiplets for c in m.components if m.copies]
        found: set[Field] = set()
        for c in components:
            found |= self.fields.get(c, c).atoms(Field)
        return found

    def check(self) -> None:
        """See `check_broken`."""
        check_broken(self.lagrangian, self.normal)


def check_broken(lagrangian: Lagrangian, normal: Normal = trig_normal) -> None:
    """Hermiticity, Lorentz invariance, charges, and every field a mass eigenstate of the mass it states.

    Vectors that name a group of `lagrangian.u1` couple to its charges.

    Raises:
        DerivationError: of the kind that fails.
        GaugeTheoryError: a charge is not conserved.
    """
    lagrangian.check()
    for name, part in lagrangian.parts.items():
        for group in lagrangian.u1:
            if broken := u1_breaking(part, group):
                raise GaugeTheoryError(
                    f"{name}: changes the charge {group} by {sorted(broken, key=str)}"
                )
    fields = sorted(lagrangian.fields, key=str)
    check_mass_basis(lagrangian, fields, normal)
    for v in fields:
        if isinstance(v, VectorBoson) and v.group in lagrangian.u1:
            check_charges(lagrangian, v)


def check_charges(lagrangian: Lagrangian, vector: VectorBoson) -> None:
    """A vector with a group sees its coupling times the charges of the fields, with the sign of D_μ.

    Raises:
        GaugeTheoryError: naming the vector and what is left of the local variation.
    """
    kept = []
    for name, part in lagrangian.parts.items():
        for term in terms(part):
            quanta = len(term.operators) + len(term.bilinears)
            seen = any(isinstance(x, VectorComponent) and x.field == vector for x in term.operators)
            if name != "gauge_fixing" and (quanta == 2 or (quanta == 3 and seen)):
                kept.append(term.expression)
    varied = terms(gauge_variation(sp.Add(*kept), vector))
    linear = sp.Add(*(t.expression for t in varied if vector not in t.fields()))
    if left := renamed_indices(normal_form(linear)):
        raise GaugeTheoryError(
            f"{vector}: its couplings are not {vector.coupling} times the charges {vector.group}, "
            f"there remains {next(terms(left)).expression}"
        )


def barred(op: sp.Expr) -> sp.Expr:
    """V† of V, V of V†; V itself where it is real."""
    return op if isinstance(op, Field) and op.self_conjugate else sp.conjugate(op)


def coefficient(expression: sp.Expr, op: sp.Expr) -> sp.Expr:
    """Of φ or φ† in a linear expression."""
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(expression)):
        if op in sp.Mul.make_args(term):
            total += term / op
    return total


__all__ = ["BrokenTheory", "barred", "check_broken", "check_charges", "coefficient"]
