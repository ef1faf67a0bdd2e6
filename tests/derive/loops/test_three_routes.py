r"""Every triangle by three routes: Feynman parameters, vacuum integrals, matrices and a numerical momentum.

Everything is generic: two different fermions or bosons beside the vector, complex chiral couplings, four masses,
any gauge. So no two things can be exchanged, and no sign, factor or i be lost, without one route noticing.

γ^μ diverges, and brute force in four dimensions leaves another constant beside the pole. That constant knows
no mass: what is compared is the pole, and the change of γ^μ from one set of masses to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from darktmm.derive.fields import (
    MU,
    DiracFermion,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
    quantum,
)
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.loops import triangle as parameters
from darktmm.derive.loops.amplitude import diagrams, folded, vacuum_terms
from darktmm.derive.loops.exact import exact
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.triangle import M_IN, M_OUT, STRUCTURES, TOPOLOGIES, Diagram
from darktmm.derive.vertices import Chiral, Current, FeynmanRules, Triple
from darktmm.numeric.brute_force import triangle as matrices

Array = NDArray[Any]
XI = sp.Rational(5, 2)
OUTSIDE = {M_IN: sp.Rational(3, 10), M_OUT: sp.Rational(1, 5)}
MASSES = (
    tuple(map(sp.Rational, ("2", "3", "3/2", "5/2"))),
    tuple(map(sp.Rational, ("7/4", "11/5", "4/3", "9/4"))),
)
"""Of two fermions and two bosons."""


def numbers(count: int, seed: int) -> list[sp.Expr]:
    """Rational numbers, all different, real and imaginary in turn."""
    drawn = np.random.default_rng(seed).permutation(np.arange(2, 40))[:count]
    return [
        sp.Rational(int(n), 17) * sp.I ** (k % 2) * (-1) ** (n % 3) for k, n in enumerate(drawn)
    ]


def generic(topology: str, xi: sp.Expr, masses: Sequence[sp.Expr]) -> Diagram:
    """A triangle with couplings that no Lagrangian relates."""
    fermions = [DiracFermion(f"F_{k}", mass=m) for k, m in enumerate(masses[:2], start=1)]
    scalars = [RealScalar(f"S_{k}", mass=m) for k, m in enumerate(masses[2:], start=1)]
    vectors = [
        VectorBoson(f"V_{k}", mass=m, gauge_parameter=xi) for k, m in enumerate(masses[2:], start=1)
    ]
    a, b, c = numbers(2, 1), numbers(2, 2), numbers(9, 3)
    start, end = Chiral(*a), Chiral(*b)
    if topology in (parameters.FERMION_RADIATES, parameters.VECTOR_EXCHANGED):
        boson = (scalars if topology == parameters.FERMION_RADIATES else vectors)[0]
        return Diagram(topology, tuple(fermions), (boson,), start, end, Chiral(*c[:2]))
    first, second, rule = {
        parameters.SCALAR_RADIATES: (scalars, scalars, Current(*c[:2])),
        parameters.VECTOR_RADIATES: (
            vectors,
            vectors,
            Triple((tuple(c[:3]), tuple(c[3:6]), tuple(c[6:]))),
        ),
        parameters.SCALAR_TO_VECTOR: (scalars, vectors, c[0]),
        parameters.VECTOR_TO_SCALAR: (vectors, scalars, c[0]),
    }[topology]
    return Diagram(topology, (fermions[0],), (first[0], second[1]), start, end, rule)


# --- the three routes -----------------------------------------------------------------------------


SPLIT = mp.mpf(10) ** -15
"""What repeated masses are taken apart by, relatively."""


@cache
def integral(folded_: SimplexIntegral) -> sp.Float:
    """By divided differences at 200 digits: Hermite and Genocchi, no closed form of the project's."""
    with mp.workdps(200):
        nodes = [mp.mpf(x.p) / x.q * (1 + k * SPLIT) for k, x in enumerate(folded_.nodes)]
        n, p = len(nodes) - 1, folded_.p
        # f⁽ⁿ⁾(t) = t⁻ᵖ, or ln t for p = 0; a polynomial of lower degree has no divided difference
        weight = mp.mpf(-1) ** (p - 1) / mp.factorial(p - 1) if p else mp.mpf(1)
        lost = mp.harmonic(n) if p == 0 else 0
        value = mp.fsum(
            weight
            / mp.factorial(n - p)
            * t ** (n - p)
            * (mp.log(t) - lost)
            / mp.fprod(t - other for k, other in enumerate(nodes) if k != j)
            for j, t in enumerate(nodes)
        )
    return sp.Float(value, 30)


