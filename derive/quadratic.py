r"""The quadratic part of a Lagrangian, read against the masses that its fields claim to have.

A propagator is built from a field's own mass, as that of a canonical kinetic term. Where the Lagrangian says
something else (another mass, a mass term that mixes two fields, a kinetic term that does, a vector that turns
into a scalar) the propagator is wrong and everything after it too. `check_mass_basis` proves all of it for the
fields that are named; `check_states` is asked before a loop is summed, where a Lagrangian may be an
interaction only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from darktmm.derive.basis import Normal, by_monomial, trig_normal, vanishes
from darktmm.derive.errors import DerivationError, NotDiagonalError
from darktmm.derive.fields import (
    ChargeConjugate,
    ComplexScalar,
    DiracFermion,
    Field,
    Ghost,
    MajoranaFermion,
    Partial,
    RealScalar,
    Vector,
    VectorComponent,
    quantum,
)
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, Term, normal_form, terms

Key = tuple[str, Field, Field]
"""Kind of a quadratic term, and the two fields."""

_ALIGNED, _CROSSED = "kinetic", "gradient"
"""∂_μV_ν ∂^μV^ν, and ∂_μV_ν ∂^νV^μ or (∂V)², which differ by a total derivative."""


def check_mass_basis(
    lagrangian: Lagrangian, fields: Sequence[Field], normal: Normal = trig_normal
) -> None:
    """Prove that every field has a canonical kinetic term and a diagonal mass, equal to its own.

    Args:
        fields: real and complex scalars, fermions and vectors; with a gauge parameter a vector's
            kinetic term contains its gauge fixing.
        normal: brings coefficients to one form.

    Raises:
        NotDiagonalError: naming the pair of fields and what is left over.
        DerivationError: a field of another kind.
    """
    expected = {key: value for f in fields for key, value in canonical(f).items()}
    found = {
        key: values
        for key, values in quadratic_terms(lagrangian.expression).items()
        if {key[1], key[2]} & set(fields)
    }
    _compare(found, expected, normal)


def check_states(quadratic: sp.Expr) -> None:
    """Every quadratic term belongs to one field and gives it its own mass.

    Fields without any quadratic term are taken at their word, and so is the normalisation of a kinetic term.

    Raises:
        NotDiagonalError: naming the two fields, or the field, and what is left over.
    """
    found = quadratic_terms(quadratic)
    own = {key: value for _, a, b in found if a == b for key, value in canonical(a).items()}
    masses = {key: value for key, value in own.items() if key[0].startswith("mass")}
    kinetic = own.keys() - masses.keys()
    _compare({key: x for key, x in found.items() if key not in kinetic}, masses, trig_normal)


def _compare(
    found: Mapping[Key, Sequence[sp.Expr]], expected: Mapping[Key, sp.Expr], normal: Normal
) -> None:
    """Refuse what differs, by name."""
    for key in sorted({*found, *expected}, key=str):
        leftover = normal(sp.expand(sp.Add(*found.get(key, ()), -expected.get(key, sp.S.Zero))))
        kind, a, b = key
        if not vanishes(leftover, _sizes(kind, leftover, found, expected)):
            raise NotDiagonalError(f"{kind} term of {a} and {b}: {leftover} too much")


def _sizes(
    kind: str,
    leftover: sp.Expr,
    found: Mapping[Key, Sequence[sp.Expr]],
    expected: Mapping[Key, sp.Expr],
) -> dict[sp.Expr, sp.Expr]:
    """How large the terms of a kind are, by monomial; only needed where there are numbers."""
    sizes: dict[sp.Expr, sp.Expr] = {}
    if leftover.has(sp.Float):
        summands = [x for key, values in found.items() if key[0] == kind for x in values]
        summands += [x for key, x in expected.items() if key[0] == kind]
        for summand in summands:
            for monomial, number in by_monomial(summand).items():
                sizes[monomial] = max(sizes.get(monomial, sp.S.Zero), abs(sp.N(number)))
    return sizes


# --- the terms of a Lagrangian ----------------------------------------------------------------


def quadratic_terms(expression: sp.Expr) -> dict[Key, list[sp.Expr]]:
    """(kind, field, field) → coefficients of what is quadratic in the fields, field strengths spelled out.

    Raises:
        NotDiagonalError: a term is neither kinetic, nor a mass, nor mixes a vector with a scalar.
    """
    spelled = sp.S.Zero
    for term in terms(expression):
        if len(term.operators) + len(term.bilinears) == 2:
            factors = (op.doit() if isinstance(op, FieldStrength) else op for op in term.operators)
            spelled += term.coefficient * sp.Mul(*factors)
    found: dict[Key, list[sp.Expr]] = {}
    for term in terms(normal_form(sp.expand(spelled))):
        key, sign = _quadratic(term)
        found.setdefault(key, []).append(sign * term.coefficient)
    return found


def _quadratic(term: Term) -> tuple[Key, int]:
    """The kind of a quadratic term, and the sign it gets by parts.

    Raises:
        NotDiagonalError: it is of no kind that is known.
    """
    if term.bilinears:
        line = term.operators[0]
        bare = [x.field if isinstance(x, Partial) else x for x in (line.bar, line.ket)]
        kind = f"{'kinetic' if line.indices else 'mass'} {line.chirality}"
        if any(isinstance(x, ChargeConjugate) for x in bare):
            kind = f"Majorana {kind}"
            bare = [x.field if isinstance(x, ChargeConjugate) else x for x in bare]
        return (kind, bare[0], bare[1]), 1
    first, second = sorted(term.operators, key=str)
    (a, moved_a), (b, moved_b) = (_stripped(op) for op in (first, second))
    if {len(moved_a), len(moved_b)} == {0, 2} and not isinstance(a, VectorComponent):
        if len({*moved_a, *moved_b}) == 1:  # φ∂²χ = −∂φ∂χ
            return _pair("kinetic", a, b), -1
    elif isinstance(a, VectorComponent) and isinstance(b, VectorComponent):
        if not moved_a and not moved_b:
            return _pair("mass", a.operator, b.operator), 1
        if len(moved_a) == len(moved_b) == 1:
            kind = _ALIGNED if moved_a == moved_b else _CROSSED
            return _pair(kind, a.operator, b.operator), 1
    elif isinstance(a, VectorComponent) or isinstance(b, VectorComponent):
        v, scalar = (a, b) if isinstance(a, VectorComponent) else (b, a)
        if len(moved_a) + len(moved_b) == 1:
            by_parts = -1 if (moved_a if v is a else moved_b) else 1
            return _pair("mixing", v.operator, scalar), by_parts
    elif len(moved_a) == len(moved_b) <= 1:
        return _pair("kinetic" if moved_a else "mass", a, b), 1
    raise NotDiagonalError(
        f"quadratic term {term.expression}: neither kinetic term, mass nor mixing"
    )


def _stripped(op: sp.Expr) -> tuple[sp.Expr, list[sp.Symbol]]:
    """φ or V_μ, and the indices of the derivatives that act on it."""
    if not isinstance(op, Partial):
        return op, []
    inner, moved = _stripped(op.field)
    return inner, [*moved, op.index]


def _pair(kind: str, first: sp.Expr, second: sp.Expr) -> Key:
    """φ†χ is filed as (φ, χ), whatever comes first; φχ and φ†χ† are unpaired, unless real."""
    bars = [isinstance(x, sp.conjugate) for x in (first, second)]
    a, b = quantum(first), quantum(second)
    if all(f.self_conjugate for f in (a, b)):
        a, b = sorted((a, b), key=str)
    elif bars == [False, True] or (bars == [False, False] and a.self_conjugate):
        a, b = b, a
        bars.reverse()
    if not (a.self_conjugate and b.self_conjugate) and bars in ([True, True], [False, False]):
        kind = f"unpaired {kind}"
    return kind, a, b


# --- the terms of a field -----------------------------------------------------------------------


def canonical(field: Field) -> Mapping[Key, sp.Expr]:
    """The quadratic terms of a mass eigenstate.

    Raises:
        DerivationError: it is neither a scalar, a fermion nor a vector.
    """
    half = sp.Rational(1, 2)
    if isinstance(field, RealScalar | ComplexScalar | Ghost):
        norm = half if field.self_conjugate else sp.S.One
        return {("kinetic", field, field): norm, ("mass", field, field): -norm * field.mass**2}
    if isinstance(field, Vector):
        norm = half if field.self_conjugate else sp.S.One
        fixed = 0 if field.gauge_parameter in (None, sp.oo) else 1 / field.gauge_parameter
        return {
            (_ALIGNED, field, field): -norm,
            (_CROSSED, field, field): norm * (1 - fixed),
            ("mass", field, field): norm * field.mass**2,
        }
    if isinstance(field, DiracFermion):
        both = {(f"kinetic {x}", field, field): sp.I for x in "LR"}
        return {**both, **{(f"mass {x}", field, field): -field.mass for x in "LR"}}
    if isinstance(field, MajoranaFermion):
        # ½N̄i∂̸N: the right-handed half is the flipped left-handed one.
        mass = -half * field.mass
        return {
            ("kinetic L", field, field): sp.I,
            ("mass L", field, field): mass,
            ("mass R", field, field): mass,
        }
    raise DerivationError(f"fields: {field} is neither a scalar, a fermion nor a vector")


__all__ = ["Key", "canonical", "check_mass_basis", "check_states", "quadratic_terms"]
