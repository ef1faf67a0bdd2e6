r"""Sec. 3.3: the estimate (36), Fig. 7, and the hierarchy that the paper concludes.

For splittings δ of the squared scalar masses around M_S² the loops leave
:math:`\sum_\alpha M_\alpha\Delta\mathcal J_\alpha\to\sum_\alpha M_\alpha f(M_\alpha^2/M_S^2)\,\delta^2/M_S^6`;
f follows from the loop function, the derived one or the one that is printed. Maxima within all bounds are
those of `joint`; everything is said at the masses of A' at which it was computed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    FLAVOURS,
    G_D,
    Q_S,
    THETA_I,
    THETA_R,
    coupling,
    pmns,
    splitting,
    transition,
    yukawa,
)
from darktmm.numeric.constraints import DIRECT, chosen, standard
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import solar
from darktmm.numeric.models.dark.brute_force.neutral import transition_amplitude
from darktmm.numeric.models.dark.joint.search import effective_moment
from darktmm.numeric.models.dark.joint.space import BOX
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.solar import composition
from darktmm.papers.arxiv_2603_25704 import as_printed
from darktmm.papers.arxiv_2603_25704.confront import exact as exact_number
from darktmm.papers.arxiv_2603_25704.confront import number as value_of
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.estimate import f_of_22
from darktmm.papers.arxiv_2603_25704.joint import Maximum, maxima
from darktmm.papers.arxiv_2603_25704.printed import accelerators, yukawa_bound
from darktmm.papers.arxiv_2603_25704.printed import hierarchy as printed
from darktmm.papers.arxiv_2603_25704.printed.estimate import SPLITTING, scaling
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import at_masses, energy, quantity, same_order, with_unit
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, borne_out, judged
from darktmm.papers.wording import digits, listed, named, number

SECTION = Section("3.3")

MU_B = sp.Symbol(r"\mu_B", positive=True)
PER_GEV = sp.Symbol(r"\,\text{GeV}^{-1}", positive=True)

APPROACHES = 0.1
"""Ratio to a limit from which on a prediction approaches it."""


# --- (36) ---------------------------------------------------------------------------------------


def scales(benchmark: Parameters) -> tuple[float, dict[str, float]]:
    """M_S, and δM_S² by what it can mean; the second is the difference of the two squared masses."""
    low, high = (float(m) for m in benchmark.only.M_H)
    mean, difference = (low + high) / 2, high - low
    return mean, {
        f"({energy(difference)})$^2$": difference**2,
        rf"$2M_S\delta M_S$ = ({energy(math.sqrt(2 * mean * difference))})$^2$": 2
        * mean
        * difference,
    }


def f_at(function: sp.Expr, benchmark: Parameters) -> list[float]:
    """f(M²/M_S²) at the benchmark, for each heavy neutrino."""
    M_S, _ = scales(benchmark)
    ratios = (benchmark.only.heavy_masses / M_S) ** 2
    return [value_of(function, {splitting.T_RATIO: exact_number(t)}).real for t in ratios]


def angles_and_charge(benchmark: Parameters) -> dict[sp.Symbol, float]:
    """Of the benchmark, with g_D = 1."""
    theta_r, theta_i = benchmark.only.angles or (0.0, 0.0)
    return {G_D: 1.0, Q_S: benchmark.only.Q_S, THETA_R: theta_r, THETA_I: theta_i}


def leading(theory: Theory, delta: float) -> float:
    """|T_ji| for small splittings, g_D = 1 and a flavour tensor of one, GeV⁻¹."""
    benchmark = theory.benchmark
    folded = transition.factorised(theory.model)
    values = angles_and_charge(benchmark)
    for i, flavour in enumerate(FLAVOURS[:2], start=1):
        for a in (1, 2):
            for symbol in (coupling(i, a), yukawa(flavour, a), pmns(flavour, a)):
                values[symbol] = int(i == a)
    M_S, _ = scales(benchmark)
    f = f_at(splitting.f_function(), benchmark)
    loops = [m * x * delta**2 / M_S**6 for m, x in zip(benchmark.only.heavy_masses, f, strict=True)]
    shares = (share.subs(values) for share in folded.shares)
    return float(sp.Abs(sum(s * loop for s, loop in zip(shares, loops, strict=True))))


def unit_tensor(benchmark: Parameters, M_H: ArrayLike) -> Parameters:
    """The benchmark with H and A at these masses, g_D = 1 and a flavour tensor of one."""
    y = np.eye(3, 2, dtype=complex)
    masses = np.array(M_H, dtype=float)
    return benchmark.with_(M_H=masses, M_A=masses, g_D=1.0, y=y, U=np.eye(3, dtype=complex))


SHRUNK = 1e-5
"""Splitting of the squared masses over their mean, so small that the next order is below 1e-9."""


def shrunk(benchmark: Parameters) -> Parameters:
    """`unit_tensor` with almost no splitting."""
    M_S, _ = scales(benchmark)
    return unit_tensor(benchmark, [M_S * math.sqrt(1 + s * SHRUNK / 2) for s in (-1, 1)])


def exact(point: Parameters) -> float:
    """|T_21|, GeV⁻¹, nothing expanded."""
    return float(abs(DarkPredictions(point).transition_moment[0, 1, 0]))


@SECTION.statement("Order of magnitude of the largest effective moment", printed.ESTIMATE)
def eq36(claimed: float, theory: Theory) -> Judgement:
    """μ_eff/g_D in Bohr magnetons, against the derived moment with the inputs of the text."""
    size, unit = inputs()["epsilon y^2"], constants().bohr_magneton
    M_S, readings = scales(theory.benchmark)
    found = {name: size * leading(theory, delta) / unit for name, delta in readings.items()}
    full = size * exact(unit_tensor(theory.benchmark, theory.benchmark.only.M_H)) / unit
    best = max(found.values())
    largest = max(readings.values())
    text = (
        rf"With $\varepsilon y^2={digits(size, '.0e')}$ the derived moment gives $\mu_{{\rm eff}}/g_D$, in $\mu_B$, "
        + ", ".join(
            rf"{number(value, '.1e')} for $\delta M_S^2$ = {name}" for name, value in found.items()
        )
        + f", and {number(full, '.1e')} without expanding"
    )
    factor = claimed / max(best, full)
    return Judgement(
        findings=(
            borne_out(
                any(same_order(value, claimed) for value in (*found.values(), full)),
                f"{text}: {number(claimed, '.1e')} as an order of magnitude.",
                f"{text}: {number(claimed, '.1e')} is {number(factor)} times the largest.",
            ),
        ),
        derived=(
            Formula("", r"\mu_{\text{eff}}^{\text{max}}", quantity(best, digits=2) * G_D * MU_B),
        ),
        where=f"a moment in GeV$^{{-1}}$ read as one in Bohr magnetons, {unit:.0f} GeV$^{{-1}}$",
        compared=(claimed, best),
        routes=(
            Route(
                "(22) as derived, exact, at shrinking splittings",
                lambda: exact(shrunk(theory.benchmark)) / (SHRUNK * M_S**2) ** 2,
                lambda: leading(theory, largest) / largest**2,
            ),
        ),
    )


def inputs() -> Mapping[str, Any]:
    """The numbers of the text above (36)."""
    assert printed.INPUTS.value is not None
    found: Mapping[str, Any] = printed.INPUTS.value(None)
    return found


@cache
def f_of_paper() -> sp.Expr:
    """f of (35) that follows from (22), (23) and (21), which add two heavy neutrinos."""
    return f_of_22()


def before_mu_B(theory: Theory, delta: float) -> float:
    """The number before μ_B in (35), g_D = 1 and a tensor of one; it is in GeV⁻¹."""
    benchmark = theory.benchmark
    M_S, _ = scales(benchmark)
    f = f_at(f_of_paper(), benchmark)
    m_N, at_m_N = max(zip(np.abs(benchmark.only.heavy_masses), f, strict=True))
    values = {splitting.M_N: m_N, splitting.M_S: M_S, SPLITTING: delta, splitting.F_OF_T: at_m_N}
    return abs(float(scaling().subs(angles_and_charge(benchmark) | values)))


@SECTION.statement(
    r"The printed inputs give $10^{-10}g_D\mu_B$",
    printed.INPUTS,
    blind={"theory": "arithmetic of printed formulas and numbers; $g_D$ and $M_E$ do not enter"},
)
def claim_eq36_from_inputs(claimed: dict[str, Any], theory: Theory) -> Judgement:
    """The three numbers of the text multiplied, against (36) and against (35) with its unit."""
    size, moment, unit = claimed["epsilon y^2"], claimed["moment"], constants().bohr_magneton
    low, high = (size * float(claimed["loop"]) * k for k in claimed["kinematic"])
    M_S, readings = scales(theory.benchmark)
    per_unit = {name: before_mu_B(theory, delta) for name, delta in readings.items()}
    (name, best), largest = max(per_unit.items(), key=lambda p: p[1]), max(readings.values())
    without_loop = size * claimed["kinematic"][0]
    product = (
        rf"$\varepsilon y^2={digits(size, '.1e')}$ times {number(float(claimed['loop']), '.2e')} for the loop times "
        f"{number(claimed['kinematic'][0], '.1e')} to {number(claimed['kinematic'][1], '.1e')}, the three numbers of "
        f"the text, is {number(low, '.1e')} to {number(high, '.1e')}"
    )
    dropped = (
        ", which is what is left without the loop factor"
        if same_order(without_loop, moment)
        else ""
    )
    both = size * best
    one = both / len(theory.benchmark.only.heavy_masses)
    literal = (
        rf"(35) with the $f$ of (21) to (23) has ${digits(both)}\,g_D$ in front of $\mu_B$ for "
        rf"$\delta M_S^2$ = {name}, {number(one)} if $f$ counts one of the two $N$"
    )
    converted = (
        rf"This number is a moment in GeV$^{{-1}}$; $\mu_B$ is {unit:.0f} GeV$^{{-1}}$, and has to divide it, "
        rf"where (35) multiplies: ${digits(both / unit, '.2g')}\,g_D$ in Bohr magnetons"
    )
    return Judgement(
        findings=(
            borne_out(
                any(same_order(value, moment) for value in (low, high)),
                f"{product}.",
                f"{product}, not {number(moment, '.1e')}{dropped}.",
            ),
            borne_out(
                same_order(both, moment) or same_order(one, moment),
                f"{literal}: this is how (36) comes about.",
                f"{literal}, not {number(moment, '.1e')} either.",
            ),
            borne_out(
                same_order(both / unit, moment),
                f"{converted}.",
                f"{converted}, not {number(moment, '.1e')}.",
            ),
        ),
        derived=(
            Formula(
                "",
                r"\frac{\mu_{\text{eff}}}{\varepsilon y^2g_D}\Big|_{(35)}",
                quantity(best) * PER_GEV,
            ),
            Formula("", "", quantity(best / unit) * MU_B),
        ),
        where="arithmetic, and the unit of (35)",
        compared=(moment, both / unit),
        routes=(
            Route(
                "(22) and (23) as printed, exact, at shrinking splittings",
                lambda: exact_as_printed(theory.benchmark) / (SHRUNK * M_S**2) ** 2,
                lambda: best / largest**2,
            ),
        ),
    )


def exact_as_printed(benchmark: Parameters) -> float:
    """|μ_21| of (22) at almost no splitting, GeV⁻¹."""
    point = shrunk(benchmark)
    point = point.with_(
        y=point.only.y * np.array([1, 1j])
    )  # (22) takes the imaginary part of the tensor
    value = as_printed.transition_coefficient(point)
    assert value is not None
    return float(abs(value[1, 0]))


# --- Fig. 7 -------------------------------------------------------------------------------------

MASSES = (1e-3, 1e-2, 1e-1, 1.0, 8.0)
"""Of A', GeV: where the curves are computed for the ledger."""


