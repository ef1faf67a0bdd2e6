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

from darktmm.derive.basis import rotation, trig_normal
from darktmm.derive.breaking import BrokenTheory
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import (
    P_L,
    P_R,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    Field,
    RealScalar,
    VectorBoson,
    bilinear,
)
from darktmm.derive.gauge import ISOSPIN, PAULI, GaugeGroup, GaugeTheory, Multiplet
from darktmm.derive.lagrangian import Lagrangian, with_conjugate
from darktmm.derive.memo import cache
from darktmm.derive.symbols import HALF, G
from darktmm.derive.vertices import FeynmanRules

M_U, M_RHO = sp.symbols("M_U M_rho", positive=True)
SIGMA = M_U / G
LEPTON_MASSES = sp.symbols("m_1 m_2", positive=True)
QUARK_MASSES = sp.symbols("M_d1 M_d2", positive=True)
ANGLES = sp.symbols("theta_L theta_R", real=True)
XI_U, XI_X, XI_A = sp.symbols("xi_U xi_X xi_A", positive=True)
COS, SIN = sp.Symbol("c_X", positive=True), sp.Symbol("s_X", positive=True)
Q_LEPTOQUARK = sp.Rational(2, 3)
Q_QUARK = Q_LEPTOQUARK - 1

GAUGES = {"general": (XI_U, XI_X, XI_A), "feynman": (sp.S.One, sp.S.One, sp.S.One)}
"""ξ of the leptoquark, of X and of the photon."""

_SU2 = tuple(VectorBoson(f"V{a}") for a in (1, 2, 3))
_U1 = VectorBoson("B_X")
_TRIPLET = tuple(RealScalar(f"Sigma_{a}") for a in (1, 2, 3))
_ADJOINT = tuple(
    sp.ImmutableMatrix(3, 3, lambda b, c, a=a: -sp.I * sp.LeviCivita(a, b, c)) for a in range(3)
)
_QUARKS = tuple(DiracFermion(f"q_{a}", charges={"EM": Q_QUARK}) for a in (1, 2))


def squares(expression: sp.Expr) -> sp.Expr:
    """sin² → 1 − cos² of the mixing of neutral vectors, then of the angles."""
    reduced = sp.expand(expression).replace(
        lambda x: x.is_Pow and x.base == SIN and x.exp.is_Integer and x.exp > 1,
        lambda x: SIN ** (x.exp % 2) * (1 - COS**2) ** (x.exp // 2),
    )
    return trig_normal(reduced)


@dataclass(frozen=True)
class GaugeLeptoquark:
    """The broken theory; see `theory`.

    Attributes:
        gauge: "general" (three symbols ξ) or "feynman".
    """

    gauge: str = "general"

    def __post_init__(self) -> None:
        if self.gauge not in GAUGES:
            raise DerivationError(f"gauge: {self.gauge!r} is none of {tuple(GAUGES)}")

    # --- fields -----------------------------------------------------------------------------------

    @cached_property
    def vector(self) -> ComplexVector:
        """U, which annihilates charge ⅔."""
        xi = GAUGES[self.gauge][0]
        return ComplexVector("U", charges={"EM": Q_LEPTOQUARK}, mass=M_U, gauge_parameter=xi)

    @cached_property
    def neutral(self) -> VectorBoson:
        """X, massless."""
        return VectorBoson("X", gauge_parameter=GAUGES[self.gauge][1])

    @cached_property
    def photon(self) -> VectorBoson:
        """The photon."""
        xi = GAUGES[self.gauge][2]
        return VectorBoson("A", group="EM", coupling=ELEMENTARY_CHARGE, gauge_parameter=xi)

    @cached_property
    def goldstone(self) -> ComplexScalar:
        """Of U."""
        mass = sp.sqrt(GAUGES[self.gauge][0]) * M_U
        return ComplexScalar("G_U", charges={"EM": Q_LEPTOQUARK}, mass=mass)

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
        multiplets = (Multiplet("Sigma", _TRIPLET, {"SU2": _ADJOINT}), *doublets)
        u, root = self.vector, sp.sqrt(2)
        vectors = {
            _SU2[0]: (u + sp.conjugate(u)) / root,
            _SU2[1]: sp.I * (u - sp.conjugate(u)) / root,
            _SU2[2]: SIN * self.photon + COS * self.neutral,
            _U1: COS * self.photon - SIN * self.neutral,
        }
        names = {SIN: Q_LEPTOQUARK * ELEMENTARY_CHARGE / G}
        theory = GaugeTheory(groups, multiplets, self._terms())
        return BrokenTheory(theory, vectors, self._fields(), squares, names)

    def _pairs(self) -> list[tuple[DiracFermion, DiracFermion]]:
        return list(zip(_QUARKS, self.leptons.values(), strict=True))

    def _fields(self) -> dict[Field, sp.Expr]:
        plus, root = self.goldstone, sp.sqrt(2)
        left, right = (rotation(angle) for angle in ANGLES)
        fields: dict[Field, sp.Expr] = {
            _TRIPLET[0]: (plus + sp.conjugate(plus)) / root,
            _TRIPLET[1]: sp.I * (plus - sp.conjugate(plus)) / root,
            _TRIPLET[2]: SIGMA + self.higgs,
        }
        for a, quark in enumerate(_QUARKS):
            fields[quark] = sp.Add(
                *(
                    (left[a, k] * P_L + right[a, k] * P_R) * d
                    for k, d in enumerate(self.quarks.values())
                )
            )
        return fields

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
        square = sp.Add(*(t**2 for t in _TRIPLET)) - SIGMA**2
        return {
            "potential": sp.expand(-(M_RHO**2) / (8 * SIGMA**2) * square**2),
            "yukawa": sp.expand(with_conjugate(total)),
        }

    @cached_property
    def lagrangian(self) -> Lagrangian:
        """All parts but the ghosts, in mass eigenstates."""
        return self.broken.lagrangian

    @cached_property
    def rules(self) -> FeynmanRules:
        """All vertices."""
        return FeynmanRules(self.lagrangian)


@cache
def theory(gauge: str = "general") -> GaugeLeptoquark:
    """Built once per gauge."""
    return GaugeLeptoquark(gauge)


def rules(gauge: str = "general") -> FeynmanRules:
    """All vertices."""
    return theory(gauge).rules
