"""Figure 6: the printed curve is a number of events, the right window another, xenon weak for heavy mediators."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from darktmm.numeric.constraints.scattering import local_exponent, rate, windows
from darktmm.report.figures import ALL, VERSIONS, Data
from darktmm.report.figures.solar_limits import GRID, SOLAR

Get = Callable[[str], Data]


@pytest.mark.parametrize("version", VERSIONS)
def test_limits_grow_with_the_mass(version: str, data: Get) -> None:
    """Every limit is finite where it is given, and weaker for a heavier mediator."""
    found = data(f"fig6-{version}")
    for name in set(found["curve"]):
        limit = found.where("curve", name)["mu_eff"]
        limit = limit[np.isfinite(limit)]
        assert len(limit) > 30 and np.all(np.diff(limit) > -1e-9 * limit[:-1])


def test_in_numbers(data: Get) -> None:
    """The printed curve keeps the number of events at a threshold of 50 keV: 8 % up at 100 keV."""
    found = data("fig6-derived")
    printed = found.where("curve", "threshold 50 keV")
    window = windows()["paper"]
    for k in (0, 180, len(GRID) - 1):
        growth = math.sqrt(float(rate(0.0, window) / rate(printed["m_aprime"][k] / 1e3, window)))
        assert printed["mu_eff"][k] == pytest.approx(2.8e-11 * growth, rel=1e-9)
    at_100_keV = np.exp(
        np.interp(np.log(0.1), np.log(printed["m_aprime"]), np.log(printed["mu_eff"]))
    )
    assert round(100 * (at_100_keV / 2.8e-11 - 1)) == 8
    caption = ALL["fig6-derived"].caption(found)
    assert "At 100 keV the limit is already $8\\,\\%$ weaker" in caption
    assert f"m_{{A'}}^{{{float(local_exponent(1e-3, window)):.2f}}}" in caption
    right = found.where("curve", "threshold 190 keV")["mu_eff"]
    assert (
        np.all(right <= printed["mu_eff"] * (1 + 1e-12)) and right[-1] < 0.8 * printed["mu_eff"][-1]
    )


def test_today_has_every_experiment(data: Get) -> None:
    """For the photon xenon is stronger than Borexino, for a heavy mediator weaker; the caption says so."""
    found = data("fig6-today")
    limits = {name: found.where("curve", name)["mu_eff"] for name in SOLAR.values()}
    borexino, xenon = limits["Borexino 2017"], limits["XENONnT 2022"]
    assert xenon[0] < borexino[0] and xenon[-1] > borexino[-1]
    caption = ALL["fig6-today"].caption(found)
    light = min(limits, key=lambda name: limits[name][0])
    heavy = min(limits, key=lambda name: limits[name][-1])
    assert f"{light} is the strongest for a light mediator, {heavy} for a heavy one" in caption
