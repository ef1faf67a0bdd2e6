"""What the dark model says about n points: the quantities of `numeric.predictions`, filled.

Each is one law of `numeric.models.dark.observables`, `moments` or `vector_form_factor`; nothing is computed
before somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.models.dark import moments, vector_form_factor
from darktmm.numeric.models.dark.observables import (
    charged,
    charged_vector,
    dark_photon,
    electroweak,
    longitudinal,
    partner,
    scalar_pairs,
    self_energies,
    weak_vertices,
)
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes.mass_mixing import universal_neutrino_coupling


class DarkPredictions(Predictions):
    """Predictions that know the parameters they are for.

    What may be asked for, with shape and unit, is declared in `numeric.predictions.Predictions`; each quantity
    is computed when it is first asked for.

    Args:
        parameters: n points of the dark model.
    """

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(len(parameters), LAWS)
        self.parameters = parameters

    @cached_property
    def partner_decays(self) -> partner.Decays:
        """Two-body decays of E."""
        return partner.decays(self.parameters)

    @cached_property
    def weak_vertices(self) -> tuple[ComplexArray, ComplexArray]:
        """Corrections to W ℓ ν and Z ν ν, relative to tree level, (n, 3, 3) each."""
        return weak_vertices.corrections(self.parameters)


def aprime_widths(
    p: Parameters, transition: ComplexArray, vector: ComplexArray, delta: FloatArray
) -> Mapping[str, FloatArray]:
    """Partial widths of A', with what mass mixing adds to its coupling to neutrinos.

    Args:
        p: n points.
        transition: T_ji, GeV⁻¹, (n, 3, 3).
        vector: f_ji, (n, 3, 3).
        delta: δ_Z, (n,).

    Returns:
        GeV, (n,), by channel; zero where a channel is closed, NaN where there is no A'.
    """
    universal = universal_neutrino_coupling(delta)[:, None, None] * np.eye(3)
    return dark_photon.widths(p, transition, vector + universal)


def _widths(o: DarkPredictions) -> Mapping[str, FloatArray]:
    return aprime_widths(o.parameters, o.transition_moment, o.neutrino_vector, o.z_mixing)


def _lightest_neutral(p: Parameters) -> FloatArray:
    return np.asarray(np.abs(p.heavy_masses).min(axis=1))


def _largest_gauge(p: Parameters) -> FloatArray:
    return np.asarray(p.g_D * np.maximum(np.abs(p.Q_N), np.abs(p.Q_S)))


def _of(law: Callable[[Parameters], Any]) -> Callable[[DarkPredictions], Any]:
    return lambda predictions: law(predictions.parameters)


LAWS: Mapping[str, Callable[[DarkPredictions], Any]] = {
    "m_aprime": _of(lambda p: p.m_aprime),
    "epsilon": _of(lambda p: p.epsilon),
    "aprime_widths": _widths,
    "z_mixing": _of(self_energies.z_mixing),
    "loop_epsilon": _of(self_energies.loop_epsilon),
    "pmns": _of(lambda p: p.U),
    "transition_moment": _of(moments.transition_coefficient),
    "neutrino_vector": _of(vector_form_factor.matrices),
    "neutrino_mass": _of(moments.radiative_neutrino_mass),
    "charged_dipole": _of(charged.dipole_matrix),
    "lepton_vector": _of(charged_vector.lepton_coupling),
    "lepton_vector_change": _of(charged_vector.momentum_dependence),
    "w_shift": lambda o: o.weak_vertices[0],
    "z_neutrino_shift": lambda o: o.weak_vertices[1],
    "z_width": _of(electroweak.z_width),
    "oblique_S": _of(self_energies.oblique_S),
    "oblique_T": _of(electroweak.oblique_T),
    "oblique_threshold": _of(lambda p: np.minimum(_lightest_neutral(p), p.M_E)),
    "partner_mass": _of(lambda p: p.M_E),
    "partner_scalars": lambda o: o.partner_decays.scalars,
    "partner_shares": lambda o: o.partner_decays.shares,
    "partner_leptonic": lambda o: o.partner_decays.leptonic,
    "neutral_mass": _of(_lightest_neutral),
    "lightest_scalar": _of(lambda p: np.minimum(p.M_H.min(axis=1), p.M_A.min(axis=1))),
    "tau_e_scalars": _of(lambda p: scalar_pairs.relative_width(p, "tau", "e")),
    "tau_mu_scalars": _of(lambda p: scalar_pairs.relative_width(p, "tau", "mu")),
    "mu_e_scalars": _of(lambda p: scalar_pairs.relative_width(p, "mu", "e")),
    "single_photons": _of(scalar_pairs.single_photons),
    "largest_yukawa": _of(lambda p: np.abs(p.y).max(axis=(1, 2))),
    "largest_gauge": _of(_largest_gauge),
    "longitudinal_w": _of(electroweak.longitudinal_w),
    "longitudinal_fermion": _of(longitudinal.fermion_coupling),
    "longitudinal_scalar": _of(longitudinal.scalar_coupling),
    "mass_over_unitarity": _of(longitudinal.mass_over_scale),
}
"""The law of each quantity."""
