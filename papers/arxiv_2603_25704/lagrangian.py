"""Sec. 2.1, fields and Lagrangian: (3)–(8), Table 1 and the claims between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive.basis import components
from darktmm.derive.conventions import ELEMENTARY_CHARGE, KINETIC_MIXING_SIGN
from darktmm.derive.fields import (
    MU,
    NU,
    Bilinear,
    MajoranaFermion,
    Partial,
    VectorComponent,
    bilinear,
)
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import (
    check_hermitian,
    check_lorentz,
    gauge_variation,
    normal_form,
    su2_variation,
    terms,
    u1_breaking,
    with_conjugate,
)
from darktmm.derive.latex import tex
from darktmm.derive.laws import dipole, kinetic_mixing
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    M_DIRAC,
    M_LEFT,
    M_MAJORANA,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    E,
    N,
    feynman_rules,
    scalar_mass,
    transition,
    variant,
    vector_form_factor,
)
from darktmm.derive.symbols import M_APRIME
from darktmm.numeric.models.dark.brute_force.neutral import transition_amplitude
from darktmm.papers.arxiv_2603_25704 import signs
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.printed import lagrangian as printed
from darktmm.papers.arxiv_2603_25704.routes import lagrangian as routes
from darktmm.papers.arxiv_2603_25704.signs import PrintedSign
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import listed, shown

SECTION = Section("2.1")

DIMENSIONS: Mapping[str, int] = {"m": 1, "M": 1, "delta": 2, "b": 2}
"""Mass dimension of the Lagrangian's parameters, by the head of their name; others have none."""

UNITS = {Q_N: 1, Q_S: -1}
"""Table 1 counts dark charge in units of that of Ψ."""


# --- what a part of a Lagrangian is like --------------------------------------------------------


def parameter_dimension(expression: sp.Expr) -> sp.Expr:
    """Mass dimension of a coefficient that is a monomial in the parameters."""
    total = sp.S.Zero
    for factor in sp.Mul.make_args(expression):
        base, power = factor.as_base_exp()
        head = str(base).split("_")[0].rstrip("0123456789")
        total += DIMENSIONS.get(head, 0) * power
    return total


def well_formed(part: sp.Expr, name: str) -> Finding:
    """Hermitian, a Lorentz scalar, of dimension 4, kinetic terms canonical."""
    defects = []
    for check, what in ((check_lorentz, "a Lorentz scalar"), (check_hermitian, "hermitian")):
        try:
            check(part, name)
        except ValueError:
            defects.append(f"not {what}")
    dimensions = {t.mass_dimension + parameter_dimension(t.coefficient) for t in terms(part)}
    if dimensions != {4}:
        defects.append(f"of dimensions {listed(map(shown, sorted(dimensions)))}")
    if not canonical(part):
        defects.append("not canonical in its kinetic terms")
    return judged(
        not defects,
        Finding(
            Verdict.DEFINITION,
            f"As printed {name} is hermitian, a Lorentz scalar and of mass dimension 4 in every term.",
        ),
        Finding(Verdict.CORRECTED, f"{name} is {' and '.join(defects)}."),
    )


def canonical(part: sp.Expr) -> bool:
    """Whether every kinetic term has the coefficient i (spinors) or 1 (complex scalars), if there is one."""
    for term in terms(normal_form(part)):
        if any(isinstance(op, VectorComponent) for op in term.operators):
            continue
        if any(isinstance(b.ket, Partial) for b in term.bilinears):
            if term.coefficient != sp.I:
                return False
        elif term.expression.has(Partial) and term.coefficient != 1:
            return False
    return True


def breaking(part: sp.Expr, model: DarkModel) -> dict[str, Any]:
    """Which symmetries of Table 1 a part breaks."""
    whole = model.printed()
    report: dict[str, Any] = {
        f"U(1)_{group}": charges for group in whole.u1 if (charges := u1_breaking(part, group))
    }
    if generators := su2_variation(part, whole.doublets):
        report["SU(2)_L"] = generators
    return report


def broken(report: Mapping[str, Any]) -> str:
    """The symmetries, with the number of units for a U(1)."""
    parts = []
    for symmetry, what in report.items():
        if symmetry.startswith("U(1)"):
            units = max(what, key=sp.default_sort_key)
            change = shown(sp.Abs(sp.nsimplify(units.subs(UNITS))))
            parts.append(f"{group_name(symmetry)} by {change}")
        else:
            parts.append(group_name(symmetry))
    return ", ".join(parts)


def group_name(symmetry: str) -> str:
    """U(1)_EM in a sentence."""
    name = symmetry.replace("EM", r"{\rm EM}")
    return f"${name}$"


