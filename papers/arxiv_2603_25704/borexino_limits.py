r"""Sec. 3.2 on Borexino: where the recast limit is flat, where it is quadratic, and Fig. 6.

With the window of recoils given, μ_limit(m)/μ_0 is a ratio of two rates, (33) and (34): one function of
m²/2mₑ. It is evaluated by quadrature, and at 40 digits from the antiderivative.
"""

from __future__ import annotations

import math

import sympy as sp
from scipy.optimize import brentq

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.formula import Formula
from darktmm.derive.laws import scattering
from darktmm.numeric.constraints.scattering import Window, local_exponent, rate
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import MEV_PER_GEV
from darktmm.papers.arxiv_2603_25704.printed import borexino_limits as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import at_masses, energy, with_unit
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, borne_out
from darktmm.papers.wording import number

SECTION = Section("3.2")

FLAT = 1e-2
"""By how much "exactly flat" may deviate: far less than the width of a line in a figure."""

QUADRATIC = 0.05
"""By how much a local exponent may differ from its limit and still be called quadratic."""

HEAVY = 1.0
"""GeV; a mediator whose propagator does not resolve the recoils of solar neutrinos."""

MU_B = sp.Symbol(r"\mu_B", positive=True)


def growth(mass: float, window: Window) -> float:
    """Limit at this mass over the limit for the photon."""
    return math.sqrt(float(rate(0.0, window)) / float(rate(abs(mass), window)))


def exponent(mass: float, window: Window) -> float:
    """d ln limit/d ln m there."""
    return float(local_exponent(abs(mass), window))


def in_closed_form(expression: sp.Expr, mass: float, window: Window) -> float:
    """`limit_ratio` or `local_exponent` of `derive`, at 40 digits."""
    electron = sp.Float(constants().electron_mass, 40)
    values = {
        ELECTRON_MASS: electron,
        scattering.ENERGY: sp.Float(window.E_nu, 40),
        scattering.T_MIN: sp.Float(window.T_min, 40),
        scattering.MASS_RECOIL: sp.Float(mass, 40) ** 2 / (2 * electron),
    }
    values[scattering.T_MAX] = scattering.largest_recoil().subs(values)
    return float(expression.subs(values).evalf(40))


def growth_route(window: Window, *masses: float) -> Route:
    """The antiderivative against quadrature."""
    return Route(
        f"closed form in logarithms at {', '.join(map(energy, masses))}",
        lambda: [in_closed_form(scattering.limit_ratio(), m, window) for m in masses],
        lambda: [growth(m, window) for m in masses],
    )


def paper_window() -> Window:
    """The recoils that the paper counts: T_max is where kinematics ends."""
    inputs = printed.RECAST_CURVE.value(None)  # type: ignore[misc]
    return Window(inputs["T_min"], None, inputs["E_nu"])


def published_window(theory: Theory) -> Window:
    """The recoils of the analysis; those from 7Be end below its upper edge."""
    line, threshold = theory.measured("7Be line 862 keV"), fitted(theory)[0]
    return Window(threshold, None, line.value / MEV_PER_GEV)


def fitted(theory: Theory) -> tuple[float, float]:
    """Recoil energies in the published analysis, GeV."""
    window = theory.measured("Borexino 2017 window")
    assert window.lower is not None
    return window.lower / MEV_PER_GEV, window.value / MEV_PER_GEV


KINEMATICS = (
    "a ratio of rates at one window: couplings divide out, and the mass of the electron is not ours"
)


@SECTION.statement(
    "The recast limit is exactly flat below 100 keV",
    printed.FLAT_BELOW,
    blind={"theory": KINEMATICS},
)
def claim_borexino_flat(claimed: float, theory: Theory) -> Judgement:
    """Growth of the recast limit from zero to this mass, GeV; flat means within `FLAT`."""
    del theory
    window = paper_window()
    grown = growth(claimed, window) - 1
    flat = brentq(lambda mass: growth(mass, window) - 1 - FLAT, 1e-9, 1.0)
    scale = math.sqrt(2 * constants().electron_mass * window.T_min)
    text = (
        f"At {energy(claimed)} it has grown by {100 * grown:.2g} %, with local exponent "
        f"{exponent(claimed, window):.2f}; it is flat to {100 * FLAT:g} % below {energy(flat)}. The scale is "
        rf"$\sqrt{{2m_eT_{{\min}}}}$ = {energy(scale)}."
    )
    return Judgement(
        findings=(borne_out(grown < FLAT, text),),
        derived=(Formula("", r"M_{A'}^{\rm flat}", with_unit(flat, 2)),),
        where=r"$2m_eT_{\min}$ against $M_{A'}^2$",
        compared=(claimed, flat),
        routes=(growth_route(window, flat),),
    )


