"""Sequential linear programming against problems whose maximum is known."""

from __future__ import annotations

import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.arrays import FloatArray, IntArray
from darktmm.numeric.models.dark.joint import climbing
from darktmm.numeric.models.dark.joint.climbing import climb, merit
from darktmm.numeric.models.dark.joint.space import COORDINATES, Modes
from darktmm.numeric.models.dark.joint.starts import kept
from darktmm.papers.arxiv_2603_25704.joint import today

WIDE = np.full(3, -5.0), np.full(3, 5.0)


def disc(x: FloatArray, codes: IntArray) -> tuple[FloatArray, FloatArray]:
    """x + y within a circle of radius 2, or 1 for code 1; the third coordinate only costs."""
    radius = np.where(codes == 1, 1.0, 2.0)
    inside = x[:, 0] ** 2 + x[:, 1] ** 2 - radius**2
    return x[:, 0] + x[:, 1] - x[:, 2] ** 2, inside[:, None]


def starts(n: int) -> tuple[FloatArray, IntArray]:
    return np.random.default_rng(5).uniform(-4, 4, (n, 3)), np.arange(n) % 2


def test_along_a_curved_bound() -> None:
    """√2 times the radius, whatever the start; allowed or not."""
    x, codes = starts(4)
    reached, found = climb(disc, WIDE, np.array([1.0, 0.3, 1.0]), x, codes)
    radius = np.where(codes == 1, 1.0, 2.0)
    np.testing.assert_allclose(found, np.sqrt(2) * radius, rtol=1e-3)
    np.testing.assert_allclose(
        reached[:, :2], np.sqrt(0.5) * radius[:, None].repeat(2, 1), atol=0.1
    )
    np.testing.assert_array_equal(found, merit(*disc(reached, codes)))


def test_edges_stop_and_what_is_fixed_stays() -> None:
    """The third coordinate does not move; x ends at its edge."""
    low, high = np.array([-5.0, -5.0, 0.5]), np.array([0.3, 5.0, 0.5])
    x, codes = starts(2)
    reached, found = climb(disc, (low, high), np.ones(3), x, np.zeros_like(codes))
    np.testing.assert_array_equal(reached[:, 2], x[:, 2])
    np.testing.assert_allclose(reached[:, 0], 0.3, atol=1e-6)
    y = np.sqrt(4 - 0.3**2)
    np.testing.assert_allclose(found, 0.3 + y - x[:, 2] ** 2, rtol=1e-3)


def test_with_coarse_differences_it_does_not_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison with √2 can fail."""
    monkeypatch.setattr(climbing, "DIFFERENCE", 3.0)
    x, codes = starts(2)
    _, found = climb(disc, WIDE, np.ones(3), x, codes)
    assert not np.allclose(found, np.sqrt(2) * np.where(codes == 1, 1.0, 2.0), rtol=1e-3)


def test_the_worst_are_given_up() -> None:
    """Not the best: of many places with one summit each, it is found from the best start."""

    def summit(x: FloatArray, codes: IntArray) -> tuple[FloatArray, FloatArray]:
        return -np.abs(x[:, 0] - codes) + codes, np.full((len(x), 1), -1.0)

    codes = np.arange(100)
    low, high = np.array([-1e3]), np.array([1e3])
    _, found = climb(summit, (low, high), np.ones(1), np.full((100, 1), 50.0), codes)
    assert found.argmax() == 99 and found.max() == pytest.approx(99.0, abs=1e-2)


def test_what_is_kept_is_a_place() -> None:
    """19 coordinates within the edges of a free coupling, and a discrete choice."""
    edges = {start.m_aprime: today(None).search.space(start.m_aprime).edges for start in kept()}
    for start in kept():
        low, high = edges[start.m_aprime]
        assert start.place.x.shape == (len(COORDINATES),)
        assert np.all((low <= start.place.x) & (start.place.x <= high))
        assert start.place.code in range(Modes.NUMBER)
        assert start.violation == pytest.approx(start.m_aprime / np.exp(start.place.x[0]))
    assert kept()


def test_from_scratch_nothing_is_known() -> None:
    """Kept places have m_A'/g_D of the search; from scratch, or at fixed masses, there are none."""
    usual, scratch = (today(0.5, scratch=s).search for s in (False, True))
    space = usual.space(1.0)
    known = usual.kept(space)
    assert len(known) == len(kept()) and scratch.kept(space) == []
    first, start = known[0], kept()[0]
    change = first.x - start.place.x
    ratio = (1.0 / 0.5) / start.violation
    moved = [COORDINATES[k] for k in np.flatnonzero(change)]
    assert moved == ["ln m/m_D", "ln angle"]
    np.testing.assert_allclose(change[change != 0], 2 * np.log(ratio))
    free = today(None).search
    np.testing.assert_array_equal(free.kept(free.space(start.m_aprime))[0].x, start.place.x)
    point = random_points(1, seed=112)[0]
    fixed = today(0.5, point=point).search
    assert fixed.kept(fixed.space(1.0)) == []
