r"""Measured numbers, limits and exclusion curves, each with its date and its source.

Everything is read from the files of this folder: `limits.toml`, `electroweak.toml` and `solar.toml`
hold single numbers in one format, `curves.toml` exclusion curves, `bibliography.bib` the sources.
All of it is checked when it is first read; what is wrong is a `DataError` that names file, entry
and field.

A quantity has one or more dated entries, one of them the default. The default is superseded by a
newer measurement, but by a newer limit only if that is stronger; numbers quoted from memory
supersede nothing that was seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from darktmm.derive.memo import cache
from darktmm.numeric.inputs import _table

FloatArray = NDArray[np.float64]

MEV_PER_GEV = 1e3

FROM_MEMORY = "from memory"
MARKS = ("seen", "derived", FROM_MEMORY)
"""How a number got here: read in its source, computed from such numbers, or remembered."""

WITH_UNCERTAINTY = ("measurement", "prediction")
WITH_RANGE = ("excluded range", "range of upper limits", "value range")
STRONGER_BELOW = ("upper limit", "sensitivity", "range of upper limits")
STRONGER_ABOVE = ("lower limit", "excluded range")
KINDS = (*WITH_UNCERTAINTY, *WITH_RANGE, "upper limit", "lower limit", "sensitivity", "value")

CHANNELS = ("invisible", "visible")
SHAPES = {"upper": 2, "band": 3}
"""Numbers per point of a curve: mass and limit, or mass and both edges."""

NUMBER_FILES = ("limits.toml", "electroweak.toml", "solar.toml")
CURVE_FILE = "curves.toml"
BIBLIOGRAPHY = "bibliography.bib"


class DataError(ValueError):
    """A data file says something impossible; the message names file, entry and field."""


@dataclass(frozen=True)
class Measurement:
    """One dated number.

    Attributes:
        name: key of the entry.
        quantity: what it is a value of; `default` and `measurements` look for this.
        kind: one of `KINDS`.
        value: central value, limit, or upper end of a range.
        uncertainty: one standard deviation, for `WITH_UNCERTAINTY` only.
        lower: lower end, for `WITH_RANGE` only.
        unit: "1" for pure numbers, "mu_B" for Bohr magnetons.
        confidence: level of a limit, where one is given.
        year, source, arxiv: of the publication.
        bibtex: its key in `bibliography.bib`.
        mark: one of `MARKS`.
        note: what else is needed to use it.
    """

    name: str
    quantity: str
    kind: str
    value: float
    unit: str
    year: int
    source: str
    bibtex: str
    mark: str
    uncertainty: float | None = None
    lower: float | None = None
    confidence: float | None = None
    arxiv: str | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Curve:
    """Exclusion of the kinetic mixing ε as a function of the dark-photon mass.

    Attributes:
        name: key of the entry.
        channel: "invisible" or "visible".
        final_state: pairs searched for, e.g. "ee" or "ee, mumu"; None for invisible.
        kind: "upper", excluded above `lower`, or "band", excluded from `lower` to `upper`.
        masses: GeV, increasing, shape (n,).
        lower, upper: ε, shape (n,); `upper` is None where the exclusion is single-sided.
        accuracy: relative, of the reading.
        confidence, year, source, arxiv, bibtex, mark, note: as for `Measurement`.
    """

    name: str
    channel: str
    final_state: str | None
    kind: str
    masses: FloatArray
    lower: FloatArray
    upper: FloatArray | None
    accuracy: float
    confidence: float | None
    year: int
    source: str
    arxiv: str | None
    bibtex: str
    mark: str
    note: str

    @property
    def domain(self) -> tuple[float, float]:
        """Smallest and largest mass measured, GeV."""
        return float(self.masses[0]), float(self.masses[-1])

    def at(self, mass: ArrayLike) -> FloatArray:
        """Limit on ε, or the lower edge of a band; NaN outside the domain.

        Args:
            mass: GeV, any shape; 0 and NaN are outside.

        Raises:
            ValueError: a mass is negative.
        """
        return self._interpolate(mass, self.lower)

    def band(self, mass: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Both edges of the excluded interval of ε, the upper one infinite if single-sided."""
        lower = self.at(mass)
        if self.upper is None:
            return lower, np.where(np.isnan(lower), np.nan, np.inf)
        return lower, self._interpolate(mass, self.upper)

    def _interpolate(self, mass: ArrayLike, epsilon: FloatArray) -> FloatArray:
        """Straight lines in log m, log ε; never beyond the first and last point."""
        m = np.asarray(mass, dtype=float)
        if np.any(m < 0):
            raise ValueError(f"mass = {m[m < 0].flat[0]}: must be >= 0, in GeV")
        with np.errstate(divide="ignore"):
            x = np.log(m)
        y = np.interp(x, np.log(self.masses), np.log(epsilon), left=np.nan, right=np.nan)
        return np.asarray(np.exp(y))


