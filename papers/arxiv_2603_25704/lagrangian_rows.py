"""Rows on the Lagrangian, its symmetries and its mass basis: (3)–(12), Table 1 and their claims."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from darktmm.derive.basis import components, trig_normal
from darktmm.derive.fields import MU, NU, Bilinear, MajoranaFermion, VectorComponent, bilinear
from darktmm.derive.lagrangian import (
    Doublet,
    check_hermitian,
    check_lorentz,
    gauge_variation,
    normal_form,
    terms,
    u1_breaking,
    with_conjugate,
)
from darktmm.derive.latex import tex
from darktmm.derive.laws import kinetic_mixing
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    DarkModel,
    E,
    N,
    dipole,
    feynman_rules,
    mass_eigenstates,
    variant,
    vector_form_factor,
    yukawa,
)
from darktmm.derive.vertices import FeynmanRules
from darktmm.papers.arxiv_2603_25704 import matrix_routes, printed, signs
from darktmm.papers.row import Finding, Route, Row, Verdict, judged

DIMENSIONS: Mapping[str, int] = {"m": 1, "M": 1, "delta": 2, "b": 2}
"""Mass dimension of the Lagrangian's parameters, by the head of their name; others have none."""


def parameter_dimension(expression: sp.Expr) -> sp.Expr:
    """Mass dimension of a coefficient that is a monomial in the parameters."""
    total = sp.S.Zero
    for factor in sp.Mul.make_args(expression):
        base, power = factor.as_base_exp()
        head = str(base).split("_")[0].rstrip("0123456789")
        total += DIMENSIONS.get(head, 0) * power
    return total


def _well_formed(part: sp.Expr, name: str) -> str:
    """Hermitian, Lorentz scalar, dimension 4; raises otherwise, returns the sentence if so."""
    check_lorentz(part, name)
    check_hermitian(part, name)
    for term in terms(part):
        dimension = term.mass_dimension + parameter_dimension(term.coefficient)
        if dimension != 4:
            raise ArithmeticError(f"{name}: {term.expression} has dimension {dimension}")
    return "hermitian, a Lorentz scalar and of mass dimension 4 in every term (computed)"


def _broken(report: Mapping[str, object]) -> str:
    parts = []
    for symmetry, what in report.items():
        if isinstance(what, dict) and symmetry.startswith("U(1)"):
            units = max(what, key=sp.default_sort_key)
            parts.append(f"{symmetry} by {sp.Abs(sp.nsimplify(units.subs({Q_N: 1, Q_S: -1})))}")
        else:
            parts.append(symmetry)
    return ", ".join(parts)


def eq03(model: DarkModel) -> Row:
    base = model.printed()
    has_mixing = any(
        len(term.operators) == 2 and all(isinstance(op, VectorComponent) for op in term.operators)
        for term in terms(base.expression)
    )
    degenerate = _scalar_masses(model)[0] == _scalar_masses(model)[1]
    missing = [] if has_mixing else ["the kinetic mixing and the A' mass of (8)"]
    if degenerate:
        missing.append("any difference between CP-even and CP-odd scalars, used from (11) on")
    return Row(
        "eq03",
        "The Lagrangian as a sum of parts",
        (
            Finding(Verdict.DEFINITION, f"The sum is {_well_formed(base.expression, 'L')}."),
            judged(
                not missing,
                Finding(Verdict.CONFIRMED, "It contains every term that is used later."),
                Finding(
                    Verdict.INCONSISTENT,
                    "Called complete, it lacks "
                    + " and ".join(missing)
                    + ": contradicts (8), (11), (18).",
                ),
            ),
        ),
        printed.LATEX["eq03"],
        r"\mathcal{L}_{(3)}+\mathcal{L}_{\rm mix}+\mathcal{L}_{\rm split},\quad \mathcal{L}_{\rm split}="
        r"-\sum_{ab}\left[\delta_{ab}S_a^\dagger S_b+\tfrac12(b_{ab}S_aS_b+\text{h.c.})\right]",
        "counting the terms of (4)-(6): no S_a S_b, no A' mass, no mixed field strength",
    )


