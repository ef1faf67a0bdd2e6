r"""Lepton-number violation of the internal fermion, in front of the momentum integral.

The moment and the radiative mass flip the chirality of N between two vertices that both contain
:math:`N_R`. Summed over the mass eigenstates, with 𝓜 = (m_L, m_D; m_D, m_R),

.. math:: \sum_\alpha\frac{O_{R\alpha}^2M_\alpha}{(\tau+M_\alpha^2)^n}
          = \Big[\frac{\mathcal M}{(\tau+\mathcal M^2)^n}\Big]_{RR}
          = \frac{n_0+n_1\tau+\dots}{(\tau+M_1^2)^n(\tau+M_2^2)^n},

and every n_j is odd in (m_L, m_R): for a quasi-Dirac N nothing is left over by a cancellation of two
heavy fermions. The scalar line is as explicit, with d_k = 1/(τ + M²_Hk), a_m = 1/(τ + M²_Am),
C = O_RᵀO_I, and the last CP-odd scalar as reference:

.. math:: T_{ji} = \sum_{k<l}\big(\tilde\lambda^*_{iH_k}\tilde\lambda^*_{jH_l}
          -\tilde\lambda^*_{iH_l}\tilde\lambda^*_{jH_k}\big)(M_{H_l}^2-M_{H_k}^2)
          \sum_m C_{km}C_{lm}(M_{A_g}^2-M_{A_m}^2)\int d\tau\,[\text{moment form}]\,d_kd_la_ma_g ,

.. math:: m_{ij} = \sum_{kl}\tilde\lambda^*_{iH_k}\tilde\lambda^*_{jH_l}\sum_m
          (M_{A_m}^2-M_{H_k}^2)C_{km}C_{lm}\int d\tau\,[\text{mass form}]\,d_ka_m .

Three parameters that break U(1)_D by two units each, m_L, m_R and :math:`b=(M_R^2-M_I^2)/2`, are what
both are proportional to: m from (6) and the off-diagonal b.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.euclidean import TAU, EuclideanForm, euclidean_form
from darktmm.derive.loops.functions import M_A1, M_H1, M, mass_function, path_kernel
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import THETA, DarkModel, radiative_mass, transition, variant
from darktmm.derive.models.dark.mass_matrix import in_lagrangian_masses
from darktmm.derive.result import Result


@cache
def right_handed_line(model: DarkModel, power: int) -> tuple[sp.Expr, ...]:
    """n_0, n_1, … of the formula above for n = `power`, in terms of m_L, m_R, m_D."""
    general = variant(model, majorana_angle=THETA)
    heavy = general.heavy
    right = heavy.matrix.row(1)
    product = sp.Mul(*((TAU + n.mass**2) ** power for n in heavy.states))
    total = sum(
        (
            share**2 * mass * sp.cancel(product / (TAU + n.mass**2) ** power)
            for share, mass, n in zip(right, heavy.eigenvalues, heavy.states, strict=True)
        ),
        sp.S.Zero,
    )
    coefficients = reversed(sp.Poly(sp.expand(total), TAU).all_coeffs())
    return tuple(sp.factor(in_lagrangian_masses(general, trig_normal(c))) for c in coefficients)


def _common(model: DarkModel, shares: tuple[sp.Expr, ...]) -> sp.Expr:
    """κ_α/O_Rα².

    Raises:
        ArithmeticError: it differs between the two heavy fermions.
    """
    right = variant(model, majorana_angle=THETA).heavy.matrix.row(1)
    first, second = (
        sp.cancel(trig_normal(k) / trig_normal(o**2)) for k, o in zip(shares, right, strict=True)
    )
    if sp.simplify(first - second) != 0:
        raise ArithmeticError(f"N_1 and N_2 couple through more than N_R: {first}, {second}")
    return first


def _form(model: DarkModel, function: Formula, drop: sp.Expr, kappa: sp.Expr) -> EuclideanForm:
    """κ Σ_α O_Rα² M_α × function, without the scalar propagators and the factor `drop`."""
    one = euclidean_form(function.right)
    power = dict(one.nodes)[M**2]
    heavy = tuple((n.mass**2, power) for n in variant(model, majorana_angle=THETA).heavy.states)
    rational = sp.cancel(one.prefactor / drop)
    if one.numerator != (1,) or rational.free_symbols:
        raise ArithmeticError(f"{function.name}: more than propagators in the numerator")
    return replace(
        one,
        scale=one.scale * rational,
        prefactor=kappa,
        numerator=right_handed_line(model, power),
        nodes=heavy,
    )


@cache
def moment_form(model: DarkModel) -> EuclideanForm:
    """What the fermion line contributes to the integrand of T_ji."""
    general = variant(model, majorana_angle=THETA, neutrinos=2)
    kappa = _common(general, transition.path_normalisations(general))
    return _form(general, path_kernel(), sp.S.One, kappa)


@cache
def mass_form(model: DarkModel) -> EuclideanForm:
    """What the fermion line contributes to the integrand of m_ij, in GeV per unit splitting."""
    general = variant(model, majorana_angle=THETA, neutrinos=2)
    kappa = _common(general, radiative_mass.normalisations(general))
    return _form(general, mass_function(), M_A1**2 - M_H1**2, kappa)


def result(model: DarkModel) -> Result:
    """The fermion lines of the moment and of the mass."""
    rows = (
        ("moment-line", r"K_T(\tau)", moment_form(model)),
        ("mass-line", r"K_m(\tau)", mass_form(model)),
    )
    return Result(
        "lepton-number",
        "The fermion line in terms of what violates lepton number",
        "(19), (22); end of Sec. 2.3",
        tuple(Formula(name, left, form.integrand()) for name, left, form in rows),
        (
            r"$K_T$ and $K_m$ are what $N$ contributes to the integrands over $\tau$ of $T_{ji}$ and $m_{ij}$, "
            r"in front of the propagators $1/(\tau+M^2)$, the couplings and the differences of squared "
            "masses of the scalars.",
            "Every term is odd in $m_L$, $m_R$: the moment needs two violations of $U(1)_D$ by two units, "
            "one of $N$ and one of the scalars, and is a product of both.",
        ),
    )
