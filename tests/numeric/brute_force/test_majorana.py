"""Majorana neutrinos: their condition, their statistics, and contractions whose signs nobody put in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from darktmm.numeric.brute_force import majorana
from darktmm.numeric.brute_force.dirac import CHARGE_CONJUGATION, GAMMA, P_L
from darktmm.numeric.brute_force.electroweak import Electroweak
from darktmm.numeric.brute_force.majorana import light, wick

Array = NDArray[Any]

MODEL = Electroweak(xi_W=2.3)
NEUTRINOS, LEPTONS = (1e-3, 2e-3), (20.0, 60.0)
MIXING = np.array([[0.6, 0.8], [-0.8, 0.6]]) @ np.diag([1, np.exp(0.7j)])


def largest(difference: Array) -> float:
    return float(np.max(np.abs(difference)))


def pair(seed: int) -> tuple[Array, Array]:
    """(T, R) of both operators, complex and unrelated."""
    rng = np.random.default_rng(seed)
    there, back = rng.normal(size=(2, 2)) + 1j * rng.normal(size=(2, 2))
    return there, back


# --- states ---------------------------------------------------------------------------------------


def test_the_field_is_its_own_conjugate() -> None:
    """n = C nbarᵀ as operators; modes anticommute."""
    p = np.array([1.3, 0.2, -0.1, 0.5], dtype=complex)
    mass = float(np.sqrt(p @ np.diag([1, -1, -1, -1]) @ p).real)
    a = majorana._annihilators(2)
    field = majorana._field(a, majorana._spinors(p, mass))
    barred = np.einsum("axy,ab->bxy", majorana._adjoint(field), GAMMA[0])
    assert largest(np.einsum("ab,bxy->axy", CHARGE_CONJUGATION, barred) - field) < 1e-14
    for j, k in np.ndindex(2, 2):
        assert largest(a[j] @ a[k] + a[k] @ a[j]) == 0
        created = a[k].conj().T
        assert largest(a[j] @ created + created @ a[j] - (j == k) * np.eye(4)) == 0


@pytest.mark.parametrize("masses", [(1.0, 2.0), (0.3, 5.0)])
def test_two_contractions_subtract_the_transposed(masses: tuple[float, float]) -> None:
    """T_ji − T_ij whatever the masses and momenta; twice one of them where they are opposite, none where equal."""
    there, back = pair(1)
    found = wick(there, back, masses)
    assert largest(found - (there - back)) < 1e-12
    assert largest(found + wick(back, there, masses[::-1])) < 1e-12
    assert largest(wick(there, -there, masses) - 2 * there) < 1e-12
    assert largest(wick(there, there, masses)) < 1e-12


def test_statistics_make_the_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modes that commute: the contractions of a tensor would add."""
    there, back = pair(2)
    anticommuting = majorana._annihilators(4)
    number = [2 * (x.conj().T @ x) - np.eye(16) for x in anticommuting]
    strings = [np.eye(16)]
    for k in range(3):
        strings.append(strings[-1] @ -number[k])
    commuting = np.stack([s @ x for s, x in zip(strings, anticommuting, strict=True)])
    assert largest(commuting[0] @ commuting[1] - commuting[1] @ commuting[0]) == 0
    monkeypatch.setattr(majorana, "_annihilators", lambda modes: commuting)
    assert largest(wick(there, back, (1.0, 2.0)) - (there + back)) < 1e-12


# --- rules ----------------------------------------------------------------------------------------


def test_every_coupling_is_read_twice() -> None:
    """n → ℓ W⁺ with P_L, and n → ℓᶜ W⁻ with −P_R on the other side: C(γP_L)ᵀC⁻¹ = −γP_R."""
    theory = light(MODEL, NEUTRINOS, LEPTONS, MIXING)
    assert not [t for t in theory.bilinears if "nu" in t.bar + t.field]
    (plain,) = (t for t in theory.bilinears if (t.bar, t.field, t.boson) == ("n1", "l2", "W+"))
    (turned,) = (t for t in theory.bilinears if (t.bar, t.field, t.boson) == ("l2^c", "n1", "W+"))
    left = MODEL.g / np.sqrt(2) * np.conj(MIXING[1, 0])
    assert largest(np.abs(plain.matrix) - np.abs(left * GAMMA @ P_L)) < 1e-12
    c = CHARGE_CONJUGATION
    for mu in range(4):
        assert largest(turned.matrix[mu] - c @ plain.matrix[mu].T @ np.linalg.inv(c)) < 1e-14
    assert theory.other("n1") == "n1"
    assert theory.other("l1") == "l1^c"


@pytest.mark.slow
def test_no_diagonal_moment() -> None:
    """One family: lepton and antilepton in the loop cancel, where a Dirac neutrino has a moment."""
    family = (1e-3,), (20.0,), np.eye(1)
    majorana_, dirac = light(MODEL, *family), MODEL.dirac(*family)
    none, moment = majorana_.amplitude("n1", "n1", "A").mu, dirac.amplitude("nu1", "nu1", "A").mu
    assert largest(none) < 1e-8 * largest(moment)
    assert largest(wick(moment, moment, (1.0, 1.0))) < 1e-12 * largest(moment)
