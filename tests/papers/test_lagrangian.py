"""Sec. 2.1: what (3)–(8) and Table 1 are found to be, and that each route can fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import opposite
from darktmm.derive.fields import bilinear
from darktmm.derive.lagrangian import Lagrangian, with_conjugate
from darktmm.derive.models.dark import M_DIRAC, M_RIGHT, Q_N, Q_S, DarkModel, N, yukawa
from darktmm.derive.symbols import M_APRIME
from darktmm.numeric.models.dark.brute_force.neutral import transition_amplitude
from darktmm.papers.arxiv_2603_25704 import lagrangian, mass_basis
from darktmm.papers.arxiv_2603_25704.confront import unrotated
from darktmm.papers.arxiv_2603_25704.routes import lagrangian as routes
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS, Theory, theory
from darktmm.papers.statement import Judgement

THEORY = theory()
STATEMENTS = {**lagrangian.SECTION.statements, **mass_basis.SECTION.statements}


def judged(name: str, claimed: object = None, at: Theory = THEORY) -> Judgement:
    """A judgement, of another printed value or another theory if asked."""
    return STATEMENTS[name].judged(at, claimed)


def words(name: str, claimed: object = None, at: Theory = THEORY) -> list[str]:
    """Findings in order."""
    return [f.verdict.word for f in judged(name, claimed, at).findings]


def printed(name: str) -> Any:
    """The printed value of a statement."""
    value = STATEMENTS[name].printed.value
    assert value is not None
    return value(THEORY)


def changed(name: str) -> Theory:
    """One of the changed theories."""
    return MUTANTS[name](THEORY)


# --- (3) and (4) --------------------------------------------------------------------------------


def test_the_moment_of_3_to_6_as_printed_is_zero() -> None:
    """Before, (4) did not say that its scalars stay degenerate and that nothing is left to calculate."""
    sentences = [f.text for f in judged("eq04").findings]
    assert any("degenerate" in s and "exactly zero" in s for s in sentences)
    assert judged("eq04").latex.endswith("T_{21} = 0")
    split = judged("eq04", at=changed("scalars split in (4)"))
    assert not split.latex.endswith("T_{21} = 0")
    assert "brute force" not in "".join(r.name for r in split.routes)


def test_brute_force_sees_a_splitting_of_the_scalars() -> None:
    """The route of (4) is not zero by construction: one mass moved by a tenth, one angle, and T is there."""
    point = THEORY.point
    masses = np.diag(point.only.M_H**2)
    mixed = masses + 0.1 * masses[0, 0] * np.array([[0, 1], [1, 0]])
    other = replace(unrotated(point), mass_squared_R=masses, mass_squared_I=1.1 * mixed)
    size = abs(transition_amplitude(other).total.T[1, 0])
    assert size > 1e-4 * THEORY.confrontation.scale


def test_what_3_lacks_follows_the_sum() -> None:
    """Leaving out (5) is noticed; with the splitting added only the mixing with the photon is missing."""
    everything = printed("eq03")
    assert "(5)" in judged("eq03", tuple(p for p in everything if p != "L_int")).findings[1].text
    assert "CP-even" not in judged("eq03", (*everything, "L_split")).findings[1].text


def test_equal_masses_restore_su2() -> None:
    """(4) breaks SU(2)_L in proportion to M_E - M_N and not at all for M_N = M_E."""
    assert words("eq04")[1] == "inconsistent"
    (m_e,) = (s for s in printed("eq04").free_symbols if s.name == "M_E")
    assert words("eq04", printed("eq04").subs(m_e, M_DIRAC))[1] == "confirmed"


# --- (5), (9), (10): derived is derived ----------------------------------------------------------


class OneYukawaSign(DarkModel):
    """+y_μ2 ν̄_μ P_R N S_2 in place of −."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        line = bilinear(self.nu_flavour["mu"], N, chirality="R") * self.scalars[1]
        part = base.parts["L_int"] + with_conjugate(2 * yukawa("mu", 2) * line)
        return replace(base, parts={**base.parts, "L_int": sp.expand(part)})


@pytest.mark.parametrize("name", ["eq05", "eq09", "eq10"])
def test_the_derived_column_is_derived(name: str) -> None:
    """Before, it was the printed LaTeX: with one Yukawa sign changed it stayed, below `corrected`."""
    before, after = judged(name), judged(name, at=replace(THEORY, model=OneYukawaSign(neutrinos=2)))
    assert after.verdict.word == "corrected"
    assert before.latex != after.latex
    assert judged(name, _negative(printed(name))).latex == before.latex


def _negative(value: Any) -> Any:
    return tuple(-v for v in value) if isinstance(value, tuple) else -value


