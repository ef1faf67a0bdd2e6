r"""The coefficient of :math:`\gamma^\mu P_L` at q² = 0, which U(1)_D would forbid if it were exact.

Its flavour structure is :math:`f_{ji} = \sum_{ab}\lambda_{ja}\lambda^*_{ib}X_{ab}`. With the scalar
propagators :math:`D_{R,I} = (\tau+M^2_{R,I})^{-1}`, symmetric matrices in the generations, the engine's
integrals over the Euclidean momentum squared τ read

.. math:: X = \int_0^\infty d\tau\,\big[\mathcal F\,(D_R+D_I) + \mathcal S\,(D_RD_I+D_ID_R)\big] + 2c .

N radiates in 𝓕, the scalar in 𝓢; c is what dimensional regularisation leaves of the poles. It is a
surface term: :math:`\mathcal S D\to c` for τ → ∞, so that :math:`2c = \int d\tau\,\frac{d}{d\tau}
\mathcal S(D_R+D_I)`, and with :math:`dD/d\tau = -D^2`

.. math:: X = \int_0^\infty d\tau\,\big[\mathcal N\,(D_R+D_I) - \mathcal S\,(D_R-D_I)^2\big],
          \qquad \mathcal N = \mathcal F + \frac{d\mathcal S}{d\tau} .

Nothing is left to cancel: 𝓝 is quadratic in the Majorana masses, :math:`D_R-D_I =
D_R(M_I^2-M_R^2)D_I` is linear in the scalar splitting. Without either the integrand is zero.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.euclidean import TAU, EuclideanForm
from darktmm.derive.loops.functions import M_A1, M_H1, M_H2, M_PHI
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    M_DIRAC,
    M_LEFT,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    DarkModel,
    coupling,
    variant,
)
from darktmm.derive.models.dark.transition import form_factors
from darktmm.derive.result import Result


@cache
def coefficient(model: DarkModel, i: int, j: int) -> sp.Expr:
    """f_ji of γ^μP_L, fermion- and scalar-radiated diagrams together, Q_N not yet tied to Q_S."""
    return sp.expand(form_factors(model, i, j)["gamma_L"])


@cache
def divergence(model: DarkModel, i: int, j: int) -> sp.Expr:
    """Ultraviolet pole; proportional to Q_N + Q_S, the U(1)_D charge of the Yukawa term."""
    return sp.factor(trig_normal(coefficient(model, i, j).coeff(UV_POLE)))


@cache
def finite(model: DarkModel, i: int, j: int) -> sp.Expr:
    """f_ji with Q_N = −Q_S: free of poles, loop integrals folded.

    Raises:
        ArithmeticError: a divergence survives.
    """
    value = sp.expand(coefficient(model, i, j).subs(Q_N, -Q_S))
    if trig_normal(value.coeff(UV_POLE)) != 0:
        raise ArithmeticError("the vector form factor diverges")
    return sp.expand(value.subs(UV_POLE, 0))


@cache
def symmetric_limit(model: DarkModel, i: int, j: int) -> sp.Expr:
    """f_ji where U(1)_D is unbroken: m = 0 (M₁ = −M₂) and M_Hk = M_Ak, θ_R = θ_I."""
    n1, n2 = (n.mass for n in model.heavy.states)
    first, second = (eta**2 for eta in model.heavy.phases)
    even, odd = model.rotations
    # The eigenvalues are opposite; a mass is η² times its eigenvalue.
    same: dict[sp.Expr, sp.Expr] = {n1: -n2 * first / second}
    same |= {a.mass: h.mass for a, h in zip(model.odd, model.even, strict=True)}
    angles = (sorted(o.free_symbols, key=str) for o in (odd, even))
    same |= dict(zip(*angles, strict=True))
    value = finite(model, i, j).subs(same, simultaneous=True)
    collected = sp.S.Zero
    for integral in value.atoms(SimplexIntegral):
        collected += trig_normal(value.coeff(integral)) * integral.doit()
    rest = value.subs(dict.fromkeys(value.atoms(SimplexIntegral), 0))
    return sp.simplify(sp.expand_log(collected + trig_normal(rest), force=True))


# --- flavour structure ---------------------------------------------------------------------------


@cache
def generation_matrix(model: DarkModel, i: int, j: int) -> sp.ImmutableMatrix:
    r"""X_ab in f_ji = Σ_ab λ_ja λ*_ib X_ab, read off the diagrams of ν_i + A' → ν_j.

    Raises:
        ArithmeticError: f_ji contains another product of couplings.
    """
    total = finite(model, i, j)
    products = {
        (a, b): coupling(j, a) * sp.conjugate(coupling(i, b))
        for a in model.indices
        for b in model.indices
    }
    matrix = sp.zeros(model.generations)
    for (a, b), product in products.items():
        matrix[a - 1, b - 1] = total.coeff(product)
    rest = total - sum(matrix[a - 1, b - 1] * product for (a, b), product in products.items())
    if sp.expand(rest) != 0:
        raise ArithmeticError(f"f_{j}{i} is not a sum of lambda_ja lambda*_ib: {rest} is left")
    return sp.ImmutableMatrix(matrix)


# --- one momentum integral -----------------------------------------------------------------------


@dataclass(frozen=True)
class Lines:
    """Who radiates, as integrands over τ without the scalar propagators.

    Attributes:
        fermion: 𝓕, the factor of D_R + D_I.
        scalar: 𝓢, the factor of D_R D_I + D_I D_R.
        contact: c, the constant that accompanies each real scalar.
    """

    fermion: sp.Expr
    scalar: sp.Expr
    contact: sp.Expr


def momentum_integrand(integral: SimplexIntegral) -> sp.Expr:
    """What is integrated over τ; for a logarithm, up to a constant that differences do not see.

    d/dx repeats the node x. Undone in the convergent integral, that is ∫dx (τ+x)⁻² = −(τ+x)⁻¹.
    """
    if integral.p:
        return integral.euclidean(TAU)
    x = integral.nodes[0]
    repeated = SimplexIntegral(1, x, *integral.nodes)
    return -(TAU + x) * repeated.euclidean(TAU)


@cache
def lines(model: DarkModel) -> Lines:
    """𝓕, 𝓢 and c for any θ, read off one generation; with more, the labels differ.

    Raises:
        ArithmeticError: there is no such coupling, the poles do not cancel, CP-even and CP-odd scalars
            differ, or c is not the surface term.
    """
    one = variant(model, generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
    (r,), (o,) = (matrix[:] for matrix in one.rotations)
    h, a = (TAU + s.mass**2 for s in (one.even[0], one.odd[0]))
    product = coupling(2, 1) * sp.conjugate(coupling(1, 1))
    total = sp.expand(coefficient(one, 1, 2).subs(Q_N, -Q_S)).coeff(product)
    if total == 0:
        raise ArithmeticError("left-handed neutrinos do not couple as in (10)")
    # The logarithms of ∫dτ drop out together with the poles.
    if trig_normal(total.coeff(UV_POLE).subs({r: 1, o: 1})) != 0:
        raise ArithmeticError("the vector form factor diverges")

    def share(even: int, odd: int) -> tuple[sp.Expr, sp.Expr]:
        part = total.coeff(r, even).coeff(o, odd).subs(UV_POLE, 0)
        integrals = part.atoms(SimplexIntegral)
        integrand = sum((part.coeff(i) * momentum_integrand(i) for i in integrals), sp.S.Zero)
        return integrand, trig_normal(part.xreplace(dict.fromkeys(integrals, sp.S.Zero)))

    (with_h, contact), (with_a, same), (with_both, none) = share(2, 0), share(0, 2), share(2, 2)
    fermion, scalar = sp.cancel(with_h * h), sp.cancel(with_both * h * a / 2)
    if sp.cancel(fermion - with_a * a) != 0 or same != contact or none != 0:
        raise ArithmeticError("CP-even and CP-odd scalars do not enter alike")
    surface = sp.limit(scalar / TAU, TAU, sp.oo) - scalar.subs(TAU, 0)
    if trig_normal(surface - contact) != 0:
        raise ArithmeticError("what is left of the poles is not a surface term")
    return Lines(fermion, scalar, contact)


@cache
def majorana_form(model: DarkModel) -> EuclideanForm:
    """∫dτ 𝓝/(τ + M_Φ²) of one real scalar Φ; the numerator in terms of m_L, m_R, m_D."""
    found = lines(model)
    return _form(model, found.fermion + sp.diff(found.scalar, TAU), 2, (M_PHI,))


@cache
def splitting_form(model: DarkModel) -> EuclideanForm:
    """∫dτ 𝓢 /[(τ + M_H1²)(τ + M_H2²)(τ + M_A1²)²], the loop of two splittings H₁–A₁ and H₂–A₁."""
    return _form(model, lines(model).scalar, 1, (M_H1, M_H2, M_A1, M_A1))


def _form(
    model: DarkModel, integrand: sp.Expr, power: int, scalars: tuple[sp.Symbol, ...]
) -> EuclideanForm:
    """An integrand without scalar propagators, over (τ+M₁²)^power (τ+M₂²)^power, with them."""
    contact = lines(model).contact
    heavy = [n.mass**2 for n in model.heavy.states]
    below = sp.Mul(*((TAU + x) ** power for x in heavy))
    above = sp.cancel(trig_normal(sp.cancel(integrand * below)) / contact)
    coefficients = [
        in_lagrangian_masses(model, c) for c in reversed(sp.Poly(above, TAU).all_coeffs())
    ]
    lowest = next(k for k, c in enumerate(coefficients) if c != 0)
    primitive, content = _primitive(coefficients[lowest:])
    nodes = Counter({**dict.fromkeys(heavy, power), **Counter(m**2 for m in scalars)})
    return EuclideanForm(content, contact, lowest, primitive, tuple(nodes.items()))


def _primitive(coefficients: list[sp.Expr]) -> tuple[tuple[sp.Expr, ...], sp.Rational]:
    """Coefficients without their common rational content, and the content."""
    content = sp.gcd_list([sp.factor_list(c)[0] for c in coefficients])
    return tuple(sp.factor(c / content) for c in coefficients), content


def in_lagrangian_masses(model: DarkModel, polynomial: sp.Expr) -> sp.Expr:
    """A polynomial in M₁, M₂, sin θ and cos θ that depends on m_L, m_R, m_D alone, in these.

    Raises:
        ArithmeticError: it depends on more than the mass matrix of N.
    """
    heavy = variant(model, majorana_angle=THETA).heavy
    matrix, angle = heavy.mass_matrix(), (sp.cos(THETA), sp.sin(THETA))
    eliminated = (*angle, *(n.mass for n in heavy.states))
    definitions = [
        matrix[0, 0] - M_LEFT,
        matrix[1, 1] - M_RIGHT,
        matrix[0, 1] - M_DIRAC,
        sum(x**2 for x in angle) - 1,
    ]
    basis = sp.groebner(
        definitions, *eliminated, M_LEFT, M_RIGHT, M_DIRAC, order="lex", domain=sp.QQ
    )
    _, remainder = basis.reduce(sp.expand(polynomial))
    if remainder.has(*eliminated):
        raise ArithmeticError(f"{polynomial} is no function of m_L, m_R, m_D")
    return remainder


@cache
def heavy_propagators(model: DarkModel) -> tuple[sp.Expr, ...]:
    """Coefficients of (τ + M₁²)(τ + M₂²) in terms of m_L, m_R, m_D, the constant first."""
    product = sp.Mul(*(TAU + n.mass**2 for n in model.heavy.states))
    coefficients = reversed(sp.Poly(product, TAU).all_coeffs())
    return tuple(sp.factor(in_lagrangian_masses(model, c)) for c in coefficients)


def folded(form: EuclideanForm) -> sp.Expr:
    """The momentum integral as a sum of simplex integrals; inverse of `euclidean_form`."""
    nodes = [x for x, r in form.nodes for _ in range(r)]
    product = sp.Mul(*(TAU + x for x in nodes))
    total = sp.S.Zero
    for power, c in enumerate(form.numerator, start=form.power):
        integral = SimplexIntegral(len(nodes) - 1 - power, *nodes)
        total += c * integral / (integral.euclidean(TAU) * product / TAU**power)
    return form.scale * form.prefactor * total


@cache
def breaking(model: DarkModel, i: int, j: int) -> sp.Expr:
    r"""f_ji as a sum of U(1)_D-breaking parameters times positive integrals; equal to `finite`.

    With :math:`B_{km} = (M_{H_k}^2-M_{A_m}^2)(O_R^TO_I)_{km}`, 𝒜 and ℬ the integrals of
    `majorana_form` and `splitting_form`,

    .. math:: X = O_R\,\mathrm{diag}\,\mathcal A(M_{H_k})\,O_R^T
                  + O_I\,\mathrm{diag}\,\mathcal A(M_{A_m})\,O_I^T
                  - O_R\Big[\sum_mB_{km}B_{lm}\,\mathcal B(M_{H_k},M_{H_l},M_{A_m})\Big]O_R^T ,

    where orthogonality of O_R and O_I has been used. X is real and symmetric, f hermitian.
    """
    even, odd = model.rotations
    matrix = model.heavy.mass_matrix()
    names = {M_LEFT: matrix[0, 0], M_RIGHT: matrix[1, 1], M_DIRAC: matrix[0, 1]}
    majorana = folded(majorana_form(model)).subs(names)
    splitting = folded(splitting_form(model)).subs(names)
    h, a = ([s.mass for s in scalars] for scalars in (model.even, model.odd))
    current = even.T * odd
    split = sp.Matrix(len(h), len(a), lambda k, m: (h[k] ** 2 - a[m] ** 2) * current[k, m])
    squared = sp.Matrix(
        len(h),
        len(h),
        lambda k, l: sum(
            split[k, m]
            * split[l, m]
            * splitting.subs({M_H1: h[k], M_H2: h[l], M_A1: a[m]}, simultaneous=True)
            for m in range(len(a))
        ),
    )
    x = (
        even * (sp.diag(*(majorana.subs(M_PHI, mass) for mass in h)) - squared) * even.T
        + odd * sp.diag(*(majorana.subs(M_PHI, mass) for mass in a)) * odd.T
    )
    outgoing = sp.Matrix([[coupling(j, b) for b in model.indices]])
    incoming = sp.Matrix([[sp.conjugate(coupling(i, b)) for b in model.indices]])
    return (outgoing * x * incoming.T)[0]


def _without(form: EuclideanForm, *scalars: sp.Symbol) -> sp.Expr:
    """The integrand with the scalar propagators taken off again."""
    return sp.Mul(form.integrand(), *(TAU + m**2 for m in scalars))


def result(model: DarkModel) -> Result:
    """Divergence and Ward identity."""
    return Result(
        "vector-form-factor",
        "The left-handed vector coupling of neutrinos at zero momentum transfer",
        "(13) and the text below it",
        (
            Formula("vector-pole", r"f_{21}\big|_{\rm pole}", divergence(model, 1, 2)),
            Formula(
                "vector-symmetric",
                r"f_{21}\big|_{U(1)_D\ \rm unbroken}",
                symmetric_limit(model, 1, 2),
            ),
            Formula("vector-majorana", r"\mathcal{N}", _without(majorana_form(model), M_PHI)),
            Formula(
                "vector-splitting",
                r"\mathcal{S}",
                _without(splitting_form(model), M_H1, M_H2, M_A1, M_A1),
            ),
        ),
        (
            "The pole is the charge of the Yukawa term and vanishes with it.",
            "With $U(1)_D$ unbroken the Ward identity gives zero; the Majorana mass and the scalar "
            "splitting break it, and a hermitian, off-diagonal $f_{ji}$ remains at $q^2=0$.",
            r"$f_{ji}=\sum_{ab}\lambda_{ja}\lambda^*_{ib}X_{ab}$ with "
            r"$X=\int d\tau\,[\mathcal{N}(D_R+D_I)-\mathcal{S}(D_R-D_I)^2]$ real and symmetric, "
            r"$D=1/(\tau+M^2)$: $\mathcal{N}$ is quadratic in the Majorana masses, $D_R-D_I$ linear in the "
            "scalar splitting; the two contributions have opposite signs.",
        ),
    )
