r"""Partial widths of the dark photon, GeV, for many points at once.

The laws are those of `derive.models.dark.aprime_decays`, the couplings those of its Feynman rules. The two
one-loop couplings to neutrinos are taken at q² = 0: right for an A' light against what runs in the
loop, an estimate beyond.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray, Numbers
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.predictions import LEPTON_CHANNELS

HEAVY_PAIRS = ((1, 1), (1, 2), (2, 2))

Law = Callable[..., Any]


def above_threshold(
    law: Law, mass: FloatArray, first: Numbers, second: Numbers, *rest: Any
) -> FloatArray:
    """A two-body width, GeV, (n,): zero where M_V ≤ |M₁| + |M₂|; NaN where there is no vector.

    Args:
        law: the width above threshold, of the masses and of `rest`.
        mass: of what decays, GeV, (n,).
        first, second: masses of the daughters, GeV.
        rest: further arguments of the law.
    """
    threshold = np.abs(first) + np.abs(second)
    is_open = mass > threshold
    # Below threshold the law is not evaluated: any mass above it will do.
    safe = np.where(is_open, mass, 2 * threshold + 1)
    width = np.where(is_open, np.real(law(safe, first, second, *rest)), 0.0)
    return np.where(np.isnan(mass), np.nan, width)


def widths(p: Parameters, transition: ComplexArray, vector: ComplexArray) -> dict[str, FloatArray]:
    """Γ(A' → channel) by channel, GeV, shape (n,); NaN for points without a dark photon.

    Args:
        p: the points.
        transition: T_ji, GeV⁻¹, (n, 3, 3).
        vector: f_ji, (n, 3, 3).
    """
    mass = p.m_aprime
    table: dict[str, FloatArray] = {}
    heavy = p.heavy_masses
    of_pairs = laws.heavy_couplings(p.g_D, p.Q_N, p.majorana_angle)
    for a, b in HEAVY_PAIRS:
        couplings = of_pairs[a, b]
        if a == b:  # cos 2θ, which is zero for m_L = m_R and not the rounding of cos π/2
            couplings = [np.where(p.m_L == p.m_R, 0.0, c) for c in couplings]
        law = laws.identical_pair_width if a == b else laws.majorana_pair_width
        masses = heavy[:, a - 1], heavy[:, b - 1]
        table[f"N_{a} N_{b}"] = above_threshold(law, mass, *masses, *couplings)
    current = p.O_R.swapaxes(1, 2) @ p.O_I
    unit = laws.scalar_couplings(p.g_D, p.Q_S)
    for k in range(current.shape[1]):
        for m in range(current.shape[2]):
            couplings = [c * current[:, k, m] for c in unit]
            masses = p.M_H[:, k], p.M_A[:, m]
            name = f"H_{k + 1} A_{m + 1}"
            table[name] = above_threshold(laws.scalar_pair_width, mass, *masses, *couplings)
    charge = p.g_D * p.Q_N
    table["E E"] = above_threshold(laws.dirac_pair_width, mass, p.M_E, p.M_E, charge, charge)
    upper = np.triu_indices(3, 1)
    sizes = (
        _norm(transition[:, upper[1], upper[0]]),
        _norm(vector[:, upper[1], upper[0]]),
        _norm(vector[:, range(3), range(3)]),
    )
    dipole, different, same = laws.neutrino_widths(mass, *sizes)
    table["nu nu (dipole)"], table["nu nu (vector)"] = dipole, different + same
    ew, charge_unit = electroweak(), constants().elementary_charge
    for name, lepton in zip(LEPTON_CHANNELS, (ew.m_e, ew.m_mu, ew.m_tau), strict=True):
        table[name] = above_threshold(
            lambda m, first, _, eps: laws.charged_lepton_width(m, first, eps, charge_unit),
            mass,
            lepton,
            lepton,
            p.epsilon,
        )
    return table


def _norm(elements: ComplexArray) -> FloatArray:
    """Widths into different pairs add: √Σ|c|² stands for all of them."""
    return np.sqrt(np.sum(np.abs(elements) ** 2, axis=1))
