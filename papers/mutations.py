"""Changes of a printed value that a verdict has to notice.

A statement is judged by (printed, theory); here both are changed, one thing at a time, and what is found is
compared with what is found without the change. `report` does it for every statement of a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.papers.paper import Paper
from darktmm.papers.statement import Judgement, Statement

PER_CENT = sp.Rational(1, 10)


def mutations(value: Any) -> Iterator[tuple[str, Any]]:
    """Changed copies of a printed value, by what was changed.

    Numbers and expressions change sign, double, and move by ten per cent; complex expressions are conjugated;
    two masses are exchanged; a projector becomes the other one; containers change in one place at a time.
    """
    if isinstance(value, bool):
        yield "not", not value
    elif isinstance(value, int | float):
        yield from _scaled(value)
    elif isinstance(value, sp.MatrixBase):
        yield "sign", -value
        yield "twice", 2 * value
        if value.shape[0] == value.shape[1] and value != value.T:
            yield "transposed", value.T
    elif isinstance(value, sp.Expr):
        yield from _expressions(value)
    elif isinstance(value, str):
        if value in ("L", "R"):
            yield "projector", {"L": "R", "R": "L"}[value]
    elif isinstance(value, Mapping):
        for key in value:
            for name, changed in mutations(value[key]):
                yield f"{key}: {name}", {**value, key: changed}
    elif isinstance(value, tuple | list):
        for k, entry in enumerate(value):
            for name, changed in mutations(entry):
                yield f"[{k}] {name}", type(value)((*value[:k], changed, *value[k + 1 :]))


def _scaled(value: float) -> Iterator[tuple[str, Any]]:
    if value == 0:
        yield "not zero", 1
        return
    yield "sign", -value
    yield "twice", 2 * value
    if not isinstance(value, int):
        yield "+10 %", value * 1.1
        yield "-10 %", value * 0.9


def _expressions(value: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    if value == 0:
        yield "not zero", sp.S.One
        return
    yield "sign", -value
    yield "twice", 2 * value
    if value.is_number:
        yield "+10 %", value * (1 + PER_CENT)
    conjugated = sp.conjugate(value)
    if sp.expand(conjugated - value) != 0:
        yield "conjugate", conjugated
    masses = sorted((s for s in value.free_symbols if s.name[0] in "mM"), key=str)
    for k, first in enumerate(masses):
        for second in masses[k + 1 :]:
            swapped = value.subs({first: second, second: first}, simultaneous=True)
            if sp.expand(swapped - value) != 0:
                yield f"{first} <-> {second}", swapped
                return


@dataclass(frozen=True)
class Mutation:
    """One change and what came of it.

    Attributes:
        statement: id.
        side: "printed" or "theory".
        name: what was changed.
        moved: what followed: "verdict", "sentences", "derived", "ratio", or "refused" if the changed theory
            cannot be derived from; empty if nothing did.
        reason: why nothing has to, where the statement says so.
    """

    statement: str
    side: str
    name: str
    moved: tuple[str, ...]
    reason: str = ""

    @property
    def noticed(self) -> bool:
        """Whether a reader would see it: a ratio alone is a number beside an unchanged sentence."""
        return bool(set(self.moved) - {"ratio"})


def difference(before: Judgement, after: Judgement) -> tuple[str, ...]:
    """Which parts of two judgements differ."""
    parts = {
        "verdict": (before.verdict, after.verdict),
        "sentences": (
            [*(f.text for f in before.findings), before.where],
            [*(f.text for f in after.findings), after.where],
        ),
        "derived": (before.latex, after.latex),
        "ratio": (before.compared, after.compared),
    }
    return tuple(name for name, (a, b) in parts.items() if a != b)


def printed_mutations(statement: Statement, theory: Any) -> Iterator[tuple[str, Any]]:
    """Every changed printed value of a statement, generic ones first."""
    if statement.printed.value is None:
        return
    value = statement.printed.value(theory)
    yield from mutations(value)
    for name, change in statement.mutants.items():
        yield name, change(value)


def of_printed(statement: Statement, theory: Any) -> Iterator[Mutation]:
    """What follows when the printed side changes.

    Raises:
        AssertionError: the derived side follows the printed one, so it was copied from it; or the routes do.
    """
    before = statement.judged(theory)
    for name, value in printed_mutations(statement, theory):
        after = statement.judged(theory, value)
        moved = difference(before, after)
        if "derived" in moved:
            raise AssertionError(
                f"{statement.id}: the derived side follows the printed one ({name})"
            )
        if [r.name for r in after.routes] != [r.name for r in before.routes]:
            raise AssertionError(f"{statement.id}: the routes follow the printed side ({name})")
        yield Mutation(statement.id, "printed", name, moved, statement.blind.get(name, ""))


def refusal(error: Exception) -> bool:
    """Whether the engine says no, or contradicts itself by a check of its own; a division by zero is neither."""
    return isinstance(error, DerivationError) or type(error) is ArithmeticError


def of_theory(
    statement: Statement, theory: Any, mutants: Mapping[str, Callable[[Any], Any]]
) -> Iterator[Mutation]:
    """What follows when the theory changes."""
    before = statement.judged(theory)
    for name, change in mutants.items():
        try:
            moved = difference(before, statement.judged(change(theory)))
        except (DerivationError, ArithmeticError) as error:
            if not refusal(error):
                raise
            moved = ("refused",)
        yield Mutation(statement.id, "theory", name, moved, statement.blind.get("theory", ""))


def prepared(paper: Paper, theory: Any) -> Mapping[str, Callable[[Any], Any]]:
    """The changes of a paper's theory, each made once: what is derived from one is remembered with it."""

    def fixed(changed: Any) -> Callable[[Any], Any]:
        return lambda _theory: changed

    return {name: fixed(change(theory)) for name, change in paper.mutants().items()}


def report(
    paper: Paper,
    point: Any = None,
    names: Iterable[str] | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Mutation]:
    """Every mutation of some statements of a paper, by default of all."""
    theory = paper.theory(point)
    changes = prepared(paper, theory)
    for name in paper.statements if names is None else names:
        progress(name)
        yield from of_printed(paper.statements[name], theory)
        yield from of_theory(paper.statements[name], theory, changes)


def unnoticed(found: Iterable[Mutation]) -> Iterator[str]:
    """What somebody has to look at, one line each: a change that nothing follows, and no reason for that.

    A printed change has to be noticed each time, the theory by one of its changes.
    """
    theory: dict[str, list[Mutation]] = {}
    for m in found:
        if m.side == "theory":
            theory.setdefault(m.statement, []).append(m)
        elif not m.noticed and not m.reason:
            yield f"{m.statement}: printed, {m.name}: nothing follows"
    for statement, changes in theory.items():
        if not any(m.noticed or m.reason for m in changes):
            yield f"{statement}: theory: nothing follows from any change"
