"""The stored periods of another KPI that a value is made from. Pure.

Of its own cadence a KPI reads as many periods as it says. Of a shorter one it reads those within
its range, of a longer one the last that was over before its own period began.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from core.model.kpi import Cadence
from core.model.period import CADENCES, Period, last_ended, period_of
from core.model.ranges import Range

# The shortest and the longest period of each cadence, in days.
_DAYS: dict[Cadence, tuple[int, int]] = {
    "daily": (1, 1),
    "weekly": (7, 7),
    "monthly": (28, 31),
    "quarterly": (90, 92),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Periods of one cadence, from `first` to `last`; none if the last lies before the first."""

    first: Period
    last: Period

    def holds(self, period: Period) -> bool:
        """Return whether a period of the window's cadence lies within it."""
        return self.first.first_day <= period.first_day <= self.last.first_day

    @property
    def periods(self) -> tuple[Period, ...]:
        """All periods, oldest first."""
        periods, period = [], self.first
        while period.first_day <= self.last.first_day:
            periods.append(period)
            period = period.shift(1)
        return tuple(periods)


def window_of(period: Period, covered: Range, cadence: str, last: int | None) -> Window:
    """Return the window of a value for `period` whose range is `covered`.

    `cadence` is that of the KPI that is read, empty for the value's own. `last` is the number of
    its periods; without it there are those within the range, or one of a longer cadence.
    """
    read: Cadence = as_cadence(cadence) or period.cadence
    if is_longer(read, period.cadence):
        newest = last_ended(read, period.first_day)
        return Window(newest.shift(1 - (last or 1)), newest)
    newest = period_of(read, period.last_day)
    if last:
        return Window(newest.shift(1 - last), newest)
    begins = covered.first_day(period)
    first = period_of(read, begins)
    return Window(first if first.first_day == begins else first.shift(1), newest)


def as_cadence(text: str) -> Cadence | None:
    """Return the cadence of that name; None if there is none."""
    return next((cadence for cadence in CADENCES if cadence == text), None)


def is_longer(one: Cadence, other: Cadence) -> bool:
    """Return whether the periods of one cadence are longer than those of another."""
    return CADENCES.index(one) > CADENCES.index(other)


def falls_within(one: Cadence, other: Cadence) -> bool:
    """Return whether each period of one cadence lies within a single period of another.

    A week may lie in two months.
    """
    return not is_longer(one, other) and (one != "weekly" or other == "weekly")


def convert_periods(count: int, one: Cadence, other: Cadence) -> int:
    """Return how many periods of another cadence are at least as long as `count` of one."""
    if one == other:
        return count
    return ceil(count * _DAYS[one][1] / _DAYS[other][0])
