"""What a derived result looks like: a name, its laws, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex


@dataclass(frozen=True)
class Result:
    """One physical result.

    Attributes:
        name: as the command line calls it.
        title: one line.
        source: equation of the paper it corresponds to.
        formulas: the laws.
        remarks: what was proved on the way, in sentences.
    """

    name: str
    title: str
    source: str
    formulas: tuple[Formula, ...]
    remarks: tuple[str, ...] = ()

    @property
    def latex(self) -> str:
        """All equations as one `align*` environment."""
        lines = " \\\\\n".join(f"{f.left} &= {tex(f.right)}" for f in self.formulas)
        return "\\begin{align*}\n" + lines + "\n\\end{align*}"
