r"""Triangles with any bosons in any gauge, expanded in the external momenta.

.. code-block:: text

          b (k)                               F (k)
       ┌─────────┐                         ┌─────────┐
   u_i │         │ u_j                 u_i │         │ u_j
  ─────●──►──●──►●─────               ─────●─ ─►─ ●─ ►●─────
      F1(p-k)│ F2(p'-k)                   b1(p-k)│ b2(p'-k)
             V(q)                                V(q)

At q² = 0 and to first order in the external masses every scalar product of p and p' is of second
order and drops out: p² = p'² = p·p' = 0, while :math:`\not p\,u=m_iu` is kept. A denominator is a
geometric series in :math:`2k\cdot p`, and what is left of the loop momentum are vacuum integrals

.. math:: \int\frac{d^Dk}{(2\pi)^D}\,\frac{(k^2)^r}{\prod_j(k^2-x_j)} .

A vector line of mass M is :math:`i[-g+(1-\xi)kk/(k^2-\xi M^2)]/(k^2-M^2)`; its two parts are two
numerators, the second with one node more. Nothing is divided by M², so that a dipole converges diagram
by diagram for every ξ.

`derive.loops.triangle` reaches the Feynman gauge by Feynman parameters and shares no step with this
module after the numerator is written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import sympy as sp
from sympy.polys.rings import ring

from darktmm.derive.conventions import CHIRALITIES
from darktmm.derive.dirac import FREE_INDEX, Element, Polynomial, Word
from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral, momentum_integral
from darktmm.derive.memo import cache

SCALAR = "scalar"
METRIC, GAUGE = "metric", "gauge"
"""The two parts of a vector line: −g, and (1−ξ)kk with one denominator more."""
UNITARY = "unitary"
"""What the second part becomes for ξ → ∞: kk/M², without the other denominator."""
_LONGITUDINAL = (GAUGE, UNITARY)

_COUPLINGS = ["aL", "aR", "bL", "bR", "g1", "g2", *(f"t{x}{y}" for x in range(3) for y in range(3))]
_GENERATORS = ["D", "K", "kp", "kq", "P2", "Uk", "Up", "Uq", "m_i", "m_j", "M1", "M2", *_COUPLINGS]
_RING, *_SYMBOLS = ring(_GENERATORS, sp.QQ)
_G = dict(zip(_GENERATORS, _SYMBOLS, strict=True))
_PLACE = {name: k for k, name in enumerate(_GENERATORS)}
_ONE, _ZERO = _RING.one, _RING.zero
_EXTERNAL = [_PLACE[name] for name in ("kp", "kq", "Up", "Uq", "m_i", "m_j")]
_ORDER = 2
"""p^μ times one external mass, or a mass flip beside p^μ: no term needs more."""

_K, _P, _Q = "k", "p", "p'"
_DOT = {
    _K: {_K: _G["K"], _P: _G["kp"], _Q: _G["kq"]},
    _P: {_K: _G["kp"], _P: _G["P2"]},
    _Q: {_K: _G["kq"]},
}
"""p² is needed in a leg only; in a triangle it is of second order, like p'² and p·p'."""
_UPPER = {_K: _G["Uk"], _P: _G["Up"], _Q: _G["Uq"]}

Momentum = Mapping[str, int]
"""Coefficients of k, p and p'."""

OPPOSITE: Momentum = {_K: 1}
BEFORE: Momentum = {_P: 1, _K: -1}
AFTER: Momentum = {_Q: 1, _K: -1}
TRANSFER: Momentum = {_Q: 1, _P: -1}


def _dot(a: Momentum, b: Momentum) -> Polynomial:
    return sum(
        (x * y * _DOT.get(u, {}).get(v, _ZERO) for u, x in a.items() for v, y in b.items()), _ZERO
    )


def _upper(a: Momentum) -> Polynomial:
    return sum((x * _UPPER[u] for u, x in a.items()), _ZERO)


def _slash(a: Momentum) -> Element:
    total = Element({})
    for letter, x in a.items():
        total = total + Element.word(_ONE * x, letter)
    return total


