"""Sec. 3.2 on Borexino: where the recast limit is flat, where it is quadratic, and Fig. 6."""

from __future__ import annotations

import math

import sympy as sp
from scipy.optimize import brentq

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.laws import scattering
from darktmm.numeric.constraints.scattering import Window, local_exponent, rate
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import measurement, solar
from darktmm.papers.arxiv_2603_25704 import numbers as printed
from darktmm.papers.orders import number
from darktmm.papers.row import Finding, Route, Row, Verdict, judged

PAPER_WINDOW = Window(printed.BOREXINO_THRESHOLD, None, printed.BERYLLIUM_LINE)
FLAT = 1e-2
"""By how much "exactly flat" may deviate: far less than the width of a line in a figure."""

QUADRATIC = 0.05
"""By how much a local exponent may differ from 2 and still be called quadratic."""


def _growth(mass: float, window: Window) -> float:
    return math.sqrt(float(rate(0.0, window)) / float(rate(mass, window)))


def growth(mass: float) -> float:
    """Limit at this mass over the limit for the photon, the paper's window."""
    return _growth(mass, PAPER_WINDOW)


def exponent(mass: float) -> float:
    """d ln limit/d ln m there."""
    return float(local_exponent(mass, PAPER_WINDOW))


def _in_closed_form(mass: float) -> sp.Float:
    """Growth from the antiderivative of `derive`, at 40 digits, minus that by quadrature."""
    weight = sp.Float(mass, 40) ** 2 / (2 * sp.Float(constants().electron_mass, 40))
    energy = sp.Float(printed.BERYLLIUM_LINE, 40)
    values = {
        scattering.ENERGY: energy,
        ELECTRON_MASS: sp.Float(constants().electron_mass, 40),
        scattering.T_MIN: sp.Float(printed.BOREXINO_THRESHOLD, 40),
    }
    values[scattering.T_MAX] = scattering.largest_recoil().subs(values)
    massive = scattering.recast_integral().subs({**values, scattering.MASS_RECOIL: weight})
    exact = sp.sqrt(scattering.light_mediator().subs(values) / massive)
    return sp.Float(exact / growth(mass) - 1)


def claim_borexino_flat() -> Row:
    edge = growth(printed.FLAT_BELOW)
    scale = math.sqrt(2 * constants().electron_mass * printed.BOREXINO_THRESHOLD)
    flat = brentq(lambda mass: _growth(mass, PAPER_WINDOW) - 1.001, 1e-9, 1.0)
    return Row(
        "claim-borexino-flat",
        "The recast limit is exactly flat below 100 keV",
        (
            judged(
                abs(edge - 1) < FLAT,
                Finding(Verdict.CONFIRMED, f"It has grown by {100 * (edge - 1):.2f} % there."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"It has grown by {100 * (edge - 1):.1f} % at 100 keV, with local exponent "
                    f"{exponent(printed.FLAT_BELOW):.2f}; it is flat to 0.1 % below {1e6 * flat:.0f} keV. The "
                    f"scale is sqrt(2 m_e T_min) = {1e6 * scale:.0f} keV.",
                ),
            ),
        ),
        r"M_{A'}\lesssim100\,\text{keV}:\ \mu^{\rm limit}=\mu_0",
        rf"\mu^{{\rm limit}}(100\,\text{{keV}})={edge:.4f}\,\mu_0",
        "2 m_e T_min against M_A'^2",
        numbers=(sp.Float(1), sp.Float(edge)),
        routes=(
            Route("closed form against quadrature, 100 keV", _in_closed_form(printed.FLAT_BELOW)),
        ),
    )


