"""Sec. 3.1, what μ → eγ and the LHC say: (30), (31), and a sentence of Sec. 3.3, as printed."""

from __future__ import annotations

from darktmm.papers.arxiv_2603_25704.printed.scalar_radiated import tensor
from darktmm.papers.statement import Printed, constant

LIMIT_VALUE, LIMIT_SOURCE = 3.1e-13, "MEG II 2024"
"""(30), and the entry of `numeric/inputs/limits.toml` that it quotes."""

BOUND_VALUE = 0.086
BENCHMARK_M_E = 2000.0
"""GeV; Secs. 3.1, 3.3."""

LIMIT = Printed(
    r"\text{BR}(\mu\to e\gamma)<3.1\times 10^{-13}\quad(90\%\text{ C.L.})", constant(LIMIT_VALUE)
)

BOUND = Printed(
    r"\sqrt{\left|\sum_{a=1,2}y_{ea}y_{\mu a}^{*}\right|}\lesssim 0.086\times"
    r"\left(\frac{M_{E}}{2~\text{TeV}}\right)",
    constant({"bound": BOUND_VALUE, "M_E": BENCHMARK_M_E}),
)

ARITHMETIC = Printed(r"(29),(30)\Rightarrow 0.086", constant(BOUND_VALUE))


TENSOR_CAP = Printed(
    r"\left|\mathrm{Im}(\lambda_{j2}^*\lambda_{i1}^*-\lambda_{i2}^*\lambda_{j1}^*)\right|"
    r"\lesssim\mathcal{O}(10^{-2})",
    lambda _theory: {"tensor": tensor(1, 2), "cap": 1e-2},
)

LHC = Printed(r"M_E>1.27\,\text{TeV}", constant(1270.0))
"""GeV; vector-like leptons coupled to first- and second-generation leptons, ll and missing energy."""
