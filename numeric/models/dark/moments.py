r"""The moment and the radiative mass of neutrinos.

For any number of scalar generations and any m_L, m_R, written so that every parameter that breaks U(1)_D
stands in front of a momentum integral (`derive.models.dark.lepton_number`): nothing is left over by a
cancellation, however quasi-Dirac N is and however alike the spectra of H and A. With C = O_RᵀO_I,

.. math:: T_{ji} = \sum_{k<l}\big(\tilde\lambda^*_{iH_k}\tilde\lambda^*_{jH_l}
          -\tilde\lambda^*_{iH_l}\tilde\lambda^*_{jH_k}\big)
          \sum_m C_{km}C_{lm}(M_{H_l}^2-M_{H_k}^2)(M_{A_g}^2-M_{A_m}^2)
          \int_0^\infty\!d\tau\,\frac{\mathcal N(\tau)}{(\tau+M_{H_k}^2)(\tau+M_{H_l}^2)
          (\tau+M_{A_m}^2)(\tau+M_{A_g}^2)} ,

𝓝 being the line of the fermions, with their propagators; the sum over single loops, pair by pair, is a
test. Numerators come from `numeric.models.dark.laws`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.inputs import constants
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark import vector_form_factor as form_factor
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.vector_form_factor import momentum_rules

EV_PER_GEV = 1e9


@dataclass(frozen=True)
class _Line:
    """The fermion line of one quantity, as functions of arrays.

    Attributes:
        numerator: coefficients n_j of m_L, m_R, m_D.
        power: of τ in front.
        repeated: power of the propagators.
        families: exponents (a, b) for the error of the trapezoid rule.
    """

    numerator: Callable[..., Any]
    power: int
    repeated: int
    families: tuple[tuple[int, int], ...]

    def __call__(self, tau: Any, heavy: list[FloatArray], both: FloatArray) -> FloatArray:
        """τ^power Σ n_j τʲ/[(τ + M₁²)(τ + M₂²)]^repeated, `both` being one over the product."""
        value = form_factor.horner(self.numerator(*heavy), tau)
        line: FloatArray = tau**self.power * value * both**self.repeated
        return line


@cache
def _line(name: str, scalars: int) -> _Line:
    """Of the moment or the mass, with so many propagators of scalars."""
    exponents = laws.exponents()[name]
    numerator = {"moment": laws.moment_numerator, "mass": laws.mass_numerator}[name]
    power, degree = exponents["power"], exponents["degree"]
    families = tuple((a, degree + scalars) for a, _ in exponents["families"])
    return _Line(numerator, power, exponents["repeated"], families)


_MOMENT, _MASS = ("moment", 4), ("mass", 2)


def _loops(
    p: Parameters, line: _Line
) -> Iterator[tuple[Any, FloatArray, FloatArray, FloatArray, FloatArray]]:
    """Points, their unit of τ, the weighted fermion line (nodes, n), propagators (g, nodes, n).

    Masses are in units of the square root of the unit, H before A.
    """
    det, trace, _ = laws.heavy_propagators(p.m_L, p.m_R, p.m_D)
    scalars = np.concatenate([p.M_H, p.M_A], axis=1) ** 2
    for chosen, unit, tau, weight in momentum_rules(scalars, det, trace, line.families):
        root = np.sqrt(unit)
        heavy = [m[chosen] / root for m in (p.m_L, p.m_R, p.m_D)]
        products = laws.heavy_propagators(*heavy)
        even, odd = ((m[chosen].T / root) ** 2 for m in (p.M_H, p.M_A))
        for t, w in form_factor.node_blocks(tau, weight, len(unit)):
            fermion = w * line(t, heavy, 1 / form_factor.horner(products, t))
            yield chosen, unit, fermion, 1 / (even[:, None] + t), 1 / (odd[:, None] + t)


def _splitting(a: FloatArray, b: FloatArray) -> FloatArray:
    """a² − b²."""
    return (a - b) * (a + b)


def current(p: Parameters) -> FloatArray:
    """C = O_RᵀO_I, how much of A_m is the partner of H_k, a pure number, (n, g, g)."""
    mixing: FloatArray = p.O_R.swapaxes(1, 2) @ p.O_I
    return mixing


def transition_coefficient(p: Parameters) -> ComplexArray:
    """T_ji, the coefficient of iσ^{μν}q_ν P_L in ν_i + A' → ν_j, GeV⁻¹, (n, 3, 3), element [j, i].

    Source: replaces arXiv:2603.25704 (22).
    """
    line, mixing = _line(*_MOMENT), current(p)
    n, g = p.M_H.shape
    pairs = [(k, l) for l in range(g) for k in range(l)]
    # (M_Hl² − M_Hk²)(M_Ag² − M_Am²) C_km C_lm
    weights = {
        (k, l, m): _splitting(p.M_H[:, l], p.M_H[:, k])
        * _splitting(p.M_A[:, -1], p.M_A[:, m])
        * mixing[:, k, m]
        * mixing[:, l, m]
        for k, l in pairs
        for m in range(g - 1)
    }
    loops = {key: np.zeros(n) for key in weights}
    for chosen, unit, fermion, d, a in _loops(p, line):
        # dτ in its unit, and five powers of mass in the fermion line and the scalars
        scaled = fermion * a[-1] / unit**2.5
        for (k, l, m), integral in loops.items():
            integral[chosen] += np.sum(scaled * d[k] * d[l] * a[m], axis=0)
    prefactor = laws.moment_factor(p.g_D, p.Q_S)
    even, _ = p.physical_couplings
    total: ComplexArray = np.zeros((n, 3, 3), dtype=complex)
    for k, l in pairs:
        element = prefactor * sum(
            (weights[k, l, m] * loops[k, l, m] for m in range(g - 1)), np.zeros(n)
        )
        for i, j in ((0, 1), (0, 2), (1, 2)):
            minor = even[:, i, k] * even[:, j, l] - even[:, i, l] * even[:, j, k]
            total[:, j, i] += element * minor
            total[:, i, j] -= element * minor
    return total


def radiative_neutrino_mass(p: Parameters) -> ComplexArray:
    r"""One-loop m_ij in :math:`-\tfrac12m_{ij}\overline{\nu_{iL}^c}\nu_{jL}`, eV, symmetric, (n, 3, 3)."""
    line, mixing = _line(*_MASS), current(p)
    n, g = p.M_H.shape
    # −B_km = (M_Am² − M_Hk²) C_km
    split = _splitting(p.M_A[:, None, :], p.M_H[:, :, None]) * mixing
    loops = np.zeros((g, g, n))
    for chosen, unit, fermion, d, a in _loops(p, line):
        loops[:, :, chosen] += np.einsum("tn,ktn,mtn->kmn", fermion / np.sqrt(unit), d, a)
    metric = np.einsum("nkm,kmn,nlm->nkl", split, loops, mixing)
    metric *= EV_PER_GEV / 2 * laws.mass_factor()
    even, _ = p.physical_couplings
    total: ComplexArray = even @ (metric + metric.swapaxes(1, 2)) @ even.swapaxes(1, 2)
    return total


def mass_line(
    m_L: FloatArray, m_R: FloatArray, m_D: FloatArray, light: FloatArray, largest: float
) -> Iterator[tuple[Any, FloatArray, FloatArray, FloatArray]]:
    """The fermion line of the neutrino mass on a rule that holds for scalars from `light` to `largest`.

    Yields:
        Points, the square root of their unit of τ (GeV), nodes τ, and the weighted line, (n, nodes).
    """
    line = _line(*_MASS)
    det, trace, _ = laws.heavy_propagators(m_L, m_R, m_D)
    ends = np.stack([light, np.full(len(light), largest)], axis=1) ** 2
    for chosen, unit, tau, weight in momentum_rules(ends, det, trace, line.families):
        root = np.sqrt(unit)
        heavy = [m[chosen, None] / root[:, None] for m in (m_L, m_R, m_D)]
        both = 1 / form_factor.horner(laws.heavy_propagators(*heavy), tau)
        yield chosen, root, tau, weight * line(tau, heavy, both)


def mass_per_coupling(p: Parameters, scalars: FloatArray, reference: FloatArray) -> FloatArray:
    """What scalars add to m_ij per product of couplings, less a reference scalar, GeV, (n, s).

    Args:
        p: the points.
        scalars: masses of CP-even scalars, GeV, (n, s); CP-odd ones have the other sign.
        reference: of the reference scalar, GeV, (n,).
    """
    against = reference[:, None]
    light = np.minimum(scalars.min(axis=1), reference)
    largest = float(max(scalars.max(), reference.max()))
    loops = np.empty(scalars.shape)
    for chosen, root, tau, weight in mass_line(p.m_L, p.m_R, p.m_D, light, largest):
        first, second = ((m[chosen] / root[:, None]) ** 2 for m in (scalars, against))
        lines = 1 / ((tau + first[:, :, None]) * (tau + second[:, :, None]))
        loops[chosen] = np.einsum("nt,nst->ns", weight, lines) / root[:, None]
    return np.asarray(-laws.mass_factor() * _splitting(scalars, against) * loops)


# --- in other words --------------------------------------------------------------------------------


def magnetic(transition: ComplexArray) -> ComplexArray:
    """f^M_ji = (T_ji − T*_ji)/2, imaginary and antisymmetric; see `derive.laws.dipole`.

    Args:
        transition: T_ji, shape (..., 3, 3), in any unit.

    Returns:
        The magnetic form factor at q² = 0, same shape and unit.
    """
    return (transition - transition.conj()) / 2


def electric(transition: ComplexArray) -> ComplexArray:
    """f^E_ji = i(T_ji + T*_ji)/2, imaginary and antisymmetric; see `derive.laws.dipole`.

    Args:
        transition: T_ji, shape (..., 3, 3), in any unit.

    Returns:
        The electric form factor at q² = 0, same shape and unit.
    """
    return 0.5j * (transition + transition.conj())


def in_bohr_magnetons(moment: Any) -> Any:
    """GeV⁻¹ → μ_B = e/2mₑ."""
    return moment / constants().bohr_magneton