def scalar_masses(model: DarkModel, lagrangian: sp.Expr) -> tuple[sp.Matrix, sp.Matrix]:
    """Mass matrices of S_R and S_I in a Lagrangian."""
    real, imaginary = model.real_parts
    kept = routes.without_derivatives(lagrangian)
    split = sp.expand(kept.subs(components(model.scalars, real, imaginary), simultaneous=True))
    # L = -1/2 φᵀM²φ.
    matrices = [
        sp.Matrix(len(fields), len(fields), lambda a, b, f=fields: -sp.diff(split, f[a], f[b]))
        for fields in (real, imaginary)
    ]
    nothing = dict.fromkeys((*real, *imaginary), 0)
    even, odd = (m.subs(nothing).applyfunc(sp.expand) for m in matrices)
    return even, odd


def degenerate(masses: tuple[sp.Matrix, sp.Matrix]) -> bool:
    """Whether CP-even and CP-odd scalars are the same, and unmixed."""
    even, odd = masses
    return bool(even == odd and even.is_diagonal())


@cache
def moment(model: DarkModel) -> sp.Expr:
    """T_21 of (3)–(6) as printed: with the scalar masses and angles that they give."""
    even, odd = masses = scalar_masses(model, model.printed().expression)
    total = transition.coefficient(model, 1, 2)
    if not degenerate(masses):
        return total
    values: dict[sp.Symbol, sp.Expr] = {THETA_R: sp.S.Zero, THETA_I: sp.S.Zero}
    for k in model.indices:
        values[scalar_mass("H", k)] = sp.sqrt(even[k - 1, k - 1])
        values[scalar_mass("A", k)] = sp.sqrt(odd[k - 1, k - 1])
    return sp.expand(total.subs(values, simultaneous=True))


# --- statements ---------------------------------------------------------------------------------


def _without(name: str) -> Any:
    return lambda parts: tuple(p for p in parts if p != name)


@SECTION.statement(
    "The Lagrangian as a sum of parts",
    printed.PARTS,
    mutants={
        "without (5)": _without("L_int"),
        "without (6)": _without("L_LNV"),
        "with a splitting of the scalars": lambda parts: (*parts, "L_split"),
    },
)
def eq03(claimed: tuple[str, ...], theory: Theory) -> Judgement:
    """The sum of the named parts, against the Lagrangian that everything later needs."""
    model = theory.model
    known = model.completed()
    total = sp.expand(sp.Add(*(known.parts[name] for name in claimed)))
    missing = [known.source[name] for name in model.printed().parts if name not in claimed]
    contradicted = []
    if not any(all(isinstance(op, VectorComponent) for op in t.operators) for t in terms(total)):
        missing.append("the kinetic mixing and the $A'$ mass")
        contradicted.append("(8)")
    if degenerate(scalar_masses(model, total)):
        missing.append("any difference between CP-even and CP-odd scalars")
        contradicted += ["(11)", "(18)"]
    return Judgement(
        findings=(
            well_formed(total, "(3)"),
            judged(
                not missing,
                Finding(Verdict.CONFIRMED, "It contains every term that is used later."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"Called complete, it lacks {listed(missing)}"
                    + (f": contradicts {listed(contradicted)}." if contradicted else "."),
                ),
            ),
        ),
        derived=(Formula("split", r"\mathcal{L}_{\rm split}", model.scalar_splitting()),),
        where="counting the terms of (4)-(6)",
        no_route="a list of terms",
    )


@SECTION.statement(
    "Kinetic and mass terms of the dark fields",
    printed.DARK_TERMS,
    blind={"conjugate": "a hermitian Lagrangian differs from its conjugate by a total derivative"},
)
def eq04(claimed: sp.Expr, theory: Theory) -> Judgement:
    """Hermiticity, the symmetries of Table 1, and whether CP-even and CP-odd scalars are split."""
    model = theory.model
    report = breaking(claimed, model)
    variation = report.get("SU(2)_L", {}).get("T1", sp.S.Zero)
    others = sp.Add(*(p for name, p in model.printed().parts.items() if name != "L_new"))
    same = degenerate(scalar_masses(model, claimed + others))
    derived_variation = su2_variation(model.printed().parts["L_new"], model.printed().doublets)
    slope = derived_variation.get("T1", sp.S.Zero)
    rest = routes.without_derivatives(model.printed().parts["L_new"])
    findings = (
        well_formed(claimed, "(4)"),
        judged(
            not report,
            Finding(Verdict.CONFIRMED, "It respects every symmetry of Table 1."),
            Finding(
                Verdict.INCONSISTENT,
                f"It breaks {broken(report)} of Table 1"
                + (f", in proportion to {_difference(variation)}" if variation else "")
                + ": no term of (3) splits the components of a vector-like doublet.",
            ),
        ),
        Finding(Verdict.DEFINITION, "$M_N$ is the $m_D$ of Sec. 2.2 (never said)."),
        judged(
            same,
            Finding(
                Verdict.INCONSISTENT,
                "$S_{aR}$ and $S_{aI}$ stay degenerate and unmixed: with (3)-(6) as printed the moment is "
                + ("exactly zero." if moment(model) == 0 else "not zero all the same."),
            ),
            Finding(Verdict.CONFIRMED, "It splits $S_{aR}$ from $S_{aI}$, as (11) and (18) need."),
        ),
    )
    found = [
        Route(
            "finite rotations of the doublets, by components",
            lambda: _slopes(rest, model),
            lambda: _variations(derived_variation, rest),
        )
    ]
    at = theory.confrontation
    if at.applies and moment(model) == 0:
        found.append(
            Route(
                "brute force on (3)-(6) as printed, unrotated fields and degenerate scalars",
                lambda: _moment_by_brute_force(theory),
                lambda: complex(moment(model)),
                lambda: at.scale,
            )
        )
    return Judgement(
        findings,
        derived=(
            Formula("variation", r"\delta_{T^1}\mathcal{L}_{\rm new}", sp.factor(slope)),
            Formula("moment", "T_{21}", moment(model)),
        ),
        where="variation of the mass terms under $T^1$, $T^2$ of $SU(2)_L$; their scalar masses",
        routes=tuple(found),
    )


