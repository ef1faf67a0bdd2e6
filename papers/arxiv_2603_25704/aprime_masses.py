"""The benchmark at a few masses of A', with kinetic mixing at the limit of the paper's source, and bounds there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.numeric.arrays import FloatArray
from darktmm.numeric.constraints import Constraint
from darktmm.numeric.models.dark.brute_force.electroweak import Doublet
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.papers.arxiv_2603_25704.theory import Theory
from darktmm.papers.statement import Finding, Verdict, judged
from darktmm.papers.wording import number

MASSES = (1e-3, 1e-2, 3e-2, 0.1)
"""GeV."""


NOT_ASKED = "not asked in the paper"


def listed(values: Any, digits: int = 3) -> str:
    """Numbers one after the other; one that is always the same, once."""
    shown = [number(v, f".{digits}g") for v in np.atleast_1d(np.asarray(values, dtype=float))]
    return shown[0] if len(set(shown)) == 1 else ", ".join(shown)


AT = f"at $m_{{A'}}$ = {listed([1e3 * m for m in MASSES])} MeV"


def supported(holds: bool, found: str, otherwise: str = "", so: str = "") -> Finding:
    """What was found bears the paper's silence out, or does not; and what follows from either."""
    return judged(
        holds,
        Finding(Verdict.CONFIRMED, f"{found}{so}."),
        Finding(Verdict.UNSUPPORTED, f"{found}{otherwise}."),
    )


def at_benchmark(theory: Theory) -> DarkPredictions:
    """What does not depend on A'."""
    return theory.observed(MASSES[-1])


def doublet(theory: Theory) -> Doublet:
    """N and E of the benchmark, unrotated."""
    point = theory.benchmark
    return Doublet(
        *(float(x) for x in (point.only.m_L, point.only.m_R, point.only.m_D, point.only.M_E))
    )


def each(theory: Theory, law: Callable[[Any], Any]) -> FloatArray:
    """A law of the parameters, at every mass."""
    return np.array([float(law(theory.observed(m).parameters)[0]) for m in MASSES])


def everywhere(holds: Iterable[Any], yes: str, no: str) -> str:
    """Which word is right at all masses; both where they differ."""
    found = [bool(h) for h in holds]
    return yes if all(found) else f"partly {yes}" if any(found) else no


@dataclass(frozen=True)
class Ratios:
    """Ratios to the limits of some bounds at `MASSES`, NaN where they do not apply.

    Attributes:
        table: by name of the bound, one ratio for each mass of `MASSES`.
    """

    table: dict[str, FloatArray]

    @classmethod
    def of(cls, bounds: Sequence[Constraint], theory: Theory) -> Ratios:
        """All bounds at all masses."""
        at = [theory.observed(m) for m in MASSES]
        return cls({c.name: np.array([float(c(o).ratio[0]) for o in at]) for c in bounds})

    @property
    def largest(self) -> FloatArray:
        """Over the bounds, 0 where none applies."""
        return np.asarray(np.fmax.reduce([*self.table.values(), np.zeros(len(MASSES))]))

    @property
    def most_severe(self) -> str:
        """The bound with the largest ratio."""
        return max(self.table, key=lambda name: float(np.nanmax([0.0, *self.table[name]])))

    def met_from(self, name: str) -> float:
        """m_A', GeV, from which on a bound is met whose ratio is a power of m_A'."""
        first, last = self.table[name][0], self.table[name][-1]
        if not first > 0:
            return 0.0
        slope = np.log(last / first) / np.log(MASSES[-1] / MASSES[0])
        return float(MASSES[0] * first ** (-1 / slope))
