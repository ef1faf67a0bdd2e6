r"""What is measured of corrections ε to W ℓ ν and ε^Z to Z ν ν.

The flavour of a neutrino is not observed. The squared coupling of W to ℓ, summed over it, is
:math:`K_\ell = [(1+\varepsilon)^\dagger(1+\varepsilon)]_{\ell\ell}`, and

.. math:: \frac{g_\alpha}{g_\beta} = \sqrt{\frac{K_\alpha}{K_\beta}},\qquad
          \frac{G_F(\mu)}{G_F} = \sqrt{K_eK_\mu},\qquad
          N_\nu = \mathrm{tr}\,(1+\varepsilon^Z)^\dagger(1+\varepsilon^Z) .

|V_ud|² is the rate of β decays, ∝ K_e, over that of the muon, ∝ K_eK_μ: the first row of the CKM
matrix adds up to 1/K_μ, whatever happens to the electron. The same holds for |V_us|² from
K → π e ν and from the ratio of K → μ ν to π → μ ν.

Positive K_ℓ for any size of ε; that ε is of first order in the loop does not change by squaring it.
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.processes.leptons import row


def excess(shift: ComplexArray) -> FloatArray:
    """Diagonal of (1 + ε)†(1 + ε) − 1, pure numbers, (n, 3): for W, K_ℓ − 1 of e, μ, τ."""
    diagonal = np.einsum("nbb->nb", shift).real
    return np.asarray(2 * diagonal + np.sum(np.abs(shift) ** 2, axis=1))


def ratio(w: ComplexArray, first: str, second: str) -> FloatArray:
    """g_first/g_second, a ratio as W bosons see it, (n,).

    Raises:
        ValueError: no such lepton.
    """
    above, below = (1 + excess(w)[:, row(name)] for name in (first, second))
    return np.sqrt(above / below)


def fermi_constant(w: ComplexArray) -> FloatArray:
    """G_F of muon decay over that of tree level, a ratio, (n,)."""
    squares = 1 + excess(w)
    return np.asarray(np.sqrt(squares[:, row("e")] * squares[:, row("mu")]))


def first_row(w: ComplexArray) -> FloatArray:
    """|V_ud|² + |V_us|² + |V_ub|² as extracted, relative to 1 without the correction, (n,)."""
    return np.asarray(1 / (1 + excess(w)[:, row("mu")]))


def neutrino_number(z: ComplexArray) -> FloatArray:
    """N_ν of the Z from its three light neutrinos alone, a pure number, (n,)."""
    return np.asarray(3 + excess(z).sum(axis=1))
