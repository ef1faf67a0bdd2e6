"""Longitudinal A': numbers against helicity amplitudes that know no Goldstone boson; the bounds."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from constraint_samples import assert_same, many, part, points, verdict
from hypothesis import given, settings
from hypothesis import strategies as st

import darktmm.numeric.constraints.longitudinal as bounds
from darktmm.numeric.constraints.perturbativity import LARGEST
from darktmm.numeric.models.dark.brute_force.unitarity import BrokenTheory
from darktmm.numeric.models.dark.observables import longitudinal as lo
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.processes.unitarity import largest_quartic

FERMIONS, SCALARS, SCALE = bounds.constraints()
POINTS = Path(bounds.__file__).parents[1] / "inputs" / "points"
NAN = float("nan")


def turn(angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, s], [-s, c]])


def point(**changes: Any) -> DarkPredictions:
    base: dict[str, Any] = {
        "m_L": 0.9,
        "m_R": -0.4,
        "m_D": 0.7,
        "M_H": [0.5, 1.4],
        "M_A": [0.8, 1.1],
        "O_R": turn(0.3),
        "O_I": turn(1.1),
        "M_E": 2.0,
        "g_D": 0.05,
        "m_aprime": 1.0,
    }
    return DarkPredictions(points(**base | changes))


def theory(predictions: DarkPredictions) -> BrokenTheory:
    p = predictions.parameters.only
    even, odd = (o @ np.diag(m**2) @ o.T for o, m in ((p.O_R, p.M_H), (p.O_I, p.M_A)))
    return BrokenTheory(p.m_L, p.m_R, p.m_D, even, odd, p.g_D * p.Q_N, p.m_aprime)


# --- the brute force itself ---------------------------------------------------------------------------


def test_waves_of_the_brute_force_are_on_shell() -> None:
    t = theory(point())
    for species in (0, 1):
        for helicity in (-1, 1):
            leg = t.fermion(species, helicity, 3.0, 0.4)
            for x in (leg, t.outgoing(leg)):
                np.testing.assert_allclose(t._kernel(x.momentum) @ x.wave, 0, atol=1e-14)
    for helicity in (-1, 0, 1):
        vector = t.vector(helicity, 3.0, 0.4)
        metric = np.diag([1, -1, -1, -1])
        assert abs(vector.wave @ metric @ vector.momentum) < 1e-14
        assert vector.wave.conj() @ metric @ vector.wave == pytest.approx(-1, rel=1e-12)


def test_vector_theories_that_cannot_be() -> None:
    t = theory(point())
    for change in ({"m_aprime": 0.0}, {"m_L": NAN}, {"even": -np.eye(2)}):
        with pytest.raises(ValueError, match=next(iter(change))):
            replace(t, **change)
    with pytest.raises(ValueError, match="threshold"):
        t.fermions_to_vectors(1.9, (0, 0), 1)


# --- N N → A'A' -----------------------------------------------------------------------------------------


def pair_norm(t: BrokenTheory, root_s: float) -> float:
    channels = [(pair, h) for pair in ((0, 0), (0, 1), (1, 1)) for h in (-1, 1)]
    return math.sqrt(sum(abs(t.fermions_to_vectors(root_s, *c)) ** 2 for c in channels))


signed = st.builds(lambda x, s: s * x, st.floats(0.1, 2.0), st.sampled_from((-1, 1)))


@given(signed, signed, st.floats(0.05, 2.0), st.floats(0.2, 2.0), st.floats(0.01, 0.3))
@settings(max_examples=8, deadline=None)
def test_growth_with_energy(
    m_l: float, m_r: float, m_d: float, m_aprime: float, coupling: float
) -> None:
    """Exact helicity amplitudes in unitary gauge: ½√s/Λ, up to (masses)²/s."""
    observables = point(m_L=m_l, m_R=m_r, m_D=m_d, m_aprime=m_aprime, g_D=coupling)
    t, root_s = theory(observables), 400.0
    expected = 0.5 * root_s / lo.unitarity_scale(observables.parameters)[0]
    assert pair_norm(t, root_s) == pytest.approx(expected, rel=5e-3)
    for wrong in (replace(t, m_L=-m_l), replace(t, m_R=1.1 * m_r), replace(t, m_D=2 * m_d)):
        # a sign and the Dirac mass do not matter far above the masses, a Majorana mass does
        moved = abs(pair_norm(wrong, root_s) / expected - 1)
        changed = wrong.m_R != t.m_R
        assert (moved > 0.01 * min(1.0, 0.5 * m_r**2 / m_l**2)) == changed or moved < 5e-3


@pytest.mark.parametrize("species", [(0, 0), (0, 1), (1, 1)])
@pytest.mark.parametrize("helicity", [-1, 1])
def test_each_channel_is_the_contact_coupling(species: tuple[int, int], helicity: int) -> None:
    """Goldstone Lagrangian: 2m_L O_Lα O_Lβ + 2m_R O_Rα O_Rβ, identical states included."""
    t = theory(point())
    _, o = t.fermions
    a, b = species
    contact = 4 * t.coupling**2 * (t.m_L * o[0, a] * o[0, b] + t.m_R * o[1, a] * o[1, b])
    expected = abs(contact) * 300.0 / (16 * math.pi * t.m_aprime**2) / math.sqrt(2)
    expected /= math.sqrt(2) if a == b else 1
    found = abs(t.fermions_to_vectors(300.0, species, helicity))
    assert found == pytest.approx(expected, rel=5e-3)
    assert abs(found / expected / 2 - 1) > 0.1  # one Majorana contraction
    assert abs(found / expected / math.sqrt(2) - 1) > 0.1  # the state of two identical A'


@pytest.mark.parametrize(("m_l", "m_r"), [(0.9, -0.4), (0.6, 0.6), (0.0, 0.8)])
def test_unitarity_ends_at_the_scale(m_l: float, m_r: float) -> None:
    """The largest eigenvalue of all N N and A'A' channels, exact, is ½ at Λ."""
    observables = point(m_L=m_l, m_R=m_r)
    scale = float(lo.unitarity_scale(observables.parameters)[0])
    t = theory(observables)
    assert scale > 1e3
    assert t.fermion_eigenvalue(scale) == pytest.approx(0.5, rel=5e-3)
    assert t.fermion_eigenvalue(1.05 * scale) > 0.51
    assert t.fermion_eigenvalue(0.95 * scale) < 0.49
    # half the states, half the coupling, another mass of A': another scale
    assert abs(pair_norm(t, scale) / math.sqrt(2) - 0.5) > 0.1
    assert abs(t.fermion_eigenvalue(scale / 2) - 0.5) > 0.1
    assert abs(replace(t, m_aprime=1.1).fermion_eigenvalue(scale) - 0.5) > 0.05


def test_a_scale_below_the_masses_leaves_no_energy_at_all() -> None:
    """The paper's benchmark with an A' of 10 MeV: beyond ½ from a little above threshold on."""
    sample = Parameters.stack([Parameters.from_file(POINTS / "paper.toml").with_(m_aprime=0.01)])
    assert lo.unitarity_scale(sample)[0] < sample.m_L[0]
    p = point(m_L=0.1, m_R=0.1, m_D=0.0, g_D=0.5, m_aprime=0.01)
    t = theory(p)
    for root_s in (0.3, 0.5, 1.0, 10.0):
        assert t.fermion_eigenvalue(root_s) > 0.5


# --- N N → N N ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("m_l", "m_r"), [(0.9, -0.4), (0.6, 0.6), (0.3, 1.2)])
def test_exchange_of_a_longitudinal_vector(m_l: float, m_r: float) -> None:
    """Exact exchange in unitary gauge, g_D → 0 at fixed m/m_A': the eigenvalues of φ exchange."""
    import sympy as sp

    from darktmm.derive.models.dark.unitarity import Y_LEFT, Y_RIGHT, exchange_matrix

    t = theory(point(m_L=m_l, m_R=m_r, g_D=1e-4, m_aprime=1e-4))
    found = t.fermion_matrix(300.0)
    np.testing.assert_allclose(found, found.conj().T, atol=1e-12)
    law = sp.lambdify((Y_LEFT, Y_RIGHT), exchange_matrix(), "numpy")
    expected = np.linalg.eigvalsh(law(2 * abs(m_l), 2 * abs(m_r)))
    np.testing.assert_allclose(np.linalg.eigvalsh(found), expected, rtol=1e-3)
    assert np.abs(np.linalg.eigvalsh(law(abs(m_l), 2 * abs(m_r))) / expected - 1).max() > 0.1


