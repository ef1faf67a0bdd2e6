"""Sec. 3.3, the scaling (35): what the frame of mutations cannot know, and what was wrong before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

from darktmm.derive.models.dark import THETA_R, splitting
from darktmm.papers.arxiv_2603_25704 import estimate
from darktmm.papers.arxiv_2603_25704.printed import estimate as printed
from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated
from darktmm.papers.arxiv_2603_25704.theory import Theory, theory
from darktmm.papers.ledger import TOLERANCE
from darktmm.papers.statement import Judgement

THEORY = theory()
CLAIMED = printed.small_splitting()


def judgement(at: Theory = THEORY, **changes: Any) -> Judgement:
    """Of (35), with some of its factors exchanged."""
    return estimate.SECTION.statements["eq35"].judged(at, {**CLAIMED, **changes})


def words(**changes: Any) -> list[str]:
    """Its findings in order."""
    return [f.verdict.word for f in judgement(**changes).findings]


def test_f_absorbs_a_factor_and_a_function_of_t() -> None:
    """(35) was blamed for a factor that its undefined f can take up; powers of the splitting it cannot."""
    expected = ["confirmed", "corrected", "corrected", "definition"]
    t = splitting.M_N**2 / splitting.M_S**2
    for factor in (1, 2, -1, t, 1 / (1 + t)):
        assert words(scaling=factor * CLAIMED["scaling"]) == expected
    for factor in (printed.SPLITTING / splitting.M_S**2, sp.cos(THETA_R)):
        assert words(scaling=factor * CLAIMED["scaling"])[0] == "corrected"


def test_f_absorbs_no_unit_and_no_projection() -> None:
    """Divided by μ_B, or in GeV⁻¹, it is a moment; with the whole tensor it is complete."""
    unit = CLAIMED["unit"]
    assert words(unit=sp.S.One)[1] == "confirmed"
    assert words(unit=unit**2)[1] == "corrected"
    assert words(tensor=scalar_radiated.tensor(1, 2))[2] == "confirmed"
    assert "dimension $-2$" in judgement().findings[1].text


def test_the_expansion_is_derived() -> None:
    """The leading coefficient and the factor 2 of two heavy neutrinos were typed on the derived side."""
    delta, m = sp.Symbol("d", positive=True), sp.Symbol("mu", positive=True)
    whole = splitting.leading_moment(THEORY.model)
    assert whole.coeff(splitting.F_OF_T) != 0
    halved = whole.subs({splitting.DELTA_H: delta / 2, splitting.M_N: m})
    full = whole.subs({splitting.DELTA_H: delta, splitting.M_N: 2 * m})
    assert sp.simplify(full / halved) == 4


def test_shrinking_splittings() -> None:
    """The exact sum approaches it; a factor 2 or another f does not pass, other masses do."""
    (route,) = judgement().routes
    assert route.residual() < TOLERANCE
    assert replace(route, derived=lambda: 2 * route.derived()).residual() > 0.1
    heavy = replace(THEORY, benchmark=THEORY.benchmark.with_(m_L=2.0, m_R=2.0))
    assert judgement(heavy).routes[0].residual() < TOLERANCE
    assert judgement(heavy).findings[-1].text != judgement().findings[-1].text


def test_two_heavy_masses_have_no_f() -> None:
    """Where N_1 and N_2 differ (35) has no single m_N to be compared at."""
    split = replace(THEORY, benchmark=THEORY.benchmark.with_(m_D=0.02))
    assert judgement(split).routes == () and judgement(split).no_route
    assert judgement().verdict.word == judgement(split).verdict.word == "corrected"


def test_f_of_22_differs_by_more_than_a_number() -> None:
    """(22) with (21) asks for another function, at t → 1 as at the benchmark."""
    f = splitting.f_function()
    ratios = [
        complex((estimate.f_of_22() / f).subs(splitting.T_RATIO, t).doit().evalf()).real
        for t in (sp.Rational(1, 9), sp.Integer(3))
    ]
    assert ratios[0] != pytest.approx(ratios[1], rel=1e-3)
