"""Bounds of Z–A' mixing, S with T, and the tuning of ε: edges, reasons, ranges, mutations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from constraint_samples import many, one, part, verdict
from scipy.stats import chi2

from darktmm.numeric.constraints import loop_kinetic_mixing, oblique, z_aprime_mixing
from darktmm.numeric.constraints.confidence import TWO_SIDED_95
from darktmm.numeric.inputs import constants, data
from darktmm.numeric.predictions import Predictions

PARITY, KAON, Z_MASS = z_aprime_mixing.constraints()
S_AND_T = oblique.s_and_t()
ALL = (PARITY, KAON, Z_MASS, S_AND_T)
NAN = float("nan")
BROKEN = {"m_L": 0.3, "m_R": 0.2, "m_D": 0.4}


def broken(**changes: Any) -> Predictions:
    return one(**{**BROKEN, **changes})


def test_sources_and_names() -> None:
    assert [c.name for c in ALL] == [
        "atomic parity violation (Z-A' mixing)",
        "K -> pi A' (Z-A' mixing)",
        "Z mass (Z-A' mixing)",
        "oblique S and T",
    ]
    assert [c.group for c in ALL] == ["dark-photon", "dark-photon", "consistency", "consistency"]
    assert all(data.bibtex(c.reference) for c in ALL)
    assert loop_kinetic_mixing.constraints() == ()


# --- atomic parity violation ----------------------------------------------------------------------


def by_hand(observables: Predictions, sign: int = 1) -> float:
    """(2√2/G_F)(K/m²) g_A^e[−eε·55 + quarks of Z], from δ_Z alone."""
    weak = data.electroweak()
    delta, m, epsilon = (
        float(x[0]) for x in (observables.z_mixing, observables.m_aprime, observables.epsilon)
    )
    g_z = math.sqrt(math.sqrt(2) * weak.G_F) * weak.M_Z
    axial = delta * g_z / 2
    kinetic = -sign * constants().elementary_charge * epsilon * z_aprime_mixing.PROTONS
    s2 = weak.sin2_theta_w
    # Q_W of Z exchange is −(4·½)(...)/...: the vector charge of the nucleus is g_Z/2·Q_W
    nucleus = delta * g_z / 2 * (z_aprime_mixing.PROTONS * (1 - 4 * s2) - z_aprime_mixing.NEUTRONS)
    k = float(z_aprime_mixing.finite_range(observables.m_aprime)[0])
    return 2 * math.sqrt(2) / weak.G_F * axial * (kinetic + nucleus) * k / m**2


@pytest.mark.parametrize("epsilon", [1e-4, -1e-4, 0.0])
def test_weak_charge_by_hand(epsilon: float) -> None:
    here = broken(epsilon=epsilon, m_aprime=0.02)
    value = PARITY(here).value[0]
    assert abs(value / by_hand(here) - 1) < 1e-10
    if epsilon:
        assert abs(value / by_hand(here, sign=-1) - 1) > 1e-2
    else:  # mass mixing alone rescales Q_W(SM, tree)
        weak = data.electroweak()
        delta = here.z_mixing[0]
        tree = 55 * (1 - 4 * weak.sin2_theta_w) - 78
        assert abs(value / (delta**2 * weak.M_Z**2 / 4e-4 * tree * 0.83) - 1) < 1e-10


def test_range_of_the_atom() -> None:
    """K(m) through its table, rising, never extrapolated."""
    masses = np.array([1e-3, 2.4e-3, 5e-3, 1e-2, 2e-2, 0.1])
    np.testing.assert_allclose(
        z_aprime_mixing.finite_range(masses), [0.33, 0.50, 0.63, 0.74, 0.83, 0.98]
    )
    inside = z_aprime_mixing.finite_range(np.geomspace(1e-3, 0.1, 50)[1:-1])
    assert np.all(np.diff(inside) > 0)
    assert np.isnan(z_aprime_mixing.finite_range(np.array([0.9e-3, 0.11, NAN]))).all()
    for mass in (0.9e-3, 0.11):
        assert "mass outside 1 MeV to 100 MeV" in verdict(PARITY, broken(m_aprime=mass))


@pytest.mark.parametrize("side", [1, -1])
def test_interval_of_the_weak_charge(side: int) -> None:
    """Measured minus expected: 0.41 ± 0.42; ε of either sign moves ΔQ_W to either side."""
    measured, expected = data.default("Q_W(Cs)"), data.default("Q_W(Cs) SM")
    centre = measured.value - expected.value
    width = TWO_SIDED_95 * math.hypot(measured.uncertainty or 0, expected.uncertainty or 0)
    unit = PARITY(broken(epsilon=1e-4)).value[0] - PARITY(broken(epsilon=0.0)).value[0]
    zero = PARITY(broken(epsilon=0.0)).value[0]
    for factor in (0.999, 1.001):
        epsilon = (centre + side * factor * width - zero) / unit * 1e-4
        found = PARITY(broken(epsilon=epsilon))
        assert found.excluded[0] == (factor > 1)
        assert found.ratio[0] == pytest.approx(factor, rel=1e-9)
        assert found.limit[0] == pytest.approx(centre + side * width, rel=1e-12)


# --- K -> pi A' -----------------------------------------------------------------------------------


def test_kaon_branching() -> None:
    """4e-4 δ², δ = δ_Z M_Z/m, times the invisible share, against 2e-10."""
    here = broken(m_aprime=0.05)
    delta = here.z_mixing[0] * data.electroweak().M_Z / 0.05
    found = KAON(here)
    assert abs(found.value[0] / (4e-4 * delta**2 / 2) - 1) < 1e-12  # half of the decays
    assert found.limit[0] == 2e-10
    lighter = KAON(broken(m_aprime=0.025))
    assert lighter.value[0] == pytest.approx(4 * found.value[0], rel=1e-12)
    assert KAON(broken(m_aprime=1e-6)).excluded[0]
    assert np.isfinite(KAON(broken(m_aprime=1e-6, m_L=400.0, m_R=400.0, m_D=500.0)).ratio[0])


@pytest.mark.parametrize(
    ("mass", "inside"),
    [(1e-6, True), (0.109, True), (0.111, False), (0.15, False), (0.155, True), (0.261, False)],
)
def test_masses_of_the_kaon_search(mass: float, inside: bool) -> None:
    assert KAON(broken(m_aprime=mass)).applies[0] == inside
    if not inside:
        assert verdict(KAON, broken(m_aprime=mass)) == "mass outside 0-110 MeV and 154-260 MeV"


def test_visible_aprime_is_not_a_kaon_signal() -> None:
    seen = one({"e e": 1.0}, **BROKEN)
    assert verdict(KAON, seen) == "no invisible decay"
    still = one({"e e": 0.0}, **BROKEN)
    assert verdict(KAON, still).startswith("branching ratio: A' has no width")


# --- mass of the Z --------------------------------------------------------------------------------


def test_mixing_lowers_rho() -> None:
    """ρ₀ = 1 − δ_Z²: only the lower edge of 1.00031 ± 0.00037 can be reached."""
    entry = data.default("rho_0")
    width = TWO_SIDED_95 * (entry.uncertainty or 0)
    edge = math.sqrt(1 - (entry.value - width))
    unit = broken().z_mixing[0]
    for factor in (0.99, 1.01):
        found = Z_MASS(broken(g_D=0.5 * factor * edge / unit))
        assert found.excluded[0] == (factor > 1)
        assert found.value[0] == pytest.approx(1 - (factor * edge) ** 2, abs=1e-10)
        assert found.limit[0] == pytest.approx(entry.value - width, rel=1e-12)
    assert Z_MASS(one()).value[0] == 1
    assert not Z_MASS(one()).excluded[0]
    assert "not far below M_Z" in verdict(Z_MASS, broken(m_aprime=10.0))
    assert "not far below M_Z" in verdict(Z_MASS, broken(m_aprime=data.electroweak().M_Z))


# --- without U(1)_D breaking, without A' ----------------------------------------------------------


def test_exact_symmetry_passes_everywhere() -> None:
    exact = one(m_L=0.0, m_R=0.0)
    assert PARITY(exact).value[0] == KAON(exact).value[0] == 0
    assert not any(c(exact).excluded[0] for c in (PARITY, KAON, Z_MASS))


def test_no_dark_photon() -> None:
    none = broken(m_aprime=NAN, epsilon=NAN)
    for constraint in (PARITY, KAON, Z_MASS):
        assert verdict(constraint, none) == "dark photon: none given"
        assert not constraint(none).excluded[0]


# --- S and T --------------------------------------------------------------------------------------


def test_chi_squared_of_s_and_t() -> None:
    """Quadratic form of the inverse covariance matrix, entry by entry; ρ matters."""
    assert pytest.approx(chi2.ppf(0.95, 2), rel=1e-12) == oblique.CHI_SQUARED
    for fit, suffix in oblique.FITS.items():
        s0, t0 = (data.measurement(f"{x} {suffix}") for x in "ST")
        rho = data.measurement(f"corr(S,T) {suffix}").value
        sigma = np.array([s0.uncertainty, t0.uncertainty], dtype=float)
        for m_D, t in ((310.0, 0.1), (250.0, 0.05), (300.0, 0.3)):
            point = one(m_D=m_D, oblique_T=t)
            vector = np.array([point.oblique_S[0] - s0.value, t - t0.value])
            values = []
            for r in (rho, 0.0, -rho):
                matrix = np.outer(sigma, sigma) * np.array([[1, r], [r, 1]])
                values.append(vector @ np.linalg.solve(matrix, vector))
            found = oblique.s_and_t(fit)(point)
            assert found.value[0] == pytest.approx(values[0], rel=1e-9)
            assert abs(found.value[0] / values[1] - 1) > 1e-2
            assert abs(found.value[0] / values[2] - 1) > 1e-2
            assert found.excluded[0] == (values[0] > 5.991464547107979)
    with pytest.raises(ValueError, match=r"fit = 'newest': must be one of U free, U = 0"):
        oblique.s_and_t("newest")


def test_unsplit_doublet_is_allowed() -> None:
    for fit in oblique.FITS:
        assert not oblique.s_and_t(fit)(one(oblique_T=0.0)).excluded[0]


def test_s_needs_heavy_states() -> None:
    light = one(m_D=0.4, oblique_T=0.1)
    assert "not heavier than the Z" in verdict(S_AND_T, light)
    majorana = one(m_L=250.0, m_R=250.0, oblique_T=0.1)  # masses 550 and 50
    assert "not heavier than the Z" in verdict(S_AND_T, majorana)
    assert "not heavier than the Z" in verdict(S_AND_T, one(M_E=90.0, oblique_T=0.1))
    assert verdict(S_AND_T, one(oblique_T=NAN)).startswith("S or T is not finite")
    (t_only,) = oblique.constraints()
    assert t_only(light).applies[0]


# --- kinetic mixing -------------------------------------------------------------------------------


def test_tuning_of_epsilon() -> None:
    """ε_loop over ε, and over the limit on ε for the branching ratio of the point."""
    here = broken(m_aprime=0.05, epsilon=1e-4)
    found = loop_kinetic_mixing.tunings(here)
    loop = 0.5 * constants().elementary_charge / (12 * math.pi**2) * math.log((1e4 / 300) ** 2)
    assert found["value"][0] == pytest.approx(loop / 1e-4, rel=1e-10)
    curve = data.curve("NA64 2023")
    limit = curve.at(0.05) / math.sqrt(0.5)  # half of the decays are invisible
    assert found["NA64 2023 invisible"][0] == pytest.approx(loop / limit, rel=1e-10)
    other = loop_kinetic_mixing.tunings(broken(m_aprime=0.05, epsilon=3e-4))
    for name in found:
        if name != "value":
            np.testing.assert_allclose(other[name], found[name], rtol=1e-12)
    strongest = max(v[0] for k, v in found.items() if k != "value")
    allowed = loop_kinetic_mixing.largest_allowed(here)[0]
    assert loop / allowed == pytest.approx(strongest, rel=1e-10)
    assert strongest > 10


def test_tuning_without_a_search() -> None:
    none = loop_kinetic_mixing.tunings(broken(m_aprime=NAN, epsilon=NAN))
    assert all(np.isnan(v[0]) for v in none.values())
    assert np.isnan(loop_kinetic_mixing.largest_allowed(broken(m_aprime=50.0))[0])


# --- many points ----------------------------------------------------------------------------------


def test_many_points_are_single_points() -> None:
    n, rng = 3000, np.random.default_rng(9)
    mass, epsilon = 10 ** rng.uniform(-6, 1.2, n), rng.normal(size=n) * 1e-3
    epsilon[::11] = mass[::11] = NAN
    t = rng.normal(size=n) * 0.1
    t[::13] = NAN
    invisible = rng.uniform(size=n)
    invisible[::17] = 0.0
    points = many(
        n,
        {"nu nu (vector)": invisible, "e e": np.where(np.arange(n) % 19, 1 - invisible, NAN)},
        m_L=rng.normal(size=n) * 100,
        m_R=rng.normal(size=n) * 10 ** rng.uniform(-6, 2, n),
        m_D=rng.uniform(50, 900, n),
        M_E=rng.uniform(50, 900, n),
        m_aprime=mass,
        epsilon=epsilon,
        oblique_T=t,
    )
    for constraint in ALL:
        batch = constraint(points)
        assert set(batch.case) | {0} == set(range(len(batch.reasons)))
        assert batch.excluded.any()
        for index in rng.choice(n, 10, replace=False):
            single = constraint(part(points, index))
            np.testing.assert_allclose(batch.ratio[index], single.ratio[0], rtol=1e-9)
            assert batch.case[index] == single.case[0]
