"""The rate of 7Be neutrinos: integrals, composition, the triangle inequality, the bound."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, verdict
from mpmath import mp
from numpy.typing import NDArray

from numeric.constraints import borexino_rate
from numeric.constraints.borexino_rate import exchange_rate, relative_amplitude, standard_rate
from numeric.inputs import constants, data
from numeric.observables.solar import composition
from numeric.point import pmns

BOUND = borexino_rate.constraint()
M_E, G_F = constants().electron_mass, data.electroweak().G_F
CHARGE = constants().elementary_charge
SIN2 = data.electroweak().sin2_theta_w
ENERGY, T_MIN = 862e-6, 190e-6
T_MAX = 2 * ENERGY**2 / (M_E + 2 * ENERGY)
SURVIVAL = 0.53
MASSES = [0.0, 1e-6, 1e-4, 5e-4, 1e-3, 1e-2, 0.1, 10.0]

U = pmns(0.588, 0.149, 0.756, 3.7, 0.4, 1.9)
MAXIMAL = pmns(0.78, 0.149, 0.756, 3.7)
SHARES = composition(U[None], SURVIVAL)
RNG = np.random.default_rng(5)
_RANDOM = RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3))
F = 1e-5 * (_RANDOM + _RANDOM.conj().T)


def bracket(T: Any, left: Any, right: Any) -> Any:
    """g_L² + g_R²(1 − T/E)² − g_L g_R mₑT/E², written out."""
    cross = left * np.conj(right)
    return (
        abs(left) ** 2 + abs(right) ** 2 * (1 - T / ENERGY) ** 2 - cross.real * M_E * T / ENERGY**2
    )


def weak_integral(left: complex, right: complex, low: float = T_MIN) -> float:
    """Cross-section by Simpson's rule, exact for a quadratic polynomial."""
    middle = (low + T_MAX) / 2
    values = [bracket(T, left, right) for T in (low, middle, T_MAX)]
    simpson = (T_MAX - low) / 6 * (values[0] + 4 * values[1] + values[2])
    return float(2 * G_F**2 * M_E / math.pi * simpson)


def eta(mass: float, T: Any) -> Any:
    """Shift of g_L and g_R per εf."""
    return CHARGE / (2 * math.sqrt(2) * G_F * (mass**2 + 2 * M_E * T))


def exchange_integral(mass: float) -> float:
    """R_η per (εf)², adaptively, from the shift."""
    law = 2 * G_F**2 * M_E / mp.pi
    edges = mp.linspace(T_MIN, T_MAX, 5)
    integral = mp.quad(lambda T: law * eta(mass, T) ** 2 * bracket(T, mp.mpf(1), mp.mpf(1)), edges)
    return float(integral)


# --- rates ----------------------------------------------------------------------------------------


def test_standard_rate() -> None:
    expected = SURVIVAL * weak_integral(SIN2 + 0.5, SIN2) + (1 - SURVIVAL) * weak_integral(
        SIN2 - 0.5, SIN2
    )
    assert standard_rate(SURVIVAL) == pytest.approx(expected, rel=1e-12)
    for wrong in (
        weak_integral(SIN2 + 0.5, SIN2),
        SURVIVAL * weak_integral(SIN2, SIN2 + 0.5)
        + (1 - SURVIVAL) * weak_integral(SIN2, SIN2 - 0.5),
        (1 - SURVIVAL) * weak_integral(SIN2 + 0.5, SIN2)
        + SURVIVAL * weak_integral(SIN2 - 0.5, SIN2),
    ):
        assert abs(wrong / standard_rate(SURVIVAL) - 1) > 0.03


def test_other_flavours_scatter_as_often_as_borexino_has_it() -> None:
    """Phys. Rev. Lett. 107, 141302: P_ee = 0.51 is a ν_e-equivalent flux of 0.62 times the model's."""
    published = (0.62 - 0.51) / (1 - 0.51)
    (e, x) = borexino_rate.weak_couplings()
    assert weak_integral(*x, low=0.0) / weak_integral(*e, low=0.0) == pytest.approx(
        published, rel=0.05
    )
    for wrong in ((x[0], -x[1]), (x[0] - 0.5, x[1])):
        assert (
            abs(weak_integral(*wrong, low=0.0) / weak_integral(*e, low=0.0) / published - 1) > 0.1
        )


