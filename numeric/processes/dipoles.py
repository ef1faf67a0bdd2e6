r"""What a dipole of the charged leptons does: radiative decays, conversion, anomalous moments.

.. math:: \Gamma(\beta\to\alpha\gamma) = c\,\alpha\,m_\beta^5\,|D_{\alpha\beta}|^2,\qquad
          \Delta a_\ell = c'm_\ell^2D_{\ell\ell} ,

c and c' from `derive.models.dark.radiative_decay` and `derive.models.dark.charged_dipole`; α is that of zero
momentum. Left out are the mass of the daughter, relative corrections of 2(m_α/m_β)², 0.7 % for τ → μγ, and
the running of the dipole between the masses in the loop and the lepton, leading logarithm 4α/π ln(M/m): 9 %
of Δa_μ and 17 % of BR(μ → eγ) at 2 TeV, downwards.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray, Numbers
from darktmm.numeric.even_grid import Table
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.inputs.targets import nucleus
from darktmm.numeric.processes import laws
from darktmm.numeric.processes.leptons import check_decay, lifetime, mass, row

# --- radiative decays ------------------------------------------------------------------------


def branching_ratio(D: ComplexArray, parent: str, daughter: str) -> FloatArray:
    """BR(parent → daughter γ): the width of the dipole times the measured lifetime.

    Args:
        D: dipole, GeV⁻², shape (..., 3, 3).
        parent, daughter: "mu" and "e", "tau" and "mu", "tau" and "e".

    Returns:
        A pure number, shape (...).

    Raises:
        ValueError: the parent is not heavier than the daughter, or no such lepton.
    """
    check_decay(parent, daughter)
    element = D[..., row(daughter), row(parent)]
    return per_dipole(parent) * (element.real**2 + element.imag**2)


def per_dipole(parent: str) -> float:
    """BR/|D|², GeV⁴."""
    width = laws.radiative_width() * constants().alpha * mass(parent) ** 5
    return width * lifetime(parent)


# --- what the dipole μ → eγ* does besides ---------------------------------------------------


def three_electron_ratio() -> float:
    r"""BR(μ → 3e)/BR(μ → eγ) = α/3π (ln m_μ²/m_e² − 11/4), if the dipole is all there is.

    Source: Y. Kuno, Y. Okada, Rev. Mod. Phys. 73 (2001) 151. The photon's charge radius, the Z and
    boxes are left out; boxes grow with the fourth power of the Yukawas.
    """
    logarithm = 2 * math.log(mass("mu") / mass("e"))
    return constants().alpha / (3 * math.pi) * (logarithm - 11 / 4)


def conversion_ratio(target: str) -> float:
    r"""CR(μN → eN)/BR(μ → eγ) = π D²/(τ_μ ω_capt), if the dipole is all there is.

    D is the overlap integral in units of :math:`m_\mu^{5/2}`. From :math:`\omega_{\rm conv}
    =2G_F^2|A|^2D^2` and :math:`\mathrm{BR}=384\pi^2|A|^2` of R. Kitano, M. Koike, Y. Okada, Phys.
    Rev. D 66 (2002) 096002, with :math:`G_F^2m_\mu^5/192\pi^3` replaced by 1/τ_μ.

    Raises:
        KeyError: no such nucleus.
    """
    atom = nucleus(target)
    return math.pi * atom.overlap**2 / (electroweak().tau_mu * atom.capture_rate)


# --- anomalous moments ----------------------------------------------------------------------


def anomalous_moment(D: ComplexArray, lepton: str) -> FloatArray:
    """Δa_ℓ, a pure number; shape of D without its last two axes."""
    index = row(lepton)
    return laws.dipole_moment() * mass(lepton) ** 2 * D[..., index, index].real


_REACH, _STEP = 40.0, 0.4


def vector_integral(r: Numbers) -> FloatArray:
    """∫dz of the loop of A' and ℓ, a pure number: tends to 1 for r → 0.

    Trapezoid rule in s = ln z/(1 − z): the zeros of the denominator stay at |Im s| ≥ π/2 for every
    r, so that the error is of order exp(−π²/step).

    Args:
        r: (m_A'/m_ℓ)² > 0, any shape, which is that of the result.
    """
    s = np.arange(-_REACH, _REACH + _STEP, _STEP)
    z, rest = 1 / (1 + np.exp(-s)), 1 / (1 + np.exp(s))
    values = laws.vector_loop(z, np.asarray(r, dtype=float)[..., None])
    return _STEP * np.sum(values * z * rest, axis=-1)


_DECADES, _GRID = 16, 1 << 14


@cache
def _vector_table() -> Table:
    """The integral times 1 + r/heavy over ln r; 1 at both ends."""
    heavy = laws.heavy_vector_tail()
    grid = math.log(10) * np.linspace(-_DECADES, _DECADES, _GRID)
    return Table(grid, lambda ln_r: vector_integral(np.exp(ln_r)) * (1 + np.exp(ln_r) / heavy))


def kinetic_mixing_moment(m_aprime: Numbers, epsilon: Numbers, lepton: str) -> FloatArray:
    """Δa_ℓ of A' in the loop, positive; interpolated in ln m to one part in a million.

    Args:
        m_aprime: GeV.
        epsilon: kinetic mixing, of a shape that broadcasts with it.
        lepton: "e", "mu" or "tau".

    Returns:
        A pure number, of the common shape.

    Raises:
        ValueError: no such lepton.
    """
    heavy = laws.heavy_vector_tail()
    table = _vector_table()
    r = (np.asarray(m_aprime, dtype=float) / mass(lepton)) ** 2
    logarithm = np.log(np.maximum(r, math.exp(table.grid[0])))
    light = laws.light_vector_moment(constants().alpha, np.asarray(epsilon))
    return np.asarray(light * table(logarithm)[0] / (1 + r / heavy))
