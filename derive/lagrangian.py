r"""Lagrangians: covariant derivatives, hermiticity, dimension, Lorentz and gauge variation, basis.

A `Lagrangian` is a set of named parts, each an ordinary sympy expression in the operators of
`derive.fields`. Nothing about a part is assumed: what it breaks is computed from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import permutations
from typing import Any

import sympy as sp

from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.errors import (
    DerivationError,
    NotHermitianError,
    NotLorentzScalarError,
    UnknownFieldError,
)
from darktmm.derive.fields import (
    MU,
    NU,
    Bilinear,
    ChargeConjugate,
    Fermion,
    Field,
    OfVector,
    Partial,
    Vector,
    VectorBoson,
    VectorComponent,
    bilinear,
    charge_conjugate,
    is_spinor,
    linear_fermion,
    quantum,
)


class FieldStrength(OfVector):
    r""":math:`F_{\mu\nu}=\partial_\mu V_\nu-\partial_\nu V_\mu`, folded."""

    def doit(self, **hints: Any) -> sp.Expr:
        """Spelled out in derivatives of the vector."""
        v, mu, nu = self.args
        return Partial(VectorComponent(v, nu), mu) - Partial(VectorComponent(v, mu), nu)

    def _latex(self, printer: Any, *args: Any) -> str:
        indices = "".join(printer._print(i) for i in self.args[1:])
        return rf"F[{printer._print(self.args[0])}]_{{{indices}}}"


OPERATORS = (Bilinear, Partial, VectorComponent, FieldStrength, Field, ChargeConjugate)


# --- building terms -----------------------------------------------------------------------------


def covariant_derivative(phi: Field, index: sp.Symbol, vectors: Iterable[VectorBoson]) -> sp.Expr:
    """D_μφ = ∂_μφ + i Σ g Q V_μ φ, with the one sign that `conventions` fixes for every field."""
    gauge = sum(
        (v.coupling * phi.charge(v.group) * VectorComponent(v, index) for v in vectors), sp.S.Zero
    )
    return Partial(phi, index) + COVARIANT_SIGN * sp.I * gauge * phi


def fermion_kinetic(
    psi: Fermion, vectors: Iterable[VectorBoson] = (), chirality: str | None = None
) -> sp.Expr:
    r""":math:`\bar\psi\,i\not{D}\,[P_X]\,\psi`, half of it for a Majorana field."""
    norm = sp.Rational(1, 2) if psi.self_conjugate and chirality is None else sp.S.One
    return (
        norm * sp.I * bilinear(psi, covariant_derivative(psi, MU, vectors), MU, chirality=chirality)
    )


def scalar_kinetic(phi: Field, vectors: Iterable[VectorBoson] = ()) -> sp.Expr:
    r""":math:`(D_\mu\phi)^\dagger D^\mu\phi`, half of it for a real field."""
    derivative = covariant_derivative(phi, MU, vectors)
    norm = sp.Rational(1, 2) if phi.self_conjugate else sp.S.One
    return norm * sp.expand(sp.conjugate(derivative) * derivative)


def with_conjugate(expression: sp.Expr) -> sp.Expr:
    """expression + h.c."""
    return expression + hermitian_conjugate(expression)


def hermitian_conjugate(expression: sp.Expr) -> sp.Expr:
    """Complex conjugation of coefficients and scalars, reversal of bilinears."""
    return sp.conjugate(sp.expand(expression))


# --- terms --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Term:
    """One product: a c-number coefficient and the operators it multiplies (with repetitions).

    Attributes:
        coefficient: what commutes with everything.
        operators: fields, their derivatives and bilinears, with repetitions.
    """

    coefficient: sp.Expr
    operators: tuple[sp.Expr, ...]

    @property
    def expression(self) -> sp.Expr:
        """Coefficient times operators."""
        return self.coefficient * sp.Mul(*self.operators)

    @property
    def bilinears(self) -> list[Bilinear]:
        """The bilinears among the operators."""
        return [op for op in self.operators if isinstance(op, Bilinear)]

    @property
    def mass_dimension(self) -> sp.Rational:
        """Dimension of the operators; the coefficient must supply the rest of 4."""
        return sum((_dimension(op) for op in self.operators), sp.S.Zero)

    def indices(self) -> Counter[sp.Symbol]:
        """How often each Lorentz index occurs."""
        return Counter(index for op in self.operators for index in _indices(op))

    def charge(self, group: str) -> sp.Expr:
        """Total charge of the operators under a U(1): 0 when the term respects it."""
        return sp.expand(sum((_charge(op, group) for op in self.operators), sp.S.Zero))

    def fields(self) -> set[Field]:
        """The fields that occur."""
        return self.expression.atoms(Field)


def terms(expression: sp.Expr) -> Iterator[Term]:
    """Split a Lagrangian into products of a coefficient and operators.

    Raises:
        DerivationError: not a polynomial in the fields.
    """
    for product in sp.Add.make_args(sp.expand(expression)):
        if product == 0:
            continue
        coefficient, operators = sp.S.One, []
        for factor in sp.Mul.make_args(product):
            base, power = factor.as_base_exp()
            if _is_operator(base):
                if not (power.is_Integer and power > 0):
                    raise DerivationError(
                        f"term: {factor} is not a positive integer power of a field"
                    )
                operators.extend([base] * int(power))
            elif factor.has(Field):
                raise DerivationError(f"term: {factor} is not a polynomial in the fields")
            else:
                coefficient *= factor
        yield Term(coefficient, tuple(operators))


def _is_operator(expression: sp.Expr) -> bool:
    if isinstance(expression, sp.conjugate):
        return _is_operator(expression.args[0])
    return isinstance(expression, OPERATORS)


def _dimension(op: sp.Expr) -> sp.Rational:
    if isinstance(op, Bilinear):
        return _dimension(op.bar) + _dimension(op.ket)
    if isinstance(op, FieldStrength):
        return sp.Integer(2)
    if isinstance(op, Partial):
        return 1 + _dimension(op.field)
    if isinstance(op, (ChargeConjugate, VectorComponent, sp.conjugate)):
        return _dimension(op.args[0])
    return op.dimension


def _indices(op: sp.Expr) -> tuple[sp.Symbol, ...]:
    if isinstance(op, Bilinear):
        return (*_indices(op.bar), *op.indices, *_indices(op.ket))
    if isinstance(op, Partial):
        return (op.index, *_indices(op.field))
    if isinstance(op, VectorComponent):
        return (op.index,)
    if isinstance(op, sp.conjugate):
        return _indices(op.args[0])
    if isinstance(op, FieldStrength):
        return tuple(op.args[1:])
    return ()


def _charge(op: sp.Expr, group: str) -> sp.Expr:
    if isinstance(op, Bilinear):
        return _charge(op.ket, group) - _charge(op.bar, group)
    if isinstance(op, (ChargeConjugate, sp.conjugate)):
        return -_charge(op.args[0], group)
    if isinstance(op, Partial):
        return _charge(op.field, group)
    if isinstance(op, (VectorComponent, FieldStrength)):
        return _charge(op.operator, group)
    return op.charge(group)


# --- normal form up to total derivatives --------------------------------------------------------


def normal_form(expression: sp.Expr) -> sp.Expr:
    r"""One representative for expressions that differ by total derivatives or Majorana flips.

    Derivatives are moved off barred spinors by parts, and of a bilinear and its charge-conjugated
    twin :math:`\bar\psi\Gamma\chi=\overline{\chi^c}\Gamma'\psi^c` one is chosen.
    """
    total = sp.S.Zero
    todo = list(terms(expression))
    while todo:
        term = todo.pop()
        for k, op in enumerate(term.operators):
            if not isinstance(op, Bilinear):
                continue
            rewritten = _ordered(op, term.operators) or _preferred(op)
            if rewritten is None:
                continue
            rest = sp.Mul(*term.operators[:k], *term.operators[k + 1 :])
            moved = rewritten * rest
            if isinstance(op.bar, Partial) and not isinstance(op.ket, Partial):
                stripped = Bilinear(op.bar.field, *op.args[1:])
                moved -= stripped * _derivative(rest, op.bar.index)
            todo.extend(terms(term.coefficient * moved))
            break
        else:
            total += term.expression
    return sp.expand(total)


def _ordered(op: Bilinear, operators: Sequence[sp.Expr]) -> sp.Expr | None:
    """γ^νγ^μ F_{μν} = −γ^μγ^ν F_{μν}: the field strength is antisymmetric."""
    for other in operators:
        if isinstance(other, FieldStrength) and op.indices == tuple(other.args[:0:-1]):
            return -Bilinear(op.bar, sp.Tuple(*op.indices[::-1]), *op.args[2:])
    return None


def _preferred(op: Bilinear) -> sp.Expr | None:
    """The canonical partner of a bilinear (without the surface part), or None if it is canonical."""
    if isinstance(op.bar, Partial) and not isinstance(op.ket, Partial):
        return -Bilinear(op.bar.field, op.args[1], op.args[2], Partial(op.ket, op.bar.index))
    sign, twin = op.flipped()
    if _rank(twin) < _rank(op):
        return sign * twin
    return None


def _rank(op: Bilinear) -> tuple[Any, ...]:
    bare = [x.field if isinstance(x, Partial) else x for x in (op.bar, op.ket)]
    keys = tuple(str(x) for x in bare)
    return (isinstance(bare[0], ChargeConjugate), keys, tuple(map(str, op.indices)), op.chirality)


def _derivative(product: sp.Expr, index: sp.Symbol) -> sp.Expr:
    """∂_μ of a product of scalars (enough for the currents that occur here)."""
    total = sp.S.Zero
    for factor in sp.Mul.make_args(product):
        if factor == 1:
            continue
        base, power = factor.as_base_exp()
        if isinstance(base, (FieldStrength, Bilinear)):
            raise DerivationError(f"term: cannot integrate by parts over {factor}")
        total += power * Partial(base, index) * product / base
    return total


def renamed_indices(expression: sp.Expr) -> sp.Expr:
    """Dummy indices renamed, term by term, so that terms which differ by their names coincide."""
    total = sp.S.Zero
    for term in terms(expression):
        dummies = sorted(term.indices(), key=str)
        product = sp.Mul(*term.operators)
        candidates = (
            product.xreplace(dict(zip(dummies, names, strict=True)))
            for names in permutations(_INDICES[: len(dummies)])
        )
        total += term.coefficient * min(candidates, key=sp.default_sort_key)
    return total


_INDICES = sp.symbols("mu_1:9")


# --- what a term respects -----------------------------------------------------------------------


def check_hermitian(expression: sp.Expr, name: str = "Lagrangian") -> None:
    """Raise `NotHermitianError` unless L − L† is a total derivative.

    Raises:
        NotHermitianError: naming the difference to the conjugate.
    """
    defect = normal_form(expression - hermitian_conjugate(expression))
    if defect != 0:
        defect = renamed_indices(defect)
    defect = sum(
        (sp.simplify(t.coefficient) * sp.Mul(*t.operators) for t in terms(defect)), sp.S.Zero
    )
    if defect != 0:
        raise NotHermitianError(f"{name}: L - L^dagger = {defect}, expected a total derivative")


def check_lorentz(expression: sp.Expr, name: str = "Lagrangian") -> None:
    """Raise `NotLorentzScalarError` unless every index is contracted exactly once.

    Raises:
        NotLorentzScalarError: naming the term and what is not contracted.
    """
    for term in terms(expression):
        wrong = {str(index): n for index, n in term.indices().items() if n != 2}
        if wrong:
            raise NotLorentzScalarError(
                f"{name}: term {term.expression} carries the indices {wrong}; each must occur twice"
            )
        spinors = [op for op in term.operators if is_spinor(op)]
        if spinors:
            raise NotLorentzScalarError(
                f"{name}: term {term.expression} has the open spinors {spinors}"
            )


def u1_breaking(expression: sp.Expr, group: str) -> dict[sp.Expr, sp.Expr]:
    """Charge by which the terms change under a global U(1): {charge: part of the Lagrangian}."""
    broken: dict[sp.Expr, sp.Expr] = {}
    for term in terms(expression):
        charge = term.charge(group)
        if charge != 0:
            broken[charge] = broken.get(charge, sp.S.Zero) + term.expression
    return broken


def gauge_variation(expression: sp.Expr, vector: VectorBoson) -> sp.Expr:
    r"""δL under a *local* U(1): δφ = iQα φ, δV_μ = −∂_μα/(s g).

    The result is written with the symbols `alpha` and, for ∂_μα, a `Partial` of it.
    """
    alpha = _GAUGE_PARAMETER
    group = vector.group
    shift = -1 / (COVARIANT_SIGN * vector.coupling)
    total = sp.S.Zero
    for term in terms(normal_form(expression)):  # no derivative is left on a barred spinor
        product = sp.Mul(*term.operators)
        total += term.coefficient * sp.I * term.charge(group) * alpha * product
        for op in term.operators:
            rest = term.coefficient * product / op
            if isinstance(op, VectorComponent) and op.field == vector:
                total += shift * Partial(alpha, op.index) * rest
            elif isinstance(op, Partial):
                bare = op.field
                total += sp.I * _charge(bare, group) * Partial(alpha, op.index) * bare * rest
            elif isinstance(op, Bilinear) and isinstance(op.ket, Partial):
                bare = Bilinear(*op.args[:3], op.ket.field)
                charge = _charge(op.ket, group)
                total += sp.I * charge * Partial(alpha, op.ket.index) * bare * rest
    return sp.expand(total)


_GAUGE_PARAMETER = Field("alpha", latex=r"\alpha")


@dataclass(frozen=True)
class Doublet:
    """An SU(2) doublet by components.

    Attributes:
        upper, lower: with third component of isospin 1/2 and −1/2.
    """

    upper: Field
    lower: Field


def su2_variation(expression: sp.Expr, doublets: Sequence[Doublet]) -> dict[str, sp.Expr]:
    """δL under the three global SU(2) generators, T¹ T² T³; empty where it is invariant."""
    half = sp.Rational(1, 2)
    generators = {
        "T1": ((0, half), (half, 0)),
        "T2": ((0, -sp.I * half), (sp.I * half, 0)),
        "T3": ((half, 0), (0, -half)),
    }
    broken = {}
    for name, matrix in generators.items():
        change: dict[Field, sp.Expr] = {}
        for d in doublets:
            for row, component in enumerate((d.upper, d.lower)):
                change[component] = sp.I * (matrix[row][0] * d.upper + matrix[row][1] * d.lower)
        delta = normal_form(_linear_variation(expression, change))
        if delta != 0:
            broken[name] = delta
    return broken


def _linear_variation(expression: sp.Expr, change: Mapping[Field, sp.Expr]) -> sp.Expr:
    total = sp.S.Zero
    for term in terms(expression):
        for k, op in enumerate(term.operators):
            rest = sp.Mul(term.coefficient, *term.operators[:k], *term.operators[k + 1 :])
            total += rest * _varied(op, change)
    return sp.expand(total)


def _varied(op: sp.Expr, change: Mapping[Field, sp.Expr]) -> sp.Expr:
    if isinstance(op, Bilinear):
        left, right = _varied(op.bar, change), _varied(op.ket, change)
        chirality = op.chirality
        total = sp.S.Zero
        if left != 0:
            total += bilinear(left, op.ket, *op.indices, chirality=chirality)
        if right != 0:
            total += bilinear(op.bar, right, *op.indices, chirality=chirality)
        return total
    if isinstance(op, sp.conjugate):
        return sp.conjugate(_varied(op.args[0], change))
    if isinstance(op, ChargeConjugate):
        varied = _varied(op.field, change)
        return charge_conjugate(varied) if varied != 0 else sp.S.Zero
    if isinstance(op, Partial):
        return _partial(_varied(op.field, change), op.index)
    return change.get(op, sp.S.Zero) if isinstance(op, Field) else sp.S.Zero


# --- change of fields ---------------------------------------------------------------------------


def substitute(expression: sp.Expr, replacement: Mapping[Field, sp.Expr]) -> sp.Expr:
    """Rewrite a Lagrangian in other fields, derivatives, bars and conjugates included.

    Args:
        replacement: field → linear expression in the new fields (with P_L, P_R for fermions).

    Raises:
        UnknownFieldError: a field to be replaced does not occur.
    """
    present = expression.atoms(Field)
    for old in replacement:
        if old not in present:
            raise UnknownFieldError(f"replacement: {old} does not occur in the Lagrangian")
    fermions = {old: new for old, new in replacement.items() if isinstance(old, Fermion)}
    bosons = {old: new for old, new in replacement.items() if not isinstance(old, Fermion)}

    def rewrite(op: Bilinear) -> sp.Expr:
        bar, ket = _replaced(op.bar, fermions), _replaced(op.ket, fermions)
        return bilinear(bar, ket, *op.indices, chirality=op.chirality)

    if fermions:
        expression = expression.replace(lambda e: isinstance(e, Bilinear), rewrite)
    if bosons:
        expression = expression.xreplace(bosons)
        expression = expression.replace(
            lambda e: isinstance(e, (VectorComponent, FieldStrength)), _linear_vector
        )
        expression = expression.replace(
            lambda e: isinstance(e, Partial), lambda e: _partial(e.field, e.index)
        )
    return sp.expand(expression)


def _replaced(spinor: sp.Expr, fermions: Mapping[Field, sp.Expr]) -> sp.Expr:
    if isinstance(spinor, Partial):
        return _partial(_replaced(spinor.field, fermions), spinor.index)
    if isinstance(spinor, ChargeConjugate):
        return charge_conjugate(_replaced(spinor.field, fermions))
    return fermions.get(spinor, spinor)


def _linear_vector(op: sp.Expr) -> sp.Expr:
    """V_μ and F_{μν} of a linear combination of vectors."""
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(op.args[0])):
        (vector,) = (f for f in sp.Mul.make_args(term) if isinstance(quantum(f), Vector))
        total += term / vector * type(op)(vector, *op.args[1:])
    return total


def _partial(expression: sp.Expr, index: sp.Symbol) -> sp.Expr:
    """∂_μ of a linear expression in fields with constant coefficients."""
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(expression)):
        for factor in sp.Mul.make_args(term):
            if _is_operator(factor):
                total += term / factor * Partial(factor, index)
                break
    return total


# --- the whole ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lagrangian:
    """Named parts, the symmetries they are judged by, and where the parts come from.

    Attributes:
        parts: name → expression.
        vectors: gauge fields of the abelian groups.
        doublets: SU(2) doublets by components.
        u1: names of the U(1) symmetries in whose charges the fields are given.
        source: part → where it is printed, or why it was added.
    """

    parts: Mapping[str, sp.Expr]
    vectors: tuple[VectorBoson, ...] = ()
    doublets: tuple[Doublet, ...] = ()
    u1: tuple[str, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def expression(self) -> sp.Expr:
        """The sum of the parts."""
        return sp.expand(sp.Add(*self.parts.values()))

    @cached_property
    def fields(self) -> set[Field]:
        """Every field that occurs."""
        return self.expression.atoms(Field)

    def check(self) -> None:
        """Hermiticity and Lorentz invariance, part by part.

        Raises:
            NotHermitianError, NotLorentzScalarError: naming the part.
        """
        for name, part in self.parts.items():
            check_lorentz(part, name)
            check_hermitian(part, name)

    def breaking(self, name: str) -> dict[str, Any]:
        """Which symmetries a part breaks: U(1) charges carried, SU(2) generators violated.

        Args:
            name: of the part.

        Returns:
            By name of the symmetry, what varies: by charge, or by generator. Empty where nothing is broken.
        """
        part = self.parts[name]
        report: dict[str, Any] = {}
        for group in self.u1:
            if charges := u1_breaking(part, group):
                report[f"U(1)_{group}"] = charges
        if self.doublets and (generators := su2_variation(part, self.doublets)):
            report["SU(2)_L"] = generators
        return report

    def substituted(self, replacement: Mapping[Field, sp.Expr]) -> Lagrangian:
        """The same Lagrangian in other fields.

        Raises:
            UnknownFieldError: a field that does not occur.
        """
        for old in replacement:
            if old not in self.fields:
                raise UnknownFieldError(f"replacement: {old} does not occur in the Lagrangian")
        parts = {}
        for name, part in self.parts.items():
            present = part.atoms(Field)
            parts[name] = substitute(part, {o: n for o, n in replacement.items() if o in present})
        # A doublet of which a component is gone can no longer be rotated as one.
        kept = tuple(d for d in self.doublets if not {d.upper, d.lower} & set(replacement))
        return replace(self, parts=parts, doublets=kept)

    def without(self, *names: str) -> Lagrangian:
        """The same Lagrangian with parts left out.

        Raises:
            DerivationError: no part of that name.
        """
        for name in names:
            if name not in self.parts:
                raise DerivationError(f"part: {name!r} is not one of {sorted(self.parts)}")
        return replace(self, parts={k: v for k, v in self.parts.items() if k not in names})


__all__ = [
    "NU",
    "Doublet",
    "FieldStrength",
    "Lagrangian",
    "Term",
    "check_hermitian",
    "check_lorentz",
    "covariant_derivative",
    "fermion_kinetic",
    "gauge_variation",
    "hermitian_conjugate",
    "linear_fermion",
    "normal_form",
    "scalar_kinetic",
    "su2_variation",
    "substitute",
    "terms",
    "u1_breaking",
    "with_conjugate",
]
