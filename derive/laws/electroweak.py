r"""Z, W and photon of SU(2) doublets, and their couplings to the leptons of the Standard Model.

.. math:: D_\mu = \partial_\mu + ig\,T^aW^a_\mu + ig'\,YB_\mu,\qquad
          W^3_\mu = c_WZ_\mu+s_WA_\mu,\quad B_\mu = -s_WZ_\mu+c_WA_\mu .

g' is what makes the neutral upper component blind to the photon.
"""

from __future__ import annotations

import sympy as sp
from sympy.physics.matrices import msigma

from darktmm.derive.conventions import COVARIANT_SIGN
from darktmm.derive.fields import (
    MU,
    DiracFermion,
    Fermion,
    Field,
    Partial,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import substitute
from darktmm.derive.memo import cache
from darktmm.derive.symbols import (
    G_PRIME,
    PHOTON,
    THETA_W,
    W_1,
    W_2,
    W_3,
    B,
    G,
    Z,
    charged_lepton,
    flavoured_neutrino,
    neutrino,
    pmns,
)
from darktmm.derive.vertices import Chiral, FeynmanRules, State

NEUTRINO, ELECTRON = flavoured_neutrino("e"), charged_lepton("e")
NU = {i: neutrino(i) for i in (1, 2)}
"""Mass eigenstates; with two of them both kinds of vertices occur."""

_CHARGE = ELECTRON.charge("EM")
ELECTRON_RIGHT = DiracFermion("e_R", charges={"Y": _CHARGE, "EM": _CHARGE})
"""No isospin, so that its hypercharge is the electric charge."""


def doublet_kinetic(upper: Fermion, lower: Fermion, chirality: str | None = None) -> sp.Expr:
    r""":math:`\bar\Psi\,i\not D\,[P_X]\,\Psi` of an SU(2) doublet of hypercharge Y, W^a and B."""
    fields = (upper, lower)
    total = sp.S.Zero
    for row, psi in enumerate(fields):
        derivative = Partial(psi, MU)
        for column, chi in enumerate(fields):
            isospin = sum(
                G * msigma(a)[row, column] / 2 * VectorComponent(w, MU)
                for a, w in enumerate((W_1, W_2, W_3), start=1)
            )
            derivative += COVARIANT_SIGN * sp.I * isospin * chi
        hyper = G_PRIME * psi.charge("Y") * VectorComponent(B, MU)
        derivative += COVARIANT_SIGN * sp.I * hyper * psi
        total += sp.I * bilinear(psi, sp.expand(derivative), MU, chirality=chirality)
    return sp.expand(total)


def singlet_kinetic(psi: Fermion, chirality: str) -> sp.Expr:
    r""":math:`\bar\psi\,i\not D\,P_X\,\psi` of a singlet of hypercharge Y."""
    hyper = G_PRIME * psi.charge("Y") * VectorComponent(B, MU)
    derivative = Partial(psi, MU) + COVARIANT_SIGN * sp.I * hyper * psi
    return sp.I * bilinear(psi, derivative, MU, chirality=chirality)


def in_z_and_photon(lagrangian: sp.Expr, neutral: Fermion) -> sp.Expr:
    """W³ and B rotated into Z and A, with the g' for which `neutral` does not couple to A."""
    c, s = sp.cos(THETA_W), sp.sin(THETA_W)
    physical: dict[Field, sp.Expr] = {W_3: c * Z + s * PHOTON, B: -s * Z + c * PHOTON}
    rotated = substitute(lagrangian, physical)
    charge = FeynmanRules(rotated).vector(neutral, neutral, PHOTON).left
    return sp.expand(rotated.subs(G_PRIME, -charge.coeff(G_PRIME, 0) / charge.coeff(G_PRIME, 1)))


def coupling(source: FeynmanRules, out: State, into: State, vector: VectorBoson) -> Chiral:
    """(g_L, g_R) of Γ^μ = γ^μ(g_L P_L + g_R P_R): the rule divided by i."""
    rule = source.vector(out, into, vector)
    return Chiral(*(sp.factor(sp.simplify(x / sp.I)) for x in (rule.left, rule.right)))


@cache
def neutrino_coupling() -> Chiral:
    """(g_L, g_R) of the Z and one neutrino of the Standard Model."""
    lagrangian = in_z_and_photon(doublet_kinetic(NEUTRINO, ELECTRON), NEUTRINO)
    left = FeynmanRules(lagrangian).vector(NEUTRINO, NEUTRINO, Z).left
    return Chiral(left=sp.trigsimp(sp.factor(left / sp.I)))


@cache
def lepton_rules() -> FeynmanRules:
    """Electron and its neutrino, both in doublet and singlet, with W¹, W², Z; ν_e = Σ U_ei ν_i."""
    kinetic = doublet_kinetic(NEUTRINO, ELECTRON, "L") + singlet_kinetic(ELECTRON_RIGHT, "R")
    in_nu = sum((pmns("e", i) * nu for i, nu in NU.items()), sp.S.Zero)
    return FeynmanRules(substitute(in_z_and_photon(kinetic, NEUTRINO), {NEUTRINO: in_nu}))
