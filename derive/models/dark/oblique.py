r"""The oblique parameters T and S of the doublet (N₁, N₂; E), with the divergence that (4) and (6) leave.

.. math:: \alpha T = \frac{\Pi_{WW}(0)}{M_W^2}-\frac{\Pi_{ZZ}(0)}{M_Z^2}
          = \frac{g^2}{M_W^2}\big[\Pi_{11}(0)-\Pi_{33}(0)\big]

(M. E. Peskin, T. Takeuchi, Phys. Rev. D46 (1992) 381.) Each Π is a sum over pairs of lines of
(mass by which the isospin current fails to be conserved)² × logarithm, see
`derive.loops.vacuum_polarisation`. Nothing ties these masses to each other, so the logarithms do not
cancel: :math:`M_E-m_D` breaks SU(2)_L like the vacuum value of a triplet with Y = 0, m_L and m_R
like that of one with Y = ±1. The counterterm is the kinetic term of such a triplet, a tree-level
contribution to T. What is given here is T in the :math:`\overline{\rm MS}` scheme at the scale Λ,
that is: T, if at Λ there is no tree-level contribution.

.. math:: S = 16\pi\big[\Pi'_{33}(0)-\Pi'_{3Q}(0)\big] = -16\pi\,\Pi'_{3Y}(0)

is finite: the logarithms of currents of one charge do not know masses, and N and E have opposite
isospin. It vanishes for the unsplit doublet, and is of first order in what splits it.
"""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from darktmm.derive.basis import multiple_angles, trig_normal
from darktmm.derive.fields import Fermion
from darktmm.derive.formula import Formula
from darktmm.derive.laws.electroweak import doublet_kinetic
from darktmm.derive.loops.integrals import UV_POLE, SimplexIntegral
from darktmm.derive.loops.vacuum_polarisation import (
    FeynmanForm,
    X,
    fermion_polarisation,
    on_unit_interval,
    vacuum_polarisation,
)
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    THETA,
    DarkModel,
    E,
    N,
    dark_model,
)
from darktmm.derive.models.dark.electroweak import gauge_basis_rules
from darktmm.derive.models.dark.mass_matrix import in_lagrangian_masses
from darktmm.derive.result import Result
from darktmm.derive.symbols import (
    ALPHA,
    M_W,
    W_1,
    W_3,
    B,
    G,
)
from darktmm.derive.vertices import FeynmanRules

S_W2 = sp.Symbol("s_W^2", positive=True)
"""sin²θ_W = 1 − M_W²/M_Z²."""

SCALE = sp.Symbol("Lambda", positive=True)
r"""Where T is renormalised; in :math:`\overline{\rm MS}`, :math:`\Delta_{\bar\epsilon}\to\ln\Lambda^2`."""


@cache
def difference(model: DarkModel) -> sp.Expr:
    """g²[Π₁₁(0) − Π₃₃(0)], pole included, not expanded."""
    rules = gauge_basis_rules(model)
    return vacuum_polarisation(rules, W_1, W_1) - vacuum_polarisation(rules, W_3, W_3)


def _per_coupling(polarisation: sp.Expr) -> sp.Expr:
    """T from g²(Π₁₁ − Π₃₃), with g² = 4πα/s_W²; α drops out."""
    return sp.Add(
        *(
            term.subs(G**2, 4 * sp.pi * ALPHA / S_W2) / (ALPHA * M_W**2)
            for term in sp.Add.make_args(polarisation)
        )
    )


@cache
def oblique_T() -> Formula:
    """T(M₁, M₂, θ, M_E; Λ, M_W, s_W²) for any Majorana masses."""
    model = dark_model(majorana_angle=THETA)
    at_scale = difference(model).subs(UV_POLE, sp.log(SCALE**2))
    return Formula(
        "oblique_T",
        "T",
        _per_coupling(at_scale),
        (M_1, M_2, THETA, M_E, SCALE, M_W, S_W2),
        0,
        "M. E. Peskin, T. Takeuchi, Phys. Rev. D46 (1992) 381",
    )


@cache
def T_integrand() -> Formula:
    """dT/dx, 0 < x < 1: each weight is the square of a mass that breaks the symmetry."""
    law = oblique_T()
    right = on_unit_interval(law.right, X)
    return Formula("T_integrand", r"\frac{dT}{dx}", right, (X, *law.arguments), 0, law.source)


@cache
def isospin_and_hypercharge(model: DarkModel) -> FeynmanForm:
    """Π_3Y(q²)/gg'."""
    form = fermion_polarisation(gauge_basis_rules(model), W_3, B)
    return form.scaled(1 / (W_3.coupling * B.coupling))


