"""Sec. 3.1, what the limit on μ → eγ says about Yukawa couplings, and the LHC: (30), (31) and the claims around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.laws import muon_decay
from darktmm.derive.laws.muon_decay import A_R_SQUARED
from darktmm.derive.models.dark import (
    M_E,
    DarkModel,
    E,
    charged_dipole,
    pmns,
    radiative_decay,
)
from darktmm.derive.models.dark.charged_dipole import hermitian_product, minor
from darktmm.derive.models.dark.radiative_decay import PRODUCT_SQUARED
from darktmm.derive.symbols import ALPHA, G_FERMI
from darktmm.numeric.constraints import perturbativity
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import measurements
from darktmm.numeric.models.dark.brute_force import spinors
from darktmm.numeric.models.dark.brute_force.charged import charged_dipole as brute_dipole
from darktmm.numeric.models.dark.observables.charged import dipole_matrix
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704.confront import scalar_masses
from darktmm.papers.arxiv_2603_25704.mu_e_gamma import Complex, loops_by_brute_force, yukawas
from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as dipole_printed
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import WITHIN, energy, rounds_to
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import listed, number, shown

SECTION = Section("3.1")

LIMITS = "mu -> e gamma"

HALF = "half of (28)"
"""What the CP-even scalars alone give, or ỹ/√2 for ỹ, or the derived 1/6 for F̃₂(0)."""


# --- numbers ------------------------------------------------------------------------------------


def coefficient(theory: Theory, branching_ratio: sp.Expr) -> float:
    """BR/|Σ_a y_ea y*_μa|² at the benchmark mass of E."""
    values = {
        ALPHA: constants().alpha,
        G_FERMI: theory.default("G_F").value,
        M_E: theory.benchmark.only.M_E,
        PRODUCT_SQUARED: 1,
    }
    return float(branching_ratio.subs(values))


def bound(theory: Theory, limit: float, branching_ratio: sp.Expr) -> float:
    """√|Σ y y*| at which a branching ratio reaches a limit, at the benchmark mass of E."""
    return float((limit / coefficient(theory, branching_ratio)) ** 0.25)


def derived_bound(theory: Theory, limit: float) -> float:
    """The same from the derived branching ratio."""
    return bound(theory, limit, radiative_decay.asymptotic_branching_ratio(theory.model))


def bound_by_brute_force(theory: Theory, limit: float) -> float:
    """The same from helicity amplitudes and the loop integral with a very heavy E."""
    width = spinors.radiative_width() / spinors.muon_width()
    dipole = abs(loops_by_brute_force((1e-5,))[0])
    per_product = width * constants().alpha / theory.default("G_F").value ** 2 * dipole**2
    return float(theory.benchmark.only.M_E * (limit / per_product) ** 0.25)


def readings(theory: Theory) -> Iterator[tuple[str, float]]:
    """What (28) and (29) give for the bound if this or that in them is read otherwise.

    The amplitude as printed or times what a slip brings in or takes out, the width as printed or as derived, the
    fourth root or the square root, and every limit that was published.
    """
    amplitudes = {
        "(28)": sp.S.One,
        HALF: sp.S.Half,
        "a quarter of (28)": sp.Rational(1, 4),
        "twice (28)": sp.Integer(2),
    }
    laws = {
        "the printed width": dipole_printed.branching_ratio()[0],
        "the right width": muon_decay.branching_ratio(),
    }
    limits = {printed.LIMIT_VALUE: "(30)"}
    for published in measurements(LIMITS):
        limits.setdefault(published.value, f"{number(published.value, '.1e')} of {published.year}")
    share = sp.cancel(dipole_printed.decoupled() / dipole_printed.product("e", "mu"))
    for (limit, source), (amplitude, factor), (width, law) in product(
        limits.items(), amplitudes.items(), laws.items()
    ):
        ratio = law.subs(A_R_SQUARED, (factor * share) ** 2 * PRODUCT_SQUARED)
        root = bound(theory, limit, ratio)
        yield f"{amplitude}, {width} and {source}", root
        yield f"{amplitude}, {width} and {source}, a square root for the fourth", root**2


def blind(theory: Theory) -> Parameters:
    """The benchmark with couplings as large as perturbation theory allows, and y_e such that A_R = 0.

    y_e X y_μ† = 0 with the metric X of the loop functions.
    """
    at, largest = theory.benchmark, perturbativity.LARGEST
    unit = at.with_(y=np.eye(3, 2, dtype=complex))
    first, second = (dipole_of(unit) @ np.array([1.0, 1.0, 0.0]))[:2]
    y_e = np.array([-second, first]) / max(abs(first), abs(second))
    return at.with_(y=largest * np.array([y_e, [1.0, 1.0], [0.0, 0.0]]))


def dipole_of(point: Parameters) -> Complex:
    """D of the charged leptons, GeV⁻², (3, 3)."""
    return np.asarray(dipole_matrix(point)[0])


def allowed(theory: Theory, point: Parameters) -> bool:
    """Whether μ → eγ at a point is below (30)."""
    element = abs(dipole_of(point)[0, 1])
    ratio = muon_decay.branching_ratio().subs(
        {
            ALPHA: constants().alpha,
            G_FERMI: theory.default("G_F").value,
            A_R_SQUARED: element**2,
        }
    )
    return bool(ratio < theory.measured(printed.LIMIT_SOURCE).value)


# --- (30), (31) ---------------------------------------------------------------------------------


@SECTION.statement(r"Limit on the branching ratio of $\mu\to e\gamma$", printed.LIMIT)
def eq30(claimed: float, theory: Theory) -> Judgement:
    """The limit on BR(μ → eγ) against its source, and the newest one."""
    source, newest = theory.measured(printed.LIMIT_SOURCE), theory.default(LIMITS)
    text = f"The source gives {number(source.value, '.1e')} ({source.source}, {source.year})"
    return Judgement(
        (
            judged(
                source.value == claimed,
                Finding(Verdict.INPUT, f"{text}."),
                Finding(Verdict.UNSUPPORTED, f"{text}, not {number(claimed, '.2e')}."),
            ),
            Finding(
                Verdict.INPUT,
                f"Newest: {number(newest.value, '.1e')} ({newest.source}, {newest.year}).",
            ),
        ),
        derived=(
            Formula(
                "newest-limit",
                rf"\text{{BR}}^{{\rm max}}_{{{newest.year}}}",
                sp.Float(newest.value, 2),
            ),
        ),
        compared=(claimed, source.value),
        no_route="a published number",
    )


@SECTION.statement(r"Bound on the Yukawa couplings from $\mu\to e\gamma$", printed.BOUND)
def eq31(claimed: Mapping[str, float], theory: Theory) -> Judgement:
    """The bound on the Yukawas from (30), by the printed and by the derived branching ratio."""
    at, limit, newest = theory.benchmark.only.M_E, printed.LIMIT_VALUE, theory.default(LIMITS)
    derived, today = derived_bound(theory, limit), derived_bound(theory, newest.value)
    value = claimed["bound"] * at / claimed["M_E"]  # at the benchmark mass
    per_mass = f"($M_E$/{energy(at)})"
    found = [(name, root) for name, root in readings(theory) if rounds_to(root, value)]
    origin = "; ".join(f"{name} ({root:.4f})" for name, root in found)
    if any(name.startswith(HALF) for name, _ in found):
        origin += f". {HALF.capitalize()} is what the CP-even scalars alone give, "
        origin += r"or $\tilde y/\sqrt{2}$, or 1/6 for 1/3"
    point = blind(theory)
    return Judgement(
        (
            judged(
                rounds_to(derived, value),
                Finding(Verdict.CONFIRMED, f"The derived bound is {derived:.4f} {per_mass}."),
                Finding(
                    Verdict.CORRECTED,
                    f"(30) and the derived branching ratio give {derived:.4f} {per_mass}, "
                    f"{derived / value:.3f} times the printed one; {number(newest.value, '.1e')} of {newest.year} "
                    f"gives {today:.4f}.",
                ),
            ),
            judged(
                bool(found),
                Finding(Verdict.DEFINITION, f"Where {value:.3g} may come from: {origin}."),
                Finding(
                    Verdict.DEFINITION,
                    f"No reading of (28) and (29) that was tried gives {value:.3g}.",
                ),
            ),
            judged(
                allowed(theory, point),
                Finding(
                    Verdict.UNSUPPORTED,
                    r"It bounds one hermitian product of the Yukawas, not their size: $y_{\mu a}="
                    f"{abs(point.only.y[1, 0]):.2f}$ and a $y_e$ as large, orthogonal to it, satisfy (30).",
                ),
                Finding(
                    Verdict.CONFIRMED,
                    rf"It bounds their size: with $y_{{\mu a}}={abs(point.only.y[1, 0]):.2f}$ no direction "
                    "satisfies (30).",
                ),
            ),
        ),
        derived=(
            Formula(
                "yukawa-bound",
                r"\sqrt{\left|\sum_ay_{ea}y^*_{\mu a}\right|}^{\rm max}",
                sp.Float(derived, 3)
                * sp.Symbol(rf"\left(\frac{{M_E}}{{{at / 1e3:g}\,\text{{TeV}}}}\right)"),
            ),
        ),
        where="$A_R$ of (25) and the width above (29)",
        differs=(sp.Float(value, 2), sp.Float(derived, 3)),
        compared=(value, derived),
        routes=(
            Route(
                "helicity amplitudes and the loop integral at heavy $M_E$",
                lambda: bound_by_brute_force(theory, limit),
                lambda: derived,
            ),
        ),
    )


@SECTION.statement("(29) and (30) give 0.086", printed.ARITHMETIC)
def claim_number_0086(claimed: float, theory: Theory) -> Judgement:
    """The number of (31), from (29) and (30) as printed."""
    law, limit = dipole_printed.branching_ratio()[1], printed.LIMIT_VALUE
    value = bound(theory, limit, law)
    needed = coefficient(theory, law) * claimed**4 / limit
    return Judgement(
        (
            judged(
                rounds_to(value, claimed),
                Finding(Verdict.CONFIRMED, f"They give {value:.4f}."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"They give {value:.4f}. {claimed:.3g} would need a branching ratio {1 / needed:.3f} times "
                    "(29) at the same couplings.",
                ),
            ),
        ),
        derived=(
            Formula("as-printed", r"\left(\frac{\text{BR}}{(29)}\right)^{1/4}", sp.Float(value, 3)),
        ),
        where="arithmetic",
        compared=(claimed, value),
        no_route="arithmetic of (29) and (30)",
    )


# --- Sec. 3.3 -----------------------------------------------------------------------------------


def tensor_residual(model: DarkModel, tensor: sp.Expr) -> sp.Expr:
    """The tensor in λ minus (minor of y)* times the minor of U in the rows e and μ."""
    names = {
        sp.Symbol(f"lambda_{i}{a}", complex=True): model.coupling_definition(i, a)
        for i in (1, 2)
        for a in model.indices
    }
    u = sp.Matrix(2, 2, lambda row, i: pmns(("e", "mu")[row], i + 1))
    minors = sp.conjugate(minor()) * u.det()
    return sp.expand(tensor.subs(names, simultaneous=True) - minors)


def cofactor_residual() -> sp.Matrix:
    """adj(U) U − det U: with U†U = 1 the minor of rows e, μ is det U times an element U*_τk."""
    u = sp.Matrix(3, 3, sp.symbols("U_:9", complex=True))
    return (u.adjugate() * u - u.det() * sp.eye(3)).applyfunc(sp.expand)


@SECTION.statement("MEG II caps the flavour tensor of the dark moment", printed.TENSOR_CAP)
def claim_meg_caps_tensor(claimed: Mapping[str, sp.Expr], theory: Theory) -> Judgement:
    """Whether μ → eγ bounds the antisymmetric tensor: the hermitian product against the minor."""
    model, cap = theory.model, float(claimed["cap"])
    blind_y = charged_dipole.blind_direction(model)
    exact = trig_normal(charged_dipole.wilson_coefficient(model).subs(blind_y, simultaneous=True))
    left_over = trig_normal(minor().subs(blind_y, simultaneous=True))
    y_e = yukawas("e", model)
    (length,) = y_e * charged_dipole.metric(model) * y_e.H
    positive = charged_dipole.loop_function_is_positive() and left_over == trig_normal(length)
    point = blind(theory)
    largest = abs(point.only.y[0, 0] * point.only.y[1, 1] - point.only.y[0, 1] * point.only.y[1, 0])
    free = exact == 0 and positive and allowed(theory, point)
    wedge = (
        hermitian_product("e", "e") * hermitian_product("mu", "mu")
        - sp.Abs(hermitian_product("e", "mu")) ** 2
    )
    return Judgement(
        (
            judged(
                tensor_residual(model, claimed["tensor"]) == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "The tensor is a minor of $y$ times one of $U$, the latter being an element of the unitary "
                    rf"$3\times3$ $U$: its modulus is ${tex(sp.Abs(minor()))}|U_{{\tau k}}|$.",
                ),
                Finding(Verdict.CORRECTED, "The tensor is not a product of two minors."),
            ),
            judged(
                free and largest > WITHIN * cap,
                Finding(
                    Verdict.UNSUPPORTED,
                    r"$\mu\to e\gamma$ measures $y_eXy_\mu^\dagger$, $X$ positive definite. The minor is independent "
                    r"of it: $|y_e\wedge y_\mu|^2=|y_e|^2|y_\mu|^2-|y_e\cdot y_\mu^*|^2$ is largest where the "
                    r"decoupled $A_R$ vanishes, and for any masses there is a $y_\mu$ with $A_R=0$ exactly and a minor "
                    r"$y_eXy_e^\dagger>0$. At the benchmark perturbative couplings with $A_R=0$ reach "
                    f"{largest:.0f}, {largest / cap:.0f} times the cap.",
                ),
                Finding(
                    Verdict.CONFIRMED,
                    f"Where $A_R=0$ the minor stays below {largest:.2g}, of the order of the cap {cap:.2g}."
                    if free
                    else "On the direction that $y_eX$ singles out $A_R$ does not vanish: nothing shows the tensor "
                    "free.",
                ),
            ),
        ),
        derived=(Formula("minor", r"|y_e\wedge y_\mu|^2", wedge),),
        where="a hermitian product and an antisymmetric minor are independent",
        routes=(
            Route(
                "Lagrange's identity",
                lambda: sp.expand(minor() * sp.conjugate(minor())),
                lambda: sp.expand(wedge.replace(sp.Abs, lambda z: sp.sqrt(z * sp.conjugate(z)))),
            ),
            Route("minors of a unitary matrix", cofactor_residual, lambda: sp.zeros(3, 3)),
            Route(
                "brute-force $A_R$ on the blind direction",
                lambda: _brute_force(point)[0, 1],
                lambda: 0.0,
                lambda: float(np.max(np.abs(_brute_force(point)))),
            ),
        ),
    )


def _brute_force(point: Parameters) -> Complex:
    return brute_dipole(point.only.y, *scalar_masses(point), point.only.M_E)


# --- the LHC ------------------------------------------------------------------------------------


@SECTION.statement(
    r"ATLAS and CMS exclude $E\to\ell S$, coupled to $e$ and $\mu$, up to 1.27 TeV", printed.LHC
)
def claim_lhc_1270(claimed: float, theory: Theory) -> Judgement:
    """The limit on M_E, GeV, against its source and its assumption on the decays of E."""
    muon, electron = (theory.measured(f"ATLAS 2025, doublet {x}") for x in ("mu", "e"))
    tau, slepton = theory.measured("CMS 2022, doublet tau"), theory.measured("CMS 2021, sleptons")
    at, heavy = theory.benchmark, float(np.max(np.abs(theory.benchmark.only.heavy_masses)))
    W = theory.default("M_W").value
    lepton = theory.model.charged_leptons["e"]
    charge = sp.expand(E.charge("D") - lepton.charge("D"))
    searched = {"$e$": electron, r"$\mu$": muon, r"$\tau$": tau}
    owners = [name for name, found in searched.items() if found.value == claimed]
    numbers = (
        f"The sources give {muon.value:.0f} GeV for a doublet that mixes with the muon and "
        f"{electron.value:.0f} GeV with the electron (ATLAS, {muon.year}); the CMS search cited is for a doublet "
        f"mixing with the tau, {tau.value:.0f} GeV"
    )
    return Judgement(
        (
            judged(
                muon.value == electron.value == claimed,
                Finding(Verdict.INPUT, rf"{numbers}: {claimed:.0f} GeV holds for $e$ and $\mu$."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"{numbers}: {claimed:.0f} GeV "
                    + (f"is that of {listed(owners)} alone." if owners else "is none of them."),
                ),
            ),
            judged(
                charge == 0,
                Finding(
                    Verdict.INPUT,
                    r"They are for $E\to W\nu$, $Z\ell$, $h\ell$, which $E$ has here.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    r"They are for $E\to W\nu$, $Z\ell$, $h\ell$, which need $E$ to mix with a lepton; here $U(1)_D$ "
                    rf"forbids it, $E$ carrying {shown(charge)} more than a lepton, and $E$ decays to $\ell S$.",
                ),
            ),
            judged(
                heavy + W < at.only.M_E,
                Finding(
                    Verdict.INPUT,
                    r"At the benchmark $E\to NW$ is open as well, with the gauge coupling, and enhanced by "
                    f"$(M_E/M_W)^2={(at.only.M_E / W) ** 2:.0f}$; the paper does not mention it.",
                ),
                Finding(
                    Verdict.INPUT,
                    r"At the benchmark $E\to NW$ is closed, and $E\to\ell S$ is left.",
                ),
            ),
            Finding(
                Verdict.INPUT,
                rf"Closest in final state, $\ell^+\ell^-$ and missing energy: sleptons below {slepton.value:.0f} GeV "
                f"({slepton.source}).",
            ),
        ),
        derived=(
            Formula(
                "slepton", r"M_{\tilde\ell}^{\rm min}/\text{GeV}", sp.Integer(round(slepton.value))
            ),
        ),
        where="multiplet, flavour and decay for which each search was made",
        no_route="published numbers",
    )
