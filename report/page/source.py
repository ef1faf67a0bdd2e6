"""Where in the code something is judged or derived: file and line."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from darktmm.derive.memo import cache

PACKAGE = "darktmm."

ROOMS = ("darktmm.derive.models", "darktmm.derive.laws", "darktmm.derive.loops.functions")
"""Where results are derived; what lies below is the engine, which everything uses."""

STEPS = 3
"""How many calls deep a judging function is followed within its paper."""

MOST = 4
"""Places that are named."""


@dataclass(frozen=True)
class Place:
    """A function of the project.

    Attributes:
        name: of the function.
        file: within the repository.
        line: at which it begins.
    """

    name: str
    file: str
    line: int


def place_of(function: Callable[..., Any]) -> Place:
    """Where a function is written, decorators looked through."""
    inner = inspect.unwrap(function)
    module = inner.__module__.removeprefix(PACKAGE)
    file = module.replace(".", "/")
    if inspect.getsourcefile(
        inner,
    ) is not None and str(inspect.getsourcefile(inner)).endswith("__init__.py"):
        file += "/__init__"
    return Place(inner.__name__, f"{file}.py", inspect.getsourcelines(inner)[1])


@cache
def derivers(judge: Callable[..., Any]) -> tuple[Place, ...]:
    """The functions of `derive` that a judging function calls, itself or through its paper."""
    found: dict[Place, None] = {}
    seen: set[Any] = set()
    level = [inspect.unwrap(judge)]
    for _ in range(STEPS):
        following = []
        for function in level:
            if function in seen:
                continue
            seen.add(function)
            for called in _called(function):
                if called.__module__.startswith(ROOMS):
                    found.setdefault(place_of(called))
                elif called.__module__.startswith(f"{PACKAGE}papers."):
                    following.append(called)
        level = following
    return tuple(found)[:MOST]


def _called(function: Any) -> Iterator[Any]:
    """Functions of the project that are named in the body of one, in order."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))
    scope = function.__globals__
    for node in ast.walk(body):
        if isinstance(node, ast.Name | ast.Attribute):
            value = inspect.unwrap(_value(node, scope)) if callable(_value(node, scope)) else None
            if inspect.isfunction(value) and value.__module__.startswith(PACKAGE):
                yield value


def _value(node: ast.expr, scope: dict[str, Any]) -> Any:
    """What a name, or an attribute of a module, stands for; None for what is known only when it runs."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, scope)
        return getattr(owner, node.attr, None) if inspect.ismodule(owner) else None
    return None
