"""Rows on the one-loop dynamics: (13)–(23) and the claims of Sec. 2.3."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.fields import MajoranaFermion, RealScalar
from darktmm.derive.latex import tex
from darktmm.derive.loops.functions import (
    M_A1,
    M_A2,
    M_H1,
    M_H2,
    M_PHI,
    M,
    loop_factor,
    path_difference,
    path_function,
)
from darktmm.derive.loops.integrals import SimplexIntegral, integrate_simplex, mixed_difference
from darktmm.derive.loops.triangle import (
    FERMION_RADIATES,
    SCALAR_RADIATES,
    Diagram,
    diagrams,
    form_factor_polynomials,
)
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    THETA,
    DarkModel,
    dipole,
    radiative_mass,
    transition,
    vanishing,
    variant,
    vector_form_factor,
    z_aprime_mixing,
)
from darktmm.derive.vertices import Chiral, Current
from darktmm.papers.arxiv_2603_25704 import matrix_routes, printed, signs
from darktmm.papers.row import Finding, Route, Row, Verdict, judged


def eq13(model: DarkModel) -> Row:
    factors = transition.form_factors(model, 1, 2)
    t, r = transition.coefficient(model, 1, 2), transition.partner(model, 1, 2)
    hermitian = sp.expand(r + sp.conjugate(t))
    gamma5_parts = [
        name
        for name, present in (
            ("electric dipole", sp.expand(t - r) != 0),
            ("axial vector", sp.expand(factors["gamma_L"] - factors["gamma_R"]) != 0),
        )
        if present
    ]
    return Row(
        "eq13",
        "Form-factor decomposition of the transition amplitude",
        (
            Finding(
                Verdict.DEFINITION,
                "Defines F_1, F_2; mu = F_2/2m_e. The engine also finds the gamma5 structures hidden in "
                f"the dots: {', '.join(gamma5_parts)}.",
            ),
            Finding(
                Verdict.DEFINITION,
                "Here i is the incoming neutrino; in (7) mu_ij multiplies nu_i-bar ... nu_j, j incoming: a "
                "sign for an antisymmetric mu.",
            ),
        ),
        printed.LATEX["eq13"],
        r"\Gamma^\mu=\gamma^\mu(f_LP_L+f_RP_R)+i\sigma^{\mu\nu}q_\nu(TP_L-T^*P_R)+\dots",
        routes=(Route("hermiticity R = -T* of the sum", hermitian),),
    )


def _one_direction(model: DarkModel, scalar: RealScalar) -> tuple[sp.Expr, sp.Expr, Diagram]:
    """(C_Φ of (14), T^{12}, the diagram) for N₁ → N₂ and one scalar."""
    n1, n2 = model.heavy.states
    for d in diagrams(model.rules, model.nu[1], model.nu[2], model.vectors[0]):
        if d.topology == FERMION_RADIATES and d.fermions == (n1, n2) and d.scalars == (scalar,):
            assert isinstance(d.vector, Chiral)
            axial = (d.vector.right - d.vector.left) / 2
            constant = d.outgoing.left * axial * d.incoming.left * sp.I**3
            value = d.form_factors(("sigma_L",), massless=True)["sigma_L"]
            return sp.expand(constant), value, d
    raise ArithmeticError("there is no diagram N_1 -> N_2")


def eq14(model: DarkModel) -> Row:
    even, _, diagram = _one_direction(model, model.even[0])
    odd, _, _ = _one_direction(model, model.odd[0])
    # The integrand of (14): P_L on both sides, axial vertex, masses M₂ then M₁, routing p'−k, p−k.
    assert isinstance(diagram.vector, Chiral)
    same_projectors = all(
        (rule.left if x == "L" else rule.right) != 0
        for x, rule in zip(
            printed.EQ14_PROJECTORS, (diagram.outgoing, diagram.incoming), strict=True
        )
    ) and set(printed.EQ14_PROJECTORS) == {"L"}  # λ*λ*: the transition of left-handed neutrinos
    axial = diagram.vector.left + diagram.vector.right == 0
    masses = [n.mass for n in diagram.fermions] == [M_1, M_2]
    symmetric = sp.expand(even - _exchanged(even)) == 0
    opposite = trig_normal(odd.subs(_angle_map(model), simultaneous=True) + even) == 0
    return Row(
        "eq14",
        "Amplitude of the fermion-radiated diagram",
        (
            judged(
                same_projectors and axial and masses and symmetric and opposite,
                Finding(
                    Verdict.CONFIRMED,
                    "Projectors, axial vertex and routing are those of the Feynman rules; "
                    "C_Phi,ij, which is not printed, is symmetric in i and j and changes sign for CP-odd scalars.",
                ),
                Finding(Verdict.CORRECTED, "The Feynman rules give another integrand."),
            ),
        ),
        printed.LATEX["eq14"],
        r"C_{H_1ij}=" + tex(sp.factor(even)),
        routes=(Route("explicit 4x4 matrices", matrix_routes.fermion_numerator()),),
    )


def _angle_map(model: DarkModel) -> dict[sp.Expr, sp.Expr]:
    even, odd = model.rotations
    pairs = zip(sorted(odd.free_symbols, key=str), sorted(even.free_symbols, key=str), strict=True)
    return dict(pairs)


def _exchanged(expression: sp.Expr) -> sp.Expr:
    """i ↔ j for i = 1, j = 2."""
    table = {}
    for symbol in expression.free_symbols:
        name = symbol.name
        if name.startswith("lambda_"):
            other = {"1": "2", "2": "1"}[name[7]]
            table[symbol] = sp.Symbol(f"lambda_{other}{name[8:]}", complex=True)
    return expression.subs(table, simultaneous=True)


X, Y = sp.symbols("x y", positive=True)


def _axial_numerator(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Numerator of iσ^{μν}q_ν P_L for an axial vertex, N_first → N_second, from the engine."""
    names = sp.symbols("x y M1 M2 g1 g2 aL bL m_i m_j")
    values = (X, Y, first, second, -1, 1, 1, 1, 0, 0)
    numerator = form_factor_polynomials(FERMION_RADIATES)["sigma_L"].as_expr()
    return numerator.subs(dict(zip(names, values, strict=True)), simultaneous=True)


