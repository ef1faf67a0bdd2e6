"""Majorana fermions: signs of bilinears, antisymmetric moments, a radiative mass."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from darktmm.derive.fields import (
    GAMMA5,
    MU,
    NU,
    RealScalar,
    VectorComponent,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import FieldStrength
from darktmm.derive.loops.bubble import chirality_flip_mass
from darktmm.derive.models import scotogenic
from darktmm.derive.symbols import PHOTON
from darktmm.derive.vertices import Chiral, FeynmanRules
from darktmm.papers.known_answers import routes
from darktmm.papers.known_answers.derived import collected, compared, factor
from darktmm.papers.known_answers.printed import majorana as printed
from darktmm.papers.known_answers.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import shown

SECTION = Section("majorana")

SCALAR = RealScalar("phi")


def _rules(theory: Theory, kind: str) -> tuple[Chiral, Chiral]:
    """Rules of ν₂ → ν₁ and of ν₁ → ν₂ for one term ν̄₁Γν₂ times a boson, Γ without and with γ5."""
    one, two = theory.neutrinos
    if kind == "tensor":
        term = bilinear(one, two, MU, NU) * FieldStrength(PHOTON, MU, NU)
        read = FeynmanRules(term).dipole
        return read(one, two, PHOTON), read(two, one, PHOTON)
    ket = GAMMA5 * two if kind in ("pseudoscalar", "axial") else two
    if kind in ("vector", "axial"):
        read = FeynmanRules(bilinear(one, ket, MU) * VectorComponent(PHOTON, MU)).vector
        return read(one, two, PHOTON), read(two, one, PHOTON)
    yukawa = FeynmanRules(bilinear(one, ket) * SCALAR).yukawa
    return yukawa(one, two, SCALAR), yukawa(two, one, SCALAR)


def sign(theory: Theory, kind: str) -> sp.Expr:
    """η: the second rule over the first; zero if the line cannot be turned.

    Raises:
        ArithmeticError: the two chiralities turn with different signs.
    """
    along, turned = _rules(theory, kind)
    left, right = turned.left / along.left, turned.right / along.right
    if left != right:
        raise ArithmeticError(f"{kind}: not turned into itself")
    return left


@SECTION.statement("Bilinears of Majorana fields turned around", printed.SIGNS)
def denner_signs(claimed: Mapping[str, int], theory: Theory) -> Judgement:
    """Signs with which bilinears of Majorana fields turn around, against the rule of the turned line."""
    derived = {kind: sign(theory, kind) for kind in claimed}
    wrong = {k: d for k, d in derived.items() if claimed[k] != d}
    listed = ", ".join(f"{kind} {shown(value)}" for kind, value in wrong.items())
    return Judgement(
        (
            judged(
                not wrong,
                Finding(Verdict.CONFIRMED, "The rule of the turned line has these signs."),
                Finding(Verdict.CORRECTED, f"Derived: {listed}."),
            ),
        ),
        tuple(Formula(kind, rf"\eta_{{\rm {kind}}}", value) for kind, value in derived.items()),
        routes=(
            Route(
                "explicit matrices",
                lambda: [routes.conjugation_signs()[k] for k in derived],
                lambda: [float(d) for d in derived.values()],
            ),
        ),
    )


MOMENTS = sp.Matrix(2, 2, sp.symbols("mu_11 mu_12 mu_21 mu_22", complex=True))


def vertex(theory: Theory) -> sp.Matrix:
    """The coefficient of iσ^{μν}q_νP_L of ν_j → ν_i for ½Σμ_ij ν̄_iσ^{μν}P_Lν_j F_{μν}."""
    strength = FieldStrength(PHOTON, MU, NU)
    terms = (
        MOMENTS[i, j] * sp.I * bilinear(out, into, MU, NU, chirality="L") * strength / 2
        for i, out in enumerate(theory.neutrinos)
        for j, into in enumerate(theory.neutrinos)
    )
    read = FeynmanRules(sp.expand(sp.Add(*terms))).dipole
    pair = theory.neutrinos
    return sp.Matrix(2, 2, lambda i, j: sp.expand(read(pair[i], pair[j], PHOTON).left / sp.I))


@SECTION.statement("Moments of Majorana neutrinos", printed.ANTISYMMETRY)
def antisymmetric_moment(claimed: Mapping[str, sp.Expr], theory: Theory) -> Judgement:
    """The vertex of two Majorana neutrinos and its transpose, against that of Dirac neutrinos."""
    derived = vertex(theory)
    transposed = sp.cancel(derived[1, 0] / derived[0, 1])
    symmetry = transposed if transposed.is_number else None
    diagonal = [derived[0, 0], derived[1, 1]]
    related = "not related" if symmetry is None else f"related by {shown(symmetry)}"
    vanish = "vanish" if not any(diagonal) else "do not vanish"
    eta = sp.Integer(round(routes.conjugation_signs()["tensor"]))
    return Judgement(
        (
            judged(
                symmetry == claimed["transposed"]
                and all(d == claimed["diagonal"] for d in diagonal),
                Finding(Verdict.CONFIRMED, "A transition needs two different neutrinos."),
                Finding(
                    Verdict.CORRECTED,
                    f"The two directions of a transition are {related}; diagonal moments {vanish}.",
                ),
            ),
        ),
        tuple(
            Formula(f"T_{i + 1}{j + 1}", f"T_{{{i + 1}{j + 1}}}", derived[i, j])
            for i in range(2)
            for j in range(2)
        ),
        routes=(
            Route(
                "transposed with explicit matrices",
                lambda: MOMENTS + eta * MOMENTS.T,
                lambda: derived,
            ),
        ),
    )


def radiative_mass(theory: Theory) -> sp.Expr:
    """m_{eμ} of −½ ν̄ᶜmν; folded."""
    rules = FeynmanRules(theory.lagrangians["scotogenic"])
    electron, muon = (scotogenic.neutrino(flavour) for flavour in ("e", "mu"))
    return collected(chirality_flip_mass(rules, muon, charge_conjugate(electron)))


def _mass(claimed: sp.Expr, theory: Theory) -> Judgement:
    derived = radiative_mass(theory)
    ratio = factor(claimed, derived, theory)
    scale = None if ratio is None or ratio < 0 else sp.sqrt(ratio)
    yukawas = complex(sp.Mul(*(theory.values[scotogenic.yukawa(1, f)] for f in ("e", "mu"))))
    masses = [
        float(theory.values[m]) for m in (scotogenic.heavy(1).mass, scotogenic.M_R, scotogenic.M_I)
    ]
    return Judgement(
        (
            compared(
                claimed,
                derived,
                theory,
                r"$h$ is the coupling of the complex $\eta^0=(\eta_R+i\eta_I)/\sqrt{2}$.",
                ""
                if scale is None
                else rf" It holds if the complex $\eta^0$ couples with {shown(scale * sp.Symbol('h'))}.",
            ),
        ),
        (Formula("mass", r"m_{e\mu}", derived),),
        compared=(claimed, derived),
        routes=(
            Route(
                "two propagators and a numerical momentum integral",
                lambda: routes.scotogenic_mass(yukawas, *masses),
                lambda: theory.number(derived),
            ),
        ),
    )


@SECTION.statement("Scotogenic mass, as published first", printed.MA)
def ma_mass(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The radiative mass with the normalisation of Ma."""
    return _mass(claimed, theory)


@SECTION.statement("Scotogenic mass, as published later", printed.MERLE_PLATSCHER)
def merle_platscher_mass(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The radiative mass with the normalisation of Merle and Platscher."""
    return _mass(claimed, theory)
