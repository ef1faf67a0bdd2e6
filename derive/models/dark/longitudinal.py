r"""Couplings of the longitudinal A', that is of the would-be Goldstone boson φ of U(1)_D.

A mass of A' that comes from nowhere is :math:`A'_\mu\to A'_\mu+\partial_\mu\varphi/m_{A'}` put into
the Lagrangian. Fields are renamed, :math:`\psi\to e^{iQ\alpha}\psi`, with the α that takes φ out of
every covariant derivative again,

.. math:: \alpha = -\frac{g_D}{s\,m_{A'}}\,\varphi ,\qquad D_\mu = \partial_\mu + s\,ig_DQA'_\mu ,

and φ is left where U(1)_D is broken: a term that carries the charge c is multiplied by
:math:`e^{ic\alpha}`. Terms of first order in φ are the couplings of one longitudinal A', terms of
second order the contact couplings of two. With :math:`c=\pm2Q_N` in (6) and :math:`\pm2Q_S` in the
splitting :math:`b_{ab}` of the scalars, everything is proportional to the masses that break U(1)_D.

**Normalisation.** Majorana fermions have :math:`\mathcal L=-\tfrac12\,\varphi\,\overline{N_a}
(Y_{ab}P_L+Y^*_{ab}P_R)N_b`, Y symmetric, so that both contractions give the rule
:math:`-i(YP_L+Y^*P_R)`. In the basis :math:`(N_L, N_R^c)` Y is diagonal, with
:math:`2g_DQ_N(m_L,-m_R)/m_{A'}` up to a common phase; for m_L = m_R = m this is
:math:`g_DQ_N(M_1+M_2)/m_{A'}`, all of it between N₁ and N₂. Scalars have
:math:`\mathcal L=\mu_{km}\,\varphi H_kA_m+\tfrac14\varphi^2(L^H_{kl}H_kH_l+L^A_{lm}A_lA_m)`, with the
rules iμ and iL.

The second route knows no Lagrangian: between states on their mass shells a longitudinal vector is
its momentum over its mass, :math:`\not q/m_{A'}` and :math:`q\cdot(k_H-k_A)/m_{A'}` at the vertices
of A'. Both must agree, with the sign.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import components, multiple_angles, rotated, trig_normal
from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.fields import ChargeConjugate, Field, RealScalar
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import substitute, u1_breaking
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, G_D, Q_N, Q_S, THETA, DarkModel, N, variant
from darktmm.derive.models.dark.feynman_rules import heavy_current, scalar_current
from darktmm.derive.result import Result
from darktmm.derive.vertices import Chiral, Current, FeynmanRules

GOLDSTONE = RealScalar("phi_D", latex=r"\varphi")
"""φ."""

PHASE = -G_D * GOLDSTONE / (COVARIANT_SIGN * DARK_PHOTON.mass)
"""α, the angle of the U(1)_D rotation that takes φ out of the covariant derivatives."""


# --- the Lagrangian of φ ------------------------------------------------------------------------


@cache
def breaking(model: DarkModel) -> dict[sp.Expr, sp.Expr]:
    """{charge: part of the Lagrangian that carries it}; (5) has none, for Q_N + Q_S = 0."""
    found: dict[sp.Expr, sp.Expr] = {}
    for part in model.completed().parts.values():
        for charge, piece in u1_breaking(part, DARK_PHOTON.group).items():
            if sp.expand(charge.subs(Q_S, -Q_N)) != 0:
                found[charge] = found.get(charge, sp.S.Zero) + piece
    return found


@cache
def order(model: DarkModel, power: int) -> sp.Expr:
    r"""The terms :math:`\sum_c(ic\alpha)^n/n!\;\mathcal L_c` with n = `power` fields φ.

    In the fields of the Lagrangian; `in_mass_basis` rotates them.
    """
    total = sp.S.Zero
    for charge, part in breaking(model).items():
        total += (sp.I * charge * PHASE) ** power / sp.factorial(power) * part
    return sp.expand(total)


@cache
def in_mass_basis(model: DarkModel, power: int) -> sp.Expr:
    """`order` in N_a, H_k and A_m, with physical masses and mixings for those of the Lagrangian."""
    real, imaginary = model.real_parts
    even, odd = model.rotations
    check = model.mixing == "angles"
    working = order(model, power)
    for replacement in (
        components(model.scalars, real, imaginary),
        {
            **rotated(real, model.even, even, check=check),
            **rotated(imaginary, model.odd, odd, check=check),
        },
        model.heavy.replacement(),
    ):
        working = substitute(working, replacement)
    return sp.expand(working.subs(model.physical_parameters(), simultaneous=True))


@cache
def _rules(model: DarkModel, power: int) -> FeynmanRules:
    """Rules of N with φ; more than one φ is differentiated away first, as a vertex does."""
    return FeynmanRules(sp.expand(sp.diff(in_mass_basis(model, power), GOLDSTONE, power - 1)))


# --- one φ --------------------------------------------------------------------------------------


def _simple(rule: Chiral) -> Chiral:
    return Chiral(*(trig_normal(sp.expand_trig(x)) for x in (rule.left, rule.right)))


@cache
def fermion_coupling(model: DarkModel, out: int, into: int) -> Chiral:
    """The rule of φ N_into → N_out from the mass terms: coefficients of P_L and P_R."""
    n = model.heavy.states
    return _simple(_rules(model, 1).yukawa(n[out - 1], n[into - 1], GOLDSTONE))


@cache
def fermion_coupling_from_vector(model: DarkModel, out: int, into: int) -> Chiral:
    r"""The same from the vertex of A': :math:`A'_\mu\to\partial_\mu\varphi/m_{A'}`, −iq for ∂.

    On shell :math:`\not q(c_LP_L+c_RP_R)\to(c_LM'-c_RM)P_L+(c_RM'-c_LM)P_R`, masses signed.
    """
    rule = heavy_current(model, out, into)
    final, initial = (model.heavy.states[k - 1].mass for k in (out, into))
    factor = -sp.I / DARK_PHOTON.mass
    left = rule.left * final - rule.right * initial
    right = rule.right * final - rule.left * initial
    return _simple(Chiral(left, right).scaled(factor))


@cache
def yukawa_matrix(model: DarkModel) -> sp.Matrix:
    """Y_ab between N₁ and N₂."""
    return sp.Matrix(2, 2, lambda a, b: sp.I * fermion_coupling(model, a + 1, b + 1).left)


@cache
def flavour_yukawas(model: DarkModel, power: int = 1) -> tuple[sp.Expr, sp.Expr]:
    """The diagonal of Y between N_L and between N_R^c, where it is diagonal.

    With `power` = 2 that of the contact coupling of two φ.
    """
    differentiated = sp.diff(order(model, power), GOLDSTONE, power - 1)
    rule = FeynmanRules(sp.expand(differentiated)).yukawa(ChargeConjugate(N), N, GOLDSTONE)
    # \overline{N^c} P_R N is the conjugate of two right-handed N^c: Y* stands there.
    return sp.factor(sp.I * rule.left), sp.factor(sp.conjugate(sp.I * rule.right))


@cache
def fermion_strengths(model: DarkModel) -> tuple[sp.Expr, sp.Expr]:
    """Singular values of Y, in terms of m_L and m_R: no basis of N and no phase enters."""
    left, right = (sp.Abs(y) for y in flavour_yukawas(model))
    return left, right


def _vertex(model: DarkModel, power: int, *fields: Field) -> sp.Expr:
    """i times the derivative of the terms with n = `power` fields φ, at vanishing fields."""
    value = sp.diff(in_mass_basis(model, power), GOLDSTONE, power)
    for f in fields:
        value = sp.diff(value, f)
    return sp.factor(trig_normal(sp.I * value))


@cache
def trilinear(model: DarkModel, k: int, m: int) -> sp.Expr:
    """The rule iμ_km of φ H_k A_m, from the splitting of the scalars."""
    return _vertex(model, 1, model.even[k - 1], model.odd[m - 1])


@cache
def trilinear_from_vector(model: DarkModel, k: int, m: int) -> sp.Expr:
    """The same from the vertex of A', :math:`c_1k_H+c_2k_A`, and q = −k_H − k_A of an incoming φ."""
    rule: Current = scalar_current(model, k, m)
    squares = [f.mass**2 for f in (model.even[k - 1], model.odd[m - 1])]
    product = sp.Symbol("k_H.k_A")
    contracted = rule.first * squares[0] + rule.second * squares[1]
    contracted += (rule.first + rule.second) * product
    return sp.factor(trig_normal(sp.I * contracted / DARK_PHOTON.mass))


# --- two φ --------------------------------------------------------------------------------------


@cache
def fermion_contact(model: DarkModel, out: int, into: int) -> Chiral:
    """The rule of φφ N_into → N_out, GeV⁻¹."""
    n = model.heavy.states
    return _simple(_rules(model, 2).yukawa(n[out - 1], n[into - 1], GOLDSTONE))


@cache
def scalar_contact(model: DarkModel) -> sp.Matrix:
    """L of the rule iL of φφXX, X = (H₁ … H_n, A₁ … A_n)."""
    fields = [*model.even, *model.odd]
    return sp.Matrix(
        len(fields),
        len(fields),
        lambda r, c: sp.factor(_vertex(model, 2, fields[r], fields[c]) / sp.I),
    )


@cache
def contact_strength(model: DarkModel) -> sp.Expr:
    r"""L of :math:`(S_{aR},S_{bR})` per element of :math:`M_R^2-M_I^2=2b`; for the odd it is −L.

    A length does not depend on the basis: the eigenvalues of L are this number times those of
    :math:`\pm(M_R^2-M_I^2)`.
    """
    real, imaginary = model.real_parts
    terms = substitute(order(model, 2), components(model.scalars, real, imaginary))
    splitting = sp.Symbol("b_11", real=True)
    vertex = sp.diff(terms, GOLDSTONE, 2, real[0], 2)
    return sp.factor(vertex / (2 * splitting))


def result(model: DarkModel) -> Result:
    """Couplings of one and two φ."""
    general = variant(model, majorana_angle=THETA)
    matrix = yukawa_matrix(general)
    equations = [
        Formula(
            f"goldstone-yukawa-{a}{b}",
            f"Y_{{{a}{b}}}",
            multiple_angles(sp.factor(matrix[a - 1, b - 1])),
        )
        for a, b in ((1, 1), (2, 2), (1, 2))
    ]
    left, right = flavour_yukawas(general)
    equations += [
        Formula("goldstone-yukawa-L", "Y_{LL}", left),
        Formula("goldstone-yukawa-R", "Y_{RR}", right),
        Formula(
            "goldstone-trilinear",
            r"\mu_{11}",
            multiple_angles(sp.factor(trilinear(general, 1, 1) / sp.I)),
        ),
        Formula("goldstone-contact", r"L/(M_R^2-M_I^2)", contact_strength(general)),
    ]
    return Result(
        "longitudinal",
        "Couplings of the longitudinal dark photon",
        "(6) and the splitting of the scalars; not in the paper",
        tuple(equations),
        (
            "Each is proportional to a mass that breaks $U(1)_D$, over the mass of $A'$.",
            "The variation of the breaking terms and the vertices of $A'$ give the same rules.",
        ),
    )
