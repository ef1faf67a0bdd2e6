"""Sec. 2.3, scalar-radiated diagrams: what the frame of mutations cannot know, and what was wrong before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.fields import RealScalar
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.loops.functions import M_A1, M_H1, M, path_function
from darktmm.derive.loops.integrals import SimplexIntegral, integrate_simplex
from darktmm.derive.models.dark import Q_N, Q_S, THETA_I, THETA_R, DarkModel, transition
from darktmm.papers.arxiv_2603_25704 import scalar_radiated
from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated as printed
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS, Theory, _as, _Substituted, theory
from darktmm.papers.ledger import TOLERANCE, ratio
from darktmm.papers.statement import Judgement

THEORY = theory()


def judgement(name: str, at: Theory = THEORY, claimed: Any = None) -> Judgement:
    """Of a statement, of what is printed or of something in its place."""
    return scalar_radiated.SECTION.statements[name].judged(at, claimed)


def words(name: str, at: Theory = THEORY, claimed: Any = None) -> list[str]:
    """Its findings in order."""
    return [f.verdict.word for f in judgement(name, at, claimed).findings]


def texts(name: str, at: Theory = THEORY, claimed: Any = None) -> list[str]:
    """Their sentences."""
    return [f.text for f in judgement(name, at, claimed).findings]


# --- (18) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["eq18a", "eq18"])
def test_one_vertex_of_the_current_altered(name: str) -> None:
    """Reversing a single vertex is seen; the route was a flag made from the verdict and said nothing."""
    model = THEORY.model
    groups = {"eq18": (model.even, model.odd), "eq18a": model.real_parts}[name]
    claimed = scalar_radiated.SECTION.statements[name].printed.value(THEORY)  # type: ignore[misc]
    last = {group[1] for group in groups}
    one = sp.Add(*(t for t in sp.Add.make_args(claimed) if t.atoms(RealScalar) == last))
    assert one != 0
    changed = judgement(name, claimed=claimed - 2 * one)
    assert changed.verdict.word == "corrected"
    assert changed.routes[0].residual() < TOLERANCE
    assert words(name, claimed=-claimed)[0] == "confirmed"


def test_the_derived_current_is_made_of_the_vertices() -> None:
    """Its LaTeX was typed: with D_μS reversed, the derived side reverses and (18) is confirmed as it stands."""
    other = MUTANTS["D_mu of S reversed"](THEORY)
    for name in ("eq18a", "eq18"):
        here, there = (judgement(name, t).derived[0].right for t in (THEORY, other))
        assert sp.expand(here + there) == 0
        assert words(name, other) == ["confirmed", "confirmed"]
    assert r"H_1\overleftrightarrow{\partial_\mu}A_2" in judgement("eq18").latex


def test_a_wrong_current_is_rejected_by_the_noether_current() -> None:
    """The numerical route sees a sign in one vertex."""
    (route,) = judgement("eq18").routes
    wrong = np.array([1, 1, -1, 1])[:, None]
    assert route.residual() < TOLERANCE
    assert replace(route, derived=lambda: wrong * route.derived()).residual() > 1e-2


# --- (19)–(21) ----------------------------------------------------------------------------------


def test_projectors_of_19() -> None:
    """Only P_L … P_L gives a dipole; the route computes all four by brute force."""
    value = scalar_radiated.SECTION.statements["eq19"].printed.value(THEORY)  # type: ignore[misc]
    right = {**value, "projectors": ("L", "L"), "CP-odd vertex over CP-even": -sp.I}
    assert words("eq19", claimed=right) == ["confirmed"] * 3
    assert words("eq19", claimed={**right, "projectors": ("R", "R")})[0] == "corrected"
    loops = judgement("eq19").routes[0].value()
    assert np.abs(loops[0]) > 0 and np.max(np.abs(loops[1:])) < 1e-12 * np.abs(loops[0])


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        (-1, ["confirmed", "confirmed"]),
        (2, ["corrected", "corrected"]),
        (sp.Rational(1, 2), ["corrected", "corrected"]),
    ],
)
def test_normalisation_of_a_path(factor: Any, expected: list[str]) -> None:
    """−g_DQ_S/64π² per path is right; any other magnitude is not."""
    assert words("eq20", claimed=factor * printed.path_normalisation()) == expected


def test_propagators_are_counted() -> None:
    """(20) spoke of five propagators; a triangle has three, and three vertices."""
    assert judgement("eq20").where == "product of the 3 vertices and the 3 propagators"


def test_every_ordered_path_is_compared() -> None:
    """Sixteen paths, each by itself; a sign in one of them is seen."""
    (route,) = judgement("eq20").routes
    value, derived = route.value(), route.derived()
    assert np.count_nonzero(derived) == 16
    assert route.residual() < TOLERANCE
    for index in np.argwhere(derived):
        wrong = derived.copy()
        wrong[tuple(index)] *= -1
        assert np.max(np.abs(value - wrong)) > 1e-3 * np.max(np.abs(derived))


def _weight(*monomials: tuple[tuple[int, int, int], int]) -> sp.Expr:
    """The loop function of (21) with another weight in x, y and 1 − x − y."""
    return integrate_simplex(
        1, (M_A1**2, M_H1**2, M**2), [(powers, sp.Integer(c)) for powers, c in monomials]
    )


def test_the_derived_weight_is_confirmed() -> None:
    """With the weight 1 − x − y (21) is the derived function, and (22) inherits nothing."""
    right = _weight(((0, 0, 0), 1), ((1, 0, 0), -1), ((0, 1, 0), -1))
    assert words("eq21", claimed=right) == ["confirmed"]
    assert words("eq22", claimed={**printed.moment(), "J": right})[2] == "confirmed"
    for wrong in (
        _weight(((1, 0, 0), 1)),
        _weight(((0, 0, 0), 1)),
        path_function().right.subs({M: M_H1, M_H1: M}, simultaneous=True),
    ):
        assert words("eq21", claimed=wrong) == ["corrected"]


# --- (22), (23) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("factor", "first"),
    [(sp.Rational(1, 2), "confirmed"), (-1, "corrected"), (2, "corrected")],
)
def test_prefactor_of_the_moment(factor: Any, first: str) -> None:
    """1/128π² with the printed sign is right; every other prefactor is reported with its ratio."""
    claimed = {**printed.moment(), "prefactor": factor * printed.moment_prefactor()}
    assert words("eq22", claimed=claimed)[0] == first
    if first == "corrected":
        assert f"The prefactor is ${2 * factor}$ times" in texts("eq22", claimed=claimed)[0]


def test_what_belongs_to_the_point_is_said_to() -> None:
    """The headline ratio of (22), 35.5, belongs to one point; the prefactor 2 and the −4 of (7) do not."""
    at = replace(THEORY, point=THEORY.point.with_(m_L=0.7, m_R=0.7))
    here, there = texts("eq22"), texts("eq22", at)
    assert here[0] == there[0] and "at every point" in here[0]
    assert r"$T_{ij}=2\mu_{ij}$" in here[0] and "the factor is $-4$" in here[0]
    assert here[2] != there[2] and "at this point" in here[2]
    overall = [ratio(judgement("eq22", t), t) for t in (THEORY, at)]
    assert overall[0] == pytest.approx(35.489, rel=1e-4) and overall[1] != overall[0]


def test_complete_tensor_is_confirmed() -> None:
    """T is proportional to the tensor, not to its imaginary part or its conjugate."""
    whole = {**printed.moment(), "tensor": printed.tensor(1, 2)}
    assert words("eq22", claimed=whole)[1] == "confirmed"
    conjugated = {**whole, "tensor": sp.conjugate(printed.tensor(1, 2))}
    assert words("eq22", claimed=conjugated)[1] == "corrected"


def test_moment_of_general_majorana_masses() -> None:
    """The route follows the point to m_L ≠ m_R and to complex Yukawa couplings of any phase."""
    y = THEORY.point.y * np.exp(1j * np.array([[0.3, 1.9]]))
    at = replace(THEORY, point=THEORY.point.with_(m_L=0.9, m_R=1.4, y=y))
    for name in ("eq22", "claim-antisymmetrisation"):
        assert judgement(name, at).routes[-1].residual() < TOLERANCE


def test_a_dimensionless_j_would_be_confirmed() -> None:
    """The dimension is that of (21)."""
    assert words("claim-loop-function-dimensionless", claimed=-2) == ["confirmed"]


def test_antisymmetric_part_would_leave_the_sum() -> None:
    """Half the difference projects on what is there already; the difference doubles it."""
    half = {"ij": sp.Rational(1, 2), "ji": -sp.Rational(1, 2)}
    assert words("claim-antisymmetrisation", claimed=half) == ["confirmed"]
    assert r"$2$ times $\mu_{ij}$" in texts("claim-antisymmetrisation")[0]


def test_a_fourth_condition_makes_them_sufficient_up_to_the_curve() -> None:
    """With Σ M_α added, what is left is the curve on which two masses cancel."""
    text = texts("claim-three-conditions")[1]
    assert "$m=0$" in text and "curve" in text
    value = scalar_radiated.SECTION.statements["claim-three-conditions"].printed.value
    n1, n2 = (n.mass for n in THEORY.model.heavy.states)
    claimed = (*value(THEORY), n1 + n2)  # type: ignore[misc]
    found = judgement("claim-three-conditions", claimed=claimed).findings
    assert "$m=0$" not in found[1].text and "curve" in found[1].text
    assert found[0].text == "Each of the 4 is necessary."


# --- the model, altered -------------------------------------------------------------------------


class EveryYukawaSign(DarkModel):
    """All Yukawa couplings reversed: a redefinition of N."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        return replace(base, parts={**base.parts, "L_int": -base.parts["L_int"]})