def eq04(model: DarkModel) -> Row:
    lagrangian = model.printed()
    breaking = lagrangian.breaking("L_new")
    su2 = breaking.get("SU(2)_L", {})
    restored = all(sp.expand(v.subs(M_DIRAC, M_E)) == 0 for v in su2.values())
    return Row(
        "eq04",
        "Kinetic and mass terms of the dark fields",
        (
            Finding(
                Verdict.DEFINITION, f"As printed: {_well_formed(lagrangian.parts['L_new'], '(4)')}."
            ),
            judged(
                not breaking,
                Finding(Verdict.CONFIRMED, "It respects every symmetry of Table 1."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"It breaks {_broken(breaking)} of Table 1"
                    + (" in proportion to M_N - M_E" if restored else "")
                    + ": no term of (3) splits the components of a vector-like doublet.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                "M_N is the m_D of Sec. 2.2 (never said); the scalar masses leave S_aR and S_aI degenerate.",
            ),
        ),
        printed.LATEX["eq04"],
        r"\delta_{SU(2)}\mathcal{L}_{\rm new}\propto(M_N-M_E)",
        "variation of the mass terms under T1, T2 of SU(2)_L",
    )


def _first_line(model: DarkModel) -> sp.Expr:
    """L̄_α P_R Ψ S_a with the doublets contracted."""
    heavy = Doublet(N, E)
    total = sp.S.Zero
    for flavour in model.flavours:
        light = Doublet(model.nu_flavour[flavour], model.charged_leptons[flavour])
        for a, s in zip(model.indices, model.scalars, strict=True):
            contraction = bilinear(light.upper, heavy.upper, chirality="R") + bilinear(
                light.lower, heavy.lower, chirality="R"
            )
            total -= yukawa(flavour, a) * contraction * s
    return sp.expand(with_conjugate(total))


def eq05(model: DarkModel) -> Row:
    lagrangian = model.printed()
    part = lagrangian.parts["L_int"]
    same = sp.expand(part - _first_line(model)) == 0
    invariant = not lagrangian.breaking("L_int").get("SU(2)_L")
    charges = {group: {sp.expand(q) for q in u1_breaking(part, group)} for group in lagrangian.u1}
    closed = all(all(q.subs(Q_S, -Q_N) == 0 for q in values) for values in charges.values())
    return Row(
        "eq05",
        "Portal Yukawa interaction",
        (
            judged(
                same and invariant and closed,
                Finding(
                    Verdict.CONFIRMED,
                    "Both lines agree; SU(2)_L, U(1)_Y and, for Q_N + Q_S = 0, U(1)_D are respected; "
                    + _well_formed(part, "(5)")
                    + ".",
                ),
                Finding(
                    Verdict.CORRECTED, "The two lines differ or a symmetry of Table 1 is broken."
                ),
            ),
        ),
        printed.LATEX["eq05"],
        r"-\sum y_{\alpha a}\left(\bar\nu_{\alpha}P_RN+\bar\ell_{\alpha}P_RE\right)S_a+\text{h.c.},"
        r"\quad Q_N+Q_S=0",
        routes=(Route("doublet contraction", sp.expand(part - _first_line(model))),),
    )


def eq06(model: DarkModel) -> Row:
    lagrangian = model.printed()
    part = lagrangian.parts["L_LNV"].subs(
        {M_LEFT: sp.Symbol("m", positive=True), M_RIGHT: sp.Symbol("m", positive=True)}
    )
    breaking = lagrangian.breaking("L_LNV")
    return Row(
        "eq06",
        "Majorana mass insertion",
        (
            Finding(Verdict.DEFINITION, f"As printed: {_well_formed(part, '(6)')}."),
            judged(
                not breaking,
                Finding(Verdict.CONFIRMED, "It respects every symmetry of Table 1."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"It breaks {_broken(breaking)} of Table 1 explicitly: N is half of a doublet "
                    "with hypercharge and dark charge. Only U(1)_EM is left.",
                ),
            ),
        ),
        printed.LATEX["eq06"],
        r"\delta_{U(1)_D}\mathcal{L}_{\rm LNV}=2iQ_N\alpha\left(-\tfrac12m\,\overline{N^c}N\right)"
        r"+\text{h.c.}\neq0",
        "charges of N^c N under each column of Table 1",
    )


def table1(model: DarkModel) -> Row:
    dark = {Q_N: 1, Q_S: -1}
    flavour = model.flavours[0]
    members = {
        "N": N,
        "E": E,
        "nu": model.nu_flavour[flavour],
        "l": model.charged_leptons[flavour],
        "S": model.scalars[0],
    }
    agrees = all(
        members[name].charge(group).subs(dark) == q
        for name, column in printed.TABLE_1.items()
        for group, q in column.items()
    )
    neutral = all(
        charge.subs(dark) == 0
        for group in ("Y", "D", "EM")
        for charge in u1_breaking(model.printed().parts["L_int"], group)
    )
    return Row(
        "table1",
        "Charges of the fields",
        (
            judged(
                agrees and neutral,
                Finding(
                    Verdict.CONFIRMED,
                    "Q_EM = T3 + Y reproduces the last column and (5) is neutral in every column.",
                ),
                Finding(Verdict.CORRECTED, "The columns do not add up or (5) is charged."),
            ),
        ),
        printed.LATEX["table1"],
        r"Q_{\rm EM}=T_3+Y,\quad -Q_L+Q_\Psi+Q_S=0",
    )


def eq07(model: DarkModel) -> Row:
    del model
    factor = dipole.majorana_normalisation()
    diagonal = dipole.diagonal_vertex()
    unchiral = dipole.unchiral_majorana_vertex()
    real = [
        sp.simplify(v.subs(sp.Symbol("mu_21", complex=True), sp.Symbol("mu_21", real=True)))
        for v in (unchiral.left, unchiral.right)
    ]
    return Row(
        "eq07",
        "Effective dipole operator",
        (
            Finding(
                Verdict.DEFINITION,
                f"Dimension 5, gauge invariant, antisymmetric. Summed over all i and j with "
                f"left-handed nu it gives T_ji = {factor} mu_ji.",
            ),
            judged(
                not diagonal,
                Finding(Verdict.DEFINITION, "The diagonal vertex vanishes."),
                Finding(Verdict.CORRECTED, "A diagonal moment survives."),
            ),
            judged(
                any(real),
                Finding(Verdict.DEFINITION, "It may be read with four-component Majorana fields."),
                Finding(
                    Verdict.DEFINITION,
                    "nu must be chiral: with four-component Majorana fields the h.c. cancels a real mu.",
                ),
            ),
        ),
        printed.LATEX["eq07"],
        r"T_{ji}=" + tex(factor) + r"\,\mu^{D}_{ji}",
        routes=(Route("explicit 4x4 matrices", matrix_routes.sigma_antisymmetric()),),
    )


def eq08(model: DarkModel) -> Row:
    mass = kinetic_mixing.M_APRIME
    matrix = printed.eq08_mass_matrix(mass)
    proper = sp.diag(0, mass**2)
    eigenvalues = kinetic_mixing.mass_eigenvalues(matrix)
    tachyon = any(e.is_negative for e in eigenvalues)
    photon = (matrix * sp.Matrix([1, 0])).is_zero_matrix
    statement = signs.by_id(model)["text below (8)"]
    return Row(
        "eq08",
        "Kinetic mixing and the dark-photon mass",
        (
            judged(
                matrix == proper,
                Finding(
                    Verdict.CONFIRMED,
                    "The mass term gives A' the mass m_A' and leaves the photon massless.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    "The last term is A_mu A'^mu: squared masses "
                    + ", ".join(str(e) for e in eigenvalues)
                    + (", one of them a tachyon" if tachyon else "")
                    + (", and the photon is not massless" if not photon else "")
                    + ". It must be A'_mu A'^mu.",
                ),
            ),
            judged(
                printed.EQ08_MIXING == printed.SECTION_3_2_MIXING,
                Finding(Verdict.CONFIRMED, "The sign of epsilon agrees with Sec. 3.2."),
                Finding(
                    Verdict.INCONSISTENT,
                    "Sec. 3.2 prints the mixing with the opposite sign of epsilon.",
                ),
            ),
            judged(
                statement.holds(signs.CHOICE),
                Finding(Verdict.CONFIRMED, "The shift and +epsilon e A'J follow."),
                Finding(
                    Verdict.CONVENTION,
                    f"The shift A -> A + {kinetic_mixing.shift()} A' is right; the coupling then is "
                    f"{kinetic_mixing.current_coupling()} A'J with the D_mu that (12) needs, "
                    "+epsilon e A'J only with the opposite one.",
                ),
            ),
        ),
        printed.LATEX["eq08"],
        r"-\tfrac14F^2-\tfrac14F'^2+\tfrac\epsilon2FF'+\tfrac12m_{A'}^2A'_\mu A'^\mu,\quad "
        r"\mathcal{L}_{\rm int}="
        + tex(kinetic_mixing.current_coupling())
        + r"\,A'_\mu J^\mu_{\rm em}",
        "eigenvalues of the mass matrix in (A, A')",
    )


def _neutrino_part(part: sp.Expr, neutrinos: set[sp.Expr]) -> sp.Expr:
    return sum((term.expression for term in terms(part) if term.fields() & neutrinos), sp.S.Zero)


def eq09(model: DarkModel) -> Row:
    from_5 = _neutrino_part(model.printed().parts["L_int"], set(model.nu_flavour.values()))
    claimed = printed.eq09(model)
    residual = sp.expand(claimed - from_5)
    return Row(
        "eq09",
        "Neutrino part of the Yukawa interaction",
        (
            judged(
                residual == 0,
                Finding(Verdict.CONFIRMED, "It is the neutrino component of (5)."),
                Finding(Verdict.CORRECTED, f"It differs from (5) by {residual}."),
            ),
        ),
        printed.LATEX["eq09"],
        printed.LATEX["eq09"],
        routes=(Route("doublet contraction", residual),),
    )


def eq10(model: DarkModel) -> Row:
    derived = _neutrino_part(model.neutrino_basis.parts["L_int"], set(model.nu.values()))
    claimed = printed.eq10(model)
    residual = sp.expand(claimed - derived)
    return Row(
        "eq10",
        "Yukawa interaction in the neutrino mass basis",
        (
            judged(
                residual == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "Follows from (9) with lambda_ia = sum_alpha y_alpha,a U*_alpha,i.",
                ),
                Finding(Verdict.CORRECTED, f"Differs by {residual}."),
            ),
        ),
        printed.LATEX["eq10"],
        printed.LATEX["eq10"],
        routes=(Route("substitution of the PMNS rotation", residual),),
    )


