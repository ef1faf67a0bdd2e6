"""Couplings at which a partial wave at tree level reaches |a₀| = ½: `derive.models.dark.unitarity`."""

from __future__ import annotations

from darktmm.numeric.processes import laws


def largest_yukawa() -> float:
    """|Y| at which two fermions that exchange a scalar reach it: √(4π)."""
    return float(laws.largest_yukawa())


def largest_quartic() -> float:
    """Quartic coupling at which four scalars reach it: 8π."""
    return float(laws.largest_quartic())
