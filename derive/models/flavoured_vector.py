r"""A neutral vector that changes the flavour of charged leptons: τ in the loop of μ → eγ.

.. math:: \mathcal L_{\rm int} = Z'_\mu\sum_{i=1,2}\bar\tau\gamma^\mu(L_iP_L+R_iP_R)\,\ell_i+\text{h.c.},
          \qquad \ell_{1,2}=\mu,e

Its mass is Stückelberg's; there is no Higgs boson.

Source: P. Langacker, M. Plümacher, Phys. Rev. D62 (2000) 013006, hep-ph/0001204.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import DiracFermion
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import massive_vector
from darktmm.derive.models.lavoura import LEFT, LEPTON_MASSES, M_B, M_F, RIGHT
from darktmm.derive.models.massive_vector import Massive

Z_PRIME = Massive.neutral("Z'", M_B)
TAU = DiracFermion("tau", charges={"EM": -1}, mass=M_F)
LEPTONS = tuple(
    DiracFermion(name, charges={"EM": -1}, mass=m)
    for name, m in zip(("mu", "e"), LEPTON_MASSES, strict=True)
)


def lagrangian() -> Lagrangian:
    """Free fields in the presence of the photon, and the currents."""
    currents = (
        Z_PRIME.current(TAU, lepton, left, right)
        for left, right, lepton in zip(LEFT, RIGHT, LEPTONS, strict=True)
    )
    return massive_vector.lagrangian(
        (TAU, *LEPTONS), (Z_PRIME,), sp.Add(*currents), "hep-ph/0001204"
    )