@dataclass(frozen=True)
class Electroweak:
    """Default electroweak inputs.

    Attributes:
        G_F: Fermi constant of muon decay, GeV⁻².
        m_e, m_mu, m_tau: masses of the charged leptons, GeV.
        tau_mu, tau_tau: their mean lives, s.
        M_W, M_Z, M_h: masses of W, Z and of the Higgs boson, GeV.
        Gamma_Z: width of the Z, GeV.
    """

    G_F: float
    m_e: float
    m_mu: float
    m_tau: float
    tau_mu: float
    tau_tau: float
    M_W: float
    M_Z: float
    Gamma_Z: float
    M_h: float

    @property
    def sin2_theta_w(self) -> float:
        """On-shell sin²θ_W = 1 − M_W²/M_Z²."""
        return 1 - (self.M_W / self.M_Z) ** 2


@dataclass(frozen=True)
class Line:
    """A monochromatic neutrino line.

    Attributes:
        energy: GeV.
        branching: share of the decays.
    """

    energy: float
    branching: float


@dataclass(frozen=True)
class Solar:
    """Solar neutrinos and recoil windows, energies in GeV.

    Attributes:
        be7_lines: the two lines of ⁷Be electron capture, the stronger one first.
        pp_end_point: largest pp neutrino energy.
        survival_be7, survival_pp: P_ee at those energies.
        window: recoil energies in the published Borexino analysis.
        lower_edge: its lower edge to three digits.
        paper_threshold: T_min that arXiv:2603.25704 puts in its place.
    """

    be7_lines: tuple[Line, Line]
    pp_end_point: float
    survival_be7: Measurement
    survival_pp: Measurement
    window: tuple[float, float]
    lower_edge: float
    paper_threshold: float


# --- what there is ------------------------------------------------------------------------------


def measurement(name: str) -> Measurement:
    """The entry of that name.

    Raises:
        KeyError: no such entry; the message lists those there are.
    """
    return _look_up("measurement", name, _numbers()[0])


def default(quantity: str) -> Measurement:
    """The entry to use for a quantity.

    Raises:
        KeyError: no such quantity; the message lists those there are.
    """
    entries, defaults = _numbers()
    return entries[_look_up("quantity", quantity, defaults)]


def measurements(quantity: str) -> tuple[Measurement, ...]:
    """All entries of a quantity, oldest first.

    Raises:
        KeyError: no such quantity; the message lists those there are.
    """
    entries, defaults = _numbers()
    _look_up("quantity", quantity, defaults)
    found = (entry for entry in entries.values() if entry.quantity == quantity)
    return tuple(sorted(found, key=lambda entry: entry.year))


def quantities() -> tuple[str, ...]:
    """Everything there is a number of, in the order of the files."""
    return tuple(_numbers()[1])


def curve(name: str) -> Curve:
    """The exclusion curve of that name.

    Raises:
        KeyError: no such curve; the message lists those there are.
    """
    return _look_up("curve", name, _curves())


def curves(channel: str) -> tuple[Curve, ...]:
    """All curves of a channel, oldest first.

    Raises:
        KeyError: `channel` is neither "invisible" nor "visible".
    """
    if channel not in CHANNELS:
        raise KeyError(f"channel {channel!r}: not one of {list(CHANNELS)}")
    found = (c for c in _curves().values() if c.channel == channel)
    return tuple(sorted(found, key=lambda c: c.year))


@cache
def electroweak() -> Electroweak:
    """The default of each electroweak input; `default("M_W")` has its uncertainty and source."""
    return Electroweak(**{f.name: default(f.name).value for f in fields(Electroweak)})


@cache
def solar() -> Solar:
    """Solar neutrino lines, survival probabilities and recoil windows."""

    def energy(quantity: str) -> float:
        return default(quantity).value / MEV_PER_GEV

    lines = [
        Line(energy(f"E_nu(7Be, {state} state)"), default(f"branching(7Be, {state} state)").value)
        for state in ("ground", "excited")
    ]
    window = default("recoil window, Borexino")
    assert window.lower is not None
    return Solar(
        be7_lines=(lines[0], lines[1]),
        pp_end_point=energy("E_nu(pp, end point)"),
        survival_be7=default("P_ee(7Be)"),
        survival_pp=default("P_ee(pp)"),
        window=(window.lower / MEV_PER_GEV, window.value / MEV_PER_GEV),
        lower_edge=energy("T_min, Borexino"),
        paper_threshold=energy("T_min, arXiv:2603.25704"),
    )


