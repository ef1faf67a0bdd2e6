"""Numbers come from derived formulas by one road: written ahead, or kept, and never another formula."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from darktmm.derive import memo
from darktmm.numeric.kernels.form import of_law
from darktmm.numeric.laws import Law, Written, kept, law, written
from darktmm.numeric.laws.write import code, derived, entry, laws, place, stale, table

PACKAGES = laws("darktmm")
LAWS = [member for members in PACKAGES.values() for member in members]
SLOW = {"weak_weights"}


def every(*, slow: bool = True) -> Any:
    """One test a law; those that take seconds to derive are run with the proofs."""
    return pytest.mark.parametrize(
        "law",
        [
            pytest.param(
                member,
                marks=[pytest.mark.slow] if slow and member.name in SLOW else [],
                id=f"{member.package.removeprefix('darktmm.')}.{member.name}",
            )
            for member in LAWS
        ],
    )


def text_of(member: Law) -> str:
    """The table in which a law is written."""
    return place(member.package).read_text(encoding="utf-8")


# --- what is written is what is derived -----------------------------------------------------------


@every(slow=False)
def test_every_law_is_written(law: Law) -> None:
    """From the text it has now: nothing is derived when a number is asked for."""
    assert written(law) is not None, "python -m darktmm.numeric.laws"


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_else_is_written(package: str) -> None:
    """Each law of a package once, in its order, and no other."""
    found = importlib.import_module(f"{package}._laws").LAWS
    assert list(found) == [member.name for member in PACKAGES[package]]
    with pytest.raises(ValueError, match="several laws are called"):
        table(package, [PACKAGES[package][0]] * 2)


@every()
def test_what_is_written_is_derived(law: Law) -> None:
    """The same text and digest as from a derivation now; another sign, number or digest is seen."""
    text, own = text_of(law), entry(law)
    assert not stale(own, text)
    digest = written(law).expression
    assert digest in own
    for mutant in (*mutants(own), own.replace(digest, "0" * 16)):
        assert mutant != own and stale(own, text.replace(own, mutant))


def mutants(source: str, change: str = "-({})") -> Iterator[str]:
    """A function with one of its lines, or one entry of a table, changed: by default its sign."""
    (function,) = (n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
    values = [n.value for n in function.body if isinstance(n, ast.Assign | ast.Return)]
    lines = source.splitlines(keepends=True)
    for leaf in (leaf for value in values for leaf in _entries(value)):
        at, start, stop = leaf.lineno - 1, leaf.col_offset, leaf.end_col_offset
        line = lines[at]
        line = line[:start] + change.format(line[start:stop]) + line[stop:]
        yield "".join([*lines[:at], line, *lines[at + 1 :]])


def _entries(node: Any) -> Iterator[Any]:
    """Expressions of a line; plain numbers and words are left alone, as are names."""
    if isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _entries(part)
    elif isinstance(node, ast.Dict):
        for part in node.values:
            yield from _entries(part)
    elif not isinstance(node, ast.Constant | ast.Name):
        yield node


# --- what is written is what it says --------------------------------------------------------------


def leaves(tree: Any) -> Iterator[Any]:
    """Numbers, arrays or expressions of a table, in order."""
    if hasattr(tree, "right"):
        tree = tree.right
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list | tuple):
        for value in tree:
            yield from leaves(value)
    else:
        yield tree


def numbers(tree: Any) -> np.ndarray:
    """The leaves as complex numbers, words left out."""
    return np.array([complex(leaf) for leaf in leaves(tree) if not isinstance(leaf, str)])


def exact(member: Law, values: tuple[float, ...]) -> np.ndarray:
    """What was derived, evaluated by sympy to fifty digits, no printer involved."""
    symbols, tree = derived(member)
    given = {s: sp.Rational(v) for s, v in zip(symbols, values, strict=True)}
    return numbers(
        [
            sp.N(leaf.xreplace(given), 50) if isinstance(leaf, sp.Basic) else leaf
            for leaf in leaves(tree)
        ]
    )


def sample(member: Law) -> tuple[float, ...]:
    """Arguments at which the law is real where it should be: above thresholds, logarithms finite."""
    rng = np.random.default_rng(2026)
    for _ in range(2000):
        values = tuple(rng.uniform(0.1, 1.0, len(member.arguments)))
        heavy = [name in HEAVY for name in member.arguments]
        values = tuple(float(v + 3 * h) for v, h in zip(values, heavy, strict=True))
        with np.errstate(all="ignore"):
            if np.isfinite(numbers(member(*values))).all():
                return values
    raise AssertionError(f"{member}: no point found")


HEAVY = {"M_V", "M_Z", "m_parent", "m_meson", "M_E", "s_nu", "s_ell", "D"}
"""What decays, or stands above the others in a propagator."""


@every()
def test_the_value_is_that_of_the_expression(law: Law) -> None:
    """To rounding; and one line of the function that is half as large again gives something else."""
    values = sample(law)
    right = exact(law, values)
    np.testing.assert_allclose(numbers(law(*values)), right, rtol=1e-12, atol=1e-14)
    for mutant in mutants(code(law).text, "1.5*({})"):
        scope: dict[str, Any] = {"numpy": np}
        exec(mutant, scope)
        with np.errstate(all="ignore"):
            wrong = numbers(scope[law.name](*values))
        assert not np.allclose(wrong, right, rtol=1e-9, atol=0), mutant


def test_arrays_in_arrays_out() -> None:
    """A law is a function of arrays that broadcast; an entry of a table is one as well."""
    from darktmm.numeric.models.dark.laws import heavy_couplings, identical_pair_width

    masses = np.array([[2.0], [3.0]]), np.array([0.1, 0.2, 0.3])
    found = identical_pair_width(*masses, masses[1], 0.3, -0.3)
    assert found.shape == (2, 3)
    assert found[1, 2] == identical_pair_width(3.0, 0.3, 0.3, 0.3, -0.3)
    left, right = heavy_couplings[1, 2](0.5, 1.0, np.array([0.1, 0.2]))
    np.testing.assert_array_equal(left, heavy_couplings(0.5, 1.0, np.array([0.1, 0.2]))[1, 2][0])
    assert np.all(left == -right)


def test_a_loop_function_by_the_same_road() -> None:
    """A momentum integral that is written ahead equals the one that is derived on the spot."""
    from dataclasses import replace

    from darktmm.derive.loops.functions import path_difference
    from darktmm.numeric import kernels
    from darktmm.papers.arxiv_2603_25704.laws import delta_loop
    from darktmm.papers.arxiv_2603_25704.printed import scalar_radiated as printed

    masses = 0.4, 0.9, 0.3, 0.5, 0.7
    ahead = kernels.evaluate(of_law(delta_loop), *masses)
    claimed = printed.path_difference(printed.path_function())
    spot = kernels.evaluate(replace(path_difference(), right=claimed), *masses)
    assert ahead == pytest.approx(spot, rel=1e-14, abs=0)
    assert ahead != pytest.approx(kernels.path_difference(*masses), rel=1e-3)
    assert of_law(delta_loop) is of_law(delta_loop)


# --- laws that are not written --------------------------------------------------------------------

DERIVED: list[str] = []


@law("x", "y")
def somebodys() -> Any:
    """A law of a user."""
    DERIVED.append("somebodys")
    x, y = sp.symbols("x y", positive=True)
    return (x, y), {"sum": x + y, "parts": [sp.sqrt(x**2 + y**2), 2, "word"]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache."""
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "laws"))
    DERIVED.clear()
    memo.clear()
    yield tmp_path / "laws"
    memo.clear()


