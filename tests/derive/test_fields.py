"""Fields as sympy atoms."""

from __future__ import annotations

import pickle

import sympy as sp

from darktmm.derive.fields import DiracFermion, RealScalar, VectorBoson, bilinear
from darktmm.derive.lagrangian import Lagrangian, with_conjugate


def test_fields_of_one_name_but_different_mass_are_different() -> None:
    """sympy's caches must not carry the mass of one model into another."""
    light, heavy = (sp.Symbol(f"m_{x}", positive=True) for x in ("light", "heavy"))
    first, second = (RealScalar("H", mass=m) for m in (light, heavy))
    assert first != second
    assert (first + 1).atoms(RealScalar).pop().mass == light
    assert (second + 1).atoms(RealScalar).pop().mass == heavy
    assert first == RealScalar("H", mass=light)


def test_charges_are_not_inherited_from_an_earlier_field_of_the_same_name() -> None:
    """Breaking of a U(1) is judged by the charges of the fields that stand there."""
    lepton = DiracFermion("l", charges={"EM": -1})
    for charge, broken in ((-1, False), (0, True)):
        partner = DiracFermion("G", charges={"EM": charge})
        term = with_conjugate(bilinear(lepton, partner) * RealScalar("phi"))
        lagrangian = Lagrangian({"L": term}, u1=("EM",))
        assert bool(lagrangian.breaking("L")) is broken


def test_vectors_of_different_groups_are_different() -> None:
    """The group and the coupling are part of what a vector is."""
    g = sp.Symbol("g", positive=True)
    vectors = {
        VectorBoson("V", group="A", coupling=g),
        VectorBoson("V", group="B", coupling=g),
        VectorBoson("V", group="A", coupling=2 * g),
    }
    assert len(vectors) == 3


def test_a_field_survives_pickling() -> None:
    """Name, charges, mass and coupling come back."""
    photon = VectorBoson("A", group="EM", coupling=sp.Symbol("e"), mass=sp.Symbol("m"))
    copy = pickle.loads(pickle.dumps(photon))
    assert copy == photon
    assert (copy.group, copy.coupling, copy.mass) == (photon.group, photon.coupling, photon.mass)
