"""Maxima and ledger rows that take no time, for tests of what shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from darktmm.papers.arxiv_2603_25704.joint import Maximum
from darktmm.papers.ledger import Entry
from darktmm.papers.statement import Finding, Verdict


def invented_curve(
    strategy: str,
    g_D: float | None,
    masses: Sequence[float],
    progress: Callable[[], None] = lambda: None,
    **options: Any,
) -> Iterator[Maximum]:
    """Maxima that take no time, growing with the mass; nothing is allowed at the last one."""
    for m in masses[:-1]:
        progress()
        active = ("NA64 2019 invisible", "tau -> e S S") if m < 0.1 else ("BaBar 2014",)
        yield Maximum(
            m, 1e-14 * (g_D or 1.0) * (1 + m), 1e-8, -1e-4 * (1 + m), active, None, (), 1.0
        )
    progress()
    yield Maximum(masses[-1], np.nan, 1e-8, np.nan, (), None, (), 1.0)


def invented_entries() -> list[Entry]:
    """Rows with every verdict, ratios of both signs, a phase, and one without a ratio."""
    rows: list[tuple[str, Verdict, float | complex | None]] = [
        ("eq01", Verdict.CORRECTED, -6.7),
        ("eq02", Verdict.CORRECTED, 7.64e3),
        ("eq03", Verdict.CONFIRMED, 1.0),
        ("eq04", Verdict.CONVENTION, 1j),
        ("eq05", Verdict.DEFINITION, None),
        ("eq06", Verdict.UNSUPPORTED, 0.0),
        ("claim-one", Verdict.UNSUPPORTED, 0.3),
        ("claim-two", Verdict.INCONSISTENT, 0.5),
        ("claim-three", Verdict.INPUT, 1.2),
        ("claim-four", Verdict.UNSUPPORTED, 0.00724),
    ]
    title = "A limit on mu -> e gamma that is described in so many words that it does not fit"
    return [
        Entry(name, title, "1", "", "", (Finding(verdict, "found"),), ratio=ratio)
        for name, verdict, ratio in rows
    ]
