"""Sec. 3.2, accelerators: what the sources say, and how A' decays at the benchmark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from darktmm.numeric.inputs.data import curve
from darktmm.numeric.models.dark.joint.portal import Portal
from darktmm.papers.arxiv_2603_25704 import accelerators
from darktmm.papers.arxiv_2603_25704.printed import accelerators as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory, theory

THEORY = theory()
STATEMENTS = accelerators.SECTION.statements
SOURCE = {m: float(curve(printed.NA64).at(m)) for m in accelerators.MASSES}


def words(name: str, claimed: object = None, at: Theory = THEORY) -> list[str]:
    """Findings of a statement in order."""
    return [f.verdict.word for f in STATEMENTS[name].judged(at, claimed).findings]


def with_benchmark(**changes: Any) -> Theory:
    """The theory with another benchmark."""
    return replace(THEORY, benchmark=THEORY.benchmark.with_(**changes))


def test_with_dark_photon() -> None:
    """ε at the limit of NA64 2019 unless it is given; the rest is the point of the paper."""
    point = THEORY.with_dark_photon(0.1)
    assert point.only.epsilon == SOURCE[0.1] and THEORY.with_dark_photon(0.1, 1e-5).epsilon == 1e-5
    assert point.with_(epsilon=1e-4).to_toml() == THEORY.benchmark.to_toml()


def test_orders_are_compared_on_a_logarithmic_scale() -> None:
    """Bins separated 3e-5 from the 3.3e-5 of the source; 1e-5 is a factor 3.3 away, more than √10."""
    name = "claim-na64-values"
    assert words(name) == ["unsupported", "input"]
    assert words(name, {0.010: 3e-5, 0.100: 3e-4}) == ["input", "input"]
    assert words(name, {0.010: 3e-5, 0.100: 1e-4}) == ["unsupported", "input"]
    assert (
        "3.3 times weaker and 3.5 times weaker" in STATEMENTS[name].judged(THEORY).findings[0].text
    )
    lower = replace(THEORY, factors={printed.NA64: 0.2})
    assert words(name, at=lower) == ["input", "input"]
    assert words(name, {0.010: 1e-4, 0.100: 1e-3}, lower) == ["unsupported", "input"]
    text = STATEMENTS[name].judged(lower, {0.010: 1e-4, 0.100: 1e-3}).findings[0].text
    assert "15 times stronger and 14 times stronger" in text


def test_babar() -> None:
    """1e-3 as an order of magnitude, for every mass above the range of NA64."""
    name = "claim-babar-value"
    assert words(name) == ["input", "input"]
    assert words(name, 1e-4)[0] == words(name, -1e-3)[0] == "unsupported"
    assert words(name, at=replace(THEORY, factors={printed.BABAR: 0.1}))[0] == "unsupported"
    light = replace(THEORY, factors={"m_Upsilon(1S) PDG": 0.5})
    texts = [STATEMENTS[name].judged(t).findings[1].text for t in (THEORY, light)]
    assert r"below the $\Upsilon" in texts[0] and r"above the $\Upsilon" in texts[1]


@pytest.mark.parametrize(
    ("changes", "findings", "said"),
    [
        ({}, ["unsupported", "unsupported"], "weighs 200 MeV and its vertex vanishes"),
        ({"m_L": 1e-3, "m_R": 1e-3}, ["unsupported", "confirmed"], "its vertex vanishes"),
        ({"m_L": 1e-3, "m_R": 2e-3, "m_D": 1e-3}, ["confirmed", "confirmed"], "is open"),
        ({"m_L": 0.5, "m_R": 0.7}, ["unsupported", "unsupported"], "lighter than 1 GeV"),
    ],
)
def test_decays_follow_the_benchmark(
    changes: dict[str, float], findings: list[str], said: str
) -> None:
    """A' → N₁N₁ needs a light N₁ and m_L ≠ m_R; A' → N₁N₂ makes the decays invisible without it."""
    name, at = "claim-invisible-decay", with_benchmark(**changes)
    assert words(name, at=at) == findings
    assert said in STATEMENTS[name].judged(at).findings[0].text


def test_what_is_invisible() -> None:
    """Neutrinos through one loop at the benchmark; with a light N the sentence is not there."""
    name, light = "claim-invisible-decay", with_benchmark(m_L=1e-3, m_R=1e-3)
    texts = [STATEMENTS[name].judged(t).findings[1].text for t in (THEORY, light)]
    assert "the loop that Sec. 2.3 sets to zero" in texts[0]
    assert "$N_1N_2$" in texts[1] and "the loop" not in texts[1]


def test_brute_force_sees_a_wrong_coupling(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop 0.1 % larger moves the branching ratio by more than the route allows."""
    (route,) = STATEMENTS["claim-invisible-decay"].judged(THEORY).routes
    assert route.residual() < 1e-10
    loop = accelerators.transition_amplitude
    monkeypatch.setattr(
        accelerators, "transition_amplitude", lambda t: replace(loop(t), f=1.001 * loop(t).f)
    )
    assert route.residual() > 1e-5


def test_limit_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Confirmed if the searches leave what the paper assumes, and the bound named is saturated."""
    name = "beyond-visible-decay"
    judgement = STATEMENTS[name].judged(THEORY)
    assert words(name) == ["unsupported"] and judgement.routes
    assert all(route.residual() < 1e-8 for route in judgement.routes)
    assert words(name, at=with_benchmark(m_L=1e-3, m_R=1e-3)) == ["unsupported"]
    monkeypatch.setattr(
        accelerators, "largest_epsilon_at", lambda _, m: Portal(SOURCE[m], "NA64 2019 invisible")
    )
    assert words(name) == ["confirmed"]
