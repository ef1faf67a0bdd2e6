r"""Fields and the operators that a Lagrangian is a polynomial in.

Every operator is a commuting sympy expression: scalars, vectors and fermion *bilinears* commute, so
that a Lagrangian is an ordinary sympy sum of products. What does not commute, the Dirac matrices,
stays inside `Bilinear`, in the form :math:`\bar\psi\,\gamma^{\mu_1}\cdots\gamma^{\mu_n}P_X\,\chi`.

A fermion is written into a bilinear as a linear expression such as `(N2 + GAMMA5*N1)/sqrt(2)` or
`I*D(N, mu)`; the symbols `P_L` and `P_R` in it are chirality projectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import sympy as sp

from darktmm.derive.conventions import CHIRALITIES, opposite, through
from darktmm.derive.errors import DerivationError
from darktmm.derive.latex import symbol

P_L, P_R = sp.Symbol("P_L", real=True), sp.Symbol("P_R", real=True)
GAMMA5 = P_R - P_L
PROJECTORS = {"L": P_L, "R": P_R}

MU = sp.Symbol("mu")
NU = sp.Symbol("nu")


class Field(sp.Symbol):  # type: ignore[misc]
    """A field: a sympy symbol that knows its spin, its charges and its mass.

    Attributes:
        charges: charge under each U(1), by the name of the group; absent means neutral.
        mass: mass of the quanta, when the field is a mass eigenstate.
        latex: how the field is printed.
        ghost: whether a closed loop of it has the sign of a fermion loop.
    """

    spin: sp.Rational = sp.S.Zero
    dimension: sp.Rational = sp.S.One
    self_conjugate = False
    ghost = False
    _assumed: Mapping[str, bool] = {"commutative": True}

    charges: Mapping[str, sp.Expr]
    mass: sp.Expr
    latex: str

    def __new__(
        cls,
        name: str,
        *,
        charges: Mapping[str, Any] | None = None,
        mass: Any = 0,
        latex: str | None = None,
    ) -> Self:
        field = sp.Symbol.__xnew__(cls, name, **cls._assumed)
        field.charges = {group: sp.sympify(q) for group, q in (charges or {}).items()}
        field.mass = sp.sympify(mass)
        field.latex = latex or symbol(name)
        if field.self_conjugate and any(q != 0 for q in field.charges.values()):
            raise DerivationError(
                f"charges: the self-conjugate field {name} cannot carry {charges}"
            )
        return field

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.name,), {"charges": self.charges, "mass": self.mass, "latex": self.latex}

    def _hashable_content(self) -> tuple[Any, ...]:
        # Fields of one name but different quanta are different fields: sympy's caches must not
        # hand the mass or the charges of one model to another.
        charges = tuple(sorted(self.charges.items()))
        return (type(self).__name__, self.name, self.mass, charges)

    def charge(self, group: str) -> sp.Expr:
        """Charge under a U(1); zero when the field does not feel it."""
        return self.charges.get(group, sp.S.Zero)

    def _latex(self, printer: Any, *args: Any) -> str:
        return self.latex


class RealScalar(Field):
    """φ = φ†."""

    self_conjugate = True
    _assumed = {"commutative": True, "real": True}


class ComplexScalar(Field):
    """S ≠ S†."""

    _assumed = {"commutative": True, "complex": True}


class Ghost(Field):
    """A Faddeev–Popov ghost c; `conjugate(c)` stands for the independent antighost.

    Vertices are read as if it commuted, for there are never two of a kind in one; the sign belongs to
    the closed loop.
    """

    ghost = True
    _assumed = {"commutative": True, "complex": True}


class Vector(Field):
    """V_μ.

    Attributes:
        gauge_parameter: ξ of the propagator
            :math:`-i\\,[g_{\\alpha\\beta}-(1-\\xi)k_\\alpha k_\\beta/(k^2-\\xi M^2)]/(k^2-M^2)`;
            `sympy.oo` is the unitary gauge; None: the field may stand outside a loop only.
    """

    spin = sp.S.One
    gauge_parameter: sp.Expr | None

    def __new__(cls, name: str, *, gauge_parameter: Any = None, **kwargs: Any) -> Self:
        field = super().__new__(cls, name, **kwargs)
        field.gauge_parameter = None if gauge_parameter is None else sp.sympify(gauge_parameter)
        return field

    def _hashable_content(self) -> tuple[Any, ...]:
        # sympy orders what is hashed here, and None has no order
        xi = sp.nan if self.gauge_parameter is None else self.gauge_parameter
        return (*super()._hashable_content(), xi)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        (name,), kwargs = super().__getnewargs_ex__()
        return (name,), {**kwargs, "gauge_parameter": self.gauge_parameter}


class VectorBoson(Vector):
    """A neutral vector V_μ = V_μ†: a gauge field of the abelian group `group`, or a mass eigenstate.

    Attributes:
        group: the group whose charges `covariant_derivative` multiplies by `coupling`; empty for a
            field whose couplings are written out.
    """

    self_conjugate = True
    _assumed = {"commutative": True, "real": True}
    group: str
    coupling: sp.Expr

    def __new__(cls, name: str, *, group: str = "", coupling: Any = 0, **kwargs: Any) -> Self:
        field = super().__new__(cls, name, **kwargs)
        field.group, field.coupling = group, sp.sympify(coupling)
        return field

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.group, self.coupling)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        (name,), kwargs = super().__getnewargs_ex__()
        return (name,), {**kwargs, "group": self.group, "coupling": self.coupling}


class ComplexVector(Vector):
    """W_μ ≠ W_μ†, as the charged W; the operator W_μ annihilates the quantum that carries `charges`."""

    _assumed = {"commutative": True, "complex": True}


class Fermion(Field):
    """A spinor field; its kinetic term and its bilinears say which chiralities exist."""

    spin = sp.Rational(1, 2)
    dimension = sp.Rational(3, 2)


class DiracFermion(Fermion):
    """ψ ≠ ψᶜ."""


class MajoranaFermion(Fermion):
    """ψ = ψᶜ."""

    self_conjugate = True


class ChargeConjugate(sp.Expr):  # type: ignore[misc]
    """ψᶜ = Cψ̄ᵀ of a fermion that is not its own conjugate."""

    is_commutative = True

    @property
    def field(self) -> Fermion:
        """ψ."""
        return self.args[0]

    @property
    def mass(self) -> sp.Expr:
        """That of ψ."""
        return self.field.mass

    def _latex(self, printer: Any, *args: Any) -> str:
        return f"{printer._print(self.field)}^{{c}}"


class Partial(sp.Expr):  # type: ignore[misc]
    """∂_μ of a scalar or spinor."""

    is_commutative = True

    @property
    def field(self) -> sp.Expr:
        """What is differentiated."""
        return self.args[0]

    @property
    def index(self) -> sp.Symbol:
        """μ."""
        return self.args[1]

    def _eval_conjugate(self) -> sp.Expr:
        return Partial(sp.conjugate(self.field), self.index)

    def _latex(self, printer: Any, *args: Any) -> str:
        return rf"\partial_{{{printer._print(self.index)}}} {printer._print(self.field)}"


class TwoSided(sp.Expr):  # type: ignore[misc]
    r"""Folded :math:`x\,\overleftrightarrow{\partial_\mu}\,y = x\,\partial_\mu y-(\partial_\mu x)\,y`."""

    is_commutative = True

    def doit(self, **hints: Any) -> sp.Expr:
        """Spelled out."""
        first, second, index = self.args
        return first * Partial(second, index) - second * Partial(first, index)

    def _latex(self, printer: Any, *args: Any) -> str:
        first, second, index = map(printer._print, self.args)
        return rf"{first}\overleftrightarrow{{\partial_{{{index}}}}}{second}"


class OfVector(sp.Expr):  # type: ignore[misc]
    """An operator made of V or V†, its first argument; the others are indices."""

    is_commutative = True

    @property
    def operator(self) -> sp.Expr:
        """V or conjugate(V)."""
        return self.args[0]

    @property
    def field(self) -> Vector:
        """V."""
        return quantum(self.args[0])

    def _eval_is_real(self) -> bool | None:
        return True if _self_conjugate(self.args[0]) else None

    def _eval_is_extended_real(self) -> bool | None:
        return self._eval_is_real()

    def _eval_conjugate(self) -> sp.Expr:
        if _self_conjugate(self.args[0]):
            return self
        return self.func(sp.conjugate(self.args[0]), *self.args[1:])


class VectorComponent(OfVector):
    """V_μ, or V_μ† as `VectorComponent(conjugate(V), mu)`."""

    @property
    def index(self) -> sp.Symbol:
        """μ."""
        return self.args[1]

    def _latex(self, printer: Any, *args: Any) -> str:
        if isinstance(self.operator, sp.conjugate):
            return rf"{printer._print(self.field)}^{{\dagger}}_{{{printer._print(self.index)}}}"
        return rf"{printer._print(self.field)}_{{{printer._print(self.index)}}}"


def quantum(operator: sp.Expr) -> Field:
    """The field of an operator φ, φ† or V†."""
    return operator.args[0] if isinstance(operator, sp.conjugate) else operator


def _self_conjugate(operator: sp.Expr) -> bool:
    """Of a linear expression in fields: whether it is one real field."""
    return isinstance(operator, Field) and operator.self_conjugate


def charge_conjugate(fermion: sp.Expr) -> sp.Expr:
    """ψᶜ of a linear expression: coefficients are conjugated, P_L ↔ P_R, (ψᶜ)ᶜ = ψ."""
    total = sp.S.Zero
    for coefficient, projector, atom in linear_fermion(fermion):
        conjugated = _conjugate_atom(atom)
        factor = PROJECTORS[opposite(projector)] if projector else sp.S.One
        total += sp.conjugate(coefficient) * factor * conjugated
    return total


def _conjugate_atom(atom: sp.Expr) -> sp.Expr:
    if isinstance(atom, Partial):
        return Partial(_conjugate_atom(atom.field), atom.index)
    if isinstance(atom, ChargeConjugate):
        return atom.field
    return atom if atom.self_conjugate else ChargeConjugate(atom)


def linear_fermion(expression: sp.Expr) -> list[tuple[sp.Expr, str | None, sp.Expr]]:
    """Terms (coefficient, projector or None, spinor) of an expression linear in one spinor each.

    Raises:
        DerivationError: a term with no spinor, with two, or not linear in one.
    """
    terms = []
    for term in sp.Add.make_args(sp.expand(sp.sympify(expression))):
        if term == 0:
            continue
        coefficient, projector, atom = sp.S.One, None, None
        for factor in sp.Mul.make_args(term):
            base, power = factor.as_base_exp()
            if base in (P_L, P_R):
                name = "L" if base == P_L else "R"
                if projector not in (None, name):
                    coefficient = sp.S.Zero
                projector = name  # P² = P, whatever the power
            elif is_spinor(factor):
                if atom is not None:
                    raise DerivationError(f"fermion: {term} contains two spinors")
                atom = factor
            elif factor.has(Fermion):
                raise DerivationError(f"fermion: {term} is not linear in a spinor (power {power})")
            else:
                coefficient *= factor
        if atom is None:
            raise DerivationError(f"fermion: {term} contains no spinor")
        if coefficient != 0:
            terms.append((coefficient, projector, atom))
    return terms


def is_spinor(expression: sp.Expr) -> bool:
    """Whether this is ψ, ψᶜ or ∂_μψ."""
    if isinstance(expression, Partial):
        return is_spinor(expression.field)
    return isinstance(expression, (Fermion, ChargeConjugate))


class Bilinear(sp.Expr):  # type: ignore[misc]
    r"""Folded :math:`\bar\psi\,\gamma^{\mu_1}\cdots\gamma^{\mu_n}P_X\,\chi`; see `bilinear`."""

    is_commutative = True

    @property
    def bar(self) -> sp.Expr:
        """ψ, the spinor that is barred."""
        return self.args[0]

    @property
    def indices(self) -> tuple[sp.Symbol, ...]:
        """μ₁ … μ_n, left to right."""
        return tuple(self.args[1])

    @property
    def chirality(self) -> str:
        """X of P_X, "L" or "R"."""
        return str(self.args[2])

    @property
    def ket(self) -> sp.Expr:
        """χ, the spinor on the right."""
        return self.args[3]

    def _eval_conjugate(self) -> sp.Expr:
        # (ψ̄ γ^{1}…γ^{n} P_X χ)† = χ̄ P_X̄ γ^{n}…γ^{1} ψ, for γ⁰γ^μ†γ⁰ = γ^μ and γ⁰γ5γ⁰ = −γ5.
        moved = through(opposite(self.chirality), len(self.indices))
        return _folded(self.ket, self.indices[::-1], moved, self.bar)

    def flipped(self) -> tuple[int, Bilinear]:
        r"""(sign, :math:`\overline{\chi^c}\Gamma'\psi^c`), equal to this bilinear.

        :math:`\Gamma' = C\Gamma^TC^{-1}` reverses the chain with :math:`(-1)^n`; the sign of the
        interchange of two fermion fields and that of :math:`C^T = -C` cancel.
        """
        sign = (-1) ** len(self.indices)
        chirality = through(self.chirality, len(self.indices))
        bar, ket = _conjugate_atom(self.ket), _conjugate_atom(self.bar)
        return sign, _folded(bar, self.indices[::-1], chirality, ket)

    def _latex(self, printer: Any, *args: Any) -> str:
        gammas = "".join(rf"\gamma^{{{printer._print(i)}}}" for i in self.indices)
        return rf"\overline{{{printer._print(self.bar)}}}{gammas}P_{self.chirality}{printer._print(self.ket)}"

    def _sympystr(self, printer: Any) -> str:
        gammas = "".join(f"γ^{i} " for i in self.indices)
        return f"({printer._print(self.bar)}̄ {gammas}P_{self.chirality} {printer._print(self.ket)})"


def _folded(bar: sp.Expr, indices: tuple[sp.Symbol, ...], chirality: str, ket: sp.Expr) -> Bilinear:
    return Bilinear(bar, sp.Tuple(*indices), sp.Symbol(chirality), ket)


def bilinear(
    bar: sp.Expr, ket: sp.Expr, *indices: sp.Symbol, chirality: str | None = None
) -> sp.Expr:
    r""":math:`\overline{(\text{bar})}\,\gamma^{\mu_1}\cdots\gamma^{\mu_n}[P_X]\,(\text{ket})`.

    Args:
        bar: the spinor that is barred, linear in fields; its coefficients are conjugated here.
        ket: the spinor on the right.
        indices: Lorentz indices of the Dirac matrices, left to right.
        chirality: projector between the matrices and `ket`; None means both, i.e. the unit matrix.

    Returns:
        A sum of `Bilinear`, zero where projectors clash.

    Raises:
        DerivationError: no such chirality, or not linear in a spinor.
    """
    if chirality not in (None, *CHIRALITIES):
        raise DerivationError(f"chirality: {chirality!r} is neither 'L', 'R' nor None")
    total = sp.S.Zero
    for wanted in (chirality,) if chirality else CHIRALITIES:
        for a, left, psi in linear_fermion(bar):
            # \overline{P_X ψ} = ψ̄ P_X̄, then carried through the chain to the right.
            if left and through(opposite(left), len(indices)) != wanted:
                continue
            for b, right, chi in linear_fermion(ket):
                if right in (None, wanted):
                    total += sp.conjugate(a) * b * _folded(psi, indices, wanted, chi)
    return total
