r"""The moment, the vector form factor and the radiative mass of many points at once.

The same laws as in `numeric.models.dark.moments`, for any number of scalar generations and any m_L, m_R, written so
that every parameter that breaks U(1)_D stands in front of a momentum integral
(`derive.models.dark.lepton_number`): nothing is left over by a cancellation, however quasi-Dirac N is and
however alike the spectra of H and A.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.models.dark import vector_form_factor as form_factor
from darktmm.numeric.models.dark.moments import EV_PER_GEV
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray
from darktmm.numeric.models.dark.sample import Sample
from darktmm.numeric.models.dark.vector_form_factor import momentum_rules


@dataclass(frozen=True)
class _Line:
    """The fermion line of one quantity, as functions of arrays.

    Attributes:
        prefactor: of g_D and Q_S.
        numerator: coefficients n_j of m_L, m_R, m_D.
        propagators: coefficients of (τ + M₁²)(τ + M₂²).
        power: of τ in front.
        repeated: power of the propagators.
        families: exponents (p, q) for the error of the trapezoid rule.
    """

    prefactor: Callable[..., Any]
    numerator: Callable[..., Any]
    propagators: Callable[..., Any]
    power: int
    repeated: int
    families: tuple[tuple[int, int], ...]

    def __call__(self, tau: Any, heavy: list[FloatArray], both: FloatArray) -> FloatArray:
        """τ^power Σ n_j τʲ/[(τ + M₁²)(τ + M₂²)]^repeated, `both` being one over the product."""
        value = form_factor.horner(self.numerator(*heavy), tau)
        line: FloatArray = tau**self.power * value * both**self.repeated
        return line


@cache
def _lines() -> tuple[_Line, _Line]:
    """Of the moment and of the mass."""
    import sympy as sp

    from darktmm.derive.models.dark import (
        G_D,
        M_DIRAC,
        M_LEFT,
        M_RIGHT,
        Q_S,
        THETA,
        DarkModel,
        lepton_number,
        vector_form_factor,
    )

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    masses = (M_LEFT, M_RIGHT, M_DIRAC)
    propagators = sp.lambdify(masses, vector_form_factor.heavy_propagators(model), "numpy")

    def line(form: Any, scalars: int) -> _Line:
        top = range(form.power, form.power + len(form.numerator))
        return _Line(
            prefactor=sp.lambdify((G_D, Q_S), form.scale * form.prefactor, "numpy"),
            numerator=sp.lambdify(masses, list(form.numerator), "numpy"),
            propagators=propagators,
            power=form.power,
            repeated=form.nodes[0][1],
            families=tuple((p, form.degree + scalars) for p in top),
        )

    return line(lepton_number.moment_form(model), 4), line(lepton_number.mass_form(model), 2)


def _loops(
    sample: Sample, line: _Line
) -> Iterator[tuple[Any, FloatArray, FloatArray, FloatArray, FloatArray]]:
    """Points, their unit of τ, the weighted fermion line (nodes, n), propagators (g, nodes, n).

    Masses are in units of the square root of the unit, H before A.
    """
    det, trace, _ = line.propagators(sample.m_L, sample.m_R, sample.m_D)
    scalars = np.concatenate([sample.M_H, sample.M_A], axis=1) ** 2
    for chosen, unit, tau, weight in momentum_rules(scalars, det, trace, line.families):
        root = np.sqrt(unit)
        heavy = [m[chosen] / root for m in (sample.m_L, sample.m_R, sample.m_D)]
        products = line.propagators(*heavy)
        even, odd = ((m[chosen].T / root) ** 2 for m in (sample.M_H, sample.M_A))
        for t, w in form_factor.node_blocks(tau, weight, len(unit)):
            fermion = w * line(t, heavy, 1 / form_factor.horner(products, t))
            yield chosen, unit, fermion, 1 / (even[:, None] + t), 1 / (odd[:, None] + t)


def _splitting(a: FloatArray, b: FloatArray) -> FloatArray:
    """a² − b²."""
    return (a - b) * (a + b)


def current(sample: Sample) -> FloatArray:
    """C = O_RᵀO_I, how much of A_m is the partner of H_k, (n, g, g)."""
    mixing: FloatArray = sample.O_R.swapaxes(1, 2) @ sample.O_I
    return mixing


def transition_coefficient(sample: Sample) -> ComplexArray:
    """T_ji, GeV⁻¹, shape (n, 3, 3), element [j, i]; see `numeric.models.dark.moments`."""
    line, mixing = _lines()[0], current(sample)
    n, g = sample.M_H.shape
    pairs = [(k, l) for l in range(g) for k in range(l)]
    # (M_Hl² − M_Hk²)(M_Ag² − M_Am²) C_km C_lm
    weights = {
        (k, l, m): _splitting(sample.M_H[:, l], sample.M_H[:, k])
        * _splitting(sample.M_A[:, -1], sample.M_A[:, m])
        * mixing[:, k, m]
        * mixing[:, l, m]
        for k, l in pairs
        for m in range(g - 1)
    }
    loops = {key: np.zeros(n) for key in weights}
    for chosen, unit, fermion, d, a in _loops(sample, line):
        # dτ in its unit, and five powers of mass in the fermion line and the scalars
        scaled = fermion * a[-1] / unit**2.5
        for (k, l, m), integral in loops.items():
            integral[chosen] += np.sum(scaled * d[k] * d[l] * a[m], axis=0)
    prefactor = line.prefactor(sample.g_D, sample.Q_S)
    even, _ = sample.physical_couplings
    total: ComplexArray = np.zeros((n, 3, 3), dtype=complex)
    for k, l in pairs:
        element = prefactor * sum(
            (weights[k, l, m] * loops[k, l, m] for m in range(g - 1)), np.zeros(n)
        )
        for i, j in ((0, 1), (0, 2), (1, 2)):
            minor = even[:, i, k] * even[:, j, l] - even[:, i, l] * even[:, j, k]
            total[:, j, i] += element * minor
            total[:, i, j] -= element * minor
    return total


def radiative_neutrino_mass(sample: Sample) -> ComplexArray:
    """One-loop m_ij, eV, shape (n, 3, 3); see `numeric.models.dark.moments`."""
    line, mixing = _lines()[1], current(sample)
    n, g = sample.M_H.shape
    # −B_km = (M_Am² − M_Hk²) C_km
    split = _splitting(sample.M_A[:, None, :], sample.M_H[:, :, None]) * mixing
    loops = np.zeros((g, g, n))
    for chosen, unit, fermion, d, a in _loops(sample, line):
        loops[:, :, chosen] += np.einsum("tn,ktn,mtn->kmn", fermion / np.sqrt(unit), d, a)
    metric = np.einsum("nkm,kmn,nlm->nkl", split, loops, mixing)
    metric *= EV_PER_GEV / 2 * line.prefactor(sample.g_D, sample.Q_S)  # a pure number
    even, _ = sample.physical_couplings
    total: ComplexArray = even @ (metric + metric.swapaxes(1, 2)) @ even.swapaxes(1, 2)
    return total


_BLOCK = 1 << 17
"""Points per block: what is needed beside input and output stays small."""


def vector_form_factor(sample: Sample) -> ComplexArray:
    """f_ji, shape (n, 3, 3); see `numeric.models.dark.vector_form_factor`."""
    x = current_metric(sample)
    return form_factor.sandwiched(sample.coupling, x)


def current_metric(sample: Sample) -> FloatArray:
    """X of f = λ X λ†, real and symmetric, (n, g, g)."""
    blocks = []
    for start in range(0, len(sample), _BLOCK):
        part = slice(start, start + _BLOCK)
        x = form_factor.generation_matrices(
            sample.O_R[part],
            sample.O_I[part],
            sample.M_H[part],
            sample.M_A[part],
            sample.m_L[part],
            sample.m_R[part],
            sample.m_D[part],
        )
        blocks.append(form_factor.contact(sample.g_D[part], sample.Q_S[part])[:, None, None] * x)
    return np.concatenate(blocks)


def mass_line(
    m_L: FloatArray, m_R: FloatArray, m_D: FloatArray, light: FloatArray, largest: float
) -> Iterator[tuple[Any, FloatArray, FloatArray, FloatArray]]:
    """The fermion line of the neutrino mass on a rule that holds for scalars from `light` to `largest`.

    Yields:
        Points, the square root of their unit of τ (GeV), nodes τ, and the weighted line, (n, nodes).
    """
    line = _lines()[1]
    det, trace, _ = line.propagators(m_L, m_R, m_D)
    ends = np.stack([light, np.full(len(light), largest)], axis=1) ** 2
    for chosen, unit, tau, weight in momentum_rules(ends, det, trace, line.families):
        root = np.sqrt(unit)
        heavy = [m[chosen, None] / root[:, None] for m in (m_L, m_R, m_D)]
        both = 1 / form_factor.horner(line.propagators(*heavy), tau)
        yield chosen, root, tau, weight * line(tau, heavy, both)
