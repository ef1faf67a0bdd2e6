r"""Formulas for a terminal, from their LaTeX: `(x + y)/(x M_Φ)`, `λ̃₁₂*`, `3.2×10⁻¹⁹`.

On one line nothing may be left to guesswork: what stands above or below a fraction is bracketed unless it is a
single symbol or a product of them, a fraction in a product is set apart by a dot, subscripts and superscripts that are
more than letters and digits have brackets, conjugation is a star, tildes and bars stand above their letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from darktmm.derive.latex import tex
from darktmm.derive.memo import cache

# --- the parts of a formula -----------------------------------------------------------------------

_OPERANDS = ("word", "number", "text", "group", "fraction")
"""Kinds of what can be multiplied."""


@dataclass(frozen=True)
class _Part:
    """A piece of a line.

    Attributes:
        kind: word, number, text, group (in brackets of its own), fraction, function, big (a sum or an
            integral), open, close, sign, relation, tight (no space around), comma, space, or prefix (belongs
            to what follows).
        text: as it is shown.
        scripted: it carries a subscript or superscript.
    """

    kind: str
    text: str
    scripted: bool = False


_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|SU(?=\()|\d+(?:\.\d+)?|\s+|.", re.DOTALL)

_NOTHING = {
    *(
        rf"\{mark}"
        for mark in ("left", "right", "displaystyle", "limits", "bf", "it", "!", ",", ";", ":")
    ),
    *(rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("l", "r", "m", "")),
}
"""What is seen in a picture only; \big before a bar excepted."""


def _table(text: str) -> dict[str, str]:
    """Macros and what is shown for them, in turn."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_RELATIONS = _table(
    r"""= = < < > > \to → \rightarrow → \Rightarrow ⇒ \leftrightarrow ↔ \supset ⊃ \in ∈ \neq ≠ \ne ≠ \le ≤ \leq ≤
    \ge ≥ \geq ≥ \ll ≪ \gg ≫ \lesssim ≲ \gtrsim ≳ \sim ∼ \simeq ≃ \approx ≈ \equiv ≡ \propto ∝"""
)
_SIGNS = {"+": "+", "-": "-", r"\pm": "±", r"\mp": "∓"}
_TIGHT = _table(r"\times × \cdot · \wedge ∧ / / \% % \odot ⊙ ! !")
_OPEN = {"(": "(", "[": "[", r"\{": "{", r"\langle": "⟨", r"\lvert": "|"}
_CLOSE = {")": ")", "]": "]", r"\}": "}", r"\rangle": "⟩", r"\rvert": "|"}
_FUNCTIONS = {
    rf"\{name}": name
    for name in ("sin", "cos", "tan", "cot", "ln", "log", "exp", "max", "min", "det", "arg", "lim")
}
_BIG = {r"\sum": "Σ", r"\int": "∫", r"\prod": "Π"}
_SYMBOLS = _table(
    r"\partial ∂ \infty ∞ \ell ℓ \dagger † \prime ' \ast * \ldots … \dots … \cdots … \nabla ∇ \hbar ħ \| ‖"
)
_ABOVE = {
    r"\tilde": "\u0303",
    r"\widetilde": "\u0303",
    r"\hat": "\u0302",
    r"\widehat": "\u0302",
    r"\bar": "\u0305",
    r"\overline": "\u0305",
    r"\vec": "\u20d7",
    r"\dot": "\u0307",
    r"\not": "\u0338",
    r"\slashed": "\u0338",
}
"""Combining characters, behind the letter they decorate."""

_BEHIND = {r"\overleftrightarrow": "↔"}
_WORDS = (r"\text", r"\mathrm", r"\rm", r"\textrm", r"\mbox")
_SUPERSCRIPTS = str.maketrans("0123456789+-T", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀ")
_SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SCRIPT_LETTERS = dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True))


@cache
def _letter(macro: str) -> str:
    """A Greek letter and the like; the macro itself if nobody knows it."""
    from pylatexenc.latex2text import LatexNodes2Text

    return _SYMBOLS.get(macro) or LatexNodes2Text().latex_to_text(macro).strip() or macro


