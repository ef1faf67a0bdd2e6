"""Other ways to known answers: explicit matrices and spinors, numerical momentum integrals; no Feynman parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import product

import mpmath
import numpy as np
import sympy as sp

from darktmm.derive.fields import Field, Vector, quantum
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.loops.triangle import Diagram
from darktmm.derive.vertices import Chiral, Current, Triple
from darktmm.numeric.brute_force import triangle
from darktmm.numeric.brute_force.dirac import (
    GAMMA,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    Complex,
    Real,
)
from darktmm.papers.known_answers.theory import Theory

MEASURE = np.pi**2 / (2 * np.pi) ** 4
"""∫d⁴l_E/(2π)⁴ of a function of τ = l² is this times ∫τdτ."""


def momentum(theory: Theory, folded: sp.Expr) -> complex:
    """Folded integrals as Euclidean momentum integrals, at the theory's values."""
    tau = sp.Symbol("tau", positive=True)

    def integrated(integral: SimplexIntegral) -> sp.Float:
        nodes = SimplexIntegral(integral.p, *(theory.number(x).real for x in integral.nodes))
        law = sp.lambdify(tau, nodes.euclidean(tau), "mpmath")
        return sp.Float(mpmath.quad(law, [0, 0.1, 1, 10, mpmath.inf]), 15)

    found = {f: integrated(f) for f in sp.expand(folded).atoms(SimplexIntegral)}
    return theory.number(sp.expand(folded).xreplace(found))


def scotogenic_mass(yukawas: complex, fermion: float, even: float, odd: float) -> complex:
    r"""m of :math:`-\tfrac12m\,\overline{\nu^c}\nu`: two propagators of η_R and η_I, each with y/√2 or iy/√2.

    Args:
        yukawas: product of the two couplings of the complex η⁰.
        fermion, even, odd: masses.
    """

    def integrand(tau: mpmath.mpf) -> mpmath.mpf:
        difference = 1 / (tau + odd**2) - 1 / (tau + even**2)
        return tau / (tau + fermion**2) * difference

    integral = float(mpmath.quad(integrand, [0, 0.1, 1, 10, mpmath.inf]))
    return yukawas / 2 * fermion * MEASURE * integral


# --- a moment by brute force --------------------------------------------------------------------


def _slashes(k: Complex) -> Complex:
    return np.asarray(np.einsum("...m,mab->...ab", k @ METRIC, GAMMA), dtype=complex)


def _directions(order: int) -> tuple[Real, Real]:
    """Euclidean unit vectors (l₄, l₁, l₂, l₃) and weights that sum to one."""
    chi = np.pi * np.arange(1, order + 1) / (order + 1)
    polar, w_polar = np.polynomial.legendre.leggauss(4)
    azimuth = np.pi / 4 * np.arange(8)
    units, weights = [], []
    for (c, s, w), (z, v), phi in product(
        zip(np.cos(chi), np.sin(chi), np.sin(chi) ** 2 * 2 / (order + 1), strict=True),
        zip(polar, w_polar / 2, strict=True),
        azimuth,
    ):
        rho = s * np.sqrt(1 - z**2)
        units.append((c, rho * np.cos(phi), rho * np.sin(phi), s * z))
        weights.append(w * v / 8)
    return np.array(units), np.array(weights)


def scalar_moment(
    masses: tuple[float, float, float], couplings: tuple[complex, complex], fermion_radiates: bool
) -> float:
    r"""a of a lepton with :math:`\bar\ell(C_S+C_P\gamma_5)FH+\text{h.c.}`, exact in all masses.

    The lepton is at rest; q is complex and lightlike, so that both legs are on their shells. The loop momentum is
    shifted so that no pole is met as its time component turns. Form factors are fitted to the matrix between the
    projectors on solutions of Dirac's equation.

    Args:
        masses: of the lepton, F and H; the lepton is lighter than F and H together.
        couplings: C_S, C_P.
        fermion_radiates: F carries the charge, else H.
    """
    lepton, fermion, scalar = masses
    c_s, c_p = couplings
    one, gamma5 = np.eye(4), P_R - P_L
    closing = c_s * one + c_p * gamma5
    opening = np.conj(c_s) * one - np.conj(c_p) * gamma5
    share = scalar / (fermion + scalar)  # of p that H carries
    p: Complex = np.array([lepton, 0, 0, 0], dtype=complex)
    q: Complex = np.asarray(lepton / 50 * np.array([0, 1, 1j, 0]), dtype=complex)
    left, right = _slashes(p + q) + lepton * one, _slashes(p) + lepton * one
    dipole = 1j * np.einsum("mnab,n->mab", SIGMA, METRIC @ q) / (2 * lepton)
    structures = (GAMMA, dipole, q[:, None, None] * one)
    basis = np.stack([(left @ x @ right).ravel() for x in structures], axis=1)
    unit, weight = _directions(24)
    nodes, weights = np.polynomial.legendre.leggauss(160)
    scale = np.sqrt(fermion * scalar)

    def fitted(length: float) -> complex:
        line: Complex = length * unit * np.array([1j, 1, 1, 1]) + (1 - share) * p
        other: Complex = p - line

        def propagator(k: Complex) -> Complex:
            return np.asarray(np.linalg.inv(_slashes(k) - fermion * one), dtype=complex)

        def square(k: Complex) -> Complex:
            return np.asarray(np.einsum("nm,mk,nk->n", k, METRIC, k) - scalar**2, dtype=complex)

        # i's: two couplings, the vertex of the photon, three lines, d⁴l = i d⁴l_E; charge by charge of ℓ
        if fermion_radiates:
            core = propagator(line + q)[:, None] @ GAMMA @ propagator(line)[:, None]
            matrix = closing @ core @ opening / square(other)[:, None, None, None]
        else:
            both = (2 * other + q)[:, :, None, None]
            core = both * (closing @ propagator(line) @ opening)[:, None]
            matrix = core / (square(other) * square(other + q))[:, None, None, None]
        averaged = left @ np.einsum("n,nmab->mab", weight, matrix) @ right
        return complex(np.linalg.lstsq(basis, averaged.ravel(), rcond=None)[0][1])

    total = 0j
    for node, w in zip(nodes, weights, strict=True):
        t = np.tan(np.pi / 4 * (node + 1)) ** 2
        jacobian = w * np.pi / 4 * 2 * np.sqrt(t) * (1 + t)
        length = scale * t
        total += jacobian * scale * 2 * length**3 * fitted(length)
    return float((-MEASURE * total).real)


