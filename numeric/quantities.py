"""What `darktmm evaluate` reports: each quantity as derived and as printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric import as_printed, moments
from numeric.point import Point


@dataclass(frozen=True)
class Quantity:
    """One reported number or matrix.

    Attributes:
        derived: what the Lagrangian gives.
        printed: what the paper's formula gives; None where it has none.
        unit: of both.
    """

    derived: Any
    printed: Any
    unit: str


def _moment(point: Point) -> dict[str, Quantity]:
    derived, printed = (
        moments.transition_coefficient(point),
        as_printed.transition_coefficient(point),
    )
    table = {"transition_coefficient": Quantity(derived, printed, "GeV^-1")}
    for name, project in (("magnetic", moments.magnetic), ("electric", moments.electric)):
        value = project(derived)
        table[f"transition_moment_{name}"] = Quantity(value, None, "GeV^-1")
        table[f"transition_moment_{name}_muB"] = Quantity(
            moments.in_bohr_magnetons(value), None, "mu_B"
        )
    in_mu_b = None if printed is None else moments.in_bohr_magnetons(printed)
    table["transition_coefficient_muB"] = Quantity(
        moments.in_bohr_magnetons(derived), in_mu_b, "mu_B"
    )
    return table


def _loops(point: Point) -> dict[str, Quantity]:
    derived = moments.delta_loop(point) if point.generations == 2 else None
    forward, _ = moments.fermion_radiated_directions(point)
    return {
        "heavy_masses": Quantity(point.heavy_masses, point.heavy_masses, "GeV"),
        "delta_loop": Quantity(derived, as_printed.delta_loop(point), "GeV^-2"),
        "fermion_radiated": Quantity(moments.fermion_radiated(point), np.zeros((3, 3)), "GeV^-1"),
        "fermion_radiated_12": Quantity(forward, None, "GeV^-1"),
    }


def _mass(point: Point) -> dict[str, Quantity]:
    return {"radiative_neutrino_mass": Quantity(moments.radiative_neutrino_mass(point), None, "eV")}


GROUPS: tuple[Callable[[Point], dict[str, Quantity]], ...] = (_moment, _loops, _mass)


def evaluate(point: Point) -> dict[str, Quantity]:
    """Every quantity at a point.

    Raises:
        ValueError, OverflowError: naming what leaves the range of double precision.
    """
    table: dict[str, Quantity] = {}
    with np.errstate(over="ignore", invalid="ignore"):
        for group in GROUPS:
            table |= group(point)
    for name, quantity in table.items():
        for value in (quantity.derived, quantity.printed):
            if value is not None and not np.all(np.isfinite(value)):
                raise OverflowError(f"{name}: beyond double precision at this point")
    return table
