r"""One convention for the whole paper: which printed signs can hold together?

The derivation leaves four signs free: that of :math:`D_\mu=\partial_\mu+s_D\,igQA_\mu` (one for all
fields), of :math:`S=(S_R+s_S\,iS_I)/\sqrt2`, of :math:`N=(N_2+s_N\gamma_5N_1)/\sqrt2`, and of ε.
Changing one is the same as g → −g (and e → −e), A_k → −A_k, N₁ → −N₁, ε → −ε. Each printed
sign is compared with the derived one at s = +1; its parity under the four changes then says
which conventions it asks for. All sixteen are tried.

A statement says beside its registration how its sign is compared (`carried`); names are those of the
statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import sympy as sp

from darktmm.derive.memo import cache
from darktmm.derive.models.dark import G_D, DarkModel
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Judge, id_of

FREE = ("D", "S", "N", "epsilon")

Convention = Mapping[str, int]

CHOICE: Convention = {"D": 1, "S": -1, "N": 1, "epsilon": 1}
"""The one choice used for the whole ledger: ours, except S = (S_R − iS_I)/√2.

Among the conventions that keep the sign of ε in (8), the one in which the fewest statements fail.
"""

CONVENTIONS: tuple[Convention, ...] = tuple(
    dict(zip(FREE, values, strict=True)) for values in product((1, -1), repeat=len(FREE))
)


@dataclass(frozen=True)
class PrintedSign:
    """A printed sign beside the derived one.

    Attributes:
        relative: sign of printed/derived at all signs +1; 0 when the ratio is not a real number.
        odd: the signs under which the derived expression is odd.
    """

    relative: int
    odd: frozenset[str]

    def holds(self, choice: Convention = CHOICE) -> bool:
        """Whether printed = derived in a convention."""
        sign = self.relative
        for name in self.odd:
            sign *= choice[name]
        return sign == 1

    def excludes(self, other: PrintedSign) -> bool:
        """Whether each holds in some convention, and no convention satisfies both."""
        if not (self.relative and other.relative):
            return False
        return not any(self.holds(c) and other.holds(c) for c in CONVENTIONS)


Comparison = Callable[[Any, Theory], PrintedSign]
"""(printed value of a statement, theory) → its sign."""


def carried(compare: Comparison, name: str | None = None) -> Callable[[Judge], Judge]:
    """Declare, between the registration of a statement and its judge, that it carries a sign.

    Args:
        compare: how.
        name: of the sign, where a statement carries a second one; by default the statement's.
    """

    def declare(judge: Judge) -> Judge:
        vars(judge)["carried"] = {**comparisons(judge), name or id_of(judge): compare}
        return judge

    return declare


def comparisons(judge: Judge) -> Mapping[str, Comparison]:
    """What was declared of a judge, by the name of the sign."""
    return getattr(judge, "carried", {})


# --- comparing ----------------------------------------------------------------------------------


def relative(printed: sp.Expr, derived: sp.Expr, *, exact: bool = True) -> int:
    """Sign of printed/derived; 0 if they differ by more.

    With `exact` = False a real factor is allowed: the statement judges it by itself.
    """
    if derived == 0:
        return 0
    ratio = sp.simplify(sp.expand_trig(printed) / sp.expand_trig(derived))
    if not (ratio.is_number and ratio.is_real) or (exact and abs(ratio) != 1):
        return 0
    return int(sp.sign(ratio))


def common(pairs: Iterable[tuple[sp.Expr, sp.Expr]]) -> int:
    """The sign that all pairs (printed, derived) share, 0 if they do not or one is absent."""
    found = {relative(p, d) for p, d in pairs if p != 0 or d != 0}
    return found.pop() if len(found) == 1 else 0


def is_odd(expression: sp.Expr, symbol: sp.Symbol) -> bool:
    """Whether an expression changes sign with a symbol."""
    return expression != 0 and sp.expand(expression.subs(symbol, -symbol) + expression) == 0


def odd(expression: sp.Expr, *extra: str) -> frozenset[str]:
    """The sign of D_μ if the expression is odd in g_D, and those that are named."""
    return frozenset({"D"} if is_odd(expression, G_D) else set()) | set(extra)


# --- all of them --------------------------------------------------------------------------------


@cache
def _compared(model: DarkModel) -> Mapping[str, tuple[Comparison, PrintedSign]]:
    """How each sign is compared, and the sign; that needs no more of a theory than its model."""
    from darktmm.papers.arxiv_2603_25704 import PAPER
    from darktmm.papers.arxiv_2603_25704.theory import theory

    at = replace(theory(), model=model)
    found: dict[str, tuple[Comparison, PrintedSign]] = {}
    for statement in PAPER.statements.values():
        if statement.printed.value is None:
            continue
        for name, compare in comparisons(statement.judge).items():
            try:
                found[name] = compare, compare(statement.printed.value(at), at)
            except ArithmeticError:
                found[name] = compare, PrintedSign(0, frozenset())
    return found


def printed_signs(theory: Theory) -> Mapping[str, PrintedSign]:
    """Every sign that the paper prints, by name, in the order of the paper.

    Where a changed theory gives nothing that could be compared, the sign holds in no convention.
    """
    return {name: sign for name, (_, sign) in _compared(theory.model).items()}


def clashes(compare: Comparison, claimed: Any, theory: Theory) -> tuple[str, ...]:
    """Names of the other printed signs that no convention satisfies together with this one."""
    own = compare(claimed, theory)
    return tuple(
        name
        for name, (other, sign) in _compared(theory.model).items()
        if other is not compare and own.excludes(sign)
    )


def failing(theory: Theory) -> tuple[tuple[Convention, tuple[str, ...]], ...]:
    """(convention, signs that fail in it), best conventions first."""
    found = printed_signs(theory)
    table = [
        (choice, tuple(name for name, sign in found.items() if not sign.holds(choice)))
        for choice in CONVENTIONS
    ]
    return tuple(sorted(table, key=lambda row: (len(row[1]), [-v for v in row[0].values()])))


def irreconcilable(theory: Theory) -> tuple[tuple[str, str], ...]:
    """Pairs of printed signs that no convention can satisfy together."""
    found = printed_signs(theory)
    return tuple((a, b) for a, b in combinations(found, 2) if found[a].excludes(found[b]))
