"""Figure 7 of the paper: the largest moment that indirect bounds allow, against the direct limit.

*As printed* and *derived* cost nothing and are drawn at many masses. *Today* each point is a search that
takes about a minute: it is drawn as what it is, points, with a line between them to guide the eye. Below the
curves stands what forbids more.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.scattering import recast_limit, windows
from darktmm.numeric.inputs.data import CHANNELS, MEV_PER_GEV, curves, measurement
from darktmm.papers.arxiv_2603_25704 import hierarchy, joint
from darktmm.papers.arxiv_2603_25704.joint import Maximum
from darktmm.papers.arxiv_2603_25704.printed import borexino_limits
from darktmm.papers.arxiv_2603_25704.printed.hierarchy import COUPLINGS
from darktmm.papers.orders import energy
from darktmm.papers.wording import digits, named
from darktmm.report.figures import style
from darktmm.report.figures.figure import Data, Figure, Progress, numbers, words
from darktmm.report.figures.labels import HALO, Label, place

STRATEGY = {"printed": "paper", "derived": "derived", "today": "today"}
"""What `papers.arxiv_2603_25704.joint` calls the versions."""

ANY = "any"
"""In place of a coupling that is optimised."""

POINTS = 400
"""Masses of a curve that is not searched."""

SEARCHED = 3
"""Masses that are searched besides those the ledger searches anyway."""

JOIN = "; "
"""Between bounds that are active together."""


# --- data -----------------------------------------------------------------------------------------


def _direct(masses: FloatArray, window: str) -> FloatArray:
    """Limit of Borexino on moments, μ_B."""
    limit = measurement(borexino_limits.SOURCE).value
    return np.asarray(recast_limit(masses, limit, windows()[window]))


def _rows(rows: Sequence[tuple[str, str, float, float, float, float, str]]) -> Data:
    version, coupling, mass, moment, epsilon, direct, active = (
        np.array(c, dtype=object) for c in zip(*rows, strict=True)
    )
    return Data(
        (
            words("version", "printed, derived, or today (searched)", version),
            words("g_D", "gauge coupling; any: optimised as well", coupling),
            numbers("m_aprime", "MeV", "mass of the dark photon", MEV_PER_GEV * mass.astype(float)),
            numbers("mu_eff", "mu_B", "largest effective moment that is allowed", moment),
            numbers("epsilon", "1", "absolute value of the kinetic mixing there", epsilon),
            numbers("direct", "mu_B", "limit of Borexino on moments, recast", direct),
            words("active", "what forbids more", active),
        )
    )


Row = tuple[str, str, float, float, float, float, str]


def _cheap(version: str, couplings: Sequence[float], masses: FloatArray) -> list[Row]:
    """Curves of a strategy with fixed Yukawas."""
    found: list[Row] = []
    for g_D in couplings:
        fixed = joint.solver(STRATEGY[version], g_D)
        assert not isinstance(fixed, joint.Today)
        direct = _direct(masses, fixed.window)
        for m, limit, portal in zip(masses, direct, fixed.portals(masses), strict=True):
            active = JOIN.join((portal.active, fixed.limit)) if portal.active else ""
            moment = portal.value * fixed.size
            found.append((version, f"{g_D:g}", m, moment, portal.value, limit, active))
    return found


def masses_searched(count: int) -> tuple[float, ...]:
    """So many from end to end, and those that the ledger searches anyway; GeV."""
    return tuple(sorted({*joint.masses(count), *hierarchy.SEARCHED}))


@dataclass(frozen=True)
class Listener:
    """Who is told that a mass was searched; the search is the same whoever listens."""

    told: Callable[[], None] = field(compare=False)


@cache
def _first(masses: tuple[float, ...], listener: Listener) -> tuple[Maximum, ...]:
    """For any coupling, from those of the ledger."""
    start = joint.benchmark(COUPLINGS[0])
    of_the_ledger = set(hierarchy.SEARCHED) <= set(masses)
    known = joint.maxima("today", hierarchy.SEARCHED, start) if of_the_ledger else ()
    return tuple(joint.curve("today", None, masses, listener.told, known=known))


@cache
def searched(
    g_D: float | None, masses: tuple[float, ...], listener: Listener
) -> tuple[Maximum, ...]:
    """Maxima within all bounds.

    For one coupling the search goes on from those for any, and for any coupling once more from those for one:
    no curve for one coupling lies above that for any.
    """
    first = _first(masses, listener)
    if g_D is not None:
        return tuple(joint.curve("today", g_D, masses, listener.told, known=first))
    best = list(first)
    for coupling in COUPLINGS:
        there = searched(coupling, masses, listener)
        for k, (mine, theirs) in enumerate(zip(best, there, strict=True)):
            if theirs.mu_eff > mine.mu_eff or (theirs.point and not mine.point):
                (best[k],) = joint.curve("today", None, [mine.m_aprime], known=[theirs])
    return tuple(best)


def _today(
    couplings: Sequence[float | None], masses: tuple[float, ...], progress: Progress
) -> list[Row]:
    found: list[Row] = []
    names = [ANY if g_D is None else f"{g_D:g}" for g_D in couplings]
    steps = itertools.count(1)

    def told() -> None:
        done = min(next(steps) / ((1 + len(COUPLINGS)) * len(masses)), 1.0)
        progress(done, f"searching the largest moment at {len(masses)} masses")

    progress(0.0, f"searching the largest moment at {len(masses)} masses")
    for name, g_D in zip(names, couplings, strict=True):
        found += [
            ("today", name, m.m_aprime, m.mu_eff, abs(m.epsilon), m.direct, JOIN.join(m.active))
            for m in searched(g_D, masses, Listener(told))
        ]
    return found


def compute(progress: Progress, version: str, masses: int | None = None) -> Data:
    """One version, for the couplings of the paper.

    Args:
        progress: told what is being searched.
        version: printed, derived or today.
        masses: how many; for today, how many besides those that the ledger searches.
    """
    if version == "today":
        chosen = masses_searched(SEARCHED if masses is None else masses)
        rows = _today((None, *COUPLINGS), chosen, progress)
    else:
        rows = _cheap(version, COUPLINGS, np.geomspace(*_ENDS, masses or POINTS))
    progress(1.0, f"figure 7, {version}")
    return _with_facts(_rows(rows), version)


def compute_all(progress: Progress, masses: int | None = None) -> Data:
    """The three versions together: the first coupling of the paper, and today any."""
    grid = np.geomspace(*_ENDS, POINTS)
    rows = [row for v in ("printed", "derived") for row in _cheap(v, COUPLINGS[:1], grid)]
    rows += _today((None,), masses_searched(SEARCHED if masses is None else masses), progress)
    progress(1.0, "figure 7, all versions")
    return _with_facts(_rows(rows), "all")


_ENDS = (min(joint.masses(2)), max(joint.masses(2)))


def _with_facts(data: Data, version: str) -> Data:
    """How close each version comes to the direct limit, where, and why not closer."""
    facts: dict[str, Any] = {"version": version}
    for each in dict.fromkeys(data["version"]):
        first = data.where("version", each)
        first = first.where("g_D", first["g_D"][0])
        ratio = first["mu_eff"] / first["direct"]
        best = int(np.nanargmax(ratio))
        facts[f"{each}: largest ratio to Borexino"] = float(ratio[best])
        facts[f"{each}: at m_aprime [MeV]"] = float(first["m_aprime"][best])
        facts[f"{each}: active there"] = str(first["active"][best])
    return Data(data.columns, facts)


# --- pictures -------------------------------------------------------------------------------------

_COUPLING_LINES = ("-", (0, (5, 1.6)), (0, (1, 1.3)))


def draw(data: Data) -> Any:
    """One version: a curve for each coupling, and below what is active along them."""
    version = str(data.facts["version"])
    stroke = style.STROKES[version]
    names = list(dict.fromkeys(data["g_D"]))
    rows = active_rows(data.where("g_D", names[0]))
    picture, (upper, lower) = style.canvas(
        style.ONE_COLUMN,
        2.75 + 0.17 * len(rows),
        rows=2,
        sharex=True,
        height_ratios=(2.5, 0.17 * len(rows)),
    )
    direct = _borexino(upper, data)
    labels = [direct]
    for g_D, line in zip(names, _COUPLING_LINES, strict=True):
        curve = data.where("g_D", g_D)
        upper.plot(curve["m_aprime"], curve["mu_eff"], color=stroke.colour, ls=line, lw=1.6)
        labels.append(
            Label(
                f"$g_D={g_D}$",
                curve["m_aprime"],
                curve["mu_eff"],
                stroke.colour,
                at=0.15,
                sides=(0,),  # on the curve: they are too close for words between them
            )
        )
    upper.set_ylim(0.1 * np.nanmin(data["mu_eff"]), 30 * np.nanmax(data["direct"]))
    upper.set_ylabel(_MOMENT)
    style.tag(upper, stroke.words, stroke.colour)
    _strip(lower, data.where("g_D", names[0]), rows, stroke.colour)
    place(upper, labels)
    return picture


def draw_today(data: Data) -> Any:
    """What was searched: moments, ε with the published limits, and what is active."""
    names = list(dict.fromkeys(data["g_D"]))
    best = data.where("g_D", ANY)
    rows = active_rows(best)
    strip = 0.16 * len(rows)
    picture, (upper, middle, lower) = style.canvas(
        style.TWO_COLUMNS,
        5.1 + strip,
        rows=3,
        sharex=True,
        height_ratios=(2.6, 2.1, strip),
    )
    labels = [_borexino(upper, data)]
    for g_D, colour, mark in zip(
        names, (style.BLACK, style.BLUE, style.GREEN, style.VERMILION), "osD^", strict=False
    ):
        found = data.where("g_D", g_D)
        _searched(upper, found["m_aprime"], found["mu_eff"], colour, mark)
        text = "any $g_D$" if g_D == ANY else f"$g_D={g_D}$"
        labels.append(Label(text, found["m_aprime"], found["mu_eff"], colour, at=0.3))
    upper.set_ylim(0.03 * np.nanmin(data["mu_eff"]), 30 * np.nanmax(data["direct"]))
    upper.set_ylabel(_MOMENT)
    style.tag(upper, f"{style.STROKES['today'].words}: searched at the marks, lines guide the eye")
    published = _published(middle, best)
    _searched(middle, best["m_aprime"], best["epsilon"], style.BLACK, "o")
    middle.set_ylabel(r"$|\varepsilon|$ at the maxima")
    style.note(middle, "published limits; grey: those that decide nowhere")
    _strip(lower, best, rows, style.BLACK)
    place(upper, labels)
    place(
        middle,
        [
            *published,
            Label(
                "at the maxima, any $g_D$", best["m_aprime"], best["epsilon"], style.BLACK, at=0.35
            ),
        ],
    )
    return picture


def draw_all(data: Data) -> Any:
    """Three versions in one."""
    return _all(data, (style.TWO_COLUMNS, 3.6), 0.4)


def draw_all_small(data: Data) -> Any:
    """The same for one column."""
    return _all(data, (style.ONE_COLUMN, 3.1), 0.25)


def _all(data: Data, size: tuple[float, float], at: float) -> Any:
    """Three versions; `at` is where the words of today's stand along it."""
    picture, axes = style.canvas(*size)
    labels = [_borexino(axes, data.where("version", "today"))]
    for version in ("printed", "derived"):
        stroke = style.STROKES[version]
        curve = data.where("version", version)
        axes.plot(curve["m_aprime"], curve["mu_eff"], **stroke.line_of(1.9))
        text = f"{stroke.words}, $g_D={curve['g_D'][0]}$"
        side = 1 if version == "printed" else -1
        labels.append(
            Label(
                text,
                curve["m_aprime"],
                curve["mu_eff"],
                stroke.colour,
                at=0.2,
                sides=(side,),
                size=9,
            )
        )
    today = data.where("version", "today")
    stroke = style.STROKES["today"]
    _searched(axes, today["m_aprime"], today["mu_eff"], stroke.colour, "o")
    labels.append(
        Label(
            "today, any $g_D$: searched at the marks",
            today["m_aprime"],
            today["mu_eff"],
            stroke.colour,
            at=at,
            size=9,
        )
    )
    axes.set_ylim(0.03 * np.nanmin(data["mu_eff"]), 30 * np.nanmax(data["direct"]))
    for version in ("derived", "today"):
        _gap(axes, data, version)
    axes.set_xlabel(_MASS)
    axes.set_ylabel(_MOMENT)
    place(axes, labels)
    return picture