def _scalar_weight() -> sp.Expr:
    """The same for a scalar line and both momenta along it, per internal mass, positive at x = y = 0."""
    names = sp.symbols("x y M1 g1 g2 aL bL m_i m_j")
    values = (X, Y, 1, 1, -1, 1, 1, 0, 0)
    numerator = form_factor_polynomials(SCALAR_RADIATES)["sigma_L"].as_expr()
    weight = sp.expand(numerator.subs(dict(zip(names, values, strict=True)), simultaneous=True))
    return weight / sp.sign(weight.subs({X: 0, Y: 0}))


def _over_simplex(numerator: sp.Expr, nodes: tuple[sp.Expr, ...]) -> sp.Expr:
    monomials = [((*powers, 0), value) for powers, value in sp.Poly(numerator, X, Y).terms()]
    return integrate_simplex(1, nodes, monomials)


def _direction_row(model: DarkModel, row: str, title: str, first: int, second: int) -> Row:
    masses = {1: M_1, 2: M_2}
    claimed = printed.eq16_integral() if first == 2 else printed.eq15_integral(masses[1], masses[2])
    constant, value, diagram = _one_direction(model, model.even[0])
    if (first, second) == (2, 1):
        value = transition.fermion_radiated_by_direction(model, 1, 2)[2, 1, model.even[0].name]
    derived = sp.expand(sp.cancel(sp.factor(value) / (sp.factor(constant) * loop_factor()))).subs(
        diagram.nodes()[2], M_PHI**2
    )
    same = sp.expand(claimed - derived) == 0
    nodes = (masses[second] ** 2, masses[first] ** 2, M_PHI**2)
    numerator = _axial_numerator(masses[first], masses[second])
    # The momentum integral carries a sign of its own.
    phase = next(
        s for s in (1, -1) if sp.expand(_over_simplex(s * numerator, nodes) - derived) == 0
    )
    numerator = sp.expand(phase * numerator)
    # What is left of the printed numerator once twice the derived one is taken out.
    leftover = sp.factor(sp.expand(claimed + 2 * derived))
    gordon = (masses[second] - masses[first]) * _over_simplex(_scalar_weight(), nodes)
    explained = sp.expand(leftover - gordon) == 0
    return Row(
        row,
        title,
        (
            judged(
                same,
                Finding(Verdict.CONFIRMED, "The loop integral is the derived one."),
                Finding(
                    Verdict.CORRECTED,
                    f"The numerator is {numerator}"
                    + (
                        f"; the printed one is -2 times that plus (M_{second} - M_{first})({_scalar_weight()}), a "
                        "piece in gamma^mu pslash and p'slash gamma^mu that vanishes on shell."
                        if explained
                        else "."
                    ),
                ),
            ),
        ),
        printed.LATEX[row],
        tex(loop_factor())
        + rf"\,C_{{\Phi ij}}\int_0^1dx\int_0^{{1-x}}dy\,\frac{{{tex(numerator)}}}{{\Delta_\Phi}}="
        + tex(loop_factor())
        + rf"\,C_{{\Phi ij}}\left({tex(derived)}\right)",
        f"reduction of gamma^mu(pslash - kslash) between spinors; printed + 2 derived = {leftover}",
        numbers=(claimed, derived),
        routes=(Route("explicit 4x4 matrices", matrix_routes.fermion_numerator()),),
    )


