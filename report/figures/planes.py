r"""Two planes through the parameter space, at the benchmark of the paper: (m_A', ε) and (M_E, |y|).

Every bound is asked at every point of a grid. Its contour is where its ratio is one; the boundary of what
all of them exclude together is drawn in the colours of those that set it. Two kinds of bounds have no
contour of that sort: those that exclude the whole plane, which are named beside it, and those that exclude
it whatever the ordinate, whose edges are vertical.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints import Assessment, Constraint, perturbativity, standard
from darktmm.numeric.inputs.data import MEV_PER_GEV, measurement
from darktmm.numeric.models.dark.observables.charged import yukawa_bound as heavy_bound
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound
from darktmm.papers.arxiv_2603_25704.printed.hierarchy import COUPLINGS
from darktmm.papers.orders import energy
from darktmm.papers.wording import digits, named
from darktmm.report.figures import style
from darktmm.report.figures.contours import zero_lines
from darktmm.report.figures.figure import Data, Figure, Progress, numbers, words
from darktmm.report.figures.labels import Label, place

COLUMNS, ROWS = 260, 200
"""Points of a grid."""

_FAR = 3.0
"""|ln ratio| from which on a bound is only far away."""


@dataclass(frozen=True)
class Plane:
    """What is drawn against what.

    Attributes:
        x, y: values along the axes, in the units of the point.
        at: (x, y) of many points → the points.
        names: of the columns of x and y.
        meanings: of the same.
        units: of the columns; x is shown in its own.
        scale: from the unit of the point to that of the column, for x.
        assumed: curves of the versions: name of the stroke → (words, x, y).
        today: how the bounds begin that the paper's curve is to be compared with today.
    """

    x: FloatArray
    y: FloatArray
    at: Callable[[FloatArray, FloatArray], Parameters]
    names: tuple[str, str]
    meanings: tuple[str, str]
    units: tuple[str, str]
    scale: float
    assumed: Mapping[str, tuple[str, FloatArray, FloatArray]]
    today: str | None = None


def mixing_plane(point: Parameters) -> Plane:
    """Mass of the dark photon and kinetic mixing, everything else as at the point."""
    masses = np.geomspace(1e-3, 10.0, COLUMNS)
    assumed: dict[str, tuple[str, FloatArray, FloatArray]] = {}
    fixed = joint.solver("paper", COUPLINGS[0])
    if isinstance(fixed, joint.Fixed):
        limit = np.array([portal.value for portal in fixed.portals(masses)])
        assumed["printed"] = (f"{', '.join(joint.PAPER_CURVES)}, taken as they are", masses, limit)
    return Plane(
        masses,
        np.geomspace(1e-8, 1e-1, ROWS),
        lambda m, e: point.with_(m_aprime=m, epsilon=e),
        ("m_aprime", "epsilon"),
        ("mass of the dark photon", "absolute value of the kinetic mixing"),
        ("MeV", "1"),
        MEV_PER_GEV,
        assumed,
    )


def yukawa_plane(point: Parameters) -> Plane:
    """Mass of the charged partner and the Yukawa coupling, as aligned as the paper assumes."""
    masses = np.geomspace(50.0, 5e3, COLUMNS)
    unit = joint.one_yukawa(1.0)
    printed = yukawa_bound.BOUND_VALUE * masses / yukawa_bound.BENCHMARK_M_E
    same_limit = heavy_bound(masses, measurement(yukawa_bound.LIMIT_SOURCE).value)
    return Plane(
        masses,
        np.geomspace(1e-4, YUKAWAS, ROWS),
        lambda m, y: point.with_(M_E=m, y=y[:, None, None] * unit),
        ("M_E", "y"),
        ("mass of the charged partner", "Yukawa coupling, y_e = (y, 0), y_mu = (y, -iy)"),
        ("GeV", "1"),
        1.0,
        {
            "printed": ("(31)", masses, printed),
            "derived": (yukawa_bound.LIMIT_SOURCE, masses, np.asarray(same_limit)),
        },
        today="mu -> e gamma",
    )


YUKAWAS = 1.4 * perturbativity.LARGEST
"""A little more than the largest Yukawa coupling with which anything can be computed."""


# --- what every bound says ------------------------------------------------------------------------


def asked(
    plane: Plane, constraints: Sequence[Constraint], progress: Progress
) -> dict[str, FloatArray]:
    """ln of the ratio of every bound on the grid, (rows, columns); NaN where it does not apply."""
    x, y = np.meshgrid(plane.x, plane.y)
    seen = DarkPredictions(plane.at(x.ravel(), y.ravel()))
    found = {}
    for k, constraint in enumerate(constraints):
        progress(k / len(constraints), f"asking {constraint.name}")
        found[constraint.name] = _logarithm(constraint(seen)).reshape(x.shape)
    return found


def _logarithm(verdict: Assessment) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.clip(np.log(np.abs(verdict.ratio)), -_FAR, _FAR)
    return np.where(verdict.applies, value, np.nan)


def _whole_columns(value: FloatArray) -> bool:
    """Whether something is excluded, and that does not depend on the ordinate."""
    excluded = value > 0
    return bool(excluded.any() and np.all(excluded == excluded[:1]))


_SMALLEST = 3
"""Steps of the grid that a contour has to extend over."""

Lines = list[FloatArray]


def contours(plane: Plane, value: FloatArray) -> Lines:
    """Where ln ratio = 0, in units of the plane, (n, 2) each; straight in logarithms.

    What is smaller than the grid can tell is left out.
    """
    x, y = np.log(plane.x), np.log(plane.y)
    smallest = _SMALLEST * np.array([x[1] - x[0], y[1] - y[0]])
    lines = zero_lines(x, y, value)
    return [np.exp(line) for line in lines if np.any(np.ptp(line, axis=0) > smallest)]


def outline(plane: Plane, value: FloatArray) -> Lines:
    """Where a bound begins to exclude; for one that excludes wherever it applies, where that ends.

    The latter is known to a step of the grid, and steps that are no more than that are smoothed.
    """
    return contours(plane, value) or [
        _smooth(line) for line in contours(plane, np.where(_filled(value) > 0, 1.0, -1.0))
    ]


def _smooth(line: FloatArray, width: int = 9) -> FloatArray:
    """The running mean in logarithms; the ends stay."""
    half = min(width // 2, (len(line) - 1) // 2)
    if half == 0:
        return line
    padded = np.concatenate([np.repeat(end, half, axis=0) for end in (line[:1], line[-1:])])
    whole = np.concatenate([padded[:half], line, padded[half:]])
    windows = np.lib.stride_tricks.sliding_window_view(np.log(whole), 2 * half + 1, axis=0)
    found: FloatArray = np.exp(windows.mean(axis=-1))
    found[[0, -1]] = line[[0, -1]]
    return found


def _filled(value: FloatArray) -> FloatArray:
    return np.where(np.isnan(value), -_FAR, value)


def boundary(plane: Plane, values: Mapping[str, FloatArray]) -> list[tuple[str, FloatArray]]:
    """The edge of what all bounds exclude together, in pieces that are named after what sets them."""
    table = np.array([_filled(v) for v in values.values()])
    worst, names = table.max(axis=0), list(values)
    leader = table.argmax(axis=0)
    pieces: list[tuple[str, FloatArray]] = []
    for line in contours(plane, worst):
        i = np.searchsorted(plane.y, line[:, 1], side="right") - 1
        j = np.searchsorted(plane.x, line[:, 0], side="right") - 1
        corners = [
            (np.clip(i + a, 0, len(plane.y) - 1), np.clip(j + b, 0, len(plane.x) - 1))
            for a in (0, 1)
            for b in (0, 1)
        ]
        heights = np.array([worst[c] for c in corners])
        owners = np.array([leader[c] for c in corners])
        owner = owners[heights.argmax(axis=0), np.arange(len(line))]
        starts = [0, *(np.flatnonzero(np.diff(owner)) + 1), len(line)]
        for a, b in itertools.pairwise(starts):
            pieces.append((names[owner[a]], line[a : b + 1]))
    return pieces


def compute(
    progress: Progress,
    plane: Callable[[Parameters], Plane],
    point: Parameters | None = None,
    constraints: Sequence[Constraint] | None = None,
) -> Data:
    """Contours of every bound, the boundary of all of them, and the curves of the paper.

    Args:
        progress: told which bound is asked.
        plane: which one.
        point: what does not vary; the benchmark of the paper by default.
        constraints: all by default.
    """
    here = joint.benchmark(COUPLINGS[0]) if point is None else point
    drawn = plane(here)
    values = asked(drawn, standard() if constraints is None else constraints, progress)
    columns = [n for n, v in values.items() if _whole_columns(v)]
    bent = {n: v for n, v in values.items() if n not in columns and np.any(v > 0)}
    lines: list[tuple[str, str, FloatArray]] = [
        *(("bound", n, line) for n, v in bent.items() for line in outline(drawn, v)),
        *(("strongest", n, line) for n, line in boundary(drawn, bent)),
        *(("column", n, line) for n in columns for line in _columns(drawn, values[n])),
        *(
            ("today", n, line)
            for n, v in bent.items()
            if drawn.today is not None and n.startswith(drawn.today)
            for line in contours(drawn, v)
        ),
        *(
            (version, text, np.stack([x, y], axis=1))
            for version, (text, x, y) in drawn.assumed.items()
        ),
    ]
    progress(1.0, "every bound asked")
    return Data(
        (
            words(
                "kind",
                "bound: contour of one; strongest: edge of what all exclude; column: from where to where one "
                "excludes every ordinate; printed: what the paper takes for the limit; derived: what follows "
                "from the same data; today: the same with today's data",
                _repeated(lines, 0),
            ),
            words("name", "of the bound", _repeated(lines, 1)),
            numbers("piece", "1", "number of the piece of curve", _counted(lines)),
            numbers(
                drawn.names[0], drawn.units[0], drawn.meanings[0], drawn.scale * _stacked(lines, 0)
            ),
            numbers(
                drawn.names[1],
                drawn.units[1],
                f"{drawn.meanings[1]}; none for a column",
                _stacked(lines, 1),
            ),
        ),
        {
            "point": "the benchmark" if point is None else "the given point",
            "_union": _union(bent),
            "_x": drawn.scale * drawn.x,
            "_y": drawn.y,
            "_point": here,
        },
    )


def _columns(plane: Plane, value: FloatArray) -> Lines:
    """From where to where everything is excluded; an end is found halfway in the logarithms."""
    row = value[0]
    excluded = np.concatenate([[False], row > 0, [False]])
    found = []
    for start in np.flatnonzero(~excluded[:-1] & excluded[1:]):
        stop = int(start) + int(np.argmin(excluded[start + 1 :]))  # first one that is not
        ends = [_crossing(plane.x, row, int(start) - 1), _crossing(plane.x, row, stop - 1)]
        found.append(np.array([[x, np.nan] for x in ends]))
    return found


def _crossing(x: FloatArray, value: FloatArray, k: int) -> float:
    """Where ln ratio = 0 between x_k and x_k+1; an end of the axis outside of it."""
    if not 0 <= k < len(x) - 1:
        return float(x[0] if k < 0 else x[-1])
    a, b = value[k], value[k + 1]
    share = a / (a - b) if np.isfinite(a) and np.isfinite(b) else 0.5
    return float(np.exp(np.log(x[k]) * (1 - share) + np.log(x[k + 1]) * share))


def _union(values: Mapping[str, FloatArray]) -> FloatArray:
    table = [_filled(v) for v in values.values()]
    return np.max(table, axis=0) if table else np.full((ROWS, COLUMNS), -_FAR)


def _repeated(lines: list[tuple[str, str, FloatArray]], which: int) -> list[str]:
    return [str(line[which]) for line in lines for _ in line[2]]


def _counted(lines: list[tuple[str, str, FloatArray]]) -> FloatArray:
    return np.repeat(np.arange(len(lines)), [len(line[2]) for line in lines]).astype(float)


def _stacked(lines: list[tuple[str, str, FloatArray]], axis: int) -> FloatArray:
    return np.concatenate([line[2][:, axis] for line in lines])


# --- pictures -------------------------------------------------------------------------------------

_AXES = {
    "m_aprime": style.primes("$m_{A'}$ [MeV]"),
    "epsilon": r"$|\varepsilon|$",
    "M_E": r"$M_E$ [GeV]",
    "y": r"$|y|$,   $y_e=(y,0),\ y_\mu=(y,-iy)$",
}

_THIN = {"color": style.PALE, "lw": 0.6, "zorder": 1.5}


def pieces(data: Data, kind: str) -> list[tuple[str, FloatArray, FloatArray]]:
    """Name, x and y of every piece of a kind."""
    x, y = (c.name for c in data.columns[-2:])
    found = []
    chosen = data.where("kind", kind)
    for k in dict.fromkeys(chosen["piece"]):
        piece = chosen.where("piece", k)
        found.append((str(piece["name"][0]), piece[x], piece[y]))
    return found


def draw(data: Data) -> Any:
    """The plane: what is excluded hatched, its edge in colours, every other contour in grey."""
    columns = pieces(data, "column")
    rows = list(dict.fromkeys(name for name, _, _ in columns))
    strip = 0.16 * max(len(rows), 1)
    picture, (axes, lower) = style.canvas(
        style.TWO_COLUMNS, 4.4 + strip, rows=2, sharex=True, height_ratios=(4.1, strip)
    )
    _hatch(axes, data)
    _above(axes, _HATCHED)
    strongest = pieces(data, "strongest")
    colours = _colours(strongest)
    labels: list[Label] = []
    bounds = pieces(data, "bound")
    for _, px, py in bounds:
        axes.plot(px, py, **_THIN)
    _edge(axes, strongest, colours)
    for version, at, side, distance in _VERSIONS:
        stroke = style.STROKES[version]
        for text, px, py in pieces(data, version):
            axes.plot(px, py, **stroke.line_of(1.4), zorder=4)
            labels.append(
                Label(
                    f"{stroke.words}: {named(text)}",
                    px,
                    py,
                    stroke.colour,
                    at=at,
                    size=8.5,
                    sides=(side,),
                    distance=distance,
                )
            )
    for name in colours:
        px, py = _longest(strongest, name)
        labels.append(Label(named(name), px, py, colours[name], size=7.5, dispensable=True))
    labels += [
        Label(named(name), px, py, style.GREY, size=6, dispensable=True)
        for name, px, py in _others(bounds, {*colours, *(n for n, _, _ in pieces(data, "today"))})
    ]
    for name, px, _ in columns:
        _bar(lower, style.primes(named(name)), px, -rows.index(name))
    lower.set_yticks([])
    lower.set_ylim(0.4 - len(rows), 0.6)
    _above(lower, _WHATEVER[data.columns[-1].name])
    lower.set_xlabel(_AXES[data.columns[-2].name])
    place(axes, labels)
    return picture


def draw_edge(data: Data) -> Any:
    """Only what sets the edge, and what the paper takes for the limit."""
    picture, axes = style.canvas(style.ONE_COLUMN, 3.1)
    _hatch(axes, data)
    whole = len({name for name, x, _ in pieces(data, "column") if _is_whole(data, x)})
    _above(axes, f"hatched: excluded{f'; everywhere by {whole} more' if whole else ''}")
    axes.set_xlabel(_AXES[data.columns[-2].name])
    axes.tick_params(axis="x", pad=6)  # the first number stays clear of that of the other axis
    strongest = pieces(data, "strongest")
    colours = _colours(strongest)
    _edge(axes, strongest, colours)
    labels = []
    stroke = style.STROKES["printed"]
    for _, x, y in pieces(data, "printed"):
        axes.plot(x, y, **stroke.line_of(1.4), zorder=4)
        labels.append(Label(stroke.words, x, y, stroke.colour, at=0.3, size=9, sides=(-1,)))
    for name in colours:
        x, y = _longest(strongest, name)
        labels.append(Label(named(name), x, y, colours[name], dispensable=True))
    place(axes, labels)
    return picture


def _hatch(axes: Any, data: Data) -> None:
    """The axes, and what all bounds exclude together."""
    x, y = data.facts["_x"], data.facts["_y"]
    axes.set(xscale="log", yscale="log", xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    axes.set_ylabel(_AXES[data.columns[-1].name])
    fill = axes.contourf(
        x,
        y,
        data.facts["_union"],
        levels=[0, 2 * _FAR],
        colors=["#f1f1f1"],
        hatches=["////"],
        zorder=0.2,
    )
    fill.set_edgecolor(style.PALE)
    fill.set_linewidth(0)


def _edge(
    axes: Any,
    strongest: Sequence[tuple[str, FloatArray, FloatArray]],
    colours: Mapping[str, str],
) -> None:
    """What sets the boundary, in colours."""
    for name, x, y in strongest:
        axes.plot(x, y, color=colours[name], lw=2.2, zorder=3, solid_capstyle="round")


def _above(axes: Any, text: str) -> None:
    """Words that say what is seen, on the frame."""
    axes.set_title(text, fontsize=7.5, loc="left", pad=2, style="italic")


def _bar(axes: Any, name: str, x: FloatArray, height: float) -> None:
    """From where to where, with the name in the bar, or beside it where there is more room."""
    low, high = np.log(axes.get_xlim())
    axes.plot(x, [height] * 2, color=style.GREY, lw=8, solid_capstyle="butt")
    start, stop = (np.log(x) - low) / (high - low)
    inside = stop - start > 0.5
    right = stop < 0.5
    at = (start + stop) / 2 if inside else (stop + 0.008 if right else start - 0.008)
    axes.text(
        np.exp(low + at * (high - low)),
        height,
        name,
        ha="center" if inside else ("left" if right else "right"),
        va="center_baseline",
        color="white" if inside else style.BLACK,
        fontsize=7,
    )


_HATCHED = "hatched: excluded; coloured: by which bound first; grey: by weaker ones"

_WHATEVER = {
    "epsilon": r"excluded whatever $\varepsilon$ is, by",
    "y": "excluded whatever $y$ is, by",
}


_VERSIONS = (("printed", 0.3, -1, 1.6), ("derived", 0.3, 1, 1.6), ("today", 0.62, -1, 14.0))
"""Kinds of curves, where and on which side they are named, and how far from the curve, points."""

_EDGES = (style.GREEN, style.PURPLE, style.ORANGE, style.SKY, "#5b4a9b", "#7a5230")
"""Colours of the edge: not those of the versions."""


def _colours(strongest: Sequence[tuple[str, FloatArray, FloatArray]]) -> dict[str, str]:
    """A colour for each bound that sets the boundary; the longest pieces choose first."""
    length: dict[str, float] = {}
    for name, x, y in strongest:
        length[name] = length.get(name, 0.0) + _length(x, y)
    order = sorted(length, key=lambda n: -length[n])
    return {name: _EDGES[k % len(_EDGES)] for k, name in enumerate(order)}


def _length(x: FloatArray, y: FloatArray) -> float:
    return float(np.sum(np.hypot(np.diff(np.log(x)), np.diff(np.log(y)))))


def _longest(
    lines: Sequence[tuple[str, FloatArray, FloatArray]], name: str
) -> tuple[FloatArray, FloatArray]:
    _, x, y = max((line for line in lines if line[0] == name), key=lambda line: _length(*line[1:]))
    return x, y


def _others(
    lines: Sequence[tuple[str, FloatArray, FloatArray]], named_already: set[str]
) -> list[tuple[str, FloatArray, FloatArray]]:
    """The longest piece of each bound that is not on the boundary."""
    names = dict.fromkeys(name for name, _, _ in lines if name not in named_already)
    return [(name, *_longest(lines, name)) for name in names]


# --- captions -------------------------------------------------------------------------------------


def _is_whole(data: Data, x: FloatArray) -> bool:
    axis = data.facts["_x"]
    return bool(np.isclose(x[0], axis[0]) and np.isclose(x[-1], axis[-1]))


def _setters(data: Data) -> list[str]:
    found = pieces(data, "strongest")
    return [named(name) for name in _colours(found)]


def _where(data: Data) -> str:
    """The point, but for what varies."""
    point = data.facts["_point"].only
    varied = {column.name for column in data.columns}
    first, second = (energy(float(abs(m))) for m in point.heavy_masses)
    known = {"M_N": first} if first == second else {"|M_1|": first, "|M_2|": second}
    if "M_E" not in varied:
        known["M_E"] = energy(float(point.M_E))
    if "m_aprime" not in varied and np.isfinite(point.m_aprime):
        known["m_{A'}"] = energy(float(point.m_aprime))
        known[r"\epsilon"] = f"${digits(float(point.epsilon), '.3g')}$"
    known["g_D"] = f"${digits(float(point.g_D), '.3g')}$"
    return f"{data.facts['point']} ({', '.join(f'${k}$ = {v}' for k, v in known.items())})"


def _caption(data: Data, what: str, versions: str) -> str:
    everywhere = [named(n) for n, x, _ in pieces(data, "column") if _is_whole(data, x)]
    count = len({name for name, _, _ in pieces(data, "bound")})
    text = (
        f"{what} at {_where(data)}. Hatched is what {count} bounds exclude together; each contour is a bound, "
        f"coloured where it sets the edge: {', '.join(_setters(data))}. "
    )
    if everywhere:
        text += f"Whatever the values, {', '.join(everywhere)} exclude the whole plane. "
    return text + versions


def mixing_caption(data: Data) -> str:
    """The first plane."""
    return _caption(
        data,
        "Mass of the dark photon against kinetic mixing",
        "Dashed: what the paper takes for the limit, whatever $A'$ decays into.",
    )


def yukawa_caption(data: Data) -> str:
    """The second plane."""
    printed, derived = (pieces(data, v)[0][2] for v in ("printed", "derived"))
    factor = float(printed[0] / derived[0])
    return _caption(
        data,
        "Mass of the charged partner against the Yukawa coupling, with a flavour tensor as large as the paper assumes,",
        f"(31) as printed (dashed) is ${digits(factor, '.2f')}$ times what follows from the same data (solid); "
        "dash-dotted is the same with today's.",
    )


FIGURES = (
    Figure(
        "mixing-plane",
        "Every bound in the plane of dark-photon mass and kinetic mixing",
        partial(compute, plane=mixing_plane),
        draw,
        mixing_caption,
        glance=draw_edge,
    ),
    Figure(
        "yukawa-plane",
        "Every bound in the plane of partner mass and Yukawa coupling",
        partial(compute, plane=yukawa_plane),
        draw,
        yukawa_caption,
        glance=draw_edge,
    ),
)
