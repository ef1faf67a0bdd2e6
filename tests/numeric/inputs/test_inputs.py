"""Dated data: every number has a source that exists, the newest is the default, curves stay inside."""

from __future__ import annotations

import copy
import math
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from darktmm.numeric.inputs import _table, constants, data
from darktmm.numeric.inputs.data import DataError

ENTRIES = [name for file in data.NUMBER_FILES for name in _table(file)["entry"]]
QUANTITIES = [quantity for file in data.NUMBER_FILES for quantity in _table(file)["default"]]
CURVES = list(_table(data.CURVE_FILE)["curve"])

EXACT = 1e-14
"""Rounding of log and exp."""


# --- every entry --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ENTRIES)
def test_every_number_has_mark_source_and_unit(name: str) -> None:
    """Nothing is anonymous: mark, source and unit are there, and the source is in the bibliography."""
    entry = data.measurement(name)
    assert entry.name == name
    assert entry.mark in data.MARKS
    assert entry.source and entry.unit
    assert data.bibtex(entry.bibtex).startswith("@")


@pytest.mark.parametrize("name", CURVES)
def test_every_curve_has_mark_and_source(name: str) -> None:
    """The same for curves, read to 5 %."""
    curve = data.curve(name)
    assert curve.mark in data.MARKS
    assert curve.source and curve.accuracy == 0.05
    assert data.bibtex(curve.bibtex).startswith("@")
    assert curve in data.curves(curve.channel)


def test_the_bibliography_has_no_orphans_and_no_doubles() -> None:
    """Sources are exactly those that are cited, each once."""
    tables = [(_table(f), "entry") for f in data.NUMBER_FILES]
    tables.append((_table(data.CURVE_FILE), "curve"))
    cited = {entry["bibtex"] for table, kind in tables for entry in table[kind].values()}
    assert cited == set(data._bibliography())
    text = (
        data.files("darktmm.numeric.inputs").joinpath(data.BIBLIOGRAPHY).read_text(encoding="utf-8")
    )
    assert text.count("\n@") == len(cited)
    assert all(e.count("{") == e.count("}") for e in data._bibliography().values())


@pytest.mark.parametrize("name", ENTRIES)
def test_preprints_agree_with_the_bibliography(name: str) -> None:
    """An arXiv number given with an entry is the one of its source."""
    entry = data.measurement(name)
    if entry.arxiv is not None:
        assert f"eprint = {{{entry.arxiv}}}" in data.bibtex(entry.bibtex)
    else:
        assert "eprint" not in data.bibtex(entry.bibtex) or entry.mark == "derived"


def test_the_package_ships_its_data() -> None:
    """Every suffix in the folder is listed in the package data."""
    import tomllib
    from pathlib import Path

    root = Path(__file__).resolve().parents[3]
    listed = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = listed["tool"]["setuptools"]["package-data"]["darktmm.numeric.inputs"]
    files = [p for p in (root / "numeric" / "inputs").iterdir() if p.suffix in {".toml", ".bib"}]
    assert len(files) >= 6
    assert all(any(p.match(pattern) for pattern in patterns) for p in files)


