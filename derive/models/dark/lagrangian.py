r"""The dark dual-scalar model: a U(1)_D, a vector-like doublet Ψ = (N, E), complex scalars S_a.

Source: arXiv:2603.25704, equations (3)–(10) and Table 1. What is printed there is
in the parts `L_lepton`, `L_new`, `L_int`, `L_LNV`. What is not printed but used later
(different masses and mixings of CP-even and CP-odd scalars) is the explicit part `L_split`, which
`printed()` leaves out.

Of the gauge bosons only the dark photon is kept (and the photon, on request); the electroweak ones
do not enter a vertex of A'.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy as sp

from darktmm.derive.basis import MajoranaPair, components, rotated, rotation
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import (
    ComplexScalar,
    DiracFermion,
    Fermion,
    Field,
    MajoranaFermion,
    RealScalar,
    VectorBoson,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.lagrangian import (
    Doublet,
    Lagrangian,
    fermion_kinetic,
    scalar_kinetic,
    terms,
    with_conjugate,
)
from darktmm.derive.memo import cache
from darktmm.derive.quadratic import check_mass_basis
from darktmm.derive.symbols import (
    DARK_PHOTON,
    FLAVOURS,
    HALF,
    charged_lepton,
    charges,
    flavoured_neutrino,
    neutrino,
    pmns,
)
from darktmm.derive.vertices import FeynmanRules

Q_N, Q_S = sp.symbols("Q_N Q_S", real=True)
M_DIRAC, M_MAJORANA = sp.Symbol("m_D", positive=True), sp.Symbol("m", positive=True)
M_LEFT, M_RIGHT = sp.symbols("m_L m_R", real=True)
M_E = sp.Symbol("M_E", positive=True)
M_1, M_2 = sp.symbols("M_1 M_2", real=True)
THETA = sp.Symbol("theta", real=True)
THETA_R, THETA_I = sp.symbols("theta_R theta_I", real=True)

N = DiracFermion("N", charges=charges(HALF, -HALF, Q_N))
E = DiracFermion("E", charges=charges(-HALF, -HALF, Q_N), mass=M_E)


def yukawa(flavour: str, generation: int) -> sp.Symbol:
    """y_{αa}."""
    return sp.Symbol(f"y_{flavour}_{generation}", complex=True)


def coupling(i: int, generation: int) -> sp.Symbol:
    """λ_{ia}, the Yukawa coupling in the neutrino mass basis."""
    return sp.Symbol(f"lambda_{i}{generation}", complex=True)


def scalar_mass(kind: str, k: int) -> sp.Symbol:
    """M_{H_k} or M_{A_k}."""
    return sp.Symbol(f"M_{kind}{k}", positive=True, real=True)


@cache
def dark_model(**choices: Any) -> DarkModel:
    """A `DarkModel`, built once per choice: its Feynman rules are then shared.

    Args:
        choices: attributes of `DarkModel`, e.g. `neutrinos=2`, two of which then stand for any pair.
    """
    return DarkModel(**choices)


@cache
def variant(model: DarkModel, **changes: Any) -> DarkModel:
    """The same kind of model with other choices; a changed Lagrangian stays changed."""
    return replace(model, **changes)


@dataclass(frozen=True)
class DarkModel:
    """The model for any number of scalar generations, neutrinos and flavours.

    Attributes:
        generations: number of complex scalars S_a.
        neutrinos: number of mass eigenstates that are spelled out.
        flavours: active flavours in the Yukawa sum of (5); the paper keeps e and μ.
        majorana_angle: θ of the heavy neutral fermion; π/4 is m_L = m_R.
        phases: where the sign of a Majorana mass is kept, see `MajoranaPair`.
        mixing: "angles" for R(θ_R), R(θ_I) (two generations), "symbols" for free entries.
        vectors: abelian gauge fields that D_μ contains; add the photon for μ → eγ.
    """

    generations: int = 2
    neutrinos: int = 3
    flavours: tuple[str, ...] = FLAVOURS[:2]
    majorana_angle: sp.Expr = sp.pi / 4
    phases: tuple[sp.Expr, sp.Expr] = (sp.S.One, sp.S.One)
    mixing: str = "angles"
    vectors: tuple[VectorBoson, ...] = (DARK_PHOTON,)

    def __post_init__(self) -> None:
        if self.generations < 1:
            raise DerivationError(f"generations: {self.generations} is less than 1")
        if self.mixing not in ("angles", "symbols"):
            raise DerivationError(f"mixing: {self.mixing!r} is neither 'angles' nor 'symbols'")
        if self.mixing == "angles" and self.generations > 2:
            raise DerivationError(
                f"mixing: angles describe at most two generations, not {self.generations}"
            )

    # --- fields ---------------------------------------------------------------------------------

    @property
    def indices(self) -> range:
        """1 … number of scalar generations."""
        return range(1, self.generations + 1)

    @cached_property
    def scalars(self) -> list[ComplexScalar]:
        """S_a."""
        return [
            ComplexScalar(f"S_{a}", charges=charges(sp.S.Zero, sp.S.Zero, Q_S))
            for a in self.indices
        ]

    @cached_property
    def real_parts(self) -> tuple[list[RealScalar], list[RealScalar]]:
        """S_aR and S_aI."""
        names = ("R", "I")
        real, imaginary = ([RealScalar(f"S_{a}{x}") for a in self.indices] for x in names)
        return real, imaginary

    @cached_property
    def even(self) -> list[RealScalar]:
        """H_k."""
        return [RealScalar(f"H_{k}", mass=scalar_mass("H", k)) for k in self.indices]

    @cached_property
    def odd(self) -> list[RealScalar]:
        """A_k, the CP-odd scalars."""
        return [RealScalar(f"A_{k}", mass=scalar_mass("A", k)) for k in self.indices]

    @cached_property
    def nu_flavour(self) -> dict[str, Fermion]:
        """ν_α, of which only the left-handed half is in the Lagrangian."""
        return {a: flavoured_neutrino(a) for a in self.flavours}

    @cached_property
    def charged_leptons(self) -> dict[str, DiracFermion]:
        """ℓ_α."""
        return {a: charged_lepton(a) for a in self.flavours}

    @cached_property
    def nu(self) -> dict[int, MajoranaFermion]:
        """ν_i."""
        return {i: neutrino(i) for i in range(1, self.neutrinos + 1)}

    @cached_property
    def heavy(self) -> MajoranaPair:
        """N₁, N₂."""
        states = (MajoranaFermion("N_1", mass=M_1), MajoranaFermion("N_2", mass=M_2))
        return MajoranaPair(N, states, self.majorana_angle, self.phases)

    # --- Lagrangian -----------------------------------------------------------------------------

    def printed(self) -> Lagrangian:
        """Equations (3)–(6) and Table 1, flavour basis, nothing added."""
        vectors = self.vectors
        kinetic_leptons = sum(
            (
                fermion_kinetic(lepton, vectors, "L")
                for group in (self.nu_flavour, self.charged_leptons)
                for lepton in group.values()
            ),
            sp.S.Zero,
        )
        new = (
            fermion_kinetic(N, vectors)
            + fermion_kinetic(E, vectors)
            - M_DIRAC * bilinear(N, N)
            - M_E * bilinear(E, E)
            + sum(
                (
                    scalar_kinetic(s, vectors)
                    - sp.Symbol(f"M_S{a}", positive=True) ** 2 * sp.conjugate(s) * s
                    for a, s in zip(self.indices, self.scalars, strict=True)
                ),
                sp.S.Zero,
            )
        )
        interaction = -sum(
            (
                yukawa(flavour, a)
                * (
                    bilinear(self.nu_flavour[flavour], N, chirality="R")
                    + bilinear(self.charged_leptons[flavour], E, chirality="R")
                )
                * s
                for flavour in self.flavours
                for a, s in zip(self.indices, self.scalars, strict=True)
            ),
            sp.S.Zero,
        )
        n_conjugate = charge_conjugate(N)
        # N_L^c is the conjugate of N_L: \overline{N_L^c} N_L = \overline{N^c} P_L N.
        violation = -HALF * (
            M_LEFT * bilinear(n_conjugate, N, chirality="L")
            + M_RIGHT * bilinear(n_conjugate, N, chirality="R")
        )
        return Lagrangian(
            parts={
                "L_lepton": sp.expand(kinetic_leptons),
                "L_new": sp.expand(new),
                "L_int": sp.expand(with_conjugate(interaction)),
                "L_LNV": sp.expand(with_conjugate(violation)),
            },
            vectors=vectors,
            doublets=(
                Doublet(N, E),
                *(Doublet(self.nu_flavour[a], self.charged_leptons[a]) for a in self.flavours),
            ),
            u1=("Y", "D", "EM"),
            source={
                "L_lepton": r"kinetic terms of the lepton doublets in $\mathcal{L}_{\rm SM}$ of (3)",
                "L_new": "(4)",
                "L_int": "(5)",
                "L_LNV": "(6), with $m_L$ and $m_R$ in place of the common $m$",
            },
        )

    def scalar_splitting(self) -> sp.Expr:
        r"""The term that (3)–(6) lack: the most general CP-conserving soft scalar mass.

        .. math:: -\sum_{ab}\Big[\delta_{ab}S_a^\dagger S_b
                  +\tfrac12\big(b_{ab}S_aS_b+\text{h.c.}\big)\Big],

        δ and b real symmetric. b breaks U(1)_D by 2Q_S units.
        """
        total = sp.S.Zero
        for a, left in zip(self.indices, self.scalars, strict=True):
            for b, right in zip(self.indices, self.scalars, strict=True):
                low, high = sorted((a, b))
                delta = sp.Symbol(f"delta_{low}{high}", real=True)
                violating = sp.Symbol(f"b_{low}{high}", real=True)
                total -= delta * sp.conjugate(left) * right
                total -= HALF * violating * (left * right + sp.conjugate(left * right))
        return sp.expand(total)

    def completed(self) -> Lagrangian:
        """What is printed and, explicitly, the scalar splitting that the text goes on to use."""
        base = self.printed()
        return Lagrangian(
            parts={**base.parts, "L_split": self.scalar_splitting()},
            vectors=base.vectors,
            doublets=base.doublets,
            u1=base.u1,
            source={**base.source, "L_split": "not printed; needed by (11), (18), (22)"},
        )

    # --- mass basis -----------------------------------------------------------------------------

    @property
    def rotations(self) -> tuple[sp.Matrix, sp.Matrix]:
        """O_R, O_I with S_aR = Σ (O_R)_ak H_k and S_aI = Σ (O_I)_ak A_k."""
        n = self.generations
        if self.mixing == "symbols":
            even = sp.Matrix(n, n, lambda a, k: sp.Symbol(f"R_{a + 1}{k + 1}", real=True))
            odd = sp.Matrix(n, n, lambda a, k: sp.Symbol(f"I_{a + 1}{k + 1}", real=True))
            return even, odd
        if n == 1:
            return sp.eye(1), sp.eye(1)
        return rotation(THETA_R), rotation(THETA_I)

    def fermion_masses(self) -> dict[sp.Symbol, sp.Expr]:
        """m_L, m_R and m_D in terms of M₁, M₂ and θ."""
        matrix = self.heavy.mass_matrix()
        return {M_LEFT: matrix[0, 0], M_RIGHT: matrix[1, 1], M_DIRAC: matrix[0, 1]}

    def physical_parameters(self) -> dict[sp.Symbol, sp.Expr]:
        """The Lagrangian's masses in terms of physical masses and mixings."""
        values = self.fermion_masses()
        even, odd = self.rotations
        squares_even = even * sp.diag(*(h.mass**2 for h in self.even)) * even.T
        squares_odd = odd * sp.diag(*(a.mass**2 for a in self.odd)) * odd.T
        for a in self.indices:
            for b in range(a, self.generations + 1):
                r, i = squares_even[a - 1, b - 1], squares_odd[a - 1, b - 1]
                diagonal = sp.Symbol(f"M_S{a}", positive=True) ** 2 if a == b else 0
                values[sp.Symbol(f"delta_{a}{b}", real=True)] = (r + i) / 2 - diagonal
                values[sp.Symbol(f"b_{a}{b}", real=True)] = (r - i) / 2
        return values

    @cached_property
    def neutrino_basis(self) -> Lagrangian:
        """Neutrinos in mass eigenstates, everything else as printed: equation (10).

        The lepton kinetic terms are left out: with two flavours Σ|U_αi|² is not 1.
        """
        in_nu = {
            self.nu_flavour[a]: sum((pmns(a, i) * self.nu[i] for i in self.nu), sp.S.Zero)
            for a in self.flavours
        }
        return self._name_couplings(self.completed().without("L_lepton").substituted(in_nu))

    @cached_property
    def mass_basis(self) -> Lagrangian:
        """The completed Lagrangian in mass eigenstates, with λ_ia named as in (10).

        The proof that masses are diagonal and kinetic terms canonical is `prove_mass_basis`.
        """
        real, imaginary = self.real_parts
        even, odd = self.rotations
        check = self.mixing == "angles"
        working = self.neutrino_basis
        for replacement in (
            components(self.scalars, real, imaginary),
            {
                **rotated(real, self.even, even, check=check),
                **rotated(imaginary, self.odd, odd, check=check),
            },
            self.heavy.replacement(),
        ):
            working = working.substituted(replacement)
        return working

    def _name_couplings(self, lagrangian: Lagrangian) -> Lagrangian:
        """Collect Σ_α y_αa U*_αi, wherever it stands before an operator, under the name λ_ia."""
        names: dict[sp.Expr, sp.Expr] = {}
        for i in self.nu:
            for a in self.indices:
                definition, name = sp.expand(self.coupling_definition(i, a)), coupling(i, a)
                names[definition] = name
                names[sp.expand(sp.conjugate(definition))] = sp.conjugate(name)
        collected: dict[sp.Expr, sp.Expr] = {}
        for term in terms(lagrangian.parts["L_int"]):
            product = sp.Mul(*term.operators)
            collected[product] = collected.get(product, sp.S.Zero) + term.coefficient
        part = sum((_named(c, names) * product for product, c in collected.items()), sp.S.Zero)
        return Lagrangian(
            {**lagrangian.parts, "L_int": part},
            lagrangian.vectors,
            lagrangian.doublets,
            lagrangian.u1,
            lagrangian.source,
        )

    def coupling_definition(self, i: int, a: int) -> sp.Expr:
        """Σ_α y_αa U*_αi."""
        return sum((yukawa(f, a) * sp.conjugate(pmns(f, i)) for f in self.flavours), sp.S.Zero)

    def prove_mass_basis(self) -> None:
        """Masses diagonal and equal to the fields' own, kinetic terms canonical; else an error."""
        physical = self.physical_parameters()
        parts = {
            name: part.subs(physical, simultaneous=True)
            for name, part in self.mass_basis.parts.items()
        }
        fields: list[Field] = [*self.even, *self.odd, *self.heavy.states]
        check_mass_basis(Lagrangian(parts), fields)

    @cached_property
    def rules(self) -> FeynmanRules:
        """Feynman rules in the mass basis."""
        free = "the mixing matrices of the scalars are free symbols, taken to be orthogonal"
        if self.mixing == "angles":
            return FeynmanRules(self.mass_basis, relations=self.physical_parameters())
        return FeynmanRules(self.mass_basis, assumption=free)


def _named(expression: sp.Expr, names: dict[sp.Expr, sp.Expr]) -> sp.Expr:
    """The expression, or a number times one of the names where it is that."""
    content, primitive = sp.expand(expression).as_content_primitive()
    for sign in (1, -1):
        if sp.expand(sign * primitive) in names:
            return sign * content * names[sp.expand(sign * primitive)]
    return expression
