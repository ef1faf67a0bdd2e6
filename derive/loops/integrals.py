r"""Loop integrals: momentum space → Feynman simplex → divided differences → closed forms.

Two facts carry this module.

1. *Hermite–Genocchi*: an integral over the Feynman simplex is a divided difference,
   :math:`\int f\big(\textstyle\sum u_kx_k\big)\,d^Nu = F[x_0,\dots,x_N]` with
   :math:`F^{(N)}=f`. A propagator that occurs twice is a node that occurs twice, and a
   monomial :math:`x^ay^bz^c` in the numerator repeats the nodes a, b, c more times.
   The difference of two such integrals in one mass is again one of them, with one node more, times
   the splitting: a GIM cancellation can be taken out before any number is computed.
2. The same integral is a Euclidean momentum integral with a positive integrand,
   :math:`\propto\int_0^\infty d\tau\,\tau^{N-p}\prod_k(\tau+x_k)^{-1}` for :math:`f=t^{-p}`.
   That is the form in which numbers are computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.memo import cache

UV_POLE = sp.Symbol(r"\Delta_{\bar\epsilon}")
r""":math:`1/\epsilon-\gamma_E+\ln 4\pi`, what dimensional regularisation leaves of a divergence."""

_EPSILON = sp.Symbol("epsilon", positive=True)


# --- momentum space -----------------------------------------------------------------------------


@cache
def momentum_integral(
    squares: int, propagators: int, dimension: tuple[sp.Rational, ...] = (sp.Integer(1),)
) -> tuple[sp.Expr, sp.Expr, int]:
    r"""Integrate :math:`\int\frac{d^Dl}{(2\pi)^D}\frac{c(D)(l^2/D)^a}{(l^2-\Delta)^n}`, D = 4 − 2ε.

    The 1/D is that of :math:`l^\alpha l^\beta\to g^{\alpha\beta}l^2/D`.

    The Wick rotation :math:`l^0 = il^0_E` gives the :math:`i(-1)^{a+n}`, the angles the area of the
    unit sphere, and the radius Euler's Beta function; nothing is looked up.

    Args:
        squares: a.
        propagators: n.
        dimension: coefficients of the polynomial c(D) in powers of (D − 4).

    Returns:
        (coefficient of :math:`\Delta^{2+a-n}`, coefficient of `UV_POLE` − ln Δ, 2 + a − n). In a
        convergent integral the second entry is zero; in a logarithmically divergent one the first
        is the rational remainder that survives ε → 0.

    Raises:
        DerivationError: an integral that diverges more than logarithmically.
    """
    a, n = squares, propagators
    half = 2 - _EPSILON  # D/2
    power = 2 + a - n
    if power > 0:
        raise DerivationError(
            f"propagators: {n} leaves a worse than logarithmic divergence for a = {a}"
        )
    c = sum(value * (-2 * _EPSILON) ** k for k, value in enumerate(dimension)) / (2 * half) ** a
    sphere = 2 * sp.pi**half / sp.gamma(half) / (2 * sp.pi) ** (2 * half)
    wick = sp.I * (-1) ** (a + n)
    if power < 0:
        radial = sp.gamma(half + a) * sp.gamma(n - a - half) / sp.gamma(n) / 2
        return sp.expand((wick * c * sphere * radial).subs(_EPSILON, 0)), sp.S.Zero, power
    # Γ(ε) = Γ(1+ε)/ε; the customary (4π)^ε e^{−γε} is kept inside UV_POLE.
    scheme = sp.exp(sp.EulerGamma * _EPSILON) / (4 * sp.pi) ** _EPSILON
    residue = (
        wick * c * sphere * scheme * sp.gamma(half + a) * sp.gamma(1 + _EPSILON) / sp.gamma(n) / 2
    )
    pole = sp.expand(residue.subs(_EPSILON, 0))
    remainder = sp.expand(sp.expand_log(sp.diff(residue, _EPSILON).subs(_EPSILON, 0), force=True))
    return remainder, pole, power


# --- the Feynman simplex ------------------------------------------------------------------------


@cache
def _primitive(p: int, order: int) -> tuple[sp.Rational, sp.Rational, int]:
    """(A, B, k) of A tᵏ ln t + B tᵏ, whose `order`-th derivative is t⁻ᵖ (ln t for p = 0).

    Integrated once per step, by parts: ∫tᵏ ln t = tᵏ⁺¹(ln t − 1/(k+1))/(k+1).
    """
    log, plain, k = (sp.S.One, sp.S.Zero, 0) if p == 0 else (sp.S.Zero, sp.S.One, -p)
    for _ in range(order):
        if k == -1:
            log, plain, k = plain, sp.S.Zero, 0
        else:
            log, plain, k = log / (k + 1), plain / (k + 1) - log / (k + 1) ** 2, k + 1
    return log, plain, k


class SimplexIntegral(sp.Expr):  # type: ignore[misc]
    r"""Folded :math:`\int_{\Delta_N} f\big(\sum_k u_kx_k\big)\,d^Nu` with f = t⁻ᵖ, or ln t for p = 0.

    `SimplexIntegral(p, x0, ..., xN)` is symmetric in its nodes (squared masses) and stays folded
    until `doit`, which returns the closed form. Coinciding nodes are not a limit: the confluent
    divided difference is exact there.

    Source: Hermite–Genocchi formula, e.g. C. de Boor, Surveys in Approximation Theory 1 (2005) 46.
    """

    def __new__(cls, p: Any, *nodes: Any) -> SimplexIntegral:
        p = sp.sympify(p)
        if not (p.is_Integer and p >= 0):
            raise DerivationError(f"p: {p} is not a non-negative integer")
        if not nodes:
            raise DerivationError("nodes: at least one squared mass is needed")
        ordered = sorted(map(sp.sympify, nodes), key=sp.default_sort_key)
        return super().__new__(cls, p, *ordered)

    is_commutative = True
    is_real = True
    is_extended_real = True

    @property
    def p(self) -> int:
        """The inverse power in f = t⁻ᵖ; 0 stands for the logarithm."""
        return int(self.args[0])

    @property
    def nodes(self) -> tuple[sp.Expr, ...]:
        """The squared masses, each as often as its propagator occurs."""
        return self.args[1:]

    def derivative_factor(self) -> int:
        """c in f' = c·t^{−p−1}."""
        return 1 if self.p == 0 else -self.p

    def doit(self, **hints: Any) -> sp.Expr:
        """Closed form in elementary functions: the confluent divided difference of F.

        Raises:
            DerivationError: it diverges where a squared mass vanishes.
        """
        times = Counter(self.nodes)
        massless = next((i for i, node in enumerate(times) if node == 0), None)
        symbols, closed = _closed_form(self.p, tuple(times.values()), massless)
        total = closed.xreplace(dict(zip(symbols, times, strict=True)))
        if total.has(sp.oo, -sp.oo, sp.zoo, sp.nan):
            raise DerivationError(f"nodes: {self} diverges where a squared mass vanishes")
        return total

    def euclidean(self, tau: sp.Symbol) -> sp.Expr:
        """The positive integrand over τ ∈ (0, ∞) whose integral this is (p ≥ 1).

        ∏ 1/(τ+x) = N! ∫dᴺu (τ+Σux)^{−N−1}, and the τ-integral of τ^{N−p} against that is a Beta
        function; dividing by it leaves Σux to the power −p.

        Raises:
            DerivationError: p is not that of a momentum integral.
        """
        order = len(self.nodes) - 1
        if not 1 <= self.p <= order:
            raise DerivationError(f"p: {self.p} needs 1 ≤ p ≤ {order} for a momentum integral")
        beta = sp.gamma(order - self.p + 1) * sp.gamma(self.p) / sp.gamma(order + 1)
        weight = 1 / (sp.factorial(order) * beta)
        return weight * tau ** (order - self.p) / sp.Mul(*(tau + x for x in self.nodes))

    def _eval_derivative(self, symbol: sp.Symbol) -> sp.Expr:
        # dF[.., x, ..]/dx repeats the node.
        factor = self.derivative_factor()
        return sp.Add(
            *(
                sp.diff(x, symbol) * factor * SimplexIntegral(self.p + 1, *self.nodes, x)
                for x in self.nodes
            )
        )

    def _latex(self, printer: Any, *args: Any) -> str:
        times = Counter(self.nodes)
        spelled = ",".join(
            rf"\{{{printer._print(x)}\}}_{n}" if n > 1 else printer._print(x)
            for x, n in times.items()
        )
        return rf"\mathcal{{I}}_{self.p}[{spelled}]"

    def _pretty(self, _: Any) -> Any:
        from sympy.printing.pretty.stringpict import prettyForm

        inside = ", ".join(_squared(x) for x in self.nodes)
        return prettyForm(f"ℐ{'ln' if self.p == 0 else self.p}[{inside}]")

    def _sympystr(self, printer: Any) -> str:
        return f"I{self.p}[{', '.join(printer._print(x) for x in self.nodes)}]"


