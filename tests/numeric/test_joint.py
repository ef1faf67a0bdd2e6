"""The joint analysis: Yukawas, masses, and the largest effective moment, each by another route."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.optimize import differential_evolution

from numeric import as_printed, many, moments, observables
from numeric.constraints import assessed, chosen, standard
from numeric.constraints.perturbativity import LARGEST
from numeric.inputs import constants
from numeric.inputs.data import curve as data_curve
from numeric.inputs.data import default, measurement, solar
from numeric.joint import STRATEGIES, Maximum, curve, masses, selected, solver
from numeric.joint import sector as sectors
from numeric.joint.strategies import PAPER_CURVES, _Today, benchmark, today
from numeric.joint.today import Found, current_metric, effective_moment
from numeric.joint.yukawa import Limits, amplitude, flavour_structure, largest, two_flavours
from numeric.observables.charged import branching_ratio
from numeric.observables.solar import composition
from numeric.point import Point, pmns
from numeric.sample import Sample

U = pmns(0.59, 0.149, 0.76, 3.7, 0.4, 1.9)
P = composition(U[None], solar().survival_be7.value)[0]
LOOSE = Limits(2.0, (8.0, 8.0, 8.0), np.eye(2))
TIGHT = Limits(2.0, (1e-3, 0.4, 0.6), np.eye(2))


def products(y: Any, limits: Limits) -> Any:
    """|y X y†| for the three pairs over what is allowed."""
    matrix = np.abs(y @ limits.metric @ np.conj(np.swapaxes(y, -1, -2)))
    found = [matrix[..., 0, 1], matrix[..., 0, 2], matrix[..., 1, 2]]
    return np.stack([m / limit for m, limit in zip(found, limits.products, strict=True)], axis=-1)


def scaled_to(limits: Limits, y: Any) -> Any:
    """Each matrix made as large as the limits permit."""
    entries = np.abs(y).max(axis=(-2, -1)) / limits.entry
    worst = np.maximum(entries**2, products(y, limits).max(axis=-1))
    return y / np.sqrt(worst)[..., None, None]


# --- Yukawas -------------------------------------------------------------------------------------


def test_flavour_structure_from_the_determinant() -> None:
    """With y_τ = 0 the minors are det y · U_τk up to a phase; P_i as weights of the beam."""
    y = np.array([[0.3 + 0.2j, -0.1], [0.2j, 0.5], [0, 0]])
    determinant = abs(np.linalg.det(y[:2]))
    squared = sum(P[i] * (1 - abs(U[2, i]) ** 2) for i in range(3))
    expected = determinant * math.sqrt(squared)
    assert flavour_structure(y, U, P) == pytest.approx(expected, rel=1e-13, abs=0)
    assert abs(flavour_structure(y, U, P[::-1]) / expected - 1) > 1e-2
    assert abs(flavour_structure(y, U.T, P) / expected - 1) > 1e-2


def test_flavour_structure_is_that_of_the_moment() -> None:
    """Two Yukawa matrices, the same masses: the ratio of effective moments is that of Λ."""
    base = benchmark(0.5).with_(U=U)
    rng = np.random.default_rng(51)
    y = rng.normal(size=(2, 3, 2)) + 1j * rng.normal(size=(2, 3, 2))
    found = [effective_moment(observables.at(base.with_(y=0.1 * m)), 1.0, P) for m in y]
    expected = [flavour_structure(m, U, P) for m in y]
    assert found[0] / found[1] == pytest.approx(expected[0] / expected[1], rel=1e-10, abs=0)
    assert abs(found[0] / found[1] - 1) > 0.1


def test_hadamard_bound_is_attained_and_never_exceeded() -> None:
    best = two_flavours(LOOSE)
    assert abs(np.linalg.det(best[:2])) == pytest.approx(2 * LOOSE.entry**2, rel=1e-14, abs=0)
    np.testing.assert_allclose(products(best, LOOSE), 0, atol=1e-14)
    rng = np.random.default_rng(52)
    y = rng.uniform(0, 1, (20_000, 2, 2)) ** 0.1 * np.exp(2j * np.pi * rng.random((20_000, 2, 2)))
    determinants = np.abs(np.linalg.det(LOOSE.entry * y))
    assert 0.95 * 2 * LOOSE.entry**2 < determinants.max() <= 2 * LOOSE.entry**2


@pytest.mark.parametrize("limits", [LOOSE, TIGHT], ids=["loose", "tight"])
def test_random_search_never_exceeds(limits: Limits) -> None:
    """Random matrices, and the maximum disturbed by a little and by a lot."""
    best = largest(limits, U, P)
    value = flavour_structure(best, U, P)
    assert np.abs(best).max() <= limits.entry and products(best, limits).max() <= 1
    assert value >= flavour_structure(two_flavours(limits), U, P) * (1 - 1e-6)
    rng = np.random.default_rng(53)
    noise = rng.normal(size=(20_000, 3, 2)) + 1j * rng.normal(size=(20_000, 3, 2))
    size = 10.0 ** rng.uniform(-5, 0.5, (20_000, 1, 1))
    trial = scaled_to(limits, limits.entry * noise * size + (size < 1) * best)
    reached = max(flavour_structure(y, U, P) for y in trial)
    assert 0.5 * value < reached <= value * (1 + 1e-6)


def test_a_wider_limit_allows_more() -> None:
    tight, loose = (flavour_structure(largest(x, U, P), U, P) for x in (TIGHT, LOOSE))
    assert loose > 1.2 * tight
    doubled = Limits(2 * TIGHT.entry, tuple(4 * p for p in TIGHT.products), TIGHT.metric)  # type: ignore[arg-type]
    assert flavour_structure(largest(doubled, U, P), U, P) == pytest.approx(
        4 * tight, rel=1e-5, abs=0
    )


def test_second_optimiser_on_phases() -> None:
    """Without limits on products all moduli are Y; one row may be made real by column phases."""
    value = flavour_structure(largest(LOOSE, U, P), U, P)

    def negative(phases: Any) -> float:
        y = np.ones((3, 2), dtype=complex)
        y[1:] = np.exp(1j * phases.reshape(2, 2))
        return -flavour_structure(LOOSE.entry * y, U, P)

    found = differential_evolution(negative, [(0, 2 * np.pi)] * 4, seed=54, tol=1e-10)
    assert -found.fun == pytest.approx(value, rel=1e-3, abs=0)


def test_second_optimiser_within_limits() -> None:
    """y_μ ⟂ y_e exactly, column phases used up, y_τ as long as its products permit: no constraint."""
    value = flavour_structure(largest(TIGHT, U, P), U, P)

    def matrix(v: Any) -> Any:
        e = np.array(v[:2], dtype=complex)
        mu = v[2] * np.exp(1j * v[3]) * np.array([-e[1], e[0]]) / max(v[0], v[1], 1e-3)
        tau = v[4:6] * np.exp(1j * v[6:8])
        y = TIGHT.entry * np.array([e, mu, tau])
        y[2] /= max(1.0, products(y, TIGHT).max())
        return y

    found = differential_evolution(
        lambda v: -flavour_structure(matrix(v), U, P),
        [(0, 1)] * 3 + [(0, 2 * np.pi)] + [(0, 1)] * 2 + [(0, 2 * np.pi)] * 2,
        seed=55,
        maxiter=300,
        tol=1e-9,
        polish=False,
    )
    assert np.abs(matrix(found.x)).max() <= TIGHT.entry * (1 + 1e-12)
    assert -found.fun == pytest.approx(value, rel=1e-3, abs=0)


def test_a_bound_on_the_vector_form_factor() -> None:
    """What counts is then Λ over the size of f: for X = 1 and P = 1/3, equal singular values.

    Λ² = 2s₁²s₂²/3 and ‖f‖² = (s₁⁴ + s₂⁴)/3, so that Λ ≤ ‖f‖; other shares P do better.
    """
    even = np.full(3, 1 / 3)
    for shares, best in ((even, 1.0), (P, None)):
        limits = Limits(2.0, (8.0, 8.0, 8.0), np.eye(2), current=np.eye(2), amplitude=0.05)
        y = largest(limits, U, shares)
        size = amplitude(y, np.eye(2), U, shares)
        assert size == pytest.approx(0.05, rel=1e-6, abs=0) and size <= 0.05
        gain = flavour_structure(y, U, shares) / size
        if best is not None:
            assert gain == pytest.approx(best, rel=1e-5, abs=0)
        else:
            assert gain > 1.2
        assert np.abs(y).max() < limits.entry
    skew = np.array([[1.0, 0.4], [0.4, 0.3]])
    limits = Limits(2.0, (8.0, 8.0, 8.0), np.eye(2), current=skew, amplitude=0.05)
    y = largest(limits, U, P)
    other = amplitude(y, np.eye(2), U, P)
    assert amplitude(y, skew, U, P) == pytest.approx(0.05, rel=1e-6, abs=0) and other > 0.06


def test_amplitude_is_that_of_the_form_factor() -> None:
    """[Σ_i P_i Σ_j |f_ji|²]^½ of a point, X read off the form factor of unit Yukawas."""
    for point in points_on(CHOSEN[:5]):
        sample = Sample.of([point])
        current = current_metric(sample)[0]
        f = many.vector_form_factor(sample)[0]
        expected = math.sqrt(np.sum(P * np.sum(np.abs(f) ** 2, axis=0)))
        assert amplitude(point.y, current, point.U, P) == pytest.approx(expected, rel=1e-10, abs=0)
        wrong = amplitude(point.y.conj(), current, point.U, P)
        assert abs(wrong / expected - 1) > 1e-4


def test_start_that_is_not_allowed() -> None:
    """It is scaled down; a result never exceeds a limit, nor falls below the start."""
    start = 5 * two_flavours(TIGHT)
    best = largest(TIGHT, U, P, near=start)
    assert products(best, TIGHT).max() <= 1 and np.abs(best).max() <= TIGHT.entry
    assert flavour_structure(best, U, P) >= flavour_structure(two_flavours(TIGHT), U, P) * 0.999


# --- masses --------------------------------------------------------------------------------------

LIBRARY = sectors.library()
CHOSEN = LIBRARY[np.random.default_rng(56).choice(len(LIBRARY), 25, replace=False)]


def strong(n: int) -> Any:
    """Yukawa matrices with all entries of modulus √(4π), random phases."""
    return LARGEST * np.exp(2j * np.pi * np.random.default_rng(57).random((n, 3, 2)))


def points_on(found: Any) -> list[Point]:
    """The benchmark with these masses and mixings and the strongest Yukawas."""
    sample = found.on(benchmark(0.5))
    names = ("m_L", "m_R", "m_D", "M_E", "M_H", "M_A", "O_R", "O_I")
    rows = zip(range(len(found)), strong(len(found)), strict=True)
    return [
        benchmark(0.5).with_(**{name: getattr(sample, name)[k] for name in names}, y=y)
        for k, y in rows
    ]


def test_library_fills_the_box() -> None:
    low, high = sectors.BOX.edges
    assert len(LIBRARY) > 1000
    assert np.all(LIBRARY.coordinates >= low - 1e-12) and np.all(
        LIBRARY.coordinates <= high + 1e-12
    )
    assert np.all((LIBRARY.b > LIBRARY.a) & (LIBRARY.b < LIBRARY.heavy))
    assert np.all(np.std(LIBRARY.coordinates, axis=0) > 0.2 * (high - low))
    np.testing.assert_array_equal(LIBRARY[5].a, [LIBRARY.a[5]])


def test_radiative_mass_vanishes_for_every_yukawa_matrix() -> None:
    for point in points_on(CHOSEN):
        assert np.abs(moments.radiative_neutrino_mass(point)).max() < 1e-3
        detuned = np.array([point.M_H[0], 1.01 * point.M_H[1]])
        for changes in ({"M_H": detuned}, {"M_A": detuned}):
            assert np.abs(moments.radiative_neutrino_mass(point.with_(**changes))).max() > 1


def test_moment_does_not_vanish() -> None:
    sizes = [np.abs(moments.transition_coefficient(p)).max() for p in points_on(CHOSEN)]
    assert min(sizes) > 0
    aligned = [p.with_(O_I=p.O_R) for p in points_on(CHOSEN)]
    assert max(np.abs(moments.transition_coefficient(p)).max() for p in aligned) == 0


def test_electroweak_bounds_are_met() -> None:
    """T is zero because M_E = M₂; Z → N₁N₁ because m_L = m_R."""
    o = observables.of(Sample.of(points_on(CHOSEN)))
    assert np.all(np.abs(o.oblique_T) < 1e-9)
    assert np.all(o.z_width_heavy_neutral < 1e-25)
    beside = observables.of(Sample.of([p.with_(M_E=1.2 * p.M_E) for p in points_on(CHOSEN)]))
    assert np.all(np.abs(beside.oblique_T) > 1e-3)
    unequal = observables.of(Sample.of([p.with_(m_L=p.m_L + 5.0) for p in points_on(CHOSEN)]))
    assert unequal.z_width_heavy_neutral.max() > 1e-6


def test_coordinates_and_solutions() -> None:
    again = sectors.solve(CHOSEN.coordinates)
    np.testing.assert_allclose(again.b, CHOSEN.b, rtol=1e-9)
    np.testing.assert_array_equal(again.index, np.arange(len(CHOSEN)))
    above = CHOSEN.coordinates.copy()
    above[:, 2] = above[:, 1] + 0.1  # scalars heavier than M₂
    assert len(sectors.solve(above)) == 0


def test_tuning_counts_what_cancels() -> None:
    """It grows with y² and is 1 for weak couplings; detuning by one part in it fills the limit."""
    limit = default("m_nu").value
    for point in points_on(CHOSEN[:5]):
        found = sectors.tuning(point)
        assert found > 1e3
        halved = sectors.tuning(point.with_(y=point.y / 2))
        assert halved == pytest.approx(found / 4, rel=1e-9, abs=0)
        assert sectors.tuning(point.with_(y=1e-9 * point.y)) == 1
        scalars = point.M_H * np.array([1, 1 + 100 / found])
        mass = np.abs(moments.radiative_neutrino_mass(point.with_(M_H=scalars))).max()
        assert limit < mass < 1e4 * limit


# --- today ---------------------------------------------------------------------------------------


@cache
def search(*without: str) -> _Today:
    return today(0.5, selected(without))


@cache
def found_at(mass: float, *without: str) -> Found:
    return search(*without).search.maximum(mass)


TODAY = [0.003, 0.1, 2.0, 5.0]
EVERY_MASS = pytest.mark.parametrize("mass", TODAY)


@EVERY_MASS
def test_maximum_by_hand(mass: float) -> None:
    """μ_eff = |ε| √(Σ_i P_i Σ_j |T_ji|²)/μ_B at the point that is returned."""
    point = found_at(mass).point
    assert point.m_aprime == mass
    T = moments.transition_coefficient(point)
    P = composition(point.U[None], solar().survival_be7.value)[0]
    moment = math.sqrt(sum(P[i] * abs(T[j, i]) ** 2 for i in range(3) for j in range(3)))
    expected = abs(point.epsilon or 0) * moment / constants().bohr_magneton
    assert found_at(mass).value == pytest.approx(expected, rel=1e-9, abs=0)
    at = observables.at(point)
    assert effective_moment(at, point.epsilon or 0, P) == pytest.approx(expected, rel=1e-9, abs=0)
    assert abs(effective_moment(at, point.epsilon or 0, P[::-1]) / expected - 1) > 1e-3


@EVERY_MASS
def test_maximum_violates_nothing_and_is_maximal(mass: float) -> None:
    """ε a per mille larger violates what is called active."""
    found = found_at(mass)
    verdicts = assessed(standard(), observables.at(found.point))
    assert not [name for name, a in verdicts.items() if a.excluded[0]]
    more = found.point.with_(epsilon=(found.point.epsilon or 0) * (1 + 1e-3))
    beyond = assessed(standard(), observables.at(more))
    assert found.portal.active in [name for name, a in beyond.items() if a.excluded[0]]


def test_two_runs_are_identical() -> None:
    first, second = (list(curve("today", 0.5, [0.05])) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert (one.mu_eff, one.epsilon, one.active) == (other.mu_eff, other.epsilon, other.active)
        assert one.point and other.point
        for name, value in vars(other.point).items():
            np.testing.assert_array_equal(getattr(one.point, name), value, name)


@EVERY_MASS
@pytest.mark.parametrize("bound", ["Borexino rate", "solar", "flavour"])
def test_fewer_bounds_allow_more(mass: float, bound: str) -> None:
    fewer, all_of_them = found_at(mass, bound).value, found_at(mass).value
    assert fewer > 0.99 * all_of_them
    if bound == "Borexino rate" and found_at(mass).portal.active == bound:
        assert fewer > 1.05 * all_of_them


@pytest.mark.slow
@EVERY_MASS
def test_differential_evolution_finds_no_more(mass: float) -> None:
    """Another global search; it sees ε through a table of 64 values per decade, never too large."""
    found, other = found_at(mass).value, search().search.confirmed(mass)
    assert other < 1.02 * found


@pytest.mark.slow
@pytest.mark.parametrize("mass", [0.1, 1.0])
def test_masses_beside_it_give_no_more(mass: float) -> None:
    """Yukawas and ε optimised anew at random masses and angles around the maximum."""
    found, engine = found_at(mass), search().search
    point, gate = found.point, engine.gate(mass)
    assert point.angles
    centre = np.log([-point.heavy_masses[0], point.M_E, point.M_H[0]])
    angle = point.angles[1] - point.angles[0]
    low, high = engine.box.edges
    rng = np.random.default_rng(58)
    for _ in range(20):
        nudged = np.array([*centre, angle]) + 0.08 * rng.normal(size=4) * (high - low)
        coordinates = np.clip(nudged, low, high)
        if len(there := sectors.solve(coordinates[None])):
            beside = engine._finished([engine._sample(there, mass)], gate)
            assert beside.value < 1.05 * found.value


def test_box_and_coupling() -> None:
    """A box that holds less allows less, and so does a weaker coupling where ε is the limit."""
    small = sectors.Box(light=(10.0, 1e3), scalar=(20.0, 1e3))
    inside = today(0.5, box=small).search.maximum(5.0).value
    assert 0 < inside < 0.5 * found_at(5.0).value
    weak = today(0.1).search.maximum(5.0).value
    assert 0.15 < weak / found_at(5.0).value < 0.25


# --- strategies ----------------------------------------------------------------------------------


def epsilon_of_the_paper(mass: float) -> float:
    """The stronger of the two curves."""
    return float(np.nanmin([data_curve(name).at(mass) for name in PAPER_CURVES]))


@pytest.mark.parametrize("mass", [0.002, 0.05, 0.3, 4.0])
def test_paper_by_hand(mass: float) -> None:
    """ε_max(m) times the printed moment at y = 0.086, U = 1, largest element."""
    (found,) = curve("paper", 0.5, [mass])
    y = 0.086 * np.array([[1, 0], [1, -1j], [0, 0]])
    printed = as_printed.transition_coefficient(benchmark(0.5).with_(y=y, U=np.eye(3) + 0j))
    assert printed is not None
    moment = np.abs(printed).max() / constants().bohr_magneton
    assert found.mu_eff == pytest.approx(epsilon_of_the_paper(mass) * moment, rel=1e-12, abs=0)
    assert found.epsilon == pytest.approx(epsilon_of_the_paper(mass), rel=1e-12, abs=0)
    assert found.ratio == found.mu_eff / found.direct
    assert "neutrino mass" in found.violated and found.active[1] == "(31)"


@pytest.mark.parametrize("mass", [0.002, 0.05, 0.3, 4.0])
def test_derived_by_hand(mass: float) -> None:
    """The Yukawas saturate the limit (30); the moment is that of `moments`, U as measured."""
    (found,) = curve("derived", 0.5, [mass])
    assert found.point
    limit = measurement("MEG II 2024").value
    at = observables.at(found.point)
    branching = float(branching_ratio(at.charged_dipole, "mu", "e")[0])
    assert branching == pytest.approx(limit, rel=1e-4, abs=0)
    T = moments.transition_coefficient(found.point)
    P = composition(found.point.U[None], solar().survival_be7.value)[0]
    moment = math.sqrt(np.sum(P * np.sum(np.abs(T) ** 2, axis=0))) / constants().bohr_magneton
    assert found.mu_eff == pytest.approx(epsilon_of_the_paper(mass) * moment, rel=1e-9, abs=0)


@pytest.mark.parametrize("strategy", ["paper", "derived"])
def test_scaling(strategy: str) -> None:
    """The moment is linear in g_D; at fixed ε the direct limit does not know it."""
    (one,), (two,) = (list(curve(strategy, g, [0.1])) for g in (0.4, 0.8))
    assert two.mu_eff == pytest.approx(2 * one.mu_eff, rel=1e-12, abs=0)
    assert (two.direct, two.epsilon) == (one.direct, one.epsilon)


def test_the_three_answers_differ() -> None:
    found = {s: next(iter(curve(s, 0.5, [0.1]))) for s in STRATEGIES}
    assert found["paper"].mu_eff != pytest.approx(found["derived"].mu_eff, rel=0.1, abs=0)
    assert found["today"].violated == () and found["paper"].violated
    assert found["today"].direct > found["paper"].direct * 0.1
    assert found["today"].tuning > 1e3


@pytest.mark.parametrize("mass", [5e-4, 9.0, 50.0])
@pytest.mark.parametrize("strategy", ["paper", "derived"])
def test_nothing_outside_the_curves(strategy: str, mass: float) -> None:
    """Not a number rather than an extrapolation."""
    (found,) = curve(strategy, 0.5, [mass])
    assert math.isnan(found.mu_eff) and math.isnan(found.epsilon)
    assert (found.active, found.point, found.violated) == ((), None, ())


def test_masses_of_the_curve() -> None:
    grid = masses(7)
    assert (len(grid), grid[0], grid[-1]) == (7, pytest.approx(1e-3), pytest.approx(8.0))
    steps: list[int] = []
    found = list(curve("paper", 0.5, grid, progress=lambda: steps.append(1)))
    assert [m.m_aprime for m in found] == grid and len(steps) == 7
    assert all(isinstance(m, Maximum) for m in found)


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (("tomorrow", 0.5), {}, "strategy = 'tomorrow': must be one of paper, derived, today"),
        (("paper", 0.0), {}, r"g_D = 0.0: must lie in \(0, 3.545\]"),
        (("today", 3.6), {}, r"g_D = 3.6: must lie in \(0, 3.545\]"),
        (("derived", math.nan), {}, r"g_D = nan: must lie in"),
        (("paper", 0.5), {"box": sectors.BOX}, "box: only the strategy 'today' has these options"),
    ],
)
def test_bad_requests(arguments: tuple[Any, ...], options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        solver(*arguments, **options)


@pytest.mark.parametrize("mass", [0.0, -1.0, math.inf, math.nan])
def test_bad_masses(mass: float) -> None:
    with pytest.raises(ValueError, match=f"m_aprime = {mass}: must be a positive number"):
        list(curve("paper", 0.5, [mass]))


def test_selected_bounds() -> None:
    assert selected([]) == standard()
    assert selected(["solar"]) == chosen(standard(), without=["solar"])
    with pytest.raises(ValueError, match="'sun': neither a bound"):
        selected(["sun"])
