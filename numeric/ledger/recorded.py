"""Verdicts of the numerical rows as they were last computed and reviewed."""

from __future__ import annotations

from typing import Final

RECORDED: Final[dict[str, str]] = {
    "eq30": "input",
    "eq31": "corrected",
    "eq36": "unsupported",
    "fig6": "unsupported",
    "fig7": "unsupported",
    "claim-number-0086": "unsupported",
    "claim-natural-amu": "confirmed",
    "claim-amu-incompatible": "unsupported",
    "claim-lhc-1270": "unsupported",
    "claim-borexino-flat": "unsupported",
    "claim-borexino-quadratic": "unsupported",
    "claim-na64-values": "unsupported",
    "claim-babar-value": "input",
    "claim-invisible-decay": "unsupported",
    "claim-eq36-from-inputs": "unsupported",
    "claim-marginal-at-gd-half": "unsupported",
    "claim-hierarchy": "unsupported",
    "claim-stellar-decoupling": "unsupported",
    "claim-bbn-confinement": "unsupported",
    "claim-sm-dirac-value": "confirmed",
    "claim-sm-majorana-value": "confirmed",
    "beyond-z-width": "unsupported",
    "beyond-t-parameter": "unsupported",
    "beyond-neutrino-mass": "unsupported",
    "beyond-visible-decay": "unsupported",
    "beyond-longitudinal-aprime": "unsupported",
    "beyond-origin-of-m": "unsupported",
    "beyond-z-aprime-mixing": "unsupported",
    "beyond-loop-kinetic-mixing": "unsupported",
    "beyond-charged-emission": "confirmed",
    "beyond-universality": "confirmed",
}
