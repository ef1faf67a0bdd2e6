"""Every known answer in one line: model, derived, published, their ratio, gauge parameters, time.

`darktmm known` prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from darktmm.papers.known_answers import PAPER
from darktmm.papers.known_answers.derived import GAUGE
from darktmm.papers.ledger import Failure, build


@dataclass(frozen=True)
class Row:
    """One known answer.

    Attributes:
        id, model: of the statement; the model is its title.
        derived, literature: LaTeX of both sides.
        verdict: in a word.
        ratio: printed/derived at one generic point; None where nothing can be divided.
        gauge: largest change, in units of the answer, at other gauge parameters; None where the loop has no
            vector, or no choice.
        routes: how many other ways were gone.
        agreement: the largest residual among them.
        seconds: to derive, judge and follow the routes; what an earlier row has derived costs nothing.
        problems: why the row does not stand; empty if it does.
    """

    id: str
    model: str
    derived: str
    literature: str
    verdict: str
    ratio: float | complex | None
    gauge: float | None
    routes: int
    agreement: float | None
    seconds: float
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The stable form."""
        ratio = self.ratio
        return {
            **{k: v for k, v in vars(self).items() if k != "problems"},
            "ratio": [ratio.real, ratio.imag] if isinstance(ratio, complex) else ratio,
            "problems": list(self.problems),
        }


def rows(
    names: Iterable[str] | None = None, progress: Callable[[str], None] = lambda name: None
) -> Iterator[Row | Failure]:
    """One row a statement, in the order of the sections; a statement that breaks is a `Failure`.

    Raises:
        KeyError: no such statement.
    """
    for name in PAPER.statements if names is None else names:
        PAPER.statements[name]
        start = perf_counter()
        (item,) = build(PAPER, None, (name,), progress)
        seconds = perf_counter() - start
        if isinstance(item, Failure):
            yield item
            continue
        residuals = dict(item.routes)
        yield Row(
            name,
            item.title,
            item.derived,
            item.printed,
            item.verdict,
            item.ratio,
            residuals.get(GAUGE),
            len(residuals),
            max(residuals.values(), default=None),
            seconds,
            tuple(item.problems),
        )
