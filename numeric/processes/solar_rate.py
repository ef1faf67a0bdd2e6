r"""Rate of solar neutrinos on electrons: Z and W, exchange of A' and the dipole, coherently.

A mass eigenstate ν_i, of which there is a share P_i, scatters into every ν_j. With the couplings of
`derive.laws.current_scattering`,

.. math:: g_a^{ji} = z_a\delta_{ji}+w_aU^*_{ej}U_{ei}+s_a\,h(T)\,F_{ji},\qquad
          F_{ji} = f_{ji}+f_u\,\delta_{ji},\qquad s_a = \varepsilon e+c_a,\qquad a = L, R,

h ∝ 1/(m_A'² + 2mₑT). f_u and c_a are what a mixing of A' with the Z adds, zero by default. The rate is

.. math:: R = \sum_iP_i\int dT\sum_{ab}\Big[S_{ab}(T)\sum_j\mathrm{Re}\,(g_a^{ji*}g_b^{ji})
          +D_{ab}(T)\,h^2s_as_b\sum_j|T_{ji}|^2\Big],

the dipole being added to the rate: it leaves a neutrino of the other helicity. Of the matrix F only

.. math:: \sum_{ij}P_i|F_{ji}|^2,\qquad \sum_iP_iF_{ii},\qquad
          \mathrm{Re}\sum_{ij}P_iU_{ej}F_{ji}U^*_{ei}

enter. f and T are taken at q² = 0. Neither the matter of the Sun nor that of the Earth is asked what A'
does to oscillation: nothing for c_a = 0, because it is neutral.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray, Numbers
from darktmm.numeric.inputs import constants
from darktmm.numeric.inputs.data import electroweak
from darktmm.numeric.laws import Law
from darktmm.numeric.processes import laws
from darktmm.numeric.processes.solar import ELECTRON


@dataclass(frozen=True, eq=False)
class Recoils:
    """Neutrinos of one energy, and the recoils of electrons that are counted.

    Attributes:
        energy: E_ν, GeV.
        kinetic: recoil energies T, GeV, shape (k,).
        weights: of ∫dT, shape (k,).
    """

    energy: float
    kinetic: FloatArray
    weights: FloatArray


@dataclass(frozen=True)
class Rate:
    """The parts of a rate over that of the Standard Model, each (n,).

    Attributes:
        interference: of A' with Z and W; either sign.
        exchange: of A' through the vector coupling alone.
        dipole: of A' through the dipole alone.
    """

    interference: FloatArray
    exchange: FloatArray
    dipole: FloatArray

    @property
    def total(self) -> FloatArray:
        """R/R_SM, a ratio, (n,); not negative."""
        return np.maximum(1 + self.interference + self.exchange + self.dipole, 0.0)


# --- what the derivation supplies -----------------------------------------------------------------


@cache
def electron_coupling() -> float:
    """κ_e/ε: coefficient of γ^μ in the vertex of A' and the electron, of charge −1."""
    return float(laws.electron_coupling(constants().elementary_charge))


@cache
def weak_couplings() -> tuple[FloatArray, FloatArray]:
    """(z_L, z_R) of Z exchange and (w_L, w_R) of W exchange at tree level, pure numbers, shape (2,) each."""
    angle = math.asin(math.sqrt(electroweak().sin2_theta_w))
    neutral = laws.neutral_current(angle)
    return np.array(neutral, dtype=float), np.array([laws.charged_current(), 0.0])


def _form(law: Law, recoils: Recoils) -> FloatArray:
    spectrum = law(recoils.kinetic, recoils.energy, constants().electron_mass, electroweak().G_F)
    columns = np.broadcast_arrays(*spectrum)
    return (np.stack(columns, axis=-1) * recoils.weights[:, None]).reshape(-1, 2, 2)


def vector_form(recoils: Recoils) -> FloatArray:
    """dT S_ab, recoil by recoil, shape (k, 2, 2); GeV⁻² for couplings in units of those of G_F."""
    return _form(laws.vector_spectrum, recoils)


def dipole_form(recoils: Recoils) -> FloatArray:
    """dT D_ab, the same for a unit dipole, shape (k, 2, 2)."""
    return _form(laws.dipole_spectrum, recoils)