# --- numerators ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """What runs around the loop: who radiates, and the part of each vector line that is taken.

    Attributes:
        radiates: "fermion" or "boson".
        lines: per boson line `SCALAR`, `METRIC`, `GAUGE` or `UNITARY`; one if the fermion radiates, else two.
    """

    radiates: str
    lines: tuple[str, ...]


def _end(part: str, momentum: Momentum, index: str) -> Element:
    """The fermion's side of a boson line: 1, γ^ν or the slashed momentum of the line."""
    if part == METRIC:
        return Element.word(_ONE, index)
    return _slash(momentum) if part in _LONGITUDINAL else Element.word(_ONE)


def numerator(shape: Shape) -> Element:
    """Dirac numerator for arbitrary couplings; superscripts of momenta are the generators U."""
    into, out = (Element.chiral(_G[f"{v}L"], _G[f"{v}R"]) for v in "ab")
    mass1, mass2 = Element.word(_G["M1"]), Element.word(_G["M2"])
    sign = (-_ONE) ** shape.lines.count(METRIC)
    if shape.radiates == "fermion":
        (part,) = shape.lines
        end = _end(part, OPPOSITE, "nu")
        vector = Element.chiral(_G["g1"], _G["g2"], FREE_INDEX)
        line = (_slash(AFTER) + mass2) * vector * (_slash(BEFORE) + mass1)
        return (end * out * line * end * into).scaled(sign)
    fermion = _slash(OPPOSITE) + mass1
    return _boson_numerator(shape, fermion, into, out).scaled(sign)


def _boson_numerator(shape: Shape, fermion: Element, into: Element, out: Element) -> Element:
    first, second = shape.lines
    # Incoming at the vertex of the vector: b1 brings p − k, b2 takes p' − k away, V brings q.
    momenta: tuple[Momentum, ...] = (BEFORE, {u: -x for u, x in AFTER.items()}, TRANSFER)

    def chain(left: Element, right: Element) -> Element:
        return left * out * fermion * right * into

    ends = _end(second, AFTER, "nu"), _end(first, BEFORE, "nu")
    scalars = (first == SCALAR, second == SCALAR)
    if all(scalars):
        current = _upper(momenta[0]) * _G["g1"] + _upper(momenta[1]) * _G["g2"]
        return chain(*ends).scaled(current)
    if any(scalars):
        place = 1 if scalars[0] else 0  # the line that is a vector: g^{αμ}
        part, momentum = ((first, BEFORE), (second, AFTER))[place]
        if part in _LONGITUDINAL:
            return chain(*ends).scaled(_upper(momentum) * _G["g1"])
        gamma = Element.word(_G["g1"], FREE_INDEX)
        return chain(gamma, ends[1]) if place == 1 else chain(ends[0], gamma)
    total = Element({})
    for x, y in product(range(3), repeat=2):
        term = _gradient(y, momenta[x], (first, second), chain)
        total = total + term.scaled(_G[f"t{x}{y}"])
    return total


def _gradient(y: int, momentum: Momentum, parts: tuple[str, str], chain: object) -> Element:
    """k_X^{α_Y} g^{rest} between the two lines and the free index."""
    flow = (BEFORE, AFTER)
    # Each end of a boson line: a Dirac matrix that waits for its index, or the line's own momentum.
    ends: list[Element | None] = [
        None if part == METRIC else _slash(f) for part, f in zip(parts, flow, strict=True)
    ]
    factor = _ONE
    if y == 2:
        factor *= _upper(momentum)
        if ends[0] is None and ends[1] is None:
            ends = [Element.word(_ONE, "nu"), Element.word(_ONE, "nu")]
        elif ends[0] is None:
            ends[0] = _slash(flow[1])
        elif ends[1] is None:
            ends[1] = _slash(flow[0])
        else:
            factor *= _dot(*flow)
    else:
        other = 1 - y
        if ends[y] is None:
            ends[y] = _slash(momentum)
        else:
            factor *= _dot(momentum, flow[y])
        if ends[other] is None:
            ends[other] = Element.word(_ONE, FREE_INDEX)
        else:
            factor *= _upper(flow[other])
    right, left = ends
    return chain(left, right).scaled(factor)  # type: ignore[operator]


