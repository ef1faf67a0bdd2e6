"""Figure 6 of the paper: limits on the effective moment of solar neutrinos against the mass of the mediator.

*As printed* it is drawn with the paper's recoil window; *derived* with that of the published analysis
beside it; *today* with every solar experiment in its own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints.scattering import local_exponent, recast_limit, windows
from darktmm.numeric.inputs.data import MEV_PER_GEV, measurement
from darktmm.papers.orders import energy
from darktmm.report.figures import style
from darktmm.report.figures.figure import Data, Figure, Progress, numbers, words
from darktmm.report.figures.labels import HALO, Label, place

SOLAR = {
    "published": "Borexino 2017",
    "xenonnt": "XENONnT 2022",
    "lz": "LZ 2023",
    "pandax": "PandaX-4T 2025",
}
"""Recoil window and limit of each solar experiment."""

GRID = 1e-6 * np.geomspace(1.0, 1e6, 361)
"""Masses of A', GeV: 1 keV to 1 GeV."""

FLAT, QUADRATIC = 1e-4, 1e-3
"""Where the paper says that the curve ceases to be flat and begins to be quadratic, GeV."""


def recast(entry: str, window: str) -> FloatArray:
    """A limit for the photon at every mass of the grid, μ_B."""
    return np.asarray(recast_limit(GRID, measurement(entry).value, windows()[window]))


def threshold(window: str) -> str:
    """Smallest recoil that is counted."""
    return energy(windows()[window].T_min)


def compute(progress: Progress, version: str) -> Data:
    """Limits on the grid; columns mass, limit and the name of the curve, one curve after the other."""
    borexino = SOLAR["published"]
    if version == "today":
        curves = {entry: recast(entry, window) for window, entry in SOLAR.items()}
    else:
        curves = {_window("paper"): recast(borexino, "paper")}
        if version == "derived":
            curves[_window("published")] = recast(borexino, "published")
            slope = curves[_window("paper")][0] * (GRID / QUADRATIC) ** 2
            near = (GRID > 0.5 * QUADRATIC) & (GRID < 20 * QUADRATIC)
            curves["quadratic"] = np.where(near, slope, np.nan)
    progress(1.0, "limits of solar neutrinos")
    table = np.array(list(curves.values()))
    n = len(GRID)
    columns = (
        words("curve", "experiment, or window of Borexino", np.repeat(list(curves), n)),
        numbers(
            "m_aprime", "MeV", "mass of the dark photon", MEV_PER_GEV * np.tile(GRID, len(curves))
        ),
        numbers("mu_eff", "mu_B", "limit on the effective moment", table.ravel()),
    )
    paper = windows()["paper"]
    facts: dict[str, Any] = {
        "version": version,
        "photon": measurement(borexino).value,
        "rise_at_flat": float(recast_limit(np.array([FLAT]), 1.0, paper)[0]) - 1,
        "exponent_at_quadratic": float(local_exponent(QUADRATIC, paper)),
    }
    if version == "today":
        best = np.argmin(table, axis=0)
        facts["photon_strongest"] = list(curves)[best[0]]
        facts["heavy_strongest"] = list(curves)[best[-1]]
    return Data(columns, facts)


def _window(name: str) -> str:
    return f"threshold {threshold(name)}"


