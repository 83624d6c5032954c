"""Signals that end a command in order: SIGTERM and SIGHUP raise KeyboardInterrupt, as Ctrl-C does.

DuckDB replaces the error by one of its own, so the signal is kept here.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = frozenset((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))

_received: list[signal.Signals] = []  # the newest is the last


@contextmanager
def handled() -> Iterator[None]:
    """Let SIGTERM and SIGHUP interrupt the block; a signal that is ignored, as by nohup, stays so.

    Only the main thread may do that.
    """
    former = {number: signal.getsignal(number) for number in ENDING}
    for number in (signal.SIGTERM, signal.SIGHUP):
        if former[number] is signal.SIG_DFL:
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        _received.clear()


@contextmanager
def held() -> Iterator[None]:
    """Hold signals back until the end of the block.

    For the import of a driver in C++, where an exception from Python would end the process.
    """
    former = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def ignore() -> None:
    """Ignore further signals: the command is ending already."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def received() -> signal.Signals:
    """Return the signal that interrupted the command: SIGINT if it was Ctrl-C."""
    return _received[-1] if _received else signal.SIGINT


def signal_text() -> str:
    """Return the signal that interrupted the command, for people."""
    return "Ctrl-C" if received() is signal.SIGINT else received().name


def exit_code() -> int:
    """Return the exit code that shells give to a command ended by the signal: 130 for Ctrl-C."""
    return 128 + received()


def _interrupt(number: int, _: FrameType | None) -> None:
    _received.append(signal.Signals(number))
    raise KeyboardInterrupt
