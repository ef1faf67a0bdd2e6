"""What the paper does not ask of its benchmark: each sentence follows the masses, and says the opposite elsewhere."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.models.dark import M_DIRAC, M_E, M_LEFT, M_RIGHT, oblique
from darktmm.numeric.constraints import longitudinal, z_width
from darktmm.numeric.models.dark.brute_force.electroweak import Doublet, number_correlator
from darktmm.numeric.models.dark.observables import self_energies
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.papers.arxiv_2603_25704.aprime_masses import MASSES, Ratios, everywhere, listed
from darktmm.papers.arxiv_2603_25704.beyond_experiments import finite_for, helicity_width
from darktmm.papers.arxiv_2603_25704.theory import Theory, theory
from darktmm.papers.paper import paper
from darktmm.papers.statement import Judgement
from darktmm.papers.wording import number


@cache
def here() -> Theory:
    """The paper's theory."""
    return theory()


def elsewhere(**changes: Any) -> Theory:
    """With another benchmark; `times_y` multiplies the Yukawas."""
    point = here().benchmark
    if "times_y" in changes:
        changes["y"] = changes.pop("times_y") * point.only.y
    return replace(here(), benchmark=point.with_(**changes))


def judged(name: str, at_theory: Theory) -> Judgement:
    """A statement, judged."""
    return paper().statements[name].judged(at_theory)


ELSEWHERE: list[tuple[str, dict[str, Any], list[str]]] = [
    ("beyond-z-width", {"m_L": 60.0, "m_R": 60.0}, ["confirmed"]),
    ("beyond-z-width", {"m_L": 40.0, "m_R": 40.0}, ["unsupported"]),
    ("beyond-neutrino-mass", {"times_y": 1e-3}, ["confirmed"]),
    ("beyond-neutrino-mass", {"times_y": 0.1}, ["unsupported"]),
    ("beyond-t-parameter", {"M_E": 1.0}, ["unsupported", "definition"]),
    (
        "beyond-t-parameter",
        {"m_L": 0.0, "m_R": 0.0, "m_D": 2000.0},
        ["confirmed", "definition"],
    ),
    (
        "beyond-longitudinal-aprime",
        {"m_L": 1e-12, "m_R": 1e-12, "m_D": 0.1, "O_I": np.eye(2)},
        ["confirmed"],
    ),
    (
        "beyond-origin-of-m",
        {"m_L": 1e-12, "m_R": 1e-12, "m_D": 2000.0, "M_E": 2000.0},
        ["confirmed", "definition"],
    ),
    (
        "beyond-z-aprime-mixing",
        {"m_L": 1e-6, "m_R": 1e-6, "m_D": 0.1, "O_I": np.eye(2)},
        ["confirmed", "confirmed", "definition"],
    ),
    ("beyond-loop-kinetic-mixing", {"g_D": 1e-6}, ["confirmed"]),
    (
        "beyond-charged-emission",
        {"M_E": 100.0, "y": np.array([[2.0, 0.5], [2.0, -1.0], [1.0, 1.0]], dtype=complex)},
        ["unsupported"],
    ),
    (
        "beyond-universality",
        {"y": np.array([[0, 0], [3.0, 0], [0, 3.0]], dtype=complex)},
        ["unsupported"],
    ),
]


@pytest.mark.parametrize(
    ("name", "changes", "findings"), ELSEWHERE, ids=[f"{n} {list(c)}" for n, c, _ in ELSEWHERE]
)
def test_another_benchmark(name: str, changes: dict[str, Any], findings: list[str]) -> None:
    """Verdict and sentence move with the point."""
    before, after = judged(name, here()), judged(name, elsewhere(**changes))
    assert [f.verdict.word for f in after.findings] == findings
    assert after.findings[0].text != before.findings[0].text


# --- sentences that stayed ----------------------------------------------------------------------


def test_z_width_counts_its_neutrinos_and_names_its_masses() -> None:
    """It said "at m_N = 100 MeV … two more neutrinos" whatever the masses were."""
    text = judged("beyond-z-width", here()).findings[0].text
    assert "$M_N$ = 100 MeV" in text
    assert " 2 more neutrinos" in text
    heavy = elsewhere(m_L=20.0, m_R=20.0, m_D=15.0)
    text = judged("beyond-z-width", heavy).findings[0].text
    assert r"$M_N$ = $5\times10^{3}$, $3.5\times10^{4}$ MeV" in text
    more = float(DarkPredictions(heavy.benchmark).z_width[0]) / z_width.neutrino_width()
    assert 0.5 < more < 1.9
    assert f" {more:.3g} more neutrinos" in text


def test_t_is_finite_for_degenerate_masses() -> None:
    """It was "not even finite" also at M_N = M_E."""
    split, degenerate = here(), elsewhere(m_L=0.0, m_R=0.0, m_D=2000.0)
    assert "not even finite" in judged("beyond-t-parameter", split).findings[0].text
    text = judged("beyond-t-parameter", degenerate).findings[0].text
    assert text.startswith("$T$ is finite")


