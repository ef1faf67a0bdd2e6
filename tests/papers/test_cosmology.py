"""Sec. 3.3, stars and the early universe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from darktmm.papers.arxiv_2603_25704 import cosmology
from darktmm.papers.arxiv_2603_25704.printed import cosmology as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory, theory

THEORY = theory()
STATEMENTS = cosmology.SECTION.statements
STELLAR = printed.STELLAR.value(None)  # type: ignore[misc]


def words(name: str, claimed: object = None, at: Theory = THEORY) -> list[str]:
    """Findings of a statement in order."""
    return [f.verdict.word for f in STATEMENTS[name].judged(at, claimed).findings]


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({}, ["confirmed", "unsupported", "input"]),
        ({"from": 1.0, "to": 10.0, "particle": 1.0}, ["confirmed", "confirmed", "input"]),
        ({"from": 1e-5}, ["unsupported", "unsupported", "input"]),
        ({"T": 1e-4}, ["confirmed", "confirmed", "unsupported"]),
    ],
)
def test_suppression_follows_masses_and_temperature(
    changes: dict[str, float], findings: list[str]
) -> None:
    """e^(−M/T) at the lower end of the range, in the Sun, in red giants and in SN1987A."""
    assert words("claim-stellar-decoupling", {**STELLAR, **changes}) == findings


def test_temperature_in_the_sentence_is_computed() -> None:
    """ "At T = 30 MeV" stayed whatever the temperature was."""
    statement = STATEMENTS["claim-stellar-decoupling"]
    hot = replace(THEORY, factors={cosmology.SUPERNOVA: 2.0})
    before, after = (
        statement.judged(t, c).findings[1].text
        for t, c in ((THEORY, STELLAR), (hot, {**STELLAR, "T": 0.06}))
    )
    assert "$T$ = 30 MeV" in before and "from 138 MeV on" in before
    assert "$T$ = 60 MeV" in after and "from 276 MeV on" in after and "30 MeV" not in after


def with_benchmark(**changes: Any) -> Theory:
    """The theory with another benchmark."""
    return replace(THEORY, benchmark=THEORY.benchmark.with_(**changes))


@pytest.mark.parametrize(
    ("changes", "findings", "said"),
    [
        ({}, ["unsupported"], "returns to the plasma, neutrinos included, before they decouple"),
        ({"m_L": 1e-3, "m_R": 1e-3}, ["confirmed"], "stays in the dark sector"),
    ],
)
def test_where_the_energy_goes(changes: dict[str, float], findings: list[str], said: str) -> None:
    """ "All of its energy returns to the visible plasma" stood beside an invisible branching of 0.44."""
    name, at = "claim-bbn-confinement", with_benchmark(**changes)
    judgement = STATEMENTS[name].judged(at)
    assert words(name, at=at) == findings and said in judgement.findings[0].text
    (route,) = judgement.routes
    assert route.residual() == 0
    if not changes:
        assert "neutrinos 0.44, visible 0.56" in judgement.findings[0].text


def test_late_decays(monkeypatch: pytest.MonkeyPatch) -> None:
    """After neutrinos have decoupled, what A' gives them does not return."""
    monkeypatch.setattr(cosmology, "DECOUPLING", 1e-15)
    text = STATEMENTS["claim-bbn-confinement"].judged(THEORY).findings[0].text
    assert text.endswith("Most of its energy does not stay in the dark sector.")


def test_threshold_route_is_not_blind() -> None:
    """A benchmark in which the pair is light, judged with the widths of the heavy one, is seen."""
    (route,) = STATEMENTS["claim-bbn-confinement"].judged(THEORY).routes
    (light,) = STATEMENTS["claim-bbn-confinement"].judged(with_benchmark(m_L=1e-3, m_R=1e-3)).routes
    assert replace(route, value=light.value).residual() > 0
