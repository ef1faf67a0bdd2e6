"""The small paper of known answers: against an independent transcription, and added without touching anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import literature as lit
import pytest
import sympy as sp
from mpmath import mp
from typer.testing import CliRunner

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models import (
    charged_scalar,
    flavoured_vector,
    lavoura,
    left_right,
    scotogenic,
)
from darktmm.derive.symbols import G_FERMI, pmns
from darktmm.papers.known_answers import routes
from darktmm.papers.known_answers.derived import GAUGE
from darktmm.papers.known_answers.moments import integrated
from darktmm.papers.known_answers.printed import decays, majorana, moments, vectors, weak
from darktmm.papers.known_answers.theory import Theory, theory
from darktmm.papers.paper import paper
from darktmm.report.cli import app

ROOT = Path(__file__).resolve().parents[2]
NAME = "known_answers"


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    with mp.workdps(30):
        yield


@pytest.fixture(scope="module")
def known() -> Theory:
    """The literature's Lagrangians."""
    return theory()


def run(*words: str) -> Any:
    """`darktmm verify --paper known_answers …`."""
    return CliRunner().invoke(app, ["verify", "--paper", NAME, *words])


# --- the seam -----------------------------------------------------------------------------------


def test_nothing_else_knows_this_paper() -> None:
    """A paper is its folder: no other source file names it or one of its statements, but the table's command."""
    sources = [
        p for room in ("derive", "numeric", "papers", "report") for p in (ROOT / room).rglob("*.py")
    ]
    table = {ROOT / "report" / "cli.py", ROOT / "report" / "known.py"}
    others = [p for p in sources if NAME not in p.parts and p not in table]
    assert len(others) > 50
    names = re.compile("|".join([NAME, *(n for n in paper(NAME).statements if "-" in n)]))
    assert not [p for p in others if names.search(p.read_text(encoding="utf-8"))]


def test_verify() -> None:
    """Of two prefactors in print, one is right; all other verdicts are seen by `test_mutations`."""
    done = run("--id", "ma-mass", "--id", "merle-platscher-mass")
    assert done.exit_code == 0, done.output
    assert "2 rows: 1 confirmed, 1 corrected" in done.output


def test_verify_has_no_point(tmp_path: Path) -> None:
    """A paper without parameters says so."""
    done = run("--point", str(tmp_path / "point.toml"))
    assert done.exit_code == 2
    assert f"{NAME} has no parameters" in done.output


def test_mutations_are_a_table() -> None:
    """One line a change, for the statement asked for."""
    done = run("--mutations", "--id", "schwinger")
    assert done.exit_code == 0, done.output
    for word in ("printed", "theory", "twice", "verdict"):
        assert word in done.output


# --- the table ----------------------------------------------------------------------------------


def test_table_of_known_answers() -> None:
    """Model, ratio, gauge and time of a row; one without a vector in the loop has no gauge."""
    done = CliRunner().invoke(app, ["known", "--id", "merle-platscher-mass", "--json", "-"])
    assert done.exit_code == 0, done.output
    (row,) = json.loads(done.stdout)["rows"]
    assert row["ratio"] == pytest.approx(1.0, rel=1e-12)
    assert row["gauge"] is None
    assert row["routes"] == 1
    assert row["seconds"] > 0
    assert not row["problems"]


def test_table_refuses_an_unknown_answer() -> None:
    """By name, with those there are."""
    done = CliRunner().invoke(app, ["known", "--id", "nothing"])
    assert done.exit_code == 2
    assert "schwinger" in done.output


