"""Sec. 2.3, form factors and diagrams in which the fermion radiates: (13)–(17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.fields import RealScalar
from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.loops.amplitude import diagrams
from darktmm.derive.loops.functions import M_PHI, loop_factor
from darktmm.derive.loops.integrals import SimplexIntegral, integrate_simplex
from darktmm.derive.loops.triangle import FERMION_RADIATES, Diagram, form_factor_polynomials
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    THETA,
    DarkModel,
    transition,
    variant,
    vector_form_factor,
    z_aprime_mixing,
)
from darktmm.derive.vertices import Chiral
from darktmm.papers.arxiv_2603_25704.printed import fermion_radiated as printed
from darktmm.papers.arxiv_2603_25704.printed.fermion_radiated import X, Y
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import number, shown

SECTION = Section("2.3")

NO_POINT = "the point has no mixing angles, or a massless or degenerate state"

GAMMA, SIGMA_Q = (
    sp.Symbol(name, commutative=False) for name in (r"\gamma^\mu", r"i\sigma^{\mu\nu}q_\nu")
)
PROJECTORS = {x: sp.Symbol(f"P_{x}", commutative=False) for x in "LR"}


# --- (13) ---------------------------------------------------------------------------------------


@SECTION.statement(
    "Form-factor decomposition of the transition amplitude",
    printed.FORM_FACTORS,
    blind={"theory": "a definition; hermiticity and self-conjugacy hold for any couplings"},
)
def eq13(claimed: Mapping[str, Any], theory: Theory) -> Judgement:
    """The form factors: which there are, what T_ji is per F_2, and which symmetries they have.

    Raises:
        ArithmeticError: the derived form factors are not hermitian, or not those of self-conjugate fields.
    """
    model = theory.model
    factors = transition.form_factors(model, 1, 2)
    back = transition.form_factors(model, 2, 1)
    t, r = transition.coefficient(model, 1, 2), transition.partner(model, 1, 2)
    dipole = sp.Symbol("T_ji", complex=True)
    if sp.expand(r + sp.conjugate(t)) != 0:
        raise ArithmeticError("the dipole is not hermitian")
    if collected(factors["gamma_R"] + back["gamma_L"]) != 0:
        raise ArithmeticError("the vector form factors are not those of a self-conjugate field")
    f = {i: sp.Symbol(f"f_{i}", complex=True) for i in ("ji", "ij")}
    left, right = PROJECTORS["L"], PROJECTORS["R"]
    gamma5 = [
        name
        for name, present in (
            ("electric dipole", sp.expand(t - r) != 0),
            ("axial vector", sp.expand(factors["gamma_L"] - factors["gamma_R"]) != 0),
        )
        if present
    ]
    unit, F_2 = claimed["dipole per F_2"], sp.Symbol("F_2")
    antisymmetric = collected(t + transition.coefficient(model, 2, 1)) == 0
    routes: tuple[Route, ...] = ()
    if theory.confrontation.applies:
        total = theory.confrontation.amplitude.total
        routes = (
            Route(
                "brute-force amplitude of the other helicity",
                lambda: total.R[1, 0],
                lambda: theory.number(transition.partner(theory.model_at_point, 1, 2)),
                lambda: theory.confrontation.scale,
            ),
        )
    return Judgement(
        findings=(
            judged(
                _dimension_in_electron_masses(unit) == -1,
                Finding(
                    Verdict.DEFINITION,
                    rf"Defines $F_1$, $F_2$, both without dimension; $\mu={tex(F_2 * unit)}$.",
                ),
                Finding(Verdict.CORRECTED, f"{shown(F_2 * unit)} is no moment."),
            ),
            Finding(
                Verdict.DEFINITION,
                rf"The engine also finds the $\gamma_5$ structures hidden in the dots: {', '.join(gamma5)}."
                if gamma5
                else r"There are no $\gamma_5$ structures in the dots.",
            ),
            judged(
                claimed["index of the incoming neutrino"] == 2,
                Finding(
                    Verdict.DEFINITION, "The second index is the incoming neutrino, as in (7)."
                ),
                Finding(
                    Verdict.DEFINITION,
                    f"Index {claimed['index of the incoming neutrino']} is the incoming neutrino; in (7) "
                    r"$\mu_{ij}$ multiplies $\bar\nu_i\ldots\nu_j$, the second index comes in"
                    + (r": a sign for an antisymmetric $\mu$." if antisymmetric else "."),
                ),
            ),
        ),
        derived=(
            Formula(
                "",
                r"\Gamma^\mu",
                GAMMA * (f["ji"] * left - f["ij"] * right)
                + SIGMA_Q * (dipole * left - sp.conjugate(dipole) * right),
            ),
        ),
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


def collected(expression: sp.Expr) -> sp.Expr:
    """A sum of loop integrals with coefficients in normal form."""
    expression = sp.expand(expression)
    if expression == 0:
        return expression
    integrals = expression.atoms(SimplexIntegral)
    rest = expression.xreplace(dict.fromkeys(integrals, sp.S.Zero))
    return sum((trig_normal(expression.coeff(i)) * i for i in integrals), trig_normal(rest))


def _dimension_in_electron_masses(expression: sp.Expr) -> sp.Expr:
    return sp.degree(sp.numer(expression), ELECTRON_MASS) - sp.degree(
        sp.denom(expression), ELECTRON_MASS
    )


# --- (14) ---------------------------------------------------------------------------------------


def one_direction(model: DarkModel, scalar: RealScalar, first: int, second: int) -> Diagram:
    """The triangle N_first → N_second with one scalar, ν_1 in and ν_2 out.

    Raises:
        ArithmeticError: the rules give no such triangle.
    """
    wanted = tuple(model.heavy.states[k - 1] for k in (first, second))
    for d in diagrams(model.rules, model.nu[1], model.nu[2], DARK_PHOTON):
        if (d.topology, d.fermions, d.bosons) == (FERMION_RADIATES, wanted, (scalar,)):
            return d
    raise ArithmeticError(f"there is no diagram N_{first} -> N_{second}")


def constant(diagram: Diagram) -> sp.Expr:
    """C_Φij: what stands before γ^μγ5, propagators' i included."""
    assert isinstance(diagram.vector, Chiral)
    couplings = diagram.outgoing.left * diagram.vector.right * diagram.incoming.left
    return sp.expand(couplings * sp.I ** len((*diagram.fermions, *diagram.bosons)))


