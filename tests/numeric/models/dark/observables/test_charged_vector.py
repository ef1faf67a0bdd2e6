"""f^ℓ of many points: brute force, tiny splittings, null tests, momentum dependence."""

from __future__ import annotations

from functools import cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from random_points import random_point, random_points

from darktmm.numeric.models.dark import vector_form_factor
from darktmm.numeric.models.dark.brute_force import emission as brute_force_emission
from darktmm.numeric.models.dark.brute_force.emission import lepton_vector_coupling
from darktmm.numeric.models.dark.brute_force.neutral import null_momenta
from darktmm.numeric.models.dark.brute_force.partner import Loop, euclidean_grid
from darktmm.numeric.models.dark.observables.charged_vector import (
    lepton_coupling,
    momentum_dependence,
)
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.processes.emission import in_flavours

Array = NDArray[Any]


def rotation(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])


def distance(first: Array, second: Array) -> float:
    """Largest difference, relative to the largest entry of the second."""
    return float(np.max(np.abs(first - second)) / np.max(np.abs(second)))


def coupling(point: Parameters) -> Array:
    return lepton_coupling(point)[0]


CASES: dict[str, dict[str, Any]] = {
    "comparable": {"M_E": 1.0, "M_H": np.array([0.3, 0.7]), "M_A": np.array([0.5, 1.4])},
    "scalars heavier": {"M_E": 1.0, "M_H": np.array([3.0, 5.0]), "M_A": np.array([4.0, 9.0])},
    "degenerate with E": {"M_E": 1.0, "M_H": np.array([1.0, 1.1]), "M_A": np.array([0.99, 2.0])},
    "one heavy": {"M_E": 8.5, "M_H": np.array([0.25, 5.0]), "M_A": np.array([0.25, 5.0])},
}


@cache
def case(name: str) -> Parameters:
    point = random_point(np.random.default_rng(3))
    return point.with_(O_R=rotation(0.3), O_I=rotation(1.1), g_D=0.5, **CASES[name])


def squares(point: Parameters) -> tuple[Array, Array]:
    """Mass-squared matrices of S_R and S_I."""
    p = point.only
    first, second = (o @ np.diag(m**2) @ o.T for o, m in ((p.O_R, p.M_H), (p.O_I, p.M_A)))
    return first, second


@cache
def brute(name: str) -> Array:
    p = case(name).only
    return lepton_vector_coupling(p.y, *squares(case(name)), p.M_E, p.g_D, p.Q_S)


@pytest.mark.parametrize("name", CASES)
def test_loop_in_unrotated_fields(name: str) -> None:
    """Every element, sign and phase included."""
    assert distance(coupling(case(name)), brute(name)) < 1e-8


@pytest.mark.parametrize(
    "changes",
    [
        {"Q_N": -1.0, "Q_S": 1.0},
        {"g_D": 1.0},
        {"M_E": 1.001},
        {"M_H": CASES["comparable"]["M_A"], "M_A": CASES["comparable"]["M_H"]},
        {"O_I": rotation(-1.1)},
        {"y": case("comparable").y.conj()},
    ],
    ids=("sign", "factor 2", "mass", "exchanged", "angle", "conjugate"),
)
def test_loop_rejects(changes: dict[str, Any]) -> None:
    assert distance(coupling(case("comparable").with_(**changes)), brute("comparable")) > 1e-5


def test_brute_force_says_no_itself() -> None:
    """Zero with U(1)_D unbroken; bad input is named."""
    same = np.diag([0.3, 0.8])
    y = case("comparable").only.y
    assert np.max(np.abs(lepton_vector_coupling(y, same, same, 1.3))) < 1e-11
    for arguments, message in (
        ((np.ones((2, 2)), same, same, 1.0), "y has shape"),
        ((y, -same, same, 1.0), "mass_squared_R"),
        ((y, same, same, 0.0), "M_E"),
        ((np.full((3, 2), np.nan), same, same, 1.0), "finite"),
    ):
        with pytest.raises(ValueError, match=message):
            lepton_vector_coupling(*arguments)
    assert brute_force_emission.__all__ == ["lepton_vector_coupling"]


def test_zero_where_nothing_is_split() -> None:
    """Equal masses and angles: exactly zero, whatever the Majorana masses of N are."""
    point = case("comparable").with_(M_A=case("comparable").M_H, O_I=case("comparable").O_R)
    assert np.max(np.abs(coupling(point))) < 1e-30
    assert np.max(np.abs(coupling(point.with_(O_I=rotation(0.31))))) > 1e-9


