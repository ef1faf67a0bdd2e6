"""Sec. 3.3 on stars and the early universe: what is hot enough to make A', and where A' decays to."""

from __future__ import annotations

import math

import numpy as np

from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.numeric.inputs import constants
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.papers.arxiv_2603_25704.printed import cosmology as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import energy, quantity, same_order, with_unit
from darktmm.papers.statement import Judgement, Route, Section, Verdict, borne_out
from darktmm.papers.wording import number

SECTION = Section("3.3")

SEVERE = 0.01
"""Largest e^(−M/T) that is a severe suppression."""

SUPERNOVA = "core of SN1987A"
STARS = {"the Sun": "core of the Sun", "red giants": "core of a red giant"}


def boltzmann(mass: float, temperature: float) -> float:
    """e^(−M/T); at most e^100, for masses that are none."""
    return math.exp(min(-mass / temperature, 100.0))


@SECTION.statement(
    "Stellar cooling bounds decouple for masses between 1 MeV and 1 GeV", printed.STELLAR
)
def claim_stellar_decoupling(claimed: dict[str, float], theory: Theory) -> Judgement:
    """e^{−M/T} for A' in stars and in SN1987A over the claimed range of masses, GeV."""
    low, high, particle = (claimed[k] for k in ("from", "to", "particle"))
    cores = {name: theory.measured(entry).value for name, entry in STARS.items()}
    supernova = theory.measured(SUPERNOVA).value
    cold = all(boltzmann(low, T) < SEVERE for T in cores.values())
    in_stars = ", ".join(f"{low / T:.3g} in {name}" for name, T in cores.items())
    factors = {m: boltzmann(m, claimed["T"]) for m in (low, particle, high)}
    table = ", ".join(f"{number(value, '.2g')} at {energy(m)}" for m, value in factors.items())
    needed = -supernova * math.log(SEVERE)
    share = ""
    if 0 < low < needed < high:
        part = math.log(needed / low) / math.log(high / low)
        share = rf", {100 * part:.0f} % of the range in $\log M$ lies below"
    severe = (
        f"In SN1987A $e^{{-M/T}}$ is {table} for $T$ = {energy(claimed['T'])}; at {energy(supernova)} it is below "
        f"{SEVERE} from {energy(needed)} on{share}"
    )
    core = f"The core of SN1987A had about {energy(supernova)}"
    return Judgement(
        findings=(
            borne_out(
                cold,
                f"At {energy(low)} $M/T$ is {in_stars}: suppressed.",
                f"At {energy(low)} $M/T$ is only {in_stars}.",
            ),
            borne_out(
                max(factors.values()) < SEVERE,
                f"{severe}: all of it suppressed.",
                f"{severe}: it does not decouple there.",
            ),
            borne_out(
                same_order(claimed["T"], supernova),
                f"{core}.",
                f"{core}, not {energy(claimed['T'])}.",
                verdict=Verdict.INPUT,
            ),
        ),
        derived=(
            Formula("", rf"M\big|_{{e^{{-M/T}}={SEVERE}}}", with_unit(needed)),
            *(
                Formula(
                    "", rf"M_{{{k}}}\big|_{{e^{{-M/T}}={SEVERE}}}", with_unit(-T * math.log(SEVERE))
                )
                for k, T in zip(("\\odot", "\\text{RG}"), cores.values(), strict=True)
            ),
        ),
        where=f"the suppression at {energy(low)}, where the range begins",
        compared=(low, needed),
        no_route="a Boltzmann factor",
    )


# --- nucleosynthesis ----------------------------------------------------------------------------

DECOUPLING = 1.0
"""Age at which neutrinos leave the plasma and nucleosynthesis begins, s."""

MASSES = (0.010, 0.100)
"""Of A', GeV: where Sec. 3.2 quotes NA64."""


def dark_share(seen: DarkPredictions) -> float:
    """Of the decays of A' into N or scalars."""
    states = sum(
        float(w[0]) for name, w in seen.aprime_widths.items() if name.startswith(("N_", "H_"))
    )
    return states / float(seen.total_width[0])


def lightest_pair(point: Parameters) -> float:
    """Mass of the lightest pair of dark states that A' couples to, GeV."""
    heavy = np.abs(point.only.heavy_masses)
    coupled = point.only.O_R.T @ point.only.O_I != 0
    pairs = [heavy.sum(), *np.add.outer(point.only.M_H, point.only.M_A)[coupled]]
    if point.only.m_L != point.only.m_R:
        pairs += [*(2 * heavy)]
    return float(min(pairs))


@SECTION.statement(
    r"Invisible decays such as $A'\to N_1N_1$ confine the energy to the dark sector",
    printed.CONFINEMENT,
)
def claim_bbn_confinement(claimed: dict[str, bool], theory: Theory) -> Judgement:
    """Whether the dark sector keeps the energy of A', from branching ratios and lifetimes at the benchmark."""
    seen = {m: theory.observed(m) for m in MASSES}
    dark = {m: dark_share(o) for m, o in seen.items()}
    visible = {m: 1 - float(o.br_invisible[0]) for m, o in seen.items()}
    lifetimes = {m: constants().hbar / float(o.total_width[0]) for m, o in seen.items()}
    keeps = all(share > 0.5 for share in dark.values())
    early = max(lifetimes.values()) < DECOUPLING
    shares = "; ".join(
        f"{energy(m)}: dark states {number(dark[m], '.2g')}, neutrinos "
        f"{number(1 - dark[m] - visible[m], '.2g')}, visible {number(visible[m], '.2g')}, lifetime "
        f"{number(lifetimes[m], '.1e')} s"
        for m in MASSES
    )
    goes = "stays in the dark sector" if keeps else "returns to the plasma"
    if not keeps and not early:
        goes = "does not stay in the dark sector"
    text = (
        f"Branching ratios of $A'$ at the benchmark, {shares}. Most of its energy {goes}"
        + (f", neutrinos included, before they decouple at about {DECOUPLING:g} s" if early else "")
        + "."
    )
    return Judgement(
        findings=(borne_out(keeps == claimed["dark sector keeps the energy"], text),),
        derived=tuple(
            Formula(
                "",
                rf"\text{{BR}}(A'\to NN,\,HA)\big|_{{{tex(with_unit(m))}}}",
                quantity(s, digits=2),
            )
            for m, s in dark.items()
        ),
        where="thresholds at the benchmark",
        routes=(
            Route(
                "a dark pair is produced only above its threshold",
                lambda: [float(m > lightest_pair(theory.benchmark)) for m in MASSES],
                lambda: [float(share > 0) for share in dark.values()],
                lambda: 1.0,
            ),
        ),
    )