def ratios(maxima: Iterable[Maximum], factor: float = 1.0) -> str:
    """Fractions of the limit of Borexino, by mass."""
    return at_masses((m.m_aprime, factor * m.ratio) for m in maxima)


def highest(maxima: Iterable[Maximum]) -> Maximum:
    """Nearest to the limit of Borexino."""
    return max(maxima, key=lambda m: m.ratio)


def by_brute_force(maxima: Sequence[Maximum]) -> list[float]:
    """μ_eff/μ_B at the points of "derived" from a numerical loop momentum; they differ in ε alone."""
    point = maxima[0].point
    assert point is not None
    T = transition_amplitude(unrotated(point)).total.T
    shares = composition(point.U, solar().survival_be7.value)[0]
    moment = math.sqrt(float(np.sum(shares * np.sum(np.abs(T) ** 2, axis=0))))
    return [abs(m.epsilon) * moment / constants().bohr_magneton for m in maxima]


@SECTION.statement("Joint exclusion in the plane of mass and effective moment", printed.JOINT_PLOT)
def fig7(claimed: dict[str, tuple[float, ...]], theory: Theory) -> Judgement:
    """The curves of the figure by the paper's strategy, against Borexino and against all other bounds."""
    paper, derived = (
        (theory.maxima or maxima)(strategy, MASSES, theory.benchmark)
        for strategy in ("paper", "derived")
    )
    top, own = highest(paper), theory.benchmark.only.g_D
    spread = {g: top.ratio * g / own for g in claimed["g_D"]}  # linear in g_D at fixed ε
    largest = claimed["g_D"][0]
    numbers = ", ".join(f"{number(r, '.1e')} for $g_D={g:g}$" for g, r in spread.items())
    text = f"largest ratio to Borexino is, at {energy(top.m_aprime)}, {numbers}"
    violated = sorted({v for m in paper for v in m.violated})
    return Judgement(
        findings=(
            borne_out(
                spread[largest] > APPROACHES,
                f"The {text}.",
                f"The text describes curves that touch Borexino at $g_D={largest:g}$. Its formulas and inputs "
                f"give curves whose {text}.",
            ),
            borne_out(
                not violated,
                f"At $g_D={own:g}$ they violate no other bound.",
                f"The points of these curves at $g_D={own:g}$ are excluded by other bounds: "
                f"{', '.join(map(named, violated))}.",
            ),
        ),
        derived=tuple(
            Formula(
                "",
                rf"\mu_{{\rm eff}}^{{\max}}({tex(with_unit(m.m_aprime))})",
                quantity(m.mu_eff, digits=2) * MU_B,
            )
            for m in derived
        ),
        where="evaluation of the printed formulas; decay channels; electroweak bounds",
        routes=(
            Route(
                "moment by brute-force loop momentum",
                lambda: by_brute_force(derived),
                lambda: [m.mu_eff for m in derived],
            ),
        )
        if all(m.point for m in derived)
        else (),
        no_route="" if all(m.point for m in derived) else "the points of the curve are not known",
    )


