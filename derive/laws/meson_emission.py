r"""A leptonic decay emits A': :math:`M^+\to\ell^+\nu A'`, without helicity suppression.

.. code-block:: text

            ν_β ──●── ν_γ (k)                      ν_γ (k)
   M^+     ╱      │                    M^+      ╱
   ───────●       A'(q)               ───────●          A'(q)
           ╲                                    ╲ ℓ_γ   │
            ℓ_β (p)                              ───────●── ℓ_β (p)

The W couples ν_β to ℓ_β. A' couples to neutrinos and charged leptons, both left-handed, by hermitian
matrices in flavour space,

.. math:: \mathcal L = A'_\mu\big(f^\nu_{\gamma\beta}\,\bar\nu_\gamma\gamma^\mu P_L\nu_\beta
          + f^\ell_{\gamma\beta}\,\bar\ell_\gamma\gamma^\mu P_L\ell_\beta\big),\qquad
          f^\nu = U f U^\dagger,

f being that between mass eigenstates; massless Majorana neutrinos are Weyl fermions, and the sum over
the mass eigenstates of the final state is the sum over γ. The amplitude of
:math:`M^+\to\ell^+_\beta\nu_\gamma A'` is :math:`f^\nu_{\gamma\beta}M_\nu+f^\ell_{\gamma\beta}M_\ell`,
written as

.. math:: \Delta_{\gamma\beta}\,M_\nu + f^\ell_{\gamma\beta}\,(M_\nu+M_\ell),\qquad
          \Delta = f^\nu-f^\ell .

For a longitudinal A', with :math:`\epsilon\to q/m_{A'}`, emission off one line undoes its propagator.
What is left of :math:`M_\nu` is the amplitude of :math:`M^+\to\ell\nu` over :math:`m_{A'}`, but at
momenta that do not add up to that of the meson, :math:`\not k+\not p\ne\not P`: it is not proportional
to the mass of the lepton. :math:`M_\nu+M_\ell` is: equal couplings to both members of the doublet are
a current that only lepton masses break. Hence the rate goes with
:math:`|\Delta|^2M^4/(m_\mu m_{A'})^2` of that of M → μν, in which decay constant, CKM element and G_F
drop out.

The internal lepton ℓ_γ may reach its mass shell if :math:`m_\gamma>m_\beta+m_{A'}`: that is M → ℓ_γ ν,
followed by ℓ_γ → ℓ_β A', another decay (`lepton_emission`). Emission through kinetic mixing couples to
a conserved current, meson included: it has neither enhancement, and is left out, as are the vertices of
the W with a loop of N, E and scalars.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import QQ, QQ_I
from sympy.polys.matrices import DomainMatrix

from darktmm.derive.conventions import METRIC
from darktmm.derive.formula import Formula
from darktmm.derive.laws import two_body
from darktmm.derive.laws.two_body import (
    GAMMA,
    M_FIRST,
    M_SECOND,
    M_V,
    PROJECTOR,
    UNIT,
    Momentum,
    fermion_tensor,
    slash,
)
from darktmm.derive.memo import cache
from darktmm.derive.result import Result
from darktmm.derive.symbols import M_APRIME, M_LEPTON, M_MUON

M_MESON, M_INTERNAL = sp.symbols("M m_gamma", positive=True)
"""Meson and the internal ℓ_γ; the final ℓ_β has `M_LEPTON`."""

S_NU, S_ELL = sp.symbols("s_nu s_ell", positive=True)
"""(k + q)², the missing mass squared if A' is not seen, and (p + q)²."""

COSINE = sp.Symbol("c", real=True)
"""Of the angle between k and p in the rest frame of k + q."""

# In the rest frame of k + q: its energy, |k|, the energy and momentum of ℓ, sin θ.
_W, _K, _E, _P, _SINE = _COMPONENTS = sp.symbols("w kappa E_p P s", real=True)
_RING = QQ_I[(*_COMPONENTS, COSINE)]


