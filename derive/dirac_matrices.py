r"""Dirac chains as explicit 4×4 matrices of Gaussian rationals: the twin of `derive.dirac`.

Nothing is anticommuted here and no identity is used. The matrices are written down, momenta are
exact rational points of the mass shell, and a chain between the spinor projectors
:math:`(\not p'+m_j)\,X^\mu\,(\not p+m_i)` is multiplied out for each value of every index. All
numbers are fractions, so that a reduction that is right agrees exactly.

The module shares no line with `derive.dirac`, not even the metric. It reads an element
through its `terms`, a mapping from (letters, chirality) to a coefficient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any, Final, Protocol

import sympy as sp
from sympy import QQ, QQ_I

Number = Any  # an element of QQ_I: sympy ships its domains without type information
Vector = tuple[Number, Number, Number, Number]

INDICES: Final = range(4)
SIGNATURE: Final = (1, -1, -1, -1)
LORENTZ_INDEX: Final = "mu"
LOOP_MOMENTUM: Final = "l"
LOOP_SQUARE: Final = "loop_sq"
"""Name of the coefficient that stands for l²/D after the average over directions."""

ZERO: Final[Number] = QQ_I(0, 0)
ONE: Final[Number] = QQ_I(1, 0)
IMAGINARY: Final[Number] = QQ_I(0, 1)
_HALF: Final[Number] = QQ_I(QQ(1, 2), 0)


def number(value: Any) -> Number:
    """An exact Gaussian rational, from an integer, a fraction or a sympy number.

    Raises:
        TypeError: the value is a float, or not a number of the form a + ib with rational a, b.
    """
    if isinstance(value, QQ_I.dtype):
        return value
    if isinstance(value, (int, Fraction)) or QQ.of_type(value):
        return QQ_I(QQ(int(value.numerator), int(value.denominator)), 0)
    if isinstance(value, sp.Expr) and not value.has(sp.Float):
        try:
            return QQ_I.from_sympy(value)
        except sp.polys.polyerrors.CoercionFailed:
            pass
    raise TypeError(f"value: {value!r} is not an exact Gaussian rational")


def conjugated(value: Number) -> Number:
    """Complex conjugate."""
    return QQ_I(value.x, -value.y)


def magnitude(value: Number) -> Fraction:
    """max(|Re|, |Im|): zero for zero, and rational."""
    return max(abs(_fraction(value.x)), abs(_fraction(value.y)))


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


class Matrix:
    """A 4×4 matrix of Gaussian rationals; each row lists what is not zero."""

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[Mapping[int, Number]]) -> None:
        self.rows = tuple({k: v for k, v in row.items() if v} for row in rows)

    @classmethod
    def of(cls, entries: Sequence[Sequence[Any]]) -> Matrix:
        """From sixteen numbers, row by row."""
        return cls({k: number(v) for k, v in enumerate(row)} for row in entries)

    @classmethod
    def unit(cls, factor: Any = 1) -> Matrix:
        """A number times the unit matrix."""
        return cls({k: number(factor)} for k in INDICES)

    def __getitem__(self, position: tuple[int, int]) -> Number:
        row, column = position
        return self.rows[row].get(column, ZERO)

    def __add__(self, other: Matrix) -> Matrix:
        total = [dict(row) for row in self.rows]
        for row, added in zip(total, other.rows, strict=True):
            for k, v in added.items():
                row[k] = row.get(k, ZERO) + v
        return Matrix(total)

    def __neg__(self) -> Matrix:
        return self.scaled(-1)

    def __sub__(self, other: Matrix) -> Matrix:
        return self + (-other)

    def __matmul__(self, other: Matrix) -> Matrix:
        result = []
        for row in self.rows:
            line: dict[int, Number] = {}
            for k, a in row.items():
                for column, b in other.rows[k].items():
                    line[column] = line.get(column, ZERO) + a * b
            result.append(line)
        return Matrix(result)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matrix) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Matrix({[[str(self[r, c]) for c in INDICES] for r in INDICES]})"

    def spelled(self) -> sp.Matrix:
        """As a matrix of sympy."""
        return sp.Matrix(4, 4, lambda r, c: QQ_I.to_sympy(self[r, c]))

    def scaled(self, factor: Any) -> Matrix:
        """Every entry times a number."""
        times = number(factor)
        return Matrix({k: times * v for k, v in row.items()} for row in self.rows)

    def transposed(self) -> Matrix:
        """Mᵀ."""
        return Matrix({r: self[r, c] for r in INDICES} for c in INDICES)

    def adjoint(self) -> Matrix:
        """M†."""
        return Matrix({r: conjugated(self[r, c]) for r in INDICES} for c in INDICES)

    def trace(self) -> Number:
        """Sum of the diagonal."""
        return sum((self[k, k] for k in INDICES), ZERO)

    def size(self) -> Fraction:
        """Largest `magnitude` of an entry; zero for the zero matrix only."""
        return max((magnitude(v) for row in self.rows for v in row.values()), default=Fraction(0))

    @property
    def is_zero(self) -> bool:
        """Whether every entry vanishes."""
        return not any(self.rows)


def commutator(a: Matrix, b: Matrix) -> Matrix:
    """ab − ba."""
    return a @ b - b @ a


def anticommutator(a: Matrix, b: Matrix) -> Matrix:
    """ab + ba."""
    return a @ b + b @ a


# --- a representation of the Clifford algebra ---------------------------------------------------


@dataclass(frozen=True)
class Representation:
    """Four matrices γ⁰ γ¹ γ² γ³ (upper indices) and what is built from them.

    Attributes:
        name: of the representation.
        gamma: γ⁰ γ¹ γ² γ³.
        gamma5: iγ⁰γ¹γ²γ³.
        projectors: P_L and P_R, by "L" and "R".
        charge_conjugation: C.
    """

    name: str
    gamma: tuple[Matrix, Matrix, Matrix, Matrix]
    gamma5: Matrix = field(init=False)
    projectors: Mapping[str, Matrix] = field(init=False)
    charge_conjugation: Matrix = field(init=False)

    def __post_init__(self) -> None:
        g0, g1, g2, g3 = self.gamma
        gamma5 = (g0 @ g1 @ g2 @ g3).scaled(IMAGINARY)
        one = Matrix.unit()
        object.__setattr__(self, "gamma5", gamma5)
        object.__setattr__(
            self,
            "projectors",
            {"L": (one - gamma5).scaled(_HALF), "R": (one + gamma5).scaled(_HALF)},
        )
        # C = iγ²γ⁰ in both representations below.
        object.__setattr__(self, "charge_conjugation", (g2 @ g0).scaled(IMAGINARY))

    def lowered(self, index: int) -> Matrix:
        """γ_μ."""
        return self.gamma[index].scaled(SIGNATURE[index])

    def sigma(self, mu: int, nu: int) -> Matrix:
        r""":math:`\sigma^{\mu\nu} = \tfrac i2[\gamma^\mu,\gamma^\nu]`."""
        return commutator(self.gamma[mu], self.gamma[nu]).scaled(IMAGINARY * _HALF)

    def slash(self, vector: Sequence[Any]) -> Matrix:
        """γ_μ v^μ for the components v^μ."""
        total = Matrix.unit(0)
        for index in INDICES:
            total = total + self.lowered(index).scaled(vector[index])
        return total

    def sigma_q(self, mu: int, q: Sequence[Any]) -> Matrix:
        r""":math:`i\sigma^{\mu\nu}q_\nu`, summed from the definition."""
        total = Matrix.unit(0)
        for nu in INDICES:
            total = total + self.sigma(mu, nu).scaled(IMAGINARY * SIGNATURE[nu] * number(q[nu]))
        return total


_I = sp.I

CHIRAL: Final = Representation(
    "chiral",
    (
        Matrix.of([[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]),
        Matrix.of([[0, 0, 0, 1], [0, 0, 1, 0], [0, -1, 0, 0], [-1, 0, 0, 0]]),
        Matrix.of([[0, 0, 0, -_I], [0, 0, _I, 0], [0, _I, 0, 0], [-_I, 0, 0, 0]]),
        Matrix.of([[0, 0, 1, 0], [0, 0, 0, -1], [-1, 0, 0, 0], [0, 1, 0, 0]]),
    ),
)
"""γ5 = diag(−1, −1, 1, 1)."""

DIRAC: Final = Representation(
    "Dirac",
    (
        Matrix.of([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 0], [0, 0, 0, -1]]),
        *CHIRAL.gamma[1:],
    ),
)
"""γ⁰ = diag(1, 1, −1, −1)."""


# --- exact points of the mass shell -------------------------------------------------------------


def vector(*components: Any) -> Vector:
    """v⁰, v¹, v², v³, exact."""
    t, x, y, z = (number(c) for c in components)
    return t, x, y, z


def dot(a: Sequence[Number], b: Sequence[Number]) -> Number:
    """a·b in the metric (+,−,−,−); bilinear, nothing is conjugated."""
    return sum((number(s) * u * v for s, u, v in zip(SIGNATURE, a, b, strict=True)), ZERO)


def plus(a: Sequence[Number], b: Sequence[Number], factor: Any = 1) -> Vector:
    """a + factor·b."""
    times = number(factor)
    t, x, y, z = (u + times * v for u, v in zip(a, b, strict=True))
    return t, x, y, z


def velocity(parameters: Sequence[Any]) -> Vector:
    """A rational u with u² = 1, by stereographic projection of a rational 3-vector s, s² ≠ 1.

    Raises:
        ValueError: the parameters lie on the unit sphere.
    """
    s = [number(c) for c in parameters]
    square = sum((c * c for c in s), ZERO)
    if square == ONE:
        raise ValueError(f"parameters: {tuple(parameters)} lies on the unit sphere")
    below = ONE / (ONE - square)
    return ((ONE + square) * below, *(2 * c * below for c in s))


def light_ray(a: Any, b: Any) -> Vector:
    """A rational n with n² = 0 and positive energy, one for each point (a, b) of the plane."""
    a, b = number(a), number(b)
    square = a * a + b * b
    return (ONE + square, 2 * a, 2 * b, ONE - square)


def transverse_ray(u: Vector) -> Vector:
    """A complex n with n² = 0 and n·u = 0: (0, 1, i, 0), reflected along with the velocity u."""
    n = vector(0, 1, sp.I, 0)
    w = plus(u, vector(1, 0, 0, 0), -1)
    square = dot(w, w)
    return plus(n, w, -2 * dot(n, w) / square) if square else n


@dataclass(frozen=True)
class Kinematics:
    """One exact point: two momenta on their mass shells, and numbers for every other symbol.

    Attributes:
        p: momentum of the incoming fermion, p² = m_i².
        p_prime: momentum of the outgoing one, p'² = m_j².
        mass_in: m_i.
        mass_out: m_j.
        values: the symbols of which the coefficients are polynomials.
        loop: a definite loop momentum l; None means that l is averaged over its directions.
    """

    p: Vector
    p_prime: Vector
    mass_in: Number
    mass_out: Number
    values: Mapping[str, Number] = field(default_factory=dict)
    loop: Vector | None = None

    def __post_init__(self) -> None:
        for name, momentum, mass in (
            ("p", self.p, self.mass_in),
            ("p'", self.p_prime, self.mass_out),
        ):
            square = dot(momentum, momentum)
            if square != mass * mass:
                raise ValueError(f"{name}: square {square} is not the mass squared {mass * mass}")

    @classmethod
    def of(
        cls,
        p: Sequence[Any],
        p_prime: Sequence[Any],
        mass_in: Any,
        mass_out: Any,
        values: Mapping[str, Any] | None = None,
        loop: Sequence[Any] | None = None,
    ) -> Kinematics:
        """From any exact numbers; `values` is completed by the masses m_i and m_j."""
        m_i, m_j = number(mass_in), number(mass_out)
        table = {name: number(v) for name, v in (values or {}).items()}
        return cls(
            vector(*p),
            vector(*p_prime),
            m_i,
            m_j,
            {**table, "m_i": m_i, "m_j": m_j},
            None if loop is None else vector(*loop),
        )

    @classmethod
    def real_vector(
        cls,
        mass_in: Any,
        mass_out: Any,
        rest: Sequence[Any] = (0, 0, 0),
        ray: tuple[Any, Any] = (0, 0),
        values: Mapping[str, Any] | None = None,
        scale: Any = 1,
    ) -> Kinematics:
        """A point with q² = 0: q along a light ray or, for equal masses, along a complex one.

        Args:
            mass_in: m_i, not zero.
            mass_out: m_j.
            rest: stereographic parameters of the velocity of the incoming fermion.
            ray: direction of q.
            values: see `Kinematics`.
            scale: size of q when the masses are equal, where it is not fixed by them.
        """
        m_i, m_j = number(mass_in), number(mass_out)
        u = velocity(rest)
        p = plus(vector(0, 0, 0, 0), u, m_i)
        if m_i * m_i == m_j * m_j:
            q = plus(vector(0, 0, 0, 0), transverse_ray(u), scale)
        else:
            n = light_ray(*ray)
            q = plus(vector(0, 0, 0, 0), n, (m_j * m_j - m_i * m_i) / (2 * dot(p, n)))
        return cls.of(p, plus(p, q), m_i, m_j, values)

    @property
    def q(self) -> Vector:
        """p' − p."""
        return plus(self.p_prime, self.p, -1)

    @property
    def momenta(self) -> dict[str, Vector]:
        """Named vectors that occur slashed in a chain."""
        known = {"p": self.p, "p'": self.p_prime}
        return known if self.loop is None else {**known, LOOP_MOMENTUM: self.loop}

    def value(self, coefficient: Any) -> Number:
        """A coefficient at this point: an exact number, or a polynomial in the known symbols."""
        if not hasattr(coefficient, "ring"):
            return number(coefficient)
        names = [str(s) for s in coefficient.ring.symbols]
        total = ZERO
        for powers, rational in coefficient.terms():
            monomial = number(rational)
            for name, power in zip(names, powers, strict=True):
                if power:
                    monomial *= self.values[name] ** power
            total += monomial
        return total


