r"""A charged lepton that couples to a heavy neutral fermion and a charged scalar.

.. math:: \mathcal L_{\rm int} = \bar\mu\,(C_S+C_P\gamma_5)\,F\,H + \text{h.c.},
          \qquad Q_F = 0,\quad Q_H = Q_\mu

H radiates: the same law as in `neutral_scalar`, with the charge on the other line.

Source: J. P. Leveille, Nucl. Phys. B137 (1978) 63.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import (
    GAMMA5,
    ComplexScalar,
    DiracFermion,
    Fermion,
    MajoranaFermion,
    bilinear,
)
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import with_photon
from darktmm.derive.symbols import M_MUON

C_S, C_P = sp.symbols("C_S C_P", complex=True)
M_MU = M_MUON
M_F, M_H = sp.symbols("M_F M_H", positive=True)

MUON = DiracFermion("mu^-", charges={"EM": -1}, mass=M_MU)
DIRAC, MAJORANA = DiracFermion("F^0", mass=M_F), MajoranaFermion("F^0", mass=M_F)
H = ComplexScalar("H^-", charges={"EM": -1}, mass=M_H)


def lagrangian(neutral: Fermion = DIRAC) -> Lagrangian:
    """Free fields in the presence of the photon, and the Yukawa coupling.

    Args:
        neutral: F; the moment of the muon does not tell `DIRAC` from `MAJORANA`.
    """
    interaction = bilinear(MUON, (C_S + C_P * GAMMA5) * neutral) * H
    source = "Leveille 1978, neutral fermion and charged scalar"
    return with_photon.lagrangian((MUON, neutral, H), interaction, source)