@cache
def isospin_times_hypercharge(fermion: Fermion) -> sp.Expr:
    """T₃Y of N (before it is rotated) or E, from its rules with W³ and B."""
    source = FeynmanRules(doublet_kinetic(N, E))
    rules = [source.vector(fermion, fermion, v).left / v.coupling for v in (W_3, B)]
    return sp.expand(rules[0] * rules[1] / sp.I**2)


@cache
def oblique_S() -> Formula:
    r"""S(M₁, M₂, θ, M_E) for any Majorana masses, with :math:`\Pi_{3Q}=\Pi_{33}+\Pi_{3Y}`.

    Raises:
        ArithmeticError: it diverges.
    """
    slope = isospin_and_hypercharge(dark_model(majorana_angle=THETA)).slope()
    value = sp.expand(-16 * sp.pi * slope)
    if trig_normal(value.coeff(UV_POLE)) != 0:
        raise ArithmeticError("S diverges")
    value = value.subs(UV_POLE, 0)
    folded = sorted(value.atoms(SimplexIntegral), key=sp.default_sort_key)
    collected = [sp.factor(trig_normal(value.coeff(f))) * f for f in folded]
    rest = trig_normal(value.subs(dict.fromkeys(folded, sp.S.Zero)))
    return Formula(
        "oblique_S",
        "S",
        sp.Add(rest, *collected),
        (M_1, M_2, THETA, M_E),
        0,
        "M. E. Peskin, T. Takeuchi, Phys. Rev. D46 (1992) 381",
    )


@cache
def divergence() -> sp.Expr:
    """dT/d ln Λ² in the masses of the Lagrangian."""
    model = dark_model(majorana_angle=THETA)
    pole = sp.expand(_per_coupling(difference(model)).diff(UV_POLE))
    return sp.factor(in_lagrangian_masses(model, pole), deep=True)


_SPLITTING = (M_E - M_DIRAC) ** 2


@cache
def dirac() -> sp.Expr:
    """T for m_L = m_R = 0, i.e. M₁ = −m_D, M₂ = m_D, θ = π/4: one Dirac pair (N, E)."""
    value = oblique_T().right.subs({M_1: -M_DIRAC, M_2: M_DIRAC, THETA: sp.pi / 4})
    rest = sp.expand(sp.factor(value) / _SPLITTING)
    return _SPLITTING * sp.collect(rest, rest.atoms(SimplexIntegral), sp.factor)


@cache
def small_splitting() -> sp.Expr:
    """Leading term of `dirac` for m_D → M_E."""
    return _SPLITTING * sp.factor((dirac() / _SPLITTING).subs(M_DIRAC, M_E).doit())


@cache
def dirac_S() -> sp.Expr:
    """S for m_L = m_R = 0: one Dirac pair (N, E)."""
    value = oblique_S().right.subs({M_1: -M_DIRAC, M_2: M_DIRAC, THETA: sp.pi / 4})
    return sp.factor(sp.expand_log(sp.expand(value.doit()), force=True))


def result(model: DarkModel) -> Result:
    """T and S, where they are finite, and their simple cases."""
    del model  # SU(2) × U(1) of Ψ only, for every m_L and m_R
    return Result(
        "oblique-parameter",
        "The oblique parameters $T$ and $S$ of the vector-like doublet",
        "(4), (6); not in the paper",
        (
            Formula("T-divergence", r"\frac{dT}{d\ln\Lambda^2}", divergence()),
            Formula("T-dirac", r"T\big|_{m_L=m_R=0}", dirac()),
            Formula("T-small-splitting", r"T\big|_{m_L=m_R=0,\ m_D\to M_E}", small_splitting()),
            replace(oblique_S(), right=multiple_angles(oblique_S().right)),
            Formula("S-dirac", r"S\big|_{m_L=m_R=0}", dirac_S()),
        ),
        (
            "The masses of (4) and (6) break $SU(2)_L$ explicitly: $T$ diverges unless the breaking of $N$ "
            "against $E$ and that of lepton number compensate. It is finite and zero for $m_D=M_E$, "
            "$m_L=m_R=0$.",
            "For $m_L=m_R$ it also vanishes where one of the $N$ is degenerate with $E$, $M_2=M_E$ or "
            "$M_1=-M_E$: the three Majorana fields are a triplet of the custodial $SU(2)$.",
            "$S$ is finite, and zero for the unsplit doublet.",
            r"$\Lambda$ is the scale at which the masses are generated and $T$ has no contribution of "
            "tree level.",
        ),
    )