def flips_chirality() -> set[tuple[str, str]]:
    """Projectors (outgoing, incoming) with which a triangle contributes to iσ^{μν}q_νP_L."""
    numerator = form_factor_polynomials(FERMION_RADIATES)["sigma_L"].as_expr()
    massless = numerator.subs({sp.Symbol("m_i"): 0, sp.Symbol("m_j"): 0})
    return {
        (out, into)
        for out in "LR"
        for into in "LR"
        if sp.expand(massless).coeff(sp.Symbol(f"b{out}")).coeff(sp.Symbol(f"a{into}")) != 0
    }


def between_generations(model: DarkModel) -> dict[sp.Expr, sp.Expr]:
    """θ_R → θ_I: from a CP-even coupling to the CP-odd one of the same number."""
    even, odd = (sorted(o.free_symbols, key=str) for o in model.rotations)
    return dict(zip(even, odd, strict=True))


def exchanged(expression: sp.Expr) -> sp.Expr:
    """i ↔ j for i = 1, j = 2."""
    table = {}
    for symbol in expression.free_symbols:
        head, _, indices = symbol.name.partition("_")
        if head == "lambda":
            other = {"1": "2", "2": "1"}[indices[0]] + indices[1:]
            table[symbol] = sp.Symbol(f"lambda_{other}", complex=True)
    return expression.subs(table, simultaneous=True)


