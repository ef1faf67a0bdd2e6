"""Old name of `numeric.models.dark.parameters.Parameters`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from darktmm.numeric.models.dark.parameters import SECTIONS, Parameters


class Sample(Parameters):
    """Old name."""

    @classmethod
    def of(cls, points: Sequence[Any]) -> Parameters:
        """Points, stacked."""
        return Parameters(
            **{
                name: np.array(
                    [np.nan if getattr(p, name) is None else getattr(p, name) for p in points]
                )
                for name in SECTIONS
            }
        )
