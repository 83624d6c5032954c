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


class SilentError(Exception):
    """Neither a query nor the attempt to cancel it has an answer: the connection is lost."""

    def __init__(self) -> None:
        super().__init__("it does not answer")


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

    def result(self) -> T:
        """Return what the ended work returned, or raise what it raised."""
        if self.errors:
            raise self.errors[0]
        return self.results[0]


def run_watched(work: Callable[[], T], timeout: float, cancel: Callable[[], object]) -> T:
    """Return the result of `work`, which may take `timeout` seconds before it is cancelled.

    Raises:
        OverdueError: It was cancelled.
        SilentError: It could not be cancelled either.
    """
    thread = _Work(work)
    thread.start()
    try:
        thread.join(timeout)
    except BaseException:
        _end(thread, cancel)
        raise
    if thread.is_alive():
        raise OverdueError if _end(thread, cancel) else SilentError
    return thread.result()


def answer_within(seconds: float, work: Callable[[], T]) -> T:
    """Return the result of `work` that cannot be cancelled, and goes on if it has none in time.

    Raises:
        SilentError: It has none.
    """
    thread = _Work(work)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise SilentError
    return thread.result()


def end_within(seconds: float, work: Callable[[], object]) -> None:
    """Do the last things on a connection, which may be gone."""
    with suppress(Exception):
        answer_within(seconds, work)


def _end(thread: threading.Thread, cancel: Callable[[], object]) -> bool:
    """Cancel a query; return whether the engine said anything to that, or the query has ended.

    A connection that is gone has no query, and is not what ended the work.
    """
    canceller = threading.Thread(target=_cancel_quietly, args=(cancel,), daemon=True)
    canceller.start()
    canceller.join(_FAREWELL)
    is_answered = not canceller.is_alive()
    thread.join(_FAREWELL if is_answered else 0)
    return is_answered or not thread.is_alive()


def _cancel_quietly(cancel: Callable[[], object]) -> None:
    with suppress(Exception):
        cancel()
