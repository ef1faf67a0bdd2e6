"""Sec. 2.3, diagrams in which the scalar radiates: (18)–(23), and what is said about their sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from sympy.simplify.fu import TR8

from darktmm.derive.basis import components, trig_normal
from darktmm.derive.dirac import Element
from darktmm.derive.fields import (
    MU,
    MajoranaFermion,
    RealScalar,
    TwoSided,
    VectorComponent,
)
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import terms
from darktmm.derive.latex import tex
from darktmm.derive.laws import dipole
from darktmm.derive.loops.amplitude import diagrams
from darktmm.derive.loops.functions import (
    M_A1,
    M_A2,
    M_H1,
    M_H2,
    M,
    loop_factor,
    path_difference,
    positive,
)
from darktmm.derive.loops.functions import path_function as engine_path_function
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.loops.triangle import SCALAR_RADIATES, Diagram, form_factor_polynomials
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_2,
    Q_S,
    THETA_I,
    THETA_R,
    DarkModel,
    coupling,
    radiative_mass,
    transition,
    vanishing,
)
from darktmm.derive.vertices import Chiral, Current, FeynmanRules
from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
)
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.brute_force.neutral import transition_amplitude
from darktmm.papers.arxiv_2603_25704 import signs
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.fermion_radiated import (
    NO_POINT,
    between_generations,
    collected,
    over_simplex,
)
from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated as printed
from darktmm.papers.arxiv_2603_25704.printed.fermion_radiated import X, Y
from darktmm.papers.arxiv_2603_25704.routes.mass_basis import current_coefficients
from darktmm.papers.arxiv_2603_25704.signs import PrintedSign
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
from darktmm.papers.wording import listed, referred, shown

SECTION = Section("2.3")


# --- (18) and the Lagrangian before it ----------------------------------------------------------

Source = Callable[[DarkModel], tuple[FeynmanRules, list[RealScalar], list[RealScalar]]]


@cache
def unrotated_rules(model: DarkModel) -> FeynmanRules:
    """Feynman rules with S_aR and S_aI not yet rotated, from the complex fields of (4)."""
    real, imaginary = model.real_parts
    base = model.printed().without("L_lepton")
    return FeynmanRules(base.substituted(components(model.scalars, real, imaginary)))


def _components(model: DarkModel) -> tuple[FeynmanRules, list[RealScalar], list[RealScalar]]:
    return unrotated_rules(model), *model.real_parts


def _physical(model: DarkModel) -> tuple[FeynmanRules, list[RealScalar], list[RealScalar]]:
    return model.rules, model.even, model.odd


def _sign_of(source: Source) -> signs.Comparison:
    """Sign of a Lagrangian of scalar currents: that of every vertex, where they agree."""

    def compare(claimed: sp.Expr, theory: Theory) -> PrintedSign:
        rules, even, odd = source(theory.model)
        there = FeynmanRules(claimed)
        couplings = [
            (getattr(there.current(x, y, DARK_PHOTON), side), getattr(derived, side))
            for x, y in product(even, odd)
            for derived in (rules.current(x, y, DARK_PHOTON),)
            for side in ("first", "second")
        ]
        return PrintedSign(signs.common(couplings), signs.odd(couplings[0][1], "S"))

    return compare


def lagrangian_of(rules: FeynmanRules, even: list[RealScalar], odd: list[RealScalar]) -> sp.Expr:
    """Σ c A'^μ x ∂↔_μ y, equal angles collected.

    Raises:
        ArithmeticError: a vertex is not antisymmetric in its two scalars.
    """
    shares: dict[sp.Expr, sp.Expr] = {}
    for x, y in product(even, odd):
        vertex = rules.current(x, y, DARK_PHOTON)
        if sp.expand(vertex.first + vertex.second) != 0:
            raise ArithmeticError(f"{x} and {y}: {vertex} is no current")
        if vertex:
            share = TR8(trig_normal(vertex.second / (G_D * Q_S)))
            shares[share] = shares.get(share, sp.S.Zero) + TwoSided(x, y, MU)
    brackets = sp.Add(*(share * two_sided for share, two_sided in shares.items()))
    return G_D * Q_S * VectorComponent(DARK_PHOTON, MU) * brackets


def _current(claimed: sp.Expr, theory: Theory, source: Source) -> Judgement:
    rules, even, odd = source(theory.model)
    sign = _sign_of(source)(claimed, theory)
    same_parity = [
        (x, y)
        for group in (even, odd)
        for x, y in product(group, repeat=2)
        if rules.current(x, y, DARK_PHOTON)
    ]
    routes: tuple[Route, ...] = ()
    if theory.point.only.angles is not None:
        point, unit = theory.point.only, np.eye(2)
        O_R, O_I = (unit, unit) if source is _components else (point.O_R, point.O_I)
        pairs = list(product((1, 2), repeat=2))

        def by_hand() -> Any:
            return np.array(
                [current_coefficients(point.g_D, point.Q_S, O_R, O_I, k, m) for k, m in pairs]
            )

        def by_rules() -> Any:
            vertices = [rules.current(even[k - 1], odd[m - 1], DARK_PHOTON) for k, m in pairs]
            return np.array(
                [[theory.number(sp.sympify(c)) for c in (v.first, v.second)] for v in vertices]
            )

        routes = (
            Route("Noether current of numbers put into the kinetic energy", by_hand, by_rules),
        )
    return Judgement(
        findings=(
            judged(
                sign.relative == 1,
                Finding(Verdict.CONFIRMED, "Follows from (4) as printed."),
                judged(
                    sign.holds(),
                    Finding(
                        Verdict.CONVENTION,
                        r"Follows from (4) with $S=(S_R-iS_I)/\sqrt{2}$; with $S=(S_R+iS_I)/\sqrt{2}$ the "
                        "overall sign is the opposite.",
                    ),
                    Finding(Verdict.CORRECTED, "No allowed choice of signs gives it."),
                ),
            ),
            judged(
                not same_parity,
                Finding(Verdict.CONFIRMED, "No coupling of two scalars of the same parity."),
                Finding(
                    Verdict.CORRECTED,
                    f"Scalars of the same parity couple: {listed(f'${x.latex}{y.latex}$' for x, y in same_parity)}.",
                ),
            ),
        ),
        derived=(Formula("", r"\mathcal{L}_{S-A'}", lagrangian_of(rules, even, odd)),),
        where=r"$S=(S_R+iS_I)/\sqrt{2}$ in $(DS)^\dagger(DS)$",
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


@SECTION.statement("Gauge coupling of the scalar components", printed.COMPONENT_CURRENT)
@signs.carried(_sign_of(_components))
def eq18a(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The coupling of real and imaginary parts of S, against D_μ of (4), with its sign."""
    return _current(claimed, theory, _components)


