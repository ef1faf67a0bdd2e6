r"""Symbols, gauge bosons and leptons that several rooms share, each spelled once, and their dimensions.

D_μ of every field is :math:`\partial_\mu+ig\,T^aW^a_\mu+ig'\,YB_\mu+ig_DQ_D\,A'_\mu`, with the electric
charge T₃ + Y. W¹ and W² are kept as real vectors; :math:`W^\pm=(W^1\mp iW^2)/\sqrt2`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE
from darktmm.derive.fields import DiracFermion, Field, MajoranaFermion, VectorBoson

# --- couplings and masses -----------------------------------------------------------------------

ALPHA = sp.Symbol("alpha", positive=True)
"""e²/4π."""

G_FERMI = sp.Symbol("G_F", positive=True)
r"""Fermi's constant: :math:`\mathcal L=-\frac{4G_F}{\sqrt2}
(\bar\nu_\mu\gamma^\rho P_L\mu)(\bar e\gamma_\rho P_L\nu_e)+\text{h.c.}`"""

G, G_PRIME = sp.symbols("g g'", positive=True)
THETA_W = sp.Symbol("theta_W", positive=True)
M_W, M_Z = sp.symbols("M_W M_Z", positive=True)
NEUTRAL = sp.Symbol("g_Z", positive=True)
r""":math:`g/2c_W`; at tree level :math:`(\sqrt2G_F)^{1/2}M_Z`."""

G_D = sp.Symbol("g_D", positive=True)
M_APRIME = sp.Symbol("m_A'", positive=True)

M_LEPTON = sp.Symbol("m_ell", positive=True)
M_ELECTRON, M_MUON = ELECTRON_MASS, sp.Symbol("m_mu", positive=True)

# --- gauge bosons -------------------------------------------------------------------------------

PHOTON = VectorBoson("A", group="EM", coupling=ELEMENTARY_CHARGE)
DARK_PHOTON = VectorBoson("A'", group="D", coupling=G_D, mass=M_APRIME, latex="A'")
W_1, W_2, W_3 = (
    VectorBoson(f"W{a}", group="SU2", coupling=G, mass=M_W, latex=f"W^{a}") for a in (1, 2, 3)
)
B = VectorBoson("B", group="Y", coupling=G_PRIME)
Z = VectorBoson("Z", group="Z", coupling=G / sp.cos(THETA_W), mass=M_Z)

# --- leptons ------------------------------------------------------------------------------------

FLAVOURS = ("e", "mu", "tau")
HALF = sp.Rational(1, 2)


def charges(isospin: sp.Expr, hypercharge: sp.Expr, dark: sp.Expr) -> dict[str, sp.Expr]:
    """Charges of a component; the electric one is T₃ + Y."""
    return {"Y": hypercharge, "D": dark, "EM": isospin + hypercharge}


def flavoured_neutrino(flavour: str) -> DiracFermion:
    """ν_α, of which only the left-handed half is in a Lagrangian."""
    return DiracFermion(f"nu_{flavour}", charges=charges(HALF, -HALF, sp.S.Zero))


def charged_lepton(flavour: str) -> DiracFermion:
    """ℓ_α."""
    return DiracFermion(
        f"l_{flavour}",
        charges=charges(-HALF, -HALF, sp.S.Zero),
        latex=rf"\ell_{{{sp.latex(sp.Symbol(flavour))}}}",
    )


def neutrino(i: int) -> MajoranaFermion:
    """ν_i, mass eigenstate; massless in a loop."""
    return MajoranaFermion(f"nu_{i}")


def pmns(flavour: str, i: int) -> sp.Symbol:
    """U_{αi}."""
    return sp.Symbol(f"U_{flavour}_{i}", complex=True)


# --- dimensions ---------------------------------------------------------------------------------

_DIMENSIONS: Final[Mapping[str, int]] = {
    **dict.fromkeys((r"|A_{R}|^2",), -4),
    **dict.fromkeys(("G_F", r"\mathcal{J}", r"\Delta\mathcal{J}", "f_F"), -2),
    **dict.fromkeys((r"T_ji", "T_21", "R_ji", "f^M_ji", "f^E_ji", r"\mathcal{F}"), -1),
    **dict.fromkeys(("Lambda", "Gamma_Z", "sqrt_s", "v", "v_D", "w", "k", "k_H__mu", "k_A__mu"), 1),
    **dict.fromkeys(("T_e", "T_min", "T_max", "E_nu"), 1),
    **dict.fromkeys(("tau", "q^2", "s", "s_nu", "s_ell", "b_12", "D"), 2),
    **dict.fromkeys((r"\delta_H", r"\delta_A"), 2),
}
"""Of symbols that are neither a mass nor a pure number; a function goes by what stands before its arguments."""


def dimension(symbol: sp.Symbol) -> sp.Rational:
    """Mass dimension: of a field its own, one for a name that begins with m or M, else as stated, or zero."""
    if isinstance(symbol, Field):
        return symbol.dimension
    name = symbol.name
    bare = re.sub(r"(?<=.)(\(.*|_\d)$", "", name.strip("|")) if name not in _DIMENSIONS else name
    stated = _DIMENSIONS.get(name, _DIMENSIONS.get(bare, _DIMENSIONS.get(name.strip("|"))))
    if stated is not None:
        return sp.Integer(stated)
    return sp.Integer(re.match(r"[mM](_|$|[_ ])", name.strip("|")) is not None)
