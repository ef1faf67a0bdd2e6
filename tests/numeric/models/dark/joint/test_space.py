"""Coordinates of the joint search: what they promise by construction, against the observables."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_points import random_points

from darktmm.numeric.constraints.perturbativity import LARGEST
from darktmm.numeric.inputs.data import default
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.joint.space import (
    COORDINATES,
    CORE,
    PAIRS,
    Modes,
    Space,
    charged_metric,
    flavour_metric,
    level_partner,
    tuning,
)
from darktmm.numeric.models.dark.parameters import SECTIONS, Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.dipoles import branching_ratio
from darktmm.papers.arxiv_2603_25704.joint import BOX, Box, benchmark, today

N = 20 * Modes.NUMBER
NAMES = {name: k for k, name in enumerate(COORDINATES)}
LIMITS = tuple(
    default(f"{a} -> {b} gamma").value for a, b in (("mu", "e"), ("tau", "e"), ("tau", "mu"))
)
PARENTS = {(0, 1): ("mu", "e"), (0, 2): ("tau", "e"), (1, 2): ("tau", "mu")}


def space(mass: float = 0.1, g_D: float | None = 0.5, box: Box = BOX, **changes: Any) -> Space:
    """Coordinates with the limits of today."""
    base = benchmark(0.5 if g_D is None else g_D)
    return Space(base, mass, box, g_D is None, LIMITS, **changes)


def coordinates(where: Space, n: int = N, seed: int = 81) -> Any:
    """Random ones within the edges."""
    low, high = where.edges
    return low + np.random.default_rng(seed).random((n, len(low))) * (high - low)


REFERENCE = np.array([1.234])
"""A scalar mass that drops out of differences."""

MODES = Modes.of(np.arange(N) % Modes.NUMBER)


@cache
def drawn() -> tuple[Parameters, Any, DarkPredictions]:
    """Random points of all 24 modes, which exist, and their observables."""
    sample, exists = space().sample(coordinates(space()), MODES)
    return sample, exists, DarkPredictions(sample)


# --- every coordinate is a point -----------------------------------------------------------------


def test_modes() -> None:
    """24 different combinations of three choices and three pairs of flavours."""
    modes = Modes.of(np.arange(Modes.NUMBER))
    rows = zip(modes.level, modes.aligned, modes.negative, modes.pair, strict=True)
    assert len(set(rows)) == Modes.NUMBER == 24 and set(modes.pair) == {0, 1, 2}
    assert {tuple(sorted(p)) for p in PAIRS} == {(0, 1, 2)}


def test_random_coordinates_are_points() -> None:
    """g_D, m_A', charges and U are those that were asked for."""
    sample, exists, _ = drawn()
    for point, negative in zip(sample, MODES.negative, strict=True):
        assert point.only.m_aprime == 0.1 and point.only.g_D == pytest.approx(0.5, rel=1e-15)
        assert (point.only.epsilon < 0) == negative and abs(point.only.epsilon) <= 0.5
        assert (point.only.Q_N, point.only.Q_S) == (1.0, -1.0)
        np.testing.assert_array_equal(point.U, benchmark(0.5).U)
    assert exists[~MODES.level].all() and 0 < exists[MODES.level].mean() < 1


@settings(max_examples=60, deadline=None)
@given(
    share=st.lists(
        st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)),
        min_size=len(COORDINATES),
        max_size=len(COORDINATES),
    ),
    mass=st.sampled_from([1e-6, 1e-3, 1.0, 100.0]),
    free=st.booleans(),
)
def test_observables_exist_everywhere(share: list[float], mass: float, free: bool) -> None:
    """Edges and corners included: value and excess are numbers, all 24 modes, no warning."""
    engine = today(None if free else 0.5, ()).search
    where = space(mass, None if free else 0.5)
    low, high = where.edges
    x = np.repeat((low + np.array(share) * (high - low))[None], Modes.NUMBER, axis=0)
    value, excess = engine.evaluate(where, x, Modes.of(np.arange(Modes.NUMBER)))
    assert not np.isnan(value).any() and not np.isnan(excess).any()


