"""Which published number a constraint uses: the default of the data, one of a year, or one by name."""

from __future__ import annotations

from darktmm.numeric.inputs.data import Measurement, default, measurement, measurements

NEWEST = "newest"
"""The default of the data; see `numeric.inputs.data` for what supersedes what."""


def published(quantity: str, which: str | int = NEWEST) -> Measurement:
    """An entry of a quantity.

    Args:
        quantity: as in the data files.
        which: "newest", a year (the smallest value, if there are several), or a name.

    Raises:
        KeyError: no such quantity.
        ValueError: no such entry; the message lists those there are.
    """
    if which == NEWEST:
        return default(quantity)
    entries = measurements(quantity)
    found = [e for e in entries if which in (e.name, e.year)]
    if not found:
        known = ", ".join(repr(e.name) for e in entries)
        raise ValueError(f"{quantity}: {which!r} must be 'newest', a year, or one of {known}")
    return min(found, key=lambda entry: entry.value)


def entry_of(quantity: str, name: str | None = None) -> Measurement:
    """The entry of this name, whatever it is of; by default the newest of a quantity."""
    return default(quantity) if name is None else measurement(name)
