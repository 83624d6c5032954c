"""Natural process limits of a series (XmR): what its values vary within when nothing changes. Pure.

The limits are mean ± 2.66 × mean moving range. Moving ranges over 3.267 × their mean are left out
once before their mean is taken again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import fmean
from typing import Literal

from core.model import Goal, Period, Row, State, stored_range
from core.status.series import ValueSeries

Reach = Literal["always", "sometimes", "never"]

# Limits are locked once their base has so many values; there are none with fewer than the least.
LOCKED, LEAST = 20, 10

_WIDTH, _SCREEN = 2.66, 3.267


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The mean of a process and the limits within which it varies, in the values' unit."""

    mean: float
    lower: float
    upper: float

    def reach(self, goal: Goal) -> Reach:
        """Return whether a process within these limits meets a target: inside them, sometimes."""
        if goal.high is not None:
            low, high = goal.target, goal.high
        else:
            is_lower = goal.better == "lower"
            low = float("-inf") if is_lower else goal.target
            high = goal.target if is_lower else float("inf")
        if self.lower > low and self.upper < high:
            return "always"
        return "never" if self.upper < low or self.lower > high else "sometimes"


@dataclass(frozen=True, slots=True)
class LimitsBase:
    """The values from which limits are computed: those of the periods `first` to `last`.

    `limits` is None, with a reason, for fewer values than are needed. Limits of fewer than 20
    values are not locked: the next value changes them.
    """

    first: Period
    last: Period
    count: int
    limits: ProcessLimits | None
    reason: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether no later value changes the limits."""
        return self.count == LOCKED


def process_limits(values: Sequence[float], *, screened: bool = True) -> ProcessLimits:
    """Return the limits of values in order of time, at least two of them."""
    ranges = [abs(new - old) for old, new in pairwise(values)]
    width = fmean(ranges)
    if screened:
        # Floats of equal ranges may differ from their mean by noise, never by this factor.
        width = fmean(each for each in ranges if each <= _SCREEN * width)
    mean = fmean(values)
    return ProcessLimits(mean, mean - _WIDTH * width, mean + _WIDTH * width)


def limits_at(
    series: ValueSeries, period: Period, since: Period | None = None
) -> LimitsBase | None:
    """Return the limits that hold in a period, None where no value is stored up to it.

    Their base are the first 20 final values since the newest of these: the beginning of the
    definition that the period's value follows, and `since`, the period from which the author wants
    them. Both count only up to the period.
    """
    rows = comparable_rows(series, begin_of(series, period, since), period)
    base = list(islice((row for row in rows if _is_final(row)), LOCKED))
    if not base:
        return None
    first, last, count = base[0].period, base[-1].period, len(base)
    if reason := _obstacle_to_limits(base):
        return LimitsBase(first, last, count, None, reason)
    return LimitsBase(first, last, count, process_limits([row.value or 0.0 for row in base]))


def _obstacle_to_limits(base: Sequence[Row]) -> str:
    """Return why there are no limits, empty if there are.

    Neighbours that overlap differ little, so that limits would be too narrow and every value
    beyond them.
    """
    if _overlaps(base[0]) or _overlaps(base[-1]):
        return f"values of {base[0].range_type} overlap, so they have no limits"
    if len(base) < LEAST:
        first = base[0].period
        return f"limits need {LEAST} final values, and there are {len(base)} since {first}"
    return ""


def _overlaps(row: Row) -> bool:
    """Return whether a value covers time before its period."""
    return stored_range(row.range_type).first_day(row.period) < row.period.first_day


def begin_of(series: ValueSeries, period: Period, since: Period | None) -> Period | None:
    """Return the first period whose values mean the same as that of a period; None for all."""
    begins = (each for each in (*series.breaks, *filter(None, (since,))) if each <= period)
    return max(begins, default=None)


def comparable_rows(series: ValueSeries, begin: Period | None, last: Period) -> Iterator[Row]:
    """Yield the rows with a whole value from one period to another, oldest first."""
    for period in series.rows:
        if begin is not None and period < begin:
            continue
        if period > last:
            return
        if row := series.whole_value(period):
            yield row


def _is_final(row: Row) -> bool:
    return row.state is not State.PROVISIONAL
