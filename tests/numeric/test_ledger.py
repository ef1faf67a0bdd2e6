"""The rows that need a number: each computed, and each moved by another number or another formula."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.models.dark import M_DIRAC, M_E, oblique
from darktmm.numeric.inputs.data import curve, measurement
from darktmm.papers.arxiv_2603_25704 import (
    beyond_rows,
    dark_photon_rows,
    flavour_rows,
    joint_rows,
    scattering_rows,
    standard_model_rows,
    symbolic,
)
from darktmm.papers.arxiv_2603_25704 import joint as joint_strategies
from darktmm.papers.arxiv_2603_25704 import numbers as printed
from darktmm.papers.arxiv_2603_25704 import printed as formulas
from darktmm.papers.arxiv_2603_25704 import rows as ledger
from darktmm.papers.arxiv_2603_25704.confront import TOLERANCE
from darktmm.papers.arxiv_2603_25704.joint import Maximum, Portal
from darktmm.papers.arxiv_2603_25704.rows import NUMERICAL, ORDER, RECORDED, SECTION_3, compute_row
from darktmm.papers.arxiv_2603_25704.symbolic import Verdict
from darktmm.papers.orders import number, order, same_order

benchmarks = importlib.import_module("darktmm.papers.arxiv_2603_25704.benchmark")

VERDICTS: dict[str, list[str]] = {
    "eq30": ["input", "input"],
    "eq31": ["corrected", "unsupported"],
    "eq36": ["unsupported"],
    "fig6": ["confirmed", "input", "unsupported"],
    "fig7": ["unsupported", "unsupported"],
    "claim-number-0086": ["unsupported"],
    "claim-natural-amu": ["confirmed"],
    "claim-amu-incompatible": ["confirmed", "unsupported", "input"],
    "claim-lhc-1270": ["unsupported", "input", "input"],
    "claim-borexino-flat": ["unsupported"],
    "claim-borexino-quadratic": ["unsupported", "confirmed"],
    "claim-na64-values": ["unsupported", "input"],
    "claim-babar-value": ["input"],
    "claim-invisible-decay": ["unsupported", "unsupported"],
    "claim-eq36-from-inputs": ["unsupported"],
    "claim-marginal-at-gd-half": ["unsupported"],
    "claim-hierarchy": ["confirmed", "unsupported", "unsupported", "confirmed"],
    "claim-stellar-decoupling": ["confirmed", "unsupported"],
    "claim-bbn-confinement": ["unsupported"],
    "claim-sm-dirac-value": ["confirmed"],
    "claim-sm-majorana-value": ["confirmed", "definition"],
    "beyond-z-width": ["unsupported"],
    "beyond-t-parameter": ["unsupported", "definition"],
    "beyond-neutrino-mass": ["unsupported"],
    "beyond-visible-decay": ["unsupported"],
    "beyond-longitudinal-aprime": ["unsupported"],
    "beyond-origin-of-m": ["unsupported", "definition"],
    "beyond-z-aprime-mixing": ["unsupported", "unsupported", "unsupported"],
    "beyond-loop-kinetic-mixing": ["unsupported"],
    "beyond-charged-emission": ["confirmed"],
    "beyond-universality": ["confirmed"],
}
"""Findings in order."""

SLOW = "claim-hierarchy"
"""Maximises over everything; it is computed with the whole ledger, in the tests of the report."""


def words(name: str) -> list[str]:
    """Findings of a row, computed now."""
    return [f.verdict.word for f in compute_row(name).findings]


def forget() -> None:
    """What the rows remember of printed numbers and of the benchmark."""
    for module in (benchmarks, flavour_rows, joint_rows):
        for value in vars(module).values():
            if getattr(value, "__module__", "") == module.__name__ and hasattr(
                value, "cache_clear"
            ):
                value.cache_clear()


@pytest.fixture
def altered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Exchange attributes of modules; nothing computed before or meanwhile is remembered."""

    def alter(module: Any, **values: Any) -> None:
        for name, value in values.items():
            assert hasattr(module, name), name
            monkeypatch.setattr(module, name, value)
        forget()

    forget()
    yield alter
    monkeypatch.undo()
    forget()


# --- completeness --------------------------------------------------------------------------------