@cache
def _closed_form(
    p: int, multiplicity: tuple[int, ...], massless: int | None
) -> tuple[tuple[sp.Dummy, ...], sp.Expr]:
    """Symbols for different nodes, and the divided difference of F over them.

    Args:
        multiplicity: how often each node stands.
        massless: which node vanishes, if one does.
    """
    log, plain, k = _primitive(p, sum(multiplicity) - 1)
    t = sp.Dummy("t", positive=True)
    symbols = tuple(sp.Dummy(f"x{i}", positive=True) for i in range(len(multiplicity)))
    nodes = [sp.S.Zero if i == massless else x for i, x in enumerate(symbols)]
    primitive = (log * sp.log(t) + plain) * t**k
    total = sp.S.Zero
    for i, (node, times) in enumerate(zip(nodes, multiplicity, strict=True)):
        others = sp.Mul(*((t - nodes[j]) ** m for j, m in enumerate(multiplicity) if j != i))
        term = sp.diff(primitive / others, t, times - 1) / sp.factorial(times - 1)
        # A massless line sits at t = 0, where t^k ln t needs its limit.
        total += sp.limit(term, t, 0, "+") if node == 0 else term.subs(t, node)
    return symbols, total


def explicit(expression: sp.Expr) -> sp.Expr:
    """The closed form of an expression linear in simplex integrals, as a sum over different nodes.

    Hermite's formula for F = A tᵏ ln(t/x₀) + B tᵏ, x₀ being the most frequent node: no term contains a
    difference of more than two squared masses, and only ratios of masses stand in logarithms.
    """
    integrals = expression.atoms(SimplexIntegral)
    return expression.xreplace({i: _over_nodes(i) for i in integrals})


