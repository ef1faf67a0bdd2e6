r"""The dark transition moment of two light neutrinos.

:math:`T_{ji}` is the coefficient of :math:`i\sigma^{\mu\nu}q_\nu P_L` in
:math:`\nu_i+A'\to\nu_j`, q² → 0, external masses zero. Here it is summed over every diagram,
internal state and Majorana contraction; nothing is antisymmetrised by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp
from sympy.simplify.fu import TR8

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.amplitude import amplitude, diagrams
from darktmm.derive.loops.functions import closed, fermion_function, path_difference, path_function
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.derive.loops.triangle import FERMION_RADIATES, SCALAR_RADIATES, Diagram, FormFactors
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DARK_PHOTON, DarkModel, variant
from darktmm.derive.result import Result


@cache
def form_factors(model: DarkModel, i: int, j: int) -> FormFactors:
    """All six form factors of ν_i + A' → ν_j, summed over every diagram."""
    return amplitude(
        model.rules, model.nu[i], model.nu[j], DARK_PHOTON, massless=True, poles="keep"
    )


@cache
def coefficient(model: DarkModel, i: int, j: int, topology: str | None = None) -> sp.Expr:
    """T_ji, expanded in folded loop integrals."""
    if topology is None:
        return sp.expand(form_factors(model, i, j)["sigma_L"])
    factors = amplitude(
        model.rules,
        model.nu[i],
        model.nu[j],
        DARK_PHOTON,
        topology=topology,
        structures=("sigma_L",),
        massless=True,
    )
    return sp.expand(factors["sigma_L"])


@cache
def partner(model: DarkModel, i: int, j: int) -> sp.Expr:
    """Coefficient of iσ^{μν}q_ν P_R: by hermiticity it has to be −T_ji*."""
    return sp.expand(form_factors(model, i, j)["sigma_R"])


@cache
def fermion_radiated_by_direction(
    model: DarkModel, i: int, j: int
) -> Mapping[tuple[int, int, str], sp.Expr]:
    """T_ji of the diagrams N_α → N_β with scalar Φ: {(α, β, Φ): value}."""
    states = {n: k for k, n in enumerate(model.heavy.states, start=1)}
    table: dict[tuple[int, int, str], sp.Expr] = {}
    for d in diagrams(model.rules, model.nu[i], model.nu[j], DARK_PHOTON):
        if d.topology != FERMION_RADIATES:
            continue
        key = states[d.fermions[0]], states[d.fermions[1]], d.bosons[0].name
        value = d.form_factors(("sigma_L",), massless=True)["sigma_L"]
        table[key] = table.get(key, sp.S.Zero) + value
    return table


@cache
def scalar_paths(model: DarkModel, i: int, j: int) -> tuple[tuple[Diagram, sp.Expr], ...]:
    """Each scalar-radiated diagram Φ₁ → Φ₂ with its share of T_ji."""
    return tuple(
        (d, d.form_factors(("sigma_L",), massless=True)["sigma_L"])
        for d in diagrams(model.rules, model.nu[i], model.nu[j], DARK_PHOTON)
        if d.topology == SCALAR_RADIATES
    )


@dataclass(frozen=True)
class Factorised:
    r"""T_ji = prefactor × Σ_α weight_α M_α ΔJ_α, exactly.

    Attributes:
        prefactor: couplings and mixing angles.
        weights: share of each internal fermion relative to the first, (weight, mass).
        shares: coefficient of M_α ΔJ_α, finite for every mixing angle of the heavy fermion.
        pattern: sign with which J(M_α, M_Hk, M_Am) enters, keyed (k, m).
    """

    prefactor: sp.Expr
    weights: tuple[tuple[sp.Expr, sp.Expr], ...]
    shares: tuple[sp.Expr, ...]
    pattern: Mapping[tuple[int, int], int]

    def folded(self) -> sp.Expr:
        """With ΔJ_α as symbols."""
        return self.prefactor * sum(
            (w * mass * delta_symbol(k) for k, (w, mass) in enumerate(self.weights, start=1)),
            sp.S.Zero,
        )


def delta_symbol(alpha: int) -> sp.Symbol:
    """ΔJ_α, folded."""
    return sp.Symbol(rf"\Delta\mathcal{{J}}_{alpha}", real=True)


@cache
def factorised(model: DarkModel, i: int = 1, j: int = 2) -> Factorised:
    """Collect the coherent sum by loop functions and read off its structure (two generations).

    Raises:
        ArithmeticError: the sum does not have the structure of (22) and (23).
    """
    total = coefficient(model, i, j, SCALAR_RADIATES)
    shares: dict[tuple[int, int, int], sp.Expr] = {}
    for alpha, n in enumerate(model.heavy.states, start=1):
        for k, h in enumerate(model.even, start=1):
            for m, a in enumerate(model.odd, start=1):
                loop = path_function()(n.mass, h.mass, a.mass)
                shares[alpha, k, m] = _recognised(total.coeff(loop) / n.mass)
                total = sp.expand(total - total.coeff(loop) * loop)
    if total.atoms(SimplexIntegral) or total != 0:
        raise ArithmeticError(f"the sum contains other loop functions: {total}")
    reference = shares[1, 1, 1]
    pattern = {
        (k, m): _ratio(shares[1, k, m], reference) for k in model.indices for m in model.indices
    }
    weights = []
    for alpha, n in enumerate(model.heavy.states, start=1):
        weight = _ratio(shares[alpha, 1, 1], reference)
        for (k, m), sign in pattern.items():
            if sp.simplify(shares[alpha, k, m] - weight * sign * reference) != 0:
                raise ArithmeticError(f"path H_{k} A_{m} of N_{alpha} breaks the pattern")
        weights.append((weight, n.mass))
    per_fermion = tuple(shares[alpha, 1, 1] for alpha, _ in enumerate(weights, start=1))
    return Factorised(reference, tuple(weights), per_fermion, pattern)


