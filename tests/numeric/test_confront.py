"""The comparison with brute force can say no."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.point import Point
from darktmm.papers.arxiv_2603_25704 import confront
from darktmm.papers.arxiv_2603_25704.confront import TOLERANCE, Confrontation
from darktmm.papers.arxiv_2603_25704.symbolic import derive_row
from darktmm.report.points import bundled


@pytest.fixture(scope="module")
def brute_force() -> Confrontation:
    """Both brute-force integrals at the reference point, computed once."""
    confrontation = Confrontation(Point.from_file(bundled("reference")))
    _ = confrontation.amplitude, confrontation.mass
    return confrontation


def residual(brute_force: Confrontation, row: str) -> float:
    """Of the brute-force route of a row, everything on the other side computed anew."""
    fresh = Confrontation(brute_force.point)
    fresh.__dict__.update(amplitude=brute_force.amplitude, mass=brute_force.mass)
    (found,) = [r.residual for r in fresh.routes(derive_row(row)) if "brute" in r.name]
    return found


@pytest.mark.parametrize("factor", [-1, 2, 1 + 1e-4])
@pytest.mark.parametrize(
    ("row", "module", "name"),
    [
        ("eq22", moments, "transition_coefficient"),
        ("claim-mass-correction-divergent", moments, "radiative_neutrino_mass"),
        ("claim-f1-vanishes", confront, "number"),
    ],
)
def test_a_wrong_sign_or_factor_is_rejected(
    brute_force: Confrontation,
    row: str,
    module: ModuleType,
    name: str,
    factor: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T, the radiative mass and the vector form factor times -1, 2 or 1.0001 do not pass."""
    assert residual(brute_force, row) < TOLERANCE
    original: Callable[..., Any] = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *a: factor * original(*a))
    assert residual(brute_force, row) > TOLERANCE
