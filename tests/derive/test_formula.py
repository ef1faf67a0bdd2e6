"""One law, one object: named, called, typeset, and homogeneous in the dimensions of its symbols."""

from __future__ import annotations

import random
from typing import Any

import pytest
import sympy as sp

from darktmm.derive.formula import Formula
from darktmm.derive.laws import current_scattering, two_body, vector_loop
from darktmm.derive.laws import lepton_emission as emission
from darktmm.derive.loops import functions
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.symbols import dimension

X, Y = sp.symbols("x y")
SCALE = sp.Symbol("M_scale", positive=True)


def power(formula: Formula, seed: int = 1) -> float:
    """d in right → 2^d right, when every symbol of dimension n goes to 2ⁿ times itself.

    A pole is the logarithm of a squared mass.
    """
    right = formula.right.subs(UV_POLE, sp.log(SCALE**2))
    draw = random.Random(seed)
    symbols = sorted(right.free_symbols, key=str)
    # Complex where it may be; coupling products that only a sum over states ties together, all one.
    point = {
        s: sp.S.One
        if s.name.startswith(r"\tilde")
        else sp.Rational(draw.randint(30, 99), 17) * (1 if s.is_real else 1 + sp.I / 3)
        for s in symbols
    }
    larger = {s: v * 2 ** dimension(s) for s, v in point.items()}
    values = [
        complex(right.subs(p, simultaneous=True).doit().evalf(30, maxn=400))
        for p in (point, larger)
    ]
    return float(sp.log(abs(values[1] / values[0]), 2))


LAWS: dict[str, Any] = {
    **{make.__name__: make for make in functions.REGISTRY},
    "path_difference_slope": functions.path_difference_slope,
    "mass_slope": functions.mass_slope,
    "path_closed": lambda: functions.closed(functions.path_function()),
    "kernel_closed": lambda: functions.closed(functions.path_kernel()),
    "dirac": two_body.dirac_pair_width,
    "majorana": lambda: two_body.majorana_pair_width(False),
    "identical": lambda: two_body.majorana_pair_width(True),
    "scalars": two_body.scalar_pair_width,
    "dipole": two_body.dipole_pair_width,
    "emission": emission.emission_width,
    "vector_loop": vector_loop.vector_loop,
    "vector_loop_heavy": vector_loop.heavy,
}


@pytest.mark.parametrize("name", LAWS)
def test_dimension_is_that_of_the_arguments(name: str) -> None:
    """Every law scales with the dimension that it states, and with no other."""
    law = LAWS[name]()
    assert law.dimension is not None
    assert power(law) == pytest.approx(law.dimension, abs=1e-9)
    wrong = Formula(law.name, law.left, law.right * sp.Symbol("m_extra", positive=True))
    assert power(wrong) == pytest.approx(law.dimension + 1, abs=1e-9)


@pytest.mark.parametrize("name", LAWS)
def test_arguments_are_all_there(name: str) -> None:
    """A law is a function of its arguments and of nothing else; called with them it is itself."""
    law = LAWS[name]()
    assert law.right.free_symbols <= set(law.arguments)
    assert law(*law.arguments) == law.right
    assert law.source and law.left


def test_a_formula_is_called_by_position() -> None:
    """At the same time, so that arguments may change places."""
    law = Formula("f", "f", X - 2 * Y, (X, Y))
    assert law(Y, X) == Y - 2 * X
    with pytest.raises(ValueError, match="zip"):
        law(X)


@pytest.mark.parametrize("make", functions.REGISTRY, ids=lambda m: m.__name__)
def test_closed_form_is_the_function(make: Any) -> None:
    """Hermite's sum over nodes against the divided difference, at one point exactly."""
    law = make()
    other = functions.closed(law)
    masses = dict(zip(law.arguments, map(sp.Rational, (3, 5, 11, 13, 17)), strict=False))
    expected, found = (f.right.subs(masses).doit().evalf(40, maxn=400) for f in (law, other))
    assert abs(found / expected - 1) < 1e-30
    assert not other.right.atoms(functions.SimplexIntegral)


def test_the_shift_of_a_coupling_is_a_number() -> None:
    """η_ji stands beside g_L and g_R; dσ/dT has three inverse masses."""
    assert power(Formula("eta", "", current_scattering.shift())) == pytest.approx(0, abs=1e-9)
    law = Formula("dsigma", "", current_scattering.cross_section())
    assert power(law) == pytest.approx(-3, abs=1e-9)