def eq15(model: DarkModel) -> Row:
    return _direction_row(model, "eq15", "Fermion-radiated dipole, N1 -> N2", 1, 2)


def eq16(model: DarkModel) -> Row:
    return _direction_row(model, "eq16", "Fermion-radiated dipole, N2 -> N1", 2, 1)


def eq17(model: DarkModel) -> Row:
    del model
    left, right = printed.eq17()
    axial = _axial_numerator(M_1, M_2)
    swapped = axial.subs({X: Y, Y: X, M_1: M_2, M_2: M_1}, simultaneous=True)
    return Row(
        "eq17",
        "Antisymmetry of the numerator",
        (
            judged(
                sp.expand(left - right) == 0,
                Finding(Verdict.CONFIRMED, "An identity."),
                Finding(Verdict.CORRECTED, "Not an identity."),
            ),
            judged(
                sp.expand(swapped + axial) == 0,
                Finding(
                    Verdict.CONFIRMED,
                    f"The derived numerator {axial} has the same antisymmetry, so that the conclusion survives.",
                ),
                Finding(Verdict.INCONSISTENT, "The derived numerator lacks this antisymmetry."),
            ),
        ),
        printed.LATEX["eq17"],
        tex(swapped) + r"=-\left(" + tex(axial) + r"\right)",
        routes=(Route("expansion", sp.expand(left - right)),),
    )


def _scalar_lagrangian_row(model: DarkModel, row: str, title: str, derived: str) -> Row:
    statement = signs.by_id(model)[row]
    residual = sp.Integer(0) if statement.relative else sp.Integer(1)
    return Row(
        row,
        title,
        (
            judged(
                statement.relative == 1,
                Finding(Verdict.CONFIRMED, "Follows from (4) as printed."),
                judged(
                    statement.holds(signs.CHOICE),
                    Finding(
                        Verdict.CONVENTION,
                        "Follows from (4) with S = (S_R - i S_I)/sqrt2; with S = (S_R + i S_I)/sqrt2 the overall "
                        "sign is the opposite.",
                    ),
                    Finding(Verdict.CORRECTED, "No allowed choice of signs gives it."),
                ),
            ),
        ),
        printed.LATEX[row],
        derived,
        "S = (S_R + i S_I)/sqrt2 in (D S)^dagger (D S)",
        routes=(Route("Feynman rules of both Lagrangians, up to the sign", residual),),
    )


def eq18a(model: DarkModel) -> Row:
    return _scalar_lagrangian_row(
        model,
        "eq18a",
        "Gauge coupling of the scalar components",
        r"+g_DQ_SA'^\mu\sum_aS_{aR}\overleftrightarrow{\partial_\mu}S_{aI}",
    )


def eq18(model: DarkModel) -> Row:
    row = _scalar_lagrangian_row(
        model,
        "eq18",
        "Gauge coupling of the physical scalars",
        r"+g_DQ_SA'^\mu\sum_{km}(O_R^TO_I)_{km}H_k\overleftrightarrow{\partial_\mu}A_m,\quad O_R^TO_I="
        + tex((model.rotations[0].T * model.rotations[1]).applyfunc(sp.trigsimp)),
    )
    same_parity = model.rules.current(model.even[0], model.even[1], model.vectors[0])
    extra = judged(
        not same_parity,
        Finding(Verdict.CONFIRMED, "No coupling of two scalars of the same parity."),
        Finding(Verdict.CORRECTED, "Scalars of the same parity couple."),
    )
    return Row(
        row.id,
        row.title,
        (*row.findings, extra),
        row.printed,
        row.derived,
        row.where,
        routes=row.routes,
    )


