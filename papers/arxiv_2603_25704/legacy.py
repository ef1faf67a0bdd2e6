"""Statements that still wait for a form of their own; this file goes when the last has left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from darktmm.papers.arxiv_2603_25704 import rows
from darktmm.papers.arxiv_2603_25704.confront import _BRUTE_FORCE, _LOOP_ROWS
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.row import Row
from darktmm.papers.statement import Judgement, Printed, Route, Section, Statement

SECTION = Section("waiting")


@dataclass(frozen=True)
class _Typeset(Judgement):
    """A judgement whose derived side is LaTeX only."""

    typeset: str = ""

    @property
    def latex(self) -> str:
        return self.typeset


def _routes(row: Row, theory: Theory) -> tuple[Route, ...]:
    found = [
        Route(r.name, lambda r=r: r.residual, lambda: 0)  # type: ignore[misc]
        for r in row.routes
    ]
    at = theory.confrontation
    if row.numbers is not None and row.id in _LOOP_ROWS and theory.point.angles is not None:
        integrals = row.numbers[1]
        found.append(
            Route(
                "Euclidean momentum integral",
                lambda: at._momentum(integrals),
                lambda: 0.0,
                lambda: 1.0,
            )
        )
    if at.applies and row.id in _BRUTE_FORCE:
        found.append(
            Route(
                "brute-force 4-momentum integral",
                lambda: _BRUTE_FORCE[row.id](at),
                lambda: 0.0,
                lambda: 1.0,
            )
        )
    return tuple(found)


def _judge(name: str) -> Callable[[Any, Theory], Judgement]:
    def judge(printed: Any, theory: Theory) -> Judgement:
        del printed
        symbolic = name not in rows.NUMERICAL
        row = rows.SYMBOLIC[name](theory.model) if symbolic else rows.NUMERICAL[name]()
        compared = None if theory.point.angles is None else row.numbers
        return _Typeset(
            row.findings, (), row.where, compared, _routes(row, theory), "", row.derived or ""
        )

    return judge


def _register() -> None:
    from darktmm.papers.arxiv_2603_25704 import printed

    for name in rows.ORDER:
        if name in rows.DERIVATIONS:
            latex = printed.LATEX.get(name, "")
            SECTION.statements[name] = Statement(
                name, name, SECTION.name, Printed(latex), _judge(name)
            )


_register()
