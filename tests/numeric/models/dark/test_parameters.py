"""Parameters: what is right is read, what is wrong is named with its value and what is allowed."""

from __future__ import annotations

import copy
import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_points import random_points

from darktmm.numeric.inputs import oscillation, point_file
from darktmm.numeric.models.dark.parameters import (
    KEYS,
    SECTIONS,
    ParameterError,
    Parameters,
    pmns,
    rotation,
)
from darktmm.report.points import NAMES, bundled

Table = dict[str, Any]

GENERIC: Table = {
    "fermion": {"m_L": 0.7, "m_R": 1.3, "m_D": 0.4, "M_E": 2000.0},
    "scalar": {"M_H": [0.25, 0.35], "M_A": [0.2, 0.4], "theta_R": 0.3, "theta_I": 1.1},
    "yukawa": {"y": [[[0.08, 0.01], [0.02, 0.05]], [[0.03, -0.01], [0.07, 0.02]]]},
    "gauge": {"g_D": 0.5, "Q_N": 1, "Q_S": -1},
    "neutrino": {"theta_12": 0.6, "theta_13": 0.15, "theta_23": 0.8, "delta_cp": 3.7},
}

ABSENT = object()
SCALARS_3 = {"M_H": [0.2, 0.3, 0.4], "M_A": [0.25, 0.35, 0.45]}
YUKAWA_3 = {"y": [[[0.1, 0.0], [0.2, 0.0], [0.3, 0.0]], [[0.0, 0.1], [0.0, 0.2], [0.1, 0.1]]]}
CYCLIC = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def changed(**sections: Any) -> Table:
    """The generic table with keys replaced; a key with the value ABSENT is removed."""
    table = copy.deepcopy(GENERIC)
    for section, changes in sections.items():
        if changes is ABSENT:
            del table[section]
        elif isinstance(changes, dict):
            merged = table.get(section, {}) | changes
            table[section] = {k: v for k, v in merged.items() if v is not ABSENT}
        else:
            table[section] = changes
    return table


def refusal(table: Table) -> str:
    """The message with which a table is refused."""
    with pytest.raises(ParameterError) as caught:
        Parameters.from_table(table)
    return str(caught.value)


# --- single numbers --------------------------------------------------------------------------

NUMBERS = [
    ("fermion", "m_L"),
    ("fermion", "m_R"),
    ("fermion", "m_D"),
    ("fermion", "M_E"),
    ("scalar", "theta_R"),
    ("scalar", "theta_I"),
    ("gauge", "g_D"),
    ("gauge", "Q_N"),
    ("gauge", "Q_S"),
    *(("neutrino", key) for key in KEYS["neutrino"]),
]

NOT_NUMBERS = [
    (math.nan, "nan", "must be finite"),
    (math.inf, "inf", "must be finite"),
    (-math.inf, "-inf", "must be finite"),
    (True, "True", "must be a number"),
    ("0.3", "'0.3'", "must be a number"),
    ([0.3], "[0.3]", "must be a number"),
    ({"value": 0.3}, "{'value': 0.3}", "must be a number"),
    (10**400, "1000", "must fit a double"),
]


@pytest.mark.parametrize(("value", "shown", "allowed"), NOT_NUMBERS)
@pytest.mark.parametrize(("section", "key"), NUMBERS)
def test_every_number_is_a_finite_number(
    section: str, key: str, value: Any, shown: str, allowed: str
) -> None:
    """Section.key, its value and what is allowed are in the message."""
    message = refusal(changed(**{section: {key: value}}))
    assert message.startswith(f"{section}.{key} = {shown}")
    assert message.endswith(allowed)


@pytest.mark.parametrize(
    ("section", "changes", "named", "allowed"),
    [
        ("fermion", {"m_D": -0.1}, "fermion.m_D = -0.1", "must be >= 0"),
        ("fermion", {"M_E": 0}, "fermion.M_E = 0", "must be > 0"),
        ("fermion", {"M_E": -2.0}, "fermion.M_E = -2.0", "must be > 0"),
        ("gauge", {"g_D": -0.5}, "gauge.g_D = -0.5", "must be >= 0"),
        ("gauge", {"Q_S": 1}, "gauge.Q_S = 1.0", "must be -Q_N = -1.0"),
        ("gauge", {"Q_N": 2.5}, "gauge.Q_S = -1.0", "must be -Q_N = -2.5"),
        ("neutrino", {"theta_12": -0.1}, "neutrino.theta_12 = -0.1", "[0, pi/2]"),
        ("neutrino", {"theta_13": 1.6}, "neutrino.theta_13 = 1.6", "[0, pi/2]"),
        ("neutrino", {"theta_23": 49.2}, "neutrino.theta_23 = 49.2", "[0, pi/2]"),
    ],
)
def test_signs_and_ranges(section: str, changes: Table, named: str, allowed: str) -> None:
    """Masses are positive, charges opposite, mixing angles in the first quadrant."""
    message = refusal(changed(**{section: changes}))
    assert message.startswith(named)
    assert allowed in message


