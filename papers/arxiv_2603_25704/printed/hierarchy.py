"""Sec. 3.3, joint analysis: (36), Fig. 7 and what is concluded from them, as printed. GeV."""

from __future__ import annotations

import sympy as sp

from darktmm.papers.statement import Printed, constant

M_S, DELTA_M_S, M_N = 0.3, 0.1, 0.1
"""The kinematic benchmark of (36) and Fig. 7."""

ESTIMATE = Printed(
    r"\mu_{\text{eff}}^{\text{max}}\sim\mathcal{O}(10^{-10})\times g_{D}\cdot\mu_{B}",
    constant(1e-10),
)
"""μ_eff/g_D in Bohr magnetons."""

INPUTS = Printed(
    r"\epsilon y^2\cdot\frac{1}{64\pi^2}\cdot(10^{-4}\ldots10^{-3})\to10^{-10}",
    constant(
        {
            "epsilon y^2": 1e-6,
            "loop": 1 / (64 * sp.pi**2),
            "kinematic": (1e-4, 1e-3),
            "moment": 1e-10,
        }
    ),
)
"""The numbers that the text above (36) multiplies, and what they are said to give."""

COUPLINGS = (0.5, 0.05, 0.005)
"""g_D of the curves of Fig. 7."""

JOINT_PLOT = Printed(
    r"\mu_{\rm eff}^{\max}(M_{A'};\,g_D=0.5,0.05,0.005)", constant({"g_D": COUPLINGS})
)

MARGINAL = Printed(
    r"\mu_{\rm eff}^{\max}\sim\mu^{\rm limit}_{\rm Borexino}\ (g_D=0.5)",
    constant({"g_D": COUPLINGS[0], "ratio": 1.0}),
)

HIERARCHY = Printed(
    r"\text{MEG II, NA64, BaBar}\gg\text{Borexino}",
    constant(
        {
            "direct limits are secondary": True,
            "mu -> e gamma dominates": True,
            "accelerators dominate": True,
        }
    ),
)
