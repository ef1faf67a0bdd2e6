"""Sec. 3.1, the dipole μ → e: (24)–(29) and the claims around them.

Signs: A_R is the D_eμ of `derive.models.dark.charged_dipole`, with D_mu = d_mu + i e Q A_mu. Magnitudes are
compared as moduli, so that the one sign stands in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import terms
from darktmm.derive.latex import symbol, tex
from darktmm.derive.laws import muon_decay
from darktmm.derive.laws.muon_decay import A_R_SQUARED
from darktmm.derive.loops.functions import lepton_fermion_conserving, lepton_scalar_conserving
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    M_E,
    THETA_I,
    THETA_R,
    DarkModel,
    E,
    N,
    charged_dipole,
    radiative_decay,
    variant,
    yukawa,
)
from darktmm.derive.models.dark.charged_dipole import X
from darktmm.derive.models.dark.radiative_decay import PRODUCT_SQUARED
from darktmm.derive.symbols import ALPHA, G_FERMI, M_LEPTON
from darktmm.derive.vertices import Chiral
from darktmm.numeric.models.dark.brute_force import spinors
from darktmm.numeric.models.dark.brute_force.charged import charged_dipole as brute_dipole
from darktmm.papers.arxiv_2603_25704.confront import exact, scalar_masses
from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import (
    Finding,
    Judgement,
    Route,
    Section,
    Verdict,
    coefficients,
    judged,
)
from darktmm.papers.wording import digits, listed, number, shown

SECTION = Section("3.1")

Complex = NDArray[np.complex128]

OPERATOR = rf"$-({tex(ELEMENTARY_CHARGE * sp.Symbol('m_mu') / 2)})A_R$"
"""Coefficient of the operator above (25)."""


# --- comparing ----------------------------------------------------------------------------------


def factor(claimed: sp.Expr, derived: sp.Expr) -> sp.Expr | None:
    """claimed/derived if that is a number; None if it depends on anything."""
    ratio = sp.simplify(sp.expand(claimed / derived))
    return None if ratio.free_symbols else ratio


def magnitude(ratio: sp.Expr | None, what: str, reason: str = "", signed: bool = False) -> Finding:
    """Whether two expressions agree; but for a sign unless it matters, as in a rate."""
    if ratio is None:
        return Finding(Verdict.CORRECTED, f"{what}: not proportional to the derived one.")
    times = ratio if signed else sp.Abs(ratio)
    return judged(
        times == 1,
        Finding(Verdict.CONFIRMED, f"{what} is right{'' if signed else ' in magnitude'}."),
        Finding(Verdict.CORRECTED, f"{what}: {shown(times)} times the derived one{reason}."),
    )


def sign(model: DarkModel, ratio: sp.Expr | None) -> Finding:
    """A_R changes sign with the sign of D_μ, at a fixed sign of e in the operator."""
    vertex = charged_dipole.form_factors(model, "e", "mu")["sigma_R"]
    odd = sp.expand(vertex + vertex.subs(ELEMENTARY_CHARGE, -ELEMENTARY_CHARGE)) == 0
    return judged(
        ratio is not None and bool(ratio > 0),
        Finding(Verdict.CONFIRMED, r"The sign is that of $D_\mu=\partial_\mu+ieQA_\mu$."),
        Finding(
            Verdict.CONVENTION if odd and ratio is not None else Verdict.CORRECTED,
            r"The sign of $A_R$ is that of $D_\mu=\partial_\mu-ieQA_\mu$; with the + that (12) has for $A'$ it is "
            r"the opposite. Rates and $\Delta a$ do not depend on it.",
        ),
    )


def same(first: sp.Expr, second: sp.Expr) -> bool:
    """Equality of two closed forms in x."""
    return bool(sp.simplify(sp.expand_log(sp.expand(first - second), force=True)) == 0)


def shared(function: sp.Expr) -> sp.Expr:
    """A printed loop function over the derived one at M_Φ = M_E.

    There it cannot matter which line radiates or which way up the ratio of masses stands: whatever differs at
    that point belongs to the normalisation.
    """
    return sp.limit(function, X, 1) / charged_dipole.limits()["1"]


def normalisation(claimed: sp.Expr, derived: sp.Expr, model: DarkModel) -> sp.Expr | None:
    """claimed/derived of (25), each loop function as at M_Φ = M_E; None unless every scalar has that factor."""
    f = lepton_fermion_conserving()
    weights = {s.mass: sp.Dummy() for s in (*model.even, *model.odd)}
    ours, theirs = charged_dipole.limits()["1"], sp.limit(printed.loop_function(), X, 1)
    marked = {printed.F_2((m / M_E) ** 2): theirs * w for m, w in weights.items()}
    claimed = sp.expand(claimed.xreplace(marked))
    derived = sp.expand(
        derived.xreplace({f(M_E, m): ours * w / M_E**2 for m, w in weights.items()})
    )
    equal = dict.fromkeys(weights.values(), sp.S.One)
    ratio = factor(trig_normal(claimed.subs(equal)), trig_normal(derived.subs(equal)))
    if ratio is None or trig_normal(sp.expand(claimed - ratio * derived)) != 0:
        return None
    return ratio


def yukawas(flavour: str, model: DarkModel) -> sp.Matrix:
    """y_α as a row."""
    return sp.Matrix([[yukawa(flavour, a) for a in model.indices]])


# --- second ways --------------------------------------------------------------------------------


@cache
def loops_by_brute_force(ratios: tuple[float, ...]) -> Complex:
    """M_E² D of S with unit couplings and degenerate H and A, for each M_Φ/M_E."""
    found = []
    for k in range(0, len(ratios), 3):
        padded = (*ratios[k : k + 3], 1.0, 1.0)[:3]
        squares = np.diag(np.square(padded))
        found += list(np.diag(brute_dipole(np.eye(3), squares, squares, 1.0)))
    return np.array(found[: len(ratios)])


def dipole_route(theory: Theory, derived: sp.Expr) -> tuple[Route, ...]:
    """A_R at the point against the integral over the loop momentum of unrotated fields."""
    if theory.point.only.angles is None:
        return ()
    at = theory.confrontation
    return (
        Route(
            "brute-force 4-momentum integral",
            lambda: at.dipole[0, 1],
            lambda: theory.number(derived),
            lambda: float(np.max(np.abs(at.dipole))),
        ),
    )


def decoupled_route(
    theory: Theory, flavours: tuple[int, int], derived: sp.Expr
) -> tuple[Route, ...]:
    """M_E² D at the Yukawas of the point against brute force with a very heavy E."""
    if theory.point.only.angles is None:
        return ()
    at = theory.confrontation
    return (
        Route(
            "brute-force 4-momentum integral at heavy $M_E$",
            lambda: at.decoupled_dipole[flavours],
            lambda: theory.number(sp.expand(derived * M_E**2)),
            lambda: float(np.max(np.abs(at.decoupled_dipole))),
        ),
    )


def at_point(theory: Theory, claimed: sp.Expr, derived: sp.Expr) -> tuple[sp.Expr, sp.Expr] | None:
    """Two expressions to be compared; None where the point gives them no value.

    It has to have mixing angles, and (26) is 0/0 where E weighs as much as a scalar.
    """
    point = theory.point
    equal = bool(np.any(np.isin([*point.only.M_H, *point.only.M_A], point.only.M_E)))
    return None if point.only.angles is None or equal else (claimed, derived)


def radiative_routes() -> tuple[Route, ...]:
    """Both widths from helicity amplitudes and nested phase space."""
    units = {ALPHA: 1, M_LEPTON: 1, A_R_SQUARED: 1, G_FERMI: 1}
    return (
        Route(
            r"helicity amplitudes of $\mu\to e\gamma$",
            spinors.radiative_width,
            lambda: float(muon_decay.radiative_width().subs(units)),
        ),
        Route(
            r"spinors of $\mu\to e\bar\nu\nu$, nested phase space",
            spinors.muon_width,
            lambda: float(muon_decay.muon_width().subs(units)),
        ),
    )


# --- (24)–(28) ----------------------------------------------------------------------------------


@SECTION.statement("Yukawa interaction of the charged leptons", printed.INTERACTION)
def eq24(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The part of (5) with charged leptons."""
    model = theory.model
    part = model.printed().parts["L_int"]
    derived = sp.Add(*(t.expression for t in terms(part) if E in t.fields()))
    neutral = sp.Add(*(t.expression for t in terms(part) if N in t.fields()))
    # Half a turn about the second axis of isospin: (ν, ℓ) → (ℓ, −ν), (N, E) → (E, −N).
    half_turn = {model.nu_flavour[f]: model.charged_leptons[f] for f in model.flavours} | {N: E}
    residual = sp.expand(claimed - derived)
    return Judgement(
        (
            judged(
                residual == 0,
                Finding(Verdict.CONFIRMED, "It is the charged component of (5)."),
                Finding(Verdict.CORRECTED, f"It differs from (5) by {shown(residual)}."),
            ),
        ),
        derived=(Formula("charged-yukawa", r"\mathcal{L}_{\text{int}}\big|_{\ell,E}", derived),),
        routes=(
            Route(
                "half a turn of isospin on the neutral component",
                lambda: neutral.xreplace(half_turn),
                lambda: derived,
            ),
        ),
    )


