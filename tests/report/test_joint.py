"""`darktmm joint`: the curve on the terminal, as JSON, and as point files that evaluate to it."""

from __future__ import annotations

import io
import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Outcome, assert_refused, edited, load, run
from rich.console import Console
from short_search import short_search

from darktmm.numeric.constraints import chosen, standard
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.papers.arxiv_2603_25704 import joint
from darktmm.papers.arxiv_2603_25704.joint import BOX, Box, Maximum
from darktmm.report import joint as report
from darktmm.report.points import bundled

KEYS = [
    *("schema", "version", "options", "point"),
    *("strategy", "g_D", "bounds", "box", "unit", "curve"),
]

MAXIMUM_KEYS = [
    "m_aprime",
    "mu_eff_muB",
    "borexino_limit_muB",
    "ratio",
    "epsilon",
    "active",
    "violated",
    "neutrino_mass_tuning",
    "point",
]

MASS = 0.05
STRATEGIES = ("paper", "derived", "today")
ALL_BOUNDS = [c.name for c in standard()]


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Outcome, Any, Path]]:
    """Each strategy at 50 MeV, once: outcome, JSON, folder of point files. The search is a short one."""
    found = {}
    for strategy in STRATEGIES:
        folder = tmp_path_factory.mktemp(strategy)
        path, saved = folder / "new" / "joint.json", folder / "points"
        arguments = ("--strategy", strategy, "--mass", str(MASS), "--json", path, "--save", saved)
        with short_search():
            outcome = run("joint", *arguments)
        assert outcome.exit_code == 0, outcome.output
        found[strategy] = outcome, load(path), saved
    return found


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_schema(analysed: dict[str, tuple[Outcome, Any, Path]], strategy: str) -> None:
    """Keys, their order and types; complex numbers are [re, im]."""
    _, data, _ = analysed[strategy]
    assert list(data) == KEYS
    assert data["strategy"] == strategy and data["g_D"] == 0.5
    assert data["unit"] == {"m_aprime": "GeV", "moments": "mu_B"}
    assert data["bounds"] == (ALL_BOUNDS if strategy == "today" else [])
    assert data["box"] == (str(BOX) if strategy == "today" else None)
    (found,) = data["curve"]
    assert list(found) == MAXIMUM_KEYS
    for key in ("m_aprime", "mu_eff_muB", "borexino_limit_muB", "ratio", "epsilon"):
        assert isinstance(found[key], float), key
        assert found[key] > 0 or (key == "epsilon" and strategy == "today" and found[key] < 0), key
    assert found["m_aprime"] == MASS
    assert found["ratio"] == pytest.approx(found["mu_eff_muB"] / found["borexino_limit_muB"])
    assert found["neutrino_mass_tuning"] >= 1
    assert found["active"] and all(isinstance(name, str) for name in found["active"])
    assert found["point"]["dark_photon"] == {"m": MASS, "epsilon": found["epsilon"]}
    assert data["point"] is None
    assert data["options"]["strategy"] == strategy and data["options"]["mass"] == [MASS]


def test_the_terminal(analysed: dict[str, tuple[Outcome, Any, Path]]) -> None:
    """Mass, moment and what is in the way; the Yukawa matrix by flavours; where things went."""
    for strategy, (outcome, data, _) in analysed.items():
        (found,) = data["curve"]
        assert f"strategy {strategy}, g_D = 0.5" in outcome.output
        numbers = (f"{found[key]:.3g}" for key in ("mu_eff_muB", "ratio", "epsilon"))
        for words in (*numbers, *found["active"], *found["violated"]):
            assert words in outcome.output, words
        assert all(f"y_{name:3} " in outcome.output for name in ("e", "mu", "tau"))
        assert "joint.json" in outcome.output.replace("\n", "")
    assert "(violates " in analysed["paper"][0].output
    assert "violates" not in analysed["today"][0].output


def maximum(mass: float, active: tuple[str, ...], violated: tuple[str, ...] = ()) -> Maximum:
    """Some maximum."""
    point = Parameters.from_file(bundled("reference"))
    return Maximum(mass, 1e-15 * mass, 1e-9, 1e-4, active, point, violated, 1.0)


