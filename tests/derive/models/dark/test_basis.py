"""The mass basis of the dark model: reached, and not reached with a wrong parameter."""

from __future__ import annotations

import pytest
import sympy as sp

from darktmm.derive.errors import NotDiagonalError
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import dark
from darktmm.derive.models.dark import THETA, THETA_I, THETA_R, DarkModel
from darktmm.derive.quadratic import check_mass_basis

# --- the dark model -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "model",
    [
        DarkModel(),
        DarkModel(majorana_angle=THETA),
        DarkModel(phases=(sp.I, sp.S.One)),
        DarkModel(majorana_angle=THETA, phases=(sp.S.One, sp.I)),
        DarkModel(generations=1),
    ],
    ids=["paper", "theta", "phase 1", "theta, phase 2", "one generation"],
)
def test_dark_model_reaches_its_mass_basis(model: DarkModel) -> None:
    model.prove_mass_basis()
    for old in (dark.N, *model.scalars, *model.real_parts[0], *model.real_parts[1]):
        assert old not in model.mass_basis.fields
    assert {*model.even, *model.odd, *model.heavy.states} <= model.mass_basis.fields


def test_printed_lagrangian_alone_does_not_give_the_scalar_masses() -> None:
    """What is printed has M_S alone: without the soft terms M_H and M_A are not there."""
    model = DarkModel()
    with pytest.raises(NotDiagonalError, match="mass term of"):
        check_mass_basis(model.mass_basis.without("L_split"), [*model.even, *model.odd])


@pytest.mark.parametrize(
    ("name", "value"),
    [("delta_12", 0), ("b_11", 0), ("b_12", 1), ("m_L", 0), ("m_D", 0)],
)
def test_dark_model_with_a_wrong_parameter_is_not_diagonal(name: str, value: int) -> None:
    model = DarkModel()
    parameters = model.physical_parameters()
    (symbol,) = (s for s in parameters if s.name == name)
    parameters[symbol] = sp.Integer(value)
    parts = {
        part: expression.subs(parameters, simultaneous=True)
        for part, expression in model.mass_basis.parts.items()
    }
    with pytest.raises(NotDiagonalError):
        check_mass_basis(Lagrangian(parts), [*model.even, *model.odd, *model.heavy.states])


def test_soft_terms_carry_the_difference_between_even_and_odd() -> None:
    """Equal spectra and equal angles for H and A: nothing breaks the dark U(1) in the scalars."""
    model = DarkModel()
    equal = {THETA_I: THETA_R} | {
        a.mass: h.mass for a, h in zip(model.odd, model.even, strict=True)
    }
    values = {s.name: v.subs(equal) for s, v in model.physical_parameters().items()}
    assert all(sp.expand(values[f"b_{ab}"]) == 0 for ab in ("11", "12", "22"))
    assert sp.expand(values["delta_12"]) != 0
    unequal = {s.name: v for s, v in model.physical_parameters().items()}
    assert all(sp.expand(unequal[f"b_{ab}"]) != 0 for ab in ("11", "12", "22"))
