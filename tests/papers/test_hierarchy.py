"""Sec. 3.3: the estimate (36), Fig. 7, the conclusion."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import hierarchy, joint
from darktmm.papers.arxiv_2603_25704.joint import Maximum
from darktmm.papers.arxiv_2603_25704.printed import hierarchy as printed
from darktmm.papers.arxiv_2603_25704.printed import yukawa_bound
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS, Theory, theory
from darktmm.papers.mutations import of_printed
from darktmm.papers.wording import digits

THEORY = theory()
STATEMENTS = hierarchy.SECTION.statements
INPUTS = hierarchy.inputs()
MU_B = math.sqrt(4 * math.pi / 137.035999) / (2 * 0.51099895e-3)


def words(name: str, claimed: object = None, at: Theory = THEORY) -> list[str]:
    """Findings of a statement in order."""
    return [f.verdict.word for f in STATEMENTS[name].judged(at, claimed).findings]


def test_point_file_is_what_is_printed() -> None:
    """The benchmark file says the masses, the coupling and the Yukawas of Secs. 3.1 and 3.3."""
    point = THEORY.benchmark
    M_S, M_E = printed.M_S, yukawa_bound.BENCHMARK_M_E
    half = printed.DELTA_M_S / 2
    for masses in (point.only.M_H, point.only.M_A):
        np.testing.assert_allclose(masses, [M_S - half, M_S + half], rtol=1e-12)
    assert (point.only.heavy_masses == printed.M_N).all() and point.only.M_E == M_E
    assert point.only.g_D == printed.COUPLINGS[0]
    assert np.abs(point.only.y).max() == yukawa_bound.BOUND_VALUE


# --- (36) ---------------------------------------------------------------------------------------


def f_by_hand(t: float, weight: Callable[[float, float], float]) -> float:
    """2·∂²/∂a∂b of ∫dx dy weight/(xa + yb + (1 − x − y)t) at a = b = 1, by Gauss–Legendre."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    u, w = (nodes + 1) / 2, weights / 2
    x, y = u[:, None], (1 - u[:, None]) * u[None]
    measure = w[:, None] * w[None] * (1 - u[:, None])
    delta = x + y + (1 - x - y) * t
    return float(np.sum(measure * weight(x, y) * 2 * x * y / delta**3))


def test_f_by_hand() -> None:
    """Of the derived loop, weight 1 − x − y, and of (21), weight x + y; the latter is 1.7 times as large."""
    t = (0.1 / 0.3) ** 2
    derived = f_by_hand(t, lambda x, y: 1 - x - y)
    as_printed = f_by_hand(t, lambda x, y: x + y)
    assert 1.6 < as_printed / derived < 1.8
    size = 0.1 / 0.09 * (0.06 / 0.09) ** 2 / (64 * math.pi**2)
    assert hierarchy.leading(THEORY, 0.06) == pytest.approx(size * derived, rel=1e-6)
    assert hierarchy.before_mu_B(THEORY, 0.06) == pytest.approx(2 * size * as_printed, rel=1e-6)


def test_estimate_is_reproduced_by_its_unit() -> None:
    """The row used our f: with the J of (21), (35) has 1.05e-10 in front of μ_B, a moment in GeV⁻¹."""
    name = "claim-eq36-from-inputs"
    judgement = STATEMENTS[name].judged(THEORY)
    assert words(name) == ["unsupported", "confirmed", "unsupported"]
    number = INPUTS["epsilon y^2"] * hierarchy.before_mu_B(THEORY, 0.06)
    assert number == pytest.approx(2 * 1.05e-10, rel=5e-3)
    texts = [f.text for f in judgement.findings]
    assert r"has $2.1\times10^{-10}\,g_D$ in front of $\mu_B$" in texts[1]
    assert r"$1.05\times10^{-10}$ if $f$ counts one" in texts[1]
    assert rf"${digits(number / MU_B, '.2g')}\,g_D$ in Bohr magnetons" in texts[2]
    assert judgement.compared is not None
    assert float(judgement.compared[1]) == pytest.approx(number / MU_B, rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"moment": 1e-12}, ["confirmed", "unsupported", "confirmed"]),
        ({"moment": 1e-15}, ["unsupported", "unsupported", "unsupported"]),
        ({"epsilon y^2": 1e-4}, ["confirmed", "unsupported", "confirmed"]),
        ({"epsilon y^2": 1e-2}, ["unsupported", "unsupported", "unsupported"]),
        ({"loop": 1.0}, ["confirmed", "confirmed", "unsupported"]),
        ({"loop": 100.0}, ["unsupported", "confirmed", "unsupported"]),
    ],
)
def test_arithmetic_follows_the_inputs(changes: dict[str, float], findings: list[str]) -> None:
    """Other numbers of the text, another product."""
    claimed = {**INPUTS, **changes}
    low, high = (float(claimed["loop"]) * claimed["epsilon y^2"] * k for k in (1e-4, 1e-3))
    found = words("claim-eq36-from-inputs", claimed)
    near = any(1 / math.sqrt(10) < x / claimed["moment"] < math.sqrt(10) for x in (low, high))
    assert (found[0] == "confirmed") == near
    assert found == findings


