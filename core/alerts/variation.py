"""The limits within which a series varies by chance (XmR). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

BASE = 12  # values that the limits need
MOST = 52  # values that they are made from
_SPREAD = 2.66
_SCREEN = 3.267


def is_outside(values: Sequence[float]) -> bool | None:
    """Return whether the newest value is outside the limits of those before; None for too few."""
    *base, newest = values[-MOST - 1 :]
    if len(base) < BASE:
        return None
    ranges = [abs(new - old) for old, new in pairwise(base)]
    screen = _SCREEN * fmean(ranges)
    reach = _SPREAD * fmean([each for each in ranges if each <= screen])
    return abs(newest - fmean(base)) > reach
