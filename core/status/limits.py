"""Natural process limits of a series (XmR): what its values vary within when nothing changes. Pure.

The limits are mean ± 2.66 × mean moving range. Moving ranges over 3.267 × their mean are left out
once before their mean is taken again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from statistics import fmean
from typing import Literal

from core.model import Goal, Period, RecordedBase, Row, State, same_number, stored_range
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
    values are not locked: the next value changes them. `recorded_at` is when a run recorded the
    base, None if it is the one of the values stored now; `corrected` are the periods whose values
    changed since then.
    """

    first: Period
    last: Period
    count: int
    limits: ProcessLimits | None
    reason: str = ""
    recorded_at: datetime | None = None
    corrected: tuple[Period, ...] = ()

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

    Their base is the recorded one; without it, the first 20 final values since the newest of these:
    the beginning of the definition that the period's value follows, and `since`, the period from
    which the author wants them. Both count only up to the period.
    """
    if recorded := _recorded_base(series, period, since):
        return _as_recorded(series, recorded)
    base = base_rows(series, period, since)
    if not base:
        return None
    first, last, count = base[0].period, base[-1].period, len(base)
    if reason := _obstacle_to_limits(base):
        return LimitsBase(first, last, count, None, reason)
    return LimitsBase(first, last, count, process_limits([row.value or 0.0 for row in base]))


def _recorded_base(
    series: ValueSeries, period: Period, since: Period | None
) -> RecordedBase | None:
    """Return the recorded base that holds in a period.

    It ends with a new definition of its own values or behind it, and with another `since`.
    """
    if not series.bases or not series.rows or period < min(series.rows):
        return None
    begin, declared = begin_of(series, period, since), str(since or "")
    for base in series.bases:
        first, last = min(base.values), max(base.values)
        newest = series.rows.get(last)
        is_same = newest is None or newest.by_hand or newest.definition == base.definition
        if is_same and base.limits_since == declared and begin_of(series, first, since) == begin:
            return base
    return None


def _as_recorded(series: ValueSeries, recorded: RecordedBase) -> LimitsBase:
    values = recorded.values
    corrected = []
    for period, value in values.items():
        row = series.whole_value(period)
        if row is None or row.value is None or not same_number(row.value, value):
            corrected.append(period)
    limits = process_limits(list(values.values()))
    span = min(values), max(values), len(values)
    return LimitsBase(*span, limits, recorded_at=recorded.recorded_at, corrected=tuple(corrected))


def base_rows(series: ValueSeries, period: Period, since: Period | None = None) -> list[Row]:
    """Return the first 20 final values since the beginning that counts in a period."""
    rows = comparable_rows(series, begin_of(series, period, since), period)
    return list(islice((row for row in rows if _is_final(row)), LOCKED))


def final_values(
    series: ValueSeries, period: Period, since: Period | None = None
) -> dict[Period, float]:
    """Return the final values before a period that mean the same as its own, oldest first."""
    own = series.rows.get(period)
    return {
        row.period: row.value
        for row in comparable_rows(series, begin_of(series, period, since), period.shift(-1))
        if row.value is not None and _is_final(row) and (own is None or row.unit == own.unit)
    }


def limiting_values(
    series: ValueSeries, period: Period, since: Period | None = None
) -> dict[Period, float]:
    """Return the final values before a period, those of a recorded base as they were recorded."""
    found = final_values(series, period, since)
    recorded = _recorded_base(series, period, since)
    if recorded is None:
        return found
    kept = {each: value for each, value in recorded.values.items() if each < period}
    return dict(sorted({**found, **kept}.items()))


def _obstacle_to_limits(base: Sequence[Row]) -> str:
    """Return why a series has no limits, empty if it has some.

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


def bases_to_record(series: ValueSeries, since: Period | None = None) -> Iterator[tuple[Row, ...]]:
    """Yield the values of each locked base of a series that is not recorded yet."""
    if not series.rows:
        return
    begins = filter(None, (*series.breaks, since))
    for last in (*(begin.shift(-1) for begin in begins), max(series.rows)):
        base = limits_at(series, last, since)
        if base and base.is_locked and base.limits and base.recorded_at is None:
            yield tuple(base_rows(series, last, since))


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
