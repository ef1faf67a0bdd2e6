r"""A parameter point: read from a TOML file, checked field by field, never completed silently.

Everything is in GeV and radians. What is optional is documented at `Point`; an unknown key, a
missing one, a wrong shape or an impossible value is a `PointError` that names it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.inputs import oscillation

FloatArray = NDArray[np.float64]
ComplexArray = NDArray[np.complex128]

ORTHOGONALITY = 1e-12
"""Largest allowed element of |OᵀO − 1| for a mixing matrix given as numbers."""


class PointError(ValueError):
    """A parameter is missing, unknown, of the wrong shape or impossible."""


def _refuse(name: str, value: object, allowed: str) -> PointError:
    try:
        shown = repr(value)
    except ValueError:  # Python does not print integers of thousands of digits
        shown = "an integer of thousands of digits"
    return PointError(f"{name} = {shown}: {allowed}")


@dataclass(frozen=True)
class Point:
    """One point in the parameter space of the dark model.

    Attributes:
        m_L, m_R, m_D: Majorana and Dirac masses of N; any sign for m_L, m_R.
        M_E: mass of the charged partner.
        M_H, M_A: masses of the CP-even and CP-odd scalars, shape (n,).
        O_R, O_I: their mixing matrices, S_aR = Σ (O_R)_ak H_k, shape (n, n).
        y: Yukawa couplings y_{αa}, rows e, μ, τ, shape (3, n).
        g_D, Q_N, Q_S: gauge coupling and charges, Q_N + Q_S = 0.
        U: PMNS matrix with Majorana phases, shape (3, 3).
        m_aprime: mass of the dark photon; None if the point has none.
        epsilon: kinetic mixing, with the sign of +ε/2 F F'; None if the point has no dark photon.
    """

    m_L: float
    m_R: float
    m_D: float
    M_E: float
    M_H: FloatArray
    M_A: FloatArray
    O_R: FloatArray
    O_I: FloatArray
    y: ComplexArray
    g_D: float
    Q_N: float
    Q_S: float
    U: ComplexArray
    m_aprime: float | None = None
    epsilon: float | None = None

    def __post_init__(self) -> None:
        for name in ("m_L", "m_R", "m_D"):
            _finite(f"fermion.{name}", getattr(self, name))
        if self.m_D < 0:
            raise _refuse("fermion.m_D", self.m_D, "must be >= 0 (its phase is a convention)")
        if self.m_L == self.m_R == self.m_D == 0:
            raise _refuse("fermion.m_L, m_R, m_D", 0.0, "must not all vanish")
        _positive("fermion.M_E", self.M_E)
        n = len(self.M_H)
        if n < 1 or len(self.M_A) != n:
            raise _refuse("scalar.M_A", self.M_A.tolist(), f"must be {n} masses, as many as M_H")
        for name, masses in (("scalar.M_H", self.M_H), ("scalar.M_A", self.M_A)):
            for k, mass in enumerate(masses):
                _positive(f"{name}[{k}]", float(mass))
        for name, matrix in (("scalar.O_R", self.O_R), ("scalar.O_I", self.O_I)):
            _orthogonal(name, matrix, n)
        if self.y.shape != (3, n):
            raise _refuse("yukawa.y", self.y.shape, f"must have shape (3, {n}) or (2, {n})")
        if not np.all(np.isfinite(self.y)):
            raise _refuse("yukawa.y", self.y.tolist(), "must be finite")
        for name in ("g_D", "Q_N", "Q_S"):
            _finite(f"gauge.{name}", getattr(self, name))
        if self.g_D < 0:
            raise _refuse("gauge.g_D", self.g_D, "must be >= 0")
        if self.Q_N + self.Q_S != 0:
            raise _refuse(
                "gauge.Q_S",
                self.Q_S,
                f"must be -Q_N = {-self.Q_N}, or the Yukawa term breaks U(1)_D",
            )
        if self.U.shape != (3, 3) or not np.allclose(
            self.U.conj().T @ self.U, np.eye(3), atol=ORTHOGONALITY, rtol=0
        ):
            raise _refuse("neutrino.U", self.U.tolist(), "must be a unitary 3x3 matrix")
        if (self.m_aprime is None) != (self.epsilon is None):
            raise PointError("dark_photon: m and epsilon must be given together")
        if self.m_aprime is not None and self.epsilon is not None:
            _positive("dark_photon.m", self.m_aprime)
            _finite("dark_photon.epsilon", self.epsilon)
            if abs(self.epsilon) >= 1:
                raise _refuse(
                    "dark_photon.epsilon", self.epsilon, "must lie in (-1, 1), or A' is a ghost"
                )

    # --- what follows from the parameters --------------------------------------------------------

    @property
    def generations(self) -> int:
        """Number of complex scalars."""
        return len(self.M_H)

    @cached_property
    def angles(self) -> tuple[float, float] | None:
        """θ_R, θ_I where both mixings are rotations of two scalars; None otherwise."""
        if self.generations != 2 or any(np.linalg.det(o) < 0 for o in (self.O_R, self.O_I)):
            return None
        theta_r, theta_i = (math.atan2(o[0, 1], o[0, 0]) for o in (self.O_R, self.O_I))
        return theta_r, theta_i

    @cached_property
    def majorana_angle(self) -> float:
        """θ with tan 2θ = 2m_D/(m_L − m_R); π/4 for m_L = m_R."""
        if self.m_L == self.m_R:
            return math.pi / 4
        return 0.5 * math.atan2(2 * self.m_D, self.m_L - self.m_R)

    @cached_property
    def heavy_masses(self) -> FloatArray:
        """Signed M₁, M₂: the diagonal of Oᵀ(m_L, m_D; m_D, m_R)O."""
        if self.m_L == self.m_R:
            return np.array([self.m_L - self.m_D, self.m_L + self.m_D])
        c, s = math.cos(self.majorana_angle), math.sin(self.majorana_angle)
        first = self.m_L * s * s + self.m_R * c * c - 2 * self.m_D * s * c
        second = self.m_L * c * c + self.m_R * s * s + 2 * self.m_D * s * c
        return np.array([first, second])

    @cached_property
    def coupling(self) -> ComplexArray:
        """λ_ia = Σ_α y_αa U*_αi, shape (3, n)."""
        return np.einsum("ra,ri->ia", self.y, self.U.conj())

    def with_(self, **changes: Any) -> Point:
        """A copy with some attributes changed, checked again."""
        return replace(self, **changes)

    # --- writing ---------------------------------------------------------------------------------

    def to_toml(self) -> str:
        """A point file that `from_file` reads back to the last digit.

        Raises:
            PointError: U is not of the form that the angles of a point file describe.
        """
        fermion = {"m_L": self.m_L, "m_R": self.m_R}
        if self.m_L == self.m_R >= 0:
            fermion = {"m": self.m_L}
        sections: dict[str, dict[str, Any]] = {
            "fermion": {**fermion, "m_D": self.m_D, "M_E": self.M_E},
            "scalar": {"M_H": self.M_H, "M_A": self.M_A, "O_R": self.O_R, "O_I": self.O_I},
            "yukawa": {"y": np.stack([self.y.real, self.y.imag], axis=-1)},
            "gauge": {"g_D": self.g_D, "Q_N": self.Q_N, "Q_S": self.Q_S},
            "neutrino": _angles(self.U),
        }
        if self.m_aprime is not None:
            sections["dark_photon"] = {"m": self.m_aprime, "epsilon": self.epsilon}
        return "\n".join(
            f"[{name}]\n" + "".join(f"{key} = {_toml(v)}\n" for key, v in section.items())
            for name, section in sections.items()
        )

    # --- reading ------------------------------------------------------------------------------------

    @classmethod
    def from_file(cls, path: str | Path) -> Point:
        """Read a point file.

        Raises:
            PointError: naming the key, its value and what is allowed.
        """
        try:
            table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise PointError(f"{path}: no such file") from error
        except OSError as error:
            raise PointError(f"{path}: cannot be read: {error.strerror}") from error
        except ValueError as error:  # not UTF-8, not TOML, or an integer without end
            raise PointError(f"{path}: not a TOML file: {error}") from error
        return cls.from_table(table)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Point:
        """Build a point from the sections of a point file."""
        sections = _sections(table)
        fermion, scalar = sections["fermion"], sections["scalar"]
        m_L, m_R = _majorana(fermion)
        M_H = _numbers("scalar.M_H", scalar.required("M_H"))
        M_A = _numbers("scalar.M_A", scalar.required("M_A"))
        O_R, O_I = (
            _mixing(scalar, len(M_H), angle, matrix)
            for angle, matrix in (("theta_R", "O_R"), ("theta_I", "O_I"))
        )
        gauge = sections["gauge"]
        return cls(
            m_L=m_L,
            m_R=m_R,
            m_D=_number("fermion.m_D", fermion.required("m_D")),
            M_E=_number("fermion.M_E", fermion.required("M_E")),
            M_H=M_H,
            M_A=M_A,
            O_R=O_R,
            O_I=O_I,
            y=_yukawa(sections["yukawa"].required("y"), len(M_H)),
            g_D=_number("gauge.g_D", gauge.required("g_D")),
            Q_N=_number("gauge.Q_N", gauge.required("Q_N")),
            Q_S=_number("gauge.Q_S", gauge.required("Q_S")),
            U=_pmns(sections["neutrino"]),
            **_dark_photon(sections["dark_photon"]),
        )


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
            raise PointError(f"{self.name}.{key}: missing")
        return self.values[key]

    def optional(self, key: str) -> Any:
        return self.values.get(key)


def _sections(table: Mapping[str, Any]) -> dict[str, _Section]:
    for name in table:
        if name not in KEYS:
            raise PointError(f"[{name}]: unknown section; allowed are {', '.join(KEYS)}")
    sections = {}
    for name, keys in KEYS.items():
        if name not in table and name not in OPTIONAL:
            raise PointError(f"[{name}]: missing section")
        values = table.get(name, {})
        if not isinstance(values, Mapping):
            raise _refuse(name, values, "must be a section")
        for key in values:
            if key not in keys:
                raise PointError(f"{name}.{key}: unknown key; allowed are {', '.join(keys)}")
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


def _positive(name: str, value: float) -> None:
    _finite(name, value)
    if value <= 0:
        raise _refuse(name, value, "must be > 0")


def _numbers(name: str, value: Any) -> FloatArray:
    if not isinstance(value, (list, tuple)) or not value:
        raise _refuse(name, value, "must be a list of masses")
    return np.array([_number(f"{name}[{k}]", v) for k, v in enumerate(value)])


def _orthogonal(name: str, matrix: FloatArray, n: int) -> None:
    if matrix.shape != (n, n):
        raise _refuse(name, matrix.tolist(), f"must have shape ({n}, {n})")
    defect = np.max(np.abs(matrix.T @ matrix - np.eye(n)))
    if not defect <= ORTHOGONALITY:
        raise _refuse(
            name, matrix.tolist(), f"must be orthogonal; |O^T O - 1| reaches {defect:.1e}"
        )


def _majorana(section: _Section) -> tuple[float, float]:
    common, left, right = (section.optional(key) for key in ("m", "m_L", "m_R"))
    if common is not None:
        if left is not None or right is not None:
            raise PointError("fermion.m: give either m, or m_L and m_R, not both")
        value = _number("fermion.m", common)
        if value < 0:
            raise _refuse("fermion.m", value, "must be >= 0 (its phase is a convention)")
        return value, value
    if left is None or right is None:
        raise PointError("fermion.m: missing (or give both m_L and m_R)")
    return _number("fermion.m_L", left), _number("fermion.m_R", right)


def _mixing(section: _Section, n: int, angle: str, matrix: str) -> FloatArray:
    theta, given = section.optional(angle), section.optional(matrix)
    if (theta is None) == (given is None):
        raise PointError(f"scalar.{angle}: give either the angle {angle} or the matrix {matrix}")
    if given is not None:
        if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
            raise _refuse(f"scalar.{matrix}", given, "must be a list of rows")
        rows = [
            [_number(f"scalar.{matrix}[{i}][{j}]", v) for j, v in enumerate(row)]
            for i, row in enumerate(given)
        ]
        if any(len(row) != len(rows) for row in rows):
            raise _refuse(f"scalar.{matrix}", given, "must be square")
        return np.array(rows)
    value = _number(f"scalar.{angle}", theta)
    if n != 2:
        raise PointError(f"scalar.{angle}: an angle describes two scalars, not {n}; give {matrix}")
    return rotation(value)


def rotation(angle: float) -> FloatArray:
    """[[cos θ, sin θ], [−sin θ, cos θ]], the R(θ) of `derive.basis.rotation`."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, s], [-s, c]])


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


