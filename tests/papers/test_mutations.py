"""Every statement of every paper: change one thing, and see that verdict or sentence follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import sympy as sp
from short_search import short_search

from darktmm.derive import memo
from darktmm.papers.ledger import TOLERANCE
from darktmm.papers.mutations import (
    Mutation,
    mutations,
    of_printed,
    of_theory,
    prepared,
    unnoticed,
)
from darktmm.papers.paper import Paper, paper, papers
from darktmm.papers.statement import (
    Finding,
    Judgement,
    Printed,
    Route,
    Section,
    Statement,
    Verdict,
    constant,
    judged,
)


class Judged:
    """One paper with its theory and the changes of it, made once."""

    def __init__(self, name: str) -> None:
        self.paper: Paper = paper(name)
        self.theory = self.paper.theory(None)
        self.changes = prepared(self.paper, self.theory)


@pytest.fixture
def short_searches(statement: str, name: str) -> Iterator[None]:
    """What searches does so briefly: that something moves is asked, not the last per cent."""
    if not paper(name).statements[statement].slow:
        yield
        return
    before = memo.snapshot()
    memo.clear()
    with short_search():
        yield
    memo.restore(before)


@pytest.fixture(scope="module")
def courts() -> Mapping[str, Judged]:
    """Every paper."""
    return {name: Judged(name) for name in papers()}


def every_statement() -> Iterator[Any]:
    """(paper, id) of every statement; those that take long are marked."""
    for name in papers():
        for statement in paper(name).statements.values():
            marks = [pytest.mark.slow] if statement.slow else []
            yield pytest.param(name, statement.id, marks=marks, id=f"{name}-{statement.id}")


each = pytest.mark.parametrize(("name", "statement"), list(every_statement()))


@pytest.mark.parametrize("name", papers())
def test_records_and_statements_are_the_same(name: str) -> None:
    """No verdict without a record, no record without a statement."""
    assert set(paper(name).statements) == set(paper(name).reviewed)


@each
def test_statement_stands(courts: Mapping[str, Judged], name: str, statement: str) -> None:
    """The recorded verdict is computed, by two ways, or it says why there is one only."""
    court = courts[name]
    judgement = court.paper.statements[statement].judged(court.theory)
    assert judgement.verdict.word == court.paper.reviewed.get(statement)
    assert bool(judgement.routes) != bool(judgement.no_route)
    for route in judgement.routes:
        assert route.residual() <= TOLERANCE, route.name


@each
@pytest.mark.usefixtures("short_searches")
def test_printed_side_is_noticed(courts: Mapping[str, Judged], name: str, statement: str) -> None:
    """Each change of what is printed moves verdict or sentence; `of_printed` sees to it that nothing derived does."""
    court = courts[name]
    subject = court.paper.statements[statement]
    found = list(of_printed(subject, court.theory))
    assert not list(unnoticed(found))
    stale = set(subject.blind) - {"theory"} - {m.name for m in found if not m.noticed}
    assert not stale, "a reason why nothing moves, where something does"


@pytest.mark.slow
@each
def test_theory_is_noticed(courts: Mapping[str, Judged], name: str, statement: str) -> None:
    """Some change of the theory moves verdict, sentence or what is derived; it may refuse, but not break."""
    court = courts[name]
    subject = court.paper.statements[statement]
    found = list(of_theory(subject, court.theory, court.changes))
    assert not list(unnoticed(found))
    if "theory" in subject.blind:
        moved = [m for m in found if m.noticed and m.moved != ("refused",)]
        assert not moved, "a reason why nothing moves, where something does"


# --- the frame itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (True, ["not"]),
        (0, ["not zero"]),
        (3, ["sign", "twice"]),
        (0.5, ["sign", "twice", "+10 %", "-10 %"]),
        (sp.Symbol("m_a", positive=True), ["sign", "twice"]),
        (sp.Symbol("c"), ["sign", "twice", "conjugate"]),
        (
            sp.Symbol("m_a", positive=True) / sp.Symbol("M", positive=True),
            ["sign", "twice", "M <-> m_a"],
        ),
        (sp.Matrix([[0, 1], [2, 0]]), ["sign", "twice", "transposed"]),
        ("L", ["projector"]),
        ({"a": 1}, ["a: sign", "a: twice"]),
        ((1, "R"), ["[0] sign", "[0] twice", "[1] projector"]),
    ],
)
def test_what_is_changed(value: Any, names: list[str]) -> None:
    """The changes of each kind of value, none of which leaves it as it is."""
    found = dict(mutations(value))
    assert list(found) == names
    assert all(changed != value for changed in found.values())


def a_statement(judge: Callable[[Any, Any], Judgement], **options: Any) -> Statement:
    """A statement of its own, which prints 2."""
    section = Section("test")
    section.statement("a number", Printed("2", constant(2)), **options)(judge)
    (statement,) = section.statements.values()
    return statement


def fair(claimed: Any, theory: Any) -> Judgement:
    """Follows both sides."""
    holds = claimed == theory
    finding = judged(
        holds, Finding(Verdict.CONFIRMED, "yes"), Finding(Verdict.CORRECTED, f"{theory}")
    )
    return Judgement((finding,))


def deaf(claimed: Any, theory: Any) -> Judgement:
    """Follows nothing."""
    return Judgement((Finding(Verdict.CONFIRMED, "always"),))


def half_deaf(claimed: Any, theory: Any) -> Judgement:
    """Moves the ratio, and no word."""
    return Judgement((Finding(Verdict.CONFIRMED, "always"),), compared=(claimed, theory))


def changes(judge: Callable[[Any, Any], Judgement], **options: Any) -> list[Mutation]:
    """All mutations against the theory 2, and 3 in its place."""
    statement = a_statement(judge, **options)
    return [*of_printed(statement, 2), *of_theory(statement, 2, {"other": lambda _: 3})]


def test_a_verdict_that_follows_passes() -> None:
    """Nothing is left over."""
    assert not list(unnoticed(changes(fair)))


@pytest.mark.parametrize("judge", [deaf, half_deaf])
def test_a_verdict_that_cannot_move_is_seen(judge: Callable[[Any, Any], Judgement]) -> None:
    """Both printed changes, and the theory; a ratio that moves beside the same words does not count."""
    assert len(list(unnoticed(changes(judge)))) == 3


def test_a_reason_is_enough() -> None:
    """For each change by its name."""
    reasons = {"sign": "why", "twice": "why", "theory": "why"}
    assert not list(unnoticed(changes(deaf, blind=reasons)))
    assert len(list(unnoticed(changes(deaf, blind={"sign": "why"})))) == 2


def test_what_is_copied_is_not_derived() -> None:
    """A derived side that follows the printed one is refused."""
    from darktmm.derive.formula import Formula

    def copied(claimed: Any, theory: Any) -> Judgement:
        return Judgement(fair(claimed, theory).findings, (Formula("", "x", sp.Integer(claimed)),))

    with pytest.raises(AssertionError, match="follows the printed one"):
        changes(copied)


def test_a_route_does_not_see_what_is_printed() -> None:
    """A route that comes and goes with the printed side is refused."""

    def biased(claimed: Any, theory: Any) -> Judgement:
        route = Route(f"about {claimed}", lambda: 0, lambda: 0)
        return Judgement(fair(claimed, theory).findings, routes=(route,))

    with pytest.raises(AssertionError, match="routes follow the printed side"):
        changes(biased)
