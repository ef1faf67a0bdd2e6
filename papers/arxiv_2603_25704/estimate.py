r"""Sec. 3.3, the scaling (35): what its undefined f can absorb, and what it cannot.

f is a function of :math:`t=m_N^2/M_S^2` alone. Any number and any dependence on t may be hidden in it;
a unit, a projection, the power of the splitting or a second heavy mass may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import M_A1, M_A2, M_H1, M_H2, M
from darktmm.derive.models.dark import splitting
from darktmm.derive.models.dark.splitting import (
    DELTA_A,
    DELTA_H,
    F_OF_T,
    M_N,
    M_S,
    T_RATIO,
)
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704.confront import exact, number, symbol_values
from darktmm.papers.arxiv_2603_25704.printed import estimate as printed
from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated
from darktmm.papers.arxiv_2603_25704.printed.estimate import SPLITTING
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Judgement, Route, Section, Verdict, judged
from darktmm.papers.wording import shown

SECTION = Section("3.3")

SHRUNK = 1e-3
"""Splitting over M_S² from which the exact moment is extrapolated to none."""


def dimension(expression: sp.Expr) -> sp.Expr:
    """Mass dimension, by scaling every mass; f has none."""
    s = sp.Symbol("s", positive=True)
    masses = {m: s * m for m in (M_N, M_S, ELECTRON_MASS)} | {SPLITTING: s**2 * SPLITTING}
    scaled = expression.subs(masses, simultaneous=True) / expression
    return sp.simplify(sp.log(sp.cancel(scaled)) / sp.log(s))


def f_of_22() -> sp.Expr:
    """f that (22) and (23) with the J of (21) give (35): twice M_S⁶ K, a function of t."""
    whole = scalar_radiated.path_difference(scalar_radiated.path_function())
    splittings = (M_H1**2 - M_H2**2) * (M_A1**2 - M_A2**2)
    kernel = sp.Add(*(sp.cancel(term / splittings) for term in sp.Add.make_args(whole)))
    loop = splitting.around_common_mass(kernel, 0).subs({M: sp.sqrt(T_RATIO), M_S: 1})
    both = scalar_radiated.moment_prefactor() * 2 * M_N * SPLITTING**2 / M_S**6
    return sp.simplify(both / (printed.scaling() / F_OF_T)) * loop


def exact_at(benchmark: Parameters, scale: float) -> float:
    """|T_21|/δ² of the exact sum for δ → 0 around M_S = scale: Richardson from two splittings."""

    def divided(delta: float) -> float:
        masses = [(scale**2 + s * delta / 2) ** 0.5 for s in (-1, 1)]
        point = benchmark.with_(M_H=masses, M_A=masses)
        return abs(complex(moments.transition_coefficient(point)[0][1, 0])) / delta**2

    delta = SHRUNK * scale**2
    return (4 * divided(delta / 2) - divided(delta)) / 3


@SECTION.statement("Scaling of the moment for small splittings", printed.SMALL_SPLITTING)
def eq35(claimed: Mapping[str, Any], theory: Theory) -> Judgement:
    """The leading moment for small splittings: dimension, unit and tensor, against the derived expansion.

    Raises:
        ArithmeticError: two heavy neutrinos of one mass leave no moment to compare.
    """
    whole = splitting.leading_moment(theory.model).subs({DELTA_H: SPLITTING, DELTA_A: SPLITTING})
    tensor = scalar_radiated.tensor(1, 2)
    derived = sp.simplify(whole / tensor)
    if derived == 0:
        raise ArithmeticError("two heavy neutrinos of one mass leave no moment")
    missing = sp.simplify(derived / claimed["scaling"]).subs(M_N, sp.sqrt(T_RATIO) * M_S)
    absorbed = sp.simplify(missing).free_symbols <= {T_RATIO}
    unit_dimension = dimension(claimed["scaling"] * claimed["unit"])
    share = sp.simplify(claimed["tensor"] / sp.im(tensor))
    benchmark = theory.benchmark
    mass = max(abs(float(m)) for m in benchmark.only.heavy_masses)
    scale = float((sum(m**2 for m in benchmark.only.M_H) / len(benchmark.only.M_H)) ** 0.5)
    t = (mass / scale) ** 2
    f = splitting.f_function()
    at_benchmark = {T_RATIO: exact(t)}
    needed = f"{number(missing * f, at_benchmark).real:.3g}" if absorbed else "no function of $t$"
    by_22 = number(f_of_22(), at_benchmark).real
    h = number(splitting.quasi_dirac_function() / f, at_benchmark).real
    one_mass = len({round(float(m), 12) for m in benchmark.only.heavy_masses}) == 1
    routes: tuple[Route, ...] = ()
    if benchmark.only.angles is not None and one_mass:
        values = symbol_values(benchmark) | {
            M_N: exact(mass),
            M_S: exact(scale),
            SPLITTING: sp.S.One,
            F_OF_T: f.subs(T_RATIO, exact(t)),
        }
        routes = (
            Route(
                "the exact sum at shrinking splittings",
                lambda: exact_at(benchmark, scale),
                lambda: abs(number(whole, values)),
            ),
        )
    return Judgement(
        findings=(
            judged(
                absorbed,
                Finding(
                    Verdict.CONFIRMED,
                    r"$\frac{m_N}{M_S^2}\left(\frac{\delta M_S^2}{M_S^2}\right)^2$ is the leading term for two heavy "
                    "neutrinos of mass $m_N$, with $f(t)$ = "
                    + ("" if missing == 1 else f"{shown(missing)} times ")
                    + r"the dimensionless $M_S^6\mathcal{K}(t)$ of the derivation.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"No $f(m_N^2/M_S^2)$ makes it the leading term: {shown(missing)} is left over.",
                ),
            ),
            judged(
                unit_dimension == -1,
                Finding(
                    Verdict.CONFIRMED,
                    f"Times {shown(claimed['unit'])} it has the dimension of a moment.",
                ),
                Finding(
                    Verdict.CORRECTED,
                    f"The right-hand side has mass dimension {shown(unit_dimension)}, which no $f$ can mend: "
                    "$m_N/M_S^2$ is a moment already. To have it in Bohr magnetons it must be divided by "
                    rf"$\mu_B=e/2m_e$; it is multiplied by {shown(claimed['unit'])}.",
                ),
            ),
            judged(
                claimed["tensor"] == tensor,
                Finding(Verdict.CONFIRMED, "The flavour tensor is complete."),
                Finding(
                    Verdict.CORRECTED,
                    "Im drops the electric form factor, as in (22)."
                    if share == 1
                    else f"The flavour tensor is {shown(share)} times the imaginary part of (22).",
                ),
            ),
            Finding(
                Verdict.DEFINITION,
                f"$f$ has no definition and so takes up every factor that depends on $t$ alone: at $t={t:.3g}$ "
                rf"the derivation needs {needed}, (22) with the $\mathcal{{J}}$ of (21) {by_22:.3g}. It cannot take "
                rf"up a second mass: for $m\ll m_D$ the two heavy neutrinos leave ${h:.3g}\,m/m_D$ of what they "
                "give at one mass.",
            ),
        ),
        derived=(
            Formula("small-splitting", r"T_{ji}\big|_{i=1,j=2}", whole),
            Formula("f", "f(t)", f),
        ),
        where=r"the unit: a moment in GeV$^{-1}$ times $\mu_B$",
        compared=(claimed["unit"] / missing, sp.S.One) if missing.is_number else None,
        routes=routes,
        no_route="" if routes else "the benchmark has two different heavy masses",
    )
