r"""From a derived formula to a function of arrays, by one road.

A law is a function that derives: it returns symbols and what is made of them (an expression, a
`Formula`, or tuples and tables of such). As a number it is a function of arrays, whose arguments have
the names given to the decorator:

    >>> @law("g_D", "Q_S")
    ... def charge():
    ...     from darktmm.derive.models.dark import G_D, Q_S
    ...     return (G_D, Q_S), G_D * Q_S
    >>> charge(0.5, -1.0)
    -0.5

Nothing is derived when a number is asked for. `python -m darktmm.numeric.laws` writes the laws of each
package as plain Python to `_laws.py` beside its modules, with the digest of the expression that each
comes from; a test derives them anew and compares. A law that has no such text, because it is new, was
edited or belongs to somebody else, is derived when it is first called and kept in the user's cache
(`kept`).

Here nothing imports the algebra.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from darktmm.derive.memo import cache

TABLE = "_laws"
"""Module of a package with the text of its laws."""


@dataclass(frozen=True)
class Written:
    """A law as it was written out.

    Attributes:
        function: of arrays.
        source: digest of the law's own text.
        expression: digest of what was derived.
    """

    function: Callable[..., Any]
    source: str
    expression: str


class Law:
    """A derived law as a function of arrays.

    Attributes:
        arguments: their names, in order.
        derivation: returns symbols, one for each argument, and what is made of them.
        numbers: module whose functions it is written with, numpy or mpmath.
    """

    def __init__(
        self, arguments: tuple[str, ...], derivation: Callable[[], Any], numbers: str
    ) -> None:
        self.arguments, self.derivation, self.numbers = arguments, derivation, numbers
        update_wrapper(self, derivation)

    @property
    def name(self) -> str:
        """Unique within its package."""
        return self.derivation.__name__

    @property
    def package(self) -> str:
        """Of the module in which it stands; empty outside of packages."""
        return self.derivation.__module__.rpartition(".")[0]

    @property
    def source(self) -> str | None:
        """Its own text, decorator included; None where there is none to be read."""
        try:
            return textwrap.dedent(inspect.getsource(self.derivation))
        except (OSError, TypeError):
            return None

    @property
    def local(self) -> bool:
        """Whether it was made inside a function: it may depend on more than its text says."""
        return "<" in self.derivation.__qualname__

    def __call__(self, *values: Any) -> Any:
        return _function(self)(*values)

    def __getitem__(self, key: Any) -> Callable[..., Any]:
        """One entry of a law that returns a table, as a function of the same arguments."""
        return lambda *values: self(*values)[key]

    def __repr__(self) -> str:
        return f"<law {self.name}({', '.join(self.arguments)})>"


def law(*arguments: str, numbers: str = "numpy") -> Callable[[Callable[[], Any]], Law]:
    """A law of arguments with these names.

    What is decorated returns a tuple of symbols, one for each argument, and what is made of them: an
    expression, a `Formula`, or tuples and tables of such. The law takes numbers or arrays that broadcast
    against each other, in the units of the symbols.

    Args:
        arguments: names, in the order of the symbols that the derivation returns.
        numbers: "numpy", or "mpmath" for a law that is evaluated in extended precision.
    """

    def of(derivation: Callable[[], Any]) -> Law:
        return Law(arguments, derivation, numbers)

    return of


def digest(text: str) -> str:
    """Short fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def written(law: Law) -> Written | None:
    """The law's entry in the table of its package, if it was written from the text it has now."""
    if not law.package or law.local:
        return None
    name = f"{law.package}.{TABLE}"
    try:
        table: dict[str, Written] = importlib.import_module(name).LAWS
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return None
    entry, source = table.get(law.name), law.source
    fits = entry is not None and (source is None or digest(source) == entry.source)
    return entry if fits else None


@cache
def _function(law: Law) -> Callable[..., Any]:
    """What is evaluated: as written ahead, as kept, or as derived now."""
    entry = written(law)
    if entry is not None:
        return entry.function
    from darktmm.numeric.laws.kept import function

    return function(law)
