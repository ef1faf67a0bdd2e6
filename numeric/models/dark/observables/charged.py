r"""Dipoles of the charged leptons from E and the scalars.

.. math:: D_{\alpha\beta} = \kappa\sum_\Phi\tilde y_{\alpha\Phi}\tilde y^*_{\beta\Phi}\,
          f(M_E,M_\Phi) ,

κ from `numeric.models.dark.laws`, f from `numeric.kernels`; `numeric.processes.dipoles` turns D
into rates.
"""

from __future__ import annotations

import math
from typing import Any

from darktmm.numeric import kernels
from darktmm.numeric.arrays import ComplexArray, Numbers
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.processes.dipoles import per_dipole


def dipole_matrix(p: Parameters) -> ComplexArray:
    r"""D_αβ, GeV⁻², hermitian, (n, 3, 3); D_eμ is the A_R of arXiv:2603.25704 (25).

    :math:`D=\kappa\,yXy^\dagger` with the real metric :math:`X=O_Rf(M_H)O_R^T+O_If(M_A)O_I^T`.
    """
    metric = sum(
        (mixing * kernels.lepton_fermion_conserving(p.M_E[:, None], scalars)[:, None])
        @ mixing.swapaxes(1, 2)
        for mixing, scalars in ((p.O_R, p.M_H), (p.O_I, p.M_A))
    )
    y = p.y
    return laws.charged_dipole() * (y @ metric @ y.conj().swapaxes(1, 2))


def yukawa_bound(M_E: Numbers, limit: float, parent: str = "mu") -> Any:
    """√|Σ_a y_αa y*_βa| that saturates a limit on BR(β → αγ), for M_E ≫ M_Φ.

    Replaces arXiv:2603.25704 (31).
    """
    dipole = math.sqrt(limit / per_dipole(parent))
    return M_E * math.sqrt(dipole / abs(laws.decoupled_dipole()))
