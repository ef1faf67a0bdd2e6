"""The charged-lepton dipole: unrotated fields and a numerical loop against the derived formula."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from darktmm.derive.models.dark.charged_dipole import normalisation
from darktmm.numeric import kernels
from darktmm.numeric.models.dark.brute_force import charged as brute_force_charged
from darktmm.numeric.models.dark.brute_force.charged import charged_dipole
from darktmm.papers.arxiv_2603_25704.theory import paper_model

Array = NDArray[Any]

TOLERANCE = 1e-9
"""Of the largest entry; the smallest mutation below changes it by 1e-4."""

YUKAWA = np.array(
    [[0.08 + 0.01j, 0.02 + 0.05j], [0.03 - 0.01j, 0.07 + 0.02j], [0.01 + 0.02j, -0.04 + 0.03j]]
)
ANGLES = (0.3, 1.1)

# M_E, (M_H1, M_H2), (M_A1, M_A2)
POINTS: dict[str, tuple[float, tuple[float, float], tuple[float, float]]] = {
    "comparable": (1.0, (0.3, 0.7), (0.5, 1.4)),
    "E decoupled": (2000.0, (0.25, 0.35), (0.2, 0.4)),
    "scalars heavier": (1.0, (3.0, 5.0), (4.0, 9.0)),
    "degenerate with E": (1.0, (1.0, 1.0 + 1e-9), (1.0 - 1e-7, 2.0)),
}


def rotation(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])


def squared(angle: float, masses: tuple[float, float]) -> Array:
    """Mass-squared matrix of S_R or S_I with given eigenvalues."""
    r = rotation(angle)
    return np.asarray(r @ np.diag(np.square(masses)) @ r.T)


@cache
def brute(name: str) -> Array:
    heavy, even, odd = POINTS[name]
    return charged_dipole(YUKAWA, squared(ANGLES[0], even), squared(ANGLES[1], odd), heavy)


def derived(
    name: str, y: Array = YUKAWA, angles: tuple[float, float] = ANGLES, factor: float = 1.0
) -> Array:
    """κ Σ_Φ ỹ_αΦ ỹ*_βΦ f(M_E, M_Φ), κ and f from the Lagrangian."""
    heavy, *scalars = POINTS[name]
    total = np.zeros((3, 3), dtype=complex)
    for angle, masses in zip(angles, scalars, strict=True):
        tilde = y @ rotation(angle)
        f = kernels.lepton_fermion_conserving(np.full(2, heavy), np.array(masses))
        total += tilde @ np.diag(f) @ tilde.conj().T
    return np.asarray(factor * float(normalisation(paper_model())) * total)


def distance(first: Array, second: Array) -> float:
    """Largest difference, relative to the largest entry of the second."""
    return float(np.max(np.abs(first - second)) / np.max(np.abs(second)))


@pytest.mark.parametrize("name", POINTS)
def test_formula_and_loop_agree(name: str) -> None:
    """Every pair of flavours, E from lighter than the scalars to 10⁴ times heavier."""
    assert distance(brute(name), derived(name)) < TOLERANCE


def test_dipole_matrix_is_hermitian() -> None:
    """D = D†, each entry from its own integral; D is not symmetric."""
    matrix = brute("comparable")
    assert distance(matrix.conj().T, matrix) < TOLERANCE
    assert distance(matrix.T, matrix) > 1e-2


MUTATIONS: dict[str, Any] = {
    "sign": {"factor": -1.0},
    "factor 2": {"factor": 2.0},
    "one part in ten thousand": {"factor": 1 + 1e-4},
    "conjugation": {"y": YUKAWA.conj()},
    "angles exchanged": {"angles": ANGLES[::-1]},
    "sign of an angle": {"angles": (-ANGLES[0], ANGLES[1])},
    "generations exchanged": {"y": YUKAWA[:, ::-1]},
    "flavours exchanged": {"y": YUKAWA[[1, 0, 2]]},
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutated_formula_is_rejected(name: str) -> None:
    """The comparison sees every one of these."""
    assert distance(brute("comparable"), derived("comparable", **MUTATIONS[name])) > 9e-5


@pytest.mark.parametrize(
    "other", ["lepton_scalar_conserving", "lepton_fermion_flip", "lepton_scalar_flip"]
)
def test_another_loop_function_is_rejected(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop does not integrate to the function of a radiating scalar, nor to an internal flip."""
    monkeypatch.setattr(kernels, "lepton_fermion_conserving", getattr(kernels, other))
    assert distance(brute("comparable"), derived("comparable")) > 1e-2


def test_mixings_drop_out_for_a_heavy_fermion() -> None:
    """At M_E/M_Φ ~ 10⁴ D is −y y†/192π²M_E² to 1e-7; at M_E ~ M_Φ it is far from it."""
    for name, close in (("E decoupled", True), ("comparable", False)):
        heavy = POINTS[name][0]
        limit = -YUKAWA @ YUKAWA.conj().T / (12 * (4 * np.pi * heavy) ** 2)
        assert (distance(brute(name), limit) < 1e-7) is close


def test_result_does_not_depend_on_the_circle(stand_in: pytest.MonkeyPatch) -> None:
    """Another radius and other spinors: the external mass has been removed; with one point it is not."""
    heavy, even, odd = POINTS["comparable"]
    arguments = YUKAWA, squared(ANGLES[0], even), squared(ANGLES[1], odd), heavy
    stand_in.setattr(brute_force_charged, "MASS_FRACTION", 0.07)
    stand_in.setattr(brute_force_charged, "SEED_IN", np.array([0.2, 0.9j, -0.7, 0.4 + 0.1j]))
    assert distance(charged_dipole(*arguments), brute("comparable")) < TOLERANCE
    stand_in.setattr(brute_force_charged, "CIRCLE", 1)
    assert distance(charged_dipole(*arguments), brute("comparable")) > 1e-4


def test_it_shares_nothing_with_the_derivation() -> None:
    """Imports: numpy, the explicit matrices, and the loop it shares with the sibling for A'."""
    tree = ast.parse(Path(brute_force_charged.__file__).read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert found == {
        "__future__",
        "typing",
        "numpy",
        "darktmm.numeric.brute_force.dirac",
        "numpy.typing",
        "darktmm.numeric.models.dark.brute_force.partner",
    }


ONE = np.eye(2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((YUKAWA[:2], ONE, ONE, 1.0), r"y has shape \(2, 2\): must be \(3, n\)"),
        ((YUKAWA * np.nan, ONE, ONE, 1.0), "y = .*: must be finite"),
        ((YUKAWA, np.eye(3), ONE, 1.0), r"mass_squared_R has shape \(3, 3\): must be \(2, 2\)"),
        ((YUKAWA, ONE, -ONE, 1.0), "mass_squared_I = .*: must be positive definite"),
        ((YUKAWA, np.triu(np.ones((2, 2))), ONE, 1.0), "mass_squared_R = .*: must be symmetric"),
        ((YUKAWA, ONE, ONE, 0.0), "M_E = 0.0: must be positive"),
        ((YUKAWA, ONE, ONE, np.inf), "M_E = inf: must be a finite real number"),
    ],
)
def test_bad_input_is_named(arguments: tuple[Any, ...], message: str) -> None:
    """The field, its value and what is allowed."""
    with pytest.raises(ValueError, match=message):
        charged_dipole(*arguments)
