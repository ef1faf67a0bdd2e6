"""arXiv:2603.25704: a dark transition moment of Majorana neutrinos, equation by equation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from darktmm.papers.paper import Paper, Summary


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
    summary=Summary(
        question="A dark transition moment of Majorana neutrinos: does it follow?",
        claims=(
            "Scalars of a dark sector give Majorana neutrinos a transition moment under a dark photon, and "
            r"$\mu\to e\gamma$, NA64 and BaBar bound it overwhelmingly better than solar neutrinos in "
            "Borexino."
        ),
        parts=(
            (
                "the cancellation of the fermion-radiated diagrams",
                "claim-fermion-radiated-vanishes",
            ),
            ("the pattern of the mass splittings", "eq23"),
            ("the size of the moment", "eq22"),
            ("its loop function", "eq21"),
            ("the bound on the Yukawa couplings", "eq31"),
            ("what is said to limit it", "claim-hierarchy"),
        ),
        central="eq22",
        consequential=(
            "claim-fermion-radiated-vanishes",
            "eq23",
            "eq12",
            "eq34",
            "eq22",
            "eq21",
            "eq31",
            "claim-meg-caps-tensor",
            "claim-mass-correction-divergent",
            "claim-invisible-decay",
            "beyond-z-width",
        ),
        bounds="claim-hierarchy",
        figures=("hierarchy", "mixing-plane", "ratios"),
    ),
)
