"""Universality, the first row of the CKM matrix and neutrinos of the Z: edges, nulls, mutations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, verdict

from darktmm.numeric.constraints import universality as module
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.confidence import TWO_SIDED_95
from darktmm.numeric.inputs import data
from darktmm.numeric.processes.weak_couplings import excess

ALL = {c.name: c for c in module.constraints()}
MU_E, TAU_MU, TAU_E, CKM, N_NU = ALL.values()

SPLIT: dict[str, Any] = {
    "m_L": 300.0,
    "m_R": 300.0,
    "m_D": 500.0,
    "M_E": 800.0,
    "M_H": [0.25, 400.0],
    "M_A": [0.25, 400.0],
}
"""Per cent for Yukawa couplings of order 3."""


def yukawa(e: float, mu: float, tau: float) -> np.ndarray:
    return np.array([[e, 0.0], [0.0, mu], [tau, 0.0]], dtype=complex)


def test_names_groups_and_sources() -> None:
    assert list(ALL) == [
        "lepton universality (mu/e)",
        "lepton universality (tau/mu)",
        "lepton universality (tau/e)",
        "G_F and CKM unitarity",
        "number of neutrinos (Z nu nu vertex)",
    ]
    for constraint in ALL.values():
        assert constraint.group == "consistency" and constraint.confidence == "95% CL"
        assert data.bibtex(constraint.reference)
        assert data.measurement(constraint.entry).source in constraint.measured


@pytest.mark.parametrize("constraint", ALL.values(), ids=ALL)
def test_an_unsplit_doublet_is_allowed(constraint: Constraint) -> None:
    """Whatever its Yukawa couplings: the Standard Model itself is never excluded."""
    found = constraint(one(y=yukawa(3.5, 0.0, 1.0)))
    assert found.applies.all() and not found.excluded.any()
    zero = constraint(one(**SPLIT, y=yukawa(0.0, 0.0, 0.0)))
    assert zero.applies.all() and not zero.excluded.any()


@pytest.mark.parametrize("constraint", ALL.values(), ids=ALL)
def test_a_split_one_is_not(constraint: Constraint) -> None:
    flavours = (0.0, 3.0, 0.0) if constraint is not TAU_E else (3.0, 0.0, 0.0)
    found = constraint(one(**SPLIT, y=yukawa(*flavours)))
    assert found.excluded.all() and found.ratio > 1.5
    weaker = constraint(one(**SPLIT, y=0.1 * yukawa(*flavours)))
    assert not weaker.excluded.any()


@pytest.mark.parametrize(
    ("constraint", "first", "second"), [(MU_E, 1, 0), (TAU_MU, 2, 1), (TAU_E, 2, 0)]
)
def test_which_flavours_are_compared(constraint: Constraint, first: int, second: int) -> None:
    """y to one flavour lowers its coupling; the third flavour does not enter."""
    for flavour in range(3):
        couplings = [0.0, 0.0, 0.0]
        couplings[flavour] = 1.0
        value = constraint(one(**SPLIT, y=yukawa(*couplings))).value - 1
        if flavour == first:
            assert value < -1e-5
        elif flavour == second:
            assert value > 1e-5
        else:
            assert value == 0


def test_equal_couplings_are_universal() -> None:
    """Equal scalars and orthogonal Yukawa vectors of equal length: only μ's rate and the Z see them."""
    equal = {**SPLIT, "M_H": [0.25, 0.25, 0.25], "M_A": [0.25, 0.25, 0.25]}
    eye = np.eye(3)
    observables = one(**equal, O_R=eye, O_I=eye, y=3 * eye.astype(complex))
    for constraint in (MU_E, TAU_MU, TAU_E):
        np.testing.assert_allclose(constraint(observables).value, 1.0, rtol=1e-14)
    assert CKM(observables).excluded.all() and N_NU(observables).excluded.all()