@pytest.mark.parametrize("survival", [-0.1, 1.1, float("nan")])
def test_impossible_survival_is_refused(survival: float) -> None:
    with pytest.raises(ValueError, match=f"survival = {survival}: must lie in"):
        standard_rate(survival)


def test_exchange_rate() -> None:
    found = exchange_rate(np.array(MASSES))
    expected = [exchange_integral(m) for m in MASSES]
    np.testing.assert_allclose(found, expected, rtol=1e-11)
    doubled = exchange_rate(2 * np.array(MASSES[3:]))
    assert np.all(np.abs(doubled / expected[3:] - 1) > 0.1)


def test_light_and_heavy_mediators() -> None:
    assert exchange_rate(np.array([1e-8])) == pytest.approx(exchange_rate(np.zeros(1)), rel=1e-8)
    heavy = exchange_rate(np.array([1.0, 2.0]))
    assert heavy[0] / heavy[1] == pytest.approx(16, rel=1e-5)
    assert heavy[0] == pytest.approx(eta(1.0, 0.0) ** 2 * weak_integral(1, 1), rel=1e-5)


def test_a_negative_mass_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mass = -0\.1: must be >= 0"):
        exchange_rate(np.array([0.1, -0.1]))


# --- the norm -------------------------------------------------------------------------------------


def norms(f: NDArray[Any], mass: float, epsilon: float) -> tuple[float, float, float]:
    """√R of the Standard Model, of A' and of both, from matrices in the mass basis."""
    recoil, weight = np.polynomial.legendre.leggauss(20)
    recoil = T_MIN + (T_MAX - T_MIN) * (recoil + 1) / 2
    weight = weight * (T_MAX - T_MIN) / 2 * 2 * G_F**2 * M_E / math.pi
    right = SIN2 * np.eye(3)
    left = np.outer(U[0].conj(), U[0]) + (SIN2 - 0.5) * np.eye(3)
    rates = np.zeros(3)
    for T, w in zip(recoil, weight, strict=True):
        shift = epsilon * eta(mass, T) * f
        pairs = ((left, right), (shift, shift), (left + shift, right + shift))
        rates += [w * np.sum(SHARES * bracket(T, g_l, g_r)) for g_l, g_r in pairs]
    weak, dark, total = np.sqrt(rates)
    return weak, dark, total


@pytest.mark.parametrize("mass", [1e-5, 1e-3, 0.1])
def test_relative_amplitude_is_a_ratio_of_norms(mass: float) -> None:
    """P_ee is all that R_SM needs of the composition; A' needs P_i and f_ji, second index incoming."""
    weak, dark, _ = norms(F, mass, 1e-4)
    assert weak**2 == pytest.approx(standard_rate(SURVIVAL), rel=1e-12)
    arguments = SHARES, np.array([-1e-4]), np.array([mass])
    (found,) = relative_amplitude(F[None], *arguments)
    assert found == pytest.approx(dark / weak, rel=1e-12)
    one_way = F * np.array([1.0, 0.1, 0.0])
    (found,) = relative_amplitude(one_way[None], *arguments)
    assert found == pytest.approx(norms(one_way, mass, 1e-4)[1] / weak, rel=1e-12)
    (transposed,) = relative_amplitude(one_way.T[None], *arguments)
    assert abs(transposed / found - 1) > 0.1


@pytest.mark.parametrize("mass", [1e-5, 1e-3, 0.1])
def test_triangle_inequality(mass: float) -> None:
    """Any f, of any size and phase; it is not far from what destructive interference reaches."""
    rng = np.random.default_rng(7)
    unit = 1 / (1e-4 * eta(mass, T_MIN))
    for _ in range(200):
        f = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
        weak, dark, total = norms(unit * rng.uniform(0, 3) * (f + f.conj().T), mass, 1e-4)
        assert abs(dark - weak) <= total * (1 + 1e-12) <= (dark + weak) * (1 + 1e-12)
    flavour = np.outer(U[0].conj(), U[0])
    against = -unit * 3 * (flavour - 0.2 * (np.eye(3) - flavour))
    weak, dark, total = norms(against, mass, 1e-4)
    assert 0 < total / (dark - weak) - 1 < 0.3
    assert norms(-against, mass, 1e-4)[2] > dark


