r"""Where the masses that break the gauge symmetry can come from.

N is the upper half of a doublet with hypercharge −½ and dark charge Q_N. (6) therefore breaks
SU(2)_L × U(1)_Y as well as U(1)_D, b_ab breaks U(1)_D, and M_N ≠ M_E breaks SU(2)_L. Each needs an
operator of the fields Ψ, S, of the Higgs doublet H of the Standard Model and of a dark Higgs field
φ, which is invariant under all of them and in the vacuum

.. math:: \langle H\rangle=(0,v/\sqrt2),\qquad \langle\varphi\rangle=v_D/\sqrt2

becomes that mass. What is listed here is found, not typed: for one dimension after the other all
products of the two massive fields with H, H†, φ, φ† are formed; those that carry U(1) charge are
dropped; from the components of the others the combinations are built whose variation under SU(2)_L
vanishes; the first that in the vacuum contain the mass are kept. Fields without a vacuum value other
than the massive ones cannot occur in such a product, and derivatives vanish in the vacuum. φ has no
weak charges; a dark Higgs field that has some would break SU(2)_L by itself.

An operator stands where the mass stood in (6), L_split or (4), with coefficient 1:

.. math:: m\to\Lambda^{4-d}\,(\text{product of fields}),\qquad
          m=\Lambda^{4-d}\prod\langle\text{field}\rangle ,

per component of the fields; for d = 3 it is a trilinear coupling μ = Λ, for d = 4 a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import sympy as sp
from sympy.physics.matrices import msigma

from darktmm.derive.basis import trig_normal
from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import (
    MU,
    ComplexScalar,
    MajoranaFermion,
    Partial,
    VectorComponent,
    bilinear,
)
from darktmm.derive.fields import charge_conjugate as conjugated
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import Doublet, normal_form, scalar_kinetic, su2_variation, terms
from darktmm.derive.latex import symbol
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    M_DIRAC,
    Q_N,
    Q_S,
    THETA,
    DarkModel,
    E,
    N,
    dark_model,
)
from darktmm.derive.models.dark import M_E as MASS_E
from darktmm.derive.models.dark_higgs import (
    GOLDSTONE,
    M_RADIAL,
    QUARTIC,
    RADIAL,
    V_D,
    DarkHiggsModel,
    cartesian,
    coefficient,
    polar,
    soft,
)
from darktmm.derive.result import Result
from darktmm.derive.symbols import (
    G_PRIME,
    M_W,
    W_1,
    W_2,
    W_3,
    B,
    G,
)
from darktmm.derive.vertices import FeynmanRules

_HALF = sp.Rational(1, 2)

H_PLUS = ComplexScalar("H^+", charges={"Y": _HALF, "EM": 1})
H_0 = ComplexScalar("H^0", charges={"Y": _HALF})
HIGGS = Doublet(H_PLUS, H_0)

V = sp.Symbol("v", positive=True)
FERMI = sp.Symbol("G_F", positive=True)
r""":math:`G_F/\sqrt2=g^2/8M_W^2`."""
S_MANDELSTAM = sp.Symbol("s", positive=True)

GROUPS = ("Y", "D")
"""Charges that all components of a multiplet share."""

LARGEST_DIMENSION = 8
"""Where the search gives up."""


def dark_higgs(charge: int) -> ComplexScalar:
    """φ with `charge` units of Q_N."""
    return ComplexScalar("phi", charges={"D": charge * Q_N}, latex=r"\varphi")


# --- vacuum values --------------------------------------------------------------------------------


@cache
def electroweak_vacuum() -> sp.Expr:
    r"""v as a function of G_F: M_W from :math:`|D_\mu\langle H\rangle|^2`, then Fermi's constant."""
    components = (sp.S.Zero, V / sp.sqrt(2))
    squared = sp.S.Zero
    for row in range(2):
        derivative = sp.S.Zero
        for column, value in enumerate(components):
            isospin = sum(
                G * msigma(a)[row, column] / 2 * VectorComponent(w, MU)
                for a, w in enumerate((W_1, W_2, W_3), start=1)
            )
            derivative += COVARIANT_SIGN * sp.I * isospin * value
        hyper = G_PRIME * H_0.charge("Y") * VectorComponent(B, MU)
        derivative += COVARIANT_SIGN * sp.I * hyper * components[row]
        squared += sp.expand(sp.conjugate(derivative) * derivative)
    charged = sp.expand(squared).coeff(VectorComponent(W_1, MU), 2)
    (vacuum,) = sp.solve(2 * charged - M_W**2, V)
    fermi = sp.solve(FERMI / sp.sqrt(2) - G**2 / (8 * M_W**2), G, dict=True)
    (coupling,) = (s[G] for s in fermi)
    return sp.simplify(vacuum.subs(G, coupling))