@pytest.mark.parametrize("constraint", [MU_E, TAU_MU, TAU_E, CKM, N_NU], ids=ALL)
def test_edges_of_the_interval(constraint: Constraint) -> None:
    """At ±1.96σ the ratio is 1, on either side; the limit is the edge on the side of the value."""
    entry = data.measurement(constraint.entry)
    assert entry.uncertainty is not None
    standard = {CKM.name: 0.0, N_NU.name: 3.0}.get(constraint.name, 1.0)
    inside = abs(entry.value - standard) <= TWO_SIDED_95 * entry.uncertainty
    centre = entry.value if inside else standard
    assert inside == (constraint is not CKM)
    for sign in (1, -1):
        edge = centre + sign * TWO_SIDED_95 * entry.uncertainty
        for factor, excluded in ((0.999, False), (1.001, True)):
            wanted = centre + factor * (edge - centre)
            found = constraint(one(**SPLIT, **_made_to_give(constraint, wanted)))
            np.testing.assert_allclose(found.value, wanted, rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(found.limit, edge, rtol=1e-12)
            np.testing.assert_allclose(found.ratio, factor, rtol=1e-7)
            assert found.excluded.all() == excluded


def _made_to_give(constraint: Constraint, value: float) -> dict[str, Any]:
    """Corrections of one flavour for which the constraint sees this value."""
    w, z = (np.zeros((3, 3), dtype=complex) for _ in range(2))
    if constraint is N_NU:
        z = np.eye(3, dtype=complex) * (np.sqrt(value / 3) - 1)
    elif constraint is CKM:
        w[1, 1] = 1 / np.sqrt(1 + value) - 1
    else:
        flavour = {MU_E.name: 1}.get(constraint.name, 2)
        w[flavour, flavour] = value - 1
    return {"w_shift": w, "z_neutrino_shift": z}


def test_ckm_goes_the_wrong_way() -> None:
    """1/K_μ exceeds 1 where 0.9984(7) was measured; the electron alone does nothing."""
    observables = one(**SPLIT, y=yukawa(0.0, 1.0, 0.0))
    assert CKM(observables).value > 0 > data.measurement(CKM.entry).value
    assert "the Standard Model (the measured value disfavours it)" in verdict(CKM, observables)
    assert CKM(one(**SPLIT, y=yukawa(3.0, 0.0, 3.0))).value == 0
    assert "distance from the measured value" in verdict(MU_E, observables)


def test_an_entry_that_allows_the_standard_model_is_the_centre() -> None:
    """A first row of 1.0005(7), and one of 0.9984(7): different limits from the same point."""
    entry = data.measurement(CKM.entry)
    centre, half_width, meaning = module._interval(replace(entry, value=0.0005), 0.0)
    assert centre == 0.0005 and meaning == "the measured value"
    other, same, _ = module._interval(entry, 0.0)
    assert other == 0.0 and same == half_width
    with pytest.raises(ValueError, match="has no uncertainty"):
        module._interval(replace(entry, uncertainty=None), 0.0)


def test_where_momenta_are_not_small() -> None:
    light = one(m_D=1.0, M_E=1.0, M_H=[0.25, 0.35])
    for constraint in (MU_E, TAU_MU, TAU_E, CKM):
        assert "τ → E Φ is open" in verdict(constraint, light)
        assert not constraint(light).applies.any() and np.isnan(constraint(light).ratio).all()
        assert constraint(one(m_D=1.7, M_E=1.7)).applies.all()
    mass = data.electroweak().M_Z
    for factor, applies in ((0.499, False), (0.501, True)):
        found = N_NU(one(m_D=factor * mass, M_E=800.0))
        assert found.applies.all() == applies
    assert "Z → N N is open" in verdict(N_NU, one(m_D=0.499 * mass, M_E=800.0))
    seesaw = one(m_L=10.0, m_R=900.0, m_D=0.0, M_E=800.0)
    assert not N_NU(seesaw).applies.any()


@pytest.mark.parametrize("constraint", ALL.values(), ids=ALL)
def test_many_points_at_once(constraint: Constraint) -> None:
    rng = np.random.default_rng(2)
    y = rng.normal(size=(6, 3, 2)) + 1j * rng.normal(size=(6, 3, 2))
    batch = many(6, {}, y=y, M_E=rng.uniform(200, 900, 6), m_L=rng.uniform(0, 200, 6))
    found = constraint(batch)
    for k in range(6):
        alone = constraint(part(batch, k))
        np.testing.assert_allclose(found.value[k], alone.value[0], rtol=1e-13)
        np.testing.assert_allclose(found.ratio[k], alone.ratio[0], rtol=1e-9)
    assert_same(constraint(part(batch, 0)), 0, constraint(part(batch, 0)))


def test_couplings_at_the_edge_of_perturbation_theory() -> None:
    """y = √(4π) everywhere: finite, positive squared couplings, no warning."""
    observables = one(**{**SPLIT, "m_D": 1.0}, y=np.full((3, 2), np.sqrt(4 * np.pi), dtype=complex))
    assert (1 + excess(observables.w_shift) > 0).all()
    for constraint in ALL.values():
        found = constraint(observables)
        assert np.isfinite(found.value).all()
        assert not found.applies.any() or np.isfinite(found.ratio).all()