def test_one_species_at_the_criterion() -> None:
    """m_R → 0: |Y| = √(4π) is |a₀| = ½ of the exact amplitude."""
    observables = point(m_L=1.0, m_R=1e-9, m_D=1e-9, g_D=1e-4, m_aprime=1e-4)
    coupling = lo.fermion_coupling(observables.parameters)[0]
    eigenvalue = np.abs(np.linalg.eigvalsh(theory(observables).fermion_matrix(300.0))).max()
    assert eigenvalue * (LARGEST / coupling) ** 2 == pytest.approx(0.5, rel=1e-3)


# --- scalars ------------------------------------------------------------------------------------------


def contact(t: BrokenTheory) -> np.ndarray:
    """L between H₁ H₂ A₁ A₂ of the brute force, from the matrices in (S_R, S_I)."""
    difference = t.even - t.odd
    zero = np.zeros_like(difference)
    flavour = np.block([[difference, zero], [zero, -difference]])
    _, vectors = t.scalars
    return 2 * (t.coupling / t.m_aprime) ** 2 * vectors.T @ flavour @ vectors


def test_scalars_and_longitudinal_vectors() -> None:
    """A'S → A'S and SS → A'A' tend to the contact coupling; H A → A'A' vanishes identically."""
    observables = point(g_D=1e-3, m_aprime=1e-3)
    t = theory(observables)
    expected = contact(t) / (16 * math.pi)
    elastic = np.array([[t.elastic(300.0, i, j) for i in range(4)] for j in range(4)])
    pairs = np.array([[t.scalars_to_vectors(300.0, (i, j)) for i in range(4)] for j in range(4)])
    identical = np.where(np.eye(4) == 1, 2, math.sqrt(2))
    atol = 2e-3 * np.abs(expected).max()
    np.testing.assert_allclose(elastic, expected, atol=atol)
    np.testing.assert_allclose(np.abs(pairs), np.abs(expected / identical), atol=atol)
    np.testing.assert_allclose(pairs[:2, 2:], 0, atol=1e-9 * np.abs(pairs).max())
    # the criterion is the largest eigenvalue of the exact matrix
    value = lo.scalar_coupling(observables.parameters)[0]
    largest = np.abs(np.linalg.eigvalsh(elastic.real)).max()
    assert value == pytest.approx(16 * math.pi * largest, rel=5e-3)
    assert value * 0.5 / largest_quartic() == pytest.approx(largest, rel=5e-3)
    assert abs(value / (16 * math.pi * largest) / 2 - 1) > 0.1
    heavier = point(g_D=1e-3, m_aprime=1e-3, M_H=[0.5, 1.5])
    assert abs(lo.scalar_coupling(heavier.parameters)[0] / value - 1) > 0.05


