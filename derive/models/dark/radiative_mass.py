r"""The one-loop Majorana mass of the light neutrinos: the moment's loop without the dark photon."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.loops.bubble import chirality_flip_mass
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import DarkModel, variant
from darktmm.derive.result import Result


@cache
def mass(model: DarkModel, i: int, j: int) -> sp.Expr:
    r"""m_ji in :math:`-\tfrac12m_{ji}\overline{\nu_{jL}^c}\nu_{iL}`, poles included."""
    return chirality_flip_mass(model.rules, model.nu[i], model.nu[j])


@cache
def divergence(model: DarkModel, i: int, j: int) -> sp.Expr:
    """Coefficient of the ultraviolet pole; zero by OᵀO = 1."""
    return trig_normal(mass(model, i, j).coeff(UV_POLE))


@cache
def couplings(model: DarkModel, i: int, j: int) -> dict[SimplexIntegral, sp.Expr]:
    """Coefficient of each logarithmic bubble, angles reduced."""
    total = mass(model, i, j)
    return {
        bubble: trig_normal(total.coeff(bubble))
        for bubble in sorted(total.atoms(SimplexIntegral), key=sp.default_sort_key)
    }


@cache
def finite(model: DarkModel, i: int, j: int) -> sp.Expr:
    """m_ji through differences of bubbles of the same N: no pole, no scale, no cancellation.

    Per internal fermion the coefficients of the bubbles sum to zero, so each may be measured
    against one reference bubble, F[M², a] − F[M², r] = (a − r) F[M², a, r].

    Raises:
        ArithmeticError: a divergence survives.
    """
    if divergence(model, i, j) != 0:
        raise ArithmeticError(f"ultraviolet pole {divergence(model, i, j)}")
    total = sp.S.Zero
    table = couplings(model, i, j)
    for n in model.heavy.states:
        mine = {b: c for b, c in table.items() if n.mass**2 in b.nodes}
        if trig_normal(sum(mine.values(), sp.S.Zero)) != 0:
            raise ArithmeticError(f"the bubbles of {n} do not sum to a difference")
        reference = model.odd[-1].mass ** 2
        for bubble, c in mine.items():
            (scalar,) = (x for x in bubble.nodes if x != n.mass**2)
            if scalar != reference:
                total += c * (scalar - reference) * SimplexIntegral(1, *bubble.nodes, reference)
    return total


@cache
def normalisations(model: DarkModel) -> tuple[sp.Expr, ...]:
    r"""κ_α in m_ji = Σ_α κ_α M_α (Σ_k λ̃*_jH λ̃*_iH I[M²,H²] − Σ_m λ̃*_jA λ̃*_iA I[M²,A²]).

    I is the logarithmic bubble; read off one generation.

    Raises:
        ArithmeticError: CP-even and CP-odd scalars do not enter with opposite signs.
    """
    one = variant(model, generations=1, neutrinos=2, mixing="symbols")
    table = couplings(one, 1, 2)
    (r,), (o,) = (matrix[:] for matrix in one.rotations)
    lam = sp.conjugate(sp.Symbol("lambda_11", complex=True) * sp.Symbol("lambda_21", complex=True))
    found = []
    for n in one.heavy.states:
        even, odd = (
            sp.cancel(table[SimplexIntegral(0, n.mass**2, s.mass**2)] / (lam * x**2 * n.mass))
            for s, x in ((one.even[0], r), (one.odd[0], o))
        )
        if sp.expand(even + odd) != 0:
            raise ArithmeticError(f"{n}: CP-even {even} and CP-odd {odd} do not cancel")
        found.append(even)
    return tuple(found)


def result(model: DarkModel) -> Result:
    """The mass, and the statement that it is finite."""
    tilde = {
        s: sp.Symbol(rf"\tilde\lambda^*_{{i{s}}}\tilde\lambda^*_{{j{s}}}") for s in ("H_k", "A_m")
    }
    mass = sp.Symbol("M_alpha", real=True)
    bubble = {
        s: SimplexIntegral(0, mass**2, sp.Symbol(f"M_{{{s}}}", positive=True) ** 2)
        for s in ("H_k", "A_m")
    }
    difference = tilde["H_k"] * bubble["H_k"] - tilde["A_m"] * bubble["A_m"]
    summand = normalisations(model)[0] * mass * difference
    return Result(
        "radiative-neutrino-mass",
        "One-loop Majorana mass of the light neutrinos",
        "end of Sec. 2.3",
        (
            Formula("radiative-mass", r"m_{ji}\big|_{\alpha km}", summand),
            Formula("radiative-mass-pole", r"\text{pole of } m_{ji}", divergence(model, 1, 2)),
        ),
        (
            "Finite: the poles of CP-even and CP-odd scalars cancel by orthogonality, "
            r"$\sum_H\tilde\lambda^*\tilde\lambda^*=\sum_A\tilde\lambda^*\tilde\lambda^*=\sum_a\lambda^*\lambda^*$. "
            "No counterterm is needed, and none exists in (3)-(6).",
        ),
    )