@SECTION.statement("Wilson coefficient $A_R$", printed.WILSON_COEFFICIENT)
def eq25(claimed: sp.Expr, theory: Theory) -> Judgement:
    """A_R summed over the scalars: normalisation and sign, against the derived dipole."""
    model = theory.model
    derived = charged_dipole.wilson_coefficient(model)
    kappa = charged_dipole.normalisation(model)
    ratio = normalisation(claimed, derived, model)
    y_e, y_mu = (yukawas(f, model) for f in ("e", "mu"))
    summed = sp.Symbol(r"\sum_{\Phi}\tilde y_{e\Phi}\tilde y^*_{\mu\Phi}F(x_{\Phi})")
    return Judgement(
        (
            Finding(
                Verdict.DEFINITION,
                "The operator above (25) is printed without its coefficient; the dimensions ask for "
                f"{OPERATOR}.",
            ),
            magnitude(
                ratio,
                r"Normalisation, at $M_\Phi=M_E$ where all candidate loop functions agree",
                r", as if each real scalar coupled with $\tilde y$ instead of $\tilde y/\sqrt{2}$"
                if ratio is not None and sp.Abs(ratio) == 2
                else "",
            ),
            sign(model, ratio),
        ),
        derived=(
            Formula("A-R", "A_R", kappa / M_E**2 * summed),
            Formula("F", "F(x)", charged_dipole.closed_form()),
        ),
        where=r"real components of $S$: $yS=y(S_R+iS_I)/\sqrt{2}$",
        # Moduli: the two loop functions weigh the scalars differently, hence the phases a little.
        compared=at_point(theory, sp.Abs(printed.evaluated(claimed)), sp.Abs(derived)),
        routes=(
            Route(
                "hermiticity of the dipole matrix",
                lambda: trig_normal(
                    sp.conjugate(charged_dipole.wilson_coefficient(model, "mu", "e"))
                ),
                lambda: trig_normal(derived),
            ),
            Route(
                "metric in the space of generations",
                lambda: trig_normal((kappa * y_e * charged_dipole.metric(model) * y_mu.H)[0]),
                lambda: trig_normal(derived),
            ),
            *dipole_route(theory, derived),
        ),
    )