def test_estimate() -> None:
    """Confirmed where the derived moment is, within √10; half the Yukawas of (5) change it."""
    assert words("eq36") == words("eq36", 1e-12) == words("eq36", -1e-13) == ["unsupported"]
    assert words("eq36", 1e-13) == words("eq36", 3e-15) == ["confirmed"]
    (route,) = STATEMENTS["eq36"].judged(THEORY).routes
    assert route.residual() < 1e-9
    doubled = STATEMENTS["eq36"].judged(MUTANTS["(5) doubled"](THEORY))
    before, after = (float(j.compared[1]) for j in (STATEMENTS["eq36"].judged(THEORY), doubled))  # type: ignore[index]
    assert after == pytest.approx(4 * before, rel=1e-12)
    (route,) = doubled.routes
    assert route.residual() > 0.5  # the point is that of the paper's model


# --- invented curves ------------------------------------------------------------------------------

DIRECT_LIMIT = 1e-8


def invented(
    ratio: float, *active: str, violated: tuple[str, ...] = (), point: Parameters | None = None
) -> tuple[Maximum, ...]:
    """Maxima at this fraction of the direct limit, at two masses."""
    return tuple(
        Maximum(
            m, ratio * DIRECT_LIMIT, DIRECT_LIMIT, 1e-4, active or ("NA64",), point, violated, 1.0
        )
        for m in (0.01, 0.1)
    )


def with_maxima(
    best: tuple[Maximum, ...] = invented(0.01),
    paper: tuple[Maximum, ...] = invented(1e-4),
    half: float = 1e-3,
    dipoles: float = 0.01,
    unitarity: float = 0.1,
) -> Theory:
    """The theory with invented curves: everything free, one coupling, without dipoles, without unitarity."""

    def maxima(
        strategy: str,
        at_masses: Sequence[float],
        start: Parameters,
        *,
        g_D: float | None = None,
        without: Sequence[str] = (),
    ) -> tuple[Maximum, ...]:
        if strategy != "today":
            return paper
        if g_D is not None:
            return invented(half)
        if without:
            return invented(unitarity if any("longitudinal" in n for n in without) else dipoles)
        return best

    return replace(THEORY, maxima=maxima)


HIERARCHY = ["confirmed", "unsupported", "unsupported", "confirmed", "confirmed"]


@pytest.mark.parametrize(
    ("curves", "change"),
    [
        ({}, {}),
        ({"dipoles": 0.2}, {1: "confirmed"}),
        ({"dipoles": 0.05}, {}),
        ({"unitarity": 0.015}, {2: "definition"}),
        ({"best": invented(0.01, "NA64", "Borexino rate")}, {4: "unsupported"}),
        ({"best": invented(0.01, "LEP")}, {3: "unsupported"}),
        ({"half": 2.0}, {0: "unsupported"}),
        (
            {"best": invented(2.0), "dipoles": 2.0, "unitarity": 2.0},
            {0: "unsupported", 2: "definition"},
        ),
        ({"paper": invented(2.0)}, {0: "unsupported"}),
    ],
    ids=(
        "below", "dipoles matter", "hardly", "theory does not", "rate", "no accelerator", "half above",
        "above", "own assumption above",
    ),
)  # fmt: skip
def test_conclusion_follows_the_curves(curves: dict[str, Any], change: dict[int, str]) -> None:
    """Each finding follows its own curve."""
    expected = [change.get(k, word) for k, word in enumerate(HIERARCHY)]
    assert words("claim-hierarchy", at=with_maxima(**curves)) == expected


@pytest.mark.parametrize("unitarity", [0.1, 0.015])
def test_every_sentence_names_its_masses(unitarity: float) -> None:
    """The row named none, as if the conclusion held at every mass of A'."""
    judgement = STATEMENTS["claim-hierarchy"].judged(with_maxima(unitarity=unitarity))
    for finding in judgement.findings:
        assert {"10 MeV", "100 MeV"} <= set(re.findall(r"\d+ MeV", finding.text)), finding.text
    assert all("MeV" in formula.left for formula in judgement.derived)


def test_printed_side_is_noticed_without_a_search() -> None:
    """The maxima are a field of the theory: changing a claim asks for nothing else."""
    moved = list(of_printed(STATEMENTS["claim-hierarchy"], with_maxima()))
    assert len(moved) == 3 and all(m.moved for m in moved)


