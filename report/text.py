"""Equations for a terminal."""

from __future__ import annotations

from typing import Any

from darktmm.derive.memo import cache


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)


def plain(latex: str) -> str:
    """LaTeX as one line of Unicode."""
    for mark in (r"\!", r"\,", r"\;", r"\left", r"\right", r"\big|", r"\Big", r"\rm"):
        latex = latex.replace(mark, "")
    return " ".join(_converter().latex_to_text(latex).split())


def one_line(expression: Any) -> str:
    """An expression on one line, brackets included: nothing is left to the reader's guess."""
    from sympy.printing.str import StrPrinter

    class Printer(StrPrinter):  # type: ignore[misc]
        def _print_conjugate(self, expr: Any) -> str:
            return f"{self._print(expr.args[0])}⋆"

    text = str(Printer().doprint(expression))
    return text.replace("**", "^").replace("*", "·").replace("⋆", "*")


def equation(left: str, right: Any, width: int = 100) -> str:
    """left = right, in two dimensions if it fits, else on one line."""
    import sympy as sp
    from sympy.printing.pretty.pretty import PrettyPrinter

    name = plain(left)
    unicode = {s: sp.Symbol(plain(s.name)) for s in right.free_symbols if "\\" in s.name}
    picture = PrettyPrinter({"use_unicode": True})._print(right.xreplace(unicode))
    lines = picture.render(wrap_line=False).splitlines()
    if max(map(len, lines)) + len(name) + 3 > width:
        return f"{name} = {one_line(right.xreplace(unicode))}"
    indent = " " * (len(name) + 3)
    return "\n".join(
        (f"{name} = " if k == picture.baseline else indent) + line for k, line in enumerate(lines)
    )
