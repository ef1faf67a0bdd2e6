"""Limits on A' emitted by leptons and mesons: where they flip, where they stop, what A' does then."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from constraint_samples import assert_same, many, one, part, verdict

from darktmm.numeric.constraints import charged_emission, meson_emission
from darktmm.numeric.constraints.base import Constraint
from darktmm.numeric.constraints.charged_emission import Search, decays_within, strongest, unseen
from darktmm.numeric.inputs import data
from darktmm.numeric.predictions import Predictions
from darktmm.numeric.processes import emission
from darktmm.numeric.processes.leptons import mass

LEPTONS = {c.name: c for c in charged_emission.constraints()}
MESONS = {c.name: c for c in meson_emission.constraints()}
ALL = LEPTONS | MESONS

Y = np.array([[0.1, 0.05], [0.08, 0.1], [0.07, 0.02]], dtype=complex)
DARK = {"nu nu (vector)": 1e-9, "e e": 0.0, "mu mu": 0.0, "tau tau": 0.0}
PAIRS = {"nu nu (vector)": 0.0, "e e": 1e-6, "mu mu": 1e-6, "tau tau": 0.0}
SPLIT = np.array([150.0, 400.0])
VECTOR = np.array([[1, 0.3, 0.2j], [0.3, 2, 0.4], [-0.2j, 0.4, 3]], dtype=complex) * 1e-4


def point(widths: dict[str, float], m: float, **changes: Any) -> Predictions:
    values = {"y": Y, "m_aprime": m, "neutrino_vector": VECTOR, "M_A": SPLIT}
    return one(widths, **(values | changes))


# name, widths, m_A', entry, factor by which the limit is relaxed
EDGES: list[tuple[str, dict[str, float], float, str, float]] = [
    ("mu -> e A' invisible", DARK, 0.005, "TWIST 2015, V-A", 1.0),
    ("mu -> e A' invisible", DARK, 0.04, "TWIST 2015, isotropic", 1.0),
    ("mu -> e A' invisible", DARK, 0.09, "PIENU 2020", math.sqrt(10)),
    ("mu -> e A' invisible", DARK, 0.100, "Bryman 1986", 1.0),
    ("mu -> e A' invisible", PAIRS, 0.04, "Bryman 1986", 1.0),
    ("mu -> e A' visible", PAIRS, 0.04, "SINDRUM 1988", 1.0),
    ("mu -> e A' visible", PAIRS, 0.01, "SINDRUM 1986", 1.0),
    ("tau -> e A' invisible", DARK, 1.2, "Belle 2025, tau -> e X, range", 1.0),
    ("tau -> mu A' invisible", DARK, 1.2, "Belle 2025, tau -> mu X, range", 1.0),
    ("tau -> e A' visible", PAIRS, 0.5, "Belle II 2025", 1.0),
    ("tau -> mu A' visible", PAIRS, 0.5, "Belle II 2025, tau -> mu e e", 1.0),
]


def rescaled(widths: dict[str, float], m: float, factor: float) -> Predictions:
    """Yukawas times a factor: rates of leptons go with its fourth power."""
    return point(widths, m, y=Y * factor)


@pytest.mark.parametrize(("name", "widths", "m", "entry", "factor"), EDGES)
def test_limits_flip_where_they_should(
    name: str, widths: dict[str, float], m: float, entry: str, factor: float
) -> None:
    """At the Yukawas for which rate times probability is the published number."""
    constraint = ALL[name]
    found = constraint(point(widths, m))
    assert found.applies.all(), verdict(constraint, point(widths, m))
    limit = factor * data.measurement(entry).value
    np.testing.assert_allclose(found.limit, limit, rtol=1e-12)
    parent, daughter = name.split(maxsplit=1)[0], name.split()[2]
    rate = charged_emission.branching(point(widths, m), parent, daughter)[0]
    seen = 0.5 if "visible" in name.split() and widths is PAIRS else 1.0
    assert found.value[0] == pytest.approx(seen * rate, rel=1e-6)
    edge = (limit / found.value[0]) ** 0.25
    for shift, excluded in ((0.999, False), (1.001, True)):
        assert constraint(rescaled(widths, m, edge * shift)).excluded.all() == excluded


MESON_EDGES: list[tuple[str, float, str, float]] = [
    ("K -> mu nu A'", 0.3, "NA62 2021, mu nu nu nu", 1.0),
    ("K -> mu nu A'", 0.0005, "NA62 2021, mu nu nu nu", 1.0),
    ("K -> e nu A'", 0.01, "Heintze 1979", 1.0),
    ("pi -> e nu A'", 0.05, "PIENU 2021, e nu X", 1.0),
    ("pi -> mu nu A'", 0.01, "PIENU 2021, mu nu X", 1.0),
]


@pytest.mark.parametrize(("name", "m", "entry", "factor"), MESON_EDGES)
def test_meson_limits(name: str, m: float, entry: str, factor: float) -> None:
    """f of neutrinos scaled until the rate is the published number; f^ℓ is negligible here."""
    constraint = MESONS[name]
    small = {"y": Y * 1e-6}
    found = constraint(point(DARK, m, **small))
    assert found.applies.all() and found.value[0] > 0
    np.testing.assert_allclose(found.limit, factor * data.measurement(entry).value, rtol=1e-12)
    edge = math.sqrt(found.limit[0] / found.value[0])
    for shift, excluded in ((0.999, False), (1.001, True)):
        again = constraint(point(DARK, m, neutrino_vector=VECTOR * edge * shift, **small))
        assert again.excluded.all() == excluded


@pytest.mark.parametrize(
    ("name", "m", "allowed"),
    [
        ("K -> mu nu A' visible", 0.2, 7.06e-8 + 1.645 * 0.31e-8),
        ("K -> e nu A' visible", 0.2, 2.48e-8 + 1.645 * 0.20e-8),
        ("pi -> e nu A' visible", 0.05, 3.2e-9 + 1.645 * 0.5e-9),
    ],
)
def test_visible_meson_decays(name: str, m: float, allowed: float) -> None:
    """Measured rates plus 1.645σ, half of the decays being e⁺e⁻; none seen if A' flies away."""
    constraint, small = MESONS[name], {"y": Y * 1e-6}
    found = constraint(point(PAIRS, m, **small))
    np.testing.assert_allclose(found.limit, allowed, rtol=1e-12)
    edge = math.sqrt(allowed / found.value[0])
    for shift, excluded in ((0.999, False), (1.001, True)):
        again = constraint(point(PAIRS, m, neutrino_vector=VECTOR * edge * shift, **small))
        assert again.excluded.all() == excluded
    meson, _, lepton, *_ = name.split()
    unit = 0.6356 if meson == "K" else 1.0
    rate = meson_emission.relative_rate(point(PAIRS, m, **small), meson, lepton)[0]
    assert found.value[0] == pytest.approx(rate * unit / 2, rel=1e-6)
    slow = {**PAIRS, "e e": 1e-20, "mu mu": 1e-20}
    assert constraint(point(slow, m, **small)).value[0] < 1e-3 * found.value[0]


