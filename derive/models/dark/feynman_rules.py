r"""Feynman rules of the mass basis, each once for all scalars.

With :math:`S_{aR}=\sum_k(O_R)_{ak}H_k` and :math:`S_{aI}=\sum_m(O_I)_{am}A_m` a Yukawa rule is a sum over
the generations a, and the scalar current is :math:`(O_R^TO_I)_{km}`. The coefficients are read off the
engine's rules for one scalar with free mixing matrices; that the sum is the rule is then proved for every
neutrino, every scalar and every generation, also with the mixing of the model itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from darktmm.derive.basis import multiple_angles, trig_normal
from darktmm.derive.fields import RealScalar
from darktmm.derive.formula import Formula
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, DarkModel, coupling, variant
from darktmm.derive.result import Result
from darktmm.derive.vertices import Chiral, Current

LAMBDA_IA = sp.Symbol("lambda_ia", complex=True)
MIXING = {"H": sp.Symbol("R_ak", real=True), "A": sp.Symbol("I_am", real=True)}
"""(O_R)_{ak}, (O_I)_{am}."""

OVERLAP = sp.Symbol("C_km", real=True)
"""(O_R^T O_I)_{km}."""

GENERATION = sp.Symbol("a", integer=True, positive=True)
K_H, K_A = sp.symbols("k_H__mu k_A__mu")


@cache
def heavy_current(model: DarkModel, out: int, into: int) -> Chiral:
    """Rule of N_into + A' → N_out, coefficients of γ^μP_L and γ^μP_R."""
    n = model.heavy.states
    return model.rules.vector(n[out - 1], n[into - 1], DARK_PHOTON)


@cache
def scalar_current(model: DarkModel, k: int, m: int) -> Current:
    """Rule of H_k A_m A', momenta incoming."""
    return model.rules.current(model.even[k - 1], model.odd[m - 1], DARK_PHOTON)


def _scalars(model: DarkModel, kind: str) -> tuple[Sequence[RealScalar], sp.Matrix]:
    """H_k with O_R or A_m with O_I."""
    even, odd = model.rotations
    return (model.even, even) if kind == "H" else (model.odd, odd)


@cache
def yukawa(model: DarkModel, alpha: int, kind: str) -> sp.Expr:
    """The term of generation a in the rule of ν_i → N_α with H_k (kind "H") or A_m (kind "A").

    Raises:
        ArithmeticError: for some neutrino or scalar the sum over a is not the rule.
    """
    free = variant(model, mixing="symbols")
    fields, matrix = _scalars(free, kind)
    state, lam = free.heavy.states[alpha - 1], coupling(1, 1)
    rule = free.rules.yukawa(state, free.nu[1], fields[0])
    term = Chiral(
        sp.expand(rule.left).coeff(sp.conjugate(lam)).coeff(matrix[0, 0]) * sp.conjugate(LAMBDA_IA),
        sp.expand(rule.right).coeff(lam).coeff(matrix[0, 0]) * LAMBDA_IA,
    ).scaled(MIXING[kind])
    for version in (free, model):
        fields, matrix = _scalars(version, kind)
        for i, nu in version.nu.items():
            for k, scalar in enumerate(fields):
                rule = version.rules.yukawa(version.heavy.states[alpha - 1], nu, scalar)
                for found, one in ((rule.left, term.left), (rule.right, term.right)):
                    values = (
                        {LAMBDA_IA: coupling(i, a), MIXING[kind]: matrix[a - 1, k]}
                        for a in version.indices
                    )
                    if trig_normal(found - sum((one.subs(v) for v in values), sp.S.Zero)) != 0:
                        raise ArithmeticError(f"nu_{i} -> N_{alpha} {scalar}: not {term} summed")
    return sp.factor_terms(term.spelled())


@cache
def overlap_current(model: DarkModel) -> sp.Expr:
    """The rule of H_k A_m A' in terms of C_km.

    Raises:
        ArithmeticError: for some pair of scalars it is another.
    """
    free = variant(model, mixing="symbols")
    even, odd = free.rotations
    product = even[0, 0] * odd[0, 0]
    first = scalar_current(free, 1, 1)
    current = Current(*(sp.expand(c).coeff(product) for c in (first.first, first.second)))
    for version in (free, model):
        even, odd = version.rotations
        for k in version.indices:
            for m in version.indices:
                overlap = (even.T * odd)[k - 1, m - 1]
                rule = scalar_current(version, k, m)
                for found, one in ((rule.first, current.first), (rule.second, current.second)):
                    if trig_normal(found - one * overlap) != 0:
                        raise ArithmeticError(f"H_{k} A_{m}: {found} is not {one} times O_R^T O_I")
    return sp.factor(OVERLAP * (current.first * K_H + current.second * K_A))


def _summed(term: sp.Expr, generations: int) -> sp.Expr:
    """Σ_a, with what does not depend on a in front."""
    factors = sp.Mul.make_args(term)
    front = [f for f in factors if f.is_number]
    inside = sp.Mul(*(f for f in factors if not f.is_number))
    return sp.Mul(*front) * sp.Sum(inside, (GENERATION, 1, generations))


def _yukawa_rules(model: DarkModel) -> list[Formula]:
    """One formula for H_k and one for A_m, or one for each N_α where these couple differently."""
    formulas = []
    for kind, scalar in (("H", "H_k"), ("A", "A_m")):
        first, second = (yukawa(model, alpha, kind) for alpha in (1, 2))
        names = {r"\alpha": first} if first == second else {"1": first, "2": second}
        for index, term in names.items():
            name = f"yukawa-{kind}" + f"-N{index}" * (first != second)
            left = rf"V(\nu_i\to N_{index}\, {scalar})"
            formulas.append(Formula(name, left, _summed(term, model.generations)))
    return formulas


def result(model: DarkModel) -> Result:
    """All rules that enter the moment."""
    equations = _yukawa_rules(model)
    for a in (1, 2):
        for b in (1, 2):
            rule = heavy_current(model, a, b)
            left = rf"V(N_{b}A'\to N_{a})"
            equations.append(Formula(f"fermion-current-{a}{b}", left, rule.on_gamma()))
    overlap = _summed(MIXING["H"] * MIXING["A"], model.generations)
    equations += [
        Formula("scalar-current", "V(H_kA_mA')", overlap_current(model)),
        Formula("overlap", "C_{km} = (O_R^TO_I)_{km}", overlap),
    ]
    if model.mixing == "angles":
        even, odd = model.rotations
        for k in model.indices:
            for m in model.indices:
                value = multiple_angles(sp.trigsimp((even.T * odd)[k - 1, m - 1]))
                equations.append(Formula(f"overlap-{k}{m}", f"C_{{{k}{m}}}", value))
    return Result(
        "feynman-rules",
        "Feynman rules of the mass basis (momenta incoming)",
        "Sec. 2.2, (12), (18)",
        tuple(equations),
        (
            "Both Majorana contractions are summed in every rule.",
            "The sums over $a$ and the overlap of $O_R$ with $O_I$ are proved for every neutrino and scalar.",
        ),
    )