@pytest.mark.parametrize("angle", [0.7, 1.9, 2.6])
def test_even_and_odd_scalar_exchange_a_longitudinal_vector(angle: float) -> None:
    """H A → H A at any energy: exact exchange for g_D → 0 is −μ²/s − μ²/u."""
    observables = point(g_D=1e-6, m_aprime=1e-6)
    t = theory(observables)
    mu = lo.trilinear_coupling(observables.parameters)[0]
    masses, _ = t.scalars
    for root_s in (3.0, 30.0):
        for k, m in ((0, 0), (0, 1), (1, 1)):
            p = t.momentum(root_s, (masses[k], masses[2 + m]))
            legs = [t.scalar(k, p, 0.0), t.scalar(2 + m, p, math.pi)]
            legs += [
                t.outgoing(t.scalar(x, p, at)) for x, at in ((k, angle), (2 + m, angle + math.pi))
            ]
            crossed = legs[0].momentum + legs[3].momentum
            u = float((crossed @ np.diag([1, -1, -1, -1]) @ crossed).real)
            expected = -(mu[k, m] ** 2) * (1 / root_s**2 + 1 / u)
            found = t.exchange(legs)
            assert found == pytest.approx(expected, rel=1e-6)
            assert abs(found / (-(mu[k, m] ** 2) * (1 / root_s**2 - 1 / u)) - 1) > 1e-2
            # s-wave of the s-channel below what the quartic coupling allows
            wave = mu[k, m] ** 2 / (16 * math.pi * root_s**2)
            assert wave < lo.scalar_coupling(observables.parameters)[0] / (32 * math.pi)