def test_meson_rates_by_hand() -> None:
    """K → eνA': |f|²M⁴/(384π²m²m_μ²(…)²) of BR(μν), summed over the other neutrinos."""
    m, M, mu = 1e-4, emission.meson_mass("K"), mass("mu")
    found = MESONS["K -> e nu A'"](point(DARK, m, y=Y * 1e-6))
    unit = M**4 / (384 * np.pi**2 * m**2 * mu**2 * (1 - (mu / M) ** 2) ** 2)
    couplings = (0.3**2 + 0.2**2) * 1e-8
    assert found.value[0] == pytest.approx(0.6356 * couplings * unit, rel=1e-3)
    with_diagonal = meson_emission.constraint("K", "e", 0.0)(point(DARK, m, y=Y * 1e-6))
    assert with_diagonal.value[0] == pytest.approx(0.6356 * (couplings + 1e-8) * unit, rel=1e-3)


def test_what_a_universal_coupling_cancels() -> None:
    """Without one only flavour change is counted: never more than with any."""
    observables = point(DARK, 0.02, y=Y * 1e-6)
    least = MESONS["K -> e nu A'"](observables).value[0]
    for universal in (-1e-4, 0.0, 1e-4, 1.0):
        value = meson_emission.constraint("K", "e", universal)(observables).value[0]
        assert value >= least * (1 - 1e-12)
    assert meson_emission.constraint("K", "e", -1e-4)(observables).value[0] == pytest.approx(least)


