"""Decays of the charged partner, against explicit spinors, the top quark and the equivalence theorem."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.laws.two_body import M_FIRST, M_SECOND, M_V
from darktmm.derive.models.dark import M_1, M_2, M_E, THETA, dark_model, electroweak, partner_decays
from darktmm.derive.symbols import M_W, G
from tests.derive.helicity import SPINS, any_velocity, bar, boost, current, dot, u, vector_vertex

PRECISION = 1e-11


def decay(mass: float, first: float, second: float) -> tuple[Any, Any, Any, list[Any]]:
    """E, fermion and vector in flight, and three polarisations orthogonal to the vector."""
    rng = np.random.default_rng(4)
    k = math.sqrt((mass**2 - (first + second) ** 2) * (mass**2 - (first - second) ** 2)) / (
        2 * mass
    )
    n = rng.normal(size=3)
    n /= np.linalg.norm(n)
    flight = boost(any_velocity(rng))
    own = boost(-k * n / math.hypot(second, k))
    momenta = (
        np.array([mass, 0, 0, 0]),
        np.array([math.hypot(first, k), *(k * n)]),
        np.array([math.hypot(second, k), *(-k * n)]),
    )
    return *(flight @ p for p in momenta), [flight @ own @ np.eye(4)[i] for i in (1, 2, 3)]  # type: ignore[return-value]


def explicit(masses: tuple[float, float, float], left: complex, right: complex) -> float:
    """Σ|M|² of E → f V, one helicity at a time; the sign of the fermion mass is that of γ5 ψ."""
    mass, first, second = masses
    p, k, q, polarisations = decay(mass, abs(first), second)
    for eps in polarisations:
        assert abs(dot(eps, q)) < 1e-9 * mass
    return sum(
        abs(dot(eps, current(bar(u(k, first, t)), vector_vertex(left, right), u(p, mass, s)))) ** 2
        for eps, s, t in product(polarisations, SPINS, SPINS)
    )


@pytest.mark.parametrize(
    "masses", [(500.0, 120.0, 80.0), (300.0, -150.0, 80.0), (200.0, 0.0, 80.0)]
)
def test_vector_form(masses: tuple[float, float, float]) -> None:
    """Exact in all masses, sign included; L and R exchanged is the same, their relative sign is not."""
    left, right = 0.7, -0.3
    values = dict(zip((M_V, M_FIRST, M_SECOND), masses, strict=True))
    form = np.array(partner_decays.vector_form().subs(values), dtype=float)
    c = np.array([left, right])
    expected = explicit(masses, left, right)
    assert abs(c @ form @ c / expected - 1) < PRECISION
    assert abs(c[::-1] @ form @ c[::-1] / expected - 1) < PRECISION
    for wrong in ([left, -right], [2 * left, right]):
        if masses[1] or wrong[0] != left:
            assert abs(np.array(wrong) @ form @ np.array(wrong) / expected - 1) > 1e-2


def test_top_quark() -> None:
    """Γ(t → bW) = G_F m³/(8√2π) (1 − x)²(1 + 2x), x = M_W²/m²: what g/√2 on the left gives."""
    x = sp.Symbol("x", positive=True)
    form = partner_decays.vector_form()[0, 0].subs(M_FIRST, 0)
    width = partner_decays._width(form * G**2 / 2).subs(M_FIRST, 0)
    known = sp.sqrt(2) * G**2 / (8 * M_SECOND**2) * M_V**3 / (8 * sp.sqrt(2) * sp.pi)
    known *= (1 - x) ** 2 * (1 + 2 * x)
    values = {M_V: 173.0, M_SECOND: 80.4, G: 0.65}
    found = float(width.subs(values))
    expected = float(known.subs(x, (80.4 / 173.0) ** 2).subs(values))
    assert found == pytest.approx(expected, rel=1e-12)
    assert found != pytest.approx(2 * expected, rel=1e-2)


def numbers(a: int, masses: tuple[float, float, float], theta: float) -> float:
    values = {M_E: masses[0], (M_1, M_2)[a - 1]: masses[1], M_W: masses[2], G: 0.65, THETA: theta}
    return float(sp.N(partner_decays.w_width(a).subs(values)))


@pytest.mark.parametrize("a", [1, 2])
@pytest.mark.parametrize("mass", [90.0, -90.0])
def test_w_width(a: int, mass: float) -> None:
    """With the couplings of the Lagrangian, mixing angle and sign of the Majorana mass included."""
    theta, masses = 0.6, (400.0, mass, 80.4)
    plus, _ = electroweak.w_coupling(dark_model(neutrinos=2, majorana_angle=THETA), a)
    left, right = (complex(c.subs({G: 0.65, THETA: theta})) for c in (plus.left, plus.right))
    p, k, _, _ = decay(masses[0], abs(mass), masses[2])
    momentum = math.sqrt(dot(p, k) ** 2 / masses[0] ** 2 - mass**2)
    expected = explicit(masses, left, right) / 2 * momentum / (8 * math.pi * masses[0] ** 2)
    found = numbers(a, masses, theta)
    assert found == pytest.approx(expected, rel=1e-10)
    assert abs(numbers(a, (400.0, -mass, 80.4), theta) / expected - 1) > 1e-2
    assert abs(numbers(a, masses, theta - 0.5) / expected - 1) > 1e-2


def test_longitudinal_w_is_a_goldstone() -> None:
    """M_W ≪ M_E: |coupling of the derivative|² per (g/M_W)², which `electroweak` has, over 32π M_E."""
    model = dark_model(neutrinos=2, majorana_angle=THETA)
    values = {THETA: 0.4, M_1: 0.0, M_2: 0.0, M_E: 1e5}
    strengths = [float(s.subs(values)) for s in electroweak.longitudinal_strength(model)]
    goldstone = sum(strengths) * (0.65 / 1.0) ** 2 * 1e5 / (32 * math.pi)
    vector = sum(numbers(a, (1e5, 0.0, 1.0), 0.4) for a in (1, 2))
    assert vector == pytest.approx(goldstone, rel=1e-8)


def test_scalar_width() -> None:
    r"""|y|²/2 of one real scalar; |M|² = y² p·k averaged over the spin of E."""
    assert partner_decays.scalar_strength() == sp.Rational(1, 2)
    mass, scalar, y = 300.0, 120.0, 0.3
    p, k, _, _ = decay(mass, 0.0, scalar)
    from tests.derive.helicity import P_R

    square = sum(abs(bar(u(k, 0, t)) @ P_R @ u(p, mass, s)) ** 2 for s, t in product(SPINS, SPINS))
    momentum = (mass**2 - scalar**2) / (2 * mass)
    expected = y**2 / 2 * square / 2 * momentum / (8 * math.pi * mass**2)
    values = {M_E: mass, partner_decays.M_SCALAR: scalar, partner_decays.COUPLING: y}
    found = float(partner_decays.scalar_width().subs(values))
    assert found == pytest.approx(expected, rel=1e-12)
    assert abs(found / (2 * expected) - 1) > 0.1


def test_result() -> None:
    found = partner_decays.result(None)
    for formula, width in zip(
        found.formulas, (partner_decays.w_width(1), partner_decays.scalar_width()), strict=True
    ):
        assert sp.simplify(formula.right / width) == 1
    assert not any(e.right.has(sp.Float) for e in found.formulas)
