"""What the breaking of U(1)_D costs, which the paper does not ask: six questions to its benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from darktmm.derive.latex import tex
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    DarkModel,
    aprime_mass,
    charged_vector,
    longitudinal,
    origin,
    unitarity,
    vector_form_factor,
    weak_vertices,
    z_aprime_mixing,
)
from darktmm.numeric.constraints import (
    Constraint,
    assessed,
    charged_emission,
    meson_emission,
    universality,
)
from darktmm.numeric.constraints import longitudinal as unitary
from darktmm.numeric.constraints import loop_kinetic_mixing as kinetic
from darktmm.numeric.constraints import oblique as oblique_bound
from darktmm.numeric.constraints import z_aprime_mixing as z_bounds
from darktmm.numeric.constraints.scattering import window
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables import longitudinal as waves
from darktmm.numeric.models.dark.observables import of, self_energies
from darktmm.numeric.models.dark.observables import origin as scales
from darktmm.numeric.models.dark.observables.electroweak import SCALE
from darktmm.numeric.models.dark.point import FloatArray
from darktmm.numeric.models.dark.sample import Sample
from darktmm.papers.arxiv_2603_25704.benchmark import benchmark, observed, with_dark_photon
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.papers.row import Finding, Route, Row, Verdict, judged

MASSES = (1e-3, 1e-2, 3e-2, 0.1)
"""Of A', GeV; kinetic mixing at the limit of the paper's source."""


def _sample() -> Sample:
    return Sample.of([with_dark_photon(m) for m in MASSES])


def _list(values: object) -> str:
    return ", ".join(f"{v:.3g}" for v in np.atleast_1d(np.asarray(values, dtype=float)))


AT = f"at m_A' = {_list([1e3 * m for m in MASSES])} MeV"


@dataclass(frozen=True)
class Ratios:
    """Ratios to the limits of some bounds at `MASSES`, NaN where they do not apply."""

    table: dict[str, FloatArray]

    @classmethod
    def of(cls, bounds: Sequence[Constraint]) -> Ratios:
        at = [observed(m) for m in MASSES]
        return cls({c.name: np.array([float(c(o).ratio[0]) for o in at]) for c in bounds})

    @property
    def largest(self) -> FloatArray:
        """Over the bounds, 0 where none applies."""
        return np.fmax.reduce([*self.table.values(), np.zeros(len(MASSES))])

    @property
    def most_severe(self) -> str:
        """The bound with the largest ratio."""
        return max(self.table, key=lambda name: float(np.nanmax([0.0, *self.table[name]])))


def smallest_mass(constraint: Constraint) -> float:
    """m_A' from which on the benchmark meets a bound whose ratio falls with m_A', GeV."""
    grid = np.geomspace(1e-4, 1e2, 601)
    sample = Sample.of([with_dark_photon(m, benchmark().epsilon) for m in grid])
    allowed = grid[~constraint(of(sample)).excluded]
    return float(allowed.min(initial=np.inf))


def beyond_longitudinal_aprime() -> Row:
    sample = _sample()
    model = paper_model()
    coupling = waves.fermion_coupling(sample)
    scale, heaviest = waves.unitarity_scale(sample), waves.heaviest_loop_mass(sample)
    ratios = Ratios.of(unitary.constraints()).largest
    begins = {c.name: smallest_mass(c) for c in unitary.constraints()}
    begin = ", ".join(f"{1e3 * m:.3g} MeV ({name})" for name, m in begins.items())
    routes = [
        *(
            sp.simplify(a - b)
            for i in (1, 2)
            for j in (1, 2)
            for x, y in [
                (
                    longitudinal.fermion_coupling(model, i, j),
                    longitudinal.fermion_coupling_from_vector(model, i, j),
                )
            ]
            for a, b in ((x.left, y.left), (x.right, y.right))
        ),
        *(
            sp.simplify(
                longitudinal.trilinear(model, k, m)
                - longitudinal.trilinear_from_vector(model, k, m)
            )
            for k in (1, 2)
            for m in (1, 2)
        ),
    ]
    return Row(
        "beyond-longitudinal-aprime",
        "Longitudinal dark photons at the benchmark",
        (
            judged(
                float(ratios.max()) <= 1,
                Finding(Verdict.CONFIRMED, f"Weakly coupled {AT}: coupling {_list(coupling)}."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The masses of (6) break U(1)_D, and a longitudinal A' couples to them over m_A': with "
                    f"{_list(coupling)} to N_1 N_2 {AT}, where {waves.largest_fermion_coupling():.3g} is the "
                    f"unitarity of N N -> N N. N N -> A'A' violates it at {_list(scale)} GeV, below the heaviest "
                    f"mass in the loops, {heaviest[0]:.0f} GeV. One loop means something from {begin} on.",
                ),
            ),
        ),
        None,
        r"\frac1\Lambda=" + tex(unitarity.inverse_scale(model)),
        "not asked in the paper",
        routes=(
            Route(
                "variation of the breaking terms = vertices of A' on shell",
                sp.Add(*(sp.Abs(r) for r in routes)),
            ),
        ),
    )


def beyond_origin_of_m() -> Row:
    breakings = (origin.majorana("L"), origin.scalar_splitting(), origin.doublet_splitting())
    majorana, soft, doublet = ({q: origin.lowest(b, q) for q in origin.CHARGES} for b in breakings)
    sample = _sample()
    table, allowed = scales.origin_scales(sample), scales.allowed_masses(sample)
    lowest, heaviest = scales.lowest_scale(sample), scales.heaviest_mass(sample)
    law, model = origin.radial_cancellation(), origin.completed()
    routes = [
        *(r for a in (1, 2) for b in (1, 2) for r in origin.fermion_equivalence(model, a, b)),
        *(origin.scalar_equivalence(model, k, m) for k in (1, 2) for m in (1, 2)),
    ]
    where = "below" if bool((lowest < heaviest).all()) else "not everywhere above"
    needed = (
        f"With a dark Higgs of two units of Q_N gauge invariance allows m from dimension "
        f"{majorana[2].dimension} on ({majorana[1].dimension} with one unit), b_ab from "
        f"{soft[2].dimension} ({soft[1].dimension}), M_N - M_E from {doublet[2].dimension}. The benchmark needs "
        f"them at Lambda = {_list(table['Lambda(m_L)'])} GeV for m {AT}, and "
        f"{table['Lambda(M_N - M_E)'][0]:.3g} GeV for M_N - M_E"
    )
    return Row(
        "beyond-origin-of-m",
        "Where the masses that break U(1)_D and SU(2)_L come from",
        (
            judged(
                bool((lowest > heaviest).all()),
                Finding(Verdict.CONFIRMED, f"{needed}: above every mass in the loops."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"{needed}: {where} the heaviest mass in the loops, {heaviest[0]:.0f} GeV. With Lambda at M_E, m "
                    f"is at most {_list(1e6 * allowed['m_L'])} keV and |M_N - M_E| "
                    f"{allowed['M_N - M_E'][0]:.3g} GeV.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                "Below the electroweak scale a dark Higgs field gives m and b_ab, with a Yukawa coupling of "
                f"{_list(scales.yukawa(sample))} and a radial mode of at most "
                f"{_list(1e3 * scales.largest_radial_mass(sample))} MeV, above which the growth of N N -> A'A' stops.",
            ),
        ),
        None,
        r"m="
        + tex(majorana[2].vacuum)
        + r"/\Lambda^2,\quad M_N-M_E="
        + tex(doublet[2].vacuum)
        + r"/\Lambda",
        "not asked in the paper",
        routes=(
            Route(
                "Goldstone couplings of the completed Lagrangian = vertices of A' on shell",
                sp.Add(*(sp.Abs(r) for r in routes)),
            ),
            Route(
                "radial mode in polar and cartesian fields",
                sp.simplify(law.total - origin.radial_in_cartesian_fields()),
            ),
        ),
    )


def beyond_z_aprime_mixing() -> Row:
    sample = _sample()
    delta = self_energies.z_mixing(sample)
    running = self_energies.z_mixing_running(sample)
    universal = self_energies.universal_neutrino_coupling(sample, delta)
    triangle = np.abs(observed(MASSES[-1]).vector[0])
    tuning = self_energies.mass_tuning(sample)
    found = Ratios.of(z_bounds.constraints())
    ratios, severe = found.largest, found.most_severe
    # q² of an electron that a 7Be neutrino hits as hard as it can
    transfer = 2 * constants().electron_mass * window("published").upper_edge
    suppressed = transfer / electroweak().M_Z ** 2
    return Row(
        "beyond-z-aprime-mixing",
        "Mixing of A' with the Z, and the radiative mass of A', at the benchmark",
        (
            judged(
                float(ratios.max()) <= 1,
                Finding(
                    Verdict.CONFIRMED,
                    f"The benchmark respects what is measured {AT}: at most {max(ratios):.2g} of the limit "
                    f"({severe}).",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The largest excess {AT} is {_list(ratios)} ({severe}).",
                ),
            ),
            judged(
                float(np.abs(delta).max()) <= suppressed,
                Finding(Verdict.CONFIRMED, "Suppressed by q^2/m_Z^2, as Sec. 2.1 says."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "Sec. 2.1 neglects Z-A' mixing as suppressed by q^2/m_Z^2. The loop of N_1 and N_2 gives a mass "
                    f"mixing that is not: Pi_ZA'(0)/M_Z^2 = {delta[0]:.2g} for nothing at {SCALE / 1e3:.0f} TeV, "
                    f"against q^2/m_Z^2 = {suppressed:.1g} in Borexino. It diverges, {running[0]:.2g} per ln Lambda^2: "
                    f"the flavour-universal coupling of A' to neutrinos, {universal[0]:.2g} of it from here beside "
                    f"at most {triangle.max():.2g} from the triangles, is not predicted; only flavour-changing "
                    "elements are.",
                ),
            ),
            judged(
                float(tuning.max()) <= 1,
                Finding(
                    Verdict.DEFINITION, f"Radiative mass of A': {_list(tuning)} of m_A'^2 {AT}."
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The radiative mass squared of A' is {_list(tuning)} times m_A'^2 {AT}, with the same "
                    "divergence: a light A' is a cancellation.",
                ),
            ),
        ),
        None,
        r"\frac{d\Pi_{NN}(0)}{d\ln\Lambda^2}=" + tex(z_aprime_mixing.divergence()),
        "the loop of N_1 and N_2 between A' and Z, at q^2 = 0",
        routes=(
            Route(
                "divergence of the mass of A' = that of the mixing, per coupling",
                sp.simplify(
                    sp.cancel(aprime_mass.divergence() / z_aprime_mixing.divergence())
                    - (aprime_mass.G_D * sp.Symbol("Q_N", real=True)) ** 2
                ),
            ),
        ),
    )


def beyond_loop_kinetic_mixing() -> Row:
    sample = _sample()
    loop = float(self_energies.loop_epsilon(sample)[0])
    running = float(self_energies.epsilon_running(sample)[0])
    tunings = {m: kinetic.tunings(observed(m)) for m in MASSES}
    ratios = abs(loop) / np.abs(sample.epsilon)
    over = sorted({name for t in tunings.values() for name, v in t.items() if np.isfinite(v[0])})
    return Row(
        "beyond-loop-kinetic-mixing",
        "The kinetic mixing that the doublet generates",
        (
            judged(
                float(ratios.max()) <= 1,
                Finding(Verdict.CONFIRMED, f"It is {loop:.2g}, not larger than assumed."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"E carries electric and dark charge, so that epsilon runs, by {running:.2g} per ln Lambda. With "
                    f"nothing at {SCALE / 1e3:.0f} TeV the benchmark has epsilon = {loop:.2g}, {_list(ratios)} times "
                    f"the limits of NA64 2019 that the paper uses {AT}: kinetic mixing is no free parameter, a bare "
                    "one has to cancel this to that precision.",
                ),
            ),
        ),
        None,
        r"\frac{d\epsilon}{d\ln\Lambda}=" + tex(z_aprime_mixing.epsilon_running()),
        f"not asked in the paper; compared with: {', '.join(over)}"
        if over
        else "not asked in the paper",
        numbers=None,
    )


def beyond_charged_emission() -> Row:
    bounds = (*charged_emission.constraints(), *meson_emission.constraints())
    found = Ratios.of(bounds)
    ratios, severe = found.largest, found.most_severe
    charged = np.abs(observed(MASSES[0]).charged_vector[0])
    neutral = np.abs(observed(MASSES[0]).vector[0])
    model = paper_model()
    excluded = [f"{1e3 * m:g} MeV" for m, r in zip(MASSES, ratios, strict=True) if r > 1]
    return Row(
        "beyond-charged-emission",
        "Emission of longitudinal dark photons by leptons: l -> l' A', K and pi -> l nu A'",
        (
            judged(
                not excluded,
                Finding(
                    Verdict.CONFIRMED,
                    f"The benchmark survives {AT}: at most {_list(ratios)} of what is allowed ({severe}). Its "
                    f"coupling to charged leptons, up to {charged.max():.1g}, is of second order in the splitting of "
                    f"H and A and falls with M_E^2; that to neutrinos is {neutral.max():.1g}.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"Excluded at {', '.join(excluded)}: {_list(ratios)} of what is allowed {AT} ({severe}).",
                ),
            ),
        ),
        None,
        r"\mathcal{S}^E=" + tex(charged_vector.splitting_form(model).integrand()),
        "not asked in the paper",
        routes=(
            Route(
                "the neutrino's with a Dirac N of mass M_E",
                _same_line(model),
            ),
        ),
    )


def _same_line(model: DarkModel) -> sp.Expr:
    """Difference of the integrands of the charged and of the neutral splitting at m_L = m_R = 0."""
    neutral = vector_form_factor.splitting_form(model).integrand()
    values = {M_LEFT: 0, M_RIGHT: 0, M_DIRAC: M_E, M_1: -M_E, M_2: M_E}
    return sp.simplify(
        neutral.subs(values, simultaneous=True) - charged_vector.splitting_form(model).integrand()
    )


def beyond_universality() -> Row:
    bounds = (*universality.constraints(), oblique_bound.s_and_t())
    at = observed(MASSES[-1])
    verdicts = assessed(bounds, at)
    said = {n: float(a.ratio[0]) for n, a in verdicts.items() if a.applies[0]}
    silent = [n for n, a in verdicts.items() if not a.applies[0]]
    worst = max(said, key=lambda n: said[n])
    shift = np.linalg.eigvalsh(at.weak_vertices.w[0])
    s = float(self_energies.oblique_S(at.sample)[0])
    model = paper_model()
    quiet = f" Of no use with N this light: {', '.join(silent)}." if silent else ""
    return Row(
        "beyond-universality",
        "Lepton universality, G_F, the number of neutrinos, and S beside T",
        (
            judged(
                max(said.values()) <= 1,
                Finding(
                    Verdict.CONFIRMED,
                    f"The benchmark respects them: W couplings change by {shift.min():.1e} at most, "
                    f"{said[worst]:.2g} of the limit ({worst}). S = {s:.2g}.{quiet}",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"W couplings change by {shift.min():.1e}: excluded by {worst}, {said[worst]:.2g} times the limit. "
                    f"S = {s:.2g}.{quiet}",
                ),
            ),
        ),
        None,
        r"\mathcal N_{W\ell\nu}\big|_{m_L=m_R=0}=" + tex(weak_vertices.dirac(model)),
        "not asked in the paper",
        routes=(
            Route(
                "no correction for the unsplit doublet",
                sp.simplify(
                    weak_vertices.dirac(model).subs(
                        sp.Symbol("m_D", positive=True), sp.Symbol("M_E", positive=True)
                    )
                ),
            ),
        ),
    )


ROWS = {
    "beyond-longitudinal-aprime": beyond_longitudinal_aprime,
    "beyond-origin-of-m": beyond_origin_of_m,
    "beyond-z-aprime-mixing": beyond_z_aprime_mixing,
    "beyond-loop-kinetic-mixing": beyond_loop_kinetic_mixing,
    "beyond-charged-emission": beyond_charged_emission,
    "beyond-universality": beyond_universality,
}
