"""What a row of the ledger is, and how severe its findings are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import sympy as sp


class Verdict(IntEnum):
    """Ordered by severity: a row has the verdict of its most severe finding.

    A formula that is itself wrong outranks a claim that is not borne out, which outranks a
    statement that merely contradicts another one (of the two, the other may be the wrong one).
    """

    DEFINITION = 0
    INPUT = 1
    CONFIRMED = 2
    CONVENTION = 3
    INCONSISTENT = 4
    UNSUPPORTED = 5
    CORRECTED = 6

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Finding:
    """One computed statement."""

    verdict: Verdict
    text: str


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


def judged(holds: bool, if_so: Finding, if_not: Finding) -> Finding:
    """The finding that a computation selects."""
    return if_so if holds else if_not