@pytest.mark.parametrize(
    ("model", "sign"),
    [
        (_as(EveryYukawaSign, THEORY.model), 1),
        (_as(_Substituted, THEORY.model, old=Q_N, new=-Q_N), 1),
        (_as(_Substituted, THEORY.model), -1),
    ],
    ids=("every Yukawa", "current of N", "current of S"),
)
def test_what_reverses_the_moment(model: DarkModel, sign: int) -> None:
    """The scalars radiate: T is even in the Yukawas, does not see the current of N, follows that of S."""
    difference = sp.expand(
        transition.coefficient(model, 1, 2) - sign * transition.coefficient(THEORY.model, 1, 2)
    )
    assert scalar_radiated.collected(difference) == 0


def test_one_conjugated_scalar() -> None:
    """S_2* in (5) is charged under U(1)_D: the combination (23) is lost."""
    other = MUTANTS["S_2* in (5)"](THEORY)
    assert words("eq23", other) == ["corrected"]
    assert words("claim-three-conditions", other)[0] == "corrected"


def test_sign_of_the_covariant_derivative(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """D = ∂ − igQA reverses every gauge vertex and T, without another edit."""
    import darktmm.derive.lagrangian

    monkeypatch.setattr(darktmm.derive.lagrangian, "COVARIANT_SIGN", -1)
    at = replace(THEORY, model=DarkModel(neutrinos=2))
    for name in ("eq18a", "eq18"):
        assert words(name, at)[0] == "confirmed"
    assert words("eq20", at) == ["confirmed", "confirmed"]
    assert "The prefactor is $-2$ times" in texts("eq22", at)[0]


def test_pattern_is_that_of_the_engine() -> None:
    """ΔJ from four closed forms, with the masses of the route changed on one side."""
    (route,) = judgement("eq23").routes
    assert route.residual() == 0
    assert abs((route.value() - 2 * route.derived()).evalf()) > 1e-6
    assert judgement("eq23").derived[1].right.atoms(SimplexIntegral)
    assert {THETA_I, THETA_R} <= judgement("eq22").derived[0].right.free_symbols | {Q_S}