# --- Dirac algebra ------------------------------------------------------------------------------


def _external_order(powers: Sequence[int]) -> int:
    return sum(powers[k] for k in _EXTERNAL) + 2 * powers[_PLACE["P2"]]


def _truncated(value: Polynomial, letters: int) -> Polynomial:
    """Drop what is of higher than second order in the external momenta and masses together."""
    return _RING.from_dict(
        {m: c for m, c in value.terms() if _external_order(m) + letters <= _ORDER}
    )


def _normal(element: Element) -> dict[tuple[Word, str], Polynomial]:
    """Words with at most one k̸, p̸' left, p̸ right and γ^μ: only {γ^μ, γ^ν} = 2g^{μν} is used."""
    done: defaultdict[tuple[Word, str], Polynomial] = defaultdict(lambda: _ZERO)
    todo = [(word, chirality, value) for (word, chirality), value in element.terms.items()]
    while todo:
        word, chirality, value = todo.pop()
        value = _truncated(value, word.count(_P) + word.count(_Q))
        if not value:
            continue
        place = _disorder(word)
        if place is None:
            done[word, chirality] += value
            continue
        before, a, b, after = word[:place], word[place], word[place + 1], word[place + 2 :]
        if a == b:
            square = _DOT[a].get(a, _ZERO) if a in _DOT else _G["D"]
            todo.append((before + after, chirality, value * square))
            continue
        todo.append(((*before, b, a, *after), chirality, -value))
        todo.extend((w, chirality, 2 * value * v) for w, v in _contracted(a, b, before + after))
    return done


def _contracted(a: str, b: str, rest: Word) -> Iterator[tuple[Word, Polynomial]]:
    """g^{ab} beside the rest of a word."""
    if a in _DOT and b in _DOT:
        yield rest, _DOT[a].get(b, _ZERO)
    elif FREE_INDEX in (a, b) and (a in _DOT or b in _DOT):
        yield rest, _UPPER[a if a in _DOT else b]
    else:  # a summed index takes the other's name
        index = a if a not in _DOT and a != FREE_INDEX else b
        other = b if index == a else a
        yield tuple(other if letter == index else letter for letter in rest), _ONE


_RANK = {_Q: 0, FREE_INDEX: 1, _K: 2, _P: 3}


def _disorder(word: Word) -> int | None:
    """Where two neighbours are to be exchanged: summed pairs first, then by rank."""
    pairs = [
        (word.index(x, k + 1) - k, k)
        for k, x in enumerate(word)
        if x not in _RANK and x in word[k + 1 :]
    ]
    if pairs:
        return min(pairs)[1]
    for k in range(len(word) - 1):
        if word[k] == word[k + 1] or _RANK[word[k]] > _RANK[word[k + 1]]:
            return k
    return None


Averaged = dict[tuple[str, str, int], Polynomial]
"""(structure, chirality, n) → numerator; n/2 factors 1/D, 1/(D+2) stand beside it."""


def _average(normal: Mapping[tuple[Word, str], Polynomial]) -> Averaged:
    """Angular average over k, then the spinors.

    With p and p' null and orthogonal, k·p can only meet k^μ or k̸: at most four k survive,
    :math:`k^\\alpha k^\\beta\\to g^{\\alpha\\beta}k^2/D` and
    :math:`k^\\alpha k^\\beta k^\\gamma k^\\delta\\to(gg+gg+gg)\\,k^4/D(D+2)`.
    """
    result: defaultdict[tuple[str, str, int], Polynomial] = defaultdict(lambda: _ZERO)
    for (word, chirality), value in normal.items():
        slashed = _K in word
        for powers, c in value.terms():
            exponent = list(powers)
            kp, kq, uk = (exponent[_PLACE[name]] for name in ("kp", "kq", "Uk"))
            n = kp + kq + uk + slashed
            if n % 2 or n > 4 or kp + kq > uk + slashed:
                continue
            for name in ("kp", "kq", "Uk"):
                exponent[_PLACE[name]] = 0
            exponent[_PLACE["K"]] += n // 2
            rest = _RING.from_dict({tuple(exponent): c})
            scalars = [_P] * kp + [_Q] * kq
            for letters, factor in _pairings(scalars, bool(uk), slashed):
                final = tuple(letters if x == _K else x for x in word) if slashed else word
                _spinors(result, final, chirality, n, rest * factor)
    return {key: p for key, p in result.items() if p}