def test_two_generations_with_equal_spectra() -> None:
    """D_R − D_I is traceless, its square a number: f ∝ y y†, and orthogonal Yukawas emit nothing."""
    point = case("one heavy")
    f, product = coupling(point), point.only.y @ point.only.y.conj().T
    assert distance(f / f[0, 0], product / product[0, 0]) < 1e-12
    other = coupling(case("comparable"))
    assert distance(other / other[0, 0], product / product[0, 0]) > 1e-3
    orthogonal = point.with_(y=np.array([[3, 0], [0, 3], [0, 0]], dtype=complex))
    assert abs(coupling(orthogonal)[0, 1]) < 1e-15 * abs(coupling(orthogonal)[0, 0])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_hermitian_definite_quartic(seed: int) -> None:
    """f = f†, of one sign, quadratic in y, blind to N."""
    point = random_point(np.random.default_rng(seed))
    f = coupling(point)
    assert np.array_equal(f, f.conj().T)
    values = np.linalg.eigvalsh(f) * np.sign(point.g_D * point.Q_S)
    assert np.all(values > -1e-14 * np.max(np.abs(values)))
    assert distance(coupling(point.with_(y=2 * point.y)), 4 * f) < 1e-14
    assert distance(coupling(point.with_(m_L=17.0, m_R=0.0)), f) == 0


@pytest.mark.parametrize("split", [1e-3, 1e-8, 1e-12])
@pytest.mark.parametrize("heavy", [0.8, 2000.0])
def test_tiny_splittings(split: float, heavy: float) -> None:
    """One generation to 1e-10 of f itself, against 60 digits."""
    point = random_point(np.random.default_rng(1), 1, M_E=heavy)
    m_h = np.array([0.3])
    point = point.with_(M_H=m_h, M_A=m_h * (1 + split), O_R=np.eye(1), O_I=np.eye(1))
    with mp.workdps(60):
        h, a, e = (mp.mpf(float(x)) ** 2 for x in (point.M_H[0, 0], point.M_A[0, 0], heavy))

        def integrand(t: Any) -> Any:
            return t**2 / (t + e) * (1 / (t + h) - 1 / (t + a)) ** 2

        loop = mp.quad(integrand, [0, h, 10 * h, 1e3 * h, 1e6 * h, 1e9 * h, 1e12 * h, mp.inf])
        (y,) = point.only.y.T
        scale = point.only.g_D * point.only.Q_S / (64 * mp.pi**2)
        expected = np.outer(y, y.conj()) * float(scale * loop)
    assert distance(coupling(point), expected) < 1e-10
    assert distance(coupling(point), expected * (1 + 1e-6)) > 1e-7


def test_many_points_are_single_points() -> None:
    """The same number for each, blocks do not show."""
    points = random_points(40)
    together = lepton_coupling(points)
    for f, point in zip(together, points, strict=True):
        assert distance(f, coupling(point)) < 1e-13


def test_blocks(stand_in: pytest.MonkeyPatch) -> None:
    sample = random_points(7)
    whole = lepton_coupling(sample)
    stand_in.setattr(vector_form_factor, "_BLOCK", 3)
    assert distance(lepton_coupling(sample), whole) < 1e-14


@pytest.mark.parametrize(("scalar", "heavy"), [(1.0, 1.0), (1.0, 30.0), (1.0, 100.0), (3.0, 1.0)])
def test_size_of_what_depends_on_momentum(scalar: float, heavy: float) -> None:
    """The loop at q² = −Q² less that at q² = 0, of equal scalars, within a factor of four."""
    q = 0.05 * min(scalar, heavy)
    p, p_out = (np.array([q / 2, 0, 0, sign * q / 2], dtype=complex) for sign in (1, -1))
    loop = Loop(np.ones((3, 1), dtype=complex), np.eye(2) * scalar**2, heavy)
    grid = euclidean_grid(
        loop.scales, brute_force_emission.POLAR_ORDER, brute_force_emission.ULTRAVIOLET_EFOLDS
    )
    null = null_momenta(1e-2 * min(scalar, heavy), "L")
    at_q, at_zero = (
        brute_force_emission._kernel(first, second, *grid, loop)
        for first, second in ((p, p_out), null)
    )
    line = np.array([1, 1j]) / np.sqrt(2)
    change = abs(line @ (at_q - at_zero) @ line.conj())
    both = np.array([scalar])
    point = random_point(
        np.random.default_rng(1), 1, M_E=heavy, M_H=both, M_A=both, g_D=1.0, m_aprime=q
    ).with_(y=np.ones((3, 1), dtype=complex))
    size = momentum_dependence(point)[0, 0, 0]
    assert 0.25 < change / size < 4


def test_neutrinos_in_the_flavour_basis() -> None:
    """U f U† = f^ℓ for a doublet that is not split; not in the mass basis, nor with Majorana masses."""
    point = random_point(np.random.default_rng(8), m_L=0.0, m_R=0.0, m_D=3.0, M_E=3.0)
    vector = vector_form_factor.matrices(point)
    f_ell = lepton_coupling(point)
    assert distance(in_flavours(vector, point.U), f_ell) < 1e-12
    assert distance(vector, f_ell) > 1e-3
    split = point.with_(m_R=0.5)
    f_nu = in_flavours(vector_form_factor.matrices(split), split.U)
    assert distance(f_nu, f_ell) > 1e-3
