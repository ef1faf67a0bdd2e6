"""What a printed statement is, what is found about it, and how it is compared with what follows.

A statement is judged by one function of two things, the printed side and the theory. Nothing else enters,
so that replacing either shows whether verdict, sentences and derived formula follow. A route never sees
the comparison: it produces the derived value another way, and `Route.residual` compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import sympy as sp

from darktmm.derive.formula import Formula


class Verdict(IntEnum):
    """Ordered by severity: a statement has the verdict of its most severe finding.

    A formula that is itself wrong outranks a claim that is not borne out, which outranks a
    statement that merely contradicts another one (of the two, the other may be the wrong one).
    """

    DEFINITION = 0
    INPUT = 1
    CONFIRMED = 2
    CONVENTION = 3
    INCONSISTENT = 4
    UNSUPPORTED = 5
    CORRECTED = 6

    @property
    def word(self) -> str:
        """As it is written in a ledger."""
        return self.name.lower()


@dataclass(frozen=True)
class Finding:
    """One computed sentence; every number, sign or comparative in it is a function of what was computed.

    Attributes:
        verdict: what it means for the statement.
        text: the sentence; formulas between dollars.
    """

    verdict: Verdict
    text: str


def judged(holds: bool, if_so: Finding, if_not: Finding) -> Finding:
    """The finding that a computation selects."""
    return if_so if holds else if_not


def borne_out(
    holds: bool, text: str, otherwise: str = "", verdict: Verdict = Verdict.CONFIRMED
) -> Finding:
    """A claim in words or a number: of this verdict if it holds, else unsupported, with another sentence if given."""
    return Finding(verdict, text) if holds else Finding(Verdict.UNSUPPORTED, otherwise or text)


@dataclass(frozen=True)
class Route:
    """Another way to a derived value.

    Attributes:
        name: what is done differently.
        value: the value by this way: a number, an array, or an expression.
        derived: what it has to agree with, the value by the main way.
        size: what a numerical difference is measured against, before anything cancels; by default the
            largest element of the derived value. Expressions are subtracted exactly.
    """

    name: str
    value: Callable[[], Any]
    derived: Callable[[], Any]
    size: Callable[[], float] | None = None

    def residual(self) -> float:
        """By how much the two differ; zero for expressions that are identical.

        Raises:
            ValueError: the two values have different shapes.
        """
        value, derived = self.value(), self.derived()
        if isinstance(value, sp.Basic | sp.MatrixBase) or isinstance(
            derived, sp.Basic | sp.MatrixBase
        ):
            return _exact(value, derived)
        a, b = np.asarray(value), np.asarray(derived)
        if a.shape != b.shape:
            raise ValueError(f"route {self.name!r}: shapes {a.shape} and {b.shape} differ")
        difference = float(np.max(np.abs(a - b)))
        if difference == 0:
            return 0.0
        scale = float(np.max(np.abs(b))) if self.size is None else self.size()
        return difference / scale if scale else float("inf")


def _exact(value: Any, derived: Any) -> float:
    """Largest modulus of a symbolic difference; infinite where it keeps a symbol."""
    difference = sp.Matrix([value]) - sp.Matrix([derived])
    worst = 0.0
    for entry in difference:
        reduced = sp.expand(entry)
        if reduced != 0:
            reduced = sp.simplify(reduced)
        if reduced.free_symbols:
            return float("inf")
        worst = max(worst, abs(complex(reduced)))
    return worst


@dataclass(frozen=True)
class Printed:
    """What stands in the paper.

    Attributes:
        latex: as printed; "" for a sentence without a formula.
        value: the same as something that can be computed with, as a function of the theory: an expression,
            a number, a tuple or mapping of these. None where a statement prints nothing to compare.
    """

    latex: str = ""
    value: Callable[[Any], Any] | None = None


def constant(value: Any) -> Callable[[Any], Any]:
    """A printed value that does not depend on the theory's symbols."""
    return lambda _theory: value


