"""SU(2)_L×SU(2)_R×U(1): what the effective theory of two mixing W states comes out of the breaking."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from darktmm.derive.breaking import BrokenTheory
from darktmm.derive.errors import DerivationError
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import left_right
from darktmm.derive.models.left_right_symmetric import (
    COS,
    KAPPA,
    SIN,
    V_LEFT,
    V_RIGHT,
    LeftRight,
    squares,
    theory,
)
from darktmm.derive.symbols import M_Z, PHOTON
from darktmm.derive.vertices import FeynmanRules


def without_potential() -> tuple[LeftRight, BrokenTheory]:
    """Quartic terms of 14 scalars are not needed for the W."""
    model = theory()
    symmetric = model.broken.theory
    terms = {"yukawa": symmetric.terms["yukawa"]}
    return model, replace(model.broken, theory=replace(symmetric, terms=terms))


def test_the_theory_is_consistent_before_it_is_broken() -> None:
    symmetric = theory().broken.theory
    symmetric.check()
    other = replace(symmetric, multiplets=symmetric.multiplets[:-1])
    with pytest.raises(DerivationError, match="anomaly"):
        other.check_anomalies()
    with pytest.raises(DerivationError, match="gauge: 'unitary'"):
        theory("unitary")


def test_rewritings_are_one_mass_matrix() -> None:
    """R(ζ) diag(M₁², M₂²) Rᵀ is the matrix that κ, v_L and v_R give; inverse powers included."""
    turn = sp.Matrix([[COS, -SIN], [SIN, COS]])
    rotated = turn * sp.diag(left_right.M_1**2, left_right.M_2**2) * turn.T
    half = M_Z**2 / 2
    vacuum = sp.Matrix([[half, -half], [-half, half]])
    vacuum += sp.diag((V_LEFT * M_Z / KAPPA) ** 2, (V_RIGHT * M_Z / KAPPA) ** 2)
    assert (rotated - vacuum).applyfunc(squares).is_zero_matrix
    off = 2 * SIN * COS * (left_right.M_2**2 - left_right.M_1**2)
    assert squares(M_Z - off / M_Z) == 0
    assert squares(M_Z - 2 * off / M_Z) != 0


ANGLE = {sp.cos(left_right.ZETA): COS, sp.sin(left_right.ZETA): -SIN}
"""There W annihilates the charge −1, ζ turns the other way and g has the other sign."""


def test_currents_and_goldstone_bosons_are_those_of_the_effective_theory() -> None:
    """Both chiralities, and the masses that each of them brings."""
    model, broken = without_potential()
    stated = FeynmanRules(left_right.lagrangian())
    parts = {"fermions": broken.fermion_kinetic, "yukawa": broken.spelled_terms["yukawa"]}
    rules = FeynmanRules(Lagrangian(parts=parts))
    legs, expected = (model.lepton, model.neutrino), (left_right.LEPTON, left_right.NEUTRINO)
    for w, goldstone, effective in zip(model.W, model.goldstone, left_right.W, strict=True):
        for found, known in (
            (
                rules.vector(*legs, sp.conjugate(w)),
                stated.vector(*expected, effective.vector),
            ),
            (
                rules.yukawa(*legs, sp.conjugate(goldstone)),
                stated.yukawa(*expected, effective.goldstone),
            ),
        ):
            assert known
            assert squares(found.left + known.left.subs(ANGLE)) == 0
            assert squares(found.right + known.right.subs(ANGLE)) == 0


@pytest.mark.slow
def test_photon_vertices_are_those_of_the_effective_theory() -> None:
    """Magnetic moment, Goldstone current and mixed vertex of both W, and none between the two."""
    model, broken = without_potential()
    stated = FeynmanRules(left_right.lagrangian())
    parts = {"vectors": broken.vector_kinetic, "scalars": broken.scalar_kinetic}
    rules = FeynmanRules(Lagrangian(parts=parts))
    photon = model.photon
    for w, goldstone, effective in zip(model.W, model.goldstone, left_right.W, strict=True):
        assert broken.partners[w] == w.mass * goldstone
        v, phi = effective.vector, effective.goldstone
        anti, bar = sp.conjugate(w), sp.conjugate(goldstone)
        vvv = stated.triple(v, sp.conjugate(v), PHOTON)
        assert vvv
        assert rules.triple(anti, w, photon) == vvv
        assert rules.metric(bar, w, photon) == stated.metric(phi, sp.conjugate(v), PHOTON)
        current = stated.current(phi, sp.conjugate(phi), PHOTON)
        assert current
        assert rules.current(bar, goldstone, photon) == current
    first, second = model.W
    assert not rules.triple(first, sp.conjugate(second), photon)
    assert rules.metric(model.goldstone[0], sp.conjugate(second), photon) == 0


@pytest.mark.slow
def test_another_vacuum_is_refused() -> None:
    """A larger v_R belongs to another angle: its Goldstone bosons are not those stated."""
    model, broken = without_potential()
    (triplet,) = (
        old for old, new in broken.fields.items() if new.has(V_RIGHT) and not new.has(sp.I)
    )
    bent = replace(broken, fields={**broken.fields, triplet: broken.fields[triplet] + V_RIGHT})
    with pytest.raises(DerivationError, match="W_1: its Goldstone boson is wrong"):
        _ = bent.partners
    assert model.W[0].mass == left_right.M_1


@pytest.mark.slow
def test_everything_is_hermitian_charge_conserving_and_in_its_mass_basis() -> None:
    """Fourteen scalars, nine of which are physical."""
    model = theory()
    model.broken.check()
    assert not model.rules.linear