VALUE = {"sum": 7.0, "parts": (5.0, 2, "word")}


def once_more() -> Any:
    """The law's value in a process that remembers nothing."""
    memo.clear()
    return somebodys(3.0, 4.0)


def test_a_law_of_a_user_is_derived_once(folder: Path) -> None:
    """And kept on disk; within a process it is not even read again."""
    assert written(somebodys) is None
    assert somebodys(3.0, 4.0) == VALUE == somebodys(3.0, 4.0)
    assert len(list(folder.iterdir())) == 1 == len(DERIVED)
    assert once_more() == VALUE
    assert len(DERIVED) == 1


@pytest.mark.parametrize("damage", ["", "def somebodys(x, y):\n    return 0\n", "\0", None])
def test_damage_is_noticed(folder: Path, damage: str | None) -> None:
    """What is empty, replaced, or shortened counts as absent, and is derived again."""
    somebodys(3.0, 4.0)
    (file,) = folder.iterdir()
    file.write_text(file.read_text()[:-20] if damage is None else damage)
    assert once_more() == VALUE
    assert len(DERIVED) == 2
    assert once_more() == VALUE
    assert len(DERIVED) == 2


def test_a_law_of_a_function_is_not_kept(folder: Path) -> None:
    """Two of one text may differ in what they are made from."""

    def power(n: int) -> Law:
        @law("x")
        def monomial() -> Any:
            x = sp.Symbol("x")
            return (x,), x**n

        return monomial

    square, cube = power(2), power(3)
    assert (square(3.0), cube(3.0)) == (9.0, 27.0)
    assert square.source == cube.source and not folder.exists()


