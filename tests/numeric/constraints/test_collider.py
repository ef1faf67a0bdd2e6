"""Bounds on the charged partner E: each search for the decay that it looked for, and reasons elsewhere."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, points, verdict

from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
)
from darktmm.numeric.constraints import collider
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.inputs import data
from darktmm.numeric.models.dark.observables import partner
from darktmm.numeric.models.dark.parameters import Parameters

ALL = {c.name: c for c in collider.constraints()}
ATLAS, CMS, SMUONS = (
    ALL[name] for name in ("ATLAS 2020, sleptons", "CMS 2021, sleptons", "CMS 2024, smuons")
)
LEP = ALL["LEP, charged heavy lepton"]
W_PAIRS = ALL["ATLAS 2020, W pairs"]
NEVER = (*collider.MIXING, W_PAIRS.name)
LIGHT = [n for n, s in collider.SLEPTONS.items() if isinstance(s.region, collider.Light)]
CLOSE = [n for n in collider.SLEPTONS if n not in LIGHT]


def yukawa(e: float, mu: float, tau: float) -> np.ndarray:
    """y with one scalar per flavour row, complex on purpose."""
    return np.array([[e, 0.0], [0.0, 1j * mu], [tau, 0.0]], dtype=complex)


def point(mass: float, scalar: float = 0.3, e: float = 1.0, mu: float = 0.0, **changes: Any) -> Any:
    """E as heavy as N, all scalars of one mass, Yukawas whose squares are given."""
    tau = changes.pop("tau", 0.0)
    scalars = {"M_H": [scalar, scalar], "M_A": [scalar, scalar]}
    y = np.sqrt(yukawa(e, 1.0, tau) * [[1], [-1], [1]]) * [[1], [math.sqrt(mu)], [1]]
    return one(**({"M_E": mass, "m_D": mass, "y": y} | scalars | changes))


def lepton_shares(p: Parameters) -> np.ndarray:
    """Shares of e, μ, τ in E → ℓ S summed over open scalars, (n, 3).

    |M|² ∝ p_E·p_ℓ and the phase space ∝ |p_ℓ| are both proportional to M_E² − M_S².
    """
    widths = np.zeros((len(p), 3))
    for masses, rotation in ((p.M_H, p.O_R), (p.M_A, p.O_I)):
        opening = np.maximum(1 - (masses / p.M_E[:, None]) ** 2, 0) ** 2
        widths += np.einsum("nfs,ns->nf", np.abs(p.y @ rotation) ** 2, opening)
    return widths / widths.sum(axis=1, keepdims=True)


def excluding(observables: Any) -> set[str]:
    """Names of the searches that exclude a point."""
    return {name for name, c in ALL.items() if c(observables).excluded.all()}


# --- sources --------------------------------------------------------------------------------------


def test_every_collider_entry_on_heavy_leptons_is_used() -> None:
    mixing = ["m L+-, decay to nu and W"]
    mixing += [f"M_E {kind}, {x}" for kind in ("doublet", "singlet") for x in ("e", "mu", "tau")]
    entries = [m.name for q in mixing for m in data.measurements(q)]
    assert sorted(entries) == sorted(collider.MIXING)
    sleptons = ["m slepton, e and mu", "m smuon", "m slepton, mass difference 50 GeV"]
    sleptons += ["m slepton, mass difference 5 GeV", "m smuon, mass difference 10 GeV"]
    sleptons += [f"m {x}, massless scalar" for x in ("selectron", "smuon")]
    sleptons += [f"m {x}, mass difference 5 GeV" for x in ("selectron", "smuon")]
    sleptons += ["m selectron, mass difference 7.1 GeV"]
    entries = [m.name for q in sleptons for m in data.measurements(q)]
    assert sorted(entries) == sorted(collider.SLEPTONS)


def test_sources_exist_and_names_are_unique() -> None:
    assert len(ALL) == len(collider.constraints())
    for constraint in ALL.values():
        assert constraint.group == "collider" and constraint.confidence == "95% CL"
        assert data.bibtex(constraint.reference)


def test_mass_differences_are_those_of_the_entries() -> None:
    for name in CLOSE:
        gap = collider.SLEPTONS[name].region.gap  # type: ignore[union-attr]
        assert f"mass difference {gap:g} GeV" in data.measurement(name).quantity
    assert "50 GeV" in data.measurement("CMS 2024, smuons").note
    assert "15 GeV" in data.measurement(collider.LEP_W).note


@pytest.mark.parametrize("name", collider.MIXING)
def test_searches_for_mixing_do_not_apply(name: str) -> None:
    for mass in (100.0, 140.0, 2000.0):
        found = ALL[name](one(M_E=mass))
        assert not found.applies.any() and not found.excluded.any()
        assert found.value == mass
        assert np.isnan(found.limit).all()
        assert "does not mix" in verdict(ALL[name], one(M_E=mass))


# --- light scalars --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIGHT)
def test_slepton_searches_exclude_below_their_limit(name: str) -> None:
    limit = data.measurement(name).value
    y = yukawa(0.0, 0.1, 0.0) if "mu" in collider.SLEPTONS[name].flavours else yukawa(0.1, 0, 0)
    for mass, excluded in ((0.5 * limit, True), (0.999 * limit, True), (1.001 * limit, False)):
        found = ALL[name](one(M_E=mass, m_D=mass, y=y))
        assert found.applies.all() and found.excluded.all() == excluded
        np.testing.assert_allclose(found.ratio, limit / mass, rtol=1e-14)
    doubled = ALL[name](one(M_E=2 * 0.999 * limit, m_D=2 * 0.999 * limit, y=y))
    assert doubled.applies.all() and not doubled.excluded.any()


def test_300_gev_with_light_scalars_is_excluded() -> None:
    assert excluding(point(300.0)) == {ATLAS.name, CMS.name}
    assert excluding(point(300.0, e=0.0, mu=1.0)) == {ATLAS.name, CMS.name, SMUONS.name}
    assert excluding(point(300.0, e=0.5, mu=0.5)) == {ATLAS.name, CMS.name}
    assert excluding(point(750.0)) == set()


def test_a_search_begins_somewhere() -> None:
    assert SMUONS(one(M_E=131.0, m_D=131.0, y=yukawa(0.0, 0.1, 0.0))).excluded.all()
    below = one(M_E=129.0, m_D=129.0, y=yukawa(0.0, 0.1, 0.0))
    assert verdict(SMUONS, below) == "M_E below 130 GeV, where the search does not reach"
    assert ATLAS(below).excluded.all()


def test_flavours_that_a_search_selects() -> None:
    def tested(search: Constraint, e: float, mu: float, tau: float) -> bool:
        return bool(search(one(y=np.sqrt(yukawa(e, mu, tau)))).applies[0])

    assert tested(ATLAS, 0.5, 0.41, 0.09) and not tested(ATLAS, 0.5, 0.35, 0.15)
    assert tested(SMUONS, 0.3, 0.65, 0.05) and not tested(SMUONS, 0.35, 0.61, 0.04)
    assert not tested(SMUONS, 0.91, 0.05, 0.04) and tested(ATLAS, 0.91, 0.05, 0.04)
    assert "too few pairs of mu" in verdict(SMUONS, one(y=yukawa(0.1, 0.0, 0.0)))


@pytest.mark.parametrize("name", collider.SLEPTONS)
def test_no_limit_on_tau(name: str) -> None:
    region = collider.SLEPTONS[name].region
    scalar = 0.3 if isinstance(region, collider.Light) else 200.0 - region.gap
    tau = point(200.0, scalar, 0.0, 0.0, tau=1.0)
    assert verdict(ALL[name], tau) == "E → τ S: no limit on pairs of staus is listed"
    assert excluding(tau) == set()


def test_light_is_a_statement_of_the_search() -> None:
    """A tenth of M_E, or 50 GeV where the source says so."""
    for scalar, atlas, cms in ((29.0, True, True), (31.0, False, True), (51.0, False, False)):
        here = point(300.0, scalar, 0.0, 1.0)
        assert ATLAS(here).applies.all() == atlas and SMUONS(here).applies.all() == cms


def test_a_heavy_scalar_matters_as_far_as_e_decays_into_it() -> None:
    """Equal couplings to one more scalar do not undo a limit; ten times larger ones do."""
    y = np.array([[0.1, 0.1], [0, 0], [0, 0]], complex)
    scalars = {"M_H": [0.25, 100.0], "M_A": [0.25, 1000.0]}
    here = one(y=y, **scalars)
    assert ATLAS(here).excluded.all()
    y = np.array([[0.1, 1.0], [0, 0], [0, 0]], complex)
    assert verdict(ATLAS, one(y=y, **scalars)).startswith("scalar heavier than 0.1 M_E")


def test_ordering_of_masses() -> None:
    heavy = {"M_H": [310.0, 400.0], "M_A": [301.0, 400.0]}
    assert verdict(CMS, one(**heavy)).startswith("E cannot decay into a lepton and a scalar")
    assert verdict(CMS, one(y=np.zeros((3, 2), complex))).startswith("E cannot decay")
    just_open = heavy | {"M_A": [299.0, 400.0]}
    assert "scalar heavier than 0.1 M_E" in verdict(CMS, one(**just_open))


def test_a_split_doublet_decays_to_w() -> None:
    """The benchmark of arXiv:2603.25704, N of 0.1 GeV below E of 2 TeV, is such a point."""
    w = data.electroweak().M_W
    assert CMS(one(m_D=300.0 - 0.99 * w)).applies.all()
    assert verdict(W_PAIRS, one(m_D=300.0 - 0.99 * w)).startswith("E does not decay into N and a W")
    for split in (
        one(m_D=100.0),
        one(m_D=0.1, M_E=2000.0),
        one(m_L=200.0, m_R=200.0),  # masses 500 and 100, of opposite sign
    ):
        assert "E → N W takes too many" in verdict(CMS, split)
        assert "not recast" in verdict(W_PAIRS, split)
        assert not W_PAIRS(split).excluded.any()


def test_w_against_yukawa_couplings() -> None:
    """Γ(E → ℓ S) has to be 1.72 times Γ(E → N W): then 40 % of pairs have two leptons."""
    y = yukawa(1.0, 0.0, 0.0)
    light = {"M_H": [0.3, 0.3], "M_A": [0.3, 0.3]}
    here = points(M_E=600.0, m_D=300.0, y=y, **light)
    leptonic = partner.scalar_widths(here)[0].sum()
    w = partner.w_width(here)[0]
    share = math.sqrt(collider.LEPTON_PAIRS)
    root = math.sqrt(w / leptonic * share / (1 - share))
    for factor, applies in ((0.99, False), (1.01, True)):
        found = ATLAS(one(M_E=600.0, m_D=300.0, y=factor * root * y, **light))
        assert found.applies.all() == applies and found.excluded.all() == applies


# --- scalars close to E ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", CLOSE)
def test_one_mass_difference(name: str) -> None:
    """Within a tenth of the published one, and nowhere else; N close to E."""
    search, limit = collider.SLEPTONS[name], data.measurement(name).value
    gap = search.region.gap  # type: ignore[union-attr]
    e = 1.0 if "e" in search.flavours else 0.0
    for mass, excluded in ((0.98 * limit, True), (1.02 * limit, False)):
        for factor, applies in ((0.89, False), (0.91, True), (1.09, True), (1.11, False)):
            found = ALL[name](point(mass, mass - factor * gap, e, 1 - e))
            assert found.applies.all() == applies
            assert found.excluded.all() == (applies and excluded)
    other = point(0.98 * limit, 0.98 * limit - gap, 1 - e, e)
    assert ALL[name](other).applies.all() == (len(search.flavours) == 2)
    split = point(0.98 * limit, 0.98 * limit - gap, e, 1 - e, m_D=0.98 * limit - 16.0)
    assert "E → N W* competes" in verdict(ALL[name], split)


def test_between_the_searches_nothing_is_excluded() -> None:
    """A selectron-like E of 200 GeV: no limit, and the closest published one is named."""
    for gap, closest in (
        (5.8, "5 GeV"),
        (8.3, "7.1 GeV"),
        (15.0, "10 GeV"),
        (30.0, "50 GeV"),
        (70.0, "50 GeV"),
        (175.0, "ATLAS 2020, sleptons"),
    ):
        here = point(200.0, 200.0 - gap)
        assert excluding(here) == set()
        reasons = {verdict(ALL[n], here) for n in (ATLAS.name, "CMS 2025, smuons, 5 GeV")}
        assert any(r.split("closest search: ")[-1].endswith(closest) for r in reasons), gap
    assert verdict(ATLAS, point(200.0, 130.0)).endswith("ATLAS 2023, sleptons, 50 GeV")


def test_closest_is_never_the_search_itself() -> None:
    for name, search in collider.SLEPTONS.items():
        closest = [r for r in ALL[name](point(200.0)).reasons if "closest search" in r]
        others = {collider.REGIONS[r] for r in collider.REGIONS if r != search.region}
        assert {r.split("closest search: ")[1] for r in closest} == others


# --- LEP ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"e": 1.0}, "ALEPH 2002, selectron"),
        ({"e": 0.0, "mu": 1.0}, "DELPHI 2003, smuon"),
        ({"e": 0.5, "mu": 0.5}, "DELPHI 2003, smuon"),
        ({"e": 0.0, "m_D": 50.0}, "L3 2001, L -> W N"),
    ],
)
def test_lep(changes: dict[str, Any], limit: str) -> None:
    edge = data.measurement(limit).value
    for mass, excluded in ((0.99 * edge, True), (1.01 * edge, False)):
        for scalar in (0.3, mass - 15.1):
            found = LEP(point(mass, scalar, **changes))
            assert found.applies.all() and found.excluded.all() == excluded
            assert found.limit == edge


def test_lep_sees_what_is_visible() -> None:
    soft = "mass difference below 3 GeV"
    charginos = data.measurement("charginos, LEP").value
    for faint in (point(93.0, 79.0), point(93.0, 200.0, m_D=79.0)):
        assert LEP(faint).excluded.all() and LEP(faint).limit == charginos
    assert verdict(LEP, point(90.0, 87.1)).startswith(soft)
    assert verdict(LEP, point(90.0, 200.0, m_D=87.1)).startswith(soft)
    assert LEP(point(90.0, 200.0, m_D=74.9)).excluded.all()
    for mass, excluded in ((102.0, True), (103.0, False)):  # stable: a track
        assert LEP(point(mass, 200.0, m_D=110.0)).excluded.all() == excluded
    assert LEP(point(90.0, 1.0, 0.0, 0.0, tau=1.0)).excluded.sum() == 0
    assert LEP(point(81.0, 1.0, 0.0, 0.0, tau=1.0)).excluded.all()
    assert LEP(point(90.0, 1.0, 0.98, 0.0, tau=0.02)).excluded.all()


# --- shares ---------------------------------------------------------------------------------------


def squared_amplitude(mass: float, scalar: float) -> float:
    """Σ|ū_ℓ P_R u_E|² from matrices, E at rest and a massless lepton along z."""
    k = (mass**2 - scalar**2) / (2 * mass)
    slash = [np.einsum("m,mab->ab", METRIC @ p, GAMMA) for p in ([k, 0, 0, k], [mass, 0, 0, 0])]
    return float(np.trace(slash[0] @ P_R @ (slash[1] + mass * np.eye(4)) @ P_L).real)


def test_shares_weigh_scalars_by_amplitude_and_phase_space() -> None:
    mass, scalars = 300.0, (60.0, 200.0)
    here = points(M_H=list(scalars), M_A=[500.0, 600.0], y=yukawa(0.3, 0.3, 0.0))
    e, mu, tau = lepton_shares(here)[0]
    widths = [squared_amplitude(mass, s) * (mass**2 - s**2) for s in scalars]
    assert e / mu == pytest.approx(widths[0] / widths[1], rel=1e-12)
    assert e + mu == pytest.approx(1, rel=1e-14) and tau == 0
    one_power_less = math.sqrt(widths[0] / widths[1])
    assert abs(e / mu / one_power_less - 1) > 0.5


def test_shares_are_those_of_mass_eigenstates() -> None:
    """With only H_1 open, the share of a flavour is that of (y O_R)_α1."""
    c, s = math.cos(0.4), math.sin(0.4)
    rotation = np.array([[c, s], [-s, c]])
    here = points(M_H=[1.0, 400.0], M_A=[400.0, 400.0], O_R=rotation, y=yukawa(0.2, 0.2, 0.0))
    np.testing.assert_allclose(lepton_shares(here)[0], [c**2, s**2, 0], atol=1e-15)
    transposed = here.with_(O_R=rotation.T, y=yukawa(0.2, 0.1, 0.0))
    assert lepton_shares(transposed)[0, 0] == pytest.approx(4 * c**2 / (4 * c**2 + s**2))


def test_shares_scalar_by_scalar_add_up() -> None:
    rng = np.random.default_rng(2)
    n = 200
    turned = np.linalg.qr(rng.normal(size=(n, 2, 2)))[0]
    batch = points(
        M_H=10 ** rng.uniform(0, 2.6, (n, 2)),
        M_A=10 ** rng.uniform(0, 2.6, (n, 2)),
        O_R=turned,
        O_I=turned[::-1],
        y=rng.normal(size=(n, 3, 2)) + 1j * rng.normal(size=(n, 3, 2)),
    )
    decays = partner.decays(batch)
    np.testing.assert_allclose(decays.shares.sum(axis=2), lepton_shares(batch), rtol=1e-11)
    assert np.all(decays.shares.sum(axis=1)[decays.scalars > 300.0] == 0)
    np.testing.assert_array_equal(decays.leptonic, 1.0)


# --- cross sections -------------------------------------------------------------------------------


def test_a_fermion_pair_outnumbers_slepton_pairs() -> None:
    """E pairs, half of them eμ, against both chiralities of two slepton flavours.

    Partonic cross sections from the angular distributions, 1 + cos²θ + (1 − β²) sin²θ per spin sum
    and β² sin²θ; a right-handed slepton couples less than a left-handed one.
    """
    c, weight = np.polynomial.legendre.leggauss(8)
    for beta_squared in (0.1, 0.3, 0.5, 0.7):
        fermion = weight @ (1 + c**2 + (1 - beta_squared) * (1 - c**2))
        scalar = weight @ (0.5 * beta_squared * (1 - c**2))
        assert fermion / scalar == pytest.approx(2 * (3 - beta_squared) / beta_squared, rel=1e-12)
        assert 0.5 * fermion > 2 * scalar


@pytest.mark.parametrize(
    ("total", "left", "right"),
    [
        (16797.0, 267.9, 97.8),
        (1335.6, 21.94, 8.374),
        (284.9, 4.508, 1.746),
        (33.84, 0.4835, 0.1901),
        (6.900, 0.0884, 0.0351),
        (0.9689, 0.0107, 0.00433),
    ],
)
def test_smallest_share_of_pairs(total: float, left: float, right: float) -> None:
    """100 to 1000 GeV, 13 TeV, fb: doublet pairs (a higgsino) and sleptons of one flavour.

    LHC SUSY cross section working group. Of the doublet at least 17 % is E⁺E⁻.
    """
    assert collider.LEPTON_PAIRS * 0.17 * total > 2 * (left + right)


# --- many points ----------------------------------------------------------------------------------


def test_many_points_are_single_points() -> None:
    n, rng = 100_000, np.random.default_rng(7)
    mass = 10 ** rng.uniform(1.9, 3.2, n)
    y = rng.normal(size=(n, 3, 2)) * 10 ** rng.uniform(-2, 0.5, (n, 3, 1)) + 0j
    y[::11] = 0.0
    gap = 10 ** rng.uniform(0.5, 2.0, (n, 1))
    close = np.maximum(mass[:, None] - gap, 0.1) * np.ones((1, 2))
    light = 10 ** rng.uniform(-1, 3.2, (n, 2))
    is_close = rng.random((n, 1)) < 0.5
    batch = many(
        n,
        {"e e": 1.0},
        M_E=mass,
        m_D=mass * np.where(rng.random(n) < 0.5, 1.0, rng.uniform(0.01, 1.1, n)),
        M_H=np.where(is_close, close, light),
        M_A=np.where(is_close, close, light[::-1]),
        y=y,
    )
    start = time.perf_counter()
    chosen = rng.choice(n, 50, replace=False)
    with np.errstate(all="raise", under="ignore"):
        found = {name: constraint(batch) for name, constraint in ALL.items()}
    assert time.perf_counter() - start < 20
    for name, verdicts in found.items():
        assert verdicts.excluded.any() == (name not in NEVER), name
        # Which search is closest depends on the scalars drawn; all other reasons occur.
        always = {k for k, r in enumerate(verdicts.reasons) if "closest" not in r and k}
        assert always <= set(verdicts.case), name
        for index in chosen:
            assert_same(verdicts, index, ALL[name](part(batch, index)))
