"""The ledger, assembled: rows from `derive`, numbers from `numeric`, compared with the record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derive.ledger import Row
from numeric.confront import BRUTE_FORCE_ROWS, TOLERANCE, Confrontation, ratio
from numeric.ledger import DERIVATIONS, ORDER, RECORDED, compute_row
from numeric.point import Point


@dataclass(frozen=True)
class Entry:
    """One row as it is shown and written.

    Attributes:
        row: what the derivation says.
        ratio: printed/derived at the point.
        routes: name and residual of every route, exact ones first.
        recorded: verdict on record; None if there is none.
    """

    row: Row
    ratio: float | None
    routes: tuple[tuple[str, float], ...]
    recorded: str | None

    @property
    def problems(self) -> list[str]:
        """Why `verify` must not pass; empty if all is well."""
        found = []
        if self.recorded is None:
            found.append("no verdict is recorded")
        elif self.row.verdict.word != self.recorded:
            found.append(f"computed {self.row.verdict.word}, recorded {self.recorded}")
        found += [
            f"route {name!r} is off by {residual:.1e}"
            for name, residual in self.routes
            if not residual <= TOLERANCE
        ]
        return found

    def as_json(self) -> dict[str, Any]:
        """The stable form."""
        return {
            "id": self.row.id,
            "title": self.row.title,
            "verdict": self.row.verdict.word,
            "findings": [f.text for f in self.row.findings],
            "printed": self.row.printed,
            "derived": self.row.derived,
            "ratio": self.ratio,
            "routes": [{"name": n, "residual": r} for n, r in self.routes],
            "where": self.row.where,
        }


@dataclass(frozen=True)
class Failure:
    """A row that could not be derived."""

    id: str
    reason: str


def entry(name: str, confrontation: Confrontation) -> Entry:
    """Derive a row and confront it with numbers."""
    row = compute_row(name)
    if not row.findings:
        raise ValueError("no finding was computed")
    exact = [(r.name, float(abs(complex(r.residual)))) for r in row.routes]
    numerical = [(r.name, r.residual) for r in confrontation.routes(row)]
    return Entry(row, ratio(row, confrontation.point), (*exact, *numerical), RECORDED.get(name))


def build(
    point: Point,
    names: Iterable[str] = ORDER,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Entry | Failure]:
    """Every entry asked for; a row without a derivation, or one that breaks, is a `Failure`."""
    # The brute-force integrals are numpy's work and leave the interpreter to the algebra.
    wanted = list(names)
    with ThreadPoolExecutor(max_workers=1) as pool:
        integrals = not BRUTE_FORCE_ROWS.isdisjoint(wanted)
        confrontation = Confrontation(point, pool if integrals else None)
        for name in wanted:
            progress(name)
            if name not in DERIVATIONS:
                yield Failure(name, "there is no derivation of this row")
                continue
            try:
                yield entry(name, confrontation)
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                yield Failure(name, f"{type(error).__name__}: {error}")


def write_json(entries: Iterable[Entry], path: Path) -> None:
    """Write the ledger, completely or not at all."""
    text = json.dumps([e.as_json() for e in entries], indent=2, ensure_ascii=False)
    write_text(path, text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file through a neighbour, so that it is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
