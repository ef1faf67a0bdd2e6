r"""The moment, its form factors and the radiative mass at a parameter point.

Coefficients are lambdified from `derive.models.dark.chain`; loop functions come from `numeric.kernels`. The
sum over scalar pairs is

.. math:: T_{ji} = \sum_\alpha\kappa_\alpha M_\alpha\sum_{km}w^{ji}_{km}\,
          \mathcal J(M_\alpha,M_{H_k},M_{A_m}),\qquad
          w^{ji}_{km} = C_{km}(\tilde\lambda^*_{jA_m}\tilde\lambda^*_{iH_k}-\tilde\lambda^*_{jH_k}
          \tilde\lambda^*_{iA_m}),\quad C = O_R^TO_I .

Rows and columns of w sum to zero, because O_R and O_I are orthogonal. J may therefore be replaced
by its mixed difference against one reference pair, which the kernels evaluate with both splittings
factored out: nothing cancels when scalars are nearly degenerate.

The sum over the heavy fermions cancels too, when lepton number is nearly conserved. It is an element
of a function of the Majorana mass matrix 𝓜 = (m_L, m_D; m_D, m_R),

.. math:: \sum_\alpha O_{R\alpha}^2M_\alpha\,g(M_\alpha^2)
          = [\mathcal M\,g(\mathcal M^2)]_{RR}
          = [\mathcal M]_{RR}\,(g_1-M_1^2g_{12}) + [\mathcal M^3]_{RR}\,g_{12},

with :math:`g_{12}` the divided difference of g between M₁² and M₂² (Newton's formula, exact for two
eigenvalues). For m_L = m_R = m both elements carry a factor m, so that the lepton-number violation
stands in front of the sum instead of being left over by it. This form is used where the two masses
have opposite signs and nearly equal size; elsewhere the plain sum is the accurate one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric import kernels
from darktmm.numeric.inputs import constants
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray, Point

EV_PER_GEV = 1e9


@dataclass(frozen=True)
class Normalisations:
    """Numbers that the derivation supplies: κ_α of the moment and of the mass."""

    moment: FloatArray
    mass: FloatArray


@cache
def _compiled() -> tuple[Any, Any]:
    """κ_α(g_D, Q_S, θ) of the moment and κ_α(θ) of the mass, lambdified."""
    import sympy as sp

    from darktmm.derive.models.dark import G_D, Q_S, THETA, DarkModel, radiative_mass, transition

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    moment = sp.lambdify((G_D, Q_S, THETA), list(transition.path_normalisations(model)), "math")
    mass = sp.lambdify((THETA,), list(radiative_mass.normalisations(model)), "math")
    return moment, mass


def normalisations(point: Point) -> Normalisations:
    """κ_α at a point."""
    moment, mass = _compiled()
    return Normalisations(
        np.array(moment(point.g_D, point.Q_S, point.majorana_angle)),
        np.array(mass(point.majorana_angle)),
    )


def physical_couplings(point: Point) -> tuple[ComplexArray, ComplexArray]:
    """λ̃*_{iH_k} and λ̃*_{iA_m} of (11), shape (3, n) each."""
    conjugate = point.coupling.conj()
    return conjugate @ point.O_R, conjugate @ point.O_I


def pair_weights(point: Point) -> ComplexArray:
    """w^{ji}_{km}, shape (3, 3, n, n), indices [j, i, k, m]."""
    even, odd = physical_couplings(point)
    current = point.O_R.T @ point.O_I
    product = np.einsum("ik,jm->jikm", even, odd)
    return current * (product - product.swapaxes(0, 1))


def delta_loop(point: Point, k: int = 0, m: int = 0, reference: int = -1) -> FloatArray:
    """ΔJ_α for the pairs (H_k, H_ref) and (A_m, A_ref), GeV⁻², one value per heavy fermion.

    With two scalar generations and the defaults this is (23).
    """
    return np.array(
        [
            kernels.path_difference(
                abs(mass), point.M_H[k], point.M_H[reference], point.M_A[m], point.M_A[reference]
            )
            for mass in point.heavy_masses
        ]
    )


@cache
def _slopes() -> tuple[Any, Any]:
    """Divided differences in the fermion mass, of ΔJ and of the mass function."""
    from darktmm.derive.loops.functions import mass_slope, path_difference_slope

    return path_difference_slope(), mass_slope()


PSEUDO_DIRAC = 2.0
"""Largest ratio of |M₁| and |M₂| at which masses of opposite sign are summed by Newton's formula."""


