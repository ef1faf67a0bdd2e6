"""Sec. 3.2 and 3.3 on the dark photon: limits on ε, how A' decays, stars and the early universe."""

from __future__ import annotations

import math

import numpy as np
import sympy as sp

from darktmm.derive.models.dark import aprime_decays
from darktmm.numeric.inputs.data import curve, measurement
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704 import numbers as printed
from darktmm.papers.arxiv_2603_25704.benchmark import benchmark, observed
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.papers.orders import number, order
from darktmm.papers.row import Finding, Row, Verdict, judged

HBAR = 6.582119569e-25
"""GeV s (exact by definition of the SI units)."""


def _couplings() -> str:
    point = benchmark()
    return f"g_D = {point.g_D:g}, |y| = {np.abs(point.y).max():.3g}"


def claim_na64_values() -> Row:
    old, new = curve("NA64 2019"), curve("NA64 2023")
    source = {m: float(old.at(m)) for m in printed.NA64_VALUES}
    newest = {m: float(new.at(m)) for m in printed.NA64_VALUES}
    holds = all(order(source[m]) == order(claim) for m, claim in printed.NA64_VALUES.items())
    table = ", ".join(
        f"{value:.2e} at {1e3 * m:.0f} MeV (printed {printed.NA64_VALUES[m]:.0e})"
        for m, value in source.items()
    )
    light = measurement("NA64 2023, 1 MeV")
    return Row(
        "claim-na64-values",
        "NA64: epsilon below 1e-5 at 10 MeV and 1e-4 near 100 MeV",
        (
            judged(
                holds,
                Finding(Verdict.INPUT, f"The source gives {table}."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The source ({old.source}) gives {table}: "
                    f"{' and '.join(f'{v / printed.NA64_VALUES[m]:.1f}' for m, v in source.items())} times weaker.",
                ),
            ),
            Finding(
                Verdict.INPUT,
                "Newest ("
                + new.source
                + "): "
                + ", ".join(f"{v:.2e} at {1e3 * m:.0f} MeV" for m, v in newest.items())
                + f"; {light.value:.0e} at 1 MeV.",
            ),
        ),
        r"\epsilon\lesssim10^{-5}\,(10\,\text{MeV}),\ 10^{-4}\,(100\,\text{MeV})",
        r"\epsilon<" + r",\ ".join(number(v) for v in source.values()),
        "reading of the published curve",
        numbers=(sp.Float(printed.NA64_VALUES[0.010]), sp.Float(source[0.010])),
    )


def claim_babar_value() -> Row:
    limits = curve("BaBar 2017")
    _, high = limits.domain
    beyond = limits.masses > curve("NA64 2019").domain[1]
    values = limits.lower[beyond]
    holds = all(order(v) == order(printed.BABAR_VALUE) for v in values)
    text = (
        f"The source ({limits.source}) gives {values.min():.2e} to {values.max():.2e} above the range of "
        f"NA64, and ends at {high:.0f} GeV, below the Upsilon resonances"
    )
    return Row(
        "claim-babar-value",
        "BaBar: epsilon below 1e-3 up to the Upsilon resonances",
        (
            judged(
                holds,
                Finding(Verdict.INPUT, text + ": 1e-3 as an order of magnitude."),
                Finding(Verdict.UNSUPPORTED, text + "."),
            ),
        ),
        r"\epsilon\lesssim10^{-3}",
        r"\epsilon<" + number(float(values.min())) + r"\ldots" + number(float(values.max())),
        numbers=(sp.Float(printed.BABAR_VALUE), sp.Float(float(limits.at(2.0)))),
    )


def claim_invisible_decay() -> Row:
    model = paper_model()
    vertex = aprime_decays.heavy_coupling(model, 1, 1)
    masses = tuple(printed.NA64_VALUES)
    shares = {m: float(observed(m).br_invisible[0]) for m in masses}
    pair = {m: float(observed(m).widths["N_1 N_1"][0]) for m in masses}
    first, second = np.abs(benchmark().heavy_masses)
    neutrinos = {m: float(observed(m).widths["nu nu (vector)"][0]) for m in masses}
    return Row(
        "claim-invisible-decay",
        "A' decays predominantly invisibly, as A' -> N_1 N_1",
        (
            judged(
                all(width > 0 for width in pair.values()),
                Finding(Verdict.CONFIRMED, "A' -> N_1 N_1 is open at the benchmark."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "A' -> N_1 N_1 does not happen at the benchmark: "
                    + (
                        "the vertex vanishes for m_L = m_R, and "
                        if not vertex
                        else "the vertex exists, but "
                    )
                    + f"all pairs are closed below {1e3 * (first + second):.0f} MeV.",
                ),
            ),
            judged(
                all(share > 0.5 for share in shares.values()),
                Finding(Verdict.CONFIRMED, "Invisible decays dominate."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"Invisible branching at the limit of NA64 2019, {_couplings()}: "
                    + ", ".join(f"{share:.2g} at {1e3 * m:.0f} MeV" for m, share in shares.items())
                    + ". What is invisible there is A' -> nu nu through the one-loop vector coupling that "
                    "Sec. 2.3 sets to zero"
                    + (
                        ""
                        if all(w > 0 for w in neutrinos.values())
                        else ", which is absent at this point"
                    )
                    + "; the rest is e+e-.",
                ),
            ),
        ),
        r"A'\to N_1N_1",
        r"\text{BR}_{\rm inv}="
        + r",\ ".join(rf"{number(s, 2)}\,({1e3 * m:.0f}\,\text{{MeV}})" for m, s in shares.items()),
        "threshold and vertex of A' -> N_1 N_1",
    )


