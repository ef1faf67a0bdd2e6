r"""The fermion loop between two vectors at vanishing momentum.

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
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import sympy as sp
from sympy.polys.rings import ring

from derive.dirac import Element, Polynomial, Word
from derive.errors import DerivationError
from derive.fields import Fermion, VectorBoson
from derive.integrals import UV_POLE, SimplexIntegral, momentum_integral
from derive.vertices import Chiral, FeynmanRules, State, conjugate_state

_RING, _D, _LOOP_SQ, _M1, _M2, _V1, _A1, _V2, _A2 = ring("D,loop_sq,m1,m2,v1,a1,v2,a2", sp.QQ)

_UNIT_TRACE = 4


def trace(element: Element, dimension: Polynomial) -> Polynomial:
    r"""Tr of words in which every letter is an index that occurs twice.

    Nothing is left to carry a free index: the part with :math:`\gamma_5` has no antisymmetric
    tensor to be proportional to, and each projector counts one half.

    Raises:
        DerivationError: a letter does not occur twice.
    """
    total = 0 * dimension
    for (word, _), value in element.terms.items():
        if any(times != 2 for times in Counter(word).values()):
            raise DerivationError(f"word: {word} is not fully contracted")
        total += value * _contracted(word, dimension) * _UNIT_TRACE / 2
    return total


def _contracted(word: Word, dimension: Polynomial) -> Polynomial:
    """Tr(γ^a γ^b …)/Tr 1 = Σ_k (−1)^k g^{ab_k} Tr(rest)/Tr 1."""
    if not word:
        return dimension**0
    first, rest = word[0], word[1:]
    total = 0 * dimension
    for k, letter in enumerate(rest):
        without = rest[:k] + rest[k + 1 :]
        if letter == first:
            total += (-1) ** k * dimension * _contracted(without, dimension)
        else:  # g^{ab} gives the other a the name b
            renamed = tuple(letter if x == first else x for x in without)
            total += (-1) ** k * _contracted(renamed, dimension)
    return total


@cache
def _numerators(x: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    r"""What stands over :math:`(l^2-\Delta)^2`, per :math:`vv'` and per :math:`aa'`.

    The divergence is quadratic; that a total derivative integrates to zero makes it logarithmic:
    :math:`\partial_\alpha\frac{l^\alpha}{l^2-\Delta}=\frac{(D-2)l^2-D\Delta}{(l^2-\Delta)^2}`.
    """
    loop = Element.word(_RING.one, "l")
    first, second = (
        Element.chiral(v - a, v + a, "mu") for v, a in ((_V1, _A1), (_V2, _A2))
    )  # γ5 = P_R − P_L
    lines = [loop + Element.word(m) for m in (_M1, _M2)]
    product = Element({})
    for (word, chirality), value in (first * lines[0] * second * lines[1]).terms.items():
        if word.count("l") % 2 == 0:  # l^α l^β → g^{αβ} l²/D, `loop_sq` standing for l²/D
            factor = _LOOP_SQ if "l" in word else _RING.one
            product = product + Element({(word, chirality): value * factor})
    # g_{μν}Π^{μν} = D Π
    d, m1, m2, loop_sq = sp.symbols("D m1 m2 loop_sq")
    numerator = trace(product, _D).as_expr() / d
    delta = x * m1**2 + (1 - x) * m2**2
    numerator = sp.expand(sp.cancel(numerator.subs(loop_sq, delta / (d - 2))))
    v1, v2, a1, a2 = sp.symbols("v1 v2 a1 a2")
    vector, axial = numerator.coeff(v1 * v2), numerator.coeff(a1 * a2)
    if sp.expand(numerator - vector * v1 * v2 - axial * a1 * a2) != 0 or numerator.has(d):
        raise DerivationError(f"numerator: {numerator} is not of the form v v' + a a'")
    return vector, axial


def loop(first: Chiral, second: Chiral, mass1: sp.Expr, mass2: sp.Expr) -> sp.Expr:
    """Π of one loop, `UV_POLE` included, integrals folded, the coefficients factored.

    Args:
        first: rule iγ^μ(…) of the vertex where line 1 ends.
        second: rule of the vertex where line 2 ends.
        mass1, mass2: signed masses of the lines.
    """
    x, m1, m2 = sp.Symbol("x"), sp.Symbol("m1"), sp.Symbol("m2")
    remainder, pole, _ = momentum_integral(0, 2)
    y1, y2 = mass1**2, mass2**2
    couplings = (
        (first.left + first.right) * (second.left + second.right) / 4,
        (first.right - first.left) * (second.right - second.left) / 4,
    )
    phase = -(sp.I**2) / sp.I  # a closed loop of fermions; two propagators
    total = sp.S.Zero
    for coupling, numerator in zip(couplings, _numerators(x), strict=True):
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


def vacuum_polarisation(rules: FeynmanRules, first: VectorBoson, second: VectorBoson) -> sp.Expr:
    r"""Π_{VV'}(0), the coefficient of :math:`g^{\mu\nu}`, summed over all fermions of the rules.

    Every line is followed in both directions, ψ and ψᶜ; a Majorana line is its own reverse. Each
    loop is then counted twice, which the ½ takes back.

    Raises:
        UnknownFieldError: a vector is not in the Lagrangian.
    """
    fermions = sorted((f for f in rules.fields if isinstance(f, Fermion)), key=str)
    states: list[State] = list(dict.fromkeys(s for f in fermions for s in (f, conjugate_state(f))))
    total = sp.S.Zero
    for a in states:
        for b in states:
            into, back = rules.vector(a, b, second), rules.vector(b, a, first)
            if into and back:
                total += loop(back, into, a.mass, b.mass)
    return sp.Add(*(term / 2 for term in sp.Add.make_args(total)))


def on_unit_interval(integral: SimplexIntegral, x: sp.Symbol) -> sp.Expr:
    r"""The integrand over 0 < x < 1 whose integral is a simplex integral of at most two masses.

    Raises:
        DerivationError: there are more than two different nodes.
    """
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
