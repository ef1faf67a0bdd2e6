"""The moment and the radiative mass as numbers: other routes, zeros, invariances, digits, signs."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path
from types import ModuleType
from typing import Any

import by_paths
import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from darktmm.derive.conventions import bohr_magneton
from darktmm.derive.laws import dipole
from darktmm.derive.loops.functions import path_function
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.models.dark import (
    G_D,
    M_1,
    M_2,
    Q_N,
    Q_S,
    THETA,
    THETA_I,
    THETA_R,
    DarkModel,
    coupling,
    radiative_mass,
    scalar_mass,
    transition,
    vector_form_factor,
)
from darktmm.numeric.inputs import constants
from darktmm.numeric.models.dark import moments, paths
from darktmm.numeric.models.dark.brute_force.neutral import (
    BruteForceAmplitude,
    Quadrature,
    RadiativeMass,
    transition_amplitude,
)
from darktmm.numeric.models.dark.brute_force.neutral import radiative_mass as brute_force_mass
from darktmm.numeric.models.dark.parameters import Parameters, pmns, rotation
from darktmm.numeric.models.dark.paths import mass_normalisations, moment_normalisations
from darktmm.papers.arxiv_2603_25704 import as_printed
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.ledger import TOLERANCE
from darktmm.report.points import bundled

Array = NDArray[Any]

DIGITS = 60

PROPERTY = settings(max_examples=30, deadline=None)
CLOSELY = settings(max_examples=10, deadline=None)
"""Where every example is evaluated with sixty digits."""

PAIRS = tuple(permutations(range(3), 2))
"""(j, i), j ≠ i."""


# --- points ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A point together with the angles of its mixing matrices, which fix them to any precision."""

    point: Parameters
    angles_R: tuple[float, ...]
    angles_I: tuple[float, ...]


PLANES = {1: (), 2: ((0, 1),), 3: ((0, 1), (0, 2), (1, 2))}


def mixing(n: int, angles: tuple[float, ...]) -> Any:
    """A product of plane rotations as an mpmath matrix; R(θ) for n = 2."""
    total = mp.eye(n)
    for (p, q), angle in zip(PLANES[n], angles, strict=True):
        plane = mp.eye(n)
        plane[p, p] = plane[q, q] = mp.cos(angle)
        plane[p, q], plane[q, p] = mp.sin(angle), -mp.sin(angle)
        total = total * plane
    return total


def double(matrix: Any) -> Array:
    """An mpmath matrix as doubles."""
    return np.array([[float(x) for x in row] for row in matrix.tolist()])


def case(angles_R: tuple[float, ...], angles_I: tuple[float, ...], **fields: Any) -> Case:
    """A point from angles; what is not given is generic."""
    n = len(fields["M_H"])
    with mp.workdps(30):
        o_r, o_i = (double(mixing(n, angles)) for angles in (angles_R, angles_I))
    defaults = {"M_E": 2000.0, "g_D": 0.5, "Q_N": 1.0, "Q_S": -1.0, "U": PMNS}
    values = defaults | fields
    for name in ("M_H", "M_A"):
        values[name] = np.array(values[name], dtype=float)
    return Case(Parameters(O_R=o_r, O_I=o_i, **values), angles_R, angles_I)


PMNS = pmns(0.59, 0.149, 0.76, 3.7, 0.4, 1.9)

YUKAWA = np.array(
    [
        [0.08 + 0.01j, 0.02 + 0.05j, -0.03 + 0.02j],
        [0.03 - 0.01j, 0.07 + 0.02j, 0.05 - 0.06j],
        [0.01 + 0.02j, -0.04 + 0.03j, 0.02 + 0.01j],
    ]
)

THREE = {"M_H": [0.25, 0.35, 0.6], "M_A": [0.2, 0.4, 0.5], "y": YUKAWA}
TWO = {"M_H": [0.25, 0.35], "M_A": [0.2, 0.4], "y": YUKAWA[:, :2]}

GENERIC = {
    "different Majorana masses, m < m_D": case((0.3,), (1.1,), m_L=0.2, m_R=0.15, m_D=0.4, **TWO),
    "three generations": case(
        (0.3, -0.7, 1.2), (1.1, 0.2, 2.0), m_L=0.7, m_R=-1.3, m_D=0.4, **THREE
    ),
}
"""The two points at which everything is compared with brute force in the quick part."""


def reference() -> Parameters:
    """The generic point of the package."""
    return Parameters.from_file(bundled("reference"))


POWERS_OF_TWO = st.integers(-6, 6).map(lambda k: 2.0**k)
LOG_MASS = st.floats(-1.5, 1.5).map(lambda u: 10.0**u)
ANGLE = st.floats(-math.pi, math.pi)
COMPLEX = st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(lambda z: complex(*z))


@st.composite
def masses(draw: st.DrawFn, count: int) -> list[float]:
    """So many masses, no two of which agree to better than a part in 10⁶."""
    logs = draw(
        st.lists(st.integers(-1_500_000, 1_500_000), min_size=count, max_size=count, unique=True)
    )
    return [10.0 ** (u / 1e6) for u in logs]


@st.composite
def cases(draw: st.DrawFn, n: int | None = None, equal: bool | None = None) -> Case:
    """Anywhere in the parameter space of n complex scalars."""
    n = n or draw(st.integers(1, 3))
    sign = st.sampled_from([1, -1])
    m_l = draw(LOG_MASS) * draw(sign)
    equal = draw(st.booleans()) if equal is None else equal
    m_r = m_l if equal else draw(LOG_MASS) * draw(sign)
    scalars = draw(masses(2 * n))
    angles = [tuple(draw(ANGLE) for _ in PLANES[n]) for _ in "RI"]
    charge = draw(st.sampled_from([1.0, -1.0, 0.5]))
    return case(
        angles[0],
        angles[1],
        m_L=m_l,
        m_R=m_r,
        m_D=draw(st.one_of(st.just(0.0), LOG_MASS)),
        M_H=scalars[:n],
        M_A=scalars[n:],
        y=np.array([[draw(COMPLEX) for _ in range(n)] for _ in range(3)]),
        g_D=draw(st.floats(0.1, 2)),
        Q_N=charge,
        Q_S=-charge,
        U=pmns(
            *(draw(st.floats(0, math.pi / 2)) for _ in range(3)), *(draw(ANGLE) for _ in range(3))
        ),
    )


