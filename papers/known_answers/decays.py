"""Radiative decays of fermions: Lavoura's functions, the scotogenic model, and what charge forbids."""

from __future__ import annotations

from typing import Any

import sympy as sp

from darktmm.derive.fields import charge_conjugate
from darktmm.derive.formula import Formula
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.functions import loop_factor
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.triangle import FERMION_RADIATES, M_IN, M_OUT, SCALAR_RADIATES
from darktmm.derive.models import lavoura, scotogenic
from darktmm.derive.symbols import PHOTON
from darktmm.derive.vertices import FeynmanRules
from darktmm.papers.known_answers import routes
from darktmm.papers.known_answers.derived import collected, compared, dipole, normal, same
from darktmm.papers.known_answers.moments import ANOTHER
from darktmm.papers.known_answers.printed import decays as printed
from darktmm.papers.known_answers.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import shown

SECTION = Section("decays")

FIRST, SECOND = lavoura.LEPTONS
LINES = {"F": (FERMION_RADIATES, lavoura.Q_F), "B": (SCALAR_RADIATES, lavoura.Q_B)}
"""Which line radiates, and its charge."""


def loop_functions(
    theory: Theory, flip: bool, routing: tuple[int, int] = (0, 0)
) -> tuple[sp.Expr, sp.Expr]:
    """m_B²σ_R of F and of B radiating, per charge, coupling, flipping mass and 1/16π²; folded."""
    (l_1, l_2), (r_1, _) = lavoura.LEFT, lavoura.RIGHT
    unit = sp.conjugate(l_2) * (r_1 * lavoura.M_F if flip else l_1 * M_IN)
    found = []
    for topology, charge in LINES.values():
        lagrangian = theory.lagrangians["lavoura"]
        _, right = dipole(lagrangian, FIRST, SECOND, topology=topology, routing=routing)
        found.append(collected(right.coeff(unit) * lavoura.M_B**2 / (charge * loop_factor())))
    fermion, scalar = found
    return fermion, scalar


def _functions(claimed: tuple[sp.Expr, sp.Expr], theory: Theory, flip: bool) -> Judgement:
    derived = loop_functions(theory, flip)
    names = [rf"f_{line}" + (r"^{\rm flip}" if flip else "") for line in LINES]
    right = "The derived function, for the line ${}$ that radiates."
    return Judgement(
        tuple(
            compared(c, d, theory, right.format(line))
            for line, c, d in zip(LINES, claimed, derived, strict=True)
        ),
        tuple(Formula(n, n, d) for n, d in zip(names, derived, strict=True)),
        compared=(claimed[0], derived[0]),
        routes=(
            Route(
                "another routing of the loop momentum",
                lambda: sp.Matrix(loop_functions(theory, flip, ANOTHER)),
                lambda: sp.Matrix(derived),
            ),
            Route(
                "Euclidean momentum integral",
                lambda: [routes.momentum(theory, d) for d in derived],
                lambda: [theory.number(d) for d in derived],
            ),
        ),
    )


