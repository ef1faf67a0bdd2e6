r"""From the fields of the Lagrangian to mass eigenstates; `derive.quadratic` proves that they are.

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
from darktmm.derive.errors import NotOrthogonalError
from darktmm.derive.fields import (
    P_L,
    P_R,
    ComplexScalar,
    DiracFermion,
    Field,
    MajoranaFermion,
    RealScalar,
)

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
        expression = with_square(expression, cosine, 1 - sp.sin(cosine.args[0]) ** 2)
    return expression


def with_square(expression: sp.Expr, root: sp.Expr, square: sp.Expr) -> sp.Expr:
    """Expand, with root² → square in every positive power of the root."""
    expression = sp.expand(expression)
    if not expression.has(root):
        return expression
    return sp.expand(
        expression.replace(
            lambda e: e.is_Pow and e.base == root and e.exp.is_Integer and e.exp > 1,
            lambda e: root ** (e.exp % 2) * square ** (e.exp // 2),
        )
    )


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
    if not all(vanishes(entry) for entry in defect):
        raise NotOrthogonalError(f"{name} - 1 = {defect.tolist()}, expected zero")


ROUNDING = sp.Rational(1, 10**12)
"""What a number may differ by from an exact relation, in units of what is summed."""

_EXACT = sp.Rational(1, 10**25)


def vanishes(entry: sp.Expr, scale: Mapping[sp.Expr, sp.Expr] | None = None) -> bool:
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
        for monomial, value in by_monomial(entry).items()
    )


def by_monomial(expression: sp.Expr) -> dict[sp.Expr, sp.Expr]:
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


def rotated_chirally(
    old: Sequence[Field], new: Sequence[Field], left: sp.Matrix, right: sp.Matrix
) -> dict[Field, sp.Expr]:
    """ψ_a = Σ_k (L_ak P_L + R_ak P_R) χ_k: two rotations take any mass matrix to L diag(m) Rᵀ."""
    return {
        psi: sp.Add(*((left[a, k] * P_L + right[a, k] * P_R) * chi for k, chi in enumerate(new)))
        for a, psi in enumerate(old)
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
