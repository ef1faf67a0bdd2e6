"""Strategies of the joint analysis: two by hand, and how the third walks along the curve."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.constraints import assessed, chosen, standard
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import curve as data_curve
from darktmm.numeric.inputs.data import default, measurement, solar
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.joint.search import Found, Search
from darktmm.numeric.models.dark.joint.space import COORDINATES, tuning
from darktmm.numeric.models.dark.joint.starts import Place
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.dipoles import branching_ratio
from darktmm.numeric.processes.solar import composition
from darktmm.papers.arxiv_2603_25704 import as_printed, joint
from darktmm.papers.arxiv_2603_25704.joint import (
    BOX,
    PAPER_CURVES,
    SATURATED,
    SEED,
    Box,
    Maximum,
    Today,
    benchmark,
    curve,
    direct_limit,
    masses,
    selected,
    solver,
    today,
)

THREE = random_points(1, 3, seed=111)[0]
DECAYS = (("mu", "e"), ("tau", "e"), ("tau", "mu"))


# --- paper and derived ----------------------------------------------------------------------------


def epsilon_of_the_paper(mass: float) -> float:
    """The stronger of the two curves."""
    return float(np.nanmin([data_curve(name).at(mass) for name in PAPER_CURVES]))


@pytest.mark.parametrize("mass", [0.002, 0.05, 0.3, 4.0])
def test_paper_by_hand(mass: float) -> None:
    """ε_max(m) times the printed moment at y = 0.086, U = 1, largest element."""
    (found,) = curve("paper", 0.5, [mass])
    y = 0.086 * np.array([[1, 0], [1, -1j], [0, 0]])
    printed = as_printed.transition_coefficient(benchmark(0.5).with_(y=y, U=np.eye(3) + 0j))
    assert printed is not None
    moment = np.abs(printed).max() / constants().bohr_magneton
    assert found.mu_eff == pytest.approx(epsilon_of_the_paper(mass) * moment, rel=1e-12, abs=0)
    assert found.epsilon == pytest.approx(epsilon_of_the_paper(mass), rel=1e-12, abs=0)
    assert found.ratio == found.mu_eff / found.direct
    assert "neutrino mass" in found.violated and found.active[1] == "(31)"


@pytest.mark.parametrize("mass", [0.002, 0.05, 0.3, 4.0])
def test_derived_by_hand(mass: float) -> None:
    """The Yukawas saturate the limit (30); the moment is that of `moments`, U as measured."""
    (found,) = curve("derived", 0.5, [mass])
    assert found.point
    limit = measurement("MEG II 2024").value
    at = DarkPredictions(found.point)
    branching = float(branching_ratio(at.charged_dipole, "mu", "e")[0])
    assert branching == pytest.approx(limit, rel=1e-4, abs=0)
    T = moments.transition_coefficient(found.point)[0]
    P = composition(found.point.U, solar().survival_be7.value)[0]
    moment = math.sqrt(np.sum(P * np.sum(np.abs(T) ** 2, axis=0))) / constants().bohr_magneton
    assert found.mu_eff == pytest.approx(epsilon_of_the_paper(mass) * moment, rel=1e-9, abs=0)


@pytest.mark.parametrize("strategy", ["paper", "derived"])
def test_scaling(strategy: str) -> None:
    """The moment is linear in g_D; at fixed ε the direct limit does not know it."""
    (one,), (two,) = (list(curve(strategy, g, [0.1])) for g in (0.4, 0.8))
    assert two.mu_eff == pytest.approx(2 * one.mu_eff, rel=1e-12, abs=0)
    assert (two.direct, two.epsilon) == (one.direct, one.epsilon)


@pytest.mark.parametrize("mass", [5e-4, 9.0, 50.0])
@pytest.mark.parametrize("strategy", ["paper", "derived"])
def test_nothing_outside_the_curves(strategy: str, mass: float) -> None:
    """Not a number rather than an extrapolation."""
    (found,) = curve(strategy, 0.5, [mass])
    assert math.isnan(found.mu_eff) and math.isnan(found.epsilon)
    assert (found.active, found.point, found.violated) == ((), None, ())


def test_masses_of_the_curve() -> None:
    grid = masses(7)
    assert (len(grid), grid[0], grid[-1]) == (7, pytest.approx(1e-3), pytest.approx(8.0))
    steps: list[int] = []
    found = list(curve("paper", 0.5, grid, progress=lambda: steps.append(1)))
    assert [m.m_aprime for m in found] == grid and len(steps) == 7
    assert all(isinstance(m, Maximum) for m in found)


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (("tomorrow", 0.5), {}, "strategy = 'tomorrow': must be one of paper, derived, today"),
        (("paper", 0.0), {}, r"g_D = 0.0: must lie in \(0, 3.545\]"),
        (("today", 3.6), {}, r"g_D = 3.6: must lie in \(0, 3.545\]"),
        (("derived", math.nan), {}, r"g_D = nan: must lie in"),
        (("paper", 0.5), {"box": BOX}, "box: only the strategy 'today' has these options"),
        (("derived", None), {}, "g_D: only the strategy 'today' optimises it, not 'derived'"),
        (("today", 0.5), {"point": THREE}, "point: 3 scalars, must be 2"),
    ],
)
def test_bad_requests(arguments: tuple[Any, ...], options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        solver(*arguments, **options)


@pytest.mark.parametrize("mass", [0.0, -1.0, math.inf, math.nan])
def test_bad_masses(mass: float) -> None:
    with pytest.raises(ValueError, match=f"m_aprime = {mass}: must be a positive number"):
        list(curve("paper", 0.5, [mass]))


def test_selected_bounds() -> None:
    assert selected([]) == standard()
    assert selected(["solar"]) == chosen(standard(), without=["solar"])
    with pytest.raises(ValueError, match="'sun': neither a bound"):
        selected(["sun"])


# --- today: what is asked of the search ---------------------------------------------------------


def allowed_place(search: Search, mass: float) -> Place:
    """A place where nothing is violated: m_L = m_R small, Yukawas a thousandth, hardly any ε."""
    x = search.space(mass).centre
    start = {
        "ln m_D": math.log(150.0),
        "ln m/m_D": math.log(1e-12),
        "ln M_E/m_D": math.log(1.02),
        "ln a": math.log(20.0),
        "ln b/a": math.log(3.0),
        "ln angle": math.log(1e-9),
        "alpha": 0.4,
        "ln |y_first|": math.log(1e-3),
        "ln |y_second|": math.log(2e-3),
        "ln epsilon": math.log(1e-8),
    }
    for name, value in start.items():
        x[COORDINATES.index(name)] = value
    return Place(x, 0)


class Recorded:
    """Stands for `Search.maximum`: remembers what was asked and returns a point at once.

    Attributes:
        calls: mass, starts, whether everything was explored, and the box.
        nothing_at: masses where it finds nothing.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[float, list[Place], bool, Box]] = []
        self.nothing_at: Sequence[float] = ()

    def __call__(
        self,
        search: Search,
        mass: float,
        known: Any = (),
        *,
        explore: bool = True,
        **_: Any,
    ) -> Found | None:
        starts = list(known)
        self.calls.append((mass, starts, explore, search.box))
        if mass in self.nothing_at:
            return None
        return search.finished(search.space(mass), allowed_place(search, mass))

    @property
    def explored(self) -> list[float]:
        """Masses at which everything was searched."""
        return [mass for mass, _, everywhere, _ in self.calls if everywhere]


