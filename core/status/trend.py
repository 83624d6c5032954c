"""The trend of a value: its change over the last periods, and whether that is good. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.model import Period, smallest_shown
from core.status.changes import ValueChange, change_of
from core.status.series import ValueSeries

# A month of weeks, since a single odd week does not make a trend.
TREND_OVER = 4

Direction = Literal["up", "down", "flat", ""]
_ARROWS: dict[Direction, str] = {"up": "↗", "down": "↘", "flat": "→", "": ""}


@dataclass(frozen=True, slots=True)
class ValueTrend:
    """The change against the value some periods before; no direction where there is none.

    `is_good` says whether the direction is the better one; None for flat, and without one.
    """

    change: ValueChange
    direction: Direction
    is_good: bool | None

    @property
    def arrow(self) -> str:
        """The direction as a sign."""
        return _ARROWS[self.direction]


def trend_of(
    series: ValueSeries, period: Period, better: str = "", over: int = TREND_OVER
) -> ValueTrend:
    """Return the trend of a period's value over the last periods.

    It has no direction across a new definition, nor where either value is missing.
    """
    old = period.shift(-over)
    change = change_of(series.rows, period, old, series.break_between(old, period))
    if change.absolute is None:
        return ValueTrend(change, "", None)
    unit = series.rows[period].unit
    points = 100 if unit == "percent" else 1
    if abs(change.absolute) < smallest_shown(unit) * points:
        return ValueTrend(change, "flat", None)
    direction: Direction = "up" if change.absolute > 0 else "down"
    good = {"higher": "up", "lower": "down"}.get(better)
    return ValueTrend(change, direction, None if good is None else direction == good)
