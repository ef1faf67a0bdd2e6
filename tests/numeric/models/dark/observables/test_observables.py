"""Observables: widths of A' and Z and the parameter T, by other routes; one point and many."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from random_points import random_point, random_points

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.laws.current_scattering import F_JI
from darktmm.derive.laws.dipole import T as DIPOLE
from darktmm.derive.laws.kinetic_mixing import EPSILON
from darktmm.derive.laws.two_body import dirac_pair_width
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    M_E,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    dark_model,
    oblique,
    scalar_mass,
)
from darktmm.derive.models.dark import aprime_decays as decays
from darktmm.derive.symbols import M_LEPTON, M_W
from darktmm.numeric.constraints.z_width import neutrino_width
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.models.dark.observables.dark_photon import (
    HEAVY_PAIRS,
    widths,
)
from darktmm.numeric.models.dark.observables.electroweak import oblique_T, z_width
from darktmm.numeric.models.dark.parameters import Parameters, rotation
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.predictions import LEPTON_CHANNELS, SCALE, VISIBLE, Predictions
from darktmm.numeric.processes.mass_mixing import universal_neutrino_coupling
from tests.derive.helicity import Decay, vector_vertex

ANGLES = 0.3, 1.1
OPEN = random_point(
    np.random.default_rng(21),
    m_L=1.3,
    m_R=-0.4,
    m_D=2.1,
    M_E=7.0,
    M_H=np.array([0.25, 0.9]),
    M_A=np.array([0.4, 1.7]),
    O_R=rotation(ANGLES[0]),
    O_I=rotation(ANGLES[1]),
    m_aprime=20.0,
    epsilon=-3e-3,
)
"""Everything is open."""


def exact(x: float) -> sp.Rational:
    """A double as a rational number."""
    return sp.Rational(x)


def channels(point: Parameters) -> dict[str, float]:
    """Widths of one point, GeV."""
    return {name: float(w[0]) for name, w in DarkPredictions(point).aprime_widths.items()}


@cache
def derived() -> dict[str, sp.Expr]:
    """The widths of `derive` by channel, in symbols."""
    model = dark_model(neutrinos=2, majorana_angle=THETA)
    table = {f"N_{a} N_{b}": decays.heavy_width(model, a, b) for a, b in HEAVY_PAIRS}
    for k in (1, 2):
        for m in (1, 2):
            table[f"H_{k} A_{m}"] = decays.scalar_width(model, k, m)
    charge = G_D * Q_N
    table["E E"] = dirac_pair_width()(DARK_PHOTON.mass, M_E, M_E, charge, charge)
    ew = electroweak()
    for name, mass in zip(LEPTON_CHANNELS, (ew.m_e, ew.m_mu, ew.m_tau), strict=True):
        table[name] = decays.lepton_width().subs(M_LEPTON, exact(mass))
    return table


def values(p: Parameters) -> dict[sp.Symbol, sp.Expr]:
    """The symbols of the widths at a point."""
    point = p.only
    table = {
        DARK_PHOTON.mass: point.m_aprime,
        M_E: point.M_E,
        G_D: point.g_D,
        Q_N: point.Q_N,
        Q_S: point.Q_S,
        THETA: point.majorana_angle,
        THETA_R: ANGLES[0],
        THETA_I: ANGLES[1],
        EPSILON: point.epsilon,
        ELEMENTARY_CHARGE: constants().elementary_charge,
    }
    table |= dict(zip((M_1, M_2), point.heavy_masses, strict=True))
    for kind, masses in (("H", point.M_H), ("A", point.M_A)):
        table |= {scalar_mass(kind, k): m for k, m in enumerate(masses, start=1)}
    return {symbol: exact(float(number)) for symbol, number in table.items()}


# --- widths of A' --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", derived())
def test_widths_are_those_of_the_derivation(name: str) -> None:
    """50 digits from the symbols, double precision from the arrays."""
    expected = derived()[name].subs(values(OPEN)).evalf(50)
    assert expected > 0
    assert channels(OPEN)[name] == pytest.approx(float(expected), rel=1e-12, abs=0)


def test_widths_into_neutrinos() -> None:
    """Sum over pairs of |T_ji|² and |f_ji|², those of a Majorana pair with itself counted half."""
    o = DarkPredictions(OPEN)
    # what mass mixing with the Z adds to every flavour alike
    universal = universal_neutrino_coupling(o.z_mixing)[0] * np.eye(3)
    moment, vector = o.transition_moment[0], o.neutrino_vector[0] + universal
    at_mass = {DARK_PHOTON.mass: exact(20.0)}

    def total(law: Callable[[int, int], sp.Expr]) -> float:
        return float(sum(law(j, i) for i in range(3) for j in range(i)).evalf(50))

    def size(c: complex) -> sp.Expr:
        return exact(c.real) + sp.I * exact(c.imag)

    dipole = total(
        lambda j, i: decays.neutrino_dipole_width().subs(at_mass | {DIPOLE: size(moment[j, i])})
    )
    assert channels(OPEN)["nu nu (dipole)"] == pytest.approx(dipole, rel=1e-12, abs=0)
    different = total(
        lambda j, i: decays.neutrino_vector_width(False).subs(at_mass | {F_JI: size(vector[j, i])})
    )
    same = sum(
        decays.neutrino_vector_width(True).subs(
            at_mass | {decays.F_II: exact(float(vector[i, i].real))}
        )
        for i in range(3)
    )
    expected = different + float(same.evalf(50))
    assert channels(OPEN)["nu nu (vector)"] == pytest.approx(expected, rel=1e-12, abs=0)
    assert abs(different + 2 * float(same.evalf(50)) - expected) > 0.01 * expected


def by_spinors(mass: float) -> dict[str, float]:
    """Widths from explicit spinors, couplings written down by hand.

    N = O(N₁, N₂) with one Dirac current of charge g: axial, cos 2θ for equal and sin 2θ for different
    ones; S = (H + iA)/√2.
    """
    here = OPEN.only
    g, angle = here.g_D * here.Q_N, here.majorana_angle
    heavy = here.heavy_masses
    table = {}
    for (a, b), axial in zip(
        HEAVY_PAIRS, (np.cos(2 * angle), np.sin(2 * angle), -np.cos(2 * angle)), strict=True
    ):
        decay = Decay(mass, heavy[a - 1], heavy[b - 1], seed=1)
        width = decay.dirac(vector_vertex(g * axial, -g * axial))
        table[f"N_{a} N_{b}"] = width / 2 if a == b else width
    current = here.O_R.T @ here.O_I
    for k in range(2):
        for m in range(2):
            c = here.g_D * here.Q_S * current[k, m]
            table[f"H_{k + 1} A_{m + 1}"] = Decay(mass, here.M_H[k], here.M_A[m], seed=2).scalars(
                c, -c
            )
    table["E E"] = Decay(mass, here.M_E, here.M_E, seed=3).dirac(vector_vertex(g, g))
    ew = electroweak()
    charge = here.epsilon * constants().elementary_charge if here.epsilon else 0.0
    for name, lepton in zip(LEPTON_CHANNELS, (ew.m_e, ew.m_mu, ew.m_tau), strict=True):
        table[name] = Decay(mass, lepton, lepton, seed=4).dirac(vector_vertex(charge, charge))
    return table


def test_widths_from_explicit_spinors() -> None:
    found = channels(OPEN)
    for name, width in by_spinors(20.0).items():
        assert found[name] == pytest.approx(width, rel=1e-10, abs=0), name
    for name, width in by_spinors(21.0).items():
        assert abs(found[name] / width - 1) > 0.01, name


MUTATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "other angle": ({"m_L": -0.4, "m_R": 1.3}, "N_1 N_1"),
    "sign of M_1": ({"m_L": 2.3, "m_R": 2.6}, "N_1 N_2"),
    "mixing": ({"O_R": rotation(-0.3)}, "H_1 A_2"),
    "coupling": ({"g_D": 1.01 * OPEN.g_D}, "E E"),
    "epsilon": ({"epsilon": 3.1e-3}, "mu mu"),
}


@pytest.mark.parametrize(("changes", "name"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_another_point_has_another_width(changes: dict[str, Any], name: str) -> None:
    other = OPEN.with_(**changes)
    expected = derived()[name].subs(values(OPEN)).evalf(50)
    if name == "N_1 N_1":  # θ → π/2 − θ only turns the sign of cos 2θ
        assert channels(other)[name] == pytest.approx(float(expected), rel=1e-12, abs=0)
        other = OPEN.with_(m_L=-0.4)
    assert abs(channels(other)[name] / float(expected) - 1) > 1e-3


THRESHOLDS = {
    "N_1 N_1": 2 * abs(OPEN.only.heavy_masses[0]),
    "N_1 N_2": float(np.abs(OPEN.heavy_masses).sum()),
    "H_2 A_1": float(OPEN.M_H[0, 1] + OPEN.M_A[0, 0]),
    "E E": 2 * OPEN.only.M_E,
    "e e": 2 * electroweak().m_e,
    "tau tau": 2 * electroweak().m_tau,
}


@pytest.mark.parametrize(("name", "threshold"), THRESHOLDS.items(), ids=THRESHOLDS.keys())
def test_channels_open_at_their_threshold(name: str, threshold: float) -> None:
    """Closed at it and one digit below, open just above."""
    for mass in (np.nextafter(threshold, 0), threshold):
        assert channels(OPEN.with_(m_aprime=float(mass)))[name] == 0
    above = channels(OPEN.with_(m_aprime=threshold * (1 + 1e-9)))[name]
    assert 0 < above < 1e-2 * channels(OPEN.with_(m_aprime=2 * threshold))[name]


def test_neutrinos_are_always_open() -> None:
    light = channels(OPEN.with_(m_aprime=1e-6))
    assert {name for name, w in light.items() if w > 0} == {"nu nu (vector)", "nu nu (dipole)"}


def test_branching_ratio() -> None:
    """E and leptons are seen, everything else is not."""
    o = DarkPredictions(
        Parameters.stack([OPEN, OPEN.with_(m_aprime=1e-6), OPEN.with_(m_aprime=0.3)])
    )
    unseen = sum(w for name, w in o.aprime_widths.items() if name not in VISIBLE)
    assert set(VISIBLE) == {*LEPTON_CHANNELS, "E E"}
    np.testing.assert_allclose(o.br_invisible, unseen / o.total_width, rtol=1e-14)
    assert o.br_invisible[1] == 1
    assert 0 < o.br_invisible[0] < 1 and o.br_invisible[2] < 1
    seen = (
        o.aprime_widths["e e"]
        + o.aprime_widths["mu mu"]
        + o.aprime_widths["tau tau"]
        + o.aprime_widths["E E"]
    )
    np.testing.assert_allclose(o.total_width - o.invisible_width, seen, rtol=1e-12, atol=1e-25)


def test_nothing_to_decay_into() -> None:
    """Without Yukawas and mixing with the Z, below 2mₑ: no width, no branching ratio."""
    none = {"m_L": 0.0, "m_R": 0.0, "y": np.zeros((3, 2), dtype=complex)}
    idle = OPEN.with_(m_aprime=1e-3, **none)
    o = DarkPredictions(idle)
    assert o.total_width == 0 and np.isnan(o.br_invisible).all()


def test_without_dark_photon() -> None:
    """Widths are unknown; what does not need A' is as before."""
    bare = DarkPredictions(OPEN.with_(m_aprime=None, epsilon=None))
    full = DarkPredictions(OPEN)
    for name, width in bare.aprime_widths.items():
        assert np.isnan(width).all(), name
    assert np.isnan(bare.br_invisible).all() and np.isnan(bare.total_width).all()
    for name in (
        "transition_moment",
        "neutrino_vector",
        "charged_dipole",
        "neutrino_mass",
        "oblique_T",
    ):
        np.testing.assert_array_equal(getattr(bare, name), getattr(full, name))


