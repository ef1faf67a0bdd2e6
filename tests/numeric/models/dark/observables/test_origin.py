"""Scales at a point: against hand formulas, more digits, and impossible inputs."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
import sympy as sp
from constraint_samples import points
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf
from random_points import random_points

from darktmm.derive.models.dark import THETA_I, THETA_R, DarkModel
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables import origin
from darktmm.numeric.models.dark.parameters import Parameters

QUICK = settings(deadline=None, max_examples=20, derandomize=True, database=None)
PAPER = "numeric/inputs/points/paper.toml"
V2 = 1 / (math.sqrt(2) * electroweak().G_F)


def sample(n: int = 1, **changes: Any) -> Parameters:
    """n copies of a point made by hand."""
    return points(**changes).repeated(n)


def benchmark(*masses: float) -> Parameters:
    return Parameters.from_file(PAPER).with_(m_aprime=np.array(masses))


# --- formulas by hand -----------------------------------------------------------------------------


@QUICK
@given(
    m=st.floats(1e-3, 500),
    m_D=st.floats(0, 900),
    m_aprime=st.floats(1e-6, 10),
    g_D=st.floats(1e-3, 3),
    charge=st.floats(0.2, 3),
)
def test_scales_by_hand(m: float, m_D: float, m_aprime: float, g_D: float, charge: float) -> None:
    """Λ = (v²v_D/2√2 m)^½ and (v²v_D²/4m)^⅓, v²/2|M_N − M_E|, v_D = m_A'/(g_D|Q_φ|)."""
    at = sample(m_L=m, m_R=-m / 2, m_D=m_D, m_aprime=m_aprime, g_D=g_D, Q_N=charge, Q_S=-charge)
    double, single = (m_aprime / (g_D * q * charge) for q in (2, 1))
    assert origin.dark_vacuum(at)[0] == pytest.approx(double, rel=1e-13)
    expected = math.sqrt(V2 * double / (2 * math.sqrt(2) * m))
    assert origin.majorana_scale(at)[0] == pytest.approx(expected, rel=1e-12)
    assert origin.origin_scales(at)["Lambda(m_R)"][0] == pytest.approx(
        math.sqrt(2) * expected, rel=1e-12
    )
    cubic = (V2 * single**2 / (4 * m)) ** (1 / 3)
    assert origin.majorana_scale(at, 1)[0] == pytest.approx(cubic, rel=1e-12)
    b = np.abs(origin.soft_masses(at)).max()
    assert origin.trilinear(at)[0] == pytest.approx(math.sqrt(2) * b / double, rel=1e-12)
    assert origin.quartic(at)[0] == pytest.approx(2 * b / single**2, rel=1e-12)
    assert origin.yukawa(at)[0] == pytest.approx(math.sqrt(2) * m / double, rel=1e-12)
    if m_D != 300.0:
        split = V2 / (2 * abs(m_D - 300.0))
        assert origin.doublet_scale(at)[0] == pytest.approx(split, rel=1e-12)
    for wrong in (2 * expected, expected / math.sqrt(2), expected**2):
        assert abs(origin.majorana_scale(at)[0] / wrong - 1) > 1e-3 or expected == wrong


def test_operator_with_this_scale_gives_the_mass() -> None:
    """The operator itself, with numbers for the fields: (H⁰)²φ*/Λ² in the vacuum is m."""
    at = sample(m_L=70.0, m_R=20.0, m_aprime=0.3)
    higgs, phi = math.sqrt(V2 / 2), origin.dark_vacuum(at)[0] / math.sqrt(2)
    assert higgs**2 * phi / origin.majorana_scale(at)[0] ** 2 == pytest.approx(70.0, rel=1e-12)
    assert higgs**2 / origin.doublet_scale(sample(m_D=100.0))[0] == pytest.approx(200.0, rel=1e-12)
    b = np.abs(origin.soft_masses(at)).max()
    assert origin.trilinear(at)[0] * phi == pytest.approx(b, rel=1e-12)


def test_largest_masses_that_couplings_allow() -> None:
    at = sample(m_L=1.0, m_R=0.5)
    v_D = origin.dark_vacuum(at)[0]
    limit = origin.largest_majorana_mass(at)[0]
    assert limit == pytest.approx(math.sqrt(2 * math.pi) * v_D, rel=1e-12)
    assert origin.yukawa(sample(m_L=limit))[0] == pytest.approx(origin.LARGEST, rel=1e-12)
    assert origin.largest_radial_mass(at)[0] == pytest.approx(
        math.sqrt(8 * math.pi) * v_D, rel=1e-12
    )