@cache
def dark_vacuum(charge: int) -> sp.Expr:
    r"""v_D as a function of m_A', g_D and Q_N, from :math:`|D_\mu\langle\varphi\rangle|^2`."""
    phi = dark_higgs(charge)
    shifted = scalar_kinetic(phi, (DARK_PHOTON,)).xreplace({phi: V_D / sp.sqrt(2)})
    square = sp.expand(shifted).coeff(VectorComponent(DARK_PHOTON, MU), 2)
    return DARK_PHOTON.mass / sp.sqrt(2 * square / V_D**2)


# --- what has to be generated -----------------------------------------------------------------------


@dataclass(frozen=True)
class Breaking:
    """A mass that breaks the gauge symmetry.

    Attributes:
        name: for messages and tables.
        parameter: the mass (or mass squared), as it stands in the Lagrangian.
        fields: products of the massive fields, all members of their multiplets.
        mass: weight of each product; what it adds up to in the vacuum is the mass.
        latex: the two fields as multiplets.
    """

    name: str
    parameter: sp.Expr
    fields: tuple[sp.Expr, ...]
    mass: tuple[tuple[sp.Expr, int], ...]
    latex: str

    @property
    def dimension(self) -> int:
        """Dimension of the massive fields."""
        return int(next(terms(self.fields[0])).mass_dimension)


def _pairs(conjugate: bool, chirality: str) -> tuple[sp.Expr, ...]:
    """Lorentz scalars of Ψ̄Ψ or of Ψ^cΨ, by components, each once."""
    bars = [conjugated(x) if conjugate else x for x in (N, E)]
    return tuple(
        dict.fromkeys(
            normal_form(bilinear(a, b, chirality=chirality)) for a in bars for b in (N, E)
        )
    )


def majorana(chirality: str) -> Breaking:
    """m_L (chirality L) or m_R (chirality R) of (6)."""
    mass = normal_form(bilinear(conjugated(N), N, chirality=chirality))
    parameter = sp.Symbol(f"m_{chirality}", real=True)
    return Breaking(str(parameter), parameter, _pairs(True, chirality), ((mass, 1),), r"\Psi\Psi")


def scalar_splitting(a: int = 1, b: int = 2) -> Breaking:
    """b_ab of L_split."""
    scalars = dark_model(generations=max(2, a, b), mixing="symbols").scalars
    mass = scalars[a - 1] * scalars[b - 1]
    return Breaking(f"b_{a}{b}", soft(a, b), (mass,), ((mass, 1),), f"S_{a}S_{b}")


def doublet_splitting() -> Breaking:
    """M_N − M_E of (4)."""
    masses = tuple(normal_form(bilinear(x, x, chirality="L")) for x in (N, E))
    return Breaking(
        "M_N - M_E",
        M_DIRAC - MASS_E,
        _pairs(False, "L"),
        tuple(zip(masses, (1, -1), strict=True)),
        r"\bar\Psi\Psi",
    )


# --- operators ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Operator:
    """A gauge-invariant operator that becomes a mass.

    Attributes:
        latex: its fields as multiplets.
        dimension: its mass dimension.
        expression: by components, normalised so that what becomes the mass has coefficient 1.
        vacuum: the product of vacuum values that it leaves.
    """

    latex: str
    dimension: int
    expression: sp.Expr
    vacuum: sp.Expr

    def scale(self, parameter: sp.Expr) -> sp.Expr:
        """Λ for which the mass comes out with coefficient 1; for d = 4 the coefficient itself."""
        if self.dimension == 4:
            return parameter / self.vacuum
        return (self.vacuum / parameter) ** sp.Rational(1, self.dimension - 4)


@dataclass(frozen=True)
class Origin:
    """The operators of lowest dimension for one breaking and one charge of φ.

    Attributes:
        breaking: what is generated.
        charge: of φ, in units of Q_N.
        operators: those of lowest dimension.
        rejected: products of multiplets that were tried before, with the reason.
    """

    breaking: Breaking
    charge: int
    operators: tuple[Operator, ...]
    rejected: Mapping[str, str]

    @property
    def dimension(self) -> int:
        """The lowest dimension."""
        return self.operators[0].dimension

    @property
    def vacuum(self) -> sp.Expr:
        """What the mass is times the power of Λ; one value for all operators.

        Raises:
            DerivationError: they differ.
        """
        values = {o.vacuum for o in self.operators}
        if len(values) != 1:
            raise DerivationError(f"{self.breaking.name}: different vacuum values {values}")
        return self.operators[0].vacuum

    def scale(self, parameter: sp.Expr) -> sp.Expr:
        """Λ, with v and v_D."""
        return self.operators[0].scale(parameter)


