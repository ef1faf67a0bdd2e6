"""Triangles by brute force against closed forms, other quadratures, symmetries, and themselves turned round."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from darktmm.numeric.brute_force import triangle
from darktmm.numeric.brute_force.dirac import GAMMA
from darktmm.numeric.brute_force.series import off_shell, product, reciprocal
from darktmm.numeric.brute_force.triangle import (
    Boson,
    BosonRadiates,
    Diagram,
    Fermion,
    FermionRadiates,
    FormFactors,
    Scalar,
    Vector,
    chiral,
    current,
    form_factors,
    scalar_current,
    scalar_vector,
    three_vectors,
)
from darktmm.numeric.models.dark.brute_force.electroweak import anomalous_moment

Array = NDArray[Any]

LOOP = 16 * np.pi**2


def couplings(rng: np.random.Generator, boson: Boson) -> Array:
    """A vertex of two fermions and a boson, generic and complex."""
    left, right = rng.normal(size=2) + 1j * rng.normal(size=2)
    return current(left, right) if isinstance(boson, Vector) else chiral(left, right)


def two_bosons(rng: np.random.Generator, first: Boson, second: Boson) -> Array:
    """A vertex of V and two bosons, generic and complex."""
    c = rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3))
    match first, second:
        case Scalar(), Scalar():
            return scalar_current(c[0, 0], c[0, 1])
        case Vector(), Vector():
            return three_vectors(c)
        case _:
            return scalar_vector(c[0, 0], scalar_first=isinstance(first, Scalar))


PAIRS: dict[str, tuple[Boson, Boson]] = {
    "SS": (Scalar(1.5), Scalar(2.5)),
    "SV": (Scalar(1.5), Vector(2.5, 0.4)),
    "VS": (Vector(1.5, 3.0), Scalar(2.5)),
    "VV": (Vector(1.5, 3.0), Vector(2.5, 0.4)),
}


def generic(name: str, seed: int = 1) -> Diagram:
    """FFS and FFV: the fermion radiates; SS to VV: the boson does."""
    rng = np.random.default_rng(seed)
    if name in PAIRS:
        first, second = PAIRS[name]
        return BosonRadiates(
            couplings(rng, first),
            two_bosons(rng, first, second),
            couplings(rng, second),
            Fermion(2.0),
            first,
            second,
        )
    boson: Boson = Scalar(1.5) if name == "FFS" else Vector(1.5, 3.0)
    absorb = current(*(rng.normal(size=2) + 1j * rng.normal(size=2)))
    return FermionRadiates(
        couplings(rng, boson), absorb, couplings(rng, boson), Fermion(2.0), Fermion(3.0), boson
    )


CLASSES = ("FFS", "FFV", *PAIRS)

LATER = [
    pytest.param(name, marks=[pytest.mark.slow] if name in ("SV", "VV") else []) for name in CLASSES
]
"""Two of the classes whose exact integrals take longest wait."""


def largest(difference: Array) -> float:
    return float(np.max(np.abs(difference)))


def moments(factors: FormFactors) -> Array:
    """(mu, g), what converges."""
    return np.concatenate([factors.mu, factors.g])


# --- polynomials -----------------------------------------------------------------------------


def test_series_are_polynomials() -> None:
    """At a small parameter: the product, the reciprocal and k^2 - m^2 up to its third power."""
    rng = np.random.default_rng(4)
    a, b = rng.uniform(1, 2, size=(2, 3, 5))
    k = rng.normal(size=(3, 5, 4)) + 0j
    powers = 1e-3 ** np.arange(3)

    def at(x: Array) -> Array:
        return np.tensordot(powers, x, axes=1)

    assert largest(at(product("p,p->p", a, b)) - at(a) * at(b)) < 1e-7
    assert largest(at(reciprocal(a)) - 1 / at(a)) < 1e-7
    square = np.einsum("pm,m,pm->p", at(k), [1, -1, -1, -1], at(k))
    assert largest(at(off_shell(k, 1.3)) - (square - 1.69)) < 1e-7


# --- known answers ---------------------------------------------------------------------------


def test_schwinger() -> None:
    """alpha/2 pi, with a photon that is massless, in every gauge and for the sign of both charges."""
    for charge, xi in ((-1, 1.0), (2, 2.5)):
        e = 0.3
        vertex = current(-e * charge, -e * charge)
        lepton = Fermion(0.7)
        diagram = FermionRadiates(vertex, vertex, vertex, lepton, lepton, Vector(0.0, xi))
        factors = form_factors(diagram, 0.7, 0.7, exact=True)
        # Gamma^mu = -e Q [gamma^mu + F_2 i sigma^{mu nu} q_nu/2m]
        anomalous = factors.mu * 2 * 0.7 / (-e * charge)
        assert anomalous == pytest.approx(np.full(2, (e * charge) ** 2 / (8 * np.pi**2)), rel=1e-9)


@pytest.mark.parametrize(
    ("ratio", "axial"),
    [
        (1.0, True),
        *(pytest.param(r, a, marks=pytest.mark.slow) for r in (0.1, 30.0) for a in (False, True)),
    ],
)
def test_massive_vector_as_by_other_quadrature(ratio: float, axial: bool) -> None:
    """`anomalous_moment` of the dark photon shares the matrices, not the integration."""
    vertex = current(-1, 1) if axial else current(1, 1)
    photon, lepton = current(1, 1), Fermion(1.0)
    diagram = FermionRadiates(vertex, photon, vertex, lepton, lepton, Vector(ratio))
    factors = form_factors(diagram, 1.0, 1.0, exact=True)
    expected = anomalous_moment(ratio, 1.0, axial=axial)
    assert factors.mu == pytest.approx(np.full(2, expected / 2), rel=1e-7)


def parameter_integral(f: Callable[[float], float]) -> float:
    return quad(f, 0, 1, epsabs=0, epsrel=1e-12)[0]


@pytest.mark.parametrize(("lepton", "scalar"), [(2.0, 1.5), (0.3, 4.0), (5.0, 5.0)])
def test_scalar_in_a_g_minus_2(lepton: float, scalar: float) -> None:
    """A scalar and a fermion of any masses, exact external mass: the textbook integrals over x."""
    m, c_s, c_p = 0.9, 0.7, 0.4
    start, end = chiral(c_s + c_p, c_s - c_p), chiral(c_s - c_p, c_s + c_p)
    photon = current(1, 1)
    neutral = FermionRadiates(start, photon, end, Fermion(lepton), Fermion(lepton), Scalar(scalar))
    charged = BosonRadiates(
        start, scalar_current(1, -1), end, Fermion(lepton), Scalar(scalar), Scalar(scalar)
    )

    def on_fermion(x: float) -> float:
        even, odd = x**2 * (1 - x), x**2 * lepton / m
        numerator = c_s**2 * (even + odd) + c_p**2 * (even - odd)
        return numerator / (m**2 * x**2 + (lepton**2 - m**2) * x + scalar**2 * (1 - x))

    def on_scalar(x: float) -> float:
        even, odd = x**2 * (x - 1), x * (x - 1) * lepton / m
        numerator = c_s**2 * (even + odd) + c_p**2 * (even - odd)
        return numerator / (m**2 * x**2 + (scalar**2 - m**2) * x + lepton**2 * (1 - x))

    for diagram, integrand in ((neutral, on_fermion), (charged, on_scalar)):
        anomalous = 2 * m * form_factors(diagram, m, m, exact=True).mu
        expected = m**2 / (8 * np.pi**2) * parameter_integral(integrand)
        assert anomalous == pytest.approx(np.full(2, expected), rel=1e-8)


# --- the two ways of treating external masses ------------------------------------------------


@pytest.mark.parametrize("name", LATER)
def test_the_first_order_is_the_limit_of_the_exact(name: str) -> None:
    """The difference shrinks like the square of the external masses: 16 times from 0.2 to 0.05."""
    diagram = generic(name)
    differences = []
    for size in (0.2, 0.05):
        first = moments(form_factors(diagram, size, size / 2))
        exact = moments(form_factors(diagram, size, size / 2, exact=True))
        differences.append(exact - first)
    scale = largest(first)
    assert 1e-6 * scale < largest(differences[1])
    assert largest(differences[0]) / largest(differences[1]) == pytest.approx(16, rel=0.25)


@pytest.mark.parametrize("name", CLASSES)
def test_the_moment_is_linear_in_the_masses(name: str) -> None:
    """To first order: a + b m_i + c m_j, at any size of the masses."""
    diagram = generic(name)
    nothing, i, j, both = (
        form_factors(diagram, *pair).mu
        for pair in ((0.0, 0.0), (1e-9, 0.0), (0.0, 1e9), (1e-9, 1e9))
    )
    assert largest(both - i - j + nothing) < 1e-9 * largest(both)
    tiny, more = (form_factors(diagram, m, 0.5 * m).mu - nothing for m in (1e-3, 1e3))
    assert largest(more * 1e-6 - tiny) < 1e-10 * largest(tiny) + 1e-13 * largest(nothing)


def test_the_route_through_the_loop_does_not_matter(stand_in: pytest.MonkeyPatch) -> None:
    """With the loop momentum shifted less well the result is the same; too far, it is refused."""
    diagram = generic("SV")
    before = moments(form_factors(diagram, 1.2, 0.4, exact=True))
    chosen = triangle._route

    def shifted(*arguments: Any) -> Any:
        route = chosen(*arguments)
        return route._replace(shift=route.shift + 0.2, energies=route.energies + 0.2)

    stand_in.setattr(triangle, "_route", shifted)
    after = moments(form_factors(diagram, 1.2, 0.4, exact=True))
    assert largest(after - before) < 1e-9 * largest(before)


def test_light_lepton_in_and_out_are_mirror_images() -> None:
    """m_in = 0 as well as m_out = 0, which put different leptons at rest."""
    for name in ("FFS", "SV"):
        diagram = generic(name)
        forward = form_factors(diagram, 1.0, 0.0, exact=True)
        backward = form_factors(turned_round(diagram), 0.0, 1.0, exact=True)
        assert_hermitian(forward, backward)


# --- symmetries ------------------------------------------------------------------------------


def barred(vertex: Array) -> Array:
    """gamma^0 X^dagger gamma^0."""
    return np.asarray(GAMMA[0] @ np.swapaxes(vertex, -1, -2).conj() @ GAMMA[0])


def turned_round(diagram: Diagram) -> Diagram:
    """The diagram j -> i of the hermitian conjugate vertices, q -> -q."""
    start, end = barred(diagram.end), barred(diagram.start)
    if isinstance(diagram, FermionRadiates):
        return FermionRadiates(
            start, barred(diagram.absorb), end, diagram.second, diagram.first, diagram.boson
        )
    absorb = diagram.absorb.conj().swapaxes(-1, -2)
    if absorb.ndim == 5:  # L is hermitian: momenta turn round, i x tensor is conjugated
        absorb = -absorb[[0, 2, 1]]
    return BosonRadiates(start, absorb, end, diagram.fermion, diagram.second, diagram.first)


def assert_hermitian(forward: FormFactors, backward: FormFactors) -> None:
    """gamma^0 Gamma_ij(p', p)^dagger gamma^0 = Gamma_ji(p, p'), below all thresholds."""
    assert largest(backward.f.conj() - forward.f) < 1e-9 * largest(forward.f)
    assert largest(backward.mu.conj() - forward.mu[::-1]) < 1e-9 * largest(forward.mu)
    assert largest(backward.g.conj() + forward.g[::-1]) < 1e-9 * largest(forward.g)


@pytest.mark.parametrize("name", CLASSES)
def test_hermiticity(name: str) -> None:
    """i -> j and j -> i of a hermitian Lagrangian."""
    diagram = generic(name)
    forward = form_factors(diagram, 0.3, 0.2)
    assert_hermitian(forward, form_factors(turned_round(diagram), 0.2, 0.3))


@pytest.mark.parametrize("name", LATER)
def test_hermiticity_with_exact_masses(name: str) -> None:
    diagram = generic(name)
    forward = form_factors(diagram, 0.3, 0.2, exact=True)
    assert_hermitian(forward, form_factors(turned_round(diagram), 0.2, 0.3, exact=True))


@pytest.mark.parametrize("name", CLASSES)
def test_units(name: str) -> None:
    """All masses in other units: mu and g are lengths; couplings with a dimension aside, f is none."""
    diagram = generic(name)
    factor = 7.0
    scaled = _in_units(diagram, factor)
    dimension = 1 if name in ("SV", "VS") else 0  # of c in c g^{mu a}
    one = form_factors(diagram, 0.3, 0.2)
    other = form_factors(scaled, 0.3 * factor, 0.2 * factor, scale=factor)
    assert other.mu * factor ** (1 + dimension) == pytest.approx(one.mu, rel=1e-9)
    assert other.f * factor**dimension == pytest.approx(one.f, rel=1e-9)


def _in_units(diagram: Diagram, factor: float) -> Diagram:
    def scaled(line: Any) -> Any:
        if isinstance(line, Vector):
            return Vector(line.mass * factor, line.xi)
        return type(line)(line.mass * factor)

    if isinstance(diagram, FermionRadiates):
        lines = (diagram.first, diagram.second, diagram.boson)
        return FermionRadiates(
            diagram.start, diagram.absorb, diagram.end, *(scaled(line) for line in lines)
        )
    lines = (diagram.fermion, diagram.first, diagram.second)
    return BosonRadiates(
        diagram.start, diagram.absorb, diagram.end, *(scaled(line) for line in lines)
    )


def test_exchange_of_the_two_bosons_of_a_vertex() -> None:
    """c[X, Y] with slots 1 and 2 exchanged is the same tensor with its indices exchanged."""
    c = np.arange(9).reshape(3, 3) + 1j
    order = [0, 2, 1]
    turned = three_vectors(c)[order].swapaxes(-1, -2)
    np.testing.assert_array_equal(turned, three_vectors(c[np.ix_(order, order)]))


# --- what diverges, what is refused ----------------------------------------------------------


def test_pole_of_a_scalar_loop() -> None:
    """f of a Yukawa triangle with both vertices P_R...P_L: y y' Q/(16 pi^2) (1/2) ln cutoff^2."""
    start, end, photon = chiral(0.7, 0), chiral(0, 0.4), current(1, 1)
    diagram = FermionRadiates(start, photon, end, Fermion(2.0), Fermion(2.0), Scalar(3.0))
    one, two = (form_factors(diagram, 0.0, 0.0, scale=scale) for scale in (1.0, 10.0))
    assert abs(one.pole[0]) == pytest.approx(0.28 / LOOP / 2, rel=1e-9)
    assert abs(one.pole[1]) < 1e-15
    assert two.f - one.f == pytest.approx(one.pole * math.log(100), rel=1e-9, abs=1e-15)


