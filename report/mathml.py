r"""LaTeX as MathML Core, the part of MathML that browsers draw alike.

`latex2mathml` does the work. What MathML Core leaves undone is done here: letters of a mathematical
alphabet become characters of it, names of functions keep their distance, \mathrm is one word.
A long formula becomes pieces between which a line may end, because no browser breaks one by itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from darktmm.derive.memo import cache
from darktmm.report.typeset import width

if TYPE_CHECKING:
    from markupsafe import Markup

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

THIN = "0.167em"
"""The space of TeX beside the name of a function."""

_CLOSE = {"|": "0", "/": "0.06em"}
"""Signs to which MathML gives the space of an operator, and the space that they have in TeX."""

_FUNCTIONS = frozenset(("sin", "cos", "tan", "cot", "ln", "log", "exp", "max", "min", "arg", "det"))

_CLOSING = (")", "]", "}", "|", "!", "*")

_BOLD = {
    **{chr(ord("A") + k): chr(0x1D400 + k) for k in range(26)},
    **{chr(ord("a") + k): chr(0x1D41A + k) for k in range(26)},
    **{str(k): chr(0x1D7CE + k) for k in range(10)},
}

_ITALIC = {
    **{chr(ord("A") + k): chr(0x1D434 + k) for k in range(26)},
    **{chr(ord("a") + k): chr(0x1D44E + k) for k in range(26)},
    "h": "\u210e",
    "\u2113": "\u2113",
    **{chr(0x03B1 + k): chr(0x1D6FC + k) for k in range(25)},
}

_TIDY = (
    (re.compile(r"\\not\{\s*(\S)\s*\}"), r"\\not \1"),
    (re.compile(r"\\(big|Big|bigg|Bigg)[lrm](?![A-Za-z])"), r"\\\1"),
    (re.compile(r"\\[td]frac(?![A-Za-z])"), r"\\frac"),
    (re.compile(r"\\math(cal|bf|rm|scr)\s+([A-Za-z])"), r"\\math\1{\2}"),
    (re.compile(r"\\!"), ""),  # a negative space is none in MathML Core
    (re.compile(r"\\(text|mathrm|rm)\s*\{([^{}$]*)\}"), r"\\text{\2}"),
    (re.compile(r"\\rm\s+([A-Za-z]+(?:\s[A-Za-z]+)*)"), r"\\text{\1}"),
)


@cache
def mathml(latex: str, display: str = "inline") -> str:
    r"""A formula as MathML.

    Args:
        latex: without delimiters.
        display: "inline" or "block".

    Raises:
        latex2mathml.exceptions: it is no LaTeX.
    """
    return _written(_element(latex, display))


def _element(latex: str, display: str) -> Element:
    from latex2mathml.converter import convert

    for pattern, replacement in _TIDY:
        latex = pattern.sub(replacement, latex)
    root = ElementTree.fromstring(
        convert(latex, display=display).replace(f' xmlns="{NAMESPACE}"', "")
    )
    for parent in list(root.iter()):
        _letters(parent)
        _primes(parent)
        _slashes(parent)
        _accents(parent)
        _signs(parent)
        _functions(parent)
    _alone(root)
    return root


def _alone(root: Element) -> None:
    """A relation that is a formula by itself relates nothing: it needs no space."""
    only = root
    while len(only) == 1:
        only = only[0]
    if only.tag == "mo":
        only.attrib.update(lspace="0", rspace="0")


def _written(root: Element) -> str:
    root.set("xmlns", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _letters(element: Element) -> None:
    """Bold as letters of a bold alphabet; words as names, because text counts as space beside a sign."""
    if element.get("mathvariant") == "bold":
        del element.attrib["mathvariant"]
        element.text = "".join(_BOLD.get(letter, letter) for letter in element.text or "")
    if element.tag == "mtext" and (element.text or "").strip(" \u00a0"):
        element.tag = "mi"
        element.set("mathvariant", "normal")
    if element.tag == "mo" and element.text in (
        "\u221e",
        "\u2202",
    ):  # \infty and \partial are letters
        element.tag = "mi"
    if element.tag == "mi" and element.text == "~":  # \sim is a relation
        element.tag, element.text = "mo", "\u223c"
    if element.tag == "mo" and (element.text or "").startswith("\\"):  # a large brace
        element.text = (element.text or "")[1:]
    if element.tag == "mo" and element.text in _CLOSE and "fence" not in element.attrib:
        element.attrib.update(lspace=_CLOSE[element.text], rspace=_CLOSE[element.text])
    if element.tag == "mo" and element.text in ("\u00b1", "\u2213"):
        element.attrib.update(lspace="0.222em", rspace="0.222em")


def _primes(element: Element) -> None:
    """A prime beside its letter, where a font has it; as a superscript it would float away."""
    if element.tag not in ("msup", "msubsup") or len(element) < 2:
        return
    base, *below, above = element
    primes = "".join(above.itertext())
    if not primes or set(primes) != {"\u2032"} or (base.text or "") not in _ITALIC or len(base):
        return
    word = _ITALIC[base.text or ""] + primes
    if below:
        base.text = word
        element.tag = "msub"
        element.remove(above)
    else:
        element.tag, element.text = "mi", word
        element[:] = []


def _slashes(parent: Element) -> None:
    """A letter with a stroke through it, for the box of no width that stands before it."""
    for place, child in enumerate(list(parent)):
        if child.tag == "mpadded" and child.get("width") == "0" and place + 1 < len(parent):
            letter = parent[place + 1]
            while len(letter):
                letter = letter[0]
            letter.text = _ITALIC.get(letter.text or "", letter.text or "") + "\u0338"
            child.tag = "mrow"
            child.attrib.clear()
            child[:] = []


def _accents(element: Element) -> None:
    """A bar as long as what is below it; signs above a letter keep their size."""
    if element.tag != "mover" or len(element) != 2:
        return
    mark = element[1]
    if mark.text in ("\u2015", "\u00af"):
        mark.text = "\u203e"
        mark.attrib.clear()
        element.set("accent", "true")
    elif mark.text in ("~", "\u02dc", "^"):
        mark.text = {"~": "\u02dc"}.get(mark.text, mark.text)
        mark.attrib.clear()
        mark.set("stretchy", "false")
        element.set("accent", "true")


def _signs(parent: Element) -> None:
    """A sign behind a relation or an opening bracket belongs to what follows."""
    before: Element | None = None
    for child in parent:
        sign = child.tag == "mo" and child.text in ("+", "\u2212", "\u00b1")
        if sign and before is not None and before.tag == "mo" and before.text not in _CLOSING:
            child.set("form", "prefix")
        before = child


def _functions(parent: Element) -> None:
    """A thin space on both sides of a function's name, none before a bracket."""
    if parent.tag not in ("mrow", "math", "mtd", "mstyle"):
        return
    for child in list(parent):
        head = child[0] if child.tag in ("msup", "msub", "msubsup") and len(child) else child
        if head.tag != "mi" or head.text not in _FUNCTIONS:
            continue
        place = list(parent).index(child)
        after = parent[place + 1] if place + 1 < len(parent) else None
        if after is not None and after.tag != "mo" and not _opens(after):
            parent.insert(place + 1, Element("mspace", width=THIN))
        if place and parent[place - 1].tag not in ("mo", "mspace"):
            parent.insert(place, Element("mspace", width=THIN))


