"""The joint analysis on a terminal and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from darktmm.numeric.constraints import Constraint, chosen, standard
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.joint import Box, Maximum
from darktmm.report.tables import plain_data


@dataclass(frozen=True)
class Curve:
    """One run: what was asked, and the maxima."""

    strategy: str
    g_D: float | None
    bounds: tuple[str, ...]
    maxima: tuple[Maximum, ...]
    box: str | None = None

    @property
    def coupling(self) -> str:
        """The gauge coupling in words."""
        return "any g_D" if self.g_D is None else f"g_D = {self.g_D:g}"


def run(
    console: Console,
    strategy: str,
    g_D: float | None,
    at: int | Sequence[float],
    without: Sequence[str],
    bounds: Sequence[Constraint] | None = None,
    point: Parameters | None = None,
    box: Box | None = None,
    seed: int | None = None,
) -> Curve:
    """The curve of a strategy, with a progress bar.

    Args:
        console: where the bar is drawn.
        strategy, g_D: see `papers.arxiv_2603_25704.joint`.
        at: number of masses, or the masses in GeV.
        without: bounds or groups to leave out; only for "today".
        bounds: to choose from; all of `standard` by default.
        point: whose masses and mixings are kept; only for "today".
        box: where masses are looked for; only for "today".
        seed: of the search; only for "today".

    Raises:
        ValueError: naming what is wrong.
    """
    if isinstance(at, int) and at < 1:
        raise ValueError(f"masses = {at}: must be at least 1")
    masses = joint.masses(at) if isinstance(at, int) else [float(m) for m in at]
    options: dict[str, Any] = {}
    if without or bounds is not None:
        options["constraints"] = chosen(standard() if bounds is None else bounds, without=without)
    if point is not None:
        options["point"] = point
    if box is not None:
        options["box"] = box
    if seed is not None:
        options["seed"] = seed
    searched = str(box or joint.BOX) if strategy == "today" and point is None else None
    used = options.get("constraints", standard() if strategy == "today" else ())
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"{strategy}, g_D {'free' if g_D is None else g_D}", total=len(masses))
        maxima = tuple(
            joint.curve(strategy, g_D, masses, progress=lambda: bar.advance(task), **options)
        )
    return Curve(strategy, g_D, tuple(c.name for c in used), maxima, searched)


_UNBOUNDED = "no bound on epsilon here"


def table(curve: Curve) -> Table:
    """One line a mass."""
    shown = Table(
        title=f"Largest effective moment, strategy {curve.strategy}, {curve.coupling}",
        title_justify="left",
    )
    for heading in ("m_A' [MeV]", "mu_eff [mu_B]", "Borexino", "ratio", "epsilon"):
        shown.add_column(Text(heading), justify="right", no_wrap=True)
    shown.add_column("what is in the way")
    for m in curve.maxima:
        known = math.isfinite(m.mu_eff)
        numbers = (m.mu_eff, m.direct, m.ratio, m.epsilon)
        cells = [f"{x:.3g}" if math.isfinite(x) else "-" for x in numbers]
        words = ", ".join(m.active)
        if not known:
            nothing = "no allowed point was found" if curve.strategy == "today" else _UNBOUNDED
            words = f"nothing is allowed: {words}" if words else nothing
        if m.violated:
            words += f"  (violates: {', '.join(m.violated)})"
        shown.add_row(f"{1e3 * m.m_aprime:.4g}", *cells, Text(words))
    return shown


LISTED = 8
"""Yukawa matrices on the terminal, spread over the curve."""


def matrices(curve: Curve) -> Group:
    """The maximising Yukawa matrices, with masses and angle."""
    found = [m for m in curve.maxima if m.point is not None]
    step = max(1, math.ceil(len(found) / LISTED))
    if not found:
        return Group()
    lines = [Text("Maximising Yukawa matrices (rows e, mu, tau; columns S_1, S_2)", style="bold")]
    for m in found[::step]:
        point = m.point
        assert point is not None
        lines.append(Text(f"m_A' = {1e3 * m.m_aprime:.4g} MeV, g_D = {point.only.g_D:.4g}"))
        for name, row in zip(("e", "mu", "tau"), point.only.y, strict=True):
            cells = "  ".join(f"{x.real:+.6g}{x.imag:+.6g}i" for x in row)
            lines.append(Text(f"  y_{name:3} {cells}"))
        masses: dict[str, Iterable[float]] = {
            "M_1, M_2": point.only.heavy_masses,
            "M_E": [point.only.M_E],
            "M_H": point.only.M_H,
            "M_A": point.only.M_A,
            "m_L, m_R": [point.only.m_L, point.only.m_R],
        }
        shown = "; ".join(
            f"{name} = {', '.join(f'{x:.6g}' for x in values)}" for name, values in masses.items()
        )
        lines.append(Text(f"  {shown} GeV; neutrino mass tuned to 1 in {m.tuning:.0e}"))
    if curve.box is not None:
        lines.append(Text(f"Masses searched within: {curve.box}."))
    if step > 1:
        lines.append(Text("All of them, to every digit: --json or --save."))
    return Group(*lines)


def as_json(curve: Curve) -> str:
    """Everything, with each maximising point as the text of a point file."""
    maxima = [
        {
            "m_aprime": m.m_aprime,
            "mu_eff_muB": _number(m.mu_eff),
            "borexino_limit_muB": m.direct,
            "ratio": _number(m.ratio),
            "epsilon": _number(m.epsilon),
            "active": list(m.active),
            "violated": list(m.violated),
            "neutrino_mass_tuning": m.tuning,
            "yukawa": None if m.point is None else plain_data(m.point.only.y),
            "point": None if m.point is None else m.point.to_toml(),
        }
        for m in curve.maxima
    ]
    data = {
        "strategy": curve.strategy,
        "g_D": curve.g_D,
        "bounds": list(curve.bounds),
        "box": curve.box,
        "unit": {"m_aprime": "GeV", "moments": "mu_B"},
        "curve": maxima,
    }
    return json.dumps(data, indent=2, allow_nan=False, ensure_ascii=False) + "\n"


# --- does the answer depend on how it was found? ----------------------------------------------------

LARGER = joint.Box(
    neutral=(joint.BOX.neutral[0] / 2, 2 * joint.BOX.neutral[1]),
    charged=(joint.BOX.charged[0] / 2, 2 * joint.BOX.charged[1]),
    scalar=(joint.BOX.scalar[0] / 2, 2 * joint.BOX.scalar[1]),
)
"""The box of `stability`: twice as far in every direction."""


@dataclass(frozen=True)
class Stability:
    """One maximum, found in several ways, μ_B.

    Attributes:
        m_aprime: GeV.
        found: in the standard way.
        seed: with other random numbers.
        other: by the optimiser without gradients; its starts are its own.
        larger: in a box twice as far in every direction.
    """

    m_aprime: float
    found: float
    seed: float
    other: float
    larger: float


def stability(
    g_D: float | None, at: Sequence[float], without: Sequence[str] = ()
) -> Iterator[Stability]:
    """The same search with another seed, another optimiser, a larger box."""
    options = {"constraints": chosen(standard(), without=without)} if without else {}
    for mass in at:
        standard_way = joint.solver("today", g_D, **options)
        assert isinstance(standard_way, joint.Today)
        again = joint.solver("today", g_D, seed=joint.SEED + 1000, **options)
        wider = joint.solver("today", g_D, box=LARGER, **options)
        yield Stability(
            mass,
            standard_way.maximum(mass).mu_eff,
            again.maximum(mass).mu_eff,
            standard_way.search.confirmed(mass),
            wider.maximum(mass).mu_eff,
        )


def stability_table(rows: Iterable[Stability], g_D: float | None) -> Table:
    """Side by side."""
    coupling = "any g_D" if g_D is None else f"g_D = {g_D:g}"
    shown = Table(title=f"The same maximum in other ways, {coupling}", title_justify="left")
    headings = ("m_A' [MeV]", "mu_eff [mu_B]", "other seed", "other optimiser", "larger box")
    for heading in headings:
        shown.add_column(Text(heading), justify="right", no_wrap=True)
    for row in rows:
        others = (row.seed, row.other, row.larger)
        cells = [f"{x:.4g} ({x / row.found:.3f})" for x in others]
        shown.add_row(f"{1e3 * row.m_aprime:.4g}", f"{row.found:.4g}", *cells)
    shown.caption = f"Larger box: {LARGER}. In brackets: over the first."
    return shown


def point_files(curve: Curve) -> Iterator[tuple[str, str]]:
    """Name and text of a point file for each maximum."""
    for m in curve.maxima:
        if m.point is not None:
            coupling = "any" if curve.g_D is None else f"{curve.g_D:g}"
            name = f"{curve.strategy}-gD{coupling}-m{1e3 * m.m_aprime:.6g}MeV.toml"
            yield name, m.point.to_toml()


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
