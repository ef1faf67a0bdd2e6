"""Sec. 2.2, mass basis and misalignment: (9)–(12) and the claims between them."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.fields import P_L, P_R
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import terms
from darktmm.derive.latex import tex
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_DIRAC,
    M_MAJORANA,
    Q_N,
    THETA,
    DarkModel,
    coupling,
    feynman_rules,
    mass_eigenstates,
    pmns,
    variant,
    yukawa,
)
from darktmm.derive.vertices import Chiral, FeynmanRules
from darktmm.numeric.models.dark.brute_force.neutral import UnrotatedTheory
from darktmm.papers.arxiv_2603_25704 import signs
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.lagrangian import (
    breaking,
    broken,
    degenerate,
    scalar_masses,
)
from darktmm.papers.arxiv_2603_25704.printed import mass_basis as printed
from darktmm.papers.arxiv_2603_25704.printed.scalar_radiated import physical_current
from darktmm.papers.arxiv_2603_25704.routes import lagrangian as numbers
from darktmm.papers.arxiv_2603_25704.routes import mass_basis as routes
from darktmm.papers.arxiv_2603_25704.signs import PrintedSign
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import listed, shown

SECTION = Section("2.2")


# --- Yukawa interactions of the neutrinos -------------------------------------------------------


def with_any(part: sp.Expr, fields: set[sp.Expr]) -> sp.Expr:
    """The terms that contain one of some fields."""
    return sp.Add(*(term.expression for term in terms(part) if term.fields() & fields))


def before_conjugation(part: sp.Expr) -> sp.Expr:
    """The terms without a conjugate coupling: what "+ h.c." is added to."""
    return sp.Add(*(t.expression for t in terms(part) if not t.coefficient.has(sp.conjugate)))


@SECTION.statement("Neutrino part of the Yukawa interaction", printed.NEUTRINO_PORTAL)
def eq09(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The neutrino part of (5)."""
    model = theory.model
    whole = model.printed().parts["L_int"]
    derived = with_any(whole, set(model.nu_flavour.values()))
    residual = sp.expand(claimed - derived)
    at = numbers.Numbers.drawn(whole)
    for charged in model.charged_leptons.values():
        at.spinors[charged] = np.zeros((4, 2), dtype=complex)
    return Judgement(
        findings=(
            judged(
                residual == 0,
                Finding(Verdict.CONFIRMED, "It is the neutrino component of (5)."),
                Finding(Verdict.CORRECTED, f"It differs from (5) by {shown(residual)}."),
            ),
        ),
        derived=(
            Formula(
                "neutrino-portal", r"\mathcal{L}_{\nu NS}-\text{h.c.}", before_conjugation(derived)
            ),
        ),
        routes=(
            Route(
                "(5) on numbers, charged leptons set to zero",
                lambda: at.evaluate(whole),
                lambda: at.evaluate(derived),
            ),
        ),
    )


@SECTION.statement("Yukawa interaction in the neutrino mass basis", printed.MASS_BASIS_PORTAL)
def eq10(claimed: sp.Expr, theory: Theory) -> Judgement:
    """(9) in mass eigenstates, against the rotated Lagrangian."""
    model = theory.model
    derived = with_any(model.neutrino_basis.parts["L_int"], set(model.nu.values()))
    residual = sp.expand(claimed - derived)
    return Judgement(
        findings=(
            judged(
                residual == 0,
                Finding(
                    Verdict.CONFIRMED,
                    r"Follows from (9) with $\lambda_{ia}=\sum_\alpha y_{\alpha a}U^*_{\alpha i}$.",
                ),
                Finding(
                    Verdict.CORRECTED, f"Differs from what follows from (9) by {shown(residual)}."
                ),
            ),
        ),
        derived=(
            Formula(
                "mass-portal",
                r"\mathcal{L}^\nu_{\rm mass}-\text{h.c.}",
                before_conjugation(derived),
            ),
        ),
        routes=(
            Route(
                r"(9) on numbers, each $\nu_\alpha$ the sum over $\nu_i$",
                lambda: _in_flavours(model).evaluate(
                    with_any(model.printed().parts["L_int"], set(model.nu_flavour.values()))
                ),
                lambda: _in_flavours(model).evaluate(derived),
            ),
        ),
    )