def _recognised(expression: sp.Expr) -> sp.Expr:
    """Products of sines and cosines as functions of sums of angles, then factored."""
    return sp.factor(TR8(trig_normal(expression)))


def _ratio(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    return sp.simplify(a / b)


@cache
def path_normalisations(model: DarkModel) -> tuple[sp.Expr, ...]:
    r"""κ_α in T_ji = Σ_α κ_α M_α Σ_km C_km (λ̃*_jA λ̃*_iH − λ̃*_jH λ̃*_iA) J_km, C = O_RᵀO_I.

    Read off the path H → A of one generation, where C = O_R O_I is a product of its two symbols.
    For more generations it is the same diagram with other labels.
    """
    single = variant(model, generations=1, neutrinos=2, mixing="symbols")
    (r,), (o,) = (matrix[:] for matrix in single.rotations)
    found = {}
    for diagram, value in scalar_paths(single, 1, 2):
        if diagram.bosons == (single.even[0], single.odd[0]):
            n = diagram.fermions[0]
            loop = path_function()(n.mass, single.even[0].mass, single.odd[0].mass)
            tilde = sp.conjugate(_lambda(1) * _lambda(2)) * r * o
            found[n] = sp.cancel(sp.expand(value) / (tilde * r * o * n.mass * loop))
    return tuple(found[n] for n in single.heavy.states)


def path_normalisation(model: DarkModel) -> sp.Expr:
    """κ of the paper, where both heavy fermions share it.

    Raises:
        ArithmeticError: they do not, because m_L ≠ m_R.
    """
    first, second = path_normalisations(model)
    if first != second:
        raise ArithmeticError(f"N_1 and N_2 couple differently: {first}, {second}")
    return first


def _lambda(i: int) -> sp.Symbol:
    return sp.Symbol(f"lambda_{i}1", complex=True)


def fermion_result(model: DarkModel) -> Result:
    """The fermion-radiated amplitude per direction, and its sum."""
    table = fermion_radiated_by_direction(model, 1, 2)
    name = model.even[0].name
    loop = sp.Symbol(r"\mathcal{F}(M_1,M_2,M_{H_1})", real=True)
    n1, n2 = (n.mass for n in model.heavy.states)
    forward = fermion_function()(n1, n2, model.even[0].mass)
    there, back = (sp.factor(sp.cancel(table[a, b, name] / forward)) for a, b in ((1, 2), (2, 1)))
    equations = (
        fermion_function(),
        Formula("fermion-path", r"T_{21}^{(H_1,12)}", there * loop),
        Formula("fermion-path-reversed", r"T_{21}^{(H_1,21)}", back * loop),
        Formula("fermion-sum", r"T_{21}^{\rm fermion}", coefficient(model, 1, 2, FERMION_RADIATES)),
    )
    return Result(
        "fermion-radiated",
        "Diagrams in which the heavy fermion radiates",
        "(14)-(17)",
        equations,
        (
            "12 and 21 cancel scalar by scalar; the sum over all states is identically zero.",
            "Reason: $T$ is antisymmetric in the neutrino indices, while one $N$ makes the couplings "
            "of every scalar factorise into a symmetric product. It holds for any $m_L$, $m_R$, $m_D$ and "
            "any scalar mixing, and fails only with a second $N$ or a coupling to $N_L$.",
        ),
    )


def scalar_result(model: DarkModel) -> Result:
    """One path, its loop function, the coherent sum."""
    f = factorised(model)
    lam = {
        (side, s): sp.Symbol(rf"\tilde\lambda^*_{{{side}{s}}}")
        for side in "ij"
        for s in ("H_k", "A_m")
    }
    current = sp.Symbol("C_{km}", real=True)
    loop = sp.Symbol(r"\mathcal{J}(M_\alpha,M_{H_k},M_{A_m})", real=True)
    mass = sp.Symbol("M_alpha", real=True)
    kappa = path_normalisation(model)
    return Result(
        "scalar-radiated",
        "Diagrams in which a scalar radiates, and their coherent sum",
        "(19)-(23)",
        (
            path_function(),
            closed(path_function()),
            Formula(
                "scalar-path",
                r"T_{ji}^{(H_kA_m,\alpha)}",
                kappa * mass * current * lam["j", "A_m"] * lam["i", "H_k"] * loop,
            ),
            Formula(
                "scalar-path-reversed",
                r"T_{ji}^{(A_mH_k,\alpha)}",
                -kappa * mass * current * lam["j", "H_k"] * lam["i", "A_m"] * loop,
            ),
            path_difference(),
            Formula("transition-moment", r"T_{21}", f.folded()),
        ),
        (
            "The sum over the ordered paths is antisymmetric in the neutrino indices as it stands.",
            "Both mass splittings factor out exactly; what is left is a positive integral.",
        ),
    )