def test_any_number_of_generations() -> None:
    for g in (1, 3):
        sample = random_points(3, g, seed=22, m_aprime=100.0)
        found = widths(sample, *(np.zeros((3, 3, 3), dtype=complex),) * 2)
        pairs = [name for name in found if name.startswith("H_")]
        assert pairs == [f"H_{k + 1} A_{m + 1}" for k in range(g) for m in range(g)]
        # masses negligible: Σ_km C_km² = g
        light = sample.with_(M_H=sample.M_H * 1e-6, M_A=sample.M_A * 1e-6)
        all_pairs = widths(light, *(np.zeros((3, 3, 3), dtype=complex),) * 2)
        total = sum(all_pairs[name] for name in pairs)
        np.testing.assert_allclose(total, g * sample.g_D**2 * 100.0 / (48 * np.pi), rtol=1e-9)


# --- Z and T -------------------------------------------------------------------------------------


def test_light_doublet_counts_as_two_neutrinos() -> None:
    """Vector-like: both chiralities; for any Majorana masses far below M_Z."""
    sample = random_points(6, seed=23)
    light = sample.with_(m_L=sample.m_L * 1e-4, m_R=sample.m_R * 1e-4, m_D=sample.m_D * 1e-4)
    np.testing.assert_allclose(z_width(light) / neutrino_width(), 2, rtol=1e-6)
    assert np.abs(z_width(sample) / neutrino_width() - 2).max() > 1e-4