def test_no_algebra_is_imported() -> None:
    """Reading data does not load sympy."""
    program = (
        "import sys; from darktmm.numeric.inputs import data; data.electroweak(); data.curves('visible'); "
        "sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "value", "uncertainty", "confidence", "year"),
    [
        ("mu_nu solar, Borexino", 2.8e-11, None, 0.90, 2017),
        ("mu_nu solar, xenon", 6.4e-12, None, 0.90, 2022),
        ("mu_nu reactor", 2.9e-11, None, 0.90, 2013),
        ("mu_nu stars", 1.2e-12, None, 0.95, 2020),
        ("mu -> e gamma", 1.5e-13, None, 0.90, 2025),
        ("mu -> 3e", 1.0e-12, None, 0.90, 1988),
        ("mu -> e, Au", 7e-13, None, 0.90, 2006),
        ("tau -> mu gamma", 4.2e-8, None, 0.90, 2021),
        ("a_mu", 1.165920715e-3, 1.45e-10, None, 2025),
        ("a_mu SM", 1.16592033e-3, 6.2e-10, None, 2025),
        ("a_e", 1.15965218059e-3, 1.3e-13, None, 2023),
        ("M_E doublet, mu", 1270.0, None, 0.95, 2025),
        ("m_nu", 0.45, None, 0.90, 2025),
        ("N_nu", 2.9963, 0.0074, None, 2020),
        ("Gamma_inv(Z)", 0.4993, 0.0015, None, 2026),
        ("S", 0.04, 0.11, None, 2018),
        ("epsilon, electroweak precision", 0.026, None, 0.95, 2010),
        ("epsilon, invisible, 1 MeV", 5e-6, None, 0.90, 2023),
    ],
)
def test_defaults(
    quantity: str, value: float, uncertainty: float | None, confidence: float | None, year: int
) -> None:
    """What the rest of the package uses, to the last digit quoted."""
    entry = data.default(quantity)
    assert math.isclose(entry.value, value, rel_tol=EXACT)
    assert (entry.uncertainty is None) == (uncertainty is None)
    assert math.isclose(entry.uncertainty or 0, uncertainty or 0, rel_tol=1e-12)
    assert (entry.confidence, entry.year) == (confidence, year)


def test_mu_to_e_gamma_since_2016() -> None:
    """Four limits, oldest first; the last is the strongest."""
    history = data.measurements("mu -> e gamma")
    assert [m.year for m in history] == sorted(m.year for m in history)
    assert sorted(m.value for m in history) == [1.5e-13, 3.1e-13, 4.2e-13, 7.5e-13]
    assert data.default("mu -> e gamma") == history[-1] == min(history, key=lambda m: m.value)


def test_the_difference_of_the_muon_moments_is_derived() -> None:
    """Experiment minus prediction, uncertainties in quadrature, at the digits quoted."""
    experiment, prediction = data.default("a_mu"), data.default("a_mu SM")
    claimed = data.default("Delta a_mu")
    assert claimed.mark == "derived" and claimed.uncertainty is not None
    assert abs(experiment.value - prediction.value - claimed.value) < 0.6e-11
    assert experiment.uncertainty is not None and prediction.uncertainty is not None
    spread = math.hypot(experiment.uncertainty, prediction.uncertainty)
    assert abs(spread - claimed.uncertainty) < 0.5e-11
    older = data.measurement("a_mu 2023").value - prediction.value
    assert abs(older - claimed.value) > 10e-11


@pytest.mark.parametrize(
    ("effective", "rescaled"),
    [("Borexino 2017", "Borexino 2017"), ("XENONnT 2022", "XENONnT 2022"), ("LZ 2023", "LZ 2023")],
)
def test_rescaled_transition_moments(effective: str, rescaled: str) -> None:
    """μ_eff² = Σ_i P_i Σ_j μ_ij² with one element at a time, to the two digits quoted."""
    share = dict(zip("123", (0.65, 0.33, 0.02), strict=True))
    for i, j in ("12", "13", "23"):
        expected = data.measurement(effective).value / math.sqrt(share[i] + share[j])
        entry = data.measurement(f"{rescaled}, mu_{i}{j} (rescaled)")
        assert entry.mark == "derived"
        assert math.isclose(entry.value, expected, rel_tol=0.04)
        assert not math.isclose(entry.value * math.sqrt(2), expected, rel_tol=0.04)


def test_electroweak_inputs() -> None:
    """On-shell sin²θ_W, and m_e in agreement with CODATA."""
    ew = data.electroweak()
    assert (ew.M_W, ew.M_Z, ew.G_F) == (80.3625, 91.1879, 1.1663788e-5)
    assert abs(ew.sin2_theta_w - 0.22334) < 5e-6
    assert math.isclose(ew.m_e, constants().electron_mass, rel_tol=1e-9)
    assert ew.m_e < ew.m_mu < ew.m_tau < ew.M_W < ew.M_Z < ew.M_h
    assert ew.tau_tau < ew.tau_mu


