"""Corners of the engine that a new model reaches before the dark one does."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy.polys.rings import ring

from darktmm.derive.basis import rotated
from darktmm.derive.dirac import Element, OnShell, reduce_on_shell
from darktmm.derive.errors import DerivationError, NotDiagonalError, NotOrthogonalError
from darktmm.derive.fields import (
    MU,
    NU,
    ComplexScalar,
    DiracFermion,
    Field,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import (
    FieldStrength,
    Lagrangian,
    check_hermitian,
    fermion_kinetic,
    gauge_variation,
    normal_form,
    substitute,
)
from darktmm.derive.loops.integrals import SimplexIntegral, divided, integrate_simplex
from darktmm.derive.quadratic import check_mass_basis

R, M_I, M_J, DIM = ring(["m_i", "m_j", "D"], sp.QQ)
SHELL = OnShell(lambda a, b: R.zero, M_I, M_J, DIM, lambda p: p)


def contracted(*word: str) -> object:
    """Coefficient of γ^μ P_L."""
    return reduce_on_shell(Element.word(R.one, *word), SHELL)["gamma", "L"]


def test_nested_contractions() -> None:
    """γ^aγ^bγ^μγ_bγ_a = (2−D)²γ^μ."""
    assert contracted("a", "b", "mu", "b", "a") == (2 - DIM) ** 2


def test_interleaved_contractions() -> None:
    """γ^aγ^bγ^μγ_aγ_b = 2Dγ^μ − γ^aγ^bγ^μγ_bγ_a."""
    # γ_aγ_b = 2g_ab − γ_bγ_a, and γ^aγ^bγ^μ g_ab = Dγ^μ.
    nested = contracted("a", "b", "mu", "b", "a")
    assert contracted("a", "b", "mu", "a", "b") == 2 * DIM - nested
    assert contracted("a", "b", "mu", "a", "b") != nested


def test_duplicate_monomials_add_up() -> None:
    """The same monomial given twice counts twice."""
    nodes = sp.symbols("a b c", positive=True)
    once = integrate_simplex(1, nodes, [((1, 0, 0), 6)])
    assert integrate_simplex(1, nodes, [((1, 0, 0), 1), ((1, 0, 0), 5)]) == once


def test_divided_refuses_what_is_not_a_difference_in_one_mass() -> None:
    """A constant drops out; a coefficient with the exchanged mass, or a product, is an error."""
    a, b, c = sp.symbols("a b c", positive=True)
    j = SimplexIntegral(1, a, c)
    assert divided(7 + j, a, b) == divided(j, a, b)
    with pytest.raises(DerivationError, match="contains a"):
        divided(a * j, a, b)
    with pytest.raises(DerivationError, match="not linear"):
        divided(j**2, a, b)


def test_a_dirac_field_is_its_own_mass_eigenstate() -> None:
    """Canonical kinetic term and mass of a charged lepton; a wrong mass is found."""
    m, other = sp.symbols("m M", positive=True)
    lepton = DiracFermion("ell", mass=m)
    good = Lagrangian({"L": fermion_kinetic(lepton) - m * bilinear(lepton, lepton)})
    check_mass_basis(good, [lepton])
    bad = Lagrangian({"L": fermion_kinetic(lepton) - other * bilinear(lepton, lepton)})
    with pytest.raises(NotDiagonalError, match="mass"):
        check_mass_basis(bad, [lepton])
    with pytest.raises(NotDiagonalError, match="kinetic term of S and S"):
        check_mass_basis(good, [ComplexScalar("S")])
    with pytest.raises(DerivationError, match="neither"):
        check_mass_basis(good, [Field("X")])


def test_a_dipole_operator_is_hermitian() -> None:
    """γ^νγ^μ F_{μν} = −γ^μγ^ν F_{μν} is known to the normal form."""
    psi = DiracFermion("psi")
    photon = VectorBoson("V", group="V", coupling=1)
    operator = sp.I * bilinear(psi, psi, MU, NU) * FieldStrength(photon, MU, NU)
    check_hermitian(operator)
    with pytest.raises(DerivationError):
        check_hermitian(sp.I * operator)


def test_the_symmetric_kinetic_term_is_gauge_invariant() -> None:
    """(i/2)(ψ̄γ∂ψ − ∂ψ̄γψ) − gψ̄V̸ψ: derivatives on the barred spinor vary too."""
    g = sp.Symbol("g", positive=True)
    photon = VectorBoson("V", group="V", coupling=g)
    psi = DiracFermion("psi", charges={"V": 1})
    half = sp.I / 2
    symmetric = half * bilinear(psi, Partial(psi, MU), MU) - half * bilinear(
        Partial(psi, MU), psi, MU
    )
    coupling = -g * VectorComponent(photon, MU) * bilinear(psi, psi, MU)
    assert normal_form(gauge_variation(symmetric + coupling, photon)) == 0
    assert normal_form(gauge_variation(symmetric - coupling, photon)) != 0


def test_vectors_can_be_redefined() -> None:
    """A → A + εX in a current and in a field strength."""
    epsilon = sp.Symbol("epsilon", real=True)
    a, x = (VectorBoson(n, group="EM", coupling=1) for n in ("A", "X"))
    psi = DiracFermion("psi")
    current = bilinear(psi, psi, MU)
    shifted = substitute(VectorComponent(a, MU) * current, {a: a + epsilon * x})
    expected = (VectorComponent(a, MU) + epsilon * VectorComponent(x, MU)) * current
    assert sp.expand(shifted - expected) == 0
    strength = substitute(FieldStrength(a, MU, NU) ** 2, {a: a + epsilon * x})
    assert strength.coeff(epsilon) == 2 * FieldStrength(a, MU, NU) * FieldStrength(x, MU, NU)


def test_a_rotation_of_the_wrong_size_is_refused() -> None:
    """Rows are not dropped."""
    old = [RealScalar("R_1"), RealScalar("R_2")]
    with pytest.raises(NotOrthogonalError, match="expected"):
        rotated(old, [RealScalar("H")], sp.eye(1))