@pytest.mark.parametrize("name", ALL)
def test_ranges_of_mass(name: str) -> None:
    """Nothing is said outside; without A' nothing either; no warning anywhere."""
    constraint = ALL[name]
    masses = [1e-6, 1e-3, 0.05, 0.097, 0.104, 0.3, 0.371, 1.59, 1.65, 50.0, math.nan]
    with np.errstate(all="raise", under="ignore"):
        found = constraint(
            many(
                len(masses),
                {k: np.where(np.isnan(masses), np.nan, w) for k, w in DARK.items()},
                m_aprime=np.array(masses),
                epsilon=np.where(np.isnan(masses), np.nan, 1e-4),
                y=np.array([Y] * len(masses)),
                neutrino_vector=np.array([VECTOR] * len(masses)),
                M_A=np.array([SPLIT] * len(masses)),
            )
        )
    reasons = [found.reasons[c] for c in found.case]
    assert reasons[-1] == charged_emission.ABSENT
    assert reasons[-2] == charged_emission.OUTSIDE
    assert np.all(np.isnan(found.limit[~found.applies])) and not found.excluded[-2:].any()
    expected = {
        "mu -> e A' invisible": {1e-6, 1e-3, 0.05},
        "mu -> e A' visible": {0.05, 0.097, 0.104},
        "tau -> e A' invisible": set(masses[:8]),
        "tau -> mu A' invisible": set(masses[:8]),
        "tau -> e A' visible": {0.3, 0.371, 1.59, 1.65},
        "tau -> mu A' visible": {0.3, 0.371, 1.59, 1.65},
        "K -> mu nu A'": set(masses[:7]),
        "K -> e nu A'": {1e-6, 1e-3, 0.05, 0.097, 0.104},
        "pi -> e nu A'": {1e-6, 1e-3, 0.05, 0.097, 0.104},
        "pi -> mu nu A'": {1e-6, 1e-3},
        "K -> mu nu A' visible": {0.3, 0.371},
        "K -> e nu A' visible": {0.3, 0.371},
        "pi -> e nu A' visible": {0.05, 0.097, 0.104},
    }[name]
    applied = {m for m, applies in zip(masses, found.applies, strict=True) if applies}
    assert applied == expected


def test_wherever_it_decays() -> None:
    """Between 95.1 and 98.1 MeV, and above 103.5, nobody looked."""
    constraint = LEPTONS["mu -> e A' invisible"]
    for m in (0.0960, 0.1040):
        assert verdict(constraint, point(DARK, m)) == charged_emission.OUTSIDE
    for m in (0.0951, 0.0981, 0.1035):
        assert constraint(point(DARK, m)).applies.all()


def test_batch_is_single() -> None:
    """Arrays give what points give."""
    rng = np.random.default_rng(4)
    n = 12
    y = rng.normal(size=(n, 3, 2)) + 1j * rng.normal(size=(n, 3, 2))
    masses = 10 ** rng.uniform(-4, 0.3, n)
    batch = many(n, PAIRS | DARK, y=y, m_aprime=masses, neutrino_vector=np.array([VECTOR] * n))
    for name, constraint in ALL.items():
        together = constraint(batch)
        for index in range(n):
            single = constraint(part(batch, index))
            assert together.case[index] == single.case[0], name
            np.testing.assert_allclose(together.ratio[index], single.ratio[0], rtol=1e-9)
    assert_same(together, 0, constraint(part(batch, 0)))


# --- what A' does ---------------------------------------------------------------------------------


def test_unseen() -> None:
    """Invisible, or behind the detector; an A' without decays is stable."""
    momentum, length = 0.05, 1.0
    stable = point(dict.fromkeys(DARK, 0.0), 0.01)
    assert unseen(stable, length, momentum)[0] == 1
    prompt = point({**PAIRS, "nu nu (vector)": 1e-6}, 0.01)
    assert unseen(prompt, length, momentum)[0] == pytest.approx(1 / 3)
    # Γ such that γβcτ = L
    gamma = momentum / 0.01 * 1.973269804e-16 / length
    slow = point({**DARK, "nu nu (vector)": 0.0, "e e": gamma}, 0.01)
    assert unseen(slow, length, momentum)[0] == pytest.approx(math.exp(-1), rel=1e-8)
    assert decays_within(slow, length, momentum)[0] == pytest.approx(1 - math.exp(-1), rel=1e-8)
    assert unseen(slow, 2 * length, momentum)[0] == pytest.approx(math.exp(-2), rel=1e-8)
    assert decays_within(slow, length, 0.0)[0] == 1


