"""Every result of the dark model: exact, homogeneous, in order, its symbols with a meaning."""

from __future__ import annotations

import pytest
import sympy as sp

from darktmm.derive.models.dark import dark_model
from darktmm.derive.models.dark.chain import CHAIN, derive_result
from darktmm.derive.models.dark.glossary import meaning
from tests.derive.test_formula import power


@pytest.mark.parametrize("name", CHAIN)
def test_every_formula_has_a_dimension(name: str) -> None:
    """Each side scales with one power of mass, and that is the stated one where there is one."""
    result = derive_result(name, dark_model(neutrinos=2))
    assert result.name == name and result.source and result.formulas
    assert len({f.name for f in result.formulas}) == len(result.formulas)
    for formula in result.formulas:
        assert not formula.right.has(sp.Float)
        if formula.right == 0:
            continue
        found = power(formula)
        assert 6 * found == pytest.approx(round(6 * found), abs=1e-9), formula.name
        if formula.dimension is not None:
            assert found == pytest.approx(formula.dimension, abs=1e-9)
        for symbol in formula.right.free_symbols:
            assert meaning(name, symbol)


def test_an_unknown_result_is_refused() -> None:
    """The message lists those there are."""
    with pytest.raises(KeyError, match="vanishing"):
        derive_result("moments", dark_model(neutrinos=2))
