"""Orders of magnitude, and numbers as LaTeX."""

from __future__ import annotations

import math


def order(value: float) -> int:
    """n of the nearest power of ten 10ⁿ, on a logarithmic scale."""
    return round(math.log10(value))


def same_order(value: float, claimed: float) -> bool:
    """Within a factor √10 of the claimed power of ten: what O(…) can mean at most."""
    return abs(math.log10(value / claimed)) <= 0.5


def number(value: float, digits: int = 3) -> str:
    """3.2\\times10^{-19}."""
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -3 < power < digits:
        return f"{value:.{digits}g}"
    return rf"{mantissa}\times10^{{{power}}}"
