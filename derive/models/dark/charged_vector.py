r"""The charged twin of `vector_form_factor`: :math:`\ell_\beta + A'\to\ell_\alpha` at q² = 0.

.. math:: \mathcal L = f^\ell_{\alpha\beta}\,A'_\mu\,\bar\ell_\alpha\gamma^\mu P_L\ell_\beta ,\qquad
          f^\ell = y\,X^E\,y^\dagger ,

so that the vector and the axial form factor are :math:`\pm\tfrac12f^\ell`. E and the scalars run in
the loop, either radiates. The leptons carry no dark charge: there is nothing on an external leg, and
kinetic mixing alone, εeQ, is flavour-diagonal and conserved.

E is a Dirac fermion whose charge is conserved. With the scalar propagators
:math:`D_{R,I}=(\tau+M^2_{R,I})^{-1}`, matrices in the generations, the integrand of the diagrams is
:math:`\mathcal F(D_R+D_I)+\mathcal S(D_RD_I+D_ID_R)` and the constant of dimensional regularisation
the surface term of 𝓢, exactly as for neutrinos. Here :math:`\mathcal F+d\mathcal S/d\tau=0`
identically, so that

.. math:: X^E = -\int_0^\infty d\tau\,\mathcal S\,(D_R-D_I)^2
              = -O_R\Big[\sum_mB_{km}B_{lm}\,\mathcal B(M_{H_k},M_{H_l},M_{A_m})\Big]O_R^T,\qquad
          B_{km} = (M_{H_k}^2-M_{A_m}^2)(O_R^TO_I)_{km}.

:math:`X^E` is definite, of the sign of :math:`g_DQ_S`, and of second order in the scalar splitting.
A' couples to left-handed leptons only, to first order in their masses.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.errors import DerivationError
from darktmm.derive.fields import DiracFermion
from darktmm.derive.formula import Formula
from darktmm.derive.loops.amplitude import amplitude
from darktmm.derive.loops.euclidean import TAU, EuclideanForm
from darktmm.derive.loops.functions import M_A1, M_H1, M_H2
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.triangle import FormFactors
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    M_E,
    Q_N,
    Q_S,
    DarkModel,
    generations,
    variant,
    yukawa,
)
from darktmm.derive.models.dark.generations import Lines, folded
from darktmm.derive.result import Result

X = sp.Symbol("x", positive=True)
"""x = M_A²/M_H² of one generation."""

_WHAT = "the vector form factor of charged leptons"


def _lepton(model: DarkModel, name: str, flavour: str) -> DiracFermion:
    if flavour not in model.charged_leptons:
        known = ", ".join(model.charged_leptons)
        raise DerivationError(f"{name}: {flavour!r} is not one of {known}")
    return model.charged_leptons[flavour]


@cache
def form_factors(
    model: DarkModel, outgoing: str, incoming: str, massless: bool = True
) -> FormFactors:
    """All six form factors of ℓ_incoming + A' → ℓ_outgoing, at most linear in the lepton masses.

    Raises:
        DerivationError: the model has no such flavour.
    """
    out, into = _lepton(model, "outgoing", outgoing), _lepton(model, "incoming", incoming)
    return amplitude(model.rules, into, out, DARK_PHOTON, massless=massless, poles="keep")


@cache
def coefficient(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """f^ℓ of γ^μP_L, both topologies together, Q_N not yet tied to Q_S."""
    return sp.expand(form_factors(model, outgoing, incoming)["gamma_L"])


@cache
def right_handed(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """Coefficient of γ^μP_R to first order in the lepton masses."""
    return sp.expand(form_factors(model, outgoing, incoming, massless=False)["gamma_R"])


@cache
def divergence(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """Ultraviolet pole; proportional to Q_N + Q_S, the U(1)_D charge of the Yukawa term."""
    return sp.factor(trig_normal(coefficient(model, outgoing, incoming).coeff(UV_POLE)))


@cache
def finite(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """f^ℓ with Q_N = −Q_S: free of poles, loop integrals folded.

    Raises:
        ArithmeticError: a divergence survives.
    """
    value = coefficient(model, outgoing, incoming).subs(Q_N, -Q_S)
    return generations.finite_part(value, _WHAT)


@cache
def generation_matrix(
    model: DarkModel, outgoing: str = "e", incoming: str = "mu"
) -> sp.ImmutableMatrix:
    r"""X^E_ab in f^ℓ = Σ_ab y_αa y*_βb X^E_ab, read off the diagrams.

    Raises:
        ArithmeticError: f^ℓ contains another product of couplings.
    """
    total, out, into = finite(model, outgoing, incoming), *_yukawas(outgoing, incoming)
    return generations.generation_matrix(model, total, out, into, f"f_{outgoing},{incoming}")


def _yukawas(outgoing: str, incoming: str) -> tuple[generations.Yukawa, generations.Yukawa]:
    return partial(yukawa, outgoing), partial(yukawa, incoming)


# --- one momentum integral -----------------------------------------------------------------------


@cache
def lines(model: DarkModel) -> Lines:
    """𝓕, 𝓢 and c, read off one generation; with more, the labels differ.

    Raises:
        ArithmeticError: the poles do not cancel, CP-even and CP-odd scalars differ, or c is not the
            surface term.
    """
    one = variant(model, generations=1, neutrinos=1, mixing="symbols")
    product = yukawa("e", 1) * sp.conjugate(yukawa("mu", 1))
    total = sp.expand(coefficient(one).subs(Q_N, -Q_S)).coeff(product)
    return generations.lines(one, total, _WHAT, sp.factor, sp.factor)


def unsplit(model: DarkModel) -> sp.Expr:
    """𝓝 = 𝓕 + d𝓢/dτ, what scalars without a splitting would leave: zero identically."""
    found = lines(model)
    return sp.cancel(found.fermion + sp.diff(found.scalar, TAU))


@cache
def splitting_form(model: DarkModel) -> EuclideanForm:
    """∫dτ 𝓢 /[(τ + M_H1²)(τ + M_H2²)(τ + M_A1²)²], the loop of two splittings H₁–A₁ and H₂–A₁.

    Raises:
        DerivationError: the leptons do not couple to the left.
        ArithmeticError: 𝓢 is not a power of τ over one propagator of E.
    """
    found = lines(model)
    if found.contact == 0:
        raise DerivationError("model: left-handed leptons have no coupling to E and the scalars")
    above = sp.Poly(sp.cancel(found.scalar * (TAU + M_E**2) / found.contact), TAU)
    ((power,), scale), *others = above.terms()
    if others or scale.free_symbols:
        raise ArithmeticError(f"{found.scalar} is not a power of tau over one propagator of E")
    nodes = ((M_E**2, 1), (M_H1**2, 1), (M_H2**2, 1), (M_A1**2, 2))
    return EuclideanForm(sp.Rational(scale), found.contact, power, (sp.S.One,), nodes)


@cache
def breaking(model: DarkModel, outgoing: str = "e", incoming: str = "mu") -> sp.Expr:
    """f^ℓ with two powers of the splitting in front of positive integrals; equal to `finite`."""
    squared = generations.squared_splitting(model, folded(splitting_form(model)))
    even, _ = model.rotations
    x = -even * squared * even.T
    return generations.sandwiched(model, x, *_yukawas(outgoing, incoming))


@cache
def decoupling_limit(model: DarkModel) -> sp.Expr:
    r"""M_E²X^E/M_H² of one generation for M_E → ∞, in x = M_A²/M_H²."""
    form = splitting_form(model)
    light = tuple(node for node in form.nodes if node != (M_E**2, 1))  # M_E²/(τ + M_E²) → 1
    loop = folded(replace(form, nodes=light)) * (M_A1**2 - M_H1**2) ** 2
    one = loop.subs({M_H1: 1, M_H2: 1, M_A1: sp.sqrt(X)}, simultaneous=True)
    return sp.factor(-sp.simplify(one.doit()))


def result(model: DarkModel) -> Result:
    """Divergence, what is left, and the limit of heavy E."""
    form = splitting_form(model)
    kernel = sp.Mul(form.integrand(), *(TAU + m**2 for m in (M_H1, M_H2, M_A1, M_A1)))
    return Result(
        "charged-vector",
        "The left-handed vector coupling of charged leptons at zero momentum transfer",
        "(5); not in the paper",
        (
            Formula("charged-pole", r"f^\ell_{e\mu}\big|_{\rm pole}", divergence(model)),
            Formula("charged-unsplit", r"\mathcal{N}^E", unsplit(model)),
            Formula("charged-splitting", r"\mathcal{S}^E", kernel),
            Formula(
                "charged-decoupling",
                r"\frac{M_E^2}{M_H^2}X^E\Big|_{M_E\to\infty}\ (n=1,\ x=M_A^2/M_H^2)",
                decoupling_limit(model),
            ),
        ),
        (
            r"$f^\ell=yX^Ey^\dagger$ with $X^E=-\int d\tau\,\mathcal{S}^E(D_R-D_I)^2$, $D=1/(\tau+M^2)$: definite, "
            "of second order in the splitting of $H$ and $A$, zero if their spectra and mixings coincide.",
            "It is the coupling of neutrinos for $m_L=m_R=0$, $m_D=M_E$: Majorana masses of $N$ do not "
            "enter.",
            "For two generations with equal spectra of $H$ and $A$, $D_R-D_I$ is traceless and $X^E$ a "
            "multiple of 1: orthogonal Yukawa vectors conserve flavour.",
            "Left-handed only to first order in the lepton masses: vector and axial form factor are "
            "$f/2$ and $-f/2$.",
        ),
    )
