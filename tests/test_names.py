"""`import darktmm as dt`: the names most work needs, nothing heavy until one is used."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import darktmm as dt


@pytest.mark.parametrize("name", dt.__all__)
def test_each_name_is_what_it_says(name: str) -> None:
    """Found where it is defined, under the name it has there."""
    found = getattr(dt, name)
    assert (getattr(found, "__name__", "").rsplit(".", 1)[-1] or name) == name
    assert found.__doc__
    assert name in dir(dt)


def test_unknown_names_are_refused() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'anapole'"):
        _ = dt.anapole


def test_version() -> None:
    """One source, the package itself; change log and citation speak of the same."""
    root = Path(__file__).resolve().parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "darktmm.__version__"}
    newest = re.search(r"^## (\S+) – (\S+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert newest
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert newest.groups() == (dt.__version__, str(citation["date-released"]))
    assert citation["version"] == dt.__version__


def test_import_is_light() -> None:
    """Neither sympy nor numpy is imported before it is needed."""
    program = "import sys, darktmm; print({'sympy', 'numpy', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_examples_run() -> None:
    """The lines of the docstring."""
    assert doctest.testmod(dt).failed == 0