def _difference(variation: sp.Expr) -> str:
    """What all coefficients of a variation share up to a sign, as the paper names it."""
    m_n = sp.Symbol("M_N", positive=True)
    by_operator: dict[sp.Expr, sp.Expr] = {}
    for t in terms(variation):
        product = sp.Mul(*t.operators)
        by_operator[product] = by_operator.get(product, sp.S.Zero) + t.coefficient
    found = set()
    for coefficient in by_operator.values():
        shared = sp.expand(2 * coefficient / sp.I).subs(M_DIRAC, m_n)
        found.add(max(shared, -shared, key=str))  # the one without a leading minus
    return listed(map(shown, sorted(found, key=str)))


_DOUBLET_AXES = {"T1": 1, "T2": 2, "T3": 3}


def _slopes(part: sp.Expr, model: DarkModel) -> Any:
    at = routes.Numbers.drawn(part)
    doublets = tuple(d for d in model.printed().doublets if {d.upper, d.lower} & set(at.spinors))
    return np.array([routes.su2_slope(part, doublets, axis, at) for axis in (1, 2, 3)])


def _variations(variation: Mapping[str, sp.Expr], part: sp.Expr) -> Any:
    at = routes.Numbers.drawn(part)
    return np.array([at.evaluate(variation.get(name, sp.S.Zero)) for name in _DOUBLET_AXES])


def _moment_by_brute_force(theory: Theory) -> complex:
    masses = np.diag(theory.point.only.M_H**2)
    as_printed = replace(unrotated(theory.point), mass_squared_R=masses, mass_squared_I=masses)
    return complex(transition_amplitude(as_printed).total.T[1, 0])


@SECTION.statement("Portal Yukawa interaction", printed.PORTAL)
def eq05(claimed: tuple[sp.Expr, sp.Expr], theory: Theory) -> Judgement:
    """Both lines, against the Yukawa term; the symmetries it respects and the charges it needs."""
    model = theory.model
    first, second = claimed
    part = model.printed().parts["L_int"]
    report = breaking(first, model)
    report = {k: v for k, v in report.items() if not _neutral(v)}
    lines = [
        Finding(Verdict.CORRECTED, f"The {name} line is not the Yukawa term of the Lagrangian.")
        for name, line in (("first", first), ("second", second))
        if sp.expand(line - part) != 0
    ]
    doublets = model.printed().doublets
    # U(1)_D is a symmetry for charges that add up only.
    at = routes.Numbers.drawn(part, extra={Q_N: 0.7, Q_S: -0.7})
    return Judgement(
        findings=(
            *(lines or [Finding(Verdict.CONFIRMED, "Both lines agree.")]),
            well_formed(first, "(5)"),
            judged(
                not report,
                Finding(
                    Verdict.CONFIRMED,
                    "$SU(2)_L$, $U(1)_Y$ and, for "
                    + listed(f"${tex(q)}=0$" for q in _charges(first, "D"))
                    + ", $U(1)_D$ are respected.",
                ),
                Finding(Verdict.CORRECTED, f"It breaks {broken(report)} of Table 1."),
            ),
        ),
        derived=(
            Formula("portal", r"\mathcal{L}_{\rm int}-\text{h.c.}", _half(part)),
            *(Formula("dark-charge", r"Q_D[\bar L\Psi S]", q) for q in _charges(part, "D")),
        ),
        routes=(
            Route(
                "finite $SU(2)$, hypercharge and dark rotations of the components",
                lambda: (
                    at.rotated(doublets, 1, 0.7)
                    .rotated(doublets, 2, -1.9)
                    .with_phases("Y", 1.1)
                    .with_phases("D", 2.3)
                    .evaluate(part)
                ),
                lambda: at.evaluate(part),
            ),
        ),
    )