def lightest_allowed(theory: Theory, epsilon: float) -> float | None:
    """Mass of A' from which on NA64, as cited, allows this ε, GeV."""
    limit = theory.curve(accelerators.NA64)
    grid = np.geomspace(*limit.domain, 2001)
    allowed = grid[limit.at(grid) >= epsilon]
    return float(allowed[0]) if len(allowed) else None


@SECTION.statement(
    "At $g_D=0.5$ the largest prediction marginally approaches the limit of Borexino",
    printed.MARGINAL,
)
def claim_marginal_at_gd_half(claimed: dict[str, float], theory: Theory) -> Judgement:
    """The largest ratio to Borexino at this g_D, with printed and with derived formulas."""
    g_D, wanted = claimed["g_D"], claimed["ratio"]
    paper, derived = (
        (theory.maxima or maxima)(strategy, MASSES, theory.benchmark)
        for strategy in ("paper", "derived")
    )
    factor = g_D / theory.benchmark.only.g_D  # linear in g_D at fixed ε
    best, top = (factor * highest(curve).ratio for curve in (paper, derived))
    text = (
        f"With the printed formulas and inputs the ratio to Borexino is {ratios(paper, factor)} for "
        f"$g_D={g_D:g}$; with the derived ones at most {number(top, '.1e')}"
    )
    assert printed.ESTIMATE.value is not None
    estimate = g_D * printed.ESTIMATE.value(theory)
    of_36 = [(m.m_aprime, estimate / m.direct) for m in paper[:2]]
    epsilon = inputs()["epsilon y^2"] / yukawa_bound.BOUND_VALUE**2
    start = lightest_allowed(theory, epsilon)
    where = (
        f"NA64 as cited allows that {'nowhere' if start is None else f'from {energy(start)} on'}"
    )
    return Judgement(
        findings=(
            borne_out(
                best > APPROACHES * wanted > 0,
                f"{text}: said to be about {wanted:.2g}.",
                f"{text}, not about {wanted:.2g}.",
            ),
            borne_out(
                of_36[0][1] > APPROACHES * wanted > 0,
                rf"(36) itself, {number(estimate, '.1e')} $\mu_B$, is {at_masses(of_36)} of that limit: the "
                f"sentence is (36) at {energy(of_36[0][0])}.",
                rf"(36) itself, {number(estimate, '.1e')} $\mu_B$, is only {at_masses(of_36)} of that limit.",
            ),
            borne_out(
                start is not None and start <= of_36[0][0],
                rf"(36) takes $\varepsilon={digits(epsilon, '.1e')}$; {where}.",
                rf"But (36) takes $\varepsilon={digits(epsilon, '.1e')}$ from "
                rf"$\varepsilon y^2={digits(inputs()['epsilon y^2'], '.0e')}$ and (31); {where}.",
            ),
        ),
        derived=(
            Formula(
                "",
                r"\mu_{\rm eff}^{\max}/\mu^{\rm limit}_{\rm Borexino}"
                rf"\big|_{{g_D={theory.benchmark.only.g_D:g}}}",
                quantity(highest(derived).ratio, digits=2),
            ),
        ),
        where="evaluation of (22) in Bohr magnetons",
        compared=(wanted, best),
        no_route="the derived curve of Fig. 7, read where it is highest",
    )