# --- numbers ------------------------------------------------------------------------------------------


def test_equal_majorana_masses_are_the_formula_of_the_w() -> None:
    """g_D(M₁ + M₂)/m_A', and the numbers of the old maxima of the moment."""
    table = [(1e-3, 350.0), (1e-2, 350.0), (0.1, 350.0), (0.3, 435.0), (1.0, 435.0), (5.0, 435.0)]
    expected = [3.5e5, 3.5e4, 3500.0, 1450.0, 435.0, 87.0]
    for (m_aprime, m), value in zip(table, expected, strict=True):
        sample = point(m_L=m, m_R=m, m_D=2 * m, g_D=0.5, m_aprime=m_aprime).parameters
        assert lo.fermion_coupling(sample)[0] == pytest.approx(value, rel=1e-12)
        total = sample.heavy_masses[0].sum()
        assert lo.fermion_coupling(sample)[0] == pytest.approx(0.5 * total / m_aprime, rel=1e-12)
        assert FERMIONS(point(m_L=m, m_R=m, g_D=0.5, m_aprime=m_aprime)).excluded[0]


@given(signed, signed, st.floats(2.5, 6.0), st.floats(1e-6, 1e3))
@settings(max_examples=30, deadline=None)
def test_singular_value_of_the_mass_basis(m_l: float, m_r: float, m_d: float, mass: float) -> None:
    """The largest singular value of Y_ab between N₁ and N₂, from the vector vertex at each point."""
    sample = point(m_L=m_l, m_R=m_r, m_D=m_d, m_aprime=mass).parameters
    values, o = np.linalg.eigh([[m_l, m_d], [m_d, m_r]])
    charge = o.T @ np.diag([1.0, -1.0]) @ o  # N_L and N_R^c have opposite charges
    vector = 0.05 / mass * (charge * values[None, :] + values[:, None] * charge)
    expected = np.linalg.svd(vector)[1][0]
    found = lo.fermion_coupling(sample)[0]
    assert found == pytest.approx(expected, rel=1e-9)
    assert abs(found / np.abs(vector).sum() / 2 - 1) > 1e-3
    wrong = 0.05 / mass * (charge * values[None, :] - values[:, None] * charge)
    assert np.linalg.svd(wrong)[1][0] / found > 1.1  # a mass with the wrong sign: m_D couples


