"""Sec. 2.2: masses, mixing and vertices as printed, and what moves when they do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

import darktmm.derive.basis
import darktmm.derive.lagrangian
from darktmm.derive.errors import NotDiagonalError
from darktmm.derive.fields import bilinear
from darktmm.derive.lagrangian import Lagrangian
from darktmm.derive.latex import tex
from darktmm.derive.models.dark import (
    M_DIRAC,
    M_RIGHT,
    Q_N,
    Q_S,
    THETA,
    DarkModel,
    N,
    feynman_rules,
    mass_eigenstates,
    variant,
)
from darktmm.derive.vertices import DIRAC_5, DIRAC_MU
from darktmm.numeric.brute_force.dirac import GAMMA, GAMMA5
from darktmm.papers.arxiv_2603_25704 import mass_basis
from darktmm.papers.arxiv_2603_25704.routes import mass_basis as routes
from darktmm.papers.arxiv_2603_25704.theory import MUTANTS, Theory, theory

THEORY = theory()
STATEMENTS = mass_basis.SECTION.statements


def words(name: str, claimed: object = None, at: Theory = THEORY) -> list[str]:
    """Findings in order."""
    return [f.verdict.word for f in STATEMENTS[name].judged(at, claimed).findings]


def printed(name: str) -> Any:
    """The printed value of a statement."""
    value = STATEMENTS[name].printed.value
    assert value is not None
    return value(THEORY)


# --- γ^μ and γ5 in order --------------------------------------------------------------------------


def test_the_exported_rule_of_the_axial_current() -> None:
    """Before, γ^μ stood to the right of the projectors: read as written, the opposite of (12)."""
    rule = feynman_rules.heavy_current(THEORY.model, 1, 2)
    exported = next(
        f.right for f in feynman_rules.result(THEORY.model).formulas if f.left == r"V(N_2A'\to N_1)"
    )
    assert 0 < tex(exported).index(r"\gamma^") < tex(exported).index(r"\gamma_")
    ((factors, coefficient),) = [
        (term.args_cnc()[1], sp.Mul(*term.args_cnc()[0])) for term in sp.Add.make_args(exported)
    ]
    values = {s: 0.5 for s in exported.free_symbols if s.is_commutative}
    matrices = {DIRAC_MU: GAMMA, DIRAC_5: GAMMA5}
    product = matrices[factors[0]] @ matrices[factors[1]] * complex(coefficient.subs(values))
    left, right = (complex(c.subs(values)) for c in (rule.left, rule.right))
    assert np.allclose(product, routes.chiral_vertex(left, right), atol=1e-15)
    assert not np.allclose(product, -routes.chiral_vertex(left, right))


def test_the_expansion_of_n_has_gamma5_before_the_spinor() -> None:
    """Before, N_1 γ5 was printed."""
    printed_as = tex(mass_eigenstates.expansion_by_gamma5(THEORY.model)).replace("{", "")
    assert 0 < printed_as.index(r"\gamma_5") < printed_as.index("N_1")


# --- masses -------------------------------------------------------------------------------------


class MajoranaSign(DarkModel):
    """m_R with the other sign."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        part = base.parts["L_LNV"].subs(M_RIGHT, -M_RIGHT)
        return replace(base, parts={**base.parts, "L_LNV": part})


class DiracSign(DarkModel):
    """m_D with the other sign."""

    def printed(self) -> Lagrangian:
        base = super().printed()
        part = sp.expand(base.parts["L_new"] + 2 * M_DIRAC * bilinear(N, N))
        return replace(base, parts={**base.parts, "L_new": part})


@pytest.mark.parametrize("model", [MajoranaSign(neutrinos=2), DiracSign(neutrinos=2)])
def test_one_mass_sign(model: DarkModel) -> None:
    """With one mass sign changed the rotation leaves masses that are not those of the states."""
    with pytest.raises(NotDiagonalError, match="mass"):
        words("claim-majorana-masses", at=replace(THEORY, model=model))


