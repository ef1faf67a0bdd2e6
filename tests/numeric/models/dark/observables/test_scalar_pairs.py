"""Two scalars by exchange of E at many points: spinors again, quadrature, edges, every valid point."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from constraint_samples import PARAMETERS, assert_same, many, one, part, points, verdict
from hypothesis import given, settings
from hypothesis import strategies as st
from random_points import random_points
from scipy.integrate import quad

from darktmm.numeric.constraints import scalar_pairs as module
from darktmm.numeric.constraints.confidence import ONE_SIDED_95, TWO_SIDED_95
from darktmm.numeric.inputs import data
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables import scalar_pairs as pairs
from darktmm.numeric.models.dark.parameters import Parameters
from tests.derive.models.dark.test_scalar_pairs import decay_by_hand, scattering_by_hand

TAU_E, TAU_MU, MU_E, PHOTONS = module.constraints()
CONSTRAINTS = (TAU_E, TAU_MU, MU_E, PHOTONS)


def coupling_by_hand(p: Parameters, lepton: int) -> list[complex]:
    """c of H and A, S = (S_R + iS_I)/√2, element by element."""
    found, point = [], p.only
    for rotation, unit in ((point.O_R, 1), (point.O_I, 1j)):
        for k in range(len(rotation)):
            found.append(
                sum(point.y[lepton, a] * rotation[a, k] for a in range(len(rotation)))
                * unit
                / math.sqrt(2)
            )
    return found


def light(seed: int) -> Parameters:
    """A random point with a heavy E and scalars below a GeV."""
    rng = np.random.default_rng(seed)
    changes: dict[str, Any] = {
        "M_E": 300.0,
        "M_H": rng.uniform(0.01, 0.9, 2),
        "M_A": rng.uniform(0.01, 0.9, 2),
    }
    return random_points(1, seed=seed, **changes)[0]


# --- decays ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("daughter", ["e", "mu"])
def test_decays_against_spinors(daughter: str) -> None:
    """Sum over all pairs, identical ones with ½."""
    point = light(3)
    out, into = coupling_by_hand(point, ("e", "mu").index(daughter)), coupling_by_hand(point, 2)
    masses = [*point.only.M_H, *point.only.M_A]
    weak = electroweak()
    own = getattr(weak, f"m_{daughter}")
    total = 0.0
    for i in range(4):
        for j in range(4):  # each pair twice
            if own + masses[i] + masses[j] < weak.m_tau:
                total += 0.5 * decay_by_hand(
                    (weak.m_tau, own, masses[i], masses[j]),
                    point.only.M_E,
                    out[i] * np.conj(into[j]),
                    out[j] * np.conj(into[i]),
                )
    r = (own / weak.m_tau) ** 2
    shape = 1 - 8 * r + 8 * r**3 - r**4 - 12 * r**2 * math.log(r)
    standard = weak.G_F**2 * weak.m_tau**5 / (192 * math.pi**3) * shape
    found = pairs.relative_width(point, "tau", daughter)
    assert found == pytest.approx(total / standard, abs=0, rel=1e-4)
    assert pairs.standard_width("tau", daughter) == pytest.approx(standard, abs=0, rel=1e-5)
    conjugated = light(3)
    object.__setattr__(conjugated, "O_I", -conjugated.O_R)
    assert pairs.relative_width(conjugated, "tau", daughter) != pytest.approx(
        total / standard, abs=0, rel=1e-3
    )


def test_closed_form() -> None:
    """One complex massless scalar: HH and AA with ½ and the S wave, HA with the P wave."""
    sample = points(
        M_H=[1e-6, 1e3],
        M_A=[1e-6, 1e3],
        M_E=1e3,
        y=np.array([[1, 0], [0, 0], [1, 0]], dtype=complex),
    )
    expected = 0.5**2 * (2 * 0.5 * 192 / 1536 + 192 / 3072)  # (y²/2)² of each
    expected /= electroweak().G_F ** 2 * 1e12
    found = pairs.relative_width(sample, "tau", "e")
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_quadrature(stand_in: pytest.MonkeyPatch) -> None:
    sample = Parameters.stack([light(seed) for seed in range(20)])
    coarse = [pairs.relative_width(sample, "tau", d) for d in ("e", "mu")]
    photons = pairs.single_photons(sample)
    stand_in.setattr(pairs, "_DECAY_NODES", 80)
    stand_in.setattr(pairs, "_PHOTON_NODES", 80)
    for value, daughter in zip(coarse, ("e", "mu"), strict=True):
        np.testing.assert_allclose(value, pairs.relative_width(sample, "tau", daughter), rtol=1e-4)
    np.testing.assert_allclose(photons, pairs.single_photons(sample), rtol=1e-4)


def test_thresholds() -> None:
    """Zero at threshold, from above without a jump."""
    weak = electroweak()
    edge = (weak.m_tau - weak.m_e) / 2
    for below, closed in ((1e-3, False), (1e-8, False), (1e-10, True), (-1e-3, True)):
        masses = [edge * (1 - below), 1e3]
        y = np.array([[1, 0], [0, 0], [1, 0]], dtype=complex)
        found = pairs.relative_width(points(M_H=masses, M_A=[1e3, 1e3], y=y), "tau", "e")
        assert (found == 0) == closed
        assert found < 1e-9


def test_bad_input() -> None:
    sample = points()
    with pytest.raises(ValueError, match=r"parent = 'e': must be heavier"):
        pairs.relative_width(sample, "e", "mu")
    with pytest.raises(ValueError, match="lepton = 'x'"):
        pairs.relative_width(sample, "tau", "x")
    for energy in (math.nan, 50.0):
        with pytest.raises(ValueError, match=r"energy = .*larger than the mass of the Z"):
            pairs.single_photons(sample, energy)
    with pytest.raises(ValueError, match="daughter = 'tau': must be one of e, mu"):
        module.tau_decay("tau")


# --- single photons -------------------------------------------------------------------------------


def sigma(s: float, heavy: float, first: float, second: float, a: complex) -> float:
    """σ of one pair."""
    return float(
        pairs.cross_section(s, np.array([heavy]), np.array([first]), np.array([second]), a)[0]
    )


@pytest.mark.parametrize("masses", [(82.0, 0.25, 14.0), (700.0, 30.0, 30.0), (5.0, 0.1, 0.2)])
@pytest.mark.parametrize("a", [1.0 + 0j, 1.0j, 0.4 - 0.9j])
def test_cross_section_against_spinors(masses: tuple[float, float, float], a: complex) -> None:
    energy = 150.0
    x, w = np.polynomial.legendre.leggauss(200 if masses[0] < 50 else 40)
    square = [scattering_by_hand(energy, *masses, a, c) for c in x]
    e_1 = (energy**2 + masses[1] ** 2 - masses[2] ** 2) / (2 * energy)
    k = math.sqrt(e_1**2 - masses[1] ** 2)
    expected = np.sum(w * square) / 2 * k / (4 * math.pi * energy) / (2 * energy**2)
    found = sigma(energy**2, *masses, a)
    assert found == pytest.approx(expected, abs=0, rel=1e-6)
    heavier = sigma(energy**2, 1.1 * masses[0], masses[1], masses[2], a)
    assert heavier != pytest.approx(expected, abs=0, rel=1e-2)


def test_photons_by_adaptive_quadrature() -> None:
    """Over x, for one pair and for the neutrino."""
    y = np.array([[1.5, 0], [0, 0], [0, 0]], dtype=complex)
    sample = points(y=y, M_H=[3.0, 500.0], M_A=[25.0, 500.0], M_E=120.0)
    square = pairs.LEP_ENERGY**2

    def integral(first: float, second: float, c: complex) -> float:
        def spectrum(x: float) -> float:
            return (1 + (1 - x) ** 2) / x * sigma((1 - x) * square, 120.0, first, second, c)

        value, _ = quad(spectrum, 0.05, 1 - (first + second) ** 2 / square, epsabs=0, epsrel=1e-8)
        return float(value)

    c = 1.5**2 / 2
    total = 0.5 * integral(3, 3, c) + 0.5 * integral(25, 25, c) + integral(3, 25, -1j * c)
    peak = 1 - electroweak().M_Z ** 2 / square

    def standard(x: float) -> float:
        return float((1 + (1 - x) ** 2) / x * pairs.neutrino_cross_section((1 - x) * square))

    neutrino, _ = quad(
        standard, 0.05, 1, points=[peak - 0.01, peak, peak + 0.01], limit=400, epsabs=0
    )
    assert pairs.photons_with_neutrino() == pytest.approx(neutrino, abs=0, rel=1e-6)
    found = pairs.single_photons(sample)
    assert found == pytest.approx(total / neutrino, abs=0, rel=1e-4)
    halved = total - 0.5 * integral(3, 25, -1j * c)
    assert found != pytest.approx(halved / neutrino, abs=0, rel=1e-2)


def test_heavy_partner() -> None:
    """σ ∝ 1/M_E⁴ for the P wave and 1/M_E⁸ for the D wave."""
    for product, power in ((1j, 4), (1.0, 8)):
        low, high = (sigma(1e4, m, 0.1, 0.2, product) for m in (2e4, 4e4))
        assert math.log2(low / high) == pytest.approx(power, abs=0, rel=1e-3)


def test_series_meets_closed_form() -> None:
    edge = pairs._SMALL
    r = np.array([edge * (1 - 1e-9), edge * (1 + 1e-9)])
    for shape in pairs._angular(r, np.arctanh(r)):
        np.testing.assert_allclose(shape[0], shape[1], rtol=1e-8)


def test_only_what_couples_to_electrons_is_made() -> None:
    y = np.array([[0, 0], [3, 1], [2, 1]], dtype=complex)
    np.testing.assert_array_equal(pairs.single_photons(points(y=y)), 0)


# --- constraints ----------------------------------------------------------------------------------


def test_names_groups_and_sources() -> None:
    assert [(c.name, c.group) for c in CONSTRAINTS] == [
        ("tau -> e S S", "flavour"),
        ("tau -> mu S S", "flavour"),
        ("mu -> e S S", "flavour"),
        ("LEP, single photons", "collider"),
    ]
    for constraint in CONSTRAINTS:
        assert data.bibtex(constraint.reference)
        assert data.measurement(constraint.entry).source in constraint.measured
        assert "escape" in constraint.assumption


def test_limits() -> None:
    """Numbers by hand from the entries."""
    everything = one(M_H=[0.01, 0.02], M_A=[0.01, 0.02])
    limits = [c(everything).limit[0] for c in CONSTRAINTS]
    assert limits[0] == pytest.approx((1.0018 + TWO_SIDED_95 * 0.0014) ** 2 - 1)
    assert limits[1] == pytest.approx((1.0020 + TWO_SIDED_95 * 0.0013) ** 2 - 1)
    assert 1 / (1 + limits[2]) == pytest.approx(1 - 0.0016 - TWO_SIDED_95 * 0.0007)
    assert limits[3] == pytest.approx(2 * ONE_SIDED_95 * 0.05)


def test_what_the_search_found_is_excluded() -> None:
    """Large Yukawa couplings to e and τ, E at 82 GeV; at 700 GeV the decay alone is left."""
    y = np.array([[3, 0], [0, 0], [3, 0]], dtype=complex)
    light_ones: dict[str, Any] = {"M_H": [0.25, 14.0], "M_A": [0.25, 14.0], "y": y}
    near, far = one(**light_ones, M_E=82.0), one(**light_ones, M_E=700.0)
    assert TAU_E(near).ratio > 1e4 and PHOTONS(near).ratio > 100
    assert TAU_E(far).ratio > 1 and 0.5 < PHOTONS(far).ratio < 1
    assert TAU_MU(near).value == 0 and TAU_MU(near).applies


def test_where_nothing_is_open() -> None:
    heavy = one(M_H=[150.0, 200.0], M_A=[150.0, 200.0])
    for constraint in CONSTRAINTS:
        assert not constraint(heavy).applies.any()
        assert "no two scalars are together lighter than" in verdict(constraint, heavy)
        np.testing.assert_array_equal(constraint(heavy).value, 0)
    assert "M_E below 10 m_tau" in verdict(TAU_E, one(M_E=10.0))
    assert MU_E(one(M_E=10.0, M_H=[0.01, 0.02])).applies.all()


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda c: c.name)
def test_one_by_one_or_together(constraint: Any) -> None:
    rng = np.random.default_rng(8)
    n = 12
    batch = many(
        n,
        {"e e": 1.0},
        M_H=10 ** rng.uniform(-3, 2.5, (n, 2)),
        M_A=10 ** rng.uniform(-3, 2.5, (n, 2)),
        M_E=10 ** rng.uniform(0, 4, n),
        y=rng.normal(size=(n, 3, 2)) + 1j * rng.normal(size=(n, 3, 2)),
    )
    found = constraint(batch)
    for index in range(n):
        assert_same(found, index, constraint(part(batch, index)))


mass = st.floats(-9, 4).map(lambda x: 10.0**x)


@settings(max_examples=60, deadline=None)
@given(st.lists(mass, min_size=4, max_size=4), mass, st.floats(-6, 1).map(lambda x: 10.0**x))
def test_every_valid_point(masses: list[float], heavy: float, size: float) -> None:
    """Finite, not negative, without a warning; y → 2y is 16 times as much."""
    rng = np.random.default_rng(1)
    y = size * (rng.normal(size=(3, 2)) + 1j * rng.normal(size=(3, 2)))
    point: dict[str, Any] = {"M_H": masses[:2], "M_A": masses[2:], "M_E": heavy}
    assert set(point) < set(PARAMETERS)
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        for constraint in CONSTRAINTS:
            value, more = (constraint(one(**point, y=k * y)).value for k in (1, 2))
            assert np.isfinite(value).all() and (value >= 0).all()
            np.testing.assert_allclose(more, 16 * value, rtol=1e-9)


@pytest.mark.parametrize("splitting", [1e-6, 1e-9, 1e-12, 0.0])
def test_degenerate_scalars(splitting: float) -> None:
    """H and A that are almost one complex scalar: the rate has a limit."""
    y = np.array([[1, 0], [0, 0], [1, 0]], dtype=complex)
    equal, split = (
        points(y=y, M_H=[0.3, 50.0], M_A=[0.3 * (1 + d), 50.0]) for d in (0.0, splitting)
    )
    for law in (lambda s: pairs.relative_width(s, "tau", "e"), pairs.single_photons):
        np.testing.assert_allclose(law(split), law(equal), rtol=10 * splitting + 1e-14)


def test_photons_of_the_initial_state_follow_the_splitting_function() -> None:
    """The factor in front is common; the shape is the derived one, not that of a soft photon alone."""
    import sympy as sp

    from darktmm.derive.laws.initial_state import splitting_function

    law = splitting_function()
    x = np.array([0.03, 0.3, 0.6, 0.97])
    derived = sp.lambdify(law.arguments, law.right, "numpy")(x)
    found = pairs.radiator(x)
    np.testing.assert_allclose(found / found[0], derived / derived[0], rtol=1e-13)
    assert np.all(np.abs(found[1:] / found[0] / (x[0] / x[1:]) - 1) > 0.1)
