"""Laws as text: plain Python functions, what is used twice computed once.

Shared parts get a name while they are printed. The expression is not rewritten for it: what the
derivation has factored stays factored, and no cancellation comes back.
"""

from __future__ import annotations

import importlib
import inspect
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import sympy as sp
from sympy.printing.numpy import NumPyPrinter
from sympy.printing.pycode import MpmathPrinter
from sympy.printing.repr import ReprPrinter

from darktmm.numeric.laws import TABLE, Law, digest

Tree = Any
"""An expression, a number, a word, a matrix, or tuples, lists and dictionaries of such."""


class _Sharing:
    """Mixed into a printer: names what occurs more than once, and the arguments."""

    def of(self, tree: Tree, names: Mapping[sp.Symbol, str]) -> tuple[list[str], str]:
        """Lines that define the shared parts, and the tree in terms of them."""
        self.names: dict[sp.Basic, str] = dict(names)
        self.lines: list[str] = []
        self.uses: Counter[sp.Basic] = Counter()
        for leaf in _leaves(tree):
            self._count(leaf)
        return self.lines, self._tree(tree)

    def _count(self, expression: sp.Basic) -> None:
        self.uses[expression] += 1
        # What stands below a fraction is printed there, each time.
        below = expression.is_Pow and expression.exp.is_Rational and expression.exp.is_negative
        if self.uses[expression] == 1 or below:
            for part in expression.args:
                self._count(part)

    def _tree(self, tree: Tree) -> str:
        if isinstance(tree, sp.MatrixBase):
            return f"{self._module}.array({self._tree(tree.tolist())})"  # type: ignore[attr-defined]
        if isinstance(tree, dict):
            rows = (f"{key!r}: {self._tree(value)}" for key, value in tree.items())
            return "{" + ", ".join(rows) + "}"
        if isinstance(tree, list | tuple):
            row = ", ".join(map(self._tree, tree))
            return f"({row},)" if len(tree) == 1 else f"({row})"
        if isinstance(tree, sp.Basic):
            return str(self._print(tree))
        return repr(tree)

    def _print(self, expr: Any, **settings: Any) -> str:
        if expr in self.names:
            return self.names[expr]
        text = str(super()._print(expr, **settings))  # type: ignore[misc]
        if not isinstance(expr, sp.Basic) or self.uses[expr] < 2 or _short(expr):
            return text
        name = f"x{len(self.lines)}"
        self.names[expr] = name
        self.lines.append(f"{name} = {text}")
        return name

    def parenthesize(self, item: Any, level: int, strict: bool = False) -> str:
        """No brackets around a name."""
        text = str(super().parenthesize(item, level, strict=strict))  # type: ignore[misc]
        return text[1:-1] if text.startswith("(") and text[1:-1].isidentifier() else text


def _short(expression: sp.Basic) -> bool:
    """Whether a name would say less than the expression itself."""
    return not expression.args or (
        expression.is_Mul and len(expression.args) == 2 and all(not a.args for a in expression.args)
    )


class _Numpy(_Sharing, NumPyPrinter):  # type: ignore[misc]
    pass


class _Mpmath(_Sharing, MpmathPrinter):  # type: ignore[misc]
    _module = "mpmath"

    def _print_conjugate(self, expr: Any) -> str:
        return f"mpmath.conj({self._print(expr.args[0])})"


_PRINTERS = {"numpy": _Numpy, "mpmath": _Mpmath}


def _leaves(tree: Tree) -> Iterator[sp.Basic]:
    """Expressions of a tree."""
    if isinstance(tree, dict):
        tree = tuple(tree.values())
    if isinstance(tree, sp.MatrixBase):
        tree = tuple(tree)
    if isinstance(tree, list | tuple):
        for value in tree:
            yield from _leaves(value)
    elif isinstance(tree, sp.Basic):
        yield tree