def _in_flavours(model: DarkModel) -> numbers.Numbers:
    """Numbers for ν_i, y and U, and from them those of ν_α and λ."""
    part, basis = model.printed().parts["L_int"], model.neutrino_basis.parts["L_int"]
    mixing = [pmns(f, i) for f in model.flavours for i in model.nu]
    at = numbers.Numbers.drawn(part, basis, *mixing)
    u = {(f, i): at.parameters[pmns(f, i)] for f in model.flavours for i in model.nu}
    for flavour, field in model.nu_flavour.items():
        parts = [u[flavour, i] * at.spinors[nu] for i, nu in model.nu.items()]
        at.spinors[field] = np.sum(parts, axis=0)
    for i in model.nu:
        for a in model.indices:
            at.parameters[coupling(i, a)] = sum(
                at.parameters[yukawa(f, a)] * np.conj(u[f, i]) for f in model.flavours
            )
    return at


# --- masses and mixing --------------------------------------------------------------------------


def relative_signs(claimed: sp.Expr, model: DarkModel) -> tuple[int, int]:
    """Signs of N_1 and N_2 in a printed expansion of N over the derived ones; 0 where they differ by more."""
    derived = mass_eigenstates.expansion(model)
    nothing = {P_L: 0, P_R: 0}

    def chiral(expansion: sp.Expr, n: sp.Expr, projector: sp.Expr) -> sp.Expr:
        """Coefficient of P_X n; without a projector both are meant."""
        coefficient = sp.expand(expansion).coeff(n)
        return coefficient.coeff(projector) + coefficient.subs(nothing)

    first, second = (
        signs.common((chiral(claimed, n, p), chiral(derived, n, p)) for p in (P_L, P_R))
        for n in model.heavy.states
    )
    return first, second


def expansion_sign(claimed: dict[str, sp.Expr], theory: Theory) -> PrintedSign:
    """Of N_1 relative to N_2."""
    first, second = relative_signs(claimed["N"], theory.model)
    return PrintedSign(first * second, frozenset("N"))


@SECTION.statement(
    r"$M_{1,2}=m\mp m_D$, maximal mixing, $N=(N_2+\gamma_5N_1)/\sqrt{2}$",
    printed.EIGENSTATES,
    mutants={"gamma5 on N_2": lambda v: {**v, "N": _exchanged(v["N"])}},
)
@signs.carried(expansion_sign)
def claim_majorana_masses(claimed: dict[str, sp.Expr], theory: Theory) -> Judgement:
    """Signed masses, mixing and the expansion of N, against the eigenstates of (4) and (6)."""
    model = theory.model
    _prove_mass_basis(model)
    masses = mass_eigenstates.heavy_masses(model)
    wrong = [
        f"${name}={tex(mass)}$"
        for name, mass in zip(("M_1", "M_2"), masses, strict=True)
        if sp.expand(claimed[name] - mass) != 0
    ]
    field_signs = relative_signs(claimed["N"], model)
    other = variant(model, phases=(sp.I, sp.S.One))
    positive = sp.expand(other.heavy.eigenvalues[0] / other.heavy.states[0].mass)
    general = sp.solve(mass_eigenstates.mixing_condition(), M_DIRAC)[0]
    m_l, m_r = sp.symbols("m_L m_R", real=True)
    maximal = sp.simplify(general.subs(m_r, m_l)) == 0
    negative = sp.ask(sp.Q.negative(masses[0].subs({M_MAJORANA: 1, M_DIRAC: 2})))
    return Judgement(
        findings=(
            judged(
                not wrong,
                Finding(Verdict.CONFIRMED, "The signed eigenvalues for $m_L=m_R=m$."),
                Finding(Verdict.CORRECTED, f"The eigenvalues are {listed(wrong)}."),
            ),
            judged(
                field_signs == (1, 1),
                Finding(Verdict.CONFIRMED, "The printed expansion of $N$ makes masses diagonal."),
                judged(
                    all(field_signs),
                    Finding(
                        Verdict.CONVENTION,
                        f"Up to the signs {field_signs} of $N_1$ and $N_2$, which the masses do not notice.",
                    ),
                    Finding(
                        Verdict.CORRECTED, "The printed expansion is not that of the eigenstates."
                    ),
                ),
            ),
            Finding(
                Verdict.CONFIRMED if maximal else Verdict.CORRECTED,
                ("Maximal only" if maximal else "Not maximal even")
                + f" for equal $m_L$ and $m_R$, in general $m_D={tex(general)}$.",
            ),
            judged(
                bool(negative) and positive == -1,
                Finding(
                    Verdict.DEFINITION,
                    "For $m<m_D$ the printed $M_1$ is negative; with $|M_1|$ the field is $iN_1$.",
                ),
                Finding(Verdict.DEFINITION, "$M_1$ is positive for $m<m_D$ too."),
            ),
        ),
        derived=(
            Formula("M-1", "M_1", masses[0]),
            Formula("M-2", "M_2", masses[1]),
            Formula("N", "N", mass_eigenstates.expansion_by_gamma5(model)),
        ),
        routes=(
            Route(
                r"poles of the explicit $8\times8$ propagator",
                lambda: np.array(
                    [routes.moduli_of_masses(_symmetric(theory, at)) for at in MASSES]
                ),
                lambda: _moduli(masses),
            ),
        ),
    )


