"""Sec. 2.3, fermion-radiated diagrams: what the frame of mutations cannot know, and what was wrong before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.models.dark import M_1, M_2, Q_N, THETA, DarkModel, variant
from darktmm.numeric.models.dark.brute_force.paths import Paths
from darktmm.papers.arxiv_2603_25704 import fermion_radiated
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.printed import fermion_radiated as printed
from darktmm.papers.arxiv_2603_25704.printed.fermion_radiated import X, Y
from darktmm.papers.arxiv_2603_25704.theory import Theory, _as, _Substituted, theory
from darktmm.papers.ledger import TOLERANCE
from darktmm.papers.statement import Judgement

THEORY = theory()


def judgement(name: str, at: Theory = THEORY, claimed: Any = None) -> Judgement:
    """Of a statement, of what is printed or of something in its place."""
    return fermion_radiated.SECTION.statements[name].judged(at, claimed)


def words(name: str, at: Theory = THEORY, claimed: Any = None) -> list[str]:
    """Its findings in order."""
    return [f.verdict.word for f in judgement(name, at, claimed).findings]


# --- path by path -------------------------------------------------------------------------------


def test_paths_add_up_to_the_unrotated_amplitude() -> None:
    """Mass eigenstates taken apart give what the 8×8 and 4×4 propagators give together, T_21 and T_33."""
    amplitude, paths = THEORY.confrontation.amplitude, THEORY.confrontation.paths
    for parts, whole in (
        (paths.fermion_radiated, amplitude.fermion_radiated.T),
        (paths.scalar_radiated, amplitude.scalar_radiated.T),
    ):
        summed = parts.sum(axis=tuple(range(parts.ndim - 2)))
        assert np.max(np.abs(summed - whole)) < 1e-11 * np.max(np.abs(parts))


def test_paths_of_unequal_majorana_masses() -> None:
    """m_L ≠ m_R: the closed forms follow with θ left open, where those for θ = π/4 do not."""
    at = replace(THEORY, point=THEORY.point.with_(m_L=0.9, m_R=1.4))
    (route,) = judgement("eq14", at).routes
    assert route.residual() < TOLERANCE
    assert np.max(np.abs(route.value() / judgement("eq14").routes[0].derived() - 1)) > 1e-2


def test_a_wrong_path_is_rejected() -> None:
    """The residual of (14) was that of one matrix product, the same for seven rows; here one scalar counts."""
    (route,) = judgement("eq14").routes
    one_wrong = np.array([1, 1, 1, -1])
    assert replace(route, value=lambda: one_wrong * route.value()).residual() > TOLERANCE
    assert replace(route, value=lambda: (1 + 1e-6) * route.value()).residual() > TOLERANCE


def test_scalars_that_mix_are_refused() -> None:
    """CP-even and CP-odd scalars have to be told apart."""
    mixed = replace(unrotated(THEORY.point), mass_squared_RI=np.eye(2) * 1e-3)
    with pytest.raises(ValueError, match="mass_squared_RI"):
        _ = Paths(mixed).scalar_radiated


# --- printed, altered ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "first", "second"), [("eq15", M_1, M_2), ("eq16", M_2, M_1)])
def test_the_derived_numerator_is_confirmed(name: str, first: sp.Expr, second: sp.Expr) -> None:
    """−(x M_β − y M_α); the same up to sign, or with masses exchanged, is not."""
    right = -(X * second - Y * first)
    assert words(name, claimed=right) == ["confirmed"]
    assert words(name, claimed=-right) == ["corrected"]
    assert words(name, claimed=-(X * first - Y * second)) == ["corrected"]
    text = judgement(name).findings[0].text
    assert "$-2$ times" in text
    assert (
        "$-2$ times"
        not in judgement(name, claimed=2 * printed.numerator(first, second)).findings[0].text
    )


@pytest.mark.parametrize("side", [0, 1])
def test_an_altered_identity_is_corrected(side: int) -> None:
    """The route of (17) was printed minus derived, and an altered (17) ended in a TypeError."""
    value = [*printed.ANTISYMMETRY.value(THEORY)]  # type: ignore[misc]
    value[side] *= -1
    changed = judgement("eq17", claimed=tuple(value))
    assert [f.verdict.word for f in changed.findings] == ["corrected", "confirmed"]
    assert changed.routes[0].residual() < TOLERANCE


# --- the model, altered -------------------------------------------------------------------------


def test_general_majorana_masses() -> None:
    """The cancellation holds for m_L ≠ m_R."""
    at = replace(THEORY, model=variant(THEORY.model, majorana_angle=THETA))
    assert words("claim-fermion-radiated-vanishes", at) == ["confirmed"]


def test_sign_of_the_fermion_current() -> None:
    """D_μΨ reversed: C of (14) reverses, Q_N + Q_S is lost and the vector form factor diverges."""
    model: DarkModel = _as(_Substituted, THEORY.model, old=Q_N, new=-Q_N)
    at = replace(THEORY, model=model)
    here, there = (judgement("eq14", t).derived[0].right for t in (at, THEORY))
    assert sp.expand(here + there) == 0
    with pytest.raises(ArithmeticError, match="diverges"):
        judgement("claim-f1-vanishes", at)


def test_vector_form_factor_is_compared_in_size() -> None:
    """F_1 is called larger than F_2 by what both are at the point."""
    text = judgement("claim-f1-vanishes").findings[1].text
    at = replace(THEORY, point=THEORY.point.with_(g_D=0.1, m_L=0.3, m_R=0.3))
    assert judgement("claim-f1-vanishes", at).findings[1].text != text
