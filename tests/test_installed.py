"""What is installed lives under `darktmm.` and nowhere else, and does what the README says, anywhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

OURS = ("derive", "numeric", "papers", "report")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    skipped = shutil.ignore_patterns(".*", "out", "build", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, source, symlinks=True, ignore=skipped)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, source], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_has_one_package(wheel: Path) -> None:
    """Code, data and types under darktmm/; every module of the checkout is there."""
    names = zipfile.ZipFile(wheel).namelist()
    assert all(n.startswith("darktmm/") or ".dist-info/" in n for n in names)
    for folder in OURS:
        modules = {f"darktmm/{p.relative_to(ROOT)}" for p in (ROOT / folder).rglob("*.py")}
        assert modules <= set(names)
    data = {
        p
        for f in OURS
        for s in ("toml", "bib", "html", "json", "template", "tex", "css", "js", "woff2", "txt")
        for p in (ROOT / f).rglob(f"*.{s}")
    }
    assert {f"darktmm/{p.relative_to(ROOT)}" for p in data} <= set(names)
    assert "darktmm/py.typed" in names
    licences = [n for n in names if "/licenses/" in n]
    assert [Path(n).name for n in sorted(licences)] == ["LICENSE", "OFL.txt"]


@pytest.mark.slow
def test_it_works_beside_modules_of_the_same_names(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, run from a folder that has files of our rooms' names."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    work = tmp_path / "work"
    work.mkdir()
    for name in OURS:
        (work / f"{name}.py").write_text("raise ImportError('not ours')\n", encoding="utf-8")
    program = (
        "import darktmm as dt; from darktmm.report.cli import app; "
        "print(dt.__file__, dt.paper().name, len(dt.standard()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout


def test_nothing_of_ours_is_importable_by_its_short_name(tmp_path: Path) -> None:
    """Neither in the editable install; tests and type checker see the long names only."""
    for name in OURS:
        done = subprocess.run(
            [sys.executable, "-c", f"import {name}"], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode != 0


# --- in an environment of its own ------------------------------------------------------------------

README = (ROOT / "README.md").read_text(encoding="utf-8")

LONG = ("reproduce", "report")
"""Minutes each; `make reproduce` runs them in CI."""


def shorter(words: list[str]) -> list[str]:
    """The same command with less to search or to judge; of an option given twice the last one counts."""
    from darktmm.papers.paper import DEFAULT, paper

    name = words[0]
    if name == "verify" and not {"--id", "--list"} & set(words):
        judged = paper(words[words.index("--paper") + 1] if "--paper" in words else DEFAULT)
        quick = next(each for each, s in judged.statements.items() if not s.slow)
        return [*words, "--id", quick]
    if name == "known":
        return [*words, "--id", "schwinger"]
    if name == "joint":
        return [*words, "--masses", "1"]
    if words[:2] == ["plot", "fig7"]:
        return [*words, "--version", "derived"]
    return words


def readme_commands() -> list[str]:
    """Console lines of the README, in their order: some go on from what others wrote."""
    return re.findall(r"^\$ darktmm (.*?)(?:\s+#.*)?$", README, flags=re.MULTILINE)


NO_INDEX = "Retrying ("
"""What pip says where the index cannot be reached; a package that is not there is a defect."""


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed with what it depends on and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    done = subprocess.run(
        [
            scripts / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            wheel,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 and NO_INDEX in done.stderr:
        pytest.skip(f"no packages to install from: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr
    return scripts / "darktmm"


@pytest.mark.slow
def test_optional_packages_are_not_there(program: Path) -> None:
    """Otherwise the next test would show nothing."""
    for name in ("numba", "flint", "flavio", "pytest", "jsonschema"):
        command = [program.with_name("python"), "-c", f"import {name}"]
        assert subprocess.run(command, capture_output=True, check=False).returncode != 0, name


@pytest.mark.slow
def test_every_command_of_the_readme_runs(program: Path, tmp_path: Path) -> None:
    """From another folder, one after the other; nothing is written beside what was asked for."""
    commands = readme_commands()
    assert len(commands) > 15
    for line in commands:
        words = shlex.split(line)
        if words[0] in LONG or "--check" in words:
            continue
        target = words[words.index(">") + 1] if ">" in words else None
        words = words[: words.index(">")] if target else words
        done = subprocess.run(
            [program, *shorter(words)], cwd=tmp_path, capture_output=True, check=False, timeout=400
        )
        assert done.returncode == 0, (line, done.stderr[-2000:])
        assert b"Warning" not in done.stderr, (line, done.stderr[-2000:])
        if target:
            (tmp_path / target).write_bytes(done.stdout)
    assert {"my.toml", "my.json", "ledger.json", "out"} == {p.name for p in tmp_path.iterdir()}
