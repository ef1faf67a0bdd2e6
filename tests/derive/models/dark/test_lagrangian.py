"""The Lagrangian of the dark model: hermiticity, dimension, gauge invariance, what each part breaks."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from darktmm.derive.errors import (
    DerivationError,
    NotHermitianError,
)
from darktmm.derive.lagrangian import (
    Lagrangian,
    gauge_variation,
    hermitian_conjugate,
    normal_form,
    terms,
)
from darktmm.derive.models import dark
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    Q_N,
    Q_S,
    DarkModel,
)
from darktmm.derive.symbols import PHOTON
from tests.derive.test_lagrangian import dimension_of


@pytest.fixture(scope="module")
def model() -> DarkModel:
    return DarkModel(vectors=(DARK_PHOTON, PHOTON))


def test_dark_model_is_hermitian_and_a_lorentz_scalar(model: DarkModel) -> None:
    model.printed().check()
    model.completed().check()
    model.mass_basis.check()


@pytest.mark.parametrize("part", ["L_int", "L_LNV", "L_new", "L_split"])
def test_dark_model_with_one_wrong_phase_is_refused(model: DarkModel, part: str) -> None:
    completed = model.completed()
    term = next(iter(terms(completed.parts[part]))).expression
    spoiled = completed.parts[part] + (sp.I - 1) * term
    with pytest.raises(NotHermitianError, match=part):
        Lagrangian({**completed.parts, part: spoiled}).check()


def test_conjugation_is_an_involution(model: DarkModel) -> None:
    for part in model.completed().parts.values():
        assert sp.expand(hermitian_conjugate(hermitian_conjugate(part)) - part) == 0


# --- dimension ----------------------------------------------------------------------------------

MASSES = ("m_D", "m_L", "m_R", "M_E", "M_S1", "M_S2")
SOFT = ("delta_11", "delta_12", "delta_22", "b_11", "b_12", "b_22")
PARAMETER_DIMENSION = dict.fromkeys(MASSES, 1) | dict.fromkeys(SOFT, 2)


def test_every_term_of_the_dark_model_has_dimension_four(model: DarkModel) -> None:
    count = 0
    for part in model.completed().parts.values():
        for term in terms(part):
            assert term.mass_dimension + dimension_of(term.coefficient) == 4, term
            count += 1
    assert count == 60


def test_gauge_invariance_of_the_dark_model(model: DarkModel) -> None:
    completed = model.completed()
    for vector in model.vectors:
        for part in ("L_lepton", "L_new"):
            assert normal_form(gauge_variation(completed.parts[part], vector)) == 0
    electromagnetic = gauge_variation(completed.expression, PHOTON)
    assert normal_form(electromagnetic) == 0
    assert normal_form(gauge_variation(completed.parts["L_int"], DARK_PHOTON)) != 0
    neutral = completed.parts["L_int"].subs(Q_S, -Q_N)
    assert normal_form(gauge_variation(neutral, DARK_PHOTON).subs(Q_S, -Q_N)) == 0


# --- what the parts of the dark model break -----------------------------------------------------


def test_breaking_of_the_parts() -> None:
    lagrangian = DarkModel().completed()
    assert lagrangian.breaking("L_lepton") == {}
    interaction = lagrangian.breaking("L_int")
    assert set(interaction) == {"U(1)_D"}
    assert {c.subs(Q_S, -Q_N) for c in interaction["U(1)_D"]} == {0}
    violation = lagrangian.breaking("L_LNV")
    assert set(violation["U(1)_D"]) == {2 * Q_N, -2 * Q_N}
    assert set(violation["U(1)_Y"]) == {1, -1}  # the paper's mass term carries hypercharge
    assert set(violation["SU(2)_L"]) == {"T1", "T2", "T3"}
    assert "U(1)_EM" not in violation
    soft = lagrangian.breaking("L_split")
    assert set(soft) == {"U(1)_D"}
    assert set(soft["U(1)_D"]) == {2 * Q_S, -2 * Q_S}


def test_a_doublet_with_one_mass_respects_su2_and_with_two_does_not() -> None:
    lagrangian = DarkModel().completed()
    broken = lagrangian.breaking("L_new")
    assert set(broken) == {"SU(2)_L"} and set(broken["SU(2)_L"]) == {"T1", "T2"}
    degenerate = Lagrangian(
        {"L_new": lagrangian.parts["L_new"].subs(dark.M_E, dark.M_DIRAC)},
        lagrangian.vectors,
        lagrangian.doublets,
        lagrangian.u1,
    )
    assert degenerate.breaking("L_new") == {}


def test_half_of_a_yukawa_doublet_breaks_su2() -> None:
    lagrangian = DarkModel().completed()
    neutral = sum(
        t.expression for t in terms(lagrangian.parts["L_int"]) if dark.E not in t.fields()
    )
    halved = Lagrangian({"half": neutral}, (), lagrangian.doublets, ())
    assert {"T1", "T2"} <= set(halved.breaking("half")["SU(2)_L"])


def test_dropping_an_unknown_part_is_refused() -> None:
    with pytest.raises(DerivationError, match="'L_nu' is not one of"):
        DarkModel().completed().without("L_nu")


def test_three_generations_with_free_mixing_matrices() -> None:
    model = DarkModel(generations=3, mixing="symbols", flavours=dark.FLAVOURS)
    model.completed().check()
    assert len(model.even) == len(model.odd) == 3
    fields_of_rules = model.rules.fields
    assert {*model.even, *model.odd, *model.heavy.states, *model.nu.values()} <= fields_of_rules
    vertex = model.rules.yukawa(model.heavy.states[0], model.nu[1], model.even[2])
    symbols = {s.name for s in vertex.left.free_symbols}
    assert {"R_13", "R_23", "R_33", "lambda_11", "lambda_12", "lambda_13"} <= symbols


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"generations": 0}, "generations: 0"),
        ({"generations": 3}, "at most two generations"),
        ({"mixing": "none"}, "'none' is neither"),
    ],
)
def test_models_that_do_not_exist(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(DerivationError, match=message):
        DarkModel(**wrong)