def moment(p: Parameters) -> Array:
    """T_ji of one point."""
    return moments.transition_coefficient(p)[0]


def neutrino_mass(p: Parameters) -> Array:
    """m_ij of one point, eV."""
    return moments.radiative_neutrino_mass(p)[0]


def delta_loop(p: Parameters, k: int = 0, m: int = 0) -> Array:
    """ΔJ_α of one point."""
    return paths.delta_loop(p, k, m)[0]


def directions(p: Parameters) -> tuple[Array, Array]:
    """T of N₁ → N₂ and back where N radiates, of one point."""
    forward, backward = paths.fermion_radiated_directions(p)
    return forward[0], backward[0]


def fermion_radiated(p: Parameters) -> Array:
    """Their sum."""
    return paths.fermion_radiated(p)[0]


def largest(matrix: Any) -> float:
    """Largest modulus of an element."""
    return float(np.max(np.abs(matrix)))


def moment_scale(point: Parameters) -> float:
    """What T would be if nothing but ΔJ cancelled: the size of which rounding is a part in 10¹⁶."""
    kappa = np.abs(moment_normalisations(point)[0] * point.only.heavy_masses)
    loops = sum(
        kappa @ np.abs(delta_loop(point, k, m))
        for k in range(point.generations - 1)
        for m in range(point.generations - 1)
    )
    return float(largest(point.only.coupling) ** 2 * loops)


def mass_scale(point: Parameters) -> float:
    """The same for the radiative mass in eV: one bubble with every coupling of one sign."""
    from darktmm.numeric import kernels

    total = 0.0
    for kappa, mass in zip(mass_normalisations(point)[0], point.only.heavy_masses, strict=True):
        for scalars in (point.only.M_H, point.only.M_A):
            bubbles = np.abs(kernels.mass(abs(mass), scalars, point.only.M_A[-1]))
            total += abs(kappa * mass) * float(np.sum(bubbles))
    return largest(point.only.coupling) ** 2 * total * moments.EV_PER_GEV


# --- the derivation, evaluated with many digits ----------------------------------------------


class Evaluated:
    """An off-diagonal amplitude of `derive` as a 3×3 matrix [j, i], closed forms put in."""

    def __init__(self, expression: sp.Expr) -> None:
        expression = expression.subs({UV_POLE: 0, Q_N: -Q_S})
        integrals = sorted(expression.atoms(SimplexIntegral), key=sp.default_sort_key)
        names = [sp.Dummy() for _ in integrals]
        folded = expression.xreplace(dict(zip(integrals, names, strict=True)))
        self.masses = sorted({s for x in integrals for s in x.free_symbols}, key=str)
        self.loops = [sp.lambdify(self.masses, x.doit(), "mpmath") for x in integrals]
        self.symbols = sorted(folded.free_symbols - set(names), key=str)
        self.function = sp.lambdify([*self.symbols, *names], folded, "mpmath")

    def __call__(self, c: Case) -> Array:
        matrix = np.zeros((3, 3), dtype=complex)
        loops: list[Any] | None = None
        for j, i in PAIRS:
            at = assignment(c, j, i)
            with mp.workdps(DIGITS):
                if loops is None:
                    loops = [f(*(at[s] for s in self.masses)) for f in self.loops]
                matrix[j, i] = complex(self.function(*(at[s] for s in self.symbols), *loops))
        return matrix


def closed_forms_apply(c: Case) -> None:
    """Closed forms are for masses all different and not zero; elsewhere they are limits."""
    masses_ = [*np.abs(c.point.only.heavy_masses), *c.point.only.M_H, *c.point.only.M_A]
    assume(min(masses_) > 0)
    assume(np.min(np.diff(np.log(np.sort(masses_)))) > 1e-6)


def general_model(n: int) -> DarkModel:
    """n scalars, any mixing, any m_L and m_R."""
    return DarkModel(generations=n, neutrinos=2, mixing="symbols", majorana_angle=THETA)


@cache
def symbolic_transition(n: int, i: int, j: int) -> Evaluated:
    """T_ji from the sum of all diagrams of both topologies."""
    return Evaluated(transition.coefficient(general_model(n), i, j))


@cache
def symbolic_mass(n: int) -> Evaluated:
    """m_21 from the two-point function."""
    return Evaluated(radiative_mass.mass(general_model(n), 1, 2))


@cache
def symbolic_vector(n: int) -> Evaluated:
    """f_21 from the sum of all diagrams."""
    return Evaluated(vector_form_factor.coefficient(general_model(n), 1, 2))


@cache
def symbolic_direction(n: int) -> Evaluated:
    """The diagrams N₁ → N₂ alone, summed over the scalars."""
    table = transition.fermion_radiated_by_direction(general_model(n), 1, 2)
    return Evaluated(sp.expand(sum(v for (a, b, _), v in table.items() if (a, b) == (1, 2))))


def assignment(c: Case, j: int, i: int) -> dict[sp.Symbol, Any]:
    """Values of the model's symbols; its ν₁ and ν₂ are ν_i and ν_j."""
    point, n = c.point, c.point.generations
    with mp.workdps(DIGITS):
        theta = mp.pi / 4 if point.only.m_L == point.only.m_R else mp.mpf(point.only.majorana_angle)
        at: dict[sp.Symbol, Any] = {
            G_D: mp.mpf(point.only.g_D),
            Q_S: mp.mpf(point.only.Q_S),
            THETA: theta,
            M_1: mp.mpf(point.only.heavy_masses[0]),
            M_2: mp.mpf(point.only.heavy_masses[1]),
        }
        for letter, angles in (("R", c.angles_R), ("I", c.angles_I)):
            matrix = mixing(n, angles)
            for a in range(n):
                for k in range(n):
                    at[sp.Symbol(f"{letter}_{a + 1}{k + 1}", real=True)] = matrix[a, k]
        if n == 2:
            at |= {THETA_R: mp.mpf(c.angles_R[0]), THETA_I: mp.mpf(c.angles_I[0])}
        for k in range(n):
            at[scalar_mass("H", k + 1)] = mp.mpf(point.only.M_H[k])
            at[scalar_mass("A", k + 1)] = mp.mpf(point.only.M_A[k])
            for neutrino, row in ((1, i), (2, j)):
                at[coupling(neutrino, k + 1)] = mp.mpc(complex(point.only.coupling[row, k]))
    return at