def test_masses_are_those_of_the_coordinates() -> None:
    """By hand, in the mode without conditions: m, χ, splittings, mixing."""
    where, free = space(1.0), Modes.of(np.zeros(N, dtype=int))
    x = coordinates(where)
    sample, _ = where.sample(x, free)
    at = {name: x[:, k] for name, k in NAMES.items()}
    norm = math.sqrt(2) * sample.m_D * np.exp(at["ln m/m_D"])
    angle = at["chi - pi/4"] + math.pi / 4
    np.testing.assert_allclose(sample.m_L, norm * np.cos(angle), atol=1e-14 * norm.max())
    np.testing.assert_allclose(np.hypot(sample.m_L, sample.m_R), norm, rtol=1e-13)
    np.testing.assert_allclose(sample.m_R, norm * np.sin(angle), atol=1e-14 * norm.max())
    np.testing.assert_allclose(sample.M_H[:, 0], np.exp(at["ln a"]), rtol=1e-13)
    np.testing.assert_allclose(
        sample.M_H[:, 1] / sample.M_H[:, 0], np.exp(at["ln b/a"]), rtol=1e-13
    )
    np.testing.assert_allclose(sample.M_E / sample.m_D, np.exp(at["ln M_E/m_D"]), rtol=1e-13)
    np.testing.assert_allclose(sample.O_I[:, 0, 1], np.sin(np.exp(at["ln angle"])), rtol=1e-14)
    assert not np.array_equal(sample.M_H, sample.M_A)
    even = where.sample(np.where(np.isin(COORDINATES, ["split 1", "split 2"]), 0, x), free)[0]
    np.testing.assert_array_equal(even.M_H, even.M_A)


def test_equal_majorana_masses_are_exactly_equal() -> None:
    """χ = π/4 is the centre of the smaller family."""
    where = space()
    x = coordinates(where)
    rest = np.setdiff1d(np.arange(len(COORDINATES)), CORE)
    x[:, rest] = where.centre[rest]
    sample, _ = where.sample(x, Modes.of(np.zeros(N, dtype=int)))
    np.testing.assert_array_equal(sample.m_L, sample.m_R)
    np.testing.assert_array_equal(sample.M_H, sample.M_A)
    np.testing.assert_array_equal(sample.y[:, 2], 0)
    assert where.centre[NAMES["ln g_D"]] == math.log(0.5)


# --- no radiative mass ---------------------------------------------------------------------------


def test_level_cancels_the_radiative_mass() -> None:
    """Whatever Yukawas and angles; b one per cent away does not, nor does another H − A splitting."""
    sample, exists, seen = drawn()
    chosen = exists & MODES.level
    level = sample[chosen]
    found = np.abs(seen.neutrino_mass[chosen]).max(axis=(1, 2))
    assert chosen.sum() > 20
    for names in (("M_H", "M_A"), ("M_A",)):
        detuned = {name: getattr(level, name) * [1, 1.01] for name in names}
        beside = np.abs(moments.radiative_neutrino_mass(level.with_(**detuned))).max(axis=(1, 2))
        assert np.all(found < 1e-10 * beside)
    other = exists & ~MODES.level
    assert np.abs(seen.neutrino_mass[other]).max() > 1e3 * found.max()


def test_level_partner_by_the_loop_function() -> None:
    """F(a) = F(b) by the functions for one point; 1.01 b is not level."""
    sample, _, _ = drawn()
    a = sample.M_H[:, 0]
    b = level_partner(sample.m_L, sample.m_R, sample.m_D, a, 2e3)
    some = np.flatnonzero(np.isfinite(b))[:25]
    assert len(some) == 25 and np.all(b[some] > a[some]) and np.all(b[some] < 2e3)
    for k, point in zip(some, sample[some], strict=True):
        masses = np.array([[a[k], b[k], 1.01 * b[k]]])
        ((at_a, at_b, beyond),) = moments.mass_per_coupling(point, masses, REFERENCE)
        assert abs(at_b - at_a) < 1e-10 * abs(beyond - at_a)


