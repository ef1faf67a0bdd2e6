"""The ledger of a paper: every statement judged, every route compared, every verdict held against the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from darktmm.derive.latex import tex
from darktmm.papers.paper import Paper
from darktmm.papers.statement import Finding, Judgement

TOLERANCE = 1e-8
"""Largest residual with which two routes count as agreeing.

Residuals are measured against what the result is a sum of, before anything cancels: a brute-force
integral knows no cancellation and reaches 1e-12 of that. A wrong sign or factor is then as large as
the result itself. Where a result is suppressed below this fraction of its parts, no comparison can see it.
"""


@dataclass(frozen=True)
class Entry:
    """One statement as it is shown and written: plain data.

    Attributes:
        id, title, section: of the statement.
        printed, derived: LaTeX of both sides; "" where there is none.
        findings: the verdict is the most severe one.
        where: step of the derivation at which the two part.
        ratio: printed/derived at the point; complex where the two differ by a phase.
        differs: LaTeX of the part in which printed and derived formula differ; None where none is named.
        routes: name and residual of every route.
        no_route: why there is none.
        reviewed: verdict on record; None if there is none.
    """

    id: str
    title: str
    section: str
    printed: str
    derived: str
    findings: tuple[Finding, ...]
    where: str = ""
    ratio: float | complex | None = None
    routes: tuple[tuple[str, float], ...] = ()
    no_route: str = ""
    reviewed: str | None = None
    differs: tuple[str, str] | None = None

    @property
    def verdict(self) -> str:
        """In a word."""
        return max(f.verdict for f in self.findings).word

    @property
    def headline(self) -> str:
        """The first of the most severe findings."""
        return next(f.text for f in self.findings if f.verdict.word == self.verdict)

    @property
    def problems(self) -> list[str]:
        """Why `verify` must not pass; empty if all is well."""
        found = []
        if self.reviewed is None:
            found.append("no verdict is recorded")
        elif self.verdict != self.reviewed:
            found.append(f"computed {self.verdict}, recorded {self.reviewed}")
        found += [
            f"route {name!r} is off by {residual:.1e}"
            for name, residual in self.routes
            if not residual <= TOLERANCE
        ]
        return found

    def as_json(self) -> dict[str, Any]:
        """The stable form."""
        ratio = self.ratio
        return {
            "id": self.id,
            "title": self.title,
            "section": self.section,
            "verdict": self.verdict,
            "findings": [f.text for f in self.findings],
            "printed": self.printed or None,
            "derived": self.derived or None,
            "ratio": [ratio.real, ratio.imag] if isinstance(ratio, complex) else ratio,
            "routes": [{"name": n, "residual": r} for n, r in self.routes],
            "no_route": self.no_route or None,
            "where": self.where,
        }


@dataclass(frozen=True)
class Failure:
    """A statement that could not be judged.

    Attributes:
        id: of the statement.
        reason: what went wrong.
    """

    id: str
    reason: str


def ratio(judgement: Judgement, theory: Any) -> float | complex | None:
    """printed/derived at the theory's point; None where there is nothing to compare."""
    if judgement.compared is None:
        return None
    printed, derived = (
        complex(theory.number(v)) if isinstance(v, sp.Basic) else complex(v)
        for v in judgement.compared
    )
    if derived == 0:
        return None
    quotient = printed / derived
    return quotient if abs(quotient.imag) > TOLERANCE * abs(quotient) else quotient.real


def differing(judgement: Judgement) -> tuple[str, str] | None:
    """LaTeX of the part in which printed and derived formula differ; None where it is the same."""
    if judgement.differs is None or judgement.differs[0] == judgement.differs[1]:
        return None
    printed, derived = map(tex, judgement.differs)
    return printed, derived


def entry(paper: Paper, name: str, theory: Any) -> Entry:
    """Judge a statement and follow its routes.

    Raises:
        ValueError: no finding was computed.
    """
    statement = paper.statements[name]
    judgement = statement.judged(theory)
    if not judgement.findings:
        raise ValueError("no finding was computed")
    return Entry(
        id=name,
        title=statement.title,
        section=statement.section,
        printed=statement.printed.latex,
        derived=judgement.latex,
        findings=judgement.findings,
        where=judgement.where,
        ratio=ratio(judgement, theory),
        routes=tuple((route.name, route.residual()) for route in judgement.routes),
        no_route=judgement.no_route,
        reviewed=paper.reviewed.get(name),
        differs=differing(judgement),
    )


def build(
    paper: Paper,
    point: Any = None,
    names: Iterable[str] | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Entry | Failure]:
    """Every entry asked for; a statement that breaks is a `Failure`."""
    theory = paper.theory(point)
    for name in paper.statements if names is None else names:
        progress(name)
        try:
            yield entry(paper, name, theory)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            yield Failure(name, f"{type(error).__name__}: {error}")