@CLOSELY
@given(c=cases(n=2))
def test_agrees_with_the_sum_of_diagrams(c: Case) -> None:
    """T equals the derived sum over all diagrams, un-differenced, to 60 digits; two generations."""
    closed_forms_apply(c)
    expected = symbolic_transition(2, 1, 2)(c)
    error = largest(moment(c.point) - expected)
    assert error <= 1e-13 * moment_scale(c.point)


@settings(max_examples=4, deadline=None)
@given(c=cases(n=3))
def test_agrees_with_the_sum_of_diagrams_for_three_generations(c: Case) -> None:
    """The same with nine scalar pairs and three angles on either side."""
    closed_forms_apply(c)
    expected = symbolic_transition(3, 1, 2)(c)
    error = largest(moment(c.point) - expected)
    assert error <= 1e-13 * moment_scale(c.point)


@cache
def factorised_parts() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """(shares of M_α ΔJ_α, J) of the paper's structure (22), lambdified."""
    shares = transition.factorised(DarkModel(neutrinos=2, majorana_angle=THETA)).shares
    lambdas = [coupling(i, a) for i in (1, 2) for a in (1, 2)]
    arguments = (G_D, Q_S, THETA, THETA_R, THETA_I, *lambdas)
    path = path_function()
    return (
        sp.lambdify(arguments, list(shares), "mpmath"),
        sp.lambdify(path.arguments, path.doit(), "mpmath"),
    )


@CLOSELY
@given(c=cases(n=2))
def test_agrees_with_the_factorised_form(c: Case) -> None:
    """T_ji = Σ share_α M_α ΔJ_α, ΔJ the plain sum of four J: the structure of (22) and (23)."""
    closed_forms_apply(c)
    shares, path = factorised_parts()
    expected = np.zeros((3, 3), dtype=complex)
    loops = None  # the same for every pair of neutrinos
    for j, i in PAIRS:
        at = assignment(c, j, i)
        with mp.workdps(DIGITS):
            if loops is None:
                h, a = ([at[scalar_mass(kind, k)] for k in (1, 2)] for kind in "HA")
                loops = [
                    mass
                    * sum(
                        (-1) ** (k + m) * path(abs(mass), h[k], a[m])
                        for k in (0, 1)
                        for m in (0, 1)
                    )
                    for mass in (at[M_1], at[M_2])
                ]
            lambdas = [at[coupling(k, a)] for k in (1, 2) for a in (1, 2)]
            factors = shares(*(at[s] for s in (G_D, Q_S, THETA, THETA_R, THETA_I)), *lambdas)
            total = mp.fdot(factors, loops)
            expected[j, i] = complex(total)
    error = largest(moment(c.point) - expected)
    assert error <= 1e-13 * moment_scale(c.point)


def pair_sum(c: Case) -> Array:
    """Σ_α κ_α M_α Σ_km (ordered paths), every J on its own, 40 digits."""
    point, n = c.point, c.point.generations
    kappas = transition.path_normalisations(DarkModel(neutrinos=2, majorana_angle=THETA))
    normalisation = sp.lambdify((G_D, Q_S, THETA), list(kappas), "mpmath")
    _, path = factorised_parts()
    at = assignment(c, 1, 0)
    total = np.zeros((3, 3), dtype=complex)
    with mp.workdps(40 + 20):  # 40 after the cancellation of the J
        o_r, o_i = mixing(n, c.angles_R), mixing(n, c.angles_I)
        current = o_r.T * o_i
        lam = mp.matrix(
            [[mp.mpc(complex(z)).conjugate() for z in row] for row in point.only.coupling]
        )
        even, odd = lam * o_r, lam * o_i
        weights = normalisation(at[G_D], at[Q_S], at[THETA])
        for j, i in PAIRS:
            value = mp.mpc(0)
            for kappa, mass in zip(weights, (at[M_1], at[M_2]), strict=True):
                for k in range(n):
                    for m in range(n):
                        loop = path(abs(mass), mp.mpf(point.only.M_H[k]), mp.mpf(point.only.M_A[m]))
                        there = even[i, k] * odd[j, m]
                        back = odd[i, m] * even[j, k]
                        value += kappa * mass * current[k, m] * (there - back) * loop
            total[j, i] = complex(value)
    return total


@pytest.mark.parametrize("name", GENERIC)
def test_agrees_with_the_plain_sum_over_pairs(name: str) -> None:
    """Nothing is lost by the differences against a reference pair: n = 2 and 3, m_L ≠ m_R."""
    expected = pair_sum(GENERIC[name])
    actual = moment(GENERIC[name].point)
    assert largest(actual - expected) <= 2e-15 * largest(expected)


@CLOSELY
@given(c=cases())
def test_radiative_mass_agrees_with_the_two_point_function(c: Case) -> None:
    """m_ji in eV equals the derived self-energy; the poles cancel, so none is put in."""
    closed_forms_apply(c)
    expected = symbolic_mass(c.point.generations)(c) * moments.EV_PER_GEV
    actual = neutrino_mass(c.point)
    error = max(abs(actual[j, i] - expected[j, i]) for j, i in PAIRS)
    assert error <= 1e-13 * mass_scale(c.point)


