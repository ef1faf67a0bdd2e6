r"""From the fields of the Lagrangian to mass eigenstates, with the proof that they are.

Complex scalars are split into real components and rotated by orthogonal matrices of any size.
A Dirac field with Majorana masses is written, in the basis :math:`(N_L,\,(N_R)^c)`, through the
rotation that diagonalises :math:`\begin{pmatrix}m_L&m_D\\m_D&m_R\end{pmatrix}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp
from sympy.simplify.fu import TR8

from darktmm.derive.conventions import SCALAR_PHASE_SIGN
from darktmm.derive.errors import DerivationError, NotDiagonalError, NotOrthogonalError
from darktmm.derive.fields import (
    P_L,
    P_R,
    Bilinear,
    ComplexScalar,
    DiracFermion,
    Fermion,
    Field,
    MajoranaFermion,
    Partial,
    RealScalar,
)
from darktmm.derive.lagrangian import Lagrangian, normal_form, terms


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


def check_orthogonal(matrix: sp.Matrix, name: str = "rotation") -> None:
    """Raise `NotOrthogonalError` unless OᵀO = 1 as an identity."""
    if matrix.rows != matrix.cols:
        raise NotOrthogonalError(f"{name}: shape {matrix.shape} is not square")
    defect = (matrix.T * matrix - sp.eye(matrix.rows)).applyfunc(trig_normal)
    if not defect.is_zero_matrix:
        raise NotOrthogonalError(f"{name}: O^T O - 1 = {defect.tolist()}, expected zero")


def components(
    scalars: Sequence[ComplexScalar], real: Sequence[RealScalar], imaginary: Sequence[RealScalar]
) -> dict[Field, sp.Expr]:
    """S = (S_R ± i S_I)/√2, the sign being that of `conventions`."""
    phase = SCALAR_PHASE_SIGN * sp.I
    return {
        s: (r + phase * i) / sp.sqrt(2) for s, r, i in zip(scalars, real, imaginary, strict=True)
    }


def rotated(
    old: Sequence[Field], new: Sequence[Field], matrix: sp.Matrix, *, check: bool = True
) -> dict[Field, sp.Expr]:
    """old_a = Σ_k O_ak new_k, for an orthogonal matrix of any size.

    Args:
        check: prove orthogonality. Switch it off only for a matrix of free symbols, whose
            orthogonality is then an assumption that the caller has to use.
    """
    if matrix.shape != (len(old), len(new)):
        raise NotOrthogonalError(f"rotation: shape {matrix.shape}, expected {(len(old), len(new))}")
    if check:
        check_orthogonal(matrix)
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


def check_mass_basis(lagrangian: Lagrangian, fields: Sequence[Field]) -> None:
    """Prove that every field has a canonical kinetic term and a diagonal mass, equal to its own.

    Raises:
        NotDiagonalError: naming the pair of fields and what is left over.
    """
    found: dict[tuple[str, Field, Field], sp.Expr] = {}
    for term in terms(normal_form(lagrangian.expression)):
        key = _quadratic(term.operators)
        if key is not None and {key[1], key[2]} <= set(fields):
            found[key] = found.get(key, sp.S.Zero) + term.coefficient
    expected = {key: value for f in fields for key, value in _canonical(f).items()}
    for key in sorted({*found, *expected}, key=str):
        leftover = trig_normal(found.get(key, sp.S.Zero) - expected.get(key, sp.S.Zero))
        if leftover != 0:
            kind, a, b = key
            raise NotDiagonalError(f"{kind} term of {a} and {b}: {leftover} too much")


def _quadratic(operators: Sequence[sp.Expr]) -> tuple[str, Field, Field] | None:
    if len(operators) == 1 and isinstance(operators[0], Bilinear):
        line = operators[0]
        bare = [x.field if isinstance(x, Partial) else x for x in (line.bar, line.ket)]
        if not all(isinstance(x, Fermion) for x in bare):
            return None
        return f"{'kinetic' if line.indices else 'mass'} {line.chirality}", bare[0], bare[1]
    if len(operators) == 2 and all(isinstance(x, RealScalar) for x in operators):
        a, b = sorted(operators, key=str)
        return "mass", a, b
    if len(operators) == 2 and all(isinstance(x, Partial) for x in operators):
        a, b = sorted((x.field for x in operators), key=str)
        if isinstance(a, RealScalar) and isinstance(b, RealScalar):
            return "kinetic", a, b
    return None


def _canonical(field: Field) -> Mapping[tuple[str, Field, Field], sp.Expr]:
    half = sp.Rational(1, 2)
    if isinstance(field, RealScalar):
        return {("kinetic", field, field): half, ("mass", field, field): -half * field.mass**2}
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
    raise DerivationError(f"fields: {field} is neither a real scalar nor a fermion")
