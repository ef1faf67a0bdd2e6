"""Recast of limits on neutrino moments: the integral, the limit, and each experiment."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import sympy as sp
from constraint_samples import assert_same, many, one, part, verdict
from mpmath import mp
from numpy.typing import NDArray

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.laws import scattering as derived
from darktmm.numeric.constraints import borexino, gemma, lz, pandax, red_giants, scattering, xenonnt
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.scattering import Window, recast_limit, window
from darktmm.numeric.inputs import constants, data
from darktmm.numeric.inputs.targets import nucleus, recoil_windows, red_giant
from darktmm.numeric.models.dark.parameters import pmns
from darktmm.numeric.processes.solar import composition, reactor_moment, solar_moment

M_E = constants().electron_mass
MU_B = constants().bohr_magneton
LINES = {
    "paper": window("paper"),
    "published": window("published"),
    "gemma": window("gemma"),
    "narrow": Window(3e-4, 3.0001e-4, 8.62e-4),
    "wide": Window(1e-9, None, 0.01),
}
EVERY = {**LINES, **{name: window(name) for name in ("xenonnt", "lz", "pandax")}}
MASSES = np.concatenate([[0.0], np.logspace(-9, 2, 56)])

U = pmns(0.588, 0.149, 0.756, 3.7)
MAXIMAL = pmns(0.78, 0.149, 0.756, 3.7)
_UPPER = np.array([[0, 1 + 2j, 0.3 - 1j], [0, 0, -0.7 + 0.2j], [0, 0, 0]])
T = (_UPPER - _UPPER.T) * MU_B

lines = pytest.mark.parametrize("window", LINES.values(), ids=LINES.keys())
every = pytest.mark.parametrize("window", EVERY.values(), ids=EVERY.keys())


def exact_rate(mass: float, window: Window, power: int = 2) -> Any:
    """∫(1/T − 1/E)F² at 40 digits, in T."""
    with mp.workdps(40):
        w = mp.mpf(mass) ** 2 / (2 * mp.mpf(M_E))
        edges = mp.linspace(mp.log(window.T_min), mp.log(window.upper_edge), 9)
        return mp.quad(
            lambda s: (1 - mp.exp(s) / window.E_nu) * (mp.exp(s) / (mp.exp(s) + w)) ** power, edges
        )


def ratio(mass: float, window: Window) -> float:
    """μ_limit(m)/μ_limit(0) from that."""
    return float(mp.sqrt(exact_rate(0.0, window) / exact_rate(mass, window)))


# --- windows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.0, None, 1.0), "T_min = 0.0: must be finite and > 0"),
        ((-1e-4, None, 1.0), "T_min = -0.0001: must be"),
        ((math.nan, None, 1.0), "T_min = nan: must be"),
        ((1e-4, math.nan, 1.0), "T_max = nan: must be"),
        ((1e-4, None, math.inf), "E_nu = inf: must be"),
        ((1e-4, None, -1.0), "E_nu = -1.0: must be"),
        ((2e-4, 1e-4, 1.0), "T_min = 0.0002: must be below T_max = 0.0001"),
        ((2e-4, 2e-4, 1.0), "T_min = 0.0002: must be below T_max = 0.0002"),
        ((7e-4, None, 8.62e-4), "T_min = 0.0007: must be below T_max = 0.00066"),
        ((1e-4, None, 1.0, "thermal"), "spectrum = 'thermal': must be one of line, beta"),
    ],
)
def test_impossible_windows_are_refused(arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Window(*arguments)


def test_names_of_windows() -> None:
    assert scattering.windows().keys() == {
        "paper",
        "published",
        "xenonnt",
        "lz",
        "pandax",
        "gemma",
    }
    with pytest.raises(KeyError, match=r"window 'juno': not one of \['gemma', 'lz'"):
        window("juno")


def test_windows_of_borexino() -> None:
    """50 keV and 190 keV; kinematics closes both at 665 keV, where the neutrino comes back."""
    assert (window("paper").T_min, window("published").T_min) == (5e-5, 1.9e-4)
    energy = sp.Float(8.62e-4, 30)
    largest = derived.largest_recoil().subs(
        {derived.ENERGY: energy, ELECTRON_MASS: sp.Float(M_E, 30)}
    )
    for name in ("paper", "published"):
        assert window(name).upper_edge == pytest.approx(float(largest), abs=0, rel=1e-14)
    assert window("paper").upper_edge == pytest.approx(6.649e-4, abs=1e-7)


def test_targets_say_where_they_come_from() -> None:
    for target in (*recoil_windows().values(), red_giant(), nucleus("Al"), nucleus("Au")):
        assert target.source and target.mark in data.MARKS
    assert recoil_windows()["gemma"].T_min == pytest.approx(2.5e-6, abs=0, rel=1e-14)
    assert red_giant().largest_mass < red_giant().plasma_frequency / 9


@pytest.mark.parametrize("mass", [-1e-3, math.nan, np.array([0.1, -2.0])])
def test_impossible_masses_are_refused(mass: Any) -> None:
    with pytest.raises(ValueError, match=r"mass = (-0.001|nan|-2.0): must be >= 0"):
        recast_limit(mass, 1.0, window("paper"))


@pytest.mark.parametrize("mu_0", [0.0, -1.0, math.nan])
def test_impossible_limits_are_refused(mu_0: float) -> None:
    with pytest.raises(ValueError, match=r"mu_0 = .*: must be finite and > 0"):
        recast_limit(0.1, mu_0, window("paper"))


# --- the integral -----------------------------------------------------------------------------


@lines
def test_closed_form_equals_quadrature(window: Window) -> None:
    """From no mass to 100 GeV, twelve digits."""
    closed, quadrature = (
        scattering.rate_closed_form(MASSES, window),
        scattering.rate(MASSES, window),
    )
    np.testing.assert_allclose(closed, quadrature, rtol=1e-12)


@lines
@pytest.mark.parametrize("mass", [0.0, 1e-6, 1e-4, 1e-3, 0.05, 100.0])
def test_closed_form_is_exact(window: Window, mass: float) -> None:
    exact = exact_rate(mass, window)
    found = scattering.rate_closed_form(mass, window)
    assert abs(found / float(exact) - 1) < 1e-12


def test_closed_form_needs_one_energy() -> None:
    with pytest.raises(ValueError, match="spectrum = 'beta': the closed form is for 'line'"):
        scattering.rate_closed_form(0.1, window("lz"))


@pytest.mark.parametrize("mass", [1e-4, 3e-3, 0.2])
def test_integral_is_the_derived_one(mass: float) -> None:
    """`derive.laws.scattering` at 60 digits, where its logarithms may cancel."""
    paper = window("paper")
    values = {
        derived.T_MIN: paper.T_min,
        derived.T_MAX: paper.upper_edge,
        derived.ENERGY: paper.E_nu,
        derived.MASS_RECOIL: mass**2 / (2 * M_E),
    }
    exact = derived.recast_integral().subs({k: sp.Float(v, 60) for k, v in values.items()})
    assert abs(scattering.rate(mass, paper) / float(exact) - 1) < 1e-12
    halved = exact_rate(mass / math.sqrt(2), paper)  # w = m²/4mₑ
    assert abs(float(halved / exact) - 1) > 1e-3
    assert abs(float(exact_rate(mass, paper, power=1) / exact) - 1) > 1e-3  # F instead of F²


def test_light_mediator_by_hand() -> None:
    """ln(T_max/T_min) − (T_max − T_min)/E_ν."""
    paper = window("paper")
    by_hand = math.log(paper.upper_edge / 5e-5) - (paper.upper_edge - 5e-5) / 8.62e-4
    assert abs(scattering.rate(0.0, paper) / by_hand - 1) < 1e-14
    assert abs(scattering.rate_closed_form(0.0, paper) / by_hand - 1) < 1e-14


def test_density_of_a_continuous_spectrum() -> None:
    """∫dE φ(E)(1/T − 1/E) above the smallest energy that can transfer T."""
    end = 4.2e-4
    for recoil in (1e-6, 3e-5, 1.4e-4):

        def integrand(energy: Any, recoil: float = recoil) -> Any:
            electron = end - energy + mp.mpf(M_E)
            momentum = mp.sqrt(electron**2 - mp.mpf(M_E) ** 2)
            return energy**2 * electron * momentum * (1 / mp.mpf(recoil) - 1 / energy)

        lowest = (recoil + mp.sqrt(recoil**2 + 2 * recoil * M_E)) / 2
        assert 2 * lowest**2 / (M_E + 2 * lowest) == pytest.approx(recoil, abs=0, rel=1e-12)
        exact = mp.quad(integrand, mp.linspace(lowest, end, 5)) / end**4
        (found,) = Window(1e-7, None, end, "beta").density(np.array([recoil]))
        assert abs(found / float(exact) - 1) < 1e-9


def test_neutrinos_of_the_end_point_do_not_stand_for_the_spectrum() -> None:
    """At XENONnT a line at 420 keV would shift the limit on a heavy mediator by 15 %."""
    pp = window("xenonnt")
    line = Window(pp.T_min, pp.T_max, pp.E_nu)
    shift = recast_limit(0.1, 1.0, line) / recast_limit(0.1, 1.0, pp)
    assert shift == pytest.approx(0.850, abs=0.005)


# --- the limit --------------------------------------------------------------------------------


@every
def test_limit_is_interpolated_to_six_digits(window: Window) -> None:
    masses = np.exp(np.random.default_rng(7).uniform(np.log(1e-8), np.log(100), 1000))
    exact = np.sqrt(scattering.rate(0.0, window) / scattering.rate(masses, window))
    np.testing.assert_allclose(recast_limit(masses, 2.8e-11, window), 2.8e-11 * exact, rtol=1e-6)
    assert recast_limit(masses.reshape(10, 100), 1.0, window).shape == (10, 100)


@every
def test_limit_of_a_light_and_of_a_heavy_mediator(window: Window) -> None:
    """Flat, then as the square of the mass."""
    assert recast_limit(0.0, 3.0, window) == pytest.approx(3.0, abs=0, rel=1e-8)
    assert recast_limit(1e-12, 3.0, window) == pytest.approx(3.0, abs=0, rel=1e-8)
    far = recast_limit(np.array([1e3, 2e3, 1e12, 2e12]), 1.0, window)
    assert far[1] / far[0] == pytest.approx(4, abs=0, rel=1e-7)
    assert far[3] / far[2] == pytest.approx(4, abs=0, rel=1e-7)
    assert np.all(np.diff(recast_limit(MASSES, 1.0, window)) >= 0)


@every
def test_local_exponent_is_the_slope(window: Window) -> None:
    masses = np.logspace(-6, 1, 30)
    step = 1e-4
    up, down = (scattering.rate(masses * math.exp(s), window) for s in (step, -step))
    slope = -np.log(up / down) / (4 * step)
    exponent = scattering.local_exponent(masses, window)
    np.testing.assert_allclose(exponent, slope, rtol=0, atol=1e-7)
    assert np.all(np.diff(exponent) > 0)
    assert 0 <= exponent[0] < exponent[-1] < 2


def test_the_curve_of_the_paper_in_numbers() -> None:
    """Neither flat at 100 keV nor quadratic at 1 MeV, with the 50 keV of arXiv:2603.25704."""
    paper = window("paper")
    values = {1e-5: 1.00081, 1e-4: 1.0775, 1e-3: 5.6228, 1e-2: 412.73, 0.1: 41112.0}
    for mass, expected in values.items():
        assert recast_limit(mass, 1.0, paper) == pytest.approx(expected, abs=0, rel=2e-5)
        assert ratio(mass, paper) == pytest.approx(expected, abs=0, rel=2e-5)
    assert scattering.local_exponent(1e-3, paper) == pytest.approx(1.4948, abs=1e-4)
    assert scattering.local_exponent(1e-2, paper) == pytest.approx(1.9921, abs=1e-4)
    assert recast_limit(1e-4, 1.0, window("published")) == pytest.approx(1.0320, abs=1e-4)


# --- the experiments --------------------------------------------------------------------------

EXPERIMENTS: dict[str, tuple[Constraint, str, float]] = {
    "borexino": (borexino.constraint(), "published", 2.8e-11),
    "borexino, paper": (borexino.constraint("paper"), "paper", 2.8e-11),
    "xenonnt": (xenonnt.constraint(), "xenonnt", 6.4e-12),
    "lz": (lz.constraint(), "lz", 1.36e-11),
    "pandax": (pandax.constraint(), "pandax", 2.3e-11),
    "gemma": (gemma.constraint(), "gemma", 2.9e-11),
}
ALL = {**{name: c for name, (c, _, _) in EXPERIMENTS.items()}, "stars": red_giants.constraint()}
experiments = pytest.mark.parametrize("name", EXPERIMENTS)


def moment(name: str) -> float:
    """What the experiment measures of T, in μ_B."""
    if name == "gemma":
        return float(reactor_moment(T[None], U[None])[0] / MU_B)
    survival = 0.53 if name.startswith("borexino") else 0.57
    return float(solar_moment(T[None], composition(U[None], survival))[0] / MU_B)


@experiments
@pytest.mark.parametrize("mass", [1e-6, 1e-3, 0.05])
def test_limits_flip_where_they_should(name: str, mass: float) -> None:
    constraint, window_name, published = EXPERIMENTS[name]
    edge = published * float(recast_limit(mass, 1.0, window(window_name))) / moment(name)
    for factor, excluded in ((0.999, False), (1.001, True), (-1.001, True)):
        point = one(transition_moment=T, U=U, m_aprime=mass, epsilon=factor * edge)
        found = constraint(point)
        assert found.applies.all() and found.excluded.all() == excluded
        np.testing.assert_allclose(found.ratio, abs(factor), rtol=1e-12)
        np.testing.assert_allclose(found.value, abs(factor) * edge * moment(name), rtol=1e-12)
    doubled = constraint(one(transition_moment=2 * T, U=U, m_aprime=mass, epsilon=0.999 * edge))
    assert doubled.excluded.all()


@experiments
def test_without_a_dark_photon(name: str) -> None:
    constraint = EXPERIMENTS[name][0]
    point = one(transition_moment=T, U=U, m_aprime=math.nan, epsilon=math.nan)
    assert verdict(constraint, point) == "dark photon: none given"
    assert not constraint(point).applies.any() and np.isnan(constraint(point).limit).all()


@pytest.mark.parametrize("name", [n for n in EXPERIMENTS if n != "gemma"])
def test_mixing_that_contradicts_the_sun(name: str) -> None:
    """|U_e1| ≈ |U_e2| ≈ 0.49: no composition of the flux gives P_ee > 0.5."""
    constraint = EXPERIMENTS[name][0]
    point = one(transition_moment=T, U=MAXIMAL)
    assert verdict(constraint, point) == (
        "mixing matrix: cannot meet the measured survival probability"
    )
    assert np.isnan(constraint(point).value).all()


def test_reactors_do_not_care_for_the_sun() -> None:
    assert gemma.constraint()(one(transition_moment=T, U=MAXIMAL)).applies.all()


def test_red_giants_need_a_light_mediator() -> None:
    """Below 1 keV the limit is that for the photon; at 1 keV it stops, whatever ε is."""
    constraint = ALL["stars"]
    pairs = math.sqrt(sum(abs(T[a, b]) ** 2 for a, b in ((0, 1), (0, 2), (1, 2)))) / MU_B
    edge = 1.2e-12 / pairs
    for factor, excluded in ((0.999, False), (1.001, True)):
        found = constraint(one(transition_moment=T, m_aprime=0.9e-6, epsilon=factor * edge))
        assert found.applies.all() and found.excluded.all() == excluded
        np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
    for mass in (1e-6, 1e-5, 0.1):
        point = one(transition_moment=T, m_aprime=mass, epsilon=0.1)
        assert verdict(constraint, point).startswith("mass not far below the plasma frequency")
        assert not constraint(point).excluded.any()
    assert verdict(constraint, one(m_aprime=math.nan, epsilon=math.nan)).startswith("dark photon")


def batch(n: int) -> Any:
    """n points in every case."""
    rng = np.random.default_rng(11)
    masses = np.exp(rng.uniform(np.log(1e-8), np.log(10), n))
    epsilon = np.exp(rng.uniform(np.log(1e-16), 0, n)) * rng.choice([-1, 1], n) * 0.9
    absent = rng.random(n) < 0.2
    mixing: NDArray[np.complex128] = np.where((rng.random(n) < 0.2)[:, None, None], MAXIMAL, U)
    return many(
        n,
        {"e e": 1.0},
        transition_moment=T * rng.uniform(0.1, 10, n)[:, None, None],
        U=mixing,
        m_aprime=np.where(absent, np.nan, masses),
        epsilon=np.where(absent, np.nan, epsilon),
    )


@pytest.mark.parametrize("name", ALL)
def test_many_points_are_like_one(name: str) -> None:
    points = batch(60)
    whole = ALL[name](points)
    assert 0 < np.sum(whole.excluded) < np.sum(whole.applies) < 60
    for k in range(60):
        assert_same(whole, k, ALL[name](part(points, k)))


@pytest.mark.parametrize("name", ALL)
def test_constraints_say_what_they_are(name: str) -> None:
    constraint = ALL[name]
    assert constraint.unit == "mu_B" and constraint.confidence in ("90% CL", "95% CL")
    assert constraint.group == ("direct" if name in ("gemma", "stars") else "solar")
    assert data.bibtex(constraint.reference)
    assert constraint.measured and constraint.assumption
    assert len({c.name for c in ALL.values()}) == len(ALL)


def test_other_limits_can_be_chosen() -> None:
    """By name or year; one on another quantity is refused, and so is another window."""
    weaker = borexino.constraint(limit="Borexino 2017, no Ga constraint")
    point = one(transition_moment=T, U=U)
    np.testing.assert_allclose(
        weaker(point).limit, borexino.constraint()(point).limit * 4.0 / 2.8, rtol=1e-12
    )
    assert borexino.constraint(limit=2008).name == "Borexino 2008"
    assert xenonnt.constraint("XENONnT 2025 (external)").name == "XENONnT 2025 (external)"
    with pytest.raises(ValueError, match=r"'GEMMA 2013' must be 'newest', a year, or one of"):
        borexino.constraint(limit="GEMMA 2013")
    with pytest.raises(ValueError, match="window = 'lz': must be one of published, paper"):
        borexino.constraint("lz")