def test_no_place_to_keep_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be made, or none: derived each time, no error."""
    folder.write_text("a file")
    assert once_more() == VALUE == once_more()
    monkeypatch.setenv(kept.FOLDER, "")
    assert once_more() == VALUE
    assert len(DERIVED) == 3


def test_another_text_is_another_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit of the law, or of what it derives from, is derived anew and replaces the old one."""
    once_more()
    own = somebodys.source
    assert own is not None
    monkeypatch.setattr(Law, "source", property(lambda self: own + "# edited\n"))
    once_more()
    assert len(DERIVED) == 2
    monkeypatch.setattr(kept, "_tree", lambda package: f"{package}, edited")
    once_more()
    assert len(DERIVED) == 3
    assert len(list(folder.iterdir())) == 1


def test_an_edited_law_is_not_taken_from_the_table(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table knows from which text it was written; what does not fit is derived."""
    from darktmm.numeric.processes import laws as processes

    member = processes.light_vector_moment
    right = member(0.01, 2.0)
    found = importlib.import_module(f"{member.package}._laws").LAWS
    other = Written(lambda *_: 1e9, "0" * 16, found[member.name].expression)
    monkeypatch.setitem(found, member.name, other)
    memo.clear()
    assert written(member) is None
    assert member(0.01, 2.0) == right
    monkeypatch.setitem(found, member.name, Written(other.function, _digest(member), ""))
    memo.clear()
    assert member(0.01, 2.0) == 1e9


def _digest(member: Law) -> str:
    entry = written(member)
    from darktmm.numeric.laws import digest

    assert entry is None and member.source is not None
    return digest(member.source)


def test_folders_of_each_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where a user's caches live."""
    monkeypatch.delenv(kept.FOLDER, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for system, expected in {
        "linux": ".cache",
        "darwin": "Library/Caches",
        "win32": "AppData/Local",
    }.items():
        monkeypatch.setattr(sys, "platform", system)
        assert kept.folder() == tmp_path / expected / "darktmm" / "laws"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert kept.folder() == tmp_path / "elsewhere" / "darktmm" / "laws"

    def nobody() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", nobody)
    assert kept.folder() is None


def test_what_cannot_be_a_law() -> None:
    """Symbols that are no arguments, arguments without symbols, functions without a number."""
    x, y = sp.symbols("x y")
    with pytest.raises(ValueError, match=r"\['y'\] are no arguments"):
        code(law("x")(lambda: ((x,), x + y)))
    with pytest.raises(ValueError, match="not as many"):
        code(law("x", "y")(lambda: ((x,), x)))
    with pytest.raises(NotImplementedError):
        code(law("x")(lambda: ((x,), sp.Integral(sp.Function("f")(x), (x, 0, x)))))


# --- a point is evaluated without the algebra -----------------------------------------------------

EVALUATE = """
import sys
from darktmm.numeric.constraints import standard
from darktmm.papers.arxiv_2603_25704.quantities import report
from darktmm.numeric.models.dark.parameters import Parameters
from darktmm.report import record, tables
from darktmm.report.points import bundled

point = Parameters.from_file(bundled("reference"))
found = report(point, standard())
record.evaluation(found, {}, point)
tables.quantities(found.quantities, 100)
tables.constraints(found.verdicts, everything=True)
tables.verdict(found)
assert len(found.verdicts) == len(standard())
heavy = {"sympy", "matplotlib", "numba", "scipy"} & set(sys.modules)
derive = [m for m in sys.modules if m.startswith("darktmm.derive.") and m != "darktmm.derive.memo"]
sys.exit(f"{heavy} {derive}" if heavy or derive else 0)
"""


def test_a_point_is_evaluated_without_the_algebra() -> None:
    """All quantities, printed ones included, and all bounds: neither sympy nor `derive` is imported."""
    done = subprocess.run(
        [sys.executable, "-c", EVALUATE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
