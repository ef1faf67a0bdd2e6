r"""A vector at rest decays into two particles: spin sums, phase space, widths.

.. math:: \Gamma = \frac{S}{2M_V}\int d\Phi_2\;\frac13\sum_{\epsilon,\,\rm spins}|\mathcal M|^2,

S = ½ for two identical particles. Spin sums are traces of explicit 4×4 matrices at explicit momenta,
so that neither a trace theorem nor a property of γ5 is used. Couplings are taken in the combinations
of definite parity, with 1 and γ5, which do not interfere: each square is then a product of factors
linear in the masses, and nothing cancels at a threshold.

Masses of fermions are signed, as they stand in the Lagrangian: :math:`\sum u\bar u = \not k + M` for
either sign. Below threshold, :math:`M_V < |M_1|+|M_2|`, a formula means nothing; whoever evaluates it
has to look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import sympy as sp

from darktmm.derive.conventions import METRIC
from darktmm.derive.dirac_matrices import CHIRAL
from darktmm.derive.formula import Formula
from darktmm.derive.memo import cache

M_V = sp.Symbol("M_V", positive=True)
M_FIRST, M_SECOND = sp.symbols("M_1 M_2", real=True)
G_L, G_R = sp.symbols("g_L g_R", complex=True)
C_1, C_2 = sp.symbols("c_1 c_2", complex=True)
T_PAIR = sp.Symbol("T_21", complex=True)

_MOMENTUM = sp.Symbol("k", positive=True)
_ENERGIES = sp.symbols("E_1 E_2", positive=True)

Momentum = Sequence[Any]
"""Components v⁰ v¹ v² v³."""

Vertex = tuple[sp.Matrix, ...]
"""Γ^μ, four matrices."""


# --- spin sums ----------------------------------------------------------------------------------


GAMMA: Vertex = tuple(g.spelled() for g in CHIRAL.gamma)
PROJECTOR = {x: p.spelled() for x, p in CHIRAL.projectors.items()}
UNIT, GAMMA5 = sp.eye(4), CHIRAL.gamma5.spelled()


def slash(v: Momentum) -> sp.Matrix:
    """γ_μ v^μ."""
    return sum((s * c * g for s, c, g in zip(METRIC, v, GAMMA, strict=True)), sp.zeros(4))


def vector_vertex(right: sp.Matrix) -> Vertex:
    """γ^μ X, X = 1, γ5 or a projector."""
    return tuple(g * right for g in GAMMA)


def dipole_vertex(right: sp.Matrix, q: Momentum) -> Vertex:
    r""":math:`i\sigma^{\mu\nu}q_\nu X`, σ = (i/2)[γ^μ, γ^ν] and q carried in by the vector."""
    return tuple(-(g * slash(q) - slash(q) * g) * right / 2 for g in GAMMA)


def fermion_tensor(one: Vertex, other: Vertex, out: sp.Matrix, into: sp.Matrix) -> sp.Matrix:
    r""":math:`\mathrm{Tr}[\,\Sigma'\,\Gamma^\mu\,\Sigma\,\bar\Gamma'^\nu]` for all μ, ν.

    Args:
        one: Γ of the amplitude.
        other: Γ of the conjugate amplitude, :math:`\bar\Gamma = \gamma^0\Gamma^\dagger\gamma^0`.
        out: spin sum Σ' of the line that leaves the vertex.
        into: spin sum Σ of the line that enters it.
    """
    left = [out * g * into for g in one]
    right = [GAMMA[0] * g.H * GAMMA[0] for g in other]
    return sp.Matrix(4, 4, lambda mu, nu: sp.expand((left[mu] * right[nu]).trace()))


def squared(amplitudes: Sequence[tuple[sp.Expr, Any]], product: Callable[..., Any]) -> sp.Expr:
    """Σ_A |c_A|² X_AA for pairs (c_A, amplitude A) that do not interfere, X_AB = product(A, B).

    Raises:
        ArithmeticError: two of them do interfere.
    """
    for (a, one), (b, other) in combinations(amplitudes, 2):
        if (cross := product(one, other)) != 0:
            raise ArithmeticError(f"amplitudes of {a} and {b}: they interfere, {cross}")
    return sum((sp.Abs(c) ** 2 * product(x, x) for c, x in amplitudes), sp.S.Zero)


# --- kinematics ---------------------------------------------------------------------------------


@cache
def energies() -> tuple[sp.Expr, sp.Expr]:
    """E₁, E₂ of back-to-back particles of total energy M_V."""
    e_1, e_2 = _ENERGIES
    one_momentum = e_1**2 - M_FIRST**2 - (e_2**2 - M_SECOND**2)
    (solution,) = sp.solve([e_1 + e_2 - M_V, one_momentum], [e_1, e_2], dict=True)
    return solution[e_1], solution[e_2]


def _factored(expression: sp.Expr) -> sp.Expr:
    return sp.factor(expression, M_V, M_FIRST, M_SECOND)


@cache
def momentum() -> sp.Expr:
    """|k|: no cancellation at threshold, since k² stays a product of four linear factors."""
    return sp.sqrt(_factored(energies()[0] ** 2 - M_FIRST**2))


def _on_shell(expression: sp.Expr) -> sp.Expr:
    known = {**dict(zip(_ENERGIES, energies(), strict=True)), _MOMENTUM: momentum()}
    return _factored(sp.expand(expression).subs(known))


@cache
def phase_space() -> sp.Expr:
    r"""∫dΦ₂ of an amplitude that does not depend on the direction.

    .. math:: \int\frac{d^3k}{(2\pi)^3\,2E_1\,2E_2}\,2\pi\,\delta(M_V-E_1-E_2)
    """
    e_1, e_2 = (sp.sqrt(_MOMENTUM**2 + mass**2) for mass in (M_FIRST, M_SECOND))
    sphere = 4 * sp.pi * _MOMENTUM**2
    density = 2 * sp.pi * sphere / ((2 * sp.pi) ** 3 * 2 * e_1 * 2 * e_2)
    value = density / sp.diff(e_1 + e_2, _MOMENTUM)
    named = value.subs(dict(zip((e_1, e_2), _ENERGIES, strict=True)))
    return sp.simplify(named.subs(dict(zip(_ENERGIES, energies(), strict=True)))).subs(
        _MOMENTUM, momentum()
    )


def _outgoing() -> tuple[Momentum, Momentum]:
    """k₁ and k₂; the axis is free because the polarisations are averaged over."""
    (e_1, e_2), k = _ENERGIES, _MOMENTUM
    return (e_1, 0, 0, k), (e_2, 0, 0, -k)


def _at_rest() -> Momentum:
    return (sum(_ENERGIES), 0, 0, 0)


def _averaged(tensor: sp.Matrix) -> sp.Expr:
    """(1/3)(−g_{μν} + q_μq_ν/M_V²) X^{μν}, q at rest."""
    q = [s * c for s, c in zip(METRIC, (M_V, 0, 0, 0), strict=True)]
    metric = sp.diag(*METRIC)
    polarisations = -metric + sp.Matrix(4, 4, lambda mu, nu: q[mu] * q[nu]) / M_V**2
    return sp.Rational(1, 3) * sum(p * x for p, x in zip(polarisations, tensor, strict=True))


def fermion_pair(one: Vertex, other: Vertex) -> sp.Expr:
    """X of two amplitudes ε_μ ū(k₁)Γ^μ v(k₂), averaged and summed: Σ v v̄ = k̸₂ − M₂."""
    k_1, k_2 = _outgoing()
    out, into = slash(k_1) + M_FIRST * UNIT, slash(k_2) - M_SECOND * UNIT
    return _on_shell(_averaged(fermion_tensor(one, other, out, into)))


def scalar_pair(one: Momentum, other: Momentum) -> sp.Expr:
    """X of two amplitudes ε_μ v^μ."""
    return _on_shell(_averaged(sp.Matrix(one) * sp.Matrix(other).T))


def _width(square: sp.Expr, identical: bool = False) -> sp.Expr:
    symmetry = sp.Rational(1, 2) if identical else sp.S.One
    return sp.factor_terms(symmetry * phase_space() * square / (2 * M_V))


# --- widths -------------------------------------------------------------------------------------


def by_parity(left: sp.Expr, right: sp.Expr) -> list[tuple[sp.Expr, sp.Matrix]]:
    """a P_L + b P_R = (a + b)/2 · 1 + (b − a)/2 · γ5."""
    return [((left + right) / 2, UNIT), ((right - left) / 2, GAMMA5)]


@cache
def _vector_square() -> sp.Expr:
    return squared([(c, vector_vertex(x)) for c, x in by_parity(G_L, G_R)], fermion_pair)


@cache
def dirac_pair_width() -> Formula:
    r"""V → :math:`f_1\bar f_2` with :math:`i\gamma^\mu(g_LP_L+g_RP_R)`; f₁ and f₂ may be the same."""
    return Formula(
        "V -> f1 f2bar",
        r"\Gamma(V\to f_1\bar f_2)",
        _width(_vector_square()),
        (M_V, M_FIRST, M_SECOND, G_L, G_R),
        1,
        "A' -> l+ l-: arXiv:0906.0580",
    )


@cache
def majorana_pair_width(identical: bool) -> Formula:
    r"""V → χ₁χ₂ with :math:`i\gamma^\mu(g_LP_L+g_RP_R)`, both contractions being in g_L, g_R.

    `FeynmanRules.vector` returns such couplings. A pair of different particles is one final state,
    not two.
    """
    return Formula(
        "V -> chi chi" if identical else "V -> chi1 chi2",
        r"\Gamma(V\to\chi\chi)" if identical else r"\Gamma(V\to\chi_1\chi_2)",
        _width(_vector_square(), identical),
        (M_V, M_FIRST, M_SECOND, G_L, G_R),
        1,
        "Z -> nu nu of the Standard Model, massless",
    )


@cache
def scalar_pair_width() -> Formula:
    """V → φ₁φ₂, different real scalars, with the rule c₁k₁ + c₂k₂ of `FeynmanRules.current`.

    Incoming momenta there; outgoing ones reverse both signs at once.
    """
    (k_1, k_2), half = (sp.Matrix(k) for k in _outgoing()), sp.Rational(1, 2)
    amplitudes = [(half * (C_1 - C_2), k_1 - k_2), (half * (C_1 + C_2), k_1 + k_2)]
    return Formula(
        "V -> phi1 phi2",
        r"\Gamma(V\to\phi_1\phi_2)",
        _width(squared(amplitudes, scalar_pair)),
        (M_V, M_FIRST, M_SECOND, C_1, C_2),
        1,
        "scalar QED",
    )


@cache
def dipole_pair_width() -> Formula:
    r"""V → χ₁χ₂ through :math:`i\sigma^{\mu\nu}q_\nu(T_{21}P_L - T_{21}^*P_R)`, Majorana, different.

    Different, because T is antisymmetric.
    """
    # (T − T*)/2 = f^M stands with 1, −(T + T*)/2 = i f^E with γ5.
    parts = ((sp.expand(c, complex=True), x) for c, x in by_parity(T_PAIR, -sp.conjugate(T_PAIR)))
    square = squared([(c, dipole_vertex(x, _at_rest())) for c, x in parts], fermion_pair)
    return Formula(
        "V -> chi1 chi2, dipole",
        r"\Gamma(V\to\chi_1\chi_2)\big|_T",
        _width(square),
        (M_V, M_FIRST, M_SECOND, T_PAIR),
        1,
        "arXiv:2603.25704 (13)",
    )


@cache
def interference(vector: str, dipole: str) -> sp.Expr:
    """X of γ^μ P_X with iσ^{μν}q_ν P_Y: proportional to a mass of the fermions.

    Args:
        vector: chirality X.
        dipole: chirality Y.
    """
    return fermion_pair(
        vector_vertex(PROJECTOR[vector]), dipole_vertex(PROJECTOR[dipole], _at_rest())
    )