@pytest.mark.parametrize("charge", origin.CHARGES)
def test_what_a_scale_allows_needs_that_scale(charge: int) -> None:
    """Masses at which Λ is M_E; by default the scale is M_E itself."""
    at = sample(m_L=1.0, m_aprime=0.3)
    allowed = origin.allowed_masses(at, charge=charge)
    m, split = (float(allowed[name][0]) for name in ("m_L", "M_N - M_E"))
    there = sample(m_L=m, m_D=300.0 - split, m_aprime=0.3)
    assert origin.majorana_scale(there, charge)[0] == pytest.approx(300.0, rel=1e-12)
    assert origin.doublet_scale(there)[0] == pytest.approx(300.0, rel=1e-9)
    doubled = origin.allowed_masses(at, np.array([600.0]), charge)
    assert doubled["M_N - M_E"][0] == pytest.approx(split / 2, rel=1e-13)
    power = {2: 2, 1: 3}[charge]  # d − 4
    assert doubled["m_L"][0] == pytest.approx(m / 2**power, rel=1e-12)
    with pytest.raises(ValueError, match=r"scale = -1\.0: must be positive"):
        origin.allowed_masses(at, np.array([-1.0]))


# --- b_ab -----------------------------------------------------------------------------------------


def test_soft_masses_are_those_of_the_lagrangian() -> None:
    """Against the symbolic b_ab; half, sign and exchanged spectra are seen."""
    model = DarkModel()
    physical = model.physical_parameters()
    rng = np.random.default_rng(3)
    for _ in range(5):
        angles = rng.uniform(-3, 3, 2)
        M_H, M_A = rng.uniform(0.1, 3, (2, 2))
        rotation = [np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]]) for t in angles]
        at = sample(M_H=M_H, M_A=M_A, O_R=rotation[0], O_I=rotation[1])
        numbers = {THETA_R: angles[0], THETA_I: angles[1]}
        numbers |= {h.mass: m for h, m in zip(model.even, M_H, strict=True)}
        numbers |= {a.mass: m for a, m in zip(model.odd, M_A, strict=True)}
        found = origin.soft_masses(at)[0]
        for a, b in ((1, 1), (1, 2), (2, 2)):
            expected = float(physical[sp.Symbol(f"b_{a}{b}", real=True)].subs(numbers))
            assert found[a - 1, b - 1] == pytest.approx(expected, rel=1e-11, abs=1e-13)
            assert found[b - 1, a - 1] == pytest.approx(found[a - 1, b - 1], rel=1e-13)
            assert abs(found[a - 1, b - 1] - 2 * expected) > 1e-6
            assert abs(found[a - 1, b - 1] + expected) > 1e-6