def test_threshold() -> None:
    """An external mass above a pair of lines is refused; just below it is not."""
    diagram = generic("SS")  # fermion 2, scalars 1.5 and 2.5
    form_factors(diagram, 3.0, 0.5, exact=True)
    for masses in ((3.6, 0.5), (0.5, 4.6)):
        with pytest.raises(ValueError, match="threshold"):
            form_factors(diagram, *masses, exact=True)


def test_conserved_current_does_not_see_the_gauge() -> None:
    """Equal masses, vector coupling: the same moment in every gauge, the unitary one included."""
    vertex, lepton = current(0.6, 0.6), Fermion(0.7)
    found = [
        form_factors(
            FermionRadiates(vertex, vertex, vertex, lepton, lepton, Vector(1.5, xi)),
            0.7,
            0.7,
            exact=True,
        ).mu
        for xi in (1.0, 0.3, math.inf)
    ]
    assert largest(found[1] - found[0]) < 1e-9 * largest(found[0])
    assert largest(found[2] - found[0]) < 1e-6 * largest(found[0])


def test_what_does_not_converge_is_refused() -> None:
    """In the unitary gauge with any coupling of three vectors."""
    boson, vertex = Vector(1.5, math.inf), current(0.3, 0.8)
    diagram = BosonRadiates(
        vertex, three_vectors(np.arange(9.0).reshape(3, 3)), vertex, Fermion(1.0), boson, boson
    )
    with pytest.raises(ArithmeticError, match="converge"):
        form_factors(diagram, 0.1, 0.1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Vector(0.0, math.inf), "unitary"),
        (lambda: Vector(1.0, 0.0), "positive"),
        (lambda: Fermion(-1.0), "mass"),
        (lambda: Scalar(math.nan), "mass"),
        (lambda: three_vectors(np.ones(9)), "shape"),
        (lambda: form_factors(generic("SS"), 0.0, 0.0, exact=True), "zero"),
        (lambda: form_factors(generic("SS"), -1.0, 0.0), "mass"),
    ],
)
def test_bad_input(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_vertices_must_fit_their_lines() -> None:
    scalar, vector, fermion = Scalar(1.0), Vector(1.0), Fermion(1.0)
    for boson, vertex in ((scalar, current(1, 1)), (vector, chiral(1, 1))):
        with pytest.raises(ValueError, match="shape"):
            FermionRadiates(vertex, current(1, 1), vertex, fermion, fermion, boson)
    with pytest.raises(ValueError, match="absorb"):
        BosonRadiates(
            chiral(1, 1), three_vectors(np.ones((3, 3))), chiral(1, 1), fermion, scalar, scalar
        )
    with pytest.raises(ValueError, match="absorb"):
        FermionRadiates(chiral(1, 1), chiral(1, 1), chiral(1, 1), fermion, fermion, scalar)
