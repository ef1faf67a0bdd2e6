"""What all bounds together leave: the largest effective moment, and which bound is in its way."""

from __future__ import annotations

from numeric.constraints import chosen, standard
from numeric.joint.portal import Portal, largest_epsilon
from numeric.joint.search import SEED
from numeric.joint.space import BOX, Box
from numeric.joint.strategies import (
    STRATEGIES,
    Maximum,
    Today,
    curve,
    masses,
    selected,
    solver,
)
from numeric.observables import at
from numeric.point import Point

__all__ = [
    "BOX",
    "SEED",
    "STRATEGIES",
    "Box",
    "Maximum",
    "Portal",
    "Today",
    "curve",
    "largest_epsilon",
    "largest_epsilon_at",
    "masses",
    "selected",
    "solver",
]


def largest_epsilon_at(point: Point, mass: float) -> Portal:
    """The largest |ε| that searches for a dark photon of this mass leave to a point."""
    bounds = chosen(standard(), groups=("dark-photon",))
    return largest_epsilon(at(point.with_(m_aprime=mass, epsilon=0.5)), bounds)
