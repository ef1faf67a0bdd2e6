r"""A charged lepton emits A': :math:`\ell_i\to\ell_jA'` at tree level, exact in all masses.

.. math:: \mathcal L = A'_\mu\,\bar\ell_j\gamma^\mu(g_LP_L+g_RP_R)\ell_i+\text{h.c.},\qquad
          \Gamma = \frac1{2m_i}\int d\Phi_2\;\frac12\sum_{\rm spins}|\mathcal M|^2 .

Spin sums and phase space are those of `two_body`, with the lepton in place of the vector that decays
there. The polarisation sum :math:`-g_{\mu\nu}+q_\mu q_\nu/m_{A'}^2` meets a current that is not
conserved: what is emitted by a light A' is its longitudinal part, :math:`\Gamma\propto m_i^3/m_{A'}^2`.
One loop gives :math:`g_L=f^\ell_{ji}` and no :math:`g_R` (`charged_vector`).
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.conventions import METRIC
from darktmm.derive.formula import Formula
from darktmm.derive.laws import two_body
from darktmm.derive.laws.two_body import (
    G_L,
    G_R,
    GAMMA5,
    M_FIRST,
    M_SECOND,
    M_V,
    PROJECTOR,
    UNIT,
    Momentum,
    Vertex,
    by_parity,
    fermion_tensor,
    slash,
    squared,
    vector_vertex,
)
from darktmm.derive.memo import cache
from darktmm.derive.result import Result
from darktmm.derive.symbols import M_APRIME

M_PARENT, M_DAUGHTER = sp.symbols("m_i m_j", positive=True)
R = sp.Symbol("r", positive=True)
"""(m_A'/m_i)²."""

_RENAMED = {M_V: M_PARENT, M_FIRST: M_DAUGHTER, M_SECOND: M_APRIME}
"""Who decays into whom, in the symbols of `two_body`."""


def _named(expression: sp.Expr) -> sp.Expr:
    return expression.subs(_RENAMED, simultaneous=True)


def _momenta() -> tuple[Momentum, Momentum, Momentum]:
    """p of ℓ_i at rest, p' of ℓ_j, q of A', back to back along an axis."""
    (e_1, e_2), k = sp.symbols("E_1 E_2", positive=True), sp.Symbol("k", positive=True)
    return (M_PARENT, 0, 0, 0), (e_1, 0, 0, k), (e_2, 0, 0, -k)


def _on_shell(expression: sp.Expr) -> sp.Expr:
    """Energies and momentum of the decay put in."""
    energies = dict(zip(sp.symbols("E_1 E_2", positive=True), two_body.energies(), strict=True))
    known = {**energies, sp.Symbol("k", positive=True): two_body.momentum()}
    return sp.factor(_named(sp.expand(expression).subs(known)))


def polarisations(q: Momentum) -> sp.Matrix:
    """Σ ε_μ ε*_ν = −g_μν + q_μq_ν/m², of the vector of mass m_A'."""
    lowered = [s * c for s, c in zip(METRIC, q, strict=True)]
    return -sp.diag(*METRIC) + sp.Matrix(4, 4, lambda m, n: lowered[m] * lowered[n]) / M_APRIME**2


def _spin_average(one: Vertex, other: Vertex) -> sp.Expr:
    """½ Σ over spins and polarisations of two amplitudes ε*_μ ū(p')Γ^μ u(p)."""
    p, p_out, q = _momenta()
    tensor = fermion_tensor(
        one, other, slash(p_out) + M_DAUGHTER * UNIT, slash(p) + M_PARENT * UNIT
    )
    total = sum(a * b for a, b in zip(polarisations(q), tensor, strict=True))
    return _on_shell(sp.Rational(1, 2) * total)


@cache
def emission_width() -> Formula:
    r"""Γ(ℓ_i → ℓ_j A') of m_i, m_j, m_A', g_L, g_R; for m_i > m_j + m_A'."""
    square = squared([(c, vector_vertex(x)) for c, x in by_parity(G_L, G_R)], _spin_average)
    width = sp.factor_terms(_named(two_body.phase_space()) * square / (2 * M_PARENT))
    return Formula(
        "l_i -> l_j A'",
        r"\Gamma(\ell_i\to\ell_jA')",
        width,
        (M_PARENT, M_DAUGHTER, M_APRIME, G_L, G_R),
        1,
        "t -> b W",
    )


@cache
def left_handed_width() -> sp.Expr:
    """Γ/|g_L|² for g_R = 0: a sum of products without a cancellation, for any m_j and m_A'."""
    return emission_width()(M_PARENT, M_DAUGHTER, M_APRIME, 1, 0)


@cache
def massless_daughter() -> sp.Expr:
    r"""Γ/|g_L|² for m_j → 0, in m_i, m_A' and r = (m_A'/m_i)² < 1."""
    unit = left_handed_width().subs({M_DAUGHTER: 0, M_APRIME: sp.sqrt(R) * M_PARENT})
    below = sp.Symbol("s", positive=True)  # r = 1/(1 + s)², below threshold for every s > 0
    shape = sp.factor(sp.simplify((unit * R / M_PARENT).subs(R, 1 / (1 + below) ** 2)))
    in_r = sp.factor(sp.expand(sp.simplify(shape.subs(below, 1 / sp.sqrt(R) - 1))))
    return in_r * M_PARENT**3 / M_APRIME**2


@cache
def asymmetry() -> sp.Expr:
    r"""a in :math:`d\Gamma/d\cos\theta\propto1+a\cos\theta`, m_j = 0, g_R = 0, in r = (m_A'/m_i)².

    θ is the angle between ℓ_j⁻ and the spin of ℓ_i⁻, :math:`\sum u\bar u\to(\not p+m)(1+\gamma_5\not s)/2`.
    For antiparticles the sign is the opposite one.
    """
    p, p_out, q = _momenta()
    spin = (0, 0, 0, 1)  # along the momentum of ℓ_j
    left = vector_vertex(PROJECTOR["L"])
    unpolarised = slash(p) + M_PARENT * UNIT
    polarised = unpolarised * GAMMA5 * slash(spin)
    plain, along = (
        _on_shell(
            sum(
                a * b
                for a, b in zip(
                    polarisations(q), fermion_tensor(left, left, slash(p_out), line), strict=True
                )
            )
        ).subs({M_DAUGHTER: 0, M_APRIME: sp.sqrt(R) * M_PARENT})
        for line in (unpolarised, polarised)
    )
    below = sp.Symbol("s", positive=True)
    ratio = sp.simplify((along / plain).subs(R, 1 / (1 + below) ** 2))
    return sp.factor(sp.simplify(ratio.subs(below, 1 / sp.sqrt(R) - 1)))


def result(model: object) -> Result:
    """The width, and its limit for a massless daughter."""
    del model  # any couplings
    return Result(
        "lepton-emission",
        "A charged lepton emits a dark photon",
        "not in the paper",
        (
            Formula("emission-width", r"\Gamma(\ell_i\to\ell_jA')/|g_L|^2", left_handed_width()),
            Formula(
                "emission-massless",
                r"\Gamma/|g_L|^2\big|_{m_j\to0},\ r=m_{A'}^2/m_i^2",
                massless_daughter(),
            ),
            Formula("emission-asymmetry", r"a\big|_{m_j\to0}", asymmetry()),
        ),
        (
            "Enhanced by $(m_i/m_{A'})^2$: the current that $A'$ couples to is not conserved.",
            "A light $A'$ leaves the lepton in the direction that the end point of normal muon decay "
            "prefers: experiments that looked the other way do not see it.",
            "$g_L$ and $g_R$ interfere with the product of both lepton masses only.",
        ),
    )
