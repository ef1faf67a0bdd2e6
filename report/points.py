"""The parameter points that come with the package."""

from __future__ import annotations

from darktmm.numeric.inputs import POINTS as NAMES
from darktmm.numeric.inputs import point_file as bundled

__all__ = ["NAMES", "bundled", "headline"]


def headline(name: str) -> str:
    """What a point is: the first line of its file."""
    return bundled(name).read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
