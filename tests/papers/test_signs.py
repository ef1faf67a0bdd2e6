"""One convention for every printed sign: which there are, and which cannot hold together."""

from __future__ import annotations

import pytest

from darktmm.papers.arxiv_2603_25704 import PAPER, signs
from darktmm.papers.arxiv_2603_25704.signs import CHOICE, PrintedSign
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS, theory

THEORY = theory()


def test_no_convention_satisfies_every_printed_sign() -> None:
    """Sixteen conventions, none without a failure; (20)–(22) and (8)–Sec. 3.2 clash in each."""
    table = signs.failing(THEORY)
    assert len(table) == 16
    assert all(bad for _, bad in table)
    assert {frozenset(pair) for pair in signs.irreconcilable(THEORY)} == {
        frozenset(("eq20", "eq22")),
        frozenset(("eq08", "Sec. 3.2")),
    }


def test_the_choice_keeps_every_vertex() -> None:
    """S = (S_R − iS_I)/√2, the rest as derived: no convention with the ε of (8) does better."""
    failing = {tuple(choice.items()): set(bad) for choice, bad in signs.failing(THEORY)}
    chosen = failing[tuple(CHOICE.items())]
    assert chosen == {"eq20", "Sec. 3.2", "text below (8)"}
    assert len(chosen) == min(len(bad) for bad in failing.values() if "eq08" not in bad)


def test_parities_of_the_derived_signs() -> None:
    """Gauge vertices are odd in D_μ, scalar currents also in S, the axial one also in N."""
    odd = {name: sign.odd for name, sign in signs.printed_signs(THEORY).items()}
    assert odd["eq12"] == {"D", "N"}
    assert odd["eq18a"] == odd["eq18"] == odd["claim-vertex-rule"] == {"D", "S"}
    assert odd["eq20"] == odd["eq22"] == {"D"}
    assert odd["eq08"] == odd["Sec. 3.2"] == {"epsilon"}
    assert odd["text below (8)"] == {"D", "epsilon"}


@pytest.mark.parametrize(
    ("name", "other"), [("eq20", "eq22"), ("eq22", "eq20"), ("eq08", "Sec. 3.2")]
)
def test_a_reversed_sign_ends_the_contradiction(name: str, other: str) -> None:
    """One sign is all that separates the two; (8) is reversed in its mixing."""
    statement = PAPER.statements[name]
    assert statement.printed.value is not None
    compare, value = signs.comparisons(statement.judge)[name], statement.printed.value(THEORY)
    assert other in signs.clashes(compare, value, THEORY)
    reversed_ = {**value, "mixing": -1} if name == "eq08" else _reversed(value)
    assert other not in signs.clashes(compare, reversed_, THEORY)


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        first = next(iter(value))
        return {**value, first: -value[first]}
    return -value  # type: ignore[operator]


def test_a_changed_theory_changes_signs() -> None:
    """D_μ of S alone reversed: the currents of (18) turn round, (12) does not."""
    found = signs.printed_signs(THEORY)
    other = signs.printed_signs(MUTANTS["D_mu of S reversed"](THEORY))
    for name in ("eq18a", "eq18", "claim-vertex-rule"):
        assert other[name].relative == -found[name].relative
    assert other["eq12"] == found["eq12"]


def test_signs_hold_by_parity() -> None:
    """A sign that is odd in S holds in exactly one of the two conventions for S; 0 in none."""
    sign = PrintedSign(1, frozenset("S"))
    assert sign.holds({**CHOICE, "S": 1}) and not sign.holds({**CHOICE, "S": -1})
    assert not PrintedSign(0, frozenset()).holds()
    assert sign.excludes(PrintedSign(-1, frozenset("S")))
    assert not sign.excludes(PrintedSign(0, frozenset("S")))
