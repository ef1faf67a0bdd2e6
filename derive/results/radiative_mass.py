r"""The one-loop Majorana mass of the light neutrinos: the moment's loop without the dark photon."""

from __future__ import annotations

from functools import cache

import sympy as sp

from derive.basis import trig_normal
from derive.bubble import chirality_flip_mass
from derive.integrals import UV_POLE, SimplexIntegral
from derive.models.dark import DarkModel
from derive.results.result import Equation, Result


@cache
def mass(model: DarkModel, i: int, j: int) -> sp.Expr:
    r"""m_ji in :math:`-\tfrac12m_{ji}\overline{\nu_{jL}^c}\nu_{iL}`, poles included."""
    return chirality_flip_mass(model.rules, model.nu[i], model.nu[j])


@cache
def divergence(model: DarkModel, i: int, j: int) -> sp.Expr:
    """Coefficient of the ultraviolet pole; zero by OᵀO = 1."""
    return trig_normal(mass(model, i, j).coeff(UV_POLE))


@cache
def couplings(model: DarkModel, i: int, j: int) -> dict[SimplexIntegral, sp.Expr]:
    """Coefficient of each logarithmic bubble, angles reduced."""
    total = mass(model, i, j)
    return {
        bubble: trig_normal(total.coeff(bubble))
        for bubble in sorted(total.atoms(SimplexIntegral), key=sp.default_sort_key)
    }


@cache
def finite(model: DarkModel, i: int, j: int) -> sp.Expr:
    """m_ji through differences of bubbles of the same N: no pole, no scale, no cancellation.

    Per internal fermion the coefficients of the bubbles sum to zero, so each may be measured
    against one reference bubble, F[M², a] − F[M², r] = (a − r) F[M², a, r].

    Raises:
        ArithmeticError: a divergence survives.
    """
    if divergence(model, i, j) != 0:
        raise ArithmeticError(f"ultraviolet pole {divergence(model, i, j)}")
    total = sp.S.Zero
    table = couplings(model, i, j)
    for n in model.heavy.states:
        mine = {b: c for b, c in table.items() if n.mass**2 in b.nodes}
        if trig_normal(sum(mine.values(), sp.S.Zero)) != 0:
            raise ArithmeticError(f"the bubbles of {n} do not sum to a difference")
        reference = model.odd[-1].mass ** 2
        for bubble, c in mine.items():
            (scalar,) = (x for x in bubble.nodes if x != n.mass**2)
            if scalar != reference:
                total += c * (scalar - reference) * SimplexIntegral(1, *bubble.nodes, reference)
    return total


def result(model: DarkModel) -> Result:
    """The mass, and the statement that it is finite."""
    tilde = {s: sp.Symbol(rf"\tilde\lambda^*_{{i{s}}}\tilde\lambda^*_{{j{s}}}") for s in ("H_k", "A_m")}
    one = DarkModel(generations=1, neutrinos=2, mixing="symbols", majorana_angle=model.majorana_angle)
    table = couplings(one, 1, 2)
    (r,), (o,) = (matrix[:] for matrix in one.rotations)
    lam = sp.conjugate(sp.Symbol("lambda_11", complex=True) * sp.Symbol("lambda_21", complex=True))
    n = one.heavy.states[0]
    per_even = table[SimplexIntegral(0, n.mass**2, one.even[0].mass ** 2)] / (lam * r**2)
    per_odd = table[SimplexIntegral(0, n.mass**2, one.odd[0].mass ** 2)] / (lam * o**2)
    bubbles = {
        s: sp.Symbol(rf"\mathcal{{I}}_{{\ln}}[M_\alpha^2,M_{{{s}}}^2]", real=True) for s in ("H_k", "A_m")
    }
    summand = sp.cancel(per_even) * tilde["H_k"] * bubbles["H_k"] + sp.cancel(per_odd) * tilde[
        "A_m"
    ] * bubbles["A_m"]
    return Result(
        "radiative-neutrino-mass",
        "One-loop Majorana mass of the light neutrinos",
        "end of Sec. 2.3",
        (
            Equation(r"m_{ji}\big|_{\alpha km}", summand.subs(n.mass, sp.Symbol("M_alpha", real=True))),
            Equation(r"\text{pole of } m_{ji}", divergence(model, 1, 2)),
        ),
        (
            "Finite: the poles of CP-even and CP-odd scalars cancel by orthogonality, sum_H = sum_A = "
            "sum_a lambda* lambda*. No counterterm is needed, and none exists in (3)-(6).",
        ),
    )