def test_signs_of_the_states_are_a_convention() -> None:
    """-N_1 has the same mass; N_2 with γ5 has not."""
    claimed = printed("claim-majorana-masses")
    n1 = THEORY.model.heavy.states[0]
    flipped = {**claimed, "N": claimed["N"].subs(n1, -n1)}
    assert words("claim-majorana-masses", flipped)[1] == "convention"
    assert words("claim-majorana-masses", {**claimed, "N": -2 * claimed["N"]})[1] == "corrected"


def test_splitting_the_scalars_is_all_that_is_missing() -> None:
    """With S_a S_b in (4) the claim of independent mixing is confirmed, and nothing has to be added."""
    assert words("claim-independent-scalar-mixing") == ["unsupported", "unsupported"]
    split = MUTANTS["scalars split in (4)"](THEORY)
    assert words("claim-independent-scalar-mixing", at=split) == ["confirmed", "confirmed"]


# --- vertices -----------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [-1, 2, Q_S / Q_N], ids=("sign", "2", "charge of S"))
def test_axial_current_altered(factor: sp.Expr) -> None:
    """Another sign, factor or charge in the vertex factor is no longer confirmed."""
    claimed = {**printed("eq12"), "vertex": factor * printed("eq12")["vertex"]}
    assert words("eq12", claimed)[:2] == ["corrected", "inconsistent"]


def test_sign_of_the_covariant_derivative(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    """D = ∂ - igQA reverses (12), and the prose rule is then that of (4)."""
    monkeypatch.setattr(darktmm.derive.lagrangian, "COVARIANT_SIGN", -1)
    other = replace(THEORY, model=DarkModel(neutrinos=2))
    assert words("eq12", at=other)[0] == "corrected"
    assert words("claim-vertex-rule", at=other)[1] == "confirmed"


def test_sign_of_the_imaginary_component(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    """S = (S_R - iS_I)/√2 reverses the vertices of A and leaves (12)."""
    monkeypatch.setattr(darktmm.derive.basis, "SCALAR_PHASE_SIGN", -1)
    other = replace(THEORY, model=DarkModel(neutrinos=2))
    assert words("claim-vertex-rule", at=other)[1] == "confirmed"
    assert words("eq12", at=other) == words("eq12")


@pytest.mark.parametrize(
    ("factor", "expected"),
    [(-1, ["inconsistent", "confirmed"]), (2, ["inconsistent", "corrected"])],
)
def test_vertex_rule_altered(factor: int, expected: list[str]) -> None:
    """The prose rule with another sign contradicts (18) but then agrees with (4)."""
    claimed = factor * printed("claim-vertex-rule")
    assert words("claim-vertex-rule", claimed) == expected


def test_couplings_share_one_phase_per_parity() -> None:
    """One definition of (11) with the other sign is none that a rotation gives; all four are."""
    claimed = printed("eq11")
    assert words("eq11", {**claimed, "A2": -claimed["A2"]}) == ["corrected"]
    assert words("eq11", {k: -v for k, v in claimed.items()}) == ["definition"]


@pytest.mark.parametrize("m_R", [0.05, 0.3])
def test_nambu_matrices_for_unequal_majorana_masses(m_R: float) -> None:
    """The diagonal axial coupling -i g Q cos 2θ, from 8×8 matrices and from the Feynman rule."""
    point = THEORY.point.with_(m_R=m_R)
    basis = routes.states(point.only.m_L, point.only.m_R, point.only.m_D)
    model = variant(THEORY.model, majorana_angle=THETA)
    strength = point.only.g_D * point.only.Q_N
    values = {**THEORY.values, THETA: point.only.majorana_angle}
    for out, into in ((1, 1), (1, 2), (2, 1), (2, 2)):
        rule = feynman_rules.heavy_current(model, out, into)
        left, right = (complex(sp.sympify(c).subs(values)) for c in (rule.left, rule.right))
        found = routes.gauge_vertex(basis, out, into, strength)
        assert np.allclose(found, routes.chiral_vertex(left, right), atol=1e-14 * strength)
    assert np.max(np.abs(routes.gauge_vertex(basis, 1, 1, strength))) > 1e-3 * strength
