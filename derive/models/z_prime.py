r"""A neutral vector with flavour violation: U(1)′ of two charged leptons, broken by the scalar that mixes them.

.. math:: \mathcal L \supset \bar\psi_a i\not D\psi_a - \bar\psi_{aL}\mathcal M_{ab}(\phi)\psi_{bR} + \text{h.c.},
          \qquad \mathcal M = \begin{pmatrix}m_{11} & y\phi\\ y'\phi^\dagger & m_{22}\end{pmatrix}

The charges of ψ₁ and ψ₂ differ by that of φ, which is 1, so that Z′ has the mass g_{Z'}v. In the vacuum
:math:`\mathcal M = R(\theta_L)\,\mathrm{diag}(m_1,m_2)\,R(\theta_R)^T`: any masses and two angles. In the mass
basis the charges are no longer diagonal, and the Goldstone boson couples to masses, to the difference
m₁ − m₂ where θ_L = θ_R. The electric charges are vector-like as those of U(1)′: there is no anomaly.
Unlike `models.flavoured_vector`, which has a stated mass and one fermion in the loop, nothing is put in but
charges and Yukawa couplings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from darktmm.derive.basis import rotated_chirally, rotation, trig_normal
from darktmm.derive.breaking import BrokenTheory
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.fields import ComplexScalar, DiracFermion, RealScalar, VectorBoson, bilinear
from darktmm.derive.gauge import GaugeGroup, GaugeTheory, Multiplet
from darktmm.derive.gauged import GaugedModel, gauges, goldstone_of, radial_potential
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.memo import cache

G_ZP = sp.Symbol("g_Zp", positive=True)
M_ZP = sp.Symbol("M_Zp", positive=True)
M_PHI = sp.Symbol("M_phi", positive=True)
VEV = M_ZP / G_ZP
CHARGE = sp.Symbol("Q_Zp", real=True)
r"""Of ψ₂; that of ψ₁ is larger by 1."""
ANGLES = sp.symbols("theta_L theta_R", real=True)
MASSES = sp.symbols("m_1 m_2", positive=True)

_FLAVOUR = tuple(DiracFermion(f"psi_{a}", charges={"EM": -1}) for a in (1, 2))
_GAUGE = VectorBoson("X")
_SCALAR = ComplexScalar("phi")


@dataclass(frozen=True)
class ZPrime(GaugedModel):
    """The broken theory; see `theory`."""

    GAUGES = gauges(*sp.symbols("xi_Zp xi_A", positive=True))

    @cached_property
    def vector(self) -> VectorBoson:
        """Z′."""
        return VectorBoson("Zp", mass=M_ZP, gauge_parameter=self.xi[0], latex="Z'")

    @cached_property
    def goldstone(self) -> RealScalar:
        """Of Z′."""
        return goldstone_of(self.vector, latex="G_{Z'}")

    @cached_property
    def higgs(self) -> RealScalar:
        """What is left of φ."""
        return RealScalar("varphi", mass=M_PHI)

    @cached_property
    def leptons(self) -> dict[int, DiracFermion]:
        r"""1 and 2 → mass eigenstates."""
        return {
            i: DiracFermion(f"l_{i}", charges={"EM": -1}, mass=m, latex=rf"\ell_{i}")
            for i, m in enumerate(MASSES, start=1)
        }

    @cached_property
    def broken(self) -> BrokenTheory:
        """With its proof that the groups, the vacuum and the Goldstone boson are right."""
        groups = (
            GaugeGroup("EM", (self.photon,), ELEMENTARY_CHARGE),
            GaugeGroup("Zp", (_GAUGE,), G_ZP),
        )
        multiplets = [Multiplet("phi", (_SCALAR,), {"Zp": 1})]
        for psi, charge in zip(_FLAVOUR, (CHARGE + 1, CHARGE), strict=True):
            multiplets.append(Multiplet(psi.name, (psi,), {"EM": -1, "Zp": charge}))
        theory = GaugeTheory(groups, tuple(multiplets), self._terms())
        leptons = list(self.leptons.values())
        fields = rotated_chirally(_FLAVOUR, leptons, *map(rotation, ANGLES))
        fields[_SCALAR] = (VEV + self.higgs + sp.I * self.goldstone) / sp.sqrt(2)
        return BrokenTheory(theory, {_GAUGE: self.vector}, fields, trig_normal)

    @staticmethod
    def _terms() -> dict[str, sp.Expr]:
        left, right = (rotation(angle) for angle in ANGLES)
        masses = left * sp.diag(*MASSES) * right.T
        above = sp.sqrt(2) / VEV * _SCALAR
        field_of = {(0, 1): above, (1, 0): sp.conjugate(above)}
        total = sp.S.Zero
        for a, bar in enumerate(_FLAVOUR):
            for b, ket in enumerate(_FLAVOUR):
                mass = masses[a, b] * field_of.get((a, b), sp.S.One)
                total -= mass * bilinear(bar, ket, chirality="R")
        return {
            "potential": radial_potential(2 * sp.conjugate(_SCALAR) * _SCALAR, VEV, M_PHI),
            "yukawa": sp.expand(with_conjugate(total)),
        }


@cache
def theory(gauge: str = "general") -> ZPrime:
    """Built once per gauge."""
    return ZPrime(gauge)
