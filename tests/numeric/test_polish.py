"""Yukawa matrices where the solar rate decides: exact gradients, limits, and a second optimiser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from numeric.inputs import point_file
from numeric.joint.polish import Problem
from numeric.joint.yukawa import Limits, amplitude, flavour_structure, largest, two_flavours
from numeric.point import Point

U = Point.from_file(point_file("reference")).U
P = np.array([0.63, 0.35, 0.02])
VECTOR = np.array([[0.018, 0.003], [0.003, 0.02]])
METRIC = np.array([[1.0, 1e-3], [1e-3, 0.99]])
PROBLEM = Problem(Limits(3.5, (0.01, 2.9, 3.2), METRIC), U, P, VECTOR, 1e-9, 1e-5)
START = 0.05 * two_flavours(PROBLEM.limits)

Law = Callable[[Any], tuple[float, Any]]
LAWS: dict[str, Law] = {
    "structure": PROBLEM.structure,
    "amplitude": PROBLEM.amplitude,
    "product": lambda y: PROBLEM.product(y, 0, 2),
}


def matrix(seed: int) -> Any:
    """A random Yukawa matrix."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(3, 2)) + 1j * rng.normal(size=(3, 2))


def differentiated(law: Law, y: Any, step: float = 1e-6) -> Any:
    """∂/∂y* by central differences."""
    found = np.zeros((3, 2), dtype=complex)
    for place in np.ndindex(3, 2):
        for phase in (1, 1j):
            change = np.zeros((3, 2), dtype=complex)
            change[place] = step * phase
            found[place] += phase * (law(y + change)[0] - law(y - change)[0]) / (4 * step)
    return found


@pytest.mark.parametrize("name", LAWS)
def test_gradients(name: str) -> None:
    """Each to 1e-8 of its size; its conjugate, its double and its transpose in y are seen."""
    y = matrix(1)
    slope, expected = LAWS[name](y)[1], differentiated(LAWS[name], y)
    size = np.abs(expected).max()
    assert np.abs(slope - expected).max() < 1e-8 * size
    for wrong in (slope.conj(), 2 * slope, slope[:, ::-1]):
        assert np.abs(wrong - expected).max() > 1e-2 * size


def test_values_are_those_of_the_other_room() -> None:
    """Λ and F as in `numeric.joint.yukawa`."""
    for seed in range(5):
        y = matrix(seed)
        assert PROBLEM.structure(y)[0] == pytest.approx(flavour_structure(y, U, P) ** 2, rel=1e-12)
        found = PROBLEM.amplitude(y)[0]
        assert found == pytest.approx(amplitude(y, VECTOR, U, P) ** 2, rel=1e-12, abs=0)
        assert found != pytest.approx(amplitude(y.conj(), VECTOR, U, P) ** 2, rel=1e-3, abs=0)


def test_solution_is_allowed_and_better() -> None:
    """Within all limits, above the start, and on the limit of the rate."""
    y = PROBLEM.solve(START)
    assert PROBLEM.respected(y) and not PROBLEM.respected(100 * y)
    assert PROBLEM.value(y) > 1.3 * PROBLEM.value(START)
    assert np.sqrt(PROBLEM.amplitude(y)[0]) * PROBLEM.portal >= PROBLEM.rate * (1 - 1e-3)


def test_second_optimiser() -> None:
    """The largest Λ at the F of the solution, by the programme without gradients: not above it."""
    y = PROBLEM.solve(START)
    size = float(np.sqrt(PROBLEM.amplitude(y)[0]))
    limits = replace(PROBLEM.limits, current=VECTOR, amplitude=size)
    other = largest(limits, U, P, near=y)
    assert flavour_structure(other, U, P) <= 1.01 * flavour_structure(y, U, P)
    from_afar = largest(limits, U, P, near=START)
    assert flavour_structure(from_afar, U, P) <= 1.01 * flavour_structure(y, U, P)


def test_random_matrices_are_no_better() -> None:
    """Ten thousand random directions, scaled into the limits."""
    best = PROBLEM.value(PROBLEM.solve(START))
    rng = np.random.default_rng(3)
    for _ in range(10_000):
        y = 0.1 * (rng.normal(size=(3, 2)) + 1j * rng.normal(size=(3, 2)))
        excess = max(
            np.sqrt(PROBLEM.product(y, i, j)[0]) / limit
            for (i, j), limit in zip(((0, 1), (0, 2), (1, 2)), PROBLEM.limits.products, strict=True)
        )
        y /= np.sqrt(max(1.0, excess))
        assert PROBLEM.value(y) <= best


def test_without_vector_coupling_the_portal_decides() -> None:
    """F = 0: ε is that of the portal."""
    free = replace(PROBLEM, vector=np.zeros((2, 2)))
    y = matrix(2)
    assert free.value(y) == pytest.approx(free.portal * flavour_structure(y, U, P), rel=1e-12)
    assert PROBLEM.value(y) < free.value(y)
    assert PROBLEM.value(np.zeros((3, 2), dtype=complex)) == 0
