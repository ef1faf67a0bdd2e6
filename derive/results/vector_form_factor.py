r"""The coefficient of :math:`\gamma^\mu P_L` at q² = 0, which U(1)_D would forbid if it were exact."""

from __future__ import annotations

from functools import cache

import sympy as sp

from derive.basis import trig_normal
from derive.integrals import UV_POLE, SimplexIntegral
from derive.models.dark import Q_N, Q_S, DarkModel
from derive.results.result import Equation, Result
from derive.results.transition import form_factors


@cache
def coefficient(model: DarkModel, i: int, j: int) -> sp.Expr:
    """f_ji of γ^μP_L, fermion- and scalar-radiated diagrams together, Q_N not yet tied to Q_S."""
    return sp.expand(form_factors(model, i, j)["gamma_L"])


@cache
def divergence(model: DarkModel, i: int, j: int) -> sp.Expr:
    """Ultraviolet pole; proportional to Q_N + Q_S, the U(1)_D charge of the Yukawa term."""
    return sp.factor(trig_normal(coefficient(model, i, j).coeff(UV_POLE)))


@cache
def finite(model: DarkModel, i: int, j: int) -> sp.Expr:
    """f_ji with Q_N = −Q_S: free of poles, loop integrals folded.

    Raises:
        ArithmeticError: a divergence survives.
    """
    value = sp.expand(coefficient(model, i, j).subs(Q_N, -Q_S))
    if trig_normal(value.coeff(UV_POLE)) != 0:
        raise ArithmeticError("the vector form factor diverges")
    return sp.expand(value.subs(UV_POLE, 0))


@cache
def symmetric_limit(model: DarkModel, i: int, j: int) -> sp.Expr:
    """f_ji where U(1)_D is unbroken: m = 0 (M₁ = −M₂) and M_Hk = M_Ak, θ_R = θ_I."""
    n1, n2 = (n.mass for n in model.heavy.states)
    even, odd = model.rotations
    same: dict[sp.Expr, sp.Expr] = {n1: -n2}
    same |= {a.mass: h.mass for a, h in zip(model.odd, model.even, strict=True)}
    angles = (sorted(o.free_symbols, key=str) for o in (odd, even))
    same |= dict(zip(*angles, strict=True))
    value = finite(model, i, j).subs(same, simultaneous=True)
    collected = sp.S.Zero
    for integral in value.atoms(SimplexIntegral):
        collected += trig_normal(value.coeff(integral)) * integral.doit()
    rest = value.subs(dict.fromkeys(value.atoms(SimplexIntegral), 0))
    return sp.simplify(sp.expand_log(collected + trig_normal(rest), force=True))


def result(model: DarkModel) -> Result:
    """Divergence and Ward identity."""
    return Result(
        "vector-form-factor",
        "The vector (anapole-type) coupling gamma^mu P_L at q^2 = 0",
        "(13) and the text below it",
        (
            Equation(r"f_{21}\big|_{\rm pole}", divergence(model, 1, 2)),
            Equation(r"f_{21}\big|_{U(1)_D\ \rm unbroken}", symmetric_limit(model, 1, 2)),
        ),
        (
            "The pole is the charge of the Yukawa term and vanishes with it.",
            "With U(1)_D unbroken the Ward identity gives zero; the Majorana mass and the scalar "
            "splitting break it, and a hermitian, off-diagonal f_ji remains at q^2 = 0.",
        ),
    )
