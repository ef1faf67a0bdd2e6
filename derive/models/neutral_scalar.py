r"""A charged lepton that couples to a heavy charged fermion and a neutral real scalar.

.. math:: \mathcal L_{\rm int} = \bar\mu\,(C_S+C_P\gamma_5)\,F\,H + \text{h.c.},
          \qquad Q_F = Q_\mu,\quad Q_H = 0

F radiates. Its mass flips the chirality in proportion to :math:`|C_S|^2-|C_P|^2`.

Source: J. P. Leveille, Nucl. Phys. B137 (1978) 63.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import GAMMA5, DiracFermion, RealScalar, bilinear
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import with_photon
from darktmm.derive.symbols import M_MUON

C_S, C_P = sp.symbols("C_S C_P", complex=True)
M_MU = M_MUON
M_F, M_H = sp.symbols("M_F M_H", positive=True)

MUON = DiracFermion("mu^-", charges={"EM": -1}, mass=M_MU)
F = DiracFermion("F^-", charges={"EM": -1}, mass=M_F)
H = RealScalar("H^0", mass=M_H)


def lagrangian() -> Lagrangian:
    """Free fields in the presence of the photon, and the Yukawa coupling."""
    interaction = bilinear(MUON, (C_S + C_P * GAMMA5) * F) * H
    source = "Leveille 1978, charged fermion and neutral scalar"
    return with_photon.lagrangian((MUON, F, H), interaction, source)