def _generic_path(outgoing: Chiral) -> sp.Expr:
    """Dipole of one scalar path with P_L at the incoming vertex and `outgoing` at the other."""
    diagram = Diagram(
        SCALAR_RADIATES,
        (MajoranaFermion("N", mass=M),),
        (RealScalar("H", mass=M_H1), RealScalar("A", mass=M_A1)),
        Chiral(left=sp.S.One),
        outgoing,
        Current(sp.S.One, -sp.S.One),
    )
    return diagram.form_factors(("sigma_L",), massless=True)["sigma_L"]


def eq19(model: DarkModel) -> Row:
    outgoing, _ = printed.EQ19_PROJECTORS
    as_printed = _generic_path(Chiral.of(outgoing, sp.S.One))
    if _generic_path(Chiral(left=sp.S.One)) == 0:
        raise ArithmeticError("two P_L vertices give no dipole")
    n2 = model.heavy.states[1]
    rules = {s: model.rules.yukawa(n2, model.nu[1], s).left for s in (model.even[0], model.odd[0])}
    relative = sp.simplify(
        rules[model.odd[0]].subs(_angle_map(model), simultaneous=True) / rules[model.even[0]]
    )
    return Row(
        "eq19",
        "Amplitude of the scalar-radiated diagram",
        (
            judged(
                as_printed != 0,
                Finding(Verdict.CONFIRMED, "The printed projectors give a dipole."),
                Finding(
                    Verdict.CORRECTED,
                    "With the printed P_R (kslash + M) P_L the mass term, and with it the whole dipole, vanishes. "
                    "Both vertices carry P_L (both are lambda*), as in (14).",
                ),
            ),
            judged(
                relative == 1,
                Finding(Verdict.CONFIRMED, "CP-even and CP-odd vertices have the same phase."),
                Finding(
                    Verdict.CORRECTED,
                    f"The CP-odd vertex carries a relative {relative}, missing in every path; and "
                    "C must be antisymmetric in its two scalars.",
                ),
            ),
        ),
        printed.LATEX["eq19"],
        r"\bar u_j\left(\tfrac{c_{\Phi_2}\tilde\lambda^*_{j\Phi_2}}{2}P_L\right)\frac{i(\not k+M_\alpha)}"
        r"{k^2-M_\alpha^2}\left(\tfrac{c_{\Phi_1}\tilde\lambda^*_{i\Phi_1}}{2}P_L\right)u_i\frac{iV^\mu}"
        r"{D_{\Phi_2}D_{\Phi_1}},\ c_H=1,\ c_A=" + tex(relative),
        "chirality of the outgoing Yukawa vertex; dipole of the printed chain = "
        f"{as_printed}, of the derived one nonzero",
        routes=(
            Route("explicit 4x4 matrices", matrix_routes.scalar_numerator()),
            Route(
                "P_R(kslash+M)P_L by matrices",
                matrix_routes.true_projector_identity(),
            ),
        ),
    )


def eq20(model: DarkModel) -> Row:
    kappa = transition.path_normalisation(model)
    claimed = printed.eq20_normalisation()
    ratio = sp.simplify(claimed / kappa)
    statement = signs.by_id(model)["eq20"]
    with_22 = {"eq20", "eq22"} in [set(pair) for pair in signs.irreconcilable(model)]
    loops = printed.eq21(), path_function().expression
    return Row(
        "eq20",
        "Moment from one scalar path",
        (
            judged(
                sp.Abs(ratio) == 1,
                Finding(
                    Verdict.CONFIRMED,
                    "The magnitude 1/64 pi^2 in GeV^-1 is right, for J of weight 1 - x - y.",
                ),
                Finding(Verdict.CORRECTED, f"The prefactor is off by {sp.Abs(ratio)}."),
            ),
            judged(
                statement.holds(signs.CHOICE),
                Finding(Verdict.CONFIRMED, "The sign is right."),
                Finding(
                    Verdict.CORRECTED,
                    "The sign is wrong for the D_mu of (12)"
                    + (
                        ", and with (18) it contradicts the sign of (22) in every convention."
                        if with_22
                        else "."
                    ),
                ),
            ),
        ),
        printed.LATEX["eq20"],
        tex(kappa)
        + r"\,M_\alpha C_{\Phi_1\Phi_2}\tilde\lambda^*_{j\Phi_2}\tilde\lambda^*_{i\Phi_1}"
        r"\mathcal{J},\quad C_{AH}=-C_{HA}",
        "product of the three vertices and five propagator factors i",
        numbers=(claimed * M_1 * loops[0].subs(M, M_1), kappa * M_1 * loops[1].subs(M, M_1)),
        routes=(Route("explicit 4x4 matrices", matrix_routes.scalar_numerator()),),
    )


