r"""From the fields of the Lagrangian to mass eigenstates, with the proof that they are.

Complex scalars are split into real components and rotated by orthogonal matrices of any size.
A Dirac field with Majorana masses is written, in the basis :math:`(N_L,\,(N_R)^c)`, through the
rotation that diagonalises :math:`\begin{pmatrix}m_L&m_D\\m_D&m_R\end{pmatrix}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.simplify.fu import TR8

from darktmm.derive.conventions import SCALAR_PHASE_SIGN
from darktmm.derive.errors import DerivationError, NotDiagonalError, NotOrthogonalError
from darktmm.derive.fields import (
    P_L,
    P_R,
    ChargeConjugate,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    Field,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    quantum,
)
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, Term, normal_form, terms

Normal = Callable[[sp.Expr], sp.Expr]
"""Brings a coefficient to the one form in which equal coefficients are the same expression."""


def multiple_angles(expression: sp.Expr) -> sp.Expr:
    """Products of sines and cosines as sines and cosines of sums, which is a normal form, term by term."""
    terms = []
    for term in sp.Add.make_args(expression):
        rest, waves = term.as_independent(sp.sin, sp.cos, as_Add=False)
        terms.append(rest * sp.factor(TR8(sp.expand(waves))))
    return sp.factor_terms(sp.Add(*terms)) if len(terms) == 1 else sp.Add(*terms)


def trig_normal(expression: sp.Expr) -> sp.Expr:
    """Expand, with cos² → 1 − sin² for every angle: two equal polynomials in sin, cos coincide."""
    expression = sp.expand(expression)
    for cosine in sorted(expression.atoms(sp.cos), key=sp.default_sort_key):
        square = 1 - sp.sin(cosine.args[0]) ** 2
        expression = sp.expand(
            expression.replace(
                lambda e, c=cosine: e.is_Pow and e.base == c and e.exp.is_Integer and e.exp > 1,
                lambda e, c=cosine, s=square: c ** (e.exp % 2) * s ** (e.exp // 2),
            )
        )
    return expression


def rotation(angle: sp.Expr) -> sp.Matrix:
    r"""[[cos θ, sin θ], [−sin θ, cos θ]]: :math:`(S_1,S_2)^T = R(\theta)\,(H_1,H_2)^T`, as in (11)."""
    c, s = sp.cos(angle), sp.sin(angle)
    return sp.Matrix([[c, s], [-s, c]])


def check_orthogonal(matrix: Any, name: str = "rotation") -> None:
    """Raise `NotOrthogonalError` unless O is real and OᵀO = 1: identically, numbers within rounding.

    Args:
        matrix: sympy or numpy.

    Raises:
        NotOrthogonalError: naming what is not real, or not one.
    """
    square = _square(matrix, name)
    if any(entry.is_real is False for entry in square):
        raise NotOrthogonalError(f"{name}: {square.tolist()} is not real")
    _check_one(square.T * square, f"{name}: O^T O", trig_normal)


def check_rotation(matrix: Any, name: str = "rotation", normal: Normal | None = None) -> None:
    """Raise `NotOrthogonalError` unless U†U = 1: identically, numbers within rounding.

    Args:
        matrix: sympy or numpy; a real one is then orthogonal.
        normal: brings entries to one form, where relations between symbols have to be used.
    """
    square = _square(matrix, name)
    _check_one(square.H * square, f"{name}: U^dagger U", normal or trig_normal)


def _square(matrix: Any, name: str) -> sp.Matrix:
    square = sp.Matrix(matrix)
    if square.rows != square.cols:
        raise NotOrthogonalError(f"{name}: shape {square.shape} is not square")
    return square


def _check_one(product: sp.Matrix, name: str, normal: Normal) -> None:
    defect = (product - sp.eye(product.rows)).applyfunc(lambda x: normal(sp.expand(x)))
    if not all(_vanishes(entry) for entry in defect):
        raise NotOrthogonalError(f"{name} - 1 = {defect.tolist()}, expected zero")


ROUNDING = sp.Rational(1, 10**12)
"""What a number may differ by from an exact relation, in units of what is summed."""

_EXACT = sp.Rational(1, 10**25)


def _vanishes(entry: sp.Expr, scale: Mapping[sp.Expr, sp.Expr] | None = None) -> bool:
    """Whether every coefficient is zero; one with floating-point numbers within `ROUNDING`.

    Args:
        scale: monomial → size of what was summed, at least 1 otherwise.
    """
    if entry == 0:
        return True
    if not entry.free_symbols and not entry.has(sp.Float):
        return bool(abs(sp.N(entry, 30)) < _EXACT)
    if not entry.has(sp.Float):
        return False
    return all(
        abs(sp.N(value)) <= ROUNDING * (scale or {}).get(monomial, 1)
        for monomial, value in _numbers(entry).items()
    )


def _numbers(expression: sp.Expr) -> dict[sp.Expr, sp.Expr]:
    """Monomial in the symbols → number in front of it."""
    found: dict[sp.Expr, sp.Expr] = {}
    for term in sp.Add.make_args(sp.expand(expression)):
        number, monomial = term.as_independent(sp.Symbol, as_Add=False)
        found[monomial] = found.get(monomial, sp.S.Zero) + number
    return found


def components(
    scalars: Sequence[ComplexScalar], real: Sequence[RealScalar], imaginary: Sequence[RealScalar]
) -> dict[Field, sp.Expr]:
    """S = (S_R ± i S_I)/√2, the sign being that of `conventions`."""
    phase = SCALAR_PHASE_SIGN * sp.I
    return {
        s: (r + phase * i) / sp.sqrt(2) for s, r, i in zip(scalars, real, imaginary, strict=True)
    }


def rotated(
    old: Sequence[Field], new: Sequence[Field], matrix: Any, *, check: bool = True
) -> dict[Field, sp.Expr]:
    """old_a = Σ_k O_ak new_k: orthogonal for fields that are their own conjugates, else unitary.

    Args:
        matrix: sympy or numpy, of any size.
        check: prove it. Switch it off only for a matrix of free symbols, whose
            orthogonality is then an assumption that the caller has to use.

    Raises:
        NotOrthogonalError: not as many rows and columns as there are fields, or not orthogonal or unitary.
    """
    matrix = sp.Matrix(matrix)
    if matrix.shape != (len(old), len(new)):
        raise NotOrthogonalError(f"rotation: shape {matrix.shape}, expected {(len(old), len(new))}")
    if check:
        real = any(f.self_conjugate for f in (*old, *new))
        (check_orthogonal if real else check_rotation)(matrix)
    return {
        a: sum((matrix[row, k] * field for k, field in enumerate(new)), sp.S.Zero)
        for row, a in enumerate(old)
    }


@dataclass(frozen=True)
class MajoranaPair:
    r"""Mass eigenstates N₁, N₂ of a Dirac field with Majorana masses.

    .. math::
        \mathcal L = -m_D\bar NN - \tfrac12\left(m_L\overline{N_L^c}N_L
                     + m_R\overline{N_R^c}N_R\right)+\text{h.c.},\qquad
        \tan2\theta = \frac{2m_D}{m_L-m_R}

    and :math:`N = \sum_\alpha(O_{L\alpha}\eta_\alpha P_L+O_{R\alpha}\eta_\alpha^*P_R)N_\alpha`.
    The eigenvalues :math:`M_\alpha` may be negative. A negative one can be kept in the mass
    (η = 1) or moved into the field (η = i), which makes the mass :math:`\eta^2M` positive: physics
    must not depend on it.

    Attributes:
        dirac: the field N.
        states: N₁, N₂; their `mass` is :math:`\eta_\alpha^2M_\alpha`.
        angle: θ; π/4 when m_L = m_R.
        phases: η₁, η₂, each 1 or i.
    """

    dirac: DiracFermion
    states: tuple[MajoranaFermion, MajoranaFermion]
    angle: sp.Expr
    phases: tuple[sp.Expr, sp.Expr] = (sp.S.One, sp.S.One)

    @property
    def matrix(self) -> sp.Matrix:
        """O, rows L and R, columns 1 and 2: at θ = π/4, N = (N₂ + γ5 N₁)/√2 as the paper has it."""
        c, s = sp.cos(self.angle), sp.sin(self.angle)
        return sp.Matrix([[-s, c], [c, s]])

    @property
    def eigenvalues(self) -> tuple[sp.Expr, sp.Expr]:
        """M₁, M₂, signed, in terms of the masses of the states."""
        first, second = (n.mass / eta**2 for n, eta in zip(self.states, self.phases, strict=True))
        return first, second

    def mass_matrix(self) -> sp.Matrix:
        """(m_L, m_D; m_D, m_R) = O diag(M₁, M₂) Oᵀ: the Lagrangian's masses from the physical."""
        return self.matrix * sp.diag(*self.eigenvalues) * self.matrix.T

    def replacement(self) -> dict[Field, sp.Expr]:
        """N in terms of the mass eigenstates."""
        total = sp.S.Zero
        for k, (state, eta) in enumerate(zip(self.states, self.phases, strict=True)):
            left, right = self.matrix[0, k] * eta, self.matrix[1, k] * sp.conjugate(eta)
            total += (left * P_L + right * P_R) * state
        return {self.dirac: total}


