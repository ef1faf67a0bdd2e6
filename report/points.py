"""The parameter points that come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

NAMES = ("reference", "paper")


def bundled(name: str) -> Path:
    """Path of a bundled point: "reference" (generic) or "paper" (benchmark of the paper)."""
    if name not in NAMES:
        raise KeyError(f"point {name!r}: not one of {', '.join(NAMES)}")
    return Path(str(files("numeric.inputs") / "points" / f"{name}.toml"))
