"""Sec. 3.1, the anomalous moment of the muon: (32) and the sentences below it.

Δa = c m² D_μμ with the dipole of `derive.models.dark.charged_dipole`; its sign is that of no convention.
"""

from __future__ import annotations

import math

import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.models.dark import M_E, charged_dipole
from darktmm.derive.models.dark.charged_dipole import hermitian_product
from darktmm.derive.symbols import M_LEPTON
from darktmm.numeric.constraints import perturbativity
from darktmm.numeric.models.dark.brute_force import spinors
from darktmm.papers.arxiv_2603_25704.mu_e_gamma import (
    at_point,
    decoupled_route,
    factor,
    loops_by_brute_force,
    magnitude,
)
from darktmm.papers.arxiv_2603_25704.printed import anomalous_moment as printed
from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as dipole_printed
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound as bound_printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.arxiv_2603_25704.yukawa_bound import (
    allowed,
    blind,
    bound_by_brute_force,
    derived_bound,
    dipole_of,
)
from darktmm.papers.orders import energy, same_order
from darktmm.papers.statement import (
    Finding,
    Judgement,
    Route,
    Section,
    Verdict,
    coefficients,
    judged,
)
from darktmm.papers.wording import measured, named, number

SECTION = Section("3.1")


@SECTION.statement("Anomalous magnetic moment of the muon", printed.ANOMALOUS_MOMENT)
def eq32(claimed: sp.Expr, theory: Theory) -> Judgement:
    """Δa_μ for a heavy E: against (28), then magnitude and sign against the derived dipole."""
    model = theory.model
    c = charged_dipole.moment_coefficient(model)
    dipole = charged_dipole.decoupling_limit(model, "mu", "mu")
    derived = sp.expand(c * M_LEPTON**2 * dipole)
    ratio = factor(claimed, derived)
    by_28 = factor(dipole_printed.decoupled(), charged_dipole.decoupling_limit(model))
    inherited = ratio is not None and by_28 is not None and abs(by_28) == abs(ratio)
    heavy = sp.cancel(dipole_printed.decoupled() / dipole_printed.product("e", "mu"))
    from_28 = sp.Abs(c) * M_LEPTON**2 * heavy * dipole_printed.product("mu", "mu")
    return Judgement(
        (
            judged(
                sp.expand(from_28 - claimed) == 0,
                Finding(
                    Verdict.CONFIRMED,
                    rf"It follows from (28), $|\Delta a|={tex(sp.Abs(c) * M_LEPTON**2)}|A_R|$.",
                ),
                Finding(Verdict.INCONSISTENT, "It does not follow from (28)."),
            ),
            magnitude(ratio, r"$\Delta a_\mu$", ", inherited from (28)" if inherited else ""),
            judged(
                ratio is not None and bool(ratio > 0),
                Finding(Verdict.CONFIRMED, "The sign is right: positive in every convention."),
                Finding(Verdict.CORRECTED, "The sign is wrong."),
            ),
        ),
        derived=(Formula("Delta-a", r"\Delta a_\mu", sp.factor(derived)),),
        where="(28)",
        differs=coefficients(claimed, derived),
        compared=at_point(theory, *(sp.cancel(e / M_LEPTON**2) for e in (claimed, derived))),
        routes=(
            Route(
                "spin flip by the dipole over that by the current",
                spinors.moment_per_dipole,
                lambda: float(c),
            ),
            *decoupled_route(theory, (1, 1), dipole),
        ),
    )


def moment_per_coupling(theory: Theory) -> float:
    """Δa_μ/Σ_a|y_μa|² for M_E ≫ M_Φ at the benchmark mass of E, from the derived dipole.

    Raises:
        DerivationError: Δa is not proportional to that sum.
    """
    model = theory.model
    dipole = charged_dipole.decoupling_limit(model, "mu", "mu")
    moment = charged_dipole.moment_coefficient(model) * M_LEPTON**2 * dipole
    values = {M_LEPTON: theory.default("m_mu").value, M_E: theory.benchmark.only.M_E}
    share = sp.cancel(moment / hermitian_product("mu", "mu")).subs(values)
    if share.free_symbols:
        raise DerivationError(f"Delta a_mu is {share} times the sum of |y_mua|^2")
    return float(share)


def moment_by_brute_force(theory: Theory) -> float:
    """The same from the loop integral with a very heavy E and explicit spinors."""
    mass_ratio = theory.default("m_mu").value / theory.benchmark.only.M_E
    dipole = loops_by_brute_force((1e-5,))[0].real
    return float(spinors.moment_per_dipole() * dipole * mass_ratio**2)


