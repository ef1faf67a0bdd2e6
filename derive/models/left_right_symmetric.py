r"""Two charged W that mix, from SU(2)_L×SU(2)_R×U(1)_X: what `models.left_right` states is derived here.

A bidoublet Φ and a real triplet of each SU(2) break the group to U(1)_EM and a second, massless U(1):

.. math:: \langle\Phi\rangle=\frac{\kappa}{\sqrt2}\,\mathbb 1,\qquad \langle\Sigma_{L,R}\rangle=v_{L,R}\,\tau_3,
          \qquad Q=T_{3L}+T_{3R}+X

With :math:`W_L=c_\zeta W_1-s_\zeta W_2,\;W_R=s_\zeta W_1+c_\zeta W_2` and equal couplings

.. math:: M_Z^2=g^2\kappa^2=2s_\zeta c_\zeta(M_2^2-M_1^2),\quad
          g^2v_L^2=c_\zeta^2M_1^2+s_\zeta^2M_2^2-\tfrac12M_Z^2,\quad
          g^2v_R^2=s_\zeta^2M_1^2+c_\zeta^2M_2^2-\tfrac12M_Z^2 .

The three are used as rewritings of squares, so that no root of a sum occurs: M_1, M_2, ζ and g are
independent. The masses of ν and ℓ differ by an operator of dimension five, :math:`\bar\Psi_L\Sigma_L\Phi\Psi_R`.
The potential consists of products of invariants that vanish in the vacuum; squares of the scalars' masses are
rewritten in its couplings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from darktmm.derive.basis import with_square
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
from darktmm.derive.gauged import GaugedModel, gauges, goldstone_of, neutral_pair, real_pair
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.memo import cache
from darktmm.derive.models.left_right import M_1, M_2, M_NU
from darktmm.derive.symbols import HALF, M_LEPTON, M_Z, G

M_LEFT, M_RIGHT = sp.symbols("M_L M_R", positive=True)
"""g v_L and g v_R."""
COS, SIN = sp.symbols("c_zeta s_zeta", positive=True)
COS_X, SIN_X = sp.symbols("c_X s_X", positive=True)
M_SCALARS = M_HIGGS, M_ODD, M_TRIPLET, M_PLUS, M_CHARGED, M_SL, M_SR = sp.symbols(
    "M_h M_A M_H M_y M_z M_sL M_sR", positive=True
)
LAMBDA, LAMBDA_DET, LAMBDA_H, LAMBDA_L, LAMBDA_R, LAMBDA_Z = sp.symbols(
    "lambda lambda_det lambda_H lambda_L lambda_R lambda_z", positive=True
)
KAPPA = M_Z / G
V_LEFT, V_RIGHT = M_LEFT / G, M_RIGHT / G

_LEFT = tuple(VectorBoson(f"WL{a}") for a in (1, 2, 3))
_RIGHT = tuple(VectorBoson(f"WR{a}") for a in (1, 2, 3))
_U1 = VectorBoson("B_X")
_PHI = tuple(ComplexScalar(f"Phi_{i}{j}") for i in (1, 2) for j in (1, 2))
_SIGMA_L, _SIGMA_R = (tuple(RealScalar(f"Sigma_{x}{a}") for a in (1, 2, 3)) for x in "LR")

_OFF = 2 * SIN * COS * (M_2**2 - M_1**2)
_SQUARES = {
    SIN: 1 - COS**2,
    SIN_X: 1 - COS_X**2,
    M_Z: _OFF,
    M_LEFT: COS**2 * M_1**2 + SIN**2 * M_2**2 - _OFF / 2,
    M_RIGHT: SIN**2 * M_1**2 + COS**2 * M_2**2 - _OFF / 2,
    M_HIGGS: (4 * LAMBDA + LAMBDA_DET) * KAPPA**2,
    M_ODD: LAMBDA_DET * KAPPA**2,
    M_TRIPLET: 2 * LAMBDA_H * KAPPA**2,
    M_PLUS: 2 * LAMBDA_H * KAPPA**2 + 4 * LAMBDA_Z * (V_LEFT * V_RIGHT) ** 2,
    M_CHARGED: 4 * LAMBDA_Z * (M_1 * M_2) ** 2 / G**4,
    M_SL: 8 * LAMBDA_L * V_LEFT**2 + 2 * LAMBDA_Z * (V_RIGHT * KAPPA) ** 2,
    M_SR: 8 * LAMBDA_R * V_RIGHT**2 + 2 * LAMBDA_Z * (V_LEFT * KAPPA) ** 2,
}
"""x → x²; what stands below is used before what stands above."""


def squares(expression: sp.Expr) -> sp.Expr:
    """The normal form of a coefficient: none of `_SQUARES` to a power above one, roots never in sums."""
    expression = sp.expand(expression)
    for x, square in reversed(_SQUARES.items()):
        if not expression.has(x):
            continue
        lowest = min(term.as_powers_dict().get(x, 0) for term in sp.Add.make_args(expression))
        # 1/x has no place in a normal form, but a common one can stand
        cleared = x ** -min(lowest, 0)
        reduced = with_square(expression * cleared, x, square)
        expression = sp.expand(reduced / cleared)
    return expression


@dataclass(frozen=True)
class LeftRight(GaugedModel):
    """The broken theory; see `theory`."""

    GAUGES = gauges(*sp.symbols("xi_1 xi_2 xi_Z xi_X xi_A", positive=True))

    # --- fields -----------------------------------------------------------------------------------

    @cached_property
    def W(self) -> tuple[ComplexVector, ComplexVector]:
        """W_1 and W_2, which annihilate charge 1."""
        first, second = (
            ComplexVector(f"W_{k}", charges={"EM": 1}, mass=m, gauge_parameter=xi)
            for k, m, xi in zip((1, 2), (M_1, M_2), self.xi, strict=False)
        )
        return first, second

    @cached_property
    def Z(self) -> VectorBoson:
        """The Z."""
        return VectorBoson("Z", mass=M_Z, gauge_parameter=self.xi[2])

    @cached_property
    def neutral(self) -> VectorBoson:
        """X, massless."""
        return VectorBoson("X", gauge_parameter=self.xi[3])

    @cached_property
    def goldstone(self) -> tuple[ComplexScalar, ComplexScalar]:
        """Of W_1 and W_2."""
        first, second = self.W
        return goldstone_of(first), goldstone_of(second)

    @cached_property
    def neutral_goldstone(self) -> RealScalar:
        """Of Z."""
        return goldstone_of(self.Z)

    @cached_property
    def neutrino(self) -> DiracFermion:
        """The neutrino."""
        return DiracFermion("nu", mass=M_NU)

    @cached_property
    def lepton(self) -> DiracFermion:
        """The charged lepton."""
        return DiracFermion("ell", charges={"EM": -1}, mass=M_LEPTON)

    # --- Lagrangian -------------------------------------------------------------------------------

    @cached_property
    def broken(self) -> BrokenTheory:
        """With its proof that the groups, the vacuum and the Goldstone bosons are right."""
        one = sp.eye(2)
        left = [sp.kronecker_product(t, one) for t in ISOSPIN]
        right = [sp.kronecker_product(one, -t.T) for t in ISOSPIN]
        groups = (
            GaugeGroup("L", _LEFT, G),
            GaugeGroup("R", _RIGHT, G),
            GaugeGroup("X", (_U1,), G * SIN_X / (sp.sqrt(2) * COS_X)),
        )
        pair = (self.neutrino, self.lepton)
        multiplets = [
            Multiplet("Phi", _PHI, {"L": left, "R": right}),
            Multiplet("Sigma_L", _SIGMA_L, {"L": ADJOINT}),
            Multiplet("Sigma_R", _SIGMA_R, {"R": ADJOINT}),
        ]
        for x in "LR":
            multiplets.append(Multiplet(f"Psi_{x}", pair, {x: ISOSPIN, "X": -HALF}, x))
            multiplets.append(Multiplet(f"quarks_{x}", (), {x: ISOSPIN, "X": HALF / 3}, x, 3))
        theory = GaugeTheory(groups, tuple(multiplets), self._terms(pair))
        names = {SIN_X: sp.sqrt(2) * ELEMENTARY_CHARGE / G}
        return BrokenTheory(theory, self._vectors(), self._fields(), squares, names)

    def _vectors(self) -> dict[Field, sp.Expr]:
        first, second = self.W
        common, abelian = neutral_pair(COS_X, SIN_X, self.neutral, self.photon)
        vectors: dict[Field, sp.Expr] = {_U1: abelian}
        for group, plus, sign in (
            (_LEFT, COS * first - SIN * second, 1),
            (_RIGHT, SIN * first + COS * second, -1),
        ):
            third = (common + sign * self.Z) / sp.sqrt(2)
            vectors |= dict(zip(group, (*real_pair(plus), third), strict=True))
        return vectors

    def _fields(self) -> dict[Field, sp.Expr]:
        r"""Φ = [κ + h + iA + (H + iπ)·τ]/√2·(1 or 1/√2); π⁺ and Σ⁺ hold Goldstone bosons and z.

        :math:`K_{W_1}, K_{W_2}` and their vector product, over the masses, are the columns.
        """
        root = sp.sqrt(2)
        h, odd, flat = (
            RealScalar(n, mass=m) for n, m in (("h", M_HIGGS), ("A_0", M_ODD), ("H_0", M_TRIPLET))
        )
        y, z = (
            ComplexScalar(n, charges={"EM": 1}, mass=m)
            for n, m in (("y", M_PLUS), ("z", M_CHARGED))
        )
        first, second = (g / m for g, m in zip(self.goldstone, (M_1, M_2), strict=True))
        across, i = z / (M_1 * M_2), sp.I
        eaten = M_Z / root * ((COS - SIN) * first - (COS + SIN) * second)
        eaten -= M_LEFT * M_RIGHT * across
        left = -i * M_LEFT * (COS * first - SIN * second) - i * M_Z * M_RIGHT / root * across
        right = -i * M_RIGHT * (SIN * first + COS * second) + i * M_Z * M_LEFT / root * across
        singlet = KAPPA + (h + i * odd) / root
        neutral = (flat + i * self.neutral_goldstone) / root
        fields: dict[Field, sp.Expr] = dict(
            zip(
                _PHI,
                (
                    (singlet + neutral) / root,
                    (y + i * eaten) / root,
                    (sp.conjugate(y) + i * sp.conjugate(sp.expand(eaten))) / root,
                    (singlet - neutral) / root,
                ),
                strict=True,
            )
        )
        for triplet, plus, vacuum, name, mass in (
            (_SIGMA_L, left, V_LEFT, "s_L", M_SL),
            (_SIGMA_R, right, V_RIGHT, "s_R", M_SR),
        ):
            third = vacuum + RealScalar(name, mass=mass)
            fields |= dict(zip(triplet, (*real_pair(plus), third), strict=True))
        return {old: sp.expand(new) for old, new in fields.items()}

    @staticmethod
    def _terms(pair: tuple[DiracFermion, DiracFermion]) -> dict[str, sp.Expr]:
        phi = sp.Matrix(2, 2, _PHI)
        sigma_l, sigma_r = (
            sum((t * m for t, m in zip(s, PAULI, strict=True)), sp.zeros(2))
            for s in (_SIGMA_L, _SIGMA_R)
        )
        square = phi.H * phi
        trace = sp.expand(square.trace())
        traceless = square - trace / 2 * sp.eye(2)
        determinant = phi.det() - KAPPA**2 / 2
        aligned = V_RIGHT * sigma_l * phi - V_LEFT * phi * sigma_r
        length_l, length_r = (
            sp.Add(*(t**2 for t in s)) - v**2 for s, v in ((_SIGMA_L, V_LEFT), (_SIGMA_R, V_RIGHT))
        )
        potential = (
            LAMBDA * (trace - KAPPA**2) ** 2
            + LAMBDA_DET * determinant * sp.conjugate(determinant)
            + LAMBDA_H * (traceless**2).trace()
            + LAMBDA_L * length_l**2
            + LAMBDA_R * length_r**2
            + LAMBDA_Z * ((aligned.H * aligned).trace() + KAPPA**2 / 2 * length_l * length_r)
        )
        mean, half = (
            (m_up + sign * m_down) / (sp.sqrt(2) * KAPPA)
            for m_up, m_down, sign in ((M_NU, M_LEPTON, 1), (M_NU, M_LEPTON, -1))
        )
        mass = mean * phi + half / V_LEFT * sigma_l * phi
        yukawa = -sp.Add(
            *(
                sp.expand(mass[i, j]) * bilinear(pair[i], pair[j], chirality="R")
                for i in range(2)
                for j in range(2)
            )
        )
        return {
            "potential": -sp.expand(potential),
            "yukawa": sp.expand(with_conjugate(sp.expand(yukawa))),
        }


@cache
def theory(gauge: str = "general") -> LeftRight:
    """Built once per gauge."""
    return LeftRight(gauge)