@dataclass(frozen=True)
class _Multiplet:
    latex: str
    components: tuple[sp.Expr, ...]


def _vacuum_multiplets(phi: ComplexScalar) -> tuple[_Multiplet, ...]:
    """H, H†, φ, φ†."""
    doublet = (H_PLUS, H_0)
    return (
        _Multiplet("H", doublet),
        _Multiplet(r"H^\dagger", tuple(sp.conjugate(x) for x in doublet)),
        _Multiplet(r"\varphi", (phi,)),
        _Multiplet(r"\varphi^*", (sp.conjugate(phi),)),
    )


def charges(expression: sp.Expr) -> dict[str, sp.Expr]:
    """Charges Y and D of a monomial that do not vanish for Q_S = −Q_N."""
    term = next(terms(expression))
    found = {g: sp.expand(term.charge(g).subs(Q_S, -Q_N)) for g in GROUPS}
    return {g: q for g, q in found.items() if q != 0}


def invariants(monomials: Sequence[sp.Expr], doublets: Sequence[Doublet]) -> list[sp.Expr]:
    """A basis of the combinations whose variation under SU(2)_L vanishes."""
    unknown = sp.symbols(f"c_:{len(monomials)}", real=True)
    general = sum((c * x for c, x in zip(unknown, monomials, strict=True)), sp.S.Zero)
    equations: dict[tuple[str, sp.Expr], sp.Expr] = {}
    for generator, variation in su2_variation(sp.expand(general), doublets).items():
        for term in terms(variation):
            key = generator, sp.Mul(*term.operators)
            equations[key] = equations.get(key, sp.S.Zero) + term.coefficient
    matrix, _ = sp.linear_eq_to_matrix(list(equations.values()) or [sp.S.Zero], unknown)
    return [
        sp.expand(sum((c * x for c, x in zip(vector, monomials, strict=True)), sp.S.Zero))
        for vector in matrix.nullspace()
    ]


def in_vacuum(expression: sp.Expr, phi: ComplexScalar) -> sp.Expr:
    """H and φ replaced by their vacuum values."""
    return sp.expand(
        expression.xreplace({H_PLUS: sp.S.Zero, H_0: V / sp.sqrt(2), phi: V_D / sp.sqrt(2)})
    )


def _mass(expression: sp.Expr, breaking: Breaking) -> sp.Expr:
    """The mass that an expression contains, with everything that multiplies it."""
    weights = dict(breaking.mass)
    total = sp.S.Zero
    for term in terms(normal_form(expression)):
        for product_, weight in weights.items():
            wanted = next(terms(product_)).operators
            rest = list(term.operators)
            if all(rest.count(op) >= wanted.count(op) for op in wanted):
                for op in wanted:
                    rest.remove(op)
                total += weight * term.coefficient * sp.Mul(*rest)
    return sp.expand(total)


@cache
def lowest(breaking: Breaking, charge: int) -> Origin:
    """The operators of lowest dimension that become `breaking`, for φ with `charge` units of Q_N.

    Raises:
        DerivationError: there is none up to `LARGEST_DIMENSION`.
    """
    phi = dark_higgs(charge)
    doublets = (Doublet(N, E), HIGGS)
    rejected: dict[str, str] = {}
    for dimension in range(breaking.dimension, LARGEST_DIMENSION + 1):
        found = []
        for latex, monomials in _products(breaking, phi, dimension - breaking.dimension):
            if charged := charges(monomials[0]):
                rejected[latex] = "charge " + ", ".join(f"{q} of {g}" for g, q in charged.items())
                continue
            basis = invariants(monomials, doublets)
            operators = [op for x in basis if (op := _operator(x, latex, breaking, phi))]
            if not operators:
                reason = "no mass in the vacuum" if basis else "no invariant under SU(2)_L"
                rejected[latex] = reason
            found.extend(operators)
        if found:
            return Origin(breaking, charge, tuple(found), rejected)
    raise DerivationError(
        f"{breaking.name}: no operator up to dimension {LARGEST_DIMENSION} with a dark Higgs "
        f"field of charge {charge} Q_N"
    )


