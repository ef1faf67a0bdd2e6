r"""Sec. 1: magnetic moments in the Standard Model with massive neutrinos, (1), (2) and the numbers quoted.

Both follow from one amplitude of the electroweak theory, `derive.models.neutrino_moments`; numbers come from
`numeric.processes.neutrino_moments`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models import neutrino_moments as law
from darktmm.derive.models.electroweak import LEPTON_MASSES, XI_W
from darktmm.derive.symbols import FLAVOURS, G_FERMI, M_LEPTON, M_W, pmns
from darktmm.numeric.arrays import ComplexArray
from darktmm.numeric.brute_force.majorana import wick
from darktmm.numeric.inputs import Oscillation, constants, data, orderings, oscillation
from darktmm.numeric.processes import laws
from darktmm.numeric.processes import neutrino_moments as moments
from darktmm.papers.arxiv_2603_25704.printed import introduction as printed
from darktmm.papers.arxiv_2603_25704.routes.introduction import Sample
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.orders import rounds_to, same_order
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import digits, number, shown

SECTION = Section("1")

GAUGE = sp.Rational(17, 5)
"""ξ of the route in another gauge."""


def loop_at(leptons: tuple[float, ...], m_w: float, gauge: str = "feynman") -> list[float]:
    """F(m_ℓ) as derived, in numbers."""
    folded = law.loop(gauge).right.xreplace({XI_W: GAUGE})
    return [
        float(sp.N(folded.xreplace({M_LEPTON: sp.Float(m, 30), M_W: sp.Float(m_w, 30)}).doit()))
        for m in leptons
    ]


def gauge_route() -> Route:
    """F(m_ℓ) of heavy leptons with ξ_W = 17/5."""
    sample = Sample()
    at = sample.leptons, sample.bosons.M_W
    return Route(
        "another gauge parameter", lambda: loop_at(*at, gauge="general"), lambda: loop_at(*at)
    )


def by_states(sample: Sample, i: int, j: int) -> ComplexArray:
    """(T_ji, R_ji) of Majorana neutrinos from those of Dirac neutrinos, by both contractions on Fock space."""
    return wick(by_law("dirac", sample, i, j), by_law("dirac", sample, j, i), (1.0, 2.0))


def by_law(kind: str, sample: Sample, i: int, j: int) -> ComplexArray:
    """(T_ji, R_ji) as derived, per e G_F."""
    u = sample.mixing
    loops = loop_at(sample.leptons, sample.bosons.M_W)
    total = complex(np.sum(u[:, j - 1].conj() * u[:, i - 1] * loops))
    values = {M_IN: sample.neutrinos[i - 1], M_OUT: sample.neutrinos[j - 1], law.S: total}
    vertex = law.vertex(kind)
    return np.array([complex(sp.N(x.subs(values))) for x in (vertex.left, vertex.right)])


# --- (1) ------------------------------------------------------------------------------------------


def diagonal(kind: str, loop: sp.Expr) -> sp.Expr:
    """μ_ii along the spin for Σ|U_ℓi|² F(m_ℓ) = `loop`."""
    found = law.moment(kind).subs(sp.Symbol("S_ii", real=True), loop)
    return sp.factor(ELEMENTARY_CHARGE * G_FERMI * found.xreplace({M_IN: printed.M_NU}))


def shares() -> list[float]:
    """Σ|U_ℓi|² F(m_ℓ)/F(0) of the three neutrinos."""
    squares = np.abs(moments.mixing(oscillation())) ** 2
    return [float(x) for x in moments.loops() @ squares]


@SECTION.statement("Magnetic moment of a Dirac neutrino", printed.DIRAC, slow=True)
def eq01(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The moment of a Dirac neutrino by W and charged lepton, against the derived one."""
    kind = theory.neutrinos["(1)"]
    leading, _ = law.light()
    derived = diagonal(kind, leading)
    missing = [1 - share for share in shares()]
    smaller = f"between {number(min(missing), '.2g')} and {number(max(missing), '.2g')}"
    ratio = None if derived == 0 else sp.simplify(claimed / derived)
    wrong = (
        rf"A {kind.capitalize()} neutrino has no diagonal moment: the two contractions cancel."
        if ratio is None
        else f"Printed is {shown(ratio)} times derived."
    )
    exact = diagonal(kind, law.closed())
    sample = Sample()
    return Judgement(
        (
            judged(
                ratio == 1,
                Finding(
                    Verdict.CONFIRMED,
                    r"What the loop of $W$ and charged leptons leaves for $m_\ell\to0$, with its sign: along the "
                    rf"spin, as of a positive charge. For the measured masses the moment is smaller by {smaller}.",
                ),
                Finding(Verdict.CORRECTED, wrong),
            ),
        ),
        derived=(
            Formula("eq01", r"\mu_\nu^{ii}\big|_{m_\ell\to0}", derived),
            Formula("eq01-exact", r"\mu_\nu^{ii}\big|_{|U_{\ell i}|=1,\;r=m_\ell^2/M_W^2}", exact),
        ),
        compared=None if ratio is None else (1.0, 1 / complex(ratio)),
        routes=(
            gauge_route(),
            Route(
                "brute force: every vertex from matrices, spinors, a numerical momentum integral",
                lambda: sample.dipole(1, 2),
                lambda: by_law("dirac", sample, 1, 2),
            ),
            Route(
                r"Pal, Wolfenstein 1982, exact in $m_\ell/M_W$",
                lambda: printed.published_moment(law.R),
                lambda: sp.factor(law.closed() / law.magneton()),
            ),
        ),
    )


