r"""Small splittings: the leading form of ΔJ, the function f of (35), the quasi-Dirac pair."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import M_A1, M_A2, M_H1, M_H2, M, path_kernel
from darktmm.derive.loops.integrals import SimplexIntegral, expand_cluster
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DarkModel
from darktmm.derive.models.dark.transition import factorised
from darktmm.derive.result import Result

T_RATIO = sp.Symbol("t", positive=True)
"""t = M_N²/M_S²."""

M_S = sp.Symbol("M_S", positive=True)
DELTA_H, DELTA_A = sp.symbols(r"\delta_H \delta_A", real=True)
"""Splittings of the squared masses, M_H1² − M_H2² and M_A1² − M_A2²."""


M_N = sp.Symbol("m_N", positive=True)
"""Common mass of the two heavy neutrinos."""

F_OF_T = sp.Symbol("f(t)", positive=True)
"""f at t = m_N²/M_S², folded."""


def around_common_mass(expression: sp.Expr, order: int) -> sp.Expr:
    """Loop integrals around a common scalar mass M_S; squared masses M_S² ± δ/2, in powers of δ."""
    squares = {
        M_H1**2: DELTA_H / 2,
        M_H2**2: -DELTA_H / 2,
        M_A1**2: DELTA_A / 2,
        M_A2**2: -DELTA_A / 2,
    }
    return sp.expand(
        expression.replace(
            lambda e: isinstance(e, SimplexIntegral),
            lambda e: expand_cluster(e, M_S**2, squares, order),
        )
    )


@cache
def kernel_series(order: int) -> sp.Expr:
    """K around a common scalar mass M_S, in powers of δ."""
    return around_common_mass(path_kernel().right, order)


@cache
def leading() -> sp.Expr:
    """K at coinciding scalar masses, folded."""
    return kernel_series(0)


@cache
def f_function() -> sp.Expr:
    """f(t) = M_S⁶ K: dimensionless, closed form."""
    unit = leading().subs({M: sp.sqrt(T_RATIO), M_S: 1})
    return sp.factor(sp.together(sp.expand(unit.doit())))


@cache
def leading_moment(model: DarkModel) -> sp.Expr:
    """T_21 at leading order in both splittings, both heavy neutrinos at the mass m_N, f folded."""
    folded = factorised(model)
    both = sp.Add(*(weight for weight, _ in folded.weights))
    return folded.prefactor * both * M_N * DELTA_H * DELTA_A * F_OF_T / M_S**6


@cache
def f_limits() -> dict[str, sp.Expr]:
    """f at t → 0, t = 1, and the leading power at t → ∞."""
    kernel = leading().subs(M_S, 1)
    large = sp.limit(f_function() * T_RATIO**2, T_RATIO, sp.oo)
    return {
        "0": kernel.subs(M, 0).doit(),
        "1": kernel.subs(M, 1).doit(),
        "oo": large / T_RATIO**2,
    }


@cache
def quasi_dirac_function() -> sp.Expr:
    """h(t) in Σ_α M_α ΔJ_α → 2m δ_H δ_A h(t)/M_S⁶ for M₂ = m_D + m, M₁ = −(m_D − m), m ≪ m_D.

    The signed sum is F(m_D + m) − F(m_D − m) with F(M) = M K(M²), i.e. 2m F'(m_D); with
    t = M², dF/dM = K + 2M² dK/dM².
    """
    mass = sp.Symbol("M", positive=True)
    odd = mass * leading().subs({M: mass, M_S: 1})
    slope = sp.diff(odd, mass)
    return sp.factor(sp.together(sp.expand(slope.subs(mass, sp.sqrt(T_RATIO)).doit())))


def result(model: object) -> Result:
    """Leading expansions."""
    del model  # only the loop function enters
    limits = f_limits()
    return Result(
        "small-splittings",
        "Leading expansion in small splittings, and the function $f$ of (35)",
        "(35)",
        (
            Formula(
                "small-splitting",
                r"\Delta\mathcal{J}",
                DELTA_H * DELTA_A * F_OF_T / M_S**6,
            ),
            Formula("f", "f(t)", f_function()),
            Formula("f-light", "f(0)", limits["0"]),
            Formula("f-equal", "f(1)", limits["1"]),
            Formula("f-heavy", r"f(t\to\infty)", limits["oo"]),
            Formula(
                "quasi-dirac",
                r"\sum_\alpha M_\alpha\Delta\mathcal{J}_\alpha\big|_{m\ll m_D}",
                2 * sp.Symbol("m") * DELTA_H * DELTA_A * sp.Symbol("h(t)") / M_S**6,
            ),
            Formula("h", "h(t)", quasi_dirac_function()),
            Formula("kernel-series", r"\mathcal{K}", kernel_series(2)),
        ),
        (
            "With $M_S^2$ the mean of each pair there is no first-order correction: the next terms are "
            "of second order in the splittings.",
            "For a quasi-Dirac pair the sum is suppressed by $m$: without lepton-number violation the "
            "moment vanishes whatever the scalars do.",
        ),
    )
