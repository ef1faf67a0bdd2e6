"""Widths and the magnetic moment from explicit spinors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from darktmm.numeric.brute_force.dirac import GAMMA, METRIC
from darktmm.numeric.models.dark.brute_force import spinors


@pytest.mark.parametrize("sign", [1, -1])
def test_spinors_solve_diracs_equation(sign: int) -> None:
    """(p̸ ∓ m)u = 0 with Σ u ū = p̸ ± m, massive and massless."""
    for mass in (1.3, 0.0):
        p = np.array([0.0, 0.3, -0.7, 0.4])
        p[0] = math.sqrt(mass**2 + p @ p)
        u = spinors.spinors(p, mass, sign)
        slash = np.tensordot(METRIC @ p, GAMMA, axes=1)
        assert np.allclose(slash @ u, sign * mass * u, atol=1e-12)
        total = u @ u.conj().T @ GAMMA[0]
        assert np.allclose(total, slash + sign * mass * np.eye(4), atol=1e-12)


def test_widths_and_moment_by_spinors() -> None:
    """1/4, 1/192π³ and −2; the printed width is half of the first, and the sign follows the charge."""
    assert spinors.radiative_width() == pytest.approx(1 / 4, rel=1e-13)
    assert spinors.muon_width() == pytest.approx(1 / (192 * math.pi**3), rel=1e-13)
    assert spinors.moment_per_dipole() == pytest.approx(-2, rel=1e-13)
    assert spinors.moment_per_dipole(2.0) == pytest.approx(1, rel=1e-13)
