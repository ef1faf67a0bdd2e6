"""arXiv:2603.25704: a dark transition moment of Majorana neutrinos, equation by equation."""

from __future__ import annotations

from typing import Any

from darktmm.papers.paper import Paper


def _theory(point: Any) -> Any:
    from darktmm.papers.arxiv_2603_25704.theory import theory

    return theory(point)


PAPER = Paper(
    name="arxiv_2603_25704",
    title="A dark transition moment of Majorana neutrinos",
    reference="arXiv:2603.25704",
    sections=("legacy",),
    theory=_theory,
)
