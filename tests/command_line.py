"""The command line in this process, the JSON it writes, and the point files it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from darktmm.papers.ledger import Entry
from darktmm.report import record
from darktmm.report.cli import app
from darktmm.report.points import bundled

Outcome = Any  # what CliRunner.invoke returns; typer does not export its name


class Verified(NamedTuple):
    """What `darktmm verify --json` did.

    Attributes:
        exit_code, output: of the command.
        rows: what it wrote.
        entries: what it computed.
    """

    exit_code: int
    output: str
    rows: list[dict[str, Any]]
    entries: list[Entry]


def run(*arguments: str | Path, columns: int = 120) -> Outcome:
    """The command in this process, on a terminal so many columns wide."""
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": str(columns)})


def load(path: Path) -> Any:
    """JSON as the standard has it, see `read`."""
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> Any:
    """JSON as the standard has it: NaN and infinities are no numbers; it follows its published schema."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    data = json.loads(text, parse_constant=refuse)
    _, program, kind, _ = data["schema"].split(":")
    assert program == "darktmm"
    schema = json.loads(record.schema(kind))
    assert schema["$id"] == data["schema"]
    wrong = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(data)]
    assert not wrong, wrong[:5]
    return data


def assert_refused(outcome: Outcome, *named: str) -> None:
    """Exit code 2, one line that names what is wrong, no traceback."""
    assert outcome.exit_code == 2, (outcome.exit_code, outcome.exception)
    assert outcome.stderr.startswith("error: ") and outcome.stderr.count("\n") == 1
    assert all(word in outcome.stderr for word in named), outcome.stderr
    assert "Traceback" not in outcome.output


def edited(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    """The reference point with some lines replaced.

    A line is found by its beginning, which may be preceded by its section: "dark_photon.m". Without
    one, the first section that has the key is meant.
    """
    lines = bundled("reference").read_text(encoding="utf-8").splitlines()
    for key, new in replacements:
        section, _, name = key.rpartition(".")
        start = _first(lines, f"[{section}]") if section else 0
        lines[_first(lines, f"{name} =", start)] = new
    path = tmp_path / "point.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _first(lines: list[str], beginning: str, start: int = 0) -> int:
    found = [k for k, line in enumerate(lines) if k >= start and line.startswith(beginning)]
    assert found, beginning
    return found[0]


def without_dark_photon(tmp_path: Path) -> Path:
    """The reference point without its last section."""
    kept, _, _ = bundled("reference").read_text(encoding="utf-8").partition("[dark_photon]")
    path = tmp_path / "point.toml"
    path.write_text(kept, encoding="utf-8")
    return path


EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    "as it is": (),
    "m < m_D": (("m", "m = 0.2"),),
    "m = m_D": (("m", "m = 0.3"),),
    "m = 0": (("m", "m = 0"),),
    "m_D = 0": (("m_D", "m_D = 0"),),
    "m_L != m_R": (("m", "m_L = 0.9\nm_R = -1.3"),),
    "H1 = A1": (("M_A", "M_A = [0.25, 0.4]"),),
    "degenerate CP-even scalars": (("M_H", "M_H = [0.25, 0.25]"),),
    "all scalars degenerate": (("M_H", "M_H = [0.25, 0.25]"), ("M_A", "M_A = [0.25, 0.25]")),
    "scalar as heavy as N_1": (("M_H", "M_H = [0.8, 1.4]"),),
    "reflection": (("theta_R", "O_R = [[0.6, 0.8], [0.8, -0.6]]"),),
    "no coupling": (("g_D", "g_D = 0.0"),),
    "one generation": (
        ("M_H", "M_H = [0.25]"),
        ("M_A", "M_A = [0.2]"),
        ("theta_R", "O_R = [[1.0]]"),
        ("theta_I", "O_I = [[1.0]]"),
        ("y", "y = [[[0.08, 0.01]], [[0.03, -0.01]]]"),
    ),
    "three generations": (
        ("M_H", "M_H = [0.25, 0.35, 0.5]"),
        ("M_A", "M_A = [0.2, 0.4, 0.6]"),
        ("theta_R", "O_R = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]"),
        ("theta_I", "O_I = [[0.6, 0.8, 0], [-0.8, 0.6, 0], [0, 0, 1]]"),
        ("y", "y = [[[0.1, 0], [0.2, 0.1], [0, 0.3]], [[0.1, 0.2], [0, 0.1], [0.3, 0]]]"),
    ),
}
"""Replacements that make the reference point a special one."""
