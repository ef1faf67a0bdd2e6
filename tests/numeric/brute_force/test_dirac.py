"""The explicit matrices satisfy what defines them."""

from __future__ import annotations

import numpy as np

from darktmm.numeric.brute_force.dirac import (
    CHARGE_CONJUGATION,
    GAMMA,
    GAMMA5,
    METRIC,
    P_L,
    P_R,
    SIGMA,
    slash,
)


def test_dirac_algebra_and_charge_conjugation() -> None:
    anticommutators = np.einsum("mab,nbc->mnac", GAMMA, GAMMA)
    anticommutators = anticommutators + anticommutators.transpose(1, 0, 2, 3)
    expected = 2 * np.einsum("mn,ab->mnab", METRIC, np.eye(4))
    np.testing.assert_allclose(anticommutators, expected, atol=1e-15)
    c = CHARGE_CONJUGATION
    for gamma in GAMMA:
        np.testing.assert_allclose(c @ gamma.T @ np.linalg.inv(c), -gamma, atol=1e-15)
    np.testing.assert_allclose(c @ GAMMA5.T @ np.linalg.inv(c), GAMMA5, atol=1e-15)


def test_projectors_and_sigma() -> None:
    """P_L keeps the upper half; sigma^{12} is the spin along 3."""
    np.testing.assert_allclose(P_L, np.diag([1, 1, 0, 0]), atol=1e-15)
    np.testing.assert_allclose(P_L + P_R, np.eye(4), atol=1e-15)
    np.testing.assert_allclose(SIGMA[1, 2], np.diag([1, -1, 1, -1]), atol=1e-15)


def test_slash_squares_to_the_momentum_squared() -> None:
    k = np.array([0.3, -0.2 + 0.1j, 0.5, 0.9])
    np.testing.assert_allclose(slash(k) @ slash(k), (k @ METRIC @ k) * np.eye(4), atol=1e-15)
