"""The moment from a massive vector: limits, literature, gauge independence, numerators."""

from __future__ import annotations

import mpmath as mp
import pytest
import sympy as sp

from darktmm.derive import dirac_matrices as dm
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.laws import vector_loop as vl
from darktmm.derive.laws.kinetic_mixing import EPSILON
from darktmm.derive.loops.triangle import (
    VECTOR_EXCHANGED,
    _average_loop_momentum,
    external_square,
    form_factor_polynomials,
    numerator,
    sampled_values,
)
from darktmm.derive.symbols import ALPHA, DARK_PHOTON, PHOTON

LIGHT, INTEGRAND, HEAVY = vl.light().right, vl.integrand().right, vl.heavy().right
Z, R = vl.Z, vl.R


def integral(r: float, integrand: sp.Expr | None = None) -> mp.mpf:
    f = sp.lambdify(Z, (INTEGRAND if integrand is None else integrand).subs(R, r), "mpmath")
    with mp.workdps(20):
        return mp.quad(f, [0, mp.mpf(1) / 2, 1])


def test_schwinger() -> None:
    """m_V → 0: α ε²/2π, and exactly one for the integral."""
    assert sp.simplify(LIGHT - ALPHA * EPSILON**2 / (2 * sp.pi)) == 0
    assert sp.integrate(sp.cancel(INTEGRAND.subs(R, 0)), (Z, 0, 1)) == 1


def test_heavy_vector() -> None:
    """m_V ≫ m_ℓ: α ε² m²/(3π m_V²); the next term is of relative order r⁻¹ ln r."""
    expected = ALPHA * EPSILON**2 / (3 * sp.pi * R)
    assert sp.simplify(HEAVY - expected) == 0
    ratio = integral(10**6) * float(sp.cancel(LIGHT / HEAVY).subs(R, 10**6))
    assert 1e-6 < abs(ratio - 1) < 1e-4


def test_published_integrand() -> None:
    """2z(1−z)²/((1−z)² + rz), as in M. Pospelov, Phys. Rev. D80 (2009) 095002."""
    published = 2 * Z * (1 - Z) ** 2 / ((1 - Z) ** 2 + R * Z)
    assert sp.cancel(INTEGRAND - published) == 0
    for wrong in (published.subs(R, 1 / R), 2 * published, published.subs(Z, 1 - Z), -published):
        assert sp.cancel(INTEGRAND - wrong) != 0


def test_the_moment_is_positive_and_falls() -> None:
    values = [integral(r) for r in (0.001, 0.1, 1, 10, 1000)]
    assert all(v > 0 for v in values) and values == sorted(values, reverse=True)


def test_rules_of_the_lepton() -> None:
    """A' couples like the photon, ε times as strongly, and with the opposite sign for this ε."""
    photon, dark = (vl.rules().vector(vl.LEPTON, vl.LEPTON, v) for v in (PHOTON, DARK_PHOTON))
    assert photon.left == photon.right == sp.I * ELEMENTARY_CHARGE
    assert dark.left == dark.right
    assert sp.simplify((dark.left / photon.left) ** 2 - EPSILON**2) == 0


KINEMATICS = dm.Kinematics.real_vector(
    2, 2, rest=(sp.Rational(1, 3), sp.Rational(1, 5), 0), values={**sampled_values(), "m_i": 2}
)


def test_numerator_by_matrices() -> None:
    """Form factors of the exact numerator against explicit matrices at a point of the mass shell."""
    element = _average_loop_momentum(numerator(VECTOR_EXCHANGED))
    polynomials = form_factor_polynomials(VECTOR_EXCHANGED, exact=True)
    claim = {tuple(key.split("_")): value for key, value in polynomials.items()}
    assert dm.residual(element, claim, KINEMATICS) == 0
    truncated = form_factor_polynomials(VECTOR_EXCHANGED)
    assert dm.residual(element, {tuple(k.split("_")): v for k, v in truncated.items()}, KINEMATICS)
    wrong = {**claim, ("sigma", "L"): 2 * claim["sigma", "L"]}
    assert dm.residual(element, wrong, KINEMATICS) != 0


def test_routing_does_not_matter() -> None:
    """k → k + a p + b p' before the shift."""
    plain = form_factor_polynomials(VECTOR_EXCHANGED, exact=True)
    assert form_factor_polynomials(VECTOR_EXCHANGED, (2, -1), exact=True) == plain


def test_external_square() -> None:
    """Σ u_k P_k² for equal masses: m²(x + y)(1 − x − y)."""
    x, y, m_i, m_j = sp.symbols("x y m_i m_j")
    square = external_square().as_expr().subs(m_j, m_i)
    assert sp.expand(square - m_i**2 * (x + y) * (1 - x - y)) == 0
    assert sp.expand(square - m_i**2 * (x + y)) != 0


@pytest.mark.parametrize("axial", [False, True])
def test_the_longitudinal_part_contributes_no_moment(axial: bool) -> None:
    r"""k̸ S(p'−k) γ^μ S(p−k) k̸ = γ^μ between spinors; with k̸γ5 it is not."""
    kin, rep = KINEMATICS, dm.CHIRAL
    k = dm.vector(sp.Rational(1, 2), sp.Rational(2, 3), -1, sp.Rational(3, 7))
    vertex = rep.slash(k) @ (rep.gamma5 if axial else dm.Matrix.unit())
    chains = []
    for momentum, mass in ((kin.p, kin.mass_in), (kin.p_prime, kin.mass_out)):
        line = dm.plus(momentum, k, -1)
        inverse = dm.ONE / (dm.dot(line, line) - mass * mass)
        chains.append((rep.slash(line) + dm.Matrix.unit(mass)).scaled(inverse))
    into, out = chains
    defects = [
        dm.sandwiched(vertex @ out @ gamma @ into @ vertex - gamma, kin) for gamma in rep.gamma
    ]
    assert all(d.is_zero for d in defects) is not axial


def test_result_is_exact() -> None:
    law = vl.result(None)
    assert not any(sp.sympify(e.right).has(sp.Float) for e in law.formulas)