def test_a_finite_rotation_sees_charges_that_do_not_add_up() -> None:
    """(5) on numbers is invariant for Q_S = -Q_N, and for no other charge of S."""
    part = THEORY.model.printed().parts["L_int"]
    for charge, invariant in ((-0.7, True), (0.7, False)):
        at = routes.Numbers.drawn(part, extra={Q_N: 0.7, Q_S: charge})
        ratio = at.with_phases("D", 2.3).evaluate(part) / at.evaluate(part)
        assert (abs(ratio - 1) < 1e-12) == invariant


def test_spinors_of_the_routes_anticommute() -> None:
    """N^T C N does not vanish, and a Majorana flip leaves the number."""
    model = THEORY.model
    insertion = model.printed().parts["L_LNV"]
    assert abs(routes.Numbers.drawn(insertion).evaluate(insertion)) > 1e-3
    line = bilinear(model.nu_flavour["e"], N, chirality="R")
    sign, twin = line.flipped()
    at = routes.Numbers.drawn(line)
    assert at.evaluate(line) == pytest.approx(sign * at.evaluate(twin))


# --- (6), Table 1 -------------------------------------------------------------------------------


def test_the_insertion_gives_the_masses_of_the_next_section() -> None:
    """Twice the printed m is twice the m of M_1,2 = m -+ m_D; the sentence says so."""
    assert "$m - m_D$ and $m + m_D$" in judged("eq06").findings[1].text
    assert "$2m - m_D$ and $2m + m_D$" in judged("eq06", 2 * printed("eq06")).findings[1].text


def test_a_term_that_keeps_the_charges_of_table_1() -> None:
    """An N̄N mass in the place of (6) breaks SU(2)_L only, and three U(1) are left."""
    sentence = judged("eq06", -M_RIGHT * bilinear(N, N)).findings[2].text
    assert "It breaks $SU(2)_L$ of" in sentence
    assert r"$U(1)_Y$, $U(1)_D$ and $U(1)_{\rm EM}$ is left" in sentence


@pytest.mark.parametrize("group", ["T3", "Y", "D", "EM"])
def test_each_column_of_table_1_is_held_against_the_fields(group: str) -> None:
    """One more unit for E in any column is found, and named."""
    table = printed("table1")
    column = {**table["E"], group: table["E"][group] + 1}
    first = judged("table1", {**table, "E": column}).findings[0]
    assert (
        first.verdict.word == "corrected"
        and f"{lagrangian.QUANTUM_NUMBERS[group]} of $E$" in first.text
    )


# --- Majorana bilinears, (7) --------------------------------------------------------------------


def test_what_majorana_fields_keep() -> None:
    """The vector current and σP_L vanish for one field; axial current and scalar survive entirely."""
    for chains, survives in (
        (routes.vector_chains(), False),
        (routes.tensor_chains(), False),
        (routes.vector_chains(axial=True), True),
        (np.eye(4), True),
    ):
        assert bool(np.any(routes.surviving(chains))) == survives


def test_the_factor_of_7() -> None:
    """T = 2 mu for the double sum, mu for pairs written once; before, the row gave a number without meaning."""
    text = judged("eq07").findings[0].text
    assert r"2\mu_{ji}$ if $i$ and $j$ are both summed" in text
    assert r"$\mu_{ji}$ if every pair is written" in text
    assert r"4\mu_{ji}" in judged("eq07", sp.S.One).findings[0].text
    assert routes.transition_of_operator(1.0) == 2 * routes.transition_of_operator()


# --- (8) ----------------------------------------------------------------------------------------


def test_mass_term_altered() -> None:
    """½m²A'A' gives a massless photon and is confirmed; twice the mass is not A'A'."""
    proper = sp.diag(0, M_APRIME**2)
    assert words("eq08", {**printed("eq08"), "mass": proper})[0] == "confirmed"
    assert words("eq08", {**printed("eq08"), "mass": 2 * proper})[0] == "corrected"


def test_sign_of_epsilon_altered() -> None:
    """With the opposite sign (8) and Sec. 3.2 agree."""
    assert words("eq08")[1] == "inconsistent"
    assert words("eq08", {**printed("eq08"), "mixing": -1})[1] == "confirmed"


def test_numerical_mixing_sees_order_epsilon_squared() -> None:
    """The shift alone, without 1/√(1 - ε²), is off by ε²/2 and would be found out."""
    epsilon = 1e-3
    squared, coupling = routes.mixed_photons(epsilon)
    assert squared - 1 == pytest.approx(epsilon**2, rel=1e-3)
    assert coupling / -epsilon - 1 == pytest.approx(epsilon**2 / 2, rel=1e-3)
    assert routes.mixed_photons(-epsilon)[1] == pytest.approx(-coupling)


def test_every_projector_of_5_has_two_sides() -> None:
    """P_L in (5): both lines are then not the Lagrangian's, and the derived column shows P_L."""
    other = judged("eq05", at=changed("projector of (5)"))
    assert f"P_{opposite('R')}" in other.latex and "P_R" not in other.latex
    assert [f.verdict.word for f in other.findings[:2]] == ["corrected", "corrected"]