def test_order() -> None:
    """Each row once: those of the Lagrangian, then all of Sec. 3 from (24) on, with their records."""
    assert len(ORDER) == len(set(ORDER))
    assert set(NUMERICAL) == set(VERDICTS)
    assert not set(NUMERICAL) & set(symbolic.ORDER)
    assert set(ORDER) == set(NUMERICAL) | set(symbolic.ORDER)
    assert set(ledger.DERIVATIONS) == set(ORDER) == set(RECORDED)
    assert ORDER[-len(SECTION_3) :] == SECTION_3
    before = [name for name in symbolic.ORDER if name not in SECTION_3]
    assert list(ORDER[: -len(SECTION_3)]) == before
    assert SECTION_3[:13] == tuple(f"eq{n}" for n in range(24, 37))


@pytest.mark.parametrize("name", [n for n in VERDICTS if n != SLOW])
def test_row(name: str) -> None:
    """Findings, record, routes, and something to show."""
    row = compute_row(name)
    assert [f.verdict.word for f in row.findings] == VERDICTS[name]
    assert row.id == name and row.verdict.word == RECORDED[name]
    assert row.title and row.derived and all(f.text for f in row.findings)
    for route in row.routes:
        assert abs(complex(route.residual)) <= TOLERANCE, route.name


def test_recorded_verdicts_are_the_most_severe_findings() -> None:
    """Also for the row that is computed elsewhere."""
    for name, found in VERDICTS.items():
        assert RECORDED[name] == max(Verdict[word.upper()] for word in found).word


