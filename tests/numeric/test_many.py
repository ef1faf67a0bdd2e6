"""Vectorised formulas against those for one point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.models.dark import many, moments, vector_form_factor
from darktmm.numeric.models.dark.point import Point
from darktmm.numeric.models.dark.sample import Sample

QUANTITIES: dict[str, tuple[Callable[[Sample], Any], Callable[[Point], Any]]] = {
    "moment": (many.transition_coefficient, moments.transition_coefficient),
    "vector": (many.vector_form_factor, vector_form_factor.matrix),
    "mass": (many.radiative_neutrino_mass, moments.radiative_neutrino_mass),
}
EVERY_QUANTITY = pytest.mark.parametrize("name", QUANTITIES)

MASSES: dict[str, dict[str, Any]] = {
    "different": {},
    "equal": {"m_L": 0.7, "m_R": 0.7},
    "equal, same signs": {"m_L": 7.0, "m_R": 7.0},
    "opposite": {"m_L": 0.7, "m_R": -1.7},
    "no Dirac mass": {"m_L": 0.7, "m_R": -1.7, "m_D": 0.0},
    "split": {"m_L": 1.2, "m_R": 600.0},
}


def distance(batch: Any, points: list[Point], pointwise: Callable[[Point], Any]) -> float:
    """Largest deviation in units of the largest element of each point."""
    worst = 0.0
    for k, point in enumerate(points):
        expected = pointwise(point)
        scale = np.abs(expected).max()
        worst = max(worst, float(np.abs(batch[k] - expected).max() / scale))
    return worst


@pytest.mark.parametrize("changes", MASSES.values(), ids=MASSES.keys())
@pytest.mark.parametrize("g", [1, 2, 3])
@EVERY_QUANTITY
def test_many_points_are_single_points(name: str, g: int, changes: dict[str, Any]) -> None:
    """One part in 1e12 of the largest element; the moment of one generation is zero."""
    vectorised, pointwise = QUANTITIES[name]
    points = random_points(12, g, seed=5, **changes)
    batch = vectorised(Sample.of(points))
    assert batch.shape == (12, 3, 3)
    if (name, g) == ("moment", 1):
        assert not batch.any() and not any(pointwise(p).any() for p in points)
        return
    assert distance(batch, points, pointwise) < 1e-12


@pytest.mark.parametrize("g", [2, 3])
@EVERY_QUANTITY
def test_symmetry(name: str, g: int) -> None:
    """T antisymmetric, f hermitian, m symmetric; none of them anything else by accident."""
    x = QUANTITIES[name][0](Sample.of(random_points(12, g, seed=6)))
    transposed = x.swapaxes(1, 2)
    mirrored = {"moment": -transposed, "vector": transposed.conj(), "mass": transposed}
    scale = np.abs(x).max(axis=(1, 2))
    for other, image in mirrored.items():
        defect = np.abs(x - image).max(axis=(1, 2)) / scale
        assert np.all(defect < 1e-14) if other == name else np.all(defect > 1e-3)


MUTATIONS: dict[str, Callable[[Sample], Sample]] = {
    "y conjugated": lambda s: replace(s, y=s.y.conj()),
    "U conjugated": lambda s: replace(s, U=s.U.conj()),
    "H and A exchanged": lambda s: replace(s, M_H=s.M_A, M_A=s.M_H),
    "mixing transposed": lambda s: replace(s, O_R=s.O_R.swapaxes(1, 2)),
    "m_L and m_R exchanged": lambda s: replace(s, m_L=s.m_R, m_R=s.m_L),
    "Yukawas ten per mille larger": lambda s: replace(s, y=1.01 * s.y),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
@EVERY_QUANTITY
def test_another_model_is_told_apart(name: str, mutation: Callable[[Sample], Sample]) -> None:
    vectorised, pointwise = QUANTITIES[name]
    points = random_points(4, 3, seed=7)
    assert distance(vectorised(mutation(Sample.of(points))), points, pointwise) > 1e-3


@EVERY_QUANTITY
def test_signs_of_parameters(name: str) -> None:
    """The dark charge, T and f odd, m even; both Majorana masses (N → iN), T and m odd, f even."""
    sample = Sample.of(random_points(4, seed=8))
    charge, majorana = {"moment": (-1, -1), "vector": (-1, 1), "mass": (1, -1)}[name]
    vectorised = QUANTITIES[name][0]
    expected = vectorised(sample)
    tolerance = 1e-13 * np.abs(expected).max()
    for changes, sign in (
        ({"Q_N": -sample.Q_N, "Q_S": -sample.Q_S}, charge),
        ({"m_L": -sample.m_L, "m_R": -sample.m_R}, majorana),
    ):
        found = vectorised(replace(sample, **changes))
        np.testing.assert_allclose(found, sign * expected, rtol=0, atol=tolerance)
        assert np.abs(found + sign * expected).max() > 1e10 * tolerance


def test_moment_matrices_agree() -> None:
    """The third vectorised formula, for two generations with angles and m_L = m_R."""
    rng = np.random.default_rng(9)
    n = 50
    angles = rng.uniform(0, 2 * np.pi, (2, n))
    c, s = np.cos(angles), np.sin(angles)
    rotations = np.moveaxis(np.array([[c, s], [-s, c]]), (0, 1), (-2, -1))
    majorana = 10 ** rng.uniform(-1, 1, n)
    points = random_points(n, seed=10)
    sample = replace(
        Sample.of(points), m_L=majorana, m_R=majorana, O_R=rotations[0], O_I=rotations[1]
    )
    arguments = (*sample.heavy_masses.T, *sample.M_H.T, *sample.M_A.T, sample.g_D, sample.Q_S)
    matrices = moments.moment_matrices(sample.coupling, *angles, *arguments)
    batch = many.transition_coefficient(sample)
    scale = np.abs(matrices).max(axis=(1, 2), keepdims=True)
    np.testing.assert_array_less(np.abs(batch - matrices) / scale, 1e-12)
    swapped = moments.moment_matrices(sample.coupling, *angles[::-1], *arguments)
    assert np.all(np.abs(batch - swapped).max(axis=(1, 2)) > 1e-3 * scale[:, 0, 0])