def test_table_shows_what_does_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another verdict on record: the command ends with 1 and says which."""
    judged = paper(NAME)
    record = {**judged.reviewed, "merle-platscher-mass": "corrected"}
    monkeypatch.setitem(judged.__dict__, "reviewed", record)
    done = CliRunner().invoke(app, ["known", "--id", "merle-platscher-mass"])
    assert done.exit_code == 1
    assert "recorded corrected" in done.output


@pytest.mark.slow
def test_gauge_of_a_vector(known: Theory) -> None:
    """A residual stands in the column, and a Goldstone coupling of the wrong sign is seen in it."""
    statement = paper(NAME).statements["flavoured-decay"]
    judgement = statement.judged(known)
    residuals = {r.name: r.residual() for r in judgement.routes}
    assert residuals[GAUGE] < 1e-12
    broken = known.lagrangians["flavoured vector"]
    phi = flavoured_vector.Z_PRIME.goldstone
    parts = {**broken.parts, "L_int": broken.parts["L_int"].subs(phi, 2 * phi)}
    changed = {**known.lagrangians, "flavoured vector": replace(broken, parts=parts)}
    wrong = statement.judged(replace(known, lagrangians=changed))
    assert wrong.verdict.word == "corrected"
    assert "is left" in " ".join(f.text for f in wrong.findings)


# --- vectors, against another form of the literature ----------------------------------------------


@pytest.mark.parametrize("charged", [False, True])
def test_vector_functions_are_those_of_leveille(known: Theory, charged: bool) -> None:
    """Closed forms against the x-integrals of Leveille 1978 (from memory), for a light lepton and t = m_F²/M².

    L = 1, R = 0 has C_V = C_A; the odd part is per mass of the fermion.
    """
    t, tiny = mp.mpf("0.37"), mp.mpf(10) ** -9
    ratio = mp.sqrt(t) / tiny

    def integrand(x: mp.mpf, e: mp.mpf) -> mp.mpf:
        if charged:
            above = 2 * x**2 * (1 + x - 2 * e) - tiny**2 * (1 - e) ** 2 * x * (1 - x) * (x + e)
            return above / (e**2 * tiny**2 * (1 - x) * (1 - x / e**2) + x)
        above = 2 * x * (1 - x) * (x - 2 + 2 * e) + tiny**2 * (1 - e) ** 2 * x**2 * (1 + e - x)
        return above / ((1 - x) * (1 - tiny**2 * x) + e**2 * tiny**2 * x)

    plus, minus = (mp.quad(lambda x, e=e: integrand(x, e), [0, 0.5, 1]) for e in (ratio, -ratio))
    sign = -1 if charged else 1
    at = {lavoura.M_F: sp.sqrt(sp.Rational("0.37")), lavoura.M_B: 1}
    kept, flip = (
        complex(sp.N(printed.value(known)[charged].subs(at), 20)).real
        for printed in (vectors.KEPT, vectors.FLIP)
    )
    assert sign * kept == pytest.approx(float((plus + minus) / 4), rel=1e-7)
    assert sign * flip == pytest.approx(float((plus - minus) / 2 / ratio), rel=1e-7)


@pytest.mark.parametrize("sign", [1, -1])
def test_sign_of_the_mixing_of_two_w(known: Theory, sign: int) -> None:
    """Lavoura's functions for two W with (g_L, g_R) = g(c, −s) and g(s, c) are what is printed of left-right models.

    A neutrino outside, a lepton and a vector of charge −1 inside, m_ℓ ≪ M. With +s in place of −s they are not.
    """
    g, zeta, m_nu, light = 0.7, 0.4, 1e-7, 1e-5
    masses, (c, s) = (1.2, 1.9), (float(f(zeta)) for f in (mp.cos, mp.sin))
    total = 0.0
    for mass, pair in zip(masses, ((c, -sign * s), (s, sign * c)), strict=True):
        left, right = (g / mp.sqrt(2) * x for x in pair)
        at = {lavoura.Q_F: -1, lavoura.Q_B: -1, M_IN: m_nu, M_OUT: m_nu}
        at |= {lavoura.M_B: mass, lavoura.M_F: light}
        at |= dict.fromkeys(lavoura.LEFT, left) | dict.fromkeys(lavoura.RIGHT, right)
        total += float(vectors.SIGMA_RIGHT.value(known).evalf(30, subs=at))  # e = 1
    at = {left_right.ZETA: zeta, left_right.M_NU: m_nu, left_right.LEPTON.mass: light}
    at |= dict(zip((left_right.M_1, left_right.M_2), masses, strict=True))
    at |= {ELEMENTARY_CHARGE: 1, G_FERMI: mp.sqrt(2) * g**2 / (8 * masses[0] ** 2)}
    claimed = float(vectors.LEFT_RIGHT.value(known).evalf(30, subs=at))
    assert (abs(total / claimed - 1) < 1e-6) == (sign == 1)


@pytest.mark.parametrize("sign", [1, -1])
def test_sign_of_the_electric_moment_follows_from_the_chirality(known: Theory, sign: int) -> None:
    """P_L stands with the mass of the outgoing neutrino, m_kS − m_jS*: so in μ − iγ5ε, and not in μ + iγ5ε."""
    magnetic, electric = weak.MAJORANA_TRANSITION.value(known)
    with_left = sp.expand(magnetic + sign * sp.I * (-1) * electric)  # γ5P_L = −P_L
    outgoing, incoming = (with_left.coeff(m) for m in (M_OUT, M_IN))
    assert sp.expand(incoming + sp.conjugate(outgoing)) == 0
    product = sp.conjugate(pmns("tau", 2)) * pmns("tau", 1)  # ν_1 is annihilated
    assert (outgoing.coeff(product) != 0) == (sign == -1)
    assert (outgoing.coeff(sp.conjugate(product)) != 0) == (sign == 1)


# --- the transcription, against another one -----------------------------------------------------


def value(known: Theory, *symbols: sp.Symbol) -> list[complex]:
    """Numbers of symbols."""
    return [known.number(s) for s in symbols]


@pytest.mark.parametrize(
    ("statement", "published", "fermion_radiates"),
    [
        (moments.NEUTRAL_SCALAR, lit.leveille_neutral_scalar_amu, True),
        (moments.CHARGED_SCALAR, lit.leveille_charged_scalar_amu, False),
    ],
)
def test_leveille(known: Theory, statement: Any, published: Any, fermion_radiates: bool) -> None:
    """Printed integrand, other transcription and brute force: one moment, exact in the mass of the muon."""
    masses = [
        x.real for x in value(known, charged_scalar.M_MU, charged_scalar.M_F, charged_scalar.M_H)
    ]
    couplings = value(known, charged_scalar.C_S, charged_scalar.C_P)
    expected = float(published(*masses, *couplings))
    assert integrated(known, statement.value(known)) == pytest.approx(expected, rel=1e-13)
    by_matrices = routes.scalar_moment(tuple(masses), tuple(couplings), fermion_radiates)
    assert by_matrices == pytest.approx(expected, rel=1e-11)
    assert routes.scalar_moment(
        tuple(masses), tuple(couplings), not fermion_radiates
    ) != pytest.approx(expected, rel=1e-2)


def test_lavoura(known: Theory) -> None:
    """The four functions, and σ_R."""
    fermion, boson = (x.real for x in value(known, lavoura.M_F, lavoura.M_B))
    published = {
        decays.KEPT: (lit.lavoura_fermion_conserving, lit.lavoura_scalar_conserving),
        decays.FLIP: (lit.lavoura_fermion_flip, lit.lavoura_scalar_flip),
    }
    for printed, functions in published.items():
        ours = [known.number(f) for f in printed.value(known)]
        assert ours == pytest.approx(
            [complex(f((fermion / boson) ** 2)) for f in functions], rel=1e-12
        )
    masses = [x.real for x in value(known, M_IN, M_OUT)]
    couplings = [value(known, *pair) for pair in zip(lavoura.LEFT, lavoura.RIGHT, strict=True)]
    charges = [x.real for x in value(known, lavoura.Q_F, lavoura.Q_B)]
    _, right = lit.lavoura_sigma(*masses, fermion, boson, *map(tuple, couplings), *charges)
    assert known.number(decays.SIGMA_RIGHT.value(known)) == pytest.approx(complex(right), rel=1e-12)


def test_toma_vicente(known: Theory) -> None:
    """A_D with one heavy fermion."""
    electron, muon = value(known, *(scotogenic.yukawa(1, f) for f in ("e", "mu")))
    heavy, plus = (x.real for x in value(known, scotogenic.heavy(1).mass, scotogenic.M_PLUS))
    expected = complex(lit.toma_vicente_a_d([electron], [muon], [heavy], plus))
    assert known.number(decays.SCOTOGENIC_DIPOLE.value(known)) == pytest.approx(expected, rel=1e-12)


def test_two_prefactors_of_the_scotogenic_mass(known: Theory) -> None:
    """16π² as in hep-ph/0601225 is twice 32π² as in arXiv:1507.06314, and the engine tells which."""
    couplings = value(known, *(scotogenic.yukawa(1, f) for f in ("e", "mu")))
    masses = [
        x.real for x in value(known, scotogenic.heavy(1).mass, scotogenic.M_R, scotogenic.M_I)
    ]
    product = couplings[0] * couplings[1]
    for printed, kernel in (
        (majorana.MA, lit.ma_2006_mass_kernel),
        (majorana.MERLE_PLATSCHER, lit.scotogenic_mass_kernel),
    ):
        assert known.number(printed.value(known)) == pytest.approx(
            complex(product * kernel(*masses)), rel=1e-12
        )
    statements = paper(NAME).statements
    corrected, confirmed = (
        statements[name].judged(known) for name in ("ma-mass", "merle-platscher-mass")
    )
    assert corrected.latex == confirmed.latex
    assert "$2$ times derived" in corrected.findings[0].text
    assert r"$\sqrt{2}h$" in corrected.findings[0].text
    assert corrected.verdict > confirmed.verdict
