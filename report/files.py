"""Writing: a destination is checked before work begins, and what was there stays until the new is complete.

A regular file is written beside itself under a name that nobody else has, flushed to the disk, and put in
place in one step: a reader sees the old content or the new, never a part, whoever else writes or dies.
Everything that is not a regular file – a pipe, a device, a descriptor – is written in place. Symbolic links
are followed. Whatever cannot be written is a `WriteError`: one line that names the destination.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STANDARD_OUTPUT = "-"
"""The destination that means standard output."""

LINKS = 40
"""Symbolic links that are followed, as many as Linux follows."""

PROCESSES = Path("/proc")
"""Links in here are to open files, not to names: only opening follows them."""

PROBE = bytes(4096)
"""What is written, and removed, to see whether a folder takes anything."""


class WriteError(Exception):
    """A destination cannot be written.

    Attributes:
        destination: as it was given.
        reason: in the words of the operating system.
    """

    def __init__(self, destination: object, reason: str) -> None:
        super().__init__(f"{destination}: cannot be written: {reason}")
        self.destination, self.reason = destination, reason

    def __reduce__(self) -> tuple[type[WriteError], tuple[object, str]]:
        """From one process to another."""
        return type(self), (self.destination, self.reason)

    @classmethod
    def of(cls, destination: object, error: OSError | ValueError) -> WriteError:
        """From what the operating system said."""
        reason = error.strerror if isinstance(error, OSError) else None
        return cls(destination, reason or str(error))


# --- before the work --------------------------------------------------------------------------------


def check(destination: str | Path) -> None:
    """See whether a file can be written; nothing is left behind.

    Raises:
        WriteError: it cannot.
    """
    if str(destination) == STANDARD_OUTPUT:
        return
    with _named(destination):
        path = _followed(destination)
        found = _status(path)
        if found is None:
            _probe(_existing(path.parent))
            return
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if _replaceable(path, found):
            _probe(path.parent)


def check_folder(destination: str | Path) -> None:
    """See whether files can be made in a folder, which need not exist; nothing is left behind.

    Raises:
        WriteError: they cannot.
    """
    with _named(destination):
        _probe(_existing(Path(_given(destination))))


# --- after it ---------------------------------------------------------------------------------------


def write_text(destination: str | Path, text: str) -> None:
    """Write UTF-8, completely or not at all; "-" is standard output.

    What is no character (a byte of a file name that is not UTF-8) becomes an escape.

    Raises:
        WriteError: it cannot be written; what was there still is.
    """
    write_bytes(destination, text.encode("utf-8", "backslashreplace"))


def write_bytes(destination: str | Path, data: bytes) -> None:
    """Write a file, completely or not at all; "-" is standard output.

    Raises:
        WriteError: it cannot be written; what was there still is.
    """
    if str(destination) == STANDARD_OUTPUT:
        _to_standard_output(data)
        return
    with _named(destination):
        path = _followed(destination)
        found = _status(path)
        if found is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not _replaceable(path, found):
            _in_place(path, data)
            return
        elif not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _replace(path, data, found)


# --- how --------------------------------------------------------------------------------------------


@contextmanager
def _named(destination: object) -> Iterator[None]:
    """Errors of the operating system with the destination as it was given."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: no path at all
        raise WriteError.of(destination if str(destination) else "''", error) from error


def _given(destination: str | Path) -> str:
    if not str(destination):
        raise FileNotFoundError(errno.ENOENT, "no name is given")
    return str(destination)


def _followed(destination: str | Path) -> Path:
    """Where a chain of symbolic links ends; a link to a descriptor is kept."""
    path = Path(_given(destination))
    for _ in range(LINKS):
        if _descriptor(path) or not path.is_symlink():
            return path
        path = path.parent / path.readlink()
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _status(path: Path) -> os.stat_result | None:
    """What is there; None for nothing."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _descriptor(path: Path) -> bool:
    """Whether a name stands for an open file, as /dev/stdout does."""
    return PROCESSES in path.parent.resolve().parents


def _replaceable(path: Path, found: os.stat_result) -> bool:
    """Whether another file may take the name: not that of a pipe, a device or an open file."""
    return stat.S_ISREG(found.st_mode) and not _descriptor(path)


def _existing(folder: Path) -> Path:
    """The folder, or the closest one above it that is there."""
    folder = folder.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _fresh(folder: Path) -> tuple[int, Path]:
    """A new file that nobody else has, with the permissions that new files get here."""
    while True:
        path = folder / f".darktmm-{secrets.token_hex(8)}.part"
        with suppress(FileExistsError):
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), path


def _probe(folder: Path) -> None:
    descriptor, path = _fresh(folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(PROBE)
    finally:
        path.unlink(missing_ok=True)


def _replace(path: Path, data: bytes, found: os.stat_result | None) -> None:
    descriptor, partial = _fresh(path.parent)
    _partial.add(partial)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if found is not None:
                _same_rights(partial, found)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:  # after an interrupt too
        partial.unlink(missing_ok=True)
        _partial.discard(partial)
    _settle(path.parent)


_partial: set[Path] = set()
"""Files that are being written."""


def abandon() -> None:
    """Remove what is being written: the process ends here."""
    for path in list(_partial):
        with suppress(OSError):
            path.unlink()


def _same_rights(path: Path, found: os.stat_result) -> None:
    """Owner, where that may be given away, and permissions of the file that is replaced."""
    with suppress(OSError, AttributeError):
        os.chown(path, found.st_uid, found.st_gid)
    path.chmod(stat.S_IMODE(found.st_mode))


def _settle(folder: Path) -> None:
    """The new name reaches the disk too, where folders can be flushed."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _in_place(path: Path, data: bytes) -> None:
    own = _descriptor(path) and path.parent.resolve() == Path("/proc/self/fd").resolve()
    if own:  # opened anew, a regular file would be written from its beginning, over what is there
        sys.stdout.flush()
    with os.fdopen(os.dup(int(path.name)), "wb") if own else path.open("wb") as file:
        file.write(data)


def _to_standard_output(data: bytes) -> None:
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:  # an unbuffered stream takes what it has room for
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.flush()
    except OSError as error:
        raise WriteError.of("standard output", error) from error
