"""What a test replaced is forgotten with it, in any order."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFTEST = Path(__file__).with_name("conftest.py")

TESTS = """
from darktmm.derive.models.dark import charged_dipole, dark_model


def test_replaced(monkeypatch):
    original = charged_dipole.operator_vertex
    monkeypatch.setattr(charged_dipole, "operator_vertex", lambda mass: original(mass) / 2)
    assert charged_dipole.wilson_coefficient(dark_model(neutrinos=2)) != 0


def test_afterwards():
    model = dark_model(neutrinos=2)
    flip = charged_dipole.form_factors(model, "e", "mu")["sigma_R"]
    expected = (flip / charged_dipole.operator_vertex(charged_dipole.M_IN)).expand()
    assert charged_dipole.wilson_coefficient(model) == expected
"""


def test_a_replaced_part_does_not_outlive_its_test(tmp_path: Path) -> None:
    """Before, a test that doubled a normalisation left the doubled result to whoever came next."""
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "test_two.py").write_text(TESTS, encoding="utf-8")

    def run(*options: str) -> int:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
        ]
        done = subprocess.run([*command, *options], cwd=tmp_path, check=False, capture_output=True)
        return done.returncode

    assert run() == 0
    assert run("--noconftest") != 0  # the same two tests do notice a result that outlives its cause


# --- state of modules -----------------------------------------------------------------------------

REMEMBERS = {
    "derive/memo.py": {"_REMEMBERED"},
    "report/files.py": {"_partial"},
    "report/program.py": {"_signals", "_told"},
}
"""What a process has derived, which tests restore; and how it ends, of which there is one."""

CHANGING = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"} | {
    "reverse",
    "setdefault",
    "sort",
    "update",
}


def names_of(node: ast.AST) -> set[str]:
    """Names that are assigned within a node."""
    return {
        x.id for x in ast.walk(node) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)
    }


def changed_by_functions(source: str) -> Iterator[str]:
    """Names of a module that one of its functions rebinds or changes in place."""
    tree = ast.parse(source)
    assigned = (n for n in tree.body if isinstance(n, ast.Assign | ast.AnnAssign))
    own = set().union(*map(names_of, assigned))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.Lambda):
            continue
        local = names_of(function) | {
            x.arg for x in ast.walk(function.args) if isinstance(x, ast.arg)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                yield from node.names
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr in CHANGING:
                target = node.func.value
            elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(
                node.ctx, ast.Load
            ):
                target = node.value
            else:
                continue
            if isinstance(target, ast.Name) and target.id in own - local:
                yield target.id


def test_modules_keep_no_state_of_their_own() -> None:
    """What changes at run time is in an object, or in the one memory that tests restore."""
    found = {}
    for room in ("derive", "numeric", "papers", "report"):
        for path in (ROOT / room).rglob("*.py"):
            if names := set(changed_by_functions(path.read_text(encoding="utf-8"))):
                found[str(path.relative_to(ROOT))] = names
    assert found == REMEMBERS


def test_the_search_for_state_finds_it() -> None:
    """Filled, rebound, deleted from; not what is local, nor what only reads."""
    source = """
a, b, c, d, e = {}, [], 0, {}, {}
def f(d):
    global c
    a[1] = 2
    b.append(3)
    d[1] = 2
    e = {}
    e[1] = 2
    return c + len(b)
"""
    assert set(changed_by_functions(source)) == {"a", "b", "c"}
