"""Numbers of Sec. 3.1: the limit on μ → eγ, what it says about Yukawas, the anomalous moment, the LHC."""

from __future__ import annotations

import math

import sympy as sp

from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_E, charged_dipole, radiative_decay
from darktmm.numeric.constraints import perturbativity
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import default, electroweak, measurement
from darktmm.papers.arxiv_2603_25704 import numbers as printed
from darktmm.papers.arxiv_2603_25704 import printed as formulas
from darktmm.papers.arxiv_2603_25704.theory import paper_model
from darktmm.papers.orders import number, order
from darktmm.papers.row import Finding, Route, Row, Verdict, judged

PAPER_LIMIT = "MEG II 2024"
"""The published number that (30) quotes."""


@cache
def _coefficient(branching_ratio: sp.Expr) -> float:
    """BR/|Σ_a y_ea y*_μa|² at the benchmark mass of E."""
    values = {
        radiative_decay.ALPHA: constants().alpha,
        radiative_decay.G_FERMI: electroweak().G_F,
        M_E: printed.BENCHMARK_M_E,
        radiative_decay.PRODUCT_SQUARED: 1,
    }
    return float(branching_ratio.subs(values))


def printed_bound(limit: float) -> float:
    """√|Σ y y*| that the second form of (29) allows at M_E = 2 TeV."""
    return float((limit / _coefficient(formulas.eq29()[1])) ** 0.25)


def derived_bound(limit: float) -> float:
    """The same from the derived branching ratio."""
    derived = radiative_decay.asymptotic_branching_ratio(paper_model())
    return float((limit / _coefficient(derived)) ** 0.25)


def _two_digits(value: float, claimed: float) -> bool:
    """Whether a printed number of two digits is the rounded value."""
    return float(f"{value:.1e}") == claimed


def eq30() -> Row:
    source, newest = measurement(PAPER_LIMIT), default("mu -> e gamma")
    return Row(
        "eq30",
        "Limit on the branching ratio of mu -> e gamma",
        (
            judged(
                source.value == printed.MEG_LIMIT,
                Finding(
                    Verdict.INPUT,
                    f"The source gives {source.value:.1e} ({source.source}, {source.year}).",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The source gives {source.value:.1e} ({source.source}, {source.year}).",
                ),
            ),
            Finding(
                Verdict.INPUT,
                f"Newest: {newest.value:.1e} ({newest.source}, {newest.year}).",
            ),
        ),
        formulas.LATEX["eq30"],
        r"\text{BR}<" + number(newest.value, 2) + rf"\quad({newest.year})",
        numbers=(sp.Float(printed.MEG_LIMIT), sp.Float(source.value)),
    )


def eq31() -> Row:
    derived, newest = derived_bound(printed.MEG_LIMIT), default("mu -> e gamma")
    today = derived_bound(newest.value)
    # The other way round: the derived branching ratio at the derived bound is the limit again.
    back = _coefficient(radiative_decay.asymptotic_branching_ratio(paper_model())) * derived**4
    return Row(
        "eq31",
        "Bound on the Yukawa couplings from mu -> e gamma",
        (
            judged(
                _two_digits(derived, printed.YUKAWA_BOUND),
                Finding(Verdict.CONFIRMED, f"The derived bound is {derived:.4f}."),
                Finding(
                    Verdict.CORRECTED,
                    f"(30) and the derived branching ratio give {derived:.4f} (M_E/2 TeV), "
                    f"{derived / printed.YUKAWA_BOUND:.3f} times weaker; {newest.value:.1e} of "
                    f"{newest.year} gives {today:.4f}.",
                ),
            ),
            Finding(
                Verdict.UNSUPPORTED,
                "It bounds one hermitian product of the Yukawas, not their size: orthogonal y_e and y_mu "
                "are not bounded by it at all.",
            ),
        ),
        formulas.LATEX["eq31"],
        rf"\sqrt{{\left|\sum_ay_{{ea}}y^*_{{\mu a}}\right|}}<{derived:.3f}"
        r"\left(\frac{M_E}{2\,\text{TeV}}\right)",
        "A_R of (25) is 4 times too large, the width 2 times too small",
        numbers=(sp.Float(printed.YUKAWA_BOUND), sp.Float(derived)),
        routes=(Route("branching ratio at the bound", sp.Float(back / printed.MEG_LIMIT - 1)),),
    )


def claim_number_0086() -> Row:
    value = printed_bound(printed.MEG_LIMIT)
    needed = _coefficient(formulas.eq29()[1]) * printed.YUKAWA_BOUND**4 / printed.MEG_LIMIT
    return Row(
        "claim-number-0086",
        "(29) and (30) give 0.086",
        (
            judged(
                _two_digits(value, printed.YUKAWA_BOUND),
                Finding(Verdict.CONFIRMED, f"They give {value:.4f}."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"They give {value:.4f}. 0.086 would need a branching ratio {needed:.3f} times smaller "
                    "than (29) at the same couplings: a factor 2.",
                ),
            ),
        ),
        r"(29),(30)\Rightarrow0.086",
        rf"(29),(30)\Rightarrow{value:.4f}",
        "arithmetic",
        numbers=(sp.Float(printed.YUKAWA_BOUND), sp.Float(value)),
    )


