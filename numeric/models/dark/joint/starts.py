"""Places from which a search starts besides those it finds: maxima of longer searches.

Nothing is taken from them but the place. What a search reports is climbed to and evaluated within the bounds it
was given, and `Search.scratch` leaves them out: no search from scratch may find more.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from darktmm.derive.memo import cache
from darktmm.numeric.arrays import FloatArray


@dataclass(frozen=True)
class Place:
    """Coordinates and discrete choices of one point.

    Attributes:
        x: (19,), see `space.COORDINATES`.
        code: of its `space.Modes`.
    """

    x: FloatArray
    code: int


@dataclass(frozen=True)
class Start:
    """A place, and where it was found.

    Attributes:
        m_aprime: GeV.
        place: its coordinates hold g_D as well.
    """

    m_aprime: float
    place: Place

    @property
    def violation(self) -> float:
        """m_A'/g_D, GeV."""
        return self.m_aprime / float(np.exp(self.place.x[0]))


@cache
def kept() -> tuple[Start, ...]:
    """All of them, light A' first."""
    text = files("darktmm.numeric.models.dark.joint").joinpath("starts.toml").read_text("utf-8")
    return tuple(
        Start(row["m_aprime"], Place(np.array(row["x"]), row["code"]))
        for row in tomllib.loads(text)["start"]
    )
