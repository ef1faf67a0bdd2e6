r"""The general case of :math:`f_1\to f_2\gamma`: one heavy fermion, one heavy scalar, any charges.

.. math:: \mathcal L_{\rm int} = \sum_{i=1,2} B\,\bar F\,(L_iP_L+R_iP_R)\,f_i + \text{h.c.},
          \qquad Q_f = Q_F-Q_B

Both heavy lines radiate, each with its own charge.

Source: L. Lavoura, Eur. Phys. J. C29 (2003) 191, arXiv:hep-ph/0302221.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import P_L, P_R, ComplexScalar, DiracFermion, bilinear
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import with_photon

LEFT = sp.symbols("L_1 L_2", complex=True)
RIGHT = sp.symbols("R_1 R_2", complex=True)
Q_F, Q_B = sp.symbols("Q_F Q_B", real=True)
M_F, M_B = sp.symbols("M_F M_B", positive=True)
LEPTON_MASSES = sp.symbols("m_1 m_2", positive=True)

F = DiracFermion("F", charges={"EM": Q_F}, mass=M_F)
B = ComplexScalar("B", charges={"EM": Q_B}, mass=M_B)
LEPTONS = tuple(
    DiracFermion(f"f_{i}", charges={"EM": Q_F - Q_B}, mass=m)
    for i, m in enumerate(LEPTON_MASSES, start=1)
)


def lagrangian() -> Lagrangian:
    """Free fields in the presence of the photon, and the Yukawa couplings."""
    interaction = sp.Add(
        *(
            B * bilinear(F, (left * P_L + right * P_R) * f)
            for left, right, f in zip(LEFT, RIGHT, LEPTONS, strict=True)
        )
    )
    return with_photon.lagrangian((F, *LEPTONS, B), interaction, "hep-ph/0302221")
