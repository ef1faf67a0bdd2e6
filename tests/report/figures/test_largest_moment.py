"""Figure 7: three couplings in proportion, searches shown as what they are, and what forbids more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from invented import invented_curve

from darktmm.papers.arxiv_2603_25704 import hierarchy, joint
from darktmm.papers.arxiv_2603_25704.joint import Maximum
from darktmm.papers.wording import digits
from darktmm.report import figures
from darktmm.report.figures import ALL, Data, largest_moment
from darktmm.report.figures.largest_moment import COUPLINGS, POINTS

Get = Callable[[str], Data]


@pytest.mark.parametrize("version", ["printed", "derived"])
def test_couplings_are_in_proportion(version: str, data: Get) -> None:
    """Far below the direct limit; the caption says how far."""
    found = data(f"fig7-{version}")
    strong, middle, weak = (found.where("g_D", f"{g:g}") for g in COUPLINGS)
    np.testing.assert_allclose(strong["mu_eff"], 10 * middle["mu_eff"], rtol=1e-12)
    np.testing.assert_allclose(strong["mu_eff"], 100 * weak["mu_eff"], rtol=1e-12)
    assert len(strong["mu_eff"]) == POINTS
    ratio = strong["mu_eff"] / strong["direct"]
    assert np.all(ratio < 1e-2)
    assert f"${digits(float(ratio.max()), '.1e')}$ of it" in ALL[f"fig7-{version}"].caption(found)


@pytest.mark.parametrize("version", ["printed", "derived"])
def test_curves_are_those_of_the_analysis(version: str, data: Get) -> None:
    """At single masses the same numbers as `joint`."""
    found = data(f"fig7-{version}").where("g_D", f"{COUPLINGS[0]:g}")
    for k in (0, POINTS // 2, POINTS - 1):
        strategy = largest_moment.STRATEGY[version]
        (maximum,) = joint.curve(strategy, COUPLINGS[0], [found["m_aprime"][k] / 1e3])
        assert found["mu_eff"][k] == pytest.approx(maximum.mu_eff, rel=1e-12)
        assert found["direct"][k] == pytest.approx(maximum.direct, rel=1e-12)
        assert found["active"][k].split(largest_moment.JOIN) == list(maximum.active)


def test_what_is_active_changes_once(data: Get) -> None:
    """NA64 first, BaBar from where NA64 ends, (31) all along."""
    rows = largest_moment.active_rows(data("fig7-printed").where("g_D", f"{COUPLINGS[0]:g}"))
    assert set(rows) == {"NA64 2019", "BaBar 2017", "(31)"}
    assert rows["(31)"].all() and np.all(rows["NA64 2019"] ^ rows["BaBar 2017"])
    assert np.count_nonzero(np.diff(rows["NA64 2019"].astype(int))) == 1


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Searches that take no time; what was asked for."""
    requests: list[dict[str, Any]] = []

    def curve(
        strategy: str,
        g_D: float | None,
        masses: Sequence[float],
        progress: Callable[[], None] = lambda: None,
        **options: Any,
    ) -> Iterator[Maximum]:
        requests.append({"strategy": strategy, "g_D": g_D, "masses": tuple(masses), **options})
        yield from invented_curve(strategy, g_D, masses, progress, **options)

    def maxima(strategy: str, masses: Sequence[float], *_: Any, **__: Any) -> tuple[Maximum, ...]:
        return tuple(invented_curve(strategy, None, [*masses, 1e3]))[:-1]

    monkeypatch.setattr(joint, "curve", curve)
    monkeypatch.setattr(joint, "maxima", maxima)
    for remembered in (largest_moment.searched, largest_moment._first):
        remembered.cache_clear()  # type: ignore[attr-defined]
    yield requests
    for remembered in (largest_moment.searched, largest_moment._first):
        remembered.cache_clear()  # type: ignore[attr-defined]