def beyond_visible_decay() -> Row:
    rows = []
    for mass in printed.NA64_VALUES:
        largest = joint.largest_epsilon_at(benchmark(), mass)
        assumed = float(curve("NA64 2019").at(mass))
        rows.append((mass, assumed, largest))
    text = ", ".join(
        f"{1e3 * m:.0f} MeV: {b.value:.2e} ({b.active or 'no curve'}) in place of {a:.2e}"
        for m, a, b in rows
    )
    return Row(
        "beyond-visible-decay",
        "Which limit on epsilon holds once A' decays as the point says",
        (
            Finding(
                Verdict.UNSUPPORTED
                if any(abs(b.value / a - 1) > 0.1 for _, a, b in rows)
                else Verdict.CONFIRMED,
                f"With the branching ratios of the benchmark ({_couplings()}) and all curves, invisible "
                f"and visible, the largest allowed epsilon is, at {text}.",
            ),
        ),
        r"\epsilon<\epsilon_{\rm NA64}",
        r"\epsilon<"
        + r",\ ".join(rf"{number(b.value, 2)}\,({1e3 * m:.0f}\,\text{{MeV}})" for m, _, b in rows),
        "NA64 and BaBar count missing energy",
    )


def claim_stellar_decoupling() -> Row:
    sun, giants = 1.3e-6, 1.0e-5  # core temperatures in GeV, textbook values
    lightest, _ = printed.MASS_REGIME
    temperature = printed.SUPERNOVA_TEMPERATURE
    boltzmann = {m: math.exp(-m / temperature) for m in (lightest, 0.010, 0.100, 0.300)}
    table = ", ".join(f"{value:.2g} at {1e3 * m:.0f} MeV" for m, value in boltzmann.items())
    return Row(
        "claim-stellar-decoupling",
        "Stellar cooling bounds decouple for masses between 1 MeV and 1 GeV",
        (
            judged(
                max(lightest / t for t in (giants, sun)) > 20 and lightest / giants > 20,
                Finding(
                    Verdict.CONFIRMED,
                    f"For the Sun and red giants: m/T > {lightest / giants:.0f} already at 1 MeV.",
                ),
                Finding(Verdict.UNSUPPORTED, "Not for the Sun and red giants either."),
            ),
            judged(
                boltzmann[lightest] < 0.01 and boltzmann[printed.SUPERNOVA_PARTICLE] < 0.01,
                Finding(
                    Verdict.CONFIRMED, f"In SN1987A exp(-m/T) is {table} for T = 30 MeV: severe."
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"Not for SN1987A: exp(-m/T) is {table} at T = 30 MeV, and only one A' is needed. Below "
                    "30 MeV, half of the range in log m, nothing is suppressed, and published supernova bounds "
                    "on epsilon lie there.",
                ),
            ),
        ),
        r"e^{-M/T}\ll1",
        r"e^{-M/T}="
        + r",\ ".join(
            rf"{number(v, 2)}\,({1e3 * m:.0f}\,\text{{MeV}})" for m, v in boltzmann.items()
        ),
        "T = 30 MeV against 1 MeV, not against 100 MeV",
    )


def claim_bbn_confinement() -> Row:
    masses = tuple(printed.NA64_VALUES)
    dark = {}
    lifetimes = {}
    for m in masses:
        point = observed(m)
        states = sum(w[0] for name, w in point.widths.items() if name.startswith(("N_", "H_")))
        dark[m] = float(states / point.total_width[0])
        lifetimes[m] = HBAR / float(point.total_width[0])
    table = ", ".join(f"{t:.1e} s at {1e3 * m:.0f} MeV" for m, t in lifetimes.items())
    return Row(
        "claim-bbn-confinement",
        "Invisible decays such as A' -> N_1 N_1 confine the energy to the dark sector",
        (
            judged(
                all(share > 0.5 for share in dark.values()),
                Finding(Verdict.CONFIRMED, "Decays into dark states dominate at the benchmark."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "No dark state is light enough at the benchmark: A' decays into e+e- and neutrinos, "
                    f"within {table}. All of its energy returns to the visible plasma, though long before BBN.",
                ),
            ),
        ),
        r"A'\to N_1N_1",
        r"\text{BR}(A'\to N N,\,HA)=" + r",\ ".join(number(s, 2) for s in dark.values()),
        "thresholds at the benchmark",
    )


ROWS = {
    "claim-na64-values": claim_na64_values,
    "claim-babar-value": claim_babar_value,
    "claim-invisible-decay": claim_invisible_decay,
    "beyond-visible-decay": beyond_visible_decay,
    "claim-stellar-decoupling": claim_stellar_decoupling,
    "claim-bbn-confinement": claim_bbn_confinement,
}
