"""The building: which way imports run, what may not be typed, what may not be imported, the README."""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]

LAYERS = ("derive", "numeric", "papers", "report")
"""Each may import those before it."""

PRINTED = "printed"
"""The folder of a paper in which formulas are typed."""

BRUTE_FORCE = ("darktmm.numeric.brute_force", "darktmm.numeric.models.dark.brute_force")

ENGINE_FORBIDDEN = ("darktmm.derive.models", "darktmm.derive.laws")
"""What the rooms of the engine know nothing of."""

README = (ROOT / "README.md").read_text(encoding="utf-8")


def sources(*folders: str) -> list[Path]:
    """Python files of some folders."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in path.parts
    )


def name_of(path: Path) -> str:
    """Path within the project, as the id of a test."""
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """Modules that a file imports, anywhere in it, relative ones made absolute."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    """Whether a module is a package or in it."""
    return module == package or module.startswith(f"{package}.")


# --- imports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sources(*LAYERS), ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    """derive ← numeric ← report; nothing imports tests, notebooks or benchmarks."""
    layer = path.relative_to(ROOT).parts[0]
    later = LAYERS[LAYERS.index(layer) + 1 :]
    above = (*(f"darktmm.{name}" for name in later), "tests", "notebooks", "benchmarks")
    wrong = [m for m in imported(path) for package in above if within(m, package)]
    assert not wrong


ENGINE = sorted([*(ROOT / "derive").glob("*.py"), *sources("derive/loops")])


@pytest.mark.parametrize("path", ENGINE, ids=name_of)
def test_the_engine_knows_no_model(path: Path) -> None:
    """The rooms of the engine import no model and no law."""
    wrong = [m for m in imported(path) for package in ENGINE_FORBIDDEN if within(m, package)]
    assert not wrong


@pytest.mark.parametrize("path", sources("derive/laws"), ids=name_of)
def test_a_law_knows_no_model(path: Path) -> None:
    """What belongs to no model imports none."""
    assert not [m for m in imported(path) if within(m, "darktmm.derive.models")]


@pytest.mark.slow
def test_engine_and_laws_stand_alone(tmp_path: Path) -> None:
    """With the papers and the dark model really gone, all tests of theirs are found, and some run."""
    skipped = shutil.ignore_patterns("__pycache__", "papers", "report", "dark", "dark_*")
    for folder in ("darktmm", "derive", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True, ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert not list((tmp_path / "derive").rglob("dark*")) and not (tmp_path / "papers").exists()
    program = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    some = ("tests/derive/laws", "tests/derive/loops/test_amplitude.py", "tests/derive/models")
    for arguments in (("--collect-only", "tests/derive"), some):
        done = subprocess.run(
            [*program, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout


@pytest.mark.parametrize(
    "path",
    sources("numeric/constraints", "numeric/processes", "numeric/inputs", "numeric/kernels"),
    ids=name_of,
)
def test_bounds_know_no_model(path: Path) -> None:
    """They read predictions, which any model can fill."""
    assert not [m for m in imported(path) if within(m, "darktmm.numeric.models")]


@pytest.mark.parametrize(
    "path", sources("numeric/brute_force", "numeric/models/dark/brute_force"), ids=name_of
)
def test_brute_force_shares_nothing(path: Path) -> None:
    """The devil's advocate imports numpy, the standard library and itself only."""
    allowed = {
        "__future__",
        "collections",
        "dataclasses",
        "functools",
        "itertools",
        "math",
        "typing",
        "numpy",
    }
    own = [m for m in imported(path) if not any(within(m, room) for room in BRUTE_FORCE)]
    assert {m.split(".")[0] for m in own} <= allowed


@pytest.mark.parametrize(
    "module",
    [
        "darktmm",
        "darktmm.numeric",
        "darktmm.numeric.models.dark.moments",
        "darktmm.numeric.models.dark.predictions",
        "darktmm.report.cli",
    ],
)
@pytest.mark.parametrize("heavy", ["sympy", "matplotlib"])
def test_heavy_imports_wait_until_needed(module: str, heavy: str) -> None:
    """Numbers and `--help` do not pay for the algebra."""
    program = f"import sys, {module}; sys.exit({heavy!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0


ROAD = ("numeric/laws/write.py", "numeric/kernels/source.py")
"""What writes laws as text, and imports the algebra."""


def at_run_time(path: Path) -> Iterator[str]:
    """Modules that a file imports, apart from those for the type checker and those inside a law."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
        if isinstance(node, ast.FunctionDef) and path.name == "laws.py":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    "path", [p for p in sources("numeric") if name_of(p) not in ROAD], ids=name_of
)
def test_numbers_do_without_the_algebra(path: Path) -> None:
    """Only a law imports sympy or `derive`, and only when it is derived."""
    wrong = [m for m in at_run_time(path) if within(m, "sympy") or within(m, "darktmm.derive")]
    assert [m for m in wrong if not within(m, "darktmm.derive.memo")] == []


def test_the_search_for_the_algebra_finds_it() -> None:
    """Where it is: in what writes the laws, in the laws themselves, and in the statements."""
    for name in (*ROAD, "papers/statement.py"):
        assert any(within(m, "sympy") for m in at_run_time(ROOT / name))
    laws = (ROOT / "numeric/processes/laws.py").read_text(encoding="utf-8")
    assert laws.count("from darktmm.derive") > 10


# --- what may not be typed -------------------------------------------------------------------


def tokens(path: Path) -> Iterator[tokenize.TokenInfo]:
    """Tokens of a file without comments."""
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            yield token


@pytest.mark.parametrize("path", sources("derive"), ids=name_of)
def test_the_derivation_is_exact(path: Path) -> None:
    """No floating-point literal anywhere in derive/."""
    floats = [
        (token.start[0], token.string)
        for token in tokens(path)
        if token.type == tokenize.NUMBER and isinstance(ast.literal_eval(token.string), float)
    ]
    assert not floats


PREFACTOR = re.compile(
    r"\b(?:16|32|64|128|256)\s*\*\s*(?:\w+\s*\.\s*)?pi\s*\*\*\s*2"
    r"|(?:\w+\s*\.\s*)?pi\s*\*\*\s*2\s*\*\s*(?:16|32|64|128|256)\b"
)


def code(path: Path) -> str:
    """A file with its comments and strings taken out."""
    kept = [t.string for t in tokens(path) if t.type not in (tokenize.STRING, tokenize.NL)]
    return " ".join(kept)


@pytest.mark.parametrize(
    "path",
    [p for p in sources(*LAYERS) if PRINTED not in p.parts],
    ids=name_of,
)
def test_no_loop_prefactor_is_typed(path: Path) -> None:
    """1/16π² comes out of the momentum integral; only the paper's side may be typed."""
    assert not PREFACTOR.findall(code(path))


