"""One-loop results and symmetries that are in every textbook: the engine, judged by what is known.

A small paper of its own: Lagrangians from `derive.models`, printed sides from the literature as transcribed in
`printed/`. Not every formula was seen in its original; `tests/literature.py` tells which, and derives all of them
once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from darktmm.papers.paper import Paper


def _theory(point: Any) -> Any:
    from darktmm.papers.known_answers.theory import theory

    return theory(point)


def _mutants() -> Mapping[str, Callable[[Any], Any]]:
    from darktmm.papers.known_answers.theory import MUTANTS

    return MUTANTS


PAPER = Paper(
    name="known_answers",
    title="One-loop moments, radiative decays and Majorana symmetries as published",
    reference="known answers",
    sections=("moments", "decays", "vectors", "weak", "majorana"),
    theory=_theory,
    mutants=_mutants,
)
