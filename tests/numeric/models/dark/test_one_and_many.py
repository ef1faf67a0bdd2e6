"""Many points at once against sums over loops, point by point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import by_paths
import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.models.dark import moments, vector_form_factor
from darktmm.numeric.models.dark.parameters import Parameters

QUANTITIES: dict[str, tuple[Callable[[Parameters], Any], Callable[[Parameters], Any]]] = {
    "moment": (moments.transition_coefficient, by_paths.transition_coefficient),
    "vector": (vector_form_factor.matrices, lambda p: vector_form_factor.matrices(p)[0]),
    "mass": (moments.radiative_neutrino_mass, by_paths.radiative_neutrino_mass),
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


def distance(batch: Any, points: Parameters, pointwise: Callable[[Parameters], Any]) -> float:
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
    batch = vectorised(points)
    assert batch.shape == (12, 3, 3)
    if (name, g) == ("moment", 1):
        assert not batch.any() and not any(pointwise(p).any() for p in points)
        return
    assert distance(batch, points, pointwise) < 1e-12


@pytest.mark.parametrize("g", [2, 3])
@EVERY_QUANTITY
def test_symmetry(name: str, g: int) -> None:
    """T antisymmetric, f hermitian, m symmetric; none of them anything else by accident."""
    x = QUANTITIES[name][0](random_points(12, g, seed=6))
    transposed = x.swapaxes(1, 2)
    mirrored = {"moment": -transposed, "vector": transposed.conj(), "mass": transposed}
    scale = np.abs(x).max(axis=(1, 2))
    for other, image in mirrored.items():
        defect = np.abs(x - image).max(axis=(1, 2)) / scale
        assert np.all(defect < 1e-14) if other == name else np.all(defect > 1e-3)


MUTATIONS: dict[str, Callable[[Parameters], Parameters]] = {
    "y conjugated": lambda s: s.with_(y=s.y.conj()),
    "U conjugated": lambda s: s.with_(U=s.U.conj()),
    "H and A exchanged": lambda s: s.with_(M_H=s.M_A, M_A=s.M_H),
    "mixing transposed": lambda s: s.with_(O_R=s.O_R.swapaxes(1, 2)),
    "m_L and m_R exchanged": lambda s: s.with_(m_L=s.m_R, m_R=s.m_L),
    "Yukawas ten per mille larger": lambda s: s.with_(y=1.01 * s.y),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
@EVERY_QUANTITY
def test_another_model_is_told_apart(
    name: str, mutation: Callable[[Parameters], Parameters]
) -> None:
    vectorised, pointwise = QUANTITIES[name]
    points = random_points(4, 3, seed=7)
    assert distance(vectorised(mutation(points)), points, pointwise) > 1e-3


@EVERY_QUANTITY
def test_signs_of_parameters(name: str) -> None:
    """The dark charge, T and f odd, m even; both Majorana masses (N → iN), T and m odd, f even."""
    sample = random_points(4, seed=8)
    charge, majorana = {"moment": (-1, -1), "vector": (-1, 1), "mass": (1, -1)}[name]
    vectorised = QUANTITIES[name][0]
    expected = vectorised(sample)
    tolerance = 1e-13 * np.abs(expected).max()
    for changes, sign in (
        ({"Q_N": -sample.Q_N, "Q_S": -sample.Q_S}, charge),
        ({"m_L": -sample.m_L, "m_R": -sample.m_R}, majorana),
    ):
        found = vectorised(sample.with_(**changes))
        np.testing.assert_allclose(found, sign * expected, rtol=0, atol=tolerance)
        assert np.abs(found + sign * expected).max() > 1e10 * tolerance
