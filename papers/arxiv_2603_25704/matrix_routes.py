"""The second exact route of the ledger: explicit 4×4 matrices, no Dirac algebra.

Every function returns by how much a statement fails, as an exact number; zero means that it holds.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive import dirac_matrices as dm
from darktmm.derive.loops.triangle import (
    FERMION_RADIATES,
    SCALAR_RADIATES,
    form_factor_polynomials,
    numerator,
    sampled_values,
)
from darktmm.derive.memo import cache

_R = dm.CHIRAL
_C = _R.charge_conjugation


def _size(*matrices: dm.Matrix) -> sp.Rational:
    worst = max(m.size() for m in matrices)
    return sp.Rational(worst.numerator, worst.denominator)


def vector_antisymmetric() -> sp.Rational:
    r""":math:`C\gamma_\mu^TC^{-1}=-\gamma_\mu`: the Majorana vector current is its own negative."""
    return _size(*(_C @ g.transposed() + g @ _C for g in _R.gamma))


def sigma_antisymmetric() -> sp.Rational:
    r""":math:`C(\sigma P_L)^TC^{-1}=-\sigma P_L`."""
    p_left = _R.projectors["L"]
    chains = [_R.sigma(mu, nu) @ p_left for mu in dm.INDICES for nu in dm.INDICES]
    return _size(*(_C @ s.transposed() + s @ _C for s in chains))


def _slash_and_mass() -> tuple[dm.Matrix, dm.Matrix]:
    return _R.slash(dm.vector(3, sp.Rational(1, 2), -1, 2)), dm.Matrix.unit(7)


def projector_identity(first: str, second: str, claimed: str) -> sp.Rational:
    """P_X(k̸ + M)P_Y − M P_Z."""
    k, mass = _slash_and_mass()
    p = _R.projectors
    return _size(p[first] @ (k + mass) @ p[second] - mass @ p[claimed])


def true_projector_identity() -> sp.Rational:
    """P_R(k̸ + M)P_L − k̸P_L and P_L(k̸ + M)P_L − M P_L."""
    k, mass = _slash_and_mass()
    left, right = _R.projectors["L"], _R.projectors["R"]
    return _size(right @ (k + mass) @ left - k @ left, left @ (k + mass) @ left - mass @ left)


@cache
def form_factor_residual(topology: str) -> sp.Rational:
    """Numerator of a triangle against its six form factors, massless spinors, a rational point."""
    values = sampled_values()
    # Massless legs and q² = 0 leave only p' parallel to p, or a complex q.
    p = dm.light_ray(2, sp.Rational(1, 3))
    p_prime = dm.plus(p, _complex_null(p))
    point = dm.Kinematics.of(p, p_prime, 0, 0, values)
    claimed = {}
    for name, polynomial in form_factor_polynomials(topology).items():
        structure, chirality = name.split("_")
        claimed[structure, chirality] = polynomial
    return _exact(dm.residual(numerator(topology), claimed, point))


def _complex_null(p: dm.Vector) -> dm.Vector:
    """A complex q with q² = 0 and q·p = 0, so that (p + q)² = 0."""
    # p = (1+a²+b², 2a, 2b, 1−a²−b²): dp/da + i dp/db is null and orthogonal to p.
    a = p[1] / dm.number(2)
    b = p[2] / dm.number(2)
    two = dm.number(2)
    da = (two * a, two, dm.ZERO, -two * a)
    db = (two * b, dm.ZERO, two, -two * b)
    t, x, y, z = (u + dm.IMAGINARY * v for u, v in zip(da, db, strict=True))
    return t, x, y, z


def _exact(value: object) -> sp.Rational:
    return sp.Rational(str(value))


def fermion_numerator() -> sp.Rational:
    """The diagrams in which the fermion radiates."""
    return form_factor_residual(FERMION_RADIATES)


def scalar_numerator() -> sp.Rational:
    """The diagrams in which the scalar radiates."""
    return form_factor_residual(SCALAR_RADIATES)
