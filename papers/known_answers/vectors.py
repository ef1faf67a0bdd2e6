"""A massive gauge boson in the loop: Lavoura's general functions, and three models that are cases of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.fields import DiracFermion
from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import loop_factor
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.memo import cache
from darktmm.derive.models import flavoured_vector, lavoura, left_right, vector_leptoquark
from darktmm.derive.models.lavoura import LEFT, M_B, M_F, Q_B, Q_F, RIGHT
from darktmm.derive.models.massive_vector import XI
from darktmm.derive.symbols import G_FERMI, M_MUON, PHOTON, G
from darktmm.derive.vertices import FeynmanRules
from darktmm.papers.known_answers import routes
from darktmm.papers.known_answers.derived import (
    GAUGE,
    collected,
    compared,
    dipole_with_vectors,
    gauge_free,
    whole,
)
from darktmm.papers.known_answers.printed import vectors as printed
from darktmm.papers.known_answers.theory import Theory
from darktmm.papers.statement import Judgement, Route, Section

SECTION = Section("vectors")

FEYNMAN, OTHER = sp.S.One, sp.Rational(17, 5)
"""Gauge parameters: of what is shown, and of the route."""

SMALL = sp.Rational(1, 10**5)
"""Masses outside in units of their values, where brute force knows their first order only."""

NAME = {"F": Q_F, "B": Q_B}
"""Which line radiates, and its charge."""

Dipole = Callable[[Theory, sp.Expr], sp.Expr]
"""What is derived, in the gauge ξ."""


def sigma(
    theory: Theory, name: str, legs: Sequence[DiracFermion], xi: sp.Expr, chirality: str = "R"
) -> sp.Expr:
    """σ_X of legs[0] → legs[-1] + γ; folded."""
    left, right = dipole_with_vectors(theory.lagrangians[name], legs[0], legs[-1])
    return (left if chirality == "L" else right).xreplace({XI: xi})


def by_matrices(theory: Theory, name: str, legs: Sequence[DiracFermion]) -> list[complex]:
    """(σ_L, σ_R) by brute force in the gauge `OTHER`, the masses outside taken small."""
    vertex = whole(theory.lagrangians[name], legs[0], legs[-1])
    outside = {leg.mass: SMALL * theory.values[leg.mass] for leg in legs}
    values = {**theory.values, **outside, XI: OTHER}
    found = routes.by_matrices(
        vertex.diagrams, values, (float(outside[legs[0].mass]), float(outside[legs[-1].mass]))
    )
    return [complex(x) / -complex(theory.values[ELEMENTARY_CHARGE]) for x in found]


def _small(theory: Theory, name: str, legs: Sequence[DiracFermion]) -> list[complex]:
    """(σ_L, σ_R) as derived, at the same masses."""
    outside = {M_OUT: SMALL * theory.values[legs[-1].mass]}
    outside[M_IN] = SMALL * theory.values[legs[0].mass]
    return [theory.number(sigma(theory, name, legs, FEYNMAN, x).xreplace(outside)) for x in "LR"]


def _routes(
    theory: Theory, name: str, legs: Sequence[DiracFermion], derived: Dipole
) -> tuple[Route, ...]:
    return (
        Route(
            GAUGE,
            lambda: theory.number(derived(theory, OTHER)),
            lambda: theory.number(derived(theory, FEYNMAN)),
        ),
        Route(
            "matrices, spinors and a numerical momentum integral",
            lambda: by_matrices(theory, name, legs),
            lambda: _small(theory, name, legs),
        ),
    )


# --- one fermion, one vector ----------------------------------------------------------------------


def function(theory: Theory, xi: sp.Expr, line: str, flip: bool) -> sp.Expr:
    """m_B²σ_R of one line radiating, per charge, coupling, flipping mass and 1/16π²; folded."""
    (l_1, l_2), (r_1, _) = LEFT, RIGHT
    unit = sp.conjugate(l_2) * (r_1 if flip else l_1)
    whole_ = sigma(theory, "massive vector", lavoura.LEPTONS, xi)
    coupled = whole_.coeff(unit).coeff(NAME[line])
    part = coupled.xreplace({M_IN: sp.S.Zero, M_OUT: sp.S.Zero}) / M_F
    return collected((part if flip else coupled.coeff(M_IN)) * M_B**2 / loop_factor())


def _functions(claimed: tuple[sp.Expr, sp.Expr], theory: Theory, flip: bool) -> Judgement:
    derived = [function(theory, FEYNMAN, line, flip) for line in NAME]
    legs, right = lavoura.LEPTONS, "The derived function, for the line ${}$ that radiates."
    ends = r"^{\rm flip}" if flip else ""
    return Judgement(
        (
            *(
                compared(c, d, theory, right.format(line))
                for line, c, d in zip(NAME, claimed, derived, strict=True)
            ),
            gauge_free(theory.lagrangians["massive vector"], legs[0], legs[-1], XI),
        ),
        tuple(Formula(line, f"v_{line}{ends}", d) for line, d in zip(NAME, derived, strict=True)),
        compared=(claimed[0], derived[0]),
        routes=(
            Route(
                GAUGE,
                lambda: [theory.number(function(theory, OTHER, line, flip)) for line in NAME],
                lambda: [theory.number(d) for d in derived],
            ),
        ),
    )


@SECTION.statement("Vector in the loop, the flip on a leg", printed.KEPT, slow=True)
def vector_kept(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """The functions of a vector in the loop for a flip by the external mass, per line that radiates."""
    return _functions(claimed, theory, flip=False)


@SECTION.statement("Vector in the loop, the flip inside", printed.FLIP, slow=True)
def vector_flip(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """The functions of a vector in the loop for a flip by the mass inside, per line that radiates."""
    return _functions(claimed, theory, flip=True)


def _decay(
    claimed: sp.Expr, theory: Theory, name: str, legs: Sequence[DiracFermion], right: str
) -> Judgement:
    """σ_R of a decay against what is printed."""
    derived = collected(sigma(theory, name, legs, FEYNMAN))
    return Judgement(
        (
            compared(claimed, derived, theory, right),
            gauge_free(theory.lagrangians[name], legs[0], legs[-1], XI),
        ),
        (Formula("sigma_R", r"\sigma_R", derived),),
        compared=(claimed, derived),
        routes=_routes(theory, name, legs, partial(_of, name, legs)),
    )


def _of(name: str, legs: Sequence[DiracFermion], theory: Theory, xi: sp.Expr) -> sp.Expr:
    return sigma(theory, name, legs, xi)


@SECTION.statement(r"$f_1\to f_2\gamma$ by a vector of any charge", printed.SIGMA_RIGHT, slow=True)
def vector_sigma(claimed: sp.Expr, theory: Theory) -> Judgement:
    """σ_R of f₁ → f₂γ by a vector of any charge, product by product."""
    right = "Every product of couplings has the derived coefficient."
    return _decay(claimed, theory, "massive vector", lavoura.LEPTONS, right)


@SECTION.statement(
    r"$\mu\to e\gamma$ by a neutral vector that changes flavour", printed.FLAVOURED, slow=True
)
def flavoured_decay(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The dipole of μ → eγ by a neutral vector that changes flavour, exact in m_F/m_B."""
    right = r"The derived dipole, exact in $m_F/m_B$."
    return _decay(claimed, theory, "flavoured vector", flavoured_vector.LEPTONS, right)