@dataclass(frozen=True)
class Square:
    """Σ over spins of a product of two amplitudes, propagators taken off.

    Attributes:
        metric: of −g_μν in the sum over polarisations.
        longitudinal: of q_μq_ν, without 1/m_A'².
    """

    metric: sp.Expr
    longitudinal: sp.Expr

    @property
    def total(self) -> sp.Expr:
        """Both together."""
        return self.metric + self.longitudinal / M_APRIME**2


# --- spin sums ----------------------------------------------------------------------------------


def _matrix(entries: sp.Matrix) -> DomainMatrix:
    return DomainMatrix.from_Matrix(entries).convert_to(_RING)


def _adjoint(matrix: DomainMatrix) -> DomainMatrix:
    """γ⁰Γ†γ⁰; the components of momenta are real."""
    zero = _matrix(GAMMA[0])
    return zero * _matrix(matrix.to_Matrix().H) * zero


def _sum(*momenta: Momentum) -> Momentum:
    return tuple(sum(components) for components in zip(*momenta, strict=True))


def _momenta() -> tuple[Momentum, Momentum, Momentum]:
    """k of the neutrino, p of the antilepton, q of A'."""
    along = (_K * _SINE, 0, _K * COSINE)
    return (_K, *along), (_E, 0, 0, _P), (_W - _K, *(-x for x in along))


def _strings() -> tuple[tuple[DomainMatrix, ...], tuple[DomainMatrix, ...]]:
    r"""Γ^μ of :math:`\mathcal M=\epsilon^*_\mu\bar u(k)\Gamma^\mu v(p)`, emission off ν and off ℓ.

    For M → ℓν that is :math:`\not P P_L`. iℳ has i for each vertex and for the propagator, which is
    :math:`i\not K/K^2` with K = k + q, and :math:`i(-\not L+m_\gamma)/(L^2-m_\gamma^2)`, L = p + q,
    for the antilepton, where P_L on both sides leaves no mass. The denominators are taken off.
    """
    k, p, q = _momenta()
    left = PROJECTOR["L"]
    weak = slash(_sum(k, p, q)) * left
    factor = sp.I**3 / sp.I
    off_neutrino, off_lepton = slash(_sum(k, q)), -slash(_sum(p, q))
    return (
        tuple(_matrix(sp.expand(factor * g * left * off_neutrino * weak)) for g in GAMMA),
        tuple(_matrix(sp.expand(factor * weak * off_lepton * g * left)) for g in GAMMA),
    )


_FIELD = QQ.frac_field(M_MESON, M_LEPTON, M_APRIME, S_ELL, _W)


@cache
def _in_frame() -> tuple[Any, ...]:
    """w, κ, E, P² and P c, in terms of masses, s_ℓ and w = √s_ν."""
    meson, lepton, emitted, s_ell, w = _FIELD.gens
    k = (w**2 - emitted**2) / (2 * w)
    e = (meson**2 - w**2 - lepton**2) / (2 * w)
    # p·q = E(w − κ) + κ P c
    aligned = ((s_ell - lepton**2 - emitted**2) / 2 - e * (w - k)) / k
    return w, k, e, e**2 - lepton**2, aligned


