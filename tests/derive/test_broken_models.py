"""What models with a broken gauge symmetry share: pairs of fields, Goldstone bosons, the potential, the gauge."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sympy as sp

from darktmm.derive.breaking import BrokenTheory
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import ComplexScalar, ComplexVector, RealScalar, VectorBoson
from darktmm.derive.gauge import ADJOINT, GaugeGroup, GaugeTheory, structure_constants
from darktmm.derive.gauged import (
    GaugedModel,
    gauges,
    goldstone_of,
    neutral_pair,
    radial_potential,
    real_pair,
)

M, V, XI, ANGLE = sp.symbols("M v xi theta", positive=True)
PHI, PLUS = RealScalar("phi"), ComplexScalar("phi^+", charges={"EM": 1})


@dataclass(frozen=True)
class Light(GaugedModel):
    """The photon alone."""

    GAUGES = gauges(XI)

    @property
    def broken(self) -> BrokenTheory:
        """Nothing is."""
        return BrokenTheory(GaugeTheory((GaugeGroup("EM", (self.photon,), M),), ()))


def test_a_model_is_its_broken_theory_in_one_of_its_gauges() -> None:
    for gauge, xi in (("general", XI), ("feynman", 1)):
        model = Light(gauge)
        assert model.photon.gauge_parameter == xi
        assert model.photon in model.rules.fields
    with pytest.raises(DerivationError, match="gauge: 'unitary' is none of"):
        Light("unitary")
    with pytest.raises(TypeError, match="abstract"):
        GaugedModel()  # type: ignore[abstract]


def test_a_goldstone_boson_has_the_charges_of_its_vector() -> None:
    charged = goldstone_of(ComplexVector("W", charges={"EM": 1}, mass=M, gauge_parameter=XI))
    neutral = goldstone_of(VectorBoson("Z", mass=M, gauge_parameter=XI), "phi_Z", latex="G^0")
    assert (charged.name, neutral.name, neutral.latex) == ("G_W", "phi_Z", "G^0")
    assert isinstance(charged, ComplexScalar) and charged.charge("EM") == 1
    assert isinstance(neutral, RealScalar) and not neutral.charges
    assert charged.mass**2 == neutral.mass**2 == XI * M**2


@pytest.mark.parametrize("charged", [PLUS, sp.I * PLUS, sp.sin(ANGLE) * PLUS + 2 * PHI], ids=str)
def test_a_pair_of_real_fields_is_one_charged_field(charged: sp.Expr) -> None:
    first, second = map(sp.expand, real_pair(charged))
    assert sp.expand(sp.conjugate(first) - first) == sp.expand(sp.conjugate(second) - second) == 0
    assert sp.expand((first - sp.I * second) / sp.sqrt(2) - charged) == 0
    assert sp.expand((first + sp.I * second) / sp.sqrt(2) - charged) != 0


def test_the_mixture_of_neutral_vectors_is_a_rotation() -> None:
    z, a = VectorBoson("Z"), VectorBoson("A")
    third, abelian = neutral_pair(sp.cos(ANGLE), sp.sin(ANGLE), z, a)
    back = sp.cos(ANGLE) * third - sp.sin(ANGLE) * abelian
    assert sp.simplify(sp.expand(back - z)) == 0


def test_the_radial_mode_has_its_mass_and_nothing_else_has() -> None:
    """For any number of components: at the vacuum no slope, one second derivative."""
    fields = sp.symbols("a b c", real=True)
    lagrangian = radial_potential(sp.Add(*(x**2 for x in fields)), V, M)
    vacuum = dict(zip(fields, (V, 0, 0), strict=True))
    assert lagrangian.subs(vacuum) == 0
    assert all(lagrangian.diff(x).subs(vacuum) == 0 for x in fields)
    hessian = sp.hessian(lagrangian, fields).subs(vacuum).applyfunc(sp.simplify)
    assert hessian == -sp.diag(M**2, 0, 0)


def test_the_adjoint_is_that_of_isospin() -> None:
    assert structure_constants(ADJOINT) == {
        (a, b, c): sp.LeviCivita(a, b, c)
        for a in range(3)
        for b in range(3)
        for c in range(3)
        if len({a, b, c}) == 3
    }
