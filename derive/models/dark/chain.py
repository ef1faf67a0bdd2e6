"""Physical results, one file each: a short chain of calls to the rooms of the engine."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from darktmm.derive.models.dark import DarkModel
    from darktmm.derive.result import Result

CHAIN: dict[str, tuple[str, str]] = {
    "mass-eigenstates": ("mass_eigenstates", "result"),
    "feynman-rules": ("feynman_rules", "result"),
    "fermion-radiated": ("transition", "fermion_result"),
    "scalar-radiated": ("transition", "scalar_result"),
    "dipole": ("dipole", "result"),
    "lepton-number": ("lepton_number", "result"),
    "vanishing": ("vanishing", "result"),
    "small-splittings": ("splitting", "result"),
    "vector-form-factor": ("vector_form_factor", "result"),
    "charged-vector": ("charged_vector", "result"),
    "radiative-neutrino-mass": ("radiative_mass", "result"),
    "mu-e-gamma": ("radiative_decay", "result"),
    "anomalous-moment": ("charged_dipole", "moment_result"),
    "kinetic-mixing": ("kinetic_mixing", "result"),
    "electroweak": ("electroweak", "result"),
    "weak-vertices": ("weak_vertices", "result"),
    "oblique-parameter": ("oblique", "result"),
    "z-aprime-mixing": ("z_aprime_mixing", "result"),
    "aprime-mass": ("aprime_mass", "result"),
    "longitudinal": ("longitudinal", "result"),
    "unitarity": ("unitarity", "result"),
    "origin-of-breaking": ("origin", "result"),
    "vector-loop": ("vector_loop", "result"),
    "aprime-decays": ("aprime_decays", "result"),
    "lepton-emission": ("lepton_emission", "result"),
    "meson-emission": ("meson_emission", "result"),
    "partner-decays": ("partner_decays", "result"),
    "scalar-pairs": ("scalar_pairs", "result"),
    "dipole-scattering": ("scattering", "result"),
    "current-scattering": ("current_scattering", "result"),
}
"""Name → (module, function), in the order of the derivation. Modules are imported when asked for."""


def derive_result(name: str, model: DarkModel) -> Result:
    """One result, derived now.

    Raises:
        KeyError: no such result; the message lists those there are.
    """
    if name not in CHAIN:
        raise KeyError(f"result {name!r}: not one of {', '.join(CHAIN)}")
    module, function = CHAIN[name]
    make: Callable[[DarkModel], Result] = getattr(
        import_module(f"darktmm.derive.models.dark.chain.{module}"), function
    )
    return make(model)