def _spelled(tree: Tree) -> str:
    """A tree as text that tells any two apart."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{k!r}: {_spelled(v)}" for k, v in tree.items()) + "}"
    if isinstance(tree, list | tuple):
        return "(" + ", ".join(map(_spelled, tree)) + ")"
    return _Spelling().doprint(tree) if isinstance(tree, sp.Basic | sp.MatrixBase) else repr(tree)


class _Spelling(ReprPrinter):  # type: ignore[misc]
    """`srepr` with all that is known of a symbol, in whichever words it was first declared."""

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return f"Symbol({expr.name!r}, {sorted(expr.assumptions0.items())})"


@dataclass(frozen=True)
class Code:
    """A law, written.

    Attributes:
        text: one Python function; `numpy` is taken to be imported.
        expression: digest of what was derived.
    """

    text: str
    expression: str


def derived(law: Law) -> tuple[tuple[sp.Symbol, ...], Tree]:
    """Symbols and tree, derived now.

    Raises:
        ValueError: the symbols are not as many as the arguments, or others occur.
    """
    value = law.derivation()
    symbols, tree = (value.arguments, value.right) if hasattr(value, "right") else value
    symbols = tuple(symbols)
    if len(symbols) != len(law.arguments):
        raise ValueError(f"{law.name}: {law.arguments} are not as many as {symbols}")
    others = set().union(*(leaf.free_symbols for leaf in _leaves(tree))) - set(symbols)
    if others:
        raise ValueError(f"{law.name}: {sorted(map(str, others))} are no arguments")
    return symbols, tree


def code(law: Law) -> Code:
    """A law as text."""
    symbols, tree = derived(law)
    printer = _PRINTERS[law.numbers]({"allow_unknown_functions": False})
    lines, value = printer.of(tree, dict(zip(symbols, law.arguments, strict=True)))
    arguments = "".join(f"{name}, " for name in law.arguments)
    about = inspect.getdoc(law.derivation) or law.name
    head = f"def {law.name}({arguments.rstrip(', ')}):\n"
    body = [f'r"""{about.splitlines()[0]}"""', *lines, f"return {value}"]
    if law.numbers != "numpy":  # imported by who needs it
        body.insert(1, f"import {law.numbers}")
    text = head + "".join(f"    {line}\n" for line in body)
    return Code(text, digest(_spelled((symbols, tree))))


# --- tables ---------------------------------------------------------------------------------------

_HEADER = """# ruff: noqa
# fmt: off
# mypy: ignore-errors
\"\"\"Laws of {package}. Written by `python -m darktmm.numeric.laws`; do not edit.\"\"\"

import numpy

from darktmm.numeric.laws import Written

LAWS = {{}}
"""


def laws(package: str) -> dict[str, list[Law]]:
    """Every law below a package, by the package that it belongs to directly."""
    found: dict[str, list[Law]] = {}
    for module in _modules(package, resources.files(package)):
        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, Law) and value.derivation.__module__ == module:
                found.setdefault(value.package, []).append(value)
    return found


def _modules(package: str, folder: Any) -> Iterator[str]:
    """Modules in which a law is written, in alphabetical order."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and not entry.name.startswith((".", "__")):
            yield from _modules(f"{package}.{entry.name}", entry)
        elif entry.name.endswith(".py") and "\n@law(" in entry.read_text(encoding="utf-8"):
            yield f"{package}.{entry.name.removesuffix('.py')}"


def entry(law: Law) -> str:
    """What the table of its package says of a law.

    Raises:
        ValueError: the text of the law cannot be read.
    """
    written = code(law)
    source = law.source
    if source is None:
        raise ValueError(f"{law.name}: its source cannot be read")
    digests = f"source={digest(source)!r}, expression={written.expression!r}"
    return f"{written.text}\n\nLAWS[{law.name!r}] = Written({law.name}, {digests})\n"


def table(package: str, members: list[Law]) -> str:
    """The text of a package's table of laws.

    Raises:
        ValueError: two laws have one name.
    """
    twice = [name for name, n in Counter(law.name for law in members).items() if n > 1]
    if twice:
        raise ValueError(f"{package}: several laws are called {', '.join(twice)}")
    return "\n\n".join([_HEADER.format(package=package), *map(entry, members)])


def place(package: str) -> Path:
    """Where the table of a package stands."""
    return Path(str(resources.files(package))) / f"{TABLE}.py"


def stale(own: str, text: str) -> bool:
    """Whether a table does not say of a law what its `entry` says now."""
    return f"\n\n\n{own}" not in text