def test_the_search_for_prefactors_finds_those_of_the_paper() -> None:
    """The same search does find what is typed where it may be, in every paper."""
    for paper in {p.parent for p in sources("papers") if p.name == "theory.py"}:
        assert any(PREFACTOR.search(code(p)) for p in paper.glob(f"{PRINTED}/*.py")), paper


DERIVED_FROM_PRINTED = re.compile(
    r"\\frac\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\{\d*\s*\\pi\^\{?2\}?\}|\d\\pi\^2"
)


@pytest.mark.parametrize(
    "path",
    [p for p in sources("derive", "papers", "report") if PRINTED not in p.parts],
    ids=name_of,
)
def test_no_loop_prefactor_is_typeset_by_hand(path: Path) -> None:
    """The LaTeX of what is derived is printed from expressions, prefactor included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    typed = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and DERIVED_FROM_PRINTED.search(node.value)
    ]
    assert not typed


# --- what may not be mentioned ---------------------------------------------------------------

MACHINE = re.compile(r"(?<![\w.$)}-])/(?:tmp|work|home|root|Users|mnt|opt|var)/|[A-Z]:\\\\Users")

TEXT = {".py", ".md", ".toml", ".cff", ".lock", ".txt", ".yml", ".yaml", ".template", ""}


def project_files() -> list[Path]:
    """Text files that belong to the project."""
    folders = [ROOT / f for f in (*LAYERS, "tests", "notebooks", "benchmarks", ".ci")]
    below = [p for folder in folders if folder.is_dir() for p in folder.rglob("*")]
    found = [*ROOT.iterdir(), *below]
    skipped = {"__pycache__", ".hypothesis", ".ipynb_checkpoints"}
    return sorted(
        p for p in found if p.is_file() and p.suffix in TEXT and not skipped & set(p.parts)
    )


@pytest.mark.parametrize("path", project_files(), ids=name_of)
def test_no_machine_is_mentioned(path: Path) -> None:
    """No absolute path of somebody's computer."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if MACHINE.search(line)]


# --- the README ------------------------------------------------------------------------------


def readme_commands() -> list[str]:
    """Every use of the program in the README: console lines and `darktmm …` in the text."""
    console = re.findall(r"^\$ (darktmm .*?)(?:\s+#.*)?$", README, flags=re.MULTILINE)
    inline = re.findall(r"`(darktmm [^`]+)`", README)
    return sorted({*console, *inline})


@pytest.mark.parametrize("command", readme_commands())
def test_readme_commands_exist(command: str) -> None:
    """Commands, options and files of the README are there."""
    from typer.main import get_command

    program: Any = get_command(__import__("darktmm.report.cli", fromlist=["app"]).app)
    _, *words = shlex.split(command)
    if words[0].startswith("--"):
        assert set(words) <= {"--help", *(o for p in program.params for o in p.opts)}
        return
    assert words[0] in program.commands
    options = {o for p in program.commands[words[0]].params for o in p.opts}
    assert {word for word in words[1:] if word.startswith("--")} <= options
    for word in words[1:]:
        assert not word.startswith("numeric/") or (ROOT / word).is_file()


def test_readme_names_rows_and_results_that_exist() -> None:
    """Ids after --id and --result, and those of the table, with their verdicts."""
    from darktmm.derive.models.dark.chain import CHAIN
    from darktmm.papers.paper import paper, papers

    assert set(re.findall(r"--paper (\S+?)`?(?:\s|$)", README)) <= set(papers())
    assert set(re.findall(r"--id (\S+?)`?(?:\s|$)", README)) <= set(paper().statements)
    assert set(re.findall(r"--result ([a-z-]+)", README)) <= set(CHAIN)
    table = re.findall(r"^\| `([\w-]+)` \| (\w+) \|", README, flags=re.MULTILINE)
    assert table
    assert all(paper().reviewed[row] == verdict for row, verdict in table)


def test_readme_targets_exist() -> None:
    """Every `make …` of the README is a target."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    named = re.findall(r"(?:^\$ |`)make ([a-z]+)", README, flags=re.MULTILINE)
    assert named
    assert set(named) <= set(targets)


def test_readme_names_files_that_exist() -> None:
    """Paths in the README lead somewhere."""
    paths = re.findall(
        r"`((?:derive|numeric|papers|report|tests|docs|notebooks)/[\w./-]+)`", README
    )
    assert paths
    assert all((ROOT / path).exists() for path in paths)


def test_readme_python_runs() -> None:
    """The blocks of Python in the README, and what their comments promise."""
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len(blocks) == 4
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert names["factors"]["sigma_L"] != 0
    assert list(names["verdicts"]["NA64 2023 invisible"].excluded) == [False, False, True]
