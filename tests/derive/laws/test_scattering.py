"""The dipole scattering law: against explicit spinors and Vogel and Engel; the recast integral."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE, bohr_magneton
from darktmm.derive.laws import dipole, scattering
from darktmm.derive.laws.dipole import T
from darktmm.derive.laws.scattering import (
    ENERGY,
    KAPPA,
    MASS_RECOIL,
    MEDIATOR,
    RECOIL,
    T_MAX,
    T_MIN,
)
from tests.derive import helicity
from tests.derive.equality import EVERY_RECOIL, PRECISION, RECOILS, agree, same
from tests.derive.helicity import Scattering

DIPOLE = 0.7 - 0.4j


def values(point: tuple[float, ...], **changed: Any) -> dict[sp.Expr, Any]:
    """A point for the expressions of `scattering`, with unit charge."""
    energy, recoil, mass, mediator = point
    table = {
        ENERGY: energy,
        RECOIL: recoil,
        ELECTRON_MASS: mass,
        MEDIATOR: mediator,
        KAPPA: 1,
        ELEMENTARY_CHARGE: 1,
        T: DIPOLE,
    }
    return {**table, **{symbol: changed.get(symbol.name, v) for symbol, v in table.items()}}


def squared(point: tuple[float, ...], **changed: Any) -> float:
    """|M|², derived."""
    return float(scattering.amplitude_squared().subs(values(point, **changed)))


def spinors(
    point: tuple[float, ...], left: complex, right: complex, handed: Any = helicity.P_L
) -> float:
    """|M|² helicity by helicity, averaged over the spin of the target."""
    energy, recoil, mass, mediator = point
    return Scattering(energy, recoil, mass, seed=11).square(left, right, mediator, handed) / 2


# --- |M|² ---------------------------------------------------------------------------------------


@EVERY_RECOIL
def test_amplitude_squared(point: tuple[float, ...]) -> None:
    """Exact in the electron mass, with the whole propagator of the mediator."""
    assert agree(squared(point), spinors(point, DIPOLE, -np.conj(DIPOLE)))


@EVERY_RECOIL
@pytest.mark.parametrize(
    "changed",
    [{"T_ji": 2 * DIPOLE}, {"kappa": 0.5}, {"M": 0.9}, {"m_e": 0.3}, {"E_nu": 1.1}],
    ids=lambda changed: next(iter(changed)),
)
def test_amplitude_squared_rejects_mutations(
    point: tuple[float, ...], changed: dict[str, Any]
) -> None:
    """The same comparison with one quantity changed on one side."""
    assert not agree(squared(point, **changed), spinors(point, DIPOLE, -np.conj(DIPOLE)))


@EVERY_RECOIL
def test_left_handed_neutrinos_see_t_alone(point: tuple[float, ...]) -> None:
    """R P_R never meets ν_L; an incoming right-handed state measures |R| = |T| instead."""
    assert agree(squared(point), spinors(point, DIPOLE, 5.0))
    assert spinors(point, 0, 1.0) < PRECISION**2 * spinors(point, 1.0, 0)
    assert agree(squared(point), spinors(point, 5.0, -np.conj(DIPOLE), helicity.P_R))
    assert not agree(squared(point), spinors(point, 5.0, -np.conj(DIPOLE)))
    assert not agree(squared(point), spinors(point, DIPOLE, 5.0, np.eye(4)))


def test_magnetic_moment_alone_is_not_the_rate() -> None:
    """|f^M|² is |T|² for a CP phase of π/2 only: real T scatters although f^M = 0."""
    point = RECOILS["light mediator"]
    real = squared(point, T_ji=abs(DIPOLE))
    assert agree(real, squared(point, T_ji=1j * abs(DIPOLE)))
    assert dipole.magnetic(sp.Symbol("t", real=True)) == 0
    assert real > 0


# --- kinematics ---------------------------------------------------------------------------------


@EVERY_RECOIL
def test_momentum_transfer(point: tuple[float, ...]) -> None:
    """q² = −2mₑT."""
    energy, recoil, mass, _ = point
    event = Scattering(energy, recoil, mass, seed=12)
    ours = float(scattering.momentum_transfer().subs(values(point)))
    assert abs(ours - helicity.dot(event.q, event.q)) < PRECISION * energy**2
    assert same(scattering.momentum_transfer(), -2 * ELECTRON_MASS * RECOIL)


def test_largest_recoil() -> None:
    """2E²/(mₑ + 2E), where the neutrino of a random event comes straight back."""
    expected = 2 * ENERGY**2 / (ELECTRON_MASS + 2 * ENERGY)
    assert same(scattering.largest_recoil(), expected)
    energy, mass = 0.862, 0.511
    largest = float(expected.subs({ENERGY: energy, ELECTRON_MASS: mass}))
    cosine = 1 - mass * largest / (energy * (energy - largest))
    assert abs(cosine + 1) < PRECISION
    assert not same(scattering.largest_recoil(), ENERGY)


def test_mandelstam_form() -> None:
    """dσ/dt = Σ|M|²/(16π(s − mₑ²)²), the textbook's, with dt = 2mₑ dT."""
    s_minus = 2 * ELECTRON_MASS * ENERGY
    textbook = scattering.amplitude_squared() / (16 * sp.pi * s_minus**2) * 2 * ELECTRON_MASS
    assert same(scattering.cross_section(), textbook)
    assert not same(scattering.cross_section(), textbook / (2 * ELECTRON_MASS))


