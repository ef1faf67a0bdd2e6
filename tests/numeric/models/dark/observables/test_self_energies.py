"""Self-energies of many points: closed forms at high precision, null tests, scales, mutations."""

from __future__ import annotations

import warnings
from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from random_points import random_point, random_points

from darktmm.derive.models.dark import M_1, M_2, M_E, THETA, aprime_mass, oblique
from darktmm.derive.models.dark import z_aprime_mixing as mixing
from darktmm.numeric.inputs import constants, point_file
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables import self_energies as se
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.predictions import SCALE
from darktmm.numeric.processes import mass_mixing

PAPER, REFERENCE = (Parameters.from_file(point_file(name)) for name in ("paper", "reference"))
BASE = {"m_L": 0.9, "m_R": -0.4, "m_D": 1.7, "M_E": 300.0}

HEAVY: dict[str, dict[str, float]] = {
    "generic": BASE,
    "m_L=m_R": {"m_L": 300.0, "m_R": 300.0, "m_D": 550.0, "M_E": 860.0},
    "opposite": {"m_L": 0.3, "m_R": -0.3, "m_D": 0.2, "M_E": 700.0},
    "m_D=0": {"m_L": 0.1, "m_R": 0.1, "m_D": 0.0, "M_E": 2000.0},
    "m_D=0, different": {"m_L": 0.1, "m_R": 7.0, "m_D": 0.0, "M_E": 2000.0},
    "quasi-Dirac": {"m_L": 3e-12, "m_R": 1e-12, "m_D": 1.0, "M_E": 300.0},
    "quasi-Dirac, equal": {"m_L": 4e-10, "m_R": 4e-10, "m_D": 400.0, "M_E": 400.0},
    "heavy Majorana": {"m_L": 400.0, "m_R": 400.0, "m_D": 1e-6, "M_E": 500.0},
    "seesaw": {"m_L": 0.0, "m_R": 3e3, "m_D": 1.0, "M_E": 1e3},
}


def universal_neutrino_coupling(p: Parameters) -> Any:
    """What mass mixing adds to every f_ii."""
    return mass_mixing.universal_neutrino_coupling(se.z_mixing(p))


def z_mass_shift(p: Parameters) -> Any:
    """δM_Z²/M_Z²."""
    return mass_mixing.mass_shifts(se.z_mixing(p), p.m_aprime)[0]


def fermion_couplings(p: Parameters, name: str, kinetic: bool = True) -> Any:
    """(g_V, g_A) of A'."""
    return mass_mixing.fermion_couplings(name, se.z_mixing(p), p.epsilon if kinetic else None)


def sample(*changes: dict[str, Any]) -> Parameters:
    return Parameters.stack([PAPER.with_(**c) for c in changes])


@cache
def exact_masses(name: str) -> dict[Any, Any]:
    p = {k: sp.Rational(v) for k, v in HEAVY[name].items()}
    trace, half = p["m_L"] + p["m_R"], (p["m_L"] - p["m_R"]) / 2
    radius = sp.sqrt(p["m_D"] ** 2 + half**2)
    cosine, sine = (half / radius, p["m_D"] / radius) if radius else (sp.S.Zero, sp.S.One)
    return {
        M_1: trace / 2 - radius,
        M_2: trace / 2 + radius,
        mixing.TRACE: trace,
        mixing.COS_2: cosine,
        mixing.SIN_2: sine,
        oblique.SCALE: sp.Rational(SCALE),
    }


@cache
def exact_correlator(name: str) -> float:
    law = mixing.at_scale(mixing.correlator()).subs(exact_masses(name), simultaneous=True)
    return float(law.doit().evalf(25, maxn=2000))


@pytest.mark.parametrize("name", HEAVY)
def test_correlator_against_its_closed_form(name: str) -> None:
    """To 1e-13, down to m = 1e-12 m_D, where a difference of logarithms has no digit left."""
    value = se.correlator(sample(HEAVY[name]))[0]
    assert abs(value / exact_correlator(name) - 1) < 3e-13
    wrong = {**HEAVY[name], "m_L": -HEAVY[name]["m_L"]}
    if HEAVY[name]["m_L"] and HEAVY[name]["m_D"] > 1e-5:  # where the sign is a phase
        assert abs(se.correlator(sample(wrong))[0] / value - 1) > 1e-6


@cache
def exact_s(name: str) -> float:
    angle = sp.atan2(exact_masses(name)[mixing.SIN_2], exact_masses(name)[mixing.COS_2]) / 2
    point = {s: exact_masses(name)[s] for s in (M_1, M_2)}
    point |= {THETA: angle, M_E: sp.Rational(HEAVY[name]["M_E"])}
    value = oblique.oblique_S().right.subs(point, simultaneous=True).doit()
    return float(value.evalf(25, maxn=2000))