@pytest.fixture
def recorded(stand_in: pytest.MonkeyPatch) -> Recorded:
    record = Recorded()
    stand_in.setattr(Search, "maximum", lambda self, *a, **k: record(self, *a, **k))
    return record


def test_what_a_maximum_says(recorded: Recorded) -> None:
    """μ_eff, limit, active bounds, violations and tuning of the point; the place leads there."""
    (found,) = curve("today", 0.5, [0.05])
    assert found.point is not None and found.place is not None
    P = composition(found.point.U, solar().survival_be7.value)[0]
    T = moments.transition_coefficient(found.point)[0]
    moment = math.sqrt(np.sum(P * np.sum(np.abs(T) ** 2, axis=0))) / constants().bohr_magneton
    assert found.mu_eff == pytest.approx(abs(found.epsilon) * moment, rel=1e-6, abs=0)
    assert found.epsilon == found.point.only.epsilon and found.m_aprime == 0.05
    assert found.direct == direct_limit(0.05, "published")
    assert found.ratio == found.mu_eff / found.direct
    verdicts = assessed(standard(), DarkPredictions(found.point))
    assert found.violated == tuple(n for n, a in verdicts.items() if a.excluded[0]) == ()
    saturated = {n for n, a in verdicts.items() if a.applies[0] and a.ratio[0] > SATURATED}
    assert saturated <= set(found.active) and found.active
    assert found.tuning == tuning(found.point)
    np.testing.assert_array_equal(found.place.x, allowed_place(today(0.5).search, 0.05).x)
    assert recorded.explored == [0.05]


