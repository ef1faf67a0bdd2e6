r"""A normal form for vacuum integrals: one-point functions with rational coefficients, in D dimensions.

.. math:: \frac{(k^2)^r}{\prod_j(k^2-x_j)^{n_j}} = \sum_j\sum_m\frac{c_{jm}}{(k^2-x_j)^m}+\text{polynomial},
          \qquad \int\frac{d^Dk}{(k^2-x)^{m+1}} = \frac{D/2-m}{m\,x}\int\frac{d^Dk}{(k^2-x)^m} .

The first is partial fractions; the second, differentiation with respect to x of a power of x. Scaleless
integrals vanish. One-point functions of different masses are independent, so that two sums of
diagrams are equal if and only if their coefficients are: this is how a gauge parameter is seen to
drop out, with no integral done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.polys.fields import FracField

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.expansion import Vacuum
from darktmm.derive.memo import cache

D = sp.Symbol("D")


@dataclass(frozen=True)
class Tadpoles:
    r""":math:`\sum_x c_x\int\frac{d^Dk}{(2\pi)^D}\frac1{k^2-x}`, the coefficients rational.

    Attributes:
        coefficients: squared mass → {monomial of couplings: rational function of D and the masses}; zeros
            are left out.
    """

    coefficients: Mapping[sp.Expr, Mapping[sp.Expr, sp.Expr]]

    def __bool__(self) -> bool:
        return bool(self.coefficients)

    def __getitem__(self, node: sp.Expr) -> sp.Expr:
        """The coefficient of the one-point function of a squared mass."""
        found = self.coefficients.get(node, {})
        return sp.Add(*(coupling * sp.factor(c) for coupling, c in found.items()))

    def depends_on(self, symbol: sp.Symbol) -> bool:
        """Whether a symbol is left anywhere, as the mass of a node or in a coefficient."""
        return symbol in self.symbols()

    def symbols(self) -> set[sp.Symbol]:
        """What the sum depends on."""
        left: set[sp.Symbol] = set()
        for node, found in self.coefficients.items():
            left |= node.free_symbols
            for coupling, c in found.items():
                left |= coupling.free_symbols | c.free_symbols
        return left


@dataclass(frozen=True)
class VacuumTerm:
    """coefficient · D^`in_dimension`/(D(D+2)…) × a vacuum integral; see `derive.loops.expansion`.

    Attributes:
        vacuum: the integral.
        in_dimension: power of D.
        average: how many k the angular average has paired: 0, 2 or 4.
        coefficient: free of D.
    """

    vacuum: Vacuum
    in_dimension: int
    average: int
    coefficient: sp.Expr


Reduce = Callable[[sp.Expr], sp.Expr]
_Item = tuple[Vacuum, int, int, sp.Expr]


def tadpoles(terms: Iterable[VacuumTerm], reduce: Reduce | None = None) -> Tadpoles:
    """The normal form of a sum of vacuum integrals, couplings apart from masses.

    Args:
        reduce: what the couplings know of each other (unitarity of a mixing matrix, say), applied to the
            product of couplings that stands before a function of the masses.

    Raises:
        DerivationError: a massless line makes an integral infrared divergent.
    """
    by_coupling: defaultdict[sp.Expr, defaultdict[tuple[Vacuum, int, int], sp.Expr]]
    by_coupling = defaultdict(lambda: defaultdict(lambda: sp.S.Zero))
    terms = list(terms)
    masses = set().union(*(x.free_symbols for t in terms for x in t.vacuum.nodes))
    for t in terms:
        for product in sp.Add.make_args(sp.expand(t.coefficient)):
            coupling, rational = _split(product, masses)
            by_coupling[coupling][t.vacuum, t.in_dimension, t.average] += rational
    total: defaultdict[sp.Expr, dict[sp.Expr, sp.Expr]] = defaultdict(dict)
    for coupling, gathered in by_coupling.items():
        for node, value in _summed(gathered).items():
            total[node][coupling] = value
    if reduce is not None:
        total = _reduced(total, reduce)
    return Tadpoles({x: found for x, found in total.items() if found})


def _split(term: sp.Expr, masses: set[sp.Symbol]) -> tuple[sp.Expr, sp.Expr]:
    """(couplings, rational function of the masses) of a product; i counts as a coupling."""
    coupling, rational = sp.S.One, sp.S.One
    for factor in sp.Mul.make_args(term):
        inside = factor.free_symbols <= masses and factor.is_rational_function(*masses)
        if inside and not factor.has(sp.I) and (factor.is_Rational or factor.free_symbols):
            rational *= factor
        else:
            coupling *= factor
    return coupling, rational


def _summed(gathered: Mapping[tuple[Vacuum, int, int], sp.Expr]) -> dict[sp.Expr, sp.Expr]:
    """{node: coefficient}; masses are numbered, for flavours differ by their names only."""
    symbols = set().union(*(x.free_symbols for v, *_ in gathered for x in v.nodes))
    symbols |= set().union(*(c.free_symbols for c in gathered.values()))
    named = sorted(symbols, key=str)
    numbered = dict(zip(named, _numbered(len(named)), strict=True))
    items: list[_Item] = [
        (Vacuum(v.power, tuple(x.xreplace(numbered) for x in v.nodes)), d, n, c.xreplace(numbered))
        for (v, d, n), c in gathered.items()
        if c != 0
    ]
    back = {new: old for old, new in numbered.items()}
    found = _normal_form(len(named), tuple(sorted(items, key=str)))
    return {x.xreplace(back): c.xreplace(back) for x, c in found.items()}


def _numbered(n: int) -> tuple[sp.Symbol, ...]:
    return tuple(sp.symbols(f"x_1:{n + 1}", positive=True))


@cache
def _normal_form(symbols: int, items: tuple[_Item, ...]) -> dict[sp.Expr, sp.Expr]:
    field = FracField([D, *_numbered(symbols)], sp.QQ)
    convert = _Converter(field)
    d = convert(D)
    total: defaultdict[sp.Expr, list[Any]] = defaultdict(list)
    fractions: dict[Vacuum, dict[sp.Expr, Any]] = {}
    for vacuum, power, average, rational in items:
        factor = convert(rational) * d**power
        for k in range(0, average, 2):
            factor /= d + k
        if vacuum not in fractions:
            fractions[vacuum] = _partial_fractions(vacuum, convert, d)
        for node, fraction in fractions[vacuum].items():
            total[node].append(factor * fraction)
    sums = {x: _sum(parts) for x, parts in total.items()}
    return {x: c.as_expr() for x, c in sums.items() if c}


def _sum(fractions: Sequence[Any]) -> Any:
    """Of elements of one field: over the common denominator, reduced once where the sum is known."""
    field = fractions[0].field
    gathered: defaultdict[Any, Any] = defaultdict(lambda: field.ring.zero)
    for f in fractions:
        gathered[f.denom] += f.numer
    numerators = {below: above for below, above in gathered.items() if above}
    common = field.ring.one
    for below in numerators:
        common = common.lcm(below)
    total = field.ring.zero
    for below, above in numerators.items():
        total += above * common.exquo(below)
    return field.new(total, common) if total else field.zero


def _reduced(
    total: Mapping[sp.Expr, Mapping[sp.Expr, sp.Expr]], reduce: Reduce
) -> defaultdict[sp.Expr, dict[sp.Expr, sp.Expr]]:
    """The relations among couplings, node by node."""
    result: defaultdict[sp.Expr, dict[sp.Expr, sp.Expr]] = defaultdict(dict)
    for node, found in total.items():
        sums: defaultdict[sp.Expr, list[sp.Expr]] = defaultdict(list)
        for coupling, value in found.items():
            for term in sp.Add.make_args(sp.expand(reduce(coupling))):
                number, rest = term.as_coeff_Mul()
                sums[rest].append(number * value)
        for rest, values in sums.items():
            value = values[0] if len(values) == 1 else sp.cancel(sp.Add(*values))
            if value != 0:
                result[node][rest] = value
    return result


class _Converter:
    """sympy expressions as elements of one fraction field; powers of roots are not in it."""

    def __init__(self, field: FracField) -> None:
        self.field, self._known = field, {}  # type: ignore[var-annotated]

    def __call__(self, expr: sp.Expr) -> Any:
        if expr not in self._known:
            self._known[expr] = self.field.from_expr(expr)
        return self._known[expr]


def _partial_fractions(vacuum: Vacuum, convert: _Converter, d: Any) -> dict[sp.Expr, Any]:
    """{node: coefficient of its one-point function}."""
    times = Counter(vacuum.nodes)
    result = {}
    for node, n in times.items():
        x = convert(node)
        if node == 0:
            if vacuum.power < n and _singular(vacuum, n):
                raise DerivationError(f"nodes: {vacuum} is infrared divergent")
            continue
        # Taylor series of (x+s)^r ∏(x−x_i+s)^{−n_i} to order n−1, coefficients c_0 … c_{n−1}
        series = [x**vacuum.power * _binomial(vacuum.power, k) / x**k for k in range(n)]
        for other, m in times.items():
            if other == node:
                continue
            gap = x - convert(other)
            if not gap:
                raise DerivationError(
                    f"nodes: {node} and {other} are equal but written differently"
                )
            factor = [_binomial(-m, k) * gap ** (-m - k) for k in range(n)]
            series = [
                sum((series[a] * factor[k - a] for a in range(k + 1)), convert.field.zero)
                for k in range(n)
            ]
        # 1/(k²−x)^m with m = n − k, lowered to m = 1
        value, lowering = convert.field.zero, convert.field.one
        for m in range(1, n + 1):
            value += series[n - m] * lowering
            lowering *= (d / 2 - m) / (m * x)
        result[node] = value
    return result


def _singular(vacuum: Vacuum, n: int) -> bool:
    """At D = 4 a massless line of multiplicity n, against r powers of k² in the numerator."""
    return n - vacuum.power >= 2


def _binomial(n: int, k: int) -> Any:
    return sp.QQ(int(sp.binomial(n, k)))


__all__ = ["Tadpoles", "VacuumTerm", "tadpoles"]