@CLOSELY
@given(c=cases(n=2))
def test_one_direction_of_the_fermion_radiated_diagrams(c: Case) -> None:
    """N₁ → N₂ alone equals the derived share, N₂ → N₁ is its negative."""
    closed_forms_apply(c)
    forward, backward = directions(c.point)
    expected = symbolic_direction(2)(c)
    error = max(abs(forward[j, i] - expected[j, i]) for j, i in PAIRS)
    assert error <= 1e-12 * largest(point_size_of_direction(c.point))
    assert largest(forward + backward) <= 1e-13 * largest(point_size_of_direction(c.point))


def point_size_of_direction(point: Parameters) -> Array:
    """Σ|terms| of one direction, the two halves of the loop function taken apart."""
    size = np.zeros((1, 1))
    for first in np.abs(point.only.heavy_masses):
        for scalar in (*point.only.M_H, *point.only.M_A):
            size += (
                abs(point.only.g_D * point.only.Q_N)
                * first
                / (first + scalar) ** 2
                / (16 * math.pi**2)
            )
    return size * largest(point.only.coupling) ** 2


# --- antisymmetry ----------------------------------------------------------------------------


@PROPERTY
@given(c=cases())
def test_antisymmetric_to_the_last_digit(c: Case) -> None:
    """T_ij = −T_ji, hence no diagonal moment; the mass is symmetric."""
    value = moment(c.point)
    np.testing.assert_array_equal(value, -value.T)
    weights = by_paths.pair_weights(c.point)
    np.testing.assert_array_equal(weights, -weights.swapaxes(0, 1))
    mass = neutrino_mass(c.point)
    assert largest(mass - mass.T) <= 1e-14 * mass_scale(c.point)


@CLOSELY
@given(c=cases(n=2))
def test_antisymmetry_is_a_property_of_the_sum(c: Case) -> None:
    """T_12 and T_21, each summed over its own diagrams, are opposite: nothing is imposed."""
    closed_forms_apply(c)
    forth, back = symbolic_transition(2, 1, 2)(c), symbolic_transition(2, 2, 1)(c)
    assert largest(forth + back) <= 1e-15 * largest(forth)
    assert largest(forth + forth.T) <= 1e-15 * largest(forth)


def test_one_ordered_path_is_not_antisymmetric() -> None:
    """H → A alone has a symmetric part, which only A → H removes."""
    even, odd = reference().only.physical_couplings
    path = np.outer(odd[:, 0], even[:, 0])
    assert largest(path + path.T) > 0.1 * largest(path)


@PROPERTY
@given(c=cases())
def test_rows_and_columns_of_the_pair_weights_sum_to_zero(c: Case) -> None:
    """Σ_k w_km = Σ_m w_km = 0, which is why J may be replaced by its mixed difference."""
    weights = by_paths.pair_weights(c.point)
    size = largest(c.point.only.coupling) ** 2
    assert largest(weights.sum(axis=2)) <= 1e-14 * size
    assert largest(weights.sum(axis=3)) <= 1e-14 * size


# --- brute force -----------------------------------------------------------------------------

QUICK = Quadrature(momentum_fraction=1.5e-2, polar_order=4)


@dataclass(frozen=True)
class BruteForce:
    """The amplitude and the mass by integration over the loop momentum."""

    amplitude: BruteForceAmplitude
    mass: RadiativeMass


@cache
def brute_force(name: str) -> BruteForce:
    """Computed once a point."""
    theory = unrotated(GENERIC[name].point)
    return BruteForce(transition_amplitude(theory, QUICK), brute_force_mass(theory, QUICK))


def residuals(c: Case, brute: BruteForce, m: Any = moments) -> dict[str, float]:
    """By how much the closed forms of a module differ from brute force, relative to their size."""
    forward, _ = directions(c.point)
    total = brute.amplitude.total.T
    mass = brute.mass.matrix * 1e9  # eV per GeV, typed anew
    single = brute.amplitude.fermion_radiated.T
    return {
        "T": largest(m.transition_coefficient(c.point)[0] - total) / largest(total),
        "antisymmetry": largest(total + total.T) / largest(total),
        "fermion": largest(fermion_radiated(c.point) - single) / largest(forward),
        "mass": largest(m.radiative_neutrino_mass(c.point)[0] - mass) / largest(mass),
    }


@pytest.mark.parametrize("name", GENERIC)
def test_brute_force(name: str) -> None:
    """T, its fermion-radiated part, its antisymmetry and the mass, from unrotated fields."""
    found = residuals(GENERIC[name], brute_force(name))
    assert max(found.values()) < TOLERANCE, found


def vector_residual(c: Case, amplitude: BruteForceAmplitude) -> float:
    """The derived γ^μP_L against brute force, off-diagonal elements."""
    closed = symbolic_vector(c.point.generations)(c)
    difference = max(abs(amplitude.f[j, i] - closed[j, i]) for j, i in PAIRS)
    return float(difference / largest(closed))


def test_brute_force_vector_form_factor() -> None:
    """f_ji at q² = 0 for m_L ≠ m_R: finite, not zero, the same by both routes."""
    name = "different Majorana masses, m < m_D"
    assert vector_residual(GENERIC[name], brute_force(name).amplitude) < TOLERANCE


