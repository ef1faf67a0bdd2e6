"""The documentation: every example runs, every command and path exists, and it builds without a warning."""

from __future__ import annotations

import ast
import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NOTEBOOKS = ROOT / "notebooks"

PAGES = sorted([*DOCS.glob("*.md"), *DOCS.glob("how/*.md"), ROOT / "CONTRIBUTING.md"])
ROOMS = ("derive", "numeric", "papers", "report")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    """Path within the project."""
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    """Name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("darktmm", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def text(path: Path) -> str:
    """Contents."""
    return path.read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Fenced blocks of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)


def failures(source: str, name: str, names: dict[str, Any]) -> list[str]:
    """What the examples of a text print instead of what it says they do."""
    test = doctest.DocTestParser().get_doctest(source, names, name, name, 0)
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    return said


# --- examples ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(text(p), "pycon")], ids=name_of)
def test_examples_of_pages(page: Path) -> None:
    """The blocks of a page, one after the other in one session."""
    said = failures("\n".join(blocks(text(page), "pycon")), page.name, {"__name__": "__main__"})
    assert not said, "".join(said)


def with_examples() -> list[Path]:
    """Modules whose docstrings have examples."""
    return [
        path
        for path in [ROOT / "darktmm/__init__.py", *MODULES]
        if any(
            ">>>" in (ast.get_docstring(node) or "")
            for node in ast.walk(ast.parse(text(path)))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        )
    ]


@pytest.mark.parametrize("path", with_examples(), ids=name_of)
def test_examples_of_docstrings(path: Path) -> None:
    """Those of every module that has some."""
    name = "darktmm" if path.parent.name == "darktmm" else module_of(path)
    module = __import__(name, fromlist=["_"])
    found = doctest.DocTestFinder().find(module, name)
    tests = [test for test in found if test.examples]
    assert tests
    runner, said = doctest.DocTestRunner(verbose=False), []
    for test in tests:
        runner.run(test, out=said.append)
    assert not said, "".join(said)


def test_a_wrong_example_is_noticed() -> None:
    """The runner can say no."""
    assert failures(">>> 1 + 1\n3\n", "sum", {})
    assert not failures(">>> 1 + 1\n2\n", "sum", {})


# --- commands, paths, links --------------------------------------------------------------------------


def commands() -> list[str]:
    """Every use of the program in the pages."""
    pages = "\n".join(map(text, PAGES))
    console = re.findall(r"^\$ (darktmm .*?)(?:\s+#.*)?$", pages, flags=re.MULTILINE)
    return sorted({*console, *re.findall(r"`(darktmm [^`]+)`", pages)})


@pytest.mark.parametrize("command", commands())
def test_commands_exist(command: str) -> None:
    """Command, options and files are there."""
    from typer.main import get_command

    from darktmm.report.cli import app

    program: Any = get_command(app)
    _, *words = shlex.split(command)
    assert words[0] in program.commands
    options = {o for p in program.commands[words[0]].params for o in p.opts}
    assert {word for word in words[1:] if word.startswith("--")} <= options
    assert all((ROOT / word).is_file() for word in words[1:] if word.startswith("numeric/"))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_paths_and_targets_exist(page: Path) -> None:
    """Files of the project that a page names are there, and so is every target of make."""
    paths = re.findall(
        r"`((?:derive|numeric|papers|report|tests|notebooks|docs)/[\w./]+)`", text(page)
    )
    assert all((ROOT / path).exists() for path in paths), paths
    targets = re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE)
    assert set(re.findall(r"(?:^\$ |`)make ([a-z]+)", text(page), re.MULTILINE)) <= set(targets)


# --- notebooks -----------------------------------------------------------------------------------------


def test_every_notebook_is_there_twice() -> None:
    """A text and what came out of it."""
    texts = {p.stem for p in NOTEBOOKS.glob("*.py") if not p.name.startswith("_")}
    assert texts == {p.stem for p in NOTEBOOKS.glob("*.ipynb")}
    assert len(texts) == 4


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_are_those_of_their_texts(path: Path) -> None:
    """Cell by cell; all of them executed, in order, and none failed. `make notebooks` executes them."""
    from notebooks.__main__ import read

    twin, written = read(path.with_suffix(".py")), nbformat.read(path, as_version=4)
    assert [(c.cell_type, c.source) for c in written.cells] == [
        (c.cell_type, c.source) for c in twin.cells
    ]
    code = [cell for cell in written.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    kinds = [output.output_type for cell in code for output in cell.outputs]
    assert "error" not in kinds and "stream" in kinds
    assert any("image/png" in o.get("data", {}) for c in code for o in c.outputs) or (
        path.stem == "what_the_paper_prints"
    )


def test_another_output_is_noticed() -> None:
    """The comparison that `make notebooks` makes can say no."""
    from notebooks.__main__ import differences

    path = NOTEBOOKS / "what_the_paper_prints.ipynb"
    written, changed = (nbformat.read(path, as_version=4) for _ in range(2))
    assert not differences(written, changed)
    output = next(o for c in changed.cells for o in c.get("outputs", ()) if "text" in o)
    output["text"] += "and something else"
    assert len(differences(written, changed)) == 1
    changed.cells[0].source += " changed"
    assert differences(written, changed) == ["the text is another one"]


# --- the habits of the project --------------------------------------------------------------------------


def test_the_workflow_runs_what_the_readme_promises() -> None:
    """The script that a clone must pass, on every Python that the project says it supports."""
    import tomllib

    workflow = yaml.safe_load(text(ROOT / ".github/workflows/ci.yml"))
    (job,) = workflow["jobs"].values()
    classifiers = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]["classifiers"]
    supported = [c.split(" :: ")[-1] for c in classifiers if re.search(r":: 3\.\d+$", c)]
    assert [str(v) for v in job["strategy"]["matrix"]["python"]] == supported
    assert any(".ci/run" in step.get("run", "") for step in job["steps"])
    run = text(ROOT / ".ci/run")
    readme = text(ROOT / "README.md")
    promised = set(re.findall(r"(?:^\$ |`)make ([a-z]+)", readme, flags=re.MULTILINE))
    elsewhere = {"bench", "laws", "docs"}  # what `make docs` builds, the slow test below does
    assert promised - elsewhere <= set(re.findall(r"^make ([a-z]+)", run, re.MULTILINE))


def test_commits_are_checked_by_the_same_linters() -> None:
    """Whatever `make lint` runs, a commit runs."""
    makefile = text(ROOT / "Makefile").split("\nlint:")[1].split("\n\n")[0]
    linters = re.findall(r"\$\(BIN\)/(.+)", makefile)
    (local,) = yaml.safe_load(text(ROOT / ".pre-commit-config.yaml"))["repos"]
    hooks = [hook["entry"].removeprefix(".venv/bin/") for hook in local["hooks"]]
    assert hooks == linters


# --- the build --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_it_builds_without_a_warning(tmp_path: Path) -> None:
    """As `make docs` does; every public module has its page, and formulas and notebooks are in it.

    The theme is a plain one: the other spends most of its time on what stands beside each page.
    """
    out = tmp_path / "html"
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    done = subprocess.run(
        [*command, "-D", "html_theme=basic", "-d", tmp_path / "trees", DOCS, out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    public = [m for m in map(module_of, MODULES) if "._" not in m]
    missing = [m for m in public if not (out / f"api/{m}.html").exists()]
    assert not missing
    page = text(out / "api/darktmm.numeric.kernels.html")
    assert "darktmm.numeric.kernels.path_difference" in page
    assert "Raises" in page and "viewcode-link" in page
    assert "math notranslate" in text(out / "notebooks/from_lagrangian_to_moment.html")
