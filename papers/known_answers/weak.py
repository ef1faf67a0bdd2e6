"""The electroweak theory with massive neutrinos: moments, μ → eγ, and W, Z and h in the moment of the muon."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.fields import quantum
from darktmm.derive.formula import Formula
from darktmm.derive.loops.amplitude import Amplitude, amplitude, diagrams, folded, vacuum_terms
from darktmm.derive.loops.integrals import SimplexIntegral, expand_mass
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.memo import cache
from darktmm.derive.models import electroweak
from darktmm.derive.models import neutrino_moments as law
from darktmm.derive.models.electroweak import C_W, LEPTON_MASSES, XI_W, XI_Z
from darktmm.derive.symbols import G_FERMI, M_LEPTON, M_MUON, M_W, pmns
from darktmm.papers.known_answers.derived import GAUGE, compared, factor, normal, same
from darktmm.papers.known_answers.printed import weak as printed
from darktmm.papers.known_answers.printed.weak import X
from darktmm.papers.known_answers.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import shown

SECTION = Section("weak")

OTHER = {XI_W: sp.Rational(17, 5), XI_Z: sp.Rational(2, 7)}
"""Gauge parameters of the route."""

BLIND = {
    "theory": "the changes are of other Lagrangians; the electroweak one is proved gauge invariant as a whole"
}


def _closed(theory: Theory, folded_: sp.Expr) -> complex:
    """A folded function at the theory's masses and other gauge parameters."""
    return theory.number(folded_.xreplace(OTHER))


def _other_gauge(theory: Theory) -> Route:
    """The function of the lepton's mass in another gauge."""
    return Route(
        GAUGE,
        lambda: _closed(theory, law.loop("general").right),
        lambda: theory.number(law.loop().right),
    )


@cache
def left_in(amplitude_: Callable[..., Amplitude], kind: str, xi: sp.Symbol) -> bool:
    """Whether any one-point function, or a coefficient of one, depends on the gauge parameter."""
    return amplitude_(kind, "general").tadpoles("sigma_R").depends_on(xi)


def drops_out(amplitude_: Callable[..., Amplitude], kind: str, xi: sp.Symbol) -> Finding:
    """That the gauge parameter drops out."""
    left = left_in(amplitude_, kind, xi)
    return judged(
        not left,
        Finding(Verdict.CONFIRMED, rf"{shown(xi)} drops out before any integral is done."),
        Finding(Verdict.CORRECTED, f"{shown(xi)} is left."),
    )


# --- neutrinos ------------------------------------------------------------------------------------


