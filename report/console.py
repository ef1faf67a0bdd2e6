"""The terminal: results on standard output, progress on standard error. Nothing is read as markup."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

Step = Callable[[float, str], None]
"""Called during a computation: the fraction that is done, and what is being done."""


class Output(Console):
    """A console whose names and paths are words; a closed pipe is an error like any other."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, stderr=stderr)

    def on_broken_pipe(self) -> NoReturn:
        """Say so instead of leaving in silence.

        Raises:
            BrokenPipeError: always.
        """
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


@contextmanager
def progress(doing: str) -> Iterator[Step]:
    """A bar while something is computed, gone afterwards; nothing where nobody looks."""
    console = Output(stderr=True)
    if not console.is_terminal:
        yield lambda fraction, what: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task(doing, total=None)

        def step(fraction: float, what: str) -> None:
            bar.update(task, total=1.0, completed=fraction, description=what)

        yield step


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """A sign of life while something of unknown length is done."""
    console = Output(stderr=True)
    with console.status(Text(doing)) if console.is_terminal else nullcontext():
        yield