def eq21(model: DarkModel) -> Row:
    del model
    claimed, derived = printed.eq21(), path_function().expression
    nodes = (M_A1**2, M_H1**2, M**2)
    weight = _scalar_weight()
    if sp.expand(_over_simplex(weight, nodes) - derived) != 0:
        raise ArithmeticError(f"the weight {weight} does not give the loop function {derived}")
    off_the_fermion = _over_simplex(X + Y, nodes)
    return Row(
        "eq21",
        "Loop function J",
        (
            judged(
                sp.expand(claimed - derived) == 0,
                Finding(Verdict.CONFIRMED, "The derived loop function."),
                Finding(
                    Verdict.CORRECTED,
                    f"The weight is {sp.sstr(weight, order='rev-lex')}, the parameter of the internal "
                    "fermion: p + p' - 2k averages to that times p + p'."
                    + (
                        " x + y is the weight of radiation off the fermion."
                        if sp.expand(claimed - off_the_fermion) == 0
                        else ""
                    ),
                ),
            ),
        ),
        printed.LATEX["eq21"],
        rf"\int_0^1dx\int_0^{{1-x}}dy\,\frac{{{tex(weight)}}}{{\Delta}}=" + tex(derived),
        "shift of the loop momentum in (p + p' - 2k)^mu",
        numbers=(claimed, derived),
        routes=(
            Route("explicit 4x4 matrices", matrix_routes.scalar_numerator()),
            Route("loop-momentum routing", _routing_residual()),
        ),
    )


def _routing_residual() -> sp.Expr:
    plain = form_factor_polynomials(SCALAR_RADIATES)["sigma_L"]
    rerouted = form_factor_polynomials(SCALAR_RADIATES, (1, -2))["sigma_L"]
    return (plain - rerouted).as_expr()


def eq22(model: DarkModel) -> Row:
    folded = transition.factorised(model)
    ratio = sp.simplify(printed.eq22_prefactor() / folded.prefactor)
    total = folded.folded()
    tensor = printed.tensor(1, 2)
    complete = printed.eq22_projection(tensor) == tensor
    electric = sp.expand(dipole.electric(total)) != 0
    part = printed.eq22_projection
    loops = sp.Add(
        *(mass * transition.delta_symbol(k) for k, (_, mass) in enumerate(folded.weights, 1))
    )
    return Row(
        "eq22",
        "Total dark transition moment",
        (
            judged(
                ratio == 1,
                Finding(Verdict.CONFIRMED, "The prefactor is right."),
                Finding(
                    Verdict.CORRECTED,
                    f"The prefactor is {ratio} times the derived one"
                    + (
                        ": the coherent sum is antisymmetric already, and is antisymmetrised once more."
                        if ratio == 2
                        else "."
                    ),
                ),
            ),
            judged(
                complete or not electric,
                Finding(Verdict.CONFIRMED, "The flavour tensor is complete."),
                Finding(
                    Verdict.CORRECTED,
                    "T_ji is proportional to the complex tensor itself. Im keeps the magnetic form factor and "
                    "drops the electric one; scattering measures |T|.",
                ),
            ),
            Finding(Verdict.CORRECTED, "Inherits the loop function of (21).")
            if sp.expand(printed.eq21() - path_function().expression) != 0
            else Finding(Verdict.CONFIRMED, "The loop function is that of the derivation."),
        ),
        printed.LATEX["eq22"],
        r"T_{ji}=" + tex(folded.prefactor) + r"\left(" + tex(loops) + r"\right)\big|_{i=1,j=2}",
        "(20) -> (22): sum over ordered paths, then A_ij = mu_ij - mu_ji",
        numbers=(
            part(tensor)
            * sp.cancel(printed.eq22_prefactor() / tensor)
            * sp.Add(*(mass * printed_difference(mass) for _, mass in folded.weights)),
            part(folded.prefactor)
            * sp.Add(*(w * mass * derived_difference(mass) for w, mass in folded.weights)),
        ),
        routes=(
            Route("antisymmetry of the sum", _antisymmetry(model)),
            Route("diagonal element", transition.coefficient(model, 1, 1)),
        ),
    )


