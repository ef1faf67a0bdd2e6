"""Composition of neutrino beams, and the moment that each of them measures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from darktmm.numeric.inputs import constants, point_file
from darktmm.numeric.inputs.data import measurement, solar
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters, pmns
from darktmm.numeric.processes.solar import (
    composition,
    physical,
    reactor_moment,
    shares,
    solar_moment,
    stellar_moment,
    through_mixing,
)

REFERENCE = Parameters.from_file(point_file("reference"))
ANGLES = {"theta_12": 0.588, "theta_13": 0.149, "theta_23": 0.756, "delta_cp": 3.7}
U = pmns(**ANGLES)[None]
BERYLLIUM = 0.53


def antisymmetric(t12: complex, t13: complex, t23: complex) -> NDArray[np.complex128]:
    """One matrix T, [j, i], shape (1, 3, 3)."""
    upper = np.array([[0, t12, t13], [0, 0, t23], [0, 0, 0]], dtype=complex)
    return (upper - upper.T)[None]


T = antisymmetric(1 + 2j, 0.3 - 1j, -0.7 + 0.2j)


# --- composition ------------------------------------------------------------------------------


def test_shares_by_hand() -> None:
    """cos² and sin² of the angles, the two equations solved on paper."""
    s12, s13 = np.sin(ANGLES["theta_12"]) ** 2, np.sin(ANGLES["theta_13"]) ** 2
    e1, e2 = (1 - s12) * (1 - s13), s12 * (1 - s13)
    second = ((1 - s13) * e1 + s13**2 - BERYLLIUM) / (e1 - e2)
    (found,) = composition(U, BERYLLIUM)
    np.testing.assert_allclose(found, [1 - s13 - second, second, s13], rtol=1e-13)


@pytest.mark.parametrize("survival", [0.4, BERYLLIUM, 0.57])
def test_shares_meet_their_definition(survival: float) -> None:
    (P,) = composition(U, survival)
    electron = np.abs(U[0, 0]) ** 2
    assert P.sum() == pytest.approx(1, abs=1e-14)
    assert P @ electron == pytest.approx(survival, abs=1e-14)
    assert P[2] == pytest.approx(electron[2], abs=1e-15)
    # Swapping the first two states does not.
    assert abs(P[[1, 0, 2]] @ electron - survival) > 0.01


def test_no_share_depends_on_phases() -> None:
    phases = np.exp(1j * np.array([0.3, 1.1, -2.0]))
    np.testing.assert_allclose(shares(U * phases, 0.5), shares(U, 0.5), rtol=1e-13)


@pytest.mark.parametrize("survival", [0.9, 0.2, float("nan")])
def test_impossible_survival_is_refused(survival: float) -> None:
    assert not physical(shares(U, survival)).any()
    with pytest.raises(ValueError, match=rf"P_1 = .*must lie in \[0, 1\]; P_ee = {survival}"):
        composition(np.concatenate([U, U]), np.array([0.5, survival]))


def test_equal_shares_of_the_electron_are_refused() -> None:
    """|U_e1| = |U_e2|: P_ee does not tell the states apart."""
    equal = U.copy()
    equal[0, 0, 1] = equal[0, 0, 0]
    with pytest.raises(ValueError, match="must lie in"):
        composition(equal, 0.3)


# --- solar ------------------------------------------------------------------------------------


def test_solar_moment_by_hand() -> None:
    """Only T_12: both lighter states scatter, ν_3 does not."""
    P = composition(U, BERYLLIUM)
    np.testing.assert_allclose(
        solar_moment(antisymmetric(3 - 4j, 0, 0), P), 5 * np.sqrt(P[0, 0] + P[0, 1]), rtol=1e-14
    )


def test_incoming_state_is_the_second_index() -> None:
    """[j, i]: a moment of ν_1 alone is seen by the share of ν_1."""
    P = composition(U, BERYLLIUM)
    one_way = np.zeros((1, 3, 3), dtype=complex)
    one_way[0, 2, 0] = 1
    assert solar_moment(one_way, P)[0] == pytest.approx(np.sqrt(P[0, 0]), rel=1e-14)
    assert solar_moment(one_way, P)[0] != pytest.approx(np.sqrt(P[0, 2]), rel=0.1)


@pytest.mark.parametrize(
    ("element", "name"), [((1, 0, 0), "mu_12"), ((0, 1, 0), "mu_13"), ((0, 0, 1), "mu_23")]
)
def test_limits_on_single_elements_as_published(element: Any, name: str) -> None:
    """Borexino gives its limit for each element alone: the same to 10 %."""
    whole = measurement("Borexino 2017").value
    P = composition(U, solar().survival_be7.value)
    alone = whole / solar_moment(antisymmetric(*element), P)[0]
    assert alone == pytest.approx(measurement(f"Borexino 2017, {name}").value, rel=0.1)


def test_solar_moment_knows_no_majorana_phase() -> None:
    """ν_i → e^{iφ_i}ν_i changes T, not what the Sun measures."""
    phases = np.exp(1j * np.array([0.3, 1.1, -2.0]))
    turned = T * np.outer(phases, phases)
    P = composition(U, BERYLLIUM)
    np.testing.assert_allclose(solar_moment(turned, P), solar_moment(T, P), rtol=1e-14)


# --- reactor and stars ------------------------------------------------------------------------


def test_reactor_moment_by_hand() -> None:
    by_hand = 0.0
    for j in range(3):
        by_hand += abs(sum(np.conj(U[0, 0, i]) * T[0, j, i] for i in range(3))) ** 2
    assert reactor_moment(T, U)[0] ** 2 == pytest.approx(by_hand, rel=1e-13)


def test_antineutrinos_scatter_like_neutrinos() -> None:
    """ν̄_e = Σ U_ei ν_i, right-handed, through R = −T*."""
    R = -T.conj()
    antineutrino = np.linalg.norm(R[0] @ U[0, 0])
    assert reactor_moment(T, U)[0] == pytest.approx(antineutrino, rel=1e-13)
    wrong = np.linalg.norm(T[0] @ U[0, 0])
    assert antineutrino != pytest.approx(wrong, rel=1e-2)


def test_reactor_moment_does_not_depend_on_the_mixing_matrix() -> None:
    """The loop couples to flavours: a beam of ν_e sees y alone, whatever U is."""
    values, wrong = [], []
    for changes in ({}, {"theta_12": 1.2}, {"delta_cp": 0.4}, {"alpha_21": 2.0, "alpha_31": 1.0}):
        point = REFERENCE.with_(U=pmns(**{**ANGLES, **changes}))
        t = moments.transition_coefficient(point)
        values.append(reactor_moment(t, point.U)[0])
        wrong.append(reactor_moment(t, point.U.conj())[0])
    np.testing.assert_allclose(values, values[0], rtol=1e-12)
    assert np.ptp(wrong) > 1e-2 * max(wrong)


def test_stellar_moment_counts_each_pair_once() -> None:
    assert stellar_moment(antisymmetric(3 - 4j, 0, 0))[0] == pytest.approx(5, rel=1e-14)
    assert stellar_moment(antisymmetric(1, 2j, 2))[0] == pytest.approx(3, rel=1e-14)


def test_stellar_moment_does_not_depend_on_the_mixing_matrix() -> None:
    for point in (REFERENCE, REFERENCE.with_(U=pmns(1.0, 0.5, 0.2, 2.0, 1.0, 0.5))):
        t = moments.transition_coefficient(point)
        conjugate = point.only.U.conj()
        flavour = conjugate @ t[0] @ conjugate.T
        pairs = sum(abs(flavour[a, b]) ** 2 for a, b in ((0, 1), (0, 2), (1, 2)))
        np.testing.assert_allclose(stellar_moment(t)[0] ** 2, pairs, rtol=1e-12)


def test_unit_and_mixing() -> None:
    """ε of either sign; e/2mₑ of an electron is one Bohr magneton."""
    moment = np.array([constants().bohr_magneton] * 2)
    np.testing.assert_allclose(through_mixing(moment, np.array([1e-3, -1e-3])), 1e-3, rtol=1e-14)


def test_many_points_are_like_one() -> None:
    rng = np.random.default_rng(3)
    matrices = np.stack([pmns(*rng.uniform(0.1, 1.4, 4)) for _ in range(50)])
    T_many = rng.normal(size=(50, 3, 3)) + 1j * rng.normal(size=(50, 3, 3))
    P = shares(matrices, BERYLLIUM)
    whole = (
        P,
        np.sqrt(np.abs(np.sum(P[:, None, :] * np.abs(T_many) ** 2, axis=(1, 2)))),
        reactor_moment(T_many, matrices),
        stellar_moment(T_many),
    )
    for k in range(50):
        here = slice(k, k + 1)
        assert np.array_equal(whole[0][k], shares(matrices[here], BERYLLIUM)[0])
        if physical(P[here])[0]:
            single = solar_moment(T_many[here], P[here])[0]
            assert single == pytest.approx(whole[1][k], rel=1e-13)
        assert reactor_moment(T_many[here], matrices[here])[0] == pytest.approx(
            whole[2][k], rel=1e-13
        )
        assert stellar_moment(T_many[here])[0] == pytest.approx(whole[3][k], rel=1e-13)
