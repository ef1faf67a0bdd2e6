"""Sec. 3.2, accelerators: what is said about limits on ε and the decay of A', as printed. GeV."""

from __future__ import annotations

from darktmm.papers.statement import Printed, constant

NA64 = "NA64 2019"
BABAR = "BaBar 2017"
"""The searches that are cited, as entries of `numeric/inputs/curves.toml`."""

NA64_LIMITS = Printed(
    r"\epsilon\lesssim10^{-5}\,(10\,\text{MeV}),\ 10^{-4}\,(100\,\text{MeV})",
    constant({0.010: 1e-5, 0.100: 1e-4}),
)
"""ε by mass, "for" and "near"."""

BABAR_LIMIT = Printed(r"\epsilon\lesssim10^{-3}", constant(1e-3))
"""ε "up to the Υ resonances"."""

INVISIBLE_DECAY = Printed(
    r"A'\to N_1N_1", constant({"channel": "N_1 N_1", "predominantly invisible": True})
)

ASSUMED_LIMIT = Printed(r"\epsilon<\epsilon_{\rm NA64}", constant({"holds": True}))
"""Sec. 3.3 takes the published limits as they are, whatever A' decays into."""
