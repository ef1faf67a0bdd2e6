"""The electroweak theory by brute force: known moments, gauge independence, and what breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from darktmm.numeric.brute_force.dirac import GAMMA, P_L, P_R
from darktmm.numeric.brute_force.electroweak import Electroweak, takagi
from darktmm.numeric.brute_force.gauge import structure_constants
from darktmm.numeric.brute_force.theory import Absorption, Bilinear, Theory
from darktmm.numeric.brute_force.triangle import (
    BosonRadiates,
    FermionRadiates,
    FormFactors,
    Scalar,
    Vector,
    form_factors,
    three_vectors,
)

Array = NDArray[Any]

MODEL = Electroweak()

GAUGES = (1.0, 2.5, pytest.param(0.3, marks=pytest.mark.slow))


def in_gauge(xi: float) -> Electroweak:
    return replace(MODEL, xi_W=xi, xi_Z=1 / xi, xi_A=2 * xi)


def unitary(size: int, seed: int = 3) -> Array:
    rng = np.random.default_rng(seed)
    return np.linalg.qr(rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size)))[0]


def largest(difference: Array) -> float:
    return float(np.max(np.abs(difference)))


def neutrino_function(r: Array) -> Array:
    """3/2 at r = 0: the W loop with a lepton of squared mass r M_W^2, to all orders in r."""
    return 3 / (4 * (1 - r) ** 3) * (2 - 7 * r + 6 * r**2 - 2 * r**2 * np.log(r) - r**3)


def seesaw_function(x: Array) -> Array:
    """G_gamma of mu -> e gamma with a neutrino of squared mass x M_W^2.

    The mean over a circle around a point near x = 1, where the closed form is 0/0, is the value in its middle.
    """
    radius = np.where(np.abs(x - 1) < 0.1, 0.5, 0.0)
    x = x[:, None] + radius[:, None] * np.exp(2j * np.pi * (np.arange(64) + 0.5) / 64)
    rational = -x * (2 * x**2 + 5 * x - 1) / (4 * (1 - x) ** 3)
    return np.mean(rational - 3 * x**3 * np.log(x) / (2 * (1 - x) ** 4), axis=1).real


def per_mass(model: Electroweak) -> float:
    """e G_F/(4 sqrt2 pi^2)."""
    return model.e * model.fermi / (4 * np.sqrt(2) * np.pi**2)


# --- the vertices ----------------------------------------------------------------------------


def only(terms: list[Bilinear], *names: str) -> Array:
    """The matrix of the one term with these names."""
    (term,) = (t for t in terms if (t.bar, t.field, t.boson) == names)
    return term.matrix


def test_charges_and_signs() -> None:
    """D_mu = d_mu + i e Q A_mu for leptons and W; W^- goes with lbar nu; the Goldstone as Ward's identity says."""
    U = unitary(2)
    m_nu, m_l = [30.0, 40.0], [20.0, 50.0]
    theory = MODEL.dirac(m_nu, m_l, U)
    terms = theory.bilinears
    assert largest(only(terms, "l1", "l1", "A") - MODEL.e * GAMMA) < 1e-14
    assert not [t for t in terms if t.bar.startswith("nu") and t.boson == "A"]
    charged = only(terms, "l1", "nu2", "W-")
    assert largest(charged + MODEL.g / np.sqrt(2) * U[0, 1] * GAMMA @ P_L) < 1e-14
    # i dslash between the masses: (m_l P_L - m_nu P_R) up to one phase of G for all pairs
    phases = [
        only(terms, f"l{a + 1}", f"nu{i + 1}", "G-") / (MODEL.g / np.sqrt(2) / MODEL.M_W * U[a, i])
        for a in range(2)
        for i in range(2)
    ]
    pairs = [(m, n) for m in m_l for n in m_nu]
    expected = [m * P_L - n * P_R for m, n in pairs]
    common = phases[0][0, 0] / expected[0][0, 0]
    assert abs(common) == pytest.approx(1)
    for found, wanted in zip(phases, expected, strict=True):
        assert largest(found - common * wanted) < 1e-10


