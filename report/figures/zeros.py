r"""Where the moment vanishes.

.. math:: T_{21}\propto\sin2(\theta_I-\theta_R)\,\sum_\alpha M_\alpha\,\Delta\mathcal J_\alpha

has zeros where scalar mixings of H and A are the same or swap, at m = 0, and where the two heavy fermions
cancel against each other. The last are not among the conditions that the paper names.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.inputs import point_file
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters, rotation
from darktmm.papers.orders import energy
from darktmm.papers.wording import digits, listed
from darktmm.report.figures import style
from darktmm.report.figures.contours import zero_lines
from darktmm.report.figures.figure import Data, Figure, Progress, numbers
from darktmm.report.figures.labels import Label, place

DIRAC = 0.3
"""m_D of the curve and of the map, GeV."""


def reference(point: Parameters | None) -> Parameters:
    """The point that is given, or that which comes with the package."""
    return Parameters.from_file(point_file("reference")) if point is None else point


def which(point: Parameters | None) -> str:
    """In words."""
    return "the reference point" if point is None else "the given point"


def coefficient(points: Parameters) -> FloatArray:
    """T₂₁ in units of its largest value among these points, with its sign, (n,)."""
    values = moments.transition_coefficient(points)[:, 1, 0]
    largest = values[np.argmax(np.abs(values))]
    return np.asarray((values / largest).real)


def _crossings(x: FloatArray, y: FloatArray) -> FloatArray:
    """Where y changes its sign, straight lines in between."""
    k = np.flatnonzero(y[:-1] * y[1:] < 0)
    return np.asarray(x[k] - y[k] * (x[k + 1] - x[k]) / (y[k + 1] - y[k]))


# --- along m --------------------------------------------------------------------------------------


def compute_curve(progress: Progress, point: Parameters | None = None) -> Data:
    """The moment against m at fixed m_D.

    Args:
        progress: of the computation.
        point: everything else; the reference point by default.
    """
    ratio = np.linspace(0.0, 2.0, 601)
    masses = DIRAC * ratio
    here = reference(point)
    values = coefficient(here.with_(m_L=masses, m_R=masses, m_D=DIRAC))
    progress(1.0, "zeros of the moment")
    return Data(
        (
            numbers("m/m_D", "1", "Majorana mass over Dirac mass of N", ratio),
            numbers("T_21", "1", "transition coefficient over its largest value here", values),
        ),
        {"m_D [GeV]": DIRAC, "point": which(point), "_zeros": _crossings(ratio, values)},
    )


def draw_curve(data: Data) -> Any:
    """The curve with its zeros marked."""
    picture, axes = style.canvas(style.ONE_COLUMN, 2.5)
    x, y = data["m/m_D"], data["T_21"]
    axes.plot(x, np.zeros_like(x), color=style.GREY, lw=0.7)
    axes.plot(x, y, **style.STROKES["derived"].line_of(1.8))
    crossings = data.facts["_zeros"]
    axes.plot(0, 0, "o", color=style.BLACK, ms=5, clip_on=False, zorder=5)
    axes.plot(crossings, np.zeros_like(crossings), "o", color=style.VERMILION, ms=5, zorder=5)
    axes.set(xlim=(0, x[-1]), ylim=(1.25 * min(y.min(), -0.05), 1.12))
    axes.set_xlabel("$m/m_D$")
    axes.set_ylabel(r"$T_{21}\,/\,$largest")
    axes.annotate("$m=0$", (0, 0), (7, 7), textcoords="offset points")
    for c in crossings:
        axes.annotate(
            "$M_1$ and $M_2$ cancel",
            (c, 0),
            (12, -16),
            textcoords="offset points",
            color=style.VERMILION,
            arrowprops={"arrowstyle": "-", "color": style.VERMILION, "lw": 0.6, "shrinkB": 3},
        )
    return picture


def caption_curve(data: Data) -> str:
    """Where the zeros are."""
    found = ", ".join(f"{z:.3f}" for z in data.facts["_zeros"])
    again = (
        f"again at $m/m_D={found}$, with all three conditions of the text met"
        if found
        else f"nowhere else below ${digits(float(data['m/m_D'][-1]), '.3g')}\\,m_D$"
    )
    return (
        f"The moment against the Majorana mass $m$ at $m_D$ = {energy(DIRAC)}, scalars as at "
        f"{data.facts['point']}: it vanishes at $m=0$ and {again}."
    )


# --- over the mixing angles -----------------------------------------------------------------------

ANGLES, RATIOS = 121, 121
"""Points of the map, both odd: the lines of symmetry are on it."""


def compute_map(progress: Progress, point: Parameters | None = None) -> Data:
    """The moment over the angle between the scalar mixings and m/m_D.

    Args:
        progress: of the computation.
        point: everything else; the reference point by default.
    """
    here = reference(point)
    angle = np.linspace(-np.pi / 2, np.pi / 2, ANGLES)
    ratio = np.linspace(0.0, 2.0, RATIOS)
    a, r = (grid.ravel() for grid in np.meshgrid(angle, ratio))
    theta_r = float((here.angles or (np.zeros(1),))[0][0])
    mass = DIRAC * r
    points = here.with_(m_L=mass, m_R=mass, m_D=DIRAC, O_I=rotation(theta_r + a))
    progress(1.0, "map of the zeros of the moment")
    return Data(
        (
            numbers("theta_I - theta_R", "rad", "angle between the scalar mixings", a),
            numbers("m/m_D", "1", "Majorana mass over Dirac mass of N", r),
            numbers(
                "T_21",
                "1",
                "transition coefficient over its largest value here",
                coefficient(points),
            ),
        ),
        {"m_D [GeV]": DIRAC, "point": which(point)},
    )


_ROUNDING = 1e-12
"""Of the largest moment: below, it is zero and has no sign."""


def lines_of_zeros(data: Data) -> dict[str, list[FloatArray]]:
    """Where the moment vanishes: straight lines of angle, m = 0, and what is left, (n, 2) each."""
    angle, ratio = (np.unique(data[c]) for c in ("theta_I - theta_R", "m/m_D"))
    table = data["T_21"].reshape(len(ratio), len(angle))
    table = np.where(np.abs(table) < _ROUNDING, 0.0, table)
    of_angle = [
        np.stack([np.full_like(ratio, a), ratio], axis=1)
        for a, column in zip(angle, table.T, strict=True)
        if not column.any()
    ]
    of_ratio = [
        np.stack([angle, np.full_like(angle, r)], axis=1)
        for r, row in zip(ratio, table, strict=True)
        if not row.any()
    ]
    sign = np.sign(np.interp(angle, angle, table[-1]))
    smooth = (
        table * np.where(sign == 0, np.nan, sign)[None]
    )  # does not change its sign with the angle
    lines = zero_lines(angle, ratio, smooth)
    cancelling = [line for line in lines if line[:, 1].min() > ratio[1]]
    return {"angle": of_angle, "m": of_ratio, "cancel": cancelling}


def draw_map(data: Data) -> Any:
    """The sign and size of the moment, and the lines on which it vanishes."""
    picture, axes = style.canvas(style.ONE_COLUMN, 3.0)
    angle, ratio = (np.unique(data[c]) for c in ("theta_I - theta_R", "m/m_D"))
    table = data["T_21"].reshape(len(ratio), len(angle))
    scaled = np.sign(table) * np.sqrt(np.abs(table))
    shown = axes.contourf(
        angle / np.pi,
        ratio,
        scaled,
        levels=np.linspace(-1, 1, 41),
        cmap=style.diverging(),
        zorder=0,
    )
    shown.set_edgecolor("face")  # no seams between the levels
    bar = picture.colorbar(
        shown, ax=axes, pad=0.02, aspect=30, ticks=np.sign(_TICKS) * np.sqrt(np.abs(_TICKS))
    )
    if bar.solids is not None:
        bar.solids.set_edgecolor("face")
    bar.ax.set_yticklabels([f"${t:g}$" for t in _TICKS], fontsize=7)
    bar.ax.tick_params(which="both", length=2)
    bar.set_label(r"$T_{21}\,/\,$largest")
    found = lines_of_zeros(data)
    for kind, line in (("angle", "-"), ("m", "-"), ("cancel", "--")):
        colour = style.VERMILION if kind == "cancel" else style.BLACK
        for x, y in (piece.T for piece in found[kind]):
            axes.plot(
                x / np.pi, y, color=colour, lw=1.8, ls=line, zorder=3, clip_on=kind == "cancel"
            )
    axes.set(xlim=(angle[0] / np.pi, angle[-1] / np.pi), ylim=(ratio[0], ratio[-1]))
    axes.set_xlabel(r"$(\theta_I-\theta_R)/\pi$")
    axes.set_ylabel("$m/m_D$")
    labels = [
        Label("$M_1$ and $M_2$ cancel", x / np.pi, y, style.VERMILION, at=0.25)
        for x, y in (line.T for line in found["cancel"])
    ][:1]
    labels += [
        Label("same mixing", x / np.pi, y, style.BLACK, at=0.75)
        for x, y in (line.T for line in found["angle"])
        if abs(x[0]) < 0.1
    ]
    labels += [
        Label("states swapped", x / np.pi, y, style.BLACK, at=0.75, sides=(1, -1))
        for x, y in (line.T for line in found["angle"])
        if abs(x[0]) > 1.5
    ]
    labels += [
        Label("$m=0$: lepton number", x / np.pi, y, style.BLACK, at=0.25)
        for x, y in (line.T for line in found["m"])
    ]
    place(axes, labels)
    return picture


_TICKS = np.array([-1, -0.5, -0.1, 0, 0.1, 0.5, 1])


def caption_map(data: Data) -> str:
    """Which lines are which."""
    heights = [float(line[:, 1].mean()) for line in lines_of_zeros(data)["cancel"]]
    text = (
        r"Where the moment from scalar-radiated loops vanishes: over the angle $\theta_I-\theta_R$ between the "
        f"mixings of $H$ and $A$, and over $m/m_D$, at $m_D$ = {energy(DIRAC)}, scalars as at "
        rf"{data.facts['point']}. Solid: $\sin2(\theta_I-\theta_R)=0$, and $m=0$, where lepton number is conserved. "
    )
    if heights:
        at = listed(f"${digits(h, '.3f')}$" for h in dict.fromkeys(round(h, 3) for h in heights))
        text += f"Dashed: at $m/m_D$ = {at} the two heavy fermions cancel, whatever the angle. "
    return text + "The scale of colours is that of the square root."


FIGURES = (
    Figure(
        "zeros",
        "A zero of the moment that no condition of the text contains",
        compute_curve,
        draw_curve,
        caption_curve,
    ),
    Figure(
        "zero-map",
        "Where the moment vanishes, over the mixing angles",
        compute_map,
        draw_map,
        caption_map,
    ),
)