@pytest.mark.parametrize("name", ["eq30", "eq17"])
def test_a_row_without_derivation_is_an_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict cannot be had without computing it."""
    monkeypatch.delitem(NUMERICAL if name in NUMERICAL else symbolic.DERIVATIONS, name)
    with pytest.raises(KeyError):
        compute_row(name)


# --- orders of magnitude -------------------------------------------------------------------------


def test_nearest_power_of_ten() -> None:
    """On a logarithmic scale: 3 is nearer to 1, 4 to 10."""
    assert [order(x) for x in (3e-13, 4e-13, 1.0, 3.2, 0.31)] == [-13, -12, 0, 1, -1]
    assert same_order(3e-10, 1e-10) and same_order(3.3e-11, 1e-10)
    assert not same_order(3.3e-10, 1e-10) and not same_order(3e-11, 1e-10)


@pytest.mark.parametrize(
    ("value", "digits", "latex"),
    [
        (3.21e-19, 3, r"3.21\times10^{-19}"),
        (0.0864, 2, "0.086"),
        (1270.0, 3, r"1.27\times10^{3}"),
        (1270.0, 4, "1270"),
        (2.0e5, 2, r"2.0\times10^{5}"),
        (-3e-5, 1, r"-3\times10^{-5}"),
    ],
)
def test_number_as_latex(value: float, digits: int, latex: str) -> None:
    assert number(value, digits) == latex


# --- by hand -------------------------------------------------------------------------------------

G_F, ALPHA, M_MU, M_ELECTRON = 1.1663788e-5, 1 / 137.035999, 0.1056583755, 0.51099895e-3


def bound(limit: float, factor: float = 1.0) -> float:
    """√|Σyy*| at M_E = 2 TeV, where the coefficient of (29) is divided by `factor`."""
    return (factor * limit * 96 * math.pi * G_F**2 * 2000**4 / ALPHA) ** 0.25


def numbers_of(name: str) -> tuple[float, float]:
    """Printed and derived number of a row."""
    claimed, derived = compute_row(name).numbers or (math.nan, math.nan)
    return float(claimed), float(derived)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("claim-number-0086", bound(3.1e-13)),
        ("eq31", bound(3.1e-13, 8)),
        ("claim-natural-amu", (M_MU / 2000) ** 2 * bound(3.1e-13, 8) ** 2 / (96 * math.pi**2)),
        ("eq30", 3.1e-13),
        ("claim-eq36-from-inputs", 1e-6 * 1e-3 / (64 * math.pi**2)),
    ],
)
def test_derived_number(name: str, expected: float) -> None:
    """(29) is 8 times too large and (32) 4 times; arithmetic of the printed inputs."""
    assert numbers_of(name)[1] == pytest.approx(expected, rel=1e-6)


def test_growth_of_the_recast_limit() -> None:
    """∫dT (1/T − 1/E) T²/(T + w)² in elementary functions."""
    energy, threshold = 862e-6, 50e-6
    largest = 2 * energy**2 / (M_ELECTRON + 2 * energy)

    def events(mass: float) -> float:
        w = mass**2 / (2 * M_ELECTRON)

        def primitive(T: float) -> float:
            x = T + w
            first = math.log(x) + w / x
            return first - (x - 2 * w * math.log(x) - w**2 / x) / energy

        return primitive(largest) - primitive(threshold)

    flat, quadratic = (math.sqrt(events(0) / events(m)) for m in (1e-4, 1e-3))
    assert numbers_of("claim-borexino-flat")[1] == pytest.approx(flat, rel=1e-7)
    assert scattering_rows.growth(1e-3) == pytest.approx(quadratic, rel=1e-7)
    step = math.sqrt(events(1e-3 * 0.999) / events(1e-3 * 1.001))
    slope = math.log(step) / math.log(1.001 / 0.999)
    assert numbers_of("claim-borexino-quadratic")[1] == pytest.approx(slope, rel=1e-5)
    assert 1.05 < flat < 1.1 and 1.4 < slope < 1.6


def test_moment_of_a_dirac_neutrino() -> None:
    """3eG_F m/(8√2π²) over e/2mₑ, and half of it times the GIM factor for a Majorana neutrino."""
    value = 3 * G_F * 1e-9 * 2 * M_ELECTRON / (8 * math.sqrt(2) * math.pi**2)
    assert standard_model_rows.dirac_moment(1e-9) == pytest.approx(value, rel=1e-6)
    assert abs(value / printed.SM_DIRAC_PER_EV - 1) < 1e-2
    # Largest for (2, 3): |U_τ2 U_τ3| m_τ²/M_W² of maximal mixing, up to a factor of order one.
    rough = value / 2 * 0.05 * (1.777 / 80.4) ** 2 / 2
    assert 0.3 < standard_model_rows.majorana_moment(0.0) / rough < 2


def test_lightest_mass_from_the_sum() -> None:
    """The three masses add up; a sum that is too small leaves a massless one."""
    lightest = standard_model_rows.lightest_for_sum(0.1)
    splittings = np.array([0, 7.5e-5, 2.5e-3])
    assert np.sum(np.sqrt(lightest**2 + splittings)) == pytest.approx(0.1, rel=1e-2)
    assert standard_model_rows.lightest_for_sum(0.05) == pytest.approx(0, abs=1e-12)
    assert standard_model_rows.majorana_moment(0.8) > 10 * standard_model_rows.majorana_moment(0.0)


def test_own_numbers_of_the_estimate() -> None:
    """(35) in GeV⁻¹ is twice the derived moment of one pair, and 296 GeV⁻¹ is a Bohr magneton."""
    unit = math.sqrt(4 * math.pi * ALPHA) / (2 * M_ELECTRON)
    assert unit == pytest.approx(296, rel=2e-3)
    for name, delta in joint_rows.SPLITTINGS.items():
        raw = joint_rows.moment_per_tensor(formulas.eq35_prefactor(), delta)
        loop = 0.1 / 0.09 * (delta / 0.09) ** 2 * joint_rows._derived_f() / (64 * math.pi**2)
        assert raw == pytest.approx(loop, rel=1e-12)
        assert joint_rows.estimates()[name] == pytest.approx(1e-6 * raw / unit, rel=1e-6)


# --- another number or another formula -----------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """What is exchanged, and the findings that follow."""

    row: str
    where: Any
    values: Callable[[], dict[str, Any]]
    findings: list[str]


def _rounded(value: float) -> float:
    return float(f"{value:.1e}")


def _scaled(function: Callable[..., Any], factor: float) -> Callable[..., Any]:
    return lambda *arguments: factor * function(*arguments)


def _one_limit_for_all(value: float) -> dict[str, Any]:
    return {"measurement": lambda name: replace(measurement(name), value=value)}


def _curve_scaled(factor: float) -> dict[str, Any]:
    def scaled(name: str) -> Any:
        found = curve(name)
        return replace(found, lower=factor * found.lower)

    return {"curve": scaled}


def _sources() -> dict[float, float]:
    return {m: float(curve("NA64 2019").at(m)) for m in printed.NA64_VALUES}


CHANGES: dict[str, Change] = {
    # Sec. 1
    "twice the number in (1)": Change(
        "claim-sm-dirac-value",
        printed,
        lambda: {"SM_DIRAC_PER_EV": 6.4e-19},
        ["unsupported"],
    ),
    "half of (1)": Change(
        "claim-sm-dirac-value",
        standard_model_rows,
        lambda: {"dirac_moment": _scaled(standard_model_rows.dirac_moment, 0.5)},
        ["unsupported"],
    ),
    "1e-20 below (2)": Change(
        "claim-sm-majorana-value",
        printed,
        lambda: {"SM_MAJORANA_ORDER": -20},
        ["unsupported", "definition"],
    ),
    "1e-26 below (2)": Change(
        "claim-sm-majorana-value",
        printed,
        lambda: {"SM_MAJORANA_ORDER": -26},
        ["unsupported", "definition"],
    ),
    "no GIM factor": Change(
        "claim-sm-majorana-value",
        standard_model_rows,
        lambda: {"dirac_moment": _scaled(standard_model_rows.dirac_moment, 1e5)},
        ["unsupported", "definition"],
    ),
    # Sec. 3.1
    "the older limit in (30)": Change(
        "eq30", printed, lambda: {"MEG_LIMIT": 4.2e-13}, ["unsupported", "input"]
    ),
    "another source of (30)": Change(
        "eq30", flavour_rows, lambda: _one_limit_for_all(4.2e-13), ["unsupported", "input"]
    ),
    "the derived bound in (31)": Change(
        "eq31",
        printed,
        lambda: {"YUKAWA_BOUND": _rounded(bound(3.1e-13, 8))},
        ["confirmed", "unsupported"],
    ),
    "a limit that gives (31)": Change(
        "eq31",
        printed,
        lambda: {"MEG_LIMIT": 3.1e-13 * (0.086 / bound(3.1e-13, 8)) ** 4},
        ["confirmed", "unsupported"],
    ),
    "a branching ratio that gives (31)": Change(
        "eq31",
        flavour_rows,
        lambda: {"derived_bound": lambda limit: 0.0861},
        ["confirmed", "unsupported"],
    ),
    "what (29) and (30) give": Change(
        "claim-number-0086",
        printed,
        lambda: {"YUKAWA_BOUND": _rounded(bound(3.1e-13))},
        ["confirmed"],
    ),
    "half of (29)": Change(
        "claim-number-0086",
        formulas,
        lambda: {"eq29": lambda old=formulas.eq29: (old()[0], old()[1] / 2)},
        ["confirmed"],
    ),
    "twice (29)": Change(
        "claim-number-0086",
        formulas,
        lambda: {"eq29": lambda old=formulas.eq29: (old()[0], old()[1] * 2)},
        ["unsupported"],
    ),
    "Delta a_mu of order 1e-12": Change(
        "claim-natural-amu", printed, lambda: {"NATURAL_AMU_ORDER": -12}, ["unsupported"]
    ),
    "E at 500 GeV, the bound as at 2 TeV": Change(
        "claim-natural-amu",
        flavour_rows,
        lambda: {"derived_bound": _scaled(flavour_rows.derived_bound, 4)},
        ["unsupported"],
    ),
    "a deviation of 1e-12": Change(
        "claim-amu-incompatible",
        printed,
        lambda: {"AMU_DEVIATION": 1e-12},
        ["unsupported", "unsupported", "input"],
    ),
    "E at 100 GeV": Change(
        "claim-amu-incompatible",
        printed,
        lambda: {"BENCHMARK_M_E": 100.0},
        ["unsupported", "unsupported", "input"],
    ),
    "one limit of the LHC for all": Change(
        "claim-lhc-1270",
        flavour_rows,
        lambda: _one_limit_for_all(1270.0),
        ["input", "input", "input"],
    ),
    "another limit of the LHC for all": Change(
        "claim-lhc-1270",
        flavour_rows,
        lambda: _one_limit_for_all(1045.0),
        ["unsupported", "input", "input"],
    ),
    # Sec. 3.2
    "flat below 10 keV": Change(
        "claim-borexino-flat", printed, lambda: {"FLAT_BELOW": 10e-6}, ["confirmed"]
    ),
    "flat up to a threshold of 1 MeV": Change(
        "claim-borexino-flat", scattering_rows, lambda: {"growth": lambda m: 1.0}, ["confirmed"]
    ),
    "quadratic above 10 MeV": Change(
        "claim-borexino-quadratic",
        printed,
        lambda: {"QUADRATIC_ABOVE": 1e-2},
        ["confirmed", "confirmed"],
    ),
    "never quadratic": Change(
        "claim-borexino-quadratic",
        scattering_rows,
        lambda: {"exponent": lambda m: 1.0 if m < 5e-3 else 1.96},
        ["unsupported", "unsupported"],
    ),
    "another limit in Fig. 6": Change(
        "fig6",
        printed,
        lambda: {"BOREXINO_LIMIT": 3.1e-11},
        ["confirmed", "unsupported", "unsupported"],
    ),
    "another threshold in the closed form only": Change(
        "fig6",
        printed,
        lambda: {"BOREXINO_THRESHOLD": 60e-6},
        ["corrected", "input", "unsupported"],
    ),
    "what NA64 measured": Change(
        "claim-na64-values", printed, lambda: {"NA64_VALUES": _sources()}, ["input", "input"]
    ),
    "a curve of NA64 5 times lower": Change(
        "claim-na64-values", dark_photon_rows, lambda: _curve_scaled(0.2), ["input", "input"]
    ),
    "BaBar at 1e-4": Change(
        "claim-babar-value", printed, lambda: {"BABAR_VALUE": 1e-4}, ["unsupported"]
    ),
    "a curve of BaBar 10 times lower": Change(
        "claim-babar-value", dark_photon_rows, lambda: _curve_scaled(0.1), ["unsupported"]
    ),
    "the limit that the paper assumes": Change(
        "beyond-visible-decay",
        dark_photon_rows.joint,
        lambda: {
            "largest_epsilon_at": lambda point, m: Portal(
                float(curve("NA64 2019").at(m)), "NA64 2019 invisible"
            )
        },
        ["confirmed"],
    ),
    # Sec. 3.3
    "the derived estimate in (36)": Change("eq36", printed, lambda: {"EQ36": 1e-13}, ["confirmed"]),
    "1/GeV for a Bohr magneton": Change(
        "eq36",
        joint_rows,
        lambda: {"constants": lambda: SimpleNamespace(bohr_magneton=1.0)},
        ["confirmed"],
    ),
    "what the inputs of (36) give": Change(
        "claim-eq36-from-inputs", printed, lambda: {"EQ36": 1e-12}, ["confirmed"]
    ),
    "a hundred times more of them": Change(
        "claim-eq36-from-inputs",
        printed,
        lambda: {"EPSILON_Y_SQUARED": 1e-4},
        ["confirmed"],
    ),
    "no loop factor": Change(
        "claim-eq36-from-inputs",
        formulas,
        lambda: {"eq35_prefactor": lambda old=formulas.eq35_prefactor: 64 * math.pi**2 * old()},
        ["confirmed"],
    ),
    "half of the loop factor": Change(
        "claim-eq36-from-inputs",
        formulas,
        lambda: {"eq35_prefactor": lambda old=formulas.eq35_prefactor: old() / 2},
        ["unsupported"],
    ),
    "Yukawas of 3 in (22)": Change(
        "claim-marginal-at-gd-half",
        joint_strategies,
        lambda: {"PAPER_YUKAWA": 3.0},
        ["confirmed"],
    ),
    "Yukawas of 3 in Fig. 7": Change(
        "fig7", joint_strategies, lambda: {"PAPER_YUKAWA": 3.0}, ["confirmed", "unsupported"]
    ),
    "masses above 1 GeV": Change(
        "claim-stellar-decoupling",
        printed,
        lambda: {"MASS_REGIME": (1.0, 10.0), "SUPERNOVA_PARTICLE": 1.0},
        ["confirmed", "confirmed"],
    ),
    "masses above 10 keV": Change(
        "claim-stellar-decoupling",
        printed,
        lambda: {"MASS_REGIME": (1e-5, 1.0)},
        ["unsupported", "unsupported"],
    ),
    "a cold supernova": Change(
        "claim-stellar-decoupling",
        printed,
        lambda: {"SUPERNOVA_TEMPERATURE": 1e-4},
        ["confirmed", "confirmed"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_verdict_moves(name: str, altered: Callable[..., None]) -> None:
    """No verdict is typed: another number, or another formula, gets another one."""
    change = CHANGES[name]
    altered(change.where, **change.values())
    assert words(change.row) == change.findings


# --- another benchmark ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "changes", "findings"),
    [
        ("beyond-z-width", {"m_L": 60.0, "m_R": 60.0}, ["confirmed"]),
        ("beyond-z-width", {"m_L": 40.0, "m_R": 40.0}, ["unsupported"]),
        ("beyond-neutrino-mass", {"y": 1e-3}, ["confirmed"]),
        ("beyond-neutrino-mass", {"y": 0.1}, ["unsupported"]),
        ("beyond-t-parameter", {"M_E": 1.0}, ["unsupported", "definition"]),
        ("claim-bbn-confinement", {"m_L": 1e-3, "m_R": 1e-3}, ["confirmed"]),
        ("claim-invisible-decay", {"m_L": 1e-3, "m_R": 1e-3}, ["unsupported", "confirmed"]),
        (
            "claim-invisible-decay",
            {"m_L": 1e-3, "m_R": 2e-3, "m_D": 1e-3},
            ["confirmed", "confirmed"],
        ),
        ("claim-invisible-decay", {"m_L": 0.5, "m_R": 0.7}, ["unsupported", "unsupported"]),
        ("beyond-visible-decay", {"m_L": 1e-3, "m_R": 1e-3}, ["unsupported"]),
    ],
)
def test_another_benchmark(
    altered: Callable[..., None], row: str, changes: dict[str, Any], findings: list[str]
) -> None:
    """What is asked of the benchmark has another answer where N is heavier or lighter."""
    text = compute_row(row).findings[0].text
    other_benchmark(altered, **changes)
    changed = compute_row(row)
    assert [f.verdict.word for f in changed.findings] == findings
    assert changed.findings[0].text != text


def other_benchmark(altered: Callable[..., None], **changes: Any) -> None:
    """Put another point in the place of the benchmark; `y` multiplies the Yukawas."""
    point = benchmarks.benchmark()
    if "y" in changes:
        changes["y"] = changes["y"] * point.y
    other = point.with_(**changes)
    for module in (benchmarks, dark_photon_rows, beyond_rows):
        altered(module, benchmark=lambda: other)


def test_t_parameter_of_a_symmetric_doublet(altered: Callable[..., None]) -> None:
    """Confirmed only if the divergence is absent and N and E have one mass: neither is enough."""
    row = "beyond-t-parameter"
    altered(oblique, divergence=lambda: sp.S.Zero)
    assert words(row)[0] == "unsupported"
    other_benchmark(altered, m_L=0.0, m_R=0.0, m_D=2000.0)
    assert words(row)[0] == "confirmed"
    altered(oblique, divergence=lambda: M_DIRAC**2 - M_E**2 / 2)
    assert words(row)[0] == "unsupported"


def test_benchmark_with_a_dark_photon() -> None:
    """ε at the limit of NA64 2019 unless it is given; the rest is the point of the paper."""
    point = benchmarks.with_dark_photon(0.1)
    assert point.epsilon == float(curve("NA64 2019").at(0.1))
    assert benchmarks.with_dark_photon(0.1, 1e-5).epsilon == 1e-5
    assert point.with_(epsilon=1e-4).to_toml() == benchmarks.benchmark().to_toml()


# --- invented curves -----------------------------------------------------------------------------

DIRECT = 1e-8


def invented(ratio: float, *active: str, violated: tuple[str, ...] = ()) -> tuple[Maximum, ...]:
    """Maxima at this fraction of the direct limit, at two masses."""
    return tuple(
        Maximum(m, ratio * DIRECT, DIRECT, 1e-4, active or ("NA64",), None, violated, 1.0)
        for m in (0.01, 0.1)
    )


def hierarchy(
    altered: Callable[..., None],
    best: tuple[Maximum, ...],
    half: float = 1e-3,
    dipoles: float = 0.01,
    theory: float = 0.1,
) -> list[str]:
    """Findings for maxima of everything, for one coupling, without dipoles, without unitarity."""

    def from_there(g_D: float | None, without: Iterable[str] = ()) -> tuple[Maximum, ...]:
        names = list(without)
        if g_D is not None:
            return invented(half)
        return invented(theory if any("longitudinal" in n for n in names) else dipoles)

    altered(
        joint_rows,
        maxima=lambda strategy, g: invented(1e-4),
        optimised=lambda: best,
        _from_there=from_there,
    )
    return words(SLOW)


@pytest.mark.parametrize(
    ("curves", "findings"),
    [
        ({}, ["confirmed", "unsupported", "unsupported", "confirmed"]),
        ({"dipoles": 0.2}, ["confirmed", "confirmed", "unsupported", "confirmed"]),
        ({"dipoles": 0.05}, ["confirmed", "unsupported", "unsupported", "confirmed"]),
        ({"theory": 0.015}, ["confirmed", "unsupported", "definition", "confirmed"]),
        (
            {"best": invented(0.01, "Borexino rate")},
            ["confirmed", "unsupported", "unsupported", "unsupported"],
        ),
        ({"half": 2.0}, ["unsupported", "unsupported", "unsupported", "confirmed"]),
        (
            {"best": invented(2.0), "dipoles": 2.0, "theory": 2.0},
            ["unsupported", "unsupported", "definition", "confirmed"],
        ),
    ],
    ids=("below", "dipoles matter", "hardly", "theory does not", "rate", "half above", "above"),
)
def test_hierarchy(
    altered: Callable[..., None], curves: dict[str, Any], findings: list[str]
) -> None:
    """Each of the four statements follows its own curves."""
    assert hierarchy(altered, **({"best": invented(0.01)} | curves)) == findings


# --- what breaks U(1)_D ----------------------------------------------------------------------------

ROWS_OF_BREAKING: dict[str, tuple[dict[str, Any], list[str]]] = {
    "beyond-longitudinal-aprime": (
        {"m_L": 1e-12, "m_R": 1e-12, "m_D": 0.1, "O_I": np.eye(2)},
        ["confirmed"],
    ),
    "beyond-origin-of-m": (
        {"m_L": 1e-12, "m_R": 1e-12, "m_D": 2000.0, "M_E": 2000.0},
        ["confirmed", "definition"],
    ),
    "beyond-z-aprime-mixing": (
        {"m_L": 1e-6, "m_R": 1e-6, "m_D": 0.1, "O_I": np.eye(2)},
        ["confirmed", "confirmed", "definition"],
    ),
    "beyond-loop-kinetic-mixing": ({"g_D": 1e-6}, ["confirmed"]),
    "beyond-charged-emission": (
        {"M_E": 100.0, "y": np.array([[2.0, 0.5], [2.0, -1.0], [1.0, 1.0]], dtype=complex)},
        ["unsupported"],
    ),
    "beyond-universality": (
        {"y": np.array([[0, 0], [3.0, 0], [0, 3.0]], dtype=complex)},
        ["unsupported"],
    ),
}
"""Changes of the benchmark for which a row says the opposite."""


@pytest.mark.parametrize("name", ROWS_OF_BREAKING)
def test_breaking_follows_the_benchmark(altered: Callable[..., None], name: str) -> None:
    """Verdict and sentence move with the point."""
    changes, findings = ROWS_OF_BREAKING[name]
    before = compute_row(name)
    other = benchmarks.benchmark().with_(**changes)
    altered(benchmarks, benchmark=lambda: other)
    after = compute_row(name)
    assert [f.verdict.word for f in after.findings] == findings
    assert after.findings[0].text != before.findings[0].text


@pytest.mark.parametrize(
    ("ratio", "violated", "findings"),
    [
        (0.5, (), ["confirmed", "confirmed"]),
        (0.01, (), ["unsupported", "confirmed"]),
        (0.5, ("oblique T",), ["confirmed", "unsupported"]),
    ],
)
def test_figure_7(
    altered: Callable[..., None], ratio: float, violated: tuple[str, ...], findings: list[str]
) -> None:
    """How near the printed curves come to Borexino, and whether other bounds exclude them."""
    altered(joint_rows, maxima=lambda strategy, g: invented(ratio, violated=violated))
    assert words("fig7") == findings
    assert words("claim-marginal-at-gd-half") == findings[:1]