def _gap(axes: Any, data: Data, version: str) -> None:
    """An arrow from the curve to the direct limit where they are closest, and by how much."""
    ratio = data.facts[f"{version}: largest ratio to Borexino"]
    mass = data.facts[f"{version}: at m_aprime [MeV]"]
    limit = float(_direct(np.array([mass / MEV_PER_GEV]), _WINDOWS[version])[0])
    colour = style.STROKES[version].colour
    arrow = {"arrowstyle": "<->", "color": colour, "lw": 0.8, "shrinkA": 3, "shrinkB": 2}
    axes.annotate("", (mass, ratio * limit), (mass, limit), arrowprops=arrow)
    axes.annotate(
        f"${digits(1 / ratio, '.1e')}$ times",
        (mass, limit * ratio**0.5),
        (4, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        fontsize=8,
        path_effects=HALO,
    )


_MASS = style.primes("$m_{A'}$ [MeV]")
_MOMENT = r"$\mu_{\rm eff}\;[\mu_B]$"


def _searched(axes: Any, mass: FloatArray, value: FloatArray, colour: str, mark: str) -> None:
    """Points, and a line that claims nothing."""
    axes.plot(mass, value, color=colour, lw=0.7, ls=(0, (1, 1.6)))
    axes.plot(mass, value, mark, color=colour, ms=4.2, mec="white", mew=0.5)


_WINDOWS = {"printed": "paper", "derived": "paper", "today": "published"}
"""Recoil window of the direct limit in each version."""


def _borexino(axes: Any, data: Data) -> Label:
    """The direct limit on a fine grid, with what it excludes; its label."""
    grid = np.geomspace(*_ENDS, 200)
    window = _WINDOWS["today" if "today" in data["version"] else "printed"]
    margin = 1.25 if "today" in data["version"] else 1.0
    grid = np.geomspace(grid[0] / margin, grid[-1] * margin, len(grid))
    limit = _direct(grid, window)
    axes.set(xscale="log", yscale="log", xlim=(MEV_PER_GEV * grid[0], MEV_PER_GEV * grid[-1]))
    style.excluded(axes, MEV_PER_GEV * grid, limit, 1e4 * limit[-1])
    axes.plot(MEV_PER_GEV * grid, limit, color=style.PURPLE, lw=1.6)
    text = "excluded by Borexino: limit on moments"
    return Label(text, MEV_PER_GEV * grid, limit, style.PURPLE, at=0.6)


def active_rows(data: Data) -> dict[str, Any]:
    """Where each bound is active, by name, those at light A' first; (n,) each."""
    found: dict[str, Any] = {}
    for k, names in enumerate(data["active"]):
        for name in filter(None, str(names).split(JOIN)):
            found.setdefault(name, np.zeros(len(data["active"]), dtype=bool))[k] = True
    return found


def _strip(axes: Any, data: Data, rows: dict[str, Any], colour: str) -> None:
    """A row for each bound: a bar or a point where it forbids more."""
    mass = data["m_aprime"]
    count = len(rows)
    for k, active in enumerate(rows.values()):
        height = count - 1 - k
        if len(mass) >= POINTS // 4:
            axes.plot(
                mass, np.where(active, height, np.nan), color=colour, lw=3, solid_capstyle="butt"
            )
        else:
            axes.plot(mass[active], np.full(active.sum(), height), "o", color=colour, ms=3.4)
        axes.plot(mass[[0, -1]], [height] * 2, color=style.PALE, lw=0.4, zorder=0)
    axes.set_yticks(range(count)[::-1], [style.primes(named(n)) for n in rows], fontsize=7)
    axes.tick_params(axis="y", which="both", length=0)
    axes.set_ylim(-0.7, count - 0.3)
    axes.set_xlabel(_MASS)
    coupling = data["g_D"][0]
    which = "any $g_D$" if coupling == ANY else f"$g_D={coupling}$"
    axes.set_title(f"what forbids more, {which}", fontsize=7.5, loc="left", pad=2, style="italic")


def _published(axes: Any, best: Data) -> list[Label]:
    """Published limits on ε from above: all in grey, those that decide somewhere in colour."""
    mass = np.geomspace(*_ENDS, POINTS)
    active = {name for names in best["active"] for name in str(names).split(JOIN)}
    labels, colours = [], iter(style.CYCLE[:-1])
    found = [c for channel in CHANNELS for c in curves(channel) if c.kind == "upper"]
    for curve in sorted(found, key=lambda c: c.name):
        limit = curve.at(mass)
        if not np.any(np.isfinite(limit)):
            continue
        decides = any(name.startswith(curve.name) for name in active)
        colour = next(colours, style.GREY) if decides else style.PALE
        axes.plot(MEV_PER_GEV * mass, limit, color=colour, lw=1.4 if decides else 0.6)
        if decides:
            labels.append(Label(named(curve.name), MEV_PER_GEV * mass, limit, colour))
    axes.set(yscale="log")
    return labels


# --- captions -------------------------------------------------------------------------------------

_WHAT = {
    "printed": "Figure 7 from the printed formulas and inputs: (22), (31), "
    f"{' and '.join(joint.PAPER_CURVES)}.",
    "derived": "Figure 7 with the derived moment, dipole and width, and the paper's inputs and assumptions.",
    "today": "Figure 7 today: masses, mixings, Yukawas and $\\epsilon$ optimised within all bounds, those of "
    f"the theory included; masses within a box ({joint.BOX}). Each mark is a search; lines between them "
    "guide the eye, and those for one $g_D$ go on from those for any. A smaller gauge coupling leaves more "
    "room for what breaks $U(1)_D$.",
    "all": "The largest effective moment in three versions: printed formulas and inputs; derived formulas "
    "with the paper's inputs and assumptions; and everything, $g_D$ included, optimised within today's "
    "bounds (each mark is a search, the line guides the eye). Hatched: excluded by the limit of Borexino on "
    "moments, recast; arrows show the distance where it is smallest.",
}


def caption(data: Data) -> str:
    """What is drawn, and how close it comes to the direct limit."""
    version = str(data.facts["version"])
    text = _WHAT[version]
    versions = dict.fromkeys(data["version"])
    for each in versions:
        ratio = data.facts[f"{each}: largest ratio to Borexino"]
        mass = energy(data.facts[f"{each}: at m_aprime [MeV]"] / MEV_PER_GEV)
        who = style.STROKES[each].words.capitalize() + ", c" if len(versions) > 1 else "C"
        active = ", ".join(map(named, data.facts[f"{each}: active there"].split(JOIN)))
        coupling = data.where("version", each)["g_D"][0]
        at = "with any $g_D$" if coupling == ANY else f"at $g_D={coupling}$"
        text += f" {who}losest to Borexino {at}: ${digits(ratio, '.1e')}$ of it, at {mass}"
        text += f", limited by {active}." if len(versions) == 1 else "."
    return text


_TITLES = {"printed": "as printed", "derived": "as derived", "today": "today"}

FIGURES = (
    *(
        Figure(
            f"fig7-{version}",
            f"Figure 7 {_TITLES[version]}: the largest moment against the direct limit",
            partial(compute, version=version),
            draw_today if version == "today" else draw,
            caption,
            searches=version == "today",
        )
        for version in STRATEGY
    ),
    Figure(
        "hierarchy",
        "The largest moment as printed, as derived and today, against the direct limit",
        compute_all,
        draw_all,
        caption,
        searches=True,
        glance=draw_all_small,
    ),
)
