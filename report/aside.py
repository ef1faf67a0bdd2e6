"""A function in a process of its own, which never outlives this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Aside(Generic[T]):
    """A computation that goes on beside this one; leaving the context ends it.

    >>> with Aside(pow, 2, 10) as power:  # doctest: +SKIP
    ...     print(power.result())
    1024
    """

    def __init__(self, function: Callable[..., T], *arguments: Any) -> None:
        """Function, arguments and result must be such that they can be pickled."""
        context = multiprocessing.get_context("spawn")
        self._received, send = context.Pipe(duplex=False)
        self._process = context.Process(target=_run, args=(send, function, arguments), daemon=True)
        self._process.start()
        send.close()

    def result(self) -> T:
        """What the function returns.

        Raises:
            Exception: whatever it raises; RuntimeError where the process ended without a word.
        """
        try:
            done, value = self._received.recv()
        except EOFError:
            self._process.join()
            raise RuntimeError(f"a process ended with {self._process.exitcode}") from None
        if not done:
            raise value
        found: T = value
        return found

    def __enter__(self) -> Aside[T]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.join()
        self._received.close()


def _run(send: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who waits
    threading.Thread(target=_with_the_parent, daemon=True).start()
    try:
        answer = True, function(*arguments)
    except Exception as error:  # noqa: BLE001 – raised there
        answer = False, error
    send.send(answer)


def _with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