def test_searches_go_on_from_what_is_known(invented: list[dict[str, Any]]) -> None:
    """Any coupling from the ledger, each coupling from any; nothing is searched twice."""
    found = ALL["fig7-today"].given(masses=3).data()
    assert [(r["strategy"], r["g_D"]) for r in invented] == [
        ("today", None),
        *(("today", g) for g in COUPLINGS),
    ]
    assert {m.m_aprime for m in invented[0]["known"]} == set(hierarchy.SEARCHED)
    assert set(hierarchy.SEARCHED) <= set(invented[0]["masses"])
    assert all(len(r["known"]) == len(r["masses"]) for r in invented[1:])
    ALL["hierarchy"].given(masses=3).data()
    assert len(invented) == 1 + len(COUPLINGS)
    assert set(found["g_D"]) == {"any", *(f"{g:g}" for g in COUPLINGS)}
    np.testing.assert_allclose(
        found.where("g_D", "any")["m_aprime"], [1e3 * m for m in invented[0]["masses"]]
    )


def test_no_coupling_lies_above_any(
    invented: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search for one coupling finds more, that for any goes on from there; elsewhere it does not."""
    usual = joint.curve
    masses = largest_moment.masses_searched(3)

    def curve(
        strategy: str, g_D: float | None, *arguments: Any, **options: Any
    ) -> Iterator[Maximum]:
        for m in usual(strategy, g_D, *arguments, **options):
            more = g_D == COUPLINGS[-1] and m.m_aprime == masses[0]
            yield replace(m, mu_eff=1e-9) if more else m

    monkeypatch.setattr(joint, "curve", curve)
    largest_moment.searched(None, masses, largest_moment.Listener(lambda: None))
    *_, last = invented
    assert len(invented) == 2 + len(COUPLINGS) and last["g_D"] is None
    assert last["masses"] == masses[:1] and [m.mu_eff for m in last["known"]] == [1e-9]


def test_every_search_is_told(invented: list[dict[str, Any]]) -> None:
    """From nothing to everything, one step for each mass and coupling; nothing again when it is known."""
    told: list[float] = []
    figure = ALL["fig7-today"].given(masses=3)
    figure.data(lambda fraction, _: told.append(fraction))
    masses = len(largest_moment.masses_searched(3))
    assert len(told) == 1 + masses * (1 + len(COUPLINGS)) + 1
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1
    told.clear()
    figure.data(lambda fraction, _: told.append(fraction))
    assert told == [0.0, 1.0] and len(invented) == 1 + len(COUPLINGS)


def test_today_shows_searches_as_points(data: Get) -> None:
    """A mark at each mass that was searched, and published limits below, grey where they decide nothing."""
    found = data("fig7-today")
    picture = ALL["fig7-today"].draw(found)
    upper, middle, lower = picture.axes
    marks = [line for line in upper.get_lines() if line.get_marker() not in ("", "None")]
    assert len(marks) == 1 + len(COUPLINGS)
    assert all(len(line.get_xdata()) == len(largest_moment.masses_searched(3)) for line in marks)
    words = {text.get_text() for text in middle.texts}
    assert {"BaBar 2014"} <= words and any("NA64 2019" in w for w in words)
    assert len(middle.get_lines()) > 10
    assert {t.get_text() for t in lower.get_yticklabels()} == {
        "NA64 2019 invisible", r"$\tau\to eSS$", "BaBar 2014",
    }  # fmt: skip
    assert "limited by" in ALL["fig7-today"].caption(found)


def test_three_versions_in_one(data: Get) -> None:
    """Each with its word, and how close each comes."""
    found = data("hierarchy")
    assert list(dict.fromkeys(found["version"])) == list(figures.VERSIONS)
    shown = {text.get_text() for text in ALL["hierarchy"].draw(found).axes[0].texts}
    for version in figures.VERSIONS:
        word = figures.style.STROKES[version].words
        assert any(text.startswith(word) for text in shown)
    assert ALL["hierarchy"].caption(found).count("of it, at") == 3


def test_drawn_from_the_command_line(tmp_path: Path, invented: list[dict[str, Any]]) -> None:
    """A path and a caption without dollars."""
    path, caption = figures.draw("fig7", "today", tmp_path, 3)
    assert path == tmp_path / "fig7-today.png" and path.read_bytes().startswith(b"\x89PNG")
    assert "$" not in caption and "Closest to Borexino with any g_D" in caption


@pytest.mark.slow
def test_today_as_computed() -> None:
    """With the real optimiser: allowed, and below the direct limit."""
    largest_moment.searched.cache_clear()  # type: ignore[attr-defined]
    listener = largest_moment.Listener(lambda: None)
    found = largest_moment.searched(None, (8.0,), listener)
    assert all(0 < m.mu_eff < m.direct and m.active for m in found)