def test_a_heavy_fermion_without_mass_is_refused() -> None:
    """At least one of m_L, m_R, m_D is not zero."""
    message = refusal(changed(fermion={"m_L": 0, "m_R": 0, "m_D": 0}))
    assert message.startswith("fermion.m_L, m_R, m_D")
    assert "must not all vanish" in message


@pytest.mark.parametrize("value", [0.0, -0.2, math.nan, math.inf, False, "heavy", None])
@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("key", ["M_H", "M_A"])
def test_each_scalar_mass_is_checked(key: str, index: int, value: Any) -> None:
    """The message points at the element of the list."""
    masses = list(GENERIC["scalar"][key])
    masses[index] = value
    message = refusal(changed(scalar={key: masses}))
    assert message.startswith(f"scalar.{key}[{index}] = {value!r}: must be")


# --- the Majorana masses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fermion", "said"),
    [
        ({"m": 1.1}, "fermion.m: give either m, or m_L and m_R"),
        ({"m": 1.1, "m_L": ABSENT}, "fermion.m: give either m, or m_L and m_R"),
        ({"m": 1.1, "m_R": ABSENT}, "fermion.m: give either m, or m_L and m_R"),
        ({"m_L": ABSENT}, "fermion.m: missing"),
        ({"m_R": ABSENT}, "fermion.m: missing"),
        ({"m_L": ABSENT, "m_R": ABSENT}, "fermion.m: missing"),
        ({"m": -1.1, "m_L": ABSENT, "m_R": ABSENT}, "fermion.m = -1.1: must be >= 0"),
        ({"m": math.nan, "m_L": ABSENT, "m_R": ABSENT}, "fermion.m = nan: must be finite"),
        ({"m": True, "m_L": ABSENT, "m_R": ABSENT}, "fermion.m = True: must be a number"),
    ],
)
def test_one_majorana_mass_or_two(fermion: Table, said: str) -> None:
    """Either m, or m_L together with m_R."""
    assert refusal(changed(fermion=fermion)).startswith(said)


# --- sections and keys -----------------------------------------------------------------------

REQUIRED = [
    ("fermion", "m_D"),
    ("fermion", "M_E"),
    ("scalar", "M_H"),
    ("scalar", "M_A"),
    ("yukawa", "y"),
    ("gauge", "g_D"),
    ("gauge", "Q_N"),
    ("gauge", "Q_S"),
]


@pytest.mark.parametrize(("section", "key"), REQUIRED)
def test_missing_keys(section: str, key: str) -> None:
    """What is required is not completed silently."""
    assert refusal(changed(**{section: {key: ABSENT}})) == f"{section}.{key}: missing"


@pytest.mark.parametrize("section", ["fermion", "scalar", "yukawa", "gauge"])
def test_missing_sections(section: str) -> None:
    """Only the section of the neutrinos is optional."""
    assert refusal(changed(**{section: ABSENT})) == f"[{section}]: missing section"


@pytest.mark.parametrize("section", KEYS)
def test_unknown_keys(section: str) -> None:
    """A misspelt key is refused, together with those that exist."""
    message = refusal(changed(**{section: {"mass": 1.0}}))
    assert message.startswith(f"{section}.mass: unknown key")
    assert all(key in message for key in KEYS[section])


def test_unknown_sections() -> None:
    """A misspelt section is refused, together with those that exist."""
    message = refusal(changed(fermions={"m": 1.0}))
    assert message.startswith("[fermions]: unknown section")
    assert all(section in message for section in KEYS)


@pytest.mark.parametrize("value", [3.0, "scalar", [{"M_H": 1.0}]])
@pytest.mark.parametrize("section", KEYS)
def test_a_section_is_a_table(section: str, value: Any) -> None:
    """A number, a string or an array of tables is no section."""
    message = refusal(changed(**{section: value}))
    assert message == f"{section} = {value!r}: must be a section"


# --- shapes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0.25, "0.25", [], {"1": 0.25}])
@pytest.mark.parametrize("key", ["M_H", "M_A"])
def test_masses_come_in_lists(key: str, value: Any) -> None:
    """A single number is not a list of masses, nor is an empty list."""
    message = refusal(changed(scalar={key: value}))
    assert message == f"scalar.{key} = {value!r}: must be a list of masses"


