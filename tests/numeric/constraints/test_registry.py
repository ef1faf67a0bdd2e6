"""The registry of bounds: names, sources, and every bound on many points at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
import pytest
from random_points import random_points

from darktmm.numeric.constraints import (
    GROUPS,
    Constraint,
    assessed,
    chosen,
    largest_ratio,
    longitudinal,
    standard,
)
from darktmm.numeric.constraints.perturbativity import GAUGE, W_BOSON, YUKAWA
from darktmm.numeric.inputs import data
from darktmm.numeric.inputs.data import measurement
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.numeric.models.dark.predictions import DarkPredictions

ALL = standard()
NAMES = [c.name for c in ALL]
POINTS = Parameters.stack(
    [
        random_points(600, 2, seed=31),
        random_points(200, 2, seed=32, m_aprime=None, epsilon=None),
        random_points(200, 2, seed=33, M_E=300.0, m_L=0.0, m_R=0.0, m_D=280.0),
    ]
)
BATCH = DarkPredictions(POINTS)


@pytest.fixture
def no_warnings() -> Iterator[None]:
    """A warning is an error, also from numpy."""
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        yield


# --- names and sources ---------------------------------------------------------------------------


def test_names_are_unique_and_groups_in_order() -> None:
    assert len(set(NAMES)) == len(NAMES) > 60
    groups = [c.group for c in ALL]
    assert set(groups) == set(GROUPS)
    assert standard() is standard()
    assert [c.name for c in standard()] == list(NAMES)


@pytest.mark.parametrize("constraint", ALL, ids=NAMES)
def test_sources(constraint: Constraint) -> None:
    """Every bound but those of theory has a source; a confidence, if the source states one."""
    if constraint in (YUKAWA, GAUGE, W_BOSON, *longitudinal.constraints()):
        assert constraint.theoretical and constraint.reference == "" and constraint.confidence == ""
    else:
        assert constraint.reference in data.bibtex(constraint.reference)
        assert constraint.confidence == "" or "CL" in constraint.confidence
    assert constraint.measured and constraint.unit


def test_a_reference_that_is_not_there_is_noticed() -> None:
    with pytest.raises(KeyError):
        data.bibtex("Nobody:1905")


# --- many points ---------------------------------------------------------------------------------


@pytest.mark.parametrize("constraint", ALL, ids=NAMES)
@pytest.mark.usefixtures("no_warnings")
def test_many_points_are_single_points(constraint: Constraint) -> None:
    batch = constraint(BATCH)
    assert batch.value.shape == batch.limit.shape == batch.ratio.shape == (len(POINTS),)
    assert batch.case.min() >= 0 and batch.case.max() < len(batch.reasons)
    np.testing.assert_array_equal(np.isnan(batch.ratio), ~batch.applies)
    np.testing.assert_array_equal(np.isnan(batch.limit), ~batch.applies)
    assert not np.any(batch.excluded & ~batch.applies)
    for index in range(0, len(POINTS), 83):
        single = constraint(DarkPredictions(POINTS[index]))
        assert single.case[0] == batch.case[index]
        for name in ("value", "limit", "ratio"):
            np.testing.assert_allclose(
                getattr(single, name)[0], getattr(batch, name)[index], rtol=1e-9, err_msg=name
            )


def test_every_group_excludes_and_allows() -> None:
    """The sample is no trivial one: each group excludes some points and leaves others."""
    verdicts = assessed(ALL, BATCH)
    assert list(verdicts) == NAMES
    for group in GROUPS:
        some = {c.name: verdicts[c.name] for c in chosen(ALL, groups=[group])}
        worst = largest_ratio(some, (len(POINTS),))
        # Reactors and stars bound an A' far lighter than those of the sample.
        assert np.any(worst < 1) and (group == "direct" or np.any(worst > 1)), group


def test_points_without_dark_photon() -> None:
    """Nothing that needs A' applies to them, and the reason says so."""
    absent = np.isnan(BATCH.m_aprime)
    for name, verdict in assessed(chosen(ALL, groups=["solar", "dark-photon"]), BATCH).items():
        assert not verdict.applies[absent].any(), name
        assert {verdict.reasons[k] for k in verdict.case[absent]} == {"dark photon: none given"}


def test_largest_ratio_is_the_largest() -> None:
    verdicts = assessed(ALL, BATCH)
    worst = largest_ratio(verdicts, (len(POINTS),))
    excluded = np.any([a.excluded for a in verdicts.values()], axis=0)
    np.testing.assert_array_equal(worst > 1, excluded)
    without = {n: a for n, a in verdicts.items() if not np.any(a.ratio == worst)}
    assert np.all(largest_ratio(without, worst.shape) < worst)
    np.testing.assert_array_equal(largest_ratio({}, (3,)), np.zeros(3))


# --- choices -------------------------------------------------------------------------------------


def test_some_groups() -> None:
    flavour = chosen(ALL, groups=["flavour", "solar"])
    assert {c.group for c in flavour} == {"flavour", "solar"}
    assert chosen(ALL) == ALL
    assert chosen(ALL, groups=[]) == ()


def test_without_some() -> None:
    left = chosen(ALL, without=["collider", "Borexino rate"])
    assert {c.name for c in ALL} - {c.name for c in left} == {
        "Borexino rate",
        *(c.name for c in ALL if c.group == "collider"),
    }
    assert [c.name for c in left] == [n for n in NAMES if n in {c.name for c in left}]


def test_words_that_mean_nothing() -> None:
    with pytest.raises(ValueError, match=r"^'borexino': neither a bound \(Borexino 2017, .* nor a"):
        chosen(ALL, without=["borexino"])
    with pytest.raises(ValueError, match=r"^group 'lhc': not one of solar, direct, flavour"):
        chosen(ALL, groups=["lhc"])


def test_the_papers_limit_on_mu_e_gamma() -> None:
    """Only that bound changes, by the ratio of the published numbers."""
    paper = standard(mu_e_gamma_limit="MEG II 2024")
    changed = [(a, b) for a, b in zip(ALL, paper, strict=True) if a.name != b.name]
    ((new, old),) = changed
    assert (new.group, old.name) == ("flavour", "mu -> e gamma (MEG II 2024)")
    expected = measurement("MEG II 2025").value / measurement("MEG II 2024").value
    assert expected == pytest.approx(1.5 / 3.1)
    np.testing.assert_allclose(old(BATCH).ratio / new(BATCH).ratio, expected, rtol=1e-12)
    with pytest.raises(ValueError, match="mu -> e gamma: 'MEG 1999' must be 'newest', a year, or"):
        standard(mu_e_gamma_limit="MEG 1999")


def test_the_papers_window() -> None:
    """It lets more light recoils in: the limit on a heavy mediator becomes weaker, others stay."""
    paper = standard(borexino_window="paper")
    changed = [(a, b) for a, b in zip(ALL, paper, strict=True) if a.name != b.name]
    ((new, old),) = changed
    assert (new.name, old.name) == ("Borexino 2017", "Borexino 2017, paper's window")
    ratio = old(BATCH).limit / new(BATCH).limit
    known = ~np.isnan(ratio)
    heavy = known & (BATCH.m_aprime > 0.1)
    assert heavy.any() and np.all(ratio[known] > 1)
    assert np.all(ratio[heavy] > 1.2)
    with pytest.raises(ValueError, match="window = 'pep': must be one of published, paper"):
        standard(borexino_window="pep")