@pytest.mark.parametrize("splitting", [1e-3, 1e-6, 1e-9, 1e-12])
def test_digits_of_a_small_breaking(splitting: float) -> None:
    """Masses of H and A and mixings that almost agree; m_L, m_R far below m_D."""
    from mpmath import mp, mpf

    masses = np.array([0.3, 0.7])
    near = masses * (1 + splitting * np.array([1.0, -0.5]))
    sample = point(
        M_H=masses, M_A=near, O_R=turn(0.4), O_I=turn(0.4), g_D=0.5, m_aprime=0.1
    ).parameters
    found = lo.scalar_breaking(sample)[0]
    with mp.workdps(50):
        exact = [mpf(float(a)) ** 2 - mpf(float(b)) ** 2 for a, b in zip(masses, near, strict=True)]
    assert found[0, 1] == found[1, 0] == 0
    for value, e in zip(found.diagonal(), exact, strict=True):
        assert abs(value / float(e) - 1) < 1e-15
    naive = (
        turn(0.4) @ np.diag(masses**2) @ turn(0.4).T - turn(0.4) @ np.diag(near**2) @ turn(0.4).T
    )
    if splitting <= 1e-9:
        assert (
            abs(np.linalg.norm(naive, 2) / np.abs(np.array(exact, dtype=float)).max() - 1) > 1e-12
        )
    # the angles: what O_R and O_I know of their difference
    tilted = point(M_H=masses, M_A=masses, O_R=turn(0.4), O_I=turn(0.4 + splitting)).parameters
    off = lo.scalar_breaking(tilted)[0]
    expected = (masses[0] ** 2 - masses[1] ** 2) * math.sin(splitting)
    assert off[0, 1] == pytest.approx(expected, rel=1e-14 + 3e-16 / splitting)
    quasi = point(m_L=splitting, m_R=-splitting / 3, m_D=100.0, g_D=0.5, m_aprime=0.1).parameters
    assert lo.fermion_coupling(quasi)[0] == pytest.approx(10 * splitting, rel=1e-15)