# --- chains -------------------------------------------------------------------------------------


class Chains(Protocol):
    """A sum of chains: (letters, chirality of the projector at the right end) → coefficient."""

    @property
    def terms(self) -> Mapping[tuple[tuple[str, ...], str], Any]:
        """Coefficient of each chain, by its letters from left to right and the chirality of its projector."""


def chain(
    letters: Sequence[str],
    mu: int,
    kinematics: Kinematics,
    representation: Representation = CHIRAL,
) -> Matrix:
    """The product of the letters at one value of the free index.

    A letter is the free index, the name of a momentum, or an index that occurs twice and is summed.
    A loop momentum without a value stands for l^α l^β → g^{αβ} times what the coefficient supplies.
    """
    slashed = {k: representation.slash(v) for k, v in kinematics.momenta.items()}
    return _chain(tuple(letters), mu, slashed, representation, {})


def _chain(
    letters: tuple[str, ...],
    mu: int,
    slashed: Mapping[str, Matrix],
    representation: Representation,
    known: dict[tuple[Any, ...], Matrix],
) -> Matrix:
    summed = sorted({x for x in letters if x not in slashed and x != LORENTZ_INDEX})
    for letter in summed:
        if letters.count(letter) != 2:
            raise ValueError(f"letters: {letter} of {letters} is neither a momentum nor a pair")
    total = Matrix.unit(0)
    for values in product(INDICES, repeat=len(summed)):
        at = dict(zip(summed, values, strict=True))
        factors: list[tuple[str, int]] = []
        sign = 1
        for letter in letters:
            if letter in slashed:
                factors.append((letter, -1))
            else:
                factors.append(("", mu if letter == LORENTZ_INDEX else at[letter]))
        for index in values:
            sign *= SIGNATURE[index]
        total = total + _multiplied(tuple(factors), slashed, representation, known).scaled(sign)
    return total


