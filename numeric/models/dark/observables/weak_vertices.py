r"""Loop corrections to W ℓ ν and Z ν ν, for many points at once.

.. math:: \varepsilon = yXy^\dagger,\qquad X = O_R\,\mathrm{diag}\,\mathcal X(M_H)\,O_R^T
          + O_I\,\mathrm{diag}\,\mathcal X(M_A)\,O_I^T,\qquad
          \mathcal X(M_\Phi) = \int_0^\infty d\tau\,\frac{\mathcal N(\tau)}{\tau+M_\Phi^2} ,

in the flavour basis, 𝓝 the sums of squares of `derive.models.dark.weak_vertices`. In each square a
mass by which the doublet is split stands in front: nothing cancels when it is small.

Left out: the dependence on momenta (Z ℓ ℓ, zero here, is changed by at most
7|y|²M_Z²/(576π²M_E²), derived there), box diagrams of order y⁴, and the emission of N Φ or A′ from
the neutrino, which adds to leptonic widths.
"""

from __future__ import annotations

import math

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.kernels.quadrature import step
from darktmm.numeric.kernels.rules import BOTTOM, LIMITS, rule
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters

_BLOCK = 1 << 11
_TOLERANCE = 1e-16  # aliasing of the trapezoid rule
_DEPTH = 40.0  # and how many e-folds it goes beyond the masses
_FAMILIES = tuple((p, 7) for p in (1, 2, 3, 4, 5))  # τᵖ over N₁ twice, N₂ twice, E twice, Φ


# --- corrections --------------------------------------------------------------------------------


def corrections(p: Parameters) -> tuple[ComplexArray, ComplexArray]:
    """ε of W ℓ_β → ν_α and of Z ν_β → ν_α, relative to tree level, hermitian, (n, 3, 3) each.

    Element [α, β] in the flavour basis. To about 1e-13 of the sum of the moduli of its terms. That of
    Z ℓ ℓ is zero.
    """
    even, odd = _scalar_functions(p)
    found = []
    for h, a in zip(even, odd, strict=True):
        x = np.einsum("nak,nk,nbk->nab", p.O_R, h, p.O_R)
        x += np.einsum("nam,nm,nbm->nab", p.O_I, a, p.O_I)
        product = np.einsum("nia,nab,njb->nij", p.y, x, p.y.conj(), optimize=True)
        found.append((product + product.conj().swapaxes(1, 2)) / 2)  # hermitian to the last digit
    return found[0], found[1]


# --- 𝒳 of one scalar ------------------------------------------------------------------------------


def _scalar_functions(p: Parameters) -> tuple[FloatArray, FloatArray]:
    """𝒳(M_H) and 𝒳(M_A), for W and for Z: shape (2, n, g) each."""
    n, g = p.M_H.shape
    scalars = np.concatenate([p.M_H, p.M_A], axis=1)
    masses = (p.m_L, p.m_R, p.m_D, p.M_E, p.M_E - p.m_D)
    every = np.concatenate([np.abs(p.heavy_masses), p.M_E[:, None], scalars], axis=1)
    low, high = every.min(axis=1), every.max(axis=1)
    with np.errstate(divide="ignore", over="ignore"):
        index = np.searchsorted(LIMITS, (high / low) ** 2)
    result = np.empty((2, n, 2 * g))
    for k in np.unique(index):
        (chosen,) = np.nonzero(index == k)
        for start in range(0, len(chosen), _BLOCK):
            part = chosen[start : start + _BLOCK]
            if k < len(LIMITS):
                unit = low[part] / math.sqrt(BOTTOM[k])
                tau, weight = rule(int(k))
            else:
                unit = high[part]
                tau, weight = _trapezoid(every[part] / unit[:, None])
            result[:, part] = _integrals(
                tau,
                weight,
                [m[part, None] / unit[:, None] for m in masses],
                scalars[part] / unit[:, None],
            )
    return result[..., :g], result[..., g:]


def _trapezoid(masses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights in units of the largest mass; a massless N needs no more than the depth.

    Above the largest and below the smallest mass, or with a massless N, the integrand of ln τ falls
    like a power of τ at least.
    """
    h = min(step(p, q, _TOLERANCE) for p, q in _FAMILIES)
    lowest = 2 * math.log(np.min(masses, initial=1.0, where=masses > 0))
    tau = np.exp(np.arange(lowest - _DEPTH, _DEPTH, h))
    return tau, h * tau


def _integrals(
    tau: FloatArray, weight: FloatArray, masses: list[FloatArray], scalars: FloatArray
) -> FloatArray:
    """∫dτ 𝓝/(τ + M_Φ²) for W and Z, shape (2, n, number of scalars); 𝒳 has no dimension."""
    squares = [np.square(d) for d in np.broadcast_arrays(*laws.isospin_defects(tau, *masses))]
    propagators = 1 / (tau[:, None] + np.square(scalars)[:, None, :])
    return np.stack(
        [
            np.einsum(
                "nt,nts->ns",
                sum(w * s for w, s in zip(weights, squares, strict=True)) * weight,
                propagators,
            )
            for weights in laws.weak_weights(tau)
        ]
    )
