"""arXiv:2603.25704: a dark transition moment of Majorana neutrinos, equation by equation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from darktmm.papers.paper import Paper


def _theory(point: Any) -> Any:
    from darktmm.papers.arxiv_2603_25704.theory import theory

    return theory(point)


def _mutants() -> Mapping[str, Callable[[Any], Any]]:
    from darktmm.papers.arxiv_2603_25704.theory import MUTANTS

    return MUTANTS


def _point(path: Path) -> Any:
    from darktmm.numeric.models.dark.parameters import Parameters

    return Parameters.from_file(path)


PAPER = Paper(
    name="arxiv_2603_25704",
    title="A dark transition moment of Majorana neutrinos",
    reference="arXiv:2603.25704",
    sections=(
        "introduction",
        "lagrangian",
        "mass_basis",
        "fermion_radiated",
        "scalar_radiated",
        "mu_e_gamma",
        "yukawa_bound",
        "anomalous_moment",
        "borexino",
        "borexino_limits",
        "accelerators",
        "estimate",
        "hierarchy",
        "cosmology",
        "beyond_experiments",
        "beyond_symmetry",
    ),
    theory=_theory,
    mutants=_mutants,
    point=_point,
)
