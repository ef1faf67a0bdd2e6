"""Laws that were not written ahead: derived once, kept in the user's cache.

A text is kept under the digest of everything it could depend on: the law's own source, that of its
package, all of `derive`, and the versions of sympy and of the writer. It carries its own digest: what
is damaged counts as absent, and a folder that cannot be written to is no error. A law that is made inside
a function is not kept.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy

from darktmm.derive.memo import cache
from darktmm.numeric.laws import TABLE, Law, digest

FOLDER = "DARKTMM_CACHE"
"""Environment variable that names another folder; if it is empty, nothing is kept."""


def folder() -> Path | None:
    """Where texts are kept; None if nowhere."""
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER]) if os.environ[FOLDER] else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(base) / "darktmm" / "laws"


def function(law: Law) -> Callable[..., Any]:
    """The law as a function of arrays."""
    place = _place(law)
    text = None if place is None else _read(place)
    if text is None:
        from darktmm.numeric.laws.write import code

        text = code(law).text
        if place is not None:
            _keep(place, text)
    scope: dict[str, Any] = {"numpy": numpy}
    exec(compile(text, f"<{law.name}>", "exec"), scope)
    return scope[law.name]


def _place(law: Law) -> Path | None:
    where, source = folder(), law.source
    if where is None or source is None or law.local:
        return None
    parts = [source, _tree("darktmm.derive"), _tree("darktmm.numeric.laws"), law.numbers]
    parts += [_tree(law.package) if law.package else "", metadata.version("sympy")]
    name = f"{law.derivation.__module__}.{law.name}"
    return where / f"{name}-{digest(chr(0).join(parts))}.py"


@cache
def _tree(package: str) -> str:
    """Digest of every Python file of a package, tables of laws left out; "" if it cannot be found."""

    def texts(at: Any) -> Iterator[str]:
        for entry in sorted(at.iterdir(), key=lambda e: e.name):
            if entry.is_dir():
                yield from texts(entry)
            elif entry.name.endswith(".py") and entry.name != f"{TABLE}.py":
                yield f"{entry.name}\n{entry.read_text(encoding='utf-8')}"

    with contextlib.suppress(ModuleNotFoundError):
        return digest("\n".join(texts(resources.files(package))))
    return ""


def _read(place: Path) -> str | None:
    """What is kept there, if it is whole."""
    try:
        mark, _, text = place.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if mark == f"# {digest(text)}" else None


def _keep(place: Path, text: str) -> None:
    """Write it at once or not at all, and drop what was kept of earlier versions."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"# {digest(text)}\n{text}")
        os.replace(name, place)
        law, _, _ = place.name.rpartition("-")
        for old in place.parent.glob(f"{law}-*.py"):
            if old != place:
                old.unlink(missing_ok=True)
