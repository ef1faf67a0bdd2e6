"""Masses and lifetimes of the charged leptons, by name."""

from __future__ import annotations

from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak

FLAVOURS = ("e", "mu", "tau")
"""Rows and columns of matrices in flavour space."""


def row(lepton: str) -> int:
    """Index in `FLAVOURS`.

    Raises:
        ValueError: no such lepton.
    """
    if lepton not in FLAVOURS:
        raise ValueError(f"lepton = {lepton!r}: must be one of {', '.join(FLAVOURS)}")
    return FLAVOURS.index(lepton)


def mass(lepton: str) -> float:
    """GeV.

    Raises:
        ValueError: no such lepton.
    """
    return float(getattr(electroweak(), f"m_{FLAVOURS[row(lepton)]}"))


def lifetime(lepton: str) -> float:
    """1/Γ in GeV⁻¹, as measured."""
    return float(getattr(electroweak(), f"tau_{lepton}") / constants().hbar)


def check_decay(parent: str, daughter: str) -> None:
    """Whether a lepton can decay into another one.

    Raises:
        ValueError: the parent is not heavier than the daughter, or no such lepton.
    """
    if row(parent) <= row(daughter):
        raise ValueError(f"parent = {parent!r}: must be heavier than daughter = {daughter!r}")