@pytest.mark.parametrize("masses", [[0.2], [0.2, 0.3, 0.4]])
def test_as_many_odd_scalars_as_even_ones(masses: list[float]) -> None:
    """One CP-odd mass for each CP-even mass."""
    message = refusal(changed(scalar={"M_A": masses}))
    assert message == f"scalar.M_A = {masses!r}: must be 2 masses, as many as M_H"


@pytest.mark.parametrize("which", ["R", "I"])
def test_an_angle_or_a_matrix(which: str) -> None:
    """Exactly one of the angle and the matrix is given."""
    angle, matrix = f"theta_{which}", f"O_{which}"
    both = changed(scalar={matrix: [[1.0, 0.0], [0.0, 1.0]]})
    neither = changed(scalar={angle: ABSENT})
    for table in (both, neither):
        message = refusal(table)
        assert message == f"scalar.{angle}: give either the angle {angle} or the matrix {matrix}"


@pytest.mark.parametrize("masses", [[0.2], SCALARS_3["M_H"]])
def test_an_angle_describes_two_scalars(masses: list[float]) -> None:
    """One scalar, or three, need a matrix."""
    message = refusal(changed(scalar={"M_H": masses, "M_A": masses}))
    assert message.startswith("scalar.theta_R: an angle describes two scalars")
    assert f"not {len(masses)}; give O_R" in message


@pytest.mark.parametrize(
    ("matrix", "named", "allowed"),
    [
        ("unity", "", "must be a list of rows"),
        (1.0, "", "must be a list of rows"),
        ([1.0, 0.0], "", "must be a list of rows"),
        ([[1.0, 0.0]], "", "must be square"),
        ([[1.0], [0.0]], "", "must be square"),
        ([[1.0, 0.0], [0.0]], "", "must be square"),
        ([], "", "must have shape (2, 2)"),
        ([[1.0]], "", "must have shape (2, 2)"),
        (CYCLIC, "", "must have shape (2, 2)"),
        ([[1.0, 0.0], [0.0, 1.1]], "", "must be orthogonal; |O^T O - 1| reaches 2.1e-01"),
        ([[0.8, 0.6], [0.6, 0.8]], "", "must be orthogonal"),
        ([[1.0, 1e-11], [0.0, 1.0]], "", "must be orthogonal"),
        ([[1.0, 0.0], [0.0, math.nan]], "[1][1]", "must be finite"),
        ([[1.0, "0"], [0.0, 1.0]], "[0][1]", "must be a number"),
        ([[True, 0.0], [0.0, 1.0]], "[0][0]", "must be a number"),
    ],
)
@pytest.mark.parametrize("which", ["R", "I"])
def test_mixing_matrices(which: str, matrix: Any, named: str, allowed: str) -> None:
    """Square, of the right size, and orthogonal to 1e-12."""
    table = changed(scalar={f"theta_{which}": ABSENT, f"O_{which}": matrix})
    message = refusal(table)
    assert message.startswith(f"scalar.O_{which}{named} = ")
    assert allowed in message


@pytest.mark.parametrize(
    ("y", "named", "allowed"),
    [
        (0.1, "yukawa.y = 0.1", "2 or 3 rows"),
        ([], "yukawa.y = []", "2 or 3 rows"),
        ([[[0.1, 0.0], [0.1, 0.0]]], "yukawa.y = ", "2 or 3 rows"),
        ([[[0.1, 0.0], [0.1, 0.0]]] * 4, "yukawa.y = ", "2 or 3 rows"),
        ([0.1, 0.2], "yukawa.y[0] = 0.1", "of 2 pairs [re, im]"),
        ([[[0.1, 0.0]], [[0.1, 0.0]]], "yukawa.y[0] = ", "of 2 pairs [re, im]"),
        ([[[0.1, 0.0], [0.2, 0.0]], [[0.1, 0.0]]], "yukawa.y[1] = ", "of 2 pairs [re, im]"),
        ([[0.1, 0.2], [0.3, 0.4]], "yukawa.y[0][0] = 0.1", "must be a pair [re, im]"),
        (
            [[[0.1, 0.0], [0.2]], [[0.1, 0.0], [0.2, 0.0]]],
            "yukawa.y[0][1] = [0.2]",
            "must be a pair [re, im]",
        ),
        (
            [[[0.1, 0.0], [0.2, 0.0]], [[0.1, math.inf], [0.2, 0.0]]],
            "yukawa.y[1][0] = inf",
            "must be finite",
        ),
        (
            [[[0.1, 0.0], [0.2, 0.0]], [[0.1, "i"], [0.2, 0.0]]],
            "yukawa.y[1][0] = 'i'",
            "must be a number",
        ),
        (
            [[[0.1, True], [0.2, 0.0]], [[0.1, 0.0], [0.2, 0.0]]],
            "yukawa.y[0][0] = True",
            "must be a number",
        ),
    ],
)
def test_yukawa_couplings(y: Any, named: str, allowed: str) -> None:
    """Rows are flavours, columns scalars, entries pairs [re, im]."""
    message = refusal(changed(yukawa={"y": y}))
    assert message.startswith(named)
    assert allowed in message


