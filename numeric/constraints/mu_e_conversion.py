"""SINDRUM II: no electron of 100 MeV from muons captured in gold, titanium or lead.

Coherent conversion in the field of the nucleus, relative to capture. In the dipole approximation the
rate is some 0.3–0.4 % of BR(μ → eγ). For aluminium there are projections only.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.lepton_flavour import DIPOLE_ALONE, limit_on
from darktmm.numeric.constraints.published import NEWEST, published
from darktmm.numeric.processes.dipoles import conversion_ratio

TARGETS = ("Au", "Ti", "Pb")


def constraint(target: str, limit: str | int = NEWEST) -> Constraint:
    """The limit on the conversion in a nucleus.

    Args:
        target: one of `TARGETS`.
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such target, or no such limit on this quantity.
    """
    if target not in TARGETS:
        raise ValueError(f"target = {target!r}: must be one of {', '.join(TARGETS)}")
    return limit_on(
        published(f"mu -> e, {target}", limit),
        "mu",
        "e",
        "muonic atoms: electron of the energy of coherent conversion",
        conversion_ratio(target),
        DIPOLE_ALONE,
    )
