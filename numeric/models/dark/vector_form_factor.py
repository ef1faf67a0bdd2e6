r"""The vector form factor f_ji at q² = 0: at a parameter point, and at many at once.

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
beyond, and where N₁ or N₂ is massless, with the trapezoid rule in ln τ. Both functions therefore
return f to about 1e-14 of its natural size, the larger of the two terms of X times |λ|².
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.kernels.quadrature import step
from darktmm.numeric.kernels.rules import BOTTOM, LIMITS, rule
from darktmm.numeric.models.dark.point import ORTHOGONALITY, ComplexArray, FloatArray, Point


@dataclass(frozen=True)
class _Derived:
    """What the algebra supplies, as functions of arrays.

    Attributes:
        contact: common factor of 𝓝 and 𝓢, of g_D and Q_S.
        majorana, splitting: coefficients of the numerators of 𝓝 and 𝓢, of m_L, m_R, m_D.
        propagators: those of (τ + M₁²)(τ + M₂²).
        mass_matrix: m_L, m_R, m_D of M₁, M₂, θ.
        powers: of τ in front of the two numerators.
        families: exponents (p, q) for the error of the trapezoid rule.
    """

    contact: Callable[..., Any]
    majorana: Callable[..., Any]
    splitting: Callable[..., Any]
    propagators: Callable[..., Any]
    mass_matrix: Callable[..., Any]
    powers: tuple[int, int]
    families: tuple[tuple[int, int], ...]


@cache
def _derived() -> _Derived:
    import sympy as sp

    from darktmm.derive.models.dark import (
        G_D,
        M_1,
        M_2,
        M_DIRAC,
        M_LEFT,
        M_RIGHT,
        Q_S,
        THETA,
        DarkModel,
        vector_form_factor,
    )

    model = DarkModel(neutrinos=2, majorana_angle=THETA)
    majorana = vector_form_factor.majorana_form(model)
    splitting = vector_form_factor.splitting_form(model)
    masses = (M_LEFT, M_RIGHT, M_DIRAC)
    matrix = model.heavy.mass_matrix()
    majorana_above, splitting_above = (
        sp.lambdify(masses, [form.scale * c for c in form.numerator], "numpy")
        for form in (majorana, splitting)
    )
    return _Derived(
        contact=sp.lambdify((G_D, Q_S), majorana.prefactor, "numpy"),
        majorana=majorana_above,
        splitting=splitting_above,
        propagators=sp.lambdify(masses, vector_form_factor.heavy_propagators(model), "numpy"),
        mass_matrix=sp.lambdify(
            (M_1, M_2, THETA), [matrix[0, 0], matrix[1, 1], matrix[0, 1]], "numpy"
        ),
        powers=(majorana.power, splitting.power),
        families=(*majorana.families, *splitting.families),
    )


# --- one point, many points ----------------------------------------------------------------------


def matrix(point: Point) -> ComplexArray:
    """f_ji, the coefficient of γ^μP_L in ν_i + A' → ν_j at q² = 0; hermitian, element [j, i].

    That of γ^μP_R is −f_ij, so that the diagonal is an axial coupling.

    Source: `derive.models.dark.vector_form_factor`; confronts the text below arXiv:2603.25704 (13).
    """
    x = generation_matrices(
        *(np.array([o]) for o in (point.O_R, point.O_I, point.M_H, point.M_A)),
        *(np.array([m]) for m in (point.m_L, point.m_R, point.m_D)),
    )
    contact = _derived().contact(point.g_D, point.Q_S)
    return sandwiched(point.coupling[None], contact * x)[0]


_BLOCK = 1 << 17
"""Points per block: what is needed beside input and output stays small."""


def matrices(
    coupling: Any,
    O_R: Any,
    O_I: Any,
    M_H: Any,
    M_A: Any,
    M_1: Any,
    M_2: Any,
    theta: Any,
    g_D: Any,
    Q_S: Any = -1.0,
) -> ComplexArray:
    """f_ji for many points, any number g of scalar generations.

    Args:
        coupling: λ_ia, shape (..., 3, g).
        O_R, O_I: mixing matrices of the scalars, shape (..., g, g).
        M_H, M_A: their masses, shape (..., g).
        M_1, M_2: masses of the heavy neutral fermions, signed.
        theta: their mixing angle; π/4 for m_L = m_R.
        g_D, Q_S: dark coupling and charge.

    Returns:
        Array of shape (..., 3, 3), element [..., j, i]; leading dimensions broadcast.

    Raises:
        ValueError: naming the argument, if a value is not finite, a mass or a mixing matrix is
            impossible, or shapes do not fit.
    """
    lam = np.asarray(coupling, dtype=complex)
    if lam.ndim < 2 or lam.shape[-2] != 3 or lam.shape[-1] < 1:
        raise ValueError(f"coupling: shape {lam.shape}, must end in (3, g)")
    g = lam.shape[-1]
    ends: dict[str, tuple[Any, tuple[int, ...]]] = {
        "O_R": (O_R, (g, g)),
        "O_I": (O_I, (g, g)),
        "M_H": (M_H, (g,)),
        "M_A": (M_A, (g,)),
        "M_1": (M_1, ()),
        "M_2": (M_2, ()),
        "theta": (theta, ()),
        "g_D": (g_D, ()),
        "Q_S": (Q_S, ()),
    }
    arrays = {"coupling": lam}
    leading = [lam.shape[:-2]]
    for name, (value, end) in ends.items():
        array = np.asarray(value, dtype=float)
        split = array.ndim - len(end)
        if split < 0 or array.shape[split:] != end:
            raise ValueError(f"{name}: shape {array.shape}, must end in {end} as coupling does")
        arrays[name] = array
        leading.append(array.shape[:split])
    _refuse(arrays)
    try:
        shape = np.broadcast_shapes(*leading)
    except ValueError as error:
        shapes = {name: array.shape for name, array in arrays.items()}
        raise ValueError(f"{shapes}: do not broadcast") from error
    count = math.prod(shape)
    flat = []
    for array, before in zip(arrays.values(), leading, strict=True):
        end = array.shape[len(before) :]
        flat.append(np.broadcast_to(array, (*shape, *end)).reshape(count, *end))
    result: ComplexArray = np.empty((count, 3, 3), dtype=complex)
    for start in range(0, count, _BLOCK):
        lam, *scalars, m_1, m_2, angle, g_d, q_s = (a[start : start + _BLOCK] for a in flat)
        x = generation_matrices(*scalars, *_derived().mass_matrix(m_1, m_2, angle))
        contact = _derived().contact(g_d, q_s)
        result[start : start + _BLOCK] = sandwiched(lam, contact[:, None, None] * x)
    return result.reshape(*shape, 3, 3)


def _refuse(arrays: dict[str, Any]) -> None:
    """A ValueError for the first argument with a value that cannot be."""
    for name, array in arrays.items():
        if not np.all(np.isfinite(array)):
            raise ValueError(f"{name}: {array[~np.isfinite(array)][0]} is not finite")
    for name in ("M_H", "M_A"):
        if np.any(arrays[name] <= 0):
            raise ValueError(f"{name}: {arrays[name][arrays[name] <= 0][0]} must be > 0")
    for name in ("O_R", "O_I"):
        o = arrays[name]
        defect = np.max(np.abs(o.swapaxes(-1, -2) @ o - np.eye(o.shape[-1])), initial=0.0)
        if not defect <= ORTHOGONALITY:
            raise ValueError(f"{name}: must be orthogonal; |O^T O - 1| reaches {defect:.1e}")


def contact(g_D: FloatArray, Q_S: FloatArray) -> FloatArray:
    """The common factor of 𝓝 and 𝓢."""
    factor: FloatArray = _derived().contact(g_D, Q_S)
    return factor


def sandwiched(coupling: ComplexArray, x: FloatArray) -> ComplexArray:
    """Σ_ab λ_ja λ*_ib X_ab, shape (n, 3, 3)."""
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
    """X without the common factor, shape (n, g, g)."""
    derived = _derived()
    det, trace, _ = derived.propagators(m_L, m_R, m_D)
    mixing = np.einsum("nak,nam->nkm", O_R, O_I)
    split = (M_H[:, :, None] - M_A[:, None]) * (M_H[:, :, None] + M_A[:, None]) * mixing
    scalars = np.concatenate([M_H, M_A], axis=1) ** 2
    even, odd = np.empty_like(M_H), np.empty_like(M_A)
    squared = np.empty_like(O_R)
    for chosen, unit, tau, weight in momentum_rules(scalars, det, trace, derived.families):
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
    derived = _derived()
    majorana, splitting, propagators = (
        function(*heavy) for function in (derived.majorana, derived.splitting, derived.propagators)
    )
    generations = range(len(even))
    with_even, with_odd = np.zeros_like(even), np.zeros_like(odd)
    squared = np.zeros((len(even), *even.shape))
    products = {(k, l): split[k] * split[l] for k in generations for l in range(k + 1)}
    for t, w in node_blocks(tau, weight, even.shape[1]):
        both = 1 / horner(propagators, t)
        d_even, d_odd = ([1 / (x + t) for x in squares] for squares in (even, odd))
        n = (w * t ** derived.powers[0]) * horner(majorana, t) * (both * both)
        for k in generations:
            with_even[k] += np.sum(n * d_even[k], axis=0)
            with_odd[k] += np.sum(n * d_odd[k], axis=0)
        s = (w * t ** derived.powers[1]) * horner(splitting, t) * both
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
    """Nodes and weights as columns, as many at a time as fit into the cache with n points."""
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
