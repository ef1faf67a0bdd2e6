"""Planes: a contour is where a bound says one, the edge is that of all, its colour that of who sets it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from darktmm.numeric.constraints import standard
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.report.figures import ALL, Data, planes
from darktmm.report.figures.largest_moment import COUPLINGS

Get = Callable[[str], Data]
PLANES = {"mixing-plane": planes.mixing_plane, "yukawa-plane": planes.yukawa_plane}
BOUNDS = {c.name: c for c in standard()}


def around(
    plane: planes.Plane, pieces: list[tuple[str, np.ndarray, np.ndarray]], bounds: Iterable[str]
) -> np.ndarray:
    """Whether one of the bounds excludes, one step of the grid to all sides of curves, (8, n)."""
    x, y = (np.concatenate([piece[k] for piece in pieces]) for k in (1, 2))
    step_x, step_y = (np.log(axis[1] / axis[0]) for axis in (plane.x, plane.y))
    found = []
    for i, j in itertools.product((-1, 0, 1), repeat=2):
        at = plane.at(
            x / plane.scale * np.exp(i * step_x), np.minimum(y * np.exp(j * step_y), 0.99 * _TOP)
        )
        seen = DarkPredictions(at)
        found.append(np.any([BOUNDS[b](seen).excluded for b in bounds], axis=0))
    return np.array(found)


_TOP = 10.0
"""Larger than every ordinate."""


@pytest.mark.parametrize("name", PLANES)
def test_contours_are_where_a_bound_begins(name: str, data: Get) -> None:
    """It excludes on one side and not on the other."""
    found = data(name)
    plane = PLANES[name](joint.benchmark(COUPLINGS[0]))
    pieces = planes.pieces(found, "bound")
    names = {piece[0] for piece in pieces}
    assert len(names) >= 15
    for bound in names:
        sides = around(plane, [p for p in pieces if p[0] == bound], [bound])
        assert np.mean(sides.any(axis=0) & ~sides.all(axis=0)) > 0.95, bound


@pytest.mark.parametrize("name", PLANES)
def test_the_edge_has_the_name_of_who_sets_it(name: str, data: Get) -> None:
    """Beyond it the bound of that name excludes, before it none does."""
    found = data(name)
    plane = PLANES[name](joint.benchmark(COUPLINGS[0]))
    bent = {piece[0] for piece in planes.pieces(found, "bound")}
    edge = planes.pieces(found, "strongest")
    assert len({piece[0] for piece in edge}) >= 2
    everything = around(plane, edge, bent)
    assert np.mean(everything.any(axis=0) & ~everything.all(axis=0)) > 0.98
    for bound in {piece[0] for piece in edge}:
        assert np.mean(around(plane, [p for p in edge if p[0] == bound], [bound]).any(axis=0)) > 0.9


@pytest.mark.parametrize("name", PLANES)
def test_whole_columns_are_excluded(name: str, data: Get) -> None:
    """Inside a bar its bound excludes at every ordinate, outside at none."""
    found = data(name)
    plane = PLANES[name](joint.benchmark(COUPLINGS[0]))
    columns = planes.pieces(found, "column")
    assert len(columns) >= 4
    for bound, ends, _ in columns:
        for x in plane.x[5::40]:
            inside = ends[0] < x * plane.scale < ends[1]
            points = plane.at(np.full(5, x), np.geomspace(plane.y[0], plane.y[-1], 5))
            assert np.all(BOUNDS[bound](DarkPredictions(points)).excluded == inside), (bound, x)


def test_captions_name_what_excludes_the_plane(data: Get) -> None:
    """The Z width does, whatever ε and whatever y."""
    for name in PLANES:
        caption = ALL[name].caption(data(name))
        assert "$Z$ invisible width" in caption and "exclude the whole plane" in caption


def test_three_versions_of_the_yukawa_bound(data: Get) -> None:
    """(31) is stronger than what follows from the same limit; today's is in between."""
    found = data("yukawa-plane")
    ((_, x, printed),) = planes.pieces(found, "printed")
    ((_, _, derived),) = planes.pieces(found, "derived")
    (today,) = planes.pieces(found, "today")
    np.testing.assert_allclose(printed / derived, printed[0] / derived[0])
    now = np.exp(np.interp(np.log(x), np.log(today[1]), np.log(today[2])))
    assert np.all(printed < now) and np.all(now < derived * (1 + 1e-2))


def test_another_point_and_fewer_bounds() -> None:
    """The planes are of any point, with any bounds; a bound that excludes nothing has no curve."""
    point = joint.benchmark(1e-3)
    names = ("NA64 2019 invisible", "BaBar 2014", "LZ 2023")
    figure = ALL["mixing-plane"].given(point=point, constraints=[BOUNDS[n] for n in names])
    found = figure.data()
    assert {piece[0] for piece in planes.pieces(found, "bound")} <= set(names[:2])
    assert planes.pieces(found, "bound")
    figure.draw(found)
    assert "$g_D$ = $0.001$" in figure.caption(found)
