"""The program: how it starts, and how it ends – with one line and a code of its own for what may happen."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import signal
import socket
import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from types import FrameType
from typing import NoReturn

from darktmm.report import files


class Code(IntEnum):
    """What the program returns."""

    DONE = 0
    DIFFERS = 1
    WRONG = 2
    UNWRITTEN = 3
    BROKEN = 70
    INTERRUPTED = 130
    TERMINATED = 143


MEANING = {
    Code.DONE: "done",
    Code.DIFFERS: "a verdict differs from the record, routes disagree, or a change went unnoticed",
    Code.WRONG: "a command, an option or a point file is wrong",
    Code.UNWRITTEN: "something cannot be written: folder, disk, closed pipe",
    Code.BROKEN: "a mistake in the program; please report it",
    Code.INTERRUPTED: "interrupted (Ctrl-C)",
    Code.TERMINATED: "asked to end (SIGTERM)",
}
"""Of each code, for --help."""

OF_SIGNAL = {signal.SIGINT: Code.INTERRUPTED, signal.SIGTERM: Code.TERMINATED}

PATIENCE = 0.5
"""Seconds for an orderly end; then the process goes, wherever it is."""

SHOW_CURSOR = "\x1b[?25h\n"
"""What a bar that is not ended in order leaves undone."""

OUTPUT_ERRORS = {errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EBADF}
"""What an error without a file name means: nobody takes the output."""


class Ended(Exception):
    """The program ends with a code, and a line if there is something to say."""

    def __init__(self, code: Code, message: str = "") -> None:
        super().__init__(message)
        self.code, self.message = code, message

    def tell(self) -> None:
        """Say why, in one line."""
        _told.append(self.code)
        if self.message:
            say(self.message if self.code in OF_SIGNAL.values() else f"error: {self.message}")


_told: list[Code] = []
"""Ends of which something was said."""


def say(message: str) -> None:
    """One line on standard error, whatever is in it."""
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message)
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)


@contextmanager
def ending() -> Iterator[None]:
    """Whatever a user or a machine can cause becomes `Ended`.

    Raises:
        Ended: in place of it.
    """
    try:
        yield
    except files.WriteError as error:
        raise Ended(Code.UNWRITTEN, str(error)) from error
    except OSError as error:
        if error.filename is not None or error.errno not in OUTPUT_ERRORS:
            raise
        text = str(files.WriteError.of("standard output", error))
        raise Ended(Code.UNWRITTEN, text) from error
    except KeyboardInterrupt as error:
        raise Ended(_asked(), "interrupted") from error


# --- the process ------------------------------------------------------------------------------------


def main() -> NoReturn:
    """The entry point."""
    _answer_signals()
    _any_terminal()
    code = _run()
    if _signals:
        if not _told:
            say("interrupted")
        _leave(_asked())
    try:
        with ending():
            sys.stdout.flush()
    except Ended as ended:
        if not _told:
            ended.tell()
        code = ended.code
    if code == Code.UNWRITTEN:
        _leave(code)  # what could not be flushed is not tried again
    sys.exit(code)


def _run() -> int:
    try:
        with ending():
            from darktmm.report.cli import app

            app(prog_name="darktmm")
    except Ended as ended:
        ended.tell()
        return ended.code
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else Code.DONE
    except Exception:  # noqa: BLE001 – whatever it is, it keeps its traceback
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return Code.BROKEN
    return Code.DONE


def _leave(code: int) -> NoReturn:
    """End at once: no thread, no process, no compiler and no exit handler is waited for."""
    files.abandon()
    if "multiprocessing" in sys.modules:
        for process in sys.modules["multiprocessing"].active_children():
            process.kill()
    os._exit(code)


_signals: list[int] = []
"""Those that came."""


def _asked() -> Code:
    return OF_SIGNAL[signal.Signals(_signals[-1])] if _signals else Code.INTERRUPTED


def _answer_signals() -> None:
    """Ctrl-C and SIGTERM end the program in order, or after `PATIENCE`, inside compiled code too."""

    def noticed(number: int, frame: FrameType | None) -> None:
        _signals.append(number)
        raise KeyboardInterrupt

    for number in OF_SIGNAL:
        signal.signal(number, noticed)
    read, written = socket.socketpair()
    written.setblocking(False)
    signal.set_wakeup_fd(written.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        ours = {int(number) for number in OF_SIGNAL}
        while (number := read.recv(1)[0]) not in ours:
            pass
        threading.Event().wait(PATIENCE)
        if sys.stderr.isatty():
            sys.stderr.write(SHOW_CURSOR)
        say("interrupted")
        written.close()
        _leave(OF_SIGNAL[signal.Signals(number)])

    threading.Thread(target=watch, daemon=True).start()


# --- the terminal -----------------------------------------------------------------------------------

ASCII = {
    **{"→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "×": "x", "·": "*"},
    **{"√": "sqrt", "−": "-", "–": "-", "—": "-", "…": "...", "∂": "d", "∞": "inf", "∫": "int"},
    **{"Σ": "sum", "⋆": "*", "†": "+", "′": "'", "“": '"', "”": '"', "’": "'", "ℓ": "l"},
}
"""What stands for a character that a terminal does not have, where its name does not say it."""


SCRIPTS = {"^": re.compile("[⁰¹²³⁴-⁹⁺⁻⁽⁾ⁿⁱ]+"), "_": re.compile("[₀-₉₊₋ᵢⱼₖₙ]+")}
"""Raised and lowered characters, by what stands before them on a line."""


def in_other_letters(text: str) -> str:
    """Text in ASCII: Greek letters by name, the rest by what it looks like.

    >>> in_other_letters("1 − ε²·10⁻³ → λ̃ᵢ")
    '1 - epsilon^2*10^-3 -> lambda_i'
    """
    for mark, script in SCRIPTS.items():
        text = script.sub(lambda run, mark=mark: mark + run[0], text)  # type: ignore[misc]
    return "".join(c if c.isascii() else _letter(c) for c in text)


def _letter(character: str) -> str:
    if character in ASCII:
        return ASCII[character]
    words = unicodedata.name(character, "").split()
    if words[:1] == ["GREEK"] and "LETTER" in words:
        name = words[words.index("LETTER") + 1].replace("LAMDA", "LAMBDA")
        return name.capitalize() if "CAPITAL" in words else name.lower()
    if words[:2] == ["BOX", "DRAWINGS"]:
        return {"HORIZONTAL": "-", "VERTICAL": "|"}.get(words[-1], "+")
    parts = (ASCII.get(c, c) for c in unicodedata.normalize("NFKD", character))
    plain = "".join(parts).encode("ascii", "ignore").decode()
    return plain or ascii(character)[1:-1] if not unicodedata.combining(character) else ""


def _replaced(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return in_other_letters(error.object[error.start : error.end]), error.end


def _any_terminal() -> None:
    """Characters that the terminal does not have are written in other letters.

    A stream without a buffer would drop what a full disk does not take, without a word: it gets one.
    """
    codecs.register_error("darktmm", _replaced)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="darktmm")
            if isinstance(stream.buffer, io.RawIOBase):
                encoding = stream.encoding
                buffered = io.BufferedWriter(stream.detach())  # type: ignore[arg-type]
                found = io.TextIOWrapper(buffered, encoding, "darktmm", line_buffering=True)
                setattr(sys, name, found)