@pytest.mark.parametrize(
    ("ratio", "violated", "findings"),
    [
        (0.5, (), ["confirmed", "confirmed"]),
        (0.01, (), ["unsupported", "confirmed"]),
        (0.5, ("oblique T",), ["confirmed", "unsupported"]),
    ],
)
def test_figure_7(ratio: float, violated: tuple[str, ...], findings: list[str]) -> None:
    """How near the printed curves come to Borexino, and whether other bounds exclude them."""
    at = with_maxima(paper=invented(ratio, violated=violated))
    assert words("fig7", at=at) == findings
    assert words("claim-marginal-at-gd-half", at=at)[0] == findings[0]
    assert words("fig7", {"g_D": (0.005, 0.05)}, at)[0] == "unsupported"


def test_figure_7_as_it_is() -> None:
    """The printed formulas stay four orders below Borexino; the derived moment is that of brute force."""
    assert words("fig7") == ["unsupported", "unsupported"]
    (route,) = STATEMENTS["fig7"].judged(THEORY).routes
    assert route.residual() < 1e-10
    larger = STATEMENTS["fig7"].judged(MUTANTS["benchmark"](THEORY))
    assert larger.latex != STATEMENTS["fig7"].judged(THEORY).latex


def test_marginal_is_what_36_gives_at_one_mev() -> None:
    """The row left out (36) itself: 5e-11 μ_B is a third of the limit at 1 MeV, and ε is not allowed there."""
    name = "claim-marginal-at-gd-half"
    assert words(name) == ["unsupported", "confirmed", "unsupported"]
    texts = [f.text for f in STATEMENTS[name].judged(THEORY).findings]
    assert r"$3.2\times10^{-1}$ at 1 MeV, $4.3\times10^{-3}$ at 10 MeV" in texts[1]
    epsilon = 1e-6 / 0.086**2
    assert rf"$\varepsilon={digits(epsilon, '.1e')}$" in texts[2]
    start = hierarchy.lightest_allowed(THEORY, epsilon)
    assert start is not None
    limit = THEORY.curve("NA64 2019")
    assert limit.at(0.99 * start) < epsilon <= limit.at(start)
    assert hierarchy.lightest_allowed(THEORY, 1.0) is None
    assert words(name, {"g_D": 0.05, "ratio": 1.0})[1] == "unsupported"
    weaker = replace(THEORY, factors={"NA64 2019": 1e3})
    assert words(name, at=weaker)[2] == "confirmed"


def test_maxima_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With g_D free and all bounds; what has fewer goes on from there."""
    asked: list[tuple[Any, ...]] = []

    def curve(strategy: str, g_D: float | None, masses: Any, **options: Any) -> Any:
        asked.append((strategy, g_D, len(options.get("known", ()))))
        return iter(invented(0.01))

    monkeypatch.setattr(joint, "curve", curve)
    joint._optimised.cache_clear()  # type: ignore[attr-defined]
    for _ in range(2):
        for g_D, without in ((None, ()), (0.5, ()), (None, ("neutrino mass",))):
            joint.maxima("today", (0.01, 0.1), THEORY.benchmark, g_D=g_D, without=without)
    joint._optimised.cache_clear()  # type: ignore[attr-defined]
    assert asked == [("today", None, 0), ("today", 0.5, 2), ("today", None, 2)]


@pytest.mark.parametrize("strategy", ["paper", "derived"])
def test_fixed_strategies_start_from_the_benchmark(strategy: str) -> None:
    """The same as `curve` at its g_D; a heavier E allows larger Yukawas, (M_E/2 TeV)² in the moment."""
    (one,) = joint.maxima(strategy, [0.1], THEORY.benchmark)
    (usual,) = joint.curve(strategy, THEORY.benchmark.only.g_D, [0.1])
    assert (one.mu_eff, one.active) == (usual.mu_eff, usual.active)
    (heavier,) = joint.maxima(strategy, [0.1], THEORY.benchmark.with_(M_E=4000.0))
    assert heavier.mu_eff == pytest.approx(4 * one.mu_eff, rel=1e-9)


def test_a_change_that_rounds_to_nothing_is_not_zero() -> None:
    """0.0 % is no number; masses at which nothing changes are named together."""
    assert hierarchy._by([(1e-3, 1.0001), (1.0, 1.0)]) == "by less than 0.1 % at 1 MeV and 1 GeV"
    assert hierarchy._by([(1e-3, 1.2), (1.0, 1.0)]) == (
        "by 20.0 % at 1 MeV, by less than 0.1 % at 1 GeV"
    )
