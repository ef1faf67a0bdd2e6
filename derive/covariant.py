r"""What a gauge symmetry dictates: field strengths and kinetic terms, in any fields.

.. math:: F^a_{\mu\nu} = \partial_\mu V^a_\nu-\partial_\nu V^a_\mu - g f^{abc}V^b_\mu V^c_\nu,\qquad
          |D_\mu\phi|^2,\qquad \bar\psi\,i\not D\,P_X\psi

Everything is written at once in the fields that are wanted, mass eigenstates as a rule: what is expanded
is then short, and every product of operators occurs once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import sympy as sp

from darktmm.derive.basis import Normal
from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.fields import (
    MU,
    NU,
    Bilinear,
    ChargeConjugate,
    Fermion,
    Field,
    Partial,
    VectorComponent,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.gauge import GaugeGroup, GaugeTheory, Multiplet
from darktmm.derive.lagrangian import Term, terms

_HALF = sp.Rational(1, 2)
_I_SIGN = COVARIANT_SIGN * sp.I

# --- combinations of fields ---------------------------------------------------------------------


def operators(expression: sp.Expr) -> set[sp.Expr]:
    """φ, φ† and V of an expression linear in fields."""
    fields = expression.atoms(Field)
    return fields | {sp.conjugate(f) for f in fields if not f.self_conjugate}


def component(vector: sp.Expr, index: sp.Symbol) -> sp.Expr:
    """V_μ of a linear combination of vectors."""
    return vector.xreplace({v: VectorComponent(v, index) for v in operators(vector)})


def gradient(scalar: sp.Expr, index: sp.Symbol) -> sp.Expr:
    """∂_μ of a linear combination of fields and constants."""
    found = operators(scalar)
    moved = scalar.xreplace({f: Partial(f, index) for f in found})
    return moved - scalar.xreplace(dict.fromkeys(found, sp.S.Zero))


# --- kinetic terms ------------------------------------------------------------------------------


def strengths(
    theory: GaugeTheory, group: GaugeGroup, vectors: Mapping[Field, sp.Expr]
) -> Iterator[sp.Expr]:
    r"""F^a_{μν}, the coefficient of i g T^a in [D_μ, D_ν].

    Args:
        vectors: gauge field → combination of physical vectors.
    """
    spelled = [vectors.get(v, v) for v in group.vectors]
    curvature = _I_SIGN * group.coupling  # (s i g)² [T^b, T^c] V^b V^c over the s i g before T^a
    for a, v in enumerate(spelled):
        total = _gradient_of_vector(v, MU, NU) - _gradient_of_vector(v, NU, MU)
        for (b, c, x), f in theory.structure[group.name].items():
            if x == a:
                pair = component(spelled[b], MU) * component(spelled[c], NU)
                total += curvature * sp.I * f * pair
        yield sp.expand(total)


def _gradient_of_vector(vector: sp.Expr, derivative: sp.Symbol, index: sp.Symbol) -> sp.Expr:
    """∂_μV_ν of a linear combination of vectors."""
    return vector.xreplace(
        {v: Partial(VectorComponent(v, index), derivative) for v in operators(vector)}
    )


def connection(
    theory: GaugeTheory, multiplet: Multiplet, vectors: Mapping[Field, sp.Expr], normal: Normal
) -> sp.Matrix:
    """Σ g T^a V^a, the index μ not yet written, with the coefficient of each vector in normal form."""
    total = sp.zeros(multiplet.size, multiplet.size)
    for group, matrices in multiplet.matrices.items():
        g = theory.group(group)
        for v, matrix in zip(g.vectors, matrices, strict=True):
            total += g.coupling * vectors.get(v, v) * matrix
    return total.applyfunc(lambda x: collected(x, normal))


def covariant_components(
    theory: GaugeTheory,
    multiplet: Multiplet,
    fields: Mapping[Field, sp.Expr],
    vectors: Mapping[Field, sp.Expr],
    index: sp.Symbol,
    normal: Normal,
) -> list[sp.Expr]:
    """D_μφ, component by component, in the new fields."""
    spelled = [fields.get(c, c) for c in multiplet.components]
    gauge = connection(theory, multiplet, vectors, normal)
    return [
        gradient(phi, index)
        + sum(
            (
                _I_SIGN * component(gauge[i, j], index) * other
                for j, other in enumerate(spelled)
                if gauge[i, j] != 0
            ),
            sp.S.Zero,
        )
        for i, phi in enumerate(spelled)
    ]


def fermion_terms(
    theory: GaugeTheory,
    multiplet: Multiplet,
    fields: Mapping[Field, sp.Expr],
    vectors: Mapping[Field, sp.Expr],
    normal: Normal,
) -> sp.Expr:
    r""":math:`\bar\psi\,i\not D P_X\psi` of a multiplet, half of it for Majorana fields without X."""
    spelled = [fields.get(c, c) for c in multiplet.components]
    gauge = connection(theory, multiplet, vectors, normal)
    x = multiplet.chirality
    total = sp.S.Zero
    for i, psi in enumerate(spelled):
        half = multiplet.components[i].self_conjugate and x is None
        norm = _HALF if half else sp.S.One
        total += norm * sp.I * bilinear(psi, gradient_of_spinor(psi, MU), MU, chirality=x)
        for j, chi in enumerate(spelled):
            if gauge[i, j] != 0:
                current = bilinear(psi, chi, MU, chirality=x)
                total += norm * sp.I * _I_SIGN * component(gauge[i, j], MU) * current
    return total


def gradient_of_spinor(spinor: sp.Expr, index: sp.Symbol) -> sp.Expr:
    """∂_μ of a linear combination of spinors."""
    return spinor.xreplace({f: Partial(f, index) for f in spinor.atoms(Fermion)})


# --- products -----------------------------------------------------------------------------------


def collected(expression: sp.Expr, normal: Normal) -> sp.Expr:
    """Products of the same operators once each, their coefficients in normal form."""
    return sp.Add(*(t.expression for t in collected_terms(terms(expression), normal)))


def collected_terms(spelled: Iterable[Term], normal: Normal) -> list[Term]:
    """The same, term by term; what vanishes is left out."""
    operators_of: dict[sp.Expr, tuple[sp.Expr, ...]] = {}
    found: dict[sp.Expr, list[sp.Expr]] = {}
    for term in spelled:
        key = sp.Mul(*term.operators)
        operators_of.setdefault(key, term.operators)
        found.setdefault(key, []).append(term.coefficient)
    sums = ((key, normal(sp.Add(*values))) for key, values in found.items())
    return [Term(value, operators_of[key]) for key, value in sums if value != 0]


Polynomial = dict[sp.Expr, Term]
"""Product of operators → its term."""


def replaced(part: sp.Expr, fields: Mapping[Field, sp.Expr]) -> Iterator[Term]:
    """A polynomial in scalars and bilinears without derivatives, in other fields, term by term."""
    known: dict[tuple[sp.Expr, ...], Polynomial] = {(): {sp.S.One: Term(sp.S.One, ())}}

    def new(op: sp.Expr) -> list[Term]:
        if isinstance(op, Bilinear):
            bar, ket = (_replaced_spinor(psi, fields) for psi in (op.bar, op.ket))
            return list(terms(bilinear(bar, ket, *op.indices, chirality=op.chirality)))
        return list(terms(op.xreplace(dict(fields))))

    def spelled(ops: tuple[sp.Expr, ...]) -> Polynomial:
        """Of a product, by the products that it begins with, which others begin with too."""
        if ops not in known:
            sums: dict[sp.Expr, tuple[tuple[sp.Expr, ...], list[sp.Expr]]] = {}
            for (begun, term), other in product(spelled(ops[:-1]).items(), new(ops[-1])):
                key = sp.Mul(begun, *other.operators)
                _, values = sums.setdefault(key, ((*term.operators, *other.operators), []))
                values.extend(_times(term.coefficient, other.coefficient))
            known[ops] = {
                key: Term(sp.Add(*values), new_ops) for key, (new_ops, values) in sums.items()
            }
        return known[ops]

    for term in terms(part):
        for found in spelled(term.operators).values():
            for value in _times(found.coefficient, term.coefficient):
                yield Term(value, found.operators)


def _times(expanded: sp.Expr, monomial: sp.Expr) -> list[sp.Expr]:
    """Summands of a product, so that equal ones meet in a sum."""
    return [summand * monomial for summand in sp.Add.make_args(expanded)]


def _replaced_spinor(psi: sp.Expr, fields: Mapping[Field, sp.Expr]) -> sp.Expr:
    if isinstance(psi, ChargeConjugate):
        return charge_conjugate(fields.get(psi.field, psi.field))
    return fields.get(psi, psi)


__all__ = [
    "collected",
    "collected_terms",
    "component",
    "connection",
    "covariant_components",
    "fermion_terms",
    "gradient",
    "operators",
    "replaced",
    "strengths",
]