def _opens(element: Element) -> bool:
    """Whether it begins with a bracket."""
    first = element
    while len(first) and first.tag == "mrow":
        first = first[0]
    return first.tag == "mo" and first.text in ("(", "[", "{", "|")


# --- pieces ---------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)

_RELATION = re.compile(
    r"[=<>]|\\(approx|simeq|sim|equiv|lesssim|gtrsim|[lg]eq?|neq?|ll|gg|propto|to|rightarrow)"
)
_SIGNS = {"+", "-", r"\pm", r"\mp", r"\cdot", r"\times"}
_OPENING = {"(", "[", "{", r"\{", r"\left", r"\Bigl", r"\big", r"\Big", r"\langle", "|", ","}
_SPACES = {r"\ ", r"\quad", r"\qquad", r"\;"}
UNDIVIDED = 90.0
"""Width up to which a formula in a sentence stays in one piece, points at ten-point type."""

LONG = 300.0
"""Width from which brackets of a fixed size take the place of such as grow together, points."""

_PAIRED = re.compile(r"\\(left|right)(?=\s*[()\[\]|]|\s*\\[{}])")

_UNBROKEN = 12
"""Tokens up to which what stands in brackets is kept on one line."""


def lines(latex: str) -> list[str]:
    r"""Equations that are separated by a comma and a wide space."""
    found, depth, start = [], 0, 0
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(latex)]
    for (token, begin, _), (following, _, end) in itertools.pairwise(tokens):
        depth += _nesting(token)
        if depth == 0 and token == "," and following in _SPACES:
            found.append(latex[start:begin].strip())
            start = end
    return [*found, latex[start:].strip()]


