"""Scattering through currents: against explicit spinors, the Standard Model and the Z; positivity."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import ELECTRON_MASS, ELEMENTARY_CHARGE
from darktmm.derive.laws import current_scattering
from darktmm.derive.laws import electroweak as weak
from darktmm.derive.laws.current_scattering import F_JI, G_L, G_R, KAPPA_E
from darktmm.derive.laws.kinetic_mixing import EPSILON
from darktmm.derive.laws.scattering import ENERGY, MEDIATOR, RECOIL, largest_recoil
from darktmm.derive.symbols import G_FERMI, M_Z, THETA_W, G, Z
from tests.derive import helicity
from tests.derive.equality import EVERY_RECOIL, PRECISION, agree, same
from tests.derive.helicity import METRIC, SPINS, Scattering, Vertex, bar, current, dot, u

COUPLING, KAPPA = 0.7 - 0.4j, 0.3
LEFT, RIGHT = 0.8, -0.35


def kinematics(point: tuple[float, ...]) -> dict[sp.Expr, float]:
    """A point for the expressions of `current_scattering`."""
    return dict(zip((ENERGY, RECOIL, ELECTRON_MASS, MEDIATOR), point, strict=True))


def amplitudes(
    point: tuple[float, ...], neutrino: Vertex, electron: Vertex, propagator: Any = METRIC
) -> Any:
    """M for each set of helicities, ν_L coming in; γ^μ against γ_μ if no propagator is given."""
    energy, recoil, mass, _ = point
    event = Scattering(energy, recoil, mass, seed=11)
    found = []
    for s, t, a, b in product(SPINS, repeat=4):
        upper = current(bar(u(event.k_out, 0, t)), neutrino, helicity.P_L @ u(event.k, 0, s))
        lower = current(bar(u(event.p_out, mass, b)), electron, u(event.p, mass, a))
        found.append(upper @ propagator @ lower)
    return np.array(found)


def averaged(amplitude: Any) -> float:
    """Sum of squares, averaged over the spin of the target."""
    return float(np.sum(np.abs(amplitude) ** 2)) / 2


def spinors(point: tuple[float, ...], left: float, right: float, handed: complex = 0) -> float:
    """|M|² of the four-fermion coupling; `handed` is what right-handed neutrinos would see."""
    neutrino = helicity.vector_vertex(1, handed)
    return averaged(amplitudes(point, neutrino, helicity.vector_vertex(left, right)))


def massive(point: tuple[float, ...], left: float = KAPPA, right: float = KAPPA) -> Any:
    """M of the exchange of a vector, q_μq_ν/M² included, with i's as in the Feynman rules."""
    energy, recoil, mass, mediator = point
    q = Scattering(energy, recoil, mass, seed=11).q
    polarisations = METRIC - np.outer(METRIC @ q, METRIC @ q) / mediator**2
    propagator = -1j * polarisations / (dot(q, q) - mediator**2)
    vertices = (helicity.vector_vertex(1j * c, 1j * d) for c, d in ((COUPLING, 0), (left, right)))
    return amplitudes(point, *vertices, propagator) / 1j


# --- |M|² ---------------------------------------------------------------------------------------


def form(point: tuple[float, ...], left: float = LEFT, right: float = RIGHT) -> float:
    """|M|², derived."""
    x = np.array(current_scattering.spin_form().subs(kinematics(point)), dtype=float)
    c = np.array([left, right])
    return float(c @ x @ c)


@EVERY_RECOIL
def test_spin_form(point: tuple[float, ...]) -> None:
    """Exact in the electron mass; a right-handed coupling of the neutrino is not seen."""
    assert agree(form(point), spinors(point, LEFT, RIGHT))
    assert agree(form(point), spinors(point, LEFT, RIGHT, handed=5.0))


@EVERY_RECOIL
@pytest.mark.parametrize("mutation", [(RIGHT, LEFT), (LEFT, -RIGHT), (2 * LEFT, RIGHT)])
def test_spin_form_rejects_mutations(
    point: tuple[float, ...], mutation: tuple[float, float]
) -> None:
    """Chiralities exchanged, the sign of the interference, a factor of two."""
    assert not agree(form(point, *mutation), spinors(point, LEFT, RIGHT))


@EVERY_RECOIL
def test_exchange(point: tuple[float, ...]) -> None:
    """Modulus and phase of A' exchange, with the whole propagator."""
    values = {**kinematics(point), F_JI: COUPLING, KAPPA_E: KAPPA}
    ours = complex(current_scattering.exchange().subs(values))
    contact = amplitudes(point, helicity.vector_vertex(1, 0), helicity.vector_vertex(1, 1))
    explicit = massive(point)
    scale = np.max(np.abs(explicit))
    assert np.max(np.abs(ours * contact - explicit)) < PRECISION * scale
    for wrong in (-ours, np.conj(ours), 2 * ours):
        assert np.max(np.abs(wrong * contact - explicit)) > 0.1 * scale


@EVERY_RECOIL
def test_axial_electrons_do_not_see_the_longitudinal_part(point: tuple[float, ...]) -> None:
    """q_μ meets massless neutrinos: the exchange is a four-fermion coupling for any electron vertex."""
    _, recoil, mass, mediator = point
    strength = abs(COUPLING) ** 2 / (mediator**2 + 2 * mass * recoil) ** 2
    assert agree(strength * form(point), averaged(massive(point, LEFT, RIGHT)))


