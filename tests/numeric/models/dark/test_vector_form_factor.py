"""f_ji as a number: 50 digits, brute force, hidden cancellations, many points at once."""

from __future__ import annotations

import math
import subprocess
import sys
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from darktmm.derive.models.dark import THETA, DarkModel
from darktmm.derive.models.dark import vector_form_factor as derived
from darktmm.numeric.kernels.quadrature import aliasing
from darktmm.numeric.kernels.rules import CLASSES, rule
from darktmm.numeric.models.dark import vector_form_factor as vector
from darktmm.numeric.models.dark.brute_force.neutral import transition_amplitude
from darktmm.numeric.models.dark.parameters import Parameters, rotation
from darktmm.papers.arxiv_2603_25704 import confront
from darktmm.report.points import bundled

Array = NDArray[Any]

ELEMENTS = tuple(product(range(3), range(3)))
"""(j, i)."""


@cache
def reference() -> Parameters:
    """The generic point of the package."""
    return Parameters.from_file(bundled("reference"))


def matrix(p: Parameters) -> Array:
    """f of one point."""
    return vector.matrices(p)[0]


def three_generations() -> Parameters:
    """Three scalars of either kind, m_L and m_R of opposite sign."""
    rng = np.random.default_rng(5)
    o_r, o_i = (np.linalg.qr(rng.normal(size=(3, 3)))[0] for _ in range(2))
    y = 0.1 * (rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3)))
    return reference().with_(
        m_L=0.7,
        m_R=-1.3,
        m_D=0.4,
        M_H=np.array([0.25, 0.35, 0.6]),
        M_A=np.array([0.2, 0.4, 0.5]),
        O_R=o_r,
        O_I=o_i,
        y=y,
    )


def weak(d: float) -> Parameters:
    """Every breaking of relative size d; for d a power of two all masses are exact."""
    even = np.array([0.25, 0.375])
    return reference().with_(
        m_L=d, m_R=d, m_D=0.5, M_H=even, M_A=even * (1 + d), O_I=rotation(0.3 + d)
    )


POINTS = {
    "reference": reference(),
    "m_L != m_R": reference().with_(m_L=0.7, m_R=-0.2),
    "seesaw": reference().with_(m_L=1e-5, m_R=100.0, m_D=0.5),
    "heavy quasi-Dirac": reference().with_(m_L=2.0**-30, m_R=2.0**-30, m_D=2.0**12),
    "light N": reference().with_(m_L=2.0**-40, m_R=2.0**-40, m_D=2.0**-36),
    "massless N": reference().with_(m_L=0.3, m_R=0.3, m_D=0.3),
}
EVERY_POINT = pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())

QUICK = ("reference", "light N")
"""Points at which the symbolic side is evaluated in seconds."""


@cache
def symbolic(general: bool, diagonal: bool) -> Any:
    """The sum of the diagrams."""
    angle = {"majorana_angle": THETA} if general else {}
    return derived.finite(DarkModel(neutrinos=2, **angle), 1, 1 if diagonal else 2)


def fifty_digits(point: Parameters) -> Array:
    """All nine elements from the closed forms."""
    found = np.empty((3, 3), complex)
    for j, i in ELEMENTS:
        expression = symbolic(point.only.m_L != point.only.m_R, i == j)
        # ν₁, ν₂ of the symbolic model are ν_i, ν_j; the diagonal knows ν_i only
        other = j if i != j else (i + 1) % 3
        found[j, i] = confront.number(expression, confront.symbol_values(point, i, other))
    return found


def deviation(found: Array, expected: Array) -> float:
    """Largest error in units of the largest element."""
    return float(np.max(np.abs(found - expected)) / np.max(np.abs(expected)))


# --- one point ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(point, id=name, marks=() if name in QUICK else pytest.mark.slow)
        for name, point in POINTS.items()
    ],
)
def test_fifty_digits(point: Parameters) -> None:
    """Every element, the diagonal included, to 1e-13; a part in 10¹⁰ would be seen."""
    expected = fifty_digits(point)
    found = matrix(point)
    assert deviation(found, expected) < 1e-13
    for wrong in (found.T, -found, 2 * found, found * (1 + 1e-10)):
        assert deviation(wrong, expected) > 1e-11


@pytest.mark.parametrize("exponent", [13, 20, 26])
def test_weak_breaking(exponent: int) -> None:
    """f ~ d²; with d = 1e-4 it is right to 1e-11 of itself, with 1e-8 to 1e-7."""
    d = 2.0**-exponent
    found, expected = matrix(weak(d)), fifty_digits(weak(d))
    assert deviation(found, expected) < 1e-15 / d
    half = matrix(weak(d / 2))
    assert deviation(4 * half, found) < 4 * d
    assert deviation(2 * half, found) > 0.4


@pytest.mark.parametrize(
    "point",
    [reference(), POINTS["m_L != m_R"], three_generations()],
    ids=("two", "theta", "three"),
)
def test_brute_force(point: Parameters) -> None:
    """The integral over four momenta, unrotated fields: nine elements each."""
    f = transition_amplitude(confront.unrotated(point)).f
    found = matrix(point)
    assert deviation(found, f) < 1e-10
    exchanged = point.with_(m_L=point.m_R, m_R=point.m_L, M_H=point.M_A, M_A=point.M_H)
    for wrong in (matrix(exchanged), found.T, -found, found * (1 + 1e-8)):
        assert deviation(wrong, f) > 1e-9


