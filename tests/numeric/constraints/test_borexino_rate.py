"""The rate of 7Be neutrinos: integrals, composition, the triangle inequality, both bounds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from constraint_samples import many, one, part, verdict
from mpmath import mp
from numpy.typing import NDArray

from darktmm.numeric.constraints import borexino_rate
from darktmm.numeric.constraints.borexino_rate import (
    exchange_rate,
    relative_amplitude,
    standard_rate,
)
from darktmm.numeric.inputs import constants, data
from darktmm.numeric.models.dark.parameters import pmns
from darktmm.numeric.processes.solar import composition
from darktmm.numeric.processes.solar_rate import weak_couplings

BOUND = borexino_rate.constraint()
NORM = borexino_rate.norm_constraint()
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
    z, w = weak_couplings()
    e, x = (z + w).tolist(), z.tolist()
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


def test_allowed_ratios() -> None:
    """4.99 ± 0.13 over 4.93 (1 ± 0.06), 95 % on both sides together."""
    ratio, error = 1.0122, 0.0670
    for side, found in ((1, borexino_rate.largest_ratio()), (-1, borexino_rate.smallest_ratio())):
        assert found == pytest.approx(ratio + side * 1.96 * error, abs=5e-4)
        assert abs(found - (ratio + side * 1.645 * error)) > 0.01
        assert abs(found - (ratio + side * 1.96 * 0.0264)) > 0.01
    assert borexino_rate.smallest_ratio() < 1 < borexino_rate.largest_ratio()


def observables(scale: float = 1.0, **changes: Any) -> Any:
    """A light A', f as above."""
    return one(
        **{"neutrino_vector": scale * F, "U": U, "m_aprime": 1e-3, "epsilon": 1e-4, **changes}
    )


CENTRE = (borexino_rate.largest_ratio() + borexino_rate.smallest_ratio()) / 2


@pytest.mark.parametrize("epsilon", [1e-4, -1e-4])
@pytest.mark.parametrize("size", [0.0, 1e-3, 0.03, 0.1, 0.3, 1.0, 3.0])
def test_exact_bound(size: float, epsilon: float) -> None:
    """R/R_SM from matrices, recoil by recoil; a ratio of 1 is either edge."""
    found = BOUND(observables(size, epsilon=epsilon))
    weak, _, total = norms(size * F, 1e-3, epsilon)
    value = (total / weak) ** 2
    assert found.value == pytest.approx(value, rel=1e-11)
    low, high = borexino_rate.smallest_ratio(), borexino_rate.largest_ratio()
    assert found.excluded.all() == (not low <= value <= high)
    assert found.limit == (low if value < CENTRE else high)
    assert found.ratio == pytest.approx(abs(value - CENTRE) / (high - CENTRE), rel=1e-9)


@pytest.mark.parametrize("epsilon", [1e-4, -1e-4])
def test_both_edges_are_reached(epsilon: float) -> None:
    """One sign of ε raises the rate, the other lowers it; at the edge the ratio is 1."""
    sizes = np.linspace(0, 2, 4001)[:, None, None]
    n = len(sizes)
    batch = BOUND(
        many(
            n,
            {"e e": 1.0},
            neutrino_vector=sizes * F,
            U=np.broadcast_to(U, (n, 3, 3)),
            m_aprime=np.full(n, 1e-3),
            epsilon=np.full(n, epsilon),
        )
    )
    first = int(np.argmax(batch.ratio > 1))
    edges = {1: borexino_rate.largest_ratio(), -1: borexino_rate.smallest_ratio()}
    side = 1 if batch.value[first] > CENTRE else -1
    assert side == (1 if batch.value[1] > 1 else -1)
    assert batch.value[first] == pytest.approx(edges[side], abs=0.01)
    assert batch.ratio[first] == pytest.approx(1, abs=0.05)
    assert side == np.sign(epsilon) * np.sign(BOUND(observables(1e-3)).value[0] - 1)


def test_the_dipole_adds() -> None:
    """A moment alone is excluded from above only, for both signs of ε, and does not see ε's sign."""
    moment = np.array([[0, 1, 2], [-1, 0, 1j], [-2, -1j, 0]]) * 1.0
    up, down = (
        BOUND(observables(0.0, transition_moment=moment, epsilon=e)).value[0] for e in (1e-4, -1e-4)
    )
    assert up == down > 1
    root = math.sqrt((borexino_rate.largest_ratio() - 1) / (up - 1))
    for factor in (0.999, 1.001):
        found = BOUND(observables(0.0, transition_moment=factor * root * moment))
        assert found.excluded.all() == (factor > 1)
    both = BOUND(observables(0.1, transition_moment=moment)).value[0]
    assert both - up == pytest.approx(BOUND(observables(0.1)).value[0] - 1, rel=1e-9)


def test_other_couplings() -> None:
    """What another origin adds to f and to the electron goes through the same law."""
    shift = np.array([2e-6])
    electron = np.array([[1e-5, -2e-5]])
    bound = borexino_rate.constraint(lambda _: (shift, electron))
    value = bound(observables(0.1)).value[0]
    assert value != BOUND(observables(0.1)).value[0]
    only = borexino_rate.constraint(lambda _: (shift, np.zeros((1, 2))))
    moved = BOUND(observables(neutrino_vector=0.1 * F + shift[0] * np.eye(3)))
    assert only(observables(0.1)).value == pytest.approx(moved.value, rel=1e-13)
    assert bound.name == BOUND.name


