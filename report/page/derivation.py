"""The derivation as a text: from the Lagrangian to the moment, every expression as the engine has it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import sympy as sp
from sympy.simplify.fu import TR10i  # cos a cos b + sin a sin b as one cosine

from darktmm.derive.formula import Formula
from darktmm.derive.latex import tex
from darktmm.derive.loops.amplitude import diagrams
from darktmm.derive.loops.triangle import (
    FERMION_RADIATES,
    SCALAR_RADIATES,
    Diagram,
    form_factor_polynomials,
)
from darktmm.derive.models.dark import DARK_PHOTON, DarkModel, dark_model
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.derive.result import Result
from darktmm.papers.wording import listed, shown
from darktmm.report import diagrams as drawing
from darktmm.report.latex import glossary
from darktmm.report.page.source import Place, place_of

if TYPE_CHECKING:
    from markupsafe import Markup

DIPOLE = "sigma_L"
"""The structure whose coefficient is the moment."""

TO_THE_MOMENT = (
    "mass-eigenstates",
    "feynman-rules",
    "fermion-radiated",
    "scalar-radiated",
    "dipole",
    "vanishing",
    "small-splittings",
)
"""Results on the way; the others follow in a part of their own."""


@dataclass(frozen=True)
class Picture:
    """A diagram and what it contributes.

    Attributes:
        drawing: SVG.
        latex: its contribution, or the rule of a vertex.
    """

    drawing: Markup
    latex: str


@dataclass(frozen=True)
class Chapter:
    """A step of the derivation.

    Attributes:
        name: of its anchor.
        title: one line.
        text: sentences before the formulas, one a paragraph.
        formulas: left and right side.
        pictures: diagrams, with a heading each group.
        remarks: what was proved on the way.
        symbols: (symbols, meaning).
        source: equations of the paper.
        place: the code that derives it.
        aside: belongs to the results beside the moment.
    """

    name: str
    title: str
    text: tuple[str, ...] = ()
    formulas: tuple[Formula, ...] = ()
    pictures: tuple[tuple[str, tuple[Picture, ...]], ...] = ()
    remarks: tuple[str, ...] = ()
    symbols: tuple[tuple[str, str], ...] = ()
    source: str = ""
    place: Place | None = None
    aside: bool = field(default=False)


def chapters(beside: Sequence[str] | None = None) -> list[Chapter]:
    """Every step, in order; those beside the way to the moment last.

    Args:
        beside: names of the latter; all of them by default.
    """
    others = [name for name in CHAIN if name not in TO_THE_MOMENT]
    return list(_steps(dark_model(neutrinos=2), others if beside is None else beside))


def _steps(model: DarkModel, beside: Sequence[str]) -> Iterator[Chapter]:
    yield _lagrangian(model)
    yield _result("mass-eigenstates", model, _BASIS)
    yield _result("feynman-rules", model, _RULES, (("", _vertices(model)),))
    found = list(diagrams(model.rules, *_legs(model)))
    yield _topologies(found)
    yield _numerators()
    for name, topology, text in (
        ("fermion-radiated", FERMION_RADIATES, _FERMION),
        ("scalar-radiated", SCALAR_RADIATES, _SCALAR),
    ):
        pictures = tuple(_drawn(d, model) for d in found if d.topology == topology)
        yield _result(name, model, text, ((_all(pictures), pictures),))
    for name in TO_THE_MOMENT[4:]:
        yield _result(name, model)
    for name in beside:
        yield _result(name, model, aside=True)


def _result(
    name: str,
    model: DarkModel,
    text: tuple[str, ...] = (),
    pictures: tuple[tuple[str, tuple[Picture, ...]], ...] = (),
    *,
    aside: bool = False,
) -> Chapter:
    result: Result = derive_result(name, model)
    module, function = CHAIN[name]
    make = getattr(import_module(f"darktmm.derive.{module}"), function)
    return Chapter(
        name,
        result.title,
        text,
        result.formulas,
        pictures,
        result.remarks,
        tuple(glossary(result)),
        result.source,
        place_of(make),
        aside,
    )


# --- the Lagrangian ---------------------------------------------------------------------------------


def _lagrangian(model: DarkModel) -> Chapter:
    lagrangian = model.completed()
    lagrangian.check()
    formulas = []
    remarks = []
    for name, part in lagrangian.parts.items():
        left = rf"\mathcal{{L}}_{{\text{{{name.partition('_')[2]}}}}}"
        source = lagrangian.source.get(name, "")
        formulas.append(Formula(name, left, part, source=source))
        remarks.append(f"${left}$, {source}: breaks {_broken(lagrangian.breaking(name))}.")
    return Chapter(
        "lagrangian",
        "The Lagrangian",
        (
            "Every term as the engine holds it: covariant derivatives and the sums over generations and flavours "
            "are spelled out, repeated Lorentz indices contracted with the metric. Which symmetries a part breaks is "
            "computed from the charges of its fields.",
        ),
        tuple(formulas),
        remarks=("Every part is hermitian and a Lorentz scalar (checked term by term).", *remarks),
        place=place_of(type(model).completed),
        source="(3)-(6), Table 1",
    )


def _broken(report: dict[str, Any]) -> str:
    words = []
    for symmetry, what in report.items():
        name = f"${_group(symmetry)}$"
        if symmetry.startswith("U(1)"):
            name += f" by {listed([shown(q) for q in what])}"
        words.append(name)
    return listed(words) if words else "no symmetry"


def _group(symmetry: str) -> str:
    head, _, index = symmetry.partition("_")
    return f"{head}_{{{index}}}" if index else head


# --- diagrams ---------------------------------------------------------------------------------------


def _legs(model: DarkModel) -> tuple[Any, Any, Any]:
    return model.nu[1], model.nu[2], DARK_PHOTON


def _vertices(model: DarkModel) -> tuple[Picture, ...]:
    """The vertices that a neutrino, a heavy fermion and a scalar have."""
    rules, nu = model.rules, model.nu[1]
    found = []
    for state, scalar in rules.yukawa_partners(nu):
        rule = rules.yukawa(state, nu, scalar)
        found.append(
            Picture(drawing.vertex(nu, state, scalar), tex(sp.factor_terms(rule.spelled())))
        )
    for state, partner in itertools.combinations_with_replacement(model.heavy.states, 2):
        if partner in rules.vector_partners(state, DARK_PHOTON):
            rule = rules.vector(partner, state, DARK_PHOTON)
            found.append(Picture(drawing.vertex(state, partner, DARK_PHOTON), tex(rule.on_gamma())))
    for even in model.even:
        for odd in rules.scalar_partners(even, DARK_PHOTON):
            current = rules.current(even, odd, DARK_PHOTON)
            momenta = sp.symbols(rf"k_{{{even}}}^\mu k_{{{odd}}}^\mu")
            rule = sp.factor(sp.trigsimp(current.first * momenta[0] + current.second * momenta[1]))
            found.append(Picture(drawing.vertex(even, odd, DARK_PHOTON), tex(rule)))
    return tuple(found)


def _drawn(diagram: Diagram, model: DarkModel) -> Picture:
    value = diagram.form_factors((DIPOLE,), massless=True)[DIPOLE]
    return Picture(drawing.triangle(diagram, *_legs(model)), tex(TR10i(sp.factor(value))))


def _all(pictures: Sequence[Picture]) -> str:
    return f"All {len(pictures)} diagrams, and what each contributes to $T_{{21}}$"


def _topologies(found: Sequence[Diagram]) -> Chapter:
    count = {t: sum(d.topology == t for d in found) for t in (FERMION_RADIATES, SCALAR_RADIATES)}
    return Chapter(
        "diagrams",
        "The diagrams",
        (
            r"Walking along the rules from $\nu_1$ to $\nu_2$ with one $A'$ finds "
            f"{len(found)} triangles: in {count[FERMION_RADIATES]} the heavy fermion absorbs the dark photon, "
            f"in {count[SCALAR_RADIATES]} a scalar does. Nothing is drawn by hand: lines are straight, dashed "
            "or wavy as the field has spin one half, zero or one, and carry an arrow where a field differs "
            "from its conjugate. None does here.",
            r"What is wanted of their sum is, for $q^2\to0$ and external masses zero, the coefficient of "
            r"$i\sigma^{\mu\nu}q_\nu P_L$.",
        ),
        place=place_of(diagrams),
        source="(13)",
    )


def _numerators() -> Chapter:
    names = {
        "M1": r"M_1",
        "M2": r"M_2",
        "aL": r"a_L",
        "bL": r"b_L",
        "aR": r"a_R",
        "bR": r"b_R",
        "g1": r"g_1",
        "g2": r"g_2",
    }
    formulas = []
    for topology in (FERMION_RADIATES, SCALAR_RADIATES):
        value = form_factor_polynomials(topology)[DIPOLE].as_expr().subs({"m_i": 0, "m_j": 0})
        named = value.subs({k: sp.Symbol(v) for k, v in names.items()}, simultaneous=True)
        left = rf"n^{{\text{{{topology}}}}}(x,y)"
        formulas.append(Formula(f"numerator-{topology}", left, sp.factor(named)))
    return Chapter(
        "numerators",
        "Dirac algebra, once for arbitrary couplings",
        (
            r"The vertices are $a_LP_L+a_RP_R$ where the fermion comes in and $b_LP_L+b_RP_R$ where it leaves; "
            r"the vector couples as $\gamma^\mu(g_1P_L+g_2P_R)$ to the fermion and as "
            r"$g_1k_1^\mu+g_2k_2^\mu$ to the scalars, momenta incoming. Feynman's parameters are $x$ for the "
            r"line behind the vector, $y$ for the line before it and $1-x-y$ for the line opposite.",
            r"After the shift of the loop momentum and Gordon's identity the coefficient of "
            r"$i\sigma^{\mu\nu}q_\nu P_L$ in the numerator is, external masses zero,",
        ),
        tuple(formulas),
        remarks=(
            "Another routing of the loop momentum, and explicit matrices of exact fractions, give the same "
            "polynomials.",
        ),
        place=place_of(form_factor_polynomials),
        source="(15), (16), (19)",
    )


_BASIS = (
    r"$N$ with its Dirac mass $m_D$ and Majorana masses $m_L=m_R=m$ is two Majorana fermions; masses keep "
    "their sign. Real and imaginary parts of the scalars mix separately, by angles $\\theta_R$ and "
    r"$\theta_I$. All is proved by inserting it into the Lagrangian.",
)
_RULES = (
    r"Rules are coefficients of $i\mathcal L$. A Majorana field may be contracted in two ways, and both are "
    "summed; no sign has to be remembered.",
)
_FERMION = (
    "The dark photon attaches to the heavy fermion, which it turns from one mass eigenstate into the other.",
)
_SCALAR = (
    "The dark photon attaches to the scalars, which it turns from CP-even into CP-odd and back.",
)
