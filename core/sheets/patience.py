"""Time limits of requests to a spreadsheet, and the pauses between attempts."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

AT_TERMINAL = 65.0  # seconds; outlasts the quota, which is filled again each minute


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds for a connection, an answer and everything together.

    `retries` is the time after a first failure within which further attempts begin.
    """

    connect: float = 10.0
    read: float = 190.0
    deadline: float = 600.0
    retries: float = 180.0
    first_wait: float = 1.0
    longest_wait: float = 64.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of all requests of one client."""

    end: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline so many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def seconds_left(self) -> float:
        """The seconds until then, negative where it has passed."""
        return self.end - time.monotonic()


class Attempts:
    """Attempts at one thing, with growing pauses, until the time for them is over."""

    def __init__(self, patience: Patience, deadline: Deadline) -> None:
        self.failed = 0
        self._patience = patience
        self._deadline = deadline
        self._first_failure = 0.0

    def next_pause(self, at_least: float = 0.0) -> float | None:
        """Count a failed attempt; return the seconds until the next one, None to give up.

        The last pause is as long as the time that is left, so that all of it is used. `at_least` is
        the time that the server asks for.
        """
        self.failed += 1
        if self.failed == 1:
            self._first_failure = time.monotonic()
        left = min(self._patience.retries - self.seconds, self._deadline.seconds_left)
        if left < self._patience.first_wait or left < at_least:
            return None
        return max(min(self._backoff(), left), at_least)

    def _backoff(self) -> float:
        patience = self._patience
        backoff = min(patience.first_wait * 2.0 ** (self.failed - 1), patience.longest_wait)
        return backoff * random.uniform(0.5, 1.5)

    @property
    def seconds(self) -> float:
        """The seconds since the first failure."""
        return time.monotonic() - self._first_failure if self.failed else 0.0

    @property
    def text(self) -> str:
        """How often and how long it was tried, in words; empty for a single attempt."""
        return f"tried {self.failed} times in {self.seconds:.0f} s" if self.failed > 1 else ""