def claim_borexino_quadratic() -> Row:
    local = exponent(printed.QUADRATIC_ABOVE)
    largest = (
        2 * printed.BERYLLIUM_LINE**2 / (constants().electron_mass + 2 * printed.BERYLLIUM_LINE)
    )
    transfer = 2 * constants().electron_mass * largest
    reached = brentq(lambda mass: exponent(mass) - (2 - QUADRATIC), 1e-4, 1.0)
    return Row(
        "claim-borexino-quadratic",
        "The recast limit relaxes quadratically from 1 MeV on",
        (
            judged(
                local > 2 - QUADRATIC,
                Finding(Verdict.CONFIRMED, f"The local exponent is {local:.2f} at 1 MeV."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The local exponent is {local:.2f} at 1 MeV, {exponent(3e-3):.3f} at 3 MeV and "
                    f"{exponent(1e-2):.3f} at 10 MeV: within {QUADRATIC} of 2 from {1e3 * reached:.1f} MeV on. "
                    f"2 m_e T reaches {1e6 * transfer:.2f} MeV^2.",
                ),
            ),
            judged(
                abs(exponent(1.0) - 2) < 1e-4,
                Finding(Verdict.CONFIRMED, "It tends to 2 for heavy mediators."),
                Finding(Verdict.UNSUPPORTED, "It does not tend to 2."),
            ),
        ),
        r"M_{A'}\gtrsim1\,\text{MeV}:\ \mu^{\rm limit}\propto M_{A'}^2",
        rf"d\ln\mu^{{\rm limit}}/d\ln M_{{A'}}={local:.3f}\ (1\,\text{{MeV}})",
        "2 m_e T_max against M_A'^2",
        numbers=(sp.Integer(2), sp.Float(local)),
        routes=(
            Route(
                "closed form against quadrature, 1 MeV", _in_closed_form(printed.QUADRATIC_ABOVE)
            ),
        ),
    )


def fig6() -> Row:
    source = measurement("Borexino 2017")
    published = Window(solar().window[0], None, printed.BERYLLIUM_LINE)
    heavy = 1.0
    shift = growth(heavy) / _growth(heavy, published)
    events = float(rate(0.0, PAPER_WINDOW) / rate(0.0, published))
    return Row(
        "fig6",
        "Recast limit of Borexino against the mass of the dark photon",
        (
            judged(
                max(abs(_in_closed_form(m)) for m in (1e-4, 1e-3)) < 1e-10,
                Finding(
                    Verdict.CONFIRMED,
                    "(33) and (34) with the stated inputs give the curve: "
                    f"{printed.BOREXINO_LIMIT * growth(1e-3):.3g} mu_B at 1 MeV, "
                    f"{printed.BOREXINO_LIMIT * growth(1e-2):.3g} at 10 MeV, "
                    f"{printed.BOREXINO_LIMIT * growth(0.1):.3g} at 100 MeV.",
                ),
                Finding(Verdict.CORRECTED, "The closed form and the quadrature disagree."),
            ),
            judged(
                source.value == printed.BOREXINO_LIMIT,
                Finding(Verdict.INPUT, f"The source gives {source.value:.1e} mu_B, 90 % CL."),
                Finding(Verdict.UNSUPPORTED, f"The source gives {source.value:.1e} mu_B."),
            ),
            judged(
                solar().window[0] == printed.BOREXINO_THRESHOLD,
                Finding(Verdict.INPUT, "The threshold is that of the analysis."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"50 keV is not the threshold of the analysis, which fits from "
                    f"{1e6 * solar().window[0]:.0f} keV to {1e3 * solar().window[1]:.2f} MeV: with 50 keV the "
                    f"photon has {events:.2f} times the events, and the limit on a heavy mediator comes out "
                    f"{shift:.2f} times too weak.",
                ),
            ),
        ),
        r"T_{\min}=50\,\text{keV},\ E_\nu=862\,\text{keV},\ \mu_0=2.8\times10^{-11}\mu_B",
        rf"T_{{\min}}={1e6 * solar().window[0]:.0f}\,\text{{keV}}:\ \mu^{{\rm limit}}(1\,\text{{GeV}})="
        + number(printed.BOREXINO_LIMIT * growth(heavy) / shift)
        + r"\,\mu_B",
        "recoil window",
        numbers=(sp.Float(growth(heavy)), sp.Float(growth(heavy) / shift)),
    )


ROWS = {
    "claim-borexino-flat": claim_borexino_flat,
    "claim-borexino-quadratic": claim_borexino_quadratic,
    "fig6": fig6,
}