# --- the bound ------------------------------------------------------------------------------------


def test_largest_ratio() -> None:
    """4.99 ± 0.13 over 4.93 (1 ± 0.06)."""
    ratio, error = 1.0122, 0.0667
    assert borexino_rate.largest_ratio() == pytest.approx(ratio + 1.645 * error, abs=5e-4)
    assert abs(borexino_rate.largest_ratio() - (ratio + 1.96 * error)) > 0.01
    assert abs(borexino_rate.largest_ratio() - (ratio + 1.645 * 0.0264)) > 0.01


def observables(scale: float = 1.0, **changes: Any) -> Any:
    """A light A', f as above."""
    return one(**{"vector": scale * F, "U": U, "m_aprime": 1e-3, "epsilon": 1e-4, **changes})


@pytest.mark.parametrize("factor", [0.0, 0.999, 1.001, 2.0])
def test_bound(factor: float) -> None:
    limit = 1 + math.sqrt(borexino_rate.largest_ratio())
    here = BOUND(observables())
    assert here.limit == pytest.approx(limit, rel=1e-14)
    weak, dark, _ = norms(F, 1e-3, 1e-4)
    assert here.value == pytest.approx(dark / weak, rel=1e-12)
    found = BOUND(observables(factor * limit / here.value[0]))
    np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
    assert found.excluded.all() == (factor > 1)
    mixed = BOUND(observables(epsilon=-1e-4 * factor * limit / here.value[0]))
    np.testing.assert_allclose(mixed.ratio, factor, rtol=1e-12)


def test_what_is_excluded_cannot_be_rescued_by_a_phase() -> None:
    """Whatever the sign of ε: the rate is above what was measured."""
    here = BOUND(observables())
    scale = 1.001 / here.ratio[0]
    for epsilon in (1e-4, -1e-4):
        weak, _, total = norms(scale * F, 1e-3, epsilon)
        assert (total / weak) ** 2 > borexino_rate.largest_ratio()


def test_where_it_does_not_apply() -> None:
    nan = float("nan")
    assert verdict(BOUND, observables(m_aprime=nan, epsilon=nan)) == "dark photon: none given"
    assert verdict(BOUND, observables(epsilon=nan)) == "dark photon: none given"
    assert "cannot meet the measured survival" in verdict(BOUND, observables(U=MAXIMAL))
    assert verdict(BOUND, observables()).startswith("rate through A' alone")
    assert not BOUND(observables(epsilon=nan)).excluded.any()


def test_neither_dipole_nor_phases_matter() -> None:
    """ν_i → e^{iφ_i}ν_i changes f_ji, not the rate; the dipole is not counted."""
    phases = np.exp(1j * np.array([0.3, 1.1, -2.0]))
    value = BOUND(observables()).value
    rephased = observables(vector=F * np.outer(phases.conj(), phases), U=U * phases)
    np.testing.assert_allclose(BOUND(rephased).value, value, rtol=1e-13)
    np.testing.assert_array_equal(BOUND(observables(transition=F)).value, value)


def test_many_points_are_single_points() -> None:
    n = 5
    sample = many(
        n,
        {"e e": 1.0},
        vector=np.linspace(0, 2, n)[:, None, None] * F,
        U=np.array([U, U, MAXIMAL, U, U]),
        m_aprime=np.array([1e-4, 1e-3, 1e-2, float("nan"), 1.0]),
        epsilon=np.array([1e-4, -1e-4, 1e-4, float("nan"), 1e-3]),
    )
    batch = BOUND(sample)
    for index in range(n):
        assert_same(batch, index, BOUND(part(sample, index)))
    assert list(batch.case) == [0, 0, 2, 1, 0]


def test_source() -> None:
    assert BOUND.group == "solar"
    assert data.bibtex(BOUND.reference)
    for quantity in ("flux(7Be)", "flux(7Be), SSM"):
        assert data.default(quantity).mark == "from memory"
