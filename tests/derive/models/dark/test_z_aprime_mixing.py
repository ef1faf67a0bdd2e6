"""Mixing of A' with Z and photon: signs by three routes, textbook couplings, divergences, limits."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.conventions import ELEMENTARY_CHARGE, KINETIC_MIXING_SIGN
from darktmm.derive.laws.kinetic_mixing import EPSILON, kinetic_matrix
from darktmm.derive.loops.integrals import UV_POLE
from darktmm.derive.loops.vacuum_polarisation import Q_SQUARED, fermion_polarisation
from darktmm.derive.models.dark import (
    DARK_PHOTON,
    G_D,
    M_1,
    M_2,
    M_DIRAC,
    M_E,
    M_LEFT,
    M_RIGHT,
    Q_N,
    THETA,
    E,
    N,
    dark_model,
)
from darktmm.derive.models.dark import z_aprime_mixing as mixing
from darktmm.derive.models.dark.oblique import SCALE
from darktmm.derive.symbols import (
    M_APRIME,
    M_Z,
    PHOTON,
    THETA_W,
    G,
    Z,
)
from darktmm.derive.vertices import Chiral

S_W, C_W = sp.sin(THETA_W), sp.cos(THETA_W)
POINT = {G: sp.Rational(2, 3), THETA_W: sp.Rational(1, 2), G_D: sp.Rational(1, 2), Q_N: 3}


def number(expression: sp.Expr) -> float:
    return float(expression.subs(POINT).evalf(20))


# --- couplings ----------------------------------------------------------------------------------


def test_couplings_of_the_standard_model() -> None:
    """−(g/c_W)(T₃P_L − s_W²Q), −eQ: the sign is that of D_μ."""
    charges = {"nu": 0, "e": -1, "u": sp.Rational(2, 3), "d": -sp.Rational(1, 3)}
    isospin = {"nu": 1, "e": -1, "u": 1, "d": -1}
    for name, (z, photon) in mixing.standard_couplings().items():
        q, t3 = charges[name], sp.Rational(isospin[name], 2)
        assert sp.simplify(z.left + G / C_W * (t3 - S_W**2 * q)) == 0
        assert sp.simplify(z.right + G / C_W * (-(S_W**2) * q)) == 0
        assert sp.simplify(photon + G * S_W * q) == 0
    e, _ = mixing.standard_couplings()["e"]
    assert sp.simplify(e.left - G / C_W * (sp.Rational(1, 2) - S_W**2)) == 0
    assert sp.simplify(e.left + G / C_W * (sp.Rational(1, 2) - S_W**2)) != 0


def test_currents_of_the_doublet() -> None:
    """N: −g/2c_W, blind to the photon; E: −(g/c_W)(−½ + s_W²); the same dark charge."""
    assert sp.simplify(mixing.current(N, Z) + G / (2 * C_W)) == 0
    assert mixing.current(N, PHOTON) == 0
    assert sp.simplify(mixing.current(E, Z) + G / C_W * (-sp.Rational(1, 2) + S_W**2)) == 0
    assert sp.simplify(mixing.current(E, PHOTON) - G * S_W) == 0
    assert mixing.current(N, DARK_PHOTON) == mixing.current(E, DARK_PHOTON) == -G_D * Q_N


def test_shares_of_the_pairs() -> None:
    """½cos²2θ, ½cos²2θ, sin²2θ: together one Dirac fermion."""
    shares = [pair.share for pair in mixing.pairs()]
    assert sp.simplify(sum(shares) - 1) == 0
    assert [s.subs(THETA, sp.pi / 4) for s in shares] == [0, 0, 1]
    assert [s.subs(THETA, 0) for s in shares] == [sp.Rational(1, 2), sp.Rational(1, 2), 0]


# --- the loop -----------------------------------------------------------------------------------


def test_correlator_is_what_the_diagrams_of_z_and_aprime_give() -> None:
    """At q² = 0 as an identity (inside `mass_mixing`), at q² ≠ 0 by numbers."""
    assert mixing.mass_mixing().has(UV_POLE)
    rules = mixing.rules(dark_model(majorana_angle=THETA))
    point = {M_1: sp.Rational(-3, 10), M_2: sp.Rational(7, 10), THETA: sp.Rational(3, 5)}
    point |= {
        M_E: 2,
        UV_POLE: sp.Rational(1, 3),
        Q_SQUARED: -4,
        sp.Symbol("x", positive=True): sp.Rational(2, 7),
    }
    for vector in (Z, PHOTON, DARK_PHOTON):
        direct = fermion_polarisation(rules, vector, DARK_PHOTON).integrand()
        here = mixing.mixing_form(vector).integrand()
        # x ↔ 1 − x exchanges the lines of a pair: compare the even part
        x = sp.Symbol("x", positive=True)
        both = [f + f.subs(x, 1 - x) for f in (direct, here)]
        values = [number(f.subs(point)) for f in both]
        assert values[0] == pytest.approx(values[1], rel=1e-12, abs=0)
        assert abs(values[0]) > 1e-6


def test_divergence() -> None:
    """dΠ_NN/d ln Λ² = (m_L² + m_R²)/4π²; E adds nothing at q² = 0."""
    expected = (M_LEFT**2 + M_RIGHT**2) / (4 * sp.pi**2)
    assert sp.expand(mixing.divergence() - expected) == 0
    assert sp.expand(mixing.divergence() - (M_LEFT + M_RIGHT) ** 2 / (8 * sp.pi**2)) != 0
    assert mixing.charged_form().at_zero() == 0
    assert not mixing.divergence().has(M_DIRAC)


def test_no_mixing_where_the_symmetry_is_exact() -> None:
    exact = {M_1: -M_DIRAC, M_2: M_DIRAC, THETA: sp.pi / 4}
    assert sp.expand(mixing.unnamed(mixing.mass_mixing()).subs(exact)) == 0
    assert sp.expand(mixing.unnamed(mixing.mass_mixing()).subs({**exact, M_2: 2 * M_DIRAC})) != 0
    photon = mixing.mixing_form(PHOTON).at_zero()
    assert sp.expand(photon) == 0


def test_equal_majorana_masses() -> None:
    """m_D = 0: (g_Zg_DQ_N) m²/2π² · ln(Λ²/m²) and no constant, the sign that of Q_N."""
    m = sp.Symbol("m", positive=True)
    value = mixing.unnamed(mixing.at_scale(mixing.mass_mixing()))
    value = value.subs({M_1: m, M_2: m, THETA: sp.pi / 4}).doit()
    expected = G / (2 * C_W) * G_D * Q_N * m**2 / (2 * sp.pi**2) * sp.log(SCALE**2 / m**2)
    assert sp.simplify(sp.expand_log(value - expected, force=True)) == 0
    assert sp.simplify(sp.expand_log(value - expected / 2, force=True)) != 0


# --- signs --------------------------------------------------------------------------------------


def test_sign_by_diagonalising_the_mass_matrix() -> None:
    """½(M² + Π)VV: the light eigenvector carries −δ_Z of the current of Z."""
    m_z, m, delta = 91.0, 0.1, 1e-5
    matrix = np.array([[m_z**2, delta * m_z**2], [delta * m_z**2, m**2]])
    values, vectors = np.linalg.eigh(matrix)
    light = vectors[:, 0] / vectors[1, 0]
    assert values[0] < values[1]
    unit = mixing.induced(Chiral(sp.S.One, sp.S.Zero)).left
    induced = float(unit.subs({mixing.DELTA_Z: delta, M_Z: m_z}))
    assert light[0] == pytest.approx(induced, rel=1e-5, abs=0)
    assert light[0] != pytest.approx(-induced, rel=1e-5, abs=0)


def test_sign_by_the_equation_of_motion_of_z() -> None:
    """½M_Z²Z² + ΠZA' + g_ZZJ without kinetic terms: Z = −(ΠA' + g_ZJ)/M_Z²."""
    z, a, j, g, pi = sp.symbols("z a j g Pi")
    lagrangian = M_Z**2 * z**2 / 2 + pi * z * a + g * z * j
    (solution,) = sp.solve(sp.diff(lagrangian, z), z)
    coupling = sp.expand(lagrangian.subs(z, solution)).coeff(a * j)
    expected = mixing.induced(Chiral(g, sp.S.Zero)).left.subs(mixing.DELTA_Z, pi / M_Z**2)
    assert sp.simplify(coupling - expected) == 0
    assert sp.simplify(coupling + expected) != 0


def test_neutrinos_get_a_positive_coupling() -> None:
    """f_ii += δ_Z g/2c_W; the electron's axial coupling is half of it, with the other sign of T₃."""
    nu = mixing.universal_neutrino_coupling()
    assert sp.simplify(nu - mixing.DELTA_Z * G / (2 * C_W)) == 0
    e = mixing.induced(mixing.standard_couplings()["e"][0])
    assert sp.simplify((e.right - e.left) / 2 - nu / 2) == 0


