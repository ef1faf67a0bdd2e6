"""The one place where results are remembered.

`cache` remembers by the value of the arguments (a model is a frozen value: another Lagrangian is another
key); `clear` forgets everything. Tests that replace part of a module call it before and after, so that
nothing derived from the replacement outlives them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_REMEMBERED: list[Any] = []


def cache(function: Callable[P, R]) -> Callable[P, R]:
    """Remember the results of a function, by value of its arguments, until `clear`."""
    remembered = functools.cache(function)
    _REMEMBERED.append(remembered)
    return cast(Callable[P, R], remembered)


def clear() -> None:
    """Forget every remembered result."""
    for function in _REMEMBERED:
        function.cache_clear()
