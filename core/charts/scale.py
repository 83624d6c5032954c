"""Scales: from values to positions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A scale begins at zero if the least value is at most this share of the greatest.
_NEAR_ZERO = 0.4
_PADDING = 0.06  # of the values' span, beyond them


@dataclass(frozen=True, slots=True)
class ChartScale:
    """A straight scale from the values `low` to `high` to the positions `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + (self.end - self.start) * share


def scale_of(
    values: Iterable[float], start: float, end: float, *, from_zero: bool = False
) -> ChartScale:
    """Return a scale that shows all values; with `from_zero` zero is one of them."""
    found = list(values)
    if not found:
        return ChartScale(0, 0, start, end)
    low, high = min(found), max(found)
    if from_zero or _is_near_zero(low, high):
        low, high = min(low, 0.0), max(high, 0.0)
    padding = (high - low or abs(high) or 1.0) * _PADDING
    return ChartScale(low - padding if low else 0, high + padding if high else 0, start, end)


def _is_near_zero(low: float, high: float) -> bool:
    nearest, farthest = sorted((abs(low), abs(high)))
    return low * high > 0 and nearest <= _NEAR_ZERO * farthest