def test_sixty_masses_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line each on 80 columns; names are numbered in the order in which they come, and listed once."""
    names = [c.name for c in standard()][:12]
    maxima = [
        maximum(m, (names[k % 12], names[(k + 1) % 12]), (names[(k + 2) % 12],))
        for k, m in enumerate(joint.masses(60))
    ]
    monkeypatch.setattr(joint, "curve", lambda *_, **__: iter(maxima))
    output = run("joint", columns=80).output
    lines = output.splitlines()
    assert len(lines) < 95 and max(map(len, lines)) <= 80
    assert sum(line.startswith("│") for line in lines) == 60
    for number, name in enumerate(names, start=1):
        assert len([x for x in lines if x.rstrip() == f"{number:>3}  {name}"]) == 1
    assert output.count("y_e ") == 1 and "m_A' = 8000 MeV" in output
    assert run("joint", "--all", columns=80).output.count("y_e ") == 60


@pytest.mark.parametrize("strategy", ["derived", "today"])
def test_round_trip(
    analysed: dict[str, tuple[Outcome, Any, Path]], strategy: str, tmp_path: Path
) -> None:
    """A saved point evaluates to the same moment and limit; that of today is excluded by nothing."""
    _, data, saved = analysed[strategy]
    (found,) = data["curve"]
    (path,) = saved.iterdir()
    assert path.name == f"{strategy}-gD0.5-m50MeV.toml"
    assert tomllib.loads(path.read_text(encoding="utf-8")) == found["point"]
    out = tmp_path / "point.json"
    assert run("evaluate", path, "--json", out).exit_code == 0
    evaluated = load(out)
    mu_eff = evaluated["quantities"]["mu_eff_solar_muB"]["derived"]
    assert mu_eff == pytest.approx(found["mu_eff_muB"], rel=1e-12)
    excluded = [c["name"] for c in evaluated["constraints"] if c["excluded"]]
    assert excluded == found["violated"]
    assert bool(excluded) == (strategy == "derived")
    if strategy == "today":
        limit = evaluated["quantities"]["borexino_limit_muB"]["derived"]
        assert limit == pytest.approx(found["borexino_limit_muB"], rel=1e-12)


def test_saved_point_is_at_its_limit(
    analysed: dict[str, tuple[Outcome, Any, Path]], tmp_path: Path
) -> None:
    """A little more ε is excluded, by the bound that is named."""
    _, data, _ = analysed["today"]
    (found,) = data["curve"]
    larger = Parameters.from_table(found["point"]).with_(epsilon=1.001 * found["epsilon"])
    path, out = tmp_path / "point.toml", tmp_path / "point.json"
    path.write_text(larger.to_toml(), encoding="utf-8")
    assert run("evaluate", path, "--json", out).exit_code == 0
    excluded = {c["name"] for c in load(out)["constraints"] if c["excluded"]}
    assert found["active"][0] in excluded


def test_printed_moment_is_that_of_the_printed_column(
    analysed: dict[str, tuple[Outcome, Any, Path]], tmp_path: Path
) -> None:
    """The strategy of the paper evaluates to its number in the column of printed formulas."""
    _, data, saved = analysed["paper"]
    (found,) = data["curve"]
    (path,) = saved.iterdir()
    out = tmp_path / "point.json"
    assert run("evaluate", path, "--json", out).exit_code == 0
    quantities = load(out)["quantities"]
    assert quantities["mu_eff_solar_muB"]["printed"] == pytest.approx(found["mu_eff_muB"], rel=1e-9)
    assert quantities["borexino_limit_muB"]["printed"] == pytest.approx(
        found["borexino_limit_muB"], rel=1e-12
    )


def test_where_nothing_bounds_epsilon(tmp_path: Path) -> None:
    """Outside the curves of the paper: null in JSON, a dash and a reason on the terminal."""
    path, saved = tmp_path / "joint.json", tmp_path / "points"
    arguments = ("--strategy", "paper", "--mass", "20", "--json", path, "--save", saved)
    outcome = run("joint", *arguments)
    assert outcome.exit_code == 0, outcome.output
    (found,) = load(path)["curve"]
    for key in ("mu_eff_muB", "ratio", "epsilon", "point"):
        assert found[key] is None, key
    assert found["active"] == found["violated"] == []
    assert found["borexino_limit_muB"] > 0
    assert "no bound on epsilon here" in outcome.output
    assert not saved.exists()


def test_number_of_masses(tmp_path: Path) -> None:
    """--masses is a logarithmic grid of the whole range; the coupling scales the moment."""
    curves = []
    for g_D in ("0.5", "0.25"):
        path = tmp_path / f"{g_D}.json"
        arguments = ("--strategy", "derived", "--g-d", g_D, "--masses", "3", "--json", path)
        assert run("joint", *arguments).exit_code == 0
        curves.append(load(path)["curve"])
    grid = [1e-3, math.sqrt(1e-3 * 8), 8.0]
    assert [m["m_aprime"] for m in curves[0]] == pytest.approx(grid, rel=1e-12)
    for strong, weak in zip(*curves, strict=True):
        assert strong["mu_eff_muB"] == pytest.approx(2 * weak["mu_eff_muB"], rel=1e-12)


# --- what is asked -------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks for, answered at once with a maximum where nothing is allowed."""
    request: dict[str, Any] = {}

    def curve(
        strategy: str, g_D: float | None, masses: list[float], progress: Any, **options: Any
    ) -> Iterator[Maximum]:
        request.update(strategy=strategy, g_D=g_D, masses=masses, **options)
        for m in masses:
            yield Maximum(m, math.nan, 1e-9, math.nan, ("oblique T",), None, (), 1.0)
            progress()

    monkeypatch.setattr(joint, "curve", curve)
    return request