def _over_nodes(integral: SimplexIntegral) -> sp.Expr:
    times = Counter(integral.nodes)
    order = len(integral.nodes) - 1
    log, plain, k = _primitive(integral.p, order)
    t = sp.Dummy("t", positive=True)
    reference, _ = times.most_common(1)[0]
    # tᵏ alone is a polynomial: of its divided difference only that of degree k = order is left.
    total = plain + log * sp.log(reference) if k == order else sp.S.Zero
    for node, n in times.items():
        others = sp.Mul(*((t - x) ** m for x, m in times.items() if x != node))
        local = sp.diff(log * t**k * sp.log(t / reference) / others, t, n - 1) / sp.factorial(n - 1)
        total += local.subs(t, node)
    return total


def _squared(node: sp.Expr) -> str:
    """A squared mass on one line."""
    base, power = node.as_base_exp()
    return f"{base}²" if base.is_Symbol and power == 2 else str(node)


def integrate_simplex(
    p: int, nodes: Sequence[sp.Expr], monomials: Iterable[tuple[tuple[int, ...], sp.Expr]]
) -> sp.Expr:
    r"""Fold :math:`\int_{\Delta}\sum c\,u_0^{a_0}u_1^{a_1}\cdots f(u\cdot x)`.

    The monomials are first made homogeneous by powers of Σu = 1, so that the same polynomial has
    one form only; then each exponent repeats its node.

    Args:
        p: the power in f = t⁻ᵖ (0: logarithm).
        nodes: squared masses x₀ … x_N.
        monomials: pairs (exponents of u₀ … u_N, coefficient).
    """
    table: dict[tuple[int, ...], sp.Expr] = {}
    for exponents, value in monomials:
        table[exponents] = table.get(exponents, sp.S.Zero) + value
    table = {powers: coefficient for powers, coefficient in table.items() if coefficient != 0}
    degree = max((sum(powers) for powers in table), default=0)
    homogeneous: dict[tuple[int, ...], sp.Expr] = {}
    while table:
        powers, coefficient = table.popitem()
        if sum(powers) == degree:
            homogeneous[powers] = homogeneous.get(powers, sp.S.Zero) + coefficient
            continue
        for k in range(len(nodes)):
            raised = (*powers[:k], powers[k] + 1, *powers[k + 1 :])
            table[raised] = table.get(raised, sp.S.Zero) + coefficient
    total = sp.S.Zero
    for powers, coefficient in homogeneous.items():
        repeated = [x for x, a in zip(nodes, powers, strict=True) for _ in range(a + 1)]
        factorials = sp.Mul(*(sp.factorial(a) for a in powers))
        total += coefficient * factorials * SimplexIntegral(p, *repeated)
    return total


