"""What the paper does not ask of its benchmark: Z width, T, neutrino mass, rare decays, universality."""

from __future__ import annotations

import numpy as np
import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.loops.functions import loop_factor
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    M_DIRAC,
    M_LEFT,
    M_RIGHT,
    DarkModel,
    charged_vector,
    electroweak,
    oblique,
    vector_form_factor,
    weak_vertices,
)
from darktmm.derive.models.dark import M_E as MASS_E
from darktmm.derive.symbols import M_W
from darktmm.numeric.constraints import (
    assessed,
    charged_emission,
    meson_emission,
    universality,
    z_width,
)
from darktmm.numeric.constraints import oblique as oblique_bound
from darktmm.numeric.constraints.confidence import TWO_SIDED_95
from darktmm.numeric.inputs import data
from darktmm.numeric.models.dark.brute_force import electroweak as brute
from darktmm.numeric.models.dark.brute_force.emission import lepton_vector_coupling
from darktmm.numeric.models.dark.brute_force.unitarity import BrokenTheory
from darktmm.numeric.models.dark.brute_force.weak import correction
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.predictions import SCALE
from darktmm.papers.arxiv_2603_25704.aprime_masses import (
    AT,
    MASSES,
    NOT_ASKED,
    Ratios,
    at_benchmark,
    doublet,
    listed,
    supported,
)
from darktmm.papers.arxiv_2603_25704.confront import Confrontation, unrotated
from darktmm.papers.arxiv_2603_25704.printed import beyond as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import energy, quantity
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict
from darktmm.papers.wording import digits, measured, named, number

SECTION = Section("beyond")

# --- Z width --------------------------------------------------------------------------------------


def helicity_width(theory: Theory) -> float:
    """Γ(Z → NN) from helicity amplitudes of unrotated Majorana waves, GeV."""
    point, weak = unrotated(theory.benchmark), data.electroweak()
    neutral = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    masses = np.asarray(point.mass_squared_R), np.asarray(point.mass_squared_I)
    waves = BrokenTheory(point.m_L, point.m_R, point.m_D, *masses, neutral, weak.M_Z)
    return waves.pair_width()


@SECTION.statement("$Z$ decays into the heavy neutral fermions of the benchmark", printed.Z_WIDTH)
def beyond_z_width(claimed: float, theory: Theory) -> Judgement:
    """Γ(Z → NN) at the benchmark, GeV, against the number of light neutrinos measured at LEP."""
    width, counted = float(at_benchmark(theory).z_width[0]), theory.default("N_nu")
    allowed, one = z_width.allowed(counted), z_width.neutrino_width()
    excess = (3 + width / one - counted.value) / (counted.uncertainty or 1)
    masses = listed([1e3 * m for m in sorted(np.abs(theory.benchmark.only.heavy_masses))])
    found = (
        rf"At $M_N$ = {masses} MeV $\Gamma(Z\to NN)$ = {1e3 * width:.4g} MeV, {width / one:.3g} more neutrinos, "
        f"where {1e3 * claimed:.3g} MeV is taken and {1e3 * allowed:.3g} MeV allowed"
    )
    return Judgement(
        findings=(
            supported(
                width <= allowed and abs(width - claimed) <= abs(allowed),
                found,
                rf": $N_\nu$ = {measured(counted.value, counted.uncertainty, '.4f')} and the benchmark are "
                f"{abs(excess):.0f} standard deviations apart",
                ": they fit",
            ),
        ),
        derived=(
            Formula("", r"\Gamma(Z\to NN)", quantity(1e3 * width, "MeV", 4)),
            Formula(
                "",
                r"\frac{\Gamma(Z\to NN)}{\Gamma(Z\to\nu\bar\nu)}\Big|_{M_\alpha\ll M_Z}",
                electroweak.equivalent_neutrinos(theory.model),
            ),
        ),
        where=NOT_ASKED,
        compared=(claimed, width),
        routes=(
            Route(
                "helicity amplitudes of unrotated Majorana waves",
                lambda: helicity_width(theory),
                lambda: width,
                lambda: one,
            ),
        ),
    )


