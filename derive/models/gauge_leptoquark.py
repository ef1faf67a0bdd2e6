r"""A vector leptoquark from a non-abelian group: its charge and its magnetic moment are not put in.

One colour: SU(2)×U(1)_X with the doublets :math:`\Psi_a=(d_a,\ell_a)` of both chiralities and

.. math:: Q = \tfrac23T_3+X,\quad X(\Psi)=-\tfrac23,\qquad
          \mathcal L\supset-\bar\Psi_{aL}\left[\mathcal M_{ab}
          +\mathcal Y_{ab}\,\Sigma/\sigma\right]\Psi_{bR}+\text{h.c.},\qquad
          \langle\Sigma\rangle=\sigma\,\mathrm{diag}(1,-1)

A real triplet Σ breaks SU(2) to U(1): :math:`U=(V^1-iV^2)/\sqrt2` of charge ⅔ has the mass M_U = gσ, the
photon and one more neutral vector X stay massless. Quarks and leptons have the masses 𝓜 ± 𝓨: any, with one
rotation for each chirality between them, so that
:math:`\frac g{\sqrt2}U_\mu\bar d_k\gamma^\mu(R_LP_L+R_RP_R)_{ak}\ell_a`. All is vector-like: there is no
anomaly. Of three colours each contributes the same to a process of leptons.

g and e are independent; X sees the cosine c_X, with e² = (9/4) g² (1 − c_X²).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from darktmm.derive.basis import rotated_chirally, rotation, trig_normal, with_square
from darktmm.derive.breaking import BrokenTheory
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.fields import (
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    Field,
    RealScalar,
    VectorBoson,
    bilinear,
)
from darktmm.derive.gauge import ADJOINT, ISOSPIN, PAULI, GaugeGroup, GaugeTheory, Multiplet
from darktmm.derive.gauged import (
    GaugedModel,
    gauges,
    goldstone_of,
    neutral_pair,
    radial_potential,
    real_pair,
)
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.memo import cache
from darktmm.derive.symbols import HALF, G

M_U, M_RHO = sp.symbols("M_U M_rho", positive=True)
SIGMA = M_U / G
LEPTON_MASSES = sp.symbols("m_1 m_2", positive=True)
QUARK_MASSES = sp.symbols("M_d1 M_d2", positive=True)
ANGLES = sp.symbols("theta_L theta_R", real=True)
COS, SIN = sp.Symbol("c_X", positive=True), sp.Symbol("s_X", positive=True)
Q_LEPTOQUARK = sp.Rational(2, 3)
Q_QUARK = Q_LEPTOQUARK - 1

_SU2 = tuple(VectorBoson(f"V{a}") for a in (1, 2, 3))
_U1 = VectorBoson("B_X")
_TRIPLET = tuple(RealScalar(f"Sigma_{a}") for a in (1, 2, 3))
_QUARKS = tuple(DiracFermion(f"q_{a}", charges={"EM": Q_QUARK}) for a in (1, 2))


def squares(expression: sp.Expr) -> sp.Expr:
    """sin² → 1 − cos² of the mixing of neutral vectors, then of the angles."""
    return trig_normal(with_square(expression, SIN, 1 - COS**2))


@dataclass(frozen=True)
class GaugeLeptoquark(GaugedModel):
    """The broken theory; see `theory`."""

    GAUGES = gauges(*sp.symbols("xi_U xi_X xi_A", positive=True))

    # --- fields -----------------------------------------------------------------------------------

    @cached_property
    def vector(self) -> ComplexVector:
        """U, which annihilates charge ⅔."""
        charges = {"EM": Q_LEPTOQUARK}
        return ComplexVector("U", charges=charges, mass=M_U, gauge_parameter=self.xi[0])

    @cached_property
    def neutral(self) -> VectorBoson:
        """X, massless."""
        return VectorBoson("X", gauge_parameter=self.xi[1])

    @cached_property
    def goldstone(self) -> ComplexScalar:
        """Of U."""
        return goldstone_of(self.vector)

    @cached_property
    def higgs(self) -> RealScalar:
        """What is left of Σ."""
        return RealScalar("rho", mass=M_RHO)

    @cached_property
    def leptons(self) -> dict[int, DiracFermion]:
        r"""a → :math:`\ell_a`."""
        return {
            a: DiracFermion(f"l_{a}", charges={"EM": -1}, mass=m, latex=rf"\ell_{a}")
            for a, m in enumerate(LEPTON_MASSES, start=1)
        }

    @cached_property
    def quarks(self) -> dict[int, DiracFermion]:
        """k → d_k."""
        return {
            k: DiracFermion(f"d_{k}", charges={"EM": Q_QUARK}, mass=m)
            for k, m in enumerate(QUARK_MASSES, start=1)
        }

    # --- Lagrangian -------------------------------------------------------------------------------

    @cached_property
    def broken(self) -> BrokenTheory:
        """With its proof that the groups, the vacuum and the Goldstone boson are right."""
        hypercharge = -1 + Q_LEPTOQUARK / 2
        groups = (
            GaugeGroup("SU2", _SU2, G),
            GaugeGroup("X", (_U1,), G * SIN / (Q_LEPTOQUARK * COS)),
        )
        doublets = (
            Multiplet(f"Psi_{a}", pair, {"SU2": ISOSPIN, "X": hypercharge})
            for a, pair in enumerate(self._pairs(), start=1)
        )
        multiplets = (Multiplet("Sigma", _TRIPLET, {"SU2": ADJOINT}), *doublets)
        neutral = neutral_pair(COS, SIN, self.neutral, self.photon)
        vectors = dict(zip((*_SU2, _U1), (*real_pair(self.vector), *neutral), strict=True))
        names = {SIN: Q_LEPTOQUARK * ELEMENTARY_CHARGE / G}
        theory = GaugeTheory(groups, multiplets, self._terms())
        return BrokenTheory(theory, vectors, self._fields(), squares, names)

    def _pairs(self) -> list[tuple[DiracFermion, DiracFermion]]:
        return list(zip(_QUARKS, self.leptons.values(), strict=True))

    def _fields(self) -> dict[Field, sp.Expr]:
        components = (*real_pair(self.goldstone), SIGMA + self.higgs)
        quarks = list(self.quarks.values())
        return {
            **dict(zip(_TRIPLET, components, strict=True)),
            **rotated_chirally(_QUARKS, quarks, *map(rotation, ANGLES)),
        }

    def _terms(self) -> dict[str, sp.Expr]:
        left, right = (rotation(angle) for angle in ANGLES)
        up, down = left * sp.diag(*QUARK_MASSES) * right.T, sp.diag(*LEPTON_MASSES)
        direction = sum((t * m for t, m in zip(_TRIPLET, PAULI, strict=True)), sp.zeros(2)) / SIGMA
        total = sp.S.Zero
        for a, bars in enumerate(self._pairs()):
            for b, kets in enumerate(self._pairs()):
                matrix = HALF * ((up + down)[a, b] * sp.eye(2) + (up - down)[a, b] * direction)
                for i, bar in enumerate(bars):
                    for j, ket in enumerate(kets):
                        total -= matrix[i, j] * bilinear(bar, ket, chirality="R")
        square = sp.Add(*(t**2 for t in _TRIPLET))
        return {
            "potential": radial_potential(square, SIGMA, M_RHO),
            "yukawa": sp.expand(with_conjugate(total)),
        }


@cache
def theory(gauge: str = "general") -> GaugeLeptoquark:
    """Built once per gauge."""
    return GaugeLeptoquark(gauge)
