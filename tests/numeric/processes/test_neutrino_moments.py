"""Moments of neutrinos over all phases: extremes that are proved, against phases that are drawn."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from scipy.optimize import minimize

from darktmm.numeric.inputs import Oscillation, constants, oscillation
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.processes import neutrino_moments as nm
from darktmm.numeric.processes.leptons import mass

FITS = [oscillation("NuFIT 6.0 NO"), oscillation("NuFIT 6.0 IO")]
each = pytest.mark.parametrize("fit", FITS, ids=lambda f: f.ordering)


def published(m: float) -> mpmath.mpf:
    """f(r)/f(0) of Pal, Wolfenstein 1982 as in Giunti, Studenikin 2015."""
    r = (mpmath.mpf(m) / electroweak().M_W) ** 2
    bracket = 1 + 1 / (1 - r) - 2 * r / (1 - r) ** 2 - 2 * r**2 * mpmath.log(r) / (1 - r) ** 3
    return bracket / 2


def test_loops_are_those_of_the_literature() -> None:
    """The difference of two loops to all digits, from the momentum integral and from the closed form."""
    with mpmath.workdps(50):
        expected = [float(published(mass(x)) - published(mass("e"))) for x in ("e", "mu", "tau")]
        whole = [float(published(mass(x))) for x in ("e", "mu", "tau")]
    assert nm.split_loops() == pytest.approx(expected, rel=1e-15, abs=0)
    assert nm.split_by_momentum() == pytest.approx(expected, rel=1e-10, abs=0)
    assert nm.loops() == pytest.approx(whole, rel=1e-15)


def test_diagonal_moment_by_hand() -> None:
    """3eG_F m/(8√2π²) over e/2mₑ for 1 eV, less m_τ²/2M_W² times the share of τ; positive along the spin."""
    value = 3 * 1.1663788e-5 * 1e-9 * 2 * 0.51099895e-3 / (8 * math.sqrt(2) * math.pi**2)
    assert nm.diagonal(FITS[0], 1.0) == pytest.approx(value, rel=1e-4)
    assert 0 < value - nm.diagonal(FITS[0], 1.0) < 3e-4 * value
    assert nm.diagonal(FITS[0], 2.0) == pytest.approx(2 * nm.diagonal(FITS[0], 1.0))


@each
def test_transition_by_hand(fit: Oscillation) -> None:
    """3eG_F/(16√2π²) (m_i + m_j) |Im Σ U*U m_ℓ²/M_W²|, up to the next order in m_τ²/M_W²."""
    u = nm.mixing(fit, phases=(0.7, 1.9))
    heights = nm.masses(fit, 0.01)
    leptons = electroweak()
    ratios = np.array([leptons.m_e, leptons.m_mu, leptons.m_tau]) ** 2 / leptons.M_W**2
    unit = 3 * leptons.G_F / (16 * math.sqrt(2) * math.pi**2)
    unit *= 2 * constants().electron_mass * 1e-9
    for j, i in nm.PAIRS:
        total = np.sum(u[:, j].conj() * u[:, i] * ratios)
        magnetic, electric = nm.majorana(heights, nm.flavour_sums(u)[j, i], i, j)
        sum_, difference = heights[j] + heights[i], heights[j] - heights[i]
        assert abs(magnetic) == pytest.approx(unit * sum_ * abs(total.imag), rel=1e-2)
        assert abs(electric) == pytest.approx(unit * abs(difference * total.real), rel=1e-2)
        plain, _ = nm.dirac(heights, nm.flavour_sums(u)[j, i], i, j)
        assert abs(plain) == pytest.approx(unit / 2 * sum_ * abs(total), rel=1e-2)


@each
def test_majorana_moments_are_antisymmetric(fit: Oscillation) -> None:
    """In both form factors, and they vanish on the diagonal; those of Dirac neutrinos do neither."""
    heights = nm.masses(fit, 0.02)
    sums = nm.flavour_sums(nm.mixing(fit, phases=(0.3, 2.0)))
    for j, i in nm.PAIRS:
        there, back = nm.majorana(heights, sums[j, i], i, j), nm.majorana(heights, sums[i, j], j, i)
        assert np.allclose(there, [-x for x in back], rtol=1e-12)
        dirac = nm.dirac(heights, sums[j, i], i, j)[0], nm.dirac(heights, sums[i, j], j, i)[0]
        assert dirac[0] == pytest.approx(np.conj(dirac[1]), rel=1e-12, abs=0)
    assert not np.any(nm.majorana(heights, sums[1, 1].real + 0j, 1, 1))
    assert abs(nm.dirac(heights, sums[1, 1], 1, 1)[0]) > 0


def test_without_a_mass_there_is_no_transition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal charged leptons: the rows of U are orthogonal. Broken unitarity brings the leading term back."""
    u = nm.mixing(FITS[0])
    monkeypatch.setattr(nm, "split_loops", lambda: np.full(3, 0.02))
    sums = nm.flavour_sums(u)
    assert abs(sums[1, 0]) < 1e-17
    u[2] *= 0.9
    assert abs(nm.flavour_sums(u)[1, 0]) > 1e-4


