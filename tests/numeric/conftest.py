"""What the tests of numbers replace without touching what is derived."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture
def stand_in() -> Iterator[pytest.MonkeyPatch]:
    """A monkeypatch for parts on which no remembered result depends: nothing is forgotten after it.

    Sizes of blocks, nodes of rules that are remembered by number, parts of `brute_force`, which
    remembers nothing, and the search, whose maxima are not kept.
    """
    with pytest.MonkeyPatch.context() as patch:
        yield patch
