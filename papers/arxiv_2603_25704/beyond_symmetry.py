"""What the breaking of U(1)_D costs, which the paper does not ask: four questions to its benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.models.dark import (
    M_E,
    N,
    aprime_mass,
    longitudinal,
    origin,
    unitarity,
    z_aprime_mixing,
)
from darktmm.derive.models.dark.z_aprime_mixing import current
from darktmm.derive.symbols import DARK_PHOTON
from darktmm.numeric.constraints import longitudinal as unitary
from darktmm.numeric.constraints import loop_kinetic_mixing as kinetic
from darktmm.numeric.constraints import z_aprime_mixing as z_bounds
from darktmm.numeric.constraints.scattering import window
from darktmm.numeric.inputs import constants, data
from darktmm.numeric.models.dark.brute_force.electroweak import number_correlator
from darktmm.numeric.models.dark.observables import longitudinal as waves
from darktmm.numeric.models.dark.observables import origin as scales
from darktmm.numeric.models.dark.observables import self_energies
from darktmm.numeric.predictions import SCALE
from darktmm.numeric.processes.mass_mixing import universal_neutrino_coupling
from darktmm.papers.arxiv_2603_25704.aprime_masses import (
    AT,
    MASSES,
    NOT_ASKED,
    Ratios,
    at_benchmark,
    doublet,
    each,
    everywhere,
    listed,
    supported,
)
from darktmm.papers.arxiv_2603_25704.printed import beyond as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import energy
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import digits, named, number

SECTION = Section("beyond")

UNKNOWN = sp.Symbol("Lambda", positive=True)
"""Scale of an operator of dimension above four."""


# --- longitudinal A' ------------------------------------------------------------------------------


@SECTION.statement("Longitudinal dark photons at the benchmark", printed.LONGITUDINAL)
def beyond_longitudinal_aprime(claimed: float, theory: Theory) -> Judgement:
    """Couplings of the longitudinal A' at the benchmark, and the energy at which they violate unitarity."""
    coupling, scale = each(theory, waves.fermion_coupling), each(theory, waves.unitarity_scale)
    heaviest = each(theory, waves.heaviest_loop_mass)
    bounds = Ratios.of(unitary.constraints(), theory)
    limit = float(unitary.FERMIONS(at_benchmark(theory)).limit[0])
    where = everywhere(scale < heaviest, "below", "above")
    begin = ", ".join(f"{energy(bounds.met_from(name))} ({named(name)})" for name in bounds.table)
    found = (
        f"A longitudinal $A'$ couples to what breaks $U(1)_D$ over $m_{{A'}}$: with {listed(coupling)} to $N_1N_2$ "
        rf"{AT}, taken for {claimed:g}, where {number(limit)} is the unitarity of $NN\to NN$. $NN\to A'A'$ violates "
        f"it at {listed(scale)} GeV, {where} the heaviest mass in the loops, {listed(heaviest)} GeV"
    )
    pairs = [(i, j) for i in (1, 2) for j in (1, 2)]

    def rules(from_vector: bool) -> sp.Matrix:
        """P_L and P_R of φN_jN_i, and φH_kA_m."""
        fermion, scalar = (
            (longitudinal.fermion_coupling_from_vector, longitudinal.trilinear_from_vector)
            if from_vector
            else (longitudinal.fermion_coupling, longitudinal.trilinear)
        )
        chiral = [fermion(theory.model, i, j) for i, j in pairs]
        values = [x for c in chiral for x in (c.left, c.right)]
        return sp.Matrix([*values, *(scalar(theory.model, k, m) for k, m in pairs)])

    return Judgement(
        findings=(
            supported(
                float(bounds.largest.max()) <= 1 and abs(claimed) <= limit,
                found,
                f". One loop means something from {begin} on",
            ),
        ),
        derived=(Formula("", r"\frac1\Lambda", unitarity.inverse_scale(theory.model)),),
        where=NOT_ASKED,
        routes=(
            Route(
                "vertices of $A'$ on shell = variation of the breaking terms",
                lambda: rules(from_vector=True),
                lambda: rules(from_vector=False),
            ),
        ),
    )


# --- where the masses come from -------------------------------------------------------------------


def goldstone_defects() -> sp.Matrix:
    """Couplings of the Goldstone boson of the completed Lagrangian less the vertices of A' on shell."""
    model, pairs = origin.completed(), [(i, j) for i in (1, 2) for j in (1, 2)]
    fermions = [x for a, b in pairs for x in origin.fermion_equivalence(model, a, b)]
    return sp.Matrix([*fermions, *(origin.scalar_equivalence(model, k, m) for k, m in pairs)])


