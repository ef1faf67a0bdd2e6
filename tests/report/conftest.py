"""The whole ledger, computed once: most of what takes time in `make test` is in here."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from command_line import Verified, load, run
from rich.console import Console

from darktmm.papers.ledger import Entry, Failure
from darktmm.papers.paper import Paper
from darktmm.report import tables


def _verify(path: Path) -> Verified:
    kept: list[Entry] = []
    run_ledger = tables.run_ledger

    def overheard(
        console: Console, paper: Paper, point: Any, names: Sequence[str]
    ) -> tuple[list[Entry], list[Failure]]:
        entries, failures = run_ledger(console, paper, point, names)
        kept.extend(entries)
        return entries, failures

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "run_ledger", overheard)
        outcome = run("verify", "--json", path)
    assert path.exists(), outcome.output
    return Verified(outcome.exit_code, outcome.output, load(path), kept)


@pytest.fixture(scope="session")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    """The whole ledger.

    The workers of pytest-xdist share it through a file in the folder that they have in common; the
    lock makes the others wait for the first.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    store = folder / "verified.pickle"
    with (folder / "verified.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not store.exists():
            store.write_bytes(pickle.dumps(tuple(_verify(folder / "new" / "ledger.json"))))
        return Verified(*pickle.loads(store.read_bytes()))


@pytest.fixture(scope="session")
def entries(verified: Verified) -> list[Entry]:
    """Its rows, with everything that is known about them."""
    return verified.entries