def test_gauge_bosons_have_their_masses() -> None:
    theory = in_gauge(2.0).dirac([1.0], [2.0], np.eye(1))
    found = {name: line.mass for name, line in theory.bosons.items()}
    expected = {"W+": 80.0, "Z": 91.0, "A": 0.0, "H": 125.0}
    expected |= {"G+": 80 * np.sqrt(2), "G0": 91 * np.sqrt(0.5)}
    assert {n: found[n] for n in expected} == pytest.approx(expected, abs=1e-10)


def test_three_vectors_are_yang_mills() -> None:
    """A W+ W-: e [g^{ab} (k_1 - k_2)^mu + ...] up to one sign."""
    theory = MODEL.dirac([1.0], [2.0], np.eye(1))
    (vertex,) = (
        a for a in theory.absorptions if (a.vector, {a.first, a.second}) == ("A", {"W+", "W-"})
    )
    yang_mills = three_vectors(np.array([[0, 1, -1], [-1, 0, 1], [1, -1, 0]]))
    there = np.abs(yang_mills) > 0.5
    ratio = vertex.tensor[there] / yang_mills[there]
    assert abs(ratio[0]) == pytest.approx(MODEL.e) and largest(ratio - ratio[0]) < 1e-14
    assert np.count_nonzero(np.abs(vertex.tensor) > 1e-12) == len(ratio)


def test_what_is_no_gauge_theory_is_refused() -> None:
    with pytest.raises(ValueError, match="unitary"):
        MODEL.dirac([1.0, 2.0], [3.0, 4.0], np.ones((2, 2)))
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="close"):
        structure_constants(rng.normal(size=(3, 3, 3)))


def test_takagi() -> None:
    """Also where masses differ by eight orders of magnitude."""
    m_D, heavy = 1e-3 * np.array([[1, 0.4j], [0.3, 2]]), np.array([[10, 2j], [2j, 30]])
    m = np.block([[0 * m_D, m_D], [m_D.T, heavy]])
    masses, V = takagi(m)
    assert largest(V.conj().T @ V - np.eye(4)) < 1e-7
    assert largest(V.T @ m @ V - np.diag(masses)) < 1e-13
    assert np.all(masses >= 0)


# --- neutrinos -------------------------------------------------------------------------------

LEPTONS = (20.0, 50.0)
NEUTRINOS = (1e-3, 2e-3)


@cache
def dirac_moments(incoming: str, outgoing: str, xi: float) -> FormFactors:
    theory = in_gauge(xi).dirac(NEUTRINOS, LEPTONS, unitary(2))
    return theory.amplitude(incoming, outgoing, "A")


def weighted(B: Array, i: int, j: int) -> complex:
    """sum_l B*_{lj} B_{li} f(r_l)."""
    r = np.square(LEPTONS) / MODEL.M_W**2
    return complex(np.sum(B[:, j].conj() * B[:, i] * neutrino_function(r)))


@pytest.mark.parametrize("xi", GAUGES)
def test_moment_of_a_dirac_neutrino(xi: float) -> None:
    """e G_F m/(4 sqrt2 pi^2) sum |U|^2 f(r); the field's energy is -mu sigma.B, our sign the opposite."""
    found = dirac_moments("nu2", "nu2", xi).mu
    expected = -per_mass(MODEL) * NEUTRINOS[1] * weighted(unitary(2), 1, 1)
    assert found == pytest.approx(np.full(2, expected), rel=1e-8)
    assert neutrino_function(np.array(1e-12)) == pytest.approx(1.5)  # 3 e G_F m/(8 sqrt2 pi^2)


@pytest.mark.parametrize("xi", GAUGES)
def test_transition_moment_of_dirac_neutrinos(xi: float) -> None:
    """m_j P_L + m_i P_R: (m_i + m_j)/2 magnetic, (m_i - m_j)/2 electric."""
    found = dirac_moments("nu1", "nu2", xi).mu
    common = -per_mass(MODEL) * weighted(unitary(2), 0, 1)
    assert found == pytest.approx(common * np.array([NEUTRINOS[1], NEUTRINOS[0]]), rel=1e-8)


