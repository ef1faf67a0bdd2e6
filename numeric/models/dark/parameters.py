r"""Parameters of the dark model: read from a TOML file, checked field by field, never completed silently.

One object for any number of points; a point is a sample of length one. Everything is in GeV and radians.
What is optional is documented at `Parameters`; an unknown key, a missing one, a wrong shape or an
impossible value is a `ParameterError` that names it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from reprlib import Repr
from typing import Any

import numpy as np

from darktmm.numeric.arrays import BoolArray, ComplexArray, FloatArray, Numbers
from darktmm.numeric.inputs import oscillation
from darktmm.numeric.processes.mixing import pmns

ORTHOGONALITY = 1e-12
"""Largest allowed element of |OᵀO − 1| for a mixing matrix given as numbers."""


class ParameterError(ValueError):
    """A parameter is missing, unknown, of the wrong shape or impossible."""


_SHOWN = Repr()
"""Values in messages: whole where they are short, never a page."""
_SHOWN.maxlist = _SHOWN.maxdict = _SHOWN.maxlevel = 6
_SHOWN.maxstring = _SHOWN.maxother = 60


def _refuse(name: str, value: object, allowed: str) -> ParameterError:
    try:
        shown = _SHOWN.repr(value)
    except ValueError:  # Python does not print integers of thousands of digits
        shown = "an integer of thousands of digits"
    return ParameterError(f"{name} = {shown}: {allowed}")


SECTIONS = {
    "m_L": "fermion.m_L",
    "m_R": "fermion.m_R",
    "m_D": "fermion.m_D",
    "M_E": "fermion.M_E",
    "M_H": "scalar.M_H",
    "M_A": "scalar.M_A",
    "O_R": "scalar.O_R",
    "O_I": "scalar.O_I",
    "y": "yukawa.y",
    "g_D": "gauge.g_D",
    "Q_N": "gauge.Q_N",
    "Q_S": "gauge.Q_S",
    "U": "neutrino.U",
    "m_aprime": "dark_photon.m",
    "epsilon": "dark_photon.epsilon",
}
"""How a point file calls the attributes."""

AXES = {"M_H": 1, "M_A": 1, "O_R": 2, "O_I": 2, "y": 2, "U": 2}
"""Number of axes of one point, where it is not a number."""

COMPLEX = ("y", "U")

FINITE = tuple(name for name in SECTIONS if name not in ("m_aprime", "epsilon"))
POSITIVE = ("M_E", "M_H", "M_A", "m_aprime")
NOT_NEGATIVE = {"m_D": "must be >= 0 (its phase is a convention)", "g_D": "must be >= 0"}


@dataclass(frozen=True, eq=False)
class Parameters:
    """n points in the parameter space of the dark model with g scalar generations, GeV and radians.

    What is given for one point (a number, or an array without the first axis) holds for all of them.

    Attributes:
        m_L, m_R, m_D: Majorana and Dirac masses of N, (n,); any sign for m_L, m_R.
        M_E: mass of the charged partner, (n,).
        M_H, M_A: masses of the CP-even and CP-odd scalars, (n, g).
        O_R, O_I: their mixing matrices, S_aR = Σ (O_R)_ak H_k, (n, g, g).
        y: Yukawa couplings y_{αa}, rows e, μ, τ, (n, 3, g).
        g_D, Q_N, Q_S: gauge coupling and charges, Q_N + Q_S = 0, (n,).
        U: PMNS matrix with Majorana phases, (n, 3, 3).
        m_aprime: mass of the dark photon, (n,); NaN, or None for all, where there is none.
        epsilon: kinetic mixing, with the sign of +ε/2 F F', (n,); NaN where there is no dark photon.

    Raises:
        ParameterError: naming the parameter, its first impossible value and what is allowed.
    """

    m_L: FloatArray
    m_R: FloatArray
    m_D: FloatArray
    M_E: FloatArray
    M_H: FloatArray
    M_A: FloatArray
    O_R: FloatArray
    O_I: FloatArray
    y: ComplexArray
    g_D: FloatArray
    Q_N: FloatArray
    Q_S: FloatArray
    U: ComplexArray
    m_aprime: FloatArray = None  # type: ignore[assignment]
    epsilon: FloatArray = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        arrays = {name: _array(name, getattr(self, name)) for name in SECTIONS}
        for name, array in _of_all(arrays).items():
            object.__setattr__(self, name, array)
        self._check()

    def _check(self) -> None:
        n, g = len(self), self.M_H.shape[-1]
        if g < 1 or self.M_A.shape[-1] != g:
            raise _refuse("scalar.M_A", self.M_A[0].tolist(), f"must be {g} masses, as many as M_H")
        shapes = {"O_R": (g, g), "O_I": (g, g), "y": (3, g), "U": (3, 3)}
        for name, shape in shapes.items():
            found = getattr(self, name).shape[1:]
            if found != shape:
                allowed = f"must have shape {shape}" + f" or (2, {g})" * (name == "y")
                raise _refuse(SECTIONS[name], found, allowed)
        if n == 0:
            return
        for name in SECTIONS:
            array = getattr(self, name)
            wrong = ~np.isfinite(array) if name in FINITE else np.isinf(array)
            if AXES.get(name) == 2:  # a matrix is shown whole
                self._first(name, wrong.any(axis=(1, 2)), "must be finite")
                continue
            self._first(name, wrong, "must be finite")
            if name in NOT_NEGATIVE:
                self._first(name, array < 0, NOT_NEGATIVE[name])
            if name in POSITIVE:
                self._first(name, array <= 0, "must be > 0")
        massless = (self.m_L == 0) & (self.m_R == 0) & (self.m_D == 0)
        if massless.any():
            raise _refuse("fermion.m_L, m_R, m_D", 0.0, "must not all vanish")
        for name in ("O_R", "O_I"):
            matrix = getattr(self, name)
            defect = _defect(matrix)
            wrong = ~(defect <= ORTHOGONALITY)
            worst = defect[wrong][0] if wrong.any() else 0.0
            self._first(name, wrong, f"must be orthogonal; |O^T O - 1| reaches {worst:.1e}")
        wrong = self.Q_N + self.Q_S != 0
        if wrong.any():
            opposite = -self.Q_N[wrong][0].item()
            allowed = f"must be -Q_N = {opposite}, or the Yukawa term breaks U(1)_D"
            self._first("Q_S", wrong, allowed)
        self._first("U", ~(_defect(self.U) <= ORTHOGONALITY), "must be a unitary 3x3 matrix")
        if np.any(np.isnan(self.m_aprime) != np.isnan(self.epsilon)):
            raise ParameterError("dark_photon: m and epsilon must be given together")
        outside = np.abs(self.epsilon) >= 1
        self._first("epsilon", outside, "must lie in (-1, 1), or A' is a ghost")

    def _first(self, name: str, wrong: BoolArray, allowed: str) -> None:
        """Refuse the first wrong value; `wrong` has the axes of the array, or that of the points."""
        if not wrong.any():
            return
        k, *index = (int(axis[0]) for axis in np.nonzero(wrong))
        value = getattr(self, name)[(k, *index)]
        where = "" if len(self) == 1 else f" (point {k})"
        place = "".join(f"[{i}]" for i in index)
        raise _refuse(f"{SECTIONS[name]}{place}", value.tolist(), f"{allowed}{where}")

    # --- points --------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.m_L)

    def __iter__(self) -> Iterator[Parameters]:
        """Point by point."""
        return (self[k] for k in range(len(self)))

    def _selected(self, function: Callable[[Any], Any]) -> Parameters:
        """A function of every array, of points that have been checked."""
        found = object.__new__(Parameters)
        for name in SECTIONS:
            object.__setattr__(found, name, function(getattr(self, name)))
        return found

    def __getitem__(self, which: Any) -> Parameters:
        """Some of the points; one of them for a whole number."""
        if isinstance(which, int | np.integer):
            k = range(len(self))[which]
            which = slice(k, k + 1)
        return self._selected(lambda array: array[which])

    def repeated(self, n: int) -> Parameters:
        """Each point n times."""
        return self._selected(lambda array: np.repeat(array, n, axis=0))

    @classmethod
    def stack(cls, points: Iterable[Parameters]) -> Parameters:
        """Points with the same number of scalar generations, one after the other.

        Raises:
            ParameterError: no point, or different numbers of generations.
        """
        points = list(points)
        generations = sorted({p.generations for p in points})
        if len(generations) != 1:
            raise ParameterError(f"points: {generations} generations, must be one number for all")
        return cls(*(np.concatenate([getattr(p, name) for p in points]) for name in SECTIONS))

    def with_(self, **changes: Any) -> Parameters:
        """A copy with some attributes changed, checked again.

        One point with an array of values of one or several attributes becomes that many points.
        """
        return replace(self, **changes)

    @property
    def only(self) -> Any:
        """The values of a single point: every attribute without its first axis.

        Raises:
            ParameterError: there are several points, or none.
        """
        if len(self) != 1:
            raise ParameterError(f"{len(self)} points, must be one")
        return _Only(self)

    # --- what follows from the parameters --------------------------------------------------------

    @property
    def generations(self) -> int:
        """Number of complex scalars."""
        return int(self.M_H.shape[1])

    @property
    def has_dark_photon(self) -> BoolArray:
        """Where there is one, (n,)."""
        return ~np.isnan(self.m_aprime)

    @cached_property
    def angles(self) -> tuple[FloatArray, FloatArray] | None:
        """θ_R, θ_I, rad, (n,) each, where all mixings are rotations of two scalars; None otherwise."""
        mixings = self.O_R, self.O_I
        if self.generations != 2 or any(np.any(np.linalg.det(o) < 0) for o in mixings):
            return None
        theta_r, theta_i = (np.arctan2(o[:, 0, 1], o[:, 0, 0]) for o in mixings)
        return theta_r, theta_i

    @cached_property
    def majorana_angle(self) -> FloatArray:
        """θ with tan 2θ = 2m_D/(m_L − m_R), rad, (n,); π/4 for m_L = m_R."""
        general = 0.5 * np.arctan2(2 * self.m_D, self.m_L - self.m_R)
        return np.where(self.m_L == self.m_R, np.pi / 4, general)

    @cached_property
    def heavy_masses(self) -> FloatArray:
        """Signed M₁, M₂, the diagonal of Oᵀ(m_L, m_D; m_D, m_R)O, GeV, (n, 2)."""
        c, s = np.cos(self.majorana_angle), np.sin(self.majorana_angle)
        mixed = 2 * self.m_D * s * c
        first = self.m_L * s * s + self.m_R * c * c - mixed
        second = self.m_L * c * c + self.m_R * s * s + mixed
        equal = self.m_L == self.m_R
        first = np.where(equal, self.m_L - self.m_D, first)
        second = np.where(equal, self.m_L + self.m_D, second)
        return np.stack([first, second], axis=-1)

    @cached_property
    def coupling(self) -> ComplexArray:
        """λ_ia = Σ_α y_αa U*_αi, pure numbers, (n, 3, g)."""
        return self.U.conj().swapaxes(1, 2) @ self.y

    @cached_property
    def physical_couplings(self) -> tuple[ComplexArray, ComplexArray]:
        """λ̃*_{iH_k} and λ̃*_{iA_m} of arXiv:2603.25704 (11), pure numbers, (n, 3, g) each."""
        conjugate = self.coupling.conj()
        return conjugate @ self.O_R, conjugate @ self.O_I

    # --- files -----------------------------------------------------------------------------------------

    def to_toml(self) -> str:
        """A point file that `from_file` reads back to the last digit.

        Raises:
            ParameterError: several points, or U is not of the form that the angles of a point file
                describe.
        """
        return "\n".join(
            f"[{name}]\n" + "".join(f"{key} = {_toml(v)}\n" for key, v in section.items())
            for name, section in self.to_table().items()
        )

    def to_table(self) -> dict[str, dict[str, Any]]:
        """Sections, keys and numbers of a point file, as `from_table` reads them.

        Raises:
            ParameterError: as for `to_toml`.
        """
        here = self.only
        fermion = {"m_L": here.m_L, "m_R": here.m_R}
        if here.m_L == here.m_R >= 0:
            fermion = {"m": here.m_L}
        scalar = {name: getattr(here, name).tolist() for name in ("M_H", "M_A", "O_R", "O_I")}
        sections: dict[str, dict[str, Any]] = {
            "fermion": {**fermion, "m_D": here.m_D, "M_E": here.M_E},
            "scalar": scalar,
            "yukawa": {"y": np.stack([here.y.real, here.y.imag], axis=-1).tolist()},
            "gauge": {name: getattr(here, name) for name in ("g_D", "Q_N", "Q_S")},
            "neutrino": _pmns_angles(here.U),
        }
        if here.has_dark_photon:
            sections["dark_photon"] = {"m": here.m_aprime, "epsilon": here.epsilon}
        return sections

    @classmethod
    def from_file(cls, path: str | Path) -> Parameters:
        """Read a point file.

        Raises:
            ParameterError: naming the key, its value and what is allowed.
        """
        try:
            text = Path(path).read_bytes()
        except FileNotFoundError as error:
            raise ParameterError(f"{path}: no such file") from error
        except OSError as error:
            raise ParameterError(f"{path}: cannot be read: {error.strerror}") from error
        except ValueError as error:  # a name that no file can have
            raise ParameterError(f"{path}: {error}") from error
        try:
            table = tomllib.loads(text.decode("utf-8-sig"))  # editors may write a byte-order mark
        except ValueError as error:  # not UTF-8, not TOML, or an integer without end
            raise ParameterError(f"{path}: not a TOML file: {error}") from error
        except RecursionError as error:
            raise ParameterError(f"{path}: nested too deeply") from error
        return cls.from_table(table)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Parameters:
        """A point from the sections of a point file."""
        sections = _sections(table)
        scalar = sections["scalar"]
        M_H, M_A = (_numbers(f"scalar.{key}", scalar.required(key)) for key in ("M_H", "M_A"))
        O_R, O_I = (
            _mixing(scalar, len(M_H), angle, matrix)
            for angle, matrix in (("theta_R", "O_R"), ("theta_I", "O_I"))
        )
        numbers = {
            key: _number(SECTIONS[key], sections[SECTIONS[key].split(".")[0]].required(key))
            for key in ("m_D", "M_E", "g_D", "Q_N", "Q_S")
        }
        values: dict[str, Any] = {
            **_majorana(sections["fermion"]),
            **numbers,
            **{"M_H": M_H, "M_A": M_A, "O_R": O_R, "O_I": O_I},
            "y": _yukawa(sections["yukawa"].required("y"), len(M_H)),
            "U": _pmns(sections["neutrino"]),
            **_dark_photon(sections["dark_photon"]),
        }
        return cls(**values)


class _Only:
    """A point without its axis."""

    def __init__(self, point: Parameters) -> None:
        self._point = point

    def __getattr__(self, name: str) -> Any:
        return _without_axis(getattr(self._point, name))


def _without_axis(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_without_axis, value))
    if not isinstance(value, np.ndarray):
        return value
    return value[0] if value.ndim > 1 else value[0].item()


def _array(name: str, value: Any) -> Any:
    """A value as an array with the axis of the points; of length one where it holds for all."""
    kind = complex if name in COMPLEX else float
    axes = AXES.get(name, 0)
    array = np.asarray(np.nan if value is None else value, dtype=kind)
    if array.ndim not in (axes, axes + 1):
        raise _refuse(SECTIONS[name], array.shape, f"must have {axes} axes, or one more")
    return array[None] if array.ndim == axes else array


def _of_all(arrays: dict[str, Any]) -> dict[str, Any]:
    """Arrays with the same number of points."""
    lengths = {name: len(array) for name, array in arrays.items()}
    several = {n for n in lengths.values() if n != 1}
    if len(several) > 1:
        raise ParameterError(f"{lengths}: numbers of points, must be one or the same")
    n = several.pop() if several else 1
    return {
        name: array if len(array) == n else np.broadcast_to(array, (n, *array.shape[1:]))
        for name, array in arrays.items()
    }


def _defect(matrix: Any) -> Any:
    """The largest element of |M†M − 1| at each point."""
    with np.errstate(over="ignore", invalid="ignore"):
        product = matrix.conj().swapaxes(1, 2) @ matrix
    return np.abs(product - np.eye(matrix.shape[-1])).max(axis=(1, 2))


# --- reading ------------------------------------------------------------------------------------------

KEYS: dict[str, tuple[str, ...]] = {
    "fermion": ("m", "m_L", "m_R", "m_D", "M_E"),
    "scalar": ("M_H", "M_A", "theta_R", "theta_I", "O_R", "O_I"),
    "yukawa": ("y",),
    "gauge": ("g_D", "Q_N", "Q_S"),
    "neutrino": ("theta_12", "theta_13", "theta_23", "delta_cp", "alpha_21", "alpha_31"),
    "dark_photon": ("m", "epsilon"),
}
"""Sections and keys of a point file."""

OPTIONAL = ("neutrino", "dark_photon")
"""Sections that may be absent: mixing is then that of the default fit, and A' has no mass."""


