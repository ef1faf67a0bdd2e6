r"""The scotogenic model: heavy Majorana fermions and an inert doublet :math:`(\eta^+,\eta^0)`.

.. math:: \mathcal L_{\rm int} = -\sum_{k\alpha}y_{k\alpha}\,\bar N_k
          \left(\nu_{\alpha L}\,\eta^0-\ell_{\alpha L}\,\eta^+\right)+\text{h.c.},
          \qquad \eta^0 = (\eta_R+i\eta_I)/\sqrt2

:math:`\eta^+` radiates in :math:`\mu\to e\gamma`; the splitting of :math:`\eta_R` and
:math:`\eta_I` gives the neutrinos their masses.

Source: E. Ma, Phys. Rev. D73 (2006) 077301, arXiv:hep-ph/0601225; Yukawa couplings as in T. Toma,
A. Vicente, JHEP 01 (2014) 160, arXiv:1312.2840.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from darktmm.derive.basis import components
from darktmm.derive.fields import ComplexScalar, DiracFermion, MajoranaFermion, RealScalar, bilinear
from darktmm.derive.lagrangian import (
    Doublet,
    Lagrangian,
    fermion_kinetic,
    scalar_kinetic,
    with_conjugate,
)
from darktmm.derive.symbols import PHOTON

M_PLUS, M_R, M_I = sp.symbols("M_+ M_R M_I", positive=True)

ETA_PLUS = ComplexScalar("eta^+", charges={"EM": 1}, mass=M_PLUS)
ETA_0 = ComplexScalar("eta^0")
ETA_R, ETA_I = RealScalar("eta_R", mass=M_R), RealScalar("eta_I", mass=M_I)


def yukawa(k: int, flavour: str) -> sp.Symbol:
    """y_{kα}."""
    return sp.Symbol(f"y_{k}{flavour}", complex=True)


def heavy(k: int) -> MajoranaFermion:
    """N_k; the sign of its mass is free."""
    return MajoranaFermion(f"N_{k}", mass=sp.Symbol(f"M_{k}", real=True))


def lepton(flavour: str) -> DiracFermion:
    """ℓ_α."""
    mass = sp.Symbol(f"m_{flavour}", positive=True)
    return DiracFermion(f"ell_{flavour}", charges={"EM": -1}, mass=mass)


def neutrino(flavour: str) -> DiracFermion:
    """ν_α, of which only the left-handed half is in the Lagrangian."""
    return DiracFermion(f"nu_{flavour}L")


def lagrangian(fermions: int = 2, flavours: Sequence[str] = ("e", "mu")) -> Lagrangian:
    """The model with η⁰ unsplit into components; `mass_basis` splits it."""
    generations = range(1, fermions + 1)
    half = sp.Rational(1, 2)
    free = scalar_kinetic(ETA_PLUS, (PHOTON,)) + scalar_kinetic(ETA_0)
    for k in generations:
        free += fermion_kinetic(heavy(k)) - half * heavy(k).mass * bilinear(heavy(k), heavy(k))
    interaction = sp.S.Zero
    for a in flavours:
        free += fermion_kinetic(neutrino(a), (), "L") + fermion_kinetic(lepton(a), (PHOTON,))
        free -= lepton(a).mass * bilinear(lepton(a), lepton(a))
        for k in generations:
            neutral = bilinear(heavy(k), neutrino(a), chirality="L") * ETA_0
            charged = bilinear(heavy(k), lepton(a), chirality="L") * ETA_PLUS
            interaction -= yukawa(k, a) * (neutral - charged)
    # λ₅ [(Φ†η)² + h.c.] splits the components of η⁰ once the Higgs field has its vacuum value.
    inert = (
        -(M_PLUS**2) * sp.conjugate(ETA_PLUS) * ETA_PLUS
        - half * (M_R**2 + M_I**2) * sp.conjugate(ETA_0) * ETA_0
        - half**2 * (M_R**2 - M_I**2) * with_conjugate(ETA_0**2)
    )
    return Lagrangian(
        parts={
            "L_free": sp.expand(free),
            "L_int": sp.expand(with_conjugate(interaction)),
            "L_inert": sp.expand(inert),
        },
        vectors=(PHOTON,),
        doublets=(
            *(Doublet(neutrino(a), lepton(a)) for a in flavours),
            Doublet(ETA_PLUS, ETA_0),
        ),
        u1=("EM",),
        source={
            "L_int": "Yukawa couplings of hep-ph/0601225",
            "L_inert": "scalar masses after electroweak symmetry breaking",
        },
    )


def mass_basis(fermions: int = 2, flavours: Sequence[str] = ("e", "mu")) -> Lagrangian:
    """The same in η_R and η_I, which are no members of a doublet."""
    split = components([ETA_0], [ETA_R], [ETA_I])
    return replace(lagrangian(fermions, flavours).substituted(split), doublets=())
