"""Sec. 1: (1), (2) from the electroweak Lagrangian, and the numbers beside them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.models import neutrino_moments as law
from darktmm.derive.symbols import M_LEPTON, M_W
from darktmm.numeric.inputs import oscillation
from darktmm.papers.arxiv_2603_25704 import introduction
from darktmm.papers.arxiv_2603_25704.printed import introduction as printed
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS, theory

THEORY = theory()
STATEMENTS = introduction.SECTION.statements


def changed(expression: sp.Expr) -> str:
    """The verdict on another printed law in place of (2)."""
    return STATEMENTS["eq02"].judged(THEORY, expression).verdict.word


# --- (1) ------------------------------------------------------------------------------------------


def test_loop_function_is_published() -> None:
    """f(r) of Pal and Wolfenstein, through both ends; 3/2 at r = 0, 3/4 far above."""
    for r in (sp.Rational(1, 7), sp.Rational(5), sp.Rational(4000)):
        derived = law.closed().subs(law.R, r) / law.magneton()
        assert float(derived) == pytest.approx(float(printed.published_moment(r)), rel=1e-13)
    leading, slope = law.light()
    assert leading / law.magneton() == 3 / (8 * sp.sqrt(2) * sp.pi**2)
    assert sp.simplify(slope / leading) == -sp.Rational(1, 2)


def test_equal_masses_are_no_singularity() -> None:
    """m_ℓ = M_W from the folded form: what the closed form tends to."""
    folded = law.loop().right.xreplace({M_LEPTON: M_W})
    expected = sp.limit(law.closed(), law.R, 1)
    assert sp.simplify(folded.xreplace({M_W: sp.Integer(3)}).doit() - expected) == 0


def test_majorana_has_no_diagonal_moment() -> None:
    """The mutant exchanges the kinds: (1) is refused for Majorana neutrinos, (2) accepted for Dirac ones."""
    assert law.moment("majorana") == 0
    swapped = MUTANTS["Dirac <-> Majorana in (1), (2)"](THEORY)
    first, second = (STATEMENTS[name].judged(swapped) for name in ("eq01", "eq02"))
    assert first.verdict.word == "corrected"
    assert "no diagonal moment" in first.findings[0].text
    assert second.verdict.word == "confirmed"


# --- (2) ------------------------------------------------------------------------------------------


def test_which_part_goes_with_which_mass() -> None:
    """Sum and imaginary part in f^M, difference and real part in f^E; both antisymmetric and imaginary."""
    magnetic, electric = law.form_factors("majorana")
    assert sp.expand(magnetic - sp.I * (M_IN + M_OUT) * sp.im(law.S)) == 0
    assert sp.expand(electric - sp.I * (M_OUT - M_IN) * sp.re(law.S)) == 0
    value = 0.3 + 0.8j

    def numbers(i: float, j: float, s: complex) -> list[complex]:
        return [complex(x.subs({M_IN: i, M_OUT: j, law.S: s})) for x in (magnetic, electric)]

    there, back = numbers(2, 5, value), numbers(5, 2, value.conjugate())
    assert np.allclose(there, [-x for x in back])
    assert all(x.real == 0 for x in there)


def test_twice_the_dirac_moment_where_cp_is_opposite() -> None:
    """For an imaginary sum f^M of Majorana neutrinos is twice that of Dirac neutrinos, for a real one zero."""
    majorana, dirac = (law.form_factors(kind)[0] for kind in ("majorana", "dirac"))
    imaginary, real = {law.S: 7 * sp.I}, {law.S: sp.Integer(7)}
    assert sp.simplify(majorana.subs(imaginary) / dirac.subs(imaginary)) == 2
    assert majorana.subs(real) == 0


def test_printed_sides_that_would_be_right() -> None:
    """With the imaginary part (2) is confirmed, whatever number stands in front; with m_i − m_j it is not."""
    claimed = printed.majorana_moment()
    turned = introduction.exchanged(claimed)
    assert changed(claimed) == "corrected"
    for factor in (1, -5 * sp.I):
        assert changed(factor * (claimed - turned)) == "confirmed"
    assert changed(claimed + turned) == "corrected"
    assert changed((claimed - turned) * (M_IN - M_OUT) / (M_IN + M_OUT)) == "corrected"


def test_symmetry_of_a_printed_matrix() -> None:
    """Four kinds of matrices."""
    claimed = printed.majorana_moment()
    turned = introduction.exchanged(claimed)
    assert introduction.symmetry(claimed) == "hermitian"
    assert introduction.symmetry(claimed + turned) == "symmetric"
    assert introduction.symmetry(claimed - turned) == "antisymmetric"
    assert introduction.symmetry(claimed + 2 * sp.I * turned) == "without symmetry"


def test_conjugated_mixing_is_told_apart() -> None:
    """U ↔ U*: the sentence says how the indices have to be read."""
    judge = STATEMENTS["eq02"].judged
    plain, conjugated = (
        judge(THEORY, x).findings[0].text
        for x in (printed.majorana_moment(), sp.conjugate(printed.majorana_moment()))
    )
    assert "is $U^*_{\\ell i}$" in plain
    assert "is $U_{\\ell i}$" in conjugated


# --- how large ------------------------------------------------------------------------------------


def test_moment_of_a_dirac_neutrino() -> None:
    """3eG_F m/(8√2π²) over e/2mₑ for 1 eV, by hand; the leptons take away 1e-4 of it."""
    value = 3 * 1.1663788e-5 * 1e-9 * 2 * 0.51099895e-3 / (8 * math.sqrt(2) * math.pi**2)
    found = introduction.published_per_ev(0)
    assert 0 < 1 - found / value < 2e-4


def test_majorana_moment_by_hand() -> None:
    """The element (2, 3) without phases: 3eG_F/(16√2π²) (m_2 + m_3) |U_τ2 U_τ3| m_τ²/M_W²."""
    from darktmm.numeric.processes import neutrino_moments as moments

    fit = oscillation()
    m2, m3 = math.sqrt(fit.delta_m21), math.sqrt(fit.delta_m3l)
    c12, s12, c13, s13 = (f(a) for a in (fit.theta_12, fit.theta_13) for f in (math.cos, math.sin))
    c23, s23 = math.cos(fit.theta_23), math.sin(fit.theta_23)
    tau_2 = c12 * s23 + s12 * c23 * s13  # largest over δ
    element = 3.2026e-19 / 2 * (m2 + m3) * tau_2 * c23 * c13 * (1.77693 / 80.3692) ** 2
    assert moments.sizes(fit, 0.0).magnetic == pytest.approx(element, rel=0.01)


def test_one_order_of_magnitude_is_confirmed() -> None:
    """One order only, of all that could have been printed."""
    statement = STATEMENTS["claim-sm-majorana-value"]
    claimed = printed.MAJORANA_SIZE.value(THEORY)  # type: ignore[misc]
    verdicts = {
        order: statement.judged(THEORY, {**claimed, "order": order}).verdict.word
        for order in range(-25, -20)
    }
    assert [order for order, word in verdicts.items() if word == "confirmed"] == [-23]


def test_the_bound_on_the_masses_decides() -> None:
    """Verdict and sentences follow the quoted bounds."""
    statement = STATEMENTS["claim-sm-majorana-value"]
    claimed = printed.MAJORANA_SIZE.value(THEORY)  # type: ignore[misc]

    def texts(**other: float) -> str:
        judged = statement.judged(THEORY, {**claimed, **other})
        return " ".join(f.text for f in judged.findings)

    assert "inverted ordering is too heavy" in texts()
    assert "inverted ordering: at most" in texts(sum=0.3)
    assert "neither ordering" in texts(sum=0.01)
    assert statement.judged(THEORY, {**claimed, "effective": 0.01}).verdict.word == "unsupported"
