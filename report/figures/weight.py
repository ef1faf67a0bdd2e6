"""(22) over the derived moment, against the mass of the heavy neutrino."""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import as_printed
from darktmm.papers.wording import digits
from darktmm.report.figures import style
from darktmm.report.figures.figure import Data, Figure, Progress, numbers
from darktmm.report.figures.labels import Label, place
from darktmm.report.figures.zeros import reference, which

TWICE = 2.0
"""What the second antisymmetrisation alone makes of it."""

POINTS = 161


def compute(progress: Progress, point: Parameters | None = None) -> Data:
    """(22) over the magnetic part of T.

    Args:
        progress: of the computation.
        point: everything but the masses of the heavy neutrinos; the reference point by default.
    """
    here = reference(point)
    scale = float(np.mean([*here.only.M_H, *here.only.M_A]))
    x = np.geomspace(1e-2, 1e2, POINTS)
    ratios = np.full(POINTS, np.nan)
    points = here.with_(m_L=x * scale, m_R=x * scale, m_D=0.0)
    derived = moments.magnetic(moments.transition_coefficient(points)).imag[:, 1, 0]
    for k, at in enumerate(points):
        progress(k / POINTS, "(22) as printed and as derived")
        printed = as_printed.transition_coefficient(at)
        if printed is not None:
            ratios[k] = printed[1, 0] / derived[k]
    progress(1.0, "(22) as printed and as derived")
    return Data(
        (
            numbers("M_N/M_S", "1", "mass of N over the mean mass of the scalars", x),
            numbers(
                "printed/derived", "1", "(22) over the magnetic part of the derived moment", ratios
            ),
        ),
        {"mean scalar mass [GeV]": scale, "point": which(point)},
    )


def draw(data: Data) -> Any:
    """The ratio, and the part of it that is one factor."""
    picture, axes = style.canvas(style.ONE_COLUMN, 2.5)
    x, ratio = data["M_N/M_S"], data["printed/derived"]
    stroke = style.STROKES["printed"]
    axes.plot(x, ratio, **stroke.line_of(1.8))
    twice, one = np.full_like(x, TWICE), np.ones_like(x)
    axes.plot(x, twice, color=style.GREY, lw=0.9, ls=(0, (1, 1.5)))
    axes.plot(x, one, **style.STROKES["derived"].line_of(1.4))
    axes.set(xscale="log", yscale="log", xlim=(x[0], x[-1]), ylim=(0.4, 2 * np.nanmax(ratio)))
    axes.set_xlabel(r"$M_N\,/\,$mean scalar mass")
    axes.set_ylabel("printed / derived")
    place(
        axes,
        [
            Label("(22) as printed", x, ratio, stroke.colour, at=0.6),
            Label("antisymmetrised twice", x, twice, style.GREY, at=0.75),
            Label("derived", x, one, style.STROKES["derived"].colour, at=0.75, sides=(-1,)),
        ],
    )
    return picture


def caption(data: Data) -> str:
    """Between which values it lies."""
    ratio = data["printed/derived"]
    low, high = (digits(float(f(ratio)), ".3g") for f in (np.nanmin, np.nanmax))
    return (
        "Equation (22) over the magnetic part of the derived moment, against the mass of the heavy neutrino "
        f"($m_D=0$, scalars as at {data.facts['point']}): from ${low}$ to ${high}$. A factor {TWICE:g} is the second "
        "antisymmetrisation; the rest is the weight $x+y$ of (21)."
    )


FIGURES = (
    Figure(
        "printed-against-derived", "The printed moment over the derived one", compute, draw, caption
    ),
)
