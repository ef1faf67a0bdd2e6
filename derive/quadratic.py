r"""The quadratic part of a Lagrangian, read against the masses that its fields claim to have.

A propagator is built from a field's own mass. Where the Lagrangian says something else (another mass, a
mass term that mixes two fields, a kinetic term that does, a vector that turns into a scalar) the
propagator is wrong and everything after it too; so it is asked before a loop is summed.
"""

from __future__ import annotations

from collections import defaultdict

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import NotDiagonalError
from darktmm.derive.fields import (
    Bilinear,
    ChargeConjugate,
    Field,
    MajoranaFermion,
    Partial,
    Vector,
    VectorComponent,
    quantum,
)
from darktmm.derive.lagrangian import FieldStrength, Term, normal_form, terms

_HALF = sp.Rational(1, 2)


def check_states(quadratic: sp.Expr) -> None:
    """Every quadratic term belongs to one field and gives it its own mass.

    Fields without any quadratic term are taken at their word: a Lagrangian may be an interaction only.

    Raises:
        NotDiagonalError: naming the two fields, or the field, and what is found.
    """
    masses: defaultdict[tuple[str, sp.Expr, sp.Expr], sp.Expr] = defaultdict(lambda: sp.S.Zero)
    mixing: defaultdict[tuple[sp.Expr, sp.Expr], sp.Expr] = defaultdict(lambda: sp.S.Zero)
    kinetic: set[Field] = set()
    # A Majorana bilinear and its flipped twin are one; ∂ stands on the ket.
    for term in terms(normal_form(quadratic)):
        first = term.operators[0]
        if isinstance(first, Bilinear):
            _fermions(term, first, masses, kinetic)
        else:
            _bosons(term, masses, mixing, kinetic)
    for (vector, scalar), value in mixing.items():
        if trig_normal(value) != 0:
            raise NotDiagonalError(
                f"{vector} turns into {scalar}: {trig_normal(value)} of V·∂φ is left"
            )
    found: defaultdict[Field, dict[str, sp.Expr]] = defaultdict(dict)
    for (kind, a, b), value in masses.items():
        rest = trig_normal(value)
        if quantum(a) != quantum(b) or kind.startswith("off"):
            if rest != 0:
                raise NotDiagonalError(f"{kind} term of {a} and {b}: {rest}, expected zero")
        else:
            found[quantum(a)][kind] = rest
    for name in sorted({*found, *kinetic}, key=str):
        _compare(name, found.get(name, {}), name in kinetic)


def _fermions(
    term: Term,
    line: Bilinear,
    masses: dict[tuple[str, sp.Expr, sp.Expr], sp.Expr],
    kinetic: set[Field],
) -> None:
    bar, ket = (x.field if isinstance(x, Partial) else x for x in (line.bar, line.ket))
    if line.indices:
        if bar == ket and not isinstance(bar, ChargeConjugate):
            kinetic.add(bar)
        else:
            masses[f"off-diagonal kinetic {line.chirality}", bar, ket] += term.coefficient
        return
    crossed = isinstance(bar, ChargeConjugate) or isinstance(ket, ChargeConjugate)
    kind = f"off-diagonal mass {line.chirality}" if crossed or bar != ket else line.chirality
    masses[kind, _name(bar), _name(ket)] += term.coefficient


def _name(spinor: sp.Expr) -> Field:
    return spinor.field if isinstance(spinor, ChargeConjugate) else spinor


def _bosons(
    term: Term,
    masses: dict[tuple[str, sp.Expr, sp.Expr], sp.Expr],
    mixing: dict[tuple[sp.Expr, sp.Expr], sp.Expr],
    kinetic: set[Field],
) -> None:
    a, b = sorted(term.operators, key=str)
    if isinstance(a, FieldStrength) or isinstance(b, FieldStrength):
        first, second = _bare(a), _bare(b)
        if quantum(first) == quantum(second):
            kinetic.add(quantum(first))
        else:
            masses["off-diagonal kinetic", first, second] += term.coefficient
        return
    derivatives = [op for op in (a, b) if isinstance(op, Partial)]
    first, second = sorted((_bare(a), _bare(b)), key=str)
    spins = {quantum(first).spin, quantum(second).spin}
    if len(derivatives) == 1 and len(spins) == 2:
        # V·∂φ and −φ ∂·V differ by a total derivative
        (moved,) = derivatives
        on_vector = quantum(_bare(moved)).spin == 1
        vector, scalar = (first, second) if quantum(first).spin == 1 else (second, first)
        mixing[vector, scalar] += -term.coefficient if on_vector else term.coefficient
    elif len(derivatives) == 2:
        if quantum(first) == quantum(second):
            kinetic.add(quantum(first))
        elif quantum(first).spin == 0:
            masses["off-diagonal kinetic", first, second] += term.coefficient
    elif not derivatives:
        same = quantum(first) == quantum(second)
        real = quantum(first).self_conjugate
        kind = "mass" if same and (real or first != second) else "off-diagonal mass"
        masses[kind, first, second] += term.coefficient


def _bare(operator: sp.Expr) -> sp.Expr:
    if isinstance(operator, Partial):
        return _bare(operator.field)
    return operator.operator if isinstance(operator, (VectorComponent, FieldStrength)) else operator


def _compare(name: Field, found: dict[str, sp.Expr], has_kinetic: bool) -> None:
    """The mass terms of one field against its mass."""
    half = _HALF if name.self_conjugate else sp.S.One
    if name.spin == _HALF:
        wanted = dict.fromkeys("LR", -half * name.mass)
        if isinstance(name, MajoranaFermion):
            wanted = dict.fromkeys("LR", -_HALF * name.mass)
    else:
        sign = 1 if isinstance(name, Vector) else -1
        wanted = {"mass": sign * half * name.mass**2}
    if not found and not has_kinetic:
        return
    for kind, expected in wanted.items():
        value = found.get(kind, sp.S.Zero)
        if trig_normal(value - expected) != 0:
            raise NotDiagonalError(
                f"mass of {name}: the Lagrangian has {value}, the field says {name.mass} ({expected})"
            )


__all__ = ["check_states"]