@SECTION.statement("Amplitude of the fermion-radiated diagram", printed.AMPLITUDE)
def eq14(claimed: Mapping[str, Any], theory: Theory) -> Judgement:
    """Projectors, vertex, masses and scalar of the diagram, against the one that the rules give."""
    model = theory.model
    diagram, odd = (one_direction(model, s, 1, 2) for s in (model.even[0], model.odd[0]))
    c_even, c_odd = constant(diagram), constant(odd)
    assert isinstance(diagram.vector, Chiral)
    left, right = claimed["vertex"]
    same = {
        "projectors": flips_chirality() == {claimed["projectors"]},
        "vertex": sp.expand(left * diagram.vector.right - right * diagram.vector.left) == 0
        and abs(left) == abs(right) == 1,
        "masses": claimed["masses"] == tuple(f.mass for f in reversed(diagram.fermions)),
        "scalar": claimed["scalar"] == M_PHI,
    }
    symmetric = sp.expand(c_even - exchanged(c_even)) == 0
    at_odd = c_even.subs(between_generations(model), simultaneous=True)
    opposite = trig_normal(c_odd + at_odd) == 0
    routes: tuple[Route, ...] = ()
    if theory.confrontation.resolved:
        general = theory.model_at_point
        scalars = [s.name for s in (*general.even, *general.odd)]
        routes = (
            Route(
                "brute force, path by path",
                lambda: theory.confrontation.paths.fermion_radiated[0, 1, :, 1, 0],
                lambda: np.array(
                    [
                        theory.number(
                            transition.fermion_radiated_by_direction(general, 1, 2)[1, 2, s]
                        )
                        for s in scalars
                    ]
                ),
            ),
        )
    return Judgement(
        findings=(
            judged(
                all(same.values()),
                Finding(
                    Verdict.CONFIRMED,
                    "Projectors, axial vertex and masses are those of the Feynman rules.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"The Feynman rules differ in: {', '.join(k for k, v in same.items() if not v)}.",
                ),
            ),
            judged(
                symmetric and opposite,
                Finding(
                    Verdict.CONFIRMED,
                    r"$C_{\Phi,ij}$, which is not printed, is symmetric in $i$ and $j$ and changes sign for "
                    "CP-odd scalars.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    rf"$C_{{\Phi,ij}}$ is {'' if symmetric else 'not '}symmetric in $i$ and $j$ and "
                    f"{'changes' if opposite else 'does not change'} sign for CP-odd scalars.",
                ),
            ),
        ),
        derived=(
            Formula("", r"C_{H_1ij}\big|_{i=1,j=2}", sp.factor(c_even)),
            Formula("", r"C_{A_1ij}\big|_{i=1,j=2}", sp.factor(c_odd)),
        ),
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


# --- (15), (16) ---------------------------------------------------------------------------------


def engine_numerator(diagram: Diagram, routing: tuple[int, int] = (0, 0)) -> sp.Expr:
    """Numerator of iσ^{μν}q_νP_L, Yukawa couplings and the right-handed part of the vertex divided out."""
    vector = diagram.vector
    assert isinstance(vector, Chiral)
    first, second = (f.mass for f in diagram.fermions)
    names = sp.symbols("x y M1 M2 g1 g2 aL bL m_i m_j")
    values = (X, Y, first, second, sp.cancel(vector.left / vector.right), 1, 1, 1, 0, 0)
    numerator = form_factor_polynomials(FERMION_RADIATES, routing)["sigma_L"].as_expr()
    return sp.expand(numerator.subs(dict(zip(names, values, strict=True)), simultaneous=True))


def over_simplex(numerator: sp.Expr, nodes: tuple[sp.Expr, ...]) -> sp.Expr:
    """∫dx dy numerator/Δ, Δ = x·nodes₀ + y·nodes₁ + (1−x−y)·nodes₂."""
    monomials = [((*powers, 0), value) for powers, value in sp.Poly(numerator, X, Y).terms()]
    return integrate_simplex(1, nodes, monomials)


def by_quadrature(numerator: sp.Expr, nodes: tuple[sp.Expr, ...], theory: Theory) -> complex:
    """The same integral over Feynman parameters, Gauss–Legendre on the triangle, at the point."""
    t, w = np.polynomial.legendre.leggauss(120)
    u = (t + 1) / 2
    # Flat at both ends: a massless line is singular in a corner.
    flat, w = u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3), 70 * (u * (1 - u)) ** 3 * w
    x, y = np.meshgrid(flat, flat, indexing="ij")
    weights = np.outer(w, w) * (1 - x)  # y → (1 − x) y
    numbers = {
        s: complex(theory.values[s]) for s in (*nodes, numerator) for s in s.free_symbols - {X, Y}
    }
    masses = [complex(n.subs(numbers)).real for n in nodes]
    above = sp.lambdify((X, Y), numerator.subs(numbers), "numpy")
    y = (1 - x) * y
    below = x * masses[0] + y * masses[1] + (1 - x - y) * masses[2]
    return complex(np.sum(weights * above(x, y) / below))