def printed_difference(mass: sp.Expr) -> sp.Expr:
    """(23) with the J of (21), splittings factored out."""
    whole = mixed_difference(printed.eq21(), (M_H1**2, M_H2**2), (M_A1**2, M_A2**2))
    return whole.subs(M, mass)


def derived_difference(mass: sp.Expr) -> sp.Expr:
    """(23) with the derived J."""
    return path_difference().expression.subs(M, mass)


def _antisymmetry(model: DarkModel) -> sp.Expr:
    """T_21 + T_12, both summed from their own diagrams."""
    total = transition.coefficient(model, 1, 2) + transition.coefficient(model, 2, 1)
    return sum((trig_normal(total.coeff(i)) * i for i in total.atoms(SimplexIntegral)), sp.S.Zero)


def eq23(model: DarkModel) -> Row:
    pattern = transition.factorised(model).pattern
    return Row(
        "eq23",
        "Mass-splitting factor",
        (
            judged(
                dict(pattern) == printed.EQ23_PATTERN,
                Finding(
                    Verdict.CONFIRMED,
                    "The coherent sum contains J in exactly this combination. It equals "
                    "(M_H1^2 - M_H2^2)(M_A1^2 - M_A2^2) times a positive integral.",
                ),
                Finding(Verdict.CORRECTED, f"The combination is {dict(pattern)}."),
            ),
        ),
        printed.LATEX["eq23"],
        r"\Delta\mathcal{J}_\alpha=" + tex(derived_difference(sp.Symbol("M_alpha"))),
        routes=(Route("recursion of divided differences", _difference_residual()),),
    )


def _difference_residual() -> sp.Expr:
    """ΔJ from four path functions minus the factored form, at exact rational masses."""
    values = {M: 2, M_H1: 3, M_H2: 5, M_A1: 7, M_A2: 11}
    four = sum(
        sign * path_function()(values[M], values[h], values[a]).doit()
        for h, a, sign in ((M_H1, M_A1, 1), (M_H2, M_A2, 1), (M_H1, M_A2, -1), (M_H2, M_A1, -1))
    )
    factored = path_difference().expression.subs(values).doit()
    return sp.simplify(sp.expand(sp.expand_log(four - factored, force=True)))


def claim_f1_vanishes(model: DarkModel) -> Row:
    off_diagonal = vector_form_factor.finite(model, 1, 2)
    transposed = vector_form_factor.finite(model, 2, 1)
    vector = sp.expand(off_diagonal - transposed) / 2  # f_R,ji = −f_L,ij
    diagonal = transition.form_factors(model, 1, 1)
    diagonal_vector = sp.expand(diagonal["gamma_L"] + diagonal["gamma_R"])
    universal = z_aprime_mixing.divergence()
    return Row(
        "claim-f1-vanishes",
        "Self-conjugacy enforces F_1 = 0",
        (
            judged(
                diagonal_vector == 0,
                Finding(Verdict.CONFIRMED, "True for i = j."),
                Finding(Verdict.CORRECTED, "Not even for i = j."),
            ),
            judged(
                vector == 0,
                Finding(Verdict.CONFIRMED, "True for i != j as well."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "For i != j self-conjugacy only makes F_1 antisymmetric and imaginary. Here F_1(0) = i Im f_ji is "
                    "finite and nonzero because (6) and the scalar splitting break U(1)_D.",
                ),
            ),
            judged(
                universal == 0,
                Finding(Verdict.DEFINITION, "All of f_ji is predicted."),
                Finding(
                    Verdict.DEFINITION,
                    "Flavour-changing elements of f_ji are predictions. What all flavours have in common is not: the "
                    f"loop of N_1 and N_2 mixes A' with the Z, and d Pi/d ln Lambda^2 = {universal} per pair of "
                    "couplings.",
                ),
            ),
        ),
        r"F_1(q^2)\equiv0",
        r"F_1(0)_{ji}=\tfrac12(f_{ji}-f_{ij})",
        "sum of all triangles projected on gamma^mu P_L; Ward identity checked in the unbroken limit",
        routes=(
            Route(
                "Ward identity where U(1)_D is exact",
                vector_form_factor.symmetric_limit(model, 1, 2),
            ),
        ),
    )


