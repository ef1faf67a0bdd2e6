"""Old names; see `numeric.models.dark.predictions`."""

from __future__ import annotations

from typing import Any

from darktmm.numeric.models.dark.point import Point
from darktmm.numeric.models.dark.predictions import DarkPredictions
from darktmm.numeric.models.dark.sample import Sample


class Observables(DarkPredictions):
    """Old names."""

    @property
    def sample(self) -> Sample:
        return self.parameters

    transition = property(lambda o: o.transition_moment)
    vector = property(lambda o: o.neutrino_vector)
    charged_vector = property(lambda o: o.lepton_vector)
    widths = property(lambda o: o.aprime_widths)
    z_width_heavy_neutral = property(lambda o: o.z_width)

    @property
    def weak_vertices(self) -> Any:
        w, z = super().weak_vertices
        return type("Pair", (tuple,), {"w": w, "z": z})((w, z))


def at(point: Point) -> Observables:
    """Old name."""
    return Observables(Sample.of([point]))


def of(sample: Sample) -> Observables:
    """Old name."""
    return Observables(sample)