def _direction(claimed: sp.Expr, theory: Theory, first: int, second: int) -> Judgement:
    model = theory.model
    diagram = one_direction(model, model.even[0], first, second)
    before, after = (f.mass for f in diagram.fermions)
    value = diagram.form_factors(("sigma_L",), massless=True)["sigma_L"]
    derived = sp.expand(
        sp.cancel(sp.factor(value) / (sp.factor(constant(diagram)) * loop_factor()))
    ).subs(diagram.nodes()[2], M_PHI**2)
    nodes = (after**2, before**2, M_PHI**2)
    numerator = engine_numerator(diagram)
    # The momentum integral carries a sign of its own.
    phase = sp.S.One if sp.expand(over_simplex(numerator, nodes) - derived) == 0 else -sp.S.One
    numerator = sp.expand(phase * numerator)
    if sp.expand(over_simplex(numerator, nodes) - derived) != 0:
        raise ArithmeticError(f"the numerator {numerator} does not give the diagram")
    printed_integral = over_simplex(claimed, nodes)
    # What is left of the printed numerator once twice the derived one is taken out.
    leftover = sp.factor(claimed + 2 * numerator)
    gordon = (after - before) * (1 - X - Y)
    routes: tuple[Route, ...] = ()
    if theory.point.only.angles is not None:
        routes = (
            Route(
                "quadrature over Feynman parameters",
                lambda: by_quadrature(numerator, nodes, theory),
                lambda: theory.number(derived),
                lambda: abs(by_quadrature(sp.Abs(before) + sp.Abs(after), nodes, theory)),
            )
            if (first, second) == (1, 2)
            else Route(
                "Euclidean momentum integral",
                lambda: theory.confrontation.momentum(derived),
                lambda: theory.number(derived),
            ),
        )
    index = f"{first}{second}"
    return Judgement(
        findings=(
            judged(
                sp.expand(printed_integral - derived) == 0,
                Finding(Verdict.CONFIRMED, "The loop integral is the derived one."),
                Finding(
                    Verdict.CORRECTED,
                    f"The numerator is {shown(numerator)}"
                    + (
                        f"; the printed one is {shown(-2)} times that plus {shown(gordon)}, a piece in "
                        r"$\gamma^\mu\not{p}$ and $\not{p}'\gamma^\mu$ that vanishes on shell."
                        if sp.expand(leftover - gordon) == 0
                        else f", the printed one {shown(sp.expand(claimed))}."
                    ),
                ),
            ),
        ),
        derived=(
            Formula("", rf"n_{{{index}}}(x,y)", numerator),
            Formula(
                "",
                rf"\mu_{{L,{index}}}^{{(\Phi)}}",
                loop_factor() * sp.Symbol(r"C_{\Phi ij}") * derived,
            ),
        ),
        where=r"reduction of $\gamma^\mu(\not{p}-\not{k})$ between spinors; printed + 2 derived = "
        f"{shown(leftover)}",
        differs=(claimed, numerator),
        compared=(printed_integral, derived) if theory.point.only.angles is not None else None,
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


@SECTION.statement(r"Fermion-radiated dipole, $N_1\to N_2$", printed.DIPOLE_12)
def eq15(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The dipole of N₁ → N₂ from one scalar, against the derived diagram."""
    return _direction(claimed, theory, 1, 2)


@SECTION.statement(r"Fermion-radiated dipole, $N_2\to N_1$", printed.DIPOLE_21)
def eq16(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The dipole of N₂ → N₁ from one scalar, against the derived diagram."""
    return _direction(claimed, theory, 2, 1)


# --- (17) and the conclusion --------------------------------------------------------------------


@SECTION.statement("Antisymmetry of the numerator", printed.ANTISYMMETRY)
def eq17(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Whether the two sides are the same, and whether the derived numerator changes sign when x ↔ y."""
    model = theory.model
    there, back = (
        engine_numerator(one_direction(model, model.even[0], *pair)) for pair in ((1, 2), (2, 1))
    )
    swapped = back.subs({X: Y, Y: X}, simultaneous=True)
    left, right = claimed
    antisymmetric = sp.expand(swapped + there) == 0
    routes: tuple[Route, ...] = ()
    if theory.confrontation.resolved:
        table = transition.fermion_radiated_by_direction(theory.model_at_point, 1, 2)
        routes = (
            Route(
                r"brute force of $N_2\to N_1$ against the closed form of $N_1\to N_2$",
                lambda: theory.confrontation.paths.fermion_radiated[1, 0, :, 1, 0],
                lambda: np.array(
                    [-theory.number(table[1, 2, s.name]) for s in (*model.even, *model.odd)]
                ),
            ),
        )
    return Judgement(
        findings=(
            judged(
                sp.expand(left - right) == 0,
                Finding(Verdict.CONFIRMED, "An identity."),
                Finding(
                    Verdict.CORRECTED,
                    f"Not an identity: the two sides differ by {shown(sp.factor(left - right))}.",
                ),
            ),
            judged(
                antisymmetric,
                Finding(
                    Verdict.CONFIRMED,
                    f"The derived numerator {shown(there)} has the same antisymmetry, so that the conclusion "
                    "survives.",
                ),
                Finding(
                    Verdict.INCONSISTENT,
                    f"The derived numerator lacks this antisymmetry: {shown(there)} becomes {shown(swapped)}.",
                ),
            ),
        ),
        derived=(Formula("", r"n_{12}(x,y)", there), Formula("", r"n_{21}(y,x)", swapped)),
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


@SECTION.statement("Self-conjugacy enforces $F_1=0$", printed.NO_VECTOR)
def claim_f1_vanishes(claimed: sp.Expr, theory: Theory) -> Judgement:
    """F_1(0) for i ≠ j, against the finite vector form factor of the loops and the Ward identity."""
    model = theory.model
    f = vector_form_factor.finite(model, 1, 2)
    transposed = vector_form_factor.finite(model, 2, 1)
    vector = sp.expand(f - transposed) / 2  # f_R,ji = −f_L,ij
    diagonal = transition.form_factors(model, 1, 1)
    diagonal_vector = sp.expand(diagonal["gamma_L"] + diagonal["gamma_R"])
    universal = z_aprime_mixing.divergence()
    size = ""
    routes = [
        Route(
            "Ward identity where $U(1)_D$ is exact",
            lambda: vector_form_factor.symmetric_limit(model, 1, 2),
            lambda: sp.S.Zero,
        )
    ]
    general = theory.model_at_point
    at_point = theory.confrontation
    if at_point.applies:
        dipole = theory.number(transition.coefficient(general, 1, 2))
        f_2 = 2 * theory.number(ELECTRON_MASS) * dipole
        f_1 = theory.number(
            vector_form_factor.finite(general, 1, 2) - vector_form_factor.finite(general, 2, 1)
        )
        if f_2:
            size = f" At the point $|F_1|$ is {number(abs(f_1 / 2 / f_2), '.1e')} times $|F_2|$."
        routes.append(
            Route(
                "brute-force 4-momentum integral",
                lambda: at_point.amplitude.f[1, 0],
                lambda: theory.number(vector_form_factor.finite(general, 1, 2)),
                lambda: at_point.vector_size,
            )
        )
    f_ji, f_ij = (sp.Symbol(f"f_{i}", complex=True) for i in ("ji", "ij"))
    return Judgement(
        findings=(
            judged(
                sp.expand(diagonal_vector - claimed) == 0,
                Finding(Verdict.CONFIRMED, "True for $i=j$."),
                Finding(Verdict.CORRECTED, f"Not even for $i=j$: $F_1={tex(diagonal_vector)}$."),
            ),
            judged(
                sp.expand(vector - claimed) == 0,
                Finding(Verdict.CONFIRMED, r"True for $i\ne j$ as well."),
                Finding(
                    Verdict.UNSUPPORTED,
                    r"For $i\ne j$ self-conjugacy only makes $F_1$ antisymmetric and imaginary. Here "
                    r"$F_1(0)=i\operatorname{Im}f_{ji}$ is finite and nonzero because (6) and the scalar splitting "
                    f"break $U(1)_D$.{size}",
                ),
            ),
            judged(
                universal == 0,
                Finding(Verdict.DEFINITION, "All of $f_{ji}$ is predicted."),
                Finding(
                    Verdict.DEFINITION,
                    "Flavour-changing elements of $f_{ji}$ are predictions. What all flavours have in common "
                    r"is not: the loop of $N_1$ and $N_2$ mixes $A'$ with the $Z$, and "
                    rf"$d\Pi/d\ln\Lambda^2={tex(universal)}$ per pair of couplings.",
                ),
            ),
        ),
        derived=(Formula("", r"F_1(0)_{ji}", (f_ji - f_ij) / 2 if vector != 0 else sp.S.Zero),),
        where=r"sum of all triangles projected on $\gamma^\mu P_L$",
        routes=tuple(routes),
    )


@SECTION.statement(
    r"The fermion-radiated diagrams cancel, $\mu_{21}=-\mu_{12}$",
    printed.NO_DIPOLE,
    blind={
        "theory": "zero wherever one $N$ couples to each neutrino through one combination of scalars; only a "
        "second $N$ or a coupling to $N_L$ would leave something"
    },
)
def claim_fermion_radiated_vanishes(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The sum over both directions of the line, against the derived one for any Majorana masses."""
    model = theory.model
    total = transition.coefficient(model, 1, 2, FERMION_RADIATES)
    open_angle = variant(model, majorana_angle=THETA)
    general = sp.expand(transition.coefficient(open_angle, 1, 2, FERMION_RADIATES))
    single = any(
        sp.expand(v) != 0 for v in transition.fermion_radiated_by_direction(model, 1, 2).values()
    )
    n1 = open_angle.heavy.states[0]
    diagonal = open_angle.rules.vector(n1, n1, DARK_PHOTON)
    routes = [
        Route("general $m_L$, $m_R$", lambda: general, lambda: total),
    ]
    if theory.confrontation.applies:
        routes.append(
            Route(
                "brute-force 4-momentum integral, three neutrinos",
                lambda: theory.confrontation.amplitude.fermion_radiated.T,
                lambda: np.zeros((3, 3)),
                lambda: theory.confrontation.scale,
            )
        )
    return Judgement(
        findings=(
            judged(
                sp.expand(total - claimed) == 0 and single,
                Finding(
                    Verdict.CONFIRMED,
                    "The full sum is identically zero, scalar by scalar, although each direction is not. "
                    + (
                        "It holds for any $m_L$, $m_R$, $m_D$"
                        if general == 0
                        else "It needs $m_L=m_R$"
                    )
                    + " and any scalar mixing: $T$ is antisymmetric, and one $N$ makes the couplings symmetric."
                    + (
                        " The axial form of (12) is not needed."
                        if general == 0 and diagonal
                        else ""
                    ),
                ),
                Finding(Verdict.UNSUPPORTED, f"The sum is {shown(total)}, not {shown(claimed)}."),
            ),
        ),
        derived=(Formula("", r"\mu_L^{\text{Fermion-Rad}}", total),),
        routes=tuple(routes),
    )
