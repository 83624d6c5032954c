"""What fails for a moment is tried again: how often, and after which pauses."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from core.errors import ScorecardError

T = TypeVar("T")

ATTEMPTS = 3
_JITTER = 0.2


def seconds_after(attempt: int, luck: float) -> float:
    """Return how long to wait after a failed attempt: 1 s, then 2 s, and up to a fifth more by
    `luck` from 0 to 1.

    The fifth keeps runs that failed together from coming back together.
    """
    return float(2 ** (attempt - 1)) * (1 + _JITTER * luck)


def pause(attempt: int) -> None:
    """Wait after a failed attempt; Ctrl-C ends it."""
    time.sleep(seconds_after(attempt, random.random()))


def retry(
    work: Callable[[], T], between: Callable[[ScorecardError, str], object], first: int = 1
) -> T:
    """Return what `work` does at one of three attempts; only an error that may pass leads to
    another.

    `between` is called before each pause, with the error and with what happens next. `first` is the
    number of the first attempt, where another has been made already.

    Raises:
        ScorecardError: One that does not pass, or that of the last attempt, which then says how
            many there were.
    """
    attempt = first
    while True:
        try:
            return work()
        except ScorecardError as error:
            if not error.transient:
                raise
            if attempt >= ATTEMPTS:
                error.attempts = attempt
                raise
            between(
                error, f"attempt {attempt + 1} of {ATTEMPTS} in {seconds_after(attempt, 0):.0f} s"
            )
        pause(attempt)
        attempt += 1
