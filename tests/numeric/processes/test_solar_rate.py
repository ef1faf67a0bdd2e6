"""The coherent rate of solar neutrinos, against amplitudes from explicit spinors; signs, parts, limits."""

from __future__ import annotations

import math
import time
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from darktmm.derive.laws import current_scattering
from darktmm.derive.symbols import THETA_W
from darktmm.numeric.constraints import borexino_rate
from darktmm.numeric.inputs import constants, data
from darktmm.numeric.models.dark.parameters import pmns
from darktmm.numeric.processes import solar_rate
from darktmm.numeric.processes.solar import composition
from tests.derive import helicity
from tests.derive.helicity import METRIC, SPINS, Scattering, bar, current, dot, u

M_E, CHARGE = constants().electron_mass, constants().elementary_charge
WEAK = data.electroweak()
COS = WEAK.M_W / WEAK.M_Z
WEAK_COUPLING = math.sqrt(8 * WEAK.G_F / math.sqrt(2)) * WEAK.M_W
"""g, from G_F/√2 = g²/8M_W²."""

ENERGY, T_MIN = 862e-6, 190e-6
T_MAX = 2 * ENERGY**2 / (M_E + 2 * ENERGY)

U = pmns(0.588, 0.149, 0.756, 3.7, 0.4, 1.9)
SHARES = composition(U[None], 0.53)
RNG = np.random.default_rng(3)


def hermitian(rng: np.random.Generator = RNG) -> Any:
    """Of order one, no element real that need not be."""
    m = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
    return m + m.conj().T


def antisymmetric(rng: np.random.Generator = RNG) -> Any:
    m = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
    return m - m.T


F, T_JI = hermitian(), antisymmetric()


def ours(
    f: Any = F,
    transition: Any = None,
    epsilon: float = 1e-4,
    mass: float = 1e-3,
    P: Any = SHARES,
    mixing: Any = U,
    **extra: Any,
) -> solar_rate.Rate:
    """The rate at one point."""
    return solar_rate.rate(
        np.asarray(f)[None],
        np.zeros((1, 3, 3), complex) if transition is None else transition[None],
        mixing[None],
        P,
        np.array([epsilon]),
        np.array([mass]),
        borexino_rate.recoils(),
        **{name: np.array([value]) for name, value in extra.items()},
    )


# --- brute force ----------------------------------------------------------------------------------


def vertex(left: complex, right: complex) -> Any:
    """iγ^μ(left P_L + right P_R)."""
    return helicity.vector_vertex(1j * left, 1j * right)


def massive(q: Any, mass: float) -> Any:
    """Propagator of a massive vector, lower indices."""
    lowered = METRIC @ q
    return -1j * (METRIC - np.outer(lowered, lowered) / mass**2) / (dot(q, q) - mass**2)


def through_kinetic_mixing(q: Any, mass: float, epsilon: float) -> Any:
    """A' turns into a photon through +(ε/2)FF' = ε(∂_μA_ν∂^μA'^ν − …): iε(q²g^{μν} − q^μq^ν)."""
    insertion = 1j * epsilon * (dot(q, q) * METRIC - np.outer(q, q))
    return massive(q, mass) @ insertion @ (-1j * METRIC / dot(q, q))


def structures(
    recoil: float, epsilon: float, mass: float, electron: tuple[float, float], interchange: int = -1
) -> tuple[Any, ...]:
    """M of Z, of W, of A' per f, of A' per dipole: an amplitude for each set of helicities.

    D_μ = ∂_μ + igT^aW^a_μ + ig'YB_μ: ℒ = −g/c (T₃ − Qs²) ψ̄γψ Z − g/√2 (ν̄γP_L e W⁺ + h.c.) + eψ̄γψ A
    for the electron.
    """
    event = Scattering(ENERGY, recoil, M_E, seed=5)
    q, crossed = event.q, event.p_out - event.k
    sin2, unit = 1 - COS**2, WEAK_COUPLING / COS
    z_nu, z_e = vertex(-unit / 2, 0), vertex(-unit * (sin2 - 0.5), -unit * sin2)
    w = vertex(-WEAK_COUPLING / math.sqrt(2), 0)
    dipole = [1j * g for g in helicity.dipole_vertex(1, 0, q)]
    mixed, direct = through_kinetic_mixing(q, mass, epsilon), massive(q, mass)
    found = []
    for s, t, a, b in product(SPINS, repeat=4):
        nu, nu_out = helicity.P_L @ u(event.k, 0, s), bar(u(event.k_out, 0, t))
        e, e_out = u(event.p, M_E, a), bar(u(event.p_out, M_E, b))

        def dark(
            neutrino: Any, nu: Any = nu, nu_out: Any = nu_out, e: Any = e, e_out: Any = e_out
        ) -> Any:
            upper = current(nu_out, neutrino, nu)
            charged = current(e_out, vertex(CHARGE, CHARGE), e)
            more = current(e_out, vertex(*electron), e)
            return upper @ mixed @ charged + upper @ direct @ more

        exchange = current(nu_out, z_nu, nu) @ massive(q, WEAK.M_Z) @ current(e_out, z_e, e)
        charged_current = (
            interchange * current(nu_out, w, e) @ massive(crossed, WEAK.M_W) @ current(e_out, w, nu)
        )
        found.append((exchange, charged_current, dark(vertex(1, 0)), dark(dipole)))
    return tuple(np.array(found).T / 1j)


