"""What a row of the ledger is, and how severe its findings are."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy as sp

from darktmm.papers.statement import Finding, Verdict, judged

__all__ = ["Finding", "Route", "Row", "Verdict", "judged"]


@dataclass(frozen=True)
class Route:
    """A way to the same result, and by how much it differs (exact, so usually zero)."""

    name: str
    residual: sp.Expr


@dataclass(frozen=True)
class Row:
    """One printed statement beside what the Lagrangian gives.

    Attributes:
        id: as in the command line.
        title: what is judged.
        findings: computed; the verdict is the most severe one.
        printed: LaTeX as printed.
        derived: LaTeX as derived.
        where: step of the derivation at which the two part.
        numbers: printed and derived expression, to be compared at the benchmark.
        routes: exact routes; numerical ones are added by the numeric layer.
    """

    id: str
    title: str
    findings: tuple[Finding, ...]
    printed: str | None = None
    derived: str | None = None
    where: str = ""
    numbers: tuple[sp.Expr, sp.Expr] | None = None
    routes: tuple[Route, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """The most severe finding.

        Raises:
            ValueError: nothing was found, so nothing was computed.
        """
        if not self.findings:
            raise ValueError(f"row {self.id}: no finding was computed")
        return max(f.verdict for f in self.findings)
