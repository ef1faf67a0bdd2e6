r"""Scattering of a left-handed neutrino off an electron at rest through a dipole.

.. code-block:: text

   ν_i(k) ──────●────── ν_j(k')     iσ^{μν}q_ν (T P_L + R P_R),  q = k' − k
                │ V(q)              mass M; M = 0, κ = 1 is the photon
   e(p)   ──────●────── e(p')       κ e γ_μ

in the rest frame of the electron, with massless neutrinos and the electron mass kept. The terms
:math:`q_\mu q_\nu/M^2` of the propagator meet conserved currents.
"""

from __future__ import annotations

from itertools import product

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE, METRIC, bohr_magneton
from darktmm.derive.formula import Formula
from darktmm.derive.laws.dipole import T
from darktmm.derive.laws.two_body import (
    M_FIRST,
    M_SECOND,
    M_V,
    PROJECTOR,
    UNIT,
    Momentum,
    Vertex,
    dipole_vertex,
    fermion_tensor,
    phase_space,
    slash,
    squared,
    vector_vertex,
)
from darktmm.derive.memo import cache
from darktmm.derive.result import Result
from darktmm.derive.symbols import ALPHA

RECOIL = sp.Symbol("T_e", positive=True)
"""Kinetic energy of the recoiling electron."""

ENERGY = sp.Symbol("E_nu", positive=True)
MEDIATOR = sp.Symbol("M", nonnegative=True)
KAPPA = sp.Symbol("kappa", real=True)
T_MIN, T_MAX = sp.symbols("T_min T_max", positive=True)
MASS_RECOIL = sp.Symbol("w", positive=True)
"""w = M²/2mₑ, the recoil at which −q² = M²."""

_R = sp.Symbol("R_ji", complex=True)
_X, _Z = sp.symbols("k'_x k'_z", real=True)


# --- kinematics ---------------------------------------------------------------------------------


def _square(v: Momentum) -> sp.Expr:
    return sum((s * c**2 for s, c in zip(METRIC, v, strict=True)), sp.S.Zero)


def _minus(a: Momentum, b: Momentum) -> Momentum:
    return tuple(x - y for x, y in zip(a, b, strict=True))


def _momenta() -> tuple[Momentum, Momentum, Momentum, Momentum]:
    """k, p, k', p' with the neutrino along z and energy conserved."""
    k, p = (ENERGY, 0, 0, ENERGY), (ELECTRON_MASS, 0, 0, 0)
    k_out = (ENERGY - RECOIL, _X, 0, _Z)
    p_out = tuple(a + b - c for a, b, c in zip(k, p, k_out, strict=True))
    return k, p, k_out, p_out


@cache
def _outgoing() -> dict[sp.Expr, sp.Expr]:
    """k'_x² and k'_z from k'² = 0 and p'² = m²."""
    _, _, k_out, p_out = _momenta()
    square = sp.Symbol("s")
    shells = (sp.expand(_square(k_out)), sp.expand(_square(p_out) - ELECTRON_MASS**2))
    (solution,) = sp.solve([x.subs(_X**2, square) for x in shells], [square, _Z], dict=True)
    return {_X**2: solution[square], _Z: solution[_Z]}


def _on_shell(expression: sp.Expr) -> sp.Expr:
    known = _outgoing()
    return sp.factor(sp.expand(expression).subs(_X**2, known[_X**2]).subs(_Z, known[_Z]))


def transferred() -> Momentum:
    """q = k' − k."""
    k, _, k_out, _ = _momenta()
    return _minus(k_out, k)


@cache
def momentum_transfer() -> sp.Expr:
    """q²."""
    return _on_shell(_square(transferred()))


@cache
def largest_recoil() -> sp.Expr:
    """T_max: the neutrino comes straight back, k'_x = 0, with T ≠ 0."""
    (head_on,) = (x for x in sp.solve(_outgoing()[_X**2], RECOIL) if x != 0)
    return sp.factor(head_on)


# --- cross-section ------------------------------------------------------------------------------