def test_z_width_closes() -> None:
    """Dirac: one threshold at 2m_D = M_Z; Majorana with m_L = m_R: only N₁N₂."""
    mass = electroweak().M_Z
    points = [
        OPEN.with_(m_L=0.0, m_R=0.0, m_D=0.51 * mass),
        OPEN.with_(m_L=0.0, m_R=0.0, m_D=0.49 * mass),
        OPEN.with_(m_L=0.45 * mass, m_R=0.45 * mass, m_D=0.56 * mass),
        OPEN.with_(m_L=0.35 * mass, m_R=0.45 * mass, m_D=0.56 * mass),
    ]
    closed, dirac, equal, different = z_width(Parameters.stack(points))
    assert closed == 0
    assert equal < 1e-30  # cos² 2θ in double precision
    assert dirac > 1e-3 and different > 1e-3


T_POINTS = {
    "generic": (1.3, -0.4, 2.1, 7.0),
    "heavy": (130.0, -40.0, 410.0, 700.0),
    "equal Majorana masses": (50.0, 50.0, 300.0, 500.0),
    "light N": (1e-3, 2e-3, 5e-3, 2000.0),
    "light E": (500.0, 100.0, 2000.0, 1.0),
    "near-degenerate": (1e-3, 2e-3, 300.0, 300.01),
    "seesaw": (0.0, 5000.0, 1.0, 100.0),
}


