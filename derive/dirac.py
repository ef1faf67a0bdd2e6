r"""Chains of Dirac matrices between two spinors, with chirality.

A chain is a word such as :math:`\gamma^\alpha\,\not{p}\,\gamma^\mu P_L`: a tuple of letters and the
chirality of the projector at its right end. An `Element` is a sum of words with polynomial
coefficients. Polynomials of sympy's own `ring` are used, because a Dirac reduction needs sums and
products and never a simplifier.

The reduction carries :math:`\not{p}'` to the left and :math:`\not{p}` to the right, where the
external spinors turn them into masses, and contracts repeated indices in D dimensions. The only
rule used is :math:`\{\gamma^\mu,\gamma^\nu\} = 2g^{\mu\nu}`, with :math:`\gamma_5` anticommuting.
`derive.dirac_matrices` is the twin with explicit 4×4 matrices; it shares no line with this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from darktmm.derive.conventions import CHIRALITIES, opposite, through

Polynomial = Any  # sympy.polys.rings.PolyElement: sympy ships it without type information
Word = tuple[str, ...]

FREE_INDEX = "mu"
"""The Lorentz index of the external vector."""


class Element:
    """A linear combination of Dirac words, each with a projector at its right end."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[tuple[Word, str], Polynomial]) -> None:
        self.terms = {key: value for key, value in terms.items() if value}

    @classmethod
    def word(cls, coefficient: Polynomial, *letters: str) -> Element:
        """The same word for both chiralities: no projector at all."""
        return cls({(letters, chirality): coefficient for chirality in CHIRALITIES})

    @classmethod
    def chiral(cls, left: Polynomial, right: Polynomial, *letters: str) -> Element:
        """`letters · (left P_L + right P_R)`."""
        return cls({(letters, "L"): left, (letters, "R"): right})

    def __add__(self, other: Element) -> Element:
        total: defaultdict[tuple[Word, str], Polynomial] = defaultdict(int)
        for terms in (self.terms, other.terms):
            for key, value in terms.items():
                total[key] += value
        return Element(total)

    def __sub__(self, other: Element) -> Element:
        return self + Element({key: -value for key, value in other.terms.items()})

    def __mul__(self, other: Element) -> Element:
        """Product of chains. The left factor's projector must survive the way to the right."""
        product: defaultdict[tuple[Word, str], Polynomial] = defaultdict(int)
        for (left, chirality), a in self.terms.items():
            for (right, final), b in other.terms.items():
                if through(chirality, len(right)) == final:
                    product[left + right, final] += a * b
        return Element(product)

    def part(self, chirality: str) -> Element:
        """The words that end in P_X."""
        return Element({key: value for key, value in self.terms.items() if key[1] == chirality})

    def scaled(self, factor: Polynomial) -> Element:
        """Every coefficient times `factor`."""
        return Element({key: value * factor for key, value in self.terms.items()})


@dataclass(frozen=True)
class OnShell:
    r"""What the external spinors and the dimension of space-time know.

    Attributes:
        dot: scalar products of the named vectors, as polynomials.
        mass_in: :math:`\not{p}\,u = m_i u`.
        mass_out: :math:`\bar u'\not{p}' = m_j\bar u'`.
        dimension: :math:`\gamma^\alpha\gamma_\alpha`.
        truncate: drops what is of too high an order in the external masses.
        vectors: names of the momenta that the external spinors know.
    """

    dot: Callable[[str, str], Polynomial]
    mass_in: Polynomial
    mass_out: Polynomial
    dimension: Polynomial
    truncate: Callable[[Polynomial], Polynomial]
    vectors: tuple[str, ...] = ("p", "p'")


Reduced = dict[tuple[str, str], Polynomial]
"""Coefficient of each irreducible structure: ("gamma" | "p" | "p'", chirality)."""


