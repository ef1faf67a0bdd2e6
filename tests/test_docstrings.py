"""Docstrings: none is missing, none speaks of an argument that is not there, and functions of physics say
what they refuse, and the shape and the unit of the arrays that they return."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("derive", "numeric", "papers", "report")

ARRAYS = ("FloatArray", "ComplexArray")
"""What a function is annotated with that returns numbers for many points."""

PHYSICS = ("numeric/models", "numeric/processes", "numeric/kernels", "numeric/predictions.py")
"""Where such functions are physics."""

BRUTE_FORCE = "brute_force"
"""Where an array is a spinor, a matrix or an amplitude; its modules say once which."""

UNIT = re.compile(r"eV|μ_B|\brad\b|\bunits?\b|relative|ratio|share|pure number|mass⁻")
SHAPE = re.compile(r"\((?:n|k|\d+)[,)]|[Ss]hape|last axis")

Node = ast.Module | ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True)
class Public:
    """A public object where it is defined.

    Attributes:
        path: file within the project.
        name: qualified, "" for the module.
        node: its syntax.
        owner: the class that it is a method of, if it is one.
    """

    path: str
    name: str
    node: Node
    owner: ast.ClassDef | None = None

    @property
    def text(self) -> str:
        """The docstring."""
        return ast.get_docstring(self.node) or ""

    def __str__(self) -> str:
        return f"{self.path}:{self.node.body[0].lineno} {self.name}"


def overloaded(node: ast.AST) -> bool:
    """Whether it is one of several signatures of a function, which has the docstring of all."""
    return isinstance(node, ast.FunctionDef) and any(
        ast.unparse(d) == "overload" for d in node.decorator_list
    )


def within(path: str, tree: ast.Module) -> Iterator[Public]:
    """The module, its public classes and functions, and their public methods."""

    def walk(node: Node, prefix: str, owner: ast.ClassDef | None) -> Iterator[Public]:
        for child in node.body:
            if overloaded(child):
                continue
            if isinstance(child, ast.ClassDef | ast.FunctionDef) and not child.name.startswith("_"):
                name = prefix + child.name
                yield Public(path, name, child, owner)
                if isinstance(child, ast.ClassDef):
                    yield from walk(child, f"{name}.", child)

    yield Public(path, "", tree)
    yield from walk(tree, "", None)


@cache
def objects() -> tuple[Public, ...]:
    """Every public object of the package."""
    files = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return tuple(
        found
        for path in files
        if not path.stem.startswith("_") or path.stem == "__init__"
        for found in within(
            str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))
        )
    )


def functions() -> list[Public]:
    """Public functions and methods."""
    return [o for o in objects() if isinstance(o.node, ast.FunctionDef)]


GOOGLE = (r"^{}:\n((?:[ ]{{4}}.*\n|\n)+)", r"^[ ]{4}(\S[^:\n]*):")
NUMPY = (r"^{}\n-+\n((?:.+\n)+)", r"^(\S[^:\n]*?)(?: :|$)")
"""A section, and the names in it, in either of two styles."""

IN_NUMPY = {"Args": ("Parameters",), "Attributes": ("Attributes", "Parameters")}


def section(text: str, title: str) -> set[str]:
    """Names that a section describes; several of them may share a description."""
    names: list[str] = []
    for (block, entry), titles in ((GOOGLE, (title,)), (NUMPY, IN_NUMPY.get(title, (title,)))):
        for called in titles:
            found = re.search(block.format(called), text + "\n", re.MULTILINE)
            names += re.findall(entry, found[1], re.MULTILINE) if found else []
    return {name.strip().lstrip("*") for several in names for name in several.split(",")}


def told_errors(text: str) -> str:
    """What a docstring says of errors."""
    return text.partition("Raises")[2]


def own(node: ast.FunctionDef) -> Iterator[ast.AST]:
    """Everything in a function; left out are functions in it, and where an error may be caught or translated."""
    todo: list[ast.AST] = list(node.body)
    while todo:
        part = todo.pop()
        yield part
        if isinstance(part, ast.Try):
            todo += [*part.handlers, *part.orelse, *part.finalbody]
        elif not isinstance(part, ast.FunctionDef | ast.Lambda | ast.ClassDef | ast.With):
            todo.extend(ast.iter_child_nodes(part))


def raised(node: ast.FunctionDef) -> set[str]:
    """Names of the errors that a function raises itself."""
    return {
        part.exc.func.id
        for part in own(node)
        if isinstance(part, ast.Raise)
        and isinstance(part.exc, ast.Call)
        and isinstance(part.exc.func, ast.Name)
        and part.exc.func.id[0].isupper()
    }


# --- what has to be there ----------------------------------------------------------------------------


def missing() -> list[Public]:
    """Objects without a docstring."""
    return [o for o in objects() if not o.text]


def silent_about_errors() -> list[str]:
    """Functions that raise what they do not speak of."""
    return [
        f"{o}: {error}"
        for o in functions()
        for error in sorted(raised(o.node))
        if error not in told_errors(o.text)
        and error not in told_errors(ast.get_docstring(o.owner) or "" if o.owner else "")
    ]


def strangers() -> list[str]:
    """Arguments and attributes that are described and not there."""
    found = []
    for o in objects():
        if isinstance(o.node, ast.FunctionDef):
            a = o.node.args
            there = {
                x.arg for x in (*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg) if x
            }
            found += [f"{o}: {name}" for name in section(o.text, "Args") - there]
        elif isinstance(o.node, ast.ClassDef) and not o.node.bases:
            names = {n.target.id for n in o.node.body if isinstance(n, ast.AnnAssign)}
            names |= {n.name for n in o.node.body if isinstance(n, ast.FunctionDef)}
            names |= {n.attr for n in ast.walk(o.node) if isinstance(n, ast.Attribute)}
            found += [f"{o}: {name}" for name in section(o.text, "Attributes") - names]
    return found


def undescribed() -> list[str]:
    """Public fields of a dataclass of physics that its docstring leaves out."""
    return [
        f"{o}: {n.target.id}"
        for o in objects()
        if isinstance(o.node, ast.ClassDef)
        and not o.path.startswith("report/")
        and any("dataclass" in ast.unparse(d) for d in o.node.decorator_list)
        for n in o.node.body
        if isinstance(n, ast.AnnAssign)
        and isinstance(n.target, ast.Name)
        and not n.target.id.startswith("_")
        and "ClassVar" not in ast.unparse(n.annotation)
        and n.target.id not in section(o.text, "Attributes")
    ]


QUOTED = re.compile(r"``.*?``|(`[^`]+`)(.?)", re.DOTALL)
"""A literal, or a name in backticks and what is right behind it."""

BEHIND = set(" \n'\")]}>-/\\:.,;!?’”–—…")
"""What may be there: Sphinx does not see the end of `x`²."""


def unclosed() -> list[str]:
    """Names in backticks that the documentation cannot read."""
    return [
        f"{o}: {found[1]}"
        for o in objects()
        for found in QUOTED.finditer(o.text)
        if found[1] and not set(found[2]) <= BEHIND
    ]


def of_arrays() -> list[Public]:
    """Functions of physics that return arrays."""
    return [
        o
        for o in functions()
        if o.path.startswith(PHYSICS)
        and BRUTE_FORCE not in o.path
        and o.node.returns is not None
        and any(word in ast.unparse(o.node.returns) for word in ARRAYS)
    ]


def test_no_docstring_is_missing() -> None:
    """Of any public module, class, function, method or property."""
    assert len(objects()) > 1500
    assert not [str(o) for o in missing()]


def test_errors_are_told() -> None:
    """What a function raises is in its docstring, or in that of its class."""
    assert not silent_about_errors()


def test_nothing_is_described_that_is_not_there() -> None:
    """Arguments and attributes have the names that the docstring gives them."""
    assert not strangers()


def test_names_in_backticks_end() -> None:
    """Where the documentation would warn, and its warnings are errors."""
    assert not unclosed()


def test_fields_are_described() -> None:
    """Every public field of a dataclass, so that its unit and shape have a place."""
    assert not undescribed()


@pytest.mark.parametrize(("what", "pattern"), [("unit", UNIT), ("shape", SHAPE)])
def test_arrays_have_a_unit_and_a_shape(what: str, pattern: re.Pattern[str]) -> None:
    """Functions of physics that return arrays say which."""
    found = of_arrays()
    assert len(found) > 50
    assert not [str(o) for o in found if not pattern.search(o.text)], what


# --- the tests themselves ----------------------------------------------------------------------------

WRONG = '''
"""A module."""

def nothing(x): ...

def refuses(x):
    """Half of `x`, not `x`².

    Args:
        y: not there.
    """
    if x < 0:
        raise ValueError("x")
    return x / 2
'''


def test_what_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module with one defect of each kind."""
    wrong = tuple(within("numeric/models/wrong.py", ast.parse(WRONG)))
    monkeypatch.setitem(globals(), "objects", lambda: wrong)
    assert [o.name for o in missing()] == ["nothing"]
    assert [line.rpartition(": ")[2] for line in silent_about_errors()] == ["ValueError"]
    assert [line.rpartition(": ")[2] for line in strangers()] == ["y"]
    assert [line.rpartition(": ")[2] for line in unclosed()] == ["`x`"]