def _pairings(scalars: list[str], upper: bool, slashed: bool) -> list[tuple[str, Polynomial]]:
    """What k̸ becomes, and the factor beside it."""
    if not scalars and not (upper or slashed):
        return [("", _ONE)]
    if len(scalars) == 2:
        a, b = scalars
        return [(a, _UPPER[b]), (b, _UPPER[a])]
    if len(scalars) == 1:
        (a,) = scalars
        if upper and slashed:
            return []
        return [(a, _ONE)] if slashed else [("", _UPPER[a])]
    return [(FREE_INDEX, _ONE)] if upper and slashed else []


def _spinors(
    result: defaultdict[tuple[str, str, int], Polynomial],
    word: Word,
    chirality: str,
    n: int,
    value: Polynomial,
) -> None:
    """p̸' and p̸ reach the spinors, and γ^μ, p^μ, p'^μ are told apart."""
    for (letters, final), v in _normal(Element({(word, chirality): value})).items():
        left, right = letters.count(_Q), letters.count(_P)
        # p̸ P_X u = P_X̄ p̸ u; P_X stands at the right end, so p̸' has nothing to pass
        x = final if right % 2 == 0 else ("R" if final == "L" else "L")
        gamma = FREE_INDEX in letters
        for powers, c in (v * _G["m_j"] ** left * _G["m_i"] ** right).terms():
            exponent = list(powers)
            structure = "gamma" if gamma else ""
            for name, momentum in (("Up", "p"), ("Uq", "p'")):
                if exponent[_PLACE[name]]:
                    structure += momentum
                    exponent[_PLACE[name]] = 0
            if _masses(exponent) > 1:
                continue
            if structure not in ("gamma", "p", "p'"):
                raise DerivationError(f"numerator: {letters} has no free index, or two")
            result[structure, x, n] += _RING.from_dict({tuple(exponent): c})


# --- denominators -------------------------------------------------------------------------------

Nodes = tuple[int, ...]
"""How often each denominator occurs."""


def _series(
    denominators: int, momentum: str, order: int
) -> Iterator[tuple[tuple[int, ...], Polynomial]]:
    """∏ 1/((k−p)²−x) = Σ ∏ (2k·p)ⁿ/(k²−x)ⁿ⁺¹ with p² = 0, up to (k·p)^order."""
    for powers in product(range(order + 1), repeat=denominators):
        n = sum(powers)
        if n <= order:
            yield tuple(k + 1 for k in powers), (2 * _DOT[_K][momentum]) ** n


Expansion = dict[tuple[str, str, int, Nodes], Polynomial]


@cache
def expanded(shape: Shape) -> Expansion:
    """Numerator over denominators: {(structure, chirality, n, multiplicities): polynomial}.

    The structures are "gamma", "sigma" and "q"; n/2 factors 1/D, 1/(D+2) stand beside a polynomial.

    The denominators are those of the line before the vector, after it and opposite, a `GAUGE` line
    counting two (M², then ξM²).
    """
    counts = [2 if part == GAUGE else 1 for part in shape.lines]
    before, after, opposite = (1, 1, counts[0]) if shape.radiates == "fermion" else (*counts, 1)
    normal = _normal(numerator(shape))
    result: defaultdict[tuple[str, str, int, Nodes], Polynomial] = defaultdict(lambda: _ZERO)
    for (m1, v1), (m2, v2) in product(_series(before, _P, _ORDER), _series(after, _Q, _ORDER)):
        factor = _truncated(v1 * v2, 0)
        if not factor:
            continue
        product_ = {
            key: _truncated(value * factor, key[0].count(_P) + key[0].count(_Q))
            for key, value in normal.items()
        }
        nodes = (*m1, *m2, *(1,) * opposite)
        for (structure, x, n), value in _average(product_).items():
            result[structure, x, n, nodes] += value
    return _projected(result)


