r"""The mass that the loops of N and of the scalars give to A'.

.. math:: \delta m_{A'}^2 = \Pi_{A'A'}(0) = (g_DQ_N)^2\,\Pi_{NN}(0)
          + (g_DQ_S)^2\sum_{km}(O_R^TO_I)_{km}^2\,K(M_{H_k},M_{A_m}).

The pole of A' lies at :math:`m^2+\Pi`, see `derive.loops.vacuum_polarisation`. N gives a logarithm times
what breaks U(1)_D, quadratic in m_L and m_R; it needs a counterterm, the square of a vacuum value
that breaks the symmetry. With the scalars the poles of loops and seagulls cancel, because each CP-even
scalar meets all the CP-odd ones, :math:`\sum_m(O_R^TO_I)_{km}^2=1`: what is left is

.. math:: K(M_H,M_A)\propto(M_H^2-M_A^2)^2\int_0^1\!dx\,\frac{x(1-x)}{xM_H^2+(1-x)M_A^2},

finite and positive. E conserves the dark charge. Both vanish where U(1)_D is exact.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import multiple_angles, trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.vacuum_polarisation import (
    FeynmanForm,
    scalar_polarisation,
    vacuum_polarisation,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_S, THETA, DarkModel, N, dark_model
from darktmm.derive.models.dark.z_aprime_mixing import (
    check_current,
    correlator,
    current,
    lagrangian_form,
    manifest,
    unnamed,
)
from darktmm.derive.result import Result

M_EVEN, M_ODD = sp.symbols("M_H M_A", positive=True)


@cache
def fermions() -> sp.Expr:
    """Π_A'A'(0) of N (and E, which adds nothing), pole included, in the manifest form.

    Raises:
        ArithmeticError: the diagrams give something else than the current of N.
    """
    value = current(N, DARK_PHOTON) ** 2 * correlator()
    direct = vacuum_polarisation(
        dark_model(neutrinos=2, majorana_angle=THETA).rules, DARK_PHOTON, DARK_PHOTON
    )
    check_current(unnamed(value) - direct, "Pi_A'A'(0)")
    return manifest(value)


@cache
def divergence() -> sp.Expr:
    """dδm²/d ln Λ² in the masses of the Lagrangian."""
    unit = current(N, DARK_PHOTON) ** 2
    return sp.factor(unit * lagrangian_form(unnamed(fermions()).diff(UV_POLE) / unit))


# --- scalars ------------------------------------------------------------------------------------


@cache
def scalar_form(model: DarkModel) -> FeynmanForm:
    """Π_A'A'(q²) of all H_k and A_m, loops and seagulls."""
    return scalar_polarisation(model.mass_basis, model.rules, DARK_PHOTON, DARK_PHOTON)


def scalar_divergence(model: DarkModel) -> sp.Expr:
    """dΠ(0)/d ln Λ² of the scalars; zero for orthogonal mixing matrices."""
    return trig_normal(sp.expand(scalar_form(model).at_zero().diff(UV_POLE)))


@cache
def splitting() -> sp.Expr:
    """(g_DQ_S)² K, for one H and one A, in the form that has (M_H² − M_A²)² in front.

    The coefficient follows from the closed form of loop and seagulls.

    Raises:
        ArithmeticError: they are not of this form.
    """
    model = dark_model(generations=1, neutrinos=2)
    (even,), (odd,) = model.even, model.odd
    named = {even.mass: M_EVEN, odd.mass: M_ODD}
    diagrams = scalar_form(model).at_zero().subs(named, simultaneous=True)
    difference = (M_EVEN**2 - M_ODD**2) ** 2
    shape = difference * SimplexIntegral(1, *([M_EVEN**2] * 2), *([M_ODD**2] * 2))
    closed, unit = (
        sp.expand(sp.expand_log(sp.expand(e.doit()), force=True)) for e in (diagrams, shape)
    )
    point = {M_EVEN: 2, M_ODD: 1}
    coefficient = sp.simplify(sp.simplify(closed.subs(point)) / sp.simplify(unit.subs(point)))
    logs = [sp.log(M_EVEN), sp.log(M_ODD), UV_POLE]
    defect = sp.expand(closed - coefficient * unit)
    parts = [defect.coeff(f) for f in logs] + [defect.subs(dict.fromkeys(logs, 0))]
    if any(sp.cancel(p) != 0 for p in parts):
        raise ArithmeticError(f"scalar loops are not proportional to a splitting: {defect}")
    return sp.factor(coefficient) * shape


@cache
def scalars(model: DarkModel) -> sp.Expr:
    """Σ_km (O_RᵀO_I)²_km of `splitting`."""
    even, odd = model.rotations
    mixing = even.T * odd
    total = sp.S.Zero
    for k, h in enumerate(model.even):
        for m, a in enumerate(model.odd):
            share = multiple_angles(mixing[k, m] ** 2)
            total += share * splitting().subs({M_EVEN: h.mass, M_ODD: a.mass}, simultaneous=True)
    return total


def result(model: DarkModel) -> Result:
    """Radiative mass of A'."""
    return Result(
        "aprime-mass",
        "The radiative mass of $A'$",
        "(4)-(6); not in the paper",
        (
            Formula("aprime-mass-fermions", r"\delta m_{A'}^2\big|_N", unnamed(fermions())),
            Formula(
                "aprime-mass-divergence", r"\frac{d\,\delta m_{A'}^2}{d\ln\Lambda^2}", divergence()
            ),
            Formula("aprime-mass-scalars", r"\delta m_{A'}^2\big|_{H,A}", scalars(model)),
        ),
        (
            "The part of the scalars is finite, by orthogonality of their mixings.",
            "The part of $N$ diverges with $m_L^2+m_R^2$: the mass of $A'$ is a free parameter only by "
            "cancellation against a counterterm at the scale where $m$ is generated.",
        ),
    )


__all__ = [
    "G_D",
    "M_EVEN",
    "M_ODD",
    "Q_S",
    "divergence",
    "fermions",
    "result",
    "scalar_divergence",
    "scalar_form",
    "scalars",
    "splitting",
]