def draw(data: Data) -> Any:
    """Limits, hatched above the strongest."""
    picture, axes = style.canvas(style.ONE_COLUMN, 2.75)
    version = str(data.facts["version"])
    stroke = style.STROKES[version]
    names = list(dict.fromkeys(data["curve"]))
    curves = {name: data.where("curve", name) for name in names}
    mass = curves[names[0]]["m_aprime"]
    limits = {name: curve["mu_eff"] for name, curve in curves.items()}
    shown = [limits[name] for name in names if name != "quadratic"]
    axes.set(xscale="log", yscale="log", xlim=(mass[0], mass[-1]))
    axes.set_ylim(0.18 * min(map(np.min, shown)), 3 * max(map(np.max, shown)))
    strongest = np.min(shown, axis=0) if version == "today" else limits[names[0]]
    style.excluded(axes, mass, strongest, axes.get_ylim()[1])
    labels = []
    if version == "today":
        for (name, limit), colour in zip(limits.items(), style.CYCLE, strict=False):
            axes.plot(mass, limit, color=colour, lw=0.8)
            leads = np.where(limit <= strongest, limit, np.nan)
            axes.plot(mass, leads, color=colour, lw=2.4)
            labels.append(Label(name, mass, limit, colour, at=_PLACES[name]))
    else:
        printed, *others = names
        axes.plot(mass, limits[printed], **stroke.line_of(2.0))
        labels.append(
            Label(
                f"{SOLAR['published']}, {printed}",
                mass,
                limits[printed],
                stroke.colour,
                at=0.75,
                sides=(1,),
            )
        )
        for name, line in zip(others, (_PUBLISHED, _GUIDE), strict=False):
            axes.plot(mass, limits[name], **line)
            text = r"$\propto m_{A'}^2$ from 1 MeV on" if name == "quadratic" else name
            at = 0.5 if name == "quadratic" else 0.85
            labels.append(Label(text, mass, limits[name], line["color"], at=at, sides=(-1,)))
        photon = np.full_like(mass, data.facts["photon"])
        axes.plot(mass, photon, color=style.GREY, lw=0.9, ls=(0, (1, 1.5)))
        labels.append(Label("massless photon", mass, photon, style.GREY, at=0.8, sides=(-1,)))
        if version == "derived":
            _landmarks(axes, data)
    axes.set_xlabel(style.primes("$m_{A'}$ [MeV]"))
    axes.set_ylabel(r"$\mu_{\rm eff}\;[\mu_B]$")
    style.tag(axes, stroke.words, stroke.colour)
    who = "solar neutrinos" if version == "today" else "Borexino"
    axes.text(
        0.06,
        0.62,
        f"excluded by {who}",
        transform=axes.transAxes,
        color=style.GREY,
        style="italic",
        path_effects=HALO,
    )
    place(axes, labels)
    return picture


_PUBLISHED: dict[str, Any] = {"color": style.GREEN, "ls": "-."}
_GUIDE: dict[str, Any] = {"color": style.GREY, "lw": 0.8, "ls": (0, (4, 2))}

_PLACES = {"Borexino 2017": 0.25, "XENONnT 2022": 0.2, "LZ 2023": 0.2, "PandaX-4T 2025": 0.25}
"""Where words are preferred along a curve, for experiments whose curves nearly coincide."""


def _landmarks(axes: Any, data: Data) -> None:
    for mass in (FLAT, QUADRATIC):
        axes.plot([MEV_PER_GEV * mass] * 2, axes.get_ylim(), color=style.PALE, lw=0.7, zorder=0.5)


def caption(data: Data) -> str:
    """What is drawn, and what the paper says about it."""
    facts = data.facts
    if facts["version"] == "today":
        return (
            "Limits on the effective moment of solar neutrinos from experiments in their published recoil "
            r"windows, recast to a dark photon of mass $m_{A'}$ at a fixed number of events; the thick line "
            f"is the strongest. {facts['photon_strongest']} is the strongest for a light mediator, "
            f"{facts['heavy_strongest']} for a heavy one: a low threshold is worth little where the "
            "propagator suppresses small recoils."
        )
    text = (
        f"Figure 6 with the paper's inputs, recoils above $T_{{\\min}}$ = {threshold('paper')} from neutrinos of "
        f"$E_\\nu$ = {energy(windows()['paper'].E_nu)}; "
        "its formulas (33) and (34) follow from the Lagrangian."
    )
    if facts["version"] == "derived":
        text += (
            rf" At {energy(FLAT)} the limit is already ${100 * facts['rise_at_flat']:.0f}\,\%$ weaker than "
            rf"for the photon, and at {energy(QUADRATIC)} it grows as "
            rf"$m_{{A'}}^{{{facts['exponent_at_quadratic']:.2f}}}$, neither flat nor quadratic there; the "
            f"dash-dotted curve starts at the threshold of the published analysis, {threshold('published')}."
        )
    return text


def _figure(version: str, title: str) -> Figure:
    return Figure(f"fig6-{version}", title, partial(compute, version=version), draw, caption)


FIGURES = (
    _figure("printed", "Figure 6 as printed: the recast limit of Borexino"),
    _figure("derived", "Figure 6 as derived: the limit of Borexino in two recoil windows"),
    _figure("today", "Figure 6 today: solar limits on the effective moment"),
)
