"""LaTeX the way the field writes it: λ* for a complex conjugate, momenta and masses as they are."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter


class _Printer(LatexPrinter):  # type: ignore[misc]
    def _print_conjugate(self, expr: sp.Expr, exp: str | None = None) -> str:
        inner = self._print(expr.args[0])
        body = rf"{inner}^{{*}}" if expr.args[0].is_Symbol else rf"\left({inner}\right)^{{*}}"
        return body if exp is None else rf"\left({body}\right)^{{{exp}}}"


def tex(expression: Any) -> str:
    """LaTeX of an expression."""
    return str(_Printer({"fold_short_frac": False}).doprint(sp.sympify(expression)))