def random_rotation(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.linalg.qr(rng.normal(size=(n, n)))[0]


def test_nothing_where_the_symmetry_is_exact() -> None:
    """Identically zero: m_L = m_R = 0; H and A alike, also with A relabelled or of other signs."""
    rng = np.random.default_rng(3)
    exact = point(m_L=0.0, m_R=0.0)
    assert FERMIONS(exact).ratio[0] == SCALE(exact).ratio[0] == 0
    assert lo.unitarity_scale(exact.parameters)[0] == math.inf
    for n in (1, 2, 3):
        masses, rotation = rng.uniform(0.1, 5.0, n), random_rotation(rng, n)
        order = rng.permutation(n)
        signs = rng.choice([-1.0, 1.0], n)
        same = point(
            m_L=0.0,
            m_R=0.0,
            M_H=masses,
            M_A=masses[order],
            O_R=rotation,
            O_I=rotation[:, order] * signs,
            y=np.zeros((3, n), dtype=complex),
        )
        for constraint in bounds.constraints():
            assert constraint(same).ratio[0] == constraint(same).value[0] == 0
        moved = masses[order] * (1 + 1e-9)
        sample = same.parameters.with_(M_A=moved)
        assert lo.scalar_coupling(sample)[0] > 0
    broken = point(m_L=0.0, m_R=1e-9)
    assert FERMIONS(broken).ratio[0] > 0 and SCALE(broken).ratio[0] > 0


@given(st.floats(1e-6, 1e2), st.floats(1.5, 1e3))
@settings(max_examples=20, deadline=None)
def test_powers_of_the_mass(mass: float, factor: float) -> None:
    """Y ∝ 1/m_A', quartic coupling and 1/Λ ∝ 1/m_A'²."""
    near, far = (point(m_aprime=m).parameters for m in (mass, factor * mass))
    for law, power in (
        (lo.fermion_coupling, 1),
        (lo.trilinear_coupling, 1),
        (lo.scalar_coupling, 2),
        (lo.inverse_unitarity_scale, 2),
    ):
        assert law(near).max() == pytest.approx(law(far).max() * factor**power, rel=1e-12)


def test_three_generations_by_their_channels() -> None:
    """Eigenvalue of φX → φX, or norm of φφ → XX where equal splittings make that larger."""
    rng = np.random.default_rng(11)
    for aligned in (True, False):
        rotation = random_rotation(rng, 3)
        other = rotation if aligned else random_rotation(rng, 3)
        even = np.sqrt([4.0, 5.0, 7.0])
        odd = np.sqrt(even**2 - 1) if aligned else np.array([1.0, 2.0, 3.0])
        sample = point(
            M_H=even, M_A=odd, O_R=rotation, O_I=other, y=np.zeros((3, 3), dtype=complex)
        ).parameters
        difference = rotation @ np.diag(even**2) @ rotation.T - other @ np.diag(odd**2) @ other.T
        strength = 2 * 0.05**2
        eigenvalue = strength * np.abs(np.linalg.eigvalsh(difference)).max()
        norm = strength * np.linalg.norm(difference) / math.sqrt(2)
        assert (norm > eigenvalue) or not aligned
        assert lo.scalar_coupling(sample)[0] == pytest.approx(max(norm, eigenvalue), rel=1e-9)


def test_heaviest_mass() -> None:
    for name, value in (
        ("M_E", 900.0),
        ("M_H", [1.0, 800.0]),
        ("M_A", [700.0, 1.0]),
        ("m_D", 600.0),
    ):
        found = lo.heaviest_loop_mass(point(**{name: value}).parameters)[0]
        assert found == pytest.approx(np.max(value), rel=1e-2)
    sample = point(M_E=900.0, M_A=[700.0, 1.0]).parameters
    assert lo.heaviest_loop_mass(sample, charged=False)[0] == 700.0


# --- bounds -------------------------------------------------------------------------------------------


def test_names_and_group() -> None:
    assert [c.name for c in bounds.constraints()] == [
        "perturbative coupling of longitudinal A' (fermions)",
        "perturbative coupling of longitudinal A' (scalars)",
        "unitarity scale above the loop masses",
    ]
    assert {c.group for c in bounds.constraints()} == {"consistency"}


def test_without_a_dark_photon_nothing_applies() -> None:
    nothing = point(m_aprime=NAN, epsilon=NAN)
    for constraint in bounds.constraints():
        assert not constraint(nothing).applies[0]
        assert verdict(constraint, nothing) == "dark photon: none given"


def test_where_the_benchmark_becomes_perturbative() -> None:
    """Y = √(4π) at m_A' = 28 MeV, the scalars at 29 MeV, Λ = M_E at 2.8 GeV."""
    p = Parameters.from_file(POINTS / "paper.toml")
    edges = []
    for constraint, power in ((FERMIONS, 1), (SCALARS, 2), (SCALE, 2)):
        ratio = constraint(DarkPredictions(p)).ratio[0]
        edges.append(p.only.m_aprime * ratio ** (1 / power))
    np.testing.assert_allclose(edges, [0.02821, 0.02905, 2.821], rtol=1e-3)


def test_a_batch_is_its_points_and_nothing_overflows() -> None:
    """1e-6 GeV under 400 GeV, and everything in between; warnings are errors."""
    rng = np.random.default_rng(17)
    n = 200
    batch_of = many(
        n,
        {"e e": 1.0},
        m_L=10 ** rng.uniform(-15, 2.7, n) * rng.choice([-1.0, 0.0, 1.0], n),
        m_R=10 ** rng.uniform(-15, 2.7, n) * rng.choice([-1.0, 0.0, 1.0], n),
        m_D=10 ** rng.uniform(-6, 3, n),
        M_H=10 ** rng.uniform(-6, 3, (n, 2)),
        M_A=10 ** rng.uniform(-6, 3, (n, 2)),
        g_D=rng.uniform(0, 3.5, n),
        m_aprime=10 ** rng.uniform(-6, 2, n),
    )
    for constraint in bounds.constraints():
        batch = constraint(batch_of)
        assert np.isfinite(batch.ratio).all() and batch.excluded.any() and not batch.excluded.all()
        for index in rng.choice(n, 20, replace=False):
            assert_same(batch, index, constraint(part(batch_of, index)))
