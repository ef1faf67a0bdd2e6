"""Sec. 3.2, scattering and kinetic mixing: what the frame of mutations cannot know, and what was wrong before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS
from darktmm.derive.laws import kinetic_mixing
from darktmm.derive.laws.scattering import ENERGY, MEDIATOR, RECOIL
from darktmm.numeric.models.dark.brute_force.scattering import amplitudes, momenta
from darktmm.papers.arxiv_2603_25704 import borexino
from darktmm.papers.arxiv_2603_25704.printed import borexino as printed
from darktmm.papers.arxiv_2603_25704.theory import theory
from darktmm.papers.ledger import TOLERANCE
from darktmm.papers.statement import Judgement

THEORY = theory()


def judgement(name: str, claimed: Any = None) -> Judgement:
    """Of a statement, of what is printed or of something in its place."""
    return borexino.SECTION.statements[name].judged(THEORY, claimed)


def words(name: str, claimed: Any = None) -> list[str]:
    """Its findings in order."""
    return [f.verdict.word for f in judgement(name, claimed).findings]


def test_one_spin_of_the_neutrino_takes_part() -> None:
    """P_L leaves one helicity before and one after; the electron comes out on its mass shell."""
    spins = amplitudes(1, 1, 0.5, 0.3, 1.7, 1.0).reshape(4, 4)
    singular = np.linalg.svd(spins, compute_uv=False)
    assert singular[1] < 1e-12 * singular[0]
    _, _, k_out, p_out = momenta(0.3, 1.7, 1.0)
    for p, mass in ((k_out, 0.0), (p_out, 1.0)):
        assert p[0] ** 2 - p[1:] @ p[1:] == pytest.approx(mass**2, abs=1e-14)


@pytest.mark.parametrize(
    "integrands",
    [
        lambda massive, photon: (massive / printed.shape_factor(), photon),
        lambda massive, photon: (massive.subs(ENERGY, 2 * ENERGY), photon),
        lambda massive, photon: (massive, photon.subs(RECOIL, RECOIL + ELECTRON_MASS)),
        lambda massive, photon: (photon, massive),
    ],
    ids=("F", "2E", "total energy", "exchanged"),
)
def test_another_recast_is_corrected(integrands: Any) -> None:
    """The route was printed minus derived, and an altered (33) ended in a TypeError."""
    changed = judgement("eq33", integrands(*printed.integrands()))
    assert [f.verdict.word for f in changed.findings] == ["corrected", "definition"]
    assert all(route.residual() < TOLERANCE for route in changed.routes)


def test_a_common_factor_drops_out_of_the_recast() -> None:
    """(33) is an equation: the same factor on both sides is no error."""
    both = tuple(3 * x for x in printed.integrands())
    assert words("eq33", both) == ["confirmed", "definition"]
    assert "factor $3$" in judgement("eq33", both).findings[0].text


@pytest.mark.parametrize("name", ["eq33", "eq34"])
def test_spinors_reject_another_propagator(name: str) -> None:
    """A mediator ten per cent heavier is seen by the explicit spinors."""
    routes = judgement(name).routes
    assert all(route.residual() < 1e-13 for route in routes)
    route = routes[-1] if name == "eq33" else routes[0]
    heavier = borexino.at_recoils(
        (1 / RECOIL - 1 / ENERGY) ** int(name == "eq33")
        * printed.shape_factor().subs(MEDIATOR, sp.Rational(11, 10) * MEDIATOR)
        ** (2 if name == "eq33" else 1)
    )
    assert replace(route, derived=lambda: heavier).residual() > 1e-3


def test_shape_factor_follows_q_squared() -> None:
    """A space-like q² with the other sign has a pole; each of the three printed forms is judged."""
    for key in printed.shape():
        changed = {**printed.shape(), key: 2 * printed.shape()[key]}
        (finding,) = judgement("eq34", changed).findings
        assert finding.verdict.word == "corrected" and "times the derived" in finding.text
    pole = {**printed.shape(), "F": printed.shape_factor().subs(RECOIL, -RECOIL)}
    assert words("eq34", pole) == ["corrected"]


def test_sign_of_the_mixing() -> None:
    """+ε/2 agrees with (8); −ε/2, as printed, with nothing; both make the same widths."""
    assert words("claim-kinetic-mixing-sign") == ["inconsistent", "definition"]
    assert "(8)" in judgement("claim-kinetic-mixing-sign").findings[0].text
    assert words("claim-kinetic-mixing-sign", 1) == ["confirmed", "definition"]


def test_mixing_even_only_in_the_square(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A coupling that is not odd in ε would make widths depend on the sign."""
    epsilon = kinetic_mixing.EPSILON
    monkeypatch.setattr(kinetic_mixing, "current_coupling", lambda: epsilon + epsilon**2)
    assert words("claim-kinetic-mixing-sign")[1] == "inconsistent"
