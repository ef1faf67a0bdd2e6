r"""Decays of the charged partner: E → N_a W and E → ℓ_α S_k.

.. math:: \Gamma = \frac1{2M_E}\int d\Phi_2\;\frac12\sum_{\rm spins}|\mathcal M|^2

with the phase space of `derive.laws.two_body` and traces of explicit matrices at explicit momenta. A
longitudinal W brings (M_E ∓ M_a)²/M_W² where the masses split the doublet. Masses of N are signed, the
charged lepton is massless. Each width holds above its threshold.
"""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import multiple_angles
from darktmm.derive.conventions import CHIRALITIES, METRIC
from darktmm.derive.formula import Formula
from darktmm.derive.laws.two_body import (
    M_FIRST,
    M_SECOND,
    M_V,
    PROJECTOR,
    UNIT,
    Momentum,
    energies,
    fermion_tensor,
    momentum,
    phase_space,
    slash,
    vector_vertex,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_1, M_2, M_E, THETA, E, dark_model, yukawa
from darktmm.derive.models.dark.electroweak import w_coupling
from darktmm.derive.result import Result
from darktmm.derive.symbols import M_W

M_SCALAR = sp.Symbol("M_S", positive=True)
COUPLING = sp.Symbol("y", positive=True)
r"""\|ỹ_αk\|, the Yukawa coupling times the rotation of the scalars."""


def _momenta() -> tuple[Momentum, Momentum, Momentum]:
    """E at rest, of mass M_V here; the fermion and the boson it decays into."""
    (first, second), k = energies(), momentum()
    return (M_V, 0, 0, 0), (first, 0, 0, k), (second, 0, 0, -k)


def _width(square: sp.Expr) -> sp.Expr:
    """Γ of an |M|² summed over spins."""
    return sp.Rational(1, 2) * square * phase_space() / (2 * M_V)


@cache
def vector_form() -> sp.Matrix:
    r"""X in Σ\|𝓜\|² = cᵀXc of a fermion M_V → M_FIRST and a vector M_SECOND, γ^μ(c_LP_L + c_RP_R)."""
    p, k, q = _momenta()
    lowered = sp.Matrix([s * x for s, x in zip(METRIC, q, strict=True)])
    polarisations = -sp.diag(*METRIC) + lowered * lowered.T / M_SECOND**2
    spins = slash(k) + M_FIRST * UNIT, slash(p) + M_V * UNIT
    vertices = [vector_vertex(PROJECTOR[x]) for x in CHIRALITIES]

    def element(a: int, b: int) -> sp.Expr:
        tensor = fermion_tensor(vertices[a], vertices[b], *spins)
        summed = sum((s * t for s, t in zip(polarisations, tensor, strict=True)), sp.S.Zero)
        return sp.factor(sp.expand(summed))

    return sp.Matrix(2, 2, element)


@cache
def w_width(a: int) -> sp.Expr:
    """Γ(E → N_a W), in M_E, the signed M_a, M_W, g and θ."""
    plus, _ = w_coupling(dark_model(neutrinos=2, majorana_angle=THETA), a)
    c = sp.Matrix([plus.left, plus.right])
    square = sp.re(sp.expand((c.H * vector_form() * c)[0]))
    masses = {M_V: M_E, M_FIRST: (M_1, M_2)[a - 1], M_SECOND: M_W}
    return _width(square).subs(masses, simultaneous=True)


@cache
def scalar_strength() -> sp.Expr:
    r"""\|c\|²/\|ỹ\|² of :math:`c\,\bar\ell_\alpha P_RE` and one real scalar, from the Lagrangian."""
    model = dark_model(generations=1, neutrinos=2)
    rule = model.rules.yukawa(model.charged_leptons["e"], E, model.even[0])
    y = yukawa("e", 1)
    return sp.simplify(rule.right * sp.conjugate(rule.right) / (y * sp.conjugate(y)))


@cache
def scalar_width() -> sp.Expr:
    r"""Γ(E → ℓ S) of one real scalar, in M_E, M_S and \|ỹ\|."""
    p, k, _ = _momenta()
    trace = (slash(k) * PROJECTOR["R"] * (slash(p) + M_V * UNIT) * PROJECTOR["L"]).trace()
    width = _width(sp.factor(sp.expand(trace)) * scalar_strength() * COUPLING**2)
    masses = {M_V: M_E, M_FIRST: 0, M_SECOND: M_SCALAR}
    # |k|², of which M_E > M_S is not among the assumptions
    squared = sp.simplify(width.subs(masses, simultaneous=True))
    return sp.factor(squared.replace(sp.Abs, lambda x: x))


def result(model: object) -> Result:
    """Both widths."""
    del model
    return Result(
        "partner-decays",
        "Decays of the charged partner",
        "(4), (5); not in the paper",
        (
            Formula("partner-to-W", r"\Gamma(E\to N_1W)", multiple_angles(w_width(1))),
            Formula("partner-to-scalar", r"\Gamma(E\to\ell_\alpha S_k)", scalar_width()),
        ),
        (
            "Where the doublet is split by more than $M_W$, a longitudinal $W$ takes a width that grows "
            "with the square of the splitting over $M_W$.",
        ),
    )