def _multiplied(
    factors: tuple[tuple[str, int], ...],
    slashed: Mapping[str, Matrix],
    representation: Representation,
    known: dict[tuple[Any, ...], Matrix],
) -> Matrix:
    """Left-to-right product; common beginnings are multiplied once."""
    if not factors:
        return Matrix.unit()
    if factors not in known:
        name, index = factors[-1]
        last = slashed[name] if name else representation.gamma[index]
        known[factors] = _multiplied(factors[:-1], slashed, representation, known) @ last
    return known[factors]


def evaluate(
    element: Chains, kinematics: Kinematics, representation: Representation = CHIRAL
) -> list[Matrix]:
    """X^μ as four matrices, one for each μ.

    Raises:
        ValueError: a chain with more than two loop momenta.
    """
    slashed = {k: representation.slash(v) for k, v in kinematics.momenta.items()}
    known: dict[tuple[Any, ...], Matrix] = {}
    result = [Matrix.unit(0) for _ in INDICES]
    for (letters, chirality), coefficient in element.terms.items():
        value = kinematics.value(coefficient)
        loops = 0 if kinematics.loop is not None else letters.count(LOOP_MOMENTUM)
        if loops % 2:
            continue  # as many directions of l count with one sign as with the other
        if loops > 2:
            raise ValueError(f"letters: {letters} contains {loops} loop momenta")
        if loops:
            value *= kinematics.values[LOOP_SQUARE]
        projector = representation.projectors[chirality].scaled(value)
        for mu in INDICES:
            result[mu] = (
                result[mu] + _chain(letters, mu, slashed, representation, known) @ projector
            )
    return result