def _right_shares(point: Point) -> FloatArray:
    """O_Rα², the second row of `MajoranaPair.matrix` squared."""
    return np.array([np.cos(point.majorana_angle), np.sin(point.majorana_angle)]) ** 2


def _common(point: Point, kappa: FloatArray) -> float:
    """κ_α/O_Rα², the same for both heavy fermions."""
    right = _right_shares(point)
    largest = int(np.argmax(right))
    return float(kappa[largest] / right[largest])


def _right_handed_element(point: Point, value: Any, slope: Any) -> Any:
    """[𝓜 g(𝓜²)]_RR = Σ_α O_Rα² M_α g(M_α²).

    Args:
        value: g as a function of |M|.
        slope: [g(M₁²) − g(M₂²)]/(M₁² − M₂²) as a function of |M₁|, |M₂|.
    """
    first, second = point.heavy_masses
    low, high = sorted(np.abs(point.heavy_masses))
    if first * second >= 0 or high > PSEUDO_DIRAC * low:
        shares = _right_shares(point) * point.heavy_masses
        return sum(w * value(abs(mass)) for w, mass in zip(shares, (first, second), strict=True))
    matrix = np.array([[point.m_L, point.m_D], [point.m_D, point.m_R]])
    cube = matrix @ matrix @ matrix
    g, g_12 = value(abs(first)), slope(abs(first), abs(second))
    return point.m_R * (g - first**2 * g_12) + cube[1, 1] * g_12


def heavy_sum(point: Point, k: int = 0, m: int = 0, reference: int = -1) -> float:
    """Σ_α O_Rα² M_α ΔJ_α for the pairs (H_k, H_ref) and (A_m, A_ref), GeV⁻¹."""
    pairs = (point.M_H[k], point.M_H[reference], point.M_A[m], point.M_A[reference])
    return float(
        _right_handed_element(
            point,
            lambda mass: kernels.path_difference(mass, *pairs),
            lambda a, b: kernels.evaluate(_slopes()[0], a, b, *pairs),
        )
    )


def bubble_sum(point: Point, scalars: Any, reference: float) -> Any:
    """Σ_α O_Rα² M_α times the mass function of each scalar against a reference scalar, GeV."""
    return _right_handed_element(
        point,
        lambda mass: kernels.mass(mass, scalars, reference),
        lambda a, b: kernels.evaluate(_slopes()[1], a, b, scalars, reference),
    )


def mass_per_coupling(point: Point, scalars: Any, reference: float) -> Any:
    """What each scalar adds to m_ij per product of couplings, against a reference scalar, GeV."""
    return _common(point, normalisations(point).mass) * bubble_sum(point, scalars, reference)


def transition_coefficient(point: Point) -> ComplexArray:
    """T_ji, the coefficient of iσ^{μν}q_ν P_L in ν_i + A' → ν_j, GeV⁻¹, element [j, i].

    Source: replaces arXiv:2603.25704 (22).
    """
    weights = pair_weights(point)
    kappa = _common(point, normalisations(point).moment)
    total = np.zeros((3, 3), dtype=complex)
    for k in range(point.generations - 1):
        for m in range(point.generations - 1):
            total += weights[:, :, k, m] * (kappa * heavy_sum(point, k, m))
    return total


def magnetic(transition: ComplexArray) -> ComplexArray:
    """f^M_ji = (T_ji − T*_ji)/2, imaginary and antisymmetric; see `derive.models.dark.dipole`."""
    return (transition - transition.conj()) / 2


