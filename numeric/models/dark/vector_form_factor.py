r"""The vector form factor f_ji at q² = 0.

.. math:: f_{ji} = \sum_{ab}\lambda_{ja}\lambda^*_{ib}X_{ab},\qquad
          X = \int_0^\infty d\tau\,\big[\mathcal N\,(D_R+D_I)-\mathcal S\,(D_R-D_I)^2\big],

:math:`D_{R,I} = (\tau+M^2_{R,I})^{-1}`. The polynomials in 𝓝 and 𝓢 come from
`derive.models.dark.vector_form_factor`. In them, and in

.. math:: D_I-D_R = O_R\,\frac{1}{\tau+M_H^2}\,B\,\frac{1}{\tau+M_A^2}\,O_I^T,\qquad
          B_{km} = (M_{H_k}^2-M_{A_m}^2)(O_R^TO_I)_{km},

what breaks U(1)_D stands in front of positive integrals: nothing cancels when it is weak, except
the two terms against each other.

The integral is done with the rules of `numeric.kernels.rules`, whose error on products of
propagators is below 1e-14 if ln(max x/min x) of the squared masses x is within a class;
beyond, and where N₁ or N₂ is massless, with the trapezoid rule in ln τ. f is therefore good to
about 1e-14 of its natural size, the larger of the two terms of X times |λ|².
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.kernels.quadrature import step
from darktmm.numeric.kernels.rules import BOTTOM, LIMITS, rule
from darktmm.numeric.models.dark import laws
from darktmm.numeric.models.dark.parameters import Parameters

# --- f ---------------------------------------------------------------------------------------------

_BLOCK = 1 << 17
"""Points per block: what is needed beside input and output stays small."""


def matrices(p: Parameters) -> ComplexArray:
    """f_ji, the coefficient of γ^μP_L in ν_i + A' → ν_j at q² = 0: a pure number, hermitian, (n, 3, 3), [j, i].

    That of γ^μP_R is −f_ij, so that the diagonal is an axial coupling.

    Source: `derive.models.dark.vector_form_factor`; confronts the text below arXiv:2603.25704 (13).
    """
    return sandwiched(p.coupling, metric(p))


def metric(p: Parameters) -> FloatArray:
    """X of f = λ X λ†, real and symmetric, pure numbers, (n, g, g)."""
    return _metric(p, lambda q: (q.m_L, q.m_R, q.m_D))


def charged_metric(p: Parameters) -> FloatArray:
    """X of f^ℓ = y X y† of charged leptons: that of a Dirac N with the mass of E, pure numbers, (n, g, g)."""
    return _metric(p, lambda q: (np.zeros(len(q)), np.zeros(len(q)), q.M_E))


def _metric(p: Parameters, heavy: Callable[[Parameters], tuple[FloatArray, ...]]) -> FloatArray:
    blocks = []
    for start in range(0, max(len(p), 1), _BLOCK):
        q = p[start : start + _BLOCK]
        x = generation_matrices(q.O_R, q.O_I, q.M_H, q.M_A, *heavy(q))
        blocks.append(contact(q.g_D, q.Q_S)[:, None, None] * x)
    return np.concatenate(blocks)


def contact(g_D: FloatArray, Q_S: FloatArray) -> FloatArray:
    """The common factor of 𝓝 and 𝓢, a pure number, (n,)."""
    factor: FloatArray = laws.contact(g_D, Q_S)
    return factor


def sandwiched(coupling: ComplexArray, x: FloatArray) -> ComplexArray:
    """Σ_ab λ_ja λ*_ib X_ab, in the unit of X, shape (n, 3, 3)."""
    right = np.einsum("nab,nib->nai", x, coupling.conj())
    product: ComplexArray = np.einsum("nja,nai->nji", coupling, right)
    return (product + product.conj().swapaxes(1, 2)) / 2  # hermitian to the last digit


# --- X -------------------------------------------------------------------------------------------


def generation_matrices(
    O_R: FloatArray,
    O_I: FloatArray,
    M_H: FloatArray,
    M_A: FloatArray,
    m_L: FloatArray,
    m_R: FloatArray,
    m_D: FloatArray,
) -> FloatArray:
    """X without the common factor, pure numbers, shape (n, g, g).

    Raises:
        OverflowError: masses too far apart for double precision.
    """
    det, trace, _ = laws.heavy_propagators(m_L, m_R, m_D)
    mixing = np.einsum("nak,nam->nkm", O_R, O_I)
    split = (M_H[:, :, None] - M_A[:, None]) * (M_H[:, :, None] + M_A[:, None]) * mixing
    scalars = np.concatenate([M_H, M_A], axis=1) ** 2
    even, odd = np.empty_like(M_H), np.empty_like(M_A)
    squared = np.empty_like(O_R)
    for chosen, unit, tau, weight in momentum_rules(scalars, det, trace, _families()):
        mass = np.sqrt(unit)
        # An overflow is refused below.
        with np.errstate(all="ignore"):
            integrals = _integrals(
                tau,
                weight,
                [m[chosen] / mass for m in (m_L, m_R, m_D)],
                (M_H[chosen].T / mass) ** 2,
                (M_A[chosen].T / mass) ** 2,
                split[chosen].transpose(1, 2, 0) / unit,
            )
        even[chosen], odd[chosen] = integrals[0].T, integrals[1].T
        squared[chosen] = integrals[2].transpose(2, 0, 1)
    inner = -squared
    diagonal = np.arange(M_H.shape[1])
    inner[:, diagonal, diagonal] += even
    x: FloatArray = O_R @ inner @ O_R.swapaxes(1, 2) + (O_I * odd[:, None]) @ O_I.swapaxes(1, 2)
    if not np.all(np.isfinite(x)):
        raise OverflowError("vector form factor: masses too far apart for double precision")
    return x


@cache
def _families() -> tuple[tuple[int, int], ...]:
    """Exponents of the integrands of X, for the error of the trapezoid rule."""
    exponents = laws.exponents()
    return (*exponents["majorana"]["families"], *exponents["splitting"]["families"])


def momentum_rules(
    scalars: FloatArray,
    det: FloatArray,
    trace: FloatArray,
    families: tuple[tuple[int, int], ...],
) -> Iterator[tuple[Any, FloatArray, FloatArray, FloatArray]]:
    """Which points share a quadrature rule; its unit of τ for each of them, nodes and weights.

    Args:
        scalars: squared masses of the scalar lines, (n, s).
        det, trace: (M₁M₂)² and M₁² + M₂², (n,).
        families: exponents (p, q) of the integrands, for the error of the trapezoid rule.

    Raises:
        ValueError: both heavy fermions are massless.
    """
    if np.any(trace == 0):
        raise ValueError("M_1, M_2: must not both vanish")
    # det/trace and trace enclose M₁² and M₂²; zero is left to the trapezoid rule.
    low = np.minimum(scalars.min(axis=1), det / trace)
    high = np.maximum(scalars.max(axis=1), trace)
    with np.errstate(divide="ignore", over="ignore"):
        index = np.searchsorted(LIMITS, high / low)
    ruled = index < len(LIMITS)
    if len(index) <= _FEW and ruled.any():  # a rule serves narrower classes as well
        index[ruled] = index[ruled].max()
    for k, chosen in _groups(index):
        if k < len(LIMITS):
            yield chosen, low[chosen] / BOTTOM[k], *rule(k)
        else:
            unit = high[chosen]
            yield (
                chosen,
                unit,
                *_trapezoid(
                    np.min(scalars[chosen] / unit[:, None]),
                    det[chosen] / trace[chosen] / unit,
                    families,
                ),
            )


_FEW = 1 << 11
"""Points up to which one rule for all is faster than the shortest rule for each."""


def _groups(index: Any) -> Iterator[tuple[int, Any]]:
    """Points of the same class."""
    order = np.argsort(index, kind="stable")
    bounds = np.cumsum(np.bincount(index))
    for k, stop in enumerate(bounds):
        start = bounds[k - 1] if k else 0
        if stop > start:
            yield k, order[start:stop]


_TOLERANCE = 1e-16  # aliasing of the trapezoid rule
_DEPTH = 40.0  # and how many e-folds it goes beyond the masses


def _trapezoid(
    scalar: float, fermion: FloatArray, families: tuple[tuple[int, int], ...]
) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights in units of the largest x; a massless line needs no more than the depth.

    Above the largest and below the smallest mass, or with a massless N, the integrand of ln τ falls
    like a power of τ at least.
    """
    h = min(step(p, q, _TOLERANCE) for p, q in families)
    lowest = np.min(fermion, initial=scalar, where=fermion > 0)
    tau = np.exp(np.arange(math.log(lowest) - _DEPTH, _DEPTH, h))
    return tau, h * tau


