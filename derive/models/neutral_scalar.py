r"""A charged lepton that couples to a heavy charged fermion and a neutral real scalar.

.. math:: \mathcal L_{\rm int} = \bar\mu\,(C_S+C_P\gamma_5)\,F\,H + \text{h.c.},
          \qquad Q_F = Q_\mu,\quad Q_H = 0

F radiates. Its mass flips the chirality in proportion to :math:`|C_S|^2-|C_P|^2`.

Source: J. P. Leveille, Nucl. Phys. B137 (1978) 63.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import GAMMA5, DiracFermion, RealScalar, bilinear
from darktmm.derive.lagrangian import Lagrangian, fermion_kinetic, scalar_kinetic, with_conjugate
from darktmm.derive.symbols import M_MUON, PHOTON

C_S, C_P = sp.symbols("C_S C_P", complex=True)
M_MU = M_MUON
M_F, M_H = sp.symbols("M_F M_H", positive=True)

MUON = DiracFermion("mu^-", charges={"EM": -1}, mass=M_MU)
F = DiracFermion("F^-", charges={"EM": -1}, mass=M_F)
H = RealScalar("H^0", mass=M_H)


def lagrangian() -> Lagrangian:
    """Free fields in the presence of the photon, and the Yukawa coupling."""
    free = scalar_kinetic(H) - M_H**2 * H**2 / 2
    for psi in (MUON, F):
        free += fermion_kinetic(psi, (PHOTON,)) - psi.mass * bilinear(psi, psi)
    interaction = bilinear(MUON, (C_S + C_P * GAMMA5) * F) * H
    return Lagrangian(
        parts={"L_free": sp.expand(free), "L_int": sp.expand(with_conjugate(interaction))},
        vectors=(PHOTON,),
        u1=("EM",),
        source={"L_int": "Leveille 1978, charged fermion and neutral scalar"},
    )