def test_muon_lifetime_is_that_of_the_fermi_constant() -> None:
    """τ_μ⁻¹ = G_F² m_μ⁵/192π³ within its radiative and phase-space corrections of half a per cent."""
    from scipy.constants import physical_constants

    ew = data.electroweak()
    width = ew.G_F**2 * ew.m_mu**5 / (192 * math.pi**3)
    hbar = physical_constants["reduced Planck constant in eV s"][0] * 1e-9
    assert abs(hbar / width / ew.tau_mu - 1) < 0.005


def test_solar_inputs() -> None:
    """Energies in GeV; the paper's threshold lies below the published window."""
    sun = data.solar()
    assert [line.energy for line in sun.be7_lines] == [0.000862, 0.000384]
    assert sum(line.branching for line in sun.be7_lines) == pytest.approx(1, rel=EXACT)
    assert sun.pp_end_point == pytest.approx(4.2e-4, rel=EXACT)
    assert (sun.survival_be7.value, sun.survival_be7.uncertainty) == (0.53, 0.05)
    assert (sun.survival_pp.value, sun.survival_pp.uncertainty) == (0.57, 0.09)
    assert sun.window == pytest.approx((1.9e-4, 2.93e-3), rel=EXACT)
    assert sun.paper_threshold == pytest.approx(5e-5, rel=EXACT)
    assert sun.paper_threshold < sun.lower_edge < sun.window[0]


# --- curves -------------------------------------------------------------------------------------


def test_the_collection_of_curves() -> None:
    """Three invisible curves and all visible ones; NA64 2023 is not extended to 1 MeV."""
    invisible = [c.name for c in data.curves("invisible")]
    assert sorted(invisible) == ["BaBar 2017", "NA64 2019", "NA64 2023"]
    visible = data.curves("visible")
    assert len(visible) == 26 and sum(c.kind == "band" for c in visible) == 13
    assert data.curve("NA64 2023").domain[0] == 0.0032


@pytest.mark.parametrize(
    ("name", "mass", "edges"),
    [
        ("NA64 2019", 0.1, (3.46e-4,)),
        ("NA64 2023", 0.0032, (9.57e-6,)),
        ("NA64 2023", 0.25, (1.64e-4,)),
        ("BaBar 2017", 7.76, (1.58e-3,)),
        ("BaBar 2014", 10.0, (5.2e-4,)),
        ("KLOE 2018", 0.9, (4.55e-4,)),
        ("LHCb 2020, prompt", 68.0, (3.31e-3,)),
        ("E137, Andreas 2012", 0.0011, (2.9e-8, 6.64e-4)),
        ("E141", 0.018, (6.38e-5, 1.47e-4)),
        ("NA64 2020", 0.0167, (1.18e-4, 6.62e-4)),
        ("NuCal, Tsai 2021", 0.78, (5.11e-8, 1.89e-7)),
    ],
)
def test_readings(name: str, mass: float, edges: tuple[float, ...]) -> None:
    """Spot values at round masses, end points included, in GeV as one would type them."""
    lower, upper = data.curve(name).band(mass)
    assert math.isclose(lower, edges[0], rel_tol=EXACT)
    if len(edges) == 1:
        assert upper == np.inf
    else:
        assert math.isclose(upper, edges[1], rel_tol=EXACT)


@pytest.mark.parametrize("name", CURVES)
def test_interpolation(name: str) -> None:
    """Exact at the nodes, geometric mean at the geometric mean, nothing outside."""
    curve = data.curve(name)
    low, high = curve.domain
    np.testing.assert_allclose(curve.at(curve.masses), curve.lower, rtol=EXACT)
    between = np.sqrt(curve.masses[1:] * curve.masses[:-1])
    expected = np.sqrt(curve.lower[1:] * curve.lower[:-1])
    np.testing.assert_allclose(curve.at(between), expected, rtol=1e-12)
    outside = [0.0, low * (1 - 1e-9), high * (1 + 1e-9), np.inf, np.nan]
    assert np.all(np.isnan(curve.at(outside)))
    lower, upper = curve.band(np.append(between, outside))
    assert np.array_equal(np.isnan(lower), np.isnan(upper))
    assert np.all(lower[: len(between)] < upper[: len(between)])


