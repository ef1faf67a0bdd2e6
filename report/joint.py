"""The joint analysis on a terminal, and its maximising points as files."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from darktmm.numeric.constraints import Constraint, chosen, standard
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.joint import Box, Maximum
from darktmm.report.console import Step
from darktmm.report.sentences import to_terminal


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
    step: Step,
    strategy: str,
    g_D: float | None,
    at: int | Sequence[float],
    without: Sequence[str],
    bounds: Sequence[Constraint] | None = None,
    point: Parameters | None = None,
    box: Box | None = None,
    seed: int | None = None,
) -> Curve:
    """The curve of a strategy.

    Args:
        step: told of every mass.
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
    what = f"{strategy}, {'any g_D' if g_D is None else f'g_D = {g_D:g}'}"
    done = itertools.count(1)

    def progress() -> None:
        number = next(done)
        step(number / len(masses), f"{what}: {number} of {len(masses)} masses")

    maxima = tuple(joint.curve(strategy, g_D, masses, progress=progress, **options))
    return Curve(strategy, g_D, tuple(c.name for c in used), maxima, searched)


_UNBOUNDED = "no bound on epsilon here"


def table(curve: Curve) -> Group:
    """One line a mass; what is in the way is numbered there and named below."""
    shown = Table(
        title=f"Largest effective moment, strategy {curve.strategy}, {curve.coupling}",
        title_justify="left",
    )
    for heading in ("m_A' [MeV]", "mu_eff [mu_B]", "/ Borexino", "epsilon"):
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("in the way")
    numbers: dict[str, int] = {}

    def numbered(names: Iterable[str]) -> str:
        return " ".join(str(numbers.setdefault(name, len(numbers) + 1)) for name in names)

    for m in curve.maxima:
        cells = [f"{x:.3g}" if math.isfinite(x) else "-" for x in (m.mu_eff, m.ratio, m.epsilon)]
        words = numbered(m.active)
        if not math.isfinite(m.mu_eff):
            nothing = "no allowed point was found" if curve.strategy == "today" else _UNBOUNDED
            words = f"nothing is allowed: {words}" if words else nothing
        if m.violated:
            words += f" (violates {numbered(m.violated)})"
        shown.add_row(f"{1e3 * m.m_aprime:.4g}", *cells, words)
    legend = [Text(f"{number:>3}  {name}") for name, number in numbers.items()]
    if legend:
        legend.insert(0, Text("In the way", style="bold"))
    return Group(shown, *legend)


def matrices(curve: Curve, everything: bool = False) -> Group:
    """The maximising Yukawa matrix closest to Borexino, or that of every mass, with masses and angle."""
    found = [m for m in curve.maxima if m.point is not None]
    if not found:
        return Group()
    listed = found if everything else [max(found, key=lambda m: m.ratio)]
    lines = [Text("Maximising Yukawa matrices (rows e, mu, tau; columns S_1, S_2)", style="bold")]
    for m in listed:
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
        lines.append(Text(f"Masses searched within: {to_terminal(curve.box)}."))
    if len(listed) < len(found):
        lines.append(Text(f"The one closest to Borexino; all {len(found)}: --all, --json, --save."))
    return Group(*lines)


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
        seed: from scratch, with other random numbers.
        other: by the optimiser without gradients; its starts are its own.
        larger: in a box twice as far in every direction.
    """

    m_aprime: float
    found: float
    seed: float
    other: float
    larger: float


def stability(
    step: Step, g_D: float | None, at: Sequence[float], without: Sequence[str] = ()
) -> Iterator[Stability]:
    """The same search from scratch, with another optimiser, in a larger box."""
    options = {"constraints": chosen(standard(), without=without)} if without else {}
    for k, mass in enumerate(at):
        step(k / len(at), f"searching again: {k + 1} of {len(at)} masses")
        standard_way = joint.solver("today", g_D, **options)
        assert isinstance(standard_way, joint.Today)
        again = joint.solver("today", g_D, seed=joint.SEED + 1000, scratch=True, **options)
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
    headings = ("m_A' [MeV]", "mu_eff [mu_B]", "from scratch", "other optimiser", "larger box")
    for heading in headings:
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        others = (f"{x / row.found:.3f}" for x in (row.seed, row.other, row.larger))
        shown.add_row(f"{1e3 * row.m_aprime:.4g}", f"{row.found:.4g}", *others)
    shown.caption = f"The last three over the first. Larger box: {LARGER}."
    return shown


def point_files(curve: Curve) -> Iterator[tuple[str, str]]:
    """Name and text of a point file for each maximum."""
    for m in curve.maxima:
        if m.point is not None:
            coupling = "any" if curve.g_D is None else f"{curve.g_D:g}"
            name = f"{curve.strategy}-gD{coupling}-m{1e3 * m.m_aprime:.6g}MeV.toml"
            yield name, m.point.to_toml()
