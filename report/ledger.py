"""Files: the ledger as JSON, and text that is never half there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from darktmm.papers.ledger import Entry


def write_json(entries: Iterable[Entry], path: Path) -> None:
    """Write the ledger, completely or not at all."""
    text = json.dumps([e.as_json() for e in entries], indent=2, ensure_ascii=False)
    write_text(path, text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file through a neighbour, so that it is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