def test_straight_lines_in_mass_would_be_seen() -> None:
    """Between distant nodes linear and logarithmic interpolation differ by more than the reading."""
    curve = data.curve("NA64 2019")
    linear = np.interp(0.6, curve.masses, curve.lower)
    assert abs(linear / curve.at(0.6) - 1) > 0.01
    inside = math.log(0.6 / 0.5) / math.log(0.7 / 0.5)
    assert math.isclose(curve.at(0.6), 3.36e-3 ** (1 - inside) * 5.88e-3**inside, rel_tol=1e-12)


def test_shapes_are_kept() -> None:
    """Scalars, vectors and matrices of masses."""
    curve = data.curve("BaBar 2017")
    for shape in ((), (3,), (2, 2)):
        assert curve.at(np.full(shape, 0.1)).shape == shape


def test_curves_are_read_only() -> None:
    """What is shared cannot be changed by one of its users."""
    curve = data.curve("E141")
    for array in (curve.masses, curve.lower, curve.upper):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_na64_improved_everywhere_it_was_measured_twice() -> None:
    """2023 has three times the electrons of 2019: a lower limit at every common mass."""
    old, new = data.curve("NA64 2019"), data.curve("NA64 2023")
    masses = np.geomspace(0.0033, 0.99, 200)
    assert np.all(new.at(masses) < old.at(masses))


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "listed"),
    [
        (lambda: data.measurement("MEG III"), "MEG II 2025"),
        (lambda: data.default("mu -> 4e"), "mu -> 3e"),
        (lambda: data.measurements("mu -> 4e"), "mu -> 3e"),
        (lambda: data.curve("Belle II"), "BaBar 2017"),
        (lambda: data.curves("audible"), "invisible"),
        (lambda: data.bibtex("Nobody:1900"), "MEG:2016leq"),
    ],
)
def test_unknown_names_list_what_there_is(call: Callable[[], Any], listed: str) -> None:
    """A typing error is answered with the names that exist."""
    with pytest.raises(KeyError, match=listed):
        call()


def test_negative_masses_are_refused() -> None:
    """Only masses that exist may lie outside."""
    with pytest.raises(ValueError, match=r"mass = -0\.1: must be >= 0"):
        data.curve("BaBar 2017").at([0.1, -0.1])


def _mutated(file: str, path: tuple[Any, ...], value: Any) -> Mapping[str, Any]:
    table = copy.deepcopy(_table(file))
    place = table
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return table


MEG = ("entry", "MEG II 2025")
A_MU = ("entry", "a_mu 2025")
TAU = ("entry", "ATLAS 2023, doublet tau")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ((*MEG, "mark"), "guessed", r"limits\.toml, 'MEG II 2025', mark = 'guessed'"),
        ((*MEG, "mark"), None, r"'MEG II 2025', mark: missing"),
        ((*MEG, "bibtex"), "Nobody:1900", r"'MEG II 2025', bibtex = 'Nobody:1900'"),
        ((*MEG, "kind"), "rumour", r"'MEG II 2025', kind = 'rumour'"),
        ((*MEG, "value"), -1.5e-13, r"'MEG II 2025', value = -1\.5e-13: must be > 0"),
        ((*MEG, "value"), math.nan, r"'MEG II 2025', value = nan: must be a finite"),
        ((*MEG, "value"), "small", r"'MEG II 2025', value = 'small'"),
        ((*MEG, "year"), "2025", r"'MEG II 2025', year = '2025'"),
        ((*MEG, "confidence"), 90, r"'MEG II 2025', confidence = 90: must be between"),
        ((*MEG, "uncertainty"), 1e-13, r"'MEG II 2025', uncertainty: goes with"),
        ((*MEG, "colour"), "red", r"'MEG II 2025', field = 'colour'"),
        ((*MEG, "source"), "", r"'MEG II 2025', source = ''"),
        ((*A_MU, "uncertainty"), None, r"'a_mu 2025', uncertainty: goes with"),
        ((*A_MU, "uncertainty"), -1e-10, r"'a_mu 2025', uncertainty = -1e-10: must be > 0"),
        ((*TAU, "lower"), 1000.0, r"doublet tau', lower = 1000\.0: must be < value"),
        ((*TAU, "lower"), None, r"doublet tau', lower: goes with"),
        (("default", "mu -> e gamma"), "MEG II 2024", r"superseded by 'MEG II 2025'"),
        (("default", "mu -> e gamma"), "a_mu 2025", r"entry = 'a_mu 2025': not one of"),
        (("default", "a_mu"), "a_mu 2023", r"superseded by 'a_mu 2025'"),
        (("default", "a_mu"), None, r"\['a_mu'\] need both"),
        (("default", "M_E doublet, tau"), "CMS 2019, doublet tau", r"superseded by 'CMS 2022"),
    ],
)
def test_impossible_numbers_are_refused(path: tuple[Any, ...], value: Any, message: str) -> None:
    """One field of the real file changed: the message names file, entry and field."""
    file = "limits.toml"
    data._read_numbers(file, _table(file), data._bibliography())
    with pytest.raises(DataError, match=message):
        data._read_numbers(file, _mutated(file, path, value), data._bibliography())