@pytest.mark.parametrize("name", [n for n in HEAVY if n != "seesaw"])
def test_s_against_its_closed_form(name: str) -> None:
    value = se.oblique_S(sample(HEAVY[name]))[0]
    assert value == pytest.approx(exact_s(name), rel=1e-12, abs=1e-22)
    wrong = {**HEAVY[name], "M_E": 1.01 * HEAVY[name]["M_E"]}
    assert abs(se.oblique_S(sample(wrong))[0] - value) > 1e-4


@pytest.mark.parametrize("splitting", [1e-2, 1e-6, 1e-10, 1e-13])
def test_s_of_a_small_splitting(splitting: float) -> None:
    """(2/3π) ln(m_D/M_E): first order in the splitting, no digit lost."""
    charged = 700.0
    dirac = charged * (1 - splitting)
    value = se.oblique_S(sample({"m_L": 0.0, "m_R": 0.0, "m_D": dirac, "M_E": charged}))[0]
    expected = 2 / (3 * np.pi) * np.log1p((dirac - charged) / charged)
    assert abs(value / expected - 1) < 1e-13
    assert abs(value / -expected - 1) > 1


# --- where U(1)_D or isospin is exact -------------------------------------------------------------


def test_exact_symmetry() -> None:
    """m_L = m_R = 0, equal spectra and mixings: no mass, no mixing; S remains."""
    exact = {"m_L": 0.0, "m_R": 0.0, "m_D": 5.0, "M_H": [0.3, 0.4], "M_A": [0.3, 0.4]}
    exact = {k: np.array(v) if isinstance(v, list) else v for k, v in exact.items()}
    exact |= {"O_R": PAPER.O_I, "O_I": PAPER.O_I}
    here = sample(exact)
    for law in (se.correlator, se.z_mixing, z_mass_shift, universal_neutrino_coupling):
        assert law(here)[0] == 0
    assert se.fermion_mass(here)[0] == 0
    assert abs(se.radiative_mass(here)[0]) < 1e-30
    assert se.scalar_mass(sample({**exact, "O_R": np.eye(2)}))[0] > 1e-8
    assert se.oblique_S(here)[0] != 0
    assert se.oblique_S(sample({**exact, "M_E": 5.0}))[0] == 0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(1e-6, 1e-3))
def test_quadratic_in_the_breaking(seed: int, size: float) -> None:
    """m_L, m_R → s·m_L, s·m_R beside m_D: Π ∝ s², up to the next order in s."""
    point = random_point(np.random.default_rng(seed))
    small = [
        point.with_(m_L=point.m_L * s * point.m_D / 10, m_R=point.m_R * s * point.m_D / 10)
        for s in (size, size / 10)
    ]
    first, second = se.correlator(Parameters.stack(small))
    assert first / second == pytest.approx(100, rel=10 * size, abs=0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(1e-13, 1e-4))
def test_scalar_mass_of_a_small_splitting(seed: int, split: float) -> None:
    """One H, one A: (g_DQ_S)²(ΔM²)²/(96π²M²), ∫x(1−x) = 1/6, in whatever digits ΔM has."""
    rng = np.random.default_rng(seed)
    point = random_point(rng, g=1, O_R=np.eye(1), O_I=np.eye(1))
    even = point.M_H[0, 0]
    odd = even * (1 + split)
    value = se.scalar_mass(point.with_(M_A=np.array([odd])))[0]
    difference = (odd - even) * (odd + even)
    expected = (point.g_D * point.Q_S * difference / even) ** 2 / (96 * np.pi**2)
    assert abs(value / expected - 1) < 1e-13 + 3 * split
    assert abs(value / (2 * expected) - 1) > 0.4


def test_scalar_mass_against_its_closed_form() -> None:
    for p in random_points(3, g=2, seed=4):
        point = p.only
        law = aprime_mass.splitting()
        mixed = point.O_R.T @ point.O_I
        total = 0.0
        for k in range(2):
            for m in range(2):
                values = {aprime_mass.M_EVEN: point.M_H[k], aprime_mass.M_ODD: point.M_A[m]}
                pair = law.subs({s: sp.Rational(float(v)) for s, v in values.items()}).doit()
                pair = pair.subs({aprime_mass.G_D: point.g_D, aprime_mass.Q_S: point.Q_S})
                total += mixed[k, m] ** 2 * float(pair.evalf(20, maxn=500))
        value = se.scalar_mass(p)[0]
        assert value == pytest.approx(total, rel=1e-12, abs=0)
        exchanged = p.with_(M_H=point.M_H[::-1])
        assert abs(se.scalar_mass(exchanged)[0] / total - 1) > 1e-6


