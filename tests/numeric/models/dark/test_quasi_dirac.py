"""Tiny breaking of U(1)_D: moment and mass lose no digit, and vanish where they must."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import by_paths
import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from random_points import random_points

from darktmm.derive.loops.functions import M_A1, M_H1, M, mass_function, path_function
from darktmm.derive.models.dark import G_D, Q_S, THETA, DarkModel, radiative_mass, transition
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters, rotation

DIGITS = 90
SMALL = [1e-1, 1e-3, 1e-6, 1e-9, 1e-12]
QUANTITIES: dict[str, tuple[Callable[[Parameters], Any], Callable[[Parameters], Any]]] = {
    "moment": (moments.transition_coefficient, by_paths.transition_coefficient),
    "mass": (moments.radiative_neutrino_mass, by_paths.radiative_neutrino_mass),
}
EVERY_QUANTITY = pytest.mark.parametrize("which", QUANTITIES)

BASE = random_points(1, seed=91, m_D=1.3, O_R=np.eye(2))[0]


def quasi_dirac(m: float, angle: float = 0.7, ratio: float = 1.0, **changes: Any) -> Parameters:
    """m_R = m m_D, m_L = ratio times as much, O_R = 1, O_I a rotation."""
    values = {"m_L": ratio * m * BASE.m_D, "m_R": m * BASE.m_D, "O_I": rotation(angle)} | changes
    return BASE.with_(**values)


def of(which: str, *points: Parameters) -> Any:
    """The vectorised quantity."""
    return QUANTITIES[which][0](Parameters.stack(points))


def deviation(found: Any, expected: Any) -> float:
    """In units of the largest element."""
    return float(np.abs(found - expected).max() / np.abs(expected).max())


# --- against the formulas for one point -----------------------------------------------------------


@pytest.mark.parametrize("m", SMALL)
@EVERY_QUANTITY
def test_small_majorana_masses(which: str, m: float) -> None:
    """m_L = m_R and m_L = −0.4 m_R, any number of generations; a part in 10⁶ of m is seen."""
    points = [quasi_dirac(m), quasi_dirac(m, ratio=-0.4)]
    for g in (2, 3):
        made = {"m_L": m, "m_R": 0.3 * m, "m_D": 1.0}
        points = points if g == 2 else random_points(3, g, seed=92, **made)
        for found, point in zip(of(which, *points), points, strict=True):
            expected = QUANTITIES[which][1](point)
            assert deviation(found, expected) < 1e-12
            wrong = point.with_(m_L=point.m_L * (1 + 1e-6), m_R=point.m_R * (1 + 1e-6))
            assert deviation(found, QUANTITIES[which][1](wrong)) > 1e-7
            assert deviation(found, QUANTITIES[which][1](point.with_(m_R=-point.m_R))) > 1e-3


# --- against the sum over both heavy fermions, with many digits -------------------------------------


@cache
def eigenstates(which: str) -> tuple[Any, Any]:
    """κ_α(g_D, Q_S, θ) and the loop function of one N."""
    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    if which == "moment":
        kappa, function = transition.path_normalisations(model), path_function()
    else:
        kappa, function = radiative_mass.normalisations(model), mass_function()
    loop = sp.lambdify((M, M_H1, M_A1), function.doit(), "mpmath")
    return sp.lambdify((G_D, Q_S, THETA), list(kappa), "mpmath"), loop


def plain_sum(which: str, point: Parameters, angle: float) -> Any:
    """T_ji or m_ij (GeV) of a point with m_L = m_R, O_R = 1 and O_I a rotation by `angle`."""
    with mp.workdps(DIGITS):
        kappas, loop = eigenstates(which)
        here = point.only
        m, m_d = mp.mpf(here.m_L), mp.mpf(here.m_D)
        c, s = mp.cos(mp.mpf(angle)), mp.sin(mp.mpf(angle))
        turned = mp.matrix([[c, s], [-s, c]])
        even = mp.matrix([[mp.mpc(complex(z)) for z in row] for row in here.coupling.conj()])
        odd = even * turned
        scalars = [[mp.mpf(float(x)) for x in masses] for masses in (here.M_H, here.M_A)]
        weights = kappas(mp.mpf(here.g_D), mp.mpf(here.Q_S), mp.pi / 4)
        loops: dict[tuple[int, int, int], Any] = {}
        for alpha, mass in enumerate((m - m_d, m + m_d)):
            for k, n in product(range(2), repeat=2):
                pair = (scalars[0][k], scalars[1][n])
                if which == "mass":
                    pair = (scalars[k][n], mp.mpf("0.77"))
                loops[alpha, k, n] = weights[alpha] * mass * loop(abs(mass), *pair)
        total = np.zeros((3, 3), dtype=complex)
        for j, i in product(range(3), repeat=2):
            value = mp.mpc(0)
            for (_, k, n), size in loops.items():
                if which == "moment":
                    there, back = even[i, k] * odd[j, n], odd[i, n] * even[j, k]
                    value += turned[k, n] * (there - back) * size
                else:
                    couplings = (even, odd)[k]
                    value += (-1) ** k * couplings[i, n] * couplings[j, n] * size
            total[j, i] = complex(value)
    return total if which == "moment" else total * moments.EV_PER_GEV


@pytest.mark.parametrize(("m", "angle"), [(1e-1, 0.7), (1e-6, 1e-6), (1e-12, 1e-12), (0.3, 1e-12)])
@EVERY_QUANTITY
def test_against_the_plain_sum(which: str, m: float, angle: float) -> None:
    """90 digits, N₁ and N₂ and every pair of scalars on its own; the angle enters the moment."""
    point = quasi_dirac(m, angle)
    (found,) = of(which, point)
    assert deviation(found, plain_sum(which, point, angle)) < 1e-12
    other = plain_sum(which, point.with_(m_L=point.m_L * 1.001), angle)
    assert deviation(found, other) > 1e-4
    if which == "moment":
        assert deviation(found, plain_sum(which, point, 1.001 * angle)) > 1e-4
        assert deviation(found, plain_sum(which, point, -angle)) > 1


@pytest.mark.parametrize("split", [1e-2, 1e-6, 1e-9, 1e-12])
def test_small_splitting_of_h_and_a(split: float) -> None:
    """H and A mix alike and nearly weigh the same: the mass is what the splitting leaves."""
    point = quasi_dirac(1e-3, 0.0)
    point = point.with_(M_A=point.M_H * (1 + split))
    (found,) = of("mass", point)
    assert deviation(found, plain_sum("mass", point, 0.0)) < 1e-12
    further = point.with_(M_A=point.M_H * (1 + 2 * split))
    rounding = 1e-15 / split  # of M_A − M_H
    assert deviation(of("mass", further)[0], 2 * found) < 10 * split + rounding


# --- powers and zeros -------------------------------------------------------------------------------


@EVERY_QUANTITY
def test_linear_in_the_majorana_mass(which: str) -> None:
    points = [quasi_dirac(m, ratio=0.6) for m in SMALL[2:]]
    found = of(which, *points)
    for k, m in enumerate(SMALL[2:]):
        assert deviation(found[k] / m, found[-1] / SMALL[-1]) < 1e-11 + 10 * m
    nearly = of(which, quasi_dirac(0.3, ratio=0.6))[0]
    assert deviation(nearly / 0.3, found[-1] / SMALL[-1]) > 1e-3


def test_moment_is_linear_in_the_angle() -> None:
    """Between the mixings of H and A; the mass is not: spectra differ."""
    found = of("moment", *(quasi_dirac(0.2, angle) for angle in SMALL[2:]))
    for k, angle in enumerate(SMALL[2:]):
        assert deviation(found[k] / angle, found[-1] / SMALL[-1]) < 1e-11 + 10 * angle
    masses = of("mass", *(quasi_dirac(0.2, angle) for angle in SMALL[3:]))
    assert deviation(masses[0], masses[1]) < 1e-6


def test_exact_zeros() -> None:
    """Lepton number conserved; H and A alike. Not: equal spectra with another mixing, equal mixing."""
    conserved = [quasi_dirac(0.0), random_points(1, 3, seed=93, m_L=0.0, m_R=0.0)[0]]
    for point in conserved:
        assert not of("moment", point).any() and not of("mass", point).any()
    mixed_alike = quasi_dirac(0.2, 0.0)
    alike = mixed_alike.with_(M_A=mixed_alike.M_H)
    assert not of("moment", mixed_alike).any() and of("mass", mixed_alike).any()
    assert not of("moment", alike).any() and not of("mass", alike).any()
    turned = quasi_dirac(0.2, 0.7, M_A=BASE.M_H)
    assert of("moment", turned).any() and of("mass", turned).any()
    degenerate = quasi_dirac(0.2, 0.7, M_A=np.full(2, 1.7))
    assert not of("moment", degenerate).any() and of("mass", degenerate).any()


def test_mutated_inputs_are_seen() -> None:
    """Exchanged scalars, conjugated Yukawas, lepton number violated the other way round."""
    sample = quasi_dirac(1e-9, 1e-9)
    for which, (vectorised, _) in QUANTITIES.items():
        expected = vectorised(sample)
        for wrong in (
            sample.with_(M_A=sample.M_A[:, ::-1]),
            sample.with_(y=sample.y.conj()),
            sample.with_(m_L=-sample.m_L, m_R=-sample.m_R),
        ):
            assert deviation(vectorised(wrong), expected) > 1e-3, which
