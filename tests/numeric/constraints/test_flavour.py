"""Limits on charged-lepton flavour violation and on anomalous moments."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from constraint_samples import ZERO, assert_same, many, one, part

from darktmm.numeric.constraints import (
    electron_g2,
    mu_3e,
    mu_e_conversion,
    mu_e_gamma,
    muon_g2,
    tau_l_gamma,
)
from darktmm.numeric.constraints.anomalous_moment import comparison
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.published import published
from darktmm.numeric.inputs import constants, data
from darktmm.numeric.processes import dipoles, leptons

FLAVOUR: dict[str, tuple[Constraint, tuple[int, int], float, float]] = {
    "mu e gamma": (mu_e_gamma.constraint(), (0, 1), 1.5e-13, 1.0),
    "mu e gamma 2024": (mu_e_gamma.constraint("MEG II 2024"), (0, 1), 3.1e-13, 1.0),
    "tau mu gamma": (tau_l_gamma.constraint("mu"), (1, 2), 4.2e-8, 1.0),
    "tau e gamma": (tau_l_gamma.constraint("e"), (0, 2), 3.3e-8, 1.0),
    "mu 3e": (mu_3e.constraint(), (0, 1), 1e-12, dipoles.three_electron_ratio()),
    "Au": (mu_e_conversion.constraint("Au"), (0, 1), 7e-13, dipoles.conversion_ratio("Au")),
    "Ti": (mu_e_conversion.constraint("Ti"), (0, 1), 4.3e-12, dipoles.conversion_ratio("Ti")),
    "Pb": (mu_e_conversion.constraint("Pb"), (0, 1), 4.6e-11, dipoles.conversion_ratio("Pb")),
}
MOMENTS: dict[str, tuple[Constraint, str, float, float]] = {
    "mu": (muon_g2.constraint(strict=True), "mu", 38.5e-11, math.hypot(14.5, 62) * 1e-11),
    "mu 2020": (
        muon_g2.constraint("a_mu 2023", 2020, strict=True),
        "mu",
        249e-11,
        math.hypot(22, 43) * 1e-11,
    ),
    "e Rb": (electron_g2.constraint(strict=True), "e", 0.338e-12, math.hypot(0.13, 0.095) * 1e-12),
    "e Cs": (
        electron_g2.constraint("Cs", strict=True),
        "e",
        -1.02e-12,
        math.hypot(0.13, 0.23) * 1e-12,
    ),
}
TOLERANT: dict[str, Constraint] = {
    "mu": muon_g2.constraint(),
    "mu 2020": muon_g2.constraint("a_mu 2023", 2020),
    "e Rb": electron_g2.constraint(),
    "e Cs": electron_g2.constraint("Cs"),
}
ALL = {name: entry[0] for name, entry in (*FLAVOUR.items(), *MOMENTS.items())}


def single(row: int, column: int, value: complex) -> Any:
    """A hermitian D with one element and its mirror image."""
    D = ZERO.copy()
    D[row, column] = value
    D[column, row] = np.conj(value)
    return D


# --- which number -----------------------------------------------------------------------------


def test_published_numbers() -> None:
    """Newest, of a year, by name; of several in one year the smallest."""
    quantity = "mu -> e gamma"
    assert published(quantity).value == 1.5e-13
    assert published(quantity, "newest").name == "MEG II 2025"
    assert published(quantity, 2024).value == 3.1e-13
    assert published(quantity, 2016).value == 4.2e-13
    assert published(quantity, "MEG II 2024, alone").value == 7.5e-13
    for wrong in (1999, "Belle 2021"):
        with pytest.raises(ValueError, match=r"mu -> e gamma: .* must be 'newest', a year, or one"):
            published(quantity, wrong)
    with pytest.raises(KeyError, match="quantity 'mu -> e': not one of"):
        published("mu -> e")


# --- decays -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FLAVOUR)
def test_limits_flip_where_they_should(name: str) -> None:
    """|D| at which the rate is the limit, from α m⁵|D|²/4 and the lifetime, on paper."""
    constraint, (row, column), limit, per_decay = FLAVOUR[name]
    parent = leptons.FLAVOURS[column]
    hbar = 6.582119569e-25
    lifetime = data.default(f"tau_{parent}").value / hbar
    unit = constants().alpha * data.default(f"m_{parent}").value ** 5 / 4 * lifetime
    edge = math.sqrt(limit / per_decay / unit)
    for factor, excluded in ((0.9999, False), (1.0001, True), (1.0001j, True)):
        found = constraint(one(charged_dipole=single(row, column, factor * edge)))
        assert found.applies.all() and found.excluded.all() == excluded
        np.testing.assert_allclose(found.limit, limit, rtol=1e-15)
        np.testing.assert_allclose(found.ratio, abs(factor) ** 2, rtol=1e-8)
    # Another element of the matrix does not count.
    others = {(0, 1), (0, 2), (1, 2)} - {(row, column)}
    for other in others:
        found = constraint(one(charged_dipole=single(*other, 100 * edge)))
        assert found.applies.all() and not found.excluded.any()


def test_radiative_decay_is_the_strongest_of_the_dipole() -> None:
    """μ → eγ excludes what the dipole alone does not in μ → 3e and conversion."""
    point = one(charged_dipole=single(0, 1, 1.6e-12))
    ratios = {name: float(ALL[name](point).ratio[0]) for name in ("mu e gamma", "mu 3e", "Au")}
    assert ratios["mu e gamma"] > 1 > ratios["Au"] > 1e-4
    assert ratios["Au"] < ratios["mu e gamma"] / 100 > ratios["mu 3e"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tau_l_gamma.constraint("tau"), "daughter = 'tau': must be 'mu' or 'e'"),
        (lambda: mu_e_conversion.constraint("Al"), "target = 'Al': must be one of Au, Ti, Pb"),
        (lambda: mu_e_gamma.constraint("Belle 2021"), "must be 'newest'"),
        (lambda: electron_g2.constraint("K"), "alpha = 'K': must be one of Rb, Cs"),
        (lambda: muon_g2.constraint(1999), "a_mu: 1999 must be 'newest'"),
        (
            lambda: comparison("mu", published("a_mu"), published("mu -> e gamma"), strict=False),
            "MEG II 2025: has no uncertainty",
        ),
    ],
)
def test_what_does_not_exist_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


# --- anomalous moments ------------------------------------------------------------------------


def with_moment(lepton: str, moment: float) -> Any:
    """One point without A' whose E and scalars make this Δa = −2 m² D."""
    row = leptons.FLAVOURS.index(lepton)
    D = single(row, row, -moment / (2 * leptons.mass(lepton) ** 2))
    return one(charged_dipole=D, m_aprime=math.nan, epsilon=math.nan)


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("side", [1, -1])
def test_both_edges(name: str, side: int) -> None:
    constraint, lepton, difference, sigma = MOMENTS[name]
    edge = difference + side * 1.959964 * sigma
    for factor, excluded in ((0.999, False), (1.001, True)):
        value = difference + side * factor * 1.959964 * sigma
        found = constraint(with_moment(lepton, value))
        assert found.applies.all() and found.excluded.all() == excluded
        np.testing.assert_allclose(found.value, value, rtol=1e-12)
        np.testing.assert_allclose(found.limit, edge, rtol=1e-4)
        np.testing.assert_allclose(found.ratio, factor, rtol=1e-4)


