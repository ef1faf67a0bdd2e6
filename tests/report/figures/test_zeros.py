"""Zeros of the moment: at m = 0, along lines of angle, and where the heavy fermions cancel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.report.figures import ALL, Data, zeros
from darktmm.report.points import bundled

Get = Callable[[str], Data]


def test_along_the_mass(data: Get) -> None:
    """One zero at m = 0 and one where the curve changes its sign; the caption has it."""
    found = data("zeros")
    x, y = found["m/m_D"], found["T_21"]
    assert y[0] == pytest.approx(0, abs=1e-12) and np.max(np.abs(y)) == pytest.approx(1)
    (k,) = np.flatnonzero(y[:-1] * y[1:] < 0)
    (crossing,) = found.facts["_zeros"]
    assert x[k] < crossing < x[k + 1]
    assert f"$m/m_D={crossing:.3f}$, with all three conditions" in ALL["zeros"].caption(found)


def test_the_moment_vanishes_there(data: Get) -> None:
    """At the crossing it is a thousandth of what it is at its largest."""
    (crossing,) = data("zeros").facts["_zeros"]
    point = Parameters.from_file(bundled("reference"))
    mass = zeros.DIRAC * np.array([crossing, 0.5 * crossing])
    at, before = moments.transition_coefficient(point.with_(m_L=mass, m_R=mass, m_D=zeros.DIRAC))[
        :, 1, 0
    ]
    assert abs(at) < 1e-3 * abs(before)


def test_over_the_angles(data: Get) -> None:
    """Three lines of angle, m = 0, and two halves of one height that the angle does not move."""
    found = zeros.lines_of_zeros(data("zero-map"))
    np.testing.assert_allclose(
        [line[0, 0] for line in found["angle"]], np.pi / 2 * np.array([-1, 0, 1]), atol=1e-12
    )
    (lepton_number,) = found["m"]
    np.testing.assert_array_equal(lepton_number[:, 1], 0.0)
    heights = np.concatenate([line[:, 1] for line in found["cancel"]])
    assert np.ptp(heights) < 1e-6
    assert heights.mean() == pytest.approx(data("zeros").facts["_zeros"][0], abs=2e-3)


def test_the_map_is_a_sine(data: Get) -> None:
    """Along the angle at any mass, the sine of twice the angle."""
    found = data("zero-map")
    angle = np.unique(found["theta_I - theta_R"])
    table = found["T_21"].reshape(-1, len(angle))
    for row in table[10::37]:
        largest = row[np.argmax(np.abs(row))] * np.sign(np.sin(2 * angle[np.argmax(np.abs(row))]))
        np.testing.assert_allclose(row, largest * np.sin(2 * angle), atol=1e-9 * abs(largest))


def test_22_is_more_than_twice_the_derived_moment(data: Get) -> None:
    """At every mass: the weight x + y comes on top; the caption has both ends."""
    found = data("printed-against-derived")
    ratio = found["printed/derived"]
    assert np.all(np.isfinite(ratio)) and np.all(ratio > 2) and np.all(np.diff(ratio) > 0)
    assert "from $2.01$ to" in ALL["printed-against-derived"].caption(found)
