"""One-point functions: factor, sign and i of the normal form, relations among couplings, what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.expansion import Vacuum, simplex
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.tadpoles import VacuumTerm, tadpoles

A, B, C = sp.symbols("A B C", positive=True)
COUPLING = sp.Symbol("c", complex=True)
AT = {A: sp.Rational(3, 2), B: sp.Rational(7, 3), C: sp.Rational(5, 4)}


@pytest.mark.parametrize(
    ("power", "nodes", "in_dimension", "average"),
    [
        (0, (A, A, B), 0, 0),
        (1, (A, B, B, C), 1, 2),
        (2, (A, A, A, B), -1, 2),
        (1, (A, B), 0, 0),
        (3, (A, B, B, B, C), 2, 4),
    ],
)
def test_one_point_functions_are_the_integral(
    power: int, nodes: tuple[sp.Symbol, ...], in_dimension: int, average: int
) -> None:
    """The normal form with its factor, sign and i: for D → 4 it is what `simplex` makes of the integral."""
    term = VacuumTerm(Vacuum(power, nodes), in_dimension, average, 3 * sp.I * COUPLING * B)
    normal = tadpoles([term])
    whole = sp.Add(*(one_point(AT[x], normal[x].xreplace(AT)) for x in normal.coefficients))
    at = Vacuum(power, tuple(x.xreplace(AT) for x in nodes))
    direct = 3 * sp.I * COUPLING * AT[B] * simplex(at, in_dimension, average)
    ours, theirs = (
        complex(sp.N(sp.expand(x.doit()).subs({UV_POLE: sp.Rational(7, 3), COUPLING: 1}), 30))
        for x in (whole, direct)
    )
    assert abs(ours - theirs) < 1e-15 * abs(theirs)


def one_point(x: sp.Expr, weight: sp.Expr) -> sp.Expr:
    r"""weight(D)·∫1/(k²−x) for D → 4: i/16π²·x[Δ_ε + 1 − ln x], and −2 for each power of D − 4 at the pole."""
    d = sp.Symbol("D")
    value, slope = (sp.diff(weight, d, k).subs(d, 4) for k in (0, 1))
    return sp.I / (16 * sp.pi**2) * x * (value * (UV_POLE + 1 - sp.log(x)) - 2 * slope)


def test_a_sum_is_the_sum_of_its_terms() -> None:
    """Whatever denominators they share; and nothing where they cancel."""
    shapes = [(0, (A, A, B)), (1, (A, B, B, C)), (2, (A, A, A, B)), (1, (A, B)), (0, (A, A, B))]
    terms = [
        VacuumTerm(Vacuum(power, nodes), in_dimension, 0, (k + 1) * B)
        for k, (power, nodes) in enumerate(shapes)
        for in_dimension in (0, 1)  # the same denominator
    ]
    whole, parts = tadpoles(terms), [tadpoles([t]) for t in terms]
    assert set(whole.coefficients) == {A, B, C}
    for node in (A, B, C):
        assert sp.cancel(whole[node] - sp.Add(*(part[node] for part in parts))) == 0
    opposite = [replace(t, coefficient=-t.coefficient) for t in reversed(terms)]
    assert not tadpoles([*terms, *opposite])


def test_relations_among_couplings_keep_their_numbers() -> None:
    """uv → 1 − 2w, as unitarity has it; what cancels is left out."""
    u, v, w = sp.symbols("u v w")
    terms = [VacuumTerm(Vacuum(0, (A,)), 0, 0, c) for c in (u * v, 2 * w)]
    related = tadpoles(terms, lambda x: x.subs(u * v, 1 - 2 * w))
    assert related[A] == 1
    assert tadpoles(terms)[A] == u * v + 2 * w
    assert not tadpoles(
        [*terms, VacuumTerm(Vacuum(0, (A,)), 0, 0, -sp.S.One)], lambda x: x.subs(u * v, 1 - 2 * w)
    )


@pytest.mark.parametrize(
    ("power", "massless", "diverges"), [(0, 1, False), (0, 2, True), (1, 2, False), (1, 3, True)]
)
def test_infrared_divergences_are_refused(power: int, massless: int, diverges: bool) -> None:
    r""":math:`\int d^4k\,(k^2)^{r-n}` at small k converges for r > n − 2; scaleless ones vanish."""
    nodes = (*(sp.S.Zero,) * massless, A, A)
    term = VacuumTerm(Vacuum(power, nodes), 0, 0, sp.S.One)
    if diverges:
        with pytest.raises(DerivationError, match="infrared"):
            tadpoles([term])
    else:
        assert set(tadpoles([term]).coefficients) == {A}


def test_equal_masses_of_different_names_are_refused() -> None:
    """1/(x − y) with x = y would be a silent infinity."""
    same = (A**2 + 2 * A * B + B**2, (A + B) ** 2)
    with pytest.raises(DerivationError, match="equal"):
        tadpoles([VacuumTerm(Vacuum(0, same), 0, 0, sp.S.One)])
