"""A value beside those that readers compare it with: before, a year ago, averages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model import PERIOD_UNIT, Cadence, Period, Row
from core.status.changes import ValueChange, change_against, change_of
from core.status.ratios import NO_RATIO, ratio_of
from core.status.series import ValueSeries, find_obstacle

# 52 whole weeks, so that the weekdays are the same, also across a week 53.
_YEAR: Mapping[Cadence, tuple[int, str]] = {
    "daily": (364, "364 days back"),
    "weekly": (52, "52 weeks back"),
    "monthly": (12, "12 months back"),
    "quarterly": (4, "4 quarters back"),
}
_AVERAGES: Mapping[Cadence, tuple[int, ...]] = {
    "daily": (7, 28),
    "weekly": (4, 13),
    "monthly": (3, 12),
    "quarterly": (4,),
}


@dataclass(frozen=True, slots=True)
class ValueComparison:
    """The value of one period beside earlier ones; `averages` are those of the periods before."""

    before: ValueChange
    year_ago: ValueChange
    averages: tuple[ValueChange, ...]


def compare(series: ValueSeries, period: Period, adds: str = "") -> ValueComparison:
    """Return the value of a period beside those that readers compare it with.

    `adds` is the KPI's attribute: an average of ratios weighs them by their denominators.
    """
    averages = [average_before(series, period, count, adds) for count in _AVERAGES[period.cadence]]
    return ValueComparison(before(series, period), year_ago(series, period), tuple(averages))


def before(series: ValueSeries, period: Period) -> ValueChange:
    """Return the change of a period's value against the period before."""
    old = period.shift(-1)
    return _change(series, period, old, str(old))


def year_ago(series: ValueSeries, period: Period) -> ValueChange:
    """Return the change against the same period a year ago.

    A week is compared with the one 52 weeks back, a day with the one 364 days back, the same
    weekday, a month or quarter with the same one of the year before.
    """
    old = year_before(period)
    return _change(series, period, old, f"{old}, {_YEAR[period.cadence][1]}")


def year_before(period: Period) -> Period:
    """Return the same period a year ago: 52 weeks back for a week."""
    return period.shift(-_YEAR[period.cadence][0])


def _change(series: ValueSeries, period: Period, old: Period, against: str) -> ValueChange:
    return change_of(series.rows, period, old, series.break_between(old, period), against)


def average_before(series: ValueSeries, period: Period, count: int, adds: str = "") -> ValueChange:
    """Return the change against the average of the `count` periods before.

    It counts the values there are, if these are at least half of them, and its text says how many.
    """
    name = f"mean of the {count} {PERIOD_UNIT[period.cadence]}s before"
    row = series.rows.get(period)
    reason = f"{period} is not stored" if row is None else find_obstacle(row)
    if row is None or row.value is None or reason:
        return ValueChange(against=name, reason=reason)
    found = _comparable(series, row, count)
    if 2 * len(found) < count:
        return ValueChange(against=name, reason=f"{len(found)} of {count} can be compared")
    mean = ratio_of(found) if adds == "ratio" else _mean(found)
    if mean is None:
        return ValueChange(against=name, reason=NO_RATIO)
    there = "" if len(found) == count else f"{len(found)} of {count}"
    return change_against(row.value, mean, row.unit, name, there)


def _comparable(series: ValueSeries, row: Row, count: int) -> list[Row]:
    """Return the rows of the periods before that mean the same as `row`."""
    found = []
    for back in range(1, count + 1):
        old = series.whole_value(row.period.shift(-back))
        if old and old.unit == row.unit and not series.break_between(old.period, row.period):
            found.append(old)
    return found


def _mean(rows: list[Row]) -> float:
    return sum(row.value or 0.0 for row in rows) / len(rows)