def test_window_of_the_direct_limit(recorded: Recorded) -> None:
    """That of the chosen bounds."""
    bounds = standard(borexino_window="paper")
    (found,) = curve("today", 0.5, [0.003], constraints=bounds)
    assert found.direct == direct_limit(0.003, "paper") != direct_limit(0.003, "published")


def test_anchors(recorded: Recorded) -> None:
    """Everything is searched a decade apart, neighbours in between."""
    grid = masses(9)
    steps: list[int] = []
    found = list(curve("today", 0.5, grid[::-1], progress=lambda: steps.append(1)))
    assert [m.m_aprime for m in found] == grid[::-1] and len(steps) == len(grid)
    anchors = sorted(recorded.explored)
    assert anchors[0] == grid[0] and 3 <= len(anchors) <= 4
    assert all(b / a > 10 for a, b in itertools.pairwise(anchors))
    local = [(m, starts) for m, starts, everywhere, _ in recorded.calls if not everywhere]
    assert {m for m, _ in local} == set(grid)
    assert all(len(starts) == 1 for _, starts in local)


def test_neighbours_start_where_the_coupling_is_the_same(recorded: Recorded) -> None:
    """m and the angle between H and A scale with m_A'²."""
    grid = [0.1, 0.12]
    list(curve("today", 0.5, grid))
    (start,) = next(s for m, s, everywhere, _ in recorded.calls if m == 0.1 and not everywhere)
    change = start.x - allowed_place(today(0.5).search, 0.1).x
    moved = [COORDINATES[k] for k in np.flatnonzero(np.abs(change) > 1e-12)]
    assert moved == ["ln m/m_D", "ln angle"]
    np.testing.assert_allclose(change[np.abs(change) > 1e-12], 2 * math.log(0.1 / 0.12))


def test_where_nothing_is_found(recorded: Recorded) -> None:
    """Searched everywhere once more, then not a number, with a reason left to the table."""
    recorded.nothing_at = (0.1, 0.12)
    for found in curve("today", 0.5, [0.1, 0.12]):
        assert math.isnan(found.mu_eff) and found.point is None and found.place is None
        assert found.direct > 0
    assert set(recorded.explored) == {0.1, 0.12}