@SECTION.statement(
    "Where the masses that break $U(1)_D$ and $SU(2)_L$ come from",
    printed.DIMENSIONS,
)
def beyond_origin_of_m(claimed: Mapping[str, int], theory: Theory) -> Judgement:
    """The lowest gauge-invariant operator for each breaking mass, and the scale that the benchmark needs."""
    breakings = (origin.majorana("L"), origin.scalar_splitting(), origin.doublet_splitting())
    lowest = {
        name: {q: origin.lowest(breaking, q) for q in origin.CHARGES}
        for name, breaking in zip(claimed, breakings, strict=True)
    }
    double, single = origin.CHARGES
    dimensions = ", ".join(
        f"${name}$ from dimension {found[double].dimension} on ({found[single].dimension} with one unit; "
        f"{claimed[name]} as it stands)"
        for name, found in lowest.items()
    )
    table = {
        name: each(theory, lambda p, name=name: scales.origin_scales(p)[name])  # type: ignore[misc]
        for name in ("Lambda(m_L)", "Lambda(M_N - M_E)")
    }
    allowed = {
        name: each(theory, lambda p, name=name: scales.allowed_masses(p)[name])  # type: ignore[misc]
        for name in ("m_L", "M_N - M_E")
    }
    least, heaviest = each(theory, scales.lowest_scale), each(theory, scales.heaviest_mass)
    gauge_invariant = all(found[double].dimension == claimed[n] for n, found in lowest.items())
    needed = (
        f"With a dark Higgs of {double} units of $Q_N$ gauge invariance allows {dimensions}. The benchmark needs "
        rf"$\Lambda$ = {listed(table['Lambda(m_L)'])} GeV for $m$ {AT}, and "
        f"{listed(table['Lambda(M_N - M_E)'])} GeV for $M_N-M_E$, "
        f"{everywhere(least < heaviest, 'below', 'above')} the heaviest mass in the loops, "
        f"{listed(heaviest)} GeV"
    )
    law = origin.radial_cancellation()
    return Judgement(
        findings=(
            supported(
                gauge_invariant or bool((least > heaviest).all()),
                needed,
                rf". With $\Lambda$ at $M_E$, $m$ is at most {listed(1e6 * allowed['m_L'])} keV and $|M_N-M_E|$ "
                f"{listed(allowed['M_N - M_E'])} GeV",
            ),
            Finding(
                Verdict.DEFINITION,
                "Below the electroweak scale a dark Higgs field gives $m$ and $b_{ab}$, with a Yukawa coupling of "
                f"{listed(each(theory, scales.yukawa))} and a radial mode of at most "
                f"{listed(1e3 * each(theory, scales.largest_radial_mass))} MeV, above which the growth of "
                r"$NN\to A'A'$ stops.",
            ),
        ),
        derived=tuple(
            Formula("", name, found[double].vacuum / UNKNOWN ** (found[double].dimension - 4))
            for name, found in lowest.items()
            if found[double].dimension > 4
        ),
        where=NOT_ASKED,
        routes=(
            Route(
                "Goldstone couplings of the completed Lagrangian = vertices of $A'$ on shell",
                goldstone_defects,
                lambda: sp.zeros(12, 1),
            ),
            Route(
                "radial mode in cartesian fields",
                origin.radial_in_cartesian_fields,
                lambda: law.total,
            ),
        ),
    )


# --- mixing with the Z ----------------------------------------------------------------------------


def transfer() -> float:
    """q²/M_Z² of an electron that a ⁷Be neutrino hits as hard as it can."""
    return (
        2 * constants().electron_mass * window("published").upper_edge / data.electroweak().M_Z ** 2
    )


