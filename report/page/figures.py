"""Figures of the site: pictures with captions, and links to every format and to the numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from darktmm.report.figures.figure import AT_A_GLANCE
from darktmm.report.figures.style import ONE_COLUMN, TWO_COLUMNS

FOLDER = "figures"
"""Where figures from elsewhere are copied to."""

POINTS = 72.0
"""In an inch."""

PICTURES = ("svg", "png")
"""Formats for the page, the better one first."""


class Drawn(Protocol):
    """A figure that was written, see `report.figures.figure.Written`."""

    @property
    def name(self) -> str:
        """Of its files."""
        ...

    @property
    def title(self) -> str:
        """One line."""
        ...

    @property
    def caption(self) -> str:
        """A sentence or more."""
        ...

    @property
    def paths(self) -> Mapping[str, Path]:
        """By format, "csv" for the numbers, `AT_A_GLANCE` for a smaller picture."""
        ...


@dataclass(frozen=True)
class Shown:
    """A figure on the page.

    Attributes:
        name, title, caption: as drawn.
        picture: link to the picture that is shown.
        glance: link to a smaller one, or the same.
        links: by format.
        wide: made for the whole width of a page, not for one column.
    """

    name: str
    title: str
    caption: str
    picture: str
    glance: str
    links: Mapping[str, str]
    wide: bool = False


def linked(drawn: Sequence[Drawn], out: Path) -> tuple[list[Shown], dict[str, Path]]:
    """Figures with links relative to the site, and the files that have to be copied into it.

    Raises:
        ValueError: a figure has no picture that a page can show.
    """
    shown, copies = [], {}
    for figure in drawn:
        links = {}
        for kind, path in figure.paths.items():
            absolute, root = path.resolve(), out.resolve()
            if absolute.is_relative_to(root):
                links[kind] = absolute.relative_to(root).as_posix()
            else:
                links[kind] = f"{FOLDER}/{path.name}"
                copies[links[kind]] = path
        picture = next((links[kind] for kind in PICTURES if kind in links), None)
        if picture is None:
            raise ValueError(f"figure {figure.name!r}: neither {' nor '.join(PICTURES)}")
        glance = links.pop(AT_A_GLANCE, picture)
        wide = _is_wide(figure.paths)
        shown.append(Shown(figure.name, figure.title, figure.caption, picture, glance, links, wide))
    return shown, copies


_WIDTH = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)pt"')


def _is_wide(paths: Mapping[str, Path]) -> bool:
    """Whether a picture has more than the width of a column, by what its SVG says."""
    if "svg" not in paths:
        return False
    with paths["svg"].open(encoding="utf-8") as file:
        found = _WIDTH.search(file.read(4096))
    return found is not None and float(found[1]) > POINTS * (ONE_COLUMN + TWO_COLUMNS) / 2