def test_the_discrepancies_as_they_were() -> None:
    """A model that adds nothing is within 1.96σ for the muon today, and nowhere else."""
    nothing = {name: MOMENTS[name][0](with_moment(MOMENTS[name][1], 0.0)) for name in MOMENTS}
    excluded = {name for name, found in nothing.items() if found.excluded.all()}
    assert excluded == {"mu 2020", "e Rb", "e Cs"}
    sigmas = {name: float(found.ratio[0]) * 1.959964 for name, found in nothing.items()}
    expected = {"mu": 0.60, "mu 2020": 5.15, "e Rb": 2.10, "e Cs": 3.86}
    for name, value in expected.items():
        assert sigmas[name] == pytest.approx(value, abs=0.01)


@pytest.mark.parametrize("name", MOMENTS)
def test_the_standard_model_is_not_excluded_unless_strict(name: str) -> None:
    """Where it is outside, a model may be worse by 1.96² in χ²; elsewhere nothing changes."""
    strict, lepton, difference, sigma = MOMENTS[name]
    tolerant = TOLERANT[name]
    if name == "mu":
        point = with_moment(lepton, 1e-9)
        assert tolerant(point).ratio == strict(point).ratio
        assert tolerant(point).reasons == strict(point).reasons
        return
    assert not tolerant(with_moment(lepton, 0.0)).excluded.any()
    for side in (1, -1):
        for more, excluded in ((0.99, False), (1.01, True)):
            chi = math.hypot(difference / sigma, more * 1.959964)
            found = tolerant(with_moment(lepton, difference + side * chi * sigma))
            assert found.excluded.all() == excluded
    assert (
        "beyond the distance of the Standard Model" in tolerant(with_moment(lepton, 0)).reasons[0]
    )


