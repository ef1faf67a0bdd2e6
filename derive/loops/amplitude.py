r"""The complete one-loop amplitude of a fermion, a fermion and a vector.

.. math:: \Gamma^\mu = \sum_{X=L,R}\left[f_X\,\gamma^\mu + \mu_X\,i\sigma^{\mu\nu}q_\nu
          + g_X\,q^\mu\right]P_X ,\qquad q = p'-p,\quad q^2 = 0 .

Diagrams are found by walking along the Feynman rules: triangles with scalars and vectors in any order,
the legs, and the vector's own mixing with others. Before anything is added up it is asked what could be
missing: an unread term, a contact term that would close a loop, a field that is no mass eigenstate. What
is missing is refused by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import CHIRALITIES
from darktmm.derive.errors import (
    DerivationError,
    DivergentError,
    IncompleteError,
    UnknownFieldError,
)
from darktmm.derive.fields import Bilinear, Field, quantum
from darktmm.derive.lagrangian import terms
from darktmm.derive.loops.exact import DIPOLES
from darktmm.derive.loops.exact import dipole as exact_dipole
from darktmm.derive.loops.expansion import Shape, Vacuum, evaluated, expanded, simplex
from darktmm.derive.loops.legs import Leg, corrected, first_order
from darktmm.derive.loops.lines import parts
from darktmm.derive.loops.tadpoles import Reduce, Tadpoles, VacuumTerm, tadpoles
from darktmm.derive.loops.triangle import (
    FERMION_RADIATES,
    M_IN,
    M_OUT,
    SCALAR_RADIATES,
    SCALAR_TO_VECTOR,
    STRUCTURES,
    TOPOLOGIES,
    VECTOR_EXCHANGED,
    VECTOR_RADIATES,
    VECTOR_TO_SCALAR,
    Diagram,
    FormFactors,
)
from darktmm.derive.loops.vector_mixing import through_mixing
from darktmm.derive.vertices import Boson, FeynmanRules, State

_RADIATES = {
    (0, 0): SCALAR_RADIATES,
    (1, 1): VECTOR_RADIATES,
    (0, 1): SCALAR_TO_VECTOR,
    (1, 0): VECTOR_TO_SCALAR,
}


# --- diagrams -----------------------------------------------------------------------------------


def diagrams(
    rules: FeynmanRules, incoming: State, outgoing: State, vector: Boson
) -> Iterator[Diagram]:
    """Every triangle that the vertices allow for incoming + V → outgoing.

    Args:
        rules: of the Lagrangian.
        incoming, outgoing: fermions in mass eigenstates, or their charge conjugates.
        vector: the external vector.

    Raises:
        UnknownFieldError: an external field is not in the Lagrangian.
        IncompleteError: a dipole operator would stand inside the loop.
    """
    for line in (incoming, outgoing, vector):
        for name in line.atoms(Field):
            if name not in rules.fields:
                raise UnknownFieldError(f"external leg: the Lagrangian contains no field {name}")
    _check_dipoles(rules, incoming, outgoing, vector)
    for first, operator in rules.partners(incoming):
        into = rules.emitted(first, incoming, operator)
        closing = sp.conjugate(operator)
        scalar = quantum(operator).spin == 0
        # The fermion absorbs the vector; the boson goes from one vertex to the other.
        for second in rules.vector_partners(first, vector):
            out = rules.emitted(outgoing, second, closing)
            if out:
                topology = FERMION_RADIATES if scalar else VECTOR_EXCHANGED
                rule = rules.vector(second, first, vector)
                yield Diagram(topology, (first, second), (operator,), into, out, rule)
        # The boson absorbs it.
        for other in rules.boson_partners(closing, vector):
            out = rules.emitted(outgoing, first, sp.conjugate(other))
            if out:
                spins = int(quantum(operator).spin), int(quantum(other).spin)
                yield Diagram(
                    _RADIATES[spins],
                    (first,),
                    (operator, other),
                    into,
                    out,
                    rules.radiated(closing, other, vector),
                )


def _check_dipoles(rules: FeynmanRules, incoming: State, outgoing: State, vector: Boson) -> None:
    """A dipole inside a loop raises the power of its divergence by one; it is not generated."""
    for (out, into, v), rule in rules.dipoles().items():
        if not rule:
            continue
        if v == vector and any(
            first == into and rules.emitted(outgoing, out, sp.conjugate(b))
            for first, b in rules.partners(incoming)
        ):
            raise IncompleteError(
                f"dipole: {into} → {out} + {v} of the Lagrangian stands in the loop"
            )
        runs = getattr(quantum(v), "gauge_parameter", None) is not None
        if runs and v != vector and (into == incoming or out == outgoing):
            raise IncompleteError(f"dipole: {v} of {into} → {out} runs in the loop")


def vacuum_terms(
    diagram: Diagram, masses: Mapping[sp.Expr, sp.Expr]
) -> dict[str, list[VacuumTerm]]:
    """A triangle in the gauge of its vectors, as vacuum integrals, structure by structure.

    Args:
        masses: "m_i" and "m_j", and what the masses of the external fermions are called in couplings.
    """
    named = {s: masses[s] for s in masses if isinstance(s, sp.Symbol)}
    couplings = {k: sp.sympify(v).xreplace(named) for k, v in diagram.couplings().items()}
    numbers = {**couplings, "m_i": masses[M_IN], "m_j": masses[M_OUT]}
    numbers |= {
        m: f.mass
        for m, f in zip(("M1", "M2"), (diagram.fermions[0], diagram.fermions[-1]), strict=True)
    }
    lines = [parts(quantum(b)) for b in diagram.bosons]
    overall = sp.I**3 / sp.I
    total: defaultdict[str, list[VacuumTerm]] = defaultdict(list)
    for chosen in product(*lines):
        shape = Shape(
            "fermion" if diagram.fermion_radiates else "boson", tuple(p.name for p in chosen)
        )
        weight = overall * sp.Mul(*(p.weight for p in chosen))
        fermions = tuple(f.mass**2 for f in diagram.fermions)
        bosons = tuple(x for p in chosen for x in p.nodes)
        denominators = (*fermions, *bosons) if diagram.fermion_radiates else (*bosons, *fermions)
        for (structure, x, n, times), polynomial in expanded(shape).items():
            nodes = tuple(x for x, k in zip(denominators, times, strict=True) for _ in range(k))
            for (r, d), value in evaluated(polynomial, numbers).items():
                kept = first_order(weight * value)
                if kept != 0:
                    total[f"{structure}_{x}"].append(VacuumTerm(Vacuum(r, nodes), d, n, kept))
    return dict(total)


def folded(terms: Sequence[VacuumTerm]) -> sp.Expr:
    """A sum of vacuum integrals for D → 4, linear in simplex integrals."""
    return sp.Add(*(t.coefficient * simplex(t.vacuum, t.in_dimension, t.average) for t in terms))


# --- completeness -------------------------------------------------------------------------------


def check_contacts(rules: FeynmanRules, incoming: State, outgoing: State, vector: Boson) -> None:
    """Raise `IncompleteError` if a term of four fields or more could close a loop of this amplitude.

    A bubble with the vector at the contact; or a pair of bosons that closes on itself and radiates, or
    corrects a leg that does. Contacts of bosons only belong to the vector's own self-energy.

    Raises:
        IncompleteError: naming the term that could close a loop.
    """
    external = {f for line in (incoming, outgoing) for f in line.atoms(Field)}
    photon = quantum(vector)
    radiates = any(
        v == vector and rule and {out, into} & {incoming, outgoing}
        for (out, into, v), rule in rules.currents().items()
    )
    for term in rules.contact:
        lines = term.bilinears
        if not lines:
            continue  # two external legs at most: bubbles of the vector itself
        fermions = [f for line in lines for f in _fermions(line)]
        touched = sum(f in external for f in fermions)
        if len(lines) > 1:
            if touched:
                raise IncompleteError(f"contact: {_shortened(term.expression)} may close a loop")
            continue
        bosons = [op for op in term.operators if not isinstance(op, Bilinear)]
        if touched and any(photon in op.atoms(Field) for op in bosons):
            raise IncompleteError(f"contact: {_shortened(term.expression)} makes a bubble")
        closing = [b for b in bosons if sp.conjugate(b) in bosons and _twice(b, bosons)]
        if touched == 2 and any(radiates or rules.boson_partners(b, vector) for b in closing):
            raise IncompleteError(f"contact: {_shortened(term.expression)} closes a loop on itself")


def _twice(operator: sp.Expr, bosons: Sequence[sp.Expr]) -> bool:
    """Whether φ and φ† are two operators, not one."""
    return operator != sp.conjugate(operator) or bosons.count(operator) > 1


def _fermions(line: Bilinear) -> tuple[Field, ...]:
    return tuple(next(iter(x.atoms(Field))) for x in (line.bar, line.ket))


# --- the sum ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amplitude(FormFactors):
    r"""Form factors, with what they are the sum of.

    Attributes:
        values: structure → coefficient, linear in `SimplexIntegral`.
        diagrams: the triangles.
        legs: the loops on the legs.
        terms: structure → vacuum integrals, before any is done; empty by Feynman parameters.
    """

    diagrams: tuple[Diagram, ...] = ()
    legs: tuple[Leg, ...] = ()
    terms: Mapping[str, Sequence[VacuumTerm]] = field(default_factory=dict)

    @property
    def poles(self) -> dict[str, sp.Expr]:
        """Coefficient of the ultraviolet pole, where it does not vanish."""
        return self.divergence

    def tadpoles(self, structure: str, reduce: Reduce | None = None) -> Tadpoles:
        """The structure as one-point functions with rational coefficients; see `derive.loops.tadpoles`.

        Raises:
            DerivationError: no such structure.
        """
        if structure not in STRUCTURES:
            raise DerivationError(f"structure: {structure!r} is not one of {STRUCTURES}")
        return tadpoles(self.terms.get(structure, ()), reduce)

    def exact(self, structure: str, numbers: Mapping[sp.Expr, Any], digits: int = 20) -> Any:
        """A dipole at numerical masses, nothing expanded in them; see `derive.loops.exact`.

        Args:
            structure: "sigma_L" or "sigma_R".
            numbers: symbol → number, `M_IN` and `M_OUT` among them.
            digits: decimal digits carried.
        """
        return exact_dipole(self.diagrams, structure, numbers, digits)

    @property
    def neglected(self) -> sp.Expr:
        """What first order in the external masses leaves out, relative to what is kept: m²/(M_F+M_b)².

        The larger external mass over the lightest threshold of the loop, squared.
        """
        thresholds = {
            f.mass + quantum(b).mass for d in self.diagrams for f in d.fermions for b in d.bosons
        }
        external = sp.Max(M_IN, M_OUT)
        return sp.Max(*((external / t) ** 2 for t in thresholds if t != 0), sp.S.Zero)


def amplitude(
    rules: FeynmanRules,
    incoming: State,
    outgoing: State,
    vector: Boson,
    *,
    topology: str | None = None,
    bosons: Collection[Field] | None = None,
    structures: Sequence[str] = STRUCTURES,
    massless: bool = False,
    routing: tuple[int, int] = (0, 0),
    legs: bool = True,
    poles: str = "refuse",
    by: str = "parameters",
    external: str = "first order",
    reduce: Reduce | None = None,
) -> Amplitude:
    """Coherent sum over all diagrams, for q² = 0.

    What is left on γ^μ of a charged fermion with itself, Q times one and the same number for every fermion,
    renormalises e; its pole is not refused.

    Args:
        topology: the triangles of one topology only; like `legs=False` this asks for a part, which need
            not be finite.
        bosons: the triangles with these bosons only; a part, too.
        structures: which of `STRUCTURES` are wanted.
        massless: leave out what is of first order in the external masses.
        routing: shift of the loop momentum, on which nothing may depend.
        legs: with the self-energies of the legs.
        poles: "refuse" an ultraviolet pole that is left in the whole, or "keep" it.
        by: "parameters" (Feynman's, for vectors with ξ = 1) or "expansion" (any ξ; gives `terms`).
        external: "first order" in the external masses (`Amplitude.neglected` says how large the rest
            is), or "exact": dipoles only, evaluated by `Amplitude.exact`.
        reduce: what the couplings know of each other (the unitarity of a mixing matrix), for the poles.

    Raises:
        IncompleteError: a class of diagrams is not generated here.
        DivergentError: a pole is left.
        DerivationError: an argument is not one of those allowed.
    """
    _check_arguments(topology, structures, poles, by, external)
    check_contacts(rules, incoming, outgoing, vector)
    whole = topology is None and bosons is None and legs
    if whole:  # a part may be one of a vector that is no mass eigenstate
        check_charge(rules, vector)
    rules.validate()
    triangles = tuple(
        d
        for d in diagrams(rules, incoming, outgoing, vector)
        if topology in (None, d.topology)
        and (bosons is None or {quantum(b) for b in d.bosons} <= set(bosons))
    )
    if external == "exact":
        return Amplitude({}, triangles)
    if set(structures) & set(DIPOLES):
        _check_thresholds(triangles, (incoming, outgoing))
    # Couplings that are proportional to an external mass are of first order like the mass itself.
    m_out = M_IN if incoming == outgoing else M_OUT
    masses = {incoming.mass: M_IN, outgoing.mass: m_out, M_IN: M_IN, M_OUT: m_out}
    values: dict[str, sp.Expr] = dict.fromkeys(structures, sp.S.Zero)
    integrals: defaultdict[str, list[VacuumTerm]] = defaultdict(list)
    if by == "parameters":
        for d in triangles:
            factors = d.form_factors(structures, massless=massless, routing=routing)
            values = {s: values[s] + factors[s] for s in structures}
    else:
        for d in triangles:
            for structure, found in vacuum_terms(d, masses).items():
                integrals[structure].extend(found)
    renormalises = bool(rules.vector(outgoing, incoming, vector))
    used: list[Leg] = []
    if whole and {f"gamma_{x}" for x in CHIRALITIES} & set(structures):
        corrections, used = corrected(
            rules, incoming, outgoing, vector, masses if by == "expansion" else {}
        )
        turned = through_mixing(rules, incoming, outgoing, vector)
        for structure in corrections:
            found = corrections[structure] + turned[structure]
            if by == "expansion":
                integrals[structure].extend(found)
            elif structure in values:
                values[structure] += folded(found)
    if by == "expansion":
        integrals = defaultdict(list, {s: integrals[s] for s in structures})
        values = {s: folded(integrals[s]) for s in structures}
    result = Amplitude(values, triangles, tuple(used), dict(integrals))
    if whole and poles == "refuse" and (left := _left_over(result, renormalises, reduce)):
        raise DivergentError(
            f"poles: {left} is left of incoming {incoming} → {outgoing} + {vector}"
        )
    return result


def _check_thresholds(triangles: Sequence[Diagram], external: tuple[State, State]) -> None:
    """A loop whose threshold is the external mass has no expansion in it: QED's own, for one."""
    for d in triangles:
        for f, b in product(d.fermions, d.bosons):
            if any(f.mass != 0 and f.mass + quantum(b).mass == x.mass for x in external):
                raise DerivationError(
                    f"external: {f} and {quantum(b)} in the loop have a threshold at the external mass; "
                    "ask for external='exact', or leave the boson out with bosons="
                )


def _left_over(result: Amplitude, renormalises: bool, reduce: Reduce | None) -> dict[str, sp.Expr]:
    simplified = {
        s: sp.factor(trig_normal(p if reduce is None else reduce(sp.expand(p))))
        for s, p in result.poles.items()
        if not (renormalises and s.startswith("gamma"))
    }
    return {s: p for s, p in simplified.items() if p != 0}


def _shortened(expression: sp.Expr) -> str:
    text = str(expression)
    return text if len(text) < 200 else f"{text[:200]} …"


def check_charge(rules: FeynmanRules, vector: Boson) -> None:
    """Raise `DerivationError` if a term carries charge that a massless external vector couples to.

    Charges that are symbols may be tied by a relation the Lagrangian does not know; they are left to
    the pole and to the Ward identity.

    Raises:
        DerivationError: naming the term that carries charge.
    """
    gauge = quantum(vector)
    group = getattr(gauge, "group", "")
    if gauge.mass != 0 or not group:
        return
    for term in terms(rules.lagrangian):
        charge = term.charge(group)
        if charge.is_number and charge != 0:
            raise DerivationError(
                f"charge: {_shortened(term.expression)} carries {charge} under {group}, the group of {vector}"
            )


def _check_arguments(
    topology: str | None, structures: Sequence[str], poles: str, by: str, external: str
) -> None:
    allowed = {
        "topology": (topology, (None, *TOPOLOGIES)),
        "poles": (poles, ("refuse", "keep")),
        "by": (by, ("parameters", "expansion")),
        "external": (external, ("first order", "exact")),
        **{f"structures[{k}]": (s, STRUCTURES) for k, s in enumerate(structures)},
    }
    for name, (value, values) in allowed.items():
        if value not in values:
            raise DerivationError(f"{name}: {value!r} is not one of {values}")
    if external == "exact" and not set(structures) <= set(DIPOLES):
        raise DerivationError(f"structures: {tuple(structures)}; only {DIPOLES} are exact")


__all__ = ["Amplitude", "amplitude", "check_contacts", "diagrams", "folded", "vacuum_terms"]
