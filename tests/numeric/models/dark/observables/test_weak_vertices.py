"""Corrections to W ℓ ν and Z ν ν as numbers: brute force, stability, what is measured of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from constraint_samples import points
from hypothesis import given, settings
from hypothesis import strategies as st
from random_points import random_points

from darktmm.numeric.models.dark.brute_force import weak as brute
from darktmm.numeric.models.dark.brute_force.electroweak import Doublet
from darktmm.numeric.models.dark.observables.weak_vertices import corrections
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.processes.weak_couplings import (
    excess,
    fermi_constant,
    first_row,
    neutrino_number,
    ratio,
)

POINTS = [
    *random_points(2, M_E=7.3),
    *random_points(1, g=1, seed=5, M_E=1.9),
    *random_points(1, g=3, seed=6, M_E=40.0),
]


def doublet(point: Parameters) -> Doublet:
    p = point.only
    return Doublet(p.m_L, p.m_R, p.m_D, p.M_E)


def by_brute_force(
    point: Parameters, name: str, masses: Doublet | None = None, **changes: Any
) -> np.ndarray:
    p = point.only
    even, odd = (o @ np.diag(m**2) @ o.T for o, m in ((p.O_R, p.M_H), (p.O_I, p.M_A)))
    return brute.correction(masses or doublet(point), name, even, odd, p.y, **changes)


@cache
def derived(index: int) -> dict[str, np.ndarray]:
    found = corrections(POINTS[index])
    return {"W l nu": found[0][0], "Z nu nu": found[1][0], "Z l l": np.zeros((3, 3))}


def deviation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.max(np.abs(a - b)) / np.max(np.abs(b)))


# --- brute force ---------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(len(POINTS)))
def test_matrices_and_a_momentum_integral(index: int) -> None:
    """m_L ≠ m_R, one to three generations, O_R ≠ O_I, complex Yukawa couplings."""
    for name in ("W l nu", "Z nu nu"):
        assert deviation(by_brute_force(POINTS[index], name), derived(index)[name]) < 1e-12


def test_z_l_l_vanishes_before_integration() -> None:
    """At every loop momentum; with another share of the legs it does not."""
    masses = doublet(POINTS[0])
    for length in (0.1, 3.0, 50.0):
        l = length * brute.DIRECTION * np.array([1j, 1, 1, 1])
        assert abs(brute.integrand(masses, "Z l l", l)) < 1e-15
        assert abs(brute.integrand(masses, "Z l l", l, (0.5, 0.4))) > 1e-8


MUTATIONS: dict[str, dict[str, Any]] = {
    "a leg twice": {"legs": (1.0, 0.5)},
    "the legs whole": {"legs": (1.0, 1.0)},
    "the sign of a leg": {"legs": (0.5, -0.5)},
}


@pytest.mark.parametrize("legs", [m["legs"] for m in MUTATIONS.values()], ids=MUTATIONS)
@pytest.mark.parametrize("name", ["W l nu", "Z nu nu"])
def test_wrong_legs_are_seen(name: str, legs: tuple[float, float]) -> None:
    """They leave a logarithm: the integral, cut where the integrand ends, is another number."""
    assert deviation(by_brute_force(POINTS[0], name, legs=legs), derived(0)[name]) > 1


@pytest.mark.parametrize("name", ["W l nu", "Z nu nu"])
def test_wrong_masses_are_seen(name: str) -> None:
    p = POINTS[0].only
    swapped = Doublet(p.m_R, p.m_L, p.m_D, p.M_E)
    flipped = Doublet(-p.m_L, p.m_R, p.m_D, p.M_E)
    for wrong in (swapped, flipped):
        assert deviation(by_brute_force(POINTS[0], name, wrong), derived(0)[name]) > 1e-3
    both = Doublet(-p.m_L, -p.m_R, p.m_D, p.M_E)
    assert deviation(by_brute_force(POINTS[0], name, both), derived(0)[name]) < 1e-12


def test_the_sign_of_m_e_matters_to_w_alone() -> None:
    p = POINTS[0].only
    negative = Doublet(p.m_L, p.m_R, p.m_D, -p.M_E)
    assert deviation(by_brute_force(POINTS[0], "W l nu", negative), derived(0)["W l nu"]) > 1e-2
    assert deviation(by_brute_force(POINTS[0], "Z nu nu", negative), derived(0)["Z nu nu"]) < 1e-12


def test_the_conjugate_current_matters(stand_in: pytest.MonkeyPatch) -> None:
    """N^c with the charge of N: the Majorana contraction with the wrong sign, or left out."""
    right = brute.generator
    for share in (-1.0, 0.0):

        def wrong(isospin: np.ndarray, share: float = share) -> np.ndarray:
            matrix = right(isospin).copy()
            matrix[8:, 8:] *= share
            return matrix

        stand_in.setattr(brute, "generator", wrong)
        found = by_brute_force(POINTS[0], "Z nu nu")
        assert deviation(found, derived(0)["Z nu nu"]) > 1e-2


def test_wrong_scalars_are_seen() -> None:
    p = POINTS[0].only
    even, odd = (o @ np.diag(m**2) @ o.T for o, m in ((p.O_R.T, p.M_H), (p.O_I, p.M_A)))
    found = brute.correction(doublet(POINTS[0]), "W l nu", even, odd, p.y)
    assert deviation(found, derived(0)["W l nu"]) > 1e-4
    even = p.O_R @ np.diag(p.M_H**2) @ p.O_R.T
    for wrong in (p.y.conj(), 2 * p.y):
        assert (
            deviation(
                brute.correction(doublet(POINTS[0]), "W l nu", even, odd, wrong),
                derived(0)["W l nu"],
            )
            > 1e-2
        )


def test_no_direction_is_preferred() -> None:
    masses = doublet(POINTS[0])
    other = np.array([0.8, 0.0, 0.36, 0.48], dtype=complex)
    for name in ("W l nu", "Z nu nu"):
        a, b = (
            brute.integrand(masses, name, 2 * v * [1j, 1, 1, 1]) for v in (brute.DIRECTION, other)
        )
        assert abs(a / b - 1) < 1e-12
        assert abs(a / brute.integrand(masses, name, 3 * other * [1j, 1, 1, 1]) - 1) > 0.1


def test_unknown_current_is_named() -> None:
    with pytest.raises(ValueError, match="'Z e e': must be one of W l nu, Z nu nu, Z l l"):
        by_brute_force(POINTS[0], "Z e e")


# --- stability -----------------------------------------------------------------------------------


@cache
def _law() -> Any:
    """𝓝 of both currents, for any precision."""
    import sympy as sp

    from darktmm.derive.loops.euclidean import TAU
    from darktmm.derive.models.dark import dark_model
    from darktmm.derive.models.dark import weak_vertices as wv

    model = dark_model()
    p = wv.propagators()  # the plain inverses, not what is used for numbers
    squares = [
        -wv.strength(model) * TAU * wv._sum_of_squares(c, wv.defects(p))
        for c in (wv.W_LEPTON, wv.Z_NEUTRINO)
    ]
    return sp.lambdify((TAU, *wv.MASSES), squares, "mpmath")


def precise(m_L: float, m_R: float, m_D: float, M_E: float, scalar: float, digits: int) -> Any:
    """𝒳 of one real scalar for W and Z, from the exact values of these doubles.

    By the trapezoid rule in u = ln τ, whose error is exp(−2π²/h): checked with twice the step.
    """
    with mp.workdps(digits):
        masses = [mp.mpf(m) for m in (m_L, m_R, m_D, M_E)]
        edges = [2 * float(mp.log(abs(m))) for m in (*masses, mp.mpf(scalar)) if m]
        step = mp.mpf("0.2")
        count = int((max(edges) - min(edges) + 100) / step)
        taus = [mp.exp(min(edges) - 50 + step * k) for k in range(count + 1)]
        values = [[x * t / (t + mp.mpf(scalar) ** 2) for x in _law()(t, *masses)] for t in taus]
        fine, coarse = (
            [n * step * mp.fsum(column) for column in zip(*values[::n], strict=True)]
            for n in (1, 2)
        )
        assert all(abs(a / b - 1) < 1e-15 for a, b in zip(fine, coarse, strict=True))
        return fine


def single(m_L: float, m_R: float, m_D: float, M_E: float, scalar: float) -> tuple[float, float]:
    """The same in double precision; H and A alike, so that half of it is one scalar."""
    y = np.array([[1.0], [0.0], [0.0]], dtype=complex)
    found = points(
        m_L=m_L,
        m_R=m_R,
        m_D=m_D,
        M_E=M_E,
        M_H=[scalar],
        M_A=[scalar],
        O_R=np.eye(1),
        O_I=np.eye(1),
        y=y,
    )
    w, z = corrections(found)
    return w[0, 0, 0].real / 2, z[0, 0, 0].real / 2


@pytest.mark.parametrize("splitting", [1e-1, 1e-4, 1e-8, 1e-12])
def test_no_digit_is_lost_in_a_splitting(splitting: float) -> None:
    """m_D = M_E(1 − δ), m_L and m_R of order δ: both are of order δ², all digits right."""
    heavy = 800.0
    masses = (
        0.3 * heavy * splitting,
        -0.7 * heavy * splitting,
        heavy * (1 - splitting),
        heavy,
        250.0,
    )
    w, z = single(*masses)
    exact = precise(*masses, digits=60)
    assert abs(w / exact[0] - 1) < 1e-13 and abs(z / exact[1] - 1) < 1e-13
    other = precise(masses[0], masses[1], heavy * (1 - 1.01 * splitting), heavy, 250.0, digits=60)
    assert abs(w / other[0] - 1) > 1e-3


@pytest.mark.parametrize(
    "masses",
    [
        (1e-9, 2e-9, 300.0, 300.0, 0.25),  # quasi-Dirac
        (0.1, 0.1, 0.0, 2000.0, 0.25),  # the benchmark
        (400.0, 400.0, 0.0, 700.0, 0.25),
        (-3.0, 5e3, 100.0, 1e4, 1e-3),
        (0.0, 1e4, 1e-2, 500.0, 400.0),  # N_1 of 1e-8
        (150.0, 150.0, 149.999999, 700.0, 0.25),
        (4.0, 9.0, 6.0, 700.0, 0.25),  # N_1 massless
    ],
)
def test_spread_masses(masses: tuple[float, ...]) -> None:
    w, z = single(*masses)
    exact = precise(*masses, digits=40)
    assert abs(w / exact[0] - 1) < 1e-12 and abs(z / exact[1] - 1) < 1e-12


@pytest.mark.parametrize("m_D", [0.0, 1e-6, 300.0])
@pytest.mark.parametrize("majorana", [0.0, 1e-12, 300.0, 1e5])
@pytest.mark.parametrize("scalars", [[1e-6, 1e-6], [1e-3, 1e4], [400.0, 400.0 * (1 + 1e-12)]])
def test_extremes_are_finite_and_negative(
    m_D: float, majorana: float, scalars: list[float]
) -> None:
    """No warning (they are errors here), no NaN, no positive eigenvalue."""
    if m_D == majorana == 0:
        return  # N has a mass
    found = corrections(
        points(m_L=majorana, m_R=majorana, m_D=m_D, M_E=800.0, M_H=scalars, M_A=scalars)
    )
    for matrix in (found[0][0], found[1][0]):
        assert np.isfinite(matrix).all()
        assert np.linalg.eigvalsh(matrix).max() <= 1e-16


def test_unsplit_doublet_is_exactly_zero() -> None:
    found = corrections(points(m_D=321.0, M_E=321.0, M_H=[0.2, 7.0]))
    assert not found[0].any() and not found[1].any()
    assert corrections(points(m_D=321.0, M_E=322.0))[0].any()
    dirac = corrections(points(m_D=1.0, M_E=322.0))
    assert dirac[0].any() and not dirac[1].any()


def test_custodial_triplet() -> None:
    """m_L = m_R = M_E − m_D: twice as much at the Z as at the W."""
    found = corrections(points(m_L=300.0, m_R=300.0, m_D=500.0, M_E=800.0))
    assert deviation(found[1], 2 * found[0]) < 1e-14
    off = corrections(points(m_L=300.0, m_R=300.0, m_D=510.0, M_E=800.0))
    assert deviation(off[1], 2 * off[0]) > 1e-3


def test_points_do_not_see_each_other() -> None:
    """Different classes of quadrature in one batch, more than a block."""
    six = Parameters.stack(
        [
            random_points(3, seed=11),
            random_points(3, seed=12, m_L=0.0, m_R=0.0, M_A=np.array([1e-9, 1e5])),
        ]
    )
    batch = corrections(six[np.arange(5000) % 6])
    for k in range(6):
        alone = corrections(six[k])
        for a, b in ((many[k::6], one[0]) for many, one in zip(batch, alone, strict=True)):
            assert np.max(np.abs(a - b)) <= 1e-13 * np.max(np.abs(b))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(1e-3, 1e3), st.floats(0.01, 3.0))
def test_scaling_and_hermiticity(seed: int, factor: float, strength: float) -> None:
    """ε depends on ratios of masses, is quadratic in y, hermitian and negative."""
    (point,) = random_points(1, seed=seed)
    (scaled,) = random_points(
        1,
        seed=seed,
        **{k: factor * getattr(point, k) for k in ("m_L", "m_R", "m_D", "M_E", "M_H", "M_A")},
        y=strength * point.y,
    )
    here, there = (corrections(p) for p in (point, scaled))
    for a, b in zip(here, there, strict=True):
        assert deviation(b, strength**2 * a) < 1e-11
        np.testing.assert_array_equal(a, a.conj().swapaxes(1, 2))
        assert np.linalg.eigvalsh(a[0]).max() <= 1e-15 * np.max(np.abs(a))


# --- what is measured ---------------------------------------------------------------------------------


def rate(w: np.ndarray, decaying: int, produced: int) -> float:
    """Σ over both neutrinos of the squared amplitude of ℓ → ℓ' ν ν̄, tree level = 1."""
    total = 0.0
    for mine in range(3):
        for other in range(3):
            total += (
                abs((np.eye(3) + w)[mine, decaying] * (np.eye(3) + w)[other, produced].conj()) ** 2
            )
    return total


