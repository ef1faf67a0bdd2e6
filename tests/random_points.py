"""Random points of the dark model: everything different from everything else."""

from __future__ import annotations

from typing import Any

import numpy as np

from darktmm.numeric.models.dark.parameters import Parameters, pmns


def random_point(rng: np.random.Generator, g: int = 2, **changes: Any) -> Parameters:
    """Masses over two decades, mixings, phases and couplings of order one, m_L ≠ m_R."""
    # A product of two: a single factor of two scalars would be a reflection, which is symmetric.
    first, second = np.linalg.qr(rng.normal(size=(2, 2, g, g)))[0]
    mixing = first @ second
    angles = rng.uniform(0.1, 1.4, 3)
    values: dict[str, Any] = {
        "m_L": rng.normal() * 3,
        "m_R": rng.normal() * 3,
        "m_D": rng.uniform(0.5, 5),
        "M_E": 10 ** rng.uniform(2, 4),
        "M_H": 10 ** rng.uniform(-1, 1, g),
        "M_A": 10 ** rng.uniform(-1, 1, g),
        "O_R": mixing[0],
        "O_I": mixing[1],
        "y": 0.3 * (rng.normal(size=(3, g)) + 1j * rng.normal(size=(3, g))),
        "g_D": rng.uniform(0.1, 1),
        "Q_N": 1.0,
        "Q_S": -1.0,
        "U": pmns(*angles, *rng.uniform(0, 6, 3)),
        "m_aprime": 10 ** rng.uniform(-3, 1.5),
        "epsilon": 10 ** rng.uniform(-6, -2),
    }
    return Parameters(**(values | changes))


def random_points(n: int, g: int = 2, seed: int = 1, **changes: Any) -> Parameters:
    """n of them, with some parameters the same for all or given for each."""
    rng = np.random.default_rng(seed)
    found = Parameters.stack([random_point(rng, g) for _ in range(n)])
    return found.with_(**changes) if changes else found
