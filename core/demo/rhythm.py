"""Times at which things happen in the sample company: growth, seasons, incidents, office hours.

All random numbers come from generators seeded by a name and a date, so that the history of a week
is the same whenever it is generated.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

FOUNDED = date(2022, 1, 3)
"""The Monday from which clients and agreements are recorded."""

RECORDS_BEGIN = date(2024, 9, 30)
"""The Monday from which everything else is recorded."""

AUGUST = 8
SATURDAY = 5
_DAY_WEIGHTS = (22, 20, 19, 18, 14, 4, 3)
_OPENS, _CLOSES = 8, 18


def last_sunday(today: date) -> date:
    """Return the Sunday that ended the last full week before `today`."""
    return today - timedelta(days=today.weekday() + 1)


def weeks(since: date, last_day: date) -> Iterator[date]:
    """Yield the Mondays from `since`, a Monday, to `last_day`."""
    monday = since
    while monday <= last_day:
        yield monday
        monday += timedelta(weeks=1)


def months(since: date, last_day: date) -> Iterator[date]:
    """Yield the first days of the months from that of `since` to that of `last_day`."""
    month = since.replace(day=1)
    while month <= last_day:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def rng_for(name: str, day: date) -> random.Random:
    """Return the random generator of one table and week."""
    return random.Random(f"{name} {day.isoformat()}")


def happens(rng: random.Random, share: float) -> bool:
    """Draw whether something happens that happens in that share of cases."""
    return rng.random() < share


def draw_count(rng: random.Random, mean: float) -> int:
    """Draw a count that scatters around `mean` about as arrivals do."""
    return max(0, round(rng.gauss(mean, math.sqrt(mean))))


def growth(day: date) -> float:
    """Return the company's size relative to its first day; it stops growing after ten years."""
    return 1 + 0.25 * min((day - FOUNDED).days / 365.25, 10)


def season(monday: date) -> float:
    """Return how busy a week is: quiet at Christmas and in August, busy in January."""
    middle = monday + timedelta(days=3)
    month_day = (middle.month, middle.day)
    if month_day >= (12, 22) or month_day <= (1, 2):
        return 0.35
    if month_day >= (12, 15):
        return 0.75
    if middle.month == AUGUST:
        return 0.78
    return 1.15 if (1, 8) <= month_day <= (2, 7) else 1.0


def has_incident(week: date, *, every: int, after: int, lasts: int) -> bool:
    """Return whether a trouble that comes back every so many weeks affects a week.

    It begins `after` weeks into each period of `every` weeks, and `lasts` weeks.
    """
    number = (week - RECORDS_BEGIN).days // 7
    return 0 <= number % every - after < lasts


def draw_moment(rng: random.Random, week: date, zone: ZoneInfo | None = BERLIN) -> datetime:
    """Draw a moment of a week, most likely on a late morning early in the week.

    One in forty is at an edge of the week, where UTC and business time are on different days.
    """
    if happens(rng, 1 / 40):
        if happens(rng, 1 / 2):
            return datetime.combine(week + timedelta(days=6), time(23, 30), zone)
        return datetime.combine(week, time(0, 30), zone)
    day = week + timedelta(days=rng.choices(range(7), _DAY_WEIGHTS)[0])
    minute = int(rng.triangular(7 * 60, 21 * 60, 11 * 60))
    return datetime.combine(day, time(minute // 60, minute % 60, rng.randrange(60)), zone)


def add_hours(start: datetime, hours: float) -> datetime:
    """Return the moment so many elapsed hours after `start`, also across a change of the clocks."""
    elapsed = timedelta(seconds=int(hours * 3600))
    if start.tzinfo is None:
        return start + elapsed
    return (start.astimezone(UTC) + elapsed).astimezone(start.tzinfo)


def next_office_time(when: datetime, *, weekends: bool = False) -> datetime:
    """Return `when` if the office is open, or else the same minute of its next first hour."""
    if when.hour >= _CLOSES:
        when = (when + timedelta(days=1)).replace(hour=_OPENS)
    elif when.hour < _OPENS:
        when = when.replace(hour=_OPENS)
    while _is_closed(when.date(), weekends):
        when = (when + timedelta(days=1)).replace(hour=_OPENS)
    return when


def _is_closed(day: date, weekends: bool) -> bool:
    is_holiday = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    return is_holiday or (day.weekday() >= SATURDAY and not weekends)