def unit(theory: Theory) -> float:
    """What other values of G_F and of the mass of the electron multiply all moments with."""
    there = (theory.default(x).value for x in ("G_F", "m_e"))
    here = (data.default(x).value for x in ("G_F", "m_e"))
    return float(laws.neutrino_moment_unit(*there) / laws.neutrino_moment_unit(*here))


def squared_ratios() -> list[sp.Expr]:
    """m_ℓ²/M_W² of e, μ, τ with digits to spare."""
    m_w = sp.Float(data.default("M_W").value, 60)
    return [(sp.Float(data.default(f"m_{x}").value, 60) / m_w) ** 2 for x in FLAVOURS]


def per_magneton() -> float:
    """eG_F times 1 eV in Bohr magnetons."""
    magneton = 2 * constants().electron_mass / moments.EV_PER_GEV
    return data.default("G_F").value * magneton


def published_per_ev(i: int) -> float:
    """μ_ii of a Dirac neutrino of 1 eV in Bohr magnetons, by the published function."""
    squares = np.abs(moments.mixing(oscillation())[:, i]) ** 2
    loops = [float(sp.N(printed.published_moment(r), 30)) for r in squared_ratios()]
    return float(squares @ loops) * per_magneton()


@SECTION.statement(r"(1) is $3.2\times10^{-19}\,\mu_B$ per eV", printed.DIRAC_PER_EV)
def claim_sm_dirac_value(claimed: float, theory: Theory) -> Judgement:
    """The moment of a Dirac neutrino of 1 eV, μ_B, by (1) and as derived."""
    each = [unit(theory) * moments.diagonal(oscillation(), 1.0, i) for i in range(3)]
    text = (
        r"Exact in $m_\ell/M_W$, $\nu_1$, $\nu_2$, $\nu_3$ of 1 eV have "
        rf"{', '.join(number(x, '.5e') for x in each)} in $\mu_B$."
    )
    return Judgement(
        (
            judged(
                all(rounds_to(x, claimed) for x in each),
                Finding(Verdict.CONFIRMED, text),
                Finding(Verdict.UNSUPPORTED, f"{text} That is not {number(claimed, '.2g')}."),
            ),
        ),
        derived=(
            Formula("sm-dirac", r"\mu_\nu^{ii}/(\mu_B\,m_{\nu_i}/\text{eV})", sp.Float(each[0], 4)),
        ),
        compared=(claimed, each[0]),
        routes=(
            Route(
                r"Pal, Wolfenstein 1982, exact in $m_\ell/M_W$",
                lambda: [unit(theory) * published_per_ev(i) for i in range(3)],
                lambda: each,
            ),
        ),
    )


