"""When things happen in the sample company: growth, seasons, incidents and office hours.

All chance comes from generators seeded by a name and a date, so that a week's history is the same
whenever it is made.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

FOUNDED = date(2022, 1, 3)
"""Clients and agreements are known from here on, a Monday."""

RECORDS_BEGIN = date(2024, 9, 30)
"""Everything else is known from here on, a Monday."""

AUGUST = 8
SATURDAY = 5
_DAY_WEIGHTS = (22, 20, 19, 18, 14, 4, 3)
_OPENS, _CLOSES = 8, 18

Moment = TypeVar("Moment", bound=datetime)


def last_sunday(today: date) -> date:
    """Return the Sunday that ended the last full week before `today`."""
    return today - timedelta(days=today.weekday() + 1)


def weeks(since: date, last_day: date) -> Iterator[date]:
    """Yield the Mondays from `since` to `last_day`."""
    return (since + timedelta(weeks=number) for number in range(((last_day - since).days // 7) + 1))


def months(since: date, last_day: date) -> Iterator[date]:
    """Yield the first days of months from `since`'s own to `last_day`."""
    month = since.replace(day=1)
    while month <= last_day:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def chance(name: str, day: date) -> random.Random:
    """Return the generator of one table and week."""
    return random.Random(f"{name} {day.isoformat()}")


def happens(rng: random.Random, share: float) -> bool:
    """Say yes in that share of cases."""
    return rng.random() < share


def many(rng: random.Random, mean: float) -> int:
    """Return a count that scatters around `mean` about as arrivals do."""
    return max(0, round(rng.gauss(mean, math.sqrt(mean))))


def growth(day: date) -> float:
    """Return the company's size against its first day; it stops growing after ten years."""
    return 1 + 0.25 * min((day - FOUNDED).days / 365.25, 10)


def season(day: date) -> float:
    """Return how busy a week is that begins on `day`: quiet at Christmas and in August, busy in
    January.
    """
    middle = day + timedelta(days=3)
    month_day = (middle.month, middle.day)
    if month_day >= (12, 22) or month_day <= (1, 2):
        return 0.35
    if month_day >= (12, 15):
        return 0.75
    if middle.month == AUGUST:
        return 0.78
    return 1.15 if (1, 8) <= month_day <= (2, 7) else 1.0


def incident(week: date, *, every: int, after: int, lasts: int) -> bool:
    """Say whether something that goes wrong once in `every` weeks is going on in `week`."""
    return 0 <= (week - RECORDS_BEGIN).days // 7 % every - after < lasts


def moment(rng: random.Random, week: date, zone: ZoneInfo | None = BERLIN) -> datetime:
    """Return a moment of `week`, most likely late in the morning of a day early in the week.

    One in forty sits at an edge of the week, where UTC and business time disagree about the day.
    """
    if happens(rng, 1 / 40):
        at_the_end = happens(rng, 1 / 2)
        day, clock = (week + timedelta(days=6), time(23, 30)) if at_the_end else (week, time(0, 30))
        return datetime.combine(day, clock, zone)
    day = week + timedelta(days=rng.choices(range(7), _DAY_WEIGHTS)[0])
    minute = int(rng.triangular(7 * 60, 21 * 60, 11 * 60))
    return datetime.combine(day, time(minute // 60, minute % 60, rng.randrange(60)), zone)


def later(start: datetime, hours: float) -> datetime:
    """Return the moment `hours` after `start` as a stopwatch measures them, also over a change of
    the clocks.
    """
    if start.tzinfo is None:
        return start + timedelta(seconds=int(hours * 3600))
    return (start.astimezone(UTC) + timedelta(seconds=int(hours * 3600))).astimezone(start.tzinfo)


def in_office(when: datetime, *, weekends: bool = False) -> datetime:
    """Return `when`, or the same minute of the first office hour after it."""
    if when.hour >= _CLOSES:
        when = (when + timedelta(days=1)).replace(hour=_OPENS)
    elif when.hour < _OPENS:
        when = when.replace(hour=_OPENS)
    while _closed(when.date(), weekends):
        when = (when + timedelta(days=1)).replace(hour=_OPENS)
    return when


def _closed(day: date, weekends: bool) -> bool:
    holiday = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    return holiday or (day.weekday() >= SATURDAY and not weekends)
