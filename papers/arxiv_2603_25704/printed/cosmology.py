"""Sec. 3.3 on stars and the early universe, as printed. GeV."""

from __future__ import annotations

from darktmm.papers.statement import Printed, constant

STELLAR = Printed(
    r"M_{A'},M_{S_a}\in[1\,\text{MeV},1\,\text{GeV}]:\ e^{-M/T}\ll1,\ T\sim30\,\text{MeV}",
    constant({"from": 1e-3, "to": 1.0, "T": 0.030, "particle": 0.100}),
)
"""Masses for which cooling bounds are said to decouple; core of a supernova; "O(100) MeV dark particles"."""

CONFINEMENT = Printed(r"A'\to N_1N_1", constant({"dark sector keeps the energy": True}))
