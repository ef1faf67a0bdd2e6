r"""Loops on the legs, and on the way of the vector: against explicit spinors, and by Ward's identity.

.. math:: \Gamma^\mu(p,p)=0\ \text{ for a charge that is zero},\qquad
          \Gamma^\mu(p,p)\big|_{\text{loops}}=0\ \text{ for a conserved charge of tree level, legs included.}

The second holds if the vector itself runs in no loop.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray

from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.errors import IncompleteError
from darktmm.derive.fields import (
    MU,
    P_L,
    P_R,
    ComplexScalar,
    DiracFermion,
    RealScalar,
    VectorBoson,
    VectorComponent,
    bilinear,
)
from darktmm.derive.lagrangian import with_conjugate
from darktmm.derive.loops.amplitude import amplitude, folded
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.legs import corrected
from darktmm.derive.loops.tadpoles import tadpoles
from darktmm.derive.loops.triangle import M_IN, M_OUT
from darktmm.derive.loops.vector_mixing import mixing
from darktmm.derive.models import electroweak, flavoured_vector, lavoura
from darktmm.derive.symbols import M_W, PHOTON, G
from darktmm.derive.vertices import Boson, FeynmanRules, State
from darktmm.numeric.brute_force.dirac import GAMMA, slash
from darktmm.numeric.brute_force.dirac import P_L as LEFT
from darktmm.numeric.brute_force.dirac import P_R as RIGHT

Array = NDArray[Any]
CHARGE = ("gamma_L", "gamma_R")


class External(FeynmanRules):
    """The vector is a field from outside and runs in no loop."""

    outside: Boson = PHOTON

    def partners(self, incoming: State) -> Iterator[tuple[State, Boson]]:
        """Without it."""
        return (pair for pair in super().partners(incoming) if pair[1] != self.outside)


def left_over(rules: FeynmanRules, incoming: State, outgoing: State) -> list[sp.Expr]:
    """What is left on γ^μ with all legs, as coefficients of one-point functions; the legs alone are not zero."""
    found = amplitude(rules, incoming, outgoing, PHOTON, structures=CHARGE, by="expansion")
    masses = {incoming.mass: M_IN, outgoing.mass: M_IN if incoming == outgoing else M_OUT}
    legs, used = corrected(rules, incoming, outgoing, PHOTON, masses)
    assert used and all(tadpoles(legs[structure]) for structure in CHARGE)
    sums = [found.tadpoles(structure) for structure in CHARGE]
    return [x for s in sums for node in s.coefficients if (x := sp.cancel(s[node])) != 0]


# --- a conserved charge ---------------------------------------------------------------------------


@pytest.mark.parametrize("outgoing", [0, 1])
def test_scalars_do_not_correct_a_conserved_charge(outgoing: int) -> None:
    """½δZ of both legs for one fermion, the off-diagonal self-energies for two, of any charges."""
    rules, legs = External(lavoura.lagrangian()), lavoura.LEPTONS
    assert not left_over(rules, legs[0], legs[outgoing])


def test_vectors_do_not_correct_a_conserved_charge() -> None:
    """A neutral vector and its Goldstone boson in any gauge; couplings in proportion to the mass outside."""
    legs = flavoured_vector.LEPTONS
    assert not left_over(External(flavoured_vector.lagrangian()), legs[0], legs[0])


# --- the electroweak theory of one family ---------------------------------------------------------


def on_gamma(kind: str, charged: bool) -> list[dict[sp.Expr, sp.Expr]]:
    """γ^μP_L and γ^μP_R of a fermion with itself, with Z on the way, in any gauge: node → coefficient."""
    model = electroweak.theory(kind, "general", ("e",), 1)
    fermion = model.charged["e"] if charged else model.neutrinos[1]
    whole = amplitude(
        model.rules_with_ghosts,
        fermion,
        fermion,
        model.photon,
        structures=CHARGE,
        by="expansion",
        reduce=model.U.rows,
    )
    sine = sp.sqrt(1 - ELEMENTARY_CHARGE**2 / G**2)
    found = []
    for structure in CHARGE:
        sums = whole.tadpoles(structure, model.U.rows)
        values = {n: sp.simplify(sums[n].subs(electroweak.C_W, sine)) for n in sums.coefficients}
        found.append({node: value for node, value in values.items() if value != 0})
    return found


@pytest.mark.parametrize("kind", ["dirac", "majorana"])
def test_a_neutrino_has_no_charge(kind: str) -> None:
    """Triangles, and the photon that becomes a Z; three families are left to the slow proofs."""
    assert on_gamma(kind, charged=False) == [{}, {}]


def test_both_chiralities_of_an_electron_have_one_charge() -> None:
    """W, Z, photon, Higgs boson and legs leave the same for L and R, free of every mass but M_W."""
    left, right = on_gamma("dirac", charged=True)
    assert left == right
    assert left
    assert {x for node in left for x in node.free_symbols} == {M_W, electroweak.XI_W}


# --- any fermion between the loop and the vector, by explicit spinors -------------------------------

TINY = sp.Rational(1, 100)
"""Scale of the masses outside, of which the first order is kept."""
OUTSIDE = (TINY, 2 * TINY / 3)
HEAVY, INSIDE, SCALAR_MASS = map(sp.Rational, ("7/10", "2", "3/2"))
VECTOR = VectorBoson("V", gauge_parameter=1)
FERMIONS = tuple(
    DiracFermion(f"f_{k}", mass=m) for k, m in enumerate((M_IN, M_OUT, HEAVY), start=1)
)
LOOP = DiracFermion("F", mass=INSIDE), ComplexScalar("B", mass=SCALAR_MASS)
YUKAWA = ((3, 2 * sp.I), (-sp.I, 5), (1 + sp.I, 4))
"""L and R of each fermion."""
CURRENTS = {(1, 2): (3 * sp.I, 5), (0, 2): (-4, sp.I), (0, 0): (3, 1), (1, 1): (2, -5)}
"""L and R of V between two fermions; none from the first to the second."""


def rules_with_any_current(further: sp.Expr = sp.S.Zero) -> FeynmanRules:
    """Nothing is conserved: only the legs are asked for."""
    fermion, boson = LOOP
    expression = further + sp.Add(
        *(
            with_conjugate(boson * bilinear(fermion, (a * P_L + b * P_R) * f))
            for f, (a, b) in zip(FERMIONS, YUKAWA, strict=True)
        )
    )
    for (i, j), (a, b) in CURRENTS.items():
        current = VectorComponent(VECTOR, MU) * bilinear(
            FERMIONS[j], (a * P_L + b * P_R) * FERMIONS[i], MU
        )
        expression += current if i == j else with_conjugate(current)
    rules = External(sp.expand(expression))
    rules.outside = VECTOR
    return rules


def chiral(left: complex, right: complex) -> Array:
    return left * LEFT + right * RIGHT


def self_energy(i: int, k: int, p_slash: Array, p_squared: float) -> Array:
    r"""iΣ of f_i → f_k: :math:`\frac{i^3}{16\pi^2}\int dx\,V_k[(1-x)\not p+M]V_i(-\ln\Delta)`, the V each with i."""
    (m, b), nodes = (float(x) for x in (INSIDE, SCALAR_MASS)), np.polynomial.legendre.leggauss(40)
    x, w = (1 + nodes[0]) / 2, nodes[1] / 2
    logarithm = np.log(x * m**2 + (1 - x) * b**2 - x * (1 - x) * p_squared)
    line = -np.sum(w * (1 - x) * logarithm) * p_slash - np.sum(w * logarithm) * m * np.eye(4)
    into = 1j * chiral(*(complex(c) for c in YUKAWA[i]))
    left, right = (complex(c) for c in YUKAWA[k])
    out = 1j * chiral(right.conjugate(), left.conjugate())
    return 1j**2 * 1j / (16 * np.pi**2) * out @ line @ into


def off_diagonal(i: int, j: int) -> Array:
    """(γ^μP_L, γ^μP_R) of Γ^μ with a loop on either leg that changes the fermion."""
    masses = [float(m) for m in (*OUTSIDE, HEAVY)]
    couplings = dict(CURRENTS)
    couplings |= {
        (b, a): tuple(sp.conjugate(c) for c in lr) for (a, b), lr in CURRENTS.items() if a != b
    }
    total = np.zeros(2, dtype=complex)
    for before, own, other in ((True, i, j), (False, j, i)):
        m = masses[own]
        p = slash(np.array([m, 0, 0, 0], dtype=complex))
        spinors = p + m * np.eye(4)
        for k in range(3):
            pair = (k, other) if before else (other, k)
            if k == own or pair not in couplings:
                continue
            line = (p + masses[k] * np.eye(4)) / (m**2 - masses[k] ** 2)
            if before:
                acted = line @ self_energy(own, k, p, m**2) @ spinors
                basis = [chirality @ spinors for chirality in (LEFT, RIGHT)]
            else:
                acted = spinors @ self_energy(k, own, p, m**2) @ line
                basis = [spinors @ chirality for chirality in (RIGHT, LEFT)]  # P_Rγ^μ = γ^μP_L
            design = np.stack([x.ravel() for x in basis], axis=1)
            weights, residual, *_ = np.linalg.lstsq(design, acted.ravel(), rcond=None)
            assert residual < 1e-20
            total += weights * 1j * np.array([complex(c) for c in couplings[pair]])
    return total


def test_legs_between_a_loop_and_any_current() -> None:
    """Light and heavy fermions in between: algebra and first order in the masses, against spinors and 1/(m²−m_k²)."""
    found, _ = corrected(rules_with_any_current(), FERMIONS[0], FERMIONS[1], VECTOR, {})
    at = {M_IN: OUTSIDE[0], M_OUT: OUTSIDE[1], UV_POLE: 0}
    ours = np.array([complex(sp.N(folded(found[s]).subs(at).doit(), 20)) for s in CHARGE])
    theirs = off_diagonal(0, 1)
    assert np.abs(ours - theirs).max() < 1e-5 * np.abs(theirs).min()
    assert np.abs(theirs).min() > 1e-2


@pytest.mark.parametrize("between", [(0, 1), (0, 2)])
def test_the_one_point_function_of_a_scalar_is_refused(between: tuple[int, int]) -> None:
    """A Higgs boson that turns a leg into another fermion: its expectation value, at one loop, is a mass."""
    one, other = (FERMIONS[k] for k in between)
    higgs = RealScalar("h", mass=SCALAR_MASS)
    mixing = with_conjugate(higgs * bilinear(one, other))
    rules = rules_with_any_current(mixing)
    with pytest.raises(IncompleteError, match="leg: the one-point function of h turns f_"):
        corrected(rules, FERMIONS[0], FERMIONS[1], VECTOR, {})
    alone = rules_with_any_current(higgs * bilinear(one, one))
    assert corrected(alone, FERMIONS[0], FERMIONS[1], VECTOR, {})


@pytest.mark.parametrize(
    ("second", "drops_out"), [((3, 1), True), ((3, -1), False), ((6, 2), False)]
)
def test_a_mass_between_legs_drops_out_for_one_charge(
    second: tuple[float, float], drops_out: bool
) -> None:
    """By spinors: d_LP_L + d_RP_R on either leg of γ^μ(3P_L + P_R), for f_1 and for f_2 the same or not."""
    masses, shift = (0.7, 0.4), chiral(0.3 - 0.2j, 1.1 + 0.5j)  # f_1 → f_2
    p, p_out = (
        np.array([np.hypot(m, k), 0, 0, k], dtype=complex) for m, k in ((0.7, 0.3), (0.4, -0.2))
    )
    spin_in, spin_out = (slash(q) + m * np.eye(4) for q, m in zip((p, p_out), masses, strict=True))
    gap = masses[0] ** 2 - masses[1] ** 2
    total, size = np.zeros((4, 4, 4), dtype=complex), 0.0
    for mu in range(4):
        before = GAMMA[mu] @ chiral(*second) @ (slash(p) + masses[1] * np.eye(4)) / gap @ shift
        after = shift @ (slash(p_out) + masses[0] * np.eye(4)) / -gap @ GAMMA[mu] @ chiral(3, 1)
        total[mu] = spin_out @ (before + after) @ spin_in
        size = max(size, float(np.abs(spin_out @ before @ spin_in).max()))
    assert (np.abs(total).max() < 1e-13 * size) == drops_out


@pytest.mark.parametrize("alike", [True, False])
def test_a_mass_between_two_charges_that_are_one_is_a_rotation(alike: bool) -> None:
    """Then the one-point function drops out of both legs, and nothing is refused."""
    higgs, vector = RealScalar("h", mass=SCALAR_MASS), VectorBoson("V", gauge_parameter=1)
    expression = with_conjugate(higgs * bilinear(FERMIONS[0], FERMIONS[1]))
    for k, charge in enumerate((1, 1 if alike else 2)):
        current = bilinear(FERMIONS[k], FERMIONS[k], MU)
        expression += charge * VectorComponent(vector, MU) * current
    rules = External(sp.expand(expression))
    rules.outside = vector
    if alike:
        assert corrected(rules, FERMIONS[0], FERMIONS[1], vector, {})
    else:
        with pytest.raises(IncompleteError, match="one-point function of h turns f_"):
            corrected(rules, FERMIONS[0], FERMIONS[1], vector, {})


def test_a_loop_of_fermions_that_is_no_derivative_is_refused() -> None:
    """A massive vector outside that turns into another one by way of the fermions that both couple to."""
    one, other = (
        VectorBoson(n, mass=sp.Integer(m), gauge_parameter=1) for n, m in (("V_1", 2), ("V_2", 3))
    )
    muon = DiracFermion("mu", mass=sp.Symbol("m_mu", positive=True))
    expression = sp.Add(*(VectorComponent(v, MU) * bilinear(muon, muon, MU) for v in (one, other)))
    with pytest.raises(IncompleteError, match="fermions: the loop of mu, mu between V_1 and V_2"):
        mixing(FeynmanRules(expression), one, other)
    photon = VectorBoson("A", gauge_parameter=1)
    massless = FeynmanRules(expression.subs(one, photon))
    assert mixing(massless, photon, other) == []
