"""Nothing that was derived from a replaced part outlives the test that replaced it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from darktmm.derive import memo

os.environ["DARKTMM_CACHE"] = ""  # laws that a test changes are kept nowhere


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing is remembered at the start, and nothing of the test after it."""
    before = memo.snapshot()
    memo.clear()
    yield
    memo.restore(before)


@pytest.fixture(autouse=True)
def _no_state_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget what was learnt in a test that replaced something of ours."""
    if "monkeypatch" not in request.fixturenames:
        yield
        return
    patches, before = request.getfixturevalue("monkeypatch"), memo.snapshot()
    yield
    if any(map(_ours, [t for t, *_ in patches._setattr + patches._setitem])):
        memo.restore(before)


def _ours(target: Any) -> bool:
    """Whether something that was patched belongs to the project."""
    if isinstance(target, dict):  # a record of words is not derived from
        return not all(isinstance(value, str) for value in target.values())
    name = target.__name__ if isinstance(target, ModuleType) else type(target).__module__
    if isinstance(target, type):
        name = target.__module__
    return str(name).startswith("darktmm")