def test_shift_of_both_masses() -> None:
    """Z goes up, A' down, by Π²/(M_Z² − m²); against eigenvalues."""
    m_z, m, delta = 91.0, 20.0, 1e-4
    up, down = (
        float(s.subs({M_Z: m_z, M_APRIME: m, mixing.DELTA_Z: delta}))
        for s in mixing.squared_masses()
    )
    mixed = delta * m_z**2
    light, heavy = np.linalg.eigvalsh([[m_z**2, mixed], [mixed, m**2]])
    assert up == pytest.approx(heavy - m_z**2, rel=1e-5, abs=0)
    assert down == pytest.approx(light - m**2, rel=1e-5, abs=0)
    assert up > 0 > down


# --- kinetic mixing -----------------------------------------------------------------------------


def test_kinetic_mixing_of_one_dirac_fermion() -> None:
    """|Δε| = (e g_D Q_N/12π²) ln(Λ²/M_E²), B. Holdom, Phys. Lett. B166 (1986) 196; it has E's sign."""
    value = mixing.at_scale(mixing.loop_epsilon()).subs(G, ELEMENTARY_CHARGE / S_W)
    expected = ELEMENTARY_CHARGE * G_D * Q_N / (12 * sp.pi**2) * sp.log(SCALE**2 / M_E**2)
    assert sp.simplify(sp.expand_log(value - expected, force=True)) == 0
    assert sp.simplify(sp.expand_log(value - 2 * expected, force=True)) != 0
    assert sp.simplify(sp.expand_log(value + expected, force=True)) != 0
    running = mixing.epsilon_running().subs(G, ELEMENTARY_CHARGE / S_W)
    assert sp.simplify(running - sp.diff(expected, SCALE) * SCALE) == 0


