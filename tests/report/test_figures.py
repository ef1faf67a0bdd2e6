"""Figures: each one and each version is drawn, says what it shows, and refuses what it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import assert_refused, run

from darktmm.numeric.constraints.scattering import local_exponent, rate, windows
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.joint import Maximum
from darktmm.report import figures
from darktmm.report.points import bundled

PNG = b"\x89PNG\r\n\x1a\n"


def assert_picture(path: Path) -> None:
    """A PNG of more than one colour."""
    from matplotlib import image

    assert path.read_bytes().startswith(PNG)
    pixels = image.imread(path)
    assert min(pixels.shape[:2]) > 300
    assert pixels.std() > 0.01


class Drawn:
    """What a figure puts on its axes."""

    def __init__(self, axes: Any) -> None:
        self.axes = axes

    @property
    def lines(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Curves by their labels."""
        return {
            line.get_label(): (np.asarray(line.get_xdata()), np.asarray(line.get_ydata()))
            for line in self.axes.get_lines()
        }


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Drawn]:
    """The axes of every figure, as they were saved."""
    found: list[Drawn] = []
    save = figures._save

    def overheard(figure: Any, path: Path) -> None:
        found.extend(map(Drawn, figure.get_axes()))
        save(figure, path)

    monkeypatch.setattr(figures, "_save", overheard)
    return found


# --- figure 6 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", figures.VERSIONS)
def test_figure_6(tmp_path: Path, drawn: list[Drawn], version: str) -> None:
    """Written where it was asked, axes labelled, limits that grow with the mass."""
    outcome = run("plot", "fig6", "--version", version, "--out", tmp_path / "new", "--masses", "3")
    assert outcome.exit_code == 0, outcome.output
    path = tmp_path / "new" / f"fig6-{version}.png"
    assert_picture(path)
    assert path.name in outcome.output.replace("\n", "")
    (shown,) = drawn
    assert "m_{A'}" in shown.axes.get_xlabel() and "MeV" in shown.axes.get_xlabel()
    assert "mu_{\\rm eff}" in shown.axes.get_ylabel()
    curves = [y for x, y in shown.lines.values() if len(x) > 2]
    assert curves
    for y in curves:
        assert np.all(np.isfinite(y)) and np.all(np.diff(y) > -1e-9 * y[:-1])


def test_figure_6_in_numbers(tmp_path: Path, drawn: list[Drawn]) -> None:
    """The printed curve is the number of events at a threshold of 50 keV, 8 % up at 100 keV."""
    _, caption = figures.draw("fig6", "derived", tmp_path, 3)
    (shown,) = drawn
    mass, limit = shown.lines["(33), (34); 50 keV, 862 keV"]
    window = windows()["paper"]
    for k in (0, 100, 199):
        growth = math.sqrt(float(rate(0.0, window) / rate(mass[k] / 1e3, window)))
        assert limit[k] == pytest.approx(2.8e-11 * growth, rel=1e-9)
    at_100_keV = np.exp(np.interp(np.log(0.1), np.log(mass), np.log(limit))) / 2.8e-11
    assert round(100 * (at_100_keV - 1)) == 8
    assert "not yet flat at 100 keV" in caption
    assert float(local_exponent(1e-3, window)) < 1.9
    _, right = shown.lines["threshold 190 keV"]
    assert np.all(right <= limit * (1 + 1e-12)) and right[-1] < 0.8 * limit[-1]


def test_figure_6_today_shows_every_experiment(tmp_path: Path, drawn: list[Drawn]) -> None:
    """For the photon xenon is stronger than Borexino, for a heavy mediator weaker."""
    figures.draw("fig6", "today", tmp_path, 3)
    (shown,) = drawn
    assert set(shown.lines) == set(figures.SOLAR.values())
    borexino, xenon = (shown.lines[name][1] for name in ("Borexino 2017", "XENONnT 2022"))
    assert xenon[0] < borexino[0] and xenon[-1] > borexino[-1]