# --- from γ^μ, p^μ, p'^μ to the form factors ------------------------------------------------------


def _projected(terms: Mapping[tuple[str, str, int, Nodes], Polynomial]) -> Expansion:
    r"""Coefficients of γ^μ, iσ^{μν}q_ν and q^μ, chirality by chirality.

    iσq is reduced on shell like everything else (`_gordon`): p^μ and p'^μ fix its coefficient and that
    of q^μ, and what it brings on γ^μ is taken off.
    """
    gordon = _gordon()
    result: defaultdict[tuple[str, str, int, Nodes], Polynomial] = defaultdict(lambda: _ZERO)
    for (structure, x, n, nodes), value in terms.items():
        if structure == "gamma":
            result["gamma", x, n, nodes] += value
            continue
        per_p, per_q = gordon["p", x, x][""], gordon["p'", x, x][""]
        sigma = value / (per_p + per_q)
        result["sigma", x, n, nodes] += sigma
        result["q", x, n, nodes] += (value if structure == "p'" else _ZERO) - per_q * sigma
        for y in CHIRALITIES:
            for mass, number in gordon.get(("gamma", y, x), {}).items():
                flipped = _RING.from_dict({m: c for m, c in sigma.terms() if not _masses(m)})
                result["gamma", y, n, nodes] -= flipped * _G[mass] * number
    return {key: value for key, value in result.items() if value}


def _masses(powers: Sequence[int]) -> int:
    return powers[_PLACE["m_i"]] + powers[_PLACE["m_j"]] + 2 * powers[_PLACE["P2"]]


@cache
def _gordon() -> dict[tuple[str, str, str], dict[str, Any]]:
    """iσ^{μν}q_ν P_X on shell: (structure, chirality, X) → {mass or "": coefficient}."""
    table: dict[tuple[str, str, str], dict[str, Any]] = {}
    for x in CHIRALITIES:
        words = {}
        for letter, sign in ((_Q, 1), (_P, -1)):
            words[(FREE_INDEX, letter), x] = -_ONE / 2 * sign
            words[(letter, FREE_INDEX), x] = _ONE / 2 * sign
        collected: defaultdict[tuple[str, str, int], Polynomial] = defaultdict(lambda: _ZERO)
        for (word, chirality), value in words.items():
            _spinors(collected, word, chirality, 0, value)
        for (structure, y, _), value in collected.items():
            entry = table.setdefault((structure, y, x), {})
            for powers, c in value.terms():
                name = next((m for m in ("m_i", "m_j") if powers[_PLACE[m]]), "")
                entry[name] = c
    return table


# --- legs ---------------------------------------------------------------------------------------


@cache
def expanded_leg(part: str) -> Expansion:
    r"""Numerator of :math:`\not p(a_LP_L+a_RP_R)+b_LP_L+b_RP_R` over denominators.

    The boson carries k, the fermion p − k. a is kept to order p⁰, b to order p² (generator P2).

    Returns:
        {("a" | "b", chirality, n, multiplicities): polynomial}; the denominators are those of the
        fermion, then of the boson.
    """
    into, out = (Element.chiral(_G[f"{v}L"], _G[f"{v}R"]) for v in "ab")
    end = _end(part, OPPOSITE, "nu")
    line = _slash(BEFORE) + Element.word(_G["M1"])
    sign = -_ONE if part == METRIC else _ONE
    normal = _normal((end * out * line * end * into).scaled(sign))
    bosons = 2 if part == GAUGE else 1
    result: defaultdict[tuple[str, str, int, Nodes], Polynomial] = defaultdict(lambda: _ZERO)
    shift = 2 * _G["kp"] - _G["P2"]
    for power in range(_ORDER + 1):  # 1/((k−p)²−M²) = Σ (2k·p − p²)ⁿ/(k²−M²)ⁿ⁺¹
        nodes = (power + 1, *(1,) * bosons)
        for (word, x), value in normal.items():
            letters = word.count(_P)
            for powers, c in _truncated(value * shift**power, letters).terms():
                exponent = list(powers)
                kp = exponent[_PLACE["kp"]]
                slashed = _K in word
                n = kp + slashed
                if n % 2 or n > 2:
                    continue
                exponent[_PLACE["kp"]] = 0
                exponent[_PLACE["K"]] += n // 2
                if n == 2 and not slashed:
                    exponent[_PLACE["P2"]] += 1
                rest = _RING.from_dict({tuple(exponent): c})
                structure = "a" if letters or slashed else "b"
                result[structure, x, n, nodes] += rest
    return {key: value for key, value in result.items() if value}


