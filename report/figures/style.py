"""How figures look: sizes of a journal's columns, STIX, white ground, colours that everybody can tell apart.

*Printed*, *derived* and *today* have each a colour, a stroke and a word. Colours are those of Okabe and Ito,
chosen so that they differ for every kind of colour vision; none carries a meaning alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

ONE_COLUMN, TWO_COLUMNS = 3.54, 7.09
"""Widths, inch: 90 mm and 180 mm."""

DPI = 300

BLACK, GREY, PALE = "#000000", "#6e6e6e", "#b9b9b9"
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = (
    "#0072b2", "#bf5400", "#00805e", "#a8447f", "#9a6500", "#2b7cab",
)  # fmt: skip
"""Okabe and Ito, darkened where words in them could not be read on white (contrast 4.5)."""

CYCLE = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)


@dataclass(frozen=True)
class Stroke:
    """Of a version: what it is called and how it is drawn."""

    words: str
    colour: str
    line: Any

    def line_of(self, width: float = 1.6) -> dict[str, Any]:
        """Options of a line."""
        return {"color": self.colour, "ls": self.line, "lw": width}


STROKES = {
    "printed": Stroke("as printed", VERMILION, (0, (5, 1.6))),
    "derived": Stroke("derived", BLUE, "-"),
    "today": Stroke("today", BLACK, (0, (6, 1.4, 1.2, 1.4))),
}

_RC = {
    "font.family": "STIXGeneral",
    "mathtext.fontset": "stix",
    "font.size": 8.5,
    "axes.labelsize": 9.5,
    "axes.titlesize": 9,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "axes.linewidth": 0.7,
    "lines.linewidth": 1.4,
    "lines.solid_capstyle": "round",
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.minor.width": 0.5,
    "ytick.minor.width": 0.5,
    "hatch.linewidth": 0.45,
    "hatch.color": PALE,
    "figure.dpi": DPI,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "darktmm",
    "path.simplify": True,
    "path.simplify_threshold": 0.05,
    "axes.unicode_minus": True,
}


@contextmanager
def journal() -> Iterator[None]:
    """Within, figures look like this."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        yield


def canvas(width: float, height: float, rows: int = 1, **options: Any) -> tuple[Canvas, Any]:
    """A picture and its axes; sizes in inch."""
    picture = Canvas(figsize=(width, height), layout="constrained")
    return picture, picture.subplots(rows, **options)


_METADATA: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": "darktmm"},
    "svg": {"Date": None, "Creator": "darktmm"},
    "png": {"Software": "darktmm"},
}
"""No dates: the same data make the same file."""


def saved(picture: Canvas, kind: str, title: str) -> bytes:
    """The picture as a file; vectors for PDF and SVG."""
    out = io.BytesIO()
    picture.savefig(out, format=kind, dpi=DPI, metadata={**_METADATA[kind], "Title": title})
    return out.getvalue()


def tag(axes: Any, text: str, colour: str = BLACK, x: float = 0.025, y: float = 0.965) -> None:
    """A word in a corner that says which version this is."""
    axes.text(
        x,
        y,
        text,
        transform=axes.transAxes,
        ha="left" if x < 0.5 else "right",
        va="top" if y > 0.5 else "bottom",
        color=colour,
        weight="bold",
        fontsize=9,
        bbox={"boxstyle": "square,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
        zorder=9,
    )


def excluded(axes: Any, x: Any, low: Any, high: Any, hatch: str = "////", **options: Any) -> None:
    """Hatch what is excluded between two curves."""
    style = {"fc": "#f1f1f1", "ec": PALE, "lw": 0.0, "hatch": hatch, "zorder": 0.2} | options
    axes.fill_between(x, low, high, **style)


def note(axes: Any, text: str, x: float = 0.02, y: float = 0.97) -> None:
    """Small words in a corner of the axes."""
    axes.text(
        x,
        y,
        text,
        transform=axes.transAxes,
        ha="left" if x < 0.5 else "right",
        va="top" if y > 0.5 else "bottom",
        color=GREY,
        fontsize=7,
        bbox={"boxstyle": "square,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
        zorder=9,
    )


def diverging() -> Any:
    """Blue over white to orange: told apart by everybody, and in grey by what is written on it."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("darktmm", ["#4f9fd0", "#ffffff", "#eda35a"])


def primes(text: str) -> str:
    r"""Words with formulas as matplotlib should get them: its accent of A' is hardly seen.

    >>> primes("$m_{A'}$, the paper's")
    "$m_{A\\prime }$, the paper's"
    """
    parts = text.split("$")
    return "$".join(p.replace("'", r"\prime ") if k % 2 else p for k, p in enumerate(parts))