# --- charge conjugation -------------------------------------------------------------------------


def conjugation_signs() -> dict[str, float]:
    """η in CΓᵀC⁻¹ = ηΓ from matrices, C = iγ²γ⁰.

    Raises:
        ArithmeticError: a family of matrices does not turn into itself.
    """
    c = 1j * GAMMA[2] @ GAMMA[0]
    gamma5 = P_R - P_L
    kinds = {
        "scalar": np.eye(4)[None],
        "pseudoscalar": gamma5[None],
        "axial": GAMMA @ gamma5,
        "vector": GAMMA,
        "tensor": SIGMA.reshape(16, 4, 4),
    }
    signs = {}
    for name, family in kinds.items():
        turned = np.array([c @ x.T @ np.linalg.inv(c) for x in family])
        overlap = np.sum(np.conj(family) * turned) / np.sum(np.abs(family) ** 2)
        if not np.allclose(turned, overlap * np.asarray(family)):
            raise ArithmeticError(f"{name}: not turned into itself")
        signs[name] = float(overlap.real)
    return signs


# --- triangles by matrices and a numerical loop momentum ------------------------------------------


def _line(field: Field, number: Callable[[sp.Expr], complex]) -> triangle.Boson:
    mass = number(field.mass).real
    if isinstance(field, Vector):
        xi = field.gauge_parameter
        return triangle.Vector(mass, math.inf if xi == sp.oo else number(xi).real)
    return triangle.Scalar(mass)


def _matrices(rule: Chiral, boson: Field, number: Callable[[sp.Expr], complex]) -> Complex:
    left, right = (number(x / sp.I) for x in (rule.left, rule.right))
    of = triangle.current if isinstance(boson, Vector) else triangle.chiral
    return of(left, right)


def by_matrices(
    triangles: Iterable[Diagram], values: Mapping[sp.Expr, sp.Expr], outside: tuple[float, float]
) -> Complex:
    """(Γ_L, Γ_R) of the dipole: the vertices of the Lagrangian, and nothing else of the derivation.

    To first order in the masses outside; what is quadratic in them in a product of couplings is not left
    out, so that they have to be small.

    Args:
        triangles: what is summed.
        values: of every symbol.
        outside: masses of the incoming and the outgoing fermion.
    """

    def number(expression: sp.Expr) -> complex:
        return complex(sp.N(sp.sympify(expression).xreplace(dict(values)), 30))

    total = np.zeros(2, dtype=complex)
    for d in triangles:
        fields = [quantum(b) for b in d.bosons]
        start = _matrices(d.incoming, fields[0], number)
        end = _matrices(d.outgoing, fields[-1], number)
        lines = [triangle.Fermion(number(f.mass).real) for f in d.fermions]
        bosons = [_line(b, number) for b in fields]
        if isinstance(d.vector, Chiral):
            absorb = triangle.current(*(number(x / sp.I) for x in (d.vector.left, d.vector.right)))
            first, second = lines
            (boson,) = bosons
            diagram: triangle.Diagram = triangle.FermionRadiates(
                start, absorb, end, first, second, boson
            )
        else:
            tensor = _absorbed(d.vector, isinstance(fields[0], Vector), number)
            (line,), (before, after) = lines, bosons
            diagram = triangle.BosonRadiates(start, tensor, end, line, before, after)
        total = total + triangle.form_factors(diagram, *outside).mu
    return total


def _absorbed(
    rule: Current | Triple | sp.Expr, vector_first: bool, number: Callable[[sp.Expr], complex]
) -> Complex:
    """The external vector on two bosons."""
    if isinstance(rule, Current):
        return triangle.scalar_current(*(number(x / sp.I) for x in (rule.first, rule.second)))
    if not isinstance(rule, Triple):
        return triangle.scalar_vector(number(rule / sp.I), scalar_first=not vector_first)
    table = np.array([[number(c / sp.I) for c in row] for row in rule.coefficients])
    order = [2, 0, 1]  # the external vector is the last of the rule, the first of the tensor
    return triangle.three_vectors(table[np.ix_(order, order)])