def eq11(model: DarkModel) -> Row:
    n2 = model.heavy.states[1]
    phases, residual = set(), 0
    for kind, scalars in (("H", model.even), ("A", model.odd)):
        for k, field in enumerate(scalars, start=1):
            rule = model.rules.yukawa(n2, model.nu[1], field).left
            phase = sp.simplify(rule / printed.eq11(kind, k))
            phases.add((kind, phase))
            residual += 0 if phase.is_number else 1
    relative = dict(phases)
    return Row(
        "eq11",
        "Effective couplings to the physical scalars",
        (
            Finding(
                Verdict.DEFINITION,
                "Consistent with the rotation that gives (18); the vertex is "
                f"{relative['H']} lambda~_H and {relative['A']} lambda~_A: the relative phase "
                f"{sp.simplify(relative['A'] / relative['H'])} of the CP-odd scalars is not in the definition.",
            )
            if residual == 0 and len(phases) == 2
            else Finding(Verdict.CORRECTED, "The rotation gives other combinations."),
        ),
        printed.LATEX["eq11"],
        rf"V_{{H}}={tex(relative['H'])}\tilde\lambda^*_{{iH_k}}P_L,\quad "
        rf"V_{{A}}={tex(relative['A'])}\tilde\lambda^*_{{iA_k}}P_L",
    )