def reduce_on_shell(element: Element, shell: OnShell) -> Reduced:
    r"""Write :math:`\bar u'(p')\,X^\mu u(p)` in the basis γ^μ P, p^μ P, p'^μ P.

    Args:
        element: words in which the free index occurs exactly once, as a letter or, after a
            contraction, as the superscript of a momentum.
        shell: masses, scalar products and dimension.
    """
    result: defaultdict[tuple[str, str], Polynomial] = defaultdict(int)
    todo: list[tuple[Word, str, str | None, Polynomial]] = [
        (word, chirality, None, value) for (word, chirality), value in element.terms.items()
    ]
    while todo:
        word, chirality, superscript, value = todo.pop()
        value = shell.truncate(value)
        if not value:
            continue
        step = _next_step(word, shell)
        if step is None:
            structure = superscript if superscript is not None else "gamma"
            result[structure, chirality] += value
            continue
        todo.extend(_apply(step, word, chirality, superscript, value, shell))
    return {key: value for key, value in result.items() if value}


def _next_step(word: Word, shell: OnShell) -> tuple[str, int] | None:
    """The first rewriting that brings a word nearer to the basis, or None when it is there."""
    if word and word[0] == "p'":
        return "left spinor", 0
    if word and word[-1] == "p":
        return "right spinor", len(word) - 1
    # A contracted index is closed first, the innermost pair before the others; otherwise it and a
    # momentum, or two pairs, would swap for ever.
    pairs = [
        (word.index(letter, position + 1) - position, position)
        for position, letter in enumerate(word)
        if letter not in (*shell.vectors, FREE_INDEX) and letter in word[position + 1 :]
    ]
    if pairs:
        return _close(word, min(pairs)[1])
    for position in range(len(word) - 1):
        first, second = word[position], word[position + 1]
        if first == second:
            return "square", position
        if first == "p" or second == "p'":
            return "anticommute", position
    return None


def _close(word: Word, position: int) -> tuple[str, int]:
    return ("square" if word[position] == word[position + 1] else "anticommute"), position


def _apply(
    step: tuple[str, int],
    word: Word,
    chirality: str,
    superscript: str | None,
    value: Polynomial,
    shell: OnShell,
) -> Iterable[tuple[Word, str, str | None, Polynomial]]:
    rule, k = step
    if rule == "left spinor":
        return [(word[1:], chirality, superscript, value * shell.mass_out)]
    if rule == "right spinor":
        # p̸ P_X u = P_X̄ p̸ u: the mass insertion flips the chirality.
        return [(word[:-1], opposite(chirality), superscript, value * shell.mass_in)]
    before, first, second, after = word[:k], word[k], word[k + 1], word[k + 2 :]
    if rule == "square":
        square = shell.dot(first, first) if first in shell.vectors else shell.dimension
        return [(before + after, chirality, superscript, value * square)]
    swapped = ((*before, second, first, *after), chirality, superscript, -value)
    return [
        swapped,
        *_metric_term(first, second, before + after, chirality, superscript, 2 * value, shell),
    ]


def _metric_term(
    first: str,
    second: str,
    rest: Word,
    chirality: str,
    superscript: str | None,
    value: Polynomial,
    shell: OnShell,
) -> list[tuple[Word, str, str | None, Polynomial]]:
    """The 2g^{μν} of the anticommutator, contracted with whatever carries the indices."""
    if first in shell.vectors and second in shell.vectors:
        return [(rest, chirality, superscript, value * shell.dot(first, second))]
    if FREE_INDEX in (first, second):
        vector = second if first == FREE_INDEX else first
        if vector in shell.vectors:
            return [(rest, chirality, vector, value)]
        # γ^μ γ^α with α contracted elsewhere in the word: g^{μα} renames that other α.
        return [(_renamed(rest, vector, FREE_INDEX), chirality, superscript, value)]
    if first in shell.vectors or second in shell.vectors:
        vector, index = (first, second) if first in shell.vectors else (second, first)
        return [(_renamed(rest, index, vector), chirality, superscript, value)]
    return [(_renamed(rest, first, second), chirality, superscript, value)]


def _renamed(word: Word, old: str, new: str) -> Word:
    return tuple(new if letter == old else letter for letter in word)


def sigma_q(one: Polynomial) -> Element:
    r""":math:`i\sigma^{\mu\nu}q_\nu = -\tfrac12[\gamma^\mu,\not{q}]` with q = p' − p."""
    half = one / 2
    forward = Element.word(-half, FREE_INDEX, "p'") - Element.word(-half, FREE_INDEX, "p")
    backward = Element.word(-half, "p'", FREE_INDEX) - Element.word(-half, "p", FREE_INDEX)
    return forward - backward