def bibtex(key: str) -> str:
    """The BibTeX entry of a source, as in `bibliography.bib`.

    Raises:
        KeyError: no such key; the message lists those there are.
    """
    return _look_up("bibtex key", key, _bibliography())


def _look_up(what: str, name: str, table: Mapping[str, Any]) -> Any:
    if name not in table:
        raise KeyError(f"{what} {name!r}: not one of {sorted(table)}")
    return table[name]


# --- reading and checking -----------------------------------------------------------------------


@cache
def _bibliography() -> dict[str, str]:
    text = files(__package__).joinpath(BIBLIOGRAPHY).read_text(encoding="utf-8")
    entries = re.findall(r"^@\w+\{.*?^\}", text, flags=re.MULTILINE | re.DOTALL)
    return {entry[entry.index("{") + 1 : entry.index(",")]: entry for entry in entries}


@cache
def _numbers() -> tuple[dict[str, Measurement], dict[str, str]]:
    """Entries of all files by name, and the name of the default by quantity."""
    entries: dict[str, Measurement] = {}
    defaults: dict[str, str] = {}
    for file in NUMBER_FILES:
        read, chosen = _read_numbers(file, _table(file), _bibliography())
        if twice := sorted((read.keys() & entries.keys()) | (chosen.keys() & defaults.keys())):
            raise DataError(f"{file}: {twice} also in another file")
        entries |= read
        defaults |= chosen
    return entries, defaults


@cache
def _curves() -> dict[str, Curve]:
    return _read_curves(CURVE_FILE, _table(CURVE_FILE), _bibliography())


def _read_numbers(
    file: str, table: Mapping[str, Any], keys: Collection[str]
) -> tuple[dict[str, Measurement], dict[str, str]]:
    """Entries and defaults of one file.

    Raises:
        DataError: naming file, entry and field.
    """
    entries = {n: _number(f"{file}, {n!r}", n, e, keys) for n, e in table["entry"].items()}
    defaults = dict(table["default"])
    if unpaired := sorted(defaults.keys() ^ {e.quantity for e in entries.values()}):
        raise DataError(f"{file}, default: {unpaired} need both an entry and a default")
    for quantity, name in defaults.items():
        _check_default(f"{file}, default, {quantity!r}", quantity, name, entries)
    return entries, defaults


def _number(where: str, name: str, raw: Mapping[str, Any], keys: Collection[str]) -> Measurement:
    known = [f.name for f in fields(Measurement) if f.name != "name"]
    _check_fields(where, raw, known[: known.index("uncertainty")], known)
    _check_common(where, raw, keys)
    _one_of(where, "kind", raw["kind"], KINDS)
    for field in ("value", "uncertainty", "lower"):
        if field in raw and not (_is_number(raw[field]) and math.isfinite(raw[field])):
            raise DataError(f"{where}, {field} = {raw[field]!r}: must be a finite number")
    for field, kinds in (("uncertainty", WITH_UNCERTAINTY), ("lower", WITH_RANGE)):
        if (field in raw) != (raw["kind"] in kinds):
            raise DataError(f"{where}, {field}: goes with {list(kinds)}, not {raw['kind']!r}")
    if raw.get("uncertainty", 1.0) <= 0:
        raise DataError(f"{where}, uncertainty = {raw['uncertainty']!r}: must be > 0")
    if raw["kind"] in (*STRONGER_BELOW, *STRONGER_ABOVE) and raw["value"] <= 0:
        raise DataError(f"{where}, value = {raw['value']!r}: must be > 0")
    if not raw.get("lower", -math.inf) < raw["value"]:
        raise DataError(f"{where}, lower = {raw['lower']!r}: must be < value = {raw['value']!r}")
    return Measurement(name=name, **raw)


def _check_default(
    where: str, quantity: str, name: str, entries: Mapping[str, Measurement]
) -> None:
    same = {n: e for n, e in entries.items() if e.quantity == quantity}
    _one_of(where, "entry", name, same)
    for other in same.values():
        if _supersedes(other, same[name]):
            raise DataError(f"{where} = {name!r}: superseded by {other.name!r}")