def eq12(model: DarkModel) -> Row:
    rule = feynman_rules.heavy_current(model, 1, 2)
    vector, axial = (rule.right + rule.left) / 2, (rule.right - rule.left) / 2
    residual = sp.expand(axial - printed.eq12_rule())
    general = variant(model, majorana_angle=THETA)
    diagonal = feynman_rules.heavy_current(general, 1, 1)
    imaginary = variant(model, phases=(sp.I, sp.S.One))
    rotated_rule = feynman_rules.heavy_current(imaginary, 1, 2)
    return Row(
        "eq12",
        "Dark gauge interaction of N1 and N2",
        (
            judged(
                vector == 0 and residual == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "Off-diagonal and purely axial, vertex factor included, with the printed "
                    "N = (N2 + gamma5 N1)/sqrt2.",
                ),
                Finding(Verdict.CORRECTED, f"The rule is gamma^mu({vector} + gamma5 {axial})."),
            ),
            Finding(
                Verdict.CONFIRMED,
                "Reach: for m_L != m_R a diagonal axial coupling "
                f"{sp.simplify((diagonal.right - diagonal.left) / 2)} appears; for m < m_D, with "
                "positive masses, the off-diagonal coupling is a vector one, "
                f"{sp.simplify((rotated_rule.right + rotated_rule.left) / 2)}.",
            ),
        ),
        printed.LATEX["eq12"],
        rf"\left({tex(axial)}\right)\gamma^\mu\gamma_5",
        routes=(Route("both Majorana contractions", residual),),
    )


