r"""One law = one object: its name, its symbols, what stands left and right, where it comes from.

The right-hand side stays folded (integrals, sums and shared functions by name) until `doit`, so that what
is printed looks like physics. Its LaTeX is made from the expression and cannot disagree with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from darktmm.derive.latex import tex


@dataclass(frozen=True)
class Formula:
    r"""left = right.

    >>> x, y = sp.symbols("x y", positive=True)
    >>> ratio = Formula("ratio", "r", x / y, (x, y), dimension=0)
    >>> ratio.latex
    'r = \\frac{x}{y}'
    >>> ratio(1, 2)
    1/2

    Attributes:
        name: how the command line, the numeric layer and the label in a document call it.
        left: LaTeX of the left-hand side, as the field writes it.
        right: sympy expression, folded.
        arguments: symbols of the numeric function, in order; empty if it is not evaluated. Their
            dimensions are those of `derive.symbols.dimension`.
        dimension: mass dimension of the right-hand side; None where it is left to the symbols.
        source: equation of the paper or of the literature that it corresponds to.
    """

    name: str
    left: str
    right: sp.Expr
    arguments: tuple[sp.Symbol, ...] = ()
    dimension: int | None = None
    source: str = ""

    def doit(self) -> sp.Expr:
        """The right-hand side in elementary functions, for arguments all different."""
        return self.right.doit()

    def __call__(self, *values: Any) -> sp.Expr:
        """The folded right-hand side at other arguments; coinciding ones are exact, not a limit."""
        table = dict(zip(self.arguments, values, strict=True))
        return self.right.subs(table, simultaneous=True)

    @property
    def latex(self) -> str:
        """left = right, without delimiters."""
        right = tex(self.right)
        return f"{self.left} = {right}" if self.left else right

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"


def function(name: str, arguments: Sequence[sp.Expr]) -> str:
    r"""LaTeX of a function and its arguments: \\mathcal{J}(M,M_{H_1},M_{A_1})."""
    return f"{name}({','.join(map(tex, arguments))})"