@each
def test_modulus_is_a_parabola(fit: Oscillation) -> None:
    """At any δ, and its top and mean are what they are said to be."""
    angles = np.linspace(0, 2 * np.pi, 721)[:-1]
    u = np.array([nm.mixing(fit, delta) for delta in angles])
    for j, i in nm.PAIRS:
        law = nm.modulus(fit, i, j)
        squares = np.abs(nm.flavour_sums(u)[:, j, i]) ** 2
        c = np.cos(angles)
        assert np.allclose(law.a + law.b * c + law.c * c**2, squares, rtol=1e-10)
        assert law.largest == pytest.approx(np.sqrt(squares.max()), rel=1e-4)
        assert law.largest >= np.sqrt(squares.max()) * (1 - 1e-12)
        assert law.typical == pytest.approx(np.sqrt(squares.mean()), rel=1e-10)


def test_top_inside() -> None:
    """A parabola whose top lies between the ends."""
    assert nm.Modulus(1.0, 0.4, -1.0).largest == pytest.approx(math.sqrt(1.04))
    assert nm.Modulus(1.0, 3.0, -1.0).largest == pytest.approx(math.sqrt(3.0))


@each
def test_no_phase_exceeds_the_largest(fit: Oscillation) -> None:
    """Phases drawn at random stay below, and come close."""
    rng = np.random.default_rng(3)
    heights, found = nm.masses(fit, 0.05), nm.sizes(fit, 0.05)
    magnetic, electric = [], []
    for delta, a, b in rng.uniform(0, 2 * np.pi, (3000, 3)):
        sums = nm.flavour_sums(nm.mixing(fit, delta, (a, b)))
        pairs = [nm.majorana(heights, sums[j, i], i, j) for j, i in nm.PAIRS]
        magnetic.append([abs(m) for m, _ in pairs])
        electric.append([abs(e) for _, e in pairs])
    assert 0.97 * found.magnetic < np.max(magnetic) <= found.magnetic * (1 + 1e-12)
    assert 0.97 * found.electric < np.max(electric) <= found.electric * (1 + 1e-12)
    rms = np.sqrt(np.mean(np.square(magnetic), axis=0)).max()
    assert found.typical == pytest.approx(rms, rel=0.05)


@each
def test_masses_add_up(fit: Oscillation) -> None:
    """Splittings of the fit; a sum below that of a massless lightest neutrino has no solution."""
    squares = nm.masses(fit, 0.2) ** 2
    assert squares[1] - squares[0] == pytest.approx(fit.delta_m21, rel=1e-9)
    assert squares[2] - squares[0] == pytest.approx(fit.delta_m3l, rel=1e-9)
    assert squares.min() == pytest.approx(0.04, rel=1e-12)
    lightest = nm.lightest_for_sum(fit, 0.3)
    assert lightest is not None
    assert np.sum(nm.masses(fit, lightest)) == pytest.approx(0.3, rel=1e-12)
    assert nm.lightest_for_sum(fit, 0.05) is None


@each
@pytest.mark.parametrize("limit", [0.036, 0.156])
def test_heaviest_within_double_beta_decay(fit: Oscillation, limit: float) -> None:
    """Some phases reach the limit at that mass, none at a larger one."""
    top = nm.heaviest(fit, limit)

    def smallest(lightest: float) -> float:
        heights = nm.masses(fit, lightest)
        best = minimize(
            lambda x: float(nm.effective_mass(nm.mixing(fit, phases=(x[0], x[1])), heights)),
            [3.0, 3.0 + 2 * fit.delta_cp],
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-13},
        )
        return float(best.fun)

    assert smallest(top) == pytest.approx(limit, rel=1e-6)
    assert smallest(1.05 * top) > 1.03 * limit


@each
def test_largest_within_double_beta_decay(fit: Oscillation) -> None:
    """Below its ceiling, and no mass with drawn phases that |m_ββ| allows exceeds it."""
    limit = 0.156
    found = nm.within_double_beta(fit, limit)
    assert 0.9 * found.ceiling < found.moment <= found.ceiling
    assert found.lightest <= nm.heaviest(fit, limit)
    rng = np.random.default_rng(5)
    allowed = []
    for delta, a, b, m in rng.uniform(0, [2 * np.pi] * 3 + [0.45], (4000, 4)):
        u, heights = nm.mixing(fit, delta, (a, b)), nm.masses(fit, m)
        if nm.effective_mass(u, heights) <= limit:
            sums = nm.flavour_sums(u)
            allowed += [abs(nm.majorana(heights, sums[j, i], i, j)[0]) for j, i in nm.PAIRS]
    assert 0.8 * found.moment < max(allowed) <= found.moment
