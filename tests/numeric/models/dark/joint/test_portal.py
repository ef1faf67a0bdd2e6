"""The largest kinetic mixing that is left: against brute force, through gaps, and to the digit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.constraints import Constraint, assess, assess_band, chosen, standard
from darktmm.numeric.models.dark.joint.portal import (
    LARGEST,
    SMALLEST,
    epsilon_grid,
    largest_epsilon,
    with_epsilon,
)
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.predictions import Predictions
from darktmm.papers.arxiv_2603_25704.joint import largest_epsilon_at

BOUNDS = chosen(standard(), groups=("dark-photon", "moment", "solar"))
POINT = random_points(1, seed=41, m_aprime=0.05, m_L=2e-5, m_R=-1e-5)[0]
"""U(1)_D is hardly broken: mixing with the Z leaves room for every mass of A'."""


def band(name: str, low: float, high: float) -> Constraint:
    """A made-up bound that excludes low < |ε| < high."""

    def law(o: Predictions) -> Any:
        epsilon = np.abs(o.epsilon)
        edges = np.full_like(epsilon, low), np.full_like(epsilon, high)
        return assess_band(epsilon, *edges, ("made up",))

    return Constraint(name, "dark-photon", "nothing", "", "", "1", "", law)


def excluded(point: Parameters, constraints: tuple[Constraint, ...], epsilon: float) -> set[str]:
    """Names of the bounds that exclude a point at some ε, ε being part of the point."""
    at = DarkPredictions(point.with_(epsilon=epsilon))
    return {c.name for c in constraints if c(at).excluded[0]}


MASSES = [2e-3, 0.01, 0.03, 0.1, 0.5, 3.0, 9.0]


@pytest.mark.parametrize("mass", MASSES)
def test_value_is_allowed_and_more_is_not(mass: float) -> None:
    point = POINT.with_(m_aprime=mass)
    found = largest_epsilon(DarkPredictions(point), BOUNDS)
    assert 0 < found.value < LARGEST and found.active
    assert not excluded(point, BOUNDS, found.value)
    assert found.active in excluded(point, BOUNDS, found.value * (1 + 1e-4))


@pytest.mark.parametrize("mass", MASSES)
@pytest.mark.parametrize("share", [1.0, 1e-6])
def test_brute_scan_finds_nothing_larger(mass: float, share: float) -> None:
    """20 000 values of ε, with the Yukawas as they are and a thousand times smaller."""
    at = DarkPredictions(POINT.with_(m_aprime=mass, y=np.sqrt(share) * POINT.only.y))
    found = largest_epsilon(at, BOUNDS)
    scan = np.geomspace(SMALLEST, LARGEST, 20_000)
    everywhere = with_epsilon(at, scan)
    allowed = np.all([~c(everywhere).excluded for c in BOUNDS], axis=0)
    step = scan[1] / scan[0]
    assert np.any(allowed)
    assert scan[allowed][-1] / step < found.value < scan[allowed][-1] * step


def test_only_widths_depend_on_epsilon() -> None:
    at = DarkPredictions(POINT)
    scan = with_epsilon(at, np.array([1e-5, 1e-3, 0.1]))
    for k, epsilon in enumerate(scan.epsilon):
        single = DarkPredictions(POINT.with_(epsilon=float(epsilon)))
        for name, width in single.aprime_widths.items():
            np.testing.assert_allclose(scan.aprime_widths[name][k], width[0], rtol=1e-13)
        np.testing.assert_array_equal(scan.transition_moment[k], single.transition_moment[0])
    with pytest.raises(ValueError, match="predictions for 3 points, must be for 1"):
        with_epsilon(DarkPredictions(POINT.repeated(3)), np.array([1e-3]))


# --- made-up bounds ------------------------------------------------------------------------------

AT = DarkPredictions(POINT)


def test_a_limit() -> None:
    found = largest_epsilon(AT, (band("limit", 1e-4, np.inf),))
    assert found.active == "limit"
    assert found.value == pytest.approx(1e-4, rel=1e-6, abs=0) and found.value <= 1e-4


def test_the_allowed_set_may_have_gaps() -> None:
    """What lies above a band is allowed, and what lies between two bands."""
    above = largest_epsilon(AT, (band("band", 1e-6, 1e-4), band("limit", 1e-2, np.inf)))
    assert (above.active, above.value) == ("limit", pytest.approx(1e-2, rel=1e-6, abs=0))
    between = largest_epsilon(AT, (band("low", 1e-7, 1e-5), band("high", 1e-4, np.inf)))
    assert (between.active, between.value) == ("high", pytest.approx(1e-4, rel=1e-6, abs=0))
    joined = largest_epsilon(AT, (band("low", 1e-7, 1e-3), band("high", 1e-4, np.inf)))
    assert (joined.active, joined.value) == ("low", pytest.approx(1e-7, rel=1e-6, abs=0))


def test_the_stronger_of_two_limits_is_active() -> None:
    pair = band("weak", 1e-3, np.inf), band("strong", 1e-4, np.inf)
    assert largest_epsilon(AT, pair).active == "strong"
    assert largest_epsilon(AT, pair[:1]).active == "weak"


def test_nothing_forbids_and_nothing_is_left() -> None:
    assert largest_epsilon(AT, ()) == largest_epsilon(AT, (band("far", 0.995, 1.0),))
    free = largest_epsilon(AT, ())
    assert (free.value, free.active) == (LARGEST, None)
    none = largest_epsilon(AT, (band("all", 1e-12, np.inf),))
    assert (none.value, none.active) == (0.0, "all")


def one_sided(low: float) -> Constraint:
    """A made-up bound that excludes ε > low."""
    law = lambda o: assess(o.epsilon, low, ("made up",))
    return Constraint("one side", "dark-photon", "nothing", "", "", "1", "", law)


def test_the_sign_of_epsilon() -> None:
    """That of the point is ignored; that of the argument is looked at."""
    negative = DarkPredictions(POINT.with_(epsilon=-0.2))
    assert largest_epsilon(negative, BOUNDS) == largest_epsilon(AT, BOUNDS)
    bounds = (one_sided(1e-4), band("limit", 1e-2, np.inf))
    assert largest_epsilon(AT, bounds, 1.0).active == "one side"
    other = largest_epsilon(AT, bounds, -1.0)
    assert (other.active, other.value) == ("limit", pytest.approx(1e-2, rel=1e-6, abs=0))
    for sign in (1.0, -1.0):
        found = largest_epsilon(AT, BOUNDS, sign)
        assert not excluded(POINT, BOUNDS, sign * found.value)
        assert found.active in excluded(POINT, BOUNDS, sign * found.value * (1 + 1e-4))


def test_grid_covers_the_range() -> None:
    grid = epsilon_grid()
    assert grid[0] == SMALLEST and grid[-1] == LARGEST
    assert np.diff(np.log10(grid)).max() < 1 / 60


def test_at_a_mass() -> None:
    """Searches for A' alone; the same whatever A' the point had."""
    found = largest_epsilon_at(POINT, 0.02)
    other = largest_epsilon_at(POINT.with_(m_aprime=None, epsilon=None), 0.02)
    assert found == other
    groups = {c.name: c.group for c in standard()}
    assert found.active and groups[found.active] == "dark-photon"
    at = DarkPredictions(POINT.with_(m_aprime=0.02, epsilon=0.5))
    assert largest_epsilon(at, standard()).value <= found.value