# --- rates ----------------------------------------------------------------------------------------


def standard_rate(survival: Numbers, recoils: Recoils) -> FloatArray:
    """R_SM per neutrino, a share P_ee of them ν_e; GeV⁻², shape of P_ee."""
    form = vector_form(recoils).sum(axis=0)
    z, w = weak_couplings()
    electron, other = ((g @ form @ g) for g in (z + w, z))
    return np.asarray(survival) * electron + (1 - np.asarray(survival)) * other


def propagator(mass: FloatArray, recoils: Recoils) -> FloatArray:
    """h, what A' with f κ_e = 1 adds to g_L and g_R, relative to them, (n, k); NaN for NaN.

    Raises:
        ValueError: a mass is negative.
    """
    if np.any(mass < 0):
        raise ValueError(f"mass = {mass[mass < 0][0]}: must be >= 0")
    known = constants().electron_mass, electroweak().G_F
    return np.asarray(laws.exchange(recoils.kinetic, mass[:, None], *known), dtype=float)


def rate(
    f: ComplexArray,
    transition: ComplexArray,
    U: ComplexArray,
    P: FloatArray,
    epsilon: FloatArray,
    mass: FloatArray,
    recoils: Recoils,
    *,
    universal: FloatArray | None = None,
    electron: FloatArray | None = None,
) -> Rate:
    """The rate over that of the Standard Model.

    Args:
        f: coefficient of γ^μ P_L in ν_i → ν_j, (n, 3, 3), element [j, i].
        transition: T_ji, GeV⁻¹, (n, 3, 3).
        U: mixing matrices, (n, 3, 3), rows e, μ, τ.
        P: shares of the mass eigenstates, (n, 3).
        epsilon, mass: of the dark photon, (n,), ε with its sign.
        recoils: what is counted.
        universal: f_u, added to the diagonal of f, (n,); complex parts would break hermiticity.
        electron: (c_L, c_R), added to the couplings of A' to the electron, (n, 2).

    Raises:
        ValueError: a mass is negative, or an array has another shape.
    """
    n = len(f)
    _shaped("f", f, (n, 3, 3))
    _shaped("transition", transition, (n, 3, 3))
    if universal is not None:
        _shaped("universal", universal, (n,))
        f = f + np.asarray(universal)[:, None, None] * np.eye(3)
    strength = np.repeat((electron_coupling() * epsilon)[:, None], 2, axis=1)
    if electron is not None:
        _shaped("electron", electron, (n, 2))
        strength = strength + electron

    vector, dipole = vector_form(recoils), dipole_form(recoils)
    h = propagator(mass, recoils)
    z, w = weak_couplings()
    of_e = U[:, ELECTRON]
    survival = np.sum(P * _squared(of_e), axis=1)
    standard = standard_rate(survival, recoils)

    trace = np.sum(P * np.einsum("nii->ni", f).real, axis=1)
    projected = (of_e[:, None, :] @ f)[:, 0] * of_e.conj()
    weak = trace[:, None] * z + np.sum(P * projected.real, axis=1)[:, None] * w

    def integral(
        form: FloatArray, h: FloatArray, left: FloatArray, right: FloatArray
    ) -> FloatArray:
        """∫dT Σ_ab left_a S_ab h right_b."""
        inner = np.tensordot(h, form, axes=1)
        return np.einsum("na,nab,nb->n", left, inner, right)

    return Rate(
        interference=2 * integral(vector, h, weak, strength) / standard,
        exchange=_summed(f, P) * integral(vector, h**2, strength, strength) / standard,
        dipole=_summed(transition, P) * integral(dipole, h**2, strength, strength) / standard,
    )


def _squared(z: ComplexArray) -> FloatArray:
    return np.asarray(z.real**2 + z.imag**2)


def _summed(matrix: ComplexArray, P: FloatArray) -> FloatArray:
    """Σ_i P_i Σ_j |·_ji|²."""
    return np.sum(P * _squared(matrix).sum(axis=1), axis=1)


def _shaped(name: str, array: Any, shape: tuple[int, ...]) -> None:
    if np.shape(array) != shape:
        raise ValueError(f"{name}: shape {np.shape(array)}, must be {shape}")
