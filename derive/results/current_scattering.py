r"""Scattering of a left-handed neutrino off an electron at rest through currents.

.. code-block:: text

   ν_i(k) ──────●────── ν_j(k')     γ^μ f_ji P_L,  q = k' − k
                │ A'(q)             mass M
   e(p)   ──────●────── e(p')       κ γ_μ, from kinetic mixing

Next to it stands what Z and W leave at low energy, the four-fermion coupling

.. math:: \mathcal L = -2\sqrt2\,G_F\,(\bar\nu_j\gamma^\mu P_L\nu_i)
          \,\bar e\,\gamma_\mu(g_LP_L+g_RP_R)\,e .

Exchange of A' is a shift of g_L and g_R alike, by an η_ji that depends on q². The terms
:math:`q_\mu q_\nu/M^2` of the propagator meet the conserved current of massless neutrinos.

The cross-section is a quadratic form in (g_L, g_R), positive below the largest recoil: a rate is the
square of a norm, to which the triangle inequality applies whatever the phases are.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from derive.conventions import CHIRALITIES
from derive.results.aprime_decays import F_JI
from derive.results.kinetic_mixing import current_coupling
from derive.results.radiative_decay import G_FERMI
from derive.results.result import Equation, Result
from derive.results.scattering import (
    MEDIATOR,
    contracted,
    largest_recoil,
    momentum_transfer,
    recoil_spectrum,
    transferred,
)
from derive.results.two_body import PROJECTOR, UNIT, dipole_vertex, vector_vertex

G_L, G_R = sp.symbols("g_L g_R", real=True)
KAPPA_E = sp.Symbol("kappa_e", real=True)
"""Coefficient of γ^μ at the electron."""

FERMI = 4 * G_FERMI / sp.sqrt(2)
"""What multiplies g_L and g_R in −ℒ: the definition of G_F."""


# --- amplitude and cross-section ----------------------------------------------------------------


@cache
def spin_form() -> sp.Matrix:
    r"""X in :math:`\overline{|\mathcal M|^2} = c^TXc` of :math:`\mathcal M = [\bar u\gamma^\mu P_Lu]
    [\bar u_e\gamma_\mu(c_LP_L+c_RP_R)u_e]`, electron spins averaged and summed.
    """
    left = vector_vertex(PROJECTOR["L"])
    electron = [vector_vertex(PROJECTOR[x]) for x in CHIRALITIES]
    average = sp.Rational(1, 2)
    return sp.Matrix(
        2, 2, lambda a, b: average * contracted((left, left), (electron[a], electron[b]))
    )


@cache
def discriminant() -> sp.Expr:
    """det X / (X_LL)²: positive for T_e < T_max, zero there."""
    x = spin_form()
    return sp.factor(x.det() / x[0, 0] ** 2)


def contact_law(left: sp.Expr, right: sp.Expr) -> sp.Expr:
    """dσ/dT_e for real strengths c_L and c_R, which may depend on q²."""
    c = sp.Matrix([left, right])
    return recoil_spectrum(sp.expand((c.T * spin_form() * c)[0]))


@cache
def standard_model() -> sp.Expr:
    """dσ/dT_e through Z and W, in G_F, g_L and g_R.

    Source: G. 't Hooft, Phys. Lett. B 37 (1971) 195; Review of Particle Physics.
    """
    return contact_law(FERMI * G_L, FERMI * G_R)


@cache
def exchange() -> sp.Expr:
    """𝓜 of one vector between f_ji γ^μP_L and κ_e γ_μ: two vertices iΓ, −ig_{μν}/(q² − M²), 𝓜 = (…)/i."""
    propagator = -sp.I / (momentum_transfer() - MEDIATOR**2)
    return sp.factor(sp.I * F_JI * sp.I * KAPPA_E * propagator / sp.I)


@cache
def shift() -> sp.Expr:
    """η_ji: A' exchange is g_L → g_L + η and g_R → g_R + η, sign included."""
    return sp.factor(exchange() / -FERMI)


@cache
def cross_section() -> sp.Expr:
    """dσ/dT_e of ν_L i + e → ν_j + e through A' alone. Sum over j for the rate.

    Returns:
        An expression in `RECOIL`, `ENERGY`, `ELECTRON_MASS`, `MEDIATOR`, ε, e and f_ji; GeV⁻³.
    """
    # The current is a vector, with the electric charge −1.
    strength = exchange().subs(KAPPA_E, -current_coupling())
    modulus = sp.Symbol("f", positive=True)
    real = strength.subs(F_JI, modulus)
    return contact_law(real, real).subs(modulus, sp.Abs(F_JI))


@cache
def dipole_interference() -> tuple[sp.Expr, ...]:
    """A dipole against γ^μP_L for each chirality of the electron: one of them flips that of ν."""
    left, q = PROJECTOR["L"], transferred()
    neutrino = vector_vertex(left), dipole_vertex(left, q)
    electron = vector_vertex(UNIT)
    return tuple(contracted(neutrino, (vector_vertex(PROJECTOR[x]), electron)) for x in CHIRALITIES)


def result(model: object) -> Result:
    """Cross-section, shift, positivity."""
    del model  # only f_ji enters
    interference = dipole_interference()
    return Result(
        "current-scattering",
        "Neutrino-electron scattering through the vector coupling of A'",
        "(8), (13); not in the paper, which sets f_ji to zero",
        (
            Equation(r"\frac{d\sigma}{dT_e}\Big|_{G_F}", standard_model()),
            Equation(r"\frac{d\sigma}{dT_e}\Big|_{A'}", cross_section()),
            Equation(r"\eta_{ji}", shift().subs(KAPPA_E, -current_coupling())),
            Equation(r"\det X/X_{LL}^2", discriminant()),
            Equation(r"T_{\rm max}", largest_recoil()),
        ),
        (
            "A' exchange shifts g_L and g_R by the same eta_ji; the amplitudes of the Standard Model "
            "and of A' interfere.",
            "det X is positive below T_max and zero there: the rate is the square of a norm, and "
            "sqrt(R_total) >= sqrt(R_A') - sqrt(R_SM) for any phases.",
            "The dipole does not interfere with either: it flips the chirality of the neutrino."
            if not any(interference)
            else f"The dipole interferes: {interference}.",
        ),
    )