# --- T --------------------------------------------------------------------------------------------


def running_of_T(theory: Theory) -> float:
    """dT/d ln Λ² at the benchmark; zero where its terms cancel to rounding."""
    point, weak = theory.benchmark, data.electroweak()
    names = {M_LEFT: "m_L", M_RIGHT: "m_R", M_DIRAC: "m_D", MASS_E: "M_E"}
    values = {symbol: float(getattr(point.only, name)) for symbol, name in names.items()}
    values |= {M_W: weak.M_W, oblique.S_W2: weak.sin2_theta_w}
    terms = [float(t.subs(values)) for t in sp.Add.make_args(sp.expand(oblique.divergence()))]
    total = sum(terms)
    return total if abs(total) > 1e-12 * sum(map(abs, terms)) else 0.0


def finite_for() -> list[sp.Expr]:
    """M_E for which T is finite, if m_L = m_R."""
    equal = oblique.divergence().subs(M_RIGHT, M_LEFT)
    return sorted(sp.solve(equal, MASS_E), key=str)


def _degenerate(theory: Theory) -> Finding:
    """What the roots of the divergence mean, at the masses of N of the benchmark."""
    roots = finite_for()
    masses = {M_DIRAC: float(theory.benchmark.only.m_D), M_LEFT: float(theory.benchmark.only.m_L)}
    values = [float(root.subs(masses)) for root in roots]
    left = [
        abs(float(DarkPredictions(theory.benchmark.with_(M_E=v)).oblique_T[0]))
        for v in values
        if v > 0
    ]
    solutions = " or ".join(f"$M_E={tex(r)}$" for r in roots)
    degenerate = set(roots) == {M_DIRAC + M_LEFT, M_DIRAC - M_LEFT}
    meaning = "$E$ has the mass of a Majorana $N$, the other of which may be light"
    size = (
        "and vanishes" if max(left, default=0.0) < 1e-9 else f"but up to {number(max(left), '.2g')}"
    )
    meaning = meaning if degenerate else "$E$ has the mass of no $N$"
    return Finding(
        Verdict.DEFINITION, f"For $m_L=m_R$ $T$ is finite {size} for {solutions}: {meaning}."
    )


@SECTION.statement("The oblique parameter $T$ of the benchmark", printed.OBLIQUE_T)
def beyond_t_parameter(claimed: float, theory: Theory) -> Judgement:
    """T at the benchmark, and its dependence on the scale, against the electroweak fit."""
    value, running = float(at_benchmark(theory).oblique_T[0]), running_of_T(theory)
    fit = theory.default("T")
    room, heavy = TWO_SIDED_95 * (fit.uncertainty or 0.0), float(theory.benchmark.only.M_E)
    fits = abs(value - fit.value) <= room and abs(value - claimed) <= room
    compare = f"{claimed:g} is taken and {measured(fit.value, fit.uncertainty)} measured"
    if running:
        power = np.log10(SCALE) + (fit.value - value) / (2 * running * np.log(10))
        scale = energy(10**power) if abs(power) < 15 else f"$10^{{{power:.3g}}}$ GeV"
        found = (
            r"$T$ is not even finite: (4) and (6) break $SU(2)_L$ explicitly, $dT/d\ln\Lambda^2$ is "
            rf"{number(running)} at the benchmark. With no contribution at $\Lambda$ = {energy(SCALE)} it has "
            rf"$T={digits(value)}$, where {compare}; these agree for $\Lambda$ = {scale}, "
            f"{'below' if power < np.log10(heavy) else 'above'} $M_E$ = {energy(heavy)}"
        )
    else:
        found = (
            f"$T$ is finite for the masses of the benchmark and is {number(value)}, where {compare}"
        )
    fermions, weak = doublet(theory), data.electroweak()
    return Judgement(
        findings=(
            supported(fits and not running, found),
            _degenerate(theory),
        ),
        derived=(
            Formula("", r"\frac{dT}{d\ln\Lambda^2}", oblique.divergence()),
            Formula("", rf"T(\Lambda={SCALE / 1e3:.0f}\,\text{{TeV}})", quantity(value)),
        ),
        where=f"{NOT_ASKED}; $SU(2)_L$ breaking of (4) and (6)",
        compared=(claimed, value),
        routes=(
            Route(
                r"trace with unrotated $16\times16$ propagators, numerical loop momentum",
                lambda: brute.oblique_T(fermions, SCALE, weak.M_W, weak.sin2_theta_w),
                lambda: value,
                # before anything cancels: squared masses over that of the W
                lambda: sum(m**2 for m in vars(fermions).values()) / weak.M_W**2,
            ),
        ),
    )