# --- files -----------------------------------------------------------------------------------


def test_no_such_file(tmp_path: Path) -> None:
    """The path is named."""
    path = tmp_path / "nowhere.toml"
    with pytest.raises(ParameterError, match="no such file") as caught:
        Parameters.from_file(path)
    assert str(path) in str(caught.value)


def test_a_folder_is_not_a_point(tmp_path: Path) -> None:
    """A path that cannot be read as a file is named."""
    with pytest.raises(ParameterError) as caught:
        Parameters.from_file(tmp_path)
    assert str(tmp_path) in str(caught.value)


NOT_TOML = {
    "json": b'{"fermion": {"m": 1.1}}',
    "twice": b"[fermion]\nm = 1.1\nm = 1.2\n",
    "unfinished": b"[fermion\n",
    "words": b"a point in parameter space\n",
    "binary": b"\xff\xfe\x00\x01",
    "longer-than-any-integer": b"[fermion]\nm = 1" + 5000 * b"0" + b"\n",
}


@pytest.mark.parametrize("content", NOT_TOML.values(), ids=NOT_TOML.keys())
def test_not_toml(tmp_path: Path, content: bytes) -> None:
    """Path and reason are named."""
    path = tmp_path / "point.toml"
    path.write_bytes(content)
    with pytest.raises(ParameterError) as caught:
        Parameters.from_file(path)
    assert str(caught.value).startswith(f"{path}: not a TOML file")


@pytest.mark.parametrize("value", ["1e999", "1" + 400 * "0", "0x" + 4000 * "f"])
def test_a_number_too_large_for_a_double(tmp_path: Path, value: str) -> None:
    """Integers of any length, decimal or not, are refused by name."""
    text = bundled("reference").read_text(encoding="utf-8").replace("m_D = 0.3", f"m_D = {value}")
    path = tmp_path / "point.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"^fermion\.m_D = "):
        Parameters.from_file(path)


@pytest.mark.parametrize("name", NAMES)
def test_bundled_points_are_read(name: str) -> None:
    """The points of the package are what their files say."""
    table = tomllib.loads(bundled(name).read_text(encoding="utf-8"))
    point = Parameters.from_file(bundled(name)).only
    assert (point.m_L, point.m_R) == (table["fermion"]["m"],) * 2
    assert (point.m_D, point.M_E) == (table["fermion"]["m_D"], table["fermion"]["M_E"])
    assert point.M_H.tolist() == table["scalar"]["M_H"]
    assert point.M_A.tolist() == table["scalar"]["M_A"]
    np.testing.assert_array_equal(point.O_R, rotation(table["scalar"]["theta_R"]))
    np.testing.assert_array_equal(point.O_I, rotation(table["scalar"]["theta_I"]))
    gauge = table["gauge"]
    assert (point.g_D, point.Q_N, point.Q_S) == (gauge["g_D"], gauge["Q_N"], gauge["Q_S"])
    assert point.Q_N == -point.Q_S == 1
    given = [[complex(*y) for y in row] for row in table["yukawa"]["y"]]
    assert np.any(given)
    np.testing.assert_array_equal(point.y[: len(given)], given)
    assert not np.any(point.y[len(given) :])


def test_everything_optional_may_be_left_out() -> None:
    """Without a neutrino section the angles are those of the default global fit, phases zero."""
    fit = oscillation()
    expected = pmns(fit.theta_12, fit.theta_13, fit.theta_23, fit.delta_cp)
    point = Parameters.from_table(changed(neutrino=ABSENT))
    np.testing.assert_array_equal(point.U, [expected])
    partly = Parameters.from_table(changed(neutrino=dict.fromkeys(GENERIC["neutrino"], ABSENT)))
    np.testing.assert_array_equal(partly.U, [expected])