def electric(transition: ComplexArray) -> ComplexArray:
    """f^E_ji = i(T_ji + T*_ji)/2."""
    return 0.5j * (transition + transition.conj())


def in_bohr_magnetons(moment: Any) -> Any:
    """GeV⁻¹ → μ_B = e/2mₑ."""
    return moment / constants().bohr_magneton


def fermion_radiated_directions(point: Point) -> tuple[ComplexArray, ComplexArray]:
    """Σ_Φ T_ji of N₁ → N₂ and of N₂ → N₁, GeV⁻¹; their sum is the fermion-radiated amplitude."""
    forward = _direction(point, 0, 1)
    backward = _direction(point, 1, 0)
    return forward, backward


@cache
def _compiled_direction() -> Any:
    """Coefficients of the fermion loop function in T^{αβ} for one CP-even scalar, by θ."""
    import sympy as sp

    from darktmm.derive.loops.functions import fermion_function
    from darktmm.derive.models.dark import G_D, Q_N, THETA, DarkModel, transition

    model = DarkModel(generations=1, neutrinos=2, mixing="symbols", majorana_angle=THETA)
    (r,), (o,) = (matrix[:] for matrix in model.rotations)
    lam = sp.conjugate(sp.Symbol("lambda_11", complex=True) * sp.Symbol("lambda_21", complex=True))
    masses = [n.mass for n in model.heavy.states]
    table = transition.fermion_radiated_by_direction(model, 1, 2)
    columns = []
    for field, x in ((model.even[0], r), (model.odd[0], o)):
        for a, b in ((1, 2), (2, 1)):
            loop = fermion_function()(masses[a - 1], masses[b - 1], field.mass)
            columns.append(sp.cancel(sp.factor(table[a, b, field.name]) / (lam * x**2 * loop)))
    return sp.lambdify((G_D, Q_N, THETA), columns, "math")


def _direction(point: Point, a: int, b: int) -> ComplexArray:
    even, odd = physical_couplings(point)
    values = _compiled_direction()(point.g_D, point.Q_N, point.majorana_angle)
    per_kind = values[0 if a == 0 else 1], values[2 if a == 0 else 3]
    first, second = point.heavy_masses[a], point.heavy_masses[b]
    total = np.zeros((3, 3), dtype=complex)
    for couplings, masses, factor in (
        (even, point.M_H, per_kind[0]),
        (odd, point.M_A, per_kind[1]),
    ):
        for k, mass in enumerate(masses):
            loop = kernels.fermion_radiated(first, second, mass)
            total += factor * loop * np.outer(couplings[:, k], couplings[:, k])
    return total


def fermion_radiated(point: Point) -> ComplexArray:
    """T_ji of all diagrams in which the heavy fermion radiates: zero, from the sum."""
    forward, backward = fermion_radiated_directions(point)
    return forward + backward


def radiative_neutrino_mass(point: Point) -> ComplexArray:
    r"""One-loop m_ij in :math:`-\tfrac12m_{ij}\overline{\nu_{iL}^c}\nu_{jL}`, eV, symmetric 3×3.

    Bubbles are measured against that of one CP-odd scalar, which drops out of the sum.
    """
    even, odd = physical_couplings(point)
    reference = float(point.M_A[-1])
    total: ComplexArray = np.zeros((3, 3), dtype=complex)
    for couplings, scalars, sign in ((even, point.M_H, 1), (odd, point.M_A, -1)):
        bubbles = mass_per_coupling(point, scalars, reference)
        total += sign * (couplings * bubbles) @ couplings.T
    return total * EV_PER_GEV


# --- many points at once ------------------------------------------------------------------------


