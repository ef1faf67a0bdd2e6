r"""Lines of a displayed equation that fit a column.

The width of a formula is estimated from its LaTeX, in points at a type size of 10 pt; a line is broken before a
sign or, with a \times, before a factor, outside brackets if that is possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

COLUMN = 236.0
"""Width of a column of a journal, 246 pt, less a margin for what the estimate does not see."""

_CHARACTERS = {
    **dict.fromkeys("+-", 12.5),
    **dict.fromkeys("=<>", 13.5),
    **dict.fromkeys("()", 3.9),
    **dict.fromkeys("[]|'", 2.8),
    **dict.fromkeys(",;", 4.6),
    **dict.fromkeys("0123456789*/", 5.1),
    **dict.fromkeys("{}& ", 0.0),
    **dict.fromkeys("MW", 10.5),
    **dict.fromkeys("mw", 8.8),
}
_COMMANDS = {
    **dict.fromkeys(("left", "right", "Bigl", "Bigr", "big", "Big"), 2.5),
    **dict.fromkeys(("rm", "tilde", "bar", "not", "!", "vec"), 0.0),
    **dict.fromkeys((",", ";", ":"), 2.5),
    **dict.fromkeys(("to", "ll", "gg", "times", "max", "min", "det"), 16.0),
    **dict.fromkeys(("sin", "cos", "tan"), 15.5),
    "mathcal": 1.0,
    "ln": 10.5,
    "quad": 10.0,
    "qquad": 20.0,
    "int": 9.0,
    "sum": 15.0,
    "ldots": 13.5,
    "infty": 10.0,
}
_EQUALS = _CHARACTERS["="]
_SLACK, _SCRIPT = 1.02, 0.72
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)


def _group(latex: str, start: int) -> tuple[str, int]:
    """The argument that begins at `start`, and where it ends."""
    while latex[start : start + 1] == " ":
        start += 1
    if latex[start : start + 1] != "{":
        token = _TOKEN.match(latex, start)
        return (token[0], token.end()) if token else ("", start)
    depth = 0
    for k in range(start, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[k], 0)
        if depth == 0:
            return latex[start + 1 : k], k + 1
    raise ValueError(f"unbalanced braces: {latex}")


def width(latex: str) -> float:
    """Estimated width, in points."""
    total, k, script = 0.0, 0, 0.0
    while k < len(latex):
        token = _TOKEN.match(latex, k)
        assert token
        k = token.end()
        if token[0] in ("^", "_"):
            inner, k = _group(latex, k)
            size = _SCRIPT / _SLACK * width(inner)
            size -= _SCRIPT * 8 * len(re.findall(r"[+=-]", inner))
            total += max(0.0, size - script)
            script = max(script, size)
            continue
        script = 0.0
        if token[0] == r"\frac":
            above, k = _group(latex, k)
            below, k = _group(latex, k)
            total += max(width(above), width(below)) / _SLACK + 2.4
        elif token[0] == r"\sqrt":
            inner, k = _group(latex, latex.index("]", k) + 1 if latex[k] == "[" else k)
            total += width(inner) / _SLACK + 9
        elif token[0] == r"\text":
            inner, k = _group(latex, k)
            total += 5 * len(inner)
        elif token[0].startswith("\\"):
            total += _COMMANDS.get(token[0][1:], 6.5)
        else:
            plain = 7.8 if token[0].isupper() else 5.4
            total += _CHARACTERS.get(token[0], plain)
    return _SLACK * total


_OPENS, _CLOSES = "([", ")]"
_FUNCTION = re.compile(
    r"(\\(ln|sin|cos|tan)[^\\()]*|\\mathcal\{.\}[^ ]{0,3}|[A-Za-z]_\d|\\Big[lr]|\\left|\\right|^)$"
)


def _breaks(latex: str) -> Iterator[tuple[int, int, bool]]:
    """(position, depth of brackets, before a factor) of each place where a line may end."""
    depth = braces = 0
    for token in _TOKEN.finditer(latex):
        word, k = token[0], token.start()
        braces += {"{": 1, "}": -1}.get(word, 0)
        if braces or not latex[:k]:
            continue
        before = latex[:k]
        if word in "+-" and before.endswith(" "):
            yield k, depth, False
        bracket = word in _OPENS or (word in (r"\Bigl", r"\left"))
        factor = bracket or word in (r"\frac", r"\mathcal", r"\sqrt", r"\ln", r"\sin", r"\cos")
        if factor and before[-1] in "})]0123456789" and not _FUNCTION.search(before):
            yield k, depth, True
        depth += (word in _OPENS) - (word in _CLOSES)


def _chunks(latex: str, first: float, rest: float) -> list[str]:
    """Pieces of at most the given widths, the first and the others."""
    lines: list[str] = []
    room = first
    while width(latex) > room:
        places = [b for b in _breaks(latex) if width(latex[: b[0]]) <= room]
        if not places:  # nothing fits: the shortest piece there is
            places = sorted(_breaks(latex))[:1]
        if not places:
            break
        # Shallow before deep, signs before factors; a line that is a third full is full enough.
        full = [b for b in places if width(latex[: b[0]]) > room / 3] or places
        shallow = min((depth, factor) for _, depth, factor in full)
        position, _, factor = max(b for b in full if b[1:] == shallow)
        lines.append(latex[:position].rstrip())
        latex = (r"\times " if factor else "") + latex[position:]
        room = rest
    return [*lines, latex]


def _free(latex: str) -> str:
    r"""Brackets that may be on different lines: \Bigl for \left."""
    return latex.replace(r"\left", r"\Bigl").replace(r"\right", r"\Bigr")


def equals(latex: str) -> tuple[str, str]:
    """Both sides of the first = that stands outside of braces and brackets; no left one without such a sign."""
    depth = 0
    for token in _TOKEN.finditer(latex):
        depth += {"{": 1, "}": -1, "(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "=" and not depth:
            return latex[: token.start()].rstrip(), latex[token.end() :].lstrip()
    return "", latex


def display(left: str, right: str, label: str, column: float = COLUMN) -> str:
    """left = right as a numbered equation, on as many lines as it needs; without a left side, right alone."""
    head = rf"\begin{{equation}}\label{{{label}}}"
    if not left:
        pieces = _chunks(right if width(right) <= column else _free(right), column, column - 10)
        body = " \\\\\n  ".join([f"&{pieces[0]}", *(rf"&\quad {p}" for p in pieces[1:])])
        inside = f"\\begin{{split}}\n  {body}\n\\end{{split}}" if pieces[1:] else f"  {right}"
        return f"{head}\n{inside}\n\\end{{equation}}"
    if width(left) + _EQUALS + width(right) <= column:
        return f"{head}\n  {left} = {right}\n\\end{{equation}}"
    inset = width(left) + _EQUALS
    pieces = _chunks(_free(right), column - inset, column - inset - 5)
    if inset < column / 3 and max(map(width, pieces)) <= column - inset:
        lines = [f"{left} &= {pieces[0]}", *(rf"&\quad {p}" for p in pieces[1:])]
    else:
        pieces = _chunks(_free(right), column - 10 - _EQUALS, column - 25)
        names = [left] if width(left) <= column else _chunks(left, column, column - 10)
        lines = [f"&{names[0]}", *(rf"&\quad {n}" for n in names[1:])]
        lines += [rf"&\quad = {pieces[0]}", *(rf"&\qquad {p}" for p in pieces[1:])]
    body = " \\\\\n  ".join(lines)
    return f"{head}\n\\begin{{split}}\n  {body}\n\\end{{split}}\n\\end{{equation}}"