@SECTION.statement(
    "The recast limit relaxes quadratically from 1 MeV on",
    printed.QUADRATIC_ABOVE,
    blind={"theory": KINEMATICS},
)
def claim_borexino_quadratic(claimed: dict[str, float], theory: Theory) -> Judgement:
    """The local exponent d ln μ/d ln m of the recast limit from this mass on, GeV, and where it tends to."""
    del theory
    window = paper_window()
    start, power = claimed["from"], claimed["exponent"]
    tends_to = exponent(HEAVY, window)
    reached = brentq(lambda mass: exponent(mass, window) - tends_to + QUADRATIC, 1e-4, HEAVY)
    transfer = 2 * constants().electron_mass * window.upper_edge
    nearby = ", ".join(
        f"{exponent(m, window):.3f} at {energy(m)}" for m in (start, 3 * start, 10 * start)
    )
    text = (
        f"The local exponent is {nearby}: within {QUADRATIC} of {tends_to:.3g} from {energy(reached)} on. "
        f"$2m_eT_e$ reaches {1e6 * transfer:.2f} MeV$^2$."
    )
    asymptote = f"For heavy mediators it tends to {tends_to:.4g}"
    return Judgement(
        findings=(
            borne_out(abs(exponent(start, window) - power) < QUADRATIC, text),
            borne_out(
                abs(tends_to - power) < 1e-4, f"{asymptote}.", f"{asymptote}, not {power:g}."
            ),
        ),
        derived=(Formula("", r"M_{A'}^{\rm quadratic}", with_unit(reached, 2)),),
        where=r"$2m_eT_{\max}$ against $M_{A'}^2$",
        compared=(start, reached),
        routes=(
            Route(
                f"closed form of the exponent at {energy(reached)}",
                lambda: in_closed_form(scattering.local_exponent(), reached, window),
                lambda: tends_to - QUADRATIC,
            ),
        ),
    )


@SECTION.statement(
    "Recast limit of Borexino against the mass of the dark photon", printed.RECAST_CURVE
)
def fig6(claimed: dict[str, float], theory: Theory) -> Judgement:
    """The curve of (33) and (34) for the stated inputs, and these inputs against their source."""
    baseline, line = theory.measured(printed.SOURCE), theory.measured("7Be line 862 keV")
    published, (lowest, highest) = published_window(theory), fitted(theory)
    derived = baseline.value * growth(HEAVY, published)
    try:
        window = Window(claimed["T_min"], None, claimed["E_nu"])
    except ValueError as error:  # no recoil is left to count
        curve, ratio = Finding(Verdict.UNSUPPORTED, f"There is no such curve: {error}."), None
        excess = ""
    else:
        at = [(m, claimed["mu_0"] * growth(m, window)) for m in (1e-3, 1e-2, 0.1)]
        curve = Finding(
            Verdict.DEFINITION,
            rf"(33) and (34) with the stated inputs give, in $\mu_B$, {at_masses(at, 3)}.",
        )
        ratio = claimed["mu_0"] * growth(HEAVY, window), derived
        events = float(rate(0.0, window) / rate(0.0, published))
        shift = growth(HEAVY, window) / growth(HEAVY, published)
        excess = (
            f": the photon has {events:.2f} times the events, and the limit on a heavy mediator comes out "
            f"{max(shift, 1 / shift):.2f} times too {'weak' if shift > 1 else 'strong'}"
        )
    source = rf"The source gives {number(baseline.value, '.1e')} $\mu_B$"
    energies = f"the line of $^7$Be at {energy(line.value / MEV_PER_GEV)}"
    return Judgement(
        findings=(
            curve,
            borne_out(
                claimed["mu_0"] == baseline.value,
                f"{source}, {100 * (baseline.confidence or 0):.0f} % CL.",
                f"{source}, not {number(claimed['mu_0'], '.2e')}.",
                verdict=Verdict.INPUT,
            ),
            borne_out(
                math.isclose(claimed["E_nu"], line.value / MEV_PER_GEV),
                f"The neutrinos are those of {energies}.",
                f"Not {energies}, but {energy(claimed['E_nu'])}.",
                verdict=Verdict.INPUT,
            ),
            borne_out(
                math.isclose(claimed["T_min"], lowest),
                "The threshold is that of the analysis.",
                f"{energy(claimed['T_min'])} is not the threshold of the analysis, which fits from "
                f"{energy(lowest)} to {energy(highest)}{excess}.",
                verdict=Verdict.INPUT,
            ),
        ),
        derived=(
            Formula("", r"T_{\min}", with_unit(lowest)),
            Formula("", r"\mu^{\rm limit}(1\,\text{GeV})", sp.Float(derived, 3) * MU_B),
        ),
        where="recoil window",
        compared=ratio,
        routes=(growth_route(published, 1e-3, 1e-2, 0.1, HEAVY),),
    )
