"""Sec. 3.2 on accelerators: the limits on ε that are quoted, and whether A' decays as they assume."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.models.dark import aprime_decays
from darktmm.numeric.constraints import chosen, standard
from darktmm.numeric.models.dark.brute_force.neutral import transition_amplitude
from darktmm.numeric.models.dark.joint.portal import Portal, largest_epsilon_at
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.mass_mixing import universal_neutrino_coupling
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.printed import accelerators as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import at_masses, energy, quantity, same_order, with_unit
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, borne_out, judged
from darktmm.papers.wording import listed, named, number

SECTION = Section("3.2")

MASSES = (0.010, 0.100)
"""At which Sec. 3.2 quotes NA64, GeV."""

NEW = "NA64 2023"

NEUTRINOS = "nu nu (vector)"
"""Name of the width into neutrinos through the vector coupling."""

TOLERANCE = 0.1
"""Relative change of a limit that counts."""


def typeset(mass: float) -> str:
    """10 MeV in LaTeX."""
    return tex(with_unit(mass))


def epsilon(mass: float, value: float, precision: int = 3) -> Formula:
    """ε at this mass."""
    return Formula("", rf"\varepsilon^{{\max}}({typeset(mass)})", quantity(value, digits=precision))


def couplings(theory: Theory) -> str:
    """Of the benchmark."""
    return (
        f"$g_D={theory.benchmark.only.g_D:.3g}$, $|y|={np.abs(theory.benchmark.only.y).max():.3g}$"
    )


@SECTION.statement(
    r"NA64: $\varepsilon$ below $10^{-5}$ at 10 MeV and $10^{-4}$ near 100 MeV", printed.NA64_LIMITS
)
def claim_na64_values(claimed: dict[float, float], theory: Theory) -> Judgement:
    """The quoted limits on ε, by mass in GeV, against the published curve of NA64 and its newest one."""
    old, new = theory.curve(printed.NA64), theory.curve(NEW)
    read = {m: float(old.at(m)) for m in claimed}
    light = theory.measured("NA64 2023, 1 MeV")
    source = (
        f"The source ({old.source}), read to {100 * old.accuracy:.0f} %, gives "
        f"{at_masses(read.items(), 3)}"
    )
    factors = " and ".join(
        f"{max(read[m] / x, x / read[m]):.2g} times {'weaker' if read[m] > x else 'stronger'}"
        for m, x in claimed.items()
        if x > 0
    )
    return Judgement(
        findings=(
            borne_out(
                all(same_order(read[m], x) for m, x in claimed.items()),
                f"{source}: the printed orders of magnitude.",
                f"{source}, where {at_masses(claimed.items())} is printed: {factors}.",
                verdict=Verdict.INPUT,
            ),
            Finding(
                Verdict.INPUT,
                f"Newest ({new.source}): {at_masses([(m, float(new.at(m))) for m in claimed], 3)}; "
                f"{number(light.value, '.0e')} at 1 MeV.",
            ),
        ),
        derived=tuple(epsilon(m, value) for m, value in read.items()),
        where="reading of the published curve",
        compared=(claimed[MASSES[0]], read[MASSES[0]]),
        no_route="a published curve, read",
    )


@SECTION.statement(
    r"BaBar: $\varepsilon$ below $10^{-3}$ up to the $\Upsilon$ resonances", printed.BABAR_LIMIT
)
def claim_babar_value(claimed: float, theory: Theory) -> Judgement:
    """The quoted limit on ε against the published curve of BaBar, above the range of NA64."""
    limits = theory.curve(printed.BABAR)
    low, high = theory.curve(printed.NA64).domain[1], limits.domain[1]
    upsilon = theory.measured("m_Upsilon(1S) PDG").value
    values = limits.lower[limits.masses > low]
    least, most = float(values.min()), float(values.max())
    text = (
        f"The source ({limits.source}) gives {number(least, '.2e')} to {number(most, '.2e')} from {energy(low)}, "
        "where NA64 ends, on"
    )
    ends = rf"It ends at {energy(high)}, {{}} the $\Upsilon(1S)$ at {energy(upsilon)}."
    return Judgement(
        findings=(
            borne_out(
                all(same_order(v, claimed) for v in (least, most)),
                f"{text}: {number(claimed, '.1e')} as an order of magnitude.",
                f"{text}, not {number(claimed, '.1e')}.",
                verdict=Verdict.INPUT,
            ),
            judged(
                high < upsilon,
                Finding(Verdict.INPUT, ends.format("below")),
                Finding(Verdict.INPUT, ends.format("above")),
            ),
        ),
        derived=(
            Formula("", r"\varepsilon^{\max}_{\text{least}}", sp.Float(least, 3)),
            Formula("", r"\varepsilon^{\max}_{\text{most}}", sp.Float(most, 3)),
        ),
        compared=(claimed, float(np.sqrt(least * most))),
        no_route="a published curve, read",
    )


def brute_force_share(theory: Theory, mass: float) -> float:
    """BR_inv with the loop that couples A' to neutrinos from a numerical loop momentum."""
    seen = theory.observed(mass)
    through_loop = float(seen.aprime_widths[NEUTRINOS][0])
    tree = universal_neutrino_coupling(seen.z_mixing)[0] * np.eye(3)
    loop = transition_amplitude(unrotated(theory.benchmark)).f
    rescaled = through_loop * float(
        np.sum(np.abs(loop + tree) ** 2) / np.sum(np.abs(seen.neutrino_vector[0] + tree) ** 2)
    )
    change = rescaled - through_loop
    return float((seen.invisible_width[0] + change) / (seen.total_width[0] + change))


