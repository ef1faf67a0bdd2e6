"""Bounds on E, on couplings, on the Z, on T and on neutrino masses: edges, reasons, mutations."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, verdict

from numeric.brute_force import GAMMA, METRIC, P_L, P_R
from numeric.constraints import collider, neutrino_mass, oblique, perturbativity, z_width
from numeric.constraints.base import Constraint
from numeric.constraints.confidence import TWO_SIDED_95
from numeric.inputs import data
from numeric.inputs.data import Measurement
from numeric.observables.charged import lepton_shares

MODULES = (collider, neutrino_mass, oblique, perturbativity, z_width)
ALL = {c.name: c for module in MODULES for c in module.constraints()}
ATLAS, CMS, SMUONS = (ALL[name] for name in collider.SLEPTONS)
NAN = float("nan")


def yukawa(e: float, mu: float, tau: float) -> np.ndarray:
    """y with one scalar per flavour row, complex on purpose."""
    return np.array([[e, 0.0], [0.0, 1j * mu], [tau, 0.0]], dtype=complex)


def test_sources_exist_and_names_are_unique() -> None:
    assert len(ALL) == sum(len(module.constraints()) for module in MODULES) == 17
    for constraint in ALL.values():
        assert constraint.group in ("collider", "consistency")
        assert constraint.reference == "" or data.bibtex(constraint.reference)
    assert {c.reference for c in perturbativity.constraints()} == {""}


# --- E at the LHC ---------------------------------------------------------------------------------


def test_every_collider_entry_on_heavy_leptons_is_used() -> None:
    quantities = [
        f"M_E {kind}, {flavour}"
        for kind in ("doublet", "singlet")
        for flavour in ("e", "mu", "tau")
    ]
    entries = [m.name for q in quantities for m in data.measurements(q)]
    assert sorted(entries) == sorted(collider.MIXING)
    sleptons = [m.name for q in ("m slepton, e and mu", "m smuon") for m in data.measurements(q)]
    assert sorted(sleptons) == sorted(collider.SLEPTONS)


@pytest.mark.parametrize("name", collider.MIXING)
def test_searches_for_mixing_do_not_apply(name: str) -> None:
    for mass in (100.0, 140.0, 2000.0):
        found = ALL[name](one(M_E=mass))
        assert not found.applies.any() and not found.excluded.any()
        assert found.value == mass
        assert np.isnan(found.limit).all()
        assert "does not mix" in verdict(ALL[name], one(M_E=mass))


@pytest.mark.parametrize("name", collider.SLEPTONS)
def test_slepton_searches_exclude_below_their_limit(name: str) -> None:
    limit = data.measurement(name).value
    y = yukawa(0.0, 0.1, 0.0)
    for mass, excluded in ((0.5 * limit, True), (0.999 * limit, True), (1.001 * limit, False)):
        found = ALL[name](one(M_E=mass, m_D=mass, y=y))
        assert found.applies.all() and found.excluded.all() == excluded
        np.testing.assert_allclose(found.ratio, limit / mass, rtol=1e-14)
    doubled = ALL[name](one(M_E=2 * 0.999 * limit, m_D=2 * 0.999 * limit, y=y))
    assert doubled.applies.all() and not doubled.excluded.any()


def test_a_search_begins_somewhere() -> None:
    assert SMUONS(one(M_E=131.0, m_D=131.0, y=yukawa(0.0, 0.1, 0.0))).excluded.all()
    below = one(M_E=129.0, m_D=129.0, y=yukawa(0.0, 0.1, 0.0))
    assert verdict(SMUONS, below) == "M_E below 130 GeV, where the search does not reach"
    assert ATLAS(below).excluded.all()


def test_flavours_that_a_search_selects() -> None:
    def tested(search: Constraint, e: float, mu: float, tau: float) -> bool:
        return bool(search(one(y=np.sqrt(yukawa(e, mu, tau)))).applies[0])

    assert tested(ATLAS, 0.5, 0.41, 0.09) and not tested(ATLAS, 0.5, 0.39, 0.11)
    assert tested(SMUONS, 0.05, 0.91, 0.04) and not tested(SMUONS, 0.06, 0.89, 0.05)
    assert not tested(SMUONS, 0.91, 0.05, 0.04) and tested(ATLAS, 0.91, 0.05, 0.04)
    assert "go into mu" in verdict(SMUONS, one(y=yukawa(0.1, 0.0, 0.0)))


def test_ordering_of_masses() -> None:
    heavy = {"M_H": [310.0, 400.0], "M_A": [301.0, 400.0]}
    assert verdict(CMS, one(**heavy)).startswith("E cannot decay into a lepton and a scalar")
    assert verdict(CMS, one(y=np.zeros((3, 2), complex))).startswith("E cannot decay")
    just_open = heavy | {"M_A": [299.0, 400.0]}
    assert "scalar heavier than 0.1 M_E" in verdict(CMS, one(**just_open))
    for scalar, applies in ((29.0, True), (31.0, False), (299.0, False), (301.0, True)):
        found = CMS(one(M_H=[0.25, scalar], y=np.array([[0.1, 0.1], [0, 0], [0, 0]], complex)))
        assert found.applies.all() == applies


def test_a_split_doublet_decays_to_w() -> None:
    """The benchmark of arXiv:2603.25704, N of 0.1 GeV below E of 2 TeV, is such a point."""
    w = data.electroweak().M_W
    assert CMS(one(m_D=300.0 - 0.99 * w)).applies.all()
    assert "E → N W" in verdict(CMS, one(m_D=300.0 - 1.01 * w))
    assert "E → N W" in verdict(CMS, one(m_D=0.1, M_E=2000.0))
    light_majorana = one(m_L=200.0, m_R=200.0)  # masses 500 and 100, of opposite sign
    assert "E → N W" in verdict(CMS, light_majorana)


def squared_amplitude(mass: float, scalar: float) -> float:
    """Σ|ū_ℓ P_R u_E|² from matrices, E at rest and a massless lepton along z."""
    k = (mass**2 - scalar**2) / (2 * mass)
    slash = [np.einsum("m,mab->ab", METRIC @ p, GAMMA) for p in ([k, 0, 0, k], [mass, 0, 0, 0])]
    return float(np.trace(slash[0] @ P_R @ (slash[1] + mass * np.eye(4)) @ P_L).real)


def test_shares_weigh_scalars_by_amplitude_and_phase_space() -> None:
    mass, scalars = 300.0, (60.0, 200.0)
    point = one(M_H=list(scalars), M_A=[500.0, 600.0], y=yukawa(0.3, 0.3, 0.0))
    e, mu, tau = lepton_shares(point.sample)[0]
    widths = [squared_amplitude(mass, s) * (mass**2 - s**2) for s in scalars]
    assert e / mu == pytest.approx(widths[0] / widths[1], rel=1e-12)
    assert e + mu == pytest.approx(1, rel=1e-14) and tau == 0
    one_power_less = math.sqrt(widths[0] / widths[1])
    assert abs(e / mu / one_power_less - 1) > 0.5


def test_shares_are_those_of_mass_eigenstates() -> None:
    """With only H_1 open, the share of a flavour is that of (y O_R)_α1."""
    c, s = math.cos(0.4), math.sin(0.4)
    rotation = np.array([[c, s], [-s, c]])
    point = one(M_H=[1.0, 400.0], M_A=[400.0, 400.0], O_R=rotation, y=yukawa(0.2, 0.2, 0.0))
    np.testing.assert_allclose(lepton_shares(point.sample)[0], [c**2, s**2, 0], atol=1e-15)
    transposed = replace(point.sample, O_R=rotation.T[None], y=yukawa(0.2, 0.1, 0.0)[None])
    assert lepton_shares(transposed)[0, 0] == pytest.approx(4 * c**2 / (4 * c**2 + s**2))


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


# --- perturbativity -------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [0.5, 0.999, 1.001, 2.0])
def test_couplings_up_to_root_four_pi(factor: float) -> None:
    edge = math.sqrt(4 * math.pi)
    y = np.zeros((3, 2), complex)
    y[2, 1] = factor * edge * np.exp(2j)
    found = perturbativity.YUKAWA(one(y=y))
    np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
    assert found.excluded.all() == (factor > 1)
    for charges in ({"Q_N": 2.0, "Q_S": -1.0}, {"Q_N": -1.0, "Q_S": -2.0}):
        found = perturbativity.GAUGE(one(g_D=factor * edge / 2, **charges))
        np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
        assert found.excluded.all() == (factor > 1)


# --- Z width --------------------------------------------------------------------------------------

(Z_WIDTH,) = z_width.constraints()


def test_width_of_one_neutrino() -> None:
    """165.9 MeV, a third of the measured invisible width up to radiative corrections."""
    measured = data.measurement("Gamma_inv(Z)")
    assert z_width.neutrino_width() == pytest.approx(0.1659, abs=5e-5)
    assert 3 * z_width.neutrino_width() == pytest.approx(
        measured.value, abs=2 * measured.uncertainty
    )


def test_invisible_width_of_the_z() -> None:
    entry = data.default("N_nu")
    limit = (entry.value + 1.645 * entry.uncertainty - 3) * z_width.neutrino_width()
    assert limit == pytest.approx(1.406e-3, rel=1e-3)
    for factor in (0.0, 0.999, 1.001, 2.0):
        found = Z_WIDTH(one(z_width_heavy_neutral=factor * limit))
        np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
        assert found.excluded.all() == (factor > 1)
    assert verdict(Z_WIDTH, one(z_width_heavy_neutral=NAN)) == "width into N pairs: not known"


def test_other_measurements_of_the_number_of_neutrinos() -> None:
    older = z_width.invisible_width("N_nu 2020, Voutsinas")
    assert older.reference == "Voutsinas:2019hwu"
    assert older(one()).limit < Z_WIDTH(one()).limit
    with pytest.raises(ValueError, match=r"N_nu 2006: N_nu = 2\.984 .*must be > 2\.9865$"):
        z_width.invisible_width("N_nu 2006")
    with pytest.raises(ValueError, match="KATRIN 2025: has no uncertainty"):
        z_width.invisible_width("KATRIN 2025")


# --- T --------------------------------------------------------------------------------------------

(T,) = oblique.constraints()


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("sigmas", [0.0, 1.95, 1.97, 3.92])
def test_distance_from_the_fitted_t(side: int, sigmas: float) -> None:
    entry = data.default("T")
    t = entry.value + side * sigmas * entry.uncertainty
    found = T(one(oblique_T=t))
    np.testing.assert_allclose(found.ratio, sigmas / TWO_SIDED_95, rtol=1e-12, atol=1e-15)
    assert found.excluded.all() == (sigmas > TWO_SIDED_95)
    assert found.value == t
    if sigmas:
        edge = entry.value + side * TWO_SIDED_95 * entry.uncertainty
        np.testing.assert_allclose(found.limit, edge, rtol=1e-12)


def test_t_that_is_no_number() -> None:
    for t in (NAN, math.inf):
        assert verdict(T, one(oblique_T=t)) == "T is not finite, or needs a scale"
        assert not T(one(oblique_T=t)).excluded.any()
    assert T(one(oblique_T=0.0)).applies.all() and not T(one(oblique_T=0.0)).excluded.any()
    assert oblique.t_parameter("T PDG 2024")(one(oblique_T=0.3)).excluded.all()
    assert not T(one(oblique_T=0.3)).excluded.any()
    with pytest.raises(ValueError, match="KATRIN 2025: has no uncertainty"):
        oblique.t_parameter("KATRIN 2025")


# --- neutrino mass --------------------------------------------------------------------------------

(MASS,) = neutrino_mass.constraints()


def largest(value: complex) -> np.ndarray:
    """A symmetric matrix whose largest element is off the diagonal."""
    matrix = np.diag([0.3, 0.1, 0.2]).astype(complex) * abs(value)
    matrix[0, 2] = matrix[2, 0] = value
    return matrix


@pytest.mark.parametrize("factor", [0.5, 0.999, 1.001, 2.0])
def test_largest_element_against_the_end_point(factor: float) -> None:
    limit = data.default("m_nu").value
    found = MASS(one(neutrino_mass=largest(factor * limit * np.exp(1j))))
    np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
    assert found.excluded.all() == (factor > 1)
    assert MASS.unit == "eV"


def test_no_element_exceeds_the_largest_mass() -> None:
    rng = np.random.default_rng(5)
    for _ in range(100):
        m = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
        m = m + m.T
        assert np.abs(m).max() <= np.linalg.svd(m, compute_uv=False)[0] * (1 + 1e-14)


def test_unknown_mass_and_older_limit() -> None:
    unknown = one(neutrino_mass=np.full((3, 3), NAN, complex))
    assert verdict(MASS, unknown) == "radiative mass: not known"
    between = one(neutrino_mass=largest(0.6))
    assert MASS(between).excluded.all()
    assert not neutrino_mass.end_point("KATRIN 2022")(between).excluded.any()


# --- many points ----------------------------------------------------------------------------------


def test_many_points_are_single_points() -> None:
    n, rng = 100_000, np.random.default_rng(7)
    mass = 10 ** rng.uniform(1.9, 3.2, n)
    y = rng.normal(size=(n, 3, 2)) * 10 ** rng.uniform(-2, 0.5, (n, 3, 1)) + 0j
    y[::11] = 0.0
    m = rng.normal(size=(n, 3, 3)) * 0.1 + 0j
    z, t = rng.uniform(0, 0.003, n), rng.normal(size=n) * 0.3
    m[::13] = z[::17] = t[::19] = NAN
    points = many(
        n,
        {"e e": 1.0},
        M_E=mass,
        m_D=mass * rng.uniform(0.01, 1.1, n),
        M_H=10 ** rng.uniform(-1, 2.5, (n, 2)),
        M_A=10 ** rng.uniform(-1, 2.5, (n, 2)),
        y=y,
        g_D=rng.uniform(0, 5, n),
        neutrino_mass=m,
        z_width_heavy_neutral=z,
        oblique_T=t,
    )
    chosen = rng.choice(n, 50, replace=False)
    for name, constraint in ALL.items():
        batch = constraint(points)
        assert batch.excluded.any() == (name not in collider.MIXING)
        assert set(batch.case) | {0} == set(range(len(batch.reasons)))
        for index in chosen:
            assert_same(batch, index, constraint(part(points, index)))


def test_entries_have_what_the_laws_use() -> None:
    """A measurement has an uncertainty, a limit has none: the laws rely on it."""
    for quantity in ("N_nu", "T"):
        assert all(
            isinstance(m, Measurement) and m.uncertainty for m in data.measurements(quantity)
        )
    assert all(m.unit == "eV" and m.uncertainty is None for m in data.measurements("m_nu"))


# --- W and the split doublet ------------------------------------------------------------------------


def from_mass_terms(m_L: float, m_R: float, m_D: float, M_E: float, sign: int = -1) -> float:
    """The coupling of W_L without any W: how the mass terms change under SU(2)_L.

    δN_L = E_L/√2 and δE_R^c = −N_R^c/√2 turn ½m_L N_L N_L + m_D N_L N_R^c + M_E E_L E_R^c into
    [m_L N_L + (m_D − M_E) N_R^c] E_L/√2; the other chirality has m_R. A length does not depend on
    the basis of N. In units where g/M_W = 2 (√2 G_F)^½.
    """
    split = m_D + sign * M_E
    length = max(math.hypot(m, split) for m in (m_L, m_R)) / math.sqrt(2)
    return 2 * math.sqrt(math.sqrt(2) * data.electroweak().G_F) * length


@pytest.mark.parametrize(
    ("m_L", "m_R", "m_D", "M_E"),
    [
        (0.1, 0.1, 0.0, 2000.0),
        (300.0, 300.0, 900.0, 1000.0),
        (200.0, -50.0, 600.0, 700.0),
        (0.0, 120.0, 650.0, 500.0),
    ],
)
def test_longitudinal_w_is_the_variation_of_the_masses(
    m_L: float, m_R: float, m_D: float, M_E: float
) -> None:
    """From the W vertex and from the mass terms alone; a sign, a factor 2 and a mass are seen."""
    point = one({"e e": 1.0}, m_L=m_L, m_R=m_R, m_D=m_D, M_E=M_E)
    value = perturbativity.W_BOSON(point).value[0]
    expected = from_mass_terms(m_L, m_R, m_D, M_E)
    assert value == pytest.approx(expected, rel=1e-9)
    wrong = [2 * expected, expected / math.sqrt(2), from_mass_terms(m_L, m_R, m_D, 1.1 * M_E)]
    if m_D:
        wrong.append(from_mass_terms(m_L, m_R, m_D, M_E, sign=1))
    assert all(abs(value / w - 1) > 1e-2 for w in wrong)


def test_an_unsplit_doublet_has_no_longitudinal_coupling() -> None:
    """m_L = m_R = 0 and m_D = M_E: up to rounding of the squares."""
    unsplit = one({"e e": 1.0}, m_L=0.0, m_R=0.0, m_D=1000.0, M_E=1000.0)
    assert perturbativity.W_BOSON(unsplit).value[0] < 1e-6


def test_the_benchmark_is_not_perturbative() -> None:
    """M_E = 2 TeV against m_N = 0.1 GeV: more than twice √(4π), and 870 GeV is where it is reached."""
    benchmark = one({"e e": 1.0}, m_L=0.1, m_R=0.1, m_D=0.0, M_E=2000.0)
    found = perturbativity.W_BOSON(benchmark)
    assert found.excluded[0] and found.ratio[0] > 2
    light = one({"e e": 1.0}, m_L=434.85, m_R=434.85, m_D=435.15, M_E=870.0)
    assert not perturbativity.W_BOSON(light).excluded[0]
