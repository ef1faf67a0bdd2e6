"""The small paper of known answers: against an independent transcription, and added without touching anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import literature as lit
import pytest
import sympy as sp
from mpmath import mp
from typer.testing import CliRunner

from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models import charged_scalar, lavoura, scotogenic
from darktmm.papers.known_answers import routes
from darktmm.papers.known_answers.moments import integrated
from darktmm.papers.known_answers.printed import decays, majorana, moments
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
    """A paper is its folder: no other source file of the project names it or one of its statements."""
    sources = [
        p for room in ("derive", "numeric", "papers", "report") for p in (ROOT / room).rglob("*.py")
    ]
    others = [p for p in sources if NAME not in p.parts]
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
    assert "2 times derived" in corrected.findings[0].text
    assert "sqrt(2) h" in corrected.findings[0].text
    assert corrected.verdict > confirmed.verdict
