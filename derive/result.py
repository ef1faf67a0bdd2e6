"""What a derived result looks like: a name, a law, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from darktmm.derive.latex import tex


@dataclass(frozen=True)
class Equation:
    """left = right; `left` in LaTeX, `right` a folded sympy expression."""

    left: str
    right: sp.Expr

    @property
    def latex(self) -> str:
        return f"{self.left} = {tex(self.right)}"


@dataclass(frozen=True)
class Result:
    """One physical result.

    Attributes:
        name: as the command line calls it.
        title: one line.
        source: equation of the paper it corresponds to.
        equations: the law.
        remarks: what was proved on the way, in sentences.
    """

    name: str
    title: str
    source: str
    equations: tuple[Equation, ...]
    remarks: tuple[str, ...] = ()

    @property
    def latex(self) -> str:
        """All equations as one `align*` environment."""
        lines = " \\\\\n".join(f"{e.left} &= {tex(e.right)}" for e in self.equations)
        return "\\begin{align*}\n" + lines + "\n\\end{align*}"