# --- neutrino mass --------------------------------------------------------------------------------


@SECTION.statement("The radiative neutrino mass of the benchmark", printed.NEUTRINO_MASS)
def beyond_neutrino_mass(claimed: float, theory: Theory) -> Judgement:
    """The largest radiative mass at the benchmark, eV, against the end point of tritium."""
    matrix, limit = at_benchmark(theory).neutrino_mass[0], theory.default("m_nu")
    value, largest = float(np.abs(matrix).max()), float(np.abs(theory.benchmark.only.y).max())
    times = value / limit.value
    brute_force = Confrontation(theory.benchmark)
    found = (
        f"The loops of the moment give the light neutrinos masses of {number(value)} eV at $|y|={largest:.3g}$, "
        f"where {claimed:g} eV is left and {limit.value:.3g} eV allowed ({limit.source})"
    )
    routes = (
        Route(
            "brute-force 4-momentum integral",
            lambda: 1e9 * brute_force.mass.matrix,
            lambda: matrix,
            lambda: 1e9 * brute_force.mass_size,
        ),
    )
    return Judgement(
        findings=(
            supported(
                value <= limit.value and abs(value - claimed) <= limit.value,
                found,
                f": the Yukawas would have to be {number(np.sqrt(times))} times smaller and the moment {number(times)} "
                f"times, or a bare mass would have to cancel this to one part in {number(times)}",
            ),
        ),
        derived=(Formula("", r"\max|m_{ij}|", quantity(value, "eV")),),
        where="Sec. 2.3 calls the mass divergent and absorbs it",
        compared=(claimed, value),
        routes=routes if brute_force.applies else (),
        no_route="" if brute_force.applies else "brute force needs two massive $N$",
    )


# --- emission of A' by leptons --------------------------------------------------------------------


def lepton_coupling(theory: Theory, heavier: float = 1.0) -> float:
    """The largest |f| of charged leptons, with a heavier E."""
    point = theory.with_dark_photon(MASSES[0])
    return float(
        np.abs(DarkPredictions(point.with_(M_E=heavier * point.only.M_E)).lepton_vector).max()
    )


def dirac_line(model: DarkModel) -> sp.Expr:
    """The integrand of the splitting for neutrinos, with a Dirac N of mass M_E."""
    values = {M_LEFT: 0, M_RIGHT: 0, M_DIRAC: MASS_E, M_1: -MASS_E, M_2: MASS_E}
    return vector_form_factor.splitting_form(model).integrand().subs(values, simultaneous=True)