# --- scales and couplings -------------------------------------------------------------------------


def test_logarithm_of_the_scale() -> None:
    """Between two scales nothing but the running."""
    points = random_points(5, seed=2)
    steps = np.log(3.0)
    mixed = se.z_mixing(points, 3e4) - se.z_mixing(points, 1e4)
    np.testing.assert_allclose(mixed, se.z_mixing_running(points) * steps, rtol=1e-10)
    epsilon = se.loop_epsilon(points, 3e4) - se.loop_epsilon(points, 1e4)
    np.testing.assert_allclose(epsilon, se.epsilon_running(points) * steps, rtol=1e-10)
    assert np.all(np.abs(mixed / (2 * se.z_mixing_running(points) * steps) - 1) > 0.4)
    slopes = [se.correlator_slopes(points, s) for s in (3e4, 1e4)]
    for neutral in range(2):
        difference = slopes[0][neutral] - slopes[1][neutral]
        np.testing.assert_allclose(difference, -steps / (6 * np.pi**2), rtol=1e-10)


def test_one_correlator_for_mass_and_mixing() -> None:
    """δm² = (g_DQ_N)²Π, δ_Z M_Z² = g_Zg_DQ_NΠ, f = g_Zδ_Z, g_Z = g/2c_W."""
    points = random_points(5, seed=3)
    weak = electroweak()
    g_z = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    pi, charge = se.correlator(points), points.g_D * points.Q_N
    np.testing.assert_allclose(se.fermion_mass(points), charge**2 * pi, rtol=1e-14)
    np.testing.assert_allclose(se.z_mixing(points) * weak.M_Z**2, g_z * charge * pi, rtol=1e-13)
    f = universal_neutrino_coupling(points)
    np.testing.assert_allclose(f, g_z * se.z_mixing(points), rtol=1e-13)
    np.testing.assert_array_equal(np.sign(se.z_mixing(points)), np.sign(charge * pi))


def test_sign_follows_the_charge() -> None:
    flipped = PAPER.with_(Q_N=-1.0, Q_S=1.0)
    pair = Parameters.stack([PAPER, flipped])
    for law in (se.z_mixing, se.loop_epsilon, universal_neutrino_coupling, se.epsilon_running):
        first, second = law(pair)
        assert first > 0 > second and abs(first / second + 1) < 1e-12
    for law in (se.radiative_mass, se.oblique_S, z_mass_shift):
        first, second = law(pair)
        assert abs(first / second - 1) < 1e-12


def test_couplings_of_light_fermions() -> None:
    """By mass mixing −δ_Z that of Z, by kinetic mixing −eεQ."""
    points = random_points(4, seed=5)
    weak = electroweak()
    s2, delta = weak.sin2_theta_w, se.z_mixing(points)
    g_z = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z  # g/2c_W
    table = {"nu": (1, 0), "e": (-1, -1), "u": (1, 2 / 3), "d": (-1, -1 / 3)}
    for name, (isospin, charge) in table.items():
        vector, axial = fermion_couplings(points, name)
        without, _ = fermion_couplings(points, name, kinetic=False)
        expected = g_z * (isospin / 2 - 2 * s2 * charge) * delta
        np.testing.assert_allclose(without, expected, rtol=1e-12)
        np.testing.assert_allclose(axial, -g_z * isospin / 2 * delta, rtol=1e-12)
        e = constants().elementary_charge
        np.testing.assert_allclose(
            vector - without, -e * charge * points.epsilon, rtol=1e-9, atol=1e-18
        )
    with pytest.raises(ValueError, match="name = 'mu': must be one of nu, e, u, d"):
        fermion_couplings(points, "mu")


def test_z_kinetic_mixing_by_hand() -> None:
    """−(g_DQ_N)[g_Z^N Π'_NN + g_Z^E Π'_EE], g_Z^N = −g/2c_W, g_Z^E = (g/2c_W)(1 − 2s_W²)."""
    points = random_points(4, seed=6)
    weak = electroweak()
    g_z = np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z
    neutral, charged = se.correlator_slopes(points)
    expected = g_z * points.g_D * points.Q_N * (neutral - (1 - 2 * weak.sin2_theta_w) * charged)
    np.testing.assert_allclose(se.z_kinetic_mixing(points), expected, rtol=1e-12)


