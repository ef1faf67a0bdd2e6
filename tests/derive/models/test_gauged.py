"""Two theories broken by the engine: a flavoured Z′ and a leptoquark of a non-abelian group."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from darktmm.derive.basis import rotation, trig_normal
from darktmm.derive.breaking import check_charges
from darktmm.derive.conventions import COVARIANT_SIGN, ELEMENTARY_CHARGE
from darktmm.derive.errors import DerivationError, GaugeTheoryError
from darktmm.derive.invariance import check_local_invariance
from darktmm.derive.lagrangian import Lagrangian, terms
from darktmm.derive.models import gauge_leptoquark, z_prime
from darktmm.derive.models.gauge_leptoquark import COS, Q_LEPTOQUARK, SIN
from darktmm.derive.symbols import G
from darktmm.derive.vertices import Chiral

S = -COVARIANT_SIGN * sp.I
MODELS = pytest.mark.parametrize("module", [z_prime, gauge_leptoquark], ids=lambda m: m.__name__)


def normal(module: Any) -> Any:
    """The normal form of a model's coefficients, names spelled out."""
    if module is z_prime:
        return trig_normal
    spelled = {ELEMENTARY_CHARGE: G * SIN / Q_LEPTOQUARK}
    return lambda x: gauge_leptoquark.squares(sp.expand(x.xreplace(spelled)))


@pytest.mark.parametrize("gauge", ["general", "feynman"])
@MODELS
def test_everything_is_hermitian_charge_conserving_and_in_its_mass_basis(
    module: Any, gauge: str
) -> None:
    model = module.theory(gauge)
    model.broken.check()
    assert module.theory(gauge) is model
    assert not model.rules.linear
    with pytest.raises(DerivationError, match="gauge: 'unitary'"):
        module.theory("unitary")


@MODELS
def test_fermions_are_gauge_invariant_with_their_goldstone_bosons(module: Any) -> None:
    model = module.theory()
    names = ("fermions", "yukawa", "gauge_fixing")
    parts = {name: model.lagrangian.parts[name] for name in names}
    check_local_invariance(model.broken, Lagrangian(parts=parts), normal(module))
    # L is invariant, so 2δ(term) is what one other sign would leave
    term = next(t for t in terms(parts["yukawa"]) if model.goldstone in t.fields())
    bent = Lagrangian(parts={"yukawa": 2 * term.expression, "gauge_fixing": sp.S.Zero})
    with pytest.raises(GaugeTheoryError, match="not gauge invariant"):
        check_local_invariance(model.broken, bent, normal(module))


@MODELS
def test_goldstone_bosons_couple_to_the_divergence_of_the_current(module: Any) -> None:
    """K couples as −∂J/M², for both chiralities and for every pair of fermions."""
    model = module.theory()
    vector, scalar = model.vector, model.goldstone
    leptons = list(model.leptons.values())
    outgoing = leptons if module is z_prime else list(model.quarks.values())
    weight = -sp.I * model.broken.partners[vector].coeff(scalar) / vector.mass**2
    for out in outgoing:
        for into in leptons:
            current = model.rules.vector(out, into, vector)
            found = model.rules.yukawa(out, into, scalar)
            left = weight * (out.mass * current.left - into.mass * current.right)
            right = weight * (out.mass * current.right - into.mass * current.left)
            assert current
            assert trig_normal(sp.expand(found.left - left)) == 0
            assert trig_normal(sp.expand(found.right - right)) == 0


def test_the_flavoured_vector_sees_rotated_charges() -> None:
    model = z_prime.theory()
    charges = sp.diag(z_prime.CHARGE + 1, z_prime.CHARGE)
    left, right = (rotation(a).T * charges * rotation(a) for a in z_prime.ANGLES)
    for i, out in model.leptons.items():
        for j, into in model.leptons.items():
            found = model.rules.vector(out, into, model.vector)
            for value, matrix in ((found.left, left), (found.right, right)):
                expected = S * z_prime.G_ZP * matrix[i - 1, j - 1]
                assert trig_normal(sp.expand(value - expected)) == 0
            photon = model.rules.vector(out, into, model.photon)
            unit = -S * ELEMENTARY_CHARGE if i == j else sp.S.Zero
            assert photon == Chiral(unit, unit)


def test_charge_and_magnetic_moment_of_the_leptoquark_come_from_the_commutator() -> None:
    model = gauge_leptoquark.theory()
    rules, u, photon = model.rules, model.vector, model.photon
    unit = S * ELEMENTARY_CHARGE
    for fermion in (*model.leptons.values(), *model.quarks.values()):
        expected = unit * fermion.charge("EM")
        assert rules.vector(fermion, fermion, photon) == Chiral(expected, expected)
    current = rules.current(model.goldstone, sp.conjugate(model.goldstone), photon)
    assert current.first == unit * Q_LEPTOQUARK == -current.second
    yang_mills = sp.Matrix([[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    found = sp.Matrix(rules.triple(u, sp.conjugate(u), photon).coefficients)
    assert found == unit * Q_LEPTOQUARK * yang_mills
    turn = [rotation(a) for a in gauge_leptoquark.ANGLES]
    for a, lepton in model.leptons.items():
        for k, quark in model.quarks.items():
            c = rules.vector(quark, lepton, u)
            left, right = (S * G / sp.sqrt(2) * r[a - 1, k - 1] for r in turn)
            assert (c.left, c.right) == (left, right)
    assert COS in model.lagrangian.expression.free_symbols
    assert SIN not in model.lagrangian.expression.free_symbols


@pytest.mark.parametrize("what", ["sign", "size", "leptoquark"])
def test_a_photon_that_does_not_see_the_charges_is_refused(what: str) -> None:
    """One other sign of e, another e, another charge of U and its Goldstone boson."""
    model = gauge_leptoquark.theory()
    expression = {"sign": -ELEMENTARY_CHARGE, "size": 2 * ELEMENTARY_CHARGE}.get(what)
    parts = dict(model.lagrangian.parts)
    if expression is not None:
        parts["fermions"] = parts["fermions"].subs(ELEMENTARY_CHARGE, expression)
    else:
        parts["vectors"] = parts["vectors"].subs(ELEMENTARY_CHARGE, 3 * ELEMENTARY_CHARGE / 2)
    check_charges(model.lagrangian, model.photon)
    with pytest.raises(GaugeTheoryError, match="A: its couplings are not e times"):
        check_charges(Lagrangian(parts=parts, u1=("EM",)), model.photon)
