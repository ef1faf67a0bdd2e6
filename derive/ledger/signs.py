r"""One convention for the whole paper: which printed signs can hold together?

The derivation leaves four signs free: that of :math:`D_\mu=\partial_\mu+s_D\,igQA_\mu` (one for all
fields), of :math:`S=(S_R+s_S\,iS_I)/\sqrt2`, of :math:`N=(N_2+s_N\gamma_5N_1)/\sqrt2`, and of ε.
Changing one is the same as g → −g (and e → −e), A_k → −A_k, N₁ → −N₁, ε → −ε. Each printed
statement is compared with the derived one at s = +1; its parity under the four changes then says
which conventions it asks for. All sixteen are tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import sympy as sp

from derive.basis import components, trig_normal
from derive.conventions import ELEMENTARY_CHARGE, KINETIC_MIXING_SIGN
from derive.fields import GAMMA5
from derive.ledger import printed
from derive.models.dark import DARK_PHOTON, G_D, DarkModel
from derive.results import feynman_rules, kinetic_mixing, mass_eigenstates, transition
from derive.vertices import FeynmanRules

SIGNS = ("D", "S", "N", "epsilon")

CHOICE: dict[str, int] = {"D": 1, "S": -1, "N": 1, "epsilon": 1}
"""The one choice used for the whole ledger: ours, except S = (S_R − iS_I)/√2."""


@dataclass(frozen=True)
class Statement:
    """A printed sign.

    Attributes:
        id: ledger row.
        relative: printed/derived at all signs +1; 0 when they differ by more than a sign.
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


def _relative(printed_value: sp.Expr, derived_value: sp.Expr) -> int:
    difference = trig_normal(sp.expand_trig(printed_value - derived_value))
    total = trig_normal(sp.expand_trig(printed_value + derived_value))
    return 1 if difference == 0 else (-1 if total == 0 else 0)


def _parity(expression: sp.Expr, *symbols: sp.Expr) -> bool:
    flipped = expression.subs({s: -s for s in symbols}, simultaneous=True)
    return sp.expand(flipped + expression) == 0 and sp.expand(expression) != 0


@cache
def statements(model: DarkModel) -> tuple[Statement, ...]:
    """Every printed statement that carries a convention-dependent sign."""
    n1, n2 = model.heavy.states
    found = []

    expansion = sp.expand(mass_eigenstates.expansion(model))
    written = sp.expand((n2 + GAMMA5 * n1) / sp.sqrt(2))
    part, other = (sp.expand(e).coeff(n1) for e in (expansion, written))
    found.append(Statement("claim-majorana-masses", _relative(other, part), frozenset("N")))

    rule = feynman_rules.heavy_current(model, 1, 2)
    axial = (rule.right - rule.left) / 2
    found.append(Statement("eq12", _relative(printed.eq12_rule(), axial), _odd(axial, "N")))

    derived_current = feynman_rules.scalar_current(model, 1, 2)
    real, imaginary = model.real_parts
    for name, lagrangian, legs, derived in (
        ("eq18a", printed.eq18a(model), (real[0], imaginary[0]), unrotated_rule(model)),
        ("eq18", printed.eq18(model), (model.even[0], model.odd[1]), derived_current.second),
    ):
        value = FeynmanRules(lagrangian).current(*legs, DARK_PHOTON).second
        found.append(Statement(name, _relative(value, derived), _odd(derived, "S")))

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
    found.append(Statement("eq20", _relative(printed.eq20_normalisation(), kappa), _odd(kappa)))

    folded = transition.factorised(model)
    total, claimed_total = folded.prefactor, printed.eq22_prefactor()
    ratio = sp.simplify(claimed_total / total)
    found.append(Statement("eq22", int(sp.sign(ratio)), _odd(total)))

    coupling = kinetic_mixing.current_coupling()
    claimed_coupling = ELEMENTARY_CHARGE * kinetic_mixing.EPSILON
    odd = {"D"} | ({"epsilon"} if _parity(coupling, kinetic_mixing.EPSILON) else set())
    found.append(Statement("text below (8)", _relative(claimed_coupling, coupling), frozenset(odd)))
    for name, sign in (("eq08", printed.EQ08_MIXING), ("Sec. 3.2", printed.SECTION_3_2_MIXING)):
        found.append(Statement(name, sign * KINETIC_MIXING_SIGN, frozenset({"epsilon"})))
    return tuple(found)


def _odd(expression: sp.Expr, *extra: str) -> frozenset[str]:
    return frozenset(({"D"} if _parity(expression, G_D) else set()) | set(extra))


@cache
def unrotated_rule(model: DarkModel) -> sp.Expr:
    """Coefficient of k_I in the S_1R S_1I A' rule, from the complex fields."""
    real, imaginary = model.real_parts
    split = (
        model.printed().without("L_lepton").substituted(components(model.scalars, real, imaginary))
    )
    return FeynmanRules(split).current(real[0], imaginary[0], DARK_PHOTON).second


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
