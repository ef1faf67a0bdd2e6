"""The rows of the ledger that need a number: experiments, benchmarks, figures. And all rows in order."""

from __future__ import annotations

from collections.abc import Callable

from darktmm.papers.arxiv_2603_25704 import (
    beyond_rows,
    breaking_rows,
    dark_photon_rows,
    flavour_rows,
    joint_rows,
    scattering_rows,
    standard_model_rows,
)
from darktmm.papers.arxiv_2603_25704.symbolic import DERIVATIONS as SYMBOLIC
from darktmm.papers.arxiv_2603_25704.symbolic import ORDER as SYMBOLIC_ORDER
from darktmm.papers.arxiv_2603_25704.symbolic import Row, derive_row

NUMERICAL: dict[str, Callable[[], Row]] = {
    **standard_model_rows.ROWS,
    **flavour_rows.ROWS,
    **scattering_rows.ROWS,
    **dark_photon_rows.ROWS,
    **joint_rows.ROWS,
    **beyond_rows.ROWS,
    **breaking_rows.ROWS,
}

SECTION_3: tuple[str, ...] = (
    *(f"eq{n}" for n in range(24, 37)),
    "fig6",
    "fig7",
    "claim-decoupling-limit",
    "claim-shielding",
    "claim-constructive-interference",
    "claim-width-normalisation",
    "claim-number-0086",
    "claim-natural-amu",
    "claim-amu-incompatible",
    "claim-lhc-1270",
    "claim-borexino-flat",
    "claim-borexino-quadratic",
    "claim-kinetic-mixing-sign",
    "claim-na64-values",
    "claim-babar-value",
    "claim-invisible-decay",
    "claim-meg-caps-tensor",
    "claim-eq36-from-inputs",
    "claim-marginal-at-gd-half",
    "claim-hierarchy",
    "claim-stellar-decoupling",
    "claim-bbn-confinement",
    "claim-sm-dirac-value",
    "claim-sm-majorana-value",
    "beyond-z-width",
    "beyond-t-parameter",
    "beyond-neutrino-mass",
    "beyond-visible-decay",
    *breaking_rows.ROWS,
)

ORDER: tuple[str, ...] = (*(n for n in SYMBOLIC_ORDER if n not in SECTION_3), *SECTION_3)
"""Every row the ledger must have."""

DERIVATIONS: dict[str, Callable[..., Row]] = {**SYMBOLIC, **NUMERICAL}


def compute_row(name: str) -> Row:
    """One row, symbolic or numerical.

    Raises:
        KeyError: the row has no derivation.
    """
    return NUMERICAL[name]() if name in NUMERICAL else derive_row(name)


__all__ = ["DERIVATIONS", "NUMERICAL", "ORDER", "SECTION_3", "SYMBOLIC", "compute_row"]
