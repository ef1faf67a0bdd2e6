"""One law for mass terms against fields, asked in two ways: of fields that are named, and of a Lagrangian."""

from __future__ import annotations

import pytest
import sympy as sp

from darktmm.derive.errors import DerivationError, NotDiagonalError
from darktmm.derive.fields import (
    MU,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    Field,
    Ghost,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import Lagrangian, fermion_kinetic, scalar_kinetic
from darktmm.derive.quadratic import canonical, check_mass_basis, check_states, quadratic_terms

M, XI = sp.symbols("M xi", positive=True)
S, OTHER = RealScalar("s", mass=M), RealScalar("t", mass=M)
V = VectorBoson("V", mass=M)
FREE = scalar_kinetic(S) - M**2 * S**2 / 2
COUPLING = V.mass * VectorComponent(V, MU) * Partial(S, MU)


def both(expression: sp.Expr, *fields: Field) -> None:
    """Ask in both ways."""
    check_states(expression)
    check_mass_basis(Lagrangian({"L": expression}), fields)


def test_a_free_field_is_its_own_mass_eigenstate() -> None:
    both(FREE, S)


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (-(M**2) * S**2, "mass term of s and s"),
        (-(M**2) * S * OTHER, "mass term of s and t"),
        (Partial(S, MU) * Partial(OTHER, MU), "kinetic term of s and t"),
        (COUPLING, "mixing term of V and s"),
    ],
    ids=["mass", "mixing of masses", "mixing of kinetic terms", "vector into scalar"],
)
def test_what_spoils_a_propagator_is_refused_in_both_ways(added: sp.Expr, message: str) -> None:
    with pytest.raises(NotDiagonalError, match=message):
        check_states(FREE + added)
    with pytest.raises(NotDiagonalError, match=message):
        check_mass_basis(Lagrangian({"L": FREE + added}), [S])


def test_only_the_proof_asks_for_what_is_missing() -> None:
    """An interaction may stand alone, and a kinetic term be another one; in a mass basis neither may."""
    for expression in (sp.S.Zero, OTHER * S**2, 2 * scalar_kinetic(S) - M**2 * S**2 / 2):
        check_states(expression)
        with pytest.raises(NotDiagonalError, match="kinetic term of s and s"):
            check_mass_basis(Lagrangian({"L": expression}), [S])


@pytest.mark.parametrize(
    "field",
    [
        S,
        ComplexScalar("c", mass=M),
        Ghost("g", mass=M),
        ComplexVector("W", mass=M, gauge_parameter=XI),
        V,
        DiracFermion("psi", mass=M),
        MajoranaFermion("N", mass=M),
    ],
    ids=lambda f: type(f).__name__,
)
def test_every_kind_of_field_has_a_mass_term(field: Field) -> None:
    """Twice the mass is another field; no other field shares its terms."""
    masses = {key: x for key, x in canonical(field).items() if key[0].startswith("mass")}
    heavier = type(field)(field.name, mass=2 * M)
    changed = {key: x for key, x in canonical(heavier).items() if key[0].startswith("mass")}
    assert masses and all(x != 0 for x in masses.values())
    assert [2 ** (1 if field.spin == sp.Rational(1, 2) else 2) * x for x in masses.values()] == [
        *changed.values()
    ]


def test_a_field_without_propagator_has_none() -> None:
    with pytest.raises(DerivationError, match="neither a scalar, a fermion nor a vector"):
        canonical(Field("X"))


def test_terms_are_sorted_by_kind() -> None:
    psi = DiracFermion("psi", mass=M)
    found = quadratic_terms(fermion_kinetic(psi) - M * bilinear(psi, psi) + COUPLING + S**2 * OTHER)
    assert {kind for kind, *_ in found} == {"kinetic L", "kinetic R", "mass L", "mass R", "mixing"}
    assert found["mixing", V, S] == [M]