def test_no_level_partner() -> None:
    """F falls with the lightest scalars and rises far above N: nothing in between is not a number."""
    sample, _, _ = drawn()
    masses = (sample.m_L, sample.m_R, sample.m_D)
    a = sample.M_H[:, 0]
    everywhere = level_partner(*masses, a, 2e3)
    nowhere = np.flatnonzero(np.isnan(everywhere))[:25]
    rng = np.random.default_rng(82)
    for k, point in zip(nowhere, sample[nowhere], strict=True):
        between = np.sort(a[k] * (2e3 / a[k]) ** rng.random(40))
        (values,) = moments.mass_per_coupling(point, np.array([[a[k], *between]]), REFERENCE)
        rise = values[1:] - values[0]
        assert np.all(rise > 0) or np.all(rise < 0)
    found = np.flatnonzero(np.isfinite(everywhere))
    smaller = level_partner(*masses, a, 0.9 * float(everywhere[found].min()))
    assert np.isnan(smaller).all()
    np.testing.assert_array_equal(np.isnan(level_partner(*masses, np.full(N, 2e3), 2e3)), True)


# --- orthogonal Yukawa vectors --------------------------------------------------------------------


def off_diagonal(matrix: Any, rows: Any, columns_: Any) -> Any:
    """|X_ab| over the geometric mean of X_aa and X_bb."""
    k = np.arange(len(matrix))
    size = np.sqrt(np.abs(matrix[k, rows, rows] * matrix[k, columns_, columns_]))
    return np.abs(matrix[k, rows, columns_]) / size


def test_two_flavours_do_not_radiate_into_each_other() -> None:
    """The dipole between the first two is rounding; with another sign of one element it is not."""
    sample, _, seen = drawn()
    first, second, _ = np.array(PAIRS)[MODES.pair].T
    assert off_diagonal(seen.charged_dipole, first, second).max() < 1e-13
    y = sample.y.copy()
    y[np.arange(N), second, 1] *= -1
    turned = DarkPredictions(sample.with_(y=y))
    assert np.median(off_diagonal(turned.charged_dipole, first, second)) > 1e-2


def test_aligned_vectors_emit_no_dark_photon_either() -> None:
    """f^ℓ between the first two vanishes where `aligned`, beside its diagonal; elsewhere not."""
    _, _, seen = drawn()
    first, second, _ = np.array(PAIRS)[MODES.pair].T
    found = off_diagonal(seen.lepton_vector, first, second)
    assert found[MODES.aligned].max() < 1e-10
    assert np.median(found[~MODES.aligned]) > 1e-2


def test_metrics_are_those_of_the_observables() -> None:
    """D ∝ y X y† and f^ℓ ∝ y X y†, the factor one number for all elements."""
    sample, _, seen = drawn()
    for metric, expected in (
        (flavour_metric(sample), seen.charged_dipole * sample.M_E[:, None, None] ** 2),
        (charged_metric(sample), seen.lepton_vector),
    ):
        product = sample.y @ metric @ sample.y.conj().swapaxes(1, 2)
        factor = (expected[:, 0, 0] / product[:, 0, 0]).real
        np.testing.assert_allclose(factor, np.median(factor), rtol=1e-10)
        scale = np.abs(expected).max(axis=(1, 2), keepdims=True)
        np.testing.assert_array_less(
            np.abs(expected - factor[:, None, None] * product) / scale, 1e-12
        )


