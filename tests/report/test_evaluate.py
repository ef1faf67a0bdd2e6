"""`darktmm evaluate`: what it prints, and the JSON that others will read."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import EDITS, assert_refused, edited, load, run, without_dark_photon

from darktmm.numeric.constraints import GROUPS, standard
from darktmm.numeric.inputs.data import bibtex
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.report import tables
from darktmm.report.points import NAMES, bundled

UNITS = {
    "transition_coefficient": "GeV^-1",
    "transition_moment_magnetic": "GeV^-1",
    "transition_moment_magnetic_muB": "mu_B",
    "transition_moment_electric": "GeV^-1",
    "transition_moment_electric_muB": "mu_B",
    "transition_coefficient_muB": "mu_B",
    "heavy_masses": "GeV",
    "delta_loop": "GeV^-2",
    "fermion_radiated": "GeV^-1",
    "fermion_radiated_12": "GeV^-1",
    "radiative_neutrino_mass": "eV",
    "vector_form_factor": "1",
    "A_R": "GeV^-2",
    "br_mu_e_gamma": "1",
    "yukawa_bound_mu_e_gamma": "1",
    "delta_a_mu": "1",
    "delta_a_mu_kinetic_mixing": "1",
    "delta_a_e": "1",
    "delta_a_e_kinetic_mixing": "1",
    "mu_eff_solar_muB": "mu_B",
    "borexino_limit_muB": "mu_B",
    "aprime_widths": "GeV",
    "aprime_br_invisible": "1",
    "z_width_heavy_neutral": "GeV",
    "oblique_T": "1",
    "z_aprime_mixing": "1",
    "loop_epsilon": "1",
    "oblique_S": "1",
    "radiative_aprime_mass_squared": "GeV^2",
    "charged_vector_form_factor": "1",
    "w_coupling_shift": "1",
    "z_neutrino_coupling_shift": "1",
    "longitudinal_coupling_fermions": "1",
    "longitudinal_coupling_scalars": "1",
    "unitarity_scale": "GeV",
}

MATRICES = (
    "transition_coefficient",
    "transition_moment_magnetic",
    "transition_moment_magnetic_muB",
    "transition_moment_electric",
    "transition_moment_electric_muB",
    "transition_coefficient_muB",
    "fermion_radiated",
    "radiative_neutrino_mass",
    "vector_form_factor",
    "charged_vector_form_factor",
    "w_coupling_shift",
    "z_neutrino_coupling_shift",
)

NEED_DARK_PHOTON = (
    "delta_a_mu_kinetic_mixing",
    "delta_a_e_kinetic_mixing",
    "mu_eff_solar_muB",
    "borexino_limit_muB",
    "aprime_widths",
    "aprime_br_invisible",
    "longitudinal_coupling_fermions",
    "longitudinal_coupling_scalars",
    "unitarity_scale",
)
"""What is null at a point without one."""

NUMBERS = (
    "br_mu_e_gamma",
    "yukawa_bound_mu_e_gamma",
    "delta_a_mu",
    "delta_a_e",
    "z_width_heavy_neutral",
    "oblique_T",
    "z_aprime_mixing",
    "loop_epsilon",
    "oblique_S",
    "radiative_aprime_mass_squared",
    *(name for name in NEED_DARK_PHOTON if name not in ("aprime_widths", "unitarity_scale")),
)

WIDTHS = {
    *("N_1 N_1", "N_1 N_2", "N_2 N_2", "nu nu (vector)", "nu nu (dipole)", "E E"),
    *("e e", "mu mu", "tau tau"),
}
"""Channels that every point has; with two scalars those into H_k A_l besides."""

VERDICT_KEYS = [
    "name",
    "applies",
    "value",
    "limit",
    "unit",
    "ratio",
    "ratio_is",
    "centre",
    "far_edge",
    "excluded",
    "reason",
    "reference",
    "group",
    "measured",
    "confidence",
    "assumption",
]


def evaluated(tmp_path: Path, point: Path, *options: str) -> Any:
    """The JSON of a point; the command succeeds."""
    path = tmp_path / "out" / "point.json"
    outcome = run("evaluate", point, "--json", path, *options)
    assert outcome.exit_code == 0, outcome.output
    return load(path)


def bounds(data: Any) -> dict[str, Any]:
    """Constraints by name."""
    return {c["name"]: c for c in data["constraints"]}


# --- quantities --------------------------------------------------------------------------------


def _is_number(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _is_complex(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))


def _is_matrix(value: Any, element: Callable[[Any], bool]) -> bool:
    return len(value) == 3 and all(len(row) == 3 and all(map(element, row)) for row in value)


@pytest.mark.parametrize("name", EDITS)
def test_quantities(tmp_path: Path, name: str) -> None:
    """Names, units and shapes are the same at every point; complex numbers are [re, im]."""
    data = evaluated(tmp_path, edited(tmp_path, *EDITS[name]))
    assert list(data) == [
        *("schema", "version", "options", "point", "allowed", "excluded_by"),
        "outside_perturbation_theory",
        "quantities",
        "constraints",
        "bibliography",
    ]
    quantities = data["quantities"]
    assert {key: entry["unit"] for key, entry in quantities.items()} == UNITS
    for key, entry in quantities.items():
        assert list(entry) == ["derived", "printed", "unit"], key
    derived = {key: entry["derived"] for key, entry in quantities.items()}
    printed = {key: entry["printed"] for key, entry in quantities.items()}
    for key in MATRICES:
        assert _is_matrix(derived[key], _is_complex), key
    for key in NUMBERS:
        assert _is_number(derived[key]), key
    assert _is_complex(derived["A_R"])
    assert all(map(_is_number, derived["heavy_masses"]))
    assert all(map(_is_number, derived["aprime_widths"].values()))
    two = "generation" not in name
    assert (derived["delta_loop"] is not None) == two
    assert (printed["delta_loop"] is not None) == two
    assert not two or all(map(_is_number, derived["delta_loop"]))
    if two and name != "reflection":
        assert _is_matrix(printed["transition_coefficient"], _is_number)
        assert _is_complex(printed["A_R"])


def test_values_at_the_reference_point(tmp_path: Path) -> None:
    """The JSON holds the numbers of the Python interface, to the last digit."""
    quantities = evaluated(tmp_path, bundled("reference"))["quantities"]
    value = moments.transition_coefficient(Parameters.from_file(bundled("reference")))[0]
    for row, expected in zip(quantities["transition_coefficient"]["derived"], value, strict=True):
        assert [complex(*pair) for pair in row] == expected.tolist()
    magnetic, electric = (
        quantities[f"transition_moment_{kind}"]["derived"][1][0]
        for kind in ("magnetic", "electric")
    )
    assert complex(*magnetic) - 1j * complex(*electric) == value[1, 0]


def test_widths_add_up(tmp_path: Path) -> None:
    """By channel, those of the scalars by name; what is invisible over all of them."""
    quantities = evaluated(tmp_path, bundled("reference"))["quantities"]
    widths = quantities["aprime_widths"]["derived"]
    assert set(widths) == WIDTHS | {f"H_{k} A_{m}" for k in (1, 2) for m in (1, 2)}
    visible = widths["e e"] + widths["mu mu"] + widths["tau tau"]
    total = sum(widths.values())
    share = quantities["aprime_br_invisible"]["derived"]
    assert share == pytest.approx(1 - visible / total, rel=1e-12)
    assert 0.1 < share < 0.9


def test_without_dark_photon(tmp_path: Path) -> None:
    """What needs its mass is null, the bounds on it say so, and everything else is as before."""
    reference = evaluated(tmp_path, bundled("reference"))
    data = evaluated(tmp_path, without_dark_photon(tmp_path))
    quantities = data["quantities"]
    assert {k for k in UNITS if quantities[k]["derived"] is None} == set(NEED_DARK_PHOTON)
    assert all(quantities[key]["printed"] is None for key in NEED_DARK_PHOTON)
    for key in set(UNITS) - set(NEED_DARK_PHOTON):
        assert quantities[key] == reference["quantities"][key], key
    for bound, before in zip(data["constraints"], reference["constraints"], strict=True):
        about = "A'" in bound["name"] or bound["name"].startswith("unitarity scale")
        if about or before["group"] in ("solar", "direct", "dark-photon"):
            assert bound["reason"] == "dark photon: none given", bound["name"]
            assert not bound["applies"] and not bound["excluded"]
            assert bound["limit"] is bound["ratio"] is None
        elif before["group"] != "moment":
            assert bound == before


# --- bounds ------------------------------------------------------------------------------------


def test_every_bound_is_there(tmp_path: Path) -> None:
    """In order, with all keys; what is null means that it does not apply, and only that."""
    data = evaluated(tmp_path, bundled("reference"))
    assert [c["name"] for c in data["constraints"]] == [c.name for c in standard()]
    for c in data["constraints"]:
        assert list(c) == VERDICT_KEYS
        assert c["group"] in GROUPS
        assert c["applies"] == (c["ratio"] is not None) == (c["limit"] is not None)
        assert c["excluded"] == (c["applies"] and c["ratio"] > 1)
    assert data["excluded_by"] == [c["name"] for c in data["constraints"] if c["excluded"]]
    assert data["allowed"] == (not data["excluded_by"])


RATIOS: dict[str, Callable[[dict[str, Any]], float]] = {
    "value/limit": lambda c: c["value"] / c["limit"],
    "limit/value": lambda c: c["limit"] / c["value"],
    "(value - centre)/(limit - centre)": lambda c: (
        (c["value"] - c["centre"]) / (c["limit"] - c["centre"])
    ),
    "min(value/limit, far_edge/value)": lambda c: min(
        c["value"] / c["limit"], c["far_edge"] / c["value"]
    ),
}
"""What `ratio_is` says, computed by somebody who has nothing but the JSON."""


@pytest.mark.parametrize("name", NAMES)
def test_the_ratio_is_what_it_says(tmp_path: Path, name: str) -> None:
    """Of limits from either side, of intervals and of bands; centre and far edge where they are needed."""
    rules, point = set(), tmp_path / "point.toml"
    for mass in (0.004, 0.05):
        at = Parameters.from_file(bundled(name)).with_(m_aprime=mass)
        point.write_text(at.to_toml(), encoding="utf-8")
        for c in evaluated(tmp_path, point)["constraints"]:
            rule = c["ratio_is"]
            assert (c["centre"] is None) == (not c["applies"] or "centre" not in rule), c["name"]
            assert (c["far_edge"] is None) == (not c["applies"] or "far" not in rule), c["name"]
            if c["applies"]:
                rules.add(rule)
                assert c["ratio"] == pytest.approx(RATIOS[rule](c), rel=1e-9, abs=1e-12), c["name"]
    assert len(rules) > 2
    assert name != "allowed" or rules == set(RATIOS)


@pytest.mark.parametrize("y", ["1e77", "1e100", "1e154"])
def test_what_is_beyond_numbers_is_no_verdict(tmp_path: Path, y: str) -> None:
    """No `null` beside "excluded": the bound or quantity that cannot be computed is named."""
    point = edited(tmp_path, ("y", f"y = [[[{y}, 0], [0, 1]], [[1, 0], [0, 1]]]"))
    outcome = run("evaluate", point, "--json", "-")
    assert_refused(outcome, str(point), "beyond double precision")
    assert outcome.stdout == ""


def test_references_are_in_the_bibliography(tmp_path: Path) -> None:
    """Each key that a bound names, as BibTeX; none that no bound names."""
    data = evaluated(tmp_path, bundled("reference"))
    keys = {c["reference"] for c in data["constraints"]} - {""}
    assert list(data["bibliography"]) == sorted(keys)
    assert all(data["bibliography"][key] == bibtex(key) for key in keys)
    theory = {c["name"] for c in data["constraints"] if not c["reference"]}
    assert theory == {
        "unitarity scale above the loop masses",
        *(
            f"perturbative {c}"
            for c in (
                "Yukawa couplings",
                "gauge coupling",
                "W coupling",
                "coupling of longitudinal A' (fermions)",
                "coupling of longitudinal A' (scalars)",
            )
        ),
    }


def test_excluded_at_the_reference_point(tmp_path: Path) -> None:
    """An SU(2)_L doublet that is split by 2 TeV, and a radiative mass in keV."""
    data = evaluated(tmp_path, bundled("reference"))
    excluded = {c["name"] for c in data["constraints"] if c["excluded"]}
    assert excluded == {
        "Z invisible width",
        "oblique T",
        "neutrino mass",
        "perturbative W coupling",
        "perturbative coupling of longitudinal A' (fermions)",
        "unitarity scale above the loop masses",
        "atomic parity violation (Z-A' mixing)",
        "K -> pi A' (Z-A' mixing)",
    }
    theory = [c["name"] for c in data["constraints"] if c["excluded"] and not c["reference"]]
    assert data["outside_perturbation_theory"] == theory and len(theory) == 3
    quantities, table = data["quantities"], bounds(data)
    for name, key in (("Z invisible width", "z_width_heavy_neutral"), ("oblique T", "oblique_T")):
        assert table[name]["value"] == quantities[key]["derived"]
    mu_eff, limit = (quantities[k]["derived"] for k in ("mu_eff_solar_muB", "borexino_limit_muB"))
    assert table["Borexino 2017"]["value"] == pytest.approx(mu_eff, rel=1e-12)
    assert table["Borexino 2017"]["limit"] == limit


def test_beyond_perturbation_theory(tmp_path: Path) -> None:
    """|y| = 5 is named, and every other bound is evaluated nevertheless."""
    y = ("y", "y = [[[5.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [5.0, 0.0]]]")
    table = bounds(evaluated(tmp_path, edited(tmp_path, y)))
    reference = bounds(evaluated(tmp_path, bundled("reference")))
    bound = table["perturbative Yukawa couplings"]
    assert bound["value"] == 5.0
    assert bound["excluded"] and bound["ratio"] == pytest.approx(5 / math.sqrt(4 * math.pi))
    assert not table["perturbative gauge coupling"]["excluded"]
    visible_only = {n for n, c in reference.items() if c["applies"] and not table[n]["applies"]}
    assert all(table[n]["reason"].startswith("invisible decays") for n in visible_only)
    assert table["neutrino mass"]["value"] > 100 * reference["neutrino mass"]["value"]


def test_heavy_dark_photon_is_outside_the_curves(tmp_path: Path) -> None:
    """At 20 GeV no limit is extrapolated: only the one curve that reaches there applies."""
    point = edited(tmp_path, ("dark_photon.m", "m = 20.0"))
    table = bounds(evaluated(tmp_path, point))
    found = {name: c for name, c in table.items() if c["group"] == "dark-photon"}
    assert {name for name, c in found.items() if c["applies"]} == {"LHCb 2020, prompt"}
    assert found.pop("electroweak precision")["reason"].startswith("mass of 10 GeV or more")
    for name, c in found.items():
        outside = c["reason"].startswith("mass outside")
        assert outside != c["applies"], name


def test_ordering_of_masses_at_the_collider(tmp_path: Path) -> None:
    """An E that is lighter than the scalars has no decay that the searches for sleptons see."""
    point = edited(
        tmp_path, ("M_E", "M_E = 300.0"), ("M_H", "M_H = [400, 500]"), ("M_A", "M_A = [450, 600]")
    )
    found = [c for c in evaluated(tmp_path, point)["constraints"] if c["group"] == "collider"]
    reasons = {c["name"]: c["reason"] for c in found}
    assert {c["name"] for c in found if c["applies"]} == {"LEP, charged heavy lepton"}
    for name in ("ATLAS 2020, sleptons", "CMS 2021, sleptons", "CMS 2024, smuons"):
        assert reasons[name].startswith("E cannot decay into a lepton and a scalar: ordering")
    assert reasons["ATLAS 2025, doublet mu"].startswith("E carries U(1)_D charge")


def test_choice_of_limits(tmp_path: Path) -> None:
    """--mu-e-gamma and --borexino-window change these two bounds and no other."""
    standard_choice = bounds(evaluated(tmp_path, bundled("reference")))
    options = ("--mu-e-gamma", "MEG II 2024", "--borexino-window", "paper")
    chosen = bounds(evaluated(tmp_path, bundled("reference"), *options))
    here, there = (
        {name: c for name, c in table.items() if c not in other.values()}
        for table, other in ((chosen, standard_choice), (standard_choice, chosen))
    )
    assert set(here) == {"mu -> e gamma (MEG II 2024)", "Borexino 2017, paper's window"}
    assert set(there) == {"mu -> e gamma (MEG II 2025)", "Borexino 2017"}
    ratios = [a["limit"] / b["limit"] for a, b in zip(here.values(), there.values(), strict=True)]
    assert ratios[0] == pytest.approx(2.8782 / 1.8921, rel=1e-4)
    assert ratios[1] == pytest.approx(3.1 / 1.5, rel=1e-12)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--mu-e-gamma", "1999"), ("mu -> e gamma", "1999", "'MEG II 2025'")),
        (("--borexino-window", "wide"), ("wide", "published, paper")),
    ],
)
def test_a_limit_that_does_not_exist(
    tmp_path: Path, options: tuple[str, ...], named: tuple[str, ...]
) -> None:
    """Refused with those there are; nothing written."""
    path = tmp_path / "point.json"
    assert_refused(run("evaluate", bundled("reference"), "--json", path, *options), *named)
    assert not path.exists()


@pytest.mark.parametrize("columns", [80, 120])
def test_bounds_are_printed(tmp_path: Path, columns: int) -> None:
    """Those that apply, the most severe first; with --all those that do not, with their reasons."""
    output = run("evaluate", bundled("reference"), "--all", columns=columns).output
    applying, silent = output.split("Bounds that say nothing at this point")
    listed = applying.split("Bounds that apply")[1]
    severe = ["neutrino mass", "oblique T", "Z invisible width", "NA64 2023 invisible"]
    positions = [listed.index(name) for name in severe]
    assert positions == sorted(positions)
    one_line = " ".join(silent.split())
    for c in evaluated(tmp_path, bundled("reference"))["constraints"]:
        if not c["applies"]:
            assert c["name"] in one_line and " ".join(c["reason"].split()) in one_line


def test_without_all_it_fits_on_a_screen(tmp_path: Path) -> None:
    """What one looks at first; how much more there is."""
    outcome = run("evaluate", bundled("reference"), columns=80)
    lines = outcome.output.splitlines()
    assert len(lines) < 70
    table = evaluated(tmp_path, bundled("reference"))["constraints"]
    far = sum(c["applies"] and c["ratio"] < tables.NEAR for c in table)
    silent = sum(not c["applies"] for c in table)
    rest = f"{far} more are below 10% of their limits; {silent} bounds say nothing here: --all"
    assert rest in " ".join(outcome.output.split())
    assert "μ" not in outcome.output and "transition_moment_electric" not in outcome.output


def last_words(point: Path) -> str:
    """What `evaluate` ends with."""
    outcome = run("evaluate", point, columns=400)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output.rstrip().splitlines()[-1].rstrip()


def test_the_last_word_is_excluded(tmp_path: Path) -> None:
    """By what, the most severe first, and by how much."""
    table = evaluated(tmp_path, bundled("reference"))["constraints"]
    excluding = sorted((c for c in table if c["excluded"]), key=lambda c: -c["ratio"])
    applying = sum(c["applies"] for c in table)
    words = last_words(bundled("reference"))
    begin, *others = words.split(", ")
    worst = excluding[0]
    assert begin == (
        f"excluded by {len(excluding)} of {applying} bounds that apply: "
        f"{worst['name']} ({worst['ratio']:.3g} times what is allowed)"
    )
    assert others == [f"{c['name']} ({c['ratio']:.3g})" for c in excluding[1:]]


def test_the_last_word_is_allowed(tmp_path: Path) -> None:
    """The closest bound, and how far away it is; a little more of what it bounds is excluded by it."""
    data = evaluated(tmp_path, bundled("allowed"))
    assert data["allowed"] and not data["excluded_by"] and not data["outside_perturbation_theory"]
    applying = [c for c in data["constraints"] if c["applies"]]
    closest = max(applying, key=lambda c: c["ratio"])
    assert last_words(bundled("allowed")) == (
        f"allowed by all {len(applying)} bounds that apply; the closest is {closest['name']}, "
        f"at {100 * closest['ratio']:.3g} % of what it allows"
    )


# --- points ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_bundled_points_evaluate(name: str) -> None:
    """The points that come with the package."""
    assert run("evaluate", bundled(name)).exit_code == 0


@pytest.mark.parametrize(
    ("replacements", "named"),
    [
        ((("m_D", "m_D = -0.3"),), "fermion.m_D = -0.3"),
        ((("M_H", "M_H = [0.25, nan]"),), "scalar.M_H[1] = nan"),
        ((("Q_S", "Q_S = 1"),), "gauge.Q_S = 1.0"),
        ((("Q_S", "Q_X = 1"),), "gauge.Q_X"),
        ((("y", "y = 0.1"),), "yukawa.y = 0.1"),
        ((("dark_photon.m", "m = 0"),), "dark_photon.m = 0"),
        ((("dark_photon.epsilon", "epsilon = 1.5"),), "dark_photon.epsilon = 1.5"),
        ((("dark_photon.epsilon", "mixing = 1e-4"),), "dark_photon.mixing"),
        ((("dark_photon.epsilon", ""),), "dark_photon.epsilon: missing"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "verify"])
def test_a_wrong_point_is_refused(
    tmp_path: Path, command: str, replacements: tuple[tuple[str, str], ...], named: str
) -> None:
    """Exit code 2, the key and its value, nothing written."""
    point, out = edited(tmp_path, *replacements), tmp_path / "out.json"
    arguments = [point] if command == "evaluate" else ["--id", "eq17", "--point", point]
    assert_refused(run(command, *arguments, "--json", out), named)
    assert not out.exists()


@pytest.mark.parametrize(
    "replacements",
    [
        (("M_H", "M_H = [1e-30, 0.35]"),),
        (("M_A", "M_A = [1e30, 0.35]"),),
        (("y", "y = [[[1e200, 0], [0, 1]], [[1, 0], [0, 1e200]]]"),),
    ],
)
def test_a_point_beyond_double_precision_is_refused(
    tmp_path: Path, replacements: tuple[tuple[str, str], ...]
) -> None:
    """What cannot be computed is refused like what is wrong: no traceback, no NaN, no file."""
    out = tmp_path / "out.json"
    assert_refused(run("evaluate", edited(tmp_path, *replacements), "--json", out))
    assert not out.exists()


@pytest.mark.parametrize("command", ["evaluate", "verify"])
def test_no_such_point(tmp_path: Path, command: str) -> None:
    """A missing file, a folder, a file that is not TOML: named."""
    words = tmp_path / "words.toml"
    words.write_text("a point", encoding="utf-8")
    for path in (tmp_path / "nowhere.toml", words, tmp_path):
        arguments = [path] if command == "evaluate" else ["--id", "eq17", "--point", path]
        assert_refused(run(command, *arguments), str(path))
