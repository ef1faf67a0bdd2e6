r"""A vector leptoquark U that is a gauge boson: a muon, a down-type quark of three colours, charge 2/3.

.. math:: \mathcal L_{\rm int} = U^a_\mu\,\bar b_a\gamma^\mu(LP_L+RP_R)\,\mu+\text{h.c.}

Quark and vector radiate; the magnetic moment of U is that of Yang and Mills.

Source: R. Barbieri, G. Isidori, A. Pattori, F. Senia, Eur. Phys. J. C76 (2016) 67, arXiv:1512.01560, for U in
a gauge theory.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.fields import DiracFermion
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.models import massive_vector
from darktmm.derive.models.lavoura import LEFT, M_B, M_F, RIGHT
from darktmm.derive.models.massive_vector import Massive
from darktmm.derive.symbols import M_MUON

COLOURS = (1, 2, 3)
Q_QUARK = -sp.Rational(1, 3)

MUON = DiracFermion("mu", charges={"EM": -1}, mass=M_MUON)
QUARKS = tuple(DiracFermion(f"b_{a}", charges={"EM": Q_QUARK}, mass=M_F) for a in COLOURS)
U = tuple(Massive.charged(f"U_{a}", Q_QUARK + 1, M_B) for a in COLOURS)


def lagrangian() -> Lagrangian:
    """Free fields in the presence of the photon, and the currents."""
    currents = (
        u.current(quark, MUON, LEFT[0], RIGHT[0]) for u, quark in zip(U, QUARKS, strict=True)
    )
    return massive_vector.lagrangian((MUON, *QUARKS), U, sp.Add(*currents), "arXiv:1512.01560")