def number(expression: sp.Expr) -> complex:
    """Its integrals done."""
    done = expression.xreplace({f: integral(f) for f in expression.atoms(SimplexIntegral)})
    return complex(sp.N(done, 25))


def digits(values: dict[str, sp.Expr]) -> tuple[Array, Array]:
    """(finite part, pole) of the six structures."""
    at = [values.get(s, sp.S.Zero).xreplace(OUTSIDE) for s in STRUCTURES]
    finite = np.array([number(x.xreplace({UV_POLE: sp.S.Zero})) for x in at])
    return finite, np.array([number(x.xreplace({UV_POLE: sp.S.One})) for x in at]) - finite


@cache
def by_parameters(topology: str, masses: tuple[sp.Expr, ...]) -> tuple[Array, Array]:
    """Feynman's, in his gauge."""
    diagram = generic(topology, sp.S.One, masses)
    found = diagram.form_factors()
    return digits({s: found[s] for s in STRUCTURES})


@cache
def by_expansion(topology: str, xi: sp.Expr, masses: tuple[sp.Expr, ...]) -> tuple[Array, Array]:
    """Vacuum integrals, in any gauge."""
    found = vacuum_terms(generic(topology, xi, masses), {M_IN: M_IN, M_OUT: M_OUT})
    return digits({s: folded(terms) for s, terms in found.items()})


@cache
def by_matrices(topology: str, xi: sp.Expr, masses: tuple[sp.Expr, ...]) -> tuple[Array, Array]:
    """Explicit matrices, and a numerical integral over the Euclidean momentum."""
    d = generic(topology, xi, masses)
    start, end = (
        (matrices.current if isinstance(quantum(b), VectorBoson) else matrices.chiral)(
            *(complex(x / sp.I) for x in (rule.left, rule.right))
        )
        for b, rule in ((d.bosons[0], d.incoming), (d.bosons[-1], d.outgoing))
    )
    lines = [matrices.Fermion(float(f.mass)) for f in d.fermions]
    bosons: list[matrices.Boson] = [
        matrices.Vector(float(b.mass), float(xi))
        if isinstance(b, VectorBoson)
        else matrices.Scalar(float(b.mass))
        for b in d.bosons
    ]
    if isinstance(d.vector, Chiral):
        absorb = matrices.current(*(complex(x / sp.I) for x in (d.vector.left, d.vector.right)))
        first, second = lines
        whole: matrices.Diagram = matrices.FermionRadiates(
            start, absorb, end, first, second, bosons[0]
        )
    else:
        before, after = bosons
        whole = matrices.BosonRadiates(start, tensor(d), end, lines[0], before, after)
    found = matrices.form_factors(whole, float(OUTSIDE[M_IN]), float(OUTSIDE[M_OUT]))
    none = np.zeros(4)
    return np.concatenate([found.f, found.mu, found.g]), np.concatenate([found.pole, none])


def tensor(d: Diagram) -> Array:
    """The vertex of the vector and two bosons; in a rule the vector stands last, here it is first."""
    if isinstance(d.vector, Current):
        return matrices.scalar_current(
            *(complex(x / sp.I) for x in (d.vector.first, d.vector.second))
        )
    if isinstance(d.vector, Triple):
        table = np.array([[complex(c / sp.I) for c in row] for row in d.vector.coefficients])
        order = [2, 0, 1]
        return matrices.three_vectors(table[np.ix_(order, order)])
    first_is_scalar = d.topology == parameters.SCALAR_TO_VECTOR
    return matrices.scalar_vector(complex(d.vector / sp.I), scalar_first=first_is_scalar)


# --- compared -------------------------------------------------------------------------------------