# --- the proof ----------------------------------------------------------------------------------

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
    expected = {key: value for f in fields for key, value in _canonical(f).items()}
    found: dict[Key, list[sp.Expr]] = {}
    for term in terms(normal_form(_bilinear_part(lagrangian.expression))):
        key, sign = _quadratic(term)
        if {key[1], key[2]} & set(fields):
            found.setdefault(key, []).append(sign * term.coefficient)
    for key in sorted({*found, *expected}, key=str):
        leftover = normal(sp.expand(sp.Add(*found.get(key, ()), -expected.get(key, sp.S.Zero))))
        kind, a, b = key
        if not _vanishes(leftover, _sizes(kind, leftover, found, expected)):
            raise NotDiagonalError(f"{kind} term of {a} and {b}: {leftover} too much")


def _bilinear_part(expression: sp.Expr) -> sp.Expr:
    """What is quadratic in the fields, field strengths spelled out."""
    total = sp.S.Zero
    for term in terms(expression):
        if len(term.operators) + len(term.bilinears) == 2:
            spelled = (op.doit() if isinstance(op, FieldStrength) else op for op in term.operators)
            total += term.coefficient * sp.Mul(*spelled)
    return sp.expand(total)


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
            for monomial, number in _numbers(summand).items():
                sizes[monomial] = max(sizes.get(monomial, sp.S.Zero), abs(sp.N(number)))
    return sizes


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


def _canonical(field: Field) -> Mapping[Key, sp.Expr]:
    half = sp.Rational(1, 2)
    if isinstance(field, RealScalar | ComplexScalar):
        norm = half if field.self_conjugate else sp.S.One
        return {("kinetic", field, field): norm, ("mass", field, field): -norm * field.mass**2}
    if isinstance(field, VectorBoson | ComplexVector):
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