E141 = ("curve", "E141")
NA64 = ("curve", "NA64 2023")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ((*NA64, "mark"), "guessed", r"curves\.toml, 'NA64 2023', mark = 'guessed'"),
        ((*NA64, "channel"), "audible", r"'NA64 2023', channel = 'audible'"),
        ((*NA64, "kind"), "lower", r"'NA64 2023', kind = 'lower'"),
        ((*NA64, "kind"), "band", r"'NA64 2023', points: \[3\.2, 9\.57e-06\] must be 3"),
        ((*NA64, "bibtex"), "Nobody:1900", r"'NA64 2023', bibtex"),
        ((*NA64, "final_state"), "ee", r"'NA64 2023', final_state"),
        ((*NA64, "points", 1, 0), 3.1, r"'NA64 2023', points: mass 3\.1 must be above 3\.2"),
        ((*NA64, "points", 1, 0), 3.2, r"'NA64 2023', points: mass 3\.2 must be above 3\.2"),
        ((*NA64, "points", 1, 1), 0.0, r"'NA64 2023', points: .* positive"),
        ((*NA64, "points", 1, 1), math.inf, r"'NA64 2023', points: .* positive"),
        ((*NA64, "points"), [[1.0, 1e-5]], r"'NA64 2023', points: 1 of them"),
        ((*E141, "points", 0), [1.1, 0.0114, 1.11e-5], r"'E141', points: .* lower edge below"),
        ((*E141, "final_state"), None, r"'E141', final_state"),
        (("accuracy",), 5, r"curves\.toml, accuracy = 5"),
    ],
)
def test_impossible_curves_are_refused(path: tuple[Any, ...], value: Any, message: str) -> None:
    """The same for curves."""
    file = data.CURVE_FILE
    data._read_curves(file, _table(file), data._bibliography())
    with pytest.raises(DataError, match=message):
        data._read_curves(file, _mutated(file, path, value), data._bibliography())


# --- defaults -----------------------------------------------------------------------------------


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_the_default_is_the_newest(quantity: str) -> None:
    """Newer entries are weaker limits or were quoted from memory, and nothing else."""
    chosen = data.default(quantity)
    for other in data.measurements(quantity):
        if other.year > chosen.year:
            weaker = (
                other.value >= chosen.value
                if other.kind in data.STRONGER_BELOW
                else other.kind in data.STRONGER_ABOVE and other.value <= chosen.value
            )
            assert weaker or other.mark == "from memory"


def test_a_new_measurement_takes_over() -> None:
    """Adding a stronger limit without changing the default is noticed; a weaker one is not needed."""
    for value, refused in ((1e-13, True), (9e-13, False)):
        table = copy.deepcopy(_table("limits.toml"))
        table["entry"]["new"] = {**table["entry"]["MEG II 2025"], "year": 2030, "value": value}
        if refused:
            with pytest.raises(DataError, match="superseded by 'new'"):
                data._read_numbers("limits.toml", table, data._bibliography())
        else:
            entries, _ = data._read_numbers("limits.toml", table, data._bibliography())
            assert entries["new"].value == value