def largest(difference: Array) -> float:
    return float(np.max(np.abs(difference)))


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_parameters_and_expansion(topology: str) -> None:
    """All six form factors, with their constants, poles, and what stands with either mass outside."""
    (first, pole), (second, other) = (
        by_parameters(topology, MASSES[0]),
        by_expansion(topology, sp.S.One, MASSES[0]),
    )
    assert largest(first - second) < 1e-13 * largest(first)
    assert largest(pole - other) < 1e-14 * (1 + largest(pole))
    assert all(first)  # nothing is compared with zero


@pytest.mark.parametrize(
    "topology",
    [
        pytest.param(t, marks=[pytest.mark.slow] if t == parameters.VECTOR_RADIATES else [])
        for t in TOPOLOGIES
    ],
)
def test_expansion_and_matrices(topology: str) -> None:
    """Dipoles and q^μ; poles of γ^μ, and how γ^μ changes with the masses. Vectors in another gauge."""
    scalars = topology in (parameters.FERMION_RADIATES, parameters.SCALAR_RADIATES)
    xi = sp.S.One if scalars else XI
    ours, theirs = (
        [route(topology, xi, masses) for masses in MASSES] for route in (by_expansion, by_matrices)
    )
    for (found, pole), (expected, other) in zip(ours, theirs, strict=True):
        assert largest(found[2:] - expected[2:]) < 1e-8 * largest(expected[2:])
        assert largest(pole - other) < 1e-8 * (1 + largest(pole))
    change, expected = (values[0][0][:2] - values[1][0][:2] for values in (ours, theirs))
    assert largest(change - expected) < 1e-7 * largest(expected)


@pytest.mark.parametrize(
    "topology",
    [parameters.FERMION_RADIATES, parameters.SCALAR_RADIATES, parameters.VECTOR_EXCHANGED],
)
def test_exact_masses_begin_with_the_first_order(topology: str) -> None:
    """Two different masses outside and two different lines at the vector: what is left is of second order."""
    diagram = generic(topology, sp.S.One, MASSES[0])
    small = {m: value / 1000 for m, value in OUTSIDE.items()}
    swapped = {M_IN: small[M_OUT], M_OUT: small[M_IN]}
    for structure in ("sigma_L", "sigma_R"):
        first = diagram.form_factors((structure,))[structure]
        whole = complex(exact(diagram, structure).value(small, 15))
        here, exchanged = (number(first.xreplace(masses)) for masses in (small, swapped))
        assert abs(whole - here) < 0.05 * abs(exchanged - here)
        assert abs(whole - here) < 1e-6 * abs(here)


# --- from the Lagrangian to a diagram -------------------------------------------------------------


def test_vertices_are_read_along_the_flow() -> None:
    """f → F_1 → F_2 → f' and back: complex couplings c_n there, their conjugates back, in the other order."""
    f, f_out, *loop = (
        DiracFermion(n, mass=sp.Symbol(f"m_{n}", positive=True)) for n in ("f", "g", "F", "G")
    )
    h, v = RealScalar("h"), VectorBoson("V", gauge_parameter=1)
    c = sp.symbols("c_1:4", complex=True)
    expression = c[0] * h * bilinear(loop[0], f, chirality="L")
    expression += c[1] * VectorComponent(v, MU) * bilinear(loop[1], loop[0], MU, chirality="L")
    expression += c[2] * h * bilinear(f_out, loop[1], chirality="R")
    rules = FeynmanRules(sp.expand(with_conjugate(expression)))
    (there,), (back,) = (list(diagrams(rules, *pair, v)) for pair in ((f, f_out), (f_out, f)))
    turned = [sp.I * sp.conjugate(x) for x in c]
    assert there.fermions == tuple(loop) == back.fermions[::-1]
    assert [there.incoming, there.vector, there.outgoing] == [
        Chiral(left=sp.I * c[0]),
        Chiral(left=sp.I * c[1]),
        Chiral(right=sp.I * c[2]),
    ]
    assert [back.incoming, back.vector, back.outgoing] == [
        Chiral(left=turned[2]),
        Chiral(left=turned[1]),
        Chiral(right=turned[0]),
    ]
