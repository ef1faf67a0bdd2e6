"""Bounds on couplings, on the Z, on T and on neutrino masses: edges, reasons, mutations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, verdict

from darktmm.numeric.constraints import neutrino_mass, oblique, perturbativity, z_width
from darktmm.numeric.constraints.confidence import TWO_SIDED_95
from darktmm.numeric.inputs import data
from darktmm.numeric.inputs.data import Measurement

MODULES = (neutrino_mass, oblique, perturbativity, z_width)
ALL = {c.name: c for module in MODULES for c in module.constraints()}
NAN = float("nan")


def test_sources_exist_and_names_are_unique() -> None:
    assert len(ALL) == sum(len(module.constraints()) for module in MODULES) == 6
    for constraint in ALL.values():
        assert constraint.group == "consistency"
        assert constraint.reference == "" or data.bibtex(constraint.reference)
    assert {c.reference for c in perturbativity.constraints()} == {""}


# --- perturbativity -------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [0.5, 0.999, 1.001, 2.0])
def test_couplings_up_to_root_four_pi(factor: float) -> None:
    edge = math.sqrt(4 * math.pi)
    y = np.zeros((3, 2), complex)
    y[2, 1] = factor * edge * np.exp(2j)
    found = perturbativity.YUKAWA(one(y=y))
    np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
    assert found.excluded.all() == (factor > 1)
    for charges in ({"Q_N": 2.0, "Q_S": -2.0}, {"Q_N": -2.0, "Q_S": 2.0}):
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
        found = Z_WIDTH(one(z_width=factor * limit))
        np.testing.assert_allclose(found.ratio, factor, rtol=1e-12)
        assert found.excluded.all() == (factor > 1)
    assert verdict(Z_WIDTH, one(z_width=NAN)) == "width into N pairs: not known"


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
        z_width=z,
        oblique_T=t,
    )
    chosen = rng.choice(n, 50, replace=False)
    for name, constraint in ALL.items():
        batch = constraint(points)
        assert batch.excluded.any(), name
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