def test_gim() -> None:
    """The transition vanishes for equal leptons, and the part of U that is unitary is what cancels."""
    equal = MODEL.dirac(NEUTRINOS, (20.0, 20.0), unitary(2)).amplitude("nu1", "nu2", "A")
    assert largest(equal.mu) < 1e-10 * largest(dirac_moments("nu1", "nu2", 1.0).mu)


M_D = 0.5 * np.array([[1, 0.4j], [0.3, 2]])
HEAVY = np.array([[100, 20j], [20j, 250.0]])


def light_mixing(m_D: Array, heavy: Array) -> tuple[Array, Array]:
    masses, V = takagi(np.block([[0 * m_D, m_D.conj()], [m_D.conj().T, heavy.conj()]]))
    return masses, V[: len(m_D)]


@pytest.mark.parametrize("xi", [1.0, pytest.param(2.5, marks=pytest.mark.slow)])
def test_transition_moment_of_majorana_neutrinos(xi: float) -> None:
    """Twice the real part for the electric, twice the imaginary part for the magnetic moment of a Dirac pair."""
    found = in_gauge(xi).majorana(M_D, HEAVY, LEPTONS).amplitude("n1", "n2", "A").mu
    masses, B = light_mixing(M_D, HEAVY)
    S, K = weighted(B, 0, 1), -per_mass(MODEL)
    magnetic, electric = found.mean(), (found[1] - found[0]) / 2
    assert magnetic == pytest.approx(1j * K * (masses[0] + masses[1]) * S.imag, rel=1e-7)
    assert electric == pytest.approx(K * (masses[0] - masses[1]) * S.real, rel=1e-7)


@pytest.mark.parametrize(("phase", "kept"), [pytest.param(1.0, 1, marks=pytest.mark.slow), (1j, 0)])
def test_majorana_neutrinos_that_conserve_cp(phase: complex, kept: int) -> None:
    """Equal CP phases: electric only. Opposite ones, a relative i: magnetic only. Never diagonal."""
    theory = MODEL.majorana(M_D.real * np.array([1, phase]), np.diag([100.0, 250.0]), LEPTONS)
    left, right = theory.amplitude("n1", "n2", "A").mu
    parts = np.abs([left + right, right - left])
    assert parts[1 - kept] < 1e-9 * parts[kept]
    diagonal = theory.amplitude("n1", "n1", "A").mu
    assert largest(diagonal) < 1e-9 * parts[kept]


# --- charged leptons -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "neutrinos", [(1e-3, 30.0), (60.0, 150.0), (400.0, 5000.0), (20.0, 80.0), (80.0, 80.01)]
)
def test_mu_to_e_gamma(neutrinos: Sequence[float]) -> None:
    """-e g^2 m_mu/(32 pi^2 M_W^2) sum U_e U_mu^* G_gamma: light, heavy and of the mass of W, with Goldstones."""
    U, leptons = unitary(2), (1e-4, 2e-2)
    found = in_gauge(2.5).dirac(neutrinos, leptons, U).amplitude("l2", "l1", "A").mu
    x = np.square(neutrinos) / MODEL.M_W**2
    common = -MODEL.e * MODEL.g**2 / (32 * np.pi**2 * MODEL.M_W**2)
    expected = common * np.sum(U[0] * U[1].conj() * seesaw_function(x))
    assert found == pytest.approx(expected * np.array(leptons), rel=1e-6)


@cache
def parts_of_a_mu(xi: float, exact: bool = False) -> dict[str, complex]:
    """a_mu in G_F m^2/(8 sqrt2 pi^2), by what is exchanged."""
    m = 1e-2
    theory = replace(in_gauge(xi), xi_A=1.0).dirac([1e-4 * m], [m], np.eye(1))
    parts = dict.fromkeys(("A", "W", "Z", "H"), 0j)
    z, h = theory.bosons["G0"], theory.bosons["H"]
    for diagram in theory.diagrams("l1", "l1", "A"):
        if isinstance(diagram, BosonRadiates):
            name = "W"
        elif diagram.boson == h:
            name = "H"
        else:
            name = "A" if diagram.boson == Vector(0.0) else "Z"
            assert name == "A" or diagram.boson in (z, theory.bosons["Z"])
        if name != "A":
            parts[name] += form_factors(diagram, m, m, exact=exact).mu.mean()
    unit = MODEL.e / (2 * m) * MODEL.fermi * m**2 / (8 * np.sqrt(2) * np.pi**2)
    return {name: mu / unit for name, mu in parts.items()}


