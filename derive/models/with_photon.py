r"""Theories that a charged lepton, the photon and one interaction make: what they have in common.

.. math:: \mathcal L = \sum_\psi\bar\psi(i\not D-m_\psi)\psi + \sum_\phi\left(|D\phi|^2-m_\phi^2|\phi|^2\right)
          +\mathcal L_{\rm int}+\text{h.c.},\qquad D_\mu=\partial_\mu+ieQA_\mu ,

half of it for a field that is its own antiparticle.
"""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from darktmm.derive.fields import ComplexScalar, Fermion, RealScalar, bilinear
from darktmm.derive.lagrangian import Lagrangian, fermion_kinetic, scalar_kinetic, with_conjugate
from darktmm.derive.symbols import HALF, PHOTON


def lagrangian(
    fields: Iterable[Fermion | RealScalar | ComplexScalar],
    interaction: sp.Expr,
    source: str = "",
    more: sp.Expr = sp.S.Zero,
) -> Lagrangian:
    """Free fields in the presence of the photon, and an interaction, to which h.c. is added here.

    Args:
        more: what is free beside these fields.
    """
    return Lagrangian(
        parts={
            "L_free": sp.expand(sp.Add(more, *(_free(field) for field in fields))),
            "L_int": sp.expand(with_conjugate(interaction)),
        },
        vectors=(PHOTON,),
        u1=("EM",),
        source={"L_int": source},
    )


def _free(field: Fermion | RealScalar | ComplexScalar) -> sp.Expr:
    norm = HALF if field.self_conjugate else sp.S.One
    if isinstance(field, Fermion):
        return fermion_kinetic(field, (PHOTON,)) - norm * field.mass * bilinear(field, field)
    square = sp.conjugate(field) * field
    return scalar_kinetic(field, (PHOTON,)) - norm * field.mass**2 * square