@SECTION.statement(r"$\Delta a_\mu$ is of order $10^{-13}$ for $y_e\sim y_\mu$", printed.NATURAL)
def claim_natural_amu(claimed: int, theory: Theory) -> Judgement:
    """The exponent of ten of Δa_μ for equal Yukawa vectors, at the derived bound of μ → eγ."""
    limit, scale = bound_printed.LIMIT_VALUE, 10.0**claimed
    # y_ea = y_μa: both sums over a are then the same number, bound²
    derived = moment_per_coupling(theory) * derived_bound(theory, limit) ** 2
    values = {M_LEPTON: theory.default("m_mu").value, M_E: theory.benchmark.only.M_E}
    unit = sp.cancel(printed.anomalous_moment() / dipole_printed.product("mu", "mu"))
    value = bound_printed.BOUND_VALUE * theory.benchmark.only.M_E / bound_printed.BENCHMARK_M_E
    as_printed = float(unit.subs(values)) * value**2
    return Judgement(
        (
            judged(
                same_order(derived, scale),
                Finding(
                    Verdict.CONFIRMED,
                    rf"{number(derived, '.2e')} for $y_{{ea}}=y_{{\mu a}}$ at the derived bound; (32) at (31) gives "
                    f"{number(as_printed, '.2e')}: the errors of (28) and (31) together leave "
                    f"{as_printed / derived:.2f}.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"It is {number(derived, '.2e')}, {number(derived / scale, '.1e')} times {number(scale, '.0e')}.",
                ),
            ),
        ),
        derived=(Formula("natural", r"\Delta a_\mu", sp.Float(derived, 3)),),
        compared=(as_printed, derived),
        routes=(
            Route(
                "loop integral and spinors",
                lambda: moment_by_brute_force(theory) * bound_by_brute_force(theory, limit) ** 2,
                lambda: derived,
            ),
        ),
    )


@SECTION.statement(
    r"A deviation of order $10^{-9}$ in $(g-2)_\mu$ cannot be accommodated, because of $\mu\to e\gamma$",
    printed.DEVIATION,
)
def claim_amu_incompatible(claimed: float, theory: Theory) -> Judgement:
    """Whether perturbative Yukawas reach a Δa_μ of this size, and whether μ → eγ is what forbids it."""
    at, point, difference = theory.benchmark, blind(theory), theory.default("Delta a_mu")
    per_coupling = moment_per_coupling(theory)
    largest = per_coupling * at.generations * perturbativity.LARGEST**2
    needed, reach = claimed / per_coupling, math.sqrt(max(largest / claimed, 0.0))
    c = float(charged_dipole.moment_coefficient(theory.model))
    free = c * theory.default("m_mu").value ** 2 * float(dipole_of(point)[1, 1].real)
    pull = difference.value / (difference.uncertainty or math.inf)
    where = f"at $M_E$ = {energy(at.only.M_E)}"
    perturbative = (
        rf"$|y_{{\mu a}}|={perturbativity.LARGEST:.2f}$ for all $a$ gives {number(largest, '.1e')}"
    )
    return Judgement(
        (
            judged(
                largest < claimed,
                Finding(
                    Verdict.CONFIRMED,
                    rf"It cannot {where}: {perturbative}; {number(claimed, '.2g')} would need "
                    rf"$\sum|y|^2={needed:.0f}$, or $M_E$ below {energy(at.only.M_E * reach)}.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"It can {where}: {perturbative}, more than {number(claimed, '.2g')}.",
                ),
            ),
            judged(
                allowed(theory, point) and math.isclose(free, largest, rel_tol=1e-3),
                Finding(
                    Verdict.UNSUPPORTED,
                    r"$\mu\to e\gamma$ is not what limits it: it restricts the product of $y_e$ and $y_\mu$, and with "
                    r"$y_e$ orthogonal to $y_\mu$ and as long, without $y_e\ll y_\mu$, $\Delta a_\mu$ is "
                    f"{number(free, '.1e')} and (30) holds."
                    + (
                        " What forbids it is perturbativity at this mass."
                        if largest < claimed
                        else ""
                    ),
                ),
                Finding(
                    Verdict.CONFIRMED,
                    rf"$\mu\to e\gamma$ limits it: where (30) holds $\Delta a_\mu$ is {number(free, '.1e')} of "
                    f"{number(largest, '.1e')}.",
                ),
            ),
            judged(
                abs(pull) < 2,
                Finding(
                    Verdict.INPUT,
                    f"There is no deviation left: {measured(difference.value, difference.uncertainty, '.1e', '.1e')}, "
                    f"{number(pull, '.1f')} standard deviations ({named(difference.source)}, {difference.year}).",
                ),
                Finding(
                    Verdict.INPUT,
                    f"The deviation is {number(difference.value, '.1e')}, {number(pull, '.1f')} standard deviations "
                    f"({named(difference.source)}, {difference.year}).",
                ),
            ),
        ),
        derived=(
            Formula(
                "largest", r"\Delta a_\mu^{\rm max}\big|_{|y|<\sqrt{4\pi}}", sp.Float(largest, 2)
            ),
        ),
        where="diagonal couplings are not off-diagonal ones",
        compared=(claimed, largest),
        routes=(
            Route(
                "loop integral and spinors",
                lambda: moment_by_brute_force(theory),
                lambda: per_coupling,
            ),
        ),
    )