def test_q_squared() -> None:
    """At zero the same; near zero the slope; E's loop alone for an unbroken N."""
    points = random_points(4, seed=7)
    np.testing.assert_allclose(se.correlator_at(points, 0.0), se.correlator(points), rtol=1e-10)
    q2 = -1e-4 * np.min(points.heavy_masses**2)
    rise = (se.correlator_at(points, q2) - se.correlator(points)) / q2
    np.testing.assert_allclose(rise, se.correlator_slopes(points)[0], rtol=1e-3, atol=1e-5)
    assert np.all(np.abs(rise / se.correlator_slopes(points)[1] - 1) > 1e-3)


# --- numbers --------------------------------------------------------------------------------------


def test_benchmark_of_the_paper() -> None:
    """δ_Z = 2.6e-7; m = 0.1 GeV, g_D = ½: 0.185·m²/2π²·ln(Λ²/m²)/M_Z²."""
    here = PAPER
    assert se.z_mixing(here)[0] == pytest.approx(2.598e-7, rel=1e-3, abs=0)
    assert se.loop_epsilon(here)[0] == pytest.approx(4.115e-3, rel=1e-3)
    tuned = se.mass_tuning(here)[0]
    assert tuned == pytest.approx(0.25 * se.correlator(here)[0] / 0.01, rel=1e-2)
    light = PAPER.with_(m_aprime=1e-3)
    assert se.mass_tuning(light)[0] == pytest.approx(1e4 * tuned, rel=1e-9)


def test_reference_point() -> None:
    here = REFERENCE
    assert se.z_mixing(here)[0] == pytest.approx(2.479e-5, rel=1e-3, abs=0)
    assert se.mass_tuning(here)[0] == pytest.approx(111.3, rel=1e-3)
    assert se.epsilon_tuning(here)[0] == pytest.approx(41.15, rel=1e-3)


def test_extreme_points_give_numbers() -> None:
    """m = 400 GeV under m_A' = 1 keV, massless N, equal and opposite masses: no warning, no NaN."""
    extreme = sample(
        {"m_L": 400.0, "m_R": 400.0, "m_D": 500.0, "m_aprime": 1e-6},
        {"m_L": 0.0, "m_R": 1.0, "m_D": 0.0, "m_aprime": 1e-6},
        {"m_L": 1.0, "m_R": 1.0, "m_D": 1.0},  # M₁ = 0
        {"m_L": 1.0, "m_R": -1.0, "m_D": 0.0},
        {"m_L": 1e-150, "m_R": 1e-150, "m_D": 1e-3},
        {"m_L": 1e6, "m_R": 1e-6, "m_D": 1e-6, "M_E": 1e6},
    )
    laws = (
        se.correlator,
        se.radiative_mass,
        se.mass_tuning,
        se.z_mixing,
        z_mass_shift,
        se.mixing_mass_tuning,
        universal_neutrino_coupling,
        se.oblique_S,
        se.z_kinetic_mixing,
        se.loop_epsilon,
        se.epsilon_tuning,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for law in laws:
            assert np.all(np.isfinite(law(extreme))), law.__name__


def test_without_a_dark_photon() -> None:
    none = PAPER.with_(m_aprime=None, epsilon=None)
    for law in (se.mass_tuning, z_mass_shift, se.mixing_mass_tuning, se.epsilon_tuning):
        assert np.isnan(law(none)[0])
    assert se.z_mixing(none)[0] == se.z_mixing(PAPER)[0]
    assert np.isnan(fermion_couplings(none, "e")[0][0])
    assert np.isfinite(fermion_couplings(none, "e", kinetic=False)[0][0])


def test_epsilon_zero_is_infinitely_tuned() -> None:
    assert np.isinf(se.epsilon_tuning(PAPER.with_(epsilon=0.0))[0])


@pytest.mark.parametrize("scale", [0.0, -1.0, np.nan, np.inf])
def test_bad_scale(scale: float) -> None:
    here = PAPER
    for law in (se.correlator, se.z_mixing, se.loop_epsilon, se.correlator_slopes):
        with pytest.raises(ValueError, match=r"scale = .*: must be a positive number"):
            law(here, scale)
    with pytest.raises(ValueError, match=r"q_squared = .*: must be finite and <= 0"):
        se.correlator_at(here, 1.0)


def test_many_points_are_single_points() -> None:
    points = random_points(12, seed=8)
    batch = Parameters.stack(points)
    wide = Parameters(
        **{f.name: np.repeat(getattr(batch, f.name), 500, axis=0) for f in fields(Parameters)}
    )
    for law in (se.radiative_mass, se.z_mixing, se.oblique_S, se.loop_epsilon, se.z_kinetic_mixing):
        single = np.array([law(p)[0] for p in points])
        np.testing.assert_allclose(law(batch), single, rtol=1e-12, atol=1e-16)
        np.testing.assert_allclose(law(wide), np.repeat(single, 500), rtol=1e-12, atol=1e-16)
