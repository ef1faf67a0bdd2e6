"""The ledger of a paper: every statement judged, every route compared, every verdict held against the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from darktmm.papers.paper import Paper
from darktmm.papers.statement import Judgement, Statement

TOLERANCE = 1e-8
"""Largest residual with which two routes count as agreeing.

Residuals are measured against what the result is a sum of, before anything cancels: a brute-force
integral knows no cancellation and reaches 1e-12 of that. A wrong sign or factor is then as large as
the result itself.
"""


@dataclass(frozen=True)
class Entry:
    """One statement as it is shown and written.

    Attributes:
        statement: what is printed.
        judgement: what was computed.
        ratio: printed/derived at the point; complex where the two differ by a phase.
        routes: name and residual of every route.
        reviewed: verdict on record; None if there is none.
    """

    statement: Statement
    judgement: Judgement
    ratio: float | complex | None
    routes: tuple[tuple[str, float], ...]
    reviewed: str | None

    @property
    def id(self) -> str:
        """Of the statement."""
        return self.statement.id

    @property
    def verdict(self) -> str:
        """In a word."""
        return self.judgement.verdict.word

    @property
    def headline(self) -> str:
        """The first of the most severe findings."""
        return next(f.text for f in self.judgement.findings if f.verdict == self.judgement.verdict)

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
            "title": self.statement.title,
            "section": self.statement.section,
            "verdict": self.verdict,
            "findings": [f.text for f in self.judgement.findings],
            "printed": self.statement.printed.latex or None,
            "derived": self.judgement.latex or None,
            "ratio": [ratio.real, ratio.imag] if isinstance(ratio, complex) else ratio,
            "routes": [{"name": n, "residual": r} for n, r in self.routes],
            "no_route": self.judgement.no_route or None,
            "where": self.judgement.where,
        }


@dataclass(frozen=True)
class Failure:
    """A statement that could not be judged."""

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


def entry(paper: Paper, name: str, theory: Any) -> Entry:
    """Judge a statement and follow its routes."""
    statement = paper.statements[name]
    judgement = statement.judged(theory)
    assert judgement.verdict is not None  # raises where nothing was computed
    routes = tuple((route.name, route.residual()) for route in judgement.routes)
    return Entry(statement, judgement, ratio(judgement, theory), routes, paper.reviewed.get(name))


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