def test_third_vector_is_measured_in_the_limits() -> None:
    """Its radiative decays are at most at the corner |Re| = |Im| = 1 of the limits, twice them."""
    _, _, seen = drawn()
    flavours = np.array(PAIRS)[MODES.pair]
    largest = []
    for k in range(2):
        pair = np.sort(flavours[:, [k, 2]], axis=1)
        for (a, b), limit in zip(PARENTS, LIMITS, strict=True):
            ratio = branching_ratio(seen.charged_dipole, *PARENTS[a, b]) / limit
            if np.any(there := np.all(pair == [a, b], axis=1)):
                largest.append(ratio[there].max())
    assert len(largest) == 4
    assert max(largest) <= 2 * (1 + 1e-9) and min(largest) > 0.1


def test_third_vector_beyond_the_limits() -> None:
    """In the same unit, up to `largest_third` of it: rates are larger by the square."""
    where = replace(space(), largest_third=30.0)
    low, high = where.edges
    third = [NAMES[n] for n in ("Re y_third1", "Im y_third1", "Re y_third2", "Im y_third2")]
    np.testing.assert_array_equal(low[third], -30.0)
    np.testing.assert_array_equal(high[third], 30.0)
    sample, _ = where.sample(coordinates(where), MODES)
    _, _, seen = drawn()
    tau = branching_ratio(DarkPredictions(sample).charged_dipole, "tau", "mu").max()
    usual = branching_ratio(seen.charged_dipole, "tau", "mu").max()
    assert 100 * usual < tau < 1000 * usual


# --- edges ----------------------------------------------------------------------------------------


def test_edges() -> None:
    """Finite, ordered; only g_D has no width unless it is free; the largest Yukawa is reached."""
    low, high = space().edges
    assert np.all(np.isfinite(low)) and np.all(np.isfinite(high))
    assert [n for n, a, b in zip(COORDINATES, low, high, strict=True) if a == b] == ["ln g_D"]
    assert np.all(low <= high)
    free = space(g_D=None).edges
    assert free[0][0] < math.log(1e-9) and free[1][0] == pytest.approx(math.log(LARGEST))
    np.testing.assert_array_equal(free[0][1:], low[1:])
    assert np.exp(high[NAMES["ln |y_first|"]]) == pytest.approx(math.sqrt(2) * LARGEST)


def test_larger_box_has_wider_edges() -> None:
    """Every coordinate of a smaller box is one of a larger box, and the same point there."""
    small = space(box=Box(neutral=(1.0, 500.0), charged=(100.0, 1e3), scalar=(2.0, 900.0)))
    (low, high), (low_, high_) = small.edges, space().edges
    assert np.all(low_ <= low) and np.all(high <= high_)
    free = Modes.of(np.zeros(N, dtype=int))
    x = coordinates(small)
    inside, same = small.sample(x, free)[0], space().sample(x, free)[0]
    for name in SECTIONS:
        np.testing.assert_array_equal(getattr(inside, name), getattr(same, name), name)


def test_fixed_keeps_masses_and_mixings() -> None:
    """Yukawas and ε of the coordinates, the rest of the point; `level` has no meaning."""
    point = random_points(1, seed=83)[0]
    where = space(0.02, fixed=point)
    low, high = where.edges
    assert np.all(low[: NAMES["alpha"]] == high[: NAMES["alpha"]])
    sample, exists = where.sample(coordinates(where), MODES)
    np.testing.assert_array_equal(exists, ~MODES.level)
    for name in ("m_L", "m_R", "m_D", "M_E", "M_H", "M_A", "O_R", "O_I", "g_D", "U"):
        column = getattr(sample, name)
        np.testing.assert_array_equal(column, np.broadcast_to(getattr(point, name), column.shape))
    assert np.all(sample.m_aprime == 0.02) and len({float(e) for e in sample.epsilon}) == N
    assert np.all(sample.y[0] != sample.y[1])
    first, second, _ = np.array(PAIRS)[MODES.pair].T
    assert off_diagonal(DarkPredictions(sample).charged_dipole, first, second).max() < 1e-13