def test_recoils_fill_the_phase_space() -> None:
    """∫dT dΦ₂/dT up to T_max is ∫dΦ₂ = (1 − mₑ²/s)/8π."""
    s = ELECTRON_MASS**2 + 2 * ELECTRON_MASS * ENERGY
    total = scattering.recoil_phase_space() * scattering.largest_recoil()
    assert same(total, (1 - ELECTRON_MASS**2 / s) / (8 * sp.pi))


# --- Vogel and Engel ----------------------------------------------------------------------------

ALPHA, MU = sp.symbols("alpha mu", positive=True)
UNITS = {ELEMENTARY_CHARGE: sp.sqrt(4 * sp.pi * ALPHA)}


def vogel_engel(mu: sp.Expr) -> sp.Expr:
    """Phys. Rev. D 39 (1989) 3378: πα²/mₑ² · (1/T − 1/E) · μ², μ in Bohr magnetons."""
    return sp.pi * ALPHA**2 / ELECTRON_MASS**2 * (1 / RECOIL - 1 / ENERGY) * mu**2


def photon(moment: sp.Expr) -> sp.Expr:
    """dσ/dT through the photon for a coefficient T_ji."""
    ours = scattering.cross_section().subs({MEDIATOR: 0, KAPPA: 1})
    return ours.subs(sp.Abs(T), moment).subs(UNITS)


def test_photon_exchange() -> None:
    """The magnetic cross-section, for |T| = μ μ_B as for a Dirac moment."""
    moment = dipole.dirac_normalisation() * MU * bohr_magneton().subs(UNITS)
    assert same(photon(moment), vogel_engel(MU))


@pytest.mark.parametrize("factor", [2, sp.Rational(1, 2), sp.sqrt(2)])
def test_photon_exchange_rejects_mutations(factor: sp.Expr) -> None:
    """Another normalisation of the moment is refused."""
    moment = dipole.dirac_normalisation() * MU * bohr_magneton().subs(UNITS)
    assert not same(photon(factor * moment), vogel_engel(MU))


def test_operator_of_the_paper_scatters_four_times_as_often() -> None:
    """With μ_ji of (7), summed over all i and j, T = 2μ: the rate is that of twice the moment."""
    moment = dipole.majorana_normalisation() * MU * bohr_magneton().subs(UNITS)
    assert same(photon(sp.Abs(moment)), vogel_engel(2 * MU))


def test_dark_photon() -> None:
    """κ = ε multiplies the amplitude, 2mₑT/(2mₑT + M²) as well: the shape factor (34)."""
    epsilon = sp.Symbol("epsilon", positive=True)
    factor = 2 * ELECTRON_MASS * RECOIL / (2 * ELECTRON_MASS * RECOIL + MEDIATOR**2)
    massless = scattering.cross_section().subs({MEDIATOR: 0, KAPPA: 1})
    ours = scattering.cross_section().subs(KAPPA, epsilon)
    assert same(ours, epsilon**2 * factor**2 * massless)
    assert same(scattering.shape_factor(), factor)
    assert not same(ours, epsilon**2 * factor * massless)


# --- recast -------------------------------------------------------------------------------------

WINDOW = {T_MIN: mp.mpf(50), T_MAX: mp.mpf("664.9"), ENERGY: mp.mpf(862)}
"""keV: a threshold, the endpoint of ⁷Be neutrinos, their energy."""

SYMBOLS = (T_MIN, T_MAX, ENERGY, MASS_RECOIL)
RATIOS = [mp.mpf(x) for x in ("0.01", "9.8", "100", "978", "1e5")]


def at(expression: sp.Expr, w: mp.mpf) -> mp.mpf:
    """An expression of the recast in the window, at the current precision."""
    return sp.lambdify(SYMBOLS, expression, "mpmath")(*WINDOW.values(), w)