def brute_force(
    f: Any = F,
    transition: Any = None,
    epsilon: float = 1e-4,
    mass: float = 1e-3,
    universal: float = 0.0,
    electron: tuple[float, float] = (0.0, 0.0),
    interchange: int = -1,
) -> float:
    """R/R_SM from |Σ of all exchanges|², helicity by helicity, ν_i → ν_j by ν_i → ν_j."""
    x, weights = np.polynomial.legendre.leggauss(14)
    recoils = T_MIN + (T_MAX - T_MIN) * (x + 1) / 2
    T = np.zeros((3, 3)) if transition is None else transition
    with_dark, without = 0.0, 0.0
    for recoil, weight in zip(recoils, weights, strict=True):
        z, w, vector, dipole = structures(recoil, epsilon, mass, electron, interchange)
        for j, i in product(range(3), repeat=2):
            weak = z * (i == j) + w * U[0, j].conj() * U[0, i]
            dark = vector * (f[j, i] + universal * (i == j)) + dipole * T[j, i]
            with_dark += weight * SHARES[0, i] * np.sum(np.abs(weak + dark) ** 2)
            without += weight * SHARES[0, i] * np.sum(np.abs(weak) ** 2)
    return with_dark / without


MASSES = [1e-6, 1e-3, 0.1]


def scale(mass: float, epsilon: float = 1e-4) -> float:
    """|f| at which A' is as strong as Z and W."""
    return abs(2 * math.sqrt(2) * WEAK.G_F * (mass**2 + 2 * M_E * T_MIN) / (epsilon * CHARGE))


@pytest.mark.parametrize("mass", MASSES)
@pytest.mark.parametrize("epsilon", [1e-4, -1e-4])
def test_two_exchanges_from_spinors(mass: float, epsilon: float) -> None:
    """Both signs of ε; the sign, the conjugate, the transpose and a factor 2 are seen."""
    f = 0.5 * scale(mass) * F
    expected = brute_force(f, epsilon=epsilon, mass=mass)
    assert ours(f, epsilon=epsilon, mass=mass).total[0] == pytest.approx(expected, rel=1e-8)
    one_way = f * np.array([1.0, 0.1, 0.0])
    found = brute_force(one_way, epsilon=epsilon, mass=mass)
    assert ours(one_way, epsilon=epsilon, mass=mass).total[0] == pytest.approx(found, rel=1e-8)
    wrong = [
        ours(f, epsilon=-epsilon, mass=mass),
        ours(f.conj(), epsilon=epsilon, mass=mass),
        ours(2 * f, epsilon=epsilon, mass=mass),
        ours(f, epsilon=epsilon, mass=2 * mass + 1e-3),
        ours(f, epsilon=epsilon, mass=mass, P=SHARES[:, ::-1]),
    ]
    for rate in wrong:
        assert abs(rate.total[0] / expected - 1) > 1e-3
    assert abs(ours(one_way.T, epsilon=epsilon, mass=mass).total[0] / found - 1) > 1e-3


@pytest.mark.parametrize("epsilon", [1e-4, -1e-4])
def test_dipole_and_other_couplings_from_spinors(epsilon: float) -> None:
    """Everything at once: dipole, universal coupling, chiral electrons."""
    mass = 2e-3
    size = scale(mass)
    dark: dict[str, Any] = {
        "f": 0.4 * size * F,
        "transition": 300 * size * T_JI,
        "epsilon": epsilon,
        "mass": mass,
        "universal": -0.7 * size,
        "electron": (1.3e-5, -2.1e-5),
    }
    expected = brute_force(**dark)
    found = ours(**dark)
    assert found.total[0] == pytest.approx(expected, rel=1e-8)
    assert min(abs(x[0]) for x in vars(found).values()) > 0.05
    for change in (
        {"universal": 0.7 * size},
        {"electron": (-2.1e-5, 1.3e-5)},
        {"electron": (-1.3e-5, 2.1e-5)},
        {"transition": None},
        {"transition": math.sqrt(2) * dark["transition"]},
    ):
        assert abs(ours(**(dark | change)).total[0] / expected - 1) > 1e-3


