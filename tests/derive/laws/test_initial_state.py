"""The photon of the initial state: the splitting function, its soft and its hard end."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.laws.initial_state import X, splitting_function


def test_splitting_function() -> None:
    """[1 + (1 − x)²]/x of Altarelli and Parisi; the neighbour with x² for (1 − x)² is rejected."""
    law = splitting_function().right
    assert sp.simplify(law - (1 + (1 - X) ** 2) / X) == 0
    assert sp.simplify(law - (1 + X**2) / X) != 0
    assert sp.simplify(law - 2 * (1 + (1 - X) ** 2) / X) != 0


def test_ends_of_the_spectrum() -> None:
    """Soft photons are classical, 2/x; the hardest one takes the helicity of the electron along: 1."""
    law = splitting_function().right
    assert sp.limit(law * X, X, 0) == 2
    assert sp.limit(law, X, 1) == 1