@pytest.mark.parametrize("w", RATIOS, ids=str)
def test_recast_integral(w: mp.mpf) -> None:
    """The closed form is the integral of (1/T − 1/E)F² as (33) has it."""
    low, high, energy = WINDOW.values()

    def integrand(t: mp.mpf) -> mp.mpf:
        return (1 / t - 1 / energy) * (t / (t + w)) ** 2

    with mp.workdps(40):
        ours, numeric = at(scattering.recast_integral(), w), mp.quad(integrand, [low, 200, high])
        assert abs(ours / numeric - 1) < mp.mpf(10) ** -25
        for wrong in (2 * w, w / 2):
            assert abs(at(scattering.recast_integral(), wrong) / numeric - 1) > mp.mpf(10) ** -5


def test_recast_integrand_is_that_of_the_cross_section() -> None:
    """α|T|²κ² times the integrand is dσ/dT at M² = 2mₑw."""
    alpha = ELEMENTARY_CHARGE**2 / (4 * sp.pi)
    mediator = {MEDIATOR: sp.sqrt(2 * ELECTRON_MASS * MASS_RECOIL)}
    ours = alpha * sp.Abs(T) ** 2 * KAPPA**2 * scattering.recast_integrand()
    assert same(ours, scattering.cross_section().subs(mediator))
    assert not same(2 * ours, scattering.cross_section().subs(mediator))


def test_light_mediator() -> None:
    """F → 1 with its first correction."""
    closed = (
        sp.log(T_MAX / T_MIN) - (T_MAX - T_MIN) / ENERGY,
        -2 * (1 / T_MIN - 1 / T_MAX) + 2 * sp.log(T_MAX / T_MIN) / ENERGY,
    )
    found = scattering.light_mediator(), scattering.light_correction()
    for ours, expected in zip(found, closed, strict=True):
        assert same(sp.expand_log(ours - expected), sp.S.Zero)
    with mp.workdps(40):
        w = mp.mpf(10) ** -12
        rest = at(scattering.recast_integral() - found[0], w) / w
        assert abs(rest / at(found[1], w) - 1) < mp.mpf(10) ** -11
        assert at(found[1], w) < 0


def test_heavy_mediator() -> None:
    """F → T/w: the integral falls as w⁻², the limit on μ rises as M²."""
    assert same(
        scattering.heavy_mediator(),
        (T_MAX**2 - T_MIN**2) / 2 - (T_MAX**3 - T_MIN**3) / (3 * ENERGY),
    )
    with mp.workdps(60):
        w = mp.mpf(10) ** 12
        ratio = at(scattering.recast_integral() * MASS_RECOIL**2 / scattering.heavy_mediator(), w)
        assert abs(ratio - 1) < mp.mpf(10) ** -8
        assert abs(at(scattering.recast_integral() * MASS_RECOIL, w)) < mp.mpf(10) ** -5


@pytest.mark.parametrize("w", RATIOS, ids=str)
def test_local_exponent_is_a_slope(w: mp.mpf) -> None:
    """d ln μ/d ln M by finite differences in M ∝ √w."""
    with mp.workdps(40):
        step = mp.mpf(10) ** -12
        up, down = (at(scattering.limit_ratio(), w * mp.exp(2 * s)) for s in (step, -step))
        slope = mp.log(up / down) / (2 * step)
        ours = at(scattering.local_exponent(), w)
        assert abs(ours - slope) < mp.mpf(10) ** -12
        assert abs(ours - slope / 2) > mp.mpf(10) ** -5


def test_local_exponent_runs_from_0_to_2() -> None:
    """Monotonic in between; at M = 1 MeV the limit does not yet grow as M²."""
    with mp.workdps(60):
        exponents = [at(scattering.local_exponent(), mp.mpf(10) ** n) for n in range(-8, 12)]
        assert all(a < b for a, b in pairwise(exponents))
        assert 0 < exponents[0] < mp.mpf(10) ** -8
        assert 0 < 2 - exponents[-1] < mp.mpf(10) ** -7
        assert 1.4 < at(scattering.local_exponent(), mp.mpf(1000) ** 2 / (2 * 511)) < 1.6


def test_result() -> None:
    """Exact, and the formulas are those that are exported."""
    found = scattering.result(None)
    assert all(not e.right.has(sp.Float) for e in found.formulas)
    laws = [e.right for e in found.formulas]
    assert scattering.cross_section() in laws
    assert scattering.recast_integral() in laws
    (by_moment,) = (e.right for e in found.formulas if r"\mu_B" in e.left)
    assert same(by_moment, vogel_engel(MU))