def test_t_is_finite_with_one_light_majorana_fermion() -> None:
    """M_2 = M_E, M_1 light: no divergence, and T vanishes."""
    triplet = elsewhere(m_L=1000.0, m_R=1000.0, m_D=999.0, M_E=1999.0)
    finding, meaning = judged("beyond-t-parameter", triplet).findings
    assert finding.verdict.word == "confirmed"
    assert abs(float(DarkPredictions(triplet.benchmark).oblique_T[0])) < 1e-9
    assert "$E$ has the mass of a Majorana $N$" in meaning.text


def test_masses_for_which_t_is_finite() -> None:
    """The roots of the divergence at m_L = m_R: M_2 and -M_1."""
    assert set(finite_for()) == {M_DIRAC + M_LEFT, M_DIRAC - M_LEFT}
    assert sp.expand(oblique.divergence().subs({M_RIGHT: M_LEFT, M_E: M_DIRAC + M_LEFT})) == 0


def test_t_follows_its_divergence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another divergence, other masses for which it vanishes, another sentence."""
    monkeypatch.setattr(oblique, "divergence", lambda: M_DIRAC**2 - M_E**2 / 4)
    finding, meaning = judged("beyond-t-parameter", elsewhere(m_D=1000.0)).findings
    assert finding.text.startswith("$T$ is finite")
    assert finding.verdict.word == "unsupported"
    assert "$E$ has the mass of no $N$" in meaning.text


def test_running_of_the_z_mixing_is_per_logarithm_of_the_scale() -> None:
    """It said "per ln Lambda^2" of a number that is per ln Lambda."""
    parameters = here().observed(MASSES[-1]).parameters
    step = 1e-3
    upper, lower = (
        float(self_energies.z_mixing(parameters, 1e4 * np.exp(s))[0]) for s in (step, -step)
    )
    running = (upper - lower) / (2 * step)
    text = judged("beyond-z-aprime-mixing", here()).findings[1].text
    assert rf"{number(running, '.2g')} per $\ln\Lambda$:" in text


def test_kinetic_mixing_that_is_assumed_where_the_loop_has_it() -> None:
    """The printed side counts: a paper that took the loop's value would be right."""
    statement = paper().statements["beyond-loop-kinetic-mixing"]
    loop = float(self_energies.loop_epsilon(here().observed(MASSES[-1]).parameters)[0])
    assert statement.judged(here(), loop).verdict.word == "confirmed"
    assert statement.judged(here(), 0.9 * loop).verdict.word == "unsupported"


# --- parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("m_L", "m_R", "m_D"),
    [(0.1, 0.1, 0.0), (10.0, 10.0, 25.0), (5.0, 30.0, 12.0), (80.0, 3.0, 0.0)],
)
def test_helicity_width_is_the_width(m_L: float, m_R: float, m_D: float) -> None:
    """Γ(Z → NN) from Majorana waves, degenerate, split, and with some channels closed."""
    changed = elsewhere(m_L=m_L, m_R=m_R, m_D=m_D)
    width = float(DarkPredictions(changed.benchmark).z_width[0])
    assert helicity_width(changed) == pytest.approx(width, rel=1e-12)


@pytest.mark.parametrize("masses", [(0.3, 0.7, 1.1), (0.5, 0.5, 0.0), (0.2, -0.6, 0.4)])
def test_number_correlator_by_brute_force(masses: tuple[float, float, float]) -> None:
    """Π_NN(0) for any Majorana masses; the sign of one of them matters not."""
    m_L, m_R, m_D = masses
    point = here().benchmark.with_(m_L=m_L, m_R=m_R, m_D=m_D)
    closed = float(self_energies.correlator(DarkPredictions(point).parameters, 5.0)[0])
    assert number_correlator(Doublet(m_L, m_R, m_D, 1.0), 5.0) == pytest.approx(closed, rel=1e-10)


def test_from_which_mass_on_a_bound_is_met() -> None:
    """At that mass its ratio is one."""
    table = Ratios.of(longitudinal.constraints(), here())
    for bound in longitudinal.constraints():
        mass = table.met_from(bound.name)
        assert float(bound(here().observed(mass, 1e-5)).ratio[0]) == pytest.approx(1, rel=1e-9)
    free = elsewhere(m_L=0.0, m_R=0.0, m_D=0.1, O_I=np.eye(2))
    assert Ratios.of(longitudinal.constraints(), free).met_from(longitudinal.FERMIONS.name) == 0


def test_words() -> None:
    """Lists of one value, and of places that differ."""
    assert listed([0.1, 0.2]) == "0.1, 0.2"
    assert listed([2000.0, 2000.0]) == r"$2\times10^{3}$"
    assert everywhere([True, True], "below", "above") == "below"
    assert everywhere([True, False], "below", "above") == "partly below"
    assert everywhere([False, False], "below", "above") == "above"
