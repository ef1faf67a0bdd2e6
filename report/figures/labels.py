"""Words on curves instead of legends: each beside its curve, along it, where nothing else is.

For every label the places along its curve are tried, on both sides; taken is the one that hides least. A
label that would have to cover another one is left out if it may be, and the caller learns of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from darktmm.numeric.arrays import BoolArray, FloatArray
from darktmm.report.figures.style import primes

HALO = [withStroke(linewidth=2.2, foreground="white")]
"""Keeps words legible that a line has to cross."""

_PLACES = 72
"""Positions along a curve that are tried."""

_GAP = 1.6
"""Between curve and word, points."""

_MARGIN = 1.2
"""Between a word and the frame or another word, points."""

_STEP = 5.0
"""Between points at which a curve is looked at, pixels."""

_COVERS = 1e4
"""Cost of a place that covers other words, in points of curves that are hidden."""


@dataclass(frozen=True, eq=False)
class Label:
    """Words for a curve.

    Attributes:
        text: what they say.
        x, y: the curve, in data units; NaN where it is interrupted.
        colour: of the words.
        size: points.
        at: preferred position, as a fraction of the visible curve.
        upright: whether the words stay horizontal.
        dispensable: may be left out where there is no room.
        sides: 1 above the curve, -1 below, 0 on it.
        pull: what a distance from `at` costs; the larger, the closer.
        distance: from the curve, points; if it is far, a line leads back to it.
    """

    text: str
    x: Any
    y: Any
    colour: str
    size: float = 8.0
    at: float = 0.5
    upright: bool = False
    dispensable: bool = False
    sides: tuple[int, ...] = (1, -1)
    pull: float = 20.0
    distance: float = _GAP


@dataclass(frozen=True)
class Box:
    """A rotated rectangle, pixels: centre, half sizes, angle in radians."""

    x: float
    y: float
    half_width: float
    half_height: float
    angle: float

    def _rotated(self, points: FloatArray) -> FloatArray:
        c, s = np.cos(self.angle), np.sin(self.angle)
        dx, dy = points[:, 0] - self.x, points[:, 1] - self.y
        return np.stack([c * dx + s * dy, -s * dx + c * dy], axis=1)

    def contains(self, points: FloatArray, margin: float = 0.0) -> BoolArray:
        """Which of these points lie inside, (n,)."""
        near = np.abs(self._rotated(points))
        inside: BoolArray = (near[:, 0] < self.half_width + margin) & (
            near[:, 1] < self.half_height + margin
        )
        return inside

    @property
    def corners(self) -> FloatArray:
        """(4, 2)."""
        c, s = np.cos(self.angle), np.sin(self.angle)
        across, along = np.array([c, s]) * self.half_width, np.array([-s, c]) * self.half_height
        centre = np.array([self.x, self.y])
        return np.array([centre + i * across + j * along for i, j in _SIGNS])

    def edge_towards(self, point: tuple[float, float]) -> FloatArray:
        """The middle of the long side that faces a point, (2,)."""
        normal = np.array([-np.sin(self.angle), np.cos(self.angle)])
        centre = np.array([self.x, self.y])
        side = np.sign((np.array(point) - centre) @ normal)
        edge: FloatArray = centre + side * self.half_height * normal
        return edge

    def overlaps(self, other: Box, margin: float = 0.0) -> bool:
        """Whether two rectangles have points in common: no axis of theirs separates them."""
        distance = np.array([self.x - other.x, self.y - other.y])
        for angle in (self.angle, other.angle):
            for axis in (
                np.array([np.cos(angle), np.sin(angle)]),
                np.array([-np.sin(angle), np.cos(angle)]),
            ):
                reach = self._reach(axis) + other._reach(axis) + margin
                if abs(distance @ axis) >= reach:
                    return False
        return True

    def _reach(self, axis: FloatArray) -> float:
        c, s = np.cos(self.angle), np.sin(self.angle)
        return float(
            self.half_width * abs(axis @ np.array([c, s]))
            + self.half_height * abs(axis @ np.array([-s, c]))
        )


_FAR = 5.0
"""Distance from which on a label needs a line back to its curve, points."""

_SIGNS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


def settle(picture: Any) -> None:
    """Fix the layout: from now on a place on the paper is known."""
    if picture.get_layout_engine() is not None:
        picture.draw_without_rendering()
        picture.set_layout_engine(None)


def place(
    axes: Axes, labels: Sequence[Label], obstacles: Iterable[tuple[Any, Any]] = ()
) -> list[Label]:
    """Write labels beside their curves, the first ones first; returns those for which there was no room.

    Args:
        axes: with everything else already drawn; the layout is fixed here.
        labels: in order of importance.
        obstacles: curves that are not lines of the axes, in data units.
    """
    settle(axes.figure)
    pixel = axes.figure.dpi / 72
    taken = [box_of(text) for text in texts(axes)]
    curves = [_pixels(axes, line.get_xdata(), line.get_ydata()) for line in axes.get_lines()]
    curves += [_pixels(axes, x, y) for x, y in obstacles]
    hidden = np.concatenate([*(_dense(c) for c in curves), np.empty((0, 2))])
    left_out = []
    for each in labels:
        label = replace(each, text=primes(each.text))
        text = axes.text(0, 0, label.text, fontsize=label.size, color=label.colour)
        extent = text.get_window_extent()
        best, anchor, cost = None, (0.0, 0.0), np.inf
        for box, point, preference in _candidates(axes, label, extent.width, extent.height, pixel):
            value = preference + np.count_nonzero(box.contains(hidden, 0.5 * pixel))
            value += _COVERS * sum(box.overlaps(other, _MARGIN * pixel) for other in taken)
            if value < cost:
                best, anchor, cost = box, point, value
        text.remove()
        if best is None or (cost >= _COVERS and label.dispensable):
            left_out.append(each)
            continue
        taken.append(best)
        _write(axes, label, best)
        if label.distance > _FAR:
            _lead(axes, label, best, anchor)
    return left_out


def _lead(axes: Axes, label: Label, box: Box, anchor: tuple[float, float]) -> None:
    """A thin line from the words to their curve."""
    edge = box.edge_towards(anchor)
    (x0, x1), (y0, y1) = axes.transData.inverted().transform(np.array([edge, anchor])).T
    axes.plot([x0, x1], [y0, y1], color=label.colour, lw=0.6, zorder=7)


def _write(axes: Axes, label: Label, box: Box) -> None:
    x, y = axes.transData.inverted().transform((box.x, box.y))
    axes.text(
        x,
        y,
        label.text,
        fontsize=label.size,
        color=label.colour,
        rotation=np.degrees(box.angle),
        rotation_mode="anchor",
        ha="center",
        va="center",
        path_effects=HALO,
        zorder=8,
        bbox=_BREAK if label.sides == (0,) else None,
    )


_BREAK = {"boxstyle": "square,pad=0.08", "fc": "white", "ec": "none"}
"""Behind words on a curve: it is interrupted."""


def texts(axes: Axes) -> list[Text]:
    """Words inside the axes that can be seen."""
    return [t for t in axes.texts if t.get_text() and t.get_visible()]


def box_of(text: Text) -> Box:
    """The rectangle of words, rotated with them."""
    angle, mode = text.get_rotation(), text.get_rotation_mode()
    whole = text.get_window_extent()
    text.set_rotation(0)
    flat = text.get_window_extent()
    text.set_rotation(angle)
    text.set_rotation_mode(mode)
    return Box(
        (whole.x0 + whole.x1) / 2,
        (whole.y0 + whole.y1) / 2,
        flat.width / 2,
        flat.height / 2,
        float(np.radians(angle)),
    )


def _pixels(axes: Axes, x: Any, y: Any) -> FloatArray:
    """A curve on the paper, (n, 2); what has no logarithm is far outside."""
    points = np.stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)], axis=1)
    with np.errstate(all="ignore"):
        found: FloatArray = axes.transData.transform(points)
    return found


def _dense(points: FloatArray) -> FloatArray:
    """Points at most about `_STEP` pixels apart along a curve; NaN where it is interrupted."""
    if len(points) < 2:
        return points
    steps = np.diff(points, axis=0)
    with np.errstate(invalid="ignore"):
        lengths = np.hypot(*steps.T)
    count = np.where(np.isfinite(lengths), np.clip(lengths / _STEP, 1, 1000), 1).astype(int)
    start = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    along = points[start] + steps[start] * (within / count[start])[:, None]
    return np.concatenate([along, points[-1:]])


def _candidates(
    axes: Axes, label: Label, width: float, height: float, pixel: float
) -> Iterable[tuple[Box, tuple[float, float], float]]:
    """Places for a label, the point of the curve it belongs to, and what each costs by itself."""
    frame = axes.bbox
    inside_x = frame.x0 + _MARGIN * pixel, frame.x1 - _MARGIN * pixel
    inside_y = frame.y0 + _MARGIN * pixel, frame.y1 - _MARGIN * pixel
    for run in _runs(_pixels(axes, label.x, label.y), frame):
        steps = np.hypot(*np.diff(run, axis=0).T)
        arc = np.concatenate([[0.0], np.cumsum(steps)])
        if arc[-1] <= 0:
            continue
        for fraction in np.linspace(0, 1, _PLACES):
            s = fraction * arc[-1]
            near = np.linspace(max(s - width / 2, 0), min(s + width / 2, arc[-1]), 25)
            span = np.stack([np.interp(near, arc, run[:, k]) for k in (0, 1)], axis=1)
            chord = span[-1] - span[0]
            angle = 0.0 if label.upright else _readable(np.arctan2(chord[1], chord[0]))
            normal = np.array([-np.sin(angle), np.cos(angle)])
            middle = np.array([np.interp(s, arc, run[:, k]) for k in (0, 1)])
            rise = (span - middle) @ normal
            for side in label.sides:
                away = (rise.max() if side > 0 else -rise.min()) if side else 0.0
                offset = side * (away + height / 2 + label.distance * pixel * abs(side))
                centre = middle + offset * normal
                box = Box(float(centre[0]), float(centre[1]), width / 2, height / 2, angle)
                corners = box.corners
                if not (
                    inside_x[0] <= corners[:, 0].min()
                    and corners[:, 0].max() <= inside_x[1]
                    and inside_y[0] <= corners[:, 1].min()
                    and corners[:, 1].max() <= inside_y[1]
                ):
                    continue
                bent = max(0.0, float(np.ptp(rise)) - 0.2 * height)
                steep = 25 * abs(np.sin(angle))
                short = 30 * max(0.0, width - arc[-1]) / width
                anchor = (middle[0], middle[1])
                yield box, anchor, label.pull * abs(fraction - label.at) + 2 * bent + steep + short


def _runs(points: FloatArray, frame: Any) -> list[FloatArray]:
    """Pieces of a curve that can be seen, longest first."""
    points = _dense(points)
    visible = np.all(np.isfinite(points), axis=1)
    with np.errstate(invalid="ignore"):
        visible &= (points[:, 0] >= frame.x0 - 1) & (points[:, 0] <= frame.x1 + 1)
        visible &= (points[:, 1] >= frame.y0 - 1) & (points[:, 1] <= frame.y1 + 1)
    breaks = np.flatnonzero(np.diff(np.concatenate([[False], visible, [False]]).astype(int)))
    runs = [points[a:b] for a, b in zip(breaks[::2], breaks[1::2], strict=True) if b - a > 1]
    return sorted(runs, key=lambda run: -float(np.sum(np.hypot(*np.diff(run, axis=0).T))))


def _readable(angle: float) -> float:
    """The same direction, never upside down."""
    return float((angle + np.pi / 2) % np.pi - np.pi / 2)
