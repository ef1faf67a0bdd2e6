"""What is installed lives under `darktmm.` and nowhere else; a user's own `report.py` hides nothing."""

from __future__ import annotations

import os
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
        for s in ("toml", "bib", "html", "template")
        for p in (ROOT / f).rglob(f"*.{s}")
    }
    assert {f"darktmm/{p.relative_to(ROOT)}" for p in data} <= set(names)
    assert "darktmm/py.typed" in names


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
