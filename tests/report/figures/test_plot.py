"""`darktmm plot`: files where they were asked for, a caption that a terminal can show, refusals in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import assert_refused, run

from darktmm.report.figures import ALL, VERSIONS
from darktmm.report.points import bundled


@pytest.mark.parametrize("version", ["printed", "derived"])
def test_a_figure_of_the_paper(tmp_path: Path, version: str) -> None:
    """Pictures and numbers in a new folder; the path and the caption are printed."""
    outcome = run("plot", "fig7", "--version", version, "--out", tmp_path / "new", "--masses", "4")
    assert outcome.exit_code == 0, outcome.output
    written = sorted(p.name for p in (tmp_path / "new").iterdir())
    assert written == [f"fig7-{version}.{kind}" for kind in ("csv", "pdf", "png", "svg")]
    rows = (tmp_path / "new" / f"fig7-{version}.csv").read_text().splitlines()
    assert sum(not row.startswith("#") for row in rows) == 1 + 3 * 4
    shown = " ".join(outcome.output.split())
    assert f"fig7-{version}.png: Figure 7" in shown and "Closest to Borexino at g_D" in shown
    assert "$" not in shown


def test_all_versions(tmp_path: Path) -> None:
    """--version all: one after the other."""
    assert run("plot", "fig6", "--version", "all", "--out", tmp_path).exit_code == 0
    assert {p.stem for p in tmp_path.iterdir()} == {f"fig6-{v}" for v in VERSIONS}


def test_list() -> None:
    """Every figure with its title, nothing drawn."""
    outcome = run("plot", "--list", columns=200)
    assert outcome.exit_code == 0
    for figure in ALL.values():
        assert f"{figure.name}: {figure.title}" in outcome.output


def test_at_a_point(tmp_path: Path) -> None:
    """The caption does not call it the reference point."""
    outcome = run("plot", "zeros", "--point", bundled("paper"), "--out", tmp_path)
    assert outcome.exit_code == 0, outcome.output
    assert "at the given point" in " ".join(outcome.output.split())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("fig8",), ("'fig8'", "fig6, fig7")),
        (("fig6", "--version", "tomorrow"), ("'tomorrow'", "printed, derived, today, all")),
        (("fig7", "--masses", "1"), ("--masses 1", "at least 2")),
        (("accuracy", "--point", bundled("paper")), ("accuracy takes none", "mixing-plane")),
    ],
)
def test_refused(tmp_path: Path, arguments: tuple[str | Path, ...], named: tuple[str, ...]) -> None:
    """What is wrong and what is allowed; nothing drawn."""
    assert_refused(run("plot", *arguments, "--out", tmp_path / "out"), *named)
    assert not (tmp_path / "out").exists()
