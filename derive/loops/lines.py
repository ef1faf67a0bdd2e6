r"""The parts of a boson line.

.. math:: \frac{i}{k^2-M^2},\qquad
          \frac{i}{k^2-M^2}\Big[-g_{\alpha\beta}+\frac{(1-\xi)\,k_\alpha k_\beta}{k^2-\xi M^2}\Big]

for a scalar and for a vector in the gauge ξ; ξ → ∞ leaves :math:`-g+kk/M^2`. The i's are counted by who
assembles a diagram.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import Field, Vector
from darktmm.derive.loops.expansion import GAUGE, METRIC, SCALAR, UNITARY


@dataclass(frozen=True)
class Part:
    """A numerator (by its name in `derive.loops.expansion`), its weight, and its denominators.

    Attributes:
        name: of the numerator.
        weight: its coefficient.
        nodes: squared masses of the denominators.
    """

    name: str
    weight: sp.Expr
    nodes: tuple[sp.Expr, ...]


def parts(field: Field) -> tuple[Part, ...]:
    """The terms of a propagator.

    Raises:
        DerivationError: a vector without a gauge parameter, or a massless one in the unitary gauge.
    """
    square = field.mass**2
    if not isinstance(field, Vector):
        return (Part(SCALAR, sp.S.One, (square,)),)
    xi = field.gauge_parameter
    if xi is None:
        raise DerivationError(
            f"gauge_parameter: {field} runs in a loop and has none; 1 is Feynman's"
        )
    metric = Part(METRIC, sp.S.One, (square,))
    if xi == 1:
        return (metric,)
    if xi == sp.oo:
        if square == 0:
            raise DerivationError(f"gauge_parameter: {field} is massless, oo needs a mass")
        return metric, Part(UNITARY, 1 / square, (square,))
    return metric, Part(GAUGE, 1 - xi, (square, sp.expand(xi * square)))


__all__ = ["Part", "parts"]