def test_lifetime_of_the_dedicated_search() -> None:
    """X → e⁺e⁻ applies below 3e-10 s, and not above."""
    hbar = 6.582119569e-25
    for factor, sees in ((1.01, True), (0.99, False)):
        width = factor * hbar / 3e-10
        found = LEPTONS["mu -> e A' visible"](
            point({**DARK, "nu nu (vector)": 0.0, "e e": width}, 0.01)
        )
        assert (found.value[0] > 0) == sees


def test_visible_decays_need_a_vertex() -> None:
    """An A' that flies a metre is no three-track event."""
    long_lived = {**DARK, "nu nu (vector)": 0.0, "e e": 1e-17, "mu mu": 0.0}
    for name in ("tau -> e A' visible", "tau -> mu A' visible"):
        far = LEPTONS[name](point(long_lived, 0.5)).value[0]
        near = LEPTONS[name](point({**long_lived, "e e": 1e-6}, 0.5)).value[0]
        assert 0 < far < 1e-3 * near


def test_heavy_coupling() -> None:
    """Outside perturbation theory: a huge ratio, no overflow, no warning."""
    extreme = point(DARK, 1e-6, y=Y * 100, M_E=850.0, M_H=np.array([0.25, 500.0]))
    with np.errstate(all="raise", under="ignore"):
        for constraint in ALL.values():
            found = constraint(extreme)
            assert np.all(np.isfinite(found.ratio[found.applies]))
        assert LEPTONS["mu -> e A' invisible"](extreme).ratio[0] > 1e10


def test_what_depends_on_momentum_is_taken_off() -> None:
    """Scalars split by less than m_A' decides: no limit from f at q² = 0, which is not zero."""
    alike = point(DARK, 0.05, M_A=np.array([0.2501, 0.3501]))
    assert np.all(charged_emission.branching(alike, "mu", "e") == 0)
    f = alike.lepton_vector
    assert np.all(emission.lepton_branching(f, np.array([0.05]), "mu", "e") > 0)
    apart = point(DARK, 0.05)
    full = emission.lepton_branching(apart.lepton_vector, np.array([0.05]), "mu", "e")
    least = charged_emission.branching(apart, "mu", "e")
    assert 0.99 * full[0] < least[0] < full[0]


def test_nothing_split_is_nothing_emitted() -> None:
    """Equal spectra and angles: leptons emit nothing, mesons what f of neutrinos gives."""
    same = {"M_A": np.array([0.25, 0.35])}
    for name, constraint in LEPTONS.items():
        found = constraint(point(DARK | {"e e": 1e-9}, 0.3 if "tau" in name else 0.03, **same))
        assert found.applies.all() and found.ratio[0] == 0
    silent = point(DARK, 0.01, neutrino_vector=np.zeros((3, 3), dtype=complex), **same)
    assert all(c(silent).value[0] == 0 for c in MESONS.values())


def test_names_groups_sources() -> None:
    """What the lists of bounds show."""
    assert list(ALL) == [
        "mu -> e A' invisible",
        "mu -> e A' visible",
        "tau -> e A' invisible",
        "tau -> e A' visible",
        "tau -> mu A' invisible",
        "tau -> mu A' visible",
        "K -> mu nu A'",
        "K -> e nu A'",
        "pi -> e nu A'",
        "pi -> mu nu A'",
        "K -> mu nu A' visible",
        "K -> e nu A' visible",
        "pi -> e nu A' visible",
    ]
    for name, constraint in ALL.items():
        measured = name in MESONS and name.endswith("visible")
        assert constraint.group == "flavour"
        assert constraint.confidence == ("95% CL, one-sided" if measured else "90% CL")
        assert data.bibtex(constraint.reference)
    assert LEPTONS["tau -> e A' visible"].entry == "Belle II 2025"
    assert LEPTONS["mu -> e A' invisible"].entry == ""


def test_bad_input() -> None:
    with pytest.raises(ValueError, match="K -> tau: must be one of"):
        meson_emission.constraint("K", "tau")
    with pytest.raises(ValueError, match="pi -> mu: must be one of"):
        meson_emission.visible("pi", "mu")
    with pytest.raises(KeyError):
        charged_emission.invisible("tau", "x")
    search = Search("no such entry", 0, 1, lambda o: np.zeros(o.size))
    with pytest.raises(KeyError):
        strongest("x", "y", "z", (search,), "r")
    assert isinstance(ALL["pi -> e nu A'"], Constraint)