def _nesting(token: str) -> int:
    if token in ("{", r"\left", r"\begin"):
        return 1
    return -1 if token in ("}", r"\right", r"\end") else 0


def pieces(latex: str) -> list[str]:
    r"""A formula, cut where a line may end: before relations and signs, after an integral's measure.

    What stands in \left … \right, in a fraction or in a short bracket is kept together, unless it is long.
    """
    if width(latex) > LONG:
        latex = _PAIRED.sub(r"\\Big", latex)
    return [latex[a:b] for a, b in _spans(latex) if latex[a:b].strip()]


def _spans(latex: str) -> Iterator[tuple[int, int]]:
    tokens = [(m[0], m.start()) for m in _TOKEN.finditer(latex)]
    brackets = _short_brackets([t for t, _ in tokens])
    depth, start, before = 0, 0, ""
    for k, (token, place) in enumerate(tokens):
        if token in _SPACES and depth == 0:
            yield start, place
            start, before = place, token
            continue
        if token.isspace():
            continue
        unary = before in ("", "^", "_", *_OPENING, *_SIGNS) or bool(_RELATION.fullmatch(before))
        sign = token in _SIGNS and not unary
        relation = bool(_RELATION.fullmatch(token)) and before not in ("", *_OPENING)
        factor = token in (
            r"\frac",
            r"\sqrt",
            r"\sum",
            r"\int",
            r"\left",
            r"\Bigl",
            r"\sin",
            r"\cos",
        )
        close = before in ("}", ")", "]", r"\right") or before.isdigit()
        close = close or (tokens[k - 2][0] == "d" if k > 1 else False)  # behind the measure
        if depth == 0 and k not in brackets and (sign or relation or (factor and close)):
            if latex[start:place].strip():
                yield start, place
            start = place
        depth += _nesting(token)
        before = token
    yield start, len(latex)


def _short_brackets(tokens: list[str]) -> set[int]:
    """Places inside of brackets that are short enough to stay together."""
    inside: set[int] = set()
    open_at: list[int] = []
    for k, token in enumerate(tokens):
        if token in ("(", "["):
            open_at.append(k)
        elif token in (")", "]") and open_at:
            first = open_at.pop()
            if sum(not t.isspace() for t in tokens[first:k]) <= _UNBROKEN:
                inside.update(range(first + 1, k + 1))
    return inside


_POWER_OF_TEN = re.compile(r"(?<=\d)\s*\\cdot\s*(?=10\^)")


def _times(latex: str) -> str:
    """One sign before powers of ten, whether a number is printed or derived."""
    return _POWER_OF_TEN.sub(r"\\times ", latex)


