"""Self-tests of the brute-force loop: symmetries, Ward identity, independent integrals."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from darktmm.numeric.brute_force.dirac import CHARGE_CONJUGATION, GAMMA, METRIC
from darktmm.numeric.models.dark.brute_force import neutral as bf
from darktmm.numeric.models.dark.brute_force.neutral import (
    Quadrature,
    UnrotatedTheory,
    dipole_at,
    radiative_mass,
    transition_amplitude,
)

Array = NDArray[Any]

# Good to about 1e-10 in T, and quick.
QUICK = Quadrature(momentum_fraction=1.5e-2, polar_order=4)

YUKAWA = np.array(
    [[0.08 + 0.01j, 0.02 + 0.05j], [0.03 - 0.01j, 0.07 + 0.02j], [0.01 + 0.02j, -0.04 + 0.03j]]
)


def rotation(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])


def rotated(angle: float, masses: tuple[float, float]) -> Array:
    r = rotation(angle)
    return np.asarray(r @ np.diag(np.square(masses)) @ r.T)


def make(**changes: Any) -> UnrotatedTheory:
    """A theory without accidental symmetries, m_L different from m_R, with some changes."""
    fields: dict[str, Any] = {
        "m_L": 0.7,
        "m_R": 1.3,
        "m_D": 0.4,
        "mass_squared_R": rotated(0.3, (0.25, 0.35)),
        "mass_squared_I": rotated(1.1, (0.20, 0.40)),
        "yukawa": YUKAWA,
        "g_D": 0.5,
        "Q_N": 1.0,
        "Q_S": -1.0,
    }
    return UnrotatedTheory(**(fields | changes))


def mixed_scalars() -> UnrotatedTheory:
    """The same with S_R and S_I mixed by a generic 2n x 2n matrix."""
    return make(mass_squared_RI=np.array([[0.004, -0.011], [0.007, 0.009]]))


@cache
def generic() -> bf.BruteForceAmplitude:
    return transition_amplitude(make(), QUICK)


def largest(matrix: Array) -> float:
    return float(np.max(np.abs(matrix)))


def assert_close(actual: Array, expected: Array, rtol: float = 1e-9) -> None:
    """Entrywise agreement relative to the largest entry."""
    assert largest(actual - expected) <= rtol * max(largest(expected), 1e-300)


# ----------------------------------------------------------------------------------------------
# The rules themselves
# ----------------------------------------------------------------------------------------------


def test_nambu_kernel_and_vertices_respect_fermi_statistics() -> None:
    """Psi^c = tau_1 Psi: every bilinear must equal its charge conjugate, or it vanishes."""
    theory = mixed_scalars()
    c = CHARGE_CONJUGATION
    nambu = np.kron(np.array([[0, 1], [1, 0]]), c)
    k = np.array([0.3, -0.2, 0.5, 0.9], dtype=complex)
    flipped = nambu @ theory.inverse_propagator(-k).T @ np.linalg.inv(nambu)
    np.testing.assert_allclose(flipped, theory.inverse_propagator(k), atol=1e-14)
    for gamma in GAMMA:
        current = np.kron(bf.TAU_3, gamma)
        np.testing.assert_allclose(nambu @ current.T @ np.linalg.inv(nambu), current, atol=1e-15)
    # nubar V Psi = Psibar Vbar nu, the two ways of writing one and the same Yukawa term.
    emission, absorption = theory.emission_vertex(), theory.absorption_vertex()
    transposed = np.einsum("ab,iscb,cd->isad", c, absorption, np.linalg.inv(nambu))
    np.testing.assert_allclose(transposed, emission, atol=1e-15)


def test_dirac_limit_of_the_propagator() -> None:
    theory = make(m_L=0.0, m_R=0.0, m_D=0.6)
    k = np.array([0.3, -0.2, 0.5, 0.9], dtype=complex)
    slash = np.einsum("m,mab->ab", METRIC @ k, GAMMA)
    dirac = (slash + 0.6 * np.eye(4)) / (k @ METRIC @ k - 0.36)
    np.testing.assert_allclose(theory.fermion_propagator(k), np.kron(np.eye(2), dirac), atol=1e-14)


@pytest.mark.parametrize("chirality", ["L", "R"])
def test_null_momenta(chirality: str) -> None:
    p, p_out = bf.null_momenta(0.1, chirality)
    for k in (p, p_out, p_out - p):
        assert abs(k @ METRIC @ k) < 1e-16
    assert largest(np.array([p, p_out])) == pytest.approx(0.1)


def test_sphere_integrates_polynomials_exactly() -> None:
    directions, weights = bf.sphere(5)
    for rotation_matrix in (np.eye(4), bf._ROTATION):
        x = directions @ rotation_matrix.T
        moments = [weights.sum(), weights @ x[:, 0] ** 2, weights @ (x[:, 1] * x[:, 2]) ** 2]
        # <1> = 1, <x_0^2> = 1/4, <x_1^2 x_2^2> = 1/24 of 2 pi^2; <x_3^8> = 7!!/(4*6*8*10).
        moments.append(weights @ x[:, 3] ** 8)
        exact = 2 * np.pi**2 * np.array([1, 1 / 4, 1 / 24, 105 / 1920])
        np.testing.assert_allclose(moments, exact, rtol=1e-13)


# ----------------------------------------------------------------------------------------------
# Symmetries of the amplitude
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theory", [make(), mixed_scalars()], ids=["unmixed", "R-I mixed"])
def test_majorana_antisymmetry_and_hermiticity(theory: UnrotatedTheory) -> None:
    amplitude = transition_amplitude(theory, QUICK)
    T, R = amplitude.total.T, amplitude.total.R
    assert largest(T) > 1e-9
    assert_close(T.T, -T)
    assert_close(R, -T.conj())
    assert_close(amplitude.f, amplitude.f.conj().T)
    assert_close(amplitude.f_partner, -amplitude.f.T)
    assert amplitude.residual < 1e-10
    assert amplitude.uncertainty_T < 1e-8 * largest(T)
    assert amplitude.uncertainty_f < 1e-10 * largest(amplitude.f)


def test_fermion_radiated_dipole_vanishes() -> None:
    fermion, scalar = generic().fermion_radiated, generic().scalar_radiated
    assert largest(fermion.T) < 1e-8 * largest(scalar.T)
    assert largest(fermion.R) < 1e-8 * largest(scalar.R)
    assert largest(fermion.T) < 10 * generic().uncertainty_T


@pytest.mark.parametrize(
    "changes",
    [
        {"m_L": 0.0, "m_R": 0.0},
        {"mass_squared_I": rotated(0.3, (0.25, 0.35))},
        {"mass_squared_I": rotated(0.3, (0.20, 0.40))},  # S_R and S_I aligned
    ],
    ids=["no Majorana mass", "degenerate scalars", "aligned scalars"],
)
def test_dipole_vanishes(changes: dict[str, Any]) -> None:
    # The rounding noise scales with the typical, not with the vanishing dipole.
    assert largest(transition_amplitude(make(**changes), QUICK).total.T) < 1e-8 * largest(
        generic().total.T
    )


def test_one_scalar_has_no_dipole() -> None:
    theory = make(mass_squared_R=[[0.1]], mass_squared_I=[[0.2]], yukawa=YUKAWA[:, :1])
    assert largest(transition_amplitude(theory, QUICK).total.T) < 1e-8 * largest(generic().total.T)


def test_scalar_basis_independence() -> None:
    theory, o = make(), rotation(0.77)
    changed = make(
        mass_squared_R=o @ theory.mass_squared_R @ o.T,
        mass_squared_I=o @ theory.mass_squared_I @ o.T,
        yukawa=YUKAWA @ o.T,
    )
    amplitude = transition_amplitude(changed, QUICK)
    assert_close(amplitude.total.T, generic().total.T)
    assert_close(amplitude.f, generic().f)
    assert_close(radiative_mass(changed).matrix, radiative_mass(theory).matrix)


def test_scalar_rephasing_and_unitary_basis_change() -> None:
    """S -> U S with U in U(2), a real 4x4 rotation that mixes S_R and S_I, commutes with Q."""
    theory = make()
    generator = np.array([[0.3, 0.5 - 0.2j], [0.5 + 0.2j, -0.8]])
    values, vectors = np.linalg.eigh(generator)
    u = vectors @ np.diag(np.exp(1j * values)) @ vectors.conj().T
    real = np.block([[u.real, -u.imag], [u.imag, u.real]])
    full = real @ theory.scalar_mass_squared @ real.T
    changed = UnrotatedTheory.from_full_scalar_matrix(
        m_L=theory.m_L,
        m_R=theory.m_R,
        m_D=theory.m_D,
        scalar_mass_squared=(full + full.T) / 2,
        yukawa=YUKAWA @ u.conj().T,
        g_D=theory.g_D,
        Q_N=theory.Q_N,
        Q_S=theory.Q_S,
    )
    amplitude = transition_amplitude(changed, QUICK)
    assert_close(amplitude.total.T, generic().total.T)
    assert_close(amplitude.f, generic().f)
    assert_close(radiative_mass(changed).matrix, radiative_mass(theory).matrix)


def test_fermion_rephasing() -> None:
    """N -> i N turns the signs of both Majorana masses."""
    changed = make(m_L=-0.7, m_R=-1.3, yukawa=1j * YUKAWA)
    assert_close(transition_amplitude(changed, QUICK).total.T, generic().total.T)
    assert_close(radiative_mass(changed).matrix, radiative_mass(make()).matrix)


def test_flavour_covariance() -> None:
    """lambda -> U lambda: T and m_nu transform as U^* T U^dagger, f as U f U^dagger."""
    generator = np.array([[0.2, 0.4j, 0.1], [-0.4j, 0.5, 0.3 + 0.1j], [0.1, 0.3 - 0.1j, -0.6]])
    values, vectors = np.linalg.eigh(generator)
    u = vectors @ np.diag(np.exp(1j * values)) @ vectors.conj().T
    changed = make(yukawa=u @ YUKAWA)
    amplitude = transition_amplitude(changed, QUICK)
    assert_close(amplitude.total.T, u.conj() @ generic().total.T @ u.conj().T)
    assert_close(amplitude.f, u @ generic().f @ u.conj().T)
    mass = radiative_mass(make()).matrix
    assert_close(radiative_mass(changed).matrix, u.conj() @ mass @ u.conj().T)


def test_dimensional_analysis() -> None:
    theory = make(
        m_L=0.7e3,
        m_R=1.3e3,
        m_D=0.4e3,
        mass_squared_R=1e6 * rotated(0.3, (0.25, 0.35)),
        mass_squared_I=1e6 * rotated(1.1, (0.20, 0.40)),
        g_D=1.5,
    )
    amplitude = transition_amplitude(theory, QUICK)
    assert_close(amplitude.total.T, 3e-3 * generic().total.T)
    assert_close(amplitude.f, 3 * generic().f)
    assert_close(radiative_mass(theory).matrix, 1e3 * radiative_mass(make()).matrix)


# ----------------------------------------------------------------------------------------------
# Ward identity
# ----------------------------------------------------------------------------------------------


def symmetric_theory() -> UnrotatedTheory:
    """U(1)_D unbroken, scalars not degenerate with each other nor with N."""
    common = rotated(0.3, (0.25, 0.35))
    return make(m_L=0.0, m_R=0.0, m_D=0.9, mass_squared_R=common, mass_squared_I=common)


def test_vector_form_factor_vanishes_in_the_symmetric_theory() -> None:
    theory = symmetric_theory()
    reference = theory.ward_reference()
    assert reference.m_D != pytest.approx(theory.m_D, rel=0.1)  # not a subtraction of itself
    amplitude = transition_amplitude(theory, QUICK)
    assert largest(amplitude.f) < 1e-9 * largest(generic().f)


def test_vector_form_factor_does_not_depend_on_the_subtraction(
    stand_in: pytest.MonkeyPatch,
) -> None:
    expected = generic().f
    stand_in.setattr(UnrotatedTheory, "ward_reference", lambda self: symmetric_theory())
    assert_close(transition_amplitude(make(), QUICK).f, expected)


def test_flipped_charges_flip_everything() -> None:
    flipped = transition_amplitude(make(Q_N=-1.0, Q_S=1.0), QUICK)
    assert_close(flipped.total.T, -generic().total.T)
    assert_close(flipped.f, -generic().f)


def test_wrong_sign_of_the_scalar_charge_is_seen(stand_in: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"Q_S = 1\.0: must be -Q_N = -1\.0"):
        make(Q_S=1.0)
    # The same error smuggled in as a wrong sign of the scalar current.
    expected = generic()
    correct = UnrotatedTheory.scalar_generator
    stand_in.setattr(UnrotatedTheory, "scalar_generator", lambda self: -correct(self))
    assert_close(transition_amplitude(make(), QUICK).total.T, -expected.total.T)
    # The Ward identity knows the difference.
    violation = transition_amplitude(symmetric_theory(), QUICK).f
    assert largest(violation) > 0.01 * largest(expected.f)


def test_lepton_number_violating_propagator_is_needed(stand_in: pytest.MonkeyPatch) -> None:
    """Dropping <N N> and <Nbar Nbar> kills T: no other contraction feeds it."""
    typical = largest(generic().total.T)
    correct = UnrotatedTheory.fermion_propagator

    def without_nn(self: UnrotatedTheory, k: Array) -> Array:
        propagator = correct(self, k)
        propagator[..., :4, 4:] = 0
        propagator[..., 4:, :4] = 0
        return propagator

    stand_in.setattr(UnrotatedTheory, "fermion_propagator", without_nn)
    assert largest(transition_amplitude(make(), QUICK).total.T) < 1e-8 * typical


# ----------------------------------------------------------------------------------------------
# Independent integrals
# ----------------------------------------------------------------------------------------------


class MassBasis:
    """Fermions and scalars diagonalised, for integrals done along a different route.

    nu_L couples to N_R only.  With chi_a Majorana of signed mass m_a and N_R, (N_L)^c their
    right-handed parts with real weights, every propagator is a spectral sum over m_a.
    """

    def __init__(self, theory: UnrotatedTheory) -> None:
        majorana = np.array([[theory.m_L, theory.m_D], [theory.m_D, theory.m_R]])
        self.m, weights = np.linalg.eigh(majorana)
        self.left, self.right = weights
        self.M2, basis = np.linalg.eigh(theory.scalar_mass_squared)
        n = theory.scalar_count
        columns = np.kron([[1, 1j]], np.eye(n)) / np.sqrt(2)
        self.Y = np.asarray(theory.yukawa) @ columns @ basis
        self.E = basis.T @ np.kron([[0, 1], [-1, 0]], np.eye(n)) @ basis
        self.theory = theory


def dipole_by_feynman_parameters(theory: UnrotatedTheory) -> Array:
    """T_ji = i g_D Q_S/(16 pi^2) sum Y*_ja E_ab Y*_ib m_c W_c int dx dy dz z/(x Ma2+y Mb2+z mc2).

    From 1/(ABC) and (2k+q)^mu -> z (p+p')^mu -> -z i sigma^{mu nu} q_nu; the integral over x at
    fixed z is elementary.
    """
    b = MassBasis(theory)

    def integrand(z: float, ma: float, mb: float, m: float) -> float:
        w = 1 - z
        first, second = w * ma + z * m**2, w * mb + z * m**2
        return float(z * np.log(first / second) / (ma - mb))

    result = np.zeros((3, 3), dtype=complex)
    for s in range(len(b.M2)):
        for t in range(len(b.M2)):
            if s == t:
                continue  # E is antisymmetric
            weight = sum(
                m * r**2 * quad(integrand, 0, 1, (b.M2[s], b.M2[t], m), epsabs=0, epsrel=1e-12)[0]
                for m, r in zip(b.m, b.right, strict=True)
            )
            result += b.E[s, t] * weight * np.outer(b.Y[:, s].conj(), b.Y[:, t].conj())
    return 1j * theory.g_D * theory.Q_S / (16 * np.pi**2) * result


@pytest.mark.parametrize(
    "theory",
    [make(), mixed_scalars(), make(m_D=0.0), make(m_L=1e-2, m_R=-2e-2)],
    ids=["generic", "R-I mixed", "no Dirac mass", "pseudo-Dirac"],
)
def test_dipole_against_feynman_parameters(theory: UnrotatedTheory) -> None:
    expected = dipole_by_feynman_parameters(theory)
    assert_close(transition_amplitude(theory, QUICK).total.T, expected, rtol=1e-8)


def test_default_settings_are_more_accurate() -> None:
    amplitude = transition_amplitude(make())
    expected = dipole_by_feynman_parameters(make())
    assert_close(amplitude.total.T, expected, rtol=3e-10)
    assert largest(amplitude.total.T - expected) < 5 * amplitude.uncertainty_T


def test_dipole_from_real_momenta() -> None:
    """Real non-collinear lightlike momenta have q^2 < 0: extrapolate to q^2 = 0."""

    def dipole(scale: float, chirality: str) -> Array:
        p = scale * np.array([1, 0, 0, 1.0])
        p_out = scale * np.array([1, np.sin(1.9), 0, np.cos(1.9)])
        return dipole_at(make(), p, p_out, chirality, QUICK)[1]

    for chirality, expected in (("L", generic().total.T), ("R", generic().total.R)):
        coarse, fine = dipole(4e-3, chirality), dipole(2e-3, chirality)
        assert_close((4 * fine - coarse) / 3, expected, rtol=1e-7)
        assert largest(coarse - expected) > 1e-6 * largest(expected)


def test_vector_form_factor_against_a_radial_integral() -> None:
    """At zero momentum, kslash gamma^mu kslash -> -k^2/2 gamma^mu in the convergent difference."""

    def kernel(theory: UnrotatedTheory, radius: float) -> Array:
        b = MassBasis(theory)
        k2 = -(radius**2)
        poles = 1 / (k2 - b.m**2)
        g_rr, g_rl = np.sum(b.right**2 * poles), np.sum(b.right * b.left * poles)
        m_rr = np.sum(b.right**2 * b.m * poles)
        m_rl = np.sum(b.right * b.left * b.m * poles)
        delta = np.diag(1 / (k2 - b.M2))
        fermion = -k2 / 2 * (g_rr**2 - g_rl**2) + m_rl**2 - m_rr**2
        line = theory.Q_N * fermion * delta
        line = line + 1j * theory.Q_S * (-k2 / 2) * g_rr * delta @ b.E @ delta
        closed: Array = theory.g_D * b.Y @ line @ b.Y.conj().T
        return closed

    theory, reference = make(), symmetric_theory()
    step = 0.1  # trapezoid in log k; d4k/(2 pi)^4 = k^4 dlog(k)/(8 pi^2)
    radii = np.exp(np.arange(-12, 15, step))
    expected = sum(
        step * r**4 / (8 * np.pi**2) * (kernel(theory, r) - kernel(reference, r)) for r in radii
    )
    assert_close(generic().f, np.asarray(expected), rtol=1e-9)


def test_scotogenic_mass() -> None:
    """For m_D = 0, N_R is the singlet of the scotogenic model (one inert scalar per a).

    m_ij = sum_a l*_ia l*_ja m/(32 pi^2) [ R/(R-m2) log(R/m2) - I/(I-m2) log(I/m2) ],
    m2 = m^2, R and I the squared masses of S_R and S_I.
    """
    m, real, imaginary = 1.3, np.array([0.25, 0.35]) ** 2, np.array([0.20, 0.40]) ** 2
    theory = make(m_R=m, m_D=0.0, mass_squared_R=np.diag(real), mass_squared_I=np.diag(imaginary))

    def branch(square: Array) -> Array:
        return np.asarray(square / (square - m**2) * np.log(square / m**2))

    loop = m / (32 * np.pi**2) * (branch(real) - branch(imaginary))
    mass = radiative_mass(theory)
    assert_close(mass.matrix, YUKAWA.conj() @ np.diag(loop) @ YUKAWA.conj().T, rtol=1e-11)


@pytest.mark.parametrize("theory", [make(), mixed_scalars()], ids=["unmixed", "R-I mixed"])
def test_radiative_mass(theory: UnrotatedTheory) -> None:
    """m_ij = -sum Y*_ia Y*_ja W_c m_c B0(m_c, M_a)/(16 pi^2), any constant in B0 dropping out."""
    b = MassBasis(theory)

    def b0(m2: Array, big: Array) -> Array:
        return np.asarray(-(big * np.log(big) - m2 * np.log(m2)) / (big - m2))

    loop = -np.einsum("c,cs->s", b.right**2 * b.m, b0((b.m**2)[:, None], b.M2[None, :])) / (
        16 * np.pi**2
    )
    expected = b.Y.conj() @ np.diag(loop) @ b.Y.conj().T
    mass = radiative_mass(theory)
    assert_close(mass.matrix, expected, rtol=1e-11)
    assert_close(mass.matrix, mass.matrix.T, rtol=1e-11)
    assert_close(mass.partner, mass.matrix.conj(), rtol=1e-11)
    assert mass.uncertainty < 1e-9 * largest(mass.matrix)


@pytest.mark.parametrize(
    "changes",
    [
        {"m_L": 0.0, "m_R": 0.0},
        {"mass_squared_I": rotated(0.3, (0.25, 0.35))},
    ],
    ids=["no Majorana mass", "degenerate scalars"],
)
def test_radiative_mass_vanishes_without_breaking(changes: dict[str, Any]) -> None:
    mass = radiative_mass(make(**changes)).matrix
    assert largest(mass) < 1e-11 * largest(radiative_mass(make()).matrix)


# ----------------------------------------------------------------------------------------------
# Validation
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"m_L": float("nan")}, "m_L = nan: must be a finite real number"),
        ({"m_D": 1j}, "m_D = 1j: must be a finite real number"),
        ({"g_D": "strong"}, "g_D = 'strong': must be a finite real number"),
        ({"Q_S": -2.0}, "Q_S = -2.0: must be -Q_N"),
        ({"yukawa": YUKAWA[:2]}, r"yukawa has shape \(2, 2\): must be \(3, n\)"),
        ({"yukawa": YUKAWA * np.inf}, "yukawa = .*: must be finite"),
        ({"mass_squared_R": np.eye(3)}, r"mass_squared_R has shape \(3, 3\): must be \(2, 2\)"),
        ({"mass_squared_R": [[1.0, 0.1], [0.2, 1.0]]}, "mass_squared_R = .*: must be symmetric"),
        ({"mass_squared_I": -np.eye(2)}, "mass_squared_I = .*: must be positive definite"),
        ({"mass_squared_I": 1j * np.eye(2)}, "mass_squared_I = .*: must be real and finite"),
        ({"mass_squared_RI": np.eye(2)}, "full scalar .*: must be positive definite"),
        ({"m_L": 1.0, "m_R": 1.0, "m_D": 1.0}, "m_L m_R - m_D.2 must not vanish"),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_invalid_theories(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make(**changes)


def test_invalid_settings() -> None:
    with pytest.raises(ValueError, match=r"momentum_fraction = 0\.7: must lie in"):
        Quadrature(momentum_fraction=0.7)
    with pytest.raises(ValueError, match="polar_order = 2: must be an integer"):
        Quadrature(polar_order=2)
    with pytest.raises(ValueError, match=r"radial_step = 0\.0: must be positive"):
        Quadrature(radial_step=0.0)
    with pytest.raises(ValueError, match="chirality = 'V': must be"):
        bf.null_momenta(1.0, "V")
    with pytest.raises(ValueError, match=r"p_out = .*: must be lightlike"):
        dipole_at(make(), [1e-3, 0, 0, 1e-3], [1e-3, 0, 0, 0], "L")


def test_theory_is_immutable() -> None:
    theory = make()
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(theory.yukawa)[0, 0] = 1.0
    assert replace(theory, g_D=0.1).g_D == 0.1