@pytest.mark.parametrize("masses", T_POINTS.values(), ids=T_POINTS.keys())
def test_T_against_its_closed_form(masses: tuple[float, float, float, float]) -> None:
    """Logarithms at 30 digits, also for another M_E, where they differ."""
    m_l, m_r, m_d, m_e = masses
    sample = OPEN.with_(m_L=m_l, m_R=m_r, m_D=m_d, M_E=m_e)
    law = oblique.oblique_T()
    weak = electroweak()
    arguments = [*sample.heavy_masses[0], sample.majorana_angle[0], m_e, SCALE, weak.M_W]
    numbers = [exact(float(x)) for x in (*arguments, weak.sin2_theta_w)]
    at = dict(zip(law.arguments, numbers, strict=True))
    expected = float(law.doit().subs(at).evalf(30, maxn=400))
    found = float(oblique_T(sample)[0])
    assert found == pytest.approx(expected, rel=1e-7, abs=0)
    assert at[M_W] == exact(weak.M_W)
    other = float(law.doit().subs(at | {M_E: exact(1.1 * m_e)}).evalf(30, maxn=400))
    assert abs(other / expected - 1) > 1e-4


def test_T_vanishes_on_the_custodial_lines() -> None:
    """M_E = M₂ or M_E = −M₁ for m_L = m_R, at every scale; nowhere near."""
    rng = np.random.default_rng(24)
    n = 20
    m, m_d = 10 ** rng.uniform(-1, 3, (2, n))
    base = random_points(n, seed=25)
    for shift, heavy in ((m, m + m_d), (-m, m + m_d)):
        sample = base.with_(m_L=shift, m_R=shift, m_D=m_d, M_E=heavy)
        for scale in (1.0, SCALE, 1e7):
            size = (heavy / electroweak().M_W) ** 2
            assert np.all(np.abs(oblique_T(sample, scale)) < 1e-12 * size)
        beside = sample.with_(M_E=1.1 * heavy)
        assert np.all(np.abs(oblique_T(beside, 1e7)) > 1e-3 * (0.1 * heavy / 80) ** 2)


