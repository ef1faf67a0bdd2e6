r"""The general case of :math:`f_1\to f_2\gamma` with vectors: heavy fermions, a massive vector, any charges.

.. math:: \mathcal L_{\rm int} = \sum_{i=1,2} B_\mu\,\bar F\gamma^\mu(L_iP_L+R_iP_R)\,f_i + \text{h.c.},
          \qquad Q_f = Q_F-Q_B

B is a gauge boson: its magnetic moment is that of Yang and Mills, and its mass stands with a Goldstone
boson φ, :math:`|M_BB_\mu+D_\mu\varphi|^2`. With :math:`B_\mu+D_\mu\varphi/M_B` in the current and the
equations of motion of the fermions, φ couples as

.. math:: -\frac i{M_B}\,\varphi\,\bar F\left[M_F(L_iP_L+R_iP_R)-m_i(L_iP_R+R_iP_L)\right]f_i ,

whatever gave the fermions their masses. The gauge :math:`-\frac1\xi|\partial B-\xi M_B\varphi|^2` has the free
parameter ξ.

Source: L. Lavoura, Eur. Phys. J. C29 (2003) 191, arXiv:hep-ph/0302221.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.conventions import COVARIANT_SIGN, ELEMENTARY_CHARGE
from darktmm.derive.fields import (
    MU,
    NU,
    P_L,
    P_R,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    Partial,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import (
    FieldStrength,
    Lagrangian,
    covariant_derivative,
    fermion_kinetic,
    with_conjugate,
)
from darktmm.derive.models.lavoura import LEFT, M_B, M_F, Q_B, Q_F, RIGHT
from darktmm.derive.symbols import PHOTON

XI = sp.Symbol("xi", positive=True)
"""Gauge parameter."""


@dataclass(frozen=True)
class Massive:
    """A massive gauge boson and the Goldstone boson of its gauge.

    Attributes:
        vector: a `ComplexVector`, or a `VectorBoson` where it is neutral.
        goldstone: of the squared mass ξM².
    """

    vector: ComplexVector | VectorBoson
    goldstone: ComplexScalar | RealScalar

    @classmethod
    def charged(cls, name: str, charge: sp.Expr, mass: sp.Expr) -> Massive:
        """With an electric charge."""
        charges = {"EM": charge}
        scalar = ComplexScalar(f"phi_{name}", charges=charges, mass=sp.sqrt(XI) * mass)
        return cls(ComplexVector(name, charges=charges, mass=mass, gauge_parameter=XI), scalar)

    @classmethod
    def neutral(cls, name: str, mass: sp.Expr) -> Massive:
        """A real field."""
        scalar = RealScalar(f"phi_{name}", mass=sp.sqrt(XI) * mass)
        return cls(VectorBoson(name, mass=mass, gauge_parameter=XI), scalar)

    def free(self) -> sp.Expr:
        """Kinetic, mass and gauge-fixing terms in the presence of the photon."""
        v, phi, m = self.vector, self.goldstone, self.vector.mass
        if isinstance(v, VectorBoson):
            strength = FieldStrength(v, MU, NU).doit()
            longitudinal = m * VectorComponent(v, MU) + Partial(phi, MU)
            squares = (
                -(strength**2) / 2 + longitudinal**2 - self._fixing(MU) * self._fixing(NU) / XI
            )
            return sp.expand(squares / 2)
        charge = COVARIANT_SIGN * sp.I * ELEMENTARY_CHARGE * v.charge("EM")

        def derivative(mu: sp.Symbol, nu: sp.Symbol) -> sp.Expr:
            component = VectorComponent(v, nu)
            return Partial(component, mu) + charge * VectorComponent(PHOTON, mu) * component

        strength = derivative(MU, NU) - derivative(NU, MU)
        magnetic = VectorComponent(sp.conjugate(v), MU) * VectorComponent(v, NU)
        longitudinal = m * VectorComponent(v, MU) + covariant_derivative(phi, MU, (PHOTON,))
        return sp.expand(
            -sp.conjugate(strength) * strength / 2
            + charge * FieldStrength(PHOTON, MU, NU).doit() * magnetic
            + sp.conjugate(longitudinal) * longitudinal
            - sp.conjugate(self._fixing(MU)) * self._fixing(NU) / XI
        )

    def _fixing(self, mu: sp.Symbol) -> sp.Expr:
        """∂B − ξMφ."""
        return (
            Partial(VectorComponent(self.vector, mu), mu) - XI * self.vector.mass * self.goldstone
        )

    def current(
        self, out: DiracFermion, into: DiracFermion, left: sp.Expr, right: sp.Expr
    ) -> sp.Expr:
        """Vector and Goldstone boson at the current from `into` to `out`, without h.c."""
        turned = out.mass * (left * P_L + right * P_R) - into.mass * (left * P_R + right * P_L)
        along = bilinear(out, (left * P_L + right * P_R) * into, MU)
        across = -sp.I / self.vector.mass * bilinear(out, turned * into)
        return sp.expand(VectorComponent(self.vector, MU) * along + self.goldstone * across)


def lagrangian(
    fermions: Sequence[DiracFermion],
    bosons: Sequence[Massive],
    interaction: sp.Expr,
    source: str = "",
) -> Lagrangian:
    """Free fields in the presence of the photon, and currents, to which h.c. is added here."""
    free = sum((boson.free() for boson in bosons), sp.S.Zero)
    for psi in fermions:
        free += fermion_kinetic(psi, (PHOTON,)) - psi.mass * bilinear(psi, psi)
    return Lagrangian(
        parts={"L_free": sp.expand(free), "L_int": sp.expand(with_conjugate(interaction))},
        vectors=(PHOTON,),
        u1=("EM",),
        source={"L_int": source},
    )


# --- one fermion, one vector ----------------------------------------------------------------------

LEPTON_MASSES = sp.symbols("m_1 m_2", positive=True)
F = DiracFermion("F", charges={"EM": Q_F}, mass=M_F)
LEPTONS = tuple(
    DiracFermion(f"f_{i}", charges={"EM": Q_F - Q_B}, mass=m)
    for i, m in enumerate(LEPTON_MASSES, start=1)
)
B = Massive.charged("B", Q_B, M_B)


def general() -> Lagrangian:
    """Any charges."""
    currents = (
        B.current(F, f, left, right) for left, right, f in zip(LEFT, RIGHT, LEPTONS, strict=True)
    )
    return lagrangian((F, *LEPTONS), (B,), sp.Add(*currents), "hep-ph/0302221")
