r"""One convention for the whole paper: which printed signs can hold together?

The derivation leaves four signs free: that of :math:`D_\mu=\partial_\mu+s_D\,igQA_\mu` (one for all
fields), of :math:`S=(S_R+s_S\,iS_I)/\sqrt2`, of :math:`N=(N_2+s_N\gamma_5N_1)/\sqrt2`, and of ε.
Changing one is the same as g → −g (and e → −e), A_k → −A_k, N₁ → −N₁, ε → −ε. Each printed
statement is compared with the derived one at s = +1; its parity under the four changes then says
which conventions it asks for. All sixteen are tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import sympy as sp

from darktmm.derive import conventions
from darktmm.derive.basis import components
from darktmm.derive.fields import P_L, P_R
from darktmm.derive.laws import kinetic_mixing
from darktmm.derive.memo import cache
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    DarkModel,
    feynman_rules,
    mass_eigenstates,
    transition,
)
from darktmm.derive.vertices import FeynmanRules
from darktmm.papers.arxiv_2603_25704 import printed

SIGNS = ("D", "S", "N", "epsilon")

CHOICE: dict[str, int] = {"D": 1, "S": -1, "N": 1, "epsilon": 1}
"""The one choice used for the whole ledger: ours, except S = (S_R − iS_I)/√2.

Among the conventions that keep the sign of ε in (8), the one in which the fewest statements fail.
"""


@dataclass(frozen=True)
class Statement:
    """A printed sign.

    Attributes:
        id: ledger row.
        relative: sign of printed/derived at all signs +1; 0 when the ratio is not a real number.
        odd: the signs under which the derived expression is odd.
    """

    id: str
    relative: int
    odd: frozenset[str]

    def holds(self, choice: dict[str, int]) -> bool:
        """Whether printed = derived in a convention."""
        sign = self.relative
        for name in self.odd:
            sign *= choice[name]
        return sign == 1


def _relative(printed_value: sp.Expr, derived_value: sp.Expr, *, exact: bool = True) -> int:
    """Sign of printed/derived; 0 if they differ by more.

    With `exact` = False a real factor is allowed: the row of that equation judges it.
    """
    if derived_value == 0:
        return 0
    ratio = sp.simplify(sp.expand_trig(printed_value) / sp.expand_trig(derived_value))
    if not (ratio.is_number and ratio.is_real) or (exact and abs(ratio) != 1):
        return 0
    return int(sp.sign(ratio))


def _common(pairs: Iterable[tuple[sp.Expr, sp.Expr]]) -> int:
    """The sign that all pairs (printed, derived) share, 0 if they do not or one is absent."""
    found = {_relative(p, d) for p, d in pairs if p != 0 or d != 0}
    return found.pop() if len(found) == 1 else 0


def _parity(expression: sp.Expr, *symbols: sp.Expr) -> bool:
    flipped = expression.subs({s: -s for s in symbols}, simultaneous=True)
    return sp.expand(flipped + expression) == 0 and sp.expand(expression) != 0


@cache
def statements(model: DarkModel) -> tuple[Statement, ...]:
    """Every printed statement that carries a convention-dependent sign."""
    n1, n2 = model.heavy.states
    found = []

    # N₂ fixes the overall sign; what is left is that of N₁.
    derived_n = sp.expand(mass_eigenstates.expansion(model))
    claimed_n = printed.n_expansion(n1, n2)
    parts = ((claimed_n.coeff(n1).coeff(p), derived_n.coeff(n1).coeff(p)) for p in (P_L, P_R))
    found.append(Statement("claim-majorana-masses", _common(parts), frozenset("N")))

    rule = feynman_rules.heavy_current(model, 1, 2)
    axial = (rule.right - rule.left) / 2
    found.append(Statement("eq12", _relative(printed.eq12_rule(), axial), _odd(axial, "N")))

    real, imaginary = model.real_parts
    for name, lagrangian, rules, legs in (
        ("eq18a", printed.eq18a(model), unrotated_rules(model), (real, imaginary)),
        ("eq18", printed.eq18(model), model.rules, (model.even, model.odd)),
    ):
        claimed_rules = FeynmanRules(lagrangian)
        couplings = [
            (getattr(claimed_rules.current(x, y, DARK_PHOTON), side), getattr(derived, side))
            for x, y in product(*legs)
            for derived in (rules.current(x, y, DARK_PHOTON),)
            for side in ("first", "second")
        ]
        found.append(Statement(name, _common(couplings), _odd(couplings[0][1], "S")))

    derived_current = feynman_rules.scalar_current(model, 1, 2)
    # H₁ in with p_in, A₂ out with p_out: k_H = p_in, k_A = −p_out.
    rule_in_out = derived_current.first
    found.append(
        Statement(
            "claim-vertex-rule",
            _relative(printed.vertex_rule(), rule_in_out),
            _odd(rule_in_out, "S"),
        )
    )

    kappa = transition.path_normalisation(model)
    found.append(
        Statement("eq20", _relative(printed.eq20_normalisation(), kappa, exact=False), _odd(kappa))
    )

    folded = transition.factorised(model)
    total, claimed_total = folded.prefactor, printed.eq22_prefactor()
    found.append(Statement("eq22", _relative(claimed_total, total, exact=False), _odd(total)))

    coupling = kinetic_mixing.current_coupling()
    claimed_coupling = printed.below_eq08_coupling()
    odd = {"D"} | ({"epsilon"} if _parity(coupling, kinetic_mixing.EPSILON) else set())
    found.append(Statement("text below (8)", _relative(claimed_coupling, coupling), frozenset(odd)))
    for name, sign in (("eq08", printed.EQ08_MIXING), ("Sec. 3.2", printed.SECTION_3_2_MIXING)):
        found.append(
            Statement(name, sign * conventions.KINETIC_MIXING_SIGN, frozenset({"epsilon"}))
        )
    return tuple(found)


def _odd(expression: sp.Expr, *extra: str) -> frozenset[str]:
    return frozenset(({"D"} if _parity(expression, G_D) else set()) | set(extra))


@cache
def unrotated_rules(model: DarkModel) -> FeynmanRules:
    """Feynman rules with S_aR and S_aI not yet rotated, from the complex fields of (4)."""
    real, imaginary = model.real_parts
    base = model.printed().without("L_lepton")
    return FeynmanRules(base.substituted(components(model.scalars, real, imaginary)))


@cache
def by_id(model: DarkModel) -> dict[str, Statement]:
    """Statements by ledger id."""
    return {s.id: s for s in statements(model)}


@cache
def consistent_sets(model: DarkModel) -> tuple[tuple[dict[str, int], tuple[str, ...]], ...]:
    """(convention, statements that fail in it), best conventions first."""
    table = []
    for values in product((1, -1), repeat=len(SIGNS)):
        choice = dict(zip(SIGNS, values, strict=True))
        failing = tuple(s.id for s in statements(model) if not s.holds(choice))
        table.append((choice, failing))
    return tuple(sorted(table, key=lambda row: (len(row[1]), [-v for v in row[0].values()])))


@cache
def irreconcilable(model: DarkModel) -> tuple[tuple[str, str], ...]:
    """Pairs of printed statements that no convention can satisfy together."""
    pairs = []
    found = statements(model)
    choices = [choice for choice, _ in consistent_sets(model)]
    for k, a in enumerate(found):
        for b in found[k + 1 :]:
            if not any(a.holds(c) and b.holds(c) for c in choices):
                pairs.append((a.id, b.id))
    return tuple(pairs)
