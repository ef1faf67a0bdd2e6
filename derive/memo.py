"""The one place where results are remembered.

`cache` remembers by the value of the arguments (a model is a frozen value: another Lagrangian is another
key); `clear` forgets everything. Tests that replace part of a module `restore` a `snapshot`, so that nothing
derived from the replacement outlives them, and nothing derived before has to be derived again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_REMEMBERED: list[dict[Any, Any]] = []


def cache(function: Callable[P, R]) -> Callable[P, R]:
    """Remember the results of a function, by value of its arguments, until `clear`."""
    known: dict[Any, R] = {}
    _REMEMBERED.append(known)

    @functools.wraps(function)
    def remembered(*args: P.args, **named: P.kwargs) -> R:
        key = (args, tuple(named.items()))
        try:
            return known[key]
        except KeyError:
            pass  # outside of this block, so that errors of the function are not chained to it
        known[key] = value = function(*args, **named)
        return value

    remembered.cache_clear = known.clear  # type: ignore[attr-defined]
    return remembered


def clear() -> None:
    """Forget every remembered result."""
    for known in _REMEMBERED:
        known.clear()


def snapshot() -> list[dict[Any, Any]]:
    """What is remembered now."""
    return [dict(known) for known in _REMEMBERED]


def restore(before: list[dict[Any, Any]]) -> None:
    """Forget what was learnt since the snapshot, and remember again what was known then."""
    clear()
    for known, old in zip(_REMEMBERED, before, strict=False):  # modules imported since come last
        known.update(old)