@pytest.mark.parametrize(("m_l", "m_r", "m_d"), [(0.3, 0.3, 0.3), (-0.3, -0.3, 0.3), (2, 0, 0)])
def test_T_of_a_massless_neutrino(m_l: float, m_r: float, m_d: float) -> None:
    """The limit of a light one, without a warning; for m_L = m_R = m_D exactly massless."""
    massless = OPEN.with_(m_L=float(m_l), m_R=float(m_r), m_D=float(m_d))
    light = massless.with_(m_R=m_r + 1e-7)
    sample = Parameters.stack([massless, light])
    assert np.any(sample.heavy_masses[0] == 0) and np.all(sample.heavy_masses[1] != 0)
    with np.errstate(all="raise", under="ignore"):
        limit, beside = oblique_T(sample)
    assert limit == pytest.approx(beside, rel=1e-5, abs=0)
    assert abs(limit - oblique_T(massless.with_(m_D=m_d + 0.1))[0]) > 1e-6


@pytest.mark.parametrize("scale", [0.0, -1.0, np.nan, np.inf])
def test_scale_is_positive(scale: float) -> None:
    with pytest.raises(ValueError, match=rf"^scale = {scale}: must be a positive number"):
        oblique_T(OPEN, scale)


def test_T_does_not_depend_on_the_block(stand_in: pytest.MonkeyPatch) -> None:
    from darktmm.numeric.models.dark.observables import electroweak as module

    sample = random_points(7, seed=26)
    whole = oblique_T(sample)
    stand_in.setattr(module, "_BLOCK", 3)
    np.testing.assert_allclose(oblique_T(sample), whole, rtol=1e-13)


# --- one and many --------------------------------------------------------------------------------

ARRAYS = ("transition_moment", "neutrino_vector", "charged_dipole", "neutrino_mass", "z_width")


def difference(one: Predictions, other: Predictions) -> float:
    """Largest deviation of any observable in units of its largest element."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in (*ARRAYS, "oblique_T")]
    pairs += [(one.aprime_widths[name], other.aprime_widths[name]) for name in one.aprime_widths]
    return max(
        float(np.abs(a - b).max() / max(np.abs(b).max(), np.finfo(float).tiny)) for a, b in pairs
    )


@pytest.mark.parametrize("g", [2, 3])
def test_many_points_are_like_one(g: int) -> None:
    points = random_points(6, g, seed=27)
    batch = DarkPredictions(points)
    assert batch.size == 6
    for k, point in enumerate(points):
        one = DarkPredictions(point)
        assert difference(batch[k : k + 1], one) < 1e-9
        assert difference(one, DarkPredictions(point.with_(y=1.01 * point.y))) > 0.01
        for name in ARRAYS:
            scale = np.abs(getattr(one, name)).max() + np.finfo(float).tiny
            np.testing.assert_allclose(
                getattr(batch, name)[k] / scale, getattr(one, name)[0] / scale, atol=1e-12, rtol=0
            )