def _invariant(trace: Any) -> sp.Expr:
    """A function of scalar products in terms of s_ν and s_ℓ.

    Raises:
        ArithmeticError: it is complex, or depends on the frame.
    """
    w, k, e, p_squared, aligned = _in_frame()
    # sin²θ = 1 − cos²θ, on terms (P, c) → coefficient
    table: dict[tuple[int, int], Any] = {}
    for (n_w, n_k, n_e, n_p, n_s, n_c), value in trace.terms():
        if value.y or n_s % 2:
            raise ArithmeticError(f"{trace}: complex, or odd in sin θ")
        factor = _FIELD.from_QQ(value.x, QQ) * w**n_w * k**n_k * e**n_e
        for j in range(n_s // 2 + 1):
            key = n_p, n_c + 2 * j
            table[key] = table.get(key, _FIELD.zero) + (-1) ** j * math.comb(n_s // 2, j) * factor
    total = _FIELD.zero
    for (n_p, n_c), value in table.items():
        if value == 0:
            continue
        if n_p < n_c or (n_p - n_c) % 2:
            raise ArithmeticError(f"{trace}: depends on the frame")
        total += value * aligned**n_c * p_squared ** ((n_p - n_c) // 2)
    return sp.factor(_FIELD.to_sympy(total).subs(_W, sp.sqrt(S_NU)))


@cache
def squares() -> tuple[Square, Square, Square]:
    """νν, νℓ and ℓℓ: Tr[k̸ Γ^μ p̸ Γ̄^ν] with the sum over polarisations, Γ of `_strings`.

    The mass of the antilepton drops out of Σ v v̄ = p̸ − m between projectors.
    """
    k, p, q = _momenta()
    neutrino, lepton = _matrix(slash(k)), _matrix(slash(p))
    lowered = [sign * component for sign, component in zip(METRIC, q, strict=True)]

    def dotted(string: tuple[DomainMatrix, ...]) -> DomainMatrix:
        terms = (x * g.to_Matrix() for x, g in zip(lowered, string, strict=True))
        return _matrix(sp.expand(sum(terms, sp.zeros(4))))

    def trace(one: DomainMatrix, other: DomainMatrix) -> Any:
        product = (neutrino * one * lepton * _adjoint(other)).to_list()
        return sum((product[k][k] for k in range(4)), _RING.zero)

    def square(one: tuple[DomainMatrix, ...], other: tuple[DomainMatrix, ...]) -> Square:
        metric = sum(
            (-s * trace(a, b) for s, a, b in zip(METRIC, one, other, strict=True)), _RING.zero
        )
        return Square(_invariant(metric), _invariant(trace(dotted(one), dotted(other))))

    nu, ell = _strings()
    return square(nu, nu), square(nu, ell), square(ell, ell)


def _propagators() -> tuple[sp.Expr, sp.Expr]:
    return 1 / S_NU, 1 / (S_ELL - M_INTERNAL**2)


def _collected(expression: sp.Expr) -> sp.Expr:
    """By powers of the lepton masses, over the common denominator: small ones stand in front."""
    above, below = sp.fraction(sp.cancel(sp.together(expression)))
    terms = sp.Poly(above, M_LEPTON, M_INTERNAL).terms()
    parts = (sp.factor(c) * M_LEPTON**a * M_INTERNAL**b for (a, b), c in terms)
    return sum(parts, sp.S.Zero) / sp.factor(below)


@cache
def rates() -> tuple[Square, Square, Square]:
    r"""Σ\|ℳ\|² = \|Δ\|² X_ΔΔ + 2 Re(Δ f^{ℓ*}) X_Δf + \|f^ℓ\|² X_ff, propagators included.

    :math:`X_{\Delta f}` and :math:`X_{ff}` are those of :math:`M_\nu+M_\ell`: their longitudinal part
    is proportional to squared lepton masses, identically.
    """
    off_nu, off_ell = _propagators()

    def combined(kind: str) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        nn, nl, ll = (getattr(x, kind) for x in squares())
        first = nn * off_nu**2
        mixed = first + nl * off_nu * off_ell
        return first, mixed, mixed + nl * off_nu * off_ell + ll * off_ell**2

    parts = zip(combined("metric"), combined("longitudinal"), strict=True)
    first, mixed, last = (Square(_collected(g), _collected(qq)) for g, qq in parts)
    return first, mixed, last


# --- phase space --------------------------------------------------------------------------------


def _pair(mass: sp.Expr, first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """∫dΦ₂ of two particles."""
    return two_body.phase_space().subs({M_V: mass, M_FIRST: first, M_SECOND: second})


@cache
def phase_space() -> sp.Expr:
    r"""dΦ₃/(ds_ν dc): :math:`\frac{ds_\nu}{2\pi}\,d\Phi_2(M;\sqrt{s_\nu},m_\ell)\,
    d\Phi_2(\sqrt{s_\nu};0,m_{A'})`, isotropic but for c."""
    w = sp.sqrt(S_NU)
    outer, inner = _pair(M_MESON, w, M_LEPTON), _pair(w, 0, M_APRIME)
    return outer * inner / (2 * (2 * sp.pi))


@cache
def muonic_width() -> sp.Expr:
    r"""Γ(M → μν) for the vertex :math:`\not P P_L`: what is measured, in units of the coupling."""
    first, second = two_body.energies()
    axis = {M_V: M_MESON, M_FIRST: 0, M_SECOND: M_MUON}
    e_nu, e_mu, k = (sp.simplify(x.subs(axis)) for x in (first, second, two_body.momentum()))
    weak = (slash((e_nu + e_mu, 0, 0, 0)) * PROJECTOR["L"],)
    into = slash((e_mu, 0, 0, -k)) - M_MUON * UNIT
    tensor = fermion_tensor(weak * 4, weak * 4, slash((e_nu, 0, 0, k)), into)
    width = _pair(M_MESON, 0, M_MUON) * tensor[0, 0] / (2 * M_MESON)
    return sp.factor(sp.simplify(width.subs(sp.Abs(M_MESON - M_MUON), M_MESON - M_MUON)))


@cache
def light_limit() -> sp.Expr:
    """Γ(M → ℓνA')/Γ(M → μν) over |Δ|² for m_A' → 0, m_ℓ → 0, leading power of 1/m_A'."""
    light = {M_LEPTON: 0, M_INTERNAL: 0}
    leading = rates()[0].longitudinal.subs(light).subs(M_APRIME, 0) / M_APRIME**2
    below = (M_MESON**2 - S_NU) / 2  # p·(k + q)
    flat = sp.Symbol("x", positive=True)
    volume = sp.simplify(phase_space().subs(light).subs(M_APRIME, 0).subs(S_NU, flat * M_MESON**2))
    volume = sp.simplify(sp.refine(volume.subs(sp.Abs(flat - 1), 1 - flat)))
    s_ell = below * (1 + COSINE)  # k and q share k + q evenly
    integrand = leading.subs(S_ELL, s_ell).subs(S_NU, flat * M_MESON**2) * volume * M_MESON**2
    total = sp.integrate(sp.integrate(sp.expand(integrand), (COSINE, -1, 1)), (flat, 0, 1))
    return sp.factor(total / (2 * M_MESON) / muonic_width())


def result(model: object) -> Result:
    """Squared amplitudes and the limit of light A' and ℓ."""
    del model  # f and f^ℓ are arguments
    names = (r"X_{\Delta\Delta}", r"X_{\Delta f}", r"X_{ff}")
    equations = [
        Formula(
            f"longitudinal-rate-{k}", rf"m_{{A'}}^2{name}\big|_{{q_\mu q_\nu}}", square.longitudinal
        )
        for k, (name, square) in enumerate(zip(names, rates(), strict=True), start=1)
    ]
    ratio = r"\Gamma(M\to\ell\nu A')/\Gamma(M\to\mu\nu)/|\Delta|^2\big|_{m_{A'},m_\ell\to0}"
    return Result(
        "meson-emission",
        "Leptonic decays of mesons with a dark photon",
        "not in the paper",
        (*equations, Formula("meson-emission-light", ratio, light_limit())),
        (
            r"$\Delta=f^\nu-f^\ell$ in the flavour basis: equal couplings of both members of a doublet "
            "leave only what is proportional to lepton masses.",
            "Neither suppressed by helicity nor by $m_{A'}$: the longitudinal $A'$ is emitted at momenta at "
            "which neutrino and lepton do not carry that of the meson.",
        ),
    )