# --- the conclusion -----------------------------------------------------------------------------

SEARCHED = (1e-3, 1.0)
"""Of A', GeV: where everything is optimised for the ledger."""

OVERWHELMING = 9.0
"""A bound that dominates overwhelmingly changes the result by an order of magnitude at least."""

DIPOLES = ("mu -> e gamma", "mu -> 3e", "mu -> e,", "tau -> e gamma", "tau -> mu gamma")
"""How bounds on the dipoles of charged leptons begin."""

LOOPS = ("perturbative Yukawa couplings", "perturbative gauge coupling", "perturbative W coupling")
"""Conditions of the theory that do not concern A' alone."""


def rise(more: Sequence[Maximum], less: Sequence[Maximum]) -> list[tuple[float, float]]:
    """Ratios of maxima by mass."""
    return [(a.m_aprime, a.mu_eff / b.mu_eff) for a, b in zip(more, less, strict=True)]


def active(maxima: Iterable[Maximum]) -> str:
    """What forbids more, by mass."""
    return "; ".join(f"at {energy(m.m_aprime)}: {', '.join(map(named, m.active))}" for m in maxima)


@SECTION.statement(
    r"$\mu\to e\gamma$ and accelerators overwhelmingly dominate the direct limits",
    printed.HIERARCHY,
    slow=True,
)
def claim_hierarchy(claimed: dict[str, bool], theory: Theory) -> Judgement:
    """Which bounds stand in the way of a larger moment, searched with and without groups of them."""

    def today(g_D: float | None = None, without: Sequence[str] = ()) -> Sequence[Maximum]:
        found: Sequence[Maximum] = (theory.maxima or maxima)(
            "today", SEARCHED, theory.benchmark, g_D=g_D, without=tuple(without)
        )
        return found

    own = (theory.maxima or maxima)("derived", MASSES, theory.benchmark)
    largest = max(printed.COUPLINGS)
    best, half = today(), today(largest)
    free = today(without=[c.name for c in standard() if c.theoretical and c.name not in LOOPS])
    dipoles = rise(today(without=[c.name for c in standard() if c.name.startswith(DIPOLES)]), best)
    gained = rise(free, best)
    direct = {c.name for c in chosen(standard(), groups=DIRECT)}
    beyond = sorted({v for m in free for v in m.violated})
    below = all(m.ratio < 1 for m in (*own, *half, *best))
    flavour = min(x for _, x in dipoles) > OVERWHELMING
    searches = [m for m in best if any(n.startswith(("NA64", "BaBar")) for n in m.active)]
    blocked = sorted(direct & {name for m in best for name in m.active})
    reached = [(m.m_aprime, m.point) for m in best if m.point is not None]
    compared_ratios = (
        f"Ratio to Borexino with the paper's own assumption, $g_D={theory.benchmark.only.g_D:g}$: "
        f"{ratios(own)}. Masses, "
        f"mixings and Yukawas optimised within every bound: {ratios(half)} for $g_D={largest:g}$; with $g_D$ as "
        f"well: {ratios(best)}"
        + "".join(f"; $g_D={digits(p.only.g_D, '.1e')}$ at {energy(m)}" for m, p in reached)
    )
    changes = f"{_by(dipoles)} (searched from where they are)"
    there = " and ".join(energy(m.m_aprime) for m in best)
    accelerators_at = " and ".join(energy(m.m_aprime) for m in searches) or "no mass"
    return Judgement(
        findings=(
            borne_out(
                below == claimed["direct limits are secondary"],
                f"{compared_ratios}.",
                f"Not so. {compared_ratios}.",
            ),
            borne_out(
                flavour == claimed["mu -> e gamma dominates"],
                r"Without $\mu\to e\gamma$, $\mu\to3e$, $\mu\to e$ conversion and the radiative $\tau$ decays the "
                f"maxima change {changes}.",
                rf"{'Indeed' if flavour else 'Not'} because of $\mu\to e\gamma$: without it, $\mu\to3e$, $\mu\to e$ "
                rf"conversion and the radiative $\tau$ decays the maxima change {changes}"
                + ("" if flavour else "; orthogonal Yukawa vectors do not feel them")
                + ".",
            ),
            judged(
                max(x for _, x in gained) < 2,
                Finding(
                    Verdict.DEFINITION,
                    f"Without the unitarity of longitudinal $A'$ the maxima are {_times(gained)} as large.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    "The theory itself is in the way: without the conditions on longitudinal $A'$ the maxima would be "
                    f"at least {_times(gained)} as large ({ratios(free)} of the limit), at points that violate "
                    f"{', '.join(map(named, beyond)) or 'nothing'}. The moment is a product of a Majorana mass of $N$ "
                    "and a splitting of $H$ and $A$, which break $U(1)_D$ by two units each.",
                ),
            ),
            borne_out(
                (len(searches) == len(best)) == claimed["accelerators dominate"],
                f"NA64 or BaBar are among what forbids more at each mass that was searched, {there}.",
                f"NA64 or BaBar forbid more at {accelerators_at}; searched were {there}.",
            ),
            borne_out(
                not blocked,
                f"No direct bound is active at a maximum; active are, {active(best)}. Searched: {BOX}.",
                f"Direct bounds are in the way as well, {', '.join(map(named, blocked))}; active are, {active(best)}. "
                f"Searched: {BOX}.",
            ),
        ),
        derived=tuple(
            Formula(
                "",
                r"\mu_{\rm eff}^{\max}/\mu^{\rm limit}_{\rm Borexino}\big|_{\text{any }g_D}"
                rf"({tex(with_unit(m.m_aprime))})",
                quantity(m.ratio, digits=2),
            )
            for m in best
        ),
        where="which bound is active",
        routes=(
            Route(
                "the point of each maximum, evaluated by itself",
                lambda: [evaluated(point) for _, point in reached],
                lambda: [m.mu_eff for m in best if m.point is not None],
            ),
        )
        if reached
        else (),
        no_route="" if reached else "the points of the maxima are not known",
    )


def _by(pairs: Iterable[tuple[float, float]]) -> str:
    """How much maxima change; what would be 0.0 % is said once."""
    change = [(energy(m), 100 * (x - 1)) for m, x in pairs]
    said = [f"by {percent:.1f} % at {m}" for m, percent in change if abs(percent) >= 0.05]
    unchanged = [m for m, percent in change if abs(percent) < 0.05]
    return ", ".join([*said, *[f"by less than 0.1 % at {listed(unchanged)}"][: len(unchanged)]])


def _times(pairs: Iterable[tuple[float, float]]) -> str:
    return ", ".join(f"{number(x, '.2g')} times at {energy(m)}" for m, x in pairs)


def evaluated(point: Parameters) -> float:
    """μ_eff/μ_B of a point from its own observables, as `evaluate` prints it."""
    shares = composition(point.U, solar().survival_be7.value)[0]
    return effective_moment(DarkPredictions(point), abs(point.only.epsilon), shares)