def _neutral(charges: Mapping[sp.Expr, sp.Expr]) -> bool:
    """Whether the charges of a report vanish for Q_N + Q_S = 0."""
    return all(isinstance(q, sp.Expr) and sp.expand(q.subs(Q_S, -Q_N)) == 0 for q in charges)


def _half(part: sp.Expr) -> sp.Expr:
    """The terms without a conjugate coupling: what "+ h.c." is added to."""
    kept = (t.expression for t in terms(part) if not t.coefficient.has(sp.conjugate))
    return sp.Add(*kept)


def _charges(part: sp.Expr, group: str) -> list[sp.Expr]:
    """The different charges of what "+ h.c." is added to."""
    return sorted({t.charge(group) for t in terms(_half(part))}, key=str)


def _insertion(model: DarkModel) -> sp.Expr:
    """(6) of the model with one mass m."""
    return (
        model.printed()
        .parts["L_LNV"]
        .subs({M_LEFT: M_MAJORANA, M_RIGHT: M_MAJORANA}, simultaneous=True)
    )


@SECTION.statement("Majorana mass insertion", printed.MAJORANA_INSERTION)
def eq06(claimed: sp.Expr, theory: Theory) -> Judgement:
    """Hermiticity, the masses that follow with (4), and the symmetries of Table 1 that it breaks."""
    model = theory.model
    whole = model.printed()
    part = _insertion(model)
    report = breaking(claimed, model)
    kept = [f"U(1)_{g}" for g in whole.u1 if f"U(1)_{g}" not in report]
    charges = u1_breaking(part, "D")
    up = max(charges, key=lambda q: q.coeff(Q_N))
    return Judgement(
        findings=(
            well_formed(claimed, "(6)"),
            Finding(
                Verdict.DEFINITION,
                "With (4) the signed masses are "
                + listed(map(shown, _eigenvalues(claimed, model)))
                + ".",
            ),
            judged(
                not report,
                Finding(Verdict.CONFIRMED, "It respects every symmetry of Table 1."),
                Finding(
                    Verdict.INCONSISTENT,
                    f"It breaks {broken(report)} of Table 1 explicitly: $N$ is half of a doublet with hypercharge "
                    f"{shown(N.charge('Y'))} and dark charge {shown(N.charge('D').subs(UNITS))}. "
                    + (
                        f"Only {listed(map(group_name, kept))} is left."
                        if kept
                        else "No $U(1)$ is left."
                    ),
                ),
            ),
        ),
        derived=(
            Formula(
                "variation",
                r"\delta_{U(1)_D}\mathcal{L}_{\rm LNV}-\text{h.c.}",
                sp.factor(sp.I * up * sp.Symbol("alpha") * charges[up]),
            ),
        ),
        where=r"charges of $\overline{N^c}N$ under each column of Table 1",
        routes=(
            Route(
                "finite phases and rotations of the components",
                lambda: _turned(part, model),
                lambda: _by_charges(part, model),
            ),
        ),
    )


def _eigenvalues(insertion: sp.Expr, model: DarkModel) -> list[sp.Expr]:
    """Eigenvalues of the mass matrix in (N_L, N_R^c) of an insertion and the Dirac mass of (4)."""
    mass = {"L": sp.S.Zero, "R": sp.S.Zero}
    dirac = sp.S.Zero
    for term in terms(normal_form(insertion)):
        (line,) = term.bilinears
        if line.ket == N:
            mass[line.chirality] -= 2 * term.coefficient
    for term in terms(model.printed().parts["L_new"]):
        if term.operators == (bilinear(N, N, chirality="L"),):
            dirac -= term.coefficient
    matrix = sp.Matrix([[mass["L"], dirac], [dirac, mass["R"]]])
    return sorted(matrix.eigenvals(multiple=True), key=lambda e: e.coeff(M_DIRAC))


_ANGLES = {"Y": 0.9, "D": 1.7, "EM": -0.4}


def _turned(part: sp.Expr, model: DarkModel) -> Any:
    at = routes.Numbers.drawn(part, Q_N)
    doublets = model.printed().doublets[:1]
    full = routes.Numbers.drawn(part, Q_N, *(d.lower for d in doublets))
    return np.array(
        [
            *(at.with_phases(g, angle).evaluate(part) for g, angle in _ANGLES.items()),
            *(routes.su2_slope(part, doublets, axis, full) for axis in (1, 2, 3)),
        ]
    )


def _by_charges(part: sp.Expr, model: DarkModel) -> Any:
    whole = model.printed()
    at = routes.Numbers.drawn(part, Q_N)
    full = routes.Numbers.drawn(part, Q_N, *(d.lower for d in whole.doublets[:1]))
    turned = []
    for group, angle in _ANGLES.items():
        change = sum(
            (np.exp(1j * angle * at.number(q)) - 1) * at.evaluate(p)
            for q, p in u1_breaking(part, group).items()
        )
        turned.append(at.evaluate(part) + change)
    variation = su2_variation(part, whole.doublets)
    return np.array(
        [*turned, *(full.evaluate(variation.get(name, sp.S.Zero)) for name in _DOUBLET_AXES)]
    )


