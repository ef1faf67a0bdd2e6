r"""Loops of fermions and of scalars between two vectors.

.. math:: i\,\Pi_{VV'}\,g^{\mu\nu} = -\int\frac{d^Dl}{(2\pi)^D}\;\mathrm{Tr}\,
          \Gamma^\mu_V\,\frac{i(\not l+m_1)}{l^2-m_1^2}\,\Gamma^\nu_{V'}\,
          \frac{i(\not l+m_2)}{l^2-m_2^2},\qquad
          \Gamma^\mu = \gamma^\mu(v+a\gamma_5).

A vector of mass M then has its pole at :math:`M^2+\Pi`. The loop comes out as

.. math:: \Pi\propto\Big[vv'(m_1-m_2)^2\,h(m_1,-m_2)+aa'(m_1+m_2)^2\,h(m_1,m_2)\Big],\qquad
          h(m_1,m_2) = \Delta_{\bar\epsilon}-\int_0^1\!dx\Big[\ln\Delta
          +(m_1-m_2)^2\,\frac{x(1-x)}{\Delta}\Big],

:math:`\Delta=xm_1^2+(1-x)m_2^2`: the square of the mass by which the current fails to be conserved
stands in front, so that nothing cancels when it is small.

**At q² ≠ 0** the loop is :math:`i(\Pi g^{\mu\nu}+\Pi_{qq}q^\mu q^\nu)`, each an integral over one
Feynman parameter with :math:`\Delta\to\Delta-x(1-x)q^2`. Of a conserved current
:math:`\Pi+q^2\Pi_{qq}=0`.

**Scalars.** Two real scalars meet a vector in :math:`c_1k_1^\mu+c_2k_2^\mu`, and two vectors in a
seagull :math:`c\,\phi^2V_\mu V'^\mu`, which is read from the Lagrangian like the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import sympy as sp
from sympy.polys.rings import ring

from darktmm.derive.dirac import Element, Polynomial, Word
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import Fermion, RealScalar, VectorBoson, VectorComponent
from darktmm.derive.lagrangian import Lagrangian, terms
from darktmm.derive.loops.integrals import (
    UV_POLE,
    SimplexIntegral,
    integrate_simplex,
    momentum_integral,
)
from darktmm.derive.memo import cache
from darktmm.derive.vertices import Chiral, FeynmanRules, State, conjugate_state

_RING, _D, _LOOP_SQ, _Q_SQ, _X, _M1, _M2, _V1, _A1, _V2, _A2 = ring(
    "D,loop_sq,q_sq,x,m1,m2,v1,a1,v2,a2", sp.QQ
)

_UNIT_TRACE = 4

X = sp.Symbol("x", positive=True)
"""Feynman parameter: the share of line 1."""

Q_SQUARED = sp.Symbol("q^2", real=True)

METRIC, MOMENTA = "metric", "momenta"
"""The structures :math:`g^{\\mu\\nu}` and :math:`q^\\mu q^\\nu`."""


_NO_VECTOR: Mapping[str, Polynomial] = MappingProxyType({})


def trace(
    element: Element, dimension: Polynomial, squares: Mapping[str, Polynomial] = _NO_VECTOR
) -> Polynomial:
    r"""Tr of words in which every letter is an index that occurs twice, or a momentum.

    Nothing is left to carry a free index, and one momentum spans no volume: the part with
    :math:`\gamma_5` has no antisymmetric tensor to be proportional to, and each projector counts
    one half.

    Args:
        squares: q² of the one letter, if any, that is a momentum.

    Raises:
        DerivationError: an index does not occur twice, or there are two momenta.
    """
    if len(squares) > 1:
        raise DerivationError(f"squares: {sorted(squares)}, one momentum allowed")
    total = 0 * dimension
    for (word, _), value in element.terms.items():
        if any(times != 2 for letter, times in Counter(word).items() if letter not in squares):
            raise DerivationError(f"word: {word} is not fully contracted")
        total += value * _contracted(word, dimension, squares) * _UNIT_TRACE / 2
    return total


def _contracted(word: Word, dimension: Polynomial, squares: Mapping[str, Polynomial]) -> Polynomial:
    """Tr(γ^a γ^b …)/Tr 1 = Σ_k (−1)^k g^{ab_k} Tr(rest)/Tr 1."""
    if not word:
        return dimension**0
    first, rest = word[0], word[1:]
    total = 0 * dimension
    for k, letter in enumerate(rest):
        without = rest[:k] + rest[k + 1 :]
        if letter == first:
            square = squares.get(letter, dimension)
            total += (-1) ** k * square * _contracted(without, dimension, squares)
        else:  # g^{ab} gives the other a the name b; a momentum keeps its name
            old, new = (letter, first) if first in squares else (first, letter)
            renamed = tuple(new if x == old else x for x in without)
            total += (-1) ** k * _contracted(renamed, dimension, squares)
    return total


def _denominator(x: sp.Symbol, y1: sp.Expr, y2: sp.Expr, q2: sp.Expr) -> sp.Expr:
    """Δ: with the momenta l + (1−x)q and l − xq the denominator is (l² − Δ)²."""
    return x * y1 + (1 - x) * y2 - x * (1 - x) * q2


@cache
def _structures(x: sp.Symbol) -> Mapping[str, tuple[sp.Expr, sp.Expr]]:
    r"""What stands over :math:`(l^2-\Delta)^2`, by structure, per :math:`vv'` and per :math:`aa'`.

    The divergence is quadratic; that a total derivative integrates to zero makes it logarithmic:
    :math:`\partial_\alpha\frac{l^\alpha}{l^2-\Delta}=\frac{(D-2)l^2-D\Delta}{(l^2-\Delta)^2}`.
    """
    loop = Element.word(_RING.one, "l")
    momenta = ((1 - _X) * _RING.one, -_X * _RING.one)
    lines = [
        loop + Element.word(share, "q") + Element.word(m)
        for share, m in zip(momenta, (_M1, _M2), strict=True)
    ]

    def contracted(letter: str) -> sp.Expr:
        first, second = (
            Element.chiral(v - a, v + a, letter) for v, a in ((_V1, _A1), (_V2, _A2))
        )  # γ5 = P_R − P_L
        product = Element({})
        for (word, chirality), value in (first * lines[0] * second * lines[1]).terms.items():
            if word.count("l") % 2 == 0:  # l^α l^β → g^{αβ} l²/D, `loop_sq` standing for l²/D
                factor = _LOOP_SQ if "l" in word else _RING.one
                product = product + Element({(word, chirality): value * factor})
        return trace(product, _D, {"q": _Q_SQ}).as_expr()

    # g_{μν}(Π g^{μν} + Π_qq q^μq^ν) = DΠ + q²Π_qq, q_μq_ν(…) = q²(Π + q²Π_qq)
    d, m1, m2, loop_sq, q2 = sp.symbols("D m1 m2 loop_sq q_sq")
    with_metric, with_momenta = contracted("mu"), contracted("q") / q2
    metric = (with_metric - with_momenta) / (d - 1)
    forms = {METRIC: metric, MOMENTA: (with_momenta - metric) / q2}
    delta = _denominator(x, m1**2, m2**2, q2)
    named = {loop_sq: delta / (d - 2), sp.Symbol("x"): x}
    return {name: _vector_and_axial(form.subs(named), q2) for name, form in forms.items()}


def _vector_and_axial(numerator: sp.Expr, q2: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    numerator = sp.expand(sp.cancel(numerator)).subs(q2, Q_SQUARED)
    v1, v2, a1, a2 = sp.symbols("v1 v2 a1 a2")
    vector, axial = numerator.coeff(v1 * v2), numerator.coeff(a1 * a2)
    rest = sp.expand(numerator - vector * v1 * v2 - axial * a1 * a2)
    if rest != 0 or numerator.has(sp.Symbol("D")):
        raise DerivationError(f"numerator: {numerator} is not of the form v v' + a a'")
    return vector, axial


def _numerators(x: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """Those of the metric at q² = 0."""
    vector, axial = (sp.expand(n.subs(Q_SQUARED, 0)) for n in _structures(x)[METRIC])
    return vector, axial


_FERMION_PHASE = -(sp.I**2) / sp.I
"""A closed loop of fermions; two propagators; i on the left-hand side."""

_SCALAR_PHASE = sp.I**2 / sp.I


def _couplings(first: Chiral, second: Chiral) -> tuple[sp.Expr, sp.Expr]:
    """vv' and aa' of two rules."""
    return (
        (first.left + first.right) * (second.left + second.right) / 4,
        (first.right - first.left) * (second.right - second.left) / 4,
    )


def loop(first: Chiral, second: Chiral, mass1: sp.Expr, mass2: sp.Expr) -> sp.Expr:
    """Π of one loop, `UV_POLE` included, integrals folded, the coefficients factored.

    Args:
        first: rule iγ^μ(…) of the vertex where line 1 ends.
        second: rule of the vertex where line 2 ends.
        mass1, mass2: signed masses of the lines.
    """
    x, m1, m2 = X, sp.Symbol("m1"), sp.Symbol("m2")
    remainder, pole, _ = momentum_integral(0, 2)
    y1, y2 = mass1**2, mass2**2
    phase = _FERMION_PHASE
    total = sp.S.Zero
    for coupling, numerator in zip(_couplings(first, second), _numerators(x), strict=True):
        # c₁x + c₂(1−x), even and odd under the exchange of the lines. The odd part is a difference
        # of two integrals: F[y₁,y₁,y₂] − F[y₁,y₂,y₂] = (y₁ − y₂) F[y₁,y₁,y₂,y₂].
        c1, c2 = numerator.subs(x, 1), numerator.subs(x, 0)
        even, odd = (
            sp.factor(sp.factor(c).subs({m1: mass1, m2: mass2}, simultaneous=True))
            for c in ((c1 + c2) / 2, (c1 - c2) * (m1**2 - m2**2) / (c1 + c2))
        )
        logarithm = SimplexIntegral(0, y1, y2) + odd * SimplexIntegral(1, y1, y1, y2, y2)
        weight = phase * pole * sp.factor(coupling) * even
        total += weight * (UV_POLE + remainder / pole - logarithm)
    return total


def _line_pairs(
    rules: FeynmanRules, first: VectorBoson, second: VectorBoson
) -> Iterator[tuple[Chiral, Chiral, sp.Expr, sp.Expr]]:
    """Arguments of `loop` for every ordered pair of lines; each loop comes twice."""
    fermions = sorted((f for f in rules.fields if isinstance(f, Fermion)), key=str)
    states: list[State] = list(dict.fromkeys(s for f in fermions for s in (f, conjugate_state(f))))
    for a in states:
        for b in states:
            into, back = rules.vector(a, b, second), rules.vector(b, a, first)
            if into and back:
                yield back, into, a.mass, b.mass


def vacuum_polarisation(rules: FeynmanRules, first: VectorBoson, second: VectorBoson) -> sp.Expr:
    r"""Π_{VV'}(0), the coefficient of :math:`g^{\mu\nu}`, summed over all fermions of the rules.

    Every line is followed in both directions, ψ and ψᶜ; a Majorana line is its own reverse. Each
    loop is then counted twice, which the ½ takes back.

    Raises:
        UnknownFieldError: a vector is not in the Lagrangian.
    """
    total = sum((loop(*pair) for pair in _line_pairs(rules, first, second)), sp.S.Zero)
    return sp.Add(*(term / 2 for term in sp.Add.make_args(total)))


# --- dependence on q² ---------------------------------------------------------------------------


@dataclass(frozen=True)
class FeynmanTerm:
    r""":math:`\int_0^1dx\,N\,(\Delta_{\bar\epsilon}+r-\ln\Delta)` of one diagram.

    Attributes:
        numerator: N, a polynomial in `X` and `Q_SQUARED`.
        remainder: r.
        squares: squared masses of line 1 and 2.
        flow: whether q flows through the lines; not so in a seagull.
    """

    numerator: sp.Expr
    remainder: sp.Expr
    squares: tuple[sp.Expr, sp.Expr]
    flow: bool = True

    def integrand(self) -> sp.Expr:
        """Over 0 < x < 1; `UV_POLE` included."""
        q2 = Q_SQUARED if self.flow else sp.S.Zero
        logarithm = sp.log(_denominator(X, *self.squares, q2))
        return self.numerator * (UV_POLE + self.remainder - logarithm)

    def expanded(self, order: int) -> sp.Expr:
        """The coefficient of (q²)ⁿ, n = 0 or 1, folded."""
        series = [
            sp.expand(sp.diff(self.numerator, Q_SQUARED, k).subs(Q_SQUARED, 0)) for k in (0, 1)
        ]
        total = sp.integrate(series[order], (X, 0, 1)) * (UV_POLE + self.remainder)
        total -= _simplex(0, series[order], *self.squares)
        if order and self.flow:  # −d ln Δ/dq² = x(1−x)/Δ
            total += _simplex(1, sp.expand(series[0] * X * (1 - X)), *self.squares)
        return total


@dataclass(frozen=True)
class FeynmanForm:
    """A sum of diagrams.

    Attributes:
        terms: one for each diagram.
    """

    terms: tuple[FeynmanTerm, ...]

    def __add__(self, other: FeynmanForm) -> FeynmanForm:
        return FeynmanForm(self.terms + other.terms)

    def scaled(self, factor: sp.Expr) -> FeynmanForm:
        """Everything times a number."""
        return FeynmanForm(
            tuple(replace(term, numerator=factor * term.numerator) for term in self.terms)
        )

    def integrand(self) -> sp.Expr:
        """What is integrated over 0 < x < 1; `UV_POLE` included."""
        return sp.Add(*(term.integrand() for term in self.terms))

    def integral(self) -> sp.Integral:
        """Π(q²), folded."""
        return sp.Integral(self.integrand(), (X, 0, 1))

    def at_zero(self) -> sp.Expr:
        """Π(0), folded."""
        return sp.Add(*(term.expanded(0) for term in self.terms))

    def slope(self) -> sp.Expr:
        """dΠ/dq² at q² = 0, folded; closed by `doit`."""
        return sp.Add(*(term.expanded(1) for term in self.terms))


def _simplex(p: int, polynomial: sp.Expr, y1: sp.Expr, y2: sp.Expr) -> sp.Expr:
    if polynomial == 0:
        return sp.S.Zero
    monomials = [((power, 0), c) for (power,), c in sp.Poly(polynomial, X).terms()]
    return integrate_simplex(p, (y1, y2), monomials)


def _checked(structure: str) -> str:
    if structure not in (METRIC, MOMENTA):
        raise DerivationError(f"structure: {structure!r} is neither {METRIC!r} nor {MOMENTA!r}")
    return structure


def fermion_form(
    first: Chiral, second: Chiral, mass1: sp.Expr, mass2: sp.Expr, structure: str = METRIC
) -> FeynmanForm:
    """One loop of `loop`, for any q²."""
    remainder, pole, _ = momentum_integral(0, 2)
    masses = {sp.Symbol("m1"): mass1, sp.Symbol("m2"): mass2}
    numerator = sum(
        coupling * n.subs(masses, simultaneous=True)
        for coupling, n in zip(
            _couplings(first, second), _structures(X)[_checked(structure)], strict=True
        )
    )
    weight = sp.expand(_FERMION_PHASE * pole * numerator)
    return FeynmanForm((FeynmanTerm(weight, remainder / pole, (mass1**2, mass2**2)),))


def fermion_polarisation(
    rules: FeynmanRules, first: VectorBoson, second: VectorBoson, structure: str = METRIC
) -> FeynmanForm:
    """Π_{VV'}(q²) of all fermions of the rules; at q² = 0 it is `vacuum_polarisation`.

    Raises:
        UnknownFieldError: a vector is not in the Lagrangian.
        DerivationError: no such structure.
    """
    total = FeynmanForm(())
    for pair in _line_pairs(rules, first, second):
        total += fermion_form(*pair, structure)
    return total.scaled(sp.Rational(1, 2))


# --- scalars ------------------------------------------------------------------------------------


@cache
def _quadratic() -> tuple[sp.Expr, sp.Expr]:
    r"""(r, pole) of :math:`\int\frac{l^2/D}{(l^2-\Delta)^2}=\frac\Delta{D-2}\int\frac1{(l^2-\Delta)^2}`.

    Of 1/(D−2) only what meets the pole survives: its first two orders in D − 4.
    """
    d = sp.Symbol("D")
    expansion = tuple(sp.diff(1 / (d - 2), d, k).subs(d, 4) for k in (0, 1))
    remainder, pole, _ = momentum_integral(0, 2, expansion)
    return remainder / pole, pole


def seagull(
    lagrangian: Lagrangian | sp.Expr, scalar: RealScalar, first: VectorBoson, second: VectorBoson
) -> sp.Expr:
    r"""Coefficient of :math:`i\phi^2g^{\mu\nu}` for a real scalar φ and two vectors, both contractions."""
    expression = lagrangian.expression if isinstance(lagrangian, Lagrangian) else lagrangian
    total = sp.S.Zero
    for term in terms(expression):
        vectors = [op for op in term.operators if isinstance(op, VectorComponent)]
        rest = [op for op in term.operators if not isinstance(op, VectorComponent)]
        if rest == [scalar, scalar] and len(vectors) == 2 and vectors[0].index == vectors[1].index:
            fields = [v.field for v in vectors]
            if sorted(fields, key=str) == sorted((first, second), key=str):
                total += term.coefficient * (2 if first == second else 1)
    return total


def scalar_polarisation(
    lagrangian: Lagrangian | sp.Expr,
    rules: FeynmanRules,
    first: VectorBoson,
    second: VectorBoson,
    structure: str = METRIC,
) -> FeynmanForm:
    r"""Π_{VV'}(q²) of all real scalars: every pair once, and the seagulls.

    The lines carry p = l + (1−x)q' and r = −l + xq' into the first vertex, q' = −q, and out of the
    second: :math:`V^\mu=(c_1-c_2)l^\mu-[(1-x)c_1+xc_2]q^\mu`, and minus that, with its own c, at the
    second. A seagull is :math:`\int\frac1{l^2-y}=\int\frac{l^2-y}{(l^2-y)^2}`.

    Raises:
        UnknownFieldError: a vector is not in the Lagrangian.
        DerivationError: no such structure.
    """
    _checked(structure)
    scalars = sorted((f for f in rules.fields if isinstance(f, RealScalar)), key=str)
    constant, pole, _ = momentum_integral(0, 2)
    quadratic, quadratic_pole = _quadratic()
    found: list[FeynmanTerm] = []
    for k, a in enumerate(scalars):
        for b in scalars[k + 1 :]:
            here, there = rules.current(a, b, first), rules.current(a, b, second)
            if not (here and there):
                continue
            masses = (a.mass**2, b.mass**2)
            if structure == METRIC:
                product = -(here.first - here.second) * (there.first - there.second)
                numerator = product * quadratic_pole * _denominator(X, *masses, Q_SQUARED)
                found.append(FeynmanTerm(_SCALAR_PHASE * numerator, quadratic, masses))
            else:
                ends = [(1 - X) * c.first + X * c.second for c in (here, there)]
                numerator = -pole * ends[0] * ends[1]
                found.append(FeynmanTerm(_SCALAR_PHASE * numerator, constant / pole, masses))
        strength = seagull(lagrangian, a, first, second)
        if strength != 0 and structure == METRIC:
            # D·(l²/D) − y = [D/(D−2) − 1]y = 2y/(D−2) over (l² − y)²; one propagator
            y = a.mass**2
            numerator = sp.I * strength * 2 * quadratic_pole * y
            found.append(FeynmanTerm(numerator, quadratic, (y, y), flow=False))
    return FeynmanForm(tuple(replace(term, numerator=sp.expand(term.numerator)) for term in found))


def on_unit_interval(expression: sp.Expr, x: sp.Symbol = X) -> sp.Expr:
    r"""The integrand over 0 < x < 1 of an expression linear in simplex integrals of at most two masses.

    Where masses (nearly) coincide no digit is lost. Towards x = 0 and 1 it varies on the scale of the
    ratio of the lighter to the heavier squared mass.

    Raises:
        DerivationError: an integral has more than two different nodes.
    """
    integrals = expression.atoms(SimplexIntegral)
    return expression.xreplace({f: _one_parameter(f, x) for f in integrals})


def _one_parameter(integral: SimplexIntegral, x: sp.Symbol) -> sp.Expr:
    nodes = sorted(Counter(integral.nodes).items(), key=sp.default_sort_key)
    if len(nodes) > 2:
        raise DerivationError(
            f"nodes: {integral} has {len(nodes)} different ones, at most 2 allowed"
        )
    if len(nodes) == 1:  # the volume of the simplex
        ((delta, times),) = nodes
        weight = 1 / sp.factorial(times - 1)
    else:
        (y1, n1), (y2, n2) = nodes
        delta = x * y1 + (1 - x) * y2
        weight = x ** (n1 - 1) * (1 - x) ** (n2 - 1) / sp.factorial(n1 - 1) / sp.factorial(n2 - 1)
    return weight * (sp.log(delta) if integral.p == 0 else delta**-integral.p)