def test_unbroken() -> None:
    """No Majorana mass, no splitting: zero, not a small number. Each breaking alone: a sign."""
    even = reference().M_H
    degenerate = {"M_A": even, "O_I": reference().O_R}
    dirac = {"m_L": 0.0, "m_R": 0.0}
    assert not np.any(matrix(reference().with_(**degenerate, **dirac)))
    # c > 0 for Q_S < 0: 𝓝 makes f positive, the splitting makes it negative
    majorana = np.linalg.eigvalsh(matrix(reference().with_(**degenerate)))
    splitting = np.linalg.eigvalsh(matrix(reference().with_(**dirac)))
    assert majorana[1] > 0 and splitting[1] < 0
    # two generations: the third eigenvalue is zero
    assert abs(majorana[0]) < 1e-15 * majorana[2] and abs(splitting[2]) < -1e-15 * splitting[0]


@pytest.mark.parametrize("point", [reference(), three_generations()], ids=("two", "three"))
def test_hermitian(point: Parameters) -> None:
    """f = f†, and no element of f is zero or real by accident."""
    f = matrix(point)
    assert deviation(f.conj().T, f) < 1e-15
    assert deviation(f.T, f) > 1e-2


def test_massless_is_the_limit() -> None:
    """m_Lm_R = m_D²: one massless N, continuous in m_D."""
    at = matrix(reference().with_(m_L=1.0, m_R=0.25, m_D=0.5))
    near = [matrix(reference().with_(m_L=1.0, m_R=0.25, m_D=0.5 + d)) for d in (1e-6, 1e-8)]
    assert deviation(near[0], at) < 1e-4
    assert deviation(near[1], at) < 1e-6
    assert np.all(np.isfinite(at)) and np.any(at)


# --- quadrature -----------------------------------------------------------------------------------


@pytest.mark.parametrize("family", vector._families(), ids=str)
def test_rules_on_the_families(family: tuple[int, int]) -> None:
    """∫τᵖ/(τ+ξ)^q dτ is Euler's Beta function; ξ anywhere in any class."""
    p, q = family
    beta = math.gamma(p + 1) * math.gamma(q - p - 1) / math.gamma(q)
    for index, cls in enumerate(CLASSES):
        xi = np.exp(np.linspace(-cls.span / 2, cls.span / 2, 33))[:, None]
        tau, weight = rule(index)
        values = np.sum(weight * tau**p / (tau + xi) ** q, axis=1) * xi[:, 0] ** (q - p - 1)
        assert np.max(np.abs(values / beta - 1)) < 1e-14
    assert aliasing(p, q, 0.4) < 1e-14 < aliasing(p, q, 0.8)


@EVERY_POINT
def test_two_quadratures(point: Parameters, stand_in: pytest.MonkeyPatch) -> None:
    """Gauss–Legendre classes and the trapezoid rule in ln τ."""
    found = matrix(point)
    stand_in.setattr(vector, "LIMITS", np.array([]))
    trapezoid = matrix(point)
    assert deviation(trapezoid, found) < 1e-14
    stand_in.setattr(vector, "_TOLERANCE", 1e-3)
    assert 1e-9 < deviation(matrix(point), found) < 1e-2


# --- many points ----------------------------------------------------------------------------------


def many(count: int, generations: int) -> Parameters:
    """Masses over four decades, any signs, any mixings."""
    rng = np.random.default_rng(generations)
    m_L, m_R, m_D = 10.0 ** rng.uniform(-2, 2, (3, count)) * rng.choice([-1, 1], (3, count))
    o_r, o_i = np.linalg.qr(rng.normal(size=(2, count, generations, generations)))[0]
    M_H, M_A = 10.0 ** rng.uniform(-2, 2, (2, count, generations))
    y = rng.normal(size=(2, count, 3, generations))
    changes = {"O_R": o_r, "O_I": o_i, "y": y[0] + 1j * y[1], "g_D": rng.uniform(0, 1, count)}
    return reference().with_(m_L=m_L, m_R=m_R, m_D=np.abs(m_D), M_H=M_H, M_A=M_A, **changes)


@pytest.mark.parametrize("generations", [1, 2, 3])
def test_many_points_are_single_points(generations: int) -> None:
    """The same number for each; m_L exchanged with m_R is seen at every point."""
    points = many(60, generations)
    found = vector.matrices(points)
    wrong = vector.matrices(points.with_(m_L=points.m_R, m_R=points.m_L))
    for point, f, other in zip(points, found, wrong, strict=True):
        one = matrix(point)
        assert deviation(f, one) < 1e-9
        assert deviation(other, one) > 1e-8


def test_blocks(stand_in: pytest.MonkeyPatch) -> None:
    """Results do not depend on how the points are divided."""
    points = many(7, 2)
    whole = vector.matrices(points)
    stand_in.setattr(vector, "_BLOCK", 3)
    assert deviation(vector.matrices(points), whole) < 1e-15
    assert vector.matrices(points[:0]).shape == (0, 3, 3)


def test_masses_beyond_double_precision() -> None:
    """Refused, not wrong."""
    with pytest.raises(OverflowError, match="too far apart"):
        matrix(reference().with_(m_L=0.0, m_R=1.0, m_D=1e-60))


def test_no_algebra_on_import() -> None:
    """sympy is imported when the first number is wanted."""
    program = "import sys, darktmm.numeric.models.dark.vector_form_factor; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
