"""Data of every figure, computed once a process; searches and verdicts are invented."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from invented import invented_curve, invented_entries

from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.report.figures import ALL, Data, largest_moment


@cache
def _data(name: str) -> Data:
    figure = ALL[name]
    if name == "ratios":
        figure = figure.given(entries=invented_entries())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joint, "curve", invented_curve)
        patch.setattr(joint, "maxima", lambda *_args, **_options: ())
        largest_moment.searched.cache_clear()  # type: ignore[attr-defined]
        found = figure.data()
        largest_moment.searched.cache_clear()  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="session")
def data() -> Callable[[str], Data]:
    """Data of a figure by name."""
    return _data