@pytest.mark.parametrize(
    "sections",
    [
        {"fermion": {"m_L": -0.7, "m_R": 0.2}},
        {"fermion": {"m_L": -1.0, "m_R": -1.0}},
        {"fermion": {"m_L": ABSENT, "m_R": ABSENT, "m": 0, "m_D": 1}},
        {"fermion": {"m_L": 0, "m_R": 0, "m_D": 1}},
        {"fermion": {"m_D": 0}},
        {"scalar": {"M_A": [0.25, 0.35]}},
        {"scalar": {"M_H": [1, 1]}},
        {"scalar": {"theta_R": -20.0}},
        {"scalar": {"theta_R": ABSENT, "O_R": [[0.6, 0.8], [0.8, -0.6]]}},
        {"gauge": {"g_D": 0}},
        {"gauge": {"Q_N": -0.5, "Q_S": 0.5}},
        {"neutrino": {"theta_13": 0.0, "theta_23": math.pi / 2}},
        {"yukawa": {"y": [[[0, 0], [0, 0]], [[0, 0], [0, 0]], [[0, 0], [0, 0]]]}},
        {
            "scalar": {
                **SCALARS_3,
                "theta_R": ABSENT,
                "theta_I": ABSENT,
                "O_R": CYCLIC,
                "O_I": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            },
            "yukawa": YUKAWA_3,
        },
    ],
)
def test_what_is_allowed(sections: Table) -> None:
    """Signs of Majorana masses, degenerate scalars, reflections, three generations: all read."""
    assert Parameters.from_table(changed(**sections)).U.shape == (1, 3, 3)


def test_two_rows_of_couplings_leave_the_tau_alone() -> None:
    """With two rows the third is zero; with three nothing is assumed."""
    rows = [*GENERIC["yukawa"]["y"], [[0.01, 0.0], [0.0, 0.02]]]
    point = Parameters.from_table(changed(yukawa={"y": rows})).only
    assert point.y[2].tolist() == [0.01, 0.02j]


# --- what follows from the parameters --------------------------------------------------------

ANGLES = st.floats(0, math.pi / 2)
PHASES = st.floats(-10, 10)
MASSES = st.floats(-1e3, 1e3).map(lambda x: round(x, 9))


@given(t12=ANGLES, t13=ANGLES, t23=ANGLES, delta=PHASES, a21=PHASES, a31=PHASES)
def test_pmns_is_unitary(
    t12: float, t13: float, t23: float, delta: float, a21: float, a31: float
) -> None:
    """U†U = 1 for all angles and phases."""
    u = pmns(t12, t13, t23, delta, a21, a31)
    np.testing.assert_allclose(u.conj().T @ u, np.eye(3), atol=2e-15)


@given(t12=ANGLES, t13=ANGLES, t23=ANGLES, delta=PHASES, a21=PHASES, a31=PHASES)
def test_pmns_is_the_product_of_three_rotations(
    t12: float, t13: float, t23: float, delta: float, a21: float, a31: float
) -> None:
    """U = R23 · Δ R13 Δ* · R12 · Majorana phases with Δ = diag(1, 1, e^{iδ}) (PDG)."""

    def plane(angle: float, p: int, q: int) -> Any:
        matrix = np.eye(3, dtype=complex)
        matrix[p, p] = matrix[q, q] = math.cos(angle)
        matrix[p, q], matrix[q, p] = math.sin(angle), -math.sin(angle)
        return matrix

    dirac = np.diag([1, 1, np.exp(1j * delta)])
    majorana = np.diag([1, np.exp(0.5j * a21), np.exp(0.5j * a31)])
    middle = dirac @ plane(t13, 0, 2) @ dirac.conj()
    expected = plane(t23, 1, 2) @ middle @ plane(t12, 0, 1) @ majorana
    np.testing.assert_allclose(pmns(t12, t13, t23, delta, a21, a31), expected, atol=1e-14)


def test_pmns_entries() -> None:
    """U_e3 = s13 e^{−iδ}, tan θ12 = |U_e2/U_e1|, tan θ23 = |U_μ3/U_τ3|, Jarlskog invariant."""
    t12, t13, t23, delta = 0.59, 0.149, 0.76, 3.7
    u = pmns(t12, t13, t23, delta)
    assert u[0, 2] == pytest.approx(math.sin(t13) * np.exp(-1j * delta), rel=1e-15)
    assert abs(u[0, 1] / u[0, 0]) == pytest.approx(math.tan(t12), rel=1e-14)
    assert abs(u[1, 2] / u[2, 2]) == pytest.approx(math.tan(t23), rel=1e-14)
    jarlskog = (u[0, 0] * u[1, 1] * u[0, 1].conj() * u[1, 0].conj()).imag
    angles = math.sin(2 * t12) * math.sin(2 * t23) * math.sin(2 * t13) * math.cos(t13) / 8
    assert jarlskog == pytest.approx(angles * math.sin(delta), rel=1e-13)