@cache
def _compiled_prefactor() -> Any:
    """Coefficient of λ*_i1 λ*_j2 Σ M_α ΔJ_α in T_ji for m_L = m_R, as a function of arrays."""
    import sympy as sp

    from darktmm.derive.models.dark import (
        G_D,
        Q_S,
        THETA_I,
        THETA_R,
        coupling,
        dark_model,
        transition,
    )

    prefactor = sp.expand(transition.factorised(dark_model(neutrinos=2)).prefactor)
    monomial = sp.conjugate(coupling(1, 1)) * sp.conjugate(coupling(2, 2))
    return sp.lambdify((G_D, Q_S, THETA_R, THETA_I), prefactor.coeff(monomial), "numpy")


_BLOCK = 1 << 14
"""Points per block: what is needed beside input and output stays in the cache."""


def moment_matrices(
    coupling: Any,
    theta_R: Any,
    theta_I: Any,
    M_1: Any,
    M_2: Any,
    M_H1: Any,
    M_H2: Any,
    M_A1: Any,
    M_A2: Any,
    g_D: Any,
    Q_S: Any = -1.0,
) -> ComplexArray:
    """T_ji for many points of the paper's model (two generations, m_L = m_R), GeV⁻¹.

    Args:
        coupling: λ_ia, shape (..., 3, 2).
        theta_R, theta_I: mixing angles.
        M_1, M_2: masses of the heavy neutral fermions, signed: m ∓ m_D.
        M_H1, M_H2, M_A1, M_A2: scalar masses.
        g_D, Q_S: dark coupling and charge.

    Returns:
        Array of shape (..., 3, 3), element [..., j, i]; all arguments broadcast.

    Raises:
        ValueError: naming the argument, if a value is not finite, a mass is impossible, or shapes
            do not broadcast.
    """
    lam = np.asarray(coupling, dtype=complex)
    if lam.shape[-2:] != (3, 2):
        raise ValueError(f"coupling: shape {lam.shape}, must end in (3, 2)")
    named = {
        "theta_R": theta_R,
        "theta_I": theta_I,
        "M_1": M_1,
        "M_2": M_2,
        "M_H1": M_H1,
        "M_H2": M_H2,
        "M_A1": M_A1,
        "M_A2": M_A2,
        "g_D": g_D,
        "Q_S": Q_S,
    }
    arrays = {name: np.asarray(value, dtype=float) for name, value in named.items()}
    for name, array in (("coupling", lam), *arrays.items()):
        if not np.all(np.isfinite(array)):
            raise ValueError(f"{name}: {array[~np.isfinite(array)][0]} is not finite")
    try:
        shape = np.broadcast_shapes(lam.shape[:-2], *(a.shape for a in arrays.values()))
    except ValueError as error:
        shapes = {name: a.shape for name, a in arrays.items()}
        raise ValueError(f"coupling {lam.shape}, {shapes}: do not broadcast") from error
    count = int(np.prod(shape))
    flat = [np.broadcast_to(a, shape).reshape(count) for a in arrays.values()]
    lam = np.broadcast_to(lam, (*shape, 3, 2)).reshape(count, 3, 2)
    result: ComplexArray = np.zeros((count, 3, 3), dtype=complex)
    for start in range(0, count, _BLOCK):
        part = slice(start, start + _BLOCK)
        _fill(result[part], lam[part], *(a[part] for a in flat))
    return result.reshape(*shape, 3, 3)


def _fill(
    out: ComplexArray,
    lam: ComplexArray,
    theta_r: FloatArray,
    theta_i: FloatArray,
    m_1: FloatArray,
    m_2: FloatArray,
    *rest: FloatArray,
) -> None:
    """One block: the loop sum once, then the three minors of λ*."""
    *scalars, g_d, q_s = rest
    heavy = sum(m * kernels.path_difference(np.abs(m), *scalars) for m in (m_1, m_2))
    factor = _compiled_prefactor()(g_d, q_s, theta_r, theta_i) * heavy
    first, second = lam.conj().transpose(2, 1, 0)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        moment = factor * (second[j] * first[i] - first[j] * second[i])
        out[:, j, i] = moment
        out[:, i, j] = -moment
