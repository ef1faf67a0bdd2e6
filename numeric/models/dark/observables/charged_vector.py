r"""Coupling of A' to charged leptons, for many points at once: `derive.models.dark.charged_vector`.

The loop of E is that of `numeric.models.dark.vector_form_factor` for :math:`m_L=m_R=0`, :math:`m_D=M_E`,
exactly: what breaks U(1)_D stands in front of it, squared, and no splitting is too small.
"""

from __future__ import annotations

import numpy as np

from darktmm.numeric.arrays import ComplexArray, FloatArray
from darktmm.numeric.models.dark import vector_form_factor as form_factor
from darktmm.numeric.models.dark.parameters import Parameters


def lepton_coupling(p: Parameters) -> ComplexArray:
    r"""f^ℓ_αβ of :math:`A'_\mu\bar\ell_\alpha\gamma^\mu P_L\ell_\beta` at q² = 0, hermitian.

    A pure number, (n, 3, 3).
    """
    return form_factor.sandwiched(p.y, form_factor.charged_metric(p))


def momentum_dependence(p: Parameters) -> FloatArray:
    """Size of f^ℓ_αβ(m_A'²) − f^ℓ_αβ(0) for unbroken U(1)_D, an estimate, a pure number, (n, 3, 3).

    What a conserved current leaves is of order q²/M_E², with the logarithm of the loop of scalars, and
    proportional to |y_α||y_β| at most. Where f^ℓ(0) is smaller than that, it does not give the rate.
    """
    lightest = np.minimum(p.M_H.min(axis=1), p.M_A.min(axis=1))
    logarithm = 1 + 2 * np.log1p(p.M_E / lightest)
    scale = np.abs(form_factor.contact(p.g_D, p.Q_S)) * logarithm
    relative = (p.m_aprime / np.hypot(p.M_E, lightest)) ** 2
    lengths = np.sqrt(np.sum(np.abs(p.y) ** 2, axis=2))
    products: FloatArray = lengths[:, :, None] * lengths[:, None, :]
    return (scale * relative)[:, None, None] * products
