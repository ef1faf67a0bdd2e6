"""Rows of Secs. 3.2 and 3.3 that follow from the Lagrangian alone: (33)–(35), the sign of ε."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.latex import tex
from darktmm.derive.laws import kinetic_mixing, scattering
from darktmm.derive.laws.scattering import MASS_RECOIL, MEDIATOR
from darktmm.derive.models.dark import DarkModel, splitting, transition
from darktmm.papers.arxiv_2603_25704 import printed, signs
from darktmm.papers.row import Finding, Route, Row, Verdict, judged


def eq33(model: DarkModel) -> Row:
    del model  # kinematics and one vertex
    massive, massless = printed.eq33_integrand()
    in_recoil = massive.subs(MEDIATOR, sp.sqrt(2 * ELECTRON_MASS * MASS_RECOIL))
    left = sp.cancel(in_recoil - scattering.recast_integrand())
    right = sp.cancel(massless - scattering.spectrum())
    return Row(
        "eq33",
        "Recast of a limit on a moment by conservation of the event rate",
        (
            judged(
                left == 0 and right == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "The spin sum of the dipole against a vector gives (1/T - 1/E) F^2 exactly, electron mass "
                    "included; a left-handed neutrino measures |T_ji|^2 alone.",
                ),
                Finding(Verdict.CORRECTED, f"The integrands differ by {left} and {right}."),
            ),
            Finding(
                Verdict.DEFINITION,
                f"T_max is not printed; kinematics gives {scattering.largest_recoil()}.",
            ),
        ),
        printed.LATEX["eq33"],
        r"\int\!dT\left(\tfrac1T-\tfrac1{E_\nu}\right)\mathcal{F}^2="
        + tex(scattering.recast_integral())
        + r",\quad w=M_{A'}^2/2m_e",
        routes=(
            Route("integrand with a massive mediator", left),
            Route("integrand with a photon", right),
        ),
    )


def eq34(model: DarkModel) -> Row:
    del model
    factor = sp.cancel(printed.eq34() / scattering.shape_factor())
    transfer = sp.expand(printed.momentum_transfer() - scattering.momentum_transfer())
    return Row(
        "eq34",
        "Shape factor of a massive mediator",
        (
            judged(
                factor == 1 and transfer == 0,
                Finding(
                    Verdict.CONFIRMED, "q^2 = -2 m_e T, and F is the ratio of the propagators."
                ),
                Finding(Verdict.CORRECTED, f"It is {factor} times the ratio of the propagators."),
            ),
        ),
        printed.LATEX["eq34"],
        r"\mathcal{F}=" + tex(scattering.shape_factor()),
        routes=(Route("ratio of cross-sections", factor - 1), Route("q^2", transfer)),
    )


def small_splitting_total(model: DarkModel) -> sp.Expr:
    """T_ji over its tensor at leading order: both N at m_N, both splittings equal to δM²."""
    folded = transition.factorised(model)
    coupling = sp.cancel(folded.prefactor / printed.tensor(1, 2))
    loop = printed.SPLITTING**2 * printed.F_OF_35 / splitting.M_S**6
    return coupling * printed.M_N * sum(w for w, _ in folded.weights) * loop


def _dimension(expression: sp.Expr) -> sp.Expr:
    """Mass dimension, by scaling every mass."""
    s = sp.Symbol("s", positive=True)
    masses = {
        printed.M_N: s * printed.M_N,
        splitting.M_S: s * splitting.M_S,
        printed.SPLITTING: s**2 * printed.SPLITTING,
        ELECTRON_MASS: s * ELECTRON_MASS,
    }
    scaled = expression.subs(masses, simultaneous=True) / expression
    return sp.simplify(sp.log(sp.cancel(scaled)) / sp.log(s))


def eq35(model: DarkModel) -> Row:
    derived = small_splitting_total(model)
    claimed = printed.eq35_prefactor()
    ratio = sp.simplify(claimed / derived)
    from_22 = sp.simplify(
        sp.cancel(printed.eq22_prefactor() / printed.tensor(1, 2))
        * printed.M_N
        * 2
        * printed.SPLITTING**2
        * printed.F_OF_35
        / splitting.M_S**6
        / claimed
    )
    tensor = printed.tensor(1, 2)
    return Row(
        "eq35",
        "Scaling of the moment for small splittings",
        (
            judged(
                ratio == 1,
                Finding(
                    Verdict.CONFIRMED,
                    "m_N/M_S^2 (delta M^2/M_S^2)^2 is the leading term, and the prefactor is right for two heavy "
                    "neutrinos of mass m_N with f the derived function.",
                ),
                Finding(Verdict.CORRECTED, f"The prefactor is {ratio} times the derived one."),
            ),
            judged(
                _dimension(claimed * printed.eq35_unit()) == -1,
                Finding(Verdict.CONFIRMED, "The dimension is that of a moment."),
                Finding(
                    Verdict.CORRECTED,
                    f"The right-hand side has mass dimension {_dimension(claimed * printed.eq35_unit())}: "
                    "m_N/M_S^2 is a moment already. To have it in Bohr magnetons it must be divided by "
                    "mu_B = e/2m_e, not multiplied.",
                ),
            ),
            judged(
                printed.eq22_projection(tensor) == tensor,
                Finding(Verdict.CONFIRMED, "The flavour tensor is complete."),
                Finding(Verdict.CORRECTED, "Im drops the electric form factor, as in (22)."),
            ),
            judged(
                from_22 == 1,
                Finding(Verdict.CONFIRMED, "It is the expansion of (22)."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"The expansion of (22) for two heavy neutrinos is {from_22} times this: contradicts (22).",
                ),
            ),
            Finding(Verdict.DEFINITION, "f is not defined in the paper; derived in closed form."),
        ),
        printed.LATEX["eq35"],
        r"T_{ji}\simeq"
        + tex(derived)
        + r"\left(\lambda_{j2}^{*}\lambda_{i1}^{*}-\lambda_{i2}^{*}\lambda_{j1}^{*}\right),\quad f(t)="
        + tex(splitting.f_function()),
        "the unit: a moment in GeV^-1 times mu_B",
        numbers=(ratio * printed.eq35_unit(), sp.S.One),
    )


def claim_kinetic_mixing_sign(model: DarkModel) -> Row:
    statements = signs.by_id(model)
    pair = {"eq08", "Sec. 3.2"}
    clash = pair in [set(p) for p in signs.irreconcilable(model)]
    kept = [name for name in sorted(pair) if statements[name].holds(signs.CHOICE)]
    even = sp.expand(
        kinetic_mixing.current_coupling() ** 2
        - kinetic_mixing.current_coupling().subs(kinetic_mixing.EPSILON, -kinetic_mixing.EPSILON)
        ** 2
    )
    return Row(
        "claim-kinetic-mixing-sign",
        "Kinetic mixing is -epsilon/2 F F'",
        (
            judged(
                not clash,
                Finding(Verdict.CONFIRMED, "The same as (8)."),
                Finding(
                    Verdict.INCONSISTENT,
                    "Contradicts (8), which has +epsilon/2: no convention has both. The diagonalisation below (8) "
                    f"is that of {' and '.join(kept)}.",
                ),
            ),
            judged(
                even == 0,
                Finding(
                    Verdict.DEFINITION,
                    "Every width and cross-section of Sec. 3 is even in epsilon.",
                ),
                Finding(Verdict.INCONSISTENT, "The widths depend on the sign."),
            ),
        ),
        r"\mathcal{L}_{\text{mix}}=-\frac{\epsilon}{2}F_{\mu\nu}F^{\prime\mu\nu}",
        r"+\frac{\epsilon}{2}F_{\mu\nu}F^{\prime\mu\nu}:\ A_\mu\to A_\mu+"
        + tex(kinetic_mixing.shift())
        + r" A'_\mu,\ \mathcal{L}="
        + tex(kinetic_mixing.current_coupling())
        + r" A'_\mu J^\mu_{\rm em}",
        routes=(Route("square of the coupling under epsilon -> -epsilon", even),),
    )


ROWS = {
    "eq33": eq33,
    "eq34": eq34,
    "eq35": eq35,
    "claim-kinetic-mixing-sign": claim_kinetic_mixing_sign,
}