def random_case(seed: int) -> Case:
    """A point of order-one ratios, every second one with m < m_D, every third with n = 3."""
    rng = np.random.default_rng(seed)
    n = 3 if seed % 3 == 0 else 2
    angles = [tuple(rng.uniform(-math.pi, math.pi, len(PLANES[n]))) for _ in "RI"]
    m_l, m_r = rng.uniform(0.2, 1.0, 2) * rng.choice([1, -1], 2)
    return case(
        angles[0],
        angles[1],
        m_L=m_l,
        m_R=m_l if seed % 4 == 1 else m_r,
        m_D=rng.uniform(1.1, 1.6) if seed % 2 else rng.uniform(0.05, 0.15),
        M_H=list(rng.uniform(0.3, 1.0, n)),
        M_A=list(rng.uniform(0.3, 1.0, n)),
        y=rng.normal(size=(3, n)) + 1j * rng.normal(size=(3, n)),
        g_D=rng.uniform(0.1, 1.0),
        U=pmns(*rng.uniform(0, math.pi / 2, 3), *rng.uniform(-3, 3, 3)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
def test_brute_force_at_random_points(seed: int) -> None:
    """Every quantity, the vector form factor included, anywhere in the parameter space."""
    c = random_case(seed)
    theory = unrotated(c.point)
    brute = BruteForce(transition_amplitude(theory), brute_force_mass(theory))
    found = residuals(c, brute) | {"vector": vector_residual(c, brute.amplitude)}
    assert max(found.values()) < TOLERANCE, found


# --- zeros -----------------------------------------------------------------------------------


@PROPERTY
@given(c=cases(n=2), ratio=COMPLEX)
def test_parallel_yukawa_vectors(c: Case, ratio: complex) -> None:
    """λ_i2 = r λ_i1 for all i: no moment."""
    point = c.point.with_(y=np.outer(c.point.only.y[:, 0], [1, ratio]))
    assert largest(moment(point)) <= 1e-14 * moment_scale(point)


@PROPERTY
@given(c=cases(n=2), quarter=st.integers(-3, 3))
def test_aligned_and_orthogonal_mixings(c: Case, quarter: int) -> None:
    """θ_I − θ_R a multiple of π/2: no moment."""
    point = c.point.with_(O_I=rotation(c.angles_R[0] + quarter * math.pi / 2))
    assert largest(moment(point)) <= 1e-14 * moment_scale(point)


@PROPERTY
@given(c=cases(), which=st.sampled_from(["M_H", "M_A"]))
def test_degenerate_scalars_of_one_parity(c: Case, which: str) -> None:
    """All M_H equal, or all M_A: exactly zero."""
    common = np.full(c.point.generations, getattr(c.point.only, which)[0])
    value = moment(c.point.with_(**{which: common}))
    np.testing.assert_array_equal(value, np.zeros((3, 3)))


@PROPERTY
@given(c=cases())
def test_lepton_number(c: Case) -> None:
    """m_L = m_R = 0 (M₁ = −M₂): neither moment nor mass."""
    point = c.point.with_(m_L=0.0, m_R=0.0, m_D=c.point.only.m_D or 1.0)
    assert largest(moment(point)) <= 1e-15 * moment_scale(point)
    assert largest(neutrino_mass(point)) <= 1e-14 * mass_scale(point)


@PROPERTY
@given(c=cases(n=1))
def test_one_generation(c: Case) -> None:
    """One complex scalar gives no moment, whatever its masses."""
    np.testing.assert_array_equal(moment(c.point), np.zeros((3, 3)))


@PROPERTY
@given(c=cases())
def test_fermion_radiated_diagrams_cancel(c: Case) -> None:
    """For any Majorana masses, scalars and mixings."""
    total = fermion_radiated(c.point)
    assert largest(total) <= 1e-13 * largest(point_size_of_direction(c.point))


@PROPERTY
@given(c=cases())
def test_degenerate_and_aligned_parities_give_no_mass(c: Case) -> None:
    """M_Hk = M_Ak and O_R = O_I: the scalars are complex again, no neutrino mass."""
    point = c.point.with_(M_A=c.point.only.M_H, O_I=c.point.only.O_R)
    assert largest(neutrino_mass(point)) <= 1e-14 * mass_scale(point)


def test_an_unlisted_zero() -> None:
    """For 0 < m < m_D the moment changes sign although no factor of (22) vanishes."""
    low, high = (moment(reference().with_(m_L=m, m_R=m, m_D=0.3))[1, 0] for m in (0.1, 0.299))
    assert (low / high).real < 0


# --- no zeros --------------------------------------------------------------------------------


def not_small(point: Parameters) -> bool:
    """Whether all three moments are within a factor 10³ of what they could at most be."""
    value = moment(point)
    return min(abs(value[j, i]) for j, i in PAIRS) > 1e-3 * moment_scale(point)


def test_generic_points_have_a_moment_and_a_mass() -> None:
    """Nothing accidental: all moments present, the mass in keV at the reference point."""
    assert not_small(reference())
    assert all(not_small(c.point) for c in GENERIC.values())
    assert 1e2 < largest(neutrino_mass(reference())) < 1e4


def test_pairwise_equal_masses_are_no_zero() -> None:
    """M_Hk = M_Ak for every k is a naive zero; the misaligned mixing keeps the moment."""
    point = reference()
    assert not_small(point.with_(M_A=point.only.M_H))
    assert largest(neutrino_mass(point.with_(M_A=point.only.M_H))) > 1


def test_real_couplings_are_no_zero() -> None:
    """With real λ (22) prints zero; the moment is there, all of it electric."""
    point = reference().with_(y=YUKAWA[:, :2].real.astype(complex), U=pmns(0.6, 0.15, 0.8, 0.0))
    assert not np.any(as_printed.transition_coefficient(point))
    assert not_small(point)
    value = moment(point)
    assert not np.any(moments.magnetic(value))
    assert np.any(moments.electric(value))


# --- invariances -----------------------------------------------------------------------------


def observables(point: Parameters) -> tuple[Array, Array]:
    """T and the radiative mass."""
    return moment(point), neutrino_mass(point)


def assert_related(
    point: Parameters, other: Parameters, sign: Any = 1, mass: Any = 1, rtol: float = 1e-13
) -> None:
    """T' = sign · T and m' = mass · m, element by element, up to rounding."""
    (t, m), (t_other, m_other) = observables(point), observables(other)
    assert largest(t_other - sign * t) <= rtol * largest(sign) * moment_scale(point)
    assert largest(m_other - mass * m) <= rtol * largest(mass) * mass_scale(point)


@PROPERTY
@given(c=cases(), phases=st.tuples(ANGLE, ANGLE, ANGLE))
def test_rephasing_of_the_neutrinos(c: Case, phases: tuple[float, float, float]) -> None:
    """ν_i → e^{iφ_i}ν_i: T_ji and m_ji get e^{i(φ_i+φ_j)}, moduli stay."""
    turn = np.exp(1j * np.array(phases))
    both = np.outer(turn, turn)
    assert_related(c.point, c.point.with_(U=c.point.only.U * turn), both, both)


@PROPERTY
@given(c=cases(), angles=st.tuples(ANGLE, ANGLE, ANGLE, ANGLE))
def test_choice_of_flavour_basis(c: Case, angles: tuple[float, ...]) -> None:
    """y → Vy with U → VU: nothing changes."""
    v = pmns(*angles)
    assert_related(c.point, c.point.with_(y=v @ c.point.only.y, U=v @ c.point.only.U))


@PROPERTY
@given(c=cases(), angle=ANGLE)
def test_choice_of_scalar_basis(c: Case, angle: float) -> None:
    """S → RᵀS with y → yR and O → RᵀO: nothing changes."""
    n = c.point.generations
    r = double(mixing(n, (angle,) * len(PLANES[n])))
    other = c.point.with_(
        y=c.point.only.y @ r, O_R=r.T @ c.point.only.O_R, O_I=r.T @ c.point.only.O_I
    )
    assert_related(c.point, other)


@PROPERTY
@given(c=cases(n=2), which=st.sampled_from(["R", "I"]))
def test_exchange_of_names(c: Case, which: str) -> None:
    """H₁ ↔ H₂ with θ_R → θ_R + π/2 (and likewise A): nothing changes."""
    masses_ = {"R": "M_H", "I": "M_A"}[which]
    angle = {"R": c.angles_R, "I": c.angles_I}[which][0]
    exchanged = getattr(c.point.only, masses_)[::-1].copy()
    turned = rotation(angle + math.pi / 2)
    assert_related(c.point, c.point.with_(**{masses_: exchanged, f"O_{which}": turned}))


@PROPERTY
@given(c=cases(n=3), even=st.permutations(range(3)), odd=st.permutations(range(3)))
def test_order_of_the_physical_scalars(c: Case, even: list[int], odd: list[int]) -> None:
    """Any order of H_k and of A_m: nothing changes, whichever pair is the reference."""
    p = c.point
    other = p.with_(
        M_H=p.only.M_H[even], O_R=p.only.O_R[:, even], M_A=p.only.M_A[odd], O_I=p.only.O_I[:, odd]
    )
    assert_related(p, other)


@PROPERTY
@given(c=cases(n=3), order=st.permutations(range(3)))
def test_order_of_the_generations(c: Case, order: list[int]) -> None:
    """Any order of the S_a: nothing changes."""
    p = c.point
    assert_related(p, p.with_(y=p.only.y[:, order], O_R=p.only.O_R[order], O_I=p.only.O_I[order]))


@PROPERTY
@given(c=cases(), signs=st.lists(st.sampled_from([1, -1]), min_size=6, max_size=6))
def test_signs_of_the_physical_scalars(c: Case, signs: list[int]) -> None:
    """H_k → −H_k, A_m → −A_m: nothing changes, reflections included."""
    p, n = c.point, c.point.generations
    assert_related(p, p.with_(O_R=p.only.O_R * signs[:n], O_I=p.only.O_I * signs[3 : 3 + n]))


@PROPERTY
@given(c=cases())
def test_sign_of_the_covariant_derivative(c: Case) -> None:
    """D_μ with the other sign is Q → −Q: the moment is odd, the mass even."""
    other = c.point.with_(Q_N=-c.point.only.Q_N, Q_S=-c.point.only.Q_S)
    assert_related(c.point, other, sign=-1)


@PROPERTY
@given(c=cases())
def test_parity_of_the_scalars_is_a_convention(c: Case) -> None:
    """S → iS exchanges H and A and turns λ into −iλ: nothing changes."""
    p = c.point
    other = p.with_(
        y=-1j * p.only.y, M_H=p.only.M_A, M_A=p.only.M_H, O_R=p.only.O_I, O_I=p.only.O_R
    )
    assert_related(p, other, rtol=1e-12)


@PROPERTY
@given(c=cases())
def test_sign_of_the_majorana_masses(c: Case) -> None:
    """N → iN turns (m_L, m_R) into −(m_L, m_R) and λ into iλ: T and m are odd in the masses."""
    assert_related(
        c.point, c.point.with_(m_L=-c.point.only.m_L, m_R=-c.point.only.m_R), -1, -1, rtol=1e-12
    )


@PROPERTY
@given(c=cases(), s=POWERS_OF_TWO, t=st.floats(0.1, 10))
def test_dimensions_and_powers_of_couplings(c: Case, s: float, t: float) -> None:
    """T ~ g y²/mass, m ~ y² mass, ΔJ ~ 1/mass²; a power of two scales nearly equal masses exactly."""
    p = c.point
    names = ("m_L", "m_R", "m_D", "M_E", "M_H", "M_A")
    scaled = p.with_(**{name: s * getattr(p.only, name) for name in names})
    assert_related(p, scaled, sign=1 / s, mass=s, rtol=1e-12)
    assert_related(p, p.with_(y=t * p.only.y), sign=t**2, mass=t**2)
    assert_related(p, p.with_(g_D=t * p.only.g_D), sign=t)
    np.testing.assert_allclose(delta_loop(scaled), delta_loop(p) / s**2, rtol=1e-11, atol=0)


# --- digits ----------------------------------------------------------------------------------


def test_a_massless_heavy_neutrino() -> None:
    """m = m_D: M₁ = 0 contributes nothing; T is that of N₂ and continuous."""
    point = reference().with_(m_L=0.3, m_R=0.3, m_D=0.3)
    assert point.only.heavy_masses[0] == 0
    value, mass = observables(point)
    kappa = moment_normalisations(point)[0][1]
    loop = kappa * point.only.heavy_masses[1] * delta_loop(point)[1]
    np.testing.assert_allclose(value, by_paths.pair_weights(point)[:, :, 0, 0] * loop, rtol=1e-14)
    nearby = observables(point.with_(m_L=0.3 * (1 + 1e-9), m_R=0.3 * (1 + 1e-9)))
    assert 0 < largest(nearby[0] - value) < 1e-6 * largest(value)
    assert 0 < largest(nearby[1] - mass) < 1e-6 * largest(mass)


@pytest.mark.parametrize("split", ["M_H", "M_A", "both"])
@pytest.mark.parametrize("relative", [1e-12, 1e-8, 1e-4])
def test_nearly_degenerate_scalars(split: str, relative: float) -> None:
    """Splittings of a part in 10¹²: twelve digits are right, where plain sums have none."""
    near = np.array([0.25, 0.25 * (1 + relative)])
    fields: dict[str, Any] = dict(TWO)
    for name in ("M_H", "M_A"):
        if split in (name, "both"):
            fields[name] = near if name == "M_H" else 1.3 * near
    c = case((0.3,), (1.1,), m_L=0.2, m_R=0.15, m_D=0.4, **fields)
    expected = symbolic_transition(2, 1, 2)(c)
    actual = moment(c.point)
    assert largest(actual - expected) <= 1e-12 * largest(expected)


def test_nearly_degenerate_scalars_of_three_generations() -> None:
    """All three pairs within 10⁻¹² of each other."""
    near = [0.25, 0.25 * (1 + 1e-12), 0.25 * (1 - 3e-12)]
    c = case(
        (0.3, -0.7, 1.2),
        (1.1, 0.2, 2.0),
        m_L=0.7,
        m_R=-1.3,
        m_D=0.4,
        **(THREE | {"M_H": near, "M_A": [1.5 * m for m in near]}),
    )
    expected = pair_sum(c)
    actual = moment(c.point)
    assert largest(actual - expected) <= 1e-12 * largest(expected)


# --- form factors and units ------------------------------------------------------------------


@PROPERTY
@given(c=cases())
def test_magnetic_and_electric_form_factors(c: Case) -> None:
    """T = f^M − i f^E, both antisymmetric and imaginary, as derived in `derive.laws.dipole`."""
    value = moment(c.point)
    magnetic, electric = moments.magnetic(value), moments.electric(value)
    np.testing.assert_array_equal(magnetic - 1j * electric, value)
    for part in (magnetic, electric):
        assert not np.any(part.real)
        np.testing.assert_array_equal(part, -part.T)
    t = sp.Float(value[0, 1].real) + sp.I * sp.Float(value[0, 1].imag)
    assert complex(dipole.magnetic(t)) == pytest.approx(magnetic[0, 1], rel=1e-15, abs=0)
    assert complex(dipole.electric(t)) == pytest.approx(electric[0, 1], rel=1e-15, abs=0)


def test_bohr_magneton() -> None:
    """μ_B = e/2mₑ: agrees with `derive` and, through ħc, with CODATA's eV/T."""
    from scipy import constants as codata

    c = constants()
    charge, electron = c.elementary_charge, c.electron_mass
    symbols = {s.name: s for s in bohr_magneton().free_symbols}
    derived = bohr_magneton().subs({symbols["e"]: charge, symbols["m_e"]: electron})
    assert c.bohr_magneton == pytest.approx(float(derived), rel=1e-15)
    assert charge**2 / (4 * math.pi) == pytest.approx(codata.fine_structure, rel=1e-15)
    # eB of one tesla in GeV², from ħc and c; μ_B B = eB/2mₑ.
    field = codata.c * codata.hbar * codata.c / codata.e * 1e-18
    per_tesla = c.bohr_magneton / charge * field * 1e9
    expected = codata.physical_constants["Bohr magneton in eV/T"][0]
    assert per_tesla == pytest.approx(expected, rel=1e-9)
    assert moments.in_bohr_magnetons(c.bohr_magneton) == 1
    value = moment(reference())
    np.testing.assert_allclose(
        moments.in_bohr_magnetons(value), value * 2 * electron / charge, rtol=1e-15
    )


# --- the printed formula ---------------------------------------------------------------------


@PROPERTY
@given(c=cases(n=2, equal=True))
def test_printed_is_twice_derived_with_another_loop_function(c: Case) -> None:
    """(22) is 2 Σ M ΔJ_printed / Σ M ΔJ times Im T: the factor 2 and the weight x + y of (21)."""
    printed = as_printed.transition_coefficient(c.point)
    claimed, derived = as_printed.delta_loop(c.point), delta_loop(c.point)
    assert printed is not None
    assert claimed is not None
    heavy = c.point.only.heavy_masses
    left = printed * (heavy @ derived)
    right = 2 * moment(c.point).imag * (heavy @ claimed)
    size = moment_scale(c.point) * (np.abs(heavy) @ np.abs(claimed))
    assert largest(left - right) <= 1e-13 * size


def test_printed_differs_from_derived_where_both_are_shown() -> None:
    """At the reference point the ratio is that of the README, 35.5; never 1."""
    point = reference()
    printed = as_printed.transition_coefficient(point)
    derived = moments.magnetic(moment(point)).imag
    assert printed is not None
    ratio = printed[PAIRS[0]] / derived[PAIRS[0]]
    assert ratio == pytest.approx(35.489, rel=1e-4)
    np.testing.assert_allclose(printed, ratio * derived, rtol=1e-12)


def test_printed_formula_is_for_two_rotated_generations() -> None:
    """(22) has two angles: nothing is claimed for three generations or for a reflection."""
    assert as_printed.transition_coefficient(GENERIC["three generations"].point) is None
    point = reference()
    assert as_printed.transition_coefficient(point.with_(O_R=point.only.O_R * [1, -1])) is None


# --- mutations -------------------------------------------------------------------------------

MUTATIONS = {
    "paths with the same sign": ("total[:, i, j] -= element", "total[:, i, j] += element"),
    "outgoing and incoming neutrino": (
        "even[:, i, k] * even[:, j, l] - even[:, i, l] * even[:, j, k]",
        "even[:, j, k] * even[:, i, l] - even[:, j, l] * even[:, i, k]",
    ),
    "orientation of the scalar current": (
        "p.O_R.swapaxes(1, 2) @ p.O_I",
        "p.O_I.swapaxes(1, 2) @ p.O_R",
    ),
    "charge of the scalar": ("moment_factor(p.g_D, p.Q_S)", "moment_factor(p.g_D, p.Q_N)"),
    "order of the CP-even scalars": (
        "_splitting(p.M_H[:, l], p.M_H[:, k])",
        "_splitting(p.M_H[:, k], p.M_H[:, l])",
    ),
    "CP-even for CP-odd masses": (
        "_splitting(p.M_A[:, -1], p.M_A[:, m])",
        "_splitting(p.M_H[:, -1], p.M_H[:, m])",
    ),
    "CP-even for CP-odd propagators": ("d[k] * d[l] * a[m]", "d[k] * d[l] * d[m]"),
    "dimension of the moment": ("unit**2.5", "unit**2"),
    "propagators of the fermions once": ("both**self.repeated", "both"),
    "a power of the momentum": ("tau**self.power * value", "tau ** (self.power + 1) * value"),
    "mass: CP-odd with the sign of CP-even": (
        "_splitting(p.M_A[:, None, :], p.M_H[:, :, None])",
        "_splitting(p.M_H[:, :, None], p.M_A[:, None, :])",
    ),
    "mass: half of the pairs": ("metric + metric.swapaxes(1, 2)", "metric"),
    "mass: one coupling conjugated": (
        "@ even.swapaxes(1, 2)\n    return",
        "@ even.conj().swapaxes(1, 2)\n    return",
    ),
}


@pytest.fixture
def copy_of_moments(stand_in: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., ModuleType]:
    """Makes a copy of `numeric.models.dark.moments` in which one piece of text is another."""

    def make(old: str, new: str) -> ModuleType:
        source = Path(moments.__file__).read_text(encoding="utf-8")
        assert source.count(old) == 1, (
            f"{old!r} is no longer (once) in numeric/models/dark/moments.py"
        )
        path = tmp_path / "mutated_moments.py"
        path.write_text(source.replace(old, new), encoding="utf-8")
        spec = importlib.util.spec_from_file_location("mutated_moments", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        stand_in.setitem(sys.modules, "mutated_moments", module)
        spec.loader.exec_module(module)
        return module

    return make


@pytest.mark.parametrize(("old", "new"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_wrong_sign_is_rejected(
    copy_of_moments: Callable[..., ModuleType], old: str, new: str
) -> None:
    """Each physics choice of the module, made the other way, disagrees with brute force."""
    mutant = copy_of_moments(old, new)
    found = [residuals(c, brute_force(name), mutant) for name, c in GENERIC.items()]
    assert max(max(f.values()) for f in found) > 1e-2, found


def test_an_unchanged_copy_is_accepted(copy_of_moments: Callable[..., ModuleType]) -> None:
    """The machinery of the mutations itself changes nothing."""
    name = "different Majorana masses, m < m_D"
    module = copy_of_moments("(a - b) * (a + b)", "(a + b) * (a - b)")
    found = residuals(GENERIC[name], brute_force(name), module)
    assert max(found.values()) < TOLERANCE, found


def test_the_printed_loop_function_is_another() -> None:
    """ΔJ with the weight of (21) is more than twice the derived one."""
    point = reference()
    claimed = as_printed.delta_loop(point)
    assert claimed is not None
    assert np.min(np.abs(claimed / delta_loop(point) - 1)) > 1


# --- lepton number nearly conserved --------------------------------------------------------------


@pytest.mark.parametrize("m", [1e-3, 1e-6, 1e-9, 1e-12])
def test_a_quasi_dirac_pair_loses_no_digit(m: float) -> None:
    """m ≪ m_D: T and the radiative mass to 1e-13 of a 60-digit sum over both heavy fermions."""
    import mpmath
    import sympy as sp

    from darktmm.derive.loops.functions import mass_function, path_difference

    point = reference().with_(m_L=m, m_R=m, m_D=0.3)
    with mpmath.workdps(60):
        exact = [sp.Rational(x) for x in (m, 0.3, *map(float, (*point.only.M_H, *point.only.M_A)))]
        masses = (exact[0] - exact[1], exact[0] + exact[1])
        loop = sum(x * path_difference()(x, *exact[2:]).doit().evalf(60) for x in masses) / 2
        bubble = (
            sum(x * mass_function()(x, exact[2], exact[5]).doit().evalf(60) for x in masses) / 2
        )
    assert by_paths.heavy_sum(point) == pytest.approx(float(loop), rel=1e-13)
    found = by_paths.bubble_sum(point, float(point.only.M_H[0]), float(point.only.M_A[1]))
    assert found == pytest.approx(float(bubble), rel=1e-13)


@pytest.mark.parametrize("offset", [-1e-9, 1e-9])
def test_both_sums_over_the_heavy_fermions_agree_where_they_meet(
    offset: float, stand_in: pytest.MonkeyPatch
) -> None:
    """|M₂| = 2|M₁| on either side: Newton's formula and the plain sum differ by rounding."""
    m_dirac = 0.3
    m = m_dirac / 3 * (1 + offset)  # (m_D + m)/(m_D − m) = 2
    point = reference().with_(m_L=m, m_R=m, m_D=m_dirac)
    sums = []
    for limit in (1.0, 4.0):
        stand_in.setattr(by_paths, "PSEUDO_DIRAC", limit)
        sums.append((by_paths.heavy_sum(point), by_paths.bubble_sum(point, 0.25, 0.4)))
    np.testing.assert_allclose(*sums, rtol=3e-14)


def test_lepton_number_conserved_is_exactly_zero() -> None:
    """m = 0: no rounding is left over."""
    point = reference().with_(m_L=0.0, m_R=0.0, m_D=0.3)
    assert not np.any(moment(point))
    assert not np.any(neutrino_mass(point))
