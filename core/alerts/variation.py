"""Unusual values: those that the limits of their own series call a sign of change. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.status import LEAST, LOCKED, find_sign, process_limits


def is_unusual(values: Sequence[float], recorded: Sequence[float] = ()) -> bool | None:
    """Return whether the newest value is a sign of change; None for too few values.

    `values` are the whole series since its last break: its first values give the limits, unless
    others are `recorded`.
    """
    base = recorded or values[:LOCKED]
    if len(base) < LEAST:
        return None
    side, _ = find_sign(values, process_limits(base))
    return bool(side)