def test_defaults(asked: dict[str, Any], tmp_path: Path) -> None:
    """Everything optimised, g_D = 0.5, sixty masses, all bounds."""
    path = tmp_path / "joint.json"
    outcome = run("joint", "--json", path)
    assert outcome.exit_code == 0, outcome.output
    assert asked == {"strategy": "today", "g_D": 0.5, "masses": joint.masses(60)}
    assert load(path)["bounds"] == ALL_BOUNDS
    assert outcome.output.count("nothing is allowed: 1 ") == 60
    assert "\n  1  oblique T\n" in outcome.output


def test_any_coupling(asked: dict[str, Any], tmp_path: Path) -> None:
    """--g-d any: it is optimised; null in JSON, in words in the title and in the names of files."""
    path = tmp_path / "joint.json"
    outcome = run("joint", "--g-d", "any", "--mass", "0.1", "--json", path)
    assert outcome.exit_code == 0, outcome.output
    assert asked["g_D"] is None and load(path)["g_D"] is None
    assert "strategy today, any g_D" in outcome.output
    assert (
        run("joint", "--mass", "0.1", "--point", bundled("reference"), "--g-d", "any").exit_code
        == 0
    )
    assert asked["g_D"] is None


def test_box_and_seed(asked: dict[str, Any], tmp_path: Path) -> None:
    """--min-scalar and --max-mass change edges of the box, JSON says which; --seed is handed on."""
    path = tmp_path / "joint.json"
    options = ("--min-scalar", "2", "--max-mass", "4000", "--seed", "7")
    assert run("joint", "--mass", "0.1", *options, "--json", path).exit_code == 0
    box = Box(neutral=(0.1, 4e3), charged=(50.0, 4e3), scalar=(2.0, 4e3))
    assert (asked["box"], asked["seed"]) == (box, 7)
    assert load(path)["box"] == str(box)
    assert run("joint", "--mass", "0.1", "--max-mass", "900").exit_code == 0
    assert asked["box"] == Box((0.1, 900.0), (50.0, 900.0), (0.25, 900.0))


def test_without(asked: dict[str, Any], tmp_path: Path) -> None:
    """--without takes bounds and groups, more than once; JSON lists what was used."""
    path = tmp_path / "joint.json"
    left_out = ("Borexino rate", "flavour")
    options = [word for name in left_out for word in ("--without", name)]
    assert run("joint", "--mass", "0.1", *options, "--json", path).exit_code == 0
    names = [c.name for c in asked["constraints"]]
    assert names == [c.name for c in chosen(standard(), without=left_out)]
    assert len(names) < len(ALL_BOUNDS) - 1 and "Borexino rate" not in names
    assert load(path)["bounds"] == names


def test_choice_of_limits(asked: dict[str, Any]) -> None:
    """--mu-e-gamma and --borexino-window as for `evaluate`."""
    options = ("--mu-e-gamma", "2024", "--borexino-window", "paper")
    assert run("joint", "--mass", "0.1", *options).exit_code == 0
    assert asked["constraints"] == standard(2024, "paper")


def test_kept_point(asked: dict[str, Any], tmp_path: Path) -> None:
    """--point hands its masses over, and its g_D unless one is given."""
    path = edited(tmp_path, ("g_D", "g_D = 0.3"))
    assert run("joint", "--mass", "0.1", "--point", path).exit_code == 0
    assert asked["g_D"] == 0.3
    assert asked["point"].to_toml() == Parameters.from_file(path).to_toml()
    assert run("joint", "--mass", "0.1", "--point", path, "--g-d", "0.1").exit_code == 0
    assert asked["g_D"] == 0.1