def hermitian(seed: int, size: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
    return -size * (a @ a.conj().T)


@pytest.mark.parametrize("size", [1e-6, 1e-2, 0.3, 5.0])
def test_what_is_measured_follows_from_rates(size: float) -> None:
    """B(τ→μ)/B(τ→e), B(τ→e)/Γ(μ), B(τ→μ)/Γ(μ), Γ(μ), and β decay over μ decay."""
    w = hermitian(3, size)
    found = w[None]
    e, mu, tau = range(3)
    muon = rate(w, mu, e)
    assert ratio(found, "mu", "e") ** 2 == pytest.approx(rate(w, tau, mu) / rate(w, tau, e))
    assert ratio(found, "tau", "mu") ** 2 == pytest.approx(rate(w, tau, e) / muon)
    assert ratio(found, "tau", "e") ** 2 == pytest.approx(rate(w, tau, mu) / muon)
    assert fermi_constant(found) ** 2 == pytest.approx(muon)
    beta = sum(abs((np.eye(3) + w)[nu, e]) ** 2 for nu in range(3))
    assert first_row(found) == pytest.approx(beta / muon)
    assert abs(first_row(found) / (1 / muon) - 1) > size / 10  # the electron drops out
    assert (1 + excess(found) > 0).all()


def test_first_order() -> None:
    """g_μ/g_e = 1 + ε_μ − ε_e, G_F(1 + ε_e + ε_μ), first row −2ε_μ, N_ν = 3 + 2 tr ε^Z."""
    w, z = (np.diag(x)[None].astype(complex) for x in ([-1e-5, -3e-5, -7e-5], [-2e-5, -1e-5, 0]))
    assert ratio(w, "mu", "e") - 1 == pytest.approx(-2e-5, rel=1e-3)
    assert ratio(w, "tau", "mu") - 1 == pytest.approx(-4e-5, rel=1e-3)
    assert fermi_constant(w) - 1 == pytest.approx(-4e-5, rel=1e-3)
    assert first_row(w) - 1 == pytest.approx(6e-5, rel=1e-3)
    assert neutrino_number(z) - 3 == pytest.approx(-6e-5, rel=1e-3)


def test_neutrino_number_is_a_trace() -> None:
    z = hermitian(4, 0.05)
    unitary = np.linalg.qr(hermitian(5, 1.0))[0]
    expected = np.trace((np.eye(3) + z).conj().T @ (np.eye(3) + z)).real
    for rotated in (z, unitary @ z @ unitary.conj().T):
        assert neutrino_number(rotated[None]) == pytest.approx(expected, rel=1e-14)


def test_unknown_lepton_is_named() -> None:
    with pytest.raises(ValueError, match="'electron': must be one of e, mu, tau"):
        ratio(np.zeros((1, 3, 3), dtype=complex), "electron", "mu")


# --- orders of magnitude -------------------------------------------------------------------------


def test_the_benchmark() -> None:
    """G_F by −4e-4, the first row by +4e-4, one neutrino in 10⁴ at the Z."""
    point = Parameters.from_file("numeric/inputs/points/paper.toml")
    w, z = corrections(point)
    assert w[0, 0, 0].real == pytest.approx(-2.2e-4, rel=0.02)
    assert fermi_constant(w) - 1 == pytest.approx(-4.3e-4, rel=0.02)
    assert neutrino_number(z) - 3 == pytest.approx(-7.1e-5, rel=0.05)


def test_large_yukawa_couplings() -> None:
    """m = 300, m_D = 500, M_E = 800 GeV, |y| = 3: per cent."""
    y = np.array([[3, 0], [0, 3], [0, 0]], dtype=complex)
    scalars = {"M_H": [0.25, 400.0], "M_A": [0.25, 400.0]}
    w, z = corrections(points(m_L=300.0, m_R=300.0, m_D=500.0, M_E=800.0, y=y, **scalars))
    assert w[0, 0, 0].real == pytest.approx(-0.0156, rel=0.01)
    assert w[0, 1, 1].real == pytest.approx(-0.0078, rel=0.01)
    assert neutrino_number(z) - 3 == pytest.approx(-0.092, rel=0.01)
