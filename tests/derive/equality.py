"""When two results are the same, and the points at which scattering off a target at rest is looked at."""

from __future__ import annotations

import pytest
import sympy as sp

PRECISION = 1e-11
"""Both routes are numbers in double precision."""

RECOILS = {
    "light mediator": (0.862, 0.11, 0.511, 0.02),
    "heavy mediator": (0.862, 0.5, 0.511, 3.0),
    "backward": (0.862, 0.664, 0.511, 0.4),
    "light target": (5.0, 2.5, 0.01, 0.3),
    "heavy target": (0.3, 0.02, 2.0, 0.3),
}
"""Energy, recoil, mass of the target, mass of the mediator."""

EVERY_RECOIL = pytest.mark.parametrize("point", RECOILS.values(), ids=RECOILS.keys())


def agree(a: float, b: float) -> bool:
    """Equality up to rounding."""
    return abs(a - b) <= PRECISION * max(abs(a), abs(b))


def same(a: sp.Expr, b: sp.Expr) -> bool:
    """Equality as an identity."""
    return bool(sp.simplify(a - b) == 0)
