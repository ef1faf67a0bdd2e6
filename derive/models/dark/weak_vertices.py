r"""What N, E and the scalars do to the couplings W ℓ ν, Z ν ν and Z ℓ ℓ, at vanishing momenta.

The scalars are singlets of the electroweak group: W and Z are radiated by the heavy fermions alone.
With :math:`i\not p\,\Sigma_{\alpha\beta}P_L` the sum of the two-point diagrams of
:math:`\beta\to\alpha`, the kinetic terms of the leptons are multiplied by 1 + Σ, and each external leg
brings :math:`(1+\Sigma)^{-1/2}`. A coupling becomes g(1 + ε),

.. math:: \varepsilon_{\alpha\beta} = \frac{V_{\alpha\beta}}{g}
          -\tfrac12\Sigma^{\rm out}_{\alpha\beta}-\tfrac12\Sigma^{\rm in}_{\alpha\beta}
          = \sum_{ab}y_{\alpha a}X_{ab}y^*_{\beta b},\qquad
          X = \int_0^\infty d\tau\,\mathcal N(\tau)\,(D_R+D_I),

V the triangle, :math:`D_{R,I} = (\tau+M^2_{R,I})^{-1}` the scalar propagators, symmetric matrices in
the generations, and τ the Euclidean momentum squared. The poles cancel, because
vertex and legs are tied by the Ward identity of SU(2)×U(1), for any masses.

In unrotated fields, with 𝓜 = ((m_L, m_D), (m_D, m_R)) the mass matrix of (N_L, N_R^c), the propagators
that begin at N_R are

.. math:: R = [(\tau+\mathcal M^2)^{-1}]_{RR},\quad C = [(\tau+\mathcal M^2)^{-1}]_{RL},\quad
          B = [(\tau+\mathcal M^2)^{-1}\mathcal M]_{RL},\quad
          A = [(\tau+\mathcal M^2)^{-1}\mathcal M]_{RR},\quad \mathcal E = (\tau+M_E^2)^{-1},

C and A violating lepton number. By
:math:`\tau(R^2+C^2)+A^2+B^2=R` and :math:`\tau\mathcal E^2+M_E^2\mathcal E^2=\mathcal E` what the
diagrams give is minus a sum of squares,

.. math:: \mathcal N_{W\ell\nu} = -\kappa\,\tau\Big[\tfrac\tau4\big((R-\mathcal E)^2+C^2\big)
          +\tfrac12(B-M_E\mathcal E)^2+\tfrac12A^2\Big],\qquad
          \mathcal N_{Z\nu\nu} = -\kappa\,\tau\big[\tau C^2+2A^2\big],\qquad
          \mathcal N_{Z\ell\ell} = 0 .

What is squared is the failure of the isospin that W or Z carries to commute with the propagator of the
doublet. ε is hermitian and has no positive eigenvalue. It vanishes where the doublet is not split:
m_L = m_R = 0 and, for W, m_D = M_E. E has a Dirac mass only: its current is conserved, and Z ℓ ℓ is
changed in proportion to q² only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import sympy as sp

from darktmm.derive.basis import components, rotated, trig_normal
from darktmm.derive.dirac import Element, OnShell, reduce_on_shell
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import Fermion, VectorBoson
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.laws.electroweak import doublet_kinetic
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.euclidean import TAU
from darktmm.derive.loops.functions import M_PHI
from darktmm.derive.loops.integrals import (
    UV_POLE,
    SimplexIntegral,
    integrate_simplex,
    momentum_integral,
)
from darktmm.derive.loops.triangle import FERMION_RADIATES, numerator
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    THETA,
    DarkModel,
    E,
    generations,
    variant,
    yukawa,
)
from darktmm.derive.models.dark.generations import momentum_integrand
from darktmm.derive.result import Result
from darktmm.derive.symbols import (
    W_1,
    W_2,
    W_3,
    B,
)
from darktmm.derive.vertices import FeynmanRules

MASSES = (M_LEFT, M_RIGHT, M_DIRAC, M_E)
"""m_L, m_R, m_D, M_E: all that 𝓝 depends on beside τ."""


@dataclass(frozen=True)
class Current:
    """A coupling of two leptons to the electroweak bosons.

    Attributes:
        name: as physicists write it.
        outgoing, incoming: which member of the doublet, "nu" or "l".
        vectors: the gauge bosons that see it, all corrected alike; Z is a combination of W³ and B.
    """

    name: str
    outgoing: str
    incoming: str
    vectors: tuple[VectorBoson, VectorBoson]


W_LEPTON = Current("W l nu", "nu", "l", (W_1, W_2))
Z_NEUTRINO = Current("Z nu nu", "nu", "nu", (W_3, B))
Z_LEPTON = Current("Z l l", "l", "l", (W_3, B))
CURRENTS = (W_LEPTON, Z_NEUTRINO, Z_LEPTON)


# --- diagrams -----------------------------------------------------------------------------------


@cache
def rules(model: DarkModel) -> FeynmanRules:
    """Rules of (5) and of the doublets with W¹, W², W³, B; N and scalars in mass eigenstates.

    Neutrinos are massless and stay in the flavour basis.
    """
    gauge = doublet_kinetic(model.heavy.dirac, E) + sum(
        (
            doublet_kinetic(model.nu_flavour[f], model.charged_leptons[f], "L")
            for f in model.flavours
        ),
        sp.S.Zero,
    )
    yukawa_terms = model.printed().parts["L_int"]
    real, imaginary = model.real_parts
    even, odd = model.rotations
    check = model.mixing == "angles"
    working = Lagrangian({"gauge": gauge, "L_int": yukawa_terms})
    for replacement in (
        components(model.scalars, real, imaginary),
        {
            **rotated(real, model.even, even, check=check),
            **rotated(imaginary, model.odd, odd, check=check),
        },
        model.heavy.replacement(),
    ):
        working = working.substituted(replacement)
    # Currents and Yukawa couplings only: the masses are the fields' own.
    return FeynmanRules(working, assumption="DarkModel.prove_mass_basis")


def _lepton(model: DarkModel, kind: str, flavour: str) -> Fermion:
    table: dict[str, Fermion] = {"nu": model.nu_flavour, "l": model.charged_leptons}[kind]  # type: ignore[assignment]
    if flavour not in table:
        raise DerivationError(f"flavour: {flavour!r} is not one of {', '.join(table)}")
    return table[flavour]


@cache
def leg(model: DarkModel, kind: str, outgoing: str, incoming: str) -> sp.Expr:
    r"""Σ of incoming → outgoing: the two-point diagrams are :math:`i\not p\,\Sigma P_L` for small p.

    With k = l + xp on the fermion line, p − k on the scalar one, x is the Feynman parameter of the
    scalar, and what multiplies :math:`\not p`.
    """
    source = rules(model)
    into, out = _lepton(model, kind, incoming), _lepton(model, kind, outgoing)
    remainder, pole, _ = momentum_integral(0, 2)
    total = sp.S.Zero
    for fermion, operator in source.yukawa_partners(into):
        absorbed = source.yukawa(fermion, into, operator)
        emitted = source.yukawa(out, fermion, sp.conjugate(operator))
        vertices = emitted.right * absorbed.left  # P_R k̸ P_L
        if vertices == 0:
            continue
        nodes = fermion.mass**2, operator.mass**2
        mean = integrate_simplex(0, nodes, [((0, 1), sp.S.One)])  # ∫dx x ln Δ
        volume = sp.Rational(1, 2)  # ∫dx x
        integral = (remainder + pole * UV_POLE) * volume - pole * mean
        total += sp.I**2 / sp.I * vertices * integral  # two propagators; iΣ is the diagram
    return sp.expand(total)


@cache
def vertex(
    model: DarkModel, current: Current, outgoing: str, incoming: str, vector: VectorBoson
) -> sp.Expr:
    """V/g: the triangle of incoming + vector → outgoing, divided by the coupling of tree level."""
    source = rules(model)
    into = _lepton(model, current.incoming, incoming)
    out = _lepton(model, current.outgoing, outgoing)
    tree = source.vector(_lepton(model, current.outgoing, incoming), into, vector).left / sp.I
    loop = amplitude(
        source,
        into,
        out,
        vector,
        bosons=[f for f in source.fields if f.spin == 0],
        structures=("gamma_L",),
        massless=True,
        legs=False,
    )
    return sp.expand(loop["gamma_L"] / tree)


@cache
def coefficient(model: DarkModel, current: Current, outgoing: str, incoming: str) -> sp.Expr:
    """ε of incoming → outgoing, pole included, loop integrals folded.

    Raises:
        ArithmeticError: the vectors of the current are not corrected alike.
    """
    first, second = (vertex(model, current, outgoing, incoming, v) for v in current.vectors)
    if trig_normal(first - second) != 0:
        raise ArithmeticError(f"{current.name}: {current.vectors} are corrected differently")
    legs = (leg(model, kind, outgoing, incoming) for kind in (current.outgoing, current.incoming))
    return sp.expand(first - sum(legs, sp.S.Zero) / 2)  # (1 + Σ)^(−1/2) for each


@cache
def divergence(model: DarkModel, current: Current, outgoing: str, incoming: str) -> sp.Expr:
    """Ultraviolet pole of ε; that of the vertex or of a leg alone is not zero."""
    return trig_normal(coefficient(model, current, outgoing, incoming).coeff(UV_POLE))


@cache
def finite(model: DarkModel, current: Current, outgoing: str, incoming: str) -> sp.Expr:
    """ε of incoming → outgoing.

    Raises:
        ArithmeticError: a divergence survives.
    """
    total = coefficient(model, current, outgoing, incoming)
    return generations.finite_part(total, f"the coupling {current.name}")


@cache
def generation_matrix(
    model: DarkModel, current: Current, outgoing: str, incoming: str
) -> sp.ImmutableMatrix:
    r"""X_ab in ε_αβ = Σ_ab y_αa y*_βb X_ab, read off the diagrams.

    Raises:
        ArithmeticError: ε_αβ contains another product of couplings.
    """
    total = finite(model, current, outgoing, incoming)
    out, into = partial(yukawa, outgoing), partial(yukawa, incoming)
    return generations.generation_matrix(model, total, out, into, current.name)


# --- one momentum integral ----------------------------------------------------------------------


@cache
def integrand(model: DarkModel, current: Current) -> sp.Expr:
    r"""𝓝(τ) in :math:`X=\int d\tau\,\mathcal N\,(D_R+D_I)`, in mass eigenstates of N, any θ.

    Read off one generation. A leg repeats the scalar propagator; :math:`D^2=-dD/d\tau` and an
    integration by parts undo that. Its surface term is what dimensional regularisation leaves of
    the poles of vertex and legs.

    Raises:
        ArithmeticError: CP-even and CP-odd scalars differ, or the surface term does not match.
    """
    one = variant(model, generations=1, mixing="symbols", majorana_angle=THETA)
    first, second, *_ = one.flavours
    total = finite(one, current, first, second)
    total = total.coeff(yukawa(first, 1) * sp.conjugate(yukawa(second, 1)))
    found = []
    for scalars, rotation in zip((one.even, one.odd), one.rotations, strict=True):
        part = total.coeff(rotation[0], 2)
        found.append(_single_propagator(part, scalars[0].mass, current.name))
    if sp.cancel(found[0] - found[1]) != 0:
        raise ArithmeticError(f"{current.name}: CP-even and CP-odd scalars do not enter alike")
    return found[0]


def _single_propagator(part: sp.Expr, mass: sp.Symbol, name: str) -> sp.Expr:
    """The integrand of a sum of simplex integrals, as the factor of one scalar propagator."""
    below = TAU + mass**2
    factors = {1: sp.S.Zero, 2: sp.S.Zero}  # of D and D²
    integrals = part.atoms(SimplexIntegral)
    for integral in integrals:
        power = integral.nodes.count(mass**2)
        factors[power] += part.coeff(integral) * momentum_integrand(integral) * below**power
    single, double = (sp.cancel(factors[power]) for power in (1, 2))
    contact = trig_normal(part.xreplace(dict.fromkeys(integrals, sp.S.Zero)))
    surface = sp.limit(double / TAU, TAU, sp.oo) - double.subs(TAU, 0)
    if trig_normal(surface - contact) != 0:
        raise ArithmeticError(f"{name}: what is left of the poles is not a surface term")
    return sp.cancel(single + sp.diff(double, TAU))


# --- squares ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Propagators:
    """What runs in the loop, as functions of τ, m_L, m_R, m_D and M_E; see the module.

    Attributes:
        neutral, charged: R and 𝓔, the parts with a momentum that conserve lepton number.
        neutral_mass, charged_mass: B and M_E 𝓔, with a mass in place of the momentum.
        violating, violating_mass: C and A.
    """

    neutral: sp.Expr
    charged: sp.Expr
    neutral_mass: sp.Expr
    charged_mass: sp.Expr
    violating: sp.Expr
    violating_mass: sp.Expr


def _from_matrices(even: sp.Matrix, flipped: sp.Matrix) -> Propagators:
    left, right = 0, 1
    charged = 1 / (TAU + M_E**2)
    return Propagators(
        neutral=even[right, right],
        charged=charged,
        neutral_mass=flipped[right, left],
        charged_mass=M_E * charged,
        violating=even[right, left],
        violating_mass=flipped[right, right],
    )


@cache
def propagators() -> Propagators:
    """In terms of the masses of the Lagrangian: inverses of the mass matrices as they stand."""
    masses = sp.Matrix([[M_LEFT, M_DIRAC], [M_DIRAC, M_RIGHT]])
    inverse = (TAU * sp.eye(2) + masses**2).inv()
    return _from_matrices(*((m.applyfunc(sp.cancel)) for m in (inverse, inverse * masses)))


@cache
def rotated_propagators(model: DarkModel) -> Propagators:
    """The same in terms of M₁, M₂ and θ: sums over mass eigenstates.

    Raises:
        ArithmeticError: they are not inverses of the mass matrix.
    """
    heavy = variant(model, majorana_angle=THETA, phases=(sp.S.One, sp.S.One)).heavy
    o, masses = heavy.matrix, [n.mass for n in heavy.states]
    even, flipped = (
        o * sp.diag(*(m**power / (TAU + m**2) for m in masses)) * o.T for power in (0, 1)
    )
    matrix = heavy.mass_matrix()
    for found, expected in ((even, sp.eye(2)), (flipped, matrix)):
        defect = (TAU * sp.eye(2) + matrix**2) * found - expected
        if any(trig_normal(sp.cancel(x)) != 0 for x in defect):
            raise ArithmeticError("the mass eigenstates do not diagonalise the mass matrix")
    return _from_matrices(even, flipped)


def defects(p: Propagators) -> tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr]:
    """R − 𝓔, B − M_E𝓔, C and A: each vanishes where the doublet is not split."""
    return (
        p.neutral - p.charged,
        p.neutral_mass - p.charged_mass,
        p.violating,
        p.violating_mass,
    )


def weights(current: Current) -> tuple[sp.Expr, ...]:
    """What multiplies the square of each of the `defects` in −𝓝/κτ."""
    half, none = sp.Rational(1, 2), sp.S.Zero
    return {
        W_LEPTON: (TAU / 4, half, TAU / 4, half),
        Z_NEUTRINO: (none, none, TAU, sp.Integer(2)),
        Z_LEPTON: (none, none, none, none),
    }[current]


def _sum_of_squares(current: Current, found: Sequence[sp.Expr]) -> sp.Expr:
    pairs = zip(weights(current), found, strict=True)
    return sum((weight * defect**2 for weight, defect in pairs), sp.S.Zero)


@cache
def strength(model: DarkModel) -> sp.Expr:
    r"""κ in :math:`\mathcal N=-\kappa\,\tau\sum\text{weight}\cdot\text{defect}^2`.

    Raises:
        ArithmeticError: 𝓝 of a current is not that sum of squares, with one κ for all.
    """
    in_loop = rotated_propagators(model)
    signed = variant(model, phases=(sp.S.One, sp.S.One))  # signs of M₁, M₂ are kept in the masses
    found = set()
    for current in CURRENTS:
        diagrams = integrand(signed, current)
        squares = TAU * _sum_of_squares(current, defects(in_loop))
        if squares:
            found.add(_ratio(current.name, _polynomial(-diagrams), _polynomial(squares)))
        elif trig_normal(diagrams) != 0:
            raise ArithmeticError(f"{current.name}: {diagrams} is not zero")
    if len(found) != 1:
        raise ArithmeticError(f"the currents have different strengths: {found}")
    return found.pop()


@cache
def _polynomial(density: sp.Expr) -> sp.Poly:
    """A sum over pairs of propagators of N and E, times all of them."""
    common = sp.Mul(*((TAU + m**2) ** 2 for m in (M_1, M_2, M_E)))
    above: dict[sp.Expr, sp.Expr] = {}  # by denominator: few, and free of angles
    for term in sp.Add.make_args(sp.expand(density)):
        numerator, below = sp.fraction(term)
        above[below] = above.get(below, sp.S.Zero) + numerator
    total = sum((x * sp.cancel(common / below) for below, x in above.items()), sp.S.Zero)
    return sp.Poly(trig_normal(total), TAU, M_1, M_2, M_E, sp.sin(THETA), sp.cos(THETA))


def _ratio(name: str, above: sp.Poly, below: sp.Poly) -> sp.Expr:
    ratio = above.LC() / below.LC()
    if not (above - below * ratio).is_zero:
        raise ArithmeticError(f"{name}: not minus a sum of squares")
    return ratio


# --- for numbers --------------------------------------------------------------------------------


@cache
def neutral_determinant() -> sp.Expr:
    """det(τ + 𝓜²) = (τ + M₁²)(τ + M₂²), without a difference of large numbers."""
    masses = sp.Matrix([[M_LEFT, M_DIRAC], [M_DIRAC, M_RIGHT]])
    coefficients = sp.Poly((TAU * sp.eye(2) + masses**2).det(), TAU).all_coeffs()
    return sum((sp.factor(c) * TAU**k for k, c in enumerate(reversed(coefficients))), sp.S.Zero)


@cache
def factored_defects() -> tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr]:
    """The `defects` in the masses of the Lagrangian, with what breaks the isospin in front.

    Each numerator is a polynomial without Majorana masses, in which M_E − m_D is a factor, plus
    terms in which a Majorana mass is.
    """
    neutral, both = neutral_determinant(), neutral_determinant() * (TAU + M_E**2)
    pairs = zip(defects(propagators()), (both, both, neutral, neutral), strict=True)
    first, second, third, fourth = (
        _by_breaking(sp.cancel(d * below)) / below for d, below in pairs
    )
    return first, second, third, fourth


def _by_breaking(polynomial: sp.Expr) -> sp.Expr:
    dirac = sp.factor(polynomial.subs({M_LEFT: 0, M_RIGHT: 0}))
    rest = sp.expand(polynomial - sp.expand(dirac))
    return dirac + sp.collect(rest, TAU, sp.factor)


@cache
def density(model: DarkModel, current: Current) -> sp.Expr:
    """𝓝 in the masses of the Lagrangian, as a sum of squares."""
    return -strength(model) * TAU * _sum_of_squares(current, factored_defects())


@cache
def breaking(model: DarkModel, current: Current, outgoing: str, incoming: str) -> sp.Expr:
    """ε as an unevaluated integral of the squares over τ; equal to `finite`."""
    physical = density(model, current).subs(
        variant(model, majorana_angle=THETA).fermion_masses(), simultaneous=True
    )
    even, odd = model.rotations
    parts = ((even, model.even), (odd, model.odd))
    scalars = sum(
        (o * sp.diag(*(1 / (TAU + s.mass**2) for s in found)) * o.T for o, found in parts),
        sp.zeros(model.generations),
    )
    between = partial(yukawa, outgoing), partial(yukawa, incoming)
    sandwiched = generations.sandwiched(model, scalars, *between)
    return sp.Integral(physical * sandwiched, (TAU, 0, sp.oo))


# --- limits -------------------------------------------------------------------------------------


@cache
def dirac(model: DarkModel) -> sp.Expr:
    """𝓝 of W ℓ ν for m_L = m_R = 0: proportional to (M_E − m_D)², negative for every τ."""
    return sp.factor(density(model, W_LEPTON).subs({M_LEFT: 0, M_RIGHT: 0}))


@cache
def small_splitting(model: DarkModel) -> sp.Expr:
    """ε of W ℓ ν per |y|² of a light complex scalar for m_L = m_R = 0, m_D → M_E: leading term."""
    splitting = (M_E - M_DIRAC) ** 2
    light = 2 * dirac(model) / splitting / TAU  # H and A, each 1/τ
    return splitting * sp.integrate(sp.cancel(light.subs(M_DIRAC, M_E)), (TAU, 0, sp.oo))


# --- Z l l at the pole --------------------------------------------------------------------------

_SQUARE = sp.Symbol("q^2", real=True)


@cache
def _massless_numerator() -> sp.Expr:
    """γ^μP_L of the triangle for massless leptons, in x, y, D, loop_sq = l²/D, M₁, M₂ and q²."""
    generators = {
        str(g): g for g in next(iter(numerator(FERMION_RADIATES).terms.values())).ring.gens
    }
    one, square = generators["x"] ** 0, generators["m_i"]  # m_i is free, and stands for q²
    averaged = Element({})
    for (word, chirality), value in numerator(FERMION_RADIATES).terms.items():
        if word.count("l") == 1:
            continue
        factor = generators["loop_sq"] if "l" in word else one
        contracted = tuple("alpha" if letter == "l" else letter for letter in word)
        averaged = averaged + Element({(contracted, chirality): value * factor})
    shell = OnShell(
        dot=lambda a, b: 0 * one if a == b else -square / 2,  # q² = −2p·p'
        mass_in=0 * one,
        mass_out=0 * one,
        dimension=generators["D"],
        truncate=lambda polynomial: 0 * one + polynomial,
    )
    reduced = reduce_on_shell(averaged, shell)["gamma", "L"]
    return reduced.as_expr().subs(sp.Symbol("m_i"), _SQUARE)


@cache
def momentum_dependence(model: DarkModel) -> sp.Expr:
    r"""dε/dq² of Z ℓ ℓ at q² = 0 per ỹ_α ỹ*_β of one real scalar of mass M_Φ, GeV⁻².

    Completing the square takes xy q² from Δ, x and y belonging to the two lines of E.

    Raises:
        ArithmeticError: the current of E is not a vector.
    """
    one = variant(model, generations=1, mixing="symbols")
    first, second, *_ = one.flavours
    source, (scalar,), (entry,) = rules(one), one.even, one.rotations[0][:]
    current = source.vector(E, E, W_3)
    if current.left != current.right:
        raise ArithmeticError(f"the current of E is not a vector: {current}")
    into, out = one.charged_leptons[second], one.charged_leptons[first]
    vertices = source.yukawa(out, E, scalar).right * source.yukawa(E, into, scalar).left
    product = yukawa(first, 1) * sp.conjugate(yukawa(second, 1)) * entry**2

    x, y = sp.symbols("x y")
    units = {sp.Symbol(name): 1 for name in ("aL", "bR", "g1", "g2")}
    masses = {sp.Symbol("M1"): M_E, sp.Symbol("M2"): M_E, sp.Symbol("D"): 4}
    above = sp.expand(_massless_numerator().subs(units | masses))
    loop_square = sp.Symbol("loop_sq")
    logarithm, constant = above.coeff(loop_square, 1), above.coeff(loop_square, 0)
    _, pole, _ = momentum_integral(1, 3)
    remainder, _, _ = momentum_integral(0, 3)
    # d/dq² of −ln Δ, of 1/Δ, and of what stands above it
    inverse = pole * logarithm * x * y + remainder * constant.coeff(_SQUARE, 1)
    inverse_square = remainder * constant.coeff(_SQUARE, 0) * x * y
    nodes = (M_E**2, M_E**2, M_PHI**2)
    loop = sum(
        integrate_simplex(p, nodes, [((*powers, 0), c) for powers, c in sp.Poly(f, x, y).terms()])
        for p, f in ((1, inverse), (2, inverse_square))
    )
    return sp.expand(sp.cancel(vertices / product) * sp.I**3 * sp.factorial(2) * loop)


@cache
def light_scalar_slope(model: DarkModel) -> sp.Expr:
    """The same for H and A together, much lighter than E: per |y|² and (q/M_E)²."""
    slope = momentum_dependence(model).subs(M_PHI, 0)
    return sp.factor(2 * slope.doit() * M_E**2)


def result(model: DarkModel) -> Result:
    """The corrections as integrals, and where they vanish."""
    first, second, *_ = model.flavours
    return Result(
        "weak-vertices",
        "Couplings of the leptons to $W$ and $Z$",
        "(4)-(6); not in the paper",
        (
            Formula(
                "charged-current-pole",
                r"\varepsilon_{W\ell\nu}\big|_{\rm pole}",
                divergence(model, W_LEPTON, first, second),
            ),
            Formula(
                "charged-current-dirac", r"\mathcal N_{W\ell\nu}\big|_{m_L=m_R=0}", dirac(model)
            ),
            Formula(
                "charged-current-small-splitting",
                r"\frac{\varepsilon_{W\ell\nu}}{|y|^2}\Big|_{m_L=m_R=0,\ m_D\to M_E,\ M_\Phi\to0}",
                small_splitting(model),
            ),
            Formula(
                "neutral-neutrinos",
                r"\mathcal N_{Z\nu\nu}",
                sp.together(density(model, Z_NEUTRINO)),
            ),
            Formula("neutral-leptons", r"\mathcal N_{Z\ell\ell}", integrand(model, Z_LEPTON)),
            Formula(
                "neutral-light-scalars",
                r"\frac{\varepsilon_{Z\ell\ell}(q^2)}{|y|^2}\Big|_{M_\Phi\to0}",
                light_scalar_slope(model) * _SQUARE / M_E**2,
            ),
        ),
        (
            r"$\varepsilon=yXy^\dagger$, $X=\int d\tau\,\mathcal{N}(\tau)[D_R+D_I]$, $D=1/(\tau+M^2)$, is hermitian "
            r"and has no positive eigenvalue: every coupling of $W$ to $\ell\nu$ and of $Z$ to $\nu\nu$ is "
            "reduced.",
            r"$\mathcal{N}$ is minus a sum of squares, each of which measures how far the weak isospin is from "
            "commuting with the propagator of the doublet. It vanishes for $m_L=m_R=0$, $m_D=M_E$.",
            r"$Z\nu\nu$ is changed by Majorana masses only, $Z\ell\ell$ not at all at $q^2=0$: the current of "
            "$E$ is conserved. $U(1)_D$-breaking masses of the scalars alone change none of them.",
            r"The last line, of both real parts of a light scalar together, is the most that $Z\ell\ell$ can "
            "change: heavier scalars give less.",
        ),
    )
