"""The comparison with brute force can say no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from darktmm.papers.arxiv_2603_25704 import fermion_radiated, scalar_radiated
from darktmm.papers.arxiv_2603_25704.theory import theory
from darktmm.papers.ledger import TOLERANCE

THEORY = theory()
STATEMENTS = fermion_radiated.SECTION.statements | scalar_radiated.SECTION.statements


@pytest.mark.parametrize("name", ["eq22", "claim-mass-correction-divergent", "claim-f1-vanishes"])
def test_a_wrong_sign_or_factor_is_rejected(name: str) -> None:
    """T, the radiative mass and the vector form factor times −1, 2 or 1.0001 do not pass."""
    route = STATEMENTS[name].judged(THEORY).routes[-1]
    value, derived = route.value(), route.derived()
    fixed = replace(route, value=lambda: value, derived=lambda: derived)
    assert fixed.residual() < TOLERANCE
    for factor in (-1, 2, 1 + 1e-4):
        assert replace(fixed, derived=lambda f=factor: f * derived).residual() > TOLERANCE