def _script_letter(letter: str) -> str:
    if letter in _SCRIPT_LETTERS:
        return _SCRIPT_LETTERS[letter]
    start = 0x1D49C - ord("A") if letter.isupper() else 0x1D4B6 - ord("a")
    return chr(start + ord(letter)) if letter.isascii() and letter.isalpha() else letter


_FONTS = {r"\mathcal": _script_letter} | dict.fromkeys(
    (r"\mathbf", r"\mathbb", r"\boldsymbol"), str
)

_SIDES = {r"\left": "open", r"\right": "close"} | {
    rf"\{size}{side}": kind
    for size in ("big", "Big", "bigg", "Bigg")
    for side, kind in (("", "close"), ("l", "open"), ("r", "close"))
}
r"""Which way a bar or a dot behind it opens; \\big alone stands before the bar of a value."""

_KINDS = {
    "relation": _RELATIONS,
    "sign": _SIGNS,
    "tight": _TIGHT,
    "open": _OPEN,
    "close": _CLOSE,
    "function": _FUNCTIONS,
    "big": _BIG,
}


# --- reading --------------------------------------------------------------------------------------


class _Reader:
    """LaTeX of mathematics → parts."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = list(tokens)
        self.at = 0

    def peek(self) -> str:
        """The next token that is no space; "" at the end."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        """The same, and past it."""
        token = self.peek()
        self.at += 1
        return token

    def raw(self) -> list[str]:
        """Tokens of a group in braces, spaces and all, or the next token."""
        if self.peek() != "{":
            return [self.next()]
        start, depth = self.at + 1, 0
        while self.at < len(self.tokens):
            depth += {"{": 1, "}": -1}.get(self.tokens[self.at], 0)
            self.at += 1
            if not depth:
                break
        return self.tokens[start : self.at - 1]

    def argument(self) -> list[_Part]:
        """A group in braces, or the next token."""
        if len(self.peek()) > 1 and self.peek()[0].isdigit():  # \frac12
            first, self.tokens[self.at] = self.peek()[0], self.peek()[1:]
            return [_Part("number", first)]
        return _Reader(self.raw()).parts()

    def parts(self, end: str = "") -> list[_Part]:
        """Everything up to a closing token."""
        found: list[_Part] = []
        bars = 0
        while self.peek():
            token = self.next()
            if token == end:
                break
            if token in _SIDES and self.peek() in ("|", "."):
                side, bar = _SIDES[token], self.next()
                found += [_Part(side, "|")] if bar == "|" else []
            elif token == "|":
                bars += 1
                found.append(_Part("open" if bars % 2 else "close", "|"))
            elif token in ("_", "^"):
                last = found.pop() if found else _Part("word", "")
                found.append(_scripted(last, token, self.argument()))
            elif token == "'" and found:
                found[-1] = replace(found[-1], text=found[-1].text + "'")
            else:
                found.extend(self._one(token))
        return found

    def _one(self, token: str) -> list[_Part]:
        """What a token and its arguments stand for."""
        if token == "{":
            return self.parts("}")
        if token in (r"\frac", r"\tfrac", r"\dfrac"):
            above, below = self.argument(), self.argument()
            return [_Part("fraction", f"{_above(above)}/{_below(below)}")]
        if token == r"\sqrt":
            return [self._root()]
        if token in _ABOVE:
            return _decorated(self.argument(), _ABOVE[token])
        if token in _BEHIND:
            first, *rest = self.argument()
            return [replace(first, text=first.text + _BEHIND[token]), *rest]
        if token == r"\rm" and self.peek() != "{":  # up to the end of the group
            words, self.at = self.tokens[self.at :], len(self.tokens)
            return [_Part("text", _words(words))]
        if token in _WORDS:
            return [_Part("text", _words(self.raw()))]
        if token == r"\operatorname":
            return [_Part("function", _words(self.raw()))]
        if token in _FONTS:
            letters = _words(self.raw())
            return [_Part("word", "".join(map(_FONTS[token], letters)))]
        if token == r"\begin":
            return [self._matrix(_words(self.raw()))]
        return _simple(token)

    def _root(self) -> _Part:
        order = ""
        if self.peek() == "[":
            self.next()
            order = _line(self.parts("]"), tight=True).translate(_SUPERSCRIPTS)
        inside = self.argument()
        plain = len(inside) == 1 and inside[0].kind in ("word", "number") and not inside[0].scripted
        text = _line(inside)
        return _Part("word", f"{order}√{text}" if plain else f"{order}√({text})")

    def _matrix(self, kind: str) -> _Part:
        """Cells after one another: commas between columns, semicolons between rows."""
        cells: list[list[str]] = [[]]
        text = ""
        while self.peek() and (token := self.next()) != r"\end":
            if token in ("&", r"\\"):
                text += _line(_Reader(cells.pop()).parts()) + (", " if token == "&" else "; ")
                cells.append([])
            else:
                cells[-1].append(token)
        self.raw()
        text += _line(_Reader(cells.pop()).parts())
        left, right = {"matrix": ("", ""), "bmatrix": "[]", "cases": "{}"}.get(kind, "()")
        return _Part("group" if left else "text", f"{left}{text}{right}")


def _words(tokens: Sequence[str]) -> str:
    return "".join({"~": " ", r"\ ": " ", "{": "", "}": ""}.get(t, t) for t in tokens).strip()


def _simple(token: str) -> list[_Part]:
    """A token without arguments."""
    if token in _NOTHING:
        return []
    for kind, table in _KINDS.items():
        if token in table:
            return [_Part(kind, table[token])]
    if token in (r"\ ", r"\quad", r"\qquad", "~"):
        return [_Part("space", " ")]
    if token in (",", ";"):
        return [_Part("comma", token)]
    if token[0].isdigit():
        return [_Part("number", token)]
    if token in ("d", r"\partial", r"\delta", r"\Delta"):
        return [_Part("prefix", token if token == "d" else _letter(token))]
    text = _letter(token) if token.startswith("\\") else token
    return [_Part("word" if text[-1].isalnum() or token.startswith("\\") else "tight", text)]


def _decorated(parts: list[_Part], mark: str) -> list[_Part]:
    """A mark on the letter; a bar over several on each of them."""
    done: list[_Part] = []
    for part in parts:
        every = mark == _ABOVE[r"\overline"] or not done
        base = re.split(r"(?=[_^])", part.text, maxsplit=1)[0]
        marked = "".join(c + mark if c.isalpha() else c for c in base) if every else base
        done.append(replace(part, text=marked + part.text[len(base) :]))
    return done


def _scripted(part: _Part, mark: str, script: list[_Part]) -> _Part:
    """A part with a subscript or superscript; a star stands behind both."""
    text = _line(script, tight=True)
    if mark == "^" and text in ("*", "†", "'"):
        return replace(part, text=part.text + text, scripted=True)
    small = _SUPERSCRIPTS if mark == "^" else _SUBSCRIPTS
    if re.fullmatch(r"[-+]?\d+|T" if mark == "^" else r"[-+]?\d+", text):
        written = text.translate(small)
    elif re.fullmatch(r"[-+∞]|'*[^\W_]+[₀-₉']*", text) or re.fullmatch(r"\([^()]*\)", text):
        written = mark + text
    else:
        written = f"{mark}({text})"
    if part.kind == "prefix" and part.text != "d":
        part = replace(part, kind="word")
    body, star = re.fullmatch(r"(.*?)([*†]*)", part.text, re.DOTALL).groups()  # type: ignore[union-attr]
    return replace(
        part, text=body + written + star if mark == "_" else part.text + written, scripted=True
    )


def _is_sum(parts: Sequence[_Part]) -> bool:
    """Whether something in it binds less than a product."""
    return any(
        p.kind in ("relation", "space", "comma") or (p.kind == "sign" and k > 0)
        for k, p in enumerate(_outside_brackets(parts))
    )


def _outside_brackets(parts: Sequence[_Part]) -> list[_Part]:
    depth, found = 0, []
    for p in parts:
        depth -= p.kind == "close"
        if not depth:
            found.append(p)
        depth += p.kind == "open"
    return found


def _above(parts: list[_Part]) -> str:
    """Bracketed unless a product."""
    text = _line(parts)
    divided = any(p.kind in ("fraction", "big", "function") for p in parts)
    return f"({text})" if _is_sum(parts) or divided else text


def _below(parts: list[_Part]) -> str:
    """Bracketed unless one thing."""
    text = _line(parts)
    one = len(parts) == 1 and parts[0].kind in ("word", "number", "group", "text")
    return text if one else f"({text})"


# --- writing --------------------------------------------------------------------------------------


def _line(parts: Sequence[_Part], tight: bool = False) -> str:
    """Side by side; `tight`, without spaces, in a subscript or superscript."""
    text, binary = "", False
    before: _Part | None = None
    for part in parts:
        if part.kind == "space":
            text += "" if tight else " "
            continue
        if part.kind == "fraction" and before is not None and before.kind == "function":
            text, part = text.rstrip(), _Part("group", f"({part.text})")  # noqa: PLW2901
        elif before is not None and not (tight and part.kind != "text"):
            text += _between(before, part, binary)
        binary = part.kind == "sign" and before is not None and before.kind in (*_OPERANDS, "close")
        text += part.text
        before = part
    return re.sub(r"(?<=\d)·(?=10)", "×", re.sub(" +", " ", text)).strip()


def _between(before: _Part, part: _Part, binary: bool) -> str:
    """What stands between two parts; `binary`: the one before is a sign between two terms."""
    kinds = before.kind, part.kind
    left, right = kinds
    if "relation" in kinds or left == "comma":
        return " "
    if right in ("comma", "close", "tight") or left in ("open", "tight"):
        return ""
    if left == "prefix":
        return " " if right == "function" else ""
    if right == "sign":
        return " " if left in (*_OPERANDS, "close") else ""
    if left == "sign":
        return " " if binary else ""
    if "fraction" in kinds and not {"function", "big"} & {left}:
        return " · "
    if right == "open":
        return ""
    if left == "number" and right == "word" and not before.scripted:
        return ""
    return " "


def plain(latex: str) -> str:
    r"""LaTeX as one line of Unicode.

    >>> plain(r"\frac{x+y}{xM_\Phi^2}\tilde\lambda^*_{12}")
    '(x + y)/(x M_Φ²) · λ̃₁₂*'
    """
    return _line(_Reader(_TOKEN.findall(latex)).parts())


def equation(left: str, right: Any, width: int = 100) -> str:
    """left = right, in two dimensions if it fits, else on one line."""
    name = plain(left)
    picture = _printer()._print(right)
    lines = picture.render(wrap_line=False).splitlines()
    if max(map(len, lines)) + len(name) + 3 > width:
        return f"{name} = {plain(tex(right))}"
    indent = " " * (len(name) + 3)
    return "\n".join(
        (f"{name} = " if k == picture.baseline else indent) + line for k, line in enumerate(lines)
    )


@cache
def _printer() -> Any:
    """Formulas in two dimensions, names as on one line."""
    from sympy.printing.pretty.pretty import PrettyPrinter
    from sympy.printing.pretty.stringpict import prettyForm

    class Printer(PrettyPrinter):  # type: ignore[misc]
        def _named(self, expr: Any) -> Any:
            return prettyForm(plain(tex(expr)))

        _print_SimplexIntegral = _named

        def _print_Symbol(self, expr: Any, bold_name: bool = False) -> Any:
            # sympy prints the name of a function as a symbol
            function = _FUNCTIONS.get(r"\ln" if expr.name == "log" else f"\\{expr.name}")
            return prettyForm(function) if function else self._named(expr)

        def _print_ImaginaryUnit(self, expr: Any) -> Any:
            return prettyForm("i")

        def _print_conjugate(self, expr: Any) -> Any:
            inner = expr.args[0]
            if inner.is_Symbol:
                return self._named(expr)
            return prettyForm(*prettyForm(*self._print(inner).parens()).right("*"))

    return Printer({"use_unicode": True})