def inline(latex: str) -> str:
    """A formula in a sentence: one piece, or several if it is long, between which the line may end."""
    latex = _times(latex)
    if width(latex) <= UNDIVIDED:
        return mathml(latex)
    shown: list[str] = []
    for piece in pieces(latex):
        root = _element(piece, "inline")
        _begun(root, continued=bool(shown))
        shown.append(_written(root))
    return "".join(shown)


def flowing(latex: str, marked: str | None = None) -> Markup:
    """A displayed formula whose lines end where the page does.

    Args:
        latex: one or more equations, separated as by `lines`.
        marked: LaTeX of a part that is to stand out where it first occurs.
    """
    from markupsafe import Markup

    shown = []
    for line in lines(_times(latex)):
        roots: list[Element] = []
        for piece in pieces(line):
            root = _element(piece, "block")
            root.attrib.update(display="inline", displaystyle="true")
            _begun(root, continued=bool(roots))
            roots.append(root)
        if marked is not None:
            mark(roots, marked)
        shown.append("".join(f"<span>{_written(root)}</span>" for root in roots))
    return Markup("".join(f'<span class="eq">{line}</span>' for line in shown))


def _begun(root: Element, continued: bool) -> None:
    """What begins a piece keeps its distance as in the middle of a formula."""
    first, parent = root, root
    while len(first) and first.tag in ("math", "mrow"):
        first, parent = first[0], first
    if first.tag == "mo" and first.text in (
        "+",
        "\u2212",
        "=",
        "\u00d7",
        "\u22c5",
        "\u00b1",
        "\u223c",
    ):
        if continued:
            first.set("form", "infix")
        return
    while len(first) and first.tag in ("msup", "msub", "msubsup"):
        first = first[0]
    if continued and first.tag == "mi" and first.text in _FUNCTIONS:
        parent.insert(0, Element("mspace", width=THIN))


# --- what differs -----------------------------------------------------------------------------------


def _leaves(root: Element) -> list[Element]:
    return [
        e for e in root.iter() if e.tag in ("mi", "mn", "mo", "mtext") and (e.text or "").strip()
    ]


def mark(roots: list[Element], latex: str) -> bool:
    """Mark a part where it first stands, its symbols in this order or in another; whether it does.

    What a paper prints as 2 + 3x, an expression has as 3x + 2; brackets do not count then.
    """
    leaves = [leaf for root in roots for leaf in _leaves(root)]
    part = _leaves(_element(latex, "inline"))
    return _marked(leaves, part, list) or _marked(
        [leaf for leaf in leaves if leaf.text not in _BRACKETS],
        [leaf for leaf in _without_ones(latex) if leaf.text not in _BRACKETS],
        sorted,
    )


_BRACKETS = ("(", ")", "[", "]")

_SHORT = 6
"""Symbols up to which a part in another order would be found where it is not meant."""


def _marked(leaves: list[Element], part: list[Element], order: Callable[..., list[str]]) -> bool:
    """Mark the first run of leaves that are those of a part, compared in some order; rather one that begins alike."""
    texts, wanted = [str(leaf.text) for leaf in leaves], [str(leaf.text) for leaf in part]
    if not wanted or (order is not list and len(wanted) < _SHORT):
        return False
    size = len(wanted)
    found = [k for k in range(len(texts) - size + 1) if order(texts[k : k + size]) == order(wanted)]
    if not found:
        return False
    start = next((k for k in found if texts[k] == wanted[0]), found[0])
    for leaf in leaves[start : start + size]:
        leaf.set("class", "differs")
    return True


def _without_ones(latex: str) -> list[Element]:
    """Leaves of a part but for the numerator of 1/n, which is not written where n has another one."""
    root = _element(latex, "inline")
    for fraction in root.iter("mfrac"):
        if "".join(fraction[0].itertext()) == "1":
            fraction[0].clear()
    return _leaves(root)