def _products(
    breaking: Breaking, phi: ComplexScalar, scalars: int
) -> Iterator[tuple[str, list[sp.Expr]]]:
    """The massive fields times `scalars` fields that have a vacuum value: all monomials of each."""
    for content in combinations_with_replacement(_vacuum_multiplets(phi), scalars):
        factors = product(breaking.fields, *(m.components for m in content))
        latex = " ".join([breaking.latex, *(m.latex for m in content)])
        yield latex, list(dict.fromkeys(sp.Mul(*f) for f in factors))


def _operator(
    invariant: sp.Expr, latex: str, breaking: Breaking, phi: ComplexScalar
) -> Operator | None:
    """The invariant, normalised, or None where the vacuum leaves no mass of it."""
    vacuum = _mass(in_vacuum(invariant, phi), breaking)
    if vacuum == 0:
        return None
    # The neutral components stand for their multiplets: their coefficient is made 1.
    neutral = _mass(invariant.xreplace({H_PLUS: sp.S.Zero}), breaking)
    coefficient = sp.Add(*(term.coefficient for term in terms(neutral)))
    (dimension,) = {int(t.mass_dimension) for t in terms(invariant)}
    return Operator(latex, dimension, sp.expand(invariant / coefficient), vacuum / coefficient)


# --- the completed theory: what has to come out again -----------------------------------------------


@cache
def completed(generations: int = 2) -> DarkHiggsModel:
    """`derive.models.dark_higgs` for any Majorana masses."""
    base = DarkModel(generations=generations, neutrinos=1, majorana_angle=THETA)
    return DarkHiggsModel(base)


def fermion_equivalence(model: DarkHiggsModel, out: int, into: int) -> tuple[sp.Expr, sp.Expr]:
    r"""Rule of :math:`N_{\rm into}+\varphi\to N_{\rm out}` minus what the A'-vertex says, P_L and P_R.

    :math:`|\tfrac1{\sqrt2}(\partial_\mu\varphi+\tilde mA'_\mu)|^2` makes :math:`\partial_\mu\varphi/
    \tilde m` the longitudinal A'_μ; :math:`\partial_\mu\to-iq_\mu` for an incoming quantum, and on
    shell :math:`\not q(c_LP_L+c_RP_R)\to(c_LM'-c_RM)P_L+(c_RM'-c_LM)P_R`.
    """
    states = model.base.heavy.states
    final, initial = states[out - 1], states[into - 1]
    scalar = model.rules.yukawa(final, initial, GOLDSTONE)
    vector = model.rules.vector(final, initial, DARK_PHOTON)
    longitudinal = -sp.I / model.mixing()
    left = longitudinal * (vector.left * final.mass - vector.right * initial.mass)
    right = longitudinal * (vector.right * final.mass - vector.left * initial.mass)
    return trig_normal(scalar.left - left), trig_normal(scalar.right - right)


def scalar_equivalence(model: DarkHiggsModel, k: int, m: int) -> sp.Expr:
    r"""Rule of H_kA_mφ minus what the A'-vertex says: :math:`c_1k_1\cdot q+c_2k_2\cdot q`, q² = 0."""
    even, odd = model.base.even[k - 1], model.base.odd[m - 1]
    current = model.rules.current(even, odd, DARK_PHOTON)
    # q = −k₁ − k₂ with k₁² = M_H², k₂² = M_A², q² = 0
    first, second = even.mass**2, odd.mass**2
    both = -(first + second) / 2  # k₁·k₂
    contracted = -(current.first * (first + both) + current.second * (second + both))
    longitudinal = -sp.I / model.mixing()
    defect = model.scalar_rule(even, odd, GOLDSTONE) - longitudinal * contracted
    return trig_normal(defect.subs(Q_S, -Q_N))


@dataclass(frozen=True)
class Unitarity:
    r"""Amplitude of :math:`N_\alpha N_\beta\to\varphi\varphi` beyond the exchange of N.

    Times :math:`m_{\alpha\beta}\,\bar v_\beta u_\alpha`, where :math:`m_{\alpha\beta}` is the part of
    the mass matrix that Φ gives; both contractions included.

    Attributes:
        contact: of the operator :math:`\varphi\varphi NN`, without the radial mode.
        exchange: of the radial mode, a function of s and m_h.
    """

    contact: sp.Expr
    exchange: sp.Expr

    @property
    def total(self) -> sp.Expr:
        """Their sum."""
        return sp.factor(self.contact + self.exchange)