# --- (2) ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """Some numbers for all that stands in (2).

    Attributes:
        values: of every symbol.
    """

    values: Mapping[sp.Symbol, sp.Expr]

    @classmethod
    def at(cls, seed: int) -> Drawn:
        """U is not unitary: nothing relies on that."""
        rng = np.random.default_rng(seed)
        table: dict[sp.Symbol, sp.Expr] = {}
        for flavour, m in LEPTON_MASSES.items():
            table[m] = sp.Float(rng.uniform(1, 2), 30)
            for i in (1, 2):
                table[pmns(flavour, i)] = sp.Float(rng.normal(), 30) + sp.I * sp.Float(
                    rng.normal(), 30
                )
        for symbol in (M_IN, M_OUT, M_W, ELEMENTARY_CHARGE, G_FERMI):
            table[symbol] = sp.Float(rng.uniform(1, 2), 30)
        return cls(table)

    def __call__(self, expression: sp.Expr) -> complex:
        return complex(sp.N(expression.xreplace(dict(self.values)).doit(), 20))


def slope(function: sp.Expr) -> sp.Expr:
    """At r = 0."""
    return sp.limit(sp.diff(function, law.R), law.R, 0, "+")


def exchanged(expression: sp.Expr) -> sp.Expr:
    """i ↔ j."""
    pairs = [(M_IN, M_OUT), *((pmns(a, 1), pmns(a, 2)) for a in FLAVOURS)]
    return expression.xreplace({k: v for a, b in pairs for k, v in ((a, b), (b, a))})


def sum_over_leptons() -> sp.Expr:
    """S_ji to leading order in m_ℓ²/M_W², F(0) having dropped out."""
    _, second = law.light()
    products = (
        sp.conjugate(pmns(a, 2)) * pmns(a, 1) * m**2 / M_W**2 for a, m in LEPTON_MASSES.items()
    )
    return second * sp.Add(*products)


def spelled(form: sp.Expr) -> sp.Expr:
    """A form factor with the sum over leptons written out."""
    return ELEMENTARY_CHARGE * G_FERMI * form.subs(law.S, sum_over_leptons())


def constant_ratio(derived: sp.Expr, claimed: sp.Expr) -> sp.Expr | None:
    """c in derived = c · claimed for all values of the symbols; None if there is no such number."""
    draws = [Drawn.at(seed) for seed in (1, 2)]
    first, second = (complex(x(derived)) / x(claimed) for x in draws)
    if first == 0 or abs(first - second) > 1e-12 * abs(first):
        return None
    unit_ = sp.sqrt(2) * sp.pi**2  # of a loop, and of G_F
    rational = [
        sp.nsimplify(y * float(unit_), rational=True, tolerance=1e-11)
        for y in (first.real, first.imag)
    ]
    return sp.Add(rational[0], sp.I * rational[1]) / unit_


@dataclass(frozen=True)
class Read:
    """A printed law beside a form factor.

    Attributes:
        factor: what it lacks, None if it is another law.
        index: how U_{iℓ} has to be read for it.
    """

    factor: sp.Expr | None
    index: str


def read(claimed: sp.Expr, kind: str) -> Read:
    """The printed law as the magnetic form factor of a kind of neutrinos, in either reading of its indices."""
    magnetic, _ = law.form_factors(kind)
    derived = spelled(magnetic)
    for index, expression in (
        (r"U_{\ell i}", claimed),
        (r"U^*_{\ell i}", sp.conjugate(claimed)),
    ):
        factor = constant_ratio(derived, expression)
        if factor is not None:
            return Read(factor, index)
    return Read(None, "")


def symmetry(claimed: sp.Expr) -> str:
    """Of the printed matrix under i ↔ j."""
    draw = Drawn.at(3)
    here, there = draw(claimed), draw(exchanged(claimed))
    size = 1e-12 * abs(here)
    if abs(here + there) <= size:
        return "antisymmetric"
    if abs(here - there) <= size:
        return "symmetric"
    return "hermitian" if abs(here.conjugate() - there) <= size else "without symmetry"


@SECTION.statement("Transition moment of Majorana neutrinos", printed.MAJORANA, slow=True)
def eq02(claimed: sp.Expr, theory: Theory) -> Judgement:
    """Transition moments of Majorana neutrinos, magnetic and electric, against the derived ones."""
    kind = theory.neutrinos["(2)"]
    other = next(k for k in law.KINDS if k != kind)
    right, wrong = read(claimed, kind), read(claimed, other)
    magnetic, electric = law.form_factors(kind)
    symmetric = symmetry(claimed)
    diagonal_ = "does not vanish" if symmetric != "antisymmetric" else "vanishes"
    if wrong.factor is not None:
        instead = (
            rf"It is the magnetic moment of {other.capitalize()} neutrinos: $f^M_{{ji}}$ is "
            rf"{shown(wrong.factor)} times the printed law if $U_{{i\ell}}$ is ${wrong.index}$. "
        )
    else:
        instead = "It is that of neither kind of neutrinos. "
    sample = Sample()
    routes: tuple[Route, ...] = (
        gauge_route(),
        Route(
            "brute force: every vertex from matrices, spinors, a numerical momentum integral",
            lambda: sample.majorana_dipole(1, 2) if kind == "majorana" else sample.dipole(1, 2),
            lambda: by_law(kind, sample, 1, 2),
        ),
        Route(
            "operators between states: one set of modes for the field and its conjugate",
            lambda: by_states(sample, 1, 2) if kind == "majorana" else by_law(kind, sample, 1, 2),
            lambda: by_law(kind, sample, 1, 2),
        ),
        Route(
            "Pal, Wolfenstein 1982: slope of f(r) at r = 0",
            lambda: law.magneton() * slope(printed.published_moment(law.R)),
            lambda: law.light()[1],
        ),
    )
    return Judgement(
        (
            judged(
                right.factor is not None,
                Finding(
                    Verdict.CONFIRMED,
                    rf"$f^M_{{ji}}$ is {shown(right.factor)} times the printed law "
                    rf"if $U_{{i\ell}}$ is ${right.index}$.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    rf"The printed matrix is {symmetric} and {diagonal_} for $i=j$. {instead}For {kind.capitalize()} "
                    rf"neutrinos $f^M_{{ji}}/eG_F={tex(magnetic)}$ and $f^E_{{ji}}/eG_F={tex(electric)}$, "
                    "both antisymmetric: the second contraction subtracts the transposed, and of the sum over "
                    "leptons the imaginary part alone goes with the sum of the masses.",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                r"(2) is a proportionality, silent on the electric moment, which has the real part and the difference "
                rf"of the masses. What stands for $\propto$: $F(m_\ell)$ begins with {shown(law.light()[0])}, which "
                rf"the orthogonal columns of $U$ remove, and goes on with {shown(law.light()[1])} $m_\ell^2/M_W^2$.",
            ),
        ),
        derived=(
            Formula("eq02-magnetic", r"\frac{f^M_{ji}}{eG_F}", magnetic),
            Formula("eq02-electric", r"\frac{f^E_{ji}}{eG_F}", electric),
            Formula("eq02-sum", r"S_{ji}", law.light()[1] * ratio_sum()),
        ),
        where="the second contraction of a Majorana field",
        routes=routes,
    )


def ratio_sum() -> sp.Expr:
    """Σ_ℓ U*_{ℓj}U_{ℓi} m_ℓ²/M_W², to be typeset."""
    u_i, u_j = (sp.Symbol(rf"U_{{\ell {x}}}", complex=True) for x in "ij")
    summand = sp.conjugate(u_j) * u_i * M_LEPTON**2 / M_W**2
    return sp.Sum(summand, (sp.Symbol(r"\ell"), 1, len(FLAVOURS)))


# --- how large ------------------------------------------------------------------------------------


def published_transition(fit: Oscillation, at: moments.Heaviest) -> float:
    """Largest 2(m_i + m_j) |Im Σ U*_{ℓj}U_{ℓi} f(r_ℓ)| eG_F/8√2π² in Bohr magnetons."""
    delta, *phases = at.phases
    u = moments.mixing(fit, delta, (phases[0], phases[1]))
    loops = [sp.N(printed.published_moment(r), 40) for r in squared_ratios()]
    split = np.array([float(f - loops[0]) for f in loops])
    heights = moments.masses(fit, at.lightest)
    found = [
        (heights[i] + heights[j]) * abs(np.sum(u[:, j].conj() * u[:, i] * split).imag)
        for j, i in moments.PAIRS
    ]
    return float(max(found)) * per_magneton()


@SECTION.statement(
    r"The Majorana transition moment of the Standard Model is of order $10^{-23}\,\mu_B$",
    printed.MAJORANA_SIZE,
)
def claim_sm_majorana_value(claimed: Mapping[str, float], theory: Theory) -> Judgement:
    """The largest transition moment of Majorana neutrinos, μ_B, over a global fit and all phases."""
    scale, effective, total = (
        10.0 ** claimed["order"],
        max(claimed["effective"], 0.0),
        claimed["sum"],
    )
    times, fits = unit(theory), orderings()
    found = [moments.within_double_beta(fit, effective) for fit in fits]
    best = max(found, key=lambda x: x.moment)
    largest, ceiling = times * best.moment, times * max(x.ceiling for x in found)
    massless = [moments.sizes(fit, 0.0) for fit in fits]
    light = max(times * x.magnetic for x in massless)
    lightest = [moments.lightest_for_sum(fit, total) for fit in fits]
    allowed = [
        (fit.ordering, moments.sizes(fit, m))
        for fit, m in zip(fits, lightest, strict=True)
        if m is not None
    ]
    cosmology = (
        "; ".join(
            rf"{ordering} ordering: at most {number(times * x.magnetic, '.2g')}, {number(times * x.typical, '.2g')} as "
            "root mean square over the phases"
            for ordering, x in allowed
        )
        or "neither ordering is light enough"
    )
    excluded = [fit.ordering for fit, m in zip(fits, lightest, strict=True) if m is None]
    without = (
        "" if not excluded or not allowed else f"; {excluded[0]} ordering is too heavy for that"
    )
    at_most = (
        rf"Over the Dirac and Majorana phases and both orderings of {fits[0].name.rsplit(' ', 1)[0]} the largest "
        rf"magnetic moment is {number(largest, '.2g')} $\mu_B$ (proved: below {number(ceiling, '.3g')}), where phases "
        rf"make $|m_{{\beta\beta}}|<{effective:.3g}$ eV compatible with a lightest neutrino of "
        rf"{number(best.lightest, '.2g')} eV"
    )
    return Judgement(
        (
            judged(
                same_order(largest, scale),
                Finding(Verdict.CONFIRMED, rf"{at_most}: of order ${digits(scale, '.0e')}$."),
                Finding(Verdict.UNSUPPORTED, rf"{at_most}, not of order ${digits(scale, '.0e')}$."),
            ),
            Finding(
                Verdict.DEFINITION,
                rf"With $\sum m_\nu<{total:.2g}$ eV, {cosmology}{without}. With a massless lightest neutrino the "
                rf"largest is {number(light, '.2g')} $\mu_B$.",
            ),
            Finding(
                Verdict.DEFINITION,
                rf"The electric moment goes with the difference of the masses: at most "
                rf"{number(max(times * x.electric for x in massless), '.2g')} $\mu_B$, with a massless lightest "
                "neutrino. For Dirac neutrinos the largest magnetic transition moment is "
                rf"{number(times * max(moments.dirac_transition(fit, 0.0) for fit in fits), '.2g')} there.",
            ),
        ),
        derived=(
            Formula(
                "sm-majorana",
                r"|\mu^{\rm M}_{ij}|/\mu_B\big|_{m_{\min}=0}",
                sp.Float(light, 2),
            ),
        ),
        compared=(scale, largest),
        routes=(
            Route(
                r"Pal, Wolfenstein 1982 at these masses and phases, exact in $m_\ell/M_W$",
                lambda: [
                    times * published_transition(fit, x) for fit, x in zip(fits, found, strict=True)
                ],
                lambda: [times * x.moment for x in found],
            ),
        ),
    )
