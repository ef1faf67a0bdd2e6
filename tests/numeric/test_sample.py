"""Samples: what is stacked is what the points were, and what is impossible is named."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from random_points import random_point, random_points

from darktmm.numeric.inputs import point_file
from darktmm.numeric.models.dark.point import Point, PointError
from darktmm.numeric.models.dark.sample import Sample

POINTS = random_points(7)
SAMPLE = Sample.of(POINTS)
NAMES = [field.name for field in fields(Sample)]


def with_element(name: str, value: float) -> dict[str, Any]:
    """The array of that name with its last element replaced."""
    array = np.array(getattr(SAMPLE, name))
    array.flat[-1] = value
    return {name: array}


# --- stacking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_points(name: str) -> None:
    assert len(SAMPLE) == len(POINTS)
    for row, point in zip(getattr(SAMPLE, name), POINTS, strict=True):
        np.testing.assert_array_equal(row, getattr(point, name))


def test_a_point_without_dark_photon_has_nan() -> None:
    bare = POINTS[0].with_(m_aprime=None, epsilon=None)
    sample = Sample.of([bare, POINTS[1]])
    assert np.isnan([sample.m_aprime[0], sample.epsilon[0]]).all()
    assert sample.m_aprime[1] == POINTS[1].m_aprime and sample.epsilon[1] == POINTS[1].epsilon


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], r"points: \[\] generations, must be one number for all"),
        ([*POINTS, *random_points(1, g=3)], r"points: \[2, 3\] generations"),
        ([*random_points(1, g=1), *random_points(1, g=3)], r"points: \[1, 3\] generations"),
    ],
)
def test_generations_must_agree(points: list[Point], said: str) -> None:
    with pytest.raises(PointError, match=said):
        Sample.of(points)


# --- what follows --------------------------------------------------------------------------------

MAJORANA = {
    "different": {},
    "equal": {"m_L": 0.7, "m_R": 0.7},
    "the other way round": {"m_L": -1.3, "m_R": 2.1},
    "no Dirac mass": {"m_D": 0.0, "m_L": 0.4, "m_R": 2.1},
    "no Dirac mass, equal": {"m_D": 0.0, "m_L": 0.4, "m_R": 0.4},
    "Dirac": {"m_L": 0.0, "m_R": 0.0},
    "seesaw": {"m_L": 0.0, "m_R": 1e3, "m_D": 1e-2},
}


@pytest.mark.parametrize("changes", MAJORANA.values(), ids=MAJORANA.keys())
@pytest.mark.parametrize("g", [1, 2, 3])
def test_masses_angle_and_couplings_are_those_of_points(changes: dict[str, float], g: int) -> None:
    points = random_points(5, g, seed=2, **changes)
    sample = Sample.of(points)
    for k, point in enumerate(points):
        np.testing.assert_allclose(sample.majorana_angle[k], point.majorana_angle, rtol=1e-15)
        scale = np.abs(point.heavy_masses).max()
        np.testing.assert_allclose(
            sample.heavy_masses[k], point.heavy_masses, rtol=0, atol=1e-15 * scale
        )
        np.testing.assert_allclose(sample.coupling[k], point.coupling, rtol=0, atol=1e-15)
        for found, mixing in zip(sample.physical_couplings, (point.O_R, point.O_I), strict=True):
            expected = point.coupling.conj() @ mixing
            np.testing.assert_allclose(found[k], expected, rtol=0, atol=2e-15)


def test_heavy_masses_are_eigenvalues() -> None:
    """And those of m_L ↔ m_R belong to another angle: θ → π/2 − θ."""
    swapped = replace(SAMPLE, m_L=SAMPLE.m_R, m_R=SAMPLE.m_L)
    for k in range(len(SAMPLE)):
        matrix = [[SAMPLE.m_L[k], SAMPLE.m_D[k]], [SAMPLE.m_D[k], SAMPLE.m_R[k]]]
        expected = np.linalg.eigvalsh(matrix)
        np.testing.assert_allclose(np.sort(SAMPLE.heavy_masses[k]), expected, rtol=1e-13)
    np.testing.assert_allclose(swapped.heavy_masses, SAMPLE.heavy_masses, rtol=1e-12)
    np.testing.assert_allclose(swapped.majorana_angle, np.pi / 2 - SAMPLE.majorana_angle)
    assert np.abs(swapped.majorana_angle - SAMPLE.majorana_angle).min() > 1e-2


def test_coupling_has_the_conjugate_of_u() -> None:
    wrong = replace(SAMPLE, U=SAMPLE.U.conj())
    assert np.abs(wrong.coupling - SAMPLE.coupling).max() > 0.1


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("m_aprime", "epsilon")])
def test_every_number_is_finite(name: str, value: float) -> None:
    with pytest.raises(PointError, match=f"^{name} = .*{value}.*: must be finite$"):
        replace(SAMPLE, **with_element(name, value))


@pytest.mark.parametrize("name", ["m_aprime", "epsilon"])
def test_infinite_dark_photon(name: str) -> None:
    with pytest.raises(PointError, match=f"^{name} = inf: must be finite$"):
        replace(SAMPLE, **with_element(name, np.inf))
    assert np.isnan(getattr(replace(SAMPLE, **with_element(name, np.nan)), name)[-1])


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        *((name, v, "must be > 0") for name in ("M_E", "M_H", "M_A", "m_aprime") for v in (0, -2)),
        ("m_D", -0.1, "must be >= 0"),
        ("g_D", -0.5, "must be >= 0"),
        ("epsilon", 1.0, r"must lie in \(-1, 1\)"),
        ("epsilon", -1.5, r"must lie in \(-1, 1\)"),
    ],
)
def test_signs_and_ranges(name: str, value: float, allowed: str) -> None:
    with pytest.raises(PointError, match=f"^{name} = {float(value)}: {allowed}$"):
        replace(SAMPLE, **with_element(name, value))


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("m_L", "M_H")])
def test_shapes(name: str) -> None:
    """One point too few, or one axis too many."""
    array = getattr(SAMPLE, name)
    for wrong in (array[:-1], array[..., None]):
        with pytest.raises(PointError, match=rf"^{name}: shape \(.*\), must be \(7,"):
            replace(SAMPLE, **{name: wrong})


def test_signs_that_are_allowed() -> None:
    point = random_point(np.random.default_rng(3), m_L=-1.0, m_R=-2.0, m_D=0.0, epsilon=-0.3)
    assert Sample.of([point.with_(g_D=0.0)]).epsilon[0] == -0.3


# --- the dark photon of a point file -------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"m": 0.1}, r"dark_photon\.epsilon: missing"),
        ({"epsilon": 1e-4}, r"dark_photon\.m: missing"),
        ({"m": 0.1, "epsilon": 1e-4, "Q": 1}, r"dark_photon\.Q: unknown key; .* m, epsilon"),
        ({"m": 0.0, "epsilon": 1e-4}, r"dark_photon\.m = 0\.0: must be > 0"),
        ({"m": -0.1, "epsilon": 1e-4}, r"dark_photon\.m = -0\.1: must be > 0"),
        ({"m": np.inf, "epsilon": 1e-4}, r"dark_photon\.m = inf: must be finite"),
        ({"m": "0.1", "epsilon": 1e-4}, r"dark_photon\.m = '0\.1': must be a number"),
        ({"m": 0.1, "epsilon": 1.0}, r"dark_photon\.epsilon = 1\.0: must lie in \(-1, 1\)"),
        ({"m": 0.1, "epsilon": -2.0}, r"dark_photon\.epsilon = -2\.0: must lie in \(-1, 1\)"),
        ({"m": 0.1, "epsilon": np.nan}, r"dark_photon\.epsilon = nan: must be finite"),
        ([0.1, 1e-4], r"dark_photon = \[0\.1, 0\.0001\]: must be a section"),
    ],
)
def test_bad_dark_photon(section: Any, said: str) -> None:
    table = tomllib.loads(point_file("reference").read_text(encoding="utf-8"))
    with pytest.raises(PointError, match=f"^{said}"):
        Point.from_table(table | {"dark_photon": section})


def test_dark_photon_of_a_file() -> None:
    table = tomllib.loads(point_file("reference").read_text(encoding="utf-8"))
    given = Point.from_table(table | {"dark_photon": {"m": 1, "epsilon": -0.25}})
    assert (given.m_aprime, given.epsilon) == (1.0, -0.25)
    del table["dark_photon"]
    absent = Point.from_table(table)
    assert absent.m_aprime is None and absent.epsilon is None
    for only in ({"m_aprime": 0.1}, {"epsilon": 0.1}):
        with pytest.raises(PointError, match="dark_photon: m and epsilon must be given together"):
            absent.with_(**only)
