"""GEMMA: reactor antineutrinos on the electrons of a germanium detector, 13.9 m from the core.

No excess with the reactor on: μ < 2.9e-11 μ_B for the photon. At that distance the beam is a coherent
electron antineutrino. Recoils of 2.5–55 keV are so far below the energies of the antineutrinos that
1/E_ν hardly matters.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint, experimental
from darktmm.numeric.constraints.published import NEWEST, published
from darktmm.numeric.constraints.scattering import law, reactor_neutrinos, window


def constraint(limit: str | int = NEWEST) -> Constraint:
    """The limit on the moment of electron antineutrinos.

    Args:
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such limit on this quantity.
    """
    entry = published("mu_nu reactor", limit)
    return experimental(
        entry,
        group="direct",
        measured="recoil spectrum of electrons hit by reactor antineutrinos, germanium",
        assumption="events of the window on free electrons, no oscillation; dipole alone",
        law=law(reactor_neutrinos, entry.value, window("gemma")),
    )