QUANTUM_NUMBERS = {"T3": "$T_3$", "Y": "$Y$", "D": "$Q_D$", "EM": r"$Q_{\rm EM}$"}
"""Columns of Table 1 in a sentence."""


@SECTION.statement("Charges of the fields", printed.TABLE_1)
def table1(claimed: dict[str, dict[str, Any]], theory: Theory) -> Judgement:
    """Charges of the fields, the relation Q = T₃ + Y, and the neutrality of (5)."""
    model = theory.model
    flavour = model.flavours[0]
    members = {
        "N": N,
        "E": E,
        "nu": model.nu_flavour[flavour],
        "l": model.charged_leptons[flavour],
        "S": model.scalars[0],
    }
    wrong = [
        f"{QUANTUM_NUMBERS[group]} of ${members[name].latex}$"
        for name, column in claimed.items()
        for group, q in column.items()
        if _of(members[name], group) != q
    ]
    unequal = [
        f"${members[name].latex}$"
        for name, column in claimed.items()
        if column["EM"] != column["T3"] + column["Y"]
    ]
    part = model.printed().parts["L_int"]
    charged = [
        QUANTUM_NUMBERS[group]
        for group in ("Y", "D", "EM")
        for light, heavy in (("nu", "N"), ("l", "E"))
        if -claimed[light][group] + claimed[heavy][group] + claimed["S"][group] != 0
        or any(charge.subs(UNITS) != 0 for charge in u1_breaking(part, group))
    ]
    return Judgement(
        findings=(
            judged(
                not wrong,
                Finding(
                    Verdict.CONFIRMED, "Its charges are those that the Lagrangian's fields carry."
                ),
                Finding(Verdict.CORRECTED, f"The Lagrangian has another {listed(wrong)}."),
            ),
            judged(
                not unequal,
                Finding(Verdict.CONFIRMED, r"$Q_{\rm EM}=T_3+Y$ reproduces the last column."),
                Finding(
                    Verdict.CORRECTED, rf"$Q_{{\rm EM}}$ is not $T_3+Y$ for {listed(unequal)}."
                ),
            ),
            judged(
                not charged,
                Finding(Verdict.CONFIRMED, "(5) is neutral in every column."),
                Finding(Verdict.CORRECTED, f"(5) carries {listed(dict.fromkeys(charged))}."),
            ),
        ),
        derived=(
            *(
                Formula(
                    f"charge-{name}",
                    rf"Q_{{\rm EM}}({members[name].latex})",
                    _of(members[name], "EM"),
                )
                for name in members
            ),
            Formula("dark-charge-S", r"Q_D(S_a)/Q_D(\Psi)", _of(members["S"], "D")),
        ),
        routes=(
            Route(
                "every term of (5) under finite phases",
                lambda: _phases_of_terms(part),
                lambda: np.ones(len(list(terms(part)))),
            ),
        ),
    )


def _of(field: Any, group: str) -> sp.Expr:
    """A charge in the units of Table 1; T3 is what is left of the electric charge without Y."""
    if group == "T3":
        return field.charge("EM") - field.charge("Y")
    return field.charge(group).subs(UNITS)


def _phases_of_terms(part: sp.Expr) -> Any:
    """By what each term of (5) is multiplied under exp(0.9iY) exp(1.7iD) exp(-0.4iQ)."""
    at = routes.Numbers.drawn(part, extra=UNITS)
    turned = at
    for group, angle in _ANGLES.items():
        turned = turned.with_phases(group, angle)
    return np.array(
        [turned.evaluate(t.expression) / at.evaluate(t.expression) for t in terms(part)]
    )


@SECTION.statement(
    "The Yukawa operator fixes $Q_E=-1$",
    printed.CHARGE_OF_E,
    blind={
        "theory": "charges are fixed by which fields meet in (5), not by chirality, size or phase"
    },
)
def claim_charges(claimed: int, theory: Theory) -> Judgement:
    """The charge of E that (5) leaves, with the hypercharge of S from Table 1."""
    model = theory.model
    heavy, singlet = sp.symbols("Y_Psi Y_S")
    light, isospin = model.nu_flavour[model.flavours[0]].charge("Y"), _of(E, "T3")
    (family,) = sp.solve(-light + heavy + singlet, heavy)
    charge = isospin + family.subs(singlet, model.scalars[0].charge("Y"))
    return Judgement(
        findings=(
            judged(
                charge == claimed,
                Finding(
                    Verdict.CONFIRMED,
                    f"Unique once Table 1's $Y_S={tex(model.scalars[0].charge('Y'))}$ is used; the operator alone "
                    f"fixes $Q_E+Q_S={tex(isospin + family + singlet)}$.",
                ),
                Finding(Verdict.UNSUPPORTED, f"It fixes $Q_E={tex(charge)}$."),
            ),
        ),
        derived=(Formula("charge-E", r"Q_E=T_3+Y_L-Y_S", charge),),
        routes=(
            Route(
                "the only multiple of 1/6 up to 2 for which (5) survives a finite phase",
                lambda: float(isospin) + _hypercharge_by_phases(model),
                lambda: float(charge),
            ),
        ),
    )


