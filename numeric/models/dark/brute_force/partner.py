"""The loop of E and the scalars at charged leptons, in unrotated fields: what `charged` and `emission` share.

Input, the grid of Euclidean momenta, and explicit propagators; conventions are those of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from darktmm.numeric.brute_force.dirac import Complex, Real, slash, square
from darktmm.numeric.models.dark.brute_force.neutral import (
    FLAVOURS,
    finite_real,
    finite_real_matrix,
    require_symmetric,
    sphere,
)

__all__ = ["SEED_IN", "SEED_OUT", "Loop", "checked", "euclidean_grid"]

RADIAL_STEP: Final = 0.28
INFRARED_EFOLDS: Final = 10.0

# Generic spinors from which (pslash + m) and p'slash project the solutions of Dirac's equation.
SEED_IN: Final[Complex] = np.array([0.3 + 0.5j, -0.8 + 0.2j, 0.6 - 0.4j, 0.7 + 0.9j])
SEED_OUT: Final[Complex] = np.array([0.9 - 0.1j, 0.4 + 0.7j, -0.5 + 0.3j, 0.2 - 0.8j])


@dataclass(frozen=True, eq=False)
class Loop:
    """Lines and vertices.

    Attributes:
        couplings: y_{alpha a}, (3, n).
        masses: mass-squared matrix of (S_R, S_I), (2n, 2n) [GeV^2].
        heavy: M_E [GeV].
    """

    couplings: Complex
    masses: Real
    heavy: float

    @property
    def scales(self) -> Real:
        """The masses of all lines [GeV]."""
        return np.append(np.sqrt(np.linalg.eigvalsh(self.masses)), self.heavy)

    def fermion(self, k: Complex) -> Complex:
        """(kslash - M_E)^-1, numerically; (points, 4, 4) [GeV^-1]."""
        return np.asarray(np.linalg.inv(slash(k) - self.heavy * np.eye(4)), dtype=np.complex128)

    def scalar(self, k: Complex) -> Complex:
        """(k^2 - M2)^-1, numerically; (points, 2n, 2n) [GeV^-2]."""
        inverse = square(k)[:, None, None] * np.eye(len(self.masses)) - self.masses
        return np.asarray(np.linalg.inv(inverse), dtype=np.complex128)

    def in_flavours(self, kernel: Complex) -> Complex:
        """V_alpha K V_beta^dagger of a kernel between real scalars, V_alpha = (y_alpha, i y_alpha)/sqrt2."""
        on_real_scalars = np.hstack([self.couplings, 1j * self.couplings]) / np.sqrt(2.0)
        found: Complex = on_real_scalars @ kernel @ on_real_scalars.conj().T
        return found


def checked(y: ArrayLike, mass_squared_R: ArrayLike, mass_squared_I: ArrayLike, M_E: float) -> Loop:
    """The loop of these parameters.

    Raises:
        ValueError: a shape, an entry or a mass that cannot be; the message names it.
    """
    couplings = np.asarray(y)
    if couplings.ndim != 2 or couplings.shape[0] != FLAVOURS or couplings.shape[1] < 1:
        raise ValueError(f"y has shape {couplings.shape}: must be ({FLAVOURS}, n), n >= 1")
    if couplings.dtype.kind not in "iufc" or not np.all(np.isfinite(couplings)):
        raise ValueError(f"y = {couplings.tolist()}: must be finite complex numbers")
    n = couplings.shape[1]
    blocks = []
    for name, value in (("mass_squared_R", mass_squared_R), ("mass_squared_I", mass_squared_I)):
        matrix = finite_real_matrix(name, value, n)
        require_symmetric(name, matrix)
        lowest = float(np.linalg.eigvalsh(matrix)[0])
        if lowest <= 0.0:
            raise ValueError(
                f"{name} = {matrix.tolist()}: must be positive definite, its lowest eigenvalue is "
                f"{lowest:g}"
            )
        blocks.append(matrix)
    heavy = finite_real("M_E", M_E)
    if heavy <= 0.0:
        raise ValueError(f"M_E = {heavy}: must be positive")
    nothing = np.zeros((n, n))
    masses = np.block([[blocks[0], nothing], [nothing, blocks[1]]])
    return Loop(couplings.astype(np.complex128), masses, heavy)


def euclidean_grid(
    scales: Real, polar_order: int, ultraviolet_efolds: float
) -> tuple[Complex, Real]:
    """Wick-rotated momenta (points, 4) and weights of int d4k/(2 pi)^4, the i of d4k excluded."""
    directions, solid_angle = sphere(polar_order)
    low, high = np.log(scales.min()) - INFRARED_EFOLDS, np.log(scales.max()) + ultraviolet_efolds
    radius = np.exp(np.arange(low, high, RADIAL_STEP))
    momenta = np.einsum("r,sm->rsm", radius, directions).reshape(-1, 4).astype(complex)
    momenta[:, 0] *= 1j  # k^0 = i k_4
    # k^3 dk = k^4 dlog(k)
    weights = np.einsum("r,s->rs", RADIAL_STEP * radius**4, solid_angle).ravel() / (2 * np.pi) ** 4
    return momenta, weights
