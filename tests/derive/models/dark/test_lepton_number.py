"""The fermion line in terms of m_L and m_R: against the sum over N₁ and N₂, and in unrotated fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from darktmm.derive.loops.euclidean import TAU
from darktmm.derive.loops.functions import M_A1, M_H1, M, mass_function, path_function
from darktmm.derive.models.dark import (
    G_D,
    M_1,
    M_2,
    M_DIRAC,
    M_LEFT,
    M_RIGHT,
    Q_S,
    THETA,
    DarkModel,
    lepton_number,
    radiative_mass,
    transition,
)
from darktmm.numeric.models.dark.brute_force.neutral import Quadrature, transition_amplitude
from darktmm.numeric.models.dark.brute_force.neutral import radiative_mass as brute_force_mass
from darktmm.numeric.models.dark.parameters import Parameters, pmns
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.ledger import TOLERANCE

GENERAL = DarkModel(neutrinos=2, majorana_angle=THETA)
DIGITS = 30
G_VALUE, Q_VALUE = mp.mpf("0.7"), mp.mpf(-3)


# --- the matrix ---------------------------------------------------------------------------------


@pytest.mark.parametrize("power", [1, 2, 3])
def test_line_is_an_element_of_a_function_of_the_mass_matrix(power: int) -> None:
    """[𝓜 (τ + 𝓜²)⁻ⁿ]_RR times det(τ + 𝓜²)ⁿ, by inverting a 2×2 matrix; not the LL element."""
    m = sp.Matrix([[M_LEFT, M_DIRAC], [M_DIRAC, M_RIGHT]])
    squared = TAU * sp.eye(2) + m * m
    function = m * squared.adjugate() ** power
    coefficients = lepton_number.right_handed_line(GENERAL, power)
    found = sum(c * TAU**j for j, c in enumerate(coefficients))
    assert sp.expand(found - function[1, 1]) == 0
    assert sp.expand(found - function[0, 0]) != 0
    assert sp.expand(found + function[1, 1]) != 0


@pytest.mark.parametrize("power", [1, 2, 3])
def test_every_coefficient_is_odd(power: int) -> None:
    """In (m_L, m_R) together; even in m_D; in m_L alone neither."""
    flipped = {M_LEFT: -M_LEFT, M_RIGHT: -M_RIGHT}
    coefficients = lepton_number.right_handed_line(GENERAL, power)
    for c in coefficients:
        assert sp.expand(c.subs(flipped, simultaneous=True) + c) == 0
        assert sp.expand(c.subs(M_DIRAC, -M_DIRAC) - c) == 0
        assert c.subs({M_LEFT: 0, M_RIGHT: 0}) == 0 and c != 0
    assert sp.expand(coefficients[0].subs(M_LEFT, -M_LEFT) + coefficients[0]) != 0


def test_prefactor_knows_no_angle() -> None:
    """κ_α/O_Rα² is the same for N₁ and N₂, whatever θ; what stands in front is g_D Q_S alone."""
    assert lepton_number.moment_form(GENERAL).prefactor.free_symbols == {G_D, Q_S}
    assert lepton_number.mass_form(GENERAL).prefactor.free_symbols == set()


def test_two_shares_that_differ_are_refused() -> None:
    shares = transition.path_normalisations(GENERAL)
    with pytest.raises(ArithmeticError, match="couple through more than N_R"):
        lepton_number._common(GENERAL, (shares[0], 2 * shares[1]))


# --- integrated, against the sum over mass eigenstates ------------------------------------------


@dataclass(frozen=True)
class Values:
    """A point in many digits: masses, θ, λ*_{ia} of two neutrinos, mixing matrices."""

    M_1: Any
    M_2: Any
    theta: Any
    M_H: tuple[Any, ...]
    M_A: tuple[Any, ...]
    even: Any
    odd: Any
    current: Any

    @property
    def lagrangian(self) -> tuple[Any, Any, Any]:
        """m_L, m_R, m_D."""
        c, s = mp.cos(self.theta), mp.sin(self.theta)
        # (m_L, m_D; m_D, m_R) = O diag(M₁, M₂) Oᵀ with second row (c, s)
        m_l = self.M_1 * s**2 + self.M_2 * c**2
        return m_l, self.M_1 * c**2 + self.M_2 * s**2, (self.M_2 - self.M_1) * s * c


def orthogonal(angles: tuple[str, ...]) -> Any:
    """A rotation in two or three dimensions."""
    n = 2 if len(angles) == 1 else 3
    total = mp.eye(n)
    for angle, (p, q) in zip(angles, ((0, 1), (0, 2), (1, 2)), strict=False):
        plane = mp.eye(n)
        plane[p, p] = plane[q, q] = mp.cos(mp.mpf(angle))
        plane[p, q], plane[q, p] = mp.sin(mp.mpf(angle)), -mp.sin(mp.mpf(angle))
        total = total * plane
    return total


def values(theta: str, first: str, second: str, generations: int) -> Values:
    """Everything different from everything else."""
    n = generations
    right = orthogonal(("0.3", "-0.7", "1.2")[: 1 if n == 2 else 3])
    left = orthogonal(("1.1", "0.2", "2.0")[: 1 if n == 2 else 3])
    lam = mp.matrix(2, n)
    for k, (i, a) in enumerate(product(range(2), range(n)), start=1):
        lam[i, a] = mp.mpc(mp.mpf(k) / 7, mp.mpf(3 - k * k) / 5)
    return Values(
        M_1=mp.mpf(first),
        M_2=mp.mpf(second),
        theta=mp.mpf(theta),
        M_H=tuple(map(mp.mpf, ("0.25", "0.35", "0.6")[:n])),
        M_A=tuple(map(mp.mpf, ("0.2", "0.4", "0.5")[:n])),
        even=lam * right,
        odd=lam * left,
        current=right.T * left,
    )


@cache
def integrand(which: str) -> Any:
    """The fermion line of τ and of masses and couplings."""
    forms = {"moment": lepton_number.moment_form, "mass": lepton_number.mass_form}
    arguments = (TAU, G_D, Q_S, M_1, M_2, M_LEFT, M_RIGHT, M_DIRAC)
    return sp.lambdify(arguments, forms[which](GENERAL).integrand(), "mpmath")


@cache
def eigenstates(which: str) -> tuple[Any, Any]:
    """κ_α(g_D, Q_S, θ) and the loop function of one N and a pair of scalars, closed form."""
    if which == "moment":
        kappa, function = transition.path_normalisations(GENERAL), path_function()
    else:
        kappa, function = radiative_mass.normalisations(GENERAL), mass_function()
    loop = sp.lambdify((M, M_H1, M_A1), function.doit(), "mpmath")
    return sp.lambdify((G_D, Q_S, THETA), list(kappa), "mpmath"), loop


def integrated(
    which: str, v: Values, masses: tuple[Any, Any, Any] | None = None, sign: int = 1
) -> Any:
    """T_21 or m_21 as in the head of `derive.models.dark.lepton_number`."""
    n = len(v.M_H)
    line = integrand(which)
    lagrangian = v.lagrangian if masses is None else masses

    @cache
    def loop(*scalars: Any) -> Any:
        def f(tau: Any) -> Any:
            value = line(tau, G_VALUE, Q_VALUE, v.M_1, v.M_2, *lagrangian)
            for x in scalars:
                value /= tau + x**2
            return value

        scale = max(abs(v.M_2), abs(v.M_1))
        u_max = mp.mpf(40)
        nodes = [-u_max, -20, -10, -5, 0, 5, 10, 20, u_max]
        return mp.quad(lambda u: f(scale**2 * mp.exp(u)) * scale**2 * mp.exp(u), nodes)

    total, c = mp.mpc(0), v.current
    if which == "moment":
        last = v.M_A[-1]
        for k in range(n):
            for l in range(k + 1, n):
                minor = v.even[0, k] * v.even[1, l] - v.even[0, l] * v.even[1, k]
                for m in range(n - 1):
                    weight = (v.M_H[l] ** 2 - v.M_H[k] ** 2) * (last**2 - v.M_A[m] ** 2)
                    weight *= c[k, m] * c[l, m]
                    total += minor * weight * loop(v.M_H[k], v.M_H[l], v.M_A[m], last)
        return sign * total
    for k, l, m in product(range(n), repeat=3):
        weight = (v.M_A[m] ** 2 - v.M_H[k] ** 2) * c[k, m] * c[l, m]
        total += v.even[0, k] * v.even[1, l] * weight * loop(v.M_H[k], v.M_A[m])
    return sign * total


def summed(which: str, v: Values) -> Any:
    """The same, N₁ and N₂ one after the other, every loop on its own."""
    n, (kappas, loop) = len(v.M_H), eigenstates(which)
    total = mp.mpc(0)
    for kappa, mass in zip(kappas(G_VALUE, Q_VALUE, v.theta), (v.M_1, v.M_2), strict=True):
        if which == "moment":
            for k, m in product(range(n), repeat=2):
                paths = v.even[0, k] * v.odd[1, m] - v.odd[0, m] * v.even[1, k]
                path = loop(abs(mass), v.M_H[k], v.M_A[m])
                total += kappa * mass * v.current[k, m] * paths * path
            continue
        reference = mp.mpf("0.77")  # of the bubbles; it drops out
        for couplings, scalars, sign in ((v.even, v.M_H, 1), (v.odd, v.M_A, -1)):
            for k in range(n):
                product_ = couplings[0, k] * couplings[1, k]
                total += sign * kappa * mass * product_ * loop(abs(mass), scalars[k], reference)
    return total


POINTS = {
    "generic": ("0.4", "-0.8", "1.4", 2),
    "m_L = m_R": (mp.nstr(mp.pi / 4, 60), "-0.3", "1.1", 2),
    "same signs": ("1.2", "0.5", "1.7", 2),
    "three generations": ("0.9", "-0.8", "1.4", 3),
    "quasi-Dirac": ("0.7853", "-1.0", "1.000001", 2),
}
EVERY_POINT = pytest.mark.parametrize("name", POINTS)
EVERY_QUANTITY = pytest.mark.parametrize("which", ["moment", "mass"])


@EVERY_POINT
@EVERY_QUANTITY
def test_integral_is_the_sum_over_mass_eigenstates(which: str, name: str) -> None:
    """To 12 digits and better; a sign, m_L ↔ m_R, a Majorana mass twice as large are told apart."""
    with mp.workdps(DIGITS):
        v = values(*POINTS[name])
        with mp.workdps(2 * DIGITS):
            expected = summed(which, values(*POINTS[name]))
        assert abs(integrated(which, v) / expected - 1) < mp.mpf(10) ** -12
    m_l, m_r, m_d = v.lagrangian
    with mp.workdps(15):
        for wrong in ((m_l, 2 * m_r, m_d), (-m_l, -m_r, m_d)):
            assert abs(integrated(which, v, wrong) / expected - 1) > 1e-2
        if name != "m_L = m_R":
            assert abs(integrated(which, v, (m_r, m_l, m_d)) / expected - 1) > 1e-6
        assert abs(integrated(which, v, sign=-1) / expected - 1) > 1


@EVERY_QUANTITY
def test_scalars_alike_and_fermions_dirac(which: str) -> None:
    """Nothing without m_L, m_R; nothing where H and A are the same; no moment where they mix alike."""
    with mp.workdps(15):
        v = values(*POINTS["generic"])
        m_d = v.lagrangian[2]
        assert integrated(which, v, (mp.mpf(0), mp.mpf(0), m_d)) == 0
        alike = replace(v, M_A=v.M_H, odd=v.even, current=mp.eye(2))
        scale = abs(integrated(which, v))
        assert abs(integrated(which, alike)) < 1e-13 * scale
        differ = abs(integrated(which, replace(alike, M_A=v.M_A)))
        assert differ > 1e-3 * scale if which == "mass" else differ < 1e-13 * scale


# --- in unrotated fields ------------------------------------------------------------------------


def test_against_the_loop_momentum_in_unrotated_fields() -> None:
    """T and m by explicit 8×8 propagators and a four-dimensional integral: no algebra is shared."""
    rng = np.random.default_rng(71)
    y = 0.3 * (rng.normal(size=(3, 2)) + 1j * rng.normal(size=(3, 2)))
    with mp.workdps(20):
        v = values(*POINTS["generic"])
        m_l, m_r, m_d = map(float, v.lagrangian)
        rotations = [orthogonal((angle,)) for angle in ("0.3", "1.1")]
    point = Parameters(
        m_L=m_l,
        m_R=m_r,
        m_D=m_d,
        M_E=2000.0,
        M_H=np.array([0.25, 0.35]),
        M_A=np.array([0.2, 0.4]),
        O_R=np.array(rotations[0].tolist(), dtype=float),
        O_I=np.array(rotations[1].tolist(), dtype=float),
        y=y,
        g_D=float(G_VALUE),
        Q_N=-float(Q_VALUE),
        Q_S=float(Q_VALUE),
        U=pmns(0.59, 0.149, 0.76, 3.7, 0.4, 1.9),
    )
    theory, rule = unrotated(point), Quadrature(momentum_fraction=1.5e-2, polar_order=4)
    T = transition_amplitude(theory, rule).total.T
    m = brute_force_mass(theory, rule).matrix
    conjugate = point.only.coupling.conj()
    with mp.workdps(20):
        for i, j in ((0, 1), (0, 2), (1, 2)):
            lam = mp.matrix([[mp.mpc(complex(z)) for z in conjugate[k]] for k in (i, j)])
            here = replace(v, even=lam * rotations[0], odd=lam * rotations[1])
            assert abs(complex(integrated("moment", here)) / T[j, i] - 1) < TOLERANCE
            assert abs(complex(integrated("mass", here)) / m[j, i] - 1) < TOLERANCE
            assert abs(complex(integrated("moment", here)) / T[i, j] - 1) > 1