@SECTION.statement(
    r"Emission of longitudinal dark photons by leptons: $\ell\to\ell'A'$, $K$ and $\pi\to\ell\nu A'$",
    printed.EMISSION,
)
def beyond_charged_emission(claimed: float, theory: Theory) -> Judgement:
    """The vector coupling of charged leptons to A' at the benchmark, against decays that would emit one."""
    found = Ratios.of((*charged_emission.constraints(), *meson_emission.constraints()), theory)
    ratios, severe = found.largest, found.most_severe
    observed = theory.observed(MASSES[0])
    charged, neutral = observed.lepton_vector[0], np.abs(observed.neutrino_vector).max()
    largest = float(np.abs(charged).max())
    power = np.log2(lepton_coupling(theory, 2.0) / largest) if largest else 0.0
    excluded = [f"{1e3 * m:g} MeV" for m, r in zip(MASSES, ratios, strict=True) if r > 1]
    text = (
        f"{'Excluded at ' + ', '.join(excluded) if excluded else 'Not excluded'}: {listed(ratios)} times what is "
        f"allowed {AT} ({named(severe)}). The coupling to charged leptons, taken for {claimed:g}, is up to "
        f"{number(largest, '.1g')} and goes with $M_E^{{{power:.2g}}}$; that to neutrinos is up to "
        f"{number(neutral, '.1g')}"
    )
    integrand = charged_vector.splitting_form(theory.model).integrand()
    point, benchmark = unrotated(theory.benchmark), theory.benchmark
    charges = [float(x) for x in (benchmark.only.M_E, benchmark.only.g_D, benchmark.only.Q_S)]
    return Judgement(
        findings=(supported(not excluded and abs(claimed) <= max(largest, neutral), text),),
        derived=(Formula("", r"\mathcal{S}^E", integrand),),
        where=NOT_ASKED,
        routes=(
            Route(
                "the neutrino's with a Dirac $N$ of mass $M_E$",
                lambda: dirac_line(theory.model),
                lambda: integrand,
            ),
            Route(
                "brute-force 4-momentum integral",
                lambda: lepton_vector_coupling(
                    benchmark.only.y, point.mass_squared_R, point.mass_squared_I, *charges
                ),
                lambda: charged,
                # what one diagram contributes before the two cancel
                lambda: (
                    float(loop_factor()) * np.abs(benchmark.only.y).max() ** 2 * benchmark.only.g_D
                ),
            ),
        ),
    )


# --- universality ---------------------------------------------------------------------------------


@SECTION.statement(
    "Lepton universality, $G_F$, the number of neutrinos, and $S$ beside $T$",
    printed.W_COUPLINGS,
    slow=True,
)
def beyond_universality(claimed: float, theory: Theory) -> Judgement:
    """What the loops change of the W couplings at the benchmark, against universality, G_F, N_ν, S and T."""
    observed = at_benchmark(theory)
    verdicts = assessed((*universality.constraints(), oblique_bound.s_and_t()), observed)
    said = {n: float(a.ratio[0]) for n, a in verdicts.items() if a.applies[0]}
    silent = [n for n, a in verdicts.items() if not a.applies[0]]
    worst = max(said, key=lambda n: said[n])
    matrix = observed.w_shift[0]
    shift = float(max(np.linalg.eigvalsh(matrix), key=abs))
    allowed = abs(shift) / said[worst] if said[worst] else np.inf
    of_no_use = (
        f". Not applicable with $N$ this light: {', '.join(map(named, silent))}" if silent else ""
    )
    found = (
        f"$W$ couplings, taken to change by {claimed:g}, change by up to {number(shift, '.1e')}, "
        f"{number(said[worst], '.2g')} of the limit ({named(worst)}); "
        f"$S={digits(float(observed.oblique_S[0]), '.2g')}${of_no_use}"
    )
    point = unrotated(theory.benchmark)
    return Judgement(
        findings=(supported(said[worst] <= 1 and abs(shift - claimed) <= allowed, found),),
        derived=(
            Formula(
                "", r"\mathcal N_{W\ell\nu}\big|_{m_L=m_R=0}", weak_vertices.dirac(theory.model)
            ),
        ),
        where=NOT_ASKED,
        routes=(
            Route(
                r"unrotated $16\times16$ propagators, numerical loop momentum",
                lambda: correction(
                    doublet(theory),
                    "W l nu",
                    np.asarray(point.mass_squared_R),
                    np.asarray(point.mass_squared_I),
                    theory.benchmark.only.y,
                ),
                lambda: matrix,
            ),
        ),
    )