def claim_projector_identity(model: DarkModel) -> Row:
    del model
    off = matrix_routes.projector_identity(*printed.PROJECTOR_IDENTITY)
    return Row(
        "claim-projector-identity",
        "P_R (kslash + M) P_L = M P_R",
        (
            judged(
                off == 0,
                Finding(Verdict.CONFIRMED, "Holds."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "P_R (kslash + M) P_L = kslash P_L: the mass term drops out. What isolates it is "
                    "P_L (kslash + M) P_L = M P_L.",
                ),
            ),
        ),
        r"P_R(\not k+M_\alpha)P_L=M_\alpha P_R",
        r"P_R(\not k+M_\alpha)P_L=\not kP_L,\quad P_L(\not k+M_\alpha)P_L=M_\alpha P_L",
        "P_R P_L = 0",
        routes=(Route("explicit 4x4 matrices", matrix_routes.true_projector_identity()),),
    )


def claim_fermion_radiated_vanishes(model: DarkModel) -> Row:
    total = transition.coefficient(model, 1, 2, FERMION_RADIATES)
    general = transition.coefficient(variant(model, majorana_angle=THETA), 1, 2, FERMION_RADIATES)
    table = transition.fermion_radiated_by_direction(model, 1, 2)
    single = any(sp.expand(v) != 0 for v in table.values())
    return Row(
        "claim-fermion-radiated-vanishes",
        "The fermion-radiated diagrams cancel, mu_21 = -mu_12",
        (
            judged(
                total == 0 and single,
                Finding(
                    Verdict.CONFIRMED,
                    "The full sum is identically zero, scalar by scalar, although each direction is not. "
                    + (
                        "It holds for any m_L, m_R, m_D"
                        if sp.expand(general) == 0
                        else "It needs m_L = m_R"
                    )
                    + " and any scalar mixing: T is antisymmetric, and one N makes the couplings symmetric. "
                    "The axial form of (12) is not needed.",
                ),
                Finding(Verdict.UNSUPPORTED, f"The sum is {total}."),
            ),
        ),
        r"\mu_L^{\text{Fermion-Rad}}\equiv0",
        tex(total),
        routes=(
            Route("sum over both directions", total),
            Route("general m_L, m_R", sp.expand(general)),
            Route("explicit 4x4 matrices", matrix_routes.fermion_numerator()),
        ),
    )


def claim_loop_function_dimensionless(model: DarkModel) -> Row:
    del model
    scale = sp.Symbol("s", positive=True)
    masses = {M: 2, M_H1: 3, M_A1: 5}
    claimed = printed.eq21()
    scaled = claimed.subs({k: scale * v for k, v in masses.items()}).doit()
    dimension = sp.simplify(
        sp.log(sp.simplify(scaled / claimed.subs(masses).doit())) / sp.log(scale)
    )
    return Row(
        "claim-loop-function-dimensionless",
        "J is dimensionless",
        (
            judged(
                dimension == 0,
                Finding(Verdict.CONFIRMED, "It is."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"J has mass dimension {dimension}; only so is (20) a moment.",
                ),
            ),
        ),
        r"[\mathcal{J}]=0",
        rf"[\mathcal{{J}}]={tex(dimension)}",
        "scaling all masses",
    )


