"""Sec. 3.1, the anomalous moment of the muon."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from darktmm.papers.arxiv_2603_25704 import anomalous_moment
from darktmm.papers.arxiv_2603_25704.printed import anomalous_moment as printed
from darktmm.papers.arxiv_2603_25704.theory import theory
from darktmm.papers.ledger import ratio

THEORY = theory()
STATEMENTS = anomalous_moment.SECTION.statements
M_MU = 0.1056583755


def words(name: str, at: object = THEORY, claimed: object = None) -> list[str]:
    """Findings of a statement in order."""
    return [f.verdict.word for f in STATEMENTS[name].judged(at, claimed).findings]


@pytest.mark.parametrize("mass", [1000.0, 2000.0])
def test_printed_over_derived(mass: float) -> None:
    """(32) is four times too large at every mass of E."""
    at = theory(THEORY.point.with_(M_E=mass))
    assert ratio(STATEMENTS["eq32"].judged(at), at) == pytest.approx(4, rel=1e-12)


def test_verdict_follows_what_is_printed() -> None:
    """A quarter of (32) is right; its negative has the wrong sign in every convention."""
    claimed = printed.anomalous_moment()
    assert words("eq32") == ["confirmed", "corrected", "confirmed"]
    assert words("eq32", claimed=claimed / 4) == ["inconsistent", "confirmed", "confirmed"]
    assert words("eq32", claimed=-claimed) == ["inconsistent", "corrected", "corrected"]


def test_routes_see_a_wrong_factor() -> None:
    """The reality of the moment was a route; a factor of 1 + 1e-4 is seen now."""
    routes = STATEMENTS["eq32"].judged(THEORY).routes
    assert len(routes) == 2
    for route in routes:
        assert route.residual() < 1e-9
        for factor in (-1, 1 + 1e-4):
            changed = replace(route, derived=lambda f=factor, d=route.derived: f * d())  # type: ignore[misc]
            assert changed.residual() > 1e-5


def test_moment_by_hand() -> None:
    """m_μ²/(96π² M_E²) per |y|²; 4.4e-14 at the derived bound."""
    per_coupling = (M_MU / 2000) ** 2 / (96 * math.pi**2)
    assert anomalous_moment.moment_per_coupling(THEORY) == pytest.approx(per_coupling, rel=1e-6)
    _, natural = STATEMENTS["claim-natural-amu"].judged(THEORY).compared or (0, 0)
    assert natural == pytest.approx(per_coupling * 0.1222156**2, rel=1e-5)


def test_orders_are_compared_on_a_logarithmic_scale() -> None:
    """Bins separated 3e-5 from 3.3e-5; 4.4e-14 is within √10 of 1e-13 and not of 1e-12 or 1e-14 · 0.1."""
    verdicts = {n: words("claim-natural-amu", claimed=n)[0] for n in range(-16, -10)}
    assert [n for n, word in verdicts.items() if word == "confirmed"] == [-13]


def test_reason_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "The reason given is not the reason" was unconditional: it needs Yukawa vectors that μ → eγ allows."""
    name = "claim-amu-incompatible"
    assert words(name) == ["confirmed", "unsupported", "input"]
    assert words(name, claimed=1e-12) == ["unsupported", "unsupported", "input"]
    parallel = THEORY.benchmark.with_(y=np.array([[3.5, 3.5], [3.5, 3.5], [0, 0]]))
    monkeypatch.setattr(anomalous_moment, "blind", lambda at: parallel)
    assert words(name)[1] == "confirmed"


def test_deviation_that_is_left() -> None:
    """Ten times the measured difference would be six standard deviations, and the sentence says so."""
    at = replace(THEORY, factors={"Delta a_mu 2025": 10.0})
    before, after = (
        STATEMENTS["claim-amu-incompatible"].judged(t).findings[2] for t in (THEORY, at)
    )
    assert before.text.startswith("There is no deviation left")
    assert after.text.startswith(r"The deviation is $3.8\times10^{-9}$, 5.9 standard deviations")


def test_lighter_partner() -> None:
    """With E at 100 GeV perturbative couplings reach the deviation."""
    at = replace(THEORY, benchmark=THEORY.benchmark.with_(M_E=100.0))
    assert words("claim-amu-incompatible", at)[0] == "unsupported"
