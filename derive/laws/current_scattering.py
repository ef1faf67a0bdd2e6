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

**Signs.** Between mass eigenstates g_L is a matrix,

.. math:: g_L^{ji} = (s_W^2-\tfrac12)\,\delta_{ji}+U^*_{ej}U_{ei}+\eta_{ji},\qquad
          g_R^{ji} = s_W^2\,\delta_{ji}+\eta_{ji},

where the second term is W exchange after Fierz. All signs are those of one D_μ: the couplings of Z and
W are read from the Lagrangian of the doublets, κ_e = +εe from the shift A → A + εA' and the charge −1.
For f_ji > 0 and ε > 0, η is positive: A' adds to W exchange.

The dipole leaves a right-handed neutrino, the currents a left-handed one: nothing interferes.
"""

from __future__ import annotations

from itertools import product

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import CHIRALITIES, METRIC
from darktmm.derive.formula import Formula
from darktmm.derive.laws.electroweak import (
    ELECTRON,
    ELECTRON_RIGHT,
    NU,
    coupling,
    lepton_rules,
    neutrino_coupling,
)
from darktmm.derive.laws.kinetic_mixing import current_coupling
from darktmm.derive.laws.scattering import (
    MEDIATOR,
    RECOIL,
    contracted,
    largest_recoil,
    momentum_transfer,
    recoil_spectrum,
    transferred,
)
from darktmm.derive.laws.two_body import (
    PROJECTOR,
    UNIT,
    dipole_vertex,
    fermion_tensor,
    slash,
    vector_vertex,
)
from darktmm.derive.memo import cache
from darktmm.derive.result import Result
from darktmm.derive.symbols import G_FERMI, M_W, THETA_W, W_1, W_2, G, Z

F_JI = sp.Symbol("f_ji", complex=True)
r"""Of :math:`\gamma^\mu f_{ji}P_L` between neutrinos and A'."""

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


@cache
def dipole_form() -> sp.Matrix:
    r"""Y in :math:`\overline{|\mathcal M|^2} = c^TYc` of a unit dipole against
    :math:`\bar u_e\gamma_\mu(c_LP_L+c_RP_R)u_e`.
    """
    neutrino = dipole_vertex(PROJECTOR["L"], transferred())
    electron = [vector_vertex(PROJECTOR[x]) for x in CHIRALITIES]
    average = sp.Rational(1, 2)
    return sp.Matrix(
        2, 2, lambda a, b: average * contracted((neutrino, neutrino), (electron[a], electron[b]))
    )


@cache
def outgoing(chirality: str) -> tuple[bool, bool]:
    """Whether a ν_L leaves with this chirality from γ^μP_L, and from the dipole."""
    spins = PROJECTOR[chirality] * slash((1, 0, 0, 1)), PROJECTOR["L"] * slash((1, 1, 0, 0))
    vertices = vector_vertex(PROJECTOR["L"]), dipole_vertex(PROJECTOR["L"], (0, 1, 0, -1))
    current, dipole = (any(fermion_tensor(v, v, *spins)) for v in vertices)
    return current, dipole


# --- Z and W ------------------------------------------------------------------------------------

STATISTICS = -1
"""W exchange has the outgoing ν and e interchanged: two fermions."""


@cache
def fierz_sign() -> sp.Expr:
    r"""s in :math:`(\gamma^\mu P_L)_{ab}(\gamma_\mu P_L)_{cd}=s\,(\gamma^\mu P_L)_{ad}
    (\gamma_\mu P_L)_{cb}`, for all 256 elements.

    Raises:
        ArithmeticError: there is no such number.
    """
    left = vector_vertex(PROJECTOR["L"])
    lowered = [s * g for s, g in zip(METRIC, left, strict=True)]

    def element(a: int, b: int, c: int, d: int) -> sp.Expr:
        return sum((g[a, b] * h[c, d] for g, h in zip(left, lowered, strict=True)), sp.S.Zero)

    indices = list(product(range(4), repeat=4))
    pairs = [(element(a, b, c, d), element(a, d, c, b)) for a, b, c, d in indices]
    (sign, *others) = {x / y for x, y in pairs if y != 0} or {sp.nan}
    if others or any(x != sign * y for x, y in pairs):
        raise ArithmeticError("left-handed currents: no Fierz identity")
    return sign