@dataclass(frozen=True)
class _Section:
    name: str
    values: Mapping[str, Any]

    def required(self, key: str) -> Any:
        if key not in self.values:
            raise ParameterError(f"{self.name}.{key}: missing")
        return self.values[key]

    def optional(self, key: str) -> Any:
        return self.values.get(key)


def _sections(table: Mapping[str, Any]) -> dict[str, _Section]:
    for name in table:
        if name not in KEYS:
            raise ParameterError(f"[{name}]: unknown section; allowed are {', '.join(KEYS)}")
    sections = {}
    for name, keys in KEYS.items():
        if name not in table and name not in OPTIONAL:
            raise ParameterError(f"[{name}]: missing section")
        values = table.get(name, {})
        if not isinstance(values, Mapping):
            raise _refuse(name, values, "must be a section")
        for key in values:
            if key not in keys:
                raise ParameterError(f"{name}.{key}: unknown key; allowed are {', '.join(keys)}")
        sections[name] = _Section(name, values)
    return sections


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _refuse(name, value, "must be a number")
    try:
        number = float(value)
    except OverflowError as error:
        raise _refuse(name, value, "must fit a double") from error
    _finite(name, number)
    return number


def _finite(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise _refuse(name, value, "must be finite")


def _numbers(name: str, value: Any) -> FloatArray:
    if not isinstance(value, (list, tuple)) or not value:
        raise _refuse(name, value, "must be a list of masses")
    return np.array([_number(f"{name}[{k}]", v) for k, v in enumerate(value)])


def _majorana(section: _Section) -> dict[str, float]:
    common, left, right = (section.optional(key) for key in ("m", "m_L", "m_R"))
    if common is not None:
        if left is not None or right is not None:
            raise ParameterError("fermion.m: give either m, or m_L and m_R, not both")
        value = _number("fermion.m", common)
        if value < 0:
            raise _refuse("fermion.m", value, "must be >= 0 (its phase is a convention)")
        return {"m_L": value, "m_R": value}
    if left is None or right is None:
        raise ParameterError("fermion.m: missing (or give both m_L and m_R)")
    return {"m_L": _number("fermion.m_L", left), "m_R": _number("fermion.m_R", right)}


def _mixing(section: _Section, n: int, angle: str, matrix: str) -> FloatArray:
    theta, given = section.optional(angle), section.optional(matrix)
    if (theta is None) == (given is None):
        raise ParameterError(
            f"scalar.{angle}: give either the angle {angle} or the matrix {matrix}"
        )
    if given is not None:
        if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
            raise _refuse(f"scalar.{matrix}", given, "must be a list of rows")
        rows = [
            [_number(f"scalar.{matrix}[{i}][{j}]", v) for j, v in enumerate(row)]
            for i, row in enumerate(given)
        ]
        if any(len(row) != len(rows) for row in rows):
            raise _refuse(f"scalar.{matrix}", given, "must be square")
        return np.array(rows, ndmin=2)
    value = _number(f"scalar.{angle}", theta)
    if n != 2:
        raise ParameterError(
            f"scalar.{angle}: an angle describes two scalars, not {n}; give {matrix}"
        )
    return rotation(value)


def rotation(angle: Numbers) -> FloatArray:
    """R(θ) = [[cos θ, sin θ], [−sin θ, cos θ]], that of `derive.basis.rotation`.

    Args:
        angle: θ, rad, any shape.

    Returns:
        Pure numbers, the shape of θ and (2, 2).
    """
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([np.stack([c, s], axis=-1), np.stack([-s, c], axis=-1)], axis=-2)


def _yukawa(value: Any, n: int) -> ComplexArray:
    allowed = f"must be 2 or 3 rows (e, mu, tau) of {n} pairs [re, im]"
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise _refuse("yukawa.y", value, allowed)
    y = np.zeros((3, n), dtype=complex)
    for row, entries in enumerate(value):
        if not isinstance(entries, list) or len(entries) != n:
            raise _refuse(f"yukawa.y[{row}]", entries, allowed)
        for column, pair in enumerate(entries):
            name = f"yukawa.y[{row}][{column}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise _refuse(name, pair, "must be a pair [re, im]")
            y[row, column] = complex(*(_number(name, part) for part in pair))
    return y


def _dark_photon(section: _Section) -> dict[str, float]:
    if not section.values:
        return {}
    return {
        "m_aprime": _number("dark_photon.m", section.required("m")),
        "epsilon": _number("dark_photon.epsilon", section.required("epsilon")),
    }


def _pmns(section: _Section) -> ComplexArray:
    fit = oscillation()
    angles = {}
    for key in KEYS["neutrino"]:
        given = section.optional(key)
        default = 0.0 if key.startswith("alpha") else getattr(fit, key)
        angles[key] = default if given is None else _number(f"neutrino.{key}", given)
    for key in ("theta_12", "theta_13", "theta_23"):
        if not 0 <= angles[key] <= math.pi / 2:
            raise _refuse(f"neutrino.{key}", angles[key], "must lie in [0, pi/2]")
    return pmns(**angles)


# --- writing ------------------------------------------------------------------------------------------


def _toml(value: Any) -> str:
    """A number, or nested lists of numbers; Python's repr keeps every digit."""
    if np.ndim(value):
        return "[" + ", ".join(_toml(x) for x in value) + "]"
    return repr(float(value))


def _pmns_angles(U: ComplexArray) -> dict[str, float]:
    """The arguments of `pmns` that give U."""
    s13 = abs(U[0, 2])
    alpha_21, alpha_31 = (2 * math.atan2(z.imag, z.real) for z in (U[0, 1], U[2, 2]))
    third = U[0, 2] * np.exp(-0.5j * alpha_31)
    found = {
        "theta_12": math.atan2(abs(U[0, 1]), abs(U[0, 0])),
        "theta_13": math.atan2(s13, math.hypot(abs(U[0, 0]), abs(U[0, 1]))),
        "theta_23": math.atan2(abs(U[1, 2]), abs(U[2, 2])),
        "delta_cp": math.atan2(-third.imag, third.real) if s13 else 0.0,
        "alpha_21": alpha_21,
        "alpha_31": alpha_31,
    }
    if not np.allclose(pmns(**found), U, rtol=0, atol=ORTHOGONALITY):
        raise ParameterError("neutrino.U: not of the form U_PDG diag(1, e^{i alpha_21/2}, ...)")
    return found
