"""The failure of a channel."""

from __future__ import annotations

from core.errors import ScorecardError


class ChannelError(ScorecardError):
    """A channel did not take a message; the message says why, without a secret."""
