r"""Where the dark photon goes: heavy fermions, scalars, neutrinos, charged leptons.

The couplings are those of the Feynman rules; the widths are those of `derive.laws.two_body`.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import multiple_angles
from darktmm.derive.conventions import CHIRALITIES
from darktmm.derive.formula import Formula
from darktmm.derive.laws.current_scattering import F_JI
from darktmm.derive.laws.dipole import T
from darktmm.derive.laws.kinetic_mixing import current_coupling
from darktmm.derive.laws.two_body import (
    M_FIRST,
    M_SECOND,
    dipole_pair_width,
    dirac_pair_width,
    interference,
    majorana_pair_width,
    scalar_pair_width,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, THETA, DarkModel, variant
from darktmm.derive.models.dark.feynman_rules import heavy_current, scalar_current
from darktmm.derive.result import Result
from darktmm.derive.symbols import M_LEPTON
from darktmm.derive.vertices import Chiral

F_II = sp.Symbol("f_ii", real=True)

_M = DARK_PHOTON.mass


@cache
def heavy_coupling(model: DarkModel, a: int, b: int) -> Chiral:
    """g_L and g_R of A' → N_aN_b, both contractions summed."""
    rule = heavy_current(model, a, b).scaled(1 / sp.I)
    return Chiral(multiple_angles(rule.left), multiple_angles(rule.right))


@cache
def heavy_width(model: DarkModel, a: int, b: int) -> sp.Expr:
    """Γ(A' → N_aN_b), the masses being those of the fields, sign included."""
    first, second = (model.heavy.states[n - 1].mass for n in (a, b))
    rule = heavy_coupling(model, a, b)
    return majorana_pair_width(a == b)(_M, first, second, rule.left, rule.right)


@cache
def scalar_width(model: DarkModel, k: int, m: int) -> sp.Expr:
    """Γ(A' → H_kA_m). A' does not decay into two scalars of the same CP."""
    rule = scalar_current(model, k, m)
    masses = model.even[k - 1].mass, model.odd[m - 1].mass
    couplings = multiple_angles(rule.first), multiple_angles(rule.second)
    return scalar_pair_width()(_M, *masses, *couplings)


@cache
def neutrino_dipole_width() -> sp.Expr:
    """Γ(A' → ν_iν_j) through T_ji, i ≠ j, neutrinos massless."""
    return _of_modulus(dipole_pair_width()(_M, 0, 0, T), T)


@cache
def neutrino_vector_width(identical: bool) -> sp.Expr:
    r"""Γ(A' → ν_iν_j) through :math:`\gamma^\mu(f_{ji}P_L - f_{ij}P_R)`, f hermitian.

    Args:
        identical: i = j, where f is real.
    """
    f = F_II if identical else F_JI
    return _of_modulus(majorana_pair_width(identical)(_M, 0, 0, f, -sp.conjugate(f)), f)


def _of_modulus(width: sp.Expr, c: sp.Symbol) -> sp.Expr:
    """(Re c)² + (Im c)² → |c|²: massless particles have no parity to tell the two apart."""
    parts = sp.expand(width, complex=True)
    return sp.expand(parts.subs(sp.im(c) ** 2, sp.Abs(c) ** 2 - sp.re(c) ** 2))


@cache
def neutrino_interference() -> tuple[sp.Expr, ...]:
    """T against f for each pair of chiralities: what is left for massless neutrinos."""
    return tuple(
        interference(x, y).subs({M_FIRST: 0, M_SECOND: 0}) for x in CHIRALITIES for y in CHIRALITIES
    )


@cache
def lepton_width() -> sp.Expr:
    """Γ(A' → ℓ⁺ℓ⁻) through kinetic mixing, leading order in ε.

    The current is a vector, with the electric charge −1.
    """
    kappa = -current_coupling()
    return sp.factor(dirac_pair_width()(_M, M_LEPTON, M_LEPTON, kappa, kappa))


def result(model: DarkModel) -> Result:
    """All partial widths at tree level, and those into neutrinos at one loop."""
    general = variant(model, majorana_angle=THETA, phases=(sp.S.One, sp.S.One))
    pairs = ((1, 1), (2, 2), (1, 2))
    coupling = {pair: heavy_coupling(general, *pair).right for pair in pairs}
    closed = [pair for pair in pairs if heavy_width(model, *pair) == 0]
    names = ", ".join(f"$N_{a}N_{b}$" for a, b in closed) or "none of the pairs"
    absent = neutrino_interference()
    # Its two coefficients are opposite, which is seen only after their cosines are added.
    scalars = scalar_width(model, 1, 1).replace(
        lambda e: e.is_Add and e.has(sp.cos), lambda e: sp.factor(sp.expand(e))
    )
    return Result(
        "aprime-decays",
        "Partial widths of the dark photon",
        r"Sec. 3.2, 3.3 ($A'\to N_1N_1$); (8), (12), (13), (18)",
        (
            *(
                Formula(f"aprime-coupling-{a}{b}", rf"g_R(A'\to N_{a}N_{b})", g)
                for (a, b), g in coupling.items()
            ),
            *(
                Formula(
                    f"aprime-width-{a}{b}", rf"\Gamma(A'\to N_{a}N_{b})", heavy_width(general, a, b)
                )
                for a, b in pairs
            ),
            Formula("aprime-width-scalars", r"\Gamma(A'\to H_1A_1)", scalars),
            Formula(
                "aprime-width-dipole", r"\Gamma(A'\to\nu_i\nu_j)\big|_T", neutrino_dipole_width()
            ),
            Formula(
                "aprime-width-neutrinos",
                r"\Gamma(A'\to\nu_i\nu_j)\big|_f",
                neutrino_vector_width(False),
            ),
            Formula(
                "aprime-width-identical",
                r"\Gamma(A'\to\nu_i\nu_i)\big|_f",
                neutrino_vector_width(True),
            ),
            Formula("aprime-width-leptons", r"\Gamma(A'\to\ell^+\ell^-)", lepton_width()),
        ),
        (
            r"Majorana pairs couple through $g_L=-g_R$, an axial current, proportional to $\cos2\theta$ for "
            r"equal and to $\sin2\theta$ for different ones.",
            f"At the angle of this model $A'$ does not couple to {names}.",
            "For massless neutrinos $T$ and $f$ do not interfere: one flips the chirality."
            if not any(absent)
            else f"$T$ and $f$ interfere: {absent}.",
        ),
    )