def decomposition(
    reduced: Mapping[tuple[str, str], Any],
    kinematics: Kinematics,
    representation: Representation = CHIRAL,
) -> list[Matrix]:
    r"""Σ c·structure·P_X for each μ; see the keys.

    Args:
        reduced: (structure, chirality) → coefficient, with the structures gamma (γ^μ), p (p^μ),
            p' (p'^μ), q (q^μ) and sigma (:math:`i\sigma^{\mu\nu}q_\nu`).
    """
    vectors = {"p": kinematics.p, "p'": kinematics.p_prime, "q": kinematics.q}
    result = [Matrix.unit(0) for _ in INDICES]
    for (structure, chirality), coefficient in reduced.items():
        projector = representation.projectors[chirality].scaled(kinematics.value(coefficient))
        for mu in INDICES:
            if structure == "gamma":
                matrix = representation.gamma[mu]
            elif structure == "sigma":
                matrix = representation.sigma_q(mu, kinematics.q)
            else:
                matrix = Matrix.unit(vectors[structure][mu])
            result[mu] = result[mu] + matrix @ projector
    return result


def sandwiched(
    matrix: Matrix, kinematics: Kinematics, representation: Representation = CHIRAL
) -> Matrix:
    """(p̸' + m_j) M (p̸ + m_i): all that the external spinors can see of M."""
    left = representation.slash(kinematics.p_prime) + Matrix.unit(kinematics.mass_out)
    right = representation.slash(kinematics.p) + Matrix.unit(kinematics.mass_in)
    return left @ matrix @ right


def difference(
    element: Chains,
    reduced: Mapping[tuple[str, str], Any],
    kinematics: Kinematics,
    representation: Representation = CHIRAL,
) -> list[Matrix]:
    """Chains minus their decomposition, between the spinor projectors, for each μ."""
    pairs = zip(
        evaluate(element, kinematics, representation),
        decomposition(reduced, kinematics, representation),
        strict=True,
    )
    return [sandwiched(a - b, kinematics, representation) for a, b in pairs]


def residual(
    element: Chains,
    reduced: Mapping[tuple[str, str], Any],
    kinematics: Kinematics,
    representation: Representation = CHIRAL,
) -> Fraction:
    """Largest deviation of a reduction from the matrices: exactly zero when it is right.

    Args:
        element: chains as in `derive.dirac.Element`.
        reduced: the claim, as in `decomposition`. Nothing may have been truncated in it.
        kinematics: where the two are compared. Space-time is four-dimensional here: a symbol D
            in the coefficients has to have the value 4.
        representation: of the Clifford algebra.
    """
    return max(m.size() for m in difference(element, reduced, kinematics, representation))
