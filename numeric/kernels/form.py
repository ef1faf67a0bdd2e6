r"""What a loop function is to the machine: the ingredients of one momentum integral.

.. math:: P(m)\int_0^\infty d\tau\;\tau^a\,\frac{\sum_j c_j(m)\,\tau^j}{\prod_i(\tau+x_i)^{r_i}}

See `derive.loops.euclidean` for where it comes from. Nothing here knows sympy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from darktmm.derive.memo import cache

if TYPE_CHECKING:
    from darktmm.numeric.laws import Law

Parts = tuple[Any, tuple[Any, ...], tuple[Any, ...]]
"""(P, (c₀, c₁, …), (x₁, x₂, …)) at given masses: floats, arrays or balls, whatever came in.

P is without its rational content.
"""


@dataclass(frozen=True)
class Form:
    """One loop function.

    Attributes:
        name: its name in `derive`.
        arguments: names of the masses, in order.
        signed: which of them may be negative (Majorana masses carry a sign).
        dimension: mass dimension of the value.
        scale: numerator and denominator of the rational content of P.
        power: a.
        multiplicities: r₁, r₂, …
        parts: masses → (P, c, x).
    """

    name: str
    arguments: tuple[str, ...]
    signed: tuple[bool, ...]
    dimension: int
    scale: tuple[int, int]
    power: int
    multiplicities: tuple[int, ...]
    parts: Callable[..., Parts]

    @property
    def degree(self) -> int:
        """Number of propagators."""
        return sum(self.multiplicities)


@cache
def of_law(law: Law) -> Form:
    """A law that returns the content of a form; see `numeric.kernels.source.momentum_integral`."""
    fields = law(*[1.0] * len(law.arguments))  # all but the parts are the same for every mass
    del fields["parts"]
    return Form(law.name, law.arguments, parts=lambda *masses: law(*masses)["parts"], **fields)