def claim_charges(model: DarkModel) -> Row:
    hyper, scalar = sp.symbols("Y_Psi Y_S")
    light = model.nu_flavour[model.flavours[0]].charge("Y")
    family = sp.solve(-light + hyper + scalar, hyper)
    unique = [value.subs(scalar, model.scalars[0].charge("Y")) for value in family]
    charges = [sp.Rational(-1, 2) + y for y in unique]
    return Row(
        "claim-charges",
        "The Yukawa operator fixes Q_E = -1",
        (
            judged(
                charges == [printed.ELECTRIC_CHARGE_E],
                Finding(
                    Verdict.CONFIRMED,
                    "Unique once Table 1's Y_S = 0 is used; the operator alone fixes Q_E + Q_S = -1.",
                ),
                Finding(Verdict.UNSUPPORTED, f"The solutions are {charges}."),
            ),
        ),
        r"Q_E=-1",
        r"Q_E=T_3+Y_L-Y_S=" + tex(charges[0]),
    )


def claim_majorana_masses(model: DarkModel) -> Row:
    first, second = mass_eigenstates.heavy_masses(model)
    m, m_d = sp.symbols("m m_D", positive=True)
    model.prove_mass_basis()
    claimed = printed.heavy_masses(m, m_d)
    holds = all(sp.expand(a - b) == 0 for a, b in zip((first, second), claimed, strict=True))
    sign = signs.by_id(model)["claim-majorana-masses"].holds(signs.CHOICE)
    return Row(
        "claim-majorana-masses",
        "M_{1,2} = m -+ m_D, maximal mixing, N = (N2 + gamma5 N1)/sqrt2",
        (
            judged(
                holds and sign,
                Finding(
                    Verdict.CONFIRMED,
                    "For m_L = m_R = m, with signed masses. Maximal only for equal m_L, m_R, in "
                    "general tan 2theta = 2 m_D/(m_L - m_R).",
                ),
                Finding(Verdict.CORRECTED, f"The eigenvalues are {first} and {second}."),
            ),
            Finding(
                Verdict.CONFIRMED,
                "For m < m_D the printed M_1 is negative; with |M_1| the expansion is N = (N2 +- i N1)/sqrt2.",
            ),
        ),
        r"M_{1,2}=m\mp m_D,\quad N=\tfrac{1}{\sqrt2}(N_2+\gamma_5N_1)",
        rf"M_1={tex(first)},\quad M_2={tex(second)}",
        routes=(Route("eigenvalues of the mass matrix", _eigenvalue_residual(first, second)),),
    )