@cache
def _prove_mass_basis(model: DarkModel) -> None:
    model.prove_mass_basis()


def _exchanged(expansion: sp.Expr) -> sp.Expr:
    first, second = sorted((f for f in expansion.free_symbols if f.name.startswith("N_")), key=str)
    return sp.expand(expansion.subs({first: second, second: first}, simultaneous=True))


MASSES = ((0.3, 1.0), (1.0, 0.3))
"""m = m_L = m_R and m_D of the numerical routes, GeV: with either sign of M_1."""


def _symmetric(theory: Theory, masses: tuple[float, float] = MASSES[0]) -> UnrotatedTheory:
    """The point with m_L = m_R, as Sec. 2.2 has it."""
    majorana, dirac = masses
    return unrotated(theory.point.with_(m_L=majorana, m_R=majorana, m_D=dirac))


def _moduli(masses: tuple[sp.Expr, sp.Expr]) -> Any:
    """|M_1| and |M_2| at the masses of the routes, each four times, in ascending order."""
    return np.array(
        [
            np.repeat(np.sort([abs(float(x.subs({M_MAJORANA: m, M_DIRAC: d}))) for x in masses]), 4)
            for m, d in MASSES
        ]
    )


@SECTION.statement(
    "(3)-(6) give CP-even and CP-odd scalars different masses and angles",
    printed.INDEPENDENT_MIXING,
)
def claim_independent_scalar_mixing(claimed: bool, theory: Theory) -> Judgement:
    """Mass matrices of real and imaginary parts of S, from (3)-(6) as printed."""
    model = theory.model
    whole = model.printed().expression
    even, odd = masses = scalar_masses(model, whole)
    needed = breaking(model.scalar_splitting(), model)
    rest = numbers.without_derivatives(whole)
    at = numbers.Numbers.drawn(rest)
    return Judgement(
        findings=(
            judged(
                claimed == (not degenerate(masses)),
                Finding(
                    Verdict.CONFIRMED,
                    "The two mass matrices differ."
                    if claimed
                    else "The two mass matrices are the same.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"Both mass matrices are diagonal, with {listed(map(shown, even.diagonal()))}: "
                    r"$\theta_R=\theta_I=0$, $M_{H_k}=M_{A_k}$, and the moment vanishes."
                    if claimed
                    else "The two mass matrices differ.",
                ),
            ),
            judged(
                degenerate(masses),
                Finding(
                    Verdict.UNSUPPORTED,
                    r"Needed in addition: soft masses $S_a^\dagger S_b$ and $S_aS_b$; the latter break "
                    f"{broken(needed)}.",
                ),
                Finding(Verdict.CONFIRMED, "Nothing has to be added."),
            ),
        ),
        derived=(
            Formula("even-masses", "M_R^2", even),
            Formula("odd-masses", "M_I^2", odd),
        ),
        where="second derivatives of (4) with respect to $S_{aR}$ and $S_{aI}$",
        routes=(
            Route(
                "second differences of the potential on complex numbers",
                lambda: numbers.scalar_masses(
                    numbers.potential(model, rest, at), 2 * model.generations
                ),
                lambda: _on_numbers(sp.diag(even, odd), at),
            ),
        ),
    )