def claim_antisymmetrisation(model: DarkModel) -> Row:
    residual = _antisymmetry(model)
    total, transposed = (transition.coefficient(model, *pair) for pair in ((1, 2), (2, 1)))
    twice = sum(
        (
            trig_normal((total - transposed - 2 * total).coeff(i)) * i
            for i in total.atoms(SimplexIntegral)
        ),
        sp.S.Zero,
    )
    return Row(
        "claim-antisymmetrisation",
        "The coherent sum has to be antisymmetrised in flavour space",
        (
            judged(
                residual != 0,
                Finding(Verdict.CONFIRMED, "The sum is not antisymmetric by itself."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "The sum over the ordered paths H -> A and A -> H is antisymmetric as it stands; "
                    "A_ij = mu_ij - mu_ji doubles it" + (" exactly." if twice == 0 else "."),
                ),
            ),
        ),
        r"\mathcal{A}_{ij}=\mu_{ij}-\mu_{ji}",
        r"T_{ij}=-T_{ji}\ \Rightarrow\ \mathcal{A}_{ij}=2\mu_{ij}",
        "(20) -> (22)",
        routes=(Route("T_21 + T_12 from separate sums", residual), Route("A = 2T", twice)),
    )


def claim_three_conditions(model: DarkModel) -> Row:
    found = vanishing.conditions(model)
    listed = [c for c in found if c.in_text]
    extra = [c for c in found if not c.in_text and c.residual == 0]
    below, above = vanishing.opposite_signs()
    naive = vanishing.not_a_zero(model)
    return Row(
        "claim-three-conditions",
        "Three conditions for a nonvanishing moment",
        (
            judged(
                all(c.residual == 0 for c in listed),
                Finding(Verdict.CONFIRMED, "Each of the three is necessary."),
                Finding(Verdict.CORRECTED, "Not each of the three is necessary."),
            ),
            judged(
                not extra,
                Finding(Verdict.CONFIRMED, "They are sufficient."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "They are not sufficient: the moment also vanishes for m = 0 (lepton number)"
                    + (
                        " and, for 0 < m < m_D, on the curve F(M_2) = F(|M_1|), F(M) = M K(M^2), where the "
                        "two heavy fermions cancel."
                        if below * above < 0
                        else "."
                    ),
                ),
            ),
            Finding(
                Verdict.CONFIRMED if naive != 0 else Verdict.UNSUPPORTED,
                "Delta J = 0 exactly for M_H1 = M_H2 or M_A1 = M_A2; M_Hk = M_Ak for all k is not a zero.",
            ),
        ),
        r"\lambda\ \text{tensor}\neq0,\ \sin2(\theta_I-\theta_R)\neq0,\ \Delta\mathcal{J}_\alpha\neq0",
        r"\ldots\ \text{and}\ \sum_\alpha M_\alpha\Delta\mathcal{J}_\alpha\neq0",
        "sum over the two heavy fermions, whose signed masses may cancel",
        routes=tuple(Route(c.name, c.residual) for c in found),
    )


def claim_mass_correction_divergent(model: DarkModel) -> Row:
    pole = radiative_mass.divergence(model, 1, 2)
    return Row(
        "claim-mass-correction-divergent",
        "The radiative neutrino mass is divergent and needs a counterterm",
        (
            judged(
                pole != 0,
                Finding(Verdict.CONFIRMED, f"The pole is {pole}."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "It is finite: the poles of CP-even and CP-odd scalars cancel by orthogonality. It is a prediction "
                    "of the same parameters as the moment, and (3)-(6) offer no counterterm to absorb it.",
                ),
            ),
        ),
        r"\delta m_\nu\to\infty",
        radiative_mass.result(model).equations[0].latex,
        "sum over the scalars of the two-point function at zero momentum",
        routes=(Route("ultraviolet pole", pole),),
    )


ROWS = {
    "eq13": eq13,
    "eq14": eq14,
    "eq15": eq15,
    "eq16": eq16,
    "eq17": eq17,
    "eq18a": eq18a,
    "eq18": eq18,
    "eq19": eq19,
    "eq20": eq20,
    "eq21": eq21,
    "eq22": eq22,
    "eq23": eq23,
    "claim-f1-vanishes": claim_f1_vanishes,
    "claim-projector-identity": claim_projector_identity,
    "claim-fermion-radiated-vanishes": claim_fermion_radiated_vanishes,
    "claim-loop-function-dimensionless": claim_loop_function_dimensionless,
    "claim-antisymmetrisation": claim_antisymmetrisation,
    "claim-three-conditions": claim_three_conditions,
    "claim-mass-correction-divergent": claim_mass_correction_divergent,
}