def test_excess_by_hand() -> None:
    """ln of how far out; the light one of N₁, N₂ and the heaviest of four scalars count."""
    box = Box(neutral=(1.0, 10.0), charged=(100.0, 200.0), scalar=(0.5, 5.0))
    point = benchmark(0.5).with_(
        m_L=1.5, m_R=1.5, m_D=2.0, M_E=300.0, M_H=np.array([1.0, 2.0]), M_A=np.array([0.4, 6.0])
    )
    expected = np.log([1 / 0.5, 3.5 / 10, 100 / 300, 300 / 200, 0.5 / 0.4, 6 / 5])
    np.testing.assert_allclose(box.excess(point)[0], expected, rtol=1e-13)
    assert box.walls(point) == [
        f"edge of the box: {words} GeV"
        for words in (
            "smallest |M_1|, |M_2|, 1",
            "largest M_E, 200",
            "smallest scalar mass, 0.5",
            "largest scalar mass, 5",
        )
    ]
    assert BOX.walls(point) == []
    light = point.with_(M_A=np.array([0.2501, 1.0]))
    assert BOX.walls(light) == ["edge of the box: smallest scalar mass, 0.25 GeV"]


def test_boxes_that_contain_each_other() -> None:
    small = Box(scalar=(2.0, 2e3))
    assert BOX.contains(BOX) and BOX.contains(small) and not small.contains(BOX)
    aside = Box(neutral=(0.05, 1e3))
    assert not BOX.contains(aside) and not aside.contains(BOX)
    assert str(small) == (
        "$|M_1|$, $|M_2|$ from 0.1 to 2000 GeV, $M_E$ from 50 to 2000 GeV, scalars from 2 to 2000 GeV"
    )


@pytest.mark.parametrize("name", ["neutral", "charged", "scalar"])
@pytest.mark.parametrize(
    "edges", [(0.0, 1.0), (-1.0, 1.0), (2.0, 1.0), (1.0, 1.0), (1.0, math.inf), (math.nan, 1.0)]
)
def test_bad_boxes(name: str, edges: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=f"{name} = {edges[0]}, {edges[1]}: must be 0 < smallest"):
        Box(**{name: edges})


# --- tuning ---------------------------------------------------------------------------------------


def strong_points() -> Parameters:
    """Level, with large Yukawas and a Majorana mass that is not small."""
    where = space()
    x = coordinates(where)
    low, high = where.edges
    for name in ("ln m/m_D", "ln |y_first|", "ln |y_second|"):
        k = NAMES[name]
        x[:, k] = high[k] - 0.3 * (x[:, k] - low[k])
    x[:, NAMES["ln m/m_D"]] -= 4.0
    sample, exists = where.sample(x, MODES)
    return sample[exists & MODES.level]


def test_tuning_is_one_part_in_how_many() -> None:
    """∝ y²; detuned by so little, one scalar after the other, the mass adds up to the limit."""
    limit, found = default("m_nu").value, strong_points()
    tuned = [p for p in found if tuning(p) > 1e3]
    assert len(tuned) > 10
    for point in tuned:
        size = tuning(point)
        assert tuning(point.with_(y=2 * point.only.y)) == pytest.approx(4 * size, rel=1e-9)
        assert tuning(point.with_(y=1e-12 * point.only.y)) == 1
        total = 0.0
        for name, k in (("M_H", 0), ("M_H", 1), ("M_A", 0), ("M_A", 1)):
            scalars = getattr(point, name).copy()
            scalars[0, k] *= 1 + 1 / size
            mass = moments.radiative_neutrino_mass(point.with_(**{name: scalars}))[0]
            total += float(np.abs(np.linalg.svd(mass, compute_uv=False)).sum())
        # one scalar alone couples to one combination of neutrinos: rank 1, its length is |λ̃|²
        assert total == pytest.approx(limit, rel=1e-2)


def test_no_tuning() -> None:
    """Without lepton-number violation, or without Yukawas, nothing has to cancel."""
    point = strong_points()[0]
    assert tuning(point.with_(m_L=0.0, m_R=0.0)) == 1
    assert tuning(point.with_(y=0 * point.only.y)) == 1
