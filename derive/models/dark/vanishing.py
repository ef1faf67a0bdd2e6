r"""When the moment vanishes: necessary and sufficient conditions (two scalar generations).

.. math:: T_{ji}\;\propto\; g_DQ_S\;\cdot\;\sin2(\theta_I-\theta_R)\;\cdot\;
          (\lambda^*_{j2}\lambda^*_{i1}-\lambda^*_{i2}\lambda^*_{j1})\;\cdot\;
          (M_{H_1}^2-M_{H_2}^2)(M_{A_1}^2-M_{A_2}^2)\;\cdot\;
          \sum_\alpha w_\alpha M_\alpha\,\mathcal K(M_\alpha)

is an identity and K > 0, so the moment vanishes exactly where one of the factors does. The last
factor is the one that the text does not list. With :math:`F(M)=M\mathcal K(M^2)`, odd and, on
M > 0, log-concave in ln M (a multiplicative convolution of log-concave functions, Prékopa 1973),
hence unimodal with one maximum at :math:`M_\star`:

* M₁, M₂ of one sign (m > m_D): no zero;
* m = 0: zero identically (M₁ = −M₂: lepton number is conserved);
* 0 < m < m_D (opposite signs): zero exactly where F(M₂) = F(|M₁|), i.e. on one curve with
  |M₁| < M_⋆ < M₂, along which m ≠ 0 and all three conditions of the text hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.functions import closed, path_difference, path_kernel
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import THETA_I, THETA_R, DarkModel, coupling, pmns, yukawa
from darktmm.derive.models.dark.mass_eigenstates import heavy_masses
from darktmm.derive.models.dark.transition import coefficient, factorised
from darktmm.derive.result import Result


@dataclass(frozen=True)
class Condition:
    """A zero of the moment: what is set, and what the full amplitude then is.

    Attributes:
        name: the condition in words.
        substitution: the condition.
        residual: the amplitude after the substitution; zero when the condition suffices.
    """

    name: str
    substitution: Mapping[sp.Expr, sp.Expr]
    residual: sp.Expr


def kernel_is_positive() -> bool:
    """Every simplex integral in K has a positive coefficient and a positive Euclidean integrand."""
    kernel = path_kernel().right
    tau = sp.Symbol("tau", positive=True)
    return all(
        kernel.coeff(i).is_positive and i.euclidean(tau).is_positive
        for i in kernel.atoms(SimplexIntegral)
    )


@cache
def conditions(model: DarkModel) -> tuple[Condition, ...]:
    """Each sufficient condition, checked on the complete sum of diagrams."""
    h, a = ([s.mass for s in group] for group in (model.even, model.odd))
    n1, n2 = (n.mass for n in model.heavy.states)
    m1, m2 = heavy_masses(model)
    majorana = next(s for s in m1.free_symbols if s.name == "m")
    etas = model.heavy.phases
    no_violation = {
        n: eta**2 * m.subs(majorana, 0) for n, eta, m in zip((n1, n2), etas, (m1, m2), strict=True)
    }
    parallel = {coupling(i, 2): sp.Symbol("r", complex=True) * coupling(i, 1) for i in (1, 2)}
    cases: tuple[tuple[str, dict[sp.Expr, sp.Expr]], ...] = (
        ("parallel Yukawa vectors", parallel),
        (r"aligned mixings, $\theta_I=\theta_R$", {THETA_I: THETA_R}),
        (r"orthogonal mixings, $\theta_I=\theta_R+\pi/2$", {THETA_I: THETA_R + sp.pi / 2}),
        ("degenerate CP-even scalars, $M_{H_1}=M_{H_2}$", {h[1]: h[0]}),
        ("degenerate CP-odd scalars, $M_{A_1}=M_{A_2}$", {a[1]: a[0]}),
        ("conserved lepton number, $m=0$ ($M_1=-M_2$)", no_violation),
    )
    total = coefficient(model, 1, 2)
    return tuple(
        Condition(name, substitution, _residual(total, substitution))
        for name, substitution in cases
    )


@cache
def not_a_zero(model: DarkModel) -> sp.Expr:
    """M_H1 = M_A1 and M_H2 = M_A2 at once: pairwise equal CP partners, a naive zero that is none."""
    h, a = ([s.mass for s in group] for group in (model.even, model.odd))
    return _residual(coefficient(model, 1, 2), dict(zip(a, h, strict=True)))


@cache
def opposite_signs() -> tuple[sp.Float, sp.Float]:
    """Σ M_α K(M_α) at two points with 0 < m < m_D and the same scalars, to 30 digits.

    They bracket the zero that lies on neither m = 0 nor any of the three conditions.
    """
    scalars = [sp.Rational(*f) for f in ((1, 4), (7, 20), (1, 5), (2, 5))]
    dirac = sp.Rational(3, 10)

    def heavy_sum(m: sp.Rational) -> sp.Float:
        masses = (m - dirac, m + dirac)
        return sp.Add(*(x * path_kernel()(x, *scalars).doit() for x in masses)).evalf(30)

    return heavy_sum(sp.Rational(1, 10)), heavy_sum(sp.Rational(299, 1000))


def _residual(total: sp.Expr, substitution: dict[sp.Expr, sp.Expr]) -> sp.Expr:
    value = sp.expand(total.subs(substitution, simultaneous=True))
    residual = sp.S.Zero
    for integral in sorted(value.atoms(SimplexIntegral), key=sp.default_sort_key):
        c = trig_normal(sp.expand(value.coeff(integral), trig=True))
        residual += c * integral
    return residual


@cache
def flavour_structure(model: DarkModel) -> sp.Expr:
    """λ*_j2 λ*_i1 − λ*_i2 λ*_j1 (i = 1, j = 2) through y and U: a minor of y times a minor of U."""
    minor = coupling(2, 2) * coupling(1, 1) - coupling(1, 2) * coupling(2, 1)
    definitions = {coupling(i, a): model.coupling_definition(i, a) for i in (1, 2) for a in (1, 2)}
    return sp.factor(sp.expand(sp.conjugate(minor.subs(definitions, simultaneous=True))))


def result(model: DarkModel) -> Result:
    """The theorem.

    Raises:
        ArithmeticError: the flavour structure is not a product of two minors.
    """
    f = factorised(model)
    y_minor = sp.conjugate(yukawa("e", 1) * yukawa("mu", 2) - yukawa("e", 2) * yukawa("mu", 1))
    u_minor = pmns("e", 1) * pmns("mu", 2) - pmns("e", 2) * pmns("mu", 1)
    if sp.expand(flavour_structure(model) - y_minor * u_minor) != 0:
        raise ArithmeticError("the flavour structure is not a product of two minors")
    remarks = [f"$T=0$: {c.name}" for c in conditions(model) if c.residual == 0]
    remarks.append(
        r"$T=0$ also on one curve $M_2(|M_1|)$ at $0<m<m_D$, where $F(M_2)=F(|M_1|)$, "
        r"$F(M)=M\mathcal{K}(M^2)$."
    )
    if not_a_zero(model) != 0:
        remarks.append(
            r"Not a zero: $M_{H_k}=M_{A_k}$ for every $k$, as long as $\theta_R$ differs from $\theta_I$."
        )
    if kernel_is_positive():
        remarks.append(r"$\mathcal{K}>0$ for all masses, so that there is no other zero.")
    return Result(
        "vanishing",
        "Necessary and sufficient conditions for the moment to vanish",
        "(22)-(23) and the text below",
        (
            Formula("transition-moment", "T_{21}", f.folded()),
            path_difference(),
            path_kernel(),
            closed(path_kernel()),
            Formula(
                "flavour-structure",
                r"\lambda^*_{j2}\lambda^*_{i1}-\lambda^*_{i2}\lambda^*_{j1}\big|_{i=1,j=2}",
                flavour_structure(model),
            ),
        ),
        tuple(remarks),
    )