@dataclass(frozen=True)
class Judgement:
    """What was computed about a statement.

    Attributes:
        findings: the verdict is the most severe one.
        derived: what follows instead, or as well; its LaTeX is made from it.
        where: step of the derivation at which the two part.
        compared: printed and derived value of one quantity (expressions or numbers); their ratio is shown.
        differs: the smallest part in which printed and derived formula differ (expressions), for a reader to
            find it in both.
        routes: other ways to what was derived. Empty only with a reason in `no_route`.
        no_route: why there is no second way, e.g. "definition of F_1".
    """

    findings: tuple[Finding, ...]
    derived: tuple[Formula, ...] = ()
    where: str = ""
    compared: tuple[Any, Any] | None = None
    differs: tuple[sp.Basic, sp.Basic] | None = None
    routes: tuple[Route, ...] = ()
    no_route: str = ""

    @property
    def verdict(self) -> Verdict:
        """The most severe finding.

        Raises:
            ValueError: nothing was found, so nothing was computed.
        """
        if not self.findings:
            raise ValueError("no finding was computed")
        return max(f.verdict for f in self.findings)

    @property
    def latex(self) -> str:
        """The derived side, typeset from its expressions."""
        return r",\quad ".join(formula.latex for formula in self.derived)


@dataclass(frozen=True)
class Statement:
    """One printed statement and how it is judged.

    Attributes:
        id: as in the command line: the name of the judging function with hyphens.
        title: what is judged.
        section: of the paper.
        printed: what stands there.
        judge: (printed value, theory) → judgement.
        mutants: further changes of the printed value that must be noticed, beside the generic ones of
            `papers.mutations`, by name.
        blind: mutations that cannot move it, by name ("theory" for every change of the theory), each with
            the reason.
        slow: takes more than a few seconds to judge; left out where time matters.
    """

    id: str
    title: str
    section: str
    printed: Printed
    judge: Callable[[Any, Any], Judgement]
    mutants: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    blind: Mapping[str, str] = field(default_factory=dict)
    slow: bool = False

    def judged(self, theory: Any, printed: Any = None) -> Judgement:
        """The judgement against a theory, of the printed side or of another one in its place."""
        if printed is None and self.printed.value is not None:
            printed = self.printed.value(theory)
        return self.judge(printed, theory)


def coefficients(printed: sp.Expr, derived: sp.Expr) -> tuple[sp.Expr, sp.Expr] | None:
    """The numbers in front of two expressions as they stand in a formula; None where they agree up to a sign.

    >>> x = sp.Symbol("x")
    >>> coefficients(x / 48, -x / 192), coefficients(x / 2, -x / 2), coefficients(3 * x, x / 2)
    ((48, 192), None, (3, 1/2))
    """
    one, other = (abs(sp.factor(e).as_coeff_Mul()[0]) for e in (printed, derived))
    if one == other:
        return None
    return (1 / one, 1 / other) if one.p == other.p == 1 else (one, other)


Judge = Callable[[Any, Any], Judgement]


def id_of(judge: Judge) -> str:
    """The id of a statement: the name of its judging function with hyphens."""
    return judge.__name__.replace("_", "-")


class Section:
    """Statements of one section, registered where they are written.

    >>> section = Section("2.3")
    >>> @section.statement("A sum", Printed("1+1=2", constant(2)))
    ... def eq99(printed, theory):
    ...     holds = printed == 1 + 1
    ...     return Judgement((judged(holds, Finding(Verdict.CONFIRMED, "yes"), Finding(Verdict.CORRECTED, "no")),))
    >>> section.statements["eq99"].judged(theory=None).verdict.word
    'confirmed'
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.statements: dict[str, Statement] = {}

    def statement(
        self,
        title: str,
        printed: Printed | None = None,
        *,
        mutants: Mapping[str, Callable[[Any], Any]] | None = None,
        blind: Mapping[str, str] | None = None,
        slow: bool = False,
    ) -> Callable[[Judge], Judge]:
        """Register a judging function; its name is the id.

        Raises:
            ValueError: the id is taken.
        """

        def register(judge: Judge) -> Judge:
            name = id_of(judge)
            if name in self.statements:
                raise ValueError(f"statement {name!r}: registered twice in section {self.name}")
            self.statements[name] = Statement(
                name,
                title,
                self.name,
                printed or Printed(),
                judge,
                mutants or {},
                blind or {},
                slow,
            )
            return judge

        return register