@pytest.mark.parametrize("factor", [0.0, 0.999, 1.001, 2.0])
def test_norm(factor: float) -> None:
    limit = 1 + math.sqrt(borexino_rate.largest_ratio())
    here = NORM(observables())
    assert here.limit == pytest.approx(limit, rel=1e-14)
    weak, dark, _ = norms(F, 1e-3, 1e-4)
    assert here.value == pytest.approx(dark / weak, rel=1e-12)
    found = NORM(observables(factor * limit / here.value[0]))
    np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
    assert found.excluded.all() == (factor > 1)
    mixed = NORM(observables(epsilon=-1e-4 * factor * limit / here.value[0]))
    np.testing.assert_allclose(mixed.ratio, factor, rtol=1e-12)


def test_what_the_norm_excludes_is_excluded() -> None:
    """Random f of all sizes, both signs of ε, masses light and heavy."""
    n, rng = 20_000, np.random.default_rng(9)
    f = rng.normal(size=(n, 3, 3)) + 1j * rng.normal(size=(n, 3, 3))
    mass = 10 ** rng.uniform(-5, -1, n)
    size = 10 ** rng.uniform(-1, 1.5, n) / (1e-4 * eta(mass, T_MIN))
    points = many(
        n,
        {"e e": 1.0},
        neutrino_vector=size[:, None, None] * (f + f.conj().swapaxes(1, 2)),
        U=np.broadcast_to(U, (n, 3, 3)),
        m_aprime=mass,
        epsilon=1e-4 * rng.choice([-1.0, 1.0], n),
    )
    norm, exact = NORM(points), BOUND(points)
    assert 0.1 < norm.excluded.mean() < exact.excluded.mean() < 1
    assert exact.excluded[norm.excluded].all()
    assert np.all(exact.value >= (norm.value - 1) ** 2 * (1 - 1e-12))


def test_where_it_does_not_apply() -> None:
    nan = float("nan")
    for bound in (BOUND, NORM):
        assert verdict(bound, observables(m_aprime=nan, epsilon=nan)) == "dark photon: none given"
        assert "cannot meet the measured survival" in verdict(bound, observables(U=MAXIMAL))
        assert not bound(observables(m_aprime=nan, epsilon=nan)).excluded.any()
    assert verdict(BOUND, observables()).startswith("rate through Z, W and A'")
    assert verdict(NORM, observables()).startswith("rate through A' alone")


def test_phases_do_not_matter() -> None:
    """ν_i → e^{iφ_i}ν_i changes f_ji, not the rate; the norm does not count the dipole."""
    phases = np.exp(1j * np.array([0.3, 1.1, -2.0]))
    for bound in (BOUND, NORM):
        value = bound(observables()).value
        rephased = observables(neutrino_vector=F * np.outer(phases.conj(), phases), U=U * phases)
        np.testing.assert_allclose(bound(rephased).value, value, rtol=1e-12)
    np.testing.assert_array_equal(
        NORM(observables(transition_moment=F)).value, NORM(observables()).value
    )


def test_many_points_are_single_points() -> None:
    n = 5
    sample = many(
        n,
        {"e e": 1.0},
        neutrino_vector=np.linspace(0, 2, n)[:, None, None] * F,
        U=np.array([U, U, MAXIMAL, U, U]),
        m_aprime=np.array([1e-4, 1e-3, 1e-2, float("nan"), 1.0]),
        epsilon=np.array([1e-4, -1e-4, 1e-4, float("nan"), 1e-3]),
    )
    for bound in (BOUND, NORM):
        batch = bound(sample)
        for index in range(n):
            single = bound(part(sample, index))
            for name in ("value", "limit", "ratio", "case"):
                np.testing.assert_allclose(
                    getattr(batch, name)[index], getattr(single, name)[0], rtol=1e-13
                )
        assert list(batch.case) == [0, 0, 2, 1, 0]


def test_source() -> None:
    for bound in (BOUND, NORM):
        assert bound.group == "solar"
        assert data.bibtex(bound.reference)
    assert (BOUND.name, NORM.name) == ("Borexino rate", "Borexino rate (norm)")
    for quantity in ("flux(7Be)", "flux(7Be), SSM"):
        assert data.default(quantity).mark == "from memory"


def test_mixing_with_the_z_by_hand() -> None:
    """A' gets δ_Z (g/c_W)(T₃ − s²Q): by hand for ν, e_L, e_R; signs and chiralities told apart."""
    from darktmm.numeric.constraints.borexino_rate import through_the_z
    from darktmm.numeric.inputs.data import electroweak

    seen = one(m_L=3.0, m_R=2.0, m_D=60.0, M_E=100.0)
    universal, electron = through_the_z(seen)
    weak = electroweak()
    unit = 2 * np.sqrt(np.sqrt(2) * weak.G_F) * weak.M_Z * seen.z_mixing
    s2 = weak.sin2_theta_w
    assert abs(unit[0]) > 0
    np.testing.assert_allclose(universal, unit / 2, rtol=1e-9)
    np.testing.assert_allclose(electron[0], unit * np.array([s2 - 0.5, s2]), rtol=1e-9)
    assert not np.allclose(electron[0], electron[0, ::-1])
