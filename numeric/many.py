r"""The moment, the vector form factor and the radiative mass of many points at once.

The same laws as in `numeric.moments`, for any number of scalar generations and any m_L, m_R, with the
plain sum over the two heavy fermions: where lepton number is nearly conserved it loses the digits that
`moments.transition_coefficient` keeps.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from numeric import kernels
from numeric import vector_form_factor as form_factor
from numeric.moments import EV_PER_GEV
from numeric.point import ComplexArray, FloatArray
from numeric.sample import Sample


@cache
def _normalisations() -> tuple[Any, Any]:
    """κ_α(g_D, Q_S, θ) of the moment and κ_α(θ) of the mass, for arrays."""
    import sympy as sp

    from derive.models.dark import G_D, Q_S, THETA, DarkModel
    from derive.results import radiative_mass, transition

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    moment = sp.lambdify((G_D, Q_S, THETA), list(transition.path_normalisations(model)), "numpy")
    mass = sp.lambdify((THETA,), list(radiative_mass.normalisations(model)), "numpy")
    return moment, mass


def _heavy(sample: Sample, kappa: list[FloatArray]) -> list[tuple[FloatArray, FloatArray]]:
    """(κ_α M_α, |M_α|) of both heavy fermions."""
    masses = sample.heavy_masses
    return [(k * masses[:, a], np.abs(masses[:, a])) for a, k in enumerate(kappa)]


def transition_coefficient(sample: Sample) -> ComplexArray:
    """T_ji, GeV⁻¹, shape (n, 3, 3), element [j, i]; see `numeric.moments`."""
    even, odd = sample.physical_couplings
    current = sample.O_R.swapaxes(1, 2) @ sample.O_I
    heavy = _heavy(sample, _normalisations()[0](sample.g_D, sample.Q_S, sample.majorana_angle))
    total: ComplexArray = np.zeros((len(sample), 3, 3), dtype=complex)
    last = current.shape[1] - 1
    for k in range(last):
        for m in range(last):
            pair = (sample.M_H[:, k], sample.M_H[:, last], sample.M_A[:, m], sample.M_A[:, last])
            loop = sum(w * kernels.path_difference(mass, *pair) for w, mass in heavy)
            factor = current[:, k, m] * loop
            for i, j in ((0, 1), (0, 2), (1, 2)):
                moment = factor * (even[:, i, k] * odd[:, j, m] - even[:, j, k] * odd[:, i, m])
                total[:, j, i] += moment
                total[:, i, j] -= moment
    return total


def radiative_neutrino_mass(sample: Sample) -> ComplexArray:
    """One-loop m_ij, eV, shape (n, 3, 3); see `numeric.moments`."""
    heavy = _heavy(sample, _normalisations()[1](sample.majorana_angle))
    even, odd = sample.physical_couplings
    scalars = np.concatenate([sample.M_H, sample.M_A], axis=1)
    reference = sample.M_A[:, -1:]
    bubbles = sum(w[:, None] * kernels.mass(m[:, None], scalars, reference) for w, m in heavy)
    couplings = np.concatenate([even, odd], axis=2)
    # CP-odd scalars contribute with the other sign: their coupling has an i.
    signs = np.repeat([1.0, -1.0], sample.M_H.shape[1])
    weighted = couplings * (EV_PER_GEV * signs * bubbles)[:, None]
    total: ComplexArray = weighted @ couplings.swapaxes(1, 2)
    return total


def vector_form_factor(sample: Sample) -> ComplexArray:
    """f_ji, shape (n, 3, 3); see `numeric.vector_form_factor`."""
    masses = sample.heavy_masses
    return form_factor.matrices(
        sample.coupling,
        sample.O_R,
        sample.O_I,
        sample.M_H,
        sample.M_A,
        masses[:, 0],
        masses[:, 1],
        sample.majorana_angle,
        sample.g_D,
        sample.Q_S,
    )
