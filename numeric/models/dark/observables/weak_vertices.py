r"""Loop corrections to W ℓ ν and Z ν ν, for many points at once, and what is measured of them.

.. math:: \varepsilon = yXy^\dagger,\qquad X = O_R\,\mathrm{diag}\,\mathcal X(M_H)\,O_R^T
          + O_I\,\mathrm{diag}\,\mathcal X(M_A)\,O_I^T,\qquad
          \mathcal X(M_\Phi) = \int_0^\infty d\tau\,\frac{\mathcal N(\tau)}{\tau+M_\Phi^2} ,

in the flavour basis, 𝓝 the sums of squares of `derive.models.dark.weak_vertices`. In each square a
mass by which the doublet is split stands in front: nothing cancels when it is small.

The flavour of a neutrino is not observed. The squared coupling of W to ℓ, summed over it, is
:math:`K_\ell = [(1+\varepsilon)^\dagger(1+\varepsilon)]_{\ell\ell}`, and

.. math:: \frac{g_\alpha}{g_\beta} = \sqrt{\frac{K_\alpha}{K_\beta}},\qquad
          \frac{G_F(\mu)}{G_F} = \sqrt{K_eK_\mu},\qquad
          N_\nu = \mathrm{tr}\,(1+\varepsilon^Z)^\dagger(1+\varepsilon^Z) .

|V_ud|² is the rate of β decays, ∝ K_e, over that of the muon, ∝ K_eK_μ: the first row of the CKM
matrix adds up to 1/K_μ, whatever happens to the electron. The same holds for |V_us|² from
K → π e ν and from the ratio of K → μ ν to π → μ ν.

Positive K_ℓ for any size of ε; that ε is of first order in the loop does not change by squaring it.
Left out: the dependence on momenta (Z ℓ ℓ, zero here, is changed by at most
7|y|²M_Z²/(576π²M_E²), derived there), box diagrams of order y⁴, and the emission of N Φ or A′ from
the neutrino, which adds to leptonic widths.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.kernels.quadrature import step
from darktmm.numeric.kernels.rules import BOTTOM, LIMITS, rule
from darktmm.numeric.models.dark.point import ComplexArray, FloatArray
from darktmm.numeric.models.dark.sample import Sample

LEPTONS = ("e", "mu", "tau")
"""Rows and columns of ε."""

_BLOCK = 1 << 11
_TOLERANCE = 1e-16  # aliasing of the trapezoid rule
_DEPTH = 40.0  # and how many e-folds it goes beyond the masses
_FAMILIES = tuple((p, 7) for p in (1, 2, 3, 4, 5))  # τᵖ over N₁ twice, N₂ twice, E twice, Φ


@dataclass(frozen=True)
class _Derived:
    """What the algebra supplies, as functions of arrays.

    Attributes:
        defects: the four defects, of τ, m_L, m_R, m_D, M_E and M_E − m_D, which is not rounded.
        weights: 𝓝 per square of each, a function of τ; of W ℓ ν and of Z ν ν.
    """

    defects: Callable[..., Any]
    weights: tuple[Callable[..., Any], Callable[..., Any]]


@cache
def _derived() -> _Derived:
    import sympy as sp

    from darktmm.derive.loops.euclidean import TAU
    from darktmm.derive.models.dark import M_DIRAC, M_E, dark_model
    from darktmm.derive.models.dark import weak_vertices as derived

    kappa = derived.strength(dark_model(generations=1, neutrinos=1, mixing="symbols"))
    charged, neutral = (
        sp.lambdify(TAU, [-kappa * TAU * weight for weight in derived.weights(current)], "numpy")
        for current in (derived.W_LEPTON, derived.Z_NEUTRINO)
    )
    splitting = sp.Symbol("splitting", real=True)
    factored = [d.xreplace({M_E - M_DIRAC: splitting}) for d in derived.factored_defects()]
    arguments = (TAU, *derived.MASSES, splitting)
    defects = sp.lambdify(arguments, factored, "numpy", cse=True)
    return _Derived(defects, (charged, neutral))


# --- corrections --------------------------------------------------------------------------------


@dataclass(frozen=True)
class WeakVertices:
    """Relative corrections to the couplings of leptons at n points.

    Attributes:
        w: ε of W ℓ_β → ν_α, element [α, β] in the flavour basis, hermitian, shape (n, 3, 3).
        z: the same of Z ν_β → ν_α. That of Z ℓ ℓ is zero.
    """

    w: ComplexArray
    z: ComplexArray

    @property
    def excess(self) -> FloatArray:
        """K_ℓ − 1, the relative change of the squared coupling of W to e, μ, τ, shape (n, 3)."""
        return _excess(self.w)

    def ratio(self, first: str, second: str) -> FloatArray:
        """g_first/g_second, as W bosons see it, shape (n,).

        Raises:
            ValueError: not one of `LEPTONS`.
        """
        above, below = (1 + self.excess[:, _index(name)] for name in (first, second))
        return np.sqrt(above / below)

    @property
    def fermi_constant(self) -> FloatArray:
        """G_F of muon decay over that of tree level, shape (n,)."""
        return np.sqrt((1 + self.excess[:, _index("e")]) * (1 + self.excess[:, _index("mu")]))

    @property
    def first_row(self) -> FloatArray:
        """|V_ud|² + |V_us|² + |V_ub|² as extracted, where it is 1 without the loop, shape (n,)."""
        return 1 / (1 + self.excess[:, _index("mu")])

    @property
    def neutrinos(self) -> FloatArray:
        """N_ν of the Z from its three light neutrinos alone, shape (n,)."""
        return 3 + _excess(self.z).sum(axis=1)


def _index(lepton: str) -> int:
    if lepton not in LEPTONS:
        raise ValueError(f"lepton = {lepton!r}: must be one of {', '.join(LEPTONS)}")
    return LEPTONS.index(lepton)


def _excess(correction: ComplexArray) -> FloatArray:
    """Diagonal of (1 + ε)†(1 + ε) − 1, shape (n, 3)."""
    diagonal = np.einsum("nbb->nb", correction).real
    return 2 * diagonal + np.sum(np.abs(correction) ** 2, axis=1)


def corrections(sample: Sample) -> WeakVertices:
    """Both corrections at every point; to about 1e-13 of the sum of the moduli of its terms."""
    even, odd = _scalar_functions(sample)
    found = []
    for h, a in zip(even, odd, strict=True):
        x = np.einsum("nak,nk,nbk->nab", sample.O_R, h, sample.O_R)
        x += np.einsum("nam,nm,nbm->nab", sample.O_I, a, sample.O_I)
        product = np.einsum("nia,nab,njb->nij", sample.y, x, sample.y.conj(), optimize=True)
        found.append((product + product.conj().swapaxes(1, 2)) / 2)  # hermitian to the last digit
    return WeakVertices(found[0], found[1])


# --- 𝒳 of one scalar ------------------------------------------------------------------------------


def _scalar_functions(sample: Sample) -> tuple[FloatArray, FloatArray]:
    """𝒳(M_H) and 𝒳(M_A), for W and for Z: shape (2, n, g) each."""
    n, g = sample.M_H.shape
    scalars = np.concatenate([sample.M_H, sample.M_A], axis=1)
    masses = (sample.m_L, sample.m_R, sample.m_D, sample.M_E, sample.M_E - sample.m_D)
    every = np.concatenate([np.abs(sample.heavy_masses), sample.M_E[:, None], scalars], axis=1)
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
    derived = _derived()
    squares = [np.square(d) for d in np.broadcast_arrays(*derived.defects(tau, *masses))]
    propagators = 1 / (tau[:, None] + np.square(scalars)[:, None, :])
    return np.stack(
        [
            np.einsum(
                "nt,nts->ns",
                sum(w * s for w, s in zip(law(tau), squares, strict=True)) * weight,
                propagators,
            )
            for law in derived.weights
        ]
    )