# --- differences and expansions -----------------------------------------------------------------


def replace_node(integral: SimplexIntegral, old: sp.Expr, new: sp.Expr) -> SimplexIntegral:
    """The same integral with one propagator mass exchanged (every repetition of it).

    Raises:
        DerivationError: the propagator is not there.
    """
    if old not in integral.nodes:
        raise DerivationError(f"old: {old} is not a node of {integral}")
    return SimplexIntegral(integral.p, *(new if x == old else x for x in integral.nodes))


def divided(expression: sp.Expr, old: sp.Expr, new: sp.Expr) -> sp.Expr:
    r"""[J(… old …) − J(… new …)] / (old − new), without ever forming the difference.

    F[X, a] − F[X, b] = (a − b) F[X, a, b]; a node that occurs r times is exchanged one copy at a
    time, which leaves r terms of one sign.

    Args:
        expression: linear in `SimplexIntegral`, with coefficients free of `old`.
        old: the squared mass that is exchanged; a term without it contributes nothing.
        new: what it is exchanged for.

    Raises:
        DerivationError: a term is not linear in the integrals, or its coefficient contains `old`.
    """
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(expression)):
        integrals = [f for f in sp.Mul.make_args(term) if isinstance(f, SimplexIntegral)]
        coefficient = term / sp.Mul(*integrals)
        if len(integrals) > 1 or coefficient.has(SimplexIntegral):
            raise DerivationError(f"expression: {term} is not linear in the integrals")
        if coefficient.has(old):
            raise DerivationError(f"expression: the coefficient {coefficient} contains {old}")
        if integrals:
            total += coefficient * _exchanged(integrals[0], old, new)
    return total


def _exchanged(integral: SimplexIntegral, old: sp.Expr, new: sp.Expr) -> sp.Expr:
    rest = [x for x in integral.nodes if x != old]
    times = len(integral.nodes) - len(rest)
    higher = (
        SimplexIntegral(integral.p + 1, *rest, *([old] * (times - k)), *([new] * (k + 1)))
        for k in range(times)
    )
    return integral.derivative_factor() * sp.Add(*higher)


