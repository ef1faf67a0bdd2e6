"""What a test replaced is forgotten with it, in any order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
