"""Units: a number in another unit than its name says is wrong even if everything agrees with everything."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from darktmm.numeric.inputs import point_file
from darktmm.numeric.models.dark import moments
from darktmm.numeric.models.dark.parameters import Parameters


def test_neutrino_mass_in_electronvolt() -> None:
    """m_D = 0 with diagonal scalars, the scotogenic limit: λ*λ* m/32π² times elementary logarithms, in eV.

    Masses were compared only with masses in the same unit: twice the number of eV in a GeV was not seen.
    """
    m, real, imaginary = 1.3, np.array([0.25, 0.35]), np.array([0.20, 0.40])
    at = Parameters.from_file(point_file("reference")).with_(
        m_L=m, m_R=m, m_D=0.0, M_H=real, M_A=imaginary, O_R=np.eye(2), O_I=np.eye(2)
    )

    def branch(mass: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(mass**2 / (mass**2 - m**2) * np.log(mass**2 / m**2))

    loop = m / (32 * math.pi**2) * (branch(real) - branch(imaginary))
    coupling = at.coupling[0].conj()
    expected = 1e9 * coupling @ np.diag(loop) @ coupling.T
    np.testing.assert_allclose(moments.radiative_neutrino_mass(at)[0], expected, rtol=1e-12)
