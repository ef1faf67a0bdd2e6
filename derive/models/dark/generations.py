r"""Couplings of two leptons to a vector at zero momentum, as matrices in the generations of the scalars.

Diagrams are sums of products of two Yukawa couplings, :math:`\sum_{ab}y_{\alpha a}X_{ab}y^*_{\beta b}`. With one
generation they are read as integrals over the Euclidean momentum squared τ,

.. math:: X = \int_0^\infty d\tau\,\big[\mathcal F\,(D_R+D_I)+\mathcal S\,(D_RD_I+D_ID_R)\big]+2c,\qquad
          D_{R,I} = (\tau+M^2_{R,I})^{-1},

the fermion radiates in 𝓕, the scalar in 𝓢; c is what dimensional regularisation leaves of the poles, a
surface term of 𝓢.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.loops.euclidean import TAU, EuclideanForm
from darktmm.derive.loops.functions import M_A1, M_H1, M_H2
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.models.dark.lagrangian import DarkModel

Yukawa = Callable[[int], sp.Expr]
"""Generation → coupling of one lepton."""

Tidy = Callable[[sp.Expr], sp.Expr]


def finite_part(total: sp.Expr, what: str) -> sp.Expr:
    """An expression without its pole, expanded.

    Raises:
        ArithmeticError: a divergence survives.
    """
    total = sp.expand(total)
    if trig_normal(total.coeff(UV_POLE)) != 0:
        raise ArithmeticError(f"{what} diverges")
    return sp.expand(total.subs(UV_POLE, 0))


def generation_matrix(
    model: DarkModel, total: sp.Expr, outgoing: Yukawa, incoming: Yukawa, what: str
) -> sp.ImmutableMatrix:
    """X of an expanded sum over a and b of y_αa X_ab y*_βb.

    Raises:
        ArithmeticError: it contains another product of couplings.
    """
    products = [
        [outgoing(a) * sp.conjugate(incoming(b)) for b in model.indices] for a in model.indices
    ]
    matrix = sp.ImmutableMatrix([[total.coeff(product) for product in row] for row in products])
    rest = sp.expand(total - sp.Add(*matrix.multiply_elementwise(sp.Matrix(products))))
    if rest != 0:
        raise ArithmeticError(f"{what} is not a sum of y_a y*_b: {rest} is left")
    return matrix


def sandwiched(model: DarkModel, matrix: sp.Matrix, outgoing: Yukawa, incoming: Yukawa) -> sp.Expr:
    """Σ_ab y_αa X_ab y*_βb."""
    left = sp.Matrix([[outgoing(a) for a in model.indices]])
    right = sp.Matrix([sp.conjugate(incoming(b)) for b in model.indices])
    return (left * matrix * right)[0]


def squared_splitting(model: DarkModel, loop: sp.Expr) -> sp.Matrix:
    r"""Σ_m B_km B_lm L(M_Hk, M_Hl, M_Am) between CP-even scalars, L being `loop`.

    :math:`B_{km} = (M_{H_k}^2-M_{A_m}^2)(O_R^TO_I)_{km}`.
    """
    even, odd = model.rotations
    h, a = ([s.mass for s in scalars] for scalars in (model.even, model.odd))
    current = even.T * odd
    split = sp.Matrix(len(h), len(a), lambda k, m: (h[k] ** 2 - a[m] ** 2) * current[k, m])

    def summed(k: int, l: int) -> sp.Expr:
        return sum(
            split[k, m]
            * split[l, m]
            * loop.subs({M_H1: h[k], M_H2: h[l], M_A1: a[m]}, simultaneous=True)
            for m in range(len(a))
        )

    return sp.Matrix(len(h), len(h), summed)


# --- one generation, one momentum integral -------------------------------------------------------


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


def lines(one: DarkModel, total: sp.Expr, what: str, constant: Tidy, rational: Tidy) -> Lines:
    """𝓕, 𝓢 and c of what multiplies two Yukawa couplings in a model of one generation.

    Args:
        one: with free symbols for O_R and O_I.
        total: pole included.
        what: for messages.
        constant, rational: normal forms of c, and of 𝓕 and 𝓢.

    Raises:
        ArithmeticError: the poles do not cancel, CP-even and CP-odd scalars differ, or c is not the
            surface term.
    """
    (r,), (o,) = (matrix[:] for matrix in one.rotations)
    h, a = (TAU + s.mass**2 for s in (one.even[0], one.odd[0]))
    # The logarithms of ∫dτ drop out together with the poles.
    if trig_normal(total.coeff(UV_POLE).subs({r: 1, o: 1})) != 0:
        raise ArithmeticError(f"{what} diverges")

    def share(even: int, odd: int) -> tuple[sp.Expr, sp.Expr]:
        part = total.coeff(r, even).coeff(o, odd).subs(UV_POLE, 0)
        integrals = part.atoms(SimplexIntegral)
        integrand = sum((part.coeff(i) * momentum_integrand(i) for i in integrals), sp.S.Zero)
        return integrand, constant(part.xreplace(dict.fromkeys(integrals, sp.S.Zero)))

    (with_h, contact), (with_a, same), (with_both, none) = share(2, 0), share(0, 2), share(2, 2)
    fermion, scalar = rational(with_h * h), rational(with_both * h * a / 2)
    if sp.cancel(fermion - with_a * a) != 0 or same != contact or none != 0:
        raise ArithmeticError("CP-even and CP-odd scalars do not enter alike")
    surface = sp.limit(scalar / TAU, TAU, sp.oo) - scalar.subs(TAU, 0)
    if trig_normal(sp.cancel(surface - contact)) != 0:
        raise ArithmeticError("what is left of the poles is not a surface term")
    return Lines(fermion, scalar, contact)


def momentum_integrand(integral: SimplexIntegral) -> sp.Expr:
    """What is integrated over τ; for a logarithm, up to a constant that differences do not see.

    d/dx repeats the node x. Undone in the convergent integral, that is ∫dx (τ+x)⁻² = −(τ+x)⁻¹.
    """
    if integral.p:
        return integral.euclidean(TAU)
    x = integral.nodes[0]
    repeated = SimplexIntegral(1, x, *integral.nodes)
    return -(TAU + x) * repeated.euclidean(TAU)


def folded(form: EuclideanForm) -> sp.Expr:
    """The momentum integral as a sum of simplex integrals; inverse of `euclidean_form`."""
    nodes = [x for x, r in form.nodes for _ in range(r)]
    product = sp.Mul(*(TAU + x for x in nodes))
    total = sp.S.Zero
    for power, c in enumerate(form.numerator, start=form.power):
        integral = SimplexIntegral(len(nodes) - 1 - power, *nodes)
        total += c * integral / (integral.euclidean(TAU) * product / TAU**power)
    return form.scale * form.prefactor * total
