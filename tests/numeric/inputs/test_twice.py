"""Every input number is written down twice, and where a law or another entry knows it, compared with that."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from scipy.constants import physical_constants

from darktmm.numeric.inputs import _table, constants, data, oscillation

SECOND = tomllib.loads(Path(__file__).with_name("second_reading.toml").read_text(encoding="utf-8"))
ENTRIES = [name for file in data.NUMBER_FILES for name in _table(file)["entry"]]
INPUTS = [p for p in files("darktmm.numeric.inputs").iterdir() if p.name.endswith(".toml")]


def leaves(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Numbers of a TOML table by path; a list of numbers as its length and mean logarithm."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from leaves(value, (*path, key))
    elif isinstance(table, list):
        flat = [x for row in table for x in (row if isinstance(row, list) else [row])]
        if flat and all(isinstance(x, int | float) for x in flat):
            mean = sum(math.log(abs(x)) for x in flat if x) / len(flat)
            yield " / ".join(path), {"n": len(flat), "mean_log": mean}
    elif isinstance(table, int | float) and path[-1] != "year" and path[0] != "default":
        yield " / ".join(path), table


@pytest.mark.parametrize("file", INPUTS, ids=lambda p: p.name)
def test_every_number_is_there_twice(file: Any) -> None:
    """The two readings agree, number by number, and neither has one that the other lacks."""
    first = dict(leaves(tomllib.loads(file.read_text(encoding="utf-8"))))
    second = SECOND[file.name]
    assert first.keys() == second.keys()
    for name, value in second.items():
        if isinstance(value, dict):
            assert first[name]["n"] == value["n"], name
            assert abs(first[name]["mean_log"] - value["mean_log"]) < 1e-8, name
        else:
            assert first[name] == value, name


# --- what a law or another entry knows ------------------------------------------------------------

Values = Callable[[str], float]


def codata(name: str) -> float:
    """A value of CODATA."""
    return float(physical_constants[name][0])


def test_constants_are_those_of_codata() -> None:
    """In GeV, s and m; scipy reads the same adjustment from elsewhere."""
    from scipy.constants import c, hbar

    found, gev = constants(), 1e9 * codata("elementary charge")
    for value, expected in (
        (found.alpha, codata("fine-structure constant")),
        (found.electron_mass, 1e-3 * codata("electron mass energy equivalent in MeV")),
        (found.hbar, hbar / gev),
        (found.hbar_c, hbar * c / gev),
    ):
        assert close(value, expected, 1e-10)


def close(a: float, b: float, tolerance: float) -> bool:
    """Equal within a relative tolerance."""
    return abs(a - b) <= tolerance * abs(b)


def leptonic_ratio(meson: float, v: Values) -> float:
    """Γ(P → eν)/Γ(P → μν) at tree level: two helicity suppressions."""
    e, mu = (v(f"m_{x} PDG 2026") ** 2 for x in ("e", "mu"))
    return e / mu * ((meson**2 - e) / (meson**2 - mu)) ** 2


def z_to_neutrinos(v: Values) -> float:
    """Γ(Z → νν̄) of one flavour, GeV."""
    return v("G_F PDG 2023") * v("M_Z PDG 2026") ** 3 / (12 * math.sqrt(2) * math.pi)


def fermi_from_masses(v: Values) -> float:
    """G_F from α, M_W and M_Z on shell, Δr = 0.0364 of the Standard Model."""
    w, z = v("M_W PDG 2026"), v("M_Z PDG 2026")
    return math.pi * constants().alpha / (math.sqrt(2) * w**2 * (1 - w**2 / z**2) * (1 - 0.0364))


RELATIONS: dict[str, tuple[tuple[str, ...], Callable[[Values], bool]]] = {
    "charged leptons, CODATA": (
        ("m_e PDG 2026", "m_mu PDG 2026", "m_tau PDG 2026"),
        lambda v: all(
            close(1e3 * v(f"m_{x} PDG 2026"), codata(f"{y} mass energy equivalent in MeV"), 2e-4)
            for x, y in (("e", "electron"), ("mu", "muon"), ("tau", "tau"))
        ),
    ),
    "Fermi constant, two reviews": (
        ("G_F CODATA 2022", "G_F PDG 2023"),
        lambda v: close(v("G_F CODATA 2022"), v("G_F PDG 2023"), 1e-6),
    ),
    "muon lifetime": (
        ("tau_mu PDG 2026", "G_F PDG 2023", "m_mu PDG 2026"),
        lambda v: close(
            codata("reduced Planck constant in eV s") * 1e-9 * 192 * math.pi**3,
            v("tau_mu PDG 2026") * v("G_F PDG 2023") ** 2 * v("m_mu PDG 2026") ** 5,
            5e-3,
        ),
    ),
    "tau lifetime: universality with BR(tau -> e nu nu) = 0.178": (
        ("tau_tau PDG 2026", "tau_mu PDG 2026", "m_tau PDG 2026"),
        lambda v: close(
            v("tau_tau PDG 2026"),
            0.178 * v("tau_mu PDG 2026") * (v("m_mu PDG 2026") / v("m_tau PDG 2026")) ** 5,
            1e-2,
        ),
    ),
    "W and Z masses": (
        ("M_W PDG 2026", "M_Z PDG 2026"),
        lambda v: close(fermi_from_masses(v), v("G_F PDG 2023"), 5e-3),
    ),
    "invisible width of the Z": (
        ("Gamma_inv(Z)", "N_nu 2020", "N_nu 2006", "N_nu 2020, Voutsinas", "N_nu, single photon"),
        lambda v: all(
            close(v(n) * z_to_neutrinos(v), v("Gamma_inv(Z)"), 0.04)
            for n in ("N_nu 2020", "N_nu 2006", "N_nu 2020, Voutsinas", "N_nu, single photon")
        ),
    ),
    "width of the Z: Gamma_inv/Gamma_Z = 0.2000": (
        ("Gamma_Z PDG 2026", "Gamma_inv(Z)"),
        lambda v: close(v("Gamma_inv(Z)") / v("Gamma_Z PDG 2026"), 0.2000, 5e-3),
    ),
    "helicity suppression: R_K = 2.488e-5, R_pi = 1.2327e-4": (
        ("m_K PDG 2022", "m_pi PDG 2022"),
        lambda v: (
            close(leptonic_ratio(v("m_K PDG 2022"), v) * 0.964, 2.488e-5, 0.01)
            and close(leptonic_ratio(v("m_pi PDG 2022"), v) * 0.963, 1.2327e-4, 0.01)
        ),
    ),
    "meson branching ratios: pi -> mu nu leaves R_pi, K -> mu nu 0.6356(11) of 2022": (
        ("BR(pi -> mu nu) PDG 2022",),
        lambda v: close(1 - v("BR(pi -> mu nu) PDG 2022"), 1.23e-4, 0.01),
    ),
    "pp end point: masses of proton and deuteron": (
        ("pp end point",),
        lambda v: close(
            v("pp end point"),
            2 * codata("proton mass energy equivalent in MeV")
            - codata("deuteron mass energy equivalent in MeV")
            - codata("electron mass energy equivalent in MeV"),
            2e-3,
        ),
    ),
    "7Be lines: the first level of 7Li, 477.6 keV": (
        ("7Be line 862 keV", "7Be line 384 keV"),
        lambda v: close(v("7Be line 862 keV") - v("7Be line 384 keV"), 0.4776, 2e-3),
    ),
    "7Be branchings": (
        ("7Be branching 862 keV", "7Be branching 384 keV"),
        lambda v: close(v("7Be branching 862 keV") + v("7Be branching 384 keV"), 1, 1e-12),
    ),
    "7Be flux: measured and of the solar model": (
        ("Borexino 2017, 7Be flux", "B16(GS98), 7Be flux"),
        lambda v: close(v("Borexino 2017, 7Be flux"), v("B16(GS98), 7Be flux"), 0.06),
    ),
    "Compton wavelength of the recoil: edge below the window": (
        ("Borexino 2017 lower edge",),
        lambda v: close(v("Borexino 2017 lower edge"), 0.19, 0.05),
    ),
    "a_e against alpha/2pi": (
        ("a_e 2023", "a_e SM, alpha(Rb 2020)", "a_e SM, alpha(Cs 2018)"),
        lambda v: (
            close(v("a_e 2023"), constants().alpha / (2 * math.pi), 2e-3)
            and close(v("a_e SM, alpha(Rb 2020)"), v("a_e 2023"), 1e-8)
            and close(v("a_e SM, alpha(Cs 2018)"), v("a_e 2023"), 1e-8)
        ),
    ),
    "a_mu: experiments and predictions": (
        ("a_mu 2025", "a_mu 2023", "a_mu FNAL 2025", "a_mu SM 2025", "a_mu SM 2020"),
        lambda v: all(
            close(v(n), v("a_mu 2025"), 1e-5)
            for n in ("a_mu 2023", "a_mu FNAL 2025", "a_mu SM 2025", "a_mu SM 2020")
        ),
    ),
    "Delta a_mu: experiment minus prediction": (
        ("Delta a_mu 2025",),
        lambda v: abs(v("a_mu 2025") - v("a_mu SM 2025") - v("Delta a_mu 2025")) < 0.6e-11,
    ),
    "universality: the three ratios multiply": (
        ("g_mu/g_e, tau, PDG 2026", "g_tau/g_mu, tau, PDG 2026", "g_tau/g_e, tau, PDG 2026"),
        lambda v: close(
            v("g_mu/g_e, tau, PDG 2026") * v("g_tau/g_mu, tau, PDG 2026"),
            v("g_tau/g_e, tau, PDG 2026"),
            2e-4,
        ),
    ),
    "weak charge of caesium": (
        ("Q_W(Cs) 2012", "Q_W(Cs) SM"),
        lambda v: close(v("Q_W(Cs) 2012"), v("Q_W(Cs) SM"), 0.01),
    ),
    "rho_0 = 1 + alpha T": (
        ("rho_0 PDG 2024",),
        lambda v: abs((v("rho_0 PDG 2024") - 1) * 128 - v("T PDG 2024, U = 0")) < 0.1,
    ),
    **{
        f"{experiment}, mu_{i}{j} from mu_eff": (
            (f"{experiment}, mu_{i}{j} (rescaled)",),
            lambda v, e=experiment, k=i + j, P=P: close(
                v(f"{e}, mu_{k} (rescaled)"), v(e) / math.sqrt(P), 0.045
            ),
        )
        for experiment in ("Borexino 2017", "XENONnT 2022", "LZ 2023")
        for i, j, P in (("1", "2", 0.98), ("1", "3", 0.67), ("2", "3", 0.35))
    },
    "Borexino's own limits on single elements": (
        ("Borexino 2017, mu_12", "Borexino 2017, mu_13"),
        lambda v: all(
            close(v(f"Borexino 2017, mu_{k}"), v("Borexino 2017") / math.sqrt(P), 0.065)
            for k, P in (("12", 0.98), ("13", 0.67))
        ),
    ),
    "Borexino's limits on diagonal elements: shares 0.65, 0.33, 0.02": (
        ("Borexino 2017, mu_11", "Borexino 2017, mu_22", "Borexino 2017, mu_33"),
        lambda v: all(
            close(v(f"Borexino 2017, mu_{k}"), v("Borexino 2017") / math.sqrt(P), 0.06)
            for k, P in (("11", 0.65), ("22", 0.31), ("33", 0.0224))
        ),
    ),
    "Borexino's limits by flavour: P_ee": (
        ("Borexino 2017, mu_e", "Borexino 2017, mu_mu and tau"),
        lambda v: (
            close(
                v("Borexino 2017, mu_e") ** -2 + v("Borexino 2017, mu_mu and tau") ** -2,
                v("Borexino 2017") ** -2,
                0.26,
            )
            and close(
                (v("Borexino 2017") / v("Borexino 2017, mu_e")) ** 2, v("P_ee(7Be) 2018"), 0.08
            )
            and close(v("Borexino 2017, mu_mu and tau"), 5.8e-11, 0.05)
        ),
    ),
    "Raffelt 1990: two helicities of a Majorana transition": (
        ("Raffelt 1990", "Raffelt 1990, Majorana transition"),
        lambda v: close(
            v("Raffelt 1990") / v("Raffelt 1990, Majorana transition"), math.sqrt(2), 0.03
        ),
    ),
    "survival of 7Be neutrinos at the solar angle: averaged oscillations": (
        ("P_ee(7Be) 2018",),
        lambda v: close(
            v("P_ee(7Be) 2018"), 0.95 * (1 - math.sin(2 * oscillation().theta_12) ** 2 / 2), 0.06
        ),
    ),
}
"""Name → (entries that it fixes, whether it holds); tolerances are below ten per cent of each entry."""


def as_read(name: str) -> float:
    """The value in the data."""
    return data.measurement(name).value


@pytest.mark.parametrize("relation", RELATIONS)
def test_numbers_that_know_each_other(relation: str) -> None:
    """The relation holds."""
    assert RELATIONS[relation][1](as_read)


@pytest.mark.parametrize(
    ("relation", "entry"), [(r, e) for r, (entries, _) in RELATIONS.items() for e in entries]
)
@pytest.mark.parametrize("factor", [1.1, 0.9])
def test_a_number_ten_per_cent_off_is_noticed(relation: str, entry: str, factor: float) -> None:
    """Each relation does fix the entries it names."""
    changed = {entry: factor * as_read(entry)}
    assert not RELATIONS[relation][1](lambda name: changed.get(name, as_read(name)))


def test_what_nothing_else_knows_is_transcribed() -> None:
    """Entries outside the relations are limits and single measurements; each says where it was read."""
    related = {entry for entries, _ in RELATIONS.values() for entry in entries}
    rest = [data.measurement(name) for name in ENTRIES if name not in related]
    assert related <= set(ENTRIES) and len(related) + len(rest) == len(ENTRIES)
    assert all(m.source and m.mark in data.MARKS for m in rest)