def test_majorana_phases_multiply_columns() -> None:
    """U = U_PDG diag(1, e^{iα21/2}, e^{iα31/2})."""
    plain, dressed = pmns(0.6, 0.15, 0.8, 3.7), pmns(0.6, 0.15, 0.8, 3.7, 0.4, 1.9)
    np.testing.assert_allclose(dressed[:, 0], plain[:, 0], rtol=1e-15)
    np.testing.assert_allclose(dressed[:, 1], plain[:, 1] * np.exp(0.2j), rtol=1e-15)
    np.testing.assert_allclose(dressed[:, 2], plain[:, 2] * np.exp(0.95j), rtol=1e-15)


@given(m_l=MASSES, m_r=MASSES, m_d=MASSES.map(abs))
def test_heavy_masses_and_angle_diagonalise(m_l: float, m_r: float, m_d: float) -> None:
    """Oᵀ(m_L, m_D; m_D, m_R)O = diag(M₁, M₂) with the O of the derivation, for all masses."""
    if m_l == m_r == m_d == 0:
        return
    point = Parameters.from_table(changed(fermion={"m_L": m_l, "m_R": m_r, "m_D": m_d})).only
    c, s = math.cos(point.majorana_angle), math.sin(point.majorana_angle)
    o = np.array([[-s, c], [c, s]])
    diagonal = o.T @ np.array([[m_l, m_d], [m_d, m_r]]) @ o
    size = max(abs(m_l), abs(m_r), m_d)
    np.testing.assert_allclose(diagonal, np.diag(point.heavy_masses), atol=1e-14 * size)


@given(m=MASSES.map(abs), m_d=MASSES.map(abs))
def test_equal_majorana_masses(m: float, m_d: float) -> None:
    """M_{1,2} = m ∓ m_D, to the last digit, and θ = π/4."""
    if m == m_d == 0:
        return
    point = Parameters.from_table(changed(fermion={"m_L": m, "m_R": m, "m_D": m_d})).only
    assert point.heavy_masses.tolist() == [m - m_d, m + m_d]
    assert point.majorana_angle == math.pi / 4


def test_couplings_in_the_neutrino_mass_basis() -> None:
    """λ_ia = Σ_α y_αa U*_αi."""
    point = Parameters.from_table(GENERIC).only
    for i in range(3):
        for a in range(2):
            expected = sum(point.y[f, a] * np.conj(point.U[f, i]) for f in range(3))
            assert point.coupling[i, a] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"m_L": math.nan}, "m_L"),
        ({"M_H": np.array([0.2, -0.3])}, "scalar.M_H[1]"),
        ({"O_I": np.eye(3)}, "scalar.O_I"),
        ({"y": np.zeros((2, 2), complex)}, "yukawa.y"),
        ({"y": np.full((3, 2), np.nan, complex)}, "yukawa.y"),
        ({"Q_S": 0.5}, "gauge.Q_S"),
        ({"U": np.ones((3, 3), complex)}, "neutrino.U"),
        ({"U": np.eye(2, dtype=complex)}, "neutrino.U"),
        ({"y": np.ones(2)}, "yukawa.y = (2,): must have 2 axes, or one more"),
        ({"m_aprime": 0.1}, "m and epsilon must be given together"),
        ({"epsilon": 0.1}, "m and epsilon must be given together"),
    ],
)
def test_a_changed_copy_is_checked_again(changes: Table, named: str) -> None:
    """`with_` refuses what a file would be refused for, and leaves the original alone."""
    point = Parameters.from_table(GENERIC)
    with pytest.raises(ParameterError) as caught:
        point.with_(**changes)
    assert named in str(caught.value)
    assert point.only.m_L == GENERIC["fermion"]["m_L"]


# --- the dark photon of a point file -------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"m": 0.1}, r"dark_photon\.epsilon: missing"),
        ({"epsilon": 1e-4}, r"dark_photon\.m: missing"),
        ({"m": 0.1, "epsilon": 1e-4, "Q": 1}, r"dark_photon\.Q: unknown key; .* m, epsilon"),
        ({"m": 0.0, "epsilon": 1e-4}, r"dark_photon\.m = 0\.0: must be > 0"),
        ({"m": -0.1, "epsilon": 1e-4}, r"dark_photon\.m = -0\.1: must be > 0"),
        ({"m": np.inf, "epsilon": 1e-4}, r"dark_photon\.m = inf: must be finite"),
        ({"m": "0.1", "epsilon": 1e-4}, r"dark_photon\.m = '0\.1': must be a number"),
        ({"m": 0.1, "epsilon": 1.0}, r"dark_photon\.epsilon = 1\.0: must lie in \(-1, 1\)"),
        ({"m": 0.1, "epsilon": -2.0}, r"dark_photon\.epsilon = -2\.0: must lie in \(-1, 1\)"),
        ({"m": 0.1, "epsilon": np.nan}, r"dark_photon\.epsilon = nan: must be finite"),
        ([0.1, 1e-4], r"dark_photon = \[0\.1, 0\.0001\]: must be a section"),
    ],
)
def test_bad_dark_photon(section: Any, said: str) -> None:
    table = tomllib.loads(point_file("reference").read_text(encoding="utf-8"))
    with pytest.raises(ParameterError, match=f"^{said}"):
        Parameters.from_table(table | {"dark_photon": section})


