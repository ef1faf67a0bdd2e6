"""Light and heavy lines: asymptotic series from the engine against exact values at 50 digits."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.functions import (
    M_B,
    M_F,
    lepton_fermion_conserving,
    lepton_fermion_flip,
    lepton_scalar_conserving,
    lepton_scalar_flip,
)
from darktmm.derive.loops.integrals import SimplexIntegral, expand_mass

X, H, A = sp.symbols("x H A", positive=True)
SCALARS = {H: sp.Integer(2), A: sp.Integer(5)}


def exact(integral: SimplexIntegral, x: sp.Rational) -> mpmath.mpf:
    """The Euclidean momentum integral at 50 digits: no closed form involved."""
    tau = sp.Symbol("tau", positive=True)
    integrand = sp.lambdify(tau, integral.euclidean(tau).subs({**SCALARS, X: x}), "mpmath")
    with mpmath.workdps(50):
        return mpmath.quad(integrand, [0, min(1, x), 1, 5, max(10, x), mpmath.inf])


@pytest.mark.parametrize("nodes", [(X, X, H, A), (X, H, H), (X, X, X, H)])
@pytest.mark.parametrize(("about", "steps"), [(0, (1e-3, 1e-4)), (sp.oo, (1e3, 1e4))])
@pytest.mark.parametrize("order", [3, 4])
def test_the_error_is_of_the_next_order(
    nodes: tuple[sp.Symbol, ...], about: sp.Expr, steps: tuple[float, float], order: int
) -> None:
    """Ten times smaller a mass ratio makes the remainder smaller by 10^(order+1), up to logarithms."""
    integral = SimplexIntegral(1, *nodes)
    series = expand_mass(integral, X, about, order)
    errors = []
    for step in map(sp.Rational, steps):
        value = exact(integral, step)
        with mpmath.workdps(50):
            approximate = mpmath.mpf(str(series.subs({**SCALARS, X: step}).evalf(45)))
            errors.append(abs(approximate - value))
    gained = float(mpmath.log10(errors[0] / errors[1]))
    assert order + 0.5 < gained < order + 2


def test_a_mutated_series_is_rejected() -> None:
    """A changed coefficient leaves a remainder of its own order."""
    integral = SimplexIntegral(1, X, H, H)
    series = expand_mass(integral, X, 0, 3) + X**2
    step = sp.Rational(1, 1000)
    off = abs(float(series.subs({**SCALARS, X: step}).evalf(40)) - float(exact(integral, step)))
    assert off == pytest.approx(1e-6, rel=1e-3)


@pytest.mark.parametrize(
    ("function", "light", "heavy"),
    [
        (lepton_fermion_conserving, sp.Rational(1, 6), sp.Rational(1, 12)),
        (lepton_scalar_conserving, sp.Rational(1, 12), sp.Rational(1, 6)),
        (lepton_scalar_flip, sp.Rational(1, 2), sp.Rational(1, 2)),
        (lepton_fermion_flip, None, sp.Rational(1, 2)),
    ],
)
def test_limits_of_the_lepton_functions(
    function: object, light: sp.Rational | None, heavy: sp.Rational
) -> None:
    """t → 0 and t → ∞ of Lavoura's functions (hep-ph/0302221), t = M_F²/M_B², in units of 1/M_B²."""
    expression = function().right.subs({M_F**2: X, M_B**2: 1}, simultaneous=True)  # type: ignore[operator]
    total = {0: sp.S.Zero, sp.oo: sp.S.Zero}
    for integral in expression.atoms(SimplexIntegral):
        for about in total:
            total[about] += expression.coeff(integral) * expand_mass(integral, X, about, 1)
    assert sp.limit(total[sp.oo] * X, X, sp.oo) == heavy
    if light is None:
        assert total[0].coeff(sp.log(X)).subs(X, 0) == -1
    else:
        assert total[0].subs(X, 0) == light or sp.limit(total[0], X, 0, "+") == light


def test_questions_outside_the_range_are_refused() -> None:
    """Only a mass that is there, and only at zero or infinity."""
    integral = SimplexIntegral(1, X, H)
    with pytest.raises(DerivationError, match="node: A"):
        expand_mass(integral, A, 0, 2)
    with pytest.raises(DerivationError, match="about: 1"):
        expand_mass(integral, X, sp.S.One, 2)
