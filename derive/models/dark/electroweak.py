"""Z and W of the doublet Ψ = (N, E), whose two chiralities have the same weak isospin; see `laws.electroweak`."""

from __future__ import annotations

import sympy as sp

from darktmm.derive.basis import trig_normal
from darktmm.derive.formula import Formula
from darktmm.derive.lagrangian import substitute
from darktmm.derive.laws.electroweak import (
    coupling,
    doublet_kinetic,
    in_z_and_photon,
    neutrino_coupling,
)
from darktmm.derive.laws.two_body import majorana_pair_width
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import M_E, THETA, DarkModel, E, variant
from darktmm.derive.result import Result
from darktmm.derive.symbols import NEUTRAL, PHOTON, THETA_W, W_1, W_2, G, Z
from darktmm.derive.vertices import Chiral, FeynmanRules

PAIRS = ((1, 1), (2, 2), (1, 2))
"""Final states N_aN_b."""


@cache
def gauge_basis_rules(model: DarkModel) -> FeynmanRules:
    """Rules of Ψ with W¹, W², W³ and B, N in mass eigenstates."""
    kinetic = doublet_kinetic(model.heavy.dirac, E)
    return FeynmanRules(substitute(kinetic, model.heavy.replacement()))


@cache
def rules(model: DarkModel) -> FeynmanRules:
    """Rules of Ψ with W¹, W², Z and the photon, N in mass eigenstates."""
    physical = in_z_and_photon(doublet_kinetic(model.heavy.dirac, E), model.heavy.dirac)
    return FeynmanRules(substitute(physical, model.heavy.replacement()))


@cache
def z_coupling(model: DarkModel, a: int, b: int) -> Chiral:
    r"""(g_L, g_R) of :math:`Z\to N_aN_b`, both contractions included; a, b = 1, 2.

    For a = b the pair is identical, and the width has another ½.
    """
    states = dict(enumerate(model.heavy.states, start=1))
    return coupling(rules(model), states[a], states[b], Z)


@cache
def z_coupling_charged(model: DarkModel) -> Chiral:
    r"""(g_L, g_R) of :math:`Z\to E^+E^-`."""
    return coupling(rules(model), E, E, Z)


@cache
def photon_coupling(model: DarkModel) -> Chiral:
    """(g_L, g_R) of E and the photon, −s·eQ with the s of D_μ: this is what e is."""
    return coupling(rules(model), E, E, PHOTON)


@cache
def w_coupling(model: DarkModel, a: int) -> tuple[Chiral, Chiral]:
    r"""(g_L, g_R) of :math:`\bar N_a\gamma^\mu E\,W^+_\mu`, and those of :math:`W^-_\mu`, which vanish.

    :math:`c_1W^1+c_2W^2 = \tfrac1{\sqrt2}\big[(c_1+ic_2)W^++(c_1-ic_2)W^-\big]`.
    """
    n = model.heavy.states[a - 1]
    c1, c2 = (coupling(rules(model), n, E, w) for w in (W_1, W_2))
    plus, minus = (c1 + c2.scaled(sign * sp.I) for sign in (1, -1))
    return tuple(  # type: ignore[return-value]
        Chiral(*(sp.simplify(x / sp.sqrt(2)) for x in (c.left, c.right))) for c in (plus, minus)
    )


@cache
def longitudinal_strength(model: DarkModel) -> tuple[sp.Expr, sp.Expr]:
    r"""Σ_a of the squared couplings of a longitudinal W to E and N_a, per (g/M_W)², for P_L and P_R.

    A longitudinal W is its derivative over M_W. On shell, between :math:`\bar N_a` and E with
    q = p' − p, :math:`\not q(c_LP_L+c_RP_R)\to(c_LM_a-c_RM_E)P_L+(c_RM_a-c_LM_E)P_R`. The sum over a
    does not depend on how degenerate N are mixed, and vanishes where the doublet is not split.
    """
    total = [sp.S.Zero, sp.S.Zero]
    for a, n in enumerate(model.heavy.states, start=1):
        plus, _ = w_coupling(model, a)
        left, right = (c / G for c in (plus.left, plus.right))
        for k, (same, other) in enumerate(((left, right), (right, left))):
            coupling = same * n.mass - other * M_E
            total[k] += sp.expand(coupling * sp.conjugate(coupling))
    return total[0], total[1]


@cache
def z_pair_widths(model: DarkModel) -> tuple[Formula, ...]:
    r"""Γ(:math:`Z\to N_aN_b`) for the pairs 11, 22, 12: arguments M_Z, M_a, M_b, g/2c_W, θ.

    Masses are signed. Each holds above its threshold.
    """
    widths = []
    for a, b in PAIRS:
        formula = majorana_pair_width(a == b)
        m_v, m_a, m_b = formula.arguments[:3]
        c = z_coupling(model, a, b)
        g_l, g_r = (x.subs(G, 2 * sp.cos(THETA_W) * NEUTRAL) for x in (c.left, c.right))
        expression = sp.factor(formula(m_v, m_a, m_b, g_l, g_r))
        widths.append(
            Formula(
                f"Z -> N{a} N{b}",
                rf"\Gamma(Z\to N_{a}N_{b})",
                expression,
                (m_v, m_a, m_b, NEUTRAL, THETA),
                formula.dimension,
                formula.source,
            )
        )
    return tuple(widths)


@cache
def equivalent_neutrinos(model: DarkModel) -> sp.Expr:
    r"""Γ(Z → all :math:`N_aN_b`)/Γ(:math:`Z\to\nu\bar\nu`) for N much lighter than the Z.

    Without masses each chirality of a pair counts alike, an identical pair half.
    """

    def strength(c: Chiral) -> sp.Expr:
        return sum((sp.expand(x * sp.conjugate(x)) for x in (c.left, c.right)), sp.S.Zero)

    total = sum(
        strength(z_coupling(model, a, b)) * (sp.Rational(1, 2) if a == b else 1) for a, b in PAIRS
    )
    ratio = total / strength(neutrino_coupling())
    return trig_normal(sp.expand_trig(sp.simplify(ratio)))


def result(model: DarkModel) -> Result:
    """Couplings, and what they mean for the invisible width."""
    general = variant(model, majorana_angle=THETA)
    couplings = {pair: z_coupling(general, *pair) for pair in PAIRS}
    equations = [
        Formula(f"z-coupling-{x}-{a}{b}", rf"g^Z_{{{x}}}(N_{a}N_{b})", value)
        for (a, b), c in couplings.items()
        for x, value in (("L", c.left), ("R", c.right))
    ]
    charged, neutrino = z_coupling_charged(general), neutrino_coupling()
    return Result(
        "electroweak",
        "Couplings of the vector-like doublet to $Z$ and $W$",
        "(4); not in the paper",
        (
            *equations,
            Formula("z-coupling-E", "g^Z_L(EE)", charged.left),
            Formula("z-coupling-nu", r"g^Z_L(\nu\nu)", neutrino.left),
            Formula(
                "equivalent-neutrinos",
                r"\Gamma(Z\to NN)/\Gamma(Z\to\nu\bar\nu)\big|_{M_\alpha\ll M_Z}",
                equivalent_neutrinos(general),
            ),
        ),
        (
            "The current of $N$ is a vector; between Majorana eigenstates only axial couplings are "
            "left, for $m_L=m_R$ only between $N_1$ and $N_2$.",
            "A vector-like $N$ that is light compared with the $Z$ counts, whatever its Majorana "
            "masses, as two more neutrinos in the invisible width.",
        ),
    )