def contracted(neutrino: tuple[Vertex, Vertex], electron: tuple[Vertex, Vertex]) -> sp.Expr:
    r"""Spin sum of :math:`\bar u\Gamma^\mu u\;\bar u_e\Gamma_{e\mu}u_e` times another one, conjugated.

    Args:
        neutrino, electron: the vertices of the two amplitudes; the neutrino comes in left-handed.
    """
    k, p, k_out, p_out = _momenta()
    upper = fermion_tensor(*neutrino, slash(k_out), PROJECTOR["L"] * slash(k))
    lower = fermion_tensor(
        *electron, slash(p_out) + ELECTRON_MASS * UNIT, slash(p) + ELECTRON_MASS * UNIT
    )
    products = (
        METRIC[mu] * METRIC[nu] * upper[mu, nu] * lower[mu, nu]
        for mu, nu in product(range(4), repeat=2)
    )
    return _on_shell(sum(products, sp.S.Zero))


@cache
def amplitude_squared() -> sp.Expr:
    """|M|² for a left-handed neutrino, electron spins averaged and summed.

    The incoming P_L removes R altogether: T alone is measured.
    """
    q, electron = transferred(), vector_vertex(UNIT)

    def dipoles(one: sp.Matrix, other: sp.Matrix) -> sp.Expr:
        return contracted((dipole_vertex(one, q), dipole_vertex(other, q)), (electron, electron))

    couplings = [(T, PROJECTOR["L"]), (_R, PROJECTOR["R"])]
    propagator = 1 / (momentum_transfer() - MEDIATOR**2)
    spins = sp.Rational(1, 2)
    charge = KAPPA * ELEMENTARY_CHARGE
    return sp.factor(spins * (charge * propagator) ** 2 * squared(couplings, dipoles))


@cache
def recoil_phase_space() -> sp.Expr:
    """dΦ₂/dT: in the centre of mass T is linear in cos θ, so that the recoil is flat up to T_max."""
    mandelstam_s = ELECTRON_MASS**2 + 2 * ELECTRON_MASS * ENERGY
    masses = {M_FIRST: 0, M_SECOND: ELECTRON_MASS, M_V: sp.sqrt(mandelstam_s)}
    # Squared, because s > mₑ² is not among the assumptions.
    return sp.sqrt(sp.factor(sp.expand((phase_space() / largest_recoil()).subs(masses) ** 2)))


def recoil_spectrum(square: sp.Expr) -> sp.Expr:
    """dσ/dT_e that belongs to a |M|²; the flux factor is 4mₑE_ν."""
    flux = 4 * ELECTRON_MASS * ENERGY
    return sp.factor(square * recoil_phase_space() / flux)


@cache
def cross_section() -> sp.Expr:
    """dσ/dT_e of ν_L i + e → ν_j + e. Sum over j for the rate.

    Returns:
        An expression in `RECOIL`, `ENERGY`, `ELECTRON_MASS`, `MEDIATOR`, `KAPPA`,
        `ELEMENTARY_CHARGE` and T_ji; GeV⁻³ when T_ji is in GeV⁻¹.
    """
    return recoil_spectrum(amplitude_squared())


@cache
def spectrum() -> sp.Expr:
    """dσ/dT_e of the photon divided by α|T_ji|²: the integrand on the right of (33)."""
    alpha = ELEMENTARY_CHARGE**2 / (4 * sp.pi)
    photon = cross_section().subs({MEDIATOR: 0, KAPPA: 1})
    return sp.apart(sp.cancel(photon / (alpha * sp.Abs(T) ** 2)), RECOIL)


@cache
def shape_factor() -> sp.Expr:
    """F of (34): what a mass of the mediator does to the amplitude."""
    ratio = cross_section() / cross_section().subs(MEDIATOR, 0)
    return sp.sqrt(sp.factor(ratio))


# --- recast of a limit --------------------------------------------------------------------------


@cache
def recast_integrand() -> sp.Expr:
    """(1/T − 1/E)F², with M² = 2mₑw."""
    massive = spectrum() * shape_factor() ** 2
    return sp.cancel(massive.subs(MEDIATOR, sp.sqrt(2 * ELECTRON_MASS * MASS_RECOIL)))


