r"""Every sign, phase and normalisation that the derivation chooses, stated once.

========================  ==========================================================
metric                    :math:`g_{\mu\nu} = \mathrm{diag}(+,-,-,-)`
sigma                     :math:`\sigma^{\mu\nu} = \tfrac i2[\gamma^\mu,\gamma^\nu]`
gamma5                    :math:`\gamma_5 = i\gamma^0\gamma^1\gamma^2\gamma^3`
projectors                :math:`P_{L,R} = (1\mp\gamma_5)/2`
Levi-Civita               :math:`\varepsilon^{0123} = +1`, so that
                          :math:`\mathrm{Tr}\,\gamma_5\gamma^\mu\gamma^\nu\gamma^\rho
                          \gamma^\sigma = -4i\varepsilon^{\mu\nu\rho\sigma}`
charge conjugation        :math:`\psi^c = C\bar\psi^T`, with
                          :math:`C\gamma_\mu^T C^{-1} = -\gamma_\mu`,
                          :math:`C\gamma_5^T C^{-1} = \gamma_5`
covariant derivative      :math:`D_\mu = \partial_\mu + i g Q V_\mu` for *every* field
complex scalar            :math:`S = (S_R + i S_I)/\sqrt2`
amplitude                 :math:`i\mathcal M` = sum of diagrams of
                          :math:`\exp(i\int\mathcal L)`,
                          :math:`\mathcal M = \epsilon_\mu\bar u_j\Gamma^\mu u_i`
momentum transfer         :math:`q = p' - p`, carried in by the vector
kinetic mixing            :math:`+\tfrac\varepsilon2 F_{\mu\nu}F'^{\mu\nu}`, as in (8)
========================  ==========================================================

**Dipole normalisation.** A Dirac moment :math:`\mathcal L = \tfrac12\mu\,\bar\psi
\sigma^{\mu\nu}\psi F_{\mu\nu}` has the vertex :math:`\Gamma^\mu = \mu\,i\sigma^{\mu\nu}q_\nu`.
For Majorana fields :math:`\mathcal L = \tfrac12\mu_{ij}\,\overline{\nu_i^c}\sigma^{\mu\nu}
\nu_j F_{\mu\nu}+\text{h.c.}`, summed over *all* i and j, contains every pair twice. How much
that is worth is not typed here either: `derive.laws.dipole` obtains it from the vertices.
"""

from __future__ import annotations

from typing import Final

import sympy as sp

METRIC: Final[tuple[int, int, int, int]] = (1, -1, -1, -1)
"""Diagonal of the Minkowski metric."""

COVARIANT_SIGN: Final[int] = +1
"""s in D_μ = ∂_μ + s·i g Q V_μ."""

SCALAR_PHASE_SIGN: Final[int] = +1
"""s in S = (S_R + s·i S_I)/√2."""

LEVI_CIVITA_0123: Final[int] = +1
"""ε with upper indices 0123."""

KINETIC_MIXING_SIGN: Final[int] = +1
"""s in s·(ε/2) F_{μν}F'^{μν}."""

LEFT: Final[str] = "L"
RIGHT: Final[str] = "R"
CHIRALITIES: Final[tuple[str, str]] = (LEFT, RIGHT)

ELEMENTARY_CHARGE: Final[sp.Symbol] = sp.Symbol("e", positive=True)
ELECTRON_MASS: Final[sp.Symbol] = sp.Symbol("m_e", positive=True)


def opposite(chirality: str) -> str:
    """The other chirality: γ^μ P_L = P_R γ^μ."""
    return RIGHT if chirality == LEFT else LEFT


def through(chirality: str, gammas: int) -> str:
    """Chirality of a projector after it has been carried past `gammas` Dirac matrices."""
    return chirality if gammas % 2 == 0 else opposite(chirality)


def bohr_magneton() -> sp.Expr:
    r"""μ_B = e / 2mₑ, natural units (GeV⁻¹ when mₑ is in GeV and e = √(4πα))."""
    return ELEMENTARY_CHARGE / (2 * ELECTRON_MASS)
