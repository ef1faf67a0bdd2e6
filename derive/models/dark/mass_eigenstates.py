"""Mass eigenstates: heavy neutral fermions with their signs, scalars, light neutrinos."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.fields import P_L, P_R
from darktmm.derive.formula import Formula
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_DIRAC, M_MAJORANA, THETA, DarkModel, N, dark_model
from darktmm.derive.result import Result
from darktmm.derive.vertices import DIRAC_5


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


def expansion_by_gamma5(model: DarkModel) -> sp.Expr:
    """The same with P_R ∓ P_L written as γ5 and 1, the way the paper prints it: γ5 left of the spinor."""
    expanded = sp.expand(expansion(model))
    total = sp.S.Zero
    for n in model.heavy.states[::-1]:
        left, right = (expanded.coeff(n).coeff(p) for p in (P_L, P_R))
        spinor = sp.Symbol(n.name, commutative=False)
        total += sp.simplify((right + left) / 2) * spinor
        total += sp.simplify((right - left) / 2) * DIRAC_5 * spinor
    return total


def result(model: DarkModel) -> Result:
    """The eigenstates, with the proof that they are."""
    model.prove_mass_basis()
    first, second = heavy_masses(model)
    even, odd = model.rotations
    double = sp.sin(2 * THETA)
    equations = [
        Formula("M-1", "M_1", first),
        Formula("M-2", "M_2", second),
        Formula("N", "N", expansion_by_gamma5(model)),
        Formula("mixing-condition", "0", sp.collect(mixing_condition(), double, sp.factor_terms)),
    ]
    for a in model.indices:
        for kind, matrix, fields in (("R", even, model.even), ("I", odd, model.odd)):
            total = sum((matrix[a - 1, k] * f for k, f in enumerate(fields)), sp.S.Zero)
            equations.append(Formula(f"S-{a}{kind}", f"S_{{{a}{kind}}}", total))
    return Result(
        "mass-eigenstates",
        "Mass eigenstates of the heavy fermion and the scalars",
        "Sec. 2.2",
        tuple(equations),
        (
            "Every kinetic term comes out canonical and every mass diagonal (proved term by term).",
            "$M_1=m-m_D$ is negative for $m<m_D$; the sign may be kept in the mass or moved into "
            r"$N_1\to iN_1$, and no result depends on the choice.",
        ),
    )