def _on_numbers(matrix: sp.Matrix, at: numbers.Numbers) -> Any:
    return np.array([[at.number(x).real for x in row] for row in matrix.tolist()])


# --- vertices -----------------------------------------------------------------------------------


@SECTION.statement("Effective couplings to the physical scalars", printed.COUPLINGS)
def eq11(claimed: dict[str, sp.Expr], theory: Theory) -> Judgement:
    """The combinations of λ, against the vertices of each physical scalar, a common phase apart."""
    model = theory.model
    n2, nu = model.heavy.states[1], model.nu[1]
    fields = {
        f"{kind}{k}": s
        for kind, scalars in (("H", model.even), ("A", model.odd))
        for k, s in enumerate(scalars, start=1)
    }
    rules = {name: model.rules.yukawa(n2, nu, s).left for name, s in fields.items()}
    phases = {name: sp.simplify(rules[name] / claimed[name]) for name in claimed}
    of_kind = {kind: {p for name, p in phases.items() if name[0] == kind} for kind in "HA"}
    holds = all(len(found) == 1 and _is_standard(*found) for found in of_kind.values())
    (h, *_), (a, *_) = of_kind["H"], of_kind["A"]
    return Judgement(
        findings=(
            judged(
                holds,
                Finding(
                    Verdict.DEFINITION,
                    rf"The vertex is ${tex(h)}\tilde\lambda_H$ and ${tex(a)}\tilde\lambda_A$: the relative phase "
                    f"{shown(sp.simplify(a / h))} of the CP-odd scalars is not in the definition.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    "The rotation gives other combinations: vertices over definitions are "
                    + ", ".join(
                        f"{shown(p)} (${fields[name].latex}$)" for name, p in phases.items()
                    )
                    + ".",
                ),
            ),
        ),
        derived=tuple(
            Formula(f"vertex-{name}", rf"V(\nu_1\to N_2{fields[name].latex})\big|_{{P_L}}", rule)
            for name, rule in rules.items()
        ),
        routes=(
            Route(
                "Nambu fields, numerically mixed",
                lambda: _numerical_yukawas(theory),
                lambda: np.array([theory.number(rule) for rule in rules.values()]),
            ),
        )
        if theory.point.only.angles is not None
        else (),
        no_route="" if theory.point.only.angles is not None else "the point has no mixing angles",
    )


def _is_standard(phase: sp.Expr) -> bool:
    """A vertex -i times the coupling over √2 for the scalar and for N, up to a phase."""
    return bool(phase.is_number and sp.Abs(phase) == sp.Rational(1, 2))


def _numerical_yukawas(theory: Theory) -> Any:
    point = theory.point
    fields = _symmetric(theory)
    n2 = routes.states(fields.m_L, fields.m_R, fields.m_D)[1]
    mixing = np.kron(np.diag([1, 0]), point.only.O_R) + np.kron(np.diag([0, 1]), point.only.O_I)
    return np.array([routes.yukawa_vertex(fields, mixing, n2, s) for s in range(len(mixing))])


def current_sign(claimed: sp.Expr, theory: Theory) -> PrintedSign:
    """Of the prose rule, for H_1 in and A_2 out: k_H = p_in, k_A = -p_out."""
    derived = feynman_rules.scalar_current(theory.model, 1, 2).first
    return PrintedSign(signs.relative(claimed, derived), signs.odd(derived, "S"))


