"""Days, ISO weeks, months and quarters: labels, arithmetic, and bounds in a business time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.errors import UsageError
from core.model.kpi import Cadence
from core.model.months import add_months, first_of

CADENCES: tuple[Cadence, ...] = ("daily", "weekly", "monthly", "quarterly")

# Three centuries: near the ends of the calendar, a period has no neighbour and no bounds.
_YEAR = r"((?:19|20|21)[0-9]{2})"
_WEEK = re.compile(rf"{_YEAR}-?W([0-9]{{2}})", re.IGNORECASE)
_MONTH = re.compile(rf"{_YEAR}-([0-9]{{2}})")
_QUARTER = re.compile(rf"{_YEAR}-?Q([1-4])", re.IGNORECASE)
_DAY = re.compile(rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}")

# A cadence of the calendar's months, and one of days.
_MONTHS: dict[Cadence, int] = {"monthly": 1, "quarterly": 3}
_DAYS: dict[Cadence, int] = {"daily": 1, "weekly": 7}


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which `day` begins in `zone`."""
    return datetime.combine(day, time(), zone)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One day, ISO week (Monday to Sunday), month or quarter of a business calendar."""

    first_day: date
    cadence: Cadence

    @property
    def last_day(self) -> date:
        """The period's last day, inclusive; a week's Sunday."""
        return _last_day(self)

    @property
    def day_after(self) -> date:
        """The first day of the next period."""
        return self._first_day(1)

    @property
    def year(self) -> int:
        """Year whose tab shows the period; for a week the ISO year."""
        if self.cadence == "weekly":
            return self.first_day.isocalendar().year
        return self.first_day.year

    @property
    def label(self) -> str:
        """`2026-11-16`, `2026-W47`, `2026-11` or `2026-Q4`."""
        if self.cadence == "weekly":
            iso = self.first_day.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}"
        if self.cadence == "quarterly":
            return f"{self.first_day.year:04}-Q{(self.first_day.month + 2) // 3}"
        day = self.first_day.isoformat()
        return day if self.cadence == "daily" else day[:7]

    def shift(self, count: int) -> Period:
        """Return the period `count` periods later; earlier if negative."""
        return Period(self._first_day(count), self.cadence)

    def _first_day(self, count: int) -> date:
        if self.cadence in _MONTHS:
            return add_months(self.first_day, count * _MONTHS[self.cadence])
        return self.first_day + timedelta(days=count * _DAYS[self.cadence])

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the period's first instant and the first one after it, in `zone`."""
        return _bounds(self, zone)

    def __str__(self) -> str:
        return self.label


# Cached: many KPIs of a run have the same period.
@lru_cache(maxsize=4096)
def _last_day(period: Period) -> date:
    return period.day_after - timedelta(days=1)


@lru_cache(maxsize=4096)
def _bounds(period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return midnight(period.first_day, zone), midnight(period.day_after, zone)


def period_of(cadence: Cadence, day: date) -> Period:
    """Return the period of `cadence` that holds `day`."""
    if cadence == "weekly":
        return Period(day - timedelta(days=day.weekday()), "weekly")
    if cadence == "daily":
        return Period(day, cadence)
    return Period(first_of(day, _MONTHS[cadence]), cadence)


def last_ended(cadence: Cadence, today: date) -> Period:
    """Return the latest period that was over when `today` began."""
    return period_of(cadence, today).shift(-1)


def parse_period(text: str) -> Period:
    """Read `2026-11-16`, `2026-W47`, `2026-11` or `2026-Q4`.

    Raises:
        UsageError: The text is not one of these, or the year has no such week, month or day.
    """
    period = find_period(text)
    if period is None:
        raise UsageError(
            f"period {text!r} is not a day (2026-11-16), an ISO week (2026-W47), a month (2026-11)"
            " or a quarter (2026-Q4) between 1900 and 2199"
        )
    return period


def find_period(text: str) -> Period | None:
    """Read a period as `parse_period` does; None if the text has another form.

    Raises:
        UsageError: The year has no such week, month or day.
    """
    try:
        if match := _WEEK.fullmatch(text):
            return Period(date.fromisocalendar(int(match[1]), int(match[2]), 1), "weekly")
        if match := _MONTH.fullmatch(text):
            return Period(date(int(match[1]), int(match[2]), 1), "monthly")
        if match := _QUARTER.fullmatch(text):
            return Period(date(int(match[1]), 3 * int(match[2]) - 2, 1), "quarterly")
        return Period(date.fromisoformat(text), "daily") if _DAY.fullmatch(text) else None
    except ValueError as error:
        raise UsageError(f"period {text!r}: {error}; give one that the calendar has") from None


def year_periods(cadence: Cadence, year: int) -> tuple[Period, ...]:
    """Return all periods whose tab is `year`: 52 or 53 ISO weeks, 12 months and so on."""
    first = date.fromisocalendar(year, 1, 1) if cadence == "weekly" else date(year, 1, 1)
    period = period_of(cadence, first)
    periods = []
    while period.year == year:
        periods.append(period)
        period = period.shift(1)
    return tuple(periods)