# --- cross-section ------------------------------------------------------------------------------


def test_standard_model() -> None:
    """The law of 't Hooft."""
    ratio = RECOIL / ENERGY
    expected = (2 * G_FERMI**2 * ELECTRON_MASS / sp.pi) * (
        G_L**2 + G_R**2 * (1 - ratio) ** 2 - G_L * G_R * ELECTRON_MASS * RECOIL / ENERGY**2
    )
    ours = current_scattering.standard_model()
    assert same(ours, expected)
    assert not same(ours, 2 * expected)
    assert not same(ours, expected.subs({G_L: G_R, G_R: G_L}, simultaneous=True))
    assert not same(ours, expected.subs(G_R, -G_R))


def test_total_cross_section_at_high_energy() -> None:
    """G_F² s/π · (g_L² + g_R²/3), s = 2mₑE."""
    integral = sp.integrate(sp.expand(current_scattering.standard_model()), (RECOIL, 0, ENERGY))
    leading = sp.limit(integral / ENERGY, ENERGY, sp.oo)
    expected = G_FERMI**2 * 2 * ELECTRON_MASS / sp.pi * (G_L**2 + G_R**2 / 3)
    assert same(leading, expected)
    assert not same(leading, expected.subs(G_R, G_R / 3))


def test_exchange_of_a_dark_photon_is_a_shift() -> None:
    """dσ/dT of A' alone is that of the Standard Model at g_L = g_R = |η|."""
    strength = sp.Symbol("f", positive=True)
    kappa = EPSILON * ELEMENTARY_CHARGE
    eta = current_scattering.shift().subs({F_JI: strength, KAPPA_E: kappa})
    ours = current_scattering.cross_section().subs(sp.Abs(F_JI), strength)
    shifted = current_scattering.standard_model().subs({G_L: eta, G_R: eta})
    assert same(ours, shifted)
    assert not same(ours, shifted.subs(MEDIATOR, 0))
    assert not same(ours, current_scattering.standard_model().subs({G_L: eta, G_R: -eta}))


def test_shift_of_the_z_is_its_neutral_current() -> None:
    """Same law, couplings of the Z to ν and to the left-handed e, M → M_Z: −1/2 + sin²θ_W, with its sign."""
    neutrino = weak.neutrino_coupling().left
    electron = weak.coupling(weak.lepton_rules(), weak.ELECTRON, weak.ELECTRON, Z).left
    # G_F/√2 = g²/8M_W², M_W = M_Z cos θ_W
    mass = M_Z
    fermi = sp.sqrt(2) * G**2 / (8 * (mass * sp.cos(THETA_W)) ** 2)
    values = {F_JI: neutrino, KAPPA_E: electron, G_FERMI: fermi, RECOIL: 0, MEDIATOR: mass}
    found = current_scattering.shift().subs(values, simultaneous=True)
    tree = -sp.Rational(1, 2) + sp.sin(THETA_W) ** 2
    assert same(found, tree)
    for wrong in (-tree, 2 * tree, tree - 1):
        assert not same(found, wrong)


# --- positivity ---------------------------------------------------------------------------------


def test_the_form_is_positive_below_the_largest_recoil() -> None:
    """det X vanishes at T_max, where two helicity amplitudes become one, and not before."""
    found = current_scattering.discriminant()
    assert same(found.subs(RECOIL, largest_recoil()), sp.S.Zero)
    assert found.subs(RECOIL, 0) == 1
    roots = sp.solve(found, RECOIL)
    assert largest_recoil() in [sp.factor(r) for r in roots]
    for energy, mass in ((0.862, 0.511), (0.01, 0.511), (50.0, 0.511)):
        x = current_scattering.spin_form().subs({ENERGY: energy, ELECTRON_MASS: mass})
        largest = float(largest_recoil().subs({ENERGY: energy, ELECTRON_MASS: mass}))
        lowest = [
            np.linalg.eigvalsh(np.array(x.subs(RECOIL, share * largest), dtype=float))[0]
            for share in (0.01, 0.5, 0.99, 1.01)
        ]
        assert min(lowest[:3]) > 0 > lowest[3]


@EVERY_RECOIL
def test_dipole_does_not_interfere(point: tuple[float, ...]) -> None:
    """Rates of dipole and vector add; two vectors do interfere."""
    assert current_scattering.dipole_interference() == (0, 0)
    energy, recoil, mass, _ = point
    q = Scattering(energy, recoil, mass, seed=11).q
    electron = helicity.vector_vertex(KAPPA, KAPPA)
    dipole = amplitudes(point, helicity.dipole_vertex(0.4 + 1j, 0.2, q), electron)
    weak = amplitudes(point, helicity.vector_vertex(1, 0), helicity.vector_vertex(LEFT, RIGHT))
    vector = amplitudes(point, helicity.vector_vertex(COUPLING, 0), electron)
    assert agree(averaged(dipole + weak), averaged(dipole) + averaged(weak))
    assert not agree(averaged(vector + weak), averaged(vector) + averaged(weak))


def test_result() -> None:
    """Exact, and the formulas are those that are exported."""
    found = current_scattering.result(None)
    laws = [e.right for e in found.formulas]
    assert all(not law.has(sp.Float) for law in laws)
    assert current_scattering.standard_model() in laws
    assert current_scattering.cross_section() in laws
    assert "does not interfere" in found.remarks[-1]
