"""Sec. 3.1, μ → eγ: what the frame of mutations cannot know, and what was wrong before."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.lagrangian import Lagrangian, terms
from darktmm.derive.loops.functions import lepton_fermion_conserving, lepton_scalar_conserving
from darktmm.derive.models.dark import M_E, DarkModel, pmns, yukawa
from darktmm.derive.models.dark.charged_dipole import X, closed_form
from darktmm.papers.arxiv_2603_25704 import mu_e_gamma, yukawa_bound
from darktmm.papers.arxiv_2603_25704.printed import mu_e_gamma as printed
from darktmm.papers.arxiv_2603_25704.theory import Theory, theory
from darktmm.papers.ledger import ratio
from darktmm.papers.statement import Judgement

THEORY = theory()
STATEMENTS = mu_e_gamma.SECTION.statements | yukawa_bound.SECTION.statements


def judgement(name: str, at: Theory = THEORY, claimed: Any = None) -> Judgement:
    """Of a statement, of what is printed or of something in its place."""
    return STATEMENTS[name].judged(at, claimed)


def words(name: str, at: Theory = THEORY, claimed: Any = None) -> list[str]:
    """Its findings in order."""
    return [f.verdict.word for f in judgement(name, at, claimed).findings]


# --- ratios -------------------------------------------------------------------------------------

RATIOS = {"eq25": 4, "eq26": 2, "eq28": 4, "eq29": 8, "claim-width-normalisation": 1 / 2}


@pytest.mark.parametrize("name", RATIOS)
@pytest.mark.parametrize("mass", [1000.0, 2000.0])
def test_printed_over_derived(name: str, mass: float) -> None:
    """Real at ordinary points: with E at 1 TeV the ratio of (28) had a phase of 1e-7 and was refused.

    (25) and (28) are one amplitude with one sign; their ratios were +4 and −4.
    """
    at = theory(THEORY.point.with_(M_E=mass))
    found = ratio(judgement(name, at), at)
    assert isinstance(found, float)
    assert found == pytest.approx(RATIOS[name], rel=1e-5)


def test_amplitude_has_one_sign() -> None:
    """(25) and (28) show the minus of D_mu = d_mu + i e Q A_mu, and say the same about it."""
    first, second = judgement("eq25"), judgement("eq28")
    assert first.findings[-1] == second.findings[-1]
    assert all(j.derived[0].right.could_extract_minus_sign() for j in (first, second))


# --- verdicts that move -------------------------------------------------------------------------


def test_derived_side_of_the_interaction_is_derived() -> None:
    """The derived column of (24) was the printed one; a printed sign leaves it alone now."""
    claimed = printed.interaction(THEORY)
    assert words("eq24") == ["confirmed"]
    assert words("eq24", claimed=-claimed) == ["corrected"]
    assert judgement("eq24", claimed=-claimed).latex == judgement("eq24").latex


def test_amplitude_with_the_right_factor() -> None:
    """Half the prefactor and the opposite sign is right at equal masses; one scalar less is not."""
    claimed = printed.wilson_coefficient()
    assert words("eq25", claimed=-claimed / 2) == ["definition", "confirmed", "confirmed"]
    assert words("eq25", claimed=claimed / 2) == ["definition", "confirmed", "convention"]
    without = claimed.xreplace({printed.F_2((sp.Symbol("M_A1", positive=True) / M_E) ** 2): 0})
    assert words("eq25", claimed=without) == ["definition", "corrected", "corrected"]


def test_printed_function_is_that_of_a_radiating_scalar() -> None:
    """(26) = 2 M_E² f_B, and = 2 M_E² f_F at the inverse ratio; neither is twice the right one."""
    x = sp.Rational(3, 10)
    ours = printed.loop_function(x)
    values = {
        "scalar": lepton_scalar_conserving()(1, sp.sqrt(x)),
        "inverse": lepton_fermion_conserving()(sp.sqrt(x), 1),
        "right": lepton_fermion_conserving()(1, sp.sqrt(x)),
    }
    same = {name: abs(sp.N(ours - 2 * v.doit(), 30)) < 1e-25 for name, v in values.items()}
    assert same == {"scalar": True, "inverse": True, "right": False}
    assert words("eq26", claimed=2 * closed_form())[0] == "confirmed"
    assert words("eq26", claimed=closed_form().subs(X, X**2))[0] == "corrected"


def test_branching_ratio_follows_width_and_amplitude() -> None:
    """With the right width the first form is right; with (28) as derived the second would be."""
    first, second = printed.branching_ratio()
    assert words("eq29") == ["confirmed", "confirmed", "corrected", "corrected"]
    assert words("eq29", claimed=(2 * first, second / 8))[2:] == ["confirmed", "confirmed"]
    assert words("eq29", claimed=(-first, second))[-1] == "corrected"
    right = {**printed.widths(), "radiative": 2 * printed.widths()["radiative"]}
    assert words("claim-width-normalisation", claimed=right) == ["confirmed", "confirmed"]


class Crossed(DarkModel):
    """Mutation: the electron couples to S* instead of S."""

    def printed(self) -> Lagrangian:
        lagrangian = super().printed()
        electron = self.charged_leptons["e"]
        part = sp.Add(
            *(
                t.expression.xreplace(
                    {s: sp.conjugate(s), sp.conjugate(s): s} if electron in t.fields() else {}
                )
                for t in terms(lagrangian.parts["L_int"])
                for s in self.scalars
                if s in t.fields()
            )
        )
        return replace(lagrangian, parts={**lagrangian.parts, "L_int": part})


def test_interference_is_destructive_with_a_crossed_scalar() -> None:
    """With S* at one vertex both carry the same phase, and the two ways see it."""
    at = replace(THEORY, model=Crossed(neutrinos=2))
    found = judgement("claim-constructive-interference", at)
    assert [f.verdict.word for f in found.findings] == ["unsupported"]
    assert found.routes[0].residual() == 0
    assert words("claim-constructive-interference", at, claimed=-1) == ["confirmed"]


def test_routes_see_a_wrong_factor() -> None:
    """Each brute-force way rejects the derived value changed by 1e-4, or its sign."""
    found = {
        r.name: r for name in ("eq26", "eq28") for r in judgement(name).routes if "brute" in r.name
    }
    assert len(found) == 2
    for route in found.values():
        assert route.residual() < 1e-9
        for factor in (-1, 2, 1 + 1e-4):
            changed = replace(route, derived=lambda f=factor, d=route.derived: f * d())  # type: ignore[misc]
            assert changed.residual() > 1e-5


# --- the bound ----------------------------------------------------------------------------------

G_F, ALPHA = 1.1663788e-5, 1 / 137.035999


def by_hand(limit: float, factor: float = 1.0) -> float:
    """√|Σyy*| at M_E = 2 TeV, where the coefficient of (29) is divided by `factor`."""
    return (factor * limit * 96 * math.pi * G_F**2 * 2000**4 / ALPHA) ** 0.25


@pytest.mark.parametrize(
    ("name", "factor"), [("claim-number-0086", 1.0), ("eq31", 8.0)], ids=lambda v: str(v)
)
def test_bound_by_hand(name: str, factor: float) -> None:
    """(29) is 8 times too large."""
    _, derived = judgement(name).compared or (0, 0)
    assert derived == pytest.approx(by_hand(3.1e-13, factor), rel=1e-6)


def test_benchmark_is_at_the_printed_bound() -> None:
    """The point of the paper has the Yukawas of (31) and its mass of E: one number in two files."""
    at, claimed = THEORY.benchmark, STATEMENTS["eq31"].printed.value
    assert claimed is not None
    bound = claimed(THEORY)
    assert bound["bound"] == pytest.approx(np.max(np.abs(at.y)), rel=1e-12)
    assert bound["M_E"] == at.M_E


def test_origin_of_the_printed_bound() -> None:
    """(31) did not say where 0.086 comes from: A_R half of (28), with the right width. (29) as printed does not."""
    found = dict(yukawa_bound.readings(THEORY))
    assert len(found) > 20
    hits = [name for name, value in found.items() if f"{value:.3f}" == "0.086"]
    assert any(n.startswith("half of (28)") and "right width and (30)" in n for n in hits)
    assert by_hand(3.1e-13, 2) == pytest.approx(0.0864, abs=1e-4)
    assert not any(n.startswith("(28)") for n in hits)
    text = judgement("eq31", claimed={"bound": 0.2, "M_E": 2000.0}).findings[1].text
    assert text.startswith("No reading")


def test_bound_is_on_a_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finding of (31) was unconditional: it holds because perturbative couplings satisfy (30)."""
    assert words("eq31")[-1] == "unsupported"
    at = THEORY.benchmark
    parallel = at.with_(y=np.array([[3.5, 3.5], [3.5, 3.5], [0, 0]]))
    assert not yukawa_bound.allowed(THEORY, parallel)
    assert yukawa_bound.allowed(THEORY, yukawa_bound.blind(THEORY))
    monkeypatch.setattr(yukawa_bound, "blind", lambda theory: parallel)
    assert words("eq31")[-1] == "confirmed"
    assert words("claim-meg-caps-tensor") == ["confirmed", "confirmed"]


def test_tensor_that_is_symmetric() -> None:
    """A symmetric combination of λ is no product of minors."""
    claimed = {"tensor": pmns("e", 1) * pmns("mu", 2) * yukawa("e", 1), "cap": 1e-2}
    assert words("claim-meg-caps-tensor", claimed=claimed) == ["corrected", "unsupported"]
    large = judgement("claim-meg-caps-tensor").findings[-1].text
    assert "25" in large  # 2·4π, for two orthogonal vectors of √(8π)


def test_searches_at_the_lhc() -> None:
    """Equality of three numbers was tested and another story told: number, decay and final state are three."""
    assert words("claim-lhc-1270") == ["unsupported", "unsupported", "input", "input"]
    same = replace(THEORY, factors={"ATLAS 2025, doublet e": 1270 / 1220})
    assert words("claim-lhc-1270", same)[0] == "input"
    light = replace(THEORY, benchmark=THEORY.benchmark.with_(M_E=60.0))
    assert "closed" in judgement("claim-lhc-1270", light).findings[2].text