@cache
def radiating_scalar() -> sp.Expr:
    """M_E² f of a radiating scalar and a neutral fermion, in x."""
    value = lepton_scalar_conserving()(1, sp.sqrt(X)).doit()
    return sp.factor(sp.together(sp.expand(value)))


@SECTION.statement("Loop function of the charged-lepton dipole", printed.LOOP_FUNCTION)
def eq26(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The loop function of a radiating E, against the derived one and against that of a radiating scalar."""
    model, unit = theory.model, shared(claimed)
    derived = unit * charged_dipole.closed_form()
    reasons = [
        text
        for holds, text in (
            (
                same(claimed, unit * radiating_scalar()),
                "that of a radiating charged scalar with a neutral fermion",
            ),
            (
                same(claimed, derived.subs(X, 1 / X) / X),
                r"equivalently the right one at $M_E^2/M_\Phi^2$ and in units of $1/M_\Phi^2$",
            ),
        )
        if holds
    ]
    limits = [sp.limit(claimed / derived, X, 0, "+"), sp.limit(claimed / derived, X, sp.oo)]
    masses = np.array([*theory.benchmark.only.M_H, *theory.benchmark.only.M_A])
    largest = float((masses.max() / theory.benchmark.only.M_E) ** 2)
    lightest = tuple(float(m) for m in (*theory.point.only.M_H, *theory.point.only.M_A))
    ratios = tuple(m / (1.5 * max(lightest)) for m in lightest)
    loop = 2 * charged_dipole.normalisation(model) * charged_dipole.closed_form()
    scalar = model.even[0].mass
    return Judgement(
        (
            judged(
                same(claimed, derived),
                Finding(Verdict.CONFIRMED, "The derived loop function."),
                Finding(
                    Verdict.CORRECTED,
                    r"With $x=M_\Phi^2/M_E^2$ and $E$ radiating it is another function"
                    + (f": {', and '.join(reasons)}" if reasons else "")
                    + rf". For $M_E\gg M_\Phi$ ($x<{digits(largest, '.1e')}$ at the benchmark) this is a factor "
                    rf"{shown(limits[0])}, for $M_E\ll M_\Phi$ a factor {shown(limits[1])}.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                f"Normalised at $x=1$, where all candidates agree: there it is {shown(unit * sp.Symbol('F(x)'))}.",
            ),
        ),
        derived=(Formula("F", "F(x)", charged_dipole.closed_form()),),
        where="which line the photon is attached to: the scalars are neutral",
        differs=(claimed, charged_dipole.closed_form()),
        compared=at_point(
            theory,
            claimed.subs(X, (scalar / M_E) ** 2),
            unit * M_E**2 * lepton_fermion_conserving()(M_E, scalar),
        ),
        routes=(
            Route(
                "confluent nodes at $x=1$",
                lambda: charged_dipole.limits()["1"],
                lambda: sp.limit(charged_dipole.closed_form(), X, 1),
            ),
            Route(
                "brute-force loop of each scalar, $E$ of comparable mass",
                lambda: loops_by_brute_force(ratios),
                lambda: np.array([complex(loop.subs(X, exact(r) ** 2)) for r in ratios]),
            ),
        ),
    )


@SECTION.statement("Sums over the physical scalars", printed.SUMS)
def eq27(claimed: Mapping[str, sp.Expr], theory: Theory) -> Judgement:
    """Sums of products of Yukawas over H and over A, against those of the vertices."""
    model, point = theory.model, theory.point
    sums = {"H": _sum_over(model, "even"), "A": _sum_over(model, "odd")}
    differences = {
        kind: trig_normal(side - claimed["product"])
        for kind, side in claimed.items()
        if kind in sums
    }
    as_derived = all(sp.expand(claimed["product"] - value) == 0 for value in sums.values())
    matrices = zip(sums, scalar_masses(point), strict=True) if point.only.angles is not None else ()
    routes = tuple(
        _numerical_sum(theory, f"numerical eigenvectors of ${kind}_k$", matrix, sums[kind])
        for kind, matrix in matrices
    )
    return Judgement(
        (
            judged(
                not any(differences.values()) and as_derived,
                Finding(Verdict.CONFIRMED, "The rotations are orthogonal, $OO^T=1$."),
                Finding(
                    Verdict.CORRECTED,
                    f"The sides differ by {listed(map(shown, differences.values()))}; from the vertices the sums are "
                    f"{listed(map(shown, sums.values()))}.",
                ),
            ),
        ),
        derived=tuple(
            Formula(
                f"sum-{kind}",
                rf"\sum_k\tilde y_{{e{kind}_k}}\tilde y^*_{{\mu {kind}_k}}",
                sums[kind],
            )
            for kind in sums
        ),
        routes=routes,
        no_route="" if routes else "the point has no mixing angles",
    )


def _only(rule: Chiral) -> sp.Expr:
    """The one chirality that a vertex has."""
    return rule.left + rule.right


def _sum_over(model: DarkModel, kind: str) -> sp.Expr:
    """Σ ỹ_eΦ ỹ*_μΦ of the H_k or A_k, from the vertices iỹ/√2 and ỹ/√2; their phases drop out."""
    e, mu = (model.charged_leptons[f] for f in ("e", "mu"))
    pairs = (
        _only(model.rules.yukawa(e, E, s)) * sp.conjugate(_only(model.rules.yukawa(mu, E, s)))
        for s in getattr(model, kind)
    )
    return trig_normal(2 * sp.Add(*pairs))


def _numerical_sum(
    theory: Theory, name: str, mass_squared: NDArray[np.float64], derived: sp.Expr
) -> Route:
    """Σ ỹ_e ỹ*_μ over the eigenvectors of a matrix of squared masses."""
    y = theory.point.only.y
    physical = y @ np.linalg.eigh(mass_squared)[1]
    return Route(
        name,
        lambda: complex(physical[0] @ physical[1].conj()),
        lambda: theory.number(derived),
        lambda: float(np.max(np.abs(y)) ** 2),
    )


@SECTION.statement("$A_R$ for a heavy $E$", printed.DECOUPLED)
def eq28(claimed: sp.Expr, theory: Theory) -> Judgement:
    """A_R for M_E ≫ M_Φ: against (25)-(27), then against the derived limit."""
    model = theory.model
    derived = charged_dipole.decoupling_limit(model)
    ratio = factor(claimed, derived)
    function, amplitude = printed.loop_function(), printed.wilson_coefficient()
    at_zero = sp.limit(function, X, 0, "+")
    summed = amplitude.replace(printed.F_2, lambda _x: at_zero)
    by_25 = normalisation(amplitude, charged_dipole.wilson_coefficient(model), model)
    by_26 = at_zero / (shared(function) * charged_dipole.limits()["0"])
    reason = ""
    if ratio is not None and by_25 is not None and abs(by_25 * by_26) == abs(ratio):
        reason = f", {shown(abs(by_25))} from (25) and {shown(by_26)} from (26)"
    return Judgement(
        (
            judged(
                sp.expand(trig_normal(summed) - claimed) == 0,
                Finding(Verdict.CONFIRMED, "It follows from (25)-(27)."),
                Finding(Verdict.INCONSISTENT, "It does not follow from (25)-(27)."),
            ),
            magnitude(ratio, "$A_R$", reason),
            sign(model, ratio),
        ),
        derived=(Formula("A-R-heavy", "A_R", sp.factor(derived)),),
        where="(25), (26)",
        differs=coefficients(claimed, derived),
        compared=at_point(theory, sp.Abs(claimed), sp.Abs(derived)),
        routes=(
            Route(
                "limit of the closed form",
                lambda: sp.limit(charged_dipole.closed_form(), X, 0, "+"),
                lambda: charged_dipole.limits()["0"],
            ),
            *decoupled_route(theory, (0, 1), derived),
        ),
    )


# --- the width ----------------------------------------------------------------------------------


@SECTION.statement(r"Branching ratio of $\mu\to e\gamma$", printed.BRANCHING_RATIO)
def eq29(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Both forms of the branching ratio: against the printed widths and (28), then against the derived one."""
    first, second = claimed
    share = factor(charged_dipole.decoupling_limit(theory.model), printed.decoupled())
    derived = muon_decay.branching_ratio()
    asymptotic = radiative_decay.asymptotic_branching_ratio(theory.model)
    by_dipole, by_yukawa = factor(first, derived), factor(second, asymptotic)
    widths = printed.widths()
    inherited = by_dipole == factor(widths["radiative"], muon_decay.radiative_width())
    heavy = sp.cancel(printed.decoupled() / printed.product("e", "mu"))
    chained = first.subs(A_R_SQUARED, heavy**2 * PRODUCT_SQUARED)
    unit = ALPHA / G_FERMI**2 * PRODUCT_SQUARED / M_E**4
    reason = (
        f", {shown(by_dipole)} from the width and {shown(share**-2)} from (28)"
        if share is not None and by_dipole is not None
        else ""
    )
    return Judgement(
        (
            judged(
                sp.expand(widths["radiative"] / widths["total"] - first) == 0,
                Finding(Verdict.CONFIRMED, "The first form follows from the two printed widths."),
                Finding(Verdict.INCONSISTENT, "The first form does not follow from the widths."),
            ),
            judged(
                sp.expand(chained - second) == 0,
                Finding(Verdict.CONFIRMED, "The second form follows from the first and (28)."),
                Finding(Verdict.INCONSISTENT, "The second form does not follow from (28)."),
            ),
            magnitude(
                by_dipole,
                "The coefficient of $|A_R|^2$",
                ", as the width above it" if inherited else "",
                signed=True,
            ),
            magnitude(by_yukawa, "The coefficient of the Yukawa product", reason, signed=True),
        ),
        derived=(
            Formula("BR", r"\mathrm{BR}", derived),
            Formula("BR-heavy", r"\mathrm{BR}\big|_{M_E\gg M_\Phi}", asymptotic),
        ),
        where="spin sum and two-body phase space; (28)",
        differs=coefficients(second, asymptotic),
        compared=(float(second / unit), float(asymptotic / unit)),
        routes=radiative_routes(),
    )


@SECTION.statement(
    r"Widths of $\mu\to e\gamma$ and of the muon",
    printed.WIDTHS,
    blind={
        "theory": "per $|A_R|^2$ and per $G_F^2$: neither width knows the model or a measurement"
    },
)
def claim_width_normalisation(claimed: Mapping[str, sp.Expr], theory: Theory) -> Judgement:
    """Γ(μ → eγ) per |A_R|² and Γ(μ) per G_F², against phase space and spin sums."""
    del theory
    derived = {
        "radiative": muon_decay.radiative_width(),
        "total": muon_decay.muon_width(),
    }
    ratios = {name: factor(claimed[name], derived[name]) for name in derived}
    unit = ALPHA * M_LEPTON**5 * A_R_SQUARED
    return Judgement(
        (
            magnitude(
                ratios["radiative"],
                r"$\Gamma(\mu\to e\gamma)$",
                f" for the operator {OPERATOR}",
                signed=True,
            ),
            magnitude(ratios["total"], "The tree-level width of the muon", signed=True),
        ),
        derived=(
            Formula("radiative-width", r"\Gamma(\mu\to e\gamma)", derived["radiative"]),
            Formula("muon-width", r"\Gamma(\mu\to e\bar\nu_e\nu_\mu)", derived["total"]),
        ),
        where="sum over the spins and the two polarisations",
        differs=coefficients(claimed["radiative"], derived["radiative"]),
        compared=(float(claimed["radiative"] / unit), float(derived["radiative"] / unit)),
        routes=radiative_routes(),
    )


# --- claims about the loop ----------------------------------------------------------------------


@SECTION.statement(r"The loop function tends to 1/3 for $M_E\gg M_\Phi$", printed.LIMIT)
def claim_decoupling_limit(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The loop function for M_E ≫ M_Φ, against the limit of the derived one."""
    function, at = printed.loop_function(), theory.benchmark
    limit, unit = sp.limit(function, X, 0, "+"), shared(function)
    value = charged_dipole.limits()["0"]
    derived, slope = unit * value, sp.limit(sp.diff(function, X), X, 0, "+")
    correction = sp.expand(unit * charged_dipole.small_ratio(1) - derived)
    x = float((max(*at.only.M_H, *at.only.M_A) / at.only.M_E) ** 2)
    return Judgement(
        (
            judged(
                limit == claimed,
                Finding(Verdict.CONFIRMED, "That is the limit of (26)."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"The limit of (26) is {shown(limit)}, not {shown(claimed)}.",
                ),
            ),
            judged(
                derived == claimed,
                Finding(Verdict.CONFIRMED, "And of the derived function."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"In the normalisation of (26) the derived function tends to {shown(derived)}, with the first "
                    f"correction {shown(correction)} ({number(abs(float(correction.subs(X, x))), '.1e')} at the "
                    "benchmark)"
                    + (
                        r", while (26) approaches its limit with a term $x\ln x$."
                        if slope.is_infinite
                        else "."
                    ),
                ),
            ),
        ),
        derived=(Formula("F-0", "F(0)", value),),
        where="(26)",
        compared=(float(claimed), float(derived)),
        routes=(
            Route(
                "limit of the closed form",
                lambda: sp.limit(charged_dipole.closed_form(), X, 0, "+"),
                lambda: value,
            ),
        ),
    )


@SECTION.statement(
    r"$\mu\to e\gamma$ is shielded from the scalar masses and mixings", printed.SHIELDING
)
def claim_shielding(claimed: Mapping[str, sp.Expr], theory: Theory) -> Judgement:
    """Derivatives of A_R by masses and angles of the scalars, for a heavy E and in the next order."""
    model = theory.model
    leading = charged_dipole.decoupling_limit(model)
    correction = trig_normal(charged_dipole.decoupling_limit(model, order=1) - leading)
    slopes = {"theta_R": sp.diff(leading, THETA_R), "theta_I": sp.diff(leading, THETA_I)}
    masses = {s.mass for s in (*model.even, *model.odd)}
    by_masses = trig_normal(soft_mass_correction(model))
    relative = charged_dipole.small_ratio(1).coeff(X) / charged_dipole.limits()["0"]
    element = sp.Symbol(r"\delta_{ab}") + relative * sp.Symbol("(M_S^2)_{ab}") / M_E**2
    return Judgement(
        (
            judged(
                slopes == dict(claimed) and not leading.free_symbols & masses,
                Finding(Verdict.CONFIRMED, "True at leading order."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "Not even at leading order: "
                    + ", ".join(
                        rf"$\partial A_R/\partial{symbol(k)}={tex(slopes[k])}$, not {shown(claimed[k])}"
                        for k in slopes
                    ),
                ),
            ),
            judged(
                bool(correction.free_symbols & {THETA_R, THETA_I}),
                Finding(
                    Verdict.CONFIRMED,
                    r"Not exactly: the mixings return at relative order $M_\Phi^2/M_E^2$"
                    + (
                        ", through $(O_RM_H^2O_R^T+O_IM_A^2O_I^T)/2$ alone, the mass matrix that "
                        "conserves $U(1)_D$."
                        if sp.expand(correction - by_masses) == 0
                        else "."
                    ),
                ),
                Finding(Verdict.CONFIRMED, "And at the next order too."),
            ),
        ),
        derived=(
            Formula(
                "A-R-next",
                r"\partial^2A_R/\partial y_{ea}\partial y^*_{\mu b}",
                2
                * charged_dipole.normalisation(model)
                * charged_dipole.limits()["0"]
                / M_E**2
                * element,
            ),
        ),
        where="expansion of the loop function in $x$",
        routes=(
            Route(
                "correction from the scalar mass matrix",
                lambda: by_masses,
                lambda: correction,
            ),
        ),
    )


def soft_mass_correction(model: DarkModel) -> sp.Expr:
    """Leading correction through M_Sa² δ_ab + δ_ab of the Lagrangian: b_ab does not enter."""
    physical = model.physical_parameters()
    conserving = sp.Matrix(
        model.generations,
        model.generations,
        lambda a, b: (
            sp.Symbol(f"delta_{min(a, b) + 1}{max(a, b) + 1}", real=True)
            + (sp.Symbol(f"M_S{a + 1}", positive=True) ** 2 if a == b else 0)
        ),
    ).subs(physical, simultaneous=True)
    # S S* conserves the charge: the correction of the complex fields themselves, H and A together.
    (value,) = yukawas("e", model) * 2 * conserving * yukawas("mu", model).H
    slope = charged_dipole.small_ratio(1).coeff(X)
    return sp.expand(charged_dipole.normalisation(model) * slope * value / M_E**4)


@SECTION.statement("CP-even and CP-odd scalars interfere constructively", printed.INTERFERENCE)
def claim_constructive_interference(claimed: int, theory: Theory) -> Judgement:
    """The relative factor of CP-odd and CP-even scalars in A_R, from one vertex of each."""
    one = variant(theory.model, generations=1, mixing="symbols", neutrinos=1)
    electron, muon = (one.charged_leptons[f] for f in ("e", "mu"))
    conserved, violated = [], []
    for (scalar,), (entry,) in zip((one.even, one.odd), one.rotations, strict=True):
        into = [_only(one.rules.yukawa(E, x, scalar)) / entry for x in (muon, electron)]
        out = _only(one.rules.yukawa(electron, E, scalar)) / entry
        conserved.append(into[0] * out)  # y y*, as here
        violated.append(into[0] * into[1])  # y* y*, as in the mass and the moment of the neutrino
    conserving, violating = (sp.cancel(odd / even) for even, odd in (conserved, violated))
    even_share, odd_share = charged_dipole.shares(theory.model)
    return Judgement(
        (
            judged(
                conserving == claimed,
                Finding(
                    Verdict.CONFIRMED,
                    "One vertex carries $i$, the other its conjugate: the relative factor of the two is "
                    f"{shown(conserving)}. Where lepton number is violated both carry the same phase and it is "
                    f"{shown(violating)}.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"Their relative factor is {shown(conserving)}, not {claimed}.",
                ),
            ),
        ),
        derived=(
            Formula("interference", r"A_R^{(A)}/A_R^{(H)}", conserving),
            Formula("share", r"A_R^{(H)}/(\tilde y_{eH}\tilde y^*_{\mu H}f_F)", even_share),
        ),
        where="phases of the two Yukawa vertices",
        compared=(claimed, complex(conserving)),
        routes=(
            Route(
                "vertices against the complete amplitude",
                lambda: sp.cancel(odd_share / even_share),
                lambda: conserving,
            ),
        ),
    )
