"""Borexino: solar neutrinos on the electrons of a liquid scintillator, 1291.5 live days.

No excess at low recoil: μ < 2.8e-11 μ_B for the photon, in Phase II, with the flux of low-energy
neutrinos constrained by the gallium experiments. The recast is for the 862 keV line of 7Be, which
dominates the window. "published" starts at the threshold of the analysis, 0.19 MeV; "paper" at
the 50 keV of arXiv:2603.25704, which lie below what was analysed and make the limit on a heavy
mediator look weaker.
"""

from __future__ import annotations

from dataclasses import replace

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.published import NEWEST, published
from darktmm.numeric.constraints.scattering import solar_constraint
from darktmm.numeric.constraints.scattering import window as recoil_window
from darktmm.numeric.inputs.data import solar

WINDOWS = ("published", "paper")


def constraint(window: str = "published", limit: str | int = NEWEST) -> Constraint:
    """The limit on the effective moment of solar neutrinos.

    Args:
        window: "published" or "paper".
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such window, or no such limit on this quantity.
    """
    if window not in WINDOWS:
        raise ValueError(f"window = {window!r}: must be one of {', '.join(WINDOWS)}")
    found = solar_constraint(
        published("mu_nu solar, Borexino", limit),
        recoil_window(window),
        solar().survival_be7.value,
        "recoil spectrum of electrons hit by solar neutrinos, scintillator",
        f"events of the 7Be line from {recoil_window(window).T_min * 1e6:.0f} keV on",
    )
    return found if window == "published" else replace(found, name=f"{found.name}, paper's window")
