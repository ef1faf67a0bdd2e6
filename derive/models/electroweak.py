r"""The electroweak theory: SU(2)×U(1), one Higgs doublet, charged leptons and neutrinos of three kinds.

.. math:: \mathcal L = -\tfrac14W^aW^a-\tfrac14BB+|D_\mu H|^2-\lambda\left(H^\dagger H-\tfrac{v^2}2\right)^2
          +\bar\psi i\not D\psi - \frac{\sqrt2}v\sum_\alpha m_\alpha\bar L_\alpha H\ell_{\alpha R}
          + \mathcal L_\nu + \text{h.c.}

======================  ==================================================================================
``"dirac"``             right-handed singlets, :math:`-\frac{\sqrt2}vU_{\alpha i}m_i\bar L_\alpha\tilde H\nu_{iR}`
``"majorana"``          Weinberg's operator of dimension five,
                        :math:`-\frac{m_i}{v^2}\overline{(\tilde H^\dagger L_i)^c}\tilde H^\dagger L_i`,
                        :math:`L_i = \sum_\alpha U^*_{\alpha i}L_\alpha`
``"seesaw"``            n > 3 Majorana mass eigenstates: the Yukawa coupling is that of ``"dirac"``, and what
                        of the masses it does not give are Majorana masses of singlets. That they are of
                        singlets only is :math:`\sum_iU^*_{\alpha i}m_iU^*_{\beta i} = 0`, see `Mixing.massless`
======================  ==================================================================================

Parameters are g, e, M_W and c_W = cos θ_W with e² = g²(1 − c_W²): of two neighbouring powers of sin θ_W the
even one is written with c_W, the odd one with e. M_Z = M_W/c_W and v = 2M_W/g.
The phases are those of D_μ = ∂_μ + ieQA_μ; :math:`W_\mu=(W^1_\mu-iW^2_\mu)/\sqrt2` annihilates W⁺.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import sympy as sp

from darktmm.derive.basis import with_square
from darktmm.derive.breaking import BrokenTheory, check_broken
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import (
    MU,
    ComplexScalar,
    ComplexVector,
    DiracFermion,
    Field,
    MajoranaFermion,
    Partial,
    RealScalar,
    VectorBoson,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.gauge import ISOSPIN, GaugeGroup, GaugeTheory, Multiplet
from darktmm.derive.gauged import (
    GaugedModel,
    gauges,
    goldstone_of,
    neutral_pair,
    radial_potential,
    real_pair,
)
from darktmm.derive.invariance import ghost_lagrangian
from darktmm.derive.lagrangian import Lagrangian, fermion_kinetic, with_conjugate
from darktmm.derive.memo import cache
from darktmm.derive.symbols import (
    FLAVOURS,
    HALF,
    M_ELECTRON,
    M_MUON,
    M_W,
    G,
    flavoured_neutrino,
    pmns,
)
from darktmm.derive.vertices import FeynmanRules

C_W = sp.Symbol("c_W", positive=True)
"""cos θ_W."""
S_W = sp.Symbol("s_W", positive=True)
"""sin θ_W; in a Lagrangian it is e/g."""
M_HIGGS = sp.Symbol("M_h", positive=True)
M_TAU = sp.Symbol("m_tau", positive=True)
M_Z = M_W / C_W
VEV = 2 * M_W / G
XI_W, XI_Z, XI_A = sp.symbols("xi_W xi_Z xi_A", positive=True)
LEPTON_MASSES = {"e": M_ELECTRON, "mu": M_MUON, "tau": M_TAU}

NEUTRINOS = ("dirac", "majorana", "seesaw")

UNBROKEN = tuple(VectorBoson(f"W{a}", latex=f"W^{a}") for a in (1, 2, 3))
HYPER = VectorBoson("B")
DOUBLET = (ComplexScalar("H_plus", latex="H^+"), ComplexScalar("H_0", latex="H^0"))


def squares(expression: sp.Expr) -> sp.Expr:
    """The normal form of a coefficient: s_W² → 1 − c_W²."""
    return with_square(expression, S_W, 1 - C_W**2)


# --- mixing -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mixing:
    r"""U of :math:`\nu_{\alpha L}=\sum_iU_{\alpha i}\nu_{iL}`, with its unitarity as rewritings.

    Nothing is rewritten unless it is asked for.

    Attributes:
        flavours: rows.
        states: number of columns; with more columns than rows only the rows are orthonormal.
    """

    flavours: tuple[str, ...]
    states: int

    def __call__(self, flavour: str, i: int) -> sp.Symbol:
        """U_{αi}, i from 1."""
        return pmns(flavour, i)

    @property
    def indices(self) -> range:
        """1 … n, of the mass eigenstates."""
        return range(1, self.states + 1)

    @property
    def square(self) -> bool:
        """Whether there are as many states as flavours."""
        return self.states == len(self.flavours)

    def overlap(self, i: int, j: int) -> sp.Expr:
        """C_ij = Σ_α U*_{αi} U_{αj}."""
        return sp.Add(*(sp.conjugate(self(a, i)) * self(a, j) for a in self.flavours))

    def rows(self, expression: sp.Expr) -> sp.Expr:
        """With U*_{αn}U_{βn} → δ_{αβ} − Σ_{i<n} U*_{αi}U_{βi}: the last column is eliminated."""
        *rest, last = self.indices
        u = self
        return _eliminated(
            expression,
            {
                sp.conjugate(u(a, last)) * u(b, last): int(a == b)
                - sp.Add(*(sp.conjugate(u(a, i)) * u(b, i) for i in rest))
                for a, b in product(self.flavours, repeat=2)
            },
        )

    def columns(self, expression: sp.Expr) -> sp.Expr:
        """With U*_{τi}U_{τj} → δ_ij − Σ_{α≠τ} U*_{αi}U_{αj}: the last row is eliminated.

        Raises:
            DerivationError: the columns are not orthonormal.
        """
        if not self.square:
            raise DerivationError(
                f"columns: {len(self.flavours)} rows of {self.states} are not a unitary matrix"
            )
        *rest, last = self.flavours
        u = self
        return _eliminated(
            expression,
            {
                sp.conjugate(u(last, i)) * u(last, j): int(i == j)
                - sp.Add(*(sp.conjugate(u(a, i)) * u(a, j) for a in rest))
                for i, j in product(self.indices, repeat=2)
            },
        )

    def massless(self, first: str, second: str, masses: Sequence[sp.Expr]) -> sp.Expr:
        """Σ_i U*_{αi} m_i U*_{βi}, the Majorana mass of ν_α and ν_β, which a seesaw does not have."""
        return sp.Add(
            *(
                sp.conjugate(self(first, i) * self(second, i)) * m
                for i, m in zip(self.indices, masses, strict=True)
            )
        )


def _eliminated(expression: sp.Expr, rules: Mapping[sp.Expr, sp.Expr]) -> sp.Expr:
    """One product of two factors replaced in each term that has one."""
    known = {frozenset(pair.args): pair for pair in rules}
    total = []
    for term in sp.Add.make_args(sp.expand(expression)):
        bases = {factor.as_base_exp()[0] for factor in sp.Mul.make_args(term)}
        pair = next((known[factors] for factors in known if factors <= bases), None)
        total.append(term if pair is None else term / pair * rules[pair])
    return sp.expand(sp.Add(*total))


# --- the theory -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Electroweak(GaugedModel):
    """The broken theory with its fields by name; see `theory`.

    Attributes:
        gauge: "general": ξ_W, ξ_Z, ξ_A; "feynman": all 1; "unitary": W and Z without Goldstone bosons.
        kind: "dirac", "majorana" or "seesaw".
        flavours: charged leptons.
        states: number of neutrino mass eigenstates.
    """

    GAUGES = {**gauges(XI_W, XI_Z, XI_A), "unitary": (sp.oo, sp.oo, sp.S.One)}

    kind: str = "majorana"
    flavours: tuple[str, ...] = FLAVOURS
    states: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.kind not in NEUTRINOS:
            raise DerivationError(f"neutrinos: {self.kind!r} is none of {NEUTRINOS}")
        if unknown := set(self.flavours) - set(LEPTON_MASSES):
            raise DerivationError(f"flavours: no charged lepton {sorted(unknown)[0]}")
        wrong = self.states <= len(self.flavours)
        if wrong if self.kind == "seesaw" else self.states != len(self.flavours):
            raise DerivationError(
                f"states: {self.states} with {len(self.flavours)} flavours is no {self.kind!r} theory"
            )

    # --- fields ---------------------------------------------------------------------------------------

    @cached_property
    def W(self) -> ComplexVector:
        """W⁺."""
        return ComplexVector("W", charges={"EM": 1}, mass=M_W, gauge_parameter=self.xi[0])

    @cached_property
    def Z(self) -> VectorBoson:
        """Z."""
        return VectorBoson("Z", mass=M_Z, gauge_parameter=self.xi[1])

    @cached_property
    def higgs(self) -> RealScalar:
        """The physical Higgs boson."""
        return RealScalar("h", mass=M_HIGGS)

    def _require_goldstones(self) -> None:
        if self.gauge == "unitary":
            raise DerivationError("goldstone: there is none in the unitary gauge")

    @cached_property
    def goldstone(self) -> ComplexScalar:
        """Of W."""
        self._require_goldstones()
        return goldstone_of(self.W, latex="G^+")

    @cached_property
    def neutral_goldstone(self) -> RealScalar:
        """Of Z."""
        self._require_goldstones()
        return goldstone_of(self.Z, latex="G^0")

    @cached_property
    def charged(self) -> dict[str, DiracFermion]:
        r"""α → :math:`\ell_\alpha`."""
        return {
            a: DiracFermion(
                f"l_{a}",
                charges={"EM": -1},
                mass=LEPTON_MASSES[a],
                latex=rf"\ell_{{{sp.latex(sp.Symbol(a))}}}",
            )
            for a in self.flavours
        }

    @cached_property
    def masses(self) -> dict[int, sp.Symbol]:
        """i → m_i."""
        return {i: sp.Symbol(f"m_{i}", positive=True) for i in self.U.indices}

    @cached_property
    def neutrinos(self) -> dict[int, DiracFermion | MajoranaFermion]:
        """i → ν_i."""
        kind = DiracFermion if self.kind == "dirac" else MajoranaFermion
        return {i: kind(f"nu_{i}", mass=m) for i, m in self.masses.items()}

    @cached_property
    def U(self) -> Mixing:
        """The mixing matrix of the neutrinos."""
        return Mixing(self.flavours, self.states)

    # --- the symmetric theory -----------------------------------------------------------------------

    @cached_property
    def _active(self) -> dict[str, DiracFermion]:
        return {a: flavoured_neutrino(a) for a in self.flavours}

    @cached_property
    def symmetric(self) -> GaugeTheory:
        """Groups, multiplets and terms before the breaking."""
        groups = (
            GaugeGroup("SU2", UNBROKEN, G),
            GaugeGroup("Y", (HYPER,), G * S_W / C_W),
        )

        def doublet(hypercharge: sp.Expr) -> dict[str, object]:
            return {"SU2": ISOSPIN, "Y": hypercharge}

        third = sp.Rational(1, 3)
        colours = 3 * len(self.flavours)
        multiplets = [
            Multiplet("H", DOUBLET, doublet(HALF)),
            Multiplet("quark doublets", (), doublet(third / 2), "L", colours),
            Multiplet("up quarks", (), {"Y": 2 * third}, "R", colours),
            Multiplet("down quarks", (), {"Y": -third}, "R", colours),
        ]
        for a in self.flavours:
            pair = (self._active[a], self.charged[a])
            multiplets.append(Multiplet(f"L_{a}", pair, doublet(-HALF), "L"))
            multiplets.append(Multiplet(f"R_{a}", pair[1:], {"Y": -1}, "R"))
        if self.kind == "dirac":
            right = tuple(self.neutrinos.values())
            multiplets.append(Multiplet("right-handed neutrinos", right, {}, "R"))
        for i, pair in self._turned.items():
            multiplets.append(Multiplet(f"L_{i}", pair, doublet(-HALF), "L", copies=0))
        return GaugeTheory(groups, tuple(multiplets), self._terms())

    def _terms(self) -> dict[str, sp.Expr]:
        square = 2 * sp.Add(*(sp.conjugate(h) * h for h in DOUBLET))
        return {
            "potential": radial_potential(square, VEV, M_HIGGS),
            "yukawa": self._yukawa(),
            **self._neutrino_terms(),
        }

    def _yukawa(self) -> sp.Expr:
        up, down = DOUBLET
        total = sp.S.Zero
        for a, lepton in self.charged.items():
            coupling = -sp.sqrt(2) * lepton.mass / VEV
            for h, left in ((up, self._active[a]), (down, lepton)):
                total += coupling * h * bilinear(left, lepton, chirality="R")
        return sp.expand(with_conjugate(total))

    @cached_property
    def _turned(self) -> dict[int, tuple[DiracFermion, DiracFermion]]:
        r"""i → the components of :math:`L_i = \sum_\alpha U^*_{\alpha i}L_\alpha`, where U is unitary."""
        if not self.U.square:
            return {}
        return {
            i: (flavoured_neutrino(str(i)), DiracFermion(f"l_{i}", charges={"EM": -1}))
            for i in self.U.indices
        }

    @staticmethod
    def _lowered(pair: tuple[Field, Field]) -> tuple[tuple[sp.Expr, Field], ...]:
        r"""Terms of :math:`\tilde H^\dagger L = H_0\nu-H_+\ell`."""
        up, down = DOUBLET
        return (down, pair[0]), (-up, pair[1])

    def _neutrino_terms(self) -> dict[str, sp.Expr]:
        total = sp.S.Zero
        if self.kind == "majorana":
            for i, m in self.masses.items():
                for h, left in self._lowered(self._turned[i]):
                    for k, right in self._lowered(self._turned[i]):
                        line = bilinear(charge_conjugate(left), right, chirality="L")
                        total -= m / VEV**2 * h * k * line
            return {"weinberg": sp.expand(with_conjugate(total))}
        for i, nu in self.neutrinos.items():
            if self.kind == "dirac":
                lefts = [(sp.S.One, self._turned[i])]
            else:
                pairs = ((self._active[a], self.charged[a]) for a in self.flavours)
                lefts = [(self.U(a, i), p) for a, p in zip(self.flavours, pairs, strict=True)]
            for u, pair in lefts:
                for h, left in self._lowered(pair):
                    line = bilinear(left, nu, chirality="R")
                    total -= sp.sqrt(2) * nu.mass / VEV * u * sp.conjugate(h) * line
        return {"neutrino_yukawa": sp.expand(with_conjugate(total))}

    # --- the broken theory ----------------------------------------------------------------------------

    @cached_property
    def broken(self) -> BrokenTheory:
        """With W, Z, A and the Higgs boson; neutrinos still by flavour where that is shorter."""
        root = sp.sqrt(2)
        neutral = neutral_pair(C_W, S_W, self.Z, self.photon)
        vectors = dict(zip((*UNBROKEN, HYPER), (*real_pair(self.W), *neutral), strict=True))
        up, down = DOUBLET
        fields: dict[Field, sp.Expr] = {
            up: sp.S.Zero if self.gauge == "unitary" else self.goldstone,
            down: (VEV + self.higgs) / root,
        }
        if self.gauge != "unitary":
            fields[down] += sp.I * self.neutral_goldstone / root
        for flavour, nu in self._active.items():
            fields[nu] = sp.Add(*(self.U(flavour, i) * x for i, x in self.neutrinos.items()))
        for i, (nu, lepton) in self._turned.items():
            fields[nu] = self.neutrinos[i]
            fields[lepton] = sp.Add(
                *(sp.conjugate(self.U(b, i)) * x for b, x in self.charged.items())
            )
        return BrokenTheory(self.symmetric, vectors, fields, squares, {S_W: ELEMENTARY_CHARGE / G})

    @cached_property
    def lagrangian(self) -> Lagrangian:
        """All parts but the ghosts, in mass eigenstates.

        The unitarity of the columns of U is used in kinetic terms and the current of Z (and, for L_i, in
        what gives neutrinos their masses); in a seesaw they are not orthonormal, and the overlaps C_ij
        stay.
        """
        whole = self.broken.lagrangian
        parts = dict(whole.parts)
        if self.U.square:
            parts["fermions"] = self.U.columns(parts["fermions"])
        if self.kind == "seesaw":
            parts["singlets"] = self._singlets()
        return Lagrangian(parts=parts, u1=("EM",))

    def _singlets(self) -> sp.Expr:
        r"""Free singlets: what makes of the kinetic terms and masses of ν_α those of ν_i.

        :math:`\bar\nu_i(i\not\partial-m_i)\nu_i/2`, less the part of ν_α and that of the Yukawa coupling.
        """
        total = sp.S.Zero
        for i, nu in self.neutrinos.items():
            total += fermion_kinetic(nu, chirality="L") - HALF * nu.mass * bilinear(nu, nu)
            for j, other in self.neutrinos.items():
                overlap = self.U.overlap(j, i)
                moving = sp.I * bilinear(other, Partial(nu, MU), MU, chirality="L")
                dirac = nu.mass * overlap * bilinear(other, nu, chirality="R")
                total += with_conjugate(dirac) - overlap * moving
        return sp.expand(total)

    def check(self) -> None:
        """Hermiticity, Lorentz invariance, electric charge, and all fields in their mass basis.

        Raises:
            DerivationError: of the kind that fails.
        """
        check_broken(self.lagrangian, squares)

    @cached_property
    def rules_with_ghosts(self) -> FeynmanRules:
        """All vertices, as a two-point function of vectors needs them."""
        return FeynmanRules(sp.Add(self.lagrangian.expression, ghost_lagrangian(self.broken)))


@cache
def theory(
    neutrinos: str = "majorana",
    gauge: str = "general",
    flavours: tuple[str, ...] = FLAVOURS,
    states: int | None = None,
) -> Electroweak:
    """The electroweak theory, built once per choice.

    Args:
        neutrinos: "dirac", "majorana" or "seesaw".
        gauge: "general" (a symbol ξ per vector), "feynman" (ξ = 1) or "unitary" (no Goldstone bosons, and
            ξ = 1 for the photon).
        flavours: charged leptons, of e, mu and tau.
        states: neutrino mass eigenstates; by default as many as flavours, twice as many in a seesaw.
    """
    if states is None:
        states = (2 if neutrinos == "seesaw" else 1) * len(flavours)
    return Electroweak(gauge, neutrinos, flavours, states)