def test_dark_photon_of_a_file() -> None:
    table = tomllib.loads(point_file("reference").read_text(encoding="utf-8"))
    given = Parameters.from_table(table | {"dark_photon": {"m": 1, "epsilon": -0.25}})
    assert (given.only.m_aprime, given.only.epsilon) == (1.0, -0.25) and given.has_dark_photon
    del table["dark_photon"]
    absent = Parameters.from_table(table)
    assert np.isnan([absent.m_aprime, absent.epsilon]).all() and not absent.has_dark_photon
    assert "dark_photon" not in absent.to_toml()


@pytest.mark.parametrize("name", NAMES)
def test_written_points_are_read_back(name: str) -> None:
    """To the last digit; several points have no file."""
    point = Parameters.from_file(bundled(name)).with_(m_aprime=0.1, epsilon=-1e-5)
    again = Parameters.from_table(tomllib.loads(point.to_toml()))
    for attribute in SECTIONS:
        np.testing.assert_allclose(
            getattr(again, attribute), getattr(point, attribute), rtol=0, atol=1e-15
        )
    assert again.only.m_aprime == 0.1 and again.only.epsilon == -1e-5
    with pytest.raises(ParameterError, match="2 points, must be one"):
        point.repeated(2).to_toml()
    phase = Parameters.from_file(bundled(name)).with_(U=1j * np.eye(3))
    with pytest.raises(ParameterError, match=r"neutrino\.U: not of the form"):
        phase.to_toml()


# --- many points -----------------------------------------------------------------------------------

SEVEN = random_points(7)


def with_element(name: str, value: float) -> dict[str, Any]:
    """The array of that name with its last element replaced."""
    array = np.array(getattr(SEVEN, name))
    array.flat[-1] = value
    return {name: array}


@pytest.mark.parametrize("name", SECTIONS)
def test_rows_are_points(name: str) -> None:
    """Index, slice, mask, iteration and stacking agree."""
    assert len(SEVEN) == 7 and len(SEVEN[2]) == 1 and len(SEVEN[-3:]) == 3
    array = getattr(SEVEN, name)
    np.testing.assert_array_equal(getattr(SEVEN[2], name), array[2:3])
    np.testing.assert_array_equal(getattr(SEVEN[-1].only, name), array[-1])
    np.testing.assert_array_equal(getattr(SEVEN[SEVEN.m_L > 0], name), array[SEVEN.m_L > 0])
    np.testing.assert_array_equal(getattr(Parameters.stack([*SEVEN]), name), array)
    np.testing.assert_array_equal(getattr(SEVEN.repeated(2), name)[2:4], array[[1, 1]])
    with pytest.raises(IndexError):
        SEVEN[7]


def test_what_is_given_once_holds_for_all() -> None:
    """One point becomes many where one parameter has many values."""
    point = Parameters.from_file(bundled("paper"))
    many = point.with_(m_aprime=0.1, epsilon=[1e-6, 1e-4, 1e-2])
    assert len(many) == 3 and many.generations == 2
    np.testing.assert_array_equal(many.m_aprime, 0.1)
    np.testing.assert_array_equal(many.y, np.repeat(point.y, 3, axis=0))
    assert many[1].only.epsilon == 1e-4
    with pytest.raises(ParameterError, match="numbers of points, must be one or the same"):
        many.with_(g_D=[0.1, 0.2])