@cache
def _moment_per_coupling(mass: float) -> float:
    """Δa_μ/Σ_a|y_μa|² for M_E ≫ M_Φ, from the derived dipole."""
    model = paper_model()
    dipole = charged_dipole.decoupling_limit(model, "mu", "mu")
    product = charged_dipole.hermitian_product("mu", "mu")
    moment = charged_dipole.moment_coefficient(model) * charged_dipole.M_LEPTON**2 * dipole
    values = {charged_dipole.M_LEPTON: electroweak().m_mu, M_E: mass}
    return float(sp.cancel(moment / product).subs(values))


def claim_natural_amu() -> Row:
    # y_ea = y_μa: both sums over a are then the same number, bound²
    derived = _moment_per_coupling(printed.BENCHMARK_M_E) * derived_bound(printed.MEG_LIMIT) ** 2
    values = {charged_dipole.M_LEPTON: electroweak().m_mu, M_E: printed.BENCHMARK_M_E}
    unit = sp.cancel(formulas.eq32() / formulas.product("mu", "mu"))
    as_printed = float(unit.subs(values)) * printed.YUKAWA_BOUND**2
    return Row(
        "claim-natural-amu",
        "Delta a_mu is of order 1e-13 for y_e ~ y_mu",
        (
            judged(
                order(derived) == printed.NATURAL_AMU_ORDER,
                Finding(
                    Verdict.CONFIRMED,
                    f"{derived:.2e} for y_ea = y_mua at the derived bound; (32) at (31) gives "
                    f"{as_printed:.2e}: the errors of (28) and (31) together leave {as_printed / derived:.2f}.",
                ),
                Finding(Verdict.UNSUPPORTED, f"It is {derived:.2e}."),
            ),
        ),
        r"\Delta a_\mu\sim\mathcal{O}(10^{-13})",
        r"\Delta a_\mu=" + number(derived),
        numbers=(sp.Float(as_printed), sp.Float(derived)),
    )


def claim_amu_incompatible() -> Row:
    mass = printed.BENCHMARK_M_E
    per_coupling = _moment_per_coupling(mass)
    largest = per_coupling * 2 * perturbativity.LARGEST**2
    needed = printed.AMU_DEVIATION / per_coupling
    heaviest = mass * math.sqrt(largest / printed.AMU_DEVIATION)
    difference = default("Delta a_mu")
    return Row(
        "claim-amu-incompatible",
        "A deviation of order 1e-9 in (g-2)_mu cannot be accommodated, because of mu -> e gamma",
        (
            judged(
                largest < printed.AMU_DEVIATION,
                Finding(
                    Verdict.CONFIRMED,
                    f"It cannot at M_E = 2 TeV: |y_mua| = sqrt(4 pi) for both a gives {largest:.1e}; "
                    f"1e-9 would need sum|y|^2 = {needed:.0f}, or M_E below {heaviest:.0f} GeV.",
                ),
                Finding(Verdict.UNSUPPORTED, f"Perturbative couplings reach {largest:.1e}."),
            ),
            Finding(
                Verdict.UNSUPPORTED,
                "The reason given is not the reason: mu -> e gamma restricts the product of y_e and y_mu, "
                "which vanishes for orthogonal vectors of any length, without y_e << y_mu. What forbids it "
                "is perturbativity at this mass.",
            ),
            Finding(
                Verdict.INPUT,
                f"There is no deviation left: {difference.value:.1e} +- {difference.uncertainty:.1e} "
                f"({difference.source}, {difference.year}).",
            ),
        ),
        r"\Delta a_\mu\sim10^{-9}\ \text{incompatible}",
        r"\Delta a_\mu<" + number(largest, 2) + r"\ \text{for}\ |y|<\sqrt{4\pi}",
        "diagonal couplings are not off-diagonal ones",
    )


def claim_lhc_1270() -> Row:
    muon, electron = measurement("ATLAS 2025, doublet mu"), measurement("ATLAS 2025, doublet e")
    tau, slepton = measurement("CMS 2022, doublet tau"), measurement("CMS 2021, sleptons")
    return Row(
        "claim-lhc-1270",
        "ATLAS and CMS exclude E -> l S, coupled to e and mu, up to 1.27 TeV",
        (
            judged(
                muon.value == electron.value == tau.value == printed.LHC_LIMIT,
                Finding(Verdict.INPUT, "The sources give this number for both generations."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The sources give {muon.value:.0f} GeV for a doublet that mixes with the muon and "
                    f"{electron.value:.0f} GeV with the electron (ATLAS, {muon.year}); the CMS search cited is "
                    f"for a doublet mixing with the tau, {tau.value:.0f} GeV. All are for E -> W nu, Z l, h l, "
                    "which U(1)_D forbids here.",
                ),
            ),
            Finding(
                Verdict.INPUT,
                "At the benchmark E -> N W is open as well, with the gauge coupling, and enhanced by (M_E/M_W)^2; "
                "the paper does not mention it.",
            ),
            Finding(
                Verdict.INPUT,
                f"Closest in final state, l+l- and missing energy: sleptons below {slepton.value:.0f} GeV "
                f"({slepton.source}).",
            ),
        ),
        r"M_E>1.27\,\text{TeV}",
        rf"M_{{\tilde\ell}}>{slepton.value:.0f}\,\text{{GeV}}\ (\ell^+\ell^-+E_T^{{\rm miss}})",
        "multiplet, flavour and decay for which each search was made",
    )


ROWS = {
    "eq30": eq30,
    "eq31": eq31,
    "claim-number-0086": claim_number_0086,
    "claim-natural-amu": claim_natural_amu,
    "claim-amu-incompatible": claim_amu_incompatible,
    "claim-lhc-1270": claim_lhc_1270,
}