def test_dipole_does_not_interfere() -> None:
    """Its rate is the same for every phase and adds; the neutrino leaves with the other helicity."""
    mass = 1e-3
    f, moment = 0.5 * scale(mass) * F, 1e3 * scale(mass) * T_JI
    alone = brute_force(0 * F, moment, mass=mass) - 1
    assert alone > 0.1
    assert brute_force(f, moment, mass=mass) - brute_force(f, mass=mass) == pytest.approx(
        alone, rel=1e-9
    )
    assert ours(f, moment, mass=mass).dipole[0] == pytest.approx(alone, rel=1e-8)
    assert current_scattering.outgoing("L") == (True, False)
    assert current_scattering.outgoing("R") == (False, True)
    event = Scattering(ENERGY, 3e-4, M_E, seed=1)
    into = [helicity.P_L @ u(event.k, 0, s) for s in SPINS]
    for vertices, projector in (
        (helicity.vector_vertex(1, 0), helicity.P_R),
        (helicity.dipole_vertex(1, 0, event.q), helicity.P_L),
    ):
        kept = [bar(projector @ u(event.k_out, 0, t)) for t in SPINS]
        gone = [bar((np.eye(4) - projector) @ u(event.k_out, 0, t)) for t in SPINS]
        absent = max(np.abs(current(a, vertices, b)).max() for a in kept for b in into)
        present = max(np.abs(current(a, vertices, b)).max() for a in gone for b in into)
        assert absent < 1e-12 * present


def test_interchange_of_fermions_matters() -> None:
    """Without the sign of two identical lines W would weaken ν_e; A' would interfere otherwise."""
    f = 0.5 * scale(1e-3) * F
    assert abs(brute_force(f, interchange=1) / ours(f).total[0] - 1) > 0.01


# --- the Standard Model ---------------------------------------------------------------------------


def test_weak_couplings_are_derived() -> None:
    """−1/2 + s², s² from Z; +1 from W for ν_e; which U is conjugated, from the same Lagrangian."""
    sin2 = sp.sin(THETA_W) ** 2
    left, right = current_scattering.neutral_current()
    assert sp.simplify(left - (sin2 - sp.Rational(1, 2))) == 0
    assert sp.simplify(right - sin2) == 0
    assert sp.simplify(left + (sin2 - sp.Rational(1, 2))) != 0
    assert current_scattering.fierz_sign() == -1
    assert current_scattering.charged_current() == current_scattering.neutral_current_mixing()
    z, w = solar_rate.weak_couplings()
    assert z == pytest.approx([WEAK.sin2_theta_w - 0.5, WEAK.sin2_theta_w], rel=1e-14)
    assert w == pytest.approx([1, 0], rel=1e-14)


def test_dipole_form_is_the_cross_section() -> None:
    """Parity of the electron's coupling: L and R weigh alike, and the sum is the known law."""
    from darktmm.derive.conventions import ELEMENTARY_CHARGE
    from darktmm.derive.laws import scattering
    from darktmm.derive.laws.dipole import T

    form = current_scattering.dipole_form()
    unit = {scattering.KAPPA: 1, ELEMENTARY_CHARGE: 1, sp.Abs(T): 1}
    square = scattering.amplitude_squared().subs(unit)
    propagator = scattering.momentum_transfer() - scattering.MEDIATOR**2
    assert sp.simplify(sum(form) - square * propagator**2) == 0
    assert form[0, 0] == form[1, 1] and form[0, 1] == form[1, 0]
    x = current_scattering.spin_form()
    assert x[0, 1] == x[1, 0] and not x.has(sp.I)


# --- laws -----------------------------------------------------------------------------------------


def test_nothing_dark_is_the_standard_model() -> None:
    for rate in (ours(epsilon=0.0), ours(0 * F), ours(F, mass=1e12)):
        assert rate.total[0] == pytest.approx(1, abs=1e-15)


