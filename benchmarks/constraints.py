"""What all bounds at many points cost, in units of the moment alone, and a joint curve."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from darktmm.numeric.constraints import assessed, largest_ratio, standard
from darktmm.numeric.models.dark.moments import transition_coefficient
from darktmm.numeric.models.dark.parameters import Parameters, rotation
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.predictions import QUANTITIES
from darktmm.papers.arxiv_2603_25704.joint import curve, masses

BATCH = 1 << 17
"""Points at a time: arrays of this length are still cheap to allocate."""

Row = tuple[str, str, str, bool | None]


def sample(count: int, seed: int = 4) -> Parameters:
    """Masses over four decades, any m_L and m_R, two generations."""
    rng = np.random.default_rng(seed)

    def decades(low: float, high: float, *shape: int) -> Any:
        return 10.0 ** rng.uniform(low, high, shape)

    def gauss(*shape: int) -> Any:
        return rng.normal(size=shape) + 1j * rng.normal(size=shape)

    even, odd = rotation(rng.uniform(0, 2 * np.pi, (2, count)))
    return Parameters(
        m_L=rng.choice([-1.0, 1.0], count) * decades(-1, 3, count),
        m_R=rng.choice([-1.0, 1.0], count) * decades(-1, 3, count),
        m_D=decades(-1, 3, count),
        M_E=decades(2, 4, count),
        M_H=decades(-1, 3, count, 2),
        M_A=decades(-1, 3, count, 2),
        O_R=even,
        O_I=odd,
        y=0.1 * gauss(count, 3, 2),
        g_D=rng.uniform(0.1, 1, count),
        Q_N=1.0,
        Q_S=-1.0,
        U=np.linalg.qr(gauss(count, 3, 3))[0],
        m_aprime=decades(-3, 1, count),
        epsilon=decades(-6, -2, count),
    )


def _seconds(batches: list[Parameters], call: Callable[[Parameters], Any]) -> float:
    """Time of all batches, the best of three; each run starts without anything cached."""
    best = np.inf
    for _ in range(3):
        fresh = [batch[:] for batch in batches]
        start = time.perf_counter()
        for batch in fresh:
            call(batch)
        best = min(best, time.perf_counter() - start)
    return best


def _excluded(batch: Parameters) -> Any:
    found = assessed(standard(), DarkPredictions(batch))
    return largest_ratio(found, (len(batch),)) > 1


def _everything(batch: Parameters) -> None:
    """Every quantity that a bound may ask for."""
    predictions = DarkPredictions(batch)
    for name in QUANTITIES:
        getattr(predictions, name)


def constraints(count: int = 1_000_000) -> Iterator[Row]:
    """Observables and all bounds against the moment, on the same points."""
    _excluded(sample(10))  # compiles and reads the data
    batches = [sample(min(BATCH, count - k), seed=k) for k in range(0, count, BATCH)]
    moment = _seconds(batches, transition_coefficient) / count
    seen = _seconds(batches, _everything) / count
    everything = _seconds(batches, _excluded) / count
    ratio = everything / moment
    yield f"moment of any heavy fermions, {count} points", f"{moment * 1e9:.0f} ns/point", "", None
    yield "  … all predictions", f"{seen * 1e9:.0f} ns/point", "", None
    yield f"  … and {len(standard())} bounds", f"{everything * 1e9:.0f} ns/point", "", None
    yield "  … over the moment", f"{ratio:.1f}", "≤ 20", ratio <= 20


def joint() -> Iterator[Row]:
    """The largest effective moment at 8 masses of A', all bounds, everything optimised."""
    start = time.perf_counter()
    count = len(list(curve("today", 0.5, masses(8))))
    elapsed = time.perf_counter() - start
    yield f"joint curve, {count} masses", f"{elapsed:.0f} s", "≤ 180 s", elapsed <= 180
