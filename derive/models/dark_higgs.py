r"""The dark model completed: a dark Higgs field Φ from which all breaking of U(1)_D comes.

.. math:: \mathcal L \supset |D_\mu\Phi|^2 - \lambda_\Phi\Big(|\Phi|^2-\tfrac12v_D^2\Big)^2
          -\tfrac12\Phi\left(y_L\,\overline{N^c}P_LN+y_R\,\overline{N^c}P_RN\right)
          -\tfrac12\sum_{ab}\mu_{ab}\,\Phi^*S_aS_b+\text{h.c.},

in place of (6) and of b_ab. Invariance under U(1)_D wants :math:`Q_\Phi=-2Q_N=2Q_S`. In the vacuum,

.. math:: \Phi=(v_D+h+i\varphi)/\sqrt2,

the sign being that of `conventions`: h is the radial mode, φ the would-be Goldstone boson, the
longitudinal A'.

This is the theory *below* the electroweak scale, with the vacuum value of the Higgs doublet
inserted: N is half of a doublet, and y_L, y_R carry hypercharge and weak isospin, as (6) does.
`derive.models.dark.origin` finds the operators, of dimension 6, in which they begin.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp

from darktmm.derive.basis import components, rotated
from darktmm.derive.conventions import SCALAR_PHASE_SIGN
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import (
    MU,
    ComplexScalar,
    Field,
    Partial,
    RealScalar,
    VectorComponent,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.lagrangian import (
    Lagrangian,
    gauge_variation,
    normal_form,
    scalar_kinetic,
    terms,
    with_conjugate,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, Q_N, Q_S, DarkModel, N
from darktmm.derive.vertices import FeynmanRules

V_D = sp.Symbol("v_D", positive=True)
QUARTIC = sp.Symbol("lambda_Phi", positive=True)
Y_LEFT, Y_RIGHT = sp.symbols("y_L y_R", real=True)
M_RADIAL = sp.Symbol("m_h", positive=True)

RADIAL = RealScalar("h_D", mass=M_RADIAL)
GOLDSTONE = RealScalar("phi_D", latex=r"\varphi")

_HALF = sp.Rational(1, 2)


def soft(a: int, b: int) -> sp.Symbol:
    """b_ab of `DarkModel.scalar_splitting`."""
    low, high = sorted((a, b))
    return sp.Symbol(f"b_{low}{high}", real=True)


def cubic(a: int, b: int) -> sp.Symbol:
    """μ_ab, symmetric."""
    low, high = sorted((a, b))
    return sp.Symbol(f"mu_{low}{high}", real=True)


def cartesian() -> sp.Expr:
    """Φ in the fields of the vacuum: (v_D + h + iφ)/√2."""
    return (V_D + RADIAL + SCALAR_PHASE_SIGN * sp.I * GOLDSTONE) / sp.sqrt(2)


@dataclass(frozen=True)
class DarkHiggsModel:
    """The model of `derive.models.dark` with Φ; what breaks U(1)_D is its vacuum value alone.

    Attributes:
        base: the model without Φ: generations, mixings, the angle θ of N.
        charge: Q_Φ. Only −2Q_N is allowed; another one is refused by `check_gauge_invariance`.
    """

    base: DarkModel = field(default_factory=DarkModel)
    charge: sp.Expr = -2 * Q_N

    # --- symmetric phase ------------------------------------------------------------------------

    @cached_property
    def higgs(self) -> ComplexScalar:
        """Φ."""
        return ComplexScalar("Phi", charges={"D": self.charge})

    def yukawa(self) -> sp.Expr:
        """What (6) becomes."""
        conjugate = charge_conjugate(N)
        left, right = (bilinear(conjugate, N, chirality=x) for x in "LR")
        interaction = -_HALF * self.higgs * (Y_LEFT * left + Y_RIGHT * right)
        return sp.expand(with_conjugate(interaction))

    def scalar_cubic(self) -> sp.Expr:
        """What b_ab becomes."""
        numbered = list(enumerate(self.base.scalars, start=1))
        interaction = -_HALF * sum(
            (
                cubic(a, b) * sp.conjugate(self.higgs) * left * right
                for a, left in numbered
                for b, right in numbered
            ),
            sp.S.Zero,
        )
        return sp.expand(with_conjugate(interaction))

    def potential(self) -> sp.Expr:
        """λ_Φ(|Φ|² − v_D²/2)²."""
        square = sp.conjugate(self.higgs) * self.higgs
        return sp.expand(QUARTIC * (square - V_D**2 / 2) ** 2)

    def symmetric(self) -> Lagrangian:
        """The Lagrangian before Φ has a vacuum value."""
        printed = self.base.printed()
        indices = self.base.indices
        unbroken = {soft(a, b): 0 for a in indices for b in indices}
        return Lagrangian(
            parts={
                **printed.without("L_LNV").parts,
                "L_soft": self.base.scalar_splitting().subs(unbroken),
                "L_higgs": scalar_kinetic(self.higgs, self.base.vectors) - self.potential(),
                "L_yukawa": self.yukawa(),
                "L_cubic": self.scalar_cubic(),
            },
            vectors=printed.vectors,
            doublets=printed.doublets,
            u1=printed.u1,
            source={
                **printed.without("L_LNV").source,
                "L_soft": "the part of L_split that respects U(1)_D",
                "L_higgs": "a dark Higgs field, not in the paper",
                "L_yukawa": "(6) with the dark Higgs field in place of a mass",
                "L_cubic": "b_ab of L_split with the dark Higgs field in place of a mass",
            },
        )

    def check_gauge_invariance(self) -> None:
        """Prove that every part is invariant under *local* U(1)_D, for Q_S = −Q_N.

        Raises:
            DerivationError: naming the part, the charges it carries and that of Φ.
        """
        for name, part in self.symmetric().parts.items():
            variation = gauge_variation(part, DARK_PHOTON).subs(Q_S, -Q_N)
            if normal_form(variation) != 0:
                charges = {t.charge("D").subs(Q_S, -Q_N) for t in terms(part)} - {0}
                raise DerivationError(
                    f"{name}: not invariant under U(1)_D, its terms carry the charges "
                    f"{sorted(map(str, charges))}; Phi has {self.charge}, must have {-2 * Q_N}"
                )

    # --- broken phase ---------------------------------------------------------------------------

    @cached_property
    def broken(self) -> Lagrangian:
        """The same Lagrangian in h and φ."""
        return self.symmetric().substituted({self.higgs: cartesian()})

    def mass_terms(self, *names: str) -> sp.Expr:
        """Parts of the broken phase without h and φ."""
        vacuum = {RADIAL: sp.S.Zero, GOLDSTONE: sp.S.Zero}
        return sp.expand(sp.Add(*(self.broken.parts[n].subs(vacuum) for n in names)))

    @cached_property
    def couplings(self) -> dict[sp.Symbol, sp.Expr]:
        """y_L, y_R and μ_ab for which the mass terms are those of (6) and L_split."""
        wanted = self.base.completed()
        split = wanted.parts["L_split"] - self.symmetric().parts["L_soft"]
        defect = self.mass_terms("L_yukawa", "L_cubic") - wanted.parts["L_LNV"] - split
        equations: dict[sp.Expr, sp.Expr] = {}
        for term in terms(defect):
            product = sp.Mul(*term.operators)
            equations[product] = equations.get(product, sp.S.Zero) + term.coefficient
        indices = self.base.indices
        unknown = [Y_LEFT, Y_RIGHT, *{cubic(a, b): None for a in indices for b in indices}]
        (solution,) = sp.solve(list(equations.values()), unknown, dict=True)
        return dict(solution)

    def vector_mass(self) -> sp.Expr:
        """m_A' from |D_μΦ|², the square root of twice the coefficient of A'_μA'^μ."""
        vector = VectorComponent(DARK_PHOTON, MU)
        return sp.sqrt(2 * coefficient(self.broken.parts["L_higgs"], vector, vector))

    def radial_mass(self) -> sp.Expr:
        """m_h from the potential."""
        return sp.sqrt(-2 * coefficient(self.broken.parts["L_higgs"], RADIAL, RADIAL))

    def mixing(self) -> sp.Expr:
        r"""m̃ of :math:`\tilde mA'^\mu\partial_\mu\varphi`: m_A' with the sign of the conventions."""
        vector, derivative = VectorComponent(DARK_PHOTON, MU), Partial(GOLDSTONE, MU)
        return coefficient(self.broken.parts["L_higgs"], vector, derivative)

    @cached_property
    def mass_basis(self) -> Lagrangian:
        """The broken phase in H_k, A_k, N_α, couplings expressed by masses and v_D."""
        base = self.base
        real, imaginary = base.real_parts
        even, odd = base.rotations
        working = self.broken.without("L_lepton", "L_int")
        for replacement in (
            components(base.scalars, real, imaginary),
            {
                **rotated(real, base.even, even, check=base.mixing == "angles"),
                **rotated(imaginary, base.odd, odd, check=base.mixing == "angles"),
            },
            base.heavy.replacement(),
        ):
            working = working.substituted(replacement)
        physical = base.physical_parameters()
        known = {name: value.subs(physical) for name, value in self.couplings.items()}
        values = {**physical, **known}
        parts = {n: sp.expand(p.subs(values)) for n, p in working.parts.items()}
        return Lagrangian(parts, working.vectors, (), working.u1, working.source)

    @cached_property
    def rules(self) -> FeynmanRules:
        """Feynman rules of h, φ, A' with N_α, H_k, A_k."""
        return FeynmanRules(self.mass_basis)

    def scalar_rule(self, *scalars: Field) -> sp.Expr:
        """i times the derivative of the Lagrangian by scalars, at the vacuum: a vertex."""
        repeated = sp.Mul(*(sp.factorial(n) for n in Counter(scalars).values()))
        return sp.I * repeated * coefficient(self.mass_basis.expression, *scalars)


def coefficient(expression: sp.Expr, *operators: sp.Expr) -> sp.Expr:
    """Coefficient of exactly this product of operators."""
    wanted = Counter(operators)
    return sum(
        (t.coefficient for t in terms(expression) if Counter(t.operators) == wanted), sp.S.Zero
    )


@cache
def polar(order: int = 2) -> sp.Expr:
    r""":math:`\Phi=(v_D+h)e^{i\varphi/v_D}/\sqrt2`, as a polynomial of φ of the given order."""
    exponent = SCALAR_PHASE_SIGN * sp.I * GOLDSTONE / V_D
    phase = sum((exponent**n / sp.factorial(n) for n in range(order + 1)), sp.S.Zero)
    return sp.expand((V_D + RADIAL) * phase / sp.sqrt(2))
