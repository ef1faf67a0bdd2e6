"""A joint search for tests: fewer points, starts and rounds; good to some per cent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from darktmm.numeric.models.dark.joint import climbing, search

_NUMBERS = {
    "_POINTS": 256,
    "_POPULATION": 256,
    "_GENERATIONS": 20,
    "_STARTS": 1,
    "_REFINED": 1,
    "_SMALLEST_RADIUS": 0.5,
}

_ROUNDS = ((10, 1.0), (10, 0.2))


@contextmanager
def short_search() -> Iterator[None]:
    """Every search within is a short one."""
    with pytest.MonkeyPatch.context() as patch:
        for name, number in _NUMBERS.items():
            patch.setattr(search, name, number)
        patch.setattr(climbing, "_ROUNDS", _ROUNDS)
        yield