@pytest.mark.parametrize("lepton", ["mu", "e"])
def test_both_contributions_add(lepton: str) -> None:
    """E and scalars plus A' in the loop; without A' the first alone."""
    name = {"mu": "mu", "e": "e Rb"}[lepton]
    D = single(*2 * (leptons.FLAVOURS.index(lepton),), -1e-9)
    heavy = float(dipoles.anomalous_moment(D, lepton))
    light = float(dipoles.kinetic_mixing_moment(0.02, 1e-3, lepton))
    assert heavy > 0 and light > 0
    both = MOMENTS[name][0](one(charged_dipole=D, m_aprime=0.02, epsilon=1e-3))
    alone = MOMENTS[name][0](one(charged_dipole=D, m_aprime=math.nan, epsilon=math.nan))
    np.testing.assert_allclose(both.value, heavy + light, rtol=1e-13)
    np.testing.assert_allclose(alone.value, heavy, rtol=1e-13)
    assert alone.applies.all()


def test_light_dark_photon_is_excluded_by_the_electron() -> None:
    """αε²/2π of a light A' at ε = 0.01: far outside for the electron, 116e-9 for the muon too."""
    point = one(m_aprime=1e-6, epsilon=0.01)
    for name in ("mu", "e Rb", "e Cs"):
        found = MOMENTS[name][0](point)
        assert found.excluded.all()
        # Corrections are linear in m_A'/m_ℓ: π m_A'/m_e = 0.6 % for the electron.
        np.testing.assert_allclose(found.value, constants().alpha * 1e-4 / 2 / math.pi, rtol=0.01)


# --- all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_many_points_are_like_one(name: str) -> None:
    n, rng = 40, np.random.default_rng(13)
    y = rng.normal(size=(n, 3, 3)) + 1j * rng.normal(size=(n, 3, 3))
    absent = rng.random(n) < 0.3
    points = many(
        n,
        {},
        charged_dipole=-1e-10 * y @ y.conj().swapaxes(1, 2),
        m_aprime=np.where(absent, np.nan, np.exp(rng.uniform(-12, 3, n))),
        epsilon=np.where(absent, np.nan, np.exp(rng.uniform(-15, -1, n))),
    )
    whole = ALL[name](points)
    assert whole.applies.all()
    for k in range(n):
        assert_same(whole, k, ALL[name](part(points, k)))


@pytest.mark.parametrize("name", ALL)
def test_constraints_say_what_they_are(name: str) -> None:
    constraint = ALL[name]
    assert constraint.unit == "1"
    assert constraint.group == ("moment" if name in MOMENTS else "flavour")
    assert constraint.confidence == ("95% CL" if name in MOMENTS else "90% CL")
    assert data.bibtex(constraint.reference) and constraint.measured
    assert len({c.name for c in ALL.values()}) == len(ALL)
