"""Mass eigenstates: heavy neutral fermions with their signs, scalars, light neutrinos."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_DIRAC, M_MAJORANA, THETA, DarkModel, N, dark_model
from darktmm.derive.result import Equation, Result


@cache
def heavy_masses(model: DarkModel) -> tuple[sp.Expr, sp.Expr]:
    r"""M₁, M₂, signed: the diagonal of Oᵀ(m, m_D; m_D, m)O for m_L = m_R = m.

    Raises:
        ArithmeticError: the rotation of the model leaves an off-diagonal element.
    """
    masses = sp.Matrix([[M_MAJORANA, M_DIRAC], [M_DIRAC, M_MAJORANA]])
    rotated = (model.heavy.matrix.T * masses * model.heavy.matrix).applyfunc(trig_normal)
    if rotated[0, 1] != 0:
        raise ArithmeticError(f"the rotation leaves {rotated[0, 1]} off the diagonal")
    return rotated[0, 0], rotated[1, 1]


@cache
def mixing_condition() -> sp.Expr:
    """What must vanish for general m_L, m_R: the off-diagonal element as a function of θ."""
    model = dark_model(majorana_angle=THETA)
    m_left, m_right = sp.symbols("m_L m_R", real=True)
    masses = sp.Matrix([[m_left, M_DIRAC], [M_DIRAC, m_right]])
    rotated = model.heavy.matrix.T * masses * model.heavy.matrix
    return sp.collect(sp.trigsimp(sp.expand(rotated[0, 1])), (m_left, m_right, M_DIRAC))


def expansion(model: DarkModel) -> sp.Expr:
    """N in terms of N₁ and N₂."""
    return model.heavy.replacement()[N]


def result(model: DarkModel) -> Result:
    """The eigenstates, with the proof that they are."""
    model.prove_mass_basis()
    first, second = heavy_masses(model)
    n1, n2 = model.heavy.states
    gamma5 = sp.Symbol("gamma_5", commutative=False)
    left, right = (sp.Symbol(f"P_{x}", real=True) for x in "LR")
    expanded = sp.expand(expansion(model))
    # P_R ∓ P_L are written as γ5 and 1, the way the paper prints them.
    compact = sum(
        (
            sp.simplify((expanded.coeff(n).coeff(right) + expanded.coeff(n).coeff(left)) / 2) * n
            + sp.simplify((expanded.coeff(n).coeff(right) - expanded.coeff(n).coeff(left)) / 2)
            * gamma5
            * n
            for n in (n2, n1)
        ),
        sp.S.Zero,
    )
    even, odd = model.rotations
    equations = [
        Equation("M_1", first),
        Equation("M_2", second),
        Equation("N", compact),
        Equation(r"0", mixing_condition()),
    ]
    for a in model.indices:
        for kind, matrix, fields in (("R", even, model.even), ("I", odd, model.odd)):
            total = sum((matrix[a - 1, k] * f for k, f in enumerate(fields)), sp.S.Zero)
            equations.append(Equation(f"S_{{{a}{kind}}}", total))
    return Result(
        "mass-eigenstates",
        "Mass eigenstates of the heavy fermion and the scalars",
        "Sec. 2.2",
        tuple(equations),
        (
            "Every kinetic term comes out canonical and every mass diagonal (proved term by term).",
            "M_1 = m - m_D is negative for m < m_D; the sign may be kept in the mass or moved into "
            "N_1 -> i N_1, and no result depends on the choice.",
        ),
    )
