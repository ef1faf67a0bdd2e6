r"""Dipoles: from the complex coefficient T_ji to form factors and operators, for Majorana and Dirac fields.

The amplitude of a Majorana transition is

.. math:: \Gamma^\mu_{ji} = i\sigma^{\mu\nu}q_\nu\,(T_{ji}P_L + R_{ji}P_R)
          = i\sigma^{\mu\nu}q_\nu\,(f^M_{ji} + i\gamma_5 f^E_{ji}),

the second form as in C. Giunti, A. Studenikin, Rev. Mod. Phys. 87 (2015) 531. Hermiticity ties R to
T; self-conjugacy makes T antisymmetric.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE, bohr_magneton
from darktmm.derive.fields import (
    MU,
    NU,
    DiracFermion,
    MajoranaFermion,
    VectorBoson,
    bilinear,
    charge_conjugate,
)
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import FieldStrength, with_conjugate
from darktmm.derive.latex import tex
from darktmm.derive.memo import cache
from darktmm.derive.result import Result
from darktmm.derive.vertices import Chiral, FeynmanRules, State

T = sp.Symbol("T_ji", complex=True)

_PHOTON = VectorBoson("B", group="B", coupling=1)


def sigma_bilinear(bar: sp.Expr, ket: sp.Expr, chirality: str | None = None) -> sp.Expr:
    r""":math:`\bar\psi\,\sigma^{\mu\nu}[P_X]\chi\,F_{\mu\nu}`, σ = (i/2)[γ^μ, γ^ν].

    F is antisymmetric, so that the commutator is twice the product.
    """
    return sp.I * bilinear(bar, ket, MU, NU, chirality=chirality) * FieldStrength(_PHOTON, MU, NU)


def _vertex(lagrangian: sp.Expr, out: State, into: State) -> Chiral:
    """Coefficients of iσ^{μν}q_ν P_{L,R} in Γ^μ (the rule divided by i)."""
    return FeynmanRules(lagrangian).dipole(out, into, _PHOTON).scaled(1 / sp.I)


@cache
def dirac_normalisation() -> sp.Expr:
    """Γ^μ/(iσ^{μν}q_ν) for L = ½ μ ψ̄σψF of a Dirac field, per unit of μ.

    Raises:
        ArithmeticError: the vertex violates CP.
    """
    psi, mu = DiracFermion("psi"), sp.Symbol("mu", real=True)
    vertex = _vertex(mu / 2 * sigma_bilinear(psi, psi), psi, psi)
    if vertex.left != vertex.right:
        raise ArithmeticError("a real Dirac moment must not violate CP")
    return sp.cancel(vertex.left / mu)


_MU = sp.Symbol("mu_21", complex=True)


@cache
def majorana_vertex() -> Chiral:
    r"""(T_21, R_21) of (7), the sum running over all i and j with chiral :math:`\nu_L`."""
    nu = {i: MajoranaFermion(f"nu_{i}") for i in (1, 2)}
    operator = sp.Rational(1, 2) * sum(
        sign * _MU * sigma_bilinear(charge_conjugate(nu[i]), nu[j], "L")
        for i, j, sign in ((2, 1, 1), (1, 2, -1))  # antisymmetric: μ₁₂ = −μ₂₁
    )
    return _vertex(with_conjugate(operator), nu[2], nu[1])


@cache
def majorana_normalisation() -> sp.Expr:
    """T_ji per unit of μ_ji in (7)."""
    return sp.cancel(majorana_vertex().left / _MU)


def partner(t: sp.Expr) -> sp.Expr:
    """R_ji of the same operator: what its hermitian conjugate gives the other chirality."""
    return majorana_vertex().right.subs(_MU, t / majorana_normalisation())


@cache
def operator_vertex(mass: sp.Expr) -> sp.Expr:
    r"""Coefficient of :math:`i\sigma^{\mu\nu}q_\nu P_R` in Γ^μ, for D = 1 in

    .. math:: \mathcal L = -\frac{e\,m}2\,D\,\bar\ell'\sigma^{\rho\nu}P_R\ell\,F_{\rho\nu} + \text{h.c.}
    """
    out, into = DiracFermion("l_out"), DiracFermion("l_in")
    operator = -ELEMENTARY_CHARGE * mass / 2 * sigma_bilinear(out, into, "R")
    return _vertex(with_conjugate(operator), out, into).right


def moment_per_dipole(tree: sp.Expr) -> sp.Expr:
    r"""c in a = c m² D, from :math:`\Gamma^\mu=v\,(\gamma^\mu+\frac a{2m}i\sigma^{\mu\nu}q_\nu)`.

    The h.c. of the operator supplies P_L, with D* = D.

    Args:
        tree: v, the vertex of the lepton and the photon.
    """
    return sp.cancel(2 * operator_vertex(sp.S.One) / tree)


@cache
def unchiral_majorana_vertex() -> Chiral:
    """(7) read with four-component Majorana fields instead: only Im μ survives the h.c."""
    nu = {i: MajoranaFermion(f"nu_{i}") for i in (1, 2)}
    mu = sp.Symbol("mu_21", complex=True)
    operator = sp.Rational(1, 2) * sum(
        sign * mu * sigma_bilinear(nu[i], nu[j]) for i, j, sign in ((2, 1, 1), (1, 2, -1))
    )
    return _vertex(with_conjugate(operator), nu[2], nu[1])


@cache
def diagonal_vertex() -> Chiral:
    """The operator with i = j: the two contractions cancel."""
    nu = MajoranaFermion("nu_1")
    return _vertex(with_conjugate(sigma_bilinear(charge_conjugate(nu), nu, "L")), nu, nu)


def magnetic(t: sp.Expr) -> sp.Expr:
    """f^M: half the sum of both chiralities."""
    return (t + partner(t)) / 2


def electric(t: sp.Expr) -> sp.Expr:
    """f^E: T P_L + R P_R = f^M + iγ5 f^E with γ5 = P_R − P_L, so that (R − T)/2 = i f^E."""
    return sp.I * (t - partner(t)) / 2


def result(model: object) -> Result:
    """Form factors, operator matching, Bohr magnetons."""
    del model  # kinematics and self-conjugacy only
    per_operator = majorana_normalisation()
    mu, mu_b = sp.Symbol("mu"), sp.Symbol(r"\mu_B", positive=True)
    f_m, f_e = sp.Symbol("f^M_ji"), sp.Symbol("f^E_ji")
    return Result(
        "dipole",
        "Magnetic and electric form factors, and the operator (7)",
        "(7), (13)",
        (
            Formula("hermiticity", "R_{ji}", partner(T)),
            Formula("magnetic", "f^M_{ji}", magnetic(T)),
            Formula("electric", "f^E_{ji}", electric(T)),
            Formula("transition", "T_{ji}", sp.expand(f_m - sp.I * f_e)),
            Formula("operator-7", r"\mu^{(7)}_{ji}", T / per_operator),
            Formula("in-magnetons", r"T_{ji}/\mu_B", T / bohr_magneton()),
            Formula("magneton", mu_b.name, bohr_magneton()),
        ),
        (
            "$f^M$ and $f^E$ are both antisymmetric and imaginary.",
            r"Operator (7), summed over all $i$ and $j$ with left-handed $\nu$, gives "
            rf"$T={tex(per_operator * mu)}$; a Dirac field with "
            r"$\mathcal{L}=\frac{\mu}{2}\bar\psi\sigma^{\mu\nu}\psi F_{\mu\nu}$ gives "
            f"${tex(dirac_normalisation() * mu)}$.",
            "A left-handed neutrino scatters through $P_L$ alone: the rate measures "
            r"$\sum_j|T_{ji}|^2=\sum_j|f^M_{ji}-if^E_{ji}|^2$, not $f^M$.",
        ),
    )