def test_known_maxima_are_the_start(recorded: Recorded) -> None:
    """For another coupling at m_A'/g_D as it was."""
    known = list(curve("today", 0.5, [0.1, 0.12]))
    other = today(0.05, known=known)
    assert set(other.known) == {0.1, 0.12}
    (start,) = other.known[0.1]
    change = start.x - known[0].place.x  # type: ignore[union-attr]
    moved = np.flatnonzero(np.abs(change) > 1e-12)
    assert [COORDINATES[k] for k in moved] == ["ln m/m_D", "ln angle"]
    np.testing.assert_allclose(change[moved], 2 * math.log(10.0))
    recorded.calls.clear()
    assert len(list(curve("today", 0.05, [0.1, 0.12], known=known))) == 2
    starts = [s for m, (s, *_), _, _ in recorded.calls if m == 0.1]
    assert any(np.array_equal(s.x, start.x) for s in starts)


def test_known_maxima_with_their_own_coupling(recorded: Recorded) -> None:
    """Where g_D is free a place has its own: it was shifted to another coupling, and the search began elsewhere."""
    (found,) = curve("today", None, [0.1])
    assert found.point is not None and found.place is not None
    weak = replace(found, point=found.point.with_(g_D=0.01))
    np.testing.assert_array_equal(today(None, known=[weak]).known[0.1][0].x, found.place.x)
    assert not np.array_equal(today(0.5, known=[weak]).known[0.1][0].x, found.place.x)


def test_several_maxima_at_one_mass_are_all_known(recorded: Recorded) -> None:
    """And nothing is explored within a decade of a mass where something is."""
    known = [*curve("today", None, [0.1]), *curve("today", None, [0.1])]
    recorded.calls.clear()
    list(curve("today", None, [0.1, 0.5], known=known))
    assert recorded.explored == []
    assert len(next(starts for mass, starts, *_ in recorded.calls if mass == 0.1)) == 2


def test_maximum_at_fixed_yukawas_has_no_place() -> None:
    (found,) = curve("derived", 0.5, [0.1])
    assert found.place is None and today(0.5, known=[found]).known == {}


def test_larger_box_goes_on_from_the_standard_one(recorded: Recorded) -> None:
    """The maximum of the smaller box is a start in the larger one; a smaller box stands alone."""
    wide = Box(neutral=(0.05, 4e3), charged=(25.0, 4e3), scalar=(0.1, 4e3))
    larger = today(0.5, box=wide)
    assert larger.inner is not None and larger.inner.box == BOX
    larger.maximum(0.1)
    (first, second) = recorded.calls
    assert (first[3], second[3]) == (BOX, wide) and first[1] == [] and len(second[1]) == 1
    np.testing.assert_array_equal(second[1][0].x, allowed_place(larger.search, 0.1).x)
    assert today(0.5).inner is None
    assert today(0.5, box=Box(scalar=(2.0, 2e3))).inner is None


def test_options_reach_the_search() -> None:
    bounds = selected(["flavour"])
    made = today(None, bounds, box=Box(scalar=(2.0, 2e3)), seed=7)
    assert made.search.constraints == bounds and made.search.free_coupling
    assert (made.search.box.scalar[0], made.search.seed) == (2.0, 7)
    space = made.search.space(0.1)
    assert space.free_coupling and space.largest_third > 1
    usual = today(0.3)
    assert usual.search.constraints == standard() and usual.search.seed == SEED
    assert not usual.search.free_coupling and usual.search.base.only.g_D == 0.3
    assert usual.search.space(0.1).largest_third == 1
    limits = tuple(default(f"{a} -> {b} gamma").value for a, b in DECAYS)
    assert usual.search.space(0.1).products == limits == space.products
    assert isinstance(solver("today", None), Today)


def test_kept_point() -> None:
    """Its masses and mixings, the coupling that was asked for; there is no box to enlarge."""
    point = random_points(1, seed=112)[0]
    made = today(0.2, point=point, box=Box(scalar=(0.1, 4e3), neutral=(0.05, 4e3)))
    assert (
        made.search.fixed is not None and made.search.fixed.only.g_D == 0.2 and made.inner is None
    )
    np.testing.assert_array_equal(made.search.fixed.M_H, point.M_H)


def test_public_names() -> None:
    assert all(hasattr(joint, name) for name in joint.__all__)