@pytest.mark.parametrize("xi", GAUGES)
def test_electroweak_g_minus_2(xi: float) -> None:
    """10/3 and ((1 - 4 s^2)^2 - 5)/3; corrections of m^2/M_W^2."""
    parts = parts_of_a_mu(xi)
    vector = (1 - 4 * MODEL.sine**2) ** 2
    assert parts["W"] == pytest.approx(10 / 3, rel=1e-6)
    assert parts["Z"] == pytest.approx((vector - 5) / 3, rel=1e-6)


def test_higgs_in_g_minus_2() -> None:
    """A light Higgs boson, exact external mass: the textbook integral."""
    m, mass = 5.0, 4.0
    theory = replace(MODEL, M_H=mass).dirac([1e-4], [m], np.eye(1))
    (diagram,) = (
        d
        for d in theory.diagrams("l1", "l1", "A")
        if isinstance(d, FermionRadiates) and d.boson == Scalar(mass)
    )
    mu = form_factors(diagram, m, m, exact=True).mu
    x, w = np.polynomial.legendre.leggauss(60)
    x, w = (1 + x) / 2, w / 2
    integral = np.sum(w * x**2 * (2 - x) / (x**2 + (1 - x) * (mass / m) ** 2))
    anomalous = (m / MODEL.v) ** 2 / (8 * np.pi**2) * integral
    assert mu * 2 * m / MODEL.e == pytest.approx(np.full(2, anomalous), rel=1e-9)


# --- mutations -------------------------------------------------------------------------------


def with_absorption(theory: Theory, names: set[str], change: Any) -> Theory:
    """One coupling of the photon to two bosons replaced."""
    changed = [
        Absorption(a.vector, a.first, a.second, change(a.tensor))
        if a.vector == "A" and {a.first, a.second} == names
        else a
        for a in theory.absorptions
    ]
    assert any(x.tensor is not y.tensor for x, y in zip(changed, theory.absorptions, strict=True))
    return replace(theory, absorptions=changed)


def with_bilinear(theory: Theory, bar: str, field: str, boson: str) -> Theory:
    """The sign of one coupling turned."""
    changed = [
        Bilinear(t.bar, t.field, t.boson, -t.matrix)
        if (t.bar, t.field, t.boson) == (bar, field, boson)
        else t
        for t in theory.bilinears
    ]
    return replace(theory, bilinears=changed)


def one_momentum_turned(tensor: Array) -> Array:
    """The sign of k^mu of the photon alone."""
    changed = tensor.copy()
    changed[0] *= -1
    return changed


MUTATIONS = {
    "three vectors": lambda t: with_absorption(t, {"W+", "W-"}, one_momentum_turned),
    "vector and Goldstone": lambda t: with_absorption(t, {"W+", "G-"}, np.negative),
    "two Goldstones": lambda t: with_absorption(t, {"G+", "G-"}, np.negative),
    "Goldstone of one lepton": lambda t: with_bilinear(t, "l1", "nu1", "G-"),
}


@pytest.mark.parametrize("name", [None, *MUTATIONS])
def test_one_wrong_sign_is_seen(name: str | None) -> None:
    """The moment depends on the gauge as soon as one sign is wrong, and only then."""
    found = []
    for xi in (1.0, 2.5):
        theory = in_gauge(xi).dirac([1e-3], [50.0], np.eye(1))
        changed = MUTATIONS[name](theory) if name else theory
        found.append(changed.amplitude("nu1", "nu1", "A").mu)
    change = largest(found[1] - found[0]) / largest(found[0])
    assert change > 1e-3 if name else change < 1e-8
