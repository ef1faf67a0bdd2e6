r"""A Dirac neutrino, its charged lepton, and two W that mix: left- and right-handed currents at once.

.. math:: \mathcal L_{\rm int} = \frac g{\sqrt2}\,\bar\ell\gamma^\mu\left[
          (c_\zeta W_1+s_\zeta W_2)_\mu P_L+(c_\zeta W_2-s_\zeta W_1)_\mu P_R\right]\nu+\text{h.c.}

The mass of the lepton flips the chirality in the loop, in proportion to sin 2ζ.

Sources: J. E. Kim, Phys. Rev. D14 (1976) 3000; M. A. B. Bég, W. J. Marciano, M. Ruderman, Phys. Rev. D17 (1978)
1395; R. E. Shrock, Nucl. Phys. B206 (1982) 359.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import DiracFermion
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import massive_vector
from darktmm.derive.models.massive_vector import Massive
from darktmm.derive.symbols import M_LEPTON, G

ZETA = sp.Symbol("zeta", real=True)
M_NU = sp.Symbol("m_nu", positive=True)
M_1, M_2 = sp.symbols("M_1 M_2", positive=True)

NEUTRINO = DiracFermion("nu", mass=M_NU)
LEPTON = DiracFermion("ell", charges={"EM": -1}, mass=M_LEPTON)
W = tuple(Massive.charged(f"W_{k}", sp.Integer(-1), m) for k, m in ((1, M_1), (2, M_2)))
"""Each with the charge of the lepton: the operator that stands with the current from ν to ℓ."""


def lagrangian() -> Lagrangian:
    """Free fields in the presence of the photon, and both currents."""
    c, s, strength = sp.cos(ZETA), sp.sin(ZETA), G / sp.sqrt(2)
    currents = (
        w.current(LEPTON, NEUTRINO, strength * left, strength * right)
        for w, left, right in zip(W, (c, s), (-s, c), strict=True)
    )
    source = "Nucl. Phys. B206 (1982) 359"
    return massive_vector.lagrangian((NEUTRINO, LEPTON), W, sp.Add(*currents), source)
