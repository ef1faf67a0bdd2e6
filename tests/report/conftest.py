"""A ledger, computed once: rows of every kind for the fast tests, all rows for the slow ones."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from command_line import Verified, load, run

from darktmm.papers.ledger import Entry, Failure
from darktmm.papers.paper import Paper
from darktmm.report import tables
from darktmm.report.console import Step

CHOSEN = (
    *("eq03", "eq05", "eq07", "eq08", "eq10", "eq12", "eq15", "eq17", "eq18", "eq19", "eq20"),
    *("eq21", "eq22", "eq25", "eq26", "eq29", "eq30", "eq31", "eq34", "table1"),
    *("claim-number-0086", "claim-width-normalisation", "claim-lhc-1270", "claim-vertex-rule"),
    *("claim-mass-correction-divergent", "claim-kinetic-mixing-sign", "beyond-z-width"),
)
"""Rows of every verdict, with and without numbers, ratios and routes."""


def _verify(path: Path, *names: str) -> Verified:
    kept: list[Entry] = []
    run_ledger = tables.run_ledger

    def overheard(
        paper: Paper, point: Any, names: Sequence[str], step: Step
    ) -> tuple[list[Entry], list[Failure]]:
        entries, failures = run_ledger(paper, point, names, step)
        kept.extend(entries)
        return entries, failures

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "run_ledger", overheard)
        ids = [word for name in names for word in ("--id", name)]
        outcome = run("verify", *ids, "--json", path)
    assert path.exists(), outcome.output
    return Verified(outcome.exit_code, outcome.output, load(path)["rows"], kept)


def _shared(tmp_path_factory: pytest.TempPathFactory, kind: str, *names: str) -> Verified:
    """The workers of pytest-xdist share it through a file; the lock makes the others wait for the first."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    store = folder / f"{kind}.pickle"
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not store.exists():
            found = _verify(folder / kind / "ledger.json", *names)
            store.write_bytes(pickle.dumps(tuple(found)))
        return Verified(*pickle.loads(store.read_bytes()))


@pytest.fixture(scope="session")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    """The chosen rows."""
    return _shared(tmp_path_factory, "chosen", *CHOSEN)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    """The whole ledger."""
    return _shared(tmp_path_factory, "whole")


@pytest.fixture(scope="session")
def entries(verified: Verified) -> list[Entry]:
    """The chosen rows, with everything that is known about them."""
    return verified.entries


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> Path:
    """The first page of a site with every row of the paper, the chosen ones computed."""
    from tests.report.site import made

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    start = folder / "site" / "index.html"
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not start.exists():
            partial = made(folder / "site.part", entries).parent
            partial.rename(start.parent)
    return start