def _integrals(
    tau: FloatArray,
    weight: FloatArray,
    heavy: list[FloatArray],
    even: FloatArray,
    odd: FloatArray,
    split: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """∫𝓝/(τ+M_H²), shape (g, n), the same for A, and Σ_m B_km B_lm ∫𝓢/…, shape (g, g, n)."""
    majorana, splitting = laws.majorana_numerator(*heavy), laws.splitting_numerator(*heavy)
    propagators, exponents = laws.heavy_propagators(*heavy), laws.exponents()
    generations = range(len(even))
    with_even, with_odd = np.zeros_like(even), np.zeros_like(odd)
    squared = np.zeros((len(even), *even.shape))
    products = {(k, l): split[k] * split[l] for k in generations for l in range(k + 1)}
    for t, w in node_blocks(tau, weight, even.shape[1]):
        both = 1 / horner(propagators, t)
        d_even, d_odd = ([1 / (x + t) for x in squares] for squares in (even, odd))
        n = (w * t ** exponents["majorana"]["power"]) * horner(majorana, t) * (both * both)
        for k in generations:
            with_even[k] += np.sum(n * d_even[k], axis=0)
            with_odd[k] += np.sum(n * d_odd[k], axis=0)
        s = (w * t ** exponents["splitting"]["power"]) * horner(splitting, t) * both
        twice = [s * d * d for d in d_odd]
        for (k, l), product in products.items():
            # (D_R − D_I)² between H_k and H_l
            squared[k, l] += np.sum(d_even[k] * d_even[l] * _dot(product, twice), axis=0)
    for k, l in products:
        squared[l, k] = squared[k, l]
    return with_even, with_odd, squared


def node_blocks(
    tau: FloatArray, weight: FloatArray, n: int
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Nodes and weights as columns, (k, 1) each, in units of the rule: as many as fit in the cache."""
    size = max(1, _CACHED // n)
    for start in range(0, len(tau), size):
        part = slice(start, start + size)
        yield tau[part, None], weight[part, None]


_CACHED = 1 << 14


def _dot(left: Any, right: Any) -> Any:
    """Σ_m left_m right_m."""
    first, *others = (x * y for x, y in zip(left, right, strict=True))
    return reduce(np.add, others, first)


def horner(coefficients: list[Any], t: Any) -> Any:
    """Σ c_j tʲ."""
    return reduce(lambda value, c: value * t + c, reversed(coefficients))