# --- moments --------------------------------------------------------------------------------------


def left_right_moment(theory: Theory, xi: sp.Expr) -> sp.Expr:
    """μ_ν along the spin, as of a positive charge, exact in m_ℓ/M; folded.

    G_F stands for its value at tree level, from the lighter W.
    """
    legs = (left_right.NEUTRINO,)
    both = sum(sigma(theory, "left-right", legs, xi, x) for x in "LR") / 2
    moment = ELEMENTARY_CHARGE * both.xreplace({M_IN: left_right.M_NU, M_OUT: left_right.M_NU})
    fermi = 8 * G_FERMI * left_right.M_1**2 / sp.sqrt(2)
    return sp.expand(sp.expand(moment).subs(G**2, fermi))


@cache
def light(dipole: sp.Expr, fermion: sp.Symbol, outside: sp.Symbol) -> sp.Expr:
    """A dipole for a light fermion in the loop: the mass outside or the fermion's own flips the chirality."""
    plain = sp.expand(dipole)
    kept, flipped = plain.coeff(outside, 1), sp.expand(plain.coeff(outside, 0) / fermion)
    return sp.Add(
        *(
            mass * sp.factor(sp.limit(part.doit(), fermion, 0, "+"))
            for mass, part in ((outside, kept), (fermion, flipped))
        )
    )


@SECTION.statement("Moment of a neutrino where two $W$ mix", printed.LEFT_RIGHT, slow=True)
def left_right_mixing(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The moment of a neutrino by two W that mix, for light leptons, against the full amplitude."""
    legs, name = (left_right.NEUTRINO,), "left-right"
    whole_ = left_right_moment(theory, FEYNMAN)
    derived = light(whole_, left_right.LEPTON.mass, left_right.M_NU)
    return Judgement(
        (
            compared(claimed, derived, theory, r"What the derived moment is for $m_\ell\ll M_1$."),
            gauge_free(theory.lagrangians[name], legs[0], legs[0], XI),
        ),
        (
            Formula("light", r"\mu_\nu\big|_{m_\ell\ll M_1}", derived),
            Formula("mu_nu", r"\mu_\nu", collected(whole_)),
        ),
        compared=(claimed, derived),
        routes=_routes(theory, name, legs, left_right_moment),
    )


def leptoquark_moment(theory: Theory, xi: sp.Expr) -> sp.Expr:
    """a_μ/m_μ, exact in m_b/M; folded."""
    name, muon = "vector leptoquark", vector_leptoquark.MUON
    legs = (muon,)
    both = sum(sigma(theory, name, legs, xi, x) for x in "LR") / 2
    tree = FeynmanRules(theory.lagrangians[name]).vector(muon, muon, PHOTON).left / sp.I
    dipole = -ELEMENTARY_CHARGE * both.xreplace({M_IN: M_MUON, M_OUT: M_MUON})
    return sp.expand(2 * dipole / tree)


@SECTION.statement("A gauge leptoquark in $g-2$", printed.LEPTOQUARK, slow=True)
def leptoquark(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The moment of the muon by a gauge leptoquark, for a light fermion in the loop."""
    legs, name = (vector_leptoquark.MUON,), "vector leptoquark"
    whole_ = leptoquark_moment(theory, FEYNMAN)
    derived = sp.expand(M_MUON * light(whole_, M_F, M_MUON))
    return Judgement(
        (
            compared(claimed, derived, theory, r"What the derived moment is for $m_b\ll M_B$."),
            gauge_free(theory.lagrangians[name], legs[0], legs[0], XI),
        ),
        (
            Formula("light", r"a_\mu\big|_{m_F\ll M_B}", sp.factor(derived)),
            Formula("a_mu", r"a_\mu/m_\mu", collected(whole_)),
        ),
        compared=(claimed, derived),
        routes=_routes(theory, name, legs, leptoquark_moment),
    )
