"""Orders of magnitude, and numbers in sentences and in formulas."""

from __future__ import annotations

import math
from collections.abc import Iterable

import sympy as sp

from darktmm.papers.wording import number

WITHIN = math.sqrt(10)
"""What O(…) can mean at most: a factor either way."""

UNITS = {"keV": 1e-6, "MeV": 1e-3, "GeV": 1.0, "TeV": 1e3}


def same_order(value: float, claimed: float) -> bool:
    """Within a factor √10 of each other, and of one sign: what O(…) can mean at most."""
    return value * claimed > 0 and 1 / WITHIN <= value / claimed <= WITHIN


def rounds_to(value: float, claimed: float, digits: int = 2) -> bool:
    """Whether a printed number of so many digits is the rounded value."""
    return float(f"{value:.{digits - 1}e}") == claimed


def energy(value: float, digits: int = 3) -> str:
    """A mass or energy in GeV with the unit that suits it: 100 keV, 1 MeV, 2 TeV."""
    rounded = float(f"{value:.{digits}g}")
    unit = next((u for u in reversed(UNITS) if abs(rounded) >= UNITS[u]), "keV")
    return f"{rounded / UNITS[unit]:.{digits}g} {unit}"


def at_masses(pairs: Iterable[tuple[float, float]], digits: int = 2) -> str:
    """(mass in GeV, value) as 1.3×10⁻⁴ at 1 MeV, 7.8×10⁻⁶ at 10 MeV, a sentence."""
    return ", ".join(
        f"{number(value, f'.{digits - 1}e')} at {energy(mass)}" for mass, value in pairs
    )


def quantity(value: float, unit: str = "", digits: int = 3) -> sp.Expr:
    """A number with its digits and its unit, to be typeset: 190 keV has no point."""
    rounded = float(f"{value:.{digits}g}")
    plain = rounded.is_integer() and abs(rounded) < 10**digits
    shown = sp.Integer(rounded) if plain else sp.Float(value, digits)
    if not unit:
        return shown
    if shown == 1:  # a product would not show it
        return sp.Symbol(rf"1\,\text{{{unit}}}")
    return shown * sp.Symbol(rf"\,\text{{{unit}}}")


def with_unit(value: float, digits: int = 3) -> sp.Expr:
    """A mass or energy in GeV, to be typeset with the unit that suits it."""
    shown, unit = energy(value, digits).split()
    return quantity(float(shown), unit, digits)