def test_masses_of_a_kept_point_stay(tmp_path: Path) -> None:
    """Only Yukawas and ε of the result differ from the given point; bounds it breaks are left out."""
    path = tmp_path / "joint.json"
    left_out = ("consistency", "collider", "dark-photon")
    words = [word for name in left_out for word in ("--without", name)]
    options = ("--point", bundled("reference"), *words, "--json", path)
    with short_search():
        outcome = run("joint", "--mass", "0.1", *options)
    assert outcome.exit_code == 0, outcome.output
    assert load(path)["box"] is None
    (found,) = load(path)["curve"]
    kept = tomllib.loads(bundled("reference").read_text(encoding="utf-8"))
    section = found["point"]
    assert load(path)["point"]["scalar"] == section["scalar"]
    assert section["scalar"]["M_H"] == kept["scalar"]["M_H"]
    assert section["scalar"]["M_A"] == kept["scalar"]["M_A"]
    assert section["fermion"]["M_E"] == kept["fermion"]["M_E"]
    assert section["dark_photon"]["m"] == 0.1
    assert found["violated"] and found["ratio"] > 0


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--strategy", "best"), ("'best'", "paper, derived, today")),
        (("--g-d", "0"), ("g_D = 0.0", "3.545")),
        (("--g-d", "nan"), ("g_D = nan", "3.545")),
        (("--g-d", "10"), ("g_D = 10.0", "3.545")),
        (("--g-d", "-0.5"), ("g_D = -0.5", "3.545")),
        (("--g-d", "much"), ("--g-d much", "a number or 'any'")),
        (("--g-d", "any", "--strategy", "paper"), ("only the strategy 'today' optimises it",)),
        (("--max-mass", "0"), ("0.0", "must be 0 < smallest < largest")),
        (("--max-mass", "nan"), ("nan", "must be 0 < smallest < largest")),
        (("--min-scalar", "-1"), ("scalar = -1.0", "must be 0 < smallest < largest")),
        (("--min-scalar", "3000"), ("scalar = 3000.0", "must be 0 < smallest < largest")),
        (("--strategy", "paper", "--min-scalar", "2"), ("box: only the strategy 'today'",)),
        (("--strategy", "derived", "--seed", "1"), ("seed: only the strategy 'today'",)),
        (("--check", "--strategy", "paper", "--mass", "0.1"), ("--check",)),
        (("--check", "--strategy", "derived", "--mass", "0.1"), ("--check",)),
        (("--masses", "0"), ("masses = 0", "at least 1")),
        (("--mass", "0"), ("m_aprime = 0.0", "positive")),
        (("--mass", "nan"), ("m_aprime = nan", "positive")),
        (("--without", "LEP"), ("'LEP'", "'flavour'", "NA64 2023 invisible")),
        (("--strategy", "paper", "--without", "flavour"), ("only the strategy 'today'",)),
        (("--strategy", "derived", "--mu-e-gamma", "2024"), ("only the strategy 'today'",)),
        (("--mu-e-gamma", "1999"), ("mu -> e gamma", "1999")),
        (("--borexino-window", "wide"), ("'wide'", "published, paper")),
        (("--point", "nowhere.toml"), ("nowhere.toml",)),
    ],
)
def test_refused(tmp_path: Path, arguments: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Exit code 2, what is wrong and what is allowed; nothing written."""
    path, saved = tmp_path / "joint.json", tmp_path / "points"
    assert_refused(run("joint", *arguments, "--json", path, "--save", saved), *named)
    assert not path.exists() and not saved.exists()


def test_check_is_for_the_standard_search(asked: dict[str, Any], tmp_path: Path) -> None:
    """Not with another box, other limits or a kept point; nothing is written."""
    path = tmp_path / "joint.json"
    for options in (
        ("--max-mass", "900"),
        ("--mu-e-gamma", "2024"),
        ("--point", bundled("reference")),
    ):
        outcome = run("joint", "--mass", "0.1", "--check", *options, "--json", path)
        assert_refused(outcome, "--check", "standard box")
        assert not path.exists()


# --- in other ways -------------------------------------------------------------------------------


def test_stability_table() -> None:
    """Mass, maximum and the three others over it, on 80 columns."""
    rows = [report.Stability(0.05, 2e-18, 1.98e-18, 1.5e-18, 2.2e-18)]
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(report.stability_table(rows, None))
    text = console.export_text()
    for words in ("any g_D", "from scratch", "other optimiser", "larger box", "50", "2e-18"):
        assert words in text, words
    (row,) = (line for line in text.splitlines() if "2e-18" in line)
    assert re.findall(r"\d\.\d{3}", row) == ["0.990", "0.750", "1.100"]


def test_larger_box_is_twice_as_far() -> None:
    assert report.LARGER.contains(BOX) and not BOX.contains(report.LARGER)
    for name, (low, high) in vars(BOX).items():
        assert getattr(report.LARGER, name) == (low / 2, 2 * high)


@pytest.mark.slow
def test_check() -> None:
    """From scratch, another optimiser, a larger box, side by side; that of the larger box is no less."""
    with short_search():
        outcome = run("joint", "--mass", "1", "--check", columns=160)
    assert outcome.exit_code == 0, outcome.output
    _, shown = outcome.output.split("The same maximum in other ways")
    for words in ("m_A' [MeV]", "mu_eff [mu_B]", "from scratch", "other optimiser", "larger box"):
        assert words in shown, words
    scratch, other, larger, *_ = (float(x) for x in re.findall(r" (\d+\.\d{3}) ", shown))
    assert min(scratch, other) > 0.1 and larger >= 1
