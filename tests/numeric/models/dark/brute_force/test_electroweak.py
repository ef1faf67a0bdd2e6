"""T and the moment from a massive vector, derived, against brute-force momentum integrals."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from darktmm.derive.laws import vector_loop as vl
from darktmm.derive.laws.vector_loop import Z
from darktmm.derive.loops.vacuum_polarisation import on_unit_interval
from darktmm.derive.models.dark.oblique import oblique_T
from darktmm.numeric.models.dark.brute_force import electroweak as bf
from darktmm.numeric.models.dark.brute_force.electroweak import Doublet

SCALE, M_W, S_W2 = 5.0, 80.4, 0.223

DOUBLETS = {
    "generic": Doublet(0.7, 1.3, 0.4, 1.9),
    "signs": Doublet(-0.5, 0.2, 1.0, 1.1),
    "negative E": Doublet(0.3, 0.4, 1.0, -1.2),
    "m_L=m_R": Doublet(0.6, 0.6, 1.4, 1.0),
    "Dirac": Doublet(0.0, 0.0, 1.0, 1.5),
    "light N": Doublet(0.03, 0.03, 0.1, 2000.0),
}


@cache
def _integrand() -> Any:
    x = sp.Symbol("x")
    formula = oblique_T()
    return sp.lambdify((x, *formula.arguments), on_unit_interval(formula.right, x), "numpy")


def derived(doublet: Doublet, **changes: float) -> float:
    """T of the formula at the eigenvalues and the angle of the doublet's mass matrix."""
    m_L, m_R, m_D = doublet.m_L, doublet.m_R, doublet.m_D
    angle = np.arctan2(2 * m_D, m_L - m_R) / 2
    o = np.array([[-np.sin(angle), np.cos(angle)], [np.cos(angle), np.sin(angle)]])
    masses = o.T @ np.array([[m_L, m_D], [m_D, m_R]]) @ o
    assert abs(masses[0, 1]) < 1e-12
    values = {
        "M_1": masses[0, 0],
        "M_2": masses[1, 1],
        "theta": angle,
        "M_E": doublet.M_E,
        "Lambda": SCALE,
        "M_W": M_W,
        "s_W^2": S_W2,
    } | changes
    u = np.linspace(-60, 60, 2401)
    x, weight = 1 / (1 + np.exp(-u)), (u[1] - u[0]) / (2 + np.exp(u) + np.exp(-u))
    return float(np.sum(weight * _integrand()(x, *(values[s.name] for s in oblique_T().arguments))))


@cache
def brute(name: str) -> float:
    return bf.oblique_T(DOUBLETS[name], SCALE, M_W, S_W2)


@pytest.mark.parametrize("name", DOUBLETS)
def test_oblique_T(name: str) -> None:
    assert abs(derived(DOUBLETS[name]) / brute(name) - 1) < 1e-9


@pytest.mark.parametrize(
    "wrong",
    [
        {"Lambda": SCALE * (1 + 1e-6)},
        {"M_E": -DOUBLETS["generic"].M_E},
        {"M_E": DOUBLETS["generic"].M_E * (1 + 1e-6)},
        {"theta": 0.1},
        {"s_W^2": 2 * S_W2},
    ],
    ids=lambda w: next(iter(w)),
)
def test_oblique_T_says_no(wrong: dict[str, float]) -> None:
    assert abs(derived(DOUBLETS["generic"], **wrong) / brute("generic") - 1) > 1e-7


def test_exchanged_masses_are_seen() -> None:
    """m_L ↔ M_E, and the sign of one Majorana eigenvalue."""
    generic = DOUBLETS["generic"]
    for wrong in (Doublet(1.9, 1.3, 0.4, 0.7), Doublet(0.7, -1.3, 0.4, 1.9)):
        assert abs(derived(wrong) / brute("generic") - 1) > 1e-2
    other_chirality = Doublet(generic.m_R, generic.m_L, generic.m_D, generic.M_E)
    assert abs(derived(other_chirality) / brute("generic") - 1) < 1e-9  # parity


def test_trace_depends_on_the_length_only() -> None:
    """Any Euclidean direction of l."""
    theory = DOUBLETS["generic"]
    directions = ([1j, 0, 0, 0], [0, 1, 0, 0], [0.6j, 0, 0.48, 0.64])
    traces = [bf.current_trace(theory, bf.T_3, 0.8 * np.array(n)) for n in directions]
    np.testing.assert_allclose(traces, traces[0], rtol=1e-12)
    assert abs(bf.current_trace(theory, bf.T_1, np.array([0.8j, 0, 0, 0])) / traces[0] - 1) > 1e-3


@pytest.mark.parametrize("name", ["generic", "m_L=m_R", "Dirac"])
def test_coefficient_of_the_logarithm(name: str) -> None:
    """(m_D − M_E)² − (m_L² + m_R²)/2, and what the traces tend to."""
    theory = DOUBLETS[name]
    expected = (theory.m_D - theory.M_E) ** 2 - (theory.m_L**2 + theory.m_R**2) / 2
    assert bf.non_conservation(theory) == pytest.approx(expected, rel=1e-12)
    l = np.array([300j, 0, 0, 0])
    traces = [bf.current_trace(theory, g, l) for g in (bf.T_1, bf.T_3)]
    tail = -(traces[0] - traces[1]).real / 8 * 300**4
    assert tail == pytest.approx(expected, rel=1e-3)
    assert tail != pytest.approx(-expected, rel=1e-3)


# --- the anomalous moment -----------------------------------------------------------------------

COUPLING = 4 * np.pi  # α = 1


def moment(ratio: float) -> float:
    f = sp.lambdify(Z, vl.integrand()(Z, sp.Float(ratio**2)))
    value, _ = quad(f, 0, 1, epsabs=0, epsrel=1e-12, points=(0.5, 0.9))
    return float(vl.light()(1, 1)) * value


@pytest.mark.parametrize("ratio", [0.3, 1.0, 4.0])
def test_anomalous_moment(ratio: float) -> None:
    brute_force = bf.anomalous_moment(ratio, COUPLING)
    assert abs(moment(ratio) / brute_force - 1) < 1e-10
    for wrong in (moment(1.0001 * ratio), 2 * moment(ratio), -moment(ratio)):
        assert abs(wrong / brute_force - 1) > 1e-6


def test_axial_coupling_is_seen() -> None:
    assert abs(moment(1.0) / bf.anomalous_moment(1.0, COUPLING, axial=True) - 1) > 0.1


def test_towards_schwinger() -> None:
    """A light vector comes within π/√r-corrections of α/2π."""
    assert bf.anomalous_moment(0.1, COUPLING) == pytest.approx(moment(0.1), rel=1e-6)
    assert 0.6 < bf.anomalous_moment(0.1, COUPLING) * 2 * np.pi < 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Doublet(np.nan, 0, 1, 1), "m_L"),
        (lambda: Doublet(1, 1, 1, 1), "massless"),
        (lambda: bf.oblique_T(DOUBLETS["generic"], -1, M_W, S_W2), "scale"),
        (lambda: bf.anomalous_moment(0.0, 1.0), "ratio"),
        (lambda: bf.anomalous_moment(1.0, -1.0), "coupling_squared"),
    ],
)
def test_bad_input_is_named(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
