"""Dark-photon curves: what is compared with them, where they apply, and that doubling ε is noticed."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib import import_module

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, verdict
from scipy.optimize import brentq

from darktmm.numeric.constraints import curves, mixing
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.inputs import data

ELECTRON_DUMPS = ("e137", "e141", "e774", "kek", "orsay")
PROTON_DUMPS = ("nucal", "charm", "nomad")
OTHERS = ("na64", "babar", "na48", "a1", "apex", "kloe", "lhcb", "hps", "besiii")
ALL = {
    constraint.name: constraint
    for experiment in (*ELECTRON_DUMPS, *PROTON_DUMPS, *OTHERS)
    for constraint in import_module(f"darktmm.numeric.constraints.{experiment}").constraints()
}
INVISIBLE = data.curves("invisible")
PROMPT = [c for c in data.curves("visible") if c.kind == "upper"]
BANDS = [c for c in data.curves("visible") if c.kind == "band"]
MIXING_ONLY = {"e e": 2e-12, "mu mu": 1e-12}


def of(curve: data.Curve) -> Constraint:
    """The constraint that uses a curve."""
    return ALL[curve.name + (" invisible" if curve.channel == "invisible" else "")]


def middle(curve: data.Curve) -> float:
    """A mass between nodes, GeV."""
    low, high = curve.domain
    return math.sqrt(low * high)


named = {"ids": lambda c: c.name}


def test_every_curve_is_a_constraint_and_no_other() -> None:
    assert {of(c).name for c in (*INVISIBLE, *PROMPT, *BANDS)} == ALL.keys()
    assert len(ALL) == len(INVISIBLE) + len(PROMPT) + len(BANDS) == 29
    for curve in (*INVISIBLE, *PROMPT, *BANDS):
        assert of(curve).reference == curve.bibtex
        assert data.bibtex(of(curve).reference)
        assert of(curve).group == "dark-photon"
        assert curve.source in of(curve).measured
        assert (of(curve).confidence == "") == (curve.confidence is None)
    assert ALL["BaBar 2017 invisible"].confidence == "90% CL"


# --- upper limits -----------------------------------------------------------------------------


@pytest.mark.parametrize("curve", [*INVISIBLE, *PROMPT], **named)
@pytest.mark.parametrize("seen", [1.0, 0.25, 1e-3])
def test_upper_limits_bound_epsilon_times_the_root_of_the_branching(
    curve: data.Curve, seen: float
) -> None:
    mass = middle(curve)
    into = {"invisible": ("H_1 A_1", "mu mu"), "visible": ("mu mu", "H_1 A_1")}[curve.channel]
    widths = {into[0]: 3e-9 * seen, into[1]: 3e-9 * (1 - seen)}
    edge = float(curve.at(mass)) / math.sqrt(seen)
    for factor, excluded in ((0.999, False), (1.001, True), (2 * 0.999, True), (-1.001, True)):
        found = of(curve)(one(widths, m_aprime=mass, epsilon=factor * edge))
        assert found.applies.all()
        assert found.excluded.all() == excluded
        np.testing.assert_allclose(found.ratio, abs(factor), rtol=1e-12)
        np.testing.assert_allclose(found.value, abs(factor) * edge * math.sqrt(seen), rtol=1e-12)
        np.testing.assert_allclose(found.limit, curve.at(mass), rtol=0)


@pytest.mark.parametrize("curve", [*INVISIBLE, *PROMPT], **named)
def test_the_other_branching_gives_another_answer(curve: data.Curve) -> None:
    """Swapping the visible and the invisible width moves an excluded point to the allowed side."""
    mass = middle(curve)
    epsilon = 2 * float(curve.at(mass))
    seen, unseen = ("N_1 N_1", "e e") if curve.channel == "invisible" else ("e e", "N_1 N_1")
    right = of(curve)(one({seen: 0.9, unseen: 0.1}, m_aprime=mass, epsilon=epsilon))
    wrong = of(curve)(one({seen: 0.1, unseen: 0.9}, m_aprime=mass, epsilon=epsilon))
    assert right.excluded.all() and not wrong.excluded.any() and wrong.applies.all()


@pytest.mark.parametrize("curve", [*INVISIBLE, *PROMPT, *BANDS], **named)
def test_a_curve_ends_where_it_was_measured(curve: data.Curve) -> None:
    widths = {"N_1 N_1" if curve.channel == "invisible" else "e e": 1e-9}
    low, high = curve.domain
    for inside in (low, high):
        assert of(curve)(one(widths, m_aprime=inside, epsilon=1e-4)).applies.all()
    for outside in (low * (1 - 1e-9), high * (1 + 1e-9), 1e-12, 1e6):
        found = of(curve)(one(widths, m_aprime=outside, epsilon=1e-4))
        assert not found.applies.any() and not found.excluded.any()
        assert np.isnan(found.limit).all() and np.isnan(found.ratio).all()
        assert verdict(of(curve), one(widths, m_aprime=outside, epsilon=1e-4)) == (
            f"mass outside the measured range {low:g} GeV to {high:g} GeV"
        )


@pytest.mark.parametrize("name", ["NA64 2023 invisible", "BaBar 2014", "E141"])
def test_reasons_against(name: str) -> None:
    mass = 0.01 if name == "E141" else 0.05
    nan = float("nan")
    none = one({"e e": nan, "N_1 N_1": nan}, m_aprime=nan, epsilon=nan)
    assert verdict(ALL[name], none) == "dark photon: none given"
    for widths in ({"e e": 0.0, "N_1 N_1": 0.0}, {"e e": 1.0, "N_1 N_1": nan}):
        unknown = one(widths, m_aprime=mass, epsilon=0.0)
        assert verdict(ALL[name], unknown).startswith("branching ratio: A' has no width")


def test_no_invisible_decay() -> None:
    nothing = one(MIXING_ONLY, epsilon=0.5)
    assert verdict(ALL["NA64 2023 invisible"], nothing) == "no invisible decay"
    little = one(MIXING_ONLY | {"nu nu (dipole)": 1e-12}, epsilon=0.5)
    assert ALL["NA64 2023 invisible"](little).excluded.all()


def test_neutrinos_are_invisible_and_leptons_are_not() -> None:
    for name in ("nu nu (vector)", "nu nu (dipole)", "N_1 N_2", "H_2 A_1"):
        assert curves.visible_share(one({name: 1.0, "e e": 3.0}))[0] == 0.75
    assert curves.visible_share(one({"E E": 1.0, "e e": 1.0}))[0] == 0.5  # not of kinetic mixing
    for name in ("e e", "mu mu", "tau tau"):
        assert curves.visible_share(one({name: 1.0, "N_1 N_1": 3.0}))[0] == 0.25


def test_a_tiny_visible_share_is_not_lost_to_rounding() -> None:
    share = curves.visible_share(one({"e e": 1e-20, "N_1 N_2": 1.0}))
    np.testing.assert_allclose(share, 1e-20, rtol=1e-12)


# --- bands --------------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", BANDS, **named)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_band_excludes_between_its_edges(curve: data.Curve, sign: int) -> None:
    for mass in (curve.masses[0], middle(curve), curve.masses[-1]):
        low, high = (float(edge) for edge in curve.band(mass))
        for epsilon, ratio in (
            (0.5 * low, 0.5),
            (0.999 * low, 0.999),
            (1.001 * low, 1.001),
            (math.sqrt(low * high), math.sqrt(high / low)),
            (high / 1.001, 1.001),
            (high / 0.999, 0.999),
            (2 * high, 0.5),
            (0.0, 0.0),
            (5e-324, 0.0),
        ):
            found = of(curve)(one(MIXING_ONLY, m_aprime=mass, epsilon=sign * epsilon))
            assert found.applies.all()
            np.testing.assert_allclose(found.ratio, ratio, rtol=1e-12, atol=1e-300)
            assert found.excluded.all() == (ratio > 1)
            np.testing.assert_array_equal(found.limit, low)
            assert found.value == epsilon


@pytest.mark.parametrize("curve", BANDS, **named)
def test_a_band_needs_visible_decays(curve: data.Curve) -> None:
    mass = middle(curve)
    epsilon = math.sqrt(float(np.prod(curve.band(mass))))
    point = {"m_aprime": mass, "epsilon": epsilon}
    assert of(curve)(one({"e e": 0.9001, "N_1 N_1": 0.0999}, **point)).excluded.all()
    dark = one({"e e": 0.8999, "N_1 N_1": 0.1001}, **point)
    assert not of(curve)(dark).applies.any()
    assert verdict(of(curve), dark) == "invisible decays shorten the lifetime; not recast"


def edges(yield_of: Callable[[float], float]) -> tuple[float, float]:
    """ε at which a yield with one maximum in between is one event."""
    peak = max(np.geomspace(1e-10, 1e-2, 4000), key=yield_of)
    return (
        brentq(lambda x: yield_of(x) - 1, 1e-10, peak, xtol=1e-18, rtol=1e-12),
        brentq(lambda x: yield_of(x) - 1, peak, 1e-1, xtol=1e-18, rtol=1e-12),
    )


def test_invisible_decays_move_the_upper_edge_by_less_than_the_reading() -> None:
    """Why a band may be used down to a visible share of 0.9, and why not much below."""
    width, shield, volume, produced = 1e7, 200.0, 200.0, 1e16  # width is Γ_vis/ε²γ

    def counts(share: float) -> Callable[[float], float]:
        def n(epsilon: float) -> float:
            rate = width * epsilon**2 / share
            inside = -math.exp(-shield * rate) * math.expm1(-volume * rate)
            return produced * epsilon**2 * share * inside

        return n

    low, high = edges(counts(1.0))
    assert high / low > 100
    accuracy = max(c.accuracy for c in BANDS)
    for share, harmless in ((curves.VISIBLE_SHARE, True), (0.5, False)):
        new_low, new_high = edges(counts(share))
        assert new_low == pytest.approx(low, rel=1e-3)
        assert new_high == pytest.approx(high * math.sqrt(share), rel=0.15 * (1 - math.sqrt(share)))
        assert (1 - new_high / high < 1.2 * accuracy) == harmless


# --- electroweak precision ------------------------------------------------------------------------

(PRECISION,) = mixing.constraints()


def test_electroweak_precision_whatever_the_decays() -> None:
    limit = data.default("epsilon, electroweak precision").value
    for widths in (MIXING_ONLY, {"N_1 N_2": 1.0}, {"e e": 0.0}):
        for epsilon, excluded in (
            (0.999 * limit, False),
            (1.001 * limit, True),
            (-2 * limit, True),
        ):
            found = PRECISION(one(widths, m_aprime=0.3, epsilon=epsilon))
            assert found.applies.all() and found.excluded.all() == excluded
            np.testing.assert_allclose(found.ratio, abs(epsilon) / limit, rtol=1e-14)


def test_electroweak_precision_only_far_below_the_z() -> None:
    assert PRECISION(one(m_aprime=9.999, epsilon=0.5)).excluded.all()
    assert verdict(PRECISION, one(m_aprime=10.0, epsilon=0.5)).startswith("mass of 10 GeV or more")
    nan = float("nan")
    assert verdict(PRECISION, one(m_aprime=nan, epsilon=nan)) == "dark photon: none given"
    assert (mixing.HEAVIEST / data.electroweak().M_Z) ** 2 < 0.0125


# --- many points ----------------------------------------------------------------------------------


def test_many_points_are_single_points() -> None:
    n, rng = 100_000, np.random.default_rng(3)
    widths = {
        k: 10 ** rng.uniform(-14, -8, n) for k in ("e e", "mu mu", "N_1 N_2", "nu nu (vector)")
    }
    for channel in widths.values():
        channel[::19] = 0.0
    widths["N_1 N_2"][::3] = widths["nu nu (vector)"][::3] = 0.0
    mass, epsilon = 10 ** rng.uniform(-3.5, 2, n), 10 ** rng.uniform(-9, -0.1, n)
    mass[::17] = epsilon[::17] = np.nan
    points = many(n, widths, m_aprime=mass, epsilon=epsilon)
    chosen = rng.choice(n, 40, replace=False)
    for constraint in (*ALL.values(), PRECISION):
        batch = constraint(points)
        assert batch.excluded.any() and not batch.excluded.all()
        assert set(batch.case) == set(range(len(batch.reasons)))
        for index in chosen:
            assert_same(batch, index, constraint(part(points, index)))
