"""Sec. 3.2, Borexino: the recast limit, where it is flat and where quadratic, Fig. 6."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from darktmm.numeric.constraints.scattering import windows
from darktmm.papers.arxiv_2603_25704 import borexino_limits
from darktmm.papers.arxiv_2603_25704.borexino_limits import exponent, growth, paper_window
from darktmm.papers.arxiv_2603_25704.printed import borexino_limits as printed
from darktmm.papers.arxiv_2603_25704.theory import theory

THEORY = theory()
STATEMENTS = borexino_limits.SECTION.statements
INPUTS = printed.RECAST_CURVE.value(None)  # type: ignore[misc]
M_ELECTRON = 0.51099895e-3


def words(name: str, claimed: object = None, at: object = THEORY) -> list[str]:
    """Findings of a statement in order."""
    return [f.verdict.word for f in STATEMENTS[name].judged(at, claimed).findings]


def test_growth_by_hand() -> None:
    """∫dT (1/T − 1/E) T²/(T + w)² in elementary functions, and its slope."""
    energy, threshold = 862e-6, 50e-6
    largest = 2 * energy**2 / (M_ELECTRON + 2 * energy)

    def events(mass: float) -> float:
        w = mass**2 / (2 * M_ELECTRON)

        def primitive(T: float) -> float:
            x = T + w
            first = math.log(x) + w / x
            return first - (x - 2 * w * math.log(x) - w**2 / x) / energy

        return primitive(largest) - primitive(threshold)

    window = paper_window()
    for mass in (1e-4, 1e-3):
        by_hand = math.sqrt(events(0) / events(mass))
        assert growth(mass, window) == growth(-mass, window) == pytest.approx(by_hand, rel=1e-7)
    slope = math.log(math.sqrt(events(1e-3 * 0.999) / events(1e-3 * 1.001)))
    assert exponent(1e-3, window) == pytest.approx(slope / math.log(1.001 / 0.999), rel=1e-5)


def test_window_of_the_paper_is_the_one_of_the_bounds() -> None:
    """`--borexino-window paper` counts the recoils that are printed."""
    assert windows()["paper"] == paper_window()


@pytest.mark.parametrize(
    ("name", "claimed", "findings"),
    [
        ("claim-borexino-flat", 100e-6, ["unsupported"]),
        ("claim-borexino-flat", 30e-6, ["confirmed"]),
        ("claim-borexino-quadratic", {"from": 1e-3, "exponent": 2}, ["unsupported", "confirmed"]),
        ("claim-borexino-quadratic", {"from": 1e-2, "exponent": 2}, ["confirmed", "confirmed"]),
        (
            "claim-borexino-quadratic",
            {"from": 1e-2, "exponent": 4},
            ["unsupported", "unsupported"],
        ),
        ("fig6", INPUTS, ["definition", "input", "input", "unsupported"]),
        ("fig6", {**INPUTS, "T_min": 190e-6}, ["definition", "input", "input", "input"]),
        (
            "fig6",
            {**INPUTS, "mu_0": 3.1e-11},
            ["definition", "unsupported", "input", "unsupported"],
        ),
        ("fig6", {**INPUTS, "E_nu": 1e-4}, ["unsupported", "input", "unsupported", "unsupported"]),
    ],
)
def test_verdict_follows_the_claim(name: str, claimed: object, findings: list[str]) -> None:
    """No verdict is typed; an energy that leaves no recoil is a finding, not an error."""
    assert words(name, claimed) == findings


def test_another_source() -> None:
    """The threshold and the limit are those of the source, whatever it says."""
    lower = replace(THEORY, factors={"Borexino 2017 window": 50 / 190})
    assert words("fig6", at=lower) == ["definition", "input", "input", "input"]
    assert words("fig6", at=replace(THEORY, factors={printed.SOURCE: 2.0}))[1] == "unsupported"


@pytest.mark.parametrize("name", STATEMENTS)
def test_our_own_disagreement_fails_a_route(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It used to turn Fig. 6 into `corrected`: the paper was blamed for two quadratures of ours."""
    before = words(name)
    (route,) = STATEMENTS[name].judged(THEORY).routes
    assert route.residual() < 1e-14
    closed = borexino_limits.in_closed_form
    monkeypatch.setattr(borexino_limits, "in_closed_form", lambda *a: 1.001 * closed(*a))
    (route,) = STATEMENTS[name].judged(THEORY).routes
    assert words(name) == before and route.residual() > 5e-4