@SECTION.statement(
    "Moment of a Dirac neutrino, exact in the mass of the lepton",
    printed.DIRAC_MOMENT,
    slow=True,
    blind=BLIND,
)
def dirac_neutrino(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The moment of a Dirac neutrino by the W, exact in r = m_ℓ²/M_W²."""
    sign = law.moment("dirac").coeff(sp.Symbol("S_ii", real=True))
    derived = sp.factor(ELEMENTARY_CHARGE * G_FERMI * sign * law.closed())
    return Judgement(
        (
            compared(claimed, derived, theory, "The derived moment, for every mass of the lepton."),
            drops_out(law.transition, "dirac", XI_W),
        ),
        (Formula("mu_kk", r"\mu_{kk}\big|_{|U_{\ell k}|=1}", derived),),
        compared=(claimed, derived),
        routes=(
            _other_gauge(theory),
            Route(
                "logarithm and powers from the folded integrals",
                lambda: theory.number(law.loop().right.xreplace({M_LEPTON: sp.sqrt(law.R) * M_W})),
                lambda: theory.number(law.closed()),
            ),
        ),
    )


def transition(kind: str) -> tuple[sp.Expr, sp.Expr]:
    """(f^M, f^E) of ν_1 → ν_2 to leading order in m_ℓ²/M_W²."""
    _, slope = law.light()
    total = slope * sp.Add(
        *(sp.conjugate(pmns(a, 2)) * pmns(a, 1) * m**2 / M_W**2 for a, m in LEPTON_MASSES.items())
    )
    bar = sp.conjugate(total)
    parts = {
        sp.re(law.S): (total + bar) / 2,
        sp.im(law.S): (total - bar) / (2 * sp.I),
        law.S: total,
    }
    magnetic, electric = (
        sp.expand(ELEMENTARY_CHARGE * G_FERMI * f.xreplace(parts)) for f in law.form_factors(kind)
    )
    return magnetic, electric


@SECTION.statement(
    "Transition moments of Majorana neutrinos, all phases", printed.MAJORANA_TRANSITION, slow=True
)
def majorana_transition(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Magnetic and electric transition moments of Majorana neutrinos by the W, with all phases."""
    kind = "majorana" if theory.neutrinos[0].self_conjugate else "dirac"
    derived = transition(kind)
    sign = law.magneton()
    along = tuple(sp.expand(f / sign) for f in derived)
    (magnetic, electric), electric_sign = claimed, factor(claimed[1], along[1], theory)
    right = "The derived {} moment, along the spin as of a positive charge."
    return Judgement(
        (
            compared(magnetic, along[0], theory, right.format("magnetic")),
            judged(
                electric_sign == -1,
                Finding(
                    Verdict.CONVENTION,
                    r"The derived electric moment with $-\epsilon$, which is $\gamma_5\to-\gamma_5$ in its definition.",
                ),
                compared(electric, along[1], theory, right.format("electric")),
            ),
            drops_out(law.transition, "majorana", XI_W),
        ),
        tuple(
            Formula(name, rf"{name}^M_{{kj}}/eG_F", f / sign)
            for name, f in zip((r"\mu", r"\epsilon"), law.form_factors(kind), strict=True)
        ),
        compared=(claimed[0], along[0]),
        routes=(
            _other_gauge(theory),
            Route(
                "j and k exchanged, complex conjugated",
                lambda: [theory.number(-_turned(d)) for d in derived],
                lambda: [theory.number(d) for d in derived],
            ),
        ),
    )


def _turned(form: sp.Expr) -> sp.Expr:
    """ν_2 → ν_1: what self-conjugacy makes minus ν_1 → ν_2."""
    pairs = [(M_IN, M_OUT), *((pmns(a, 1), pmns(a, 2)) for a in LEPTON_MASSES)]
    return form.xreplace({k: v for a, b in pairs for k, v in ((a, b), (b, a))})


# --- μ → eγ ---------------------------------------------------------------------------------------


@cache
def decay(kind: str, gauge: str = "feynman") -> Amplitude:
    """μ → eγ of two flavours; a seesaw has three neutrinos."""
    weak = electroweak.theory(kind, gauge, ("e", "mu"), 3 if kind == "seesaw" else None)
    return amplitude(
        weak.rules,
        weak.charged["mu"],
        weak.charged["e"],
        weak.photon,
        structures=("sigma_R",),
        by="expansion",
    )


@cache
def per_neutrino(kind: str, gauge: str = "feynman", i: int = 1) -> sp.Expr:
    """F(x_i): σ_R of one neutrino per −G_F m_μ U_ei U*_μi/16√2π²; folded."""
    weak = electroweak.theory(kind, gauge, ("e", "mu"), 3 if kind == "seesaw" else None)
    dipole = sp.expand(decay(kind, gauge)["sigma_R"])
    along = dipole.coeff(weak.U("e", i) * sp.conjugate(weak.U("mu", i))).coeff(M_IN)
    sigma = -law.in_fermi(along) / ELEMENTARY_CHARGE
    return sp.expand(-16 * sp.sqrt(2) * sp.pi**2 * sigma / G_FERMI)


@cache
def of_ratio(function: sp.Expr, mass: sp.Symbol) -> sp.Expr:
    """A function of m²/M_W² alone, in closed form."""
    closed = function.doit().xreplace({mass: sp.sqrt(X) * M_W})
    return normal(sp.expand_log(closed, force=True))


def unitarity(function: sp.Expr, mass: sp.Symbol) -> sp.Expr:
    """What three neutrinos of one mass leave: Σ_i U_ei U*_μi F, rows of U being orthogonal."""
    mixing = electroweak.theory("dirac").U
    total = sp.Add(*(mixing("e", i) * sp.conjugate(mixing("mu", i)) for i in mixing.indices))
    return sp.expand(mixing.rows(total) * function.xreplace({mass: M_LEPTON}))


def _decays(kind: str, theory: Theory) -> tuple[sp.Symbol, sp.Expr, tuple[Route, ...]]:
    """Mass of ν_1, F of it, and the routes."""
    mass = electroweak.theory("dirac").masses[1]
    derived = per_neutrino(kind)
    at = {mass: sp.sqrt(X) * M_W}
    routes = (
        Route(
            GAUGE,
            lambda: _closed(theory, per_neutrino(kind, "general").xreplace(at)),
            lambda: theory.number(derived.xreplace(at)),
        ),
        Route(
            "the other kind of neutrinos",
            lambda: theory.number(
                per_neutrino("dirac" if kind == "seesaw" else "seesaw").xreplace(at)
            ),
            lambda: theory.number(derived.xreplace(at)),
        ),
    )
    return mass, derived, routes


@SECTION.statement(
    r"$\mu\to e\gamma$ with neutrinos of any mass", printed.MU_E_GAMMA, slow=True, blind=BLIND
)
def neutrino_decay(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The function of μ → eγ with neutrinos of any mass, and its limits."""
    mass, folded_, routes = _decays("dirac", theory)
    derived = of_ratio(folded_, mass)
    none = unitarity(folded_, mass)
    light, heavy = (sp.limit(derived, X, at) for at in (0, sp.oo))
    slope = sp.limit((derived - light) / X, X, 0, "+")
    at_one = sp.limit(derived, X, 1)
    return Judgement(
        (
            compared(
                claimed,
                derived,
                theory,
                rf"The derived function: {shown(light)} and slope {shown(slope)} for light neutrinos, {shown(at_one)} "
                rf"for $x=1$, {shown(heavy)} for heavy ones.",
            ),
            judged(
                none == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "Neutrinos of equal masses do nothing: rows of $U$ are orthogonal.",
                ),
                Finding(Verdict.CORRECTED, "Neutrinos of equal masses make the muon decay."),
            ),
            drops_out(decay, "dirac", XI_W),
        ),
        (Formula("F", "F(x)", derived),),
        compared=(claimed, derived),
        routes=routes,
    )


@SECTION.statement(
    r"$G_\gamma$ of a seesaw, Goldstone bosons included", printed.G_GAMMA, slow=True, blind=BLIND
)
def seesaw_function(claimed: sp.Expr, theory: Theory) -> Judgement:
    """G_γ of a seesaw with its Goldstone bosons, as the difference to a massless neutrino."""
    mass, folded_, routes = _decays("seesaw", theory)
    whole = of_ratio(folded_, mass)
    derived = normal((sp.limit(whole, X, 0) - whole) / 4)
    return Judgement(
        (
            compared(
                claimed,
                derived,
                theory,
                r"$[F(0)-F(x)]/4$ of the derived function, for every mass.",
            ),
            drops_out(decay, "seesaw", XI_W),
        ),
        (Formula("G_gamma", r"G_\gamma(x)", derived),),
        compared=(claimed, derived),
        routes=routes,
    )


# --- the muon -------------------------------------------------------------------------------------

BOSONS = {"W": ("W", "G_W"), "Z": ("Z", "G_Z")}
"""What is in the loop, by what it is called; h is of higher order in the mass of the muon."""


@cache
def muon_moment(boson: str, gauge: str = "feynman") -> sp.Expr:
    """a_μ of one boson and its Goldstone boson, of first order in the mass outside; folded."""
    weak = electroweak.theory("dirac", gauge, ("mu",), 1)
    muon, photon = weak.charged["mu"], weak.photon
    masses = {muon.mass: M_IN, M_IN: M_IN, M_OUT: M_IN}
    terms = [
        term
        for d in diagrams(weak.rules, muon, muon, photon)
        if {quantum(b).name for b in d.bosons} <= set(BOSONS[boson])
        for x in "LR"
        for term in vacuum_terms(d, masses).get(f"sigma_{x}", ())
    ]
    tree = weak.rules.vector(muon, muon, photon).left / sp.I
    found = folded(terms).xreplace({M_IN: muon.mass, weak.masses[1]: sp.S.Zero})
    return law.in_fermi(weak.U.rows(muon.mass * found / tree))


SQUARE = sp.Symbol("s", positive=True)
"""m_μ² in an integral."""
LOGARITHM = sp.Symbol("L", real=True)
"""Its logarithm."""


def expanded(moment: sp.Expr) -> sp.Expr:
    """The coefficient of m_μ² for a light muon, of which the logarithms cancel."""
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(moment)):
        integral = next(f for f in sp.Mul.make_args(term) if isinstance(f, SimplexIntegral))
        light = integral.xreplace({M_MUON**2: SQUARE})
        plain = expand_mass(light, SQUARE, sp.S.Zero, 0) if SQUARE in light.nodes else light.doit()
        logarithm = plain.xreplace({sp.log(SQUARE): LOGARITHM}).xreplace({SQUARE: M_MUON**2})
        total += sp.expand(term / integral * logarithm).coeff(M_MUON, 2)
    return total


@cache
def leading(moment: sp.Expr) -> sp.Expr:
    """The same in closed form, with m_μ².

    Raises:
        ArithmeticError: a logarithm of the mass of the muon is left.
    """
    closed = sp.simplify(sp.expand(sp.expand_log(expanded(moment), force=True)))
    if closed.has(LOGARITHM):
        raise ArithmeticError("a logarithm of the mass of the muon is left")
    return M_MUON**2 * closed


def in_numbers(theory: Theory, boson: str) -> complex:
    """The same with other gauge parameters, at the theory's values and for any logarithm."""
    masses = {m: theory.values[m] for m in (M_W, C_W)}
    found = expanded(muon_moment(boson, "general").xreplace({**OTHER, **masses}))
    return theory.number(M_MUON**2 * found.xreplace({LOGARITHM: sp.Rational(1, 7)}))


@SECTION.statement(r"$W$ and $Z$ in $g-2$", printed.MUON_MOMENT, slow=True, blind=BLIND)
def muon_bosons(claimed: Sequence[sp.Expr], theory: Theory) -> Judgement:
    """W, Z and Higgs boson in the moment of the muon, leading order in its mass."""
    derived = [leading(muon_moment(b)) for b in BOSONS]
    names = [rf"a_\mu^{b}" for b in BOSONS]
    return Judgement(
        tuple(
            judged(
                same(c, d, theory),
                Finding(Verdict.CONFIRMED, f"${n}$ as derived."),
                Finding(Verdict.CORRECTED, f"${n}$ is {shown(d)}."),
            )
            for n, c, d in zip(names, claimed, derived, strict=True)
        ),
        tuple(Formula(n, n, sp.simplify(d)) for n, d in zip(names, derived, strict=True)),
        compared=(claimed[0], derived[0]),
        routes=(
            Route(
                GAUGE,
                lambda: [in_numbers(theory, b) for b in BOSONS],
                lambda: [theory.number(d) for d in derived],
            ),
        ),
    )
