"""Rows on the charged leptons, Sec. 3.1: (24)–(29), (32) and the claims around them."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.lagrangian import terms
from darktmm.derive.latex import tex
from darktmm.derive.loops.functions import lepton_fermion_conserving, lepton_scalar_conserving
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    M_E,
    THETA_I,
    THETA_R,
    DarkModel,
    E,
    charged_dipole,
    coupling,
    pmns,
    radiative_decay,
    variant,
    yukawa,
)
from darktmm.derive.models.dark.charged_dipole import M_LEPTON, X
from darktmm.derive.models.dark.radiative_decay import A_R_SQUARED, ALPHA, G_FERMI, PRODUCT_SQUARED
from darktmm.papers.arxiv_2603_25704 import printed
from darktmm.papers.row import Finding, Route, Row, Verdict, judged


def _constant(ratio: sp.Expr, row: str) -> sp.Expr:
    """A ratio printed/derived that has to be a pure number.

    Raises:
        ArithmeticError: it depends on a parameter; then the two differ by more than a factor.
    """
    value = sp.simplify(sp.expand(ratio))
    if value.free_symbols:
        raise ArithmeticError(f"{row}: printed/derived is {value}, not a number")
    return value


def _magnitude(ratio: sp.Expr, what: str, reason: str = "") -> Finding:
    return judged(
        sp.Abs(ratio) == 1,
        Finding(Verdict.CONFIRMED, f"{what}: the magnitude is right."),
        Finding(Verdict.CORRECTED, f"{what}: {sp.Abs(ratio)} times the derived one{reason}."),
    )


def _sign(model: DarkModel, ratio: sp.Expr) -> Finding:
    """A_R changes sign with the sign of D_μ, at a fixed sign of e in the operator."""
    vertex = charged_dipole.form_factors(model, "e", "mu")["sigma_R"]
    odd = sp.expand(vertex + vertex.subs(ELEMENTARY_CHARGE, -ELEMENTARY_CHARGE)) == 0
    return judged(
        ratio > 0,
        Finding(Verdict.CONFIRMED, "The sign is that of D_mu = d_mu + i e Q A_mu."),
        Finding(
            Verdict.CONVENTION if odd else Verdict.CORRECTED,
            "The sign of A_R is that of D_mu = d_mu - i e Q A_mu; with the + that (12) has for A' it is the "
            "opposite. Rates and Delta a do not depend on it.",
        ),
    )


# --- the function of (26) -----------------------------------------------------------------------


def _shared() -> sp.Expr:
    """Printed over derived loop function at M_Φ = M_E.

    There it cannot matter which line radiates or which way up the ratio of masses stands: whatever
    differs at that point belongs to the normalisation.
    """
    return sp.limit(printed.eq26(X), X, 1) / charged_dipole.limits()["1"]


def _same(first: sp.Expr, second: sp.Expr) -> bool:
    """Equality of two closed forms in x."""
    return sp.simplify(sp.expand_log(sp.expand(first - second), force=True)) == 0


@cache
def _scalar_form() -> sp.Expr:
    """M_E² f of a radiating scalar and a neutral fermion, in x."""
    value = lepton_scalar_conserving()(1, sp.sqrt(X)).doit()
    return sp.factor(sp.together(sp.expand(value)))


def eq24(model: DarkModel) -> Row:
    in_5 = sp.Add(
        *(
            t.expression
            for t in terms(model.printed().parts["L_int"])
            if E in t.fields() and t.fields() & set(model.charged_leptons.values())
        )
    )
    residual = sp.expand(printed.eq24(model) - in_5)
    return Row(
        "eq24",
        "Yukawa interaction of the charged leptons",
        (
            judged(
                residual == 0,
                Finding(Verdict.CONFIRMED, "It is the charged component of (5)."),
                Finding(Verdict.CORRECTED, f"It differs from (5) by {residual}."),
            ),
        ),
        printed.LATEX["eq24"],
        printed.LATEX["eq24"],
        routes=(Route("doublet contraction", residual),),
    )


def eq25(model: DarkModel) -> Row:
    kappa = charged_dipole.normalisation(model)
    # Both with the loop function at M_Φ = M_E.
    ratio = _constant(printed.eq25_prefactor() * _shared() * M_E**2 / kappa, "eq25")
    derived = charged_dipole.wilson_coefficient(model)
    transposed = charged_dipole.wilson_coefficient(model, "mu", "e")
    y_e, y_mu = (sp.Matrix([[yukawa(f, a) for a in model.indices]]) for f in ("e", "mu"))
    (in_metric,) = kappa * y_e * charged_dipole.metric(model) * y_mu.H
    tilde = [sp.Symbol(rf"\tilde y_{{{s}\Phi}}{c}") for s, c in (("e", ""), (r"\mu", "^*"))]
    summand = sp.Mul(kappa / M_E**2, *tilde, sp.Symbol("F(x_{\\Phi})"))
    return Row(
        "eq25",
        "Wilson coefficient A_R",
        (
            Finding(
                Verdict.DEFINITION,
                "The operator above (25) is printed without its coefficient; the dimensions ask for "
                "-(e m_mu/2) A_R.",
            ),
            _magnitude(
                ratio,
                "Normalisation, at M_Phi = M_E where all candidate loop functions agree",
                ", as if each real scalar coupled with y-tilde instead of y-tilde/sqrt2"
                if sp.Abs(ratio) == 2
                else "",
            ),
            _sign(model, ratio),
        ),
        printed.LATEX["eq25"],
        r"A_R=\sum_\Phi\left("
        + tex(summand)
        + r"\right),\quad F(x)="
        + tex(charged_dipole.closed_form()),
        "real components of S: y S = y (S_R + i S_I)/sqrt2",
        # Moduli: the two loop functions weigh the scalars differently, hence the phases a little.
        numbers=(sp.Abs(printed.eq25()), sp.Abs(derived)),
        routes=(
            Route(
                "hermiticity of the dipole matrix",
                trig_normal(derived - sp.conjugate(transposed)),
            ),
            Route(
                "P_L partner proportional to the outgoing mass",
                trig_normal(charged_dipole.mirror_coefficient(model) - derived),
            ),
            Route("metric in the space of generations", trig_normal(in_metric - derived)),
        ),
    )


def eq26(model: DarkModel) -> Row:
    claimed, derived = printed.eq26(X), _shared() * charged_dipole.closed_form()
    radiating_scalar = _same(claimed, _shared() * _scalar_form())
    inverted = _same(claimed, derived.subs(X, 1 / X) / X)
    reasons = [
        text
        for holds, text in (
            (radiating_scalar, "that of a radiating charged scalar with a neutral fermion"),
            (inverted, "equivalently the right one at M_E^2/M_Phi^2 and in units of 1/M_Phi^2"),
        )
        if holds
    ]
    f, scalar = lepton_fermion_conserving(), model.even[0].mass
    return Row(
        "eq26",
        "Loop function of the charged-lepton dipole",
        (
            judged(
                _same(claimed, derived),
                Finding(Verdict.CONFIRMED, "The derived loop function."),
                Finding(
                    Verdict.CORRECTED,
                    "With x = M_Phi^2/M_E^2 and E radiating it is another function"
                    + (f": {', and '.join(reasons)}" if reasons else "")
                    + f". For M_E >> M_Phi this is a factor "
                    f"{sp.limit(claimed / derived, X, 0, '+')}, for M_E << M_Phi a factor "
                    f"{sp.limit(claimed / derived, X, sp.oo)}.",
                ),
            ),
        ),
        printed.LATEX["eq26"],
        r"F(x)=" + tex(charged_dipole.closed_form()),
        "which line the photon is attached to: the scalars are neutral",
        numbers=(
            printed.eq26((scalar / M_E) ** 2),
            _shared() * M_E**2 * f(M_E, scalar),
        ),
        routes=(Route("confluent nodes at x = 1", charged_dipole.limits()["1"] - _limit_at_one()),),
    )


def _limit_at_one() -> sp.Expr:
    return sp.limit(charged_dipole.closed_form(), X, 1)


def eq27(model: DarkModel) -> Row:
    wanted = printed.product("e", "mu")
    residuals = {
        kind: trig_normal(
            sp.Add(
                *(
                    printed.tilde_y("e", kind, k) * sp.conjugate(printed.tilde_y("mu", kind, k))
                    for k in (1, 2)
                )
            )
            - wanted
        )
        for kind in "HA"
    }
    orthogonal = all((o * o.T).applyfunc(trig_normal) == sp.eye(o.rows) for o in model.rotations)
    return Row(
        "eq27",
        "Sums over the physical scalars",
        (
            judged(
                not any(residuals.values()),
                Finding(
                    Verdict.CONFIRMED,
                    "O O^T = 1, for any number of generations.",
                ),
                Finding(Verdict.CORRECTED, f"The two sides differ by {residuals}."),
            ),
        ),
        printed.LATEX["eq27"],
        r"O_RO_R^T=O_IO_I^T=1",
        routes=(
            *(Route(f"sum over {kind}_k", r) for kind, r in residuals.items()),
            Route("orthogonality of the rotations", sp.Integer(not orthogonal)),
        ),
    )


def _printed_limit() -> sp.Expr:
    """(25) for x → 0 with (26) and (27)."""
    claimed = sp.limit(printed.eq26(X), X, 0, "+")
    sums = (
        printed.tilde_y("e", kind, k) * sp.conjugate(printed.tilde_y("mu", kind, k))
        for kind in "HA"
        for k in (1, 2)
    )
    return trig_normal(printed.eq25_prefactor() * claimed * sp.Add(*sums))


def eq28(model: DarkModel) -> Row:
    derived = charged_dipole.decoupling_limit(model)
    ratio = _constant(printed.eq28() / derived, "eq28")
    follows = sp.expand(_printed_limit() - printed.eq28()) == 0
    return Row(
        "eq28",
        "A_R for a heavy E",
        (
            judged(
                follows,
                Finding(Verdict.CONFIRMED, "It follows from (25)-(27)."),
                Finding(Verdict.INCONSISTENT, "It does not follow from (25)-(27)."),
            ),
            _magnitude(ratio, "A_R", ", from (25) and (26) together"),
            _sign(model, ratio),
        ),
        printed.LATEX["eq28"],
        r"A_R\simeq" + tex(sp.factor(derived)),
        "(25), (26)",
        numbers=(printed.eq28(), charged_dipole.wilson_coefficient(model)),
        routes=(Route("limit of the closed form", _limit_residual()),),
    )


def _limit_residual() -> sp.Expr:
    """F(0) from massless nodes against the limit of the closed form."""
    return charged_dipole.limits()["0"] - sp.limit(charged_dipole.closed_form(), X, 0, "+")


def eq29(model: DarkModel) -> Row:
    first, second = printed.eq29()
    by_dipole = _constant(first / radiative_decay.branching_ratio(), "eq29")
    derived = radiative_decay.asymptotic_branching_ratio(model)
    by_yukawa = _constant(second / derived, "eq29")
    widths = printed.radiative_width() / printed.muon_width()
    share = sp.cancel(printed.eq28() / printed.product("e", "mu"))
    chained = sp.expand(first.subs(A_R_SQUARED, share**2 * PRODUCT_SQUARED) - second)
    unit = ALPHA / G_FERMI**2
    return Row(
        "eq29",
        "Branching ratio of mu -> e gamma",
        (
            judged(
                sp.expand(widths - first) == 0,
                Finding(Verdict.CONFIRMED, "The first form follows from the two printed widths."),
                Finding(Verdict.INCONSISTENT, "The first form does not follow from the widths."),
            ),
            judged(
                chained == 0,
                Finding(Verdict.CONFIRMED, "The second form follows from the first and (28)."),
                Finding(Verdict.INCONSISTENT, "The second form does not follow from (28)."),
            ),
            _magnitude(by_dipole, "The coefficient of |A_R|^2", ", as the width above it"),
            _magnitude(
                by_yukawa,
                "The coefficient of the Yukawa product",
                f", {by_dipole} from the width and {by_yukawa / by_dipole} from (28)",
            ),
        ),
        printed.LATEX["eq29"],
        r"\mathrm{BR}=" + tex(radiative_decay.branching_ratio()) + r"\simeq" + tex(derived),
        "spin sum and two-body phase space; (28)",
        numbers=tuple(sp.cancel(e / unit / PRODUCT_SQUARED) for e in (second, derived)),
        routes=_width_routes(),
    )


def _width_routes() -> tuple[Route, ...]:
    # 3⁴ for a mass of 3 units
    scaled = radiative_decay.dipole_spin_sum(3) - 3**4 * radiative_decay.dipole_spin_sum(1)
    return (Route("spin sum at another mass of the muon", scaled),)


def eq32(model: DarkModel) -> Row:
    c = charged_dipole.moment_coefficient(model)
    derived = c * M_LEPTON**2 * charged_dipole.decoupling_limit(model, "mu", "mu")
    ratio = _constant(printed.eq32() / derived, "eq32")
    share = sp.cancel(printed.eq28() / printed.product("e", "mu"))
    follows = sp.expand(sp.Abs(c) * M_LEPTON**2 * share * printed.product("mu", "mu")) == (
        sp.expand(printed.eq32())
    )
    full = charged_dipole.anomalous_moment(model)
    return Row(
        "eq32",
        "Anomalous magnetic moment of the muon",
        (
            judged(
                follows,
                Finding(
                    Verdict.CONFIRMED, f"It follows from (28), |Delta a| = {sp.Abs(c)} m^2 |A_R|."
                ),
                Finding(Verdict.INCONSISTENT, "It does not follow from (28)."),
            ),
            _magnitude(ratio, "Delta a_mu", ", inherited from (28)"),
            judged(
                ratio > 0,
                Finding(Verdict.CONFIRMED, "The sign is right: positive in every convention."),
                Finding(Verdict.CORRECTED, "The sign is wrong."),
            ),
        ),
        printed.LATEX["eq32"],
        r"\Delta a_\mu\simeq" + tex(sp.factor(derived)),
        "(28)",
        numbers=(
            sp.cancel(printed.eq32() / M_LEPTON**2),
            sp.expand(full / M_LEPTON**2),
        ),
        routes=(
            Route(
                "the moment is real",
                trig_normal(full - sp.conjugate(full)),
            ),
        ),
    )


# --- claims -------------------------------------------------------------------------------------


def claim_decoupling_limit(model: DarkModel) -> Row:
    del model
    printed_limit = sp.limit(printed.eq26(X), X, 0, "+")
    derived = _shared() * charged_dipole.limits()["0"]
    slope = sp.limit(sp.diff(printed.eq26(X), X), X, 0, "+")
    return Row(
        "claim-decoupling-limit",
        "The loop function tends to 1/3 for M_E >> M_Phi",
        (
            judged(
                printed_limit == printed.EQ26_AT_ZERO,
                Finding(Verdict.CONFIRMED, "That is the limit of (26)."),
                Finding(Verdict.INCONSISTENT, f"The limit of (26) is {printed_limit}."),
            ),
            judged(
                derived == printed.EQ26_AT_ZERO,
                Finding(Verdict.CONFIRMED, "And of the derived function."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"In the normalisation of (26) the derived function tends to {derived}, with the "
                    f"first correction {_shared() * (charged_dipole.small_ratio(1)) - derived}"
                    + (
                        ", while (26) approaches its limit with a term x ln x."
                        if slope.is_infinite
                        else "."
                    ),
                ),
            ),
        ),
        r"\tilde F_2(0)=" + tex(printed.EQ26_AT_ZERO),
        r"F(0)=" + tex(charged_dipole.limits()["0"]),
        "(26)",
        routes=(Route("limit of the closed form", _limit_residual()),),
    )


def claim_shielding(model: DarkModel) -> Row:
    leading = charged_dipole.decoupling_limit(model)
    correction = trig_normal(charged_dipole.decoupling_limit(model, order=1) - leading)
    mixing = {THETA_R, THETA_I}
    masses = {s.mass for s in (*model.even, *model.odd)}
    residual = trig_normal(correction - _soft_mass_correction(model))
    return Row(
        "claim-shielding",
        "mu -> e gamma is shielded from the scalar masses and mixings",
        (
            judged(
                not leading.free_symbols & (mixing | masses),
                Finding(Verdict.CONFIRMED, "True at leading order."),
                Finding(Verdict.UNSUPPORTED, "Not even at leading order."),
            ),
            judged(
                bool(correction.free_symbols & mixing),
                Finding(
                    Verdict.CONFIRMED,
                    "Not exactly: the mixings return at relative order M_Phi^2/M_E^2"
                    + (
                        ", through (O_R M_H^2 O_R^T + O_I M_A^2 O_I^T)/2 alone, the mass matrix that "
                        "conserves U(1)_D."
                        if residual == 0
                        else "."
                    ),
                ),
                Finding(Verdict.CONFIRMED, "And at the next order too."),
            ),
        ),
        r"\partial A_R/\partial\theta_{R,I}=0",
        r"A_R\propto\sum_{ab}y_{ea}\left(\delta_{ab}"
        + tex(_relative_correction())
        + r"(M_S^2)_{ab}/M_E^2\right)y^*_{\mu b}",
        "expansion of the loop function in x",
        routes=(Route("correction from the scalar mass matrix", residual),),
    )


def _relative_correction() -> sp.Expr:
    """c in F(x) = F(0)(1 + c x + …)."""
    return charged_dipole.small_ratio(1).coeff(X) / charged_dipole.limits()["0"]


def _soft_mass_correction(model: DarkModel) -> sp.Expr:
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
    y_e, y_mu = (sp.Matrix([[yukawa(f, a) for a in model.indices]]) for f in ("e", "mu"))
    # S S* conserves the charge: the correction of the complex fields themselves, H and A together.
    (value,) = y_e * 2 * conserving * y_mu.H
    slope = charged_dipole.small_ratio(1).coeff(X)
    return sp.expand(charged_dipole.normalisation(model) * slope * value / M_E**4)


def claim_constructive_interference(model: DarkModel) -> Row:
    one = variant(model, generations=1, mixing="symbols", neutrinos=1)
    electron, muon = (one.charged_leptons[f] for f in ("e", "mu"))
    conserved, violated = [], []
    for (scalar,), (entry,) in zip((one.even, one.odd), one.rotations, strict=True):
        into = [one.rules.yukawa(E, x, scalar).left / entry for x in (muon, electron)]
        out = one.rules.yukawa(electron, E, scalar).right / entry
        conserved.append(into[0] * out)  # y y*, as here
        violated.append(into[0] * into[1])  # y* y*, as in the mass and the moment of the neutrino
    conserving, violating = (sp.cancel(odd / even) for even, odd in (conserved, violated))
    even_share, odd_share = charged_dipole.shares(model)
    return Row(
        "claim-constructive-interference",
        "CP-even and CP-odd scalars interfere constructively",
        (
            judged(
                conserving == 1,
                Finding(
                    Verdict.CONFIRMED,
                    "One vertex carries i, the other its conjugate: the product is positive. Where lepton number "
                    f"is violated both carry the same phase and the relative sign is {violating}.",
                ),
                Finding(Verdict.UNSUPPORTED, f"Their relative factor is {conserving}."),
            ),
        ),
        r"i\cdot(-i)=+1",
        r"A_R^{(A)}/A_R^{(H)}\to" + tex(conserving),
        "phases of the two Yukawa vertices",
        routes=(
            Route(
                "vertices against the complete amplitude",
                conserving * even_share - odd_share,
            ),
        ),
    )


def claim_width_normalisation(model: DarkModel) -> Row:
    del model
    derived = radiative_decay.radiative_width()
    ratio = _constant(printed.radiative_width() / derived, "claim-width-normalisation")
    total = _constant(
        printed.muon_width() / radiative_decay.muon_width(), "claim-width-normalisation"
    )
    return Row(
        "claim-width-normalisation",
        "Widths of mu -> e gamma and of the muon",
        (
            _magnitude(ratio, "Gamma(mu -> e gamma)", " for the operator -(e m_mu/2) A_R"),
            _magnitude(total, "The tree-level width of the muon"),
        ),
        r"\Gamma(\mu\to e\gamma)\simeq" + tex(printed.radiative_width()),
        r"\Gamma(\mu\to e\gamma)=" + tex(derived),
        "sum over the spins and the two polarisations",
        numbers=tuple(
            sp.cancel(e / (ALPHA * M_LEPTON**5 * A_R_SQUARED))
            for e in (printed.radiative_width(), derived)
        ),
        routes=_width_routes(),
    )


def claim_meg_caps_tensor(model: DarkModel) -> Row:
    blind = charged_dipole.blind_direction(model)
    exact = trig_normal(charged_dipole.wilson_coefficient(model).subs(blind, simultaneous=True))
    left_over = trig_normal(charged_dipole.minor().subs(blind, simultaneous=True))
    y_e = sp.Matrix([[yukawa("e", a) for a in model.indices]])
    (length,) = y_e * charged_dipole.metric(model) * y_e.H
    positive = charged_dipole.loop_function_is_positive()
    same_length = trig_normal(left_over - length)
    return Row(
        "claim-meg-caps-tensor",
        "MEG II caps the flavour tensor of the dark moment",
        (
            judged(
                _tensor_residual(model) == 0 and _cofactor_residual() == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "The tensor is a minor of y times one of U, the latter being an element of the unitary 3x3 U: "
                    "its modulus is |y_e1 y_mu2 - y_e2 y_mu1| |U_tau,k|.",
                ),
                Finding(Verdict.CORRECTED, "The tensor is not a product of two minors."),
            ),
            judged(
                exact == 0 and same_length == 0 and positive,
                Finding(
                    Verdict.UNSUPPORTED,
                    "mu -> e gamma measures y_e X y_mu^dagger, X positive definite. The minor is independent of it: "
                    "|minor|^2 = |y_e|^2 |y_mu|^2 - |y_e.y_mu*|^2 is largest where the decoupled A_R vanishes, and "
                    "for any masses there is a y_mu with A_R = 0 exactly and a minor y_e X y_e^dagger > 0.",
                ),
                Finding(Verdict.CONFIRMED, "A_R = 0 forces the tensor to vanish."),
            ),
        ),
        r"\left|\mathrm{Im}(\lambda_{j2}^*\lambda_{i1}^*-\lambda_{i2}^*\lambda_{j1}^*)\right|"
        r"\lesssim\mathcal{O}(10^{-2})",
        r"|y_e\wedge y_\mu|^2=|y_e|^2|y_\mu|^2-|y_e\cdot y_\mu^*|^2",
        "a hermitian product and an antisymmetric minor are independent",
        routes=(
            Route("Lagrange's identity", charged_dipole.lagrange_identity()),
            Route("A_R on the blind direction", exact),
            Route("minor on the blind direction", same_length),
            Route("tensor as a product of minors", _tensor_residual(model)),
            Route("minors of a unitary matrix", _cofactor_residual()),
        ),
    )


def _tensor_residual(model: DarkModel) -> sp.Expr:
    """λ*_22 λ*_11 − λ*_12 λ*_21 minus (minor of y)* times the minor of U in the rows e and μ."""
    names = {coupling(i, a): model.coupling_definition(i, a) for i in (1, 2) for a in model.indices}
    u = sp.Matrix(2, 2, lambda row, i: pmns(("e", "mu")[row], i + 1))
    product = sp.conjugate(charged_dipole.minor()) * u.det()
    return sp.expand(printed.tensor(1, 2).subs(names, simultaneous=True) - product)


def _cofactor_residual() -> sp.Expr:
    """adj(U) U − det U: with U†U = 1 the minor of rows e, μ is det U times an element U*_τk."""
    u = sp.Matrix(3, 3, sp.symbols("U_:9", complex=True))
    difference = (u.adjugate() * u - u.det() * sp.eye(3)).applyfunc(sp.expand)
    return sp.Add(*(sp.Abs(entry) for entry in difference))


ROWS = {
    "eq24": eq24,
    "eq25": eq25,
    "eq26": eq26,
    "eq27": eq27,
    "eq28": eq28,
    "eq29": eq29,
    "eq32": eq32,
    "claim-decoupling-limit": claim_decoupling_limit,
    "claim-shielding": claim_shielding,
    "claim-constructive-interference": claim_constructive_interference,
    "claim-width-normalisation": claim_width_normalisation,
    "claim-meg-caps-tensor": claim_meg_caps_tensor,
}