def _supersedes(new: Measurement, old: Measurement) -> bool:
    """Whether `new` makes `old` out of date; a weaker limit does not."""
    if new.year <= old.year or (new.mark == FROM_MEMORY and old.mark != FROM_MEMORY):
        return False
    if new.kind in STRONGER_BELOW:
        return new.value < old.value
    if new.kind in STRONGER_ABOVE:
        return new.value > old.value
    return True


CURVE_FIELDS = ("channel", "kind", "points", "year", "source", "bibtex", "mark")
CURVE_OPTIONS = ("final_state", "confidence", "arxiv", "note")


def _read_curves(file: str, table: Mapping[str, Any], keys: Collection[str]) -> dict[str, Curve]:
    """All curves of one file.

    Raises:
        DataError: naming file, entry and field.
    """
    accuracy = table["accuracy"]
    if not (_is_number(accuracy) and 0 < accuracy < 1):
        raise DataError(f"{file}, accuracy = {accuracy!r}: must be between 0 and 1")
    return {
        name: _curve(f"{file}, {name!r}", name, raw, accuracy, keys)
        for name, raw in table["curve"].items()
    }


def _curve(
    where: str, name: str, raw: Mapping[str, Any], accuracy: float, keys: Collection[str]
) -> Curve:
    _check_fields(where, raw, CURVE_FIELDS, (*CURVE_FIELDS, *CURVE_OPTIONS))
    _check_common(where, raw, keys)
    _one_of(where, "channel", raw["channel"], CHANNELS)
    _one_of(where, "kind", raw["kind"], SHAPES)
    if ("final_state" in raw) != (raw["channel"] == "visible"):
        raise DataError(f"{where}, final_state: goes with visible curves, and only with them")
    masses, lower, upper = _columns(where, raw["points"], SHAPES[raw["kind"]])
    return Curve(
        name=name,
        channel=raw["channel"],
        final_state=raw.get("final_state"),
        kind=raw["kind"],
        masses=masses,
        lower=lower,
        upper=upper,
        accuracy=accuracy,
        confidence=raw.get("confidence"),
        year=raw["year"],
        source=raw["source"],
        arxiv=raw.get("arxiv"),
        bibtex=raw["bibtex"],
        mark=raw["mark"],
        note=raw.get("note", ""),
    )


def _columns(
    where: str, points: list[list[float]], width: int
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Masses in GeV and one or two edges, read-only because they are shared."""
    for point in points:
        if len(point) != width or not all(_is_number(x) and 0 < x < math.inf for x in point):
            raise DataError(f"{where}, points: {point} must be {width} positive numbers")
        if point[1:] != sorted(set(point[1:])):
            raise DataError(f"{where}, points: {point} must have its lower edge below the upper")
    for first, second in pairwise(points):
        if first[0] >= second[0]:
            raise DataError(f"{where}, points: mass {second[0]} must be above {first[0]}")
    if len(points) < 2:
        raise DataError(f"{where}, points: {len(points)} of them, must be at least 2")
    columns = np.array(points, dtype=float).T
    columns[0] /= MEV_PER_GEV  # a quotient is rounded once: 1.1 MeV is the number written 0.0011
    columns.setflags(write=False)
    return columns[0], columns[1], columns[2] if width == SHAPES["band"] else None


def _check_fields(
    where: str, raw: Mapping[str, Any], required: Iterable[str], known: Collection[str]
) -> None:
    for field in required:
        if field not in raw:
            raise DataError(f"{where}, {field}: missing")
    for field in raw:
        _one_of(where, "field", field, known)


def _check_common(where: str, raw: Mapping[str, Any], keys: Collection[str]) -> None:
    """Mark, source, year and confidence."""
    _one_of(where, "mark", raw["mark"], MARKS)
    _one_of(where, "bibtex", raw["bibtex"], keys)
    for field in {"quantity", "unit", "source", "arxiv", "final_state", "note"} & raw.keys():
        if not (isinstance(raw[field], str) and raw[field]):
            raise DataError(f"{where}, {field} = {raw[field]!r}: must be a text")
    if type(raw["year"]) is not int or not 1900 < raw["year"] < 2100:
        raise DataError(f"{where}, year = {raw['year']!r}: must be a year")
    level = raw.get("confidence", 0.5)
    if not (_is_number(level) and 0 < level < 1):
        raise DataError(f"{where}, confidence = {level!r}: must be between 0 and 1")


def _one_of(where: str, field: str, value: object, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise DataError(f"{where}, {field} = {value!r}: not one of {sorted(allowed)}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
