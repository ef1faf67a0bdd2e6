r"""Vectors outside the Standard Model by brute force: both chiralities, any charges, exact external masses.

L = lbar gamma^mu (g_L P_L + g_R P_R) F V_mu + h.c., minimally coupled to the photon with kappa = 1 as a gauge
boson is; gauge invariance dictates the Goldstone boson, V_mu -> V_mu + D_mu G/M:

    L_G = i/M lbar [(m_F g_R - m_l g_L) P_L + (m_F g_L - m_l g_R) P_R] F G + h.c.,
    M^2 |V + D G/M|^2 = ... + i e Q M A^mu V^dagger_mu G + h.c.

This is W_L-W_R mixing, a leptoquark, a Z' that changes flavour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from darktmm.numeric.brute_force.theory import Absorption, Bilinear, Theory
from darktmm.numeric.brute_force.triangle import (
    Fermion,
    Scalar,
    Vector,
    chiral,
    current,
    scalar_current,
    scalar_vector,
    three_vectors,
)

Array = NDArray[Any]

E = 0.3


@dataclass(frozen=True)
class OneVector:
    """Masses of l, F and V, couplings, charges of F and V, kappa of the magnetic coupling of V."""

    lepton: float = 1.0
    fermion: float = 2.0
    vector: float = 3.0
    left: complex = 0.7
    right: complex = 0.4
    Q_F: float = 0.0
    Q_V: float = -1.0
    kappa: float = 1.0
    xi: float = 1.0

    def theory(self) -> Theory:
        """l, F, V, G and the photon; V has a conjugate also where its charge is zero."""
        return Theory(
            fermions={"l": Fermion(self.lepton), "F": Fermion(self.fermion)},
            bosons={
                "V": Vector(self.vector, self.xi),
                "G": Scalar(np.sqrt(self.xi) * self.vector),
            },
            conjugate={"V": "V^c", "V^c": "V", "G": "G^c", "G^c": "G"},
            bilinears=self._bilinears(),
            absorptions=self._absorptions() if self.Q_V else [],
        )

    def _bilinears(self) -> list[Bilinear]:
        left, right = self.left, self.right
        goldstone = chiral(
            (self.fermion * right - self.lepton * left) * 1j / self.vector,
            (self.fermion * left - self.lepton * right) * 1j / self.vector,
        )
        conjugate = chiral(
            -1j * np.conj(self.fermion * left - self.lepton * right) / self.vector,
            -1j * np.conj(self.fermion * right - self.lepton * left) / self.vector,
        )
        charge = current(-E * self.Q_F, -E * self.Q_F)
        return [
            Bilinear("l", "F", "V", current(left, right)),
            Bilinear("F", "l", "V^c", current(np.conj(left), np.conj(right))),
            Bilinear("l", "F", "G", goldstone),
            Bilinear("F", "l", "G^c", conjugate),
            Bilinear("F", "F", "A", charge),
        ]

    def _absorptions(self) -> list[Absorption]:
        charge, k = E * self.Q_V, (1 + self.kappa) / 2
        coefficients = charge * np.array([[0, -k, k], [1, 0, -1], [-1, 1, 0]])
        mixed = 1j * charge * self.vector
        return [
            Absorption("A", "V", "V^c", three_vectors(coefficients)),
            Absorption("A", "G", "G^c", scalar_current(-charge, charge)),
            Absorption("A", "G", "V^c", scalar_vector(mixed, scalar_first=True)),
            Absorption("A", "G^c", "V", scalar_vector(-mixed, scalar_first=True)),
        ]

    def moment(self) -> Array:
        """2 m mu/(-e), which for a lepton of charge Q is Q a."""
        found = self.theory().amplitude("l", "l", "A", exact=True)
        return found.mu * 2 * self.lepton / -E

    def expected(self) -> float:
        """Q_F times the parameter integral of a neutral, Q_V times that of a charged vector."""
        eps, lam = self.fermion / self.lepton, self.lepton / self.vector
        vector, axial = (self.left + self.right) / 2, (self.right - self.left) / 2

        def on_fermion(x: float, eps: float) -> float:
            numerator = 2 * x * (1 - x) * (x - 2 * (1 - eps))
            numerator += lam**2 * (1 - eps) ** 2 * x**2 * (1 + eps - x)
            return numerator / ((1 - x) * (1 - lam**2 * x) + eps**2 * lam**2 * x)

        def on_vector(x: float, eps: float) -> float:
            numerator = 2 * x**2 * (1 + x - 2 * eps)
            numerator -= lam**2 * (1 - eps) ** 2 * x * (1 - x) * (x + eps)
            return numerator / (eps**2 * lam**2 * (1 - x) * (1 - x / eps**2) + x)

        total = 0.0
        for charge, integrand in ((self.Q_F, on_fermion), (self.Q_V, on_vector)):
            for coupling, sign in ((vector, 1), (axial, -1)):
                value = quad(integrand, 0, 1, args=(sign * eps,), epsabs=0, epsrel=1e-12)[0]
                total += charge * abs(coupling) ** 2 * value
        return total * lam**2 / (8 * np.pi**2)


CASES = {
    "W_L-W_R mixing": OneVector(),
    "leptoquark": OneVector(Q_F=-1 / 3, Q_V=-2 / 3),
    "flavour-violating Z'": OneVector(Q_F=-1, Q_V=0),
    "light V": OneVector(vector=0.4, fermion=1.5, Q_F=2, Q_V=-3, left=0.2, right=-0.5),
}


@pytest.mark.parametrize(
    ("name", "xi"),
    [
        ("flavour-violating Z'", 2.5),
        ("leptoquark", 2.5),
        *(pytest.param(name, xi, marks=pytest.mark.slow) for name in CASES for xi in (1.0, 0.7)),
    ],
)
def test_moment_with_exact_masses(name: str, xi: float) -> None:
    """The textbook integrals over x, with the Goldstone in any gauge."""
    case = replace(CASES[name], xi=xi)
    assert case.moment() == pytest.approx(np.full(2, case.expected()), rel=1e-8)


@pytest.mark.parametrize("name", ["W_L-W_R mixing", "leptoquark"])
def test_complex_couplings_to_first_order(name: str) -> None:
    """Independent of the gauge, and hermitian: an electric moment beside the magnetic one."""
    found = []
    for xi in (1.0, 0.3, 4.0):
        case = replace(CASES[name], right=0.4j + 0.1, lepton=1e-5, xi=xi)
        found.append(case.theory().amplitude("l", "l", "A").mu)
    scale = np.abs(found[0]).max()
    for mu in found:
        assert abs(mu[0] - np.conj(mu[1])) < 1e-10 * scale
        assert np.abs(mu - found[0]).max() < 1e-8 * scale
    assert abs(found[0][0].imag) > 0.1 * scale


def without_goldstone(theory: Theory) -> Theory:
    return replace(theory, bilinears=[t for t in theory.bilinears if t.boson[0] != "G"])


@pytest.mark.parametrize(
    ("kappa", "change"),
    [
        pytest.param(0.9, lambda theory: theory, id="kappa"),
        pytest.param(1.0, without_goldstone, id="Goldstone"),
    ],
)
def test_what_gauge_invariance_forbids_depends_on_the_gauge(
    kappa: float, change: Callable[[Theory], Theory]
) -> None:
    cases = [replace(CASES["leptoquark"], lepton=1e-5, kappa=kappa, xi=xi) for xi in (1.0, 2.5)]
    found = [change(case.theory()).amplitude("l", "l", "A").mu for case in cases]
    assert np.abs(found[1] - found[0]).max() > 1e-3 * np.abs(found[0]).max()