def closed(theory: Theory, channel: str) -> str:
    """Why a pair N_a N_a is not produced, and from where on any pair of N is, in a sentence."""
    masses = np.abs(theory.benchmark.only.heavy_masses)
    index = int(channel[-1])
    reasons = [f"the pair weighs {energy(2 * masses[index - 1])}"]
    if theory.benchmark.only.m_L == theory.benchmark.only.m_R:
        vertex = aprime_decays.heavy_coupling(theory.model, index, index)
        reasons.append(f"its vertex {'exists' if vertex else 'vanishes'} for $m_L=m_R$")
    return f"{' and '.join(reasons)}; no pair of $N$ is lighter than {energy(2 * masses.min())}"


@SECTION.statement(
    r"$A'$ decays predominantly invisibly, as $A'\to N_1N_1$",
    printed.INVISIBLE_DECAY,
    mutants={"into N_2": lambda value: {**value, "channel": "N_2 N_2"}},
)
def claim_invisible_decay(claimed: dict[str, Any], theory: Theory) -> Judgement:
    """Whether A' → N₁N₁ is open at the benchmark, and the invisible branching ratio there."""
    channel = claimed["channel"]
    decay = named(f"A' -> {channel}")
    seen = {m: theory.observed(m) for m in MASSES}
    shares = {m: float(o.br_invisible[0]) for m, o in seen.items()}
    shut = [m for m, o in seen.items() if not o.aprime_widths[channel][0] > 0]
    kind = "in" * claimed["predominantly invisible"] + "visible"
    text = (
        f"Said to be mostly {kind}; the invisible branching at the limit of {printed.NA64} "
        f"({couplings(theory)}) is "
        + ", ".join(f"{number(share, '.2g')} at {energy(m)}" for m, share in shares.items())
        + f". Widths by size: {'; '.join(f'{_by_size(o)} at {energy(m)}' for m, o in seen.items())}."
        + _origin(seen.values())
    )
    return Judgement(
        findings=(
            borne_out(
                not shut,
                f"{decay} is open at the benchmark, at {_and(MASSES)}.",
                f"{decay} does not happen at the benchmark at {_and(shut)}: "
                f"{closed(theory, channel)}.",
            ),
            borne_out(
                all(
                    (share > 0.5) == claimed["predominantly invisible"] for share in shares.values()
                ),
                text,
            ),
        ),
        derived=tuple(
            Formula("", rf"\text{{BR}}_{{\rm inv}}({typeset(m)})", quantity(share, digits=2))
            for m, share in shares.items()
        ),
        where=rf"threshold and vertex of {decay}; the loop that Sec. 2.3 sets to zero",
        routes=(
            Route(
                "coupling of $A'$ to neutrinos by brute-force loop momentum",
                lambda: [brute_force_share(theory, m) for m in MASSES],
                lambda: list(shares.values()),
            ),
        ),
    )