@cache
def radial_cancellation() -> Unitarity:
    r"""The growth of :math:`NN\to A'_LA'_L` and its end at the mass of the radial mode.

    In :math:`\Phi=(v_D+h)e^{i\varphi/v_D}/\sqrt2` the exchange of N does not grow, the contact
    amplitude grows with the energy of the spinors, :math:`\bar vu\propto\sqrt s`, and h couples to
    :math:`(\partial\varphi)^2`.
    """
    contact, radial = (
        sp.diff(_mass_factor(polar()), *fields).subs({RADIAL: 0, GOLDSTONE: 0}) * _contractions()
        for fields in ((GOLDSTONE, GOLDSTONE), (RADIAL,))
    )
    # Two ways to attach the bosons; the derivatives are −ik₁ and −ik₂, and k₁·k₂ = s/2.
    derivative = Partial(GOLDSTONE, MU)
    attached = 2 * coefficient(_polar_kinetic(), RADIAL, derivative, derivative)
    vertex = sp.I * attached * (-sp.I) ** 2 * S_MANDELSTAM / 2
    return Unitarity(sp.factor(contact / sp.I), sp.factor(radial * _propagator() * vertex / sp.I))


@cache
def radial_in_cartesian_fields() -> sp.Expr:
    """The same sum from Φ = (v_D + h + iφ)/√2: no contact term, hφφ from the potential."""
    radial = sp.diff(_mass_factor(cartesian()), RADIAL) * _contractions()
    model = completed()
    vertex = model.scalar_rule(RADIAL, GOLDSTONE, GOLDSTONE)
    (quartic,) = sp.solve(model.radial_mass() - M_RADIAL, QUARTIC)
    return sp.factor((radial * _propagator() * vertex / sp.I).subs(QUARTIC, quartic))


def _mass_factor(phi: sp.Expr) -> sp.Expr:
    """What a mass from Φ is multiplied with: √2 Φ/v_D."""
    return sp.expand(sp.sqrt(2) * phi / V_D)


@cache
def _contractions() -> sp.Expr:
    """Rule of −½ m χχ times a scalar, χ Majorana, per m: both contractions."""
    chi = MajoranaFermion("chi")
    return FeynmanRules(-_HALF * bilinear(chi, chi) * RADIAL).yukawa(chi, chi, RADIAL).left


def _propagator() -> sp.Expr:
    return sp.I / (S_MANDELSTAM - M_RADIAL**2)


def _polar_kinetic() -> sp.Expr:
    """|∂_μΦ|² in h and φ."""
    phi = polar()
    derivative = sp.Add(*(sp.diff(phi, f) * Partial(f, MU) for f in (RADIAL, GOLDSTONE)))
    return sp.expand(derivative * sp.conjugate(derivative))


# --- result ---------------------------------------------------------------------------------------


CHARGES = (2, 1)
"""|Q_φ| in units of Q_N."""


def all_breakings() -> tuple[Breaking, ...]:
    """m_L, m_R, b_12, M_N − M_E."""
    return majorana("L"), majorana("R"), scalar_splitting(), doublet_splitting()


def result(model: DarkModel) -> Result:
    """Lowest operators and the scale that each needs."""
    del model  # the representation of the fields only
    equations = [
        Formula("electroweak-vacuum", r"v", electroweak_vacuum()),
        *(
            Formula(f"dark-vacuum-{q}", rf"v_D\big|_{{|Q_\varphi|={q}}}", dark_vacuum(q))
            for q in CHARGES
        ),
    ]
    remarks = []
    for breaking in (majorana("L"), scalar_splitting(), doublet_splitting()):
        for charge in CHARGES:
            origin = lowest(breaking, charge)
            size = sp.Symbol(f"|{breaking.name}|", positive=True)
            name = r"\lambda" if origin.dimension == 4 else r"\Lambda"
            left = rf"{name}({symbol(breaking.name)})\big|_{{d={origin.dimension},\,|Q_\varphi|={charge}}}"
            equations.append(Formula(f"scale-{breaking.name}-{charge}", left, origin.scale(size)))
            remarks.append(
                rf"${symbol(breaking.name)}$ with $|Q_\varphi|={charge}|Q_N|$: dimension {origin.dimension}, "
                f"{len(origin.rejected)} products of lower or equal dimension rejected."
            )
    equations.append(
        Formula(
            "radial-cancellation",
            r"\mathcal M(NN\to A'_LA'_L)/m\,\bar vu",
            radial_cancellation().total,
        )
    )
    return Result(
        "origin-of-breaking",
        "Where the masses that break the gauge symmetry can come from",
        r"(4), (6), $\mathcal{L}_{\rm split}$; not in the paper",
        tuple(equations),
        tuple(remarks),
    )