def _contact(strength: sp.Expr, mass: sp.Expr) -> sp.Expr:
    """What exchange between these couplings adds to g at q² = 0, G_F being that of the W."""
    fermi = sp.sqrt(2) * G**2 / (8 * M_W**2)
    unit = shift().subs({F_JI: 1, KAPPA_E: 1, MEDIATOR: mass, G_FERMI: fermi})
    return sp.simplify(unit.subs(RECOIL, 0) * strength)


@cache
def neutral_current() -> tuple[sp.Expr, sp.Expr]:
    """(g_L, g_R) of the electron from Z exchange, the same for every neutrino; functions of θ_W."""
    source, neutrino = lepton_rules(), neutrino_coupling().left
    electron = coupling(source, ELECTRON, ELECTRON, Z).left
    handed = coupling(source, ELECTRON_RIGHT, ELECTRON_RIGHT, Z).right
    mass = M_W / sp.cos(THETA_W)
    left, right = (_contact(neutrino * g, mass) for g in (electron, handed))
    return trig_normal(left), trig_normal(right)


@cache
def charged_current() -> sp.Expr:
    """What W exchange adds to g_L^{21}, in terms of U_{ei}."""
    source = lepton_rules()
    strength = sum(
        coupling(source, NU[2], ELECTRON, w).left * coupling(source, ELECTRON, NU[1], w).left
        for w in (W_1, W_2)
    )
    return sp.factor(STATISTICS * fierz_sign() * _contact(sp.expand(strength), M_W))


@cache
def neutral_current_mixing() -> sp.Expr:
    """Z coupling of one flavour between ν_1 and ν_2 over that without mixing: which U is conjugated."""
    found = coupling(lepton_rules(), NU[2], NU[1], Z).left
    return sp.factor(sp.simplify(found / neutrino_coupling().left))


def result(model: object) -> Result:
    """Cross-section, shift, positivity."""
    del model  # only f_ji enters
    interference = dipole_interference()
    return Result(
        "current-scattering",
        "Neutrino-electron scattering through the vector coupling of $A'$",
        "(8), (13); not in the paper, which sets $f_{ji}$ to zero",
        (
            Formula("standard-cross-section", r"\frac{d\sigma}{dT_e}\Big|_{G_F}", standard_model()),
            Formula("current-cross-section", r"\frac{d\sigma}{dT_e}\Big|_{A'}", cross_section()),
            Formula("shift", r"\eta_{ji}", shift().subs(KAPPA_E, -current_coupling())),
            Formula("g-L-neutral", r"g_L\big|_Z", neutral_current()[0]),
            Formula("g-R-neutral", r"g_R\big|_Z", neutral_current()[1]),
            Formula("g-L-charged", r"g_L^{21}\big|_W", charged_current()),
            Formula("discriminant", r"\det X/X_{LL}^2", discriminant()),
            Formula("largest-recoil", r"T_{\rm max}", largest_recoil()),
        ),
        (
            r"$A'$ exchange shifts $g_L$ and $g_R$ by the same $\eta_{ji}$; the amplitudes of the Standard Model "
            "and of $A'$ interfere.",
            r"$\det X$ is positive below $T_{\max}$ and zero there: the rate is the square of a norm, and "
            r"$\sqrt{R_{\rm total}}\ge\sqrt{R_{A'}}-\sqrt{R_{\rm SM}}$ for any phases.",
            "The dipole does not interfere with either: it flips the chirality of the neutrino."
            if not any(interference)
            else f"The dipole interferes: {interference}.",
        ),
    )