def _toml(value: Any) -> str:
    """A number, or nested lists of numbers; Python's repr keeps every digit."""
    if np.ndim(value):
        return "[" + ", ".join(_toml(x) for x in value) + "]"
    return repr(float(value))


def _angles(U: ComplexArray) -> dict[str, float]:
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
        raise PointError("neutrino.U: not of the form U_PDG diag(1, e^{i alpha_21/2}, ...)")
    return found


def pmns(
    theta_12: float,
    theta_13: float,
    theta_23: float,
    delta_cp: float,
    alpha_21: float = 0.0,
    alpha_31: float = 0.0,
) -> ComplexArray:
    """U = U_PDG · diag(1, e^{iα₂₁/2}, e^{iα₃₁/2}), rows e, μ, τ (PDG, Neutrino Masses, Mixing)."""
    s12, s13, s23 = (math.sin(t) for t in (theta_12, theta_13, theta_23))
    c12, c13, c23 = (math.cos(t) for t in (theta_12, theta_13, theta_23))
    e = np.exp(1j * delta_cp)
    u = np.array(
        [
            [c12 * c13, s12 * c13, s13 / e],
            [-s12 * c23 - c12 * s13 * s23 * e, c12 * c23 - s12 * s13 * s23 * e, c13 * s23],
            [s12 * s23 - c12 * s13 * c23 * e, -c12 * s23 - s12 * s13 * c23 * e, c13 * c23],
        ]
    )
    return u * np.exp(0.5j * np.array([0.0, alpha_21, alpha_31]))