@SECTION.statement("Prose rule of the $H_1A_2A'$ vertex against (18)", printed.VERTEX_RULE)
@signs.carried(current_sign)
def claim_vertex_rule(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The rule of the text, against that of (18) and of the Lagrangian, with its sign."""
    model = theory.model
    legs = model.even[0], model.odd[1]
    in_18 = FeynmanRules(physical_current(model)).current(*legs, DARK_PHOTON)
    derived = feynman_rules.scalar_current(model, 1, 2)
    sign = current_sign(claimed, theory)

    def is_rule(forward: sp.Expr, backward: sp.Expr) -> bool:
        """Both coefficients must give (p_in + p_out)."""
        return all(trig_normal(sp.expand_trig(x - claimed)) == 0 for x in (forward, -backward))

    forward = is_rule(in_18.first, in_18.second)
    reverse = is_rule(-in_18.first, -in_18.second)
    return Judgement(
        findings=(
            judged(
                forward,
                Finding(
                    Verdict.CONFIRMED,
                    "It is the rule of (18) for $H_1$ in, $A_2$ out; no $i$, as printed.",
                ),
                Finding(
                    Verdict.INCONSISTENT,
                    "It is the rule of (18) for $A_2$ in, $H_1$ out only, not as the order of $H_1$ and $A_2$ suggests."
                    if reverse
                    else "It is not the rule of (18).",
                ),
            ),
            judged(
                sign.relative == 1,
                Finding(Verdict.CONFIRMED, "It is also that of the Lagrangian (4)."),
                judged(
                    sign.holds(),
                    Finding(
                        Verdict.CONVENTION,
                        r"Against (4) it needs $S=(S_R-iS_I)/\sqrt{2}$, like (18), and an orientation the text "
                        "leaves out: for $A_2$ in, $H_1$ out the sign is opposite.",
                    ),
                    Finding(Verdict.CORRECTED, "No allowed convention gives it."),
                ),
            ),
        ),
        derived=(
            Formula(
                "current",
                r"V(H_1\to A_2A')\big/(p_{\rm in}+p_{\rm out})^\mu",
                sp.simplify(derived.first),
            ),
        ),
        where="derivative of the scalar kinetic term with respect to $H_1$, $A_2$, $A'$",
        routes=(
            Route(
                r"Noether current: the term of $|D_\mu S|^2$ linear in $A'$, on numbers",
                lambda: np.array(
                    routes.current_coefficients(
                        theory.point.only.g_D,
                        theory.point.only.Q_S,
                        theory.point.only.O_R,
                        theory.point.only.O_I,
                        1,
                        2,
                    )
                ),
                lambda: np.array([theory.number(c) for c in (derived.first, derived.second)]),
            ),
        )
        if theory.point.only.angles is not None
        else (),
        no_route="" if theory.point.only.angles is not None else "the point has no mixing angles",
    )


def _axial(rule: Chiral) -> sp.Expr:
    return sp.simplify((rule.right - rule.left) / 2)


def _vector(rule: Chiral) -> sp.Expr:
    return sp.simplify((rule.right + rule.left) / 2)


def spelled(rule: Chiral) -> str:
    """A vertex factor in a sentence."""
    parts = ((_vector(rule), r"\gamma^\mu"), (_axial(rule), r"\gamma^\mu\gamma_5"))
    factors = [
        (rf"({tex(value)})" if value.has(sp.Function) else f"{tex(value)} ") + matrix
        for value, matrix in parts
        if value != 0
    ]
    return f"${'+'.join(factors)}$" if factors else "zero"


def axial_sign(claimed: dict[str, sp.Expr], theory: Theory) -> PrintedSign:
    """Of the vertex factor below (12)."""
    axial = _axial(feynman_rules.heavy_current(theory.model, 1, 2))
    return PrintedSign(signs.relative(claimed["vertex"], axial), signs.odd(axial, "N"))


@SECTION.statement("Dark gauge interaction of $N_1$ and $N_2$", printed.AXIAL_CURRENT)
@signs.carried(axial_sign)
def eq12(claimed: dict[str, sp.Expr], theory: Theory) -> Judgement:
    """The vertex factor and the Lagrangian of N₁ and N₂, against the rotated gauge coupling, with its sign."""
    model = theory.model
    rule = feynman_rules.heavy_current(model, 1, 2)
    diagonal = feynman_rules.heavy_current(variant(model, majorana_angle=THETA), 1, 1)
    positive = feynman_rules.heavy_current(variant(model, phases=(sp.I, sp.S.One)), 1, 2)
    vector, axial = _vector(rule), _axial(rule)
    return Judgement(
        findings=(
            judged(
                vector == 0 and sp.expand(axial - claimed["vertex"]) == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "Off-diagonal and purely axial, vertex factor included, with the printed expansion of $N$.",
                ),
                Finding(Verdict.CORRECTED, f"The vertex factor is {spelled(rule)}."),
            ),
            judged(
                sp.expand(sp.I * claimed["L"] - claimed["vertex"]) == 0,
                Finding(Verdict.CONFIRMED, "The vertex factor is that of the printed Lagrangian."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"The printed Lagrangian has the vertex factor {shown(sp.I * claimed['L'])}.",
                ),
            ),
            judged(
                _axial(diagonal) != 0,
                Finding(
                    Verdict.DEFINITION,
                    rf"Reach: for $m_L\ne m_R$ a diagonal vertex {spelled(diagonal)} appears.",
                ),
                Finding(Verdict.DEFINITION, r"Reach: no diagonal vertex for $m_L\ne m_R$ either."),
            ),
            Finding(
                Verdict.DEFINITION,
                f"For $m<m_D$, with positive masses, the off-diagonal vertex is {spelled(positive)}.",
            ),
        ),
        derived=(Formula("axial-current", r"V(N_2A'\to N_1)", rule.on_gamma()),),
        routes=(_nambu_route(theory, 1, 2),),
    )


def _nambu_route(theory: Theory, out: int, into: int) -> Route:
    """The vertex from the 8×8 current of Ψ, at m_L = m_R."""
    rule = feynman_rules.heavy_current(theory.model, out, into)
    (majorana, dirac), strength = MASSES[0], theory.point.only.g_D * theory.point.only.Q_N
    return Route(
        f"explicit Nambu matrices, $N_{into}$ to $N_{out}$",
        lambda: routes.gauge_vertex(routes.states(majorana, majorana, dirac), out, into, strength),
        lambda: routes.chiral_vertex(
            *(_gauge_number(theory, coefficient) for coefficient in (rule.left, rule.right))
        ),
        lambda: abs(strength),
    )


def _gauge_number(theory: Theory, expression: sp.Expr) -> complex:
    return complex(expression.subs({G_D: theory.point.only.g_D, Q_N: theory.point.only.Q_N}))


@SECTION.statement(
    "$A'$ decays to $N_1N_1$",
    printed.DECAY_TO_N1,
)
def claim_aprime_to_n1n1(claimed: bool, theory: Theory) -> Judgement:
    """Whether the vertex A'N₁N₁ exists, for m_L = m_R and in general."""
    model = theory.model
    diagonal, crossed = (feynman_rules.heavy_current(model, 1, k) for k in (1, 2))
    general = feynman_rules.heavy_current(variant(model, majorana_angle=THETA), 1, 1)
    exists = bool(diagonal)
    return Judgement(
        findings=(
            judged(
                claimed == exists,
                Finding(
                    Verdict.CONFIRMED, "The vertex exists." if exists else "The vertex vanishes."
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    "The $A'N_1N_1$ vertex "
                    + ("exists." if exists else "vanishes, by (12) itself; ")
                    + (r"only $A'\to N_1N_2$ exists." if crossed and not exists else ""),
                ),
            ),
            judged(
                bool(general),
                Finding(
                    Verdict.DEFINITION,
                    rf"For $m_L\ne m_R$ it is {spelled(general)}.",
                ),
                Finding(Verdict.DEFINITION, r"It vanishes for $m_L\ne m_R$ too."),
            ),
        ),
        derived=(
            Formula("diagonal-current", r"V(N_1A'\to N_1)", diagonal.on_gamma()),
            Formula("crossed-current", r"V(N_2A'\to N_1)", crossed.on_gamma()),
        ),
        where=r"Feynman rule $N_1A'\to N_1$ in the mass basis",
        routes=(_nambu_route(theory, 1, 1),),
    )
