"""A span of days that a person asks for, and the periods that end within it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import UsageError
from core.model.kpi import Cadence
from core.model.period import (
    Period,
    find_period,
    last_ended,
    period_of,
    year_periods,
)

_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both inclusive; `text` is what the person wrote.

    A year has the ISO weeks of its tab, which may begin or end in the year beside it: `weeks` are
    then the first and the last day for weeks.
    """

    first: date
    last: date
    text: str
    weeks: tuple[date, date] | None = None

    def days(self, cadence: Cadence) -> tuple[date, date]:
        """Return the first and the last day within which periods of `cadence` end."""
        if cadence == "weekly" and self.weeks is not None:
            return self.weeks
        return self.first, self.last

    def holds(self, period: Period) -> bool:
        """Return whether `period` ends within the span.

        The span `last` holds the latest period of each cadence that has ended.
        """
        if self.text == "last":
            return period == last_ended(period.cadence, self.last + _DAY)
        first, last = self.days(period.cadence)
        return first <= period.last_day <= last

    def periods(self, cadence: Cadence) -> Iterable[Period]:
        """Yield the periods of `cadence` that end within the span, oldest first."""
        first, last = self.days(cadence)
        period = period_of(cadence, first)
        while period.last_day <= last:
            yield period
            period = period.shift(1)


def parse_span(text: str, today: date) -> Span:
    """Read a day, week, month, quarter, year, `today`, `yesterday` or `last`, or a span `A..B`.

    At an end of `A..B`, `last` is yesterday.

    Raises:
        UsageError: An end is not one of these, or the span ends before it begins.
    """
    first_text, dots, last_text = text.partition("..")
    begin = _parse_end(first_text, today)
    if not dots:
        return begin
    end = _parse_end(last_text, today)
    if end.last < begin.first:
        raise UsageError(f"period {text!r} ends before it begins; write the earlier one first")
    weeks = None
    if begin.weeks or end.weeks:
        weeks = begin.days("weekly")[0], end.days("weekly")[1]
    return Span(begin.first, end.last, text, weeks)


def _parse_end(text: str, today: date) -> Span:
    if text in ("last", "yesterday"):
        return Span(today - _DAY, today - _DAY, text)
    if text == "today":
        return Span(today, today, text)
    if _YEAR.fullmatch(text):
        return _year(text)
    period = find_period(text)
    if period is None:
        raise UsageError(
            f"period {text!r} is not a day (2026-11-16), an ISO week (2026-W47), a month (2026-11),"
            " a quarter (2026-Q4) or a year (2026) between 1900 and 2199, nor today, yesterday or"
            " last"
        )
    return Span(period.first_day, period.last_day, text)


def _year(text: str) -> Span:
    year = int(text)
    weeks = year_periods("weekly", year)
    tab = weeks[0].first_day, weeks[-1].last_day
    return Span(date(year, 1, 1), date(year, 12, 31), text, tab)
