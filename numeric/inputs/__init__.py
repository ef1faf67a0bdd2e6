"""Constants and measurements as dated data: value, unit, source, year.

A new measurement is a new entry in the files of this folder; an old one is never overwritten.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from darktmm.derive.memo import cache

POINTS = ("reference", "paper", "allowed")


def point_file(name: str) -> Path:
    """A point that comes with the package: "reference" (generic), "paper" (its benchmark), "allowed".

    Raises:
        KeyError: no such point; the message lists those there are.
    """
    if name not in POINTS:
        raise KeyError(f"point {name!r}: not one of {', '.join(POINTS)}")
    return Path(str(files(__package__) / "points" / f"{name}.toml"))


@dataclass(frozen=True)
class Constants:
    """CODATA values in natural units, one adjustment.

    Attributes:
        year: of the adjustment.
        alpha: α at zero momentum.
        electron_mass: mₑ, GeV.
        hbar: ħ, GeV s.
        hbar_c: ħc, GeV m.
    """

    year: int
    alpha: float
    electron_mass: float
    hbar: float
    hbar_c: float

    @property
    def elementary_charge(self) -> float:
        """e = √(4πα)."""
        return math.sqrt(4 * math.pi * self.alpha)

    @property
    def bohr_magneton(self) -> float:
        """μ_B = e/2mₑ in GeV⁻¹."""
        return self.elementary_charge / (2 * self.electron_mass)


@cache
def constants() -> Constants:
    """CODATA."""
    table = _table("codata.toml")
    exact, measured = table["exact"], table["adjustment"]
    hbar = exact["planck_J_s"] / (2 * math.pi) / exact["charge_C"] * 1e-9
    return Constants(
        year=measured["year"],
        alpha=measured["alpha"],
        electron_mass=measured["electron_mass_MeV"] * 1e-3,
        hbar=hbar,
        hbar_c=hbar * exact["light_m_per_s"],
    )


@dataclass(frozen=True)
class Oscillation:
    """A global fit of neutrino mixing.

    Attributes:
        name: key of the entry.
        source: fit, release and data set.
        year: of the release.
        ordering: "normal" or "inverted".
        theta_12, theta_13, theta_23, delta_cp: radians.
        delta_m21, delta_m3l: squared-mass differences in eV².
    """

    name: str
    source: str
    year: int
    ordering: str
    theta_12: float
    theta_13: float
    theta_23: float
    delta_cp: float
    delta_m21: float
    delta_m3l: float


@cache
def _table(file: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))


@cache
def oscillation(name: str | None = None) -> Oscillation:
    """A dated fit; the newest one that the file names as default if none is asked for.

    Raises:
        KeyError: no such entry; the message lists those there are.
    """
    table = _table("oscillation.toml")
    name = name or table["default"]
    if name not in table["fit"]:
        raise KeyError(f"oscillation fit {name!r}: not one of {sorted(table['fit'])}")
    entry = table["fit"][name]
    angles = {
        key: math.radians(entry[f"{key}_deg"])
        for key in ("theta_12", "theta_13", "theta_23", "delta_cp")
    }
    return Oscillation(
        name=name,
        source=entry["source"],
        year=entry["year"],
        ordering=entry["ordering"],
        delta_m21=entry["delta_m21_eV2"],
        delta_m3l=entry["delta_m3l_eV2"],
        **angles,
    )


def orderings() -> tuple[Oscillation, Oscillation]:
    """The default fit and the one of the same release for the other ordering: normal, inverted."""
    year = oscillation().year
    names = _table("oscillation.toml")["fit"]
    found = {fit.ordering: fit for fit in map(oscillation, names) if fit.year == year}
    return found["normal"], found["inverted"]
