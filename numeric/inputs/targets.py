"""What neutrinos and muons are shot at: recoil windows, red giants, nuclei. Dated, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from darktmm.derive.memo import cache
from darktmm.numeric.inputs import _table

GEV_PER_KEV = 1e-6


@dataclass(frozen=True)
class RecoilWindow:
    """Recoil energies of electrons that an experiment looks at, GeV.

    Attributes:
        T_min, T_max: edges.
        E_nu: energy of the neutrinos; None for those of the solar pp reaction.
        source, mark: of the numbers.
    """

    T_min: float
    T_max: float
    E_nu: float | None
    source: str
    mark: str


@dataclass(frozen=True)
class RedGiant:
    """The plasma of a red giant, GeV.

    Attributes:
        plasma_frequency: mass of a plasmon.
        largest_mass: of a dark photon that propagates in it like a photon.
        source, mark: as for `numeric.inputs.data.Measurement`.
    """

    plasma_frequency: float
    largest_mass: float
    source: str
    mark: str


@dataclass(frozen=True)
class Nucleus:
    """A muonic atom.

    Attributes:
        overlap: D of the dipole operator, in units of m_μ^(5/2).
        capture_rate: of muons, per second.
        source, mark: as for `numeric.inputs.data.Measurement`.
    """

    overlap: float
    capture_rate: float
    source: str
    mark: str


@cache
def recoil_windows() -> dict[str, RecoilWindow]:
    """By experiment."""
    return {
        name: RecoilWindow(
            entry["T_min"] * GEV_PER_KEV,
            entry["T_max"] * GEV_PER_KEV,
            entry["E_nu"] * GEV_PER_KEV if "E_nu" in entry else None,
            **_origin(entry),
        )
        for name, entry in _table("recoil.toml")["window"].items()
    }


@cache
def red_giant() -> RedGiant:
    """The plasma that limits on neutrino moments from stars refer to."""
    entry = _table("recoil.toml")["red_giant"]
    return RedGiant(
        entry["plasma_frequency"] * GEV_PER_KEV,
        entry["largest_mass"] * GEV_PER_KEV,
        **_origin(entry),
    )


@cache
def nucleus(name: str) -> Nucleus:
    """A nucleus by its chemical symbol.

    Raises:
        KeyError: no such nucleus; the message lists those there are.
    """
    table = _table("nuclei.toml")["nucleus"]
    if name not in table:
        raise KeyError(f"nucleus {name!r}: not one of {sorted(table)}")
    entry = table[name]
    return Nucleus(entry["overlap"], entry["capture_rate"] * 1e6, **_origin(entry))


def _origin(entry: dict[str, Any]) -> dict[str, str]:
    return {key: entry[key] for key in ("source", "mark")}
