"""Figures: what is drawn is computed by `numeric` and `papers`, and stands in a file of numbers beside it.

>>> from darktmm.report.figures import ALL
>>> written = ALL["accuracy"].write("out")  # doctest: +SKIP
>>> sorted(written.paths)  # doctest: +SKIP
['csv', 'pdf', 'png', 'svg']

A figure is an object (`figures.figure.Figure`) with a title, data, a picture and a caption; there is one
module for each, or for a few that belong together, and nothing else lists them but `ALL`. Figures 6 and 7 of
the paper come in three versions: as *printed* (its formulas, its inputs), as *derived* (right formulas, its
inputs), and *today* (right formulas, current data, everything that may vary optimised).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.report.figures import (
    accuracy,
    largest_moment,
    planes,
    ratios,
    solar_limits,
    weight,
    zeros,
)
from darktmm.report.figures.figure import AT_A_GLANCE, FORMATS, Data, Figure, Progress, Written
from darktmm.report.sentences import to_terminal

__all__ = [
    "ALL",
    "AT_A_GLANCE",
    "FORMATS",
    "VERSIONS",
    "Data",
    "Figure",
    "Progress",
    "Written",
    "chosen",
    "draw",
    "write_all",
]

VERSIONS = ("printed", "derived", "today")
"""Of figures 6 and 7."""

_MODULES = (solar_limits, largest_moment, planes, ratios, weight, zeros, accuracy)

ALL: Mapping[str, Figure] = {
    figure.name: figure for module in _MODULES for figure in module.FIGURES
}
"""Every figure by name, in the order in which they are shown."""

OF_THE_PAPER = ("fig6", "fig7")
"""Figures that have versions; fig6-printed is one of them."""


def chosen(name: str, version: str = "all") -> tuple[Figure, ...]:
    """Figures by name; fig6 and fig7 are those of the paper, in one version or all.

    Raises:
        ValueError: no such figure or version; the message lists those there are.
    """
    if name in ALL:
        return (ALL[name],)
    if name not in OF_THE_PAPER:
        raise ValueError(f"figure {name!r}: must be one of {', '.join((*OF_THE_PAPER, *ALL))}")
    if version not in (*VERSIONS, "all"):
        raise ValueError(f"--version {version!r}: must be one of {', '.join(VERSIONS)}, all")
    versions = VERSIONS if version == "all" else (version,)
    return tuple(ALL[f"{name}-{each}"] for each in versions)


def draw(
    name: str,
    version: str,
    out: Path,
    masses: int | None = None,
    progress: Progress | None = None,
    point: Parameters | None = None,
) -> tuple[Path, str]:
    """Write one figure; returns the path of its PNG and the caption for a terminal.

    Args:
        name: as for `chosen`.
        version: one of `VERSIONS`, for fig6 and fig7.
        out: folder.
        masses: of A', where the figure takes their number.
        progress: see `Figure.write`.
        point: what a figure does not vary, where it takes a point.

    Raises:
        ValueError: as `chosen`; fewer than two masses; a point that the figure does not take.
        WriteError: a file cannot be written.
    """
    if masses is not None and masses < 2:
        raise ValueError(f"--masses {masses}: must be at least 2")
    (figure,) = chosen(name, version)
    if masses is not None and figure.takes("masses"):
        figure = figure.given(masses=masses)
    if point is not None:
        if not figure.takes("point"):
            able = ", ".join(each for each, f in ALL.items() if f.takes("point"))
            raise ValueError(f"--point: {name} takes none; these do: {able}")
        figure = figure.given(point=point)
    written = figure.write(out, progress)
    return written.paths["png"], to_terminal(written.caption)


def write_all(
    out: Path,
    given: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
) -> Iterator[Written]:
    """Write every figure, one after the other.

    Args:
        out: folder.
        given: options of some of them, by name, e.g. {"ratios": {"entries": entries}}.
        progress: told what is being computed, figure by figure.
    """
    for figure in ALL.values():
        yield figure.given(**(given or {}).get(figure.name, {})).write(out, progress)