@pytest.mark.parametrize("g", [1, 2, 3])
def test_soft_masses_for_any_number_of_scalars(g: int) -> None:
    """(O_R M_H² O_Rᵀ − O_I M_A² O_Iᵀ)/2, written as it stands."""
    five = random_points(5, g)
    found = origin.soft_masses(five)
    for k in range(5):
        p = five[k].only
        even, odd = (o @ np.diag(m**2) @ o.T for o, m in ((p.O_R, p.M_H), (p.O_I, p.M_A)))
        np.testing.assert_allclose(found[k], (even - odd) / 2, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("delta", [1e-3, 1e-7, 1e-12])
def test_no_digit_is_lost_in_nearly_equal_spectra(delta: float) -> None:
    """H and A apart by δ, equal angles: against 50 digits; the plain difference fails."""
    t = 0.7
    O = np.array([[math.cos(t), math.sin(t)], [-math.sin(t), math.cos(t)]])
    M_H = np.array([0.3, 0.5])
    M_A = M_H * (1 + delta)
    found = origin.soft_masses(sample(M_H=M_H, M_A=M_A, O_R=O, O_I=O))[0]
    with mp.workdps(50):
        half = [(mpf(h) ** 2 - mpf(a) ** 2) / 2 for h, a in zip(M_H, M_A, strict=True)]
        for a in (0, 1):
            for b in (0, 1):
                exact = sum(mpf(O[a, k]) * mpf(O[b, k]) * half[k] for k in (0, 1))
                assert abs(found[a, b] / float(exact) - 1) < 1e-14
    plain = (O @ np.diag(M_H**2) @ O.T - O @ np.diag(M_A**2) @ O.T) / 2
    assert delta > 1e-8 or np.abs(plain / found - 1).max() > 1e-10


def test_tiny_rotation_between_h_and_a() -> None:
    """θ_I − θ_R = 1e-9, equal spectra: b is of first order, to the accuracy of the angles."""
    t, delta = 0.7, 1e-9
    O_R, O_I = (
        np.array([[math.cos(x), math.sin(x)], [-math.sin(x), math.cos(x)]]) for x in (t, t + delta)
    )
    masses = np.array([0.3, 0.5])
    found = origin.soft_masses(sample(M_H=masses, M_A=masses, O_R=O_R, O_I=O_I))[0]
    first = delta * (masses[0] ** 2 - masses[1] ** 2) / 2  # −½ d/dθ of R M² Rᵀ
    expected = first * np.array(
        [[math.sin(2 * t), math.cos(2 * t)], [math.cos(2 * t), -math.sin(2 * t)]]
    )
    np.testing.assert_allclose(found, expected, rtol=1e-6)


# --- limits and impossible inputs -------------------------------------------------------------------


def test_nothing_broken_needs_no_scale() -> None:
    """m_L = m_R = 0, H = A, M_N = M_E: Λ infinite, couplings zero."""
    exact = sample(m_D=300.0, M_E=300.0, M_A=[0.25, 0.35])
    for charge in origin.CHARGES:
        table = origin.origin_scales(exact, charge)
        assert all(np.isinf(v).all() for k, v in table.items() if k.startswith("Lambda"))
        assert all((v == 0).all() for k, v in table.items() if k.startswith(("mu", "lambda")))
        assert np.isinf(origin.lowest_scale(exact, charge)).all()
    assert origin.yukawa(exact)[0] == origin.trilinear(exact)[0] == origin.quartic(exact)[0] == 0


def test_without_dark_photon_only_the_doublet_speaks() -> None:
    at = sample(m_L=1.0, m_aprime=np.nan, epsilon=np.nan)
    assert np.isnan(origin.majorana_scale(at)[0]) and np.isnan(origin.trilinear(at)[0])
    split = sample(m_L=1.0, m_D=100.0, m_aprime=np.nan, epsilon=np.nan)
    assert origin.lowest_scale(split)[0] == origin.doublet_scale(split)[0]


@pytest.mark.parametrize("charge", [0, 3, -2, 1.5])
def test_charge_is_checked(charge: Any) -> None:
    with pytest.raises(ValueError, match=r"charge = .* must be one of \(1, 2\)"):
        origin.origin_scales(sample(), charge)


@pytest.mark.parametrize(
    "changes",
    [
        {"m_L": 400.0, "m_R": 400.0, "m_aprime": 1e-6},
        {"m_L": 1e-12, "m_R": 0.0},
        {"m_L": 1e-300, "m_R": 1e-300, "m_aprime": 1e-6},
        {"m_L": 1.0, "g_D": 0.0},
        {"m_L": 1.0, "g_D": 1e-300},
        {"M_E": 300.0 * (1 + 1e-15)},
        {"m_aprime": 1e6},
    ],
)
def test_no_warning_and_no_nan(changes: dict[str, float]) -> None:
    """Warnings are errors in these tests."""
    for charge in origin.CHARGES:
        for name, value in origin.origin_scales(sample(**changes), charge).items():
            assert not np.isnan(value).any(), name
            assert (value >= 0).all(), name


def test_scaling_with_the_masses() -> None:
    """Λ(m) ∝ √m_A' and 1/√m, μ ∝ 1/m_A', Λ(M_N − M_E) independent of m_A'."""
    at = sample(3, m_L=1.0)
    at.m_aprime[:] = [0.01, 0.04, 0.16]
    np.testing.assert_allclose(np.diff(np.log2(origin.majorana_scale(at))), 1, rtol=1e-12)
    np.testing.assert_allclose(np.diff(np.log2(origin.trilinear(at))), -2, rtol=1e-12)
    np.testing.assert_allclose(np.diff(np.log2(origin.quartic(at))), -4, rtol=1e-12)
    heavier = sample(m_L=4.0)
    ratio = origin.majorana_scale(sample(m_L=1.0))[0] / origin.majorana_scale(heavier)[0]
    assert ratio == pytest.approx(2, rel=1e-12)


def test_many_points_are_points() -> None:
    forty = random_points(40)
    together = origin.origin_scales(forty)
    for k in (0, 7, 39):
        alone = origin.origin_scales(forty[k])
        for name, value in together.items():
            assert value[k] == pytest.approx(alone[name][0], rel=1e-14)


def test_a_hundred_thousand_points_take_no_time() -> None:
    at = sample(100_000, m_L=1.0)
    origin.origin_scales(sample())  # the algebra, once
    start = time.perf_counter()
    origin.origin_scales(at)
    assert time.perf_counter() - start < 5


# --- the benchmark ----------------------------------------------------------------------------------


def test_the_benchmark_needs_new_physics_below_its_own_masses() -> None:
    """At 1, 10, 30, 100 MeV: Λ(m) and Λ(M_N − M_E) far below M_E = 2 TeV."""
    at = benchmark(1e-3, 1e-2, 3e-2, 0.1)
    table = origin.origin_scales(at)
    np.testing.assert_allclose(table["Lambda(m_L)"], [14.64, 46.30, 80.19, 146.4], rtol=1e-3)
    np.testing.assert_allclose(table["mu(b)"], [21.21, 2.121, 0.7071, 0.2121], rtol=1e-3)
    np.testing.assert_allclose(table["Lambda(M_N - M_E)"], 15.156, rtol=1e-4)
    assert (origin.lowest_scale(at) < table["M_E"] / 100).all()
    np.testing.assert_array_equal(origin.heaviest_mass(at), at.M_E)
    np.testing.assert_allclose(origin.heaviest_dark_mass(at), 0.35)
    assert (origin.yukawa(at) > 1).all()