def test_parts_scale() -> None:
    one, two = (ours(k * F, k * T_JI) for k in (1.0, -2.0))
    assert two.interference[0] == pytest.approx(-2 * one.interference[0], rel=1e-13)
    assert two.exchange[0] == pytest.approx(4 * one.exchange[0], rel=1e-13)
    assert two.dipole[0] == pytest.approx(4 * one.dipole[0], rel=1e-13)
    other = ours(F, T_JI, epsilon=-1e-4)
    assert other.interference[0] == pytest.approx(-one.interference[0], rel=1e-14)
    assert other.exchange[0] == one.exchange[0] and other.dipole[0] == one.dipole[0]


def test_majorana_phases_are_not_seen() -> None:
    """ν_i → e^{iφ_i}ν_i, in U and in f; in U alone they are seen."""
    phases = np.exp(1j * np.array([0.3, 1.1, -2.0]))
    f = 0.5 * scale(1e-3) * F
    moved = f * np.outer(phases.conj(), phases)
    expected = ours(f).total[0]
    assert ours(moved, mixing=U * phases).total[0] == pytest.approx(expected, rel=1e-13)
    assert abs(ours(f, mixing=U * phases).total[0] / expected - 1) > 1e-3


def test_a_coupling_of_the_electron_is_kinetic_mixing() -> None:
    """c_L = c_R = εe is what ε does; a universal f is f·1."""
    both = (1e-4 * CHARGE, 1e-4 * CHARGE)
    assert ours(F, T_JI, 0.0, electron=both).total[0] == pytest.approx(
        ours(F, T_JI).total[0], rel=1e-14
    )
    assert ours(0 * F, universal=0.3).total[0] == pytest.approx(
        ours(0.3 * np.eye(3)).total[0], rel=1e-14
    )
    undone = ours(F, T_JI, electron=(-both[0], -both[1]))
    assert undone.total[0] == pytest.approx(1, abs=1e-15)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    size=st.floats(-3, 6),
    logarithm=st.floats(-6, 1),
    sign=st.sampled_from([-1.0, 1.0]),
)
def test_norm(seed: int, size: float, logarithm: float, sign: float) -> None:
    """R ≥ (√R_η − √R_SM)², whatever f; and what the norm excludes the exact rate excludes."""
    rng, mass = np.random.default_rng(seed), 10**logarithm
    f = scale(mass) * 10**size * hermitian(rng)
    rate = ours(f, scale(mass) * antisymmetric(rng), sign * 1e-4, mass)
    largest, eta = borexino_rate.largest_ratio(), rate.exchange[0]
    assert rate.total[0] * (1 + 1e-12) >= (math.sqrt(eta) - 1) ** 2
    assert abs(rate.interference[0]) <= 2 * math.sqrt(eta) * (1 + 1e-12)
    (amplitude,) = borexino_rate.relative_amplitude(
        f[None], SHARES, np.array([sign * 1e-4]), np.array([mass])
    )
    assert amplitude == pytest.approx(math.sqrt(eta), rel=1e-10)
    if amplitude > 1 + math.sqrt(largest):
        assert rate.total[0] > largest


def test_extremes() -> None:
    """|f| of 1e6 and m_A' of 1 keV to 1e12 GeV: finite, no warning."""
    with np.errstate(all="raise", under="ignore"):
        for mass in (1e-6, 1.0, 1e12):
            for epsilon in (0.99, -0.99):
                rate = ours(1e6 * F, 1e3 * T_JI, epsilon, mass)
                assert np.isfinite(rate.total[0]) and rate.total[0] >= 0
        assert np.isnan(ours(mass=math.nan).total[0]) and np.isnan(ours(epsilon=math.nan).total[0])


def test_bad_input() -> None:
    with pytest.raises(ValueError, match=r"mass = -0\.1: must be >= 0"):
        ours(mass=-0.1)
    with pytest.raises(ValueError, match=r"electron: shape \(1, 3\), must be \(1, 2\)"):
        ours(electron=(1.0, 1.0, 1.0))
    with pytest.raises(ValueError, match=r"universal: shape \(1, 2\), must be \(1,\)"):
        ours(universal=(1.0, 1.0))


def test_many_points_take_a_second() -> None:
    n = 100_000
    f = np.broadcast_to(F, (n, 3, 3))
    mixing, P = np.broadcast_to(U, (n, 3, 3)), np.broadcast_to(SHARES[0], (n, 3))
    start = time.perf_counter()
    rate = solar_rate.rate(
        f, f, mixing, P, np.full(n, 1e-4), np.full(n, 1e-3), borexino_rate.recoils()
    )
    assert time.perf_counter() - start < 5
    assert np.ptp(rate.total) <= 1e-12 * rate.total[0]