def _between(integrand: sp.Expr) -> sp.Expr:
    """Integral over the window, partial fraction by partial fraction."""
    total = sp.S.Zero
    for fraction in sp.Add.make_args(sp.apart(integrand, RECOIL)):
        constant, shape = sp.factor(fraction).as_independent(RECOIL, as_Add=False)
        antiderivative = sp.integrate(shape, RECOIL)
        total += constant * (
            antiderivative.subs(RECOIL, T_MAX) - antiderivative.subs(RECOIL, T_MIN)
        )
    return total


@cache
def recast_integral() -> sp.Expr:
    """∫dT (1/T − 1/E)F² from T_min to T_max, in `T_MIN`, `T_MAX`, `ENERGY` and `MASS_RECOIL`.

    Exact; for w ≫ T_max the logarithms cancel to the order of `heavy_mediator`, so that a program
    should then integrate `recast_integrand` instead.

    Source: arXiv:2603.25704 (33), (34).
    """
    return _between(recast_integrand())


@cache
def light_mediator() -> sp.Expr:
    """The integral at F = 1."""
    return _between(recast_integrand().subs(MASS_RECOIL, 0))


@cache
def light_correction() -> sp.Expr:
    """Coefficient of w in the integral for w → 0: the first effect of a mass."""
    return _between(sp.diff(recast_integrand(), MASS_RECOIL).subs(MASS_RECOIL, 0))


@cache
def heavy_mediator() -> sp.Expr:
    """w² times the integral for w → ∞: the limit on μ, integral^(−1/2), grows as w ∝ M²."""
    return _between(sp.limit(recast_integrand() * MASS_RECOIL**2, MASS_RECOIL, sp.oo))


@cache
def limit_ratio() -> sp.Expr:
    """μ_limit(M)/μ_limit(0) at a fixed number of events: (33)."""
    return sp.sqrt(light_mediator() / recast_integral())


@cache
def local_exponent() -> sp.Expr:
    """d ln μ_limit/d ln M: 0 for a light and 2 for a heavy mediator."""
    mass = sp.Symbol("M", positive=True)
    w = mass**2 / (2 * ELECTRON_MASS)
    return sp.diff(w, mass) * mass / w * MASS_RECOIL * sp.diff(sp.log(limit_ratio()), MASS_RECOIL)


def result(model: object) -> Result:
    """Cross-section, shape factor, recast."""
    del model  # only T_ji enters
    mu = sp.Symbol("mu", positive=True)  # |T_ji| in Bohr magnetons
    magnetons = {sp.Abs(T): mu * bohr_magneton(), MEDIATOR: 0, KAPPA: 1}
    photon = cross_section().subs(magnetons).subs(ELEMENTARY_CHARGE, sp.sqrt(4 * sp.pi * ALPHA))
    return Result(
        "dipole-scattering",
        "Neutrino-electron scattering through the dipole, and the recast of its limit",
        "(33), (34)",
        (
            Formula("momentum-transfer", "q^2", momentum_transfer()),
            Formula("largest-recoil", r"T_{\rm max}", largest_recoil()),
            Formula("dipole-cross-section", r"\frac{d\sigma}{dT_e}", cross_section()),
            Formula(
                "photon-exchange",
                r"\frac{d\sigma}{dT_e}\Big|_{\gamma,\;|T_{ji}|=\mu\,\mu_B}",
                sp.factor(photon),
            ),
            Formula("shape-factor", r"\mathcal{F}", shape_factor()),
            Formula(
                "recast-integral", r"\int dT_e\,(1/T_e-1/E_\nu)\,\mathcal{F}^2", recast_integral()
            ),
            Formula(
                "recast-light",
                r"\text{the same},\ w\to0",
                light_mediator() + MASS_RECOIL * light_correction(),
            ),
            Formula("recast-heavy", r"w^2\cdot\text{the same},\ w\to\infty", heavy_mediator()),
        ),
        (
            "A left-handed neutrino scatters through $T_{ji}P_L$ alone; $R_{ji}$ drops out, and the rate "
            r"measures $\sum_j|T_{ji}|^2$.",
            r"$w=M^2/2m_e$. The limit on the moment is flat for $w\ll T_{\min}$ and grows as $M^2$ for "
            r"$w\gg T_{\max}$; $d\ln\mu/d\ln M$ runs from 0 to 2 in between.",
        ),
    )
