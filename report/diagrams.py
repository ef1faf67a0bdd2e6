r"""Feynman diagrams as SVG vectors, from the objects of the engine.

What a line looks like follows from what its field is: spin ½ is straight, spin 0 dashed, spin 1 wavy; an
arrow says that a field differs from its conjugate, and points along its number. Labels are outlines of
glyphs, so that a picture needs no font. Colours are those of the text around it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import sympy as sp

from darktmm.derive.fields import ChargeConjugate, Field
from darktmm.derive.latex import tex
from darktmm.derive.loops.triangle import Diagram
from darktmm.derive.memo import cache

if TYPE_CHECKING:
    from markupsafe import Markup

    from darktmm.derive.fields import VectorBoson
    from darktmm.derive.vertices import State

Point = tuple[float, float]

SIZE = 15.0
"""Of the labels, in units of the picture (pixels, unless it is scaled)."""

WAVE, AMPLITUDE = 10.0, 3.6
"""Wavelength and height of a wavy line."""

DASH = "5 4"


@dataclass(frozen=True)
class Line:
    """What runs along a line, in the direction in which the diagram is read.

    Attributes:
        quantum: a field, the charge conjugate of a spinor, or the conjugate of a boson.
    """

    quantum: sp.Expr

    @property
    def field(self) -> Field:
        """The field itself."""
        return next(iter(self.quantum.atoms(Field)))

    @property
    def direction(self) -> int:
        """+1 with its number, −1 against it, 0 for a field that has none."""
        if self.field.self_conjugate:
            return 0
        return -1 if isinstance(self.quantum, ChargeConjugate | sp.conjugate) else 1

    @property
    def label(self) -> str:
        """LaTeX of the field: the arrow tells it from its conjugate."""
        return tex(self.field)


@dataclass(frozen=True)
class Arc:
    """A line and where it runs: straight, or bent to one side by `bend` times its length."""

    line: Line
    start: Point
    end: Point
    bend: float = 0.0
    label_side: int = 1
    """+1: label on the left of the line as it runs."""

    @property
    def chord(self) -> tuple[float, float, float]:
        """Unit vector from start to end, and the distance."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = math.hypot(dx, dy)
        return dx / length, dy / length, length

    def at(self, t: float) -> Point:
        """The point a fraction t along it: a circle through start, end and the bent middle."""
        ux, uy, length = self.chord
        if not self.bend:
            return self.start[0] + t * length * ux, self.start[1] + t * length * uy
        sagitta = self.bend * length
        radius = (length**2 / 4 + sagitta**2) / (2 * sagitta)
        half = 2 * math.atan2(2 * sagitta, length)
        angle = half * (2 * t - 1)
        along, across = radius * math.sin(angle), radius * math.cos(angle) - (radius - sagitta)
        middle = (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2
        # y runs down: the left of (ux, uy) is (uy, −ux).
        return middle[0] + along * ux + across * uy, middle[1] + along * uy - across * ux

    @property
    def length(self) -> float:
        """Along the line."""
        points = [self.at(k / 32) for k in range(33)]
        return sum(math.dist(a, b) for a, b in itertools.pairwise(points))

    def normal(self, t: float) -> Point:
        """Unit vector to the left of the line."""
        (ax, ay), (bx, by) = self.at(t - 0.01), self.at(t + 0.01)
        size = math.hypot(bx - ax, by - ay)
        return (by - ay) / size, -(bx - ax) / size


# --- SVG --------------------------------------------------------------------------------------------


def _number(x: float) -> str:
    text = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _polyline(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _wave(arc: Arc) -> str:
    periods = max(2, round(arc.length / WAVE))
    steps = 12 * periods
    points = []
    for k in range(steps + 1):
        t = k / steps
        x, y = arc.at(t)
        nx, ny = arc.normal(min(max(t, 0.01), 0.99))
        height = AMPLITUDE * math.sin(2 * math.pi * periods * t)
        points.append((x + height * nx, y + height * ny))
    return _polyline(points)


def _path(arc: Arc) -> str:
    """The line: by spin."""
    spin = arc.line.field.spin
    if spin == 1:
        return f'<path d="{_wave(arc)}"/>'
    steps = 24 if arc.bend else 1
    d = _polyline([arc.at(k / steps) for k in range(steps + 1)])
    dashed = f' stroke-dasharray="{DASH}"' if spin == 0 else ""
    return f'<path d="{d}"{dashed}/>'


def _arrow(arc: Arc) -> str:
    """A head at the middle, along the number that the field carries."""
    if not arc.line.direction:
        return ""
    x, y = arc.at(0.5)
    nx, ny = arc.normal(0.5)
    ux, uy = -ny * arc.line.direction, nx * arc.line.direction
    tip = x + 6 * ux, y + 6 * uy
    wings = [(x - 4 * ux + s * 4 * nx, y - 4 * uy + s * 4 * ny) for s in (1, -1)]
    return f'<path class="head" d="{_polyline([tip, *wings])}Z"/>'


@dataclass(frozen=True)
class Glyphs:
    """Outlines of a label, and its box."""

    d: str
    left: float
    top: float
    width: float
    height: float


@cache
def glyphs(latex: str, size: float = SIZE) -> Glyphs:
    r"""A short formula as outlines, the baseline at y = 0, y running down."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.textpath import TextPath

    from darktmm.report.figures.style import primes

    font = FontProperties(math_fontfamily="stix", size=size)
    path: Any = TextPath((0, 0), primes(f"${latex}$"), size=size, prop=font)
    letters = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
    d = ""
    for vertices, code in path.iter_segments(curves=True, simplify=False):
        if code == Path.CLOSEPOLY:
            d += "Z"
        else:
            flipped = (v if k % 2 == 0 else -v for k, v in enumerate(vertices))
            d += letters[code] + " ".join(_number(v) for v in flipped)
    box = path.get_extents()
    return Glyphs(d, box.x0, -box.y1, box.width, box.height)


def _label(arc: Arc, at: float = 0.5) -> str:
    """Beside the line, far enough from it on the side that is free."""
    shape = glyphs(arc.line.label)
    x, y = arc.at(at)
    nx, ny = (arc.label_side * c for c in arc.normal(at))
    # Half the extent of the box along the normal, so that its nearest edge keeps the distance.
    away = 7 + abs(nx) * shape.width / 2 + abs(ny) * shape.height / 2
    dx = x + away * nx - shape.width / 2 - shape.left
    dy = y + away * ny - shape.height / 2 - shape.top
    return f'<path class="label" transform="translate({_number(dx)} {_number(dy)})" d="{shape.d}"/>'


def _svg(arcs: Sequence[Arc], dots: Sequence[Point], box: tuple[float, float], name: str) -> Markup:
    from markupsafe import Markup

    width, height = map(_number, box)
    lines = "".join(map(_path, arcs))
    heads = "".join(map(_arrow, arcs))
    labels = "".join(map(_label, arcs))
    vertices = "".join(f'<circle cx="{_number(x)}" cy="{_number(y)}" r="2.6"/>' for x, y in dots)
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="feynman" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(name)}">'
        f'<g fill="none" stroke="currentColor" stroke-width="1.4">{lines}</g>'
        f'<g fill="currentColor">{heads}{labels}{vertices}</g></svg>'
    )


# --- pictures ---------------------------------------------------------------------------------------


def triangle(diagram: Diagram, incoming: State, outgoing: State, vector: VectorBoson) -> Markup:
    """A triangle: what comes in on the left, what leaves on the right, the vector from below."""
    left, right, below = (70.0, 62.0), (190.0, 62.0), (130.0, 118.0)
    arcs = [
        Arc(Line(incoming), (4.0, 62.0), left),
        Arc(Line(outgoing), right, (256.0, 62.0)),
        Arc(Line(vector), (130.0, 168.0), below, label_side=-1),
    ]
    first, last = map(Line, (diagram.fermions[0], diagram.fermions[-1]))
    before, after = (Line(sp.conjugate(b)) for b in (diagram.bosons[0], diagram.bosons[-1]))
    if len(diagram.fermions) > 1:  # the fermion absorbs the vector
        arcs += [
            Arc(first, left, below, label_side=-1),
            Arc(last, below, right, label_side=-1),
            Arc(before, left, right, bend=0.3),
        ]
    else:
        arcs += [
            Arc(before, left, below, label_side=-1),
            Arc(after, below, right, label_side=-1),
            Arc(first, left, right, bend=0.3),
        ]
    inside = [arc.line.field.name for arc in arcs[3:]]
    name = (
        f"{Line(incoming).field} + {vector} to {Line(outgoing).field}, inside {', '.join(inside)}"
    )
    return _svg(arcs, (left, right, below), (260.0, 172.0), name)


def vertex(incoming: sp.Expr, outgoing: sp.Expr, third: sp.Expr) -> Markup:
    """Three lines that meet: from the left, to the right, and one from below."""
    centre = (75.0, 34.0)
    arcs = [
        Arc(Line(incoming), (4.0, 34.0), centre),
        Arc(Line(outgoing), centre, (146.0, 34.0)),
        Arc(Line(third), (75.0, 88.0), centre, label_side=-1),
    ]
    name = " ".join(arc.line.field.name for arc in arcs)
    return _svg(arcs, (centre,), (150.0, 92.0), f"vertex {name}")
