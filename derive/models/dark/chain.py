"""Physical results, one file each: a short chain of calls to the rooms of the engine."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from darktmm.derive.models.dark import DarkModel
    from darktmm.derive.result import Result

CHAIN: dict[str, tuple[str, str]] = {
    "mass-eigenstates": ("models.dark.mass_eigenstates", "result"),
    "feynman-rules": ("models.dark.feynman_rules", "result"),
    "fermion-radiated": ("models.dark.transition", "fermion_result"),
    "scalar-radiated": ("models.dark.transition", "scalar_result"),
    "dipole": ("laws.dipole", "result"),
    "lepton-number": ("models.dark.lepton_number", "result"),
    "vanishing": ("models.dark.vanishing", "result"),
    "small-splittings": ("models.dark.splitting", "result"),
    "vector-form-factor": ("models.dark.vector_form_factor", "result"),
    "charged-vector": ("models.dark.charged_vector", "result"),
    "radiative-neutrino-mass": ("models.dark.radiative_mass", "result"),
    "mu-e-gamma": ("models.dark.radiative_decay", "result"),
    "anomalous-moment": ("models.dark.charged_dipole", "moment_result"),
    "kinetic-mixing": ("laws.kinetic_mixing", "result"),
    "electroweak": ("models.dark.electroweak", "result"),
    "weak-vertices": ("models.dark.weak_vertices", "result"),
    "oblique-parameter": ("models.dark.oblique", "result"),
    "z-aprime-mixing": ("models.dark.z_aprime_mixing", "result"),
    "aprime-mass": ("models.dark.aprime_mass", "result"),
    "longitudinal": ("models.dark.longitudinal", "result"),
    "unitarity": ("models.dark.unitarity", "result"),
    "origin-of-breaking": ("models.dark.origin", "result"),
    "vector-loop": ("laws.vector_loop", "result"),
    "aprime-decays": ("models.dark.aprime_decays", "result"),
    "lepton-emission": ("laws.lepton_emission", "result"),
    "meson-emission": ("laws.meson_emission", "result"),
    "partner-decays": ("models.dark.partner_decays", "result"),
    "scalar-pairs": ("models.dark.scalar_pairs", "result"),
    "dipole-scattering": ("laws.scattering", "result"),
    "current-scattering": ("laws.current_scattering", "result"),
}
"""Name → (module of `derive`, function), in the order of the derivation. Modules are imported when asked for."""


def derive_result(name: str, model: DarkModel) -> Result:
    """One result of the derivation, derived now.

    Args:
        name: one of `CHAIN`.
        model: for instance `derive.models.dark.dark_model`.

    Returns:
        Its laws as `Formula` objects, and what was proved on the way.

    Raises:
        KeyError: no such result; the message lists those there are.
    """
    if name not in CHAIN:
        raise KeyError(f"result {name!r}: not one of {', '.join(CHAIN)}")
    module, function = CHAIN[name]
    make: Callable[[DarkModel], Result] = getattr(
        import_module(f"darktmm.derive.{module}"), function
    )
    return make(model)
