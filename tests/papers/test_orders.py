"""Orders of magnitude on a logarithmic scale, and how numbers are said and typeset."""

from __future__ import annotations

import math

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from darktmm.derive.latex import tex
from darktmm.papers.orders import at_masses, energy, quantity, rounds_to, same_order, with_unit


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (100e-6, 3, "100 keV"),
        (999.96e-6, 3, "1 MeV"),
        (0.0353, 2, "35 MeV"),
        (-0.1, 3, "-100 MeV"),
        (9.46, 3, "9.46 GeV"),
        (2000.0, 3, "2 TeV"),
        (2e7, 2, "2e+04 TeV"),
        (0.0, 3, "0 keV"),
    ],
)
def test_an_energy_has_the_unit_that_suits_it(value: float, digits: int, shown: str) -> None:
    """What is rounded up to the next unit is said in the next unit."""
    assert energy(value, digits) == shown


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (quantity(3.2e-19, digits=2), r"3.2 \cdot 10^{-19}"),
        (quantity(0.123456), "0.123"),
        (quantity(190.0), "190"),
        (quantity(1e-12 * 0), "0"),
        (with_unit(190e-6), r"190\,\text{keV}"),
        (with_unit(1e-3), r"1\,\text{MeV}"),
        (with_unit(0.0353, 2), r"35\,\text{MeV}"),
    ],
)
def test_a_quantity_is_typeset_with_its_digits(expression: sp.Expr, latex: str) -> None:
    """No decimal point without need, and a one is shown."""
    assert tex(expression).replace(r" \,", r"\,") == latex


@given(st.floats(1e-30, 1e30), st.integers(1, 6))
def test_what_is_typeset_is_the_number(value: float, digits: int) -> None:
    """To the digits asked for."""
    assert abs(float(quantity(value, digits=digits)) / value - 1) < 0.51 * 10.0 ** (1 - digits)


@pytest.mark.parametrize(("value", "rounds"), [(0.0855, True), (0.0864, True), (0.0866, False)])
def test_two_digits(value: float, rounds: bool) -> None:
    """A printed number of two digits is the rounded value."""
    assert rounds_to(value, 0.086) == rounds


def test_values_by_mass() -> None:
    """In a sentence."""
    expected = r"$1.3\times10^{-4}$ at 1 MeV, $2.0\times10^{-2}$ at 8 GeV"
    assert at_masses([(1e-3, 1.3e-4), (8.0, 0.02)]) == expected


@given(st.floats(-0.499, 0.499), st.integers(-30, 30))
def test_an_order_of_magnitude_is_a_factor(offset: float, power: int) -> None:
    """Within √10 either way; 3e-5 and 3.3e-5 are of the same order, in whichever bin they fall."""
    assert same_order(10.0 ** (power + offset), 10.0**power)
    assert not same_order(10.0 ** (power + offset + math.copysign(1.01, offset)), 10.0**power)
    assert same_order(3e-5, 3.3e-5) and same_order(3.3e-5, 3e-5)
    assert not same_order(-1e-5, 1e-5) and not same_order(0.0, 1e-5)