def _hypercharge_by_phases(model: DarkModel) -> float:
    part = model.printed().parts["L_int"]
    at = routes.Numbers.drawn(part)
    angle = 1.0  # no multiple of 1/6 up to 4 makes it a multiple of 2 pi
    reference = at.evaluate(part)
    found = []
    for y in np.arange(-12, 13) / 6:
        extra = np.exp(1j * angle * (y - float(N.charge("Y"))))
        turned = at.with_phases("Y", angle)
        turned.spinors.update({f: extra * turned.spinors[f] for f in (N, E)})
        if abs(turned.evaluate(part) - reference) < 1e-9 * abs(reference):
            found.append(y)
    (only,) = found
    return float(only)


@SECTION.statement(
    "The diagonal vector current of a Majorana field vanishes",
    printed.DIAGONAL_VECTOR,
    blind={"theory": "self-conjugacy of one field; no term of (3)-(6) enters"},
)
def claim_diagonal_vector_current_vanishes(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The vector current of one Majorana field, by self-conjugacy; the axial one beside it."""
    n1 = theory.model.heavy.states[0]
    general = feynman_rules.heavy_current(variant(theory.model, majorana_angle=THETA), 1, 1)
    vector = normal_form(bilinear(n1, n1, MU) * VectorComponent(DARK_PHOTON, MU))
    axial = normal_form(
        (bilinear(n1, n1, MU, chirality="R") - bilinear(n1, n1, MU, chirality="L"))
        * VectorComponent(DARK_PHOTON, MU)
    )
    anywhere = sp.simplify(general.left + general.right) == 0
    return Judgement(
        findings=(
            judged(
                sp.expand(claimed - vector) == 0,
                Finding(
                    Verdict.CONFIRMED,
                    "By self-conjugacy alone"
                    + (" (maximal mixing is not needed)." if anywhere else ".")
                    + (" The axial current does not vanish." if axial != 0 else ""),
                ),
                Finding(Verdict.UNSUPPORTED, f"It is {shown(vector)}."),
            ),
        ),
        derived=(
            Formula("vector", r"\overline{N_1}\gamma^\mu N_1A'_\mu", vector),
            Formula("axial", r"\overline{N_1}\gamma^\mu\gamma_5N_1A'_\mu", axial),
        ),
        routes=(
            Route(
                r"antisymmetric part of $C^{-1}\gamma^\mu$ in explicit matrices",
                lambda: routes.surviving(routes.vector_chains()),
                lambda: np.zeros((4, 4, 4)),
                lambda: 1.0,
            ),
            Route(
                r"nothing of $C^{-1}\gamma^\mu\gamma_5$ is lost by antisymmetrising it",
                lambda: np.abs(routes.surviving(routes.vector_chains(axial=True))).sum(),
                lambda: np.abs(routes.vector_chains(axial=True)).sum(),
            ),
        ),
    )


@SECTION.statement(
    "Off-diagonal vector couplings are forbidden by $U(1)_D$", printed.OFF_DIAGONAL_VECTOR
)
def claim_off_diagonal_vector_violates_gauge(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The gauge variation of the bare coupling, against the coupling that the loops generate."""
    model = theory.model
    nu = {i: MajoranaFermion(f"nu_{i}") for i in (1, 2)}
    contact = with_conjugate(
        sp.I * bilinear(nu[2], nu[1], MU, chirality="L") * VectorComponent(DARK_PHOTON, MU)
    )
    varies = normal_form(gauge_variation(contact, DARK_PHOTON)) != 0
    loop = vector_form_factor.finite(model, 1, 2)
    ward = vector_form_factor.symmetric_limit(model, 1, 2)
    breaks = breaking(model.printed().parts["L_LNV"], model).get("U(1)_D")
    at = theory.confrontation
    allowed = claimed == 0
    return Judgement(
        findings=(
            judged(
                varies == allowed,
                Finding(
                    Verdict.CONFIRMED,
                    r"The bare coupling $\bar\nu_j\gamma^\mu\nu_iA'_\mu$ does change under a gauge transformation.",
                ),
                Finding(Verdict.UNSUPPORTED, "A gauge transformation decides otherwise."),
            ),
            judged(
                (loop == 0) == allowed,
                Finding(Verdict.CONFIRMED, "So it is in the model's loops."),
                Finding(
                    Verdict.UNSUPPORTED,
                    ("But (6) breaks $U(1)_D$ explicitly, and the loop" if breaks else "The loop")
                    + " generates the coupling at $q^2=0$, finite and "
                    + ("zero only where $U(1)_D$ is exact" if ward == 0 else "nonzero")
                    + r"; $q^2\gamma^\mu-q^\mu\not{q}$ is invariant in any case.",
                ),
            ),
        ),
        derived=vector_form_factor.result(model).formulas[-2:],
        where=r"local $U(1)_D$ variation; sum of all triangles projected on $\gamma^\mu P_L$",
        routes=(
            Route(
                "brute-force 4-momentum integral",
                lambda: complex(at.amplitude.f[1, 0]),
                lambda: theory.number(vector_form_factor.finite(theory.model_at_point, 1, 2)),
                lambda: at.vector_size,
            ),
        )
        if at.applies
        else (),
        no_route="" if at.applies else "a massless $N$, or no mixing angles, at the point",
    )


@SECTION.statement(
    "Effective dipole operator",
    printed.OPERATOR,
    blind={"theory": "the operator and Majorana contractions; no term of (3)-(6) enters"},
)
def eq07(claimed: sp.Expr, theory: Theory) -> Judgement:
    """What the coefficient is worth in T_ji, pairs counted once or twice; the diagonal vertex."""
    del theory
    mu, mu_ji = sp.symbols("mu mu_ji")
    factor = dipole.majorana_normalisation()
    twice = 2 * claimed * factor
    dirac = 2 * claimed * dipole.dirac_normalisation()
    unchiral = dipole.unchiral_majorana_vertex()
    real = {sp.Symbol("mu_21", complex=True): sp.Symbol("mu_21", real=True)}
    survives = any(sp.simplify(v.subs(real)) for v in (unchiral.left, unchiral.right))
    return Judgement(
        findings=(
            judged(
                factor == 2 * dipole.dirac_normalisation(),
                Finding(
                    Verdict.DEFINITION,
                    r"Dimension 5 and gauge invariant. The factor counts pairs: with left-handed $\nu$, $T_{ji}="
                    f"{tex(twice * mu_ji)}$ if $i$ and $j$ are both summed over, so that every pair occurs twice, and "
                    f"{shown(twice / 2 * mu_ji)} if every pair is written once, as a Dirac moment has "
                    f"{shown(dirac * mu)}.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"$T_{{ji}}={tex(twice * mu_ji)}$ is not twice the {shown(dirac * mu)} of a Dirac moment.",
                ),
            ),
            judged(
                not dipole.diagonal_vertex(),
                Finding(Verdict.DEFINITION, "The diagonal vertex vanishes."),
                Finding(Verdict.CORRECTED, "A diagonal moment survives."),
            ),
            judged(
                survives,
                Finding(Verdict.DEFINITION, "It may be read with four-component Majorana fields."),
                Finding(
                    Verdict.DEFINITION,
                    r"$\nu$ must be chiral: with four-component Majorana fields the h.c. cancels a real $\mu$.",
                ),
            ),
        ),
        derived=(Formula("operator", "T_{ji}", factor * sp.Symbol("mu^D_ji")),),
        routes=(
            Route(
                "quadratic form of eight anticommuting components, explicit matrices",
                routes.transition_of_operator,
                lambda: float(factor),
            ),
        ),
    )


@SECTION.statement(
    r"The bilinear of (7) is antisymmetric, $\mu_{ii}=0$",
    printed.ANTISYMMETRIC,
    blind={"theory": "self-conjugacy of the fields; no term of (3)-(6) enters"},
)
def claim_operator_antisymmetric(claimed: sp.Expr, theory: Theory) -> Judgement:
    """The sign with which the bilinear turns around, and the diagonal vertex."""
    del theory
    first, second = (MajoranaFermion(f"nu_{i}") for i in (1, 2))
    line = bilinear(second, first, MU, NU, chirality="L")
    assert isinstance(line, Bilinear)
    sign, twin = line.flipped()
    # σ changes sign when γ^μγ^ν turns into γ^νγ^μ.
    reversed_ = twin.indices == line.indices[::-1]
    flip = -sign if reversed_ else sign
    diagonal = dipole.diagonal_vertex()
    return Judgement(
        findings=(
            judged(
                flip == -1 and (diagonal.left, diagonal.right) == (claimed, claimed),
                Finding(
                    Verdict.CONFIRMED,
                    r"The Majorana flip reverses $\sigma^{\mu\nu}$ and "
                    + ("keeps" if twin.chirality == line.chirality else "exchanges")
                    + f" $P_{line.chirality}$.",
                ),
                Finding(
                    Verdict.UNSUPPORTED,
                    f"The flip gives {shown(flip)} times the bilinear; for $i=j$ there remains {shown(diagonal.left)}.",
                ),
            ),
        ),
        derived=(
            Formula(
                "flip",
                r"\overline{\nu_2}\sigma^{\mu\nu}P_L\nu_1\big/"
                rf"\overline{{\nu_1}}\sigma^{{\mu\nu}}P_{twin.chirality}\nu_2",
                sp.Integer(flip),
            ),
        ),
        routes=(
            Route(
                r"antisymmetric part of $C^{-1}\sigma^{\mu\nu}P_L$ in explicit matrices",
                lambda: routes.surviving(routes.tensor_chains()),
                lambda: np.zeros((4, 4, 4, 4)),
                lambda: 1.0,
            ),
        ),
    )


def mixing_sign(claimed: dict[str, Any], theory: Theory) -> PrintedSign:
    """Of ε in (8)."""
    del theory
    sign = claimed["mixing"] * KINETIC_MIXING_SIGN
    return PrintedSign(sign if abs(sign) == 1 else 0, frozenset({"epsilon"}))


def induced_sign(claimed: dict[str, Any], theory: Theory) -> PrintedSign:
    """Of the coupling of A' to the electromagnetic current."""
    del theory
    derived = kinetic_mixing.current_coupling()
    odd = {"D"} | ({"epsilon"} if signs.is_odd(derived, kinetic_mixing.EPSILON) else set())
    return PrintedSign(signs.relative(claimed["coupling"], derived), frozenset(odd))


@SECTION.statement(
    "Kinetic mixing and the dark-photon mass",
    printed.MIXING,
    blind={"theory": "two free vectors and a current; no term of (3)-(6) enters"},
)
@signs.carried(mixing_sign)
@signs.carried(induced_sign, "text below (8)")
def eq08(claimed: dict[str, Any], theory: Theory) -> Judgement:
    """Signs of the mixing and of the shift, the mass matrix, and exactness in ε, against canonical fields."""
    matrix = claimed["mass"]
    vectors = sp.Matrix(sp.symbols("A A'"))
    shift, coupling = kinetic_mixing.shift(), kinetic_mixing.current_coupling()
    proper = sp.diag(0, M_APRIME**2)
    eigenvalues = kinetic_mixing.mass_eigenvalues(matrix)
    tachyon = any(e.is_negative for e in eigenvalues)
    massless = (matrix * sp.Matrix([1, 0])).is_zero_matrix
    induced = induced_sign(claimed, theory)
    against = signs.clashes(mixing_sign, claimed, theory)
    epsilon, remaining = kinetic_mixing.EPSILON, kinetic_mixing.remaining_kinetic()
    exact = sp.Matrix([1 / remaining, coupling / ELEMENTARY_CHARGE / sp.sqrt(remaining)])
    small = 1e-3
    return Judgement(
        findings=(
            judged(
                matrix == proper,
                Finding(
                    Verdict.CONFIRMED,
                    "The mass term gives $A'$ the mass $m_{A'}$ and leaves the photon massless.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"The last term, {shown(sp.expand((vectors.T * matrix * vectors)[0] / 2))}, gives the squared "
                    "masses "
                    + ", ".join(map(shown, eigenvalues))
                    + (", one of them a tachyon" if tachyon else "")
                    + (", and the photon is not massless" if not massless else "")
                    + r". It must be $A'_\mu A'^\mu$.",
                ),
            ),
            judged(
                not against and claimed["mixing"] ** 2 == 1,
                Finding(
                    Verdict.CONFIRMED, r"No other printed sign of $\varepsilon$ contradicts it."
                ),
                Finding(
                    Verdict.INCONSISTENT,
                    f"No convention has this mixing and what is printed for {listed(against)}."
                    if against
                    else rf"$\varepsilon$ is {shown(claimed['mixing'])} times that of the shift below.",
                ),
            ),
            judged(
                claimed["shift"] == shift,
                Finding(Verdict.CONFIRMED, rf"The shift $A\to A+{tex(shift)} A'$ is right."),
                Finding(Verdict.CORRECTED, rf"The shift is $A\to A+{tex(shift)} A'$."),
            ),
            judged(
                induced.holds(),
                Finding(Verdict.CONFIRMED, f"${tex(coupling)} A'J$ follows."),
                Finding(
                    Verdict.CONVENTION if induced.relative else Verdict.CORRECTED,
                    rf"The coupling is ${tex(coupling)} A'J$ with the $D_\mu$ that (12) needs, "
                    + (
                        f"${tex(claimed['coupling'])} A'J$ only with the opposite one."
                        if induced.relative
                        else f"in no convention ${tex(claimed['coupling'])} A'J$."
                    ),
                ),
            ),
        ),
        derived=(
            Formula("mass", r"\mathcal{M}^2_{(A,A')}", proper),
            Formula("shift", r"(A_\mu\to A_\mu+c\,A'_\mu)\quad c", shift),
            Formula("coupling", r"\mathcal{L}_{\rm int}/(A'_\mu J^\mu_{\rm em})", coupling),
        ),
        where="eigenvalues of the mass matrix in $(A,A')$",
        routes=(
            Route(
                r"numerical diagonalisation at order $\varepsilon^2$",
                lambda: routes.mixed_photons(small),
                lambda: np.array(exact.subs(epsilon, small), dtype=float).ravel(),
            ),
        ),
    )
