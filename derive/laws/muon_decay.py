r"""Widths: :math:`\mu\to e\gamma` through the dipole operator, and the muon decay it is measured by.

Spins and polarisations are summed with explicit 4×4 matrices at an exact point of the mass shell.
For :math:`\mu\to e\gamma` every scalar product is fixed by m_μ, so that one point is all there is.
The spin sum of :math:`\mu\to e\bar\nu_e\nu_\mu` is linear in each of the four momenta; for V − A it
is a number times :math:`(p\cdot k_{\bar\nu_e})(p_e\cdot k_{\nu_\mu})`.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from darktmm.derive import dirac_matrices as dm
from darktmm.derive.conventions import ELEMENTARY_CHARGE
from darktmm.derive.laws.dipole import operator_vertex
from darktmm.derive.memo import cache
from darktmm.derive.symbols import ALPHA, G_FERMI, M_LEPTON

A_R_SQUARED = sp.Symbol(r"|A_{R}|^2", positive=True)
"""Of the coefficient D of the dipole operator, see `laws.dipole.operator_vertex`."""

_R = dm.CHIRAL


def _barred(vertex: dm.Matrix) -> dm.Matrix:
    """γ⁰Γ†γ⁰, what stands in the conjugate amplitude."""
    return _R.gamma[0] @ vertex.adjoint() @ _R.gamma[0]


def _rational(value: dm.Number) -> sp.Rational:
    """A trace that has to be real, as a sympy number."""
    if value.y:
        raise ArithmeticError(f"a squared amplitude has the imaginary part {value.y}")
    return sp.Rational(int(value.x.numerator), int(value.x.denominator))


# --- the radiative decay ------------------------------------------------------------------------


def two_body_phase_space(mass: sp.Expr) -> sp.Expr:
    """∫dΦ₂ of a particle at rest into two massless ones, (2π)⁴δ⁴ included."""
    k = sp.Symbol("k", positive=True)
    # δ³ has put the second momentum to −k; both energies are k.
    measure = 4 * sp.pi * k**2 / ((2 * sp.pi) ** 3 * (2 * k) ** 2)
    return sp.integrate(measure * 2 * sp.pi * sp.DiracDelta(mass - 2 * k), (k, 0, sp.oo))


def dipole_spin_sum(mass: int = 1) -> sp.Rational:
    r"""Σ|ε*_μ ū Γ^μ u|² for :math:`\Gamma^\mu=i\sigma^{\mu\nu}q_\nu P_R`, at a given m_μ."""
    point = dm.Kinematics.real_vector(mass, 0)
    muon = _R.slash(point.p) + dm.Matrix.unit(point.mass_in)
    electron = _R.slash(point.p_prime)
    total = dm.ZERO
    for mu, sign in enumerate(dm.SIGNATURE):
        vertex = _R.sigma_q(mu, point.q) @ _R.projectors["R"]
        # Σ ε_μ ε*_ν = −g_μν: the operator contains F, what is longitudinal drops out.
        total -= dm.number(sign) * (electron @ vertex @ muon @ _barred(vertex)).trace()
    return _rational(total)


@cache
def radiative_width() -> sp.Expr:
    r"""Γ(μ → eγ) in GeV, m_e = 0: ½Σ|M|² over 2m times the phase space."""
    # |M|² has the dimension of (momentum)⁴ once the coefficient of the operator is taken out.
    squared = operator_vertex(M_LEPTON) ** 2 * A_R_SQUARED * dipole_spin_sum() * M_LEPTON**4
    width = squared / 2 / (2 * M_LEPTON) * two_body_phase_space(M_LEPTON)
    return width.subs(ELEMENTARY_CHARGE, sp.sqrt(4 * sp.pi * ALPHA))


# --- the decay of the muon ----------------------------------------------------------------------


def fermi_spin_sum(
    muon: dm.Vector, electron: dm.Vector, antineutrino: dm.Vector, neutrino: dm.Vector
) -> dm.Number:
    r"""Σ|(ū_ν γ^ρP_L u_μ)(ū_e γ_ρP_L v_ν̄)|² as a function linear in each of the four momenta.

    The mass in :math:`\not p+m` drops out between two left-handed vertices.
    """
    neutral = _current_tensor(neutrino, muon)
    charged = _current_tensor(electron, antineutrino)
    return sum(
        (
            dm.number(dm.SIGNATURE[m] * dm.SIGNATURE[n]) * neutral[m][n] * charged[m][n]
            for m in dm.INDICES
            for n in dm.INDICES
        ),
        dm.ZERO,
    )


def _current_tensor(out: dm.Vector, into: dm.Vector) -> Sequence[Sequence[dm.Number]]:
    r""":math:`\mathrm{Tr}\,\not p'\gamma^\rho P_L\not p\,\gamma^\sigma P_L`."""
    vertices = [g @ _R.projectors["L"] for g in _R.gamma]
    ends = _R.slash(out), _R.slash(into)
    return [[(ends[0] @ a @ ends[1] @ _barred(b)).trace() for b in vertices] for a in vertices]


@cache
def fermi_coefficient() -> sp.Rational:
    """c in Σ|M|² = c (p·k_ν̄)(p_e·k_ν), at unit coefficient of the operator.

    A Lorentz invariant linear in four momenta has four terms: the three pairings of scalar products
    and ε(p,p_e,k_ν̄,k_ν). Unit vectors single them out one by one.

    Raises:
        ArithmeticError: one of the other three is there.
    """
    t, x, y, z = (dm.vector(*(int(k == n) for k in dm.INDICES)) for n in dm.INDICES)
    others = [fermi_spin_sum(*slots) for slots in ((t, t, x, x), (t, x, x, t), (t, x, y, z))]
    if any(others):
        raise ArithmeticError(f"the spin sum contains other invariants: {others}")
    return _rational(fermi_spin_sum(t, x, t, x) / (dm.dot(t, t) * dm.dot(x, x)))


def three_body_measure() -> sp.Expr:
    """dΦ₃/(dE₁dE₂) of three massless particles from rest, angles integrated; constant.

    δ³ fixes k₃; the angle between k₁ and k₂ is traded for E₃ by E₃² = E₁² + E₂² + 2E₁E₂c, and
    δ(E) fixes E₃.
    """
    first, second, third = sp.symbols("E_1 E_2 E_3", positive=True)
    angles = 4 * sp.pi * 2 * sp.pi
    jacobian = third / (first * second)
    momenta = first**2 * second**2 * angles * jacobian
    normalisation_of_states = (2 * sp.pi) ** 6 * 2 * first * 2 * second * 2 * third
    return sp.cancel(2 * sp.pi * momenta / normalisation_of_states)


@cache
def muon_width() -> sp.Expr:
    r"""Γ(μ → eν̄ν) in GeV, m_e = 0, tree level."""
    m = M_LEPTON
    energy, electron = sp.symbols("omega E", positive=True)  # of the antineutrino and the electron
    # p·k_ν̄ = mω and p_e·k_ν = ½(p − k_ν̄)² = ½m² − mω
    invariants = m * energy * (m**2 / 2 - m * energy)
    squared = (4 * G_FERMI / sp.sqrt(2)) ** 2 * fermi_coefficient() * invariants
    over_electron = sp.integrate(squared, (electron, m / 2 - energy, m / 2))
    integral = sp.integrate(sp.expand(over_electron), (energy, 0, m / 2))
    return sp.cancel(integral * three_body_measure() / 2 / (2 * m))


@cache
def branching_ratio() -> sp.Expr:
    """BR(μ → eγ) = Γ(μ → eγ)/Γ(μ → eν̄ν), through |A_R|², α and G_F."""
    return sp.cancel(radiative_width() / muon_width())
