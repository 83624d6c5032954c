"""Retries after transient errors: how many attempts, and how long the pauses between them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from core.errors import ScorecardError

if TYPE_CHECKING:
    from stamina import Attempt

T = TypeVar("T")

ATTEMPTS = 3
_JITTER = 0.2


def seconds_after(attempt: int, luck: float) -> float:
    """Return the pause after a failed attempt in seconds: 1, then 2, plus a jitter.

    `luck`, from 0 to 1, is the share of the jitter, a fifth of the pause. It keeps runs that
    failed together from coming back together.
    """
    return float(2 ** (attempt - 1)) * (1 + _JITTER * luck)


def pause(attempt: int) -> None:
    """Wait after a failed attempt; Ctrl-C ends the wait."""
    time.sleep(seconds_after(attempt, random.random()))


def attempts_while(next_pause: Callable[[Exception], bool | float]) -> Iterable[Attempt]:
    """Return attempts, each a context manager, that end with a success or with the error.

    `next_pause` gets the error of a failed attempt, outside the attempt, and returns the seconds
    until the next one, or False to give up.
    """
    # Imported here because most commands never retry, and --help is to stay fast.
    import stamina

    # Its own hook would log each retry on stderr, beside our messages.
    stamina.instrumentation.set_on_retry_hooks(())
    return stamina.retry_context(next_pause, attempts=None, timeout=None)


def retry(
    work: Callable[[], T],
    before_pause: Callable[[ScorecardError, str], object],
    first: int = 1,
) -> T:
    """Return the result of `work`, which is tried up to three times while its error is transient.

    `before_pause` is called before each pause, with the error and a text that announces the next
    attempt. `first` is the number of the first attempt, where another was made already.

    Raises:
        ScorecardError: A lasting error, or that of the last attempt, which then says how many
            attempts were made.
    """
    try:
        # Most work succeeds at once, and need not wait for stamina to load.
        return work()
    except ScorecardError as error:
        seconds = _pause_after(error, first, before_pause)
        if seconds is False:
            raise
        time.sleep(seconds)

    def next_pause(error: Exception) -> bool | float:
        return _pause_after(error, first + attempt.num, before_pause)

    for attempt in attempts_while(next_pause):
        with attempt:
            return work()
    raise AssertionError("the last attempt returns or raises")


def _pause_after(
    error: Exception, number: int, before_pause: Callable[[ScorecardError, str], object]
) -> bool | float:
    """Announce the next attempt and return the seconds until then; False to give up."""
    if not isinstance(error, ScorecardError) or not error.transient:
        return False
    if number >= ATTEMPTS:
        error.attempts = number
        return False
    seconds = seconds_after(number, 0)
    before_pause(error, f"attempt {number + 1} of {ATTEMPTS} in {seconds:.0f} s")
    return seconds_after(number, random.random())