@SECTION.statement(
    "Mixing of $A'$ with the $Z$, and the radiative mass of $A'$, at the benchmark",
    printed.Z_MIXING,
)
def beyond_z_aprime_mixing(claimed: Mapping[str, float], theory: Theory) -> Judgement:
    """Mixing of A' with the Z and the radiative mass of A', taken for zero, against experiment."""
    observed = at_benchmark(theory)
    delta = float(observed.z_mixing[0])
    running = float(self_energies.z_mixing_running(observed.parameters)[0])
    universal = float(universal_neutrino_coupling(observed.z_mixing)[0])
    triangle = float(np.abs(observed.neutrino_vector).max())
    tuning = each(theory, self_energies.mass_tuning)
    found = Ratios.of(z_bounds.constraints(), theory)
    suppressed = transfer()
    mixing = (
        rf"$\Pi_{{ZA'}}(0)/M_Z^2={digits(delta, '.2g')}$ for nothing at {energy(SCALE)}, where "
        f"{claimed['mixing']:g} is taken and $q^2/m_Z^2={digits(suppressed, '.1g')}$ in Borexino"
    )
    diverges = (
        rf"It diverges, {number(running, '.2g')} per $\ln\Lambda$: the flavour-universal coupling of $A'$ to "
        f"neutrinos, {number(universal, '.2g')} of it from here beside at most {number(triangle, '.2g')} from the "
        "triangles, is not predicted; only flavour-changing elements are"
        if running
        else "It is finite"
    )
    mass = (
        f"The radiative mass squared of $A'$ is {listed(tuning)} times $m_{{A'}}^2$ {AT}, where "
        f"{claimed['mass']:g} is taken"
    )
    severe = f"{listed(found.largest)} times what is allowed {AT} ({named(found.most_severe)})"
    correlator = z_aprime_mixing.divergence()
    # E does not enter; at a scale near the masses brute force does not lose digits to Λ²
    light = float(np.abs(theory.benchmark.only.heavy_masses).max())
    return Judgement(
        findings=(
            supported(float(found.largest.max()) <= 1, f"The benchmark has {severe}"),
            supported(
                abs(delta - claimed["mixing"]) <= suppressed,
                r"Sec. 2.1 neglects $Z\text{-}A'$ mixing as suppressed by $q^2/m_Z^2$. The loop of $N_1$ and $N_2$ "
                f"gives {mixing}",
                f", and is not suppressed. {diverges}",
            ),
            judged(
                float(np.abs(tuning - claimed["mass"]).max()) <= 1,
                Finding(Verdict.DEFINITION, f"{mass}."),
                Finding(Verdict.UNSUPPORTED, f"{mass}: a light $A'$ is a cancellation."),
            ),
        ),
        derived=(Formula("", r"\frac{d\Pi_{NN}(0)}{d\ln\Lambda^2}", correlator),),
        where="the loop of $N_1$ and $N_2$ between $A'$ and $Z$, at $q^2=0$",
        routes=(
            Route(
                "mass of $A'$ by the same current, per coupling",
                lambda: sp.cancel(aprime_mass.divergence() / current(N, DARK_PHOTON) ** 2),
                lambda: correlator,
            ),
            Route(
                r"trace with unrotated $16\times16$ propagators, numerical loop momentum",
                lambda: number_correlator(replace(doublet(theory), M_E=light), 10 * light),
                lambda: float(self_energies.correlator(observed.parameters, 10 * light)[0]),
            ),
        ),
    )


# --- kinetic mixing -------------------------------------------------------------------------------


@SECTION.statement("The kinetic mixing that the doublet generates", printed.LOOP_EPSILON)
def beyond_loop_kinetic_mixing(claimed: float, theory: Theory) -> Judgement:
    """ε that E generates below its mass, against the limits on ε that the paper uses as if it were free."""
    parameters = at_benchmark(theory).parameters
    loop = float(self_energies.loop_epsilon(parameters)[0])
    running = float(self_energies.epsilon_running(parameters)[0])
    epsilon = each(theory, lambda p: np.abs(p.epsilon))
    tunings = [kinetic.tunings(theory.observed(m)) for m in MASSES]
    over = sorted({name for t in tunings for name, v in t.items() if np.isfinite(v[0])})
    found = (
        rf"$E$ carries electric and dark charge: $\varepsilon$ runs by {number(running, '.2g')} per $\ln\Lambda$. With "
        rf"nothing at {energy(SCALE)} the benchmark has $\varepsilon={digits(loop, '.2g')}$ from loops, where "
        f"{claimed:g} is taken, "
        f"{listed(abs(loop) / epsilon)} times the limits of NA64 2019 that the paper uses {AT}"
    )
    adds = z_aprime_mixing.loop_epsilon()
    derived = z_aprime_mixing.epsilon_running()
    return Judgement(
        findings=(
            supported(
                float(np.max(np.abs(loop - claimed) / epsilon)) <= 1,
                found,
                ": kinetic mixing is no free parameter, a bare one has to cancel this to that precision",
            ),
        ),
        derived=(Formula("", r"\frac{d\varepsilon}{d\ln\Lambda}", derived),),
        where=f"{NOT_ASKED}; compared with: {', '.join(map(named, over))}" if over else NOT_ASKED,
        compared=(claimed, loop),
        routes=(
            Route(
                "dependence of the finite part on $M_E$",
                lambda: sp.cancel(-M_E * adds.subs(UV_POLE, 0).diff(M_E)),
                lambda: derived,
            ),
        ),
    )