def mixed_difference(
    expression: sp.Expr, first: tuple[sp.Expr, sp.Expr], second: tuple[sp.Expr, sp.Expr]
) -> sp.Expr:
    """J(a,b) − J(a',b) − J(a,b') + J(a',b'), both splittings factored out exactly.

    Args:
        expression: J(a, b), linear in `SimplexIntegral`.
        first: (a, a').
        second: (b, b').
    """
    reduced = divided(divided(expression, *first), *second)
    return (first[0] - first[1]) * (second[0] - second[1]) * reduced


def expand_cluster(
    integral: SimplexIntegral, centre: sp.Expr, offsets: dict[sp.Expr, sp.Expr], order: int
) -> sp.Expr:
    r"""Taylor series in small splittings around a common mass.

    Nodes :math:`s+\delta_k` of a cluster give :math:`\sum_j h_j(\delta)\,F[\dots,s^{\times(n+j)}]`,
    :math:`h_j` the complete homogeneous symmetric polynomials.

    Args:
        integral: what is expanded.
        centre: s.
        offsets: node → δ, for the nodes that belong to the cluster.
        order: last power of δ kept.
    """
    rest = [x for x in integral.nodes if x not in offsets]
    deltas = [offsets[x] for x in integral.nodes if x in offsets]
    total, factor = sp.S.Zero, sp.S.One
    for j in range(order + 1):
        term = SimplexIntegral(integral.p + j, *rest, *([centre] * (len(deltas) + j)))
        total += factor * _complete_symmetric(deltas, j) * term
        factor *= term.derivative_factor()
    return total


def _complete_symmetric(values: Sequence[sp.Expr], degree: int) -> sp.Expr:
    table = [sp.S.One] + [sp.S.Zero] * degree
    for value in values:
        for k in range(1, degree + 1):
            table[k] += value * table[k - 1]
    return sp.expand(table[degree])


def expand_mass(integral: SimplexIntegral, node: sp.Symbol, about: sp.Expr, order: int) -> sp.Expr:
    r"""Asymptotic series in one squared mass, light (`about` = 0) or heavy (`about` = ∞).

    The closed form is A + B ln x with A and B rational in x; both are expanded, the logarithm stays.

    Args:
        integral: what is expanded; `node` is one of its nodes, a symbol.
        node: the squared mass x.
        about: 0 or `sympy.oo`.
        order: powers xⁿ (x⁻ⁿ) are kept up to n = order.

    Raises:
        DerivationError: `node` does not occur, or `about` is neither 0 nor ∞.
    """
    if node not in integral.nodes:
        raise DerivationError(f"node: {node} is not a node of {integral}")
    if about not in (0, sp.oo):
        raise DerivationError(f"about: {about} is neither 0 nor oo")
    small = sp.Dummy("u", positive=True)
    logarithm = sp.Dummy("L", real=True)
    closed = sp.expand_log(sp.expand(integral.doit()), force=True).subs(sp.log(node), logarithm)
    inverted = sp.expand(closed.subs(node, small if about == 0 else 1 / small))
    total = sp.S.Zero
    for power in (0, 1):
        rational = inverted.coeff(logarithm, power)
        total += _power_series(rational, small, order) * logarithm**power
    back = node if about == 0 else 1 / node
    return sp.expand(total).subs({small: back, logarithm: sp.log(node)})


def _power_series(rational: sp.Expr, u: sp.Symbol, order: int) -> sp.Expr:
    """Laurent series of a rational function at u = 0, by long division of its polynomials."""
    above, below = (sp.Poly(p, u) for p in sp.fraction(sp.together(rational)))
    if above.is_zero:
        return sp.S.Zero
    n, d = (p.all_coeffs()[::-1] for p in (above, below))
    pole = next(k for k, c in enumerate(d) if c != 0)
    d = d[pole:]
    series: list[sp.Expr] = []
    for k in range(order + pole + 1):
        known = sum((d[j] * series[k - j] for j in range(1, min(k, len(d) - 1) + 1)), sp.S.Zero)
        series.append(sp.cancel(((n[k] if k < len(n) else 0) - known) / d[0]))
    return sum((c * u ** (k - pole) for k, c in enumerate(series)), sp.S.Zero)
