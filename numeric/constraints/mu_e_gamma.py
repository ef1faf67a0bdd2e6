"""MEG and MEG II: no decay μ⁺ → e⁺γ among stopped muons.

Back-to-back positron and photon of half the muon mass, in time. The newest limit, 1.5e-13, is from
the runs of 2021 and 2022; arXiv:2603.25704 uses the 3.1e-13 of 2024.
"""

from __future__ import annotations

from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.lepton_flavour import limit_on
from darktmm.numeric.constraints.published import NEWEST, published


def constraint(limit: str | int = NEWEST) -> Constraint:
    """The limit on BR(μ → eγ).

    Args:
        limit: which entry, see `numeric.constraints.published`.

    Raises:
        ValueError: no such limit on this quantity.
    """
    return limit_on(published("mu -> e gamma", limit), "mu", "e", "stopped muons: positron, photon")