# --- figure 7 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["printed", "derived"])
def test_figure_7(tmp_path: Path, drawn: list[Drawn], version: str) -> None:
    """Three couplings, in proportion, far below the direct limit; the caption says how far."""
    outcome = run("plot", "fig7", "--version", version, "--out", tmp_path, "--masses", "4")
    assert outcome.exit_code == 0, outcome.output
    assert_picture(tmp_path / f"fig7-{version}.png")
    (shown,) = drawn
    strong, middle, weak = (shown.lines[f"$g_D = {g}$"][1] for g in figures.COUPLINGS)
    np.testing.assert_allclose(strong, 10 * middle, rtol=1e-12)
    np.testing.assert_allclose(strong, 100 * weak, rtol=1e-12)
    mass, direct = shown.lines["Borexino, limit on moments"]
    np.testing.assert_allclose(mass, [1e3 * m for m in joint.masses(4)])
    assert np.all(strong < 1e-2 * direct)
    assert f"{np.max(strong / direct):.1e} of it" in " ".join(outcome.output.split())


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Curves that take no time: μ = 1e-10 (g_D or 1), nothing allowed at the last mass."""
    requests: list[dict[str, Any]] = []

    def curve(
        strategy: str, g_D: float | None, masses: list[float], **options: Any
    ) -> Iterator[Maximum]:
        requests.append({"strategy": strategy, "g_D": g_D, **options})
        for m in masses[:-1]:
            yield Maximum(m, 1e-10 * (g_D or 1.0), 1e-8, -1e-4, ("NA64 2019",), None, (), 1.0)
        yield Maximum(masses[-1], math.nan, 1e-8, math.nan, (), None, (), 1.0)

    monkeypatch.setattr(joint, "curve", curve)
    return requests


def test_figure_7_today(tmp_path: Path, drawn: list[Drawn], invented: list[dict[str, Any]]) -> None:
    """Everything optimised, g_D included; each coupling from what is known; published ε below."""
    path, caption = figures.draw("fig7", "today", tmp_path, 3)
    assert_picture(path)
    assert [(r["strategy"], r["g_D"]) for r in invented] == [
        ("today", None),
        *(("today", g) for g in figures.COUPLINGS),
    ]
    assert ["known" in r for r in invented] == [False, True, True, True]
    upper, lower = drawn
    assert set(upper.lines) == {
        "any $g_D$",
        *(f"$g_D = {g}$" for g in figures.COUPLINGS),
        "Borexino, limit on moments",
    }
    epsilon = lower.lines["at the maxima, any $g_D$"][1]
    np.testing.assert_allclose(epsilon[:-1], 1e-4)
    named = {name for name in lower.lines if not name.startswith("_")}
    assert "NA64 2019, invisible" in named or "NA64 2019" in " ".join(named)
    assert len(lower.lines) > 10  # searches that decide about nothing, in grey
    assert "1.0e-02 of it" in caption and "limited by NA64 2019." in caption


@pytest.mark.slow
def test_figure_7_today_as_computed(tmp_path: Path) -> None:
    """With the real optimiser."""
    path, caption = figures.draw("fig7", "today", tmp_path, 2)
    assert_picture(path)
    assert "Closest to Borexino" in caption


def test_all_versions(tmp_path: Path, invented: list[dict[str, Any]]) -> None:
    """--version all: one picture each."""
    assert run("plot", "fig7", "--version", "all", "--out", tmp_path).exit_code == 0
    assert {p.name for p in tmp_path.iterdir()} == {f"fig7-{v}.png" for v in figures.VERSIONS}
    asked = [r["strategy"] for r in invented]
    assert asked == ["paper"] * 3 + ["derived"] * 3 + ["today"] * 4


# --- figures of the ledger -----------------------------------------------------------------------


def test_printed_against_derived(tmp_path: Path, drawn: list[Drawn]) -> None:
    """(22) is more than twice the derived moment at every mass: the weight x + y comes on top."""
    path = tmp_path / "ratio.png"
    figures.printed_against_derived(Parameters.from_file(bundled("reference")), path)
    assert_picture(path)
    ratios = np.concatenate([y for x, y in drawn[0].lines.values() if len(x) > 2])
    assert np.all(ratios > 2) and np.all(np.isfinite(ratios))


def test_zeros(tmp_path: Path, drawn: list[Drawn]) -> None:
    """A zero at m = 0 and another one, where the curve changes sign; the caption has it."""
    path = tmp_path / "zeros.png"
    caption = figures.zeros(Parameters.from_file(bundled("reference")), path)
    assert_picture(path)
    x, y = max(drawn[0].lines.values(), key=lambda line: len(line[0]))
    assert y[0] == pytest.approx(0, abs=1e-12) and np.max(np.abs(y)) == pytest.approx(1)
    (k,) = np.flatnonzero(y[:-1] * y[1:] < 0)
    assert f"m/m_D = {(x[k] + x[k + 1]) / 2:.3f}, with all three conditions" in caption


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("fig8",), ("'fig8'", "fig6, fig7")),
        (("fig6", "--version", "tomorrow"), ("'tomorrow'", "printed, derived, today, all")),
        (("fig7", "--masses", "1"), ("--masses 1", "at least 2")),
    ],
)
def test_refused(tmp_path: Path, arguments: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Exit code 2, what is wrong and what is allowed; nothing drawn."""
    assert_refused(run("plot", *arguments, "--out", tmp_path / "out"), *named)
    assert not (tmp_path / "out").exists()
