"""The paper's benchmark as a point, and the dark photon put on it."""

from __future__ import annotations

from darktmm.derive.memo import cache
from darktmm.numeric.inputs import point_file
from darktmm.numeric.inputs.data import curve
from darktmm.numeric.models.dark.observables import Observables, at
from darktmm.numeric.models.dark.point import Point


@cache
def benchmark() -> Point:
    """Secs. 3.1–3.3; see `numeric/inputs/points/paper.toml` for what had to be chosen."""
    return Point.from_file(point_file("paper"))


def with_dark_photon(mass: float, epsilon: float | None = None) -> Point:
    """The benchmark with a dark photon; ε at the limit of NA64 2019, the paper's source, if not given."""
    if epsilon is None:
        epsilon = float(curve("NA64 2019").at(mass))
    return benchmark().with_(m_aprime=mass, epsilon=epsilon)


@cache
def observed(mass: float, epsilon: float | None = None) -> Observables:
    """All observables there."""
    return at(with_dark_photon(mass, epsilon))