def test_a_point_without_dark_photon_has_nan() -> None:
    bare = SEVEN[0].with_(m_aprime=None, epsilon=None)
    both = Parameters.stack([bare, SEVEN[1]])
    assert both.has_dark_photon.tolist() == [False, True]
    assert both.m_aprime[1] == SEVEN.m_aprime[1] and both.epsilon[1] == SEVEN.epsilon[1]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], r"points: \[\] generations, must be one number for all"),
        ([SEVEN, random_points(1, g=3)], r"points: \[2, 3\] generations"),
        ([random_points(1, g=1), random_points(1, g=3)], r"points: \[1, 3\] generations"),
    ],
)
def test_generations_must_agree(points: list[Parameters], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        Parameters.stack(points)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", SECTIONS)
def test_every_parameter_of_every_point_is_finite(name: str, value: float) -> None:
    """NaN stands for a missing dark photon, which lacks both of its parameters."""
    with pytest.raises(ParameterError) as caught:
        SEVEN.with_(**with_element(name, value))
    message = str(caught.value)
    if math.isnan(value) and name in ("m_aprime", "epsilon"):
        assert message == "dark_photon: m and epsilon must be given together"
    else:
        assert message.startswith(SECTIONS[name]) and str(value) in message
        assert message.endswith(": must be finite (point 6)")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        *((name, v, "must be > 0") for name in ("M_E", "m_aprime") for v in (0, -2)),
        ("m_D", -0.1, "must be >= 0 (its phase is a convention)"),
        ("g_D", -0.5, "must be >= 0"),
        ("Q_N", 0.5, "must be -Q_N = -0.5, or the Yukawa term breaks U(1)_D"),
        ("epsilon", 1.0, "must lie in (-1, 1), or A' is a ghost"),
        ("epsilon", -1.5, "must lie in (-1, 1), or A' is a ghost"),
    ],
)
def test_each_point_is_checked(name: str, value: float, allowed: str) -> None:
    """The message names the point."""
    with pytest.raises(ParameterError) as caught:
        SEVEN.with_(**with_element(name, value))
    shown = {"Q_N": "gauge.Q_S = -1.0"}.get(name, f"{SECTIONS[name]} = {float(value)}")
    assert str(caught.value) == f"{shown}: {allowed} (point 6)"


@pytest.mark.parametrize("name", ["M_H", "M_A"])
def test_each_scalar_of_each_point_is_checked(name: str) -> None:
    with pytest.raises(ParameterError) as caught:
        SEVEN.with_(**with_element(name, -2.0))
    assert str(caught.value) == f"scalar.{name}[1] = -2.0: must be > 0 (point 6)"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("O_R", "must be orthogonal"), ("O_I", "must be orthogonal"), ("U", "must be a unitary")],
)
def test_matrices_of_each_point_are_checked(name: str, allowed: str) -> None:
    """One element off by 1e-11, in one point of seven."""
    array = np.array(getattr(SEVEN, name))
    array[4, 0, 0] += 1e-11
    with pytest.raises(ParameterError) as caught:
        SEVEN.with_(**{name: array})
    assert str(caught.value).startswith(f"{SECTIONS[name]} = [[")
    assert allowed in str(caught.value) and str(caught.value).endswith("(point 4)")
    array[4, 0, 0] -= 1e-11
    SEVEN.with_(**{name: array})


MAJORANA = {
    "different": {},
    "equal": {"m_L": 0.7, "m_R": 0.7},
    "the other way round": {"m_L": -1.3, "m_R": 2.1},
    "no Dirac mass": {"m_D": 0.0, "m_L": 0.4, "m_R": 2.1},
    "no Dirac mass, equal": {"m_D": 0.0, "m_L": 0.4, "m_R": 0.4},
    "Dirac": {"m_L": 0.0, "m_R": 0.0},
    "seesaw": {"m_L": 0.0, "m_R": 1e3, "m_D": 1e-2},
}


@pytest.mark.parametrize("changes", MAJORANA.values(), ids=MAJORANA.keys())
@pytest.mark.parametrize("g", [1, 2, 3])
def test_masses_angle_and_couplings_of_many_points(changes: dict[str, float], g: int) -> None:
    """Eigenvalues of each mass matrix, with the angle that diagonalises it; λ̃ by explicit sums."""
    p = random_points(5, g, seed=2, **changes)
    for k in range(5):
        here = p[k].only
        matrix = np.array([[here.m_L, here.m_D], [here.m_D, here.m_R]])
        scale = np.abs(matrix).max()
        c, s = math.cos(p.majorana_angle[k]), math.sin(p.majorana_angle[k])
        o = np.array([[-s, c], [c, s]])
        np.testing.assert_allclose(
            o.T @ matrix @ o, np.diag(p.heavy_masses[k]), rtol=0, atol=2e-15 * scale
        )
        lam = np.einsum("ra,ri->ia", here.y, here.U.conj())
        np.testing.assert_allclose(p.coupling[k], lam, rtol=0, atol=1e-15)
        for found, mixing in zip(p.physical_couplings, (here.O_R, here.O_I), strict=True):
            np.testing.assert_allclose(found[k], lam.conj() @ mixing, rtol=0, atol=2e-15)


def test_angles_of_two_scalars() -> None:
    """Both rotations; nothing for a reflection or another number of scalars."""
    theta = np.array([[0.3, -2.0], [1.1, 0.4]])
    p = random_points(2, O_R=rotation(theta[0]), O_I=rotation(theta[1]))
    assert p.angles is not None
    np.testing.assert_allclose(p.angles, theta, rtol=1e-15)
    assert p.with_(O_R=np.diag([1.0, -1.0])).angles is None
    assert random_points(1, g=3).angles is None