@SECTION.statement(
    "Gauge coupling of the physical scalars",
    printed.PHYSICAL_CURRENT,
    mutants={
        "theta_R <-> theta_I": lambda value: value.subs(
            {THETA_R: THETA_I, THETA_I: THETA_R}, simultaneous=True
        )
    },
)
@signs.carried(_sign_of(_physical))
def eq18(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The coupling of H_k and A_m, against the rotated Lagrangian, with its sign."""
    return _current(claimed, theory, _physical)


# --- (19), (20), (21) ---------------------------------------------------------------------------


def path(model: DarkModel) -> Diagram:
    """The triangle of N₂ in which H₁ turns into A₁.

    Raises:
        ArithmeticError: the rules give no such triangle.
    """
    for d in diagrams(model.rules, model.nu[1], model.nu[2], model.vectors[0]):
        wanted = SCALAR_RADIATES, (model.heavy.states[1],), (model.even[0], model.odd[0])
        if (d.topology, d.fermions, d.bosons) == wanted:
            return d
    raise ArithmeticError("there is no diagram in which H_1 turns into A_1")


def with_projectors(outgoing: str, incoming: str) -> sp.Expr:
    """Dipole of that triangle with these projectors and couplings 1."""
    one = sp.S.One
    return Diagram(
        SCALAR_RADIATES,
        (MajoranaFermion("N_2", mass=M_2),),
        (RealScalar("H_1", mass=M_H1), RealScalar("A_1", mass=M_A1)),
        Chiral.of(incoming, one),
        Chiral.of(outgoing, one),
        Current(one, -one),
    ).form_factors(("sigma_L",), massless=True)["sigma_L"]


@SECTION.statement("Amplitude of the scalar-radiated diagram", printed.PATH_AMPLITUDE)
def eq19(claimed: Mapping[str, Any], theory: Theory) -> Judgement:
    """Projectors, couplings and momenta of one path, against the rules and the Dirac algebra."""
    model = theory.model
    even, odd = model.even[0], model.odd[0]
    n = model.heavy.states[1]
    into, out = (model.rules.yukawa(n, model.nu[1], s).left for s in (even, odd))
    to_odd = between_generations(model)
    relative = sp.simplify(out / into.subs(to_odd, simultaneous=True))
    current = model.rules.current(even, odd, DARK_PHOTON)
    antisymmetric = sp.expand(current.first + current.second) == 0
    pairs = [(x, y) for x in "LR" for y in "LR"]
    working = [pair for pair in pairs if with_projectors(*pair) != 0]
    shares = [into.coeff(sp.conjugate(coupling(1, a))) for a in model.indices]
    size = sp.sqrt(trig_normal(sp.Add(*(c * sp.conjugate(c) for c in shares))))
    routes: tuple[Route, ...] = ()
    if theory.confrontation.resolved:
        last = len(model.even)
        routes = (
            Route(
                "brute-force loops between each pair of projectors",
                lambda: np.array(
                    [theory.confrontation.paths.scalar_loops(*pair)[1, 0, last] for pair in pairs]
                ),
                # The rules carry the −i of each Yukawa vertex.
                lambda: np.array(
                    [theory.number(sp.I**2 * with_projectors(*pair)) for pair in pairs]
                ),
            ),
        )
    outgoing, incoming = claimed["projectors"]
    names = listed(f"${chain(*pair)}$" for pair in working)
    return Judgement(
        findings=(
            judged(
                claimed["projectors"] in working,
                Finding(Verdict.CONFIRMED, "The printed projectors give a dipole."),
                Finding(
                    Verdict.CORRECTED,
                    f"With the printed ${chain(outgoing, incoming)}$ the dipole of left-handed neutrinos "
                    rf"vanishes; what gives it is {names}: both vertices carry $\lambda^*$, as in (14).",
                ),
            ),
            judged(
                relative == claimed["CP-odd vertex over CP-even"],
                Finding(Verdict.CONFIRMED, "CP-even and CP-odd vertices have the printed phase."),
                Finding(
                    Verdict.CORRECTED,
                    f"The CP-odd vertex is {shown(relative)} times the CP-even one, printed "
                    f"{shown(claimed['CP-odd vertex over CP-even'])}"
                    + (
                        "; and $C$ must be antisymmetric in its two scalars."
                        if antisymmetric
                        else "."
                    ),
                ),
            ),
            judged(
                size == claimed["vertex per coupling"],
                Finding(
                    Verdict.CONFIRMED,
                    rf"Each vertex is $\tilde\lambda^*$ times {shown(size)} in modulus.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    rf"Each vertex is $\tilde\lambda^*$ times {shown(size)}, not "
                    f"{shown(claimed['vertex per coupling'])}.",
                ),
            ),
        ),
        derived=(
            Formula("", r"V(\nu_1\to N_2H_1)\big|_{P_L}", sp.factor(into)),
            Formula("", r"V(\nu_1\to N_2A_1)\big|_{P_L}", sp.factor(out)),
        ),
        where="projectors of the Yukawa vertices; dipole of the printed chain = "
        + shown(with_projectors(*claimed["projectors"])),
        differs=(sp.Symbol(f"P_{outgoing}"), sp.Symbol(f"P_{working[0][0]}")),
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


def chain(outgoing: str, incoming: str) -> str:
    """LaTeX of P_X(k̸ + M)P_Y."""
    return rf"P_{outgoing}(\not{{k}}+M)P_{incoming}"


def sandwiched(outgoing: str, incoming: str) -> dict[tuple[tuple[str, ...], str], sp.Expr]:
    """P_X(k̸ + M)P_Y: coefficient of each word, with the projector at its right end."""
    left, right = (Element.chiral(int(x == "L"), int(x == "R")) for x in (outgoing, incoming))
    propagator = Element.word(sp.S.One, "k") + Element.word(M)
    return dict((left * propagator * right).terms)


def _spelled(words: Mapping[tuple[tuple[str, ...], str], sp.Expr]) -> sp.Expr:
    symbol = {name: sp.Symbol(name, commutative=False) for name in (r"\not{k}", "P_L", "P_R")}
    return sp.Add(
        *(
            value * sp.Mul(*(symbol[r"\not{k}"] for _ in word), symbol[f"P_{x}"])
            for (word, x), value in words.items()
        )
    )


@SECTION.statement(
    r"$P_R(\not{k}+M)P_L=MP_R$",
    printed.PROJECTOR_IDENTITY,
    blind={"theory": "an identity of Dirac matrices, whatever the Lagrangian"},
)
def claim_projector_identity(claimed: tuple[str, str, str], theory: Theory) -> Judgement:
    """The chain of projectors, against the Dirac algebra; which pair isolates the mass."""
    del theory
    outgoing, incoming, final = claimed
    pairs = [(x, y) for x in "LR" for y in "LR"]
    words = {pair: sandwiched(*pair) for pair in pairs}
    isolating = [pair for pair in pairs if set(words[pair].values()) == {M}]
    explicit = {"L": P_L, "R": P_R}
    mass, k = 7.0, np.array([3.0, 0.5, -1.0, 2.0])
    slash = np.einsum("m,mab->ab", METRIC @ k, GAMMA)

    def reduced(pair: tuple[str, str]) -> Any:
        return sum(
            float(value.subs(M, mass)) * (slash if word else np.eye(4)) @ explicit[x]
            for (word, x), value in words[pair].items()
        )

    def plain(pair: tuple[str, str]) -> str:
        (((word, x), value),) = words[pair].items()
        kept = r"\not{k}" if word else tex(value)
        return f"${chain(*pair)}={kept}P_{x}$"

    return Judgement(
        findings=(
            judged(
                words[outgoing, incoming] == {((), final): M},
                Finding(Verdict.CONFIRMED, "Holds."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"{plain((outgoing, incoming))}, not $MP_{final}$. What isolates the mass is "
                    f"{listed(map(plain, isolating))}.",
                ),
            ),
        ),
        derived=tuple(
            Formula("", rf"P_{x}(\not{{k}}+M)P_{y}", _spelled(words[x, y])) for x, y in pairs
        ),
        where="$P_RP_L=0$",
        routes=(
            Route(
                r"explicit $4\times4$ matrices",
                lambda: np.array(
                    [explicit[x] @ (slash + mass * np.eye(4)) @ explicit[y] for x, y in pairs]
                ),
                lambda: np.array([reduced(pair) for pair in pairs]),
            ),
        ),
    )


def _sign_of_path(claimed: sp.Expr, theory: Theory) -> PrintedSign:
    kappa = transition.path_normalisation(theory.model)
    return PrintedSign(signs.relative(claimed, kappa, exact=False), signs.odd(kappa))


def path_table(theory: Theory) -> Any:
    """κ_α M_α C λ̃*λ̃*J of every ordered path at the point, [α, before, after]; scalars H, then A."""
    model, point = theory.model_at_point, theory.point
    kappas = transition.path_normalisations(model)
    current = point.only.O_R.T @ point.only.O_I
    even, odd = (
        point.only.coupling.conj() @ point.only.O_R,
        point.only.coupling.conj() @ point.only.O_I,
    )
    n = len(model.even)
    table = np.zeros((2, 2 * n, 2 * n), dtype=complex)
    for alpha, (state, kappa) in enumerate(zip(model.heavy.states, kappas, strict=True)):
        for k, m in product(range(n), repeat=2):
            masses = state.mass, model.even[k].mass, model.odd[m].mass
            loop = theory.number(kappa * state.mass * engine_path_function()(*masses))
            table[alpha, k, n + m] = loop * current[k, m] * odd[1, m] * even[0, k]
            table[alpha, n + m, k] = -loop * current[k, m] * even[1, k] * odd[0, m]
    return table


@SECTION.statement("Moment from one scalar path", printed.PATH_MOMENT)
@signs.carried(_sign_of_path)
def eq20(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The coefficient of one ordered path: magnitude, unit and sign, against the derived diagram."""
    model = theory.model
    kappa = transition.path_normalisation(model)
    ratio = sp.simplify(claimed / kappa)
    clashes = signs.clashes(_sign_of_path, claimed, theory)
    diagram = path(model)
    lines = len(diagram.fermions) + len(diagram.bosons)
    routes: tuple[Route, ...] = ()
    if theory.confrontation.resolved:
        routes = (
            Route(
                "brute force, every ordered pair of scalars",
                lambda: theory.confrontation.paths.scalar_radiated[..., 1, 0],
                lambda: path_table(theory),
            ),
        )
    compared = None
    if theory.point.only.angles is not None:
        mass = model.heavy.states[0].mass
        loops = (printed.path_function(), loop_of_path(model))
        compared = (
            claimed * mass * loops[0].subs(M, mass),
            kappa * mass * loops[1].subs(M, mass),
        )
    names = {s: sp.Symbol(s) for s in (r"\tilde\lambda^*_{j\Phi_2}", r"\tilde\lambda^*_{i\Phi_1}")}
    factors = [sp.Symbol("M_alpha"), sp.Symbol(r"C_{\Phi_1\Phi_2}"), *names.values()]
    return Judgement(
        findings=(
            judged(
                sp.Abs(ratio) == 1,
                Finding(
                    Verdict.CONFIRMED,
                    rf"The magnitude {shown(sp.Abs(kappa / (G_D * Q_S)))} in GeV$^{{-1}}$ is right, for "
                    rf"$\mathcal{{J}}$ of weight {shown(scalar_weight())}.",
                ),
                Finding(Verdict.CORRECTED, f"The prefactor is off by {shown(sp.Abs(ratio))}."),
            ),
            judged(
                _sign_of_path(claimed, theory).holds(),
                Finding(Verdict.CONFIRMED, "The sign is right."),
                Finding(
                    Verdict.CORRECTED,
                    r"The sign is wrong for the $D_\mu$ of (12)"
                    + (
                        f"; no convention satisfies it together with {', '.join(map(referred, clashes))}."
                        if clashes
                        else "."
                    ),
                ),
            ),
        ),
        derived=(
            Formula(
                "",
                r"T_{ji}^{(\Phi_1\Phi_2,\alpha)}",
                kappa * sp.Mul(*factors) * sp.Symbol(r"\mathcal{J}"),
            ),
        ),
        where=f"product of the {len((diagram.incoming, diagram.outgoing, diagram.vector))} vertices and "
        f"the {lines} propagators",
        differs=coefficients(claimed, kappa),
        compared=compared,
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


def loop_of_path(model: DarkModel) -> sp.Expr:
    """J of that triangle: the dipole divided by its three couplings, the internal mass and 1/16π²."""
    diagram = path(model)
    assert isinstance(diagram.vector, Current)
    couplings = diagram.incoming.left * diagram.outgoing.left * diagram.vector.first
    value = diagram.form_factors(("sigma_L",), massless=True)["sigma_L"]
    mass = diagram.fermions[0].mass
    loop = sp.cancel(sp.factor(value) / (couplings * mass * loop_factor()))
    h, a = (s.mass for s in diagram.bosons)
    return positive(loop.subs({mass: M, h: M_H1, a: M_A1}, simultaneous=True))


def scalar_weight(routing: tuple[int, int] = (0, 0)) -> sp.Expr:
    """What the numerator of a radiating scalar leaves under the integral, one at x = y = 0."""
    names = sp.symbols("x y M1 g1 g2 aL bL m_i m_j")
    values = (X, Y, 1, 1, -1, 1, 1, 0, 0)
    numerator = form_factor_polynomials(SCALAR_RADIATES, routing)["sigma_L"].as_expr()
    weight = sp.expand(numerator.subs(dict(zip(names, values, strict=True)), simultaneous=True))
    return sp.expand(weight / weight.subs({X: 0, Y: 0}))


def unfolded(weight: sp.Expr, nodes: tuple[sp.Expr, sp.Expr, sp.Expr]) -> sp.Expr:
    """The integral of a weight over the triangle of x and y, above the average of the nodes, as it is printed."""
    average = X * nodes[0] + Y * nodes[1] + (1 - X - Y) * nodes[2]
    return sp.Integral(weight / average, (Y, 0, 1 - X), (X, 0, 1))


@SECTION.statement(
    r"Loop function $\mathcal{J}$",
    printed.PATH_FUNCTION,
    blind={"theory": "(21) holds for any couplings: they are divided out"},
)
def eq21(claimed: sp.Expr, theory: Theory) -> Judgement:
    """𝓙 as an integral over Feynman parameters, against the numerator of the derived diagram."""
    derived = loop_of_path(theory.model)
    nodes = (M_A1**2, M_H1**2, M**2)
    off_the_fermion = over_simplex(X + Y, nodes)
    return Judgement(
        findings=(
            judged(
                sp.expand(claimed - derived) == 0,
                Finding(Verdict.CONFIRMED, "The derived loop function."),
                Finding(
                    Verdict.CORRECTED,
                    f"The weight is {shown(scalar_weight())}, the parameter of the internal "
                    "fermion: $p+p'-2k$ averages to that times $p+p'$."
                    + (
                        " $x+y$ is the weight of radiation off the fermion."
                        if sp.expand(claimed - off_the_fermion) == 0
                        else ""
                    ),
                ),
            ),
        ),
        derived=(
            Formula("", r"\mathcal{J}(M,M_{H_1},M_{A_1})", unfolded(scalar_weight(), nodes)),
            Formula("path", r"\mathcal{J}(M,M_{H_1},M_{A_1})", derived, dimension=-2),
        ),
        where=r"shift of the loop momentum in $(p+p'-2k)^\mu$",
        differs=(X + Y, scalar_weight()) if sp.expand(claimed - off_the_fermion) == 0 else None,
        compared=(claimed, derived) if theory.point.only.angles is not None else None,
        routes=(
            Route(
                "another routing of the loop momentum",
                lambda: over_simplex(scalar_weight((1, -2)), nodes),
                lambda: derived,
            ),
        ),
    )


@SECTION.statement(
    r"$\mathcal{J}$ is dimensionless",
    printed.DIMENSION_OF_J,
    blind={"theory": "(21) has one dimension, whatever its coefficients"},
)
def claim_loop_function_dimensionless(claimed: int, theory: Theory) -> Judgement:
    """The mass dimension of 𝓙, by scaling all masses."""
    loop = loop_of_path(theory.model)
    scale = sp.Symbol("s", positive=True)
    masses = {M: 2, M_H1: 3, M_A1: 5}
    scaled = loop.subs({k: scale * v for k, v in masses.items()}).doit()
    dimension = sp.simplify(sp.log(sp.simplify(scaled / loop.subs(masses).doit())) / sp.log(scale))
    powers = {-2 * i.p for i in loop.atoms(SimplexIntegral)}
    in_paper = {-2 * i.p for i in printed.path_function().atoms(SimplexIntegral)}
    return Judgement(
        findings=(
            judged(
                dimension == claimed,
                Finding(Verdict.CONFIRMED, "It is."),
                Finding(
                    Verdict.UNSUPPORTED,
                    rf"$\mathcal{{J}}$ has mass dimension {shown(dimension)}, not {claimed}"
                    + (", as printed in (21) too" if in_paper == {dimension} else "")
                    + "; only so is (20) a moment.",
                ),
            ),
        ),
        derived=(Formula("", r"[\mathcal{J}]", dimension),),
        where="scaling all masses",
        routes=(
            Route(
                "powers under the integral",
                lambda: np.array(sorted(powers)),
                lambda: np.array([int(dimension)]),
            ),
        ),
    )


# --- the sum: (22), (23) ------------------------------------------------------------------------


def _sign_of_moment(claimed: Mapping[str, Any], theory: Theory) -> PrintedSign:
    total = transition.factorised(theory.model).prefactor
    whole = claimed["prefactor"] * printed.tensor(1, 2)
    return PrintedSign(signs.relative(whole, total, exact=False), signs.odd(total))


def moment(theory: Theory) -> sp.Expr:
    """T_21, splittings factored out, for the mixing of N at the point."""
    f = transition.factorised(theory.model_at_point)
    loops = sp.Add(*(w * mass * derived_difference(mass) for w, mass in f.weights))
    return f.prefactor * loops


def derived_difference(mass: sp.Expr) -> sp.Expr:
    """(23) with the derived J."""
    return path_difference().right.subs(M, mass)


def _literally(ratio: sp.Expr) -> str:
    """What the factor is with the μ_ij of (7), where j comes in: T_ij is what (22) calls T_ji."""
    per_operator = dipole.majorana_normalisation()
    return (
        rf" Read literally, (7), in which $j$ comes in, gives $T_{{ij}}={tex(per_operator)}\mu_{{ij}}$; for "
        rf"that $\mu_{{ij}}$ the factor is {shown(-ratio * per_operator)}."
    )


@SECTION.statement("Total dark transition moment", printed.MOMENT)
@signs.carried(_sign_of_moment)
def eq22(claimed: Mapping[str, Any], theory: Theory) -> Judgement:
    """Prefactor, tensor and loop function of the moment, against the sum of all derived paths."""
    model = theory.model
    folded = transition.factorised(model)
    tensor = printed.tensor(1, 2)
    prefactor = sp.simplify(folded.prefactor / tensor)
    ratio = sp.simplify(claimed["prefactor"] / prefactor)
    electric = sp.expand(dipole.electric(folded.folded())) != 0
    loop = loop_of_path(model)
    same_loop = sp.expand(claimed["J"] - loop) == 0
    share = sp.simplify(claimed["tensor"] / sp.im(tensor))
    compared, at_point = None, ""
    routes = [
        Route(
            "sum of its own diagrams with $i$ and $j$ exchanged",
            lambda: collected(-transition.coefficient(model, 2, 1, SCALAR_RADIATES)),
            lambda: collected(transition.coefficient(model, 1, 2, SCALAR_RADIATES)),
        )
    ]
    if theory.point.only.angles is not None:
        sums = [
            sp.Add(*(w * mass * difference.subs(M, mass) for w, mass in folded.weights))
            for difference in (printed.path_difference(claimed["J"]), path_difference().right)
        ]
        compared = (
            claimed["tensor"] * claimed["prefactor"] * sums[0],
            sp.im(tensor) * prefactor * sums[1],
        )
        loops = [theory.number(x).real for x in sums]
        if loops[1]:
            at_point = f": {loops[0] / loops[1]:.4g} times the derived sum at this point"
    if theory.confrontation.applies:
        routes.append(
            Route(
                "brute-force 4-momentum integral, unrotated fields",
                lambda: theory.confrontation.moment[1, 0],
                lambda: theory.number(moment(theory)),
                lambda: theory.confrontation.scale,
            )
        )
    return Judgement(
        findings=(
            judged(
                ratio == 1,
                Finding(Verdict.CONFIRMED, "The prefactor is right at every point."),
                Finding(
                    Verdict.CORRECTED,
                    f"The prefactor is {shown(ratio)} times the derived one, at every point"
                    + (
                        ": the coherent sum is antisymmetric already, and is antisymmetrised once more."
                        if ratio == 2
                        else "."
                    )
                    + _literally(ratio),
                ),
            ),
            judged(
                claimed["tensor"] == tensor or (share == 1 and not electric),
                Finding(Verdict.CONFIRMED, "The flavour tensor is complete."),
                Finding(
                    Verdict.CORRECTED,
                    "$T_{ji}$ is proportional to the complex tensor itself. "
                    + (
                        "Im keeps the magnetic form factor and drops the electric one; scattering measures "
                        "$|T|$."
                        if share == 1
                        else f"What is printed is {shown(share)} times its imaginary part."
                    ),
                ),
            ),
            judged(
                same_loop,
                Finding(Verdict.CONFIRMED, "The loop function is that of the derivation."),
                Finding(Verdict.CORRECTED, f"Inherits the loop function of (21){at_point}."),
            ),
        ),
        derived=(Formula("", r"T_{ji}\big|_{i=1,j=2}", folded.folded()),),
        where=r"from (20) to (22): sum over ordered paths, then $\mathcal{A}_{ij}=\mu_{ij}-\mu_{ji}$",
        differs=coefficients(claimed["prefactor"], prefactor),
        compared=compared,
        routes=tuple(routes),
    )


@SECTION.statement("Mass-splitting factor", printed.COMBINATION)
def eq23(claimed: Mapping[tuple[int, int], int], theory: Theory) -> Judgement:
    """Δ𝓙 as a combination of four 𝓙, against the sum of the paths, and its factors of splittings."""
    pattern = transition.factorised(theory.model).pattern
    positive_kernel = vanishing.kernel_is_positive()
    values = {M: 2, M_H1: 3, M_H2: 5, M_A1: 7, M_A2: 11}
    even, odd = {1: M_H1, 2: M_H2}, {1: M_A1, 2: M_A2}

    def four_terms() -> sp.Expr:
        loops = (
            sign * engine_path_function()(values[M], values[even[k]], values[odd[m]]).doit()
            for (k, m), sign in pattern.items()
        )
        return sp.expand_log(sp.Add(*loops), force=True)

    return Judgement(
        findings=(
            judged(
                dict(pattern) == dict(claimed),
                Finding(
                    Verdict.CONFIRMED,
                    r"The coherent sum contains $\mathcal{J}$ in exactly this combination. It equals "
                    rf"$({tex(M_H1**2 - M_H2**2)})({tex(M_A1**2 - M_A2**2)})$ times "
                    + (
                        "a positive integral." if positive_kernel else "an integral of either sign."
                    ),
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"The combination is {_combination(pattern)}, not {_combination(claimed)}.",
                ),
            ),
        ),
        derived=(
            Formula(
                "",
                r"\Delta\mathcal{J}_\alpha",
                sp.Add(
                    *(s * sp.Symbol(rf"\mathcal{{J}}_{{{k}{m}}}") for (k, m), s in pattern.items())
                ),
            ),
            Formula("", r"\Delta\mathcal{J}_\alpha", derived_difference(sp.Symbol("M_alpha"))),
        ),
        routes=(
            Route(
                "four closed forms at rational masses",
                four_terms,
                lambda: sp.expand_log(path_difference().right.subs(values).doit(), force=True),
            ),
        ),
    )


def _combination(pattern: Mapping[tuple[int, int], Any]) -> str:
    return shown(
        sp.Add(*(s * sp.Symbol(rf"\mathcal{{J}}_{{{k}{m}}}") for (k, m), s in pattern.items()))
    )


@SECTION.statement(
    "The coherent sum has to be antisymmetrised in flavour space", printed.ANTISYMMETRISATION
)
def claim_antisymmetrisation(claimed: Mapping[str, int], theory: Theory) -> Judgement:
    """Whether the sum over paths is antisymmetric already, before it is antisymmetrised."""
    model = theory.model
    there, back = (
        transition.coefficient(model, *pair, SCALAR_RADIATES) for pair in ((1, 2), (2, 1))
    )
    antisymmetric = collected(there + back) == 0
    factor = claimed["ij"] - claimed["ji"]
    unchanged = antisymmetric and factor == 1
    routes: tuple[Route, ...] = ()
    if theory.confrontation.applies:
        general = theory.model_at_point
        routes = (
            Route(
                r"brute-force 4-momentum integral of $\nu_j+A'\to\nu_i$",
                lambda: theory.confrontation.moment[0, 1],
                lambda: theory.number(-transition.coefficient(general, 1, 2)),
                lambda: theory.confrontation.scale,
            ),
        )
    both = sp.symbols("mu_ij mu_ji")
    combined = sp.Add(*(c * x for c, x in zip(claimed.values(), both, strict=True)))
    operation = rf"$\mathcal{{A}}_{{ij}}={tex(combined)}$"
    return Judgement(
        findings=(
            judged(
                not antisymmetric,
                Finding(Verdict.CONFIRMED, "The sum is not antisymmetric by itself."),
                Finding(
                    Verdict.CONFIRMED if unchanged else Verdict.UNSUPPORTED,
                    r"The sum over the ordered paths $H\to A$ and $A\to H$ is antisymmetric as it stands; "
                    f"{operation} "
                    + ("leaves it." if unchanged else rf"is {shown(factor)} times $\mu_{{ij}}$."),
                ),
            ),
        ),
        derived=(
            Formula("", r"T_{ij}/T_{ji}", sp.S.NegativeOne if antisymmetric else back / there),
            Formula("", r"T_{ji}\big|_{i=1,j=2}", transition.factorised(model).folded()),
        ),
        where="from (20) to (22)",
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


@SECTION.statement(
    "Three conditions for a nonvanishing moment",
    printed.CONDITIONS,
    mutants={
        "cosine": lambda value: (value[0], sp.cos(value[1].args[0]), value[2]),
        "no splitting": lambda value: value[:2],
    },
    blind=dict.fromkeys(
        (*(f"[{k}] {name}" for k in range(3) for name in ("sign", "twice")), "[0] conjugate"),
        "what must not vanish may be multiplied by a number and conjugated",
    ),
)
def claim_three_conditions(claimed: tuple[sp.Expr, ...], theory: Theory) -> Judgement:
    """Whether the moment vanishes only as the three conditions have it: further zeros are searched."""
    model = theory.model
    found = vanishing.conditions(model)
    killed = {
        c.name: [k for k, factor in enumerate(claimed) if _vanishes(factor, c.substitution)]
        for c in found
    }
    zeros = [c for c in found if c.residual == 0]
    necessary = all(
        any(k in killed[c.name] for c in zeros)
        and all(c.residual == 0 for c in found if k in killed[c.name])
        for k in range(len(claimed))
    )
    extra = [c.name for c in zeros if not killed[c.name]]
    below, above = vanishing.opposite_signs()
    curve = below * above < 0
    naive = vanishing.not_a_zero(model)
    routes: tuple[Route, ...] = ()
    if theory.confrontation.applies:
        conserved = theory.point.with_(m_L=0.0, m_R=0.0)
        routes = (
            Route(
                "brute force at $m=0$",
                lambda: transition_amplitude(unrotated(conserved)).total.T,
                lambda: np.zeros((3, 3)),
                lambda: theory.confrontation.scale,
            ),
        )
    return Judgement(
        findings=(
            judged(
                necessary,
                Finding(Verdict.CONFIRMED, f"Each of the {len(claimed)} is necessary."),
                Finding(Verdict.CORRECTED, f"Not each of the {len(claimed)} is necessary."),
            ),
            judged(
                not extra and not curve,
                Finding(Verdict.CONFIRMED, "They are sufficient."),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"They are not sufficient: the moment also vanishes for {'; '.join(extra)}"
                    + (
                        r" and, for $0<m<m_D$, on the curve $F(M_2)=F(|M_1|)$, $F(M)=M\mathcal{K}(M^2)$, where the "
                        "two heavy fermions cancel."
                        if curve
                        else "."
                    ),
                ),
            ),
            judged(
                naive != 0,
                Finding(
                    Verdict.CONFIRMED,
                    r"$M_{H_k}=M_{A_k}$ for all $k$ is not a zero: $\Delta\mathcal{J}$ differs from zero there.",
                ),
                Finding(Verdict.UNSUPPORTED, "$M_{H_k}=M_{A_k}$ for all $k$ is a zero as well."),
            ),
        ),
        derived=(Formula("", r"T_{ji}\big|_{i=1,j=2}", transition.factorised(model).folded()),),
        where="sum over the two heavy fermions, whose signed masses may cancel",
        routes=routes,
        no_route="" if routes else NO_POINT,
    )


def _vanishes(factor: sp.Expr, substitution: Mapping[sp.Expr, sp.Expr]) -> bool:
    at = sp.expand(factor.subs(substitution, simultaneous=True))
    return at == 0 or (at.has(sp.sin, sp.cos) and sp.simplify(at) == 0)


# --- end of Sec. 2.3 ----------------------------------------------------------------------------


@SECTION.statement(
    "The radiative neutrino mass is divergent and needs a counterterm", printed.DIVERGENT_MASS
)
def claim_mass_correction_divergent(claimed: bool, theory: Theory) -> Judgement:
    """The pole of the radiative neutrino mass, summed over CP-even and CP-odd scalars."""
    model = theory.model
    pole = radiative_mass.divergence(model, 1, 2)
    neutrinos = set(model.nu_flavour.values())
    counterterm = any(
        not t.fields() - neutrinos and t.bilinears and not t.bilinears[0].indices
        for t in terms(model.printed().expression)
    )
    routes: tuple[Route, ...] = ()
    if theory.confrontation.applies:
        routes = (
            Route(
                "brute-force 4-momentum integral",
                lambda: theory.confrontation.mass.matrix,
                lambda: moments.radiative_neutrino_mass(theory.point)[0] / moments.EV_PER_GEV,
                lambda: theory.confrontation.mass_size,
            ),
        )
    result = radiative_mass.result(model).formulas
    return Judgement(
        findings=(
            judged(
                (pole != 0) == claimed,
                Finding(
                    Verdict.CONFIRMED,
                    f"The pole is {shown(pole)}." if claimed else "It is finite.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    "It is finite: the poles of CP-even and CP-odd scalars cancel by orthogonality. It is a "
                    "prediction of the same parameters as the moment"
                    + ("." if counterterm else ", and (3)-(6) offer no counterterm to absorb it.")
                    if pole == 0
                    else f"The pole is {shown(pole)}.",
                ),
            ),
        ),
        derived=tuple(Formula("", f.left, f.right) for f in result),
        where="sum over the scalars of the two-point function at zero momentum",
        routes=routes,
        no_route="" if routes else NO_POINT,
    )
