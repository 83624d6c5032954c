"""Values to date: the month, quarter and year up to a period, with those of a year ago. Pure.

They are made from stored values as the KPI's `adds` says. A week belongs to the month, quarter and
year of its Thursday, as an ISO week belongs to its year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from core.model import (
    MONTHS,
    PERIOD_UNIT,
    Cadence,
    Period,
    Row,
    add_months,
    first_of,
    one_period,
    period_of,
)
from core.status.changes import ValueChange, change_against
from core.status.comparison import year_before
from core.status.ratios import NO_RATIO, ratio_of
from core.status.series import ValueSeries, remark

SpanUnit = Literal["month", "quarter", "year"]

# Spans that are longer than a period.
UNITS: Mapping[Cadence, tuple[SpanUnit, ...]] = {
    "daily": ("month", "quarter", "year"),
    "weekly": ("month", "quarter", "year"),
    "monthly": ("quarter", "year"),
    "quarterly": ("year",),
}
_ACROSS = "across"
_REFUSALS = {
    "": "the KPI file declares no adds=",
    "no": "values of this KPI are not added up",
    _ACROSS: "the business year begins within a quarter",
}


@dataclass(frozen=True, slots=True)
class Total:
    """What the stored values from one period to another amount to.

    `there` of `expected` periods have a whole value. `value` is None, with a reason, where the
    values cannot be added up, or none is there. `remark` says what is missing or may change.
    """

    first: Period
    last: Period
    there: int
    expected: int
    value: float | None = None
    unit: str = ""
    reason: str = ""
    remark: str = ""

    @property
    def is_mostly_there(self) -> bool:
        """Whether at least half of the periods have a value."""
        return 2 * self.there >= self.expected

    @property
    def span(self) -> str:
        """`2026-W45..2026-W46`."""
        return str(self.last) if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class ToDate:
    """A month, quarter or year up to a period, and its change against that of a year ago."""

    unit: SpanUnit
    now: Total
    then: Total
    change: ValueChange


def to_date(
    series: ValueSeries, period: Period, adds: str, year_begins: int = 1
) -> tuple[ToDate, ...]:
    """Return the values to date of a period by the KPI's `adds`.

    The year ago of a week is 52 weeks back, so that both have as many; days and months are compared
    with the same dates of the year before. `year_begins` is the month in which the business year
    begins, by which quarters go as well.
    """
    if adds in ("sum", "ratio") and _is_across(period, year_begins):
        adds = _ACROSS
    found = []
    for unit in UNITS[period.cadence]:
        first = period if adds == "last" else first_period(period, unit, year_begins)
        now = total(series, first, period, adds)
        then = total(series, _a_year_ago(first), _a_year_ago(period), adds)
        found.append(ToDate(unit, now, then, _change(series, now, then)))
    return tuple(found)


def _is_across(period: Period, year_begins: int) -> bool:
    """Return whether the business year begins within a period of this cadence."""
    return period.cadence == "quarterly" and (year_begins - 1) % 3 != 0


def first_period(period: Period, unit: SpanUnit, year_begins: int = 1) -> Period:
    """Return the first period of the month, quarter or business year to which a period belongs."""
    is_week = period.cadence == "weekly"
    to_thursday = timedelta(days=3 if is_week else 0)
    day = period.first_day + to_thursday
    beginning = first_of(day, MONTHS[unit], year_begins)
    # The first week with its Thursday in the span is the one three days after its beginning.
    return period_of(period.cadence, beginning + to_thursday)


def _a_year_ago(period: Period) -> Period:
    if period.cadence == "weekly":
        return year_before(period)
    return period_of(period.cadence, add_months(period.first_day, -12))


def total(series: ValueSeries, first: Period, last: Period, adds: str) -> Total:
    """Return what the values from one period to another amount to."""
    periods = [first]
    while periods[-1] < last:
        periods.append(periods[-1].shift(1))
    rows = [row for each in periods if (row := series.whole_value(each))]
    found = Total(first, last, len(rows), len(periods))
    if reason := _refusal(series, found, rows, adds):
        return replace(found, reason=reason)
    value = ratio_of(rows) if adds == "ratio" else sum(row.value or 0.0 for row in rows)
    if value is None:
        return replace(found, reason=NO_RATIO)
    return replace(found, value=value, unit=rows[0].unit, remark=_remark(found, rows))


def _refusal(series: ValueSeries, found: Total, rows: Sequence[Row], adds: str) -> str:
    """Return why values cannot be added up, empty if they can."""
    if adds in _REFUSALS:
        return _REFUSALS[adds]
    if not rows:
        return f"{found.span} has no value"
    begin = series.break_between(found.first, found.last)
    if begin is not None:
        return f"a new definition begins in {begin}"
    if len({row.unit for row in rows}) > 1:
        return "the unit changed"
    if adds != "last" and rows[0].range_type != str(one_period(found.first.cadence)):
        return f"values of {rows[0].range_type} overlap"
    return ""


def _remark(found: Total, rows: Sequence[Row]) -> str:
    texts = [remark(row) for row in rows if remark(row)]
    may_change = f"{len(texts)} values may change" if len(texts) > 1 else "".join(texts)
    missing = ""
    if found.there < found.expected:
        missing = f"{found.there} of {found.expected} {PERIOD_UNIT[found.first.cadence]}s"
    return "; ".join(filter(None, (missing, may_change)))


def _change(series: ValueSeries, now: Total, then: Total) -> ValueChange:
    """Return the change of a value to date, with what is missing of either as remark."""
    reason = now.reason or then.reason
    begin = series.break_between(then.first, now.last)
    if not reason and begin is not None:
        reason = f"a new definition begins in {begin}"
    if not reason and now.unit != then.unit:
        reason = f"the unit changed from {then.unit} to {now.unit}"
    if not reason and not (now.is_mostly_there and then.is_mostly_there):
        reason = "too little is there to compare"
    a_year_ago = f"a year ago {then.remark}" if then.remark else ""
    remarks = "; ".join(filter(None, (now.remark, a_year_ago)))
    if reason or now.value is None or then.value is None:
        return ValueChange(against=then.span, base=then.value, reason=reason, remark=remarks)
    return change_against(now.value, then.value, now.unit, then.span, remarks)
