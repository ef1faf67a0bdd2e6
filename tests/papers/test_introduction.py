"""Sec. 1: the numbers beside (1) and (2)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from darktmm.numeric.inputs import oscillation
from darktmm.papers.arxiv_2603_25704 import introduction
from darktmm.papers.arxiv_2603_25704.introduction import (
    lightest_for_moment,
    lightest_for_sum,
    majorana_moment,
    masses,
)
from darktmm.papers.arxiv_2603_25704.theory import theory

THEORY = theory()
STATEMENTS = introduction.SECTION.statements


def test_moment_of_a_dirac_neutrino() -> None:
    """3eG_F m/(8√2π²) over e/2mₑ for 1 eV, by hand."""
    value = 3 * 1.1663788e-5 * 1e-9 * 2 * 0.51099895e-3 / (8 * math.sqrt(2) * math.pi**2)
    assert introduction.dirac_moment(THEORY) == pytest.approx(value, rel=1e-6)
    assert introduction.dirac_moment(THEORY, 2.0) == pytest.approx(2 * value, rel=1e-6)


def test_majorana_moment_by_hand() -> None:
    """The element (2, 3): half of (1) for m_2 + m_3, times |U_τ2 U_τ3| m_τ²/M_W², within the electron's share."""
    fit = oscillation()
    m2, m3 = math.sqrt(fit.delta_m21), math.sqrt(fit.delta_m3l)
    c12, s12, c13, s13 = (f(a) for a in (fit.theta_12, fit.theta_13) for f in (math.cos, math.sin))
    c23, s23 = math.cos(fit.theta_23), math.sin(fit.theta_23)
    tau_2 = abs(-c12 * s23 - s12 * c23 * s13 * np.exp(1j * fit.delta_cp))
    element = 3.2026e-19 / 2 * (m2 + m3) * tau_2 * c23 * c13 * (1.77693 / 80.3692) ** 2
    assert majorana_moment(THEORY, 0.0) == pytest.approx(element, rel=0.02)


@pytest.mark.parametrize("total", [0.07, 0.1, 0.5])
def test_lightest_mass_from_the_sum(total: float) -> None:
    """The three masses add up; a sum that is too small leaves a massless one."""
    assert np.sum(masses(oscillation(), lightest_for_sum(total))) == pytest.approx(total, rel=1e-9)
    assert lightest_for_sum(0.05) == 0
    fit = oscillation()
    squares = masses(fit, 0.2) ** 2
    assert squares[1] - squares[0] == pytest.approx(fit.delta_m21, rel=1e-9)
    assert squares[2] - squares[0] == pytest.approx(fit.delta_m3l, rel=1e-9)


def test_lightest_mass_from_the_moment() -> None:
    """1e-23 needs a neutrino of 0.17 eV; what a massless one exceeds needs none."""
    needed = lightest_for_moment(THEORY, 1e-23)
    assert majorana_moment(THEORY, needed) == pytest.approx(1e-23, rel=1e-9)
    assert 0.1 < needed < 0.3
    assert lightest_for_moment(THEORY, 1e-25) == 0


def test_one_order_of_magnitude_is_confirmed() -> None:
    """Orders −24, −23 and −22 were confirmed all three, as lying between two bounds on the masses."""
    statement = STATEMENTS["claim-sm-majorana-value"]
    printed = statement.printed.value
    assert printed is not None
    verdicts = {
        order: statement.judged(THEORY, {**printed(THEORY), "order": order}).verdict.word
        for order in range(-27, -19)
    }
    assert [order for order, word in verdicts.items() if word == "confirmed"] == [-23]


def test_the_bound_on_the_masses_decides() -> None:
    """Verdict and sentence follow the quoted bounds: the cosmological one alone does not reach the order."""
    statement = STATEMENTS["claim-sm-majorana-value"]
    claimed = {"order": -23, "effective": 0.156, "sum": 0.07}
    assert "of another order" in statement.judged(THEORY, claimed).findings[0].text
    assert "of that order too" in statement.judged(THEORY, {**claimed, "sum": 0.5}).findings[0].text
    assert statement.judged(THEORY, {**claimed, "effective": 0.03}).verdict.word == "unsupported"
