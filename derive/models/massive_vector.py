r"""The general case of :math:`f_1\to f_2\gamma` with vectors: heavy fermions, a massive vector, any charges.

.. math:: \mathcal L_{\rm int} = \sum_{i=1,2} B_\mu\,\bar F\gamma^\mu(L_iP_L+R_iP_R)\,f_i + \text{h.c.},
          \qquad Q_f = Q_F-Q_B

B is a gauge boson: its magnetic moment is that of Yang and Mills, and its mass stands with a Goldstone
boson φ, :math:`|M_BB_\mu+D_\mu\varphi|^2`. With :math:`B_\mu+D_\mu\varphi/M_B` in the current and the
equations of motion of the fermions, φ couples as

.. math:: -\frac i{M_B}\,\varphi\,\bar F\left[M_F(L_iP_L+R_iP_R)-m_i(L_iP_R+R_iP_L)\right]f_i ,

whatever gave the fermions their masses. The gauge :math:`-\frac1\xi|\partial B-\xi M_B\varphi|^2` has the free
parameter ξ.

The couplings are free here and in its cases `flavoured_vector`, `left_right` and `vector_leptoquark`, as the
literature has them. In the gauge theories with such a vector, `z_prime`, `left_right_symmetric` and
`gauge_leptoquark`, the group ties them to masses and charges and brings more fields along: neither follows from
the other, but the vertices that both have must agree.

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
from darktmm.derive.gauged import goldstone_of
from darktmm.derive.lagrangian import FieldStrength, Lagrangian, covariant_derivative
from darktmm.derive.models import with_photon
from darktmm.derive.models.lavoura import LEFT, LEPTONS, M_B, Q_B, RIGHT, F
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
        vector = ComplexVector(name, charges={"EM": charge}, mass=mass, gauge_parameter=XI)
        return cls(vector, goldstone_of(vector, f"phi_{name}"))

    @classmethod
    def neutral(cls, name: str, mass: sp.Expr) -> Massive:
        """A real field."""
        vector = VectorBoson(name, mass=mass, gauge_parameter=XI)
        return cls(vector, goldstone_of(vector, f"phi_{name}"))

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
    free = sp.Add(*(boson.free() for boson in bosons))
    return with_photon.lagrangian(fermions, interaction, source, free)


# --- one fermion, one vector ----------------------------------------------------------------------

B = Massive.charged("B", Q_B, M_B)


def general() -> Lagrangian:
    """Any charges."""
    currents = (
        B.current(F, f, left, right) for left, right, f in zip(LEFT, RIGHT, LEPTONS, strict=True)
    )
    return lagrangian((F, *LEPTONS), (B,), sp.Add(*currents), "hep-ph/0302221")
