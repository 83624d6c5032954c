"""The watch over a remote query: it ends at the time limit and on Ctrl-C, whatever the engine does.

A driver that waits for an answer in C or in gRPC notices neither by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")

_FAREWELL = 5.0  # seconds that a cancelled query has to end


class OverdueError(Exception):
    """A query was cancelled because its time was over."""


class _Work(threading.Thread, Generic[T]):
    """A query on a thread of its own; the process does not wait for it to end."""

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.results: list[T] = []
        self.errors: list[BaseException] = []

    def run(self) -> None:
        """Keep the result of the work, or its error."""
        try:
            self.results.append(self._work())
        except BaseException as error:  # noqa: BLE001 -- raised again in the thread that waits
            self.errors.append(error)


def run_watched(work: Callable[[], T], timeout: float, cancel: Callable[[], object]) -> T:
    """Return the result of `work`, which may take `timeout` seconds before it is cancelled.

    Raises:
        OverdueError: It was cancelled.
    """
    thread = _Work(work)
    thread.start()
    try:
        thread.join(timeout)
    except BaseException:
        _end(thread, cancel)
        raise
    if thread.is_alive():
        _end(thread, cancel)
        raise OverdueError
    if thread.errors:
        raise thread.errors[0]
    return thread.results[0]


def _end(thread: threading.Thread, cancel: Callable[[], object]) -> None:
    """Cancel a query; a connection that is gone has none, and is not what ended the work."""
    canceller = threading.Thread(target=_cancel_quietly, args=(cancel,), daemon=True)
    canceller.start()
    canceller.join(_FAREWELL)
    thread.join(_FAREWELL)


def _cancel_quietly(cancel: Callable[[], object]) -> None:
    with suppress(Exception):
        cancel()
