"""How a command uses a database, and its wait for another one that holds it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.errors import LockedError
from core.settings import host, user

ANNOUNCED_AFTER = 1.0  # seconds


def _ignore(_: str) -> None:
    """Announce nothing."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a command uses a database; `wait`, for another process to finish, is in seconds.

    `on_wait` is called once with a sentence when the wait has lasted a second.
    """

    command: str
    write: bool
    wait: float = 0.0
    on_wait: Callable[[str], object] = _ignore

    @property
    def holder(self) -> str:
        """The name of this process for those that wait for it."""
        return f"{self.command}{self._who}"

    def short_holder(self, letters: int) -> str:
        """Return that name in at most so many letters: the command is cut first."""
        room = letters - len(self._who)
        command = self.command if len(self.command) <= room else f"{self.command[: room - 3]}..."
        return f"{command}{self._who}"[:letters]

    @property
    def _who(self) -> str:
        return f" by {user()}@{host()} (pid {os.getpid()})"


class Wait:
    """A wait for another process to finish, from now on."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._began = time.monotonic()
        self._is_announced = False

    def go_on(self, obstacle: Callable[[], str]) -> None:
        """Announce the wait once, with what it is for; not one of a moment.

        Raises:
            LockedError: The wait is over.
        """
        waited = time.monotonic() - self._began
        if waited >= self._access.wait:
            raise LockedError(f"{obstacle()}; wait for it to end, or stop it")
        if waited >= ANNOUNCED_AFTER and not self._is_announced:
            self._is_announced = True
            self._access.on_wait(f"{obstacle()}; waiting for at most {self._access.wait:g} s")


def since(instant: datetime) -> str:
    """Return since when a process is at work, in the time zone of this process, for a sentence."""
    return f"since {instant.astimezone():%Y-%m-%d %H:%M:%S}"