def _and(masses: Iterable[float]) -> str:
    return listed(map(energy, masses))


def _by_size(seen: DarkPredictions) -> str:
    """The three largest widths, largest first."""
    widths = {name: float(w[0]) for name, w in seen.aprime_widths.items() if w[0] > 0}
    return " > ".join(map(named, sorted(widths, key=lambda name: -widths[name])[:3]))


def _origin(seen: Iterable[DarkPredictions]) -> str:
    """Where the invisible decays come from, if it is one loop everywhere."""
    loop, dark = (
        [float(o.aprime_widths[NEUTRINOS][0]) for o in seen],
        [float(o.invisible_width[0]) / 2 for o in seen],
    )
    if all(a > b for a, b in zip(loop, dark, strict=True)):
        return r" What is invisible is $A'\to\nu\nu$ through the loop that Sec. 2.3 sets to zero."
    return ""


def saturation(theory: Theory, mass: float, portal: Portal) -> float:
    """Ratio to its limit of the bound that is said to forbid a larger ε, at this ε."""
    point = theory.benchmark.with_(m_aprime=mass, epsilon=portal.value)
    bound = next(c for c in chosen(standard(), groups=("dark-photon",)) if c.name == portal.active)
    return float(bound(DarkPredictions(point)).ratio[0])


@SECTION.statement(
    r"Which limit on $\varepsilon$ holds once $A'$ decays as the point says", printed.ASSUMED_LIMIT
)
def beyond_visible_decay(claimed: dict[str, bool], theory: Theory) -> Judgement:
    """The largest ε once A' decays as the benchmark says, against the curve for missing energy."""
    found = {m: largest_epsilon_at(theory.benchmark, m) for m in MASSES}
    assumed = {m: float(theory.curve(printed.NA64).at(m)) for m in MASSES}
    changed = [m for m in MASSES if abs(found[m].value / assumed[m] - 1) > TOLERANCE]
    text = "; ".join(
        (
            f"{number(portal.value, '.2e')} at {energy(m)} ({named(portal.active or 'no curve')})"
            if portal.value
            else f"zero at {energy(m)} ({named(portal.active or 'nothing')} excludes any)"
        )
        + f" where {printed.NA64} has {number(assumed[m], '.2e')}"
        for m, portal in found.items()
    )
    finite = {m: p for m, p in found.items() if p.value and p.active}
    return Judgement(
        findings=(
            borne_out(
                (not changed) == claimed["holds"],
                rf"The largest $\varepsilon$ is that: {text}.",
                f"With the branching ratios of the benchmark ({couplings(theory)}) and all searches, for "
                rf"invisible and visible decays, the largest $\varepsilon$ is {text}.",
            ),
        ),
        derived=tuple(epsilon(m, portal.value, 2) for m, portal in found.items()),
        where="NA64 and BaBar count missing energy",
        compared=next(((assumed[m], p.value) for m, p in finite.items()), None),
        routes=tuple(
            Route(
                f"{named(portal.active or '')} is saturated there, {energy(m)}",
                lambda m=m, portal=portal: saturation(theory, m, portal),  # type: ignore[misc]
                lambda: 1.0,
            )
            for m, portal in finite.items()
        ),
        no_route="" if finite else r"no $\varepsilon$ is allowed",
    )