# --- vacuum integrals ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Vacuum:
    r""":math:`\int\frac{d^Dk}{(2\pi)^D}(k^2)^r/\prod_j(k^2-x_j)`, nodes with repetitions.

    Attributes:
        power: r.
        nodes: x_j, squared masses, with repetitions.
    """

    power: int
    nodes: tuple[sp.Expr, ...]


_DIMENSION = sp.Symbol("D")


def simplex(vacuum: Vacuum, in_dimension: int, average: int) -> sp.Expr:
    """D^`in_dimension`/(D(D+2)…) times the integral for D → 4, `UV_POLE` included, folded.

    Args:
        average: how many k the angular average has paired: 0, 2 or 4.
    """
    d = _DIMENSION
    return _folded(vacuum, d**in_dimension / sp.Mul(*(d + k for k in range(0, average, 2))))


@cache
def _folded(vacuum: Vacuum, factor: sp.Expr) -> sp.Expr:
    """factor(D) times the integral.

    A worse than logarithmic divergence is lowered: :math:`k^2=(k^2-x)+x`, and at the end
    :math:`\\int\\frac1{k^2-x}=\\frac{x}{D/2-1}\\int\\frac1{(k^2-x)^2}`. Scaleless integrals vanish.
    """
    n, r = len(vacuum.nodes), vacuum.power
    if not any(vacuum.nodes):
        return sp.S.Zero
    if r > 0 and 2 + r - n > 0:
        x, *rest = sorted(vacuum.nodes, key=sp.default_sort_key, reverse=True)
        lowered = x * _folded(Vacuum(r - 1, vacuum.nodes), factor)
        return lowered + (_folded(Vacuum(r - 1, tuple(rest)), factor) if rest else sp.S.Zero)
    if n == 1:
        (x,) = vacuum.nodes
        return x * _folded(Vacuum(r, (x, x)), factor / (_DIMENSION / 2 - 1))
    whole = factor * _DIMENSION**r
    expansion = whole.subs(_DIMENSION, 4), sp.diff(whole, _DIMENSION).subs(_DIMENSION, 4)
    remainder, pole, power = momentum_integral(r, n, expansion)
    if power < 0:
        return sp.factorial(n - 1) * remainder * SimplexIntegral(-power, *vacuum.nodes)
    logarithm = sp.factorial(n - 1) * SimplexIntegral(0, *vacuum.nodes)
    return remainder + pole * (UV_POLE - logarithm)


def evaluated(
    polynomial: Polynomial, couplings: Mapping[str, sp.Expr]
) -> dict[tuple[int, int], sp.Expr]:
    """{(power of k², power of D): number}, every other generator replaced by its value."""
    result: defaultdict[tuple[int, int], sp.Expr] = defaultdict(lambda: sp.S.Zero)
    for powers, c in polynomial.terms():
        value = sp.Rational(int(c.numerator), int(c.denominator))
        for name, power in zip(_GENERATORS, powers, strict=True):
            if power and name not in ("D", "K"):
                value *= couplings.get(name, sp.S.Zero) ** power
        if value != 0:
            result[powers[_PLACE["K"]], powers[_PLACE["D"]]] += value
    return dict(result)


__all__ = [
    "GAUGE",
    "METRIC",
    "SCALAR",
    "UNITARY",
    "Expansion",
    "Nodes",
    "Shape",
    "Vacuum",
    "evaluated",
    "expanded",
    "expanded_leg",
    "numerator",
    "simplex",
]
