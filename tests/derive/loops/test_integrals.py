"""Loop integrals: against numerical integration, against themselves, and at 50 digits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath as mp
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.integrals import (
    UV_POLE,
    SimplexIntegral,
    divided,
    expand_cluster,
    integrate_simplex,
    mixed_difference,
    momentum_integral,
    replace_node,
)

QUICK = settings(deadline=None, max_examples=10, derandomize=True, database=None)
HEAVY = settings(QUICK, max_examples=4)
DIGITS = 50
WORKING = 110  # a closed form of coinciding masses next to a heavy one cancels many digits

A, B, C, S, T = sp.symbols("a b c s t", positive=True)


def closed(expression: sp.Expr, values: dict[sp.Expr, Any] | None = None) -> mp.mpf:
    """The closed form at WORKING digits."""
    exact = {k: sp.Rational(v) for k, v in (values or {}).items()}
    with mp.workdps(WORKING):
        return mp.mpf(sp.N(expression.subs(exact).doit(), WORKING))


def agree(a: mp.mpf, b: mp.mpf, digits: int = DIGITS) -> bool:
    with mp.workdps(WORKING):
        return abs(a - b) <= mp.mpf(10) ** (-digits) * max(abs(a), abs(b))


def proven_equal(left: sp.Expr, right: sp.Expr) -> bool:
    """Equality of closed forms for every mass: logarithms count as independent symbols."""
    defect = sp.expand_log((left - right).doit(), force=True)
    logs = {log: sp.Dummy() for log in defect.atoms(sp.log)}
    return bool(sp.cancel(sp.together(defect.xreplace(logs))) == 0)


# --- momentum space -----------------------------------------------------------------------------


def radial(a: int, n: int, delta: mp.mpf, half: mp.mpf) -> mp.mpf:
    """∫₀^∞ dl l^{2h−1+2a}/(l²+Δ)ⁿ, numerically, with τ = l² and the far tail folded to (0, 1)."""
    power = n - a - half  # decay of the integrand is τ^{−1−power}
    near = mp.quad(lambda t: t ** (half + a - 1) / (t + delta) ** n, [0, 1])
    # τ = v^{−1/power}
    far = mp.quad(lambda v: (1 + delta * v ** (1 / power)) ** (-n), [0, 1]) / power
    return (near + far) / 2


def in_dimension(
    a: int, n: int, delta: mp.mpf, eps: mp.mpf, c: Callable[[mp.mpf], mp.mpf]
) -> mp.mpf:
    """The integral without its i(−1)^{a+n}, for D = 4 − 2ε."""
    half = 2 - eps
    sphere = 2 * mp.pi**half / mp.gamma(half) / (2 * mp.pi) ** (2 * half)
    return c(2 * half) / (2 * half) ** a * sphere * radial(a, n, delta, half)


@pytest.mark.parametrize(("a", "n"), [(0, 3), (0, 4), (1, 4), (1, 5)])
@pytest.mark.parametrize("delta", [Fraction(1, 3), Fraction(5)])
def test_convergent_momentum_integrals(a: int, n: int, delta: Fraction) -> None:
    value, pole, power = momentum_integral(a, n)
    assert pole == 0 and power == 2 + a - n < 0
    with mp.workdps(30):
        d = mp.mpf(delta.numerator) / delta.denominator
        numeric = in_dimension(a, n, d, mp.mpf(0), lambda _: mp.mpf(1))
        exact = mp.mpf(sp.N(value / (sp.I * (-1) ** (a + n)), 30)) * d**power
        assert agree(numeric, exact, 20)
        assert not agree(2 * numeric, exact, 20)


@pytest.mark.parametrize(("a", "n"), [(0, 2), (1, 3)])
@pytest.mark.parametrize("delta", [Fraction(1, 3), Fraction(5)])
@pytest.mark.parametrize("slope", [0, 1, 3])
def test_divergent_momentum_integrals(a: int, n: int, delta: Fraction, slope: int) -> None:
    """Pole, logarithm and rational remainder, from numbers at several D < 4 extrapolated to 4."""
    rest, pole, power = momentum_integral(a, n, (sp.Integer(1), sp.Integer(slope)))
    assert power == 0
    phase = sp.I * (-1) ** (a + n)
    with mp.workdps(40):
        d = mp.mpf(delta.numerator) / delta.denominator
        points = [mp.mpf(1) / k for k in range(30, 80, 5)]
        values = [e * in_dimension(a, n, d, e, lambda dim: 1 + slope * (dim - 4)) for e in points]
        # ε·I(ε) = pole + ε (rest + pole(−γ + ln 4π − ln Δ)) + …
        at_zero, derivative = _taylor(points, values)
        expected = mp.mpf(sp.N(pole / phase, 40))
        finite = mp.mpf(sp.N(rest / phase, 40)) + expected * (-mp.euler + mp.log(4 * mp.pi / d))
        assert agree(at_zero, expected, 9)
        assert agree(derivative, finite, 7)


def _taylor(points: Sequence[mp.mpf], values: Sequence[mp.mpf]) -> tuple[mp.mpf, mp.mpf]:
    """Value and slope at zero of the polynomial through the points."""
    matrix = mp.matrix([[x**k for k in range(len(points))] for x in points])
    solution = mp.lu_solve(matrix, mp.matrix(list(values)))
    return solution[0], solution[1]


def test_known_momentum_integrals() -> None:
    """Any textbook: B₀, C₀ and the tensor pieces at vanishing momenta."""
    unit = sp.I / (16 * sp.pi**2)
    assert momentum_integral(0, 2) == (0, unit, 0)
    assert momentum_integral(0, 3) == (-unit / 2, 0, -1)
    assert momentum_integral(0, 4) == (unit / 6, 0, -2)
    # l²/D·1/(l²−Δ)³: no remainder because the 1/D cancels the D/2 of the angle
    assert momentum_integral(1, 3) == (0, unit / 4, 0)
    # ... and with a D in front, the famous −1/2
    rest, pole, _ = momentum_integral(1, 3, (sp.Integer(4), sp.Integer(1)))
    assert (rest, pole) == (-unit / 2, unit)


def test_momentum_integral_by_differentiation_in_delta() -> None:
    """d/dΔ raises n: n·I(a, n+1) = dI(a, n)/dΔ."""
    delta = sp.Symbol("Delta", positive=True)

    def value(a: int, n: int) -> sp.Expr:
        rest, pole, power = momentum_integral(a, n)
        return rest * delta**power + pole * (UV_POLE - sp.log(delta))

    for a, n in ((0, 2), (0, 3), (1, 3), (1, 4)):
        assert sp.simplify(sp.diff(value(a, n), delta) - n * value(a, n + 1)) == 0


def test_quadratic_divergences_are_refused() -> None:
    with pytest.raises(DerivationError, match="worse than logarithmic"):
        momentum_integral(1, 2)


# --- closed forms -------------------------------------------------------------------------------


def over_simplex(
    p: int, nodes: Sequence[Fraction], monomial: Sequence[int] | None = None, digits: int = 20
) -> mp.mpf:
    """∫ u^a f(u·x) over the simplex of dimension 1 or 2, by quadrature."""
    powers = monomial or [0] * len(nodes)
    with mp.workdps(digits):
        x = [mp.mpf(n.numerator) / n.denominator for n in nodes]

        def f(*u: mp.mpf) -> mp.mpf:
            last = 1 - sum(u)
            weights = (*u, last)
            t = sum(w * m for w, m in zip(weights, x, strict=True))
            value = mp.log(t) if p == 0 else t**-p
            return value * mp.fprod(w**k for w, k in zip(weights, powers, strict=True))

        if len(x) == 2:
            return mp.quad(f, [0, 1])
        # (u, (1−u) w) maps the square to the triangle
        return mp.quad(lambda u: mp.quad(lambda w: (1 - u) * f(u, (1 - u) * w), [0, 1]), [0, 1])


F = Fraction
SIMPLICES = [
    (F(1), F(3)),
    (F(2), F(2)),
    (F(1, 2), F(1), F(5, 3)),
    (F(1), F(1), F(2)),
    (F(3), F(3), F(3)),
    (F(1, 7), F(2), F(2)),
]


@pytest.mark.parametrize("nodes", SIMPLICES)
@pytest.mark.parametrize("p", [0, 1, 2, 3])
def test_closed_form_is_the_simplex_integral(p: int, nodes: tuple[Fraction, ...]) -> None:
    integral = SimplexIntegral(p, *map(sp.Rational, nodes))
    numeric = over_simplex(p, nodes)
    assert agree(numeric, closed(integral), 15)
    mutant = SimplexIntegral(p + 1, *map(sp.Rational, nodes))
    assert not agree(numeric, closed(mutant), 15) or all(n == 1 for n in nodes)


@pytest.mark.parametrize("nodes", [(F(0), F(2)), (F(0), F(1), F(3)), (F(0), F(2), F(2))])
@pytest.mark.parametrize("p", [0, 1])
def test_closed_form_with_a_massless_line(p: int, nodes: tuple[Fraction, ...]) -> None:
    if p == 1 and len(nodes) == 2:
        with pytest.raises(DerivationError, match="diverges"):  # ∫du/u
            SimplexIntegral(p, *map(sp.Rational, nodes)).doit()
    else:
        exact = closed(SimplexIntegral(p, *map(sp.Rational, nodes)))
        assert agree(over_simplex(p, nodes), exact, 10)


def test_massless_line_is_the_limit_of_a_light_one() -> None:
    for p, rest in ((0, (A, A)), (1, (A, B)), (2, (A, B, C)), (1, (A, A, B))):
        values = {A: F(2), B: F(3), C: F(7, 2)}
        exact = closed(SimplexIntegral(p, 0, *rest), values)
        light = closed(SimplexIntegral(p, F(1, 10**30), *rest), values)
        assert agree(exact, light, 24)
        assert not agree(exact, closed(SimplexIntegral(p, F(1, 10**3), *rest), values), 5)


def euclidean_number(integral: SimplexIntegral, values: dict[sp.Expr, Any]) -> mp.mpf:
    tau = sp.Symbol("tau", positive=True)
    nodes = [sp.Rational(x.subs(values)) for x in integral.nodes]
    whole = SimplexIntegral(integral.p, *nodes)
    function = sp.lambdify(tau, whole.euclidean(tau), "mpmath")
    with mp.workdps(DIGITS + 15):
        scales = sorted({mp.mpf(n.p) / n.q for n in nodes if n})
        return mp.quad(function, [0, *scales, mp.inf])


masses = st.fractions(min_value=Fraction(1, 9), max_value=9, max_denominator=9)


@st.composite
def node_lists(draw: Any, smallest: int = 2, largest: int = 5) -> list[Fraction]:
    """Random, with repetitions; now and then one that is massless or heavy."""
    pool = draw(st.lists(masses, min_size=1, max_size=3))
    count = draw(st.integers(smallest, largest))
    nodes = [draw(st.sampled_from(pool)) for _ in range(count)]
    special = draw(st.sampled_from([None, None, Fraction(0), Fraction(10**6)]))
    if special is not None:
        nodes[-1] = special
    return nodes


@QUICK
@given(nodes=node_lists(), p=st.integers(1, 3))
def test_closed_form_is_the_euclidean_integral_at_50_digits(nodes: list[Fraction], p: int) -> None:
    # one massless line in a convergent integral needs p < number of massive lines
    assume(p <= len(nodes) - 1 - (0 in nodes))
    integral = SimplexIntegral(p, *map(sp.Rational, nodes))
    exact = closed(integral)
    number = euclidean_number(integral, {})
    assert number > 0
    assert agree(exact, number)


def test_euclidean_form_tells_the_power_and_the_nodes_apart() -> None:
    values = {A: F(1), B: F(2), C: F(5)}
    number = euclidean_number(SimplexIntegral(1, A, B, C), values)
    for wrong in (SimplexIntegral(2, A, B, C), SimplexIntegral(1, A, A, C)):
        assert not agree(closed(wrong, values), number, 5)
    with pytest.raises(DerivationError, match="momentum integral"):
        SimplexIntegral(0, A, B).euclidean(T)
    with pytest.raises(DerivationError, match="momentum integral"):
        SimplexIntegral(2, A, B).euclidean(T)


@pytest.mark.parametrize(
    ("integral", "form"),
    [
        (SimplexIntegral(1, A, B), (sp.log(A) - sp.log(B)) / (A - B)),
        (SimplexIntegral(1, A, A), 1 / A),
        (SimplexIntegral(1, A, A, A), 1 / (2 * A)),
        (SimplexIntegral(0, A, A, A), sp.log(A) / 2),
        (SimplexIntegral(0, 0, A), sp.log(A) - 1),
        (SimplexIntegral(2, A, B), 1 / (A * B)),
        (
            SimplexIntegral(1, A, B, C),
            A * sp.log(A) / ((A - B) * (A - C))
            + B * sp.log(B) / ((B - A) * (B - C))
            + C * sp.log(C) / ((C - A) * (C - B)),
        ),
    ],
    ids=str,
)
def test_known_closed_forms(integral: SimplexIntegral, form: sp.Expr) -> None:
    assert proven_equal(integral, form)
    assert not proven_equal(integral, form + 1)


def test_bad_arguments() -> None:
    for p in (-1, sp.Rational(1, 2), A):
        with pytest.raises(DerivationError, match="non-negative integer"):
            SimplexIntegral(p, A, B)
    with pytest.raises(DerivationError, match="at least one"):
        SimplexIntegral(1)
    with pytest.raises(DerivationError, match="not a node"):
        replace_node(SimplexIntegral(1, A, B), C, S)


# --- properties ---------------------------------------------------------------------------------


@QUICK
@given(nodes=node_lists(), p=st.integers(0, 4), data=st.data())
def test_symmetry(nodes: list[Fraction], p: int, data: st.DataObject) -> None:
    exact = [sp.Rational(n) for n in nodes]
    shuffled = data.draw(st.permutations(exact))
    assert SimplexIntegral(p, *exact) == SimplexIntegral(p, *shuffled)
    changed = [exact[0] + 1, *exact[1:]]
    assert SimplexIntegral(p, *changed) != SimplexIntegral(p, *exact)


@QUICK
@given(
    nodes=st.lists(masses, min_size=2, max_size=5),
    p=st.integers(0, 4),
    scale=st.fractions(min_value=Fraction(1, 5), max_value=7, max_denominator=5),
)
def test_homogeneity(nodes: list[Fraction], p: int, scale: Fraction) -> None:
    """I_p[sx] = s^{−p} I_p[x], and a logarithm of s times the volume for p = 0."""
    assume(scale != 1)
    before = closed(SimplexIntegral(p, *map(sp.Rational, nodes)))
    after = closed(SimplexIntegral(p, *(sp.Rational(scale * n) for n in nodes)))
    with mp.workdps(WORKING):
        s = mp.mpf(scale.numerator) / scale.denominator
        volume = mp.mpf(1) / math.factorial(len(nodes) - 1)
        expected = before + volume * mp.log(s) if p == 0 else before / s**p
        assert abs(after - expected) < mp.mpf(10) ** -DIGITS
        assert abs(after - expected * s) > mp.mpf(10) ** -DIGITS


@QUICK
@given(nodes=st.lists(masses, min_size=2, max_size=5), p=st.integers(1, 4), grow=masses)
def test_positivity_and_bounds(nodes: list[Fraction], p: int, grow: Fraction) -> None:
    """Positive, falling with every mass, between its values for all masses heaviest or lightest."""
    value = closed(SimplexIntegral(p, *map(sp.Rational, nodes)))
    with mp.workdps(WORKING):
        volume = mp.mpf(1) / math.factorial(len(nodes) - 1)
        low, high = (mp.mpf(n.numerator) / n.denominator for n in (min(nodes), max(nodes)))
        slack = 1 + mp.mpf(10) ** -DIGITS
        assert 0 < volume * high**-p <= value * slack
        assert value <= volume * low**-p * slack
    heavier = [nodes[0] + grow, *nodes[1:]]
    assert closed(SimplexIntegral(p, *map(sp.Rational, heavier))) < value


@pytest.mark.parametrize(("p", "nodes"), [(1, (A, B)), (2, (A, B, C)), (3, (A, A, B))])
def test_sum_of_the_feynman_parameters_is_one(p: int, nodes: tuple[sp.Symbol, ...]) -> None:
    """Σ x_k ∫u_k (u·x)^{−p−1} = ∫(u·x)^{−p}."""
    size = len(nodes)
    units = [tuple(int(k == j) for j in range(size)) for k in range(size)]
    whole = integrate_simplex(p + 1, nodes, [(u, x) for u, x in zip(units, nodes, strict=True)])
    assert proven_equal(whole, SimplexIntegral(p, *nodes))
    assert not proven_equal(2 * whole, SimplexIntegral(p, *nodes))
    # and ∫1, which is Σ_k ∫u_k, is recognised next to a monomial
    one, first = (0,) * size, units[0]
    rest = integrate_simplex(p, nodes, [(u, sp.S.One) for u in units[1:]])
    assert integrate_simplex(p, nodes, [(one, sp.S.One), (first, -sp.S.One)]) == rest


@pytest.mark.parametrize("p", [0, 1, 2])
@pytest.mark.parametrize(
    ("nodes", "monomials"),
    [
        ((F(1), F(3)), {(1, 0): 2, (0, 2): -3, (0, 0): 1}),
        ((F(1, 2), F(1), F(5, 3)), {(1, 0, 0): 2, (0, 1, 0): F(1, 3)}),
        ((F(1), F(1), F(2)), {(1, 1, 0): 1, (0, 0, 2): -2, (1, 0, 0): 5}),
        ((F(2), F(3)), {(0, 0): 1, (2, 1): 7}),
    ],
)
def test_integrate_simplex_against_quadrature(
    p: int, nodes: tuple[Fraction, ...], monomials: dict[tuple[int, ...], Any]
) -> None:
    exact = [sp.Rational(n) for n in nodes]
    table = [(powers, sp.Rational(c)) for powers, c in monomials.items()]
    folded = closed(integrate_simplex(p, exact, table))
    with mp.workdps(20):
        numeric = mp.fsum(
            mp.mpf(c.numerator) / c.denominator * over_simplex(p, nodes, powers)
            for powers, c in ((k, Fraction(v)) for k, v in monomials.items())
        )
    assert agree(folded, numeric, 14)
    powers, c = table[0]
    assert not agree(closed(integrate_simplex(p, exact, [(powers, -c), *table[1:]])), numeric, 5)


@QUICK
@given(
    powers=st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    order=st.permutations([0, 1, 2]),
    p=st.integers(0, 3),
)
def test_relabelling_the_lines(powers: tuple[int, ...], order: list[int], p: int) -> None:
    nodes = (A, B, C)
    straight = integrate_simplex(p, nodes, [(powers, sp.S.One)])
    crossed = integrate_simplex(
        p, [nodes[k] for k in order], [(tuple(powers[k] for k in order), sp.S.One)]
    )
    assert straight == crossed
    # Dirichlet: all masses equal leaves a!b!c!/(a+b+c+2)! s^{−p}
    equal = straight.subs({A: S, B: S, C: S}).doit()
    volume = sp.Mul(*map(sp.factorial, powers)) / sp.factorial(sum(powers) + 2)
    assert sp.simplify(equal - volume * (sp.log(S) if p == 0 else S**-p)) == 0


@pytest.mark.parametrize("p", [0, 1, 2])
@pytest.mark.parametrize("nodes", [(A, B), (A, A, B), (A, B, C), (A**2, A**2, B)], ids=str)
def test_derivative(p: int, nodes: tuple[sp.Expr, ...]) -> None:
    integral = SimplexIntegral(p, *nodes)
    assert proven_equal(sp.diff(integral, A).doit(), sp.diff(integral.doit(), A))
    assert not proven_equal(-sp.diff(integral, A).doit(), sp.diff(integral.doit(), A))
    assert sp.diff(integral, T) == 0


# --- differences --------------------------------------------------------------------------------

EXPRESSIONS = {
    "one": SimplexIntegral(1, A, B, C),
    "repeated": SimplexIntegral(1, A, A, B),
    "three times": 2 * SimplexIntegral(2, A, A, A, B),
    "log": SimplexIntegral(0, A, B),
    "sum": C * SimplexIntegral(1, A, B) - 3 * SimplexIntegral(1, A, A, B, B),
    "new is present": SimplexIntegral(1, A, S, B),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_divided_difference_is_proven(name: str) -> None:
    expression = EXPRESSIONS[name]
    reduced = divided(expression, A, S)
    whole = expression.doit() - expression.subs(A, S).doit()
    assert proven_equal(whole, (A - S) * reduced)
    assert not proven_equal(whole, (S - A) * reduced)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_divided_difference_at_equal_masses_is_the_derivative(name: str) -> None:
    expression = EXPRESSIONS[name]
    if name != "new is present":
        assert proven_equal(divided(expression, A, S).subs(S, A), sp.diff(expression, A))


def test_what_does_not_contain_the_mass_drops_out() -> None:
    assert divided(SimplexIntegral(1, B, C), A, S) == 0
    assert divided(SimplexIntegral(1, B, C) + SimplexIntegral(1, A, B), A, S) == divided(
        SimplexIntegral(1, A, B), A, S
    )


def test_mixed_difference_is_proven() -> None:
    """J(a,b) − J(a',b) − J(a,b') + J(a',b'), all logarithms independent."""
    expression = SimplexIntegral(1, A, B)
    factored = mixed_difference(expression, (A, S), (B, T))
    corners = [
        (1, expression),
        (-1, replace_node(expression, A, S)),
        (-1, replace_node(expression, B, T)),
        (1, replace_node(replace_node(expression, A, S), B, T)),
    ]
    whole = sp.Add(*(sign * corner.doit() for sign, corner in corners))
    assert proven_equal(whole, factored)
    wrong = sp.Add(*(corner.doit() for _, corner in corners))
    assert not proven_equal(wrong, factored)


@HEAVY
@given(
    m=st.lists(masses, min_size=5, max_size=5, unique=True),
    split=st.sampled_from([Fraction(1), Fraction(1, 10**6), Fraction(1, 10**12)]),
)
def test_mixed_difference_at_50_digits(m: list[Fraction], split: Fraction) -> None:
    """Down to splittings where the four terms agree in 24 digits."""
    a, b, heavy, da, db = m
    expression = SimplexIntegral(1, heavy, heavy, A, B)
    first, second = (a + split * da, a), (b + split * db, b)
    exact = [tuple(map(sp.Rational, pair)) for pair in (first, second)]
    assume(len({*exact[0], *exact[1], heavy}) == 5)
    number = {x: sp.Rational(x) for x in m}
    symbolic = mixed_difference(
        SimplexIntegral(1, number[heavy], number[heavy], exact[0][0], exact[1][0]), *exact
    )
    corners = [
        (sa * sb, closed(expression.subs(heavy, number[heavy]), {A: exact[0][i], B: exact[1][j]}))
        for i, sa in ((0, 1), (1, -1))
        for j, sb in ((0, 1), (1, -1))
    ]
    with mp.workdps(WORKING):
        whole = mp.fsum(sign * value for sign, value in corners)
    assert agree(whole, closed(symbolic))
    assert (whole > 0) == (closed(symbolic) > 0)


def test_kernel_of_a_mixed_difference_is_positive() -> None:
    reduced = divided(divided(SimplexIntegral(1, C, A, B), A, S), B, T)
    values = {A: F(1), B: F(2), C: F(5), S: F(3), T: F(1, 3)}
    assert all(term.as_coeff_Mul()[0] > 0 for term in sp.Add.make_args(reduced))
    assert closed(reduced, values) > 0


@pytest.mark.parametrize(
    ("integral", "offsets"),
    [
        (SimplexIntegral(1, A, B, C), {A: F(1), B: F(-2)}),
        (SimplexIntegral(0, A, B), {A: F(1), B: F(3)}),
        (SimplexIntegral(2, A, A, B, C), {A: F(2), B: F(-1), C: F(1, 2)}),
    ],
    ids=str,
)
def test_cluster_series_converges_at_its_order(
    integral: SimplexIntegral, offsets: dict[sp.Symbol, Fraction]
) -> None:
    """Splittings λδ: the error of order n falls like λ^{n+1}."""
    centre = sp.Integer(2)
    for order in range(4):
        errors = []
        for exponent in (4, 5, 6):
            small = {k: sp.Rational(v) / 10**exponent for k, v in offsets.items()}
            values = {C: sp.Integer(7)} | {k: centre + d for k, d in small.items()}
            series = closed(expand_cluster(integral, centre, small, order), {C: values[C]})
            with mp.workdps(WORKING):
                errors.append(abs(series - closed(integral, values)))
        for previous, following in pairwise(errors):
            with mp.workdps(WORKING):
                ratio = previous / following
                assert abs(ratio / mp.mpf(10) ** (order + 1) - 1) < mp.mpf("0.01")


def test_cluster_series_is_the_taylor_series() -> None:
    lam = sp.Symbol("lambda", positive=True)
    integral = SimplexIntegral(1, A, B, C)
    series = expand_cluster(integral, S, {A: lam, B: -2 * lam}, 2)
    exact = SimplexIntegral(1, S + lam, S - 2 * lam, C)
    for k in range(3):
        taken = sp.diff(exact, lam, k).subs(lam, 0) / sp.factorial(k)
        assert proven_equal(series.coeff(lam, k) if k else series.subs(lam, 0), taken)


def test_printing() -> None:
    assert str(SimplexIntegral(1, B, A)) == "I1[a, b]"
    assert sp.latex(SimplexIntegral(0, A, B)) == r"\mathcal{I}_0[a,b]"
    assert sp.latex(SimplexIntegral(2, A, B, A)) == r"\mathcal{I}_2[\{a\}_2,b]"