@SECTION.statement("Dipole with the flip on a leg", printed.KEPT, slow=True)
def lavoura_kept(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Lavoura's functions for a flip by the external mass, per line that radiates."""
    return _functions(claimed, theory, flip=False)


@SECTION.statement("Dipole with the flip inside", printed.FLIP, slow=True)
def lavoura_flip(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Lavoura's functions for a flip by the mass inside, per line that radiates."""
    return _functions(claimed, theory, flip=True)


def against_the_flow(lagrangian: Any, incoming: Any, outgoing: Any) -> sp.Expr:
    """σ_R along f₂ᶜ → f₁ᶜ: CσᵀC⁻¹ = −σ, and the masses outside change places."""
    _, right = dipole(lagrangian, charge_conjugate(outgoing), charge_conjugate(incoming))
    return -right.subs({M_IN: M_OUT, M_OUT: M_IN}, simultaneous=True)


def _part(sigma: sp.Expr, product: sp.Expr, mass: sp.Symbol) -> sp.Expr:
    """What stands with a product of couplings, and with the mass that flips the chirality."""
    coefficient, legs = sigma.coeff(product), (M_IN, M_OUT)
    return coefficient.coeff(mass) if mass in legs else coefficient.subs(dict.fromkeys(legs, 0))


@SECTION.statement(
    r"Couplings, masses and charges of $f_1\to f_2\gamma$", printed.SIGMA_RIGHT, slow=True
)
def lavoura_sigma(claimed: sp.Expr, theory: Theory) -> Judgement:
    """σ_R of f₁ → f₂γ for general couplings, product by product."""
    lagrangian = theory.lagrangians["lavoura"]
    _, derived = dipole(lagrangian, FIRST, SECOND)
    products = [
        sp.conjugate(left) * right
        for left in (lavoura.LEFT[1], lavoura.RIGHT[1])
        for right in (lavoura.LEFT[0], lavoura.RIGHT[0])
    ]
    sides = sp.expand(claimed), sp.expand(derived)
    wrong = [
        shown(product * mass)
        for product in products
        for mass in (M_IN, M_OUT, lavoura.M_F)
        for claim, follows in [[_part(side, product, mass) for side in sides]]
        if not same(claim, follows, theory)
    ]
    return Judgement(
        (
            judged(
                not wrong,
                Finding(
                    Verdict.CONFIRMED, "Every product of couplings has the derived coefficient."
                ),
                Finding(
                    Verdict.CORRECTED, f"Another coefficient is derived for {', '.join(wrong)}."
                ),
            ),
        ),
        (Formula("sigma_R", r"\sigma_R", collected(derived)),),
        compared=(claimed, derived),
        routes=(
            Route(
                "against the fermion flow",
                lambda: against_the_flow(lagrangian, FIRST, SECOND),
                lambda: derived,
            ),
        ),
    )


def scotogenic_dipole(theory: Theory) -> sp.Expr:
    """σ_R of μ → eγ per mass of the muon."""
    lines = scotogenic.lepton("mu"), scotogenic.lepton("e")
    _, right = dipole(theory.lagrangians["scotogenic"], *lines)
    return collected(right.coeff(M_IN))


@SECTION.statement(r"$\mu\to e\gamma$ in the scotogenic model", printed.SCOTOGENIC_DIPOLE)
def toma_vicente(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The dipole of μ → eγ by one heavy fermion and η⁺."""
    derived = scotogenic_dipole(theory)
    lines = scotogenic.lepton("mu"), scotogenic.lepton("e")
    lagrangian = theory.lagrangians["scotogenic"]
    return Judgement(
        (compared(claimed, derived, theory, r"The derived dipole, $\sigma_R=m_\mu A_D$."),),
        (Formula("A_D", "A_D", derived),),
        compared=(claimed, derived),
        routes=(
            Route(
                "against the fermion flow",
                lambda: sp.expand(against_the_flow(lagrangian, *lines)).coeff(M_IN),
                lambda: derived,
            ),
            Route(
                "Euclidean momentum integral",
                lambda: routes.momentum(theory, derived),
                lambda: theory.number(derived),
            ),
        ),
    )


def charge_form_factors(theory: Theory, topology: str) -> sp.Matrix:
    """γ^μP_L and γ^μP_R of one triangle at q² = 0 for an f without charge, poles included."""
    rules, structures = FeynmanRules(theory.lagrangians["lavoura"]), ("gamma_L", "gamma_R")
    vertex = amplitude(rules, FIRST, SECOND, PHOTON, topology=topology, structures=structures)
    neutral = {lavoura.Q_F: lavoura.Q_B}
    return sp.Matrix([sp.expand(vertex[s].subs(neutral).doit()) for s in structures])


@SECTION.statement("A neutral fermion gets no charge from loops", printed.NEUTRAL_CHARGE)
def ward_identity(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """The charge form factors of a neutral fermion, the sum of both triangles."""
    fermion, scalar = (charge_form_factors(theory, t) for t, _ in LINES.values())
    derived = (fermion + scalar).applyfunc(normal)
    holds = all(same(c, d, theory) for c, d in zip(claimed, derived, strict=True))
    poles = "with a pole" if fermion.has(UV_POLE) else "finite"
    return Judgement(
        (
            judged(
                holds,
                Finding(Verdict.CONFIRMED, f"Two triangles, each {poles}, cancel identically."),
                Finding(
                    Verdict.CORRECTED,
                    f"The triangles leave {'nothing' if derived.is_zero_matrix else 'a charge'}.",
                ),
            ),
        ),
        tuple(Formula(f"F_1 {x}", f"F_1^{x}(0)", d) for x, d in zip("LR", derived, strict=True)),
        compared=None,
        routes=(
            Route(
                "one triangle is minus the other",
                lambda: (-scalar).applyfunc(normal),
                lambda: fermion.applyfunc(normal),
            ),
        ),
    )