def _eigenvalue_residual(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    m, m_d = sp.symbols("m m_D", positive=True)
    exact = sp.Matrix([[m, m_d], [m_d, m]])
    x = sp.Symbol("x")
    return sp.expand(exact.charpoly(x).as_expr() - (x - first) * (x - second))


def _scalar_masses(model: DarkModel) -> tuple[sp.Matrix, sp.Matrix]:
    """Mass matrices of S_R and S_I from (3)–(6) as printed."""
    real, imaginary = model.real_parts
    split = (
        model.printed().without("L_lepton").substituted(components(model.scalars, real, imaginary))
    )
    matrices = []
    for fields in (real, imaginary):
        size = len(fields)
        matrix = sp.zeros(size, size)
        for term in terms(split.expression):
            if len(term.operators) == 2 and all(op in fields for op in term.operators):
                a, b = (fields.index(op) for op in term.operators)
                # L = −½ φᵀM²φ: an off-diagonal product carries both M²_ab and M²_ba.
                share = -term.coefficient * (2 if a == b else 1)
                matrix[a, b] += share
                if a != b:
                    matrix[b, a] += share
        matrices.append(matrix)
    return matrices[0], matrices[1]


def claim_independent_scalar_mixing(model: DarkModel) -> Row:
    even, odd = _scalar_masses(model)
    independent = even != odd and not (even.is_diagonal() and odd.is_diagonal())
    needed = model.completed().breaking("L_split")
    return Row(
        "claim-independent-scalar-mixing",
        "(3)-(6) give CP-even and CP-odd scalars different masses and angles",
        (
            judged(
                independent,
                Finding(Verdict.CONFIRMED, "The two mass matrices differ and mix."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"Both mass matrices are {sp.sstr(list(even.diagonal()))}, diagonal: theta_R = theta_I = 0, "
                    "M_Hk = M_Ak, and the moment vanishes.",
                ),
            ),
            Finding(
                Verdict.UNSUPPORTED,
                f"Needed in addition: soft masses S_a^dagger S_b and S_a S_b; the latter break {_broken(needed)}.",
            ),
        ),
        r"\theta_R\neq\theta_I,\ M_{H_k}\neq M_{A_k}",
        r"M_R^2=M_I^2=\mathrm{diag}(M_{S_1}^2,M_{S_2}^2)",
        "second derivatives of (4) with respect to S_aR and S_aI",
    )


def claim_diagonal_vector_current_vanishes(model: DarkModel) -> Row:
    n1 = model.heavy.states[0]
    vector = normal_form(bilinear(n1, n1, MU) * VectorComponent(DARK_PHOTON, MU))
    axial = normal_form(
        (bilinear(n1, n1, MU, chirality="R") - bilinear(n1, n1, MU, chirality="L"))
        * VectorComponent(DARK_PHOTON, MU)
    )
    return Row(
        "claim-diagonal-vector-current-vanishes",
        "The diagonal vector current of a Majorana field vanishes",
        (
            judged(
                vector == 0 and axial != 0,
                Finding(
                    Verdict.CONFIRMED,
                    "By self-conjugacy alone (maximal mixing is not needed). The axial current does not vanish.",
                ),
                Finding(Verdict.UNSUPPORTED, f"It is {vector}."),
            ),
        ),
        r"\bar\nu_i\gamma^\mu\nu_i=0,\ \overline{N_1}\gamma^\mu N_1=0",
        r"\bar\psi\gamma^\mu\psi=-\overline{\psi^c}\gamma^\mu\psi^c=0",
        routes=(Route("explicit 4x4 matrices", matrix_routes.vector_antisymmetric()),),
    )


def claim_off_diagonal_vector(model: DarkModel) -> Row:
    nu = {i: MajoranaFermion(f"nu_{i}") for i in (1, 2)}
    contact = with_conjugate(
        sp.I * bilinear(nu[2], nu[1], MU, chirality="L") * VectorComponent(DARK_PHOTON, MU)
    )
    varies = normal_form(gauge_variation(contact, DARK_PHOTON)) != 0
    loop = vector_form_factor.finite(model, 1, 2)
    ward = vector_form_factor.symmetric_limit(model, 1, 2)
    broken = model.printed().breaking("L_LNV").get("U(1)_D")
    return Row(
        "claim-off-diagonal-vector-violates-gauge",
        "Off-diagonal vector couplings are forbidden by U(1)_D",
        (
            Finding(
                Verdict.CONFIRMED if varies else Verdict.UNSUPPORTED,
                "The bare coupling nu_j gamma^mu nu_i A'_mu does change under a gauge transformation"
                + ("." if varies else " - not found."),
            ),
            judged(
                loop == 0 or not broken,
                Finding(Verdict.CONFIRMED, "The model does not generate it."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "But (6) breaks U(1)_D explicitly, and the loop generates the coupling at q^2 = 0, finite and "
                    + ("zero only where U(1)_D is exact" if ward == 0 else "nonzero")
                    + "; (q^2 gamma^mu - q^mu qslash) is invariant in any case.",
                ),
            ),
        ),
        r"\bar\nu_i\gamma^\mu\nu_jA'_\mu\ \text{forbidden}",
        r"f_{ji}(q^2=0)\neq0,\ f_{ji}=f_{ij}^*",
        "local U(1)_D variation; sum of all triangles projected on gamma^mu P_L",
    )


def claim_operator_antisymmetric(model: DarkModel) -> Row:
    del model
    nu = {i: MajoranaFermion(f"nu_{i}") for i in (1, 2)}
    line = bilinear(nu[2], nu[1], MU, NU, chirality="L")
    (term,) = (t for t in terms(line))
    (op,) = term.operators
    assert isinstance(op, Bilinear)
    sign, twin = op.flipped()
    # γ^μγ^ν → γ^νγ^μ under the flip, and the commutator changes sign with it.
    antisymmetric = (
        sign == 1 and twin.indices == op.indices[::-1] and twin.chirality == op.chirality
    )
    return Row(
        "claim-operator-antisymmetric",
        "The bilinear of (7) is antisymmetric, mu_ii = 0",
        (
            judged(
                antisymmetric and not dipole.diagonal_vertex(),
                Finding(
                    Verdict.CONFIRMED, "The Majorana flip reverses sigma^{mu nu} and keeps P_L."
                ),
                Finding(Verdict.UNSUPPORTED, "The flip does not reverse the sign."),
            ),
        ),
        r"\mu_{ii}^D=0",
        r"\overline{\nu_i^c}\sigma^{\mu\nu}P_L\nu_j=-\overline{\nu_j^c}\sigma^{\mu\nu}P_L\nu_i",
        routes=(Route("explicit 4x4 matrices", matrix_routes.sigma_antisymmetric()),),
    )


def claim_vertex_rule(model: DarkModel) -> Row:
    claimed = FeynmanRules(printed.eq18(model)).current(model.even[0], model.odd[1], DARK_PHOTON)
    # H₁ in, A₂ out: k_H = p_in, k_A = −p_out; both coefficients must give (p_in + p_out).
    rule = printed.vertex_rule()
    forward = all(
        trig_normal(sp.expand_trig(x - rule)) == 0 for x in (claimed.first, -claimed.second)
    )
    backward = all(
        trig_normal(sp.expand_trig(x + rule)) == 0 for x in (-claimed.first, claimed.second)
    )
    derived = signs.by_id(model)["claim-vertex-rule"]
    return Row(
        "claim-vertex-rule",
        "Prose rule of the H1-A2-A' vertex against (18)",
        (
            judged(
                forward,
                Finding(
                    Verdict.CONFIRMED, "It is the rule of (18) for H1 in, A2 out; no i, as printed."
                ),
                Finding(Verdict.INCONSISTENT, "It is not the rule of (18)."),
            ),
            judged(
                derived.relative == 1,
                Finding(Verdict.CONFIRMED, "It is also that of the Lagrangian (4)."),
                judged(
                    derived.holds(signs.CHOICE),
                    Finding(
                        Verdict.CONVENTION,
                        "Against (4) it needs S = (S_R - i S_I)/sqrt2, like (18), and an orientation the "
                        "text leaves out: for A2 in, H1 out the sign is opposite"
                        + ("" if backward else " (not found)")
                        + ".",
                    ),
                    Finding(Verdict.CORRECTED, "No allowed convention gives it."),
                ),
            ),
        ),
        r"-g_DQ_S\sin(\theta_R-\theta_I)(p_{\rm in}+p_{\rm out})^\mu",
        tex(sp.simplify(feynman_rules.scalar_current(model, 1, 2).first))
        + r"(p_{\rm in}+p_{\rm out})^\mu",
        "derivative of the scalar kinetic term with respect to H_1, A_2, A'",
    )


def claim_aprime_to_n1n1(model: DarkModel) -> Row:
    diagonal = feynman_rules.heavy_current(model, 1, 1)
    crossed = feynman_rules.heavy_current(model, 1, 2)
    general = feynman_rules.heavy_current(variant(model, majorana_angle=THETA), 1, 1)
    return Row(
        "claim-aprime-to-n1n1",
        "A' decays to N1 N1",
        (
            judged(
                bool(diagonal),
                Finding(Verdict.CONFIRMED, "The vertex exists."),
                Finding(
                    Verdict.UNSUPPORTED,
                    "The A' N1 N1 vertex vanishes, by (12) itself; only A' -> N1 N2 "
                    + ("exists" if crossed else "(absent)")
                    + f". For m_L != m_R it is axial, {sp.simplify((general.right - general.left) / 2)}.",
                ),
            ),
        ),
        r"A'\to N_1N_1",
        r"\Gamma(A'\to N_1N_1)=0",
        "Feynman rule N1 + A' -> N1 in the mass basis",
    )


ROWS = {
    "eq03": eq03,
    "eq04": eq04,
    "eq05": eq05,
    "eq06": eq06,
    "eq07": eq07,
    "eq08": eq08,
    "eq09": eq09,
    "eq10": eq10,
    "eq11": eq11,
    "eq12": eq12,
    "table1": table1,
    "claim-charges": claim_charges,
    "claim-majorana-masses": claim_majorana_masses,
    "claim-independent-scalar-mixing": claim_independent_scalar_mixing,
    "claim-diagonal-vector-current-vanishes": claim_diagonal_vector_current_vanishes,
    "claim-off-diagonal-vector-violates-gauge": claim_off_diagonal_vector,
    "claim-operator-antisymmetric": claim_operator_antisymmetric,
    "claim-vertex-rule": claim_vertex_rule,
    "claim-aprime-to-n1n1": claim_aprime_to_n1n1,
}
