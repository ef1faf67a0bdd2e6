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
from functools import partial

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.euclidean import TAU, EuclideanForm
from darktmm.derive.loops.functions import M_A1, M_H1, M_H2, M_PHI
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    Q_N,
    Q_S,
    THETA,
    DarkModel,
    coupling,
    generations,
    variant,
)
from darktmm.derive.models.dark.generations import Lines, folded
from darktmm.derive.models.dark.mass_matrix import in_lagrangian_masses
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
    value = coefficient(model, i, j).subs(Q_N, -Q_S)
    return generations.finite_part(value, "the vector form factor")


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
    total, out, into = finite(model, i, j), partial(coupling, j), partial(coupling, i)
    return generations.generation_matrix(model, total, out, into, f"f_{j}{i}")


# --- one momentum integral -----------------------------------------------------------------------


@cache
def lines(model: DarkModel) -> Lines:
    """𝓕, 𝓢 and c for any θ, read off one generation; with more, the labels differ.

    Raises:
        ArithmeticError: there is no such coupling, the poles do not cancel, CP-even and CP-odd scalars
            differ, or c is not the surface term.
    """
    one = variant(model, generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
    product = coupling(2, 1) * sp.conjugate(coupling(1, 1))
    total = sp.expand(coefficient(one, 1, 2).subs(Q_N, -Q_S)).coeff(product)
    if total == 0:
        raise ArithmeticError("left-handed neutrinos do not couple as in (10)")
    return generations.lines(one, total, "the vector form factor", trig_normal, sp.cancel)


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


@cache
def heavy_propagators(model: DarkModel) -> tuple[sp.Expr, ...]:
    """Coefficients of (τ + M₁²)(τ + M₂²) in terms of m_L, m_R, m_D, the constant first."""
    product = sp.Mul(*(TAU + n.mass**2 for n in model.heavy.states))
    coefficients = reversed(sp.Poly(product, TAU).all_coeffs())
    return tuple(sp.factor(in_lagrangian_masses(model, c)) for c in coefficients)


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
    masses = model.fermion_masses()
    majorana = folded(majorana_form(model)).subs(masses)
    squared = generations.squared_splitting(model, folded(splitting_form(model)).subs(masses))
    h, a = (
        sp.diag(*(majorana.subs(M_PHI, s.mass) for s in scalars))
        for scalars in (model.even, model.odd)
    )
    x = even * (h - squared) * even.T + odd * a * odd.T
    return generations.sandwiched(model, x, partial(coupling, j), partial(coupling, i))


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