def test_sign_of_epsilon_by_static_fields() -> None:
    """A_y(z), A'_y(z): L = −½k²A_y² for −¼F², ε k²A_yA'_y for +½εFF', −ΠA_yA'_y for a loop.

    With q² = −k² the loop adds Π/q² to ε.
    """
    k, a, b, pi = sp.symbols("k a b Pi", positive=True)
    # F_{zy}F^{zy} twice, metric (+,−,−,−): F_{μν}F'^{μν} = 2 ∂_zA_y ∂_zA'_y → 2k²AA'
    free = -sp.Rational(1, 4) * 2 * k**2 * a**2
    assert sp.simplify(free - (-(k**2)) * a**2 / 2) == 0  # ½(q² − M²)A_y²: A_μA^μ = −A_y²
    tree = KINETIC_MIXING_SIGN * EPSILON / 2 * 2 * k**2 * a * b
    loop = -pi * a * b  # +ΠA_μA'^μ, since the mass term +½M²A_μA^μ goes with M² + Π
    (equivalent,) = sp.solve(tree - loop, EPSILON)
    assert sp.simplify(equivalent - pi / (-(k**2))) == 0
    assert kinetic_matrix()[0, 1] == -KINETIC_MIXING_SIGN * EPSILON


def test_z_kinetic_mixing_runs_with_both() -> None:
    """Pole of Π'_ZA': isospin drops out of the sum over N and E, the electric charge is left."""
    pole = sp.expand(mixing.mixing_form(Z).slope()).coeff(UV_POLE)
    dirac = mixing.charged_form().slope().diff(UV_POLE)
    expected = dirac * G_D * Q_N * G / C_W * S_W**2
    assert number(pole.subs(THETA, sp.Rational(1, 3))) == pytest.approx(number(expected), abs=0)
    assert number(pole.subs(THETA, sp.Rational(1, 3))) != pytest.approx(-number(expected), abs=0)


# --- weak charge --------------------------------------------------------------------------------


def test_weak_charge() -> None:
    """Z exchange itself: Q_W = Z(1 − 4s_W²) − N, and k = 2√2/G_F with G_F/√2 = g²/8c_W²M_Z²."""
    table = mixing.standard_couplings()
    e, u, d = (table[n][0] for n in ("e", "u", "d"))
    z, n = sp.symbols("Z N")
    axial = (e.right - e.left) / 2
    up, down = ((c.left + c.right) / 2 for c in (u, d))
    nucleus = (2 * z + n) * up + (z + 2 * n) * down
    charge = sp.simplify(mixing.weak_charge_unit() * axial * nucleus / M_Z**2)
    assert sp.simplify(charge - (z * (1 - 4 * S_W**2) - n)) == 0
    fermi = G**2 / (8 * C_W**2 * M_Z**2) * sp.sqrt(2)
    assert sp.simplify(mixing.weak_charge_unit() - 2 * sp.sqrt(2) / fermi) == 0


def test_mass_mixing_alone_rescales_the_weak_charge() -> None:
    """ΔQ_W/Q_W = δ_Z² M_Z²/m², H. Davoudiasl, H.-S. Lee, W. J. Marciano (2012): ρ_d = 1 + δ²."""
    table = mixing.standard_couplings()
    e, u = (mixing.induced(table[n][0]) for n in ("e", "u"))
    before, after = (
        (a.right - a.left) * (b.left + b.right) / mass**2
        for a, b, mass in ((table["e"][0], table["u"][0], M_Z), (e, u, M_APRIME))
    )
    assert sp.simplify(after / before - mixing.DELTA_Z**2 * M_Z**2 / M_APRIME**2) == 0
