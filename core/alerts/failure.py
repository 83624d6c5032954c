"""The failure of a channel."""

from __future__ import annotations

from core.errors import ScorecardError


class ChannelError(ScorecardError):
    """A channel did not take a message; the message says why, without a secret.

    Not `transient` is what only another setting can change.
    """

    def __init__(self, message: str, *, transient: bool = True) -> None:
        super().__init__(message, transient=transient)
